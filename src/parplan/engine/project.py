"""Where we land if …: changes carried up as differences, in exact fractions. No plan is edited.

A row's projected score is its score plus the changes of its parts. Printed parts are never added up again, so what a document gets
wrong does not leak into a projection; a fact printed in several places moves everywhere by the difference measured where it was set.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from parplan.engine.baseline import NOTHING, Baseline
from parplan.engine.gap import TargetSource
from parplan.ids import UnknownId, matching
from parplan.model.plan import Indicator
from parplan.model.scenario import Base, Change
from parplan.points import decimal_of, padded
from parplan.text import Text


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


class Projected(NamedTuple):
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
    children: tuple["Projected", ...]

    @property
    def shortfall(self) -> Decimal | None:
        """Target - projected score, in points: what is still missing; negative where the target is passed."""
        return None if self.target is None or self.projected is None else self.target - self.projected

    @property
    def percent(self) -> Decimal | None:
        """The projected score as percent of the maximum."""
        return None if self.projected is None or not self.max else 100 * self.projected / self.max

    def walk(self) -> Iterator["Projected"]:
        """This row and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


class Projection(NamedTuple):
    """Every index with all below it; the rows held at a limit; the changes that later ones left without effect; and the leaves
    that the plan says nothing of, which stay as they are."""

    indices: tuple[Projected, ...]
    held: tuple[Held, ...] = ()
    spent: tuple[int, ...] = ()
    idle: tuple[str, ...] = ()

    def aiming_at(self, targets: Mapping[str, Decimal]) -> "Projection":
        """The same projection with other targets, in points, by id."""

        def aimed(row: Projected) -> Projected:
            return row._replace(target=targets.get(row.id, row.target), children=tuple(map(aimed, row.children)))

        return self._replace(indices=tuple(map(aimed, self.indices)))

    def rows(self) -> dict[str, Projected]:
        """Every row by its id."""
        return {row.id: row for index in self.indices for row in index.walk()}


def project(baseline: Baseline, base: Base = "plan", changes: Iterable[Change] = (), *, clamp: bool = False) -> Projection | Refused:
    """Carry changes up through a plan, or say why that cannot be done; each change in the order given.

    With `clamp`, what would pass a limit is held there.
    """
    moves = Moves(baseline, base)
    refusals = [refusal for number, change in enumerate(changes) for refusal in moves.make(number, change)]
    if refusals:
        return Refused(tuple(refusals))
    carried = Carried(moves, clamp=clamp)
    if carried.breaches:
        return Refused(tuple(carried.breaches))
    return Projection(carried.rows(), tuple(carried.held), moves.spent(), baseline.idle if base == "plan" else ())


class Moves:
    """What changes ask of single facts: the share of its increase that each keeps, and the facts that move on their own."""

    def __init__(self, baseline: Baseline, base: Base) -> None:
        self.baseline = baseline
        self.base = Fraction(base == "plan")
        self.base_by: int | None = None  # the change that set the base, if one did
        self.level: dict[str, Fraction] = {}  # the share of its increase that a fact keeps, where it is not the base's
        self.moved: dict[str, Fraction] = {}
        self.asked: dict[str, str] = {}  # of a moved fact: the place that asked for it
        self.by: dict[str, list[int]] = {}  # the changes that a fact's move is made of
        self.shared_by: dict[str, int] = {}  # the change that a fact's share comes from, where it is not the base's
        self.made = 0

    def make(self, number: int, change: Change) -> list[Refusal]:
        """Take up a change; says what is wrong with it, if anything."""
        self.made = max(self.made, number + 1)
        if change.typed is None:
            self.base, self.base_by = Fraction(change.amount), number
            return []
        try:
            idents = matching(change.typed, self.baseline.fact)
        except UnknownId as error:
            return [Refusal("S108", change.typed, {"id": change.typed, "near": error.near}, number)]
        refusals = (self._share(ident, number, change) if change.kind == "share" else self._move(ident, number, change) for ident in idents)
        return [refusal for refusal in refusals if refusal is not None]

    def _share(self, ident: str, number: int, change: Change) -> Refusal | None:
        fact = self.baseline.fact[ident]
        clash = next((row for row in self.baseline.above(fact) if row in self.moved), None)
        if clash is not None:
            return Refusal("W703", clash, {"row": clash, "part": ident}, number)
        if self.baseline.increase[fact] is None:
            return self._undivided(ident, number)
        for part in (fact, *self.baseline.below(fact)):
            self.level[part] = Fraction(change.amount)
            self.shared_by[part] = number
            self.moved.pop(part, None)
            self.asked.pop(part, None)
            self.by.pop(part, None)
        return None

    def _move(self, ident: str, number: int, change: Change) -> Refusal | None:
        fact = self.baseline.fact[ident]
        clash = next((row for row in self.baseline.above(fact) if row in self.moved), None)
        if clash is not None:
            return Refusal("W703", clash, {"row": clash, "part": ident}, number)
        shared = self.shared_by.get(fact)
        part = next((row for row in self.baseline.below(fact) if row in self.moved or self.shared_by.get(row, shared) != shared), None)
        if part is not None:
            return Refusal("W703", ident, {"row": ident, "part": part}, number)
        start = self.start(fact)
        if start is None:
            return self._undivided(ident, number)
        if change.kind == "set":
            score = self.baseline.score[ident]
            if score is None:
                return Refusal("W704", ident, {"id": ident}, number)
            self.moved[fact] = Fraction(change.amount) - score
            self.by[fact] = [number]
            self.shared_by.pop(fact, None)  # whatever share it had makes no difference any more
        else:
            self.moved[fact] = self.moved.get(fact, start) + Fraction(change.amount)
            self.by.setdefault(fact, []).append(number)
        self.asked[fact] = ident
        return None

    def share_of(self, fact: str) -> Fraction:
        """The share of its increase that a fact keeps."""
        return self.level.get(fact, self.base)

    def start(self, fact: str) -> Fraction | None:
        """What the base gives a fact, before anything moves it on its own; None where nobody knows how an increase is divided."""
        increase, share = self.baseline.increase[fact], self.share_of(fact)
        if increase is None:
            return NOTHING if not share else None
        return share * increase

    def spent(self) -> tuple[int, ...]:
        """The changes that later ones left without any effect."""
        alive = {number for numbers in self.by.values() for number in numbers} | {*self.shared_by.values(), self.base_by}
        return tuple(number for number in range(self.made) if number not in alive)

    def _undivided(self, ident: str, number: int) -> Refusal:
        rows = self.baseline.above(self.baseline.fact[ident])
        row = next((above for above in rows if self.baseline.increase[above] is not None), ident)
        increase = decimal_of(self.baseline.increase[row] or NOTHING, self.baseline.plan.by_id[row].decimals)
        return Refusal("W705", ident, {"row": row, "part": ident, "increase": increase}, number)


class Carried:
    """Every fact's change, carried from where it was made up to the totals, within the limits of every place."""

    def __init__(self, moves: Moves, *, clamp: bool) -> None:
        self.moves = moves
        self.baseline = moves.baseline
        self.clamp = clamp
        self.breaches: list[Refusal] = []
        self.held: list[Held] = []
        self.change: dict[str, Fraction | None] = {}
        hidden = {part for fact in moves.moved for part in self.baseline.below(fact)}
        for fact in self.baseline.order:
            self.change[fact] = self._within(fact, None if fact in hidden else self._wanted(fact))

    def _wanted(self, fact: str) -> Fraction | None:
        if fact in self.moves.moved:
            return self.moves.moved[fact]
        shares, residual, share = self.baseline.shares[fact], self.baseline.residual[fact], self.moves.share_of(fact)
        if not shares or (residual is None and share):
            return self.moves.start(fact)
        total = share * (residual or NOTHING)
        for factor, part in shares:
            change = self.change.get(part)
            if change is not None:
                total += factor * change
            elif self.baseline.increase[part] is not None:
                return None  # of a part that was not divided, the residual holds what it brings
        return total

    def _within(self, fact: str, change: Fraction | None) -> Fraction | None:
        """The change, if the limits of every place leave room for it; what passes them is held there or noted as a breach."""
        if change is None:
            return None
        room = self.baseline.room[fact]
        if room.high is not None and change > room.high:
            bound, place = room.high, room.above
        elif room.low is not None and change < room.low:
            bound, place = room.low, room.below
        else:
            return change
        if self.clamp:
            self.held.append(Held(place, self.baseline.points(place, change), self.baseline.points(place, bound)))
            return bound
        below = self.baseline.below(fact)
        if not any(self.baseline.fact[refusal.ident] in below for refusal in self.breaches):  # what caused it has been named
            self.breaches.append(self._breach(fact, place, change, bound))
        return change

    def _breach(self, fact: str, place: str, change: Fraction, bound: Fraction) -> Refusal:
        ident, indicator = self.moves.asked.get(fact, place), self.baseline.plan.by_id[place]
        number = self.moves.by[fact][-1] if fact in self.moves.by else self.moves.shared_by.get(fact, self.moves.base_by)
        limit = indicator.floor if change < 0 else indicator.ceiling
        values: dict[str, object] = {
            "id": place,
            "value": self.baseline.points(place, change),
            "limit": None if limit is None else padded(limit, indicator.decimals),
            "asked": ident,
            "nearest": self.baseline.points(ident, bound),
        }
        return Refusal("W702" if change < 0 else "W701", place, values, number)

    def rows(self) -> tuple[Projected, ...]:
        """Where every index lands, with all below it."""
        return tuple(self._row(index, None) for index in self.baseline.plan.indices)

    def _row(self, indicator: Indicator, factor: Fraction | None) -> Projected:
        standing, decimals = self.baseline.standing[indicator.id], indicator.decimals
        change, score = self.change[self.baseline.fact[indicator.id]], self.baseline.score[indicator.id]
        factors = {part: share for share, part in self.baseline.shares[self.baseline.fact[indicator.id]]}
        return Projected(
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
            tuple(self._row(child, factors.get(self.baseline.fact[child.id])) for child in indicator.children),
        )
