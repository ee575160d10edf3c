"""In which cell of the document a figure is printed, and how it reads there."""

import re
from collections.abc import Container, Iterator
from decimal import Decimal
from typing import NamedTuple

from parplan.model.fields import (
    FIGURE_FIELDS,
    TARGET_FIELDS,
    dated_name,
    dated_of,
    field_of,
    figure_words,
)
from parplan.model.indicators import PrintedTable
from parplan.model.plan import Plan
from parplan.model.targets import Target
from parplan.model.tree import Indicator
from parplan.points import Rank, exact
from parplan.text import Message, Text

BELOW = " / "  # between the title of a column and the one that it stands below


class Cell(NamedTuple):
    """Where the document prints a figure, and how it reads there."""

    table: str
    row: str
    column: str
    printed: str
    heading: str = ""  # of the table; empty where a sentence holds the figure
    sentence: str | None = None  # which figure of a sentence it is
    page: int | None = None  # on which the table begins, where that is known

    def record(self) -> dict[str, str]:
        """The cell as it stands in JSON."""
        return {key: getattr(self, key) for key in ("table", "row", "column", "printed")}

    @property
    def place(self) -> Message:
        """Where the figure stands, in words."""
        if self.sentence:
            return Message(_SENTENCE, {"row": self.row, "field": figure_words(self.sentence)})
        values = {"table": self.heading, "row": self.row, "column": self.column, "page": self.page}
        on_page = _CELL if self.page is None else _CELL_ON_PAGE
        return Message(on_page if self.heading else _CELL_ALONE, values)

    @property
    def said(self) -> Message:
        """Where the figure stands, and how, in words."""
        return Message(_PRINTED, {"printed": self.printed, "place": self.place})


def tables_of(plan: Plan, indicator: Indicator) -> tuple[str, ...]:
    """The ids of the printed tables an indicator stands in: its own, or those that an indicator
    above it names for its rows.
    """
    own, *above = (plan.by_id[ident].node for ident in plan.up(indicator.id))
    return own.table or next((node.rows_in for node in above if node.rows_in), ())


def row_of(plan: Plan, indicator: Indicator) -> tuple[str, ...]:
    """The printed row: its number or label, below the rows it is part of, unless its number says
    those itself (3.1); below that of its index, where a table has several. A part without a number
    is found by its printed name.
    """
    own = indicator.node.row or indicator.node.name.say(plan.about.language)
    parent = plan.parents.get(indicator.id)
    if parent is None or (parent.node is parent.root and not is_shared(plan, parent)):
        return (own,)
    above = row_of(plan, parent)
    return (*(above[:-1] if own.startswith(f"{above[-1]}.") else above), own)


def is_shared(plan: Plan, index: Indicator) -> bool:
    """Whether the rows of another index stand in the table of an index, which has a row there."""
    own = index.node.rows_in or ()
    others = (it.node.rows_in or () for it in plan.indices if it.id != index.id)
    return index.node.row is not None and any(not set(own).isdisjoint(it) for it in others)


def line_of(table: PrintedTable, name: str) -> str | None:
    """The label of the line that a figure stands in below its row; None where it stands in the row
    itself.
    """
    field = field_of(name)
    return next((label for key, label in (table.lines or {}).items() if key == field), None)


def names(indicator: Indicator) -> tuple[str, ...]:
    """What all figures go by that an indicator may have, those of years that are told apart behind
    the rest.
    """
    return (*indicator.undated(FIGURE_FIELDS), *indicator.dated_names)


def printed(plan: Plan, indicator: Indicator, name: str) -> str | None:
    """How the document writes a figure: as the indicator says, else as its column does; None where
    it prints none.
    """
    found = next(_holding(plan, indicator, name), None)
    return _written(plan, indicator, name, None if found is None else found[1])


def _holding(
    plan: Plan, indicator: Indicator, name: str
) -> Iterator[tuple[str, PrintedTable, str]]:
    """The tables that a figure has its place in, by id, each with the title or words there. What
    several years come to together has none: each of them has its own.
    """
    if not indicator.undated((name,)):
        return
    for where in tables_of(plan, indicator):
        table = plan.tables.get(where)
        columns = (table.columns or table.sentences if table else None) or {}
        key = key_in(plan, columns, name)
        if table is not None and key in columns:
            yield where, table, columns[key]


def key_in(plan: Plan, said: Container[str], name: str) -> str:
    """The key that a figure's column, or what is said of it, has: one without a year is of the
    plan's target year, where no other one is.
    """
    field = field_of(name)
    final = field in TARGET_FIELDS and name == dated_name(field, plan.final)
    return field if final and name not in said else name


def name_in(plan: Plan, indicator: Indicator, key: str) -> str:
    """What the figure of an indicator goes by that stands under such a key: the other way round."""
    return key if indicator.undated((key,)) else dated_name(key, plan.final)


def _written(plan: Plan, indicator: Indicator, name: str, table: PrintedTable | None) -> str | None:
    if raw_figure(indicator, name) is None or is_unprinted(indicator, name):
        return None
    return in_other_words(indicator, name) or _spelled(plan, indicator, name, table)


def spelled(plan: Plan, indicator: Indicator, name: str, where: str) -> str:
    """How a table would write a figure, whether or not the document prints it there; empty where
    there is none.
    """
    return _spelled(plan, indicator, name, plan.tables.get(where))


def _spelled(plan: Plan, indicator: Indicator, name: str, table: PrintedTable | None) -> str:
    value = raw_figure(indicator, name)
    if value is None:
        return ""
    mark = plan.about.decimal_mark
    text = str(value) if isinstance(value, int | Rank) else exact(value).replace(".", mark)
    pattern = _with_sign(_of_column(plan, name, table), indicator, name)
    return (pattern if isinstance(value, Rank) else pattern_of(pattern, value)).replace("#", text)


def _with_sign(pattern: str, indicator: Indicator, name: str) -> str:
    """How a column writes a target that is to be passed, or is the most that there may be: its sign
    is none that the column has before most of its figures.
    """
    said = next((it.statement for it in aimed_in(indicator, name).aims), None)
    if said is None or not said.key or any(map(str.isalpha, pattern)):
        return pattern
    return _BOUND.sub(f"{said.sign} #", pattern)


def _of_column(plan: Plan, name: str, table: PrintedTable | None) -> str:
    """How the column of a figure writes what stands there, # standing for it."""
    patterns = (table.printed if table else None) or {}
    return patterns.get(key_in(plan, patterns, name), "#")


def in_percent(plan: Plan, indicator: Indicator, name: str) -> bool:
    """Whether the column of a figure has percentages: by a sign in its title or its cells, or of
    rows that have a percentage where others have a score.
    """
    found = next(_holding(plan, indicator, name), None)
    if found is None:
        return False
    _, table, title = found
    signed = "%" in _of_column(plan, name, table) or _IN_PERCENT.search(title) is not None
    return signed or (has_scores_and_percentages(table) and indicator.node.score is None)


def has_scores_and_percentages(table: PrintedTable) -> bool:
    """Whether a table has scores of some rows and percentages of others in one column."""
    titles = table.columns or {}
    return "score" in titles and titles["score"] == titles.get("percent")


_IN_PERCENT = re.compile(r"(?:^|[^0-9 ]|\b[0-9]{4}) *%", re.ASCII)  # and no share: “(40 %)”


def pattern_of(pattern: str, value: Decimal | int) -> str:
    """How a column writes a figure, # standing for it: what falls, and 0, has no plus sign."""
    return pattern if value > 0 else _PLUS.sub("#", pattern)


def in_other_words(indicator: Indicator, name: str) -> str | None:
    """How the document writes a figure, where it is not the bare figure with signs around it: a
    word for a sign, say.
    """
    return _own(indicator, name).get(name)


def is_unprinted(indicator: Indicator, name: str) -> bool:
    """Whether a figure is known although the document does not print it."""
    return name in _own(indicator, name) and not _own(indicator, name)[name]


def _own(indicator: Indicator, name: str) -> dict[str, str | None]:
    of_goal = indicator.goal if field_of(name) in TARGET_FIELDS else None
    held = of_goal or indicator.node
    return held.printed or {}


def raw_figure(indicator: Indicator, name: str) -> Decimal | Rank | int | None:
    """The figure as it stands in the plan's files, whether or not the document prints it (a percent
    target stays a percent); None where there is none.
    """
    if name == "target":
        asked = (aim.statement.asked for aim in indicator.aims)
        return next((value for value in asked if not isinstance(value, str)), None)
    if dated_of(name) is not None:
        told = indicator.dated(name)
        return raw_figure(indicator.aiming(told), "target") if isinstance(told, Target) else told
    value: Decimal | Rank | int | None = (
        indicator.planned if name == "planned" else getattr(indicator.node, name)
    )
    return value


def aimed_in(indicator: Indicator, name: str) -> Indicator:
    """An indicator with what one of its figures is to reach: nothing, where that is no target."""
    told = indicator.dated(name)
    if isinstance(told, Target):
        return indicator.aiming(told)
    return indicator if name == "target" else indicator._replace(aims=())


def cell_of(plan: Plan, indicator: Indicator, name: str) -> Cell | None:
    """The first cell that has a figure; None where it is none that documents print, or no table has
    such a column.
    """
    if name not in FIGURE_FIELDS and dated_of(name) is None:
        return None
    if raw_figure(indicator, name) is None or is_unprinted(indicator, name):
        return None
    return next(placed(plan, indicator, name), None)


def placed(plan: Plan, indicator: Indicator, name: str) -> Iterator[Cell]:
    """The cells where a figure has its place, and how it reads there: nothing where the document
    does not print it.
    """
    for where, table, column in _holding(plan, indicator, name):
        line = line_of(table, name)
        row = " / ".join((*row_of(plan, indicator), *([] if line is None else [line])))
        text = _written(plan, indicator, name, table) or ""
        sentence = name if table.columns is None else None
        yield Cell(where, row, column, text, table.heading or "", sentence, table.page)


_PLUS = re.compile(r"\+\s*#")
_BOUND = re.compile(r"(?:[≥>≤<]=?\s*)?#")
_PRINTED = Text("ghi “{printed}” tại {place}", "printed “{printed}” in {place}")
_CELL = Text("“{table}”, dòng {row}, cột {column}", "“{table}”, row {row}, column {column}")
_CELL_ON_PAGE = Text(
    "“{table}” (từ trang {page}), dòng {row}, cột {column}",
    "“{table}” (from page {page}), row {row}, column {column}",
)
_CELL_ALONE = Text("dòng {row}, cột {column}", "row {row}, column {column}")
_SENTENCE = Text("câu “{row} …” ({field})", "the sentence “{row} …” ({field})")
