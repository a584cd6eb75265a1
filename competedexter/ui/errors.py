"""The translator of this door: an error of ours becomes a sentence on the page; any other one is logged, not shown."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

import reflex as rx
from pydantic import ValidationError
from reflex.event import EventSpec

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.errors import NotFound, ProductError, Unauthorized

from .notes import Notes
from .session import viewer_of

log = logging.getLogger(__name__)

UNEXPECTED = "Something went wrong on our side. It was noted; try again."


def sentence_for(error: Exception) -> str:
    """What a person may read about it."""
    if isinstance(error, ProductError):
        return str(error)
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{str(first['loc'][-1]).replace('_', ' ').capitalize()}: {first['msg']}."
    return UNEXPECTED


def on_backend_error(exception: Exception) -> EventSpec:
    """Reflex calls this for whatever a handler raises; it insists on the argument's name."""
    if isinstance(exception, Unauthorized):
        return rx.redirect("/sign-in")
    if not isinstance(exception, ProductError | ValidationError):
        log.error("a page's event failed", exc_info=exception)
    return Notes.tell(sentence_for(exception), "problem")


class Loading(rx.State, mixin=True):  # type: ignore[call-arg]  # Reflex's own keyword; it is untyped here
    """What every page that reads from the server knows: loading, refreshing, ready, missing or failed."""

    status: str = "loading"
    problem: str = ""


async def load_page(state: Any, read: Callable[[Viewer], Awaitable[None]]) -> EventSpec | None:
    """Runs a page's reading; what goes wrong becomes the page's own state. Any: a State with Loading."""
    try:
        await read(await viewer_of(state))
    except Unauthorized:
        return rx.redirect("/sign-in")
    except NotFound as error:
        state.status, state.problem = "missing", str(error)
    except (ProductError, ValidationError) as error:
        state.status, state.problem = "failed", sentence_for(error)
    except Exception:  # the page must not wait for ever; the error is logged whole
        log.exception("a page could not be read")
        state.status, state.problem = "failed", UNEXPECTED
    else:
        state.status, state.problem = "ready", ""
    return None
