"""Indices whose scores are percentages: of 100 where nothing else is printed, and in the file what
they are in the document.
"""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal

from parplan.documents.drawn import DrawnIndex, Figure
from parplan.documents.parts import aggregate_of
from parplan.documents.vocabulary import AIMS
from parplan.documents.worded import Stated
from parplan.model.fields import Aggregate, field_of
from parplan.model.imported import Imported
from parplan.model.targets import SIGNS
from parplan.points import HUNDRED

_INSTEAD: Mapping[str | None, str] = {"score": "percent", "target": AIMS["percent"]}


def are_shares(index: DrawnIndex, score: Figure | None = None) -> bool:
    """Whether the scores of an index and its rows, with one that is said of it, are percentages:
    out of 100, or of nothing that is printed, and not added up.
    """
    return bool(index.parts) and _are_of_100(index) and made_of(index, score) != "sum"


def _are_of_100(index: DrawnIndex) -> bool:
    return {row.amounts.get("max", HUNDRED) for row in (index, *index.parts)} == {HUNDRED}


def made_of(index: DrawnIndex, score: Figure | None = None) -> Aggregate:
    """How the rows of an index make it up, with a score that is said of it."""
    if index.aggregate == "weighted":
        return index.aggregate
    own, *parts = (row.amounts for row in (index, *index.parts))
    if isinstance(score, Decimal):
        own.setdefault("score", score)
    return aggregate_of(own, parts, in_percent=index.aggregate == "none")


def told_as_shares(
    indices: Collection[DrawnIndex], tables: Iterable[Imported], in_percent: Mapping[int, bool]
) -> tuple[Imported, ...]:
    """The tables with what their columns hold once the figures of indices whose scores are in
    percent wherever a table has them are percentages of 100; `in_percent` says of tables with
    scores whether these are.
    """
    tables = tuple(tables)
    held = {index.id: {row.table for row in index.walk()} for index in indices}
    chosen = {it.id: it for it in indices if _may_be(it, in_percent)}
    while True:
        whole = {it.number for it in tables if {it.of, *it.further} <= chosen.keys()}
        apart = [ident for ident in chosen if not held[ident] <= {*whole, 0}]  # 0: in sentences
        if not apart:
            break
        chosen = {ident: it for ident, it in chosen.items() if ident not in apart}
    for index in chosen.values():
        index.sentences = {_INSTEAD.get(name, name): it for name, it in index.sentences.items()}
        for row in index.walk():
            row.printed = {_INSTEAD.get(name, name): it for name, it in row.printed.items()}
            row.figures = dict(_share(name, it) for name, it in row.figures.items())
            if "max" not in row.figures:
                row.figures["max"], row.printed["max"] = HUNDRED, ""
    return tuple(_held_instead(it) if it.number in whole else it for it in tables)


def _may_be(index: DrawnIndex, in_percent: Mapping[int, bool]) -> bool:
    """Whether the scores of an index are percentages, and no row has one beside its score or its
    target.
    """
    rows = [*index.walk()]
    said = {in_percent[row.table] for row in rows if row.table in in_percent}
    apart = not any({*pair} <= row.figures.keys() for row in rows for pair in _INSTEAD.items())
    added = index.parts and made_of(index) == "sum"
    return said == {True} and apart and not added and _are_of_100(index)


def _share(name: str, it: Figure) -> tuple[str, Figure]:
    if field_of(name) != "target":
        return _INSTEAD.get(name, name), it
    if isinstance(it, Mapping):
        it = dict(_stated_share(key, said) for key, said in it.items())
    elif name != "target":  # of another year than the plan's last
        it = {"percent": it} if isinstance(it, Decimal) else it
    return _INSTEAD.get(name, name), it


def _stated_share(key: str, said: Stated) -> tuple[str, Stated]:
    if key == "points":
        return "percent", said
    return key, {"percent": said} if key in SIGNS and isinstance(said, Decimal) else said


def _held_instead(it: Imported) -> Imported:
    columns = (each._replace(field=_INSTEAD.get(each.field, each.field)) for each in it.columns)
    return it._replace(columns=tuple(columns))
