"""What published bytes must be before an app may use them."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any

from guidepress_client.errors import AlteredError, NewerSchemaError, WithdrawnError
from guidepress_client.shape import find_misfits
from guidepress_client.types import Bundle

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from guidepress_client.deadline import Deadline

SUMS = "SHA256SUMS"
CONSULTATION = "consultation"
SCHEMA_MAJOR = "2"
HELD = "the bundle at hand"
KEEP = "keep the bytes as downloaded, not text or JSON that was written anew"
# Sixteen times the largest bundle that we know of, and no trouble for a small machine.
LARGEST_DOCUMENT = 16 * 1024 * 1024
# Conditions of options are trees; those that people write have a handful of levels.
DEEPEST = 100

_LINE = re.compile(r"([0-9a-f]{64})  ([\x21-\x7e]{1,300})")
_VERSION = re.compile(r"([0-9]{1,9})\.([0-9]{1,9})\.([0-9]{1,9})(-[0-9a-z.-]{1,40})?")
# More than any id or version is, and nothing that breaks a line of a log or an address.
_LISTED = re.compile(r"[\x21-\x7e]{1,200}")
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


def read_sums(name: str, data: bytes) -> dict[str, str]:
    """Return the sha256 of each name in a checksum file; raise AlteredError where it is none."""
    *lines, rest = data.decode("utf-8", "replace").split("\n")
    found: dict[str, str] = {}
    for line in lines:
        fields = _LINE.fullmatch(line)
        if not fields or fields[2] in found:
            raise AlteredError(name, f"this is no line of it: {line[:80]!r}")
        found[fields[2]] = fields[1]
    if rest or not found:
        raise AlteredError(name, "its end is missing")
    return found


def parse(name: str, data: bytes) -> Any:
    """Return the JSON of a file, which is UTF-8, has each key once, and can be written again.

    Raises AlteredError for all else.
    """
    if len(data) > LARGEST_DOCUMENT:
        raise AlteredError(name, f"it is larger than {LARGEST_DOCUMENT} bytes")
    try:
        document = json.loads(
            data.decode("utf-8"), object_pairs_hook=_object, parse_constant=_refuse
        )
        if _SURROGATE.search(data):
            json.dumps(document, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        why = f"it is not JSON: {str(error)[:200]}"
        raise AlteredError(name, why) from error
    if _is_deep(document):
        raise AlteredError(name, f"it is nested more than {DEEPEST} levels deep")
    return document


def _is_deep(document: Any) -> bool:
    """Tell whether a document is too deep to be walked by recursion, here and in an app."""
    level = [document] if isinstance(document, (dict, list)) else []
    for _ in range(DEEPEST + 1):
        values = (each.values() if isinstance(each, dict) else each for each in level)
        level = [each for inner in values for each in inner if isinstance(each, (dict, list))]
        if not level:
            return False
    return True


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        message = "an object has a key twice"
        raise ValueError(message)
    return found


def _refuse(constant: str) -> Any:
    message = f"{constant} is no number of JSON"
    raise ValueError(message)


def read_document(name: str, data: bytes, kind: Any, deadline: Deadline) -> Any:
    """Return the JSON of a file, of a schema that this client reads and of the shape of ``kind``.

    Raises AlteredError or NewerSchemaError, and UnreachableError at the deadline.
    """
    deadline.check(name)
    document = parse(name, data)
    version = document.get("schema_version") if isinstance(document, dict) else None
    if not isinstance(version, str) or not _VERSION.fullmatch(version):
        raise AlteredError(name, "it does not say which schema it follows")
    if version.split(".")[0] != SCHEMA_MAJOR:
        message = f"{name} follows schema {version}; this client reads {SCHEMA_MAJOR}.x"
        raise NewerSchemaError(message)
    for misfit in find_misfits(document, kind, partial(deadline.check, name)):
        raise AlteredError(name, f"it does not follow its schema: {misfit[:200]}")
    return document


def read_bundle(name: str, data: bytes, guideline: str, version: str, deadline: Deadline) -> Bundle:
    """Return the bundle of one version of a guideline; raise AlteredError for any other."""
    bundle: Bundle = read_document(name, data, Bundle, deadline)
    identity = bundle["guideline"]
    found = (identity["id"], identity.get("version"))
    if found != (guideline, version):
        why = f"it holds {found[0]} {found[1]}, not {guideline} {version}"
        raise AlteredError(name, why)
    return bundle


def order_of(name: str, version: str) -> tuple[int, int, int]:
    """Return a version as numbers that can be compared; raise AlteredError where it is none."""
    found = _VERSION.fullmatch(version)
    if not found:
        raise AlteredError(name, f"{version[:80]!r} is no version")
    return int(found[1]), int(found[2]), int(found[3])


def check_owner(name: str, document: Mapping[str, Any], guideline: str) -> None:
    """Raise AlteredError where a file is that of another guideline."""
    if document["guideline"] != guideline:
        raise AlteredError(name, f"it is that of {document['guideline'][:80]}")


def check_once(name: str, values: Iterable[str]) -> None:
    """Raise AlteredError where something is listed twice, or under what is no id and no version."""
    seen: set[str] = set()
    for each in values:
        if not _LISTED.fullmatch(each):
            raise AlteredError(name, f"{each[:80]!r} is no id and no version")
        if each in seen:
            raise AlteredError(name, f"it lists {each[:80]} twice")
        seen.add(each)


def release_of(bundle: object) -> tuple[str, str]:
    """Return guideline and version of the bytes of a bundle; raise AlteredError for all else."""
    if not isinstance(bundle, bytes):
        raise AlteredError(HELD, f"it is {type(bundle).__name__}, not bytes", KEEP)
    held = parse(HELD, bundle)
    try:
        found = held["guideline"]["id"], held["guideline"]["version"]
    except (LookupError, TypeError) as error:
        raise AlteredError(HELD, "it is no released bundle", KEEP) from error
    if not all(isinstance(each, str) for each in found):
        raise AlteredError(HELD, "it is no released bundle", KEEP)
    return found


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
