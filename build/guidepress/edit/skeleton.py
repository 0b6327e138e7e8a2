"""Skeletons: projects, guidelines and entries to fill in; comments say what belongs where."""

import re
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from guidepress.edit.entry import scalar
from guidepress.edit.insertion import insert_entries
from guidepress.files import writing
from guidepress.model import Guideline, to_data
from guidepress.problem import UnusableError
from guidepress.resources import MKDOCS_FILE, SCHEMA_FOLDER
from guidepress.schema.load import AUTHORING, is_valid, load_schema
from guidepress.source.text import Document

_TEMPLATE = Path(__file__).parent / "template"
# What another project says differently; all else of our own settings is taken as it is.
_OWN = {
    "site_name": "site_name: Our guidelines\n",
    "site_url": "# Write the address at which the site is published.\n"
    "site_url: https://guidelines.example/\n",
    "nav": "nav:\n  - Guidelines: index.md\n  - About: about/index.md\n"
    "  # The handbook of the tool is part of the site if it is named here:\n"
    "  # - Handbook: docs/index.md\n",
    "hooks": "hooks:\n  - hooks.py\n",
    "watch": "watch:\n  - content\n",
}
_CUSTOM_DIR = re.compile(r"^  custom_dir: .*\n", re.MULTILINE)


def make_project(folder: Path) -> tuple[str, ...]:
    """Write a new project into the folder and return the names of its files.

    A folder that is new appears whole or not at all. Raises UnusableError where the folder holds
    anything already but a git repository.
    """
    if folder.exists() and not folder.is_dir():
        raise UnusableError(f"{folder} is a file; name a new folder")
    if folder.is_dir() and any(each.name != ".git" for each in folder.iterdir()):
        raise UnusableError(f"{folder} is not empty; name a new folder, or an empty one")
    files = dict(sorted(_files()))
    place = folder.absolute()
    part = place.with_name(f".{place.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    goal = place if place.is_dir() else part
    with writing(place):
        try:
            for name, data in files.items():
                file = goal / name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)
            if goal == part:
                part.rename(place)
        except OSError:
            _empty(goal)
            shutil.rmtree(part, ignore_errors=True)
            raise
    return tuple(files)


def _empty(folder: Path) -> None:
    """Take away what was written: another attempt wants an empty folder."""
    for each in folder.iterdir() if folder.is_dir() else ():
        if each.is_dir() and each.name != ".git":
            shutil.rmtree(each, ignore_errors=True)
        elif not each.is_dir():
            each.unlink(missing_ok=True)


def _files() -> Iterator[tuple[str, bytes]]:
    for file in sorted(_TEMPLATE.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            # Tools that pack or search packages pass over names that begin with a dot.
            parts = file.relative_to(_TEMPLATE).parts
            name = "/".join(re.sub(r"^dot-", ".", part) for part in parts)
            yield name, file.read_bytes()
    yield "mkdocs.yml", site_settings(MKDOCS_FILE.read_text(encoding="utf-8")).encode()
    # The checks of a project use the version that it was made with, until someone raises it.
    yield "requirements.txt", f"guidepress=={metadata.version('guidepress')}\n".encode()
    for kind in AUTHORING:
        name = f"{kind}.schema.json"
        yield f"schema/{name}", (SCHEMA_FOLDER / name).read_bytes()
    for scale in sorted((SCHEMA_FOLDER / "scales").glob("*.yaml")):
        yield f"schema/scales/{scale.name}", scale.read_bytes()


def site_settings(ours: str) -> str:
    """Return our own ``mkdocs.yml`` as a new project has it."""
    blocks = re.split(r"^(?=[a-z#])", ours, flags=re.MULTILINE)
    found = [_OWN.get(block.split(":", 1)[0], block) for block in blocks]
    return _CUSTOM_DIR.sub("", "".join(found), count=1)


# What an editor fills in next, below a new entry. A key without a value is refused until then, so
# that nothing is released with a skeleton in it.
_NEXT = {
    "options": (
        "standing:  # standard | listed | under-clinical-evaluation | not-stated, as in the source",
        "# applies_when:",
        "#   all:",
        "#     - {factor: FACTOR, is: [VALUE], text: when this is an option}",
        "# content:",
        "#   - id: {id}-benefit",
        "#     kind: benefit",
        "#     text: One claim, with the work that it rests on [@KEY].",
        "#     evidence:",
        "#       - {scale: SCALE, level: LEVEL, references: [KEY]}",
    ),
    "recommendations": (
        "direction:  # for | against | either | none, as the source says it",
        "text:  # what is recommended, with the works that it rests on [@KEY]",
        "# about: [OPTION]",
        "# grades:",
        "#   - strength: {scale: SCALE, level: LEVEL}",
        "#     certainty: {scale: SCALE, level: LEVEL}",
        "# applies_when: {factor: FACTOR, is: VALUE}",
    ),
    "factors": (
        "type:  # choice | number; remove this line if the factor is only named",
        "# multiple: false",
        "# values: [{id: one, name: One}, {id: other, name: Other}]",
        "# description: What the factor means for the decision.",
    ),
}


def add_entry(
    document: Document, kind: str, identifier: str, name: str | None, taken: Collection[str]
) -> str:
    """Return the file's text with a new option, factor or recommendation at the end of its list.

    ``kind`` is the name of the list; raises UnusableError for an id that is no id, or is taken.
    """
    if identifier in taken:
        message = f"the id {identifier} is taken, or was released before; choose another one"
        raise UnusableError(message)
    entry: dict[str, Any] = {"id": identifier} | ({} if name is None else {"name": name})
    needed = {"direction": "for", "text": "-"} if kind == "recommendations" else {}
    if not is_valid(kind, {kind: [entry | needed]}):
        says = load_schema(kind)["$defs"][kind.removesuffix("s")]["properties"]["id"]["x-says"]
        message = f"the id cannot be “{identifier}”, or the name is empty; an id is {says}"
        raise UnusableError(message)
    text = insert_entries(document, kind, [entry], in_order=False)
    lines = text.rstrip("\n").split("\n")
    indent = " " * (len(lines[-1]) - len(lines[-1].lstrip(" -")))
    lines += [f"{indent}{line.replace('{id}', identifier)}" for line in _NEXT[kind]]
    return "\n".join(lines) + "\n"


def render_note(
    about: Sequence[str],
    sentence: str,
    reason: str | None,
    reason_type: str | None,
    more: Mapping[str, str] | None = None,
) -> str:
    """Return a note about ids, kinds of change or fingerprints; ``more`` are further fields.

    ``sentence`` is the change that it explains, as a comment. What is not given stays empty, so
    that nothing is released with a reason that nobody wrote. Raises UnusableError.
    """
    known = load_schema("note")["properties"]["reason_type"]["enum"]
    if reason_type is not None and reason_type not in known:
        raise UnusableError(f"there is no reason type {reason_type}; there are: {', '.join(known)}")
    lines = [
        "# yaml-language-server: $schema=../../../schema/note.schema.json",
        *(f"# {line}" for line in sentence.splitlines()),
        f"about: [{', '.join(map(scalar, about))}]",
        f"reason: {scalar(reason)}" if reason else "reason:  # write here why it changed",
        f"reason_type: {reason_type}" if reason_type else f"reason_type:  # {' | '.join(known)}",
        *(f"{key}: {scalar(value)}" for key, value in (more or {}).items()),
    ]
    return "\n".join(lines) + "\n"


_HEAD = "# yaml-language-server: $schema=../../schema/guideline.schema.json\n"
_SECTION = """body: [introduction]
sections:
  - id: introduction
    title: Introduction
    content:
      - id: introduction-first
        text:  # one claim; add options.yaml or recommendations.yaml, and name them in `body`
"""


def render_guideline(identifier: str, title: str | None, language: str) -> str:
    """Return the skeleton of a guideline; what is empty is refused until it is filled in."""
    return f"""{_HEAD}id: {identifier}
title:{f" {scalar(title)}" if title else "  # as readers see it"}
document_type:  # evidence-summary | guideline | protocol
language: {scalar(language)}
audience:  # health-professional | patient | public
population:
  condition:  # the disease
  # age: children
  # setting: recurrent disease
updated:  # the day on which its content last changed, such as 2015-01-29
# source: where it comes from (title, publisher, adaptation), if it is adapted
{_SECTION}"""


def render_patient_version(identifier: str, title: str | None, original: Guideline) -> str:
    """Return the skeleton of a patient version of a released guideline."""
    identity = original.identity
    population = to_data(identity.population)
    phrase = "".join(f"  {k}: {scalar(v)}\n" for k, v in population.items() if isinstance(v, str))
    named = scalar(title) if title else f" # as patients see it; the original is: {identity.title}"
    return f"""{_HEAD}id: {identifier}
title: {named}
document_type: {identity.document_type}
language: {identity.language}
audience: patient
population:
{phrase}updated:  # the day on which its content last changed, such as 2015-01-29
patient_version_of: {{guideline: {identity.id}, version: {identity.version}}}
{_SECTION}"""


# Shorter beginnings of fingerprints are too easily those of another change.
SHORTEST = 8


def find_sentences(folder: Path, project: Path, about: str) -> tuple[str, str]:
    """Return what a note should name, and the sentences and questions of the changes of that.

    A fingerprint may be given by its first digits; a note holds all of them. Raises UnusableError
    for a note about nothing.
    """
    from guidepress.validate.context import read_context

    context = read_context(folder, project)
    changes = context.delta.changes if context.delta else ()
    begun = [each.fact.fingerprint for each in changes if each.fact.fingerprint.startswith(about)]
    if len(begun) == 1 and len(about) >= SHORTEST:
        about = begun[0]
    found = [
        change.sentence + (f"\n{change.question} Write `answer:` below." if change.question else "")
        for change in changes
        for fact in [change.fact]
        if about in {"guideline", *fact.subject.split("/")[1:], fact.kind, fact.fingerprint}
    ]
    if not found:
        message = f"nothing of {about} has changed since the last release; see `guidepress diff`"
        raise UnusableError(message)
    return about, "\n".join(found)
