"""The one port the product is reached at: looked at before anything is started."""

import errno
import http.client
import socket

from competedexter.foundation.own_address import own_address

from .errors import HostNotHere, PortForbidden, PortInUse

PROBE_TIMEOUT = 2.0


def require_free(host: str, port: int) -> int:
    """The port, or a free one when it is 0. Raises PortInUse, PortForbidden or HostNotHere."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise PortInUse(port=port, other=port + 1 if port < 65_535 else 3000) from None
            if error.errno in (errno.EACCES, errno.EPERM):
                raise PortForbidden(port=port, host=host) from error
            raise HostNotHere(host=host) from error  # a name nobody knows, or an address of another machine
        return int(probe.getsockname()[1])


def is_healthy(host: str, port: int) -> bool:
    """Whether the web server that listens on `host` answers /healthz with 200."""
    connection = http.client.HTTPConnection(own_address(host), port, timeout=PROBE_TIMEOUT)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
