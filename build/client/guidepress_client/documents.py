"""What published bytes must be before an app may use them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from guidepress_client.errors import AlteredError, NewerSchemaError, WithdrawnError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guidepress_client.types import Bundle

SUMS = "SHA256SUMS"
SCHEMA_MAJOR = "1"
HELD = "the bundle at hand"
KEEP = "keep the bytes as downloaded, not text or JSON that was written anew"

_LINE = re.compile(r"([0-9a-f]{64})  (\S{1,300})")


def read_sums(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield name and sha256 of each line; raise AlteredError where one is none."""
    for line in data.decode("utf-8", "replace").split("\n")[:-1]:
        found = _LINE.fullmatch(line)
        if not found:
            raise AlteredError(SUMS, f"this is no line of it: {line[:80]!r}")
        yield found[2], found[1]


def _parsed(name: str, data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        why = "it is not JSON"
        raise AlteredError(name, why) from error


def read_document(name: str, data: bytes) -> Any:
    """Return the JSON of a file, whose schema must be one that this client reads.

    Raises AlteredError or NewerSchemaError.
    """
    document = _parsed(name, data)
    try:
        version = document["schema_version"].split(".")[0]
    except (LookupError, TypeError, AttributeError) as error:
        why = "it does not say which schema it follows"
        raise AlteredError(name, why) from error
    if version != SCHEMA_MAJOR:
        message = f"{name} follows schema {document['schema_version']}; this client reads 1.x"
        raise NewerSchemaError(message)
    return document


def release_of(bundle: object) -> tuple[str, str]:
    """Return guideline and version of the bytes of a bundle; raise AlteredError for all else."""
    if not isinstance(bundle, bytes):
        why = f"it is {type(bundle).__name__}, not bytes; {KEEP}"
        raise AlteredError(HELD, why)
    held = _parsed(HELD, bundle)
    try:
        return held["guideline"]["id"], held["guideline"]["version"]
    except (LookupError, TypeError) as error:
        why = "it is no released bundle"
        raise AlteredError(HELD, why) from error


def refuse_withdrawn(bundle: Bundle) -> None:
    """Raise WithdrawnError where the bundle is that of a withdrawal."""
    identity = bundle["guideline"]
    if identity["status"] == "withdrawn":
        withdrawal = identity.get("withdrawal", {"reason": "withdrawn", "last_good_version": ""})
        raise WithdrawnError(
            identity["id"],
            identity.get("version", ""),
            f"withdrawn: {withdrawal['reason']}",
            last_good_version=withdrawal["last_good_version"],
        )
