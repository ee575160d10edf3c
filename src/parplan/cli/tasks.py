"""`parplan tasks`: what is to be done, as a table or as a calendar."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from parplan.cli.app import command
from parplan.cli.complete import complete_id, complete_unit
from parplan.cli.options import Language, Plan, option, written_to
from parplan.text import Message, Text

if TYPE_CHECKING:
    from parplan.model.tasks import Task
    from parplan.workspace.opened import Workspace

Asked = Literal["open", "doing", "done", "unrecorded"]


@command(
    "tasks",
    help=Text(
        "Nhiệm vụ: đơn vị nào, cho tiêu chí nào, thời hạn nào, đến đâu.",
        "Tasks: which unit's, for which rows, due when, how far.",
    ),
    example="parplan tasks --unit so-noi-vu --serves par.5",
)
def tasks(
    unit: Annotated[
        list[str] | None,
        option(
            "--unit",
            metavar="UNIT",
            autocompletion=complete_unit,
            help=Text(
                "Chỉ nhiệm vụ của đơn vị này. Dùng được nhiều lần.",
                "Only tasks of this unit. Repeatable.",
            ),
        ),
    ] = None,
    serves: Annotated[
        list[str] | None,
        option(
            "--serves",
            metavar="ID",
            autocompletion=complete_id,
            help=Text(
                "Chỉ nhiệm vụ liên quan đến tiêu chí này hoặc tiêu chí thành phần của nó. Dùng "
                "được nhiều lần.",
                "Only tasks that serve this row or a part of it. Repeatable.",
            ),
        ),
    ] = None,
    due_before: Annotated[
        str | None,
        option(
            "--due-before",
            metavar="DATE",
            help=Text(
                "Chỉ nhiệm vụ phải hoàn thành trước ngày này, ví dụ 2023-12-31.",
                "Only tasks that are to be done before this day, such as 2023-12-31.",
            ),
        ),
    ] = None,
    overdue: Annotated[
        bool,
        option(
            "--overdue",
            help=Text(
                "Chỉ nhiệm vụ đã quá hạn mà chưa ghi nhận hoàn thành.",
                "Only tasks that were due before today, and are not recorded as done.",
            ),
        ),
    ] = False,
    status: Annotated[
        Asked | None,
        option(
            "--status",
            words="model.tasks:ASKED_WORDS",
            help=Text("Chỉ nhiệm vụ ở tình trạng này.", "Only tasks of this status."),
        ),
    ] = None,
    plan: Plan = None,
    form: Annotated[
        Literal["table", "json", "csv", "markdown", "ics"] | None,
        option(
            "--format",
            help=Text(
                "Dạng kết quả; ics là tệp lịch; mặc định: table.",
                "Form of the answer; ics is a calendar. Default: table.",
            ),
        ),
    ] = None,
    lang: Language = None,
    output: Annotated[
        Path | None, written_to(".txt", ".json", ".csv", ".md", ".xlsx", ".ics")
    ] = None,
) -> int:
    """Print the tasks asked for."""
    from datetime import date

    from parplan.cli.answer import ENDINGS, chosen, made
    from parplan.cli.output import deliver, needs, remark
    from parplan.cli.typed import day_typed
    from parplan.cli.workspace import opened
    from parplan.reports import tasks as report

    wanted = chosen(form, output, {**ENDINGS, ".ics": "ics"})
    if wanted == "ics":
        needs("icalendar", "calendar")
    source = opened(plan)
    asked = _asked(source, unit or [], serves or [], status)
    today = date.today()
    whenever = [
        task
        for task in source.work.tasks
        if asked(task) and (not overdue or task.record.is_overdue(today))
    ]
    if due_before is None:
        found, left_out = whenever, 0
    else:
        before = day_typed("--due-before", due_before)
        found = [
            task
            for task in whenever
            if task.record.deadline is not None and task.record.deadline <= before
        ]
        left_out = sum(task.record.deadline is None for task in whenever)
    if wanted == "ics":
        deliver(_calendar(found, source), output)
    else:
        deliver(
            made(report.answer(found, source.work, left_out), source, None, wanted, output),
            output,
        )
    silent = sum(task.record.status is None for task in source.work.tasks)
    if silent and not found and status not in (None, "unrecorded"):
        remark(Message(_SILENT, {"count": silent}))
    return 0


def _asked(
    source: "Workspace", units: list[str], serves: list[str], status: Asked | None
) -> "Callable[[Task], bool]":
    """Whether a task is of these units, for these rows or parts of them, of this status. Raises
    Stop for what there is not."""
    from parplan.cli.typed import ids_typed, unit_typed

    own = {unit_typed(source.work, typed).id for typed in units}
    rows = {
        below.id
        for ident in ids_typed(source.plan, serves)
        for below in source.plan.by_id[ident].walk()
    }

    def asked(task: "Task") -> bool:
        led = not own or not own.isdisjoint(task.units)
        return (
            led
            and (not rows or not rows.isdisjoint(task.serves))
            and status in (None, task.record.status or "unrecorded")
        )

    return asked


def _calendar(tasks: "Iterable[Task]", source: "Workspace") -> str:
    """The deadlines of these tasks. Raises Stop where there is none: a calendar has at least one
    event."""
    from parplan.cli.clock import now
    from parplan.cli.language import current
    from parplan.cli.output import stop
    from parplan.render import calendar
    from parplan.reports.tasks import calendar_title, events

    found = events(tasks, source.work, source.plan.about, current())
    if not found:
        raise stop(Message(_NO_DEADLINE), code=1)
    return calendar.render(found, calendar_title(source.plan.about, current()), now())


_NO_DEADLINE = Text(
    "không nhiệm vụ nào trong số này có thời hạn, nên không có lịch",
    "none of these tasks has a deadline: there is no calendar to write",
)
_SILENT = Text(
    "nhiệm vụ chưa cập nhật tình trạng: {count}; xem bằng --status unrecorded",
    "tasks of which no status is recorded: {count}; --status unrecorded lists them",
)
