"""`units`: what every unit answers for, what one of them does, and who does what for which row."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from parplan.engine.gap import Standing
from parplan.engine.units import Leads, Led, Stake, unled
from parplan.labels import ROLES as ROLE_WORDS
from parplan.labels import Gap, Units
from parplan.model.plan import Plan
from parplan.model.tasks import ROLES, Role, UnitRecord, Work
from parplan.points import Lang, rounded
from parplan.render.table import Column, Line, Mark, Table
from parplan.reports import tasks as tasks_report
from parplan.text import Message, Shown, Text, Word, percent

SHARE_DECIMALS = 4
_SIGNS = {"lead": "●", "coordinate": "○", "asked": "△"}


class Staff(NamedTuple):
    """A plan's units and indices, and who leads what."""

    plan: Plan
    work: Work
    indices: tuple[Standing, ...]
    leads: Leads

    def stakes(self, unit: str) -> list[Stake]:
        """What a unit answers for, index by index; indices of which it leads nothing are left out."""
        return [stake for index in self.indices if (stake := self.leads.stake(unit, index)).rows]

    def unled(self) -> list[tuple[str, Decimal]]:
        """The rows with planned points that nobody leads, with the points."""
        return list(unled(self.plan, self.leads.own))


COLUMNS = (
    Column("index", Gap.INDEX, "id", human=False),
    Column("unit", Units.UNIT, "id"),
    Column("name", Units.NAME, "text"),
    Column("rows", Units.ROWS, "text"),
    Column("points", Units.POINTS, "points"),
    Column("share", Units.SHARE, "share"),
    Column("shared", Units.SHARED, "points"),
    Column("bar", Gap.BAR, "bar", machine=False),
)


def tables(staff: Staff) -> list[Table]:
    """A table an index: the units that lead something of it, the most points first."""
    return [table for index in staff.indices if (table := _index_table(staff, index)).lines or table.feet[1:]]


def _index_table(staff: Staff, index: Standing) -> Table:
    stakes = [(unit, staff.leads.stake(unit.id, index)) for unit in staff.work.units.values()]
    leading = sorted(((unit, stake) for unit, stake in stakes if stake.rows), key=lambda pair: -pair[1].points)
    lines = [Line(tuple(Mark(value) for value in _cells(unit, stake)), decimals=index.decimals) for unit, stake in leading]
    feet = [Message(Units.ALL, {"total": Shown(index.planned, index.decimals) if index.planned is not None else Units.UNKNOWN})]
    ids = {row.id for row in index.walk()}
    nobody = tuple(Message(Units.UNLED_ROW, {"id": ident, "planned": points}) for ident, points in staff.unled() if ident in ids)
    if nobody:
        feet.append(Message(Units.UNLED, {"rows": nobody}))
    return Table(Message(Units.TITLE, {"name": index.name}), COLUMNS, tuple(lines), tuple(feet))


def _cells(unit: UnitRecord, stake: Stake) -> tuple[object, ...]:
    rows = " ".join(row.id for row in stake.rows)
    return (stake.id, unit.id, unit.name, rows, stake.points, stake.share, stake.shared, stake.share)


UNIT_COLUMNS = (
    Column("unit", Units.UNIT, "id", human=False),
    Column("index", Gap.INDEX, "id", human=False),
    Column("id", Gap.ID, "id"),
    Column("name", Units.ROW, "text"),
    Column("role", Units.ROLE, "word"),
    Column("planned", Gap.PLANNED, "signed"),
    Column("with", Units.WITH, "text"),
)


class Part(NamedTuple):
    """A row that a unit has to do with: in which role, and who else leads it."""

    root: str
    row: Standing
    role: Role
    others: tuple[str, ...]


def parts_of(staff: Staff, unit: str) -> list[Part]:
    """The rows that a unit's tasks serve, with the first of its roles there, in the order of the plan."""
    found: list[Part] = []
    for index in staff.indices:
        led = {row.id: row for row in staff.leads.stake(unit, index).rows}
        covered = {below.id for row in index.walk() if row.id in led for below in row.walk()} - led.keys()
        for row in index.walk():
            role = _role(staff.work, unit, row.id)
            if role is not None and row.id not in covered:  # who leads a row leads its parts
                others = led[row.id].others if row.id in led else tuple(other for other in staff.leads.of(row.id) if other != unit)
                found.append(Part(index.id, row, role, others))
    return found


def _role(work: Work, unit: str, ident: str) -> Role | None:
    """The first of a unit's roles in the tasks that serve a row."""
    roles = {task.role(unit) for task in work.tasks if ident in task.serves}
    return next((role for role in ROLES if role in roles), None)


def unit_tables(staff: Staff, unit: UnitRecord) -> list[Table]:
    """What one unit has to do with, row by row, and its tasks."""
    lines = []
    for part in parts_of(staff, unit.id):
        role = Word(part.role, ROLE_WORDS[part.role])
        values = (unit.id, part.root, part.row.id, part.row.name, role, part.row.planned, " ".join(part.others) or None)
        lines.append(Line(tuple(Mark(value) for value in values), decimals=part.row.decimals))
    feet = [_at_stake(stake) for stake in staff.stakes(unit.id)] or [Message(Units.NO_ROWS)]
    others = tuple(dict.fromkeys(name for task in staff.work.tasks if unit.id in task.units for name in task.record.other_indices))
    if others:
        feet.append(Message(Units.OTHERS, {"names": others}))
    own = [task for task in staff.work.tasks if unit.id in task.units]
    return [Table(Message(Units.ONE_TITLE, {"unit": unit.name}), UNIT_COLUMNS, tuple(lines), tuple(feet)), tasks_report.table(own)]


def _at_stake(stake: Stake) -> Message:
    values: dict[str, object] = {"index": stake.name, "points": Shown(stake.points, stake.decimals)}
    values["shared"] = Shown(stake.shared, stake.decimals)
    if stake.total is None or stake.share is None:
        return Message(Units.AT_STAKE_ALONE, values)
    return Message(Units.AT_STAKE, {**values, "total": Shown(stake.total, stake.decimals), "share": percent(stake.share)})


def matrix(staff: Staff) -> list[Table]:
    """A table an index: a line a row, a column a unit that has to do with any row, a sign where it has to do with this one."""
    return [_matrix(staff, index) for index in staff.indices]


def _matrix(staff: Staff, index: Standing) -> Table:
    rows = list(index.walk())
    roles = {(unit, row.id): _role(staff.work, unit, row.id) for unit in staff.work.units for row in rows}
    units = [unit for unit in staff.work.units.values() if any(roles[unit.id, row.id] for row in rows)]
    columns = [Column("id", Gap.ID, "id"), Column("name", Units.ROW, "text", wide=True)]
    columns += [Column(unit.id, Text(str(at), str(at)), "id") for at, unit in enumerate(units, 1)]
    lines = []
    for depth, row in _by_depth(index, 0):
        signs = [None if (role := roles[unit.id, row.id]) is None else Word(role, _sign(role)) for unit in units]
        lines.append(Line(tuple(Mark(value) for value in (row.id, row.name, *(sign or _NO_SIGN for sign in signs))), depth=depth))
    legend = [Message(Units.SIGNS)]
    legend += [Message(Units.NUMBERED, {"number": at, "unit": unit.id, "name": unit.name}) for at, unit in enumerate(units, 1)]
    return Table(Message(Units.MATRIX, {"name": index.name}), tuple(columns), tuple(lines), tuple(legend))


_NO_SIGN = Word("", Text("", ""))


def _sign(role: str) -> Text:
    return Text(_SIGNS[role], _SIGNS[role])


def _by_depth(row: Standing, depth: int) -> Iterable[tuple[int, Standing]]:
    yield depth, row
    for child in row.children:
        yield from _by_depth(child, depth + 1)


def payload(staff: Staff, units: Sequence[UnitRecord], lang: Lang) -> dict[str, Any]:
    """Units as JSON-ready records, and the rows that nobody leads."""
    names = {row.id: row.name for index in staff.indices for row in index.walk()}
    return {
        "units": [_record(staff, unit, lang) for unit in units],
        "unled": [{"id": ident, "name": names[ident].say(lang), "planned": points} for ident, points in staff.unled()],
    }


def _record(staff: Staff, unit: UnitRecord, lang: Lang) -> dict[str, Any]:
    parts = parts_of(staff, unit.id)
    return {
        "id": unit.id,
        "name": unit.name.say(lang),
        "clause": unit.clause,
        "indices": [_stake(stake, lang) for stake in staff.stakes(unit.id)],
        "coordinates": [part.row.id for part in parts if part.role == "coordinate"],
        "asked": [part.row.id for part in parts if part.role == "asked"],
        "tasks": [task.record.id for task in staff.work.tasks if unit.id in task.units],
    }


def _stake(stake: Stake, lang: Lang) -> dict[str, Any]:
    return {
        "id": stake.id,
        "points": stake.points,
        "planned": stake.total,
        "share": None if stake.share is None else rounded(stake.share, SHARE_DECIMALS),
        "shared": stake.shared,
        "rows": [_led(row, lang) for row in stake.rows],
    }


def _led(row: Led, lang: Lang) -> dict[str, Any]:
    figures = {"planned": row.planned, "points": row.points, "shared": row.shared}
    return {"id": row.id, "name": row.name.say(lang), **figures, "with": list(row.others)}
