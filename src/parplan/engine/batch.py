"""Many scenarios at once: the projection of engine/projection.py on columns of whole numbers, exactly.

Points are counted in a unit so small that everything the plan and the changes hold comes out whole, and that fits 64 bits. What does
not fit, contradicts itself, or passes a limit is only marked here; the exact engine then says what is wrong, line by line.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from parplan.engine.baseline import NOTHING, Baseline

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

SET, ADD, SHARE = 1, 2, 3
_KINDS = 4
SHARE_UNITS: Final = 10**8  # a percentage has at most 6 digits behind the point
_WHOLE: Final = 1 << 61  # beyond this, 64 bits are not safely enough


class Moved(NamedTuple):
    """One column of changes: the rows that it names, and for every scenario a code (0: no change)."""

    idents: tuple[str, ...]
    codes: Ints


class Landed(NamedTuple):
    """Where the indices land: points in the batch's unit, by id (one number where no scenario changes it); how many rows are held
    at a limit; and which scenarios are for the exact engine to judge."""

    projected: dict[str, Ints | int]
    held: Ints
    odd: Flags


class Batch:
    """A plan made ready for many scenarios. `scale`: units in a point; 0 where 64 bits are too few for this plan."""

    def __init__(self, baseline: Baseline, *, clamp: bool) -> None:
        self.baseline = baseline
        self.clamp = clamp
        self._whole: dict[Fraction, int] = {}  # fractions are slow, and every block asks for the same ones
        self._per_share: dict[Fraction, int] = {}
        increases = [value for value in (*baseline.increase.values(), *baseline.residual.values()) if value is not None]
        scores = [value for value in baseline.score.values() if value is not None]
        bounds = [bound for room in baseline.room.values() for bound in (room.low, room.high) if bound is not None]
        known = [*increases, *scores, *bounds]
        below = _divisors(baseline)
        # Typed points have at most 6 digits behind the point, and a share of an increase has to come out whole too.
        points = lcm(10**6, *(value.denominator for value in known)) * below
        shares = lcm(*(value.denominator for value in increases)) * below * SHARE_UNITS
        self.scale = lcm(points, shares)
        if max(map(abs, known), default=NOTHING) * len(known) * self.scale >= _WHOLE:
            self.scale = 0

    def whole(self, value: Fraction) -> int:
        """Points in the batch's unit. Raises ValueError where they do not come out whole."""
        known = self._whole.get(value)
        if known is None:
            known = self._whole[value] = self._counted(value)
        return known

    def per_share(self, increase: Fraction) -> int:
        """What one unit of a share brings of an increase, in the batch's unit."""
        known = self._per_share.get(increase)
        if known is None:
            known = self._per_share[increase] = int(increase * self.scale / SHARE_UNITS)
        return known

    def _counted(self, value: Fraction) -> int:
        units = value * self.scale
        if units.denominator != 1:
            raise ValueError(str(value))
        return int(units)

    def code(self, kind: int, amount: Decimal) -> int | None:
        """A change as a number: points in the batch's unit, or a share; None where it does not fit."""
        units = Fraction(amount) * (SHARE_UNITS if kind == SHARE else self.scale)
        if units.denominator != 1 or abs(units) >= _WHOLE // _KINDS:
            return None
        return int(units) * _KINDS + kind

    def project(self, levels: Ints, columns: Sequence[Moved]) -> Landed:
        """Where every scenario lands. `levels`: the share of the plan that each starts from, in units of 1 / SHARE_UNITS."""
        state = _State(self, levels)
        for column in columns:
            if column.codes.any():
                for ident in column.idents:
                    state.take(ident, column.codes)
        return state.landed()


def _divisors(baseline: Baseline) -> int:
    """What a total may have to be divided by, from its deepest part up."""
    found: dict[str, int] = {}
    for fact in baseline.order:
        shares = baseline.shares[fact]
        found[fact] = lcm(*(factor.denominator for factor, _ in shares)) * lcm(*(found.get(part, 1) for _, part in shares))
    return lcm(*found.values())


class _State:
    """What the changes ask of single facts, scenario by scenario: the arrays of engine/projection.py's Moves."""

    def __init__(self, batch: Batch, levels: Ints) -> None:
        self.batch = batch
        self.baseline = batch.baseline
        self.size = len(levels)
        self.odd: Flags = np.zeros(self.size, np.bool_)
        self.held: Ints = np.zeros(self.size, np.int64)
        self.base = levels
        self.level: dict[str, Ints] = {}
        self.value: dict[str, Ints] = {}
        self.asked: dict[str, Flags] = {}
        self.shared: dict[str, Flags] = {}

    def take(self, ident: str, codes: Ints) -> None:
        """Take up one column of changes for one row."""
        kinds, amounts = codes & (_KINDS - 1), codes >> 2
        given, fact = kinds != 0, self.baseline.fact[ident]
        for above in self.baseline.above(fact):
            if above in self.asked:
                self.odd |= given & self.asked[above]
        shares = kinds == SHARE
        if shares.any():
            self._share(fact, shares, amounts)
        moves = given & ~shares
        if moves.any():
            self._move(ident, moves, kinds == SET, amounts)

    def _share(self, fact: str, shares: Flags, amounts: Ints) -> None:
        if self.baseline.increase[fact] is None:
            self.odd |= shares
            return
        for part in (fact, *self.baseline.below(fact)):
            self.level[part] = np.where(shares, amounts, self.level.get(part, self.base))
            self.shared[part] = self.shared.get(part, np.zeros(self.size, np.bool_)) | shares
            if part in self.asked:
                self.asked[part] = self.asked[part] & ~shares

    def _move(self, ident: str, moves: Flags, sets: Flags, amounts: Ints) -> None:
        fact, score = self.baseline.fact[ident], self.baseline.score[ident]
        increase, below = self.baseline.increase[fact], self.baseline.below(fact)
        for part in below:
            for touched in (self.asked.get(part), self.shared.get(part)):
                if touched is not None:
                    self.odd |= moves & touched
        inside = {fact, *below}
        if any(not inside.issuperset(self.baseline.above(part)[:1]) or len(self.baseline.places[part]) > 1 for part in below):
            self.odd |= moves  # a part that is printed elsewhere as well is not known there any more
        level = self.level.get(fact, self.base)
        if increase is None:
            self.odd |= moves & (level != 0)
        before = self.asked.get(fact, np.zeros(self.size, np.bool_))
        start = level * self.batch.per_share(increase or NOTHING)
        value = np.where(before, self.value.get(fact, start), start)
        if score is None:
            self.odd |= moves & sets
        moved = np.where(sets, amounts - self.batch.whole(score or NOTHING), value + amounts)
        self.value[fact] = np.where(moves, moved, value)
        self.asked[fact] = before | moves

    def landed(self) -> Landed:
        """Carry every fact's change up to the indices."""
        changes: dict[str, Ints | int | None] = {}
        constant = int(self.base[0]) if self.size and bool((self.base == self.base[0]).all()) else None
        for fact in self.baseline.order:
            changes[fact] = self._within(fact, self._change(fact, changes, constant))
        projected: dict[str, Ints | int] = {}
        for index in self.baseline.plan.indices:
            change, score = changes[self.baseline.fact[index.id]], self.baseline.score[index.id]
            if change is not None and score is not None:
                projected[index.id] = self.batch.whole(score) + change
        return Landed(projected, self.held, self.odd)

    def _change(self, fact: str, changes: Mapping[str, Ints | int | None], constant: int | None) -> Ints | int | None:
        carried = self._carried(fact, changes, constant)
        asked = self.asked.get(fact)
        if asked is None:
            return carried
        if carried is None:
            self.odd |= ~asked
            carried = 0
        return np.where(asked, self.value[fact], carried)

    def _carried(self, fact: str, changes: Mapping[str, Ints | int | None], constant: int | None) -> Ints | int | None:
        shares, residual = self.baseline.shares[fact], self.baseline.residual[fact]
        if self.baseline.increase[fact] is None and not self._without_plan(fact, constant):
            return None
        if not shares:
            return self._of(fact, self.baseline.increase[fact] or NOTHING, constant)
        total: Ints | int = self._of(fact, residual or NOTHING, constant)
        for factor, part in shares:
            change = changes.get(part)
            if change is not None:
                times = change * factor.numerator
                total = total + (times if factor.denominator == 1 else times // factor.denominator)
            elif self.baseline.increase[part] is not None:
                return None
        return total

    def _without_plan(self, fact: str, constant: int | None) -> bool:
        """Whether no scenario keeps any of a fact's increase, so that it need not be known. Where some do, the others are odd."""
        level = self.level.get(fact)
        if level is None and constant is not None:
            return constant == 0
        kept = (self.base if level is None else level) != 0
        if kept.any():
            self.odd |= ~kept
        return not kept.any()

    def _of(self, fact: str, increase: Fraction, constant: int | None) -> Ints | int:
        """The share of an increase that each scenario keeps; one number where it is the same for all."""
        if not increase:
            return 0
        level = self.level.get(fact)
        if level is None:
            return (self.base if constant is None else constant) * self.batch.per_share(increase)
        return level * self.batch.per_share(increase)

    def _within(self, fact: str, change: Ints | int | None) -> Ints | int | None:
        """The change, held at the limits of every place or marked where it passes them."""
        room = self.baseline.room[fact]
        if change is None or (room.low is None and room.high is None):
            return change
        low = -_WHOLE if room.low is None else self.batch.whole(room.low)
        high = _WHOLE if room.high is None else self.batch.whole(room.high)
        beyond: Any = (change < low) | (change > high)
        if not np.any(beyond):
            return change
        if self.batch.clamp:
            self.held += beyond
            return np.clip(change, low, high)
        self.odd |= beyond
        return change
