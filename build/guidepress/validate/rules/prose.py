"""Prose: Markdown without HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidepress.problem import Problem
from guidepress.prose import find_raw_html

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guidepress.validate.subject import Subject


def raw_html(subject: Subject) -> Iterator[Problem]:
    """Text holds no HTML; it would be shown as it is written."""
    for statement in subject.statements():
        for found in find_raw_html(statement.text):
            place = subject.content.find(statement.id, "text", needle=found)
            hint = "write Markdown: *emphasis*, **strong**, [text](https://…)"
            yield Problem(place, "raw-html", f"{found} is HTML", hint)
