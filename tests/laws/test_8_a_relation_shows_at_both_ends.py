"""Law 8: both ends of a relation show it, and a change at one end is seen at the other."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from guidepress.content import parse_content
from guidepress.history.archive import Archive
from guidepress.model import SCHEMA_VERSION
from guidepress.release.request import Request
from guidepress.site.stage import stage_project
from laws.generate import encoded, everything, sample
from laws.surfaces import PUBLICATION, release, visible
from laws.table import cases, hold

if TYPE_CHECKING:
    from collections.abc import Callable

    from laws.generate import Files

LAW = 8
ORIGINAL, VARIANT = "original", "variant"


def small(gid: str, **identity: object) -> Files:
    """Return a guideline of one option: a relation is one of the whole, and all pages show it."""
    files = sample(0)
    files["factors"], files["recommendations"] = {"factors": []}, {"recommendations": []}
    option = {"id": "option", "name": "Option", "content": [{"id": "said", "text": "Said."}]}
    files["options"] = {"options": [option]}
    files["guideline"].pop("sections", None)
    return named(gid, files, **identity, body=["options"])


def named(gid: str, files: Files | None = None, **identity: object) -> Files:
    files = files or everything()
    files["guideline"] |= {"id": gid, "title": f"Title of {gid}", **identity}
    for key in ("reviewed", "last_search", "review_due"):
        files["guideline"].pop(key, None)
    return files


def edited(files: Files, number: int) -> Files:
    new = deepcopy(files)
    new["options"]["options"][0]["content"][0]["text"] += f" Said anew, {number}."
    new["guideline"]["updated"] = f"201{5 + number}-03-04"
    return new


def released(states: list[Files], requests: list[Request]) -> Archive:
    gid = states[0]["guideline"]["id"]
    archive = Archive(id=gid)
    for files, request in zip(states, requests, strict=True):
        content = parse_content(encoded(files), gid, f"content/{gid}")
        archive = release(content, archive, request)
    return archive


def site_of(*archives: Archive) -> dict[str, str]:
    """Return what is staged of a project with these guidelines, by name."""
    with TemporaryDirectory() as room:
        project = Path(room)
        for archive in archives:
            folder = project / "content" / archive.id / "releases"
            folder.mkdir(parents=True)
            for each in archive.releases:
                (folder / f"{each.version}.json").write_bytes(each.bundle_bytes)
                if each.changes_bytes:
                    (folder / f"{each.version}.changes.json").write_bytes(each.changes_bytes)
            index = {
                "id": "releases",
                "schema_version": SCHEMA_VERSION,
                "guideline": archive.id,
                "releases": [dict(each.entry) for each in archive.releases],
            }
            (folder / "index.json").write_text(json.dumps(index), encoding="utf-8")
        stage = project / ".stage"
        stage_project(project, stage, PUBLICATION, drafts=False)
        files = (file for file in sorted(stage.rglob("*")) if file.is_file())
        return {
            file.relative_to(stage).as_posix(): file.read_text(encoding="utf-8") for file in files
        }


FIRST = Request(date="2016-01-02")
LATER = Request(date="2018-01-02")
WITHDRAWN = Request(date="2018-01-02", kind="withdrawal", reason="Unsafe dose.")
RENDERED = ("translation_of", "patient_version_of")
RELATIONS = (*RENDERED, "replaces", "replaced-by", "evidence-review", "companion")


@cache
def original(state: str) -> Archive:
    files = small(ORIGINAL)
    if state == "as it was":
        return released([files], [FIRST])
    request = WITHDRAWN if state == "withdrawn" else LATER
    return released([files, files if state == "withdrawn" else edited(files, 1)], [FIRST, request])


@cache
def variant(relation: str, state: str = "as it was") -> Archive:
    link = {"guideline": ORIGINAL, "version": "1.0.0"}
    named_by = {"related": [{"kind": relation, "guideline": ORIGINAL}]}
    files = small(VARIANT, **({relation: link} if relation in RENDERED else named_by))
    if state == "as it was":
        return released([files], [FIRST])
    return released([files, files], [FIRST, WITHDRAWN])


@cache
def staged(relation: str, state: str = "as it was") -> dict[str, str]:
    return site_of(original(state), variant(relation))


@cache
def staged_without(relation: str) -> dict[str, str]:
    """Return the site after the one that names the relation was withdrawn."""
    return site_of(original("as it was"), variant(relation, "withdrawn"))


def page(site: dict[str, str], gid: str) -> str:
    return site[f"{gid}/index.md"].partition("\n---\n\n")[2]


def entry(site: dict[str, str], gid: str) -> str:
    """Return what the index of the API says of a guideline."""
    listed = json.loads(site["api/v1/index.json"])["guidelines"]
    return json.dumps(next(each for each in listed if each["id"] == gid))


SURFACES: dict[str, Callable[[dict[str, str], str], str]] = {
    "page": page,
    "index.json": entry,
    "versions.json": lambda site, gid: site[f"api/v1/{gid}/versions.json"],
    "feed": lambda site, gid: site[f"{gid}/feed.json"],
    "home": lambda site, _: site["index.md"].partition("\n---\n\n")[2],
}
ENDS = {"original": (ORIGINAL, VARIANT), "variant": (VARIANT, ORIGINAL)}
LINKS = [
    f"{relation}: {surface} of the {end}"
    for relation in RELATIONS
    for surface in ("page", "index.json", "versions.json")
    for end in ENDS
]


@pytest.mark.parametrize("case", cases(LAW, LINKS))
def test_both_ends_show_the_relation(case: str) -> None:
    relation, _, rest = case.partition(": ")
    surface, _, end = rest.partition(" of the ")
    here, there = ENDS[end]
    shown = SURFACES[surface](staged(relation), here)
    hold(there in shown)


CHANGES = [
    f"{relation}: {surface} of the variant, original {state}"
    for relation in RELATIONS
    for surface in SURFACES
    for state in ("released anew", "withdrawn")
    # Who follows a guideline is told of every release of what it renders, and of a withdrawal else.
    if (surface, state) != ("feed", "released anew") or relation in (*RENDERED, "replaced-by")
]


@pytest.mark.parametrize("case", cases(LAW, CHANGES))
def test_a_change_at_one_end_is_seen_at_the_other(case: str) -> None:
    relation, _, rest = case.partition(": ")
    surface, _, state = rest.partition(" of the variant, original ")
    before, after = (
        SURFACES[surface](staged(relation, each), VARIANT) for each in ("as it was", state)
    )
    if surface == "home":
        # The original's own card changes anyway; that of the variant has to.
        before, after = (card_of(VARIANT, home) for home in (before, after))
    hold(before != after)


BACK = [f"{relation}: {surface} of the original" for relation in RELATIONS for surface in SURFACES]


@pytest.mark.parametrize("case", cases(LAW, [f"withdrawn: {each}" for each in BACK]))
def test_the_withdrawal_of_what_names_a_relation_is_seen_at_the_other_end(case: str) -> None:
    relation, _, rest = case.removeprefix("withdrawn: ").partition(": ")
    surface = rest.removesuffix(" of the original")
    before, after = (
        SURFACES[surface](site, ORIGINAL) for site in (staged(relation), staged_without(relation))
    )
    if surface == "home":
        before, after = (card_of(ORIGINAL, home) for home in (before, after))
    hold(before != after)
    hold("withdrawn" in after.lower())


def card_of(gid: str, home: str) -> str:
    """Return what the home page has of one guideline."""
    return next(each for each in home.split("gp-card") if f'id="{gid}"' in each)


# Within one guideline ---------------------------------------------------------------------------


@cache
def parts() -> dict[str, str]:
    """Return the parts of the original's page by their anchor."""
    found: dict[str, str] = {}
    whole = page(site_of(released([named(ORIGINAL)], [FIRST])), ORIGINAL)
    for part in re.split(r'\n\n#+ |<div class="gp-option"', whole)[1:]:
        head, _, body = part.partition("\n")
        found[re.split(r'\{#|data-option="', head)[-1].rstrip('}">')] = body
    return found


def is_with(anchor: str) -> bool:
    """Tell whether what the first section says about an option is in the part of the page."""
    statement = named(ORIGINAL)["guideline"]["sections"][0]["content"][0]
    return statement["text"].partition(" ")[0] in visible(parts().get(anchor, ""))


def spoken_of() -> list[str]:
    return list(named(ORIGINAL)["guideline"]["sections"][0]["content"][0]["about"])


@cache
def retracted() -> str:
    """Return the page of a guideline that cites a retracted work, as a reader sees it."""
    files = named(ORIGINAL)
    reference = files["references"]["references"][0]
    reference["notices"] = [{"kind": "retraction", "citation": "Taken back, 2015"}]
    cited = f"[@{reference['id']}"
    assert cited in json.dumps(files)
    return visible(page(site_of(released([files], [FIRST])), ORIGINAL)).lower()


@cache
def corrected() -> dict[str, str]:
    files = named(ORIGINAL)
    request = Request(date="2018-01-02", kind="correction", corrects="1.0.0")
    return site_of(released([files, edited(files, 1)], [FIRST, request]))


def newest(site: dict[str, str]) -> str:
    return str(json.loads(site[f"api/v1/{ORIGINAL}/versions.json"])["latest"])


WITHIN = {
    "about: at the section": lambda: is_with(named(ORIGINAL)["guideline"]["sections"][0]["id"]),
    "about: at the option": lambda: all(is_with(each) for each in spoken_of()),
    "retraction: in the list of references": lambda: "taken back, 2015" in retracted(),
    "retraction: where the work is cited": lambda: retracted().count("retract") > 1,
    "correction: page of what it corrects": lambda: (
        newest(corrected()) in visible(corrected()[f"{ORIGINAL}/1.0.0/index.md"])
    ),
    "correction: page of what corrects": lambda: "1.0.0" in visible(page(corrected(), ORIGINAL)),
    "correction: versions.json": lambda: (
        "entered-in-error" in corrected()[f"api/v1/{ORIGINAL}/versions.json"]
    ),
}


@pytest.mark.parametrize("case", cases(LAW, WITHIN))
def test_both_ends_within_a_guideline_show_it(case: str) -> None:
    hold(WITHIN[case]())


def test_a_former_id_leads_to_what_replaced_it_and_back() -> None:
    files = named(ORIGINAL)
    new = edited(files, 1)
    old_id = new["guideline"]["sections"][0]["id"]
    new["guideline"]["sections"][0] |= {"id": "renamed", "replaces": [old_id]}
    new["guideline"]["body"] = [
        "renamed" if each == old_id else each for each in new["guideline"]["body"]
    ]
    site = site_of(released([files, new], [FIRST, LATER]))
    ids = {each["id"]: each for each in json.loads(site[f"api/v1/{ORIGINAL}/ids.json"])["ids"]}
    assert ids[old_id]["replaced_by"] == ["renamed"]
    assert f'id="{old_id}"' in site[f"{ORIGINAL}/index.md"]
