"""What comes out of the demo."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from pydantic import Field

from competedexter.foundation.errors import Conflict
from competedexter.foundation.views import View


class NotTheDemo(Conflict):
    code = "not_the_demo"
    sentence = "Only a demo workspace has sites whose prices you can change."


class DemoPriceChange(View):
    """A price that was just changed on a demo site."""

    vendor: str
    plan: str
    before: Decimal
    after: Decimal
    currency: str
    competitor_id: UUID
    source_id: UUID
    crawl_run_id: UUID


class DemoSetting(View):
    """What was changed by hand on the demo sites of a workspace: prices by vendor and plan, and how often."""

    prices: dict[str, dict[str, Decimal]] = Field(default_factory=dict)
    turns: int = 0
    seeded: bool = False

    def moved(self, slug: str, plan: str, amount: Decimal) -> "DemoSetting":
        plans = {**self.prices.get(slug, {}), plan: amount}
        return self.model_copy(update={"prices": {**self.prices, slug: plans}, "turns": self.turns + 1})


@dataclass(frozen=True)
class Look:
    """One look at one page in the past."""

    days_ago: int
    slug: str
    page: str
