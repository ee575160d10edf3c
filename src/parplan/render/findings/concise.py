"""Findings one a line: file:line:column, code, path, sentence."""

from collections.abc import Iterable

from parplan.model.findings import KNOWN_WORD, SEVERITY_WORDS, Finding
from parplan.points import Lang
from parplan.text import plain


def render(findings: Iterable[Finding], lang: Lang) -> str:
    """One finding a line, which editors and grep understand."""
    return "".join(plain(_line(finding, lang)) + "\n" for finding in findings)


def _line(finding: Finding, lang: Lang) -> str:
    span = finding.span
    known = f" ({KNOWN_WORD.say(lang)})" if finding.status == "known" else ""
    subject = f"{finding.path}: " if finding.path else ""
    severity = SEVERITY_WORDS[finding.severity].say(lang)
    return f"{finding.file}:{span.line}:{span.column}: {severity}[{finding.code}]{known} {subject}{finding.message.say(lang)}"
