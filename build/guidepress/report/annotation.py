"""Annotations of lines, as GitHub reads them from a workflow's output."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guidepress.problem import Position


def render_annotation(level: str, place: Position | None, title: str, message: str) -> str:
    """Return a workflow command: error, warning or notice, at a place if there is one."""
    where = {"file": place.file, "line": str(place.line), "col": str(place.column)} if place else {}
    properties = {**where, "title": title}
    said = ",".join(f"{key}={_escaped(value, ',:')}" for key, value in properties.items())
    return f"::{level} {said}::{_escaped(message)}\n"


def _escaped(text: str, more: str = "") -> str:
    """Escape per cent signs, line breaks, and in properties their separators."""
    for sign in ("%", "\r", "\n", *more):
        text = text.replace(sign, f"%{ord(sign):02X}")
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text)
