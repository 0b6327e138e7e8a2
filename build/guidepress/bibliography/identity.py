"""Whether two references are the same work, and the id that a new one gets.

The same PMID, or else the same DOI, is the same work. Where the two have no identifier to compare,
the same title, year and first author is a question: editorials and replies share all three.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from itertools import count
from typing import Any, NamedTuple

# NISO RP-45-2024: the title of a retracted work begins so.
RETRACTED = re.compile(
    r"\[?retracted(?: (?:article|paper|chapter|publication))?\]?"
    r"(?:\s?[:.\u2013\u2014]|\]|\s-\s)\s{0,3}",
    re.IGNORECASE,
)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SPELT = str.maketrans({"ß": "ss", "ø": "o", "Ø": "o", "æ": "ae", "Æ": "ae", "ł": "l", "Ł": "l"})
_MOST_WORDS = 4


class Same(NamedTuple):
    """The reference that is, or may be, the same work, and what is the same."""

    id: str
    what: str

    @property
    def certain(self) -> bool:
        """Tell whether it is the same work, and not only asked."""
        return self.what in _IDS


class Works:
    """References that are known, to be asked for the same work in constant time."""

    def __init__(self, references: Iterable[Mapping[str, Any]] = ()) -> None:
        self._first: dict[tuple[str, ...], str] = {}
        for each in references:
            self.add(each)

    def add(self, reference: Mapping[str, Any]) -> None:
        """Know a reference from now on; of several that are one work, the first is named."""
        ids, name = _ids(reference), str(reference.get("id", ""))
        for mark in ids.items():
            self._first.setdefault(mark, name)
        for author in (_author(reference), _ANY):
            self._first.setdefault((_kinds(ids), _title(reference), author), name)

    def find_same(self, reference: Mapping[str, Any]) -> Same | None:
        """Return the first reference that is, or may be, the same work."""
        ids, title, author = _ids(reference), _title(reference), _author(reference)
        for mark in ids.items():
            if found := self._first.get(mark):
                return Same(found, mark[0])
        # Where both have an identifier of one kind, it differs: had it not, it were found.
        for kinds in ("", "P", "D", "PD"):
            if title and set(kinds).isdisjoint(_kinds(ids)):
                # A list of authors that is not stated is no other list.
                for other in (author, "") if author else (_ANY,):
                    if found := self._first.get((kinds, title, other)):
                        by_author = author and other
                        return Same(found, _BY_AUTHOR if by_author else "title and year")
        return None


_IDS = ("PMID", "DOI")
_ANY = "*"
_BY_AUTHOR = "title, year and first author"


def _ids(reference: Mapping[str, Any]) -> dict[str, str]:
    return {what: str(reference[what]).lower() for what in _IDS if reference.get(what)}


def _kinds(ids: Mapping[str, str]) -> str:
    """Return which identifiers there are, each by its first letter."""
    return "".join(what[0] for what in ids)


def _title(reference: Mapping[str, Any]) -> str:
    title = RETRACTED.sub("", str(reference.get("title", "")), count=1)
    words = "".join(each for each in title.casefold() if each.isalnum())
    return f"{words} {_year(reference)}" if words else ""


def _year(reference: Mapping[str, Any]) -> str:
    issued = reference.get("issued") or ""
    # A published item has CSL's date, an authored one a text.
    parts = issued.get("date-parts", [[""]]) if isinstance(issued, dict) else [[issued]]
    return str(parts[0][0])[:4]


def _author(reference: Mapping[str, Any]) -> str:
    return "-".join(_words(_family(reference)))


def _family(reference: Mapping[str, Any]) -> str:
    names = reference.get("author") or reference.get("editor") or [{}]
    first: Mapping[str, str] = names[0]
    family = f"{first.get('non-dropping-particle', '')} {first.get('family', '')}".strip()
    return family or str(first.get("literal") or first.get("given") or "")


def make_key(reference: Mapping[str, Any], taken: Collection[str]) -> str:
    """Return ``maki-2007``, or ``maki-2007a`` and so on where ids before it are taken."""
    named = _words(_family(reference)) or _words(str(reference.get("title", "")))
    stem = "-".join([*named, _year(reference)]).strip("-")[:60].rstrip("-")
    if not re.match(r"[a-z]", stem):
        stem = f"ref-{stem}".rstrip("-")
    return next(each for number in count() if (each := f"{stem}{_suffix(number)}") not in taken)


def _suffix(number: int) -> str:
    """Return nothing, a, b, …, z, aa, ab and so on: there is no end of them."""
    letters = ""
    while number:
        number, place = divmod(number - 1, len(_LETTERS))
        letters = _LETTERS[place] + letters
    return letters


def _words(text: str) -> list[str]:
    """Return the words of the name in the letters that an id may have."""
    bare = unicodedata.normalize("NFKD", text.translate(_SPELT)).encode("ascii", "ignore").decode()
    return re.findall(r"[a-z0-9]{1,40}", re.sub("['\u2019]", "", bare.lower()))[:_MOST_WORDS]
