"""Running text of the file becomes prose, with its citations, levels of evidence and figures."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from guidepress.bring_in.markup import write_prose
from guidepress.content.scales import read_scale
from guidepress.model import Scale, from_data
from guidepress.model.scale import codes_of
from guidepress.prose.inline import Break, Cited, Span, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guidepress.bring_in.pdq import Reader
    from guidepress.prose.inline import Inline

    # Mixed content: text, and elements between it.
    Pieces = Sequence[str | Any]
Element = Any
Data = dict[str, Any]

_STYLES = {
    "Strong": "strong",
    "Emphasis": "emphasis",
    "GeneName": "emphasis",
    "ScientificName": "emphasis",
    "ForeignWord": "emphasis",
    "Superscript": "raised",
    "Subscript": "lowered",
}
# Shown as their words alone.
_PLAIN = frozenset(
    {"DrugName", "InterventionName", "DrugRef", "TT", "ProtocolLink", "SummaryLink"}
    | {"QuotedText", "Source", "QuoteAuthor"}
)
_TERMS = frozenset({"GlossaryTermRef", "GlossaryTermLink"})
_LEFT = {
    "EmbeddedVideo": "a page shows no video",
    "MediaRef": "it leads to a picture that is not in the file",
}
NO_TERMS = "the file has no definitions of terms; the words are in the text"
SCALE = "pdq-treatment"
_VERSIONS = ("2010", "2023")
_CODE = re.compile(r"^.*?(?:evidence|comprobaci[oó]n)\s*:?\s*", re.IGNORECASE | re.DOTALL)
# Where a level was, with the brackets around it.
_HOLE = "\ufdd0"
_HOLES = re.compile(rf"\s?[\[(][\s;,]*(?:{_HOLE}[\s;,]*)+[\])]|{_HOLE}")
_SITE = "https://www.cancer.gov"
_TRIALS = "https://clinicaltrials.gov/study/"
_NCT = re.compile(r"NCT[0-9]{8}")


class Read(NamedTuple):
    """Text as prose, the levels in it, and the figures in it."""

    prose: str
    evidence: tuple[dict[str, Any], ...]
    figures: tuple[Element, ...]

    def statement(self) -> dict[str, Any]:
        """Return the keys of a statement."""
        evidence = {"evidence": list(self.evidence)} if self.evidence else {}
        return {"text": self.prose, **evidence} if self.prose else {**evidence}


def pieces_of(element: Element) -> list[Any]:
    """Return the text and the elements inside an element, in order; comments are skipped."""
    found: list[Any] = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            found.append(child)
        found.append(child.tail or "")
    return found


class Inlines:
    """Reads running text; knows the levels of the whole file."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.account = reader.account
        codes: dict[str, Counter[str]] = defaultdict(Counter)
        for element in (*reader.root.iter("LOERef"), *reader.root.iter("LOELink")):
            codes[_target(element)][level_code(element)] += 1
        self.levels = Counter(code for each in codes.values() for code in each.elements())
        self.version, self.codes = _find_scale(self.levels)
        self.by_target = {
            target: known[0]
            for target, found in codes.items()
            if target and len(known := [code for code in found if code in self.codes]) == 1
        }

    def read(self, paragraphs: Sequence[Pieces], ours: str) -> Read:
        """Return the paragraphs as one text."""
        run = _Run(self, ours)
        nodes = [[*run.nodes(pieces)] for pieces in paragraphs]
        prose, styled = write_prose([_without_holes(each) for each in nodes])
        if not styled:
            place = self.reader.place(ours)
            self.account.leave("styles", "prose has no emphasis inside a word", place)
        return Read(prose, tuple(_told_apart(run.evidence)), tuple(run.figures))


def _told_apart(found: Sequence[tuple[dict[str, Any], str]]) -> Iterator[dict[str, Any]]:
    """Yield the levels; one that is given twice for the same works names its place."""
    often = Counter(str(level) for level, _ in found)
    apart = [{**level, "at": at} if often[str(level)] > 1 and at else level for level, at in found]
    yield from {str(each): each for each in apart}.values()


def level_code(element: Element) -> str:
    """Return the level that an element states, as it is written."""
    return " ".join(_CODE.sub("", "".join(element.itertext()), count=1).split())


def _target(element: Element) -> str:
    return element.get("href") or element.get("ref") or ""


def _find_scale(levels: Counter[str]) -> tuple[str, frozenset[str]]:
    """Return the version of the scale that has most of the levels, and its codes."""
    best = ("", frozenset[str]())
    for version in _VERSIONS:
        data = read_scale(None, SCALE, version)
        codes = frozenset(codes_of(from_data(Scale, data))) if data else frozenset()
        if not best[0] or len(levels.keys() & codes) > len(levels.keys() & best[1]):
            best = (version, codes)
    return best


class _Run:
    """One text as it is read; a level belongs to the citations before it."""

    def __init__(self, inlines: Inlines, ours: str) -> None:
        self.inlines, self.ours = inlines, ours
        self.reader, self.account = inlines.reader, inlines.account
        # Each level with its citation.
        self.evidence: list[tuple[dict[str, Any], str]] = []
        self.cited: Counter[str] = Counter()
        self.figures: list[Element] = []
        self.group: list[str] = []
        self.apart = True

    def nodes(self, pieces: Pieces) -> Iterator[Inline]:
        for piece in pieces:
            if isinstance(piece, str):
                self.apart = self.apart or bool(piece.strip(" \t\r\n,;-–"))
                yield Text(piece)
            else:
                yield from self._element(piece)

    def _inside(self, element: Element) -> tuple[Inline, ...]:
        return tuple(self.nodes(pieces_of(element)))

    def _element(self, element: Element) -> Iterator[Inline]:
        tag = element.tag
        if tag == "Reference":
            yield from self._cite(element)
        elif tag in ("LOERef", "LOELink"):
            yield self._level(element)
        elif tag == "MediaLink":
            self.figures.append(element)
        elif tag in _STYLES:
            yield Span(_STYLES[tag], self._inside(element))  # type: ignore[arg-type]
        elif tag in ("SummaryRef", "ExternalRef", "ProtocolRef"):
            yield from self._link(element)
        elif tag in _LEFT:
            self.reader.leave(tag, _LEFT[tag], self.ours)
        elif tag == "Note":
            yield from (Text(" ("), *self._inside(element), Text(")"))
        elif tag == "Quote":
            yield from (Text("“"), *self._inside(element), Text("”"))
        else:
            yield from self._words(element)

    def _words(self, element: Element) -> Iterator[Inline]:
        if element.tag in _TERMS:
            self.reader.leave("links to terms", NO_TERMS, self.ours)
        elif element.tag == "LiteralLayout":
            yield Break()
        elif element.tag not in _PLAIN:
            reason = "the importer does not know this element; its words are in the text"
            self.reader.leave(element.tag, reason, self.ours)
        yield from self._inside(element)

    def _cite(self, element: Element) -> Iterator[Inline]:
        key = self.reader.works.key(element.get("refidx") or "")
        if not key:
            self.reader.leave("citations", "no entry of the list has this number", self.ours)
            number = element.get("refidx")
            self.reader.ask(self.ours, f"it cites number {number}, which is in no list")
            return
        self.account.take("citations")
        self.group = [key] if self.apart else [*self.group, key]
        self.apart = False
        self.cited[key] += 1
        yield Cited((key,))

    def _level(self, element: Element) -> Inline:
        written, codes = level_code(element), self.inlines.codes
        code = written if written in codes else self.inlines.by_target.get(_target(element), "")
        if not code:
            self.reader.ask(self.ours, f"the scale has no level “{written}”")
            self.reader.leave("levels of evidence", "the scale has no such level", self.ours)
            return Text("".join(element.itertext()))
        self.account.take("levels of evidence")
        if not self.group:
            self.reader.ask(self.ours, f"which works is the level {code} given for?")
        level: dict[str, Any] = {"scale": SCALE, "level": code}
        if self.group:
            level["references"] = list(dict.fromkeys(self.group))
        if code != written:
            level["note"] = f"The source writes “{written}”; its link is that of {code}."
            self.reader.ask(self.ours, f"the source writes the level “{written}”; is it {code}?")
        last = self.group[-1] if self.group else ""
        time = self.cited[last]
        self.evidence.append((level, f"{last}#{time}" if time > 1 else last))
        return Text(_HOLE)

    def _link(self, element: Element) -> Iterator[Inline]:
        target = self._address(element)
        children = self._inside(element)
        if not target:
            self.reader.leave("links", "the file gives no address that a page can link", self.ours)
            yield from children
            return
        self.account.take("links")
        yield Span("link", children, target)

    def _address(self, element: Element) -> str:
        """Return where a link leads: an id of ours, or an address of the web; else nothing."""
        if element.tag == "ProtocolRef":
            given = element.get("nct_id") or "".join(element.itertext())
            found = _NCT.search(given) or _NCT.search(element.get("href") or "")
            return f"{_TRIALS}{found[0]}" if found else ""
        if element.tag == "ExternalRef":
            return _web(element.get("xref") or "")
        document, _, part = (element.get("href") or "").partition("#")
        if document in ("", self.reader.root.get("id")) and part:
            absent = part in self.reader.absent
            ours = "" if absent else self.reader.names.ids.get(part, "")
            if not ours:
                self.reader.ask(self.ours, f"a link leads to {part}, which is not there")
            return f"#{ours}" if ours else ""
        path = element.get("url") or ""
        return _web(f"{_SITE}{path}") if path.startswith("/") else _web(path)


def _web(address: str) -> str:
    """Return an address as prose can write it, or nothing."""
    address = address.strip().replace(" ", "%20").replace("<", "%3C").replace(">", "%3E")
    address = address.replace("\\", "%5C")
    return address if re.match(r"https?://[^\s/]+\.[^\s/]+|mailto:\S+@", address) else ""


def _without_holes(nodes: Sequence[Inline]) -> list[Inline]:
    """Remove the places of levels, which are given beside the text."""
    found: list[Inline] = []
    for node in nodes:
        if isinstance(node, Text) and found and isinstance(found[-1], Text):
            found[-1] = Text(found[-1].text + node.text)
        elif isinstance(node, Span):
            found.append(node._replace(children=tuple(_without_holes(node.children))))
        else:
            found.append(node)
    return [Text(_HOLES.sub("", each.text)) if isinstance(each, Text) else each for each in found]
