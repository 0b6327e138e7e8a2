"""Many guidelines: what a build costs as they grow in number, against MkDocs and against itself.

Every figure is of whole processes. Sizes are options, so that a short run is possible; the table
is written anew after each step, and what was not measured is not in it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from threading import Event, Thread
from typing import TYPE_CHECKING, NamedTuple

from generator import ROOT, generate_project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PLACE = ROOT / ".cache" / "benchmarks"
GUIDEPRESS = [sys.executable, "-m", "guidepress"]
MKDOCS = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--no-strict"]
ENVIRONMENT = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "946684800"}


class Cost(NamedTuple):
    """Wall time in seconds, and the most memory that all processes of a command held, in MB."""

    seconds: float
    megabytes: float


class Row(NamedTuple):
    """One bar: what it asks, what was measured, whether it is met."""

    what: str
    bar: str
    measured: str
    met: bool


def say(line: str) -> None:
    """Tell how far the run is."""
    print(line, file=sys.stderr, flush=True)


def cost(command: list[str], project: Path) -> Cost:
    """Run a command in the project, and watch the memory of it and its children."""
    done, most = Event(), [0.0]
    start = time.perf_counter()
    with subprocess.Popen(
        command, cwd=project, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        watcher = Thread(target=_watch, args=(process.pid, most, done))
        watcher.start()
        _, said = process.communicate()
        seconds = time.perf_counter() - start
        done.set()
        watcher.join()
    if process.returncode:
        message = f"{' '.join(command)}: {said.decode(errors='replace')[-2000:]}"
        raise RuntimeError(message)
    say(f"  {' '.join(command[2:])}: {seconds:.2f} s, {most[0]:.0f} MB")
    return Cost(seconds, most[0])


def _watch(pid: int, most: list[float], done: Event) -> None:
    while not done.wait(0.1):
        most[0] = max(most[0], sum(_resident(each) for each in _family(pid)))


def _family(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return
    for child in children:
        yield from _family(int(child))


def _resident(pid: int) -> float:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def build_cold(project: Path) -> Cost:
    """Build a site of which nothing is there, and nothing is known."""
    shutil.rmtree(project / ".cache", ignore_errors=True)
    shutil.rmtree(project / "site", ignore_errors=True)
    return cost([*GUIDEPRESS, "build", "--quiet"], project)


def build_again(project: Path, runs: int = 5) -> float:
    """Return the median of builds of which nothing changed."""
    return median(cost([*GUIDEPRESS, "build", "--quiet"], project).seconds for _ in range(runs))


def publish(project: Path, number: int) -> float:
    """Edit one statement, release it, and return what the build of the site costs."""
    folder = sorted((project / "content").iterdir())[number]
    file = folder / "guideline.yaml"
    text = file.read_text(encoding="utf-8")
    day = next(line for line in text.splitlines() if line.startswith("updated: "))
    later = f"updated: {int(day.split()[1][:4]) + 1}{day.split()[1][4:]}"
    text = text.replace(day, later, 1).replace("patients", f"{number + 3} patients", 1)
    file.write_text(text, encoding="utf-8")
    (folder / "notes").mkdir(exist_ok=True)
    note = "about: [guideline]\nreason: Counted again.\nreason_type: new-evidence\n"
    (folder / "notes" / "bench.yaml").write_text(note, encoding="utf-8")
    day = f"{int(later.split()[1][:4]) + 1}-12-31"
    cost([*GUIDEPRESS, "release", folder.name, "--date", day], project)
    return cost([*GUIDEPRESS, "build", "--quiet"], project).seconds


def edit(project: Path, number: int) -> float:
    """Edit one statement, and return what a build with drafts costs."""
    file = sorted((project / "content").iterdir())[number] / "guideline.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("patients", f"{number + 3} patients", 1), encoding="utf-8")
    return cost([*GUIDEPRESS, "build", "--quiet", "--drafts"], project).seconds


def plain(staged: Path, pages: int, folder: Path, *, in_nav: bool) -> float:
    """Build so many staged pages in one run of MkDocs, all of them in its navigation or few."""
    shutil.rmtree(folder, ignore_errors=True)
    names = sorted(each.relative_to(staged).as_posix() for each in staged.rglob("*.md"))
    names = [name for name in names if "/" in name][:pages]
    for name in ("index.md", "about/index.md", *names):
        (folder / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(staged / name, folder / "docs" / name)
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    text = text.replace("docs_dir: .stage", "docs_dir: docs").split("hooks:")[0]
    text = text.replace("custom_dir: site_overrides", f"custom_dir: {ROOT / 'site_overrides'}")
    if in_nav:
        listed = "".join(f"  - {name}\n" for name in names if name != "about/index.md")
        text = text.replace("  - About: about/index.md\n", f"  - About: about/index.md\n{listed}")
    (folder / "mkdocs.yml").write_text(text, encoding="utf-8")
    return cost(MKDOCS, folder).seconds


def extrapolate(points: dict[int, float], pages: int) -> float:
    """Return a + b·n + c·n² through three measured points; with fewer, straight on."""
    if len(points) < 3:  # noqa: PLR2004  # a parabola needs three
        most = max(points)
        return points[most] * pages / most
    (x, fx), (y, fy), (z, fz) = sorted(points.items())[-3:]
    return (
        fx * (pages - y) * (pages - z) / ((x - y) * (x - z))
        + fy * (pages - x) * (pages - z) / ((y - x) * (y - z))
        + fz * (pages - x) * (pages - y) / ((z - x) * (z - y))
    )


def measure(sizes: list[int], plain_sizes: list[int], write: Callable[[str], None]) -> None:
    """Measure everything, smallest first, and write the table after each step."""
    rows: list[Row] = []
    notes: list[str] = []
    costs: dict[int, Cost] = {}
    sizes = sorted(sizes)
    say(f"making {sizes[-1]} guidelines of 5 releases, unless they are there")
    made = generate_project(PLACE / "made", sizes[-1])
    for size in sizes:
        say(f"{size} guidelines")
        project = _copied(made, size)
        costs[size] = build_cold(project)
        notes.append(
            f"{size} guidelines cold: {costs[size].seconds:.1f} s, {costs[size].megabytes:.0f} MB"
        )
        write(render(rows, notes))
    most, least = sizes[-1], sizes[0]
    project = PLACE / f"guidelines-{most}"
    again = build_again(project)
    rows.append(Row("nothing edited", "≤ 1 s", f"{again:.2f} s", again <= 1))
    publications = [publish(project, number) for number in range(3)]
    part = median(publications) / costs[most].seconds
    rows.append(
        Row(
            "one statement edited and released, site rebuilt",
            "≤ 3 s and ≤ 2 % of cold",
            f"{median(publications):.2f} s, {part:.1%} of cold",
            median(publications) <= 3 and part <= 0.02,  # noqa: PLR2004  # the bars
        )
    )
    write(render(rows, notes))
    rows += _growth(costs, least)
    write(render(rows, notes))
    _measure_drafts(rows, sizes)
    write(render(rows, notes))
    _measure_plain(rows, notes, costs, plain_sizes, write)
    write(render(rows, notes))


def _copied(made: Path, size: int) -> Path:
    """Return a copy of so many that may be edited, with the templates of today."""
    project = PLACE / f"guidelines-{size}"
    shutil.rmtree(project, ignore_errors=True)
    for folder in sorted((made / "content").iterdir())[:: max(1, _count(made) // size)][:size]:
        shutil.copytree(folder, project / "content" / folder.name)
    shutil.copytree(ROOT / "site_overrides", project / "site_overrides")
    shutil.copy(ROOT / "mkdocs.yml", project)
    (project / ".stage").mkdir()
    return project


def _count(project: Path) -> int:
    return sum(1 for _ in (project / "content").iterdir())


def _growth(costs: dict[int, Cost], least: int) -> Iterator[Row]:
    most = max(costs)
    ratio = (costs[most].seconds / most) / (costs[least].seconds / least)
    what = f"cost a page at {most} guidelines against at {least}"
    yield Row(what, "≤ 1.2×", f"{ratio:.2f}×", ratio <= 1.2)  # noqa: PLR2004  # the bar
    for size in sorted(costs):
        if size * 2 in costs:
            ratio = costs[size * 2].seconds / costs[size].seconds
            what = f"cost of {size * 2} guidelines against {size}"
            yield Row(what, "≤ 2.1×", f"{ratio:.2f}×", ratio <= 2.1)  # noqa: PLR2004  # the bar
    base = 250 if 250 in costs else least  # noqa: PLR2004  # the issue's size
    ratio = costs[most].megabytes / costs[base].megabytes
    what = f"peak memory, all processes, at {most} against at {base}"
    yield Row(what, "≤ 1.3×", f"{ratio:.2f}×", ratio <= 1.3)  # noqa: PLR2004  # the bar


def _measure_drafts(rows: list[Row], sizes: list[int]) -> None:
    size = max((each for each in sizes if each <= 250), default=sizes[0])  # noqa: PLR2004  # short
    project = PLACE / f"guidelines-{size}"
    cold = cost([*GUIDEPRESS, "build", "--quiet", "--drafts"], project).seconds
    edits = median(edit(project, number) for number in range(3))
    what = f"one statement edited among {size}, site with drafts rebuilt"
    told = f"{edits:.2f} s, {edits / cold:.1%} of cold with drafts"
    rows.append(Row(what, "≤ 3 s", told, edits <= 3))  # noqa: PLR2004  # the bar


def _measure_plain(
    rows: list[Row],
    notes: list[str],
    costs: dict[int, Cost],
    plain_sizes: list[int],
    write: Callable[[str], None],
) -> None:
    most = max(costs)
    staged = _stage(PLACE / f"guidelines-{most}")
    pages = len(list(staged.rglob("*.md")))
    single: dict[int, float] = {}
    points: dict[int, float] = {}
    for size in sorted(plain_sizes):
        for found, in_nav in ((single, False), (points, True)):
            found[size] = plain(staged, size, PLACE / "plain", in_nav=in_nav)
        told = f"{size} pages: {points[size]:.1f} s all in `nav`, {single[size]:.1f} s with few"
        notes.append(f"`mkdocs build` of {told}")
        write(render(rows, notes))
    per_page = costs[most].seconds / pages
    ratio = extrapolate(points, pages) / costs[most].seconds
    bar = "≥ 30×, aim 50×"
    what = f"cold, {pages} pages, against plain `mkdocs build`, all in `nav` (extrapolated)"
    rows.append(Row(what, bar, f"{ratio:.1f}×", ratio >= 30))  # noqa: PLR2004  # the bar
    size = max(single)
    ratio = single[size] / size / per_page
    what = f"the same a page against one build with a small `nav` ({size} pages)"
    rows.append(Row(what, "≥ 1.6×", f"{ratio:.2f}×", ratio >= 1.6))  # noqa: PLR2004  # the bar


def _stage(project: Path) -> Path:
    say("staging all pages for MkDocs")
    code = (
        "from pathlib import Path; from guidepress.site import stage_project;"
        "from guidepress.site.publication import read_publication;"
        "name = read_publication(Path('mkdocs.yml'));"
        "stage_project(Path(), Path('.stage'), name, drafts=False)"
    )
    cost([sys.executable, "-c", code], project)
    return project / ".stage"


def render(rows: list[Row], notes: list[str]) -> str:
    """Return the table of bars, and the figures behind it."""
    lines = ["| what | bar | measured | met |", "| --- | --- | ---: | --- |"]
    for what, bar, told, met in rows:
        lines.append(f"| {what} | {bar} | {told} | {'yes' if met else 'no'} |")
    return "\n".join([*lines, "", *(f"- {note}" for note in notes)])
