"""Which values a few free figures may take together: Fourier-Motzkin elimination, exact, and which edits stand in the way if none.

Fellegi and Holt (A Systematic Approach to Automatic Edit and Imputation, 1976) localise errors this way: what is left of the edits
when the suspected figures are eliminated must be true of the others.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import NamedTuple

from parplan.engine.edits import Edit, Row


class Bounds(NamedTuple):
    """From low to high, both included; None: without an end on that side."""

    low: Fraction | None
    high: Fraction | None


class Conflict(NamedTuple):
    """Edits that cannot hold together, whatever values the free figures take."""

    edits: frozenset[Edit]


class _Line(NamedTuple):
    factors: tuple[Fraction, ...]
    bound: Fraction
    edits: frozenset[Edit]


def bounds(rows: Iterable[Row], free: int, given: Mapping[int, Decimal] = {}) -> tuple[Bounds, ...] | Conflict:
    """For each of the free figures, the values that leave values for the others; or what stands in the way.

    `given` fixes some of them by their place. With one free figure this is an intersection of intervals.
    """
    lines = [_line(row, given) for row in rows]
    found: list[Bounds] = []
    for place in range(free):
        if place in given:
            found.append(Bounds(Fraction(given[place]), Fraction(given[place])))
            continue
        left = lines
        for other in range(free):
            if other != place and other not in given:
                left = _without(left, other)
        one = _interval(left, place)
        if isinstance(one, Conflict):
            return one
        found.append(one)
    return tuple(found)


def _line(row: Row, given: Mapping[int, Decimal]) -> _Line:
    factors, bound = [Fraction(factor) for factor in row.factors], Fraction(row.bound)
    for place, value in given.items():
        bound -= factors[place] * Fraction(value)
        factors[place] = Fraction(0)
    return _Line(tuple(factors), bound, frozenset((row.edit,)))


def _without(lines: list[_Line], place: int) -> list[_Line]:
    """The same system without one figure: every upper bound on it against every lower one."""
    above = [line for line in lines if line.factors[place] > 0]
    below = [line for line in lines if line.factors[place] < 0]
    left = [line for line in lines if not line.factors[place]]
    for one, other in product(above, below):
        up, down = -other.factors[place], one.factors[place]
        factors = tuple(up * a + down * b for a, b in zip(one.factors, other.factors, strict=True))
        left.append(_Line(factors, up * one.bound + down * other.bound, one.edits | other.edits))
    return left


def _interval(lines: list[_Line], place: int) -> Bounds | Conflict:
    low: tuple[Fraction, frozenset[Edit]] | None = None
    high: tuple[Fraction, frozenset[Edit]] | None = None
    for line in lines:
        factor = line.factors[place]
        if not factor:
            if line.bound < 0:
                return Conflict(line.edits)
        elif factor > 0:
            end = line.bound / factor
            if high is None or end < high[0]:
                high = (end, line.edits)
        else:
            end = line.bound / factor
            if low is None or end > low[0]:
                low = (end, line.edits)
    if low is not None and high is not None and low[0] > high[0]:
        return Conflict(low[1] | high[1])
    return Bounds(None if low is None else low[0], None if high is None else high[0])
