"""What the text of a cell is, as a figure of its field."""

import re
from collections.abc import Mapping
from decimal import Decimal

from parplan.documents.drawn import Figure
from parplan.documents.marks import by_mark
from parplan.documents.printed import figures, rank, rises
from parplan.documents.vocabulary import AIMS
from parplan.documents.worded import Stated, stated
from parplan.model.fields import field_of


def figure(name: str, text: str, mark: str) -> Figure | None:
    """The figure of a field that a text is, by a document's decimal mark: points, a percentage, a
    rank, or what a target states in words; None for any other text.
    """
    if name.startswith("rank") and name != "rank_change":
        return rank(text)
    if name == AIMS["rank"]:
        return rank(text.lstrip("≤<= ")) or _aim(text, of_ranks=True)
    if name == AIMS["percent"]:
        goal = _aim(text, of_ranks=False)
    else:
        worded = field_of(name) == "target" and not _FRACTION.fullmatch(text)
        goal = stated(text) if worded else None
    if goal is not None:
        return goal
    if rises(text) and (name == AIMS["percent"] or field_of(name) == "target"):
        return None  # by how much, and not what is to be reached
    found = figures(text)
    if name == "rank_change":
        return next((int(it) for it in found if it == int(it)), None)
    return by_mark(found, text, mark)


def within(points: Figure, text: str, most: Figure | None) -> Figure:
    """Points, or the other reading of their text, thousands or not, where these pass the maximum
    and that does not: ``66,571`` of 100.
    """
    if not (isinstance(points, Decimal) and isinstance(most, Decimal) and points > most):
        return points
    return max((it for it in figures(text) if it <= most), default=points)


def _aim(text: str, *, of_ranks: bool) -> Mapping[str, Stated] | None:
    """What a cell states in words in a column of ranks, or of percentages, to be reached."""
    goal = stated(text)
    if goal is None or (goal.keys() <= _OF_RANKS) != of_ranks:
        return None
    amounts = {key: it for key, it in goal.items() if isinstance(it, Decimal)}
    return {**goal, **{key: {"percent": it} for key, it in amounts.items()}}


_FRACTION = re.compile(r"[0-9\s/]+", re.ASCII)  # of points, or a rank: nobody can tell
_OF_RANKS = frozenset({"rank", "places", "group"})
