"""Put on the path of a process, this lets it open no connection."""

import socket


def _refuse(*_: object, **__: object) -> None:
    message = "no connection is allowed here"
    raise AssertionError(message)


socket.socket.connect = _refuse  # type: ignore[method-assign]
socket.socket.connect_ex = _refuse  # type: ignore[method-assign, assignment]
socket.getaddrinfo = _refuse  # type: ignore[assignment]
