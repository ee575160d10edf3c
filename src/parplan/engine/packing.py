"""Whole numbers of steps under limits, exactly: which totals a set of rows can bring, at what price.

Rows that count alike can be taken greedily. Where they count differently, filling a limit with whole steps is a knapsack; this is its
dynamic program over all totals up to the one that is needed, each row in time proportional to their number (sliding-window minima).
"""

from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

MOST_TOTALS = 1_000_000  # beyond this, steps and weights have too many digits for every total to be looked at


class Item(NamedTuple):
    """A row: what one step of it brings, how many steps it can take, what it costs to take any and for each; all whole numbers."""

    gain: int
    most: int
    fixed: int
    price: int


class Limit(NamedTuple):
    """Items (by number) that together bring at most so much."""

    items: frozenset[int]
    most: int


Plan = list[int]
_Table = list[int | None]


def cheapest(items: Sequence[Item], limits: Sequence[Limit], needed: int) -> Plan | None:
    """How many steps of each item bring at least `needed` at the lowest price, the least total among equals; None where none do.

    Limits must be nested or apart, as those of the rows of a tree are.
    """
    room = needed + max((item.gain for item in items), default=0)
    whole = Limit(frozenset(range(len(items))), room)
    table, steps = _node(whole, items, [*limits], room)
    totals = [(price, total) for total, price in enumerate(table) if price is not None and total >= needed]
    return None if not totals else _traced(steps, min(totals)[1], len(items))


# How a table came about: for each stage the number taken at every total, and what it was taken of.
_Steps = list[tuple[list[int], "int | _Nested", int]]


class _Nested(NamedTuple):
    steps: "_Steps"


def _node(limit: Limit, items: Sequence[Item], limits: list[Limit], room: int) -> tuple[_Table, _Steps]:
    """The price of every total of a limit's items, and how it came about."""
    inside = [other for other in limits if other is not limit and other.items <= limit.items]
    outermost = [other for other in inside if not any(other.items < another.items for another in inside)]
    distinct: list[Limit] = []
    for other in outermost:
        if all(other.items != known.items for known in distinct):
            least = min((each.most for each in inside if each.items == other.items), default=other.most)
            distinct.append(Limit(other.items, least))
    covered = frozenset().union(*(other.items for other in distinct))
    size = min(limit.most, room)
    table: _Table = [0, *[None] * size]
    steps: _Steps = []
    for number in sorted(limit.items - covered):
        table, taken = _taken(table, items[number])
        steps.append((taken, number, items[number].gain))
    for other in distinct:
        deeper = [each for each in inside if each.items < other.items]
        below, below_steps = _node(other, items, deeper, room)
        table, taken = _joined(table, below)
        steps.append((taken, _Nested(below_steps), 1))
    return table, steps


def _taken(before: _Table, item: Item) -> tuple[_Table, list[int]]:
    """A table with one more item, and how many steps of it each total takes."""
    after, taken = list(before), [0] * len(before)
    if not item.gain or not item.most:
        return after, taken
    for rest in range(min(item.gain, len(before))):
        window: deque[tuple[int, int]] = deque()  # (price less that of its steps, number of steps), the best first
        for count, total in enumerate(range(rest, len(before), item.gain)):
            while window and window[0][1] < count - item.most:
                window.popleft()
            if window:
                price = window[0][0] + count * item.price + item.fixed
                known = after[total]
                if known is None or price < known:
                    after[total], taken[total] = price, count - window[0][1]
            base = before[total]
            if base is not None:
                base -= count * item.price
                while window and window[-1][0] > base:
                    window.pop()
                window.append((base, count))
    return after, taken


def _joined(before: _Table, below: _Table) -> tuple[_Table, list[int]]:
    """A table with what is below a limit, and how much of it each total takes."""
    after: _Table = [None] * len(before)
    taken = [0] * len(before)
    known = [(gain, price) for gain, price in enumerate(below) if price is not None]
    for total, base in enumerate(before):
        if base is None:
            continue
        for gain, price in known:
            if total + gain >= len(after):
                break
            best = after[total + gain]
            if best is None or base + price < best:
                after[total + gain], taken[total + gain] = base + price, gain
    return after, taken


def _traced(steps: _Steps, total: int, size: int) -> Plan:
    """The steps of every item that a total came from."""
    plan = [0] * size
    waiting = [(steps, total)]
    while waiting:
        stages, left = waiting.pop()
        for taken, what, gain in reversed(stages):
            count = taken[left]
            if isinstance(what, _Nested):
                waiting.append((what.steps, count))
            else:
                plan[what] = count
            left -= count * gain
    return plan
