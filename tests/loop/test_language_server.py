"""What an editor shows: the real yaml-language-server, led to our schemas by the schema line."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from conftest import REPOSITORY, TESTS
from guidepress.schema.load import AUTHORING, load_schema
from limits import running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.checkout

SERVER = REPOSITORY / "tests/node/node_modules/yaml-language-server/bin/yaml-language-server"
FOLDER = "content/childhood-sts-recurrent"


class Server:
    """A language server over standard input and output (LSP 3.17), asked one thing at a time."""

    def __init__(self, root: Path, process: subprocess.Popen[bytes]) -> None:
        self.root = root
        self.process = process
        self.number = 0
        self.diagnostics: dict[str, list[dict[str, Any]]] = {}
        folders = [{"uri": root.as_uri(), "name": "project"}]
        capabilities = {"textDocument": {"hover": {"contentFormat": ["markdown"]}}}
        given = {"processId": None, "rootUri": root.as_uri(), "workspaceFolders": folders}
        self.ask("initialize", {**given, "capabilities": capabilities})
        self.tell("initialized", {})
        # As .vscode/settings.json has it: no catalogue is fetched from anywhere.
        yaml = {
            "validate": True,
            "hover": True,
            "completion": True,
            "schemaStore": {"enable": False},
        }
        self.tell("workspace/didChangeConfiguration", {"settings": {"yaml": yaml}})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        assert self.process.stdout
        length = 0
        while line := self.process.stdout.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        assert length, "the server has ended"
        message: dict[str, Any] = json.loads(self.process.stdout.read(length))
        if "id" in message and "method" in message:
            items = message.get("params", {}).get("items", []) if message["params"] else []
            self._send({"id": message["id"], "result": [None for _ in items] or None})
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        return message

    def tell(self, method: str, params: dict[str, Any]) -> None:
        self._send({"method": method, "params": params})

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        self.number += 1
        self._send({"id": self.number, "method": method, "params": params})
        while True:
            message = self._receive()
            if message.get("id") == self.number and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def open(self, name: str, text: str) -> str:
        uri = (self.root / FOLDER / name).as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})
        return uri

    def faults(self, uri: str) -> list[dict[str, Any]]:
        while uri not in self.diagnostics:
            self._receive()
        return self.diagnostics[uri]

    def at(self, method: str, uri: str, line: int, character: int) -> Any:
        position = {"line": line, "character": character}
        return self.ask(method, {"textDocument": {"uri": uri}, "position": position})


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on a project as `init` makes it: content, and a copy of the schemas."""
    root = tmp_path_factory.mktemp("editor")
    shutil.copytree(REPOSITORY / "schema", root / "schema")
    shutil.copytree(REPOSITORY / FOLDER, root / FOLDER)
    command: list[str | Path] = ["node", SERVER, "--stdio"]
    with running(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        yield Server(root, process)


def content(name: str) -> str:
    return (REPOSITORY / FOLDER / name).read_text(encoding="utf-8")


def place(text: str, needle: str) -> tuple[int, int]:
    before = text[: text.index(needle)]
    return before.count("\n"), len(before) - before.rfind("\n") - 1


@pytest.mark.slow
@pytest.mark.timing
@pytest.mark.parametrize("kind", ["guideline", "factors", "options", "references"])
def test_an_editor_sees_no_fault_in_our_content(server: Server, kind: str) -> None:
    assert server.faults(server.open(f"{kind}.yaml", content(f"{kind}.yaml"))) == []


@pytest.mark.slow
@pytest.mark.timing
def test_a_bad_value_is_underlined_where_it_stands(server: Server) -> None:
    text = content("options.yaml").replace("standing: listed", "standing: lysted", 1)
    uri = server.open("bad.yaml", text)
    [fault] = server.faults(uri)
    line, character = place(text, "lysted")
    assert fault["range"]["start"] == {"line": line, "character": character}
    assert "listed" in fault["message"]


@pytest.mark.slow
@pytest.mark.timing
def test_a_misspelt_key_is_underlined(server: Server) -> None:
    text = content("options.yaml").replace("standing:", "standng:", 1)
    faults = server.faults(server.open("misspelt.yaml", text))
    assert any("standng" in fault["message"] for fault in faults)


@pytest.mark.slow
@pytest.mark.timing
def test_hover_shows_what_a_field_is_for(server: Server) -> None:
    text = content("options.yaml")
    uri = server.open("hover.yaml", text)
    shown = server.at("textDocument/hover", uri, *place(text, "standing:"))
    option = load_schema("options")["$defs"]["option"]["properties"]["standing"]
    assert option["description"] in shown["contents"]["value"].replace("\\", "")


@pytest.mark.slow
@pytest.mark.timing
def test_completion_offers_the_keys_that_are_left(server: Server) -> None:
    text = (
        "# yaml-language-server: $schema=../../schema/options.schema.json\n"
        "options:\n  - id: pazopanib\n    name: Pazopanib\n    \n"
    )
    uri = server.open("completion.yaml", text)
    offered = server.at("textDocument/completion", uri, 4, 4)
    labels = {item["label"] for item in offered["items"]}
    keys = load_schema("options")["$defs"]["option"]["properties"].keys() - {"id", "name"}
    assert keys <= labels


@pytest.mark.slow
@pytest.mark.timing
def test_completion_offers_the_choices_of_a_field(server: Server) -> None:
    text = (
        "# yaml-language-server: $schema=../../schema/options.schema.json\n"
        "options:\n  - id: pazopanib\n    name: Pazopanib\n    standing: \n"
    )
    uri = server.open("choices.yaml", text)
    offered = server.at("textDocument/completion", uri, 4, 14)
    labels = {item["label"] for item in offered["items"]}
    assert {"standard", "listed", "not-stated"} <= labels


def lead(kind: str) -> str:
    return f"# yaml-language-server: $schema=../../schema/{kind}.schema.json\n"


# What is written so far, and what an editor is then offered: the keys of this definition.
PLACES = [
    ("recommendations", "recommendations:\n  - id: offer\n    ", "recommendation"),
    ("recommendations", "recommendations:\n  - parts:\n      - id: adults\n        ", "part"),
    ("options", "options:\n  - id: a\n    doses:\n      - id: usual\n        ", "dose"),
    ("options", "options:\n  - content:\n      - table:\n          title: T\n          ", "table"),
    ("people", "people:\n  - id: first\n    ", "person"),
    ("people", "people:\n  - interests:\n      - about: Lectures\n        ", "interest"),
]


@pytest.mark.slow
@pytest.mark.timing
@pytest.mark.parametrize(("kind", "text", "definition"), PLACES, ids=[each[2] for each in PLACES])
def test_completion_offers_the_keys_of_each_kind(
    server: Server, kind: str, text: str, definition: str
) -> None:
    whole = lead(kind) + text
    lines = whole.split("\n")
    uri = server.open(f"of-{definition}.yaml", whole + "\n")
    offered = server.at("textDocument/completion", uri, len(lines) - 1, len(lines[-1]))
    labels = {item["label"] for item in offered["items"]}
    written = {line.split(":")[0].strip(" -") for line in lines}
    assert load_schema(kind)["$defs"][definition]["properties"].keys() - written <= labels


FAULTS = [
    ("recommendations", "recommendations:\n  - {id: a, text: T, direction: fro}\n", "fro"),
    (
        "options",
        "options:\n  - {id: a, name: A, doses: [{id: b, intervention: c, routes: [XY]}]}\n",
        "XY",
    ),
    (
        "options",
        (
            "options:\n  - id: a\n    name: A\n    content:\n      - id: b\n        table:\n"
            "          title: T\n          columns: [{id: c}]\n          rows: [{id: d, cels: {}}]\n"
        ),
        "cels",
    ),
    ("people", "people:\n  - {id: a, roles: [], interests: [{kind: money, about: b}]}\n", "money"),
]


@pytest.mark.slow
@pytest.mark.timing
@pytest.mark.parametrize(("kind", "text", "wrong"), FAULTS, ids=[each[2] for each in FAULTS])
def test_what_is_wrong_in_each_kind_is_underlined(
    server: Server, kind: str, text: str, wrong: str
) -> None:
    whole = lead(kind) + text
    faults = server.faults(server.open(f"wrong-{wrong}.yaml", whole))
    line, character = place(whole, wrong)
    assert {"line": line, "character": character} in [each["range"]["start"] for each in faults]


@pytest.mark.slow
@pytest.mark.timing
@pytest.mark.parametrize("kind", ["guideline", "factors", "options", "recommendations"])
def test_an_editor_sees_no_fault_in_doses_tables_and_recommendations(
    server: Server, kind: str
) -> None:
    text = (TESTS / f"pieces/gonorrhoea/{kind}.yaml").read_text(encoding="utf-8")
    assert server.faults(server.open(f"piece-{kind}.yaml", lead(kind) + text)) == []


@pytest.mark.parametrize("kind", AUTHORING)
def test_every_field_that_an_editor_writes_is_told_on_hover(kind: str) -> None:
    def bare(schema: Any, path: str) -> Iterator[str]:
        if isinstance(schema, dict):
            for name, each in schema.get("properties", {}).items():
                target = each
                if "$ref" in each:
                    target = load_schema(kind)["$defs"][each["$ref"].rpartition("/")[2]]
                if not target.get("title") or not target.get("description"):
                    yield f"{path}/{name}"
            for key, each in schema.items():
                yield from bare(each, f"{path}/{key}")

    assert list(bare(load_schema(kind), "")) == []


def test_the_content_of_the_repository_leads_to_its_schemas() -> None:
    files = [*REPOSITORY.glob("content/*/*.yaml"), *TESTS.glob("examples/good/*/*.yaml")]
    assert len(files) >= 8
    for file in files:
        first = file.read_text(encoding="utf-8").splitlines()[0]
        schema = first.removeprefix("# yaml-language-server: $schema=")
        assert (file.parent / schema).resolve() == (
            REPOSITORY / f"schema/{file.stem}.schema.json"
        ), file
