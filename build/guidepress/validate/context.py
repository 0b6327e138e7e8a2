"""What a rule looks at: the content of one guideline, and what was released of it before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from guidepress.model import iter_entities
from guidepress.problem import Position, Problem, UnusableError
from guidepress.source.text import DataPath, list_groups

if TYPE_CHECKING:
    from guidepress.classify.change import Delta
    from guidepress.classify.classify import NoteLike
    from guidepress.content import Content
    from guidepress.history.archive import Archive
    from guidepress.model import Entity, Evidence, Guideline, Statement
    from guidepress.validate.rules.conditions import Found
    from guidepress.validate.rules.variants import Variant


@dataclass(frozen=True)
class RuleContext:
    """One guideline under the rules, which run only where a guideline could be built."""

    content: Content
    guideline: Guideline
    archive: Archive
    project: Path | None = None

    @cached_property
    def delta(self) -> Delta | None:
        """What the draft changes against the latest release; None if there is nothing to report."""
        latest = self.archive.latest
        if latest is None or self.content.problems or self.archive.problems:
            return None
        if latest.is_same_as(self.content.bundle) and not self.content.notes:
            return None
        if self.archive.is_left_withdrawn(self.content.bundle):
            return None
        from guidepress.diff.compare import find_repeated_ids

        return None if find_repeated_ids(self.content.bundle) else self.delta_with(())

    def delta_with(self, notes: Sequence[NoteLike]) -> Delta:
        """Return what the draft changes, with further notes; there must be a release."""
        from guidepress.classify.classify import describe

        latest = self.archive.latest
        if latest is None:
            raise UnusableError("there is no release to compare with")
        sides = (latest.bundle, self.content.bundle, latest.version, "draft")
        stood = self.archive.stood_before(latest.bundle)
        past = self.archive.before(latest.version)
        return describe(*sides, [*notes_of(self.content), *notes], stood=stood, past=past)

    @cached_property
    def values(self) -> dict[str, Mapping[str, Any]]:
        """Every entity as data, by id."""
        return {each.id: each.value for each in self.entities}

    @cached_property
    def entities(self) -> tuple[Entity, ...]:
        """Every entity with its place, outer ones first."""
        return tuple(iter_entities(self.content.bundle))

    @cached_property
    def groups(self) -> tuple[tuple[Entity, DataPath, Mapping[str, Any]], ...]:
        """Every mapping in each entity with its path there, but what entities inside it hold."""
        inside = {"content", "doses"}
        return tuple(
            (each, *it) for each in self.entities for it in list_groups(each.value, inside)
        )

    @cached_property
    def condition_faults(self) -> tuple[Found, ...]:
        """What is wrong with the conditions: looked for once, for all rules that report it."""
        from guidepress.validate.rules.conditions import find_condition_faults

        return tuple(find_condition_faults(self))

    @cached_property
    def variants(self) -> tuple[Variant, ...]:
        """The originals that it renders: read once, for all rules that look at them."""
        from guidepress.validate.rules.variants import find_variants

        return tuple(find_variants(self))

    def at(self, entity: str, *path: str | int) -> Position:
        """Return the place of an entity, or of what is in it."""
        return self.content.position(entity, *path)

    def find(self, entity: str, *path: str | int, needle: str) -> Position:
        """Return the place of some words in a text of an entity."""
        return self.content.find(entity, *path, needle=needle)

    def in_guideline(self, *path: str | int) -> Position:
        """Return a place in guideline.yaml."""
        return self.content.file_position("guideline", *path)

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Every statement, those that introduce lists included."""
        return tuple(self.guideline.statements_anywhere())

    @cached_property
    def prose(self) -> tuple[tuple[str, str, str], ...]:
        """All prose: of which entity or part of one, in which field, the text."""
        return tuple(self.guideline.prose())

    @cached_property
    def claims(self) -> tuple[Statement, ...]:
        """Every statement, and every block that is or holds some, each once."""
        return tuple(
            {each.id: each for each in (*self.guideline.blocks(), *self.statements)}.values()
        )

    def gradings(self) -> Iterator[tuple[Statement, int, Evidence]]:
        """Every level of evidence with its statement and its place there."""
        for statement in self.statements:
            for index, evidence in enumerate(statement.evidence):
                yield statement, index, evidence


def read_context(folder: Path, project: Path) -> RuleContext:
    """Return a guideline with its archive; raises UnusableError where it cannot be compared.

    A note that is still to be filled in hides no change.
    """
    from guidepress.content import read_content
    from guidepress.history.reading import read_archive

    content = read_content(folder, f"content/{folder.name}", project)
    if content.faults:
        raise UnusableError(f"{content.id} cannot be compared: {content.faults[0]}")
    content = replace(content, problems=())
    return RuleContext(content, content.guideline, read_archive(folder))


def notes_of(content: Content) -> list[NoteLike]:
    """Return the notes of the content as the classification wants them."""
    from guidepress.classify.change import Reason
    from guidepress.classify.classify import NoteLike

    return [
        NoteLike(
            about=note.about,
            reason=Reason(
                reason=note.reason.strip(),
                reason_type=note.reason_type,
                link=note.link,
                accepted_by=note.accepted_by,
                answer=note.answer.strip() if note.answer else None,
                source=note.file,
            ),
            impact=note.impact,
            accept=note.accept,
        )
        for note in content.notes
    ]


class Suppression(NamedTuple):
    """A warning of a rule that is accepted for what ``where`` names, with the reason."""

    rule: str
    where: str
    reason: str
    number: int

    def to_json(self) -> dict[str, str]:
        """Return what it accepts and why, without its place in the list."""
        return {"rule": self.rule, "where": self.where, "reason": self.reason}


def list_suppressions(content: Content) -> Iterator[Suppression]:
    """Yield the suppressions of a guideline; those that the schema refuses accept nothing."""
    document = content.documents.get("guideline")
    data: Any = document.data if document else None
    listed = data.get("suppressions") if isinstance(data, dict) else None
    for number, each in enumerate(listed if isinstance(listed, list) else []):
        keys = ("rule", "where", "reason")
        if isinstance(each, dict) and all(each.get(key) for key in keys):
            rule, where, reason = (str(each[key]) for key in keys)
            yield Suppression(rule, where, reason, number)


def warning(position: Position, rule: str, message: str, hint: str = "") -> Problem:
    """Return a problem that does not stop a draft."""
    return Problem(position, rule, message, hint, severity="warning")
