"""An equation between a plan's figures: exact, with the slack that printed digits leave it. One is
broken only where the intervals that its figures stand for cannot meet.
"""

from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from parplan.engine.identities.printed import Figure
from parplan.model.fields import field_of
from parplan.points import ONE, ZERO, exactly


class Identity(NamedTuple):
    """(sum of factor x figure) / divisor + constant = total. Kept undivided, so that comparing
    never rounds. What a total is to be passed by is no difference.
    """

    total: Figure
    terms: tuple[tuple[Decimal, Figure], ...]
    divisor: Decimal = ONE
    constant: Decimal = ZERO

    @property
    def earlier(self) -> tuple[Figure, ...]:
        """The increases of earlier years that its total comes on top of."""
        own = (part for by, part in self.terms if part.year and by == -self.divisor)
        return tuple(part for part in own if part.ident == self.total.ident)

    @property
    def years(self) -> list[int]:
        """The years whose increases it is of."""
        if field_of(self.total.field) != "planned":
            return []
        return sorted({self.total.year, *(part.year for _, part in self.terms)} - {0})

    @property
    def value(self) -> Decimal:
        """What the terms come to, in the unit of the total."""
        return self._summed / self.divisor + self.constant

    @property
    def exact(self) -> Fraction:
        """The same, as a fraction."""
        return Fraction(self._summed) / Fraction(self.divisor) + Fraction(self.constant)

    @property
    def _summed(self) -> Decimal:
        with exactly():
            return sum((factor * figure.value for factor, figure in self.terms), ZERO)

    @property
    def raw_delta(self) -> Decimal:
        """The difference before dividing: exactly 0 where the equation holds."""
        with exactly():
            apart = self._summed - self.divisor * (self.total.value - self.constant)
        if self.total.sign is None:
            return apart
        return min(apart, ZERO) if self.total.sign == ">" else max(apart, ZERO)

    @property
    def raw_slack(self) -> Decimal:
        """The slack before dividing."""
        with exactly():
            of_terms = sum((abs(factor) * figure.half for factor, figure in self.terms), ZERO)
            return of_terms + abs(self.divisor) * self.total.half

    @property
    def is_rounded(self) -> bool:
        """Whether the total is what the terms come to, rounded to its digits as a hand rounds."""
        with exactly():
            half, delta = abs(self.divisor) * self.total.half, abs(self.raw_delta)
        return delta < half or (delta == half and abs(self.total.value) > abs(self.value))

    @property
    def is_within(self) -> bool:
        """Whether rounding alone may explain what separates the two sides."""
        with exactly():  # abs rounds too
            return abs(self.raw_delta) <= self.raw_slack

    @property
    def delta(self) -> Decimal:
        """By how much the terms exceed the total."""
        return self.raw_delta / self.divisor

    @property
    def slack(self) -> Decimal:
        """By how much rounding alone may separate the two sides."""
        return self.raw_slack / abs(self.divisor)


class Unknown(NamedTuple):
    """An equation whose total is printed while some of its terms are not."""

    total: Figure
    missing: tuple[tuple[str, str], ...]


Found = Identity | Unknown | None
