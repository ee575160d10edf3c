"""`compare`: what differs, figure by figure, and whether scores compare at all."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Literal

from parplan.engine.compare import FIELDS, Comparison, Field, Figures, Pair, Side
from parplan.labels import Compared, Gap
from parplan.model.fields import FIGURE_WORDS as FIELD_WORDS
from parplan.points import Lang, rounded
from parplan.render.table import Column, Line, Mark, Table
from parplan.text import Message, Text, Word

SHARE_DECIMALS = 4


def tables(comparisons: Iterable[Comparison], first: Side, second: Side, *, every: bool) -> list[Table]:
    """A table an index that has anything to say, or all of them with `every`."""
    return [_table(each, first, second, every=every) for each in comparisons if every or differs(each)]


def differs(comparison: Comparison) -> bool:
    """Whether anything differs."""
    return not comparison.comparable or any(comparison.differing()) or any(map(_told, comparison.pairs))


def _told(pair: Pair) -> bool:
    return pair.renamed or pair.first.id != pair.second.id


def _columns(comparison: Comparison, first: Side, second: Side) -> tuple[Column, ...]:
    columns = [
        Column("index", Gap.INDEX, "id", human=False),
        Column("id", Gap.ID, "id"),
        Column("name", Gap.NAME, "text"),
        Column("figure", Compared.FIELD, "word"),
        Column("first", _named(first), "points"),
        Column("second", _named(second), "points"),
        Column("change", Compared.CHANGE, "signed"),
    ]
    shown = not comparison.comparable
    columns.append(Column("share_first", _titled(Compared.SHARE_FIRST, first=first.name), "share", human=shown))
    columns.append(Column("share_second", _titled(Compared.SHARE_SECOND, second=second.name), "share", human=shown))
    return tuple(columns)


def _named(side: Side) -> Text:
    return Text(side.name, side.name)


def _titled(words: Text, **values: str) -> Text:
    return Text(words.say("vi", **values), words.say("en", **values))


def _table(comparison: Comparison, first: Side, second: Side, *, every: bool) -> Table:
    listed = list(_listed(comparison, every=every))
    columns = _columns(comparison, first, second)
    lines = [_line(pair, field, comparison) for pair, field in listed]
    lines += [_one_sided(row, comparison, "added") for row in comparison.added]
    lines += [_one_sided(row, comparison, "removed") for row in comparison.removed]
    lines.sort(key=lambda line: line.role == "total")
    values: dict[str, object] = {"name": comparison.name, "first": first.name, "second": second.name}
    return Table(Message(Compared.TITLE, values), columns, tuple(lines), tuple(_feet(comparison)))


def _line(pair: Pair, field: Field, comparison: Comparison) -> Line:
    total = pair.second.id == comparison.root and len(comparison.pairs) > 1
    return Line(tuple(map(Mark, _cells(pair, field, comparison))), "total" if total else "row", 0, pair.second.decimals)


def _one_sided(row: Figures, comparison: Comparison, which: Literal["added", "removed"]) -> Line:
    word = Word(which, Compared.IS_ADDED if which == "added" else Compared.IS_REMOVED)
    figures = (None, row.score) if which == "added" else (row.score, None)
    shares = (None, row.share) if which == "added" else (row.share, None)
    return Line(tuple(map(Mark, (comparison.root, row.id, row.name, word, *figures, None, *shares))), "row", 0, row.decimals)


def _listed(comparison: Comparison, *, every: bool) -> Iterable[tuple[Pair, Field]]:
    for pair in comparison.pairs:
        for field in FIELDS:
            known = getattr(pair.first, field) is not None or getattr(pair.second, field) is not None
            other_scale = field == "score" and pair.differs("max")  # then it is its share of the maximum that tells
            if pair.differs(field) or (known and (every or other_scale)):
                yield pair, field


def _cells(pair: Pair, field: Field, comparison: Comparison) -> tuple[object, ...]:
    before, after = getattr(pair.first, field), getattr(pair.second, field)
    scores = field == "score"
    change = pair.change(field) if comparison.comparable or field == "max" else None
    shares = (pair.first.share, pair.second.share) if scores else (None, None)
    name = Gap.TOTAL if pair.second.id == comparison.root and len(comparison.pairs) > 1 else pair.second.name
    return (comparison.root, pair.second.id, name, Word(field, FIELD_WORDS[field]), before, after, change, *shares)


def _feet(comparison: Comparison) -> Iterable[Message]:
    if not comparison.comparable:
        yield Message(Compared.NOT_COMPARABLE, {"why": tuple(_why(comparison))})
    for pair in comparison.pairs:
        if pair.first.id != pair.second.id:
            yield Message(Compared.MOVED, {"old": pair.first.id, "new": pair.second.id, "name": pair.second.name})
        elif pair.renamed:
            yield Message(Compared.RENAMED, {"id": pair.second.id, "old": pair.first.name, "new": pair.second.name})
    count = sum(1 for _ in comparison.differing())
    if count:
        yield Message(Compared.CHANGED, {"count": count})
    elif not differs(comparison):
        yield Message(Compared.SAME)


def _why(comparison: Comparison) -> Iterable[Message]:
    rows = tuple(row.id for row in (*comparison.removed, *comparison.added))
    if comparison.maxima:
        yield Message(Compared.MAXIMA, {"ids": comparison.maxima})
    if rows:
        yield Message(Compared.ROWS, {"ids": rows})


def payload(comparisons: Iterable[Comparison], lang: Lang) -> list[dict[str, Any]]:
    """What differs, index by index, as JSON-ready records; a `change` is null where the two do not compare."""
    return [_record(each, lang) for each in comparisons]


def _record(comparison: Comparison, lang: Lang) -> dict[str, Any]:
    changes = []
    for pair, field in _listed(comparison, every=False):
        _, _, _, _, before, after, change, share_first, share_second = _cells(pair, field, comparison)
        record = {"id": pair.second.id, "figure": field, "first": before, "second": after, "change": change}
        changes.append({**record, "share_first": _share(share_first), "share_second": _share(share_second)})
    return {
        "id": comparison.root,
        "name": comparison.name.say(lang),
        "comparable": comparison.comparable,
        "maxima": list(comparison.maxima),
        "added": [_named_record(row, lang) for row in comparison.added],
        "removed": [_named_record(row, lang) for row in comparison.removed],
        "renamed": [_renamed(pair, lang) for pair in comparison.pairs if _told(pair)],
        "changes": changes,
    }


def _named_record(row: Figures, lang: Lang) -> dict[str, Any]:
    return {"id": row.id, "name": row.name.say(lang), "max": row.max, "score": row.score}


def _renamed(pair: Pair, lang: Lang) -> dict[str, Any]:
    first, second = pair.first, pair.second
    return {"id": first.id, "name": first.name.say(lang), "new_id": second.id, "new_name": second.name.say(lang)}


def _share(share: object) -> Decimal | None:
    return rounded(share, SHARE_DECIMALS) if isinstance(share, Decimal) else None
