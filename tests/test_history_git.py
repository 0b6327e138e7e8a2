"""Content at a revision, from real git repositories."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from guidepress.history.git import MAX_BLOB, is_revision, list_guidelines_at, read_revision
from guidepress.problem import UnusableError
from limits import LIMIT

if TYPE_CHECKING:
    from pathlib import Path

LATIN = "factors: [caf\u00e9]\r\n".encode()


def git(folder: Path, *words: str, **environment: str) -> str:
    who = ["-c", "user.name=t", "-c", "user.email=t@localhost", "-c", "commit.gpgsign=false"]
    calm = ["-c", "protocol.file.allow=always", "-c", "advice.detachedHead=false"]
    command = ["git", "-C", str(folder), *who, *calm, *words]
    done = subprocess.run(
        command,
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | environment,
        timeout=LIMIT,
    )
    return done.stdout.strip()


def write(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def commit(folder: Path, files: dict[str, bytes], message: str) -> str:
    write(folder, files)
    git(folder, "add", "--force", ".")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", message)
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two commits, the first with a tag; a project at the top and another in a sub-folder."""
    folder = tmp_path_factory.mktemp("git") / "repository"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch", "main")
    first = {
        "content/one/guideline.yaml": b"title: first\n",
        "content/one/factors.yaml": LATIN,
        "content/one/notes/a note.yaml": b"about: x\n",
        "content/one/releases/1.0.0.json": b"{}\n",
        "content/two/guideline.yaml": b"title: first\n",
        "content/.hidden/guideline.yaml": b"",
        "content/README.md": b"not a guideline\n",
        "my project /content/three/guideline.yaml": b"title: inner\n",
        ".gitattributes": b"* text eol=lf\nfactors.yaml export-ignore\n",
    }
    commit(folder, first, "one")
    git(folder, "tag", "--annotate", "--message", "v", "v1.0.0")
    commit(folder, {"content/one/guideline.yaml": b"title: second\n"}, "two")
    return folder


def refusal(folder: Path, revision: str, name: str = "content/one") -> str:
    with pytest.raises(UnusableError) as caught:
        read_revision(folder, revision, name)
    message = str(caught.value)
    assert len(message.splitlines()) == 1
    return message


@pytest.mark.parametrize("revision", ["v1.0.0", "HEAD~1", "main~1", "refs/tags/v1.0.0", "@~"])
def test_files_come_as_they_were_at_the_revision(repository: Path, revision: str) -> None:
    assert is_revision(repository, revision)
    assert read_revision(repository, revision, "content/one") == {
        "factors.yaml": LATIN.replace(b"\r\n", b"\n"),  # so git stored it, as asked
        "guideline.yaml": b"title: first\n",
        "notes/a note.yaml": b"about: x\n",
        "releases/1.0.0.json": b"{}\n",
    }


def test_the_work_tree_is_not_looked_at(repository: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", str(repository), "clone")
    clone = tmp_path / "clone"
    write(clone, {"content/one/guideline.yaml": b"title: unsaved\n"})
    git(clone, "add", ".")
    assert read_revision(clone, "HEAD", "content/one")["guideline.yaml"] == b"title: second\n"


def test_bytes_are_those_of_the_repository_whatever_gitattributes_say(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    attributes = b"* -text\n*.yaml export-ignore export-subst ident\n"
    text = b"$Format:%H$ $Id$ \xff\x00 no end of line"
    files = {
        ".gitattributes": attributes,
        "content/a/x.yaml": text,
        "content/a/empty.yaml": b"",
        "content/a/\u00e9.yaml": text,
    }
    commit(tmp_path, files, "one")
    found = read_revision(tmp_path, "HEAD", "content/a")
    assert found == {"x.yaml": text, "empty.yaml": b"", "\u00e9.yaml": text}


def test_a_sub_folder_may_be_left_unread(repository: Path) -> None:
    found = read_revision(repository, "v1.0.0", "content/one", without="releases")
    assert sorted(found) == ["factors.yaml", "guideline.yaml", "notes/a note.yaml"]


def test_guidelines_are_the_folders_below_content(repository: Path) -> None:
    assert list_guidelines_at(repository, "v1.0.0") == ("one", "two")
    assert list_guidelines_at(repository / "content" / "one", "v1.0.0") == ()


def test_a_project_may_be_a_folder_of_the_repository(repository: Path) -> None:
    project = repository / "my project "
    assert list_guidelines_at(project, "v1.0.0") == ("three",)
    found = read_revision(project, "main", "content/three")
    assert found == {"guideline.yaml": b"title: inner\n"}
    assert "there is no content/one at main" in refusal(project, "main")


@pytest.mark.parametrize(
    "revision",
    ["", "nonsense", "--output=x", "-h", "--all", "^main", "main..main", "main^{tree}", "HEAD:content", "HEAD~99", "a\0b", "x\ny", "\u00e9", "0" * 40],
)  # fmt: skip
def test_what_is_no_commit_is_refused(repository: Path, revision: str) -> None:
    before = sorted(repository.iterdir())
    assert not is_revision(repository, revision)
    assert "git knows no revision" in refusal(repository, revision)
    assert sorted(repository.iterdir()) == before


@pytest.mark.parametrize(
    ("revision", "hint"),
    [("mian", "main"), ("1.0.0", "v1.0.0"), ("v1.0.O", "v1.0.0")],
)
def test_a_near_miss_is_answered_with_the_name(repository: Path, revision: str, hint: str) -> None:
    assert refusal(repository, revision).endswith(f"; did you mean {hint}?")


def test_a_branch_that_only_the_remote_has_is_named(repository: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", str(repository), "clone")
    clone = tmp_path / "clone"
    git(clone, "switch", "--quiet", "--create", "topic")
    git(clone, "branch", "--quiet", "--delete", "--force", "main")
    assert refusal(clone, "main") == "git knows no revision main; did you mean origin/main?"


def test_a_shallow_clone_says_how_to_get_the_rest(repository: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--depth", "1", repository.as_uri(), "clone")
    clone = tmp_path / "clone"
    assert read_revision(clone, "HEAD", "content/one")["guideline.yaml"] == b"title: second\n"
    for revision in ("v1.0.0", "HEAD~1"):
        assert "this clone is shallow" in refusal(clone, revision)
        assert "fetch-depth: 0" in refusal(clone, revision)


def test_a_partial_clone_fetches_nothing_behind_our_back(repository: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--bare", str(repository), "server")
    git(tmp_path / "server", "config", "uploadpack.allowFilter", "true")
    address = (tmp_path / "server").as_uri()
    git(tmp_path, "clone", "--quiet", "--filter=blob:none", "--no-checkout", address, "clone")
    assert "fetch the whole history" in refusal(tmp_path / "clone", "v1.0.0")


def test_a_repository_without_a_commit_is_told(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    assert refusal(tmp_path, "HEAD") == "git knows no revision HEAD"


def test_a_folder_outside_any_repository_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert not is_revision(tmp_path, "HEAD")
    assert "is not in a git repository" in refusal(tmp_path, "HEAD")
    assert "is not in a git repository" in refusal(tmp_path / "absent", "HEAD")


def test_a_repository_of_another_owner_is_told_as_such(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert "safe.directory" in refusal(repository, "HEAD")


def test_without_git_nothing_is_a_revision(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    assert not is_revision(repository, "HEAD")
    assert refusal(repository, "HEAD") == "git is not installed, so no revision can be read"


def test_inside_a_hook_the_project_is_still_found(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "--quiet", "other")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other" / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    assert list_guidelines_at(repository / "my project ", "v1.0.0") == ("three",)


def test_settings_of_the_user_change_no_name_and_no_byte(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = "[core]\nquotePath = true\nautocrlf = true\nabbrev = 4\n[color]\nui = always\n[log]\nshowSignature = true\n"
    (tmp_path / "config").write_text(settings, "utf-8")
    plain = read_revision(repository, "v1.0.0", "content/one")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("GIT_GLOB_PATHSPECS", "0")
    assert read_revision(repository, "v1.0.0", "content/one") == plain


def test_replaced_objects_are_read_as_they_were(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    first = commit(tmp_path, {"content/a/x.yaml": b"true\n"}, "one")
    second = commit(tmp_path, {"content/a/x.yaml": b"forged\n"}, "two")
    git(tmp_path, "replace", first, second)
    assert read_revision(tmp_path, first, "content/a") == {"x.yaml": b"true\n"}


def test_links_and_submodules_are_left_out(repository: Path, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    git(folder, "init", "--quiet")
    write(folder, {"content/a/x.yaml": b"x\n"})
    (folder / "content/a/link.yaml").symlink_to("/etc/passwd")
    (folder / "content/linked").symlink_to("a")
    git(folder, "submodule", "--quiet", "add", str(repository), "content/a/inner")
    commit(folder, {}, "one")
    assert read_revision(folder, "HEAD", "content/a") == {"x.yaml": b"x\n"}
    assert list_guidelines_at(folder, "HEAD") == ("a",)


def test_a_folder_is_no_pattern(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    commit(tmp_path, {"content/a*/x.yaml": b"star\n", "content/ab/x.yaml": b"b\n"}, "one")
    assert read_revision(tmp_path, "HEAD", "content/a*") == {"x.yaml": b"star\n"}
    assert "there is no :(top)content" in refusal(tmp_path, "HEAD", ":(top)content")


def test_a_file_that_is_too_large_is_named_and_not_read(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    files = {"content/a/most.yaml": b"x" * MAX_BLOB, "content/a/releases/1.json": b"y" * (MAX_BLOB + 1)}  # fmt: skip
    commit(tmp_path, files, "one")
    said = refusal(tmp_path, "HEAD", "content/a")
    assert said == "content/a/releases/1.json at HEAD has 1000001 bytes; at most 1000000 are read"
    assert [*read_revision(tmp_path, "HEAD", "content/a", without="releases")] == ["most.yaml"]


def test_one_process_reads_all_files_of_a_revision(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    notes = {f"content/a/notes/{number}.yaml": b"%d\n" % (number % 7) for number in range(500)}
    commit(tmp_path, notes, "one")
    trace = tmp_path / "trace"
    found = read_revision(tmp_path, "HEAD", "content/a")
    assert {f"content/a/{name}": text for name, text in found.items()} == notes
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_TRACE2_EVENT", str(trace))
        read_revision(tmp_path, "HEAD", "content/a")
    assert trace.read_text("utf-8").count('"event":"start"') == 4
