"""What a guideline is, for whom, from where, and when."""

from guidepress.model.data import Value, named


class Population(Value):
    """Whom the guideline is about, apart from who reads it."""

    condition: str
    age: str | None = None
    setting: str | None = None


class Contact(Value):
    """A way to reach the publisher of the source; never ours."""

    label: str
    phone: str | None = None
    url: str | None = None


class Source(Value):
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


class Reconstruction(Value):
    """Says that a release was put together from archives, and what they did not tell."""

    source: str = named("from")
    updated_between: tuple[str, ...] = ()
    not_known: tuple[str, ...] = ()


class Retired(Value):
    """An id that is gone for good, and why."""

    id: str
    reason: str


class Abbreviation(Value):
    """A short form and what it stands for."""

    id: str
    expansion: str


class Link(Value):
    """Another guideline at one of its versions."""

    guideline: str
    version: str


class Withdrawal(Value):
    """Why a guideline is no longer to be used, and which version was the last good one."""

    reason: str
    last_good_version: str


class Identity(Value):
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
