"""What is wrong with tasks and units."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from parplan.engine.identities.basis import increases, undivided
from parplan.ids import toned
from parplan.location import Loc
from parplan.model.fields import WAY, Day, Record
from parplan.model.plan import Plan
from parplan.points import LANGUAGES
from parplan.rules.names import WHAT_ID, given_twice, nothing_named
from parplan.rules.rule import Spot, also, rule
from parplan.text import Text

if TYPE_CHECKING:
    from parplan.model.tasks import TaskRecord, TasksFile, Work

WHAT_UNIT = Text("đơn vị", "unit")
ADD_THE_UNIT = Text(
    "xem lại cách viết, hoặc thêm đơn vị vào “units”",
    "check the spelling, or add the unit under `units`",
)


class DatedTask(NamedTuple):
    """A task, and the day on which it is looked at."""

    task: "TaskRecord"
    day: Day


_ROWS = """\
  - {id: a, name: A, decimals: 2, max: 10, score: 7, rows: [
      {id: a.1, name: Một, max: 5, score: 3}, {id: a.2, name: Hai, max: 5, score: 4}]}
# targets
  a.1: {planned: 1}
# tasks
"""
_UNIT = "{id: so-a, name: {vi: Sở A, en: Department A}}"
_PLAN = f"{_ROWS}units: [{_UNIT}]\n"
_LED = "  - {id: V.1, clause: V.1, name: Việc, lead: [so-a], serves: [a.1]}"


@also("S107", "tasks")
def ids_are_unique(file: "TasksFile", _: Plan) -> Iterator[Spot]:
    """No two units and no two tasks have one id."""
    yield from given_twice(("units",), [unit.id for unit in file.units])
    yield from given_twice(("tasks",), [task.id for task in file.tasks])


@also("S108", "tasks")
def names_exist(file: "TasksFile", plan: Plan) -> Iterator[Spot]:
    """Every unit and row that a task names exists."""
    from parplan.model.tasks import ROLES

    units = dict.fromkeys(unit.id for unit in file.units)
    for at, task in enumerate(file.tasks):
        for n, typed in enumerate(task.serves):
            yield from nothing_named(
                ("tasks", at, "serves", n), WHAT_ID, typed, plan.by_id, wild=True
            )
        for role in ROLES:
            for n, unit in enumerate(getattr(task, role)):
                yield from nothing_named(
                    ("tasks", at, role, n), WHAT_UNIT, unit, units, help=ADD_THE_UNIT
                )


@also("O853", "dated-task")
def no_status_is_still_to_come(dated: DatedTask, _: Plan) -> Iterator[Spot]:
    """The day since which a task has its status has come."""
    if dated.task.since is not None and dated.task.since > dated.day:
        yield Spot(("since",), {"when": dated.task.since})


@rule(
    "T801",
    "deadline-outside-plan",
    on="task",
    title=Text("Thời hạn nằm ngoài thời gian của kế hoạch", "A deadline outside the plan"),
    why=Text(
        "Thời hạn trước hoặc sau những năm kế hoạch thực hiện thường là gõ nhầm năm. Việc khép lại "
        "một năm, như tự chấm điểm hoặc công bố kết quả, còn làm trong năm sau.",
        "A deadline before or after the years the plan is carried out in is most often a mistyped "
        "year. What closes a year, such as one's own scoring or making its results known, is still "
        "done in the next.",
    ),
    message=Text(
        "thời hạn {deadline} không nằm trong khoảng từ {first} đến {last}",
        "the deadline {deadline} is not between {first} and {last}",
    ),
    help=Text(
        "ghi đúng ngày trong văn bản, dạng năm-tháng-ngày; kế hoạch kéo dài hơn thì sửa "
        "“target_year”",
        "write the day that the document gives, year-month-day; if the plan runs longer, change "
        "`target_year`",
    ),
    wrong=(
        "tasks:\n  - "
        "{id: V.1, clause: V.1, name: Việc, lead: [so-a], serves: [a.1], deadline: 2032-12-10}"
    ),
    right=(
        "tasks:\n  - "
        "{id: V.1, clause: V.1, name: Việc, lead: [so-a], serves: [a.1], deadline: 2023-12-10}"
    ),
    given=_PLAN,
)
def deadline_within_the_plan(task: "TaskRecord", plan: Plan) -> Iterator[Spot]:
    """A deadline lies in the years the plan is carried out in, whichever it is looked at for, or in
    the next, in which the last of them is closed.
    """
    first, last = Day(plan.about.year + 1, 1, 1), Day(max(plan.target_years) + 1, 12, 31)
    if task.deadline is not None and not first <= task.deadline <= last + timedelta(days=1):
        yield Spot(("deadline",), {"deadline": task.deadline, "first": first, "last": last})


@rule(
    "T802",
    "nobody-leads",
    "note",
    on="work",
    title=Text(
        "Có dự kiến tăng điểm mà không đơn vị nào chủ trì", "Planned points that nobody leads"
    ),
    why=Text(
        "Điểm không ai chịu trách nhiệm thì khó tăng.",
        "Points that nobody answers for seldom come.",
    ),
    message=Text(
        "dự kiến {way} {planned}{left} nhưng không nhiệm vụ nào giao đơn vị chủ trì",
        "planned {way} of {planned}{left}, and no task says which unit leads it",
    ),
    help=Text(
        "thêm một nhiệm vụ có “lead” liên quan đến tiêu chí này, hoặc hỏi lại cơ quan lập kế hoạch",
        "add a task with a `lead` that serves this row, or ask whoever wrote the plan",
    ),
    wrong="tasks:\n  - {id: V.1, clause: V.1, name: Việc, coordinate: [so-a], serves: [a.1]}",
    right=f"tasks:\n{_LED}",
    given=_PLAN,
)
def somebody_leads(work: "Work", plan: Plan) -> Iterator[Spot]:
    """Somebody leads every row with points planned until the last year of its index."""
    from parplan.model.tasks import UNDIVIDED, unled

    last = {it.id: max(plan.years_of(it), default=plan.final) for it in plan.indices}
    for until in map(plan.aiming, dict.fromkeys(last.values())):
        each = increases(until)
        for led in unled(until, work.leading(), each, dict(undivided(until, each))):
            row, left = plan.by_id[led.id], UNDIVIDED if led.undivided else ""
            if last[row.root.id] == until.about.target_year:
                told = {"planned": abs(led.planned), "way": WAY[row.better], "left": left}
                yield Spot(("tasks",), {"id": led.id, **told}, led.id, key=True)


@rule(
    "T803",
    "task-of-nobody",
    on="task",
    title=Text("Nhiệm vụ không có đơn vị", "A task without a unit"),
    why=Text(
        "Văn bản không nêu đơn vị thì phải ghi rõ là phụ lục mới nêu, không bỏ trống.",
        "Where the text names no unit, the file says that an annex does; it is not left open.",
    ),
    message=Text("nhiệm vụ không nêu đơn vị nào", "the task names no unit"),
    help=Text(
        "thêm “lead”, “coordinate” hoặc “asked”; nếu chỉ phụ lục mới nêu: “in_annex: [lead]”",
        "add `lead`, `coordinate` or `asked`; where only an annex says it: `in_annex: [lead]`",
    ),
    wrong=f"tasks:\n{_LED}\n  - {{id: IV.1, clause: IV.1, name: Việc, serves: [a.2]}}",
    right=(
        f"tasks:\n{_LED}\n  - "
        f"{{id: IV.1, clause: IV.1, name: Việc, in_annex: [lead], serves: [a.2]}}"
    ),
    given=_PLAN,
)
def somebody_does_it(task: "TaskRecord", _: Plan) -> Iterator[Spot]:
    """A task names a unit, or says that only an annex does."""
    if not any((task.lead, task.coordinate, task.asked, "lead" in task.in_annex)):
        yield Spot(("id",), {"id": task.id})


@rule(
    "T804",
    "done-without-evidence",
    "warning",
    on="task",
    title=Text("Báo đã hoàn thành mà không có tài liệu kiểm chứng", "Done, without evidence"),
    why=Text(
        "Điểm tự đánh giá được thẩm định trên tài liệu kiểm chứng.",
        "What a unit claims is appraised by its evidence.",
    ),
    message=Text(
        "đã hoàn thành nhưng chưa có tài liệu kiểm chứng", "it is done, and nothing shows it"
    ),
    help=Text(
        "thêm “evidence: [{{file: số hoặc tên văn bản}}]” hoặc “evidence: [{{link: địa chỉ}}]”",
        "add `evidence: [{{file: the document's name or number}}]` or `evidence: [{{link: its "
        "address}}]`",
    ),
    wrong="tasks:\n"
    "  - {id: V.1, clause: V.1, name: Việc, lead: [so-a], serves: [a.1], status: done}",
    right=(
        "tasks:\n  - "
        "{id: V.1, clause: V.1, name: Việc, lead: [so-a], serves: [a.1], status: done, "
        "evidence: [{file: bao-cao.pdf}]}"
    ),
    given=_PLAN,
)
def done_with_evidence(task: "TaskRecord", _: Plan) -> Iterator[Spot]:
    """Something shows that a task was done."""
    if task.status == "done" and not task.evidence:
        yield Spot(("status",), {"id": task.id})


@rule(
    "T806",
    "day-of-no-status",
    "warning",
    on="task",
    title=Text("Ghi ngày mà không ghi tình trạng", "A day without a status"),
    why=Text(
        "Ngày là của tình trạng: không có tình trạng thì không rõ ngày đó nói gì.",
        "The day is that of the status: without one it is not known what it says.",
    ),
    message=Text(
        "ghi từ ngày {day} nhưng không ghi tình trạng nào", "says since {day}, and not what"
    ),
    help=Text(
        "thêm “status: open”, “doing” hoặc “done”, hoặc bỏ “since”",
        "add `status: open`, `doing` or `done`, or take `since` out",
    ),
    wrong="tasks:\n"
    "  - {id: V.1, clause: V.1, name: Việc, lead: [so-a], serves: [a.1], since: 2023-06-30}",
    right=(
        "tasks:\n  - "
        "{id: V.1, clause: V.1, name: Việc, lead: [so-a], serves: [a.1], status: doing, "
        "since: 2023-06-30}"
    ),
    given=_PLAN,
)
def a_day_has_its_status(task: "TaskRecord", _: Plan) -> Iterator[Spot]:
    """Who gives the day of a status gives the status."""
    if task.since is not None and task.status is None:
        yield Spot(("since",), {"day": task.since})


@rule(
    "T807",
    "two-units-of-one-name",
    "warning",
    on="tasks",
    title=Text("Hai đơn vị cùng tên", "Two units of one name"),
    why=Text(
        "Một đơn vị có hai mã thì nhiệm vụ và điểm của đơn vị đó bị chia đôi.",
        "A unit with two ids has its tasks and points in two places.",
    ),
    message=Text(
        "đơn vị {id} có tên “{name}” như đơn vị ở dòng {line}",
        "the unit {id} is called “{name}”, as is the one in line {line}",
    ),
    help=Text(
        "nếu là một đơn vị thì chỉ giữ một mã, ở các nhiệm vụ cũng vậy; nếu không thì ghi tên "
        "đầy đủ hơn",
        "if they are one, keep one id, in the tasks too; else write longer names",
    ),
    wrong="  - {id: so-b, name: {vi: SỞ A, en: Department A}}\ntasks: []\n",
    right="  - {id: so-b, name: {vi: Sở B, en: Department B}}\ntasks: []\n",
    given=f"{_ROWS}units:\n  - {_UNIT}\n",
)
def names_tell_units_apart(file: "TasksFile", _: Plan) -> Iterator[Spot]:
    """No two units are called alike in a language, whatever the case, the spaces and the place of
    tone marks.
    """
    first: dict[tuple[str, str], int] = {}
    for at, unit in enumerate(file.units):
        names = {lang: unit.name.say(lang) for lang in LANGUAGES}
        forms = {lang: toned(" ".join(name.split()).casefold()) for lang, name in names.items()}
        before = [(names[each[0]], first[each]) for each in forms.items() if each in first]
        for name, other in before[:1]:
            loc, values = ("units", at, "name"), {"id": unit.id, "name": name}
            yield Spot(loc, values, first=("units", other, "name"))
        for each in forms.items():
            first.setdefault(each, at)


@rule(
    "T805",
    "one-of-them",
    on="task",
    title=Text("Cần đúng một trong hai khóa", "Exactly one of two keys"),
    why=Text(
        "Có cả hai, hoặc không có khóa nào, thì không rõ là gì.",
        "With both, or neither, it is not clear what is meant.",
    ),
    message=Text("cần đúng một trong các khóa {keys}", "exactly one of {keys} is needed"),
    help=Text("ghi một khóa, không ghi cả hai", "write one of them, not both"),
    wrong=(
        "tasks:\n  - "
        "{id: V.1, clause: V.1, name: Việc, lead: [so-a], serves: [a.1], "
        "commitment: {of: cuộc họp}}"
    ),
    right=(
        "tasks:\n  - "
        "{id: V.1, clause: V.1, name: Việc, lead: [so-a], serves: [a.1], "
        "commitment: {at_least: 2, of: cuộc họp}}"
    ),
    given=_PLAN,
)
def one_of_two_keys(task: "TaskRecord", _: Plan) -> Iterator[Spot]:
    """A commitment is a number or a percentage, evidence a file or a link."""
    if task.commitment is not None:
        yield from one_of(("commitment",), task.commitment, ("at_least", "percent"))
    for n, evidence in enumerate(task.evidence):
        yield from one_of(("evidence", n), evidence, ("file", "link"))


def one_of(loc: Loc, record: Record, keys: tuple[str, ...]) -> Iterator[Spot]:
    """A record that does not have exactly one of the keys."""
    if sum(getattr(record, key) is not None for key in keys) != 1:
        yield Spot(loc, {"keys": keys})
