"""HTTP by the standard library, within one deadline, a size, and the web.

``urllib`` limits the wait for each piece of an answer; a server that sends a byte a second would
hold a caller for ever. Here each read from the connection, headers included, gets what is left of
the deadline of the call. What the operating system does on its own is not covered: looking up a
name, and trying each further address of a host.
"""

from __future__ import annotations

import re
from functools import cache, partial
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from io import BufferedReader, RawIOBase
from ssl import SSLContext, create_default_context
from typing import TYPE_CHECKING, Any, NoReturn, cast
from urllib.error import HTTPError
from urllib.request import (
    AbstractHTTPHandler,
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPRedirectHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from guidepress_client.errors import UnreachableError

if TYPE_CHECKING:
    from socket import socket

    from guidepress_client.deadline import Deadline

LARGEST = 64 * 1024 * 1024
HEADERS = 1024 * 1024
LONGEST_ADDRESS = 8000
# So much of what a host sends is told in an error.
SHOWN = 200


def hide_login(text: str) -> str:
    """Return the beginning of a text, no names and passwords before an ``@``: errors end in logs.

    Each word is read from its beginning only: a host may send one of millions of letters.
    """
    return re.sub(r"(?<!\S)\S*@", "…@", text)[:SHOWN]


def open_within(deadline: Deadline, request: Request) -> HTTPResponse:
    """Open a request by http(s), through the proxies of the environment; close what it returns.

    Raises UnreachableError, HTTPError, OSError, HTTPException or ValueError.
    """
    opener = OpenerDirector()
    for handler in (
        ProxyHandler(),
        _WebHandler(deadline),
        _RedirectHandler(),
        HTTPDefaultErrorHandler(),
        HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return cast("HTTPResponse", opener.open(request, timeout=deadline.left()))


class _BoundedStream(RawIOBase):
    """What comes from a connection, until the deadline or the limit of bytes."""

    def __init__(self, connection: socket, deadline: Deadline) -> None:
        super().__init__()
        self._connection = connection
        self._raw = connection.makefile("rb", buffering=0)
        self._deadline = deadline
        self._left = LARGEST + HEADERS

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int | None:
        self._connection.settimeout(self._deadline.left())
        count = self._raw.readinto(buffer)
        self._left -= count or 0
        if self._left < 0:
            message = f"the answer is larger than {LARGEST} bytes"
            raise OSError(message)
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Connection(HTTPConnection):
    """A connection whose every wait ends at the deadline."""

    def __init__(self, host: str, *, deadline: Deadline, **stated: Any) -> None:
        super().__init__(host, **stated)
        self._deadline = deadline
        # It is called with the socket, as the class would be.
        self.response_class = self._answer  # type: ignore[assignment]

    def connect(self) -> None:
        self.timeout = self._deadline.left()
        super().connect()

    def _answer(self, connection: socket, *positional: Any, **stated: Any) -> HTTPResponse:
        answer = HTTPResponse(connection, *positional, **stated)
        answer.fp.close()
        answer.fp = BufferedReader(_BoundedStream(connection, self._deadline))
        return answer


class _SecureConnection(_Connection, HTTPSConnection):
    """The same over TLS."""


@cache
def default_context() -> SSLContext:
    """Return what is trusted by default; reading the certificates takes long, so only once."""
    return create_default_context()


class _WebHandler(AbstractHTTPHandler):
    def __init__(self, deadline: Deadline) -> None:
        super().__init__()
        self._deadline = deadline

    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(partial(_Connection, deadline=self._deadline), req)

    def https_open(self, req: Request) -> HTTPResponse:
        secure = partial(_SecureConnection, deadline=self._deadline, context=default_context())
        return self.do_open(secure, req)

    http_request = https_request = AbstractHTTPHandler.do_request_


class _RedirectHandler(HTTPRedirectHandler):
    """Follows redirects within the web, and never from TLS to plain text."""

    def http_error_302(self, req: Request, fp: Any, code: int, msg: str, headers: Any) -> Any:
        """Follow a redirect; close the answer that leads on also where it is not followed."""
        try:
            place = headers.get("location", headers.get("uri", ""))
            if len(place) > LONGEST_ADDRESS:
                _refuse(req, place)
            return super().http_error_302(req, fp, code, msg, headers)
        except HTTPError:
            # It holds the answer, and who takes it closes both.
            raise
        except BaseException:
            fp.close()
            raise

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302

    def redirect_request(  # noqa: PLR0913, PLR0917 - the signature of urllib
        self, req: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> Request | None:
        allowed = ("https:",) if req.type == "https" else ("https:", "http:")
        if not newurl.lower().startswith(allowed) or "@" in newurl.partition("//")[2].split("/")[0]:
            _refuse(req, newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _refuse(request: Request, place: str) -> NoReturn:
    message = f"{request.full_url} leads to {hide_login(place)!r}, which is not followed"
    raise UnreachableError(message)
