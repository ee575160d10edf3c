"""Findings as GitHub's workflow commands, which become annotations on the changed lines."""

from collections.abc import Iterable

from parplan.model.findings import Finding
from parplan.points import Lang
from parplan.text import plain_lines

_LEVELS = {"error": "error", "warning": "warning", "note": "notice"}


def render(findings: Iterable[Finding], lang: Lang, *, strict: bool = False) -> str:
    """A workflow command a finding; what errata know of is a notice, unless that counts as well."""
    return "".join(_command(finding, lang, strict=strict) + "\n" for finding in findings)


def _command(finding: Finding, lang: Lang, *, strict: bool) -> str:
    passed = finding.status == "known" and not strict
    level = "notice" if passed else _LEVELS[finding.severity]
    span = finding.span
    properties = {
        "file": finding.file,
        "line": str(span.line),
        "endLine": str(span.end_line),
        "col": str(span.column),
        "endColumn": str(span.end_column),
        "title": f"{finding.code} {finding.path}".strip(),
    }
    written = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    said = [finding.message.say(lang)]
    if finding.help is not None and finding.status == "open":
        said.append(finding.help.say(lang))
    return f"::{level} {written}::{_data(*said)}"


def _data(*lines: str) -> str:
    return plain_lines(*lines).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
