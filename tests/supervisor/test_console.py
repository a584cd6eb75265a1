"""One log for people, or JSON for a log store; nothing in it reaches the terminal as a command."""

import io
import json

from competedexter.supervisor.console import Console


def test_each_line_says_whose_it_is() -> None:
    stream = io.StringIO()
    Console(stream).line("worker-1", "INFO ready")
    assert stream.getvalue().endswith("worker-1  | INFO ready\n")


def test_control_characters_do_not_pass() -> None:
    stream = io.StringIO()
    Console(stream).line("web", "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x00 \x9b31m end")
    assert not {"\x1b", "\x07", "\x00", "\x9b"} & set(stream.getvalue())
    assert "red" in stream.getvalue()


def test_empty_lines_are_left_out() -> None:
    stream = io.StringIO()
    Console(stream).line("web", "  \x1b[0m ")
    assert stream.getvalue() == ""


def test_json_lines_stay_json_and_gain_the_process() -> None:
    stream = io.StringIO()
    console = Console(stream, form="json")
    console.line("web", '{"level": "info", "message": "hello"}')
    console.line("web", "plain words")
    first, second = (json.loads(line) for line in stream.getvalue().splitlines())
    assert first == {"process": "web", "level": "info", "message": "hello"}
    assert (second["process"], second["message"]) == ("web", "plain words")


def test_a_reader_that_left_does_not_stop_the_product() -> None:
    class Gone(io.StringIO):
        def write(self, _text: str) -> int:
            raise BrokenPipeError

    console = Console(Gone())
    console.line("web", "one")
    console.line("web", "two")
