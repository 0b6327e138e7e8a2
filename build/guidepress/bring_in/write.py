"""Content as the text of our files; comments of the file before stay with their entries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from guidepress.edit.comments import Entry, read_entries
from guidepress.edit.layout import Layout, format_text
from guidepress.problem import UnusableError
from guidepress.schema import load_shape

_HEAD = "# yaml-language-server: $schema=../../schema/{kind}.schema.json\n"
_WIDE = 1_000_000


def render_file(kind: str, data: dict[str, Any], old: str, file: str) -> str:
    """Return the text of ``kind``.yaml in our layout."""
    plain = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=_WIDE)
    text, problems = format_text((_HEAD.format(kind=kind) + plain).encode(), file)
    if text is None:
        message = f"{file} cannot be written: {problems[0]}"
        raise UnusableError(message)
    return _with_comments(kind, text, old) if old else text


def _with_comments(kind: str, text: str, old: str) -> str:
    """Return the text with the comments of the old one; those of a lost entry go to its owner."""
    root, before = read_entries(text), read_entries(old)
    places = dict(_paths(root, ()))
    for path, entry in _paths(before, ()):
        if not (entry.above or entry.beside or entry.below):
            continue
        goal = next(places[path[:end]] for end in range(len(path), -1, -1) if path[:end] in places)
        for name in ("above", "beside", "below"):
            here = getattr(goal, name)
            phrase = {each.text for each in here}
            for each in getattr(entry, name):
                if each.text not in phrase:
                    here.append(each._replace(line=goal.line))
    return Layout(text.split("\n"), load_shape(kind)).render(root)


def _paths(entry: Entry, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Entry]]:
    """Yield each entry with its path: keys, and ids of what is in lists."""
    yield path, entry
    for number, each in enumerate(entry.entries):
        own = each.key if each.key is not None else _id_of(each) or str(number)
        yield from _paths(each, (*path, own))


def _id_of(entry: Entry) -> str:
    return next((str(each.node.value) for each in entry.entries if each.key == "id"), "")
