"""A Chromium of our own: found on the machine, started behind our proxy, and never left behind."""

import asyncio
import os
import pwd
import shutil
import stat
import sys
import tempfile
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from competedexter.foundation.processes import Account, Command, Process, Watchdog
from competedexter.integrations.web.browser_memory import memory_of
from competedexter.integrations.web.errors import BrowserUnavailable

START_SECONDS: Final = 20.0  # 0.6 s here; a loaded machine with a cold disk takes longer
POLL_SECONDS: Final = 0.05
SCRIPT_HEAP_MB: Final = 512  # per page; a page that needs more is not read
_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_MAC: Final = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
_PLAYWRIGHT_FOLDERS: Final = (".cache/ms-playwright", "Library/Caches/ms-playwright")
_PLAYWRIGHT_PROGRAMS: Final = (
    "chromium-*/chrome-linux*/chrome",
    "chromium_headless_shell-*/chrome-*/*headless*shell",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
)
_FLAGS: Final = (
    "--headless=new",
    "--remote-debugging-port=0",
    "--remote-debugging-address=127.0.0.1",
    "--proxy-bypass-list=<-loopback>",  # without it Chromium would reach loopback directly
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",  # names are the proxy's business
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
    "--block-new-web-contents",
    "--deny-permission-prompts",
    "--disable-3d-apis",
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-client-side-phishing-detection",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-features=Translate,OptimizationHints,MediaRouter,DialMediaRouteProvider,AutofillServerCommunication",
    "--disable-gpu",
    "--disable-sync",
    "--metrics-recording-only",
    "--mute-audio",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-pings",
    "--password-store=basic",
    "--use-mock-keychain",
    f"--js-flags=--max-old-space-size={SCRIPT_HEAP_MB}",
)


def find_chromium() -> Path | None:
    """The Chromium to use: CHROME_PATH, else an installed one, else Playwright's own; None when there is none."""
    return next((path for path in _candidates() if path.is_file() and os.access(path, os.X_OK)), None)


def _candidates() -> Iterator[Path]:
    if named := os.environ.get("CHROME_PATH"):
        yield Path(named)
    for name in _NAMES:
        if found := shutil.which(name):
            yield Path(found)
    yield _MAC
    own = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    for folder in [Path(own)] if own else [Path.home() / part for part in _PLAYWRIGHT_FOLDERS]:
        for pattern in _PLAYWRIGHT_PROGRAMS:
            yield from sorted(folder.glob(pattern), reverse=True)


@dataclass
class Chromium:
    """A running Chromium: connect to `cdp_url`; `port` is where its controls listen on loopback."""

    cdp_url: str
    port: int
    _process: Process
    _profile: Path

    @property
    def memory(self) -> int:
        """Bytes that it holds with all its processes; reads a file a process, so ask in a thread."""
        return memory_of(self._process.pid)

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.exit_code is None

    async def stop(self) -> None:
        """Kill it with all its children, and remove its profile."""
        if self.alive:
            await asyncio.to_thread(self._process.kill)
        await asyncio.to_thread(shutil.rmtree, self._profile, ignore_errors=True)


async def start_chromium(program: Path, proxy: str, watchdog: Watchdog) -> Chromium:
    """Start `program` behind `proxy`. Raises BrowserUnavailable with its last words."""
    profile = Path(tempfile.mkdtemp(prefix="competedexter-browser-"))
    watchdog.remove_at_end(profile)
    words: deque[str] = deque(maxlen=20)
    try:
        command = _command(program, proxy, profile)
        process = await asyncio.to_thread(Process, command, on_line=words.append, watchdog=watchdog)
    except OSError as error:
        shutil.rmtree(profile, ignore_errors=True)
        raise BrowserUnavailable(reason=f"{program} cannot be started ({error.strerror})") from error
    try:
        port, path = await _controls(profile, process)
    except (TimeoutError, ChildProcessError) as error:
        await asyncio.to_thread(process.kill)
        shutil.rmtree(profile, ignore_errors=True)
        raise BrowserUnavailable(reason=f"{program} did not start: {_last_words(words)}") from error
    return Chromium(f"ws://127.0.0.1:{port}{path}", port, process, profile)


def _command(program: Path, proxy: str, profile: Path) -> Command:
    account = _lesser_account(program)
    flags = [*_FLAGS, f"--proxy-server={proxy}", f"--user-data-dir={profile}"]
    if os.geteuid() == 0:
        flags.append("--no-sandbox")  # Chromium's sandbox refuses root; we give it an account without rights instead
    if account is not None:
        os.chown(profile, account.uid, account.gid)
    environment = {"HOME": str(profile), "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"}
    if sys.platform == "linux":  # elsewhere the path would be too long for its sockets
        environment["TMPDIR"] = str(profile)  # what it leaves there goes with the profile
    return Command(
        name="browser",
        argv=(str(program), *flags, "about:blank"),
        environment=environment,
        clean_environment=True,  # secrets in ours are none of a page's business
        folder=profile,
        account=account,
        stop_seconds=1.0,
    )


def _lesser_account(program: Path) -> Account | None:
    """Who runs the browser when we are root; None when we are not, or when only root can reach the program."""
    real = program.resolve()
    everyone_may = all(path.stat().st_mode & stat.S_IXOTH for path in (real, *real.parents))
    if os.geteuid() != 0 or not everyone_may:
        return None
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        return None
    return Account(nobody.pw_uid, nobody.pw_gid)


async def _controls(profile: Path, process: Process) -> tuple[int, str]:
    """Where its controls listen: it writes port and path into its profile."""
    file = profile / "DevToolsActivePort"
    async with asyncio.timeout(START_SECONDS):
        while True:
            if process.exit_code is not None:
                raise ChildProcessError
            lines = await asyncio.to_thread(_lines, file)
            if len(lines) == 2:
                return int(lines[0]), lines[1]
            await asyncio.sleep(POLL_SECONDS)


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text().splitlines()
    except FileNotFoundError:
        return []


def _last_words(words: deque[str]) -> str:
    return (" / ".join(list(words)[-3:]) or "it said nothing")[:300]
