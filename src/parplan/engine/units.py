"""Who leads which rows, and what is at stake for each unit: the points that the plan adds to the
rows it leads.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from parplan.engine.gap import Standing
from parplan.engine.identities import shares
from parplan.model.plan import Plan
from parplan.points import ZERO, decimal_of
from parplan.text import Text


class Led(NamedTuple):
    """A row that a unit leads: the planned increase of the row (points of the row; None is
    unknown), what that brings the index (points of the index), the units it shares it with, and how
    much of what it brings is theirs as well."""

    id: str
    name: Text
    planned: Decimal | None
    points: Decimal
    others: tuple[str, ...]
    shared: Decimal


class Stake(NamedTuple):
    """What a unit leads in the index `id`: rows none of which is part of another, and the whole
    index's planned increase (points; None is unknown)."""

    id: str
    name: Text
    decimals: int
    rows: tuple[Led, ...]
    total: Decimal | None

    @property
    def points(self) -> Decimal:
        """The points at stake: what the planned increases of the rows it leads bring the index."""
        return sum((row.points for row in self.rows), ZERO)

    @property
    def shared(self) -> Decimal:
        """The points among them that other units lead as well."""
        return sum((row.shared for row in self.rows), ZERO)

    @property
    def alone(self) -> Decimal:
        """The points among them that no other unit leads."""
        return self.points - self.shared

    @property
    def share(self) -> Decimal | None:
        """The points at stake as a share (of 1) of what the index is to gain."""
        return self.points / self.total if self.total else None

    @property
    def alone_share(self) -> Decimal | None:
        """What it leads alone as a share (of 1) of what the index is to gain."""
        return self.alone / self.total if self.total else None


class Leads:
    """Which units lead which rows. To lead a row is to lead its parts; a fact is led wherever it is
    printed.
    """

    def __init__(self, plan: Plan, leading: Mapping[str, tuple[str, ...]]) -> None:
        self.plan = plan
        self.own = leading

    def of(self, ident: str) -> tuple[str, ...]:
        """The units that lead a row, through the rows it is part of too: the nearest first."""
        return tuple(
            dict.fromkeys(
                unit for above in self.plan.above(ident) for unit in self.own.get(above, ())
            )
        )

    def partly(self, ident: str) -> tuple[str, ...]:
        """The units that lead a part of a row."""
        walked = self.plan.by_id[ident].walk()
        return tuple(
            dict.fromkeys(
                unit for below in walked if below.id != ident for unit in self.of(below.id)
            )
        )

    def stake(self, unit: str, index: Standing) -> Stake:
        """What a unit leads in an index, alone and with others."""
        return Stake(
            index.id,
            index.name,
            index.decimals,
            tuple(self._led(unit, index, Fraction(1))),
            index.increase,
        )

    def _led(self, unit: str, row: Standing, factor: Fraction) -> Iterator[Led]:
        """The rows that a unit leads at or below a row, a point of which counts `factor` in the
        index.
        """
        if unit not in self.of(row.id):
            for child, below in self._below(row, factor):
                yield from self._led(unit, child, below)
            return
        above = [other for other in self.of(row.id) if other != unit]
        partly = [other for other in self.partly(row.id) if other not in (unit, *above)]
        points = _times(row.increase, factor)
        shared = points if above else min(self._shared(unit, row, factor), points)
        yield Led(row.id, row.name, row.increase, points, (*above, *partly), shared)

    def _shared(self, unit: str, row: Standing, factor: Fraction) -> Decimal:
        """How much of what a row brings is in parts that others lead."""
        found = ZERO
        for child, below in self._below(row, factor):
            others = any(other != unit for other in self.of(child.id))
            found += _times(child.increase, below) if others else self._shared(unit, child, below)
        return found

    def _below(self, row: Standing, factor: Fraction) -> Iterator[tuple[Standing, Fraction]]:
        """The parts of a row, each with what a point of it counts in the index; whole where nothing
        adds up.
        """
        worth = shares(self.plan.by_id[row.id])
        return ((child, factor * worth.get(child.id, Fraction(1))) for child in row.children)


def _times(planned: Decimal | None, factor: Fraction) -> Decimal:
    return (
        ZERO
        if planned is None
        else planned
        if factor == 1
        else decimal_of(Fraction(planned) * factor)
    )
