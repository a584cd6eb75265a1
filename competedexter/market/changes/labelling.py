"""What an edit of a page is worth: significant or minor, with the reason in a sentence. Noise is told in noise.py."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .alignment import stretches
from .edits import Edit, Op
from .kinds import Label
from .money import same_money

MANY_WORDS = 12  # about half a sentence: more than a slip of the pen

_WORD = re.compile(r"\w+(?:[.,'’-]\w+)*")


@dataclass(frozen=True)
class Worth:
    """How much of the text an edit touches, and what that is worth. `added` and `removed` count words."""

    label: Label
    reason: str
    added: int
    removed: int
    money: bool = False


def worth(edit: Edit) -> Worth:
    """Judge one edit. Held-back edits are noise with their own reason."""
    added, removed = _words(edit)
    if edit.reason:
        return Worth(Label.NOISE, edit.reason, added, removed)
    if edit.op in (Op.RELINKED, Op.LINKED, Op.UNLINKED):
        return Worth(Label.MINOR, "A link leads elsewhere; the words stayed.", added, removed)
    before, after = (line.key if line else "" for line in (edit.before, edit.after))
    if not same_money(before, after):
        return Worth(Label.SIGNIFICANT, "An amount or a percentage changed.", added, removed, money=True)
    if edit.line.region == "meta":
        return Worth(Label.MINOR, "The title or description for search engines changed.", added, removed)
    if edit.line.region in ("nav", "header"):
        return _menu(edit, added, removed)
    if added + removed == 0:
        return Worth(Label.MINOR, "Only punctuation or spelling of the same words changed.", added, removed)
    if added + removed >= MANY_WORDS and not edit.line.in_menu:
        return Worth(Label.SIGNIFICANT, f"{added + removed} words of the text changed.", added, removed)
    if edit.line.kind == "heading" and edit.op is not Op.CHANGED:
        return Worth(Label.SIGNIFICANT, "A heading came or went.", added, removed)
    return Worth(Label.MINOR, "A few words changed.", added, removed)


def _menu(edit: Edit, added: int, removed: int) -> Worth:
    if edit.op is Op.CHANGED:
        return Worth(Label.MINOR, "A menu entry has other words.", added, removed)
    verb = "came into" if edit.op is Op.ADDED else "left"
    return Worth(Label.SIGNIFICANT, f"An entry {verb} the menu: often a product or a page.", added, removed)


def combined(worths: Sequence[Worth]) -> tuple[Label, str]:
    """The label of several edits told as one change: the weightiest, with its reason."""
    order = [Label.SIGNIFICANT, Label.MINOR, Label.VARIANT, Label.NOISE]
    best = min(worths, key=lambda one: (order.index(one.label), -(one.added + one.removed)))
    return best.label, best.reason


def _words(edit: Edit) -> tuple[int, int]:
    """Words the edit adds and removes."""
    if edit.op not in (Op.ADDED, Op.REMOVED, Op.CHANGED):
        return 0, 0
    if edit.before is None or edit.after is None:
        count = len(edit.line.key.split())
        return (count, 0) if edit.before is None else (0, count)
    old, new = (_WORD.findall(line.key.casefold()) for line in (edit.before, edit.after))
    same = sum(one.old_end - one.old_start for one in stretches(old, new) if one.equal)
    return len(new) - same, len(old) - same
