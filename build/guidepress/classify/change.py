"""A fact with its meaning: how much it matters, in a sentence, with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Literal

from guidepress.diff.fact import Fact, Question, canonical

Impact = Literal["none", "patch", "minor", "major"]

ORDER: tuple[Impact, ...] = ("none", "patch", "minor", "major")

# Readers never see a version word alone.
IN_WORDS = {
    "initial": "first release",
    "major": "changes what applies",
    "minor": "changes substance",
    "patch": "wording",
    "none": "recorded, not changed",
}


_LOWERED = "lowered from “{old}” to “{new}” by {who}: {why}"
_REFUSED = (
    "not lowered from “{old}” to “{new}” as {who} asked, which is below its floor, "
    "or below what came with it: {why}"
)
_BELOW_FLOOR = "cannot be accepted as “{asked}”, below its floor “{floor}”: {change}"


def tell_lowered(change: Mapping[str, Any]) -> str:
    """Say who lowered a change of ``changes.json``, from what and why, or asked for it in vain.

    Nothing where nobody did.
    """
    if not change.keys() & {"computed", "refused"}:
        return ""
    sentence = _REFUSED if "refused" in change else _LOWERED
    return sentence.format(
        old=IN_WORDS[change.get("computed", change["impact"])],
        new=IN_WORDS[change.get("refused", change["impact"])],
        who=change.get("accepted_by", "somebody"),
        why=change["reason"],
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """Why something changed, from a note of the editors, who may answer what they were asked."""

    reason: str
    reason_type: str
    link: str | None = None
    accepted_by: str | None = None
    answer: str | None = None
    # The file that says so: two notes may have the same words.
    source: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One change as it is reported everywhere: on terminals, pages and feeds, and in JSON.

    ``computed`` is the impact by the rules where somebody accepted a lower one, and ``asked`` the
    one that was accepted. ``part_of`` is the fingerprint of the change that
    it came with, such as that of an added option; ``group`` the sentence of several changes that
    were one act.
    """

    fact: Fact
    impact: Impact
    alert: bool
    rule: str
    floor: Impact
    sentence: str
    words: tuple[tuple[str, str], ...] = ()
    question: str = ""
    reason: Reason | None = None
    computed: Impact | None = None
    asked: Impact | None = None
    part_of: str = ""
    group: str = ""

    @property
    def lacks_reason(self) -> bool:
        """Tell whether a reason is still to be given; a withdrawal tells its own."""
        reported = self.reason is not None or self.fact.kind == "guideline-withdrawn"
        return self.impact in {"major", "minor"} and not reported

    @property
    def lowered(self) -> str:
        """Who accepted a lower impact than the rules give, and whether that counts; or nothing."""
        return tell_lowered(self.to_json())

    def is_above(self, impact: Impact) -> bool:
        """Tell whether it weighs more than that."""
        return ORDER.index(self.impact) > ORDER.index(impact)

    def refuse(self, asked: Impact) -> str:
        """Return why the change cannot be accepted at this impact; nothing where it can."""
        if ORDER.index(asked) >= ORDER.index(self.floor):
            return ""
        words = {"asked": IN_WORDS[asked], "floor": IN_WORDS[self.floor]}
        return _BELOW_FLOOR.format(**words, change=self.sentence.removesuffix("."))

    @property
    def name(self) -> str:
        """What a note should call it; ``guideline`` would give its reason to every change."""
        entity = self.fact.entity
        return self.fact.kind if entity == "guideline" else entity

    def to_json(self) -> dict[str, Any]:
        """Return the change as ``changes.json`` holds it; what is not stated is left out."""
        reason = self.reason
        stated = {
            "old": self.fact.old,
            "new": self.fact.new,
            "part_of": self.part_of or None,
            "group": self.group or None,
            "question": self.question or None,
            "reason": reason.reason if reason else None,
            "reason_type": reason.reason_type if reason else None,
            "link": reason.link if reason else None,
            "accepted_by": reason.accepted_by if reason else None,
            "answer": reason.answer if reason and self.question else None,
            # What it holds may have raised it again: then nobody lowered it.
            "computed": self.computed if self.computed != self.impact else None,
            "refused": self.asked if self.asked and self.is_above(self.asked) else None,
        }
        return {
            "id": self.fact.fingerprint,
            "kind": self.fact.kind,
            "impact": self.impact,
            "alert": self.alert,
            "rule": self.rule,
            "subject": self.fact.subject,
            "words": [{"op": op, "text": text} for op, text in self.words],
            "sentence": self.sentence,
            "operations": list(self.fact.operations),
            **{key: value for key, value in stated.items() if value is not None},
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Delta:
    """All changes between two versions, with the patch and its proof.

    ``works`` says what each reference that a text of either may cite is called, ``home`` what each
    statement is in; ``summary`` is what a clinician must know now, in at most five sentences.
    """

    guideline: str
    old_label: str
    new_label: str
    old: Any
    new: Any
    changes: tuple[Change, ...]
    patch: tuple[dict[str, Any], ...]
    stamps: tuple[int, ...]
    questions: tuple[Question, ...]
    works: Mapping[str, str] = field(default_factory=dict)
    home: Mapping[str, str] = field(default_factory=dict)
    summary: tuple[str, ...] = ()

    @property
    def impact(self) -> Impact:
        """The greatest impact of any change."""
        return max((change.impact for change in self.changes), key=ORDER.index, default="none")

    def to_json(self) -> dict[str, Any]:
        """Return ``changes.json``; the proof is over the canonical bytes of both bundles."""
        from guidepress.model import SCHEMA_VERSION

        return {
            "id": f"{self.guideline}@{self.old_label}..{self.new_label}",
            "schema_version": SCHEMA_VERSION,
            "guideline": self.guideline,
            "from": self.old_label,
            "to": self.new_label,
            "impact": self.impact,
            "summary": list(self.summary),
            "changes": [change.to_json() for change in self.changes],
            "patch": list(self.patch),
            "stamps": list(self.stamps),
            "proof": {
                "old_sha256": sha256(canonical(self.old)).hexdigest(),
                "new_sha256": sha256(canonical(self.new)).hexdigest(),
            },
        }


FIRST = "1.0.0"
CONSULTATION = "-consultation."


def parse_version(version: str) -> tuple[int, int, int]:
    """Return the three numbers of a version; of a consultation, those that are consulted on."""
    major, minor, patch = (int(part) for part in version.partition(CONSULTATION)[0].split("."))
    return major, minor, patch


def next_version(version: str, impact: Impact) -> str:
    """Return the version that the impact asks for; a release that changes nothing is a patch."""
    major, minor, patch = parse_version(version)
    if impact == "major":
        return f"{major + 1}.0.0"
    if impact == "minor":
        return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch + 1}"
