"""Small plans with slips, and every answer there is: the rules written down once more, in whole units of the last digit.

Nothing here knows how the repair finder works. A plan is a tree of rows and its printed figures, in tenths of a point or of a percent;
what must hold is a list of conditions that can be asked of whole grids of figures at once.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Any, NamedTuple

import numpy as np
from hypothesis import strategies as st

from plans import ABOUT, as_text

Cells = Mapping[str, Any]  # tenths by path: whole numbers, or grids of them
Holds = Callable[[Cells], Any]
# How much each figure counts in a sum, by path; of a percent of a maximum, how much the product of the two does.
Factors = Mapping[str | tuple[str, str], Fraction]


@dataclass(frozen=True)
class Line:
    """A row of a table, and what it is made of."""

    ident: str
    below: tuple["Line", ...] = ()
    aggregate: str = "sum"
    weight: int = 1
    bonus: bool = False
    same_as: str | None = None

    def walk(self) -> Iterator["Line"]:
        """The row and all below it."""
        yield self
        for child in self.below:
            yield from child.walk()


class Condition(NamedTuple):
    """What must hold: the rule that judges it, where, which figures it is about, and whether it holds."""

    code: str
    path: str
    paths: frozenset[str]
    holds: Holds

    @property
    def is_equation(self) -> bool:
        return self.code[0] == "A"


@dataclass(frozen=True)
class Small:
    """A plan of two indices, and its printed figures in tenths."""

    indices: tuple[Line, ...]
    cells: dict[str, int]

    def walk(self) -> Iterator[Line]:
        """Every row."""
        for index in self.indices:
            yield from index.walk()

    def printed(self, cells: Mapping[str, int]) -> "Small":
        """The same plan with other figures."""
        return replace(self, cells={**self.cells, **cells})

    def files(self) -> dict[Any, str]:
        """The plan's two files."""
        goals = {line.ident: self._figures(line, ("planned", "target")) for line in self.walk()}
        indices = [self._record(index, "rows") | {"decimals": "1"} for index in self.indices]
        return {
            "indicators": as_text({"plan": ABOUT, "indices": indices}),
            "targets": as_text({"targets": {ident: goal for ident, goal in goals.items() if goal}}),
        }

    def _figures(self, line: Line, fields: Sequence[str]) -> dict[str, str]:
        paths = ((field, f"{line.ident}.{field}") for field in fields)
        return {field: f"{points(self.cells[path]):f}" for field, path in paths if path in self.cells}

    def _record(self, line: Line, below: str) -> dict[str, Any]:
        record: dict[str, Any] = {"id": line.ident, "name": line.ident, "weight": str(line.weight), "aggregate": line.aggregate}
        record |= {"bonus": "true"} if line.bonus else {}
        record |= {} if line.same_as is None else {"same_as": line.same_as}
        record |= self._figures(line, ("score", "max", "percent"))
        return record | {below: [self._record(child, "parts") for child in line.below]}

    def conditions(self) -> list[Condition]:
        """Every equation and every limit whose figures are all printed."""
        return [condition for line in self.walk() for condition in (*self._sums(line), *self._own(line), *self._twice(line))]

    def broken(self) -> set[tuple[str, str]]:
        """The code and place of what does not hold."""
        return {(each.code, each.path) for each in self.conditions() if not each.holds(self.cells)}

    # What stands for a figure in a sum: what is printed of the fact, or what its parts come to; by path how much each counts.

    def _known(self, line: Line, field: str) -> Factors | None:
        places = next((group for group in self._places() if line.ident in group), {line.ident})
        paths = [f"{ident}.{field}" for ident in sorted(places, key=lambda ident: (ident != line.ident, ident))]
        known = next((path for path in paths if path in self.cells), None)
        return None if known is None else {known: Fraction(1)}

    def _score(self, line: Line) -> Factors | None:
        if f"{line.ident}.score" in self.cells:
            return self._known(line, "score")
        places = next((group for group in self._places() if line.ident in group), set())
        others = [made for ident in sorted(places - {line.ident}) if (made := self._by_percent(ident)) is not None]
        return self._by_percent(line.ident) or self._known(line, "score") or next(iter(others), None)

    def _by_percent(self, ident: str) -> Factors | None:
        line = next(line for line in self.walk() if line.ident == ident)
        most, percent = self._known(line, "max"), f"{ident}.percent"
        if f"{ident}.score" in self.cells or most is None or percent not in self.cells:
            return None
        (maximum,) = most
        return {(percent, str(maximum)): Fraction(1, 1000)} if self.cells[str(maximum)] else None  # of nothing any percent is nothing

    def _target(self, line: Line) -> Factors | None:
        score, planned = self._score(line), self._known(line, "planned")
        made = None if score is None or planned is None else {**score, **planned}
        return self._known(line, "target") or made

    def _asked(self, line: Line) -> Factors | None:
        planned, start, end = self._known(line, "planned"), self._score(line), self._known(line, "target")
        made = None if start is None or end is None else {**end, **{path: -factor for path, factor in start.items()}}
        return planned or made

    def _stands(self, line: Line, field: str) -> Factors | None:
        said = {"score": self._score, "target": self._target, "asked": self._asked}.get(field)
        own = said(line) if said else self._known(line, "target" if field == "goal" else field)
        return own if own is not None or not line.below else self._sum(line, field)

    def _counting(self, line: Line) -> Line:
        """A row with what counts of its parts: not those with a maximum of 0 of which nothing else is said."""
        return replace(line, below=tuple(self._counting(child) for child in line.below if self._counts(child)))

    def _counts(self, line: Line) -> bool:
        said = any(self.cells.get(f"{line.ident}.{field}") for field in ("planned", "target")) or f"{line.ident}.score" in self.cells
        return said or line.bonus or self.cells.get(f"{line.ident}.max") != 0 or any(map(self._counts, line.below))

    def _sum(self, line: Line, field: str) -> Factors | None:
        line = self._counting(line)
        by, found = _divisor(line), dict[str | tuple[str, str], Fraction]()
        for child in line.below:
            if field == "max" and child.bonus:
                continue
            part = self._stands(child, field)
            if part is None:
                return None
            worth = Fraction(1) if child.bonus else Fraction(child.weight if line.aggregate == "weighted" else 1, by)
            for path, factor in part.items():
                found[path] = found.get(path, Fraction(0)) + worth * factor
        return found or None

    def _sums(self, line: Line) -> Iterator[Condition]:
        for code, field in (("A301", "score"), ("A302", "max"), ("A303", "planned"), ("A305", "target")):
            made = self._sum(line, self._judged(line, field)) if line.below else None
            if made is None and self._judged(line, field) == "asked":
                made = self._to_targets(line)
            if made is not None:
                yield from self._comes_to(code, self._total(line, field), made)

    def _to_targets(self, line: Line) -> Factors | None:
        """An increase as what leads from the printed score to the targets of the parts."""
        ends, start = self._sum(line, "goal") if line.below else None, self._score(line)
        return None if ends is None or start is None else {**ends, **{path: -factor for path, factor in start.items()}}

    def _judged(self, line: Line, field: str) -> str:
        """What an increase is held against: what is asked of the parts; where a target is printed, that is, and says the same."""
        return "asked" if field == "planned" and self._known(line, "target") is None else field

    def _total(self, line: Line, field: str) -> str:
        """Where a total is printed: in its own place, or where the same fact stands and nothing makes it up."""
        own, below = f"{line.ident}.{field}", {each.ident: each.below for each in self.walk()}
        places = next((group for group in self._places() if line.ident in group), set())
        bare = (f"{ident}.{field}" for ident in sorted(places) if not below[ident])
        return own if own in self.cells else next((path for path in bare if path in self.cells), own)

    def _comes_to(self, code: str, total: str, made: Factors) -> Iterator[Condition]:
        if total in self.cells:
            summed = _Summed.of(made)

            def holds(cells: Cells) -> Any:
                slack = 0 if code == "A302" else summed.slack(cells) + summed.by
                return 2 * abs(summed(cells) - summed.by * cells[total]) <= slack

            yield Condition(code, total, frozenset((total, *summed.paths)), holds)

    def _own(self, line: Line) -> Iterator[Condition]:
        score, percent, planned, target = (f"{line.ident}.{field}" for field in ("score", "percent", "planned", "target"))
        began, most = self._stands(line, "score"), self._known(line, "max")
        adds = self._adds(line)
        by_parts = self._stands(line, "planned") if adds is None and (not line.below or self._sum(line, "target") is None) else None
        more: Factors | None = by_parts if adds is None else {adds: Fraction(1)}
        if more is not None and began is not None:
            yield from self._comes_to("A304", target, {**began, **more})
        apart = self._known(line, "score") or (self._sum(line, "score") if line.below else None)
        made = most or (self._maximum(line) if self._has_limit(line) else None)
        if percent in self.cells and apart is not None and made is not None:
            yield from _is_share(percent, _Summed.of(apart), _Summed.of(made), self.cells)
        limit = dict(self._maximum(line) or {}) if self._has_limit(line) else {}
        lifts = [(self._maximum(bonus), worth) for bonus, worth in _on_top(self._counting(line))]
        if any(most is None for most, _ in lifts):  # how high it may be lifted is not known
            limit = {}
        for most, worth in lifts if limit else ():
            for path, factor in (most or {}).items():
                limit[path] = limit.get(path, Fraction(0)) + worth * factor
        ceiling = _Summed.of(limit)
        reached = _Summed.of(began or {})
        held = ceiling.paths or ("nothing",)  # without a limit nothing is held
        now = reached.paths or ("nothing",)
        full = _Summed.of(self._maximum(line) or {})
        stated: tuple[tuple[str, str, tuple[str, ...], Holds], ...] = (
            ("R201", score, (score, *held), lambda c: ceiling.by * c[score] <= ceiling(c)),
            ("R202", score, (score,), lambda c: c[score] >= 0),
            ("R201", percent, (percent, *full.paths, *held), lambda c: ceiling.by * full(c) * c[percent] <= 1000 * full.by * ceiling(c)),
            ("R202", percent, (percent, *full.paths), lambda c: c[percent] >= 0),
            ("R203", target, (target, *held), lambda c: ceiling.by * c[target] <= ceiling(c)),
            ("R204", target, (target,), lambda c: c[target] >= 0),
            ("R205", target, (*now, target), lambda c: 2 * (reached.by * c[target] - reached(c)) >= -reached.slack(c) - reached.by),
            (
                "R207",
                planned,
                (*now, planned, *held),
                lambda c: (
                    2 * (ceiling.by * (reached(c) + reached.by * c[planned]) - reached.by * ceiling(c))
                    <= ceiling.by * (reached.slack(c) + reached.by)
                ),
            ),
        )
        for code, at, paths, holds in stated:
            by_percent = at == percent and (score in self.cells or full(self.cells) == 0)  # else the score is what is judged
            if not set(paths) - self.cells.keys() and not by_percent:
                yield Condition(code, at, frozenset(paths), holds)

    def _maximum(self, line: Line) -> Factors | None:
        """What a maximum is: as it is printed of the fact, else what its parts come to in one of its places."""
        places = next((group for group in self._places() if line.ident in group), {line.ident})
        others = [each for each in self.walk() if each.ident in places and each != line]
        return next((made for each in (line, *others) if (made := self._stands(each, "max")) is not None), None)

    def _has_limit(self, line: Line) -> bool:
        """Whether a row's maximum is that of its place: one that bonus rows elsewhere lift is not, unless it is printed."""
        places = next((group for group in self._places() if line.ident in group), {line.ident})
        lifted = any(each.ident in places and any(True for _ in _on_top(each)) for each in self.walk())
        return f"{line.ident}.max" in self.cells or not lifted or (bool(line.below) and self._sum(line, "max") is not None)

    def _adds(self, line: Line) -> str | None:
        """Where the increase that leads to a row's target is printed: there, or where the same fact prints no target."""
        places = next((group for group in self._places() if line.ident in group), {line.ident})
        others = [ident for ident in sorted(places - {line.ident}) if f"{ident}.target" not in self.cells]
        return next((path for ident in (line.ident, *others) if (path := f"{ident}.planned") in self.cells), None)

    def _twice(self, line: Line) -> Iterator[Condition]:
        for field in ("score", "max", "planned", "target") if line.same_as else ():
            here, there = f"{line.ident}.{field}", f"{line.same_as}.{field}"
            if here in self.cells and there in self.cells:
                slack = 0 if field == "max" else self._half(line.ident, field) + self._half(line.same_as or "", field)
                yield Condition("A307", here, frozenset((here, there)), _alike(here, there, slack))

    def _half(self, ident: str, field: str) -> Fraction:
        """How far a figure may be off: half a last digit, or where it could be the sum of its parts as far as all of these."""
        line = next(line for line in self.walk() if line.ident == ident)
        made = _Summed.of((self._sum(line, self._judged(line, field)) if line.below else None) or {})
        return max(Fraction(1), Fraction(made.slack(self.cells), made.by)) / 2

    # What one slip may move: a figure; a figure in all places that print it alike; a figure with sums it was added into.

    def events(self) -> set[frozenset[str]]:
        """The figures of every slip that can be."""
        alike = [frozenset((path, *self._alike(path))) for path in self.cells]
        chains = [chain for line in self.walk() for chain in self._chains(line)]
        return {frozenset((path,)) for path in self.cells} | {*alike, *chains}

    def taken(self) -> set[str]:
        """The maxima that percents are taken of: none of them is nothing."""
        percents = (line for line in self.walk() if f"{line.ident}.percent" in self.cells)
        return {path for line in percents for path in _Summed.of(self._maximum(line) or {}).paths}

    def _alike(self, path: str) -> list[str]:
        ident, _, field = path.rpartition(".")
        places = next((group for group in self._places() if ident in group), ())
        others = [f"{other}.{field}" for other in places if other != ident and field != "percent"]
        return [other for other in others if self.cells.get(other) == self.cells[path]]

    def _places(self) -> list[set[str]]:
        groups: list[set[str]] = []
        for line in self.walk():
            if line.same_as:
                joined = {line.ident, line.same_as}.union(*(group for group in groups if group & {line.ident, line.same_as}))
                groups = [*(group for group in groups if not group & joined), joined]
        return groups

    def _chains(self, top: Line) -> Iterator[frozenset[str]]:
        for field in ("score", "planned"):
            yield from (frozenset(chain) for chain in self._down(top, field) if len(chain) > 1)

    def _down(self, line: Line, field: str) -> Iterator[tuple[str, ...]]:
        path = f"{line.ident}.{field}"
        if path in self.cells:
            yield (path,)
            if line.aggregate == "sum" and not any(child.bonus for child in line.below):
                yield from ((path, *chain) for child in line.below for chain in self._down(child, field))


class _Summed(NamedTuple):
    """A sum of figures so many times (`by`) that all factors are whole, and by how many halves of a last digit rounding may move it."""

    by: int
    factors: Mapping[str | tuple[str, str], int]

    @classmethod
    def of(cls, factors: Factors) -> "_Summed":
        by = lcm(*(factor.denominator for factor in factors.values()))
        return cls(by, {path: int(by * factor) for path, factor in factors.items()})

    def __call__(self, cells: Cells) -> Any:
        return sum(factor * (cells[at] if isinstance(at, str) else cells[at[0]] * cells[at[1]]) for at, factor in self.factors.items())

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(path for at in self.factors for path in ((at,) if isinstance(at, str) else at))

    def slack(self, cells: Cells) -> Any:
        return sum(abs(factor) * (1 if isinstance(at, str) else cells[at[1]]) for at, factor in self.factors.items())


def _is_share(percent: str, score: "_Summed", most: "_Summed", cells: Cells) -> Iterator[Condition]:
    """A percent is what the score is of the maximum; of nothing any percent is nothing."""

    def holds(c: Cells) -> Any:
        apart = abs(1000 * most.by * score(c) - score.by * most(c) * c[percent])
        return (2 * apart <= 1000 * most.by * score.slack(c) + score.by * abs(most(c))) & (most(c) > 0)

    if most(cells):
        yield Condition("A306", percent, frozenset((percent, *score.paths, *most.paths)), holds)


def _divisor(line: Line) -> int:
    regular = [child for child in line.below if not child.bonus]
    return 1 if line.aggregate == "sum" or not regular else sum(child.weight if line.aggregate == "weighted" else 1 for child in regular)


def _on_top(line: Line) -> Iterator[tuple[Line, Fraction]]:
    """The bonus rows below a row, with what a point of each is worth in it."""
    for child in line.below:
        worth = Fraction(1 if child.bonus else child.weight if line.aggregate == "weighted" else 1, 1 if child.bonus else _divisor(line))
        if child.bonus:
            yield child, worth
        yield from ((row, worth * part) for row, part in _on_top(child))


def _alike(here: str, there: str, slack: Fraction | int) -> Holds:
    return lambda cells: abs(cells[here] - cells[there]) <= slack


def points(tenths: int) -> Decimal:
    """Tenths as points."""
    return Decimal(tenths).scaleb(-1)


def groups(small: Small) -> list[list[Condition]]:
    """The broken equations and limits, those together that share figures or facts printed alike; limits alone are no group."""
    found: list[tuple[set[str], list[Condition]]] = []
    for condition in small.conditions():
        if not condition.holds(small.cells):
            paths = {other for path in condition.paths for other in (path, *small._alike(path))}
            near = [group for group in found if group[0] & paths]
            found = [group for group in found if not group[0] & paths]
            found.append((paths.union(*(group[0] for group in near)), [*(one for group in near for one in group[1]), condition]))
    return [group for _, group in found if any(condition.is_equation for condition in group)]


def answers(small: Small, group: Sequence[Condition], events: Sequence[frozenset[str]], reach: int) -> Any:
    """All moves (tenths, up to `reach` either way, percents up to 100) of some events that make a group hold and break nothing: a grid,
    an axis an event."""
    cells: dict[str, Any] = dict(small.cells)
    spans = [max(reach, 1000 if any(path.endswith(".percent") for path in event) else 0) for event in events]
    for axis, (event, span) in enumerate(zip(events, spans, strict=True)):
        shape = [1] * len(events)
        shape[axis] = -1
        cells |= {path: small.cells[path] + np.arange(-span, span + 1).reshape(shape) for path in event}
    moved = frozenset().union(*events)
    good = np.ones([2 * span + 1 for span in spans], dtype=bool)
    for path in moved & small.taken():
        good &= cells[path] > 0
    wanted = {(each.code, each.path) for each in group}
    for each in small.conditions():
        if (each.code, each.path) in wanted and not each.paths & moved:
            return np.zeros_like(good)
        if each.paths & moved:
            good &= each.holds(cells)
    return good


# Plans that agree, and slips in them.


@st.composite
def smalls(draw: st.DrawFn) -> Small:
    """A plan whose figures agree but for one slip or two."""
    rows = tuple(_line(draw, f"x.{at}", deep=True) for at in range(1, draw(st.integers(2, 3)) + 1))
    x = Line("x", rows, draw(st.sampled_from(["sum", "sum", "sum", "mean", "weighted"])))
    twin = draw(st.sampled_from([line.ident for line in x.walk()]))
    parts = tuple(Line(f"y.{at}") for at in range(1, 3)) if draw(st.booleans()) else ()
    y = Line("y", parts, same_as=twin if draw(st.integers(0, 3)) else None)
    cells: dict[str, int] = {}
    _fill(draw, x, cells)
    _fill(draw, y, cells, {path.removeprefix(f"{twin}."): value for path, value in cells.items() if path.rpartition(".")[0] == twin})
    often = draw(st.sampled_from([3, 6, 12]))  # of so many figures one is not printed
    kept = {path: value for path, value in cells.items() if draw(st.integers(1, often)) > 1}
    if not kept:
        kept = {"x.score": cells["x.score"]}
    for path in draw(st.lists(st.sampled_from(sorted(kept)), min_size=1, max_size=2, unique=True)):
        kept[path] = max(kept[path] + draw(st.integers(1, 9)) * draw(st.sampled_from([1, -1])), 0)
    return Small((x, y), kept)


def _line(draw: st.DrawFn, ident: str, *, deep: bool) -> Line:
    count = draw(st.sampled_from([0, 0, 2, 3])) if deep else 0
    below = tuple(_line(draw, f"{ident}.{at}", deep=False) for at in range(1, count + 1))
    bonus = draw(st.integers(0, 9)) == 9
    return Line(ident, below, draw(st.sampled_from(["sum", "sum", "sum", "mean"])), draw(st.integers(1, 3)), bonus)


def _fill(draw: st.DrawFn, line: Line, cells: dict[str, int], known: Mapping[str, int] | None = None) -> None:
    """Figures of a row and all below it: of totals what the parts come to, rounded."""
    for child in line.below:
        _fill(draw, child, cells)
    if known is not None and "score" in known and len(line.below) == 2:  # the same fact, made of other parts
        first = draw(st.integers(0, known["score"]))
        most = draw(st.integers(first, known["max"])) if first <= known["max"] else first
        cells |= {f"{line.below[0].ident}.score": first, f"{line.below[1].ident}.score": known["score"] - first}
        cells |= {f"{line.below[0].ident}.max": most, f"{line.below[1].ident}.max": max(known["max"] - most, 0)}
        cells.update({f"{line.ident}.{field}": value for field, value in known.items()})
        for child in line.below:
            for field in ("planned", "target", "percent"):
                cells.pop(f"{child.ident}.{field}", None)
    elif known:
        cells.update({f"{line.ident}.{field}": value for field, value in known.items()})
    elif line.below:
        regular = [child for child in line.below if not child.bonus]
        weights = {child: child.weight if line.aggregate == "weighted" else 1 for child in regular}
        by = 1 if line.aggregate == "sum" or not regular else sum(weights.values())
        for field in ("score", "max", "planned"):
            total = sum(
                weights.get(child, by) * cells[f"{child.ident}.{field}"] for child in line.below if field != "max" or not child.bonus
            )
            cells[f"{line.ident}.{field}"] = (2 * total + by) // (2 * by)
    else:
        most = draw(st.integers(5, 30))
        score = draw(st.integers(0, most))
        cells |= {f"{line.ident}.max": most, f"{line.ident}.score": score, f"{line.ident}.planned": draw(st.integers(0, most - score))}
    its = {field: cells[f"{line.ident}.{field}"] for field in ("score", "max", "planned") if f"{line.ident}.{field}" in cells}
    if its.keys() >= {"score", "planned"}:
        cells.setdefault(f"{line.ident}.target", its["score"] + its["planned"])
    if "score" in its and its.get("max"):
        cells[f"{line.ident}.percent"] = (2000 * its["score"] + its["max"]) // (2 * its["max"])
