"""What a total can come to where not all of its parts are printed: what is not lies between its
floor and its maximum.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from parplan.engine.identities.maxima import maximum_of
from parplan.engine.identities.printed import figure_of
from parplan.engine.identities.stands import Part, stand_for
from parplan.engine.identities.totals import ceiling
from parplan.model.plan import Plan
from parplan.model.tree import Indicator, counted, divisor
from parplan.points import ZERO


class Span(NamedTuple):
    """From where to where something lies, in points, None where that is not known; and how far
    printed digits that it rests on may be off.
    """

    low: Fraction | None
    high: Fraction | None
    slack: Fraction = Fraction(0)


_ANYTHING = Span(None, None)


def possible(indicator: Indicator, part: Part, field: str, plan: Plan) -> Span:
    """What a figure of an indicator can be by those of its parts."""
    terms, node = counted(indicator, field) or (), indicator.node
    is_no_sum = field == "max" and (node.rebase is not None or indicator.partial)
    if not terms or is_no_sum or node.counts is not None:
        return _ANYTHING
    by = Fraction(divisor(indicator))
    spans = [(Fraction(factor) / by, _of_part(row, part, field, plan)) for factor, row in terms]
    return Span(
        _added((factor, span.low) for factor, span in spans),
        _added((factor, span.high) for factor, span in spans),
        sum((factor * span.slack for factor, span in spans), Fraction(0)),
    )


def _of_part(row: Indicator, part: Part, field: str, plan: Plan) -> Span:
    """What a part can be: what is printed of it, or else what its own parts and its scale leave."""
    known = stand_for(row, part, field, plan)
    if not known.missing:
        terms = [(Fraction(each) / Fraction(known.divisor), it) for each, it in known.terms]
        value = sum((each * Fraction(it.value) for each, it in terms), Fraction(0))
        slack = sum((abs(each) * Fraction(it.half) for each, it in terms), Fraction(0))
        return Span(value, value, slack)
    below, own = possible(plan.whole(row), part, field, plan), _of_scale(row, field, plan)
    return Span(
        max((it for it in (own.low, below.low) if it is not None), default=None),
        min((it for it in (own.high, below.high) if it is not None), default=None),
        below.slack + own.slack,
    )


def _of_scale(row: Indicator, field: str, plan: Plan) -> Span:
    """What a figure of a row can be by its floor and its maximum, an increase from its score."""
    if field == "max":  # no row has less than its score
        return Span(Fraction(max(row.score or ZERO, ZERO)), None)
    low, high = Fraction(row.floor), ceiling(row, lambda it: maximum_of(it, plan))
    if field != "planned":
        return Span(low, high)
    began = figure_of(row, "score", plan)
    if began is None:
        return _ANYTHING
    score = Fraction(began.value)
    return Span(low - score, None if high is None else high - score, Fraction(began.half))


def _added(terms: Iterable[tuple[Fraction, Fraction | None]]) -> Fraction | None:
    """What terms come to; None where one is not known."""
    total = Fraction(0)
    for factor, value in terms:
        if value is None:
            return None
        total += factor * value
    return total
