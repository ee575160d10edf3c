"""A table of peers while it is read against the rows of a plan."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from parplan.model.fields import FIRST_YEAR, LAST_YEAR
from parplan.model.mergers import Mergers
from parplan.model.plan import Plan
from parplan.points import digits

if TYPE_CHECKING:
    from parplan.model.habits import Habits, Names
    from parplan.model.results import Outcomes


class Line(NamedTuple):
    """A line of a table: its number in the file, and its cells."""

    number: int
    cells: list[str]


class Score(NamedTuple):
    """A cell of a table that is not empty: its line, its column, the row of the plan; its text, and
    the points that this is.
    """

    line: int
    at: int
    ident: str
    text: str
    score: Decimal | None


class Alias(NamedTuple):
    """Another name that a line of a table has for its unit."""

    line: int
    name: str
    unit: str


class Maximum(NamedTuple):
    """A cell that says what the scores of its line are out of: its line and its text; and the
    points that this is, where it is a figure above 0.
    """

    line: int
    text: str
    points: Decimal | None


class Count(NamedTuple):
    """A cell that says how many units were ranked in a year: its line and its text; and the number
    that this is, where it is a whole one above 0.
    """

    line: int
    year: int
    text: str
    ranked: int | None


_FOUR_DIGITS = re.compile(r"(?:19|20)[0-9]{2}", re.ASCII)
_BETWEEN = re.compile(r"[|;]")


@dataclass
class Table:
    """A CSV table of peers while it is read against the rows of a plan: units by year, a column a
    row.

    `rows` says which column is which row; `listed` in which line a unit has a year; `aliased` which
    other names lines have for their unit, `named` the name that each spelling of a unit goes by;
    `mixed` says whether figures have both decimal points and decimal commas;
    `unranked` are cells that say that a unit was not ranked, `counts` those that say how many were,
    `maxima` those that say what a line's total is out of; `own` is the plan's own unit, as the
    table names it. `mergers` are the units that others became, for the plan that sees the field
    from the year `view`; `outcomes` is what was observed of that plan.
    """

    header: Line
    habits: "Habits"
    names: "Names" = field(init=False)
    rows: Mapping[int, str] = field(default_factory=dict)
    listed: dict[tuple[str, int], int] = field(default_factory=dict)
    mixed: bool = False
    cells: list[Score] = field(default_factory=list)
    unranked: list[Score] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    maxima: list[Maximum] = field(default_factory=list)
    aliased: list[Alias] = field(default_factory=list)
    named: dict[str, str] = field(default_factory=dict)
    own: str | None = None
    mergers: Mergers | None = None
    view: int = 0
    outcomes: "Outcomes | None" = None

    def __post_init__(self) -> None:
        heads = self.header.cells
        unit, year = (self.habits.column(which, heads) for which in ("unit", "year"))
        self.missing = [name for name, at in (("unit", unit), ("year", year)) if at is None]
        self.unit, self.year = unit or 0, year or 0
        self.aliases = self.habits.column("aliases", heads)
        self.ranked = self.habits.column("ranked", heads)
        self.max = self.habits.column("max", heads)

    def columns(self) -> list[tuple[int, str]]:
        """The columns that are to be rows, where the units and years have theirs."""
        named = enumerate(self.header.cells if not self.missing else ())
        others = (self.unit, self.year, self.aliases, self.ranked, self.max)
        return [(at, name) for at, name in named if name and at not in others]

    def totals(self, plan: Plan) -> list[str]:
        """The indices that it has the totals of."""
        return [index.id for index in plan.indices if index.id in self.rows.values()]

    # What follows stands when the table has been read.

    @cached_property
    def whose(self) -> dict[int, tuple[str, int]]:
        """The unit, by the name it goes by, and the year of each line."""
        return {line: whose for whose, line in self.listed.items()}

    @cached_property
    def scores(self) -> dict[int, dict[str, Score]]:
        """The scores of each line, by row."""
        found: dict[int, dict[str, Score]] = {line: {} for line in self.whose}
        for cell in self.cells:
            found[cell.line][cell.ident] = cell
        return found

    def is_elsewhere(self, unit: str, year: int, plan: Plan) -> bool:
        """Whether the table has a line of a year for what a unit became, or for one that it was
        made from: it has none of its own then.
        """
        mergers = self.mergers
        others = () if mergers is None else mergers.relatives.get(unit, ())
        indices = {plan.by_id[ident].root.id for ident in self.rows.values()}
        return mergers is not None and any(
            mergers.is_new(other, index, year) is (unit in mergers.became)
            for other in others
            if (other, year) in self.listed
            for index in indices
        )

    @cached_property
    def declared(self) -> dict[int, int]:
        """How many units were ranked in each year, where the table says so."""
        return {count.year: count.ranked for count in self.counts if count.ranked is not None}

    @cached_property
    def digits(self) -> dict[str, int]:
        """How many digits behind the point the longest score of each row has."""
        found: dict[str, int] = {}
        for cell in self.cells:
            if cell.score is not None:
                found[cell.ident] = max(found.get(cell.ident, 0), digits(cell.score))
        return found

    def unit_of(self, line: Line) -> str:
        """The unit that a line is of, as the line names it."""
        return line.cells[self.unit]

    def is_of_several(self, unit: str, plan: Plan) -> bool:
        """Whether a line's unit is none, but an average, a total or the like; a name that says its
        kind, or that the plan's own unit has, is a unit's all the same.
        """
        if self.names.form(unit).kind or not self.habits.is_of_several(unit):
            return False
        return plan.about.unit is None or not self.names.are_one(unit, plan.about.unit)

    def year_of(self, line: Line) -> int | None:
        """The year that a line is of; None where it is none."""
        text = line.cells[self.year]
        year = int(text) if _FOUR_DIGITS.fullmatch(text) else 0
        return year if FIRST_YEAR <= year <= LAST_YEAR else None

    def others_of(self, line: Line) -> list[str]:
        """The other names that a line has for its unit."""
        text = "" if self.aliases is None else line.cells[self.aliases]
        return [name.strip() for name in _BETWEEN.split(text) if name.strip()]

    def ranked_of(self, line: Line) -> str:
        """What a line says of how many units were ranked in its year; empty where it does not."""
        return "" if self.ranked is None else line.cells[self.ranked]

    def maximum_of(self, line: Line) -> str:
        """What a line says its total is out of; empty where it does not."""
        return "" if self.max is None else line.cells[self.max]
