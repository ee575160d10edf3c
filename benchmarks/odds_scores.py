"""How good forecasts are: distributions of many cases at once, and the scores that they earn.

The continuous ranked probability score (CRPS, points) and the Brier score (0 is perfect) are
proper: nobody gains by saying anything but what they think (T. Gneiting and A. Raftery, Strictly
proper scoring rules, prediction, and estimation, JASA 102, 2007).
"""

from collections.abc import Iterable
from math import erf, pi, sqrt
from statistics import NormalDist
from typing import NamedTuple, Protocol

import numpy as np
from odds_cases import Floats, Mask

WITHIN = (0.5, 0.8, 0.9)  # what is to hold so much


class Law(Protocol):
    """Distributions, one a case."""

    def upto(self, points: Floats) -> Floats:
        """The probability of at most so many points, case by case."""
        ...

    def quantile(self, share: float) -> Floats:
        """The points that so much lies at or below."""
        ...

    def crps(self, came: Floats) -> Floats:
        """The score of what came about, in points."""
        ...

    def of(self, cases: Mask) -> "Law":
        """Those of some cases."""
        ...


class Normal(NamedTuple):
    """Normal ones."""

    mean: Floats
    deviation: Floats

    def upto(self, points: Floats) -> Floats:
        return _normal((points - self.mean) / self.deviation)

    def quantile(self, share: float) -> Floats:
        return self.mean + NormalDist().inv_cdf(share) * self.deviation

    def crps(self, came: Floats) -> Floats:
        """In closed form (Gneiting and Raftery, equation 21)."""
        z = (came - self.mean) / self.deviation
        density = np.exp(-(z**2) / 2) / sqrt(2 * pi)
        return self.deviation * (z * (2 * _normal(z) - 1) + 2 * density - 1 / sqrt(pi))

    def of(self, cases: Mask) -> "Normal":
        return Normal(self.mean[cases], self.deviation[cases])


def _normal(z: Floats) -> Floats:
    return np.array([(1 + erf(each / sqrt(2))) / 2 for each in z.tolist()])


class Draws:
    """Any ones, by points that are equally likely: a line of them a case."""

    def __init__(self, points: Floats) -> None:
        self.points = np.sort(points, 1)

    def upto(self, points: Floats) -> Floats:
        return np.asarray((self.points <= points[:, None]).mean(1))

    def quantile(self, share: float) -> Floats:
        return np.asarray(np.quantile(self.points, share, axis=1))

    def crps(self, came: Floats) -> Floats:
        """The mean distance to what came about, less half of that between two of them."""
        n = self.points.shape[1]
        weights = (2 * np.arange(1, n + 1) - n - 1) / n**2
        return np.asarray(np.abs(self.points - came[:, None]).mean(1) - self.points @ weights)

    def of(self, cases: Mask) -> "Draws":
        return Draws(self.points[cases])


class Judged(NamedTuple):
    """Forecasts of a row (or of the total) in a year, a case a unit: whether each range held,
    the width of the widest (points), CRPS (points); and for two targets, as planned and as before,
    the probability foretold of meeting it, and whether it was met."""

    row: str
    year: int
    held: Floats  # a line each of WITHIN
    width: Floats
    crps: Floats
    foretold: Floats  # a line each of the two targets
    met: Floats


def judged(row: str, year: int, law: Law, last: Floats, came: Floats, planned: Floats) -> Judged:
    """Forecasts against what came about; `planned` are the targets, points."""
    targets = (planned, last)
    ends = [(law.quantile((1 - share) / 2), law.quantile((1 + share) / 2)) for share in WITHIN]
    return Judged(
        row,
        year,
        np.array([(low <= came) & (came <= high) for low, high in ends], np.float64),
        ends[-1][1] - ends[-1][0],
        law.crps(came),
        np.array([1 - law.upto(target - 1e-9) for target in targets]),
        np.array([came >= target - 1e-9 for target in targets], np.float64),
    )


class Summary(NamedTuple):
    """Means over cases: how much each range held (shares of 1), the widest one's width and CRPS
    (points); Brier scores for the two targets, and those of foretelling how often they were met in
    all, which nobody knows before."""

    cases: int
    held: tuple[float, ...]
    width: float
    crps: float
    brier: tuple[float, ...]
    rate: tuple[float, ...]

    @property
    def base(self) -> tuple[float, ...]:
        """The Brier scores of the rates."""
        return tuple(rate * (1 - rate) for rate in self.rate)


def summary(found: Iterable[Judged]) -> Summary:
    """Of all cases alike."""
    each = list(found)
    held, foretold, met = (
        np.concatenate(parts, 1)
        for parts in ([x.held for x in each], [x.foretold for x in each], [x.met for x in each])
    )
    return Summary(
        held.shape[1],
        tuple(held.mean(1).tolist()),
        float(np.concatenate([x.width for x in each]).mean()),
        float(np.concatenate([x.crps for x in each]).mean()),
        tuple(((foretold - met) ** 2).mean(1).tolist()),
        tuple(met.mean(1).tolist()),
    )


class Bin(NamedTuple):
    """Cases to which about the same chance was given: between which (shares of 1), how many, the
    mean chance, and how many of them came about (shares of 1)."""

    low: float
    high: float
    cases: int
    foretold: float
    met: float


EDGES = (0.0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


def reliability(found: Iterable[Judged]) -> list[Bin]:
    """What was foretold of both targets against what came about, by the chance given."""
    each = list(found)
    foretold = np.concatenate([x.foretold.ravel() for x in each])
    met = np.concatenate([x.met.ravel() for x in each])
    at = np.clip(np.searchsorted(EDGES, foretold, "right") - 1, 0, len(EDGES) - 2)
    return [
        Bin(
            EDGES[n],
            EDGES[n + 1],
            int((at == n).sum()),
            float(foretold[at == n].mean()),
            float(met[at == n].mean()),
        )
        for n in range(len(EDGES) - 1)
        if (at == n).any()
    ]
