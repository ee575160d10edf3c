"""The shapes of the JSON answers, for `parplan schema` and for whoever reads them. Field by field the contract of each version."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Points = Annotated[float | None, Field(description="points, with exactly the decimal's digits; null is unknown")]
Share = Annotated[float | None, Field(description="a share of 1, rounded to 4 places; null where there is none")]
Severity = Literal["error", "warning", "note"]
Basis = Literal["printed", "parts", "corrected"]
Code = Annotated[str, Field(pattern=r"^[A-Z][0-9]{3}$")]


class Payload(BaseModel):
    """What every record of an answer is: without a key that nobody knows."""

    model_config = ConfigDict(extra="forbid")


class ContradictionPayload(Payload):
    """A broken equation: its rule and place, what the ledger says, and whether it only follows from the others of its group."""

    code: Code
    path: str
    status: Literal["open", "known"]
    erratum: str | None
    follows: bool


class ChangePayload(Payload):
    """A figure that would change, and the values that would do."""

    path: str
    from_: Annotated[float, Field(alias="from", description="as printed")]
    to: Annotated[float, Field(description="what was likely meant")]
    low: float
    high: float


class SuggestionPayload(Payload):
    """Figures whose change repairs a whole group."""

    changes: list[ChangePayload]
    repairs: Annotated[int, Field(description="equations that hold again")]
    breaks: Annotated[int, Field(description="equations that hold now and would not")]
    slip: Annotated[str, Field(description="kinds of slip: replaced, dropped, doubled, swapped, point, sign, exchanged, copied, other")]
    witnesses: Annotated[list[str], Field(description="figures that call for the new value on their own")]
    verdict: Literal["strong", "likely", "undecided", "weak"]
    why: str


class HeldPayload(Payload):
    """A figure that is not to blame: with `value` instead, it would contradict those in `by`."""

    path: str
    printed: float
    value: float
    by: list[str]


class GroupPayload(Payload):
    """Broken equations that share figures, with every smallest repair, best first."""

    plan: str
    broken: list[ContradictionPayload]
    suggestions: list[SuggestionPayload]
    held: list[HeldPayload]
    complete: Annotated[bool, Field(description="false where the search ended before everything was tried")]


class SuggestPayload(Payload):
    """`parplan errata suggest --format json`."""

    schema_: Annotated[Literal["parplan/errata-suggest/1"], Field(alias="schema")]
    plan: Annotated[str | None, Field(description="the plan, where just one was looked at")]
    basis: Literal["printed"]
    plans: list[str]
    groups: list[GroupPayload]


class ErratumFindingPayload(Payload):
    """A contradiction that an erratum settles or knows of."""

    code: Code
    path: str
    message: str


class ErratumPayload(Payload):
    """An erratum; `id` and the decision are null for a contradiction without one."""

    id: Annotated[str | None, Field(description="the figure, such as par.5.score")]
    status: Literal["known", "stale", "open"]
    decision: Literal["keep", "correct", "undecided"] | None
    printed: Points
    correct: Annotated[Points, Field(description="the right figure; null while undecided")]
    against: dict[str, float]
    because: str | None
    findings: list[ErratumFindingPayload]


class ErrataListPayload(Payload):
    """`parplan errata list --format json`."""

    schema_: Annotated[Literal["parplan/errata-list/1"], Field(alias="schema")]
    plan: str
    basis: Literal["printed"]
    errata: list[ErratumPayload]


class ErrataShowPayload(Payload):
    """`parplan errata show --format json`."""

    schema_: Annotated[Literal["parplan/errata-show/1"], Field(alias="schema")]
    plan: str
    basis: Literal["printed"]
    errata: list[ErratumPayload]
    groups: list[GroupPayload]
