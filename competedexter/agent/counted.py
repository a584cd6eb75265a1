"""What a count counts: kinds of change, each of any plan or of one ("plan_price_raised:Crew"), and their name in words.

One text a kind, so that the same words travel through the tool, the evidence, the check that counts again and the sentence.
"""

from collections.abc import Iterable, Sequence

from competedexter.market.changes.kinds import PLAN_KINDS, PRICE_KINDS, PRICE_MOVES, ChangeKind

from .facts import ChangeFact

_RAISED, _LOWERED = ChangeKind.PLAN_PRICE_RAISED, ChangeKind.PLAN_PRICE_LOWERED
_ADDED, _REMOVED = ChangeKind.PLAN_ADDED, ChangeKind.PLAN_REMOVED
_CUTS = frozenset({_LOWERED, _REMOVED})
_NAMES: tuple[tuple[frozenset[str], str, str], ...] = (
    (frozenset({_RAISED}), "price rise", "price rises"),
    (frozenset({_LOWERED}), "price cut", "price cuts"),
    (PRICE_MOVES, "price change", "price changes"),
    (PRICE_KINDS, "price change", "price changes"),
    (frozenset({_ADDED}), "new plan", "new plans"),
    (frozenset({_REMOVED}), "removal of a plan", "removals of plans"),
    (frozenset({ChangeKind.PLAN_RENAMED}), "new name of a plan", "new names of plans"),
    (frozenset({ChangeKind.PLAN_TERMS_CHANGED}), "change of terms", "changes of terms"),
    (frozenset({ChangeKind.PLAN_PRICE_HIDDEN}), "hidden price", "hidden prices"),
    (frozenset({_ADDED, _REMOVED}), "new or removed plan", "new or removed plans"),
    (_CUTS, "price cut or removal of a plan", "changes (price cuts or removals of plans)"),
    (PLAN_KINDS, "change of plans or prices", "changes of plans or prices"),
    *((frozenset({kind}), one, more) for kind, one, more in (
        (ChangeKind.NEWS_PUBLISHED, "article", "articles"), (ChangeKind.SOCIAL_POSTED, "post", "posts"),
        (ChangeKind.FILING_PUBLISHED, "filing", "filings"), (ChangeKind.REVIEW_POSTED, "review", "reviews"),
        (ChangeKind.FUNDING_ANNOUNCED, "announcement of funding", "announcements of funding"),
        (ChangeKind.PATENT_PUBLISHED, "patent", "patents"), (ChangeKind.JOB_OPENED, "new opening", "new openings"),
        (ChangeKind.JOB_CLOSED, "closed opening", "closed openings"),
        (ChangeKind.JOB_CHANGED, "change of an opening", "changes of openings"),
        (ChangeKind.PAGE_ADDED, "new page", "new pages"), (ChangeKind.PAGE_REMOVED, "removed page", "removed pages"),
        (ChangeKind.PAGE_CHANGED, "change of a page", "changes of pages"),
        (ChangeKind.RECORD_ADDED, "new record", "new records"),
        (ChangeKind.RECORD_REMOVED, "removed record", "removed records"),
        (ChangeKind.RECORD_CHANGED, "change of a record", "changes of records"),
        (ChangeKind.TECHNOLOGY_ADDED, "new technology", "new technologies"),
        (ChangeKind.TECHNOLOGY_REMOVED, "technology gone", "technologies gone"),
        (ChangeKind.FEATURE_ADDED, "new feature", "new features"),
        (ChangeKind.FEATURE_REMOVED, "removed feature", "removed features"),
        (ChangeKind.RATING_CHANGED, "change of a rating", "changes of ratings"),
        (ChangeKind.COMPANY_CHANGED, "change of a company fact", "changes of company facts"),
        (ChangeKind.FINANCIALS_REPORTED, "report of figures", "reports of figures"),
        (ChangeKind.MESSAGING_CHANGED, "change of messaging", "changes of messaging"),
    )),
)  # fmt: skip
_OF_SOME: dict[frozenset[str], tuple[str, str]] = {
    frozenset({_ADDED}): ("addition", "additions"),
    frozenset({_REMOVED}): ("removal", "removals"),
    _CUTS: ("price cut or removal", "changes (price cuts or removals)"),
    frozenset({ChangeKind.PLAN_RENAMED}): ("new name", "new names"),
    frozenset(PLAN_KINDS): ("change", "changes"),
}


def narrowed(kinds: Iterable[str], plans: Sequence[str]) -> tuple[str, ...]:
    """These kinds, of these plans only; of any plan when none is named. Plans alone mean every kind that is of a plan."""
    if not plans:
        return tuple(kinds)
    return tuple(f"{kind}:{plan}" for kind in (tuple(kinds) or sorted(PLAN_KINDS)) for plan in plans)


def kinds_in(counted: Iterable[str]) -> tuple[str, ...]:
    """The kinds alone, whatever plan they are narrowed to."""
    return tuple(dict.fromkeys(one.partition(":")[0] for one in counted))


def plans_in(counted: Iterable[str]) -> tuple[str, ...]:
    """The plans that a count is narrowed to; () for all."""
    return tuple(dict.fromkeys(plan for one in counted if (plan := one.partition(":")[2])))


def is_counted(change: ChangeFact, counted: Sequence[str]) -> bool:
    """Whether a change is one of those that are counted; any is, when no kind is named."""
    return not counted or any(
        change.change_kind == kind and (not plan or _is_of(change, plan))
        for kind, _, plan in (one.partition(":") for one in counted)
    )


def is_dated(change: ChangeFact) -> bool:
    """Whether a change is told by the date that it carries: it was published then, or happened before we watched."""
    return change.occurred_at is not None and change.happened_at == change.occurred_at != change.observed_at


def _is_of(change: ChangeFact, plan: str) -> bool:
    """A plan by its name, with or without the word "plan"; "free" is any plan that costs nothing."""
    if _bare(change.plan) == _bare(plan):
        return True
    free = change.before_price if change.change_kind == _REMOVED else change.after_price
    return plan.casefold() == "free" and free is not None and free.amount == 0


def _bare(name: str) -> str:
    return " ".join(word for word in name.casefold().split() if word not in ("plan", "tier", "edition"))


def what_of(counted: Sequence[str], count: int = 1) -> str:
    """`price rise`, `price rises of Crew`, `change`: what is counted, in words."""
    plain, plans = frozenset(kinds_in(counted)), plans_in(counted)
    one, more = next(((one, more) for named, one, more in _NAMES if named == plain), ("change", "changes"))
    if plans:
        one, more = _OF_SOME.get(plain, (one, more))
    told = one if count == 1 else more
    return f"{told} of {' or '.join(plans)}" if plans else told
