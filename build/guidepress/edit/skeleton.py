"""Skeletons: entries to fill in, with a comment that says what belongs where."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guidepress.edit.entry import scalar
from guidepress.edit.insertion import insert_entries
from guidepress.model import Guideline, to_data
from guidepress.problem import UnusableError
from guidepress.schema import is_valid, load_schema

if TYPE_CHECKING:
    from guidepress.source import Document

# What an editor fills in next, below a new entry. A key without a value is refused until then, so
# that nothing is released with a skeleton in it.
_NEXT = {
    "options": (
        "standing:  # standard | listed | under-clinical-evaluation | not-stated, as in the source",
        "# applies_when:",
        "#   all:",
        "#     - {factor: FACTOR, is: [VALUE], text: when this is an option}",
        "# content:",
        "#   - id: {id}-benefit",
        "#     kind: benefit",
        "#     text: One claim, with the work that it rests on [@KEY].",
        "#     evidence:",
        "#       - {scale: SCALE, level: LEVEL, references: [KEY]}",
    ),
    "recommendations": (
        "direction:  # for | against | either | none, as the source says it",
        "text:  # what is recommended, with the works that it rests on [@KEY]",
        "# about: [OPTION]",
        "# grades:",
        "#   - strength: {scale: SCALE, level: LEVEL}",
        "#     certainty: {scale: SCALE, level: LEVEL}",
        "# applies_when: {factor: FACTOR, is: VALUE}",
    ),
    "factors": (
        "type:  # choice | number; remove this line if the factor is only named",
        "# multiple: false",
        "# values: [{id: one, name: One}, {id: other, name: Other}]",
        "# description: What the factor means for the decision.",
    ),
}


def add_entry(
    document: Document, kind: str, identifier: str, name: str | None, taken: Collection[str]
) -> str:
    """Return the file's text with a new option, factor or recommendation at the end of its list.

    ``kind`` is the name of the list; raises UnusableError for an id that is no id, or is taken.
    """
    if identifier in taken:
        message = f"the id {identifier} is taken, or was released before; choose another one"
        raise UnusableError(message)
    entry: dict[str, Any] = {"id": identifier} | ({} if name is None else {"name": name})
    needed = {"direction": "for", "text": "-"} if kind == "recommendations" else {}
    if not is_valid(kind, {kind: [entry | needed]}):
        says = load_schema(kind)["$defs"][kind.removesuffix("s")]["properties"]["id"]["x-says"]
        message = f"the id cannot be “{identifier}”, or the name is empty; an id is {says}"
        raise UnusableError(message)
    text = insert_entries(document, kind, [entry], in_order=False)
    lines = text.rstrip("\n").split("\n")
    indent = " " * (len(lines[-1]) - len(lines[-1].lstrip(" -")))
    lines += [f"{indent}{line.replace('{id}', identifier)}" for line in _NEXT[kind]]
    return "\n".join(lines) + "\n"


def render_note(
    about: Sequence[str],
    sentence: str,
    reason: str | None,
    reason_type: str | None,
    more: Mapping[str, str] | None = None,
) -> str:
    """Return a note about ids, kinds of change or fingerprints; ``more`` are further fields.

    ``sentence`` is the change that it explains, as a comment. What is not given stays empty, so
    that nothing is released with a reason that nobody wrote. Raises UnusableError.
    """
    known = load_schema("note")["properties"]["reason_type"]["enum"]
    if reason_type is not None and reason_type not in known:
        message = f"there is no reason type {reason_type}; there are: {', '.join(known)}"
        raise UnusableError(message)
    lines = [
        "# yaml-language-server: $schema=../../../schema/note.schema.json",
        *(f"# {line}" for line in sentence.splitlines()),
        f"about: [{', '.join(map(scalar, about))}]",
        f"reason: {scalar(reason)}" if reason else "reason:  # write here why it changed",
        f"reason_type: {reason_type}" if reason_type else f"reason_type:  # {' | '.join(known)}",
        *(f"{key}: {scalar(value)}" for key, value in (more or {}).items()),
    ]
    return "\n".join(lines) + "\n"


_HEAD = "# yaml-language-server: $schema=../../schema/guideline.schema.json\n"
_SECTION = """body: [introduction]
sections:
  - id: introduction
    title: Introduction
    content:
      - id: introduction-first
        text:  # one claim; add options.yaml or recommendations.yaml, and name them in `body`
"""


def render_guideline(identifier: str, title: str | None, language: str) -> str:
    """Return the skeleton of a guideline; what is empty is refused until it is filled in."""
    return f"""{_HEAD}id: {identifier}
title:{f" {scalar(title)}" if title else "  # as readers see it"}
document_type:  # evidence-summary | guideline | protocol
language: {scalar(language)}
audience:  # health-professional | patient | public
population:
  condition:  # the disease
  # age: children
  # setting: recurrent disease
updated:  # the day on which its content last changed, such as 2015-01-29
# source: where it comes from (title, publisher, adaptation), if it is adapted
{_SECTION}"""


def render_patient_version(identifier: str, title: str | None, original: Guideline) -> str:
    """Return the skeleton of a patient version of a released guideline."""
    identity = original.identity
    population = to_data(identity.population)
    said = "".join(f"  {key}: {scalar(value)}\n" for key, value in population.items())
    named = scalar(title) if title else f" # as patients see it; the original is: {identity.title}"
    return f"""{_HEAD}id: {identifier}
title: {named}
document_type: {identity.document_type}
language: {identity.language}
audience: patient
population:
{said}updated:  # the day on which its content last changed, such as 2015-01-29
patient_version_of: {{guideline: {identity.id}, version: {identity.version}}}
{_SECTION}"""


def find_sentences(folder: Path, project: Path, about: str) -> str:
    """Return the sentences of the changes that a note is about.

    Raises UnusableError for a note about nothing.
    """
    from guidepress.validate.subject import read_subject

    subject = read_subject(folder, project)
    changes = subject.delta.changes if subject.delta else ()
    found = [
        change.sentence
        for change in changes
        if about in {"guideline", change.fact.entity, change.fact.kind, change.fact.fingerprint}
    ]
    if not found:
        message = f"nothing of {about} has changed since the last release; see `guidepress diff`"
        raise UnusableError(message)
    return "\n".join(found)
