"""Bibliographic items in CSL's fields, so that Zotero, Pandoc and citation processors read them."""

from guidepress.model.data import Value, named


class Name(Value):
    """A person or (``literal``) a corporate author, in CSL's fields."""

    family: str | None = None
    given: str | None = None
    non_dropping_particle: str | None = named("non-dropping-particle", default=None)
    dropping_particle: str | None = named("dropping-particle", default=None)
    suffix: str | None = None
    literal: str | None = None

    @property
    def whole_family(self) -> str:
        """The family name with its particles: ``van der Graaf``."""
        parts = (self.dropping_particle, self.non_dropping_particle, self.family)
        return " ".join(part for part in parts if part)


class Date(Value):
    """A CSL date: ``[[year, month, day]]``, month and day only where known."""

    date_parts: tuple[tuple[int, ...], ...] = named("date-parts")

    @property
    def iso(self) -> str:
        """The date as ISO 8601 writes it, as far as it is known."""
        return "-".join(f"{part:02}" for part in self.date_parts[0])


class Notice(Value):
    """An erratum, expression of concern, retraction or comment on a reference."""

    kind: str
    citation: str
    pmid: str | None = named("PMID", default=None)
    doi: str | None = named("DOI", default=None)


class Custom(Value):
    """What CSL has no field for; its schema allows ``custom`` for that.

    ``authors_complete`` is None where nobody has stated whether the list is whole.
    """

    authors_complete: bool | None = None
    notices: tuple[Notice, ...] = ()
    registry: tuple[str, ...] | None = None


class Reference(Value):
    """A bibliographic item in CSL's fields (https://docs.citationstyles.org, CSL 1.0.2)."""

    id: str
    type: str
    title: str
    author: tuple[Name, ...] = ()
    editor: tuple[Name, ...] | None = None
    issued: Date | None = None
    container_title: str | None = named("container-title", default=None)
    collection_title: str | None = named("collection-title", default=None)
    publisher: str | None = None
    publisher_place: str | None = named("publisher-place", default=None)
    edition: str | None = None
    volume: str | None = None
    issue: str | None = None
    page: str | None = None
    number: str | None = None
    language: str | None = None
    accessed: Date | None = None
    pmid: str | None = named("PMID", default=None)
    pmcid: str | None = named("PMCID", default=None)
    doi: str | None = named("DOI", default=None)
    isbn: str | None = named("ISBN", default=None)
    issn: str | None = named("ISSN", default=None)
    url: str | None = named("URL", default=None)
    custom: Custom = Custom()

    @property
    def year(self) -> int | None:
        """The year of publication, where it is stated."""
        return self.issued.date_parts[0][0] if self.issued else None
