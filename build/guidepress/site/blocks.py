"""Finished HTML and front matter are kept away from parsers that would pass them on, slowly.

A staged page says in its front matter how long its blocks are. A page whose blocks are HTML and
headings can be taken apart, so that a generator sees the headings alone.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

_LENGTHS = re.compile(r"^blocks: (\[[\d, ]{1,100000}\])$", re.MULTILINE)
_HEADING = re.compile(r"#{1,6} [^\n]{1,2000}")


class Blocks(NamedTuple):
    """A page of headings and of HTML, which begins with ``<``, and its front matter."""

    blocks: tuple[str, ...]
    meta: Mapping[str, Any]


def join_blocks(meta: Mapping[str, object], blocks: Sequence[str]) -> str:
    """Return the staged page; its front matter is JSON, which is YAML that nothing escapes."""
    front = "".join(
        f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in meta.items()
    )
    lengths = json.dumps([len(block) for block in blocks])
    return f"---\n{front}blocks: {lengths}\n---\n\n" + "\n\n".join(blocks) + "\n"


def join_page(*blocks: str, **meta: object) -> str:
    """Return a page of the whole width; blocks that have nothing to say are left out."""
    return join_blocks({"hide": ["navigation"], **meta}, [block for block in blocks if block])


def take_apart(page: str) -> Blocks | None:
    """Return the blocks of a page, if it tells their lengths and nothing in it is to be parsed."""
    front, _, rest = page.partition("\n---\n\n")
    found = _LENGTHS.search(front)
    if found is None:
        return None
    blocks = tuple(_cut(rest, json.loads(found[1])))
    if any(not is_html(block) and not _HEADING.fullmatch(block) for block in blocks):
        return None
    return Blocks(blocks, dict(_read_front(front)))


def is_html(block: str) -> bool:
    """Tell a block of HTML from one of Markdown."""
    return block.startswith("<")


def _cut(text: str, lengths: Sequence[int]) -> Iterator[str]:
    start = 0
    for length in lengths:
        yield text[start : start + length]
        start += length + len("\n\n")


def _read_front(front: str) -> Iterator[tuple[str, Any]]:
    for line in front.splitlines()[1:]:
        key, _, value = line.partition(": ")
        yield key, json.loads(value)
