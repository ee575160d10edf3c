"""How parts make a row up, where they are not added up: by their weights, or not at all."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from parplan.documents.nesting import Sums
from parplan.model.fields import Aggregate
from parplan.points import digits, last_digit


def aggregate_of(own: Sums, parts: Sequence[Sums], *, in_percent: bool = False) -> Aggregate:
    """How parts without weights make up the whole: those that are not added up by their mean, or
    not at all.
    """
    if not in_percent and not stand_apart(own, parts):
        return "sum"
    return "mean" if are_averaged(own, parts) else "none"


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


def are_averaged(own: Sums, parts: Sequence[Sums]) -> bool:
    """Whether the score, or else the target, of the whole is the mean of those of its parts, to the
    last digit that any of them is printed with; not where many a figure among theirs would be: they
    are printed with few digits, or lie close together.
    """
    name = _compared(own, parts)
    if not name or len(parts) < _SEVERAL:
        return False
    figures = [part[name] for part in parts]
    room = Fraction(last_digit(max(map(digits, (own[name], *figures)))))
    mean = Fraction(sum(figures)) / len(figures)
    apart = max(figures) - min(figures)
    return abs(mean - Fraction(own[name])) <= room and room * _BY_CHANCE < apart


def scale_of(own: Sums, parts: Sequence[Sums], weights: Sequence[Decimal]) -> Decimal | None:
    """What the mean of parts, each by its weight, is multiplied by to make up the whole, of scores
    or else of targets, but for a misprint; None where it does not, or their sum does.
    """
    whole, name = sum(weights, Decimal(0)), _compared(own, parts)
    if not name or not whole or adds_up(own, parts):
        return None
    figures = [part[name] for part in parts]
    mean = sum((Fraction(by * it) for by, it in zip(weights, figures, strict=True)), Fraction(0))
    near = [
        (abs(mean / Fraction(whole) * scale - Fraction(own[name])), Decimal(scale))
        for scale in _SCALES
    ]
    off, scale = min(near)
    return scale if off <= Fraction(own[name]) * _MISPRINT else None


def adds_up(own: Sums, parts: Sequence[Sums]) -> bool:
    """Whether the scores, or else the targets, of parts are those of the whole, added up."""
    name = _compared(own, parts)
    return bool(name) and sum(part[name] for part in parts) == own[name]


def _compared(own: Sums, parts: Sequence[Sums]) -> str:
    """Which figure the whole and all of its parts have; empty where there is none."""
    return next((it for it in ("score", "target") if it in own and all(it in p for p in parts)), "")


_SCALES = (1, 10, 100)
_MISPRINT = Fraction(1, 20)  # of the whole
_SEVERAL = 2  # parts that can be added up
_BY_CHANCE = 20  # as wide apart as what passes for their mean is, parts have it hardly by chance
