"""`realism`: planned gains beside what has ever been done."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from parplan.engine.gap import Standing
from parplan.engine.realism import Feasible, Precedent, Verdict
from parplan.model.about import About
from parplan.model.mergers import points_of
from parplan.points import Lang
from parplan.render.table import Table
from parplan.reports.fields import (
    COUNT,
    NAMES,
    NUMBER,
    TEXT,
    Answer,
    At,
    Field,
    Schema,
    described,
    list_of,
    object_of,
    one_of,
    or_null,
    plain,
    record,
    table,
    whole,
)
from parplan.reports.rows import Corrections, Titles, noted
from parplan.text import Message, Text, Word, signed

VERDICTS: dict[Verdict, Text] = {
    "beyond": Text("chưa đơn vị nào đạt", "never done"),
    "rare": Text("hiếm", "rare"),
    "usual": Text("thường gặp", "usual"),
}
_UNITS: Schema = {
    "type": ["integer", "null"],
    "description": "how many units that is of, where that is known",
}
_PAST: Schema = object_of(
    {
        "p90": NUMBER,
        "largest": {"type": "number"},
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


def _fields() -> tuple[Field, ...]:
    """What is told of every planned gain."""

    def precedent(key: str, title: Text) -> Field:
        return Field(key, "signed", title, lambda at: _told(at.row.precedent).get(key), "hm")

    return (
        Field("index", "id", value=lambda at: at.index.id, on="m"),
        Field("id", "id", Titles.ID),
        Field("name", "text", on="mj"),
        Field(
            "label",
            "text",
            Titles.NAME,
            lambda at: Titles.TOTAL if at.row.id == at.index.id else at.row.name,
            "h",
        ),
        Field("planned", "signed", Titles.PLANNED, schema={"type": "number"}),
        Field("headroom_used", "share", Titles.HEADROOM_USED),
        Field(
            "own",
            "signed",
            _OWN,
            lambda at: None if at.row.own is None else points_of(at.row.own),
            says="the unit's own largest gain in as many years as the plan's, in points",
        ),
        precedent("p90", _P90),
        precedent("largest", _LARGEST),
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
            _VERDICT,
            lambda at: (
                None if at.row.verdict is None else Word(at.row.verdict, VERDICTS[at.row.verdict])
            ),
            schema=one_of(*VERDICTS, None),
            says="beyond what any unit gained; more than nine in ten did; usual",
        ),
    )


def _told(precedent: Precedent | None) -> dict[str, Any]:
    """What is known of a precedent by key, each figure cut once where its digits do not end."""
    known = {} if precedent is None else precedent._asdict()
    return {
        key: points_of(value) if isinstance(value, Fraction) else value
        for key, value in known.items()
    }


Found = Sequence[tuple[Standing, Sequence[Feasible]]]


def answer(
    found: Found,
    about: About,
    made: Corrections,
    since: int | None = None,
    remarks: Sequence[Message] = (),
) -> Answer:
    """The planned gains of each index, its own last, in all forms, beside gains since a year; with
    what is to be said of the tables that these are from.
    """
    return Answer(
        "realism",
        lambda lang: {
            "year": about.year,
            "target_year": about.target_year,
            "since": since,
            "indices": [_record(index, rows, lang) for index, rows in found],
            "remarks": plain(list(remarks), lang),
        },
        lambda: noted([_table(index, rows, about, since) for index, rows in found], made),
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


def _table(index: Standing, rows: Sequence[Feasible], about: About, since: int | None) -> Table:
    """Planned gains a line each; below them those that no unit ever made, and where the past is
    known from.
    """
    lines = [At(row, row if row.id == index.id else index) for row in rows]
    title = Message(
        _TITLE, {"name": index.name, "year": about.year, "target_year": about.target_year}
    )
    return table(title, _fields(), lines, _feet(rows, since))


def _feet(rows: Sequence[Feasible], since: int | None) -> Iterable[Message]:
    if since is not None:
        yield Message(_SINCE, {"since": since})
    for row in rows:
        if row.verdict == "beyond" and row.precedent is not None:
            yield _beyond(row, row.precedent)
    verdicts = [row.verdict for row in rows]
    if any(verdicts):
        yield Message(_COUNTED, {verdict: verdicts.count(verdict) for verdict in VERDICTS})
    unknown = sum(row.precedent is None for row in rows)
    if unknown:
        words = _NO_HISTORY if since is None else _NOT_SINCE
        yield Message(words, {"count": unknown, "since": since})
    spans = {(row.precedent.over, row.over) for row in rows if row.precedent is not None}
    for over, ahead in sorted(span for span in spans if max(span) > 1):
        yield Message(_OVER if over == ahead else _OF_ONE_YEAR, {"ahead": ahead})
    for source in dict.fromkeys(row.precedent.source for row in rows if row.precedent is not None):
        yield Message(_SOURCE, {"source": source})


def _beyond(row: Feasible, precedent: Precedent) -> Message:
    values: dict[str, object] = {
        "id": row.id,
        "planned": signed(row.planned, row.decimals),
        "largest": signed(points_of(precedent.largest), row.decimals),
    }
    values |= {
        "first": precedent.first,
        "last": precedent.last,
        "unit": precedent.unit,
        "units": precedent.units,
    }
    return Message(_BEYOND if precedent.unit is None else _BEYOND_ONE, values)


_TITLE = Text(
    "{name}: mức dự kiến tăng {year} → {target_year} so với thực tế",
    "{name}: planned gains, {year} → {target_year}, against what has been done",
)
_OWN = Text("Mức tăng cao nhất của đơn vị", "Own best")
_P90 = Text("90% đơn vị tăng không quá", "90\u00a0% of units")
_LARGEST = Text("Mức tăng cao nhất từng có", "Largest ever")
_VERDICT = Text("Đánh giá", "Verdict")
_BEYOND = Text(
    "{id}: dự kiến {planned}, chưa đơn vị nào từng tăng được như vậy; cao nhất {largest} "
    "({first}–{last})",
    "{id}: {planned} planned, and no unit has ever done it; the largest is {largest} "
    "({first}–{last})",
)
_BEYOND_ONE = Text(
    "{id}: dự kiến {planned}; trong bảng ({units} đơn vị, {first}–{last}) chưa đơn vị nào tăng "
    "được vậy, cao nhất {largest} ({unit})",
    "{id}: {planned} planned; none of {units} units in the table ({first}–{last}) gained so "
    "much; the largest is {largest} ({unit})",
)
_COUNTED = Text(
    "{beyond} mức tăng chưa đơn vị nào đạt, {rare} mức không quá 10% đơn vị đạt, {usual} mức "
    "thường gặp",
    "gains: {beyond} that no unit ever made, {rare} that at most one in ten made, {usual} within "
    "what is usual",
)
_NO_HISTORY = Text(
    "không biết các đơn vị khác từng tăng bao nhiêu ở {count} tiêu chí; dùng --peers với một bảng "
    "CSV",
    "rows of which nobody knows what other units gained: {count}; give a table with --peers "
    "FILE.csv",
)
_OVER = Text(
    "so với mức tăng trong {ahead} năm, bằng thời gian từ năm gốc đến năm mục tiêu",
    "compared with gains over {ahead} years, as many as from the base year to the targets",
)
_OF_ONE_YEAR = Text(
    "mức tăng của các đơn vị khác chỉ biết của từng năm, còn kế hoạch là {ahead} năm, nên không "
    "đánh giá",
    "gains of other units are known of single years only, and the plan's are over {ahead} years: "
    "there is no verdict",
)
_SOURCE = Text("mức tăng đã có: {source}", "past gains: {source}")
_SINCE = Text("chỉ tính các mức tăng từ năm {since} trở đi", "only gains from {since} on count")
_NOT_SINCE = Text(
    "không biết các đơn vị khác từng tăng bao nhiêu từ năm {since} ở {count} tiêu chí; chọn năm "
    "sớm hơn",
    "rows of which nobody knows what other units gained from {since} on: {count}; try an earlier "
    "year",
)
