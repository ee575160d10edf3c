"""Totals that are not the plain sum of their parts: capped ones, and those that are lost whole."""

from dataclasses import dataclass
from typing import Generic

from parplan.model.fields import Counts, Number
from parplan.model.tree import Indicator


@dataclass(frozen=True, slots=True)
class Bend(Generic[Number]):
    """How a total follows from what its parts come to (`raw`), in points: held between `low` and
    `high` where it is capped; `low` with anything missing to `high` where it is lost whole.
    """

    counts: Counts
    low: Number
    high: Number

    def of(self, raw: Number) -> Number:
        """What it comes to."""
        if self.counts == "capped":
            return min(max(raw, self.low), self.high)
        return self.low if raw < self.high else raw

    def is_plain(self, raw: Number) -> bool:
        """Whether it is just what the parts come to."""
        return self.low <= raw <= self.high if self.counts == "capped" else raw >= self.high

    def gain(self, raw: Number | None, change: Number | None) -> Number | None:
        """What a change of the parts, all together, brings from where they are."""
        if raw is None or change is None:
            return None
        return self.of(raw + change) - self.of(raw)


def bend(indicator: Indicator, ceiling: Number | None) -> Bend[Number] | None:
    """The rule that a total has, by its highest possible score; None where it has none, and where
    that score is not known, so that nothing follows from its parts.
    """
    counts = indicator.node.counts
    if counts is None or ceiling is None:
        return None
    return Bend(counts, type(ceiling)(indicator.floor), ceiling)
