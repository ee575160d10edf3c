"""How a document writes the figures of an index: with how many decimals, and in what form."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal

from parplan.documents.drawn import Drawn, Figure
from parplan.documents.printed import figure_alone, figures, rank
from parplan.documents.vocabulary import AIMS
from parplan.points import Rank, digits

_FIGURE = re.compile(r"[0-9]+(?:[.,][0-9]+)*", re.ASCII)


def decimals_of(index: Drawn) -> dict[str, int]:
    """With how many decimals an index prints points, by field, and percentages; of one that prints
    no points these say it of both.
    """
    points, percents = _amounts(index, ("score", "target")), _amounts(index, _PERCENTS)
    decimals = own = _common(points or percents)
    if points:
        own = max(map(_digits, _amounts(index, ("percent",))), default=decimals)
    return {**dict.fromkeys(_POINTS, decimals), "percent": own}


def _amounts(index: Drawn, names: Iterable[str]) -> list[Decimal]:
    """Those figures of an index and its rows that are points or percentages."""
    rows = [row.amounts for row in index.walk()]
    return [row[name] for row in rows for name in names if name in row]


_POINTS = ("score", "planned", "target")
_PERCENTS = ("percent", AIMS["percent"])


def _common(points: Iterable[Decimal]) -> int:
    """The decimals that figures are printed with: the most that a few of them have, of which one
    may have more, and many fewer, since zeros at the end are often left out.
    """
    counted = Counter(map(_digits, points))
    few = max(_SOME, sum(counted.values()) * _SHARE)
    common = [many for many, times in counted.items() if times >= few]
    return max(common or counted, default=2)


_SOME, _SHARE = 2, 0.1


def finer(row: Drawn, fields: Iterable[str], decimals: Mapping[str, int]) -> dict[str, int] | None:
    """How many decimals those figures have that have more than their index."""
    held = ((name, row.figures.get(name)) for name in fields)
    told = {name: _digits(it) for name, it in held if isinstance(it, Decimal)}
    return {name: many for name, many in told.items() if many > decimals[name]} or None


def _digits(figure: Decimal) -> int:
    return min(digits(figure), _MOST_DIGITS)


_MOST_DIGITS = 6


def form_of(texts: Iterable[str]) -> str | None:
    """How most cells of a column write a figure, # standing for it; None for the bare figure."""
    told = Counter(
        _FIGURE.sub("#", text.strip(), count=1)
        for text in map(figure_alone, texts)
        if figures(text)
    )
    # Of forms as common as each other the one with fewest words.
    common = max(told, key=lambda it: (told[it], -sum(map(str.isalpha, it))), default="#")
    return None if common in ("#", "-#") else common


def is_other(figure: Figure, text: str) -> bool:
    """Whether what is printed is not the figure, or nothing."""
    if isinstance(figure, Rank):
        return rank(text) != figure
    return not text or (isinstance(figure, Decimal) and figure not in figures(text))


def bare(text: str) -> str:
    """A printed figure without blanks, its digits all alike."""
    return _FIGURE.sub("#", "".join(figure_alone(text).split()), count=1)
