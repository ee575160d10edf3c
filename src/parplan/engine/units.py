"""Who leads which rows, and what is at stake for each unit: the points that the plan adds to the
rows it leads.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, partial
from typing import NamedTuple

from parplan.engine.baseline import Baseline, total_of
from parplan.engine.gap import Standing
from parplan.engine.identities.basis import Basis
from parplan.engine.identities.totals import minus, shares
from parplan.model.fields import Better, turned
from parplan.model.plan import Plan
from parplan.points import ZERO, decimal_of
from parplan.text import Text


class Led(NamedTuple):
    """A row that a unit leads: the planned increase of the row (points of the row), what that
    brings the index (points of the index), the units it shares it with, and how much of what it
    brings is theirs as well. None is unknown; of what is `silent` the plan says nothing."""

    id: str
    name: Text
    planned: Decimal | None
    points: Decimal | None
    others: tuple[str, ...]
    shared: Decimal | None
    silent: bool


class Stake(NamedTuple):
    """What a unit leads in the index `id`: rows none of which is part of another, and the whole
    index's planned increase (points).

    `points` are those at stake: what the planned increases of the rows it leads bring the index;
    other units lead `shared` of them as well, and no other unit leads `alone`. None is unknown; a
    row of which the plan says nothing adds nothing to others. `asked` are the rows of the index of
    which only a target tells what is planned.
    """

    id: str
    name: Text
    decimals: int
    rows: tuple[Led, ...]
    total: Decimal | None
    points: Decimal | None
    shared: Decimal | None
    alone: Decimal | None
    asked: tuple[str, ...]

    @property
    def unsaid(self) -> tuple[str, ...]:
        """The rows of which it is not known what they bring, or how much of it others lead."""
        said = (row for row in self.rows if not row.silent)
        return tuple(row.id for row in said if row.points is None or row.shared is None)

    @property
    def silent(self) -> tuple[str, ...]:
        """The rows of which the plan says nothing."""
        return tuple(row.id for row in self.rows if row.silent)

    def order(self, better: Better) -> tuple[bool, Decimal, Decimal]:
        """Where it stands among others in such an index: who leads the most alone comes first, of
        whom that is not known last."""
        alone, shared = (turned(points or ZERO, better) for points in (self.alone, self.shared))
        return self.alone is None, -alone, -shared

    @property
    def share(self) -> Decimal | None:
        """The points at stake as a share (of 1) of what the index is to gain."""
        return share_of(self.points, self.total)

    @property
    def alone_share(self) -> Decimal | None:
        """What it leads alone as a share (of 1) of what the index is to gain."""
        return share_of(self.alone, self.total)


class Coverage(NamedTuple):
    """How much of an index's planned increase (points) anybody answers for: at least one unit leads
    `led` of it, one alone leads `alone`. None is unknown.

    Of so many `units` that lead something the `leader` leads the most alone, and `most` in all;
    None where it is known of nobody what they lead.
    """

    id: str
    name: Text
    decimals: int
    planned: Decimal | None
    led: Decimal | None
    alone: Decimal | None
    units: int
    leader: str | None
    most: Decimal | None

    @property
    def led_share(self) -> Decimal | None:
        """What is led as a share (of 1) of what is planned."""
        return share_of(self.led, self.planned)

    @property
    def alone_share(self) -> Decimal | None:
        """What one unit alone leads as a share (of 1) of what is planned."""
        return share_of(self.alone, self.planned)


def share_of(points: Decimal | None, total: Decimal | None) -> Decimal | None:
    """Points as a share (of 1) of a total; None where one is unknown, or there are none."""
    return points / total if points is not None and total else None


_Points = Fraction | None  # None is unknown


class Leads:
    """Which units lead which rows of a plan on a basis. To lead a row is to lead its parts; a fact
    is led wherever it is printed.
    """

    def __init__(self, plan: Plan, leading: Mapping[str, tuple[str, ...]], basis: Basis) -> None:
        self.plan = plan
        self.own = leading
        self.basis = basis

    @cached_property
    def _baseline(self) -> Baseline:
        return Baseline(self.plan, self.basis)

    @cached_property
    def _increase(self) -> dict[str, _Points]:
        """What the plan, carried out in full, adds to every row, in points of the row: nothing
        where it says nothing.
        """
        baseline = self._baseline
        return {ident: baseline.increase[fact] for ident, fact in baseline.fact.items()}

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
            ident: frozenset((*self.of(ident), *self.partly(ident))) for ident in self.plan.by_id
        }

    def planned(self, row: Standing) -> Decimal | None:
        """What the plan, carried out in full, adds to a row, in points; None is unknown, or that
        the plan says nothing of it.
        """
        return None if self.is_silent(row) else decimal_of(self._increase[row.id])

    def is_silent(self, row: Standing) -> bool:
        """Whether the plan says nothing of what a row is to gain."""
        fact = self._baseline.fact[row.id]
        return fact in self._baseline.silent and self._baseline.increase[fact] is not None

    def asked(self, index: Standing) -> tuple[str, ...]:
        """The rows of an index that no increase is printed for, but a target tells what it is."""
        fact, asked = self._baseline.fact, self._baseline.asked
        return tuple(row.id for row in index.walk() if fact[row.id] in asked)

    def of(self, ident: str) -> tuple[str, ...]:
        """The units that lead a row, through the rows it is part of too: the nearest first."""
        return self._leading[ident]

    def partly(self, ident: str) -> tuple[str, ...]:
        """The units that lead a part of a row."""
        parts = self.plan.whole(self.plan.by_id[ident]).children
        each = (unit for part in parts for unit in (*self.of(part.id), *self.partly(part.id)))
        return tuple(dict.fromkeys(each))

    def stake(self, unit: str, index: Standing) -> Stake:
        """What a unit leads in an index, alone and with others."""
        led = tuple(self._led(unit, index, Fraction(1)))
        said = [each for each in led if not each[0].silent]
        points = _sum(points for _, points, _ in said) if said or not led else None
        shared = _sum(shared for _, _, shared in said) if said or not led else None
        return Stake(
            index.id,
            index.name,
            index.decimals,
            tuple(row for row, _, _ in led),
            self.planned(index),
            decimal_of(points, index.decimals),
            decimal_of(shared, index.decimals),
            decimal_of(minus(points, shared), index.decimals),
            self.asked(index),
        )

    def coverage(self, index: Standing, units: Iterable[str]) -> Coverage:
        """How much of an index these units answer for."""
        stakes = [(unit, stake) for unit in units if (stake := self.stake(unit, index)).rows]
        known = (it for it in stakes if it[1].alone is not None)
        first = min(known, key=lambda it: it[1].order(index.better), default=None)
        led = alone = None
        if not self.is_silent(index):
            led, alone = self._covered(index, Fraction(1)), self._alone(index, Fraction(1))
        return Coverage(
            index.id,
            index.name,
            index.decimals,
            self.planned(index),
            decimal_of(led, index.decimals),
            decimal_of(alone, index.decimals),
            len(stakes),
            first and first[0],
            first and first[1].points,
        )

    def brings(self, index: Standing) -> Iterator[tuple[Standing, Decimal | None]]:
        """What the planned increase of every row that an index is made of brings it, in points of
        the index; None is unknown.
        """

        def each(row: Standing, factor: _Points) -> Iterator[tuple[Standing, Decimal | None]]:
            yield row, decimal_of(self._brings(row, factor), index.decimals)
            for part, below in self._below(row, factor):
                yield from each(part, below)

        yield from each(index, Fraction(1))

    def _led(
        self, unit: str, row: Standing, factor: _Points
    ) -> Iterator[tuple[Led, _Points, _Points]]:
        """The rows that a unit leads at or below a row, a point of which counts `factor` in the
        index (None: a rule bends the sum that it is in); each with its points and those that are
        shared, exactly.
        """
        if unit not in self._within[row.id]:
            return
        if unit not in self.of(row.id):
            for child, below in self._below(row, factor):
                yield from self._led(unit, child, below)
            return
        above = [other for other in self.of(row.id) if other != unit]
        partly = [other for other in self.partly(row.id) if other not in (unit, *above)]
        points, silent = self._brings(row, factor), self.is_silent(row)
        shared = points if above else self._shared(unit, row, factor)
        led = Led(
            row.id,
            row.name,
            self.planned(row),
            None if silent else decimal_of(points, row.decimals),
            (*above, *partly),
            None if silent else decimal_of(shared, row.decimals),
            silent,
        )
        yield led, points, shared

    def _brings(self, row: Standing, factor: _Points) -> _Points:
        """What the planned increase of a row brings the index."""
        increase = self._increase[row.id]
        if not increase:
            return increase  # nothing, or nobody knows
        return None if factor is None else increase * factor

    def _bends(self, row: Standing) -> bool:
        """Whether a row comes to what is not the sum of its parts' increases, by the rule that it
        has (`counts`) or because nothing adds them up, so that nobody can say what one of them
        brings.
        """
        node = self.plan.by_id[self._made_of(row).id].node
        if node.counts is None and node.aggregate != "none":
            return False
        each = (self._brings(part, worth) for part, worth in self._parts(row, Fraction(1)))
        return self._increase[row.id] != _sum(each)

    def _in_parts(
        self, row: Standing, factor: _Points, of: Callable[[Standing, _Points], _Points]
    ) -> _Points:
        """How much of what a row brings is in what `of` takes of its parts. Where its rule bends
        their sum: all where all of them is, nothing where nothing is, else nobody knows.
        """
        if not self._bends(row):
            return _sum(of(part, worth) for part, worth in self._below(row, factor))
        parts = list(self._parts(row, Fraction(1)))
        taken = [of(part, worth) for part, worth in parts]
        if taken == [self._brings(part, worth) for part, worth in parts]:
            return self._brings(row, factor)
        return None if any(each != 0 for each in taken) else Fraction(0)

    def _shared(self, unit: str, row: Standing, factor: _Points) -> _Points:
        """How much of what a row brings is in parts that others lead: no more than all of it, be it
        a gain or a loss.
        """
        points = self._brings(row, factor)
        shared = self._in_parts(row, factor, partial(self._covered, unit=unit))
        if not shared:
            return shared  # nothing, or nobody knows
        if points is None:
            return None
        low, high = sorted((points, Fraction(0)))
        return min(max(shared, low), high)

    def _covered(self, row: Standing, factor: _Points, unit: str | None = None) -> _Points:
        """What a row brings, where anybody leads it but this unit; else how much of it is in parts
        that they lead.
        """
        if any(other != unit for other in self.of(row.id)):
            return self._brings(row, factor)
        return self._in_parts(row, factor, partial(self._covered, unit=unit))

    def _alone(self, row: Standing, factor: _Points) -> _Points:
        """How much of what a row brings one unit leads and nobody else, whichever it is."""
        leading = self.of(row.id)
        if not leading:
            return self._in_parts(row, factor, self._alone)
        if len(leading) > 1:
            return Fraction(0)
        return minus(self._brings(row, factor), self._shared(leading[0], row, factor))

    def _made_of(self, row: Standing) -> Standing:
        """The place that tells what makes a row up."""
        return self._baseline.standing[self.plan.whole(self.plan.by_id[row.id]).id]

    def _below(self, row: Standing, factor: _Points) -> Iterator[tuple[Standing, _Points]]:
        """The parts of a row, each with what a point of it counts in the index, which is of a row
        that bends their sum unknown.
        """
        if factor is not None and not self._bends(row):
            yield from self._parts(row, factor)
        else:
            yield from ((part, None) for part in self._made_of(row).children)

    def _parts(self, row: Standing, factor: Fraction) -> Iterator[tuple[Standing, Fraction]]:
        """The parts of a row, each with what a point of it counts: nothing where it has no part in
        the total.
        """
        whole = self._made_of(row)
        total = self.plan.by_id[whole.id]
        worth = self._worth.get(whole.id, {})
        for child in whole.children:
            counts = worth.get(child.id)
            if counts is None:
                counts = Fraction(self.plan.by_id[child.id].counts_in(total))
            yield child, factor * counts


def _sum(points: Iterable[_Points]) -> _Points:
    """All together; None where some are unknown."""
    return total_of((Fraction(1), each) for each in points)
