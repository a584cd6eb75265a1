"""Start everything and lead straight to the demo workspace."""

from argparse import ArgumentParser, Namespace

from competedexter.foundation.settings import Settings
from competedexter.supervisor.up import up

DEMO_PAGE = "/demo"


def describe(parser: ArgumentParser) -> None:
    parser.epilog = "The demo watches three invented vendors whose sites the product itself serves."


def run(_arguments: Namespace) -> int:
    return up(Settings(), page=DEMO_PAGE)
