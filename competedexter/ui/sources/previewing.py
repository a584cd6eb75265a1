"""A look at an address before it is a source: fetched and read as every look would, nothing kept."""

from competedexter.customers.accounts.viewer import Viewer
from competedexter.market.crawling import mapping_preview
from competedexter.market.crawling.mapping_preview import SourcePreview, SourcePreviewRequest
from competedexter.market.sources.schemas import NewSource
from competedexter.runtime import get_runtime

from .preview_rows import Found


async def look_first(viewer: Viewer, draft: NewSource) -> Found:
    """A custom source without a mapping is looked at with the one that its answer suggests."""
    seen = await _preview(viewer, draft)
    if not draft.config and seen.suggested_config and not seen.total:
        again = await _preview(viewer, draft.model_copy(update={"config": seen.suggested_config}))
        seen = again.model_copy(update={"suggested_config": seen.suggested_config})
    return Found(
        state=seen.state.value,
        reason=seen.reason,
        records=seen.records,
        total=seen.total,
        summary=seen.summary,
        problems=seen.problems,
        suggested_config=seen.suggested_config,
    )


async def _preview(viewer: Viewer, draft: NewSource) -> SourcePreview:
    runtime = get_runtime()
    asked = SourcePreviewRequest(source_type=draft.source_type, source_url=draft.source_url, config=draft.config)
    return await mapping_preview.preview(viewer, runtime.parties(viewer.workspace_id), runtime.clock, asked)
