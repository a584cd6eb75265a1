"""A picture of what a page shows, from its top to where it ends or goes on too long."""

import base64
from typing import TYPE_CHECKING, Any, Final

from competedexter.integrations.web.protocol import MB

if TYPE_CHECKING:
    from playwright.async_api import Page

MEDIA_TYPE: Final = "image/webp"  # a fifth of PNG's size, on pages of text too
MAX_PICTURE_BYTES: Final = 2 * MB
MAX_HEIGHT: Final = 10_000  # pixels; WebP ends at 16,383
MOST_WIDTH: Final = 2_000  # pixels; some pages are wider than the window
_TRIES: Final = ((80, 1.0), (50, 1.0), (40, 0.5))  # quality, scale: a page of photographs is worth a coarser picture
_SIZE: Final = """() => {
    const root = document.documentElement, body = document.body || root;
    return [Math.max(root.clientWidth, 1), Math.max(root.scrollHeight, body.scrollHeight, 1)];
}"""


async def picture_of(page: "Page") -> bytes:
    """The page as WebP, at most MAX_PICTURE_BYTES; empty when even a coarse picture is larger."""
    width, height = (int(side) for side in await page.evaluate(_SIZE))
    session = await page.context.new_cdp_session(page)
    try:
        for quality, scale in _TRIES:
            picture = await _captured(session, min(width, MOST_WIDTH), min(height, MAX_HEIGHT), quality, scale)
            if len(picture) <= MAX_PICTURE_BYTES:
                return picture
    finally:
        await session.detach()
    return b""


async def _captured(session: Any, width: int, height: int, quality: int, scale: float) -> bytes:  # Any: CDP
    answer = await session.send(
        "Page.captureScreenshot",
        {
            "format": "webp",
            "quality": quality,
            "captureBeyondViewport": True,
            "optimizeForSpeed": True,
            "clip": {"x": 0, "y": 0, "width": width, "height": height, "scale": scale},
        },
    )
    return base64.b64decode(answer["data"])
