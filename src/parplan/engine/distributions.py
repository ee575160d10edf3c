"""What each leaf may come to: what varies, and its distribution on the digits that the index
prints.

What varies is a leaf, or a row whose parts nobody knows (it was set as a whole, or has a range of
its own). Without a range from the scenario it moves as scores move by themselves (`movement`), and
of what is asked for beyond that any part from nothing to all of it comes about, all equally likely.
docs/odds.md has what this rests on.
"""

from collections.abc import Callable, Container, Iterable, Mapping
from fractions import Fraction
from functools import partial
from math import erf, lgamma, pi, sqrt
from typing import Any, NamedTuple

import numpy as np

from parplan.engine.baseline import NOTHING, Baseline, Room
from parplan.engine.movement import TOGETHER, Drift, Movement, best_known, drift, is_known_better
from parplan.engine.project import Projected, Projection
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
    projection: Projection,
    spreads: Iterable[Spread],
    movements: Mapping[str, Movement],
) -> Varied:
    """Everything that varies; `movements` go by id."""
    given, landings = {baseline.fact[it.ident]: it for it in spreads}, projection.rows()
    known = _Known(baseline, landings, projection.given, given, movements)
    found = Varied({}, {}, set())

    def gather(fact: str, *, below: bool = False) -> None:
        is_open = below and fact not in given and landings[fact].change is None
        if is_open:
            found.open.add(fact)
        if known.varies_whole(fact, is_open=is_open):
            unit = known.unit(fact, is_open=is_open)
            if unit is not None:
                found.units.setdefault(fact, unit)
        elif not is_open and known.is_undivided(fact):
            found.undivided[fact] = known.below(fact)
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


class _Known(NamedTuple):
    """What is known of a plan's facts: where each lands, and which of them by points that were
    `typed`; the ranges that are `given` of some; and how rows move by themselves (by id).
    """

    baseline: Baseline
    landings: Mapping[str, Projected]
    typed: Container[str]
    given: Mapping[str, Spread]
    movements: Mapping[str, Movement]

    def varies_whole(self, fact: str, *, is_open: bool) -> bool:
        """Whether a fact varies as a whole: a leaf, a row with a range of its own, one of whose
        parts something is not known, or of which more is known than of its parts. Of what `is_open`
        the increase need not be known.
        """
        whole = not self.baseline.shares[fact] or fact in self.given
        if whole or is_known_better(self.baseline, self.movements, fact):
            return True
        if is_open:
            return not self._can_vary(fact)
        return not self._are_parts_known(fact) and not self.is_undivided(fact)

    def is_undivided(self, fact: str) -> bool:
        """Whether it is known what a fact is to gain, and not what each of its parts is, all of
        which can vary.
        """
        return (
            self.landings[fact].change is not None
            and fact not in self.baseline.bends
            and not self._are_parts_known(fact)
            and self._can_vary(fact)
        )

    def below(self, fact: str) -> dict[str, Fraction]:
        """What is below a fact and is known to gain so much, or has a range of its own: how much a
        point of each counts. Not what is below that in turn.
        """
        found: dict[str, Fraction] = {}
        for factor, part in self.baseline.shares[fact]:
            known = part in self.given or self.landings[part].change is not None
            for each, times in ({part: Fraction(1)} if known else self.below(part)).items():
                found[each] = found.get(each, NOTHING) + factor * times
        return found

    def _has_score(self, fact: str) -> bool:
        """Whether there is a score to vary around."""
        return any(self.baseline.score[it] is not None for it in self.baseline.places[fact])

    def _can_vary(self, fact: str) -> bool:
        """Whether a fact and all below it have scores to vary around, and it is known how they
        move.
        """
        return (
            self._has_score(fact)
            and drift(self.baseline, self.movements, fact) is not None
            and all(self._can_vary(part) for _, part in self.baseline.shares[fact])
        )

    def _are_parts_known(self, fact: str) -> bool:
        return all(self._is_known(part) for _, part in self.baseline.shares[fact])

    def _is_known(self, fact: str) -> bool:
        """Whether a part has a score to vary around, and lands somewhere; or all of its own
        parts.
        """
        if fact in self.given or (self._has_score(fact) and self.landings[fact].change is not None):
            return True
        return bool(self.baseline.shares[fact]) and self._are_parts_known(fact)

    def unit(self, fact: str, *, is_open: bool) -> Varying | None:
        """What varies as a whole; None where it has no score, or nobody knows how it moves, or what
        is asked of it.
        """
        baseline, spread = self.baseline, self.given.get(fact)
        place = best_known(baseline, self.movements, fact)
        score, decimals = baseline.score[place], baseline.plan.by_id[place].decimals
        asked = (
            NOTHING
            if is_open
            else asked_of(baseline, fact, self.landings[place], typed=fact in self.typed)
        )
        by_itself = drift(baseline, self.movements, fact)
        if score is None:
            return None
        if spread is not None:
            # It is given for the place it names; elsewhere the same fact may have another score.
            law = _within(spread, score - (baseline.score[spread.ident] or NOTHING))
        elif by_itself is None or asked is None:
            return None
        else:
            law = _moving_from(score, asked, by_itself)
        return Varying(
            place,
            fact,
            spread,
            self.movements.get(place),
            TOGETHER if by_itself is None else by_itself.together,
            *_on_digits(law, score, decimals, baseline.room[fact]),
        )


class _Law(NamedTuple):
    """The probability of at most each of some edges, and between which points outcomes are."""

    upto: Callable[[Floats], Floats]
    low: Fraction
    high: Fraction


def _within(spread: Spread, moved: Fraction) -> _Law:
    """What a range says, moved by so many points."""
    low, likely, high = (
        Fraction(value) + moved for value in (spread.low, spread.likely, spread.high)
    )
    cdf = partial(_CDF[spread.shape], low=float(low), likely=float(likely), high=float(high))
    return _Law(cdf, low, high)


def _moving_from(score: Fraction, asked: Fraction, by_itself: Drift) -> _Law:
    """What a score moves to by itself, and any part on top of what is asked for beyond that."""
    mean, deviation = float(score) + by_itself.shift, by_itself.deviation or _STILL
    more = beyond(float(score + asked), float(score), mean)
    low = Fraction(mean + min(more, 0.0) - _DEVIATIONS * deviation)
    high = Fraction(mean + max(more, 0.0) + _DEVIATIONS * deviation)
    return _Law(partial(moving, mean=mean, deviation=deviation, more=more), low, high)


def _on_digits(
    law: _Law, score: Fraction, decimals: int, room: Room
) -> tuple[Fraction, int, Floats]:
    """A law on the last digits of what has so many decimals, or finer ones, within the room that a
    score has: the digit, the first outcome, and the probability of each or less.
    """
    ends = [score + end for end in (room.low, room.high) if end is not None]
    digit = _step(_digit(decimals, ends), law.high - law.low)
    first, last = _nearest(law.low, digit), _nearest(law.high, digit)
    if room.low is not None:  # where a limit is no multiple of a digit, rounding may not pass it
        first = max(first, -int(-(score + room.low) // digit))
        last = max(last, first)
    if room.high is not None:
        last = min(last, int((score + room.high) // digit))
        first = min(first, last)
    edges: Floats = (np.arange(first, last, dtype=np.float64) + 0.5) * float(digit)
    upto = np.clip(np.append(law.upto(edges), 1.0), 0.0, 1.0)
    return digit, first, np.maximum.accumulate(upto)


def any_part(baseline: Baseline, fact: str, more: Fraction) -> Varying:
    """Any part, from none to all, of so many points that a fact is to gain beyond what its parts
    bring; by itself, whatever else varies."""
    digit = _step(Fraction(last_digit(baseline.plan.by_id[fact].decimals)), abs(more))
    low, high = sorted((0, _nearest(more, digit)))
    edges: Floats = (np.arange(low, high, dtype=np.float64) + 0.5) * float(digit)
    upto = moving(edges, 0.0, _STILL, float(more)) if low < high else edges
    return Varying(fact, fact, None, None, 0.0, digit, low, np.append(np.clip(upto, 0, 1), 1.0))


def asked_of(baseline: Baseline, fact: str, landing: Projected, *, typed: bool) -> Fraction | None:
    """By how much a fact is to change, in points. A target that is met already asks for nothing,
    and not for a fall to it, unless that is `typed`; None where that is not known.
    """
    if landing.change is None:
        return None
    change = Fraction(landing.change)
    said = (baseline.plan.by_id[place].planned for place in baseline.places[fact])
    is_target = not typed and all(planned is None for planned in said)
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
    return np.where(inside < likely, left, right)


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
