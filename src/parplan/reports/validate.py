"""`validate`: what was found, for scripts, and how often each rule was broken."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from parplan.model.fields import or_null
from parplan.model.findings import (
    KNOWN_WORD,
    OPEN_WORD,
    SEVERITIES,
    SEVERITY_WORDS,
    Finding,
    Summary,
    summary,
)
from parplan.points import Lang
from parplan.render.table import Table
from parplan.reports.fields import (
    CODE,
    COUNT,
    FIGURE,
    NAMES,
    NUMBER,
    TEXT,
    Answer,
    At,
    Field,
    described,
    inner,
    list_of,
    object_of,
    one_of,
    table,
    whole,
)
from parplan.reports.fields import record as recorded
from parplan.reports.titles import Titles
from parplan.rules import REGISTRY
from parplan.text import Message, Text, Word

SEVERITY = one_of(*SEVERITIES)
STATUS = one_of("open", "known")
CELL = or_null(object_of(dict.fromkeys(("table", "row", "column", "printed"), TEXT)))
_OPERANDS = (
    Field("path", "id"),
    Field("value", "points", schema=FIGURE),
    Field("file", "id"),
    Field("line", "id", value=lambda at: at.row.span.line, schema=COUNT),
    Field("column", "id", value=lambda at: at.row.span.column, schema=COUNT),
    Field("source", "text", value=lambda at: at.row.cell and at.row.cell.record(), schema=CELL),
)
FINDING = (
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
    Field("source", "text", value=lambda at: at.row.source and at.row.source.record(), schema=CELL),
    inner("operands", _OPERANDS, lambda at: map(At, at.row.operands)),
    Field("delta", "points", says="points, with exactly the decimal's digits; null is unknown"),
    Field("slack", "points", schema=NUMBER),
    Field("help", "text", schema={"type": ["string", "null"]}),
    Field("erratum", "word", says="the erratum that knows of it"),
)


def answer(findings: Sequence[Finding], plans: Sequence[str]) -> Answer:
    """The findings of all plans as a record, and as a table of how often each rule was broken."""

    def record(lang: Lang) -> dict[str, Any]:
        found = [recorded(At(finding), FINDING, lang) for finding in findings]
        return {"plans": list(plans), "findings": found, "summary": summary(findings)._asdict()}

    return Answer("validate", record, lambda: [_statistics(findings)])


def schema() -> dict[str, Any]:
    """The schema of the JSON answer."""
    counts = object_of(dict.fromkeys(Summary._fields, COUNT))
    keys = {"plans": NAMES, "findings": list_of(object_of(described(FINDING))), "summary": counts}
    return whole(
        "validate",
        keys,
        plan={"type": ["string", "null"], "description": "the plan, where just one was checked"},
    )


def sheets(findings: Sequence[Finding]) -> list[Table]:
    """The findings one by one, and how often each rule was broken, for a workbook."""
    counted = _statistics(findings)._replace(name=Word("rules sheet", _RULES))
    return [found(findings, several=True), counted]


def found(findings: Sequence[Finding], *, several: bool = False) -> Table:
    """The findings one by one, with where the document prints the figure; of `several` plans, also
    where they are in the files.
    """
    title = Message(_FOUND, {"count": len(findings)})
    shown = _FOUND_FIELDS if several else [it for it in _FOUND_FIELDS if it.key != "at"]
    return table(title, shown, map(At, findings))._replace(name=Word("findings sheet", _FINDINGS))


def _statistics(findings: Sequence[Finding]) -> Table:
    """How often each rule was broken, most often first."""
    counts = Counter(finding.code for finding in findings).most_common()
    return table(Message(_TITLE), _COUNTED, (At(REGISTRY[code], count) for code, count in counts))


# A row is a rule, of how often it was broken.
_COUNTED = (
    Field("code", "id", Titles.CODE),
    Field("name", "id", value=lambda at: at.row.slug, on="m"),
    Field("title", "text", Titles.FINDS),
    Field(
        "severity",
        "word",
        Titles.SEVERITY,
        lambda at: Word(at.row.severity, SEVERITY_WORDS[at.row.severity]),
    ),
    Field("count", "count", Text("Số lượng", "Count"), lambda at: at.index),
)
_FOUND_FIELDS = (
    Field("code", "id", Titles.CODE),
    Field("severity", "word", Titles.SEVERITY, lambda at: SEVERITY_WORDS[at.row.severity]),
    Field(
        "status",
        "word",
        Titles.STATUS,
        lambda at: OPEN_WORD if at.row.status == "open" else KNOWN_WORD,
    ),
    Field("path", "id", Titles.FIGURE),
    Field("message", "text", Text("Nội dung", "What")),
    Field(
        "cell",
        "text",
        Text("Vị trí trong văn bản", "Where it is printed"),
        lambda at: at.row.source and at.row.source.place,
    ),
    Field(
        "at",
        "text",
        Text("Vị trí trong tệp", "Where it is in the files"),
        lambda at: f"{at.row.file}:{at.row.span.line}",
    ),
)
_FOUND = Text("Phát hiện: {count}", "Findings: {count}")
_FINDINGS = Text("Phát hiện", "Findings")
_RULES = Text("Theo quy tắc", "By rule")
_TITLE = Text("Số phát hiện theo quy tắc", "Findings by rule")
