"""How likely it is, in two views: as scores move by themselves (the outside view), and if the plan
is carried out (the inside view; D. Kahneman and D. Lovallo, Timid choices and bold forecasts,
1993). Every row's odds, from what is drawn (`draws`) of all that varies.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import sqrt
from typing import NamedTuple

from parplan.engine.baseline import Baseline
from parplan.engine.draws import Distribution, drawn
from parplan.engine.grids import Model
from parplan.engine.identities.basis import TargetSource
from parplan.engine.movement import Movement
from parplan.engine.project import Projected, Projection, in_full
from parplan.engine.swings import HIGH, LOW, Bin, Swing, histogram, swings
from parplan.engine.verdicts import sign_of
from parplan.model.aims import Aim
from parplan.model.fields import Better
from parplan.model.scenario import Range, Spread
from parplan.points import as_told, decimal_of
from parplan.text import Text, brief


class View(NamedTuple):
    """What one view says of a row; None is unknown. `probability` is the share of scenarios (of 1)
    that meet the target, `standard_error` its Monte-Carlo error (0 where the distribution itself is
    known). Points are exact.
    """

    probability: float | None = None
    standard_error: float | None = None
    mean: Decimal | None = None
    p5: Decimal | None = None
    p50: Decimal | None = None
    p95: Decimal | None = None


class Chance(NamedTuple):
    """One row's odds in both views. `range` (points) is what a scenario says of it, `movement` how
    it moves by itself; None where it follows from its parts, or is not known.
    """

    id: str
    name: Text
    decimals: int
    decimals_of: Mapping[str, int]
    score: Decimal | None
    target: Decimal | None
    target_source: TargetSource | None
    aims: tuple[Aim, ...]
    max: Decimal | None
    better: Better
    applies: bool
    outside: View
    inside: View
    range: Range | None
    movement: Movement | None
    children: tuple["Chance", ...]

    def __repr__(self) -> str:
        return brief(self, "id", "score", "target", "probability")

    @property
    def probability(self) -> float | None:
        """The chance of meeting the target if the plan is carried out, a share of 1."""
        return self.inside.probability

    @property
    def is_unknown(self) -> bool:
        """Whether neither view says anything of it."""
        return self.outside == self.inside == View()

    @property
    def movements(self) -> tuple[Movement, ...]:
        """How those rows move, it or below it, that vary by themselves."""
        return tuple(row.movement for row in self.walk() if row.movement is not None)

    def walk(self) -> Iterator["Chance"]:
        """This row and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


class Drawn(NamedTuple):
    """What was drawn in one view: of all that varies, and what each fact comes to."""

    model: Model
    found: Mapping[str, Distribution]

    def points(self, ident: str) -> Distribution | None:
        """What a row comes to; None where that is not known."""
        score, fact = self.model.baseline.score[ident], self.model.baseline.fact[ident]
        change = self.found.get(fact)
        if score is None or change is None or fact in self.model.open:
            return None
        return change._replace(first=score + change.first)


class Odds:
    """An index: its odds (`chance`) with all below it; how often it comes to what, in both views,
    and what moves it if the plan is carried out, largest swing first, are worked out when asked
    for.
    """

    def __init__(
        self, chance: Chance, outside: Drawn, inside: Drawn, whole: Chance | None = None
    ) -> None:
        self.chance, self._outside, self._inside = chance, outside, inside
        self._whole = whole or chance

    @property
    def movements(self) -> tuple[Movement, ...]:
        """What it rests on, whichever rows are in view."""
        return self._whole.movements

    @property
    def is_planned(self) -> bool:
        """Whether a row comes to what it does by what is planned, and not within a range."""
        model = self._inside.model
        facts = {model.baseline.fact[row.id] for row in self._whole.walk()} - model.open
        return any(unit.spread is None for unit in model.varying.values() if unit.fact in facts)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The rows in view that apply and of which neither view says anything."""
        rows = self._inside.model.baseline.plan.by_id
        return tuple(
            row.id for row in self.chance.walk() if row.is_unknown and rows[row.id].applies
        )

    @property
    def ranged(self) -> int:
        """How many rows have a range of their own, whichever are in view."""
        return sum(row.range is not None for row in self._whole.walk())

    @cached_property
    def histogram(self) -> tuple[Bin, ...]:
        """About a dozen bars."""
        outside, inside = self.outcomes(self.chance.id)
        return tuple(histogram(outside, inside, self.chance.decimals))

    @cached_property
    def tornado(self) -> tuple[Swing, ...]:
        """All that moves it."""
        return tuple(swings(*self._inside, self.chance.id))

    def outcomes(self, ident: str) -> tuple[Distribution | None, Distribution | None]:
        """What a row comes to, in points, as scores move and if the plan is carried out; None where
        that is not known.
        """
        return self._outside.points(ident), self._inside.points(ident)

    def idle(self, spreads: Iterable[Spread]) -> Iterator[tuple[str, str]]:
        """Of these ranges those without an effect on the totals: the row of each, and the topmost
        row above it that varies as a whole.
        """
        baseline, varying = self._inside.model.baseline, self._inside.model.varying
        for spread in spreads:
            fact = baseline.fact[spread.ident]
            above = baseline.above(fact)
            whole = [row for row in above if row in varying]
            moved = {fact}
            for row in baseline.order:  # parts first
                parts = (part for _, part in baseline.shares[row])
                if row in above and row not in varying and not moved.isdisjoint(parts):
                    moved.add(row)
            if whole and moved.isdisjoint(baseline.fact[it.id] for it in baseline.plan.indices):
                yield spread.ident, whole[-1]

    def showing(self, chance: Chance) -> "Odds":
        """The same with other rows in view."""
        return Odds(chance, self._outside, self._inside, self._whole)


def simulate(
    baseline: Baseline,
    projection: Projection,
    spreads: Sequence[Spread],
    movements: Mapping[str, Movement],
    *,
    n: int,
    seed: int,
    correlation: float | None = None,
    watch: Callable[[int], None] = lambda _: None,
) -> tuple[Odds, ...]:
    """Draw `n` scenarios of two views: with nothing planned, and around a projection, where
    `spreads` say how far single rows may lie from it; the same seed gives the same answer.

    `movements` (by id) say how rows move by themselves; with a `correlation` all go together so
    far, whatever these say. `watch` hears how many are done.
    """
    models = [
        Model(baseline, in_full(baseline, "current"), (), movements, correlation),
        Model(baseline, projection, spreads, movements, correlation),
    ]
    found = drawn(models, n, seed, watch)
    outside, inside = (Drawn(model, each) for model, each in zip(models, found, strict=True))
    return tuple(
        Odds(_chance(index, outside, inside, n), outside, inside) for index in projection.indices
    )


def _chance(row: Projected, outside: Drawn, inside: Drawn, n: int) -> Chance:
    fact = inside.model.baseline.fact[row.id]
    unit, moving = inside.model.varying.get(fact), outside.model.varying.get(fact)
    return Chance(
        row.id,
        row.name,
        row.decimals,
        row.decimals_of,
        row.score,
        row.target,
        row.target_source,
        row.aims,
        row.max,
        row.better,
        row.applies,
        _view(row, outside, n),
        _view(row, inside, n),
        None if unit is None or unit.spread is None else _range(row, unit.spread, inside.model),
        None if moving is None else moving.movement,
        tuple(_chance(child, outside, inside, n) for child in row.children),
    )


def _range(row: Projected, spread: Spread, model: Model) -> Range:
    """A range in the place of a row: elsewhere the same fact may have another score."""
    here, there = (model.landings[ident].score for ident in (row.id, spread.ident))
    apart = here - there if here is not None and there is not None else Decimal(0)
    return Range(*(end + apart for end in (spread.low, spread.likely, spread.high)))


def _view(row: Projected, drawn: Drawn, n: int) -> View:
    told, baseline = drawn.points(row.id), drawn.model.baseline
    if told is None:
        return View()
    probability = error = None
    target = None if row.target is None else Fraction(row.target)
    if row.target_source is not None:  # the plan's own: that of a mean, say, is exact only there
        target = baseline.target[row.id]
    if target is not None:
        probability = told.meeting(target, sign_of(row.target, row.aims, row.max, row.better))
        known = baseline.fact[row.id] in drawn.model.varying
        error = 0.0 if known else sqrt(probability * (1 - probability) / n)
    quantiles = map(told.quantile, (LOW, 0.5, HIGH))
    points = (as_told(decimal_of(at, row.decimals), row.decimals) for at in quantiles)
    return View(probability, error, decimal_of(told.mean), *points)
