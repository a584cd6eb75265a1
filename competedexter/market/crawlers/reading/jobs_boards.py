"""The answer of a job board's public API to openings. By the words its entries use, wherever in the answer they stand."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

from competedexter.market.crawlers.reading.jobs_families import (
    FAMILIES,
    JOB_LISTS,
    LEVER,
    LIST_NAMES,
    OTHER,
    Family,
)
from competedexter.market.crawlers.reading.jobs_habits import Heard, with_habits
from competedexter.market.crawlers.reading.jobs_opening import MAX_OPENINGS, Board, Opening
from competedexter.market.crawlers.reading.jobs_values import (
    Entry,
    dig,
    employment,
    is_away,
    link,
    moment,
    places,
    plain,
    words,
)

_MAX_DEPTH: Final = 6  # boards nest their list at most in data -> jobBoard -> jobPostings
_MAX_NODES: Final = 20_000
_PROBED: Final = 20  # entries looked at to tell the family
_ENOUGH: Final = 2  # marks by which a family is known
_ALONE: Final = 3  # the same for one entry that stands in no list
_MAX_TEAMS: Final = 500
_TOTALS: Final = ("totalFound", "total", "meta.total", "totalCount", "total_count")
_LEVER_PATH = re.compile(r"/v0/postings/[^/]+/?$")


@dataclass(frozen=True)
class _Found:
    """A list of entries, its family, and the name of the group it stands in ("Engineering")."""

    family: Family
    entries: Sequence[object]
    group: str


def read_board(root: object, heard: Heard) -> Board | None:
    """The openings in one answer; None when it is no board. Never raises."""
    lists = list(_lists(root))
    if not lists:
        return _empty(root, heard)
    sizes: Counter[str] = Counter()
    for found in lists:
        sizes[found.family.name] += len(found.entries) if found.family is not OTHER else 0
    name = sizes.most_common(1)[0][0]
    board = Board(name, announced=announced(root))
    for found in lists:
        if found.family.name == name:
            board = _with(board, found, heard, root)
    return board


def _with(board: Board, found: _Found, heard: Heard, root: object) -> Board:
    """The board with one more of its lists; what is beyond MAX_OPENINGS is counted only."""
    room = MAX_OPENINGS - len(board.openings)
    told = [entry for entry in found.entries[:room] if isinstance(entry, dict)]
    shown = [entry for entry in told if not _is_unlisted(entry)]
    return replace(
        board,
        openings=(*board.openings, *(_opening(found, entry, heard, root) for entry in shown)),
        odd=board.odd + len(found.entries[:room]) - len(told),
        unlisted=board.unlisted + len(told) - len(shown),
        beyond=board.beyond + len(found.entries[room:]),
    )


def announced(root: object) -> int | None:
    """How many openings the board says it has; Workday says so on its first page only, and 0 on the others."""
    counts = (dig(root, path) for path in _TOTALS)
    return next(
        (count for count in counts if isinstance(count, int) and not isinstance(count, bool) and count > 0), None
    )


def _lists(root: object) -> Iterator[_Found]:
    """Lists of openings, in the order of the answer; what stands inside an opening is none."""
    if isinstance(root, dict) and (family := _family_of([root], _ALONE)):
        yield _Found(family, [root], "")
        return
    waiting: list[tuple[object, str, str, int]] = [(root, "jobs", "", 0)]
    for _ in range(_MAX_NODES):
        if not waiting:
            return
        value, key, group, depth = waiting.pop()
        if isinstance(value, list) and value:
            family = _family_of(value, _ENOUGH) or _other(value, key)
            if family is not None:
                yield _Found(family, value, group)
                continue
        if depth < _MAX_DEPTH:
            waiting.extend(_inside(value, key, group, depth + 1))


def _inside(value: object, key: str, group: str, depth: int) -> Iterator[tuple[object, str, str, int]]:
    """What is nested in a value, last first; a member of a list gives its name to the group it holds."""
    if isinstance(value, list):
        for one in reversed(value[:_MAX_NODES]):
            if isinstance(one, dict):
                yield one, key, words(one.get("name")) or words(one.get("title")) or group, depth
            elif isinstance(one, list):
                yield one, key, group, depth
    elif isinstance(value, dict):
        yield from ((one, name, group, depth) for name, one in reversed(value.items()) if isinstance(one, dict | list))


def _family_of(entries: Sequence[object], enough: int) -> Family | None:
    """The family most of whose marks the entries bear."""
    keys = {key for entry in entries[:_PROBED] if isinstance(entry, dict) for key in entry}
    best = max(FAMILIES, key=lambda family: len(family.marks & keys))
    return best if len(best.marks & keys) >= enough else None


def _other(entries: Sequence[object], key: str) -> Family | None:
    """A board of software not known here: entries with a title and something that only an opening has."""
    probed = [entry for entry in entries[:_PROBED] if isinstance(entry, dict)]
    told = [entry for entry in probed if _first(entry, OTHER.title) and OTHER.marks & entry.keys()]
    return OTHER if key in LIST_NAMES and told and len(told) * 2 > len(probed) else None


def _empty(root: object, heard: Heard) -> Board | None:
    """A board without openings is known by what stands beside its empty list, or by the path it was asked at."""
    if root == []:
        return Board(LEVER.name) if _LEVER_PATH.search(_path(heard.url)) else None
    if not isinstance(root, dict):
        return None
    lists = {name for name, value in root.items() if value == [] and name in LIST_NAMES}
    best, second = sorted((len(family.beside & root.keys()), family.name) for family in FAMILIES)[:-3:-1]
    if not lists or (lists.isdisjoint(JOB_LISTS) and best[0] < _ENOUGH):
        return None
    return Board(best[1] if best[0] > second[0] else OTHER.name)


def _is_unlisted(entry: Entry) -> bool:
    status = entry.get("status") or entry.get("state")
    hidden = entry.get("isListed") is False or entry.get("visibility") in ("INTERNAL", "PRIVATE")
    return hidden or status in ("draft", "closed", "archived", "internal")


def _opening(found: _Found, entry: Entry, heard: Heard, root: object) -> Opening:
    family = found.family
    location, *others = places_of(entry, family.place) or ("",)
    more = dict.fromkeys([*others, *places_of(entry, family.more_places)])
    read = Opening(
        external_id=_first(entry, family.id),
        title=_first(entry, family.title),
        team=_first(entry, family.team) or found.group or _named_team(entry, root),
        location=location,
        more_places=tuple(place for place in more if place.casefold() not in location.casefold()),
        remote=next((away for path in family.remote if (away := is_away(dig(entry, path))) is not None), None),
        url=next((url for path in family.url if (url := link(dig(entry, path)))), ""),
        employment=next((told for path in family.employment if (told := employment(dig(entry, path)))), None),
        published_at=next((at for path in family.published if (at := moment(dig(entry, path)))), None),
        description=next((told for path in family.description if (told := plain(dig(entry, path)))), ""),
    )
    return with_habits(family.name, read, entry, heard)


def _first(entry: Entry, paths: Sequence[str]) -> str:
    return next((told for path in paths if (told := words(dig(entry, path)))), "")


def places_of(entry: Entry, paths: Sequence[str]) -> tuple[str, ...]:
    """The places under the first path that names any; those written beside each other (city, country) when none does."""
    for path in paths:
        if found := places(dig(entry, path)):
            return found
    return places({name: value for name, value in entry.items() if name in _BESIDE}) if "location" in paths else ()


_BESIDE: Final = frozenset(["city", "state", "region", "country"])


def _named_team(entry: Entry, root: object) -> str:
    """The team that an entry names by number and the answer tells beside ("teamId")."""
    wanted, board = entry.get("teamId"), dig(root, "data.jobBoard") or root
    teams = dig(board, "teams")
    for team in teams[:_MAX_TEAMS] if wanted and isinstance(teams, list) else ():
        if isinstance(team, dict) and team.get("id") == wanted:
            return words(team.get("name"))
    return ""


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:  # "http://[": no address
        return ""
