"""In which tables a row stands, as the plan's files have it, and in which of them its figures."""

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from parplan.documents.drawn import Drawn, DrawnIndex
from parplan.documents.vocabulary import AIMS
from parplan.model.fields import dated_of
from parplan.model.imported import Column, Imported

Ids = tuple[str, ...]


class Places:
    """The tables of a plan by number: their `ids`, and the columns of each that its files have, by
    their keys there.
    """

    def __init__(self, tables: Iterable[Imported], ids: Mapping[int, str]) -> None:
        self.ids = ids
        found = [(it, _aims(it)) for it in tables]
        amounts = {of for it, aims in found if aims != [AIMS["rank"]] and aims for of in it.indices}
        # Ranks alone are not the targets of an index that has these elsewhere.
        self._aims = {
            it.number: [] if aims == [AIMS["rank"]] and amounts & {*it.indices} else aims
            for it, aims in found
        }
        self.columns = {it.number: dict(self._keyed(it)) for it in tables if it.number in ids}

    def _keyed(self, it: Imported) -> Iterable[tuple[str, Column]]:
        for column in it.columns:
            if [column.field] == self._aims[it.number][:1]:
                yield "target", column
            elif column.field in _KEPT or (column.field and dated_of(column.field) is not None):
                yield ("row" if column.field == "number" else column.field), column

    def of(self, row: Drawn) -> Ids:
        """The tables that have a row, where it is found by its number and its name; of an index
        those that have its own figures.
        """
        return tuple(self.ids[it] for it in _numbers(row) if it in self.ids)

    def of_most(self, rows: Sequence[Drawn]) -> Ids:
        """The tables that have most of some rows."""
        return Counter(map(self.of, rows)).most_common(1)[0][0] if rows else ()

    def cell(self, row: Drawn, name: str) -> tuple[int, str]:
        """The number of the table that a figure of a row is taken from, and its column's key."""
        table = next((it for it, names in row.further.items() if name in names), row.table)
        return table, "target" if name in self._aims.get(table, ()) else name

    def aimed(self, row: Drawn) -> str:
        """The field of the targets of a row, in the column that the first of its tables has."""
        told = next(filter(None, (self._aims.get(it) for it in _numbers(row))), ["target"])
        return next((it for it in told if it in row.figures), told[0])

    def printed(self, row: Drawn) -> dict[str, str]:
        """How the figures of a row are printed; empty where that is in no cell which is found: a
        table before has a column of these, without a figure.
        """
        return {
            name: "" if self._is_hidden(row, name) else text for name, text in row.printed.items()
        }

    def _is_hidden(self, row: Drawn, name: str) -> bool:
        table, key = self.cell(row, name)
        before = itertools.takewhile(lambda it: it != table, _numbers(row))
        return any(key in self.columns.get(it, ()) for it in before)


def _numbers(row: Drawn) -> tuple[int, ...]:
    """The tables that a row stands in; of an index those that have a row of it."""
    own = not isinstance(row, DrawnIndex) or row.has_row or not row.further
    return (*([row.table] if own else ()), *row.further)


def _aims(it: Imported) -> list[str]:
    """The fields of a table's column of targets: points, or where it has none of these, percentages
    or ranks; and what else that column has of other indices.
    """
    at = {column.field: column.at for column in it.columns}
    aims = [field for field in ("target", *AIMS.values()) if field in at]
    return [field for field in aims if at[field] == at[aims[0]]]


ORDER = ("max", "floor", "score", "percent", "rank", "change", "rank_change")  # of figures in files
_KEPT = frozenset({"number", "name", "planned", *ORDER})
