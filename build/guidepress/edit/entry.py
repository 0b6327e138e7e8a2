"""An entry of a content file as YAML, in the style of the files that are there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guidepress.edit.scalar import scalar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Data = dict[str, Any]


def render_entries(entries: Sequence[Mapping[str, Any]], indent: int) -> str:
    """Return list entries, each line indented by so many spaces and ended."""
    return "".join(
        f"{' ' * indent}{'- ' if first else '  '}{line}\n"
        for entry in entries
        for first, line in _marked(_lines(entry))
    )


def render_references(references: Sequence[Mapping[str, Any]]) -> str:
    """Return the whole of a references.yaml that holds these entries."""
    head = "# yaml-language-server: $schema=../../schema/references.schema.json\n"
    if not references:
        return f"{head}references: []\n"
    return f"{head}references:\n{render_entries(references, 2)}"


def _marked(lines: Iterator[str]) -> Iterator[tuple[bool, str]]:
    return ((number == 0, line) for number, line in enumerate(lines))


def _lines(entry: Mapping[str, Any]) -> Iterator[str]:
    for key, value in entry.items():
        if isinstance(value, list) and any(isinstance(each, dict) for each in value):
            yield f"{key}:"
            yield from (f"  - {_flow(each)}" for each in value)
        else:
            yield f"{key}: {_flow(value)}"


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_flow(each)}' for key, each in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(_flow(each) for each in value)}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return scalar(value)
