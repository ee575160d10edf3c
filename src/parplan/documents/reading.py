"""What the text of a cell is, as a figure of its field; and what those of a row come to."""

import re
from collections.abc import Container, Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from parplan.documents.drawn import Figure, same_figure
from parplan.documents.marks import by_mark
from parplan.documents.printed import behind, figure_alone, figures, rank, rises
from parplan.documents.vocabulary import AIMS, of_ranks
from parplan.documents.worded import Stated, amount, is_maximum, last_rank, stated, unremarked
from parplan.model.fields import dated_name, field_of
from parplan.points import HUNDRED, ZERO, Rank


class OfRow(NamedTuple):
    """The figures of a row by field, and how each is printed; the fields whose cells hold words
    that are none; and what stands behind the figures of other fields in their cells, by both.
    """

    figures: dict[str, Figure]
    printed: dict[str, str]
    words: list[str]
    behind: dict[tuple[str, str], Figure]


def of_row(
    cells: Mapping[str, str],
    fields: Iterable[str],
    mark: str,
    of_most: Container[str],
    *,
    in_percent: bool = False,
) -> OfRow:
    """The figures of a row in some fields, by its cells and a document's decimal mark. `of_most`
    are those whose cells have a maximum behind the figure, where the row has none of its own;
    `in_percent`: scores are, by the title of their column.
    """
    read, printed, words, second = OfRow({}, {}, [], {})
    for name in fields:
        text = cells.get(name, "")
        if name in NO_FIGURES or not any(map(str.isalnum, text)):
            continue
        found = _found(name, cells, mark, by_column=name in of_most)
        if found is None:
            words.append(name)
        else:
            read[name], printed[name] = found, text
    for name in [*read]:
        for field, it in _behind(name, printed[name], mark).items():
            second[name, field] = it
            if field not in read:
                read[field], printed[field] = it, ""
    lost = read.get("max")
    if isinstance(lost, Decimal) and lost < 0:  # as much as that may be lost
        read |= {"floor": lost, "max": ZERO}
        printed["floor"] = printed["max"]
    most = read.get("max")
    for name in (it for it in read if field_of(it) in _POINTS):
        read[name] = within(read[name], printed[name], most)
    of_points = most not in (None, HUNDRED)
    in_percent = in_percent or "%" in figure_alone(printed.get("score", ""))
    for name in [it for it in read if field_of(it) == "target"]:
        aim = read[name]
        if of_points and isinstance(aim, Decimal) and "%" in figure_alone(printed[name]):
            read[name] = {"percent": aim}  # of a scale that ends elsewhere
        elif in_percent and not of_points and isinstance(aim, Mapping):  # of what scores are in
            read[name] = {key: _bare(it) for key, it in aim.items()}
    _put_ranks_to_targets(read, printed)
    return OfRow(read, printed, words, second)


def _put_ranks_to_targets(read: dict[str, Figure], printed: dict[str, str]) -> None:
    """Ranks to be reached in other years than the last: what the targets of these state as well."""
    for name, year in [(it, year) for it in read if (year := of_ranks(it)) is not None]:
        own, ranks = dated_name("target", year), read.pop(name)
        told = ranks if isinstance(ranks, Mapping) else {"rank": ranks}
        aim = read.setdefault(own, told)
        read[own] = same_figure(aim, told) or aim
        printed.setdefault(own, printed.pop(name))


def aims(goal: Mapping[str, Stated], *, in_percent: bool) -> dict[str, Figure]:
    """What a goal in words states, by field: of points, and of ranks. `in_percent`: scores are."""
    ranks = {key: it for key, it in goal.items() if key in _OF_RANKS}
    points = {key: it for key, it in goal.items() if key not in _OF_RANKS}
    if in_percent:
        points = {"points" if it == "percent" else it: _bare(aim) for it, aim in points.items()}
    told = {"target": (points, points.get("points")), AIMS["rank"]: (ranks, ranks.get("rank"))}
    return {
        field: alone if isinstance(alone, Decimal | Rank) and len(said) == 1 else said
        for field, (said, alone) in told.items()
        if said
    }


def _found(name: str, cells: Mapping[str, str], mark: str, *, by_column: bool) -> Figure | None:
    """The figure of a field in its row; of a target that is worded as the maximum, that one."""
    text, most = cells[name], cells.get("max", "")
    if field_of(name) == "target" and is_maximum(text):
        utmost = figure("max", most, mark)
        return utmost if isinstance(utmost, Decimal) and utmost >= 0 else None  # else to be lost
    own = _may_be_of(text, cells, mark, by_column=by_column)
    return figure(name, text, mark) if own else None


def _may_be_of(text: str, cells: Mapping[str, str], mark: str, *, by_column: bool) -> bool:
    """Whether what stands behind a slash in a cell is the row's maximum: as the row's own cell of
    it has it, or else as the whole column says, of figures that may be no ranks.
    """
    most = behind(text).get("max")
    own = figure("max", cells.get("max", ""), mark)
    if most is None or own is not None:
        return most is None or figure("max", most, mark) == own
    return by_column and not {*",."}.isdisjoint(text)


def _behind(name: str, text: str, mark: str) -> dict[str, Figure]:
    """The figures that stand behind another one in its cell, by field."""
    fields = _BEHIND.get(name, {})
    told = ((fields[field], said) for field, said in behind(text).items())
    found = ((field, figure(field, said, mark)) for field, said in told)
    return {field: it for field, it in found if it is not None}


def sums_of(cells: Mapping[str, str], mark: str, of_most: Container[str]) -> dict[str, Decimal]:
    """The figures of a row that add up to those of the row above it; of what may be lost, 0."""
    told = of_row(cells, _ADDED, mark, of_most).figures
    return {name: it for name in _ADDED if isinstance(it := told.get(name), Decimal)}


def _bare(aim: Stated) -> Stated:
    return aim["percent"] if isinstance(aim, Mapping) else aim


def figure(name: str, text: str, mark: str) -> Figure | None:
    """The figure of a field that a text is, by a document's decimal mark: points, a percentage, a
    rank, or what a target states in words; None for any other text.
    """
    if name.startswith("rank") and name != "rank_change":
        return rank(text)
    if name == AIMS["rank"] or of_ranks(name) is not None:
        return rank(text.lstrip("≤<= ")) or last_rank(text) or _aim(text, of_ranks=True)
    if field_of(name) == "target":
        text = unremarked(text)
    if name == AIMS["percent"]:
        goal = _aim(text, of_ranks=False)
    else:
        worded = field_of(name) == "target" and not _FRACTION.fullmatch(text)
        goal = stated(text) if worded else None
    if goal is not None:
        return goal
    is_aim = name == AIMS["percent"] or field_of(name) == "target"
    if is_aim and rises(text):
        return None  # by how much, and not what is to be reached
    found = figures(text) if behind(text).keys() <= _BEHIND.get(name, {}).keys() else frozenset()
    if name == "rank_change":
        return next((int(it) for it in found if it == int(it)), None)
    return amount(text) if is_aim and not found else by_mark(found, text, mark)


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
NO_FIGURES = frozenset(
    {"number", "name", "lead", "coordinate", "due", "task", "note", "lost", "weight", "others"}
)
_POINTS = frozenset({"score", "planned", "target"})
# What may stand behind a figure in its cell, and which field that is then.
_BEHIND: Mapping[str, Mapping[str, str]] = {
    "score": {"max": "max", "percent": "percent", "change": "change"},
    "target": {"max": "max", "percent": AIMS["percent"]},
}
_ADDED = ("max", "score", "planned", "target")
