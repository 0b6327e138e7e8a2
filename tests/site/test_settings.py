"""Whatever ``mkdocs.yml`` holds, the answer is one line: the place, what is wrong, what to write."""

from __future__ import annotations

import os
import re
import socket
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from mkdocs.config.defaults import MkDocsConfig

from conftest import REPOSITORY, copy_project, guidepress
from guidepress.problem import UnusableError
from guidepress.site.batch import load_settings
from guidepress.site.inputs import find_shell_key, refuse_path
from guidepress.site.publication import read_publication
from guidepress.site.settings import read_settings

if TYPE_CHECKING:
    from pathlib import Path

OURS = (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8")
BOMB = "x0: &x0 [a]\n" + "".join(f"x{n}: &x{n} [{f'*x{n - 1},' * 9}]\n" for n in range(1, 15))


def with_setting(name: str, line: str) -> str:
    """Return our own settings, one of them written otherwise."""
    return re.sub(rf"(?ms)^{name}:.*?^(?=[a-z#])", lambda _: f"{line}\n", OURS, count=1)


# What the file holds, and how the line goes on after its name.
UNUSABLE: dict[str, tuple[str | bytes, str]] = {
    "a list": ("- a\n", ": this is a list; write settings"),
    "a text": ("text\n", ": this is a text; write settings"),
    "a number": ("5\n", ": this is 5; write settings"),
    "nothing": ("", " has no site_url: write where the site will be"),
    "a sign that nobody sees": (
        with_setting("site_name", r'site_name: "Bell\a"'),
        ": “Bell‹U+0007›” holds a control character; write the text without it",
    ),
    "half a letter": (
        with_setting("site_name", r'site_name: "\ud800"'),
        ": “‹U+D800›” holds a control character; write",
    ),
    "such a sign in a name": (
        with_setting("nav", r'nav: [{"Ab\eout": about.md}]'),
        ": “Ab‹U+001B›out” holds a control character; write",
    ),
    "such a sign in an address": (
        with_setting("site_url", r'site_url: "https://u:hunter2@a\a/"'),
        ": “…@a‹U+0007›/” holds a control character; write",
    ),
    "a list in itself": ("&a [*a]\n", ": this is a list; write settings"),
    "a mapping in itself": ("&a {b: *a}\n", ": this is nested in itself or too deeply; write"),
    "a nav in itself": (with_setting("nav", "nav: &x [*x]"), ": this is nested in itself"),
    "anchors without measure": (BOMB + OURS, ": this has too many values; write"),
    "a file of the system": (
        f"INHERIT: /etc/passwd\n{OURS}",
        ": INHERIT: /etc/passwd is no file of",
    ),
    "a file above": (
        "INHERIT: ../x.yml\n",
        ": INHERIT: ../x.yml is no file of the project; copy it",
    ),
    "itself": ("INHERIT: mkdocs.yml\n", ": INHERIT leads back to mkdocs.yml; name"),
    "a file called 5": ("INHERIT: 5\n", ": INHERIT is 5; write the name of a file"),
    "half an address": (
        with_setting("site_url", 'site_url: "https://[/"'),
        ": site_url 'https://[/' ",
    ),
    "an address with a space": (
        with_setting("site_url", "site_url: https://a b/"),
        ": site_url 'https://a b/' is no address of a site; write where the site will be",
    ),
    "an address with a query": (with_setting("site_url", "site_url: https://a/?b"), ": site_url "),
    "a password": (with_setting("site_url", "site_url: https://u:p@a/"), ": site_url "),
    "a port that is none": (with_setting("site_url", "site_url: https://a:99999/"), ": site_url "),
    "no host": (with_setting("site_url", "site_url: https:///a/"), ": site_url "),
    "site_url: 5": (
        with_setting("site_url", "site_url: 5"),
        ": site_url is 5; write where the site",
    ),
    "nav: 5": (with_setting("nav", "nav: 5"), ": nav is 5; write a list of pages"),
    "theme: 5": (with_setting("theme", "theme: 5"), ": theme is 5; write `theme:` and below it"),
    "custom_dir: 5": (with_setting("theme", "theme: {custom_dir: 5}"), ": theme.custom_dir is 5; "),
    "plugins: 5": (with_setting("plugins", "plugins: 5"), ": plugins is 5; write a list of names"),
    "extra: 5": (with_setting("extra", "extra: {guidepress: 5}"), ": extra.guidepress is 5; write"),
    "other bytes": (
        b"a: b\nsite_name: \xff\xfe\n",
        ":2: this is not UTF-8; save the file as UTF-8",
    ),
    "5 MB of brackets": (
        "[" * 5_000_000,
        ": this file has 5000000 bytes; at most 1000000 are read",
    ),
    "brackets": ("[" * 50_000, ": this is nested in itself or too deeply; write 40 levels"),
    "a bracket left open": ("a: [\n", ":2:1: "),
    "a letter that YAML has not": ("a: \0\n", ": unacceptable character #x0000"),
    "a day that is none": (
        f"{OURS}x: 2001-99-99\n",
        ": month must be in 1..12; write another value",
    ),
    "an unknown tag": (f"{OURS}x: !foo 5\n", ": could not determine a constructor"),
}


def write(project: Path, data: str | bytes) -> Path:
    file = project / "mkdocs.yml"
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    return file


@pytest.mark.parametrize("name", UNUSABLE)
def test_what_cannot_be_used_is_refused_with_its_place_and_what_to_write(
    tmp_path: Path, name: str
) -> None:
    data, said = UNUSABLE[name]
    with pytest.raises(UnusableError) as caught:
        read_publication(write(tmp_path, data))
    line = str(caught.value)
    assert "\n" not in line
    place = re.sub(r"^mkdocs\.yml(:\d+:\d+)(?=: could)", "mkdocs.yml", line)
    assert place.startswith(f"mkdocs.yml{said}"), line
    assert "write" in line.lower() or "name" in line or "copy" in line or "save" in line


WRONG: tuple[object, ...] = (
    5,
    "text",
    True,
    2.5,
    ["text"],
    [5],
    [["text"]],
    {"a": 5},
    {"a": {"b": 5}},
    [{"a": 5}],
    [{"a": {"b": 5}}],
    [{"a": {"b": "text"}}],
    [{"a": [["text"]]}],
)
# Settings that MkDocs knows by other names, or sets itself.
NOT_OURS = {"config_file_path", "pages", "google_analytics"}
NESTED = (
    *("theme.name", "theme.custom_dir", "theme.language", "theme.font", "theme.features"),
    *("theme.icon", "theme.palette", "theme.logo", "theme.favicon", "extra.guidepress"),
    *("extra.guidepress.drafts", "validation.nav", "validation.links", "validation.anchors"),
    *("validation.absolute_links", "validation.links.anchors", "validation.nav.omitted_files"),
)


def with_value(key: str, value: object) -> str:
    """Return our own settings, one of them of that value."""
    data: Any = yaml.safe_load(OURS)
    data.pop("hooks")
    data["theme"].pop("custom_dir")
    *outer, last = key.split(".")
    holder = data
    for part in outer:
        holder = holder.setdefault(part, {})
    holder[last] = value
    return yaml.safe_dump(data)


def answer_to(file: Path) -> str:
    try:
        read_settings(file)
    except UnusableError as error:
        return str(error)
    return ""


KNOWN = {each for each, _ in MkDocsConfig._schema} - NOT_OURS  # noqa: SLF001 - it has no other list


@pytest.mark.parametrize("key", [*sorted(KNOWN), *NESTED])
def test_a_wrong_type_is_answered_in_our_words(tmp_path: Path, key: str) -> None:
    """MkDocs has nothing left to say on types: what we let pass, it takes, or asks for a file."""
    refused = 0
    for value in WRONG:
        file = write(tmp_path, with_value(key, value))
        line = answer_to(file)
        if line:
            refused += 1
            own = rf"mkdocs\.yml: {re.escape(key)}(: an entry)? is .*; write "
            assert re.match(own, line), value
            continue
        with suppress(UnusableError):
            load_settings(tmp_path)
            continue
        with pytest.raises(UnusableError) as caught:
            load_settings(tmp_path)
        said = str(caught.value).replace(str(tmp_path), "")
        assert not re.search(r"[Ee]xpected|<class|type|Traceback|object", said), value
    assert refused, key


@pytest.mark.parametrize("name", [".", "assets/x.css", "assets"])
def test_a_link_in_a_theme_of_ones_own_is_refused(tmp_path: Path, name: str) -> None:
    link = tmp_path / "brand" / name
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to("/etc")
    settings = with_setting("theme", "theme: {name: material, custom_dir: brand}")
    with pytest.raises(UnusableError, match=r"theme\.custom_dir: .*brand.* is a link; put what"):
        read_publication(write(tmp_path, settings))


def test_no_answer_repeats_a_password(tmp_path: Path) -> None:
    for address in ("https://u:hunter2@a/", "https://hunter2@a/", "https:/u:hunter2@a"):
        with pytest.raises(UnusableError) as caught:
            read_publication(write(tmp_path, with_setting("site_url", f"site_url: {address}")))
        assert "hunter2" not in str(caught.value)


COMMANDS = {
    "build": ["build"],
    "build --drafts": ["build", "--drafts"],
    "build --stage-only": ["build", "--stage-only"],
    "serve": ["serve", "--address"],
}
# One of each way by which it is found.
SOME = ("a list", "nothing", "a nav in itself", "a file of the system", "half an address", "nav: 5")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_refuses_it_in_one_line_and_ends_with_2(project: Path, command: str) -> None:
    words = COMMANDS[command]
    if command == "serve":
        with socket.create_server(("127.0.0.1", 0)) as free:
            words = [*words, f"127.0.0.1:{free.getsockname()[1]}"]
    for name in SOME:
        write(project, UNUSABLE[name][0])
        done = guidepress(project, *words)
        assert (done.returncode, done.stdout) == (2, ""), (name, done.stderr)
        assert done.stderr.startswith("guidepress: mkdocs.yml"), (name, done.stderr)
        assert done.stderr.count("\n") == 1, (name, done.stderr)


@pytest.mark.parametrize("command", ["build", "serve"])
@pytest.mark.parametrize(
    ("setting", "line"),
    [
        ("hooks", "hooks: [nonsense.py]"),
        ("plugins", "plugins: [nonsense]"),
        ("markdown_extensions", "markdown_extensions: [nonsense]"),
        ("theme", "theme: nonsense"),
    ],
)
def test_what_only_mkdocs_knows_is_one_line_too(
    project: Path, command: str, setting: str, line: str
) -> None:
    write(project, with_setting(setting, line))
    words = [command, *(["--address", "127.0.0.1:0"] if command == "serve" else [])]
    done = guidepress(project, *words)
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert done.stderr.startswith(
        f"guidepress: mkdocs.yml: MkDocs stopped: Config value '{setting}'"
    )
    assert done.stderr.count("\n") == 1


def test_what_stops_a_template_of_the_theme_is_one_line_too(project: Path) -> None:
    write(project, with_setting("extra", "extra: {social: 5}"))
    done = guidepress(project, "build", "--quiet")
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert done.stderr.startswith("guidepress: mkdocs.yml: MkDocs stopped: social.html:")
    assert "see `extra` and `theme`" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_site_is_built_as_well_with_addresses_of_folders(project: Path) -> None:
    write(project, OURS.replace("use_directory_urls: false\n", ""))
    done = guidepress(project, "build", "--quiet")
    assert done.returncode == 0, done.stderr


def test_settings_are_read_as_mkdocs_reads_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADDRESS", "https://guidepress.example/")
    (tmp_path / "shared.yml").write_text(
        "theme: {name: material, font: false}\nnav: [a.md]\n", "utf-8"
    )
    own = "INHERIT: shared.yml\nsite_url: !ENV ADDRESS\ntheme: {font: true}\nsite_name: A\n"
    file = write(tmp_path, own)
    assert read_settings(file) == {
        "nav": ["a.md"],
        "site_name": "A",
        "site_url": "https://guidepress.example/",
        "theme": {"name": "material", "font": True},
    }


def test_reading_settings_runs_nothing_that_they_name(tmp_path: Path) -> None:
    file = write(tmp_path, f"x: !!python/object/apply:os.mkdir ['{tmp_path}/made']\n")
    read_settings(file)
    assert list(tmp_path.iterdir()) == [file]


def test_a_path_that_is_no_utf_8_is_refused_in_one_line(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    odd = tmp_path / os.fsdecode(b"odd\xff")
    try:
        project.rename(odd)
    except OSError:
        # Where no file can have such a name, the path is refused before any file is looked at.
        with pytest.raises(UnusableError, match="this path is not UTF-8"):
            refuse_path(odd)
        return
    for words in (["build"], ["build", "--stage-only"], ["serve", "--address", "127.0.0.1:0"]):
        done = guidepress(odd, *words)
        assert (done.returncode, done.stdout) == (2, "")
        assert re.fullmatch(
            r"guidepress: .*odd.*: this path is not UTF-8; [^\n]*\n", done.stderr
        ), done.stderr


def test_what_mkdocs_yml_inherits_from_is_part_of_what_pages_depend_on(tmp_path: Path) -> None:
    (tmp_path / "shared/deep").mkdir(parents=True)
    (tmp_path / "mkdocs.yml").write_text("INHERIT: shared/one.yml\n", "utf-8")
    (tmp_path / "shared/one.yml").write_text("INHERIT: deep/two.yml\n", "utf-8")
    keys = set()
    for text in ("site_name: A\n", "site_name: B\n"):
        (tmp_path / "shared/deep/two.yml").write_text(text, "utf-8")
        keys.add(find_shell_key(tmp_path))
    assert len(keys) == 2
