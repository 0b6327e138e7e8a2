"""Real races and real kills: ``python tests/archive/pressure.py --kills 500 --races 100 --builds 50``.

Each command runs in a process of its own, forked from this one, which has loaded everything and has
no other thread: so the moments of a kill lie within the work, and not within the imports. Prints
what it counted, also where it is asked to end before, and ends with 1 where anything was lost or
damaged.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
import time
from collections import Counter
from contextlib import suppress
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from conftest import copy_project, overlay
from forked import import_everything
from guidepress.cli import main
from guidepress.release.judge import judge_releases
from limits import LIMIT

if TYPE_CHECKING:
    from multiprocessing.context import ForkProcess

GID = "base"
FOLDER = Path("content") / GID
NOTE = "about: [trabectedin-dose]\nreason: Asked for.\nreason_type: editorial\n"
# A kill that comes when all is done shows nothing: so it comes by then at the latest.
LATEST = 1.05
# Seconds: about as long as a step takes.
BETWEEN = 0.001


class Writer(NamedTuple):
    """A command that writes, and how the project is brought before it."""

    words: tuple[str, ...]
    drafted: bool = True
    place: str = "content"


RELEASE = ("release", GID, "--date", "2015-03-02", "--updated", "2015-03-01")
WRITERS = {
    "release": Writer(RELEASE),
    "consultation": Writer((*RELEASE, "--kind", "consultation")),
    "withdrawal": Writer(
        ("release", GID, "--date", "2015-03-02", "--kind", "withdrawal", "--reason", "Unsafe."),
        drafted=False,
    ),
    "tombstone": Writer(
        ("tombstone", GID, "1.0.0", "--date", "2015-06-01", "--reason", "A court."), drafted=False
    ),
    "add factor": Writer(("add", "factor", "age-group", "--name", "Age")),
    "add option": Writer(("add", "option", "imatinib", "--name", "Imatinib")),
    "add note": Writer(
        ("add", "note", "trabectedin-dose", "--reason", "Asked for.", "--type", "editorial")
    ),
    "fmt": Writer(("fmt",)),
    "validate --fix": Writer(("validate", "--fix")),
    "build": Writer(("build", "--jobs", "1", "--quiet"), drafted=False, place="site"),
}
# Building takes a hundred times as long as any other one.
RARE = "build"


def start(project: Path, words: tuple[str, ...], steps: int | None = None) -> ForkProcess:
    """Run a command in a process of its own; it writes a byte to ``steps`` for each step that it takes."""
    process = get_context("fork").Process(target=_become, args=(project, words, steps))
    process.start()
    return process


def _become(project: Path, words: tuple[str, ...], steps: int | None) -> None:
    sink = os.open(project.parent / "said", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(sink, 1)
    os.dup2(sink, 2)
    os.chdir(project)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    sys.argv = ["guidepress", *words]
    # Whoever counts the steps waits for the next one: that wait has its end here.
    signal.alarm(LIMIT)
    if steps is not None:
        sys.addaudithook(lambda *_: os.write(steps, b".") and None)
    main()


def start_counted(project: Path, words: tuple[str, ...]) -> tuple[ForkProcess, BinaryIO]:
    """Run a command in a process of its own; return what its steps can be read from, a byte for each."""
    steps, written = os.pipe()
    process = start(project, words, written)
    os.close(written)
    return process, os.fdopen(steps, "rb")


def wait(process: ForkProcess) -> int:
    """Return the exit code of a process; a negative one is the signal that ended it."""
    process.join(LIMIT)
    if process.exitcode is None:
        process.kill()
        process.join(LIMIT)
        raise TimeoutError(process.name)
    return process.exitcode


def tree(folder: Path) -> dict[str, str]:
    """Return the hash of each file, but of the parts that a kill leaves."""
    files = (each for each in sorted(folder.rglob("*")) if each.is_file())
    return {
        each.relative_to(folder).as_posix(): sha256(each.read_bytes()).hexdigest()
        for each in files
        if each.suffix != ".part"
    }


def prepare(room: Path) -> tuple[Path, Path]:
    """Return a project that was released twice, and the same with an edit and its reason."""
    plain = copy_project(room / "plain" / "project")
    shutil.rmtree(plain / "content")
    options = overlay(plain / FOLDER) / "options.yaml"
    assert wait(start(plain, ("release", GID, "--date", "2015-02-01"))) == 0
    _edit(options, "1.5 mg", "1.6 mg")
    words = ("release", GID, "--date", "2015-02-11", "--updated", "2015-02-10")
    assert wait(start(plain, words)) == 0, (room / "plain/said").read_text("utf-8")
    drafted = shutil.copytree(plain, room / "drafted" / "project")
    _edit(drafted / FOLDER / "options.yaml", "1.6 mg", "1.7 mg")
    # Something for fmt and for --fix.
    _edit(drafted / FOLDER / "options.yaml", "name: Pazopanib\n", "name:   Pazopanib  \n")
    return plain, drafted


def _edit(options: Path, old: str, new: str) -> None:
    text = options.read_text("utf-8")
    assert old in text, old
    options.write_text(text.replace(old, new, 1), "utf-8")
    notes = options.parent / "notes"
    notes.mkdir(exist_ok=True)
    (notes / "why.yaml").write_text(NOTE, "utf-8")


class Kills:
    """Kills of one writer after another, each at a moment of its own."""

    def __init__(self, room: Path, random: Random) -> None:
        self.room, self.random = room, random
        self.plain, self.drafted = prepare(room)
        self.counted: Counter[str] = Counter()
        self.known: dict[str, tuple[dict[str, str], int]] = {}

    def _fresh(self, writer: Writer) -> Path:
        goal = self.room / "kill"
        shutil.rmtree(goal, ignore_errors=True)
        source = self.drafted if writer.drafted else self.plain
        return shutil.copytree(source, goal / "project")

    def _whole(self, name: str) -> tuple[dict[str, str], int]:
        """Return what the command makes when nobody kills it, and in how many steps."""
        if name not in self.known:
            writer = WRITERS[name]
            project = self._fresh(writer)
            process, steps = start_counted(project, writer.words)
            with steps:
                taken = len(steps.read())
            code = wait(process)
            assert code == 0, (name, code, (project.parent / "said").read_text("utf-8"))
            self.known[name] = tree(project / writer.place), taken
        return self.known[name]

    def kill(self, name: str) -> None:
        """Kill the command once; look at what is there; run it again, and look again."""
        writer, (after, taken) = WRITERS[name], self._whole(name)
        project = self._fresh(writer)
        before = tree(project / writer.place)
        process, steps = start_counted(project, writer.words)
        # Half of the moments lie where files are written, which is at the end.
        least = self.random.choice((0.0, 0.6))
        with steps:
            steps.read(int(self.random.uniform(least, LATEST) * taken))
            # Between two steps, too.
            time.sleep(self.random.random() * BETWEEN)
            process.kill()
        killed = wait(process) == -signal.SIGKILL
        left = tree(project / writer.place)
        self.counted[f"{name}: {'killed' if killed else 'ended before'}"] += 1
        self.counted["kills"] += killed
        self.counted["left as before"] += killed and left == before
        self.counted["left half way"] += killed and left not in (before, after)
        for file, digest in left.items():
            if digest not in {before.get(file), after.get(file)}:
                self._fail(f"{name}: damaged {file}")
        wait(start(project, writer.words))
        made = tree(project / writer.place)
        if made != after:
            differing = {key for key in made.keys() | after if made.get(key) != after.get(key)}
            self._fail(f"{name}: after a repetition, {sorted(differing)[:3]} differ")
        self._judge(name, project)

    def _judge(self, name: str, project: Path) -> None:
        if list((project / "content").rglob("*.part")):
            self._fail(f"{name}: a part is left")
        for problem in judge_releases(project, cached=False):
            self._fail(f"{name}: {problem}")

    def _fail(self, what: str) -> None:
        self.counted["LOST OR DAMAGED"] += 1
        sys.stderr.write(f"{what} {(self.room / 'kill/said').read_text('utf-8')[-600:]}\n")


def race(project: Path, *typed: tuple[str, ...]) -> list[int]:
    """Run commands at once; return how each ended."""
    return [wait(each) for each in [start(project, words) for words in typed]]


def race_releases(kills: Kills, number: int) -> None:
    """Race two releases of the same content."""
    counted = kills.counted
    for day in range(number):
        project = kills._fresh(WRITERS["release"])  # noqa: SLF001 - of this file
        words = ("release", GID, "--updated", "2015-03-01", "--date")
        codes = race(project, (*words, "2015-03-02"), (*words, f"2015-03-{day % 27 + 3:02}"))
        counted[f"two releases: ended with {sorted(codes)}"] += 1
        releases = sorted(each.name for each in (project / FOLDER / "releases").glob("3*.json"))
        sound = releases == ["3.0.0.changes.json", "3.0.0.json"] and min(codes) == 0
        counted["LOST OR DAMAGED"] += not sound or bool(judge_releases(project, cached=False))


def write_records(folder: Path, titles: list[str]) -> list[str]:
    """Write a file of RIS for each work, and return their names: a skeleton would be a fault."""
    names = [f"{number}.ris" for number in range(len(titles))]
    for name, title in zip(names, titles, strict=True):
        record = f"TY  - JOUR\nAU  - Author{name[:1]}, A\nTI  - {title}\nT2  - Blood\nPY  - 2014\nER  - \n"
        (folder / name).write_text(record, "utf-8")
    return names


def race_adds(kills: Kills, number: int) -> None:
    """Race eight additions to one file."""
    counted = kills.counted
    for turn in range(number):
        project = kills._fresh(WRITERS["release"])  # noqa: SLF001 - of this file
        titles = [f"Work {each} of race {turn}" for each in range(8)]
        codes = race(
            project, *(("add", "reference", each) for each in write_records(project, titles))
        )
        text = (project / FOLDER / "references.yaml").read_text("utf-8")
        kept = [f"title: {each}\n" in text for each in titles]
        counted["additions kept"] += sum(kept)
        counted["additions refused aloud"] += sum(code == 2 for code in codes)
        counted["races of additions"] += 1
        counted["LOST OR DAMAGED"] += kept != [code == 0 for code in codes]


def race_builds(kills: Kills, number: int) -> None:
    """Race a build against a release; the site shows the old version or the new one, whole."""
    counted = kills.counted
    words = WRITERS["release"].words
    for _ in range(number):
        project = kills._fresh(WRITERS["release"])  # noqa: SLF001 - of this file
        building = start(project, WRITERS["build"].words)
        time.sleep(kills.random.random() * 0.6)
        released, built = wait(start(project, words)), wait(building)
        versions = sorted(each.name for each in (project / f"site/{GID}").glob("[0-9]*"))
        counted[f"build {built}, release {released}: site has {versions}"] += 1
        whole = versions in (["1.0.0", "2.0.0"], ["1.0.0", "2.0.0", "3.0.0"])
        sound = (built, released) == (0, 0) and whole
        counted["LOST OR DAMAGED"] += not sound or bool(judge_releases(project, cached=False))
        if not sound:
            sys.stderr.write((project.parent / "said").read_text("utf-8")[-800:])


def run(kills: int, races: int, builds: int, seed: int) -> Counter[str]:
    """Return what was counted."""
    import_everything()
    random = Random(seed)
    with TemporaryDirectory() as folder:
        pressure = Kills(Path(folder), random)
        names = [name for name in WRITERS if name != RARE]
        with suppress(KeyboardInterrupt):
            for number in range(kills):
                pressure.kill(RARE if number % 25 == 24 else names[number % len(names)])
            race_releases(pressure, races)
            race_adds(pressure, races)
            race_builds(pressure, builds)
    return pressure.counted


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    for name in ("kills", "races", "builds", "seed"):
        parser.add_argument(f"--{name}", type=int, default=5)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    found = run(**vars(parser.parse_args()))
    for what, times in sorted(found.items()):
        sys.stdout.write(f"{times:6} {what}\n")
    sys.exit(1 if found["LOST OR DAMAGED"] else 0)
