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


class RankPayload(Payload):
    """A place among so many; `of` is null where no denominator is printed."""

    at: int
    of: int | None


class CellPayload(Payload):
    """The cell of the printed plan that a figure stands in, and how it reads there."""

    table: str
    row: str
    column: str
    printed: str


class LandingPayload(Payload):
    """Where a row, or a part of a row, lands."""

    id: str
    name: str
    max: Points
    score: Points
    change: Annotated[Points, Field(description="projected - score, in points")]
    projected: Annotated[Points, Field(description="null where nobody knows: a part of a row that is set as a whole")]
    target: Points
    shortfall: Annotated[Points, Field(description="target - projected, in points; negative where the target is passed")]
    parts: list["LandingPayload"]


class ProjectedIndexPayload(Payload):
    """Where an index lands, with its rows."""

    id: str
    name: str
    max: Points
    score: Points
    projected: Points
    change: Points
    percent: Annotated[float | None, Field(description="100 x projected / max")]
    target: Points
    shortfall: Points
    rows: list[LandingPayload]


class ScenarioPayload(Payload):
    """One scenario and where it lands."""

    name: str
    base: Literal["plan", "current"]
    held: Annotated[list[str], Field(description="ids held at a limit (--clamp)")]
    findings: Annotated[
        list[Code], Field(description="what the checks of a plan say of the projected scores that they do not say of the plan")
    ]
    indices: list[ProjectedIndexPayload]


class ProjectPayload(Payload):
    """`parplan project --format json`."""

    schema_: Annotated[Literal["parplan/project/1"], Field(alias="schema")]
    plan: str
    basis: Basis
    scenarios: list[ScenarioPayload]


class GoalPayload(Payload):
    """What is to be reached."""

    id: str
    at_least: float


class EffortPayload(Payload):
    """What one row is to bring."""

    id: str
    score: Points
    change: Annotated[Points, Field(description="projected - score, in points")]
    projected: Points
    max: Points
    share: Annotated[Share, Field(description="what it brings, of its headroom")]
    bound: Annotated[
        Literal["maximum", "max-share", "row-above", "locked"] | None, Field(description="what keeps it from bringing more, if anything")
    ]
    cost: Annotated[float | None, Field(description="what it costs; null where no cost is given")]


class ReachPayload(Payload):
    """`parplan reach ID --format json`."""

    schema_: Annotated[Literal["parplan/reach/1"], Field(alias="schema")]
    plan: str
    basis: Basis
    goal: GoalPayload
    feasible: bool
    proven: Annotated[
        bool, Field(description="false where a better answer may exist: rows count differently, and no solver found the best")
    ]
    needed: Annotated[Points, Field(description="points missing from the start; 0 where the goal is reached already")]
    share: Annotated[
        Share,
        Field(description="the even share of every headroom, before rounding to steps; null for other ways, and where it is too little"),
    ]
    total: Annotated[Points, Field(description="what the rows bring the total to; the most that can be where it is not feasible")]
    cost: float | None
    rows: list[EffortPayload]
    binding: Annotated[list[str], Field(description="ids of the rows at a bound")]


class RangePayload(Payload):
    """The range that a row is drawn from, in points, and where it comes from: the scenario, or the default for how the row is scored."""

    low: float
    likely: float
    high: float
    source: Literal["scenario", "administration", "survey"]


class ChancePayload(Payload):
    """The odds of a row, or a part of a row."""

    id: str
    name: str
    score: Points
    target: Points
    probability: Annotated[Share, Field(description="the share of scenarios that meet the target")]
    standard_error: Annotated[
        float | None, Field(description="Monte-Carlo error of the probability, to 6 places; 0 where the distribution itself is known")
    ]
    mean: Points
    p5: Points
    p50: Points
    p95: Points
    range: RangePayload | None
    parts: list["ChancePayload"]


class BinPayload(Payload):
    """A stretch of the histogram: from `from` up to but without `to`."""

    from_: Annotated[float, Field(alias="from")]
    to: float
    share: Share


class SwingPayload(Payload):
    """How one row moves the total."""

    id: str
    low: Annotated[float, Field(description="the total with this row at its 5 % and all else at the mean, in points")]
    high: Annotated[float, Field(description="the total with this row at its 95 % and all else at the mean, in points")]
    contribution: Annotated[Share, Field(description="its share of the total's variance")]


class OddsPayload(Payload):
    """The odds of an index, with its rows."""

    id: str
    name: str
    score: Points
    target: Points
    probability: Share
    standard_error: float | None
    mean: Points
    p5: Points
    p50: Points
    p95: Points
    range: RangePayload | None
    rows: list[ChancePayload]
    histogram: list[BinPayload]
    tornado: list[SwingPayload]


class SimulatePayload(Payload):
    """`parplan simulate --format json`."""

    schema_: Annotated[Literal["parplan/simulate/1"], Field(alias="schema")]
    plan: str
    basis: Basis
    n: int
    seed: int
    correlation: float
    indices: list[OddsPayload]


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
