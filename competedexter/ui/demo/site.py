"""The demo vendors' sites, served by the product itself so that its own crawler has something to read."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from competedexter.demo.site import answer
from competedexter.demo.web import PATH
from competedexter.runtime import get_runtime

# Nothing on these pages may run, and no page of ours may be framed by them.
INERT = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"


async def site(request: Request) -> Response:
    """One page of one vendor, with the prices that were changed by hand in that demo workspace."""
    place = request.path_params
    found = await answer(get_runtime().database, place["workspace"], place["page"])
    if found is None:
        return Response("No such site.", status_code=404)
    headers = {**found.headers, "content-security-policy": INERT, "x-robots-tag": "noindex"}
    return Response(found.body, found.status, headers)


ROUTES = [Route(PATH + "/{workspace}/{page:path}", site, methods=["GET"])]
