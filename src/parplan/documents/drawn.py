"""What is drawn from a document: indices and rows with their figures, each as it is printed."""

from bisect import bisect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from parplan.documents.assignments import Assignment
from parplan.documents.blocks import Printed, Row
from parplan.documents.nesting import Item
from parplan.documents.printed import plain, says_figure
from parplan.documents.worded import Stated
from parplan.model.fields import Aggregate
from parplan.model.imported import Imported
from parplan.model.tree import Indicator
from parplan.points import Rank

Figure = Decimal | Rank | int | Mapping[str, Stated]


def same_figure(one: Figure, other: Figure) -> Figure | None:
    """What two figures are that may stand for each other, the fuller one: 19, and 19/63; of what a
    target states, as points and as a rank, both. None where they differ.
    """
    if isinstance(one, Rank) and isinstance(other, Rank) and None in (one.of, other.of):
        return Rank(one.at, one.of or other.of) if one.at == other.at else None
    if isinstance(one, Mapping) or isinstance(other, Mapping):
        both = [it if isinstance(it, Mapping) else {"points": it} for it in (one, other)]
        if both[0].keys().isdisjoint(both[1]):
            return {**both[0], **both[1]}
    return one if one == other else None


class Asked(NamedTuple):
    """What a person has said of a document: tables by number, each an index or None for none;
    fields by the title of their column; years.
    """

    tables: Mapping[int, str | None] = {}
    columns: Mapping[str, str] = {}
    year: int | None = None
    target_year: int | None = None


@dataclass
class Drawn:
    """A row that was drawn from a document: its figures, how each is printed, and where it stands
    (a table, its row), also in `further` tables, with the fields whose figures are taken from each.
    `known` is the row of the known plan that it is; `aggregate` how its parts make it up,
    percentages of people's answers not at all; `scale` what their mean by `weight` is multiplied
    by, where that does.
    """

    id: str
    item: Item | None
    table: int
    figures: dict[str, Figure]
    printed: dict[str, str]  # the text of each
    known: Indicator | None = None
    aggregate: Aggregate = "sum"
    weight: Decimal | None = None
    scale: Decimal = Decimal(1)
    further: dict[int, list[str]] = field(default_factory=dict)
    parts: "list[Drawn]" = field(default_factory=list)

    @property
    def amounts(self) -> dict[str, Decimal]:
        """Its figures that are points or percentages."""
        return {name: it for name, it in self.figures.items() if isinstance(it, Decimal)}

    def walk(self) -> "Iterator[Drawn]":
        """The row and all below it."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass
class DrawnIndex(Drawn):
    """An index: its rows, and the words that its own figures stand in, by field; `in_percent` says
    of the tables with scores of it whether these are.
    """

    name: str = ""
    total: str = ""  # the label of its own row, where its table has one
    sentence: str = ""
    sentences: dict[str, str] = field(default_factory=dict)
    in_percent: set[bool] = field(default_factory=set)
    has_row: bool = False  # for its own figures, in its first table


class Recognised(NamedTuple):
    """What a document says, as far as it was understood; the document has its tables counted as
    they were taken, and what is to be known of it.
    """

    document: Printed
    tables: tuple[Imported, ...]
    indices: tuple[DrawnIndex, ...]
    year: int | None
    target_year: int | None
    compared_with: int | None
    assignments: tuple[Assignment, ...]
    title: str
    unit: str | None  # whose plan it is, by its title
    mark: str
    as_above: int  # cells of units and days with a mark for those above them
    words: str  # all that stands outside of tables, as it is compared

    @property
    def with_figures(self) -> frozenset[int]:
        """The numbers of the tables that have any figure: a letterhead and signatures have none."""
        numbers = [it.number for it in self.tables]
        rows = (it for it in self.document.blocks if isinstance(it, Row))
        held = (it for it in rows if any(says_figure(cell.text) for cell in it.cells))
        return frozenset(numbers[bisect(numbers, it.table) - 1] for it in held)

    def names(self, unit: str) -> bool:
        """Whether the document names a unit."""
        return plain(unit) in self.words
