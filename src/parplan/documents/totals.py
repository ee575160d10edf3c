"""Which rows of a table are no rows of its index, but hold its own figures, or those of some of its
rows together.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from parplan.documents.naming import Names
from parplan.documents.nesting import Item, Sums, agreeing, kind_of, kinds, ordinals
from parplan.documents.printed import plain
from parplan.documents.vocabulary import AIMS, NUMBER, Field
from parplan.model.fields import PAST_FIELDS, dated_name, dated_of


class Totals(NamedTuple):
    """The rows of a table: those of its index; those of the `whole`, with its own figures; what has
    `ranks` or percentages, in the columns of points, of the row before it, or where that is None of
    the index; what adds up only some rows, or is of other units or years, each with the one before
    it; and what stands `below` the last total.
    """

    rows: list[Item]
    whole: list[Item]
    ranks: list[tuple[Item, Item | None]]
    partial: list[tuple[Item, Item | None]]
    below: list[Item]


def by_index(
    items: Sequence[Item], names: Names, sums: Callable[[Item], Sums], heading: str
) -> tuple[list[tuple[Item | None, list[Item]]], Item | None]:
    """Rows below a heading with the row of their index; and the total of several indices, where a
    table ends or begins with one that adds up their own figures.
    """
    alone = len(items) > 1 and names.are_indices([it.label for it in items], heading)
    for total in (items[-1], items[0]):
        if not names.words.is_total(total.called):
            continue
        groups = _by_index([it for it in items if it is not total], names, alone=alone)
        agree, of = agreeing(sums(total), [_own(*it, names, sums) for it in groups])
        if len(groups) > 1 and agree * 2 >= of > 0:
            return groups, total
    return _by_index(items, names, alone=alone), None


def _own(
    head: Item | None, below: Sequence[Item], names: Names, sums: Callable[[Item], Sums]
) -> Sums:
    """The figures of an index: in its row, else in the largest of its totals, else of its rows."""
    totals = [sums(it) for it in below if names.words.is_total(it.called)]
    tops = [sums(it) for it in below if kind_of(it.number) == kind_of(below[0].number)]
    common = [name for name in tops[0] if all(name in it for it in tops)] if tops else ()
    made = {name: sum((it[name] for it in tops), Decimal(0)) for name in common}
    return (sums(head) if head is not None else {}) or max(totals, key=_size, default=made)


def _by_index(
    items: Sequence[Item], names: Names, *, alone: bool
) -> list[tuple[Item | None, list[Item]]]:
    """Rows with the row of their index, where a table has those of several, alike in their numbers:
    it begins with one, and each has rows below it, or none, as where all stand `alone`. Without
    numbers the last has some if any has, else it may be a part.
    """
    heads = [
        n
        for n, it in enumerate(items)
        if alone or names.is_index(it.label) or names.is_known(it.label)
    ]
    of = kinds([items[n].number for n in heads])
    one = len(heads) == 1 and not names.is_index(items[0].label)
    if heads[:1] != [0] or len({*of}) > 1 or one:
        return [(None, [*items])]
    ends = [*heads[1:], len(items)]
    below = [end > n + 1 for n, end in zip(heads, ends, strict=True)]
    beside = any(goes_on(items[n : n + 2]) for n, has in zip(heads, below, strict=True) if has)
    perhaps_a_part = any(below) and not below[-1] and of[-1] is None
    if below == [False] or beside or perhaps_a_part:
        return [(None, [*items])]
    return [(items[n], [*items[n + 1 : end]]) for n, end in zip(heads, ends, strict=True)]


def totals(
    rows: Sequence[Item],
    names: Names,
    sums: Callable[[Item], Sums],
    year: int | None,
    heading: str,
    *,
    headed: bool,
) -> Totals:
    """The rows below a heading apart, or where it is `headed` below the index's own row. Of several
    totals the first or the last row of all is that of the whole, else the largest one; one of
    another year never.
    """
    held: list[Item] = []
    below: list[Item] = []
    ranks: list[tuple[Item, Item | None]] = []
    end = _end(rows, names)
    for n, it in enumerate(rows):
        before = held[-1] if held else None
        beside = before is not None and (not it.number or names.words.is_total(before.called))
        kind = names.words.total_in(it.called) if beside else None
        in_percent = any("%" in text for text in it.cells.values())
        if kind is not None and (in_percent or "max" not in sums(it)):
            ranks.append((_as(kind, it), before))
        else:
            (held if n < end else below).append(it)
    others = {it for it in held if not it.number and names.words.is_of_others(it.label)}
    ours = [it for it in held if it not in others]
    told = _totals(ours, names, heading)
    once = len({it.label for it, _ in ranks}) == len(ranks)
    if ranks and once and (headed or held[0] in told):
        ranks = [(it, None if before is held[-1] else before) for it, before in ranks]
    of_all = [it for it in told if not names.words.is_of_some(it.called)]
    whole = _whole([it for it in of_all if _is_of(it, names, year)], ours, sums)
    rest: list[Item] = []
    partial = []
    for it in held:
        if it not in told and it not in others:
            rest.append(it)
        elif it not in whole:
            partial.append((it, rest[-1] if rest else None))
    return Totals(rest, whole, ranks, partial, below)


def _end(rows: Sequence[Item], names: Names) -> int:
    """Where the rows of an index end, with its last total: what stands below that without a number
    is none, where rows have numbers, but for points that are added or taken off.
    """
    at = len(rows)
    for n in range(len(rows) - 1, -1, -1):
        label = rows[n].called
        if names.words.is_total(label):
            return at if any(it.number for it in rows[:n]) else len(rows)
        if rows[n].number or names.words.is_beside(label):
            return len(rows)
        at = n
    return len(rows)


def _totals(rows: Sequence[Item], names: Names, heading: str) -> list[Item]:
    """The rows that add up others: by their words; or the first or last one that is called by its
    index alone, or not at all, and has no number where others have; or the only one, that is called
    as the heading is, or by its index.
    """
    numbered = any(row.number for row in rows)

    def ends(it: Item) -> bool:
        named = not it.label or names.is_index(it.label) or names.is_own(it.label, heading)
        if rows == [it]:
            same = plain(it.label) == plain(NUMBER.sub("", heading))
            return same or (bool(it.label) and not it.number and named)
        alone = numbered and not it.number and (it is rows[0] or it is rows[-1])
        return alone and named

    return [it for it in rows if names.words.is_total(it.called) or ends(it)]


def _whole(told: Sequence[Item], rows: Sequence[Item], sums: Callable[[Item], Sums]) -> list[Item]:
    """Of some totals those of all rows; none where each of several has one name, and the last does
    not add up the others.
    """
    sizes = [_size(sums(it)) for it in told]
    alike = len({plain(it.called) for it in told}) == 1 < len(told)
    if not told or (alike and told[0] is not rows[0] and sizes[-1] != sum(sizes[:-1])):
        return []
    ends = [it for it in told if it is rows[0] or it is rows[-1]] or told
    most = max(_size(sums(it)) for it in ends)
    return [it for it in ends if _size(sums(it)) == most]


def _is_of(it: Item, names: Names, year: int | None) -> bool:
    """Whether a total is of a year, or of none that it names."""
    of = names.words.year(it.called)
    return of is None or year is None or of == year


def _as(kind: Field, it: Item) -> Item:
    """A row of ranks or percentages, its cells by what they are."""
    cells: dict[str, str] = {}
    for name, text in it.cells.items():
        past = dated_of(name)
        if past is not None and past[0] == "score" and kind in PAST_FIELDS:
            cells[dated_name(kind, past[1])] = text
        elif name in ("score", kind) and text:
            cells[kind] = text
        elif name == "target":
            cells[AIMS[kind]] = text
        elif kind == "rank" and past is not None and past[0] == "target":
            cells[dated_name(AIMS["rank"], past[1])] = text
    return replace(it, cells=cells)


def goes_on(rows: Sequence[Item]) -> bool:
    """Whether the number of the second of two rows is the next one: it stands beside the first."""
    first, *others = ordinals([row.number for row in rows])
    return first is not None and others == [(first[0], first[1] + 1)]


def _size(sums: Sums) -> Decimal:
    return next((sums[name] for name in ("max", "score", "target") if name in sums), Decimal(0))
