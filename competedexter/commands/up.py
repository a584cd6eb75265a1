"""Start everything and run until stopped."""

from argparse import ArgumentParser, Namespace

from competedexter.foundation.settings import Settings
from competedexter.supervisor.up import up


def describe(parser: ArgumentParser) -> None:
    parser.epilog = "Settings are environment variables; deploy/env.example explains each."


def run(_arguments: Namespace) -> int:
    return up(Settings())
