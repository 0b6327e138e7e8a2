"""Citations in prose, in Pandoc's form: ``[@maki-2007]`` or ``[@maki-2007; @le-cesne-2012]``."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

_KEY = r"@[a-z][a-z0-9-]{0,79}"
CITATION = re.compile(rf"\[{_KEY}(?:; {_KEY}){{0,49}}\]")
# Whatever begins like a citation, up to its bracket or the end of its words; and Pandoc's other
# forms, ``[see @a]`` and ``[-@a]``. The text of a link may hold somebody's handle.
_ATTEMPT = re.compile(
    rf"(?!{CITATION.pattern})\[[^\S\n]{{0,3}}@[^\[\]\n]{{0,200}}\]?"
    rf"|\[(?:-|[^\[\]@\n]{{1,40}}[ ;]){_KEY}[^\[\]\n]{{0,200}}\](?!\()"
)

_CODE = re.compile(r"(`{1,3})[^`]{1,1000}\1")
_LINK = re.compile(r"\[[^\[\]\n]{0,300}\]\([^()\s]{0,300}\)|<[^<>\s]{1,300}>")
_BRACKETS = re.compile(r"\[([^\[\]@\n]{1,500})\]")
_BARE = re.compile(rf"(?<![\w./@:-]){_KEY}")


class Citation(NamedTuple):
    """The cited keys, and where the mark stands in the text."""

    keys: tuple[str, ...]
    start: int
    end: int


def find_citations(text: str) -> Iterator[Citation]:
    """Yield the well-formed citations of the text, in order."""
    for found in CITATION.finditer(text):
        yield Citation(keys_of(found[0]), found.start(), found.end())


def keys_of(mark: str) -> tuple[str, ...]:
    """Return the keys of one well-formed citation mark."""
    return tuple(part.strip().removeprefix("@") for part in mark[1:-1].split(";"))


def cited_keys(text: str) -> tuple[str, ...]:
    """Return the cited keys, each once, in order of first citation."""
    found = find_citations(text) if "[@" in text else ()
    return tuple(dict.fromkeys(key for each in found for key in each.keys))


def without_citations(text: str) -> str:
    """Return the text without its citation marks and the space before each."""
    parts, start = [], 0
    for citation in find_citations(text):
        parts.append(text[start : citation.start].rstrip(" "))
        start = citation.end
    return "".join([*parts, text[start:]])


def name_citations(text: str, works: Mapping[str, str]) -> str:
    """Return the text with what each cited work is called: ``[Maki 2007; Le Cesne 2012]``."""

    def named(mark: re.Match[str]) -> str:
        return f"[{'; '.join(works.get(key, key) for key in keys_of(mark[0]))}]"

    return CITATION.sub(named, text)


def find_malformed_citations(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and text of what looks like a citation but is none."""
    for found in _ATTEMPT.finditer(text) if "[" in text else ():
        yield found.start(), found.end(), found[0]


def find_forgotten_citations(text: str, known: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield what names a known reference but cites nothing, and the citation to write instead.

    ``[maki-2007]`` without its sign and a bare ``@maki-2007``; code and links are left alone.
    """
    prose = _blanked(text, CITATION)
    if "[" not in prose and "@" not in prose:
        return
    prose = _blanked(prose, _ATTEMPT, _CODE, _LINK)
    for found in _BRACKETS.finditer(prose):
        parts = (part.strip().lower() for part in re.split("[;,]", found[1]))
        keys = [part for part in parts if part in known]
        if keys:
            yield found[0], f"[{'; '.join(f'@{key}' for key in keys)}]"
    for found in _BARE.finditer(prose):
        key = found[0].rstrip("-")
        if key[1:] in known:
            yield key, f"[{key}]"


def _blanked(text: str, *patterns: re.Pattern[str]) -> str:
    for pattern in patterns:
        text = pattern.sub(lambda found: " " * len(found[0]), text)
    return text
