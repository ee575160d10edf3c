"""What is done of the plan, and by whom: its progress, its tasks, what falls to one unit."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby

from parplan.model.plan import Plan
from parplan.model.tasks import NOT_RECORDED, STATUS_WORDS, Task, UnitRecord
from parplan.render.table import Block, Heading, Mark, Paper, Table
from parplan.reports import progress, tasks, units
from parplan.reports import unit as unit_report
from parplan.reports.report.kept import kept, named_in_full, number_of
from parplan.reports.report.known import Known, paper
from parplan.reports.rows import by_name, with_observed
from parplan.reports.staff import Staff
from parplan.reports.units_sentences import at_stake
from parplan.text import Message, Text


def of_progress(known: Known, measured: progress.Measured) -> Paper:
    """What is known on a day of the way to the targets, layer by layer, and what is done of the
    tasks: done, under way, late, without evidence.
    """
    day = measured.day
    blocks: list[Block] = [
        Heading(Message(_RESULTS_BY, {"day": day}), is_first=True),
        progress.time(measured),
    ]
    known_of = measured._replace(chosen=with_observed(measured.chosen))
    tables = progress.answer(known_of).tables()
    for index, table in zip(known_of.chosen, tables, strict=True):
        blocks.append(Heading(Message(index.name)))
        if any(row.observation for row in index.walk()) or index.known != "base":
            shown = {column.key for column in table.columns if column.human}
            columns = [it for it in _PROGRESS_COLUMNS if it in shown]
            blocks.append(Message(_OBSERVED, {"counted": progress.counted(measured, index)}))
            blocks.append(kept(known.plan, _dated(table), columns))
            blocks += progress.caveats(measured, index, by_name(known.plan))
        else:
            blocks.append(Message(_NO_RESULT, {"year": known.plan.about.year}))
    blocks += work_done(known, day)
    values = {"name": known.plan.about.name, "day": day}
    return paper(known, "progress", Message(_OF_PROGRESS, values), blocks)


def _dated(table: Table) -> Table:
    """A table of results, each with its day behind what kind of result it is: two columns would
    leave no room for names.
    """
    keys = [column.key for column in table.columns]
    day, kind = keys.index("date"), keys.index("layer")

    def dated(cells: Sequence[Mark]) -> tuple[Mark, ...]:
        both = tuple(it for it in (cells[kind].value, cells[day].value) if it is not None)
        value = Message(_KIND_AND_DAY, {"both": both}) if both else None
        return (*cells[:kind], cells[kind]._replace(value=value), *cells[kind + 1 :])

    columns = tuple(
        it._replace(title=_KIND_OF) if it.key == "layer" else it for it in table.columns
    )
    lines = tuple(it._replace(cells=dated(it.cells)) for it in table.lines)
    return table._replace(columns=columns, lines=lines)


def of_unit(known: Known, staff: Staff, unit: UnitRecord) -> Paper:
    """What one unit leads and shares, where that stands and is to come to, its tasks and their
    deadlines; nothing is asked for there.
    """
    rows, _ = units.answer(staff, unit).tables()
    found = _numbered(known.plan, unit_report.tasks_of(staff, unit))
    own = tasks.tasks_table(found, staff.work, called=tasks.by_name)
    blocks: list[Block] = [
        Heading(Message(_ROWS_OF_UNIT), is_first=True),
        *_led(known, staff, unit, named_in_full(known.plan, rows)),
        Heading(Message(_TASKS), is_first=True),
    ]
    blocks.append(kept(known.plan, own, _TASK_COLUMNS) if own.lines else Message(_NO_TASK))
    blocks += own.feet
    subject = Message(_OF_UNIT, {"unit": unit.name, "name": known.plan.about.name})
    return paper(known, "unit", subject, blocks)


def _led(
    known: Known, staff: Staff, unit: UnitRecord, rows: Table
) -> Iterator[Heading | Message | Table]:
    """What a unit leads and coordinates, index by index; else that it leads nothing."""
    at = [column.key for column in rows.columns].index("index")
    stakes = {
        stake.id: at_stake(known.plan, stake, by_name(known.plan))
        for stake in staff.stakes(unit.id)
    }
    for ident, lines in groupby(rows.lines, lambda line: str(line.cells[at].value)):
        yield Heading(Message(known.plan.by_id[ident].node.name))
        yield from [stakes[ident]] if ident in stakes else []
        yield kept(known.plan, rows._replace(lines=tuple(lines)), _UNIT_COLUMNS)
    yield from rows.feet[len(stakes) :]  # what is of no index


def work_done(known: Known, day: date) -> Iterator[Block]:
    """What is done of the tasks, as known on a day: done, in time, late or without evidence; under
    way; due and not done; of the others only how many.
    """
    if known.staff is None or not known.staff.work.tasks:
        return
    work = known.staff.work
    on_day = [task._replace(record=task.record.on(day)) for task in work.tasks]
    told = Counter(task.record.status_words for task in on_day)
    yield Heading(Message(_TASKS), is_first=True)
    counted = tuple(
        Message(_COUNT, {"count": told[words], "status": words})
        for words in (*STATUS_WORDS.values(), NOT_RECORDED)
        if told[words] or words != NOT_RECORDED
    )
    yield Message(_COUNTED, {"count": len(work.tasks), "counted": counted})
    undated = sum(bool(it.record.status) and it.record.since is None for it in on_day)
    if undated:
        yield Message(_UNDATED, {"count": undated})
    sorts: dict[Text, list[Task]] = {
        words: [] for words in (_DONE, _AFTER, _BARE, _DOING, _LATE, _REST)
    }
    for task in on_day:
        sorts[_sort(task, day)].append(task)
    rest = sorts.pop(_REST)
    for words, found in sorts.items():
        if found:
            numbered = _numbered(known.plan, found)
            table = tasks.tasks_table(numbered, work, called=tasks.by_name)
            yield Heading(Message(words, {"count": len(found), "day": day}))
            yield kept(known.plan, table, _TASK_COLUMNS)
            yield from table.feet
    if rest:
        yield Message(_REST if any(sorts.values()) else _NOT_DUE, {"count": len(rest)})


def _numbered(plan: Plan, found: Sequence[Task]) -> list[Task]:
    """Tasks that go by the number of the row that they serve, below those of the rows it is part
    of.
    """
    return [
        task._replace(
            record=task.record.model_copy(update={"clause": number_of(plan, *task.serves)})
        )
        if [plan.by_id[it].node.row for it in task.serves] == [task.record.clause]
        else task
        for task in found
    ]


def _sort(task: Task, day: date) -> Text:
    """Under what a task is listed: due is what was to be done by the end of this day."""
    record = task.record
    if record.status == "done":
        return _BARE if not record.evidence else _AFTER if record.was_late else _DONE
    if record.is_overdue(day + timedelta(days=1)):
        return _LATE
    return _DOING if record.status == "doing" else _REST


_UNIT_COLUMNS = ("id", "name", "role", "score", "planned", "target", "latest", "with")
_PROGRESS_COLUMNS = (
    *("id", "label", "base", "now", "layer", "years", "due", "target", "gap", "done"),
)
_TASK_COLUMNS = ("clause", "name", "lead", "deadline", "status")
_KIND_OF = Text("Loại, ngày", "Layer, date")
_KIND_AND_DAY = Text("{both}", "{both}")
_OF_PROGRESS = Text("Tiến độ thực hiện {name} đến ngày {day}", "Progress on {day}: {name}")
_OF_UNIT = Text("Nhiệm vụ của {unit} theo {name}", "What falls to the {unit}: {name}")
_RESULTS_BY = Text("Kết quả đến ngày {day}", "Results on {day}")
_ROWS_OF_UNIT = Text("Tiêu chí chủ trì, phối hợp", "Rows led and coordinated")
_TASKS = Text("Tình hình thực hiện nhiệm vụ", "Tasks")
_NO_TASK = Text("Kế hoạch không giao nhiệm vụ nào.", "The plan gives it no task.")
_NO_RESULT = Text("Chưa có kết quả nào sau năm {year}.", "There is no result after {year} yet.")
_OBSERVED = Text("Đã {counted}.", "{counted}.")
_COUNTED = Text("Có {count} nhiệm vụ: {counted}.", "Tasks: {count}, of which {counted}.")
_COUNT = Text("{count} {status}", "{count} {status}")
_DONE = Text("Đã hoàn thành, có tài liệu kiểm chứng ({count})", "Done, with evidence ({count})")
_AFTER = Text("Đã hoàn thành, quá hạn ({count})", "Done, late ({count})")
_BARE = Text(
    "Đã hoàn thành, chưa có tài liệu kiểm chứng ({count})", "Done, without evidence ({count})"
)
_UNDATED = Text(
    "Không ghi ngày của tình trạng, nêu theo lần ghi gần nhất: {count} nhiệm vụ.",
    "Tasks whose status has no day, reported as last recorded: {count}.",
)
_DOING = Text("Đang thực hiện, chưa quá hạn ({count})", "Under way, not late ({count})")
_REST = Text(
    "Các nhiệm vụ còn lại chưa đến hạn hoặc không ghi thời hạn: {count}.",
    "The other tasks are not due yet, or have no deadline: {count}.",
)
_NOT_DUE = Text(
    "Các nhiệm vụ chưa đến hạn hoặc không ghi thời hạn: {count}.",
    "Tasks that are not due yet, or have no deadline: {count}.",
)
_LATE = Text(
    "Đã đến hạn tính đến ngày {day}, chưa ghi nhận hoàn thành ({count})",
    "Due by {day}, not recorded as done ({count})",
)
