"""The client against real trees, in a folder and on a static host."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest

from guidepress_client import (
    AlteredError,
    Kept,
    NewerSchemaError,
    NotPublishedError,
    UnreachableError,
    WithdrawnError,
    connect,
    recommendations_on,
    statements_on,
)
from sums import write_sums

if TYPE_CHECKING:
    from pathlib import Path

    from contracts.conftest import Served
    from guidepress_client.types import Recommendation

pytestmark = pytest.mark.checkout

GID = "childhood-sts-recurrent"


def test_a_folder_and_an_address_give_the_same(copied: Path, host: Served) -> None:
    folder, web = connect(copied), connect(f"{host.address}/v1/")
    assert [each["id"] for each in web.index()["guidelines"]] == [GID, "retold", "ward"]
    assert folder.index() == web.index()
    assert folder.latest(GID) == web.latest(GID)
    assert folder.versions("ward") == web.versions("ward")
    assert list(folder.verify()) == list(web.verify()) == []


@pytest.mark.parametrize(
    ("guideline", "since"), [(GID, "1.0.0"), ("retold", "1.0.0"), ("ward", "1.0.0")]
)
def test_deltas_lead_byte_for_byte_from_the_first_version_to_latest(
    tree: Path, guideline: str, since: str
) -> None:
    first = (tree / guideline / since / "bundle.json").read_bytes()
    updated = connect(tree).update(first, even_if_withdrawn=True)
    assert updated == (tree / guideline / "latest.json").read_bytes()
    assert updated != first


def test_deltas_lead_to_latest_from_every_version(tree: Path) -> None:
    library = connect(tree)
    latest = (tree / "retold/latest.json").read_bytes()
    versions = [each["version"] for each in library.versions("retold")["versions"]]
    assert len(versions) == 4
    for version in versions:
        assert library.update((tree / "retold" / version / "bundle.json").read_bytes()) == latest


def test_what_changed_since_a_version_is_told_in_order(tree: Path) -> None:
    library = connect(tree)
    steps = [(each.since, each.version) for each in library.changes("retold", since="1.0.0")]
    assert [step[0] for step in steps] == ["1.0.0", *(step[1] for step in steps[:-1])]
    assert steps[-1][1] == library.versions("retold")["latest"]
    told = [change["sentence"] for each in library.changes(GID, "1.0.0") for change in each.changes]
    assert any(sentence.startswith("Added pazopanib as an option") for sentence in told)
    assert library.changes(GID, since="2.0.0") == []
    with pytest.raises(NotPublishedError, match=r"has no version 0.9.0"):
        library.changes(GID, since="0.9.0")


def test_a_withdrawn_guideline_is_refused_unless_asked_for(tree: Path) -> None:
    library = connect(tree)
    for attempt in (
        lambda: library.latest("ward"),
        lambda: library.bundle("ward", "2.0.0"),
        lambda: library.bundle("ward", "1.0.0"),
        lambda: library.update((tree / "ward/1.0.0/bundle.json").read_bytes()),
    ):
        with pytest.raises(
            WithdrawnError, match=r"ward 3.0.0 must not be used: withdrawn: Out of date"
        ) as caught:
            attempt()
        assert caught.value.last_good_version == "2.0.0"
    assert library.latest("ward", even_if_withdrawn=True)["options"] == []
    assert library.bundle("ward", "2.0.0", even_if_withdrawn=True)["options"]


def test_a_version_that_was_in_error_is_refused_though_the_guideline_stands(copied: Path) -> None:
    versions = copied / "retold/versions.json"
    data = json.loads(versions.read_bytes())
    data["versions"][1]["status"] = "entered-in-error"
    replace(copied, "retold/versions.json", json.dumps(data).encode())
    with pytest.raises(WithdrawnError, match="its status is entered-in-error") as caught:
        connect(copied).bundle("retold", data["versions"][1]["version"])
    assert caught.value.last_good_version is None
    assert caught.value.corrected_by is None


def test_what_corrects_a_version_in_error_is_named(copied: Path) -> None:
    data = json.loads((copied / "retold/versions.json").read_bytes())
    newest, wrong = data["versions"][:2]
    wrong["status"] = "entered-in-error"
    newest["corrects"] = wrong["version"]
    replace(copied, "retold/versions.json", json.dumps(data).encode())
    said = f"entered-in-error; {newest['version']} corrects it"
    with pytest.raises(WithdrawnError, match=said) as caught:
        connect(copied).bundle("retold", wrong["version"])
    assert caught.value.corrected_by == newest["version"]


def test_what_is_said_on_an_option_is_found_wherever_it_stands(tree: Path) -> None:
    bundle = connect(tree).latest(GID)
    own = next(each for each in bundle["options"] if each["id"] == "excision")["content"]
    found = statements_on(bundle, "excision")
    assert [*found[: len(own)]] == [*own]
    assert [each["id"] for each in found[len(own) :]] == [
        "resection-standard",
        "lung-metastasectomy-control",
        "lung-resection-survival",
        "lung-resection-synovial",
    ]
    assert [level["level"] for each in found for level in each["evidence"]][-1] == "3iiiA"


def test_statements_of_other_options_and_introductions_are_found_too(tree: Path) -> None:
    bundle = connect(tree).latest(GID)
    other = next(each for each in bundle["options"][1:] if each["content"])["content"][0]
    intro = next(each["intro"] for each in bundle["lists"] if "intro" in each)
    other["about"] = ["excision"]
    intro["about"] = ["excision"]
    found = [each["id"] for each in statements_on(bundle, "excision")]
    assert {other["id"], intro["id"]} <= set(found)


def test_what_is_recommended_on_an_option_is_found_with_what_stands_below_it(tree: Path) -> None:
    bundle = connect(tree).latest(GID)
    block = next(each for each in bundle["sections"] if each["content"])["content"][0]
    below: Any = {**block, "id": "below", "about": ["excision"]}
    made: Recommendation = {
        "id": "offer-excision",
        "text": "Offer it.",
        "citations": [],
        "about": ["excision"],
        "direction": "for",
        "dissent": [],
        "grades": [],
        "parts": [],
        "outcomes": [],
        "judgements": [],
        "content": [below],
        "replaces": [],
    }
    bundle["recommendations"] = [made, {**made, "id": "other", "about": [], "content": []}]
    assert [each["id"] for each in recommendations_on(bundle, "excision")] == ["offer-excision"]
    assert "below" in [each["id"] for each in statements_on(bundle, "excision")]


def test_an_option_that_is_not_there_is_told(tree: Path) -> None:
    with pytest.raises(NotPublishedError, match=f"of {GID} has no option nonsense"):
        statements_on(connect(tree).latest(GID), "nonsense")


def replace(tree: Path, name: str, data: bytes) -> None:
    """Write a file and the checksums that vouch for it."""
    (tree / name).write_bytes(data)
    write_sums(tree)


def replace_latest(tree: Path, guideline: str, data: bytes) -> None:
    """Write another newest version, and all that vouches for it."""
    replace(tree, f"{guideline}/latest.json", data)
    versions = json.loads((tree / guideline / "versions.json").read_bytes())
    versions["versions"][0]["bundle_sha256"] = sha256(data).hexdigest()
    replace(tree, f"{guideline}/versions.json", json.dumps(versions).encode())


def test_a_latest_that_is_not_the_newest_version_is_refused_though_its_checksum_is_right(
    copied: Path,
) -> None:
    old = (copied / "retold/1.0.0/bundle.json").read_bytes()
    replace(copied, "retold/latest.json", old)
    newest = connect(copied).versions("retold")["latest"]
    with pytest.raises(AlteredError, match=f"not the bundle of {newest} that versions") as caught:
        connect(copied).latest("retold")
    assert caught.value.name == "retold/latest.json"
    (error,) = connect(copied).verify()
    assert str(error) == str(caught.value)


def test_an_old_id_leads_to_those_that_answer_for_it_today(tree: Path) -> None:
    library = connect(tree)
    fates = {each["id"]: each for each in library.ids("retold")["ids"]}
    assert fates["excision"]["replaced_by"] == ["excision-local", "excision-lung"]
    assert fates["relapse-local"]["replaced_by"] == ["relapse-mostly-local"]
    assert library.current_ids("retold", "relapse-local") == ["relapse-usually-local"]
    assert library.current_ids("retold", "excision") == ["excision-lung"]
    assert library.current_ids("retold", "pazopanib") == ["drugs"]
    assert library.current_ids("retold", "drugs") == ["drugs"]
    assert library.current_ids("retold", "excision-local") == []
    with pytest.raises(NotPublishedError, match="never had the id nonsense"):
        library.current_ids("retold", "nonsense")


def test_what_became_of_each_id_is_told(tree: Path) -> None:
    fates = {each["id"]: each["status"] for each in connect(tree).ids("retold")["ids"]}
    for status, ids in {
        "present": {
            "excision-lung",
            "drugs",
            "trabectedin-dose",
            "relapse-usually-local",
            "soole-2014",
        },
        "replaced": {
            "excision",
            "trabectedin",
            "pazopanib",
            "relapse-local",
            "relapse-mostly-local",
        },
        "retired": {"excision-local"},
        "removed": {"pazopanib-harm"},
    }.items():
        assert {each for each in ids if fates[each] == status} == ids
    assert {each["status"] for each in connect(tree).ids("ward")["ids"]} == {"withdrawn"}


def test_only_the_checksums_are_asked_for_while_nothing_changes(host: Served) -> None:
    cache: dict[str, Kept] = {}
    for _ in range(2):
        connect(f"{host.address}/v1", cache).latest(GID)
    assert [each.status for each in host.asked] == [200, 200, 200, 200, 304]


def publish_next(tree: Path, guideline: str, version: str) -> None:
    """Publish one more version of a guideline, and all that vouches for it."""
    data = json.loads((tree / guideline / "latest.json").read_bytes())
    data["guideline"]["version"] = version
    bundle = json.dumps(data).encode()
    versions = json.loads((tree / guideline / "versions.json").read_bytes())
    entry = {**versions["versions"][0], "version": version, "id": version}
    versions["versions"].insert(0, {**entry, "bundle_sha256": sha256(bundle).hexdigest()})
    versions["latest"] = version
    replace(tree, f"{guideline}/latest.json", bundle)
    replace(tree, f"{guideline}/versions.json", json.dumps(versions).encode())


def test_a_release_that_comes_while_an_app_runs_is_no_alarm(copied: Path, host: Served) -> None:
    library = connect(f"{host.address}/v1")
    assert library.latest("retold")["guideline"].get("version") == "4.0.0"
    publish_next(copied, "retold", "5.0.0")
    assert library.latest("retold")["guideline"].get("version") == "5.0.0"


def test_what_is_not_there_or_does_not_answer_has_an_error_of_its_own(
    copied: Path, host: Served
) -> None:
    for place in (copied, f"{host.address}/v1"):
        library = connect(place)
        with pytest.raises(NotPublishedError, match=r"there is no guideline nothing; index"):
            library.latest("nothing")
        for ask in (library.latest, library.versions, library.ids):
            with pytest.raises(NotPublishedError, match=r"guideline told; did you mean retold\?"):
                ask("told")
        with pytest.raises(NotPublishedError, match=r"has no version 9.9.9"):
            library.bundle(GID, "9.9.9")
        with pytest.raises(NotPublishedError):
            library.latest("../../etc/passwd")
    for place in (copied.parent, host.address):
        with pytest.raises(NotPublishedError, match=r"SHA256SUMS.*that ends in api/v1$"):
            connect(place).index()
    with pytest.raises(UnreachableError, match="cannot be reached"):
        connect("http://127.0.0.1:9/v1").index()
    with pytest.raises(UnreachableError, match="only http, https and folders"):
        connect("file:///etc")


def test_a_checksum_file_cannot_lead_out_of_the_tree(copied: Path) -> None:
    secret = copied.parent / "secret.json"
    secret.write_bytes(b"{}")
    with (copied / "SHA256SUMS").open("a", encoding="utf-8") as sums:
        sums.write(f"{sha256(b'{}').hexdigest()}  ../secret.json\n")
    with pytest.raises(NotPublishedError, match="cannot be the name of a published file"):
        connect(copied).read("../secret.json")


def test_another_major_schema_is_refused_and_a_newer_minor_one_read(copied: Path) -> None:
    data = json.loads((copied / "retold/latest.json").read_bytes())
    minor = {**data, "schema_version": "2.9.0", "unheard-of": 1}
    replace_latest(copied, "retold", json.dumps(minor).encode())
    assert connect(copied).latest("retold")["id"] == data["id"]
    major = {**data, "schema_version": "3.0.0"}
    replace_latest(copied, "retold", json.dumps(major).encode())
    with pytest.raises(NewerSchemaError, match=r"follows schema 3.0.0"):
        connect(copied).latest("retold")


@pytest.mark.parametrize(
    ("held", "named"),
    [
        (b"{", "the bundle at hand"),
        (b"[]", "the bundle at hand"),
        (b'{"guideline":{"id":"retold","version":"1.0.0"}}', "the bundle at hand"),
    ],
)
def test_a_bundle_at_hand_that_was_never_published_is_refused(
    tree: Path, held: bytes, named: str
) -> None:
    with pytest.raises(AlteredError) as caught:
        connect(tree).update(held)
    assert caught.value.name == named


@pytest.mark.parametrize("version", ["1.0.0", "latest"])
def test_a_bundle_at_hand_that_was_not_kept_as_downloaded_is_refused_with_advice(
    tree: Path, version: str
) -> None:
    library = connect(tree)
    version = library.versions("retold")["latest"] if version == "latest" else version
    kept = library.read(f"retold/{version}/bundle.json")
    anew = json.dumps(json.loads(kept)).encode()
    wrong: list[Any] = [kept.decode(), json.loads(kept), anew]
    for held in wrong:
        with pytest.raises(AlteredError, match="keep the bytes as downloaded") as caught:
            library.update(held)
        assert caught.value.name == "the bundle at hand"
    assert library.update(kept) == library.read("retold/latest.json")


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (b'"op":"replace"', b'"op":"test"', "does not follow its schema: /patch/"),
        (b'"path":"/', b'"path":"', "does not fit"),
        (b'"path":"/options/', b'"path":"/nowhere/', "does not fit"),
        (b'"value":"', b'"value":"x', "does not lead to"),
    ],
)
def test_a_delta_that_does_not_lead_on_is_named_even_if_its_checksum_is_right(
    copied: Path, old: bytes, new: bytes, why: str
) -> None:
    name = "retold/3.0.0/changes.json"
    data = (copied / name).read_bytes()
    head, patch = data.split(b'"patch":')
    assert old in patch
    replace(copied, name, head + b'"patch":' + patch.replace(old, new))
    with pytest.raises(AlteredError, match=why) as caught:
        connect(copied).update((copied / "retold/2.0.0/bundle.json").read_bytes())
    assert caught.value.name == name


def test_safety_notices_are_read_apart_from_any_version(tree: Path) -> None:
    library = connect(tree)
    (notice,) = library.alerts("retold")
    assert (notice["authority"], notice["alert"]) == ("Example agency", True)
    assert json.loads(library.read("retold/alerts/agency-2015.json")) == notice
    assert library.alerts("ward") == []
