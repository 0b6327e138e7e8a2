"""Variants: a guideline that renders another one, in another language or for other readers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from guidepress.history.archive import Archive, Release
from guidepress.history.reading import read_archive
from guidepress.model import Identity, Link, iter_entities, iter_parts
from guidepress.problem import Problem, did_you_mean
from guidepress.project import find_written, is_guideline_name
from guidepress.validate.context import RuleContext, warning

if TYPE_CHECKING:
    from guidepress.diff.fact import Fact

FIELDS = ("translation_of", "patient_version_of")


class Variant(NamedTuple):
    """A link to an original, as it is written, and what was released of that."""

    field: str
    link: Link
    archive: Archive

    @property
    def original(self) -> Identity | None:
        """The identity of the version that is rendered, if it was released."""
        release = self.archive.release(self.link.version)
        return release.guideline.identity if release else None

    def not_followed(self, context: RuleContext) -> Iterator[tuple[str, str]]:
        """Yield what changed in the original and not here, since another version was rendered.

        Each with the version that was rendered then: a new number alone brings nothing over.
        """
        then = self._rendered_before(context.archive)
        if then is None:
            return
        release, version = then
        before, now = self.archive.release(version), self.archive.release(self.link.version)
        if before is None or now is None:
            return
        from guidepress.classify.classify import describe

        delta = describe(before.bundle, now.bundle, version, self.link.version)
        mine, was = (_by_id(each) for each in (context.content.bundle, release.bundle))
        facts = [each.fact for each in delta.changes if each.impact in _OF_SUBSTANCE]
        changed = {each.entity: None for each in facts}
        left = self.left_in_part(facts, release.bundle, context.content.bundle)
        for name in changed:
            rendering = [key for key, each in mine.items() if name in each.get("renders", ())]
            for each in (name, *rendering):
                if each in mine and (mine[each] == was.get(each) or each in left & {name}):
                    yield each, version
        if changed and mine == was and mine.keys().isdisjoint(changed):
            yield context.content.id, version

    def left_in_part(self, facts: Iterable[Fact], was: Any, mine: Any) -> set[str]:
        """Return what a translation did change since, but not where its original did.

        Another edit in the same table brings nothing over.
        """
        from guidepress.diff.compare import compare, find_repeated_ids

        if self.field != "translation_of" or find_repeated_ids(mine):
            return set()
        here = {(each.subject, _act(each)) for each in compare(was, mine).facts}
        return {each.entity for each in facts if (each.subject, _act(each)) not in here}

    def _rendered_before(self, archive: Archive) -> tuple[Release, str] | None:
        """Return our newest release that renders another version of this original, and that."""
        for release in reversed(archive.releases):
            link = getattr(release.guideline.identity, self.field)
            same = link and link.guideline == self.link.guideline
            if same and link.version != self.link.version:
                return release, link.version
        return None


def _act(fact: Fact) -> str:
    """Return the kind of a change; to come, to go and to be renamed are one."""
    return fact.kind if fact.kind.endswith("-changed") else ""


_OF_SUBSTANCE = frozenset({"minor", "major"})


def _by_id(bundle: Mapping[str, Any]) -> dict[str, Any]:
    """Return each entity without those that it holds."""
    return {
        each.id: {key: value for key, value in each.value.items() if key != "content"}
        for each in iter_entities(bundle)
    }


def find_variants(context: RuleContext) -> Iterator[Variant]:
    """Yield the original that is translated, and the one that is rendered for patients."""
    for field in FIELDS:
        link = getattr(context.guideline.identity, field)
        folder = _folder_of(context, link.guideline) if link else None
        if folder is not None:
            yield Variant(field, link, read_archive(folder, f"content/{folder.name}", judged=True))


def _folder_of(context: RuleContext, gid: str) -> Path | None:
    # An id of another form could be a way out of the project.
    if context.project is None or gid == context.content.id or not is_guideline_name(gid):
        return None
    folder = context.project / "content" / gid
    is_there = (folder / "guideline.yaml").is_file() and not folder.is_symlink()
    return folder if is_there else None


def unknown_variant(context: RuleContext) -> Iterator[Problem]:
    """A translation or patient version names another guideline here, at a released version."""
    found = {variant.field: variant for variant in context.variants}
    for field in FIELDS:
        link = getattr(context.guideline.identity, field)
        if link is None or context.project is None:
            continue
        if field not in found:
            yield _no_guideline(context, (field,), link.guideline)
        elif link.version not in found[field].archive.listed:
            known = found[field].archive.listed
            message = f"{link.guideline} has no release {link.version}"
            hint = f"its releases are {', '.join(known)}" if known else "release that one first"
            yield Problem(context.in_guideline(field, "version"), "unknown-variant", message, hint)
    if context.project is not None:
        yield from _unknown_related(context)
    yield from _unknown_rendered(context, found.values())


def _unknown_rendered(context: RuleContext, found: Iterable[Variant]) -> Iterator[Problem]:
    there = [each.archive.release(each.link.version) for each in found]
    known = {name for each in there if each for name in each.kinds} if there else {*context.values}
    for statement in context.claims:
        for index, name in enumerate(statement.renders):
            if name not in known:
                place = context.at(statement.id, "renders", index)
                whose = "the version that is rendered" if there else "this guideline"
                message = f"{whose} has no {name}"
                homes = sorted(_homes_of(name, each.bundle) for each in there if each)
                hint = did_you_mean(name, known) or "name an id of it"
                if homes and homes[-1]:
                    hint = f"{name} is a part of {homes[-1]}: name that"
                yield Problem(place, "unknown-variant", message, hint)


def _homes_of(part: str, bundle: Mapping[str, Any]) -> str:
    """Return the entity that has such a part, such as a recommendation its outcome; or nothing."""
    for each in iter_entities(bundle):
        if any(name.endswith(f".{part}") for name, _ in iter_parts(each)):
            return each.id
    return ""


def _unknown_related(context: RuleContext) -> Iterator[Problem]:
    for number, each in enumerate(context.guideline.identity.related):
        if each.guideline and _folder_of(context, each.guideline) is None:
            yield _no_guideline(context, ("related", number), each.guideline)


def _no_guideline(context: RuleContext, path: tuple[str | int, ...], gid: str) -> Problem:
    place = context.in_guideline(*path, "guideline")
    if gid == context.content.id:
        message = f"`{path[0]}` names this guideline itself"
        return Problem(place, "unknown-variant", message, "name the other one")
    written = find_written(context.project) if context.project else []
    known = {*written} - {context.content.id}
    others = f"name one of {', '.join(sorted(known))}" if known else "content/ holds no other one"
    hint = did_you_mean(gid, known) or others
    return Problem(place, "unknown-variant", f"there is no guideline {gid} here", hint)


def variant_pairing(context: RuleContext) -> Iterator[Problem]:
    """A translation has the audience of its original, a patient version has its language."""
    mine = context.guideline.identity
    for variant in context.variants:
        theirs = variant.original
        if theirs is None:
            continue
        if variant.field == "translation_of":
            yield from _unpaired_translation(context, mine, theirs)
        else:
            yield from _unpaired_patient_version(context, mine, theirs)


def _unpaired_translation(
    context: RuleContext, mine: Identity, theirs: Identity
) -> Iterator[Problem]:
    if mine.language == theirs.language:
        message = f"a translation of {theirs.id}, but both are in {mine.language}"
        hint = "write the language of the translation"
        yield Problem(context.in_guideline("language"), "variant-pairing", message, hint)
    if mine.audience != theirs.audience:
        message = f"a translation for {mine.audience}, of {theirs.id} for {theirs.audience}"
        hint = "a translation has the readers of its original; translate its version for those"
        yield Problem(context.in_guideline("audience"), "variant-pairing", message, hint)


def _unpaired_patient_version(
    context: RuleContext, mine: Identity, theirs: Identity
) -> Iterator[Problem]:
    if mine.language != theirs.language:
        message = f"a patient version in {mine.language}, of {theirs.id} in {theirs.language}"
        hint = "write it in the language of that one, and translate it as a guideline of its own"
        yield Problem(context.in_guideline("language"), "variant-pairing", message, hint)
    if mine.audience == "health-professional":
        message = "a patient version is not for health-professional"
        yield Problem(context.in_guideline("audience"), "variant-pairing", message, "write patient")


def _left_behind(context: RuleContext) -> Iterator[Problem]:
    """Yield what renders, in the same guideline, something that has changed without it."""
    changes = context.delta.changes if context.delta else ()
    changed = {each.fact.entity for each in changes if each.impact in _OF_SUBSTANCE}
    for each in context.claims if changed else ():
        if each.id not in changed:
            for name in changed.intersection(each.renders):
                message = f"{name} changed, and {each.id}, which says it in other words, did not"
                hint = "change it too, or accept it under `suppressions`, with the reason"
                yield warning(context.at(each.id, "renders"), "stale-variant", message, hint)


def stale_variant(context: RuleContext) -> Iterator[Problem]:
    """A variant renders the newest release of its original, and what changed in it since."""
    yield from _left_behind(context)
    for variant in context.variants:
        gid, version = variant.link.guideline, variant.link.version
        latest = variant.archive.latest
        newest = latest.version if latest else version
        if version != newest and version in variant.archive.listed:
            place = context.in_guideline(variant.field, "version")
            message = f"{gid} is at {newest}, this renders {version}"
            hint = (
                f"bring over what `guidepress diff {version} {newest} --guideline {gid}` says,"
                f" then write {newest}"
            )
            if latest and (gone := latest.guideline.identity.withdrawal):
                message = f"{gid} was withdrawn: {gone.reason.rstrip('.')}"
                hint = f"withdraw {context.content.id} too, or accept it under `suppressions`"
            yield warning(place, "stale-variant", message, hint)
        explained = {each.entity for each in variant.link.differences}
        for name, before in variant.not_followed(context):
            if name in explained:
                continue
            message = f"{name} changed in {gid} between {before} and {version}, and not here"
            hint = (
                f"bring over what `guidepress diff {before} {version} --guideline {gid} "
                f"--id {name}` says, or give the reason under `{variant.field}` as `differences:`"
            )
            yield warning(context.at(name, "id"), "stale-variant", message, hint)
