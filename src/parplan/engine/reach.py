"""What it would take to reach a total: which rows may change, how far, and what each is to bring.

Points come in steps, else in the last digit that the index prints. How many steps each row takes
is worked out in engine/steps.py; here is what may take them, and what the answer comes to.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Literal, NamedTuple

from parplan.engine.baseline import NOTHING, Baseline, Bent
from parplan.engine.margin import Margin, Outlook
from parplan.engine.project import Projection
from parplan.engine.solver import Reason
from parplan.engine.steps import By, Points, Problem, Row, Span, fits
from parplan.model.fixed import EMPTY
from parplan.points import MOST_DECIMALS, ZERO, decimal_of, last_digit
from parplan.text import Text, brief

__all__ = ["Bound", "By", "Effort", "Reach", "Unknown", "Wish", "reach"]

Shares = Iterator[tuple[str, Fraction]]
Bound = Literal["maximum", "max-share", "row-above", "locked", "unknown"]


class Wish(NamedTuple):
    """What is asked: the total, the points it is to come to, at least or where less is better at
    most, and what may be done for it. Shares of 1, points, costs a point."""

    ident: str
    points: Decimal
    by: By = "even"
    locked: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()
    max_share: Decimal | None = None
    step: Decimal | None = None
    costs: Mapping[str, Decimal] = EMPTY


class Effort(NamedTuple):
    """What one row is to bring. Points are exact; `share` is what it brings of its headroom (a
    share of 1)."""

    id: str
    name: Text
    decimals: int
    decimals_of: Mapping[str, int]
    score: Decimal
    change: Decimal
    projected: Decimal
    max: Decimal | None
    share: Decimal | None
    bound: Bound | None
    cost: Decimal | None

    def __repr__(self) -> str:
        return brief(self, "id", "score", "change", "projected", "cost")


class Reach(NamedTuple):
    """The answer. `goal` is the total, `points` what it is to reach, at least or where less is
    better at most; `needed` is what is missing, `total` what comes of it (points); `share` is the
    even share of every headroom (a share of 1), before it is rounded up to whole steps. Where the
    goal cannot be reached, `rows` and `total` are the most that can be; `feasible` is None where
    they are the most that is known, because the rows in `unknown` might bring the rest: those
    without a maximum, a score, or an increase where they start with that.
    `margin` is what the odds that were asked take; the rows then bring what is to be planned.
    `unproven` says why a better answer may exist."""

    goal: str
    points: Decimal
    feasible: bool | None
    needed: Decimal
    share: Decimal | None
    total: Decimal | None
    rows: tuple[Effort, ...]
    binding: tuple[str, ...]
    unknown: tuple[str, ...]
    cost: Decimal | None
    unproven: Reason | None
    margin: Margin | None

    def __repr__(self) -> str:
        return brief(self, "goal", "points", "feasible", "needed", "total")


class Unknown(NamedTuple):
    """There is no answer, because the total has no score."""

    ident: str


def reach(
    baseline: Baseline, wish: Wish, start: Projection, outlook: Outlook | None = None
) -> Reach | Unknown:
    """The changes on top of `start` that bring a total to what is wished, with an `outlook` so far
    that the wish comes true with its odds."""
    scope, decimals = _Scope(baseline, wish, start), baseline.plan.by_id[wish.ident].decimals
    if scope.before[wish.ident].projected is None:
        return Unknown(wish.ident)
    goal = Fraction(wish.points)
    if wish.points == baseline.standing[wish.ident].target:  # a mean's, say, is exact only there
        goal = baseline.target[wish.ident] or goal
    planned = goal if outlook is None else outlook.planned(goal)
    before = scope.start(wish.ident)
    needed = NOTHING if planned is None else max(scope.sense * (planned - before), NOTHING)
    problem = Problem(scope.rows, scope.limits, scope.step, needed)
    gains, unproven = problem.solved(wish.by)
    gained = problem.gained(gains)
    level = problem.level() if wish.by == "even" and needed else None
    efforts = tuple(scope.efforts(problem, gains))
    costs = [effort.cost for effort in efforts if effort.cost is not None]
    total = before + scope.sense * gained
    margin = None if outlook is None else outlook.margin(goal, total)
    # Between two last digits a total may have the odds before it comes to what is to be planned.
    met = gained >= needed or (margin is not None and margin.chance >= margin.odds)
    return Reach(
        wish.ident,
        wish.points,
        met or (None if scope.unknown else False),
        decimal_of(needed, decimals),
        decimal_of(level) if level is not None else None,
        decimal_of(total, decimals),
        efforts,
        tuple(effort.id for effort in efforts if effort.bound is not None),
        tuple(scope.named(fact) for fact in baseline.order if fact in scope.unknown),
        sum(costs, ZERO) if costs else None,
        unproven,
        margin,
    )


class _Scope:
    """The rows that may change, in the order of the plan, those that may not (`fixed`), and the
    limits of the rows above them, inside the total and beyond it. What rows bring is counted the
    way that is better: `sense` is -1 where that is down."""

    def __init__(self, baseline: Baseline, wish: Wish, start: Projection) -> None:
        self.baseline = baseline
        self.wish = wish
        own = last_digit(baseline.plan.by_id[wish.ident].decimals)
        self.step = Fraction(own if wish.step is None else wish.step)
        self.before = start.rows()
        self.moved = start.moved
        self.sense = 1 if baseline.standing[wish.ident].better == "higher" else -1
        self.locked = frozenset(baseline.fact[ident] for ident in wish.locked)
        priced = wish.costs if wish.by == "cheapest" else ()
        self.only = frozenset(baseline.fact[ident] for ident in wish.only or priced)
        self.fixed: set[str] = set()
        self.costs = {baseline.fact[ident]: Fraction(cost) for ident, cost in wish.costs.items()}
        self.bent_below = self._over_bends()
        factors: dict[str, Fraction] = {}
        goal = baseline.fact[wish.ident]
        self.inside = {goal, *baseline.below(goal)}
        self.printed_inside = {row.id for row in baseline.plan.by_id[wish.ident].walk()}
        self.worth_in = self._worths()
        for fact, factor in self._chosen(goal, Fraction(1), wanted=not self.only, whole=False):
            factors[fact] = factors.get(fact, NOTHING) + factor
        free = {fact: left for fact in factors if (left := self._free(fact)) is not None}
        spans = {fact: self._spans(fact) for fact in free}
        free = {fact: left for fact, left in free.items() if spans[fact] is not None}
        self.unknown = factors.keys() - free
        self.fixed |= self.unknown
        above = {row for fact in free for row in baseline.above(fact)}
        limits = {row: self._left(row) for row in baseline.order if row in above}
        self.limits = {
            row: left
            for row, left in limits.items()
            if left is not None and not self._is_held(row, left)
        }
        self.rows = tuple(
            self._row(fact, factors[fact], left, spans[fact] or ()) for fact, left in free.items()
        )

    def _over_bends(self) -> frozenset[str]:
        """The facts that have a total below them which is no weighted sum of its parts."""
        found: set[str] = set()
        for fact in self.baseline.order:  # parts first
            parts = (part for _, part in self.baseline.shares[fact])
            if any(part in self.baseline.bends or part in found for part in parts):
                found.add(fact)
        return frozenset(found)

    def start(self, ident: str) -> Fraction:
        """Where a row starts, in exact points."""
        score = self.baseline.score[ident] or NOTHING
        return score + self.moved.get(self.baseline.fact[ident], NOTHING)

    def _chosen(self, fact: str, factor: Fraction, *, wanted: bool, whole: bool = True) -> Shares:
        """The facts that may change at or below one, with their factors. A row is taken as a whole
        unless something below is named, bends, or stands elsewhere in the total too, or nobody
        knows what the whole can gain; always where it bends itself, and then not at all with one of
        its parts locked."""
        wanted = wanted or fact in self.only
        below = frozenset(self.baseline.below(fact))
        if fact in self.baseline.bends:
            if {fact, *below} & self.locked or not (wanted or below & self.only):
                self.fixed.add(fact)
            else:
                yield fact, factor
            return
        apart = fact in self.bent_below or self._free(fact) is None or self._is_elsewhere(fact)
        named = below & (self.locked if wanted else self.only)
        shares = self.baseline.shares[fact]
        by_name = fact in self.only and not below & self.locked and not apart
        if fact not in self.locked and shares and (named or apart or not whole) and not by_name:
            for share, part in shares:
                if fact in self.costs:  # what a point of a row costs, its parts cost together
                    self.costs.setdefault(part, self.costs[fact] * share)
                yield from self._chosen(part, factor * share, wanted=wanted)
        elif wanted and fact not in self.locked:
            yield fact, factor
        else:
            self.fixed.add(fact)

    def _is_elsewhere(self, fact: str) -> bool:
        """Whether something below a fact is a part of another row of the total as well."""
        below = self.baseline.below(fact)
        own = {fact, *below}
        rows = (row for part in below for row in self.baseline.rows(part))
        return any(row in self.inside and row not in own for row in rows)

    def _left(self, fact: str) -> Fraction | None:
        """What a fact can still gain; None without a limit, or where nobody knows."""
        room, change = self.baseline.room[fact], self.moved.get(fact)
        limit = room.high if self.sense > 0 else room.low
        if fact in self.locked:
            return NOTHING
        return (
            None if limit is None or change is None else max(self.sense * (limit - change), NOTHING)
        )

    def _free(self, fact: str) -> Fraction | None:
        """What a fact that is to change can gain; None where it has no score or no limit, so that
        nobody knows.
        """
        scored = any(self.before[place].score is not None for place in self.baseline.places[fact])
        return self._left(fact) if scored else None

    def _spans(self, fact: str) -> tuple[Span, ...] | None:
        """What a fact that is to change can gain, where that has gaps, or its parts bring less than
        it may have; None where nobody knows.
        """
        if fact not in self.baseline.bends:
            return ()
        spans, left = self._possible(fact), self._left(fact)
        return () if left and spans == ((NOTHING, left),) else spans

    def _possible(self, fact: str) -> tuple[Span, ...] | None:
        """What a fact can gain with all below it, from 0 up; None where nobody knows."""
        left, bent = self._left(fact), self.baseline.bends.get(fact)
        if left is None:
            return None
        if bent is not None and bent.is_whole:
            return _joined([(NOTHING, NOTHING), (left, left)])
        if bent is not None and (bent.rule is None or bent.raw is None):
            return None
        if bent is None and fact not in self.bent_below:
            return ((NOTHING, left),)
        found: tuple[Span, ...] = ((NOTHING, NOTHING),)
        for share, part in self.baseline.shares[fact]:
            spans = self._possible(part)
            if spans is None:  # all that it may have, for all that anybody knows
                return None if fact in self.bent_below else ((NOTHING, left),)
            sums = [(a + share * c, b + share * d) for a, b in found for c, d in spans]
            found = _joined(sums)
        if bent is not None:
            found = tuple(self._bent_span(fact, bent, span) for span in found)
        return _joined(found, left)

    def _bent_span(self, fact: str, bent: Bent, span: Span) -> Span:
        """What a total comes to gain, of what all its parts together do."""
        low, high = (self.sense * end for end in span)
        shares = self.baseline.shares[fact]
        changed = sum((share * self.moved[part] for share, part in shares), NOTHING)
        start = bent.gain(changed) or NOTHING
        ends = (((bent.gain(changed + end) or NOTHING) - start) * self.sense for end in (low, high))
        return next(ends), next(ends)

    def _is_held(self, fact: str, left: Fraction) -> bool:
        """Whether a total is held within its own limit, whatever its parts come to."""
        bent = self.baseline.bends.get(fact)
        known = all(part in self.moved for _, part in self.baseline.shares[fact])
        if bent is None or bent.rule is None or bent.raw is None or self.sense < 0 or not known:
            return False
        most = bent.rule.high - bent.raw
        return self._bent_span(fact, bent, (most, most))[1] <= left

    def _row(self, fact: str, factor: Fraction, headroom: Fraction, spans: tuple[Span, ...]) -> Row:
        share = Fraction(1 if self.wish.max_share is None else self.wish.max_share)
        most, above = min(headroom, headroom * share), self._above(fact)
        ident, cost = self.named(fact), self.costs.get(fact)
        first = self._first(ident)
        return Row(ident, fact, factor, headroom, most, above, cost, first, spans)

    def named(self, fact: str) -> str:
        """The place that a fact is named by: inside the total, with a score, if there is one."""

        def worse(place: str) -> tuple[bool, bool]:
            return self.before[place].score is None, place not in self.printed_inside

        return min(self.baseline.places[fact], key=worse)

    def _above(self, fact: str) -> dict[str, Fraction]:
        """A fact's factor in every row above it that has a limit."""
        factors = {fact: Fraction(1)}
        order = self.baseline.compiled.position.__getitem__
        for part in sorted((fact, *self.baseline.above(fact)), key=order):
            for row, share in self.worth_in.get(part, ()):
                if row != fact and part in factors:
                    factors[row] = factors.get(row, NOTHING) + share * factors[part]
        return {row: at for row, at in factors.items() if row in self.limits and row != fact}

    def _worths(self) -> dict[str, list[tuple[str, Fraction]]]:
        """What a point of each fact is worth in every total that it is a part of."""
        found: dict[str, list[tuple[str, Fraction]]] = {}
        for row, shares in self.baseline.shares.items():
            for share, part in shares:
                found.setdefault(part, []).append((row, share))
        return found

    def _first(self, ident: str) -> Fraction:
        """The first step of a row: where it starts between two digits, the rest up to the next one.
        Points that come in steps of their own only have to end where a file can write them."""
        if self.wish.step is None:
            return self._rest(ident, self.step) or self.step
        return self.step + self._rest(ident, Fraction(last_digit(MOST_DECIMALS)))

    def _rest(self, ident: str, unit: Fraction) -> Fraction:
        """What a row lacks to a whole number of units, in points."""
        start = self.sense * self.start(ident)
        return ceil(start / unit) * unit - start

    def efforts(self, problem: Problem, gains: Points) -> Iterator[Effort]:
        """Every row's part in the answer, in the order of the plan, and those that stay."""
        rows = {row.ident: row for row in problem.rows}
        fixed: dict[str, Bound] = {
            self.named(fact): "unknown" if fact in self.unknown else "locked" for fact in self.fixed
        }
        room = problem.room(gains)
        for indicator in self.baseline.plan.walk():
            ident = indicator.id
            at, row, gain = self.before[ident], rows.get(ident), gains.get(ident, NOTHING)
            if ident not in fixed and row is None:
                continue
            change = self.moved.get(self.baseline.fact[ident])
            if at.score is None or at.projected is None or change is None:
                continue
            yield Effort(
                ident,
                at.name,
                at.decimals,
                at.decimals_of,
                at.score,
                decimal_of(change + self.sense * gain, at.decimals),
                decimal_of(self.start(ident) + self.sense * gain, at.decimals),
                at.max,
                decimal_of(gain / row.headroom) if row and row.headroom else None,
                _bound(row, problem, gain, room) if row else fixed[ident],
                decimal_of(row.cost * gain) if row and row.cost is not None else None,
            )


def _joined(spans: Iterable[Span], most: Fraction | None = None) -> tuple[Span, ...]:
    """Spans in their order, those that meet as one; nothing beyond the most."""
    found: list[Span] = []
    for low, end in sorted(spans):
        high = end if most is None else min(end, most)
        if low > high:
            continue
        if found and low <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], high))
        else:
            found.append((low, high))
    return tuple(found)


def _bound(row: Row, problem: Problem, gain: Fraction, room: Points) -> Bound | None:
    """What keeps a row from taking one more step."""
    step = problem.next_step(row, gain)
    if step is None:
        return "maximum"
    if gain + step > row.most:
        return "max-share"
    return None if fits(row, step, room) else "row-above"
