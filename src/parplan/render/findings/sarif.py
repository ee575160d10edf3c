"""Findings as SARIF 2.1.0, which code scanning and editors read."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from parplan.location import Span
from parplan.model.findings import Finding, Operand
from parplan.points import Lang, exact, readable
from parplan.render import json as json_text
from parplan.render.findings.fingerprints import fingerprints
from parplan.text import plain, plain_lines

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
# YAML's line breaks, which lines are counted by; the format's own default is only the first two.
_LINE_BREAKS = ("\r\n", "\n", "\r", "\x85", "\u2028", "\u2029")
# Halves of letters but those that stand for a byte of a name that is not UTF-8.
_HALVES = re.compile("[\ud800-\udc7f\udd00-\udfff]")
_DRIVE = re.compile(r"[A-Za-z]:/")


def render(
    findings: Sequence[Finding],
    rules: Iterable[Mapping[str, Any]],
    lang: Lang,
    version: str,
    *,
    strict: bool = False,
) -> str:
    """One log with one run: every rule (as `reports.rule.described` gives it) described, every
    finding a result; what errata know of is suppressed, unless that counts as well.
    """
    described = [_rule(rule) for rule in rules]
    order = {rule["id"]: at for at, rule in enumerate(described)}
    run = {
        "tool": {
            "driver": {
                "name": "parplan",
                "version": version,
                "semanticVersion": version,
                "language": lang,
                "rules": described,
            }
        },
        "language": lang,
        "columnKind": "unicodeCodePoints",
        "newlineSequences": _LINE_BREAKS,
        "results": [
            _result(*pair, order, lang, strict=strict)
            for pair in zip(findings, fingerprints(findings), strict=True)
        ],
    }
    return json_text.render({"version": "2.1.0", "$schema": _SCHEMA, "runs": [run]})


def uri(file: str) -> str:
    """A file's name as a URI: relative names stay relative, absolute ones become file:///…"""
    path = _HALVES.sub("\ufffd", file.removeprefix("./"))
    if _DRIVE.match(path):
        path = "/" + path
    if path.startswith("/"):
        return "file://" + quote(path, safe="/:", errors="surrogateescape")
    return quote(path, errors="surrogateescape")


def operand_said(operand: Operand, lang: Lang) -> str:
    """Another figure of the contradiction in words: path, value (points or percent), and how it is
    printed.
    """
    figure = f"{operand.path}: {exact(readable(operand.value), lang)}"
    if operand.cell is None:
        return plain(figure)
    return plain(f"{figure}, {operand.cell.said.say(lang)}")


def _rule(rule: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": rule["code"],
        "name": "".join(word.capitalize() for word in rule["name"].split("-")),
        "shortDescription": {"text": f"{rule['title']}."},
        "fullDescription": {"text": rule["why"]},
        "help": {"text": rule["text"], "markdown": rule["markdown"]},
        "defaultConfiguration": {"level": rule["severity"]},
    }


def _result(
    finding: Finding, fingerprint: str, order: Mapping[str, int], lang: Lang, *, strict: bool
) -> dict[str, Any]:
    return {
        "ruleId": finding.code,
        "ruleIndex": order.get(finding.code, -1),
        "level": finding.severity,
        "message": _message(_sentences(finding, lang)),
        "locations": [_location(finding)],
        "relatedLocations": [
            {**_location(operand), "message": _message(operand_said(operand, lang))}
            for operand in finding.operands
        ],
        "partialFingerprints": {"finding/v1": fingerprint},
        # An empty list says that the errata were asked and know nothing; the standard wants all
        # results of a run alike.
        "suppressions": [] if strict else _suppressions(finding, lang),
    }


def _sentences(finding: Finding, lang: Lang) -> str:
    subject = f"{finding.path}: " if finding.path else ""
    said = [f"{subject}{finding.message.say(lang)}"]
    if finding.help is not None and finding.status == "open":
        said.append(finding.help.say(lang))
    return plain_lines(*said)


def _message(text: str) -> dict[str, str]:
    """A message without placeholders and links: braces are doubled, and brackets escaped where they
    would read as a link.
    """
    linkless = text.replace("[", "\\[").replace("]", "\\]") if "](" in text else text
    return {"text": linkless.replace("{", "{{").replace("}", "}}")}


def _suppressions(finding: Finding, lang: Lang) -> list[dict[str, str]]:
    if finding.known is None:
        return []
    return [
        {"kind": "external", "status": "accepted", "justification": plain(finding.known.say(lang))}
    ]


def _location(at: Finding | Operand) -> dict[str, Any]:
    physical = {"artifactLocation": {"uri": uri(at.file)}, "region": _region(at.span, at.line_text)}
    logical = {"logicalLocations": [{"fullyQualifiedName": at.path}]} if at.path else {}
    return {"physicalLocation": physical, **logical}


def _region(span: Span, line_text: str) -> dict[str, Any]:
    """A stretch of a file, with its text where that is known: within one line."""
    marked = line_text[span.column - 1 : span.end_column - 1] if span.line == span.end_line else ""
    snippet = {"snippet": {"text": marked}} if marked else {}
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
        **snippet,
    }
