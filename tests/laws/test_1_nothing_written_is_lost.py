"""Law 1: each letter and sign that an author writes reaches the reader, or a row says why not."""

from __future__ import annotations

import json
import re
import string
from collections import Counter
from functools import cache
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Annotated, Any
from unicodedata import name

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidepress.export import EXPORTS
from guidepress.model import (
    Block,
    Dose,
    Factor,
    Figure,
    Group,
    Item,
    Option,
    Outcome,
    Part,
    Question,
    Recommendation,
    Row,
    Section,
    Table,
)
from guidepress.model.block import ItemList
from guidepress.model.body import Term
from guidepress.model.facts import Field, Line, ReferenceId
from guidepress.model.facts import fields_of as described_in
from laws.edits import at
from laws.effort import many
from laws.generate import (
    CONDITIONS,
    NAMED,
    TOKEN,
    WIDE,
    Leaf,
    all_fields_of,
    describe_files,
    everything,
    field_of,
    fields_of,
    guidelines,
    leaves,
    replace_leaf,
    sample,
    seeds,
    taken,
    works_keys,
)
from laws.surfaces import (
    SURFACES,
    first_release,
    frozen_page_of,
    page_of,
    problems_of,
    read,
    surfaces_of,
    visible,
)
from laws.table import cases, hold, is_open, read_found

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from guidepress.content import Content
    from guidepress.history.archive import Archive
    from guidepress.problem import Position
    from laws.generate import Files

LAW = 1
# Under these are ids, for which readers are given words.
NAMING = frozenset({"factor", "is", "ref", "components"})
FIELDS = list(dict.fromkeys(field for kind in describe_files() for field in fields_of(kind)))
# So many digits are made once: an amount is shown as it is written, to its last one.
NUMBER = re.compile(r"[0-9]{5,}")
# Rendering anew is dearer than looking: these are enough to meet each field with each neighbour.
VALUES = 6
RARE = 2


def steps_alone() -> Files:
    """Return a guideline whose option has steps, and names no intervention beside them."""
    files = sample(0)
    files["factors"] = {"factors": []}
    files["recommendations"] = {"recommendations": []}
    files["guideline"].pop("sections", None)
    steps = [{"any": ["tok1001k", "tok1002k"]}]
    files["options"] = {"options": [{"id": "steps", "name": "Steps", "components": steps}]}
    files["guideline"]["body"] = ["options"]
    return files


def article_with_all_fields() -> Files:
    """Return a guideline that cites an article of which all is stated that a work can have."""
    files = sample(0)
    work = next(
        each for each in everything()["references"]["references"] if len(each.get("editor", ())) > 1
    )
    files["references"] = {"references": [{**work, "type": "article-journal"}]}
    return files


@cache
def samples() -> tuple[tuple[Files, dict[str, str]], ...]:
    """Return guidelines of many shapes, with what is shown of each."""
    # The one with everything is the dearest to render anew, so it comes last.
    made = [
        *(sample(number, pointing=True) for number in seeds()),
        steps_alone(),
        all_fields_of("options", pointing=True),
        all_fields_of("recommendations", pointing=True),
        article_with_all_fields(),
        everything(pointing=True),
    ]
    return tuple((files, surfaces_of(first_release(files))) for files in made)


@cache
def lowered(number: int, surface: str) -> str:
    """Return what is shown in small letters: it is looked into for each value."""
    return samples()[number][1][surface].lower()


@cache
def values() -> dict[str, list[tuple[int, Leaf]]]:
    """Return every generated value by its field, with the number of its guideline."""
    found: dict[str, list[tuple[int, Leaf]]] = {}
    for number, (files, _) in enumerate(samples()):
        doses = {
            dose["id"] for each in files["options"]["options"] for dose in each.get("doses", ())
        }
        for kind, data in files.items():
            for leaf in leaves(data, (kind,)):
                # A step that names a dose is shown by the words of the dose.
                if not (leaf.field.startswith("options.components.") and leaf.value in doses):
                    found.setdefault(leaf.field, []).append((number, leaf))
    return found


@cache
def released_instead(number: int, path: tuple[str | int, ...]) -> Archive | None:
    """Return the archive in which the value at the path is another one; none if it is refused."""
    files = samples()[number][0]
    if is_of_work(field_of(path)) and len(files["references"]["references"]) == 1:
        return None  # The one work may be named beside it as well: there is no other to name.
    try:
        return first_release(with_another(files, path))
    except AssertionError:
        return None


def with_another(files: Files, path: tuple[str | int, ...]) -> Files:
    """Return the files with another value at the path; none where only the one is right."""
    kind = str(path[0])
    if is_of_work(field_of(path)):
        works = [each["id"] for each in files["references"]["references"]]
        new = taken(files, path)
        if others := [each for each in works if each not in at(files, path[:-1])]:
            at(new, path[:-1]).append(others[0])
        return new
    data = replace_leaf(files[kind], describe_files()[kind], path[1:])
    only = data == files[kind] or path[-1] in WIDE
    return taken(files, path) if only else {**files, kind: data}


def is_of_work(field: str) -> bool:
    """Tell whether a field has ids of works, for which readers of a page are given numbers."""
    return field.rpartition(".")[2] in works_keys()


def token_of(leaf: Leaf, surface: str) -> str:
    """Return what is to be found of a text or a number; nothing of any other value."""
    named = surface in {"page", "Markdown"} and is_of_work(leaf.field)
    # A condition is shown in its author's words, and its factors and values by their names.
    named |= surface != "JSON" and leaf.field.rpartition(".")[2] in CONDITIONS and names(leaf)
    text = str(leaf.value)
    found = None if named else TOKEN.search(text) or NUMBER.fullmatch(text)
    return found[0] if found else ""


def names(leaf: Leaf) -> bool:
    """Tell whether a value names a factor, one of its values, a condition, a dose or a step."""
    return not NAMING.isdisjoint(map(str, leaf.path))


def is_shown(number: int, leaf: Leaf, surface: str) -> bool:
    """Tell whether a value is on the surface.

    A text is looked for. Of any other value (a day, a choice, yes or no) readers are given words:
    there another value must lead to another surface.
    """
    shown = samples()[number][1][surface]
    if token := token_of(leaf, surface):
        return token.lower() in lowered(number, surface)
    other = released_instead(number, leaf.path)
    assert other is not None
    changed = SURFACES[surface](other)
    if surface != "JSON" and is_of_work(leaf.field):
        # Each work is in the list of references, whatever names it: that is not the place.
        shown, changed = (LIST_OF_WORKS.sub("", each) for each in (shown, changed))
    return changed != shown


LIST_OF_WORKS = re.compile(r"\n## References\b.*?(?=\n## |\Z)", re.DOTALL)


def new_first(generated: Sequence[tuple[int, Leaf]]) -> list[tuple[int, Leaf]]:
    """Return the places in such an order that the first few hold different values."""
    seen: Counter[str] = Counter()
    turns = []
    for each in generated:
        turns.append(seen[str(each[1].value)])
        seen[str(each[1].value)] += 1
    return [each for _, each in sorted(zip(turns, generated, strict=True), key=itemgetter(0))]


def another_in(generated: Sequence[tuple[int, Leaf]]) -> Iterator[tuple[int, Leaf]]:
    """Yield the places that may hold another value, different ones first."""
    return (each for each in new_first(generated) if released_instead(each[0], each[1].path))


def some(generated: Sequence[tuple[int, Leaf]]) -> list[tuple[int, Leaf]]:
    """Return the first few places with another value, and those of the article.

    What readers are shown of a work hangs on its type, and chance may have made no article.
    """
    small = [each for each in generated if each[0] < len(seeds())]
    judged = list(islice(another_in(small), VALUES))
    # What is in none of the small ones is dear to render anew.
    if len(judged) < RARE:
        large = [each for each in generated if each not in small]
        judged += islice(another_in(large), RARE - len(judged))
    article = [each for each in generated if each[0] == len(samples()) - 2 and each not in judged]
    return judged + [each for each in article if released_instead(each[0], each[1].path)]


@pytest.mark.parametrize("case", cases(LAW, (f"{s}: {f}" for f in FIELDS for s in SURFACES)))
def test_every_value_of_a_field_is_shown(case: str) -> None:
    surface, _, field = case.partition(": ")
    generated = values().get(field, [])
    hold(generated, f"nothing generated has the field {field}")
    texts = [each for each in generated if token_of(each[1], surface)]
    judged = texts or some(generated)
    hold(judged, f"no other value of {field} may be released")
    lost = [leaf.value for number, leaf in judged if not is_shown(number, leaf, surface)]
    hold(not lost, f"the {surface} shows not all of {field}: {lost[:5]}")


# A condition asks for yes or no in words of its own.
NOS = [
    field
    for field in dict.fromkeys(
        each for kind in describe_files() for each in fields_of(kind, "boolean")
    )
    if not CONDITIONS.union([NAMED]).intersection(field.split("."))
]


@pytest.mark.parametrize("case", cases(LAW, (f"no in {s}: {f}" for f in NOS for s in SURFACES)))
def test_a_no_is_not_shown_as_if_nothing_were_stated(case: str) -> None:
    surface, _, field = case.removeprefix("no in ").partition(": ")
    places = [each for each in values()[field] if each[1].value is False]
    unstated = ((number, without_value(number, leaf.path)) for number, leaf in places)
    found = next((each for each in unstated if each[1]), None)
    # Where a value is never absent, nothing can be taken for its absence.
    if found and found[1]:
        hold(SURFACES[surface](found[1]) != samples()[found[0]][1][surface])


@cache
def without_value(number: int, path: tuple[str | int, ...]) -> Archive | None:
    """Return the archive in which nothing is at the path; none where something must be."""
    try:
        return first_release(taken(samples()[number][0], path))
    except AssertionError:
        return None


# Exports that hold each option whole; what else they leave out stands in docs/exports.md.
EXPORTED = {"CSV": "csv", "FHIR": "fhir-r5"}
KEYS = {each.key for each in described_in(Option)}
OF_OPTIONS = [each for each in FIELDS if each.startswith("options.") and each.split(".")[1] in KEYS]


@cache
def exported(number: int, path: tuple[str | int, ...] | None) -> dict[str, str]:
    """Return the exports of a guideline, with another value at the path if one is named."""
    archive = (
        first_release(samples()[number][0]) if path is None else released_instead(number, path)
    )
    assert archive is not None
    guideline = archive.releases[-1].guideline
    return {name: EXPORTS[key].render(guideline) for name, key in EXPORTED.items()}


@pytest.mark.parametrize("case", cases(LAW, (f"{e}: {f}" for f in OF_OPTIONS for e in EXPORTED)))
def test_every_value_of_an_option_is_exported(case: str) -> None:
    name, _, field = case.partition(": ")
    generated = values().get(field, [])
    hold(generated, f"nothing generated has the field {field}")
    texts = [each for each in generated if token_of(each[1], name)]
    judged = texts or some(generated)
    hold(judged, f"no other value of {field} may be released")
    lost = [leaf.value for number, leaf in judged if not is_exported(number, leaf, name)]
    hold(not lost, f"{name} holds not all of {field}: {lost[:5]}")


def is_exported(number: int, leaf: Leaf, name: str) -> bool:
    """Tell whether an export has a text, or another export comes of another value."""
    held = exported(number, None)[name]
    if token := token_of(leaf, name):
        return token.lower() in held.lower()
    return exported(number, leaf.path)[name] != held


@pytest.mark.parametrize("surface", ["page", "Markdown"])
def test_a_work_in_the_list_of_references_alone_is_not_shown_where_it_is_named(
    surface: str,
) -> None:
    files, shown = samples()[-1]
    (listed,) = LIST_OF_WORKS.findall(shown[surface])
    assert all(each["title"] in listed for each in files["references"]["references"])
    assert LIST_OF_WORKS.sub("", shown[surface]) != shown[surface]


def test_the_permanent_page_shows_each_text_that_the_current_page_shows() -> None:
    archive = first_release(everything(pointing=True))
    current, permanent = (
        set(TOKEN.findall(visible(page))) for page in (page_of(archive), frozen_page_of(archive))
    )
    assert current - permanent == set()


# Fields of tomorrow -----------------------------------------------------------------------------

# A list that comes when releases are frozen may be absent: they have none.
FURTHER = [
    ("remark", Annotated[Line | None, "What is new.", Field(detail="here")], None),
    ("rests_on", Annotated[tuple[ReferenceId, ...] | None, "Works.", Field(detail="here")], None),
]


# Kinds of which each has a place of its own on the page.
KINDS = (
    *(Block, Item, ItemList, Table, Row, Figure),
    *(Group, Option, Dose, Factor, Section, Term),
    *(Question, Recommendation, Part, Outcome),
)


def grown(value: Any, works: Mapping[Any, str]) -> Any:
    """Return a value of which these kinds have two fields more: words, and a list of works."""
    if isinstance(value, tuple):
        return tuple(grown(each, works) for each in value)
    if not isinstance(value, msgspec.Struct):
        return value
    kind = type(value)
    held = {name: grown(getattr(value, name), works) for name in value.__struct_fields__}
    if kind not in works:
        return kind(**held)
    rests_on = (works[kind],) if works[kind] else None
    return larger(kind)(**held, remark=f"Tomorrow's {kind.__name__}.", rests_on=rests_on)


@cache
def larger(kind: type[Any]) -> Any:
    return msgspec.defstruct(kind.__name__, FURTHER, bases=(kind,), frozen=True, kw_only=True)


def test_a_field_that_is_described_is_shown_and_its_works_are_cited() -> None:
    archive = first_release(everything())
    newest = archive.releases[-1]
    works = {kind: f"unknown-{kind.__name__.lower()}" for kind in KINDS}
    guideline = grown(newest.guideline, works)
    cited = {key for each in guideline.statements_anywhere() for key in each.citations}
    assert {*works.values()} <= cited
    absent = grown(newest.guideline, dict.fromkeys(KINDS, ""))
    said = [each.text for each in newest.guideline.statements_anywhere()]
    assert [each.text for each in absent.statements_anywhere()] == said
    known: dict[Any, str] = dict.fromkeys(KINDS, newest.guideline.references[-1].id)
    newest.__dict__["guideline"] = grown(newest.guideline, known)
    shown = surfaces_of(archive)
    for surface in ("page", "Markdown"):
        lost = {kind for kind in KINDS if f"Tomorrow's {kind.__name__}." not in shown[surface]}
        assert lost == set(), surface


# Letters and signs ------------------------------------------------------------------------------

# What prose is made of is not shown as a sign: lists, emphasis, raised and lowered text.
PATTERNS = (
    "alpha{0}beta",
    "alpha{0}beta{0}gamma",
    "alpha {0} beta",
    "alpha {0}beta gamma{0}delta",
    "alpha{0} beta",
    "{0} alpha beta",
    "{0}alpha beta",
)
MARKUP = {"-": {5}, "_": set(), "^": {1}, "~": {1}}
SIGNS = {
    f"sign: {name(sign).lower()} in {pattern.format('_')}": pattern.format(sign)
    for sign in string.punctuation
    for number, pattern in enumerate(PATTERNS)
    if number not in MARKUP.get(sign, ())
}
FOUND = {f"found: {each['id']}": each for each in read_found("letters.yaml")}


def text_of(case: str) -> str:
    return SIGNS[case] if case in SIGNS else FOUND[case]["text"]


def squeezed(text: str) -> str:
    """Return the text with each run of spaces and line breaks as one space."""
    return " ".join(text.split())


@cache
def plain_files() -> str:
    return json.dumps(sample(3))


def files_with(texts: Sequence[str]) -> Files:
    """Return a guideline with one section of these statements, and nothing in their way."""
    files: Files = json.loads(plain_files())
    statements = [{"id": f"said-{at}", "text": text} for at, text in enumerate(texts)]
    files["guideline"]["sections"] = [{"id": "said", "title": "Said", "content": statements}]
    files["guideline"]["body"] = ["factors", "said", "options"]
    return files


def lost_texts(texts: Sequence[str]) -> list[str]:
    """Return the texts that neither the page shows letter for letter nor ``validate`` reports."""
    files = files_with(texts)
    content = read(files)
    reported = {problem.position for problem in problems_of(files) if problem.severity == "error"}
    page = squeezed(visible(page_of(first_release(files))))
    return [
        text
        for at, text in enumerate(texts)
        if squeezed(text) not in page and not _is_reported(content, at, reported)
    ]


def _is_reported(content: Content, at: int, reported: set[Position]) -> bool:
    place = content.position(f"said-{at}", "text")
    after = content.position(f"said-{at + 1}", "id")
    return any(place <= each and (each < after or after < place) for each in reported)


@cache
def lost_signs() -> frozenset[str]:
    """Return the lost texts of all signs: one page shows them all."""
    return frozenset(lost_texts([text_of(case) for case in (*SIGNS, *FOUND)]))


@pytest.mark.parametrize("case", cases(LAW, [*SIGNS, *FOUND]))
def test_every_sign_of_a_text_is_shown(case: str) -> None:
    hold(text_of(case) not in lost_signs())


# Signs that no row names and that are no markup: any text of these is shown as it is written.
SAFE = [
    sign
    for sign in string.punctuation
    if sign not in MARKUP
    and all(
        is_open(LAW, case)
        for case in SIGNS
        if case.split(" in ")[0] == f"sign: {name(sign).lower()}"
    )
]
LETTERS = [*"abcXYZ019", *"éßµ≥≤–—“”’αβ²½中"]
WORDS = st.text(st.sampled_from([*LETTERS, *SAFE]), min_size=1, max_size=9)
# What the handbook reads as markup: words between two stars each, emphasis (a star before a word or
# an amount, and one behind another), code, and the name of a sign.
READ = re.compile(
    r"(?<!\*)\*\*(?![*\s])(?:.*\S)?\*\*(?!\*)|"
    r"(?<![^\s(\[{\"'“‘—_*])\*[\"'“‘_(]*\w(?:.*\S)?\*"
    r"|(?<![\w`])`[^`\s](?:[^`]*[^`\s])?`(?![\w`])|&#?\w{1,32};"
)
# A text begins with a word, since a list may begin with a number; brackets may be a link.
texts = (
    st.lists(WORDS, min_size=1, max_size=8)
    .map(lambda words: " ".join(["Said", *words]))
    .filter(lambda text: "](" not in text and "\\" not in text and not READ.search(text))
)


@many
@given(st.lists(texts, min_size=1, max_size=12))
def test_any_text_is_shown_letter_for_letter(drawn: list[str]) -> None:
    assert lost_texts(drawn) == []


# What Python calls a value, where a template forgot to put it into words.
OBJECT = re.compile(r"\b[A-Z]\w+\(\w+=|\{'\w+':|\[\w+\(|<\w+ object at")


@many
@given(guidelines())
def test_every_text_of_any_guideline_is_on_its_page(files: Files) -> None:
    shown = surfaces_of(first_release(files))
    assert not any(OBJECT.search(text) for surface, text in shown.items() if surface != "JSON")
    for kind, data in files.items():
        for leaf in leaves(data, (kind,)):
            if names(leaf):
                continue
            for surface in SURFACES:
                if token := token_of(leaf, surface):
                    found = token.lower() in shown[surface].lower()
                    assert found or not is_open(LAW, f"{surface}: {leaf.field}"), (surface, leaf)
