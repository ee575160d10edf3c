"""On which basis figures are, and what is corrected there."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from parplan.model.findings import Finding
from parplan.model.plan import Plan
from parplan.render.table import Table
from parplan.text import Message, Shown, Tabled, Text

if TYPE_CHECKING:
    from parplan.engine.gap import Standing


def on_basis(basis: str, row: "Standing", field: str, value: Shown | Tabled) -> Message:
    """A total's figure, and on which basis it is that: a target that adds up rows without parts
    follows from their increases, or from their targets where no increase is planned, one that is
    printed is so whatever its rows add up to, and one that no document prints follows from what is.
    """
    source = row.target_source if field == "target" else None
    if basis == "parts" and source == "printed":
        basis = "printed"
    only_rows = (
        basis == "parts" and field == "target" and all(not child.children for child in row.children)
    )
    worked_out = _WORKED_OUT.get(source or "") if basis == "printed" else None
    if only_rows:
        planned = any(child.planned is not None for child in row.children)
        worked_out = _INCREASES if planned or not row.children else _WORKED_OUT["sum"]
    return Message(worked_out or _ON[basis], {"value": value})


# What figures are worked out from, by the name of a basis.
BASES: Mapping[str, Text] = {
    "printed": Text("văn bản gốc", "as printed"),
    "parts": Text("các tiêu chí thành phần", "from the parts"),
    "corrected": Text("số liệu đã đính chính", "corrected"),
}
ON_EACH_BASIS = Text("Tổng điểm theo từng cách tính", "Totals on each basis")
_ON: Mapping[str, Text] = {
    "printed": Text("{value} theo văn bản", "{value} printed"),
    "rows": Text("{value} tính từ số ghi của các tiêu chí", "{value} from its rows as printed"),
    "parts": Text("{value} tính từ các tiêu chí thành phần", "{value} from parts"),
    "corrected": Text("{value} theo số liệu đã đính chính", "{value} corrected"),
}
_INCREASES = Text("{value} tính từ mức dự kiến tăng", "{value} from increases")
_WORKED_OUT: Mapping[str, Text] = {  # by the source of a target that is not printed
    "sum": Text("{value} tính từ mục tiêu của các tiêu chí", "{value} from its rows' targets"),
    "implied": Text("{value} tính từ điểm và mức dự kiến tăng", "{value} from score and increase"),
}
Corrections = Mapping[
    str, tuple[Decimal, Decimal]
]  # printed and corrected, in points or percent, by path


class Ground(NamedTuple):
    """What an answer starts from: the plan, what was found in its own figures, and the corrections
    that the basis makes."""

    plan: Plan
    findings: tuple[Finding, ...]
    made: Corrections


def noted(tables: Iterable[Table], made: Corrections) -> list[Table]:
    """The tables, each total with the corrections that lie below it."""
    return [_noted(table, made) if made else table for table in tables]


def _noted(table: Table, made: Corrections) -> Table:
    cells = (
        pair
        for line in table.lines
        if line.role == "total"
        for pair in zip(table.columns, line.cells, strict=True)
    )
    said = put_below([mark.value for column, mark in cells if column.key == "id"], made)
    return table._replace(feet=(Message(_CORRECTED, {"put": said}), *table.feet)) if said else table


def put_below(totals: Iterable[object], made: Corrections) -> tuple[Message, ...]:
    """The corrections that lie at or below some rows, in words."""
    below = tuple(f"{total}." for total in totals)
    return tuple(
        Message(_PUT, {"path": path, "old": old, "new": new})
        for path, (old, new) in made.items()
        if path.startswith(below)
    )


_PUT = Text("{path} {old} → {new}", "{path} {old} → {new}")
_CORRECTED = Text("các số đã đính chính: {put}", "figures as corrected: {put}")
