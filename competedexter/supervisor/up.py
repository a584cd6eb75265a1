"""`competedexter up`: from an empty folder to a running product, and back to nothing running."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

from competedexter.foundation.embedded import EmbeddedPostgres, EmbeddedValkey
from competedexter.foundation.embedded.data_folder import held, make_data_folder
from competedexter.foundation.embedded.errors import StartError, told_as_sentences
from competedexter.foundation.processes import Command
from competedexter.foundation.secret_key import secret_key_in
from competedexter.foundation.settings import Settings
from competedexter.integrations.web.chromium import find_chromium

from . import frontend, programs
from .children import Children
from .chromium import NO_CHROMIUM
from .connections import allow_many_files
from .console import Console
from .errors import NotReady, StepFailed, StopRequested
from .outside import require_answering
from .port import is_healthy, require_free

DATABASE = "competedexter"
READY_SECONDS = 180.0  # 3 s on a quiet machine; as long as it lives, a slow start is no failure
PROBE_SECONDS = 0.1
IDLE_SECONDS = 3600.0  # nothing to do until a child ends


def up(settings: Settings, *, page: str = "/") -> int:
    """Runs until asked to stop; returns the exit code. `page` is where the printed address leads."""
    console = Console(form=settings.log_format)
    allow_many_files()
    try:
        settings = settings.model_copy(update={"port": require_free(settings.host, settings.port)})
        make_data_folder(settings.data_dir)
        with held(settings.data_dir), told_as_sentences(settings.data_dir, needed_mb=frontend.NEEDED_MB):
            return _Product(settings, console).run(page)
    except StartError as error:
        console.line("up", str(error))
        return error.exit_code


def build(settings: Settings) -> int:
    """Only the pages; returns the exit code."""
    console = Console(form=settings.log_format)
    children = Children(console)
    with _signals(children):
        try:
            frontend.build_if_needed(children.run_once, lambda line: console.line("pages", line))
        except StartError as error:
            console.line("pages", str(error))
            return error.exit_code
        except StopRequested:
            return os.EX_TEMPFAIL
        finally:
            children.stop_all()
    return os.EX_OK


class _Product:
    def __init__(self, settings: Settings, console: Console) -> None:
        self._settings = settings
        self._console = console
        self._children = Children(console)
        self._environment: dict[str, str] = {}

    def run(self, page: str) -> int:
        with _signals(self._children):
            try:
                self._start(page)
                while True:
                    self._children.tend(IDLE_SECONDS)
            except StopRequested:
                self._say("stopping")
                return 0
            finally:
                self._children.stop_all()
                self._say("stopped")

    def _start(self, page: str) -> None:
        began = time.monotonic()
        if not self._settings.secret_key:
            secret_key_in(self._settings.data_dir)  # once, before several processes want it
        require_answering(self._settings)
        self._start_databases()
        self._migrate()
        frontend.build_if_needed(self._children.run_once, lambda line: self._console.line("pages", line))
        for command in self._programs():
            self._children.start(command)
        self._wait_until_ready()
        if self._settings.crawl_browser == "auto" and not find_chromium():
            self._say(NO_CHROMIUM)
        where = self._settings.base_url + page
        self._say(f"CompeteDexter runs at {where} (started in {time.monotonic() - began:.1f} s; Ctrl-C stops it)")

    def _start_databases(self) -> None:
        """PostgreSQL and Valkey, unless settings name others; then what the other processes are told of them."""
        database_url, redis_url = self._settings.database_url, self._settings.redis_url
        valkey = None if redis_url else EmbeddedValkey(self._settings.data_dir)
        postgres = None if database_url else EmbeddedPostgres(self._settings.data_dir)
        for server in (valkey, postgres):
            if server:
                self._children.start(server.prepare())
        if valkey:
            valkey.wait_until_ready(self._children.gone("valkey"))
            redis_url = valkey.url()
        if postgres:
            postgres.wait_until_ready(self._children.gone("postgres"))
            postgres.make_database(DATABASE)
            database_url = postgres.url(DATABASE)
        self._environment = programs.environment_for(self._settings, database_url, redis_url)

    def _migrate(self) -> None:
        code = self._children.run_once(programs.migrate(self._environment))
        if code != 0:
            raise StepFailed(step="Bringing the database up to date", exit_code=code)

    def _programs(self) -> list[Command]:
        web = programs.web(self._settings, self._environment)
        return [web, *programs.workers(self._environment), programs.scheduler(self._environment)]

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while missing := self._not_ready():
            self._children.tend(PROBE_SECONDS)
            self._children.require_started()
            if time.monotonic() > deadline:
                raise NotReady(who=missing, seconds=READY_SECONDS)

    def _not_ready(self) -> str:
        """Who is still missing, in words; empty once all are at work."""
        missing = self._children.not_ready()
        web = [] if is_healthy(self._settings.host, self._settings.port) else ["the web server"]
        return " and ".join([*web, *missing])

    def _say(self, text: str) -> None:
        self._console.line("up", text)


@contextmanager
def _signals(children: Children) -> Iterator[None]:
    """Ctrl-C, SIGTERM and a closed terminal all mean: stop in order."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, lambda *_: children.request_stop()) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
