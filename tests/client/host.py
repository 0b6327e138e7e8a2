"""A host on this machine that answers honestly, or as badly as a test wants."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from client.faults import answer

if TYPE_CHECKING:
    import socket
    import ssl
    from collections.abc import Iterator, Mapping

    from client.faults import Fault


_CONDITIONS = ("if-none-match", "if-modified-since")


@dataclass
class Host:
    """What is served below ``/v1/``, which file is answered by a fault, and what was asked.

    ``broken`` is the name of that file, or ``*`` for every one; ``context`` makes it speak TLS.
    """

    files: Mapping[str, bytes]
    fault: Fault | None = None
    broken: str = ""
    asked: list[tuple[str, int]] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)
    closing: Event = field(default_factory=Event)
    address: str = ""
    context: ssl.SSLContext | None = None

    def reply(self, path: str, headers: Mapping[str, str], connection: socket.socket) -> None:
        # A proxy is asked with the whole address.
        name = path.partition("/v1/")[2]
        body = self.files.get(name)
        self.conditions += [headers[each] for each in _CONDITIONS if each in headers]
        etag = f'"{sha256(body or b"").hexdigest()[:20]}"'
        if self.fault is not None and self.broken in {name, "*"}:
            self.asked.append((name, 0))
            self._misbehave(self.fault, body or b"", etag, connection)
        elif body is None:
            self.asked.append((name, 404))
            connection.sendall(answer("404 Not Found", b"not here"))
        elif headers.get("if-none-match") == etag:
            self.asked.append((name, 304))
            connection.sendall(answer("304 Not Modified", b"", f"ETag: {etag}", length=""))
        else:
            self.asked.append((name, 200))
            connection.sendall(answer("200 OK", body, f"ETag: {etag}"))

    def _misbehave(self, fault: Fault, body: bytes, etag: str, connection: socket.socket) -> None:
        for piece in fault(body, etag):
            if isinstance(piece, bytes):
                connection.sendall(piece)
            elif self.closing.wait(piece):
                return


class _Handler(BaseRequestHandler):
    def handle(self) -> None:
        server: Any = self.server
        host: Host = server.host
        # A client that gives up is no fault of the host.
        with suppress(OSError), _secured(self.request, host.context) as connection:
            head = b""
            while b"\r\n\r\n" not in head and (more := connection.recv(65536)):
                head += more
            first, *lines = head.decode("latin-1").split("\r\n")
            pairs = [line.partition(": ") for line in lines]
            headers = {key.lower(): value for key, _, value in pairs}
            if head:
                host.reply(first.split(" ")[1], headers, connection)


@contextmanager
def _secured(plain: socket.socket, context: ssl.SSLContext | None) -> Iterator[socket.socket]:
    if context is None:
        yield plain
        return
    with context.wrap_socket(plain, server_side=True) as connection:
        yield connection


class _Server(ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 64


@contextmanager
def running(host: Host) -> Iterator[Host]:
    """Run a host in the background for as long as the block lasts."""
    server: Any = _Server(("127.0.0.1", 0), _Handler)
    server.host = host
    start = "http://127.0.0.1" if host.context is None else "https://localhost"
    host.address = f"{start}:{server.server_address[1]}/v1"
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield host
    finally:
        host.closing.set()
        server.shutdown()
        server.server_close()
