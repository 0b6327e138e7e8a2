"""What a fuzzer makes of files of others: bytes as they are, or a sound document with altered elements."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from atheris import FuzzedDataProvider  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def altered_xml(sound: str, noise: bytes) -> bytes:
    """Return what the bytes make of a sound document."""
    taken = FuzzedDataProvider(noise)
    if taken.ConsumeIntInRange(0, 3) == 0:
        return bytes(taken.ConsumeBytes(taken.remaining_bytes()))
    root = ET.fromstring(sound)  # noqa: S314 - a text of ours
    for _ in range(taken.ConsumeIntInRange(1, 6)):
        _alter(root, taken)
    return bytes(ET.tostring(root, encoding="unicode").encode("utf-8", "surrogatepass"))


def _alter(root: Element, taken: Any) -> None:
    every = list(root.iter())
    parent, other = (every[taken.ConsumeIntInRange(0, len(every) - 1)] for _ in "ab")
    kind = taken.ConsumeIntInRange(0, 5)
    if kind == 0 and len(parent):
        del parent[taken.ConsumeIntInRange(0, len(parent) - 1)]
    elif kind == 1:
        parent.insert(taken.ConsumeIntInRange(0, len(parent)), deepcopy(other))
    elif kind == 2:
        parent.tag = other.tag
    elif kind == 3:
        parent.text = _text(taken)
    elif kind == 4:
        parent.tail = _text(taken)
    elif names := list(parent.attrib or other.attrib):
        name = names[taken.ConsumeIntInRange(0, len(names) - 1)]
        parent.set(name, _text(taken))


def _text(taken: Any) -> str:
    return str(taken.ConsumeUnicode(taken.ConsumeIntInRange(0, 40)))
