"""What an option rests on, and what must be seen before it is used.

Levels of evidence, ungraded statements, outcomes and their effects; cautions and notes on doses.

An absolute effect follows from a relative one and a baseline.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_EVEN, Decimal
from typing import NamedTuple

from msgspec.structs import replace

from guidepress import model
from guidepress.export.details import Detail, label_of
from guidepress.export.wording import ABSENT, CAUTIONS, find_scale
from guidepress.model.block import Note, Owner
from guidepress.model.outcome import AbsoluteEffect, Baseline, Certainty, RelativeEffect
from guidepress.prose.citations import cited_keys, find_citations


class Support(NamedTuple):
    """The levels, each with the one statement that it was given for, and the other statements.

    ``advised``: whether a recommendation on the option cites works.
    """

    gradings: tuple[tuple[model.Statement, model.Evidence], ...]
    cited: tuple[model.Statement, ...]
    uncited: tuple[model.Statement, ...]
    advised: bool = False


def find_about(
    guideline: model.Guideline, subject: model.Option | model.Recommendation
) -> Iterator[tuple[model.Section, model.Statement]]:
    """Yield the statements that stand in sections but speak of the option or recommendation."""
    for owner, block in guideline.blocks_naming([subject.id]):
        if isinstance(owner, model.Section):
            spoken = (each for each in claims_of(block) if subject.id in each.about)
            yield from ((owner, statement) for statement in spoken)


def stand_alone(owner: Owner) -> Iterator[model.Statement]:
    """Yield each claim as it is shown away from its list: with all that the list says of it.

    It begins with the words before the list, and cites what they cite: without "it must not be
    given to [1]" an entry may say the opposite, and of nobody.
    """
    for block in owner.content:
        yield from claims_of(block)


def claims_of(block: model.Block) -> Iterator[model.Statement]:
    """Yield each claim of a block likewise."""
    if block.text:
        yield block
    if block.list:
        yield from _entries(block, block.list.items, block.list.title or "")


def _entries(
    block: model.Block, items: tuple[model.Item, ...], before: str
) -> Iterator[model.Statement]:
    for item in items:
        text = _joined(before, item.text)
        yield replace(
            item,
            id=f"{block.id}.{item.id}",
            kind=item.kind or block.kind,
            about=item.about or block.about,
            population=item.population or block.population,
            text=text,
            citations=tuple(dict.fromkeys((*cited_keys(text), *item.citations))),
            evidence=tuple(_moved(each, before) for each in item.evidence),
        )
        yield from _entries(block, item.items, text)


_IN_LIST = re.compile(r" {0,99}(?:-|[0-9]{1,9}\.) ")


def _joined(before: str, text: str) -> str:
    """Return both as prose; what is a list of its own remains one."""
    lists = _IN_LIST.match(text) or _IN_LIST.match(before.rsplit("\n", 1)[-1])
    return ("\n\n" if lists else " ").join(filter(None, (before, text)))


def _moved(evidence: model.Evidence, before: str) -> model.Evidence:
    """Return a level where it stands: at its citation, before which the same may be cited now."""
    key, _, number = (evidence.at or "").partition("#")
    count = sum(each.keys.count(key) for each in find_citations(before))
    return replace(evidence, at=f"{key}#{int(number or 1) + count}") if count else evidence


def find_shown(guideline: model.Guideline, subject: str) -> Iterator[model.Block]:
    """Yield what says the option or recommendation in other words, and tables that are about it.

    Statements in sections that are about it are shown with it (``find_about``).
    """
    for owner, block in guideline.blocks_naming([subject]):
        beside = block.table or block.figure or not isinstance(owner, model.Section)
        renders = [*block.renders, *(each for item in block.claims() for each in item.renders)]
        if owner.id != subject and (subject in renders or (beside and subject in block.about)):
            yield block


def statements_on(guideline: model.Guideline, option: model.Option) -> list[model.Statement]:
    """Return what is said of the option, on it and elsewhere."""
    return [*stand_alone(option), *(statement for _, statement in find_about(guideline, option))]


def find_support(guideline: model.Guideline, option: model.Option) -> Support:
    """Return what is said of the option, on it and elsewhere; no level spreads to a neighbour."""
    phrase = statements_on(guideline, option)
    graded = [(statement, evidence) for statement in phrase for evidence in statement.evidence]
    ungraded = [statement for statement in phrase if not statement.evidence]
    cited = tuple(statement for statement in ungraded if statement.citations)
    uncited = tuple(statement for statement in ungraded if not statement.citations)
    made = guideline.recommendations_on(option.id)
    return Support(tuple(graded), cited, uncited, any(map(_cites, made)))


def _cites(made: model.Recommendation) -> bool:
    """Tell whether a recommendation cites works: itself, in a part, an outcome or a reason."""
    texts = (text for block in made.content for text in claims_of(block))
    cited = [made.citations, *(each.citations for each in made.parts)]
    cited += [each.citations for each in texts]
    return any(cited) or any(each.references for each in made.outcomes)


NOT_KNOWN = "citations not known"
AT_ITS_RECOMMENDATION = "cited in its recommendation"


def knows_citations(guideline: model.Guideline) -> bool:
    """Tell whether a missing citation is one that the source lacks, or one that nobody knows."""
    reconstruction = guideline.identity.reconstruction
    return reconstruction is None or "citations" not in reconstruction.not_known


def render_ungraded(support: Support, *, known: bool = True) -> str:
    """Say what carries no level: "cited, not graded", "no citation", or how many are which.

    Those that the source states for a population are counted apart, with the population.
    ``known`` is False where a reconstruction does not know the citations.
    """
    phrase = _render_counts(support, "no citation" if known else NOT_KNOWN)
    if not support.advised or support.gradings or support.cited:
        return phrase
    # "No citation" alone would deny what its recommendation rests on.
    return f"{phrase}; {AT_ITS_RECOMMENDATION}" if support.uncited else AT_ITS_RECOMMENDATION


def _render_counts(support: Support, lacking: str) -> str:
    groups = (("cited, not graded", support.cited), (lacking, support.uncited))
    counts = [
        (count, whom, what)
        for what, phrase in groups
        for whom, count in Counter(map(_whom, phrase)).items()
    ]
    if not support.gradings and len(counts) <= 1 and not any(whom for _, whom, _ in counts):
        return counts[0][-1] if counts else lacking
    reported = "; ".join(f"{_statements(count, whom)}: {what}" for count, whom, what in counts)
    return f"also {reported}" if support.gradings and reported else reported


def _whom(statement: model.Statement) -> str | None:
    return statement.population.text if statement.population else None


def _statements(count: int, whom: str | None) -> str:
    number = "1 statement" if count == 1 else f"{count} statements"
    return f"{number} on {whom}" if whom else number


_KINDS = {
    "benefit": "benefits",
    "harm": "harms",
    "dose": "doses",
    "contraindication": "contraindications",
    "interaction": "interactions",
    "resources": "use of resources",
    "values": "values and preferences",
}


def render_not_held(guideline: model.Guideline) -> str:
    """Say what the document does not cover, where its editors say so; nothing is concluded."""
    names = [_KINDS.get(each, each) for each in guideline.identity.not_covered]
    if not names:
        return ""
    *others, last = names
    listed = f"{', '.join(others)} or {last}" if others else last
    return f"This document does not cover {listed}: look for these elsewhere."


# Effects of these follow from a risk alone; a hazard ratio needs a time besides.
_CALCULABLE = frozenset({"RR", "OR", "RD"})
_PLAIN = (
    *("kind", "importance", "measure", "unit", "time", "better"),
    *("studies", "participants", "summary"),
)


def describe_outcome(guideline: model.Guideline, outcome: model.Outcome) -> list[Detail]:
    """Return what was found on an outcome, each line with its label, but for cited works."""
    return [Detail(label, (words,)) for label, words in _lines(guideline, outcome)]


def _lines(guideline: model.Guideline, outcome: model.Outcome) -> Iterator[tuple[str, str]]:
    for key in _PLAIN[:6]:
        if value := getattr(outcome, key):
            yield label_of(key), value
    if outcome.baseline:
        yield "Without the intervention", _baseline(outcome.baseline)
    if effect := outcome.relative_effect:
        yield "Effect", f"{effect.measure}{_interval(effect)}"
    if difference := outcome.absolute_effect:
        yield "Absolute effect", f"{_interval(difference).strip()} per {difference.per}"
    elif calculated := calculate_absolute(outcome):
        yield "Absolute effect", f"{calculated}; calculated here, not by the source"
    if outcome.certainty:
        yield "Certainty", _certainty(guideline, outcome.certainty)
    for key in _PLAIN[6:]:
        if value := getattr(outcome, key):
            yield label_of(key), value


def _baseline(baseline: Baseline) -> str:
    source = f" ({baseline.source})" if baseline.source else ""
    return f"{baseline.value} per {baseline.per}{source}"


def _interval(effect: RelativeEffect | AbsoluteEffect) -> str:
    value = f" {effect.value}" if effect.value else ""
    if not (effect.low or effect.high or effect.confidence):
        return value
    level = f"{effect.confidence} % " if effect.confidence else ""
    low, high = (each or "not stated" for each in (effect.low, effect.high))
    return f"{value} ({level}CI {low} to {high})"


def _certainty(guideline: model.Guideline, certainty: Certainty) -> str:
    scale = find_scale(guideline, certainty)
    level = certainty.level or ABSENT[certainty.absent or "not-stated"]
    meaning = model.meaning_of(scale, certainty.level) if scale and certainty.level else ""
    phrase = f"{level} ({certainty.scale} {certainty.scale_version})"
    phrase += f": {meaning}" if meaning else ""
    reported = ((each.domain, each.judgement, each.words) for each in certainty.reasons)
    reasons = "; ".join(": ".join(filter(None, each)) for each in reported)
    return f"{phrase}. Reasons: {reasons}" if reasons else phrase


def calculate_absolute(outcome: model.Outcome) -> str:
    """Return how many more or fewer have the outcome, in as many as the baseline counts.

    Only of a risk or odds ratio, or a risk difference, with a baseline; nothing else follows.
    """
    effect, baseline = outcome.relative_effect, outcome.baseline
    if not effect or not baseline or not effect.value or effect.measure not in _CALCULABLE:
        return ""
    per, risk = Decimal(baseline.per), Decimal(baseline.value)
    if not 0 <= risk <= per or per <= 0:
        return ""
    stated = [effect.value, *((effect.low, effect.high) if effect.low and effect.high else ())]
    found = [_difference(effect.measure, Decimal(each), risk, per) for each in stated]
    if any(each is None for each in found):
        return ""
    reported = [_more_or_fewer(each) for each in found if each is not None]
    interval = f" (from {reported[1]} to {reported[2]})" if len(reported) > 1 else ""
    return f"{reported[0]} per {baseline.per}{interval}"


def _difference(measure: str, value: Decimal, risk: Decimal, per: Decimal) -> Decimal | None:
    """Return the difference in as many people as ``per``; None where no risk can be so."""
    if measure == "RD":
        after = risk + value * per
    elif value < 0:
        return None
    elif measure == "RR":
        after = risk * value
    else:
        odds = risk * value
        after = per * odds / (per - risk + odds) if per - risk + odds else per
    return after - risk if 0 <= after <= per else None


def _more_or_fewer(difference: Decimal) -> str:
    whole = difference.quantize(Decimal(1), rounding=ROUND_HALF_EVEN)
    if not whole:
        return "none"
    return f"{abs(whole)} {'more' if whole > 0 else 'fewer'}"


def find_dose_notes(
    guideline: model.Guideline, doses: Iterable[model.Dose]
) -> Iterator[tuple[model.Block, Note]]:
    """Yield the notes of tables that hold these doses, but those that stand at other rows only."""
    wanted = {each.id for each in doses}
    for _, block in guideline.blocks_naming(wanted):
        own, others = "", ""
        for row, cells in block.table.grid() if block.table else ():
            held = [cell for cell, _ in cells if cell]
            text = " ".join([row.heading or "", *(cell.text or "" for cell in held)])
            if wanted & {cell.dose for cell in held}:
                own += f"{text} "
            else:
                others += f"{text} "
        for note in block.table.notes if block.table and own else ():
            mark = f"^{note.id}^"
            if mark in own or mark not in others:
                yield block, note


def find_cautions(
    guideline: model.Guideline, subject: model.Option | model.Recommendation
) -> list[model.Statement]:
    """Return what is stated against using it, and of its harms: also of groups and in sections.

    A list or table of such a kind is one; else its entries are that have one.
    """
    owners: list[model.Group | model.Option | model.Recommendation] = [subject]
    if isinstance(subject, model.Option):
        owners[:0] = guideline.groups_of(subject)
        owners += guideline.recommendations_on(subject.id)
    names = {each.id for each in owners}
    elsewhere = (
        block for owner, block in guideline.blocks_naming(names) if isinstance(owner, model.Section)
    )
    return [
        *(claim for owner in owners for block in owner.content for claim in _cautions(block)),
        *(claim for block in elsewhere for claim in _cautions(block) if names & _subjects(claim)),
    ]


def _cautions(block: model.Block) -> list[model.Statement]:
    held = [block] if block.kind in CAUTIONS else block.claims()
    return [each for each in held if each.kind in CAUTIONS]


def _subjects(claim: model.Statement) -> set[str]:
    inside = claim.claims() if isinstance(claim, model.Block) else ()
    return {name for each in (claim, *inside) for name in each.about}
