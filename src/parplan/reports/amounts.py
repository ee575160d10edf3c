"""In what the figures of a row are told in sentences: in points, in percent where the document
prints nothing else, and of a measure, where less is better (days, late files), as they are: its
name says what is counted.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from parplan.model.tree import Indicator
from parplan.points import HUNDRED
from parplan.reports.titles import Titles
from parplan.text import Message, Tabled, Text

Counted = Literal["points", "percent", "measure"]


def counted_in(row: Indicator) -> Counted:
    """In what a row's figures are counted: one that prints none of its own in what its rows are."""
    if row.better == "lower":
        return "measure"
    if row.node.score is not None or row.max != HUNDRED:
        return "points"
    rates = row.children and all(counted_in(child) == "percent" for child in row.children)
    return "percent" if row.node.percent is not None or rates else "points"


def total_name(row: Indicator) -> Text:
    """What a row is called at the foot of the table of its rows: a total, where it adds up points;
    no mean is one, and no rate.
    """
    is_total = row.node.aggregate == "sum" and counted_in(row) == "points"
    return Titles.TOTAL if is_total else Titles.OVERALL


def amount(row: Indicator, points: Decimal) -> Message:
    """What a row came to."""
    return Message(_AMOUNT[counted_in(row)], {"value": Tabled(points, row.decimals)})


def beside(row: Indicator, points: Decimal) -> Message:
    """What a row aims at, where that stands beside what it came to: points are said there."""
    words = _BARE if counted_in(row) == "points" else _AMOUNT[counted_in(row)]
    return Message(words, {"value": Tabled(points, row.decimals)})


def difference(row: Indicator, points: Decimal) -> Message:
    """By how much two of its figures differ, without a sign."""
    return Message(_DIFFERENCE[counted_in(row)], {"value": Tabled(points, row.decimals)})


_BARE, _POINTS = Text("{value}", "{value}"), Text("{value} điểm", "{value} points")
_AMOUNT: Mapping[Counted, Text] = {
    "points": _POINTS,
    "percent": Text("{value}%", "{value}%"),
    "measure": _BARE,
}
_DIFFERENCE: Mapping[Counted, Text] = {
    "points": _POINTS,
    "percent": Text("{value} điểm phần trăm", "{value} percentage points"),
    "measure": _BARE,
}
