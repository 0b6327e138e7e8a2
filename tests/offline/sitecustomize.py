"""Put on the path of a process, this lets it open no connection, and listen to this machine only."""

import ipaddress
import os
import socket
import sys

_REFUSED = {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo"}
_REFUSED |= {"socket.gethostbyname", "socket.gethostbyaddr"}


def _watch(event: str, values: tuple[object, ...]) -> None:
    if event in _REFUSED and not _is_here(values):
        _end(f"{event}{values}")
    if event == "socket.bind" and not _is_here(values):
        _end(f"{event}{values}")


def _is_here(values: tuple[object, ...]) -> bool:
    """Tell whether a server asks for the address that it listens on itself, or binds to it."""
    if "serve" not in sys.argv:
        return False
    address = values[1] if isinstance(values[0], socket.socket) else values[0]
    host = address[0] if isinstance(address, tuple) else address
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return host == "localhost"


def _end(what: str) -> None:
    # Not an exception, which somebody could catch.
    sys.stderr.write(f"no connection is allowed here: {what}\n")
    sys.stderr.flush()
    os._exit(99)


sys.addaudithook(_watch)
