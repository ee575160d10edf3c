"""Where every indicator stands: score, planned increase and target, on the basis of the printed
figures or of the parts.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final, Literal, NamedTuple

from parplan.engine.identities import (
    Figure,
    Identity,
    TargetSource,
    aggregate,
    ceiling,
    figure,
    increase,
    worked_out,
)
from parplan.model.plan import FactField, Indicator, Plan, Target
from parplan.points import ONE, ZERO, Rank
from parplan.text import Text, brief

Basis = Literal["printed", "parts"]


class Standing(NamedTuple):
    """One indicator's standing. All figures are exact points; None is unknown.

    `target_source` says where the target comes from: printed, implied (score + planned) or sum (of
    what is below it).
    """

    id: str
    name: Text
    decimals: int
    max: Decimal | None
    ceiling: Decimal | None  # the maximum, and the bonus rows on top
    score: Decimal | None
    rank: Rank | None
    planned: Decimal | None
    target: Decimal | None
    target_source: TargetSource | None
    goal: Target | None
    children: tuple["Standing", ...]

    def __repr__(self) -> str:
        return brief(self, "id", "score", "planned", "target", "gap", "headroom")

    @property
    def gap(self) -> Decimal | None:
        """Target - score, in points."""
        return None if self.target is None or self.score is None else self.target - self.score

    @property
    def headroom(self) -> Decimal | None:
        """What is left to gain, in points: to the maximum and the bonus rows on top; never below
        0.
        """
        if self.ceiling is None or self.score is None:
            return None
        return max(self.ceiling - self.score, ZERO)

    @property
    def increase(self) -> Decimal | None:
        """What the plan adds, in points: the planned increase, or what the target alone asks
        for.
        """
        return increase(self.score, self.planned, self.target)

    @property
    def headroom_used(self) -> Decimal | None:
        """Gap / headroom, a share of 1; None where nothing is left to gain."""
        gap, headroom = self.gap, self.headroom
        return None if gap is None or not headroom else gap / headroom

    @property
    def shortfall(self) -> Decimal | None:
        """Target - (score + planned), in points: what the planned increase leaves missing."""
        if self.target is None or self.score is None or self.planned is None:
            return None
        return self.target - (self.score + self.planned)

    def walk(self) -> Iterator["Standing"]:
        """This standing and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


def standings(plan: Plan, basis: Basis = "printed") -> tuple[Standing, ...]:
    """Every index with all that is below it.

    `printed` takes a figure as the plan prints it and adds up only what is not printed; `parts`
    starts from the leaves and adds everything up, a leaf's target being its score + planned
    increase.
    """
    return tuple(_standing(plan, index, basis) for index in plan.indices)


def _standing(plan: Plan, indicator: Indicator, basis: Basis) -> Standing:
    below = tuple(_standing(plan, child, basis) for child in indicator.children)
    rows = {row.id: row for row in below}
    amounts = worked_out(
        plan,
        indicator,
        lambda field, child: getattr(rows[child.id], field),
        from_parts=basis == "parts",
    )
    most = {row.id: row.max for child in below if indicator.lifted for row in child.walk()}
    return Standing(
        indicator.id,
        indicator.node.name,
        indicator.decimals,
        amounts.max,
        ceiling(indicator, lambda row: amounts.max if row is indicator else most[row.id]),
        amounts.score,
        plan.rank(indicator),
        amounts.planned,
        amounts.target,
        amounts.target_source,
        indicator.goal.target if indicator.goal else None,
        below,
    )


def within_rounding(plan: Plan, row: Standing, basis: Basis = "printed") -> bool:
    """Whether digits that were not printed may explain a row's shortfall: true where there is
    none.
    """
    score, planned, target = (_figure(plan, row, field, basis) for field in _REACHED)
    if score is None or planned is None or target is None:
        return True
    return Identity(target, ((ONE, score), (ONE, planned))).is_within


_REACHED: Final[tuple[FactField, ...]] = ("score", "planned", "target")


def _figure(plan: Plan, row: Standing, field: FactField, basis: Basis) -> Figure | None:
    """A figure of a standing, off by as much as the place that prints it, or as what it was worked
    out from together; exact where it is no figure of the plan. None where it is unknown.
    """
    value: Decimal | None = getattr(row, field)
    if value is None:
        return None
    places = (plan.by_id[row.id], *plan.twins.get(row.id, ()))
    printed = next((part for place in places if (part := figure(place, field))), None)
    half = printed.half if printed else ZERO
    added = basis == "parts" or printed is None
    if field == "target" and row.target_source == "implied":
        terms = [_figure(plan, row, term, basis) for term in ("score", "planned")]
        half = sum((term.half for term in terms if term), ZERO)
    elif row.target_source == "sum" if field == "target" else added:
        parts = (_figure(plan, child, field, basis) for child in row.children)
        halves = {part.ident: part.half for part in parts if part}
        half = aggregate(places[0], lambda child: halves.get(child.id)) or half
    return Figure(row.id, field, value, half)
