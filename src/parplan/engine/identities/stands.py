"""What stands for a figure that its own place does not print: that of the same fact elsewhere, a
percent of the maximum, or what the parts come to.
"""

from collections.abc import Callable
from decimal import Decimal
from math import lcm
from typing import NamedTuple

from parplan.engine.identities.printed import Figure, figure, figure_of
from parplan.model.plan import Plan
from parplan.model.tree import Indicator, counted, divisor
from parplan.points import HUNDRED, ONE, ZERO, digits, exactly

Terms = tuple[tuple[Decimal, Figure], ...]
# The terms that stand for a part in an equation, and which of its figures are missing.
Part = Callable[[Indicator], tuple[Terms, tuple[str, ...]]]


class Sum(NamedTuple):
    """Terms, what they come to being to be divided; which figures of which parts are missing."""

    terms: Terms
    divisor: Decimal
    missing: tuple[tuple[str, str], ...]

    @property
    def half(self) -> Decimal:
        """How far what it comes to may be off, in points."""
        with exactly():
            undivided = sum((abs(factor) * part.half for factor, part in self.terms), ZERO)
        return undivided / self.divisor


def scored(indicator: Indicator, plan: Plan) -> Sum:
    """What stands for a score: its own figure, wherever it is printed, else its percent of the
    maximum, else what its parts come to.
    """
    return stand_for(indicator, printed_part(plan, "score"), "score", plan)


def score_alone(own: Figure | None) -> tuple[Terms, tuple[str, ...]]:
    """One figure for a part, or that its score is missing."""
    return ((), ("score",)) if own is None else (((ONE, own),), ())


def printed_part(plan: Plan, field: str) -> Part:
    """A figure of a part, wherever the same fact prints it; of a score that a place prints as a
    percent of its maximum alone, that percent. What stands in its own place comes first; a target
    that is to be passed is not what a part comes to.
    """

    def part(row: Indicator) -> tuple[Terms, tuple[str, ...]]:
        by_percent = percent_of_maximum(row, plan) if field == "score" else None
        own = None if by_percent else figure_of(row, field, plan)
        if own is None and by_percent is None and field == "score":
            others = (percent_of_maximum(place, plan) for place in plan.twins(row.id))
            known = (found for found in others if found is not None)
            by_percent = min(known, key=lambda found: found[0] * found[1].half, default=None)
        if own is not None and own.sign is not None:
            own = None
        found = by_percent if own is None else (ONE, own)
        return ((), (row.due_as(field),)) if found is None else ((found,), ())

    return part


def percent_of_maximum(row: Indicator, plan: Plan) -> tuple[Decimal, Figure] | None:
    """The percent of a printed maximum by which alone a score is printed, with what a percent of
    it is worth in points.
    """
    if row.score is not None or row.node.rebase is not None or row.partial:
        return None
    percent, maximum = figure(row, "percent"), figure_of(row, "max", plan)
    if percent is None or maximum is None or not maximum.value:  # of nothing any percent is nothing
        return None
    return maximum.value / HUNDRED, percent


def sum_of(indicator: Indicator, part: Part, field: str, plan: Plan) -> Sum:
    """The parts of an indicator, each with what a point of it counts."""
    rows = [
        (factor, stand_for(row, part, field, plan))
        for factor, row in counted(indicator, field) or ()
    ]
    with exactly():
        finest = max((digits(row.divisor) for _, row in rows), default=0)
        whole = [int(row.divisor.scaleb(finest)) for _, row in rows]
        by = lcm(*whole)
        return Sum(
            tuple(
                (factor * each * (by // own), figure)
                for (factor, row), own in zip(rows, whole, strict=True)
                for each, figure in row.terms
            ),
            Decimal(by).scaleb(-finest) * divisor(indicator),
            tuple(name for _, row in rows for name in row.missing),
        )


def stand_for(row: Indicator, part: Part, field: str, plan: Plan) -> Sum:
    """What stands for a part: its own figure, or where that is not printed its parts, wherever the
    fact has any.
    """
    terms, missing = part(row)
    whole = plan.whole(row) if missing else row
    counts = whole.node.counts
    if missing and (counts is None or (field == "max" and counts != "capped")):  # a cap is no sum
        below = sum_of(whole, part, field, plan)
        if below.terms and not below.missing:
            return below
    return Sum(terms, ONE, tuple((row.id, name) for name in missing))
