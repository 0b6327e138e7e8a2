"""What values of the model are called on pages, and the anchors of versions and changes."""

import re
from collections.abc import Iterator
from itertools import groupby

from msgspec.structs import replace

from guidepress.export.condition_words import ConditionWords
from guidepress.export.wording import head_column
from guidepress.model import Dose, Row, Table

AUDIENCES = {
    "health-professional": "Health professionals",
    "patient": "Patients",
    "public": "The public",
}
# Languages by their own names; any other is shown by its tag.
LANGUAGES = {
    "ar": "العربية",
    "de": "Deutsch",
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "it": "Italiano",
    "nl": "Nederlands",
    "pt": "Português",
    "zh": "中文",
}
NOTICES = {
    "erratum": "Erratum",
    "expression-of-concern": "Expression of concern",
    "retraction": "Retracted",
    "comment": "Comment",
}
FINDINGS = {
    "favours": "the finding favours the treatment that the statement describes",
    "no-difference": "no difference was found",
    "against": "the finding speaks against the treatment that the statement describes",
    "descriptive": "the finding is descriptive, without comparison",
}
REASON_TYPES = {
    "new-evidence": "New evidence",
    "safety": "Safety",
    "error-corrected": "Error corrected",
    "editorial": "Editorial",
    "source-updated": "Source updated",
}
RELEASE_KINDS = {
    "release": "Release",
    "consultation": "Opened for consultation",
    "correction": "Correction",
    "reviewed": "Reviewed, nothing changed",
    "withdrawal": "Withdrawal",
}


def mark_note(number: int) -> str:
    """Return the mark of a note below a table: a, b and so on; its id is a word of editors."""
    return chr(ord("a") + number % 26) * (number // 26 + 1)


def version_anchor(version: str) -> str:
    """Return the anchor of a version on the change page; no authored id has an underscore."""
    return f"_v{version.replace('.', '-')}"


def alert_anchor(name: str) -> str:
    """Return the anchor of a safety notice, by its id and that of another guideline."""
    return f"_notice-{name}"


def change_anchor(version: str, fingerprint: str) -> str:
    """Return the anchor of a change; the same change can be made again in a later version."""
    return f"{version_anchor(version)}-{fingerprint[:12]}"


def list_heads(table: Table) -> Iterator[list[tuple[str, str, int]]]:
    """Yield the rows of the head: each heading, its scope, and how many columns it is over.

    Where nothing is printed below the headings over several columns, all are in one row.
    """
    groups = groupby(table.columns, lambda column: column.group)
    spread = [(name or "", [*columns]) for name, columns in groups]
    if any(each.group and head_column(each) for each in table.columns):
        yield [(name, "colgroup", len(columns)) for name, columns in spread]
        yield [(head_column(each), "col", 1) for each in table.columns]
        return
    yield [
        head
        for name, columns in spread
        for head in (
            [(name, "colgroup", len(columns))]
            if name
            else [(head_column(each), "col", 1) for each in columns]
        )
    ]


def render_unsaid(row: Row, words: ConditionWords) -> str:
    """Say what must hold for a row of a table, as far as no cell of it does."""
    lines, said = words.lines(row.applies_when), [*map(words.cell, row.cells)]
    left = [each for each in lines if each not in said]
    if row.applies_when and left == lines:
        return f"Applies when {words.say(row.applies_when)}"
    return f"And only when {'; and '.join(left)}" if left else ""


def render_dose_in(dose: Dose, table: Table, row: Row, heading: str, words: ConditionWords) -> str:
    """Return a dose in a table without what its column and its row say of it."""
    stated = dose.applies_when != row.applies_when
    text = words.dose_alone(dose if stated else replace(dose, applies_when=None))
    title, heading, name = table.title.casefold(), heading.casefold(), dose.intervention
    # A title can name several drugs, and a column is of one; benzylpenicillin is not penicillin.
    word = rf"(?<![\w-]){re.escape(name.casefold())}(?![\w-])"
    named = name.casefold() == title or re.search(word, heading)
    given = f"{name} ({dose.purpose}): " if dose.purpose else f"{name}: "
    said = named and (dose.purpose or "").casefold() in f"{title} {heading}"
    return text.removeprefix(given) if said else text
