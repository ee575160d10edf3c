"""A tree of rows as the lines of a table: rows in order, what they are made of below them, the total at the foot."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

from parplan.table import Line, Mark, Role


class _Row(Protocol):
    """A row of a tree."""

    @property
    def id(self) -> str: ...

    @property
    def decimals(self) -> int: ...

    @property
    def children(self) -> Sequence[Any]: ...


RowT = TypeVar("RowT", bound=_Row)
Cells = Callable[[RowT, str, int], tuple[Mark, ...]]


def lines_of(index: RowT, cells: Cells[RowT]) -> tuple[Line, ...]:
    """The lines of an index. `cells` gives a row's, from the row, the id of the row above it (empty for the index) and its depth."""
    lines: list[Line] = []

    def add(row: RowT, parent: str, depth: int) -> None:
        role: Role = "row" if depth == 1 else "part"
        lines.append(Line(cells(row, parent, depth), role, depth, row.decimals))
        for child in row.children:
            add(child, row.id, depth + 1)

    for row in index.children:
        add(row, index.id, 1)
    return (*lines, Line(cells(index, "", 0), "total", 0, index.decimals))
