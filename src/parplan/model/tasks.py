"""Tasks: who is to do what for which rows, by when, and what shows that it was done."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Final, Literal, NamedTuple, get_args

from pydantic import BeforeValidator

from parplan.ids import UnknownId, near, same_word
from parplan.model.fields import (
    Day,
    Id,
    Label,
    MaybeCount,
    MaybeDate,
    MaybePoints,
    OfPlan,
    Pattern,
    Record,
    Words,
    described,
    or_none,
    turned,
)
from parplan.model.plan import Plan
from parplan.model.tree import Indicator
from parplan.points import ZERO
from parplan.text import Text, brief

Role = Literal["lead", "coordinate", "asked"]
Status = Literal["open", "doing", "done"]
ROLES: tuple[Role, ...] = get_args(Role)
ROLE_WORDS: Final[Mapping[Role, Text]] = {
    "lead": Text("chủ trì", "leads"),
    "coordinate": Text("phối hợp", "coordinates"),
    "asked": Text("được đề nghị", "is asked to"),
}
STATUS_WORDS: Final[Mapping[str, Text]] = {
    "open": Text("chưa thực hiện", "not begun"),
    "doing": Text("đang thực hiện", "under way"),
    "done": Text("đã hoàn thành", "done"),
}
NOT_RECORDED: Final = Text("chưa cập nhật", "not recorded")
ASKED_WORDS: Final[Mapping[str, Text]] = {**STATUS_WORDS, "unrecorded": NOT_RECORDED}


class UnitRecord(Record):
    """A unit that the plan names."""

    id: Annotated[Id, described("mã của đơn vị", "the unit's id")]
    clause: Annotated[
        Label | None,
        described("mục của văn bản giao việc cho đơn vị", "the clause that is about it"),
    ] = None
    name: Annotated[Words, described("tên đơn vị", "its name")]


class Commitment(Record):
    """A measurable promise: at least so many of something, or so many percent of it."""

    at_least: Annotated[MaybePoints, described("số lượng tối thiểu", "at least so many")] = None
    percent: Annotated[MaybePoints, described("tỷ lệ phần trăm", "so many percent")] = None
    of: Annotated[
        Words,
        described("của cái gì, ví dụ cuộc đối thoại mỗi năm", "of what, such as dialogues a year"),
    ]


class Evidence(Record):
    """What shows that something was done: a file or a link, and a note."""

    file: Annotated[
        str | None, described("tên tệp hoặc số văn bản", "a file, or the number of a document")
    ] = None
    link: Annotated[str | None, described("địa chỉ trang", "a link")] = None
    date: Annotated[MaybeDate, described("ngày của tài liệu", "the day it is of")] = None
    note: Annotated[Words, described("ghi chú", "a note")] = Text("", "")


class TaskRecord(Record):
    """A task: a measure or an assignment of the plan."""

    id: Annotated[
        Id, described("mã duy nhất, ví dụ V.7.1", "the id, unique in the file, such as V.7.1")
    ]
    clause: Annotated[Label, described("mục của văn bản", "the clause it stands in")]
    paragraph: Annotated[
        MaybeCount, described("đoạn thứ mấy của mục", "which paragraph of the clause")
    ] = None
    name: Annotated[Words, described("nội dung, viết gọn", "what is to be done, in short")]
    lead: Annotated[tuple[Id, ...], described("đơn vị chủ trì", "the units that lead it")] = ()
    coordinate: Annotated[
        tuple[Id, ...],
        described("đơn vị phối hợp, theo dõi", "the units that take part, or follow it up"),
    ] = ()
    asked: Annotated[
        tuple[Id, ...], described("đơn vị được đề nghị", "the units that are asked to")
    ] = ()
    in_annex: Annotated[
        tuple[Literal["lead", "deadline"], ...],
        described(
            "điều chỉ phụ lục (không có) mới nêu", "what only an annex that is not at hand says"
        ),
    ] = ()
    serves: Annotated[
        tuple[Pattern, ...],
        described(
            "các tiêu chí liên quan: mã, hoặc 'par.*.survey'",
            "the rows it serves: ids, or 'par.*.survey'",
        ),
    ] = ()
    other_indices: Annotated[
        tuple[str, ...], described("chỉ số khác, theo tên", "other indices it serves, by name")
    ] = ()
    commitment: Annotated[
        Commitment | None, described("cam kết đo đếm được", "its measurable commitment")
    ] = None
    deadline: Annotated[
        MaybeDate,
        described(
            "thời hạn: hoàn thành trước ngày này", "the deadline: it is to be done before this day"
        ),
    ] = None
    when: Annotated[
        Words,
        described(
            "thời hạn bằng lời, nơi không nêu ngày, ví dụ Thường xuyên",
            "the deadline in words, where it names no day, such as every quarter",
        ),
    ] = Text("", "")
    status: Annotated[
        Status | None,
        described(
            "open: chưa thực hiện; doing: đang thực hiện; done: đã hoàn thành",
            "open: not begun; doing: under way; done",
        ),
    ] = None
    since: Annotated[
        MaybeDate, described("ngày có tình trạng này", "the day since which that is so")
    ] = None
    evidence: Annotated[
        tuple[Evidence, ...], described("tài liệu kiểm chứng", "what shows that it was done")
    ] = ()

    @property
    def status_words(self) -> Text:
        """Its status as people are told it: where none is recorded, nobody knows."""
        return STATUS_WORDS[self.status] if self.status else NOT_RECORDED

    @property
    def in_words(self) -> Text | None:
        """Its deadline in words, where no day is known."""
        return self.when if self.deadline is None and (self.when.vi or self.when.en) else None

    @property
    def was_late(self) -> bool:
        """Whether it was done on the day of its deadline or after it, as far as days are known."""
        if self.status != "done" or self.deadline is None or self.since is None:
            return False
        return self.since >= self.deadline

    def is_overdue(self, day: Day) -> bool:
        """Whether its last day had passed on this one, and it is not recorded as done."""
        return self.deadline is not None and self.deadline <= day and self.status != "done"

    def on(self, day: Day) -> "TaskRecord":
        """It as it was known on a day: what came later was not known then. A status of no day is
        taken to have been so.
        """
        known = tuple(it for it in self.evidence if it.date is None or it.date <= day)
        later = self.since is not None and self.since > day
        return self.model_copy(
            update={"evidence": known, **({"status": None, "since": None} if later else {})}
        )


class TasksFile(OfPlan):
    """tasks.yaml: the units and what each is to do."""

    units: Annotated[
        tuple[UnitRecord, ...], BeforeValidator(or_none), described("các đơn vị", "the units")
    ] = ()
    tasks: Annotated[
        tuple[TaskRecord, ...], BeforeValidator(or_none), described("các nhiệm vụ", "the tasks")
    ] = ()


class Task(NamedTuple):
    """A task with the rows it serves: every place of every fact that its ids name."""

    record: TaskRecord
    serves: tuple[str, ...]

    @property
    def units(self) -> tuple[str, ...]:
        """All units that have a part in it, those that lead first."""
        return tuple(
            dict.fromkeys((*self.record.lead, *self.record.coordinate, *self.record.asked))
        )

    def role(self, unit: str) -> Role | None:
        """The part that a unit has in it; None where it has none."""
        return next((role for role in ROLES if unit in getattr(self.record, role)), None)


class Work(NamedTuple):
    """Who does what: the units by id and the tasks, both in the order of the file."""

    units: Mapping[str, UnitRecord]
    tasks: tuple[Task, ...]

    def __repr__(self) -> str:
        return brief(self, "units", "tasks")

    def unit(self, typed: str) -> UnitRecord:
        """The unit of an id, or of a name in either language that is one unit's alone, marks left
        out only where one unit is meant so. Raises UnknownId, with the ids that may be meant.
        """
        if typed in self.units:
            return self.units[typed]
        names = [
            (name, unit.id)
            for unit in self.units.values()
            for name in (unit.id, unit.name.vi, unit.name.en)
        ]

        def of(found: Iterable[str]) -> tuple[str, ...]:
            return tuple(dict.fromkeys(it for each in found for name, it in names if name == each))

        alike = of([typed]) or of(name for name, _ in names if same_word(typed, name))
        if len(alike) == 1:
            return self.units[alike[0]]
        raise UnknownId(typed, alike or of(near(typed, [name for name, _ in names])))

    def leading(self) -> dict[str, tuple[str, ...]]:
        """The units that lead each row themselves, by id of the row: those of the tasks that serve
        it, in their order.
        """
        leads: dict[str, dict[str, None]] = {}
        for task in self.tasks:
            for ident in task.serves:
                leads.setdefault(ident, {}).update(dict.fromkeys(task.record.lead))
        return {ident: tuple(units) for ident, units in leads.items() if units}

    def evidenced(self) -> frozenset[str]:
        """The rows that a task with evidence serves."""
        return frozenset(
            ident for task in self.tasks if task.record.evidence for ident in task.serves
        )


UNDIVIDED = Text(" không ghi cho tiêu chí thành phần nào", " that is said of none of its parts")


class Unled(NamedTuple):
    """A row with planned points that nobody leads; or `undivided`, how much of them is said of
    none of its parts, some of which are led.
    """

    id: str
    planned: Decimal
    undivided: bool = False


def unled(
    plan: Plan,
    leads: Mapping[str, tuple[str, ...]],
    increases: Mapping[str, Decimal | None],
    undivided: Mapping[str, Decimal],
) -> Iterator[Unled]:
    """The rows with planned points that nobody leads, with those points (of `increases`, by id):
    neither themselves, nor through a row above, nor in part. Of a row that is led in part, or that
    the plan itself says nothing of, the parts are, and what is `undivided` (by id) among those that
    nobody leads; who leads what counts in no total leads no part of it. A fact that is printed in
    several places is named once."""
    told: set[str] = set()

    def parts(indicator: Indicator) -> list[Indicator]:
        whole = plan.whole(indicator)
        return [child for child in whole.children if child.counts_in(whole)]

    def somewhere(indicator: Indicator) -> bool:
        return is_led(plan, leads, indicator.id) or partly(indicator)

    def partly(indicator: Indicator) -> bool:
        return any(map(somewhere, parts(indicator)))

    def visit(indicator: Indicator) -> Iterator[Unled]:
        if is_led(plan, leads, indicator.id):
            return
        planned = increases[indicator.id]
        is_new = told.isdisjoint(plan.places(indicator.id))
        if partly(indicator) or planned is None or not plan.says(indicator):
            left = undivided.get(indicator.id)
            unknown = (it for it in parts(indicator) if increases[it.id] is None)
            if left is not None and is_new and not any(map(somewhere, unknown)):
                told.add(indicator.id)
                yield Unled(indicator.id, left, undivided=True)
            for child in plan.whole(indicator).children:
                yield from visit(child)
        elif turned(planned, indicator.better) > ZERO and is_new:
            told.add(indicator.id)
            yield Unled(indicator.id, planned)

    for index in plan.indices:
        yield from visit(index)


def is_led(plan: Plan, leads: Mapping[str, tuple[str, ...]], ident: str) -> bool:
    """Whether a row, a row that it is a part of, or either where the same fact is printed
    elsewhere, is led.
    """
    return any(above in leads for above in plan.above(ident))
