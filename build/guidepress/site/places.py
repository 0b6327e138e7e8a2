"""Every place of the current pages that can be found: its kind, path, names and text.

Places are read off the description of the model: a field that is added there is found.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from html import unescape
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from guidepress.classify import cite
from guidepress.export.condition_words import ConditionWords
from guidepress.export.wording import head_column, render_population, render_recommendation
from guidepress.model import iter_entities
from guidepress.prose import render_claim
from guidepress.site.tombstone import WARNINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from guidepress.history import Archive, Related
    from guidepress.model import Entity, Guideline, Table

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
# What names doses and interventions by their ids, or has them in cells: said in words.
_IN_WORDS = {"components", "table", "question"}
_INSIDE = {"content", "doses", "intro", "column", "body", "source_locator"}
_UNSEARCHED = _WORKS | _REFERRED | _CODED | _IMAGE | _INSIDE | _IN_WORDS
_LISTS = {"index.md", "api/index.md", "compare/index.md"}
_TAG = re.compile(r"<[^<>]{0,2000}>|\{: [^{}]{0,500}\}")


class Entry(NamedTuple):
    """A place that can be found.

    ``path`` leads to it from the page of the guideline; ``names`` are what it is called,
    ``related`` the numbers of the entries that speak of it, and ``of`` those of what it is part of.
    """

    kind: str
    path: str
    title: str
    names: Sequence[str]
    text: str = ""
    related: Sequence[int] = ()
    of: Sequence[int] = ()


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
    guideline: Guideline,
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


def _list_places(guideline: Guideline, bundle: Mapping[str, Any]) -> Iterator[Entry]:
    """Yield an entry for each entity; an option is also found by what is said of it."""
    entities = [*iter_entities(bundle)]
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
        yield Entry(kind, f"index.html#{entity.id}", title, names, " · ".join(texts), related, of)
    for each in guideline.identity.abbreviations:
        title = f"{each.id}: {each.expansion}"
        yield Entry("abbreviation", "index.html#_abbreviations", title, [each.id, each.expansion])


class _Describer:
    """What the places of a guideline are called, and what is said there."""

    def __init__(self, guideline: Guideline) -> None:
        self._words = ConditionWords(guideline)
        listed = (guideline.options, guideline.recommendations, guideline.references)
        every: tuple[Any, ...] = (
            *chain.from_iterable(listed),
            *guideline.doses(),
            *guideline.blocks(),
        )
        self._things = {each.id: each for each in every}

    def __call__(self, entity: Entity) -> tuple[str, list[str], list[str]]:
        names, texts = _read_strings(entity)
        thing: Any = self._things.get(entity.id)
        value = entity.value
        title = next((value[key] for key in ("name", "title", "term") if key in value), "")
        match entity.kind:
            case "dose":
                title = self._words.dose(thing)
                return title, [title], []
            case "option":
                texts += [*self._words.steps(thing), *self._words.of_option(thing)]
            case "statement" if "table" in value:
                heads = [each for each in map(head_column, thing.table.columns) if each]
                title = thing.table.title
                return title, [title, *heads], [*self._read_table(thing.table), *texts]
            case "recommendation":
                title = " ".join(filter(None, (thing.number, render_recommendation(thing))))
                texts += self._words.limits(thing)
            case "reference":
                title = cite(thing)
                names += [title, title.rpartition(" ")[0], f"PMID {value.get('PMID', '')}"]
                texts.insert(0, value["title"])
        return title or (names[0] if names else ""), names, texts

    def _read_table(self, table: Table) -> Iterator[str]:
        """Yield what stands in the cells, without the marks of notes, and below them."""
        marks = re.compile("|".join(rf" ?\^{each.id}\^" for each in table.notes) or "(?!)")
        for row in table.rows:
            cells = [marks.sub("", each.text or "") or self._words.cell(each) for each in row.cells]
            yield ", ".join(filter(None, (row.heading, *map(render_claim, cells))))
        yield from (render_claim(each.text) for each in table.notes)


def _read_strings(entity: Entity) -> tuple[list[str], list[str]]:
    """Return what the entity is called, and all other texts in it."""
    names: list[str] = []
    texts: list[str] = []
    # What is said is shown before for whom it is.
    for key, text in sorted(_iter_strings(entity.value, ""), key=lambda each: each[0] != "text"):
        if key == "level":
            texts.append(f"level {text}")
        elif key in _NAMES and (entity.kind != "reference" or key == "DOI"):
            names.append(text)
        else:
            texts.append(render_claim(text))
    return names, texts


def _iter_strings(value: Any, key: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        # Conditions of the whole are said in words.
        skipped = _UNSEARCHED if key else _UNSEARCHED | {"applies_when"}
        for inner in (each for each in value if each not in skipped):
            yield from _iter_strings(value[inner], inner)
    elif isinstance(value, list):
        for each in value:
            yield from _iter_strings(each, key)
    elif isinstance(value, str):
        yield key, value
