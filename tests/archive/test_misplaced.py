"""Links and devices below ``content/`` are named, never followed; the rest is still judged."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from conftest import guidepress, overlay, start
from guidepress import validate
from guidepress.files import one_writer
from guidepress.project import find_guideline_folders, find_misplaced, is_guideline_name, printable


def put(content: Path, kind: str) -> str:
    """Put something of that kind below content/ and return how it is named."""
    if kind == "link":
        (content / "system").symlink_to("/")
        return "content/system"
    if kind == "link to itself":
        (content / "loop").symlink_to(content / "loop")
        return "content/loop"
    if kind == "device":
        os.mkfifo(content / "pipe")
        return "content/pipe"
    name = {"escape": b"\x1b]0;owned\x07\x1b[31mRED", "command": b"bad\n::error::x"}.get(kind)
    os.mkdir(os.path.join(os.fsencode(content), name or b"gu\xffideline"))  # noqa: PTH102, PTH118 - a name that is not UTF-8
    return {
        "escape": r"content/\x1b]0;owned\x07\x1b[31mRED",
        "command": r"content/bad\n::error::x",
    }.get(kind, r"content/gu\xffideline")


@pytest.mark.parametrize(
    "kind", ["link", "link to itself", "device", "escape", "command", "not UTF-8"]
)
def test_it_is_named_and_the_rest_is_judged(kind: str, tmp_path: Path) -> None:
    folder = overlay(tmp_path / "content/base")
    guideline = folder / "guideline.yaml"
    guideline.write_text(guideline.read_text("utf-8").replace("title:", "titel:", 1), "utf-8")
    named = put(tmp_path / "content", kind)
    for form in ("text", "json", "github", "sarif"):
        done = guidepress(tmp_path, "validate", "--format", form)
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        assert "titel is not a key here" in done.stdout
    done = guidepress(tmp_path, "validate")
    assert f"{named}:1:1: this" in done.stdout
    assert [each.name for each in find_guideline_folders(tmp_path)] == ["base"]
    for words in (["status"], ["diff"], ["verify"], ["fmt", "--check"]):
        done = guidepress(tmp_path, *words)
        assert "Traceback" not in done.stderr
        assert "\x1b" not in done.stdout + done.stderr
        assert "\n::error::" not in done.stdout + done.stderr


def test_content_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    overlay(tmp_path / "elsewhere/base")
    (tmp_path / "content").symlink_to("elsewhere")
    done = guidepress(tmp_path, "validate")
    assert done.returncode == 1
    assert "content:1:1: this is a link, which is not followed" in done.stdout


@pytest.mark.parametrize(
    "name",
    [
        *("mkdocs.yml", "pages", "pages/static", "schema", "schema/scales"),
        *("schema/scales/own-1.yaml", "site_overrides", "site_overrides/assets/x.css"),
        *("pages/x.md", "pages/a/b", "pages/static/x.txt", "schema/guideline.schema.json"),
    ],
)
@pytest.mark.parametrize("goal", ["/", "nowhere"])
def test_a_link_among_what_a_project_has_is_named_and_not_followed(
    name: str, goal: str, tmp_path: Path
) -> None:
    overlay(tmp_path / "content/base")
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).symlink_to(goal)
    if name != "mkdocs.yml":
        (tmp_path / "mkdocs.yml").write_text("site_name: x\n", "utf-8")
    said = f"{name}:1:1: this is a link, which is not followed; put what it leads to in its place"
    done = guidepress(tmp_path, "validate")
    assert (done.returncode, done.stderr) == (1, "1 error, 0 warnings\n")
    assert said in done.stdout
    assert said in guidepress(tmp_path, "verify").stdout
    if name != "mkdocs.yml":
        assert said in guidepress(tmp_path, "build").stderr


def test_no_link_to_a_folder_has_a_key_look_at_what_is_in_it(tmp_path: Path) -> None:
    """It may lead to all that there is, and be read for hours."""
    folder = overlay(tmp_path / "content/base")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "content/other/releases").mkdir(parents=True)
    places = ("schema/scales", "content/other/releases/figures", "content/base/releases")
    for name in places:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).symlink_to(tmp_path / "elsewhere")

    def keys() -> list[object]:
        validate._key_of_tool.cache_clear()  # noqa: SLF001 - a process looks at the tool once
        folders = (folder, tmp_path / "content/other")
        found: list[object] = [validate._key_of(folder, tmp_path, ["other", "base"])]  # noqa: SLF001
        return found + [validate.hash_chain(each, tmp_path) for each in folders]

    before = keys()
    (tmp_path / "elsewhere/file").write_text("x", "utf-8")
    assert keys() == before


def test_what_a_link_inside_a_guideline_leads_to_is_neither_named_nor_removed(
    tmp_path: Path,
) -> None:
    folder = overlay(tmp_path / "project/content/base")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for name in ("private.txt", ".private.part"):
        (elsewhere / name).write_text("x", "utf-8")
    for name in ("notes", "figures", "releases"):
        (folder / name).symlink_to(elsewhere)
    done = guidepress(tmp_path / "project", "validate")
    assert "content/base/notes:1:1: this is not an ordinary file" in done.stdout
    assert "private" not in done.stdout + done.stderr
    with one_writer(folder, tmp_path / "project", "test"):
        assert len(list(elsewhere.iterdir())) == 2


def test_a_path_through_a_link_is_refused(tmp_path: Path) -> None:
    overlay(tmp_path / "content/base")
    overlay(tmp_path / "elsewhere/other")
    (tmp_path / "content/other").symlink_to(tmp_path / "elsewhere/other")
    for path in ("content/other", "content/other/guideline.yaml"):
        done = guidepress(tmp_path, "validate", path)
        assert done.returncode == 2
        assert "content/other is a link" in done.stderr


@pytest.mark.parametrize("name", ["base", "a", "a-1", "sts-2015", "x" * 80])
def test_an_id_may_name_a_folder(name: str) -> None:
    assert is_guideline_name(name)


@pytest.mark.parametrize(
    "name", ["", "Base", "a_b", "ä", "а", "a--b", "-a", "a-", "1a", "a.b", "x" * 81, "a\n", "a b"]
)
def test_what_is_no_id_names_no_guideline(name: str) -> None:
    assert not is_guideline_name(name)


def test_an_ordinary_file_beside_the_guidelines_is_nobodys_business(tmp_path: Path) -> None:
    overlay(tmp_path / "content/base")
    (tmp_path / "content/README.md").write_text("Guidelines.", "utf-8")
    (tmp_path / "content/.hidden").symlink_to("/")
    assert list(find_misplaced(tmp_path)) == []


def test_a_name_is_shown_as_utf_8_without_signs_for_terminals() -> None:
    assert printable(os.fsdecode(b"a\xffb\x1b\n")) == r"a\xffb\x1b\n"


def test_a_file_whose_name_nobody_can_read_is_named_and_not_read(tmp_path: Path) -> None:
    folder = overlay(tmp_path / "content/base")
    (folder / "notes").mkdir()
    for name in (b"notes/x\xff\x1b[31m.yaml", b"notes/y\n::error::x.yaml", b"z\n::error::x.yaml"):
        with open(os.path.join(os.fsencode(folder), name), "wb") as stream:  # noqa: PTH118, PTH123 - a name that is not UTF-8
            stream.write(b"about: [options]\n")
    for form in ("text", "json", "github", "sarif"):
        done = guidepress(tmp_path, "validate", "--format", form)
        assert "Traceback" not in done.stderr
        assert "\x1b" not in done.stdout
        assert "\n::error::x" not in done.stdout
    for words in (["fmt", "--check"], ["validate", "--fix"], ["status"], ["diff"]):
        done = guidepress(tmp_path, *words)
        assert "Traceback" not in done.stderr
        assert "\x1b" not in done.stdout + done.stderr
    done = guidepress(tmp_path, "validate")
    said = "this file is not read: nobody could read its name"
    assert f"content/base/notes/x\\xff\\x1b[31m.yaml:1:1: {said}" in done.stdout


def test_what_never_ends_is_read_up_to_a_limit(project: Path) -> None:
    with Path("/dev/zero").open("rb") as endless:
        done = start(project, "diff", "-", "draft", stdin=endless)
    assert done.returncode == 2
    assert re.search(r"^guidepress: standard input: it has more than \d+ bytes; ", done.stderr)


# Every command that takes a file, with ``FILE`` where its name goes.
TAKING_FILES = (
    "add reference FILE",
    "add notice FILE",
    "import FILE --as other",
    "refs --retracted FILE",
    *("diff FILE draft", "diff draft file:FILE", "validate FILE", "fmt FILE"),
    *("verify FILE", "verify --against FILE", "verify --signed FILE", "build --against FILE"),
    *("sign --key FILE", "sign FILE --key FILE", "init FILE", "--project FILE status"),
)


@pytest.mark.parametrize("words", TAKING_FILES)
@pytest.mark.parametrize("kind", ["pipe", "device", "folder"])
def test_what_is_named_and_is_no_plain_file_is_refused(
    words: str, kind: str, project: Path
) -> None:
    (project / "mkdocs.yml").write_text("site_url: https://guidelines.example/\n", "utf-8")
    file = Path("/dev/zero") if kind == "device" else project.parent / kind
    if kind == "folder":
        (file / "full").mkdir(parents=True)
    elif kind == "pipe":
        os.mkfifo(file)
    done = start(project, *words.replace("FILE", str(file)).split(), stdin=subprocess.DEVNULL)
    assert done.returncode == 2, done.stdout + done.stderr
    assert re.fullmatch(r"guidepress: .*\n", done.stderr)
    assert str(file) in done.stderr or words.startswith("fmt")


def test_a_link_that_the_user_names_is_followed(project: Path) -> None:
    (project / "list.csv").write_text("pmid,kind,citation\n1,retraction,x\n", "utf-8")
    (project / "link.csv").symlink_to("list.csv")
    assert guidepress(project, "refs", "--retracted", "link.csv").returncode == 0


def test_a_pipe_among_the_content_holds_up_no_command(project: Path) -> None:
    references = project / "content/base/references.yaml"
    references.unlink()
    os.mkfifo(references)
    (project / "list.csv").write_text("pmid,kind,citation\n1,retraction,x\n", "utf-8")
    for words in (
        ["validate"],
        ["fmt", "--check"],
        ["refs", "--retracted", "list.csv"],
        ["add", "reference", "--text", "A. B. C. 2001;1:2.", "--yes"],
        ["diff"],
        ["status"],
    ):
        done = guidepress(project, *words)
        assert done.returncode in {1, 2} or words == ["status"], words
        assert "Traceback" not in done.stderr, words
