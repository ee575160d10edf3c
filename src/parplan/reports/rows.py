"""Which rows of a tree are shown: those asked for, with or without what they are made of."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from parplan.labels import Gap
from parplan.render.table import Line, Mark, Role, Table
from parplan.text import Message

if TYPE_CHECKING:
    from parplan.engine.gap import Standing
    from parplan.engine.progress import Progress
    from parplan.engine.project import Landing
    from parplan.engine.review import Outcome
    from parplan.engine.simulate import Chance

Row = TypeVar("Row", "Standing", "Landing", "Chance", "Progress", "Outcome")


def selected(rows: Iterable[Row], ids: frozenset[str]) -> tuple[Row, ...]:
    """The rows whose ids are asked for with all below them, and the rows above those with nothing else."""
    kept: list[Row] = []
    for row in rows:
        below = row.children if row.id in ids else selected(row.children, ids)
        if row.id in ids or below:
            kept.append(row._replace(children=tuple(below)))
    return tuple(kept)


def without_parts(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Indices and their rows, without what the rows are made of."""
    return tuple(row._replace(children=tuple(child._replace(children=()) for child in row.children)) for row in rows)


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


Corrections = Mapping[str, tuple[Decimal, Decimal]]  # printed and corrected, in points or percent, by path


def noted(tables: Iterable[Table], made: Corrections) -> list[Table]:
    """The tables, each total with the corrections that lie below it."""
    return [_noted(table, made) if made else table for table in tables]


def _noted(table: Table, made: Corrections) -> Table:
    totals = [line.cells[at].value for line in table.lines if line.role == "total" for at in _ids(table)[:1]]
    below = {path: pair for path, pair in made.items() if any(path.startswith(f"{total}.") for total in totals)}
    said = tuple(Message(Gap.PUT, {"path": path, "old": old, "new": new}) for path, (old, new) in below.items())
    return table._replace(feet=(Message(Gap.CORRECTED_TOTAL, {"put": said}), *table.feet)) if said else table


def _ids(table: Table) -> list[int]:
    return [at for at, column in enumerate(table.columns) if column.key == "id"]
