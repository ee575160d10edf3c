"""The JSON answers about other units, other years, other plans."""

from typing import Annotated, Literal

from pydantic import Field

from parplan.reports.payloads.plans import Basis, Payload, Points, Share


class FieldPayload(Payload):
    """The field that was ranked in; `exact` says whether every unit's score is known."""

    name: str
    year: int
    exact: bool


class MovedPayload(Payload):
    """The rank if the field moved once more as it did from the year before `year`."""

    year: int
    rank: int
    of: int


class PlacePayload(Payload):
    """A score and its rank: from `best` to `worst` of `of`."""

    id: str
    name: str
    what: Literal["current", "projected", "target", "score"]
    score: float
    best: int
    worst: int
    of: int
    tied: Annotated[int | None, Field(description="how many others have the same score; null where that is not known")]
    group: str | None
    missing: Annotated[Points, Field(description="what is missing to the next group up, in points")]
    moved: list[MovedPayload]


class RankPayload(Payload):
    """`parplan rank --format json`."""

    schema_: Annotated[Literal["parplan/rank/1"], Field(alias="schema")]
    plan: str
    basis: Basis
    field: FieldPayload
    ranks: list[PlacePayload]
    remarks: list[str]


class PastPayload(Payload):
    """What units ever gained in a year, in points."""

    p90: Points
    largest: float
    unit: Annotated[str | None, Field(description="who gained the most, where that is known")]
    units: Annotated[int | None, Field(description="how many units that is of, where that is known")]
    first: int
    last: int
    source: str


class GainPayload(Payload):
    """A planned gain beside what it can be measured by."""

    id: str
    name: str
    planned: float
    headroom_used: Share
    own: Annotated[Points, Field(description="the unit's own largest gain in a year, in points")]
    past: PastPayload | None
    verdict: Annotated[
        Literal["beyond", "rare", "usual"] | None, Field(description="beyond what any unit gained; more than nine in ten did; usual")
    ]


class RealismIndexPayload(Payload):
    """An index's planned gains, its own last."""

    id: str
    name: str
    rows: list[GainPayload]


class RealismPayload(Payload):
    """`parplan realism --format json`."""

    schema_: Annotated[Literal["parplan/realism/1"], Field(alias="schema")]
    plan: str
    basis: Basis
    indices: list[RealismIndexPayload]


class OneSidedPayload(Payload):
    """A row that only one side has."""

    id: str
    name: str
    max: Points
    score: Points


class RenamedPayload(Payload):
    """A row that goes by another name or id."""

    id: str
    name: str
    new_id: str
    new_name: str


class DifferencePayload(Payload):
    """A figure that differs; `change` is null where the two do not compare."""

    id: str
    figure: Literal["score", "max", "planned", "target"]
    first: Points
    second: Points
    change: Points
    share_first: Annotated[Share, Field(description="score / maximum, for scores")]
    share_second: Share


class ComparedPayload(Payload):
    """What differs in an index."""

    id: str
    name: str
    comparable: bool
    maxima: list[str]
    added: list[OneSidedPayload]
    removed: list[OneSidedPayload]
    renamed: list[RenamedPayload]
    changes: list[DifferencePayload]


class ComparePayload(Payload):
    """`parplan compare --format json`."""

    schema_: Annotated[Literal["parplan/compare/1"], Field(alias="schema")]
    plan: Annotated[str | None, Field(description="the plan that years, units and revisions are of; null for two folders")]
    first: str
    second: str
    indices: list[ComparedPayload]
