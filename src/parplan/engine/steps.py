"""How many whole steps each row takes to bring what is needed, in exact fractions.

Rows have a factor in the total and a headroom, and rows above them have limits. Even shares are
found by filling all rows like connected vessels: each rises in proportion to its headroom until it
is full, or a row above it is. The fewest or cheapest rows come from taking the best first. Where
rows count differently in a limit or for their price, whole steps are an integer program.
"""

import heapq
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Literal, NamedTuple

from parplan.engine.baseline import NOTHING
from parplan.engine.solver import Aim, Limit, Reason, Unsolved, least

By = Literal["even", "fewest", "cheapest"]
Points = dict[str, Fraction]


class Row(NamedTuple):
    """A fact that may change: the place it is named by, its factor in the total, what it can still
    gain, the most of it that is allowed, its factor in every row above it that has a limit, and
    what a point of it costs, and whether it takes all of it or nothing."""

    ident: str
    fact: str
    factor: Fraction
    headroom: Fraction
    most: Fraction
    above: Mapping[str, Fraction]
    cost: Fraction | None
    whole: bool = False

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
            return gains, None
        try:
            better = problem._best(by, gains)
        except Unsolved as unsolved:
            return gains, unsolved.reason
        return min(gains, better, key=lambda each: problem._loss(by, each)), None

    def gained(self, gains: Points) -> Fraction:
        """What the total gains."""
        return sum((row.factor * gains.get(row.ident, NOTHING) for row in self.rows), NOTHING)

    def room(self, gains: Mapping[str, Fraction]) -> Points:
        """What gains leave of every limit."""
        room = dict(self.limits)
        for row in self.rows:
            for ident, factor in row.above.items():
                room[ident] -= factor * gains.get(row.ident, NOTHING)
        return room

    def beside(self, taken: Points) -> "Problem":
        """The same problem with the rows that take all or nothing decided: some are `taken`, and
        bring what they do."""
        rows = tuple(row for row in self.rows if not row.whole)
        needed = max(self.needed - self.gained(taken), NOTHING)
        return self._replace(rows=rows, limits=self.room(taken), needed=needed)

    def level(self) -> Fraction | None:
        """The even share of every headroom that brings what is needed, steps aside (a share of 1);
        None where even shares cannot."""
        reached = self._reached()
        gains = {row.ident: reached[row.ident] * row.headroom for row in self.rows}
        return max(reached.values(), default=NOTHING) if self.gained(gains) >= self.needed else None

    def _reached(self) -> Points:
        """The share of its headroom at which each row is held by a limit, or has brought its part
        of what is needed."""
        active = [row for row in self.rows if row.most > 0]
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
        gains = {row.ident: self._down(reached[row.ident] * row.headroom) for row in self.rows}
        room, missing = self.room(gains), self.needed - self.gained(gains)
        queue = [(row.share(gains[row.ident] + self.step), at) for at, row in enumerate(self.rows)]
        heapq.heapify(queue)
        while queue and missing > 0:
            row = self.rows[at := heapq.heappop(queue)[1]]
            if gains[row.ident] + self.step <= row.most and fits(row, self.step, room):
                gains[row.ident] += self.step
                missing -= row.factor * self.step
                room |= {ident: room[ident] - part * self.step for ident, part in row.above.items()}
                heapq.heappush(queue, (row.share(gains[row.ident] + self.step), at))
        return self._trimmed("even", gains)

    def _largest(self) -> list[Row]:
        """Rows until they are enough: always the one next that brings the most."""
        gains: Points = {}
        left = list(self.rows)
        while left and self.gained(gains) < self.needed:
            room = self.room(gains)
            row = max(left, key=lambda row: row.factor * self._most(row, room))
            left.remove(row)
            gains[row.ident] = self._most(row, room)
        return [row for row in self.rows if gains.get(row.ident)]

    def _in_turn(self, rows: Sequence[Row]) -> Points:
        """Each row in turn as far as it goes, until it is enough."""
        gains: Points = {}
        for row in rows:
            missing = max(self.needed - self.gained(gains), NOTHING)
            enough = ceil(missing / row.factor / self.step) * self.step
            gains[row.ident] = min(self._most(row, self.room(gains)), enough)
        return self._trimmed("cheapest", gains)

    def _trimmed(self, by: By, gains: Points) -> Points:
        """Steps that are not needed taken back: the dearest first, or by the largest share."""

        def last(row: Row) -> Fraction:
            return _price(row) if by == "cheapest" else row.share(gains[row.ident])

        for row in sorted(self.rows, key=last, reverse=True):
            spare = max(self.gained(gains) - self.needed, NOTHING)
            gains[row.ident] -= min(gains[row.ident], self._down(spare / row.factor))
        return gains

    def _down(self, points: Fraction) -> Fraction:
        """The most whole steps within some points."""
        return floor(points / self.step) * self.step

    def _most(self, row: Row, room: Mapping[str, Fraction]) -> Fraction:
        """The most that a row can take, in whole steps, of what is left."""
        parts = (room[ident] / factor for ident, factor in row.above.items())
        return self._down(max(min((row.most, *parts)), NOTHING))

    # By integer programs.

    def _alike(self, by: By, gains: Points) -> bool:
        """Whether taking the best first is best: it does not matter which rows fill a limit, or
        are paid for."""
        rows = self.rows
        all_in = self.room({row.ident: row.most for row in rows})
        full = [ident for ident, left in all_in.items() if left < 0]
        if by == "cheapest" and len({row.factor for row in rows}) > 1:
            return not full and self.gained(gains) < self.needed
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
        """The largest share below one that whole steps of any row come to."""
        counts = ((row, ceil(share * row.headroom / self.step) - 1) for row in self.rows)
        return max(row.share(count * self.step) for row, count in counts)

    def _program(self, by: By | Literal["most"], share: Fraction = Fraction(1)) -> Points | None:
        """The best whole steps that bring at most a share of any headroom; None where none do."""
        rows, step = self.rows, self.step
        brings = [-row.factor * step for row in rows]
        limits: list[Limit] = []
        for ident, limit in self.limits.items():
            limits.append(([row.above.get(ident, NOTHING) * step for row in rows], limit))
        if by != "most":
            limits.append((brings, -self.needed))
        aims: dict[str, Aim] = {
            "even": [NOTHING for _ in rows],
            "fewest": None,
            "cheapest": [(row.cost or NOTHING) * step for row in rows],
            "most": brings,
        }
        most = (min(self._most(row, self.limits), share * row.headroom) for row in rows)
        counts = least([floor(points / step) for points in most], limits, aims[by])
        if counts is None:
            return None
        gains = {row.ident: count * step for row, count in zip(rows, counts, strict=True)}
        return gains if by == "most" else self._trimmed(by, gains)

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


def fits(row: Row, points: Fraction, room: Mapping[str, Fraction]) -> bool:
    """Whether the limits above a row leave room for points."""
    return all(factor * points <= room[ident] for ident, factor in row.above.items())
