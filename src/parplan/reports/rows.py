"""A tree of rows: which of them are shown, the columns that all such tables have, and what stands
below every total."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from parplan.render.table import Table
from parplan.reports.fields import NAMES, Field
from parplan.text import Message, Shown, Text

if TYPE_CHECKING:
    from parplan.engine.gap import Standing
    from parplan.engine.progress import Progress
    from parplan.engine.project import Projected
    from parplan.engine.review import Outcome
    from parplan.engine.simulate import Chance

Row = TypeVar("Row", "Standing", "Projected", "Chance", "Progress", "Outcome")


def selected(rows: Iterable[Row], ids: frozenset[str]) -> tuple[Row, ...]:
    """The rows whose ids are asked for with all below them, and the rows above those with nothing
    else."""
    kept: list[Row] = []
    for row in rows:
        below = row.children if row.id in ids else selected(row.children, ids)
        if row.id in ids or below:
            kept.append(row._replace(children=tuple(below)))
    return tuple(kept)


def without_parts(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Indices and their rows, without what the rows are made of."""
    return tuple(
        row._replace(children=tuple(child._replace(children=()) for child in row.children))
        for row in rows
    )


class Titles:
    """The headings that several tables share."""

    ID = Text("Mã", "Id")
    NAME = Text("Tiêu chí", "Row")
    RANK = Text("Xếp hạng", "Rank")
    SCORE = Text("Điểm", "Score")
    MAX = Text("Điểm tối đa", "Max")
    PLANNED = Text("Dự kiến tăng", "Planned")
    TARGET = Text("Mục tiêu", "Target")
    GAP = Text("Cần tăng thêm", "Gap")
    HEADROOM_USED = Text("% dư địa cần dùng", "Of headroom")
    SHORTFALL = Text("Hụt so với mục tiêu", "Shortfall")
    LEAD = Text("Chủ trì", "Lead")
    TOTAL = Text("Tổng điểm", "Total")


# What every row of a tree begins with.
HEAD = (
    Field("index", "id", value=lambda at: at.index.id, on="m"),
    Field("id", "id", Titles.ID),
    Field("parent", "id", value=lambda at: at.parent or None, on="m"),
    Field("level", "text", value=lambda at: at.depth, on="m"),
    Field("name", "text", on="mj"),
    Field(
        "label",
        "text",
        Titles.NAME,
        lambda at: at.row.name if at.depth or not at.row.children else Titles.TOTAL,
        "h",
    ),
)
# What every row of a flat list begins with.
LABEL = Field(
    "label",
    "text",
    Titles.NAME,
    lambda at: Titles.TOTAL if at.role == "total" else at.row.name,
    "h",
)


def leading(leads: Mapping[str, tuple[str, ...]] | None) -> tuple[Field, ...]:
    """Who leads each row, by its id; nothing where that was not asked for."""
    if leads is None:
        return ()
    return (
        Field(
            "lead",
            "text",
            Titles.LEAD,
            lambda at: list(leads.get(at.row.id, ())),
            schema=NAMES,
            says="the units that lead it; only with --leads or --unit",
        ),
    )


NOT_PRINTED = Text(
    "Mục tiêu không kèm dấu ≥ là số tính ra (điểm + dự kiến tăng, hoặc cộng các dòng)",
    "a target without ≥ is not printed: it follows from the increase, or adds up the rows",
)


def on_basis(basis: str, row: "Standing", field: str, value: Decimal) -> Message:
    """A total's figure, and on which basis it is that: a target that adds up rows without parts
    follows from their increases."""
    only_rows = (
        basis == "parts" and field == "target" and all(not child.children for child in row.children)
    )
    return Message(_INCREASES if only_rows else _ON[basis], {"value": Shown(value, row.decimals)})


_ON: Mapping[str, Text] = {
    "printed": Text("{value} theo văn bản", "{value} printed"),
    "parts": Text("{value} cộng các tiêu chí thành phần", "{value} from parts"),
    "corrected": Text("{value} theo đính chính", "{value} corrected"),
}
_INCREASES = Text("{value} từ mức dự kiến tăng", "{value} from increases")


Corrections = Mapping[
    str, tuple[Decimal, Decimal]
]  # printed and corrected, in points or percent, by path


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
    totals = [mark.value for column, mark in cells if column.key == "id"]
    below = {
        path: pair
        for path, pair in made.items()
        if any(path.startswith(f"{total}.") for total in totals)
    }
    said = tuple(
        Message(_PUT, {"path": path, "old": old, "new": new}) for path, (old, new) in below.items()
    )
    return (
        table._replace(feet=(Message(_CORRECTED_TOTAL, {"put": said}), *table.feet))
        if said
        else table
    )


_PUT = Text("{path} {old} → {new}", "{path} {old} → {new}")
_CORRECTED_TOTAL = Text("tổng điểm theo đính chính: {put}", "the total is as corrected: {put}")
