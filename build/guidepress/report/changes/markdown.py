"""Changes as Markdown, for the comment on a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidepress.classify import IN_WORDS
from guidepress.report.changes.parts import RECORDED, by_part, headline, scoreboard, words_of
from guidepress.report.escape import for_comment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from guidepress.classify import Change, Delta, Node
    from guidepress.report.changes.compared import Compared

# A longer list is folded, so that the comment does not bury the discussion.
MOST_UNFOLDED = 12


def render_markdown(compared: Sequence[Compared]) -> str:
    """Return a scoreboard, then each change with its words and reason, grouped by part."""
    return "\n".join("\n".join(_lines(delta)) + "\n" for delta in (each.delta for each in compared))


def _lines(delta: Delta) -> Iterator[str]:
    yield f"## {for_comment(headline(delta))}"
    if not delta.changes:
        return
    yield from ("", "| Impact | Changes |", "| --- | ---: |")
    for words, count in scoreboard(delta):
        yield f"| {words} | {count} |"
    if delta.summary and len(delta.changes) > 1:
        yield from ("", "**In short**", "", *(f"- {for_comment(each)}" for each in delta.summary))
    for heading, nodes in by_part(delta):
        folded = heading == RECORDED or len(nodes) > MOST_UNFOLDED
        yield from ("", f"### {heading}", "")
        if folded:
            yield from (f"<details><summary>{len(nodes)} changes</summary>", "")
        for node in nodes:
            yield from _node(delta, node)
        if folded:
            yield from ("", "</details>")
    for question in delta.questions:
        yield from ("", f"**Question:** {for_comment(question.text)}")


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
    if change.reason and not (above and above.reason == change.reason):
        yield f"  <br>Reason: {for_comment(change.reason.reason)}"
    elif change.lacks_reason and not (above and above.lacks_reason):
        yield "  <br>Reason: *not given yet*"
    if change.lowered:
        yield f"  <br>**{for_comment(change.lowered).capitalize()}**"
    if change.question:
        yield f"  <br>Question: {for_comment(change.question)}"
        if change.reason and change.reason.answer:
            yield f"  <br>Answer: {for_comment(change.reason.answer)}"


def _words(words: Iterable[tuple[str, str]]) -> str:
    marks = {"same": "{}", "removed": "<del>{}</del>", "added": "<ins>{}</ins>"}
    return "".join(marks[op].format(for_comment(text)) for op, text in words)
