"""Documents of other publishers become content: read, counted, written, and merged with edits.

``pdq`` reads the partner XML of NCI into a document, ``works`` its references, ``inline`` and
``markup`` its texts; ``account`` says what became of each element; ``merge`` brings a later file
into edited content. The comments of a file before stay with their entries.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from guidepress.bring_in.account import FILE, Account, Baseline, flatten, read_baseline
from guidepress.bring_in.elements import MAX_BYTES
from guidepress.bring_in.merge import Merge
from guidepress.bring_in.pdq import Document, read_pdq
from guidepress.edit.comments import Entry, read_entries
from guidepress.edit.layout import Layout, format_text
from guidepress.files import read_named, read_plain
from guidepress.problem import UnusableError
from guidepress.schema.load import is_valid, load_shape, typed
from guidepress.source.parse import parse_document

Data = dict[str, Any]
_FILES = ("guideline", "references")
_MOST_OF_BASELINE = 50_000_000


class Import(NamedTuple):
    """The texts of the files by name, the account, and what a merge changed (None: all is new)."""

    files: dict[str, bytes]
    account: Account
    merged: Counter[str] | None


class Released(NamedTuple):
    """The ids of the newest release, and those that were released once and are gone from it."""

    ids: Collection[str] = ()
    gone: Collection[str] = ()


NOTHING = Released()


def import_file(
    file: Path,
    folder: Path,
    shown: str,
    *,
    keep: Collection[str] = (),
    released: Released = NOTHING,
) -> Import:
    """Read a file of NCI's and return what it makes of the folder of a guideline.

    ``keep`` names entries whose edits win over the file; what was ``released`` is retired when the
    source no longer has it, and its id given to nothing else. Raises UnusableError where the file
    or the folder cannot be used.
    """
    data = read_named(file, MAX_BYTES)
    baseline = _baseline_of(folder, shown)
    known = (dict(baseline.ids), dict(baseline.works)) if baseline else ({}, {})
    document = read_pdq(data, folder.name, *known, released.gone)
    if baseline and baseline.source != document.source:
        message = f"{shown} was imported from {baseline.source}, and this is {document.source}"
        message += "; choose another id with --as"
        raise UnusableError(message)
    theirs: Data = {**document.files["guideline"], **document.files["references"]}
    values, lists, merged = {}, {}, None
    old = {kind: _text(folder / f"{kind}.yaml") for kind in _FILES}
    whole = theirs
    if baseline:
        if document.updated < baseline.updated:
            message = f"{file} is of {document.updated}, older than what is there"
            message += f" ({baseline.updated})"
            raise UnusableError(message)
        ours = {key: each for kind in _FILES for key, each in _data(kind, old[kind], shown).items()}
        merge = Merge(baseline, ours, theirs, _asking(document), keep).run()
        whole, merged = merge.data, merge.counts
        values, lists = merge.values, merge.lists
        _retire(whole, merge.removed, released.ids, document.updated)
    tree = flatten(theirs)
    made = Baseline(
        document.source,
        document.updated,
        sha256(data).hexdigest(),
        document.ids,
        document.works,
        values or tree.values,
        lists or tree.lists,
    )
    texts = {"references": {"references": whole.pop("references", [])}, "guideline": whole}
    files = {
        f"{kind}.yaml": render_file(kind, texts[kind], old[kind], f"{shown}/{kind}.yaml").encode()
        for kind in _FILES
    }
    return Import({**files, FILE: made.to_bytes()}, document.account, merged)


def _baseline_of(folder: Path, shown: str) -> Baseline | None:
    if not folder.is_dir():
        return None
    if not (folder / FILE).is_file():
        raise UnusableError(f"{shown} is there, and was not imported; choose another id with --as")
    return read_baseline(read_plain(folder / FILE, _MOST_OF_BASELINE), f"{shown}/{FILE}")


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def _data(kind: str, text: str, shown: str) -> Data:
    if not text:
        return {}
    document, problems = parse_document(text.encode(), f"{shown}/{kind}.yaml")
    data = typed(kind, document.data) if document and not problems else None
    if not isinstance(data, dict) or not is_valid(kind, data):
        raise UnusableError(f"{shown}/{kind}.yaml has faults; run `guidepress validate` first")
    return {key: _as_written(value) for key, value in data.items()}


def _as_written(data: Any) -> Any:
    """Return data of the schema with the cells of a row by their columns, as files have them."""
    if isinstance(data, list):
        return [_as_written(each) for each in data]
    if not isinstance(data, dict):
        return data
    found = {key: _as_written(each) for key, each in data.items()}
    if isinstance(found.get("cells"), list):
        cells = {each.pop("column"): each for each in found["cells"]}
        found["cells"] = {
            key: cell["text"] if cell.keys() == {"text"} else cell for key, cell in cells.items()
        }
    return found


def _asking(document: Document) -> Any:
    def ask(address: str, text: str) -> None:
        ours = address.partition("/")[0] or "guideline"
        theirs = document.places.get(ours.partition(".")[0], "")
        document.account.ask(theirs or "the guideline", ours, text)

    return ask


def _retire(whole: Data, removed: list[str], released: Collection[str], updated: str) -> None:
    reason = f"No longer in the source of {updated}."
    entries = [
        {"id": each, "reason": reason} for each in removed if each in released and "." not in each
    ]
    here = flatten(whole).entries
    # What the source left out and has again before the next release was never gone.
    retired = [each for each in whole.pop("retired", ()) if each["id"] not in here]
    if retired or entries:
        whole["retired"] = [*retired, *entries]


_HEAD = "# yaml-language-server: $schema=../../schema/{kind}.schema.json\n"
_WIDE = 1_000_000
# In C, as the reader is: the same document in less time.
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def render_file(kind: str, data: dict[str, Any], old: str, file: str) -> str:
    """Return the text of ``kind``.yaml in our layout."""
    plain = yaml.dump(data, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=_WIDE)
    text, problems = format_text((_HEAD.format(kind=kind) + plain).encode(), file)
    if text is None:
        raise UnusableError(f"{file} cannot be written: {problems[0]}")
    return _with_comments(kind, text, old) if old else text


def _with_comments(kind: str, text: str, old: str) -> str:
    """Return the text with the comments of the old one; those of a lost entry go to its owner."""
    root, before = read_entries(text), read_entries(old)
    places = dict(_paths(root, ()))
    for path, entry in _paths(before, ()):
        if not (entry.above or entry.beside or entry.below):
            continue
        goal = next(places[path[:end]] for end in range(len(path), -1, -1) if path[:end] in places)
        for name in ("above", "beside", "below"):
            here = getattr(goal, name)
            phrase = {each.text for each in here}
            for each in getattr(entry, name):
                if each.text not in phrase:
                    here.append(each._replace(line=goal.line))
    return Layout(text.split("\n"), load_shape(kind)).render(root)


def _paths(entry: Entry, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Entry]]:
    """Yield each entry with its path: keys, and ids of what is in lists."""
    yield path, entry
    for number, each in enumerate(entry.entries):
        own = each.key if each.key is not None else _id_of(each) or str(number)
        yield from _paths(each, (*path, own))


def _id_of(entry: Entry) -> str:
    return next((str(each.node.value) for each in entry.entries if each.key == "id"), "")
