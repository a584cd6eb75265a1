"""The one port the product is reached at: looked at before anything is started."""

import errno
import http.client
import socket

from .errors import PortForbidden, PortInUse

PROBE_TIMEOUT = 2.0


def require_free(host: str, port: int) -> int:
    """The port, or a free one when it is 0. Raises PortInUse or PortForbidden."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise PortInUse(port=port, other=port + 1) from None
            raise PortForbidden(port=port, host=host) from error
        return int(probe.getsockname()[1])


def is_healthy(port: int) -> bool:
    """Whether the web server on this machine answers /healthz with 200."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PROBE_TIMEOUT)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
