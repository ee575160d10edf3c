"""What equations take times a maximum: percents of it, and what a rebased total is divided by."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from parplan.engine.identities.identity import Identity
from parplan.engine.identities.maxima import maxima_of
from parplan.engine.identities.printed import Figure, figure_at, figures_of
from parplan.model.findings import Finding
from parplan.model.plan import Plan
from parplan.model.tree import Indicator


class Taken(NamedTuple):
    """By how much more an equation comes to, undivided, for each point that a maximum has more: so
    much of another figure, `other`; or, of a target that is a percent of the maximum, so many
    points, unless the target itself is another.
    """

    maximum: Figure
    other: str
    factor: Fraction
    is_target: bool = False


DIVIDED = ("A301", "A303", "A305")  # equations whose totals may be rebased


def of_percents(terms: Iterable[tuple[Decimal, Figure]], plan: Plan) -> Iterator[Taken]:
    """Of terms that are percents of maxima: scores of which a percent alone is printed, whose
    factors are what a percent is worth, and targets.
    """
    for factor, part in terms:
        for share, most in (maxima := _percent_of(part, plan)):
            worth = 1 / _whole(maxima) if part.percent is None else Fraction(part.percent) / 100
            each = Fraction(factor) * share * worth
            yield Taken(most, part.path, each, is_target=part.percent is not None)


def of_rebased(indicator: Indicator, found: Identity, plan: Plan) -> Iterator[Taken]:
    """Of an equation of a rebased total: its own figures are taken times the maxima of its rows."""
    maxima = _divided_by(indicator, plan)
    own = [found.total, *found.earlier]
    for share, most in maxima:
        factor = -Fraction(found.divisor) / _whole(maxima) * share
        yield from (Taken(most, part.path, factor) for part in own)


def _whole(maxima: Iterable[tuple[Fraction, Figure]]) -> Fraction:
    """What printed maxima come to together, in points."""
    return sum((share * Fraction(most.value) for share, most in maxima), Fraction(0))


def _percent_of(part: Figure, plan: Plan) -> list[tuple[Fraction, Figure]]:
    """The printed maxima that a figure is a percent of; none where it is none, or of nothing."""
    if part.percent is None and part.field != "percent":
        return []
    maxima = maxima_behind(plan.by_id[part.ident], plan) or []
    return maxima if _whole(maxima) else []


def _divided_by(indicator: Indicator, plan: Plan) -> list[tuple[Fraction, Figure]]:
    """The printed maxima that a total is divided by, each with what a point of it counts; none
    where it is not rebased, or nobody can tell them.
    """
    rows = [row for row in indicator.children if row.counts_in(indicator)]
    if indicator.node.rebase is None or any(row.node.bonus for row in rows):
        return []
    each = [maxima_behind(row, plan) for row in rows]
    return [] if None in each else [it for found in each for it in found or ()]


def decisive(plan: Plan, finding: Finding) -> dict[str, Decimal]:
    """The printed figures that a contradiction hangs on, by path: its own, and the maxima that they
    are percents of, or that its total is divided by; none where no errata can hold it.
    """
    figures = figures_of(plan, finding)
    parts = [part for path in figures if (part := figure_at(plan, path)) is not None]
    maxima = [it for part in parts for it in _percent_of(part, plan)]
    if figures and finding.code in DIVIDED:
        maxima += _divided_by(plan.by_id[finding.path.rpartition(".")[0]], plan)
    return figures | {most.path: most.printed for _, most in maxima}


def maxima_behind(row: Indicator, plan: Plan) -> list[tuple[Fraction, Figure]] | None:
    """The printed maxima that make up that of a row, each with what a point of it counts; None
    where nobody knows them, or not all of the row applies.
    """
    return None if row.partial or row.node.rebase is not None else maxima_of(row, plan)
