"""Citations of a guideline's page: numbers in the order of first citation, marks, and prose.

Abbreviations are spelt out where a page first uses them; no reader has to hover for them.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape

from guidepress.classify.context import cite
from guidepress.model import Abbreviation, Block, Evidence, Guideline, Reference, Row, Statement
from guidepress.prose.render import render_html, render_plain
from guidepress.site.templates import keep_units_in

_OTHER = re.compile(r'href="guideline:([a-z0-9-]{1,80})(#[a-z0-9-]{1,80})?"')


@dataclass(frozen=True, kw_only=True)
class Citing:
    """A guideline whose texts cite works by number; ``root`` leads to the root of the site."""

    guideline: Guideline
    root: str

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each reference."""
        return number_references(self.guideline)

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        return {each.id: cite(each) for each in self.guideline.references}

    @cached_property
    def _works(self) -> Mapping[str, Reference]:
        return {each.id: each for each in self.guideline.references}

    @cached_property
    def references(self) -> list[Reference]:
        """The references in the order of their numbers."""
        return sorted(self.guideline.references, key=lambda each: self.numbers[each.id])

    @cached_property
    def citing(self) -> Mapping[str, Mapping[str, list[str]]]:
        """For each reference, by the place where they stand, the anchors of what cites it."""
        found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        anchors = {statement.id for _, statement in self.placed_statements()}
        defined = [("Terms", each) for each in self.guideline.defined()]
        for place, text in [*self.placed_statements("texts"), *defined]:
            # A cell, a note or the source of a dose is found at what it is part of.
            anchor = text.id if text.id in anchors else text.id.partition(".")[0]
            for key in text.citations:
                if anchor not in found[key][place]:
                    found[key][place].append(anchor)
        return found

    def placed_statements(self, which: str = "statements") -> list[tuple[str, Statement]]:
        """Return every statement, or all "texts", with the name of its place."""
        guideline = self.guideline
        intros = [(each.id.title(), each.intro) for each in guideline.lists if each.intro]
        of_options = [
            (each.name, text) for each in guideline.entries for text in getattr(each, which)
        ]
        of_sections = [
            (each.title, text) for each in guideline.sections for text in getattr(each, which)
        ]
        made = [
            ("Recommendations", text)
            for each in guideline.recommendations
            for text in (*each.own_texts(), *each.texts)
        ]
        return [*intros, *of_options, *made, *of_sections]

    @cached_property
    def _first_uses(self) -> Mapping[str, Sequence[Abbreviation]]:
        return find_first_uses(self.guideline)

    def prose(self, statement: Statement) -> str:
        """Return the safe HTML of a statement, with what is abbreviated in it first."""
        html = self.render(statement.text, self.marking(statement.evidence))
        return keep_units_in(spell_out(html, self._first_uses.get(statement.id, ())))

    def marking(self, evidence: Sequence[Evidence]) -> Callable[[Sequence[str]], str]:
        """Return what marks each citation in turn, with the levels that stand at it."""
        seen: Counter[str] = Counter()

        def mark(keys: Sequence[str]) -> str:
            seen.update(keys)
            here = {f"{key}#{seen[key]}" for key in keys} | {key for key in keys if seen[key] == 1}
            levels = (escape(each.level) for each in evidence if each.at in here)
            return self.mark(keys) + "".join(f' <span class="gp-level">{e}</span>' for e in levels)

        return mark

    @cached_property
    def adaptation(self) -> str:
        """How the source was adapted, as safe HTML; empty where there is no source."""
        source = self.guideline.identity.source
        text = escape(source.adaptation) if source else ""
        return spell_out(text, self._first_uses.get(ADAPTATION, ()))

    def mark(self, keys: Sequence[str]) -> str:
        """Return the mark of a citation."""
        return render_mark(keys, self.numbers, self._titles)

    def line(self, text: str) -> str:
        """Return the safe HTML of a text that is no statement, such as a cell or a note."""
        return keep_units_in(self.render(text, self.mark))

    def render(self, text: str, mark: Callable[[Sequence[str]], str]) -> str:
        """Return the safe HTML of prose, whose links to other guidelines lead from this page."""
        return _OTHER.sub(rf'href="{self.root}\1/index.html\2"', render_html(text, mark))

    def of_row(self, row: Row) -> Statement:
        """Return a row as what a level of it is given for: with all works that its cells cite."""
        cited = tuple(key for cell in row.cells for key in cell.citations)
        return Statement(id=row.id, text="", citations=cited, evidence=row.evidence)

    def cited_in(self, block: Block) -> list[str]:
        """Return the works that are cited anywhere in a list or a table."""
        return [key for text in block.texts() for key in text.citations]

    def works(self, keys: Sequence[str]) -> list[Reference]:
        """Return the works that are cited, in the order of the keys."""
        known = self._works
        return [known[key] for key in dict.fromkeys(keys) if key in known]


def number_references(guideline: Guideline) -> Mapping[str, int]:
    """Return the number of each reference: cited ones first, as the page is read."""
    cited = (key for statement in guideline.statements() for key in statement.citations)
    known = [reference.id for reference in guideline.references]
    order = dict.fromkeys([key for key in cited if key in set(known)] + known)
    return {key: number for number, key in enumerate(order, start=1)}


def render_mark(keys: Sequence[str], numbers: Mapping[str, int], titles: Mapping[str, str]) -> str:
    """Return the mark of a citation: ``[1,5]``, each number a link, since a range hides some."""
    by_number = sorted((numbers[key], key) for key in dict.fromkeys(keys) if key in numbers)
    links = (_link(number, key, titles[key]) for number, key in by_number)
    return f'<span class="gp-cite">[{", ".join(links)}]</span>'


def _link(number: int, key: str, title: str) -> str:
    name = escape(f"reference {number}, {title}")
    return f'<a href="#{key}" aria-label="{name}">{number}</a>'


# Not an id that anyone can write.
ADAPTATION = "_adaptation"
_TAG = re.compile(r"(<[^<>]{1,2000}>)")


def find_first_uses(guideline: Guideline) -> Mapping[str, Sequence[Abbreviation]]:
    """Return, by the id of a statement, the abbreviations that it is the first to use.

    The line on the source stands before all statements, as ``ADAPTATION``. An abbreviation whose
    meaning the text itself gives is not spelt out a second time.
    """
    found: dict[str, list[Abbreviation]] = {}
    texts = list(_find_texts(guideline))
    for abbreviation in guideline.identity.abbreviations:
        pattern = _pattern(abbreviation.id)
        first = next(((key, text) for key, text in texts if pattern.search(text)), None)
        if first and abbreviation.expansion.casefold() not in first[1].casefold():
            found.setdefault(first[0], []).append(abbreviation)
    return found


def _find_texts(guideline: Guideline) -> Iterator[tuple[str, str]]:
    if guideline.identity.source:
        yield ADAPTATION, guideline.identity.source.adaptation
    for statement in guideline.statements():
        yield statement.id, render_plain(statement.text)


def spell_out(html: str, abbreviations: Sequence[Abbreviation]) -> str:
    """Return the safe HTML of a statement with the meaning behind each of its abbreviations."""
    for abbreviation in abbreviations:
        html = "".join(_spell_out_once(html, abbreviation))
    return html


def _spell_out_once(html: str, abbreviation: Abbreviation) -> Iterator[str]:
    pattern = _pattern(escape(abbreviation.id, quote=False))
    meaning = f' <span class="gp-expansion">({escape(abbreviation.expansion)})</span>'
    pieces = iter(_TAG.split(html))
    for piece in pieces:
        found = None if piece.startswith("<") else pattern.search(piece)
        if found:
            yield piece[: found.end()] + meaning + piece[found.end() :]
            break
        yield piece
    yield from pieces


def _pattern(abbreviation: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(abbreviation)}(?![\w-])")
