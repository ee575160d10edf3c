"""Where we land if …: changes carried up as differences, exactly, in the whole numbers of
engine/compiled.py. No plan is edited.

A row's projected score is its score plus the changes of its parts. Printed parts are never added up
again, so what a document gets wrong does not leak into a projection; a fact printed in several
places moves everywhere by the difference measured where it was set.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from parplan.engine.baseline import Baseline
from parplan.engine.compiled import WHOLE_SHARE, Carried, Units
from parplan.engine.identities.basis import TargetSource
from parplan.engine.identities.totals import between
from parplan.ids import UnknownId
from parplan.model.aims import Aim
from parplan.model.fields import Better
from parplan.model.scenario import Base, Change
from parplan.model.tree import Indicator
from parplan.points import as_everywhere, decimal_of, padded
from parplan.text import Text, brief


class Refusal(NamedTuple):
    """Why there is no projection: the rule, the row, what fills the rule's words, and which change
    (None: the base).
    """

    code: str
    ident: str
    values: Mapping[str, object]
    change: int | None


class Refused(NamedTuple):
    """There is no projection: every reason at once."""

    refusals: tuple[Refusal, ...]


class Held(NamedTuple):
    """A row held at its limit: what it would have come to, and the limit, in points."""

    ident: str
    value: Decimal
    limit: Decimal


class Projected(NamedTuple):
    """Where one row lands. Points are exact; None is unknown. `contribution` is what its change is
    worth in the row above.
    """

    id: str
    name: Text
    decimals: int
    max: Decimal | None
    score: Decimal | None
    change: Decimal | None
    projected: Decimal | None
    target: Decimal | None
    target_source: TargetSource | None
    aims: tuple[Aim, ...]
    better: Better
    applies: bool
    contribution: Decimal | None
    excerpt_of: int | None
    decimals_of: Mapping[str, int]
    children: tuple["Projected", ...]

    def __repr__(self) -> str:
        return brief(self, "id", "score", "change", "projected", "target", "shortfall")

    @property
    @as_everywhere
    def shortfall(self) -> Decimal | None:
        """What lies between the projected score and the target, in points: what is still missing;
        negative where the target is passed.
        """
        return between(self.projected, self.target, self.better)

    @property
    @as_everywhere
    def percent(self) -> Decimal | None:
        """The projected score as percent of the maximum."""
        return None if self.projected is None or not self.max else 100 * self.projected / self.max

    def walk(self) -> Iterator["Projected"]:
        """This row and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


class Projection(NamedTuple):
    """Every index with all below it; the rows held at a limit; the changes that later ones left
    without effect; the leaves that the plan says nothing of, which stay as they are; every change
    that is known, by fact: exact points also where a decimal would have no end; the leaves of
    which nobody knows what the plan asks (`unsaid`); and the facts that points were given for, with
    those above them (`given`).
    """

    indices: tuple[Projected, ...]
    held: tuple[Held, ...]
    spent: tuple[int, ...]
    idle: tuple[str, ...]
    moved: Mapping[str, Fraction]
    unsaid: tuple[str, ...]
    given: frozenset[str]

    def aiming_at(self, targets: Mapping[str, Decimal]) -> "Projection":
        """The same projection with other targets, in points, by id; the plan is no source of
        these.
        """

        def aimed(row: Projected) -> Projected:
            if row.id in targets:
                row = row._replace(target=targets[row.id], target_source=None, aims=())
            return row._replace(children=tuple(map(aimed, row.children)))

        return self._replace(indices=tuple(map(aimed, self.indices)))

    def rows(self) -> dict[str, Projected]:
        """Every row by its id."""
        return {row.id: row for index in self.indices for row in index.walk()}


class Totals(NamedTuple):
    """Where the indices land, and nothing else: the change of each in units of its fact, None
    unknown, and how many rows are held.
    """

    changes: Sequence[Units | None]
    held: int


def project(
    baseline: Baseline, base: Base = "plan", changes: Iterable[Change] = (), *, clamp: bool = False
) -> Projection | Refused:
    """Carry changes up through a plan, or say why that cannot be done; each change in the order
    given.

    With `clamp`, what would pass a limit is held there.
    """
    asked = Adjustments(baseline, base, changes)
    carried = asked.carried(clamp=clamp)
    if isinstance(carried, Refused):
        return carried
    rows = tuple(_projected(baseline, carried, index, None) for index in baseline.plan.indices)
    position = baseline.compiled.position
    idle = (ident for ident in baseline.idle if carried.change[position[baseline.fact[ident]]] == 0)
    return Projection(
        rows,
        tuple(_held(baseline, carried)),
        asked.spent(),
        tuple(idle) if base == "plan" else (),
        {
            fact: baseline.compiled.points(at, carried.change[at])
            for fact, at in position.items()
            if at not in carried.unknown
        },
        tuple(_unsaid(baseline, carried)),
        frozenset(
            baseline.order[at] for moved in asked.moved for at in baseline.compiled.rise[moved]
        ),
    )


def _unsaid(baseline: Baseline, carried: Carried) -> Iterator[str]:
    """The leaves that are unknown because nobody knows what the plan asks of them."""
    for at in sorted(baseline.compiled.unsaid & carried.unknown):
        fact = baseline.order[at]
        if not baseline.shares[fact]:
            yield baseline.places[fact][0]


def in_full(baseline: Baseline, base: Base = "plan") -> Projection:
    """The plan carried out in full, or the scores as they are, each held at its limits: nothing is
    asked for that could be refused.
    """
    found = project(baseline, base, clamp=True)
    if isinstance(found, Refused):
        raise ValueError(found.refusals)
    return found


def totals(
    baseline: Baseline, base: Base, changes: Iterable[Change], *, clamp: bool
) -> Totals | Refused:
    """What `project` says of the indices as a whole, for scenarios by the thousand."""
    carried = Adjustments(baseline, base, changes).carried(clamp=clamp)
    if isinstance(carried, Refused):
        return carried
    indices, change = baseline.compiled.indices, carried.change
    return Totals(
        [None if index in carried.unknown else change[index] for index in indices],
        len(carried.beyond),
    )


class Adjustments:
    """What changes ask of single facts, by position: the share of its increase that each keeps, and
    those that move on their own.
    """

    def __init__(self, baseline: Baseline, base: Base, changes: Iterable[Change]) -> None:
        self.baseline = baseline
        self.compiled = baseline.compiled
        self.level: Units = WHOLE_SHARE if base == "plan" else 0
        self.level_by: int | None = None  # the change that set the level, if one did
        self.levels: dict[
            int, Units
        ] = {}  # the share of its increase that a fact keeps, where it is not the level
        self.moved: dict[int, Units] = {}
        self.place: dict[int, str] = {}  # of a moved fact: the place that asked for it
        self.by: dict[int, list[int]] = {}  # the changes that a fact's move is made of
        self.shared_by: dict[
            int, int
        ] = {}  # the change that a fact's share comes from, where it is not the level's
        self.touched: set[int] = set()
        self.refusals: list[Refusal] = []
        self.taken = 0
        every = list(changes)
        for number, change in enumerate(every):  # of the whole plan, whatever the order
            if change.typed is None and (share := self.compiled.step(change).share) is not None:
                self.level, self.level_by = share, number
        for change in every:
            if change.typed is not None:
                self._take(change)
            self.taken += 1

    def _take(self, change: Change) -> None:
        try:
            share, rows = self.compiled.step(change)
        except UnknownId as error:
            self._refuse("S108", error.typed, id=error.typed, near=error.near)
            return
        for ident, position, units in rows:
            if share is None and not self.baseline.plan.by_id[ident].applies:
                if len(rows) == 1:  # a wildcard means the rows that do
                    self._refuse("W709", ident, id=ident)
            elif self.moved and not self.compiled.over[position].isdisjoint(self.moved):
                row = next(
                    row
                    for row in self.baseline.over(self.baseline.fact[ident])
                    if self.compiled.position[row] in self.moved
                )
                self._refuse("W703", row, row=row, part=ident)
            elif share is not None:
                self._share(ident, position, share)
            else:
                self._move(ident, position, units, anew=change.kind == "set")

    def _share(self, ident: str, position: int, share: Units) -> None:
        if position in self.compiled.undivided:
            self._refuse_undivided(ident)
            return
        for part in (position, *self.compiled.beneath[position]):
            self.levels[part] = share
            self.shared_by[part] = self.taken
            self.moved.pop(part, None)
            self.place.pop(part, None)
            self.by.pop(part, None)
        self.touched |= self.compiled.rise[position]

    def _move(self, ident: str, position: int, units: Units | None, *, anew: bool) -> None:
        part = self._changed_below(position) if self.compiled.under[position] else None
        kept, increase = self.levels.get(position, self.level), self.compiled.increase[position]
        if part is not None:
            self._refuse("W703", ident, row=ident, part=part)
        elif kept and position in (self.compiled.tied if anew else self.compiled.undivided):
            self._refuse_undivided(ident)
        elif units is None:
            self._refuse("W704", ident, id=ident)
        else:
            if anew:
                self.moved[position], self.by[position] = units, [self.taken]
                self.shared_by.pop(
                    position, None
                )  # whatever share it had makes no difference any more
            else:
                start = self._kept(position, kept, increase) if increase else 0
                self.moved[position] = self.moved.get(position, start) + units
                self.by.setdefault(position, []).append(self.taken)
            self.place[position] = ident
            self.touched |= self.compiled.rise[position]

    def _kept(self, position: int, share: Units, increase: Units) -> Units:
        """What a share of its increase brings a fact; where it or a part is no weighted sum, what
        the shares that its parts keep bring it.
        """
        below = {position, *self.compiled.under[position]}
        if share == WHOLE_SHARE or below.isdisjoint(self.compiled.bends):
            return share * increase
        touched = self.touched | self.compiled.rise[position]
        carried = self.compiled.carry(self.level, self.levels, {}, touched, clamp=True)
        return carried.change[position]

    def _changed_below(self, position: int) -> str | None:
        """The first part of a fact that moves on its own, or keeps another share than the fact."""
        shared = self.shared_by.get(position)
        for part in self.baseline.under(self.baseline.order[position]):
            at = self.compiled.position[part]
            if at in self.moved or self.shared_by.get(at, shared) != shared:
                return part
        return None

    def _refuse(self, code: str, ident: str, **values: object) -> None:
        self.refusals.append(Refusal(code, ident, values, self.taken))

    def _refuse_undivided(self, ident: str) -> None:
        rows = self.baseline.above(self.baseline.fact[ident])
        known = ((row, self.baseline.increase[row]) for row in rows)
        row, points = next((row, points) for row, points in known if points is not None)
        increase = decimal_of(points, self.baseline.plan.by_id[row].decimals)
        self._refuse("W705", ident, row=row, part=ident, increase=increase)

    def spent(self) -> tuple[int, ...]:
        """The changes that later ones left without any effect."""
        alive = {number for numbers in self.by.values() for number in numbers} | {
            *self.shared_by.values(),
            self.level_by,
        }
        return tuple(number for number in range(self.taken) if number not in alive)

    def carried(self, *, clamp: bool) -> Carried | Refused:
        """Every fact's change within the limits of every place, or what is wrong with the
        changes.
        """
        if self.refusals:
            return Refused(tuple(self.refusals))
        carried = self.compiled.carry(
            self.level, self.levels, self.moved, self.touched, clamp=clamp
        )
        return carried if clamp or not carried.beyond else Refused(tuple(self._breaches(carried)))

    def _breaches(self, carried: Carried) -> Iterator[Refusal]:
        """The limits that are passed, but for those of totals whose parts have been named."""
        named: set[int] = set()
        for position in sorted(carried.beyond):
            if self.compiled.under[position].isdisjoint(named):
                named.add(position)
                yield self._breach(position, carried.beyond[position])

    def _breach(self, position: int, change: Units) -> Refusal:
        place, bound = _limit(self.baseline, position, change)
        ident, indicator = self.place.get(position, place), self.baseline.plan.by_id[place]
        number = (
            self.by[position][-1]
            if position in self.by
            else self.shared_by.get(position, self.level_by)
        )
        limit = indicator.floor if change < 0 else self.baseline.standing[place].ceiling
        values: dict[str, object] = {
            "id": place,
            "value": self.baseline.points(place, self.compiled.points(position, change)),
            "limit": None if limit is None else padded(limit, indicator.decimals),
            "asked": ident,
            "nearest": self.baseline.points(ident, self.compiled.points(position, bound)),
        }
        return Refusal("W702" if change < 0 else "W701", place, values, number)


def _limit(baseline: Baseline, position: int, change: Units) -> tuple[str, Units]:
    """The place whose limit a change passes, and the change that it leaves room for."""
    room, bound = baseline.room[baseline.order[position]], baseline.compiled.bound(position, change)
    return (room.below if change < 0 else room.above), bound


def _held(baseline: Baseline, carried: Carried) -> Iterator[Held]:
    for position in sorted(carried.beyond):
        change = carried.beyond[position]
        place, bound = _limit(baseline, position, change)
        value, limit = (
            baseline.points(place, baseline.compiled.points(position, units))
            for units in (change, bound)
        )
        yield Held(place, value, limit)


def _projected(
    baseline: Baseline, carried: Carried, indicator: Indicator, factor: Fraction | None
) -> Projected:
    """Where a row lands, with all below it. `factor`: what a point of it is worth in the row
    above.
    """
    fact = baseline.fact[indicator.id]
    position = baseline.compiled.position[fact]
    standing = baseline.standing[indicator.id]
    change = (
        None
        if position in carried.unknown or not standing.applies
        else baseline.compiled.points(position, carried.change[position])
    )
    decimals, score = indicator.decimals, baseline.score[indicator.id]
    bent = fact in baseline.bends  # then no part of it has a worth of its own
    factors = {} if bent else {part: share for share, part in baseline.shares[fact]}
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
        standing.aims,
        standing.better,
        standing.applies,
        None if change is None or factor is None else decimal_of(factor * change, decimals),
        standing.excerpt_of,
        baseline.decimals_of[indicator.id],
        tuple(
            _projected(baseline, carried, child, factors.get(baseline.fact[child.id]))
            for child in indicator.children
        ),
    )
