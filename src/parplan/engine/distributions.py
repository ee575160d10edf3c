"""What each leaf may come to: what varies, and its distribution on the digits that the index
prints.

What varies is a leaf, or a row whose parts nobody knows (it was set as a whole, or has a range of
its own). Without a range from the scenario it moves as scores move by themselves (`movement`), and
of what is asked for beyond that any part from nothing to all of it comes about, all equally likely.
docs/odds.md has what this rests on.
"""

from collections.abc import Container, Iterable, Mapping
from fractions import Fraction
from functools import partial
from math import erf, lgamma, pi, sqrt
from typing import Any, NamedTuple

import numpy as np

from parplan.engine.baseline import NOTHING, Baseline
from parplan.engine.movement import TOGETHER, Movement, best_known, drift, is_known_better
from parplan.engine.project import Projected
from parplan.model.fields import turned
from parplan.model.scenario import Spread
from parplan.points import last_digit

_STILL = 1e-9  # points: the deviation of what does not move
_MOST_DECIMALS = 6  # of a limit that outcomes are to reach to the digit
_DEVIATIONS = 5  # from the mean, either way: less than one outcome in a million lies further out
_NARROW = 1e-3  # of a deviation: what is added then changes the place of a normal, not its form
_MOST_OUTCOMES = 1 << 16  # a finer scale is drawn in steps of several last digits

Floats = np.ndarray[Any, np.dtype[np.float64]]


class Varying(NamedTuple):
    """Something that varies as a whole: within a range, or else as it moves by itself; how far
    together with others (a correlation); and the probability of each outcome.

    Outcomes are `first`, `first` + 1, … last digits (`digit`, in points); `upto[n]` is the
    probability of outcome n or less.
    """

    ident: str
    fact: str
    spread: Spread | None
    movement: Movement | None
    together: float
    digit: Fraction
    first: int
    upto: Floats

    @property
    def chances(self) -> Floats:
        """The probability of each outcome."""
        return np.diff(self.upto, prepend=0.0)

    @property
    def mean(self) -> float:
        """The mean outcome, in points."""
        outcomes = self.first + np.arange(len(self.upto))
        return float(self.digit) * float(self.chances @ outcomes)


class Varied(NamedTuple):
    """Everything that varies, by fact, in the order of the plan. `undivided`: the facts whose
    increase the plan does not divide among their parts, each with what is known of some of these
    (by the plan, or a range), and how much a point of each counts. `open`: what is below, and
    varies, but nobody knows what the plan asks of it.
    """

    units: dict[str, Varying]
    undivided: dict[str, Mapping[str, Fraction]]
    open: set[str]


def varying(
    baseline: Baseline,
    landings: Mapping[str, Projected],
    spreads: Iterable[Spread],
    movements: Mapping[str, Movement],
) -> Varied:
    """Everything that varies; `movements` go by id."""
    given = {baseline.fact[spread.ident]: spread for spread in spreads}
    found = Varied({}, {}, set())

    def gather(fact: str, *, below: bool = False) -> None:
        is_open = below and fact not in given and landings[fact].change is None
        if is_open:
            found.open.add(fact)
        if _varies_whole(baseline, landings, fact, given, movements, is_open=is_open):
            spread = given.get(fact)
            unit = _varying(baseline, fact, landings, spread, movements, is_open=is_open)
            if unit is not None:
                found.units.setdefault(fact, unit)
        elif not is_open and _is_undivided(baseline, landings, fact, given, movements):
            found.undivided[fact] = _known_below(baseline, landings, fact, given)
            below = True
        if fact not in given:  # parts of what varies as a whole vary too, each by itself
            for _, part in baseline.shares[fact]:
                gather(part, below=below)

    # From every index down, and from what is in no total: measures, the rows of an excerpt.
    counted = {part for shares in baseline.shares.values() for _, part in shares}
    counted -= {baseline.fact[index.id] for index in baseline.plan.indices}
    for fact in dict.fromkeys(baseline.fact.values()):
        if fact not in counted:
            gather(fact)
    return found


def _varies_whole(
    baseline: Baseline,
    landings: Mapping[str, Projected],
    fact: str,
    given: Container[str],
    movements: Mapping[str, Movement],
    *,
    is_open: bool = False,
) -> bool:
    """Whether a fact varies as a whole: a leaf, a row with a range of its own, one of whose parts
    something is not known, or of which more is known than of its parts. Of what `is_open` the
    increase need not be known.
    """
    shares = baseline.shares[fact]
    if not shares or fact in given or is_known_better(baseline, movements, fact):
        return True
    if is_open:
        return not _can_vary(baseline, movements, fact)
    known = all(_is_known(baseline, landings, part, given) for _, part in shares)
    return not known and not _is_undivided(baseline, landings, fact, given, movements)


def _is_undivided(
    baseline: Baseline,
    landings: Mapping[str, Projected],
    fact: str,
    given: Container[str],
    movements: Mapping[str, Movement],
) -> bool:
    """Whether it is known what a fact is to gain, and not what each of its parts is, all of which
    can vary.
    """
    shares = baseline.shares[fact]
    return (
        landings[fact].change is not None
        and fact not in baseline.bends
        and not all(_is_known(baseline, landings, part, given) for _, part in shares)
        and _can_vary(baseline, movements, fact)
    )


def _known_below(
    baseline: Baseline, landings: Mapping[str, Projected], fact: str, given: Container[str]
) -> dict[str, Fraction]:
    """What is below a fact and is known to gain so much, or has a range of its own: how much a
    point of each counts. Not what is below that in turn.
    """
    found: dict[str, Fraction] = {}
    for factor, part in baseline.shares[fact]:
        known = part in given or landings[part].change is not None
        below = {part: Fraction(1)} if known else _known_below(baseline, landings, part, given)
        for each, times in below.items():
            found[each] = found.get(each, NOTHING) + factor * times
    return found


def _can_vary(baseline: Baseline, movements: Mapping[str, Movement], fact: str) -> bool:
    """Whether a fact and all below it have scores to vary around, and it is known how they move."""
    scored = any(baseline.score[place] is not None for place in baseline.places[fact])
    if not scored or drift(baseline, movements, fact) is None:
        return False
    parts = (part for _, part in baseline.shares[fact])
    return all(_can_vary(baseline, movements, part) for part in parts)


def _is_known(
    baseline: Baseline, landings: Mapping[str, Projected], fact: str, given: Container[str]
) -> bool:
    """Whether a part has a score to vary around, and lands somewhere; or all of its own parts."""
    scored = any(baseline.score[place] is not None for place in baseline.places[fact])
    if fact in given or (scored and landings[fact].change is not None):
        return True
    shares = baseline.shares[fact]
    return bool(shares) and all(_is_known(baseline, landings, part, given) for _, part in shares)


def any_part(baseline: Baseline, fact: str, more: Fraction) -> Varying:
    """Any part, from none to all, of so many points that a fact is to gain beyond what its parts
    bring; by itself, whatever else varies."""
    digit = _step(Fraction(last_digit(baseline.plan.by_id[fact].decimals)), abs(more))
    low, high = sorted((0, _nearest(more, digit)))
    edges: Floats = (np.arange(low, high, dtype=np.float64) + 0.5) * float(digit)
    upto = moving(edges, 0.0, _STILL, float(more)) if low < high else edges
    return Varying(fact, fact, None, None, 0.0, digit, low, np.append(np.clip(upto, 0, 1), 1.0))


def _varying(
    baseline: Baseline,
    fact: str,
    landings: Mapping[str, Projected],
    spread: Spread | None,
    movements: Mapping[str, Movement],
    *,
    is_open: bool,
) -> Varying | None:
    place = best_known(baseline, movements, fact)
    score = baseline.score[place]
    asked = NOTHING if is_open else asked_of(baseline, fact, landings[place])
    by_itself = drift(baseline, movements, fact)
    if score is None:
        return None
    room = baseline.room[fact]
    ends = [score + end for end in (room.low, room.high) if end is not None]
    digit = _digit(baseline.plan.by_id[place].decimals, ends)
    if spread is not None:
        # A range is given for the place it names; elsewhere the same fact may have another score.
        moved = score - (baseline.score[spread.ident] or NOTHING)
        low, likely, high = (
            Fraction(value) + moved for value in (spread.low, spread.likely, spread.high)
        )
        law = partial(_CDF[spread.shape], low=float(low), likely=float(likely), high=float(high))
    elif by_itself is None or asked is None:
        return None
    else:
        mean, deviation = float(score) + by_itself.shift, by_itself.deviation or _STILL
        more = beyond(float(score + asked), float(score), mean)
        low = Fraction(mean + min(more, 0.0) - _DEVIATIONS * deviation)
        high = Fraction(mean + max(more, 0.0) + _DEVIATIONS * deviation)
        law = partial(moving, mean=mean, deviation=deviation, more=more)
    digit = _step(digit, high - low)
    first, last = _nearest(low, digit), _nearest(high, digit)
    if room.low is not None:  # where a limit is no multiple of a digit, rounding may not pass it
        first = max(first, -int(-(score + room.low) // digit))
        last = max(last, first)
    if room.high is not None:
        last = min(last, int((score + room.high) // digit))
        first = min(first, last)
    edges: Floats = (np.arange(first, last, dtype=np.float64) + 0.5) * float(digit)
    return Varying(
        place,
        fact,
        spread,
        movements.get(place),
        TOGETHER if by_itself is None else by_itself.together,
        digit,
        first,
        np.maximum.accumulate(np.clip(np.append(law(edges), 1.0), 0.0, 1.0)),
    )


def asked_of(baseline: Baseline, fact: str, landing: Projected) -> Fraction | None:
    """By how much a fact is to change, in points. A target that is met already asks for nothing,
    and not for a fall to it; None where that is not known."""
    if landing.change is None:
        return None
    change = Fraction(landing.change)
    said = (baseline.plan.by_id[place].planned for place in baseline.places[fact])
    is_target = change == baseline.increase[fact] and all(planned is None for planned in said)
    return NOTHING if is_target and turned(change, landing.better) < 0 else change


def _digit(decimals: int, ends: Iterable[Fraction]) -> Fraction:
    """The step of outcomes: the last digit of so many decimals, or finer where a limit is."""
    for more in range(decimals, _MOST_DECIMALS + 1):
        digit = Fraction(last_digit(more))
        if all(end % digit == 0 for end in ends):
            return digit
    return Fraction(last_digit(decimals))


def _step(digit: Fraction, wide: Fraction) -> Fraction:
    """The digit in which so many points are not too many outcomes."""
    while wide / digit >= _MOST_OUTCOMES - 1:
        digit *= 10
    return digit


def _nearest(value: Fraction, digit: Fraction) -> int:
    """The whole number of digits nearest to a value, halves up."""
    return int((value / digit + Fraction(1, 2)).__floor__())


def beyond(projected: float, score: float, by_itself: float) -> float:
    """What is asked of a score beyond what it does by itself, in points: how far what is projected
    lies outside of what is between the score and where it would come to."""
    return projected - min(max(projected, min(score, by_itself)), max(score, by_itself))


def moving(edges: Floats, mean: float, deviation: float, more: float) -> Floats:
    """The probability of at most each edge, for a normal variable and any part of `more` on top:
    the sum of a normal and a uniform one (E. Bhattacharjee, S. Pandit and R. Mohan, Dimensional
    chains involving rectangular and normal error-distributions, Technometrics 1963).
    """
    from_mean, wide = (edges - mean) / deviation, more / deviation
    if abs(wide) < _NARROW:
        return _normal(from_mean - wide / 2)
    return (_summed(from_mean) - _summed(from_mean - wide)) / wide


def _normal(at: Floats) -> Floats:
    """The normal distribution's probability of at most each value: to the last digit, because
    differences of sums of it are divided by how wide a part is."""
    return (1 + np.array([*map(erf, (at / sqrt(2)).tolist())], np.float64)) / 2


def _summed(at: Floats) -> Floats:
    """The normal distribution's probabilities summed up to each value."""
    return at * _normal(at) + np.exp(-(at**2) / 2) / sqrt(2 * pi)


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
