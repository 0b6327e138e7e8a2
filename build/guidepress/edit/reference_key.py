"""The id that a new reference gets: family and year, and a letter where that is taken."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SPELT = str.maketrans({"ß": "ss", "ø": "o", "Ø": "o", "æ": "ae", "Æ": "ae", "ł": "l", "Ł": "l"})
_MOST_WORDS = 4


def make_key(reference: Mapping[str, Any], taken: Collection[str]) -> str:
    """Return ``maki-2007``, or ``maki-2007a`` and so on where ids before it are taken."""
    stem = "-".join([*_words(_named_after(reference)), str(reference.get("issued", ""))[:4]])
    stem = stem.strip("-")[:60].rstrip("-")
    if not re.match(r"[a-z]", stem):
        stem = f"ref-{stem}".rstrip("-")
    candidates = [stem, *(f"{stem}{letter}" for letter in _LETTERS)]
    candidates += [f"{stem}{one}{two}" for one in _LETTERS for two in _LETTERS]
    return next(each for each in candidates if each not in taken)


def _named_after(reference: Mapping[str, Any]) -> str:
    first: Mapping[str, str] = next(iter(reference.get("author", [])), {})
    family = f"{first.get('non-dropping-particle', '')} {first.get('family', '')}".strip()
    return family or first.get("literal") or str(reference.get("title", ""))


def _words(text: str) -> list[str]:
    """Return the words of the name in the letters that an id may have."""
    bare = unicodedata.normalize("NFKD", text.translate(_SPELT)).encode("ascii", "ignore").decode()
    return re.findall(r"[a-z0-9]{1,40}", re.sub("['\u2019]", "", bare.lower()))[:_MOST_WORDS]
