"""A web of prepared answers for tests: same protocol, no socket."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from competedexter.integrations.web.errors import RobotsDisallowed, UnknownHost, WebError
from competedexter.integrations.web.protocol import RobotsVerdict, WebRequest, WebResponse

Answer = WebResponse | WebError


def page(
    url: str,
    body: str | bytes = "",
    *,
    status: int = 200,
    content_type: str = "text/html; charset=utf-8",
    headers: Mapping[str, str] | None = None,
    rendered: bool = False,
) -> WebResponse:
    """A finished answer for `url`; text bodies are encoded in UTF-8."""
    raw = body.encode() if isinstance(body, str) else body
    merged = {"content-type": content_type} | {name.lower(): value for name, value in (headers or {}).items()}
    media_type = content_type.partition(";")[0].strip().lower()
    return WebResponse(
        url=url, status=status, headers=merged, body=raw, media_type=media_type, charset="utf-8", rendered=rendered
    )


class ScriptedWebClient:
    """Answers from a script and records what was asked, in `requests`.

    An address with several answers gives them in order and then repeats the last. An unknown path of a known host
    answers 404, an unknown host raises UnknownHost. A request whose `etag` matches the answer's gets a bare 304.
    """

    def __init__(self, pages: Mapping[str, str | Answer | Sequence[Answer]] | None = None) -> None:
        self.requests: list[WebRequest] = []
        self.robots_asked: list[str] = []
        self._answers: dict[str, list[Answer]] = {}
        self._robots: dict[str, RobotsVerdict] = {}
        for url, answers in (pages or {}).items():
            self.answer(url, *([answers] if isinstance(answers, str | WebResponse | WebError) else answers))

    def answer(self, url: str, *answers: str | Answer) -> None:
        """Prepare the answers for one address, replacing earlier ones. A string is a page's HTML."""
        self._answers[url] = [page(url, one) if isinstance(one, str) else one for one in answers]

    def forbid(self, prefix: str, reason: str = "disallowed by robots.txt") -> None:
        """Let robots.txt forbid every address that starts with `prefix`."""
        self._robots[prefix] = RobotsVerdict(allowed=False, reason=reason)

    def advise(self, prefix: str, verdict: RobotsVerdict) -> None:
        """Let robots.txt say `verdict` of every address that starts with `prefix`."""
        self._robots[prefix] = verdict

    async def robots(self, url: str) -> RobotsVerdict:
        """The prepared verdict of the longest matching prefix, else: allowed."""
        self.robots_asked.append(url)
        return self._verdict(url)

    async def get(self, request: WebRequest) -> WebResponse:
        """The next prepared answer for the address."""
        self.requests.append(request)
        verdict = self._verdict(request.url)
        if not verdict.allowed:
            raise RobotsDisallowed(host=_host(request.url), reason=verdict.reason)
        answer = self._next(request.url)
        if isinstance(answer, WebError):
            raise answer
        return _not_modified(answer) if _matches(request, answer) else answer

    def _verdict(self, url: str) -> RobotsVerdict:
        matching = [prefix for prefix in self._robots if url.startswith(prefix)]
        return self._robots[max(matching, key=len)] if matching else RobotsVerdict(allowed=True)

    def _next(self, url: str) -> Answer:
        answers = self._answers.get(url)
        if answers:
            return answers.pop(0) if len(answers) > 1 else answers[0]
        if _host(url) not in {_host(known) for known in self._answers}:
            raise UnknownHost(host=_host(url))
        return page(url, "<title>Not found</title>", status=404)


def _host(url: str) -> str:
    return urlsplit(url).hostname or url


def _matches(request: WebRequest, answer: WebResponse) -> bool:
    return request.etag is not None and request.etag == answer.headers.get("etag")


def _not_modified(answer: WebResponse) -> WebResponse:
    return page(answer.url, b"", status=304, headers={"etag": answer.headers["etag"]})
