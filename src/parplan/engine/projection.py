"""Where we land if …: changes carried up as differences, in exact fractions. No plan is edited.

A row's projected score is its score plus the changes of its parts. Printed parts are never added up again, so what a document gets
wrong does not leak into a projection; a fact printed in several places moves everywhere by the difference measured where it was set.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from parplan.engine.ground import NOTHING, Ground
from parplan.engine.standing import TargetSource
from parplan.ids import UnknownId, matching
from parplan.labels import Text
from parplan.model import Indicator
from parplan.points import decimal_of

Base = Literal["plan", "current"]
ChangeKind = Literal["set", "add", "share"]


class Change(NamedTuple):
    """One change as it was asked for. `typed` is an id or wildcard, None for the whole plan (shares only).

    `amount` is a projected score (`set`) or a difference (`add`) in points, or a share of 1 of the planned increase (`share`).
    """

    kind: ChangeKind
    typed: str | None
    amount: Decimal


class Refusal(NamedTuple):
    """Why there is no projection: the rule, the row, what fills the rule's words, and which change (None: the base)."""

    code: str
    ident: str
    values: Mapping[str, object]
    change: int | None = None


class Refused(NamedTuple):
    """There is no projection: every reason at once."""

    refusals: tuple[Refusal, ...]


class Held(NamedTuple):
    """A row held at its limit: what it would have come to, and the limit, in points."""

    ident: str
    value: Decimal
    limit: Decimal


class Landing(NamedTuple):
    """Where one row lands. Points are exact; None is unknown. `contribution` is what its change is worth in the row above."""

    id: str
    name: Text
    decimals: int
    max: Decimal | None
    score: Decimal | None
    change: Decimal | None
    projected: Decimal | None
    target: Decimal | None
    target_source: TargetSource | None
    contribution: Decimal | None
    children: tuple["Landing", ...]

    @property
    def shortfall(self) -> Decimal | None:
        """Target - projected score, in points: what is still missing; negative where the target is passed."""
        return None if self.target is None or self.projected is None else self.target - self.projected

    @property
    def percent(self) -> Decimal | None:
        """The projected score as percent of the maximum."""
        return None if self.projected is None or not self.max else 100 * self.projected / self.max

    def walk(self) -> Iterator["Landing"]:
        """This row and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


class Projection(NamedTuple):
    """Every index with all below it; the rows held at a limit; the changes that later ones left without effect; and the leaves
    that the plan says nothing of, which stay as they are."""

    indices: tuple[Landing, ...]
    held: tuple[Held, ...] = ()
    spent: tuple[int, ...] = ()
    idle: tuple[str, ...] = ()

    def aiming_at(self, targets: Mapping[str, Decimal]) -> "Projection":
        """The same projection with other targets, in points, by id."""

        def aimed(row: Landing) -> Landing:
            return row._replace(target=targets.get(row.id, row.target), children=tuple(map(aimed, row.children)))

        return self._replace(indices=tuple(map(aimed, self.indices)))

    def rows(self) -> dict[str, Landing]:
        """Every row by its id."""
        return {row.id: row for index in self.indices for row in index.walk()}


def project(ground: Ground, base: Base = "plan", changes: Iterable[Change] = (), *, clamp: bool = False) -> Projection | Refused:
    """Carry changes up through a plan, or say why that cannot be done; each change in the order given.

    With `clamp`, what would pass a limit is held there.
    """
    moves = Moves(ground, base)
    refusals = [refusal for number, change in enumerate(changes) for refusal in moves.make(number, change)]
    if refusals:
        return Refused(tuple(refusals))
    carried = Carried(moves, clamp=clamp)
    if carried.breaches:
        return Refused(tuple(carried.breaches))
    return Projection(carried.landings(), tuple(carried.held), tuple(sorted(moves.spent)), ground.idle if base == "plan" else ())


class Moves:
    """What changes ask of single facts: the share of its increase that each row keeps, and the facts that move on their own."""

    def __init__(self, ground: Ground, base: Base) -> None:
        self.ground = ground
        self.level: dict[str, Fraction] = dict.fromkeys(ground.fact, Fraction(base == "plan"))
        self.moved: dict[str, Fraction] = {}
        self.asked: dict[str, tuple[str, int]] = {}  # of a moved fact: the place and the change that asked for it
        self.shared: dict[str, int] = {}  # places that a share names, itself or a row above: the change that asked for it
        self.spent: set[int] = set()

    def make(self, number: int, change: Change) -> list[Refusal]:
        """Take up a change; says what is wrong with it, if anything."""
        if change.typed is None:
            self.level = {ident: self.level[ident] if ident in self.shared else Fraction(change.amount) for ident in self.level}
            return []
        try:
            idents = matching(change.typed, self.ground.fact)
        except UnknownId as error:
            return [Refusal("S108", change.typed, {"id": change.typed, "near": error.near}, number)]
        refusals = (self._share(ident, number, change) if change.kind == "share" else self._move(ident, number, change) for ident in idents)
        return [refusal for refusal in refusals if refusal is not None]

    def _share(self, ident: str, number: int, change: Change) -> Refusal | None:
        clash = self._moved_above(ident)
        if clash is not None:
            return Refusal("W703", clash, {"row": clash, "part": ident}, number)
        if self.ground.increase[ident] is None:
            return self._undivided(ident, number)
        for below in (ident, *self.ground.below(ident)):
            for place in self._places(below):
                self.level[place] = Fraction(change.amount)
                self.shared[place] = number
            fact = self.ground.fact[below]
            if self.moved.pop(fact, None) is not None:
                self.spent.add(self.asked.pop(fact)[1])
        return None

    def _move(self, ident: str, number: int, change: Change) -> Refusal | None:
        fact = self.ground.fact[ident]
        clash = self._moved_above(ident)
        if clash is not None:
            return Refusal("W703", clash, {"row": clash, "part": ident}, number)
        part = self._touched_below(ident)
        if part is not None:
            return Refusal("W703", ident, {"row": ident, "part": part}, number)
        start = self.start(ident)
        if start is None:
            return self._undivided(ident, number)
        if change.kind == "set":
            score = self.ground.score[ident]
            if score is None:
                return Refusal("W704", ident, {"id": ident}, number)
            if fact in self.asked:
                self.spent.add(self.asked[fact][1])
            self.moved[fact] = Fraction(change.amount) - score
        else:
            self.moved[fact] = self.moved.get(fact, start) + Fraction(change.amount)
        self.asked[fact] = (ident, number)
        return None

    def start(self, ident: str) -> Fraction | None:
        """What the base gives a row, before anything moves it on its own; None where nobody knows how an increase is divided."""
        increase, level = self.ground.increase[ident], self.level[ident]
        if increase is None:
            return NOTHING if not level else None
        return level * increase

    def _undivided(self, ident: str, number: int) -> Refusal:
        row = next((above for above in self.ground.above(ident) if self.ground.increase[above] is not None), ident)
        increase = self.ground.increase[row]
        values: dict[str, object] = {"row": row, "part": ident, "increase": decimal_of(increase or NOTHING, self._decimals(row))}
        return Refusal("W705", ident, values, number)

    def _decimals(self, ident: str) -> int:
        return self.ground.plan.by_id[ident].decimals

    def _places(self, ident: str) -> tuple[str, ...]:
        return self.ground.places[self.ground.fact[ident]]

    def _moved_above(self, ident: str) -> str | None:
        rows = (above for place in self._places(ident) for above in self.ground.above(place))
        return next((row for row in rows if self.ground.fact[row] in self.moved), None)

    def _touched_below(self, ident: str) -> str | None:
        own = self.shared.get(ident)
        rows = (below for place in self._places(ident) for below in self.ground.below(place))
        return next(
            (row for row in rows if self.ground.fact[row] in self.moved or (row in self.shared and self.shared[row] != own)),
            None,
        )


class Carried:
    """Every fact's change, carried from where it was made up to the totals, within the limits of every place."""

    def __init__(self, moves: Moves, *, clamp: bool) -> None:
        self.moves = moves
        self.ground = moves.ground
        self.clamp = clamp
        self.breaches: list[Refusal] = []
        self.held: list[Held] = []
        self.change: dict[str, Fraction | None] = {}
        self.hidden = frozenset(
            self.ground.fact[below] for fact in moves.moved for place in self.ground.places[fact] for below in self.ground.below(place)
        )
        self._under_way: set[str] = set()
        for index in self.ground.plan.indices:
            self._carry(index)

    def _carry(self, indicator: Indicator) -> Fraction | None:
        fact = self.ground.fact[indicator.id]
        for child in indicator.children:
            if self.ground.fact[child.id] not in self.change:
                self._carry(child)
        if fact not in self.change and fact not in self._under_way:
            self._under_way.add(fact)  # a row that is the same fact as a row above it has no end
            self.change[fact] = self._within(fact, None if fact in self.hidden else self._wanted(indicator, fact))
        return self.change.get(fact)

    def _wanted(self, indicator: Indicator, fact: str) -> Fraction | None:
        if fact in self.moves.moved:
            return self.moves.moved[fact]
        places = [self.ground.plan.by_id[place] for place in self.ground.places[fact]]
        place = next((place for place in places if self.ground.shares[place.id]), indicator)
        shares, residual = self.ground.shares[place.id], self.ground.residual[place.id]
        if not shares or residual is None:
            return self.moves.start(place.id)
        total = self.moves.level[place.id] * residual
        for factor, child in shares:
            change = self._carry(child)
            if change is None:
                return None
            total += factor * change
        return total

    def _within(self, fact: str, change: Fraction | None) -> Fraction | None:
        """The change, if the limits of every place leave room for it; what passes them is held there or noted as a breach."""
        if change is None:
            return None
        room = self.ground.room[fact]
        if room.high is not None and change > room.high:
            bound, place = room.high, room.above
        elif room.low is not None and change < room.low:
            bound, place = room.low, room.below
        else:
            return change
        if self.clamp:
            self.held.append(Held(place, self.ground.points(place, change), self.ground.points(place, bound)))
            return bound
        if not any(refusal.ident in self._below_any(fact) for refusal in self.breaches):  # what caused it has been named
            self.breaches.append(self._breach(fact, place, change, bound))
        return change

    def _below_any(self, fact: str) -> set[str]:
        return {below for place in self.ground.places[fact] for below in self.ground.below(place)}

    def _breach(self, fact: str, place: str, change: Fraction, bound: Fraction) -> Refusal:
        ident, number = self.moves.asked.get(fact, (place, None))
        values: dict[str, object] = {
            "id": place,
            "value": self.ground.points(place, change),
            "limit": self.ground.points(place, bound),
            "asked": ident,
            "nearest": self.ground.points(ident, bound),
        }
        code = "W702" if change < 0 else "W701"
        return Refusal(code, place, values, number)

    def landings(self) -> tuple[Landing, ...]:
        """Where every index lands, with all below it."""
        return tuple(self._landing(index, None) for index in self.ground.plan.indices)

    def _landing(self, indicator: Indicator, factor: Fraction | None) -> Landing:
        standing, decimals = self.ground.standing[indicator.id], indicator.decimals
        change, score = self.change[self.ground.fact[indicator.id]], self.ground.score[indicator.id]
        factors = {child.id: part for part, child in self.ground.shares[indicator.id]}
        return Landing(
            indicator.id,
            standing.name,
            decimals,
            standing.max,
            standing.score,
            None if change is None else decimal_of(change, decimals),
            None if change is None or score is None else decimal_of(score + change, decimals),
            standing.target,
            standing.target_source,
            None if change is None or factor is None else decimal_of(factor * change, decimals),
            tuple(self._landing(child, factors.get(child.id)) for child in indicator.children),
        )
