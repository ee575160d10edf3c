"""What each leaf may come to: the units that vary, their ranges, and their distributions on the digits that the index prints.

A unit is a leaf, or a row whose parts nobody knows (it was set as a whole, or has a range of its own). Without a range from the
scenario the default depends on how a row is scored:

- administration: triangular from the score (nothing of the increase comes about) to what is projected (all of it does), which is
  also the likeliest; on average two thirds of an increase come about.
- survey: the same, with the margin of a survey added on either side: 5 % of the scale.

docs/what-if.md has the published results that these rest on.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from parplan.engine.ground import NOTHING, Ground
from parplan.engine.projection import Landing
from parplan.engine.spread import Shape, Spread
from parplan.model import Indicator
from parplan.points import decimal_of, last_digit

SURVEY_MARGIN = Fraction(5, 100)  # of the scale, maximum - floor

Source = Literal["scenario", "administration", "survey"]
Floats = npt.NDArray[np.float64]


class Unit(NamedTuple):
    """Something that varies as a whole: its range in points, and the probability of each outcome.

    Outcomes are `first`, `first` + 1, … last digits (`digit`, in points); `upto[n]` is the probability of outcome n or less.
    """

    ident: str
    fact: str
    low: Decimal
    likely: Decimal
    high: Decimal
    source: Source
    digit: Fraction
    first: int
    upto: Floats

    @property
    def chances(self) -> Floats:
        """The probability of each outcome."""
        return np.diff(self.upto, prepend=0.0)


def units(ground: Ground, landings: Mapping[str, Landing], spreads: Iterable[Spread]) -> list[Unit]:
    """Everything that varies, in the order of the plan; a fact that is printed in several places once."""
    given = {ground.fact[spread.ident]: spread for spread in spreads}
    found: dict[str, Unit] = {}
    for index in ground.plan.indices:
        for indicator in _varying(ground, landings, index, frozenset(given)):
            fact = ground.fact[indicator.id]
            if fact not in found:
                unit = _unit(ground, indicator, landings[indicator.id], given.get(fact))
                if unit is not None:
                    found[fact] = unit
    return list(found.values())


def varies_whole(ground: Ground, landings: Mapping[str, Landing], ident: str, given: frozenset[str]) -> bool:
    """Whether a row varies as a whole: a leaf, a row with a range of its own, or one whose parts nobody knows."""
    shares = ground.shares[ident]
    return not shares or ground.fact[ident] in given or any(landings[child.id].change is None for _, child in shares)


def _varying(ground: Ground, landings: Mapping[str, Landing], indicator: Indicator, given: frozenset[str]) -> Iterator[Indicator]:
    if varies_whole(ground, landings, indicator.id, given):
        yield indicator
        return
    for _, child in ground.shares[indicator.id]:
        yield from _varying(ground, landings, child, given)


def _unit(ground: Ground, indicator: Indicator, landing: Landing, spread: Spread | None) -> Unit | None:
    score = ground.score[indicator.id]
    if score is None or (spread is None and landing.projected is None):
        return None
    digit = Fraction(last_digit(indicator.decimals))
    source: Source = "scenario"
    shape: Shape = "triangular"
    if spread is not None:
        # A range is given for the place it names; elsewhere the same fact may have another score.
        moved = score - (ground.score[spread.ident] or NOTHING)
        low, likely, high = (Fraction(value) + moved for value in (spread.low, spread.likely, spread.high))
        shape = spread.shape
    else:
        source = _scored_by(ground, indicator)
        low, likely, high = _default(ground, indicator, score, Fraction(landing.projected or 0), survey=source == "survey")
    first, last = _nearest(low, digit), _nearest(high, digit)
    edges = np.array([float((Fraction(2 * k + 1, 2)) * digit) for k in range(first, last)])
    upto = np.append(_CDF[shape](edges, float(low), float(likely), float(high)), 1.0)
    decimals = indicator.decimals
    return Unit(
        indicator.id,
        ground.fact[indicator.id],
        decimal_of(low, decimals),
        decimal_of(likely, decimals),
        decimal_of(high, decimals),
        source,
        digit,
        first,
        np.maximum.accumulate(np.clip(upto, 0.0, 1.0)),
    )


def _scored_by(ground: Ground, indicator: Indicator) -> Literal["administration", "survey"]:
    """How a row is scored: as it says, or as the nearest row above it does, wherever the fact is printed."""
    for place in ground.places[ground.fact[indicator.id]]:
        for ident in (place, *ground.above(place)):
            said = ground.plan.by_id[ident].node.scored_by
            if said is not None:
                return said
    return "administration"


def _default(
    ground: Ground, indicator: Indicator, score: Fraction, projected: Fraction, *, survey: bool
) -> tuple[Fraction, Fraction, Fraction]:
    low, high = min(score, projected), max(score, projected)
    if survey and indicator.ceiling is not None:
        margin = SURVEY_MARGIN * (Fraction(indicator.ceiling) - Fraction(indicator.floor))
        low, high = low - margin, high + margin
    room = ground.room[ground.fact[indicator.id]]
    if room.low is not None:
        low = max(low, score + room.low)
    if room.high is not None:
        high = min(high, score + room.high)
    return low, min(max(projected, low), high), high


def _nearest(value: Fraction, digit: Fraction) -> int:
    """The whole number of digits nearest to a value, halves up."""
    return int((value / digit + Fraction(1, 2)).__floor__())


def triangular(edges: Floats, low: float, likely: float, high: float) -> Floats:
    """The triangular distribution's probability of at most each edge."""
    if high <= low:
        return (edges >= low).astype(np.float64)
    rising, falling = (likely - low) * (high - low), (high - likely) * (high - low)
    inside = np.clip(edges, low, high)
    left = (inside - low) ** 2 / rising if rising else np.zeros_like(inside)
    right = 1 - (high - inside) ** 2 / falling if falling else np.ones_like(inside)
    return np.where(inside < likely, left, right) if falling else np.where(inside < high, left, right)


def pert(edges: Floats, low: float, likely: float, high: float) -> Floats:
    """The PERT distribution's probability of at most each edge: a beta distribution with the mean (low + 4 likely + high) / 6.

    Source: D. G. Malcolm et al., Application of a technique for research and development program evaluation, 1959.
    """
    if high <= low:
        return (edges >= low).astype(np.float64)
    width = high - low
    return _beta(1 + 4 * (likely - low) / width, 1 + 4 * (high - likely) / width, np.clip((edges - low) / width, 0.0, 1.0))


def _beta(a: float, b: float, x: Floats) -> Floats:
    """The regularised incomplete beta function by its continued fraction (NIST Digital Library of Mathematical Functions 8.17.22),
    evaluated by Lentz's method on the side where it converges fast."""
    from math import lgamma

    turned = x > (a + 1) / (a + b + 2)
    y = np.where(turned, 1 - x, x)
    p, q = np.where(turned, b, a), np.where(turned, a, b)
    with np.errstate(divide="ignore"):
        front = np.exp(lgamma(a + b) - lgamma(a) - lgamma(b) + p * np.log(y) + q * np.log1p(-y)) / p
    tiny = 1e-300
    c = np.ones_like(y)
    d = 1 / _away(1 - (p + q) * y / (p + 1), tiny)
    fraction = d.copy()
    for m in range(1, 200):
        for term in (m * (q - m) * y / ((p + 2 * m - 1) * (p + 2 * m)), -(p + m) * (p + q + m) * y / ((p + 2 * m) * (p + 2 * m + 1))):
            d = 1 / _away(1 + term * d, tiny)
            c = _away(1 + term / c, tiny)
            fraction = fraction * c * d
        if bool(np.all(np.abs(c * d - 1) < 1e-15)):
            break
    found = np.where(y <= 0, 0.0, front * fraction)
    return np.where(turned, 1 - found, found)


def _away(values: Floats, tiny: float) -> Floats:
    return np.where(np.abs(values) < tiny, tiny, values)


_CDF = {"triangular": triangular, "pert": pert}
