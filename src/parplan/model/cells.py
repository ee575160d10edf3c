"""In which cell of the document a figure is printed, and how it reads there."""

import re
from decimal import Decimal
from typing import NamedTuple

from parplan.model.fields import FIGURE_FIELDS, FIGURE_WORDS, TARGET_FIELDS, FigureField
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
    sentence: FigureField | None = None  # which figure of a sentence it is

    def record(self) -> dict[str, str]:
        """The cell as it stands in JSON."""
        return {key: getattr(self, key) for key in ("table", "row", "column", "printed")}

    @property
    def place(self) -> Message:
        """Where the figure stands, in words."""
        if self.sentence:
            return Message(_SENTENCE, {"row": self.row, "field": FIGURE_WORDS[self.sentence]})
        values = {"table": self.heading, "row": self.row, "column": self.column}
        return Message(_CELL if self.heading else _CELL_ALONE, values)

    @property
    def said(self) -> Message:
        """Where the figure stands, and how, in words."""
        return Message(_PRINTED, {"printed": self.printed, "place": self.place})


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
    if value is None or is_unprinted(indicator, field):
        return None
    own = in_other_words(indicator, field)
    if own:
        return own
    mark = plan.about.decimal_mark
    text = str(value) if isinstance(value, int | Rank) else exact(value).replace(".", mark)
    table = plan.tables.get(table_of(plan, indicator) or "")
    patterns = table.printed if table else None
    pattern = patterns.get(field, "#") if patterns else "#"
    if text.startswith("-"):  # which takes the place of a plus sign
        pattern = _PLUS.sub("#", pattern)
    return pattern.replace("#", text)


def in_other_words(indicator: Indicator, field: FigureField) -> str | None:
    """How the document writes a figure, where it is not the bare figure with signs around it: a
    word for a sign, say.
    """
    return _own(indicator, field).get(field)


def is_unprinted(indicator: Indicator, field: FigureField) -> bool:
    """Whether a figure is known although the document does not print it."""
    return field in _own(indicator, field) and not _own(indicator, field)[field]


def _own(indicator: Indicator, field: FigureField) -> dict[FigureField, str | None]:
    held = indicator.goal if field in TARGET_FIELDS and indicator.goal else indicator.node
    return held.printed or {}


def raw_figure(indicator: Indicator, field: FigureField) -> Decimal | Rank | int | None:
    """The figure as it stands in the plan's files, whether or not the document prints it (a percent
    target stays a percent); None where there is none.
    """
    if field == "target":
        asked = (aim.statement.asked for aim in indicator.aims)
        return next((value for value in asked if not isinstance(value, str)), None)
    value: Decimal | Rank | int | None = (
        indicator.planned if field == "planned" else getattr(indicator.node, field)
    )
    return value


def cell_of(plan: Plan, indicator: Indicator, name: str) -> Cell | None:
    """The cell of a figure; None where it is none that documents print, or its table does not have
    such a column.
    """
    field = next((known for known in FIGURE_FIELDS if known == name), None)
    text = printed(plan, indicator, field) if field else None
    return placed(plan, indicator, field, text) if field and text is not None else None


def placed(plan: Plan, indicator: Indicator, field: FigureField, text: str) -> Cell | None:
    """The cell where a figure that reads so has its place; None where its table does not say."""
    where = table_of(plan, indicator)
    table = plan.tables.get(where or "")
    if where is None or table is None:
        return None
    columns = table.columns or table.sentences
    column = columns.get(field) if columns else None
    if column is None:
        return None
    row = " / ".join(row_of(plan, indicator))
    sentence = field if table.columns is None else None
    return Cell(where, row, column, text, table.heading or "", sentence)


_PLUS = re.compile(r"\+\s*#")
_PRINTED = Text("ghi “{printed}” tại {place}", "printed “{printed}” in {place}")
_CELL = Text("“{table}”, dòng {row}, cột {column}", "“{table}”, row {row}, column {column}")
_CELL_ALONE = Text("dòng {row}, cột {column}", "row {row}, column {column}")
_SENTENCE = Text("câu “{row} …” ({field})", "the sentence “{row} …” ({field})")
