"""What a what-if starts from: a plan's scores, planned increases and limits on one basis, as exact
fractions.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import gcd, lcm
from typing import NamedTuple

from parplan.engine.bend import Bend, bend
from parplan.engine.compiled import Compiled
from parplan.engine.gap import Standing, standings
from parplan.engine.identities.basis import Basis, Figures, figures
from parplan.engine.identities.printed import half_of
from parplan.engine.identities.stands import scored
from parplan.engine.identities.totals import aggregate
from parplan.model.fields import turned
from parplan.model.fixed import Fixed
from parplan.model.plan import Fact, Plan
from parplan.model.tree import Indicator, counted, divisor
from parplan.points import ZERO, decimal_of

NOTHING = Fraction(0)
Shares = tuple[tuple[Fraction, str], ...]


class Room(NamedTuple):
    """By how much a fact can change at all, in points: down to the floors and up to the ceilings of
    every place it is printed in.

    `below` and `above` name the places whose limits these are; None is no limit.
    """

    low: Fraction | None
    high: Fraction | None
    below: str
    above: str


class Bent(NamedTuple):
    """How a total that is no weighted sum moves with its parts: its rule, and what they come to
    without it, in points; None where one is not known.
    """

    rule: Bend[Fraction] | None
    raw: Fraction | None

    @property
    def is_whole(self) -> bool:
        """Whether it is there whole, or lost."""
        return self.rule is not None and self.rule.counts == "whole"

    def gain(self, change: Fraction) -> Fraction | None:
        """What a change of all parts together brings; None where nobody knows."""
        if not change or self.rule is None:
            return None if change else NOTHING
        return self.rule.gain(self.raw, change)


class Baseline:
    """A plan's figures on one basis, as exact fractions of points; None is unknown.

    A fact that is printed in several places has one change and as many scores. So `score` and
    `target` go by id, and by fact go:

    - `shares`: the facts that make it up, each with its factor;
    - `bends`: of a total that is capped, lost whole or rebased by maxima that are not known, what
      it makes of them;
    - `increase`: what the plan, carried out in full, adds: the printed increase, else what the
      parts add, else what the printed target asks for (where the parts alone bring more than that,
      nobody knows), else nothing (`idle`). Where a row's increase is printed and that of its parts
      is not, theirs is None: nobody knows how it is divided; and so it is where a target asks
      nobody knows for what;
    - `untotalled`: indices of which the plan says nothing as a whole: there is no total that could
      move;
    - `residual`: what of the increase the parts whose increases are known do not bring;
    - `room`: how far it can change;
    - `slack`: by how much its own figures may be off by rounding, and carry it further than that.

    `fact` names the fact of an id, `places` the ids of a fact, and `order` lists all facts, those
    that others follow from first.
    """

    def __init__(self, plan: Plan, basis: Basis = "printed") -> None:
        self.plan = plan
        self.basis = basis
        self.indices = standings(plan, basis)
        self.standing: dict[str, Standing] = {
            row.id: row for index in self.indices for row in index.walk()
        }
        self.fact: dict[str, str] = {}
        self.places: dict[str, tuple[str, ...]] = {}
        for ident in plan.by_id:
            self._name_fact(ident)
        self.shares = {fact: self._made_of(places) for fact, places in self.places.items()}
        self.order = tuple(self._ordered())
        exact = figures(plan, basis, Fraction)
        self.score = {ident: row.score for ident, row in exact.items()}
        self.target = {ident: row.target for ident, row in exact.items()}
        self.bends = {
            fact: bent
            for fact, places in self.places.items()
            if (bent := self._bent(places, exact)) is not None
        }
        self.silent: frozenset[str] = frozenset()  # facts of which the plan says nothing
        self.asked: frozenset[str] = frozenset()  # facts of whose increase only a target tells
        self.increase = self._increases()
        silent = [each for each in self.places if each in self.silent and not self.shares[each]]
        self.untotalled = frozenset(fact for fact in silent if self._has_no_total(fact))
        self.idle = tuple(
            self.places[fact][0]
            for fact in silent
            if fact not in self.untotalled and plan.by_id[self.places[fact][0]].is_scored
        )
        self.residual = {fact: self._residual(fact) for fact in self.order}
        self.room = {fact: self._room(places, exact) for fact, places in self.places.items()}
        self.slack = {fact: self._slack(fact) for fact in self.order}

    @cached_property
    def compiled(self) -> Compiled:
        """The same in whole numbers, for projections."""
        return Compiled(self)

    @cached_property
    def decimals_of(self) -> Mapping[str, Mapping[str, int]]:
        """Those of what is projected, by id: a sum of scores and increases, as fine as both."""
        return {
            ident: Fixed({"projected": row.decimals_of_sum, **self.standing[ident].decimals_of})
            for ident, row in self.plan.by_id.items()
        }

    def _name_fact(self, ident: str) -> None:
        twins = (twin.id for twin in self.plan.twins(ident))
        fact = next((self.fact[twin] for twin in twins if twin in self.fact), ident)
        self.fact[ident] = fact
        self.places[fact] = (*self.places.get(fact, ()), ident)

    def _made_of(self, places: tuple[str, ...]) -> Shares:
        """The facts that make one up: as its first place that is made of something says."""
        row = self._whole(places)
        return () if row is None else self._parts(row)

    def _whole(self, places: tuple[str, ...]) -> Indicator | None:
        """The first place of a fact that is made of something."""
        rows = (self.plan.by_id[place] for place in places)
        return next((row for row in rows if self._parts(row)), None)

    def _parts(self, indicator: Indicator) -> Shares:
        by = Fraction(divisor(indicator))
        if _is_open(indicator):  # in what proportion is not known, see `bends`
            rows = (child for child in indicator.children if child.counts_in(indicator))
            return tuple((Fraction(1), self.fact[child.id]) for child in rows)
        return tuple(
            (Fraction(factor) / by, self.fact[child.id])
            for factor, child in counted(indicator, "score") or ()
        )

    def _bent(self, places: tuple[str, ...], exact: Mapping[str, Figures[Fraction]]) -> Bent | None:
        row = self._whole(places)
        if row is None or (row.node.counts is None and not _is_open(row)):
            return None
        raw = aggregate(row, lambda child: exact[child.id].score)
        return Bent(bend(row, exact[row.id].ceiling), raw)

    def brought(
        self, fact: str, changes: Iterable[tuple[Fraction, Fraction | None]]
    ) -> Fraction | None:
        """What changes of a fact's parts, each with its factor, bring it, in points; None where one
        is not known, or nobody knows what it makes of them.
        """
        change, bent = total_of(changes), self.bends.get(fact)
        return change if bent is None or change is None else bent.gain(change)

    def made_of(
        self, indicator: Indicator, score: Callable[[Indicator], Fraction | None]
    ) -> Fraction | None:
        """What scores of an indicator's parts come to in it, in points; None where one is not
        known, or nothing adds up.
        """
        raw, bent = aggregate(indicator, score), self.bends.get(self.fact[indicator.id])
        if bent is None or raw is None:
            return raw
        return None if bent.rule is None else bent.rule.of(raw)

    def moved(
        self,
        indicator: Indicator,
        change: Callable[[Indicator], Fraction | None],
        before: Callable[[Indicator], Fraction | None],
    ) -> Fraction | None:
        """By how much an indicator moves with its parts from the scores that they had before."""
        total, bent = aggregate(indicator, change), self.bends.get(self.fact[indicator.id])
        if bent is None or total is None:
            return total
        return bent._replace(raw=aggregate(indicator, before)).gain(total)

    def _ordered(self) -> Iterator[str]:
        seen: set[str] = set()

        def visit(fact: str) -> Iterator[str]:
            if fact not in seen:
                seen.add(fact)  # also where a row is the same fact as one above it: that has no end
                for place in self.places[fact]:
                    for child in self.plan.by_id[place].children:
                        yield from visit(self.fact[child.id])
                yield fact

        for index in self.plan.indices:
            yield from visit(self.fact[index.id])

    # What the plan adds.

    def _increases(self) -> dict[str, Fraction | None]:
        said: dict[
            str, Fraction | None
        ] = {}  # what the plan says itself, or what all parts together say
        open_sum: set[str] = set()  # facts that only some parts say something of
        unclear: set[str] = set()  # facts that a target alone says something of, nobody knows what
        asked: set[str] = set()  # facts that a target alone says something of
        for fact in self.order:
            below = [(factor, said[part]) for factor, part in self.shares[fact] if part in said]
            added = self.brought(fact, below) if below else None
            planned = self._planned(fact)
            some = any(
                value is not None or part in open_sum
                for (_, value), (_, part) in zip(below, self.shares[fact], strict=False)
            )
            if added is not None and (self.basis == "parts" or planned is None):
                said[fact] = added
            elif planned is None and some:
                said[fact] = None
                open_sum.add(fact)
            else:
                said[fact] = self._asked_for(fact) if planned is None else planned
                if planned is None and said[fact] is not None:
                    asked.add(fact)
                if said[fact] is None and self._is_aimed(fact):
                    unclear.add(fact)
        unsettled = open_sum | unclear
        shared_out = frozenset(fact for fact in self.order if self._is_shared_out(fact, said))
        self.silent = frozenset(
            fact
            for fact in self.order
            if said[fact] is None
            and fact not in unsettled
            and not self._is_undivided(fact, said, unclear, shared_out)
        )
        increase: dict[str, Fraction | None] = {}
        for fact in self.order:
            parts = [(factor, increase.get(part)) for factor, part in self.shares[fact]]
            if said[fact] is not None:
                increase[fact] = said[fact]
            elif parts and (fact in unsettled or fact in self.silent):
                increase[fact] = self.brought(fact, parts)
                if increase[fact] is None:
                    increase[fact] = self._asked_beside(fact, parts)
                    asked |= {fact} if increase[fact] is not None else set()
            else:
                increase[fact] = NOTHING if fact in self.silent else None
        self.asked = frozenset(asked)
        return increase

    def _planned(self, fact: str) -> Fraction | None:
        known = Fact(tuple(self.plan.by_id[place] for place in self.places[fact])).known("planned")
        return None if known is None else Fraction(known)

    def _asked_for(self, fact: str) -> Fraction | None:
        """What the printed target of a fact asks for, at the place that knows score and target
        most exactly.
        """
        told = [
            (scored(row, self.plan).half + half_of(row, "target"), target - score)
            for place in self.places[fact]
            if self.standing[place].target_source == "printed"
            for row in (self.plan.by_id[place],)
            if (target := self.target[place]) is not None
            and (score := self.score[place]) is not None
        ]
        return min(told, key=lambda one: one[0], default=(ZERO, None))[1]

    def _asked_beside(
        self, fact: str, parts: Iterable[tuple[Fraction, Fraction | None]]
    ) -> Fraction | None:
        """What the printed target of a fact asks for where only some of its parts have increases;
        None where these alone bring more: it does not say then what all come to.
        """
        asked = self._asked_for(fact)
        known = [each for each in parts if each[1] is not None]
        brought = self.brought(fact, known) if known else None
        if asked is None or brought is None:
            return asked
        better = self.plan.by_id[self.places[fact][0]].better
        return asked if turned(asked - brought, better) >= 0 else None

    def _is_aimed(self, fact: str) -> bool:
        """Whether a target is printed of a fact that asks for more than to keep what it has, or was
        by an earlier year: it does not fall back behind that.
        """
        aims = (aim for place in self.places[fact] for aim in self.standing[place].aims)
        rows = (self.plan.by_id[place] for place in self.places[fact])
        return any(row.between for row in rows) or any(it.statement.asked != "keep" for it in aims)

    def _has_no_total(self, fact: str) -> bool:
        """Whether it is an index of rows that make nothing up, without a score of its own."""
        rows = [self.plan.by_id[place] for place in self.places[fact]]
        return all(
            row.node is row.root and row.children and self.score[row.id] is None for row in rows
        )

    def _is_shared_out(self, fact: str, said: Mapping[str, Fraction | None]) -> bool:
        """Whether the parts whose increases are said bring all that is said of a fact."""
        parts = ((factor, said.get(part) or NOTHING) for factor, part in self.shares[fact])
        return said[fact] is not None and self.brought(fact, parts) == said[fact]

    def _is_undivided(
        self,
        fact: str,
        said: Mapping[str, Fraction | None],
        unclear: Set[str],
        shared_out: Set[str],
    ) -> bool:
        """Whether the nearest row above that says anything has an increase of which nobody knows
        what falls to this fact, or a target that asks nobody knows for what.
        """
        silent = {
            fact,
            *self._reached(
                fact, lambda row: (above for above in self.rows(row) if said[above] is None)
            ),
        }
        above = {row for each in silent for row in self.rows(each)} - silent
        return not unclear.isdisjoint(silent - {fact}) or not above <= shared_out

    def _residual(self, fact: str) -> Fraction | None:
        own = self.increase[fact]
        known = [
            (factor, self.increase[part])
            for factor, part in self.shares[fact]
            if self.increase[part] is not None
        ]
        return None if own is None else own - (self.brought(fact, known) or NOTHING)

    # Limits and neighbours.

    def _room(self, places: tuple[str, ...], exact: Mapping[str, Figures[Fraction]]) -> Room:
        lows: list[tuple[Fraction, str]] = []
        highs: list[tuple[Fraction, str]] = []
        for place in places:
            score, ceiling = self.score[place], exact[place].ceiling
            if score is None:
                continue
            floor = self.plan.by_id[place].floor
            lows.append((min(Fraction(floor) - score, NOTHING), place))
            if ceiling is not None:
                highs.append((max(ceiling - score, NOTHING), place))
        low, high = max(lows, default=None), min(highs, default=None)
        return Room(
            low[0] if low else None,
            high[0] if high else None,
            low[1] if low else "",
            high[1] if high else "",
        )

    def _slack(self, fact: str) -> Fraction:
        """How far its own printed figures may be off: its score, and the increase to it."""
        places = self.places[fact]
        rows = [self.plan.by_id[place] for place in places]
        planned = (half_of(row, "planned") for row in rows if row.planned is not None)
        terms = (term for row in rows for term in scored(row, self.plan).terms)
        scores = (by * part.half for by, part in terms if part.ident in places)
        return Fraction(max(scores, default=ZERO) + max(planned, default=ZERO))

    def points(self, ident: str, change: Fraction) -> Decimal:
        """What a row's score comes to with a change, in points."""
        return decimal_of((self.score[ident] or NOTHING) + change, self.plan.by_id[ident].decimals)

    def above(self, fact: str) -> list[str]:
        """The facts that this one is a part of, wherever it or they are printed, nearest first."""
        return self._reached(fact, self.rows)

    def below(self, fact: str) -> list[str]:
        """The facts that are a part of this one, wherever it or they are printed."""
        return self._reached(fact, self.parts)

    def over(self, fact: str) -> list[str]:
        """The facts above this one that a change of it goes through to: not where nothing is added
        up, as in an excerpt.
        """
        return self._reached(fact, self._totals)

    def under(self, fact: str) -> list[str]:
        """The facts below this one whose changes go through to it."""
        return self._reached(fact, self.summed)

    def summed(self, fact: str) -> Iterator[str]:
        """The facts that are a part of this one itself, where they are added up."""
        return (
            self.fact[part.id]
            for row, part in self._below(fact)
            if part.counts_in(row) and row.id in self._summed
        )

    def _totals(self, fact: str) -> Iterator[str]:
        rows = (self.plan.by_id[place] for place in self.places[fact])
        above = ((row, self.plan.parents.get(row.id)) for row in rows)
        return (
            self.fact[up.id]
            for row, up in above
            if up is not None and row.counts_in(up) and up.id in self._summed
        )

    @cached_property
    def _summed(self) -> frozenset[str]:
        """The ids of rows that are made of their parts."""
        return frozenset(ident for ident, row in self.plan.by_id.items() if self._parts(row))

    def beneath(self, fact: str) -> list[str]:
        """The facts that are printed below this one, parts of it or not, wherever that is."""
        return self._reached(fact, self.printed_below)

    def rows(self, fact: str) -> Iterator[str]:
        """The facts that this one is a part of itself, wherever it is printed."""
        rows = (self.plan.by_id[place] for place in self.places[fact])
        above = ((row, self.plan.parents.get(row.id)) for row in rows)
        return (self.fact[up.id] for row, up in above if up is not None and row.counts_in(up))

    def parts(self, fact: str) -> Iterator[str]:
        """The facts that are a part of this one itself: of those printed below it what counts in
        it.
        """
        return (self.fact[part.id] for row, part in self._below(fact) if part.counts_in(row))

    def printed_below(self, fact: str) -> Iterator[str]:
        """The facts that are printed right below this one, wherever it is printed."""
        return (self.fact[part.id] for _, part in self._below(fact))

    def _below(self, fact: str) -> Iterator[tuple[Indicator, Indicator]]:
        rows = (self.plan.by_id[place] for place in self.places[fact])
        return ((row, part) for row in rows for part in row.children)

    def _reached(self, fact: str, step: Callable[[str], Iterable[str]]) -> list[str]:
        found: dict[str, None] = {}
        waiting = [fact]
        while waiting:
            further = [each for each in step(waiting.pop(0)) if each not in found and each != fact]
            found |= dict.fromkeys(further)
            waiting += further
        return list(found)


def _is_open(indicator: Indicator) -> bool:
    """Whether a total is rebased by maxima that are not known."""
    node = indicator.node
    return node.rebase is not None and not node.is_excerpt and not divisor(indicator)


def total_of(terms: Iterable[tuple[Fraction, Fraction | None]]) -> Fraction | None:
    """The sum of factor x figure; None where a figure is missing."""
    total = NOTHING
    for factor, value in terms:
        if value is None:
            return None
        total += factor * value
    return total


def common_step(sizes: Sequence[Fraction]) -> Fraction:
    """The largest step that all sizes are whole multiples of."""
    below = lcm(*(size.denominator for size in sizes))
    return Fraction(gcd(*(int(size * below) for size in sizes)), below)
