"""Variants: a guideline that renders another one, in another language or for other readers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from guidepress.history import Archive, read_archive
from guidepress.near import did_you_mean
from guidepress.problem import Problem
from guidepress.validate.subject import warning

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from guidepress.model import Identity, Link
    from guidepress.problem import Position
    from guidepress.validate.subject import Subject

_ID = re.compile(r"[a-z][a-z0-9-]{0,79}")
FIELDS = ("translation_of", "patient_version_of")


class _Variant(NamedTuple):
    """A link to an original, as it is written, and what was released of that."""

    field: str
    link: Link
    archive: Archive

    @property
    def original(self) -> Identity | None:
        """The identity of the version that is rendered, if it was released."""
        release = self.archive.release(self.link.version)
        return release.guideline.identity if release else None


def _variants(subject: Subject) -> Iterator[_Variant]:
    for field in FIELDS:
        link = getattr(subject.guideline.identity, field)
        folder = _folder_of(subject, link.guideline) if link else None
        if folder is not None:
            yield _Variant(field, link, read_archive(folder, f"content/{folder.name}", judged=True))


def _folder_of(subject: Subject, gid: str) -> Path | None:
    # An id of another form could be a way out of the project.
    if subject.project is None or gid == subject.content.id or not _ID.fullmatch(gid):
        return None
    folder = subject.project / "content" / gid
    is_there = (folder / "guideline.yaml").is_file() and not folder.is_symlink()
    return folder if is_there else None


def _place(subject: Subject, *path: str) -> Position:
    return subject.content.file_position("guideline", *path)


def unknown_variant(subject: Subject) -> Iterator[Problem]:
    """A translation or patient version names another guideline here, at a released version."""
    found = {variant.field: variant for variant in _variants(subject)}
    for field in FIELDS:
        link = getattr(subject.guideline.identity, field)
        if link is None or subject.project is None:
            continue
        if field not in found:
            yield _no_guideline(subject, field, link.guideline)
        elif link.version not in found[field].archive.listed:
            known = found[field].archive.listed
            place = _place(subject, field, "version")
            message = f"{link.guideline} has no release {link.version}"
            hint = f"its releases are {', '.join(known)}" if known else "release that one first"
            yield Problem(place, "unknown-variant", message, hint)


def _no_guideline(subject: Subject, field: str, gid: str) -> Problem:
    place = _place(subject, field, "guideline")
    if gid == subject.content.id:
        message = f"`{field}` names this guideline itself"
        return Problem(place, "unknown-variant", message, "name the one that it renders")
    known = _other_guidelines(subject)
    others = f"name one of {', '.join(sorted(known))}" if known else "content/ holds no other one"
    hint = did_you_mean(gid, known) or others
    return Problem(place, "unknown-variant", f"there is no guideline {gid} here", hint)


def _other_guidelines(subject: Subject) -> set[str]:
    root = subject.project / "content" if subject.project else None
    if root is None or not root.is_dir():
        return set()
    return {file.parent.name for file in root.glob("*/guideline.yaml")} - {subject.content.id}


def variant_pairing(subject: Subject) -> Iterator[Problem]:
    """A translation has the audience of its original, a patient version has its language."""
    mine = subject.guideline.identity
    for variant in _variants(subject):
        theirs = variant.original
        if theirs is None:
            continue
        if variant.field == "translation_of":
            yield from _unpaired_translation(subject, mine, theirs)
        else:
            yield from _unpaired_patient_version(subject, mine, theirs)


def _unpaired_translation(subject: Subject, mine: Identity, theirs: Identity) -> Iterator[Problem]:
    if mine.language == theirs.language:
        message = f"a translation of {theirs.id}, but both are in {mine.language}"
        hint = "write the language of the translation"
        yield Problem(_place(subject, "language"), "variant-pairing", message, hint)
    if mine.audience != theirs.audience:
        message = f"a translation for {mine.audience}, of {theirs.id} for {theirs.audience}"
        hint = "a translation has the readers of its original; translate its version for those"
        yield Problem(_place(subject, "audience"), "variant-pairing", message, hint)


def _unpaired_patient_version(
    subject: Subject, mine: Identity, theirs: Identity
) -> Iterator[Problem]:
    if mine.language != theirs.language:
        message = f"a patient version in {mine.language}, of {theirs.id} in {theirs.language}"
        hint = "write it in the language of that one, and translate it as a guideline of its own"
        yield Problem(_place(subject, "language"), "variant-pairing", message, hint)
    if mine.audience == "health-professional":
        message = "a patient version is not for health-professional"
        yield Problem(_place(subject, "audience"), "variant-pairing", message, "write patient")


def stale_variant(subject: Subject) -> Iterator[Problem]:
    """A variant renders the newest release of its original."""
    for variant in _variants(subject):
        gid, version = variant.link.guideline, variant.link.version
        newest = variant.archive.listed[-1] if variant.archive.listed else version
        if version != newest and version in variant.archive.listed:
            place = _place(subject, variant.field, "version")
            message = f"{gid} is at {newest}, this renders {version}"
            hint = (
                f"bring over what `guidepress diff {version} {newest} --guideline {gid}` says,"
                f" then write {newest}"
            )
            yield warning(place, "stale-variant", message, hint)
