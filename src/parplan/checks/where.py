"""Where in a table of the document a figure of the plan is said to stand: in which row of which
column.
"""

from collections.abc import Mapping
from typing import NamedTuple

from parplan.documents.grid import Grid
from parplan.documents.printed import number
from parplan.model import cells
from parplan.model.plan import Plan
from parplan.model.tree import Indicator

_LONGEST = 1_000  # characters of a cell that is told as it stands


class Where(NamedTuple):
    """A table with the columns of numbers and labels, and that of a figure."""

    grid: Grid
    numbers: int
    labels: int | None
    at: int

    def place(self, path: tuple[str, ...]) -> int | None:
        """The row that a path of numbers and labels leads to."""
        return self.grid.place(path, self.numbers, self.labels)

    def called(self, row: int) -> tuple[str, str]:
        """The number and the label of a row, as they are compared."""
        return self.grid.called(row, self.numbers, self.labels)

    def reads(self, row: int) -> str:
        """What a row has there: nothing, where it is a dash."""
        held = self.grid.rows[row]
        text = held[self.at] if self.at < len(held) else ""
        return cut(text) if any(map(str.isalnum, text)) else ""

    def row(self, plan: Plan, indicator: Indicator, line: str | None) -> int | None:
        """The row of a table that a figure stands in: its indicator's own, found by its number or
        label, else, where no column has numbers, by its name; by its number alone, where what it is
        part of has no row there; or the line below it that is the figure's. A table of one
        indicator may have such lines alone, each once.
        """
        path = cells.row_of(plan, indicator)
        up = [plan.by_id[ident].node.row for ident in plan.up(indicator.id)]
        while len(path) > 1 and up[len(path) - 2] and self.place(path[:1]) is None:
            path = path[1:]
        named = (*path[:-1], indicator.node.name.say(plan.about.language))
        ways = [path, *([named] if self.numbers == self.labels else [])]
        own = next((way for way in ways if self.place(way) is not None), ())
        if line is None:
            return self.place(own) if own else None
        column = self.numbers if self.labels is None else self.labels
        rows = self.grid.rows
        times = sum(number(row[column]) == number(line) for row in rows if column < len(row))
        if len(own) > 1 or (not own and times > 1):
            return None  # below a part, or whose line it is, cannot be told
        return self.place((*own, line))

    def held(self, plan: Plan, name: str) -> dict[int, Indicator]:
        """The rows of the plan that stand in the table, which has this name there, by where."""
        rows = (it for it in plan.walk() if name in cells.tables_of(plan, it))
        found = ((self.row(plan, it, None), it) for it in rows)
        return {at: it for at, it in found if at is not None}


def where_in(grid: Grid, titles: Mapping[str, str], own: str) -> Where | None:
    """Where a table has what finds a figure; None where it has no such column."""
    named = [grid.column(titles[key]) for key in ("row", "name") if key in titles]
    at, numbers = grid.column(titles[own]), next(iter(named), None)
    if at is None or numbers is None:
        return None
    labels = grid.column(titles["name"]) if "name" in titles else None
    return Where(grid, numbers, labels, at)


def cut(text: str) -> str:
    """The text of a cell, of a very long one its beginning."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
