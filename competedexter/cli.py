"""`competedexter <command>`: the product's own program."""

import os
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Sequence
from importlib import import_module

from pydantic import ValidationError

from competedexter.foundation.errors import ProductError

COMMANDS = {
    "up": "start everything on this machine and run until stopped",
    "demo": "the same, leading straight to the demo workspace",
    "build": "build the pages, if what they are made of changed",
    "browser": "find a Chromium, or install one where the machine allows it",
    "migrate": "bring the database up to date",
    "version": "print the version",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Returns the exit code: 0, or a number of sysexits.h after one sentence on standard error."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] not in COMMANDS:
        _overview().parse_args(words)
        return os.EX_USAGE
    command = import_module(f"competedexter.commands.{words[0]}")
    parser = ArgumentParser(prog=f"competedexter {words[0]}", description=COMMANDS[words[0]].capitalize() + ".")
    command.describe(parser)
    try:
        return int(command.run(parser.parse_args(words[1:])))
    except ValidationError as error:
        return _complain(_settings_sentence(error), os.EX_CONFIG)
    except ProductError as error:
        return _complain(str(error), int(getattr(error, "exit_code", os.EX_SOFTWARE)))


def _overview() -> ArgumentParser:
    """Understands --help, and answers anything else with the list of commands."""
    listed = "\n".join(f"  {name:<10} {purpose}" for name, purpose in COMMANDS.items())
    parser = ArgumentParser(
        prog="competedexter", epilog=f"commands:\n{listed}", formatter_class=RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=list(COMMANDS), metavar="command", help="what to do")
    return parser


def _complain(sentence: str, exit_code: int) -> int:
    print(sentence, file=sys.stderr)
    return exit_code


def _settings_sentence(error: ValidationError) -> str:
    wrong = [f"{'.'.join(map(str, found['loc'])).upper()} ({_reason(found['msg'])})" for found in error.errors()]
    return f"A setting cannot be used: {'; '.join(wrong)}. deploy/env.example explains each."


def _reason(message: str) -> str:
    return message.removeprefix("Value error, ")


if __name__ == "__main__":
    sys.exit(main())
