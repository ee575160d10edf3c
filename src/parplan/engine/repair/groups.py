"""What is found: broken equations that share figures, with every repair of them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal, NamedTuple

from parplan.engine.repair import slips
from parplan.engine.repair.caps import Cap
from parplan.engine.repair.edits import Edit
from parplan.points import digits, exact
from parplan.text import brief

Verdict = Literal["strong", "likely", "undecided", "weak"]


class Change(NamedTuple):
    """A figure, what is printed, what was likely meant, from where to where it may lie (points, or
    percent, as the document has it), and the slip: None where it only moves with another figure.
    Of points that are printed as a percent of the maximum, also the `points` of the first two.
    """

    path: str
    old: Decimal
    new: Decimal
    low: Decimal
    high: Decimal
    slip: slips.Kind | None
    points: tuple[Decimal, Decimal] | None = None

    @property
    def decimals_of(self) -> Mapping[str, int]:
        """Those of what is printed, where it has more than a figure there may have."""
        more = digits(self.old) > digits(self.new)
        return {"from": digits(self.old)} if more else {}


class Repair(NamedTuple):
    """Figures whose change makes a whole group hold.

    `repairs` and `breaks` count equations (those that only follow from others are not counted),
    `witnesses` are the figures that call for a value on their own, `share` is its part of 1 among
    what may have happened, `rivals` are the repairs, by their place in the group, that would do
    about as well.
    """

    changes: tuple[Change, ...]
    repairs: int
    breaks: int
    witnesses: tuple[str, ...]
    share: float
    verdict: Verdict
    rivals: tuple[int, ...]

    @property
    def slips(self) -> tuple[slips.Kind, ...]:
        """The kinds of slips it takes, each once."""
        return tuple(
            dict.fromkeys(change.slip for change in self.changes if change.slip is not None)
        )

    @property
    def as_typed(self) -> str:
        """The correction as `errata accept --decision` takes it."""
        return "correct=" + ",".join(
            f"{change.path}={exact(change.new)}" for change in self.changes
        )


class Held(NamedTuple):
    """A figure of a broken equation that is not to blame: with `value` instead, what `by` says
    would no longer agree.
    """

    path: str
    printed: Decimal
    value: Decimal
    by: tuple[str, ...]


class Group(NamedTuple):
    """Broken equations that share figures, with every smallest repair, best first. `follows` are
    those that come of the others. `caps` may explain all that is broken without any repair;
    `untried` are maxima that may be wrong and cannot be tried: what else follows is not known.

    `together` are those of `follows` that take what is suggested for other groups as well.

    `complete` is False where the search ended before everything up to MOST figures was tried, in
    this group or in the whole plan.
    """

    broken: tuple[Edit, ...]
    follows: tuple[Edit, ...]
    repairs: tuple[Repair, ...]
    held: tuple[Held, ...]
    caps: tuple[Cap, ...]
    complete: bool
    untried: tuple[str, ...]
    together: tuple[Edit, ...] = ()

    def __repr__(self) -> str:
        return brief(self, "broken", "follows", "repairs", "caps", "complete")

    @property
    def every(self) -> tuple[Edit, ...]:
        """What is broken, and what follows from it."""
        return (*self.broken, *self.follows)
