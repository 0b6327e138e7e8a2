"""Judge a pull request from outside: nothing of it is checked out, and nothing of it is run.

Run in a checkout of the base, with the tool that the base installs. The head is read as git objects
only: ordinary files below ``content/``, each of bounded size. Writes ``comment.md`` into the folder
that is named last, and ``whole.md`` with what did not fit into it. Prints annotations, and ends
with 1 where there is a fault, or anything could not be judged.

    python judge.py BASE HEAD FOLDER
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from itertools import pairwise, product
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from unicodedata import normalize

from revisions import (
    MOST_BYTES,
    SECONDS,
    Entry,
    Fault,
    annotate,
    commit,
    dated,
    find_ancestor,
    find_judges,
    find_signatures,
    git,
    list_files,
    read_attributes,
    write_tree,
)

from guidepress.problem import UnusableError
from guidepress.project import READ
from guidepress.release.against import find_reworded_in, read_frozen
from guidepress.report.escape import for_annotation, for_comment, for_terminal
from guidepress.site.publication import read_publication
from guidepress.site.settings import inherited_files
from guidepress.source.parse import read_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MARK = "<!-- guidepress-review -->"
# What a service takes for a comment, with room for the note that it was cut.
LONGEST = 60_000
MOST_FILES = 50_000
MOST_TEXT = 1_000_000
MOST_RELEASES = 20
# So that no list crowds out what comes after it: so many lines, and so many characters of each.
MOST_LINES, MOST_SIGNS = 100, 300
VERSION = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+(-consultation\.[0-9]+)?")
SCALES, SETTINGS = "schema/scales", "mkdocs.yml"
# What the tool makes; a build of what was merged would begin with it, or write through it.
MADE = (".cache", ".published", ".stage", "site")


def find_content(files: dict[str, Entry]) -> tuple[list[Entry], list[Fault]]:
    """Return the files below ``content/`` that can be read, and what is no ordinary file."""
    content = [each for each in files.values() if each.path.partition("/")[0] == "content"]
    ordinary = [each for each in content if each.mode.startswith("100") and each.path != "content"]
    faults = [
        Fault(each.path, "this is no ordinary file (a link or a submodule); it was not read")
        for each in content
        if not each.mode.startswith("100") or each.path == "content"
    ]
    # By attributes git writes other bytes than were judged: another encoding, other ends of lines.
    faults += [
        Fault(each.path, "below content/ no file may tell git how to write others")
        for each in content
        if each.path.rpartition("/")[2].casefold() in {".gitattributes", ".gitmodules"}
    ]
    total = sum(each.size for each in ordinary)
    if len(ordinary) > MOST_FILES or total > MOST_BYTES:
        phrase = f"content/ has {len(ordinary)} files of {total} bytes, more than is judged"
        return [], [*faults, Fault("content", phrase)]
    return ordinary, faults


def find_unbuildable(base: dict[str, Entry], head: dict[str, Entry]) -> Iterator[Fault]:
    """Yield what lies outside of ``content/``, and no build of what was merged would take."""
    for path, entry in head.items():
        place = next((each for each in (*READ, *MADE) if is_within(path, each)), "content")
        is_plain = entry.mode.startswith("100")
        if place == "content":
            continue
        if place == SETTINGS and path != SETTINGS:
            yield Fault(SETTINGS, "this is a folder, and was a file; write the settings")
        elif not is_plain:
            yield Fault(path, "this is a link or a submodule; put what it leads to in its place")
        elif place in MADE[:2] and base.get(path) != entry:
            yield Fault(path, "the tool makes this, and git does not keep it; remove it")
    if SETTINGS in base and not any(is_within(path, SETTINGS) for path in head):
        yield Fault(SETTINGS, "this is gone, and without it no site is built; restore it")


def is_within(path: str, place: str) -> bool:
    """Tell whether a path is the place, or below it."""
    return path == place or path.startswith(f"{place}/")


def find_rewritten(base: str, head: str, paths: Sequence[str], folder: Path) -> Iterator[Fault]:
    """Yield the first file that git would write otherwise by what the head tells it."""
    was, now = (read_attributes(each, paths, folder / "index") for each in (base, head))
    for path, name in sorted(now - was)[:1]:
        yield Fault(
            path, f"git would write other bytes than were judged, by {name} in .gitattributes"
        )


def find_unusable(files: dict[str, Entry], folder: Path) -> Iterator[Fault]:
    """Yield why no build could use the settings of the head; they are read, and nothing is run."""
    plain = [each for each in files.values() if each.mode.startswith("100")]
    # It may inherit from any file of the project.
    own = [each for each in plain if not is_within(each.path, "content") and each.size <= MOST_TEXT]
    if SETTINGS not in {each.path for each in own}:
        return
    if sum(each.size for each in own) > MOST_BYTES:
        yield Fault(
            SETTINGS, f"beside it are more than {MOST_BYTES} bytes of text; it was not read"
        )
        return
    write_tree(own, folder)
    # Settings may ask for variables; what is in the environment of this job is not for them.
    kept = dict(os.environ)
    os.environ.clear()
    try:
        read = (folder / SETTINGS, *inherited_files(folder / SETTINGS))
        if not any(b"!ENV" in file.read_bytes() for file in read):
            read_publication(folder / SETTINGS)
    except UnusableError as error:
        yield Fault(SETTINGS, f"no site can be built with it: {error}")
    finally:
        os.environ.update(kept)


def find_twins(paths: Iterable[str]) -> Iterator[Fault]:
    """Yield what a disk takes for another file that knows no capitals, accents, dots at the end."""
    known: dict[str, str] = {}
    for path in paths:
        for place in (path, *map(str, PurePosixPath(path).parents)):
            first = known.setdefault(normalize("NFC", place).casefold().rstrip(". "), place)
            if first != place:
                yield Fault(path, f"on some disks this is the same as {first}")
                break


def find_bent(base: dict[str, Entry], head: dict[str, Entry]) -> Iterator[Fault]:
    """Yield what was frozen in the base and is gone or another thing in the head."""
    for path, entry in base.items():
        if not re.fullmatch(r"content/[^/]+/releases/.+", path):
            continue
        now = head.get(path)
        if now is None:
            yield Fault(path, "this was released, and is gone; a release is never taken back")
        elif (now.mode, now.blob) == (entry.mode, entry.blob):
            continue
        elif path.endswith("/index.json") and now.mode == entry.mode:
            if now.size > MOST_BYTES or not goes_on(entry, now):
                yield Fault(path, "entries of released versions are gone or were altered")
        elif not path.endswith("/index.json.sig"):
            yield Fault(path, "this was released, and was altered; a release never changes")


def goes_on(before: Entry, now: Entry) -> bool:
    """Tell whether an index begins with all that it had."""
    try:
        old, new = (json.loads(git("cat-file", "blob", each.blob)) for each in (before, now))
        count = len(old["releases"])
        return bool(new["releases"][:count] == old["releases"])
    except (ValueError, RecursionError, KeyError, TypeError):
        return False


def guidepress(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the tool of the base on a folder."""
    return subprocess.run(  # noqa: S603 - no shell, and the words are ours
        [sys.executable, "-m", "guidepress", "--project", str(project), *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        timeout=SECONDS,
    )


def find_entries(tree: Path, name: str, key: str) -> dict[str, list[str]]:
    """Return what is listed by a key in that file of each guideline, as lines of text."""
    found = {}
    for file in sorted(tree.glob(f"content/*/{name}")):
        # The tool's own reader: it knows no aliases, which would multiply.
        document, _ = read_document(file, file.name)
        data = document.data if document else None
        listed = data.get(key) if isinstance(data, dict) else None
        entries = listed if isinstance(listed, list) else []
        found[file.parent.name] = sorted(json.dumps(each, sort_keys=True) for each in entries)
    return found


def judge(base: str, head: str, folder: Path) -> int:
    """Judge the head against the base; return the exit code."""
    head = commit(head)
    # What the base gained since the request began is no change of the request.
    base = find_ancestor(commit(base), head)
    before, after = list_files(base), list_files(head)
    entries, faults = find_content(after)
    faults += [*find_bent(before, after), *find_twins(after), *find_unbuildable(before, after)]
    tree, was = folder / "head", folder / "base"
    for each, files in ((tree, entries), (was, find_content(before)[0])):
        lay_out(each, files, Path(SCALES))
    paths = [each.path for each in entries]
    faults += find_rewritten(base, head, paths, folder) if not faults else []
    faults += find_unusable(after, folder / "settings") if not faults else []
    faults += find_removed(tree, was)
    trees = [(tree, ""), *lay_out_with_scales(before, after, entries, folder)]
    annotate(faults)
    failed, refused = [bool(faults)], []
    # Safety notices are published without a release, and never change either.
    published = _own(before, "releases/index.json") | _own(before, "alerts.yaml")
    against = ("--against", str(was.absolute())) if published else ()
    commands = (("validate", "--format", "github"), ("verify", *against))
    for words, (each, phrase) in product(commands, trees):
        if words == ("verify",) and not _own(after, "releases/index.json"):
            continue
        done = guidepress(each, *words)
        sys.stdout.write(done.stdout)
        failed.append(done.returncode != 0)
        refused += [f"`guidepress {words[0]}`{phrase}"] if failed[-1] else []
    if not any(failed):
        # Frozen words would be published; the comparison in the comment is computed anew.
        found = find_reworded_in(tree, read_frozen(tree).keys() - read_frozen(was).keys())
        faults = [Fault(each.position.file, f"{each.message}; {each.hint}") for each in found]
        annotate(faults)
        failed.append(bool(faults))
    changes = guidepress(Path(), "diff", f"git:{base}", f"git:{head}", "--format", "markdown")
    # A new guideline has no earlier side: that is reported, and is no failure.
    shared = _own(before, "guideline.yaml") & _own(after, "guideline.yaml")
    failed.append(changes.returncode != 0 and bool(shared))
    start = [MARK, f"Head `{head}`, compared with `{base}`.", *_refused(faults, refused)]
    told = (find_judges(before, after), find_signatures(before, after))
    rest = (*_weakened(tree, was, *told), *_differences(changes, tree, was))
    write_comment(folder, "\n".join([*start, *rest]))
    return 1 if any(failed) else 0


def lay_out(folder: Path, entries: Sequence[Entry], scales: Path | None) -> None:
    """Write content into a folder, beside the scales by which it is judged."""
    (folder / "content").mkdir(parents=True)
    write_tree(entries, folder)
    if scales and scales.is_dir():
        shutil.copytree(scales, folder / SCALES)


def lay_out_with_scales(
    base: dict[str, Entry], head: dict[str, Entry], content: Sequence[Entry], folder: Path
) -> Iterator[tuple[Path, str]]:
    """Yield a folder where the head brings scales of its own: what is built is judged by them."""
    was, own = (
        [each for each in files.values() if is_within(each.path, SCALES)] for files in (base, head)
    )
    if own != was and sum(each.size for each in own) <= MOST_BYTES:
        plain = [each for each in own if each.mode.startswith("100")]
        lay_out(folder / "scales", [*content, *plain], None)
        yield folder / "scales", " with the scales that it brings"


def _own(files: Iterable[str], name: str) -> set[str]:
    """Return the guidelines that have a file of that name."""
    parts = (path.split("/", 2) for path in files)
    return {each[1] for each in parts if each[0] == "content" and each[2:] == [name]}


def _refused(faults: Sequence[Fault], refused: Sequence[str]) -> Iterator[str]:
    if faults or refused:
        yield "\n## Not acceptable\n"
        yield from list_lines([f"{each.path}: {each.message}" for each in faults])
        # A comparison that finds no difference must not stand alone.
        yield from (f"- {each} refuses it: see what this job said" for each in refused)


def list_lines(texts: Sequence[str]) -> Iterator[str]:
    """Yield a list in Markdown, of bounded length."""
    yield from (f"- {for_comment(each[:MOST_SIGNS])}" for each in texts[:MOST_LINES])
    if len(texts) > MOST_LINES:
        yield f"- and {len(texts) - MOST_LINES} more"


def _differences(changes: subprocess.CompletedProcess[str], tree: Path, was: Path) -> Iterator[str]:
    yield "\n" + (changes.stdout if changes.returncode == 0 else "## Nothing could be compared")
    yield from (f"> {for_comment(line)}" for line in changes.stderr.splitlines())
    yield from _published(tree, was)
    yield "\n## Before the next release\n"
    status = guidepress(tree, "status")
    lines = (status.stdout + status.stderr).splitlines()
    yield from (f"- {for_comment(line.strip())}" for line in lines if line.strip())


def find_added(tree: Path, was: Path, name: str, key: str) -> list[tuple[str, str]]:
    """Return each guideline with an entry that the head has and the base has not."""
    before = find_entries(was, name, key)
    after = find_entries(tree, name, key).items()
    return [
        (gid, each) for gid, listed in after for each in listed if each not in before.get(gid, [])
    ]


def read_indexes(tree: Path) -> dict[str, dict[str, list[dict[str, str]]]]:
    """Return what each index lists, as far as it can be read; verify judges it."""
    found = {}
    for file in sorted(tree.glob("content/*/releases/index.json")):
        try:
            data = json.loads(file.read_bytes())
            listed = [each for each in data["releases"] if VERSION.fullmatch(each["version"])]
            found[file.parts[-3]] = {
                "releases": listed,
                "tombstones": [{"id": str(each["id"])} for each in data.get("tombstones", [])],
            }
        except (OSError, ValueError, RecursionError, LookupError, TypeError, AttributeError):
            continue
    return found


def find_removed(tree: Path, was: Path) -> Iterator[Fault]:
    """Yield what the request removes by law; also what it releases itself would be told nowhere."""
    before = read_indexes(was)
    for gid, index in read_indexes(tree).items():
        known = before.get(gid, {}).get("tombstones", [])
        for each in index["tombstones"]:
            if each not in known:
                path = f"content/{gid}/releases/{each['id']}"
                yield Fault(
                    path, "this removes it by law, which no request may; ask an administrator"
                )


def _published(tree: Path, was: Path) -> Iterator[str]:
    """Yield what is published with the request, whatever its draft says: notices and releases."""
    if notices := find_added(tree, was, "alerts.yaml", "alerts"):
        yield "\n## Safety notices that this publishes\n"
        yield from list_lines([f"{gid}: {each}" for gid, each in notices])
    before = read_indexes(was)
    for gid, index in read_indexes(tree).items():
        old = [each["version"] for each in before.get(gid, {}).get("releases", [])]
        new = [each for each in index["releases"] if each["version"] not in old]
        if new:
            phrase = ", ".join([gid, *map(dated, new)])
            yield f"\n## Releases that this publishes: {for_comment(phrase)}\n"
        # One after the other: what one brought and the next took back was published, too. A first
        # one has nothing earlier, and is compared with the draft that the request shows.
        names = [*old[-1:], *(each["version"] for each in new)]
        pairs = [*([] if old or not new else [(names[0], "draft")]), *pairwise(names)]
        for sides in pairs[:MOST_RELEASES]:
            done = guidepress(tree, "diff", *sides, "--guideline", gid, "--format", "markdown")
            yield done.stdout
            yield from (f"> {for_comment(line)}" for line in done.stderr.splitlines())
        if len(pairs) > MOST_RELEASES:
            yield f"> {len(pairs) - MOST_RELEASES} more were not compared; see each of them"


def _weakened(
    tree: Path, was: Path, judges: Sequence[str], signatures: Sequence[str]
) -> Iterator[str]:
    """Yield what the request changes of that by which it is judged."""
    found = find_added(tree, was, "guideline.yaml", "suppressions")
    accepted = [f"{gid}: a warning is accepted: {each}" for gid, each in found]
    signed = [f"{each}: another signature of the same index; verify it" for each in signatures]
    if accepted or judges or signed:
        yield "\n## Changes how it is judged, or how the site is built\n"
        yield "Judged without these changes; review each as code.\n"
        yield from list_lines(judges)
        yield from list_lines(signed)
        yield from list_lines(accepted)


def write_comment(folder: Path, text: str) -> None:
    """Write the comment, and in a file of its own what is longer than a comment can be."""
    for name, each in (("comment.md", cut(text)), ("whole.md", text)):
        (folder / name).write_text(each, encoding="utf-8", errors="replace")


def cut(text: str) -> str:
    """Return the text as far as a comment can be long, cut at the end of a line."""
    if len(text) <= LONGEST:
        return text + "\n"
    kept = text[:LONGEST].rpartition("\n")[0]
    folded = "\n\n</details>" * (kept.count("<details>") - kept.count("</details>"))
    return f"{kept}{folded}\n\nThe rest is in `whole.md` of the run's artifact.\n"


def main() -> int:
    """Judge what the arguments name."""
    base, head, folder = sys.argv[1:]
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    try:
        return judge(base, head, target)
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        # Whatever could not be judged is not acceptable.
        shown = for_terminal(str(error))
        print(f"::error title=judge::{for_annotation(shown)}")
        write_comment(
            target, f"{MARK}\n## This request could not be judged\n\n{for_comment(shown)}"
        )
        return 1


if __name__ == "__main__":
    sys.exit(main())
