"""How far a few figures may move together: Fourier-Motzkin elimination in whole numbers, and which
edits stand in the way if not at all.

Fellegi and Holt (A Systematic Approach to Automatic Edit and Imputation, 1976) localise errors this
way: what is left of the edits when the suspected figures are eliminated must be true of the others.
"""

from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

from parplan.engine.repair.edits import Edit, Row


class Bounds(NamedTuple):
    """From low to high, both included, in units of the last digit; None: without an end on that
    side.
    """

    low: int | None
    high: int | None


class Conflict(NamedTuple):
    """Edits that cannot hold together, however far the figures move."""

    edits: frozenset[Edit]


def bounds(rows: Sequence[Row], place: int) -> Bounds | Conflict:
    """How far one event may move so that the others still can; or what stands in the way."""
    left = list(rows)
    for other in range(len(rows[0].factors) if rows else 0):
        if other != place:
            left = _without(left, other)
    return _interval(left, place)


def given(rows: Sequence[Row], place: int, move: int) -> list[Row]:
    """The same system with one event moved."""
    return [
        Row(
            (*row.factors[:place], 0, *row.factors[place + 1 :]),
            row.bound - row.factors[place] * move,
            row.edits,
        )
        if row.factors[place]
        else row
        for row in rows
    ]


def _without(rows: list[Row], place: int) -> list[Row]:
    """The same system without one event: every upper bound on it against every lower one."""
    above = [row for row in rows if row.factors[place] > 0]
    below = [row for row in rows if row.factors[place] < 0]
    left = [row for row in rows if not row.factors[place]]
    for one, other in product(above, below):
        up, down = -other.factors[place], one.factors[place]
        factors = tuple(
            [up * a + down * b for a, b in zip(one.factors, other.factors, strict=True)]
        )
        left.append(Row(factors, up * one.bound + down * other.bound, one.edits | other.edits))
    return left


def _interval(rows: list[Row], place: int) -> Bounds | Conflict:
    low: tuple[int, frozenset[Edit]] | None = None
    high: tuple[int, frozenset[Edit]] | None = None
    for factors, bound, edits in rows:
        factor = factors[place]
        if not factor:
            if bound < 0:
                return Conflict(edits)
        elif factor > 0:
            end = bound // factor
            if high is None or end < high[0]:
                high = (end, edits)
        else:
            end = -(bound // -factor)
            if low is None or end > low[0]:
                low = (end, edits)
    if low is not None and high is not None and low[0] > high[0]:
        return Conflict(low[1] | high[1])
    return Bounds(None if low is None else low[0], None if high is None else high[0])
