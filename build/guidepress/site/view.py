"""What the templates of a guideline's pages are given."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from guidepress.model import meaning_of
from guidepress.prose import render_html, render_inline_html
from guidepress.site.numbering import number_references, render_mark, short_titles
from guidepress.site.support import (
    find_about,
    find_support,
    knows_citations,
    render_not_held,
    render_ungraded,
)
from guidepress.site.words import render_conditions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guidepress.model import Evidence, Guideline, Option, Reference, Scale, Section, Statement
    from guidepress.site.lineage import Lineage
    from guidepress.site.support import Support


@dataclass(frozen=True, kw_only=True)
class View:
    """A guideline with its citation numbers, and what changed in it, by entity.

    ``root`` leads from the page to the root of the site; ``changes`` are those of ``changes.json``.
    """

    guideline: Guideline
    root: str
    lineage: Lineage
    changes: Sequence[Mapping[str, Any]] = ()
    version: str | None = None
    draft: bool = False

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each reference."""
        return number_references(self.guideline)

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        return short_titles(self.guideline)

    @cached_property
    def references(self) -> list[Reference]:
        """The references in the order of their numbers."""
        return sorted(self.guideline.references, key=lambda each: self.numbers[each.id])

    @cached_property
    def citing(self) -> Mapping[str, Mapping[str, list[str]]]:
        """For each reference, by the place where they stand, the statements that cite it."""
        found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for place, statement in self._placed_statements():
            for key in statement.citations:
                found[key][place].append(statement.id)
        return found

    def _placed_statements(self) -> list[tuple[str, Statement]]:
        guideline = self.guideline
        intros = [(each.id.title(), each.intro) for each in guideline.lists if each.intro]
        of_options = [(each.name, text) for each in guideline.options for text in each.statements]
        of_sections = [
            (each.title, text) for each in guideline.sections for text in each.statements
        ]
        return [*intros, *of_options, *of_sections]

    def prose(self, text: str) -> str:
        """Return the safe HTML of a statement's text."""
        return render_html(text, self.mark)

    def line(self, text: str) -> str:
        """Return the safe HTML of one line."""
        return render_inline_html(text, self.mark)

    def mark(self, keys: Sequence[str]) -> str:
        """Return the mark of a citation."""
        return render_mark(keys, self.numbers, self._titles)

    def conditions(self, option: Option) -> list[str]:
        """Return when the option applies, in words."""
        return render_conditions(option.applies_when, self.guideline.factors)

    def depending(self, factor: str) -> list[Option]:
        """Return the options whose conditions name the factor."""
        return [
            option
            for option in self.guideline.options
            if any(each.factor == factor for each in option.applies_when or ())
        ]

    def scale(self, evidence: Evidence) -> Scale | None:
        """Return the scale that a level is given on."""
        wanted = (evidence.scale, evidence.scale_version)
        scales = self.guideline.scales
        return next((each for each in scales if (each.id, each.version) == wanted), None)

    def meaning(self, evidence: Evidence) -> str:
        """Return the level in plain words, axis by axis."""
        scale = self.scale(evidence)
        found = meaning_of(scale, evidence.level) if scale else ""
        return found or "the scale does not explain this level"

    def about(self, option: Option) -> list[tuple[Section, Statement]]:
        """Return the statements that stand in sections but speak of the option."""
        return list(find_about(self.guideline, option))

    def support(self, option: Option) -> Support:
        """Return the levels given for statements on the option, and what is not graded."""
        return find_support(self.guideline, option)

    def ungraded(self, option: Option) -> str:
        """Say in words what is not graded of an option."""
        return render_ungraded(self.support(option), known=self.citations_known)

    @cached_property
    def citations_known(self) -> bool:
        """Whether a missing citation is one that the source lacks."""
        return knows_citations(self.guideline)

    @cached_property
    def rates(self) -> list[str]:
        """What each scale in use rates, in a sentence."""
        used = {
            (evidence.scale, evidence.scale_version)
            for statement in self.guideline.statements()
            for evidence in statement.evidence
        }
        return [each.rates for each in self.guideline.scales if (each.id, each.version) in used]

    @cached_property
    def not_held(self) -> str:
        """What the document does not speak of."""
        return render_not_held(self.guideline)

    @cached_property
    def recommends(self) -> bool:
        """Whether the document makes formal recommendations."""
        return any(option.recommendation for option in self.guideline.options)

    def former(self, entity: str) -> Sequence[str]:
        """Return the old ids that the entity answers for."""
        return self.lineage.former.get(entity, ())

    def changed(self, entity: str) -> str:
        """Return the label of an entity that this version changed: new, changed, or empty."""
        return self._labels.get(entity, "")

    @cached_property
    def _labels(self) -> dict[str, str]:
        labels: dict[str, str] = {}
        homes = {
            statement.id: option.id
            for option in self.guideline.options
            for statement in option.statements
        }
        for change in self.changes:
            if change["impact"] == "none":
                continue
            entity = change["subject"].rpartition("/")[2]
            if change["kind"].endswith("-added"):
                labels[entity] = "new"
            labels.setdefault(entity, "changed")
            if entity in homes:
                labels.setdefault(homes[entity], "changed")
        return labels

    @cached_property
    def body(self) -> list[tuple[str, Any]]:
        """The parts in reading order: factors, options, or a section."""
        sections = {section.id: section for section in self.guideline.sections}
        return [(name, sections.get(name)) for name in self.guideline.identity.body]

    @cached_property
    def jumps(self) -> list[tuple[str, str]]:
        """Anchor and name of each part, for those who have no table of contents beside them."""
        own = {"factors": ("_factors", "Factors"), "options": ("_options", "Options")}
        parts = [
            own.get(name) or (section.id, section.title)
            for name, section in self.body
            if name in own or section
        ]
        return [("_at-a-glance", "At a glance"), *parts, ("_references", "References")]

    @cached_property
    def intros(self) -> Mapping[str, Any]:
        """The two lists by name."""
        return {each.id: each for each in self.guideline.lists}
