"""`gap --as-of`: how far the way has been gone by a day, and how much of the time."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from parplan.engine.progress import Progress
from parplan.labels import LAYERS, STAGES, Gap, Since
from parplan.model.plan import Plan
from parplan.model.results import Observation
from parplan.points import Lang, rounded
from parplan.render.table import AtLeast, Column, Mark, Table
from parplan.reports.rows import lines_of
from parplan.text import Message, Shown, Text, Word, percent

SHARE_DECIMALS = 4
LEAD = Column("lead", Gap.LEAD, "text")
COLUMNS = (
    Column("index", Gap.INDEX, "id", human=False),
    Column("id", Gap.ID, "id"),
    Column("parent", Gap.PARENT, "id", human=False),
    Column("level", Gap.LEVEL, "text", human=False),
    Column("name", Gap.NAME, "text", human=False),
    Column("label", Gap.NAME, "text", machine=False),
    Column("base", Since.BASE, "points"),
    Column("now", Since.NOW, "points"),
    Column("known", Since.KNOWN, "id", human=False),
    Column("date", Since.DATE, "word"),
    Column("layer", Since.LAYER, "word"),
    Column("stage", Since.STAGE, "id", human=False),
    Column("target", Gap.TARGET, "target"),
    Column("gap", Since.LEFT, "points"),
    Column("done", Since.DONE, "share"),
    Column("bar", Gap.BAR, "bar", machine=False),
)


class Measured(NamedTuple):
    """A plan's progress on a day: the rows to show, how much of the time is gone (a share of 1), and who leads, where asked for."""

    plan: Plan
    day: date
    gone: Decimal
    chosen: tuple[Progress, ...]
    leads: Mapping[str, tuple[str, ...]] | None = None
    whole: tuple[Progress, ...] = ()  # all rows, where only some are to be shown
    left: Mapping[str, tuple[tuple[str, Decimal, Decimal], ...]] = {}  # by index: units asked for, what is left of theirs, and of how much


def tables(result: Measured) -> list[Table]:
    """A table an index: its rows in order, its total at the foot."""
    return [_table(result, index) for index in result.chosen]


def _table(result: Measured, index: Progress) -> Table:
    columns = tuple(map(_roomy, COLUMNS)) if result.leads is None else (*map(_roomier, COLUMNS), LEAD)

    def cells(row: Progress, parent: str, depth: int) -> tuple[Mark, ...]:
        return tuple(Mark(_cell(column.key, row, index, parent, depth, result)) for column in columns)

    title = Message(Since.TITLE, {"name": index.name, "day": result.day, "target_year": result.plan.about.target_year})
    return Table(title, columns, lines_of(index, cells), tuple(_feet(result, index)))


def _roomy(column: Column) -> Column:
    """A column that leaves its room to others where there is little: bars do."""
    return column._replace(wide=True) if column.key == "bar" else column


def _roomier(column: Column) -> Column:
    """A column as it stands beside the units: layers and bars only where there is room."""
    return column._replace(wide=True) if column.key in ("layer", "bar") else column


def _cell(key: str, row: Progress, index: Progress, parent: str, depth: int, result: Measured) -> object:
    seen = row.observation
    special: dict[str, object] = {
        "index": index.id,
        "parent": parent or None,
        "level": depth,
        "label": Gap.TOTAL if not depth and row.children else row.name,
        "date": _when(row, result.plan),
        "layer": _how(row),
        "stage": None if seen is None else Word(seen.stage, STAGES[seen.stage]),
        "target": AtLeast(row.target) if row.target is not None and row.printed else row.target,
        "bar": row.done,
        "lead": " ".join((result.leads or {}).get(row.id, ())) or None,
    }
    return special[key] if key in special else getattr(row, key)


def _when(row: Progress, plan: Plan) -> object:
    if row.observation is not None:
        return row.observation.date
    return str(plan.about.year) if row.known == "base" and row.now is not None else None


def _how(row: Progress) -> Word | None:
    if row.observation is None:
        return Word("rows", Since.FROM_ROWS) if row.known == "rows" else None
    final = row.observation.stage == "final"
    words = LAYERS[row.observation.layer]
    return Word(row.observation.layer, words if final else Text(f"{words.vi}, {_INTERIM.vi}", f"{words.en}, {_INTERIM.en}"))


_INTERIM = STAGES["interim"]


def _feet(result: Measured, index: Progress) -> Iterable[Message]:
    yield Message(Since.TIME, {"share": percent(result.gone), "day": result.day})
    if index.done is not None:
        yield Message(
            Since.WAY, {"share": percent(index.done), **_counted(next((row for row in result.whole if row.id == index.id), index))}
        )
    for unit, left, planned in result.left.get(index.id, ()):
        points = {"left": Shown(left, index.decimals), "planned": Shown(planned, index.decimals)}
        yield Message(Since.OF_UNIT, {"unit": unit, **points})
    rows = list(index.walk())
    years = sorted({row.observation.year for row in rows if row.observation is not None})
    if years and years[-1] > result.plan.about.target_year:
        values: dict[str, object] = {"years": tuple(map(str, years)), "target_year": result.plan.about.target_year}
        yield Message(Since.OTHER_YEAR, values)
    if all(row.known == "base" for row in rows):
        yield Message(Since.NOTHING, {"year": result.plan.about.year})
    elif any(row.known == "base" and not row.children for row in rows):
        yield Message(Since.STILL, {"year": result.plan.about.year})
    for source in dict.fromkeys(row.observation.source for row in rows if row.observation is not None and row.observation.source.vi):
        yield Message(Since.SOURCE, {"source": source})


def _counted(index: Progress) -> dict[str, object]:
    """How many of an index's rows have a result, themselves or through their parts."""
    rows = index.children or (index,)
    return {"observed": sum(row.known != "base" for row in rows), "count": len(rows)}


def payload(result: Measured, lang: Lang) -> dict[str, Any]:
    """The indices as JSON-ready records: points as exact decimals, shares of 1 rounded to 4 places."""
    return {
        "as_of": result.day.isoformat(),
        "time_gone": rounded(result.gone, SHARE_DECIMALS),
        "indices": [_record(index, result, lang, below="rows") for index in result.chosen],
    }


def _record(row: Progress, result: Measured, lang: Lang, below: str = "parts") -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name.say(lang),
        "max": row.max,
        "base": row.base,
        "score": row.now,
        "known": row.known,
        "observation": None if row.observation is None else observation_record(row.observation, lang),
        "target": row.target,
        "gap": row.gap,
        "done": None if row.done is None else rounded(row.done, SHARE_DECIMALS),
        **({} if result.leads is None else {"lead": list(result.leads.get(row.id, ()))}),
        below: [_record(child, result, lang) for child in row.children],
    }


def observation_record(seen: Observation, lang: Lang) -> dict[str, Any]:
    """An observation as a JSON-ready record."""
    return {
        "year": seen.year,
        "date": seen.date.isoformat(),
        "layer": seen.layer,
        "stage": seen.stage,
        "score": seen.score,
        "rank": None if seen.rank is None else {"at": seen.rank.at, "of": seen.rank.of},
        "source": seen.source.say(lang) or None,
    }
