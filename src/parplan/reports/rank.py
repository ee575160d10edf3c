"""`rank`: where a score stands among others, as a table and as a payload."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from parplan.engine.rank import Moved, Place, Ranked, Standpoint, What
from parplan.labels import Gap, Ranking
from parplan.points import Lang
from parplan.render.table import Column, Line, Mark, Table
from parplan.text import Message, Text, Word

WHAT: dict[What, Text] = {"current": Ranking.CURRENT, "projected": Ranking.PROJECTED, "target": Ranking.TARGET, "score": Ranking.ASKED}


class Field(NamedTuple):
    """The field that was ranked in: its name and year, whether every unit's score is known, and what else is to be said of it."""

    name: Text
    year: int
    exact: bool
    remarks: tuple[Message, ...]


COLUMNS = (
    Column("id", Gap.ID, "id"),
    Column("name", Gap.NAME, "text"),
    Column("what", Ranking.WHAT, "word"),
    Column("score", Ranking.SCORE, "points"),
    Column("rank", Ranking.RANK, "rank", machine=False),
    Column("best", Ranking.BEST, "rank", human=False),
    Column("worst", Ranking.WORST, "rank", human=False),
    Column("of", Ranking.OF, "rank", human=False),
)
GROUPED = (Column("group", Ranking.GROUP, "text"), Column("missing", Ranking.MISSING, "points"))
MOVING = (
    Column("moved", Ranking.MOVED, "rank", machine=False),
    Column("moved_best", Ranking.BEST, "rank", human=False),
    Column("moved_worst", Ranking.WORST, "rank", human=False),
)


def table(ranked: Iterable[Ranked], field: Field) -> Table:
    """A line a score."""
    rows = list(ranked)
    moving, grouped = any(row.moved for row in rows), not field.exact
    columns = (*COLUMNS, *(GROUPED if grouped else ()), *(MOVING if moving else ()))
    lines = [Line(tuple(Mark(_cell(column.key, row, rows[0])) for column in columns), decimals=row.decimals) for row in rows]
    feet = [Message(Ranking.STANDING_STILL, {"year": field.year})]
    if grouped:
        feet.append(Message(Ranking.GROUPS_ONLY))
    if moving:
        years = sorted({moved.year for row in rows for moved in row.moved})
        feet.append(Message(Ranking.IF_MOVED, {"years": tuple(f"{year - 1}–{year}" for year in years)}))
    tied = [row for row in rows if row.place.tied]
    feet += [Message(Ranking.TIED, {"id": row.id, "what": WHAT[row.what], "tied": row.place.tied}) for row in tied]
    name = rows[0].name if rows else field.name
    return Table(Message(Ranking.TITLE, {"name": name, "field": field.name}), columns, tuple(lines), (*feet, *field.remarks))


def _cell(key: str, row: Ranked, first: Ranked) -> object:
    moved = _range(row.moved)
    special: dict[str, object] = {
        "name": Gap.TOTAL if row.id == first.id and "." not in row.id else row.name,
        "what": Word(row.what, WHAT[row.what]),
        "rank": _said(row.place),
        "best": str(row.place.best),
        "worst": str(row.place.worst),
        "of": str(row.place.of),
        "group": _group(row.at),
        "missing": None if row.at is None else row.at.missing,
        "moved": None if moved is None else _said(moved),
        "moved_best": None if moved is None else str(moved.best),
        "moved_worst": None if moved is None else str(moved.worst),
    }
    return special[key] if key in special else getattr(row, key)


def _range(moved: tuple[Moved, ...]) -> Place | None:
    if not moved:
        return None
    places = [each.place for each in moved]
    return Place(min(place.best for place in places), max(place.worst for place in places), places[0].of)


def _said(place: Place) -> Message:
    if place.exact:
        return Message(Ranking.ONE, {"at": place.best, "of": place.of})
    return Message(Ranking.FROM_TO, {"best": place.best, "worst": place.worst, "of": place.of})


def _group(at: Standpoint | None) -> Message | Text | None:
    if at is None:
        return None
    if at.group is not None:
        return at.group
    if at.above is None:
        return Message(Ranking.ABOVE_ALL, {"below": at.below})
    if at.below is None:
        return Message(Ranking.BELOW_ALL, {"above": at.above})
    return Message(Ranking.BETWEEN, {"above": at.above, "below": at.below})


def payload(ranked: Iterable[Ranked], field: Field, lang: Lang) -> dict[str, Any]:
    """Ranks as JSON-ready records; `remarks` say what does not compare."""
    return {
        "field": {"name": field.name.say(lang), "year": field.year, "exact": field.exact},
        "ranks": [_record(row, lang) for row in ranked],
        "remarks": [message.say(lang) for message in field.remarks],
    }


def _record(row: Ranked, lang: Lang) -> dict[str, Any]:
    at, group = row.at, _group(row.at)
    return {
        "id": row.id,
        "name": row.name.say(lang),
        "what": row.what,
        "score": row.score,
        "best": row.place.best,
        "worst": row.place.worst,
        "of": row.place.of,
        "tied": row.place.tied,
        "group": None if group is None else group.say(lang),
        "missing": None if at is None else at.missing,
        "moved": [{"year": moved.year, "rank": moved.place.best, "of": moved.place.of} for moved in row.moved],
    }
