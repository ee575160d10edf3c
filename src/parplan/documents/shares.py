"""Indices whose scores are percentages: of 100 where nothing else is printed, and in the file what
they are in the document.
"""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from parplan.documents.drawn import DrawnIndex, Figure
from parplan.documents.parts import aggregate_of
from parplan.documents.vocabulary import SHARES
from parplan.documents.worded import Stated
from parplan.model.fields import Aggregate, field_of
from parplan.model.imported import Imported
from parplan.model.targets import SIGNS
from parplan.points import HUNDRED


def are_shares(index: DrawnIndex, score: Figure | None = None) -> bool:
    """Whether the scores of an index and its rows, with one that is said of it, are percentages:
    out of 100, or of nothing that is printed, and not added up; by their tables, or by what the
    rows come to.
    """
    if {row.amounts.get("max", HUNDRED) for row in index.walk()} != {HUNDRED}:
        return False
    how = made_of(index, score)
    if index.in_percent == {True}:
        return not index.parts or how != "sum"
    return bool(index.parts) and how in ("mean", "none")


def made_of(index: DrawnIndex, score: Figure | None = None) -> Aggregate:
    """How the rows of an index make it up, with a score that is said of it."""
    if index.aggregate == "weighted":
        return index.aggregate
    own, *parts = (row.amounts for row in (index, *index.parts))
    if isinstance(score, Decimal):
        own.setdefault("score", score)
    return aggregate_of(own, parts, in_percent=index.aggregate != "sum")


def told_as_shares(
    indices: Collection[DrawnIndex], tables: Sequence[Imported]
) -> tuple[Imported, ...]:
    """The tables with what their columns hold once the figures of indices whose scores are in
    percent wherever a table has them are percentages of 100; where a table has other indices too,
    its columns hold both.
    """
    chosen = {it.id for it in indices if _may_be(it)}
    for index in (it for it in indices if it.id in chosen):
        index.sentences = {SHARES.get(name, name): it for name, it in index.sentences.items()}
        for row in index.walk():
            row.printed = {SHARES.get(name, name): it for name, it in row.printed.items()}
            row.figures = dict(_share(name, it) for name, it in row.figures.items())
            for number, names in row.further.items():
                row.further[number] = [SHARES.get(it, it) for it in names]
            if "max" not in row.figures:
                row.figures["max"], row.printed["max"] = HUNDRED, ""
    return tuple(_held(it, chosen) for it in tables)


def _may_be(index: DrawnIndex) -> bool:
    """Whether the scores of an index are told in percent, and no row has another percentage beside
    its score or its target.
    """
    rows = [row.figures.keys() for row in index.walk()]
    apart = not any({*pair} <= row for row in rows for pair in SHARES.items())
    return index.in_percent == {True} and apart and are_shares(index)


def _share(name: str, it: Figure) -> tuple[str, Figure]:
    if field_of(name) != "target":
        return SHARES.get(name, name), it
    if isinstance(it, Mapping):
        it = dict(_stated_share(key, said) for key, said in it.items())
    elif name != "target":  # of another year than the plan's last
        it = {"percent": it} if isinstance(it, Decimal) else it
    return SHARES.get(name, name), it


def _stated_share(key: str, said: Stated) -> tuple[str, Stated]:
    if key == "points":
        return "percent", said
    return key, {"percent": said} if key in SIGNS and isinstance(said, Decimal) else said


def _held(it: Imported, chosen: Collection[str]) -> Imported:
    """A table with what its columns hold of the indices that were chosen, and of others."""
    of = {ident in chosen for ident in it.indices}
    each = [
        (column, column._replace(field=SHARES[column.field]))
        for column in it.columns
        if column.field in SHARES
    ]
    both = {points: [points] * (False in of) + [share] * (True in of) for points, share in each}
    columns = (told for column in it.columns for told in both.get(column, [column]))
    return it._replace(columns=tuple(columns)) if True in of else it
