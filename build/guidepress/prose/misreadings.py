"""What an author may mean as other Markdown or HTML: shown letter for letter, and reported."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from guidepress.prose.blocks import Block, Items, Paragraph, number_of_item, parse_prose


class Misreading(NamedTuple):
    """The words in the text, what they look like, and what to write instead."""

    found: str
    message: str
    hint: str


_SIGN = re.compile(r"[^\n]")
# Whichever begins first: a backslash in code is a sign, and a mark behind a backslash begins none.
_HIDDEN = re.compile(r"\\[!-/:-@\[-`{-~]|(?<![\w`])`[^`\s](?:[^`]{0,998}[^`\s])?`(?![\w`])")
# Nothing else is looked for where there is none of these.
_SUSPECT = re.compile(r"[|#=\[<\n]|!\[|`{3}|~{3}|\*{3}|-{3}|__|\^[0-9]")
_ADDRESS = r"(?:https?://|mailto:|#)"

# What to write in the place of a table.
TABLE = (
    "write a block of `content:` as "
    "`- {id: doses, table: {title: Doses, columns: [{id: age, title: Age}, "
    "{id: dose, title: Dose}], rows: [{id: adults, cells: {age: adults, dose: 5 mg}}]}}`; "
    "where a text has no `content:` beside it, write a list, an item for each row"
)

# Each: the pattern, what it is (``{}`` stands for the words), and what to write instead.
_PATTERNS = tuple(
    (re.compile(pattern, re.MULTILINE), message, hint)
    for pattern, message, hint in (
        (
            r"^ {0,3}(?:```|~~~)[^\n]{0,100}",
            "{} begins a block of code, which is shown as it is written",
            r"write the words alone, or \` for the sign",
        ),
        (
            (
                r"^ {0,9}\|?(?: {0,9}:?-{1,99}:? {0,9}\|){1,50}(?: {0,9}:?-{1,99}:?)? {0,9}$"
                r"|^ {0,9}\|[^\n]{1,999}\| {0,9}\n {0,9}\|[^\n]{1,999}\| {0,9}$"
            ),
            "a table ({}) is shown as it is written",
            rf"{TABLE}, or \| for the first sign of each line",
        ),
        (
            r"^ {0,3}#{2,6} {1,9}[^\n]{1,100}|(?:^|\n\n)# (?=[^\W\d])[^\n]{1,100}(?<![.])(?=\n\n)",
            "{} is a heading, which is shown as it is written",
            (
                r"make it the title of a section, write **words** on a line of their own, "
                r"or \# for the sign"
            ),
        ),
        (
            r"^ {0,3}(?:-{3,99}|={3,99}|\*{3,99}|_{3,99}|(?:- ){2,50}-|(?:\* ){2,50}\*) {0,9}$",
            "{} is a line or a heading, which is shown as it is written",
            r"leave it out, or write a backslash in front of its first sign",
        ),
        (
            r"(?<![\w*])\*{3}(?=[^\s*])[^*\n]{1,200}\*{3}(?![\w*])",
            "{} has three stars, which are shown as they are written",
            r"write **_words_**, or \*\*\* for the signs",
        ),
        (
            r"(?<![\w_])__(?=[^\s_])[^_\n]{1,200}__(?![\w_])",
            "{} has two underscores, which are shown as they are written",
            r"write **words**, or \_\_ for the signs",
        ),
        (
            r"\[\^[^\[\]\s^]{1,40}\]|\^\[[^\[\]\n]{1,200}\]",
            "{} is a footnote, which is shown as it is written",
            r"say it in the text, cite with [@maki-2007], or write \[ for the bracket",
        ),
        (
            r"!\[[^\[\]\n]{0,300}\][(\[][^()\[\]\s]{0,300}[)\]]?",
            "{} is an image, which is shown as it is written",
            r"write what it shows, or \!\[ for the signs",
        ),
        (
            rf"\[[^\[\]\n]{{1,300}}\]\({_ADDRESS}[^()\n]{{0,300}}[\s\\][^()\n]{{0,300}}\)",
            "{} is no link here",
            (
                r"an address has no spaces, no backslashes and no title: write [words](https://…), "
                r"or \[ for the bracket"
            ),
        ),
        (
            r"^ {0,3}\[(?!@)[^\[\]\n^]{1,100}\]: ?(?:https?://|mailto:|#|/|<)[^\n]{0,100}",
            "{} defines a link, which is shown as it is written",
            r"write [words](https://…) at its place, or \[ for the bracket",
        ),
        (
            r"(?<=[A-Za-z]{2}|[A-Za-z][.,;:)])\^[0-9]{1,3}(?:[,–-] ?[0-9]{1,3}){1,30}\^",
            "{} are numbers for citations",
            r"cite with [@maki-2007], or write \^ for the sign",
        ),
    )
)
_NUMBERS = re.compile(r"\[[0-9]{1,3}(?: ?[,;–-] ?[0-9]{1,3}){0,30}\](?!\()")
_INTERVAL = re.compile(r"\[[0-9]{1,3} ?[,;–-] ?[0-9]{1,3}\]")
_ESTIMATE = re.compile(r"[0-9] {0,3}\S{0,12} ?$")
_SIGNED = re.compile(r" {0,20}([*+•]|[0-9]{1,3}\)) {1,9}\S")
_QUOTED = re.compile(r" {0,3}> ?\S")

_ELEMENTS = (
    "a abbr acronym applet article aside audio b base big blockquote body br button canvas center "
    "cite code col dd del details dfn div dl dt em embed fieldset figcaption figure "
    "font footer form frameset frame h[1-6] head header hr html i iframe img input ins kbd "
    "label legend li link main map mark marquee math menu meta nav noscript object ol "
    "optgroup option p param picture pre q s samp script section select small source "
    "span strike strong style sub summary sup svg table tbody td template textarea "
    "tfoot th thead time title tr track tt u ul var video wbr"
).replace(" ", "|")
_HTML = re.compile(
    rf"<(?=[a-z/!?])(?:/?(?:{_ELEMENTS})(?:[\s/][^<>]{{0,300}}=[^<>]{{0,300}}|[\s/]{{0,9}})"
    r"|[?!][^<>]{0,300})>",
    re.IGNORECASE,
)
# A text in brackets, an address in parentheses: what an author means as a link.
_WRITTEN = re.compile(r"(?<!!)\[[^\[\]\n]{0,300}\]\(<?([^()<>\s]{1,300})")
_WEB = re.compile(r"(?:https?://|mailto:)\S{1,2000}", re.IGNORECASE)


def find_misreadings(text: str) -> Iterator[Misreading]:
    """Yield what elsewhere would be markup and is none here, in no order."""
    if not _SUSPECT.search(text):
        return
    bare = _without_code(text)
    for pattern, message, hint in _PATTERNS:
        for found in pattern.finditer(bare):
            words = text[found.start() : found.end()].strip().split("\n")[0]
            yield Misreading(words, message.format(words), hint)
    yield from _numbers(bare)
    if "\n" in text:
        yield from _signed_lines(text, bare)
        yield from _lost_lists(parse_prose(text))


def _without_code(text: str) -> str:
    """Return the text with a sign that stands for nothing in the place of code and escapes."""
    if "\\" not in text and "`" not in text:
        return text
    # Lines and places stay where they are.
    return _HIDDEN.sub(lambda found: _SIGN.sub("\0", found[0]), text)


def _numbers(text: str) -> Iterator[Misreading]:
    for found in _NUMBERS.finditer(text):
        before = text[max(0, found.start() - 30) : found.start()]
        if not (_INTERVAL.fullmatch(found[0]) and _ESTIMATE.search(before)):
            message = f"{found[0]} looks like numbers for citations"
            hint = r"cite with [@maki-2007], or write \[ for the bracket of an interval"
            yield Misreading(found[0], message, hint)


def _signed_lines(text: str, bare: str) -> Iterator[Misreading]:
    """Yield the first of two lines or more that begin with the sign of a list that is none here."""
    written = zip(text.split("\n"), bare.split("\n"), strict=True)
    lines = [(line.strip(), seen) for line, seen in written if line.strip()]
    for (line, first), (_, second) in pairwise(lines):
        if _QUOTED.match(first) and _QUOTED.match(second):
            hint = "write the words with quotation marks, or \\> for the sign"
            yield Misreading(line, f"{line} is no quotation here", hint)
            return
        mark, other = _SIGNED.match(first), _SIGNED.match(second)
        if mark and other and mark[1][-1] == other[1][-1]:
            hint = f"begin each with “- ” or with 1., 2., 3., or write \\{mark[1][-1]} for the sign"
            if mark[1] == "•":
                hint = "begin each with “- ”"
            yield Misreading(line, f"{line} is no item of a list here", hint)
            return


def _lost_lists(blocks: Sequence[Block]) -> Iterator[Misreading]:
    """Yield the first line of those that begin like items and became none."""
    for block in blocks:
        for item in block.items if isinstance(block, Items) else ():
            yield from _lost_lists(item)
    lines = [each for each in _source(blocks) if number_of_item(each) is not None]
    numbered = [line for line in lines if number_of_item(line)]
    if len(numbered) > 1:
        expected = range(1, len(numbered) + 1)
        pairs = zip(numbered, expected, strict=True)
        line = next((line for line, number in pairs if number_of_item(line) != number), numbered[0])
        hint = "number a list 1, 2, 3 …, or write a backslash before the full stop: “3\\. ”"
        yield Misreading(line, f"{line}: the number does not follow, so this is no list", hint)
    elif len(lines) - len(numbered) > 1:
        line = next(line for line in lines if line not in numbered)
        hint = (
            "put an empty line before a list, indent what belongs to an item by two spaces, "
            "or write \\- for the sign"
        )
        yield Misreading(line, f"{line} is no item of a list here", hint)


def _source(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from block.source


def find_raw_html(text: str) -> Iterator[str]:
    """Yield what an author may have meant as HTML; it is shown as it is written."""
    # The sign is looked for first: hardly a text holds one.
    for found in _HTML.finditer(_without_code(text)) if "<" in text else ():
        yield text[found.start() : found.end()]


def find_guideline_links(text: str) -> Iterator[tuple[str, str]]:
    """Yield the guideline of each link to another one, and the id there ("" for the whole)."""
    for target in find_links(text) if "guideline:" in text else ():
        if found := _OTHER.fullmatch(target):
            yield found[1], found[2] or ""


_OTHER = re.compile(r"guideline:([a-z][a-z0-9-]{0,79})(?:#([a-z][a-z0-9-]{0,79}))?")


def find_links(text: str) -> Iterator[str]:
    """Yield the targets of links that do not lead to the web."""
    for found in _WRITTEN.finditer(_without_code(text)) if "](" in text else ():
        target = text[found.start(1) : found.end(1)]
        if not _WEB.fullmatch(target):
            yield target
