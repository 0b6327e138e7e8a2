"""The judge against trees that no editor writes: made object by object, as an attacker makes them."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from typing import TYPE_CHECKING, Any

import pytest

from conftest import REPOSITORY
from limits import LIMIT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.checkout

SCRIPT = REPOSITORY / "build/guidepress/edit/template/dot-github/scripts/judge.py"
FILE, FOLDER, LINK, MODULE = "100644", "40000", "120000", "160000"
Entry = tuple[str, bytes, str]


@pytest.fixture(scope="module")
def judge() -> Any:
    sys.path.append(str(SCRIPT.parent))  # where the other script lies
    spec = spec_from_file_location("judge_of_requests", SCRIPT)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


class Objects:
    """A repository without a working tree; what is written is not checked by git."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.git("init", "--quiet")
        self.git("config", "user.name", "Editor")
        self.git("config", "user.email", "editor@guidepress.example")

    def git(self, *words: str, text: bytes = b"") -> str:
        done = subprocess.run(
            ["git", *words],
            cwd=self.folder,
            input=text,
            capture_output=True,
            check=True,
            timeout=LIMIT,
        )
        return done.stdout.decode().strip()

    def write(self, kind: str, data: bytes) -> str:
        return self.git("hash-object", "-t", kind, "-w", "--stdin", "--literally", text=data)

    def blob(self, data: bytes = b"x\n") -> str:
        return self.write("blob", data)

    def tree(self, *entries: Entry) -> str:
        rows = (f"{mode} ".encode() + name + b"\0" + bytes.fromhex(i) for mode, name, i in entries)
        return self.write("tree", b"".join(rows))

    def commit(self, tree: str, *parents: str, day: int = 1) -> str:
        words = [word for parent in parents for word in ("-p", parent)]
        return self.git("commit-tree", tree, "-m", str(day), *words)

    def with_content(self, *entries: Entry) -> str:
        return self.commit(self.tree((FOLDER, b"content", self.tree(*entries))))


@pytest.fixture
def objects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Objects:
    monkeypatch.chdir(tmp_path)
    return Objects(tmp_path)


@pytest.mark.parametrize(
    "names",
    [
        [b".."],
        [b"."],
        [b".git"],
        [b".GIT"],
        [b"../../../x"],
        [b"x//y"],
        [b"x/../../y"],
        [b"x", b"x"],
        [b"y", b"x"],
    ],
    ids=repr,
)
def test_a_tree_that_git_does_not_write_is_not_read(
    judge: Any, objects: Objects, names: list[bytes]
) -> None:
    below = objects.tree((FILE, b"owned", objects.blob()))
    files = [(FILE, name, objects.blob()) for name in names]
    folders = [(FOLDER, name, below) for name in names]
    for entries in (files, folders):
        with pytest.raises(ValueError, match="a folder"):
            judge.list_files(objects.with_content(*entries))


def test_a_tree_that_names_one_folder_again_and_again_is_listed_up_to_a_size(
    judge: Any, objects: Objects, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = objects.tree((FILE, b"x", objects.blob()))
    for _ in range(9):
        tree = objects.tree(*((FOLDER, f"d{n}".encode(), tree) for n in range(10)))
    monkeypatch.setattr(sys.modules["revisions"], "MOST_BYTES", 100_000)
    with pytest.raises(ValueError, match="too many"):
        judge.list_files(objects.with_content((FOLDER, b"bomb", tree)))


@pytest.mark.parametrize(
    "entry",
    [
        (LINK, b"x", b"/etc"),
        (MODULE, b"x", b""),
        (FILE, b".gitattributes", b"*.yaml working-tree-encoding=UTF-7\n"),
        (FILE, b".GITattributes", b"*.json text eol=crlf\n"),
        (FILE, b".gitmodules", b"[submodule]\n"),
    ],
    ids=lambda entry: entry[1].decode() + entry[0],
)
def test_what_is_no_plain_content_is_a_fault(
    judge: Any, objects: Objects, entry: tuple[str, bytes, bytes]
) -> None:
    mode, name, data = entry
    made = (mode, name, "1" * 40 if mode == MODULE else objects.blob(data))
    for tree in ((made,), ((FOLDER, b"base", objects.tree(made)),)):
        files = judge.list_files(objects.with_content(*tree))
        assert [each.path.rpartition("/")[2] for each in judge.find_content(files)[1]] == [
            name.decode()
        ]


@pytest.mark.parametrize("mode", [LINK, MODULE, FILE])
def test_content_itself_is_a_folder(judge: Any, objects: Objects, mode: str) -> None:
    blob = "1" * 40 if mode == MODULE else objects.blob(b"/etc")
    files = judge.list_files(objects.commit(objects.tree((mode, b"content", blob))))
    assert [each.path for each in judge.find_content(files)[1]] == ["content"]


@pytest.mark.parametrize("mode", [LINK, MODULE])
@pytest.mark.parametrize(
    "path",
    [
        *("mkdocs.yml", "pages", "pages/a/b.md", "pages/static", "schema/scales/own-1.yaml"),
        *("schema", "site_overrides", "site_overrides/assets/x.css"),
        *(".cache", ".published", ".stage", "site", "site/index.html"),
    ],
)
def test_what_a_build_refuses_as_a_link_is_a_fault(judge: Any, path: str, mode: str) -> None:
    entry = judge.Entry(mode, "1" * 40, 1, path)
    assert [each.path for each in judge.find_unbuildable({}, {path: entry})] == [path]


@pytest.mark.parametrize(
    ("path", "found"),
    [
        *((".cache/guidepress/verdicts", 1), (".published/SHA256SUMS", 1), ("mkdocs.yml/x", 1)),
        *(("mkdocs.yml", 0), (".stage/.gitkeep", 0), ("pages/x.md", 0), ("docs/site/x", 0)),
        *(("site_overrides/main.html", 0), ("sites/x", 0), (".cached", 0)),
    ],
)
def test_what_only_the_tool_makes_is_a_fault(judge: Any, path: str, found: int) -> None:
    entry = judge.Entry(FILE, "1" * 40, 1, path)
    assert len([*judge.find_unbuildable({}, {path: entry})]) == found
    # What the base has already is no change of the request.
    assert path == "mkdocs.yml/x" or not [*judge.find_unbuildable({path: entry}, {path: entry})]


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        (["content/a/Options.yaml", "content/a/options.yaml"], 1),
        (["Content/a/x", "content/b/y"], 1),
        (["content/a/Releases/1.json", "content/a/releases/2.json"], 1),
        (["content/\u00e9", "content/e\u0301"], 1),
        (["content/\u017f", "content/s"], 1),
        (["content/a./x", "content/a/y"], 1),
        (["content/a/options.yaml", "content/a/options.yaml. "], 1),
        (["content/a/x", "content/a/y", "content/b/x", "a/content"], 0),
    ],
)
def test_names_that_are_one_on_some_disks_are_a_fault(
    judge: Any, paths: list[str], found: int
) -> None:
    assert len(list(judge.find_twins(paths))) == found


def test_a_head_that_departed_from_several_commits_is_not_judged(
    judge: Any, objects: Objects
) -> None:
    """A merge of them can drop what one of them released, and seems to drop nothing."""
    bare = objects.tree((FILE, b"x", objects.blob()))
    released = objects.tree((FILE, b"released", objects.blob()), (FILE, b"x", objects.blob()))
    root = objects.commit(bare)
    one, other = objects.commit(released, root, day=2), objects.commit(bare, root, day=3)
    base, head = objects.commit(released, one, other), objects.commit(bare, other, one)
    assert judge.find_ancestor(base, objects.commit(bare, one)) == one
    for heads in ((base, head), (base, objects.commit(bare, day=4))):
        with pytest.raises(ValueError, match="common ancestors with the base; rebase"):
            judge.find_ancestor(*heads)


@pytest.mark.parametrize(
    ("path", "named"),
    [
        (".github/workflows/x.yml", 1),
        ("logging.py", 1),
        ("pip/__init__.py", 1),
        ("pages/index.md", 1),
        ("content/a/.gitignore", 1),
        ("docs/.gitattributes", 1),
        ("docs/generate.py", 1),
        ("requirements.lock", 1),
        ("docs/a/b.md", 0),
        ("README.md", 0),
        ("content/a/options.yaml", 0),
    ],
)
def test_whatever_is_neither_content_nor_a_page_to_read_is_named(
    judge: Any, path: str, named: int
) -> None:
    one, other = (judge.Entry(FILE, sign * 40, 1, path) for sign in "12")
    assert judge.find_judges({path: one}, {path: other}) == [path] * named
    assert judge.find_judges({path: one}, {path: one}) == []
    assert judge.find_judges({}, {path: one}) == judge.find_judges({path: one}, {})


def test_no_list_crowds_out_what_follows_it(judge: Any) -> None:
    lines = list(judge.list_lines([f"{n} {'long ' * 1_000}" for n in range(1_000)]))
    assert lines[-1] == "- and 900 more"
    assert sum(map(len, lines)) < judge.LONGEST


def test_a_long_review_is_cut_at_a_line_and_whole_beside_it(judge: Any, tmp_path: Path) -> None:
    text = "<details>\n" + "a line of text\n" * 10_000
    judge.write_comment(tmp_path, text)
    comment = (tmp_path / "comment.md").read_text("utf-8")
    assert len(comment) < 65_536
    assert comment.endswith(
        "text\n\n</details>\n\nThe rest is in `whole.md` of the run's artifact.\n"
    )
    assert (tmp_path / "whole.md").read_text("utf-8") == text


@pytest.mark.parametrize("ended", [-9, -11, 1, 2, 3])
@pytest.mark.parametrize("command", ["validate", "verify", "diff"])
def test_what_ends_in_any_way_but_well_is_not_acceptable(
    judge: Any,
    objects: Objects,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    ended: int,
) -> None:
    """Killed for its memory, say: nothing was found, and nothing was looked for."""
    releases = objects.tree((FILE, b"index.json", objects.blob(b'{"releases": []}')))
    names = (FILE, b"guideline.yaml", objects.blob(b"id: base\n"))
    base = objects.tree(names, (FOLDER, b"releases", releases))
    head = objects.with_content((FOLDER, b"base", base))
    codes = {command: ended}

    def guidepress(_: Path, name: str, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess([name, *words], codes.get(name, 0), "", "")

    monkeypatch.setattr(judge, "guidepress", guidepress)
    assert judge.judge(head, head, objects.folder / "review") == 1
    codes.clear()
    assert judge.judge(head, head, objects.folder / "again") == 0
