"""The corpus: what a stranger may send, each as a project in a folder of its own.

Small files lie in ``files/`` byte for byte, hostile texts in ``strings.json``; what is large, or is no
file, is made here, the same each time.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from conftest import BASE, overlay
from guidepress.resources import SCHEMA_FOLDER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HERE = Path(__file__).parent
FULL = HERE / "full"
KINDS = ("guideline", "factors", "options", "recommendations", "references")

STRINGS: dict[str, str] = {
    name: text
    for group in json.loads((HERE / "strings.json").read_text("ascii")).values()
    for name, text in group.items()
}


def full_with(text: str, folder: Path, keep: Callable[[str], bool] = lambda _: False) -> None:
    """Write a guideline with the text wherever a schema lets any text in."""
    folder.mkdir(parents=True)
    for kind in KINDS:
        spelt = json.dumps(filled(full_data(kind), text, keep), ensure_ascii=False, default=str)
        (folder / f"{kind}.yaml").write_bytes(spelt.encode("utf-8", "surrogatepass"))


@cache
def full_data(kind: str) -> Any:
    return yaml.safe_load((FULL / f"{kind}.yaml").read_text("utf-8"))


@cache
def longest() -> dict[str, int]:
    """Return how long a text may be at most, by the name of its property."""
    found: dict[str, int] = {}
    for kind in KINDS:
        schema = json.loads((SCHEMA_FOLDER / f"{kind}.schema.json").read_bytes())
        for name, part in find_text_properties(schema):
            found[name] = min(found.get(name, 5_000), part["maxLength"])
    return found


def filled(data: Any, text: str, replaced: Callable[[str], bool], name: str = "") -> Any:
    if isinstance(data, dict):
        return {key: filled(value, text, replaced, key) for key, value in data.items()}
    if isinstance(data, list):
        return [filled(value, text, replaced, name) for value in data]
    if replaced(str(data)):
        return text
    return text[: longest()[name]] if data == "TEXT" else data


def repeated(text: str, length: int) -> str:
    return (text * (length // len(text) + 1))[:length]


# Files that are too large to keep, or too dull to read.
LARGE: dict[str, Callable[[], bytes]] = {
    "deep lists": lambda: b"options: " + b"[" * 500_000,
    "deep maps": lambda: b"options: " + b"{a: " * 200_000,
    "deep blocks": lambda: b"".join(b" " * n + b"a:\n" for n in range(1_300)),
    "deep dashes": lambda: b"- " * 400_000,
    "deep questions": lambda: b"? " * 400_000,
    "laughs": lambda: (
        b"a: &a [x, x]\n"
        + b"".join(b"%c: &%c [*%c, *%c]\n" % (c, c, c - 1, c - 1) for c in range(98, 122))
    ),
    "anchors": lambda: b"".join(b"k%d: &a%d 1\n" % (n, n) for n in range(40_000)),
    "aliases": lambda: b"a: &a x\noptions: [" + b"*a, " * 200_000 + b"]\n",
    "tags": lambda: b"options: [" + b"!x y, " * 150_000 + b"]\n",
    "directives": lambda: b"%TAG ! tag:x,2000:\n" * 50_000 + b"---\noptions: []\n",
    "documents": lambda: b"---\na: 1\n" * 100_000,
    "comments": lambda: b"# x\n" * 200_000 + b"options: []\n",
    "empty lines": lambda: b"\n" * 900_000 + b"options: []\n",
    "tabs": lambda: b"\t\n" * 450_000,
    "spaces": lambda: b"options: [{id: x, name: '" + b" " * 900_000 + b"'}]\n",
    "one long word": lambda: b"options: " + b"x" * 900_000,
    "one long key": lambda: b"x" * 900_000 + b": y\n",
    "quotation marks": lambda: b"options: " + b"'" * 900_000,
    "backslashes": lambda: b'options: "' + b"\\\\" * 400_000 + b'"\n',
    "escapes": lambda: b'options: "' + b"\\u0041" * 140_000 + b'"\n',
    "the same key": lambda: b"a:\n" * 300_000,
    "many pairs": lambda: b"[" + b"a: b, " * 160_000 + b"]",
    "many names": lambda: b"{" + b"a, " * 300_000 + b"}",
    "many keys": lambda: b"".join(b"k%d: x\n" % n for n in range(90_000)),
    "many options": lambda: (
        b"options:\n" + b"".join(b" - {id: o-%d, name: x}\n" % n for n in range(9_000))
    ),
    "many faulty options": lambda: b"options:\n" + b" - {ID: x, nam: y}\n" * 15_000,
    "many empty options": lambda: b"options: [" + b"{}, " * 40_000 + b"]\n",
    "the same option": lambda: b"options:\n" + b" - {id: x, name: x}\n" * 12_000,
    "accents apart": lambda: "options: e\u0301\n".encode() * 70_000,
    "cut texts": lambda: b"- a #\n" * 150_000,
    "line breaks that nobody sees": lambda: "\u2028".encode() * 300_000,
    "noughts": lambda: b"\0" * 900_000,
    "as many bytes as may be": lambda: b"options: []\n" + b"#" * 999_989,
    "random bytes": lambda: bytes((n * n * 7919 + n) % 256 for n in range(500_000)),
}


def _with_large(make: Callable[[], bytes]) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        overlay(folder)
        (folder / "options.yaml").write_bytes(make())

    return write


def _with_file(source: Path) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        overlay(folder)
        shutil.copyfile(source, folder / "options.yaml")

    return write


def _with_string(text: str) -> Callable[[Path], None]:
    return lambda folder: full_with(text, folder)


# In a file of the base guideline, this line instead of the one that begins so.
FIELDS: dict[str, tuple[str, str, str]] = {
    **{
        f"id {shown}": ("options", "  - id: trabectedin", f"  - id: {spelt}")
        for shown, spelt in {
            "of a parent": "../x",
            "of the system": "/etc/passwd",
            "of a drive": "'C:\\x'",
            "of a device": "CON",
            "of a device in small letters": "con",
            "of a device with an ending": "nul.txt",
            "of git": ".git",
            "of one dot": "'.'",
            "of two dots": "'..'",
            "of 300 letters": "a" * 300,
            "of 80 hyphens": "a" + "-" * 80,
            "of an option": "--help",
            "of a space": "'a b'",
            "of a line break": '"a\\nb"',
            "of percent": "'%2e%2e%2f'",
            "of a script": "<script>",
            "of a number": "7",
            "of a class": "__class__",
            "with an underscore": "_references",
            "with a capital": "Pazopanib",
            "with a point": "pazopanib.json",
            "with a colon": "'pazopanib:x'",
            "with a hash": "'pazopanib#x'",
            "with a question mark": "'pazopanib?x'",
            "with an ending line break": '"trabectedin\\n"',
            "with digits of another script": "'drug-\u0661'",
        }.items()
    },
    **{
        f"guideline's id {spelt}": ("guideline", "id: base", f"id: {spelt}")
        for spelt in ("../base", "api", "CON", "lpt1", ".git", "index.html", "base/", "base\u00ad")
    },
    **{
        f"day {spelt}": ("guideline", "updated: 2015-01-29", f"updated: {spelt}")
        for spelt in (
            *("0000-01-01", "0000-00-00", "9999-12-31", "9999-99-99", "10000-01-01", "-0001-01-01"),
            *("2015-02-30", "1900-02-29", "2015-1-9", "15-01-29", "2015-01-29T00:00:00Z", "now"),
            *(
                "2015-W05-4",
                "20150129",
                "2015-01-29\u0660",
                "\uff12\uff10\uff11\uff15-01-29",
                "1e9",
            ),
        )
    },
    **{
        f"year {spelt}": ("references", "    issued: 2013", f"    issued: {spelt}")
        for spelt in (
            "0000",
            "9999",
            "99999999999999999999",
            "-1",
            "1e3",
            ".nan",
            "2013.5",
            "'2013 '",
        )
    },
    **{
        f"number {spelt[:24]}": ("references", "    volume: 31", f"    volume: {spelt}")
        for spelt in (
            *(
                "18446744073709551617",
                "-18446744073709551617",
                ".nan",
                ".inf",
                "0x1F",
                "0b1",
                "1_000",
            ),
            *("1e400", "9" * 5_000, "true", "~", "[1]", "{a: 1}", "!!int 3"),
        )
    },
    **{
        f"PMID {spelt[:24]}": ("references", "    PMID: 23857966", f"    PMID: {spelt}")
        for spelt in ("0", "-1", "99999999999", "'1 OR 1=1'", "1e7", "\u0661\u0662", "true")
    },
    **{
        f"DOI {spelt[:24]}": ("references", "    DOI: 10.1016/j", f"    DOI: {spelt}")
        for spelt in (
            *(
                "'10.1016/<script>alert(1)</script>'",
                "'10.1016/\"onmouseover=alert(1)'",
                "javascript:x",
            ),
            *("10.1016/..%2f..%2f", "'10.1016/' ", "10.1016/" + "(" * 250, "10.1016/\u202e"),
        )
    },
    **{
        f"level {spelt[:24]}": ("options", "          - {scale: pdq", f"          - {spelt}")
        for spelt in (
            "{scale: pdq-treatment, level: " + "3" * 40 + ", references: [glade-bender-2013]}",
            "{scale: ../../etc/passwd, level: 2Diii, references: [glade-bender-2013]}",
            "{scale: pdq-treatment, level: '', references: []}",
            "{scale: pdq-treatment, level: 2Diii, references: ["
            + "glade-bender-2013, " * 900
            + "]}",
        )
    },
    "language that is a path": ("guideline", "language: en", "language: ../../etc"),
    "language that is long": ("guideline", "language: en", "language: en" + "-abcdefgh" * 900),
    "scale that is a path": ("guideline", "  - {id: pdq", '  - {id: ../../x, version: "2010"}'),
    "version that is a path": (
        "guideline",
        "  - {id: pdq",
        "  - {id: pdq-treatment, version: ../../x}",
    ),
    "body of itself": ("guideline", "body:", "body: [" + "factors, " * 5_000 + "]"),
    "source with a script": (
        "guideline",
        "  publisher:",
        "  publisher: x\n  url: javascript:alert(1)",
    ),
    "source with a password": (
        "guideline",
        "  publisher:",
        "  publisher: x\n  url: https://a:b@c.example",
    ),
    "source of another scheme": (
        "guideline",
        "  publisher:",
        "  publisher: x\n  url: file:///etc/passwd",
    ),
}


def _with_field(kind: str, begins: str, line: str) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        overlay(folder)
        file = folder / f"{kind}.yaml"
        lines = file.read_text("utf-8").split("\n")
        number = next(n for n, each in enumerate(lines) if each.startswith(begins))
        file.write_text("\n".join([*lines[:number], line, *lines[number + 1 :]]), "utf-8")

    return write


# A text that begins as a pattern of the schemas wants it, goes on for long, and then fails.
def backtracking(length: int) -> dict[str, str]:
    return {
        "id": repeated("a", length) + "!",
        "id of parts": "a" + repeated("-a", length) + "!",
        "id of digits": "a" + repeated("0-", length) + "_",
        "version": repeated("999999.", length) + "x",
        "day": repeated("2015-01-29", length) + "x",
        "address": "https://" + repeated("a.", length) + " ",
        "address of slashes": "https:" + repeated("/", length) + '"',
        "DOI": "10." + repeated("1234/", length) + " ",
        "PMID": repeated("1", length) + "x",
        "language": "en" + repeated("-abcdefgh", length) + "!",
        "hash": repeated("0123456789abcdef", length) + "g",
        "many at signs": repeated("@", length) + "x@draft ",
    }


# The longest make all files too large but that of references, the others reach every field of every file.
BACKTRACKING = backtracking(90_000)
BACKTRACKING_EVERYWHERE = backtracking(9_000)
# The same for the patterns that read prose: citations, links, HTML, words.
PROSE: dict[str, str] = {
    "citation not closed": repeated("[@a; ", 4_900),
    "citations in citations": repeated("[@a [@a ", 4_900),
    "citation of many": "[" + repeated("@maki-2007; ", 4_880) + "@x",
    "citation of spaces": "[" + " " * 4_900 + "@a]",
    "citation of hyphens": "[@a" + "-" * 4_900 + "]",
    "brackets": repeated("[", 4_900),
    "closing brackets": "[" + repeated("]", 4_900),
    "images": repeated("![", 4_900),
    "links": repeated("[a](", 4_900),
    "links of brackets": repeated("[a](<", 4_900),
    "stars": repeated("*a ", 4_900),
    "stars and lines": repeated("**_a ", 4_900),
    "backquotes of all lengths": " ".join("`" * n for n in range(1, 97)),
    "tags not closed": repeated("<a ", 4_900),
    "comments not closed": repeated("<!-- ", 4_900),
    "entities": repeated("&a", 4_900),
    "quotes in quotes": repeated("> ", 4_900) + "x",
    "lists in lists": repeated("- ", 4_900) + "x",
    "deeper lists": "\n".join(" " * n + "- x" for n in range(90)),
    "backslashes": repeated("\\", 4_900),
    "spaces": "x" + " " * 4_900 + "y",
    "line breaks": "x" + "\n" * 4_900 + "y",
    "definitions": repeated("[a]: x\n", 4_900),
    "commas": repeated(",", 4_900),
    "one letter": repeated("a", 4_900),
    "one word": repeated("a ", 4_900),
    "two words": repeated("a b ", 4_900),
    "decimal points": repeated("1.", 4_900),
    "words that deny": repeated("not ", 4_900),
    "sentences": repeated("A. ", 4_900),
    "no-break spaces": repeated("\u00a0", 4_900) + "x",
}


def _not_text(text: str) -> bool:
    return not text.isalpha() or len(text) < 6


def _with_backtracking(text: str) -> Callable[[Path], None]:
    return lambda folder: full_with(text, folder, _not_text)


def _link(name: str, goal: str) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        overlay(folder)
        place = folder / name
        if place.is_dir():
            shutil.rmtree(place)
        place.unlink(missing_ok=True)
        place.symlink_to(goal)

    return write


def _after(act: Callable[[Path], object]) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        overlay(folder)
        act(folder)

    return write


def _listen(folder: Path) -> None:
    (folder / "factors.yaml").unlink()
    # Names of sockets are short, so it is made where its path is.
    here = Path.cwd()
    os.chdir(folder)
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("factors.yaml")
    os.chdir(here)


def _replaced_by_folder(folder: Path) -> None:
    (folder / "factors.yaml").unlink()
    (folder / "factors.yaml").mkdir()


def _replaced_by_pipe(folder: Path) -> None:
    (folder / "factors.yaml").unlink()
    os.mkfifo(folder / "factors.yaml")


def _huge(name: str) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        (folder / name).parent.mkdir(exist_ok=True)
        with (folder / name).open("wb") as file:
            file.truncate(100_000_000)

    return _after(act)


def _index(text: bytes) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        (folder / "releases").mkdir()
        (folder / "releases" / "index.json").write_bytes(text)

    return _after(act)


def _entry(version: str) -> bytes:
    entry = {
        "id": version,
        "version": version,
        "kind": "release",
        "impact": "initial",
        "released": "2015-02-01",
        "bundle_sha256": "0" * 64,
    }
    index = {"id": "releases", "schema_version": "1.0.0", "guideline": "base", "releases": [entry]}
    return json.dumps(index).encode()


def _notes(folder: Path) -> None:
    (folder / "notes").mkdir()
    for number in range(500):
        note = f"about: [x-{number}]\nreason: x\nreason_type: editorial\n"
        (folder / "notes" / f"{number}.yaml").write_text(note, "utf-8")


def _locked_notes(folder: Path) -> None:
    (folder / "notes").mkdir(mode=0)


def _named(name: str | bytes) -> Callable[[Path], None]:
    """A guideline's folder with that name."""

    def write(folder: Path) -> None:
        folder.parent.mkdir(parents=True)
        shutil.copytree(BASE, folder.parent / os.fsdecode(name))

    return write


def _note_named(name: str) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        (folder / "notes").mkdir()
        note = "about: [pazopanib]\nreason: x\nreason_type: editorial\n"
        (folder / "notes" / name).write_text(note, "utf-8")

    return _after(act)


PLACES: dict[str, Callable[[Path], None]] = {
    "link to a file outside": _link("options.yaml", "/etc/passwd"),
    "link to a file by a relative path": _link("options.yaml", "../" * 30 + "etc/passwd"),
    "link to itself": _link("options.yaml", "options.yaml"),
    "link to nothing": _link("options.yaml", "missing"),
    "link to a device": _link("options.yaml", "/dev/zero"),
    "link to the process": _link("options.yaml", "/proc/self/environ"),
    "link to another file of it": _link("options.yaml", "factors.yaml"),
    "notes that are a link": _link("notes", "/etc"),
    "notes that are a link to itself": _link("notes", "."),
    "releases that are a link": _link("releases", "/etc"),
    "a link round in a circle": _link("loop", ".."),
    "a folder for a file": _after(_replaced_by_folder),
    "a pipe for a file": _after(_replaced_by_pipe),
    "a socket for a file": _after(_listen),
    "a file nobody may read": _after(lambda folder: (folder / "options.yaml").chmod(0)),
    "a folder nobody may read": _after(_locked_notes),
    "a guideline nobody may read": _after(lambda folder: folder.chmod(0)),
    "notes that are a file": _after(lambda folder: (folder / "notes").write_text("x", "utf-8")),
    "releases that are a file": _after(
        lambda folder: (folder / "releases").write_text("", "utf-8")
    ),
    "a hundred megabytes": _huge("options.yaml"),
    "a hundred megabytes of a note": _huge("notes/x.yaml"),
    "a hundred megabytes beside it": _huge("x.bin"),
    "a hundred megabytes of an index": _huge("releases/index.json"),
    "five hundred notes": _after(_notes),
    "an index that is deep": _index(b"[" * 200_000),
    "an index of another kind": _index(b'{"releases": 1}'),
    "an index that is no text": _index(b"\xff\xfe\x00"),
    "an index with a path for a version": _index(_entry("../../../../etc/passwd")),
    "an index with a large version": _index(_entry("999999.999999.999999")),
    "an index with no number": _index(b'{"releases": [NaN, Infinity, 1e999]}'),
    "an index of one long number": _index(b"9" * 100_000),
    "an index with a key twice": _index(b'{"releases": [], "releases": [{}]}'),
    "a note with a line break in its name": _note_named("a\nb.yaml"),
    "a note with an escape in its name": _note_named("a\x1b[2Jb.yaml"),
    "a note with a direction in its name": _note_named("a\u202eb.yaml"),
    "a note with an error in its name": _note_named("x\n::error::injected.yaml"),
    "a guideline called CON": _named("CON"),
    "a guideline called api": _named("api"),
    "a guideline called --help": _named("--help"),
    "a guideline called ..x": _named("..x"),
    "a guideline with a space": _named("a b"),
    "a guideline with a line break": _named("a\nb"),
    "a guideline with an escape": _named("a\x1b[2Jb"),
    "a guideline with a script": _named("<script>alert(1)<"),
    "a guideline of 255 letters": _named("a" * 255),
    "a guideline whose name is no text": _named(b"caf\xe9"),
    "a guideline with a homoglyph": _named("b\u0430se"),
}

CASES: dict[str, Callable[[Path], None]] = {
    **{f"file: {file.stem}": _with_file(file) for file in sorted((HERE / "files").iterdir())},
    **{f"large: {name}": _with_large(make) for name, make in LARGE.items()},
    **{f"text: {name}": _with_string(text) for name, text in STRINGS.items()},
    **{f"prose: {name}": _with_string(text) for name, text in PROSE.items()},
    **{f"pattern: {name}": _with_backtracking(text) for name, text in BACKTRACKING.items()},
    **{
        f"pattern everywhere: {name}": _with_backtracking(text)
        for name, text in BACKTRACKING_EVERYWHERE.items()
    },
    **{f"field: {name}": _with_field(*field) for name, field in FIELDS.items()},
    **{f"place: {name}": make for name, make in PLACES.items()},
}


def find_text_properties(schema: Any) -> Iterator[tuple[str, Any]]:
    """Yield names and schemas of the properties that take any text."""
    if not isinstance(schema, dict):
        return
    for name, part in schema.get("properties", {}).items():
        text = part.get("items", part)
        if "string" in str(text.get("type")) and not text.keys() & {"pattern", "enum"}:
            yield name, text
    for part in (schema.get("properties", {}), schema.get("$defs", {})):
        for each in part.values():
            yield from find_text_properties(each)


def filled_fields(kind: str) -> set[str]:
    text = (FULL / f"{kind}.yaml").read_text("utf-8")
    return set(re.findall(r"([\w-]+): \[?TEXT", text))
