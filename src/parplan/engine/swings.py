"""What odds look like: how often an index comes to what, and what moves it most."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from math import ceil, sqrt
from typing import NamedTuple

import numpy as np

from parplan.engine.baseline import Room
from parplan.engine.distributions import Floats, Varying
from parplan.engine.draws import Distribution, normal_chances, normal_scores
from parplan.engine.grids import Model
from parplan.points import decimal_of
from parplan.text import Text

LOW, HIGH = 0.05, 0.95  # the shares that a swing, or a range of odds, goes from and to


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


_NICE = (1, 2, 5)
_BARS = 16


def histogram(told: Distribution | None, decimals: int) -> Iterator[Bin]:
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


def swings(
    model: Model, found: Mapping[str, Distribution], correlation: float, ident: str
) -> list[Swing]:
    """The swing of all that moves an index. Its variance is split by the covariance of each with
    it: a row's own variance, and what it shares with the others through the common factor."""
    fact, score = model.baseline.fact[ident], model.baseline.score[ident]
    if score is None or fact not in found:
        return []
    weights, room, mean = model.weights(fact), model.baseline.room[fact], found[fact].mean
    if not weights:  # nothing is known that it varies with
        return []
    factor = Factor.of(correlation)
    worth = np.array([float(weight) for weight in weights.values()])
    moves = np.array([factor.moves(model.varying[each]) for each in weights])
    own = np.array([found[each].variance for each in weights]) - moves**2 @ factor.chances
    parts = worth * (moves @ (factor.chances * (worth @ moves)) + worth * own)
    swings = []
    for (each, weight), part in zip(weights.items(), parts.tolist(), strict=True):
        row = model.landings[model.varying[each].ident]
        ends = (found[each].quantile(share) - found[each].mean for share in (LOW, HIGH))
        low, high = (decimal_of(score + _held(mean + weight * end, room)) for end in ends)
        swings.append(Swing(row.id, row.name, low, high, part / (parts.sum() or 1.0)))
    return sorted(swings, key=lambda swing: -swing.contribution)


def _held(change: Fraction, room: Room) -> Fraction:
    """A change, held where the limits leave no room for more."""
    change = change if room.low is None else max(change, room.low)
    return change if room.high is None else min(change, room.high)


class Factor(NamedTuple):
    """The common factor in the middle of equally wide stretches, and how likely each is."""

    correlation: float
    at: Floats
    chances: Floats

    @classmethod
    def of(cls, correlation: float) -> "Factor":
        """As fine as what hangs on the factor is steep: the sum over a smooth function's values is
        its integral to many digits (L. N. Trefethen and J. A. C. Weideman, The exponentially
        convergent trapezoidal rule, 2014).
        """
        half = min(_MOST_STRETCHES, ceil(_FINE / sqrt(1 - correlation)))
        at = np.linspace(-6, 6, 2 * half + 1)
        weight = np.exp(-(at**2) / 2)
        return cls(correlation, at, weight / weight.sum())

    def moves(self, unit: Varying) -> Floats:
        """How far from its mean over all something is expected, in points, by the factor."""
        every = -(-len(unit.upto) // _MOST_CUTS)
        cuts = normal_scores(unit.upto[:-1:every])[:, None]
        own = (cuts - sqrt(self.correlation) * self.at) / sqrt(1 - self.correlation)
        means = float(unit.digit) * every * (1 - normal_chances(own)).sum(axis=0)
        return np.asarray(means - means @ self.chances)


_FINE = 10  # then less than a part in 10^12 is left out, of covariances too
_MOST_STRETCHES = 120  # to either side: steps of single digits, which are steeper than any factor
_MOST_CUTS = 2048  # that a mean is worked out from: more would take time, and show nothing
