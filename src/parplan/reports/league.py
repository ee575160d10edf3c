"""`rank --all`: the field of a row as a league table; and how scores are told that are combined
from those of the units that became one.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from parplan.engine.league import League, Member
from parplan.model.fields import or_null
from parplan.model.peers import Panel
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
from parplan.reports.rank import placed
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
        Field("own", "word", on="j", schema={"type": "boolean"}, says="whether the plan is its"),
        Field("own", "word", value=lambda at: "true" if at.row.own else "false", on="m"),
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


def of_mergers(panel: Panel, idents: Iterable[str], year: int) -> Iterator[Message]:
    """What is to be said of a year in which scores are combined from those of units that became
    one: of the whole field, and of the units that have none.
    """
    for ident in idents:
        found = panel.combined.get(ident, {}).get(year, {})
        if found and panel.mergers is not None:
            since = max(panel.mergers.made[unit].since for unit in found)
            values = {"id": ident, "year": str(year), "units": len(panel.units(ident))}
            yield Message(_NEW_FIELD, {**values, "since": since, "count": len(found)})
        for unit, old in panel.lacking(ident, year).items():
            yield Message(_LACKING, {"id": ident, "unit": unit, "year": str(year), "old": old})


def of_histories(
    panel: Panel, idents: Iterable[str], unit: str | None = None, year: int | None = None
) -> Iterator[Message]:
    """Which units (or whether the one given) have scores that are combined from those of others,
    from how many, and in which years (or whether in the one given).
    """
    found: dict[int, dict[str, set[int]]] = {}
    for ident in idents:
        for then, units in panel.combined.get(ident, {}).items():
            for each, parts in units.items():
                if unit in (None, each) and year in (None, then):
                    found.setdefault(parts, {}).setdefault(each, set()).add(then)
    for parts, by_unit in sorted(found.items()):
        names = sorted(by_unit, key=panel.is_not_own)
        years = sorted(set().union(*by_unit.values()))
        more = Message(_MORE, {"count": len(names) - _FEW}) if len(names) > _FEW else ""
        span = f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])
        said = Message(COMBINED, {"parts": parts})
        values = {"units": names[:_FEW], "more": more, "years": span, "said": said}
        yield Message(_WHOSE, values)


_FEW = 3
COMBINED = Text(
    "kết hợp từ điểm của {parts} đơn vị, không phải điểm được công bố",
    "combined from {parts} units, not published",
)
_WHOSE = Text("{units}{more}, {years}: {said}", "{units}{more}, {years}: {said}")
_MORE = Text(" và {count} đơn vị khác", " and {count} more")
_NEW_FIELD = Text(
    "{id} năm {year}: tính theo {units} đơn vị có từ ngày {since}; điểm của {count} đơn vị trong "
    "đó kết hợp từ điểm các đơn vị cũ, không phải điểm được công bố",
    "{id} in {year}: the field of the {units} units there are since {since}; the scores of {count} "
    "of them are combined from those of the old ones, not published",
)
_LACKING = Text(
    "{id} năm {year}: {unit} không có điểm, vì {old} không có điểm",
    "{id} in {year}: {unit} has no score, because of those it was made from {old} had none",
)
_TITLE = Text("{name}: các đơn vị trong {field} ({year})", "{name}: the units of {field} ({year})")
_SHARE = Text("Tỷ lệ", "Of max")
_PLACES = Text("Tăng hạng", "Places")
_OWN = Text("đơn vị lập kế hoạch", "the plan's own unit")
_BY_SCORE = Text(
    "{ranked} đơn vị được xếp hạng; các đơn vị bằng điểm cùng thứ hạng",
    "units ranked: {ranked}; ties share the better rank",
)
_BY_SHARE = Text(
    "{ranked} đơn vị được xếp hạng theo tỷ lệ, vì điểm tối đa của các đơn vị khác nhau; các đơn vị "
    "bằng nhau cùng thứ hạng",
    "units ranked: {ranked}, by share, because their maxima differ; ties share the better rank",
)
_EXCERPT = Text(
    "bảng chỉ có {listed} trong {ranked} đơn vị được xếp hạng năm {year}, nên không rõ thứ hạng",
    "the table is an excerpt, {listed} of the {ranked} units ranked in {year}: it gives no ranks",
)
COMBINED_EXCERPT = Text(
    "năm {year} bảng chỉ có một phần số đơn vị cũ, nên không rõ có bao nhiêu đơn vị mới và xếp "
    "hạng thứ mấy",
    "the table of {year} is an excerpt of the old units: how many of the new ones were ranked, and "
    "where, cannot be told from it",
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
