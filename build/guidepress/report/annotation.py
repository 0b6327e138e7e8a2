"""Annotations of lines, as GitHub reads them from a workflow's output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidepress.report.escape import for_annotation

if TYPE_CHECKING:
    from guidepress.problem import Position


def render_annotation(level: str, place: Position | None, title: str, message: str) -> str:
    """Return a workflow command: error, warning or notice, at a place if there is one."""
    where = {"file": place.file, "line": str(place.line), "col": str(place.column)} if place else {}
    properties = {**where, "title": title}
    said = ",".join(f"{key}={for_annotation(value, ',:')}" for key, value in properties.items())
    return f"::{level} {said}::{for_annotation(message)}\n"
