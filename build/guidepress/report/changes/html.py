"""Changes as a page on its own: side by side, with the words inline."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from guidepress.classify.change import IN_WORDS, Change, Delta
from guidepress.classify.folding import Node, list_first
from guidepress.report.changes.compared import (
    Compared,
    by_part,
    headline,
    remarks_on,
    scoreboard,
    words_of,
)

_STYLE = """
:root { --text: #16232a; --page: #fff; --line: #b9c7ce; --meta: #4a5a63 }
:root { --gone: #fbe3e1; --come: #dff3e3 }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6edf1; --page: #11191e; --line: #39505c; --meta: #aebcc4 }
  :root { --gone: #4a1f1c; --come: #173b22 }
}
body { font: 1rem/1.5 system-ui, sans-serif; color: var(--text); background: var(--page) }
body { max-width: 70rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere }
table { border-collapse: collapse; width: 100%; table-layout: fixed }
td, th { border: 1px solid var(--line); padding: .4rem .6rem; text-align: left }
td { vertical-align: top }
del { background: var(--gone); color: inherit }
ins { background: var(--come); color: inherit }
.inside { margin-left: 1.5rem; border-left: 2px solid var(--line); padding-left: 1rem }
.impact { font-weight: 600 }
.meta { color: var(--meta) }
"""


def render_html(compared: Sequence[Compared]) -> str:
    """Return a whole page that needs no other file."""
    body = "\n".join("\n".join(_lines(each)) for each in compared)
    return (
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>What changed</title>\n<style>{_STYLE}</style>\n<main>\n{body}\n</main>\n</html>\n"
    )


def _lines(compared: Compared) -> Iterator[str]:
    delta = compared.delta
    yield f"<h1>{escape(headline(compared))}</h1>"
    if delta.changes:
        yield "<ul>"
        yield from (f"<li>{count} × {escape(words)}</li>" for words, count in scoreboard(delta))
        yield "</ul>"
    if len(delta.changes) > 1 and (first := list_first(delta.changes)):
        yield "<h2>In short</h2>\n<ul>"
        yield from (f"<li>{escape(each)}</li>" for each in first)
        yield "</ul>"
    for heading, nodes in by_part(delta):
        yield f"<h2>{escape(heading)}</h2>"
        for node in nodes:
            yield from _node(delta, node)
    for label, text in compared.remarks():
        yield f"<p>{label.capitalize()}: {escape(text)}</p>"


def _node(delta: Delta, node: Node[Change]) -> Iterator[str]:
    if node.head:
        yield from _change(delta, node.head)
    else:
        yield f"<p>{escape(node.title)}</p>"
    if node.inside:
        yield '<div class="inside">'
        for each in node.inside:
            yield from _node(delta, each)
        yield "</div>"


def _change(delta: Delta, change: Change) -> Iterator[str]:
    alert = "<strong>Alert.</strong> " if change.alert else ""
    impact = f'<span class="impact">({IN_WORDS[change.impact]})</span>'
    yield f'<section id="{change.fact.fingerprint}">'
    yield f"<p>{alert}{escape(change.sentence)} {impact}</p>"
    if change.words:
        words = words_of(delta, change)
        before, after = _marked(words, "same", "removed"), _marked(words, "same", "added")
        yield "<table><tr><th>Before</th><th>After</th></tr>"
        yield f"<tr><td>{before}</td><td>{after}</td></tr></table>"
        yield f"<p>{_marked(words, *_MARKS)}</p>"
    for label, text in remarks_on(change):
        phrase = escape(text) or "not given"
        marked = f"{label.capitalize()}: {phrase}" if label else f"<strong>{phrase}</strong>"
        yield f'<p class="meta">{marked}</p>'
    yield "</section>"


_MARKS = {"same": "{}", "removed": "<del>{}</del>", "added": "<ins>{}</ins>"}


def _marked(words: Iterable[tuple[str, str]], *shown: str) -> str:
    return "".join(_MARKS[op].format(escape(text)) for op, text in words if op in shown)
