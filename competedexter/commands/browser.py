"""Find a Chromium, or install one where this machine allows it."""

import os
from argparse import ArgumentParser, Namespace

from competedexter.supervisor.chromium import provide


def describe(parser: ArgumentParser) -> None:
    parser.epilog = "Without one, pages are read over HTTP only: those that need scripts stay unread, and say so."


def run(_arguments: Namespace) -> int:
    provide(print)
    return os.EX_OK
