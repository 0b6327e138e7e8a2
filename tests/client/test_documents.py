"""What bytes must be before an app may use them; each fault alone."""

from __future__ import annotations

import json
from itertools import count
from typing import TYPE_CHECKING, Any, cast

import pytest

from client.mutations import GID, digest
from client.test_hostile import PLAIN
from guidepress_client import AlteredError, UnreachableError, documents
from guidepress_client.deadline import Deadline
from guidepress_client.documents import parse, read_document, read_sums
from guidepress_client.patch import apply, follow
from guidepress_client.shape import find_misfits
from guidepress_client.types import Bundle, Ids, Versions

if TYPE_CHECKING:
    from guidepress_client.types import Changes

pytestmark = pytest.mark.checkout

LINE = "a" * 64 + "  index.json\n"
STATES = (
    "/versions/1/status is none of in-consultation, active, superseded, withdrawn, entered-in-error"
)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "its end is missing"),
        (LINE[:-1], "its end is missing"),
        (LINE + LINE[:20], "its end is missing"),
        (LINE + LINE, "this is no line of it"),
        (LINE.upper(), "this is no line of it"),
        (LINE.replace("  ", " "), "this is no line of it"),
        (LINE + "\n", "this is no line of it"),
        (LINE.replace(".", "\x00"), "this is no line of it"),
    ],
)
def test_a_list_of_checksums_that_is_none_is_refused(text: str, why: str) -> None:
    with pytest.raises(AlteredError, match=why):
        read_sums("SHA256SUMS", text.encode())
    assert read_sums("SHA256SUMS", LINE.encode()) == {"index.json": "a" * 64}


@pytest.mark.parametrize(
    "data",
    [
        b'{"a":1,"a":2}',
        b'[{"a":{"b":1,"b":1}}]',
        b"NaN",
        b'{"a":-Infinity}',
        b'"\\ud800"',
        b'{"\\uDFFF":1}',
        '{"a":1}'.encode("utf-16"),
        '{"a":1}'.encode("utf-16-le"),
        b"\xef\xbb\xbf{}",
        b'"\xff"',
        b"9" * 5000,
        b"[" * 100_000,
        b"[" * 102 + b"]" * 102,
        b'{"a":' * 102 + b"1" + b"}" * 102,
        b"",
        b"{}{}",
    ],
)
def test_what_is_no_plain_json_is_refused(data: bytes) -> None:
    with pytest.raises(AlteredError):
        parse("x", data)


def test_plain_json_is_read() -> None:
    for data in (b"[" * 100 + b"]" * 100, b'{"a":"\\ud83d\\ude00","b":[{"a":1}]}', b"5", b'"x"'):
        assert parse("x", data) == json.loads(data)


def test_a_document_has_a_limit_of_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "LARGEST_DOCUMENT", 10)
    assert parse("x", b"[1,2,3,45]") == [1, 2, 3, 45]
    with pytest.raises(AlteredError, match="larger than 10 bytes"):
        parse("x", b"[1,2,3,456]")


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (["latest"], 4, "/latest is not text"),
        (["versions"], {}, "/versions is not a list"),
        (["versions", 1], None, "/versions/1 is not an object"),
        (["versions", 1, "status"], "fine", STATES),
        (["versions", 1, "status"], True, STATES),
        (["versions", 1, "updated"], 2015, "/versions/1/updated is not text"),
        (["versions", 1, "bundle_sha256"], None, "/versions/1/bundle_sha256 is not text"),
        (["versions", 1, "bundle_sha256"], ..., "/versions/1/bundle_sha256 is missing"),
        (["guideline"], ..., "/guideline is missing"),
    ],
)
def test_a_shape_that_is_not_that_of_the_schema_is_named_with_its_place(
    path: list[Any], value: Any, place: str
) -> None:
    data = json.loads(PLAIN[f"{GID}/versions.json"])
    holder = data
    for step in path[:-1]:
        holder = holder[step]
    if value is ...:
        del holder[path[-1]]
    else:
        holder[path[-1]] = value
    with pytest.raises(AlteredError, match=f"does not follow its schema: {place}"):
        read_document("x", json.dumps(data).encode(), Versions, Deadline(60))


def test_true_is_no_number_and_what_is_unheard_of_is_ignored() -> None:
    data = json.loads(PLAIN[f"{GID}/latest.json"])
    data["unheard-of"] = data["guideline"]["unheard-of"] = {"a": None}
    read_document("x", json.dumps(data).encode(), Bundle, Deadline(60))
    data["scales"][0]["axes"][0]["levels"][0]["rank"] = True
    with pytest.raises(AlteredError, match="rank is not a whole number"):
        read_document("x", json.dumps(data).encode(), Bundle, Deadline(60))


def test_what_takes_too_long_to_check_ends_at_the_deadline() -> None:
    why = r"ids\.json cannot be checked in time: this took longer than"
    with pytest.raises(UnreachableError, match=why):
        read_document("ids.json", b"{}", Ids, Deadline(0))


def test_the_shape_of_a_long_list_is_checked_until_the_deadline_only() -> None:
    steps = count()

    def until_the_third() -> None:
        if next(steps) == 2:
            raise TimeoutError

    with pytest.raises(TimeoutError):
        list(find_misfits(["a"] * 1000, list[str], until_the_third))
    assert next(steps) == 3


def delta(patch: list[Any]) -> Changes:
    zeros = {"old_sha256": digest(b"{}"), "new_sha256": "0" * 64}
    made = {"guideline": "x", "from": "1.0.0", "to": "2.0.0", "patch": patch, "proof": zeros}
    return cast("Changes", made)


def test_a_patch_that_takes_too_long_ends_at_the_deadline() -> None:
    patch = [{"op": "add", "path": "/a", "value": 1}]
    with pytest.raises(UnreachableError, match=r"changes\.json cannot be applied in time"):
        follow(b"{}", delta(patch), Deadline(0))


def test_a_patch_whose_value_is_too_deep_to_copy_does_not_fit() -> None:
    value: Any = []
    for _ in range(600):
        value = [value]
    with pytest.raises(AlteredError, match="does not fit"):
        follow(b"{}", delta([{"op": "add", "path": "/a", "value": value}]), Deadline(60))


def test_a_value_that_a_patch_puts_in_twice_is_two_values() -> None:
    value: list[Any] = []
    patch: list[Any] = [
        {"op": "add", "path": "/a", "value": value},
        {"op": "add", "path": "/b", "value": value},
        {"op": "add", "path": "/a/-", "value": 1},
    ]
    assert apply({}, patch, Deadline(60)) == {"a": [1], "b": []}
    assert value == []
