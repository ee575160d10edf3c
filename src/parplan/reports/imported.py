"""`import`: what was taken from which table of a document, how sure that is, and why."""

from collections.abc import Sequence
from typing import Any

from parplan.model.fields import or_null
from parplan.model.findings import SEVERITY_WORDS, Finding
from parplan.model.imported import CERTAINTY_WORDS, TASKS, Imported, column_words
from parplan.points import LANGUAGES, Lang
from parplan.reports.fields import (
    COUNT,
    NAMES,
    TEXT,
    Answer,
    At,
    Field,
    described,
    list_of,
    object_of,
    one_of,
    record,
    table,
    whole,
)
from parplan.reports.validate import FINDING
from parplan.text import Count, Message, Text, Word

_COLUMNS = (
    Field("title", "text", Text("Cột", "Column"), schema=TEXT),
    Field(
        "field",
        "word",
        Text("Là", "Holds"),
        lambda at: None if at.row.field is None else Word(at.row.field, column_words(at.row.field)),
        schema=or_null(TEXT),
        says="the field of a plan, or of its tasks",
    ),
    Field(
        "certainty",
        "word",
        Text("Chắc chắn", "Certain"),
        lambda at: Word(at.row.certainty, CERTAINTY_WORDS[at.row.certainty]),
        schema=one_of(*CERTAINTY_WORDS),
    ),
    Field(
        "evidence",
        "text",
        Text("Căn cứ", "Because"),
        lambda at: _listed(at.row.evidence),
        schema=or_null(TEXT),
    ),
)
_TABLE = (
    Field("number", "count"),
    Field("heading", "text", schema=TEXT),
    Field("page", "count", schema=or_null(COUNT)),
    Field("index", "id", value=lambda at: at.row.of, schema=or_null(TEXT)),
    Field("further", "text", schema=NAMES, says="further indices that it has"),
    Field("rows", "count"),
    Field("parts", "count"),
)


def answer(
    tables: Sequence[Imported],
    files: Sequence[str],
    findings: Sequence[Finding],
    asking: Sequence[Message],
) -> Answer:
    """What was taken from a document, table by table; `files` are those that were written,
    `findings` what is to be known of the document, and `asking` what else is to be said.
    """

    def told(lang: Lang) -> dict[str, Any]:
        return {
            "tables": [
                {
                    **record(At(it), _TABLE, lang),
                    "columns": [record(At(column), _COLUMNS, lang) for column in it.columns],
                }
                for it in tables
            ],
            "files": list(files),
            "findings": [record(At(it), FINDING, lang) for it in findings],
        }

    return Answer(
        "import",
        told,
        lambda: [
            table(_title(it), _COLUMNS, [At(column, it) for column in it.columns])
            for it in tables
            if it.of is not None
        ],
        beneath=(*map(_said, findings), *asking),
    )


def schema() -> dict[str, Any]:
    """The schema of the JSON answer."""
    columns = list_of(object_of(described(_COLUMNS)))
    body = {**described(_TABLE), "columns": columns}
    return whole(
        "import",
        {
            "tables": list_of(object_of(body)),
            "files": list_of(TEXT),
            "findings": list_of(object_of(described(FINDING))),
        },
        plan={"type": "null"},
        basis=False,
    )


def _title(it: Imported) -> Message:
    if it.of == TASKS:
        values = {"number": it.number, "heading": it.heading, "rows": Count(it.rows)}
        return Message(_OF_TASKS, values)
    values = {"number": it.number, "heading": it.heading, "index": (it.of, *it.further)}
    if not it.rows:
        return Message(_OF_WHOLES, values)
    return Message(_TITLE, {**values, "rows": Count(it.rows), "parts": Count(it.parts)})


def _said(it: Finding) -> Message:
    """A finding with what to do about it, where something is to be done."""
    values = {"code": it.code, "said": it.message, "help": it.help, "path": it.path}
    if it.path:  # of the plan that came of it
        return Message(_OF_THE_PLAN, {**values, "severity": SEVERITY_WORDS[it.severity]})
    return Message(_ASKED if it.severity != "note" and it.help is not None else _NOTED, values)


def _listed(evidence: Sequence[Message]) -> Text | None:
    if not evidence:
        return None
    return Text(*("; ".join(it.say(lang) for it in evidence) for lang in LANGUAGES))


_TITLE = Text(
    "Bảng {number}, “{heading}”: {index} ({rows} tiêu chí, {parts} tiêu chí thành phần)",
    "Table {number}, “{heading}”: {index} (rows {rows}, parts {parts})",
)
_OF_WHOLES = Text(
    "Bảng {number}, “{heading}”: {index} (chỉ số liệu chung)",
    "Table {number}, “{heading}”: {index} (their own figures alone)",
)
_OF_TASKS = Text(
    "Bảng {number}, “{heading}”: {rows} nhiệm vụ", "Table {number}, “{heading}”: tasks {rows}"
)
_ASKED = Text("? {said} [{code}]; {help}", "? {said} [{code}]; {help}")
_OF_THE_PLAN = Text("{path}: {said} ({severity} {code})", "{path}: {said} ({severity} {code})")
_NOTED = Text("{said} [{code}]", "{said} [{code}]")
