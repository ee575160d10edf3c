"""Figures against the text of the document itself (`validate --against`); document.py knows how the text is laid out."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from parplan.model import cells
from parplan.model.fields import FIGURE_FIELDS, FigureField
from parplan.model.plan import Indicator, Plan
from parplan.rules.rule import Problem, Rule, register
from parplan.text import Text

if TYPE_CHECKING:
    from parplan.documents.text import Document


def against(plan: Plan, document: "Document") -> Iterator[tuple[str, Problem]]:
    """Every figure that does not stand in the document where the plan says it does."""
    for indicator in plan.walk():
        for field in FIGURE_FIELDS:
            if cells.printed(plan, indicator, field) is not None:
                yield from _compared(plan, indicator, field, document)


def _compared(plan: Plan, indicator: Indicator, field: FigureField, document: "Document") -> Iterator[tuple[str, Problem]]:
    cell = cells.cell_of(plan, indicator, field)
    table = plan.tables.get(cell.table) if cell else None
    if cell is None or table is None:
        named = cells.table_of(plan, indicator) or WHAT_NO_TABLE
        yield "C601", Problem(indicator.id, field, {"cell": named})
        return
    where = f"{cell.table} / {cell.row} / {cell.column}"
    if table.sentences is not None:
        found = document.phrase(cell.row, cell.column)
    else:
        found = document.cell(table, cells.row_of(plan, indicator), cell.column)
    if found is None:
        yield "C601", Problem(indicator.id, field, {"cell": where})
    elif not _reads_alike(found, cell.printed):
        yield "C602", Problem(indicator.id, field, {"cell": where, "found": found, "expected": cell.printed})


def _reads_alike(found: str, expected: str) -> bool:
    return " ".join(found.split()) == " ".join(expected.split())


WHAT_NO_TABLE = Text("(không khai báo bảng)", "(no table is named)")

register(
    Rule(
        "C601",
        "cell-not-found",
        "error",
        Text("Không tìm thấy ô trong văn bản", "A cell that the document does not have"),
        Text("Số liệu phải chỉ ra đúng nơi in thì mới kiểm chứng được.", "A figure can only be checked where it says it stands."),
        Text("văn bản không có ô {cell}", "the document has no cell {cell}"),
        Text("xem lại tên bảng, dòng và cột", "check the names of the table, the row and the column"),
        "  - {id: a, name: A, decimals: 2, table: t1, row: 3, score: 4.49} # table t1 has rows 1 and 2",
        "  - {id: a, name: A, decimals: 2, table: t1, row: 1, score: 4.49}",
        "cell",
    )
)
register(
    Rule(
        "C602",
        "cell-reads-otherwise",
        "error",
        Text("Ô trong văn bản ghi khác", "A cell that reads otherwise"),
        Text("Dữ liệu chép lại phải đúng như bản in, kể cả chỗ in sai.", "Data are copied as printed, misprints included."),
        Text("ô {cell} ghi “{found}”, không phải “{expected}”", "the cell {cell} reads “{found}”, not “{expected}”"),
        Text("chép lại đúng như bản in", "copy the figure as it is printed"),
        "  - {id: a, name: A, decimals: 2, table: t1, row: 1, score: 4.94} # the document: 4,49",
        "  - {id: a, name: A, decimals: 2, table: t1, row: 1, score: 4.49}",
        "cell",
    )
)
