"""Openings on a plain careers page: links, or headings, that repeat and are named like roles, with what stands beside them."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from competedexter.market.crawlers.reading.jobs_card_words import (
    MOST_TITLE,
    Detail,
    is_button,
    is_careers_word,
    is_team,
    names_role,
    part_of,
    read_details,
)
from competedexter.market.crawlers.reading.jobs_opening import Opening
from competedexter.market.crawlers.reading.page_tree import Element, Line, Piece, VisibleText
from competedexter.market.crawlers.reading.site import address_of, service_of

NAME: Final = "page"
MOST_LINES: Final = 8  # of one card; more is a section
MOST_CHARACTERS: Final = 500  # of one card
_MOST_LINKS: Final = 3_000
_MOST_LEVELS: Final = 10  # from a link out to its card
_FEWEST_HEADINGS: Final = 2  # headings without links: one alone may say anything
_JOB_PATH = re.compile(
    r"/(?:o|j|jobs?|careers?|positions?|openings?|roles?|vacanc(?:y|ies)|postings?|opportunit(?:y|ies)|stellen?(?:angebote?)?"
    r"|karriere|offres?|emplois?|empleos?|vagas?|vacatures?|join(?:-us)?|work-with-us|hiring|requisitions?)(?:/|$)|[?&](?:gh_jid|job_?id|jid)=",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"(?:load|show|view|see) (?:more|all)(?: \w+){0,3}|next(?: page)?|weitere \w+|mehr laden|voir plus", re.I
)


@dataclass(frozen=True)
class Card:
    """An opening as a page shows it; it stands at text[start:end]."""

    opening: Opening
    start: int
    end: int


@dataclass(frozen=True)
class _Link:
    anchor: Element
    url: str
    lines: tuple[str, ...]
    start: int
    end: int


def cards_of(page: VisibleText) -> tuple[Card, ...]:
    """The openings on a page in its order, of the first 3,000 links. Pure, never raises."""
    chosen = _chosen(list(_links(page)))
    starts = sorted(link.start for link in chosen)  # of what belongs to different cards
    cards = [_card(page, link, starts) for link in chosen] or list(_headings(page))
    return tuple(_with_sections(page, sorted(cards, key=lambda card: card.start)))


def shows_part(page: VisibleText) -> bool:
    """Whether the page says that there is more than it shows."""
    return any(
        line.kind in ("link", "button") and len(line.text) < 40 and _MORE.fullmatch(line.text) for line in page.lines
    )


# links


def _links(page: VisibleText) -> Iterator[_Link]:
    """Each link of the main part once, with its lines."""
    lines: dict[int, list[str]] = defaultdict(list)
    seen: dict[int, tuple[Element, int, int]] = {}
    for line in page.lines:
        if line.hidden or line.region in ("nav", "footer", "header"):
            continue
        for anchor, start, end in _anchors(line):
            first = seen.get(id(anchor), (anchor, start, end))
            seen[id(anchor)] = (anchor, first[1], end)
            lines[id(anchor)].append(page.text[start:end])
            if len(seen) > _MOST_LINKS:
                return
    for key, (anchor, start, end) in seen.items():
        url = page.target(anchor) or ""
        if url.startswith(("https://", "http://")):
            yield _Link(anchor, url, tuple(lines[key]), start, end)


def _anchors(line: Line) -> Iterator[tuple[Element, int, int]]:
    """The links in a line, each with the span of its words there."""
    spans: dict[int, tuple[Element, int, int]] = {}
    for piece in line.pieces:
        for level, here in enumerate(piece.element.ancestors()):
            if level > _MOST_LEVELS:
                break
            if here.tag == "a" and here.attributes.get("href"):
                _, start, _ = spans.get(id(here), (here, piece.start, 0))
                spans[id(here)] = (here, start, piece.end)
                break
    yield from spans.values()


def _chosen(links: Sequence[_Link]) -> list[_Link]:
    """The links that lead to openings: of one shape of address, and named like roles or lying where openings lie."""
    groups: dict[tuple[str, ...], list[_Link]] = defaultdict(list)
    for link in links:
        if shape := _shape(link.url):
            groups[shape].append(link)
    found: list[_Link] = []
    for group in groups.values():
        roles = [link for link in group if any(map(names_role, link.lines))]
        lies_there = bool(_JOB_PATH.search(group[0].url)) or _is_hosted(group[0].url)
        buttons = [link for link in group if all(map(is_button, link.lines))]
        if lies_there and (len(roles) * 2 >= len(group) or len(buttons) * 2 > len(group) or _is_hosted(group[0].url)):
            found += [link for link in group if not is_careers_word(link.lines[0])]
        elif len(roles) > 1 and len(roles) * 2 >= len(group):
            found += roles
    return _once(found)


def _once(links: Sequence[_Link]) -> list[_Link]:
    """One link an address: the one that says most ("Backend Engineer" before "Apply")."""
    best: dict[str, _Link] = {}
    for link in links:
        known = best.get(link.url)
        if known is None or (all(map(is_button, known.lines)) and not all(map(is_button, link.lines))):
            best[link.url] = link
    return list(best.values())


def _shape(url: str) -> tuple[str, ...] | None:
    """Links of one list differ in their last step or in one value of their query: the rest is their shape."""
    address = address_of(url)
    if address is None:
        return None
    steps = [step for step in address.parts.path.split("/") if step]
    names = sorted(name for name, _ in parse_qsl(address.parts.query[:500]) if not name.startswith("utm_"))
    return (address.host, *(steps[:-1] if not names else steps), str(len(steps)), *names)


def _is_hosted(url: str) -> bool:
    """At a service that hosts boards, below the board itself."""
    parts = urlsplit(url)
    service = service_of(parts.hostname or "")
    return service is not None and service[0] == "careers" and parts.path.rstrip("/").count("/") > 1


# cards


def _card(page: VisibleText, link: _Link, starts: Sequence[int]) -> Card:
    """The link with all that stands around it and belongs to no other."""
    first, last = page.lines_between(*_around(page, link, starts))
    lines = [line for line in page.lines[first : last + 1] if not line.hidden]
    title = next(
        (text for text in (*_heading_first(page, link), *(line.text for line in lines)) if not is_button(text)), ""
    )
    details = [detail for line in lines for detail in _details(page, line, title)]
    start = min([link.start, *(line.start for line in lines)])
    end = max([link.end, *(line.end for line in lines)])
    return Card(_opening(title, link.url, details), start, end)


def _heading_first(page: VisibleText, link: _Link) -> Iterator[str]:
    """The words of a link, its heading before others."""
    first, last = page.lines_between(link.start, link.end)
    yield from (
        line.text for line in page.lines[first : last + 1] if line.kind == "heading" and line.start >= link.start
    )
    yield from link.lines


def _details(page: VisibleText, line: Line, title: str) -> Iterator[Detail]:
    """What a line says beside the title ("Backend Engineer - Berlin"), apart by elements that are classed differently."""
    pieces = [(page.text[piece.start : piece.end].strip(), _classes(piece)) for piece in line.pieces]
    if line.text != title and any(part_of(classes) for _, classes in pieces):
        yield from (Detail(text, classes) for text, classes in pieces if text and text != title and not is_button(text))
        return
    before, found, after = line.text.partition(title) if title else (line.text, "", "")
    for text in (before, after) if found else (line.text,):
        if (kept := text.strip(" -–—|·,")) and not is_button(kept):
            yield Detail(kept, "")


def _around(page: VisibleText, link: _Link, starts: Sequence[int]) -> tuple[int, int]:
    """The place of the largest element around a link that is still one card."""
    start, end = link.start, link.end
    for level, here in enumerate(link.anchor.ancestors()):
        first, last = page.lines_between(here.start, here.end)
        too_large = here.end - here.start > MOST_CHARACTERS or last - first >= MOST_LINES
        if level > _MOST_LEVELS or too_large or here.tag in ("body", "main", "ul", "ol", "tbody", "table"):
            break
        if bisect_left(starts, here.end) - bisect_left(starts, here.start) > 1:
            break
        if here.end > here.start:
            start, end = min(start, here.start), max(end, here.end)
    return start, end


def _classes(piece: Piece) -> str:
    """The classes of an element and of the one around it."""
    near = [here.classes for _, here in zip(range(2), piece.element.ancestors(), strict=False)]
    return " ".join(near)[:500] if part_of(near[0]) is None else near[0][:500]


def _opening(title: str, url: str, details: Sequence[Detail]) -> Opening:
    told, away = read_details(details)
    return Opening(
        external_id="",
        title=title[:MOST_TITLE],
        team=told.get("team", ""),
        location=told.get("location", ""),
        remote=away,
        url=url,
        employment=told.get("employment"),
    )


# what has no link


def _headings(page: VisibleText) -> Iterator[Card]:
    """Headings named like roles, each with the lines up to the next heading."""
    lines = [line for line in page.lines if not line.hidden and line.region not in ("nav", "footer", "header")]
    at = [number for number, line in enumerate(lines) if line.kind == "heading" and names_role(line.text)]
    if len(at) < _FEWEST_HEADINGS:
        return
    for number in at:
        below = lines[number + 1 : number + MOST_LINES]
        stop = next((count for count, line in enumerate(below) if line.kind == "heading"), len(below))
        beside = [line for line in below[:stop] if len(line.text) <= MOST_TITLE][:3]
        details = [detail for line in beside for detail in _details(page, line, lines[number].text)]
        end = beside[-1].end if beside else lines[number].end
        yield Card(_opening(lines[number].text, "", details), lines[number].start, end)


def _with_sections(page: VisibleText, cards: Sequence[Card]) -> Iterator[Card]:
    """Cards under headings of teams belong to those teams, when there are several or they are named like teams."""
    titles = {card.opening.title for card in cards}
    headings = [
        line for line in page.lines if line.kind == "heading" and len(line.text) <= 40 and line.text not in titles
    ]
    above: list[str] = []
    at = 0
    now = ""
    for card in cards:
        while at < len(headings) and headings[at].start < card.start:
            now, at = headings[at].text, at + 1
        above.append("" if is_careers_word(now) else now)
    several = len(Counter(name for name in above if name)) > 1
    for card, name in zip(cards, above, strict=True):
        fits = name and not card.opening.team and (several or is_team(name))
        yield replace(card, opening=replace(card.opening, team=name)) if fits else card
