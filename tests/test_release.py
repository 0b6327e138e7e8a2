"""Releases: what is refused, what is frozen, and that nobody alters it unseen."""

from __future__ import annotations

import json
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from conftest import guidepress, overlay
from guidepress.classify.change import next_version
from guidepress.content import read_content
from guidepress.diff.fact import canonical
from guidepress.diff.pointer import apply_patch
from guidepress.history.reading import read_archive
from guidepress.release.freeze import write_release
from guidepress.release.gate import find_broken_promises, find_refusals
from guidepress.release.plan import Plan, plan_release
from guidepress.release.request import Request
from guidepress.site.stage import render_draft_page
from guidepress.validate.check import check_guideline

if TYPE_CHECKING:
    from collections.abc import Callable

    from guidepress.classify.change import Impact


@pytest.fixture
def ward(tmp_path: Path) -> Path:
    """A project with the base guideline, released once."""
    overlay(tmp_path / "content" / "base")
    done = guidepress(tmp_path, "release", "base", "--date", "2015-02-01")
    assert done.returncode == 0, done.stdout + done.stderr
    return tmp_path


def edit(project: Path, file: str, old: str, new: str) -> None:
    path = project / "content" / "base" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def note(project: Path, **values: Any) -> None:
    values = {"reason": "It was wrong.", "reason_type": "error-corrected", **values}
    folder = project / "content" / "base" / "notes"
    folder.mkdir(exist_ok=True)
    text = "".join(f"{key}: {json.dumps(value)}\n" for key, value in values.items())
    (folder / f"note-{len(list(folder.iterdir()))}.yaml").write_text(text, encoding="utf-8")


def change_the_dose(project: Path) -> None:
    edit(project, "options.yaml", "1.5 mg", "1.6 mg")
    edit(project, "guideline.yaml", "updated: 2015-01-29\nsource", "updated: 2015-03-01\nsource")


@pytest.mark.parametrize(
    ("impact", "version"),
    [("major", "2.0.0"), ("minor", "1.3.0"), ("patch", "1.2.4"), ("none", "1.2.4")],
)
def test_the_version_after_a_change_is_the_one_that_its_impact_asks_for(
    impact: Impact, version: str
) -> None:
    assert next_version("1.2.3", impact) == version


def release(project: Path, *words: str, date: str = "2015-03-02") -> Any:
    return guidepress(project, "release", "base", "--date", date, *words)


def index(project: Path) -> list[dict[str, Any]]:
    file = project / "content/base/releases/index.json"
    return list(json.loads(file.read_bytes())["releases"])


def test_the_first_release_needs_no_notes_and_has_no_delta(ward: Path) -> None:
    (entry,) = index(ward)
    assert (entry["version"], entry["impact"], entry["kind"]) == ("1.0.0", "initial", "release")
    assert not (ward / "content/base/releases/1.0.0.changes.json").exists()


def test_before_the_first_release_there_is_nothing_to_compare(tmp_path: Path) -> None:
    overlay(tmp_path / "content" / "base")
    done = guidepress(tmp_path, "diff")
    assert (done.returncode, done.stdout) == (2, "")
    assert "base has no release yet" in done.stderr


def test_a_release_computes_its_version_and_takes_up_the_notes(ward: Path) -> None:
    change_the_dose(ward)
    note(ward, about=["trabectedin-dose"])
    done = release(ward)
    assert done.returncode == 0, done.stdout
    assert "released base 2.0.0 (major)" in done.stdout
    changes = json.loads((ward / "content/base/releases/2.0.0.changes.json").read_bytes())
    (change,) = changes["changes"]
    assert (change["kind"], change["alert"]) == ("statement-text-changed", True)
    assert change["reason"] == "It was wrong."
    assert list((ward / "content/base/notes").iterdir()) == []
    assert guidepress(ward, "verify").returncode == 0
    assert guidepress(ward, "validate").returncode == 0


def test_the_frozen_delta_leads_from_one_bundle_to_the_next(ward: Path) -> None:
    change_the_dose(ward)
    note(ward, about=["trabectedin-dose"])
    assert release(ward).returncode == 0
    releases = ward / "content/base/releases"
    old, new = (releases / f"{version}.json" for version in ("1.0.0", "2.0.0"))
    patch = json.loads((releases / "2.0.0.changes.json").read_bytes())["patch"]
    assert canonical(apply_patch(json.loads(old.read_bytes()), patch)) == new.read_bytes()


def test_the_same_content_and_arguments_give_the_same_bytes(ward: Path, tmp_path: Path) -> None:
    import shutil

    change_the_dose(ward)
    note(ward, about=["trabectedin-dose"])
    other = tmp_path / "other name"
    shutil.copytree(ward / "content", other / "content")
    assert release(ward).returncode == 0
    done = guidepress(
        other, "release", "base", "--date", "2015-03-02", TZ="Asia/Tokyo", PYTHONHASHSEED="7"
    )
    assert done.returncode == 0
    frozen = sorted((ward / "content/base/releases").iterdir())
    assert len(frozen) == 4
    for file in frozen:
        twin = other / "content/base/releases" / file.name
        assert twin.read_bytes() == file.read_bytes()


def nothing(_project: Path) -> None:
    """Change nothing."""


def no_reason(project: Path) -> None:
    change_the_dose(project)


def no_update(project: Path) -> None:
    edit(project, "options.yaml", "1.5 mg", "1.6 mg")
    note(project, about=["trabectedin-dose"])


def no_citation(project: Path) -> None:
    edit(project, "guideline.yaml", " [@soole-2014]", "")
    edit(project, "guideline.yaml", "updated: 2015-01-29\nsource", "updated: 2015-03-01\nsource")
    note(project, about=["guideline"])


def fault(project: Path) -> None:
    edit(project, "options.yaml", "2Diii", "2Dxx")


def reasoned(project: Path) -> None:
    change_the_dose(project)
    note(project, about=["trabectedin-dose"])


@pytest.mark.parametrize(
    ("prepare", "words", "said"),
    [
        (nothing, [], "nothing has changed since 1.0.0"),
        (no_reason, [], "no note says why: Revised text on trabectedin"),
        (
            no_update,
            [],
            "the content changed since 1.0.0; release with --updated DAY, or set `updated`",
        ),
        (no_citation, [], "no statement cites soole-2014"),
        (fault, [], "2Dxx is no level of pdq-treatment 2010"),
        (reasoned, ["--version", "1.0.1"], "1.0.1 is too low: major changes since 1.0.0"),
        (reasoned, ["--version", "1.0.0"], "1.0.0 is released already"),
        (reasoned, ["--kind", "reviewed"], "more than `reviewed` changed"),
        (reasoned, ["--kind", "correction"], "a correction names the release that it corrects"),
        (reasoned, ["--kind", "withdrawal", "--reason", "Old."], "release or undo them first"),
    ],
)
def test_a_release_is_refused_with_the_reason_and_nothing_is_written(
    ward: Path, prepare: Callable[[Path], None], words: list[str], said: str
) -> None:
    prepare(ward)
    before = {file: file.read_bytes() for file in (ward / "content").rglob("*") if file.is_file()}
    done = release(ward, *words)
    assert done.returncode == 1
    assert said in done.stdout
    after = {file: file.read_bytes() for file in (ward / "content").rglob("*") if file.is_file()}
    assert after == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--date", "2015-02-30"], "--date 2015-02-30 is not a day; write it as 2015-01-29"),
        (["--date", "yesterday"], "--date yesterday is not a day; write it as 2015-01-29"),
        (["--date", "24.11.2026"], "--date 24.11.2026 is not a day; write it as 2015-01-29"),
        (["--version", "two"], "--version two is not a version; write it as 2.0.0"),
        (["--kind", "withdrawal"], 'a withdrawal says why; add --reason "…"'),
        (
            ["--corrects", "1.0.0"],
            (
                "--corrects 1.0.0 marks 1.0.0 as entered in error; if that is meant, "
                "write --kind correction too"
            ),
        ),
    ],
)
def test_a_wrong_option_is_one_line_and_no_fault_of_the_content(
    ward: Path, words: list[str], said: str
) -> None:
    reasoned(ward)
    done = release(ward, *words)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"guidepress: {said}\n")
    assert len(index(ward)) == 1


def test_a_release_is_not_before_the_last(ward: Path) -> None:
    reasoned(ward)
    assert release(ward, date="2015-01-31").returncode == 1


def test_a_second_change_on_the_day_of_a_release_is_told_to_wait(ward: Path) -> None:
    reasoned(ward)
    assert release(ward, date="2015-03-01").returncode == 0
    edit(ward, "options.yaml", "1.6 mg", "1.7 mg")
    note(ward, about=["trabectedin-dose"])
    done = release(ward, date="2015-03-01")
    assert done.returncode == 1
    assert (
        "a second change of substance on one day waits for the next: 2.0.0 is what holds on "
        "2015-03-01; set `updated` to a later day, and release with that --date; if 2.0.0 may not "
        "be used until then, withdraw it (--kind withdrawal) [release]\n"
    ) in done.stdout
    edit(ward, "guideline.yaml", "updated: 2015-03-01", "updated: 2015-03-02")
    assert "lies before `updated` (2015-03-02)" in release(ward, date="2015-03-01").stdout
    assert release(ward, date="2015-03-02").returncode == 0


@pytest.mark.parametrize("name", ["updated", "reviewed", "last_search"])
def test_no_date_of_the_content_lies_after_its_release(ward: Path, name: str) -> None:
    reasoned(ward)
    date = "updated: 2015-03-01"
    later = f"{name}: 2015-03-03" if name == "updated" else f"{date}\n{name}: 2015-03-03"
    edit(ward, "guideline.yaml", date, later)
    done = release(ward)
    assert done.returncode == 1
    assert (
        f"the release of 2015-03-02 lies before `{name}` (2015-03-03); "
        "release on that day or later, or correct it [release]"
    ) in done.stdout


@pytest.mark.parametrize("text", [None, "", "{", '{"releases": []}'])
def test_without_a_sound_index_no_command_takes_frozen_files_for_none(
    ward: Path, text: str | None
) -> None:
    releases = ward / "content/base/releases"
    frozen = (releases / "1.0.0.json").read_bytes()
    if text is None:
        (releases / "index.json").unlink()
    else:
        (releases / "index.json").write_text(text, encoding="utf-8")
    reasoned(ward)
    restore = "git checkout -- content/base/releases/index.json"
    for command in (["validate"], ["verify"], ["release", "base", "--date", "2015-03-02"]):
        done = guidepress(ward, *command)
        assert (done.returncode, restore in done.stdout) == (1, True), done.stdout
    told = guidepress(ward, "status").stdout
    assert restore in told
    assert "not released yet" not in told
    built = guidepress(ward, "diff")
    assert (built.returncode, restore in built.stderr) == (2, True)
    assert (releases / "1.0.0.json").read_bytes() == frozen


def test_an_interrupted_first_release_is_made_again(ward: Path) -> None:
    before = (ward / "content/base/releases/index.json").read_bytes()
    (ward / "content/base/releases/index.json").unlink()
    done = release(ward, date="2015-02-01")
    assert done.returncode == 0, done.stdout
    assert (ward / "content/base/releases/index.json").read_bytes() == before


def test_a_frozen_file_that_the_index_lost_is_not_written_over(ward: Path) -> None:
    first = (ward / "content/base/releases/index.json").read_bytes()
    reasoned(ward)
    assert release(ward).returncode == 0
    (ward / "content/base/releases/index.json").write_bytes(first)
    frozen = (ward / "content/base/releases/2.0.0.json").read_bytes()
    edit(ward, "options.yaml", "1.6 mg", "1.7 mg")
    note(ward, about=["trabectedin-dose"])
    done = release(ward)
    assert done.returncode == 1
    assert "2.0.0.json:1:1: the index does not name this file" in done.stdout
    assert (ward / "content/base/releases/2.0.0.json").read_bytes() == frozen


def test_what_would_break_a_published_promise_is_not_frozen(ward: Path) -> None:
    """What is frozen follows from the content: a fault here is one of the tool, and is told as such."""
    change_the_dose(ward)
    note(
        ward,
        about=["trabectedin-dose"],
        reason="The source was wrong.",
        reason_type="error-corrected",
    )
    checked = check_guideline(ward / "content" / "base", ward)
    request = Request(date="2015-03-02")
    delta = plan_release(checked, request).delta
    assert delta
    place = "content/base/guideline.yaml:"
    said = [*map(str, find_broken_promises(checked.content, {"id": "base@2.0.0"}, delta))]
    assert said
    assert all(
        each.startswith(place) and "the bundle would break its schema: " in each for each in said
    )
    sound = checked.archive.releases[-1].bundle
    assert list(find_broken_promises(checked.content, sound, delta)) == []
    for broken in (
        replace(delta, patch=delta.patch[:-1]),
        replace(delta, stamps=delta.stamps[:-1]),
    ):
        refused = [*map(str, find_refusals(checked, request, "2.0.0", broken))]
        assert any("the proof of the changes does not hold" in each for each in refused)


def test_a_dry_run_tells_all_and_writes_nothing(ward: Path) -> None:
    reasoned(ward)
    done = release(ward, "--dry-run")
    assert done.returncode == 0
    assert "would release base 2.0.0 (major)" in done.stdout
    assert "would write content/base/releases/2.0.0.changes.json" in done.stdout
    assert len(index(ward)) == 1


def test_a_review_without_change_is_a_release(ward: Path) -> None:
    edit(ward, "guideline.yaml", "language: en", "language: en\nreviewed: 2015-03-01")
    done = release(ward, "--kind", "reviewed")
    assert done.returncode == 0, done.stdout
    assert index(ward)[-1] | {} == index(ward)[-1]
    assert (index(ward)[-1]["version"], index(ward)[-1]["impact"]) == ("1.0.1", "none")


def test_a_review_also_moves_the_days_of_what_was_reviewed(ward: Path) -> None:
    edit(ward, "guideline.yaml", "language: en", "language: en\nreviewed: 2015-03-01")
    edit(ward, "options.yaml", "standing: listed", "standing: listed\n    reviewed: 2015-03-01")
    done = release(ward, "--kind", "reviewed")
    assert done.returncode == 0, done.stdout
    assert (index(ward)[-1]["version"], index(ward)[-1]["impact"]) == ("1.0.1", "none")


def test_a_withdrawal_leaves_nothing_to_act_on(ward: Path) -> None:
    done = release(ward, "--kind", "withdrawal", "--reason", "Out of date.")
    assert done.returncode == 0, done.stdout
    bundle = json.loads((ward / "content/base/releases/2.0.0.json").read_bytes())
    assert (bundle["options"], bundle["sections"], bundle["factors"]) == ([], [], [])
    assert bundle["guideline"]["status"] == "withdrawn"
    assert bundle["guideline"]["withdrawal"] == {
        "reason": "Out of date.",
        "last_good_version": "1.0.0",
    }
    changes = json.loads((ward / "content/base/releases/2.0.0.changes.json").read_bytes())
    assert [change["kind"] for change in changes["changes"]] == ["guideline-withdrawn"]
    assert guidepress(ward, "verify").returncode == 0


def test_a_draft_without_changes_of_substance_holds_up_no_withdrawal(ward: Path) -> None:
    options = ward / "content/base/options.yaml"
    text = options.read_text("utf-8")
    assert "1.5 mg" in text
    options.write_text(text.replace("1.5 mg", "1.5  mg", 1), "utf-8")
    done = release(ward, "--kind", "withdrawal", "--reason", "Out of date.")
    assert done.returncode == 0, done.stdout


def test_a_withdrawal_tells_its_reason_and_leaves_notes_alone(ward: Path) -> None:
    note(ward, about=["trabectedin-dose"])
    words = ["--kind", "withdrawal", "--reason", "Out of date."]
    told = release(ward, *words, "--dry-run").stdout
    assert "Withdrawn: Out of date" in told
    assert "not given" not in told
    assert "take up" not in told
    assert release(ward, *words).returncode == 0
    assert len(list((ward / "content/base/notes").iterdir())) == 1
    told = guidepress(ward, "status").stdout
    assert "base: withdrawn on 2015-03-02 by 2.0.0" in told
    assert "nothing to do. To bring it back, set `updated` to the day of that" in told
    found = guidepress(ward, "validate")
    assert (found.returncode, found.stdout) == (0, "")
    done = release(ward, date="2015-03-03")
    assert done.returncode == 1
    assert "the guideline is withdrawn, and nothing says that it may be used again" in done.stdout


def test_what_is_left_withdrawn_is_nowhere_told_as_reinstated(ward: Path) -> None:
    assert release(ward, "--kind", "withdrawal", "--reason", "Out of date.").returncode == 0
    done = guidepress(ward, "diff", "--exit-code")
    assert (done.returncode, done.stdout) == (0, "base: 2.0.0 to draft: no differences\n")
    said = "guidepress: base is withdrawn by 2.0.0, and nothing in draft brings it back\n"
    assert done.stderr == said
    assert "no differences" in guidepress(ward, "diff", "1.0.0").stdout
    assert "Withdrawn: Out of date" in guidepress(ward, "diff", "1.0.0", "latest").stdout
    page = draft_page(ward)
    assert "Reinstated" not in page
    assert "withdrawn by version 2.0.0" in page
    assert "Nothing, against version" not in page
    edit(ward, "guideline.yaml", "updated: 2015-01-29\nsource", "updated: 2015-03-05\nsource")
    done = guidepress(ward, "diff")
    assert "Reinstated after withdrawal; as in 1.0.0." in done.stdout
    assert done.stderr == ""
    assert "Reinstated" in draft_page(ward)


def test_a_guideline_comes_back_on_the_day_of_its_withdrawal_or_later(ward: Path) -> None:
    assert release(ward, "--kind", "withdrawal", "--reason", "Out of date.").returncode == 0
    said = "lies before the withdrawal (2015-03-02)"
    for before, day in (("2015-01-29", "2015-03-01"), ("2015-03-01", "2015-03-02")):
        edit(ward, "guideline.yaml", f"updated: {before}\nsource", f"updated: {day}\nsource")
        told = release(ward, "--dry-run", date="2015-03-03").stdout
        assert (said in told) == (day < "2015-03-02")


def draft_page(project: Path) -> str:
    folder = project / "content/base"
    return render_draft_page(read_archive(folder), read_content(folder, "content/base"))


def test_the_page_of_a_draft_tells_what_the_command_tells_of_it(ward: Path) -> None:
    """With the reasons of notes, who accepted what, what is asked, and the summary."""
    edit(ward, "guideline.yaml", "Most patients, 27", "The most patients, 27")
    edit(ward, "options.yaml", "name: Surgical excision", "name: Excision")
    found = json.loads(guidepress(ward, "diff", "--format", "json").stdout)["comparisons"][0]
    (minor,) = (each for each in found["changes"] if each["impact"] == "minor")
    assert draft_page(ward).count("not given yet") == 2
    words = ("--impact", "patch", "--by", "The chair", "--reason", "Only an article.")
    assert guidepress(ward, "accept", minor["id"][:8], *words).returncode == 0
    why = ("--type", "editorial", "--reason", "As everybody calls it.")
    assert guidepress(ward, "add", "note", "excision", *why).returncode == 0
    page = draft_page(ward)
    by = "The chair accepted this as “wording”; by the rules it “changes substance”."
    shown = unescape(page)
    assert by in shown
    assert all(each in shown for each in ("As everybody calls it.", "Only an article."))
    assert minor["question"] in shown
    for each in found["changes"]:
        assert page.count(f"Fingerprint <code>{each['id'][:8]}</code>") == 1
    assert "guidepress accept" in page
    assert page.count("In short") == 1
    assert "not given yet" not in page


def test_a_correction_says_beforehand_what_becomes_entered_in_error(ward: Path) -> None:
    reasoned(ward)
    words = ["--kind", "correction", "--corrects", "1.0.0"]
    for more in (["--dry-run"], []):
        assert "1.0.0 will be marked as entered in error" in release(ward, *words, *more).stdout


def test_a_lower_impact_needs_the_fingerprint_and_a_name_and_an_edit_voids_it(ward: Path) -> None:
    edit(ward, "guideline.yaml", "Most patients, 27", "The most patients, 27")
    found = guidepress(ward, "diff", "--format", "json").stdout
    fingerprint = json.loads(found)["comparisons"][0]["changes"][0]["id"]
    note(
        ward,
        about=["relapse-local"],
        accept=fingerprint,
        impact="patch",
        accepted_by="The editors",
    )
    assert ": patch (wording)" in guidepress(ward, "diff").stdout
    edit(ward, "guideline.yaml", "The most patients", "Many patients")
    done = guidepress(ward, "validate")
    assert done.returncode == 1
    assert "the accepted change is no longer the one that was accepted" in done.stdout


def test_what_is_major_for_an_option_cannot_be_accepted_below_it(ward: Path) -> None:
    change_the_dose(ward)
    found = guidepress(ward, "diff", "--format", "json").stdout
    fingerprint = json.loads(found)["comparisons"][0]["changes"][0]["id"]
    note(ward, about=["x"], accept=fingerprint, impact="minor", accepted_by="The editors")
    assert ": major (changes what applies)" in guidepress(ward, "diff").stdout


def planned(project: Path) -> Plan:
    plan = plan_release(
        check_guideline(project / "content/base", project), Request(date="2015-03-02")
    )
    assert plan.refusals == ()
    return plan


class KilledError(Exception):
    """Stands for a kill."""


@pytest.mark.parametrize("step", range(6))
def test_a_kill_at_any_write_leaves_no_release_or_a_whole_one(
    ward: Path, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    reasoned(ward)
    plan = planned(ward)
    real = Path.replace
    done: list[Path] = []

    def killed(self: Path, target: Path) -> Path:
        if len(done) * 2 == step:
            raise KilledError
        found = real(self, target)
        done.append(target)
        if len(done) * 2 - 1 == step:
            raise KilledError
        return found

    monkeypatch.setattr(Path, "replace", killed)
    with pytest.raises(KilledError):
        write_release(ward, ward / "content/base", plan)
    monkeypatch.undo()
    versions = [entry["version"] for entry in index(ward)]
    assert versions in (["1.0.0"], ["1.0.0", "2.0.0"])
    assert check_guideline(ward / "content/base", ward).archive.problems == ()
    if versions == ["1.0.0"]:
        again = release(ward)
        assert again.returncode == 0, again.stdout
        assert guidepress(ward, "verify").returncode == 0


@pytest.mark.parametrize("name", ["1.0.0.json", "2.0.0.json", "2.0.0.changes.json", "index.json"])
def test_one_altered_byte_is_named(ward: Path, name: str) -> None:
    reasoned(ward)
    assert release(ward).returncode == 0
    file = ward / "content/base/releases" / name
    data = bytearray(file.read_bytes())
    place = data.index(b"2015")
    data[place + 3] = ord("6")
    file.write_bytes(bytes(data))
    done = guidepress(ward, "verify")
    assert done.returncode == 1
    assert "content/base/releases/" in done.stdout
    if name != "index.json":
        lines = done.stdout.splitlines()
        assert lines == [
            line for line in lines if line.startswith(f"content/base/releases/{name}:")
        ]
        assert "this frozen file was changed" in lines[0]


def test_a_file_that_the_index_does_not_name_is_no_release(ward: Path) -> None:
    (ward / "content/base/releases/9.9.9.json").write_text("{}", encoding="utf-8")
    done = guidepress(ward, "verify")
    assert done.returncode == 1
    assert "9.9.9.json:1:1: the index does not name this file" in done.stdout


def test_a_released_id_is_never_given_to_something_else(ward: Path) -> None:
    edit(ward, "factors.yaml", "id: prior-therapies", "id: pazopanib-harm")
    edit(ward, "options.yaml", "id: pazopanib-harm", "id: pazopanib-pressure")
    done = guidepress(ward, "validate")
    assert "pazopanib-harm was released as a statement and cannot become a factor" in done.stdout


def test_a_note_may_raise_the_impact(ward: Path) -> None:
    edit(ward, "guideline.yaml", "Most patients, 27", "Nearly all patients, 27")
    assert ": minor (changes substance)" in guidepress(ward, "diff").stdout
    note(ward, about=["relapse-local"], impact="major")
    assert ": major (changes what applies)" in guidepress(ward, "diff").stdout


def test_a_fingerprint_depends_on_what_changed_and_on_nothing_else(ward: Path) -> None:
    def fingerprints() -> list[str]:
        found = json.loads(guidepress(ward, "diff", "--format", "json").stdout)
        return [change["id"] for change in found["comparisons"][0]["changes"]]

    change_the_dose(ward)
    before = fingerprints()
    note(ward, about=["trabectedin-dose"])
    edit(
        ward,
        "factors.yaml",
        "intro: {id: factors-intro, text:",
        "intro: {id: factors-intro,  text:",
    )
    assert fingerprints() == before
    edit(ward, "options.yaml", "1.6 mg", "1.7 mg")
    assert fingerprints() != before


def test_status_says_what_to_type_next(ward: Path) -> None:
    assert "nothing has changed since" in guidepress(ward, "status").stdout
    change_the_dose(ward)
    told = guidepress(ward, "status").stdout
    assert "1 change, major: needs 2.0.0" in told
    assert "next: guidepress add note trabectedin-dose --guideline base" in told
    note(ward, about=["trabectedin-dose"])
    assert "next: guidepress release base --date" in guidepress(ward, "status").stdout
    fault(ward)
    assert "next: guidepress validate" in guidepress(ward, "status").stdout


def test_status_asks_first_whether_it_is_a_rename(ward: Path) -> None:
    edit(ward, "options.yaml", "id: trabectedin\n", "id: yondelis\n")
    told = guidepress(ward, "status").stdout
    assert "  yondelis: is " in told
    assert "next: answer this and run `guidepress status` again" in told
    edit(ward, "options.yaml", "id: yondelis\n", "id: yondelis\n    replaces: [trabectedin]\n")
    assert (
        "next: guidepress add note yondelis --guideline base" in guidepress(ward, "status").stdout
    )


def test_status_names_what_a_release_would_be_refused_for(ward: Path) -> None:
    no_citation(ward)
    told = guidepress(ward, "status").stdout
    assert "no statement cites soole-2014" in told
    assert "next: guidepress release" not in told


def test_status_names_the_day_that_a_release_still_needs(ward: Path) -> None:
    no_update(ward)
    said = guidepress(ward, "status").stdout
    assert "next: guidepress release base --date YEAR-MONTH-DAY --updated YEAR-MONTH-DAY" in said


def test_status_names_the_damaged_release_and_takes_no_older_one_for_current(ward: Path) -> None:
    reasoned(ward)
    assert release(ward).returncode == 0
    (ward / "content/base/releases/2.0.0.json").write_bytes(b"{}")
    told = guidepress(ward, "status").stdout
    assert "content/base/releases/2.0.0.json: this frozen file was changed" in told
    assert "1.0.0" not in told
