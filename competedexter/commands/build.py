"""Build the pages, if what they are made of changed."""

from argparse import ArgumentParser, Namespace

from competedexter.foundation.settings import Settings
from competedexter.supervisor.up import build


def describe(parser: ArgumentParser) -> None:
    parser.epilog = "`up` does this by itself."


def run(_arguments: Namespace) -> int:
    return build(Settings())
