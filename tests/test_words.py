"""Word differences that can be read, and the words that decide."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidepress.codes import ROUTES
from guidepress.prose.citations import find_citations
from guidepress.words import find_differences
from guidepress.words.substance import find_substance
from guidepress.words.wording import is_dose_unit, is_wording_only, states_danger
from limits import QUADRATIC

words = st.lists(
    st.sampled_from(["the", "drug", "not", "may", "5 mg", "[@a-1; @b-2]", ".", ",", "ä", "\n"]),
    max_size=30,
).map(" ".join)


@settings(derandomize=True, deadline=None)
@given(words | st.text(max_size=80), words | st.text(max_size=80))
def test_the_pieces_are_both_texts(old: str, new: str) -> None:
    pieces = find_differences(old, new)
    assert "".join(text for op, text in pieces if op != "added") == old
    assert "".join(text for op, text in pieces if op != "removed") == new


cited = st.lists(
    st.sampled_from(["the", "drug", "not;", "so.", "[@a-1; @b-2]", "[@c-3; @b-2]", "[@a-1]"]),
    max_size=12,
).map(" ".join)


@settings(derandomize=True, deadline=None)
@given(cited, cited)
def test_no_citation_is_cut(old: str, new: str) -> None:
    pieces = find_differences(old, new)
    for side, text in (("added", old), ("removed", new)):
        found = [keys for op, piece in pieces if op != side for keys in keys_in(piece)]
        assert found == keys_in(text)


def keys_in(text: str) -> list[tuple[str, ...]]:
    return [each.keys for each in find_citations(text)]


def shown(old: str, new: str) -> str:
    marks = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(marks[op].format(text) for op, text in find_differences(old, new))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("It may not be given.", "It may be given.", "It may [-not -]be given."),
        ("no effect", "now effect", "[-no-]{+now+} effect"),
        ("1.5 mg a day", "15 mg a day", "[-1.5-]{+15+} mg a day"),
        ("True [@a].", "True [@a; @b].", "True [-[@a]-]{+[@a; @b]+}."),
        ("One. Two. Three.", "One. Three.", "One. [-Two. -]Three."),
        ("a bad old tale", "a good new tale", "a [-bad old-]{+good new+} tale"),
        ("first was second", "third was fourth", "[-first was second-]{+third was fourth+}"),
        ("HER2 is it", "HER3 is it", "[-HER2-]{+HER3+} is it"),
        ("give .5 mg", "give 5 mg", "give [-.5-]{+5+} mg"),
        ("50% of m2", "5% of m3", "[-50% of m2-]{+5% of m3+}"),
        ("non-fatal harm", "fatal harm", "[-non-fatal-]{+fatal+} harm"),
        ("One drug. Two pills.", "Two pills. One drug.", "{+Two pills. +}One drug[-. Two pills-]."),
        ("So [@a; @b]. No.", "So [@c; @b]. Yes.", "So [-[@a; @b]. No-]{+[@c; @b]. Yes+}."),
        ("", "all new", "{+all new+}"),
        ("same", "same", "same"),
    ],
)
def test_differences_read_well(old: str, new: str, expected: str) -> None:
    assert shown(old, new) == expected


LONG = "a " * 700


@pytest.mark.timeout(QUADRATIC)
@pytest.mark.parametrize(
    ("old", "new"),
    [
        *((unit * 4_000, unit * 3_999 + "b " + unit) for unit in ("a ", "a. ", "ab cd. ", "[@a]", " ", ".", "5.", "a-")),
        *((f"x {unit * 700} y", f"z {unit * 650} w") for unit in ("a ", "a b ", "[@a] ")),
        (f"X{',' * 1490}Y", f"Z{',:' * 745}W"),
        ("".join(f"s{n}. {LONG}x{n}. " for n in range(90)), "".join(f"s{n}. q {LONG}y{n}. " for n in range(90))),
    ],
)  # fmt: skip
def test_hostile_text_takes_no_quadratic_time(old: str, new: str) -> None:
    assert find_differences(old, new)


@pytest.mark.parametrize(
    ("old", "new", "classes"),
    [
        ("is given", "is not given", {"negation"}),
        ("may be given", "should be given", {"modal"}),
        ("adults and children", "adults or children", {"conjunction"}),
        ("1.5 mg", "15 mg", {"number"}),
        ("5 mg", "5 g", {"unit"}),
        ("in adults", "in children", {"population"}),
        ("less than five", "more than five", {"comparison"}),
        ("dose < 5", "dose > 5", {"comparison"}),
        ("give pazopanib", "give trabectedin", {"drug"}),
        ("all patients", "all patients except infants", {"exception", "population"}),
        ("an exception", "no exception", {"exception", "negation"}),
        ("an exception", "one exception", {"number"}),
        ("intravenous use", "intramuscular use", {"route"}),
        ("given by mouth", "given rectally", {"route"}),
        ("the left kidney", "the right kidney", {"side"}),
        ("give vincristine", "give vinblastine", {"drug"}),
        ("give hydralazine", "give hydroxyzine", {"drug"}),
        ("give imatinib", "give dasatinib", {"drug"}),
        ("operable disease", "inoperable disease", {"opposite"}),
        ("hypertension", "hypotension", {"opposite"}),
        ("preoperative care", "postoperative care", {"opposite"}),
        ("tolerable", "in-tolerable", {"opposite"}),
        ("symptomatic", "asymptomatic", {"opposite"}),
        ("in use", "in to use", set()),
        ("a quick test", "a rapid test", set()),
        ("A before B", "B before A", {"conjunction"}),
        ("Wait, then treat.", "Treat, then wait.", {"conjunction"}),
        ("Before A give B.", "Give B before A.", set()),
        ("1. Rest\n2. Drink", "1. Drink\n2. Rest", {"conjunction"}),
        ("- Rest\n- Drink", "- Drink\n- Rest", set()),
        ("vincristine and aspirin", "aspirin and vincristine", {"drug"}),
        ("taken b.i.d.", "taken t.i.d.", {"timing"}),
        ("at bedtime", "at breakfast", {"timing"}),
        ("stage IIa", "stage IIb", {"number"}),
        ("halve it", "have it", {"number"}),
        ("give anti-D", "give D", {"negation"}),
        ("inject slowly", "inject", {"modal"}),
        ("reduced by half", "reduced to half", {"comparison"}),
        ("the infant's dose", "the adult\u2019s dose", {"population"}),
        ("one tab", "one cap", {"unit"}),
        ("five mg", "six mg", {"number"}),
        ("first-line", "second-line", {"number"}),
        ("5mg", "5g", {"unit"}),
        ("5%", "5", {"unit"}),
        ("5 mm", "5 mM", {"unit"}),
        ("5 \u00b5g", "5 \u00b5G", {"unit"}),
        ("250 mL", "250 ML", {"unit"}),
        ("2 MU", "2 mU", {"unit"}),
        ("10 IU in 5 mL", "10 iu in 5 ml", set()),
        (".5 mg", "5 mg", {"number"}),
        ("non-metastatic", "metastatic", {"negation", "opposite"}),
        ("pazopanib-based", "trabectedin-based", {"drug"}),
        ("apart from five", "five", {"exception"}),
        ("more A if > 3 and < 5", "more A if < 3 and > 5", {"comparison"}),
        ("a \u2191 dose", "a \u2193 dose", {"comparison"}),
        ("ER+ disease", "ER- disease", {"comparison"}),
        ("A is not given and B is given.", "A is given and B is not given.", {"negation"}),
        ("It is not used.", "It was not tried.", set()),
        ("No effect. It may help.", "It may help. No effect.", set()),
        ("so [@children-2010]", "so [@adults-2011]", set()),
        # A sign may be written by its name.
        ("pulse &lt;45", "pulse &gt;45", {"comparison"}),
        ("for &le;3 d", "for &#8805;3 d", {"comparison"}),
        ("pulse &lt;45", "pulse <45", set()),
        ("Quiet &nosuch;45", "Quiet 45", set()),
        ("It is harmless.", "It is harmful.", {"opposite"}),
        ("Put drops in the eye.", "Put drops in the ear.", {"route"}),
        # Groups of drugs, and the salts that tell them apart.
        ("give beta-blockers", "give beta-lactams", {"drug"}),
        ("an opioid", "an NSAID", {"drug"}),
        ("iron gluconate", "iron sulfate", {"drug"}),
        ("iron sulfate", "iron sulphate", set()),
    ],
)
def test_words_that_decide_are_seen(old: str, new: str, classes: set[str]) -> None:
    drugs = {"pazopanib", "trabectedin"}
    assert find_substance(old, new, "en", frozenset(drugs)) == classes


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("One  two\nthree", "One two three"),
        ("One\u00a0two", "One two"),
        ("“so” it is", '"so" it is'),
        ("„so“ it is", "«so» it is"),
        ("don\u2019t", "don't"),
        ("tumor", "tumour"),
        ("Tumor-free", "Tumour-free"),
        ("randomized trial", "randomised trial"),
        ("5mg", "5 mg"),
        ("50%", "50 %"),
        ("10 mg/m\u00b2", "10 mg/m2"),
        ("It is so. They say", "it is so. they say"),
        ("- one.\n- two", "- one\n- two."),
        ("  ", ""),
    ],
)
def test_wording_is_a_closed_list(old: str, new: str) -> None:
    assert is_wording_only(old, new, "en")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2.5", "25"),
        ("1-2", "12"),
        ("1 - 2", "1 2"),
        ("5%", "5"),
        ("<5", "5"),
        ("-3", "3"),
        ("true [@a]", "true [@b]"),
        ("true [@a] or false", "true or false [@a]"),
        ("effect", "affect"),
        ("an other", "another"),
        (".5 mg", "5 mg"),
        ("5*3", "5 3"),
        ("10^9", "10 9"),
        ("~5", "5"),
        ("5 \u2014 6", "5 6"),
        ("\u2191 dose", "\u2193 dose"),
        ("HER2-", "HER2"),
        ("ER-", "ER"),
        ("HER 2", "HER2"),
        ("5 mM", "5 mm"),
        ("ALL patients", "all patients"),
        ("\u00bd", "2"),
        ("10\u2079", "109"),
        ("A & B", "A B"),
        ("\u2265 5", "> 5"),
        ("1.5 mg", "1,5 mg"),
        ("true [@a]. False", "true. [@a] False"),
        ("A, [@a] B", "A [@a], B"),
        ("[@a; @b]", "[@b; @a]"),
        ("One, two.", "One two"),
        ("tumor", "Tumour-like"),
        ("a \u2013 b", "a - b"),
        ("1\u20132 weeks", "1-2 weeks"),
        ("\u22123", "-3"),
        ("**so** [@a]", "so [@a]"),
        ("so [@a]", "so [@a]."),
        ("No, treatment should be continued.", "No treatment should be continued."),
        ("Never; wait", "Never wait"),
        ("(A and B) or C", "A and (B or C)"),
        ("Radiation, not surgery, is used", "Radiation; not surgery is used"),
        ("Surgery only, after", "Surgery, only after"),
        ("effective.", "effective?"),
        ("HLA-B*57:01", "HLA-B 57:01"),
        ("it harms", "harms"),
        ("patients who", "patients, who"),
        ("the MS", "the ms"),
        ("MS is", "mS is"),
        ("5 \u00b5g", "5 \u00b5G"),
        ("10^9^/L", "109/L"),
        ("10 000", "10000"),
        ("10 000", "10\u00a0000"),
        ("in operable cases", "inoperable cases"),
        ("group A or B", "group a or B"),
        ("A or B", "a or B"),
        ("with polish", "with Polish"),
        ("vs. Polish", "vs. polish"),
        ("Mg is low", "mg is low"),
        ("kg", "Kg"),
        ("- a\n- b", "- a\n  - b"),
        ("- a\n- b", "a b"),
        ("1. a\n2. b", "- a\n- b"),
        ("5.", "5.."),
        ("stop ", "stop!"),
        ("5\u2032", "5\u2033"),
    ],
)
def test_nothing_else_is_wording(old: str, new: str) -> None:
    assert not is_wording_only(old, new, "en")


marks = st.text("aB5 .,-\u2013\u2014<%*+[]@;/", max_size=12)


@settings(derandomize=True, deadline=None)
@given(marks, marks)
def test_wording_has_no_substance(old: str, new: str) -> None:
    assert is_wording_only(old, old, "en")
    assert is_wording_only(old, new, "en") == is_wording_only(new, old, "en")
    assert find_substance(old, new, "en", frozenset("a")) == find_substance(
        new, old, "en", frozenset("a")
    )
    if is_wording_only(old, new, "en"):
        assert not find_substance(old, new, "en", frozenset("ab"))


@pytest.mark.parametrize("language", ["en", "es", "de-AT"])
def test_an_amount_is_a_danger_in_every_language(language: str) -> None:
    for text in ("Se administran 12 mg al día.", "Maximal 0,5 mg/kg", "5mg", "40 IU", "54 Gy"):
        assert states_danger(text, language), text
    for text in ("Hace 12 años.", "Le Cesne 2012", "Nichts."):
        assert not states_danger(text, language), text
    assert is_dose_unit("mg/kg", language)


@pytest.mark.parametrize("language", ["", "../bundle.schema", "en/../en", "\0", "..", "xx"])
def test_a_language_is_no_path(language: str) -> None:
    assert find_substance("a", "b", language, frozenset()) == {"unknown-language"}


def test_without_a_word_list_no_spelling_is_wording() -> None:
    assert is_wording_only("a  b", "a b", "xx")
    assert is_wording_only("„a“ b", '"a" b', "xx")
    assert not is_wording_only("tumor", "tumour", "xx")
    assert not is_wording_only("a, b", "a b", "xx")
    assert find_substance("a, b", "a b", "xx", frozenset()) == {"unknown-language"}


@pytest.mark.parametrize(
    "text",
    [
        "Give 20 mg/kg.",
        "Give 5mg.",
        "Two doses of 50 Gy",
        "Vincristine intravenously",
        "Take it by mouth.",
        "one tablet twice daily",
        "It is contraindicated in them.",
        "It must not be used.",
        "Avoid grapefruit.",
    ],
)
def test_words_of_dose_and_contraindication_are_known_without_a_label(text: str) -> None:
    assert states_danger(text, "en")


@pytest.mark.parametrize(
    "text",
    ["", "Survival was 15.8 % at 5 years.", "3 of 44 patients", "A trial of 20 children", "2Diii"],
)
def test_other_numbers_are_no_dose(text: str) -> None:
    assert not states_danger(text, "en")


letters = st.text("aAbB .,;()\"'-*\n\u2019", max_size=20)


@settings(derandomize=True, deadline=None)
@given(letters, st.integers(0, 20), st.sampled_from(".,;:!?()-*~^<>&/=+"))
def test_no_mark_comes_or_goes_as_wording(text: str, place: int, mark: str) -> None:
    edited = text[:place] + mark + text[place:]
    # The one mark on the list: a full stop at the end of a list item.
    at_item_end = mark == "." and any(
        line.lstrip().startswith(("-", "*")) for line in edited.split("\n")
    )
    assert at_item_end or not is_wording_only(text, edited, "en")


def written(name: str) -> list[tuple[str, str]]:
    """Return edits of clinicians who had not seen the lists of words: before and after."""
    text = (Path(__file__).parent / f"laws/found/{name}.txt").read_text("utf-8")
    pairs = [line.replace("\\n", "\n").split(" => ") for line in text.splitlines()]
    return [(old, new) for old, new in pairs]


@pytest.mark.parametrize(("old", "new"), written("turning"))
def test_an_edit_that_turns_the_meaning_is_never_wording(old: str, new: str) -> None:
    assert not is_wording_only(old, new, "en")


@pytest.mark.parametrize(("old", "new"), written("deciding"))
def test_an_edit_of_what_decides_is_seen(old: str, new: str) -> None:
    assert not is_wording_only(old, new, "en")
    assert find_substance(old, new, "en", frozenset())


@pytest.mark.parametrize(
    ("old", "new", "is_opposite"),
    [
        ("HER2 positive and ER negative.", "HER2 negative and ER positive.", True),
        ("A mild reaction.", "A moderate to severe reaction.", True),
        ("The rise was steep.", "The fall was steep.", True),
        ("The rise was steep.", "It rises steeply.", False),
        ("A large series.", "A series.", False),
        # A word may have several opposites.
        ("Partial doses.", "Total doses.", True),
        ("Ionised calcium.", "Total calcium.", True),
        ("They improve.", "They worsen.", True),
        ("It doubles.", "It halves.", True),
        ("It resolves.", "It persists.", True),
        ("They relieve pain.", "They worsen pain.", True),
        ("It eases pain.", "It causes pain.", True),
        ("It spares the limb.", "It sacrifices the limb.", True),
        ("It may harm the kidneys.", "It may spare the kidneys.", True),
        ("An early scan.", "An early scan, not a late one.", False),
    ],
)
def test_opposites_that_give_way_to_each_other_or_change_places_are_seen(
    old: str, new: str, *, is_opposite: bool
) -> None:
    assert ("opposite" in find_substance(old, new, "en", frozenset())) == is_opposite


def test_an_interval_between_doses_is_a_dose_whatever_the_label() -> None:
    assert states_danger("Repeat it every 8 hours.", "en")
    assert states_danger("Repeat it every three weeks.", "en")
    assert not states_danger("Every series had three weeks of rest.", "en")


# Marks of another kind: `"` stands for inches or seconds too, and `'` for feet or minutes.
# A meter is an instrument too, and a gray a unit.
NOT_LISTED = [
    ('This is "listed".', "This is 'listed'."),
    ("A metre away.", "A meter away."),
    ("Grey hair is seen.", "Gray hair is seen."),
]


@pytest.mark.parametrize(("old", "new"), written("harmless"))
def test_a_harmless_edit_of_the_closed_list_is_wording(old: str, new: str) -> None:
    assert is_wording_only(old, new, "en") == ((old, new) not in NOT_LISTED)


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("No benefit; harm is seen.", "Benefit; no harm is seen.", "negation"),
        ("Better with A than with B.", "Better with B than with A.", "comparison"),
        ("Grade III toxicity.", "Grade II toxicity.", "number"),
        ("Drops OD.", "Drops OS.", "side"),
        ("All responded.", "Almost all responded.", "comparison"),
        ("Give it during radiation.", "Give it despite radiation.", "conjunction"),
    ],
)
def test_a_word_that_decides_and_its_scope_are_seen(old: str, new: str, found: str) -> None:
    assert found in find_substance(old, new, "en", frozenset())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Doses are shown below.", "Doses are shown in the table."),
        ("The doses listed below are for adults.", "The doses in the table are for adults."),
        ("See the table below.", "See the table above."),
        ("As described above, the risk is low.", "As described, the risk is low."),
        ("The above table has the doses.", "The following table has the doses."),
        ("What was set out above applies.", "What was set out applies."),
        ("Whoever meets the above criteria.", "Whoever meets the criteria below."),
        ("- fever\n- pain, as listed below", "- fever\n- pain, as listed in section 3"),
    ][:6],
)
def test_words_that_only_say_where_to_look_decide_nothing(old: str, new: str) -> None:
    assert find_substance(old, new, "en", frozenset()) == set()
    assert not is_wording_only(old, new, "en")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("It is used below 5 years.", "It is used above 5 years."),
        ("Benefit was shown below 5 years.", "Benefit was shown above 5 years."),
        ("The tumour shown below the knee.", "The tumour shown above the knee."),
        ("It is given if the value is below.", "It is given if the value is above."),
        ("Values below those listed below are low.", "Values above those listed below are low."),
        ("At 5 years benefit was shown, none was shown below.", "At 5 years benefit was shown."),
        ("Benefit is higher in adults; none is shown below.", "Benefit is higher in adults."),
        ("The following day it is given.", "The above day it is given."),
        ("Doses are listed below.", "Doses are not listed below."),
    ],
)
def test_the_same_words_decide_where_something_is_compared(old: str, new: str) -> None:
    assert find_substance(old, new, "en", frozenset())


@pytest.mark.parametrize("code", ROUTES)
def test_a_route_is_known_by_every_name_that_pages_and_doses_give_it(code: str) -> None:
    for name in (ROUTES[code].words, *ROUTES[code].names):
        assert states_danger(f"It is given {name} to a child.", "en")
