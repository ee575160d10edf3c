"""What varies, and what follows from it: the grid of outcomes of each, in whole steps."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from parplan.engine.baseline import NOTHING, Baseline, common_step
from parplan.engine.distributions import any_part, asked_of, beyond, varying
from parplan.engine.movement import Movement, best_known, drift
from parplan.engine.project import Projection
from parplan.model.fields import turned
from parplan.model.scenario import Spread
from parplan.points import last_digit


def extra(fact: str) -> str:
    """What a fact is to gain beyond its parts, among all that varies: no id has a blank."""
    return f"{fact} +"


class Grid(NamedTuple):
    """The changes that a fact may come to: start + step x count points, the count from `least` to
    `most`. The count of a total is that of its parts, each so many times, held between the two; of
    one that is lost whole it is `least` where that is below `whole`, else `most`."""

    start: Fraction
    step: Fraction
    least: int
    most: int
    parts: tuple[tuple[str, int], ...] = ()
    whole: int | None = None


class Model:
    """All that varies, by fact, and how far it goes `together` with the rest (a correlation, of the
    normal scores); and the grids of it and of what follows from it, parts first.
    """

    def __init__(
        self,
        baseline: Baseline,
        projection: Projection,
        spreads: Sequence[Spread],
        movements: Mapping[str, Movement],
        correlation: float | None,
    ) -> None:
        self.baseline = baseline
        self.landings = projection.rows()
        self.moved, self.typed = projection.moved, projection.given
        self.movements = movements
        self.varying, self.undivided, self.open = varying(baseline, projection, spreads, movements)
        self.together = {
            fact: unit.together if correlation is None else correlation
            for fact, unit in self.varying.items()
        }
        self.grids: dict[str, Grid] = {}
        self.asked: dict[str, Fraction] = {}  # in all that varies of a fact, in points
        for fact in baseline.order:
            if unit := self.varying.get(fact):
                self.asked[fact] = self._prospect(fact)[0]
                start = unit.first * unit.digit - (baseline.score[unit.ident] or NOTHING)
                self.grids[fact] = Grid(start, unit.digit, 0, len(unit.upto) - 1)
            elif self._follows(fact):
                self.grids[fact] = self._total(fact)

    def _follows(self, fact: str) -> bool:
        """Whether a fact's change follows from what its parts come to."""
        parts = [part for _, part in self.baseline.shares[fact]]
        compiled = self.baseline.compiled
        unsaid = compiled.position[fact] in compiled.unsaid
        return (
            (fact in self.moved or fact in self.open or unsaid or self._has_ranges(fact))
            and self._is_clear(fact)
            and bool(parts)
            and all(part in self.grids for part in parts)
        )

    def _has_ranges(self, fact: str) -> bool:
        """Whether it is known by ranges what a fact comes to, where the plan does not say it."""
        unit = self.varying.get(fact)
        if unit is not None:
            return unit.spread is not None
        parts = [part for _, part in self.baseline.shares[fact]]
        return bool(parts) and all(part in self.moved or self._has_ranges(part) for part in parts)

    def _is_clear(self, fact: str) -> bool:
        """Whether it is known what a fact makes of its parts."""
        bent = self.baseline.bends.get(fact)
        return bent is None or (bent.rule is not None and bent.raw is not None)

    def _total(self, fact: str) -> Grid:
        brings, more = self._begins(fact)
        parts_ask = (by * self.asked.get(part, NOTHING) for by, part in self.baseline.shares[fact])
        self.asked[fact] = (
            self._prospect(fact)[0] if fact in self.undivided else sum(parts_ask, more)
        )
        bent, room = self.baseline.bends.get(fact), self.baseline.room[fact]
        start, ends = brings, list[Fraction]()
        if more:
            unit = any_part(self.baseline, fact, more)
            self.varying[extra(fact)], self.together[extra(fact)] = unit, 0.0
            at = unit.first * unit.digit
            self.grids[extra(fact)] = Grid(at, unit.digit, 0, len(unit.upto) - 1)
            start += at
        if bent is not None and bent.rule is not None and bent.raw is not None:
            start += bent.raw - bent.rule.of(bent.raw)
            ends = [end - bent.raw - brings for end in (bent.rule.low, bent.rule.high)]
        step, parts = self._steps(fact, ends)
        least = sum(times * self.grids[part].least for part, times in parts)
        most = sum(times * self.grids[part].most for part, times in parts)
        bounds = [int(end / step) for end in ends]
        if bounds:
            least, most = (min(max(end, bounds[0]), bounds[1]) for end in (least, most))
        whole = bounds[1] if bent is not None and bent.is_whole and bounds else None
        if whole is not None:
            least, most = bounds
        floor = least if room.low is None else -int((start - room.low) // step)
        ceiling = most if room.high is None else max(int((room.high - start) // step), floor)
        least, most = (min(max(end, floor), ceiling) for end in (least, most))
        return Grid(start, step, least, most, parts, whole)

    def _begins(self, fact: str) -> tuple[Fraction, Fraction]:
        """What a fact's parts bring before anything is counted, and what it is to gain beyond that,
        of which any part comes about: where the plan does not divide an increase, what that is
        beyond what the parts do by themselves or within ranges, and without what is asked of some;
        else what it adds to what it has them bring.
        """
        brings, shares = NOTHING, self.baseline.shares[fact]
        for factor, part in shares:
            if part in self.grids:
                brings += factor * self.grids[part].start
        if fact in self.open:
            return brings, NOTHING
        if fact in self.undivided:
            asked, by_themselves = self._prospect(fact)
            for part, factor in self.undivided[fact].items():
                known, shift = self.asked.get(part, NOTHING), self._prospect(part)[1]
                if self.landings[part].change is None:  # it has a range
                    unit = self.varying[part]
                    shift -= unit.mean - float(self.baseline.score[unit.ident] or 0)
                asked, by_themselves = asked - factor * known, by_themselves - float(factor) * shift
            return brings, Fraction(beyond(float(asked), 0.0, by_themselves))
        if not all(part in self.moved for _, part in shares):
            return brings, NOTHING
        moved = [(factor, self.moved[part]) for factor, part in shares]
        more = self.moved[fact] - (self.baseline.brought(fact, moved) or NOTHING)
        better = self.baseline.plan.by_id[fact].better
        return brings, more if turned(more, better) > 0 else NOTHING

    def _prospect(self, fact: str) -> tuple[Fraction, float]:
        """What is asked of a fact, and what it does by itself, in points; nothing, where nobody
        knows."""
        place = best_known(self.baseline, self.movements, fact)
        asked = asked_of(self.baseline, fact, self.landings[place], typed=fact in self.typed)
        by_itself = drift(self.baseline, self.movements, fact)
        return asked or NOTHING, 0.0 if by_itself is None else by_itself.shift

    def _steps(
        self, fact: str, ends: Sequence[Fraction]
    ) -> tuple[Fraction, tuple[tuple[str, int], ...]]:
        """The step that a fact is counted in, which its ends are whole numbers of, and how many of
        them a step of each part is.
        """
        sizes = [
            (part, factor * self.grids[part].step)
            for factor, part in self.baseline.shares[fact]
            if part in self.grids
        ]
        if extra(fact) in self.grids:
            sizes.append((extra(fact), self.grids[extra(fact)].step))
        # What does not vary counts nothing, however fine the step that it would take.
        varied = [(part, size) for part, size in sizes if self.grids[part][2:4] != (0, 0)]
        digit = Fraction(last_digit(self.baseline.plan.by_id[fact].decimals))
        fine = [size for _, size in varied or sizes] + [abs(end) for end in ends if end]
        step = common_step(fine) if fine else digit
        return step, tuple((part, int(size / step)) for part, size in varied)

    def weights(self, fact: str) -> dict[str, Fraction]:
        """What a point of everything that varies is worth in a fact, limits left aside."""
        if fact in self.varying:
            return {fact: Fraction(1)}
        found: dict[str, Fraction] = {}
        if extra(fact) in self.varying:
            found[extra(fact)] = Fraction(1)
        for factor, part in self.baseline.shares[fact]:
            for each, weight in self.weights(part).items():
                found[each] = found.get(each, NOTHING) + factor * weight
        return found
