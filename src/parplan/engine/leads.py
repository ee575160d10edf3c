"""Who leads which rows, and what is at stake for each unit: the points that the plan adds to the rows it leads."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from parplan.engine.standing import Standing
from parplan.labels import Text
from parplan.model import Plan
from parplan.points import ZERO


class Led(NamedTuple):
    """A row that a unit leads: the planned increase of the row (points; None is unknown), the units it shares it with, and how much
    of the increase is theirs as well."""

    id: str
    name: Text
    planned: Decimal | None
    others: tuple[str, ...]
    shared: Decimal


class Stake(NamedTuple):
    """What a unit answers for in the index `id`: the rows it leads, none of which is part of another, and the whole index's planned
    increase (points; None is unknown)."""

    id: str
    name: Text
    decimals: int
    rows: tuple[Led, ...]
    total: Decimal | None

    @property
    def points(self) -> Decimal:
        """The points at stake: the planned increases of the rows it leads."""
        return sum((row.planned or ZERO for row in self.rows), ZERO)

    @property
    def shared(self) -> Decimal:
        """The points among them that other units lead as well."""
        return sum((row.shared for row in self.rows), ZERO)

    @property
    def share(self) -> Decimal | None:
        """The points at stake as a share (of 1) of what the index is to gain."""
        return self.points / self.total if self.total else None


class Leads:
    """Which units lead which rows. To lead a row is to lead its parts; a fact is led wherever it is printed."""

    def __init__(self, plan: Plan, leading: Mapping[str, tuple[str, ...]]) -> None:
        self.plan = plan
        self.own = leading

    def of(self, ident: str) -> tuple[str, ...]:
        """The units that lead a row, through the rows it is part of too: the nearest first."""
        units = dict.fromkeys(self.own.get(ident, ()))
        above = self.plan.parents.get(ident)
        while above is not None:
            units.update(dict.fromkeys(self.own.get(above.id, ())))
            above = self.plan.parents.get(above.id)
        return tuple(units)

    def partly(self, ident: str) -> tuple[str, ...]:
        """The units that lead a part of a row."""
        walked = self.plan.by_id[ident].walk()
        return tuple(dict.fromkeys(unit for below in walked if below.id != ident for unit in self.own.get(below.id, ())))

    def stake(self, unit: str, index: Standing) -> Stake:
        """What a unit answers for in an index."""
        return Stake(index.id, index.name, index.decimals, tuple(self._led(unit, index)), index.planned)

    def _led(self, unit: str, row: Standing) -> Iterator[Led]:
        if unit not in self.own.get(row.id, ()):
            for child in row.children:
                yield from self._led(unit, child)
            return
        above = [other for other in self.of(row.id) if other != unit]
        partly = [other for other in self.partly(row.id) if other not in (unit, *above)]
        shared = (row.planned or ZERO) if above else self._shared(unit, row)
        yield Led(row.id, row.name, row.planned, (*above, *partly), shared)

    def _shared(self, unit: str, row: Standing) -> Decimal:
        """How much of a row's increase is in parts that others lead."""
        found = ZERO
        for child in row.children:
            if any(other != unit for other in self.own.get(child.id, ())):
                found += child.planned or ZERO
            else:
                found += self._shared(unit, child)
        return found
