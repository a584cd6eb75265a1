"""Competitors as people paste them: one a line, or a CSV with a head. Pure."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pydantic import ValidationError

from competedexter.market.competitors.schemas import NewCompetitor

MOST_LINES: Final = 200  # pasted at once
LONGEST_LINE: Final = 2_000  # characters
_DOMAIN: Final = ("domain", "website", "website url", "websiteurl", "url", "site", "address")
_NAME: Final = ("name", "company", "competitor")


@dataclass(frozen=True)
class PastedLine:
    """A line, and what it asks for; None when it names no address, with the reason in words."""

    line: str
    new: NewCompetitor | None
    problem: str = ""


def pasted_lines(text: str, *, tier: str = "primary") -> list[PastedLine]:
    """Each line once, at most MOST_LINES. `tier` is that of lines that say none."""
    lines = [line.strip()[:LONGEST_LINE] for line in text.replace("\r", "\n").split("\n") if line.strip()]
    head = _cells(lines[0]) if lines else []
    names = [cell.casefold() for cell in head]
    has_head = len(head) > 1 and any(name in _DOMAIN for name in names)
    wanted = (lines[1:] if has_head else lines)[:MOST_LINES]
    return list(_read(wanted, names if has_head else (), tier))


def _read(lines: Sequence[str], head: Sequence[str], tier: str) -> Iterator[PastedLine]:
    for line in lines:
        try:
            yield PastedLine(line, _of_head(line, head, tier) if head else read_line(line, tier=tier))
        except ValidationError as error:
            first = error.errors()[0]
            yield PastedLine(line, None, f"{str(first['loc'][-1]).capitalize()}: {first['msg']}.")


def _of_head(line: str, head: Sequence[str], tier: str) -> NewCompetitor:
    """A line of a CSV whose head says what each cell is."""
    told = dict(zip(head, _cells(line), strict=False))
    domain = next((told[name] for name in _DOMAIN if told.get(name)), "")
    name = next((told[name] for name in _NAME if told.get(name)), "") or name_of(domain)
    tags = tuple(word.strip() for word in told.get("tags", "").replace(";", ",").split(",") if word.strip())
    said = told.get("tier", "").casefold()
    return NewCompetitor.model_validate(
        {
            "name": name,
            "domain": domain,
            "website_url": domain if "//" in domain else None,
            "tier": said or tier,
            "tags": tags,
            "description": told.get("description", ""),
        }
    )


def read_line(line: str, *, tier: str = "primary") -> NewCompetitor:
    """`acme.com`, `https://acme.com`, `Acme, acme.com` or `Acme acme.com`. Raises ValidationError."""
    parts = _cells(line.replace(";", ",").replace("\t", ","))
    parts = [part for part in parts if part]
    if len(parts) == 1:
        words = parts[0].split()
        parts = [" ".join(words[:-1]), words[-1]] if len(words) > 1 else ["", parts[0]]
    looks_like_domain = [part for part in parts[:2] if "." in part or "//" in part]
    domain = looks_like_domain[-1] if looks_like_domain else parts[-1] if parts else ""
    name = next((part for part in parts[:2] if part != domain and part), "") or name_of(domain)
    website = domain if "//" in domain else None
    return NewCompetitor.model_validate({"name": name, "domain": domain, "website_url": website, "tier": tier})


def name_of(domain: str) -> str:
    """`Acme` for `https://www.acme.com/pricing`."""
    host = domain.split("//")[-1].split("/")[0].removeprefix("www.")
    return (host.split(".")[0] or domain).capitalize()


def _cells(line: str) -> list[str]:
    """The cells of one line of CSV; quotes that do not close are only characters."""
    try:
        return [cell.strip() for cell in next(csv.reader([line], strict=True, skipinitialspace=True), [])]
    except csv.Error:
        return [cell.strip() for cell in line.split(",")]
