"""What nobody sees and what looks like another word is reported; what medicine writes is not."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from conftest import TESTS, guidepress, overlay
from guidepress.schema.load import load_schema
from guidepress.source.letters import find_unfit, read_table, script_of
from guidepress.source.parse import parse_document
from guidepress.source.scripts import find_suspects

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAMES = [
    word
    for line in (TESTS / "archive/names.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
]
DRUGS = [
    "pazopanib",
    "doxorubicin",
    "ifosfamide",
    "vincristine",
    "temozolomide",
    "irinotecan",
    "gemcitabine",
    "docetaxel",
    "topotecan",
    "cyclophosphamide",
    "cisplatin",
    "etoposide",
    "aspirin",
    "warfarin",
    "heparin",
    "metformin",
    "insulin",
    "morphine",
    "ibuprofen",
]


def ignorable() -> list[str]:
    spans = read_table().ignorable
    return [
        chr(code)
        for first, last in zip(spans[::3], spans[2::3], strict=True)
        for code in range(ord(first), ord(last) + 1)
    ]


def test_no_character_without_a_form_passes_in_a_word() -> None:
    assert len(ignorable()) > 4_000
    for letter in ignorable():
        for text in (f"pazo{letter}panib", f"{letter}pazopanib", f"pazopanib{letter}", letter):
            assert list(find_unfit(text)), f"U+{ord(letter):04X}"


@pytest.mark.parametrize(
    "letter",
    "\u034f\u17b4\u180e\u206a\ufe0f\uffa0\U0001d173\U000e0100\u200b\u00ad\u2800\ue000\ufdd0\ufffc"
    "\x07\u009f\U00013430\U0001fffe\U000f0000\U00013441\U00013442\U00016fe4\U0001d159",
)
def test_it_is_named_with_its_number_and_its_word(letter: str) -> None:
    document, problems = parse_document(
        f"name: the pazo{letter}panib arm\n".encode(), "options.yaml"
    )
    assert document is None
    number = f"U+{ord(letter):04X}"
    said = f"a character that nobody sees ({number}) in “pazo‹{number}›panib”"
    assert [(each.position.column, each.message) for each in problems] == [(15, said)]


@pytest.mark.parametrize("letter", "\u200e\u202e\u2066\u061c")
def test_a_mark_of_direction_is_told_as_such(letter: str) -> None:
    assert [each.rule for each in find_unfit(f"5{letter} mg")] == ["yaml-bidi"]


@pytest.mark.parametrize("word", ["می\u200cخواهم", "क्\u200dष", "ශ්\u200dරී", "ن\u064e\u200cی"])
def test_a_joiner_is_spelling_in_scripts_that_need_it(word: str) -> None:
    assert not list(find_unfit(word))


@pytest.mark.parametrize(
    "word", ["pazo\u200dpanib", "5\u200c0", "\u200dक", "می\u200c\u200dخ", "β\u200dx"]
)
def test_a_joiner_elsewhere_is_reported(word: str) -> None:
    assert [each.rule for each in find_unfit(word)] == ["yaml-control-character"]


def test_real_names_are_many() -> None:
    assert len(set(NAMES)) >= 200


@pytest.mark.parametrize("name", NAMES)
def test_no_real_name_is_refused(name: str) -> None:
    for text in (name, f"{name} in 27 patients", f"{name}, {NAMES[0]} and {NAMES[-1]}"):
        assert not list(find_unfit(text))
        assert not list(find_suspects(text, is_name=True))
        assert not [each for each in find_suspects(text) if each.is_sure]


def confusable_words() -> list[str]:
    """Return the names of drugs with one letter that looks like the right one, from a seed."""
    likes = read_table().likes
    words = [
        drug[:place] + other + drug[place + 1 :]
        for drug in DRUGS
        for place, letter in enumerate(drug)
        for other, like in likes.items()
        if like == letter
    ]
    forms = [
        drug.replace(drug[2], chr(ord(drug[2]) + offset), 1)
        for drug in DRUGS
        for offset in (0xFEE0, 0x1D41A - 0x61, 0x1D5BA - 0x61)
    ]
    return sorted({*Random(17).sample(words, 600), *forms})


def test_a_word_with_a_letter_that_looks_like_another_is_reported() -> None:
    words = confusable_words()
    assert len(words) >= 500
    for word in words:
        assert list(find_suspects(f"Give {word} once")), ascii(word)


def test_the_small_form_of_a_capital_that_looks_like_a_small_letter_is_reported() -> None:
    for word in ("car\u0185oplatin", "imatini\u0185", "\u0185evacizumab"):
        assert list(find_suspects(f"Give {word} once")), ascii(word)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "take pаzopanib",
            "“pаzopanib” mixes letters of Cyrillic and Latin: а (U+0430) is Cyrillic",
        ),
        ("hepatitis С", "“С” is Cyrillic (С (U+0421)), and looks like C"),
        ("vitamin Α", "“Α” is Greek (Α (U+0391)), and looks like A"),
        ("pαzopanib", "“pαzopanib” mixes scripts: α (U+03B1) is Greek"),
        ("5О mg", "“5О” is Cyrillic (О (U+041E)), and looks like 5O"),
        ("З mg", "“З” is Cyrillic (З (U+0417)), and looks like 3"),
        ("aɴtibiotic", "“aɴtibiotic” holds ɴ (U+0274), which looks like N"),
        ("pǝzopanib", "“pǝzopanib” holds ǝ (U+01DD), which looks like e"),
        ("give ٥ mg", "“٥” holds ٥ (U+0665), 5 in another script"),
        ("give ৪৫ mg", "“৪৫” holds ৪ (U+09EA), 4 in another script"),
        ("0․5 mg", "“0․5” holds ․ (U+2024), another form of ."),
        ("0‚5 mg", "“0‚5” holds ‚ (U+201A), which looks like ,"),
        ("5٫5 mg", "“5٫5” holds ٫ (U+066B), which looks like ,"),
        ("˗5 mg", "“˗5” holds ˗ (U+02D7), which looks like -"),
        ("1⧸2 tablet", "“1⧸2” holds ⧸ (U+29F8), which looks like /"),
        ("2.5％", "“5％” holds ％ (U+FF05), another form of %"),
        ("5 ㎎", "“㎎” holds ㎎ (U+338E), another form of mg"),
        ("5̶ mg", "“5̶” holds \u0336 (U+0336), a mark upon a digit"),
        ("5٠ mg", "“5٠” holds digits of two scripts"),
        ("ｐazopanib", "“ｐazopanib” holds ｐ (U+FF50), another form of p"),
        ("met𝛂formin", "“met𝛂formin” holds 𝛂 (U+1D6C2), another form of α"),
        ("p𝚤zopanib", "“p𝚤zopanib” holds 𝚤 (U+1D6A4), another form of ı"),
        ("5𝟏 mg", "“5𝟏” holds 𝟏 (U+1D7CF), another form of 1"),
        ("５ mg", "“５” holds ５ (U+FF15), another form of 5"),
        ("pɑzopanib", "“pɑzopanib” holds ɑ (U+0251), which looks like a"),
        ("pazopanıb", "“pazopanıb” holds ı (U+0131), which looks like i"),
        ("do×orubicin", "“do×or” holds × (U+00D7), which looks like x"),
        ("o×ycodone", "“o×yc” holds × (U+00D7), which looks like x"),
        ("THIO⊤EPA", "“IO⊤EP” holds ⊤ (U+22A4), which looks like T"),
        ("B∪SULFAN", "“B∪SU” holds ∪ (U+222A), which looks like U"),
        ("L〇MUSTINE", "“L〇MU” holds 〇 (U+3007), which looks like O"),
        ("1Ʒ5 mg", "“1Ʒ5” holds Ʒ (U+01B7), which looks like 3"),
        ("Ƨ5 mg", "“Ƨ5” holds Ƨ (U+01A7), which looks like 2"),
        ("Ƽ mg", "“Ƽ” holds Ƽ (U+01BC), which looks like 5"),
        ("1𝈆5 mg", "“1𝈆5” holds 𝈆 (U+1D206), which looks like 3"),
        ("𝈒 mg", "“𝈒” holds 𝈒 (U+1D212), which looks like 7"),
        ("pazﮦpanib", "“pazﮦpanib” mixes letters of Arabic and Latin: ﮦ (U+FBA6) is Arabic"),
        ("EWSRו", "“EWSRו” mixes letters of Hebrew and Latin: ו (U+05D5) is Hebrew"),
        ("FLا1", "“FLا1” mixes letters of Arabic and Latin: ا (U+0627) is Arabic"),
        ("FOXዐ1", "“FOXዐ1” mixes letters of Ethiopic and Latin: ዐ (U+12D0) is Ethiopic"),
        ("Mosടé", "“Mosടé” mixes letters of Latin and Malayalam: ട (U+0D1F) is Malayalam"),
        ("Makι", "“Makι” mixes scripts: ι (U+03B9) is Greek, and looks like i"),
        ("AL𝐊", "“AL𝐊” holds 𝐊 (U+1D40A), another form of K"),
        ("5𝐎 mg", "“5𝐎” holds 𝐎 (U+1D40E), another form of O"),
        ("𝐎.5 mg", "“𝐎.” holds 𝐎 (U+1D40E), which looks like O"),
        ("ଠ.5 mg", "“ଠ.” holds ଠ (U+0B20), which looks like O"),
        ("1〇 mg", "“1〇” holds 〇 (U+3007), which looks like O"),
        ("take ו5 mg", "“ו5” holds ו (U+05D5), which looks like l"),
        ("take ׀5 mg", "“׀5” holds ׀ (U+05C0), which looks like l"),
    ],
)
def test_it_is_said_which_letter_it_is(text: str, said: str) -> None:
    (found,) = find_suspects(text)
    assert found.message.startswith(said)


@pytest.mark.parametrize(
    "text", ["וMRI", "בדיקת MRI ו5 ימים", "5ℓ", "2 mℓ", "𝑝-value", "Igα", "Gαs", "IκBα", "FcγRIIa"]
)
def test_what_stands_beside_latin_letters_in_living_texts_is_let_pass(text: str) -> None:
    assert not list(find_suspects(text))


@pytest.mark.parametrize("text", ["2×mg", "5 ×weekly", "a×b", "3×daily, 2 ×2", "×10 cells"])
def test_a_times_sign_may_stand_close_to_what_it_multiplies(text: str) -> None:
    assert not list(find_suspects(text))


@pytest.mark.parametrize("written", [str, str.upper, str.capitalize])
def test_no_letter_of_a_drug_can_be_replaced_by_a_twin(written: Callable[[str], str]) -> None:
    """Each place of each name, and each character that looks like the letter there."""
    likes = read_table().likes
    passed = [
        f"{before}{other}{after}"
        for drug in map(written, DRUGS)
        for place in range(len(drug))
        for before, after in [(drug[:place], drug[place + 1 :])]
        for other, like in likes.items()
        if like == drug[place] and not list(find_suspects(f"Give {before}{other}{after} once"))
    ]
    assert passed == []


@pytest.mark.parametrize("form", ["1{}5 mg", "{}5 mg", "5{} mg", "{} mg", "1.{} mg"])
def test_no_digit_of_a_dose_can_be_replaced_by_a_twin(form: str) -> None:
    twins = [each for each, like in read_table().likes.items() if like in "0123456789"]
    assert len(twins) > 50
    assert [each for each in twins if not list(find_suspects(form.format(each)))] == []


def test_every_sign_that_looks_like_one_of_a_number_is_reported_inside_a_number() -> None:
    signs = {each for each, like in read_table().likes.items() if like in "+,-./:<>=^"}
    assert len(signs) > 60
    printed = {each for each in signs if not list(find_suspects(f"take 0{each}5 mg"))}
    assert printed == set("–−‐‒⁄∕∶")


@pytest.mark.parametrize(
    "text",
    [
        "5–10 mg",
        "−5 °C",
        "1⁄2",
        "2.5 × 10⁹/L",
        "5… 10",
        "the ‚5-year‘ rule",
        "٥ ملغ",
        "৪ মিগ্রা",
        "९ mg राम",
        "1º de 2ª línea",
        "二〇二六年 PET",
        "the sets A∪B, p(A∣B)",
    ],
)
def test_numbers_as_books_print_them_are_let_pass(text: str) -> None:
    assert not list(find_suspects(text))


def test_what_was_lost_on_the_way_is_reported() -> None:
    (found,) = find_unfit("pazo\ufffdpanib")
    assert found.what.startswith("a sign in the place of a letter that was lost (U+FFFD)")


def test_a_word_of_another_script_may_stand_in_a_text_of_it() -> None:
    assert not list(find_suspects("Сорос и Чехов, pazopanib"))
    assert list(find_suspects("Сорос, pazopanib"))


@pytest.mark.parametrize("name", ["НСТ", "СНОР", "R-СНОР", "АСТН", "ТРО", "ΑΒΟ", "ΜΙΒΕ", "ЕСТ"])
def test_a_name_that_is_wholly_of_another_script_is_told_where_names_are_latin(
    name: str, tmp_path: Path
) -> None:
    folder = overlay(tmp_path / "content/base")
    options = folder / "options.yaml"
    text = options.read_text("utf-8")
    options.write_text(text.replace("name: Pazopanib", f"name: {name}"), "utf-8")
    said = guidepress(tmp_path, "validate").stdout
    (line,) = [each for each in said.splitlines() if "[look-alike]" in each]
    assert line.startswith("content/base/options.yaml:21:")
    assert "and looks like" in line
    assert "if it is meant, accept it as a suppression" in line
    # In a guideline that is of another script it is a word.
    guideline = folder / "guideline.yaml"
    text = guideline.read_text("utf-8")
    guideline.write_text(text.replace("title: Treatment", "title: Лечение", 1), "utf-8")
    found = guidepress(tmp_path, "validate").stdout
    assert ("options.yaml:21:" in found) == ("R-" in name)


@pytest.mark.parametrize("name", ["Τζίμας", "Щербакова", "王小明", "فاطمه", "αβ", "ΔΨ"])
def test_a_name_that_no_latin_one_looks_like_is_let_pass_among_latin_ones(name: str) -> None:
    assert not list(find_suspects(name, is_latin=True))


@pytest.mark.parametrize("text", ["Işık", "Halldór Þór in Reykjavık"])
def test_a_letter_of_a_living_language_may_be_meant(text: str) -> None:
    (found,) = find_suspects(text)
    assert not found.is_sure
    assert found.hint == "type it anew; if it is meant, accept it as a suppression"


def test_an_altered_drug_name_stops_a_draft(tmp_path: Path) -> None:
    folder = overlay(tmp_path / "content/base")
    options = folder / "options.yaml"
    options.write_text(
        options.read_text("utf-8").replace("name: Pazopanib", "name: Pаzopanib"), "utf-8"
    )
    done = guidepress(tmp_path, "validate")
    assert done.returncode == 1
    assert "options.yaml:21:11: “Pаzopanib” mixes letters of Cyrillic and Latin" in done.stdout


def test_the_table_names_its_versions_and_knows_the_scripts() -> None:
    text = TESTS.parent / "build/guidepress/source/letters.txt"
    if text.exists():
        assert "# scripts 16.0.0, ignorable 17.0.0, like 17.0.0" in text.read_text("utf-8")
    known = {"a": "Latin", "é": "Latin", "α": "Greek", "а": "Cyrillic", "ا": "Arabic", "中": "Han"}
    assert {each: script_of(each) for each in known} == known
    assert [script_of(each) for each in "1 -µ\u0301\U0010ffff"] == [""] * 6


def test_ids_are_ascii_in_every_schema() -> None:
    waiting: list[Any] = [
        load_schema(kind) for kind in ("guideline", "options", "factors", "references")
    ]
    patterns = []
    while waiting:
        value = waiting.pop()
        entries = value.values() if isinstance(value, dict) else value
        if isinstance(value, dict) and isinstance(value.get("properties"), dict):
            found = value["properties"].get("id", {})
            patterns += [found["pattern"]] if "pattern" in found else []
        waiting += [each for each in entries if isinstance(each, dict | list)]
    assert patterns
    assert all(each.startswith(("^[a-z]", "^[a-z0-9-]")) and each.isascii() for each in patterns)
