"""What a reader copies into a patient's record: one option, with all that it can be held to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidepress.export.evidence import stand_alone, statements_on
from guidepress.site.templates import render_template

if TYPE_CHECKING:
    from guidepress.model import Option
    from guidepress.site.view import View


def render_chart_text(view: View, option: Option) -> list[str]:
    """Return the lines of the record: option, conditions, levels, statements, version and dates.

    The address is missing: only the page that is being read knows where it stands.
    """
    groups = view.guideline.groups_of(option)
    of_groups = [each for group in groups for each in stand_alone(group)]
    statements = [*of_groups, *statements_on(view.guideline, option)]
    text = render_template("record.txt", view=view, option=option, statements=statements)
    return [line for line in text.splitlines() if line]
