"""What a page said, typed: the shapes that crawlers write, snapshots keep and changes compare.

Spans (`start`, `end`) count Unicode code points of the document's text: one block a line, NFC, white space folded.
`text[block.start:block.end] == block.text` holds for every block.
"""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, PlainSerializer

from competedexter.foundation.views import View

from .listings import Listing

Period = Literal["month", "year", "once", "usage"]
BlockKind = Literal["heading", "paragraph", "item", "cell", "nav", "link", "button", "meta"]
Region = Literal["main", "nav", "header", "footer", "aside", "dialog"]


def as_amount(amount: Decimal) -> str:
    """`20.00`, `1.125`, `0.00`: plain digits, at least two decimals, never an exponent."""
    plain = format(amount, "f")
    whole, _, fraction = plain.partition(".")
    return f"{whole}.{fraction.rstrip('0').ljust(2, '0')}"


Amount = Annotated[Decimal, PlainSerializer(as_amount, return_type=str, when_used="json")]


class Price(View):
    """One price of a plan.

    `amount` is None when the page says a price exists but not which ("contact sales"); `currency` is ISO 4217.
    `period` is the time the amount pays for, as shown ("$16 a month, billed yearly" is a month);
    `basis` is how it is billed when the page says so ("billed yearly"); `unit` is what is counted ("user", "GB").
    """

    amount: Amount | None = None
    currency: str | None = None
    period: Period | None = None
    unit: str | None = None
    basis: str | None = None


class Plan(View):
    """A plan, tier or add-on as the page shows it; `price_text` is the page's own wording of the price."""

    name: str
    prices: tuple[Price, ...] = ()
    price_text: str = ""
    limits: dict[str, str] = Field(default_factory=dict)
    features: tuple[str, ...] = ()
    start: int
    end: int


class PricingRecord(View):
    """A pricing page. `currency` and `default_period` are those shown first, None when the page does not say.

    `named` says that the names are identities given by a price list: a plan under another name is another plan.
    """

    kind: Literal["pricing"] = "pricing"
    plans: tuple[Plan, ...] = ()
    currency: str | None = None
    default_period: Period | None = None
    named: bool = Field(default=False, exclude_if=lambda named: not named)  # left out, so that states keep their hash


class Block(View):
    """A piece of visible text, where it stands, and where it leads (`target`: an absolute URL) when it is a link."""

    kind: BlockKind
    text: str
    target: str | None = None
    region: Region = "main"
    start: int
    end: int


class PageRecord(View):
    """A page as its readers see it: every visible word once, in reading order, as blocks."""

    kind: Literal["page"] = "page"
    title: str = ""
    description: str = ""
    language: str | None = None
    blocks: tuple[Block, ...] = ()


Record = Annotated[PricingRecord | PageRecord | Listing, Field(discriminator="kind")]


class Quality(View):
    """How far a reading can be trusted, 0 to 1, and why it is not 1, in words."""

    score: float = Field(ge=0.0, le=1.0)
    reasons: tuple[str, ...] = ()
