"""How parts make up a total: what a point of each is worth in it, what they come to, and how high
it can get.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction

from parplan.model.fields import Better, Number, turned
from parplan.model.tree import Indicator, counted, divisor, exact_max


def shares(indicator: Indicator) -> dict[str, Fraction]:
    """What a point of each child is worth in an indicator, by id; nothing where nothing adds up."""
    by = Fraction(divisor(indicator))
    return {child.id: Fraction(factor) / by for factor, child in counted(indicator, "score") or ()}


def on_top(indicator: Indicator) -> Iterator[tuple[Fraction, Indicator | Decimal]]:
    """What lifts an indicator above its maximum, at whatever depth: the maxima of bonus rows and
    the ceilings that are said, each with what a point of it is worth there.
    """
    said = indicator.node.ceiling
    if said is not None and exact_max(indicator) is not None:
        yield from ((Fraction(1), said), (Fraction(-1), indicator))
    elif indicator.lifted:
        worth = shares(indicator)
        for child in indicator.children:
            if child.id in worth:
                if child.node.bonus:
                    yield worth[child.id], child
                yield from ((worth[child.id] * part, below) for part, below in on_top(child))


def ceiling(indicator: Indicator, max_of: Callable[[Indicator], Number | None]) -> Number | None:
    """The highest possible score, in points: as its ceiling says, or else the maximum and what
    lifts it; None where one of these is not known.
    """
    maximum, said = max_of(indicator), indicator.node.ceiling
    if maximum is None or not indicator.lifted:
        return maximum
    number = type(maximum)
    if said is not None:
        return number(said)
    for worth, row in on_top(indicator):
        most = number(row) if isinstance(row, Decimal) else max_of(row)
        if most is None:
            return None
        maximum += most * number(worth.numerator) / number(worth.denominator)
    return maximum


def aggregate(
    indicator: Indicator, value: Callable[[Indicator], Number | None], field: str = "score"
) -> Number | None:
    """What the children's values come to in an indicator, in points; None where one is missing,
    which is not 0, or nothing adds up.
    """
    terms: list[Number] = []
    for factor, child in counted(indicator, field) or ():
        own = value(child)
        if own is None:
            return None
        terms.append(own * type(own)(factor))
    if not terms:
        return None
    terms.sort()  # a quotient is cut somewhere: the order of rows shall not matter
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    return total / type(total)(divisor(indicator))


def minus(first: Number | None, second: Number | None) -> Number | None:
    """What lies between two figures, in points; None where one is not known."""
    return None if first is None or second is None else first - second


def between(start: Number | None, end: Number | None, better: Better) -> Number | None:
    """The way from one score to another, in points: above 0 where it leads to the better one; None
    where one is not known.
    """
    way = minus(end, start)
    return None if way is None else turned(way, better)
