"""Which figures may be wrong: every smallest set of events whose moves can make broken edits hold
without breaking others.

An event is what one slip comes to: a figure; or a figure with the other places that print the same
fact; or with the totals that were added up from it. Where some events cannot make everything hold,
one more figure of the edits that stand in their way has to move; each of them is tried. So every
set is found, and few are looked at.
"""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence, Set
from contextlib import contextmanager
from decimal import Decimal

from parplan.engine.repair.edits import Edit, Event, Row, Values
from parplan.engine.repair.elimination import Bounds, Conflict, bounds, given
from parplan.engine.repair.system import Grid, System

_MOST_SETS = 4_000  # that are looked at for one group
_MOST_STEPS = 10_000_000  # for a whole plan; what anybody has planned takes a few thousand
_PART = 10
Events = tuple[Event, ...]


class Budget:
    """How much may still be looked at, in steps of about one comparison: never in seconds, so that
    every run stops at the same place.
    """

    def __init__(self) -> None:
        self.left = _MOST_STEPS

    def spend(self, steps: int) -> bool:
        """Take so many steps; False, and nothing is taken, where not so many are left."""
        if steps > self.left:
            return False
        self.left -= steps
        return True

    @contextmanager
    def for_one(self) -> Iterator[None]:
        """One group takes no more than a part of what is left for all that follow."""
        kept = self.left - self.left // _PART
        self.left -= kept
        yield
        self.left += kept


class Search:
    """All sets of events, of one size after the other, whose moves can make a group hold without
    breaking anything that holds.
    """

    def __init__(
        self,
        system: System,
        part: Sequence[Edit],
        broken: Set[Edit],
        without: Set[Edit],
        budget: Budget,
    ) -> None:
        self.system = system
        self.part = part
        self.broken = broken
        self.without = without  # what is broken and of no concern here
        self.budget = budget
        self.complete = True
        self._looked = 0
        self._found: dict[frozenset[Event], Events] = {}
        self._seen: set[frozenset[Event]] = set()
        self._reached: dict[Edit, frozenset[str]] = {}

    def sets(self, size: int) -> list[Events]:
        """Every set of just so many events, in a fixed order, without those that move more figures
        than another needs.
        """
        self._found, self._seen = {}, set()
        self._extend((), size)
        return _least(list(self._found.values()))

    def rows(self, events: Events) -> list[Row]:
        """How far events may move: what must hold is the group, and everything around that holds
        now.
        """
        units = [self.system.unit(event[0]) for event in events]
        return [row for edit in self._needed(events) for row in edit.rows(events, units)]

    def holds(self, events: Events, new: Values) -> bool:
        """Whether all that must hold does, with the figures that events move to."""
        return all(edit.holds(new) for edit in self._needed(events))

    def _needed(self, events: Events) -> list[Edit]:
        return [
            edit
            for edit in self.system.around(_paths(events))
            if (edit in self.broken and edit not in self.without) or (edit.binds and edit.holds_now)
        ]

    def _spend(self, steps: int) -> bool:
        """Take so many steps; where they are not left, not everything is looked at."""
        left = self.budget.spend(steps)
        self.complete = self.complete and left
        return left

    def _extend(self, events: Events, size: int) -> None:
        key = frozenset(events)
        if key in self._seen or not self.complete or not self._spend(len(self.part)):
            return
        self._seen.add(key)
        full = len(events) == size
        unhit: list[Edit] = []
        for edit in self.part:
            if not any(edit.moves_with(event) for event in events):
                if full:  # most end here
                    return
                unhit.append(edit)
        if unhit:
            if len(events) + self._apart(unhit) <= size:
                self._branch(events, min(unhit, key=lambda edit: len(edit.figures)).figures, size)
            return
        self._looked += 1
        self.complete = self._looked <= _MOST_SETS
        rows = self.rows(events)
        if not self._spend(len(rows) ** len(events)):  # what elimination may come to
            return
        verdict = bounds(rows, 0)
        if not isinstance(verdict, Conflict):
            if len(events) == size:
                self._found[key] = events
        elif len(events) < size:
            edits = sorted(verdict.edits, key=lambda edit: edit.site)  # the same order in every run
            self._branch(
                events, dict.fromkeys(path for edit in edits for path in edit.figures), size
            )

    def _branch(self, events: Events, figures: Iterable[str], size: int) -> None:
        paths = frozenset(_paths(events))
        for path in figures:
            if path not in paths:
                for event in self.system.events(path):
                    if paths.isdisjoint(event):
                        self._extend((*events, event), size)

    def _apart(self, edits: Sequence[Edit]) -> int:
        """How many of the edits no event can move together, at least: each of them takes one of its
        own.
        """
        taken: set[str] = set()
        moved: set[str] = set()
        count = 0
        for edit in sorted(edits, key=lambda edit: len(edit.figures)):
            if moved.isdisjoint(edit.figures) and taken.isdisjoint(self._reach(edit)):
                taken |= edit.figures.keys()
                moved |= self._reach(edit)
                count += 1
        return count

    def _reach(self, edit: Edit) -> frozenset[str]:
        """The figures that move with one of an edit's."""
        if edit not in self._reached:
            self._reached[edit] = frozenset(
                other
                for path in edit.figures
                for event in self.system.events(path)
                for other in event
            )
        return self._reached[edit]

    def interval(self, event: Event, seen: tuple[int, int]) -> tuple[int, int]:
        """From where to where one event alone may move; beyond what was looked at, if that was not
        all.
        """
        found, grid = bounds(self.rows((event,)), 0), self.system.grid(event[0])
        if isinstance(found, Conflict):
            return seen
        low = seen[0] if found.low is None else grid.above(found.low)
        return low, seen[1] if found.high is None else grid.below(found.high)

    def moves(self, events: Events, most: int) -> Iterator[tuple[int, ...]]:
        """Moves, in units of the last digit, that make everything hold with figures that can be
        printed: all of them, or so many of each event around the middle.
        """
        rows, grids = self.rows(events), [self.system.grid(event[0]) for event in events]
        for move in _moves(rows, 0, grids, most):
            if not self._spend(len(rows)):
                return
            yield move


def _moves(
    rows: list[Row], place: int, grids: Sequence[Grid], most: int
) -> Iterator[tuple[int, ...]]:
    found = bounds(rows, place)
    if isinstance(found, Conflict):
        return
    for move in steps(found, grids[place], most):
        if place == len(grids) - 1:
            yield (move,)
        else:
            for rest in _moves(given(rows, place, move), place + 1, grids, most):
                yield (move, *rest)


def steps(found: Bounds, grid: Grid, most: int) -> range:
    """The moves within bounds to what can be printed, at most so many around their middle."""
    wide = most * grid.step
    low = found.low if found.low is not None else (found.high or 0) - wide
    high = found.high if found.high is not None else low + wide
    middle = (low + high) // 2
    first, last = max(low, middle - wide // 2), min(high, middle + wide // 2)
    return range(grid.above(first), last + 1, grid.step)


def _paths(events: Events) -> list[str]:
    return [path for event in events for path in event]


def moved(system: System, events: Events, moves: Sequence[int]) -> dict[str, Decimal]:
    """The figures as they are after moves, in points or percent, by path."""
    return {
        path: system.figure(path).value + move * system.unit(event[0])
        for event, move in zip(events, moves, strict=True)
        for path in event
    }


def _least(found: Sequence[Events]) -> list[Events]:
    """The sets that move no more figures than another of them needs."""
    paths = [frozenset(_paths(events)) for events in found]
    often = Counter(path for each in paths for path in each)
    by_rarest: dict[str, list[frozenset[str]]] = {}  # what is part of a set has its own within it
    for each in paths:
        by_rarest.setdefault(min(each, key=lambda path: (often[path], path)), []).append(each)
    return [
        events
        for events, each in zip(found, paths, strict=True)
        if not any(other < each for path in each for other in by_rarest.get(path, ()))
    ]


def _linked(system: System, edit: Edit) -> set[str]:
    """The figures of an edit, and those that print the same facts alike."""
    return {other for path in edit.figures for other in (path, *system.twins(path))}


def connected(system: System, edits: Sequence[Edit]) -> list[list[Edit]]:
    """Groups of edits that share figures, or facts printed alike in several places, directly or
    through others.
    """
    seen: dict[str, int] = {}  # in which group a figure was met first
    into: list[int] = []  # which group each of them went into
    groups: dict[int, deque[Edit]] = {}

    def now(group: int) -> int:
        while into[group] != group:
            into[group] = group = into[into[group]]
        return group

    for number, edit in enumerate(edits):
        paths = _linked(system, edit)
        whole = deque([edit])
        into.append(number)
        for met in sorted({now(seen[path]) for path in paths if path in seen}):
            whole = _before(groups.pop(met), whole)
            into[met] = number
        groups[number] = whole
        for path in paths:
            seen.setdefault(path, number)
    return [list(group) for group in groups.values()]


def _before(first: deque[Edit], then: deque[Edit]) -> deque[Edit]:
    """One after the other, the shorter put to the longer."""
    if len(first) < len(then):
        then.extendleft(reversed(first))
        return then
    first.extend(then)
    return first
