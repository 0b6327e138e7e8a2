"""Each rule has a page; what it calls wrong is told, and what it calls right is not."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from conftest import TESTS, guidepress, overlay
from guidepress.resources import RULES_FOLDER
from guidepress.validate.check import check_guideline
from guidepress.validate.rules import RULES

if TYPE_CHECKING:
    from pathlib import Path

PAGES = {page.stem: page.read_text(encoding="utf-8") for page in sorted(RULES_FOLDER.glob("*.md"))}
BLOCK = re.compile(
    r"^## (Before|Wrong|Right)\n\n```yaml\n# (\S+)\n(.*?)\n```$", re.MULTILINE | re.DOTALL
)
# Faults of whole files, of several guidelines, or of frozen ones: shown by tests of their own.
WITHOUT_EXAMPLE = {
    "acceptance-refused",
    "dose-bands",
    "figure-file",
    "frozen-file",
    "missing-figure",
    "missing-file",
    "row-differs",
    "stale-variant",
    "standard-against",
    "too-many-faults",
    "translation-differs",
    "unreadable-file",
    "unused-figure",
    "variant-pairing",
    "yaml-empty",
    "yaml-key",
    "yaml-not-mapping",
    "yaml-too-large",
}


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The base guideline, released once: rules of change have something to compare with."""
    project = tmp_path_factory.mktemp("released")
    overlay(project / "content/base")
    done = guidepress(project, "release", "base", "--date", "2026-01-10")
    assert done.returncode == 0, done.stderr
    return project


def told(project: Path) -> set[str]:
    return {problem.rule for problem in check_guideline(project / "content/base", project).problems}


def put(project: Path, file: str, old: str, new: str) -> None:
    path = project / "content/base" / file
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{new}\n", encoding="utf-8")
        return
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} has no such part:\n{old}"
    shown = re.sub(r"‹U\+([0-9A-F]{4})›", lambda found: chr(int(found[1], 16)), new)
    path.write_text(text.replace(old, shown, 1), encoding="utf-8")


@pytest.mark.parametrize("rule", sorted(PAGES.keys() - WITHOUT_EXAMPLE))
def test_the_wrong_example_is_told_and_the_right_one_is_not(
    rule: str, released: Path, tmp_path: Path
) -> None:
    blocks = {name: (file, text) for name, file, text in BLOCK.findall(PAGES[rule])}
    file, wrong = blocks["Wrong"]
    _, right = blocks.get("Right", (file, ""))
    _, before = blocks.get("Before", (file, right))
    for name, example in (("wrong", wrong), ("right", right)):
        project = tmp_path / name
        shutil.copytree(released, project)
        if example:
            put(project, file, before, example)
        assert (rule in told(project)) == (name == "wrong"), f"{name}: {told(project)}"


def test_every_rule_has_its_page_and_says_the_same_there() -> None:
    for rule, _ in RULES:
        name = rule.__name__.replace("_", "-")
        title, _, asks, _, why, *_ = PAGES[name].splitlines()
        assert title == f"# {name}"
        assert asks == " ".join((rule.__doc__ or "").split()).replace("``", "`")
        assert len(why) > 40


def test_every_name_in_the_bad_examples_has_its_page() -> None:
    lines = [
        line
        for file in (TESTS / "examples/bad").glob("*/expected.txt")
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    assert {line.rpartition("[")[2].rstrip("]") for line in lines} <= PAGES.keys()


def test_related_rules_exist() -> None:
    for page in PAGES.values():
        for name, target in re.findall(r"\[([a-z-]+)\]\(([a-z-]+)\.md\)", page):
            assert name == target
            assert target in PAGES


def test_explain_prints_the_page(tmp_path: Path) -> None:
    done = guidepress(tmp_path, "explain", "unknown-citation")
    assert (done.returncode, done.stdout) == (0, PAGES["unknown-citation"])
    assert guidepress(tmp_path, "explain", "[unknown-citation]").stdout == done.stdout


def test_explain_alone_lists_every_rule(tmp_path: Path) -> None:
    done = guidepress(tmp_path, "explain")
    assert [line.split()[0] for line in done.stdout.splitlines()] == list(PAGES)


def test_explain_asks_about_a_misspelt_rule(tmp_path: Path) -> None:
    done = guidepress(tmp_path, "explain", "unknown-citaton")
    assert done.returncode == 2
    assert done.stderr == (
        "guidepress: there is no rule unknown-citaton; did you mean unknown-citation?\n"
    )
