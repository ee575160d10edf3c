"""`units`: what every unit leads, and what one of them does."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from parplan.engine.gap import Standing
from parplan.engine.identities.basis import undivided
from parplan.engine.progress import Progress
from parplan.engine.units import Leads, Led, Stake
from parplan.model.fields import WAY, Better, or_null
from parplan.model.fixed import EMPTY
from parplan.model.plan import Plan
from parplan.model.tasks import (
    ROLE_WORDS,
    ROLES,
    UNDIVIDED,
    Role,
    Task,
    UnitRecord,
    Unled,
    Work,
    unled,
)
from parplan.points import ZERO, Lang, decimal_of
from parplan.render.table import Table
from parplan.reports import goals
from parplan.reports import tasks as tasks_report
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
from parplan.reports.progress import latest
from parplan.reports.titles import Titles
from parplan.reports.units_sentences import UNSAID, at_stake, unprinted
from parplan.text import Message, Tabled, Text, Word


class Staff(NamedTuple):
    """A plan's units and indices, and who leads what; what is known of rows since, by id, where
    that is to be told.
    """

    plan: Plan
    work: Work
    indices: tuple[Standing, ...]
    leads: Leads
    since: Mapping[str, Progress] = EMPTY

    def stakes(self, unit: str) -> list[Stake]:
        """What a unit leads, index by index; indices of which it leads nothing are left out."""
        return [stake for index in self.indices if (stake := self.leads.stake(unit, index)).rows]

    def unled(self) -> list[Unled]:
        """The rows with planned points that nobody leads, with the points."""
        rows = (row for index in self.indices for row in index.walk())
        increases = {row.id: self.leads.planned(row) for row in rows}
        left = dict(undivided(self.plan, increases))
        return list(unled(self.plan, self.leads.own, increases, left))


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
        lambda: [_own(staff, unit), tasks_report.tasks_table(tasks_of(staff, unit), staff.work)],
        lambda: [_own(staff, unit)],
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
    parts = _parts(staff, unit.id)
    return {
        **record(At(unit), _UNIT, lang),
        "indices": [record(At(stake, unit), _STAKE, lang) for stake in staff.stakes(unit.id)],
        "coordinates": [part.row.id for part in parts if part.role == "coordinate"],
        "asked": [part.row.id for part in parts if part.role == "asked"],
        "tasks": [task.record.id for task in tasks_of(staff, unit)],
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


# What one unit has to do with.


class Part(NamedTuple):
    """A row that a unit has to do with: in which role, and who else leads it."""

    root: str
    row: Standing
    role: Role
    others: tuple[str, ...]

    @property
    def decimals(self) -> int:
        """How many decimals its points are declared with."""
        return self.row.decimals

    @property
    def decimals_of(self) -> Mapping[str, int]:
        """Those of its figures that have others, by field."""
        return self.row.decimals_of


def _parts(staff: Staff, unit: str) -> list[Part]:
    """The rows that a unit's tasks serve, with the first of its roles there, in the order of the
    plan."""
    found: list[Part] = []
    for index in staff.indices:
        led = {row.id: row for row in staff.leads.stake(unit, index).rows}
        covered = {
            below.id for row in index.walk() if row.id in led for below in row.walk()
        } - led.keys()
        for row in index.walk():
            role = role_of(staff.work, unit, row.id)
            if role is not None and row.id not in covered:  # who leads a row leads its parts
                others = (
                    led[row.id].others
                    if row.id in led
                    else tuple(other for other in staff.leads.of(row.id) if other != unit)
                )
                found.append(Part(index.id, row, role, others))
    return found


def role_of(work: Work, unit: str, ident: str) -> Role | None:
    """The first of a unit's roles in the tasks that serve a row."""
    roles = {task.role(unit) for task in work.tasks if ident in task.serves}
    return next((role for role in ROLES if role in roles), None)


def _own(staff: Staff, unit: UnitRecord) -> Table:
    """What one unit has to do with, row by row."""
    fields = (
        Field("unit", "id", value=lambda at: at.index.id, on="m"),
        Field("index", "id", value=lambda at: at.row.root, on="m"),
        Field("id", "id", Titles.ID, lambda at: at.row.row.id),
        Field("name", "text", Titles.NAME, lambda at: at.row.row.name),
        Field(
            "role",
            "word",
            Text("Vai trò", "Role"),
            lambda at: Word(at.row.role, ROLE_WORDS[at.row.role]),
        ),
        Field("score", "points", Titles.SCORE, lambda at: at.row.row.score),
        Field("planned", "signed", Titles.PLANNED, lambda at: staff.leads.planned(at.row.row)),
        Field(
            "target",
            "target",
            Titles.TARGET,
            lambda at: goals.aimed(at.row.row, printed=at.row.row.target_source == "printed"),
        ),
        Field(
            "latest",
            "text",
            Text("Kết quả mới nhất", "Latest result"),
            lambda at: latest(staff.since.get(at.row.row.id)),
            "h" if staff.since else "",
        ),
        Field(
            "with",
            "names",
            Text("Cùng với đơn vị", "Together with"),
            lambda at: tasks_report.named(at.row.others, staff.work),
        ),
    )
    feet = [at_stake(staff.plan, stake) for stake in staff.stakes(unit.id)] or [Message(_NO_ROWS)]
    names = (name for task in tasks_of(staff, unit) for name in task.record.other_indices)
    if others := tuple(dict.fromkeys(names)):
        feet.append(Message(_OTHERS, {"names": others}))
    rows = (At(part, unit) for part in _parts(staff, unit.id))
    return table(Message(_UNIT_TITLE, {"unit": unit.name}), fields, rows, feet)


def tasks_of(staff: Staff, unit: UnitRecord) -> list[Task]:
    """The tasks of one unit."""
    return [task for task in staff.work.tasks if unit.id in task.units]


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
_UNIT_TITLE = Text("{unit}", "{unit}")
_NO_ROWS = Text(
    "không chủ trì tiêu chí nào có dự kiến tăng điểm", "leads no row with planned points"
)
_OTHERS = Text("chỉ số khác: {names}", "other indices: {names}")
