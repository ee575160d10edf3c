"""Whether planned gains are within what has ever been done: against the headroom, the unit's own
past, and the past of others.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from math import ceil
from typing import Literal, NamedTuple

from parplan.engine.gap import Standing
from parplan.points import ZERO
from parplan.text import Text

Verdict = Literal["beyond", "rare", "usual"]


class Past(NamedTuple):
    """What units ever gained in a year, in points: nine in ten at most `p90`, none more than
    `largest`; over which years, from which source, and who gained the most of how many, where that
    is known."""

    p90: Decimal | None
    largest: Decimal
    first: int
    last: int
    source: Text
    unit: str | None = None
    units: int | None = None


class Feasible(NamedTuple):
    """A planned gain of one row, in points, beside what it can be measured by; None is unknown.
    `own` is the largest gain of the unit itself in a year."""

    id: str
    name: Text
    decimals: int
    planned: Decimal
    headroom_used: Decimal | None  # planned / headroom, a share of 1
    own: Decimal | None
    past: Past | None

    @property
    def verdict(self) -> Verdict | None:
        """Beyond what any unit ever gained; rare: more than nine in ten did; or usual. None where
        no past is known.
        """
        if self.past is None:
            return None
        if self.planned > self.past.largest:
            return "beyond"
        if self.past.p90 is None:
            return None
        return "rare" if self.planned > self.past.p90 else "usual"


def feasible(
    index: Standing, pasts: Mapping[str, Past], own: Mapping[str, Decimal]
) -> Iterator[Feasible]:
    """Every planned gain of an index, its own last, beside the past of others and of the unit
    itself (points, by id).
    """
    rows = list(index.walk())
    for row in (*rows[1:], rows[0]):
        if row.increase is not None and row.increase > ZERO:
            used = row.increase / row.headroom if row.headroom else None
            yield Feasible(
                row.id,
                row.name,
                row.decimals,
                row.increase,
                used,
                own.get(row.id),
                pasts.get(row.id),
            )


def ninth_tenth(gains: Iterable[Decimal]) -> Decimal:
    """The gain that nine in ten do not pass: the nearest rank, so that it is a gain somebody made.
    Raises ValueError without any.
    """
    ordered = sorted(gains)
    if not ordered:
        raise ValueError("no gains")
    return ordered[ceil(len(ordered) * 9 / 10) - 1]
