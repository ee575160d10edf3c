"""Which known row a printed one is, and what one is called that nobody knows."""

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import chain

from parplan.documents.blocks import WHICH
from parplan.documents.nesting import Item
from parplan.documents.printed import number, plain
from parplan.ids import slug
from parplan.model.tree import Indicator

_ALIKE = 0.85  # names of one row
_ANY = 0.5  # … of which one is short, or worded anew
# What tells apart rows that are called alike: “part 1” and “part 2”, or “A” and “B”; not years.
_COUNT = re.compile(r"(?<!\w)(?!(?:19|20)[0-9]{2}(?!\w))(?:[0-9]+|[ivx]+|[a-z])(?!\w)")


def same_name(one: str, other: str) -> bool:
    """Whether two texts are the name of one row."""
    return bool(one) and _count_alike(one, other) and _alike(one, other, _ALIKE) >= _ALIKE


def are_others(one: str, other: str) -> bool:
    """Whether two texts have too little in common for names of one row."""
    return _alike(one, other, _ANY) < _ANY


def rows_named(text: str, names: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The ids of the rows that a text names, which stand apart by semicolons or line ends; and what
    of it names none.
    """

    def row(part: str) -> str | None:
        return next((ident for ident, name in names.items() if same_name(part, name)), None)

    parts = [text] if row(text) else _APART.split(text)
    each = [(part.strip(), row(part)) for part in parts if part.strip()]
    known = dict.fromkeys(ident for _, ident in each if ident is not None)
    return tuple(known), tuple(part for part, ident in each if ident is None)


_APART = re.compile("[;\n]")


def same_rows(items: Sequence[Item], known: Sequence[Indicator]) -> list[Indicator | None]:
    """The known row that each of some printed ones is. Most of many have a number and a name of
    theirs; only the rest is compared with all that are left.
    """
    own: dict[tuple[str, str], list[Indicator]] = {}
    for row in known:
        said = row.node.row or ""
        told = "" if WHICH.search(said) else number(said)  # “Hồ sơ [2]” is no number
        own.setdefault((told, plain(row.node.name.vi)), []).append(row)
    each = {key: iter(rows) for key, rows in own.items()}  # of several in the same order
    found = [next(each.get((number(it.number), plain(it.label)), iter(())), None) for it in items]
    taken = {row.id for row in found if row is not None}
    left: dict[str, list[Indicator]] = {}
    for row in known:
        if row.id not in taken:
            left.setdefault(plain(row.node.name.vi), []).append(row)
    return [
        row or _same_row(it, left.get(plain(it.label), ())) or _same_row(it, chain(*left.values()))
        for it, row in zip(items, found, strict=True)
    ]


def _same_row(it: Item, known: Iterable[Indicator]) -> Indicator | None:
    """The known row that a printed one is: the same number and a name that is alike; or where
    neither has a number, the name alone.
    """
    best, most = None, _ALIKE
    for row in known:
        name, own, printed = row.node.name.vi, number(row.node.row or ""), number(it.number)
        if own != printed or not own:
            if own and printed and not _counts_on(printed, own):
                continue
            if not _count_alike(it.label, name):
                continue
        much = _alike(it.label, name, most)
        if much >= most:
            best, most = row, much
    return best


def renamed_row(it: Item, known: Iterable[Indicator]) -> Indicator | None:
    """The row that a printed one was before it was called otherwise: with its number, and a name
    that has much in common.
    """
    for row in known:
        own = number(row.node.row or "")
        if own and own == number(it.number) and not are_others(it.label, row.node.name.vi):
            return row
    return None


def _counts_on(one: str, other: str) -> bool:
    """Whether numbers may differ because one file counts on from table to table."""
    return one.isdecimal() and other.isdecimal()


def _count_alike(one: str, other: str) -> bool:
    """Whether two names have the same counts, in whatever order."""
    return _counts(one) == _counts(other)


@lru_cache(maxsize=8192)
def _counts(name: str) -> list[str]:
    return sorted(_COUNT.findall(plain(name)))


def _alike(one: str, other: str, least: float) -> float:
    """How much two names are alike; 0 where that is less than `least`."""
    match = SequenceMatcher(None, plain(one), plain(other), autojunk=False)
    near = match.real_quick_ratio() >= least and match.quick_ratio() >= least
    return match.ratio() if near else 0.0


def own_id(it: Item) -> str:
    """The last part of an id that is made up: the row's number, else its label's first words."""
    return slug(it.number.rpartition(".")[2]) or slug(it.label, _WORDS) or "x"


_WORDS = 4
