"""Figures against the text of the document itself (`validate --against`); `check` looks where each
is said to stand.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from parplan.model.fields import FigureField
from parplan.model.plan import Plan
from parplan.points import NotAFigure, Rank, parse, parse_rank
from parplan.rules.rule import Problem, rule
from parplan.text import Text


class Compared(NamedTuple):
    """A figure of the plan and the cell it names: what is expected there, and what the document
    reads; None where it has no such cell.

    `figure` is what the cell has to read as a figure; None where it has to read `expected` to the
    letter.
    """

    ident: str
    field: FigureField
    cell: str | Text
    expected: str
    figure: Decimal | Rank | int | None
    found: str | None


WHAT_NO_TABLE = Text("(không khai báo bảng)", "(no table is named)")


@rule(
    "C601",
    "cell-not-found",
    on="cell",
    title=Text("Không tìm thấy ô trong văn bản", "A cell that the document does not have"),
    why=Text(
        "Số liệu phải chỉ ra đúng nơi ghi trong văn bản thì mới kiểm chứng được.",
        "A figure can only be checked where it says it is.",
    ),
    message=Text("văn bản không có ô {cell}", "the document has no cell {cell}"),
    help=Text(
        "xem lại tên bảng, dòng và cột", "check the names of the table, the row and the column"
    ),
    wrong=(
        "  - {id: a, name: A, decimals: 2, table: t1, row: 3, score: 4.49} # table t1 has rows 1 "
        "and 2"
    ),
    right="  - {id: a, name: A, decimals: 2, table: t1, row: 1, score: 4.49}",
)
def cell_is_there(compared: Compared, _: Plan) -> Iterator[Problem]:
    """The document has the cell that a figure names."""
    if compared.found is None:
        yield Problem(compared.ident, compared.field, {"cell": compared.cell})


@rule(
    "C602",
    "cell-reads-otherwise",
    on="cell",
    title=Text("Ô trong văn bản ghi khác", "A cell that reads otherwise"),
    why=Text(
        "Dữ liệu chép lại phải đúng như văn bản, kể cả chỗ văn bản sai.",
        "Data are copied as printed, misprints included.",
    ),
    message=Text(
        "ô {cell} ghi “{found}”, không phải “{expected}”",
        "the cell {cell} reads “{found}”, not “{expected}”",
    ),
    help=Text("chép lại đúng như văn bản", "copy the figure as it is printed"),
    wrong="  - {id: a, name: A, decimals: 2, table: t1, row: 1, score: 4.94} # the document: 4,49",
    right="  - {id: a, name: A, decimals: 2, table: t1, row: 1, score: 4.49}",
)
def cell_reads_alike(compared: Compared, plan: Plan) -> Iterator[Problem]:
    """The cell has the plan's figure, whatever the spaces and signs around it."""
    found, expected, figure = compared.found, compared.expected, compared.figure
    if found is None or found.split() == expected.split():
        return
    if (
        figure is None
        or _read(found, plan.about.decimal_mark, rank=isinstance(figure, Rank)) != figure
    ):
        yield Problem(
            compared.ident,
            compared.field,
            {"cell": compared.cell, "found": found, "expected": expected},
        )


def _read(text: str, mark: str, *, rank: bool) -> Decimal | Rank | None:
    """The figure that a cell reads, such as ``≥ 8,97``, ``+ 1`` or ``74,3 %``; None for anything
    else.
    """
    bare = (
        "".join(text.split())
        .removeprefix("≥")
        .removeprefix("+")
        .removesuffix("%")
        .replace("−", "-")
    )
    try:
        return (
            parse_rank(bare)
            if rank
            else parse(bare.translate({ord(mark): ".", ord("."): "?"} if mark != "." else {}))
        )
    except NotAFigure:
        return None
