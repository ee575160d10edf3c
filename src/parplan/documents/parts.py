"""How parts make a row up, where they are not added up: by their weights, or not at all."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from parplan.documents.nesting import Sums
from parplan.points import digits, half_unit


def stand_apart(own: Sums, parts: Sequence[Sums]) -> bool:
    """Whether parts are not added up: each has the maximum of the whole, or where there are no
    maxima, the score of the whole lies among theirs.
    """
    if len(parts) < _SEVERAL:
        return False
    if "max" in own and all("max" in part for part in parts):
        return all(part["max"] == own["max"] for part in parts)
    scores = [part["score"] for part in parts if "score" in part]
    known = "score" in own and len(scores) == len(parts)
    return known and min(scores) < own["score"] < max(scores)


def scale_of(own: Sums, parts: Sequence[Sums], weights: Sequence[Decimal]) -> Decimal | None:
    """What the mean of parts, each by its weight, is multiplied by to make up the whole, of scores
    or else of targets; None where it does not, or their sum does.
    """
    whole = sum(weights, Decimal(0))
    name = next((it for it in ("score", "target") if it in own and all(it in p for p in parts)), "")
    if not name or not whole:
        return None
    figures = [part[name] for part in parts]
    if sum(figures) == own[name]:
        return None
    mean = sum((Fraction(by * it) for by, it in zip(weights, figures, strict=True)), Fraction(0))
    slack = Fraction(half_unit(digits(own[name])))
    each = Fraction(half_unit(min(map(digits, figures))))
    for scale in map(Decimal, _SCALES):
        off = abs(mean / Fraction(whole) * Fraction(scale) - Fraction(own[name]))
        if off <= slack + each * Fraction(scale):
            return scale
    return None


_SCALES = (1, 10, 100)
_SEVERAL = 2  # parts that can be added up
