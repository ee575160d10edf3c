"""Figures that were printed in each other's place: two cells of a row or a column."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence, Set
from decimal import Decimal
from typing import NamedTuple

from parplan.engine.identities.printed import POINT_FIELDS, Figure, figure
from parplan.engine.repair import slips
from parplan.engine.repair.edits import Edit, Values
from parplan.engine.repair.search import Budget
from parplan.engine.repair.system import System
from parplan.model.fields import TARGET_FIELDS, dated_of, field_of
from parplan.points import digits


class Swap(NamedTuple):
    """Two cells whose exchange makes whole groups hold, each group as the set of its edits: their
    new values by path, and the slip that it was.
    """

    groups: frozenset[frozenset[Edit]]
    new: dict[str, Decimal]
    slip: slips.Slip


class _Column:
    """The figures of one field in an index: as they are printed, and in the order of their
    values.
    """

    def __init__(self, figures: Iterable[Figure | None]) -> None:
        self.figures = [each for each in figures if each is not None]
        self.place = {each.path: at for at, each in enumerate(self.figures)}
        self._order = sorted(range(len(self.figures)), key=lambda at: self.figures[at].value)
        self._values = [self.figures[at].value for at in self._order]

    def between(self, low: Decimal, high: Decimal) -> list[int]:
        """The places of those from one value to another."""
        return self._order[bisect_left(self._values, low) : bisect_right(self._values, high)]


class Exchanges:
    """What exchanges would make hold in a system; `broken` is what does not hold as printed. `cut`
    are the groups, by their places, of which not all could be looked at.
    """

    def __init__(self, system: System, broken: Set[Edit]) -> None:
        self.plan = system.plan
        self.system = system
        self.broken = broken
        self.budget = Budget()
        self.cut: set[int] = set()
        self._columns: dict[tuple[str, str], _Column] = {}
        self._holding: dict[str, list[int]] = {}

    def found(self, parts: Sequence[list[Edit]]) -> list[Swap]:
        """Two cells of a row or column whose exchange makes whole groups hold and breaks nothing:
        one slip, two figures.
        """
        for at, part in enumerate(parts):
            for path in dict.fromkeys(path for edit in part for path in edit.figures):
                self._holding.setdefault(path, []).append(at)
        found: dict[frozenset[str], Swap] = {}
        for at, part in enumerate(parts):
            edit = min(part, key=lambda edit: (len(edit.terms), edit.derived))
            factors = [(edit, _by_factor(edit)) for edit in part]
            for path, one in edit.figures.items():
                near = self._near(one, factors)
                if not self.budget.spend(1 + len(near)):
                    self.cut.add(at)
                    break
                for other in near:
                    if edit.holds_exchanged(one, other):
                        together = self._settled(one, other, parts)
                        if together is not None:
                            slip = slips.exchange(self._partners(one))
                            swap = Swap(together, _exchanged(one, other), slip)
                            found.setdefault(frozenset((path, other.path)), swap)
        return list(found.values())

    def _near(self, one: Figure, part: "Iterable[tuple[Edit, _Factors]]") -> list[Figure]:
        """The other figures of the same row and the same column, without those of a column whose
        values an equation does not hold with. What counts alike in one is not worth exchanging.
        """
        column = self._column(one)
        holding = [(edit, factors) for edit, factors in part if one.path in edit.figures]
        ends = [edit.within(one) for edit, _ in holding]
        likely = set(column.between(max(low for low, _ in ends), min(high for _, high in ends)))
        for edit, factors in holding:
            for factor, paths in factors.items():
                if factor != edit.terms.get(one.path):
                    likely |= {column.place[path] for path in paths if path in column.place}
        likely.discard(column.place[one.path])
        return [*self._row(one), *(column.figures[at] for at in sorted(likely))]

    def _settled(
        self, one: Figure, other: Figure, parts: Sequence[list[Edit]]
    ) -> frozenset[frozenset[Edit]] | None:
        """The groups that an exchange makes hold; None where it does not, or breaks something
        else.
        """
        if one.value == other.value or not self._fits(one, other) or not self._fits(other, one):
            return None
        if any(map(self.system.is_taken_beyond, (one.path, other.path))):
            return None
        new = _exchanged(one, other)
        places = {at for path in new for at in self._holding.get(path, ())}
        touched = [parts[at] for at in sorted(places)]
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

    def _fits(self, part: Figure, other: Figure) -> bool:
        """Whether what is printed of the one may stand in the place of the other, and means that
        there.
        """
        written = self.system.written(part.path, other.value)
        decimals = self.system.decimals(part.path)
        return written == other.printed and digits(written.normalize()) <= decimals

    def _partners(self, part: Figure) -> int:
        """How many other figures there are in the same row and the same column."""
        return len(self._row(part)) + len(self._column(part).figures) - 1

    def _row(self, part: Figure) -> list[Figure]:
        here = self.plan.by_id[part.ident]
        ahead = (name for name in here.dated_names if field_of(name) in TARGET_FIELDS)
        names = (*here.undated(POINT_FIELDS), *ahead)
        row = [figure(here, name) for name in names if name != part.field]
        return [found for found in row if found is not None]

    def _column(self, part: Figure) -> _Column:
        here = self.plan.by_id[part.ident]
        key = here.root.id, part.field
        if key not in self._columns:
            name = part.field  # what a row says by year goes by no name without one
            rows = [
                row for row in self.system.column(here) if dated_of(name) or row.undated((name,))
            ]
            self._columns[key] = _Column(figure(row, part.field) for row in rows)
        return self._columns[key]


_Factors = dict[Decimal | None, list[str]]


def _by_factor(edit: Edit) -> _Factors:
    """The figures of an edit, by what each counts in it."""
    found: _Factors = {}
    for path in edit.figures:
        found.setdefault(edit.terms.get(path), []).append(path)
    return found


def _exchanged(one: Figure, other: Figure) -> dict[str, Decimal]:
    return {one.path: other.value, other.path: one.value}
