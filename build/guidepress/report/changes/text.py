"""Changes for readers, as plain text and as Markdown."""

from collections.abc import Iterable, Iterator, Sequence

from guidepress.classify.change import IN_WORDS, Change, Delta
from guidepress.classify.folding import Node, list_first
from guidepress.report.changes.compared import (
    RECORDED,
    Compared,
    by_part,
    headline,
    remarks_on,
    scoreboard,
    words_of,
)
from guidepress.report.escape import for_comment, for_terminal

_COLOURS = {"removed": "\x1b[31m", "added": "\x1b[32m"}
_PLAIN = {"removed": ("[-", "-]"), "added": ("{+", "+}")}
_END = "\x1b[0m"


def render_text(compared: Sequence[Compared]) -> str:
    """Return each comparison with its changes by part; words with marks that need no colour."""
    return "\n".join(_render_compared(each, coloured=False) for each in compared)


def render_coloured_text(compared: Sequence[Compared]) -> str:
    """Return the same for a terminal that shows colours."""
    return "\n".join(_render_compared(each, coloured=True) for each in compared)


def _render_compared(compared: Compared, *, coloured: bool) -> str:
    delta = compared.delta
    lines = [for_terminal(headline(compared))]
    if delta.changes:
        lines.append("  " + ", ".join(f"{count} × {words}" for words, count in scoreboard(delta)))
    if len(delta.changes) > 1 and (first := list_first(delta.changes)):
        lines += ["", "In short", *(f"  * {for_terminal(each)}" for each in first)]
    for heading, nodes in by_part(delta):
        lines += ["", heading]
        for node in nodes:
            lines += _render_node(delta, node, coloured=coloured)
    lines += [f"  {label}: {for_terminal(text)}" for label, text in compared.remarks()]
    return "\n".join(lines) + "\n"


def _render_node(
    delta: Delta, node: Node[Change], *, coloured: bool, above: Change | None = None
) -> Iterator[str]:
    if node.head:
        yield from _render_change(delta, node.head, above, coloured=coloured)
    else:
        yield f"  - {for_terminal(node.title)}"
    for each in node.inside:
        for line in _render_node(delta, each, coloured=coloured, above=node.head):
            yield f"  {line}"


def _render_change(
    delta: Delta, change: Change, above: Change | None, *, coloured: bool
) -> Iterator[str]:
    alert = "ALERT " if change.alert else ""
    yield f"  - {alert}{for_terminal(change.sentence)} [{IN_WORDS[change.impact]}]"
    if change.words:
        yield f"      {_render_words(words_of(delta, change), coloured=coloured)}"
    for label, text in remarks_on(change, above):
        yield f"      {label}{': ' if label else ''}{for_terminal(text) or 'not given'}"


def _render_words(words: Iterable[tuple[str, str]], *, coloured: bool) -> str:
    phrases = []
    for op, text in words:
        if op == "same":
            phrases.append(for_terminal(text))
        else:
            before, after = _PLAIN[op]
            marked = f"{before}{for_terminal(text)}{after}"
            phrases.append(f"{_COLOURS[op]}{marked}{_END}" if coloured else marked)
    return " ".join("".join(phrases).split())


# A longer list is folded, so that the comment does not bury the discussion.
MOST_UNFOLDED = 12


def render_markdown(compared: Sequence[Compared]) -> str:
    """Return a scoreboard, then each change with its words and reason, grouped by part."""
    return "\n".join("\n".join(_lines(each)) + "\n" for each in compared)


def _lines(compared: Compared) -> Iterator[str]:
    delta = compared.delta
    yield f"## {for_comment(headline(compared))}"
    if not delta.changes:
        return
    yield from ("", "| Impact | Changes |", "| --- | ---: |")
    for words, count in scoreboard(delta):
        yield f"| {words} | {count} |"
    if len(delta.changes) > 1 and (first := list_first(delta.changes)):
        yield from ("", "**In short**", "", *(f"- {for_comment(each)}" for each in first))
    for heading, nodes in by_part(delta):
        folded = heading == RECORDED or len(nodes) > MOST_UNFOLDED
        yield from ("", f"### {heading}", "")
        if folded:
            changes = "1 change" if len(nodes) == 1 else f"{len(nodes)} changes"
            yield from (f"<details><summary>{changes}</summary>", "")
        for node in nodes:
            yield from _node(delta, node)
        if folded:
            yield from ("", "</details>")
    for label, text in compared.remarks():
        yield from ("", f"**{label.capitalize()}:** {for_comment(text)}")


def _node(delta: Delta, node: Node[Change], above: Change | None = None) -> Iterator[str]:
    if node.head:
        yield from _change(delta, node.head, above)
    else:
        yield f"- {for_comment(node.title)}"
    for each in node.inside:
        yield from (f"  {line}" for line in _node(delta, each, node.head))


def _change(delta: Delta, change: Change, above: Change | None) -> Iterator[str]:
    alert = "**Alert.** " if change.alert else ""
    yield f"- {alert}{for_comment(change.sentence)} *({IN_WORDS[change.impact]})*"
    if change.words:
        yield f"  <br>{_words(words_of(delta, change))}"
    for label, text in remarks_on(change, above):
        words = for_comment(text) or "*not given yet*"
        first, rest = words[:1].upper(), words[1:]
        yield f"  <br>{label.capitalize()}: {words}" if label else f"  <br>**{first}{rest}**"


def _words(words: Iterable[tuple[str, str]]) -> str:
    marks = {"same": "{}", "removed": "<del>{}</del>", "added": "<ins>{}</ins>"}
    return "".join(marks[op].format(for_comment(text)) for op, text in words)
