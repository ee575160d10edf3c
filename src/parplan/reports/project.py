"""`project`: where a plan lands, one scenario in full or several side by side."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from parplan.engine.project import Projected, Projection
from parplan.labels import Gap, Project
from parplan.model.findings import Finding
from parplan.model.plan import About
from parplan.model.scenario import Change
from parplan.points import HUNDRED, ZERO, Lang
from parplan.render.table import AtLeast, Column, Line, Mark, Span, Table
from parplan.reports.rows import lines_of
from parplan.text import Message, Shown, Text


class Case(NamedTuple):
    """One scenario and where it lands; `findings` are what the checks of a plan say of the projected scores."""

    name: Text
    base: str
    changes: tuple[Change, ...]
    reasons: tuple[Text, ...]
    projection: Projection
    findings: tuple[Finding, ...]


def payload(cases: Sequence[Case], lang: Lang) -> list[dict[str, Any]]:
    """The scenarios as JSON-ready records: points as exact decimals, percents of the maximum."""
    return [
        {
            "name": case.name.say(lang),
            "base": case.base,
            "held": [held.ident for held in case.projection.held],
            "findings": [finding.code for finding in case.findings],
            "indices": [_index(index, lang) for index in case.projection.indices],
        }
        for case in cases
    ]


def _index(index: Projected, lang: Lang) -> dict[str, Any]:
    return {
        "id": index.id,
        "name": index.name.say(lang),
        "max": index.max,
        "score": index.score,
        "projected": index.projected,
        "change": index.change,
        "percent": index.percent,
        "target": index.target,
        "shortfall": index.shortfall,
        "rows": [_row(row, lang) for row in index.children],
    }


def _row(row: Projected, lang: Lang) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name.say(lang),
        "max": row.max,
        "score": row.score,
        "change": row.change,
        "projected": row.projected,
        "target": row.target,
        "shortfall": row.shortfall,
        "parts": [_row(part, lang) for part in row.children],
    }


COLUMNS = (
    Column("scenario", Project.SCENARIO, "text", human=False),
    Column("index", Gap.INDEX, "id", human=False),
    Column("id", Gap.ID, "id"),
    Column("parent", Gap.PARENT, "id", human=False),
    Column("level", Gap.LEVEL, "text", human=False),
    Column("name", Gap.NAME, "text", human=False),
    Column("label", Gap.NAME, "text", machine=False),
    Column("score", Gap.SCORE, "points"),
    Column("change", Project.CHANGE, "signed"),
    Column("projected", Project.PROJECTED, "points"),
    Column("max", Gap.MAX, "points"),
    Column("target", Gap.TARGET, "target"),
    Column("shortfall", Gap.SHORTFALL, "signed"),
    Column("waterfall", Gap.BAR, "span", machine=False),
)


def tables(cases: Sequence[Case], about: About) -> list[Table]:
    """A table an index and scenario: rows in order, the total at the foot, a bar from the score to the projected one."""
    return [_table(case, index, about) for case in cases for index in case.projection.indices]


def _table(case: Case, index: Projected, about: About) -> Table:
    bars = _waterfall(index)

    def cells(row: Projected, parent: str, depth: int) -> tuple[Mark, ...]:
        special: dict[str, object] = {
            "scenario": case.name,
            "index": index.id,
            "parent": parent or None,
            "level": depth,
            "label": Gap.TOTAL if row.id == index.id and row.children else row.name,
            "target": AtLeast(row.target) if row.target is not None and row.target_source == "printed" else row.target,
            "waterfall": bars.get(row.id),
        }
        return tuple(Mark(special[column.key] if column.key in special else getattr(row, column.key)) for column in COLUMNS)

    values = {"name": index.name, "year": about.year, "target_year": about.target_year, "scenario": case.name}
    return Table(Message(Project.TITLE, values), COLUMNS, lines_of(index, cells), tuple(_feet(case, index)))


def _waterfall(index: Projected) -> dict[str, Span]:
    """Each row's stretch of the way from the total's score to where it lands."""
    if index.score is None or index.projected is None:
        return {}
    at, steps = index.score, [(index.id, index.score, index.projected)]
    for row in index.children:
        after = at + (row.contribution or ZERO)
        steps.append((row.id, at, after))
        at = after
    low = min(min(start, end) for _, start, end in steps)
    width = max(max(start, end) for _, start, end in steps) - low
    return {ident: Span((start - low) / width, (end - low) / width) for ident, start, end in steps} if width else {}


def _feet(case: Case, index: Projected) -> list[Message]:
    shown = {row.id for row in index.walk()}
    feet = [
        Message(Project.HELD, {"id": held.ident, "limit": Shown(held.limit, index.decimals), "value": Shown(held.value, index.decimals)})
        for held in case.projection.held
        if held.ident in shown
    ]
    idle = tuple(ident for ident in case.projection.idle if ident in shown)
    if idle:
        feet.append(Message(Project.IDLE, {"ids": idle}))
    if any(row.target is not None and row.target_source != "printed" for row in index.walk()):
        feet.append(Message(Gap.NOT_PRINTED))
    feet += [
        Message(Project.FOUND, {"path": finding.path, "message": finding.message})
        for finding in case.findings
        if finding.path.rpartition(".")[0] in shown
    ]
    return feet


def reasons(case: Case) -> list[Message]:
    """What the scenario changes and why, a line for each reason."""
    told: dict[Text, list[Message]] = {}
    for change, because in zip(case.changes, case.reasons, strict=True):
        if because.en.strip():
            told.setdefault(because, []).append(told_change(change))
    return [Message(Project.REASON, {"change": tuple(changes), "because": because}) for because, changes in told.items()]


def told_change(change: Change) -> Message:
    """A change in words."""
    if change.kind == "share":
        amount = Message(Project.PERCENT, {"value": (change.amount * HUNDRED).normalize()})
        return Message(Project.SHARE if change.typed else Project.SHARE_OF_ALL, {"id": change.typed, "amount": amount})
    rising = change.kind == "add" and change.amount > 0
    words = Project.SET if change.kind == "set" else Project.ADD_MORE if rising else Project.ADD
    return Message(words, {"id": change.typed, "amount": change.amount})


def side_by_side(cases: Sequence[Case], about: About) -> list[Table]:
    """A table an index: where each row lands in every scenario, and by how much that differs from the first."""
    return [_compared(cases, at, about) for at in range(len(cases[0].projection.indices))]


def _compared(cases: Sequence[Case], at: int, about: About) -> Table:
    index = cases[0].projection.indices[at]
    each = [{row.id: row for row in case.projection.indices[at].walk()} for case in cases]
    columns = [Column("id", Gap.ID, "id"), Column("label", Gap.NAME, "text"), Column("score", Gap.SCORE, "points")]
    for number, case in enumerate(cases, 1):
        columns.append(Column(f"projected_{number}", case.name, "points"))
        if number > 1:
            columns.append(Column(f"difference_{number}", Project.DIFFERENCE, "signed"))
    columns.append(Column("target", Gap.TARGET, "points"))
    lines = [_compared_line([rows[row.id] for rows in each], index, depth) for row, depth in _with_depth(index)]
    lines.append(lines.pop(0))  # the total stands at the foot
    title = Message(Project.SIDE_BY_SIDE, {"name": index.name, "year": about.year, "target_year": about.target_year})
    return Table(title, tuple(columns), tuple(lines))


def _difference(row: Projected, first: Projected) -> Decimal | None:
    return None if row.projected is None or first.projected is None else row.projected - first.projected


def _compared_line(each: Sequence[Projected], index: Projected, depth: int) -> Line:
    """A row as every scenario has it, the first one first."""
    row = each[0]
    label = Gap.TOTAL if row.id == index.id and row.children else row.name
    others = [figure for other in each[1:] for figure in (other.projected, _difference(other, row))]
    cells = tuple(Mark(value) for value in (row.id, label, row.score, row.projected, *others, row.target))
    return Line(cells, "total" if depth == 0 else "row" if depth == 1 else "part", depth, row.decimals)


def _with_depth(row: Projected, depth: int = 0) -> Iterable[tuple[Projected, int]]:
    yield row, depth
    for child in row.children:
        yield from _with_depth(child, depth + 1)
