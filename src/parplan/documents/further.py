"""A further table of an index: of rows that it has already, or of others with their numbers."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from parplan.documents.drawn import Drawn, Figure, same_figure
from parplan.documents.matching import are_others, same_name
from parplan.documents.nesting import Item
from parplan.documents.printed import number

Pairs = Sequence[tuple[Item, Drawn]]


def met_again(tops: Sequence[Item], held: Iterable[Drawn], table: int) -> Pairs:
    """The rows of a table that have the number of one in another table, each with that."""
    known = {
        number(row.item.number): row
        for row in held
        if row.item is not None and row.item.number and row.table != table
    }
    return [(it, known[number(it.number)]) for it in tops if number(it.number) in known]


def of_others(pairs: Pairs) -> bool:
    """Whether most rows are called otherwise than those with their numbers."""
    told = [row.item is not None and are_others(it.label, row.item.label) for it, row in pairs]
    return sum(told) * 2 > len(told)


def differing(
    pairs: Pairs, figures_of: Callable[[Item], Mapping[str, Figure]]
) -> tuple[int, int] | None:
    """How many figures of rows differ, of those that stand in both tables but for maxima, where
    most of several do: another year's, another unit's, or a draft's. None where they agree.
    """
    both = [
        same_figure(figure, row.figures[name]) is not None
        for it, row in pairs
        if row.item is not None and same_name(it.label, row.item.label)
        for name, figure in figures_of(it).items()
        if name != "max" and name in row.figures
    ]
    other = both.count(False)
    return (other, len(both)) if other >= _SEVERAL and other * 2 > len(both) else None


_SEVERAL = 3  # figures; of fewer each is told
