"""What a schema refuses is told in the author's words, at the place where it stands."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import pytest

from conftest import BASE
from guidepress.content import parse_content
from guidepress.schema import MAX_FAULTS, explain, find_blank_texts, find_faults, slow_validator
from guidepress.schema.load import is_valid, load_schema, typed
from guidepress.source.parse import parse_document
from limits import QUADRATIC

if TYPE_CHECKING:
    from guidepress.problem import Problem

NOTE = "about: [pazopanib]\nreason: A trial was published.\nreason_type: new-evidence\n"


def faults(kind: str, text: str) -> list[Problem]:
    document, problems = parse_document(text.encode(), "x.yaml")
    assert document is not None
    assert problems == []
    document = replace(document, data=typed(kind, document.data))
    return list(find_faults(kind, document))


def rules(kind: str, text: str) -> list[str]:
    return [
        f"{each.position.line}:{each.position.column} {each.rule}"
        for each in sorted(faults(kind, text))
    ]


def test_a_valid_note_has_no_fault() -> None:
    assert faults("note", NOTE) == []


# What is changed in the note, and the places and rules that answer.
CASES = [
    ("reason: A trial was published.\n", "", ["1:1 missing-key"]),
    ("reason:", "reson:", ["2:1 unknown-key"]),
    ("A trial was published.", "", ["2:1 empty-value"]),
    ("A trial was published.", '""', ["2:9 empty-value"]),
    ("A trial was published.", "~", ["2:1 empty-value"]),
    *(
        ("A trial was published.", f'"{blank}"', ["2:9 empty-value"])
        for blank in (" ", "\u00a0\u2003\u3000", "\u0301", "\\u00a0")
    ),
    *(("A trial was published.", seen, []) for seen in ("é", "无", "👍🏽", "\u00a0x", "½", '"-"')),
    ("A trial was published.", "[a]", ["2:9 wrong-type"]),
    ("[pazopanib]", "pazopanib", ["1:8 wrong-type"]),
    ("[pazopanib]", "[]", ["1:8 empty-value"]),
    ("[pazopanib]", "[a, a]", ["1:8 repeated-entry"]),
    ("[pazopanib]", "[a, {b: c}]", ["1:12 wrong-type"]),
    ("new-evidence", "new-evidense", ["3:14 unknown-choice"]),
    ("new-evidence", "new-evidence\nlink: javascript:alert(1)", ["4:7 malformed"]),
    ("new-evidence", "new-evidence\nnonsense: 1", ["4:1 unknown-key"]),
    ("A trial was published.", "x" * 2_001, ["2:9 too-long"]),
]


@pytest.mark.parametrize(("old", "new", "expected"), CASES)
def test_each_fault_has_its_place_and_its_rule(old: str, new: str, expected: list[str]) -> None:
    assert old in NOTE
    assert rules("note", NOTE.replace(old, new)) == expected


@pytest.mark.parametrize(
    ("blank", "place"),
    [
        *((seen, "2:10") for seen in ("\u2800", "\uffa0", "\u200c\u200d", "\ufe0f")),
        # As an escape it is no character of the file, so the place is that of the text.
        ("\\u2800", "2:9"),
    ],
)
def test_a_text_of_characters_that_nobody_sees_is_one_fault_of_the_reader(
    blank: str, place: str
) -> None:
    files = {
        **{file.name: file.read_bytes() for file in BASE.glob("*.yaml")},
        "notes/x.yaml": NOTE.replace("A trial was published.", f'"{blank}"').encode(),
    }
    found = [
        f"{each.position.line}:{each.position.column} {each.rule}"
        for each in parse_content(files, "base", "content/base").problems
    ]
    assert found == [f"{place} yaml-control-character"]


def test_a_misspelt_key_is_one_fault_and_says_what_was_meant() -> None:
    (fault,) = faults("note", NOTE.replace("reason:", "reson:"))
    assert (fault.message, fault.hint) == ("reson is not a key here", "did you mean reason?")


def test_a_misspelt_choice_says_what_was_meant_and_a_strange_one_says_the_choices() -> None:
    (near,) = faults("note", NOTE.replace("new-evidence", "new-evidense"))
    assert near.hint == "did you mean new-evidence?"
    (far,) = faults("note", NOTE.replace("new-evidence", "hearsay"))
    assert far.hint.startswith("write one of new-evidence, safety,")


def test_a_pattern_is_told_as_the_schema_says_it_in_words() -> None:
    (fault,) = faults("note", f"{NOTE}link: javascript:alert(1)\n")
    assert fault.hint == "write an address that begins with https://"


def test_a_fault_inside_an_entry_names_the_entry() -> None:
    text = "factors:\n  - {id: site, name: Site, nonsense: 1}\n"
    (fault,) = faults("factors", text)
    assert fault.message == "nonsense is not a key here in site"


def test_a_condition_of_the_schema_is_told_in_its_words_not_as_the_whole_object() -> None:
    text = (BASE / "options.yaml").read_text(encoding="utf-8")
    both = "components: [{intervention: a, any: [a, b]}]\n    standing: listed"
    (fault,) = faults("options", text.replace("standing: listed", both, 1))
    assert (fault.rule, fault.hint) == ("malformed", "only one of intervention, all and any")
    neither = "components: [{after: a}]\n    standing: listed"
    (fault,) = faults("options", text.replace("standing: listed", neither, 1))
    assert (fault.rule, fault.message) == ("missing-key", "any is missing in excision")


def test_where_one_of_several_keys_is_needed_a_key_that_is_none_of_them_is_one_fault() -> None:
    text = (BASE / "options.yaml").read_text(encoding="utf-8")
    strange = "components: [{either: [a, b]}]\n    standing: listed"
    (fault,) = faults("options", text.replace("standing: listed", strange, 1))
    assert (fault.rule, fault.message) == ("unknown-key", "either is not a key here in excision")


def test_a_line_break_at_the_end_is_no_part_of_a_fingerprint() -> None:
    accepted = f"{NOTE}impact: patch\naccepted_by: the panel\n"
    fingerprint = "a" * 64
    assert rules("note", f'{accepted}accept: "{fingerprint}"\n') == []
    assert rules("note", f'{accepted}accept: "{fingerprint}\\n"\n') == ["6:9 malformed"]


def test_a_key_that_needs_others_says_which() -> None:
    told = {(each.rule, each.hint) for each in faults("note", f"{NOTE}accept: {'a' * 64}\n")}
    assert told == {("missing-key", "also write accepted_by and impact")}


@pytest.mark.parametrize(
    ("spelling", "value"),
    [
        ("true", True),
        ("false", False),
        ("yes", "yes"),
        ("True", "True"),
        ('"true"', "true"),
        ("1", "1"),
    ],
)
def test_only_true_and_false_are_truth_values(spelling: str, value: object) -> None:
    document, _ = parse_document(f"exhaustive: {spelling}\n".encode(), "x.yaml")
    assert document is not None
    data = typed("factors", document.data)
    assert data == {"exhaustive": value}
    assert type(data["exhaustive"]) is type(value)


@pytest.mark.parametrize("spelling", ["NO", "1.10", "2E1", "2015-01-29", "0x10", "012", "1_000"])
def test_text_stays_as_it_is_spelt(spelling: str) -> None:
    document, _ = parse_document(f"reason: {spelling}\n".encode(), "x.yaml")
    assert document is not None
    data = typed("note", document.data)
    assert data == {"reason": spelling}
    assert type(data["reason"]) is str


@pytest.mark.parametrize("spelling", ["", "~", "null"])
def test_nothing_is_nothing(spelling: str) -> None:
    document, _ = parse_document(f"reason: {spelling}\n".encode(), "x.yaml")
    assert document is not None
    assert typed("note", document.data) == {"reason": None}


def test_published_data_are_explained_with_their_path() -> None:
    data = {"about": ["a", 1], "reason": "x", "reason_type": "safety"}
    assert not is_valid("note", data)
    assert [line.partition(": ")[0] for line in explain("note", data)] == ["about/1"]


FLOODS = {
    "unknown keys": "".join(f"titl{n}: 1\n" for n in range(40_000)),
    "faulty entries": "about:\n" + "- {a: 1}\n" * 19_000,
    "different entries": "about:\n" + "".join(f"- {{a: {n}}}\n" for n in range(19_000)),
    "a long choice": NOTE.replace("new-evidence", "n" * 900_000),
}


@pytest.mark.timeout(QUADRATIC)
@pytest.mark.parametrize("case", FLOODS)
def test_a_flood_of_faults_is_cut_short(case: str) -> None:
    found = faults("note", FLOODS[case])
    assert 0 < len(found) <= MAX_FAULTS + 1
    assert len(found) <= MAX_FAULTS or found[-1].rule == "too-many-faults"


JARGON = ("NoneType", "None", "dict", "is not of type", "does not match", "Traceback", "Error(")
KINDS = ("guideline", "factors", "options", "references")
STRANGE = ("~", "[]", "{}", "[x, x]", "{a: b}", "-1", "true", "A_b", '"\\n"', "é", "[[x], {y: z}]")


def damaged(text: str, random: Random) -> str:
    """Put something strange in place of one value, or take one line away."""
    lines = text.splitlines()
    number = random.randrange(1, len(lines))
    head, colon, _ = lines[number].partition(": ")
    lines[number : number + 1] = (
        [f"{head}{colon}{random.choice(STRANGE)}"] if colon and random.random() < 0.8 else []
    )
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_file_is_always_told_in_plain_words(kind: str) -> None:
    text = (BASE / f"{kind}.yaml").read_text(encoding="utf-8")
    random = Random(2015)
    refused = 0
    for _ in range(200):
        document, _problems = parse_document(damaged(text, random).encode(), "x.yaml")
        if document is None:
            continue
        document = replace(document, data=typed(kind, document.data))
        found = list(find_faults(kind, document))
        blank = list(find_blank_texts(document))
        assert bool(found) is not (is_valid(kind, document.data) and not blank)
        refused += bool(found)
        for fault in found:
            assert 1 <= fault.position.line <= len(document.lines)
            assert not [word for word in JARGON if word in str(fault)]
    assert refused > 20


IDS = ("a", "a1-b2", "a" * 80, "a" + "-b" * 20, "a-" + "b" * 78)
NO_IDS = ("", "-a", "a-", "a--b", "1a", "A", "a_b", "a\n", "é", "a" * 81, "a" + "-b" * 21)


@pytest.mark.parametrize("entity", IDS + NO_IDS)
def test_the_quick_verdict_on_an_id_is_that_of_its_pattern_and_length(entity: str) -> None:
    data = {"factors": [{"id": entity, "name": "Site"}]}
    assert is_valid("factors", data) is (entity in IDS)
    assert slow_validator()(load_schema("factors")).is_valid(data) is (entity in IDS)
