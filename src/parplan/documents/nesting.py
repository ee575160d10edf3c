"""Which rows of a table are parts of which: by their kinds of number, or by maxima that add up."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from parplan.documents.blocks import Row

Kind = tuple[str, int]
_ROMAN = re.compile(r"[IVXLC]+", re.ASCII)
_DOTTED = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4})*", re.ASCII)
_LETTER = re.compile(r"[a-zđ]|[A-ZĐ]")
_DASHES = "-–—"
_MARK = re.compile(r"^\s*([-–—+•*])\s*(?=\w)")


@dataclass
class Item:
    """A row with its parts: its number and its label as they are printed, without what stands
    around; and its cells by field.
    """

    number: str
    label: str
    row: Row
    cells: Mapping[str, str]
    parts: "list[Item]" = field(default_factory=list)

    def walk(self) -> "Iterator[Item]":
        """The row and all below it."""
        yield self
        for part in self.parts:
            yield from part.walk()


def item(row: Row, at: Mapping[str, int]) -> Item:
    """A row, its number apart from its label where they share a cell, by where fields stand."""
    cells = {name: row.cells[place].text for name, place in at.items()}
    number, label = cells.get("number", "").strip(), cells.get("name", "").strip()
    return Item(number.rstrip(" .)"), label, row, cells)


def nested(items: Sequence[Item], maxima: Sequence[Decimal | None]) -> list[Item]:
    """The items that are part of no other, each with its parts. `maxima` in points, None where a
    row has none.
    """
    kinds = [_kind(it) for it in items]
    if len({*kinds}) == 1 and not items[0].number:
        return _by_sums(items, maxima)
    tops: list[Item] = []
    open_ones: list[tuple[Kind, Item]] = []
    for it, kind in zip(items, kinds, strict=True):
        _close(open_ones, kind)
        (open_ones[-1][1].parts if open_ones else tops).append(it)
        open_ones.append((kind, it))
    return tops


def _close(open_ones: list[tuple[Kind, Item]], kind: Kind) -> None:
    """What a row of this kind ends: all down to the last of its own kind; a number with fewer dots
    ends those with more.
    """
    at = next((n for n in range(len(open_ones) - 1, -1, -1) if open_ones[n][0] == kind), None)
    if at is None and kind[0] == "dotted":
        deeper = (n for n, (of, _) in enumerate(open_ones) if of[0] == "dotted" and of[1] > kind[1])
        at = next(deeper, None)
    if at is not None:
        del open_ones[at:]


def _kind(it: Item) -> Kind:
    """What kind of number a row has: roman, 1, 1.1, a letter, a dash before its label, or none."""
    if _DOTTED.fullmatch(it.number):
        return "dotted", it.number.count(".")
    if _ROMAN.fullmatch(it.number):
        return "roman", 0
    if _LETTER.fullmatch(it.number):
        return "letter", 0 if it.number.islower() else 1
    mark = _MARK.match(it.label) if not it.number else None
    if it.number and it.number in _DASHES:
        return "mark", 0
    if mark:
        return "mark", 0 if mark[1] in _DASHES else 1
    return "none", 0


def _by_sums(items: Sequence[Item], maxima: Sequence[Decimal | None]) -> list[Item]:
    """Without numbers: the rows behind one whose maxima add up to its own are its parts."""
    tops: list[Item] = []
    at = 0
    while at < len(items):
        end = _end_of_parts(maxima, at)
        items[at].parts.extend(items[at + 1 : end])
        tops.append(items[at])
        at = end
    return tops


def _end_of_parts(maxima: Sequence[Decimal | None], at: int) -> int:
    own, total = maxima[at], Decimal(0)
    for end in range(at + 1, len(maxima)):
        most = maxima[end]
        if own is None or most is None or total + most > own:
            break
        total += most
        if total == own and end > at + 1:
            return end + 1
    return at + 1
