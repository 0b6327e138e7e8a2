"""What the templates of a guideline's pages are given."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from html import escape
from typing import Any

from msgspec.structs import replace

from guidepress import model
from guidepress.conditions.words import MESSAGES
from guidepress.content.figures import FOLDER
from guidepress.export.condition_words import ConditionWords
from guidepress.export.details import Detail, describe_role, list_details
from guidepress.export.evidence import (
    Support,
    describe_outcome,
    find_about,
    find_dose_notes,
    find_shown,
    find_support,
    knows_citations,
    render_not_held,
    render_ungraded,
    stand_alone,
    statements_on,
)
from guidepress.export.wording import find_scale, name_block, name_column, render_recommendation
from guidepress.history.figures import name_figure
from guidepress.model.block import Note
from guidepress.model.body import source_of
from guidepress.model.metadata import Body, Person
from guidepress.prose.render import render_claim
from guidepress.site.glance import Glance, find_dependents, read_glance
from guidepress.site.legend import CITED, UNCITED, UNKNOWN, Word, key_of, list_words
from guidepress.site.lineage import Lineage
from guidepress.site.marks import Mark, find_removed, mark_changes
from guidepress.site.noticing import Noticing
from guidepress.site.summary import Tombstone
from guidepress.site.templates import keep_units, keep_units_in, render_template
from guidepress.site.timeline import Timeline, read_timeline
from guidepress.site.words import list_heads, mark_note, render_dose_in
from guidepress.units import render_unit, render_with_years

# Longer words are no heading of a recommendation that has a number; they are below it.
_HEADING = 90


@dataclass(frozen=True, kw_only=True)
class View(Noticing):
    """A guideline with its citation numbers, and what changed in it, by entity.

    ``root`` leads from the page to the root of the site; ``changes`` are those of ``changes.json``,
    ``remarks`` what is said of all changes of a draft, each with its label;
    ``releases`` are those up to this version, ``homes_before`` the homes of the version
    that it is compared with; ``people`` those who are named now, and ``alerts`` the safety notices
    in reading order, ``histories`` those of ``history.json`` by id: a page that is frozen has none
    of these. ``gone`` are the tombstones of what was removed by law, by the names of the files.
    """

    lineage: Lineage
    changes: Sequence[Mapping[str, Any]] = ()
    version: str | None = None
    draft: bool = False
    remarks: Sequence[tuple[str, str]] = ()
    tombstone: Tombstone | None = None
    homes_before: model.Homes = field(default_factory=dict)
    people: Sequence[Person] = ()
    histories: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    gone: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    heads = staticmethod(list_heads)

    @cached_property
    def words(self) -> ConditionWords:
        """Conditions and doses in words."""
        return ConditionWords(self.guideline, render_with_years)

    @cached_property
    def brief(self) -> ConditionWords:
        """The same for cells, where named conditions are called by their author's words alone."""
        return ConditionWords(self.guideline, render_with_years, {**MESSAGES, "named": "{text}"})

    @cached_property
    def _names(self) -> Mapping[str, str]:
        names = {each.id: render_recommendation(each) for each in self.guideline.recommendations}
        names |= {each.id: each.name for each in self.guideline.entries}
        names |= {each.id: name_block(each) for each in self.guideline.blocks()}
        return names | {each.id: each.title for each in self.guideline.sections}

    def name_of(self, entity: str) -> str:
        """Return the name or title of an entity, or the words of a recommendation; else the id."""
        return self._names.get(entity) or self._names.get(self._heirs.get(entity, ""), entity)

    def short_name_of(self, entity: str) -> str:
        """Return a recommendation's number and options, an option's short name, else the name."""
        made = next((each for each in self.guideline.recommendations if each.id == entity), None)
        if made and made.number:
            on = f" ({'; '.join(map(self.short_name_of, made.about))})" if made.about else ""
            return f"Recommendation {made.number}{on}"
        short = {each.id: each.short_name for each in self.guideline.options}
        return short.get(entity) or self.name_of(entity)

    @cached_property
    def _heirs(self) -> Mapping[str, str]:
        return {old: heir for heir, olds in self.lineage.former.items() for old in olds}

    def subject(self, made: model.Recommendation) -> str:
        """Return the options that it is on, else its words, or what it aims at if they are long."""
        if made.about:
            return "; ".join(map(self.name_of, made.about))
        words = " ".join(render_claim(made.text).split())
        # How a sentence begins is read as the whole of it.
        if len(words) <= _HEADING or not made.number:
            return words
        nodes = model.iter_nodes(made.target) if made.target else ()
        aims = {node.factor for _, node in nodes}
        names = [each.name for each in self.guideline.factors if each.id in aims]
        return f"target: {', '.join(names)}" if names else ""

    def listed(self, made: model.Recommendation) -> str:
        """Return what the contents call a recommendation: never the beginning of its words."""
        subject = self.subject(made) if made.number else ""
        return f"{made.number or ''} {subject or render_claim(made.text)}".strip()

    def question(self, question: str) -> str:
        """Return the words of a question, or its id."""
        found = (each for each in self.guideline.questions if each.id == question)
        return next((each.text or each.id for each in found), question)

    def outcome(self, outcome: model.Outcome) -> list[Detail]:
        """Return what was found on an outcome."""
        return describe_outcome(self.guideline, outcome)

    def column(self, table: model.Table, cell: model.Cell) -> str:
        """Return the headings of the columns that a cell is in."""
        first = [each.id for each in table.columns].index(cell.column)
        over = table.columns[first : first + (cell.columns or 1)]
        return "; ".join(filter(None, map(name_column, over)))

    def rows(
        self, owner: str, table: model.Table
    ) -> Iterator[tuple[model.Row, list[tuple[model.Cell | None, str, bool]]]]:
        """Yield each row with its cells as safe HTML, and whether each began in a row above."""
        for row, cells in table.grid():
            say = partial(self._cell, owner, table, row, self.marking(row.evidence))
            yield row, [(each, say(each) if each else "", again) for each, again in cells]

    def defined_in(self, table: model.Table) -> dict[model.NamedCondition, str]:
        """Return the conditions that a table calls by the words of their author, each in full."""
        held = {cell.dose for row in table.rows for cell in row.cells}
        doses = [each for each in self.guideline.doses() if each.id in held]
        whens = [each for dose in doses for each in (dose.applies_when, dose.until)]
        for row in table.rows:
            whens += [row.applies_when, *(cell.when for cell in row.cells)]
        known = {each.id: each for each in self.guideline.conditions}
        found: dict[model.NamedCondition, str] = {}
        # What has no words of its author is written out, and may name others.
        while whens:
            refs = [node.ref for _, node in model.iter_nodes(whens.pop(0)) if node.ref]
            for each in (known.pop(name) for name in refs if name in known):
                if each.text:
                    found[each] = self.words.say(each)
                else:
                    whens.append(each)
        return found

    def _cell(
        self, at: str, table: model.Table, row: model.Row, mark: Any, cell: model.Cell
    ) -> str:
        if cell.absent:
            return f'<span class="gp-muted">{escape(self.words.cell(cell))}</span>'
        if not cell.text:
            found = (each for each in self.guideline.doses() if each.id == cell.dose)
            place = (table, row, self.column(table, cell))
            said = [render_dose_in(each, *place, self.brief) for each in found]
            return keep_units(said[0] if said else self.brief.cell(cell))
        html = self.render(cell.text, mark)
        for number, note in enumerate(table.notes):
            sign = mark_note(number)
            link = f'<sup><a href="#{at}.{note.id}" aria-label="Note {sign}">{sign}</a></sup>'
            html = html.replace(f"<sup>{note.id}</sup>", link)
        return keep_units_in(html)

    def image(self, figure: model.Figure) -> str:
        """Return where the page finds an image: in its release, or beside a draft."""
        if not figure.sha256 or self.removal(figure):
            return ""
        return f"{self.files}files/{name_figure(model.to_data(figure))}"

    def removal(self, figure: model.Figure) -> Mapping[str, Any] | None:
        """Return the tombstone of an image that was removed by law."""
        name = name_figure(model.to_data(figure)) if figure.sha256 else ""
        return self.gone.get(f"{FOLDER}/{name}")

    @property
    def files(self) -> str:
        """Where the page finds what lies beside the bundle of its release; a draft, beside it."""
        gid = self.guideline.identity.id
        return f"{self.root}api/v1/{gid}/{self.version}/" if self.version else ""

    @cached_property
    def depending(self) -> Mapping[str, Sequence[str]]:
        """The ids of all that has a condition on a factor, in it or in a part of it."""
        return find_dependents(self.guideline)

    def meaning(self, evidence: model.Evidence | model.GradedLevel) -> str:
        """Return the level in plain words, axis by axis."""
        scale = find_scale(self.guideline, evidence)
        found = model.meaning_of(scale, evidence.level or "") if scale else ""
        return found or "the scale does not explain this level"

    def words_of_level(self, level: model.GradedLevel) -> str:
        """Return what stands beside a code: how its meaning begins; nothing beside a word."""
        if not level.level or re.fullmatch("[a-z ]+", level.level):
            return ""
        meaning = self.meaning(level)
        # Only what comes before the one colon says by itself what the level is.
        return meaning.partition(":")[0] if meaning.count(":") == 1 else meaning

    def about(
        self, subject: model.Option | model.Recommendation
    ) -> list[tuple[model.Section, model.Statement]]:
        """Return the statements that stand in sections but speak of this."""
        return list(find_about(self.guideline, subject))

    def shown(self, subject: model.Option | model.Recommendation) -> list[tuple[str, str]]:
        """Return id and name of each figure, table or text that shows this in other words."""
        return [(each.id, name_block(each)) for each in find_shown(self.guideline, subject.id)]

    def support(self, option: model.Option) -> Support:
        """Return the levels given for statements on the option, and what is not graded."""
        return find_support(self.guideline, option)

    def ungraded(self, option: model.Option) -> str:
        """Say in words what is not graded of an option."""
        support = self.support(option)
        # The source of a dose is cited too, where nothing else is said of the option.
        if not any(support) and any(source_of(each).citations for each in option.doses):
            return "doses cited, not graded"
        return render_ungraded(support, known=self.citations_known)

    @cached_property
    def ungraded_alike(self) -> str:
        """What is the same of all options, none of which has a level; else nothing."""
        options = self.guideline.options
        found = {self.ungraded(each) for each in options}
        graded = any(self.support(each).gradings for each in options)
        return found.pop() if len(options) > 1 and len(found) == 1 and not graded else ""

    @cached_property
    def citations_known(self) -> bool:
        """Whether a missing citation is one that the source lacks."""
        return knows_citations(self.guideline)

    def details(self, value: Any, *parts: str) -> list[Detail]:
        """Return the fields of a value that these parts of the page show."""
        return list_details(value, *parts, words=self.words)

    def people_of(self, body: Body) -> list[tuple[Person, str]]:
        """Return who has a role in a body, with the role in words."""
        roles = {each.id: each.name for each in body.roles}
        return [
            (person, describe_role(held, roles.get(held.role or "", "")))
            for person in self.people
            for held in person.roles
            if held.body == body.id and (held.role is None or held.role in roles)
        ]

    @cached_property
    def legend(self) -> Mapping[object, Word]:
        """The words that the page explains, by level or mark."""
        return list_words(self.guideline)

    def level(self, evidence: model.Evidence | model.GradedLevel) -> Word:
        """Return what explains a level."""
        return self.legend[key_of(evidence)]

    def dose_notes(self, doses: Iterable[model.Dose]) -> list[tuple[model.Block, Note]]:
        """Return the notes below tables that these doses have to be read with."""
        return list(find_dose_notes(self.guideline, doses))

    def rest(self, statement: model.Statement) -> Word | None:
        """Return the mark of a statement that has no level; none where its place says it once."""
        if statement.evidence or (statement.id in self._said_once and not statement.citations):
            return None
        lacking = UNCITED if self.citations_known else UNKNOWN
        return self.legend[CITED if statement.citations else lacking]

    @cached_property
    def _said_once(self) -> frozenset[str]:
        bare = (each for each in self.guideline.sections if self.uncited(each))
        return frozenset(text.id for each in bare for text in each.texts)

    def uncited(self, section: model.Section) -> bool:
        """Whether the section says once that its statements have no citation."""
        texts = section.texts
        return self.citations_known and len(texts) > 1 and not any(each.citations for each in texts)

    @cached_property
    def options_at_a_glance(self) -> Glance:
        """The options, a column for each factor that their conditions name."""
        arranged = self.guideline.arranged()
        options = [each for _, each in arranged if isinstance(each, model.Option)]
        return read_glance(self.guideline, options)

    @cached_property
    def recommendations_at_a_glance(self) -> Glance:
        """The recommendations likewise."""
        return read_glance(self.guideline, self.guideline.recommendations)

    @cached_property
    def terms(self) -> Mapping[str, Any]:
        """The factors and named conditions that conditions are evaluated with."""
        factors = model.to_data(self.guideline.factors)
        for each in factors:
            # What stands beside a field: no reader knows the codes of units.
            each["shown"] = render_unit(each["unit"]) if each.get("unit", "1") != "1" else ""
        return {"factors": factors, "named": model.to_data(self.guideline.conditions)}

    def conditions_of(
        self, thing: model.Group | model.Option | model.Recommendation | model.Dose | model.Part
    ) -> Mapping[str, Any]:
        """Return what decides whether an option, a dose or a recommendation applies, as data."""
        if isinstance(thing, model.Dose):
            thing = replace(thing, applies_when=self.words.given_when(thing))
        data = model.to_data(thing)
        return {key: data[key] for key in ("applies_when", "population") if key in data}

    def conditions_of_all(
        self, groups: Sequence[model.Group | model.Recommendation]
    ) -> list[Mapping[str, Any]]:
        """Return the same for each group that an option is in."""
        return [self.conditions_of(each) for each in groups]

    def bound(self, doses: Iterable[model.Dose]) -> list[model.Dose]:
        """Return the doses that have a condition, of their own or of their rows in a table."""
        return [each for each in doses if self.words.given_when(each)]

    @cached_property
    def standing(self) -> str:
        """The standing of all options where they have the same one; else nothing."""
        found = {(each.standing, each.standing_population) for each in self.guideline.options}
        standing, population = found.pop() if len(found) == 1 else ("", None)
        return "" if population else standing

    @cached_property
    def timeline(self) -> Timeline | None:
        """When the content of each version is from; none for a draft."""
        return read_timeline(self.releases, self.releases[-1]) if self.releases else None

    def before(self, entity: str) -> tuple[str, str] | None:
        """Return the version before this one and the id that the entity had there."""
        if len(self.releases) < 2:  # noqa: PLR2004
            return None
        there = self.releases[-2].kinds
        known = (each for each in (entity, *self.former(entity)) if each in there)
        return next(((self.releases[-2].version, each) for each in known), None)

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

    def alert_subject(self, alert: Mapping[str, Any]) -> str:
        """Return what a notice is about, in words."""
        return "; ".join(map(self.short_name_of, alert["about"]))

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids that the page has anchors for."""
        shown = {each.id for each in self._entities}
        return frozenset(shown.union(*self.lineage.former.values()))

    def former(self, entity: str) -> Sequence[str]:
        """Return the old ids that the entity answers for."""
        return self.lineage.former.get(entity, ())

    def changed(self, entity: str) -> Mark | None:
        """Return what this version changed in an entity, and with which change."""
        return self._marks.get(entity)

    @cached_property
    def _marks(self) -> Mapping[str, Mark]:
        homes = model.join_homes(self.homes_before, self._homes)
        return mark_changes(self._entities, homes, self.changes)

    @cached_property
    def removed(self) -> Sequence[Mapping[str, Any]]:
        """The changes that took an option away in this version."""
        return find_removed(self.changes)

    def record(self, option: model.Option) -> list[str]:
        """Return the lines of the option for a patient's record; none of what must not be used.

        The address is missing: only the page that is being read knows where it stands.
        """
        if self.draft or self.tombstone or self.guideline.identity.status == "in-consultation":
            return []
        groups = self.guideline.groups_of(option)
        statements = [each for group in groups for each in stand_alone(group)]
        statements += statements_on(self.guideline, option)
        text = render_template("record.txt", view=self, option=option, statements=statements)
        return [line for line in text.splitlines() if line]

    @cached_property
    def intros(self) -> Mapping[str, Any]:
        """The two lists by name."""
        return {each.id: each for each in self.guideline.lists}
