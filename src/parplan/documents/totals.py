"""Which rows of a table are no rows of its index, but hold its own figures, or those of some of its
rows together.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from parplan.documents.naming import Names, is_name
from parplan.documents.nesting import Item, Sums, ordinal
from parplan.documents.vocabulary import ACRONYM, AIMS
from parplan.model.fields import PAST_FIELDS, dated_name, dated_of


class Totals(NamedTuple):
    """The rows of a table: those of its index; those of the `whole`, with its own figures; what has
    its `ranks` or percentages, in the columns of points; and what adds up only some rows, each with
    the one before it.
    """

    rows: list[Item]
    whole: list[Item]
    ranks: list[Item]
    partial: list[tuple[Item, Item | None]]


def by_index(items: Sequence[Item], names: Names) -> list[tuple[Item | None, list[Item]]]:
    """Rows with the row of their index, where a table has those of several: it begins with one,
    and each has rows below it, or none; the last has some if any has, else it may be a part.
    """
    heads = [n for n, it in enumerate(items) if names.is_index(it.label) or is_name(it.label)]
    if heads[:1] != [0] or (len(heads) == 1 and not names.is_index(items[0].label)):
        return [(None, [*items])]
    ends = [*heads[1:], len(items)]
    below = [end > n + 1 for n, end in zip(heads, ends, strict=True)]
    follows = any(_goes_on(items[n : n + 2]) for n, has in zip(heads, below, strict=True) if has)
    if below == [False] or (any(below) and not below[-1]) or follows:
        return [(None, [*items])]
    return [(items[n], [*items[n + 1 : end]]) for n, end in zip(heads, ends, strict=True)]


def totals(
    rows: Sequence[Item], heading: str, names: Names, sums: Callable[[Item], Sums]
) -> Totals:
    """The rows below a heading apart: of several totals the largest are those of the whole."""
    ranks = [it for it in rows if names.words.total_in(it.label or it.number)]
    rows = [it for it in rows if it not in ranks]
    told = [it for it in rows if _is_total(it, rows, heading, names)]
    sizes = [_size(sums(it)) for it in told]
    whole = [it for it, size in zip(told, sizes, strict=True) if size == max(sizes)]
    rest: list[Item] = []
    partial = []
    for it in rows:
        if it not in told:
            rest.append(it)
        elif it not in whole:
            partial.append((it, rest[-1] if rest else None))
    return Totals(rest, whole, [_as_ranks(it, names) for it in ranks], partial)


def _as_ranks(it: Item, names: Names) -> Item:
    """A row of ranks or percentages, its cells by what they are."""
    held = names.words.total_in(it.label or it.number) or "rank"
    cells: dict[str, str] = {}
    for name, text in it.cells.items():
        past = dated_of(name)
        if past is not None and past[0] == "score" and held in PAST_FIELDS:
            cells[dated_name(held, past[1])] = text
        elif name in ("score", "target"):
            cells[held if name == "score" else AIMS[held]] = text
    return replace(it, cells=cells)


def _is_total(it: Item, rows: Sequence[Item], heading: str, names: Names) -> bool:
    """Whether a row adds up others: by its words, or since it names the index, and has no
    number where others have.
    """
    if names.words.is_total(it.label or it.number):
        return True
    alone = not it.number and any(row.number for row in rows)
    if not alone or it not in (rows[0], rows[-1]):
        return False
    own = not {*ACRONYM.findall(heading)}.isdisjoint(ACRONYM.findall(it.label))
    return own or not it.label or names.is_index(it.label) or is_name(it.label)


def stand_apart(own: Sums, parts: Sequence[Sums]) -> bool:
    """Whether parts are not added up: each has the maximum of the whole, or where there are no
    maxima, the score of the whole lies among theirs.
    """
    if len(parts) < _SEVERAL:
        return False
    for name in ("max", "score"):
        told = [part[name] for part in parts if name in part]
        if name in own and len(told) == len(parts):
            among = min(told) <= own[name] <= max(told) and own[name] != sum(told)
            return among and (name == "score" or len({*told}) == 1)
    return False


_SEVERAL = 2  # parts that can be added up


def _goes_on(rows: Sequence[Item]) -> bool:
    """Whether the number of the second of two rows is the next one: it stands beside the first."""
    first, second = (ordinal(row.number) for row in rows)
    return first is not None and second == (first[0], first[1] + 1)


def _size(sums: Sums) -> Decimal:
    return next((sums[name] for name in ("max", "score", "target") if name in sums), Decimal(0))
