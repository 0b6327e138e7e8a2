"""One layout for content files; meaning and comments stay, or the file does."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from guidepress.edit.comments import find_comments, read_entries
from guidepress.edit.layout import Layout, texts
from guidepress.problem import UnusableError
from guidepress.schema import load_shape, typed
from guidepress.source import parse_document

if TYPE_CHECKING:
    from guidepress.problem import Problem


def kind_of(file: PurePosixPath) -> str:
    """Return the schema's name for a content file."""
    return "note" if file.parent.name == "notes" else file.stem


def format_text(data: bytes, file: str) -> tuple[str | None, list[Problem]]:
    """Return the file's text in our layout, or None and the faults that must be mended first.

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
