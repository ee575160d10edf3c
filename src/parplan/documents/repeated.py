"""Tables that say again what another one says beside more."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from parplan.documents.printed import figures, plain
from parplan.documents.tables import Table

_Told = frozenset[tuple[str, str, frozenset[Decimal]]]  # the name of a row, a field, its figures


def repeated(tables: Iterable[tuple[Table, Mapping[str, int]]]) -> frozenset[int]:
    """The numbers of the tables all of whose figures stand in one other table, in rows called the
    same, which has more; each table with the columns of its fields.
    """
    told = {table.number: _told(table, at) for table, at in tables}
    return frozenset(
        number
        for number, own in told.items()
        if len(own) >= _SEVERAL and any(own < other for other in told.values())
    )


def _told(table: Table, at: Mapping[str, int]) -> _Told:
    if "name" not in at:
        return frozenset()
    fields = [name for name in at if name not in ("name", "row")]
    cells = (
        (plain(row.cells[at["name"]].text), name, figures(row.cells[at[name]].text))
        for row in table.rows
        for name in fields
    )
    return frozenset(cell for cell in cells if cell[0] and cell[2])


_SEVERAL = 3  # figures; fewer may be those of another row that is called alike
