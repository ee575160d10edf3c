"""Findings as a Code Quality report, which GitLab shows in merge requests."""

from collections.abc import Sequence
from typing import Any

from parplan.model.findings import Finding
from parplan.points import Lang
from parplan.render import json as json_text
from parplan.render.findings.fingerprints import fingerprints
from parplan.text import plain

_SEVERITIES = {"error": "major", "warning": "minor", "note": "info"}


def render(findings: Sequence[Finding], lang: Lang) -> str:
    """An array with one issue a finding; what errata know of is information."""
    return json_text.render(
        [_issue(*pair, lang) for pair in zip(findings, fingerprints(findings), strict=True)]
    )


def _issue(finding: Finding, fingerprint: str, lang: Lang) -> dict[str, Any]:
    subject = f"{finding.path}: " if finding.path else ""
    return {
        "description": plain(f"{subject}{finding.message.say(lang)}"),
        "check_name": finding.code,
        "fingerprint": fingerprint,
        "severity": "info" if finding.status == "known" else _SEVERITIES[finding.severity],
        "location": {
            "path": finding.file.removeprefix("./"),
            "lines": {"begin": finding.span.line},
        },
    }
