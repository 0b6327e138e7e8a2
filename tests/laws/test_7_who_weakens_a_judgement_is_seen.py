"""Law 7: who made a judgement weaker, why, and what it would have been is seen wherever it is shown."""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from guidepress.classify.change import IN_WORDS, ORDER, Reason
from guidepress.classify.classify import NoteLike, describe
from guidepress.release.request import Request
from guidepress.report.problems import PROBLEM_REPORTS, render_text
from guidepress.site.feeds import guideline_feed, stage_feed
from guidepress.site.lineage import render_history
from guidepress.site.news import tell_releases
from guidepress.validate.check import find_problems
from guidepress.validate.context import notes_of
from laws.edits import full_bundle, is_name, pairs
from laws.effort import many
from laws.generate import GID, all_fields_of, leaves
from laws.surfaces import (
    PUBLICATION,
    change_page_of,
    draft_page_of,
    first_release,
    page_of,
    read,
    release,
    reports_of,
    versions_of,
    visible,
)
from laws.table import cases, hold

if TYPE_CHECKING:
    from guidepress.classify.change import Change, Delta
    from guidepress.history.archive import Archive
    from laws.generate import Data, Files

LAW = 7
ACTOR, REASON = "Actor seventeen", "Reason eighteen"
REPORTS = {f"validate {name}": render for name, render in PROBLEM_REPORTS.items()}


class Shown(NamedTuple):
    """What an act must show (by name), and the texts in which it is looked for, by surface."""

    needles: dict[str, str]
    surfaces: dict[str, str]


def edited(files: Files) -> Files:
    """Return the files with one text of an option changed: minor by itself."""
    new = deepcopy(files)
    statement = new["guideline"]["sections"][0]["content"][0]
    statement["text"] = f"Otherwise said. {statement['text']}"
    new["guideline"]["updated"] = "2016-03-04"
    return new


def base() -> Files:
    # To judge and to render the guideline with everything takes several times as long.
    files = all_fields_of("sections")
    statement = files["guideline"]["sections"][0]["content"][0]
    statement["kind"] = "background"
    for key in ("about", "population"):
        statement.pop(key, None)
    for key in ("reviewed", "last_search", "review_due"):
        files["guideline"].pop(key, None)
    return files


def published(archive: Archive) -> dict[str, str]:
    """Return what readers are shown of an archive."""
    feed = stage_feed(guideline_feed(tell_releases(archive)), PUBLICATION)
    return {
        "page": visible(page_of(archive)),
        "change page": visible(change_page_of(archive)),
        "Atom feed": feed[f"{GID}/feed.xml"].decode(),
        "JSON feed": feed[f"{GID}/feed.json"].decode(),
        "versions.json": versions_of(archive),
    }


def compared(old: Any, new: Any, notes: Any) -> Delta:
    return describe(old, new, "1.0.0", "draft", notes)


@cache
def accepted() -> Shown:
    archive = first_release(base())
    assert archive.latest is not None
    before = archive.latest.bundle
    (change,) = [
        c for c in compared(before, read(edited(base())).bundle, ()).changes if c.impact != "none"
    ]
    note = {
        "about": ["guideline"],
        "reason": REASON,
        "reason_type": "editorial",
        "accept": change.fact.fingerprint,
        "impact": "patch",
        "accepted_by": ACTOR,
    }
    content = read(edited(base()), {"lower": note})
    delta = compared(before, content.bundle, notes_of(content))
    assert delta.impact == "patch"
    later = release(content, archive, Request(date="2017-01-02"))
    history = json.dumps(render_history(later), ensure_ascii=False)
    shown = published(later) | {"history.json": history}
    # Weights stand on the page beside options and recommendations, and this is neither.
    del shown["page"]
    needles = {"actor": ACTOR, "reason": REASON, "computed impact": "minor|changes substance"}
    return Shown(
        needles,
        reports_of(delta, content) | shown | {"draft page": draft_page_of(archive, content)},
    )


@cache
def below_the_floor() -> Shown:
    """An acceptance that the floor forbids: the change is major for an option."""
    archive = first_release(base())
    assert archive.latest is not None
    new = edited(base())
    new["options"]["options"][0]["name"] = "Another name"
    before = archive.latest.bundle
    found = compared(before, read(new).bundle, ()).changes
    (change,) = [each for each in found if each.impact == "major"]
    note = {
        "about": ["guideline"],
        "reason": REASON,
        "reason_type": "editorial",
        "accept": change.fact.fingerprint,
        "impact": "patch",
        "accepted_by": ACTOR,
    }
    content = read(new, {"lower": note})
    problems = render_text(list(find_problems(content, archive)))
    delta = compared(before, content.bundle, notes_of(content))
    needles = {"refusal": 'floor|cannot be accepted|"refused": "patch"'}
    shown = {"validate": problems, "draft page": draft_page_of(archive, content)}
    return Shown(needles, shown | reports_of(delta, content))


@cache
def suppressed() -> Shown:
    files = base()
    statement = files["guideline"]["sections"][0]["content"][0]
    statement["evidence"] = [
        {
            "scale": "pdq-treatment",
            "level": "1iiD",
            "references": statement["evidence"][0]["references"],
        }
    ]
    archive = first_release(files)
    assert archive.latest is not None
    # The same edit changes the statement and accepts the warning about it.
    new = deepcopy(files)
    new["guideline"]["sections"][0]["content"][0]["text"] = "Otherwise said."
    new["guideline"]["suppressions"] = [
        {"rule": "partial-level", "where": statement["id"], "reason": REASON}
    ]
    content = read(new)
    said = {name: render([*find_problems(content, archive)]) for name, render in REPORTS.items()}
    delta = compared(archive.latest.bundle, content.bundle, ())
    said |= {"draft page": draft_page_of(archive, content)}
    return Shown({"reason": REASON, "rule": "partial-level"}, said | reports_of(delta, content))


@cache
def corrected() -> Shown:
    note = {"about": ["guideline"], "reason": REASON, "reason_type": "error-corrected"}
    archive = first_release(base())
    content = read(edited(base()), {"why": note})
    request = Request(date="2017-01-02", kind="correction", corrects="1.0.0")
    shown = published(release(content, archive, request))
    # The page shows the newest version as it is; what it corrects is told on the change page.
    del shown["page"]
    return Shown({"what": "1.0.0", "reason": REASON}, shown)


@cache
def withdrawn() -> Shown:
    archive = first_release(base())
    request = Request(date="2017-01-02", kind="withdrawal", reason=REASON)
    return Shown({"reason": REASON}, published(release(read(base()), archive, request)))


@cache
def reconstructed() -> Shown:
    """The first release was put together from what is left, and did not know its references."""
    files = base()
    files["guideline"]["reconstruction"] = {
        "from": REASON,
        "updated_between": ["2015-01-02", "2015-01-29"],
        "not_known": ["evidence"],
    }
    archive = first_release(files)
    assert archive.latest is not None
    delta = compared(archive.latest.bundle, read(base()).bundle, ())
    shown = {"page": visible(page_of(archive)), **reports_of(delta)}
    return Shown({"source": REASON, "what was not known": "evidence"}, shown)


ACTS = {
    "accepted": accepted,
    "below the floor": below_the_floor,
    "suppressed": suppressed,
    "corrected": corrected,
    "withdrawn": withdrawn,
    "reconstructed": reconstructed,
}
CASES = [
    f"{act}: {surface}: {what}"
    for act, show in ACTS.items()
    for surface in show().surfaces
    for what in show().needles
]


@pytest.mark.parametrize("case", cases(LAW, CASES))
def test_the_act_is_shown(case: str) -> None:
    act, surface, what = case.split(": ")
    needles, surfaces = ACTS[act]()
    text = surfaces[surface].lower()
    hold(any(each.lower() in text for each in needles[what].split("|")), text[:2000])


# Any pair ---------------------------------------------------------------------------------------

FIELDS = tuple(
    dict.fromkeys(leaf.field for leaf in leaves(full_bundle()) if not is_name(leaf.field))
)


@many
@given(pairs(FIELDS), st.integers(0, 10**6))
def test_whatever_is_lowered_says_who_did_so_why_and_from_what(
    pair: tuple[Data, Data], place: int
) -> None:
    lowerable = [each for each in compared(*pair, ()).changes if is_above_its_floor(each)]
    assume(lowerable)
    chosen = lowerable[place % len(lowerable)]
    reason = Reason(reason=REASON, reason_type="editorial", accepted_by=ACTOR)
    note = NoteLike(("guideline",), reason, chosen.floor, chosen.fact.fingerprint)
    lowered = compared(*pair, [note])
    (found,) = [each for each in lowered.changes if each.fact == chosen.fact]
    # What it holds may have raised it again.
    assume(found.impact != chosen.impact)
    for form, report in reports_of(lowered).items():
        was = f'"computed": "{chosen.impact}"' if form == "json" else IN_WORDS[chosen.impact]
        for each in (ACTOR, REASON, was):
            assert each in report, (form, each)
    assert found.computed == chosen.impact


@many
@given(pairs(FIELDS), st.integers(0, 10**6))
def test_nothing_is_lowered_below_its_floor(pair: tuple[Data, Data], place: int) -> None:
    changes = [each for each in compared(*pair, ()).changes if each.floor != "none"]
    assume(changes)
    chosen = changes[place % len(changes)]
    below = ORDER[ORDER.index(chosen.floor) - 1]
    reason = Reason(reason=REASON, reason_type="editorial", accepted_by=ACTOR)
    note = NoteLike(("guideline",), reason, below, chosen.fact.fingerprint)
    delta = compared(*pair, [note])
    (found,) = [each for each in delta.changes if each.fact == chosen.fact]
    assert (found.impact, found.computed) == (chosen.impact, None)
    for form, report in reports_of(delta).items():
        refusal = f'"refused": "{below}"' if form == "json" else "below its floor"
        for each in (ACTOR, REASON, refusal):
            assert each in report, (form, each)


def is_above_its_floor(change: Change) -> bool:
    return ORDER.index(change.floor) < ORDER.index(change.impact)
