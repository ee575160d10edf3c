"""`--plans`: what a command tells of many plans, a line each, the worst first."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any, Final, NamedTuple

from parplan.engine.review import Tally
from parplan.model.about import About
from parplan.model.fields import or_null, turned
from parplan.model.findings import Finding
from parplan.model.results import Layer
from parplan.points import Lang
from parplan.render.table import Line as TableLine
from parplan.render.table import Mark, Table
from parplan.reports import gap, progress, review, units
from parplan.reports.fields import (
    CODE,
    COUNT,
    NAMES,
    TEXT,
    Answer,
    At,
    Field,
    described,
    list_of,
    object_of,
    record,
    table,
    whole,
)
from parplan.reports.titles import Titles
from parplan.text import Message, Text


class Line(NamedTuple):
    """What is kept of a plan: its name as --plan takes it and as it is short below the folder; what
    it says of itself; a row of it without what that is made of, and what is told beside it; the
    codes of contradictions that are open there and below.
    """

    plan: str
    short: str
    about: About
    row: Any
    beside: Any
    contradictions: list[str]


class Failed(NamedTuple):
    """A plan that could not be worked out, and why."""

    plan: str
    why: tuple[Message | Text, ...]

    @property
    def told(self) -> Message:
        """A line below those of the other plans."""
        return Message(_FAILED, self._asdict())

    def record(self, lang: Lang) -> dict[str, Any]:
        """What JSON has of it."""
        return {"plan": self.plan, "why": [message.say(lang) for message in self.why]}


class Lines(NamedTuple):
    """The plans below a folder: their lines, and those that could not be worked out."""

    folder: str
    plans: int
    lines: tuple[Line, ...]
    failed: tuple[Failed, ...]
    said: Mapping[str, object] = {}  # what fills in the title, beside folder and number


class Kind(NamedTuple):
    """What a command tells in a line: its fields, beside those that say which plan it is, and by
    what lines are ordered, the worst first; what is not known comes last.
    """

    name: str
    title: Text
    fields: Sequence[Field]
    worst: Callable[[Line], tuple[Any, ...]]


def contradicting(findings: Iterable[Finding], rows: Container[str]) -> list[str]:
    """The codes of contradictions that are open among a plan's own figures of some rows."""
    opened = (it for it in findings if it.is_contradiction and it.status == "open")
    return sorted({it.code for it in opened if it.path.rpartition(".")[0] in rows})


# What every line begins with, and ends with.
_HEAD = (
    Field("plan", "id", value=lambda at: at.index.plan, on="mj", says="as --plan takes it"),
    Field("plan", "id", Titles.PLAN, lambda at: at.index.short, "h"),
    Field("plan_id", "id", value=lambda at: at.index.about.id, on="mj", says="its own id"),
    Field("plan_name", "text", value=lambda at: at.index.about.name, on="mj"),
    Field(
        "unit",
        "text",
        value=lambda at: at.index.about.unit,
        on="mj",
        schema=or_null(TEXT),
        says="which unit's plan it is, where it says so",
    ),
    Field(
        "called",
        "text",
        Titles.UNIT,
        lambda at: at.index.about.unit or at.index.about.name,
        "h",
    ),
    Field("year", "count", value=lambda at: at.index.about.year, on="mj", says="of the scores"),
    Field("target_year", "count", value=lambda at: at.index.about.target_year, on="mj"),
    Field("id", "id", Titles.ID, says="an index, or a row that was asked for"),
    Field("name", "text", on="mj"),
)
_FOOT = Field(
    "contradictions",
    "text",
    Titles.CONTRADICTIONS,
    lambda at: at.index.contradictions,
    schema=list_of(CODE),
    says="codes of what contradicts in the plan's own figures of the row and below it, and its "
    "errata do not know",
)
_WHY = Field("why", "text", value=lambda _: None, on="m")


def _fields(kind: Kind, lines: Iterable[Line] = ()) -> tuple[Field, ...]:
    """The fields of a line; people see contradictions where any plan has some."""
    some = any(line.contradictions for line in lines)
    return (*_HEAD, *kind.fields, _FOOT if some else _FOOT._replace(on="mj"))


def answer(kind: Kind, found: Lines) -> Answer:
    """Lines of a kind in all forms. A spreadsheet has the plans that could not be worked out below
    the others, with the reason.
    """
    rows = [At(line.row, line) for line in sorted(found.lines, key=kind.worst)]
    fields = _fields(kind, found.lines)
    title = Message(kind.title, {"folder": found.folder, "count": found.plans, **found.said})
    feet = [it.told for it in found.failed]

    def told(lang: Lang) -> dict[str, Any]:
        return {
            "folder": found.folder,
            "plans": found.plans,
            "lines": [record(at, fields, lang) for at in rows],
            "failed": [it.record(lang) for it in found.failed],
        }

    def sheet() -> Table:
        told = table(title, [*fields, _WHY], rows)
        return told._replace(lines=(*told.lines, *(_without(told, it) for it in found.failed)))

    return Answer(
        f"{kind.name}-plans", told, lambda: [table(title, fields, rows, feet)], lambda: [sheet()]
    )


def _without(sheet: Table, failed: Failed) -> TableLine:
    """The line of a plan of which nothing is known but the reason."""
    known = {"plan": failed.plan, "why": Message(_REASONS, {"why": failed.why})}
    return TableLine(tuple(Mark(known.get(column.key)) for column in sheet.columns))


FAILED = {
    **list_of(object_of({"plan": TEXT, "why": NAMES})),
    "description": "plans that could not be worked out, and why",
}


def schema_of(kind: Kind) -> dict[str, Any]:
    """The schema of a kind's JSON."""
    return whole(
        f"{kind.name}-plans",
        {
            "folder": TEXT,
            "plans": {**COUNT, "description": "how many there are, with a line or without"},
            "lines": list_of(object_of(described(_fields(kind)))),
            "failed": FAILED,
        },
        plan={"type": "null"},
    )


# What is worst: least of what there should be. What is not known comes last.


def _gap(line: Line) -> tuple[Any, ...]:
    """The largest share of the headroom; where nothing is left to gain, any gap is more than it."""
    row = line.row
    if row.gap is None or row.headroom is None:
        return (2, 0)
    if row.headroom:
        return (1, -Fraction(row.gap) / Fraction(row.headroom))
    return (0, -row.gap) if row.gap > 0 else (1, 0)


def _progress(line: Line) -> tuple[Any, ...]:
    """How much less of the way is done than of the time is gone."""
    done = line.row.done
    return (done is None, 0 if done is None else done - line.beside.gone)


def _review(line: Line) -> tuple[Any, ...]:
    """The smallest share of targets met; then the outcome furthest below the total's target, as a
    share of the maximum.
    """
    tally, most, short = line.beside.tally, line.beside.max, line.row.difference
    share = Fraction(tally.met, tally.judged) if tally.judged else 0
    known = short is not None and most
    below = Fraction(short) / Fraction(most) if known else Fraction(0)
    return (not tally.judged, share, not known, turned(below, line.row.better))


def _units(line: Line) -> tuple[Any, ...]:
    """The smallest share that anybody leads; then that one unit alone leads."""
    row = line.row
    if not row.planned:
        return (True,)
    parts = ((part is None, Fraction(part or 0)) for part in (row.led, row.alone))
    return (False, *((unknown, part / Fraction(row.planned)) for unknown, part in parts))


class Pace(NamedTuple):
    """Beside a row's progress: how much of the plan's time is gone (a share of 1), and how many of
    its rows have a result.
    """

    gone: Decimal
    counted: progress.Counted


class Reviewed(NamedTuple):
    """Beside a row's outcome: its year, the layers that this and the targets counted rest on, the
    row's maximum (points), and its targets counted.
    """

    year: int
    layers: tuple[Layer, ...]
    max: Decimal | None
    tally: Tally


GAP: Final = Kind(
    "gap",
    Text(
        "{folder}: {count} kế hoạch, xếp từ tỷ lệ dư địa cần dùng cao nhất",
        "{folder}: plans ({count}), the largest share of headroom first",
    ),
    gap.of_total(),
    _gap,
)
PROGRESS: Final = Kind(
    "progress",
    Text(
        "{folder}: {count} kế hoạch, tính đến ngày {day}; xếp từ kế hoạch chậm nhất so với thời "
        "gian đã qua",
        "{folder}: plans on {day} ({count}), the furthest behind schedule first",
    ),
    (
        *progress.of_total(),
        Field(
            "time_gone",
            "share",
            Text("Thời gian đã qua", "Time passed"),
            lambda at: at.index.beside.gone,
            says="how much of the plan's time has passed, a share of 1",
        ),
        Field(
            "observed",
            "count",
            Text("Có kết quả", "With a result"),
            lambda at: _counted(at.index.beside.counted, at.index.about.target_year),
            "h",
        ),
        Field(
            "observed",
            "count",
            value=lambda at: at.index.beside.counted.in_full,
            on="mj",
            says="how many of its rows have a result, themselves or through all their parts",
        ),
        Field(
            "in_part",
            "count",
            value=lambda at: at.index.beside.counted.in_part,
            on="mj",
            says="how many have one through some of their parts alone",
        ),
        Field(
            "rows",
            "count",
            value=lambda at: at.index.beside.counted.rows,
            on="mj",
            says="how many rows it has",
        ),
    ),
    _progress,
)
REVIEW: Final = Kind(
    "review",
    Text(
        "{folder}: {count} kế hoạch, mục tiêu và kết quả; xếp từ kế hoạch đạt ít mục tiêu nhất",
        "{folder}: plans ({count}), targets against outcomes, the fewest met first",
    ),
    (
        Field(
            "outcome_year",
            "count",
            value=lambda at: at.index.beside.year,
            on="mj",
            says="the year of the outcome",
        ),
        *review.of_total(),
        *review.layered(
            "layers_counted",
            lambda at: at.index.beside.layers,
            "hm",
            "the layers of results that the outcome and the targets counted rest on",
        ),
        Field(
            "met",
            "count",
            Text("Mục tiêu đạt", "Targets met"),
            lambda at: _of(at.index.beside.tally.met, at.index.beside.tally.judged),
            "h",
        ),
        Field("met", "count", value=lambda at: at.index.beside.tally.met, on="mj"),
        Field(
            "judged",
            "count",
            value=lambda at: at.index.beside.tally.judged,
            on="mj",
            says="rows with a printed target and an outcome",
        ),
    ),
    _review,
)
UNITS: Final = Kind(
    "units",
    Text(
        "{folder}: {count} kế hoạch, xếp từ phần chưa có đơn vị chủ trì lớn nhất",
        "{folder}: plans ({count}), the largest share that nobody leads first",
    ),
    units.COVERAGE,
    _units,
)
schema_of_gap, schema_of_progress, schema_of_review, schema_of_units = (
    partial(schema_of, kind) for kind in (GAP, PROGRESS, REVIEW, UNITS)
)


def _of(some: int, every: int) -> Message | None:
    """How many of how many; nothing where there are none."""
    return Message(_SOME, {"some": some, "every": every}) if every else None


def _counted(counted: progress.Counted, target_year: int) -> Message:
    """How many rows of how many have a result, of which years where that is not the targets', and
    how many have one in part.
    """
    years = None if counted.is_of(target_year) else tuple(map(str, sorted(counted.years)))
    values: dict[str, object] = {
        "some": counted.in_full,
        "every": counted.rows,
        "years": Message(_OF_YEARS, {"years": years}) if years else _NONE,
        "part": Message(_IN_PART, {"count": counted.in_part}) if counted.in_part else _NONE,
    }
    return Message(_SOME_COUNTED, values)


_NONE = Text("", "")
_SOME = Text("{some}/{every}", "{some}/{every}")
_SOME_COUNTED = Text("{some}/{every}{years}{part}", "{some}/{every}{years}{part}")
_OF_YEARS = Text(" ({years})", " ({years})")
_IN_PART = Text(", một phần: {count}", ", in part: {count}")
_FAILED = Text("{plan}: không tính được: {why}", "{plan}: could not be worked out: {why}")
_REASONS = Text("{why}", "{why}")
