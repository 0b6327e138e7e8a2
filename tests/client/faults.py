"""Faults of the protocol: what a server, or a box between it and an app, may send instead.

Each fault is given the honest body and its ETag and yields pieces of the answer; a number is a
pause in seconds.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from itertools import repeat

Pieces = Iterator[bytes | float]
Fault = Callable[[bytes, str], Pieces]

OK = b"HTTP/1.1 200 OK\r\n"


def answer(status: str, body: bytes, *headers: str, length: object = None) -> bytes:
    """Return an answer whose stated length is that of the body, unless another is given."""
    stated = len(body) if length is None else length
    lines = [f"HTTP/1.1 {status}", *headers]
    lines += [f"Content-Length: {stated}"] if stated != "" else []
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1") + body


def _once(status: str, *headers: str, length: object = None, cut: int = 0) -> Fault:
    def fault(body: bytes, etag: str) -> Pieces:
        yield answer(status, body[: len(body) - cut], f"ETag: {etag}", *headers, length=length)

    return fault


def _raw(*pieces: bytes) -> Fault:
    return lambda _body, _etag: iter(pieces)


def _half(length: object) -> Fault:
    def fault(body: bytes, etag: str) -> Pieces:
        stated = len(body) if length is None else length
        yield answer("200 OK", body[: len(body) // 2], f"ETag: {etag}", length=stated)

    return fault


def _half_that_fits(body: bytes, etag: str) -> Pieces:
    yield answer("200 OK", body[: len(body) // 2], f"ETag: {etag}")


def _cut_at_a_line(body: bytes, etag: str) -> Pieces:
    half = body[: len(body) // 2].rpartition(b"\n")[0] + b"\n"
    yield answer("200 OK", half, f"ETag: {etag}")


def _cut_at_a_line_without_length(body: bytes, etag: str) -> Pieces:
    half = body[: len(body) // 2].rpartition(b"\n")[0] + b"\n"
    yield answer("200 OK", half, f"ETag: {etag}", length="")


def _chunked(ending: bytes, size: str = "{:x}") -> Fault:
    def fault(body: bytes, etag: str) -> Pieces:
        yield OK + f"ETag: {etag}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
        yield size.format(len(body)).encode() + b"\r\n" + body + ending

    return fault


def _packed(body: bytes, etag: str) -> Pieces:
    data = gzip.compress(body, mtime=0)
    yield answer("200 OK", data, f"ETag: {etag}", "Content-Encoding: gzip")


def _bomb(_body: bytes, etag: str) -> Pieces:
    data = gzip.compress(bytes(50_000_000), mtime=0)
    yield answer("200 OK", data, f"ETag: {etag}", "Content-Encoding: gzip")


def _endless(_body: bytes, etag: str) -> Pieces:
    yield OK + f"ETag: {etag}\r\n\r\n".encode()
    yield from repeat(b" " * 65536, 2000)


def _redirect(where: str, status: str = "302 Found") -> Fault:
    return _once(status, f"Location: {where}")


def _drip(head: bytes) -> Fault:
    def fault(_body: bytes, _etag: str) -> Pieces:
        yield head
        while True:
            yield b"a"
            yield 0.05

    return fault


def _silent(head: bytes) -> Fault:
    def fault(_body: bytes, _etag: str) -> Pieces:
        if head:
            yield head
        yield from repeat(0.05, 2000)

    return fault


def _again_and_again(head: bytes) -> Fault:
    def fault(_body: bytes, _etag: str) -> Pieces:
        while True:
            yield head
            yield 0.01

    return fault


# Those that hold a caller until the deadline.
SLOW: dict[str, Fault] = {
    "drips its status": _drip(b""),
    "drips its headers": _drip(OK + b"X: "),
    "drips its body": _drip(OK + b"Content-Length: 1000000\r\n\r\n"),
    "drips a body without a length": _drip(OK + b"\r\n"),
    "drips the size of a chunk": _drip(OK + b"Transfer-Encoding: chunked\r\n\r\n1;"),
    "drips a redirect's body": _drip(b"HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\n"),
    "says nothing": _silent(b""),
    "says nothing after its headers": _silent(OK + b"Content-Length: 10\r\n\r\n"),
    "continues for ever": _again_and_again(b"HTTP/1.1 100 Continue\r\n\r\n"),
}

QUICK: dict[str, Fault] = {
    "closes at once": _raw(),
    "garbage": _raw(b"\x00\xff" * 500),
    "an answer of 1991": _raw(b"<html>hello</html>"),
    "a status that is no number": _raw(b"HTTP/1.1 abc OK\r\n\r\n"),
    "a status of four digits": _raw(b"HTTP/1.1 2000 OK\r\n\r\n"),
    "an unheard-of version": _raw(b"HTTP/9.9 200 OK\r\nContent-Length: 0\r\n\r\n"),
    "headers that end early": _raw(OK + b"Content-Length: 5"),
    "a header of 100 kB": _raw(OK + b"X: " + b"a" * 100_000 + b"\r\n\r\n"),
    "500 headers": _raw(OK + b"X: a\r\n" * 500 + b"\r\n"),
    "a header that is none": _raw(OK + b"no header\r\n: x\r\n\0\r\n\r\n"),
    "a half with the length of all": _half(None),
    "a half without a length": _half(""),
    "a half with its own length": _half_that_fits,
    "half the lines": _cut_at_a_line,
    "half the lines without a length": _cut_at_a_line_without_length,
    "a length that is too small": _once("200 OK", length=1),
    "a length that is too large": _once("200 OK", length=10**12),
    "a length below zero": _once("200 OK", length=-5),
    "a length that is no number": _once("200 OK", length="many"),
    "a length of 5000 digits": _once("200 OK", length="9" * 5000),
    "two lengths": _once("200 OK", "Content-Length: 3"),
    "a byte too few": _once("200 OK", cut=1),
    "a chunk without an end": _chunked(b""),
    "a chunk that is larger than said": _chunked(b"\r\n0\r\n\r\n", "1"),
    "a chunk that is smaller than said": _chunked(b"\r\n0\r\n\r\n", "ffffffff"),
    "a chunk of no size": _chunked(b"\r\n0\r\n\r\n", "zz"),
    "a chunk below zero": _chunked(b"\r\n0\r\n\r\n", "-5"),
    "a chunk of 400 digits": _chunked(b"\r\n0\r\n\r\n", "f" * 400),
    "chunks and a length": _once("200 OK", "Transfer-Encoding: chunked"),
    "packed unasked": _packed,
    "a bomb": _bomb,
    "an unheard-of coding": _once("200 OK", "Content-Encoding: x-unheard-of"),
    "no end": _endless,
    "another answer after it": _once(
        "200 OK", length="0\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0"
    ),
    "an ETag over two lines": _once("200 OK", 'ETag: "a\r\n b"', cut=1),
    "an ETag that is none": _once("200 OK", "ETag: a b \xe9 \x01", cut=1),
    "an ETag of 60 kB": _once("200 OK", f'ETag: "{"a" * 60_000}"', cut=1),
    "a date that is none": _once("200 OK", "Last-Modified: \xff\x01", cut=1),
    **{
        f"status {status}": _once(status)
        for status in (
            "201 Created",
            "202 Accepted",
            "203 Non-Authoritative",
            "204 No Content",
            "206 Partial Content",
            "226 IM Used",
            "300 Multiple Choices",
            "304 Not Modified",
            "305 Use Proxy",
            "400 Bad Request",
            "401 Unauthorized",
            "403 Forbidden",
            "404 Not Found",
            "407 Proxy Authentication Required",
            "410 Gone",
            "418 I'm a teapot",
            "429 Too Many Requests",
            "500 Internal Server Error",
            "503 Service Unavailable",
            "999 \xe9",
        )
    },
    **{
        f"leads to {where or 'nowhere'!r}": _redirect(where)
        for where in (
            "file:///etc/passwd",
            "ftp://127.0.0.1/x",
            "data:application/json,{}",
            "javascript:alert(1)",
            "gopher://127.0.0.1/",
            "http://[bad",
            "http://",
            "http:///x",
            "http://127.0.0.1:99999/",
            "http://127.0.0.1:x/",
            "http://127.0.0.1:9/",
            "http://user:word@127.0.0.1:9/",
            "//127.0.0.1:9/x",
            "http://a..b/",
            f"http://{'a' * 300}/",
            "http://\xe9\x80\xff/",
            "?",
            "",
            "#",
            "/\x0bx",
            "x\r\n Y: z",
        )
    },
    **{
        f"leads in a circle by {status}": _redirect("", status)
        for status in ("301 Moved", "303 See Other", "307 Temporary", "308 Permanent")
    },
    "leads on without a place": _once("302 Found"),
}
