"""tasks.yaml while it is checked: who does what by when."""

from parplan.checks.companion import Companion
from parplan.ids import named
from parplan.model.fields import Day
from parplan.model.findings import Read
from parplan.model.fixed import Fixed
from parplan.model.plan import Plan
from parplan.model.tasks import Task, TaskRecord, TasksFile, Work
from parplan.rules.tasks import DatedTask
from parplan.yaml_text.source import Source


def read_tasks(source: Source, plan: Plan, name: str, *, today: Day | None = None) -> Read[Work]:
    """Check a file of tasks against the plan it is of: text, shape, units, rows, days. Without
    `today` nobody asks which day has come. Never raises for what the file holds.
    """
    file = Companion("tasks", source, plan, name, TasksFile)
    for at, task in enumerate(file.record.tasks if file.record else ()):
        file.run("task", task, ("tasks", at))
        if today is not None:
            file.run("dated-task", DatedTask(task, today), ("tasks", at))
    if file.record is None or file.broken:
        return Read(None, file.findings)
    work = Work(
        Fixed({unit.id: unit for unit in file.record.units}),
        tuple(Task(task, _served(task, plan)) for task in file.record.tasks),
    )
    file.run("work", work)
    return Read(work, file.findings)


def _served(task: TaskRecord, plan: Plan) -> tuple[str, ...]:
    idents = (ident for typed in task.serves for ident in named(typed, plan.by_id))
    return tuple(dict.fromkeys(place for ident in idents for place in plan.places(ident)))
