"""Which rows of a table are parts of which: by their kinds of number, or by figures that add up."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise, takewhile
from typing import NamedTuple

from parplan.documents.blocks import Cell, Row
from parplan.documents.printed import says_figure

Kind = tuple[str, int]
_ROMAN = re.compile(r"[IVXLC]+", re.ASCII)
_DOTTED = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4})*", re.ASCII)
_LETTER = re.compile(r"[a-zđ]|[A-ZĐ]")
_DASHES = "-–—"
_WORDS = re.compile(r"[^\W\d_]{2}")
_MARK = re.compile(r"^\s*([-–—+•*])\s*(?=\w)")


@dataclass(eq=False)
class Item:
    """A row with its parts: its number and its label as they are printed, without what stands
    around; and its cells by field. `total`: the word for a total that stands where others have
    their number. `elsewhere`: its name is that of rows above as well, and the label stands in
    another column; its `lines` are those that have no label there.
    """

    number: str
    label: str
    row: Row
    cells: Mapping[str, str]
    italic: bool = False
    elsewhere: bool = False
    total: str = ""
    parts: "list[Item]" = field(default_factory=list)
    lines: "list[Item]" = field(default_factory=list)

    @property
    def called(self) -> str:
        """Its label, or else its number; a total as such."""
        return self.total or self.label or self.number

    def walk(self) -> "Iterator[Item]":
        """The row and all below it."""
        yield self
        for part in self.parts:
            yield from part.walk()


def item(row: Row, at: Mapping[str, int]) -> Item:
    """A row, its number apart from its label where they share a cell, by where fields stand."""
    cells = {name: row.cells[place].text for name, place in at.items()}
    cells |= {name: row.cells[at[name]].by_line for name in _BY_LINE if name in at}
    number, label = cells.get("number", "").strip(), cells.get("name", "").strip()
    own = row.cells[at["name"]] if "name" in at else Cell()
    elsewhere = own.above and not label
    if elsewhere:
        others = (it.text for n, it in enumerate(row.cells) if n not in at.values())
        label = next((text for text in others if text and not says_figure(text)), "")
    if not label and _WORDS.match(number) and kind_of(number) is None:  # merged over both
        number, label = "", number
    number = number.rstrip(" ." if "(" in number else " .)")
    says = number in _DASHES or any(map(str.isalnum, number))  # else it only marks the row
    return Item(number if says else "", label, row, cells, own.italic, elsewhere)


_BY_LINE = ("lead", "coordinate")  # units, of which each has a line


class Nested(NamedTuple):
    """The items that are part of no other, each with its parts; `doubtful` are the labels of those
    of which sums alone say so, and not all of them.
    """

    tops: list[Item]
    doubtful: list[str]


Sums = Mapping[str, Decimal]


def nested(items: Sequence[Item], sums: Sequence[Sums], is_beside: Callable[[str], bool]) -> Nested:
    """The items as a tree. `sums` has the figures of each that add up, in points, the maximum as
    `max`; `is_beside` tells labels of those that are part of none, without number at the end.
    """
    numbers = kinds([it.number for it in items])
    of = [_kind(it, number) for it, number in zip(items, numbers, strict=True)]
    if len({*of}) == 1 and not items[0].number:
        return _by_sums(items, sums)
    tops: list[Item] = []
    open_ones: list[tuple[Kind, Item]] = []
    last = takewhile(lambda it: not it.number and is_beside(it.label), reversed(items))
    end = len(items) - len([*last])
    for n, (it, kind) in enumerate(zip(items, of, strict=True)):
        _close(open_ones, kind)
        if n >= end:
            open_ones.clear()
        (open_ones[-1][1].parts if open_ones else tops).append(it)
        open_ones.append((kind, it))
    return Nested(tops, [])


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


def _kind(it: Item, number: Kind | None) -> Kind:
    """What kind of number a row has: roman, 1, 1.1, a letter, a dash before its label, or none, a
    label in italics apart.
    """
    if number is not None:
        return number
    mark = _MARK.match(it.label) if not it.number else None
    if it.number and it.number in _DASHES:
        return "mark", 0
    if mark:
        return "mark", 0 if mark[1] in _DASHES else 1
    return "none", int(it.italic)


def kind_of(number: str) -> Kind | None:
    """What kind of number a text is, a number with dots by how many; None for any other text."""
    if _DOTTED.fullmatch(number):
        return "dotted", number.count(".")
    if _ROMAN.fullmatch(number):
        return "roman", 0
    return ("letter", int(number.isupper())) if _LETTER.fullmatch(number) else None


def kinds(numbers: Sequence[str]) -> list[Kind | None]:
    """What kind of number each of some is, one below the other: C behind B is a letter."""
    found: list[Kind | None] = []
    last = ""
    for number in numbers:
        kind = kind_of(number)
        if kind == _AS_ROMAN and len(number) == 1 and last and ord(number) == ord(last) + 1:
            kind = _AS_CAPITAL
        last = number if kind == _AS_CAPITAL else last
        found.append(kind)
    return found


def ordinals(numbers: Sequence[str]) -> list[tuple[Kind, int] | None]:
    """What kind of number each of some texts is, one below the other, and the how manieth of its
    kind; None for any other text.
    """
    told = zip(numbers, kinds(numbers), strict=True)
    return [None if kind is None else (kind, _count(number, kind)) for number, kind in told]


def _count(number: str, kind: Kind) -> int:
    if kind[0] == "dotted":
        return int(number.rpartition(".")[2])
    return _roman(number) if kind == _AS_ROMAN else ord(number.casefold()) - ord("a") + 1


def _roman(number: str) -> int:
    worth = [_ROMANS[letter] for letter in number]
    smaller = [own < after for own, after in pairwise([*worth, 0])]
    return sum(-own if less else own for own, less in zip(worth, smaller, strict=True))


_ROMANS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_AS_ROMAN: Kind = ("roman", 0)
_AS_CAPITAL: Kind = ("letter", 1)


def _by_sums(items: Sequence[Item], sums: Sequence[Sums]) -> Nested:
    """Without numbers: the rows behind one whose figures add up to its own are its parts; and what
    stands over these in turn, where all of its figures say so.
    """
    doubtful: list[str] = []
    level = _folded([*zip(items, sums, strict=True)], doubtful)
    while len(above := _folded(level, None)) < len(level):
        level = above
    return Nested([it for it, _ in level], doubtful)


def _folded(
    level: Sequence[tuple[Item, Sums]], doubtful: list[str] | None
) -> list[tuple[Item, Sums]]:
    """The rows of a level that are part of no other, each with its parts. Labels of which that is
    not sure become `doubtful`; without these, nothing is a part that is not sure.
    """
    sums, found, at = [own for _, own in level], [], 0
    while at < len(level):
        it = level[at][0]
        end, sure = (at + 1, True) if it.parts else _end_of_parts(sums, at)
        if not sure and doubtful is None:
            end = at + 1
        elif not sure and doubtful is not None:
            doubtful.append(it.label)
        it.parts.extend(part for part, _ in level[at + 1 : end])
        found.append(level[at])
        at = end
    return found


def _end_of_parts(sums: Sequence[Sums], at: int) -> tuple[int, bool]:
    """Where the parts of an item end, and whether that is sure: where half of its figures or more
    are the sums of those of the rows behind it.
    """
    found, sure = at + 1, True
    for end in range(at + _FEWEST + 1, min(at + _MOST, len(sums)) + 1):
        agree, of = agreeing(sums[at], sums[at + 1 : end])
        if agree == of > 1:
            return end, True
        if agree and (sure or agree * 2 >= of):
            found, sure = end if agree * 2 >= of else found, False
    return found, sure


def agreeing(own: Sums, parts: Sequence[Sums]) -> tuple[int, int]:
    """How many figures of an item are the sums of its parts', of those that all of them have."""
    names = [name for name in own if all(name in part for part in parts)]
    agree = sum(own[name] == sum(part[name] for part in parts) for name in names)
    return agree, len(names)


_FEWEST, _MOST = 2, 30  # parts of an item
