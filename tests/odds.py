"""Odds of small plans: the engine's own drawing, with every outcome of a row counted, and closed forms to hold it against."""

import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from parplan.engine.baseline import Baseline
from parplan.engine.distributions import Varying
from parplan.engine.draws import drawn as distributions
from parplan.engine.grids import Model
from parplan.engine.identities.basis import Basis
from parplan.engine.movement import Movement
from parplan.engine.project import Projection, project
from parplan.engine.simulate import Chance, Odds, View, simulate
from parplan.model.plan import Plan
from parplan.model.scenario import Base, Change, Shape, Spread
from reading import check_text

HEAD = "plan: {id: example, name: Example, year: 2022, target_year: 2023}\nindices:\n"
Floats = npt.NDArray[np.float64]


class Range(NamedTuple):
    """A row's range as a scenario gives it."""

    ident: str
    low: str
    likely: str
    high: str
    shape: Shape = "triangular"


def made(indices: str, targets: str = "") -> Plan:
    """A plan of indices, one a line; targets as `id: {…}`, one a line."""
    goals = "targets:" + ("".join(f"\n  {line}" for line in targets.splitlines()) or " {}")
    plan = check_text({"indicators": HEAD + "".join(f"  - {line}\n" for line in indices.splitlines()), "targets": goals}).plan
    assert plan is not None
    return plan


def flat(decimals: int, most: float, scores: Sequence[float], score: float | None = None, more: str = "") -> str:
    """The index x with rows x.1, x.2, …, each with its score and twice the room it needs."""
    rows = ", ".join(f"{{id: x.{at}, name: Row, max: 100, score: {each}}}" for at, each in enumerate(scores, 1))
    total = sum(scores) if score is None else score
    return f"{{id: x, name: X, decimals: {decimals}, max: {most}, score: {total}, {more}rows: [{rows}]}}"


def moving(spread: float, middle: float | None = None, slope: float = 0.0, together: float = 0.0) -> Movement:
    """How a row moves by itself."""
    return Movement(middle, slope, spread, together, "scale" if middle is None else "table")


STILL = moving(1e-9)  # of a row that does not move by itself, to any digit


class Case(NamedTuple):
    """What is simulated. Rows stay where they are unless `movements` (by id) say otherwise."""

    plan: Plan
    ranges: Sequence[Range] = ()
    changes: Sequence[Change] = ()
    base: Base = "plan"
    clamp: bool = False
    basis: Basis = "printed"
    movements: Mapping[str, Movement] = {}

    @property
    def baseline(self) -> Baseline:
        return Baseline(self.plan, self.basis)

    @property
    def projection(self) -> Projection:
        found = project(self.baseline, self.base, self.changes, clamp=self.clamp)
        assert isinstance(found, Projection)
        return found

    @property
    def spreads(self) -> list[Spread]:
        return [Spread(each.ident, Decimal(each.low), Decimal(each.likely), Decimal(each.high), each.shape) for each in self.ranges]

    @property
    def moves(self) -> Mapping[str, Movement]:
        return {**dict.fromkeys(self.plan.by_id, STILL), **self.movements}

    def model(self, correlation: float | None = None) -> Model:
        """What varies, and what follows from it."""
        return Model(self.baseline, self.projection, self.spreads, self.moves, correlation)

    def units(self) -> dict[str, Varying]:
        """Everything that varies, by id."""
        return {unit.ident: unit for unit in self.model().varying.values()}


class Drawn(NamedTuple):
    """The odds by index, and how often every row that follows from others came to what, in points: exact values, shares of 1."""

    odds: Mapping[str, Odds]
    outcomes: Mapping[str, Mapping[Fraction, float]]

    def chance(self, ident: str) -> Chance:
        return next(row for each in self.odds.values() for row in each.chance.walk() if row.id == ident)

    def row(self, ident: str) -> View:
        """What is said of a row if the plan is carried out."""
        return self.chance(ident).inside

    def moments(self, ident: str) -> tuple[float, float]:
        """Mean and variance of a total's scenarios."""
        values = np.array([float(value) for value in self.outcomes[ident]])
        shares = np.array(list(self.outcomes[ident].values()))
        mean = float(values @ shares)
        return mean, float(shares @ (values - mean) ** 2)


def drawn(case: Case, n: int = 200_000, seed: int = 1, correlation: float | None = 0.0) -> Drawn:
    model = case.model(correlation)
    outcomes: dict[str, dict[Fraction, float]] = {}
    for fact, found in distributions([model], n, seed, lambda _: None)[0].items():
        score = case.baseline.score.get(fact)
        if fact not in model.varying and score is not None:
            first = score + found.first
            outcomes[fact] = {first + found.step * int(at): float(found.shares[at]) for at in np.flatnonzero(found.shares)}
    odds = simulate(case.baseline, case.projection, case.spreads, case.moves, n=n, seed=seed, correlation=correlation)
    return Drawn({each.chance.id: each for each in odds}, outcomes)


# What must come out, worked out another way.


def triangular_upto(x: float, low: float, likely: float, high: float) -> float:
    """The textbook's triangular distribution, at most x."""
    if x <= low:
        return 0.0 if x < low or low < high else 1.0
    if x >= high:
        return 1.0
    if x <= likely:
        return (x - low) ** 2 / ((high - low) * (likely - low))
    return 1 - (high - x) ** 2 / ((high - low) * (high - likely))


def integral(density: Callable[[Floats], Floats], low: float, high: float, steps: int = 100_000) -> float:
    """By the midpoint rule."""
    at = low + (np.arange(steps) + 0.5) * (high - low) / steps
    return float(density(at).sum() * (high - low) / steps)


def chances(one: Range, decimals: int) -> dict[Fraction, float]:
    """A triangular range's outcomes, rounded to so many decimals, with their probabilities."""
    digit = Fraction(1, 10**decimals)
    low, likely, high = (float(Fraction(text)) for text in (one.low, one.likely, one.high))
    first, last = (math.floor(Fraction(text) / digit + Fraction(1, 2)) for text in (one.low, one.high))
    if low == high:
        return {first * digit: 1.0}
    edges = [triangular_upto(float((k + Fraction(1, 2)) * digit), low, likely, high) for k in range(first, last)]
    upto = [0.0, *edges, 1.0]
    return {(first + k) * digit: upto[k + 1] - upto[k] for k in range(last - first + 1)}


def enumerated(ranges: Sequence[Range], decimals: int, total: Callable[[Sequence[Fraction]], Fraction]) -> dict[Fraction, float]:
    """Every total of independent rows with its probability."""
    found: dict[Fraction, float] = {}
    for outcomes in itertools.product(*(chances(each, decimals).items() for each in ranges)):
        value = total([outcome for outcome, _ in outcomes])
        found[value] = found.get(value, 0.0) + math.prod(chance for _, chance in outcomes)
    return found


def chi_square(expected: Mapping[Fraction, float], observed: Mapping[Fraction, float], n: int) -> tuple[float, int]:
    """Pearson's statistic and its degrees of freedom; cells of fewer than 5 expected are put together."""
    cells = [(chance, observed.get(value, 0.0)) for value, chance in expected.items()]
    large = [cell for cell in cells if cell[0] * n >= 5]
    rest = [cell for cell in cells if cell[0] * n < 5]
    if rest and sum(chance for chance, _ in rest) * n >= 1:
        large.append((sum(chance for chance, _ in rest), sum(share for _, share in rest)))
    return sum((share - chance) ** 2 / chance for chance, share in large) * n, len(large) - 1


def chi_square_bound(degrees: int, deviations: float = 4.0) -> float:
    """What the statistic exceeds about once in 30,000 times (E. B. Wilson and M. M. Hilferty, The distribution of chi-square, 1931)."""
    part = 2 / (9 * max(degrees, 1))
    return float(max(degrees, 1) * (1 - part + deviations * math.sqrt(part)) ** 3)


def normal_upto(x: float) -> float:
    return 0.5 * math.erfc(-x / math.sqrt(2))


def normal_score(share: float) -> float:
    """The inverse of the normal distribution, by halving."""
    low, high = -40.0, 40.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if normal_upto(middle) < share else (low, middle)
    return low


_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(200)


def copula_covariance(one: Varying, other: Varying, correlation: float) -> float:
    """Cov(X, Y) = sum over outcomes of P(X <= x, Y <= y) - P(X <= x) P(Y <= y) (W. Hoeffding, 1940), where the normal scores have a
    correlation: the difference is the integral of the bivariate density over the correlation (R. L. Plackett, 1954)."""
    a = np.array([normal_score(share) for share in one.upto[:-1] if 0 < share < 1])
    b = np.array([normal_score(share) for share in other.upto[:-1] if 0 < share < 1])
    # r = sin t takes the pole at r = 1 out of the density
    end = math.asin(correlation)
    angles = (_NODES + 1) * end / 2
    total = 0.0
    for angle, weight in zip(angles, _WEIGHTS, strict=True):
        r, cosine = math.sin(angle), math.cos(angle)
        square = a[:, None] ** 2 - 2 * r * a[:, None] * b[None, :] + b[None, :] ** 2
        total += weight * float(np.exp(-square / (2 * cosine**2)).sum())
    return total * end / 2 / (2 * math.pi) * float(one.digit) * float(other.digit)


def variance(unit: Varying) -> float:
    """Of a unit's outcomes, in points squared."""
    outcomes = np.arange(len(unit.upto)) * float(unit.digit)
    mean = float(unit.chances @ outcomes)
    return float(unit.chances @ (outcomes - mean) ** 2)


def mean(unit: Varying) -> float:
    """Of a unit's outcomes, in points."""
    return float(unit.chances @ (unit.first + np.arange(len(unit.upto)))) * float(unit.digit)
