"""What an option, a factor or a section says: blocks of statements, lists, tables and figures."""

from collections.abc import Iterator
from typing import Annotated as A
from typing import ClassVar

from msgspec.structs import replace

from guidepress.model.condition import AppliesWhen, Condition, Subpopulation
from guidepress.model.data import Value
from guidepress.model.dose import ABSENCES
from guidepress.model.facts import (
    Citations,
    EntityId,
    Field,
    Id,
    Line,
    Paragraph,
    PartId,
    Prose,
    ReferenceId,
    Remark,
    Replaces,
    Reviewed,
    Short,
    SourceId,
    choice,
    derived,
    example,
    listed_works,
)

OptionId = A[Id, "Id of an option."]
SubjectId = A[Id, "Id of an option or recommendation."]
STATEMENT_KINDS = (
    *("benefit", "harm", "dose", "contraindication", "interaction", "monitoring", "prognosis"),
    *("diagnosis", "regulatory", "rationale", "practical", "resources", "values", "background"),
)
BLOCK_TYPES = ("text", "list", "table", "figure", "show")
_LEVEL = {"scale": "pdq-treatment", "scale_version": "2010", "level": "2Diii", "references": ["a"]}
_ITEMS = [
    {
        "id": "rest",
        "text": "Rest.",
        "citations": ["a"],
        "evidence": [_LEVEL],
        "items": [],
        "about": ["excision"],
        "cites_retracted": ["b"],
        "renders": ["d"],
        "replaces": ["c"],
    }
]


class Evidence(Value, frozen=True, kw_only=True):
    """A level of evidence as the source gave it."""

    scale: A[Id, "Id of the scale.", example("pdq-treatment")]
    scale_version: A[Short, "Version of the scale.", derived(example="2010")]
    level: A[Short, "The level as the source gives it, spelt as on its scale.", example("2Diii")]
    references: A[
        tuple[ReferenceId, ...],
        "The references that this level rests on; the statement cites them.",
        example(
            ["glade-bender-2013"],
            change="evidence-references-changed",
            needed=True,
            least=1,
            unique=True,
        ),
    ] = ()
    at: A[
        str | None,
        "Where in the text it stands: at the citation of this reference; with #2 where it is cited "
        "for the second time.",
        example(
            "glade-bender-2013",
            change="evidence-place-changed",
            least=1,
            most=90,
            pattern="^[a-z][a-z0-9-]{0,79}(#[1-9][0-9]{0,2})?$",
            form="the id of a reference, such as maki-2007, or maki-2007#2",
        ),
    ] = None
    finding: A[
        str | None,
        "What the evidence found.",
        choice(
            "favours",
            "no-difference",
            "against",
            "descriptive",
            change="evidence-finding-changed",
            detail="text",
            example="descriptive",
        ),
    ] = None
    note: A[
        Remark | None,
        "What a reader must know about this grading.",
        example("The trial was limited to adults.", change="evidence-note-changed", detail="text"),
    ] = None


class Statement(Value, frozen=True, kw_only=True):
    """One claim."""

    id: EntityId
    kind: A[
        str | None,
        "What the statement is about; nothing follows from its absence.",
        choice(*STATEMENT_KINDS, detail="text", example="background"),
    ] = None
    about: A[
        tuple[SubjectId, ...],
        "Options and recommendations that the statement speaks of although it stands elsewhere.",
        example(["excision"], unique=True),
    ] = ()
    population: A[Subpopulation | None, "Whom the source states it for."] = None
    text: Prose
    citations: Citations = ()
    evidence: A[tuple[Evidence, ...], "Levels of evidence of this claim.", Field(unique=True)] = ()
    source: SourceId = None
    source_locator: A[
        Line | None,
        "Where in the source.",
        example("Recurrent disease, paragraph 3", change="locator-changed", detail="here"),
    ] = None
    cites_retracted: A[
        tuple[ReferenceId, ...],
        "Retracted references that the statement cites knowingly.",
        example(["maki-2007"], change="retraction-acknowledged", detail="here", unique=True),
    ] = ()
    renders: A[
        tuple[A[Id, "An id.", Field(named=True)], ...],
        "What this says in other words: ids of this guideline, such as those of the "
        "recommendations that a figure shows; in a patient version, of the original.",
        example(["pazopanib"], detail="here", unique=True),
    ] = ()
    reviewed: Reviewed = None
    replaces: Replaces = ()


class Item(Statement, frozen=True, kw_only=True):
    """An entry of a list: a statement, with entries below it."""

    id: PartId
    ordered: A[bool | None, "Whether the entries below are numbered.", Field(example=True)] = None
    items: A[tuple["Item", ...], "Entries below this one.", example(_ITEMS)] = ()


class ItemList(Value, frozen=True, kw_only=True):
    """A list whose entries are statements."""

    title: A[Prose | None, "The words before the list.", example("Two things:")] = None
    ordered: A[bool | None, "Whether the entries are numbered.", Field(example=True)] = None
    items: A[tuple[Item, ...], "The entries.", Field(least=1)]
    citations: A[Citations, "Ids of the references cited in the words before it."] = ()


class Column(Value, frozen=True, kw_only=True):
    """A column of a table."""

    id: A[PartId, example("dose")]
    title: A[Line | None, "Its heading.", example("Dose")] = None
    group: A[Line | None, "A heading over several columns.", example("Day 1")] = None
    unit: A[Short | None, "Unit of all numbers in it.", example("mg")] = None
    replaces: Replaces = ()


class Cell(Value, frozen=True, kw_only=True):
    """A cell of a table, in the column that it begins in."""

    column: A[Id, "Id of the column.", example("dose")]
    text: A[Prose | None, "What stands in it.", example("250 mg")] = None
    absent: A[str | None, "Why nothing stands in it.", choice(*ABSENCES)] = None
    when: A[Condition | None, "A condition, shown in words."] = None
    dose: A[Id | None, "Id of a dose, shown in words.", example("amoxicillin-dose")] = None
    columns: A[int | None, "How many columns it takes.", example(2, least=2, most=50)] = None
    rows: A[int | None, "How many rows it takes.", example(2, least=2, most=500)] = None
    citations: A[Citations, "Ids of the references cited in it."] = ()


class Row(Value, frozen=True, kw_only=True):
    """A row of a table."""

    id: A[PartId, example("under-20-kg")]
    heading: A[Line | None, "The row is a heading of those below.", example("Children")] = None
    cells: A[tuple[Cell, ...], "The cells, by the id of their column.", Field(keyed="column")] = ()
    applies_when: AppliesWhen = None
    evidence: A[tuple[Evidence, ...], "Levels of evidence of this row.", Field(unique=True)] = ()
    replaces: Replaces = ()


class Note(Value, frozen=True, kw_only=True):
    """A note below a table, marked in cells as ^id^."""

    id: A[PartId, example("renal")]
    text: A[Prose, example("Lower with impaired kidneys.")]
    citations: A[Citations, "Ids of the references cited in it."] = ()


class Table(Value, frozen=True, kw_only=True):
    """A table as data: compared row by row and cell by cell."""

    title: A[Line, "What the table shows.", example("Doses by weight")]
    columns: A[tuple[Column, ...], "The columns, in order.", Field(least=1)]
    rows: A[tuple[Row, ...], "The rows, in order.", Field(least=1)]
    row_order: A[str | None, "free: the order of the rows says nothing.", choice("free")] = None
    notes: A[tuple[Note, ...], "Notes below the table."] = ()

    def grid(self) -> Iterator[tuple[Row, tuple[tuple[Cell | None, bool], ...]]]:
        """Yield each row with its cells in the order of the columns; None where it has none.

        Beside each is whether it began in a row above. What a cell covers to the right is left out.
        """
        order = [each.id for each in self.columns]
        held: dict[str, tuple[int, Cell]] = {}
        for row in self.rows:
            cells = {each.column: each for each in row.cells}
            found: list[tuple[Cell | None, bool]] = []
            covered: set[str] = set()
            for place, column in enumerate(order):
                left, above = held.pop(column, (0, None))
                if above and left > 1:
                    held[column] = (left - 1, above)
                cell = cells.get(column, above)
                if column in covered or (cell and cell is above and cell.column != column):
                    continue
                found.append((cell, cell is not None and cell is above))
                if cell and cell is not above:
                    span = order[place : place + (cell.columns or 1)]
                    covered.update(span)
                    # A column that is still to come in this row loses one there.
                    rows = (cell.rows or 1) - 1
                    held |= {each: (rows + (each != column), cell) for each in span if rows}
            yield row, tuple(found)


class Figure(Value, frozen=True, kw_only=True):
    """An image with its text alternative, or the words alone where the image may not be shown."""

    file: A[
        str | None,
        "Its file in figures/: PNG, JPEG, WebP or SVG.",
        example(
            "care-pathway.png",
            most=100,
            pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,79}(\.[A-Za-z0-9]{1,8}){1,2}$",
            form="the name of a file in figures/, such as care-pathway.png",
        ),
    ] = None
    absent: A[
        str | None,
        "Why the image is not shown; its words are.",
        choice("not-permitted", "not-supplied"),
    ] = None
    sha256: A[
        str | None,
        "SHA-256 of the image; it lies beside the bundle as files/<sha256>.<ending>.",
        derived(pattern="^[0-9a-f]{64}$", form="64 hexadecimal digits", example="0" * 64),
    ] = None
    media_type: A[
        str | None,
        "What the image is, by its content.",
        derived(
            choices=("image/png", "image/jpeg", "image/webp", "image/svg+xml"), example="image/png"
        ),
    ] = None
    alt: A[
        Paragraph,
        "What the image shows, for whoever cannot see it.",
        example("Three steps: assess, treat, review."),
    ]
    caption: A[Prose | None, "Words below it.", example("The way of care.")] = None
    description: A[
        Prose | None,
        "All that it says, in words; an algorithm needs it.",
        example("First assess the child; then treat, and review after a week."),
    ] = None
    credit: A[Line | None, "Who made it.", example("Example Society")] = None
    permission: A[Line | None, "By what right it is shown.", example("Shown with permission.")] = (
        None
    )
    citations: A[Citations, "Ids of the references cited in caption and description."] = ()


class Block(Statement, frozen=True, kw_only=True):
    """One claim, a list or a table, or an option that is shown at this place."""

    kind_name: ClassVar[str] = "statement"

    text: A[Prose, Field(optional=True)] = ""
    type: A[
        str,
        "Which of its keys the block is known by.",
        derived(choices=BLOCK_TYPES, example="text"),
    ] = "text"
    list: A[ItemList | None, "A list whose entries are statements."] = None
    table: A[Table | None, "A table as data."] = None
    figure: A[Figure | None, "An image with its text alternative."] = None
    show: A[Id | None, "Id of an option or recommendation that is shown here."] = None

    def claims(self) -> Iterator[Statement]:
        """Yield the statement that the block is, or those that it holds, by ``owner.part``."""
        if self.text:
            yield self
        if self.list:
            yield from self._claims_of(self.list.items)

    def texts(self) -> Iterator[Statement]:
        """Yield the claims, and as statements what stands in tables and at figures and lists."""
        yield from self.claims()
        yield from self._beside()
        for row in self.table.rows if self.table else ():
            yield from self._texts_of(row)
        for note in self.table.notes if self.table else ():
            yield self._text(note.id, note.text, note.citations)

    def names(self) -> set[str]:
        """Return the ids of what it, or an entry of it, is about or renders, and of its doses."""
        held = (self, *self.claims())
        found = {name for each in held for name in (*each.about, *each.renders)}
        if self.table:
            found |= {cell.dose for row in self.table.rows for cell in row.cells if cell.dose}
        return found

    def _beside(self) -> Iterator[Statement]:
        """Yield works that are listed as such, the words before a list, and those at a figure."""
        for held in (self, self.list, self.table, self.figure):
            if held and (keys := listed_works(held)):
                yield Statement(id=self.id, text="", citations=keys)
        if self.list and self.list.title:
            yield self._text("list.title", self.list.title, self.list.citations)
        if self.figure and self.figure.caption:
            yield self._text("figure.caption", self.figure.caption, self.figure.citations)
        if self.figure and self.figure.description:
            yield self._text("figure.description", self.figure.description, self.figure.citations)

    def _texts_of(self, row: Row) -> Iterator[Statement]:
        keys = listed_works(row)
        if row.evidence or keys:
            cited = tuple(key for cell in row.cells for key in cell.citations)
            yield replace(self._text(row.id, "", (*cited, *keys)), evidence=row.evidence)
        for cell in row.cells:
            if cell.text:
                yield self._text(f"{row.id}.{cell.column}", cell.text, cell.citations)

    def _text(self, part: str, text: str, citations: tuple[str, ...]) -> Statement:
        return Statement(
            id=f"{self.id}.{part}", text=text, citations=citations, kind=self.kind, about=self.about
        )

    def _claims_of(self, items: tuple[Item, ...]) -> Iterator[Statement]:
        for item in items:
            name, about = f"{self.id}.{item.id}", item.about or self.about
            cited = (*item.citations, *listed_works(item))
            yield replace(item, id=name, about=about, citations=cited)
            yield from self._claims_of(item.items)


Content = A[tuple[Block, ...], "What is said: statements, lists and tables."]


class Owner(Value, frozen=True, kw_only=True):
    """What has content of its own."""

    content: Content = ()

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Every claim of the content, those in lists included."""
        return tuple(claim for block in self.content for claim in block.claims())

    @property
    def texts(self) -> tuple[Statement, ...]:
        """The claims, and what stands in tables."""
        return tuple(text for block in self.content for text in block.texts())
