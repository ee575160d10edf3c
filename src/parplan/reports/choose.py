"""Which rows of a tree are shown: those asked for, with or without what they are made of."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from parplan.engine.outcome import Outcome
    from parplan.engine.progress import Progress
    from parplan.engine.projection import Landing
    from parplan.engine.simulation import Chance
    from parplan.engine.standing import Standing

Row = TypeVar("Row", "Standing", "Landing", "Chance", "Progress", "Outcome")


def selected(rows: Iterable[Row], ids: frozenset[str]) -> tuple[Row, ...]:
    """The rows whose ids are asked for with all below them, and the rows above those with nothing else."""
    kept: list[Row] = []
    for row in rows:
        below = row.children if row.id in ids else selected(row.children, ids)
        if row.id in ids or below:
            kept.append(row._replace(children=tuple(below)))
    return tuple(kept)


def without_parts(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Indices and their rows, without what the rows are made of."""
    return tuple(row._replace(children=tuple(child._replace(children=()) for child in row.children)) for row in rows)
