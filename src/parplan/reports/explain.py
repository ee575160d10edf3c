"""`explain`: a figure as a tree, for people and for scripts."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from parplan.engine.explain import FIELDS, Explainer, Step
from parplan.engine.gap import Basis
from parplan.labels import Explain, Findings
from parplan.model.fields import FIGURE_WORDS as WORDS
from parplan.model.findings import Finding
from parplan.model.plan import Plan
from parplan.points import Lang, Rank, rounded
from parplan.render.table import Column, Line, Mark, Table
from parplan.text import Message, Shown, Text, percent

_MOST_DIGITS = 8  # behind the point; beyond this a quotient did not come out even


class Branch(NamedTuple):
    """A figure in words, the formula beneath it, what speaks against it, and the figures it follows from."""

    head: Message
    formula: Message | None
    findings: tuple[Finding, ...]
    branches: tuple["Branch", ...]


def figures(plan: Plan, basis: Basis, ident: str, field: str | None) -> list[Step]:
    """The figure asked for, all the way down; or every figure of an id, one level down."""
    explainer = Explainer(plan, basis)
    found = [explainer.figure(ident, name, 1) for name in FIELDS] if field is None else [explainer.figure(ident, field)]
    return [step for step in found if step is not None]


def tree(plan: Plan, steps: Iterable[Step], findings: Iterable[Finding]) -> list[Branch]:
    """Figures as branches, each contradiction where it stands."""
    by_path = _by_path(findings)
    return [_branch(plan, step, by_path, None) for step in steps]


def _by_path(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    by_path: dict[str, list[Finding]] = {}
    for finding in findings:
        by_path.setdefault(finding.path, []).append(finding)
    return by_path


def _branch(plan: Plan, step: Step, findings: dict[str, list[Finding]], above: Step | None) -> Branch:
    values: dict[str, object] = {"path": step.path, "field": _field(plan, step), "value": _shown(step), "name": step.indicator.node.name}
    head = Message(Explain.OPERAND if above and above.indicator is step.indicator else Explain.FIGURE, values)
    if step.cell is not None:
        # Below a figure of the same column only the row is news.
        same_column = above is not None and above.cell is not None and above.cell[0::2][:2] == step.cell[0::2][:2]
        cell = Message(Explain.ROW_CELL if same_column else Findings.PRINTED_CELL, dict(step.cell._asdict()))
        head = Message(Explain.PRINTED_FIGURE, {"figure": head, "cell": cell})
    formula = None
    if step.formula is not None:
        formula = Message(Explain.FORMULA, {"formula": step.formula.text, "result": _as(step, step.formula.result)})
    branches = tuple(_branch(plan, operand, findings, step) for operand in step.operands)
    return Branch(head, formula, tuple(findings.get(step.path, ())), branches)


def _field(plan: Plan, step: Step) -> Text | Message:
    then = plan.about.compared_with or plan.about.year - 1
    if step.field == "previous_score":
        return Message(Explain.PREVIOUS_SCORE, {"year": then})
    if step.field == "previous_rank":
        return Message(Explain.PREVIOUS_RANK, {"year": then})
    return WORDS[step.field]


def _shown(step: Step) -> object:
    return step.value if isinstance(step.value, Rank | int) else _as(step, step.value or Decimal(0))


def _as(step: Step, value: Decimal) -> object:
    if step.kind == "share":
        return percent(value)
    if step.kind == "percent":
        return Message(Explain.PERCENT, {"value": rounded(value, max(2, step.indicator.decimals))})
    return Shown(value, step.indicator.decimals)


def payload(steps: Iterable[Step], findings: Iterable[Finding], lang: Lang) -> list[dict[str, Any]]:
    """Figures as JSON-ready records, nested as the formula nests them."""
    by_path = _by_path(findings)
    return [_record(step, by_path, lang) for step in steps]


def _record(step: Step, findings: dict[str, list[Finding]], lang: Lang) -> dict[str, Any]:
    formula = step.formula
    share = step.kind == "share"
    value = {"at": step.value.at, "of": step.value.of} if isinstance(step.value, Rank) else step.value
    return {
        "path": step.path,
        "value": rounded(value, 4) if share and isinstance(value, Decimal) else value,
        "source": None if step.cell is None else step.cell._asdict(),
        "formula": None if formula is None else formula.text,
        "result": None if formula is None else rounded(formula.result, 4) if _long(formula.result) else formula.result,
        "findings": [
            {"code": found.code, "severity": found.severity, "status": found.status, "message": found.message.say(lang)}
            for found in findings.get(step.path, ())
        ],
        "operands": [_record(operand, findings, lang) for operand in step.operands],
    }


def _long(value: Decimal) -> bool:
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent < -_MOST_DIGITS


COLUMNS = (
    Column("level", Explain.LEVEL, "text", human=False),
    Column("path", Explain.PATH, "id"),
    Column("value", Explain.VALUE, "text"),
    Column("formula", Explain.FORMULA_TITLE, "text"),
    Column("table", Explain.TABLE, "text"),
    Column("row", Explain.ROW, "text"),
    Column("column", Explain.COLUMN, "text"),
    Column("printed", Explain.PRINTED, "text"),
    Column("findings", Explain.FINDINGS, "text"),
)


def table(title: str, steps: Iterable[Step], findings: Iterable[Finding]) -> Table:
    """Figures as a flat table, indented by depth."""
    by_path = _by_path(findings)
    lines = [
        Line(tuple(Mark(value) for value in _cells(step, depth, by_path)), depth=depth + 1, decimals=step.indicator.decimals)
        for step, depth in _walk(steps, 0)
    ]
    return Table(Message(Explain.TITLE, {"id": title}), COLUMNS, tuple(lines))


def _walk(steps: Iterable[Step], depth: int) -> Iterator[tuple[Step, int]]:
    for step in steps:
        yield step, depth
        yield from _walk(step.operands, depth + 1)


def _cells(step: Step, depth: int, findings: dict[str, list[Finding]]) -> tuple[object, ...]:
    formula = step.formula.text if step.formula else None
    cell = step.cell
    place = (cell.table, cell.row, cell.column, cell.printed) if cell else (None, None, None, None)
    value = rounded(step.value, 4) if step.kind == "share" and isinstance(step.value, Decimal) else step.value
    said = str(value) if isinstance(value, Rank | int) else value
    return (depth, step.path, said, formula, *place, " ".join(finding.code for finding in findings.get(step.path, ())) or None)
