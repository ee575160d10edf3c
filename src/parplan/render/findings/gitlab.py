"""Findings as a Code Quality report, which GitLab shows in merge requests."""

from collections.abc import Sequence
from typing import Any

from parplan.model.findings import Finding
from parplan.points import Lang
from parplan.render import json as json_text
from parplan.render.findings.fingerprints import fingerprints
from parplan.text import plain

_SEVERITIES = {"error": "major", "warning": "minor", "note": "info"}


def render(findings: Sequence[Finding], lang: Lang, *, strict: bool = False) -> str:
    """An array with one issue a finding; what errata know of is information, unless that counts as
    well.
    """
    pairs = zip(findings, fingerprints(findings), strict=True)
    return json_text.render([_issue(*pair, lang, strict=strict) for pair in pairs])


def _issue(finding: Finding, fingerprint: str, lang: Lang, *, strict: bool) -> dict[str, Any]:
    passed = finding.status == "known" and not strict
    subject = f"{finding.path}: " if finding.path else ""
    return {
        "description": plain(f"{subject}{finding.message.say(lang)}"),
        "check_name": finding.code,
        "fingerprint": fingerprint,
        "severity": "info" if passed else _SEVERITIES[finding.severity],
        "location": {
            "path": finding.file.removeprefix("./"),
            "lines": {"begin": finding.span.line},
        },
    }
