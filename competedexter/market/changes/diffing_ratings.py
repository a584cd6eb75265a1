"""Two looks at ratings: the mark of a product that moved, measured out of five. How many gave it says little by itself."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from competedexter.market.evidence.listings import Rating, RatingsRecord

from .diffing_items import matched, place_of
from .drafts import Draft, JsonObject, draft
from .kinds import ChangeKind, Label

FELT: Final = Decimal("0.1")  # out of five: what publishers show, and buyers see
TOLD: Final = Decimal("0.01")  # out of five; less is rounding
FIVE: Final = Decimal(5)


def diff_ratings(before: RatingsRecord, after: RatingsRecord) -> tuple[Draft, ...]:
    """A rating is known by its publisher and its product."""
    found = matched(before.ratings, after.ratings, lambda one: (one.publisher.casefold(), one.product.casefold()))
    return (
        *(_appeared(one) for one in found.added),
        *(_vanished(one) for one in found.removed),
        *(change for old, new in found.kept for change in _kept(old, new)),
    )


def _kept(old: Rating, new: Rating) -> Iterator[Draft]:
    moved = out_of_five(new) - out_of_five(old)
    if abs(moved) >= TOLD:
        label = Label.SIGNIFICANT if abs(moved) >= FELT else Label.MINOR
        reason = f"The rating moved by {abs(moved):.2f} out of 5 ({FELT} or more is felt)."
        yield _change(old, new, label, reason, f"{_called(new)}: {old.rating} → {new.rating} out of {new.best}", moved)
    elif old.count and new.count and new.count >= 2 * old.count:
        told = f"{_called(new)}: {old.count:,} → {new.count:,} ratings, still {new.rating} out of {new.best}"
        yield _change(old, new, Label.MINOR, "The number of ratings doubled; the rating is the same.", told, moved)


def _change(old: Rating, new: Rating, label: Label, reason: str, summary: str, moved: Decimal) -> Draft:
    return draft(
        ChangeKind.RATING_CHANGED,
        _subject(new),
        summary,
        _named(new) | {"before": _json(old), "after": _json(new), "moved": round(float(moved), 2)},
        label=label,
        reason=reason,
        before=place_of(old),
        after=place_of(new),
    )


def _appeared(new: Rating) -> Draft:
    return draft(
        ChangeKind.RATING_CHANGED,
        _subject(new),
        f"{_called(new)}: rated {new.rating} out of {new.best}",
        _named(new) | {"before": None, "after": _json(new), "moved": None},
        label=Label.MINOR,
        reason="A rating is shown that was not shown before; that moves no mark.",
        after=place_of(new),
    )


def _vanished(old: Rating) -> Draft:
    return draft(
        ChangeKind.RATING_CHANGED,
        _subject(old),
        f"{_called(old)}: the rating is not shown any more (it was {old.rating} out of {old.best})",
        _named(old) | {"before": _json(old), "after": None, "moved": None},
        label=Label.MINOR,
        reason="A rating is not shown any more; that moves no mark.",
        suspicious=True,
        before=place_of(old),
    )


def out_of_five(rating: Rating) -> Decimal:
    """8 out of 10 is 4."""
    return rating.rating * FIVE / rating.best if rating.best else Decimal(0)


def _json(rating: Rating) -> JsonObject:
    return {"rating": format(rating.rating, "f"), "best": format(rating.best, "f"), "count": rating.count}


def _named(rating: Rating) -> JsonObject:
    return {"publisher": rating.publisher, "product": rating.product}


def _called(rating: Rating) -> str:
    return f"{rating.product} on {rating.publisher}" if rating.product else rating.publisher


def _subject(rating: Rating) -> str:
    return f"rating:{rating.publisher.casefold()}:{rating.product.casefold()}"
