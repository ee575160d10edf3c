"""`validate`: what was found, for scripts, and how often each rule was broken."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from parplan.model.cells import Cell
from parplan.model.findings import SEVERITY_WORDS, Finding, Summary, summary
from parplan.points import Lang
from parplan.render.table import Line, Mark, Table
from parplan.reports.fields import (
    COUNT,
    NAMES,
    NUMBER,
    TEXT,
    Answer,
    At,
    Field,
    described,
    list_of,
    object_of,
    one_of,
    or_null,
    whole,
)
from parplan.reports.fields import record as recorded
from parplan.rules import REGISTRY, SEVERITIES
from parplan.text import Message, Text, Word

CODE = {"type": "string", "pattern": "^[A-Z][0-9]{3}$"}
SEVERITY = one_of(*SEVERITIES)
STATUS = one_of("open", "known")
CELL = or_null(object_of(dict.fromkeys(("table", "row", "column", "printed"), TEXT)))
_OPERAND = object_of(
    {
        "path": TEXT,
        "value": {"type": "number"},
        "file": TEXT,
        "line": COUNT,
        "column": COUNT,
        "source": CELL,
    }
)
_FIELDS = (
    Field("code", "id", schema=CODE),
    Field("severity", "id", schema=SEVERITY),
    Field("status", "id", schema=STATUS),
    Field("message", "text"),
    Field("plan", "id"),
    Field("path", "id", says="id and field, such as par.5.score; empty for a whole file"),
    Field("file", "id"),
    Field("line", "id", value=lambda at: at.row.span.line, schema=COUNT),
    Field("column", "id", value=lambda at: at.row.span.column, schema=COUNT),
    Field("end_line", "id", value=lambda at: at.row.span.end_line, schema=COUNT),
    Field("end_column", "id", value=lambda at: at.row.span.end_column, schema=COUNT),
    Field("source", "text", value=lambda at: cell_record(at.row.source), schema=CELL),
    Field("operands", "text", value=lambda at: _operands(at.row), schema=list_of(_OPERAND)),
    Field("delta", "points", says="points, with exactly the decimal's digits; null is unknown"),
    Field("slack", "points", schema=NUMBER),
    Field("help", "text", schema={"type": ["string", "null"]}),
    Field("erratum", "word", says="the erratum that knows of it"),
)


def answer(findings: Sequence[Finding], plans: Sequence[str]) -> Answer:
    """The findings of all plans as a record, and as a table of how often each rule was broken."""

    def record(lang: Lang) -> dict[str, Any]:
        found = [recorded(At(finding), _FIELDS, lang) for finding in findings]
        return {"plans": list(plans), "findings": found, "summary": summary(findings)._asdict()}

    return Answer("validate", record, lambda: [_statistics(findings)])


def schema() -> dict[str, Any]:
    """The schema of the JSON answer."""
    counts = object_of(dict.fromkeys(Summary._fields, COUNT))
    keys = {"plans": NAMES, "findings": list_of(object_of(described(_FIELDS))), "summary": counts}
    return whole(
        "validate",
        keys,
        plan={"type": ["string", "null"], "description": "the plan, where just one was checked"},
    )


def cell_record(cell: Cell | None) -> dict[str, str] | None:
    """A cell of the document as a record."""
    return None if cell is None else cell.record()


def _operands(finding: Finding) -> list[dict[str, Any]]:
    return [
        {
            **{key: getattr(operand, key) for key in ("path", "value", "file")},
            **{key: getattr(operand.span, key) for key in ("line", "column")},
            "source": cell_record(operand.cell),
        }
        for operand in finding.operands
    ]


def _statistics(findings: Sequence[Finding]) -> Table:
    """How often each rule was broken, most often first."""
    fields = (
        Field("code", "id", _CODE),
        Field("name", "id", _NAME),
        Field("severity", "word", _SEVERITY),
        Field("count", "count", _COUNT),
    )
    counts = Counter(finding.code for finding in findings).most_common()
    rows = [(REGISTRY[code], count) for code, count in counts]
    cells = [
        (rule.code, rule.slug, Word(rule.severity, SEVERITY_WORDS[rule.severity]), count)
        for rule, count in rows
    ]
    lines = [Line(tuple(map(Mark, row))) for row in cells]
    return Table(Message(_TITLE), tuple(field.column() for field in fields), tuple(lines))


_TITLE = Text("Số phát hiện theo quy tắc", "Findings by rule")
_CODE = Text("Mã", "Code")
_NAME = Text("Tên", "Name")
_SEVERITY = Text("Mức", "Severity")
_COUNT = Text("Số lượng", "Count")
