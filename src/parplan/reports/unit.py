"""What one unit has to do with: the rows that it leads or takes part in, and its tasks."""

from collections.abc import Mapping
from typing import NamedTuple

from parplan.engine.gap import Standing
from parplan.model.tasks import (
    ROLE_WORDS,
    ROLES,
    Role,
    Task,
    UnitRecord,
    Work,
)
from parplan.render.table import Table
from parplan.reports import goals
from parplan.reports import tasks as tasks_report
from parplan.reports.fields import (
    At,
    Field,
    table,
)
from parplan.reports.progress import latest
from parplan.reports.staff import Staff
from parplan.reports.titles import Titles
from parplan.reports.units_sentences import at_stake
from parplan.text import Message, Text, Word


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


def parts(staff: Staff, unit: str) -> list[Part]:
    """The rows that a unit's tasks serve, with the first of its roles there, in the order of the
    plan."""
    found: list[Part] = []
    roles = roles_of(staff.work, unit)
    for index in staff.indices:
        led = {row.id: row for row in staff.leads.stake(unit, index).rows}
        covered = {
            below.id for row in index.walk() if row.id in led for below in row.walk()
        } - led.keys()
        for row in index.walk():
            role = roles.get(row.id)
            if role is not None and row.id not in covered:  # who leads a row leads its parts
                others = (
                    led[row.id].others
                    if row.id in led
                    else tuple(other for other in staff.leads.of(row.id) if other != unit)
                )
                found.append(Part(index.id, row, role, others))
    return found


def roles_of(work: Work, unit: str) -> dict[str, Role]:
    """The first of a unit's roles in the tasks that serve a row, by its id."""
    found: dict[str, Role] = {}
    for role in reversed(ROLES):
        served = (task.serves for task in work.tasks if task.role(unit) == role)
        found |= {ident: role for idents in served for ident in idents}
    return found


def rows(staff: Staff, unit: UnitRecord) -> Table:
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
    own = (At(part, unit) for part in parts(staff, unit.id))
    return table(Message(_UNIT_TITLE, {"unit": unit.name}), fields, own, feet)


def tasks_of(staff: Staff, unit: UnitRecord) -> list[Task]:
    """The tasks of one unit."""
    return [task for task in staff.work.tasks if unit.id in task.units]


_UNIT_TITLE = Text("{unit}", "{unit}")
_NO_ROWS = Text(
    "không chủ trì tiêu chí nào có dự kiến tăng điểm", "leads no row with planned points"
)
_OTHERS = Text("chỉ số khác: {names}", "other indices: {names}")
