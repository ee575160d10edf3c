"""`rank --all`: the field of a row as a league table."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from parplan.engine.league import League, Member
from parplan.model.fields import or_null
from parplan.points import Lang
from parplan.render.table import Table
from parplan.reports.fields import (
    COUNT,
    NAMES,
    RANK,
    TEXT,
    Answer,
    At,
    Field,
    described,
    list_of,
    object_of,
    plain,
    record,
    table,
    whole,
)
from parplan.reports.panel import COMBINED, COMBINED_EXCERPT
from parplan.reports.rank import GROUP_ID, placed
from parplan.reports.titles import Titles
from parplan.text import Message, Text


class Leagues(NamedTuple):
    """The fields of some rows: by which table, of which year, each with the row's name, and what
    else is to be said.
    """

    field: str
    year: int
    leagues: Sequence[tuple[Text, League]]
    remarks: Sequence[Message]


def _fields(year: int, league: League | None = None) -> tuple[Field, ...]:
    """What is told of every unit, with the columns for people that a league has anything for."""

    def where(key: Callable[[Member], object]) -> str:
        members = () if league is None else league.members
        return "hmj" if any(key(member) is not None for member in members) else "mj"

    return (
        Field("row", "id", value=lambda at: at.index.id, on="m"),
        Field("year", "id", value=lambda _: str(year), on="m"),
        Field("rank", "rank", Titles.RANK, on="hj", schema=or_null(RANK)),
        *(
            Field(key, "count", value=_of_rank(part), on="m")
            for key, part in (("rank", "at"), ("of", "of"))
        ),
        Field("unit", "text", Titles.UNIT),
        Field("own", "word", on="mj", schema={"type": "boolean"}, says="whether the plan is its"),
        Field("score", "points", Titles.SCORE),
        Field(
            "max",
            "points",
            Titles.MAX,
            on="hmj" if league is not None and league.by_share else "mj",
        ),
        Field("share", "share", _SHARE, says="score / maximum"),
        Field(
            "group",
            "text",
            Titles.GROUP,
            lambda at: placed(at.row.at),
            where(lambda member: member.at),
            schema={"type": ["string", "null"]},
        ),
        GROUP_ID,
        Field(
            "change",
            "signed",
            Titles.CHANGE,
            on=where(lambda member: member.change),
            says="since the year before, in points",
            like="score",
        ),
        Field(
            "places",
            "count",
            _PLACES,
            lambda at: f"{at.row.places:+}" if at.row.places else at.row.places,
            where(lambda member: member.places).rstrip("mj"),
        ),
        Field(
            "places",
            "count",
            on="mj",
            says="places gained since the year before; fewer than 0 where it fell",
            schema={"type": ["integer", "null"]},
        ),
        Field(
            "parts",
            "count",
            on="mj",
            says="from the scores of how many units this one is combined; 0 where it is published",
            schema=COUNT,
        ),
    )


def _of_rank(part: str) -> Callable[[At], int | None]:
    return lambda at: getattr(at.row.rank, part, None)


def answer(told: Leagues) -> Answer:
    """The fields in all forms, a table a row."""

    def recorded(lang: Lang) -> dict[str, Any]:
        return {
            "field": told.field,
            "year": told.year,
            "leagues": [_record(told, name, league, lang) for name, league in told.leagues],
            "remarks": plain(list(told.remarks), lang),
        }

    return Answer(
        "rank-all",
        recorded,
        lambda: [_table(told, name, league) for name, league in told.leagues],
    )


def schema() -> dict[str, Any]:
    """The schema of the JSON answer."""
    league = object_of(
        {
            "id": TEXT,
            "name": TEXT,
            "by_share": {"type": "boolean", "description": "whether shares of maxima are ranked"},
            "listed": {**COUNT, "description": "how many units have a score"},
            "ranked": {
                "type": ["integer", "null"],
                "description": "how many were ranked: more in an excerpt; null where that follows "
                "from none",
            },
            "units": list_of(object_of(described(_fields(0)))),
        }
    )
    keys = {"field": TEXT, "year": COUNT, "leagues": list_of(league), "remarks": NAMES}
    return whole("rank-all", keys, basis=False)


def _record(told: Leagues, name: Text, league: League, lang: Lang) -> dict[str, Any]:
    fields = _fields(told.year)
    return {
        "id": league.id,
        "name": name.say(lang),
        "by_share": league.by_share,
        "listed": league.listed,
        "ranked": league.ranked,
        "units": [record(At(member, league), fields, lang) for member in league.members],
    }


def _table(told: Leagues, name: Text, league: League) -> Table:
    """A unit a line; notes on the plan's own and on those whose scores are combined."""
    title = Message(_TITLE, {"name": name, "field": told.field, "year": told.year})
    notes: list[Message] = []
    marks: dict[str, list[int]] = {}

    def note(said: Message, members: Iterable[Member]) -> None:
        found = list(members)
        if found:
            notes.append(said)
        for member in found:
            marks.setdefault(f"{member.id}.unit", []).append(len(notes))

    note(Message(_OWN), (member for member in league.members if member.own))
    for parts in sorted({member.parts for member in league.members} - {0}):
        said = Message(COMBINED, {"parts": parts})
        note(said, (member for member in league.members if member.parts == parts))
    lines = [At(member, league) for member in league.members]
    feet = (*_feet(league), *told.remarks)
    return table(title, _fields(told.year, league), lines, feet, notes, marks)


def _feet(league: League) -> Iterator[Message]:
    excerpt = league.ranked != league.listed
    values = {"listed": league.listed, "ranked": league.ranked, "year": league.year}
    if excerpt:
        yield Message(COMBINED_EXCERPT if league.ranked is None else _EXCERPT, values)
    else:
        yield Message(_BY_SHARE if league.by_share else _BY_SCORE, values)
    places = any(member.places is not None for member in league.members)
    if places or any(member.change is not None for member in league.members):
        yield Message(_SINCE if places else _CHANGE_SINCE, {"before": league.year - 1})
    if league.before not in (None, league.listed) and not excerpt:
        before = {"before": league.year - 1, "then": league.before, "now": league.listed}
        yield Message(_OTHER_NUMBER, before)


_TITLE = Text("{name}: các đơn vị trong {field} ({year})", "{name}: the units of {field} ({year})")
_SHARE = Text("Tỷ lệ", "Of max")
_PLACES = Text("Tăng hạng", "Places")
_OWN = Text("đơn vị lập kế hoạch", "the plan's own unit")
_BY_SCORE = Text(
    "{ranked} đơn vị được xếp hạng; các đơn vị bằng điểm cùng nhận thứ hạng cao hơn",
    "units ranked: {ranked}; ties share the better rank",
)
_BY_SHARE = Text(
    "{ranked} đơn vị được xếp hạng theo tỷ lệ, vì điểm tối đa của các đơn vị khác nhau; các đơn vị "
    "bằng nhau cùng nhận thứ hạng cao hơn",
    "units ranked: {ranked}, by share, because their maxima differ; ties share the better rank",
)
_EXCERPT = Text(
    "bảng chỉ có {listed} trong {ranked} đơn vị được xếp hạng năm {year}, nên không rõ thứ hạng",
    "the table is an excerpt, {listed} of the {ranked} units ranked in {year}: it gives no ranks",
)
_SINCE = Text(
    "thay đổi điểm và số bậc tăng hạng so với năm {before}",
    "change in points, and places gained, since {before}",
)
_CHANGE_SINCE = Text("thay đổi điểm so với năm {before}", "change in points since {before}")
_OTHER_NUMBER = Text(
    "năm {before} có {then} đơn vị được xếp hạng, không phải {now}: số bậc tăng hạng chỉ để tham "
    "khảo",
    "{then} were ranked in {before}, not {now}: places gained are over different numbers of units",
)
