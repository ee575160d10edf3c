"""`progress`: how far the way has been gone by a day, and how much of the time."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from parplan.engine.progress import Progress
from parplan.engine.verdicts import is_of_field
from parplan.model.fields import Better, or_null
from parplan.model.plan import Plan
from parplan.model.results import LAYER_WORDS, STAGE_WORDS, Observation
from parplan.points import LANGUAGES, ONE, ZERO, Lang, as_told, decimals_in, rounded
from parplan.render.table import Table
from parplan.reports import goals
from parplan.reports.fields import (
    COUNT,
    FIGURE,
    NUMBER,
    SHARE_DECIMALS,
    Answer,
    At,
    Field,
    list_of,
    nested,
    nested_schema,
    object_of,
    one_of,
    picked,
    plain,
    table,
    tree,
    whole,
)
from parplan.reports.fields import RANK as RANK_SCHEMA
from parplan.reports.row_notes import STANDS, by_others, just_missed, rounded_apart
from parplan.reports.rows import (
    APPLIES,
    TARGET,
    Called,
    applying,
    gap_fields,
    head,
    is_to_pass,
    leading,
    way_of,
)
from parplan.reports.titles import Titles
from parplan.text import Message, Tabled, Text, Word, percent


class Measured(NamedTuple):
    """A plan's progress on a day: the rows to show, how much of the time is gone (a share of 1),
    and who leads, where asked for.
    """

    plan: Plan
    day: date
    gone: Decimal
    chosen: tuple[Progress, ...]
    leads: Mapping[str, tuple[str, ...]] | None = None
    whole: tuple[Progress, ...] = ()  # all rows, where only some are to be shown
    left: Mapping[
        str, tuple[tuple[str, Decimal, Decimal], ...]
    ] = {}  # by index: units asked for, what is left of theirs, and of how much, as changes


DAY = {"type": "string", "format": "date"}
OBSERVATION = object_of(
    {
        "year": COUNT,
        "date": or_null(DAY),
        "layer": one_of(*LAYER_WORDS),
        "stage": one_of(*STAGE_WORDS),
        "score": FIGURE,
        "rank": or_null(RANK_SCHEMA),
        "source": {"type": ["string", "null"]},
    }
)


def told(seen: Observation | None) -> dict[str, Any] | None:
    """An observation as a record."""
    if seen is None:
        return None
    return {
        key: getattr(seen, key) for key in ("year", "date", "layer", "stage", "score", "rank")
    } | {"source": seen.source if seen.source.vi else None}


def of_observation(key: str) -> Callable[[At], Any]:
    """What is known of a row's own observation."""
    return lambda at: at.row.observation and getattr(at.row.observation, key)


def sources(observations: Iterable[Observation]) -> Text | None:
    """Where observations are from, each once; None where nobody says."""
    said = {it.source: None for it in observations if it.source.vi}
    return Text(*("; ".join(it.say(lang) for it in said) for lang in LANGUAGES)) if said else None


def _fields(result: Measured | None, index: Progress | None = None) -> tuple[Field, ...]:
    """What is told of every row, in a table of an index; without a result, for the schema. Of which
    year results are is told where some are not of the targets' year.
    """
    leads = result.leads if result else {}
    year = result.plan.about.year if result else 0
    years = len(result.plan.target_years) if result else 0
    towards = {result.plan.about.target_year} if result else set()
    other = any({*row.years} - towards for row in index.walk()) if index else False
    return (
        *head(result.plan if result else None),
        Field("max", "points", on="j"),
        APPLIES,
        Field("base", "points", Titles.BASE, says="the base year's score, in points", like="score"),
        Field("now", "points", _NOW, applying("now"), "h", like="score"),
        Field("now", "points", on="m"),
        Field(
            "score",
            "points",
            value=lambda at: at.row.now,
            on="j",
            says="what is known on the day, in points",
        ),
        Field(
            "known",
            "word",
            on="mj",
            schema=one_of("observed", "rows", "base"),
            says="observed itself; moved with its rows; or still the base year's score",
        ),
        Field("date", "word", _DATE, lambda at: _when(at.row, year), "hm"),
        Field("layer", "word", Titles.LAYER, lambda at: _how(at.row), "hm", wide=True),
        Field(
            "years",
            "text",
            _YEARS,
            lambda at: list(map(str, at.row.years)),
            "hm" if other else "m",
        ),
        Field(
            "years",
            "text",
            value=lambda at: list(at.row.years),
            on="j",
            schema=list_of(COUNT),
            says="the years that the results are of which it rests on",
        ),
        Field("stage", "word", value=of_observation("stage"), on="m"),
        Field("rank", "rank", value=of_observation("rank"), on="m"),
        Field("source", "text", value=lambda at: sources(at.row.rests_on), on="m"),
        Field(
            "observation",
            "text",
            value=lambda at: told(at.row.observation),
            on="j",
            schema=or_null(OBSERVATION),
        ),
        Field(
            "due",
            "points",
            _DUE,
            _due,
            "hmj" if years > 1 else "mj",
            says="where the path from the base year through the targets of all years is that day",
            wide=True,
        ),
        *TARGET,
        *gap_fields(index.walk() if index else (), "Left"),
        Field("done", "share", _DONE, lambda at: _gone(at.row), "h"),
        Field(
            "done",
            "share",
            on="mj",
            says="how much of the way from base to target is gone, a share of 1; below 0: fell",
        ),
        Field("bar", "bar", value=lambda at: at.row.done, on="h", wide=True),
        *leading(leads),
    )


def answer(result: Measured) -> Answer:
    """The progress in all forms."""
    fields = _fields(result)

    def record(lang: Lang) -> dict[str, Any]:
        indices = [nested(index, fields, lang) for index in result.chosen]
        return {
            "as_of": plain(result.day, lang),
            "target_year": result.plan.about.target_year,
            "time_gone": rounded(result.gone, SHARE_DECIMALS),
            "indices": indices,
        }

    return Answer("progress", record, lambda: [_table(result, index) for index in result.chosen])


def schema() -> dict[str, Any]:
    """The schema of the JSON answer."""
    indices, definitions = nested_schema(_fields(None), optional=("lead",))
    gone = {**NUMBER, "description": "how much of the plan's time has passed, a share of 1"}
    return {
        **whole(
            "progress", {"as_of": DAY, "target_year": COUNT, "time_gone": gone, "indices": indices}
        ),
        "$defs": definitions,
    }


def of_total() -> tuple[Field, ...]:
    """What is told of a total where it stands by itself."""
    return picked(
        _fields(None),
        ("now", "target", "gap", "done", "bar"),
        ("base", "score", "known", "years", "observation", "due", "goal"),
    )


def _table(result: Measured, index: Progress) -> Table:
    title = Message(
        _TITLE,
        {"name": index.name, "day": result.day, "target_year": result.plan.about.target_year},
    )
    return table(title, _fields(result, index), tree(index), _feet(result, index))


def _due(at: At) -> Decimal | None:
    """Where the path is, cut where its digits do not end."""
    return None if at.row.due is None else as_told(at.row.due, at.row.decimals)


def _gone(row: Progress) -> object:
    """The share of the way that is gone, all of it where the target is passed; by how much a row
    fell, where it went backwards.
    """
    if row.done is None or row.done >= 0 or row.base is None or row.now is None:
        return _NEARLY if _just_misses(row) else row.done and min(row.done, ONE)
    words = _FALL if row.better == "higher" else _RISE
    return Message(words, {"by": Tabled(abs(row.base - row.now), row.decimals)})


def _just_misses(row: Progress) -> bool:
    """Whether all of the way is gone to a target that is to be passed."""
    return row.done == ONE and is_to_pass(row)


_NEARLY = Text("< 100%", "< 100%")


def _when(row: Progress, year: int) -> object:
    if row.observation is not None:
        return row.observation.date or str(row.observation.year)
    return str(year) if row.known == "base" and row.now is not None else None


def _how(row: Progress) -> Word | None:
    if row.observation is None:
        return Word("rows", FROM_ROWS) if row.known == "rows" else None
    words, interim = LAYER_WORDS[row.observation.layer], STAGE_WORDS["interim"]
    final = row.observation.stage == "final"
    return Word(
        row.observation.layer,
        words if final else Text(f"{words.vi}, {interim.vi}", f"{words.en}, {interim.en}"),
    )


def latest(row: Progress | None) -> Message | None:
    """What a row came to since the base year, of which layer and when; nothing where no result
    tells.
    """
    how = None if row is None else _how(row)
    if row is None or row.now is None or how is None:
        return None
    when = () if row.observation is None else (_when(row, row.observation.year),)
    score = Tabled(row.now, decimals_in(row, "score"))
    return Message(_LATEST, {"score": score, "told": (how, *when)})


def _feet(result: Measured, index: Progress) -> Iterable[Message]:
    yield time(result)
    if index.done is not None:
        forth = index.done >= 0 or index.base is None or index.now is None
        moved = abs((index.now or ZERO) - (index.base or ZERO))
        words, by = _WAY if forth else _BACK, moved
        if index.done > 1 and index.gap is not None:
            words, by = _PASSED, -index.gap
        share = _NEARLY if _just_misses(index) else percent(index.done)
        told = {"share": share, "by": Tabled(by, index.decimals)}
        yield Message(words[index.better], {**told, "counted": counted(result, index)})
    for unit, left, planned in result.left.get(index.id, ()):
        less = planned < 0
        still = -left if less else left
        points = {
            "left": Tabled(abs(still), index.decimals),
            "planned": Tabled(abs(planned), index.decimals),
        }
        words = _OF_UNIT_PASSED if still < 0 else _OF_UNIT
        yield Message(words["lower" if less else "higher"], {"unit": unit, **points})
    rows = [row for row in index.walk() if row.applies]
    yield from by_others(rows)
    yield from caveats(result, index, str)


def time(result: Measured) -> Message:
    """How much of the time to the targets is gone."""
    values: dict[str, object] = {"share": percent(result.gone), "day": result.day}
    words = _TIME if result.gone < 1 else _OVER
    return Message(words, {**values, "year": result.plan.about.target_year})


def caveats(result: Measured, index: Progress, called: Called) -> Iterable[Message]:
    """What is to be known of an index's results: what ranks are on the way to targets that are
    ranks, which scores just miss, of which year results are, which rows have none, and where they
    are from.
    """
    plan, rows = result.plan, [row for row in index.walk() if row.applies]
    for row in rows:
        rank = None if row.observation is None else row.observation.rank
        if rank is not None and any(aim.is_among_others for aim in row.aims):
            said = goals.listed(row.aims, row.decimals)
            was, ranked = plan.rank(plan.by_id[row.id]), plan.field(row.id, plan.about.year)
            alike = all(is_of_field(aim.statement, rank, was, ranked) for aim in row.aims)
            words = _RANKED if alike else _RANKED_OTHER
            yield Message(words, {"row": called(row.id), "rank": rank, "target": said})
    yield from just_missed(rows, {"now": STANDS}, called)
    yield from rounded_apart(rows, {"gap": ("target", "now")}, called)
    years = sorted({row.observation.year for row in rows if row.observation is not None})
    if years and years[-1] > result.plan.about.target_year:
        values: dict[str, object] = {
            "years": tuple(map(str, years)),
            "target_year": result.plan.about.target_year,
        }
        yield Message(_OTHER_YEAR, values)
    if all(row.known == "base" for row in rows):
        way = way_of(row.better for row in rows)
        yield Message(_NOTHING, {"year": result.plan.about.year, "way": way})
    elif any(row.known == "base" and row.applies and not row.children for row in rows):
        yield Message(_STILL, {"year": result.plan.about.year})
    found = dict.fromkeys(each.source for row in rows for each in row.rests_on)
    yield from (Message(_SOURCE, {"source": source}) for source in found if source.vi)


def _in_full(result: Measured, index: Progress) -> Progress:
    """An index with all its rows, whichever are in view."""
    return next((row for row in (*result.whole, *result.chosen) if row.id == index.id), index)


class Counted(NamedTuple):
    """How many of an index's rows that apply have a result, themselves or through all their parts;
    how many through some of their parts alone; how many rows there are; and of how many with a
    result this is of a year, by year: the first where it is of several.
    """

    in_full: int
    in_part: int
    rows: int
    years: Mapping[int, int]

    def is_of(self, year: int) -> bool:
        """Whether all results are of a year."""
        return not self.years.keys() - {year}


def counted_in(index: Progress) -> Counted:
    """The results of an index counted."""
    rows = [row for row in index.children if row.applies] or [index]
    full = [row for row in rows if row.in_full]
    part = sum(row.known != "base" and not row.in_full for row in rows)
    return Counted(len(full), part, len(rows), Counter(row.years[0] for row in full))


def counted(result: Measured, index: Progress) -> Message:
    """How many rows of an index have a result, of which years where that is not the targets', and
    how many have one in part.
    """
    found = counted_in(_in_full(result, index))
    of = found.is_of(result.plan.about.target_year)
    each = tuple(
        Message(_OF_YEAR, {"count": count, "year": str(year)})
        for year, count in sorted(found.years.items())
    )
    values: dict[str, object] = {"observed": found.in_full, "count": found.rows}
    values["years"] = _NONE if of else Message(_OF_YEARS, {"each": each})
    part = Message(_IN_PART, {"count": found.in_part})
    return Message(_COUNTED, {**values, "part": part if found.in_part else _NONE})


_TITLE = Text(
    "{name}: đến ngày {day}, mục tiêu {target_year}", "{name}: on {day}, towards {target_year}"
)
_NOW = Text("Hiện nay", "Now")
_DATE = Text("Ngày", "As of")
_YEARS = Text("Kết quả năm", "Result of")
_DONE = Text("Đã đạt", "Done")
_LATEST = Text("{score} ({told})", "{score} ({told})")
_RANKED = Text(
    "{row} xếp hạng {rank}, mục tiêu {target}", "{row}, rank {rank}: the target is {target}"
)
_RANKED_OTHER = Text(
    "{row} xếp hạng {rank}, mục tiêu {target}: thứ hạng tính trên số đơn vị khác, không so sánh "
    "được",
    "{row}, rank {rank}: the target is {target}; the ranks are over different numbers of units, "
    "and do not compare",
)
FROM_ROWS = Text("theo các tiêu chí", "from its rows")
_TIME = Text(
    "đến ngày {day} đã qua {share} thời gian đến hết năm {year}",
    "by {day}, {share} of the time to the end of {year} has passed",
)
_OVER = Text("năm {year} đã kết thúc", "{year} is over")
_WAY: Mapping[Better, Text] = {
    "higher": Text(
        "đã đạt {share} mức tăng cần có; {counted}",
        "{share} of the way is done; {counted}",
    ),
    "lower": Text(
        "đã đạt {share} mức giảm cần có; {counted}",
        "{share} of the way is done; {counted}",
    ),
}
_PASSED: Mapping[Better, Text] = {
    "higher": Text(
        "đã đạt toàn bộ mức tăng cần có, vượt {by}; {counted}",
        "all of the way is done, with {by} to spare; {counted}",
    ),
    "lower": Text(
        "đã đạt toàn bộ mức giảm cần có, vượt {by}; {counted}",
        "all of the way is done, with {by} to spare; {counted}",
    ),
}
_BACK: Mapping[Better, Text] = {
    "higher": Text(
        "giảm {by} so với năm gốc; {counted}",
        "{by} below the base year; {counted}",
    ),
    "lower": Text(
        "tăng {by} so với năm gốc; {counted}",
        "{by} above the base year; {counted}",
    ),
}
_NONE = Text("", "")
_COUNTED = Text(
    "có kết quả của {observed} trong {count} tiêu chí{years}{part}",
    "rows with a result: {observed} of {count}{years}{part}",
)
_OF_YEARS = Text(" ({each})", " ({each})")
_OF_YEAR = Text("năm {year}: {count}", "of {year}: {count}")
_IN_PART = Text(", {count} tiêu chí mới có một phần", ", {count} in part")
_DUE = Text("Theo lộ trình", "Due by then")
_FALL = Text("giảm {by}", "fell {by}")
_RISE = Text("tăng {by}", "rose {by}")  # where less is better
_OTHER_YEAR = Text(
    "kết quả là của năm {years}; mục tiêu là của năm {target_year}",
    "results of {years}; the targets are of {target_year}",
)
_OF_UNIT: Mapping[Better, Text] = {
    "higher": Text(
        "{unit}: còn {left} trong {planned} điểm dự kiến tăng",
        "{unit}: {left} left of the {planned} points planned",
    ),
    "lower": Text(
        "{unit}: còn {left} trong mức dự kiến giảm {planned}",
        "{unit}: {left} left of the {planned} that is planned to go",
    ),
}
_OF_UNIT_PASSED: Mapping[Better, Text] = {
    "higher": Text(
        "{unit}: vượt {left} so với {planned} điểm dự kiến tăng",
        "{unit}: {left} beyond the {planned} points planned",
    ),
    "lower": Text(
        "{unit}: vượt {left} so với mức dự kiến giảm {planned}",
        "{unit}: {left} beyond the {planned} that is planned to go",
    ),
}
_NOTHING = Text(
    "chưa có kết quả nào sau năm {year}: chưa ghi nhận mức {way} nào (0%); các điểm là của năm "
    "{year}",
    "no results after {year} yet: nothing of the way is known to be done (0%); these are the "
    "scores of {year}",
)
_STILL = Text(
    "tiêu chí ghi năm {year} thì chưa có kết quả mới; như vậy không có nghĩa là không thay đổi",
    "rows of {year} have no newer result, which does not mean that nothing has changed",
)
_SOURCE = Text("nguồn: {source}", "source: {source}")
