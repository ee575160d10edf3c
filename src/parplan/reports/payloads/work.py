"""The JSON answers about who does what, and what came of it."""

from typing import Annotated, Literal

from pydantic import Field

from parplan.reports.payloads.plans import Basis, Payload, Points, RankPayload, Share

Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]


class LedPayload(Payload):
    """A row that a unit leads."""

    id: str
    name: str
    planned: Annotated[Points, Field(description="the row's planned increase, in points of the row")]
    points: Annotated[float, Field(description="what that brings the index, in points of the index")]
    shared: Annotated[float, Field(description="how much of that other units lead as well")]
    with_: Annotated[list[str], Field(alias="with", description="those units")]


class StakePayload(Payload):
    """What a unit answers for in an index."""

    id: str
    points: Annotated[float, Field(description="the planned increases of the rows it leads, in points")]
    planned: Annotated[Points, Field(description="what the whole index is to gain, in points")]
    share: Share
    shared: Annotated[float, Field(description="points that other units lead as well")]
    rows: list[LedPayload]


class UnitPayload(Payload):
    """A unit: what it leads, the rows it coordinates or is asked to serve, and its tasks."""

    id: str
    name: str
    clause: str | None
    indices: list[StakePayload]
    coordinates: list[str]
    asked: list[str]
    tasks: list[str]


class UnledPayload(Payload):
    """A row with planned points that nobody leads."""

    id: str
    name: str
    planned: float


class UnitsPayload(Payload):
    """`parplan units --format json`."""

    schema_: Annotated[Literal["parplan/units/1"], Field(alias="schema")]
    plan: str
    basis: Basis
    units: list[UnitPayload]
    unled: list[UnledPayload]


class CommitmentPayload(Payload):
    """A measurable promise."""

    at_least: float | None
    percent: float | None
    of: str


class EvidencePayload(Payload):
    """What shows that something was done."""

    file: str | None
    link: str | None
    date: Day | None
    note: str | None


class TaskPayload(Payload):
    """A task; `serves` as the file names it, `rows` the ids that stands for."""

    id: str
    clause: str
    paragraph: int | None
    name: str
    lead: list[str]
    coordinate: list[str]
    asked: list[str]
    in_annex: list[Literal["lead", "deadline"]]
    serves: list[str]
    rows: list[str]
    other_indices: list[str]
    commitment: CommitmentPayload | None
    deadline: Annotated[Day | None, Field(description="it is to be done before this day")]
    status: Literal["open", "doing", "done"]
    evidence: list[EvidencePayload]


class TasksPayload(Payload):
    """`parplan tasks --format json`."""

    schema_: Annotated[Literal["parplan/tasks/1"], Field(alias="schema")]
    plan: str
    tasks: list[TaskPayload]


class ObservationPayload(Payload):
    """A row's score as one source has it."""

    year: int
    date: Day
    layer: Literal["self-assessed", "appraised", "survey", "published"]
    stage: Literal["interim", "final"]
    score: float
    rank: RankPayload | None
    source: str | None


class _Progress(Payload):
    id: str
    name: str
    max: Points
    base: Annotated[Points, Field(description="the base year's score, in points")]
    score: Annotated[Points, Field(description="what is known on the day, in points")]
    known: Annotated[
        Literal["observed", "rows", "base"],
        Field(description="observed itself; moved with its rows; or still the base year's score"),
    ]
    observation: ObservationPayload | None
    target: Points
    gap: Annotated[Points, Field(description="target - score, in points")]
    done: Annotated[Share, Field(description="how much of the way from base to target is gone, a share of 1")]
    lead: Annotated[list[str], Field(default_factory=list, description="the units that lead it; only with --leads or --unit")]


class ProgressRowPayload(_Progress):
    """A row, or a part of a row."""

    parts: list["ProgressRowPayload"]


class ProgressIndexPayload(_Progress):
    """An index with its rows."""

    rows: list[ProgressRowPayload]


class ProgressPayload(Payload):
    """`parplan gap --as-of DATE --format json`."""

    schema_: Annotated[Literal["parplan/progress/1"], Field(alias="schema")]
    plan: str
    basis: Basis
    as_of: Day
    time_gone: Annotated[float, Field(description="how much of the plan's time has passed, a share of 1")]
    indices: list[ProgressIndexPayload]


class ForetoldPayload(Payload):
    """What the odds had said of a row."""

    low: Annotated[float, Field(description="points: 5 % of cases lie below")]
    high: Annotated[float, Field(description="points: 5 % of cases lie above")]
    inside: bool | None
    probability: Annotated[Share, Field(description="how likely it was to meet its target")]


class _Outcome(Payload):
    id: str
    name: str
    base: Points
    target: Points
    score: Annotated[Points, Field(description="what it came to: as observed, else what its rows come to, in points")]
    outcome: ObservationPayload | None
    change: Annotated[Points, Field(description="outcome - base, in points")]
    difference: Annotated[Points, Field(description="outcome - target, in points")]
    verdict: Annotated[Literal["met", "missed", "fell"] | None, Field(description="fell: missed, and below the base year")]
    foretold: ForetoldPayload | None


class OutcomeRowPayload(_Outcome):
    """A row, or a part of a row."""

    parts: list["OutcomeRowPayload"]


class CountPayload(Payload):
    """How many rows have a printed target and an outcome, and how many met it."""

    judged: int
    met: int


class AgainstPayload(Payload):
    """An index's target on one basis, and by how much it was passed, in points."""

    target: Points
    difference: Points


class ForecastPayload(Payload):
    """How well the odds had foretold the rows of an index."""

    foretold: int
    inside: int
    share: Share
    brier: Annotated[float | None, Field(description="mean squared error of the odds: 0 is perfect, 0.25 a coin's")]


class OutcomeIndexPayload(_Outcome):
    """An index with its rows."""

    rows: list[OutcomeRowPayload]
    targets: CountPayload
    against: dict[Basis, AgainstPayload]
    forecast: ForecastPayload


class ReviewPayload(Payload):
    """`parplan review --format json`."""

    schema_: Annotated[Literal["parplan/review/1"], Field(alias="schema")]
    plan: str
    basis: Basis
    year: int
    indices: list[OutcomeIndexPayload]
