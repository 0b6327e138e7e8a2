"""What a guideline says: factors, options, sections and their statements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, kw_only=True, repr=False, match_args=False)
class Evidence:
    """A level as the source gave it, on one version of one scale, and what it rests on."""

    scale: str
    scale_version: str
    level: str
    references: tuple[str, ...] = ()
    finding: str | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True, repr=False, match_args=False)
class Statement:
    """One claim. ``text`` is Markdown with citations such as ``[@maki-2007]`` in their place."""

    id: str
    text: str
    kind: str = "background"
    citations: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    about: tuple[str, ...] = ()
    population: str | None = None
    source_locator: str | None = None
    cites_retracted: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, repr=False, match_args=False)
class List:
    """How the list of factors or of options is introduced, and whether it claims to be whole."""

    id: str
    intro: Statement | None = None
    exhaustive: bool = False


@dataclass(frozen=True, kw_only=True, repr=False, match_args=False)
class Factor:
    """A consideration that a decision depends on."""

    id: str
    name: str
    values: tuple[str, ...] = ()
    description: str | None = None
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, repr=False, match_args=False)
class Intervention:
    """A drug, an operation or a device, with the names by which readers search for it."""

    name: str
    synonyms: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, repr=False, match_args=False)
class Component:
    """A step of an option: any one of these interventions, possibly after another."""

    any: tuple[str, ...]
    after: str | None = None


@dataclass(frozen=True, kw_only=True, repr=False, match_args=False)
class Condition:
    """A factor has one of these values; ``text`` says it as the page should."""

    factor: str
    values: tuple[str, ...] = ()
    text: str | None = None


@dataclass(frozen=True, kw_only=True, repr=False, match_args=False)
class Conditions:
    """When an option applies: every one of ``all``, and at least one of ``any`` if there are."""

    all: tuple[Condition, ...] = ()
    any: tuple[Condition, ...] = ()

    def __iter__(self) -> Iterator[Condition]:
        yield from self.all
        yield from self.any


@dataclass(frozen=True, kw_only=True, repr=False, match_args=False)
class Recommendation:
    """A formal recommendation, only where the document makes one."""

    direction: str
    strength: str | None = None
    certainty: str | None = None


@dataclass(frozen=True, kw_only=True, repr=False, match_args=False)
class Regulatory:
    """What an authority has approved."""

    authority: str | None = None
    indication: str
    population: str | None = None
    date: str | None = None


@dataclass(frozen=True, kw_only=True, repr=False, match_args=False)
class Option:
    """One thing that can be done, with its standing as the source states it."""

    id: str
    name: str
    standing: str = "not-stated"
    standing_population: str | None = None
    interventions: tuple[Intervention, ...] = ()
    components: tuple[Component, ...] = ()
    applies_when: Conditions | None = None
    recommendation: Recommendation | None = None
    regulatory: tuple[Regulatory, ...] = ()
    statements: tuple[Statement, ...] = ()
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, repr=False, match_args=False)
class Section:
    """Prose that is neither a factor nor an option."""

    id: str
    title: str
    statements: tuple[Statement, ...] = ()
    replaces: tuple[str, ...] = ()
