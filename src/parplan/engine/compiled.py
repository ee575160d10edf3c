"""A baseline in whole numbers, compiled once a plan: what every projection is carried up on,
exactly and fast.

A fact's points are counted in units so small that scores, increases, limits, typed points and typed
shares come out whole, in a total as in its parts. An amount with more digits than a file can hold
is carried as a fraction of a unit: slower, and as exact.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Final, NamedTuple

from parplan.ids import matching
from parplan.model.scenario import Change
from parplan.points import MOST_DECIMALS

if TYPE_CHECKING:
    from parplan.engine.baseline import Baseline

Units = int | Fraction
WHOLE_SHARE: Final = 10 ** (
    MOST_DECIMALS + 2
)  # a typed percentage is a whole number of these parts of 1
_NOBODY_KNOWS: Final = -1  # stands for a part that is always lost
_NOTHING_KNOWN: Final = (None, None)
_MOST_KEPT = 50_000  # changes whose meaning is remembered; forgotten all at once beyond that
_MOST_STARTS = 256


class Step(NamedTuple):
    """A change compiled: the share that it asks for, and every row that it names, with its fact and
    the units that it asks for: of a score the change to it (None where no score is known), of
    points to add these.
    """

    share: Units | None
    rows: tuple[tuple[str, int, Units | None], ...]


class Carried(NamedTuple):
    """Every fact's change in its units.

    Of what is `unknown` the `lost` are those without which no total of them is known either, 0. The
    others keep a part of an increase that is not divided: a total knows what they bring together
    by the plan, and their `change` is what they bring beyond that. `beyond`: what facts that pass a
    limit would come to.
    """

    change: list[Units]
    unknown: set[int]
    lost: set[int]
    beyond: dict[int, Units]


class Compiled:
    """A baseline's facts by their position in its order, so that parts come before their totals.

    - `scale`: units in a point; `score`: units by id;
    - `shares`: weight and position of each part; weight x the part's units are the total's units;
    - `increase`: units that a part of `WHOLE_SHARE` brings; `own`: without what parts bring, which
      a total has none of where nobody knows the increases of its parts;
      `divided`: what parts bring whose increases are known;
    - `open`: parts whose increases are not known; of all that have none, `undivided` are those of
      which a row above is to gain a known sum, `unsaid` the others; `tied` are those of the
      undivided ones that go through to such a row;
    - `needs`: parts that may not be lost where a change is to be known;
    - `low`, `high`: the limits of a change; `slack`: by how much rounding may carry it further,
      where it is not typed: by what its own figures may be `off`, and those of its parts;
    - `bends`: totals that are no weighted sum of their parts, as the baseline has them;
    - `rise`: a fact and all that follow from it or from what is printed below it;
    - `above`, `over`, `under`, `beneath`: as the baseline has them.
    """

    def __init__(self, baseline: "Baseline") -> None:
        self.baseline = baseline
        at = {fact: position for position, fact in enumerate(baseline.order)}
        self.position = {ident: at[fact] for ident, fact in baseline.fact.items()}
        self.indices = tuple(self.position[index.id] for index in baseline.plan.indices)
        self.scale: list[int] = []
        self.shares: list[tuple[tuple[int, int], ...]] = []
        self.needs: list[frozenset[int]] = []
        unit = WHOLE_SHARE * lcm(
            10**MOST_DECIMALS, *(value.denominator for value in _figures(baseline))
        )
        for position, fact in enumerate(baseline.order):
            # A row may be said to be the same fact as one that it is a part of: that has no end,
            # and brings nothing.
            every = [(factor, at[part]) for factor, part in baseline.shares[fact]]
            parts = [(factor, part) for factor, part in every if part < position]
            scale = lcm(unit, *(factor.denominator * self.scale[part] for factor, part in parts))
            self.scale.append(scale)
            self.shares.append(
                tuple((int(factor * scale / self.scale[part]), part) for factor, part in parts)
            )
            endless = any(
                part >= position and baseline.increase[baseline.order[part]] is not None
                for _, part in every
            )
            lost = endless or fact in baseline.untotalled
            self.needs.append(
                frozenset((*(part for _, part in parts), *([_NOBODY_KNOWS] if lost else ())))
            )
        facts = list(zip(baseline.order, self.scale, strict=True))
        self.above, self.over, self.under, self.beneath = (
            [frozenset(at[each] for each in reached(fact)) for fact in baseline.order]
            for reached in (baseline.above, baseline.over, baseline.under, baseline.beneath)
        )
        # A total's residual is what it has of its own; a leaf's is all of its increase.
        self.increase, self.own = (
            [_known(figures[fact], scale // WHOLE_SHARE) for fact, scale in facts]
            for figures in (baseline.increase, baseline.residual)
        )
        unknown = {position for position, known in enumerate(self.increase) if known is None}
        self.undivided = frozenset(each for each in unknown if not self.above[each] <= unknown)
        self.tied = frozenset(each for each in unknown if not self.over[each] <= unknown)
        self.unsaid = frozenset(unknown - self.undivided)
        for position in self.unsaid:
            if baseline.shares[baseline.order[position]]:
                self.own[position] = 0
        self.divided = [
            sum(weight * (self.increase[part] or 0) for weight, part in parts)
            for parts in self.shares
        ]
        self.open = [
            tuple(part for _, part in parts if self.increase[part] is None) for parts in self.shares
        ]
        self.low = [_known(baseline.room[fact].low, scale) for fact, scale in facts]
        self.high = [_known(baseline.room[fact].high, scale) for fact, scale in facts]
        self.off = [_units(baseline.slack[fact], scale) for fact, scale in facts]
        self.slack: list[Units] = []
        for off, weighted in zip(self.off, self.shares, strict=True):
            theirs = (abs(weight) * self.slack[part] for weight, part in weighted)
            self.slack.append(off + sum(theirs, start=0))
        self.score = {
            ident: _known(score, self.scale[self.position[ident]])
            for ident, score in baseline.score.items()
        }
        self.bends = {at[fact]: bent for fact, bent in baseline.bends.items()}
        self.rise = self._rises()
        self._steps: dict[Change, Step] = {}
        self._starts: dict[tuple[Units, bool], Carried] = {}

    def _rises(self) -> list[frozenset[int]]:
        totals: list[set[int]] = [set() for _ in self.shares]
        for total, shares in enumerate(self.shares):
            for _, part in shares:
                totals[part].add(total)
        follow: list[frozenset[int]] = [frozenset()] * len(totals)
        for position in reversed(range(len(totals))):
            follow[position] = frozenset({position}).union(
                *(follow[total] for total in totals[position])
            )
        return [
            follow[position].union(*(follow[part] for part in self.beneath[position]))
            for position in range(len(totals))
        ]

    def step(self, change: Change) -> Step:
        """A change compiled; of one row or more. Raises UnknownId where it names none."""
        found = self._steps.get(change)
        if found is None:
            if len(self._steps) >= _MOST_KEPT:
                self._steps.clear()
            idents = () if change.typed is None else matching(change.typed, self.position)
            share = _units(change.amount, WHOLE_SHARE) if change.kind == "share" else None
            rows = tuple(
                (ident, self.position[ident], self._asked(change, ident)) for ident in idents
            )
            found = self._steps[change] = Step(share, rows)
        return found

    def _asked(self, change: Change, ident: str) -> Units | None:
        score = self.score[ident] if change.kind == "set" else 0
        return (
            None
            if score is None
            else _units(change.amount, self.scale[self.position[ident]]) - score
        )

    def points(self, position: int, units: Units) -> Fraction:
        """A fact's units as points."""
        return Fraction(units) / self.scale[position]

    def carry(
        self,
        level: Units,
        levels: Mapping[int, Units],
        moved: Mapping[int, Units],
        touched: Collection[int],
        *,
        clamp: bool,
    ) -> Carried:
        """Every fact's change. `level`: the share of the plan that all keep but those in `levels`;
        `moved`: the facts that move on their own, whose parts are unknown then; `touched`: all
        facts whose change may differ from what the level alone gives.
        """
        start = self._starts.get((level, clamp))
        if start is None:
            if len(self._starts) >= _MOST_STARTS:
                self._starts.clear()
            nothing = Carried([0] * len(self.scale), set(), {_NOBODY_KNOWS}, {})
            start = self._starts[level, clamp] = self._carried(
                nothing, range(len(self.scale)), level, {}, {}, clamp=clamp
            )
        if not touched:
            return start
        beyond = {
            position: units for position, units in start.beyond.items() if position not in touched
        }
        unknown, lost = (kind.difference(touched) for kind in (start.unknown, start.lost))
        state = Carried(start.change.copy(), unknown, lost, beyond)
        return self._carried(state, sorted(touched), level, levels, moved, clamp=clamp)

    def _carried(
        self,
        state: Carried,
        positions: Iterable[int],
        level: Units,
        levels: Mapping[int, Units],
        moved: Mapping[int, Units],
        *,
        clamp: bool,
    ) -> Carried:
        """The state with the changes of some facts worked out, parts first."""
        change, unknown, lost, beyond = state
        hidden = frozenset[int]().union(*(self.under[position] for position in moved))
        for position in positions:
            units, apart = moved.get(position), None
            if units is None and position not in hidden:
                units, apart = self._of_parts(position, level, levels, state)
            if units is None:
                unknown.add(position)
                change[position] = apart or 0
                if apart is None:
                    lost.add(position)
                continue
            held = self.bound(position, units, 0 if position in moved else self.slack[position])
            if held != units:
                beyond[position] = units
                units = held if clamp else units
            change[position] = units
        return state

    def _of_parts(
        self, position: int, level: Units, levels: Mapping[int, Units], state: Carried
    ) -> tuple[Units | None, Units | None]:
        """What a fact keeps of its own increase and what its parts bring; else, where nobody knows
        that, what its parts bring beyond the plan, as far as anybody knows.
        """
        change, unknown, lost, _ = state
        kept = levels.get(position, level) if levels else level
        parts, undivided = self.open[position], position in self.undivided
        if position in self.unsaid:  # it is what its parts come to
            if (kept and self.own[position] is None) or not unknown.isdisjoint(parts):
                return _NOTHING_KNOWN
        elif levels and any(levels.get(part, level) != kept for part in parts):
            return _NOTHING_KNOWN  # what the plan asks of them it says only together
        if not self.needs[position].isdisjoint(lost):
            return _NOTHING_KNOWN
        brought: Units = 0
        for weight, part in self.shares[position]:
            brought += weight * change[part]
        bent = self.bends.get(position)
        if undivided and kept:
            apart = brought - kept * self.divided[position]
            return None, None if apart and bent is not None else apart
        if bent is not None:
            if kept and parts and brought != kept * self.divided[position]:
                return _NOTHING_KNOWN  # from where on it is capped
            gained = bent.gain(self.points(position, brought))
            if gained is None:
                return _NOTHING_KNOWN
            brought = _units(gained, self.scale[position])
        own = self.own[position]
        return (brought + kept * own if own else brought), None

    def bound(self, position: int, units: Units, slack: Units = 0) -> Units:
        """The nearest change that the limits of every place leave room for; one that passes these
        by rounding alone, as it is.
        """
        low, high = self.low[position], self.high[position]
        if high is not None and units > high + slack:
            return high
        return low if low is not None and units < low - slack else units


def _figures(baseline: "Baseline") -> Iterator[Fraction]:
    for figures in (baseline.score, baseline.increase, baseline.residual):
        yield from (value for value in figures.values() if value is not None)
    for bent in baseline.bends.values():
        ends = () if bent.rule is None else (bent.raw, bent.rule.low, bent.rule.high)
        yield from (value for value in ends if value is not None)
    yield from baseline.slack.values()
    for room in baseline.room.values():
        yield from (bound for bound in (room.low, room.high) if bound is not None)


def _units(value: Fraction | Decimal, scale: int) -> Units:
    numerator, denominator = value.as_integer_ratio()
    units, rest = divmod(numerator * scale, denominator)
    return Fraction(numerator * scale, denominator) if rest else units


def _known(value: Fraction | None, scale: int) -> Units | None:
    return None if value is None else _units(value, scale)
