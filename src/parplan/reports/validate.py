"""`validate`: findings as a payload for scripts."""

from collections.abc import Sequence
from typing import Any

from parplan.model.cells import Cell
from parplan.model.findings import Finding, Operand, summary
from parplan.points import Lang


def payload(findings: Sequence[Finding], plans: Sequence[str], lang: Lang) -> dict[str, Any]:
    """The findings of all plans as one JSON-ready record, sentences in `lang`."""
    return {
        "schema": "parplan/validate/1",
        "plan": plans[0] if len(plans) == 1 else None,
        "basis": "printed",
        "plans": list(plans),
        "findings": [_finding(finding, lang) for finding in findings],
        "summary": summary(findings)._asdict(),
    }


def _finding(finding: Finding, lang: Lang) -> dict[str, Any]:
    span = finding.span
    return {
        "code": finding.code,
        "severity": finding.severity,
        "status": finding.status,
        "message": finding.message.say(lang),
        "plan": finding.plan,
        "path": finding.path,
        "file": finding.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
        "source": _cell(finding.source),
        "operands": [_operand(operand) for operand in finding.operands],
        "delta": finding.delta,
        "slack": finding.slack,
        "help": None if finding.help is None else finding.help.say(lang),
        "erratum": finding.erratum,
    }


def _operand(operand: Operand) -> dict[str, Any]:
    return {
        "path": operand.path,
        "value": operand.value,
        "file": operand.file,
        "line": operand.span.line,
        "column": operand.span.column,
        "source": _cell(operand.cell),
    }


def _cell(cell: Cell | None) -> dict[str, str] | None:
    return None if cell is None else cell._asdict()
