"""`realism`: planned gains beside what has ever been done."""

from collections.abc import Iterable, Sequence
from typing import Any

from parplan.engine.gap import Standing
from parplan.engine.realism import Feasible, Past
from parplan.labels import REALISM, Gap, Realism
from parplan.points import Lang, rounded
from parplan.render.table import Column, Line, Mark, Table
from parplan.text import Message, Shown, Word

SHARE_DECIMALS = 4
COLUMNS = (
    Column("index", Gap.INDEX, "id", human=False),
    Column("id", Gap.ID, "id"),
    Column("name", Gap.NAME, "text"),
    Column("planned", Gap.PLANNED, "signed"),
    Column("headroom_used", Realism.OF_HEADROOM, "share"),
    Column("own", Realism.OWN, "signed"),
    Column("p90", Realism.P90, "signed"),
    Column("largest", Realism.LARGEST, "signed"),
    Column("verdict", Realism.VERDICT, "word"),
)


def table(index: Standing, rows: Sequence[Feasible]) -> Table:
    """Planned gains a line each, the total last; below it those that no unit ever made, and where the past is known from."""
    lines = [
        Line(tuple(Mark(_cell(column.key, row, index)) for column in COLUMNS), "total" if row.id == index.id else "row", 0, row.decimals)
        for row in rows
    ]
    return Table(Message(Realism.TITLE, {"name": index.name}), COLUMNS, tuple(lines), tuple(_feet(rows)))


def _cell(key: str, row: Feasible, index: Standing) -> object:
    past = row.past
    special: dict[str, object] = {
        "index": index.id,
        "name": Gap.TOTAL if row.id == index.id else row.name,
        "p90": None if past is None else past.p90,
        "largest": None if past is None else past.largest,
        "verdict": None if row.verdict is None else Word(row.verdict, REALISM[row.verdict]),
    }
    return special[key] if key in special else getattr(row, key)


def _feet(rows: Sequence[Feasible]) -> Iterable[Message]:
    for row in rows:
        if row.verdict == "beyond" and row.past is not None:
            yield _beyond(row, row.past)
    verdicts = [row.verdict for row in rows]
    if any(verdicts):
        yield Message(Realism.COUNTED, {verdict: verdicts.count(verdict) for verdict in ("beyond", "rare", "usual")})
    unknown = sum(row.past is None for row in rows)
    if unknown:
        yield Message(Realism.NO_HISTORY, {"count": unknown})
    for source in dict.fromkeys(row.past.source for row in rows if row.past is not None):
        yield Message(Realism.SOURCE, {"source": source})


def _beyond(row: Feasible, past: Past) -> Message:
    values: dict[str, object] = {"id": row.id, "planned": Shown(row.planned, row.decimals), "largest": Shown(past.largest, row.decimals)}
    values |= {"first": past.first, "last": past.last, "unit": past.unit, "units": past.units}
    return Message(Realism.BEYOND if past.unit is None else Realism.BEYOND_ONE, values)


def payload(index: Standing, rows: Iterable[Feasible], lang: Lang) -> dict[str, Any]:
    """An index's planned gains as a JSON-ready record."""
    return {"id": index.id, "name": index.name.say(lang), "rows": [_record(row, lang) for row in rows]}


def _record(row: Feasible, lang: Lang) -> dict[str, Any]:
    past = row.past
    return {
        "id": row.id,
        "name": row.name.say(lang),
        "planned": row.planned,
        "headroom_used": None if row.headroom_used is None else rounded(row.headroom_used, SHARE_DECIMALS),
        "own": row.own,
        "past": None if past is None else _past(past, lang),
        "verdict": row.verdict,
    }


def _past(past: Past, lang: Lang) -> dict[str, Any]:
    return {
        "p90": past.p90,
        "largest": past.largest,
        "unit": past.unit,
        "units": past.units,
        "first": past.first,
        "last": past.last,
        "source": past.source.say(lang),
    }
