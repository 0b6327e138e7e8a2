"""What changed since a version, where one on the way was entered in error."""

from __future__ import annotations

import os
import subprocess
import sys
from time import process_time
from typing import TYPE_CHECKING, Any, cast

import pytest

from conftest import BASE, copy_project, guidepress
from contracts.conftest import CONTRACTS, put, released
from contracts.test_apps_page import block
from guidepress_client import connect
from guidepress_client.steps import make_steps
from limits import LIMIT

if TYPE_CHECKING:
    from pathlib import Path

    from guidepress_client import Step
    from guidepress_client.types import Change, Changes, VersionEntry

pytestmark = pytest.mark.checkout


def release_dose(project: Path) -> None:
    """Release a dose, ten times as much by error, and the correction."""
    first = CONTRACTS / "ward/1"
    guideline = (first / "guideline.yaml").read_text("utf-8")
    options = (BASE / "options.yaml").read_text("utf-8")
    layer = project / "layer"
    (layer / "notes").mkdir(parents=True)
    put(project, "dose", first)
    released(project, "dose", "--date", "2015-02-01")
    for day, dose, why, words in (
        ("2015-03-01", "15 mg", "new-evidence", []),
        (
            "2015-04-01",
            "1.5 mg",
            "error-corrected",
            ["--kind", "correction", "--corrects", "2.0.0"],
        ),
    ):
        note = f"about: [trabectedin-dose]\nreason: A reason.\nreason_type: {why}\n"
        (layer / "guideline.yaml").write_text(
            guideline.replace("updated: 2015-01-29", f"updated: {day}", 1), "utf-8"
        )
        (layer / "options.yaml").write_text(options.replace("1.5 mg", dose), "utf-8")
        (layer / "notes/why.yaml").write_text(note, "utf-8")
        put(project, "dose", layer)
        released(project, "dose", "--date", day, *words)


def release_edits(project: Path) -> None:
    """Release another dose after the correction, and open one for consultation."""
    options, guideline = project / "layer/options.yaml", project / "layer/guideline.yaml"
    before = ("1.5 mg", "updated: 2015-04-01")
    for dose, day, words in (
        ("1.4 mg", "2015-05-01", []),
        ("1.3 mg", "2015-06-01", ["--kind", "consultation"]),
    ):
        after = (dose, f"updated: {day}")
        for file in (options, guideline):
            text = file.read_text("utf-8")
            for old, new in zip(before, after, strict=True):
                text = text.replace(old, new)
            file.write_text(text, "utf-8")
        put(project, "dose", project / "layer")
        released(project, "dose", "--date", day, *words)
        before = after


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = copy_project(tmp_path_factory.mktemp("dose") / "project")
    release_dose(project)
    done = guidepress(project, "build")
    assert done.returncode == 0, done.stderr
    return project / "site/api/v1"


def test_an_error_that_was_corrected_is_told_as_no_fact(published: Path) -> None:
    wrong, right = connect(published).changes("dose", since="1.0.0")
    assert (wrong.version, wrong.in_error, wrong.corrected_by) == ("2.0.0", True, "3.0.0")
    assert "became “15" in wrong.delta["changes"][0]["sentence"]
    assert wrong.changes == right.changes == ()
    assert (right.version, right.in_error, right.corrects) == ("3.0.0", False, "2.0.0")


def test_who_has_the_version_in_error_is_told_what_corrects_it(published: Path) -> None:
    (right,) = connect(published).changes("dose", since="2.0.0")
    (change,) = right.changes
    assert (change["alert"], right.corrects) == (True, "2.0.0")
    assert "“15 mg” became “1.5 mg”" in change["sentence"]


def run_sample(published: Path, since: str) -> str:
    code = block("python").replace("childhood-sts-recurrent", "dose")
    code = code.replace('since="1.0.0"', f'since="{since}"')
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "API": str(published)},
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
        timeout=LIMIT,
    )
    return done.stdout


def test_the_sample_on_the_page_for_apps_prints_no_error_as_a_fact(published: Path) -> None:
    printed = run_sample(published, "1.0.0")
    assert "2.0.0 was entered in error and must not be used\n" in printed
    assert "15" not in printed.replace("1.5", "")
    assert "“15 mg” became “1.5 mg”" in run_sample(published, "2.0.0")


def change(subject: str, old: Any, new: Any, kind: str = "text-changed", **stated: Any) -> Change:
    ends = {key: each for key, each in (("old", old), ("new", new)) if each is not None}
    made = {
        "id": "x",
        "kind": f"statement-{kind}",
        "impact": "minor",
        "alert": False,
        "rule": "x",
        "subject": subject,
        "words": [],
        "sentence": f"{old} became {new}.",
        "operations": [],
    }
    return cast("Change", {**made, **ends, **stated})


def walk(*versions: tuple[list[Change], str | None]) -> list[Step]:
    """Return the steps through versions 2.0.0, 3.0.0 …, given the changes of each and what it corrects."""
    corrected = {corrects for _, corrects in versions}
    entries, deltas = [], []
    for number, (changes, corrects) in enumerate(versions, start=2):
        version = f"{number}.0.0"
        status = "entered-in-error" if version in corrected else "superseded"
        entry = {"version": version, "status": status, "released": "2015-02-01"}
        entries.append({**entry, **({"corrects": corrects} if corrects else {})})
        delta = {"guideline": "x", "from": f"{number - 1}.0.0", "to": version, "changes": changes}
        deltas.append(delta)
    oldest_first = cast("list[VersionEntry]", entries)
    return list(make_steps(oldest_first[::-1], oldest_first, cast("list[Changes]", deltas)))


def sentences(steps: list[Step]) -> list[list[str]]:
    return [[each["sentence"] for each in step.changes] for step in steps]


def test_what_the_correction_sets_anew_is_one_change_from_before_the_error() -> None:
    wrong = change("statements/a", "5", "50", impact="major", alert=True)
    steps = walk(([wrong], None), ([change("statements/a", "50", "6")], "2.0.0"))
    (net,) = steps[1].changes
    assert (net.get("old"), net.get("new"), net["impact"], net["alert"]) == (
        "5",
        "6",
        "major",
        True,
    )
    assert net["sentence"] == "“5” became “6”. [corrects 2.0.0, which was entered in error]"
    assert [each["text"] for each in net["words"]] == ["5", "6"]
    assert steps[0].changes == ()


@pytest.mark.parametrize(
    ("last", "told"),
    [
        ("Revised text on A: B: “50 mg” became “6 mg”.", "Revised text on A: B: "),
        ("Revised text on A: removed “50”.", "Revised text on A: "),
        ("Revised text on “A: B”: “50” became “6”.", "Revised text on “A: B”: "),
        ("“50” became “6”.", ""),
    ],
)
def test_the_sentence_of_such_a_change_tells_the_whole_way_as_its_values_do(
    last: str, told: str
) -> None:
    wrong = change("statements/a", "5 mg", "50 mg")
    right = change("statements/a", "50 mg", "6 mg", sentence=last)
    (net,) = walk(([wrong], None), ([right], "2.0.0"))[1].changes
    marked = "[corrects 2.0.0, which was entered in error]"
    assert net["sentence"] == f"{told}“5 mg” became “6 mg”. {marked}"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Give 5 mg [@a; @b].", "Give 6 mg [@a].", "“Give 5 mg.” became “Give 6 mg.”"),
        ("Give it [@a].", "Give it [@b].", "“Give it [@a].” became “Give it [@b].”"),
    ],
)
def test_works_are_left_out_of_the_sentence_unless_nothing_else_changed(
    old: str, new: str, told: str
) -> None:
    wrong, right = change("statements/a", old, "50"), change("statements/a", "50", new)
    assert told in walk(([wrong], None), ([right], "2.0.0"))[1].changes[0]["sentence"]


def test_the_sentence_on_values_that_are_no_text_says_that_it_begins_with_the_error() -> None:
    wrong = change("doses/a", {"amount": 5}, {"amount": 50})
    right = change("doses/a", {"amount": 50}, {"amount": 6}, sentence="50 mg became 6 mg.")
    (net,) = walk(([wrong], None), ([right], "2.0.0"))[1].changes
    assert net["sentence"] == (
        "50 mg became 6 mg. This is told from the error on: compare `old` with `new`."
        " [corrects 2.0.0, which was entered in error]"
    )


def test_many_changes_and_long_texts_are_folded_in_a_time_that_grows_as_they_do() -> None:
    """Pairs of each with each, or of each opening bracket with the end, would take minutes."""
    wrong = [change(f"statements/{number}", "5", "50") for number in range(20_000)]
    right = [change(f"statements/{number}", "50", "6") for number in range(20_000)]
    wrong.append(change("statements/long", "[@a" * 200_000, "y"))
    right.append(change("statements/long", "y", "[@b" * 200_000))
    later = [change(f"sections/{number}", "a", "b") for number in range(20_000)]
    begun = process_time()
    steps = walk((wrong, None), (later, None), (right, "2.0.0"))
    assert [len(each.changes) for each in steps] == [0, 20_000, 20_001]
    assert process_time() - begun < LIMIT / 4


def test_what_the_correction_leaves_is_told_with_it_and_marked() -> None:
    kept, wrong = change("statements/a", "x", "y"), change("statements/b", "5", "50")
    steps = walk(([kept, wrong], None), ([change("statements/b", "50", "5")], "2.0.0"))
    assert sentences(steps) == [
        [],
        ["x became y. [first told by 2.0.0, which was entered in error]"],
    ]


def test_what_was_added_in_error_and_removed_again_is_not_told() -> None:
    added = change("options/a", None, {"id": "a"}, "added")
    removed = change("options/a", {"id": "a", "name": "A"}, None, "removed")
    assert sentences(walk(([added], None), ([removed], "2.0.0"))) == [[], []]


def test_what_was_removed_in_error_and_comes_back_otherwise_is_told() -> None:
    removed = change("options/a", {"id": "a"}, None, "removed")
    added = change("options/a", None, {"id": "a", "name": "A"}, "added")
    (net,) = walk(([removed], None), ([added], "2.0.0"))[1].changes
    assert (net.get("old"), net.get("new")) == ({"id": "a"}, {"id": "a", "name": "A"})


def test_what_was_built_on_an_error_before_it_was_found_waits_for_the_correction_too() -> None:
    steps = walk(
        ([change("statements/a", "5", "50")], None),
        ([change("statements/a", "50", "55"), change("statements/b", "x", "y")], None),
        ([change("statements/a", "55", "5")], "2.0.0"),
    )
    assert sentences(steps) == [[], ["x became y."], []]
    assert [step.in_error for step in steps] == [True, False, False]


def test_a_correction_that_was_in_error_itself_is_folded_into_the_next() -> None:
    steps = walk(
        ([change("statements/a", "5", "50")], None),
        ([change("statements/a", "50", "0.5")], "2.0.0"),
        ([change("statements/a", "0.5", "5")], "3.0.0"),
    )
    assert sentences(steps) == [[], [], []]
    assert [step.corrected_by for step in steps] == ["3.0.0", "4.0.0", None]


def test_two_corrections_in_a_row_name_each_version_that_was_in_error_once() -> None:
    steps = walk(
        ([change("statements/a", "5", "50"), change("statements/b", "x", "y")], None),
        ([change("statements/a", "50", "6"), change("statements/c", "1", "2")], "2.0.0"),
        ([change("statements/a", "6", "7"), change("statements/d", "3", "4")], "3.0.0"),
    )
    assert sentences(steps) == [
        [],
        [],
        [
            "“5” became “7”. [corrects 2.0.0 and 3.0.0, which were entered in error]",
            "x became y. [first told by 2.0.0, which was entered in error]",
            "1 became 2. [first told by 3.0.0, which was entered in error]",
            "3 became 4.",
        ],
    ]
    assert [steps[2].changes[0].get(end) for end in ("old", "new")] == ["5", "7"]


def test_what_the_second_correction_leaves_is_marked_once() -> None:
    steps = walk(
        ([change("statements/a", "5", "50")], None),
        ([change("statements/a", "50", "6")], "2.0.0"),
        ([], "3.0.0"),
    )
    told = "“5” became “6”. [corrects 2.0.0 and 3.0.0, which were entered in error]"
    assert sentences(steps) == [[], [], [told]]


@pytest.mark.parametrize(("first", "second"), [("2.0.0", "3.0.0"), ("3.0.0", "2.0.0")])
def test_of_two_errors_that_overlap_no_value_is_told_as_what_was_before(
    first: str, second: str
) -> None:
    steps = walk(
        ([change("statements/a", "5", "50")], None),
        ([change("statements/a", "50", "60")], None),
        ([change("statements/a", "60", "8")], first),
        ([change("statements/a", "8", "9")], second),
    )
    assert sentences(steps)[:3] == [[], [], []]
    (net,) = steps[3].changes
    assert [net.get("old"), net.get("new")] == ["5", "9"]
    assert (
        net["sentence"] == "“5” became “9”. [corrects 2.0.0 and 3.0.0, which were entered in error]"
    )


def test_changes_of_other_kinds_of_one_statement_are_not_taken_for_its_correction() -> None:
    text = change("statements/a", "5", "50")
    levels = change("statements/a", "1i", "2i", "evidence-changed")
    steps = walk(([text, levels], None), ([change("statements/a", "50", "5")], "2.0.0"))
    assert sentences(steps)[1] == [
        "1i became 2i. [first told by 2.0.0, which was entered in error]"
    ]


def test_without_errors_every_change_is_told_as_it_is() -> None:
    one, other = change("statements/a", "5", "6"), change("statements/a", "6", "5")
    assert [list(step.changes) for step in walk(([one], None), ([other], None))] == [[one], [other]]
