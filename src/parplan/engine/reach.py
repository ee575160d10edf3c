"""What it would take to reach a total: exact on the bounded linear problem, in fractions, without a solver.

One total, rows that count towards it with a factor each, and bounds: what a row can still gain, and what the rows above it leave
room for. Even shares are found by filling all rows like connected vessels: each rises in proportion to its headroom until it is full,
or until a row above it is. The cheapest or fewest rows come from taking the best ones first, which for one linear total is exact.
Points come in steps (else in the last digit that the index prints), so the answer is then the least number of steps that still reaches
the goal: the level rises from step to step, never below what is needed.
"""

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor, gcd, lcm
from types import MappingProxyType
from typing import Literal, NamedTuple

from parplan.engine.ground import NOTHING, Ground
from parplan.engine.projection import Landing, Projection
from parplan.labels import Text
from parplan.model import Indicator
from parplan.points import ZERO, decimal_of, last_digit

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
    """A row that may change: its factor in the total, what it can still gain, and the most of it that is allowed."""

    ident: str
    factor: Fraction
    headroom: Fraction
    most: Fraction
    above: tuple[tuple[str, Fraction], ...]  # rows between it and the total, with its factor in each
    cost: Fraction | None


class Unknown(NamedTuple):
    """There is no answer, because the total has no score."""

    ident: str


def reach(ground: Ground, wish: Wish, start: Projection) -> Reach | Unknown:
    """The changes on top of `start` that bring a total to what is wished."""
    before = start.rows()
    total = before[wish.ident].projected
    if total is None:
        return Unknown(wish.ident)
    decimals = ground.plan.by_id[wish.ident].decimals
    step = Fraction(wish.step if wish.step is not None else last_digit(decimals))
    needed = Fraction(wish.at_least) - _exact(ground, before[wish.ident])
    problem = _Problem(ground, wish, before, step)
    level = problem.levels(needed, problem.rows)[0] if wish.by == "even" and needed > 0 else None
    steps = problem.solve(needed, wish.by) if needed > 0 else dict.fromkeys((row.ident for row in problem.rows), 0)
    gained = problem.gained(steps)
    efforts = tuple(_efforts(problem, before, steps))
    binding = tuple(effort.id for effort in efforts if effort.bound is not None)
    costs = [effort.cost for effort in efforts if effort.cost is not None]
    return Reach(
        wish.ident,
        wish.at_least,
        gained >= needed,
        decimal_of(max(needed, NOTHING), decimals),
        None if level is None else decimal_of(level),
        decimal_of(_exact(ground, before[wish.ident]) + gained, decimals),
        efforts,
        binding,
        sum(costs, ZERO) if costs else None,
    )


def _exact(ground: Ground, row: Landing) -> Fraction:
    return (ground.score[row.id] or NOTHING) + Fraction(row.change or 0)


class _Problem:
    """The rows that may change, in the order of the plan, and the limits of the rows above them."""

    def __init__(self, ground: Ground, wish: Wish, before: Mapping[str, Landing], step: Fraction) -> None:
        self.ground = ground
        self.wish = wish
        self.before = before
        self.step = step
        self.locked = frozenset(ground.fact[ident] for ident in wish.locked)
        self.only = frozenset(ground.fact[ident] for ident in wish.only)
        self.fixed: list[str] = []
        top = self._with_parts(ground.plan.by_id[wish.ident])
        self.rows = tuple(self._rows(top, Fraction(1), (), wanted=not self.only, whole=False))
        self.caps = {ident: self._left(ident) for row in self.rows for ident, _ in row.above}

    def _with_parts(self, indicator: Indicator) -> Indicator:
        """The place of the same fact that is made of parts, if there is one."""
        places = (self.ground.plan.by_id[place] for place in self.ground.places[self.ground.fact[indicator.id]])
        return indicator if self.ground.shares[indicator.id] else next((it for it in places if self.ground.shares[it.id]), indicator)

    def _rows(
        self, indicator: Indicator, factor: Fraction, above: tuple[tuple[str, Fraction], ...], *, wanted: bool, whole: bool = True
    ) -> Iterator[_Row]:
        """The rows that may change at or below one. `whole`: a row is taken as a whole unless something below it is named."""
        fact = self.ground.fact[indicator.id]
        wanted = wanted or fact in self.only
        if fact in self.locked:
            self.fixed.append(indicator.id)
            return
        below = {self.ground.fact[place] for place in self.ground.below(indicator.id)}
        named = below & (self.locked if wanted else self.only)
        shares = self.ground.shares[indicator.id]
        if shares and (named or not whole) and not (fact in self.only and not below & self.locked):
            for share, child in shares:
                inner = tuple((ident, part * share) for ident, part in (*above, (indicator.id, Fraction(1))))
                yield from self._rows(child, factor * share, inner, wanted=wanted)
        elif wanted:
            row = self._row(indicator.id, factor, above)
            if row is not None:
                yield row
            else:
                self.fixed.append(indicator.id)
        else:
            self.fixed.append(indicator.id)

    def _left(self, ident: str) -> Fraction | None:
        """What a row can still gain beyond where it starts; None without a limit, or where nobody knows."""
        high, change = self.ground.room[self.ground.fact[ident]].high, self.before[ident].change
        return None if high is None or change is None else max(high - Fraction(change), NOTHING)

    def _row(self, ident: str, factor: Fraction, above: tuple[tuple[str, Fraction], ...]) -> _Row | None:
        headroom = self._left(ident)
        if headroom is None or self.before[ident].score is None:
            return None
        most = headroom if self.wish.max_share is None else min(headroom, headroom * Fraction(self.wish.max_share))
        cost = self.wish.costs.get(ident)
        return _Row(ident, factor, headroom, most, above, None if cost is None else Fraction(cost))

    # What a set of steps comes to, and what room it leaves.

    def gained(self, steps: Mapping[str, int]) -> Fraction:
        """What the total gains, in points."""
        return sum((row.factor * self.step * steps[row.ident] for row in self.rows), NOTHING)

    def used(self, steps: Mapping[str, int]) -> dict[str, Fraction]:
        used = dict.fromkeys(self.caps, NOTHING)
        for row in self.rows:
            for ident, factor in row.above:
                used[ident] += factor * self.step * steps[row.ident]
        return used

    def fits(self, row: _Row, used: Mapping[str, Fraction], more: int = 1) -> bool:
        return all((cap := self.caps[ident]) is None or used[ident] + factor * self.step * more <= cap for ident, factor in row.above)

    def _most_steps(self, row: _Row, used: Mapping[str, Fraction]) -> int:
        """How many steps a row can take at most, next to what is used already."""
        most = row.most
        for ident, factor in row.above:
            cap = self.caps[ident]
            if cap is not None:
                most = min(most, (cap - used[ident]) / factor)
        return max(floor(most / self.step), 0)

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
            rooms = [(cap - used[ident]) / speeds[ident] for ident, cap in self.caps.items() if cap is not None and speeds[ident]]
            rise = min([missing / slope, *(row.most / row.headroom - level for row in active), *rooms])
            level, missing = level + rise, missing - rise * slope
            used = {ident: amount + rise * speeds[ident] for ident, amount in used.items()}
            reached |= dict.fromkeys((row.ident for row in active), level)
            full = {ident for ident, cap in self.caps.items() if cap is not None and used[ident] >= cap}
            active = [row for row in active if row.most / row.headroom > level and not any(ident in full for ident, _ in row.above)]
        return level, reached

    def solve(self, needed: Fraction, by: By) -> dict[str, int]:
        """Steps for every row that reach what is needed, or the most there is."""
        if by == "even":
            return self._even(needed, self.rows)
        if by == "fewest":
            return self._even(needed, self._fewest(needed))
        return self._cheapest(needed)

    def _even(self, needed: Fraction, rows: Iterable[_Row]) -> dict[str, int]:
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

    def _fewest(self, needed: Fraction) -> list[_Row]:
        """The fewest rows that together can bring what is needed: always the one next that brings the most."""
        steps = dict.fromkeys((row.ident for row in self.rows), 0)
        chosen: list[_Row] = []
        left = list(self.rows)
        while left and self.gained(steps) < needed:
            used = self.used(steps)
            best = max(left, key=lambda row: row.factor * self._most_steps(row, used))
            steps[best.ident] = self._most_steps(best, used)
            left.remove(best)
            if steps[best.ident]:
                chosen.append(best)
        return chosen

    def _cheapest(self, needed: Fraction) -> dict[str, int]:
        priced = sorted((row for row in self.rows if row.cost is not None), key=lambda row: (row.cost or NOTHING) / row.factor)
        alike = len({row.factor for row in priced}) <= 1
        greedy = self._in_turn(priced, needed)
        return greedy if alike or self.gained(greedy) < needed else self._searched(priced, needed, greedy)

    def _in_turn(self, rows: Sequence[_Row], needed: Fraction) -> dict[str, int]:
        """Each row in turn as far as it goes, until it is enough."""
        steps = dict.fromkeys((row.ident for row in self.rows), 0)
        for row in rows:
            missing = needed - self.gained(steps)
            if missing > 0:
                steps[row.ident] = min(self._most_steps(row, self.used(steps)), ceil(missing / (row.factor * self.step)))
        return steps

    def _searched(self, rows: Sequence[_Row], needed: Fraction, best: dict[str, int]) -> dict[str, int]:
        """The cheapest whole numbers of steps where rows count differently: branch and bound, cheapest point first, the bound being
        what the rest would cost in parts of steps; of two ways to the same remainder the dearer is dropped."""
        unit = Fraction(1, lcm(*(row.factor.denominator for row in rows), needed.denominator, self.step.denominator))
        gains = [int(row.factor * self.step / unit) for row in rows]
        common = gcd(*gains)
        gains = [gain // common for gain in gains]
        goal = ceil(needed / unit / common)
        prices = [(row.cost or NOTHING) * self.step for row in rows]
        most = [floor(row.most / self.step) for row in rows]
        record = [self._price(rows, best), best]
        seen: dict[tuple[int, int], Fraction] = {}
        capped = any(cap is not None for cap in self.caps.values())

        def bound(at: int, missing: int) -> Fraction | None:
            price = NOTHING
            for n in range(at, len(rows)):
                if missing <= 0:
                    break
                taken = min(Fraction(missing, gains[n]), Fraction(most[n]))
                price += taken * prices[n]
                missing -= int(taken * gains[n]) if taken == most[n] else missing
            return price if missing <= 0 else None

        def search(at: int, missing: int, spent: Fraction, steps: dict[str, int]) -> None:
            least = bound(at, missing)
            if least is None or spent + least >= record[0]:  # type: ignore[operator]
                return
            if missing <= 0:
                record[:] = [spent, dict(steps)]
                return
            if not capped:
                if seen.get((at, missing), spent + 1) <= spent:
                    return
                seen[at, missing] = spent
            row = rows[at]
            top = min(self._most_steps(row, self.used(steps)), -(-missing // gains[at]))
            for count in range(top, -1, -1):
                search(at + 1, missing - count * gains[at], spent + count * prices[at], {**steps, row.ident: count})

        search(0, goal, NOTHING, dict.fromkeys((row.ident for row in self.rows), 0))
        return record[1]  # type: ignore[return-value]

    def _price(self, rows: Iterable[_Row], steps: Mapping[str, int]) -> Fraction:
        return sum(((row.cost or NOTHING) * self.step * steps[row.ident] for row in rows), NOTHING)


def _efforts(problem: _Problem, before: Mapping[str, Landing], steps: Mapping[str, int]) -> Iterator[Effort]:
    """Every row's part in the answer, in the order of the plan, with those that were not to change."""
    rows = {row.ident: row for row in problem.rows}
    used = problem.used(steps)
    for indicator in problem.ground.plan.walk():
        if indicator.id not in rows and indicator.id not in problem.fixed:
            continue
        landing = before[indicator.id]
        if landing.score is None or landing.projected is None or landing.change is None:
            continue
        row = rows.get(indicator.id)
        gain = problem.step * steps[indicator.id] if row else NOTHING
        share = gain / row.headroom if row and row.headroom else None
        yield Effort(
            indicator.id,
            landing.name,
            landing.decimals,
            landing.score,
            decimal_of(Fraction(landing.change) + gain, landing.decimals),
            decimal_of(_exact(problem.ground, landing) + gain, landing.decimals),
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
