"""The Product tab: the newest feature table, and technologies with their proof."""

import reflex as rx
from reflex.event import EventSpec

from competedexter.customers.accounts.viewer import Viewer
from competedexter.market.snapshots import service as snapshots
from competedexter.ui.addresses import id_at
from competedexter.ui.errors import Loading, load_page
from competedexter.ui.session import working

from .product_rows import MatrixRows, TechGroup, matrix_of, technologies_of


class ProductTab(Loading, rx.State):
    """What it has and what it is built with."""

    matrix: MatrixRows = MatrixRows()
    technologies: list[TechGroup] = []
    _of: str = ""

    @rx.event
    async def load(self) -> EventSpec | None:
        of = str(id_at(self))
        if self._of != of:
            self.status, self._of = "loading", of
        return await load_page(self, self._read)

    async def _read(self, viewer: Viewer) -> None:
        of = id_at(self)
        async with working(viewer) as work:
            features = await snapshots.latest(work, viewer, of, "features")
            technologies = await snapshots.latest(work, viewer, of, "tech_stack")
        self.matrix, self.technologies = matrix_of(features), technologies_of(technologies)
