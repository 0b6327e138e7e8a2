"""What the client remembers, and the limits that it keeps."""

from __future__ import annotations

import json
import os
import ssl
import subprocess
from contextlib import suppress
from email.message import Message
from io import BytesIO
from itertools import repeat
from time import thread_time
from traceback import format_exception
from typing import TYPE_CHECKING
from urllib.request import Request

import pytest

from client.faults import OK, QUICK, SLOW, answer
from client.host import Host, running
from client.mutations import GID, SUMS, rehashed, with_sums
from client.test_hostile import HONEST, PLAIN
from guidepress_client import (
    AlteredError,
    ClientError,
    Kept,
    NotPublishedError,
    RolledBackError,
    UnreachableError,
    connect,
    web,
)
from guidepress_client.web import default_context
from limits import LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from client.faults import Pieces
    from guidepress_client import Library

pytestmark = [pytest.mark.checkout, pytest.mark.timing]


def tree_until(version: str) -> dict[str, bytes]:
    """Return the tree as it was when a version was the newest, with checksums that fit."""
    versions = json.loads(PLAIN[f"{GID}/versions.json"])
    number = [each["version"] for each in versions["versions"]].index(version)
    versions["versions"], versions["latest"] = versions["versions"][number:], version
    index = json.loads(PLAIN["index.json"])
    for entry in index["guidelines"]:
        if entry["id"] == GID:
            entry["version"] = version
    changed = {
        f"{GID}/versions.json": json.dumps(versions).encode(),
        f"{GID}/latest.json": PLAIN[f"{GID}/{version}/bundle.json"],
        "index.json": json.dumps(index).encode(),
    }
    return with_sums({**PLAIN, **changed}, nested=True)


def test_a_tree_that_went_back_to_an_older_version_is_refused() -> None:
    with running(Host(HONEST[True])) as host:
        library = connect(host.address)
        newest = library.latest(GID)
        host.files = tree_until("1.0.0")
        for call in (
            lambda: library.latest(GID),
            lambda: library.versions(GID),
            lambda: library.changes(GID, "1.0.0"),
            lambda: library.update(PLAIN[f"{GID}/1.0.0/bundle.json"]),
            library.index,
        ):
            with pytest.raises(
                RolledBackError, match=r"is 1\.0\.0, but 4\.0\.0 was seen"
            ) as caught:
                call()
            assert (caught.value.seen, caught.value.offered) == ("4.0.0", "1.0.0")
        host.files = HONEST[True]
        assert library.latest(GID) == newest


def test_what_was_seen_is_remembered_in_a_file_by_later_processes(tmp_path: Path) -> None:
    memory = tmp_path / "seen.json"
    with running(Host(HONEST[True])) as host:
        connect(host.address, remember=memory).latest(GID)
        assert json.loads(memory.read_bytes()) == {GID: "4.0.0"}
        assert [each.name for each in tmp_path.iterdir()] == ["seen.json"]
        host.files = tree_until("2.0.0")
        with pytest.raises(RolledBackError):
            connect(host.address, remember=memory).latest(GID)
        assert connect(host.address).latest(GID)["guideline"].get("version") == "2.0.0"


def test_what_an_update_leads_to_is_remembered_too(tmp_path: Path) -> None:
    memory = tmp_path / "seen.json"
    with running(Host(HONEST[True])) as host:
        connect(host.address, remember=memory).update(PLAIN[f"{GID}/1.0.0/bundle.json"])
    assert json.loads(memory.read_bytes()) == {GID: "4.0.0"}


@pytest.mark.parametrize(
    "call",
    [
        lambda library: library.versions(GID),
        lambda library: library.alerts(GID),
        lambda library: library.changes(GID, "1.0.0"),
        lambda library: library.bundle(GID, "1.0.0"),
        lambda library: library.ids(GID),
        lambda library: library.current_ids(GID, "pazopanib"),
        lambda library: library.index(),
    ],
)
def test_whatever_tells_the_newest_version_is_held_to_it_later(
    call: Callable[[Library], object], tmp_path: Path
) -> None:
    memory = tmp_path / "seen.json"
    with running(Host(HONEST[True])) as host:
        library = connect(host.address, remember=memory)
        call(library)
        host.files = tree_until("3.0.0")
        for each in (library, connect(host.address, remember=memory)):
            with pytest.raises(RolledBackError, match=r"is 3\.0\.0, but 4\.0\.0 was seen"):
                each.latest(GID)


def test_ids_of_a_tree_that_went_back_are_refused_too() -> None:
    with running(Host(HONEST[True])) as host:
        library = connect(host.address)
        library.latest(GID)
        host.files = tree_until("3.0.0")
        with pytest.raises(RolledBackError):
            library.current_ids(GID, "pazopanib")


def test_what_another_process_saw_in_the_meantime_is_known_before_something_older_is_taken(
    tmp_path: Path,
) -> None:
    memory = tmp_path / "seen.json"
    with running(Host(HONEST[True])) as host:
        one, other = (connect(host.address, remember=memory) for _ in range(2))
        other.latest(GID)
        host.files = tree_until("3.0.0")
        with pytest.raises(RolledBackError):
            one.latest(GID)


def test_a_newest_version_that_is_not_listed_is_neither_taken_nor_remembered() -> None:
    name = f"{GID}/versions.json"
    odd = {**json.loads(PLAIN[name]), "latest": "99.0.0"}
    with running(Host(rehashed(HONEST[True], name, json.dumps(odd).encode(), nested=True))) as host:
        library = connect(host.address)
        with pytest.raises(AlteredError, match=r"does not list 99\.0\.0, its newest"):
            library.versions(GID)
        host.files = HONEST[True]
        assert library.latest(GID)["guideline"].get("version") == "4.0.0"


def test_two_processes_that_share_a_memory_lose_nothing_of_each_other(tmp_path: Path) -> None:
    memory = tmp_path / "seen.json"
    with running(Host(HONEST[True])) as host:
        one, other = (connect(host.address, remember=memory) for _ in range(2))
        one.latest(GID)
        other.latest("ward", even_if_withdrawn=True)
    assert json.loads(memory.read_bytes()) == {GID: "4.0.0", "ward": "3.0.0"}


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "5", '{"a": 5}', '{"a": "x"}', '{"a": null}', '"\\ud800"', "\x00"]
)
def test_a_memory_that_was_damaged_is_named_with_advice(tmp_path: Path, text: str) -> None:
    memory = tmp_path / "seen.json"
    memory.write_text(text, "utf-8")
    with pytest.raises(
        AlteredError, match=r"seen\.json: it is not what this client wrote; restore"
    ):
        connect(tmp_path, remember=memory)


def test_a_memory_that_cannot_be_used_is_named_with_advice(tmp_path: Path) -> None:
    with pytest.raises(UnreachableError, match=r"cannot be read: .*; see to the file"):
        connect(tmp_path, remember=tmp_path)
    with running(Host(HONEST[True])) as host:
        library = connect(host.address, remember=tmp_path / "nowhere/seen.json")
        with pytest.raises(UnreachableError, match=r"cannot be written: .*; see to its folder"):
            library.latest(GID)


@pytest.mark.parametrize(
    "place",
    [
        "http://[bad",
        "http://",
        "https://",
        "http:///v1",
        "http://host:port/v1",
        "http://host:99999/v1",
        "http://host/v1?key=1",
        "http://host/v1#top",
        "http://ho st/v1",
        "HTTP://h\xe9/v1",
        "http://host/\n",
    ],
)
def test_an_address_that_is_none_is_refused_with_an_example(place: str) -> None:
    with pytest.raises(UnreachableError, match="is not an address; give one such as https://"):
        connect(place)


@pytest.mark.parametrize("place", ["file:///etc", "ftp://host/v1", "x://"])
def test_other_schemes_are_refused(place: str) -> None:
    with pytest.raises(UnreachableError, match="only http, https and folders can be read"):
        connect(place)


SECRET = "hunter2"  # noqa: S105 - of nobody
LOGINS = (
    *(
        "https://user:{}@host/",
        "https://{}@host/api/v1",
        "HTTP://user:{}@host:80/",
        "https://:{}@host",
    ),
    *(
        "https://user:{}@/",
        "https://user:{}@host:port/",
        "https://user:{}@[bad/",
        "https:/u:{}@host/",
    ),
    *(
        "https://user:{}@host/?a",
        "https://user:{}@ho st/",
        "ftp://user:{}@host/",
        "https://u:a/{}@host/",
    ),
)


def everything_told(error: BaseException) -> str:
    return "".join(format_exception(error)) + repr(error) + repr(error.args)


@pytest.mark.parametrize("place", LOGINS)
def test_no_error_tells_the_password_of_an_address(place: str) -> None:
    with pytest.raises(UnreachableError) as caught:
        connect(place.format(SECRET)).index()
    assert SECRET not in everything_told(caught.value)
    assert "…@" in str(caught.value)


@pytest.mark.parametrize(
    "proxy", ["http:/user:{}@host", "http://user:{}@127.0.0.1:9", "http://user:{}@host:port"]
)
def test_no_error_tells_the_password_of_a_proxy(
    proxy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", proxy.format(SECRET))
    monkeypatch.delenv("no_proxy", raising=False)
    with pytest.raises(UnreachableError) as caught:
        connect("http://guidelines.example/api/v1", seconds=5).index()
    assert SECRET not in everything_told(caught.value)


@pytest.mark.parametrize(
    ("scheme", "told"), [("http", "which is not followed"), ("gopher", "answers 302")]
)
def test_no_error_tells_the_password_of_a_redirect(scheme: str, told: str) -> None:
    def elsewhere(_body: bytes, _etag: str) -> Pieces:
        yield answer("302 Found", b"", f"Location: {scheme}://user:{SECRET}@127.0.0.1:9/v1/x")

    with running(Host(HONEST[True], elsewhere, "*")) as host:
        with pytest.raises(UnreachableError, match=told) as caught:
            connect(host.address).index()
        assert SECRET not in everything_told(caught.value)


LINE = b"a" * 65_000
FOLDED = b"\r\n\t".join([LINE] * 90)


@pytest.mark.parametrize(
    "head",
    [
        LINE,
        b"HTTP/1.1 503 " + LINE,
        b"HTTP/1.1 302 Found\r\nLocation: ftp://x/" + LINE,
        b"HTTP/1.1 302 Found\r\nLocation: ftp://x/" + FOLDED,
        b"HTTP/1.1 302 Found\r\nLocation: gopher://x/" + FOLDED,
        b"HTTP/1.1 302 Found\r\nLocation: /" + FOLDED,
        b"HTTP/1.1 302 Found\r\nURI: //x/" + FOLDED,
        OK + b"Content-Encoding: " + FOLDED,
        OK + b"ETag: " + FOLDED,
        OK + b"Last-Modified: " + FOLDED,
    ],
    ids=lambda head: f"{head[:50].partition(b'aa')[0].decode()} {len(head)}",
)
def test_no_length_of_what_stands_before_an_answer_holds_anybody(head: bytes) -> None:
    """Each line is as long as may be, and an expression may look at each letter again and again."""

    def long(_body: bytes, _etag: str) -> Pieces:
        yield head + b"\r\nContent-Length: 0\r\n\r\n"

    begun = thread_time()
    with running(Host(HONEST[True], long, "*")) as host, pytest.raises(ClientError) as caught:
        connect(host.address, seconds=3).latest(GID)
    # Processor time: a busy machine adds to any other.
    assert thread_time() - begun < 3
    assert len(str(caught.value)) < 1000


@pytest.mark.parametrize("where", ["http://guidelines.example/", "ftp://guidelines.example/"])
def test_an_answer_that_leads_where_nobody_follows_is_closed(where: str) -> None:
    asked, led = Request("https://guidelines.example/x"), Message()
    led["Location"] = where
    answer = BytesIO()
    with pytest.raises(UnreachableError):
        web._RedirectHandler().http_error_302(asked, answer, 302, "Found", led)  # noqa: SLF001 - no host sees it
    assert answer.closed


def test_one_deadline_is_kept_over_all_that_a_call_asks_for() -> None:
    """Each answer alone is quick enough; together they are not."""

    def late(body: bytes, etag: str) -> Pieces:
        yield 0.4
        yield answer("200 OK", body, f"ETag: {etag}")

    with (
        running(Host(HONEST[True], late, "*")) as host,
        pytest.raises(UnreachableError, match="does not answer within 1 seconds"),
    ):
        connect(host.address, seconds=1).latest(GID)


def test_a_truncated_list_of_checksums_does_not_last() -> None:
    """It ends where a line ends, has a length that fits, and an ETag that goes on holding."""
    whole = HONEST[True]
    cut = whole[SUMS].partition(f"  {GID}/".encode())[0].rpartition(b"\n")[0] + b"\n"
    with running(Host({**whole, SUMS: cut})) as host:
        cache: dict[str, Kept] = {}
        with pytest.raises(NotPublishedError):
            connect(host.address, cache).latest(GID)
        host.files = whole
        assert connect(host.address, cache).latest(GID)["guideline"]["id"] == GID


def test_what_is_kept_is_never_used_unchecked() -> None:
    cache: dict[str, Kept] = {}
    with running(Host(HONEST[True])) as host:
        right = connect(host.address, cache).latest(GID)
        for key, kept in cache.items():
            if not key.endswith(SUMS):
                cache[key] = kept._replace(body=b"{}")
        assert connect(host.address, cache).latest(GID) == right


def test_two_trees_may_share_a_cache() -> None:
    cache: dict[str, Kept] = {}
    with running(Host(HONEST[True])) as one, running(Host(tree_until("2.0.0"))) as other:
        for _ in range(2):
            found = [connect(host.address, cache).latest(GID)["guideline"] for host in (one, other)]
            assert [each.get("version") for each in found] == ["4.0.0", "2.0.0"]


def test_an_address_is_asked_through_the_proxy_of_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with running(Host(HONEST[True])) as proxy:
        monkeypatch.setenv("http_proxy", proxy.address.removesuffix("/v1"))
        library = connect("http://publisher.example/v1")
        assert library.latest(GID)["guideline"]["id"] == GID
        assert [name for name, _ in proxy.asked] == [
            SUMS,
            f"{GID}/{SUMS}",
            f"{GID}/versions.json",
            f"{GID}/latest.json",
        ]


def test_a_pipe_in_a_folder_holds_nobody(tmp_path: Path) -> None:
    for name, data in HONEST[True].items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    file = tmp_path / f"{GID}/latest.json"
    file.unlink()
    os.mkfifo(file)
    with pytest.raises(NotPublishedError, match=r"latest\.json is not in"):
        connect(tmp_path).latest(GID)


def test_an_answer_over_tls_is_read_within_the_deadline_and_never_led_to_plain_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    command += ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True, timeout=LIMIT)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    default_context.cache_clear()
    with running(Host(HONEST[True], context=context)) as host:
        library = connect(host.address, seconds=1)
        assert library.latest(GID)["guideline"]["id"] == GID
        host.broken = SUMS
        host.fault = SLOW["drips its body"]
        with pytest.raises(UnreachableError, match="does not answer within 1 seconds"):
            library.latest(GID)
        host.fault = QUICK["leads to 'http://127.0.0.1:9/'"]
        with pytest.raises(UnreachableError, match="which is not followed"):
            library.latest(GID)


@pytest.mark.parametrize(
    ("name", "other", "call"),
    [
        ("latest.json", "ward/latest.json", lambda library: library.latest(GID)),
        (
            "1.0.0/bundle.json",
            "ward/1.0.0/bundle.json",
            lambda library: library.bundle(GID, "1.0.0"),
        ),
        ("versions.json", "ward/versions.json", lambda library: library.versions(GID)),
        ("ids.json", "ward/ids.json", lambda library: library.ids(GID)),
        (
            "3.0.0/changes.json",
            "ward/3.0.0/changes.json",
            lambda library: library.changes(GID, "2.0.0"),
        ),
        (
            "3.0.0/changes.json",
            f"{GID}/4.0.0/changes.json",
            lambda library: library.changes(GID, "2.0.0"),
        ),
    ],
)
def test_a_file_of_another_guideline_or_version_is_refused_though_its_checksum_fits(
    name: str, other: str, call: Callable[[Library], object]
) -> None:
    tree = rehashed(HONEST[True], f"{GID}/{name}", PLAIN[other], nested=True)
    with running(Host(tree)) as host, pytest.raises(AlteredError) as caught:
        call(connect(host.address))
    assert caught.value.name == f"{GID}/{name}"


def test_an_answer_that_ends_before_its_length_is_named_as_such() -> None:
    cut = Host(HONEST[True], QUICK["a half with the length of all"], SUMS)
    why = r"ends after \d+ bytes, \d+ before its end"
    with running(cut), pytest.raises(UnreachableError, match=why):
        connect(cut.address).index()


def test_an_answer_whose_end_is_not_sure_is_not_asked_for_by_its_etag() -> None:
    def without_length(body: bytes, etag: str) -> Pieces:
        yield answer("200 OK", body, f"ETag: {etag}", length="")

    with running(Host(HONEST[True], without_length, SUMS)) as host:
        library = connect(host.address)
        library.index()
        host.fault = None
        library.index()
        library.index()
        assert [status for name, status in host.asked if name == SUMS] == [0, 200, 304]


@pytest.mark.parametrize(
    "header",
    [
        'ETag: "a\r\n b"',
        "ETag: a b \xe9 \x01",
        f'ETag: "{"a" * 60_000}"',
        "Last-Modified: \xff\x01",
    ],
)
def test_a_header_that_is_no_condition_is_not_sent_back(header: str) -> None:
    def odd(body: bytes, _etag: str) -> Pieces:
        yield answer("200 OK", body, header)

    with running(Host(HONEST[True], odd, SUMS)) as host:
        library = connect(host.address)
        for _ in range(2):
            assert library.latest(GID)["guideline"]["id"] == GID
        assert host.conditions == []


@pytest.mark.parametrize("what", ["packed unasked", "a bomb", "an unheard-of coding"])
def test_what_was_coded_unasked_is_never_decoded(what: str) -> None:
    host = Host(HONEST[True], QUICK[what], SUMS)
    with running(host), pytest.raises(UnreachableError, match=r"coded as .*; 200 and identity"):
        connect(host.address).index()


def test_a_redirect_without_an_end_is_not_read_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(_body: bytes, _etag: str) -> Pieces:
        yield b"HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\n"
        yield from repeat(b" " * 65536, 2000)

    monkeypatch.setattr(web, "LARGEST", 100_000)
    monkeypatch.setattr(web, "HEADERS", 1000)
    host = Host(HONEST[True], endless, SUMS)
    with running(host), pytest.raises(UnreachableError, match="larger than 100000 bytes"):
        connect(host.address, seconds=60).index()


def test_half_a_list_that_a_box_gave_the_right_etag_does_not_last() -> None:
    cache: dict[str, Kept] = {}
    with running(Host(HONEST[True], QUICK["half the lines"], SUMS)) as host:
        for guideline in (GID, "ward"):
            with suppress(ClientError):
                connect(host.address, cache).versions(guideline)
        host.fault = None
        for guideline in (GID, "ward"):
            found = connect(host.address, cache).versions(guideline)
            assert found["guideline"] == guideline
        assert (SUMS, 304) in host.asked


@pytest.mark.parametrize("what", ["reversed", "one twice", "none", "not numbered"])
def test_versions_that_are_in_no_order_are_refused(what: str) -> None:
    data = json.loads(PLAIN[f"{GID}/versions.json"])
    listed = data["versions"]
    data["versions"] = {
        "reversed": listed[::-1],
        "one twice": [listed[0], *listed],
        "none": [],
        "not numbered": [{**each, "version": f"v{each['version']}"} for each in listed],
    }[what]
    name = f"{GID}/versions.json"
    tree = rehashed(HONEST[True], name, json.dumps(data).encode(), nested=True)
    with running(Host(tree)) as host, pytest.raises(AlteredError) as caught:
        connect(host.address).versions(GID)
    assert caught.value.name == name


@pytest.mark.parametrize("odd", ["two\nlines", "", "a b", "\u202egnp", "x" * 400])
@pytest.mark.parametrize(
    ("name", "listed", "key"),
    [
        ("index.json", "guidelines", "id"),
        ("index.json", "guidelines", "version"),
        (f"{GID}/versions.json", "versions", "version"),
        (f"{GID}/ids.json", "ids", "id"),
        (f"{GID}/ids.json", "ids", "first_version"),
    ],
)
def test_what_an_app_would_look_up_by_it_is_an_id_or_a_version(
    name: str, listed: str, key: str, odd: str
) -> None:
    data = json.loads(PLAIN[name])
    data[listed][0][key] = odd
    if name.endswith("versions.json"):
        data[listed][0]["kind"] = "consultation"
    tree = rehashed(HONEST[True], name, json.dumps(data).encode(), nested=True)
    with running(Host(tree)) as host:
        library = connect(host.address)
        with pytest.raises(AlteredError) as caught:  # noqa: PT012 - whichever asks for it
            library.index()
            library.versions(GID)
            library.ids(GID)
    assert caught.value.name == name
