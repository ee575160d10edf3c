"""The figures of every row on a basis: as the plan prints them, adding up only what it does not, or
starting from the leaves.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Generic, Literal, NamedTuple

from parplan.engine.bend import Bend, bend
from parplan.engine.identities.equations import adds_up, is_of_parts
from parplan.engine.identities.identity import Identity
from parplan.engine.identities.printed import finest
from parplan.engine.identities.totals import aggregate, between, ceiling, minus
from parplan.model.fields import Better, Number, turned
from parplan.model.plan import Plan
from parplan.model.tree import FACT_FIELDS, Indicator
from parplan.points import HUNDRED, ZERO, decimal_of

Basis = Literal["printed", "parts"]
TargetSource = Literal["printed", "implied", "sum"]


class Figures(NamedTuple, Generic[Number]):
    """A row's figures on a basis, in points; None is unknown. What each is stands at
    `gap.Standing`.
    """

    score: Number | None
    max: Number | None
    ceiling: Number | None
    planned: Number | None
    target: Number | None
    target_source: TargetSource | None
    floor: Number
    better: Better
    end: Number | None  # where the plan leads to: what is to be reached, or score + planned

    @property
    def gap(self) -> Number | None:
        """What lies between score and target: above 0 where that is still to be gone."""
        return between(self.score, self.target, self.better)

    @property
    def headroom(self) -> Number | None:
        """What lies between the score and the best possible one, never below 0."""
        best = self.ceiling if self.better == "higher" else self.floor
        left = between(self.score, best, self.better)
        return None if left is None else max(left, type(left)(0))

    @property
    def increase(self) -> Number | None:
        """Planned, or else what leads to the target."""
        return minus(self.target, self.score) if self.planned is None else self.planned

    @property
    def projected(self) -> Number | None:
        """Score + planned."""
        return _plus(self.score, self.planned)

    @property
    def shortfall(self) -> Number | None:
        """What lies between the projected score and the target: above 0 where it is missing."""
        return between(self.projected, self.target, self.better)


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
    if indicator.id in found:  # rows of another place, which come first
        return
    whole = plan.whole(indicator)
    for child in indicator.children + whole.children:
        _measure(plan, child, basis, number, found)
    added = _added(whole, plan, number, found)
    printed = {field: plan.known(indicator, field) for field in FACT_FIELDS}
    own = {field: None if value is None else number(value) for field, value in printed.items()}
    maximum, highest = _most(indicator, plan, number, found)
    share = _percent_alone(indicator, plan)
    if share is not None and maximum is not None and not is_of_parts(indicator, plan):
        own["score"] = number(share) * maximum / number(HUNDRED)
    if own["target"] is None and indicator.aims:  # a percent may be of a maximum that adds up
        own["target"] = indicator.aim(maximum, number)
    leaf = not whole.children
    first, second = (own, added) if basis == "printed" or leaf else (added, own)
    score = _either(first["score"], second["score"])
    planned = _either(first["planned"], second["planned"])
    target, source = _target(
        _plus(score, planned), own["target"], added["target"], basis, leaf=leaf
    )
    end = _either(target, _plus(score, planned))
    if own["target"] is None and plan.aims(indicator):  # a rank, say, or to be higher: no points
        target = source = None
    if not indicator.applies:
        score = planned = target = source = maximum = highest = end = None
    floor, better = number(indicator.floor), indicator.better
    found[indicator.id] = Figures(
        score, maximum, highest, planned, target, source, floor, better, end
    )


def _most(
    indicator: Indicator, plan: Plan, number: type[Number], found: Mapping[str, Figures[Number]]
) -> tuple[Number | None, Number | None]:
    """The maximum of a row, and the highest possible score: bonus rows count where they stand."""
    known = plan.known(indicator, "max")
    maximum = (
        aggregate(indicator, lambda child: found[child.id].max, "max")
        if known is None
        else number(known)
    )
    return maximum, ceiling(
        indicator, lambda row: maximum if row is indicator else found[row.id].max
    )


def _added(
    whole: Indicator, plan: Plan, number: type[Number], found: Mapping[str, Figures[Number]]
) -> dict[str, Number | None]:
    """What a total's parts come to in it, by its rule where it has one."""
    added = {
        "score": aggregate(whole, lambda child: found[child.id].score),
        "planned": aggregate(whole, lambda child: found[child.id].planned),
        "target": aggregate(whole, lambda child: found[child.id].end),
    }
    if whole.node.counts is None:
        return added
    return _counted(bend(whole, _most(whole, plan, number, found)[1]), **added)


def _percent_alone(indicator: Indicator, plan: Plan) -> Decimal | None:
    """The percent by which alone a score is printed in its own place; where it prints nothing of
    it, nor any other place its points, in another one.
    """
    if indicator.score is not None or indicator.node.percent is not None:
        return indicator.node.percent if indicator.score is None else None
    if plan.known(indicator, "score") is not None:
        return None
    found = finest(plan.twins(indicator.id), "percent")
    return None if found is None else found.value


def _counted(
    rule: Bend[Number] | None,
    score: Number | None,
    planned: Number | None,
    target: Number | None,
) -> dict[str, Number | None]:
    """What a total with a rule of its own comes to, from what its parts do."""
    if rule is None:
        return dict.fromkeys(("score", "planned", "target"))
    return {
        "score": None if score is None else rule.of(score),
        "planned": rule.gain(score, planned),
        "target": None if target is None else rule.of(target),
    }


def increases(plan: Plan) -> dict[str, Decimal | None]:
    """What the plan adds to every row, in points, by id; None is unknown."""
    plain, exact = figures(plan, "printed", Decimal), figures(plan, "printed", Fraction)
    return {
        ident: row.increase
        if (true := exact[ident].increase) is None or row.increase == true
        else decimal_of(true, plan.by_id[ident].decimals)
        for ident, row in plain.items()
    }


def undivided(plan: Plan, increases: Mapping[str, Decimal | None]) -> Iterator[tuple[str, Decimal]]:
    """What of a total's printed increase those of its parts that are known do not bring, in points
    of it, by id: nobody knows in which of them it is. Not where rounding alone leaves it, or its
    rule bends their sum.
    """
    for row in plan.by_id.values():
        whole, planned = plan.whole(row), increases[row.id]
        is_printed = plan.known(row, "planned") is not None
        if planned is None or not is_printed or whole.node.counts is not None:
            continue
        found = adds_up(whole, "planned", plan)
        known = aggregate(whole, lambda child: Fraction(increases[child.id] or ZERO))
        if known is None or (isinstance(found, Identity) and found.is_within):
            continue
        left = Fraction(planned) - known
        if turned(left, row.better) > 0:
            yield row.id, decimal_of(left, row.decimals)


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
