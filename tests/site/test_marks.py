"""What an entity is marked with, what is spelt out, and what goes into the record."""

from __future__ import annotations

import re
from collections import Counter
from copy import deepcopy
from functools import cache
from html import unescape
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from conftest import TESTS
from guidepress.classify.change import IN_WORDS
from guidepress.classify.folding import fold_published
from guidepress.cli.changes import _filtered
from guidepress.content import read_content
from guidepress.export.details import render_details, with_status
from guidepress.export.markdown import render_markdown
from guidepress.export.wording import name_direction, render_recommendation
from guidepress.history.archive import Archive
from guidepress.history.reading import read_archive
from guidepress.history.relations import Related
from guidepress.model import Abbreviation, Guideline, find_homes, from_data, iter_entities
from guidepress.model.recommendation import Dissent
from guidepress.site.cite import cite_release
from guidepress.site.citing import find_first_uses, spell_out
from guidepress.site.lineage import Lineage, trace_entities
from guidepress.site.marks import Mark, count_impacts, find_removed, mark_changes
from guidepress.site.net import render_net
from guidepress.site.pages import _glance_blocks, _release_view, render_changes, render_current
from guidepress.site.plan import Outside
from guidepress.site.publication import Publication
from guidepress.site.templates import begin_bold, render_template
from guidepress.site.view import View
from laws.edits import clean_bundle
from laws.effort import EXAMPLES, many
from laws.generate import is_bundle
from laws.mutations import Mutation, kinds, mutated
from laws.surfaces import delta_of, page_of, release_bundles, visible

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.checkout

GID = "childhood-sts-recurrent"


@pytest.fixture(scope="module")
def archive(repository: Path) -> Archive:
    return read_archive(repository / "content" / GID)


def change(kind: str, subject: str, impact: str = "major", **sides: Any) -> dict[str, Any]:
    return {
        "kind": kind,
        "subject": subject,
        "impact": impact,
        "id": f"{kind}/{impact}",
        "alert": False,
    } | sides


@pytest.mark.parametrize(
    ("changes", "marks"),
    [
        pytest.param(
            [change("option-added", "options/pazopanib")],
            {"pazopanib": "new"},
            id="a new option",
        ),
        pytest.param(
            [change("statement-text-changed", "statements/trabectedin-listed")],
            {"trabectedin-listed": "changed", "trabectedin": "changed"},
            id="a statement marks its option",
        ),
        pytest.param(
            [change("statement-text-changed", "statements/resection-standard")],
            {"resection-standard": "changed", "excision": "changed"},
            id="a statement marks the option that it is about",
        ),
        pytest.param(
            [change("statement-removed", "statements/gone", old={"in": "options/trabectedin"})],
            {"gone": "changed", "trabectedin": "changed"},
            id="a removed statement marks the option that it stood at",
        ),
        pytest.param(
            [change("recommendation-removed", "recommendations/gone", old={"about": ["excision"]})],
            {"gone": "changed", "excision": "changed"},
            id="a removed recommendation marks the option that it was about",
        ),
        pytest.param(
            [change("statement-part-added", "statements/trabectedin-listed/rows/pazopanib")],
            {"trabectedin-listed": "changed", "trabectedin": "changed"},
            id="a part marks what holds it, and nothing elsewhere that has its id",
        ),
        pytest.param(
            [change("reference-recorded", "references/maki-2007", "none")],
            {},
            id="what was merely recorded marks nothing",
        ),
    ],
)
def test_what_changed_is_marked_where_a_reader_looks(
    archive: Archive, changes: list[dict[str, Any]], marks: dict[str, str]
) -> None:
    found = mark_changes(archive.releases[-1].entities, archive.releases[-1].homes, changes)
    assert {entity: mark.label for entity, mark in found.items()} == marks


@pytest.mark.parametrize(
    ("changes", "marked"),
    [
        pytest.param(
            [change("group-conditions-changed", "groups/alternatives")],
            {"alternatives", "gentamicin-azithromycin", "cefixime"},
            id="a condition",
        ),
        pytest.param(
            [change("group-conditions-changed", "groups/anogenital")],
            {"anogenital", "ceftriaxone", "doxycycline"}
            | {"alternatives", "gentamicin-azithromycin", "cefixime"},
            id="a condition of the outer group",
        ),
        pytest.param(
            [change("statement-text-changed", "statements/alternatives-not-pharynx")],
            {"alternatives-not-pharynx", "alternatives", "gentamicin-azithromycin", "cefixime"},
            id="a contraindication",
        ),
        pytest.param(
            [change("group-name-changed", "groups/alternatives")], {"alternatives"}, id="its name"
        ),
    ],
)
def test_what_changed_of_a_group_is_marked_at_each_of_its_options(
    changes: list[dict[str, Any]], marked: set[str]
) -> None:
    bundle = read_content(TESTS / "pieces/gonorrhoea", "gonorrhoea").bundle
    entities = [*iter_entities(bundle)]
    assert set(mark_changes(entities, find_homes(entities), changes)) == marked


def test_the_mark_leads_to_the_weightiest_change(archive: Archive) -> None:
    light = change("option-interventions-changed", "options/trabectedin", "minor")
    heavy = change("option-standing-changed", "options/trabectedin")
    found = mark_changes(archive.releases[-1].entities, archive.releases[-1].homes, [light, heavy])
    assert found["trabectedin"] == Mark("changed", heavy["id"])


def test_a_mark_says_and_leads_to_what_is_of_safety_first(archive: Archive) -> None:
    heavy = change("option-standing-changed", "options/trabectedin")
    safety = change("statement-text-changed", "statements/trabectedin-listed", "minor", alert=True)
    found = mark_changes(archive.releases[-1].entities, archive.releases[-1].homes, [heavy, safety])
    assert found["trabectedin"] == Mark("changed", safety["id"], alert=True)


@pytest.fixture(scope="module")
def advised() -> Archive:
    """Two releases; of metformin and the ARB the second changes only recommendations on them."""
    states = [dict(read_content(TESTS / f"pieces/kdigo/{n}", "kdigo").bundle) for n in "12"]
    return release_bundles(states, ["2013-01-15", "2024-03-01"])


CHANGED_ADVICE = ("metformin", "use-of-metformin", "arb-or-ace", "drug-high")


@pytest.mark.parametrize("entity", CHANGED_ADVICE)
def test_a_safety_change_of_advice_is_told_wherever_its_option_or_it_is_read(
    advised: Archive, entity: str
) -> None:
    page = page_of(advised)
    row = re.search(rf'<tr [^>]*data-\w+="{entity}".*?</th>', page, re.DOTALL)
    assert row
    card = re.split(r'<h3[^>]* id="', page.split(f'<h3 id="{entity}"')[1])[0]
    for place in (row[0], card.split("</p>")[0]):
        assert "Safety: changed in 2.0.0</a>" in place
    foot = card[card.index('<details class="gp-more gp-history"') :]
    assert '<strong class="gp-alert">Safety</strong>' in foot
    assert "Unchanged since then" not in foot


@pytest.mark.parametrize("entity", [*CHANGED_ADVICE, "protein", "both-drugs"])
def test_pill_foot_and_what_changed_since_count_the_same_changes(
    advised: Archive, entity: str
) -> None:
    newest = advised.releases[-1]
    assert newest.changes
    told = {each["id"] for each in trace_entities(advised)[entity]["changes"]}
    net = render_net(advised, newest)["changes"]
    assert told == {each["id"] for each in net if entity in each["about"]}
    mark = mark_changes(newest.entities, newest.homes, newest.changes["changes"]).get(entity)
    assert (mark.change in told) if mark else not told
    assert bool(told) == (entity in CHANGED_ADVICE)


def test_an_option_that_is_gone_is_told_at_the_glance() -> None:
    gone = [change("option-removed", "options/a"), change("option-retired", "options/b")]
    assert find_removed([*gone, change("option-added", "options/c")]) == gone


def abbreviated(archive: Archive, *texts: str) -> Guideline:
    bundle = dict(archive.releases[-1].bundle)
    section = bundle["sections"][0]
    statements = [
        {**section["content"][0], "id": f"s{number}", "text": text}
        for number, text in enumerate(texts)
    ]
    bundle["sections"] = [{**section, "content": statements}]
    meaning = {"id": "PFS", "expansion": "progression-free survival"}
    bundle["guideline"] = {
        **bundle["guideline"],
        "abbreviations": [meaning],
        "body": [section["id"]],
    }
    return from_data(Guideline, bundle)


@pytest.mark.parametrize(
    ("texts", "first"),
    [
        (["None.", "PFS was longer.", "PFS again."], {"s1"}),
        (["NPFS and PFSX and PFS-2 are others."], set()),
        (["Progression-free survival (PFS) was longer."], set()),
    ],
)
def test_an_abbreviation_is_spelt_out_where_it_is_first_used(
    archive: Archive, texts: list[str], first: set[str]
) -> None:
    assert set(find_first_uses(abbreviated(archive, *texts))) == first


def test_the_meaning_stands_behind_the_word_once_and_never_inside_a_tag() -> None:
    html = '<p><a title="PFS" href="#PFS">1</a> PFS &amp; PFS</p>'
    told = spell_out(html, [Abbreviation(id="PFS", expansion="<b> survival")])
    assert told.startswith('<p><a title="PFS" href="#PFS">1</a> PFS <span class="gp-expansion">(')
    assert unescape(re.sub("<[^>]*>", "", told)) == "1 PFS (<b> survival) & PFS"


def test_what_can_hurt_is_listed_before_what_weighs_more_and_says_its_own_weight() -> None:
    told = [
        {"id": each * 12, "impact": impact, "alert": alert, "sentence": f"{each}.", "words": []}
        | {"subject": f"options/{each}"}
        for each, impact, alert in (
            ("a", "major", False),
            ("b", "minor", True),
            ("c", "none", False),
        )
    ]
    archive = SimpleNamespace(latest=SimpleNamespace(version="1.0.0"))
    view = SimpleNamespace(changes=told)
    page = render_template("draft_changes.html", view=view, archive=archive, impacts=IN_WORDS)
    assert re.findall(r'data-impact="(\w+)"', page) == ["safety", "major", "none"]
    sentences = re.findall(r'<p class="gp-sentence">(.*?)</p>', page)
    assert sentences == [
        '<strong class="gp-alert">Safety</strong> b. (changes substance)',
        "a.",
        "c.",
    ]


@pytest.mark.parametrize(
    ("sentence", "bold"),
    [
        ("Renamed “Pazopanib”.", "Renamed “Pazopanib”."),
        (f"In “Metformin by GFR”, part “It is stopped”: {'x' * 90}", "In “Metformin by GFR”"),
        (f"Revised the recommendation “{'Adults ' * 20}”: added.", "Revised the recommendation "),
        (
            f"Added SGLT2 inhibitor as an option ({'x' * 90}).",
            "Added SGLT2 inhibitor as an option ",
        ),
        (f"{'Long words and no sign of what they are about ' * 4}.", ""),
    ],
)
def test_of_a_long_sentence_on_a_change_only_the_beginning_is_bold(
    sentence: str, bold: str
) -> None:
    html = begin_bold(sentence)
    assert visible(html) == sentence
    head = visible(html.partition('<span class="gp-rest">')[0])
    assert head == bold


def test_who_lowered_a_change_inside_another_is_named_although_both_have_the_same_reason() -> None:
    why = {"reason": "Said more clearly.", "reason_type": "editorial", "words": [], "alert": False}
    outer = {"id": "a" * 12, "impact": "minor", "sentence": "A.", "subject": "sections/a"} | why
    inner = {"id": "b" * 12, "impact": "patch", "sentence": "B.", "subject": "statements/b"} | why
    inner |= {"part_of": outer["id"], "accepted_by": "The editor", "computed": "minor"}
    archive = SimpleNamespace(latest=SimpleNamespace(version="1.0.0"))
    view = SimpleNamespace(changes=[outer, inner])
    page = render_template("draft_changes.html", view=view, archive=archive, impacts=IN_WORDS)
    assert "The editor accepted this as “wording”; by the rules it “changes substance”." in page


def test_the_time_line_of_changes_leads_to_what_each_version_changed(archive: Archive) -> None:
    page = render_changes(archive)
    line = page[page.index('<div class="gp-timeline">') : page.index("</svg>")]
    assert re.findall(r'<a href="([^"]*)"', line) == ["#_v1-0-0", "#_v2-0-0"]
    assert all(f"{{{each}}}" in page for each in re.findall(r'<a href="([^"]*)"', line))
    # The span of a reconstruction has no point that would claim a day.
    assert line.count("gp-dot ") == 1


def piece_page(piece: str, **outside: Any) -> str:
    bundle = dict(read_content(TESTS / "pieces" / piece, piece).bundle)
    archive = release_bundles([bundle], ["2026-11-02"])
    site = Publication("Guidelines", "https://guidelines.example.org/")
    return render_current(archive, archive.releases[0], site, Outside(**outside))


def heads_of(page: str) -> list[str]:
    found = re.findall(r'gp-recommendation">\s*<h3[^>]*>(.*?)<a class="headerlink"', page)
    return [unescape(re.sub("<[^>]*>", "", each)) for each in found]


def test_the_head_of_a_recommendation_says_what_it_is_on() -> None:
    assert heads_of(piece_page("opioids/1")) == [
        "Against – Opioids with benzodiazepines should be avoided."
    ]
    heads = heads_of(piece_page("kdigo/2"))
    assert "4.4.3 By part: for, either way, against, strength 1 – Metformin" in heads
    # Words that are too long for a head are below it; how they begin would be read as the whole.
    assert "3.1.4 For, strength 1 – target: Systolic pressure" in heads
    assert not [each for each in heads if "…" in each]


def test_a_recommendation_whose_parts_differ_is_never_headed_by_its_direction_alone() -> None:
    """Neither in Markdown nor as a name: "For" would be read as that of each part."""
    guideline = read_content(TESTS / "pieces/kdigo/2", "kdigo").guideline
    (made,) = (each for each in guideline.recommendations if each.id == "use-of-metformin")
    head = "By part: for, either way, against"
    assert f"### 4.4.3: {head} {{#use-of-metformin}}" in render_markdown(guideline)
    assert render_recommendation(made) == f"{head}, strength 1, certainty C – Metformin by GFR."


def test_what_is_for_research_alone_says_so_wherever_its_direction_is_named() -> None:
    guideline = read_content(TESTS / "pieces/kdigo/2", "kdigo").guideline
    made = guideline.recommendations[0]
    for direction, words in (("none", "no recommendation for or against"), ("for", "for")):
        alone = replace(made, kind="research-only", direction=direction, parts=())
        assert name_direction(alone) == f"Only in research: {words}"
        assert render_recommendation(alone).startswith(f"Only in research: {words}")
        advised = replace(guideline, recommendations=(alone,))
        view = View(guideline=advised, root="../", lineage=Lineage({}, ()))
        assert f"Only in research: {words}" in " ".join(_glance_blocks(view))


def test_an_opinion_that_was_not_shared_is_given_in_words() -> None:
    guideline = read_content(TESTS / "pieces/kdigo/2", "kdigo").guideline
    dissent = Dissent(by="A minority", text="It should be offered.")
    made = replace(guideline.recommendations[0], dissent=(dissent,))
    assert "Dissent: A minority; what they say: It should be offered." in render_details(made)


def test_a_version_in_error_is_cited_with_one_stop() -> None:
    guideline = read_content(TESTS / "pieces/kdigo/2", "kdigo").guideline
    site = Publication("Guidelines", "https://guidelines.example.org/")
    text = cite_release(with_status(guideline, "entered-in-error"), site).text
    assert ") Entered in error: do not use this version. Guidelines;" in text


def test_how_a_guideline_was_made_says_what_its_numbers_count() -> None:
    said = unescape(piece_page("opioids/2"))
    assert "what it does: decides; members: 3; roles: (Staff; people: 2)" in said
    assert "records found: 4209; records kept: 39" in said
    assert "comments received: more than 4350" in said


def test_what_replaces_a_guideline_is_said_once_before_its_advice() -> None:
    heir = Related("replaced-by", "new", title="The new one", version="3.0.0", status="active")
    page = piece_page("kdigo/2", related=(heir,))
    before = unescape(page.partition("_at-a-glance")[0])
    assert re.findall(r"<p[^>]*>(?:<strong>)?Replaced by.*?</p>", before) == [
        (
            "<p><strong>Replaced by “The new one”.</strong> It is version 3.0.0, the current version."
            ' <a href="../new/index.html">Read it there</a>.</p>'
        )
    ]


def says(view: View) -> dict[str, list[str]]:
    """Return what the text for the record says of each option, without its foot, in no order."""
    return {each.id: sorted(view.record(each)[:-3]) for each in view.guideline.options}


@cache
def said_before() -> dict[str, list[str]]:
    return says(view_of(release_bundles([clean_bundle()], ["2026-11-02"])))


def view_of(archive: Archive) -> View:
    assert archive.latest
    return _release_view(archive, archive.latest, "../")


# A work and a level are marked in their own lists, not at each text that cites them.
IN_THEIR_OWN_LISTS = ("reference", "scale")


@settings(many, max_examples=EXAMPLES // 8)
@given(st.sampled_from([each for found in kinds().values() for each in found]))
def test_an_option_of_which_something_else_is_said_is_marked(mutation: Mutation) -> None:
    """Also where a group, a factor or a named condition says it."""
    new = mutated([mutation])
    assume(is_bundle(new) and delta_of(clean_bundle(), new).changes)
    view = view_of(release_bundles([clean_bundle(), new], ["2026-11-02", "2026-11-03"]))
    now = says(view)
    if not all(each["kind"].startswith(IN_THEIR_OWN_LISTS) for each in view.changes):
        changed = {
            each for each in now if each in said_before() and now[each] != said_before()[each]
        }
        assert {each for each in changed if view.changed(each) is None} == set()
        delta = delta_of(clean_bundle(), new)
        assert {each for each in changed if not _filtered(delta, "none", (each,)).changes} == set()


def test_the_page_of_changes_counts_those_of_safety_with_their_weight_as_a_report_does() -> None:
    old, new = deepcopy(clean_bundle()), deepcopy(clean_bundle())
    for dose in new["options"][0]["doses"][:2]:
        dose["source"] = "Page 99"
    new["options"][0]["doses"].pop(0)
    new["options"][0]["name"] = "Another"
    archive = release_bundles([old, new], ["2031-01-01", "2031-02-01"])
    counts = count_impacts(archive)
    (delta,) = [each.changes["changes"] for each in archive.releases if each.changes]
    nodes = fold_published(delta)
    assert counts["safety"] == sum(each.alert for each in nodes) > 0
    weights = {name: number for name, number in counts.items() if name != "safety"}
    assert weights == Counter(each.impact for each in nodes)
    page = render_changes(archive)
    assert f">everything ({len(nodes)})<" in page
    urgent = sum(each.alert and each.impact == "major" for each in nodes)
    assert f", and {urgent} under Safety" in page
