"""Read ``content/<guideline-id>/`` from disk, or from any other mapping of names to bytes."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from guidepress.content.assemble import Note, assemble, note_from, salvage, with_images
from guidepress.content.figures import FigureFile, figures_among, read_figures, without_figures
from guidepress.content.scales import Scales, read_scale
from guidepress.model import Guideline, from_data, iter_entities, iter_parts, to_data
from guidepress.model.metadata import PeopleFile, Person
from guidepress.model.written import FILES
from guidepress.problem import Position, Problem, UnusableError
from guidepress.project import printable
from guidepress.schema import find_faults
from guidepress.schema.load import load_shape, typed
from guidepress.source.parse import parse_document, read_document
from guidepress.source.text import MAX_BYTES, Document, times_more

FILE_KINDS = tuple(FILES)
_MISSING = "write what the guideline is, beginning with `id: …`"


class Place(NamedTuple):
    """Where an entity is defined: what it is, its file, and the path to it inside that file."""

    id: str
    type: str
    document: Document
    path: tuple[str | int, ...]

    @property
    def position(self) -> Position:
        """The position of the entity's id."""
        return self.document.position([*self.path, "id"])


@dataclass(frozen=True, kw_only=True)
class Content:
    """One guideline's folder, as far as it can be read; ``lost`` names the files that cannot.

    Where there are problems, ``guideline`` holds what is left of it: enough to look for more
    faults, never enough to compare, show or release.
    """

    id: str
    folder: str
    guideline: Guideline
    bundle: Mapping[str, Any]
    lost: frozenset[str]
    documents: Mapping[str, Document]
    notes: tuple[Note, ...]
    problems: tuple[Problem, ...]
    figures: Mapping[str, FigureFile] = field(default_factory=dict)

    # Looked for when somebody asks where something stands: a comparison does not.
    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Where each entity, and each part of one, is defined."""
        return tuple(_find_places(self.documents))

    @cached_property
    def by_id(self) -> Mapping[str, tuple[Place, ...]]:
        """The places of each id, of which a faulty guideline may use one twice."""
        found: dict[str, list[Place]] = {}
        for place in self.places:
            found.setdefault(place.id, []).append(place)
        return {each: tuple(places) for each, places in found.items()}

    @property
    def faults(self) -> tuple[Problem, ...]:
        """The problems of the guideline itself: a note with faults changes nothing that applies."""
        notes = f"{self.folder}/notes/"
        return tuple(each for each in self.problems if not each.position.file.startswith(notes))

    @property
    def faulty_notes(self) -> tuple[Problem, ...]:
        """The first problem of each note that is left out for it."""
        found: dict[str, Problem] = {}
        for each in self.problems:
            if each not in self.faults:
                found.setdefault(each.position.file, each)
        return tuple(found.values())

    def position(self, entity: str, *path: str | int) -> Position:
        """Return where a value of the entity with that id stands, or else the nearest place."""
        place, way = self._way(entity, path)
        if place is None:
            return self.file_position("guideline", *path)
        return place.document.position(way)

    def find(self, entity: str, *path: str | int, needle: str) -> Position:
        """Return where the needle stands inside a text of the entity."""
        place, way = self._way(entity, path)
        if place is None:
            return self.file_position("guideline")
        while not place.document.has(way):
            way.pop()
        return place.document.find(way, needle)

    def _way(self, entity: str, path: Sequence[str | int]) -> tuple[Place | None, list[str | int]]:
        """Return the entity that has such a value, and the path there in its file.

        An id may be used twice by mistake. What is no entity is part of one: ``owner.list.title``.
        """
        found = self.by_id.get(entity, ())
        owner, _, part = entity.rpartition(".")
        if owner and not found:
            return self._way(owner, (part, *path))
        fitting = (place for place in found if place.document.has([*place.path, *path]))
        place = next(fitting, found[0] if found else None)
        return place, [*place.path, *path] if place else []

    def file_position(self, kind: str, *path: str | int, key: bool = False) -> Position:
        """Return where a value of ``<kind>.yaml`` stands."""
        document = self.documents.get(kind)
        if document is None:
            return Position(f"{self.folder}/{kind}.yaml", 1, 1)
        return document.position(list(path), key=key)


def read_content(
    folder: Path,
    shown: str,
    project: Path | None = None,
    *,
    instead: Mapping[str, bytes] = MappingProxyType({}),
) -> Content:
    """Read a guideline's folder; ``shown`` is how problems name it.

    ``instead`` holds the bytes of files that are to be written, by name.
    """
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    for name in _content_files(folder):
        problem = _fault_of_file(folder, name, shown)
        if problem:
            problems.append(problem)
            continue
        try:
            files[name] = instead.get(name) or (folder / name).read_bytes()
        except OSError:
            hint = "look at the file's permissions"
            place = Position(f"{shown}/{name}", 1, 1)
            problems.append(Problem(place, "unreadable-file", "this file cannot be read", hint))
    return parse_content(
        files, folder.name, shown, project=project, problems=problems, figures=read_figures(folder)
    )


def _content_files(folder: Path) -> Iterator[str]:
    # A link that leads nowhere is refused like any other: a file may be absent, but not in silence.
    yield from (f"{kind}.yaml" for kind in FILE_KINDS if os.path.lexists(f"{folder}/{kind}.yaml"))
    notes = folder / "notes"
    if notes.is_symlink() or notes.is_file():
        # What is no folder of notes is told as such, not passed over.
        yield notes.name
    elif notes.is_dir():
        # Not by glob, which says nothing of a folder that cannot be read.
        names = (file.name for file in notes.iterdir() if file.suffix == ".yaml")
        yield from sorted(f"notes/{name}" for name in names)


def _fault_of_file(folder: Path, name: str, shown: str) -> Problem | None:
    file = folder / name
    readable = printable(name)
    position = Position(f"{shown}/{readable}", 1, 1)
    if readable != name:
        message = "this file is not read: nobody could read its name"
        return Problem(position, "unreadable-file", message, "use letters, digits and hyphens")
    if file.is_symlink() or not file.is_file():
        return Problem(
            position, "unreadable-file", "this is not an ordinary file", "write the file"
        )
    size, most = file.stat().st_size, MAX_BYTES * times_more(name)
    if size > most:
        hint = f"this file holds at most {most} bytes"
        return Problem(position, "yaml-too-large", f"the file has {size} bytes", hint)
    return None


def parse_content(  # noqa: PLR0913 - what was read, and what is known of it
    files: Mapping[str, bytes],
    name: str,
    shown: str,
    *,
    project: Scales = None,
    problems: Sequence[Problem] = (),
    figures: Mapping[str, FigureFile] | None = None,
) -> Content:
    """Build the content from the bytes of its files, by name (``notes/x.yaml``).

    ``figures`` are those that were read already; otherwise they are among the files. ``project``
    has the scales: its folder, or the files of its ``schema/scales/`` at another time.
    """
    found = list(problems)
    documents: dict[str, Document] = {}
    figures = figures_among(files) if figures is None else figures
    files = dict(without_figures(files))
    for file, text in files.items():
        kind = "note" if file.startswith("notes/") else file.removesuffix(".yaml")
        document, faults = _parsed(text, kind, f"{shown}/{file}")
        found += faults
        if document is not None:
            documents[file.removesuffix(".yaml")] = document
    found += _missing_files(files, shown, found)
    faulty = {problem.position.file for problem in found}
    bundle = with_images(_assembled(documents, faulty, project), _images(figures))
    guideline = from_data(Guideline, bundle)
    return Content(
        id=name,
        folder=shown,
        guideline=guideline,
        bundle=to_data(guideline),
        lost=_lost(documents, files, faulty, shown),
        documents=documents,
        notes=tuple(_notes(documents, faulty)),
        problems=tuple(found),
        figures=figures,
    )


# An editor's program asks after each key, and only one of the files is another then.
@lru_cache(maxsize=16)
def _parsed(text: bytes, kind: str, file: str) -> tuple[Document | None, tuple[Problem, ...]]:
    """Return a file as its schema types it, and what is wrong with it by YAML and by the schema."""
    document, faults = parse_document(text, file)
    if document is not None:
        document = replace(document, data=typed(kind, document.data))
        faults = [*faults, *find_faults(kind, document, faults)]
    return document, (*faults,)


def _images(figures: Mapping[str, FigureFile]) -> dict[str, dict[str, Any]]:
    return {
        name: {"sha256": sha256(each.data).hexdigest(), "media_type": each.media_type}
        for name, each in figures.items()
        if not each.fault
    }


def _lost(
    documents: Mapping[str, Document], files: Mapping[str, bytes], faulty: set[str], shown: str
) -> frozenset[str]:
    """Return the files that cannot be read; all but the guideline's own may be absent."""
    there = {
        kind for kind in FILE_KINDS if f"{kind}.yaml" in files or f"{shown}/{kind}.yaml" in faulty
    }
    return frozenset(there | {"guideline"}) - documents.keys()


def _missing_files(
    files: Mapping[str, bytes], shown: str, found: Sequence[Problem]
) -> Iterator[Problem]:
    reported = {problem.position.file for problem in found}
    file = f"{shown}/guideline.yaml"
    if "guideline.yaml" not in files and file not in reported:
        hint = f"restore it from version control, or {_MISSING}"
        yield Problem(Position(file, 1, 1), "missing-file", "this file is missing", hint)


def _notes(documents: Mapping[str, Document], faulty: set[str]) -> Iterator[Note]:
    for file, document in documents.items():
        if file.startswith("notes/") and document.file not in faulty:
            yield note_from(document)


def _assembled(
    documents: Mapping[str, Document], faulty: set[str], project: Scales
) -> dict[str, Any]:
    shaped = {kind: _shaped(kind, documents.get(kind), faulty) for kind in FILE_KINDS}
    named = [(each["id"], each["version"]) for each in shaped["guideline"].get("scales", [])]
    scales = [read_scale(project, scale, version) for scale, version in dict(named).items()]
    return assemble(shaped, [scale for scale in scales if scale])


def _shaped(kind: str, document: Document | None, faulty: set[str]) -> Any:
    """Return what its schema admits of a document; of one without a fault that is all."""
    if document is not None and document.file not in faulty:
        return document.data
    return salvage(document.data if document else {}, load_shape(kind))


def _find_places(documents: Mapping[str, Document]) -> Iterator[Place]:
    for file, document in documents.items():
        if file in FILES:
            for each in iter_entities(document.data, FILES[file]):
                yield Place(each.id, each.kind, document, each.path)
                for name, path in iter_parts(each):
                    yield Place(name, "part", document, path)


PEOPLE = "people.yaml"


def read_people(folder: Path, shown: str) -> tuple[Person, ...]:
    """Return the people of a guideline's folder; none where it has no such file.

    Raises UnusableError where the file has a fault: it is shown to readers without a release.
    """
    file = folder / PEOPLE
    if not os.path.lexists(file):
        return ()
    document, problems = read_document(file, f"{shown}/{PEOPLE}")
    if document is not None:
        document = replace(document, data=typed("people", document.data))
        problems = [*problems, *find_faults("people", document, problems)]
    if document is None or problems:
        raise UnusableError(str(problems[0]))
    return from_data(PeopleFile, document.data).people
