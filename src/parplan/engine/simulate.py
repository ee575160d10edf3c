"""How likely it is: every row's odds, from what is drawn (`draws`) of all that varies."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import sqrt
from typing import NamedTuple

from parplan.engine.baseline import Baseline
from parplan.engine.draws import Distribution, drawn
from parplan.engine.grids import Model
from parplan.engine.identities.basis import TargetSource
from parplan.engine.project import Projected, Projection
from parplan.engine.swings import HIGH, LOW, Bin, Swing, histogram, swings
from parplan.engine.verdicts import sign_of
from parplan.model.aims import Aim
from parplan.model.scenario import Spread
from parplan.points import ZERO, as_told, decimal_of
from parplan.text import Text, brief


class Chance(NamedTuple):
    """One row's odds. Points are exact; `probability` is the share of scenarios that meet the
    target, `standard_error` its Monte-Carlo error (0 where the distribution itself is known);
    `low`, `likely`, `high` and `source` are of what varies."""

    id: str
    name: Text
    decimals: int
    score: Decimal | None
    target: Decimal | None
    target_source: TargetSource | None
    aims: tuple[Aim, ...]
    max: Decimal | None
    probability: float | None
    standard_error: float | None
    mean: Decimal | None
    p5: Decimal | None
    p50: Decimal | None
    p95: Decimal | None
    low: Decimal | None
    likely: Decimal | None
    high: Decimal | None
    source: str | None
    children: tuple["Chance", ...]

    def __repr__(self) -> str:
        return brief(self, "id", "score", "target", "probability", "p5", "p50", "p95")

    def walk(self) -> Iterator["Chance"]:
        """This row and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


class Outcome(NamedTuple):
    """What was drawn: of all that varies, with which correlation, and what each fact comes to."""

    model: Model
    found: Mapping[str, Distribution]
    correlation: float


class Odds:
    """An index: its odds (`chance`) with all below it; how often it comes to what, and what moves
    it, largest swing first, are worked out when asked for.
    """

    def __init__(self, chance: Chance, outcome: Outcome) -> None:
        self.chance, self._outcome = chance, outcome

    @cached_property
    def histogram(self) -> tuple[Bin, ...]:
        """About a dozen bars."""
        model, found, _ = self._outcome
        return tuple(histogram(_points(model, found, self.chance.id), self.chance.decimals))

    @cached_property
    def tornado(self) -> tuple[Swing, ...]:
        """All that moves it."""
        return tuple(swings(*self._outcome, self.chance.id))

    def showing(self, chance: Chance) -> "Odds":
        """The same with other rows in view."""
        return Odds(chance, self._outcome)


def simulate(
    baseline: Baseline,
    projection: Projection,
    spreads: Sequence[Spread],
    *,
    n: int,
    seed: int,
    correlation: float,
    watch: Callable[[int], None] = lambda _: None,
) -> tuple[Odds, ...]:
    """Draw `n` scenarios around a projection; the same seed gives the same answer. `watch` hears
    how many are done."""
    model = Model(baseline, projection, spreads)
    outcome = Outcome(model, drawn(model, n, seed, correlation, watch), correlation)
    return tuple(
        Odds(_chance(model, outcome.found, index, n), outcome) for index in projection.indices
    )


def _points(model: Model, found: Mapping[str, Distribution], ident: str) -> Distribution | None:
    """What a row comes to; None where that is not known."""
    score, change = model.baseline.score[ident], found.get(model.baseline.fact[ident])
    if score is None or change is None:
        return None
    return change._replace(first=score + change.first)


def _chance(model: Model, found: Mapping[str, Distribution], row: Projected, n: int) -> Chance:
    unit, told = model.varying.get(model.baseline.fact[row.id]), _points(model, found, row.id)
    probability = error = mean = p5 = p50 = p95 = low = likely = high = None
    if unit is not None:
        home = model.landings[unit.ident].score or ZERO
        apart = ZERO if unit.ident == row.id else (row.score or ZERO) - home
        low, likely, high = (end + apart for end in (unit.low, unit.likely, unit.high))
    if told is not None:
        mean = decimal_of(told.mean)
        quantiles = map(told.quantile, (LOW, 0.5, HIGH))
        p5, p50, p95 = (as_told(decimal_of(at, row.decimals), row.decimals) for at in quantiles)
    target = None if row.target is None else Fraction(row.target)
    if row.target_source is not None:  # the plan's own: that of a mean, say, is exact only there
        target = model.baseline.target[row.id]
    if told is not None and target is not None:
        probability = told.meeting(target, sign_of(row.target, row.aims, row.max, row.better))
        error = 0.0 if unit else sqrt(probability * (1 - probability) / n)
    return Chance(
        row.id,
        row.name,
        row.decimals,
        row.score,
        row.target,
        row.target_source,
        row.aims,
        row.max,
        probability,
        error,
        mean,
        p5,
        p50,
        p95,
        low,
        likely,
        high,
        None if unit is None else unit.origin,
        tuple(_chance(model, found, child, n) for child in row.children),
    )
