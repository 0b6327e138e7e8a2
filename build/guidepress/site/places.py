"""Every place of the current pages that can be found: its kind, path, names and text.

Places are read off the description of the model: a field that is added there is found.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape
from itertools import chain
from typing import Any, NamedTuple

from guidepress import model
from guidepress.classify.context import cite
from guidepress.conditions.words import MESSAGES
from guidepress.export import evidence
from guidepress.export.condition_words import ConditionWords
from guidepress.export.evidence import find_cautions, find_dose_notes
from guidepress.export.wording import (
    CAUTIONS,
    for_whom,
    head_cell,
    name_column,
    render_grade,
    render_population,
    render_recommendation,
)
from guidepress.history.archive import Archive
from guidepress.history.relations import Related
from guidepress.prose.render import render_claim
from guidepress.site.summary import WARNINGS
from guidepress.units import render_with_years

FOLDER = "search/"
PAGES = "_pages"
# How much each kind of place weighs: what can be done comes before what is said of it.
_WEIGHTS = (
    (3.0, "option recommendation"),
    (2.5, "guideline"),
    (2.0, "group dose"),
    (1.6, "factor question term"),
    (1.5, "statement table figure"),
    (1.3, "section abbreviation"),
    (1.0, "reference version page"),
)
WEIGHTS = {kind: weight for weight, kinds in _WEIGHTS for kind in kinds.split()}
_NAMES = {"name", "short_name", "synonyms", "code", "display", "title", "term", "number", "DOI"}
# Ids and codes of our own, which nobody looks for; what is below an entity is found by itself.
_WORKS = {"citations", "references", "works", "replaces", "cites_retracted", "source_url", "date"}
_REFERRED = {"id", "at", "about", "type", "kind", "is", "factor", "ref", "group", "show", "unit"}
_CODED = {"scale", "scale_version", "system", "basis", "url", "language", "standing", "direction"}
_IMAGE = {"file", "sha256", "media_type", "credit", "permission", "absent", "finding"}
# What names doses and interventions by their ids, has them in cells, or is bare: said in words.
_IN_WORDS = {"components", "table", "list", "question", "grades", "parts", "target"}
_INSIDE = {"content", "doses", "intro", "column", "body", "source_locator"}
_UNSEARCHED = _WORKS | _REFERRED | _CODED | _IMAGE | _INSIDE | _IN_WORDS
_LISTS = {"index.md", "api/index.md", "compare/index.md"}
_BARE = re.compile(r"(?!.*[^\W\d_]{2})")
_TAG = re.compile(r"<[^<>]{0,2000}>|\{: [^{}]{0,500}\}")


class Entry(NamedTuple):
    """A place that can be found.

    ``path`` leads to it from the page of the guideline; ``names`` are what it is called,
    ``related`` the numbers of the entries that speak of it, and ``of`` those of what it is part of.
    ``text`` and ``limits`` have a line for each thing that is said; a line is shown whole or not at
    all. ``limits`` say for whom, when and against what: they are shown with whatever is found.
    """

    kind: str
    path: str
    title: str
    names: Sequence[str]
    text: str = ""
    related: Sequence[int] = ()
    of: Sequence[int] = ()
    limits: str = ""


def render_entries(archive: Archive, related: Iterable[Related] = ()) -> dict[str, bytes]:
    """Return the file with all entries of the current pages of a guideline."""
    release = archive.latest or archive.releases[-1]
    versions = [each.version for each in reversed(archive.releases)]
    # What another guideline replaces is the newest of its own, and not what holds.
    is_replaced = any(each.kind == "replaced-by" for each in related)
    state = "replaced by another guideline" if is_replaced else "current"
    bundle = release.bundle if archive.latest else {}
    return render_places(release.guideline, bundle, versions, state)


def render_places(
    guideline: model.Guideline,
    bundle: Mapping[str, Any],
    versions: Sequence[str] = (),
    state: str = "current",
) -> dict[str, bytes]:
    """Return the same of a guideline, and of the bundle with what its page shows."""
    identity = guideline.identity
    about = render_population(identity.population) if identity.population else ""
    entries = [Entry("guideline", "index.html", identity.title, [identity.title], about)]
    if bundle and not identity.withdrawal:
        entries += _list_places(guideline, bundle)
    for each in versions:
        title = f"Version {each}"
        entries.append(Entry("version", f"{each}/index.html", title, [title, each]))
    state = WARNINGS.get(identity.status, "").strip(". ").lower() or state
    return _render(identity.id, [identity.title, f"{identity.version}, {state}"], entries)


def render_pages(staged: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the file with those of the staged pages that do not list all guidelines."""
    entries = []
    for name, data in staged.items():
        if name.endswith(".md") and name not in _LISTS and not name.startswith("az-"):
            text = unescape(_TAG.sub(" ", data.decode().partition("\n---\n\n")[2]))
            title, _, body = text.strip().removeprefix("# ").partition("\n")
            title, path = title.partition(" {")[0], f"{name.removesuffix('.md')}.html"
            entries.append(Entry("page", path, title, [title], " ".join(body.split())))
    return _render(PAGES, ["", ""], entries)


def _render(name: str, head: Sequence[str], entries: Sequence[Entry]) -> dict[str, bytes]:
    return {f"{FOLDER}in/{name}.json": dump({"head": head, "entries": entries})}


def dump(data: Any) -> bytes:
    """Return data as JSON, as short as can be."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _list_places(guideline: model.Guideline, bundle: Mapping[str, Any]) -> Iterator[Entry]:
    """Yield an entry for each entity; an option is also found by what is said of it."""
    entities = [*model.iter_entities(bundle)]
    numbers = {each.id: number for number, each in enumerate(entities, start=1)}
    phrase = defaultdict(list)
    for number, entity in enumerate(entities, start=1):
        for name in {entity.owner and entity.owner.id, *entity.value.get("about", ())}:
            phrase[name].append(number)
    describe = _Describer(guideline)
    for entity in entities:
        title, names, texts = describe(entity)
        kind = entity.value.get("type") if entity.kind == "statement" else entity.kind
        kind = kind if kind in WEIGHTS else "statement"
        related = phrase[entity.id] if kind in {"option", "group", "recommendation"} else []
        homes = entity.value.get("about") or [entity.owner.id if entity.owner else ""]
        of = [numbers[each] for each in homes if each in numbers]
        lines, limits = (_join_lines(each) for each in (texts, describe.limits(entity)))
        yield Entry(kind, f"index.html#{entity.id}", title, names, lines, related, of, limits)
    for each in guideline.identity.abbreviations:
        title = f"{each.id}: {each.expansion}"
        yield Entry("abbreviation", "index.html#_abbreviations", title, [each.id, each.expansion])


def _join_lines(texts: Iterable[str]) -> str:
    """Return each text once, on a line of its own."""
    return "\n".join(dict.fromkeys(filter(None, (" ".join(each.split()) for each in texts))))


class _Describer:
    """What the places of a guideline are called, and what is said there."""

    def __init__(self, guideline: model.Guideline) -> None:
        self._guideline = guideline
        self._words = ConditionWords(guideline, render_with_years)
        self._brief = ConditionWords(guideline, render_with_years, {**MESSAGES, "named": "{text}"})
        named = (guideline.conditions, guideline.recommendations, guideline.references)
        held = (guideline.entries, guideline.doses(), guideline.blocks())
        self._things: dict[str, Any] = {
            each.id: each for each in chain.from_iterable((*named, *held))
        }

    def __call__(self, entity: model.Entity) -> tuple[str, list[str], list[str]]:
        names, texts = _read_strings(entity)
        thing: Any = self._things.get(entity.id)
        value = entity.value
        title = next((value[key] for key in ("name", "title", "term") if key in value), "")
        match entity.kind:
            case "dose":
                title = self._words.dose(thing)
                against = "Do not use. " if thing.absent == "not-recommended" else ""
                return against + title, [title], []
            case "named-condition":
                return self._words.say(thing), [], []
            case "option":
                texts += self._words.steps(thing)
            case "statement" if "table" in value:
                heads = [*filter(None, map(name_column, thing.table.columns))]
                title = thing.table.title
                return title, [title, *heads], [*self._read_table(thing.table), *texts]
            case "statement" if "list" in value:
                texts = [*map(self._state, evidence.claims_of(thing)), *texts]
            case "statement" if thing and thing.text and thing.kind in CAUTIONS:
                texts = [self._state(thing), *texts[1:]]
            case "recommendation":
                title = " ".join(filter(None, (thing.number, render_recommendation(thing))))
                texts += [*map(render_grade, thing.grades), *map(self._words.part, thing.parts)]
                texts += map(self._say_outcome, thing.outcomes)
            case "reference":
                title = cite(thing)
                names += [title, title.rpartition(" ")[0], f"PMID {value.get('PMID', '')}"]
                texts.insert(0, value["title"])
        return title or (names[0] if names else ""), names, texts

    def limits(self, entity: model.Entity) -> list[str]:
        """Return for whom, when and against what it is, and what holds it."""
        found: list[str] = []
        holder: model.Entity | None = entity
        while holder:
            thing = self._things.get(holder.id)
            found += self._limits_of(thing, entity.id)
            found += self._against(thing) if isinstance(thing, model.Option) else ()
            notes = thing.table.notes if isinstance(thing, model.Block) and thing.table else ()
            found += (f"Note: {render_claim(each.text)}" for each in notes)
            holder = holder.owner
        return found

    def _limits_of(self, thing: Any, inner: str) -> Iterator[str]:
        words = self._words
        match thing:
            case model.Option() | model.Group():
                for each in (*self._guideline.groups_of(thing), thing):
                    if each.applies_when:
                        yield f"Applies when: {words.say(each.applies_when)}"
                    if each.population:
                        yield f"Stated {for_whom(words.whom(each.population))}"
            case model.Recommendation():
                yield from words.limits(thing)
                for part in thing.parts:
                    if inner in {each.id for each in part.doses}:
                        yield words.part(part)
            case _ if whom := getattr(thing, "population", None):
                yield f"Stated {for_whom(words.whom(whom))}"

    def _against(self, option: model.Option) -> Iterator[str]:
        """Yield what speaks against an option: whoever finds a dose of it must see that."""
        words = self._words
        for _, note in find_dose_notes(self._guideline, option.doses):
            yield f"Note: {render_claim(note.text)}"
        for each in find_cautions(self._guideline, option):
            if each.kind == "contraindication":
                yield self._state(each) if each.text else "Contraindications: see its page"
        for made in self._guideline.recommendations_on(option.id):
            parts = made.parts_on(option.id)
            if made.direction == "against" and not any(each.direction for each in parts):
                yield f"Recommendation: {render_recommendation(made)}"
            yield from (words.part(each) for each in parts if each.direction == "against")

    def _state(self, claim: model.Statement) -> str:
        """Return a claim with the kind that must not be taken for any other, and for whom it is."""
        kind = f"{claim.kind.capitalize()}: " if claim.kind in CAUTIONS else ""
        whom = (
            f" (stated {for_whom(self._words.whom(claim.population))})" if claim.population else ""
        )
        return f"{kind}{render_claim(claim.text)}{whom}"

    def _say_outcome(self, outcome: model.Outcome) -> str:
        found = evidence.describe_outcome(self._guideline, outcome)
        return f"{outcome.name}: {'; '.join(f'{each.label}: {each.lines[0]}' for each in found)}"

    def _read_table(self, table: model.Table) -> Iterator[str]:
        """Yield each row with the headings of its cells, without the marks of notes."""
        marks = re.compile("|".join(rf" ?\^{each.id}\^" for each in table.notes) or "(?!)")
        heads = {each.id: name_column(each) for each in table.columns}
        for row in table.rows:
            cells = [
                head_cell(heads[each.column], render_claim(marks.sub("", each.text or "")))
                if each.text
                else self._brief.cell(each)
                for each in row.cells
            ]
            when = f"applies when {self._brief.say(row.applies_when)}" if row.applies_when else ""
            yield ", ".join(filter(None, (row.heading, *cells, when)))


def _read_strings(entity: model.Entity) -> tuple[list[str], list[str]]:
    """Return what the entity is called, and all other texts in it."""
    names: list[str] = []
    texts: list[str] = []
    # What is said is shown before for whom it is.
    for key, text in sorted(_iter_strings(entity.value, ""), key=lambda each: each[0] != "text"):
        if key == "level":
            texts.append(f"level {text}")
        elif key in _NAMES and (entity.kind != "reference" or key == "DOI"):
            names.append(text)
        # A bare number says nothing, and can be read as anything.
        elif not _BARE.match(text):
            texts.append(render_claim(text))
    return names, texts


def _iter_strings(value: Any, key: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        # Conditions of the whole are said in words.
        skipped = _UNSEARCHED if key else _UNSEARCHED | {"applies_when", "population"}
        for inner in (each for each in value if each not in skipped):
            yield from _iter_strings(value[inner], inner)
    elif isinstance(value, list):
        for each in value:
            yield from _iter_strings(each, key)
    elif isinstance(value, str):
        yield key, value
