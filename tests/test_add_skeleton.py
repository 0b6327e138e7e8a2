"""Skeletons, notices, and where a work is cited."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from conftest import TESTS, guidepress, overlay

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A project with one guideline."""
    overlay(tmp_path / "content" / "base")
    return tmp_path


def test_an_option_and_a_factor_are_added_with_what_to_fill_in(small: Path) -> None:
    file = small / "content/base/options.yaml"
    old = file.read_text(encoding="utf-8")
    done = guidepress(small, "add", "option", "watchful-waiting", "--name", "Watchful waiting")
    assert (done.returncode, done.stdout) == (
        0,
        "added watchful-waiting to content/base/options.yaml; fill it in there\n",
    )
    new = file.read_text(encoding="utf-8")
    assert new.startswith(old)
    assert new.removeprefix(old).splitlines()[:6] == [
        "  - id: watchful-waiting",
        "    name: Watchful waiting",
        "    standing:  # standard | listed | under-clinical-evaluation | not-stated, as in the source",
        "    # applies_when:",
        "    #   all:",
        "    #     - {factor: FACTOR, is: [VALUE], text: when this is an option}",
    ]
    (small / "content/base/factors.yaml").write_text("factors: []\n", encoding="utf-8")
    done = guidepress(small, "add", "factor", "age", "--name", "Age")
    assert done.returncode == 0
    assert (small / "content/base/factors.yaml").read_text(encoding="utf-8") == (
        "factors:\n  - id: age\n    name: Age\n"
        "    type:  # choice | number; remove this line if the factor is only named\n"
        "    # multiple: false\n"
        "    # values: [{id: one, name: One}, {id: other, name: Other}]\n"
        "    # description: What the factor means for the decision.\n"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["option", "excision", "--name", "X"], "the id excision is taken, or was released before"),
        (["option", "Watchful Waiting", "--name", "X"], "the id cannot be “Watchful Waiting”"),
        (["note", "excision"], "nothing of excision has changed since the last release"),
        (
            ["notice", "absent.csv"],
            "absent.csv cannot be read: No such file or directory",
        ),
    ],
)
def test_what_cannot_be_added_is_told(small: Path, words: list[str], said: str) -> None:
    done = guidepress(small, "add", *words)
    assert done.returncode == 2
    assert said in done.stderr


def test_nothing_is_added_to_a_file_that_has_faults(small: Path) -> None:
    (small / "notices.csv").write_text("PMID,kind,citation\n1,erratum,X\n", encoding="utf-8")
    for name, words in (
        ("options", ("option", "watchful-waiting", "--name", "X")),
        ("references", ("notice", "notices.csv")),
    ):
        file = small / f"content/base/{name}.yaml"
        file.write_text(f"{file.read_text('utf-8')}  - name: Without an id\n", encoding="utf-8")
        done = guidepress(small, "add", *words)
        assert (done.returncode, done.stdout) == (2, "")
        assert (
            f"content/base/{name}.yaml has faults; run `guidepress validate` first" in done.stderr
        )


def test_a_note_names_its_change_and_is_no_reason_until_one_is_written(project: Path) -> None:
    folder = project / "content/childhood-sts-recurrent"
    file = folder / "options.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("name: Limb amputation", "name: Amputation", 1), encoding="utf-8")
    done = guidepress(project, "add", "note", "limb-amputation")
    assert done.stdout == "say why in content/childhood-sts-recurrent/notes/limb-amputation.yaml\n"
    note = (folder / "notes/limb-amputation.yaml").read_text(encoding="utf-8")
    assert "limb amputation" in note.lower().splitlines()[1]
    found = guidepress(project, "validate")
    assert found.returncode == 1
    assert "notes/limb-amputation.yaml" in found.stdout
    done = guidepress(project, "add", "note", "limb-amputation")
    assert "is there already" in done.stderr
    (folder / "notes/limb-amputation.yaml").unlink()
    words = ["--reason", "The shorter name: is usual.", "--type", "editorial"]
    assert guidepress(project, "add", "note", "limb-amputation", *words).returncode == 0
    assert "no note says why" not in guidepress(project, "validate").stdout


def test_a_work_is_found_by_pmid_doi_and_key_with_what_rests_on_it(small: Path) -> None:
    for name in ("23857966", "https://pubmed.ncbi.nlm.nih.gov/23857966/", "glade-bender-2013"):
        done = guidepress(small, "refs", "--where", name)
        assert done.returncode == 0
        assert done.stdout.splitlines()[1:] == [
            "  content/base/options.yaml:28:75: pazopanib-response (level 2Diii)"
        ]
    assert guidepress(small, "refs", "--where", "10.1016/J.EJCA.2012.05.012").returncode == 0
    done = guidepress(small, "refs", "--where", "1")
    assert (done.returncode, done.stdout) == (1, "no guideline has a reference 1\n")


def test_notices_come_from_a_table_or_from_pubmed_and_once(small: Path) -> None:
    file = small / "content/base/references.yaml"
    old = file.read_text(encoding="utf-8")
    (small / "notices.csv").write_text(
        "PMID,kind,citation,notice_PMID\n"
        '24664883,Retraction,"Pediatr Blood Cancer 2020;1:1",1\n'
        "23857966,erratum,J Clin Oncol 2014;2:2,\n"
        "99,comment,None of ours,\n",
        encoding="utf-8",
    )
    done = guidepress(small, "add", "notice", "notices.csv")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "base: glade-bender-2013: erratum: J Clin Oncol 2014;2:2",
        "base: soole-2014: retraction: Pediatr Blood Cancer 2020;1:1",
    ]
    new = file.read_text(encoding="utf-8")
    assert (
        new.replace(
            "    notices:\n      - {kind: erratum, citation: J Clin Oncol 2014;2:2}\n", ""
        ).replace(
            "    notices:\n"
            "      - {kind: retraction, citation: Pediatr Blood Cancer 2020;1:1, PMID: 1}\n",
            "",
        )
        == old
    )
    assert "soole-2014 has been retracted" in guidepress(small, "validate").stdout
    done = guidepress(small, "add", "notice", "notices.csv")
    assert done.stderr == "0 notices added\n"
    assert file.read_text(encoding="utf-8") == new
    nbib = (TESTS / "references/maki.nbib").read_text(encoding="utf-8")
    (small / "one.nbib").write_text(nbib.replace("17602081", "23583130"), encoding="utf-8")
    done = guidepress(small, "add", "notice", "one.nbib")
    assert done.stdout == "base: stanelle-2013: erratum: J Clin Oncol. 2007 Aug 20;25(24):3790\n"


@pytest.fixture
def released(small: Path) -> Path:
    """The project with its first release."""
    done = guidepress(small, "release", "base", "--date", "2015-02-01")
    assert done.returncode == 0, done.stdout + done.stderr
    return small


def _edit(project: Path, name: str, old: str, new: str) -> None:
    file = project / "content/base" / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_note_that_is_still_empty_hides_no_change(released: Path) -> None:
    _edit(released, "options.yaml", "1.5 mg", "1.2 mg")
    _edit(released, "options.yaml", "name: Pazopanib", "name: Pazopanib tablets")
    assert guidepress(released, "add", "note", "trabectedin-dose").returncode == 0
    done = guidepress(released, "diff")
    assert done.returncode == 0, done.stderr
    assert "2 × changes what applies" in done.stdout
    assert "note left out: content/base/notes/trabectedin-dose.yaml:" in done.stderr
    done = guidepress(released, "add", "note", "pazopanib")
    assert (done.returncode, done.stdout) == (0, "say why in content/base/notes/pazopanib.yaml\n")
    _edit(released, "options.yaml", "standing: listed", "standing: liste")
    done = guidepress(released, "add", "note", "excision")
    assert done.returncode == 2
    assert "base cannot be compared: content/base/options.yaml:7:15" in done.stderr


def test_a_note_begins_with_the_question_that_its_change_raises(released: Path) -> None:
    _edit(released, "guideline.yaml", "27 of 37", "28 of 37")
    assert guidepress(released, "add", "note", "relapse-local").returncode == 0
    note = (released / "content/base/notes/relapse-local.yaml").read_text(encoding="utf-8")
    assert "# Does this change whom it applies to, or when? Write `answer:` below.\n" in note


def test_a_note_may_be_about_a_dose(small: Path) -> None:
    dose = "{id: daily, intervention: pazopanib, amount: 400, unit: mg, basis: day}"
    _edit(small, "options.yaml", "name: Pazopanib\n", f"name: Pazopanib\n    doses: [{dose}]\n")
    assert guidepress(small, "release", "base", "--date", "2015-02-01").returncode == 0
    _edit(small, "options.yaml", "amount: 400", "amount: 800")
    assert guidepress(small, "add", "note", "daily").returncode == 0
    note = (small / "content/base/notes/daily.yaml").read_text(encoding="utf-8")
    assert "amount “400 mg” became “800 mg”" in note.replace("\u00a0", " ")


def test_a_probable_rename_asks_for_one_answer_not_for_a_reason_each(released: Path) -> None:
    _edit(released, "options.yaml", "id: pazopanib\n", "id: votrient\n")
    told = guidepress(released, "validate").stdout.splitlines()
    rules = [line.rpartition(" [")[2] for line in told]
    assert rules == ["updated-moves]", "missing-reason]", "probable-rename]"]
    assert "write `replaces: [pazopanib]`" in told[2]
    done = guidepress(released, "release", "base", "--date", "2015-03-02")
    assert done.returncode == 1
    _edit(
        released,
        "guideline.yaml",
        "body:",
        "suppressions:\n  - {rule: probable-rename, where: votrient, reason: Another drug.}\nbody:",
    )
    told = guidepress(released, "validate").stdout.splitlines()
    rules = [line.rpartition(" [")[2] for line in told]
    # What was accepted stays as a note.
    assert sorted(rules) == [*["missing-reason]"] * 4, "probable-rename]", "updated-moves]"]


def test_a_change_behind_the_same_words_is_told_by_its_data(released: Path) -> None:
    _edit(released, "options.yaml", "is: [local, pulmonary], text", "is: [local], text")
    said = guidepress(released, "diff").stdout
    words = "the recurrence is local or in the lung"
    assert (
        f"“{words} [Site of recurrence is local or pulmonary]” became “{words} [Site of recurrence is local]”"
        in said
    )


def test_a_recommendation_is_begun_with_what_to_fill_in(small: Path) -> None:
    done = guidepress(small, "add", "recommendation", "offer-rest")
    assert (done.returncode, done.stdout) == (
        0,
        "added offer-rest to content/base/recommendations.yaml; fill it in there\n",
    )
    found = guidepress(small, "validate", "content/base").stdout
    assert "recommendations.yaml:4:5: " in found
    assert "direction" in found


@pytest.mark.parametrize("kind", ["option", "factor"])
def test_an_entry_that_is_not_filled_in_is_refused(small: Path, kind: str) -> None:
    guidepress(small, "add", kind, "new-one", "--name", "New one")
    done = guidepress(small, "release", "base", "--date", "2015-02-01")
    assert done.returncode == 1
    assert "is empty" in done.stdout


def test_a_new_guideline_is_a_skeleton_that_is_refused_until_it_is_filled_in(small: Path) -> None:
    done = guidepress(small, "new", "guideline", "sore-throat", "--title", "Sore throat: rest")
    assert (done.returncode, done.stdout) == (
        0,
        "wrote content/sore-throat/guideline.yaml; fill it in, then run guidepress validate\n",
    )
    file = small / "content/sore-throat/guideline.yaml"
    assert 'title: "Sore throat: rest"\n' in file.read_text("utf-8")
    refused = guidepress(small, "release", "sore-throat", "--date", "2015-02-01")
    assert refused.returncode == 1
    text = file.read_text("utf-8")
    for key, value in (
        ("document_type", "guideline"),
        ("audience", "patient"),
        ("condition", "sore throat"),
        ("updated", "2015-01-29"),
        ("text", "Rest helps."),
    ):
        text = re.sub(rf"{key}:  #.*", f"{key}: {value}", text)
    file.write_text(text, "utf-8")
    done = guidepress(small, "release", "sore-throat", "--date", "2015-02-01")
    assert done.returncode == 0, done.stdout


def test_a_new_patient_version_names_the_newest_release_of_its_original(small: Path) -> None:
    words = ("new", "patient-version", "for-patients", "--of", "base")
    early = guidepress(small, *words)
    assert (early.returncode, early.stderr) == (
        2,
        "guidepress: base has no release that could be rendered; release it first\n",
    )
    assert guidepress(small, "release", "base", "--date", "2015-02-01").returncode == 0
    assert guidepress(small, *words).returncode == 0
    text = (small / "content/for-patients/guideline.yaml").read_text("utf-8")
    assert "patient_version_of: {guideline: base, version: 1.0.0}\n" in text
    assert "audience: patient\n" in text


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Sore", "the id cannot be “Sore”; an id is small letters"),
        ("../out", "the id cannot be “../out”"),
        ("api", "api is a name that the site, a file system or a language needs; choose another"),
        ("base", "content/base is there already; choose another id"),
    ],
)
def test_a_new_guideline_under_a_name_that_cannot_be_is_refused(
    small: Path, name: str, said: str
) -> None:
    done = guidepress(small, "new", "guideline", name)
    assert done.returncode == 2
    assert said in done.stderr
