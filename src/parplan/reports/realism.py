"""`realism`: planned gains beside what has ever been done."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from parplan.engine.gap import Standing
from parplan.engine.realism import Feasible, Precedent, Verdict, without_gains
from parplan.model.fields import WAY, or_null
from parplan.model.mergers import points_of
from parplan.model.peers import Panel
from parplan.model.plan import Plan
from parplan.points import Lang, decimals_in
from parplan.render.table import Table
from parplan.reports.bases import Corrections, noted
from parplan.reports.fields import (
    COUNT,
    FIGURE,
    NAMES,
    NUMBER,
    RANK,
    TEXT,
    Answer,
    At,
    Field,
    Schema,
    described,
    list_of,
    object_of,
    one_of,
    plain,
    record,
    table,
    whole,
)
from parplan.reports.rows import label, own_total, way_of
from parplan.reports.titles import Titles
from parplan.text import Message, Text, Word, signed

VERDICTS: dict[Verdict, Text] = {
    "never": Text("chưa từng có", "never done"),
    "rare": Text("hiếm", "rare"),
    "ambitious": Text("tham vọng", "ambitious"),
    "usual": Text("thường gặp", "usual"),
}
_UNITS: Schema = {
    "type": ["integer", "null"],
    "description": "how many units that is of, where that is known",
}
_PAST: Schema = object_of(
    {
        "median": {**NUMBER, "description": "half of the gains compared with are at most this"},
        "p90": {**NUMBER, "description": "nine in ten of them are at most this"},
        "count": {
            "type": ["integer", "null"],
            "description": "how many gains are compared with; null where they are not known",
        },
        "start": {
            **or_null(RANK),
            "description": "the plan's unit's own place in the field, nearest to which these "
            "gains began; null where gains from all places count",
        },
        "largest": {"type": "number", "description": "that any unit ever made"},
        "unit": {
            "type": ["string", "null"],
            "description": "who gained the most, where that is known",
        },
        "units": _UNITS,
        "first": COUNT,
        "last": COUNT,
        "over": {**COUNT, "description": "over how many years these are gains"},
        "source": TEXT,
    }
)


def _fields(totals: Mapping[str, Text] = {}, *, compared: bool = True) -> tuple[Field, ...]:
    """What is told of every planned gain; to people what it is among those that began alike only
    where any is `compared` with such.
    """
    people = "h" if compared else ""

    def past(field: Field) -> Field:
        return field._replace(value=lambda at: _told(at.row.precedent).get(field.key))

    return (
        Field("index", "id", value=lambda at: at.index.id, on="m"),
        Field("id", "id", Titles.ID),
        Field("name", "text", on="mj"),
        label(totals),
        Field("planned", "signed", Titles.PLANNED, schema=FIGURE),
        Field("headroom_used", "share", Titles.HEADROOM_USED, wide=True),
        Field(
            "own",
            "signed",
            _OWN,
            lambda at: None if at.row.own is None else points_of(at.row.own),
            says="the unit's own largest gain in as many years as the plan's, in points",
            like="score",
        ),
        Field(
            "percentile",
            "share",
            _NO_LARGER,
            on=f"{people}mj",
            says="which share of the gains compared with is no larger than the planned one",
        ),
        past(Field("median", "signed", _MEDIAN, on=f"{people}m", like="score")),
        past(Field("p90", "signed", _P90, on="hm", like="score")),
        past(Field("largest", "signed", _LARGEST, on="hm", like="score")),
        past(Field("unit", "text", on="m")),
        past(Field("count", "count", on="m")),
        past(Field("over", "count", on="m")),
        Field(
            "past",
            "text",
            value=lambda at: _told(at.row.precedent) or None,
            on="j",
            schema=or_null(_PAST),
            says="what units ever gained in a year, or in as many as the plan's, in points",
        ),
        Field(
            "verdict",
            "word",
            Titles.VERDICT,
            lambda at: (
                None if at.row.verdict is None else Word(at.row.verdict, VERDICTS[at.row.verdict])
            ),
            schema=one_of(*VERDICTS, None),
            says="never done by any unit; more than nine in ten of the gains compared with; more "
            "than half of them; usual (within nine in ten where only that is published)",
        ),
    )


def _told(precedent: Precedent | None) -> dict[str, Any]:
    """What is known of a precedent by key, each figure cut once where its digits do not end; of the
    gains compared with how many they are.
    """
    if precedent is None:
        return {}
    known = {**precedent._asdict(), "count": len(precedent.gains) or None}
    told = {key: known[key] for key in _PAST["properties"]}
    return {
        key: points_of(value) if isinstance(value, Fraction) else value
        for key, value in told.items()
    }


Found = Sequence[tuple[Standing, Sequence[Feasible]]]


def answer(
    found: Found,
    plan: Plan,
    made: Corrections,
    since: int | None = None,
    remarks: Sequence[Message] = (),
    panels: Sequence[Panel] = (),
) -> Answer:
    """The planned gains of each index, its own last, in all forms, beside gains since a year, by
    tables of units among others; with what is to be said of these.
    """
    return Answer(
        "realism",
        lambda lang: {
            "year": plan.about.year,
            "target_year": plan.about.target_year,
            "since": since,
            "indices": [_record(index, rows, lang) for index, rows in found],
            "remarks": plain(list(remarks), lang),
        },
        lambda: noted([_table(index, rows, plan, since, panels) for index, rows in found], made),
        beneath=remarks,
    )


def schema() -> dict[str, Any]:
    """The schema of the JSON answer."""
    rows = list_of(object_of(described(_fields())))
    since: Schema = {
        "type": ["integer", "null"],
        "description": "only gains from this year on count; null where all do",
    }
    indices = list_of(object_of({"id": TEXT, "name": TEXT, "rows": rows}))
    years = {"year": COUNT, "target_year": COUNT}
    return whole("realism", {**years, "since": since, "indices": indices, "remarks": NAMES})


def _record(index: Standing, rows: Iterable[Feasible], lang: Lang) -> dict[str, Any]:
    fields = _fields()
    return {
        "id": index.id,
        "name": index.name.say(lang),
        "rows": [record(At(row, index), fields, lang) for row in rows],
    }


def _table(
    index: Standing,
    rows: Sequence[Feasible],
    plan: Plan,
    since: int | None,
    panels: Sequence[Panel],
) -> Table:
    """Planned gains a line each; below them whose gains they are compared with, those that no unit
    ever made, and where the past is known from.
    """
    lines = [At(row, row if row.id == index.id else index) for row in rows]
    way = {"way": way_of(row.better for row in rows)}
    years = {"year": plan.about.year, "target_year": plan.about.target_year}
    title = Message(_TITLE, {"name": index.name, **years, **way})
    compared = any(row.precedent is not None and row.precedent.gains for row in rows)
    feet = (Message(it.text, {**way, **it.values}) for it in _feet(rows, since, panels))
    return table(title, _fields(own_total(plan, index.id), compared=compared), lines, feet)


def _feet(
    rows: Sequence[Feasible], since: int | None, panels: Sequence[Panel]
) -> Iterable[Message]:
    if since is not None:
        yield Message(_SINCE, {"since": since})
    yield from _compared_with(rows)
    for row in rows:
        if row.verdict == "never" and row.precedent is not None:
            yield _never(row, row.precedent)
    verdicts = [row.verdict for row in rows]
    if any(verdicts):
        yield Message(_COUNTED, {verdict: verdicts.count(verdict) for verdict in VERDICTS})
    yield from _untold([row.id for row in rows if row.precedent is None], since, panels)
    spans = {(row.precedent.over, row.over) for row in rows if row.precedent is not None}
    for over, ahead in sorted(span for span in spans if max(span) > 1):
        yield Message(_OVER if over == ahead else _OF_ONE_YEAR, {"ahead": ahead})
    for source in dict.fromkeys(row.precedent.source for row in rows if row.precedent is not None):
        yield Message(_SOURCE, {"source": source})


def _untold(
    unknown: Sequence[str], since: int | None, panels: Sequence[Panel]
) -> Iterable[Message]:
    """Of which rows no gains are known, and why not: tables may lie there that tell none."""
    apart = {ident: without_gains(panels, ident) for ident in unknown}
    tables = {
        panel.name: Message(
            _OF_YEARS, {"name": panel.name, "years": tuple(map(str, panel.years(ident)))}
        )
        for ident, each in apart.items()
        for panel in each
    }
    if tables:
        count = sum(map(bool, apart.values()))
        yield Message(_APART, {"count": count, "tables": tuple(tables.values())})
    if count := sum(not each for each in apart.values()):
        words = _NO_HISTORY if since is None else _NOT_SINCE
        yield Message(words, {"count": count, "since": since})


def _compared_with(rows: Sequence[Feasible]) -> Iterable[Message]:
    """Whose gains rows are compared with, and how many these are."""
    pasts = {row.id: row.precedent for row in rows if row.precedent and row.precedent.gains}
    placed = [past for past in pasts.values() if past.start is not None]
    if placed:
        yield Message(_NEAREST, {"count": _counts(placed)})
    others = {ident: past for ident, past in pasts.items() if past.start is None}
    if others:
        yield Message(_ALL, {"count": _counts(others.values()), "ids": list(others)})
    if any(row.percentile is not None for row in rows):
        yield Message(_SHARE)


def _counts(pasts: Iterable[Precedent]) -> str:
    counts = sorted({len(past.gains) for past in pasts})
    return "–".join(map(str, dict.fromkeys((counts[0], counts[-1]))))


def _never(row: Feasible, precedent: Precedent) -> Message:
    values: dict[str, object] = {
        "id": row.id,
        "way": WAY[row.better],
        "planned": signed(row.planned, decimals_in(row, "planned")),
        "largest": signed(points_of(precedent.largest), decimals_in(row, "score")),
    }
    values |= {
        "first": precedent.first,
        "last": precedent.last,
        "unit": precedent.unit,
        "units": precedent.units,
    }
    return Message(_NEVER if precedent.unit is None else _NEVER_IN_TABLE, values)


_TITLE = Text(
    "{name}: mức dự kiến {way} {year} → {target_year} so với thực tế",
    "{name}: planned gains, {year} → {target_year}, against what has been done",
)
_OWN = Text("Cao nhất của chính đơn vị", "Own best")
_NO_LARGER = Text("% không lớn hơn", "No larger")
_MEDIAN = Text("Trung vị", "Median")
_P90 = Text("90% số lần không quá", "90% gained at most")
_LARGEST = Text("Cao nhất từng có", "Largest ever")
_NEAREST = Text(
    "so với mức {way} của các đơn vị có vị trí xuất phát gần nhất trên bảng xếp hạng: {count} lần "
    "{way} mỗi tiêu chí",
    "compared with the gains that began nearest to the unit's own place in the field: {count} a "
    "row",
)
_ALL = Text(
    "so với mọi lần {way} ({count} lần mỗi tiêu chí), vì không rõ đơn vị đứng thứ mấy trên bảng "
    "xếp hạng: {ids}",
    "compared with all gains ({count} a row), because the unit's own place in the field is not "
    "known: {ids}",
)
_SHARE = Text(
    "“% không lớn hơn”: tỷ lệ số lần {way} không lớn hơn mức dự kiến",
    "“no larger”: what share of these gains is no larger than the planned one",
)
_NEVER = Text(
    "{id}: dự kiến {planned}, chưa đơn vị nào từng {way} được như vậy; cao nhất {largest} "
    "({first}–{last})",
    "{id}: {planned} planned, and no unit has ever done it; the largest is {largest} "
    "({first}–{last})",
)
_NEVER_IN_TABLE = Text(
    "{id}: dự kiến {planned}; trong bảng ({units} đơn vị, {first}–{last}) chưa đơn vị nào {way} "
    "được vậy, cao nhất {largest} ({unit})",
    "{id}: {planned} planned; none of {units} units in the table ({first}–{last}) gained so "
    "much; the largest is {largest} ({unit})",
)
_COUNTED = Text(
    "số mức dự kiến {way}: chưa từng có {never}, hiếm (cao hơn 90% số lần {way} đã có) {rare}, "
    "tham vọng (cao hơn một nửa) {ambitious}, thường gặp {usual}",
    "planned gains: {never} never done, {rare} rare (above nine in ten past gains), {ambitious} "
    "ambitious (above half), {usual} usual",
)
_NO_HISTORY = Text(
    "không biết các đơn vị khác từng {way} bao nhiêu ở {count} tiêu chí; dùng --peers với một bảng "
    "CSV",
    "rows for which the gains of other units are not known: {count}; give a table with --peers "
    "FILE.csv",
)
_APART = Text(
    "không biết các đơn vị khác từng {way} bao nhiêu ở {count} tiêu chí: cần hai năm liền nhau, so "
    "sánh được, trong cùng một bảng; hiện có {tables}",
    "rows for which the gains of other units are not known: {count}; that takes two years in a row "
    "that compare, in one table; there are {tables}",
)
_OF_YEARS = Text("{name} ({years})", "{name} ({years})")
_OVER = Text(
    "so với mức {way} trong {ahead} năm, bằng thời gian từ năm gốc đến năm mục tiêu",
    "compared with gains over {ahead} years, as many as from the base year to the targets",
)
_OF_ONE_YEAR = Text(
    "mức {way} của các đơn vị khác chỉ biết của từng năm, còn kế hoạch là {ahead} năm, nên không "
    "đánh giá",
    "gains of other units are known of single years only, and the plan's are over {ahead} years: "
    "there is no verdict",
)
_SOURCE = Text("mức {way} đã có: {source}", "past gains: {source}")
_SINCE = Text("chỉ tính các mức {way} từ năm {since} trở đi", "only gains from {since} on count")
_NOT_SINCE = Text(
    "không biết các đơn vị khác từng {way} bao nhiêu từ năm {since} ở {count} tiêu chí; chọn năm "
    "sớm hơn",
    "rows for which the gains of other units from {since} on are not known: {count}; try an "
    "earlier year",
)
