"""`parplan mark`: how far a task is, and what shows it, into the plan's tasks.yaml."""

from typing import TYPE_CHECKING, Annotated

from parplan.cli.app import command
from parplan.cli.complete import complete_task
from parplan.cli.options import STATUSES, Evidence, Language, Plan, Status, argument, option
from parplan.text import Message, Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from parplan.location import Loc
    from parplan.yaml_text.source import Source


@command(
    "mark",
    help=Text(
        "Ghi tình trạng và tài liệu kiểm chứng của một nhiệm vụ vào tasks.yaml.",
        "Write a task's status and evidence into tasks.yaml.",
    ),
    example="parplan mark V.7.1 --status done --evidence 12.pdf --plan my-plan",
)
def mark(
    task: Annotated[
        str,
        argument(
            metavar="TASK",
            autocompletion=complete_task,
            help=Text(
                "Mã nhiệm vụ, ví dụ V.7.1 (parplan tasks).",
                "The task's id, such as V.7.1 (parplan tasks).",
            ),
        ),
    ],
    status: Annotated[
        Status | None, option("--status", words=STATUSES, help=Text("Tình trạng.", "Its status."))
    ] = None,
    day: Annotated[
        str | None,
        option(
            "--date",
            metavar="DATE",
            help=Text(
                "Ngày có tình trạng này; mặc định: hôm nay.",
                "The day since which that is so. Default: today.",
            ),
        ),
    ] = None,
    evidence: Evidence = None,
    note: Annotated[
        str,
        option(
            "--note",
            metavar="TEXT",
            help=Text("Ghi chú cho tài liệu kiểm chứng.", "A note on the evidence."),
        ),
    ] = "",
    plan: Plan = None,
    lang: Language = None,
) -> int:
    """Write a task's status with its day, and evidence; prints the task. Nothing else in the file
    is touched.
    """
    from parplan.checks.tasks import read_tasks
    from parplan.cli.answer import written
    from parplan.cli.output import confirm, remark, stop
    from parplan.cli.typed import past_day
    from parplan.cli.workspace import own
    from parplan.cli.writing import NO_PLACE, write_checked
    from parplan.reports import tasks as report
    from parplan.workspace.opened import usable
    from parplan.yaml_text.edit import CannotWrite, changed

    if note and not evidence:
        raise stop(Message(_NOTE_ALONE))
    if status is None and not evidence:
        raise stop(Message(_NOTHING))
    if day is not None and status is None:
        raise stop(Message(_DAY_ALONE))
    source = own(plan)
    at = _number(task, [each.record.id for each in source.work.tasks])
    before = source.work.tasks[at].record
    told: dict[str, object] = {} if status is None else {"status": status}
    if day is not None or status not in (None, before.status):  # which has its day, if any
        told["since"] = past_day("--date", day)
    file = source.needed("tasks")
    try:
        text = with_status(file, at, told, evidence or [], note)
    except CannotWrite as error:
        raise stop(Message(NO_PLACE, {"path": "tasks.yaml"})) from error
    if text == file.text:
        remark(Message(_AS_IT_IS, {"id": before.id}))
    else:
        write_checked(
            source,
            "tasks",
            file,
            text,
            lambda file: read_tasks(file, source.plan, source.name).findings,
        )
    work = usable(read_tasks(changed(file, text), source.plan, source.name))
    marked = report.answer([work.tasks[at]], work)
    confirm(written(marked, source, None, "table", None))
    return 0


def _number(typed: str, ids: list[str]) -> int:
    """Which of the tasks was typed, from 0. Raises Stop where there is none, with those that may be
    meant."""
    from parplan.cli.output import stop
    from parplan.ids import near

    found = next((at for at, ident in enumerate(ids) if ident.casefold() == typed.casefold()), None)
    if found is None:
        raise stop(Message(_NO_TASK, {"id": typed}).or_near(near(typed, ids), "parplan tasks"))
    return found


def with_status(
    source: "Source",
    at: int,
    status: "Mapping[str, object]",
    evidence: "Sequence[str]",
    note: str,
) -> str:
    """The text of the tasks with another status of task number `at` (from 0) and its day (`status`
    and `since`; empty leaves both), and further evidence of it. Raises CannotWrite where that has
    no place.
    """
    from parplan.cli.writing import further, with_evidence
    from parplan.yaml_text.edit import Values, changed, with_values

    loc = ("tasks", at)
    text = (
        source.text
        if not status
        else with_values(source, Values(loc, status, tuple(status), _last(source, loc, "since")))
    )
    new = further(source.value((*loc, "evidence")), evidence, note)
    if not new:
        return text
    after = changed(source, text)
    return with_evidence(after, loc, new, _last(after, loc, "evidence"))


def _last(source: "Source", loc: "Loc", key: str) -> str:
    """The last of a task's keys that a further key goes behind, in the order of the model."""
    from parplan.model.tasks import TaskRecord

    before = list(TaskRecord.model_fields)[: list(TaskRecord.model_fields).index(key)]
    return next(known for known in reversed(before) if source.has((*loc, known)))


_NOTE_ALONE = Text(
    "ghi chú đi với tài liệu kiểm chứng: thêm --evidence",
    "a note belongs to evidence: add --evidence",
)
_NOTHING = Text(
    "không có gì để ghi: nêu --status hoặc --evidence",
    "nothing to write: give a --status or some --evidence",
)
_AS_IT_IS = Text(
    "{id}: không có gì mới để ghi", "{id}: nothing of that is new, so nothing was written"
)
_DAY_ALONE = Text(
    "ngày là của tình trạng: thêm --status", "the day is that of a status: add --status"
)
_NO_TASK = Text("không có nhiệm vụ “{id}”", "there is no task “{id}”")
