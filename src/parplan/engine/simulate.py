"""How likely it is: outcomes drawn for all that varies, carried up to the totals, counted.

All that varies hangs together by one common factor (a Gaussian copula with one factor: O. Vasicek,
Probability of loss on loan portfolio, 1987): each has the normal score sqrt(c) f + sqrt(1 - c) e,
f common and e its own; where c is 0, a score from 0 to 1 says the same and is drawn sooner. A score
stands for an outcome in whole last digits, so totals are exact. Scenarios are drawn in blocks, each
from its own stream, and counted: memory does not depend on how many there are.
"""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import sqrt
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from parplan.engine.baseline import NOTHING, Baseline, Room, common_step
from parplan.engine.distributions import Floats, Varying, varies_whole, varying
from parplan.engine.identities.basis import TargetSource
from parplan.engine.project import Projected, Projection
from parplan.engine.verdicts import sign_of
from parplan.model.aims import Aim
from parplan.model.scenario import Spread
from parplan.model.targets import Sign
from parplan.points import ZERO, as_told, decimal_of, last_digit
from parplan.text import Text, brief

BLOCK = 1 << 14
_MOST_BINS = 1 << 20

Ints = npt.NDArray[Any]
Scores = npt.NDArray[np.float32]


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


class Swing(NamedTuple):
    """How one row moves a total: where the total would lie with the row at its 5 % and 95 % and all
    else at the mean, in points, and the share of the total's variance that comes with it (of 1)."""

    id: str
    name: Text
    low: Decimal
    high: Decimal
    contribution: float


class Bin(NamedTuple):
    """A bar of a histogram, from `low` up to but without `high`, in points, and its share of the
    scenarios (of 1)."""

    low: Decimal
    high: Decimal
    share: float


class Odds(NamedTuple):
    """An index: its odds with all below it, its histogram, and its tornado, largest swing first."""

    chance: Chance
    histogram: tuple[Bin, ...]
    tornado: tuple[Swing, ...]


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
    found = drawn(model, n, seed, correlation, watch)
    shared = {fact: _shared(unit, correlation) for fact, unit in model.varying.items()}
    return tuple(
        Odds(
            _chance(model, found, index, n),
            tuple(_histogram(_points(model, found, index.id), index.decimals)),
            tuple(_swings(model, found, index.id, shared)),
        )
        for index in projection.indices
    )


# What varies, and what follows from it.


class Grid(NamedTuple):
    """The changes that a fact may come to: start + step x count points, the count from `least` to
    `most`. The count of a total is that of its parts, each so many times, held between the two; of
    one that is lost whole it is `least` where that is below `whole`, else `most`."""

    start: Fraction
    step: Fraction
    least: int
    most: int
    parts: tuple[tuple[str, int], ...] = ()
    whole: int | None = None


class Model:
    """All that varies, by fact, and the grids of it and of what follows from it, parts first."""

    def __init__(
        self, baseline: Baseline, projection: Projection, spreads: Sequence[Spread]
    ) -> None:
        self.baseline = baseline
        self.landings = projection.rows()
        self.moved = projection.moved
        self.varying = varying(baseline, self.landings, spreads)
        self.grids: dict[str, Grid] = {}
        given = {baseline.fact[spread.ident] for spread in spreads}
        for fact in baseline.order:
            if unit := self.varying.get(fact):
                start = unit.first * unit.digit - (baseline.score[unit.ident] or NOTHING)
                self.grids[fact] = Grid(start, unit.digit, 0, len(unit.upto) - 1)
            elif self._follows(fact, given):
                self.grids[fact] = self._total(fact)

    def _follows(self, fact: str, given: Container[str]) -> bool:
        """Whether a fact's change follows from what its parts come to."""
        parts = [part for _, part in self.baseline.shares[fact]]
        return (
            fact in self.moved
            and self._is_clear(fact)
            and not varies_whole(self.baseline, self.landings, fact, given)
            and all(part in self.grids or self._moves_only(part) for part in parts)
        )

    def _is_clear(self, fact: str) -> bool:
        """Whether it is known what a fact makes of its parts."""
        bent = self.baseline.bends.get(fact)
        return bent is None or (bent.rule is not None and bent.raw is not None)

    def _moves_only(self, fact: str) -> bool:
        """Whether a fact has no score to vary around, but a change that is known."""
        scores = {self.baseline.score[place] for place in self.baseline.places[fact]}
        return scores == {None} and fact in self.moved

    def _total(self, fact: str) -> Grid:
        brings, beyond = self._begins(fact)
        bent, room = self.baseline.bends.get(fact), self.baseline.room[fact]
        start, ends = brings + beyond, list[Fraction]()
        if bent is not None and bent.rule is not None and bent.raw is not None:
            start += bent.raw - bent.rule.of(bent.raw)
            ends = [end - bent.raw - brings for end in (bent.rule.low, bent.rule.high)]
        step, parts = self._steps(fact, ends)
        least = sum(times * self.grids[part].least for part, times in parts)
        most = sum(times * self.grids[part].most for part, times in parts)
        bounds = [int(end / step) for end in ends]
        if bounds:
            least, most = (min(max(end, bounds[0]), bounds[1]) for end in (least, most))
        whole = bounds[1] if bent is not None and bent.is_whole and bounds else None
        if whole is not None:
            least, most = bounds
        floor = least if room.low is None else -int((start - room.low) // step)
        ceiling = most if room.high is None else max(int((room.high - start) // step), floor)
        least, most = (min(max(end, floor), ceiling) for end in (least, most))
        return Grid(start, step, least, most, parts, whole)

    def _begins(self, fact: str) -> tuple[Fraction, Fraction]:
        """What a fact's parts bring before anything is counted, and what it moves beyond that.

        What the plan adds to a row beyond what its parts bring stays as it is projected; where it
        does not divide an increase, the ranges of the parts say it all.
        """
        brings, shares = NOTHING, self.baseline.shares[fact]
        divided = all(part in self.moved for _, part in shares)
        for factor, part in shares:
            if part in self.grids:
                brings += factor * self.grids[part].start
            elif divided:
                brings += factor * self.moved[part]
        if not divided:
            return brings, NOTHING
        moved = [(factor, self.moved[part]) for factor, part in shares]
        return brings, self.moved[fact] - (self.baseline.brought(fact, moved) or NOTHING)

    def _steps(
        self, fact: str, ends: Sequence[Fraction]
    ) -> tuple[Fraction, tuple[tuple[str, int], ...]]:
        """The step that a fact is counted in, which its ends are whole numbers of, and how many of
        them a step of each part is.
        """
        sizes = [
            (part, factor * self.grids[part].step)
            for factor, part in self.baseline.shares[fact]
            if part in self.grids
        ]
        # What does not vary counts nothing, however fine the step that it would take.
        varied = [(part, size) for part, size in sizes if self.grids[part][2:4] != (0, 0)]
        digit = Fraction(last_digit(self.baseline.plan.by_id[fact].decimals))
        fine = [size for _, size in varied or sizes] + [abs(end) for end in ends if end]
        step = common_step(fine) if fine else digit
        return step, tuple((part, int(size / step)) for part, size in varied)

    def weights(self, fact: str) -> dict[str, Fraction]:
        """What a point of everything that varies is worth in a fact, limits left aside."""
        if fact in self.varying:
            return {fact: Fraction(1)}
        found: dict[str, Fraction] = {}
        for factor, part in self.baseline.shares[fact]:
            for each, weight in self.weights(part).items():
                found[each] = found.get(each, NOTHING) + factor * weight
        return found


# Drawing and counting.


class Distribution(NamedTuple):
    """What something comes to, in points: `first`, `first` + `step`, … with the share of each (of
    1).
    """

    first: Fraction
    step: Fraction
    shares: Floats

    @property
    def mean(self) -> Fraction:
        """In points."""
        return self.first + self.step * Fraction(float(self.shares @ np.arange(len(self.shares))))

    @property
    def variance(self) -> float:
        """In points squared."""
        away = np.arange(len(self.shares)) - float((self.mean - self.first) / self.step)
        return float(self.step) ** 2 * float(self.shares @ away**2)

    def quantile(self, share: float) -> Fraction:
        """The first value with so much at or below it."""
        found = int(np.searchsorted(np.cumsum(self.shares), share - _HAIR))
        return self.first + self.step * min(found, len(self.shares) - 1)

    def meeting(self, amount: Fraction, sign: Sign) -> float:
        """The share that is at least, more than, at most, or less than an amount, in points."""
        if sign in ("≥", "<"):
            reached = self.share(amount)
        else:  # its outcomes lie on a grid: the next one behind the amount
            reached = self.share(amount + self.step - (amount - self.first) % self.step)
        return reached if sign in ("≥", ">") else max(0.0, 1.0 - reached)

    def share(self, low: Fraction, high: Fraction | None = None) -> float:
        """The share of what lies from `low` up to but without `high`."""
        first, end = (
            None if at is None else max(0, -int((self.first - at) // self.step))
            for at in (low, high)
        )
        return min(1.0, float(self.shares[first:end].sum()))


_HAIR = 1e-12  # what adding up shares may be off by


def drawn(
    model: Model, n: int, seed: int, correlation: float, watch: Callable[[int], None]
) -> dict[str, Distribution]:
    """The change of every fact: known of what varies, counted in `n` scenarios of what follows."""
    cuts = {fact: Cuts.of(unit, correlation) for fact, unit in model.varying.items()}
    totals = {
        fact: _Total(grid, model.grids) for fact, grid in model.grids.items() if fact not in cuts
    }
    above: dict[str, list[tuple[str, int]]] = {fact: [] for fact in model.grids}
    for fact in totals:
        for part, times in model.grids[fact].parts:
            above[part].append((fact, times))
    for block in range(-(-n // BLOCK)):
        stream = np.random.SFC64(np.random.SeedSequence(seed, spawn_key=(block,)))
        scores = _scores(np.random.Generator(stream), correlation)
        size = min(BLOCK, n - block * BLOCK)
        for fact in model.grids:
            counted = cuts[fact].below(next(scores)) if fact in cuts else totals[fact].count(size)
            for total, times in above[fact]:
                totals[total].add(counted, times)
        watch(block * BLOCK + size)
    found = {fact: total.distribution(n) for fact, total in totals.items()}
    for fact, unit in model.varying.items():
        found[fact] = Distribution(model.grids[fact].start, unit.digit, unit.chances)
    return found


class _Total:
    """What is counted of a total: in the scenarios of a block, and how often what in all so far.
    Far apart, outcomes are counted in wider bins, each known by its upper end, so that a limit is
    one."""

    def __init__(self, grid: Grid, grids: Mapping[str, Grid]) -> None:
        self.grid = grid
        self.width = 1
        while (grid.most - grid.least) // self.width >= _MOST_BINS:
            self.width *= 10
        self.bins = np.zeros((grid.most - grid.least) // self.width + 1, np.int64)
        far = sum(times * max(-grids[part].least, grids[part].most) for part, times in grid.parts)
        self.sums = np.zeros(BLOCK, np.int64 if far < 1 << 62 else object)

    def add(self, counted: Ints, times: int) -> None:
        """Add a part, so many times."""
        self.sums += np.multiply(counted, times, dtype=self.sums.dtype)

    def count(self, size: int) -> Ints:
        """The block's totals within their limits; the first of them are counted, and all start
        anew.
        """
        least, most = self.grid.least, self.grid.most
        counted = np.clip(self.sums, least, most)
        if self.grid.whole is not None:
            counted = np.where(self.sums < self.grid.whole, least, most)
        self.sums[:] = 0
        numbers = (self.grid.most - counted[:size]) // self.width  # from the top
        self.bins += np.bincount(numbers.astype(np.intp), minlength=len(self.bins))
        return counted

    def distribution(self, n: int) -> Distribution:
        """What it all comes to in `n` scenarios."""
        lowest = self.grid.most - self.width * (len(self.bins) - 1)
        first = self.grid.start + self.grid.step * lowest
        return Distribution(first, self.grid.step * self.width, self.bins[::-1] / n)


def _scores(random: np.random.Generator, correlation: float) -> Iterator[Scores]:
    """A score for each scenario of a block, for one after the other of all that varies."""
    if not correlation:
        while True:
            yield random.random(BLOCK, np.float32)
    common = sqrt(correlation) * random.standard_normal(BLOCK, np.float32)
    while True:
        yield common + sqrt(1 - correlation) * random.standard_normal(BLOCK, np.float32)


class Cuts(NamedTuple):
    """The scores between one outcome and the next, the last of them never reached, and for each
    cell of an even grid over them how many lie in the cells before it."""

    at: Scores
    first: float
    cells: float  # in a score of 1
    before: Ints
    deepest: int  # the most cuts in one cell

    @classmethod
    def of(cls, unit: Varying, correlation: float) -> "Cuts":
        """The cuts of what varies: normal scores, or without correlation the probabilities
        themselves.
        """
        at = (_normal_scores(unit.upto) if correlation else unit.upto).astype(np.float32)
        span = float(at[-1] - at[0])
        cuts = cls(at, float(at[0]), _CELLS * len(at) / span if span else 0.0, at, 0)
        cells = cuts.cell(at)
        before = np.searchsorted(cells, np.arange(cells[-1] + 1))
        at[-1] = np.inf
        return cuts._replace(before=before, deepest=int(np.bincount(cells).max()))

    def below(self, scores: Scores) -> Ints:
        """How many cuts lie at or below each score: what searchsorted says, in an eighth of the
        time.
        """
        found = self.before.take(self.cell(scores), mode="clip")
        for _ in range(self.deepest):
            found += scores >= self.at.take(found, mode="clip")
        return found

    def cell(self, scores: Scores) -> Ints:
        """The cell of each score; what lies outside of all goes with the outermost."""
        return ((scores - self.first) * self.cells).astype(np.intp)


_CELLS = 16  # a cut: then hardly a cell has two
_LEAST = 1e-16  # of a probability, and 1 less this is the most: 8.2 standard deviations


def _normal_scores(shares: Floats) -> Floats:
    score = NormalDist().inv_cdf
    return np.array([score(share) for share in np.clip(shares, _LEAST, 1 - _LEAST).tolist()])


# From counts to odds.


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
        quantiles = map(told.quantile, (_LOW, 0.5, _HIGH))
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


_LOW, _HIGH = 0.05, 0.95


_NICE = (1, 2, 5)
_BARS = 16


def _histogram(told: Distribution | None, decimals: int) -> Iterator[Bin]:
    """About a dozen bars of a round width, between the first and last thousandth."""
    if told is None:
        return
    low, high = told.quantile(0.001), told.quantile(0.999)
    sizes = (Fraction(10) ** power * nice for power in range(-6, 9) for nice in _NICE)
    size = next(size for size in sizes if size >= told.step and (high - low) / size <= _BARS)
    at = low // size * size
    while at <= high:
        share = told.share(at, at + size)
        yield Bin(decimal_of(at, decimals), decimal_of(at + size, decimals), share)
        at += size


def _swings(
    model: Model, found: Mapping[str, Distribution], ident: str, shared: Mapping[str, Floats]
) -> list[Swing]:
    """The swing of all that moves an index. Its variance is split by the covariance of each with
    it: a row's own variance, and what it shares with the others through the common factor."""
    fact, score = model.baseline.fact[ident], model.baseline.score[ident]
    if score is None or fact not in found:
        return []
    weights, room, mean = model.weights(fact), model.baseline.room[fact], found[fact].mean
    if not weights:  # nothing is known that it varies with
        return []
    worth = np.array([float(weight) for weight in weights.values()])
    moves = np.array([shared[each] for each in weights])
    own = np.array([found[each].variance for each in weights]) - moves**2 @ _CHANCES
    parts = worth * (moves @ (_CHANCES * (worth @ moves)) + worth * own)
    swings = []
    for (each, weight), part in zip(weights.items(), parts.tolist(), strict=True):
        row = model.landings[model.varying[each].ident]
        ends = (found[each].quantile(share) - found[each].mean for share in (_LOW, _HIGH))
        low, high = (decimal_of(score + _held(mean + weight * end, room)) for end in ends)
        swings.append(Swing(row.id, row.name, low, high, part / (parts.sum() or 1.0)))
    return sorted(swings, key=lambda swing: -swing.contribution)


def _held(change: Fraction, room: Room) -> Fraction:
    """A change, held where the limits leave no room for more."""
    change = change if room.low is None else max(change, room.low)
    return change if room.high is None else min(change, room.high)


# The common factor in the middle of equally wide stretches, and how likely each is: fine enough for
# steps of single digits too. And the normal distribution: how likely are at most so many
# deviations.
_FACTOR = np.linspace(-6, 6, 241)
_CHANCES = np.exp(-(_FACTOR**2) / 2) / np.exp(-(_FACTOR**2) / 2).sum()
_DEVIATIONS = np.linspace(-8, 8, 4097)
_UPTO = np.array([NormalDist().cdf(at) for at in _DEVIATIONS.tolist()])
_MOST_CUTS = 2048  # that a mean is worked out from: more would take time, and show nothing


def _shared(unit: Varying, correlation: float) -> Floats:
    """How far from its mean over all something is expected, in points, by the common factor."""
    every = -(-len(unit.upto) // _MOST_CUTS)
    cuts = _normal_scores(unit.upto[:-1:every])[:, None]
    own = (cuts - sqrt(correlation) * _FACTOR) / sqrt(1 - correlation)
    means = float(unit.digit) * every * (1 - np.interp(own, _DEVIATIONS, _UPTO)).sum(axis=0)
    return np.asarray(means - means @ _CHANCES)
