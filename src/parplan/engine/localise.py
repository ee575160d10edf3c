"""Which figures may be wrong: every smallest set whose change can make broken edits hold without breaking others.

Where a set of figures cannot make everything hold, one more figure of the edits that stand in its way has to change; each of them
is tried. So every set is found, and few are looked at.
"""

from collections.abc import Iterable, Sequence

from parplan.engine.edits import Edit, Row, System
from parplan.engine.elimination import Conflict, bounds

_MOST_SETS = 4_000  # that are looked at for one group


class Search:
    """All sets of figures, up to a size, whose change can make a group hold without breaking anything that holds."""

    def __init__(self, system: System, part: Sequence[Edit], broken: set[Edit]) -> None:
        self.system = system
        self.part = part
        self.broken = broken
        self.complete = True
        self._looked = 0
        self._around: dict[frozenset[str], list[Edit]] = {}

    def sets(self, size: int) -> list[tuple[str, ...]]:
        """Every set of just so many figures, in a fixed order. Sets that hold a smaller one are not told apart."""
        found: dict[frozenset[str], tuple[str, ...]] = {}
        seen: set[frozenset[str]] = set()
        self._extend((), size, found, seen)
        return list(found.values())

    def _extend(self, free: tuple[str, ...], size: int, found: dict[frozenset[str], tuple[str, ...]], seen: set[frozenset[str]]) -> None:
        key = frozenset(free)
        if key in seen or not self.complete:
            return
        seen.add(key)
        unhit = [edit for edit in self.part if key.isdisjoint(edit.figures)]
        if unhit:
            if len(free) + apart(unhit) <= size:
                self._branch(free, min(unhit, key=lambda edit: len(edit.figures)).figures, size, found, seen)
            return
        self._looked += 1
        if self._looked > _MOST_SETS:
            self.complete = False
            return
        verdict = bounds(self.rows(free), len(free))
        if not isinstance(verdict, Conflict):
            if len(free) == size:
                found[key] = free
        elif len(free) < size:
            self._branch(free, dict.fromkeys(path for edit in verdict.edits for path in edit.figures), size, found, seen)

    def _branch(
        self,
        free: tuple[str, ...],
        paths: Iterable[str],
        size: int,
        found: dict[frozenset[str], tuple[str, ...]],
        seen: set[frozenset[str]],
    ) -> None:
        for path in paths:
            if path not in free:
                self._extend((*free, path), size, found, seen)

    def around(self, free: tuple[str, ...]) -> list[Edit]:
        """The edits that any of these figures stands in."""
        key = frozenset(free)
        if key not in self._around:
            self._around[key] = self.system.around(free)
        return self._around[key]

    def needed(self, free: tuple[str, ...]) -> list[Edit]:
        """What must hold when these figures change: the group, and everything around that holds now."""
        return [edit for edit in self.around(free) if edit in self.broken or edit.holds({})]

    def rows(self, free: tuple[str, ...]) -> list[Row]:
        """What these figures must satisfy, everything else as printed."""
        return [row for edit in self.needed(free) for row in edit.rows(free)]


def connected(edits: Sequence[Edit]) -> list[list[Edit]]:
    """Groups of edits that share figures, directly or through others."""
    groups: list[tuple[set[str], list[Edit]]] = []
    for edit in edits:
        paths, joined = set(edit.figures), [edit]
        apart = []
        for group in groups:
            if paths.isdisjoint(group[0]):
                apart.append(group)
            else:
                paths |= group[0]
                joined = [*group[1], *joined]
        groups = [*apart, (paths, joined)]
    return [group for _, group in groups]


def apart(edits: Sequence[Edit]) -> int:
    """How many of the edits share no figure with one another, at least: each of them takes a change of its own."""
    taken: set[str] = set()
    count = 0
    for edit in sorted(edits, key=lambda edit: len(edit.figures)):
        if taken.isdisjoint(edit.figures):
            taken |= edit.figures.keys()
            count += 1
    return count
