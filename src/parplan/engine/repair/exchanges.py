"""Figures that were printed in each other's place: two cells of a row or a column."""

from collections.abc import Iterable, Set
from decimal import Decimal
from typing import NamedTuple

from parplan.engine.identities import POINT_FIELDS, Figure, figure
from parplan.engine.repair import slips
from parplan.engine.repair.edits import Edit, System, Values
from parplan.model.plan import Plan
from parplan.points import digits


class Swap(NamedTuple):
    """Two cells whose exchange makes whole groups hold, each group as the set of its edits: their
    new values by path, and the slip that it was.
    """

    groups: frozenset[frozenset[Edit]]
    new: dict[str, Decimal]
    slip: slips.Slip


class Exchanges:
    """What exchanges would make hold in a plan; `broken` is what does not hold as printed."""

    def __init__(self, plan: Plan, system: System, broken: Set[Edit]) -> None:
        self.plan = plan
        self.system = system
        self.broken = broken

    def found(self, parts: list[list[Edit]]) -> list[Swap]:
        """Two cells of a row or column whose exchange makes whole groups hold and breaks nothing:
        one slip, two figures.
        """
        found: dict[frozenset[str], Swap] = {}
        for part in parts:
            edit = min(part, key=lambda edit: (len(edit.terms), edit.derived))
            for path, one in edit.figures.items():
                partners = self._partners(one)
                for other in partners:
                    if edit.holds_exchanged(one, other):
                        together = self._settled(one, other, parts)
                        if together is not None:
                            found.setdefault(
                                frozenset((path, other.path)),
                                Swap(
                                    together, _exchanged(one, other), slips.exchange(len(partners))
                                ),
                            )
        return list(found.values())

    def _settled(
        self, one: Figure, other: Figure, parts: list[list[Edit]]
    ) -> frozenset[frozenset[Edit]] | None:
        """The groups that an exchange makes hold; None where it does not, or breaks something
        else.
        """
        if (
            one.value == other.value
            or not self._fits(one, other.value)
            or not self._fits(other, one.value)
        ):
            return None
        new = _exchanged(one, other)
        touched = [
            part
            for part in parts
            if any(one.path in edit.figures or other.path in edit.figures for edit in part)
        ]
        if not all(edit.holds(new) for part in touched for edit in part):
            return None
        if any(
            self._breaks(edit, new) for edit in self._of_total_above(other)
        ):  # most end here, before anything is made of their own row
            return None
        if any(self._breaks(edit, new) for edit in self.system.around(tuple(new))):
            return None
        return frozenset(frozenset(part) for part in touched)

    def _breaks(self, edit: Edit, new: Values) -> bool:
        return edit.binds and edit not in self.broken and edit.breaks(new)

    def _of_total_above(self, part: Figure) -> Iterable[Edit]:
        above = self.plan.parents.get(part.ident)
        return (
            ()
            if above is None
            else (edit for edit in self.system.of(above.id) if part.path in edit.figures)
        )

    def _fits(self, part: Figure, value: Decimal) -> bool:
        return digits(value.normalize()) <= self.system.decimals(part.path)

    def _partners(self, part: Figure) -> list[Figure]:
        """The other figures of the same row and the same column."""
        here = self.plan.by_id[part.ident]
        row = [figure(here, field) for field in POINT_FIELDS if field != part.field]
        column = [
            figure(there, part.field) for there in self.system.column(here) if there is not here
        ]
        return [found for found in (*row, *column) if found is not None]


def _exchanged(one: Figure, other: Figure) -> dict[str, Decimal]:
    return {one.path: other.value, other.path: one.value}
