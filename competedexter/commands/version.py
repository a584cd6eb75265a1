"""Print the version."""

import os
from argparse import ArgumentParser, Namespace
from importlib.metadata import version


def describe(parser: ArgumentParser) -> None:
    del parser


def run(_arguments: Namespace) -> int:
    print(version("competedexter"))
    return os.EX_OK
