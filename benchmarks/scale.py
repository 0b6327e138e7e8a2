"""Many guidelines: what a build costs as they grow in number, beside an older builder and MkDocs.

Every figure is of whole processes. The older builder is a revision of this repository, which is
checked out beside the projects; builds of both are made in turn. The table is written again after
each step; a step that fails, or for which no time is left, is named in it as not measured.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import tarfile
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from cost import GUIDEPRESS, Budget, Cost, Row, cost, say
from generator import ROOT
from plain import build_plain, count_pages, list_gids, stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PLACE = ROOT / ".cache" / "benchmarks"
# Five releases, the current page and the list of changes.
PAGES_OF_ONE = 7
# Drafts are measured at no more than this: they take another cold build of each builder.
MOST_DRAFTS = 250
OLD, NEW = "before", "now"
MAKE = "import sys; from pathlib import Path; from generator import generate_project as make; "
MAKE += "make(Path(sys.argv[1]), int(sys.argv[2]))"


class Run(NamedTuple):
    """One run: where projects are, the builders by name, what was measured, who writes it down."""

    place: Path
    builders: dict[str, Path]
    rows: list[Row]
    notes: list[str]
    write: Callable[[str], None]
    budget: Budget
    repeats: int
    cold: dict[tuple[str, int], Cost]

    def project(self, builder: str, size: int) -> Path:
        """Return the project of so many guidelines that a builder has for itself."""
        return self.place / f"guidelines-{size}-{builder}"

    def build(self, builder: str, size: int, *words: str) -> Cost:
        """Build a project."""
        return self.call(builder, size, "build", "--quiet", *words)

    def call(self, builder: str, size: int, *words: str) -> Cost:
        """Run a command with the code of a builder."""
        paths = {"PYTHONPATH": str(self.builders[builder] / "build")}
        return cost([*GUIDEPRESS, *words], self.project(builder, size), self.budget.left(), paths)

    def step(self, name: str, measure: Callable[[], object]) -> None:
        """Measure one thing; whatever goes wrong with it, the others are measured all the same."""
        say(f"{name} …")
        try:
            if self.budget.left() < 0:
                message = "no time was left"
                raise TimeoutError(message)  # noqa: TRY301  # reported as any other
            measure()
        except Exception as error:  # noqa: BLE001  # a benchmark that fails is a result too
            reason = " ".join(f"{type(error).__name__}: {error}".split())[:300]
            self.rows.append(Row(name, "", f"not measured: {reason}", None))
            say(f"  {self.rows[-1].measured}")
        self.write(render(self.rows, self.notes))


def check_out(revision: str, folder: Path) -> Path:
    """Return a folder with the files of a revision."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    command = ["git", "-C", str(ROOT), "archive", revision]  # its folder holds a project
    data = subprocess.run(command, check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def measure(  # noqa: PLR0913, PLR0917  # what the command line may say
    sizes: list[int],
    plain: int,
    write: Callable[[str], None],
    budget: Budget,
    place: Path,
    old: str,
    repeats: int,
) -> None:
    """Measure everything, smallest first, and write the table after each step."""
    builders = {NEW: ROOT}
    if old:
        builders[OLD] = check_out(old, place / "old")
    run = Run(place, builders, [], [], write, budget, repeats, {})
    say(f"making {max(sizes)} guidelines of 5 releases, unless they are there")
    for name, root in builders.items():
        # By the code of each: neither may read what the other released.
        paths = {"PYTHONPATH": f"{root / 'build'}:{root / 'benchmarks'}"}
        made = [str(place / f"made-{name}"), str(max(sizes))]
        cost([sys.executable, "-c", MAKE, *made], root, None, paths)
    for size in sorted(sizes):
        run.step(f"{size:,} guidelines, cold", lambda size=size: _measure_cold(run, size))
        run.step(f"{size:,}, nothing edited", lambda size=size: _measure_again(run, size))
        run.step(f"{size:,}, one released", lambda size=size: _measure_release(run, size))
    if run.cold:
        run.step("growth", lambda: run.rows.extend(_compare_growth(run)))
    drafts = max((size for size in sizes if size <= MOST_DRAFTS), default=min(sizes))
    run.step(f"{drafts:,}, one draft edited", lambda: _measure_drafts(run, drafts))
    run.step("MkDocs", lambda: _measure_plain(run, plain))


def _measure_cold(run: Run, size: int) -> None:
    """Build sites of which nothing is there, and nothing is known."""
    found: dict[str, list[Cost]] = {name: [] for name in run.builders}
    for _ in range(run.repeats):
        for name in run.builders:
            _copy(run, name, size)
            found[name].append(run.build(name, size))
    for name, costs in found.items():
        run.cold[name, size] = sorted(costs)[len(costs) // 2]
        seconds, megabytes = run.cold[name, size]
        pages = count_pages(run.project(name, size) / "site")
        told = f"{seconds:.1f} s, {megabytes:.0f} MB in all processes, {pages:,} pages"
        run.notes.append(f"{size:,} guidelines cold, {name}: {told}")
    seconds = {name: run.cold[name, size].seconds for name in run.builders}
    run.rows.extend(_compare(f"cold, {size:,} guidelines", seconds, 1.3))


def _compare(what: str, seconds: dict[str, float], bar: float) -> Iterator[Row]:
    """Yield what today's builder costs against the older one, if there is one."""
    if OLD in seconds:
        ratio = seconds[NEW] / seconds[OLD]
        told = f"{ratio:.2f}×: {seconds[NEW]:.2f} s against {seconds[OLD]:.2f} s"
        yield Row(f"{what}, against the older builder", f"≤ {bar}×", told, ratio <= bar)


def _copy(run: Run, builder: str, size: int) -> None:
    """Make a project of so many guidelines that may be edited, with the builder's own templates."""
    project, root = run.project(builder, size), run.builders[builder]
    shutil.rmtree(project, ignore_errors=True)
    folders = sorted((run.place / f"made-{builder}" / "content").iterdir())
    for folder in folders[:: max(1, len(folders) // size)][:size]:
        shutil.copytree(folder, project / "content" / folder.name)
    shutil.copytree(root / "site_overrides", project / "site_overrides")
    shutil.copy(root / "mkdocs.yml", project)
    (project / ".stage").mkdir()


def _measure_again(run: Run, size: int) -> None:
    seconds = {}
    for name in run.builders:
        seconds[name] = median(run.build(name, size).seconds for _ in range(2 * run.repeats + 1))
    part = seconds[NEW] / run.cold[NEW, size].seconds
    told = ", ".join(f"{name} {each:.2f} s" for name, each in seconds.items())
    what = f"nothing edited, {size:,}"
    # Of a small site most is the start of Python.
    met = part <= 0.01 if size > MOST_DRAFTS else None  # noqa: PLR2004  # the bar
    run.rows.append(Row(what, "≤ 1 % of cold", f"{part:.1%}: {told}", met))


def _measure_release(run: Run, size: int) -> None:
    """Edit one statement, release it, and build the site."""
    seconds: dict[str, list[float]] = {name: [] for name in run.builders}
    for number in range(run.repeats + 1):
        for name in run.builders:
            _release(run, name, size, number)
            seconds[name].append(run.build(name, size).seconds)
    _add_edit(run, f"one released among {size:,}, site rebuilt", size, seconds)


def _release(run: Run, builder: str, size: int, number: int) -> None:
    folder = sorted((run.project(builder, size) / "content").iterdir())[number]
    file = folder / "guideline.yaml"
    text = file.read_text(encoding="utf-8")
    day = next(line for line in text.splitlines() if line.startswith("updated: "))
    later = f"updated: {int(day.split()[1][:4]) + 1}{day.split()[1][4:]}"
    text = text.replace(day, later, 1).replace(" patients", f" {number + 3} patients", 1)
    file.write_text(text, encoding="utf-8")
    (folder / "notes").mkdir(exist_ok=True)
    edited = re.findall(r"\bid: (\S+)", text[: text.index(" patients")])[-1]
    note = f"about: [{edited}]\nreason: Counted again.\nreason_type: new-evidence\n"
    (folder / "notes" / "bench.yaml").write_text(note, encoding="utf-8")
    day = f"{int(later.split()[1][:4]) + 1}-12-31"
    run.call(builder, size, "release", folder.name, "--date", day)


def _measure_drafts(run: Run, size: int) -> None:
    """Build the site with drafts, edit one statement, and build it again."""
    seconds: dict[str, list[float]] = {name: [] for name in run.builders}
    for name in run.builders:
        run.build(name, size, "--drafts")
    for number in range(3, 3 + run.repeats + 1):
        for name in run.builders:
            folder = sorted((run.project(name, size) / "content").iterdir())[number]
            file = folder / "guideline.yaml"
            text = file.read_text(encoding="utf-8")
            file.write_text(text.replace("patients", f"{number} patients", 1), encoding="utf-8")
            seconds[name].append(run.build(name, size, "--drafts").seconds)
    _add_edit(run, f"one draft edited among {size:,}, site with drafts rebuilt", size, seconds)


def _add_edit(run: Run, what: str, size: int, seconds: dict[str, list[float]]) -> None:
    middle = {name: median(each) for name, each in seconds.items()}
    part = middle[NEW] / run.cold[NEW, size].seconds
    told = ", ".join(f"{name} {each:.2f} s" for name, each in middle.items())
    met = part <= 0.03 or middle[NEW] <= 1.3 * middle.get(OLD, 0)  # noqa: PLR2004  # the bars
    bar = "≤ 1.3× the older or ≤ 3 % of cold"
    run.rows.append(Row(what, bar, f"{told}, {part:.1%} of cold", met))


def _compare_growth(run: Run) -> Iterator[Row]:
    """Compare what a page costs on the largest and on the smallest site."""
    sizes = sorted(size for name, size in run.cold if name == NEW)
    page = {
        size: run.cold[NEW, size].seconds / count_pages(run.project(NEW, size) / "site")
        for size in sizes
    }
    ratio = page[sizes[-1]] / page[sizes[0]]
    what = f"cost a page at {sizes[-1]:,} guidelines against at {sizes[0]:,}"
    yield Row(what, "≤ 1.2×", f"{ratio:.2f}×", ratio <= 1.2)  # noqa: PLR2004  # the bar


def _measure_plain(run: Run, pages: int) -> None:
    """Let MkDocs build the same staged pages, with a small ``nav``, without our hooks."""
    count = -(-pages // PAGES_OF_ONE)
    sizes = sorted(size for name, size in run.cold if name == NEW)
    size = next((size for size in sizes if size >= count), sizes[-1])
    project, folder = run.project(NEW, size), run.place / "plain"
    gids = list_gids(project)[:count]
    theirs = build_plain(stage(project), gids, folder, in_nav=False, limit=run.budget.left())
    made = count_pages(folder / "site")
    ours = run.cold[NEW, size].seconds / count_pages(project / "site")
    ratio = theirs / made / ours
    told = f"{ratio:.2f}×: {ours * 1e3:.1f} ms a page against {theirs / made * 1e3:.1f} ms"
    what = f"cold, {size:,} guidelines, a page, against MkDocs on {made:,} pages, small `nav`"
    run.rows.append(Row(what, "≥ 1.5×", told, ratio >= 1.5))  # noqa: PLR2004  # the bar


def render(rows: list[Row], notes: list[str]) -> str:
    """Return the table of bars, and the figures behind it."""
    lines = ["| bar | asked | measured | met? |", "| --- | --- | --- | --- |"]
    met = {True: "yes", False: "no", None: "–"}
    lines += [f"| {row.what} | {row.bar} | {row.measured} | {met[row.met]} |" for row in rows]
    return "\n".join([*lines, "", *(f"- {note}" for note in notes)])
