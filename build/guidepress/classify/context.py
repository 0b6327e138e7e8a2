"""Both versions, as the rules and the sentences look things up in them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from typing import Any

from guidepress.conditions.applies import stated_of
from guidepress.conditions.evaluate import Terms, terms_of
from guidepress.diff.fact import Comparison
from guidepress.diff.fields import LISTS
from guidepress.diff.walk import homes_of
from guidepress.doses import render_dose
from guidepress.model import Reference, Scale, from_data
from guidepress.model.walk import Entity
from guidepress.prose.misreadings import find_links
from guidepress.prose.render import render_claim
from guidepress.words.wording import heads_doses, is_dose_unit, states_danger, states_prohibition

# What an option and a recommendation say weighs alike.
OF_OPTIONS = ("groups/", "options/", "recommendations/")
DANGEROUS_KINDS = frozenset({"harm", "dose", "contraindication", "interaction"})
_HARMFUL = DANGEROUS_KINDS - {"dose"}


@dataclass(frozen=True, kw_only=True)
class Context:
    """Lookups by id over both versions; where both have an entity, the newer is taken.

    ``homes`` are what a statement is in, in either version, ``home`` the newer of them.
    ``former`` and ``latter`` are the claims of each version: statements and recommendations;
    ``gone`` are the entities as the older version had them.

    ``on_options`` are the statements inside an option, about one or in other words of one;
    ``options`` the newer side's.
    ``works`` says what each reference is called, ``names`` what everything else is; what has none
    is known by its text, which ``texts`` have as it is written.
    ``sides`` are both bundles, ``walked`` the entities of each.
    ``since`` counts how the newer version differs from what a withdrawal took, where that is known.
    """

    language: str
    drugs: frozenset[str]
    entities: Mapping[str, Any]
    homes: Mapping[str, AbstractSet[str]]
    home: Mapping[str, str]
    on_options: frozenset[str]
    subjects: frozenset[str]
    works: Mapping[str, str]
    names: Mapping[str, str]
    texts: Mapping[str, str]
    scales: Mapping[tuple[str, str], Scale]
    terms: Terms
    doses: Mapping[str, Any] = field(default_factory=dict)
    former_doses: Mapping[str, Any] = field(default_factory=dict)
    former: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    latter: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    gone: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    since: int | None = None
    sides: tuple[Any, ...] = ()
    walked: tuple[tuple[Entity, ...], ...] = ()

    def name(self, entity: str) -> str:
        """Return what readers know an entity by: its name, its text, or the dose in words."""
        text = self.texts.get(entity)
        return self.names.get(entity) or (quoted(text)[1:-1] if text else self.dose(entity))

    def dose(self, name: str) -> str:
        """Return a dose in words; of what is none the name."""
        return render_dose(self.doses[name], self.terms) if name in self.doses else name

    @cached_property
    def then(self) -> "Context":
        """The same for what stood in the older version: it is read in the words of then."""
        old, new = self.sides
        entities = self.walked[0]
        return replace(
            self,
            names={**self.names, **_read_first(entities, *_NAMES), **self.works},
            texts={**self.texts, **_read_first(entities, "text")},
            terms=terms_of(*([*new[each], *old[each]] for each in ("factors", "conditions"))),
            doses={**self.doses, **self.former_doses},
        )

    @cached_property
    def of_danger(self) -> frozenset[str]:
        """The factors and named conditions by which a dose, a harm or a contraindication holds.

        What stands below ``not`` is a contraindication.
        """
        named: dict[str, list[Any]] = {}
        for each in (each for side in self.sides for each in side["conditions"]):
            named.setdefault(each["id"], []).append(each)
        found: set[str] = set()
        waiting = [name for side in self.walked for name in _of_danger(side, self.language)]
        waiting += _excluding_in(self.sides)
        while waiting:
            if (name := waiting.pop()) not in found:
                found.add(name)
                waiting += factors_in(named.get(name))
        return frozenset(found)

    @cached_property
    def deciding(self) -> frozenset[str]:
        """The factors and named conditions that a condition of either version names."""
        return frozenset(each for side in self.sides for each in factors_in(side))

    @cached_property
    def _users(self) -> Mapping[str, list[Entity]]:
        """What links to each term, or states a condition in its words, the newer version first."""
        terms = {each["id"]: each["term"] for side in self.sides for each in side["terms"]}
        found: dict[str, list[Entity]] = {}
        for user in (each for side in self.walked[::-1] for each in side):
            own = own_of(user.value)
            stated = " ".join(strings_in([*stated_of(own)]))
            named = {
                link.removeprefix("#") for text in strings_in(own) for link in find_links(text)
            }
            named |= {name for name, term in terms.items() if _holds_word(stated, term)}
            for name in named & terms.keys() - {user.id}:
                found.setdefault(name, []).append(user)
        return found

    def users_of(self, term: str) -> list[Entity]:
        """Return what uses a term, or a term that is explained with it."""
        seen, waiting, found = set[str](), [term], list[Entity]()
        while waiting:
            if (name := waiting.pop()) not in seen:
                seen.add(name)
                users = self._users.get(name, ())
                waiting += [each.id for each in users if each.kind == "term"]
                found += [each for each in users if each.kind != "term"]
        return found

    @cached_property
    def alike(self) -> frozenset[str]:
        """The statements that read, or are called, as another one of either version does."""
        found: dict[str, set[str]] = {}
        for name, claim in (*self.former.items(), *self.latter.items()):
            found.setdefault(title_of(claim), set()).add(name)
        return frozenset(
            name for title, names in found.items() if title and len(names) > 1 for name in names
        )

    def is_dangerous(self, claim: str) -> bool:
        """Tell whether a statement or recommendation is of harm, dose or contraindication."""
        return any(is_danger(side, self.language) for side in self.sides_of(claim))

    def sides_of(self, claim: str) -> Iterator[Mapping[str, Any]]:
        """Yield a claim as each version has it, and what it replaces as the older one had that."""
        now = self.latter.get(claim, {})
        origins = (self.former.get(each) for each in (claim, *now.get("replaces", ())))
        yield from filter(None, (*origins, now))

    def stated_below(self, section: str) -> Iterator[str]:
        """Yield the statements of a section and of those below it, in either version."""
        inside = {f"sections/{section}"}
        for subject, entity in self.entities.items():
            # Sections are listed after the one that they are part of.
            if f"sections/{entity.get('parent')}" in inside:
                inside.add(subject)
        yield from (each for each, homes in self.homes.items() if homes & inside)


def context_of(comparison: Comparison) -> Context:
    """Build the lookups from two bundles that were compared."""
    old, new, sides = comparison.old, comparison.new, comparison.entities
    housed = [[*homes_of(each).values()] for each in sides]
    everywhere = [*housed[0], *housed[1]]
    homes: dict[str, set[str]] = {}
    for home, statement in everywhere:
        homes.setdefault(statement["id"], set()).add(home)
    references = {each["id"]: each for side in (old, new) for each in side["references"]}
    works = name_works(from_data(Reference, each) for each in references.values())
    scales = [from_data(Scale, each) for side in (old, new) for each in side["scales"]]
    doses = [_doses_in(each) for each in sides]
    return Context(
        language=new["guideline"]["language"],
        drugs=frozenset((*_drug_names(old), *_drug_names(new))),
        entities=_entities(old) | _entities(new),
        gone=_entities(old),
        homes=homes,
        home={each["id"]: home for home, each in everywhere},
        on_options=_on_options(everywhere),
        subjects=frozenset(
            each["id"] for name in ("options", "recommendations") for each in new[name]
        ),
        works=works,
        names={**_read_first(chain(*sides), *_NAMES), **works},
        texts=_read_first(chain(*sides), "text"),
        scales={(each.id, each.version): each for each in scales},
        terms=terms_of(new["factors"], new["conditions"]),
        former=_claims(old, housed[0]),
        latter=_claims(new, housed[1]),
        doses=doses[0] | doses[1],
        former_doses=doses[0],
        sides=(old, new),
        walked=sides,
    )


def _on_options(housed: Sequence[tuple[str, Any]]) -> frozenset[str]:
    """Return the statements on options, and what replaces one."""
    found = {
        each["id"]
        for home, each in housed
        if home.startswith(OF_OPTIONS) or each.get("about") or each.get("renders")
    }
    return frozenset(
        each["id"] for _, each in housed if not found.isdisjoint((each["id"], *each["replaces"]))
    )


def _claims(bundle: Any, housed: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Return the statements and the recommendations by id."""
    made = {
        each["id"]: {key: value for key, value in each.items() if key != "content"}
        for each in bundle["recommendations"]
    }
    return made | {each["id"]: each for _, each in housed}


def _entities(bundle: Any) -> dict[str, Any]:
    return {f"{name}/{entity['id']}": entity for name in LISTS for entity in bundle[name]}


_NAMES = ("name", "title")


def _read_first(entities: Iterable[Entity], key: str, other: str = "") -> dict[str, str]:
    """Return what each entity has under the first of the keys that it has."""
    found = ((each.id, each.value.get(key) or each.value.get(other)) for each in entities)
    return {name: str(label) for name, label in found if label}


def _doses_in(entities: Iterable[Entity]) -> dict[str, Any]:
    return {each.id: each.value for each in entities if each.kind == "dose"}


def _of_danger(entities: Iterable[Entity], language: str) -> Iterator[str]:
    """Yield what the conditions name of doses, of statements of danger, of advice against."""
    for each in entities:
        ways = {one.get("direction") for one in (each.value, *each.value.get("parts", ()))}
        stated = each.kind == "statement" and is_danger(each.value, language)
        if each.kind == "dose" or stated or "against" in ways:
            yield from factors_in(each.value)


def factors_in(value: Any) -> Iterator[str]:
    """Yield the factors and the named conditions that conditions name."""
    if isinstance(value, dict):
        yield from (value[key] for key in ("factor", "ref") if isinstance(value.get(key), str))
        value = list(value.values())
    for each in value if isinstance(value, list) else ():
        yield from factors_in(each)


def _excluding_in(value: Any) -> Iterator[str]:
    """Yield what is named below ``not`` of any condition."""
    if isinstance(value, dict):
        yield from factors_in(value.get("not"))
    for each in _values_of(value):
        yield from _excluding_in(each)


def _values_of(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list | tuple) else ()


# What these hold is an entity of its own.
_APART = frozenset({"content", "doses"})


def own_of(entity: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an entity states itself, without the entities in it."""
    return {key: value for key, value in entity.items() if key not in _APART}


def strings_in(value: Any, only: str = "", key: str = "") -> Iterator[str]:
    """Yield every text of a value, or those of one key only."""
    if isinstance(value, str) and only in {"", key}:
        yield value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from strings_in(each, only, name)
    elif isinstance(value, list):
        for each in value:
            yield from strings_in(each, only, key)


def _holds_word(text: str, word: str) -> bool:
    pattern = rf"(?<!\w){re.escape(word)}(?!\w)"
    return bool(text and re.search(pattern, text, re.IGNORECASE))


def _drug_names(bundle: Any) -> Iterator[str]:
    for option in bundle["options"]:
        for intervention in option.get("interventions", ()):
            yield intervention["name"]
            yield from intervention.get("synonyms", ())


def listed(items: Iterable[str]) -> str:
    """Join with commas and a final "and"."""
    *most, last = [*items] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def quoted(text: str, most: int = 300) -> str:
    """Return prose as one line in quotation marks, cut at a word where it is very long."""
    line = render_claim(text)
    if len(line) > most:
        line = line[:most].rpartition(" ")[0] + " …"
    # The sentence around it has a full stop of its own.
    return f"“{line.removesuffix('.')}”"


def title_of(claim: Mapping[str, Any]) -> str:
    """Return what a statement says, or the words at the table, list or figure that it is."""
    held = claim.get("table") or claim.get("list") or claim.get("figure") or {}
    first: Mapping[str, Any] = next(iter(held.get("items", ())), {})
    named = (held.get("title"), held.get("caption"), held.get("alt"))
    found = (*named, claim.get("text"), first.get("text"))
    return next((str(each) for each in found if each), "")


def is_danger(statement: Mapping[str, Any], language: str) -> bool:
    """Tell a statement of harm, dose or contraindication, by a label or by words, also in it."""
    labelled = (_is_of_danger(key, text, language) for key, text in _words_in(statement))
    return any(labelled) or _shows_dose(statement.get("table"))


def is_harm(statement: Mapping[str, Any], language: str) -> bool:
    """Tell a statement of harm or contraindication, by a label or by words, also in it."""
    return any(
        text in _HARMFUL if key == "kind" else states_prohibition(text, language)
        for key, text in _words_in(statement)
    )


def _is_of_danger(key: str, text: str, language: str) -> bool:
    if key == "kind":
        return text in DANGEROUS_KINDS
    if key == "unit":
        return is_dose_unit(text, language)
    heads = key in {"group", "title"} and heads_doses(text, language)
    return heads or states_danger(text, language)


def _shows_dose(table: Any) -> bool:
    cells = (cell for row in (table or {}).get("rows", ()) for cell in row["cells"])
    return any("dose" in cell for cell in cells)


def _words_in(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield the texts and labels of a statement, and of the entries, rows and cells in it."""
    if isinstance(value, dict):
        for name in value.keys() - {"evidence", "outcomes", "when", "applies_when"}:
            yield from _words_in(value[name], name)
    elif isinstance(value, list):
        for each in value:
            yield from _words_in(each, key)
    elif isinstance(value, str) and key in _WORDS:
        yield key, value


_WORDS = frozenset(
    {"alt", "caption", "description", "group", "heading", "kind", "name", "text", "title", "unit"}
)


def cite(reference: Reference) -> str:
    """Return author and year, such as "Glade Bender 2013"; its id where no author is stated."""
    name = reference.id
    if reference.author:
        first = reference.author[0]
        family = " ".join(filter(None, (first.non_dropping_particle, first.family)))
        name = family or first.literal or name
    return f"{name} {reference.year}" if reference.year else name


def name_works(references: Iterable[Reference]) -> Mapping[str, str]:
    """Return what each work is called, by its id; of two with one id the later counts.

    Works that would be called alike are told apart by their ids.
    """
    names = {each.id: cite(each) for each in references}
    count = Counter(names.values())
    return {key: f"{name} ({key})" if count[name] > 1 else name for key, name in names.items()}
