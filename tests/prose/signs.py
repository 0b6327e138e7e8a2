"""What each sign means in prose: the table that the handbook prints and the tests check."""

from __future__ import annotations

from typing import NamedTuple


class Sign(NamedTuple):
    """What is written, what a reader sees of it as plain text, and what it is."""

    written: str
    seen: str
    meaning: str
    reported: bool = False


SIGNS = (
    Sign("**never**", "never", "strong"),
    Sign("_only_", "only", "emphasis, never inside a word"),
    Sign(
        "*only*",
        "only",
        "emphasis too, around words that begin with a letter, or with an amount and its unit",
    ),
    Sign("CYP2C19*2", "CYP2C19*2", "a star in, before or behind a word is a star"),
    Sign("*2 or *3", "*2 or *3", "a star"),
    Sign("KRAS_G12C_v2", "KRAS_G12C_v2", "an underscore in a word is one"),
    Sign("10^9^/L", "10⁹/L", "raised, without spaces inside"),
    Sign("CO~2~", "CO₂", "lowered, without spaces inside"),
    Sign("10^6 to 10^9", "10^6 to 10^9", "a sign"),
    Sign("~5 mg", "~5 mg", "a sign"),
    Sign("~~not~~", "~~not~~", "signs"),
    Sign("`p<0.001`", "p<0.001", "code: shown as it is, without the marks around it"),
    Sign("[the form](https://example.org)", "the form", "a link to the web, or to an id: `(#id)`"),
    Sign("<https://example.org>", "https://example.org", "a link that shows its address"),
    Sign("https://example.org/a_b", "https://example.org/a_b", "the same"),
    Sign("[@maki-2007]", "[@maki-2007]", "a citation, shown as a number"),
    Sign("- one\n- two", "• one\n• two", "a list"),
    Sign("1. one\n2. two", "1. one\n2. two", "a numbered list: 1, 2, 3 …"),
    Sign("- one\n  - two\n- three", "• one\n  • two\n• three", "a list in a list: two spaces"),
    Sign("- 5 mg", "- 5 mg", "one line is no list: a sign"),
    Sign("5. Line", "5. Line", "one line is no list: a number"),
    Sign("+ 5 mg", "+ 5 mg", "a sign"),
    Sign(
        "day 1\\\nday 2",
        "day 1\nday 2",
        "a line break, as two spaces at the end of a line are",
    ),
    Sign("5\\*3", "5*3", "a backslash makes the sign behind it a sign"),
    Sign("&beta;", "β", "an entity is the sign that it names"),
    Sign("R&D", "R&D", "a sign"),
    Sign("a<b and b>c", "a<b and b>c", "signs"),
    Sign("# 3 suture", "# 3 suture", "a sign"),
    Sign("P(T+|D+)", "P(T+|D+)", "signs"),
    Sign("0.7 [0.5, 0.9]", "0.7 [0.5, 0.9]", "signs"),
    Sign("$5, {x}, \"y\", 'z', --, ...", "$5, {x}, \"y\", 'z', --, ...", "signs"),
    Sign("***never***", "***never***", "signs", reported=True),
    Sign("__never__", "__never__", "signs", reported=True),
    Sign("## Dosing", "## Dosing", "no heading", reported=True),
    Sign("Dosing\n===", "Dosing ===", "no heading", reported=True),
    Sign("| a |\n| --- |", "| a | | --- |", "no table", reported=True),
    Sign("[1,2]", "[1,2]", "no citation", reported=True),
    Sign("5 mg[^1]", "5 mg[^1]", "no footnote", reported=True),
    Sign(
        "![a curve](https://example.org/c.png)",
        "![a curve](https://example.org/c.png)",
        "no image",
        reported=True,
    ),
    Sign("[a]: https://example.org", "[a]: https://example.org", "defines nothing", reported=True),
    Sign("```\ncode\n```", "``` code ```", "no block of code", reported=True),
    Sign("1. one\n3. three", "1. one 3. three", "no list: a number is missing", reported=True),
    Sign("+ one\n+ two", "+ one + two", "no list", reported=True),
    Sign("> one\n> two", "> one > two", "no quotation", reported=True),
    Sign("<b>never</b>", "<b>never</b>", "no HTML", reported=True),
)


def render_signs() -> str:
    """Return the table as Markdown, for the handbook."""
    rows = (
        f"| {_code(each.written)} | {_code(each.seen)} | {each.meaning}"
        f"{'; `validate` reports it' if each.reported else ''} |\n"
        for each in SIGNS
    )
    return "| written | read as | what it is |\n| --- | --- | --- |\n" + "".join(rows)


def _code(text: str) -> str:
    """Return the text as code; in a table a pipe must be escaped, and lines are parted by ⏎."""
    marks = "``" if "`" in text else "`"
    shown = text.replace("\n", " ⏎ ").replace("|", "\\|")
    return f"{marks} {shown} {marks}" if "`" in text else f"{marks}{shown}{marks}"
