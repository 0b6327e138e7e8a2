"""The settings in ``mkdocs.yml``, read without running anything that they name.

MkDocs reads the file again, and trusts it. What would let MkDocs fail with a traceback, or read
without end, is refused here before.
"""

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from types import UnionType
from typing import Any
from urllib.parse import urlsplit

import yaml
from mkdocs.utils.yaml import get_yaml_loader

from guidepress.files import NotPlainError, read_plain
from guidepress.problem import UnusableError
from guidepress.source.letters import word_at

_MOST_BYTES = 1_000_000
_MOST_DEPTH = 40
# An anchor that is used again counts each time: nine in nine, ten times over, would never end.
_MOST_VALUES = 100_000
_TEXTS = (
    *("site_name", "site_description", "site_author", "copyright", "docs_dir", "site_dir"),
    *("repo_url", "repo_name", "edit_uri", "edit_uri_template", "remote_branch", "remote_name"),
    *("exclude_docs", "draft_docs", "not_in_nav", "dev_addr", "theme.name", "theme.language"),
    *("theme.logo", "theme.favicon"),
)
_SWITCHES = ("strict", "use_directory_urls", "extra.guidepress.drafts")
# Lists of texts, with one that could stand in each.
_LISTS = {
    "hooks": "hooks.py",
    "watch": "content",
    "extra_css": "assets/own.css",
    "extra_templates": "own.html",
    "theme.features": "navigation.top",
}
_MIXED = "names, as in `plugins: [search]`"
# What a setting is; of a list also what stands in it, or below a name in it.
_KINDS: dict[str, tuple[type | UnionType, str]] = {
    **{key: (str, f'a text, as in `{key.rpartition(".")[2]}: "…"`') for key in _TEXTS},
    **dict.fromkeys(_SWITCHES, (bool, "true or false")),
    **{
        place: (kind, f"a list of texts, as in `{key.rpartition('.')[2]}: [{example}]`")
        for key, example in _LISTS.items()
        for place, kind in ((key, list), (f"{key}[]", str))
    },
    "site_url": (str, "where the site will be, as https://…/"),
    "nav": (list, "a list of pages, as in `nav: [index.md]`"),
    "nav[]": (str | dict, "a page, as in `nav: [index.md, {About: about.md}]`"),
    "nav{}": (str | list, "a page or a list of pages, as in `nav: [{About: [about.md]}]`"),
    "theme": (str | dict, "`theme:` and below it `name: material`"),
    "theme.custom_dir": (str, "the name of a folder, as in `custom_dir: site_overrides`"),
    "theme.font": (bool | dict, "`font: false`"),
    "theme.icon": (dict, "names and values, as in `icon: {logo: material/book}`"),
    "theme.palette": (list | dict, "names and values, as in `palette: {scheme: default}`"),
    "plugins": (list | dict, f"a list of {_MIXED}"),
    "plugins[]": (str | dict, _MIXED),
    "markdown_extensions": (list | dict, "a list of names, as in `markdown_extensions: [toc]`"),
    "markdown_extensions[]": (str | dict, "names, as in `markdown_extensions: [toc]`"),
    "mdx_configs": (dict, "names and values, as in `mdx_configs: {toc: {title: Contents}}`"),
    "extra_javascript": (list, "a list of files, as in `extra_javascript: [assets/own.js]`"),
    "extra_javascript[]": (str | dict, "files, as in `extra_javascript: [assets/own.js]`"),
    "validation": (dict, "names and values, as in `validation: {absolute_links: warn}`"),
    **{
        f"validation.{place}": (kind, "one of warn, info and ignore")
        for place, kind in (
            *(("nav", str | dict), ("links", str | dict), ("omitted_files", str), ("anchors", str)),
            *(("not_found", str), ("absolute_links", str), ("unrecognized_links", str)),
            *(("nav.omitted_files", str), ("nav.not_found", str), ("nav.absolute_links", str)),
            *(("links.not_found", str), ("links.anchors", str), ("links.absolute_links", str)),
            ("links.unrecognized_links", str),
        )
    },
    "extra": (dict, "names and values, as in `extra: {generator: false}`"),
    "extra.guidepress": (dict, "names and values, as in `guidepress: {drafts: true}`"),
    "INHERIT": (str, "the name of a file in the project, as in `INHERIT: shared.yml`"),
}
# What XML, or UTF-8, does not have: half a letter, too.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NAMES = {dict: "a mapping", list: "a list", str: "a text", bool: "true or false"}
# Letters that an address cannot hold; a browser would cut it there, or drop them.
_NOT_IN_ADDRESS = frozenset('"<>\\^`{|}')


# Values as they are written, and `!ENV`; what names code is left as its name.
_LOADER = get_yaml_loader(yaml.SafeLoader)
_LOADER.add_constructor("!relative", lambda _loader, node: node.value)
_LOADER.add_multi_constructor("tag:yaml.org,2002:python/", lambda _loader, tag, _node: tag)


def read_settings(config_file: Path) -> dict[str, Any]:
    """Read ``mkdocs.yml``, and the files of the project that it inherits from.

    Raises UnusableError, with the place and what to write, where MkDocs could not use it.
    """
    found: dict[str, Any] = {}
    for _, own in _read_chain(config_file):
        found = _merge(own, found)
    found.pop("INHERIT", None)
    return found


def inherited_files(config_file: Path) -> Iterator[Path]:
    """Yield the files that ``mkdocs.yml`` inherits from, wherever in the project they are."""
    yield from (file for file, _ in islice(_read_chain(config_file), 1, None))


def _read_chain(config_file: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    project = config_file.parent.resolve()
    seen: set[Path] = set()
    file, shown = config_file.resolve(), config_file.name
    while file not in seen:
        seen.add(file)
        own = _read_file(file, shown)
        yield file, own
        if "INHERIT" not in own:
            return
        shown = own["INHERIT"]
        file = _find_inherited(file.parent / shown, project, shown)
    message = f"mkdocs.yml: INHERIT leads back to {shown}; name a file that does not inherit"
    raise UnusableError(message)


def _find_inherited(file: Path, project: Path, shown: str) -> Path:
    """Return the file, links followed."""
    try:
        found = file.resolve()
        usable = found.is_relative_to(project) and found.is_file()
    except (OSError, ValueError, RuntimeError):
        usable = False
    if not usable:
        message = (
            f"mkdocs.yml: INHERIT: {shown} is no file of the project; copy it into the project"
        )
        raise UnusableError(message)
    return found


def _merge(parent: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Return both, as MkDocs merges them: mappings at any depth, all else as a whole."""
    merged = parent | own
    for key in parent.keys() & own.keys():
        if isinstance(parent[key], dict) and isinstance(own[key], dict):
            merged[key] = _merge(parent[key], own[key])
    return merged


def _read_file(file: Path, shown: str) -> dict[str, Any]:
    try:
        text = read_plain(file, _MOST_BYTES).decode("utf-8-sig")
    except NotPlainError as error:
        raise UnusableError(f"{shown}: {error}; write the few lines that a site needs") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise UnusableError(f"{shown}:{line}: this is not UTF-8; save the file as UTF-8") from error
    data = _parse(text, shown)
    if data is None:
        data = {}
    if not isinstance(data, dict):
        message = f"{shown}: this is {_name(data)}; write settings, as in `site_name: Guidelines`"
        raise UnusableError(message)
    _refuse_endless(data, shown)
    _check_kinds(data, shown)
    return data


def _parse(text: str, shown: str) -> Any:
    """Parse one document. Raises UnusableError with line and column where it is no YAML."""
    try:
        depth = 0
        for event in yaml.parse(text, yaml.SafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > _MOST_DEPTH:
                _refuse_depth(shown)
        return yaml.load(text, _LOADER)  # noqa: S506  # a safe one
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{shown}:{mark.line + 1}:{mark.column + 1}" if mark else shown
        phrase = error.problem or error.context
        message = f"{place}: {phrase}; write YAML, as in `site_name: Guidelines`"
        raise UnusableError(message) from error
    except (yaml.YAMLError, ValueError, TypeError, AttributeError) as error:
        # A letter that YAML does not have, or a number or day that there is not.
        phrase = str(error).partition("\n")[0]
        message = f"{shown}: {phrase}; write another value, or put it into quotes"
        raise UnusableError(message) from error


def _refuse_depth(place: str) -> None:
    message = f"{place}: this is nested in itself or too deeply; write {_MOST_DEPTH} levels at most"
    raise UnusableError(message)


def _refuse_endless(data: object, shown: str) -> None:
    """Raise UnusableError for anchors that hold themselves, or are used again without measure.

    Also for letters that no page or feed could be written with.
    """
    waiting, count = [(data, 1)], 0
    while waiting:
        value, depth = waiting.pop()
        count += 1
        if depth > _MOST_DEPTH:
            _refuse_depth(shown)
        if count > _MOST_VALUES:
            raise UnusableError(f"{shown}: this has too many values; write {_MOST_VALUES} at most")
        if isinstance(value, str) and (found := _CONTROL.search(value)):
            word = _without_login(word_at(value, found.start()))
            message = f"{shown}: “{word}” holds a control character; write the text without it"
            raise UnusableError(message)
        inside = [*value, *value.values()] if isinstance(value, dict) else value
        if isinstance(inside, list):
            waiting.extend((each, depth + 1) for each in inside)


def _check_kinds(data: dict[str, Any], shown: str) -> None:
    for key, (kind, example) in _KINDS.items():
        for value in _find_values(data, key):
            if value is not None and not isinstance(value, kind):
                place = f"{key[:-2]}: an entry" if key[-2:] in _HOLDERS else key
                raise UnusableError(f"{shown}: {place} is {_name(value)}; write {example}")


def _find_values(data: object, key: str) -> Iterator[object]:
    """Yield what a setting is; behind ``[]`` what lists there hold, behind ``{}`` what names do."""
    place, mark = key[:-2], key[-2:]
    if mark not in _HOLDERS:
        for part in key.split("."):
            data = data.get(part) if isinstance(data, dict) else None
        yield data
        return
    waiting = [*_find_values(data, place)]
    while waiting:
        held = waiting.pop()
        inside = [*held.values()] if isinstance(held, dict) and place == "nav" else held
        inside = inside if isinstance(inside, list) else []
        yield from inside if isinstance(held, _HOLDERS[mark]) else ()
        waiting += inside


_HOLDERS = {"[]": list, "{}": dict}


def _name(value: object) -> str:
    return _NAMES.get(type(value), f"{value}")


def check_address(address: object) -> str:
    """Return the address of a site with a slash at the end.

    Raises UnusableError where it is none: a feed or a citation would lead nowhere.
    """
    advice = "write where the site will be, as https://…/"
    if not address or not isinstance(address, str):
        raise UnusableError(f"mkdocs.yml has no site_url: {advice}")
    if not _is_address(address):
        address = _without_login(address)
        raise UnusableError(f"mkdocs.yml: site_url {address!r} is no address of a site; {advice}")
    return address.rstrip("/") + "/"


def _without_login(text: str) -> str:
    # A log is read by others; what stands before an @ may be a password.
    return re.sub(r"\S*@", "…@", text)


def _is_address(address: str) -> bool:
    if not address.isprintable() or " " in address or not _NOT_IN_ADDRESS.isdisjoint(address):
        return False
    try:
        parts = urlsplit(address)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return usable and not (parts.query or parts.fragment or "@" in parts.netloc)
