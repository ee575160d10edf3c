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
    scenarios (of 1) of each view; None where that is not known."""

    low: Decimal
    high: Decimal
    outside: float | None
    inside: float | None


_NICE = (1, 2, 5)
_BARS = 16


def histogram(
    outside: Distribution | None, inside: Distribution | None, decimals: int
) -> Iterator[Bin]:
    """About a dozen bars of a round width, between the first and last thousandth of both."""
    known = [view for view in (outside, inside) if view is not None]
    if not known:
        return
    low = min(view.quantile(0.001) for view in known)
    high = max(view.quantile(0.999) for view in known)
    step = max(view.step for view in known)
    sizes = (Fraction(10) ** power * nice for power in range(-6, 9) for nice in _NICE)
    size = next(size for size in sizes if size >= step and (high - low) / size <= _BARS)
    at = low // size * size
    while at <= high:
        shares = (view and view.share(at, at + size) for view in (outside, inside))
        yield Bin(decimal_of(at, decimals), decimal_of(at + size, decimals), *shares)
        at += size


def swings(model: Model, found: Mapping[str, Distribution], ident: str) -> list[Swing]:
    """The swing of all that moves an index. Its variance is split by the covariance of each with
    it: a row's own variance, and what it shares with the others through the common factor."""
    fact, score = model.baseline.fact[ident], model.baseline.score[ident]
    if score is None or fact not in found:
        return []
    weights, room, mean = model.weights(fact), model.baseline.room[fact], found[fact].mean
    if not weights:  # nothing is known that it varies with
        return []
    factor = Factor.of(max(model.together[each] for each in weights))
    worth = np.array([float(weight) for weight in weights.values()])
    moves = np.array([factor.moves(model.varying[it], model.together[it]) for it in weights])
    own = np.array([found[each].variance for each in weights]) - moves**2 @ factor.chances
    parts = worth * (moves @ (factor.chances * (worth @ moves)) + worth * own)
    swings = []
    for (each, weight), part in zip(weights.items(), parts.tolist(), strict=True):
        row = model.landings[_place(model, model.varying[each], ident)]
        ends = (found[each].quantile(share) - found[each].mean for share in (LOW, HIGH))
        low, high = (decimal_of(score + _held(mean + weight * end, room)) for end in ends)
        swings.append(Swing(row.id, row.name, low, high, part / (parts.sum() or 1.0)))
    return sorted(swings, key=lambda swing: -swing.contribution)


def _place(model: Model, unit: Varying, ident: str) -> str:
    """Where what varies stands in an index; where it only counts there, where it stands at all."""
    plan, places = model.baseline.plan, model.baseline.places[unit.fact]
    root = plan.by_id[ident].root
    here = (place for place in places if plan.by_id[place].root is root)
    return next(here, unit.ident)


def _held(change: Fraction, room: Room) -> Fraction:
    """A change, held where the limits leave no room for more."""
    change = change if room.low is None else max(change, room.low)
    return change if room.high is None else min(change, room.high)


class Factor(NamedTuple):
    """The common factor in the middle of equally wide stretches, and how likely each is."""

    at: Floats
    chances: Floats

    @classmethod
    def of(cls, correlation: float) -> "Factor":
        """As fine as what hangs on the factor is steep, where all go together so far at most: the
        sum over a smooth function's values is its integral to many digits (L. N. Trefethen and
        J. A. C. Weideman, The exponentially convergent trapezoidal rule, 2014).
        """
        half = min(_MOST_STRETCHES, ceil(_FINE / sqrt(1 - correlation)))
        at = np.linspace(-6, 6, 2 * half + 1)
        weight = np.exp(-(at**2) / 2)
        return cls(at, weight / weight.sum())

    def moves(self, unit: Varying, correlation: float) -> Floats:
        """How far from its mean over all something is expected, in points, by the factor."""
        every = -(-len(unit.upto) // _MOST_CUTS)
        cuts = normal_scores(unit.upto[:-1:every])[:, None]
        own = (cuts - sqrt(correlation) * self.at) / sqrt(1 - correlation)
        means = float(unit.digit) * every * (1 - normal_chances(own)).sum(axis=0)
        return np.asarray(means - means @ self.chances)


_FINE = 10  # then less than a part in 10^12 is left out, of covariances too
_MOST_STRETCHES = 120  # to either side: steps of single digits, which are steeper than any factor
_MOST_CUTS = 2048  # that a mean is worked out from: more would take time, and show nothing
