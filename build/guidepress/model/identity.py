"""What a guideline is, for whom, from where, and when."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True, repr=False, match_args=False)
class Population:
    """Whom the guideline is about, apart from who reads it."""

    condition: str
    age: str | None = None
    setting: str | None = None


@dataclass(frozen=True, kw_only=True, repr=False, match_args=False)
class Contact:
    """A way to reach the publisher of the source; never ours."""

    label: str
    phone: str | None = None
    url: str | None = None


@dataclass(frozen=True, kw_only=True, repr=False, match_args=False)
class Source:
    """Where the content comes from, and how it was adapted."""

    title: str
    section: str | None = None
    not_here: str | None = None
    publisher: str
    url: str | None = None
    updated: str | None = None
    contact: tuple[Contact, ...] = ()
    licence: str | None = None
    adaptation: str


@dataclass(frozen=True, kw_only=True, repr=False, match_args=False)
class Reconstruction:
    """Says that a release was put together from archives, and what they did not tell."""

    source: str = field(metadata={"key": "from"})
    updated_between: tuple[str, ...] = ()
    not_known: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, repr=False, match_args=False)
class Retired:
    """An id that is gone for good, and why."""

    id: str
    reason: str


@dataclass(frozen=True, kw_only=True, repr=False, match_args=False)
class Abbreviation:
    """A short form and what it stands for."""

    id: str
    expansion: str


@dataclass(frozen=True, kw_only=True, repr=False, match_args=False)
class Link:
    """Another guideline at one of its versions."""

    guideline: str
    version: str


@dataclass(frozen=True, kw_only=True, repr=False, match_args=False)
class Withdrawal:
    """Why a guideline is no longer to be used, and which version was the last good one."""

    reason: str
    last_good_version: str


@dataclass(frozen=True, kw_only=True, repr=False, match_args=False)
class Identity:
    """What a guideline is, for whom, from where, and its dates (ISO 8601 days)."""

    id: str
    title: str
    document_type: str
    language: str
    audience: str
    population: Population
    status: str = "draft"
    version: str | None = None
    release_kind: str | None = None
    corrects: str | None = None
    released: str | None = None
    updated: str | None = None
    reviewed: str | None = None
    last_search: str | None = None
    first_published: str | None = None
    review_due: str | None = None
    publisher: str | None = None
    source: Source | None = None
    body: tuple[str, ...] = ()
    abbreviations: tuple[Abbreviation, ...] = ()
    retired: tuple[Retired, ...] = ()
    reconstruction: Reconstruction | None = None
    translation_of: Link | None = None
    patient_version_of: Link | None = None
    withdrawal: Withdrawal | None = None

    def variants(self) -> set[str]:
        """Return the ids of the guidelines that this one renders for others."""
        links = (self.translation_of, self.patient_version_of)
        return {link.guideline for link in links if link}
