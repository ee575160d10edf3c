"""`parplan tasks`: what is to be done, as a table or as a calendar."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, NamedTuple

from parplan.cli.beside import day_typed, opened_work, unit_typed
from parplan.cli.extras import needs
from parplan.cli.language import current
from parplan.cli.opening import Opened, ids_typed, opened
from parplan.cli.output import deliver, stop
from parplan.cli.tables import laid_out
from parplan.labels import Tasks
from parplan.model.tasks import Status, Task, Work
from parplan.reports import tasks as report
from parplan.text import Message

Format = Literal["table", "json", "csv", "markdown", "ics"]


class Asked(NamedTuple):
    """Which tasks were asked for: of these units, for these rows, due before a day, of a status."""

    units: list[str]
    serves: list[str]
    due_before: str | None
    status: Status | None


def run(asked: Asked, plan: Path | None, *, form: Format, file: Path | None) -> int:
    """Print the tasks asked for."""
    if form == "ics":
        needs("icalendar", "calendar")
    source = opened(plan)
    work = opened_work(source)
    chosen = list(_chosen(asked, source, work))
    whenever = list(_chosen(asked._replace(due_before=None), source, work))
    left_out = sum(task.record.deadline is None for task in whenever) if asked.due_before is not None else 0
    deliver(_rendered(chosen, left_out, source, work, form, file), file)
    return 0


def _chosen(asked: Asked, source: Opened, work: Work) -> Iterator[Task]:
    units = {unit_typed(work, typed).id for typed in asked.units}
    rows = _with_parts(source, ids_typed(source.plan, asked.serves)) if asked.serves else None
    before = None if asked.due_before is None else day_typed("--due-before", asked.due_before)
    for task in work.tasks:
        deadline = task.record.deadline
        if units and units.isdisjoint(task.units):
            continue
        if rows is not None and rows.isdisjoint(task.serves):
            continue
        if before is not None and (deadline is None or deadline > before):
            continue
        if asked.status is None or task.record.status == asked.status:
            yield task


def _with_parts(source: Opened, idents: Iterable[str]) -> frozenset[str]:
    return frozenset(below.id for ident in idents for below in source.plan.by_id[ident].walk())


def _rendered(tasks: list[Task], left_out: int, source: Opened, work: Work, form: Format, file: Path | None) -> str:
    if form == "json":
        from parplan.render import json as json_text

        return json_text.render({"schema": "parplan/tasks/1", "plan": source.name, "tasks": report.payload(tasks, current())})
    if form == "ics":
        from parplan.render import calendar

        if all(task.record.deadline is None for task in tasks):
            raise stop(Message(Tasks.NO_DEADLINE), code=1)  # a calendar has at least one event
        return calendar.render(tasks, work, source.plan.about, current(), datetime.now(UTC))
    return laid_out([report.table(tasks, left_out)], source, None, form, file)
