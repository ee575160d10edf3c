"""What a target comes to in points: each of its statements with the group or the field of units
that tells.
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from parplan.model.fields import Better, Number
from parplan.model.fixed import EMPTY
from parplan.model.indicators import Group, titled
from parplan.model.targets import AMOUNTS, Statement
from parplan.text import Text


class Takes(NamedTuple):
    """The score (points) that is just enough for a rank, for places gained or for a group, by which
    field of other units of which year; and what would be enough if all others changed once more as
    they did `over` so many years up to each of some: as many as the target is `ahead`, or one where
    no more is known. `still`: of some of them no such change is known, and they stay there.
    `units` are as many as that field has, where that is another number than the rank is one of.
    """

    points: Decimal
    field: Text
    year: int
    moved: Mapping[int, Decimal] = EMPTY
    over: int = 1
    ahead: int = 1
    still: bool = False
    units: int | None = None
    group: Text | None = None  # what a published group is called there


def entry(low: Decimal, high: Decimal, better: Better) -> Decimal:
    """The score that is just good enough for a group, of its lowest and its highest, in points."""
    return low if better == "higher" else high


class Aim(NamedTuple):
    """A statement of a target, and what tells the points that it comes to where it is no amount:
    the group that the plan knows by its bounds, or a field of other units.
    """

    statement: Statement
    group: Group | None
    takes: Takes | None
    better: Better

    @property
    def points(self) -> Decimal | None:
        """What it comes to by others' scores, in points; None where that is not known."""
        known = None if self.takes is None else self.takes.points
        group = self.group
        return known if group is None else entry(group.low, group.high, self.better)

    @property
    def is_among_others(self) -> bool:
        """Whether others have a say in it: a rank, places gained, a group."""
        return self.statement.kind in ("rank", "places", "group")

    @property
    def is_relative(self) -> bool:
        """Whether only a field of other units can tell what it comes to."""
        return self.points is None and self.is_among_others

    def amount(self, maximum: Number | None, number: Callable[[Decimal], Number]) -> Number | None:
        """What it comes to in points, with a maximum; None where that is not known."""
        if self.statement.kind in AMOUNTS:
            return self.statement.amount(maximum, number)
        return None if self.points is None else number(self.points)


def aim_of(said: Statement, groups: Iterable[Group], takes: Takes | None, better: Better) -> Aim:
    """A statement of a row that lists such groups, with what it takes by other units."""
    group = titled(str(said.asked), groups) if said.kind == "group" else None
    return Aim(said, group, takes, better)


def is_to_be_passed(target: Decimal | None, aims: Iterable[Aim], maximum: Decimal | None) -> bool:
    """Whether a target in points is not enough by itself: a statement that comes to as much asks
    for more than that, or where less is better for less.
    """
    strict = (aim for aim in aims if aim.statement.is_strict)
    return target is not None and any(aim.amount(maximum, Decimal) == target for aim in strict)


# What statements of targets take by a field of other units, by id.
Told = Mapping[tuple[str, Statement], Takes]
