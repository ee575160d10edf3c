"""Where every indicator stands: score, planned increase and target, on the basis of the printed
figures or of the parts.
"""

from collections.abc import Iterator
from decimal import Decimal, Inexact, localcontext
from fractions import Fraction
from typing import Generic, Literal, NamedTuple, get_args

from parplan.engine.identities import Number, aggregate, minus
from parplan.model.plan import FactField, Indicator, Plan, Target
from parplan.points import HUNDRED, Rank, decimal_of
from parplan.text import Text, brief

Basis = Literal["printed", "parts"]
TargetSource = Literal["printed", "implied", "sum"]


class Standing(NamedTuple):
    """One indicator's standing. All figures are exact points; None is unknown.

    `target_source` says where the target comes from: printed, implied (score + planned) or sum (of
    what is below it). `gap` is target - score; `headroom` what is left to gain, to the maximum and
    the bonus rows on top, never below 0; `projected` score + planned; `shortfall` target -
    projected: what the planned increase leaves missing.
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
    gap: Decimal | None
    headroom: Decimal | None
    projected: Decimal | None
    shortfall: Decimal | None
    children: tuple["Standing", ...]

    def __repr__(self) -> str:
        return brief(self, "id", "score", "planned", "target", "gap", "headroom")

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

    def walk(self) -> Iterator["Standing"]:
        """This standing and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


class Figures(NamedTuple, Generic[Number]):
    """A row's figures on a basis, in points; None is unknown. See `Standing`."""

    score: Number | None
    max: Number | None
    ceiling: Number | None
    planned: Number | None
    target: Number | None
    target_source: TargetSource | None

    @property
    def gap(self) -> Number | None:
        """Target - score."""
        return minus(self.target, self.score)

    @property
    def headroom(self) -> Number | None:
        """Ceiling - score, never below 0."""
        left = minus(self.ceiling, self.score)
        return None if left is None else max(left, type(left)(0))

    @property
    def increase(self) -> Number | None:
        """Planned, or else the gap."""
        return self.gap if self.planned is None else self.planned

    @property
    def projected(self) -> Number | None:
        """Score + planned."""
        return _plus(self.score, self.planned)

    @property
    def shortfall(self) -> Number | None:
        """Target - projected."""
        return minus(self.target, self.projected)


def standings(plan: Plan, basis: Basis = "printed") -> tuple[Standing, ...]:
    """Every index with all that is below it.

    `printed` takes a figure as the plan prints it and adds up only what is not printed; `parts`
    starts from the leaves and adds everything up, a leaf's target being its score + planned
    increase.

    Where a mean does not come out even, fractions go through the whole tree, and each figure is cut
    once, at its end: what is the same stays the same, and what reaches a bound does.
    """
    with localcontext() as context:
        context.clear_flags()
        plain = figures(plan, basis, Decimal)
        found = tuple(_standing(plan, index, plain) for index in plan.indices)
        if not context.flags[Inexact]:
            return found
    exact = figures(plan, basis, Fraction)
    return tuple(_cut_once(index, exact) for index in found)


def figures(plan: Plan, basis: Basis, number: type[Number]) -> dict[str, Figures[Number]]:
    """The figures of every row, by id: as decimals, whose quotients are cut, or as fractions."""
    found: dict[str, Figures[Number]] = {}
    for index in plan.indices:
        _measure(plan, index, basis, number, found)
    return found


def _measure(
    plan: Plan,
    indicator: Indicator,
    basis: Basis,
    number: type[Number],
    found: dict[str, Figures[Number]],
) -> None:
    for child in indicator.children:
        _measure(plan, child, basis, number, found)
    added = {
        "score": aggregate(indicator, lambda child: found[child.id].score),
        "max": aggregate(indicator, lambda child: found[child.id].max, "max"),
        "planned": aggregate(indicator, lambda child: found[child.id].planned),
        "target": aggregate(indicator, lambda child: found[child.id].target),
    }
    printed = {field: plan.known(indicator, field) for field in get_args(FactField)}
    own = {field: None if value is None else number(value) for field, value in printed.items()}
    goal, maximum = indicator.goal, _either(own["max"], added["max"])
    percent = goal.target.percent if goal is not None and goal.target is not None else None
    if own["target"] is None and percent is not None and maximum is not None:
        own["target"] = number(percent) * maximum / number(HUNDRED)  # of one that adds up
    leaf = not indicator.children
    first, second = (own, added) if basis == "printed" or leaf else (added, own)
    score = _either(first["score"], second["score"])
    planned = _either(first["planned"], second["planned"])
    target, source = _target(
        _plus(score, planned), own["target"], added["target"], basis, leaf=leaf
    )
    bonus = _bonus(indicator, number, found)
    ceiling = maximum if bonus is None else _plus(maximum, bonus)
    found[indicator.id] = Figures(score, maximum, ceiling, planned, target, source)


def _standing(plan: Plan, indicator: Indicator, found: dict[str, Figures[Decimal]]) -> Standing:
    row = found[indicator.id]
    return Standing(
        indicator.id,
        indicator.node.name,
        indicator.decimals,
        row.max,
        row.ceiling,
        row.score,
        plan.rank(indicator),
        row.planned,
        row.target,
        row.target_source,
        indicator.goal.target if indicator.goal else None,
        row.gap,
        row.headroom,
        row.projected,
        row.shortfall,
        tuple(_standing(plan, child, found) for child in indicator.children),
    )


_CUT = (
    "max",
    "ceiling",
    "score",
    "planned",
    "target",
    "gap",
    "headroom",
    "projected",
    "shortfall",
)


def _cut_once(row: Standing, exact: dict[str, Figures[Fraction]]) -> Standing:
    """A standing with every figure that was cut on the way cut at its end instead."""
    children = tuple(_cut_once(child, exact) for child in row.children)
    return row._replace(
        children=children,
        **{
            name: decimal_of(true, row.decimals)
            for name in _CUT
            if (true := getattr(exact[row.id], name)) is not None
            and true != Fraction(getattr(row, name))
        },
    )


def _bonus(
    indicator: Indicator, number: type[Number], found: dict[str, Figures[Number]]
) -> Number | None:
    """By how much bonus rows, at any depth, can lift a score above the maximum, in points."""
    nothing = number(0)

    def above(child: Indicator) -> Number:
        row = found[child.id]
        return (row.ceiling or nothing) - (nothing if child.node.bonus else row.max or nothing)

    return aggregate(indicator, above)


def _target(
    implied: Number | None,
    printed: Number | None,
    added: Number | None,
    basis: Basis,
    *,
    leaf: bool,
) -> tuple[Number | None, TargetSource | None]:
    choices: tuple[tuple[Number | None, TargetSource], ...] = (
        ((printed, "printed"), (added, "sum"), (implied, "implied"))
        if basis == "printed"
        else ((implied, "implied"), (printed, "printed"))
        if leaf
        else ((added, "sum"), (implied, "implied"), (printed, "printed"))
    )
    return next(((value, source) for value, source in choices if value is not None), (None, None))


def _either(first: Number | None, second: Number | None) -> Number | None:
    return second if first is None else first


def _plus(first: Number | None, second: Number | None) -> Number | None:
    return None if first is None or second is None else first + second
