"""Who leads which rows, and what is at stake for each unit: the points that the plan adds to the
rows it leads.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from parplan.engine.gap import Standing
from parplan.engine.identities.basis import Basis, figures
from parplan.engine.identities.totals import shares
from parplan.model.fields import Better, turned
from parplan.model.plan import Plan
from parplan.points import decimal_of
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
    index's planned increase (points; None is unknown).

    `points` are those at stake: what the planned increases of the rows it leads bring the index;
    other units lead `shared` of them as well, and no other unit leads `alone`.
    """

    id: str
    name: Text
    decimals: int
    rows: tuple[Led, ...]
    total: Decimal | None
    points: Decimal
    shared: Decimal
    alone: Decimal

    def order(self, better: Better) -> tuple[Decimal, Decimal]:
        """Where it stands among others in such an index: who leads the most alone comes first."""
        return -turned(self.alone, better), -turned(self.shared, better)

    @property
    def share(self) -> Decimal | None:
        """The points at stake as a share (of 1) of what the index is to gain."""
        return self.points / self.total if self.total else None

    @property
    def alone_share(self) -> Decimal | None:
        """What it leads alone as a share (of 1) of what the index is to gain."""
        return self.alone / self.total if self.total else None


class Coverage(NamedTuple):
    """How much of an index's planned increase (points; None is unknown) anybody answers for: at
    least one unit leads `led` of it, one alone leads `alone`.

    Of so many `units` that lead something the `leader` leads the most alone, and `most` in all;
    None where nobody leads anything.
    """

    id: str
    name: Text
    decimals: int
    planned: Decimal | None
    led: Decimal
    alone: Decimal
    units: int
    leader: str | None
    most: Decimal | None

    @property
    def led_share(self) -> Decimal | None:
        """What is led as a share (of 1) of what is planned."""
        return self.led / self.planned if self.planned else None

    @property
    def alone_share(self) -> Decimal | None:
        """What one unit alone leads as a share (of 1) of what is planned."""
        return self.alone / self.planned if self.planned else None


_NOTHING = Fraction(0)


class Leads:
    """Which units lead which rows of a plan on a basis. To lead a row is to lead its parts; a fact
    is led wherever it is printed.
    """

    def __init__(
        self, plan: Plan, leading: Mapping[str, tuple[str, ...]], basis: Basis = "printed"
    ) -> None:
        self.plan = plan
        self.own = leading
        self.basis = basis

    @cached_property
    def _increase(self) -> dict[str, Fraction]:
        """What the plan adds to every row, in points of the row."""
        exact = figures(self.plan, self.basis, Fraction)
        return {ident: row.increase or _NOTHING for ident, row in exact.items()}

    @cached_property
    def _worth(self) -> dict[str, dict[str, Fraction]]:
        """What a point of each part is worth in every total."""
        return {ident: shares(row) for ident, row in self.plan.by_id.items() if row.children}

    @cached_property
    def _leading(self) -> dict[str, tuple[str, ...]]:
        own, above = self.own, self.plan.above
        return {
            ident: tuple(dict.fromkeys(unit for row in above(ident) for unit in own.get(row, ())))
            for ident in self.plan.by_id
        }

    @cached_property
    def _within(self) -> dict[str, frozenset[str]]:
        """The units that lead a row or anything below it."""
        return {
            ident: frozenset(unit for below in row.walk() for unit in self._leading[below.id])
            for ident, row in self.plan.by_id.items()
        }

    def of(self, ident: str) -> tuple[str, ...]:
        """The units that lead a row, through the rows it is part of too: the nearest first."""
        return self._leading[ident]

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
        led = tuple(self._led(unit, index, Fraction(1)))
        points = sum((points for _, points, _ in led), _NOTHING)
        shared = sum((shared for _, _, shared in led), _NOTHING)
        return Stake(
            index.id,
            index.name,
            index.decimals,
            tuple(row for row, _, _ in led),
            index.increase,
            decimal_of(points, index.decimals),
            decimal_of(shared, index.decimals),
            decimal_of(points - shared, index.decimals),
        )

    def coverage(self, index: Standing, units: Iterable[str]) -> Coverage:
        """How much of an index these units answer for."""
        stakes = [(unit, stake) for unit in units if (stake := self.stake(unit, index)).rows]
        first = min(stakes, key=lambda it: it[1].order(index.better), default=None)
        return Coverage(
            index.id,
            index.name,
            index.decimals,
            index.increase,
            decimal_of(self._covered(index, Fraction(1)), index.decimals),
            decimal_of(self._alone(index, Fraction(1)), index.decimals),
            len(stakes),
            first and first[0],
            first and first[1].points,
        )

    def _led(
        self, unit: str, row: Standing, factor: Fraction
    ) -> Iterator[tuple[Led, Fraction, Fraction]]:
        """The rows that a unit leads at or below a row, a point of which counts `factor` in the
        index; each with its points and those that are shared, exactly.
        """
        if unit not in self._within[row.id]:
            return
        if unit not in self.of(row.id):
            for child, below in self._below(row, factor):
                yield from self._led(unit, child, below)
            return
        above = [other for other in self.of(row.id) if other != unit]
        partly = [other for other in self.partly(row.id) if other not in (unit, *above)]
        points = self._increase[row.id] * factor
        shared = points if above else self._shared(unit, row, factor)
        led = Led(
            row.id,
            row.name,
            row.increase,
            decimal_of(points, row.decimals),
            (*above, *partly),
            decimal_of(shared, row.decimals),
        )
        yield led, points, shared

    def _shared(self, unit: str, row: Standing, factor: Fraction) -> Fraction:
        """How much of what a row brings is in parts that others lead: no more than all of it, be it
        a gain or a loss.
        """
        below, points = self._below(row, factor), self._increase[row.id] * factor
        shared = sum((self._covered(child, worth, unit) for child, worth in below), _NOTHING)
        low, high = sorted((points, _NOTHING))
        return min(max(shared, low), high)

    def _covered(self, row: Standing, factor: Fraction, unit: str | None = None) -> Fraction:
        """What a row brings, where anybody leads it but this unit; else how much of it is in parts
        that they lead.
        """
        if any(other != unit for other in self.of(row.id)):
            return self._increase[row.id] * factor
        below = self._below(row, factor)
        return sum((self._covered(child, worth, unit) for child, worth in below), _NOTHING)

    def _alone(self, row: Standing, factor: Fraction) -> Fraction:
        """How much of what a row brings one unit leads and nobody else, whichever it is."""
        leading = self.of(row.id)
        if not leading:
            below = self._below(row, factor)
            return sum((self._alone(child, worth) for child, worth in below), _NOTHING)
        if len(leading) > 1:
            return _NOTHING
        return self._increase[row.id] * factor - self._shared(leading[0], row, factor)

    def _below(self, row: Standing, factor: Fraction) -> Iterator[tuple[Standing, Fraction]]:
        """The parts of a row, each with what a point of it counts in the index: whole where nothing
        adds up, nothing where it has no part in the total.
        """
        total = self.plan.by_id[row.id]
        worth = self._worth.get(row.id, {})
        for child in row.children:
            counts = worth.get(child.id)
            if counts is None:
                counts = Fraction(self.plan.by_id[child.id].counts_in(total))
            yield child, factor * counts
