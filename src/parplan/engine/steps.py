"""How many whole steps each row takes to bring what is needed, in exact fractions.

Rows have a factor in the total and a headroom, and rows above them have limits. Even shares are
found by filling all rows like connected vessels: each rises in proportion to its headroom until it
is full, or a row above it is. The fewest or cheapest rows come from taking the best first. Where
rows count differently in a limit or for their price, or some may come to certain points only, whole
steps are an integer program.
"""

import heapq
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Literal, NamedTuple

from parplan.engine.baseline import NOTHING, common_step
from parplan.engine.solver import Aim, Limit, Range, Reason, Unsolved, least

By = Literal["even", "fewest", "cheapest"]
Points = dict[str, Fraction]
Span = tuple[Fraction, Fraction]


class Row(NamedTuple):
    """A fact that may change: the place it is named by, its factor in the total, what it can still
    gain, the most of it that is allowed, its factor in every row above it that has a limit, what a
    point of it costs; its first step, which ends on a digit where others are whole; and where there
    are gaps in what it can gain, the spans that it can, from 0 up: steps from the beginning of each
    to its end."""

    ident: str
    fact: str
    factor: Fraction
    headroom: Fraction
    most: Fraction
    above: Mapping[str, Fraction]
    cost: Fraction | None
    first: Fraction
    spans: tuple[Span, ...] = ()

    @property
    def parts(self) -> tuple[Span, ...]:
        """The spans of what it can gain, also where there are no gaps: nothing, or from the first
        step on."""
        if self.spans:
            return self.spans
        none: Span = (NOTHING, NOTHING)
        return (none, (self.first, self.headroom)) if self.first <= self.headroom else (none,)

    def share(self, points: Fraction) -> Fraction:
        """What points are of the headroom, as a share of 1."""
        return points / self.headroom if self.headroom else NOTHING


class Problem(NamedTuple):
    """Rows that bring what the total needs, in steps, under the limits of rows above; points."""

    rows: tuple[Row, ...]
    limits: Mapping[str, Fraction]
    step: Fraction
    needed: Fraction

    def solved(self, by: By) -> tuple[Points, Reason | None]:
        """What every row gains to bring what is needed, or the most there is; and why this is
        not proven to be the best, where it is not."""
        problem = self
        if by == "cheapest":
            problem = self._replace(rows=tuple(row for row in self.rows if row.cost is not None))
        gains = problem._greedy(by)
        if problem.needed <= 0 or problem._alike(by, gains):
            return problem._evened(by, gains), None
        try:
            better = problem._best(by, gains)
        except Unsolved as unsolved:
            return problem._evened(by, gains), unsolved.reason
        best = min(gains, better, key=lambda each: problem._loss(by, each))
        return problem._evened(by, best), None

    def gained(self, gains: Points) -> Fraction:
        """What the total gains."""
        return sum((row.factor * gains.get(row.ident, NOTHING) for row in self.rows), NOTHING)

    def room(self, gains: Mapping[str, Fraction]) -> Points:
        """What gains leave of every limit."""
        room = dict(self.limits)
        for row in self.rows:
            take(room, row, gains.get(row.ident, NOTHING))
        return room

    def _evened(self, by: By, gains: Points) -> Points:
        """The same rows with gaps, and beside them the others by even shares of what these leave:
        where one of them brings all that it has, no other share says how even the rest is."""
        used = [row for row in self.rows if gains.get(row.ident)]
        taken = {row.ident: gains[row.ident] for row in used if row.spans}
        if by == "cheapest" or not taken:
            return gains
        rows = tuple(row for row in (self.rows if by == "even" else used) if not row.spans)
        needed = max(self.needed - self.gained(taken), NOTHING)
        rest = self._replace(rows=rows, limits=self.room(taken), needed=needed)
        return min({**rest._levelled(), **taken}, gains, key=lambda each: self._loss(by, each))

    def level(self) -> Fraction | None:
        """The even share of every headroom that brings what is needed, steps aside (a share of 1);
        None where even shares cannot. A row with gaps has no part in it."""
        reached = self._reached()
        gains = {row.ident: reached[row.ident] * row.headroom for row in self.rows}
        return max(reached.values(), default=NOTHING) if self.gained(gains) >= self.needed else None

    def _reached(self) -> Points:
        """The share of its headroom at which each row is held by a limit, or has brought its part
        of what is needed."""
        active = [row for row in self.rows if row.most > 0 and not row.spans]
        level, missing, room = NOTHING, self.needed, dict(self.limits)
        reached = dict.fromkeys((row.ident for row in self.rows), NOTHING)
        while active and missing > 0:
            speed = dict.fromkeys(room, NOTHING)
            for row in active:
                for ident, factor in row.above.items():
                    speed[ident] += factor * row.headroom
            slope = sum((row.factor * row.headroom for row in active), NOTHING)
            rooms = [left / speed[ident] for ident, left in room.items() if speed[ident]]
            rooms += [row.share(row.most) - level for row in active]
            rise = min(missing / slope, *rooms)
            level, missing = level + rise, missing - rise * slope
            room = {ident: left - rise * speed[ident] for ident, left in room.items()}
            reached |= dict.fromkeys((row.ident for row in active), level)
            full = {ident for ident, left in room.items() if left <= 0}
            active = [row for row in active if not full & row.above.keys()]
            active = [row for row in active if level < row.share(row.most)]
        return reached

    # By taking the best first.

    def _greedy(self, by: By) -> Points:
        if by == "even":
            return self._levelled()
        if by == "fewest":
            return self._replace(rows=tuple(self._largest()))._levelled()
        return self._in_turn(sorted(self.rows, key=_price))

    def _levelled(self) -> Points:
        """The smallest largest share: the row takes a step that has the smallest share after it."""
        reached = self._reached()
        gains = {row.ident: self.down(row, reached[row.ident] * row.headroom) for row in self.rows}
        room, missing = self.room(gains), self.needed - self.gained(gains)
        queue: list[tuple[Fraction, bool, int, Fraction]] = []

        def wait(at: int, row: Row) -> None:
            step = self.next_step(row, gains[row.ident])
            if step is not None and gains[row.ident] + step <= row.most:
                heapq.heappush(
                    queue, (row.share(gains[row.ident] + step), bool(row.spans), at, step)
                )

        for at, row in enumerate(self.rows):
            wait(at, row)
        while queue and missing > 0:
            *_, at, step = heapq.heappop(queue)
            row = self.rows[at]
            if fits(row, step, room):
                gains[row.ident] += step
                missing -= row.factor * step
                take(room, row, step)
                wait(at, row)
        return self._trimmed("even", gains)

    def _largest(self) -> list[Row]:
        """Rows until they are enough: always the one next that brings the most."""
        room, missing, chosen = dict(self.limits), self.needed, set[int]()
        queue = [(-row.factor * self._most(row, room), at) for at, row in enumerate(self.rows)]
        heapq.heapify(queue)
        while queue and missing > 0:
            before, at = heapq.heappop(queue)
            row = self.rows[at]
            most = self._most(row, room)
            if -row.factor * most > before:  # others took of its limits meanwhile
                heapq.heappush(queue, (-row.factor * most, at))
            elif most:
                chosen.add(at)
                missing -= row.factor * most
                take(room, row, most)
        return [row for at, row in enumerate(self.rows) if at in chosen]

    def _in_turn(self, rows: Sequence[Row]) -> Points:
        """Each row in turn as far as it goes, until it is enough."""
        gains: Points = {}
        room, missing = dict(self.limits), self.needed
        for row in rows:
            most = self._most(row, room)
            gain = min(most, self.up(row, max(missing, NOTHING) / row.factor, most))
            gains[row.ident] = gain
            missing -= row.factor * gain
            take(room, row, gain)
        return self._trimmed("cheapest", gains)

    def _trimmed(self, by: By, gains: Points) -> Points:
        """Steps that are not needed taken back: the dearest first, or by the largest share."""

        def last(row: Row) -> Fraction:
            return _price(row) if by == "cheapest" else row.share(gains[row.ident])

        spare = max(self.gained(gains) - self.needed, NOTHING)
        for row in sorted(self.rows, key=last, reverse=True) if spare else ():
            gain = gains[row.ident]
            gains[row.ident] = self.up(row, max(gain - spare / row.factor, NOTHING), gain)
            spare -= row.factor * (gain - gains[row.ident])
        return gains

    # The points that a row can gain: whole steps from the beginning of each span, or its first.

    def down(self, row: Row, points: Fraction) -> Fraction:
        """The most that a row can gain of some points."""
        step, spans = self.step, (span for span in row.parts if span[0] <= points)
        return max(low + floor((min(points, high) - low) / step) * step for low, high in spans)

    def up(self, row: Row, points: Fraction, most: Fraction) -> Fraction:
        """The least that a row can gain from some points on; the most, where that is not less."""
        step = self.step
        each = (low + max(ceil((points - low) / step), 0) * step for low, _ in row.parts)
        ends = zip(each, row.parts, strict=True)
        return min((gain for gain, (_, high) in ends if gain <= min(high, most)), default=most)

    def next_step(self, row: Row, gain: Fraction) -> Fraction | None:
        """What a row with a gain gains next; None where it can gain no more."""
        for low, high in row.parts:
            if low > gain:
                return low - gain
            if gain + self.step <= high:
                return self.step
        return None

    def _most(self, row: Row, room: Mapping[str, Fraction]) -> Fraction:
        """The most that a row can take, in whole steps, of what is left."""
        parts = (room[ident] / factor for ident, factor in row.above.items())
        return self.down(row, max(min((row.most, *parts)), NOTHING))

    # By integer programs.

    def _alike(self, by: By, gains: Points) -> bool:
        """Whether taking the best first is best: it does not matter which rows fill a limit, or
        are paid for; nor does a gap, or a first step of its own, make a row too much for a limit,
        or for its price, or have it wait while others bring more than their share."""
        rows = self.rows
        all_in = self.room({row.ident: row.most for row in rows})
        full = [ident for ident, left in all_in.items() if left < 0]
        gaps = any(row.spans or row.first != self.step for row in rows)
        if by == "cheapest" and (gaps or len({row.factor for row in rows}) > 1):
            return not full and self.gained(gains) < self.needed
        if gaps and full:
            return False
        if gaps and by == "even":
            return self.gained(gains) < self.needed
        counts = ({(row.factor, row.above[at]) for row in rows if at in row.above} for at in full)
        return all(len(each) == 1 for each in counts)

    def _best(self, by: By, greedy: Points) -> Points:
        """The best there is, or the most; `greedy` is an answer that can be improved on."""
        enough = self.gained(greedy) >= self.needed
        found = greedy if by == "even" and enough else self._program(by)
        if found is None:
            return self._program("most") or greedy
        if by == "fewest":
            used = tuple(row for row in self.rows if found[row.ident])
            evenly = self._replace(rows=used)._levelled()
            return min(evenly, found, key=lambda each: self._loss(by, each))
        return found if by == "cheapest" else self._evenly(found)

    def _evenly(self, found: Points) -> Points:
        """From an answer to the one whose largest share is smallest: by the next share below, which
        ends it, and by halves."""
        too_low = NOTHING
        while better := self._program("even", self._next_below(self._loss("even", found)[1])):
            found = better
            middle = (too_low + self._loss("even", found)[1]) / 2
            halved = self._program("even", middle)
            found, too_low = (halved, too_low) if halved else (found, middle)
        return found

    def _next_below(self, share: Fraction) -> Fraction:
        """The largest share below one that any row can come to."""
        ends = (self._below(row, share * row.headroom) for row in self.rows)
        return max(row.share(end) for row, end in zip(self.rows, ends, strict=True))

    def _below(self, row: Row, points: Fraction) -> Fraction:
        """The most that a row can gain below some points; a step below 0 where that is nothing."""
        found = -self.step
        for low, high in row.parts:
            if low < points:
                steps = min(ceil((points - low) / self.step) - 1, floor((high - low) / self.step))
                found = low + steps * self.step
        return found

    def _program(self, by: By | Literal["most"], share: Fraction = Fraction(1)) -> Points | None:
        """The best whole steps that bring at most a share of any headroom; None where none do."""
        rows = self.rows
        steps = [self._unit(row) for row in rows]
        each = list(zip(rows, steps, strict=True))
        brings = [-row.factor * step for row, step in each]
        limits: list[Limit] = []
        for ident, limit in self.limits.items():
            limits.append(([row.above.get(ident, NOTHING) * step for row, step in each], limit))
        if by != "most":
            limits.append((brings, -self.needed))
        aims: dict[str, Aim] = {
            "even": [NOTHING for _ in rows],
            "fewest": None,
            "cheapest": [(row.cost or NOTHING) * step for row, step in each],
            "most": brings,
        }
        most = [min(self._most(row, self.limits), share * row.headroom) for row in rows]
        if by == "even":
            whole = {row.ident: self.down(row, end) for row, end in zip(rows, most, strict=True)}
            if min(self.room(whole).values(), default=NOTHING) >= 0:  # nobody can bring more
                return self._trimmed(by, whole) if self.gained(whole) >= self.needed else None
        ranges = [self._counts(row, step, at) for (row, step), at in zip(each, most, strict=True)]
        counts = least(ranges, limits, aims[by])
        if counts is None:
            return None
        gains = {row.ident: count * step for (row, step), count in zip(each, counts, strict=True)}
        return gains if by == "most" else self._trimmed(by, gains)

    def _unit(self, row: Row) -> Fraction:
        """The step that all a row can gain is whole numbers of."""
        ends = [low for low, _ in row.parts if low]
        stepped = any(high - low >= self.step for low, high in row.parts)
        return common_step([*ends, self.step] if stepped else ends) if ends else self.step

    def _counts(self, row: Row, unit: Fraction, most: Fraction) -> list[Range]:
        """What a row can gain up to the most, in whole numbers of a unit."""
        found: list[Range] = []
        for low, high in row.parts:
            steps = floor((min(high, most) - low) / self.step)
            if unit == self.step and steps >= 0:
                found.append((int(low / unit), int(low / unit) + steps))
            else:
                ends = (int((low + count * self.step) / unit) for count in range(steps + 1))
                found += [(end, end) for end in ends]
        return found

    def _loss(self, by: By, gains: Points) -> tuple[Fraction, Fraction]:
        """What is missing, then the largest share, the number of rows, or the price."""
        of = [(row, gains.get(row.ident, NOTHING)) for row in self.rows]
        second = {
            "even": max((row.share(points) for row, points in of), default=NOTHING),
            "fewest": Fraction(sum(points > 0 for _, points in of)),
            "cheapest": sum(((row.cost or NOTHING) * points for row, points in of), NOTHING),
        }
        return max(self.needed - self.gained(gains), NOTHING), second[by]


def _price(row: Row) -> Fraction:
    return (row.cost or NOTHING) / row.factor


def take(room: Points, row: Row, points: Fraction) -> None:
    """Take a row's points from the room below each limit above it."""
    for ident, factor in row.above.items():
        room[ident] -= factor * points


def fits(row: Row, points: Fraction, room: Mapping[str, Fraction]) -> bool:
    """Whether the limits above a row leave room for points."""
    return all(factor * points <= room[ident] for ident, factor in row.above.items())
