"""JSON Patch (RFC 6902), as far as deltas use it, and the canonical bytes that proofs are over."""

from __future__ import annotations

import json
from copy import deepcopy
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from guidepress_client.errors import AlteredError, UnreachableError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from guidepress_client.deadline import Deadline
    from guidepress_client.types import Changes, Operation


def canonical(document: Any) -> bytes:
    """Return the bytes in which bundles are published (RFC 8785 and a final newline)."""
    text = json.dumps(
        document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return f"{text}\n".encode()


def follow(bundle: bytes, delta: Changes, deadline: Deadline) -> bytes:
    """Apply one delta to the bytes of a bundle, and hold both ends against its proof.

    Raises AlteredError where the delta does not lead on, and UnreachableError where that takes
    longer than the deadline.
    """
    name, proof = f"{delta['guideline']}/{delta['to']}/changes.json", delta["proof"]
    if sha256(bundle).hexdigest() != proof["old_sha256"]:
        raise AlteredError(name, f"its proof does not begin at {delta['from']} as it was published")
    try:
        newer = canonical(apply(json.loads(bundle), delta["patch"], deadline))
    except TimeoutError as error:
        message = f"{name} cannot be applied in time: {error}"
        raise UnreachableError(message) from error
    except (LookupError, TypeError, ValueError, RecursionError) as error:
        why = f"its patch does not fit {delta['from']}"
        raise AlteredError(name, why) from error
    if sha256(newer).hexdigest() != proof["new_sha256"]:
        raise AlteredError(name, f"its patch does not lead to {delta['to']}")
    return newer


def apply(document: Any, operations: Iterable[Operation], deadline: Deadline) -> Any:
    """Apply ``add``, ``remove``, ``replace`` and ``move`` to the document in place; return it.

    Raises LookupError, TypeError or ValueError where the document has no such place, and
    TimeoutError: inserting into long lists can be made to take very long.
    """
    for operation in operations:
        deadline.left()
        name: str = operation["op"]
        match name:
            case "add":
                # Later steps may change what is put in: the delta keeps its own.
                _put(document, operation["path"], deepcopy(operation["value"]))
            case "remove":
                _pull(document, operation["path"])
            case "replace":
                _pull(document, operation["path"])
                _put(document, operation["path"], deepcopy(operation["value"]))
            case "move":
                _put(document, operation["path"], _pull(document, operation["from"]))
            case _:
                message = f"an operation that deltas do not have: {name}"
                raise ValueError(message)
    return document


def _holder(document: Any, pointer: str) -> tuple[Any, str]:
    """Return the object or array that a JSON Pointer (RFC 6901) ends in, and the last step."""
    root, *steps = (step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/"))
    if root or not steps:
        raise LookupError(pointer)
    for step in steps[:-1]:
        document = document[_place(step)] if isinstance(document, list) else document[step]
    return document, steps[-1]


def _place(step: str) -> int:
    if not (step.isascii() and step.isdigit()):
        raise LookupError(step)
    return int(step)


def _pull(document: Any, pointer: str) -> Any:
    holder, step = _holder(document, pointer)
    return holder.pop(_place(step)) if isinstance(holder, list) else holder.pop(step)


def _put(document: Any, pointer: str, value: Any) -> None:
    holder, step = _holder(document, pointer)
    if isinstance(holder, dict):
        holder[step] = value
    elif step == "-":
        holder.append(value)
    elif _place(step) <= len(holder):
        holder.insert(_place(step), value)
    else:
        raise LookupError(pointer)
