"""`explain`: where a figure comes from, what speaks against it, and what was decided about it;
where a rule finds something."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from parplan.engine.explain import Explainer, Step, fields_of
from parplan.model.errata import Erratum
from parplan.model.fields import dated_of, figure_words, or_null
from parplan.model.findings import SEVERITY_WORDS, Finding
from parplan.model.plan import Plan
from parplan.points import Lang, Rank, rounded
from parplan.render.table import Branch
from parplan.reports import goals
from parplan.reports import rule as rule_report
from parplan.reports.bases import Corrections
from parplan.reports.fields import (
    NUMBER,
    RANK,
    SHARE_DECIMALS,
    TEXT,
    Answer,
    At,
    Field,
    described,
    list_of,
    object_of,
    one_of,
    plain,
    record,
    table,
    whole,
)
from parplan.reports.row_notes import taken
from parplan.reports.titles import Titles
from parplan.rules import Rule
from parplan.rules.errata import DECISIONS
from parplan.text import Message, Shown, Text, Word, percent

_MOST_DIGITS = 8  # behind the point; beyond this a quotient did not come out even


class Explained(NamedTuple):
    """What was asked for, as it was typed: figures; or a rule, and what it finds in the plan.
    `findings` are those of the plan, `made` the corrections that the basis makes."""

    plan: Plan
    typed: str
    steps: Sequence[Step]
    findings: Sequence[Finding]
    made: Corrections
    rule: Rule | None = None

    @property
    def errata(self) -> list[tuple[str, Erratum]]:
        """The errata that know of contradictions in what was asked or correct a figure of it, by
        figure.
        """
        found = _found(self) if self.rule else concerning(self.findings, self.steps)
        known = (finding.erratum for finding in found if finding.erratum is not None)
        put = (at.row.path for at in _walk(self.steps) if at.row.path in self.made)
        paths = dict.fromkeys((*known, *put))
        return [(path, self.plan.errata[path]) for path in paths if path in self.plan.errata]


def figures(explainer: Explainer, ident: str, field: str | None) -> list[Step]:
    """The figure asked for, all the way down; or every figure of an id, one level down."""
    found = (
        [explainer.figure(ident, name, 1) for name in fields_of(explainer.plan.by_id[ident])]
        if field is None
        else [explainer.figure(ident, field)]
    )
    return list({step.path: step for step in found if step is not None}.values())


def concerning(findings: Iterable[Finding], steps: Iterable[Step]) -> list[Finding]:
    """The findings that one of these figures has a part in, whether it is marked there or
    elsewhere."""
    paths = {step.path for step in steps}
    return [finding for finding in findings if not paths.isdisjoint(_paths(finding))]


def _paths(finding: Finding) -> list[str]:
    return [finding.path, *(operand.path for operand in finding.operands)]


# A figure as a line: for spreadsheets and JSON.


def _fields(result: Explained | None) -> tuple[Field, ...]:
    """What is told of every figure; without a result, for the schema."""

    def found(at: At) -> list[Finding]:
        return _against(result.findings, at.row, top=at.depth == 1) if result else []

    def cell(key: str) -> Callable[[At], str | None]:
        return lambda at: at.row.cell and getattr(at.row.cell, key)

    return (
        Field("level", "text", value=lambda at: at.depth - 1, on="m"),
        Field("path", "id", Titles.FIGURE),
        Field(
            "value",
            "text",
            _VALUE,
            lambda at: _value(at.row) if at.row.value is not None else goals.goal_text(at.row),
            schema={"anyOf": [NUMBER, RANK]},
        ),
        goals.FIELD,
        Field(
            "source",
            "text",
            value=lambda at: at.row.cell and at.row.cell.record(),
            on="j",
            schema=or_null(_CELL),
        ),
        Field(
            "source_of",
            "text",
            value=lambda at: at.row.indicator.source_of(at.row.field),
            on="mj",
            schema=or_null(TEXT),
            says="where the figure is from, where the plan says so",
        ),
        Field(
            "formula",
            "text",
            _FORMULA,
            lambda at: at.row.formula and at.row.formula.text,
            schema=or_null(TEXT),
        ),
        Field(
            "result",
            "points",
            value=lambda at: _result(at.row),
            on="j",
            says="the total of the formula",
        ),
        *(Field(key, "text", title, cell(key), "hm") for key, title in _PLACE),
        Field("findings", "text", _FINDINGS, lambda at: [it.code for it in found(at)], "hm"),
        Field(
            "findings",
            "text",
            value=lambda at: list(map(_told, found(at))),
            on="j",
            schema=list_of(_FOUND),
        ),
    )


_CELL = object_of(dict.fromkeys(("table", "row", "column", "printed"), TEXT))
_FOUND = object_of(
    {
        "code": TEXT,
        "path": {**TEXT, "description": "the figure it is marked on"},
        "severity": one_of("error", "warning", "note"),
        "status": one_of("open", "known"),
        "erratum": or_null(TEXT),
        "message": TEXT,
    }
)


def _against(findings: Iterable[Finding], step: Step, *, top: bool) -> list[Finding]:
    """The findings on a figure; of one that was asked for, those on others that it has a part in as
    well."""
    return [
        finding
        for finding in findings
        if step.path == finding.path or (top and step.path in _paths(finding))
    ]


def _told(finding: Finding) -> dict[str, Any]:
    return {
        key: getattr(finding, key)
        for key in ("code", "path", "severity", "status", "erratum", "message")
    }


def _value(step: Step) -> Decimal | Rank | int | None:
    return (
        rounded(step.value, SHARE_DECIMALS)
        if isinstance(step.value, Decimal) and step.kind == "share"
        else step.value
    )


def _result(step: Step) -> Decimal | None:
    if step.formula is None:
        return None
    exponent = step.formula.result.as_tuple().exponent
    return (
        rounded(step.formula.result, 4)
        if isinstance(exponent, int) and exponent < -_MOST_DIGITS
        else step.formula.result
    )


def answer(result: Explained) -> Answer:
    """What was asked for, in all forms; people get figures as a tree instead."""
    fields = _fields(result)

    def nested(step: Step, depth: int, lang: Lang) -> dict[str, Any]:
        below = [nested(operand, depth + 1, lang) for operand in step.operands]
        return {**record(At(step, depth=depth), fields, lang), "operands": below}

    def told(lang: Lang) -> dict[str, Any]:
        rule = result.rule and rule_report.record(result.rule, lang)
        found = [plain(_told(finding), lang) for finding in _found(result)]
        errata = [record(At(erratum), _ERRATUM, lang) for erratum in result.errata]
        each = [nested(step, 1, lang) for step in result.steps]
        return {"id": result.typed, "figures": each, "rule": rule, "found": found, "errata": errata}

    values = {"id": result.typed}
    if result.rule:
        feet = () if _found(result) else (Message(_NOWHERE),)
        return Answer(
            "explain",
            told,
            lambda: [table(Message(_WHERE, values), _PLACES, map(At, _found(result)), feet)],
            beneath=_see(result),
        )
    return Answer(
        "explain",
        told,
        lambda: [table(Message(_TITLE, values), fields, _walk(result.steps))],
        beneath=_see(result),
    )


def _found(result: Explained) -> list[Finding]:
    """Where the rule asked for finds something."""
    return [
        finding for finding in result.findings if result.rule and finding.code == result.rule.code
    ]


def _walk(steps: Iterable[Step], depth: int = 1) -> Iterator[At]:
    for step in steps:
        yield At(step, depth=depth)
        yield from _walk(step.operands, depth + 1)


def schema() -> dict[str, Any]:
    """The schema of the JSON answer."""
    figure = object_of(
        {**described(_fields(None)), "operands": list_of({"$ref": "#/$defs/figure"})}
    )
    keys = {
        "id": TEXT,
        "figures": list_of({"$ref": "#/$defs/figure"}),
        "rule": or_null({**rule_report.SCHEMA, "description": "the rule that was asked for"}),
        "found": {**list_of(_FOUND), "description": "what that rule finds in the plan"},
        "errata": {
            **list_of(object_of(described(_ERRATUM))),
            "description": "the entries that concern what was asked",
        },
    }
    return {**whole("explain", keys), "$defs": {"figure": figure}}


def _see(result: Explained) -> list[Message]:
    """What to look at next."""
    concerned = [] if result.rule else concerning(result.findings, result.steps)
    commands = [
        f"parplan explain {code}" for code in dict.fromkeys(finding.code for finding in concerned)
    ]
    commands += [
        f"parplan explain {path}"
        for path in dict.fromkeys(finding.path for finding in _found(result) if finding.path)
    ][:1]
    commands += [f"parplan errata show {path}" for path, _ in result.errata]
    return [Message(_SEE, {"commands": tuple(commands)})] if commands else []


# A figure as a tree: for people.


def tree(result: Explained) -> list[Branch]:
    """Figures as branches, each contradiction where it stands."""
    return [_branch(result, step, None) for step in result.steps]


def _branch(result: Explained, step: Step, above: Step | None) -> Branch:
    source = step.indicator.source_of(step.field)
    below = [] if source is None else [Branch(Message(_FROM, {"source": source}))]
    if step.path in result.made:
        old, new = result.made[step.path]
        because = result.plan.errata[step.path].because
        words = _CORRECTED if because.vi.strip() else _CORRECTED_UNREASONED
        below.append(Branch(Message(words, {"old": old, "new": new, "because": because})))
    if step.formula is not None:
        values = {"formula": step.formula.text, "result": _as(step, step.formula.result)}
        below.append(Branch(Message(_EQUATION, values)))
    below += [
        Branch(taken(step.indicator.id, goals.words_of(aim, step.decimals), told, step.decimals))
        for aim in step.aims
        if (told := aim.takes) is not None
    ]
    below += [
        Branch(_said(it, step), it.severity)
        for it in _against(result.findings, step, top=above is None)
    ]
    below += [_branch(result, operand, step) for operand in step.operands]
    return Branch(_head(result.plan, step, above), "head", tuple(below))


def _head(plan: Plan, step: Step, above: Step | None) -> Message:
    values: dict[str, object] = {
        "path": step.path,
        "field": _field(plan, step),
        "value": _shown(step),
        "name": step.indicator.node.name,
    }
    figure = Message(_OPERAND if above and above.indicator is step.indicator else _NAMED, values)
    if step.cell is None:
        return figure
    # Below a figure of the same column only the row is news.
    same_column = (
        above is not None and above.cell is not None and above.cell[0::2][:2] == step.cell[0::2][:2]
    )
    cell = (
        Message(_ROW_CELL, {"printed": step.cell.printed, "row": step.cell.row})
        if same_column
        else step.cell.said
    )
    return Message(_PRINTED_FIGURE, {"figure": figure, "cell": cell})


def _said(finding: Finding, step: Step) -> Message:
    at = Text("", "") if finding.path == step.path else Message(_AT, {"path": finding.path})
    known = (
        Text("", "") if finding.erratum is None else Message(_KNOWN, {"erratum": finding.erratum})
    )
    values = {
        "severity": SEVERITY_WORDS[finding.severity],
        "code": finding.code,
        "known": known,
        "at": at,
        "message": finding.message,
    }
    return Message(_AGAINST, values)


def _field(plan: Plan, step: Step) -> Text | Message:
    then = plan.about.since
    if step.field == "previous_score":
        return Message(_PREVIOUS_SCORE, {"year": then})
    if step.field == "previous_rank":
        return Message(_PREVIOUS_RANK, {"year": then})
    if step.field == "gap" and step.indicator.better == "lower":
        return _TO_FALL
    past, words = dated_of(step.field), figure_words(step.field)
    if past is None or plan.compares_with_now(step.indicator.id, past[1]):
        return words
    return Message(_OTHER_CRITERIA, {"figure": words})


def _shown(step: Step) -> object:
    said = [aim.statement for aim in step.aims]
    if all(each.kind == "points" and each.sign == "≥" for each in said):
        return _points(step)
    words = goals.listed(step.aims, step.decimals)
    if step.value is None or any(each.asked == step.value for each in said):
        return words  # which has the points already
    return Message(goals.COMES_TO, {"said": words, "points": _points(step)})


def _points(step: Step) -> object:
    return step.value if isinstance(step.value, Rank | int) else _as(step, step.value or Decimal(0))


def _as(step: Step, value: Decimal) -> object:
    if step.kind == "share":
        return percent(value)
    if step.kind == "percent":
        return Message(_PERCENT, {"value": rounded(value, max(2, step.decimals))})
    return Shown(value, step.decimals)


_TO_FALL = Text("điểm cần giảm thêm", "gap")
_VALUE = Text("Giá trị", "Value")
_FORMULA = Text("Công thức", "Formula")
_FINDINGS = Text("Phát hiện", "Findings")
_PLACE = (
    ("table", Text("Bảng", "Table")),
    ("row", Text("Dòng", "Row")),
    ("column", Text("Cột", "Column")),
    ("printed", Text("Ghi trong văn bản", "Printed")),
)
_PLACES = (
    Field("code", "id", on="m"),
    Field("path", "id", Titles.FIGURE),
    Field(
        "severity",
        "word",
        Titles.SEVERITY,
        lambda at: Word(at.row.severity, SEVERITY_WORDS[at.row.severity]),
    ),
    Field("status", "word", on="m"),
    Field("erratum", "word", Text("Đã ghi nhận", "Known")),
    Field("message", "text", Text("Nội dung", "What is found")),
)
_ERRATUM = (
    Field("id", "id", value=lambda at: at.row[0], says="the figure"),
    Field("decision", "word", value=lambda at: at.row[1].decision, schema=one_of(*DECISIONS)),
    Field(
        "because",
        "text",
        value=lambda at: at.row[1].because if at.row[1].because.vi else None,
        schema=or_null(TEXT),
    ),
)
_TITLE = Text("Nguồn gốc số liệu: {id}", "Where it comes from: {id}")
_WHERE = Text("{id} trong kế hoạch này", "{id} in this plan")
_NOWHERE = Text("không phát hiện trong kế hoạch này", "not found in this plan")
_SEE = Text("xem thêm: {commands}", "see also: {commands}")
_NAMED = Text("{path}  {field} {value} · {name}", "{path}  {field} {value} · {name}")
_OPERAND = Text("{path}  {field} {value}", "{path}  {field} {value}")
_CORRECTED = Text(
    "đã đính chính: {old} → {new} (errata.yaml: {because})",
    "corrected: {old} → {new} (errata.yaml: {because})",
)
_CORRECTED_UNREASONED = Text(
    "đã đính chính: {old} → {new} (errata.yaml)", "corrected: {old} → {new} (errata.yaml)"
)
_FROM = Text("nguồn: {source}", "source: {source}")
_PRINTED_FIGURE = Text("{figure} · {cell}", "{figure} · {cell}")
_ROW_CELL = Text("ghi “{printed}” tại dòng {row}", "printed “{printed}” in row {row}")
_EQUATION = Text("= {formula} = {result}", "= {formula} = {result}")
_AGAINST = Text(
    "{severity}[{code}]{known}{at}: {message}", "{severity}[{code}]{known}{at}: {message}"
)
_KNOWN = Text(" (đã ghi nhận: {erratum})", " (known: {erratum})")
_AT = Text(" {path}", " {path}")
_PERCENT = Text("{value}%", "{value}%")
_OTHER_CRITERIA = Text("{figure} (bộ tiêu chí khác)", "{figure} (other criteria)")
_PREVIOUS_SCORE = Text("điểm năm {year} suy ra", "implied score of {year}")
_PREVIOUS_RANK = Text("xếp hạng năm {year} suy ra", "implied rank of {year}")
