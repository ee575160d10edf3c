"""Where every indicator stands: score, planned increase and target, on the basis of the printed
figures or of the parts.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, NamedTuple

from parplan.engine.identities import aggregate, ceiling
from parplan.model.plan import FACT_FIELDS, Indicator, Plan, Target
from parplan.points import ZERO, Rank
from parplan.text import Text, brief

Basis = Literal["printed", "parts"]
TargetSource = Literal["printed", "implied", "sum"]


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
        return self.gap if self.planned is None else self.planned

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
    added = {
        "score": aggregate(indicator, lambda child: rows[child.id].score),
        "max": aggregate(indicator, lambda child: rows[child.id].max, "max"),
        "planned": aggregate(indicator, lambda child: rows[child.id].planned),
        "target": aggregate(indicator, lambda child: rows[child.id].target),
    }
    own = {field: plan.known(indicator, field) for field in FACT_FIELDS}
    goal, maximum = indicator.goal, _either(own["max"], added["max"])
    if own["target"] is None and goal is not None and goal.target is not None:
        own["target"] = goal.target.of(maximum, indicator.node.groups)
    first, second = (own, added) if basis == "printed" or not below else (added, own)
    score = _either(first["score"], second["score"])
    planned = _either(first["planned"], second["planned"])
    most = {row.id: row.max for child in below if indicator.lifted for row in child.walk()}
    target, source = _target(score, planned, own["target"], added["target"], basis, leaf=not below)
    return Standing(
        indicator.id,
        indicator.node.name,
        indicator.decimals,
        maximum,
        ceiling(indicator, lambda row: maximum if row is indicator else most[row.id]),
        score,
        plan.rank(indicator),
        planned,
        target,
        source,
        goal.target if goal else None,
        below,
    )


def _target(
    score: Decimal | None,
    planned: Decimal | None,
    printed: Decimal | None,
    added: Decimal | None,
    basis: Basis,
    *,
    leaf: bool,
) -> tuple[Decimal | None, TargetSource | None]:
    implied = None if score is None or planned is None else score + planned
    choices: tuple[tuple[Decimal | None, TargetSource], ...] = (
        ((printed, "printed"), (added, "sum"), (implied, "implied"))
        if basis == "printed"
        else ((implied, "implied"), (printed, "printed"))
        if leaf
        else ((added, "sum"), (implied, "implied"), (printed, "printed"))
    )
    return next(((value, source) for value, source in choices if value is not None), (None, None))


def _either(first: Decimal | None, second: Decimal | None) -> Decimal | None:
    return second if first is None else first
