"""In which cell of the document a figure is printed, and how it reads there."""

from decimal import Decimal
from typing import NamedTuple

from parplan.model.fields import FIGURE_FIELDS, TARGET_FIELDS, FigureField
from parplan.model.plan import Indicator, Plan
from parplan.points import Rank, exact
from parplan.text import Message, Text


class Cell(NamedTuple):
    """Where the document prints a figure, and how it reads there."""

    table: str
    row: str
    column: str
    printed: str
    heading: str = ""  # of the table; empty where a sentence holds the figure

    def record(self) -> dict[str, str]:
        """The cell as it stands in JSON."""
        return {key: getattr(self, key) for key in ("table", "row", "column", "printed")}

    @property
    def said(self) -> Message:
        """Where the figure stands, and how, in words."""
        table = f"“{self.heading}”" if self.heading else self.table
        return Message(
            _PRINTED,
            {"printed": self.printed, "table": table, "row": self.row, "column": self.column},
        )


def table_of(plan: Plan, indicator: Indicator) -> str | None:
    """The id of the printed table an indicator stands in: its own, or the one that an indicator
    above it names for its rows.
    """
    own, *above = (plan.by_id[ident].node for ident in plan.up(indicator.id))
    return own.table or next((node.rows_in for node in above if node.rows_in is not None), None)


def row_of(plan: Plan, indicator: Indicator) -> tuple[str, ...]:
    """The printed row: its number or label, below the rows it is part of. A part without a number
    is found by its printed name.
    """
    own = indicator.node.row or indicator.node.name.say(plan.about.language)
    parent = plan.parents.get(indicator.id)
    if indicator.node.row is not None or parent is None or parent.node is parent.root:
        return (own,)
    return (*row_of(plan, parent), own)


def printed(plan: Plan, indicator: Indicator, field: FigureField) -> str | None:
    """How the document writes a figure: as the indicator says, else as its column does; None where
    it prints none.
    """
    value = raw_figure(indicator, field)
    if value is None:
        return None
    own = in_other_words(indicator, field)
    if own is not None:
        return own
    mark = plan.about.decimal_mark
    text = str(value) if isinstance(value, int | Rank) else exact(value).replace(".", mark)
    table = plan.tables.get(table_of(plan, indicator) or "")
    patterns = table.printed if table else None
    return patterns[field].replace("#", text) if patterns and field in patterns else text


def in_other_words(indicator: Indicator, field: FigureField) -> str | None:
    """How the document writes a figure, where it is not the bare figure with signs around it: a
    word for a sign, say.
    """
    own = (
        indicator.goal.printed
        if field in TARGET_FIELDS and indicator.goal
        else indicator.node.printed
    )
    return own.get(field) if own else None


def raw_figure(indicator: Indicator, field: FigureField) -> Decimal | Rank | int | None:
    """The figure as the document prints it (a percent target stays a percent); None where it prints
    none.
    """
    if field == "target":
        target = indicator.goal.target if indicator.goal else None
        return (
            None
            if target is None
            else target.points
            if target.points is not None
            else target.percent or target.rank
        )
    value: Decimal | Rank | int | None = (
        indicator.planned if field == "planned" else getattr(indicator.node, field)
    )
    return value


def cell_of(plan: Plan, indicator: Indicator, name: str) -> Cell | None:
    """The cell of a figure; None where it is none that documents print, or its table does not have
    such a column.
    """
    field = next((known for known in FIGURE_FIELDS if known == name), None)
    if field is None:
        return None
    where = table_of(plan, indicator)
    table = plan.tables.get(where or "")
    text = printed(plan, indicator, field)
    if where is None or table is None or text is None:
        return None
    columns = table.columns or table.sentences
    column = columns.get(field) if columns else None
    if column is None:
        return None
    return Cell(where, " / ".join(row_of(plan, indicator)), column, text, table.heading or "")


_PRINTED = Text(
    "ghi “{printed}” tại {table}, dòng {row}, cột {column}",
    "printed “{printed}” in {table}, row {row}, column {column}",
)
