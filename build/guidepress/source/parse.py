"""YAML events become data and positions.

Events, not nodes: libyaml's composer recurses in C and dies on deep nesting; its events do not,
and they show duplicate keys, anchors, tags and directives that loaders swallow.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, NoReturn

import yaml

from guidepress.problem import Position, Problem, Related
from guidepress.source.document import Document, Mark, Plain
from guidepress.source.syntax import explain_syntax
from guidepress.source.text import (
    MAX_BYTES,
    MAX_PROBLEMS,
    at_most,
    decode,
    find_in_escapes,
    find_tabs,
    too_large,
    with_spaces,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_DEPTH = 40
MAX_EVENTS = 100_000

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_document(path: Path, file: str) -> tuple[Document | None, list[Problem]]:
    """Read and parse one ordinary file, never through a link; ``file`` is its name in problems."""
    place = Position(file, 1, 1)
    try:
        if path.is_symlink() or not path.is_file():
            hint = "write the file itself, not a link or a folder"
            return None, [Problem(place, "unreadable-file", "this is not an ordinary file", hint)]
        if (size := path.stat().st_size) > MAX_BYTES:
            return None, [too_large(size, file)]
        return parse_document(path.read_bytes(), file)
    except OSError:
        hint = "look at the file's permissions"
        return None, [Problem(place, "unreadable-file", "this file cannot be read", hint)]


def parse_document(data: bytes, file: str) -> tuple[Document | None, list[Problem]]:
    """Parse YAML; return the document, or None where there is none, and every fault found."""
    text, problems = decode(data, file)
    if text is None:
        return None, problems
    lines = tuple(text.split("\n"))
    tabs = list(islice(find_tabs(lines, file), MAX_PROBLEMS + 1))
    if tabs:
        document, found = _parse_in_spite_of_tabs(lines, file)
    else:
        document, found = _parse(text, lines, file)
    return document, at_most([*problems, *tabs, *found])


def _parse(text: str, lines: tuple[str, ...], file: str) -> tuple[Document | None, list[Problem]]:
    builder = _Builder(file, lines)
    return builder.build(text), builder.problems


def _parse_in_spite_of_tabs(
    lines: tuple[str, ...], file: str
) -> tuple[Document | None, list[Problem]]:
    """Read tabs as as many spaces as make sense of the file, so that they hide no other fault."""
    for width in (4, 2, 8):
        spaced = tuple(with_spaces(line, width) for line in lines)
        document, found = _parse("\n".join(spaced), spaced, file)
        if document is not None:
            return document, found
    # What a tab breaks is told once, as the tab.
    return None, []


def _beginning(file: str) -> str:
    name = file.rpartition("/")[2].removesuffix(".yaml")
    key = f"{name}:" if name in {"factors", "options", "references"} else "id: my-guideline"
    key = "about: [an-id]" if "/notes/" in f"/{file}" else key
    return f"begin with `{key}`, or restore the file from version control"


class _Stop(Exception):  # noqa: N818 - not an error: the rest cannot be parsed
    """The file cannot be parsed any further; its problem is noted."""


class _Builder:
    """Builds data and marks from events, iteratively: depth is a number, not a stack frame."""

    def __init__(self, file: str, lines: tuple[str, ...]) -> None:
        self.file = file
        self.lines = lines
        self.problems: list[Problem] = []
        self._stack: list[tuple[Any, Mark]] = []
        self._key: list[tuple[str, Any] | None] = []
        self._root: tuple[Any, Mark] | None = None

    def build(self, text: str) -> Document | None:
        try:
            for number, event in enumerate(self._events(text)):
                if number > MAX_EVENTS or len(self.problems) > MAX_PROBLEMS:
                    self._stop_flood(event.start_mark)
                self._take(event)
        except _Stop:
            return None
        if self._root is None or not isinstance(self._root[0], dict):
            rule = "yaml-empty" if self._root is None else "yaml-not-mapping"
            said = "the file is empty" if self._root is None else "the file is not a list of keys"
            hint = _beginning(self.file)
            self.problems.append(Problem(Position(self.file, 1, 1), rule, said, hint))
            return None
        data, marks = self._root
        return Document(file=self.file, data=data, lines=self.lines, marks=marks)

    def _events(self, text: str) -> Iterator[Any]:
        try:
            loader = _LOADER(text)
            while (event := loader.get_event()) is not None:
                yield event
        except yaml.MarkedYAMLError as error:
            self._note(*explain_syntax(error, self.lines))
            raise _Stop from error
        except yaml.YAMLError as error:
            self._note(None, "yaml-syntax", "this is not YAML", "save the file as plain text")
            raise _Stop from error

    def _note(self, mark: Any, rule: str, message: str, hint: str) -> None:
        line, column = (mark.line, mark.column) if mark else (0, 0)
        self.problems.append(
            Problem(Position(self.file, line + 1, column + 1), rule, message, hint)
        )

    def _stop_flood(self, mark: Any) -> NoReturn:
        if len(self.problems) <= MAX_PROBLEMS:
            said = "the file holds too many keys and values"
            self._note(mark, "yaml-too-large", said, "split the guideline")
        raise _Stop

    def _take(self, event: Any) -> None:
        handler = _HANDLERS.get(type(event))
        if handler:
            handler(self, event)

    def _document_start(self, event: Any) -> None:
        if event.version or event.tags:
            hint = "remove the line that begins with %"
            self._note(event.start_mark, "yaml-directive", "a directive is not allowed", hint)
            raise _Stop
        if self._root is not None:
            hint = "remove the line `---`"
            self._note(event.start_mark, "yaml-several-documents", "a second document", hint)
            raise _Stop

    def _alias(self, event: Any) -> None:
        hint = "write the value out where it is needed"
        self._note(event.start_mark, "yaml-anchor", f"*{event.anchor} is an alias", hint)
        self._add(None, Mark(event.start_mark.line, event.start_mark.column, event.end_mark.line))

    def _refuse_extras(self, event: Any) -> None:
        if event.anchor:
            hint = "remove it, and write the value out where it is needed"
            self._note(event.start_mark, "yaml-anchor", f"&{event.anchor} is an anchor", hint)
        if event.tag:
            self._note(event.start_mark, "yaml-tag", f"{event.tag} is a tag", "remove it")

    def _scalar(self, event: Any) -> None:
        self._refuse_extras(event)
        mark = Mark(event.start_mark.line, event.start_mark.column, event.end_mark.line)
        value: str = event.value
        if not event.style:
            value = Plain(value)
            self._note_cut(event)
        elif event.style == '"' and not (value.isascii() and value.isprintable()):
            place = Position(self.file, mark.line + 1, mark.column + 1)
            self.problems += find_in_escapes(value, place)
        self._add(value, mark)

    def _note_cut(self, event: Any) -> None:
        """Note text that is lost: a plain scalar ends at `` #`` without a word."""
        end = event.end_mark
        line = self.lines[end.line] if end.line < len(self.lines) else ""
        # Not the whole rest of the line: a line may be as long as the file, and hold many texts.
        if event.value and line.startswith((" #", "\t#"), end.column):
            hint = "put the text in quotation marks, or two spaces before a comment"
            said = f"the text ends before “{line[end.column : end.column + 32].strip()[:30]}”"
            self._note(end, "yaml-comment-cuts-text", said, hint)

    def _start(self, event: Any, container: Any) -> None:
        self._refuse_extras(event)
        if len(self._stack) >= MAX_DEPTH:
            said = f"the content is nested more than {MAX_DEPTH} levels deep"
            self._note(event.start_mark, "yaml-too-deep", said, "make it flatter")
            raise _Stop
        mark = Mark(event.start_mark.line, event.start_mark.column, event.end_mark.line)
        self._add(container, mark)
        self._stack.append((container, mark))
        self._key.append(None)

    def _end(self, event: Any) -> None:
        _, mark = self._stack.pop()
        end = event.end_mark
        # What ends by indentation ends before the line of what comes next.
        by_indentation = event.start_mark.index == end.index and end.line > mark.line
        mark.end = end.line - 1 if by_indentation else end.line
        self._key.pop()

    def _add(self, value: Any, mark: Mark) -> None:
        if not self._stack:
            self._root = (value, mark)
            return
        container, parent = self._stack[-1]
        if isinstance(container, list):
            parent.children[len(container)] = mark
            container.append(value)
        elif self._key[-1] is None:
            self._begin_key(value, mark)
        else:
            name, key_mark = self._key[-1]
            self._key[-1] = None
            if name in container and name != "<<":
                self._note_duplicate(name, parent, key_mark)
                return
            container[name] = value
            parent.children[name] = mark
            parent.keys[name] = (key_mark.line, key_mark.column)

    def _begin_key(self, value: Any, mark: Mark) -> None:
        if not isinstance(value, str) or value == "<<":
            said = "this key is not a word" if value != "<<" else "<< merges another value"
            self._note(mark, "yaml-anchor" if value == "<<" else "yaml-key", said, _KEY_HINT)
            value = "<<"
        self._key[-1] = (str(value), mark)

    def _note_duplicate(self, name: str, parent: Mark, mark: Mark) -> None:
        line, column = parent.keys[name]
        first = Related(Position(self.file, line + 1, column + 1), "first defined")
        place = Position(self.file, mark.line + 1, mark.column + 1)
        message, hint = f"the key {name} stands here twice", "remove one of the two"
        self.problems.append(Problem(place, "duplicate-key", message, hint, (first,)))


_KEY_HINT = "write the keys and values out"

_HANDLERS: dict[type, Any] = {
    yaml.DocumentStartEvent: _Builder._document_start,  # noqa: SLF001 - the table of its methods
    yaml.AliasEvent: _Builder._alias,  # noqa: SLF001
    yaml.ScalarEvent: _Builder._scalar,  # noqa: SLF001
    yaml.SequenceStartEvent: lambda builder, event: builder._start(event, []),  # noqa: SLF001
    yaml.MappingStartEvent: lambda builder, event: builder._start(event, {}),  # noqa: SLF001
    yaml.SequenceEndEvent: _Builder._end,  # noqa: SLF001
    yaml.MappingEndEvent: _Builder._end,  # noqa: SLF001
}
