"""YAML events become data.

Events, not nodes: libyaml's composer recurses in C and dies on deep nesting; its events do not,
and they show duplicate keys, anchors, tags and directives that loaders swallow.
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NoReturn

import yaml
from yaml import MappingEndEvent, ScalarEvent, SequenceEndEvent

from guidepress.problem import Position, Problem, Related
from guidepress.source.syntax import explain_syntax
from guidepress.source.text import (
    MAX_BYTES,
    MAX_PROBLEMS,
    Document,
    Mark,
    Plain,
    at_most,
    decode,
    find_in_escapes,
    find_tabs,
    times_more,
    too_large,
    with_spaces,
)

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
        if (size := path.stat().st_size) > MAX_BYTES * times_more(file):
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
    builder = _Builder(text, file, lines)
    return builder.build(), builder.problems


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


def read_marks(text: str) -> Mark:
    """Return where the values stand in the text of a document."""
    events = iter(_LOADER(text).get_event, None)
    return _mark(next(each for each in events if isinstance(each, yaml.NodeEvent)), events)


def _mark(first: Any, events: Iterator[Any]) -> Mark:
    """Return the mark of the value that begins with the event; of a key twice, the first."""
    mark = Mark(first)
    while isinstance(first, yaml.CollectionStartEvent):
        mark.last = begin = next(events)
        if isinstance(begin, yaml.CollectionEndEvent):
            break
        part: Any = len(mark.children)
        value = _mark(begin, events)
        if isinstance(first, yaml.MappingStartEvent):
            part, key = getattr(begin, "value", "<<"), value.key
            value = _mark(next(events), events)
            value.key = key
        if part not in mark.children or part == "<<":
            mark.children[part] = value
    return mark


def _beginning(file: str) -> str:
    name = file.rpartition("/")[2].removesuffix(".yaml")
    key = (
        f"{name}:" if name in {"factors", "options", "references", "alerts"} else "id: my-guideline"
    )
    key = "about: [an-id]" if "/notes/" in f"/{file}" else key
    return f"begin with `{key}`, or restore the file from version control"


class _Stop(Exception):  # noqa: N818 - not an error: the rest cannot be parsed
    """The file cannot be parsed any further; its problem is noted."""


class _Builder:
    """Builds data from events, by recursion: ours, and never deeper than the limit."""

    def __init__(self, text: str, file: str, lines: tuple[str, ...]) -> None:
        self.file = file
        self.lines = lines
        self.problems: list[Problem] = []
        self._events = self._read(text)
        # The parser ends a text there without a word; hardly a file holds these signs.
        self._may_cut = " #" in text or "\t#" in text

    def build(self) -> Document | None:
        try:
            root = self._root()
        except _Stop:
            return None
        if not isinstance(root, dict):
            is_empty = root is _NOTHING
            rule = "yaml-empty" if is_empty else "yaml-not-mapping"
            phrase = "the file is empty" if is_empty else "the file is not a list of keys"
            hint = _beginning(self.file)
            self.problems.append(Problem(Position(self.file, 1, 1), rule, phrase, hint))
            return None
        return Document(file=self.file, data=root, lines=self.lines)

    def _read(self, text: str) -> Iterator[Any]:
        most = MAX_EVENTS * times_more(self.file)
        try:
            for number, event in enumerate(iter(_LOADER(text).get_event, None)):
                if number > most or len(self.problems) > MAX_PROBLEMS:
                    self._stop_flood(event.start_mark)
                # Plain words, as most are, have nothing to be looked at.
                if type(event) is ScalarEvent and (
                    event.style or event.anchor or event.tag or self._may_cut
                ):
                    self._look_at(event)
                yield event
        except yaml.MarkedYAMLError as error:
            self._note(*explain_syntax(error, self.lines))
            raise _Stop from error
        except yaml.YAMLError as error:
            self._note(None, "yaml-syntax", "this is not YAML", "save the file as plain text")
            raise _Stop from error

    def _note(self, mark: Any, rule: str, message: str, hint: str) -> None:
        place = self._position(mark) if mark else Position(self.file, 1, 1)
        self.problems.append(Problem(place, rule, message, hint))

    def _position(self, mark: Any) -> Position:
        return Position(self.file, mark.line + 1, mark.column + 1)

    def _stop_flood(self, mark: Any) -> NoReturn:
        if len(self.problems) <= MAX_PROBLEMS:
            phrase = "the file holds too many keys and values"
            self._note(mark, "yaml-too-large", phrase, "split the guideline")
        raise _Stop

    def _root(self) -> Any:
        root: Any = _NOTHING
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                self._refuse_document(event, root)
            elif isinstance(event, yaml.NodeEvent):
                root = self._value(event, 0)
        return root

    def _refuse_document(self, event: Any, root: Any) -> None:
        if event.version or event.tags:
            hint = "remove the line that begins with %"
            self._note(event.start_mark, "yaml-directive", "a directive is not allowed", hint)
            raise _Stop
        if root is not _NOTHING:
            hint = "remove the line `---`"
            self._note(event.start_mark, "yaml-several-documents", "a second document", hint)
            raise _Stop

    def _value(self, event: Any, depth: int) -> Any:
        """Return the value that begins with the event, and read on to its end."""
        if type(event) is ScalarEvent:
            return event.value if event.style else Plain(event.value)
        if isinstance(event, yaml.AliasEvent):
            hint = "write the value out where it is needed"
            self._note(event.start_mark, "yaml-anchor", f"*{event.anchor} is an alias", hint)
            return None
        self._refuse_extras(event)
        if depth >= MAX_DEPTH:
            phrase = f"the content is nested more than {MAX_DEPTH} levels deep"
            self._note(event.start_mark, "yaml-too-deep", phrase, "make it flatter")
            raise _Stop
        is_list = isinstance(event, yaml.SequenceStartEvent)
        return self._list(depth + 1) if is_list else self._group(depth + 1)

    def _list(self, depth: int) -> list[Any]:
        data: list[Any] = []
        for event in self._events:
            if type(event) is SequenceEndEvent:
                break
            data.append(self._value(event, depth))
        return data

    def _group(self, depth: int) -> dict[str, Any]:
        data: dict[str, Any] = {}
        keys: dict[str, Any] = {}
        for key in self._events:
            if type(key) is MappingEndEvent:
                break
            name = self._key(key, depth)
            if name in data and name != "<<":
                self._note_duplicate(name, keys[name], key)
                self._value(next(self._events), depth)
                continue
            keys[name] = key
            data[name] = self._value(next(self._events), depth)
        return data

    def _key(self, event: Any, depth: int) -> str:
        """Return the key; ``<<`` stands for each that is no word."""
        if type(event) is not ScalarEvent:
            self._note(event.start_mark, "yaml-key", "this key is not a word", _KEY_HINT)
            self._value(event, depth)
            return "<<"
        if event.value == "<<":
            self._note(event.start_mark, "yaml-anchor", "<< merges another value", _KEY_HINT)
        return str(event.value)

    def _refuse_extras(self, event: Any) -> None:
        if event.anchor:
            hint = "remove it, and write the value out where it is needed"
            self._note(event.start_mark, "yaml-anchor", f"&{event.anchor} is an anchor", hint)
        if event.tag:
            self._note(event.start_mark, "yaml-tag", f"{event.tag} is a tag", "remove it")

    def _look_at(self, event: Any) -> None:
        """Note what may not be in a scalar."""
        if event.anchor or event.tag:
            self._refuse_extras(event)
        if self._may_cut and not event.style:
            self._note_cut(event)
        if event.style == '"' and not (event.value.isascii() and event.value.isprintable()):
            self.problems += find_in_escapes(event.value, self._position(event.start_mark))

    def _note_cut(self, event: Any) -> None:
        """Note text that is lost: a plain scalar ends at `` #`` without a word."""
        end = event.end_mark
        line = self.lines[end.line] if end.line < len(self.lines) else ""
        # Not the whole rest of the line: a line may be as long as the file, and hold many texts.
        if event.value and line.startswith((" #", "\t#"), end.column):
            hint = "put the text in quotation marks, or two spaces before a comment"
            phrase = f"the text ends before “{line[end.column : end.column + 32].strip()[:30]}”"
            self._note(end, "yaml-comment-cuts-text", phrase, hint)

    def _note_duplicate(self, name: str, first: Any, again: Any) -> None:
        related = (Related(self._position(first.start_mark), "first defined"),)
        place = self._position(again.start_mark)
        message, hint = f"the key {name} stands here twice", "remove one of the two"
        self.problems.append(Problem(place, "duplicate-key", message, hint, related))


_NOTHING = object()
_KEY_HINT = "write the keys and values out"
