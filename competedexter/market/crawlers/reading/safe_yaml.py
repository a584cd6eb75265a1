"""YAML as plain data: no tags that build objects, no anchors, no repeated keys, bounded in size and depth."""

import re
from typing import Any, Final

import yaml
from yaml.events import (
    AliasEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

MAX_BYTES: Final = 2 * 1024 * 1024  # the largest real price model has 54 KB
MAX_NODES: Final = 100_000  # the largest real one has 5,000
MAX_DEPTH: Final = 20  # real ones nest 5 deep


class YamlRefused(Exception):
    """Not YAML, or not YAML that is read here. `line` counts from 1, None when no line is to blame."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason, self.line = reason, line


def read_yaml(body: bytes) -> Any:  # Any: plain data: mappings, lists, text, numbers, dates
    """One document as plain data. Raises YamlRefused."""
    if len(body) > MAX_BYTES:
        raise YamlRefused("It is larger than 2 MB.")
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise YamlRefused("It is not UTF-8 text.") from error
    try:
        _check(text)
        return yaml.load(text, Loader=yaml.CSafeLoader)  # the safe loader, in C
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlRefused(
            f"It is not plain YAML: {error.problem or 'it breaks off'}.", mark and mark.line + 1
        ) from error
    except (yaml.YAMLError, ValueError, OverflowError, TypeError) as error:  # a number or a date that is none
        raise YamlRefused(f"It is not plain YAML: {str(error)[:200]}.") from error


_SIXTIES = re.compile(r"\d(?::[0-5]?\d){9}")  # YAML 1.1 reads such as one number, in time that grows with its square


def _check(text: str) -> None:
    """Walks the events before anything is built of them."""
    if _SIXTIES.search(text):
        raise YamlRefused("A number is written in more parts than any time has.")
    walk = _Walk()
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        walk.step(event)


class _Walk:
    """`open` holds, for each mapping under way, its keys and whether a key comes next; None for lists."""

    def __init__(self) -> None:
        self.nodes = 0
        self.open: list[_Keys | None] = []

    def step(self, event: Event) -> None:
        line = event.start_mark.line + 1
        if isinstance(event, (MappingEndEvent, SequenceEndEvent)):
            self.open.pop()
            return
        if not isinstance(event, NodeEvent):
            return
        if isinstance(event, AliasEvent) or event.anchor:
            raise YamlRefused("Anchors and aliases are not read: each value is written out where it stands.", line)
        if isinstance(event, ScalarEvent) and "\x00" in event.value:
            raise YamlRefused("It holds NUL characters.", line)
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise YamlRefused(f"It has more than {MAX_NODES:,} values.", line)
        if self.open and (keys := self.open[-1]) is not None:
            keys.step(event, line)
        if isinstance(event, (MappingStartEvent, SequenceStartEvent)):
            self.open.append(_Keys() if isinstance(event, MappingStartEvent) else None)
            if len(self.open) > MAX_DEPTH:
                raise YamlRefused(f"It is nested more than {MAX_DEPTH} deep.", line)


class _Keys:
    """The keys of one mapping so far."""

    def __init__(self) -> None:
        self.known: set[str] = set()
        self.next_is_key = True

    def step(self, event: Event, line: int) -> None:
        if self.next_is_key:
            if not isinstance(event, ScalarEvent):
                raise YamlRefused("A key is not plain text.", line)
            if event.value in self.known:
                raise YamlRefused(f"{event.value[:100]} is said twice in one place.", line)
            self.known.add(event.value)
        self.next_is_key = not self.next_is_key
