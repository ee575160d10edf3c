"""Which rows of a table are no rows of its index, but hold its own figures, or those of some of its
rows together.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple

from parplan.documents.nesting import Item, Sums
from parplan.documents.printed import plain
from parplan.documents.vocabulary import ACRONYM, NAME, NUMBER, Vocabulary
from parplan.model.plan import Plan


class Totals(NamedTuple):
    """The rows of a table: those of its index; those of the `whole`, with its own figures; and what
    adds up only some of them, each with the row before it.
    """

    rows: list[Item]
    whole: list[Item]
    partial: list[tuple[Item, Item | None]]


class Names:
    """What tells the rows of an index from its own, by the words of plans and a known plan."""

    def __init__(self, words: Vocabulary, like: Plan) -> None:
        self.words = words
        self.known = {plain(index.node.name.vi) for index in like.indices}

    def is_index(self, label: str) -> bool:
        """Whether a label names an index."""
        said = plain(NUMBER.sub("", label))
        begins = any(said.startswith(plain(it)) for it in self.words.sentences.begins)
        return said in self.known or (begins and ACRONYM.search(label) is not None)

    def by_index(self, items: Sequence[Item]) -> list[tuple[Item | None, list[Item]]]:
        """Rows with the row of their index, where a table has those of several: it begins with one,
        and each has rows below it, or none; the last has some if any has, else it may be a part.
        """
        heads = [n for n, it in enumerate(items) if self.is_index(it.label) or _is_name(it.label)]
        if heads[:1] != [0]:
            return [(None, [*items])]
        ends = [*heads[1:], len(items)]
        below = [end > n + 1 for n, end in zip(heads, ends, strict=True)]
        if below == [False] or (any(below) and not below[-1]):
            return [(None, [*items])]
        return [(items[n], [*items[n + 1 : end]]) for n, end in zip(heads, ends, strict=True)]

    def totals(self, rows: Sequence[Item], heading: str, sums: Callable[[Item], Sums]) -> Totals:
        """The rows below a heading apart: of several totals the largest are those of the whole."""
        told = [it for it in rows if self._is_total(it, rows, heading)]
        sizes = [_size(sums(it)) for it in told]
        whole = [it for it, size in zip(told, sizes, strict=True) if size == max(sizes)]
        rest: list[Item] = []
        partial = []
        for it in rows:
            if it not in told:
                rest.append(it)
            elif it not in whole:
                partial.append((it, rest[-1] if rest else None))
        return Totals(rest, whole, partial)

    def _is_total(self, it: Item, rows: Sequence[Item], heading: str) -> bool:
        """Whether a row adds up others: by its words, or since it names the index, and has no
        number where others have.
        """
        alone = not it.number and any(row.number for row in rows)
        named = self.is_index(it.label) or _is_name(it.label)
        named = named or not {*ACRONYM.findall(heading)}.isdisjoint(ACRONYM.findall(it.label))
        ends = it in (rows[0], rows[-1])
        return (alone and ends and named) or self.words.is_total(it.label or it.number)


def _is_name(label: str) -> bool:
    """Whether a label is nothing but capitals: ``PAR INDEX``."""
    return NAME.fullmatch(label.strip()) is not None


def _size(sums: Sums) -> Decimal:
    return next((sums[name] for name in ("max", "score", "target") if name in sums), Decimal(0))
