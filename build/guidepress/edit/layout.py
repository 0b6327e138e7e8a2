"""One layout for content files; meaning and comments stay, or the file does."""

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any

import yaml

from guidepress.edit.comments import Comment, Entry, find_comments, read_entries
from guidepress.edit.entry import WIDTH, fold, quoted, scalar
from guidepress.problem import Problem, UnusableError
from guidepress.schema.load import load_shape, typed
from guidepress.source.parse import parse_document

Schema = dict[str, Any]

# Shorter texts (names, titles) are not wrapped, long as they may be.
_PROSE = 1000
_SORTED = frozenset({"references"})


class Layout:
    """Lays one text out anew; ``lines`` are those of the text, for what keeps its spelling."""

    def __init__(self, lines: Sequence[str], schema: Schema) -> None:
        self.lines = lines
        self.shape = schema

    def render(self, root: Entry) -> str:
        """Return the whole text."""
        found = list(self._block(root, self.shape, 0))
        if found and not found[0]:
            del found[0]
        for each in root.below:
            found += ["", each.text] if self._is_empty(each.line - 1) else [each.text]
        return "\n".join(found) + "\n"

    def _block(self, entry: Entry, schema: Schema, indent: int) -> Iterator[str]:
        """Yield the lines of a mapping's or a list's entries."""
        if isinstance(entry.node, yaml.SequenceNode):
            for number, each in enumerate(self._in_order(entry)):
                yield from self._with_comments(
                    each,
                    self._item(each, schema.get("items", {}), indent),
                    indent,
                    is_first=number == 0,
                )
            return
        known = schema.get("properties", {})
        keys = _by_schema(entry, schema)
        # What stands above the first key speaks of the file.
        if entry.owner is None and entry.entries:
            yield from self._above(entry.entries[0], 0)
        for number, each in enumerate(keys):
            lines = self._key(each, known.get(each.key, {}), indent)
            yield from self._with_comments(each, lines, indent, is_first=number == 0)

    def _in_order(self, entry: Entry) -> list[Entry]:
        if entry.key not in _SORTED or entry.owner is None or entry.owner.owner is not None:
            return entry.entries
        return sorted(entry.entries, key=_id_of)

    def _with_comments(
        self, entry: Entry, lines: Iterator[str], indent: int, *, is_first: bool
    ) -> Iterator[str]:
        owner = entry.owner
        heads_file = owner is not None and owner.owner is None and entry is owner.entries[0]
        if self._gap_before(entry) and not is_first:
            yield ""
        if not heads_file:
            yield from self._above(entry, indent)
        yield from lines
        yield from (f"{' ' * indent}{each.text}" for each in entry.below)

    def _gap_before(self, entry: Entry) -> bool:
        return self._is_empty(min([entry.line, *(each.line for each in entry.above)]) - 1)

    def _is_empty(self, line: int) -> bool:
        return 0 <= line < len(self.lines) and not self.lines[line].strip()

    def _above(self, entry: Entry, indent: int) -> Iterator[str]:
        for each in entry.above:
            yield f"{' ' * indent}{each.text}"
            if self._is_empty(each.line + 1):
                yield ""

    def _key(self, entry: Entry, schema: Schema, indent: int) -> Iterator[str]:
        head = f"{' ' * indent}{scalar(entry.key or '')}:"
        yield from self._value(head, entry, schema, indent + 2)

    def _value(self, head: str, entry: Entry, schema: Schema, indent: int) -> Iterator[str]:
        beside = "".join(f"  {each.text}" for each in entry.beside)
        if isinstance(entry.node, yaml.ScalarNode):
            first, rest = self._scalar(entry.node, schema, indent, len(head) + 1)
            yield f"{head} {first}".rstrip() + beside
            yield from rest
        elif text := self._in_brackets(entry, schema, len(head) + 1):
            yield f"{head} {text}{beside}"
        else:
            yield head + beside
            yield from self._block(entry, schema, indent)

    def _item(self, entry: Entry, schema: Schema, indent: int) -> Iterator[str]:
        """Yield a list's entry: the first line begins with the dash, comments stand above it."""
        dash = f"{' ' * indent}-"
        if isinstance(entry.node, yaml.ScalarNode) or self._in_brackets(entry, schema, indent + 2):
            yield from self._value(dash, entry, schema, indent + 2)
            return
        yield from (f"{' ' * indent}{each.text}" for each in entry.beside)
        lines = list(self._block(entry, schema, indent + 2))
        while lines[0].lstrip().startswith("#") or not lines[0]:
            if lines[0]:
                yield f"{' ' * indent}{lines[0].lstrip()}"
            del lines[0]
        yield f"{dash} {lines[0].lstrip()}"
        yield from lines[1:]

    def _scalar(self, node: Any, schema: Schema, indent: int, column: int) -> tuple[str, list[str]]:
        start, end = node.start_mark, node.end_mark
        if node.style == "|":
            return fold(node.value, indent, literal=True)
        if node.style == ">":
            return fold(node.value, indent)
        if start.line != end.line:
            return fold(node.value, indent) if _is_text(schema) else (quoted(node.value), [])
        spelling = self.lines[start.line][start.column : end.column]
        if _is_prose(schema) and column + len(spelling) > WIDTH:
            return fold(node.value, indent)
        return spelling, []

    def _in_brackets(self, entry: Entry, schema: Schema, column: int) -> str:
        """Return a short list or mapping of plain values on one line, where its author put it so.

        Empty where it does not fit, or holds comments.
        """
        node: Any = entry.node
        if not node.value:
            return "{}" if isinstance(node, yaml.MappingNode) else "[]"
        entries = entry.entries
        if isinstance(node, yaml.MappingNode):
            entries = _by_schema(entry, schema)
        inner = [each.node for each in entries]
        if not node.flow_style or any(each.has_comments for each in entries):
            return ""
        if any(each.start_mark.line != each.end_mark.line for each in inner):
            return ""
        if not all(isinstance(each, yaml.ScalarNode) for each in inner):
            return ""
        values = [self._scalar(each, {}, 0, 0)[0] for each in inner]
        if isinstance(node, yaml.MappingNode):
            keys = [scalar(each.key or "") for each in entries]
            pairs = (f"{key}: {value}".rstrip() for key, value in zip(keys, values, strict=True))
            text = f"{{{', '.join(pairs)}}}"
        else:
            text = f"[{', '.join(values)}]"
        return text if column + len(text) <= WIDTH else ""


def _by_schema(entry: Entry, schema: Schema) -> list[Entry]:
    order = {key: place for place, key in enumerate(schema.get("properties", {}))}
    return sorted(entry.entries, key=lambda each: order.get(each.key or "", len(order)))


def _id_of(entry: Entry) -> str:
    return next((each.node.value for each in entry.entries if each.key == "id"), "")


def _is_text(schema: Schema) -> bool:
    return schema.get("type") == "string"


def _is_prose(schema: Schema) -> bool:
    named_title = str(schema.get("description", "")).startswith("Title")
    return _is_text(schema) and schema.get("maxLength", 0) >= _PROSE and not named_title


def texts(comments: Sequence[Comment]) -> list[str]:
    """Return the comments as they are written, sorted: what must be the same after a change."""
    return sorted(each.text for each in comments)


def kind_of(file: PurePosixPath) -> str:
    """Return the schema's name for a content file."""
    return "note" if file.parent.name == "notes" else file.stem


def format_text(data: bytes, file: str) -> tuple[str | None, list[Problem]]:
    """Return the file's text in our layout, or None and the faults that must be fixed first.

    Raises UnusableError where the new text would not say the same: then ours is the fault.
    """
    document, problems = parse_document(data, file)
    if document is None or problems:
        return None, problems
    text = "\n".join(document.lines).replace("\r\n", "\n")
    kind = kind_of(PurePosixPath(file))
    written = Layout(text.split("\n"), load_shape(kind)).render(read_entries(text))
    after, faults = parse_document(written.encode(), file)
    same = after is not None and not faults
    same = same and _meaning(kind, document.data) == _meaning(kind, after.data if after else None)
    if not same or texts(find_comments(text)) != texts(find_comments(written)):
        message = f"{file} cannot be laid out anew without changing what it says; left as it is"
        raise UnusableError(message)
    return written, []


def _meaning(kind: str, data: Any) -> Any:
    """Return the data with references by id: their order says nothing."""
    found = typed(kind, data)
    listed = found.get("references") if isinstance(found, dict) else None
    if kind == "references" and isinstance(listed, list):
        return {**found, "references": sorted(listed, key=str)}
    return found
