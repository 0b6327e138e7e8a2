"""What the description says of a field beside its type, and the forms that texts come in.

A field is ``name: A[type, "its meaning for editors", Field(...)]``; facts that stand further right
win. ``docs/generate.py`` derives schemas and pages from them, ``guidepress.diff`` the list of what
it compares. Nothing here is evaluated for each document.
"""

import re
from functools import cache
from typing import Annotated as A
from typing import Any, NamedTuple, get_args, get_origin

import msgspec


class Field(NamedTuple):
    """What JSON Schema, pages, difference and docs need to know of a field.

    ``change`` is the kind of change that a difference in it is, without the entity's name in front.
    ``least`` and ``most`` bound the length of a text, the entries of a list, or a number.
    ``derived`` fields are published and never written, ``authored`` ones the other way round;
    ``needed`` is one that editors must write although an older bundle may lack it.
    ``digits`` says that editors of YAML may take the text for a number, ``entity`` that the id is
    one of the guideline's namespace, ``after`` which field the one of a
    subclass follows ("" for none). A list that is ``single`` may be written as its one entry, an
    object as its ``single`` text,
    one that is ``keyed`` as a mapping by that key. ``optional`` text is "" where it is absent.
    ``detail`` is the part of the page that shows the field as a line with a label (see
    ``guidepress.export.details``): ``here`` is where its entity is. ``work`` says that the id is
    one of a reference, ``named`` that it is one of something that readers know by its name.
    """

    says: str = ""
    change: str = ""
    choices: tuple[str, ...] = ()
    pattern: str = ""
    form: str = ""
    least: int | None = None
    most: int | None = None
    unique: bool = False
    example: Any = None
    derived: bool = False
    authored: bool = False
    needed: bool = False
    digits: bool = False
    entity: bool = False
    after: str | None = None
    single: bool = False
    optional: bool = False
    keyed: str = ""
    detail: str = ""
    work: bool = False
    named: bool = False


def example(such_as: Any, **facts: Any) -> Field:
    """Describe a field by an example."""
    return Field(example=such_as, **facts)


def derived(**facts: Any) -> Field:
    """Describe what is published and never written."""
    return Field(derived=True, **facts)


def choice(*choices: str, **facts: Any) -> Field:
    """Describe a field with a closed list of values; the first is the example, if none is."""
    return Field(choices=choices, **{"example": choices[0], **facts})


def stamp(**facts: Any) -> Field:
    """Describe what changes with every release and is never reported as a change."""
    return Field(change="stamp", **facts)


def _text(most: int, example: Any = None) -> Field:
    return Field(least=1, most=most, example=example)


_ID = "^[a-z][a-z0-9]{0,79}(-[a-z0-9]{1,79}){0,20}$"
_ID_IN_WORDS = (
    "small letters, digits and single hyphens, beginning with a letter, such as "
    "gemcitabine-docetaxel"
)
_NUMBERS = r"(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})"
_VERSION = f"^{_NUMBERS}$"

Id = A[str, Field(most=80, pattern=_ID, form=_ID_IN_WORDS, example="pazopanib")]
EntityId = A[
    Id,
    "A permanent id: small letters, digits and single hyphens, beginning with a letter. "
    "It is the anchor on the page and is never reused.",
    Field(entity=True),
]
PartId = A[Id, "An id that is unique in its list or table, addressed as owner.part."]
ReferenceId = A[Id, "Id of a reference.", Field(example="maki-2007", work=True)]
Citations = A[
    tuple[ReferenceId, ...],
    "Ids of the references cited in the text, in order of first citation.",
    derived(unique=True, example=["maki-2007"]),
]
Short = A[str, _text(40)]
Code = A[str, _text(100)]
Line = A[str, _text(500)]
Paragraph = A[str, _text(1_000)]
Remark = A[str, _text(2_000)]
Prose = A[
    str,
    "Markdown (CommonMark without HTML); "
    "citations as [@maki-2007] or [@maki-2007; @le-cesne-2012].",
    _text(5_000, "Which treatment is chosen depends on many factors."),
]
Day = A[
    str,
    Field(
        pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
        form="a day written YEAR-MONTH-DAY, such as 2015-01-29",
        example="2015-01-29",
    ),
]
PartialDay = A[
    str,
    Field(
        pattern="^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$",
        form="a year, or a day such as 2013-08-20",
        example="2013",
        digits=True,
    ),
]
Version = A[str, Field(pattern=_VERSION, form="a version such as 2.0.0", example="2.0.0")]
AnyVersion = A[
    str,
    Field(
        pattern=rf"^{_NUMBERS}(-consultation\.[1-9][0-9]{{0,3}})?$",
        form="a version such as 2.0.0 or 3.0.0-consultation.1",
        example="2.0.0",
    ),
]
Url = A[
    str,
    "An address that begins with https:// or http://.",
    _text(2_000, "https://www.cancer.gov/"),
    Field(pattern='^https?://[^ \\t\\r\\n<>"]+$', form="an address that begins with https://"),
]
Language = A[
    str,
    "Language as a BCP 47 tag.",
    _text(35, "en"),
    Field(
        pattern="^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$", form="a language tag such as en or pt-BR"
    ),
]
Reviewed = A[Day | None, "Day of its last review.", Field(change="review-changed", detail="here")]
SourceId = A[
    Id | None,
    "Which of several sources it is from: the id of one of them.",
    Field(change="source-changed", detail="here", named=True, example="national-guideline"),
]
Replaces = A[
    tuple[A[Id, "An id that was released."], ...],
    "Ids that this one replaces (renamed, split or merged).",
    Field(change="lineage-changed", unique=True, example=["pazopanib-trial"]),
]


class Described(NamedTuple):
    """A field of a kind: its key in JSON, its bare type, its facts, and its default if any."""

    key: str
    type: Any
    facts: Field
    default: Any


@cache
def fields_of(kind: Any) -> tuple[Described, ...]:
    """Return what the description says of the fields of a kind, in the order of writing."""
    every = [
        Described(each.encode_name, *facts_of(each.type), each.default)
        for each in msgspec.structs.fields(kind)
    ]
    found = [each for each in every if each.facts.after is None]
    for moved in [each for each in every if each.facts.after is not None]:
        keys = ["", *(each.key for each in found)]
        found.insert(keys.index(str(moved.facts.after)), moved)
    return tuple(found)


def facts_of(hint: Any) -> tuple[Any, Field]:
    """Return the bare type of a hint and its facts, those further out last."""
    if get_origin(hint) is A:
        bare, *phrase = get_args(hint)
        bare, facts = facts_of(bare)
        for each in phrase:
            facts = _joined(facts, Field(says=each) if isinstance(each, str) else each)
        return bare, facts
    stated = [each for each in get_args(hint) if each is not type(None)]
    if len(stated) == 1 and get_origin(hint) is not tuple:
        return facts_of(stated[0])
    return hint, Field()


def _joined(facts: Field, further: Field) -> Field:
    stated = zip(facts, further, _PLAIN, strict=True)
    return Field(*(mine if theirs == plain else theirs for mine, theirs, plain in stated))


_PLAIN = Field()


@cache
def works_in(kind: Any) -> tuple[str, ...]:
    """Return the fields of a kind that list works by their ids, and are not the ones cited."""
    listed = [each for each in fields_of(kind) if item_of(each.type) and not each.facts.derived]
    return tuple(
        each.key
        for each in listed
        if facts_of(item_of(each.type))[1].work and each.facts.change != "retraction-acknowledged"
    )


def listed_works(value: Any) -> tuple[str, ...]:
    """Return the works that a value lists by their ids: it rests on them as if it cited them."""
    return tuple(key for name in works_in(value.__class__) for key in getattr(value, name) or ())


def is_kind(hint: Any) -> bool:
    """Tell whether a bare type is a kind of the description."""
    return isinstance(hint, type) and issubclass(hint, msgspec.Struct)


@cache
def definition_of(kind: Any) -> str:
    """Return what a kind is called in schemas, such as ``scale_choice``."""
    return re.sub(r"(?<!^)([A-Z])", r"_\1", kind.__name__.removeprefix("Written")).lower()


def name_of(kind: Any) -> str:
    """Return what a kind is called in changes: a block is a statement there."""
    return getattr(kind, "kind_name", definition_of(kind))


def item_of(hint: Any) -> Any:
    """Return the type of the entries of a list, or None for what is no list."""
    return get_args(hint)[0] if get_origin(hint) is tuple else None


@cache
def kinds_in(*roots: Any) -> tuple[Any, ...]:
    """Return the kinds that these kinds are made of, themselves included, each once."""
    found: dict[Any, None] = {}
    waiting = list(roots)
    while waiting:
        if (kind := waiting.pop()) not in found:
            found[kind] = None
            held = (facts_of(item_of(each.type) or each.type)[0] for each in fields_of(kind))
            waiting += filter(is_kind, held)
    return tuple(found)
