"""Bring the database in DATABASE_URL up to date."""

import os
from argparse import ArgumentParser, Namespace

from competedexter.foundation.migrations import NewerData, upgrade
from competedexter.foundation.settings import get_settings


def describe(parser: ArgumentParser) -> None:
    parser.epilog = "DATABASE_URL must name the owner of the database. Safe to run again, and by several at once."


def run(_arguments: Namespace) -> int:
    settings = get_settings()
    if not settings.database_url:
        print("DATABASE_URL is not set: name the database to bring up to date.")
        return os.EX_USAGE
    try:
        upgrade(settings)
    except NewerData as error:
        print(str(error))
        return os.EX_DATAERR
    print("the database is up to date")
    return os.EX_OK
