"""Tasks: who is to do what for which rows, by when, and what shows that it was done. The file's records, and their check against a plan."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Literal, NamedTuple, get_args

from pydantic import BeforeValidator

from parplan.beside import Beside
from parplan.findings import Finding
from parplan.ids import UnknownId, near, same_word
from parplan.labels import Text
from parplan.model import Day, Id, Indicator, Label, MaybeDate, MaybePoints, MaybeWhole, Plan, Record, Words, described, or_none
from parplan.points import ZERO
from parplan.rules.shape import WHAT_ID
from parplan.rules.tasks import ADD_THE_UNIT, WHAT_UNIT
from parplan.source import Source
from parplan.whatif import Pattern

Role = Literal["lead", "coordinate", "asked"]
Status = Literal["open", "doing", "done"]
ROLES: tuple[Role, ...] = get_args(Role)


class UnitRecord(Record):
    """A unit that the plan names."""

    id: Annotated[Id, described("mã của đơn vị", "the unit's id")]
    clause: Annotated[Label | None, described("mục của văn bản giao việc cho đơn vị", "the clause that is about it")] = None
    name: Annotated[Words, described("tên đơn vị", "its name")]


class Commitment(Record):
    """A measurable promise: at least so many of something, or so many percent of it."""

    at_least: Annotated[MaybePoints, described("số lượng tối thiểu", "at least so many")] = None
    percent: Annotated[MaybePoints, described("tỷ lệ phần trăm", "so many percent")] = None
    of: Annotated[Words, described("của cái gì, ví dụ cuộc đối thoại mỗi năm", "of what, such as dialogues a year")]


class Evidence(Record):
    """What shows that something was done: a file or a link, and a note."""

    file: Annotated[str | None, described("tên tệp hoặc số văn bản", "a file, or the number of a document")] = None
    link: Annotated[str | None, described("địa chỉ trang", "a link")] = None
    date: Annotated[MaybeDate, described("ngày của tài liệu", "the day it is of")] = None
    note: Annotated[Words, described("ghi chú", "a note")] = Text("", "")


class TaskRecord(Record):
    """A task: a measure or an assignment of the plan."""

    id: Annotated[Id, described("mã duy nhất, ví dụ V.7.1", "the id, unique in the file, such as V.7.1")]
    clause: Annotated[Label, described("mục của văn bản", "the clause it stands in")]
    paragraph: Annotated[MaybeWhole, described("đoạn thứ mấy của mục", "which paragraph of the clause")] = None
    name: Annotated[Words, described("nội dung, viết gọn", "what is to be done, in short")]
    lead: Annotated[tuple[Id, ...], described("đơn vị chủ trì", "the units that lead it")] = ()
    coordinate: Annotated[tuple[Id, ...], described("đơn vị phối hợp, theo dõi", "the units that take part, or follow it up")] = ()
    asked: Annotated[tuple[Id, ...], described("đơn vị được đề nghị", "the units that are asked to")] = ()
    in_annex: Annotated[
        tuple[Literal["lead", "deadline"], ...],
        described("điều chỉ phụ lục (không có) mới nêu", "what only an annex that is not at hand says"),
    ] = ()
    serves: Annotated[
        tuple[Pattern, ...], described("các mục được phục vụ: mã, hoặc 'par.*.survey'", "the rows it serves: ids, or 'par.*.survey'")
    ] = ()
    other_indices: Annotated[tuple[str, ...], described("chỉ số khác, theo tên", "other indices it serves, by name")] = ()
    commitment: Annotated[Commitment | None, described("cam kết đo đếm được", "its measurable commitment")] = None
    deadline: Annotated[MaybeDate, described("hạn: phải xong trước ngày này", "the deadline: it is to be done before this day")] = None
    status: Annotated[Status, described("open: chưa làm; doing: đang làm; done: đã xong", "open: not begun; doing: under way; done")] = (
        "open"
    )
    evidence: Annotated[tuple[Evidence, ...], described("minh chứng", "what shows that it was done")] = ()


class TasksFile(Record):
    """tasks.yaml: the units and what each is to do."""

    units: Annotated[tuple[UnitRecord, ...], BeforeValidator(or_none), described("các đơn vị", "the units")] = ()
    tasks: Annotated[tuple[TaskRecord, ...], BeforeValidator(or_none), described("các nhiệm vụ", "the tasks")] = ()


class Task(NamedTuple):
    """A task with the rows it serves: every place of every fact that its ids name."""

    record: TaskRecord
    serves: tuple[str, ...]

    @property
    def units(self) -> tuple[str, ...]:
        """All units that have a part in it, those that lead first."""
        return tuple(dict.fromkeys((*self.record.lead, *self.record.coordinate, *self.record.asked)))

    def role(self, unit: str) -> Role | None:
        """The part that a unit has in it; None where it has none."""
        return next((role for role in ROLES if unit in getattr(self.record, role)), None)


class Work(NamedTuple):
    """Who does what: the units by id and the tasks, both in the order of the file."""

    units: Mapping[str, UnitRecord]
    tasks: tuple[Task, ...]

    def unit(self, typed: str) -> UnitRecord:
        """The unit of an id, or of a name in either language. Raises UnknownId, with the ids that may be meant."""
        if typed in self.units:
            return self.units[typed]
        for unit in self.units.values():
            if same_word(typed, unit.name.vi) or same_word(typed, unit.name.en):
                return unit
        names = {name: unit.id for unit in self.units.values() for name in (unit.id, unit.name.vi, unit.name.en)}
        raise UnknownId(typed, tuple(dict.fromkeys(names[name] for name in near(typed, names))))

    def leading(self) -> dict[str, tuple[str, ...]]:
        """The units that lead each row themselves, by id of the row: those of the tasks that serve it, in their order."""
        leads: dict[str, dict[str, None]] = {}
        for task in self.tasks:
            for ident in task.serves:
                leads.setdefault(ident, {}).update(dict.fromkeys(task.record.lead))
        return {ident: tuple(units) for ident, units in leads.items() if units}

    def evidenced(self) -> frozenset[str]:
        """The rows that a task with evidence serves."""
        return frozenset(ident for task in self.tasks if task.record.evidence for ident in task.serves)


class ReadTasks(NamedTuple):
    """Who does what, where the file holds no error, and everything that was found."""

    work: Work | None
    findings: tuple[Finding, ...]


def read_tasks(source: Source, plan: Plan, name: str) -> ReadTasks:
    """Check a file of tasks against the plan it is of: text, shape, units, rows, deadlines. Never raises for what the file holds."""
    file = Beside("tasks", source, name, TasksFile)
    record = file.record
    if record is None:
        return ReadTasks(None, file.findings)
    units = {unit.id: unit for unit in record.units}
    file.no_twice("units", [unit.id for unit in record.units])
    file.no_twice("tasks", [task.id for task in record.tasks])
    tasks = [Task(task, _served(file, at, task, plan)) for at, task in enumerate(record.tasks)]
    for at, task in enumerate(record.tasks):
        _check_task(file, at, task, units, plan)
    work = None if file.broken else Work(units, tuple(tasks))
    if work is not None:
        for ident, planned in unled(plan, work.leading()):
            file.tell("T802", ("tasks",), {"id": ident, "planned": planned}, key=True, path=ident)
    return ReadTasks(work, file.findings)


def _served(file: Beside[TasksFile], at: int, task: TaskRecord, plan: Plan) -> tuple[str, ...]:
    named = [ident for n, typed in enumerate(task.serves) for ident in file.ids(("tasks", at, "serves", n), WHAT_ID, typed, plan.by_id)]
    return tuple(dict.fromkeys(place for ident in named for place in places(plan, ident)))


def _check_task(file: Beside[TasksFile], at: int, task: TaskRecord, units: Mapping[str, UnitRecord], plan: Plan) -> None:
    here = ("tasks", at)
    for role in ROLES:
        for n, unit in enumerate(getattr(task, role)):
            file.names((*here, role, n), WHAT_UNIT, unit, units, todo=ADD_THE_UNIT)
    first, last = Day(plan.about.year + 1, 1, 1), Day(plan.about.target_year, 12, 31)
    if task.deadline is not None and not first <= task.deadline <= last:
        file.tell("T801", (*here, "deadline"), {"deadline": task.deadline, "first": first, "last": last})
    if not any((task.lead, task.coordinate, task.asked, "lead" in task.in_annex)):
        file.tell("T803", (*here, "id"), {"id": task.id})
    if task.status == "done" and not task.evidence:
        file.tell("T804", (*here, "status"), {"id": task.id})
    _one_of(file, (*here, "commitment"), task.commitment, ("at_least", "percent"))
    for n, evidence in enumerate(task.evidence):
        _one_of(file, (*here, "evidence", n), evidence, ("file", "link"))


def _one_of(file: Beside[TasksFile], loc: tuple[str | int, ...], record: Record | None, keys: tuple[str, ...]) -> None:
    """Tell where a record does not have exactly one of the keys."""
    if record is not None and sum(getattr(record, key) is not None for key in keys) != 1:
        file.tell("T805", loc, {"keys": keys})


def unled(plan: Plan, leads: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, Decimal]]:
    """The rows with planned points that nobody leads, with those points: neither themselves, nor through a row above, nor in part. Of a
    row that is led in part, its other parts are. A fact that is printed in several places is named once."""
    told: set[str] = set()

    def visit(indicator: Indicator) -> Iterator[tuple[str, Decimal]]:
        if is_led(plan, leads, indicator.id):
            return
        partly = any(is_led(plan, leads, below.id) for child in indicator.children for below in child.walk())
        if partly or indicator.planned is None:
            for child in indicator.children:
                yield from visit(child)
        elif indicator.planned > ZERO and told.isdisjoint(places(plan, indicator.id)):
            told.add(indicator.id)
            yield indicator.id, indicator.planned

    for index in plan.indices:
        yield from visit(index)


def is_led(plan: Plan, leads: Mapping[str, tuple[str, ...]], ident: str) -> bool:
    """Whether a row, a row that it is a part of, or either where the same fact is printed elsewhere, is led."""
    return any(above in leads for above in above_and(plan, ident))


def above_and(plan: Plan, ident: str) -> Iterator[str]:
    """A row and the rows it is a part of, the nearest first, wherever the same facts are printed."""
    for place in places(plan, ident):
        indicator: Indicator | None = plan.by_id[place]
        while indicator is not None:
            yield from places(plan, indicator.id)
            indicator = plan.parents.get(indicator.id)


def places(plan: Plan, ident: str) -> tuple[str, ...]:
    """A row, and where else the same fact is printed."""
    return (ident, *(twin.id for twin in plan.twins.get(ident, ())))
