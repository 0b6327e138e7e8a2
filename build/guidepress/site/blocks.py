"""Finished HTML and front matter are kept away from parsers that would pass them on, slowly.

A staged page says in its front matter how long its blocks are. Those that are HTML are taken out
before a generator reads the page, and put back into what it made of the headings.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_LENGTHS = re.compile(r"^blocks: (\[[\d, ]{1,100000}\])$", re.MULTILINE)
_PLACE = re.compile(r"<!--gp-block (\d{1,6})-->")


class Hollow(NamedTuple):
    """A page of headings and marked places, the HTML that stands in each, and its front matter."""

    text: str
    blocks: tuple[str, ...] = ()
    meta: Mapping[str, Any] = {}


def join_blocks(meta: Mapping[str, object], blocks: Sequence[str]) -> str:
    """Return the staged page; its front matter is JSON, which is YAML that nothing escapes."""
    front = "".join(
        f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in meta.items()
    )
    lengths = json.dumps([len(block) for block in blocks])
    return f"---\n{front}blocks: {lengths}\n---\n\n" + "\n\n".join(blocks) + "\n"


def hollow(page: str) -> Hollow:
    """Take HTML and front matter out of a page; one that tells no lengths is left as it is."""
    front, _, rest = page.partition("\n---\n\n")
    found = _LENGTHS.search(front)
    if found is None:
        return Hollow(page)
    left: list[str] = []
    taken: list[str] = []
    start = 0
    for length in json.loads(found[1]):
        block = rest[start : start + length]
        start += length + len("\n\n")
        if block.startswith("<"):
            left.append(f"<!--gp-block {len(taken)}-->")
            taken.append(block)
        else:
            left.append(block)
    return Hollow("\n\n".join(left) + "\n", tuple(taken), dict(_read_front(front)))


def _read_front(front: str) -> Iterator[tuple[str, Any]]:
    for line in front.splitlines()[1:]:
        key, _, value = line.partition(": ")
        yield key, json.loads(value)


def fill(html: str, blocks: tuple[str, ...]) -> str:
    """Put the HTML back in its places."""
    return _PLACE.sub(lambda place: blocks[int(place[1])], html)
