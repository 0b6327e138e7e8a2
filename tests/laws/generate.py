"""Valid guidelines of every shape that the schemas allow: what the laws are tried on.

``describe_files`` is the one place that knows where the model is described. All else follows the
description: a field that is added to it is generated from then on. What a schema cannot say (which
id a field names, which day comes first) is in ``LINKS``: a new field that names something fails
``test_generated_content_is_valid`` until it has its row there.
"""

from __future__ import annotations

import json
import re
from copy import copy
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from hypothesis import strategies as st

from conftest import REPOSITORY
from guidepress.model import condition_keys
from guidepress.schema.load import AUTHORING, is_valid
from laws.effort import SHRINK
from laws.pattern import matching

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

Data = dict[str, Any]
Schema = dict[str, Any]
# The files of one guideline, by kind, as an editor writes them.
Files = dict[str, Any]

GID = "generated"
SCALES = (
    ("pdq-treatment", "2010"),
    ("ocebm", "2011"),
    ("grade", "2013"),
    ("grade-strength", "2013"),
)
GRADES = {"strength": ("grade-strength", "strong"), "certainty": ("grade", "moderate")}
LIMITS = ("at_least", "above", "below", "at_most")
LEVELS = ("1iiA", "2A", "3iiiDi", "3iA")
# How deep conditions and the like may nest.
DEEPEST = 9


@cache
def describe_files() -> Mapping[str, Schema]:
    """Return the description of each file that a release is made of, by its kind."""
    left_out = {"note", "scale", "people", "alerts"}
    kinds = [kind for kind in AUTHORING if kind not in left_out]
    folder = REPOSITORY / "schema"
    return {kind: json.loads((folder / f"{kind}.schema.json").read_bytes()) for kind in kinds}


# What follows an @ is the key of a citation, and readers are given a number.
TOKEN = re.compile(r"(?<!@)\b[Tt]ok[0-9]+k\b")


class Choices(Protocol):
    """Who decides what is generated: Hypothesis, or whoever wants all of it."""

    def number(self, least: int, most: int) -> int: ...


class Drawn(NamedTuple):
    """Hypothesis decides; the smaller a number, the simpler the example."""

    draw: Callable[[st.SearchStrategy[int]], int]

    def number(self, least: int, most: int) -> int:
        return self.draw(_numbers(least, most))


@cache
def _numbers(least: int, most: int) -> st.SearchStrategy[int]:
    return st.integers(least, most)


class Seeded:
    """A number decides."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def number(self, least: int, most: int) -> int:
        return self._random.randint(least, most)


class Everything:
    """Each field that there is, each list with two entries, each choice in its turn."""

    def __init__(self) -> None:
        self._turn = 0

    def number(self, least: int, most: int) -> int:
        if least == 0:
            return min(most, 2)
        self._turn += 1
        return min(most, max(least, 2))


class Builder:
    """Writes data by a schema; every text is unlike all others, so that it can be looked for."""

    def __init__(self, choices: Choices, *, pointing: bool = False) -> None:
        self.choices = choices
        self.pointing = pointing
        self._serial = 0
        self._definitions: Mapping[str, Schema] = {}
        self._inside: list[str] = []
        self._place = 0

    def files(self) -> Files:
        found = {}
        for kind, schema in describe_files().items():
            self._definitions = schema.get("$defs", {})
            found[kind] = self.value(schema, (kind,))
        for link in LINKS:
            link(found, self)
        return found

    def word(self) -> str:
        self._serial += 1
        return f"tok{self._serial}k"

    def value(self, schema: Schema, path: tuple[str, ...]) -> Any:
        if "$ref" in schema:
            return self._named(schema["$ref"].rpartition("/")[2], path)
        if "enum" in schema:
            return self._one_of(schema["enum"], path)
        kind = schema["type"][0] if isinstance(schema["type"], list) else schema["type"]
        return getattr(self, f"_{kind}")(schema, path)

    def _named(self, name: str, path: tuple[str, ...]) -> Any:
        """Return a value of a named kind; one inside its own kind is as small as can be."""
        if name in self._inside:
            path = (*path, *("",) * DEEPEST)
        self._inside.append(name)
        found = self.value(self._definitions[name], path)
        self._inside.pop()
        return found

    def _one_of(self, values: Sequence[Any], path: tuple[str, ...]) -> Any:
        if isinstance(self.choices, Everything):
            self._serial += 1
            return values[(self._serial + len(path)) % len(values)]
        return values[self.choices.number(0, len(values) - 1)]

    def _boolean(self, _schema: Schema, _path: tuple[str, ...]) -> bool:
        return bool(self.choices.number(0, 1))

    def _integer(self, schema: Schema, _path: tuple[str, ...]) -> int:
        return self.choices.number(schema.get("minimum", 0), schema.get("maximum", 100))

    def _string(self, schema: Schema, _path: tuple[str, ...]) -> str:
        if "pattern" in schema:
            return matching(schema["pattern"], self.word())
        return self.word()

    def _array(self, schema: Schema, path: tuple[str, ...]) -> list[Any]:
        least = schema.get("minItems", 0)
        most = max(least, min(schema.get("maxItems", 2), 0 if len(path) > DEEPEST else 2))
        count = self.choices.number(least, most)
        if isinstance(self.choices, Everything) and len(path) <= DEEPEST:
            # Of what lies inside a block one is enough, or the whole would be as large as a book.
            inside = HOME in path and path[-1] != HOME
            count = max(least, 1) if inside and path[-1] not in WIDE else count
            count = max(count, self._alternatives(schema["items"]))
        found = []
        for place in range(count):
            self._place = place
            found.append(self.value(schema["items"], path))
        return list(dict.fromkeys(found)) if found and isinstance(found[0], str) else found

    def _alternatives(self, schema: Schema) -> int:
        """Return how many kinds of an object there are, of which each excludes the others."""
        schema = (
            self._definitions[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
        )
        found = 0
        while "if" in schema:
            schema, found = schema.get("else", {}), found + 1
        return found + bool(found)

    def _object(self, schema: Schema, path: tuple[str, ...]) -> Data:
        place = self._place
        if "properties" not in schema:
            # Values by keys of the author's own: whoever knows the keys takes as many as there are.
            made = {}
            for self._place in range(4):
                made[self.word()] = self.value(schema["x-items"], path)
            return made
        needed = set(schema.get("required", ()))
        found: Data = {}
        for key, field in schema["properties"].items():
            deep = len(path) > DEEPEST and key not in needed
            self._place = place
            if key in needed or (not deep and self.choices.number(0, 1)):
                found[key] = self.value(field, (*path, key))
        self._place = place
        return self._fitting(found, schema, path)

    def _fitting(self, found: Data, schema: Schema, path: tuple[str, ...]) -> Data:
        """Keep of an object what goes together by ``if``, ``minProperties`` and the like."""
        if (
            not {"if", "minProperties", "dependentRequired", "not", "allOf", "anyOf"}
            & schema.keys()
        ):
            return found
        keys = list(found)
        everything = isinstance(self.choices, Everything)
        start = 0 if everything else self._serial % max(1, len(keys))
        order = keys[start:] + keys[:start]
        least = {key: found[key] for key in keys if key in schema.get("required", ())}
        beginnings = (
            _with_dependents(schema, each, found) for each in _beginnings(least, found, order)
        )
        different = {frozenset(each): each for each in beginnings}.values()
        fitting = [each for each in different if _admits(schema, each)]
        place = self._place if isinstance(self.choices, Everything) else 0
        kept = fitting[place % len(fitting)] if fitting else None
        if kept is None:
            # What is one value comes first: a kind that holds itself would have no end.
            plain = sorted(
                schema["properties"],
                key=lambda each: schema["properties"][each].get("type") != "string",
            )
            made = ({**least, key: self.value(schema["properties"][key], path)} for key in plain)
            kept = next(each for each in made if _admits(schema, each))
        for key in order:
            more = _with_dependents(schema, {**kept, key: found[key]}, found)
            if _admits(schema, more):
                kept = more
        return {key: kept[key] for key in schema["properties"] if key in kept}


def _beginnings(least: Data, found: Data, order: Sequence[str]) -> Iterator[Data]:
    """Yield what may be enough of an object: what is needed, with none, one or two keys more."""
    yield least
    yield from ({**least, key: found[key]} for key in order)
    yield from ({**least, one: found[one], two: found[two]} for one in order for two in order)


def _with_dependents(schema: Schema, data: Data, found: Data) -> Data:
    """Return the keys of an object with those that go with them."""
    for key, others in schema.get("dependentRequired", {}).items():
        if key in data:
            data = data | {each: found[each] for each in others if each in found}
    return data


def _without(data: Data, key: str) -> Data:
    return {each: value for each, value in data.items() if each != key}


def _admits(schema: Schema, data: Data) -> bool:
    """Tell whether the keys of an object go together; its values are made to fit anyway."""
    asked = id(schema), frozenset(data)
    if asked not in _ADMITTED:
        _ADMITTED[asked] = schema, _do_go_together(schema, data)
    return _ADMITTED[asked][1]


# Each kind of object is made in many places. The schema is kept, so that its number stays its own.
_ADMITTED: dict[tuple[int, frozenset[str]], tuple[Schema, bool]] = {}


def _do_go_together(schema: Schema, data: Data) -> bool:
    if len(data) < schema.get("minProperties", 0):
        return False
    for key, others in schema.get("dependentRequired", {}).items():
        if key in data and not set(others) <= data.keys():
            return False
    return _has_keys(schema, data)


def _has_keys(schema: Schema, data: Data) -> bool:
    if "not" in schema and _has_keys(schema["not"], data):
        return False
    if not set(schema.get("required", ())) <= data.keys():
        return False
    if not all(_has_keys(each, data) for each in schema.get("allOf", ())):
        return False
    if "anyOf" in schema and not any(_has_keys(each, data) for each in schema["anyOf"]):
        return False
    if "if" not in schema:
        return True
    branch = "then" if _has_keys(schema["if"], data) else "else"
    return _has_keys(schema.get(branch, {}), data)


# What a schema does not say --------------------------------------------------------------------


def _identify(files: Files, builder: Builder) -> None:
    guideline = files["guideline"]
    guideline["id"] = GID
    guideline["title"] = guideline["title"].capitalize()
    sections = [each["id"] for each in guideline.get("sections", [])]
    files["recommendations"].setdefault("recommendations", [])
    if not (sections or files["options"]["options"] or files["recommendations"]["recommendations"]):
        files["options"]["options"].append({"id": builder.word(), "name": builder.word()})
    read = {kind for kind in ("factors", "options", "recommendations") if files[kind][kind]}
    read |= {
        kind for kind in ("factors", "options") if {"intro", "exhaustive"} & files[kind].keys()
    }
    read |= {"options"} if files["options"].get("groups") else set()
    read |= {"recommendations"} if files["recommendations"].get("questions") else set()
    order = ["factors", *sections, "options", "recommendations"]
    guideline["body"] = [part for part in order if part in {*read, *sections}]


def _date(files: Files, _builder: Builder) -> None:
    """Days follow each other; `updated` may not be left out without a reconstruction."""
    guideline = files["guideline"]
    days = {
        "first_published": "2001-02-03",
        "updated": "2015-01-29",
        "last_search": "2015-03-04",
        "reviewed": "2015-05-06",
        "review_due": "2031-07-08",
    }
    guideline["updated"] = days["updated"]
    if "reconstruction" in guideline:
        guideline["reconstruction"] |= {"updated_between": ["2015-01-02", "2015-01-29"]}
    guideline |= {key: day for key, day in days.items() if key in guideline}
    if "updated" in guideline.get("source", {}):
        guideline["source"]["updated"] = "2014-09-10"
    for reference in files["references"]["references"]:
        if "author" not in reference:
            reference.pop("authors_complete", None)  # there is no list to be complete
        for key in ("issued", "accessed"):
            if key in reference:
                reference[key] = {"issued": "2011-02-13", "accessed": "2014-11-12"}[key]


def _point_to_none(files: Files, builder: Builder) -> None:
    """Leave out what names a release or another guideline: it is valid beside those alone."""
    if builder.pointing:
        return
    for key in (
        "retired",
        "translation_of",
        "patient_version_of",
        "related",
        "suppressions",
        "reconstruction",
    ):
        files["guideline"].pop(key, None)
    for entity in objects(files):
        entity.pop("replaces", None)
        entity.pop("renders", None)


def _decide(files: Files, _builder: Builder) -> None:
    """Approvals name bodies and roles; a time ends after it began."""
    guideline = files["guideline"]
    bodies = guideline.get("bodies", [])
    for approval in guideline.get("approvals", []):
        approval.pop("role", None)
        if bodies:
            approval["body"] = bodies[-1]["id"]
            if bodies[-1].get("roles"):
                approval["role"] = bodies[-1]["roles"][-1]["id"]
    if not bodies:
        guideline.pop("approvals", None)
    for time in objects(files):
        if "from" in time and "to" in time:
            time["from"], time["to"] = sorted((time["from"], time["to"]))


@cache
def works_keys() -> frozenset[str]:
    """Return the keys under which the schemas have ids of works."""
    items = [(key, each) for file in describe_files().values() for key, each in _lists_in(file)]
    return frozenset(key for key, each in items if each.get("description") == WORK)


def _lists_in(schema: Any) -> Iterator[tuple[str, Data]]:
    for key, each in schema.items() if isinstance(schema, dict) else ():
        if isinstance(each, dict) and isinstance(each.get("items"), dict):
            yield key, each["items"]
        yield from _lists_in(each)


WORK = "Id of a reference."


def _answer(files: Files, _builder: Builder) -> None:
    """A recommendation answers a question that there is; what lists works lists those there are."""
    made = files["recommendations"]
    questions = [each["id"] for each in made.get("questions", [])]
    works = [each["id"] for each in files["references"]["references"][-1:]]
    for grade in [each for each in objects(made) if "further" in each]:
        grade["further"] = [_level("certainty", {}, stated=each) for each in (True, False)]
    for each in made["recommendations"]:
        each.pop("question", None)
        if questions:
            each["question"] = questions[-1]
    for home in objects([each for kind, each in files.items() if kind != "references"]):
        for key in works_keys() & home.keys():
            home[key] = works
            if not works:
                del home[key]


def _name(files: Files, _builder: Builder) -> None:
    """Write names as people do: with capitals, and with a suffix that is one."""
    for each in objects(files["references"]):
        each |= {
            key: each[key].capitalize() for key in ("family", "given", "literal") if key in each
        }
        if "suffix" in each:
            each["suffix"] = "Jr"


def _fill_tables(files: Files, _builder: Builder) -> None:
    """A row has a cell for each column that no other cell spans."""
    tables = [each["table"] for each in objects(files) if "table" in each]
    for number, table in enumerate(tables):
        columns, spanned = [each["id"] for each in table["columns"]], ""
        for place, row in enumerate(table["rows"]):
            made = list(row.get("cells", {}).values())
            if not made:
                continue
            row["cells"], free = {}, [each for each in columns if each != spanned]
            spanned = ""
            for column in free:
                cell = dict(made[(len(row["cells"]) + place + number) % len(made)])
                over = {key: cell.pop(key, 0) for key in ("column", "columns", "rows")}
                if not cell:
                    cell["absent"] = "not-stated"
                row["cells"][column] = cell
                if not cell.keys() & {"text", "absent", "when", "dose"}:
                    cell["absent"] = "not-stated"
                wide = over["columns"] and (number % 2 or not over["rows"])
                if wide and column == columns[0] and len(free) == len(columns) > 1:
                    cell["columns"] = 2
                    break
                later = table["rows"][place + 1 : place + 2]
                if over["rows"] and len(columns) > 1 and any("cells" in each for each in later):
                    cell["rows"], spanned, over = 2, column, {}
                    break


def _show(files: Files, _builder: Builder) -> None:
    """A block shows an option, and what has no items has no numbers for them."""
    for each in objects(files):
        if "ordered" in each and not each.get("items"):
            del each["ordered"]
    shown = [each["id"] for each in files["options"]["options"]]
    for block in objects(files):
        if "show" in block and shown:
            block["show"] = shown[-1]
        elif "show" in block:
            del block["show"]
            block.setdefault("text", "Given there.")


def _retract(files: Files, builder: Builder) -> None:
    """Where there is everything, the first work was retracted; the last one, which cells cite, never."""
    works = files["references"]["references"]
    if isinstance(builder.choices, Everything):
        works[0]["notices"][0]["kind"] = "retraction"
    for notice in works[-1].get("notices", []) if works else []:
        if notice["kind"] == "retraction":
            notice["kind"] = "erratum"


def _grade(files: Files, builder: Builder) -> None:
    """Each statement cites works of the list, and a level rests on what its statement cites."""
    files["guideline"]["scales"] = [{"id": id_, "version": version} for id_, version in SCALES]
    keys = [each["id"] for each in files["references"]["references"]]
    options = [each["id"] for each in files["options"]["options"]]
    for number, statement in enumerate(statements(files)):
        cited = [keys[(number + each) % len(keys)] for each in range(min(2, len(keys)))]
        if cited and "text" in statement:
            statement["text"] += f" [@{'; @'.join(cited)}]."
        _acknowledge(statement, cited if "text" in statement else [], files)
    for cell in [cell for each in objects(files) for cell in each.get("cells", {}).values()]:
        if keys and "text" in cell:
            cell["text"] += f" [@{keys[-1]}]"
    for number, each in enumerate(objects(files)):
        if "about" in each:
            each["about"] = options[: builder.choices.number(1, max(1, len(options)))]
        if "evidence" in each:
            _give_levels(each)
        for key in ("strength", "certainty"):
            if isinstance(each.get(key), dict):
                reasons = {k: v for k, v in each[key].items() if k == "reasons"}
                each[key] = _level(key, each[key], stated=bool(number % 2)) | reasons


def _give_levels(graded: Data) -> None:
    """A level rests on works that are cited where it is given; without any there is none."""
    own = [graded, *graded.get("cells", {}).values()]
    cited = [key for each in own for key in re.findall(r"@(tok[0-9]+k)", each.get("text", ""))]
    for order, level in enumerate(graded["evidence"]):
        level |= {"scale": SCALES[0][0], "level": LEVELS[order % 4]}
        level["references"] = list(dict.fromkeys(cited))
        if "at" in level and cited:
            level["at"] = cited[order % len(cited)]
    if not cited:
        del graded["evidence"]


def _level(key: str, given: Data, *, stated: bool) -> Data:
    scale, level = GRADES[key]
    if stated:
        return {"scale": scale, "level": level}
    return {"scale": scale, "absent": given.get("absent", "not-graded")}


def _acknowledge(statement: Data, cited: Sequence[str], files: Files) -> None:
    gone = [
        each["id"]
        for each in files["references"]["references"]
        if any(notice["kind"] == "retraction" for notice in each.get("notices", []))
    ]
    if found := [key for key in cited if key in gone]:
        statement["cites_retracted"] = found
    else:
        statement.pop("cites_retracted", None)


OF_NUMBERS = ("unit", "minimum", "maximum")


def _type_factors(files: Files, builder: Builder) -> None:
    """A choice has values, a number has a unit, and what has neither is named only."""
    if isinstance(builder.choices, Everything):
        del files["factors"]["factors"][1]["values"]
    for factor in files["factors"]["factors"]:
        if factor.get("values"):
            factor["type"] = "choice"
            factor.setdefault("multiple", False)
            for key in OF_NUMBERS:
                factor.pop(key, None)
        else:
            for key in ("values", "multiple", "exhaustive"):
                factor.pop(key, None)
            if any(key in factor for key in OF_NUMBERS):
                factor["type"] = "number"
            else:
                factor.pop("type", None)


def _condition(files: Files, builder: Builder) -> None:
    """Conditions name factors and values that there are; each shape has its turn."""
    named = files["factors"].get("conditions", [])
    if not files["factors"]["factors"]:
        named.clear()
    for number, condition in enumerate(named):
        kept = {key: condition[key] for key in ("id", "replaces") if key in condition}
        tree = {"ref": named[0]["id"]} if number else _tree(files, builder)
        condition.clear()
        condition |= {**tree, **kept}
    for number, owner in enumerate(objects(files)):
        for key in sorted(CONDITIONS & owner.keys()):
            tree = _tree(files, builder)
            if named and number % 2:
                tree = {"any": [{"ref": named[0]["id"]}, tree]}
            owner[key] = {"text": builder.word(), **tree}


def _tree(files: Files, builder: Builder) -> Data:
    if not files["factors"]["factors"]:
        return {"text": builder.word()}
    leaf, words = _leaf(files, builder), {"text": builder.word()}
    shapes: tuple[Data, ...] = (
        leaf,
        words,
        {"all": [leaf, words]},
        {"any": [leaf, words]},
        {"not": leaf},
        {"count": {"at_least": 1, "of": [leaf, words]}},
        {**leaf, "sufficient": False, "text": builder.word()},
        {**leaf, "necessary": False, "text": builder.word()},
    )
    if isinstance(builder.choices, Everything):
        choice, number = files["factors"]["factors"]
        limits = [{"factor": number["id"], limit: "5"} for limit in LIMITS]
        named = {"factor": choice["id"], "is": [choice["values"][0]["id"]]}
        return {"any": [*shapes, named, *limits]}
    return shapes[builder.choices.number(0, len(shapes) - 1)]


def _leaf(files: Files, builder: Builder) -> Data:
    factors = files["factors"]["factors"]
    factor = factors[builder.choices.number(0, len(factors) - 1)]
    if factor.get("type") == "choice":
        return {"factor": factor["id"], "is": [factor["values"][0]["id"]]}
    if factor.get("type") == "number":
        limit = LIMITS[builder.choices.number(0, 3)]
        return {"factor": factor["id"], limit: str(builder.choices.number(1, 90))}
    return {"factor": factor["id"], "known": True}


def _recommend(files: Files, builder: Builder) -> None:
    """An evidence summary makes no recommendation."""
    guideline = files["guideline"]
    if isinstance(builder.choices, Everything):
        guideline["document_type"] = "guideline"
    if guideline["document_type"] == "evidence-summary":
        files["recommendations"]["recommendations"] = []


def _dose(files: Files, builder: Builder) -> None:
    """A dose is of what its option names, its ranges have room, and its source cites a work."""
    works = [each["id"] for each in files["references"]["references"]]
    names = {}
    for option in files["options"]["options"]:
        own = names[option["id"]] = [each["name"] for each in option.get("interventions", [])]
        for dose in option.get("doses", []):
            dose["intervention"] = own[0] if own else dose["intervention"]
        _take_steps(option, own)
    for made in files["recommendations"]["recommendations"]:
        for part in made.get("parts", []):
            about = part.get("about") or made.get("about", [])
            known = [name for option in about for name in names.get(option, [])]
            for dose in part.get("doses", []):
                dose["intervention"] = known[0] if known else dose["intervention"]
    for dose in doses_of(files):
        if works and "source" in dose:
            dose["source"] += f" [@{works[-1]}]."
        for each in objects(dose):
            if {"low", "high"} <= each.keys():
                each.update({"low": "1.5", "high": "30"})
    _measure(files, builder)
    _show_doses(files)
    _name_sources(files)


def doses_of(files: Files) -> list[Data]:
    """Return every dose of options and of parts of recommendations."""
    return [dose for each in objects(files) for dose in each.get("doses", [])]


def _take_steps(option: Data, names: list[str]) -> None:
    known = [*names, *(each["id"] for each in option.get("doses", []))]
    for step in option.get("components", []) if names else ():
        for key in sorted({"all", "any"} & step.keys()):
            step[key] = [known[place % len(known)] for place, _ in enumerate(step[key])]
        if "intervention" in step:
            step["intervention"] = names[0]


def _measure(files: Files, builder: Builder) -> None:
    """Units are those of UCUM, which may name what is counted; codes are those of their system."""
    for each in [*objects(doses_of(files)), *files["factors"]["factors"]]:
        for key in sorted({"unit", "per"} & each.keys()):
            each[key] = "{" + builder.word() + "}"
    # Conditions ask for small numbers, all of which are plausible.
    for factor in files["factors"]["factors"]:
        if "minimum" in factor:
            factor["minimum"] = f"-{factor['minimum']}"
    # A percentage says what it is of, and what is not recommended has no amount.
    for number, dose in enumerate(doses_of(files)):
        if "unit" not in dose or "absent" in dose or ("per" in dose and number % 2):
            dose.pop("percent_of", None)
        if "percent_of" in dose:
            dose["unit"] = "%"
            dose.pop("per", None)
    for each in objects(files):
        for number, coding in enumerate(each.get("codes", ())):
            coding.update(CODES[number])


def _name_sources(files: Files) -> None:
    """Statements and recommendations are from a source that there is."""
    whole = files["guideline"]
    every = [*whole.get("sources", []), *([whole["source"]] if "source" in whole else [])]
    known = [each["id"] for each in every if "id" in each]
    # A dose, a baseline and a scale say in words where they are from.
    spoken = {"intervention", "per", "axes"}
    for number, each in enumerate(objects(files)):
        if isinstance(each.get("source"), str) and not spoken & each.keys():
            if known:
                each["source"] = known[number % len(known)]
            else:
                del each["source"]


def _show_doses(files: Files) -> None:
    """A cell shows a dose that there is."""
    known = [each["id"] for each in doses_of(files)]
    for number, cell in enumerate(each for each in objects(files) if "dose" in each):
        if known:
            cell["dose"] = known[number % len(known)]
        else:
            del cell["dose"]
            cell["absent"] = "not-stated"


# A code of each system, with the right check digit.
CODES: tuple[Data, ...] = (
    {"system": "ATC", "code": "J01DD04"},
    {"system": "RxNorm", "code": "2193"},
    {"system": "SNOMED CT", "code": "78421000"},
    {"system": "ICD-10", "code": "A54.-"},
    {"system": "ICD-11", "code": "1A70.0"},
    {"system": "LOINC", "code": "718-7"},
    {"system": "MeSH", "code": "D002443"},
    {"system": "UCUM", "code": "mg/kg"},
)


def _group(files: Files, _builder: Builder) -> None:
    """Options are in groups, groups in one that is in none."""
    groups = files["options"].get("groups", [])
    names = [each["id"] for each in groups]
    for option in files["options"]["options"]:
        if "group" in option and names:
            option["group"] = names[-1]
        else:
            option.pop("group", None)
    for number, group in enumerate(groups):
        if number and "group" in group:
            group["group"] = names[0]
        else:
            group.pop("group", None)
        others = [each for each in names if each != group["id"]][:1]
        if "alternative_to" in group and others:
            group["alternative_to"] = others
        else:
            group.pop("alternative_to", None)
    if names:
        groups[0].pop("group", None)


LINKS: tuple[Callable[[Files, Builder], None], ...] = (
    _recommend,
    _decide,
    _answer,
    _name,
    _identify,
    _date,
    _point_to_none,
    _fill_tables,
    _show,
    _retract,
    _grade,
    _type_factors,
    _dose,
    _group,
    _condition,
)


def objects(data: Any) -> list[Data]:
    """Return every object in data, at any depth, the outer ones first."""
    if isinstance(data, list):
        return [found for each in data for found in objects(each)]
    if not isinstance(data, dict):
        return []
    return [data, *(found for each in data.values() for found in objects(each))]


def statements(files: Files) -> list[Data]:
    """Return what makes claims: introductions, blocks, and items of lists."""
    every = objects(files)
    intros = [each["intro"] for each in every if "intro" in each]
    held = [
        block
        for each in every
        for key in ("content", "items")
        for block in each.get(key, ())
        if isinstance(each.get(key), list)
    ]
    return [*intros, *held]


# What the laws ask for --------------------------------------------------------------------------


def everything(*, pointing: bool = False) -> Files:
    """Return a guideline with every field that the description has.

    What points to other releases and guidelines is there when it is asked for, and not valid alone.
    """
    return dict(json.loads(_everything(pointing)))


@cache
def _everything(pointing: bool) -> str:  # noqa: FBT001 - the key of what is kept
    return json.dumps(Builder(Everything(), pointing=pointing).files())


# By what other parts name an option.
_BY_NAME = ("id", "name", "group", "interventions")


def all_fields_of(part: str, *, pointing: bool = False) -> Files:
    """Return every field of the options, the recommendations or the sections alone.

    A page of one of them is rendered in a fraction of the time of the guideline with everything.
    """
    files = everything(pointing=pointing)
    if part != "sections":
        files = _without_blocks(files)
        files["guideline"].pop("sections")
        files["guideline"]["body"] = ["factors", "options", "recommendations"]
    if part != "recommendations":
        files["recommendations"] = {"recommendations": []}
        files["guideline"]["body"].remove("recommendations")
    if part != "options":
        for option in files["options"]["options"]:
            for key in option.keys() - _BY_NAME:
                del option[key]
    return files


def _without_blocks(data: Any) -> Any:
    if isinstance(data, list):
        return [_without_blocks(each) for each in data]
    if not isinstance(data, dict):
        return data
    kept = data.keys() - {"content", "intro"}
    return {key: _without_blocks(each) for key, each in data.items() if key in kept}


def sample(number: int, *, pointing: bool = False) -> Files:
    """Return a guideline of any shape, the same for the same number."""
    return Builder(Seeded(number), pointing=pointing).files()


@cache
def seeds() -> tuple[int, ...]:
    """Return the numbers of samples in which, with the one of everything, each field is once.

    A field more shifts what each number makes: so further ones are looked for, not counted on.
    """
    wanted = {field for kind in describe_files() for field in fields_of(kind)}
    wanted -= _made_in(everything(pointing=True))
    found = []
    for number in range(1_000):
        if number >= SAMPLES and not wanted:
            break
        made = _made_in(sample(number))
        if number < SAMPLES or wanted & made:
            found.append(number)
            wanted -= made
    return tuple(found)


SAMPLES = 49


def _made_in(files: Files) -> set[str]:
    return {leaf.field for kind, data in files.items() for leaf in leaves(data, (kind,))}


@st.composite
def _drawn(draw: Callable[[st.SearchStrategy[int]], int]) -> Files:
    return Builder(Drawn(draw)).files()


def guidelines() -> st.SearchStrategy[Files]:
    """Draw guidelines of any shape: by a number, or choice by choice where they are to be small.

    An example is made small by its choices, of which there are thousands: that is far slower.
    """
    return _drawn() if SHRINK else st.integers(0, 2**32 - 1).map(sample)


def encoded(files: Files) -> dict[str, bytes]:
    """Return the files as bytes (JSON is YAML), by their names in the guideline's folder."""
    images = {
        f"figures/{each['figure']['file']}": image_of(each["figure"]["file"])
        for each in objects(files)
        if "file" in each.get("figure", {})
    }
    return images | {
        f"{kind}.yaml": json.dumps(data, ensure_ascii=False).encode()
        for kind, data in files.items()
    }


def image_of(name: str) -> bytes:
    """Return an SVG that is unlike those of other names."""
    return f'<svg xmlns="http://www.w3.org/2000/svg"><title>{name}</title></svg>'.encode()


class Leaf(NamedTuple):
    """One value in data: its field (``options.statements.text``), where it is, and itself."""

    field: str
    path: tuple[str | int, ...]
    value: Any


def leaves(data: Any, path: tuple[str | int, ...] = ()) -> list[Leaf]:
    """Return each value that is no object and no list."""
    if isinstance(data, dict):
        return [leaf for key, value in data.items() for leaf in leaves(value, (*path, key))]
    if isinstance(data, list):
        return [leaf for key, value in enumerate(data) for leaf in leaves(value, (*path, key))]
    return [Leaf(field_of(path), path, data)]


# A condition holds others to any depth. It is one field where it is used; its own fields are those
# of the named ones.
CONDITIONS = condition_keys()
NAMED = "conditions"
# A block is the same wherever it is: its fields have one name, and all homes are looked at.
HOME = "content"
# Of these there are two in a block, for the sake of what spans them.
WIDE = frozenset({"columns", "rows"})


def field_of(path: Sequence[str | int]) -> str:
    """Return the name of a field: its path without places in lists, authors' keys and nesting."""
    named = [part for part in path if isinstance(part, str) and not TOKEN.fullmatch(part)]
    parts = [part for place, part in enumerate(named) if not place or part != named[place - 1]]
    if HOME in parts[:-1]:
        parts = ["block", *parts[parts.index(HOME) + 1 :]]
    for place, part in enumerate(parts):
        if part in CONDITIONS:
            return ".".join(parts[: place + 1])
        if part == NAMED:
            return ".".join([*parts[: place + 1], *parts[place + 1 :][-1:]])
    return ".".join(parts)


def fields_of(kind: str, of: str = "") -> list[str]:
    """Return the fields that the description of a file has, in its order; of one type if named."""
    schema = describe_files()[kind]
    found = _fields(schema, schema.get("$defs", {}), (kind,), ())
    return list(dict.fromkeys(field for field, type_ in found if of in {"", type_}))


def _fields(
    schema: Schema,
    definitions: Mapping[str, Schema],
    path: tuple[str, ...],
    inside: tuple[str, ...],
) -> list[tuple[str, str]]:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if name in inside:
            return []
        return _fields(definitions[name], definitions, path, (*inside, name))
    if "x-items" in schema:
        found = _fields(schema["x-items"], definitions, path, inside)
        return [each for each in found if each[0] != field_of([*path, schema["x-keyed"]])]
    if "items" in schema:
        return _fields(schema["items"], definitions, path, inside)
    if "properties" not in schema:
        return [(field_of(path), str(schema.get("type")))]
    return [
        field
        for key, value in schema["properties"].items()
        for field in _fields(value, definitions, (*path, key), inside)
    ]


def optional_paths(files: Files) -> list[tuple[str | int, ...]]:
    """Return the place of each value that an author may leave out."""
    found = []
    for kind, schema in describe_files().items():
        found += _optional(files[kind], schema, (kind,), schema)
    return found


def _optional(
    data: Any, schema: Schema, path: tuple[str | int, ...], root: Schema
) -> list[tuple[str | int, ...]]:
    while "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
    if "x-items" in schema:
        inner = [
            _optional(each, schema["x-items"], (*path, key), root) for key, each in data.items()
        ]
        return [each for found in inner for each in found]
    if isinstance(data, list):
        inner = [
            _optional(each, schema["items"], (*path, at), root) for at, each in enumerate(data)
        ]
        return [each for found in inner for each in found]
    if not isinstance(data, dict):
        return []
    found = []
    for key, value in data.items():
        if key not in schema.get("required", ()) and _admits(schema, _without(data, key)):
            found.append((*path, key))
        found += _optional(value, schema["properties"][key], (*path, key), root)
    return found


def taken(data: Data, path: Sequence[str | int]) -> Data:
    """Return the data without the value at a path.

    What is beside the path is the same object in both: it is never written into.
    """
    less: Data = copy(data)
    home: Any = less
    for part in path[:-1]:
        home[part] = home = copy(home[part])
    del home[path[-1]]
    return less


def schema_at(root: Schema, path: Sequence[str | int]) -> Schema:
    """Return what a schema says of the value at a path."""
    definitions = root.get("$defs", {})
    schema = root
    for part in path:
        if isinstance(part, int):
            schema = schema["items"]
        else:
            schema = schema["properties"][part] if "properties" in schema else schema["x-items"]
        while "$ref" in schema:
            schema = definitions[schema["$ref"].rpartition("/")[2]]
    return schema


# What a field may name beside what it names: another scale that is shipped, another version of one.
_OTHERS = {
    "scale": "ocebm",
    "scale_version": "2011",
    "guideline.scales.id": "ocebm",
    "guideline.scales.version": "2023",
    "level": "1iA",
}


def replace_leaf(data: Any, root: Schema, path: Sequence[str | int], serial: int = 1) -> Any:
    """Return the data with another value at the path; the serial chooses which.

    What is beside the path is the same object in both: it is never written into.
    """
    home = edited = copy(data)
    for part in path[:-1]:
        home[part] = home = copy(home[part])
    key: Any = path[-1]
    taken = home if isinstance(home, list) else [home[key]]
    schema = schema_at(root, path)
    tries = (another(home[key], schema, serial + each) for each in range(30))
    home[key] = next((each for each in tries if each not in taken), home[key])
    for name in (field_of(path), field_of(path).rpartition(".")[2]):
        if name in _OTHERS and serial == 1:
            home[key] = _OTHERS[name]
    return edited


def another(value: Any, schema: Schema, serial: int = 1) -> Any:
    """Return another value that the schema admits; for another serial most often yet another."""
    if "enum" in schema:
        place = schema["enum"].index(value)
        return schema["enum"][(place + serial) % len(schema["enum"])]
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + serial
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return f"{value[:8]}{(int(value[8:]) + serial) % 28 + 1:02}"
    if "pattern" in schema:
        return matching(schema["pattern"], f"new{serial}k")
    words = value.split(" ", 1)
    return " ".join([f"new{serial}k", *words[1:]])


def is_bundle(data: Any) -> bool:
    """Tell whether data have the shape that is published."""
    return is_valid("bundle", data)
