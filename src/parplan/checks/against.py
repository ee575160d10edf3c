"""A plan's figures against the document's own text: where each is said to stand, and what stands
there.
"""

from collections.abc import Iterator

from parplan.documents.text import Document
from parplan.model import cells
from parplan.model.fields import FIGURE_FIELDS, FigureField
from parplan.model.plan import Indicator, Plan
from parplan.rules.cells import WHAT_NO_TABLE, Compared


def compared(plan: Plan, document: Document) -> Iterator[Compared]:
    """Every figure that the document prints, with what it reads where the plan says that it
    stands.
    """
    for indicator in plan.walk():
        for field in FIGURE_FIELDS:
            expected = cells.printed(plan, indicator, field)
            if expected is not None:
                yield _compared(plan, indicator, field, expected, document)


def _compared(
    plan: Plan, indicator: Indicator, field: FigureField, expected: str, document: Document
) -> Compared:
    cell = cells.cell_of(plan, indicator, field)
    if cell is None:
        return Compared(
            indicator.id,
            field,
            cells.table_of(plan, indicator) or WHAT_NO_TABLE,
            expected,
            None,
            None,
        )
    table = plan.tables[cell.table]
    if table.sentences is not None:
        found = document.phrase(cell.row, cell.column)
    else:
        found = document.cell(table, cells.row_of(plan, indicator), cell.column)
    figure = None if cells.in_other_words(indicator, field) else cells.raw_figure(indicator, field)
    return Compared(
        indicator.id, field, f"{cell.table} / {cell.row} / {cell.column}", expected, figure, found
    )
