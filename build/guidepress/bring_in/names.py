"""Our ids of what a file holds, made of its own, so that a later file leads to the same."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from guidepress.bring_in.elements import LISTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    Element = Any

_PREFIXES = {
    "Para": "p",
    "LiteralLayout": "p",
    "ItemizedList": "list",
    "OrderedList": "list",
    "Table": "table",
    "MediaLink": "figure",
    "QandASet": "questions",
    "SummarySection": "section",
}
_HOLDERS = frozenset({*LISTS, "Table", "QandASet"})


class Names:
    """The ids of a file: ``ids`` are ours by those of the file, ``places`` theirs by ours.

    ``known`` are those that an earlier import gave.
    """

    def __init__(self, root: Element, known: Mapping[str, str]) -> None:
        self.known = known
        self.ids: dict[str, str] = {}
        self.places: dict[str, str] = {}
        self.used: set[str] = set()
        self._name_below(root, "")

    def _name_below(self, element: Element, holder: str) -> None:
        """Give ids; what an item or a cell holds is found at the list or table around it."""
        for child in element:
            inner, theirs = holder, child.get("id")
            if child.tag in _HOLDERS and not holder:
                inner = self._name(child) if theirs else ""
            elif theirs and holder and child.tag not in ("MediaLink", "Table"):
                self.ids.setdefault(theirs, holder)
            elif theirs and child.tag == "KeyPoint":
                self.ids.setdefault(theirs, self.ids.get(element.get("id"), ""))
            elif theirs:
                self._name(child)
            self._name_below(child, inner)

    def _name(self, element: Element) -> str:
        theirs = element.get("id")
        if theirs in self.ids:
            return self.ids[theirs]
        if element.tag == "SummarySection":
            wanted = _slug(_heading(element))
        else:
            words = "-".join(re.findall(r"[a-z0-9]+", theirs.lower()))
            wanted = f"{_PREFIXES.get(element.tag, 'part')}-{words}"[:80].strip("-")
        return self._keep(theirs, self.known.get(theirs) or self._free(wanted))

    def _keep(self, theirs: str, ours: str) -> str:
        self.ids[theirs], self.places[ours] = ours, theirs
        self.used.add(ours)
        return ours

    def _free(self, wanted: str) -> str:
        taken = self.used | set(self.known.values())
        number, found = 2, wanted
        while found in taken:
            found, number = f"{wanted}-{number}", number + 1
        return found

    def id_of(self, element: Element, owner: str) -> str:
        """Return our id of an element; one without an id gets one below its owner's."""
        if element.get("id"):
            return self.ids[element.get("id")]
        prefix = _PREFIXES.get(element.tag, "part")
        number = sum(each.startswith(f"{owner}-{prefix}-") for each in self.used) + 1
        ours = f"{owner}-{prefix}-{number}"[-80:].strip("-")
        self.used.add(ours)
        self.places[ours] = self.places.get(owner, owner)
        return ours


def _slug(text: str) -> str:
    """Return an id made of words."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))[:60].strip("-")
    return words if words[:1].isalpha() else f"x-{words}".strip("-")


def _heading(element: Element) -> str:
    heading = next((each for each in element if each.tag in ("Title", "KeyPoint")), None)
    return "section" if heading is None else "".join(heading.itertext())
