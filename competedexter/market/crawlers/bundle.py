"""Several answers kept as one body: a board of several pages, a careers page with the board behind it.

The archive keeps the bundle, so that a later reading finds all that the look saw.
"""

import base64
from collections.abc import Sequence
from typing import Final

import orjson

from competedexter.integrations.web.content import OUR_OWN
from competedexter.integrations.web.protocol import WebResponse

MEDIA_TYPE: Final = f"{OUR_OWN}answers+json"  # no site's answer is taken for one, whatever it calls itself


def bundled(answers: Sequence[WebResponse]) -> WebResponse:
    """One response for several; one alone is itself. The first bad one (not 2xx) is the answer of the look."""
    bad = next((answer for answer in answers if not 200 <= answer.status < 300), None)
    if bad is not None:
        return bad
    first = answers[0]
    return first if len(answers) == 1 else enclosed(answers)


def enclosed(answers: Sequence[WebResponse]) -> WebResponse:
    """The answers as one body, one alone too: for what its headers say, which the archive of a page leaves out.

    It is not asked for conditionally: it carries no validators.
    """
    first = answers[0]
    body = orjson.dumps(
        [
            {
                "url": answer.url,
                "status": answer.status,
                "headers": dict(answer.headers),
                "mediaType": answer.media_type,
                "charset": answer.charset,
                "rendered": answer.rendered,
                "body": base64.b64encode(answer.body).decode(),
            }
            for answer in answers
        ]
    )
    return WebResponse(
        url=first.url,
        status=first.status,
        headers={},
        body=body,
        media_type=MEDIA_TYPE,
        charset="utf-8",
        redirects=first.redirects,
        elapsed_seconds=sum(answer.elapsed_seconds for answer in answers),
        rendered=any(answer.rendered for answer in answers),
    )


def answers_of(response: WebResponse) -> tuple[WebResponse, ...]:
    """The answers in a response, in the order they came; itself when it is no bundle."""
    if response.media_type != MEDIA_TYPE:
        return (response,)
    return tuple(
        WebResponse(
            url=part["url"],
            status=part["status"],
            headers=part["headers"],
            body=base64.b64decode(part["body"]),
            media_type=part["mediaType"],
            charset=part["charset"],
            rendered=part["rendered"],
        )
        for part in orjson.loads(response.body)
    )
