"""Outcomes drawn for all that varies, carried up to the totals, and counted.

All that varies hangs together by one common factor (a Gaussian copula with one factor: O. Vasicek,
Probability of loss on loan portfolio, 1987): each has the normal score sqrt(c) f + sqrt(1 - c) e,
f common and e its own, one of 65,536 that are equally likely. A score stands for an outcome in
whole last digits, so totals are exact. Scenarios are drawn in blocks, each from its own stream, and
counted: memory does not depend on how many there are.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import sqrt
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np

from parplan.engine.distributions import Floats, Varying
from parplan.engine.grids import Grid, Model, extra
from parplan.model.targets import Sign

BLOCK = 1 << 14
_MOST_BINS = 1 << 17

Ints = np.ndarray[Any, np.dtype[Any]]
Scores = np.ndarray[Any, np.dtype[np.float32]]


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
        found = float(self.shares[first:end].sum())
        return found if found < 1 - _HAIR else 1.0


_HAIR = 1e-12  # what adding up shares may be off by


def drawn(
    models: Sequence[Model], n: int, seed: int, watch: Callable[[int], None]
) -> list[dict[str, Distribution]]:
    """The change of every fact in each of several models of a plan: known of what varies, counted
    in `n` scenarios of what follows. What varies in several has one score in a scenario.
    """
    counts = [_Counts(model) for model in models]
    facts = [each for fact in models[0].baseline.order for each in (extra(fact), fact)]
    for block in range(-(-n // BLOCK)):
        # The first model never hears of the others: what varies in these alone is drawn apart.
        stream, apart = (
            np.random.SFC64(np.random.SeedSequence(seed, spawn_key=key))
            for key in ((block,), (block, 1))
        )
        size = min(BLOCK, n - block * BLOCK)
        common = np.random.Generator(stream).standard_normal(BLOCK, np.float32)[:size]
        for fact in facts:
            varying = [count.cuts[fact].common for count in counts if fact in count.cuts]
            scores = common
            if varying:  # four scores of its own to a number of 64 bits
                own = stream if fact in counts[0].cuts else apart
                scores = _MIDDLES.take(own.random_raw(BLOCK // 4).view(np.uint16)[:size])
                scores += varying[0] * common
            for count in counts:
                count.take(fact, scores)
        watch(block * BLOCK + size)
    return [count.distributions(n) for count in counts]


class _Counts:
    """What is counted of a model, block by block."""

    def __init__(self, model: Model) -> None:
        self.model = model
        together = model.together
        self.cuts = {fact: Cuts.of(unit, together[fact]) for fact, unit in model.varying.items()}
        self.totals = {
            fact: _Total(grid, model.grids)
            for fact, grid in model.grids.items()
            if fact not in self.cuts
        }
        self.above: dict[str, list[tuple[str, int]]] = {fact: [] for fact in model.grids}
        for fact in self.totals:
            for part, times in model.grids[fact].parts:
                self.above[part].append((fact, times))

    def take(self, fact: str, scores: Scores) -> None:
        """Count a fact in a block: what varies by its scores, what follows by what was counted of
        its parts before."""
        if fact not in self.above:
            return
        varies = fact in self.cuts
        counted = self.cuts[fact].below(scores) if varies else self.totals[fact].count(len(scores))
        for total, times in self.above[fact]:
            self.totals[total].add(counted, times)

    def distributions(self, n: int) -> dict[str, Distribution]:
        """The change of every fact, after `n` scenarios."""
        found = {fact: total.distribution(n) for fact, total in self.totals.items()}
        for fact, unit in self.model.varying.items():
            found[fact] = Distribution(self.model.grids[fact].start, unit.digit, unit.chances)
        return found


# Totals are added up in the smallest numbers that surely hold them.
_WHOLE = ((np.int32, 1 << 30), (np.int64, 1 << 62))


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
        kinds = (kind for kind, end in _WHOLE if max(far, -grid.least, grid.most) < end)
        self.sums = np.zeros(BLOCK, next(kinds, object))

    def add(self, counted: Ints, times: int) -> None:
        """Add a part, so many times."""
        sums = self.sums[: len(counted)]
        sums += counted if times == 1 else np.multiply(counted, times, dtype=sums.dtype)

    def count(self, size: int) -> Ints:
        """The totals of a block of such a size within their limits, which are counted, and start
        anew.
        """
        least, most, sums = self.grid.least, self.grid.most, self.sums[:size]
        counted = sums.clip(least, most)
        if self.grid.whole is not None:
            counted = np.where(sums < self.grid.whole, least, most)
        sums[:] = 0
        numbers = most - counted  # from the top
        if self.width > 1:
            numbers //= self.width
        self.bins += np.bincount(numbers.astype(np.intp), minlength=len(self.bins))
        return counted

    def distribution(self, n: int) -> Distribution:
        """What it all comes to in `n` scenarios."""
        lowest = self.grid.most - self.width * (len(self.bins) - 1)
        first = self.grid.start + self.grid.step * lowest
        return Distribution(first, self.grid.step * self.width, self.bins[::-1] / n)


class Cuts(NamedTuple):
    """The scores between one outcome and the next, in units of what is a row's own, the last of
    them never reached; how much of the `common` factor counts in these; and for each cell of an
    even grid over the cuts how many lie in the cells before it."""

    at: Scores
    common: np.float32
    first: float
    cells: float  # in a score of 1
    before: Ints
    deepest: int  # the most cuts in one cell

    @classmethod
    def of(cls, unit: Varying, correlation: float) -> "Cuts":
        """The cuts of what varies, which goes with others to so far."""
        at = (normal_scores(unit.upto) / sqrt(1 - correlation)).astype(np.float32)
        common = np.float32(sqrt(correlation / (1 - correlation)))
        span = float(at[-1] - at[0])
        cuts = cls(at, common, float(at[0]), _CELLS * len(at) / span if span else 0.0, at, 0)
        inside = np.bincount(cuts.cell(at))
        before = (np.cumsum(inside) - inside).astype(np.int32)
        at[-1] = np.inf
        return cuts._replace(before=before, deepest=int(inside.max()))

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
        found: Scores = (scores - self.first) * self.cells
        return found.clip(-1, _MOST_CELLS, out=found).astype(np.int32)


_CELLS = 16  # a cut: then hardly a cell has two
_MOST_CELLS = 1 << 24  # more than there are; it and its place are small numbers


# The normal distribution: how likely are at most so many deviations, and the other way round.
_DEVIATIONS = np.linspace(-8, 8, 2049)
_UPTO = np.array([*map(NormalDist().cdf, _DEVIATIONS.tolist())])


def normal_chances(scores: Floats) -> Floats:
    """How likely at most so many deviations are; off by less than 10^-5."""
    return np.asarray(np.interp(scores, _DEVIATIONS, _UPTO))


def normal_scores(shares: Floats) -> Floats:
    """So many deviations that a share of all lies at or below them; off by less than 10^-4."""
    return np.asarray(np.interp(shares, _UPTO, _DEVIATIONS))


_STRETCHES = 1 << 16
_MIDDLES = normal_scores((np.arange(_STRETCHES) + 0.5) / _STRETCHES).astype(np.float32)
