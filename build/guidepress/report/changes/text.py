"""Changes for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidepress.classify import IN_WORDS
from guidepress.report.changes.parts import by_part, headline, scoreboard, words_of
from guidepress.report.escape import for_terminal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from guidepress.classify import Change, Delta, Node
    from guidepress.report.changes.compared import Compared

_COLOURS = {"removed": "\x1b[31m", "added": "\x1b[32m"}
_PLAIN = {"removed": ("[-", "-]"), "added": ("{+", "+}")}
_END = "\x1b[0m"


def render_text(compared: Sequence[Compared]) -> str:
    """Return each comparison with its changes by part; words with marks that need no colour."""
    return "\n".join(_render_delta(each.delta, coloured=False) for each in compared)


def render_coloured_text(compared: Sequence[Compared]) -> str:
    """Return the same for a terminal that shows colours."""
    return "\n".join(_render_delta(each.delta, coloured=True) for each in compared)


def _render_delta(delta: Delta, *, coloured: bool) -> str:
    lines = [for_terminal(headline(delta))]
    if delta.changes:
        lines.append("  " + ", ".join(f"{count} × {words}" for words, count in scoreboard(delta)))
    if delta.summary and len(delta.changes) > 1:
        lines += ["", "In short", *(f"  * {for_terminal(each)}" for each in delta.summary)]
    for heading, nodes in by_part(delta):
        lines += ["", heading]
        for node in nodes:
            lines += _render_node(delta, node, coloured=coloured)
    lines += [f"  question: {for_terminal(question.text)}" for question in delta.questions]
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
    if change.reason and not (above and above.reason == change.reason):
        yield f"      reason: {for_terminal(change.reason.reason)}"
    elif change.lacks_reason and not (above and above.lacks_reason):
        yield "      reason: not given"
    if change.lowered:
        yield f"      {for_terminal(change.lowered)}"
    if change.question:
        yield f"      question: {for_terminal(change.question)}"
        if change.reason and change.reason.answer:
            yield f"      answer: {for_terminal(change.reason.answer)}"


def _render_words(words: Iterable[tuple[str, str]], *, coloured: bool) -> str:
    said = []
    for op, text in words:
        if op == "same":
            said.append(for_terminal(text))
        else:
            before, after = _PLAIN[op]
            marked = f"{before}{for_terminal(text)}{after}"
            said.append(f"{_COLOURS[op]}{marked}{_END}" if coloured else marked)
    return " ".join("".join(said).split())
