"""Bytes by name, from a folder or over HTTP, within limits of time and size."""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping
from functools import partial
from http import HTTPStatus
from http.client import HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request

from guidepress_client.errors import NotPublishedError, UnreachableError
from guidepress_client.web import LARGEST, SHOWN, hide_login, open_within

if TYPE_CHECKING:
    from http.client import HTTPResponse

    from guidepress_client.deadline import Deadline

# No name of the tree leads out of it, whatever a checksum file says.
_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}(/[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}){0,9}")
# What a server may be asked with later; anything else would break the header of that request.
_ETAG = re.compile(r'(W/)?"[\x21\x23-\x7e]{0,200}"')
_DATE = re.compile(r"[A-Za-z0-9 ,:+-]{1,60}")


class Kept(NamedTuple):
    """An answer of the server, and what to ask it with whether it still holds."""

    body: bytes
    etag: str = ""
    modified: str = ""


Cache = MutableMapping[str, Kept]


class Question(NamedTuple):
    """What is asked of a tree: a name below ``api/v1/``, and how.

    ``kept`` is the answer that the server may say still holds; ``again`` asks past every cache on
    the way.
    """

    name: str
    deadline: Deadline
    again: bool = False
    kept: Kept | None = None


Fetch = Callable[[Question], Kept]
"""Raises NotPublishedError or UnreachableError."""


def is_address(place: str | Path) -> bool:
    """Tell an http(s) address from a folder."""
    return re.match(r"https?://", str(place), re.IGNORECASE) is not None


def fetch_from(place: str | Path) -> Fetch:
    """Return how to fetch from an http(s) address or a folder."""
    address = str(place)
    if is_address(place):
        return partial(_from_web, _checked_address(address))
    # A single letter is a drive.
    if re.match(r"[A-Za-z][\w+.-]+:/", address) or "://" in address:
        raise UnreachableError(hide_login(address), "only http, https and folders can be read")
    return partial(_from_folder, Path(place))


def _checked_address(address: str) -> str:
    try:
        parts = urlsplit(address)
        usable = bool(parts.hostname) and parts.port != 0 and not (parts.query or parts.fragment)
        has_login = "@" in parts.netloc
    except ValueError:
        usable = has_login = False
    if has_login:
        what = f"{hide_login(address)!r} begins with a name or password, which is not sent"
        raise UnreachableError(what, "give the address without them")
    if not usable or re.search(r"[^\x21-\x7e]", address):
        what = f"{hide_login(address)!r} is not an address"
        raise UnreachableError(what, "give one such as https://publisher.example/api/v1")
    return address.rstrip("/")


def _checked(name: str) -> str:
    if not _NAME.fullmatch(name):
        message = f"{name[:200]!r} cannot be the name of a published file"
        raise NotPublishedError(message)
    return name


def _from_folder(folder: Path, question: Question) -> Kept:
    name = _checked(question.name)
    file = folder / name
    try:
        # A device or a pipe would never end.
        if not file.is_file():
            message = f"{name} is not in {folder}"
            raise NotPublishedError(message)
        with file.open("rb") as stream:
            body = stream.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        message = f"{name} cannot be read: {error}"
        raise UnreachableError(message, "see to the folder") from error
    return Kept(_small(body, str(file)))


def _small(body: bytes, what: str) -> bytes:
    if len(body) > LARGEST:
        message = f"{what} is larger than {LARGEST} bytes"
        raise UnreachableError(message, "no published file is: ask the publisher")
    return body


def _from_web(address: str, question: Question) -> Kept:
    url = f"{address}/{_checked(question.name)}"
    try:
        with open_within(question.deadline, _request(url, question)) as answer:
            return _read(url, answer)
    except HTTPError as error:
        with error:
            return _answered_otherwise(url, question, error)
    except (OSError, HTTPException, ValueError) as error:
        # The address of a proxy that is none is repeated by the library, with its password.
        phrase = hide_login(str(error))
        why = f"cannot be reached: {phrase or type(error).__name__}"
        if isinstance(getattr(error, "reason", error), TimeoutError):
            why = f"does not answer within {question.deadline.seconds:g} seconds"
        message = f"{url} {why}"
        raise UnreachableError(message) from (error if phrase == str(error) else None)


def _request(url: str, question: Question) -> Request:
    headers = {"Cache-Control": "no-cache"} if question.again else {}
    if question.kept and question.kept.etag:
        headers["If-None-Match"] = question.kept.etag
    elif question.kept and question.kept.modified:
        headers["If-Modified-Since"] = question.kept.modified
    return Request(url, headers=headers)  # noqa: S310 - http(s) only, see fetch_from


def _answered_otherwise(url: str, question: Question, error: HTTPError) -> Kept:
    if error.code == HTTPStatus.NOT_MODIFIED and question.kept:
        return question.kept
    if error.code in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        message = f"{url} is not published"
        raise NotPublishedError(message) from error
    # Where it leads to no page of the web, the library repeats the whole address as the reason.
    phrase = hide_login(str(error.reason))
    message = f"{url} answers {error.code} {phrase}"
    raise UnreachableError(message) from (error if phrase == error.reason else None)


def _read(url: str, answer: HTTPResponse) -> Kept:
    """Read an answer whole; what may have been cut off is never asked for by its ETag."""
    coding = answer.headers.get("Content-Encoding", "identity")
    if answer.status != HTTPStatus.OK or coding.lower() != "identity":
        message = (
            f"{url} answers {answer.status}, coded as {coding[:SHOWN]}; 200 and identity were asked"
        )
        raise UnreachableError(message)
    body = _small(answer.read(LARGEST + 1), url)
    if answer.length:
        message = f"{url} ends after {len(body)} bytes, {answer.length} before its end"
        raise UnreachableError(message)
    if answer.length is None and not answer.chunked:
        return Kept(body)
    etag, modified = (answer.headers.get(each, "") for each in ("ETag", "Last-Modified"))
    etag = etag if _ETAG.fullmatch(etag) else ""
    return Kept(body, etag, modified if _DATE.fullmatch(modified) else "")
