"""The shapes of the JSON answers, for `parplan schema` and for whoever reads them. Field by field the contract of each version."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Points = Annotated[float | None, Field(description="points, with exactly the decimal's digits; null is unknown")]
Share = Annotated[float | None, Field(description="a share of 1, rounded to 4 places; null where there is none")]
Severity = Literal["error", "warning", "note"]
Basis = Literal["printed", "parts", "corrected"]
Code = Annotated[str, Field(pattern=r"^[A-Z][0-9]{3}$")]


class _Payload(BaseModel):
    model_config = ConfigDict(extra="forbid")


class RankPayload(_Payload):
    """A place among so many; `of` is null where no denominator is printed."""

    at: int
    of: int | None


class CellPayload(_Payload):
    """The cell of the printed plan that a figure stands in, and how it reads there."""

    table: str
    row: str
    column: str
    printed: str


class _Standing(_Payload):
    id: str
    name: str
    max: Points
    score: Points
    rank: RankPayload | None
    planned: Points
    target: Points
    target_source: Annotated[
        Literal["printed", "implied", "sum"] | None,
        Field(description="printed; implied: score + planned; sum: of the rows"),
    ]
    gap: Annotated[Points, Field(description="target - score, in points")]
    headroom: Annotated[Points, Field(description="max - score, in points")]
    headroom_used: Annotated[Share, Field(description="gap / headroom, a share of 1")]
    shortfall: Annotated[Points, Field(description="target - (score + planned), in points")]
    findings: list[Code]


class RowPayload(_Standing):
    """A row, or a part of a row."""

    parts: list["RowPayload"]


class BasisPayload(_Payload):
    """An index's figures on one basis."""

    score: Points
    planned: Points
    target: Points


class IndexPayload(_Standing):
    """An index with its rows."""

    year: int
    target_year: int
    bases: dict[Basis, BasisPayload]
    rows: list[RowPayload]


class GapPayload(_Payload):
    """`parplan gap --format json`."""

    schema_: Annotated[Literal["parplan/gap/1"], Field(alias="schema")]
    plan: str
    basis: Basis
    indices: list[IndexPayload]


class OperandPayload(_Payload):
    """Another figure of a broken identity."""

    path: str
    value: float
    file: str
    line: int
    column: int
    source: CellPayload | None


class FindingPayload(_Payload):
    """Something found."""

    code: Code
    severity: Severity
    status: Literal["open", "known"]
    message: str
    plan: str
    path: Annotated[str, Field(description="id and field, such as par.5.score; empty for a whole file")]
    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    source: CellPayload | None
    operands: list[OperandPayload]
    delta: Points
    slack: Points
    help: str | None
    erratum: Annotated[str | None, Field(description="the ledger's entry that knows of it")]


class SummaryPayload(_Payload):
    """Open findings by severity, known ones together."""

    error: int
    warning: int
    note: int
    known: int


class ValidatePayload(_Payload):
    """`parplan validate --format json`."""

    schema_: Annotated[Literal["parplan/validate/1"], Field(alias="schema")]
    plan: Annotated[str | None, Field(description="the plan, where just one was checked")]
    basis: Literal["printed"]
    plans: list[str]
    findings: list[FindingPayload]
    summary: SummaryPayload


class RemarkPayload(_Payload):
    """What speaks against a figure."""

    code: Code
    severity: Severity
    status: Literal["open", "known"]
    message: str


class FigurePayload(_Payload):
    """A figure, and the figures it follows from."""

    path: str
    value: float | int | RankPayload
    source: CellPayload | None
    formula: str | None
    result: Annotated[Points, Field(description="what the formula comes to")]
    findings: list[RemarkPayload]
    operands: list["FigurePayload"]


class ExplainPayload(_Payload):
    """`parplan explain ID --format json`."""

    schema_: Annotated[Literal["parplan/explain/1"], Field(alias="schema")]
    plan: str
    basis: Basis
    id: str
    figures: list[FigurePayload]


class RuleRecord(_Payload):
    """One rule."""

    code: Code
    name: str
    severity: Severity
    title: str
    why: str
    message: str
    help: str
    wrong: str
    right: str


class RulePayload(_Payload):
    """`parplan rule --format json`."""

    schema_: Annotated[Literal["parplan/rule/1"], Field(alias="schema")]
    rules: list[RuleRecord]


PAYLOADS: dict[str, type[BaseModel]] = {
    "gap": GapPayload,
    "validate": ValidatePayload,
    "explain": ExplainPayload,
    "rule": RulePayload,
}
