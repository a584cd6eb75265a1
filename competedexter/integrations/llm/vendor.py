"""The openai client and instructor, loaded late, with their errors told in our words."""

import logging
from collections.abc import AsyncIterator
from typing import Any

from pydantic import ValidationError

from .errors import LlmBusy, LlmCutShort, LlmError, LlmFailed, LlmMalformed, LlmRefused, LlmTimedOut, LlmUnreachable

CONNECT_SECONDS = 5.0
MOST_BYTES = 1_000_000  # of one reply; a plan has 2 KB
RETRY_AFTER_MOST = 60.0  # seconds we would ever consider; longer is "not now"


class TooManyBytes(Exception):
    """A reply grew past MOST_BYTES."""


class Vendor:
    """One client of one endpoint. `modules` are openai, instructor and httpx2 (Any: loaded at run time)."""

    @classmethod
    def open(cls, api_key: str, base_url: str, silence_seconds: float) -> "Vendor":
        """Imports and builds everything the first call needs; seconds of work, so off the event loop."""
        vendor = cls(cls._load(), api_key, base_url, silence_seconds)
        for mode in vendor.modes:
            vendor.structured(mode)
        return vendor

    @staticmethod
    def _load() -> tuple[Any, Any, Any]:
        import httpx2
        import instructor
        import openai

        # Its error log repeats what the endpoint sent, and that may repeat the prompt.
        logging.getLogger("instructor").setLevel(logging.CRITICAL)
        return openai, instructor, httpx2

    def __init__(self, modules: tuple[Any, Any, Any], api_key: str, base_url: str, silence_seconds: float) -> None:
        self._openai, self._instructor, self._http = modules
        timeout = self._http.Timeout(silence_seconds, connect=CONNECT_SECONDS)
        self.client = self._openai.AsyncOpenAI(
            api_key=api_key,
            base_url=base_url or None,
            max_retries=0,  # counted by us, over all tries of a step
            timeout=timeout,
            http_client=self._http.AsyncClient(
                timeout=timeout, transport=_bounded_transport(self._http), trust_env=False
            ),
        )
        self._structured: dict[Any, Any] = {}  # Any: as above
        modes = self._instructor.Mode
        self.modes = (modes.TOOLS, modes.JSON_SCHEMA, modes.MD_JSON)
        self.errors: tuple[type[Exception], ...] = (
            self._openai.OpenAIError,
            self._http.HTTPError,
            ValueError,
            TooManyBytes,
        )

    def structured(self, mode: Any) -> Any:  # Any: the library's client
        if mode not in self._structured:
            self._structured[mode] = self._instructor.from_openai(self.client, mode=mode).chat.completions
        return self._structured[mode]

    async def close(self) -> None:
        await self.client.close()

    def told(self, error: BaseException) -> LlmError:
        """One of ours for whatever the libraries raised; the innermost cause decides."""
        for cause in _causes(error):
            known = self._known(cause)
            if known is not None:
                return known
        return LlmMalformed()

    def _known(self, error: BaseException) -> LlmError | None:
        openai = self._openai
        if isinstance(error, TooManyBytes | ValidationError):
            return LlmMalformed()
        if isinstance(error, openai.APITimeoutError | self._http.TimeoutException):
            return LlmTimedOut()
        if isinstance(error, openai.APIStatusError):
            return _of_status(error.status_code, error.response.headers)
        if isinstance(error, openai.APIConnectionError | self._http.TransportError):
            return LlmUnreachable()
        if type(error).__name__ == "IncompleteOutputException":
            return LlmCutShort()
        return None


def _causes(error: BaseException) -> list[BaseException]:
    """An error with what led to it, the innermost first."""
    chain: list[BaseException] = []
    at: BaseException | None = error
    while at is not None and at not in chain:
        chain.insert(0, at)
        at = at.__cause__ or at.__context__
    return chain


def _of_status(status: int, headers: Any) -> LlmError:  # Any: the client's headers
    if status == 429:
        return LlmBusy(retry_after=_seconds(headers.get("retry-after")))
    if status in (408, 504):
        return LlmTimedOut()
    if status >= 500:
        return LlmFailed(status=status, retry_after=_seconds(headers.get("retry-after")))
    if status in (400, 404, 415, 422):
        return LlmRefused(reason=f"it does not accept this request ({status})", unfit=status != 404)
    return LlmRefused(reason=f"it does not accept the key ({status})" if status in (401, 403) else f"status {status}")


def _seconds(text: str | None) -> float | None:
    try:
        return min(float(text), RETRY_AFTER_MOST) if text else None
    except ValueError:
        return None


def _bounded_transport(http: Any) -> Any:  # Any: the client's HTTP library, loaded at run time
    """A transport whose replies end with TooManyBytes instead of filling memory."""

    class Bounded(http.AsyncByteStream):  # type: ignore[misc]  # its base is known only at run time
        def __init__(self, inner: Any) -> None:  # Any: as above
            self._inner = inner

        async def __aiter__(self) -> AsyncIterator[bytes]:
            seen = 0
            async for part in self._inner:
                seen += len(part)
                if seen > MOST_BYTES:
                    raise TooManyBytes
                yield part

        async def aclose(self) -> None:
            await self._inner.aclose()

    class Transport(http.AsyncHTTPTransport):  # type: ignore[misc]  # as above
        async def handle_async_request(self, request: Any) -> Any:  # Any: as above
            response = await super().handle_async_request(request)
            response.stream = Bounded(response.stream)
            return response

    return Transport(retries=0)
