"""Results: what has been observed of the rows since, by whom, and where it stands."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Final, Literal, NamedTuple, get_args

from pydantic import BeforeValidator, Field

from parplan.model.fields import (
    Day,
    MaybeDate,
    MaybeRank,
    OfPlan,
    Points,
    Record,
    Words,
    Year,
    described,
    or_none,
)
from parplan.model.tasks import Evidence
from parplan.points import Rank, digits, half_unit
from parplan.text import Text, brief

Layer = Literal["self-assessed", "appraised", "survey", "published"]
Stage = Literal["interim", "final"]
LAYERS: tuple[Layer, ...] = get_args(Layer)  # the more it has been looked at, the later it stands
# Those that tell what a year came to: not what a unit thought of itself.
SETTLED: tuple[Layer, ...] = ("appraised", "survey", "published")
LAYER_WORDS: Final[Mapping[Layer, Text]] = {
    "self-assessed": Text("tự đánh giá", "self-assessed"),
    "appraised": Text("thẩm định", "appraised"),
    "survey": Text("điều tra XHH", "survey"),
    "published": Text("công bố", "published"),
}
STAGE_WORDS: Final[Mapping[Stage, Text]] = {
    "interim": Text("giữa kỳ", "interim"),
    "final": Text("cả năm", "final"),
}


def settle(layers: Iterable[Layer]) -> bool:
    """Whether what rests on such layers tells what a year came to."""
    return set(layers) <= set(SETTLED)


class Result(Record):
    """What one source says of one year, on one day: scores and ranks by id."""

    year: Annotated[Year, described("năm của kết quả", "the year it is about")]
    date: Annotated[
        MaybeDate,
        described(
            "ngày có kết quả; bỏ trống nếu chưa rõ",
            "the day it became known; leave out if unknown",
        ),
    ] = None
    layer: Annotated[
        Layer,
        described(
            "self-assessed: tự đánh giá; appraised: thẩm định; survey: điều tra XHH; published: "
            "công bố",
            "self-assessed, appraised, survey, or published",
        ),
    ]
    stage: Annotated[
        Stage, described("interim: giữa kỳ; final: cả năm", "interim, or final for the year")
    ] = "final"
    source: Annotated[Words, described("nguồn", "where it is from")] = Text("", "")
    scores: Annotated[
        dict[str, Points], Field(min_length=1), described("điểm theo mã", "scores by id, in points")
    ]
    ranks: Annotated[
        dict[str, MaybeRank],
        described("thứ hạng theo mã", "ranks by id, such as 38/61"),
        Field(default_factory=dict),
    ]
    evidence: Annotated[
        tuple[Evidence, ...], described("tài liệu kiểm chứng", "what shows it")
    ] = ()

    @cached_property
    def digits(self) -> int:
        """How many digits behind the point its source writes: as many as the longest score has."""
        return max(map(digits, self.scores.values()))

    @property
    def is_outcome(self) -> bool:
        """Whether it tells what its year came to."""
        return self.stage == "final" and self.layer in SETTLED


class ResultsFile(OfPlan):
    """results.yaml: what has been observed since the plan was written."""

    results: Annotated[
        tuple[Result, ...], BeforeValidator(or_none), described("các kết quả", "the results")
    ] = ()


class Observation(NamedTuple):
    """A row's score (points) as one source has it, which writes so many `digits` behind the point,
    its rank where that is known, and what shows it.
    """

    id: str
    score: Decimal
    rank: Rank | None
    year: int
    date: Day | None
    layer: Layer
    stage: Stage
    source: Text
    digits: int
    evidence: tuple[Evidence, ...] = ()

    @property
    def order(self) -> tuple[int, bool, int, Day]:
        """What makes one observation count before another: the later year, final before interim,
        the layer that has been looked at more, the later day, an unknown one first. So a
        self-assessment never takes the place of an appraisal of the same."""
        return (
            self.year,
            self.stage == "final",
            LAYERS.index(self.layer),
            Day.min if self.date is None else self.date,
        )

    def ranked_as(self, others: Sequence["Observation"]) -> "Observation":
        """The same with the rank that others, the latest last, have for this score of this year,
        where its own source has none: a total is published again as a row of another index. Then
        it is from both sources.
        """
        alike = (it for it in reversed(others) if it.rank is not None and self._says_as(it))
        other = next(alike, None) if self.rank is None else None
        if other is None:
            return self
        own, its = self.source, other.source
        source = own if own == its else Text(f"{own.vi}; {its.vi}", f"{own.en}; {its.en}")
        return self._replace(rank=other.rank, source=source)

    def _says_as(self, other: "Observation") -> bool:
        """Whether another one has the same score of the same year, as far as the digits of both
        go.
        """
        half = half_unit(min(self.digits, other.digits))
        same = (self.year, self.stage) == (other.year, other.stage)
        return same and abs(self.score - other.score) <= half

    def is_known(self, day: Day) -> bool:
        """Whether it was known on a day. One whose day is unknown is: an interim one from the
        beginning of its year, a final one when that is over.
        """
        if self.date is not None:
            return self.date <= day
        return day.year > self.year or (day.year == self.year and self.stage == "interim")


class Outcomes(NamedTuple):
    """All observations, in the order of the file. A fact that is printed in several places is
    observed in each.
    """

    observations: tuple[Observation, ...]

    def __repr__(self) -> str:
        return brief(self, "observations")

    def until(
        self, day: Day, layers: Iterable[Layer], *, since: int
    ) -> dict[str, list[Observation]]:
        """The observations of each row of the years since one, known on a day, of the layers asked
        for, the latest last.
        """
        return _in_order(
            it
            for it in self.observations
            if it.year >= since and it.is_known(day) and it.layer in layers
        )

    def finals(self, year: int, layers: Iterable[Layer] = LAYERS) -> dict[str, list[Observation]]:
        """The final observations of each row of a year, of the layers asked for, the latest
        last.
        """
        return _in_order(
            it
            for it in self.observations
            if it.year == year and it.stage == "final" and it.layer in layers
        )

    def of_year(self, year: int, layers: Iterable[Layer] = LAYERS) -> dict[str, Observation]:
        """The latest final observation of each row of a year, whatever its parts came to."""
        return {ident: seen[-1] for ident, seen in self.finals(year, layers).items()}

    def interim(self, year: int) -> frozenset[str]:
        """The rows of which there are interim observations of a year."""
        seen = (it for it in self.observations if it.year == year and it.stage == "interim")
        return frozenset(it.id for it in seen)

    def settled(self, day: Day) -> frozenset[int]:
        """The years of which it is known on a day what they came to."""
        final = (it for it in self.observations if it.stage == "final" and it.layer in SETTLED)
        return frozenset(it.year for it in final if it.is_known(day))


def _in_order(observations: Iterable[Observation]) -> dict[str, list[Observation]]:
    """Observations by row, the latest last, each with the rank that is known of its score."""
    found: dict[str, list[Observation]] = {}
    for one in sorted(observations, key=lambda it: it.order):
        found.setdefault(one.id, []).append(one)
    return {
        ident: [one.ranked_as(seen[:before]) for before, one in enumerate(seen)]
        for ident, seen in found.items()
    }
