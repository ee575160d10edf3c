"""Findings one a line: file:line:column, code, path, sentence."""

from collections.abc import Iterable

from parplan.model.findings import Finding
from parplan.points import Lang


def render(findings: Iterable[Finding], lang: Lang) -> str:
    """One finding a line, which editors and grep understand."""
    return "".join(f"{finding.line(lang)}\n" for finding in findings)
