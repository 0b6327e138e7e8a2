"""The lists of literature of the file: one reference for each work, whatever its numbers are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guidepress.bibliography.identity import Works, make_key
from guidepress.bring_in.citations import read_printed

if TYPE_CHECKING:
    from guidepress.bring_in.account import Account

    Element = Any


class Bibliography:
    """Numbers begin again in each top section; a work is known by its PMID, else by its text."""

    def __init__(self, account: Account, known: dict[str, str] | None = None) -> None:
        self.account = account
        self.keys: dict[str, str] = {}
        self.by_work: dict[str, str] = {}
        self.known = known or {}
        self.made: dict[str, dict[str, Any]] = {}
        self.works = Works()

    def open(self, top: Element) -> None:
        """Read the lists of a top section, whose numbers hold from now on."""
        self.keys = {}
        for entry in top.iter("Citation"):
            self.account.take("entries of literature")
            self.keys[entry.get("idx") or ""] = self._add(entry)

    def key(self, number: str) -> str:
        """Return the key of the work with this number; nothing where there is none."""
        return self.keys.get(number, "")

    def references(self) -> list[dict[str, Any]]:
        """Return the references by their keys."""
        return [self.made[key] for key in sorted(self.made)]

    def _add(self, entry: Element) -> str:
        text = " ".join("".join(entry.itertext()).split())
        pmid = (entry.get("PMID") or "").strip()
        pmid = pmid if pmid.isdecimal() else ""
        work = f"PMID {pmid}" if pmid else text
        if work in self.by_work:
            return self.by_work[work]
        data, whole = read_printed(text, pmid)
        same = self.works.find_same(data)
        if same and same.certain:
            self.by_work[work] = same.id
            return same.id
        key = self.known.get(work) or make_key(data, {*self.made, *self.known.values()})
        self.by_work[work] = key
        self.made[key] = {"id": key, **data}
        self.works.add(self.made[key])
        self.account.take("works")
        if pmid:
            self.account.take("PMIDs")
        place = f"entry {entry.get('idx')}"
        if not whole:
            self.account.ask(place, key, "the citation was not read; its whole text is the title")
        if entry.get("ProtocolID"):
            self.account.leave("ids of protocols", "a reference has no field for them", place)
        return key
