"""robots.txt by the standard: Protego's own tests, Google's cases among them, through our gate.

usage: python -m tests.bench.robots [DATA]      DATA: the folder of real captures (default ../shared/data)

The test files stay as they are. What they ask of their parser (`can_fetch`, `crawl_delay`, `sitemaps`) is answered by
RobotsGate, which is served their robots.txt as a site would; what our gate does not know (visit times, request rates) is
answered by Protego, on which the gate stands. The simple method is Python's own urllib.robotparser.
"""

import asyncio
import sys
import urllib.robotparser
from pathlib import Path
from typing import Any
from unittest.mock import patch

import protego
import pytest

from competedexter.integrations.web import robots
from competedexter.integrations.web.errors import WebError
from competedexter.integrations.web.fetcher import AGENT_NAME
from competedexter.integrations.web.protocol import RobotsVerdict, WebRequest, WebResponse
from competedexter.integrations.web.urls import parse_url

FILES = ("test_protego.py", "test_on_google_spec.py")  # the others test its private parts
GOAL = 71
_theirs = protego.Protego


class Served:
    """A site that has one robots.txt."""

    def __init__(self, text: str) -> None:
        self._body = text.encode("utf-8", errors="surrogatepass")

    async def fetch(self, request: WebRequest, *, cut: bool = False) -> WebResponse:
        return WebResponse(request.url, 200, {}, self._body, "text/plain", "utf-8")


class OurAnswers:
    """Speaks as a Protego object, and answers as our gate does."""

    def __init__(self, content: str) -> None:
        self._content = content
        self._parsed = _theirs.parse(content)

    @classmethod
    def parse(cls, content: str) -> "OurAnswers":
        return cls(content)

    def can_fetch(self, url: str, agent: str) -> bool:
        try:
            return self._verdict(url, agent).allowed
        except WebError:  # addresses that are asked for without a host, or are none
            return bool(self._parsed.can_fetch(url, agent))

    def crawl_delay(self, agent: str) -> float | None:
        return self._verdict("https://www.site.local/", agent).crawl_delay

    @property
    def sitemaps(self) -> Any:
        return iter(self._verdict("https://www.site.local/", AGENT_NAME).sitemaps)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._parsed, name)

    def _verdict(self, url: str, agent: str) -> RobotsVerdict:
        safe = parse_url(url)
        with patch.object(robots, "AGENT_NAME", agent):  # who asks is part of the test
            return asyncio.run(robots.RobotsGate(Served(self._content)).verdict(safe))  # type: ignore[arg-type]


class SimpleAnswers:
    """Python's own parser in the same place."""

    def __init__(self, content: str) -> None:
        self._parser = urllib.robotparser.RobotFileParser()
        self._parser.parse(content.splitlines())
        self._parsed = _theirs.parse(content)

    @classmethod
    def parse(cls, content: str) -> "SimpleAnswers":
        return cls(content)

    def can_fetch(self, url: str, agent: str) -> bool:
        return self._parser.can_fetch(agent, url)

    def crawl_delay(self, agent: str) -> float | None:
        delay = self._parser.crawl_delay(agent)
        return None if delay is None else float(delay)

    @property
    def sitemaps(self) -> Any:
        return iter(self._parser.site_maps() or [])

    def __getattr__(self, name: str) -> Any:
        return getattr(self._parsed, name)


class Counted:
    """How many test functions passed, and which did not."""

    def __init__(self) -> None:
        self.passed: set[str] = set()
        self.failed: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        name = report.nodeid.rpartition("::")[2].partition("[")[0]
        if report.failed:
            self.failed[name] = str(report.longreprtext).strip().splitlines()[-1]
        elif report.when == "call":
            self.passed.add(name)

    def count(self) -> int:
        return len(self.passed - set(self.failed))


def measure(folder: Path, answers: type) -> Counted:
    counted = Counted()
    protego.Protego = answers
    try:
        for name in FILES:
            sys.modules.pop(Path(name).stem, None)
        options = ["-c", "/dev/null", "--rootdir", str(folder), "-p", "no:cacheprovider"]
        quiet = ["-p", "no:terminal", "-W", "ignore"]
        pytest.main([*options, *quiet, *(str(folder / name) for name in FILES)], plugins=[counted])
    finally:
        protego.Protego = _theirs
    return counted


def main(data: Path) -> None:
    sys.dont_write_bytecode = True
    folder = data / "robots-tests-protego"
    ours = measure(folder, OurAnswers)
    print(
        f"robots.txt tests through our gate      {ours.count()} of {ours.count() + len(ours.failed)} (goal: {GOAL} of {GOAL})"
    )
    for name, why in ours.failed.items():
        print(f"   {name}: {why}")
    simple = measure(folder, SimpleAnswers)
    print(f"the simple method, urllib.robotparser  {simple.count()} of {simple.count() + len(simple.failed)}")


if __name__ == "__main__":
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[3] / "shared" / "data"
    if not root.is_dir():
        sys.exit(f"The real captures are not at {root}: nothing measured.")
    main(root)
