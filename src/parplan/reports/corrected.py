"""What every total says on the corrected basis: which printed figures below it count as something else."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from parplan.labels import Gap, Message
from parplan.table import Table

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
