"""Many guidelines: what a build costs as they grow in number, against MkDocs and against itself.

Every figure is of whole processes. Sizes are options, so that a short run is possible. The table
is written anew after each step; a step that fails, or that has no time left, is named in it as not
measured.
"""

from __future__ import annotations

import shutil
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from cost import GUIDEPRESS, Budget, Cost, Row, cost, say
from extrapolation import extrapolate
from generator import ROOT, generate_project
from peers import measure_differences, measure_overhead, measure_search, measure_validation
from plain import MKDOCS, build_plain, count_pages, list_gids, stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PLACE = ROOT / ".cache" / "benchmarks"
# Five releases, the current page and the list of changes.
PAGES_OF_ONE = 7
# The least guess of what a page costs a plain build; a longer one is learnt from the last size.
PLAIN_PAGE = 0.03


class Run(NamedTuple):
    """One run: where projects are, what was measured so far, who writes it down, until when."""

    place: Path
    rows: list[Row]
    notes: list[str]
    costs: dict[int, Cost]
    write: Callable[[str], None]
    budget: Budget

    def project(self, size: int) -> Path:
        """Return the project of so many guidelines."""
        return self.place / f"guidelines-{size}"

    def step(self, name: str, measure: Callable[[], object]) -> None:
        """Measure one thing; whatever goes wrong with it, the others are measured all the same."""
        say(f"{name} …")
        try:
            if self.budget.left() < 0:
                message = "no time was left"
                raise TimeoutError(message)  # noqa: TRY301  # told as any other
            measure()
        except Exception as error:  # noqa: BLE001  # a benchmark that fails is a result too
            reason = " ".join(f"{type(error).__name__}: {error}".split())[:300]
            self.rows.append(Row(name, "", f"not measured: {reason}", None))
            say(f"  {self.rows[-1].measured}")
        self.write(render(self.rows, self.notes))


def build_cold(project: Path, limit: float) -> Cost:
    """Build a site of which nothing is there, and nothing is known."""
    shutil.rmtree(project / ".cache", ignore_errors=True)
    shutil.rmtree(project / "site", ignore_errors=True)
    return cost([*GUIDEPRESS, "build", "--quiet"], project, limit)


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


def measure(
    sizes: list[int],
    plain_sizes: list[int],
    write: Callable[[str], None],
    budget: Budget,
    place: Path = PLACE,
) -> None:
    """Measure everything, smallest first, and write the table after each step."""
    run = Run(place, [], [], {}, write, budget)
    say(f"making {max(sizes)} guidelines of 5 releases, unless they are there")
    made = generate_project(place / "made", max(sizes))
    for size in sorted(sizes):
        run.step(f"{size:,} guidelines, cold", lambda size=size: _measure_cold(run, made, size))
    if not run.costs:
        return
    most = max(run.costs)
    project = run.project(most)
    run.step("growth", lambda: run.rows.extend(_growth(run)))
    run.step("nothing edited", lambda: _measure_again(run, most))
    run.step(
        f"validation of {most:,}",
        lambda: run.rows.extend(measure_validation(project, most, budget)),
    )
    run.step("search", lambda: run.rows.append(measure_search(project / "site", most)))
    run.step("one guideline", lambda: _measure_one(run, made))
    run.step("a plain build of the same pages", lambda: _measure_plain(run, made, plain_sizes))
    run.step("one statement edited and released", lambda: _measure_publications(run, most))
    run.step("one statement edited, drafts", lambda: _measure_drafts(run, most))
    # The last: it takes whatever time is left.
    run.step("differences", lambda: run.rows.append(measure_differences(project, budget)))


def _measure_cold(run: Run, made: Path, size: int) -> None:
    if run.costs:
        last = max(run.costs)
        _demand(run.budget, run.costs[last].seconds / last * size)
    found = build_cold(_copied(made, run.project(size), size), run.budget.left())
    run.costs[size] = found
    pages = count_pages(run.project(size) / "site")
    told = f"{found.seconds:.1f} s, {found.megabytes:.0f} MB in all processes, {pages:,} pages"
    run.notes.append(f"{size:,} guidelines cold: {told}")


def _demand(budget: Budget, seconds: float) -> None:
    """Refuse what would not be done in time."""
    if seconds > budget.left():
        message = f"about {seconds:.0f} s are needed, {max(0, budget.left()):.0f} s were left"
        raise TimeoutError(message)


def _copied(made: Path, project: Path, size: int) -> Path:
    """Return a copy of so many that may be edited, with the templates of today."""
    shutil.rmtree(project, ignore_errors=True)
    folders = sorted((made / "content").iterdir())
    for folder in folders[:: max(1, len(folders) // size)][:size]:
        shutil.copytree(folder, project / "content" / folder.name)
    shutil.copytree(ROOT / "site_overrides", project / "site_overrides")
    shutil.copy(ROOT / "mkdocs.yml", project)
    (project / ".stage").mkdir()
    return project


def _growth(run: Run) -> Iterator[Row]:
    costs = run.costs
    most, least = max(costs), min(costs)
    if most > least:
        page, before = (
            costs[size].seconds / count_pages(run.project(size) / "site") for size in (most, least)
        )
        ratio = page / before
        what = f"cost a page at {most:,} guidelines against at {least:,}"
        yield Row(what, "≤ 1.2×", f"{ratio:.2f}×", ratio <= 1.2)  # noqa: PLR2004  # the bar
    for size in sorted(costs):
        if size * 2 in costs:
            ratio = costs[size * 2].seconds / costs[size].seconds
            what = f"cost of {size * 2:,} guidelines against {size:,}"
            yield Row(what, "≤ 2.1×", f"{ratio:.2f}×", ratio <= 2.1)  # noqa: PLR2004  # the bar
    base = 250 if 250 in costs else least  # noqa: PLR2004  # the issue's size
    if most > base:
        ratio = costs[most].megabytes / costs[base].megabytes
        what = f"peak memory, all processes, at {most:,} against at {base:,}"
        yield Row(what, "≤ 1.3×", f"{ratio:.2f}×", ratio <= 1.3)  # noqa: PLR2004  # the bar


def _measure_again(run: Run, size: int) -> None:
    again = build_again(run.project(size))
    run.rows.append(Row(f"nothing edited, {size:,}", "≤ 1 s", f"{again:.2f} s", again <= 1))


def _measure_publications(run: Run, size: int) -> None:
    middle = median(publish(run.project(size), number) for number in range(3))
    what = f"one statement edited and released among {size:,}, site rebuilt"
    run.rows.append(_edited(what, middle, run.costs[size].seconds))


def _measure_drafts(run: Run, size: int) -> None:
    project = run.project(size)
    _demand(run.budget, run.costs[size].seconds)
    cost([*GUIDEPRESS, "build", "--quiet", "--drafts"], project)
    edits = median(edit(project, number) for number in range(3, 6))
    what = f"one statement edited among {size:,}, site with drafts rebuilt"
    run.rows.append(_edited(what, edits, run.costs[size].seconds))


def _edited(what: str, seconds: float, cold: float) -> Row:
    part = seconds / cold
    met = seconds <= 3 and part <= 0.02  # noqa: PLR2004  # the bars
    return Row(what, "≤ 3 s and ≤ 2 % of cold", f"{seconds:.2f} s, {part:.1%} of cold", met)


def _measure_one(run: Run, made: Path) -> None:
    project = _copied(made, run.project(1), 1)
    staged, folder = stage(project), run.place / "plain-1"
    build_plain(staged, list_gids(project), folder, in_nav=False)
    run.rows.append(measure_overhead(project, MKDOCS, folder))


def _measure_plain(run: Run, made: Path, plain_sizes: list[int]) -> None:
    """Build the largest number of pages that time admits; then say what all would cost."""
    count = -(-max(plain_sizes) // PAGES_OF_ONE)
    project = _copied(made, run.place / "plain-project", count)
    staged, gids = stage(project), list_gids(project)
    few: dict[int, float] = {}
    points: dict[int, float] = {}
    for size in sorted(plain_sizes):
        try:
            _measure_plain_size(run, staged, gids[: size // PAGES_OF_ONE], few, points)
        except TimeoutError as error:
            run.notes.append(f"plain `mkdocs build` of {size:,} pages: not measured: {error}")
        run.write(render(run.rows, run.notes))
    run.rows.extend(_compare_plain(run, few, points))


def _measure_plain_size(
    run: Run, staged: Path, gids: list[str], few: dict[int, float], points: dict[int, float]
) -> None:
    size, folder = len(gids) * PAGES_OF_ONE, run.place / "plain"
    # In the navigation time grows with the square.
    needed = points[max(points)] * (size / max(points)) ** 2 if points else size * PLAIN_PAGE
    _demand(run.budget, needed)
    for found, in_nav in ((few, False), (points, True)):
        limit = run.budget.left()
        seconds = build_plain(staged, gids, folder, in_nav=in_nav, limit=limit)
        size = count_pages(folder / "site")
        found[size] = seconds
    told = f"{points[size]:.1f} s all in `nav`, {few[size]:.1f} s with a small `nav`"
    run.notes.append(f"`mkdocs build` of {size:,} of these pages: {told}")


def _compare_plain(run: Run, few: dict[int, float], points: dict[int, float]) -> Iterator[Row]:
    most = max(run.costs)
    ours, pages = run.costs[most].seconds, count_pages(run.project(most) / "site")
    if points:
        theirs = extrapolate(points, pages)
        measured = ", ".join(f"{size:,}" for size in sorted(points))
        told = f"{theirs / ours:.1f}×: {ours:.0f} s against {theirs:.0f} s"
        told += f", extrapolated (a + b·n + c·n²) from {measured} pages"
        what = f"cold, {most:,} guidelines, {pages:,} pages, against `mkdocs build`, all in `nav`"
        yield Row(what, "≥ 30×, aim 50×", told, theirs / ours >= 30)  # noqa: PLR2004  # the bar
    if few:
        size = max(few)
        ratio = few[size] / size / (ours / pages)
        mine, single = ours / pages * 1e3, few[size] / size * 1e3
        told = f"{ratio:.2f}×: {mine:.1f} ms a page against {single:.1f} ms"
        what = f"the same a page, against one build of {size:,} pages with a small `nav`"
        yield Row(what, "≥ 1.6×", told, ratio >= 1.6)  # noqa: PLR2004  # the bar


def render(rows: list[Row], notes: list[str]) -> str:
    """Return the table of bars, and the figures behind it."""
    lines = ["| bar | asked | measured | met? |", "| --- | --- | --- | --- |"]
    met = {True: "yes", False: "no", None: "–"}
    lines += [f"| {row.what} | {row.bar} | {row.measured} | {met[row.met]} |" for row in rows]
    return "\n".join([*lines, "", *(f"- {note}" for note in notes)])
