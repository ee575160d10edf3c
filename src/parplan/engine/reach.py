"""What it would take to reach a total: exact on the bounded linear problem, in fractions, without a solver.

One total, rows that count towards it with a factor each, and bounds: what a row can still gain, and what the rows above it leave
room for. Even shares are found by filling all rows like connected vessels: each rises in proportion to its headroom until it is full,
or until a row above it is. The cheapest or fewest rows come from taking the best ones first.

Points come in steps (else in the last digit that the index prints), so the answer is then the least number of steps that still reaches
the goal: the level rises from step to step, never below what is needed. Where rows count differently, whole steps are a knapsack, and
engine/packing.py finds the best of them all.
"""

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from types import MappingProxyType
from typing import Literal, NamedTuple

from parplan.engine import packing
from parplan.engine.baseline import NOTHING, Baseline, common_step
from parplan.engine.project import Projected, Projection
from parplan.points import MOST_DECIMALS, ZERO, decimal_of, last_digit
from parplan.text import Text

By = Literal["even", "fewest", "cheapest"]
Bound = Literal["maximum", "max-share", "row-above", "locked"]


class Wish(NamedTuple):
    """What is asked: the total, the points it is to reach, and what may be done for it. Shares of 1, points, costs a point."""

    ident: str
    at_least: Decimal
    by: By = "even"
    locked: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()
    max_share: Decimal | None = None
    step: Decimal | None = None
    costs: Mapping[str, Decimal] = MappingProxyType({})


class Effort(NamedTuple):
    """What one row is to bring. Points are exact; `share` is what it brings of its headroom (a share of 1)."""

    id: str
    name: Text
    decimals: int
    score: Decimal
    change: Decimal
    projected: Decimal
    max: Decimal | None
    share: Decimal | None
    bound: Bound | None
    cost: Decimal | None


class Reach(NamedTuple):
    """The answer. `needed` and `total` are points; `share` is the even share of every headroom (a share of 1), before it is rounded
    up to whole steps; where the goal cannot be reached, `rows` and `total` are the most that can be."""

    goal: str
    at_least: Decimal
    feasible: bool
    needed: Decimal
    share: Decimal | None
    total: Decimal | None
    rows: tuple[Effort, ...]
    binding: tuple[str, ...]
    cost: Decimal | None


class _Row(NamedTuple):
    """A fact that may change: the place it is named by, its factor in the total, what it can still gain, the most of it that is
    allowed, its factor in every row above it that has a limit, and what a point of it costs."""

    ident: str
    fact: str
    factor: Fraction
    headroom: Fraction
    most: Fraction
    above: tuple[tuple[str, Fraction], ...]
    cost: Fraction | None


class Unknown(NamedTuple):
    """There is no answer, because the total has no score."""

    ident: str


def reach(baseline: Baseline, wish: Wish, start: Projection) -> Reach | Unknown:
    """The changes on top of `start` that bring a total to what is wished."""
    before = start.rows()
    total = before[wish.ident].projected
    if total is None:
        return Unknown(wish.ident)
    decimals = baseline.plan.by_id[wish.ident].decimals
    step = Fraction(wish.step if wish.step is not None else last_digit(decimals))
    needed = Fraction(wish.at_least) - _exact(baseline, before[wish.ident])
    problem = _Problem(baseline, wish, before, step)
    level = problem.levels(needed, problem.rows)[0] if wish.by == "even" and needed > 0 else None
    steps = problem.solve(needed, wish.by) if needed > 0 else dict.fromkeys((row.ident for row in problem.rows), 0)
    gains = problem.on_digits(steps)
    gained = sum((row.factor * gains[row.ident] for row in problem.rows), NOTHING)
    efforts = tuple(_efforts(problem, before, gains))
    binding = tuple(effort.id for effort in efforts if effort.bound is not None)
    costs = [effort.cost for effort in efforts if effort.cost is not None]
    return Reach(
        wish.ident,
        wish.at_least,
        gained >= needed,
        decimal_of(max(needed, NOTHING), decimals),
        None if level is None else decimal_of(level),
        decimal_of(_exact(baseline, before[wish.ident]) + gained, decimals),
        efforts,
        binding,
        sum(costs, ZERO) if costs else None,
    )


def _exact(baseline: Baseline, row: Projected) -> Fraction:
    return (baseline.score[row.id] or NOTHING) + Fraction(row.change or 0)


class _Problem:
    """The rows that may change, in the order of the plan, and the limits of the rows above them, inside the total and beyond it."""

    def __init__(self, baseline: Baseline, wish: Wish, before: Mapping[str, Projected], step: Fraction) -> None:
        self.baseline = baseline
        self.wish = wish
        self.before = before
        self.step = step
        self.locked = frozenset(baseline.fact[ident] for ident in wish.locked)
        self.only = frozenset(baseline.fact[ident] for ident in wish.only)
        self.costs = {baseline.fact[ident]: Fraction(cost) for ident, cost in wish.costs.items()}
        self.fixed: dict[str, None] = {}
        factors: dict[str, Fraction] = {}
        for fact, factor in self._chosen(baseline.fact[wish.ident], Fraction(1), wanted=not self.only, whole=False):
            factors[fact] = factors.get(fact, NOTHING) + factor
        rows = (self._row(fact, factor) for fact, factor in factors.items())
        self.rows = tuple(row for row in rows if row is not None)
        self.fixed |= dict.fromkeys(fact for fact in factors if all(row.fact != fact for row in self.rows))
        limits = {fact: self._left(fact) for row in self.rows for fact in baseline.above(row.fact)}
        self.caps = {fact: cap for fact, cap in limits.items() if cap is not None}
        self.rows = tuple(row._replace(above=tuple(self._factors_above(row.fact))) for row in self.rows)

    def _chosen(self, fact: str, factor: Fraction, *, wanted: bool, whole: bool = True) -> Iterator[tuple[str, Fraction]]:
        """The facts that may change at or below one, with their factors. A row is taken as a whole unless something below is named."""
        wanted = wanted or fact in self.only
        below = frozenset(self.baseline.below(fact))
        named = below & (self.locked if wanted else self.only)
        shares = self.baseline.shares[fact]
        if fact in self.locked:
            self.fixed[fact] = None
        elif shares and (named or not whole) and not (fact in self.only and not below & self.locked):
            for share, part in shares:
                yield from self._chosen(part, factor * share, wanted=wanted)
        elif wanted:
            yield fact, factor
        else:
            self.fixed[fact] = None

    def _left(self, fact: str) -> Fraction | None:
        """What a fact can still gain beyond where it starts; None without a limit, or where nobody knows."""
        high, change = self.baseline.room[fact].high, self.before[fact].change
        if fact in self.locked:
            return NOTHING
        return None if high is None or change is None else max(high - Fraction(change), NOTHING)

    def _row(self, fact: str, factor: Fraction) -> _Row | None:
        headroom = self._left(fact)
        if headroom is None or all(self.before[place].score is None for place in self.baseline.places[fact]):
            return None
        most = headroom if self.wish.max_share is None else min(headroom, headroom * Fraction(self.wish.max_share))
        return _Row(self.named(fact), fact, factor, headroom, most, (), self.costs.get(fact))

    def named(self, fact: str) -> str:
        """The place that a fact is named by: one inside the total and with a score, if there is one."""
        inside = {indicator.id for indicator in self.baseline.plan.by_id[self.wish.ident].walk()}
        places = self.baseline.places[fact]
        return min(places, key=lambda place: (self.before[place].score is None, place not in inside))

    def _factors_above(self, fact: str) -> Iterator[tuple[str, Fraction]]:
        """A fact's factor in every row above it that has a limit."""
        factors = {fact: Fraction(1)}
        for row in self.baseline.order:
            total = sum((share * factors[part] for share, part in self.baseline.shares[row] if part in factors), NOTHING)
            if total and row != fact:
                factors[row] = total
                if row in self.caps:
                    yield row, total

    # What a set of steps comes to, and what room it leaves.

    def gained(self, steps: Mapping[str, int]) -> Fraction:
        """What the total gains, in points."""
        return sum((row.factor * self.step * steps[row.ident] for row in self.rows), NOTHING)

    def used(self, steps: Mapping[str, int]) -> dict[str, Fraction]:
        """What steps take of every limit, in points."""
        return self.used_by({ident: self.step * count for ident, count in steps.items()})

    def used_by(self, gains: Mapping[str, Fraction]) -> dict[str, Fraction]:
        """What gains take of every limit, in points."""
        used: dict[str, Fraction] = dict.fromkeys(self.caps, NOTHING)
        for row in self.rows:
            for ident, factor in row.above:
                used[ident] += factor * gains[row.ident]
        return used

    def fits(self, row: _Row, used: Mapping[str, Fraction], more: int = 1) -> bool:
        return all(used[ident] + factor * self.step * more <= self.caps[ident] for ident, factor in row.above)

    def _most_steps(self, row: _Row, used: Mapping[str, Fraction]) -> int:
        """How many steps a row can take at most, next to what is used already."""
        most = row.most
        for ident, factor in row.above:
            most = min(most, (self.caps[ident] - used[ident]) / factor)
        return max(floor(most / self.step), 0)

    def on_digits(self, steps: Mapping[str, int]) -> dict[str, Fraction]:
        """What every row gains, in points: its steps, and where it starts between two digits the rest up to the next, if there is room.

        Points that come in steps of their own only have to end where a file can write them.
        """
        gains = {row.ident: self.step * steps[row.ident] for row in self.rows}
        used = self.used(steps)
        for row in self.rows:
            start = _exact(self.baseline, self.before[row.ident])
            places = (MOST_DECIMALS,) if self.wish.step is not None else (self.before[row.ident].decimals, MOST_DECIMALS)
            for decimals in places if gains[row.ident] else ():
                landing = Fraction(ceil((start + gains[row.ident]) * 10**decimals), 10**decimals)
                more = landing - start - gains[row.ident]
                if gains[row.ident] + more <= row.most and all(used[it] + factor * more <= self.caps[it] for it, factor in row.above):
                    gains[row.ident] += more
                    used |= {it: used[it] + factor * more for it, factor in row.above}
                    break
        return gains

    # Even shares.

    def levels(self, needed: Fraction, rows: Iterable[_Row]) -> tuple[Fraction, dict[str, Fraction]]:
        """The even share of every headroom that brings what is needed (or the most there is), steps aside, and the share at which
        each row is held by its limits or by a row above it; shares of 1."""
        active = [row for row in rows if row.most > 0]
        level, missing, used = NOTHING, needed, dict.fromkeys(self.caps, NOTHING)
        reached = dict.fromkeys((row.ident for row in active), NOTHING)
        while active and missing > 0:
            speeds = dict.fromkeys(self.caps, NOTHING)
            for row in active:
                for ident, factor in row.above:
                    speeds[ident] += factor * row.headroom
            slope = sum((row.factor * row.headroom for row in active), NOTHING)
            rooms = [(cap - used[ident]) / speeds[ident] for ident, cap in self.caps.items() if speeds[ident]]
            rise = min([missing / slope, *(row.most / row.headroom - level for row in active), *rooms])
            level, missing = level + rise, missing - rise * slope
            used = {ident: amount + rise * speeds[ident] for ident, amount in used.items()}
            reached |= dict.fromkeys((row.ident for row in active), level)
            full = {ident for ident, cap in self.caps.items() if used[ident] >= cap}
            active = [row for row in active if row.most / row.headroom > level and not any(ident in full for ident, _ in row.above)]
        return level, reached

    def solve(self, needed: Fraction, by: By) -> dict[str, int]:
        """Steps for every row that reach what is needed, or the most there is."""
        best = {"even": self._even, "fewest": self._fewest, "cheapest": self._cheapest}[by]
        return best(needed) if self.rows else {}

    def _filled_alike(self) -> bool:
        """Whether the rows below every limit count alike in it, so that it does not matter which of them fills it."""
        factors: dict[str, set[Fraction]] = {}
        for row in self.rows:
            for ident, factor in row.above:
                if self._can_fill(ident):
                    factors.setdefault(ident, set()).add(factor)
        return all(len(each) == 1 for each in factors.values())

    def _can_fill(self, ident: str) -> bool:
        """Whether the rows below a limit could pass it."""
        return sum((dict(row.above).get(ident, NOTHING) * row.most for row in self.rows), NOTHING) > self.caps[ident]

    def _even(self, needed: Fraction) -> dict[str, int]:
        steps = self._level_up(needed, self.rows)
        return steps if self._filled_alike() else self._evenly_packed(needed) or steps

    def _evenly_packed(self, needed: Fraction) -> dict[str, int] | None:
        """The smallest largest share at which any whole steps are enough, where it matters which rows fill a limit."""
        shares = sorted({self.step * count / row.headroom for row in self.rows for count in range(1, self._alone(row) + 1)})
        if not shares or self._packed(needed, self.rows) is None:
            return self._most(self.rows)
        low, high = 0, len(shares) - 1
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self._packed(needed, self.rows, share=shares[middle]) is None else (low, middle)
        return self._packed(needed, self.rows, share=shares[low])

    def _alone(self, row: _Row) -> int:
        """The most steps that a row can take, were it the only one."""
        return self._most_steps(row, dict.fromkeys(self.caps, NOTHING))

    def _packed(
        self, needed: Fraction, rows: Sequence[_Row], *, share: Fraction | None = None, priced: bool = False, counted: bool = False
    ) -> dict[str, int] | None:
        """The best whole steps of all that bring what is needed: at the lowest price, with the fewest rows, or else just enough; None
        where there are none, or too many totals to look at. `share`: the most that any row may bring of its headroom."""
        if not rows:
            return None if needed > 0 else {}
        gains = [row.factor * self.step for row in rows]
        limits = {ident: self.caps[ident] for row in rows for ident, _ in row.above if self._can_fill(ident)}
        unit = common_step([*gains])
        totals = ceil(needed / unit)
        if totals > packing.MOST_TOTALS:
            return None
        prices = [(row.cost or NOTHING) * self.step if priced else NOTHING for row in rows]
        price_unit = common_step([price for price in prices if price] or [Fraction(1)])
        most = [self._alone(row) if share is None else min(self._alone(row), floor(share * row.headroom / self.step)) for row in rows]
        items = [
            packing.Item(int(gain / unit), number, int(counted), int(price / price_unit))
            for gain, number, price in zip(gains, most, prices, strict=True)
        ]
        bounds = []
        for ident, cap in limits.items():
            inside = {at: row for at, row in enumerate(rows) if ident in dict(row.above)}
            scale = next(row.factor / dict(row.above)[ident] for row in inside.values())
            bounds.append(packing.Limit(frozenset(inside), floor(cap * scale / unit)))
        found = packing.cheapest(items, bounds, totals)
        steps = dict.fromkeys((row.ident for row in self.rows), 0)
        return None if found is None else steps | {row.ident: count for row, count in zip(rows, found, strict=True)}

    def _most(self, rows: Sequence[_Row]) -> dict[str, int]:
        """The most that whole steps of some rows can bring."""
        unit = common_step([row.factor * self.step for row in rows]) if rows else Fraction(1)
        low, high = 0, ceil(sum((row.factor * row.most for row in rows), NOTHING) / unit)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self._packed(middle * unit, rows) is not None else (low, middle - 1)
        return self._packed(low * unit, rows) or dict.fromkeys((row.ident for row in self.rows), 0)

    def _level_up(self, needed: Fraction, rows: Iterable[_Row]) -> dict[str, int]:
        """The smallest largest share: whichever row has the smallest share after its next step takes it."""
        rows = [row for row in rows if row.most >= self.step]
        reached = self.levels(needed, rows)[1]
        steps = dict.fromkeys((row.ident for row in self.rows), 0)
        steps |= {row.ident: floor(reached[row.ident] * row.headroom / self.step) for row in rows}
        used, missing = self.used(steps), needed - self.gained(steps)
        after = {row.ident: (steps[row.ident] + 1) * self.step for row in rows}
        queue = [(after[row.ident] / row.headroom, at) for at, row in enumerate(rows) if after[row.ident] <= row.most]
        heapq.heapify(queue)
        while queue and missing > 0:
            _, at = heapq.heappop(queue)
            row = rows[at]
            if self.fits(row, used):
                steps[row.ident] += 1
                missing -= row.factor * self.step
                for ident, factor in row.above:
                    used[ident] += factor * self.step
                following = (steps[row.ident] + 1) * self.step
                if following <= row.most:
                    heapq.heappush(queue, (following / row.headroom, at))
        return self._trimmed(steps, -missing)

    def _trimmed(self, steps: dict[str, int], spare: Fraction) -> dict[str, int]:
        """Steps that are not needed taken back, from the row with the largest share first."""
        by_share = sorted(self.rows, key=lambda row: -steps[row.ident] / row.headroom if row.headroom else NOTHING)
        for row in by_share:
            while steps[row.ident] and spare >= row.factor * self.step:
                steps[row.ident] -= 1
                spare -= row.factor * self.step
        return steps

    # Fewest and cheapest rows.

    def _fewest(self, needed: Fraction) -> dict[str, int]:
        """The fewest rows that can bring what is needed, each to the same share as far as it goes."""
        steps = self._level_up(needed, self._best_first(needed))
        return steps if self._filled_alike() else self._packed(needed, self.rows, counted=True) or self._most(self.rows) or steps

    def _best_first(self, needed: Fraction) -> list[_Row]:
        """Rows until they are enough: always the one next that brings the most."""
        steps = dict.fromkeys((row.ident for row in self.rows), 0)
        chosen: list[_Row] = []
        left = list(self.rows)
        while left and self.gained(steps) < needed:
            used = self.used(steps)
            brings = [self._most_steps(row, used) for row in left]
            best = max(range(len(left)), key=[row.factor * count for row, count in zip(left, brings, strict=True)].__getitem__)
            row = left.pop(best)
            steps[row.ident] = brings[best]
            if brings[best]:
                chosen.append(row)
        return chosen

    def _cheapest(self, needed: Fraction) -> dict[str, int]:
        priced = sorted((row for row in self.rows if row.cost is not None), key=lambda row: (row.cost or NOTHING) / row.factor)
        greedy = self._in_turn(priced, needed)
        if not priced:
            return greedy
        if len({row.factor for row in priced}) <= 1 and self._filled_alike():
            return greedy
        return self._packed(needed, priced, priced=True) or self._most(priced)

    def _in_turn(self, rows: Sequence[_Row], needed: Fraction) -> dict[str, int]:
        """Each row in turn as far as it goes, until it is enough."""
        steps = dict.fromkeys((row.ident for row in self.rows), 0)
        for row in rows:
            missing = needed - self.gained(steps)
            if missing > 0:
                steps[row.ident] = min(self._most_steps(row, self.used(steps)), ceil(missing / (row.factor * self.step)))
        return steps


def _efforts(problem: _Problem, before: Mapping[str, Projected], gains: Mapping[str, Fraction]) -> Iterator[Effort]:
    """Every row's part in the answer, in the order of the plan, with those that were not to change."""
    rows = {row.ident: row for row in problem.rows}
    used = problem.used_by(gains)
    fixed = {problem.named(fact) for fact in problem.fixed}
    for indicator in problem.baseline.plan.walk():
        if indicator.id not in rows and indicator.id not in fixed:
            continue
        landing = before[indicator.id]
        if landing.score is None or landing.projected is None or landing.change is None:
            continue
        row = rows.get(indicator.id)
        gain = gains[indicator.id] if row else NOTHING
        share = gain / row.headroom if row and row.headroom else None
        yield Effort(
            indicator.id,
            landing.name,
            landing.decimals,
            landing.score,
            decimal_of(Fraction(landing.change) + gain, landing.decimals),
            decimal_of(_exact(problem.baseline, landing) + gain, landing.decimals),
            landing.max,
            None if share is None else decimal_of(share),
            _bound(problem, row, gain, used),
            None if row is None or row.cost is None else decimal_of(row.cost * gain),
        )


def _bound(problem: _Problem, row: _Row | None, gain: Fraction, used: Mapping[str, Fraction]) -> Bound | None:
    """What keeps a row from bringing more."""
    if row is None:
        return "locked"
    if gain + problem.step > row.headroom:
        return "maximum"
    if gain + problem.step > row.most:
        return "max-share"
    return None if problem.fits(row, used) else "row-above"
