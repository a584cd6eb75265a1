"""Two readings of one page, as changes: what was written, what came into the menu, and what only ticked.

At most three drafts a comparison, by subject: "content", "navigation" and "held-back" (noise, with the reason of each
edit). Whatever differs is in one of them; two records that differ in nothing readers see give one held-back draft.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from competedexter.market.evidence.records import PageRecord

from .confirmation import suspicion
from .drafts import Draft, JsonObject, SpanRef, draft
from .edits import Edit, Op, edits_between
from .kinds import ChangeKind, Label
from .labelling import Worth, combined, worth
from .lines import Line, page_of
from .noise import judged
from .told_elsewhere import QUOTE
from .told_once import Told, told_already

MAX_EDITS = 200  # told one by one in a change; the rest is counted, and can be read in the two snapshots
NOTHING_TOLD = Told()
EXCERPT = 90  # characters of a line quoted in a summary


def diff_page(
    before: PageRecord, after: PageRecord, before_text: str, after_text: str, told: Told = NOTHING_TOLD
) -> tuple[Draft, ...]:
    """Changes from one reading of a page to the next, labelled with reasons; empty when nothing differs.

    The texts are the documents' own, into which the spans of the records count. `told` is what typed
    changes of the same look and other pages of the site told; edits that repeat it are held back.
    """
    old, new = page_of(before), page_of(after)
    edits = told_already(judged(edits_between(old, new), old, new), told)
    total = max(_word_count(before_text), _word_count(after_text), 1)
    drafts = tuple(_drafts(edits, total))
    if not drafts and (before_text != after_text or before != after):
        return (_unseen(),)
    return drafts


def _drafts(edits: Sequence[Edit], total: int) -> Iterator[Draft]:
    weighed = [(edit, worth(edit)) for edit in edits]
    real = [pair for pair in weighed if pair[1].label is not Label.NOISE]
    menu = [pair for pair in real if pair[0].line.in_menu]
    content = [pair for pair in real if not pair[0].line.in_menu]
    noise = [pair for pair in weighed if pair[1].label is Label.NOISE]
    if content:
        yield _draft("content", content, total, _content_summary([edit for edit, _ in content]))
    if menu:
        yield _draft("navigation", menu, total, _menu_summary([edit for edit, _ in menu]))
    if noise:
        yield _draft("held-back", noise, total, _noise_summary([one.reason for _, one in noise]))


def _draft(subject: str, pairs: Sequence[tuple[Edit, Worth]], total: int, summary: str) -> Draft:
    label, reason = combined([one for _, one in pairs])
    data = _data(pairs, total)
    weightiest = max(pairs, key=lambda pair: (pair[1].label is label, pair[1].added + pair[1].removed))[0]
    return draft(
        ChangeKind.PAGE_CHANGED,
        subject,
        summary,
        data,
        label=label,
        reason=reason,
        suspicious=not label.held_back and suspicion(ChangeKind.PAGE_CHANGED, data) is not None,
        before=_span(weightiest.before),
        after=_span(weightiest.after),
    )


def _data(pairs: Sequence[tuple[Edit, Worth]], total: int) -> JsonObject:
    added, removed = (sum(getattr(one, side) for _, one in pairs) for side in ("added", "removed"))
    return {
        "edits": [_edit_json(edit, one) for edit, one in pairs[:MAX_EDITS]],
        "more": max(0, len(pairs) - MAX_EDITS),
        "wordsAdded": added,
        "wordsRemoved": removed,
        "share": round(min(1.0, max(added, removed) / total), 3),
        "money": any(one.money for _, one in pairs),
    }


def _edit_json(edit: Edit, one: Worth) -> JsonObject:
    return {
        "op": edit.op.value,
        "region": edit.line.region,
        "before": _short(edit.before.text, QUOTE) if edit.before else None,
        "after": _short(edit.after.text, QUOTE) if edit.after else None,
        "link": _short(edit.words, QUOTE) or None,
        "targetBefore": edit.target_before,
        "targetAfter": edit.target_after,
        "reason": one.reason,
    }


def _unseen() -> Draft:
    return draft(
        ChangeKind.PAGE_CHANGED,
        "held-back",
        "The page is written differently and reads the same",
        {"edits": [], "more": 0, "wordsAdded": 0, "wordsRemoved": 0, "share": 0.0, "money": False},
        label=Label.NOISE,
        reason="Spacing, typography, layout or tracking parameters differ; no word and no link does.",
    )


def _content_summary(edits: Sequence[Edit]) -> str:
    if len(edits) == 1:
        return _told(edits[0])
    counts = Counter(edit.op for edit in edits)
    words = {
        Op.ADDED: "added",
        Op.REMOVED: "removed",
        Op.CHANGED: "reworded",
        Op.RELINKED: "with a link that leads elsewhere",
        Op.LINKED: "with a new link",
        Op.UNLINKED: "without its link",
    }
    parts = ", ".join(f"{counts[op]} {word}" for op, word in words.items() if counts[op])
    return f"{len(edits)} lines: {parts}. First: {_told(edits[0])}"


def _told(edit: Edit) -> str:
    if edit.op in (Op.RELINKED, Op.LINKED, Op.UNLINKED):
        verb = {Op.RELINKED: "now leads to", Op.LINKED: "is now a link to", Op.UNLINKED: "is no longer a link to"}
        return f"“{_short(edit.words, EXCERPT)}” {verb[edit.op]} {edit.target_after or edit.target_before}"
    if edit.before and edit.after:
        old, new = differing_part(edit.before.text, edit.after.text)
        return f"“{old}” is now “{new}”"
    return f"{'Added' if edit.after else 'Removed'} “{_short(edit.line.text, EXCERPT)}”"


def differing_part(before: str, after: str) -> tuple[str, str]:
    """The part of two lines in which they differ, with a few words around it."""
    old, new = before.split(), after.split()
    head = next(
        (i for i, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), min(len(old), len(new))
    )
    tail = next((i for i, pair in enumerate(zip(reversed(old), reversed(new), strict=False)) if pair[0] != pair[1]), 0)
    tail = min(tail, len(old) - head, len(new) - head)
    start = max(0, head - 3)
    parts: list[str] = []
    for words in (old, new):
        end = min(len(words), len(words) - tail + 3)
        text = " ".join(words[start:end])
        parts.append(("… " if start else "") + _short(text, EXCERPT) + (" …" if end < len(words) else ""))
    return parts[0], parts[1]


def _menu_summary(edits: Sequence[Edit]) -> str:
    parts = [_listed(verb, edits, op) for verb, op in (("added", Op.ADDED), ("removed", Op.REMOVED))]
    parts += [_told(edit) for edit in edits if edit.op not in (Op.ADDED, Op.REMOVED)][:3]
    return "Menu: " + "; ".join(part for part in parts if part)


def _listed(verb: str, edits: Iterable[Edit], op: Op) -> str:
    names = list(dict.fromkeys(_short(edit.line.text, EXCERPT) for edit in edits if edit.op is op))
    if not names:
        return ""
    rest = f" and {len(names) - 4} more" if len(names) > 4 else ""
    return f"{verb} " + ", ".join(f"“{name}”" for name in names[:4]) + rest


def _noise_summary(reasons: Sequence[str]) -> str:
    """What was held back, the commonest reason first."""
    counted = Counter(reasons).most_common(3)
    return f"Held back {len(reasons)} edit{'s' if len(reasons) > 1 else ''}: " + " ".join(
        reason for reason, _ in counted
    )


def _span(line: Line | None) -> SpanRef | None:
    if line is None or line.end <= line.start:
        return None
    return SpanRef(line.start, line.end, line.text)


def _short(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _word_count(text: str) -> int:
    return text.count(" ") + text.count("\n") + 1
