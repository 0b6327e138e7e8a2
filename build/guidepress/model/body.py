"""What a guideline says: factors, options, sections and their statements."""

from collections.abc import Iterator

from guidepress.model.data import Value


class Evidence(Value):
    """A level as the source gave it, on one version of one scale, and what it rests on."""

    scale: str
    scale_version: str
    level: str
    references: tuple[str, ...] = ()
    finding: str | None = None
    note: str | None = None


class Statement(Value):
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


class List(Value):
    """How the list of factors or of options is introduced, and whether it claims to be whole."""

    id: str
    intro: Statement | None = None
    exhaustive: bool = False


class Factor(Value):
    """A consideration that a decision depends on."""

    id: str
    name: str
    values: tuple[str, ...] = ()
    description: str | None = None
    replaces: tuple[str, ...] = ()


class Intervention(Value):
    """A drug, an operation or a device, with the names by which readers search for it."""

    name: str
    synonyms: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


class Component(Value):
    """A step of an option: any one of these interventions, possibly after another."""

    any: tuple[str, ...]
    after: str | None = None


class Condition(Value):
    """A factor has one of these values; ``text`` says it as the page should."""

    factor: str
    values: tuple[str, ...] = ()
    text: str | None = None


class Conditions(Value):
    """When an option applies: every one of ``all``, and at least one of ``any`` if there are."""

    all: tuple[Condition, ...] = ()
    any: tuple[Condition, ...] = ()

    def __iter__(self) -> Iterator[Condition]:
        yield from self.all
        yield from self.any


class Recommendation(Value):
    """A formal recommendation, only where the document makes one."""

    direction: str
    strength: str | None = None
    certainty: str | None = None


class Regulatory(Value):
    """What an authority has approved."""

    authority: str | None = None
    indication: str
    population: str | None = None
    date: str | None = None


class Option(Value):
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


class Section(Value):
    """Prose that is neither a factor nor an option."""

    id: str
    title: str
    statements: tuple[Statement, ...] = ()
    replaces: tuple[str, ...] = ()
