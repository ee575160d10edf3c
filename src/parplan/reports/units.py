"""`units`: what every unit leads, and what one of them does."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from parplan.engine.gap import Standing
from parplan.engine.units import Led
from parplan.model.fields import WAY, Better, or_null
from parplan.model.tasks import (
    UNDIVIDED,
    UnitRecord,
)
from parplan.points import ZERO, Lang, decimal_of
from parplan.render.table import Table
from parplan.reports import tasks as tasks_report
from parplan.reports import unit as unit_report
from parplan.reports.fields import (
    FIGURE,
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
from parplan.reports.staff import Staff
from parplan.reports.titles import Titles
from parplan.reports.units_sentences import UNSAID, unprinted
from parplan.text import Message, Tabled, Text


def answer(staff: Staff, unit: UnitRecord | None) -> Answer:
    """What every unit leads, or what one does, in all forms."""
    chosen = list(staff.work.units.values()) if unit is None else [unit]

    def told(lang: Lang) -> dict[str, Any]:
        once = {row.id for row in staff.unled()}
        return {
            "units": [_record(staff, it, lang) for it in chosen],
            "unled": [
                record(At(left), _UNLED, lang)
                for index in staff.indices
                for left in _unled(staff, index)
                if left.id in once and staff.plan.by_id[left.id].root.id == index.id
            ],
        }

    if unit is None:
        return Answer("units", told, lambda: [it for _, it in by_index(staff)])
    # A spreadsheet gets one kind of lines: the unit's rows; its tasks come from `tasks`.
    return Answer(
        "units",
        told,
        lambda: [
            unit_report.rows(staff, unit),
            tasks_report.tasks_table(unit_report.tasks_of(staff, unit), staff.work),
        ],
        lambda: [unit_report.rows(staff, unit)],
    )


# What a unit leads: a stake in an index, its unit beside it.


def _led(row: Led) -> dict[str, Any]:
    return {field.key: field.of(At(row)) for field in _LED}


_LED = (
    Field("id", "id"),
    Field("name", "text"),
    Field(
        "planned",
        "points",
        says="the row's planned increase, in points of the row; what its target asks for where no "
        "increase is printed; null where the plan says nothing of it, or it is not known",
    ),
    Field(
        "points",
        "points",
        says="what that brings the index, in points of the index",
    ),
    Field(
        "shared",
        "points",
        says="how much of that other units lead as well",
    ),
    Field("with", "text", value=lambda at: list(at.row.others), says="those units", schema=NAMES),
)
_STAKE = (
    Field("index", "id", value=lambda at: at.row.id, on="m"),
    Field("id", "id", on="j"),
    Field("unit", "id", Titles.UNIT, lambda at: at.index.id, "hm"),
    Field("name", "text", Text("Tên đơn vị", "Name"), lambda at: at.index.name, "hm", wide=True),
    Field(
        "rows", "text", Text("Chủ trì", "Leads"), lambda at: [row.id for row in at.row.rows], "hm"
    ),
    Field(
        "alone",
        "points",
        Text("Điểm chủ trì riêng", "Led alone"),
        says="the planned increases of the rows that it leads and nobody else, in points",
    ),
    Field(
        "alone_share",
        "share",
        Text("Tỷ lệ trong chỉ số", "Of the index"),
        says="what it leads alone, as a share of what the index is planned to gain",
    ),
    Field("bar", "bar", value=lambda at: at.row.alone_share, on="h"),
    Field(
        "shared",
        "points",
        Text("Điểm cùng chủ trì", "Led with others"),
        says="the planned increases that other units lead as well, in points: they count for each",
    ),
    Field(
        "points",
        "points",
        on="mj",
        says="the planned increases of all rows it leads, alone or with others, in points",
    ),
    Field(
        "planned",
        "points",
        value=lambda at: at.row.total,
        on="j",
        says="what the whole index is planned to gain, in points; what targets ask for where no "
        "increase is printed; null where the plan says nothing of it, or it is not known",
    ),
    Field("share", "share", on="mj", says="points / planned: over all units it passes 1"),
    Field(
        "rows",
        "text",
        value=lambda at: [_led(row) for row in at.row.rows],
        on="j",
        schema=list_of(object_of(described(_LED))),
    ),
)
_UNIT = (Field("id", "id"), Field("name", "text"), Field("clause", "text", schema=or_null(TEXT)))
_UNLED = (
    Field("id", "id"),
    Field("name", "text"),
    Field("planned", "points", schema=FIGURE, says="its planned increase, in points of the row"),
    Field("points", "points", says="what that brings the index, in points of the index"),
    Field(
        "undivided",
        "text",
        schema={"type": "boolean"},
        says="whether that is only what is said of none of its parts, some of which are led",
    ),
)


# What is told of a unit in an index where there is little room.
SHORT = (
    *(field for field in _STAKE if field.key in ("name", "alone", "shared")),
    Field("bar", "bar", value=lambda at: at.row.share, on="h"),
)
# How much of an index anybody answers for.
COVERAGE = (
    Field(
        "planned",
        "points",
        Titles.PLANNED,
        says="what it is planned to gain, in points; what targets ask for where no increase is "
        "printed",
    ),
    Field("led", "points", on="mj", says="what at least one unit leads, in points"),
    Field(
        "led_share",
        "share",
        Text("Có đơn vị chủ trì", "Led"),
        says="led / planned, a share of 1",
    ),
    Field("alone", "points", on="mj", says="what one unit alone leads, in points"),
    Field(
        "alone_share",
        "share",
        Text("Một đơn vị chủ trì", "By one alone"),
        says="alone / planned, a share of 1",
    ),
    Field("bar", "bar", value=lambda at: at.row.led_share, on="h", wide=True),
    Field("units", "count", Text("Số đơn vị", "Units"), says="how many lead something of it"),
    Field(
        "leader",
        "text",
        Text("Chủ trì nhiều nhất", "Leads most"),
        schema=or_null(TEXT),
        says="the unit that leads the most alone",
    ),
    Field("most", "points", Text("Số điểm", "Points"), says="what that unit leads, in points"),
)


class _Left(NamedTuple):
    """What nobody leads of a row, in points of it, and what that brings its index."""

    id: str
    name: Text
    planned: Decimal
    points: Decimal | None
    undivided: bool
    decimals: int
    decimals_of: Mapping[str, int]


def _unled(staff: Staff, index: Standing) -> Iterator[_Left]:
    """What nobody leads of an index, in the order of its rows, wherever they are told."""
    told = {place: row for row in staff.unled() for place in staff.plan.places(row.id)}
    for row, brought in staff.leads.brings(index):
        left, planned = told.get(row.id), staff.leads.planned(row)
        if left is None:
            continue
        points = brought
        if left.undivided and brought is not None and planned:
            part = Fraction(left.planned) / Fraction(planned)
            points = decimal_of(Fraction(brought) * part, index.decimals)
        yield _Left(
            row.id,
            row.name,
            left.planned,
            points,
            left.undivided,
            row.decimals,
            row.decimals_of,
        )


def _record(staff: Staff, unit: UnitRecord, lang: Lang) -> dict[str, Any]:
    parts = unit_report.parts(staff, unit.id)
    return {
        **record(At(unit), _UNIT, lang),
        "indices": [record(At(stake, unit), _STAKE, lang) for stake in staff.stakes(unit.id)],
        "coordinates": [part.row.id for part in parts if part.role == "coordinate"],
        "asked": [part.row.id for part in parts if part.role == "asked"],
        "tasks": [task.record.id for task in unit_report.tasks_of(staff, unit)],
    }


def schema() -> dict[str, Any]:
    """The schema of the JSON answer."""
    stakes = list_of(object_of(described(_STAKE)))
    unit = object_of(
        {
            **described(_UNIT),
            "indices": stakes,
            "coordinates": NAMES,
            "asked": NAMES,
            "tasks": NAMES,
        }
    )
    left = {
        **list_of(object_of(described(_UNLED))),
        "description": "the rows with planned points that nobody leads",
    }
    return whole("units", {"units": list_of(unit), "unled": left})


def by_index(staff: Staff) -> Iterator[tuple[str, Table]]:
    """A table an index, with its id: of those that a unit leads something of, or that have rows
    which nobody leads.
    """
    for index in staff.indices:
        told = of_index(staff, index)
        if told.lines or told.feet[0].text is not _NO_UNIT:
            yield index.id, told


def of_index(staff: Staff, index: Standing, fields: Sequence[Field] = _STAKE) -> Table:
    """The units that lead something of an index, who leads the most alone first."""
    stakes = [At(staff.leads.stake(unit.id, index), unit) for unit in staff.work.units.values()]
    leading = sorted(
        (at for at in stakes if at.row.rows), key=lambda at: at.row.order(index.better)
    )
    unsaid = dict.fromkeys(ident for at in leading for ident in at.row.unsaid)
    silent = dict.fromkeys(ident for at in leading for ident in at.row.silent)
    total, less = staff.leads.planned(index), _falls(staff, index)
    feet = [Message(_ALL_UNKNOWN[index.better])] if leading else []
    if staff.leads.is_silent(index):
        feet, silent = [Message(_ALL_SILENT, {"way": WAY[index.better]})] if leading else [], {}
    elif total is not None and leading:
        alone = sum((at.row.alone or ZERO for at in leading), ZERO)
        told = {"total": total, "alone": alone}
        points = {key: Tabled(abs(value), index.decimals) for key, value in told.items()}
        if unsaid:
            feet = [Message(_ALL_LESS_IN_PART if less else _ALL_IN_PART, points)]
        else:
            feet = [Message(_ALL_LESS if less else _ALL, points)]
    if unsaid:
        feet.append(Message(UNSAID, {"ids": tuple(unsaid)}))
    if leading:
        feet += unprinted(staff.plan, silent, staff.leads.asked(index))
    nobody = tuple(_unled_row(left, index.decimals) for left in _unled(staff, index))
    if nobody:
        feet.append(Message(_NOBODY, {"rows": nobody}))
    elif not leading:
        feet.append(Message(_NO_UNIT))
    plan = staff.leads.plan
    several, year = len(plan.target_years) > 1, plan.about.target_year
    words = (_LESS_UNTIL if less else _TITLE_UNTIL) if several else _LESS if less else _TITLE
    title = Message(words, {"name": index.name, "year": year})
    shown = list(_in_sight(fields, less=less)) if leading else []
    return table(title, shown, leading, feet)


def _falls(staff: Staff, index: Standing) -> bool:
    """Whether an index is to fall: as planned, else because less of it is better."""
    total = staff.leads.planned(index)
    return total < ZERO if total else index.better == "lower"


def _in_sight(fields: Iterable[Field], *, less: bool) -> Iterator[Field]:
    """What people see of what is to fall is by how much."""
    for field in fields:
        if less and field.key in ("alone", "shared"):
            yield field._replace(on=field.on.replace("h", ""))
            yield field._replace(value=_negated(field), on="h")
        else:
            yield field


def _negated(field: Field) -> Callable[[At], Decimal | None]:
    def value(at: At) -> Decimal | None:
        points: Decimal | None = field.of(at)
        return None if points is None else ZERO - points

    return value


def _unled_row(left: _Left, decimals: int) -> Message:
    """A row that nobody leads, and what it brings the index, where it does."""
    values: dict[str, object] = {"id": left.id, "left": UNDIVIDED if left.undivided else ""}
    if not left.points:
        return Message(_UNLED_ALONE, values)
    said = _UNLED_ROW if left.points > ZERO else _UNLED_LESS
    return Message(said, {**values, "planned": Tabled(left.points, decimals)})


_TITLE = Text(
    "{name}: điểm dự kiến tăng theo đơn vị chủ trì", "{name}: planned points by lead unit"
)
_TITLE_UNTIL = Text(
    "{name}: điểm dự kiến tăng theo đơn vị chủ trì đến năm {year}",
    "{name}: planned points by lead unit until {year}",
)
_LESS = Text(
    "{name}: mức dự kiến giảm theo đơn vị chủ trì", "{name}: planned decreases by lead unit"
)
_LESS_UNTIL = Text(
    "{name}: mức dự kiến giảm theo đơn vị chủ trì đến năm {year}",
    "{name}: planned decreases by lead unit until {year}",
)
_ALL = Text(
    "chỉ số dự kiến tăng {total} điểm, trong đó {alone} điểm thuộc các tiêu chí chỉ có một đơn vị "
    "chủ trì; điểm cùng chủ trì được ghi ở từng đơn vị",
    "the index is planned to gain {total}, {alone} of which in rows that one unit leads by "
    "itself; points that several lead are given for each of them",
)
_ALL_LESS = Text(
    "chỉ số dự kiến giảm {total}, trong đó {alone} thuộc các tiêu chí chỉ có một đơn vị chủ trì; "
    "phần cùng chủ trì được ghi ở từng đơn vị",
    "the index is planned to fall by {total}, {alone} of which in rows that one unit leads by "
    "itself; points that several lead are given for each of them",
)
_ALL_IN_PART = Text(
    "chỉ số dự kiến tăng {total} điểm; điểm cùng chủ trì được ghi ở từng đơn vị",
    "the index is planned to gain {total}; points that several lead are given for each of them",
)
_ALL_LESS_IN_PART = Text(
    "chỉ số dự kiến giảm {total}; phần cùng chủ trì được ghi ở từng đơn vị",
    "the index is planned to fall by {total}; points that several lead are given for each of them",
)
_ALL_UNKNOWN: Mapping[Better, Text] = {
    "higher": Text(
        "chưa biết chỉ số dự kiến tăng bao nhiêu; điểm cùng chủ trì được ghi ở từng đơn vị",
        "how much the index is planned to gain is not known; points that several lead are given "
        "for each of them",
    ),
    "lower": Text(
        "chưa biết chỉ số dự kiến giảm bao nhiêu; phần cùng chủ trì được ghi ở từng đơn vị",
        "by how much the index is planned to fall is not known; points that several lead are "
        "given for each of them",
    ),
}
_ALL_SILENT = Text("kế hoạch không nêu mức dự kiến {way}", "no {way} is planned")
_NO_UNIT = Text("chưa giao đơn vị nào chủ trì", "no unit leads any of it")
_NOBODY = Text("không đơn vị nào chủ trì: {rows}", "nobody leads: {rows}")
_UNLED_ALONE = Text("{id}{left}", "{id}{left}")
_UNLED_ROW = Text("{id} (+{planned}{left})", "{id} (+{planned}{left})")
_UNLED_LESS = Text("{id} ({planned}{left})", "{id} ({planned}{left})")
