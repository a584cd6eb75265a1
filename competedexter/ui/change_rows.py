"""Changes in words: from the market's typed views to what lists and cards show. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from rapidfuzz.distance import Indel

from competedexter.foundation.views import as_rfc3339
from competedexter.market.changes.kinds import PLAN_KINDS, PRICE_KINDS, ChangeKind
from competedexter.market.changes.schemas import ChangeView, EvidenceView, TimelineEntry

from .addresses import with_query
from .change_details import detail_moves, outside_link
from .change_groups import group_name
from .components.figures import amount_words, direction_of, percent_words, signed, terms_words
from .components.rows import ChangeRow, EditRow, MoveRow, WordRow

SHOWN_EDITS = 40  # of a page; the rest is counted
SHOWN_FEATURES = 8  # lines of a plan's contents in one card
HELD_BACK = ("noise", "variant")
OPS = {
    "added": "Added",
    "removed": "Removed",
    "changed": "Reworded",
    "moved": "Moved",
    "rewrapped": "Rewrapped",
    "relinked": "Link leads elsewhere",
    "linked": "New link",
    "unlinked": "Link removed",
}
REGIONS = {"nav": "in the menu", "header": "in the header", "footer": "in the footer", "aside": "in a side column"}
Json = Mapping[str, Any]  # Any: JSON of a change's kind (api.md "Shapes")


def line_of(view: ChangeView, competitor: str) -> ChangeRow:
    """A change in a list: a sentence, without its details."""
    return ChangeRow(
        id=str(view.id),
        href=f"/changes/{view.id}",
        competitor=competitor,
        competitor_href=f"/competitors/{view.competitor_id}",
        title=_title(view, competitor),
        kind=view.kind.value,
        summary=view.summary,
        severity=view.severity.value,
        severity_reason=view.severity_reason,
        label=view.label.value,
        label_reason=view.label_reason,
        state=view.state.value,
        observed_at=as_rfc3339(view.observed_at),
        held_back=view.label.value in HELD_BACK,
        group=group_name(view.kind),
        backfilled=view.backfilled,
        occurred_at=as_rfc3339(view.occurred_at) if view.occurred_at else "",
        outside=outside_link(view.data),
    )


def card_of(view: ChangeView, competitor: str, rules: tuple[str, ...] = ()) -> ChangeRow:
    """A change with what it moved, for its card."""
    edits = view.data.get("edits", [])
    more = int(view.data.get("more", 0)) + max(0, len(edits) - SHOWN_EDITS)
    return replace(
        line_of(view, competitor),
        moves=list(_moves(view)),
        edits=[_edit(edit) for edit in edits[:SHOWN_EDITS]],
        more=f"and {more} more" if more else "",
        rules=list(rules),
    )


def entry_of(entry: TimelineEntry) -> ChangeRow:
    """A line of the timeline: a change, or something that happened to a source."""
    return ChangeRow(
        id=str(entry.id),
        href=f"/changes/{entry.change_id}" if entry.change_id else "",
        kind=entry.kind.value,
        summary=entry.title,
        severity=entry.severity.value if entry.severity else "medium",
        label=entry.label.value if entry.label else "significant",
        state=entry.state.value if entry.state else "",
        observed_at=as_rfc3339(entry.occurred_at or entry.observed_at),
        is_event=entry.type == "event",
        held_back=entry.label is not None and entry.label.value in HELD_BACK and not entry.backfilled,
        group=group_name(entry.kind),
        backfilled=entry.backfilled,
    )


def evidence_href(place: EvidenceView | None) -> str:
    """The document viewer at the passage; empty when there is none."""
    if place is None:
        return ""
    return with_query(f"/documents/{place.document_id}", start=str(place.start), end=str(place.end))


def _title(view: ChangeView, competitor: str) -> str:
    plan = view.data.get("plan")
    return f"{competitor} \u2013 {plan}" if isinstance(plan, str) and plan else competitor


def _moves(view: ChangeView) -> Iterator[MoveRow]:
    before, after = view.data.get("before"), view.data.get("after")
    old_place, new_place = evidence_href(view.evidence_before), evidence_href(view.evidence_after)
    if view.kind in PRICE_KINDS or (_is_price(before) and _is_price(after)):
        move = _price_move(before or {}, after or {}, view.data.get("percent"))
        yield replace(move, before_href=old_place, after_href=new_place)
    if view.kind in PLAN_KINDS:
        typed = (*_limit_moves(view.data), *_feature_moves(view.data), *_whole_plans(before, after))
    else:
        typed = tuple(detail_moves(view.data)) if view.kind is not ChangeKind.PAGE_CHANGED else ()
    for move in typed:
        is_move = bool(move.before) or view.kind in PLAN_KINDS
        yield replace(move, before_href=old_place, after_href=new_place) if is_move else move


def _is_price(value: object) -> bool:
    return isinstance(value, dict) and "amount" in value


def _amount(price: Json) -> Decimal | None:
    try:
        return Decimal(str(price["amount"])) if price.get("amount") is not None else None
    except InvalidOperation:
        return None


def _terms(price: Json) -> str:
    return terms_words(price.get("currency"), price.get("unit"), price.get("period"), price.get("basis"))


def _price_move(before: Json, after: Json, percent: float | None) -> MoveRow:
    """Old and new price; where they are not comparable the card says why instead of a percent."""
    old, new = _amount(before), _amount(after)
    same_terms = _terms(before) == _terms(after)
    old_words, new_words = amount_words(old), amount_words(new)
    if old is None or new is None or same_terms:
        terms = _terms(after if new is not None else before)
        note = ""
    else:
        old_words, terms = f"{old_words} {_terms(before)}", _terms(after)
        note = f"Not comparable: {_difference(before, after)}"
    comparable = old is not None and new is not None and same_terms
    currency = str(after.get("currency") or "")
    return MoveRow(
        what="Price",
        before=old_words,
        after=new_words,
        terms=terms,
        spoken=f"{_verb(old, new)} from {old_words} to {new_words} {terms}",
        delta=f"{signed(new - old)} {currency}".strip() if comparable and old is not None and new is not None else "",
        percent=percent_words(percent) if comparable else "",
        direction=direction_of(old, new) if comparable else "flat",
        note=note,
    )


def _verb(old: Decimal | None, new: Decimal | None) -> str:
    if old is None or new is None or old == new:
        return "changed"
    return "raised" if new > old else "lowered"


def _difference(before: Json, after: Json) -> str:
    """Which of the terms differ: `USD, now EUR`."""
    for name in ("currency", "period", "basis", "unit"):
        old, new = before.get(name) or "not said", after.get(name) or "not said"
        if old != new:
            return f"{old}, now {new}"
    return "other terms"


def _limit_moves(data: Json) -> Iterator[MoveRow]:
    for name, (old, new) in data.get("limits", {}).items():
        before, after = old or "none", new or "none"
        yield MoveRow(str(name).capitalize(), before, after, spoken=f"changed from {before} to {after}")


def _feature_moves(data: Json) -> Iterator[MoveRow]:
    for text in data.get("featuresAdded", [])[:SHOWN_FEATURES]:
        yield MoveRow("Added", "", text, spoken=f"added: {text}")
    for text in data.get("featuresRemoved", [])[:SHOWN_FEATURES]:
        yield MoveRow("Removed", text, "", spoken=f"removed: {text}")
    for old, new in data.get("featuresReworded", [])[:SHOWN_FEATURES]:
        yield MoveRow("Reworded", old, new, spoken=f"{old} is now {new}")


def _whole_plans(before: object, after: object) -> Iterator[MoveRow]:
    """A plan that came, went or was renamed."""
    if isinstance(after, dict) and "prices" in after:
        yield MoveRow("New plan", "", _plan_words(after), spoken=f"new plan {_plan_words(after)}")
    if isinstance(before, dict) and "prices" in before:
        yield MoveRow("Plan gone", _plan_words(before), "", spoken=f"plan removed: {_plan_words(before)}")
    if isinstance(before, dict) and isinstance(after, dict) and before.keys() == after.keys() == {"name"}:
        old, new = str(before["name"]), str(after["name"])
        yield MoveRow("Name", old, new, spoken=f"renamed from {old} to {new}")
    if isinstance(before, dict) and isinstance(after, dict) and before.keys() == after.keys() == {"period"}:
        old, new = str(before["period"]), str(after["period"])
        yield MoveRow(
            "Shown first", f"per {old}", f"per {new}", spoken=f"prices per {new} are shown first, before per {old}"
        )


def _plan_words(plan: Json) -> str:
    prices = [f"{amount_words(_amount(price))} {_terms(price)}".strip() for price in plan.get("prices", [])]
    return ", ".join(part for part in (str(plan.get("name", "")), *prices[:2]) if part)


def _edit(edit: Json) -> EditRow:
    link = f"\u201c{edit['link']}\u201d " if edit.get("link") else ""
    before, after = edit.get("before") or "", edit.get("after") or ""
    if edit.get("op") in ("relinked", "linked", "unlinked"):
        before, after = edit.get("targetBefore") or "", edit.get("targetAfter") or ""
    words = word_runs(before, after)
    if link:
        words = [WordRow(link), *words]
    return EditRow(
        OPS.get(str(edit.get("op")), "Edited"),
        REGIONS.get(str(edit.get("region")), ""),
        words,
        str(edit.get("reason", "")),
    )


def word_runs(before: str, after: str) -> list[WordRow]:
    """What came and went between two lines, word by word; what went stands before what came."""
    old, new = before.split(), after.split()
    runs: list[WordRow] = []
    gone: list[str] = []
    came: list[str] = []
    for code in Indel.opcodes(old, new):
        if code.tag == "equal":
            runs += [*_moved(gone, came), WordRow(" ".join(old[code.src_start : code.src_end]) + " ")]
            gone, came = [], []
        gone += old[code.src_start : code.src_end] if code.tag == "delete" else []
        came += new[code.dest_start : code.dest_end] if code.tag == "insert" else []
    return [*runs, *_moved(gone, came)]


def _moved(gone: list[str], came: list[str]) -> list[WordRow]:
    removed = [WordRow(" ".join(gone) + " ", "removed")] if gone else []
    return [*removed, *([WordRow(" ".join(came) + " ", "added")] if came else [])]
