"""`report`: what is sent: facts alone, in the official form; prose is left to the writer as “…”.

Tables are those of the other answers, with the columns that a page has room for; rows go by the
numbers that the document prints, never by our ids.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from parplan.engine.gap import Standing
from parplan.engine.review import Outcome
from parplan.model.cells import row_of
from parplan.model.fields import Better
from parplan.model.indicators import Index
from parplan.model.letterhead import NOBODY, Document, Letterhead
from parplan.model.plan import Plan
from parplan.model.results import Observation
from parplan.model.tasks import STATUS_WORDS, Status, Task, UnitRecord
from parplan.model.tree import Indicator
from parplan.points import ZERO
from parplan.render.table import Block, Column, Heading, Mark, Paper, Table, read_by_people
from parplan.reports import annex, errata, gap, official, progress, project, review, tasks, units
from parplan.reports.fields import UNTITLED
from parplan.reports.rows import (
    BASES,
    by_name,
    full_name,
    on_basis,
    unprinted,
    without_parts,
)
from parplan.text import Message, Shown, Text, percent


class Known(NamedTuple):
    """What every report is made of: the plan and its standings on a basis, and as the document
    prints it; what stands around it; what is to be asked of its authors; who does what, where that
    is known.
    """

    standings: gap.Standings
    document: Plan
    letterhead: Letterhead
    asked: errata.Letter | None
    staff: units.Staff | None

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.standings.plan


def of_plan(known: Known, cases: Sequence[project.Case]) -> Paper:
    """Where the indices stand, what is promised, by whom, where scenarios land, and which figures
    are to be confirmed; the plan's own tables are annexed.
    """
    blocks: list[Block] = [*_opening(known), Heading(Message(_STANDING), is_first=True)]
    blocks.append(_totals(known))
    for index in known.standings.chosen:
        blocks += [Heading(Message(index.name)), *_stands(known, index), *_rows_of(known, index)]
    if known.staff is not None:
        blocks += [Heading(Message(_WHO), is_first=True), *_led(known.plan, known.staff)]
    if cases:
        blocks += [Heading(Message(_SCENARIOS), is_first=True), *_landed(known, cases)]
    blocks += _closing(known)
    return _paper(known, "plan", Message(_OF_PLAN, {"name": known.plan.about.name}), blocks)


def of_progress(known: Known, measured: progress.Measured) -> Paper:
    """What is known on a day of the way to the targets, layer by layer, and what is done of the
    tasks: done, under way, late, without evidence.
    """
    day = measured.day
    blocks: list[Block] = [
        *_opening(known),
        Heading(Message(_RESULTS_BY, {"day": day}), is_first=True),
    ]
    blocks.append(Message(_TIME_GONE, {"share": percent(measured.gone), "day": day}))
    shown = measured._replace(chosen=without_parts(measured.chosen))
    for index, table in zip(shown.chosen, progress.answer(shown).tables(), strict=True):
        blocks.append(Heading(Message(index.name)))
        observed, count = progress.counted_in(index)
        if index.known != "base":
            blocks.append(Message(_OBSERVED, {"observed": observed, "count": count}))
            blocks.append(_kept(known.plan, table, _PROGRESS_COLUMNS))
            blocks += progress.caveats(measured, index)
        else:
            blocks.append(Message(_NO_RESULT, {"year": known.plan.about.year}))
    blocks += _work(known, day)
    blocks += _closing(known)
    values = {"name": known.plan.about.name, "day": day}
    return _paper(known, "progress", Message(_OF_PROGRESS, values), blocks)


def of_review(known: Known, found: review.Review) -> Paper:
    """Targets against the outcome of a year: met, missed, fell, ranks with their denominators."""
    blocks: list[Block] = [
        *_opening(known),
        Heading(Message(_OUTCOME, {"year": found.year}), is_first=True),
    ]
    lacking = {index.id for index in review.missing(found)}
    told = iter(review.answer(found).tables())
    for index in found.shown:
        blocks.append(Heading(Message(index.name)))
        if index.id in lacking:
            blocks.append(Message(_NOT_PUBLISHED, {"year": found.year}))
            continue
        blocks += _came(known, found.whole[index.id], found.year)
        blocks.append(_kept(known.plan, next(told), _REVIEW_COLUMNS))
    blocks += _work(known, None)
    blocks += _closing(known)
    values = {"name": known.plan.about.name, "year": found.year}
    return _paper(known, "review", Message(_OF_REVIEW, values), blocks)


def of_unit(known: Known, staff: units.Staff, unit: UnitRecord) -> Paper:
    """What one unit leads and shares, its tasks and their deadlines; nothing is asked for there."""
    rows, own = units.answer(staff, unit, matrix=False).tables()
    blocks: list[Block] = [*_opening(known), Heading(Message(_ROWS_OF_UNIT), is_first=True)]
    led = _kept(known.plan, _named_in_full(known.plan, rows), _UNIT_COLUMNS)
    blocks += [*rows.feet, *_if_any(led)]
    blocks.append(Heading(Message(_TASKS), is_first=True))
    blocks += [*_if_any(_kept(known.plan, own, _TASK_COLUMNS)), *own.feet]
    blocks += [Heading(Message(_PROPOSALS), is_first=True), Message(NOBODY)]
    subject = Message(_OF_UNIT, {"unit": unit.name, "name": known.plan.about.name})
    return official.report(known.letterhead, "unit", subject, blocks)


def _paper(known: Known, about: Document, subject: Message, blocks: Sequence[Block]) -> Paper:
    return official.report(known.letterhead, about, subject, blocks, annex.tables(known.document))


def _opening(known: Known) -> Iterator[Block]:
    about = known.plan.about
    yield Message(NOBODY)
    basis = BASES[known.standings.basis]
    values: dict[str, object] = {"name": about.name, "year": about.year, "basis": basis}
    yield Message(_FIGURES_FROM, {**values, "target_year": about.target_year})


def _closing(known: Known) -> Iterator[Block]:
    """What is to be confirmed, and what the writer proposes."""
    asked = [*errata.to_confirm(known.asked)] if known.asked is not None else []
    if asked:
        yield Heading(Message(_TO_CONFIRM), is_first=True)
        yield from asked
    yield Heading(Message(_PROPOSALS), is_first=True)
    yield Message(NOBODY)


# Tables, as a page has room for them.


def _kept(plan: Plan, table: Table, keys: Sequence[str]) -> Table:
    """A table without its title and feet, with the columns of these keys, rows by their printed
    numbers, and notes without our paths.
    """
    columns = sorted(enumerate(table.columns), key=lambda it: it[1].human)  # those of people win
    by_key = {column.key: at for at, column in columns}
    at = [by_key[key] for key in keys if key in by_key]
    lines = tuple(
        line._replace(cells=tuple(_numbered(plan, table.columns[n].key, line.cells[n]) for n in at))
        for line in table.lines
    )
    kept = tuple(_titled(table.columns[n]) for n in at)
    return Table(UNTITLED, kept, lines, (), tuple(map(_bare, table.notes)))


def _if_any(table: Table) -> list[Table]:
    return [table] if table.lines else []


def _titled(column: Column) -> Column:
    title = _NUMBER if column.key == "id" else column.title
    return column._replace(title=title, human=True)


def _numbered(plan: Plan, key: str, cell: Mark) -> Mark:
    """A cell that holds ids of rows, with what the document calls these in their place."""
    if key == "id" and cell.value in plan.by_id:
        up = (plan.by_id[ident].node for ident in plan.up(str(cell.value)))
        rows = [node.row for node in up if node.row and not isinstance(node, Index)]
        return cell._replace(value=next(iter(rows), ""))
    if key == "rows":
        ids = str(cell.value or "").split()
        words = "; ".join(f"{{r{at}}}" for at in range(len(ids)))
        called = {f"r{at}": _called(plan.by_id[ident], plan) for at, ident in enumerate(ids)}
        return cell._replace(value=Message(Text(words, words), called))
    return cell


def _called(row: Indicator, plan: Plan) -> Text | Message:
    """What the document calls a row: its number; its name where it has none, behind the number of
    the row above it.
    """
    if row.node is row.root:
        return _WHOLE
    *above, own = row_of(plan, row)
    if row.node.row is not None:
        return Text(*[" / ".join((*above, own))] * 2)
    return Message(_UNNUMBERED, {"row": above, "name": row.node.name}) if above else row.node.name


def _bare(note: Message) -> Message:
    said = note.values.get("message")
    return said if isinstance(said, Message) else note


def _totals(known: Known) -> Table:
    """A line an index."""
    result = known.standings
    rows = tuple(index._replace(children=()) for index in result.chosen)
    told = gap.answer(result._replace(chosen=rows, findings=())).tables()
    first, *others = (_kept(known.plan, table, _TOTAL_COLUMNS) for table in told)
    lines = [*first.lines, *(line for table in others for line in table.lines)]
    return first._replace(lines=tuple(line._replace(role="row") for line in lines))


def _rows_of(known: Known, index: Standing) -> Iterator[Block]:
    if index.children:
        rows = without_parts([index])
        told = gap.answer(known.standings._replace(chosen=rows)).tables()[0]
        yield _kept(known.plan, told, _GAP_COLUMNS)._replace(feet=tuple(unprinted(rows[0])))


def _led(plan: Plan, staff: units.Staff) -> Iterator[Block]:
    yield from units.nobody_leads(staff)
    for told in units.answer(staff, None, matrix=False).tables():
        yield Heading(Message(_INDEX, told.title.values))
        yield told.feet[0]
        if told.lines:
            yield _kept(plan, told, _LED_COLUMNS)


def _named_in_full(plan: Plan, table: Table) -> Table:
    """A table of rows, each line with the full name of its row."""
    keys = [column.key for column in table.columns]
    ident, name = keys.index("id"), keys.index("name")

    def named(cells: Sequence[Mark]) -> tuple[Mark, ...]:
        told = cells[name]._replace(value=full_name(plan, str(cells[ident].value)))
        return (*cells[:name], told, *cells[name + 1 :])

    return table._replace(lines=tuple(it._replace(cells=named(it.cells)) for it in table.lines))


def _landed(known: Known, cases: Sequence[project.Case]) -> Iterator[Block]:
    result, called = known.standings, by_name(known.plan)
    for case in cases:
        yield Message(_SCENARIO, {"name": case.name})
        yield from project.reasons(case, called)
    rows = [_without_parts(case) for case in cases]
    tables = project.answer(rows, result.ground).tables()
    for index, told in zip(result.chosen, tables, strict=True):
        keys = [told.columns[at].key for at in read_by_people(told)]
        yield Heading(Message(index.name))
        yield _kept(known.plan, told, keys)
        for case in cases:
            landed = next(it for it in case.projection.indices if it.id == index.id)
            yield from project.limits(case, landed, called)


def _without_parts(case: project.Case) -> project.Case:
    landed = case.projection._replace(indices=without_parts(case.projection.indices))
    return case._replace(projection=landed)


# Sentences.


def _stands(known: Known, index: Standing) -> Iterator[Message]:
    """Where an index stands, as documents say it; what is promised, and what that takes."""
    about = known.plan.about
    own = annex.stands(known.plan, known.plan.by_id[index.id])
    if own is not None:
        yield own
        yield from _of_past(known, index)
    if index.target is not None:
        yield Message(_AIMS, {"year": about.target_year, "targets": tuple(_targets(known, index))})
    if index.gap is not None and index.gap > ZERO and index.headroom:
        needs = {
            name: Shown(value, index.decimals)
            for name, value in (("gap", index.gap), ("headroom", index.headroom))
        }
        yield Message(_NEEDS[index.better], {**needs, "share": percent(index.gap / index.headroom)})


def _of_past(known: Known, index: Standing) -> Iterator[Message]:
    """What is to be known of the ranks and changes that a document prints of an index."""
    paths = {f"{index.id}.{field}" for field in ("rank", "change", "rank_change")}
    yield from (it.message for it in known.standings.findings if it.path in paths)


def _targets(known: Known, index: Standing) -> Iterator[Message]:
    """The target of an index, on every basis that has another one; what it rests on where the
    document does not print it.
    """
    told: set[Decimal] = set()
    own = known.standings.basis
    each = gap.on_each_basis(known.standings, index.id)
    for basis, row in sorted(each.items(), key=lambda it: it[0] != own):
        if row.target is not None and row.target not in told:
            told.add(row.target)
            worked_out = _WORKED_OUT.get(row.target_source or "") if basis == "printed" else None
            if worked_out is None:
                yield on_basis(basis, row, "target", row.target)
            else:
                yield Message(worked_out, {"value": Shown(row.target, row.decimals)})


def _came(known: Known, index: Outcome, year: int) -> Iterator[Message]:
    """What an index came to: its total and rank, and how many of its targets were met."""
    if index.score is not None:
        points: dict[str, object] = {"score": Shown(index.score, index.decimals), "year": year}
        if index.difference is None or index.target is None:
            yield Message(_CAME_TO, points)
        else:
            words = _CAME_BELOW if index.difference < ZERO else _CAME_ABOVE
            points["by"] = Shown(abs(index.difference), index.decimals)
            points["target"] = Shown(index.target, index.decimals)
            yield Message(words if index.difference else _CAME_TO_IT, points)
    if index.observation is not None and index.observation.rank is not None:
        yield _rank(known.plan, index.id, index.observation)
    yield from review.verdicts(index, by_name(known.plan))


def _rank(plan: Plan, ident: str, seen: Observation) -> Message:
    """A rank with its denominator, beside the one that the plan prints; where that is out of
    another number, or was, the two do not compare.
    """
    before, year = plan.rank(plan.by_id[ident]), plan.about.year
    values: dict[str, object] = {"rank": seen.rank, "year": seen.year, "before": before}
    if before is None or seen.rank is None:
        return Message(_RANK_ALONE, values)
    field = plan.field(ident, year)
    alike = len({field, before.of, seen.rank.of} - {None}) <= 1
    words = _RANK if alike else _RANK_OTHER
    return Message(words, {**values, "then": year, "field": field or before.of})


# Tasks.


def _work(known: Known, day: date | None) -> Iterator[Block]:
    """What is done of the tasks: done, done without evidence, under way, late on a day."""
    if known.staff is None:
        return
    work = known.staff.work
    by_status: dict[Status, list[Task]] = {status: [] for status in STATUS_WORDS}
    for task in work.tasks:
        by_status[task.record.status].append(task)
    yield Heading(Message(_TASKS), is_first=True)
    counted = tuple(
        Message(_COUNT, {"count": len(by_status[status]), "status": words})
        for status, words in STATUS_WORDS.items()
    )
    yield Message(_COUNTED, {"count": len(work.tasks), "counted": counted})
    open_ones = sum("status" not in task.record.model_fields_set for task in work.tasks)
    if open_ones:
        yield Message(_NOT_RECORDED, {"count": open_ones})
    done = by_status["done"]
    sorts = (
        (_DONE, [task for task in done if task.record.evidence]),
        (_BARE, [task for task in done if not task.record.evidence]),
        (_DOING, [task for task in by_status["doing"] if not _is_late(task, day)]),
        (_LATE, [task for task in work.tasks if _is_late(task, day)]),
    )
    for words, found in sorts:
        if found:
            table = tasks.tasks_table(found, work)
            yield Heading(Message(words, {"count": len(found)}))
            yield _kept(known.plan, table, _TASK_COLUMNS)
            yield from table.feet


def _is_late(task: Task, day: date | None) -> bool:
    """Whether a task was to be done before a day and is not."""
    due = task.record.deadline
    if due is None or day is None or task.record.status == "done":
        return False
    return due <= day


_NUMBER = Text("TT", "No")
_UNNUMBERED = Text("{row} ({name})", "{row} ({name})")
_WHOLE = Text("cả chỉ số", "all of it")
_INDEX = Text("{name}", "{name}")
_TOTAL_COLUMNS = ("label", "score", "max", "rank", "planned", "target", "gap", "headroom_used")
_GAP_COLUMNS = ("id", "label", "rank", "score", "max", "planned", "target", "headroom_used")
_LED_COLUMNS = ("name", "rows", "alone", "alone_share", "shared")
_UNIT_COLUMNS = ("id", "name", "role", "planned", "with")
_PROGRESS_COLUMNS = ("id", "label", "base", "now", "date", "layer", "target", "gap", "done")
_REVIEW_COLUMNS = ("id", "label", "base", "target", "outcome", "change", "difference", "verdict")
_TASK_COLUMNS = ("clause", "name", "lead", "deadline", "status")

_OF_PLAN = Text(
    "Hiện trạng và mục tiêu các chỉ số theo {name}", "Where the indices stand and aim: {name}"
)
_OF_PROGRESS = Text("Tiến độ thực hiện {name} đến ngày {day}", "Progress on {day}: {name}")
_OF_REVIEW = Text(
    "Kết quả năm {year} so với mục tiêu của {name}", "The outcome of {year} against targets: {name}"
)
_OF_UNIT = Text("Nhiệm vụ của {unit} theo {name}", "What falls to the {unit}: {name}")
_FIGURES_FROM = Text(
    "Số liệu trong báo cáo này lấy từ {name} (điểm năm {year}, mục tiêu năm {target_year}), tính "
    "theo {basis}.",
    "The figures of this report are those of: {name} (scores of {year}, targets of "
    "{target_year}); basis: {basis}.",
)
_STANDING = Text("Hiện trạng và mục tiêu", "Where the indices stand, and their targets")
_WHO = Text("Đơn vị chủ trì", "Lead units")
_SCENARIOS = Text("Các kịch bản", "Scenarios")
_SCENARIO = Text("Kịch bản “{name}”:", "Scenario “{name}”:")
_TO_CONFIRM = Text("Số liệu cần xác nhận, đính chính", "Figures to be confirmed or corrected")
_PROPOSALS = Text("Đề xuất, kiến nghị", "Proposals")
_RESULTS_BY = Text("Kết quả đến ngày {day}", "Results on {day}")
_OUTCOME = Text("Kết quả năm {year} so với mục tiêu", "The outcome of {year} against the targets")
_ROWS_OF_UNIT = Text("Tiêu chí chủ trì, phối hợp", "Rows led and coordinated")
_TASKS = Text("Tình hình thực hiện nhiệm vụ", "Tasks")

_AIMS = Text("Mục tiêu năm {year}: {targets}.", "Target of {year}: {targets}.")
_WORKED_OUT = {
    "sum": Text("{value} (cộng mục tiêu của các tiêu chí)", "{value} (its rows' targets)"),
    "implied": Text("{value} (điểm cộng mức dự kiến tăng)", "{value} (score and increase)"),
}
_NEEDS: Mapping[Better, Text] = {
    "higher": Text(
        "Cần tăng thêm {gap} điểm, bằng {share} dư địa ({headroom} điểm).",
        "That takes {gap} points, {share} of the headroom ({headroom} points).",
    ),
    "lower": Text(
        "Cần giảm thêm {gap} điểm, bằng {share} dư địa ({headroom} điểm).",
        "That takes {gap} points less, {share} of the headroom ({headroom} points).",
    ),
}

_TIME_GONE = Text(
    "Đến ngày {day} đã qua {share} thời gian của kế hoạch.",
    "{share} of the plan's time is gone on {day}.",
)
_NO_RESULT = Text("Chưa có kết quả nào sau năm {year}.", "There is no result after {year} yet.")
_OBSERVED = Text(
    "Đã có kết quả của {observed} trong {count} tiêu chí.",
    "{observed} of {count} rows have a result.",
)
_NOT_PUBLISHED = Text("Chưa có kết quả năm {year}.", "There is no outcome of {year} yet.")
_CAME_TO = Text("Năm {year} đạt {score} điểm.", "In {year}: {score} points.")
_CAME_BELOW = Text(
    "Năm {year} đạt {score} điểm, thấp hơn mục tiêu {target} là {by} điểm.",
    "In {year}: {score} points, {by} below the target of {target}.",
)
_CAME_ABOVE = Text(
    "Năm {year} đạt {score} điểm, cao hơn mục tiêu {target} là {by} điểm.",
    "In {year}: {score} points, {by} above the target of {target}.",
)
_CAME_TO_IT = Text(
    "Năm {year} đạt {score} điểm, bằng mục tiêu.", "In {year}: {score} points, which is the target."
)
_RANK_ALONE = Text("Xếp hạng năm {year}: {rank}.", "Rank in {year}: {rank}.")
_RANK = Text(
    "Xếp hạng năm {year}: {rank} (năm {then}: {before}).",
    "Rank in {year}: {rank} ({then}: {before}).",
)
_RANK_OTHER = Text(
    "Xếp hạng năm {year}: {rank}; kế hoạch ghi thứ hạng năm {then} là {before}, năm đó có {field} "
    "đơn vị được xếp hạng: hai thứ hạng không so sánh được với nhau.",
    "Rank in {year}: {rank}; the plan prints {before} for {then}, when {field} were ranked: the "
    "two ranks do not compare.",
)
_COUNTED = Text("Có {count} nhiệm vụ: {counted}.", "There are {count} tasks: {counted}.")
_NOT_RECORDED = Text(
    "{count} nhiệm vụ chưa cập nhật tình trạng, được tính là chưa thực hiện.",
    "No status is recorded of {count} of them: they count as not begun.",
)
_COUNT = Text("{count} {status}", "{count} {status}")
_DONE = Text("Đã hoàn thành, có tài liệu kiểm chứng ({count})", "Done, with evidence ({count})")
_BARE = Text(
    "Đã hoàn thành, chưa có tài liệu kiểm chứng ({count})", "Done, without evidence ({count})"
)
_DOING = Text("Đang thực hiện ({count})", "Under way ({count})")
_LATE = Text("Quá hạn ({count})", "Late ({count})")
