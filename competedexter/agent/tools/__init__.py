"""Every tool of the analyst; adding one is a file and a line here."""

from competedexter.agent.toolbox import AnyTool, Toolbox

from .calculate import Calculate
from .compare_pricing import ComparePricing
from .get_company import GetCompany
from .get_events import GetEvents
from .get_features import GetFeatures
from .get_figures import GetFigures
from .get_openings import GetOpenings
from .get_pricing import GetPricing
from .get_ratings import GetRatings
from .get_records import GetRecords
from .get_technologies import GetTechnologies
from .get_timeline import GetTimeline
from .search_evidence import SearchEvidence


def all_tools() -> Toolbox:
    return Toolbox(
        [
            AnyTool(SearchEvidence()),
            AnyTool(GetPricing()),
            AnyTool(GetFeatures()),
            AnyTool(ComparePricing()),
            AnyTool(GetTimeline()),
            AnyTool(GetCompany()),
            AnyTool(GetOpenings()),
            AnyTool(GetEvents()),
            AnyTool(GetFigures()),
            AnyTool(GetTechnologies()),
            AnyTool(GetRatings()),
            AnyTool(GetRecords()),
            AnyTool(Calculate()),
        ]
    )
