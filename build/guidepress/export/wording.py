"""What values of the model are called in words, wherever a text is made of them."""

import re
from collections.abc import Iterable

from guidepress import model
from guidepress.classify.context import title_of
from guidepress.doses import ABSENT as ABSENT  # noqa: PLC0414 - a word like the others here
from guidepress.history.relations import Related
from guidepress.prose.render import render_claim
from guidepress.units import render_unit

# Kinds of statements that must be seen before an option is used, and of which the words alone, such
# as "severe asthma", may say the opposite.
CAUTIONS = ("contraindication", "interaction", "harm")
NOT_STATED = "not stated"
DOCUMENT_TYPES = {
    "evidence-summary": "Evidence summary",
    "guideline": "Guideline",
    "protocol": "Protocol",
}
IMAGES = {
    "not-permitted": "There is no permission to show the image here",
    "not-supplied": "The source did not supply the image",
}
STANDINGS = {
    "standard": "Standard, as stated by the source",
    "listed": "Listed as an option",
    "under-clinical-evaluation": "Under clinical evaluation",
    "not-stated": "Not stated",
}


def render_standing(option: model.Option) -> str:
    """Return the standing of an option, and for whom it has it."""
    population = f" ({option.standing_population})" if option.standing_population else ""
    return STANDINGS[option.standing] + population


def giver_of(guideline: model.Guideline) -> str:
    """Return who gave levels and conditions: the source, or the guideline if it has none."""
    return "source" if guideline.identity.source or guideline.identity.sources else "guideline"


def find_scale(
    guideline: model.Guideline, level: model.Evidence | model.GradedLevel
) -> model.Scale | None:
    """Return the scale, in its version, on which a level is given."""
    wanted = (level.scale, level.scale_version)
    return next((each for each in guideline.scales if (each.id, each.version) == wanted), None)


def explain_grades(guideline: model.Guideline, grades: Iterable[model.Grade]) -> dict[str, None]:
    """Return once each what the levels mean, and on which version of which scale they are."""
    found: dict[str, None] = {}
    every = [level for each in grades for level in (each.strength, each.certainty, *each.further)]
    # A level that is not given names its scale where no other does.
    for level in sorted(filter(None, every), key=lambda each: not each.level):
        if scale := find_scale(guideline, level):
            code, name = level.level, f"Scale: {scale.title}, version {scale.version}."
            if code:
                found[f"{code}: {model.meaning_of(scale, code)}. {scale.rates} {name}"] = None
            elif not any(each.endswith(name) for each in found):
                found[name] = None
    return found


def head_column(column: model.Column) -> str:
    """Return what is printed above a column, with its unit."""
    unit = f"({render_unit(column.unit)})" if column.unit else ""
    return " ".join(filter(None, (column.title, unit)))


def name_column(column: model.Column) -> str:
    """Return all headings over a column; nothing where nothing is printed above it."""
    return ": ".join(filter(None, (column.group, head_column(column))))


def head_cell(head: str, cell: str) -> str:
    """Return a cell behind the headings over it."""
    return f"{head}: {cell}" if head else cell


# What begins so says by itself how it belongs to a sentence.
_JOINED = re.compile(
    r"(?i)(?:for|in|with|without|during|after|before|at|on|under|over|above|below|aged|from|if|when"
    r"|where|who|whose|until|since|between|among)\b"
)


def for_whom(words: str) -> str:
    """Return words for a population as the part of a sentence."""
    return words if _JOINED.match(words) else f"for {words}"


def describe_factor(factor: model.Factor) -> str:
    """Say what the value of a factor is, as far as it is stated."""
    phrases = []
    if factor.type == "number":
        unit = "" if factor.unit in {None, "1"} else f" in {render_unit(factor.unit)}"
        phrases.append(f"A number{unit}.")
    if factor.multiple:
        phrases.append("Several can hold at once.")
    if factor.exhaustive:
        phrases.append("There are no other values.")
    return " ".join(phrases)


def render_names(option: model.Option) -> list[str]:
    """Return each intervention with its kind, other names and codes."""
    return [_render_intervention(each) for each in option.interventions]


def _render_intervention(each: model.Intervention) -> str:
    more = [*filter(None, [each.kind]), *each.synonyms, *map(render_code, each.codes)]
    return f"{each.name} ({', '.join(more)})" if more else each.name


def coded(name: str, codes: Iterable[model.Coding]) -> str:
    """Return a name with its codes behind it."""
    phrase = ", ".join(map(render_code, codes))
    return f"{name} ({phrase})" if phrase else name


def render_code(coding: model.Coding) -> str:
    """Return a code with its system and what it means there."""
    return " ".join(filter(None, (coding.system, coding.code, coding.display)))


DIRECTIONS = {
    "for": "For",
    "against": "Against",
    "either": "Either way",
    "none": "No recommendation for or against",
}


def name_direction(made: model.Recommendation | model.Part, otherwise: str = "none") -> str:
    """Return the direction in words; where parts differ, its own would be read as that of each."""
    words = _name_ways(made, made.direction or otherwise)
    is_research = isinstance(made, model.Recommendation) and made.kind == "research-only"
    return in_research(words) if is_research else words


def in_research(words: str) -> str:
    """Return a direction as that of something which is to be done in research alone."""
    return f"Only in research: {words[0].lower()}{words[1:]}"


def _name_ways(made: model.Recommendation | model.Part, way: str) -> str:
    parts = made.parts if isinstance(made, model.Recommendation) else ()
    ways = list(dict.fromkeys(each.direction or way for each in parts))
    if ways in ([], [way]):
        return DIRECTIONS[way]
    head = "By part" if way in ways else f"{DIRECTIONS[way]}; by part"
    return f"{head}: {', '.join(DIRECTIONS[each].lower() for each in ways)}"


def list_levels(grade: model.Grade) -> list[tuple[str, model.GradedLevel]]:
    """Return each level of a grade with what it is a level of."""
    pairs = [("strength", grade.strength), ("certainty", grade.certainty)]
    every = [*pairs, *((each.scale, each) for each in grade.further)]
    return [
        (f"{name} {level.level or ABSENT[level.absent or 'not-stated']}", level)
        for name, level in every
        if level
    ]


def render_grade(grade: model.Grade) -> str:
    """Return strength and certainty of a recommendation, and what they are given for."""
    phrases = [words for words, _ in list_levels(grade)]
    return f"{', '.join(phrases)}{f' ({for_whom(grade.for_)})' if grade.for_ else ''}"


def render_recommendation(made: model.Recommendation) -> str:
    """Return the direction, the grades and the words of a recommendation, the direction first."""
    grades = "; ".join(render_grade(each) for each in made.grades)
    direction = name_direction(made)
    head = ", ".join(filter(None, (direction, grades)))
    # "By part: for: it should be avoided" would say the opposite.
    return f"{head}{' –' if ':' in direction else ':'} {render_claim(made.text)}"


def name_block(block: model.Block) -> str:
    """Return the words at a table, list or figure, or those of a statement."""
    kind = "Table: " if block.table else "Figure: " if block.figure else ""
    return f"{kind}{render_claim(title_of(model.to_data(block))) or block.id}"


def render_approval(approval: model.Regulatory) -> str:
    """Return an approval; what the source leaves open is said, so that nobody fills it in."""
    stated = {
        "population": approval.population,
        "authority": approval.authority,
        "date": approval.date,
    }
    reported = [f"{name}: {value}" for name, value in stated.items() if value]
    open_ = ", ".join(name for name, value in stated.items() if not value)
    return "; ".join((approval.indication, *reported, *([f"{NOT_STATED}: {open_}"] * bool(open_))))


def as_of(updated: str | None) -> str:
    """Say how old the content is, in the middle of a sentence."""
    return f"content as of {updated}" if updated else "date of the content not stated"


def numbered(section: model.Section) -> str:
    """Return the heading of a section as it is printed, with its number if it has one."""
    return f"{section.number} {section.title}" if section.number else section.title


def render_population(population: model.Population) -> str:
    """Return whom the guideline is about."""
    words = ", ".join(filter(None, (population.condition, population.age, population.setting)))
    return coded(words, population.codes)


def render_stated(statement: model.Statement) -> str:
    """Return the claim without marks and citations, and whom it is stated for."""
    text, whom = render_claim(statement.text), statement.population
    return f"{text} (stated {for_whom(whom.text)})" if whom else text


def render_labelled(statement: model.Statement) -> str:
    """Return the same behind the label of a caution."""
    kind = f"{statement.kind.capitalize()}: " if statement.kind in CAUTIONS else ""
    return f"{kind}{render_stated(statement)}"


# What the guideline that is named is to the one that names it.
RELATIONS = {
    "translation-of": "Translation of",
    "translation": "Translation",
    "other-translation": "Other translation",
    "patient-version-of": "Patient version of",
    "patient-version": "Patient version",
    "replaces": "Replaces",
    "replaced-by": "Replaced by",
    "evidence-review": "Evidence review",
    "evidence-review-of": "Evidence review of",
    "companion": "Companion",
    "refers-to": "Refers to",
    "referred-to-by": "Referred to by",
}
_RENDERS = {"translation-of", "patient-version-of"}


def render_warning(related: Related, *, named: bool = True) -> str:
    """Return what a reader must know before relying on the guideline itself; mostly nothing.

    What stands beside the name of its original need not repeat it.
    """
    name = f"“{related.title or related.guideline}”"
    original = f"The original, {name}," if named else "The original"
    if related.kind == "replaced-by":
        text = f"Replaced by {name}"
        return f"{text}, {_withdrawn(related)}" if related.is_withdrawn else f"{text}."
    if related.kind not in _RENDERS:
        relied_on = related.kind in {"companion", "evidence-review"} and related.is_withdrawn
        return render_withdrawn(related) if relied_on else ""
    if related.is_withdrawn:
        return f"{original} {_withdrawn(related)}"
    if not related.behind:
        return ""
    text = f"{original} is at version {related.version}. Version {related.rendered} is "
    text += "rendered here: what changed since is not."
    return f"{text} Harms, doses or contraindications are among it." if related.alert else text


def render_withdrawn(related: Related) -> str:
    """Say of a related guideline that it was withdrawn, and why."""
    return f"The {RELATIONS[related.kind].lower()}, “{related.title}”, {_withdrawn(related)}"


def _withdrawn(related: Related) -> str:
    return f"was withdrawn on {render_day(related.released)}: {related.reason}"


def render_related_state(related: Related) -> str:
    """Return what the guideline at the other end of a relation is now, and what it renders."""
    if not related.guideline:
        stated = (f"version {related.version}" if related.version else "", related.publisher)
        return ", ".join((*filter(None, stated), "published elsewhere"))
    state = "withdrawn, do not use" if related.is_withdrawn else "the current version"
    phrase = f"version {related.version}, {state}" if related.title else "which has no release here"
    if not related.rendered:
        return phrase
    if related.kind in _RENDERS:
        return f"{phrase}. Version {related.rendered} is rendered here"
    return f"{phrase}. It renders version {related.rendered}{', and is behind' * related.behind}"


MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)

DAY = re.compile(r"(?<![\w/.=-])([12]\d{3})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?![\w/-])")


def render_day(day: str) -> str:
    """Return ``2015-01-29`` as "29 January 2015"; a draft may say a day that there is not."""
    return write_days(day)


def write_days(text: str) -> str:
    """Return the text with its days as readers write them, but for those in addresses."""
    return DAY.sub(lambda found: f"{int(found[3])} {MONTHS[int(found[2]) - 1]} {found[1]}", text)
