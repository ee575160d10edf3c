"""What the maximum of a row is, wherever it is printed, and how high its score can get."""

from decimal import Decimal
from fractions import Fraction

from parplan.engine.identities.printed import Figure
from parplan.engine.identities.stands import printed_part, stand_for
from parplan.engine.identities.totals import aggregate, ceiling
from parplan.model.plan import Plan
from parplan.model.tree import Indicator
from parplan.points import ZERO, decimal_of, digits


def full_max(indicator: Indicator) -> Decimal | None:
    """The maximum for units to which all of it applies, where its rows are added up."""
    if not indicator.partial:
        return indicator.node.max
    if not indicator.node.is_plain_sum:
        return None
    rows = [row for row in indicator.children if not row.node.bonus]
    known = [most for row in rows if (most := full_max(row)) is not None]
    return sum(known, ZERO) if len(known) == len(rows) else None


def maximum_of(row: Indicator, plan: Plan) -> Fraction | None:
    """The maximum of a row, printed there or elsewhere, or else what those of its parts come to, in
    points; None where that is not known, or bonus rows of another place lift it.
    """
    if row.max is not None:
        return Fraction(row.max)
    own = None if row.node.counts == "capped" else _added_maximum(row, plan)  # a cap is no sum
    twins = tuple(plan.twins(row.id))
    if own is not None or any(it.lifted for it in twins):
        return own
    others = (_added_maximum(it, plan) for it in twins if it.node.counts != "capped")
    return next((made for made in others if made is not None), None)


def _added_maximum(row: Indicator, plan: Plan) -> Fraction | None:
    return aggregate(row, lambda child: maximum_of(child, plan), "max")


def maxima_of(row: Indicator, plan: Plan) -> list[tuple[Fraction, Figure]] | None:
    """The printed maxima that make up that of a row to which all applies, there or where the same
    fact stands, each with what a point of it counts; None where one is not known.
    """
    twins = tuple(plan.twins(row.id))
    lifted = any(it.lifted for it in twins)  # bonus rows count where they stand
    if lifted and row.max is None:
        return None
    for place in (row, *(() if lifted else twins)):
        found = stand_for(place, printed_part(plan, "max"), "max", plan)
        if not found.missing:
            return [(Fraction(each) / Fraction(found.divisor), part) for each, part in found.terms]
    return None


def printed_ceiling(indicator: Indicator, plan: Plan) -> Decimal | None:
    """The highest possible score by the printed maxima, in points; None where that is not known."""
    if indicator.max is not None and not indicator.lifted:
        return indicator.max  # the usual case
    decimals = indicator.decimals if indicator.max is None else digits(indicator.max)
    return decimal_of(ceiling(indicator, lambda row: maximum_of(row, plan)), decimals)
