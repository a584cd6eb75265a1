"""The features of a page: those of its comparison tables, else those it lists in cards."""

from competedexter.integrations.web.protocol import WebResponse
from competedexter.market.crawlers.reading.feature_grid import grids_of
from competedexter.market.crawlers.reading.feature_list import listed_features
from competedexter.market.crawlers.reading.feature_table import FoundMatrix, matrix_of
from competedexter.market.crawlers.reading.markup import parse
from competedexter.market.crawlers.reading.page import is_markup
from competedexter.market.crawlers.reading.page_tree import VisibleText


def read_features(response: WebResponse, page: VisibleText) -> FoundMatrix:
    """Several tables are one matrix of all their plans. Without a table there are no plans. Never raises."""
    tree = parse(response.text) if is_markup(response) else None
    matrices = [matrix for grid in grids_of(tree) if (matrix := matrix_of(grid))] if tree is not None else []
    if not matrices:
        return FoundMatrix((), listed_features(page))
    plans = dict.fromkeys(plan for matrix in matrices for plan in matrix.plans)
    return FoundMatrix(tuple(plans), tuple(feature for matrix in matrices for feature in matrix.features))
