"""Law 9: whatever bytes a frozen file holds, each command answers in a line, and soon."""

from __future__ import annotations

import json
import shutil
from dataclasses import fields, replace
from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from archive.alterations import read_index, rehash, write_index
from conftest import REPOSITORY, guidepress, overlay
from guidepress.classify.change import Delta
from guidepress.classify.classify import describe
from guidepress.classify.folding import summarise_published
from guidepress.diff.fact import canonical
from guidepress.files import NotPlainError, read_plain
from guidepress.history.frozen import find_fault, find_unknown_keys, parse_frozen
from guidepress.history.reading import entry_sha256, read_archive
from guidepress.model import SCHEMA_VERSION
from guidepress.problem import UnusableError
from guidepress.project import find_archives
from guidepress.release import partition
from guidepress.release.against import find_reworded_in
from guidepress.release.judge import judge_releases
from guidepress.release.partition import find_delta_faults
from guidepress.release.reasons import reasons_of
from guidepress.release.verify import verify_archive, verify_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BYTES = {
    "too deep": b"[" * 100_000,
    "too deep in an object": b'{"id":' * 20_000 + b"1" + b"}" * 20_000,
    "half a letter": b'{"id":"\\ud800"}\n',
    "UTF-16": '{"id":"x"}'.encode("utf-16"),
    "not UTF-8": b'{"id":"\xff"}',
    "a key twice": b'{"id":"a","id":"b"}',
    "not a number": b'{"id":NaN}',
    "a long number": b'{"id":' + b"9" * 5_000 + b"}",
    "a fraction": b'{"year":2015.0}',
    "an infinity": b'{"year":1e400}',
    "a list": b"[]",
    "nothing": b"",
    "no bundle": b'{"id":"base@5.0.0"}',
}


def freeze(project: Path, data: bytes) -> None:
    """Put the bytes in the place of the newest release, with the hash that fits."""
    releases = project / "content/base/releases"
    (releases / "5.0.0.json").write_bytes(data)
    index = read_index(releases)
    index["releases"][-1]["bundle_sha256"] = sha256(data).hexdigest()
    write_index(releases, index)


def is_named(text: str) -> bool:
    place = "releases/5.0.0.json:1:1: "
    return place in text and any(each in text for each in ("it is", "it has", "bundle"))


@pytest.mark.parametrize("kind", BYTES)
def test_such_bytes_are_named_whoever_reads_them(kind: str, project: Path) -> None:
    freeze(project, BYTES[kind])
    archive = read_archive(project / "content/base", "content/base", judged=True)
    for found in (verify_folder(project, "."), archive.problems, judge_releases(project)):
        assert is_named("\n".join(map(str, found)))


# How the bytes cannot be read, cannot be written again, and are read as something else.
@pytest.mark.parametrize("kind", ["too deep", "half a letter", "no bundle"])
def test_every_command_answers_in_a_line(kind: str, project: Path) -> None:
    freeze(project, BYTES[kind])
    shutil.copytree(project / "content", project / "earlier/content")
    for words in (
        ["verify"],
        ["validate", "--no-cache"],
        ["status"],
        ["diff"],
        ["diff", "5.0.0", "1.0.0"],
        ["release", "base", "--date", "2016-01-01"],
        ["add", "factor", "other", "--name", "Other"],
        ["export", "base", "--to", "markdown"],
        ["verify", "--against", "earlier"],
    ):
        done = guidepress(project, *words)
        assert "Traceback" not in done.stderr, words
        assert done.returncode in {0, 1, 2}, words
        if words[0] in {"verify", "validate", "release"}:
            assert done.returncode == 1, words
            assert is_named(done.stdout), words


@pytest.mark.parametrize("kind", [each for each in BYTES if each != "no bundle"])
def test_an_index_of_such_bytes_is_none(kind: str, project: Path) -> None:
    (project / "content/base/releases/index.json").write_bytes(BYTES[kind])
    (problem,) = [
        each for each in verify_folder(project, ".") if each.position.file.endswith("index.json")
    ]
    said = "content/base/releases/index.json:1:1: this is not an index of releases: "
    assert str(problem).startswith(said)
    assert "Traceback" not in guidepress(project, "status").stderr


def test_an_index_that_names_nothing_is_no_excuse_for_what_lies_there(project: Path) -> None:
    releases = project / "content/base/releases"
    index = json.loads((releases / "index.json").read_bytes()) | {"releases": []}
    (releases / "index.json").write_text(json.dumps(index), "utf-8")
    (problem,) = judge_releases(project)
    assert "releases has too few entries; write at least 1" in problem.message
    assert guidepress(project, "build", "--quiet").returncode == 2


def test_the_releases_before_a_version_come_from_the_newest_on(project: Path) -> None:
    archive = read_archive(project / "content/base")
    before = [(version, bundle["id"]) for version, bundle in archive.before("3.0.0")]
    assert before == [(each, f"base@{each}") for each in ("2.0.0", "1.1.0", "1.0.0")]
    assert list(archive.before("1.0.0")) == list(archive.before("9.0.0")) == []


def test_the_reason_is_said() -> None:
    said = {kind: find_fault("bundle", data) for kind, data in BYTES.items()}
    assert said["too deep"] == said["too deep in an object"]
    assert said["too deep"] == "it is nested more than 60 levels deep"
    assert said["half a letter"] == said["UTF-16"] == said["not UTF-8"] == "it is not UTF-8"
    assert said["a key twice"] == "it has the key id twice"
    assert said["a long number"] == said["nothing"] == "it is not JSON"
    assert said["not a number"] == "it has the number NaN, which is no integer"
    assert said["a fraction"] == "it has the number 2015.0, which is no integer"
    assert said["an infinity"] == "it has the number 1e400, which is no integer"
    assert all(said.values())


def test_every_day_of_a_release_is_in_the_calendar(project: Path) -> None:
    releases = project / "content/base/releases"
    bundle = json.loads((releases / "1.0.0.json").read_bytes())
    bundle["guideline"]["updated"] = "2015-02-30"
    (releases / "1.0.0.json").write_bytes(canonical(bundle))
    rehash(releases)
    assert any("there is no day 2015-02-30" in str(each) for each in verify_folder(project, "."))


def test_a_figure_is_released_with_its_image(project: Path) -> None:
    releases = project / "content/base/releases"
    bundle = json.loads((releases / "1.0.0.json").read_bytes())
    block = next(each for option in bundle["options"] for each in option["content"])
    block["figure"] = {"alt": "A pathway.", "citations": []}
    (releases / "1.0.0.json").write_bytes(canonical(bundle))
    rehash(releases)
    assert any("a figure has no image" in str(each) for each in verify_folder(project, "."))


def nested(depth: int) -> bytes:
    return b'{"a":' * depth + b"1" + b"}" * depth


@pytest.mark.parametrize(("depth", "is_deep"), [(59, False), (60, False), (61, True), (500, True)])
def test_sixty_levels_are_deep_enough(depth: int, is_deep: bool) -> None:  # noqa: FBT001 - a row
    assert ("levels deep" in find_fault("bundle", nested(depth))) == is_deep


def test_only_ordinary_files_of_a_bounded_size_are_read(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"12345")
    assert read_plain(file, 5) == b"12345"
    with pytest.raises(NotPlainError, match="this file has 5 bytes; at most 4 are read"):
        read_plain(file, 4)
    (tmp_path / "b").symlink_to(file)
    for other in (tmp_path / "b", tmp_path):
        with pytest.raises(NotPlainError, match="not an ordinary file"):
            read_plain(other, 5)
    with pytest.raises(FileNotFoundError):
        read_plain(tmp_path / "c", 5)


def test_a_release_that_was_not_judged_is_refused_when_it_is_used(project: Path) -> None:
    releases = project / "content/base/releases"
    (releases / "5.0.0.json").write_bytes(BYTES["half a letter"])
    rehash(releases)
    latest = read_archive(project / "content/base", "content/base").latest
    assert latest is not None
    with pytest.raises(
        UnusableError, match=r"content/base/releases/5\.0\.0\.json: it is not UTF-8"
    ):
        _ = latest.bundle


@pytest.mark.parametrize("name", ["2.0.0.json", "index.json"])
def test_a_link_in_the_place_of_a_file_is_reported_once(name: str, project: Path) -> None:
    file = project / "content/base/releases" / name
    file.rename(project / name)
    file.symlink_to(project / name)
    (problem,) = verify_folder(project, ".")
    assert problem.position.file.endswith(name)
    assert problem.hint.startswith("restore it from version control")


def test_what_lies_there_without_any_release_is_named(project: Path) -> None:
    releases = project / "content/base/releases"
    for file in releases.glob("*.json"):
        file.unlink()
    (releases / "notes.txt").write_bytes(b"x")
    (problem,) = verify_archive(project / "content/base", "content/base")
    assert problem.position.file == "content/base/releases/notes.txt"
    assert problem.message == "the index does not name this file"


@pytest.mark.parametrize("goal", ["other", "base-2"])
def test_a_copied_guideline_is_refused_with_its_releases(goal: str, project: Path) -> None:
    home = project / "content/base"
    home.rename(home.with_name(goal))
    (problem,) = verify_folder(project, ".")
    assert problem.message == f"these are releases of base, and the folder is {goal}"
    assert guidepress(project, "status").stdout.startswith(f"{goal}: what was released is damaged")


def test_a_bundle_of_another_guideline_is_refused_though_all_hashes_fit(project: Path) -> None:
    releases = project / "content/base/releases"
    text = (releases / "1.0.0.json").read_text("utf-8")
    (releases / "1.0.0.json").write_text(text.replace('"base@1.0.0"', '"core@1.0.0"'), "utf-8")
    rehash(releases)
    said = [each.message for each in verify_archive(project / "content/base", "content/base")]
    assert "this is core@1.0.0 of base, not 1.0.0 of base" in said


def test_an_id_that_stands_twice_in_a_first_release_is_refused(project: Path) -> None:
    releases = project / "content/base/releases"
    bundle = json.loads((releases / "1.0.0.json").read_bytes())
    bundle["sections"].append(bundle["sections"][0])
    (releases / "1.0.0.json").write_bytes(canonical(bundle))
    rehash(releases)
    said = [each.message for each in verify_archive(project / "content/base", "content/base")]
    assert f"the id {bundle['sections'][0]['id']} is used twice" in said


@pytest.mark.parametrize("place", ["start", "inside", "end"])
@pytest.mark.parametrize("letter", ["\u200d", "\u202e", "\u2028", "\u00ad", "\u0007"])
def test_a_letter_that_nobody_sees_is_found_in_a_first_release(
    letter: str, place: str, project: Path
) -> None:
    releases = project / "content/base/releases"
    bundle = json.loads((releases / "1.0.0.json").read_bytes())
    text = {"start": f"{letter}Text", "inside": f"Te{letter}xt", "end": f"Text{letter}"}[place]
    bundle["guideline"]["title"] = text
    (releases / "1.0.0.json").write_bytes(canonical(bundle))
    rehash(releases)
    said = [each.message for each in verify_archive(project / "content/base", "content/base")]
    assert any(each.startswith("a text holds ") for each in said), said


def rewrite_delta(project: Path, version: str, edit: Callable[[Any], None]) -> list[str]:
    """Let a delta say otherwise, with its summary and hashes made anew; return what is found."""
    releases = project / "content/base/releases"
    file = releases / f"{version}.changes.json"
    delta = json.loads(file.read_bytes())
    edit(delta)
    delta["summary"] = summarise_published(delta["changes"])
    file.write_bytes(canonical(delta))
    rehash(releases)
    return [each.message for each in verify_folder(project, ".")]


@pytest.mark.parametrize("key", ["sentence", "reason", "question", "group", "answer"])
@pytest.mark.parametrize("letter", ["\u200d", "\u200b", "\u202e", "\u2028", "\x1b", "\x07"])
def test_a_letter_that_nobody_sees_is_found_in_a_delta(
    letter: str, key: str, project: Path
) -> None:
    said = rewrite_delta(
        project, "2.0.0", lambda delta: delta["changes"][0].update({key: f"Te{letter}xt"})
    )
    assert any(each.startswith("a text holds ") for each in said), said


@pytest.mark.parametrize("letter", ["\u200b", "\u202e", "\x1b"])
def test_a_letter_that_nobody_sees_is_found_in_an_index(letter: str, project: Path) -> None:
    releases = project / "content/base/releases"
    index = read_index(releases)
    index["releases"][0]["unheard"] = f"Te{letter}xt"
    rehash(releases, index)
    said = [each.message for each in verify_folder(project, ".")]
    assert any(each.startswith("a text holds ") for each in said), said


def test_a_joiner_that_is_spelling_may_be_all_that_differs(tmp_path: Path) -> None:
    folder = overlay(tmp_path / "content/base")
    day, text = 1, "Most patients"
    for spelled in ("क्\u200dष में Most patients", "क्ष में Most patients"):
        file = folder / "guideline.yaml"
        file.write_text(file.read_text("utf-8").replace(text, spelled, 1), "utf-8")
        text, day = spelled, day + 1
        words = ("--date", f"2015-03-0{day}", "--updated", f"2015-03-0{day}")
        done = guidepress(tmp_path, "release", "base", *words)
        if done.returncode:
            note = "about: [relapse-local]\nreason: Spelling.\nreason_type: editorial\n"
            (folder / "notes").mkdir()
            (folder / "notes/why.yaml").write_text(note, "utf-8")
            done = guidepress(tmp_path, "release", "base", *words)
        assert done.returncode == 0, done.stdout + done.stderr
    delta = next((folder / "releases").glob("*.changes.json")).read_text("utf-8")
    assert "“\u200d”" in delta
    assert [str(each) for each in verify_folder(tmp_path, ".")] == []


def test_what_no_schema_knows_is_named_by_its_path(history: Path) -> None:
    file = history / "content/base/releases/2.0.0.json"
    bundle = parse_frozen("bundle", file.read_bytes())
    assert list(find_unknown_keys("bundle", bundle)) == []
    data = json.loads(canonical(bundle))
    data["options"][1]["unheard"] = data["guideline"]["unheard"] = 1
    assert set(find_unknown_keys("bundle", data)) == {"options/1/unheard", "guideline/unheard"}


def test_a_delta_that_hides_all_its_changes_is_refused(project: Path) -> None:
    releases = project / "content/base/releases"
    file = releases / "2.0.0.changes.json"
    delta = json.loads(file.read_bytes())
    file.write_bytes(canonical(delta | {"changes": [], "impact": "none"}))
    rehash(releases)
    said = "\n".join(map(str, verify_folder(project, ".")))
    assert "the delta does not say, or says otherwise, what changed: statement-text" in said


def faults_of(history: Path, version: str, edit: Callable[[Any], None]) -> list[tuple[str, str]]:
    """Return what is wrong with the delta of a release after an edit, and how grave it is."""
    archive = read_archive(history / "content/base", "content/base")
    after = archive.release(version)
    assert after is not None
    before = archive.releases[archive.listed.index(version) - 1]
    delta = json.loads(after.changes_bytes or b"")
    edit(delta)
    delta["summary"] = summarise_published(delta["changes"])
    stood = archive.stood_before(before.bundle)
    found = find_delta_faults(before, replace(after, changes_bytes=canonical(delta)), stood)
    return [(each.severity, each.message) for each in found]


def test_a_heavier_weight_is_a_warning_and_a_lighter_one_an_error(history: Path) -> None:
    def weigh(impact: str) -> Callable[[Any], None]:
        def edit(delta: Any) -> None:
            (change,) = delta["changes"]
            change["impact"] = delta["impact"] = impact
            del change["reason"], change["reason_type"]

        return edit

    name = "statement-text-changed of statements/relapse-local"
    assert faults_of(history, "1.1.0", weigh("minor")) == []
    heavier = f"the delta calls {name} major; today's rules say minor"
    assert faults_of(history, "1.1.0", weigh("major")) == [("warning", heavier)]
    lighter = f"the delta calls {name} patch; it is minor"
    assert faults_of(history, "1.1.0", weigh("patch")) == [("error", lighter)]


def test_an_editor_may_raise_a_weight_and_lower_one_that_somebody_accepted(history: Path) -> None:
    def accept(delta: Any) -> None:
        delta["changes"][0] |= {"impact": "patch", "accepted_by": "the panel"}
        delta["impact"] = "patch"

    def accept_below_the_floor(delta: Any) -> None:
        delta["changes"][0] |= {"impact": "patch", "accepted_by": "the panel"}
        delta["impact"] = "patch"

    def raise_it(delta: Any) -> None:
        delta["changes"][0]["impact"] = delta["impact"] = "major"

    assert faults_of(history, "1.1.0", raise_it) == []
    assert faults_of(history, "1.1.0", accept) == []
    (fault,) = faults_of(history, "2.0.0", accept_below_the_floor)
    assert fault[0] == "error"
    assert fault[1].endswith("patch; it is major")


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("guideline", "core", "the delta says guideline core, the releases say base"),
        ("id", "base@1.0.0..9.0.0", "the delta says id base@1.0.0..9.0.0"),
        ("from", "0.1.0", "the delta says from 0.1.0, the releases say 1.0.0"),
        ("to", "9.0.0", "the delta says to 9.0.0, the releases say 1.1.0"),
        ("schema_version", "9.0.0", "the delta says schema_version 9.0.0"),
        ("impact", "patch", "the delta is called patch, its changes are minor"),
        ("stamps", [], "the stamps of the delta are not those that lead between the releases"),
        ("patch", [], "the delta does not lead from 1.0.0 to 1.1.0"),
    ],
)
def test_each_part_of_a_delta_is_compared(key: str, value: Any, said: str, history: Path) -> None:
    found = faults_of(history, "1.1.0", lambda delta: delta.update({key: value}))
    assert [severity for severity, _ in found] == ["error"]
    assert found[0][1].startswith(said)


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        ({"alert": False}, "the delta raises no alert for"),
        ({"operations": []}, "the delta does not say, or says otherwise, what changed"),
        ({"kind": "statement-moved"}, "the delta does not say, or says otherwise, what changed"),
        ({"old": "x"}, "the delta does not say, or says otherwise, what changed"),
        ({"id": "0" * 64}, "the fingerprint of"),
        ({"words": []}, "the words of"),
        ({"words": [{"op": "same", "text": "x"}]}, "the words of"),
        ({"words": [{"op": "added", "text": "x"}]}, "the words of"),
    ],
)
def test_each_part_of_a_change_is_compared(edit: Any, said: str, history: Path) -> None:
    found = faults_of(history, "2.0.0", lambda delta: delta["changes"][0].update(edit))
    assert any(message.startswith(said) for _, message in found), found
    assert all(severity == "error" for severity, _ in found)


def test_a_change_that_was_made_up_is_refused(history: Path) -> None:
    found = faults_of(
        history, "1.1.0", lambda delta: delta["changes"].append(dict(delta["changes"][0]))
    )
    assert found[0][1].startswith("the delta says a change that the releases do not show")


def by_later_rules(monkeypatch: pytest.MonkeyPatch, **says: Any) -> None:
    """Let the tool be of a later schema, whose rules say this of each change."""

    class Later(Delta):
        def to_json(self) -> dict[str, Any]:
            found = super().to_json() | {"schema_version": LATER}
            return found | {"changes": [each | says for each in found["changes"]]}

    def describe_later(*sides: Any, **context: Any) -> Delta:
        found = describe(*sides, **context)
        return Later(**{each.name: getattr(found, each.name) for each in fields(found)})

    monkeypatch.setattr(partition, "SCHEMA_VERSION", LATER)
    monkeypatch.setattr(partition, "describe", describe_later)


LATER = "2.1.0"


@pytest.mark.parametrize(
    ("says", "told"),
    [
        ({}, ""),
        ({"impact": "major"}, "the delta calls "),
        ({"alert": True}, "the delta raises no alert for "),
        ({"kind": "dose-changed"}, "the delta does not say, or says otherwise, what changed: "),
    ],
)
def test_later_rules_refuse_no_release_of_earlier_ones(
    says: Any, told: str, history: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_later_rules(monkeypatch, **says)
    found = faults_of(history, "1.1.0", lambda _: None)
    assert [severity for severity, _ in found] == (["warning"] if told else [])
    start = f"this was weighed by the rules of schema {SCHEMA_VERSION}; by today's {told}"
    assert all(message.startswith(start) for _, message in found), found


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        ({"schema_version": LATER}, f"the delta says schema_version {LATER}"),
        ({"changes": [], "impact": "none"}, "no change of the delta describes operation"),
        ({"stamps": []}, "the stamps of the delta are not those"),
        ({"stamps": [*range(40)]}, "the stamps of the delta are not those"),
        ({"patch": []}, "the delta does not lead from"),
    ],
)
def test_what_no_rules_would_write_is_refused_by_later_rules_too(
    edit: Any, said: str, history: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_later_rules(monkeypatch)
    found = faults_of(history, "1.1.0", lambda delta: delta.update(edit))
    told = [message for severity, message in found if severity == "error"]
    assert any(message.startswith(said) for message in told), found


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        ({"operations": []}, "no change of the delta describes operation"),
        ({"operations": [999]}, "no change of the delta describes operation 999"),
        ({"old": "x"}, "the fingerprint of"),
        ({"impact": "patch"}, "the delta is called minor, its changes are patch"),
    ],
)
def test_a_change_that_no_rules_would_write_is_refused_by_later_rules_too(
    edit: Any, said: str, history: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_later_rules(monkeypatch)
    found = faults_of(history, "1.1.0", lambda delta: delta["changes"][0].update(edit))
    told = [message for severity, message in found if severity == "error"]
    assert any(message.startswith(said) for message in told), found


def of_schema(project: Path, version: str, schema: str) -> None:
    """Let a release and its delta be of another schema, with all hashes made anew."""
    releases = project / "content/base/releases"
    for file in releases.glob(f"{version}.*json"):
        data = json.loads(file.read_bytes()) | {"schema_version": schema}
        file.write_bytes(canonical(data))
    delta_file = releases / f"{version}.changes.json"
    if delta_file.exists():
        delta = json.loads(delta_file.read_bytes())
        for change in delta["changes"]:
            change |= {"impact": "patch", "alert": False, "sentence": "Corrected a comma."}
        delta_file.write_bytes(canonical(delta | {"impact": "patch"}))
    rehash(releases, read_index(releases))


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ("1.9.0", f"this is of schema 1.9.0, and a release before it of {SCHEMA_VERSION}"),
        ("0.0.1", f"this is of schema 0.0.1, and a release before it of {SCHEMA_VERSION}"),
        ("2.9.0", f"this is of schema 2.9.0, and this tool knows none after {SCHEMA_VERSION}"),
        ("9.0.0", f"this is of schema 9.0.0, and this tool knows none after {SCHEMA_VERSION}"),
    ],
)
def test_nobody_chooses_the_rules_for_what_comes_later(
    schema: str, said: str, project: Path
) -> None:
    of_schema(project, "2.0.0", schema)
    found = [each.message for each in verify_folder(project, ".") if each.severity == "error"]
    assert said in found


def test_rules_that_weigh_nothing_otherwise_excuse_nothing(
    history: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partition, "SCHEMA_VERSION", f"{SCHEMA_VERSION}1")
    found = faults_of(history, "2.0.0", lambda delta: delta["changes"][0].update(alert=False))
    assert found[0][0] == "error"


def test_a_first_release_that_is_added_is_of_these_rules_too(project: Path) -> None:
    of_schema(project, "1.0.0", "1.9.0")
    (found,) = find_reworded_in(project, {"base/1.0.0/bundle.json"})
    assert found.message == f"the release is of schema 1.9.0, this tool makes {SCHEMA_VERSION}"


def test_a_release_that_is_added_is_one_of_the_rules_that_judge_it(
    history: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_later_rules(monkeypatch)
    added = {"base/1.1.0/changes.json"}
    said = [each.message for each in find_reworded_in(history, added)]
    assert said[0] == f"the release is of schema {SCHEMA_VERSION}, this tool makes {LATER}"
    monkeypatch.undo()
    assert not any("of schema" in each.message for each in find_reworded_in(history, added))


@pytest.mark.parametrize("kind", BYTES)
def test_a_published_file_of_such_bytes_is_named(kind: str, tmp_path: Path) -> None:
    files = {"base/latest.json": BYTES[kind], "base/versions.json": BYTES[kind], "x.txt": b"x"}
    for name, data in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    lines = [f"{sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items())]
    (tmp_path / "SHA256SUMS").write_text("".join(lines), "utf-8")
    named = {each.position.file for each in verify_folder(tmp_path, "api")}
    assert named == {"api/base/latest.json", "api/base/versions.json"}
    (tmp_path / "x.txt").unlink()
    (tmp_path / "x.txt").symlink_to("base/latest.json")
    (tmp_path / "y").symlink_to("/")
    said = {each.position.file: each.message for each in verify_folder(tmp_path, "api")}
    assert said["api/x.txt"] == "this is not an ordinary file"
    assert said["api/y"] == "SHA256SUMS does not name this file"


def test_the_last_entry_may_not_stand_there_twice(project: Path) -> None:
    releases = project / "content/base/releases"
    index = read_index(releases)
    index["releases"].append(dict(index["releases"][-1]))
    rehash(releases, index)
    said = [each.message for each in verify_folder(project, ".")]
    assert "the entry of 5.0.0 comes after that of 5.0.0" in said


def forge(project: Path, version: str, key: str, value: str) -> list[str]:
    """Let a release say otherwise in bundle, delta and index, all made anew; return what is found.

    What differs is a stamp, so that the changes are as they were.
    """
    releases = project / "content/base/releases"
    index = read_index(releases)
    place = next(n for n, each in enumerate(index["releases"]) if each["version"] == version)
    old = json.loads((releases / f"{index['releases'][place - 1]['version']}.json").read_bytes())
    file = releases / f"{version}.json"
    bundle = json.loads(file.read_bytes())
    bundle["guideline"][key] = index["releases"][place][key] = value
    file.write_bytes(canonical(bundle))
    delta_file = releases / f"{version}.changes.json"
    delta = json.loads(delta_file.read_bytes())
    made = describe(old, bundle, delta["from"], version, list(reasons_of(delta)))
    delta_file.write_bytes(canonical(made.to_json()))
    rehash(releases, index)
    return [each.message for each in verify_folder(project, ".") if f"/{version}." in str(each)]


def test_a_release_of_an_earlier_day_than_the_one_before_is_refused(project: Path) -> None:
    assert forge(project, "3.0.0", "released", "2015-01-01") == []
    found = [each.message for each in verify_folder(project, ".")]
    assert found == ["3.0.0 was released before 2.0.0"]


def test_a_correction_of_what_is_no_earlier_release_is_refused(project: Path) -> None:
    said = "3.0.0 speaks of 9.0.0, which is no earlier release"
    assert said in forge(project, "3.0.0", "corrects", "9.0.0")
    said = "3.0.0 speaks of 3.0.0, which is no earlier release"
    assert said in forge(project, "3.0.0", "corrects", "3.0.0")


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("correction", "what it corrects says otherwise"),
        ("withdrawal", "its withdrawal says otherwise"),
        ("consultation", "its version or status says otherwise"),
    ],
)
def test_a_kind_of_release_that_the_rest_contradicts_is_refused(
    kind: str, said: str, project: Path
) -> None:
    found = forge(project, "2.0.0", "release_kind", kind)
    assert f"the release is called a {kind}, and {said}" in found


def test_a_version_that_says_too_little_is_refused(history: Path, project: Path) -> None:
    """What is called 2.0.0 everywhere becomes 1.2.0, with files and hashes that fit."""
    releases = project / "content/base/releases"
    for file in [*releases.glob("[0-9]*.json"), releases / "index.json"]:
        text = file.read_text("utf-8").replace('"2.0.0"', '"1.2.0"').replace("@2.0.0", "@1.2.0")
        file.write_text(text.replace("..2.0.0", "..1.2.0"), "utf-8")
    for suffix in (".json", ".changes.json"):
        (releases / f"2.0.0{suffix}").rename(releases / f"1.2.0{suffix}")
    rehash(releases)
    said = "\n".join(map(str, verify_folder(project, ".")))
    assert "major changes since 1.1.0 need 2.0.0, not 1.2.0" in said
    assert not list(verify_folder(history, "."))


@pytest.mark.parametrize("link", ["javascript:alert", "#nothing", "/etc/passwd", "#relapse-locale"])
def test_a_link_in_a_frozen_text_leads_somewhere(link: str, project: Path) -> None:
    releases = project / "content/base/releases"
    text = (releases / "1.0.0.json").read_text("utf-8")
    text = text.replace("Most patients", f"[Most]({link}) patients", 1)
    (releases / "1.0.0.json").write_text(text, "utf-8")
    rehash(releases)
    said = [each.message for each in verify_folder(project, ".") if "/1.0.0.json" in str(each)]
    assert said == [f"a link to {link} leads nowhere"]


def test_a_link_to_an_id_of_the_release_is_right(project: Path) -> None:
    releases = project / "content/base/releases"
    text = (releases / "1.0.0.json").read_text("utf-8")
    good = "[Most](#relapse-local) [patients](https://who.int/)"
    (releases / "1.0.0.json").write_text(text.replace("Most patients", good, 1), "utf-8")
    rehash(releases)
    assert not [each for each in verify_folder(project, ".") if "/1.0.0.json" in str(each)]


@pytest.mark.parametrize("place", range(6))
def test_each_entry_follows_from_the_one_before(place: int, project: Path) -> None:
    releases = project / "content/base/releases"
    for digest in ("0" * 64, None):
        index = read_index(releases)
        if digest or place:
            index["releases"][place]["previous_sha256"] = digest
        if digest is None:
            index["releases"][place].pop("previous_sha256", None)
        for before, after in zip(
            index["releases"][place:], index["releases"][place + 1 :], strict=False
        ):
            after["previous_sha256"] = entry_sha256(before)
        write_index(releases, index)
        version = index["releases"][place]["version"]
        said = [each.message for each in verify_folder(project, ".")]
        honest = digest is None and place == 0
        expected = f"the entry of {version} does not follow from the one before it"
        assert said == ([] if honest else [expected])


def test_a_delta_that_gives_another_reason_is_another_file(project: Path) -> None:
    file = project / "content/base/releases/2.0.0.changes.json"
    file.write_bytes(file.read_bytes().replace(b"The source was wrong.", b"The panel met twice."))
    (problem,) = verify_folder(project, ".")
    assert problem.message == "this frozen file was changed, or its entry in index.json was"
    assert problem.position.file == "content/base/releases/2.0.0.changes.json"


@pytest.mark.parametrize("name", ["1.0.0.json", "2.0.0.json", "2.0.0.changes.json"])
def test_a_file_in_another_form_is_refused_though_it_says_the_same(
    name: str, project: Path
) -> None:
    releases = project / "content/base/releases"
    data = json.dumps(json.loads((releases / name).read_bytes()), indent=1).encode()
    (releases / name).write_bytes(data)
    index = read_index(releases)
    (entry,) = [each for each in index["releases"] if name.startswith(each["version"])]
    entry["changes_sha256" if "changes" in name else "bundle_sha256"] = sha256(data).hexdigest()
    for before, after in pairwise(index["releases"]):
        after["previous_sha256"] = entry_sha256(before)
    write_index(releases, index)
    said = [each.message for each in verify_folder(project, ".") if name in each.position.file]
    assert "the file is not in canonical form" in said


@pytest.mark.checkout
def test_what_was_released_of_our_own_content_is_still_found_sound() -> None:
    for folder in find_archives(REPOSITORY):
        assert verify_archive(folder, folder.name) == []
