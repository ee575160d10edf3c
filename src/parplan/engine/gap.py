"""Where every indicator stands: score, planned increase and target, on the basis of the printed
figures or of the parts.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, Inexact, localcontext
from fractions import Fraction
from typing import Final, NamedTuple

from parplan.engine.bend import bend
from parplan.engine.identities.basis import Basis, Figures, TargetSource, figures
from parplan.engine.identities.identity import Identity
from parplan.engine.identities.printed import Figure, figure_of
from parplan.engine.identities.stands import scored
from parplan.engine.identities.totals import aggregate
from parplan.engine.verdicts import enough, sign_of
from parplan.model.aims import Aim
from parplan.model.fields import Better, turned
from parplan.model.fixed import Fixed
from parplan.model.plan import Plan
from parplan.model.tree import FactField, Indicator
from parplan.points import ONE, ZERO, Rank, as_everywhere, decimal_of, last_digit
from parplan.text import Text, brief


class Standing(NamedTuple):
    """One indicator's standing. All figures are exact points; None is unknown.

    `target_source` says where the target comes from: printed, implied (score + planned) or sum (of
    what is below it). `gap` is target - score; `headroom` what is left to gain, to the maximum and
    the bonus rows on top, never below 0; `projected` score + planned; `shortfall` target -
    projected: what the planned increase leaves missing. Where less is better, gap and shortfall are
    the other way round, and headroom is what lies above the floor.
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
    aims: tuple[Aim, ...]
    gap: Decimal | None
    headroom: Decimal | None
    projected: Decimal | None
    shortfall: Decimal | None
    better: Better
    applies: bool
    excerpt_of: int | None  # how many rows its table has, where only some of them are known
    decimals_of: Mapping[str, int]  # of the figures that are printed with others, by field
    children: tuple["Standing", ...]

    def __repr__(self) -> str:
        return brief(self, "id", "score", "planned", "target", "gap", "headroom")

    @property
    @as_everywhere
    def increase(self) -> Decimal | None:
        """What the plan adds, in points: the planned increase, or what the target alone asks
        for.
        """
        if self.planned is not None or self.gap is None:
            return self.planned
        return turned(self.gap, self.better)

    @property
    @as_everywhere
    def enough(self) -> Decimal | None:
        """The score that just meets the target, in points: the target itself, or the next last
        digit beyond it."""
        if self.target is None:
            return None
        sign = sign_of(self.target, self.aims, self.max, self.better)
        return enough(self.target, sign, last_digit(self.decimals))

    @property
    def is_estimate(self) -> bool:
        """Whether its target in points is what others' scores make of it, in another year perhaps
        than the one it is for.
        """
        printed = self.target_source == "printed"
        return printed and any(aim.takes and aim.points == self.target for aim in self.aims)

    @property
    @as_everywhere
    def headroom_used(self) -> Decimal | None:
        """Gap / headroom, a share of 1; None where nothing is left to gain."""
        gap, headroom = self.gap, self.headroom
        return None if gap is None or not headroom else gap / headroom

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
        _stated(plan.aims(indicator), row.target_source, row.max),
        row.gap,
        row.headroom,
        row.projected,
        row.shortfall,
        indicator.better,
        indicator.applies,
        indicator.node.excerpt_of if indicator.node.is_excerpt else None,
        _decimals_of(indicator, row.target_source),
        tuple(_standing(plan, child, found) for child in indicator.children),
    )


def _stated(
    aims: tuple[Aim, ...], source: TargetSource | None, maximum: Decimal | None
) -> tuple[Aim, ...]:
    """The statements that a target rests on: where it follows from other figures, those that are
    no amounts still stand, a percent of an unknown maximum among them.
    """
    if source == "printed":
        return aims
    return tuple(aim for aim in aims if aim.statement.amount(maximum, Decimal) is None)


def _decimals_of(indicator: Indicator, source: TargetSource | None) -> Mapping[str, int]:
    """Those of single figures: a target that follows from a score has the decimals of that."""
    said = indicator.decimals_of
    if source == "printed" or not said:
        return said
    return Fixed({**said, "target": indicator.decimals_of_sum})


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


def target_of_rows(plan: Plan, row: Standing) -> Decimal | None:
    """What a row's parts are planned to reach comes to in it, in points, by its rule where it has
    one, beside a target of its own; None where it has none, or one of theirs is not known.
    """
    if row.target_source != "printed":
        return None
    known = {
        child.id: child.projected if child.target is None else child.target
        for child in row.children
    }

    def exact(child: Indicator) -> Fraction | None:
        end = known[child.id]
        return None if end is None else Fraction(end)

    own = plan.by_id[row.id]
    total = aggregate(own, exact)
    if own.node.counts is not None and total is not None:
        rule = bend(own, None if row.ceiling is None else Fraction(row.ceiling))
        total = None if rule is None else rule.of(total)
    return decimal_of(total, row.decimals)


def within_rounding(plan: Plan, row: Standing, basis: Basis, indices: Iterable[Standing]) -> bool:
    """Whether digits that were not printed may explain a row's shortfall: true where there is
    none. `indices` are all standings of the plan on the basis.
    """
    found = {each.id: each for index in indices for each in index.walk()}
    terms = [
        Figure(row.id, field, value, _half(plan.by_id[row.id], field, plan, basis, found) or ZERO)
        for field in _REACHED
        if (value := getattr(row, field)) is not None
    ]
    if len(terms) < len(_REACHED):
        return True
    score, planned, target = terms
    return Identity(target, ((ONE, score), (ONE, planned))).is_within


_REACHED: Final[tuple[FactField, ...]] = ("score", "planned", "target")


def _half(
    own: Indicator, field: FactField, plan: Plan, basis: Basis, found: Mapping[str, Standing]
) -> Decimal | None:
    """How far a figure on a basis may be off: as much as the place that prints it, or as what it
    was worked out from together; exact where it is no figure of the plan. None where it is unknown.
    """
    row = found[own.id]
    if getattr(row, field) is None:
        return None
    made = scored(own, plan) if field == "score" and basis == "printed" else None
    if made is not None and not made.missing:
        return made.half
    printed = figure_of(own, field, plan)
    half = printed.half if printed else ZERO
    if field == "target" and row.target_source == "implied":
        terms = (_half(own, term, plan, basis, found) for term in _REACHED[:2])
        return sum((term for term in terms if term), ZERO)
    if row.target_source == "sum" if field == "target" else basis == "parts" or printed is None:
        return aggregate(plan.whole(own), lambda it: _half(it, field, plan, basis, found)) or half
    return half
