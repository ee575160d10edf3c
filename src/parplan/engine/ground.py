"""What a what-if starts from: a plan's scores, planned increases and limits on one basis, as exact fractions."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from parplan.engine.standing import Basis, Standing, standings
from parplan.identities import counted, divisor
from parplan.model import Indicator, Plan
from parplan.points import decimal_of

NOTHING = Fraction(0)


class Room(NamedTuple):
    """By how much a fact can change at all, in points: down to the floors and up to the ceilings of every place it is printed in.

    `below` and `above` name the places whose limits these are; None is no limit.
    """

    low: Fraction | None
    high: Fraction | None
    below: str
    above: str


class Ground:
    """A plan's figures on one basis, by id. Points are exact fractions; None is unknown.

    A fact that is printed in several places has one change and as many scores. `increase` is what the plan, carried out in full,
    adds: the printed increase, else what the parts add, else what the printed target asks for, else nothing (`idle`). Where a
    row's increase is printed and that of its parts is not, theirs is None: nobody knows how it is divided.
    """

    def __init__(self, plan: Plan, basis: Basis = "printed") -> None:
        self.plan = plan
        self.basis = basis
        self.tops = standings(plan, basis)
        self.standing: dict[str, Standing] = {row.id: row for index in self.tops for row in index.walk()}
        self.fact: dict[str, str] = {}
        self.places: dict[str, tuple[str, ...]] = {}
        self.shares: dict[str, tuple[tuple[Fraction, Indicator], ...]] = {}
        self.score: dict[str, Fraction | None] = {}
        self.increase: dict[str, Fraction | None] = {}
        self.residual: dict[str, Fraction | None] = {}
        for index in plan.indices:
            self._name_facts(index)
            self._measure(index)
        self.idle = tuple(self._settle())
        self.room = {fact: self._room(places) for fact, places in self.places.items()}

    def _name_facts(self, index: Indicator) -> None:
        for indicator in index.walk():
            places = (indicator.id, *(twin.id for twin in self.plan.twins.get(indicator.id, ())))
            fact = min(places, key=list(self.plan.by_id).index) if len(places) > 1 else indicator.id
            self.fact[indicator.id] = fact
            self.places[fact] = (*self.places.get(fact, ()), indicator.id)

    def _measure(self, indicator: Indicator) -> None:
        by = Fraction(divisor(indicator))
        self.shares[indicator.id] = tuple((Fraction(factor) / by, child) for factor, child in counted(indicator, "score") or ())
        for child in indicator.children:
            self._measure(child)
        shares = self.shares[indicator.id]
        added = _total([(factor, self.score[child.id]) for factor, child in shares]) if shares else None
        own = None if indicator.score is None else Fraction(indicator.score)
        first, second = (added, own) if self.basis == "parts" and shares else (own, added)
        self.score[indicator.id] = second if first is None else first
        self.increase[indicator.id] = self._increase(indicator, shares)

    def _increase(self, indicator: Indicator, shares: tuple[tuple[Fraction, Indicator], ...]) -> Fraction | None:
        below = [(factor, self.increase[child.id]) for factor, child in shares]
        added = _total(below)
        planned = self.plan.planned(indicator)
        if below and added is not None and (self.basis == "parts" or planned is None):
            return added
        if planned is not None:
            return Fraction(planned)
        if any(part is not None for _, part in below):
            return _total([(factor, part or NOTHING) for factor, part in below])
        score = self.score[indicator.id]
        return None if indicator.target is None or score is None else Fraction(indicator.target) - score

    def _settle(self) -> Iterator[str]:
        """Decide what an increase that is printed nowhere means; yields the leaves that the plan says nothing of."""
        for index in self.plan.indices:
            yield from self._settle_below(index, known=False)
        for indicator in self.plan.walk():
            shares, own = self.shares[indicator.id], self.increase[indicator.id]
            added = _total([(factor, self.increase[child.id]) for factor, child in shares])
            self.residual[indicator.id] = None if own is None or added is None else own - added

    def _settle_below(self, indicator: Indicator, *, known: bool) -> Iterator[str]:
        """`known`: a row above has an increase that these leave a part of to be divided."""
        own = self.increase[indicator.id]
        if own is None and not known:
            own = self.increase[indicator.id] = NOTHING
            if not indicator.children:
                yield indicator.id
        shares = self.shares[indicator.id]
        added = _total([(factor, self.increase[child.id] or NOTHING) for factor, child in shares])
        open_ended = known if own is None else added != own
        for child in indicator.children:
            yield from self._settle_below(child, known=open_ended)

    def _room(self, places: tuple[str, ...]) -> Room:
        lows: list[tuple[Fraction, str]] = []
        highs: list[tuple[Fraction, str]] = []
        for place in places:
            score, indicator = self.score[place], self.plan.by_id[place]
            if score is None:
                continue
            lows.append((min(Fraction(indicator.floor) - score, NOTHING), place))
            if indicator.ceiling is not None:
                highs.append((max(Fraction(indicator.ceiling) - score, NOTHING), place))
        low, high = max(lows, default=None), min(highs, default=None)
        return Room(low[0] if low else None, high[0] if high else None, low[1] if low else "", high[1] if high else "")

    def points(self, ident: str, change: Fraction) -> Decimal:
        """What a row's score comes to with a change, in points."""
        return decimal_of((self.score[ident] or NOTHING) + change, self.plan.by_id[ident].decimals)

    def above(self, ident: str) -> Iterator[str]:
        """Every row above a place, nearest first."""
        while (parent := self.plan.parents.get(ident)) is not None:
            yield parent.id
            ident = parent.id

    def below(self, ident: str) -> Iterator[str]:
        """Every place below one, wherever its facts are printed."""
        for child in self.plan.by_id[ident].children:
            for indicator in child.walk():
                yield indicator.id


def _total(terms: list[tuple[Fraction, Fraction | None]]) -> Fraction | None:
    """The sum of factor x figure; None where a figure is missing."""
    total = NOTHING
    for factor, value in terms:
        if value is None:
            return None
        total += factor * value
    return total
