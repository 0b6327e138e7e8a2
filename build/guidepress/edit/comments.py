"""The comments of a YAML text, and the entry that each belongs to.

No YAML library keeps a comment with the entry below it when entries change places; so comments
are found between the parser's tokens, and given to an entry before anything moves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_COMMENT = re.compile(r"#[^\n]*")
_HEADER = re.compile(r"[|>][-+0-9]{0,2}[ \t]{1,200}(#[^\n]*)")


class Comment(NamedTuple):
    """A comment from its ``#`` on; lines and columns from 0; ``alone`` on its line or not."""

    line: int
    column: int
    text: str
    alone: bool


@dataclass(eq=False, kw_only=True)
class Entry:
    """A key with its value, or an entry of a list, with the comments that go where it goes."""

    key: str | None
    node: yaml.Node
    line: int
    column: int
    owner: Entry | None
    entries: list[Entry] = field(default_factory=list)
    above: list[Comment] = field(default_factory=list)
    beside: list[Comment] = field(default_factory=list)
    below: list[Comment] = field(default_factory=list)

    @property
    def has_comments(self) -> bool:
        """Tell whether there is a comment at this entry or at one inside it."""
        own = self.above or self.beside or self.below
        return bool(own) or any(each.has_comments for each in self.entries)

    def walk(self) -> Iterator[Entry]:
        """Yield the entry and all that are inside it, in the order of the text."""
        yield self
        for each in self.entries:
            yield from each.walk()


def read_entries(text: str) -> Entry:
    """Return the entry that is the whole text; the text must have passed our own parser."""
    lines = text.split("\n")
    node: Any = yaml.compose(text, Loader=_LOADER)
    root = Entry(key=None, node=node, line=-1, column=-1, owner=None)
    _fill(root, lines)
    entries = list(root.walk())[1:]
    for comment in find_comments(text):
        _give(comment, root, entries)
    return root


def find_comments(text: str) -> list[Comment]:
    """Return the comments of the text: what stands between tokens and begins with ``#``."""
    lines = text.split("\n")
    found: list[Comment] = []
    end = 0
    for token in yaml.scan(text, Loader=_LOADER):
        found += _between(text, end, token.start_mark.index, lines)
        if isinstance(token, yaml.ScalarToken) and token.style in {"|", ">"}:
            header = _HEADER.match(lines[token.start_mark.line][token.start_mark.column :])
            if header:
                start = token.start_mark
                column = start.column + header.start(1)
                found.append(Comment(start.line, column, header[1], alone=False))
        end = max(end, token.end_mark.index)
    return [each._replace(text=each.text.rstrip()) for each in found]


def _between(text: str, start: int, end: int, lines: Sequence[str]) -> Iterator[Comment]:
    for match in _COMMENT.finditer(text, start, end):
        line = text.count("\n", 0, match.start())
        column = match.start() - (text.rfind("\n", 0, match.start()) + 1)
        yield Comment(line, column, match[0], not lines[line][:column].strip())


def _fill(entry: Entry, lines: Sequence[str]) -> None:
    node: Any = entry.node
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            mark = key.start_mark
            inner = Entry(
                key=key.value, node=value, line=mark.line, column=mark.column, owner=entry
            )
            entry.entries.append(inner)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            mark = value.start_mark
            dash = lines[mark.line][: mark.column].rstrip()
            column = len(dash) - 1 if dash.endswith("-") else mark.column
            entry.entries.append(
                Entry(key=None, node=value, line=mark.line, column=column, owner=entry)
            )
    for each in entry.entries:
        _fill(each, lines)


def _give(comment: Comment, root: Entry, entries: Sequence[Entry]) -> None:
    before = [each for each in entries if each.line <= comment.line]
    after = next((each for each in entries if each.line > comment.line), None)
    if not comment.alone:
        _owner_of_line(before[-1] if before else root, comment).beside.append(comment)
    elif after is not None and (comment.column <= after.column or not before):
        after.above.append(comment)
    elif after is None and comment.column == 0:
        root.below.append(comment)
    else:
        above = _outdented(before[-1], comment)
        if after is not None and after in above.walk():
            after.above.append(comment)
        else:
            above.below.append(comment)


def _owner_of_line(entry: Entry, comment: Comment) -> Entry:
    """Return the entry that ends on the comment's line: the outermost in brackets, if closed."""
    owner = entry
    outer: Entry | None = entry
    while outer is not None and outer.owner is not None:
        outer = outer.owner
        node: Any = outer.node
        if getattr(node, "flow_style", False) and node.end_mark.line <= comment.line:
            owner = outer
    return owner


def _outdented(entry: Entry, comment: Comment) -> Entry:
    while entry.owner is not None and entry.column > comment.column:
        entry = entry.owner
    return entry
