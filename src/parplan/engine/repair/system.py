"""All that a plan's figures must satisfy, made as it is asked for: which of them hang together, and
which move with a slip.
"""

from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from parplan.engine.identities.printed import Figure, figure_at, worth
from parplan.engine.identities.products import maxima_behind
from parplan.engine.repair.beside import Said
from parplan.engine.repair.edits import Edit, Event, Witness, edits_of
from parplan.model.fields import TARGET_FIELDS, field_of
from parplan.model.plan import Plan
from parplan.model.tree import FACT_FIELDS, Indicator
from parplan.points import digits, last_digit, written_like


class Grid(NamedTuple):
    """The figures that can be printed in a place: every `step` units of the last digit of what
    stands there, which is so many units away from 0.
    """

    printed: int
    step: int

    def above(self, move: int) -> int:
        """The first move from there on that leads to one."""
        return move + -(self.printed + move) % self.step

    def below(self, move: int) -> int:
        """The last move up to there that does."""
        return move - (self.printed + move) % self.step


class System:
    """The edits of a plan, made as they are asked for: which of them a figure stands in, and what
    else moves with it; with what is said of its figures beside it.
    """

    def __init__(self, plan: Plan, beside: Iterable[Said] = ()) -> None:
        years = plan.target_years
        own = plan.final if plan.final in years else years[-1]
        self.plan = plan.aiming(own)  # of which a target is that says no year
        self._then = [plan.aiming(year) for year in years if year != own]
        self._beside: dict[str, list[Said]] = {}
        for one in beside:
            self._beside.setdefault(one.path, []).append(one)
        self._of: dict[str, tuple[Edit, ...]] = {}
        self._with: dict[str, tuple[Edit, ...]] = {}
        self._figures: dict[str, Figure] = {}
        self._columns: dict[str, list[Indicator]] = {}
        self._events: dict[str, list[Event]] = {}

    def figure(self, path: str) -> Figure:
        """A printed figure. Raises KeyError where there is none."""
        found = self._figures.get(path) or figure_at(self.plan, path)
        if found is None:
            raise KeyError(path)
        self._figures[path] = found
        return found

    def column(self, indicator: Indicator) -> list[Indicator]:
        """All rows of its index, in the order they are printed."""
        root = indicator.root.id
        if root not in self._columns:
            self._columns[root] = list(self.plan.by_id[root].walk())
        return self._columns[root]

    def decimals(self, path: str) -> int:
        """With how many decimals a figure is printed."""
        part = self.figure(path)
        if part.percent is not None:
            return digits(part.percent)
        declared = self.plan.by_id[part.ident].decimals_in(part.field)
        return max(declared, digits(part.value)) if part.field == "max" else declared

    def unit(self, path: str) -> Decimal:
        """One unit of a figure's last printed digit, in points or percent."""
        part = self.figure(path)
        return last_digit(max(self.decimals(path), digits(part.printed))) * worth(self.plan, part)

    def grid(self, path: str) -> Grid:
        """Which figures can be printed, in units of what stands there: a figure that has more
        decimals than its index may have any of these, a figure in its place may not.
        """
        printed, decimals = self.figure(path).printed, self.decimals(path)
        more = max(digits(printed) - decimals, 0)
        return Grid(int(printed.scaleb(decimals + more)), 10**more)

    def written(self, path: str, value: Decimal) -> Decimal:
        """A value (points or percent) in a figure's place as that is printed."""
        return value / worth(self.plan, self.figure(path))

    def as_printed(self, path: str, value: Decimal) -> Decimal:
        """A value (points or percent) with the digits that it would have in a figure's place."""
        printed, decimals = self.figure(path).printed, self.decimals(path)
        like = printed if digits(printed) <= decimals else last_digit(decimals)
        return written_like(self.written(path, value), like, decimals)

    def of(self, ident: str) -> tuple[Edit, ...]:
        """The edits whose total is a figure of this indicator."""
        found = self._of.get(ident)
        if found is None:
            found = self._of[ident] = (*self._now(ident), *self._of_other_years(ident))
        return found

    def _now(self, ident: str) -> Iterator[Edit]:
        return edits_of(self.plan.by_id[ident], self.plan)

    def _of_other_years(self, ident: str) -> Iterator[Edit]:
        """Those of what is planned for the other target years, each once."""
        seen = {(edit.site, *edit.terms) for edit in self._now(ident)} if self._then else set()
        for then in self._then:
            for edit in edits_of(then.by_id[ident], then):
                key = (edit.site, *edit.terms)
                if field_of(edit.total.field) in TARGET_FIELDS and key not in seen:
                    seen.add(key)
                    yield edit

    def holding(self, path: str) -> tuple[Edit, ...]:
        """The edits that a figure stands in."""
        found = self._with.get(path)
        if found is None:
            ident = path.rpartition(".")[0]
            places = self.plan.places(ident)
            owners = dict.fromkeys(owner for place in places for owner in self.plan.up(place))
            found = self._with[path] = (
                *(edit for owner in owners for edit in self.of(owner) if path in edit.figures),
                *(Witness(self.figure(path), one) for one in self._beside.get(path, ())),
            )
        return found

    def around(self, paths: Collection[str]) -> list[Edit]:
        """The edits that any of several figures stands in, each once."""
        return list(dict.fromkeys(edit for path in paths for edit in self.holding(path)))

    def events(self, path: str) -> list[Event]:
        """What one slip may move together with a figure; the figure that it begins with comes
        first.
        """
        if path not in self._events:
            twins = self.twins(path)
            if any(map(self.is_taken_beyond, (path, *twins))):
                self._events[path] = []
                return []
            chains = [
                (*below, *above) for below in self._below((path,)) for above in self._above(path)
            ]
            self._events[path] = [
                (path,),
                *([(path, *twins)] if twins else []),
                *(chain for chain in chains if len(chain) > 1 and self._stays_on_grid(chain)),
            ]
        return self._events[path]

    def _stays_on_grid(self, event: Event) -> bool:
        """Whether what moves one figure to one that can be printed does so with all of them."""
        off = {self.figure(path).printed % last_digit(self.decimals(path)) for path in event}
        return len(off) == 1

    def twins(self, path: str) -> list[str]:
        """The other places that print the same fact alike."""
        ident, _, field = path.rpartition(".")
        value = self.figure(path).value
        others = [f"{twin.id}.{field}" for twin in self.plan.twins(ident) if field in FACT_FIELDS]
        alike = [
            other
            for other in others
            if (part := figure_at(self.plan, other)) is not None and part.value == value
        ]
        return [other for other in alike if self.decimals(other) == self.decimals(path)]

    def is_taken_beyond(self, path: str) -> bool:
        """Whether a figure is a maximum that something is a percent of, or divided by, in a way
        that no edit has: nobody could tell what was wrong then.
        """
        ident, _, field = path.rpartition(".")
        return field == "max" and any(map(self._is_beyond, self.plan.places(ident)))

    def _is_beyond(self, place: str) -> bool:
        for row in (self.plan.by_id[ident] for ident in self.plan.up(place)):
            if row.id != place and row.node.max is not None:  # this one is no part of that
                break
            above = self.plan.parents.get(row.id)
            taken = row.node.percent is not None and row.score is None
            taken |= any(aim.statement.kind == "percent" for aim in row.aims)
            taken |= above is not None and above.node.rebase is not None
            if taken and maxima_behind(row, self.plan) is None:
                return True
        return False

    def _below(self, totals: Event) -> Iterator[Event]:
        """A total, and every figure that it was added up from with the totals between."""
        yield totals
        ident, _, field = totals[0].rpartition(".")
        here = self.plan.by_id[ident]
        if field in _CARRIED and here.plain_sum:
            for child in here.children:
                path = f"{child.id}.{field}"
                if figure_at(self.plan, path) is not None:
                    yield from self._below((path, *totals))

    def _above(self, path: str) -> Iterator[Event]:
        """The totals that a figure was added into: none of them, the next one, the next two and so
        on.
        """
        ident, _, field = path.rpartition(".")
        above = self.plan.parents.get(ident)
        totals: Event = ()
        yield totals
        while (
            field in _CARRIED
            and above is not None
            and above.plain_sum
            and figure_at(self.plan, f"{above.id}.{field}") is not None
        ):
            totals = (*totals, f"{above.id}.{field}")
            yield totals
            above = self.plan.parents.get(above.id)


_CARRIED = ("score", "planned")  # what people add up
