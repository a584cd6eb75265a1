"""A Chromium for pages that need scripts: found, or installed where the machine allows it, or done without."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from competedexter.integrations.web.chromium import find_chromium

DOWNLOAD_SECONDS = 300
NO_CHROMIUM = (
    "No Chromium is on this machine: pages are read over HTTP, and those that need scripts say so. Install one (for "
    "example `apt-get install chromium`) and start again, or set CRAWL_BROWSER=off."
)
Say = Callable[[str], None]


@dataclass(frozen=True)
class Way:
    """One way to get a Chromium: what to say meanwhile, and the programs to run one after the other."""

    sentence: str
    steps: tuple[Sequence[str], ...]


def provide(say: Say) -> bool:
    """Whether there is a Chromium at the end. Never an error: the product works without."""
    if find_chromium():
        return True
    for way in _ways():
        say(way.sentence)
        if all(_succeeds(step) for step in way.steps) and find_chromium():
            return True
    say(NO_CHROMIUM)
    return False


def _ways() -> list[Way]:
    ways = [
        Way("setting up: a Chromium (Playwright's own)", ((sys.executable, "-m", "playwright", "install", "chromium"),))
    ]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        install = ("apt-get", "install", "-y", "--no-install-recommends", "chromium")
        ways.append(Way("setting up: a Chromium (this system's package)", (("apt-get", "update"), install)))
    return ways


def _succeeds(step: Sequence[str]) -> bool:
    """Quietly: what a download prints names addresses, and its failure is told in our own words."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(  # noqa: S603 - fixed programs
            step, capture_output=True, check=False, timeout=DOWNLOAD_SECONDS, env=environment, stdin=subprocess.DEVNULL
        )
    except (subprocess.TimeoutExpired, OSError):
        return False
    return done.returncode == 0
