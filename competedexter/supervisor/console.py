"""One readable log for all processes: time, name, line; colours on a terminal, JSON on request."""

import json
import os
import re
import sys
import threading
from datetime import datetime
from typing import Literal, TextIO

NAME_WIDTH = 9
COLOURS = {
    "up": "1",
    "postgres": "34",
    "valkey": "35",
    "web": "32",
    "worker-1": "36",
    "worker-2": "96",
    "scheduler": "33",
}
OTHER_COLOUR = "37"
# Colours of a child would fight ours, and control characters in foreign text must not reach the terminal.
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Console:
    """Safe to write to from any thread."""

    def __init__(self, stream: TextIO | None = None, *, form: Literal["text", "json"] = "text") -> None:
        self._stream: TextIO | None = stream or sys.stdout
        self._form = form
        self._lock = threading.Lock()
        self._coloured = (stream or sys.stdout).isatty() and not os.environ.get("NO_COLOR")

    def line(self, name: str, text: str) -> None:
        clean = _ESCAPES.sub("", text).rstrip()
        if clean:
            self._write(self._as_json(name, clean) if self._form == "json" else self._as_text(name, clean))

    def _as_text(self, name: str, text: str) -> str:
        head = f"{datetime.now().astimezone():%H:%M:%S} {name:<{NAME_WIDTH}} |"
        if self._coloured:
            head = f"\x1b[{COLOURS.get(name, OTHER_COLOUR)}m{head}\x1b[0m"
        return f"{head} {text}"

    def _as_json(self, name: str, text: str) -> str:
        """A line that is JSON already keeps its fields and gains the process; any other is wrapped."""
        if text.startswith("{") and text.endswith("}"):
            return f'{{"process": {json.dumps(name)}, {text[1:]}'
        at = datetime.now().astimezone().isoformat(timespec="milliseconds")
        return json.dumps({"process": name, "time": at, "message": text}, ensure_ascii=False)

    def _write(self, text: str) -> None:
        with self._lock:
            if self._stream is None:
                return
            try:
                self._stream.write(text + "\n")
                self._stream.flush()
            except (OSError, ValueError):
                self._stream = None  # the reader went away; the product goes on
