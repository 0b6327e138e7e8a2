"""Bytes by name, from a folder or over HTTP with conditional requests."""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping
from functools import partial
from http import HTTPStatus
from http.client import HTTPException
from pathlib import Path
from typing import NamedTuple
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from guidepress_client.errors import NotPublishedError, UnreachableError

LARGEST = 64 * 1024 * 1024
SECONDS = 30

# No name of the tree leads out of it, whatever a checksum file says.
_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}(/[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}){0,9}")


class Kept(NamedTuple):
    """An answer of the server, and what to ask it with whether it still holds."""

    body: bytes
    etag: str = ""
    modified: str = ""


Fetch = Callable[[str, bool], bytes]
"""(name below ``api/v1/``, whether every cache on the way must ask again) -> bytes."""

Cache = MutableMapping[str, Kept]


def fetch_from(place: str | Path, cache: Cache) -> Fetch:
    """Return how to fetch from an http(s) address or a folder."""
    address = str(place)
    if re.match(r"https?://", address, re.IGNORECASE):
        return partial(_from_web, address.rstrip("/"), cache)
    if "://" in address:
        message = f"{address}: only http, https and folders can be read"
        raise UnreachableError(message)
    return partial(_from_folder, Path(place))


def _checked(name: str) -> str:
    if not _NAME.fullmatch(name):
        message = f"{name!r} cannot be the name of a published file"
        raise NotPublishedError(message)
    return name


def _from_folder(folder: Path, name: str, _again: bool) -> bytes:  # noqa: FBT001 - the signature of Fetch
    file = folder / _checked(name)
    try:
        return file.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
        message = f"{name} is not in {folder}"
        raise NotPublishedError(message) from error
    except OSError as error:
        message = f"{name} cannot be read: {error}"
        raise UnreachableError(message) from error


def _from_web(address: str, cache: Cache, name: str, again: bool) -> bytes:  # noqa: FBT001 - the signature of Fetch
    url = f"{address}/{_checked(name)}"
    try:
        kept = _ask(url, cache.get(url), again)
    except HTTPError as error:
        with error:
            if error.code in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
                message = f"{url} is not published"
                raise NotPublishedError(message) from error
            message = f"{url} answers {error.code} {error.reason}"
            raise UnreachableError(message) from error
    except (URLError, OSError, HTTPException) as error:
        message = f"{url} cannot be reached: {error}"
        raise UnreachableError(message) from error
    cache[url] = kept
    return kept.body


def _ask(url: str, kept: Kept | None, again: bool) -> Kept:  # noqa: FBT001 - the signature of Fetch
    headers = {"Cache-Control": "no-cache"} if again else {}
    if kept and kept.etag:
        headers["If-None-Match"] = kept.etag
    elif kept and kept.modified:
        headers["If-Modified-Since"] = kept.modified
    try:
        with urlopen(Request(url, headers=headers), timeout=SECONDS) as answer:  # noqa: S310 - http(s) only, see fetch_from
            body = answer.read(LARGEST + 1)
            found = answer.headers
    except HTTPError as error:
        if error.code == HTTPStatus.NOT_MODIFIED and kept:
            error.close()
            return kept
        raise
    if len(body) > LARGEST:
        message = f"{url} is larger than {LARGEST} bytes"
        raise UnreachableError(message)
    return Kept(body, found.get("ETag", ""), found.get("Last-Modified", ""))
