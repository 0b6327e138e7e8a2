"""Facts become changes: impact, alert, sentence, words, and the reason that a note gives."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from guidepress.classify.change import Change, Delta, Impact, Reason
from guidepress.classify.context import Context, context_of
from guidepress.classify.folding import join_groups, summarise
from guidepress.classify.parents import join_parents
from guidepress.classify.returns import Earlier, name_returns
from guidepress.classify.rows import Rule
from guidepress.classify.sentence import render_sentence
from guidepress.classify.table import BY_KIND
from guidepress.diff.compare import compare
from guidepress.diff.fact import Fact, prose_of
from guidepress.words import find_differences

_WITH_WORDS = ("-changed", "-split", "-merged", "-regrouped")


class NoteLike(NamedTuple):
    """What a note says of changes; see ``notes/`` in the design of the content."""

    about: tuple[str, ...]
    reason: Reason
    impact: Impact | None = None
    accept: str | None = None


def describe(  # noqa: PLR0913 - two sides with their names, and what is known of them
    old: Any,
    new: Any,
    old_label: str,
    new_label: str,
    notes: Sequence[NoteLike] = (),
    *,
    stood: Any = None,
    past: Iterable[Earlier] = (),
) -> Delta:
    """Compare two bundles and say what each difference means.

    ``stood`` is the bundle that a withdrawal took, where ``old`` is one. Who brings a guideline
    back is told what differs from it, by changes that own no operation of the patch: all of them
    belong to the reinstatement. ``past`` are the versions before ``old``, the newest first: what
    goes back to one of them says so.
    """
    new = _with_consultation(old, new)
    comparison = compare(old, new)
    if "withdrawal" not in old["guideline"] or "withdrawal" in new["guideline"]:
        stood = None
    since = compare(stood, new) if stood else None
    context = replace(context_of(comparison), since=len(since.facts) if since else None)
    changes = _classified_all(comparison.facts, context, notes)
    questions = list(comparison.questions)
    works = context.works
    if since:
        then = context_of(since)
        facts = [replace(fact, operations=[]) for fact in since.facts]
        changes += _classified_all(facts, then, notes)
        questions += since.questions
        works = then.works
    changes = name_returns(changes, past)
    return Delta(
        guideline=new["guideline"]["id"],
        old_label=old_label,
        new_label=new_label,
        old=old,
        new=new,
        changes=tuple(changes),
        patch=comparison.patch,
        stamps=comparison.stamps,
        questions=tuple(questions),
        works=works,
        home=context.home,
        summary=summarise(changes),
    )


def _with_consultation(old: Any, new: Any) -> Any:
    """Return a draft with what it cannot say: it may not tell yet which consultation it ends."""
    known = old["guideline"].get("consultation")
    if new["guideline"].get("status") != "draft" or known is None:
        return new
    return {**new, "guideline": {**new["guideline"], "consultation": known}}


def _classified_all(
    facts: Sequence[Fact], context: Context, notes: Sequence[NoteLike]
) -> list[Change]:
    classified = [_classified(fact, context, notes) for fact in facts]
    return join_groups(join_parents(classified, context.homes), context)


def _classified(fact: Fact, context: Context, notes: Sequence[NoteLike]) -> Change:
    rule = _rule_for(fact, context)
    words = _words(fact)
    change = Change(
        fact=fact,
        impact=rule.impact,
        alert=rule.alert(fact, context),
        rule=rule.id,
        floor=rule.floor,
        sentence=render_sentence(rule.sentence, fact, context, words),
        words=words,
        question=rule.question,
    )
    return _with_note(change, context, notes)


def _rule_for(fact: Fact, context: Context) -> Rule:
    """Return the row that decides about the fact; raises KeyError for an unknown kind."""
    for rule in BY_KIND[fact.kind]:
        if rule.when(fact, context):
            return rule
    raise KeyError(fact.kind)


def _words(fact: Fact) -> tuple[tuple[str, str], ...]:
    """Return the word differences of prose, and of a single field of text that changed."""
    old, new = prose_of(fact.old), prose_of(fact.new)
    if old is None or new is None or not fact.kind.endswith(_WITH_WORDS):
        return ()
    if " " not in old and " " not in new:
        # One code or name in the place of another: the sentence shows both.
        return ()
    return tuple((piece.op, piece.text) for piece in find_differences(old, new))


def _with_note(change: Change, context: Context, notes: Sequence[NoteLike]) -> Change:
    found = [note for note in notes if is_about(note, change, context)]
    # The note that names the change most closely speaks for it.
    found.sort(key=lambda note: _closeness(note, change))
    if not found:
        return change
    note = found[0]
    change = replace(change, reason=note.reason, asked=note.impact if note.accept else None)
    # A note may raise the impact, and by acceptance lower it as far as the floor.
    impact = note.impact or change.impact
    is_lower = change.is_above(impact)
    if is_lower and (not note.accept or change.refuse(impact)):
        return change
    return replace(change, impact=impact, computed=change.impact if is_lower else None)


def is_about(note: NoteLike, change: Change, context: Context) -> bool:
    """Tell whether the note explains the change: by fingerprint, id, its home's id, or kind."""
    if note.accept:
        return note.accept == change.fact.fingerprint
    named = set(note.about) & set(_names_of(change, context))
    # What changes what applies wants a reason of its own.
    return bool(named - {"guideline"} if change.impact == "major" else named)


def _names_of(change: Change, context: Context) -> list[str]:
    """Return all that a note may call the change, the closest first."""
    fact = change.fact
    ids = reversed(fact.subject.split("/")[1:])
    homes = [home.partition("/")[2] for home in sorted(context.homes.get(fact.entity, ()))]
    sides = (side for side in (fact.old, fact.new) if isinstance(side, list))
    joined = [each["id"] for side in sides for each in side if isinstance(each, dict)]
    return [fact.fingerprint, *ids, *joined, *homes, fact.kind, "guideline"]


def _closeness(note: NoteLike, change: Change) -> int:
    names = [change.fact.fingerprint, change.fact.entity]
    if note.accept:
        return 0
    places = [names.index(each) + 1 for each in note.about if each in names]
    return min(places, default=len(names) + 1 + ("guideline" in note.about))
