"""What each leaf may come to: what varies, its range, and its distribution on the digits that the
index prints.

What varies is a leaf, or a row whose parts nobody knows (it was set as a whole, or has a range of
its own). Without a range from the scenario the default depends on how a row is scored:

- administration: triangular from the score (nothing of the increase comes about) over what is
  projected, the likeliest, to a tenth
  of the increase more; on average 70 % of an increase comes about.
- survey: the same, with the margin of a survey added on either side: 5 % of the scale.

docs/what-if.md has the published results that these rest on.
"""

from collections.abc import Container, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from math import lgamma
from typing import Any, Literal, NamedTuple

import numpy as np

from parplan.engine.baseline import NOTHING, Baseline
from parplan.engine.project import Projected
from parplan.model.scenario import Shape, Spread
from parplan.model.tree import Indicator
from parplan.points import decimal_of, last_digit

AT_BEST = Fraction(10, 100)  # of the increase, more than projected
SURVEY_MARGIN = Fraction(5, 100)  # of the scale, maximum - floor
_MOST_OUTCOMES = 1 << 16  # a finer scale is drawn in steps of several last digits

Origin = Literal["scenario", "administration", "survey"]
Floats = np.ndarray[Any, np.dtype[np.float64]]


class Varying(NamedTuple):
    """Something that varies as a whole: its range in points, and the probability of each outcome.

    Outcomes are `first`, `first` + 1, … last digits (`digit`, in points); `upto[n]` is the
    probability of outcome n or less.
    """

    ident: str
    fact: str
    low: Decimal
    likely: Decimal
    high: Decimal
    origin: Origin
    digit: Fraction
    first: int
    upto: Floats

    @property
    def chances(self) -> Floats:
        """The probability of each outcome."""
        return np.diff(self.upto, prepend=0.0)


def varying(
    baseline: Baseline, landings: Mapping[str, Projected], spreads: Iterable[Spread]
) -> dict[str, Varying]:
    """Everything that varies, by fact, in the order of the plan."""
    given = {baseline.fact[spread.ident]: spread for spread in spreads}
    found: dict[str, Varying] = {}

    def gather(fact: str) -> None:
        if varies_whole(baseline, landings, fact, given):
            unit = _varying(baseline, fact, landings, given.get(fact))
            if unit is not None:
                found.setdefault(fact, unit)
        else:
            for _, part in baseline.shares[fact]:
                gather(part)

    # From every index down, and from what is in no total: measures, the rows of an excerpt.
    counted = {part for shares in baseline.shares.values() for _, part in shares}
    counted -= {baseline.fact[index.id] for index in baseline.plan.indices}
    for fact in dict.fromkeys(baseline.fact.values()):
        if fact not in counted:
            gather(fact)
    return found


def varies_whole(
    baseline: Baseline, landings: Mapping[str, Projected], fact: str, given: Container[str]
) -> bool:
    """Whether a fact varies as a whole: a leaf, a row with a range of its own, or one of whose
    parts something is not known.
    """
    shares = baseline.shares[fact]
    return (
        not shares
        or fact in given
        or not all(_is_known(baseline, landings, part, given) for _, part in shares)
    )


def _is_known(
    baseline: Baseline, landings: Mapping[str, Projected], fact: str, given: Container[str]
) -> bool:
    if fact in given or landings[fact].change is not None:
        return True
    shares = baseline.shares[fact]
    return bool(shares) and all(_is_known(baseline, landings, part, given) for _, part in shares)


def _varying(
    baseline: Baseline, fact: str, landings: Mapping[str, Projected], spread: Spread | None
) -> Varying | None:
    place = next(
        (place for place in baseline.places[fact] if baseline.score[place] is not None), fact
    )
    indicator, landing, score = baseline.plan.by_id[place], landings[place], baseline.score[place]
    if score is None or (spread is None and landing.projected is None):
        return None
    digit = Fraction(last_digit(indicator.decimals))
    origin: Origin = "scenario"
    shape: Shape = "triangular"
    if spread is not None:
        # A range is given for the place it names; elsewhere the same fact may have another score.
        moved = score - (baseline.score[spread.ident] or NOTHING)
        low, likely, high = (
            Fraction(value) + moved for value in (spread.low, spread.likely, spread.high)
        )
        shape = spread.shape
    else:
        origin = baseline.plan.scored_by(fact)
        low, likely, high = _default(
            baseline, indicator, score, Fraction(landing.projected or 0), survey=origin == "survey"
        )
    first, last = _nearest(low, digit), _nearest(high, digit)
    while last - first >= _MOST_OUTCOMES:
        digit *= 10
        first, last = _nearest(low, digit), _nearest(high, digit)
    room = baseline.room[fact]
    if room.low is not None:  # where a limit is no multiple of a digit, rounding may not pass it
        first = max(first, -int(-(score + room.low) // digit))
        last = max(last, first)
    if room.high is not None:
        last = min(last, int((score + room.high) // digit))
        first = min(first, last)
    edges: Floats = (np.arange(first, last, dtype=np.float64) + 0.5) * float(digit)
    upto = np.append(_CDF[shape](edges, float(low), float(likely), float(high)), 1.0)
    decimals = indicator.decimals
    return Varying(
        place,
        fact,
        decimal_of(low, decimals),
        decimal_of(likely, decimals),
        decimal_of(high, decimals),
        origin,
        digit,
        first,
        np.maximum.accumulate(np.clip(upto, 0.0, 1.0)),
    )


def _default(
    baseline: Baseline, indicator: Indicator, score: Fraction, projected: Fraction, *, survey: bool
) -> tuple[Fraction, Fraction, Fraction]:
    best = projected + AT_BEST * (projected - score)
    low, high = min(score, best), max(score, best)
    ceiling = baseline.standing[indicator.id].ceiling
    if survey and ceiling is not None:
        margin = SURVEY_MARGIN * (Fraction(ceiling) - Fraction(indicator.floor))
        low, high = low - margin, high + margin
    digit = Fraction(last_digit(indicator.decimals))
    low, high = (
        _nearest(low, digit) * digit,
        _nearest(high, digit) * digit,
    )  # as an analyst would write them
    low, high = min(low, projected), max(high, projected)
    room = baseline.room[baseline.fact[indicator.id]]
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
    return (
        np.where(inside < likely, left, right) if falling else np.where(inside < high, left, right)
    )


def pert(edges: Floats, low: float, likely: float, high: float) -> Floats:
    """The PERT distribution's probability of at most each edge: a beta distribution with the mean
    (low + 4 likely + high) / 6.

    Source: D. G. Malcolm et al., Application of a technique for research and development program
    evaluation, 1959.
    """
    if high <= low:
        return (edges >= low).astype(np.float64)
    width = high - low
    return _beta(
        1 + 4 * (likely - low) / width,
        1 + 4 * (high - likely) / width,
        np.clip((edges - low) / width, 0.0, 1.0),
    )


def _beta(a: float, b: float, x: Floats) -> Floats:
    """The regularised incomplete beta function by its continued fraction (NIST Digital Library of
    Mathematical Functions 8.17.22), evaluated by Lentz's method on the side where it converges
    fast."""
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
        for term in (
            m * (q - m) * y / ((p + 2 * m - 1) * (p + 2 * m)),
            -(p + m) * (p + q + m) * y / ((p + 2 * m) * (p + 2 * m + 1)),
        ):
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
