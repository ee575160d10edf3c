"""`parplan mark`: how far a task is, and what shows it, into the plan's tasks.yaml."""

from pathlib import Path

from parplan import workspace
from parplan.check.companion import read_tasks
from parplan.cli.beside import opened_work
from parplan.cli.output import deliver, stop
from parplan.cli.tables import laid_out
from parplan.cli.writing import own_plan, write_checked
from parplan.ids import near
from parplan.labels import Recording
from parplan.model.tasks import Status
from parplan.recording import with_status
from parplan.reports import tasks as report
from parplan.text import Message
from parplan.yaml_text.edit import CannotWrite


def run(typed: str, plan: Path | None, *, status: Status | None, evidence: list[str], note: str) -> int:
    """Write a task's status and evidence; prints the task. Nothing else in the file is touched."""
    if note and not evidence:
        raise stop(Message(Recording.NOTE_ALONE))
    if status is None and not evidence:
        raise stop(Message(Recording.NOTHING))
    source = own_plan(plan)
    work = opened_work(source)
    ids = [task.record.id for task in work.tasks]
    if typed not in ids:
        likely = near(typed, ids)
        raise stop(Message(Recording.NO_TASK_NEAR if likely else Recording.NO_TASK, {"id": typed, "near": likely}))
    file = workspace.beside(source.folder, source.sources.name, "tasks")
    try:
        text = "" if file is None else with_status(file, ids.index(typed), status, evidence, note)
    except CannotWrite as error:
        raise stop(Message(Recording.NO_PLACE, {"path": "tasks.yaml"})) from error
    write_checked(source, "tasks", text, lambda file: read_tasks(file, source.plan, source.name).findings)
    task = opened_work(source).tasks[ids.index(typed)]
    deliver(laid_out([report.table([task])], source, None, "table", None), None)
    return 0
