"""Which edits are held back, each with its reason in a sentence. Nothing is dropped: a reason is put on the edit."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from . import chrome
from .edits import Edit, Op
from .lines import Line, Page
from .money import has_money
from .targets import in_page, is_mail
from .volatile import all_volatile, only_volatile

HEADLINE = 3  # words
MAX_JUDGED = 5_000  # edits; a page with more was written anew, and none of the rest is held back
MENU_ENTRIES = 8  # as many entries at once are a menu that opened, closed or did not load
MENU_SHARE = 0.5  # of the menu there was
RELINKED_TOGETHER = 5  # menu links that moved in one go: the site's addresses changed, not what they offer
NAMED_TOGETHER = 2
_ADDRESS = re.compile(r"(?:[a-z0-9-]{1,63}\.){1,3}[a-z]{2,12}")
_PERIODS = {"yearly": "annual", "annually": "annual", "year": "annual", "month": "monthly"}
TIME_UNIT = re.compile(r"(?:days?|hours?|hrs?|min(?:ute)?s?|sec(?:ond)?s?|tage?|stunden|minuten|sekunden|:|d|h|m|s)", re.IGNORECASE)  # fmt: skip


@dataclass(frozen=True)
class Surroundings:
    """What an edit is judged with: both pages, and what stands beside each of their lines."""

    before: Page
    after: Page
    old_keys: Counter[str]
    new_keys: Counter[str]
    places: dict[int, tuple[Sequence[Line], int]]

    def beside(self, line: Line) -> list[Line]:
        """The lines right before and after one, on its own page."""
        lines, place = self.places[id(line)]
        return [*lines[max(0, place - 1) : place], *lines[place + 1 : place + 2]]


Rule = Callable[[Edit, Surroundings], str | None]


def judged(edits: Sequence[Edit], before: Page, after: Page) -> list[Edit]:
    """The same edits, those that are noise with their reason."""
    if not edits:
        return []
    around = Surroundings(
        before,
        after,
        Counter(line.key for line in before.lines),
        Counter(line.key for line in after.lines),
        _places(before.lines) | _places(after.lines),
    )
    each = [_with_reason(edit, around) for edit in edits[:MAX_JUDGED]] + list(edits[MAX_JUDGED:])
    return _menus(_rotated(_relinked_together(_named_together(each))), around)


def _with_reason(edit: Edit, around: Surroundings) -> Edit:
    reason = next((reason for rule in _RULES if (reason := rule(edit, around))), None)
    return edit.held_back(reason) if reason else edit


def _places(lines: Sequence[Line]) -> dict[int, tuple[Sequence[Line], int]]:
    return {id(line): (lines, place) for place, line in enumerate(lines)}


def _texts(edit: Edit) -> list[str]:
    return [line.key for line in (edit.before, edit.after) if line]


def _is_text(edit: Edit) -> bool:
    return edit.op in (Op.ADDED, Op.REMOVED, Op.CHANGED)


def _layout(edit: Edit, _: Surroundings) -> str | None:
    if edit.op is Op.MOVED:
        return "The same words stand in another place."
    if edit.op is Op.REWRAPPED:
        return "The same words are broken into other lines."
    if _is_text(edit) and not any(re.search(r"\w", text) for text in _texts(edit)):
        return "Only decorative signs came or went."
    return None


def _ticking(edit: Edit, around: Surroundings) -> str | None:
    if edit.op is Op.CHANGED and edit.before and edit.after:
        what = only_volatile(edit.before.key, edit.after.key) or _countdown_cell(edit, around)
        return f"Only {what} changed." if what else None
    if edit.op in (Op.ADDED, Op.REMOVED):
        what = all_volatile(edit.line.key)
        return f"The line is nothing but {what}." if what else None
    return None


def _countdown_cell(edit: Edit, around: Surroundings) -> str | None:
    """A bare number beside the name of a unit of time is a digit of a clock."""
    if not all(re.fullmatch(r"\d{1,3}", text) for text in _texts(edit)):
        return None
    beside = around.beside(edit.line)
    return "a countdown" if any(TIME_UNIT.fullmatch(line.key) for line in beside) else None


def _interface(edit: Edit, _: Surroundings) -> str | None:
    if not _is_text(edit) or any(has_money(text) for text in _texts(edit)):
        return None
    line = edit.line
    if chrome.is_chrome(line.key) or (edit.before and chrome.is_chrome(edit.before.key) and line.in_menu):
        return "It is a word of the interface, not of the offer."
    if line.in_menu and edit.before and edit.after and edit.before.key.casefold() == edit.after.key.casefold():
        return "The menu spells the same words with other capitals."
    if line.in_menu and chrome.is_social(line.key):
        return "It is a link to a social profile."
    if chrome.is_consent(line.key, line.region):
        return "It belongs to a cookie or consent banner."
    return None


def _contributors(edit: Edit, around: Surroundings) -> str | None:
    if not _is_text(edit):
        return None
    if all(chrome.tells_contributors(text) for text in _texts(edit)):
        return "It says who edited the page."
    beside = around.beside(edit.line)
    if all(chrome.is_name(text) for text in _texts(edit)) and any(
        chrome.tells_contributors(near.key) for near in beside
    ):
        return "It names a contributor."
    return None


def _testimonial(edit: Edit, _: Surroundings) -> str | None:
    if edit.op is Op.CHANGED and all(chrome.is_testimonial(text) for text in _texts(edit)):
        return "One testimonial took the place of another."
    return None


def _repeated(edit: Edit, around: Surroundings) -> str | None:
    """Menus, breadcrumbs and tables of contents repeat words of the page; a repetition says nothing new."""
    if edit.op not in (Op.ADDED, Op.REMOVED):
        return None
    known = around.old_keys if edit.op is Op.ADDED else around.new_keys
    if known[edit.line.key] and (edit.line.in_menu or in_page(edit.line.target)):
        return "The same words stood on the page before and stand on it now."
    return None


def _reworded(edit: Edit, _: Surroundings) -> str | None:
    """The same words in another order; where a number stands among them, its place is its meaning."""
    if edit.op is not Op.CHANGED or any(any(char.isdigit() for char in text) for text in _texts(edit)):
        return None
    old, new = (_spoken(text) for text in _texts(edit))
    is_moved = old != new and len(old) >= HEADLINE and Counter(old) == Counter(new)
    return "The same words stand in another order." if is_moved else None


def _described(edit: Edit, around: Surroundings) -> str | None:
    """Where there was none, one that came says nothing new to who reads the page; another one in its place does."""
    if edit.op is not Op.ADDED or edit.line.region != "meta" or has_money(edit.line.key):
        return None
    before, after = (sum(line.region == "meta" for line in page.lines) for page in (around.before, around.after))
    if before < after:
        return "A description for search engines came; who reads the page sees nothing of it."
    return None


def _spoken(text: str) -> list[str]:
    return [_PERIODS.get(word, word) for word in re.findall(r"\w+", text.casefold())]


def _link(edit: Edit, _: Surroundings) -> str | None:
    if edit.op not in (Op.LINKED, Op.UNLINKED):
        return None
    target = edit.target_after or edit.target_before
    if is_mail(target):
        return "An e-mail address is shown with or without its link."
    if in_page(target) and edit.words.strip(" #¶§") == edit.line.key.strip(" #¶§"):
        return "A heading got or lost its permalink."
    if edit.line.in_menu:
        return "A menu entry is shown with or without its link."
    return None


def _teaser(edit: Edit, _: Surroundings) -> str | None:
    """One headline for another beside the page's own text; entries of a side menu are shorter, and come or go."""
    if edit.op is not Op.CHANGED or edit.before is None or edit.after is None:
        return None
    sides = (edit.before, edit.after)
    if all(one.region == "aside" and one.kind == "link" and len(one.key.split()) >= HEADLINE for one in sides):
        return "Another teaser stands beside the page's own text."
    return None


_RULES: tuple[Rule, ...] = (
    _layout, _ticking, _interface, _contributors, _testimonial, _repeated, _teaser, _link, _reworded, _described,
)  # fmt: skip


def _named_together(edits: list[Edit]) -> list[Edit]:
    """A site's address that came into, or left, several sentences which are otherwise the same."""
    named = {id(edit): name for edit in edits if edit.reason is None and (name := _only_address(edit))}
    often = Counter(named.values())
    return [
        edit.held_back(f"Only the address {name} came or went, in {often[name]} places at once.")
        if (name := named.get(id(edit))) and often[name] >= NAMED_TOGETHER
        else edit
        for edit in edits
    ]


def _only_address(edit: Edit) -> str | None:
    if edit.op is not Op.CHANGED or edit.before is None or edit.after is None:
        return None
    old, new = (Counter(text.casefold().split()) for text in (edit.before.key, edit.after.key))
    moved = [*(old - new).elements(), *(new - old).elements()]
    names = {word.strip(".,;:!?()") for word in moved}
    only = next(iter(names)) if len(names) == 1 else ""
    return only if _ADDRESS.fullmatch(only) else None


def _rotated(edits: list[Edit]) -> list[Edit]:
    """Testimonials that came and went together: too unlike to be one line edited, and still a rotation."""
    swaps = min(sum(_is_praise(edit, op) for edit in edits) for op in (Op.ADDED, Op.REMOVED))
    left = {Op.ADDED: swaps, Op.REMOVED: swaps}
    judged_: list[Edit] = []
    for edit in edits:
        if _is_praise(edit, edit.op) and left.get(edit.op, 0) > 0:
            left[edit.op] -= 1
            edit = edit.held_back("One testimonial took the place of another.")
        judged_.append(edit)
    return judged_


def _is_praise(edit: Edit, op: Op) -> bool:
    return edit.op is op and edit.reason is None and all(chrome.is_testimonial(text) for text in _texts(edit))


def _relinked_together(edits: list[Edit]) -> list[Edit]:
    moved = [edit for edit in edits if edit.op is Op.RELINKED and edit.line.in_menu and not edit.reason]
    if len(moved) < RELINKED_TOGETHER:
        return edits
    together = {id(edit) for edit in moved}
    reason = f"{len(moved)} links of the menu moved in one go: the site's addresses changed."
    return [edit.held_back(reason) if id(edit) in together else edit for edit in edits]


def _menus(edits: list[Edit], around: Surroundings) -> list[Edit]:
    """Many entries that only came, or only went, are a menu that was opened, closed or not loaded."""
    came = [edit for edit in edits if edit.op is Op.ADDED and edit.line.in_menu and not edit.reason]
    went = [edit for edit in edits if edit.op is Op.REMOVED and edit.line.in_menu and not edit.reason]
    more, less = (came, went) if len(came) >= len(went) else (went, came)
    page = around.before if more is came else around.after
    had = sum(line.in_menu for line in page.lines)
    if len(more) < MENU_ENTRIES or len(more) < MENU_SHARE * had or len(less) * 4 > len(more):
        return edits
    held = {id(edit) for edit in (*more, *less)}
    verb = "appeared" if more is came else "disappeared"
    reason = f"{len(more)} menu entries {verb} at once: a menu was opened, closed or did not load."
    return [edit.held_back(reason) if id(edit) in held else edit for edit in edits]
