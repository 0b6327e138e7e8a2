"""The house stays as it was designed."""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
import sys
import textwrap
import zipfile
from importlib import util
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import REPOSITORY, copy_project, guidepress
from limits import LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.checkout

SOURCES = sorted((REPOSITORY / "build").rglob("*.py"))
MOST_LINES = 420
EXIT = ("sys", "exit")


def test_imports_point_one_way() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [command, "--no-logo", "--no-cache"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT,
    )
    assert done.returncode == 0, done.stdout
    assert "3 kept, 0 broken" in done.stdout


def test_the_source_folder_is_only_a_folder_on_the_path() -> None:
    assert not (REPOSITORY / "build/__init__.py").exists()
    ignored = (REPOSITORY / ".gitignore").read_text(encoding="utf-8").strip().splitlines()
    assert ignored[-1] == "!/build/"
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    assert not re.search(r"rm -rf[^\n]*\bbuild\b", makefile)


def find_calls_for_commands(path: Path) -> Iterator[str]:
    """Yield each place where a module prints or exits."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
        if name in {"print", "exit", "quit"}:
            yield f"{path.relative_to(REPOSITORY)}: {name}"
        if isinstance(node, ast.Attribute) and (getattr(node.value, "id", ""), node.attr) == EXIT:
            yield f"{path.relative_to(REPOSITORY)}: sys.exit"


def test_only_commands_print_or_exit() -> None:
    # Files of the projects that `init` makes are scripts of theirs.
    sources = (path for path in SOURCES if not {"cli", "template"} & set(path.parts))
    faults = [found for path in sources for found in find_calls_for_commands(path)]
    assert not faults, "\n".join(faults)


def test_a_module_is_for_one_thing() -> None:
    # What is made from the schemas is as long as they are.
    texts = {path: path.read_text(encoding="utf-8") for path in SOURCES}
    lengths = {path: len(text.splitlines()) for path, text in texts.items()
               if "by ``docs/generate_types.py``" not in text}  # fmt: skip
    assert {path: length for path, length in lengths.items() if length > MOST_LINES} == {}
    names = ("util", "helper", "common", "manager")
    assert [path for path in SOURCES if any(name in path.name for name in names)] == []


NEVER = (
    *("jinja2", "jsonschema", "markdown_it", "mkdocs", "difflib", "secrets", "subprocess"),
    *("bibtexparser", "defusedxml", "filelock", "pylatexenc", "xml.etree", "urllib.request"),
    *("guidepress.classify", "guidepress.diff", "guidepress.edit", "guidepress.export"),
    *("guidepress.history.git", "guidepress.release", "guidepress.site", "guidepress.words"),
    *(
        "guidepress.bibliography.read",
        "guidepress.bibliography.reading",
    ),
)
ONLY_FOR_CHANGED_FILES = ("yaml", "jsonschema_rs", "guidepress.content", "guidepress.model")


def modules_of(command: str, project: Path) -> set[str]:
    code = (
        f"import sys; sys.argv = ['guidepress', '{command}']\n"
        "from guidepress.cli import cli\n"
        "try: cli(prog_name='guidepress')\n"
        "except SystemExit: pass\n"
        "import gc; print(*sys.modules, 'garbage' if gc.isenabled() else '')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=project,
        capture_output=True,
        text=True,
        check=True,
        timeout=LIMIT,
    )
    return set(done.stdout.split())


def test_validate_imports_nothing_that_it_does_not_need(project: Path) -> None:
    first = modules_of("validate", project)
    assert first >= set(ONLY_FOR_CHANGED_FILES)
    assert not first & set(NEVER)
    again = modules_of("validate", project)
    assert not again & {*NEVER, *ONLY_FOR_CHANGED_FILES}


def test_a_comparison_imports_no_rule_and_looks_for_no_garbage(project: Path) -> None:
    found = modules_of("diff", project)
    assert "guidepress.classify" in found
    assert not found & {"guidepress.validate.rules", "guidepress.validate.check", "garbage"}
    # What may go on for long looks for garbage.
    assert "garbage" in modules_of("validate", project)


def test_the_wheel_holds_schemas_and_templates_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for name in (
        "guidepress/cli/__init__.py",
        "guidepress/_data/schema/bundle.schema.json",
        "guidepress/_data/schema/scales/pdq-treatment-2010.yaml",
        "guidepress/_data/schema/words/en.json",
        "guidepress/_data/site_overrides/templates/option.html",
        "guidepress/_data/site_overrides/assets/guidepress.css",
    ):
        assert name in names
    assert not [name for name in names if "test" in name or name.startswith("content")]


@pytest.mark.parametrize("page", ["changes.md", "reference.md", "rules.md"])
def test_pages_that_are_tables_of_the_code_are_up_to_date(page: str) -> None:
    spec = util.spec_from_file_location("generate", REPOSITORY / "docs/generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    told = (REPOSITORY / "docs" / page).read_text(encoding="utf-8")
    assert told == module.PAGES[page](), "run `python docs/generate.py`"


EXAMPLE = re.compile(r"^ *```(console|diff)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
PAGES = ["README.md", *sorted(f"docs/{page.name}" for page in (REPOSITORY / "docs").glob("*.md"))]


def examples_of(page: str) -> list[tuple[str, str]]:
    """Return what a page lets its reader type and edit, without the indentation of a list."""
    found = EXAMPLE.findall((REPOSITORY / page).read_text(encoding="utf-8"))
    return [(kind, textwrap.dedent(block)) for kind, block in found]


# Files have to be there for these: tests/bibliography/ and tests/bring_in/ bring them.
WITH_FILES = {"docs/references.md", "docs/importing.md"}
WITH_EXAMPLES = [page for page in PAGES if examples_of(page) and page not in WITH_FILES]


def test_there_are_examples_to_run() -> None:
    assert {"README.md", "docs/first-edit.md"} <= set(WITH_EXAMPLES)


@pytest.mark.parametrize("page", WITH_EXAMPLES)
def test_examples_in_the_docs_are_true_one_after_the_other(page: str, tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    for kind, block in examples_of(page):
        if kind == "diff":
            edit(project, block)
        else:
            run(project, block, page)


def edit(project: Path, block: str) -> None:
    """Do to a file what a block says: its name, then each old line and its new one."""
    name, *lines = block.strip("\n").split("\n")
    file = project / name.removeprefix("--- ")
    text = file.read_text(encoding="utf-8")
    for old, new in zip(lines[::2], lines[1::2], strict=True):
        assert text.count(f"\n{old[1:]}\n") == 1
        text = text.replace(f"\n{old[1:]}\n", f"\n{new[1:]}\n")
    file.write_text(text, encoding="utf-8")


def run(project: Path, block: str, page: str) -> None:
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        words = shlex.split(command)
        assert words[0] == "guidepress"
        done = guidepress(project, *words[1:])
        pattern = re.escape(expected).replace(re.escape("...\n"), "(?:.*\n)*?")
        shown = done.stdout + done.stderr
        assert re.fullmatch(pattern, shown), f"{page}: {command}\n{shown}"


def test_links_between_the_docs_lead_somewhere() -> None:
    for page in [*PAGES, "CONTRIBUTING.md"]:
        text = re.sub(r"`[^`\n]*`", "", (REPOSITORY / page).read_text(encoding="utf-8"))
        for link in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", text):
            assert ((REPOSITORY / page).parent / link).exists(), f"{page}: {link}"


def test_the_index_of_decisions_has_each_of_them() -> None:
    text = (REPOSITORY / "docs/decisions.md").read_text(encoding="utf-8").replace("`", "")
    listed = re.findall(r"\[([^]]*)\]\(#", text.partition("\n## ")[0])
    assert sorted(listed) == sorted(re.findall(r"^## (.*)$", text, flags=re.MULTILINE))


def test_nothing_names_a_machine_or_leaves_something_open() -> None:
    listed = subprocess.run(
        ["git", "ls-files"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
        timeout=LIMIT,
    ).stdout.split("\n")
    left = re.compile("TO" + "DO|FIX" + "ME|Not" + "ImplementedError")
    for name in listed:
        if name.endswith(".py"):
            assert not left.search((REPOSITORY / name).read_text(encoding="utf-8")), name


def test_no_page_has_a_plural_behind_a_number_that_may_be_one() -> None:
    """A noun behind a count is chosen by it; the list of guidelines is counted from ten on."""
    templates = (REPOSITORY / "site_overrides/templates").glob("*.html")
    scripts = (REPOSITORY / "build/guidepress/site/scripts").glob("*.js")
    found = [
        f"{file.name}: {each}"
        for files, counted in (
            (templates, r"(?:\| length|total) \}\} (?:other |more )?[a-z]+s\b"),
            (scripts, r"\$\{[^{}]*(?:length|more|total)\} (?:other |more )?[a-z]+s\b"),
        )
        for file in sorted(files)
        for each in re.findall(counted, file.read_text("utf-8"))
        if file.name not in {"home.html", "lists.js"}
    ]
    assert found == []
