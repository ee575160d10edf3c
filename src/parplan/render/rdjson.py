"""Findings as reviewdog's rdjson, one DiagnosticResult. Nothing is ever suggested: what is right, only the printed plan knows."""

from collections.abc import Iterable
from typing import Any

from parplan.findings import Finding, Operand
from parplan.points import Lang, plain
from parplan.render import json_text
from parplan.render.sarif import operand_said
from parplan.source import Span

_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "note": "INFO"}


def render(findings: Iterable[Finding], lang: Lang) -> str:
    """One diagnostic a finding; what the ledger knows is information."""
    return json_text.render({"source": {"name": "parplan"}, "diagnostics": [_diagnostic(finding, lang) for finding in findings]})


def _diagnostic(finding: Finding, lang: Lang) -> dict[str, Any]:
    related = [{"message": operand_said(operand, lang), "location": _location(operand)} for operand in finding.operands]
    return {
        "message": _sentences(finding, lang),
        "location": _location(finding),
        "severity": "INFO" if finding.status == "known" else _SEVERITIES[finding.severity],
        "code": {"value": finding.code},
        # Before 0.18 reviewdog refuses the key, so it is left out where there is nothing to say.
        **({"related_locations": related} if related else {}),
    }


def _sentences(finding: Finding, lang: Lang) -> str:
    """What is wrong, then what the ledger says of it or else the next step."""
    subject = f"{finding.path}: " if finding.path else ""
    further = finding.known or finding.help
    return plain(f"{subject}{finding.message.say(lang)}" + (f"\n{further.say(lang)}" if further is not None else ""))


def _location(at: Finding | Operand) -> dict[str, Any]:
    return {"path": at.file.removeprefix("./"), "range": _range(at.span, at.line_text)}


def _range(span: Span, line_text: str) -> dict[str, Any]:
    """Lines, and columns in bytes; without an end where that lies in another line, whose bytes are not known."""
    start = {"line": span.line, "column": byte_column(line_text, span.column)}
    if span.end_line != span.line:
        return {"start": start}
    return {"start": start, "end": {"line": span.line, "column": byte_column(line_text, span.end_column)}}


def byte_column(line_text: str, column: int) -> int:
    """A column counted in bytes of UTF-8 instead of code points, both from 1."""
    before = line_text[: column - 1]
    return column + len(before.encode(errors="surrogatepass")) - len(before)
