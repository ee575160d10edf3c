"""Results: what has been observed of the rows since, by whom, and where it stands."""

from collections.abc import Iterable, Mapping
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
from parplan.points import Rank, digits
from parplan.text import Text

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


class Result(Record):
    """What one source says of one year, on one day: scores and ranks by id."""

    year: Annotated[Year, described("năm mà kết quả nói về", "the year it is about")]
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

    def until(
        self, day: Day, layers: Iterable[Layer], *, since: int
    ) -> dict[str, list[Observation]]:
        """The observations of each row of the years since one, known on a day, of the layers asked
        for, the latest last.
        """
        found: dict[str, list[Observation]] = {}
        for observation in sorted(self.observations, key=lambda it: it.order):
            known = observation.year >= since and observation.is_known(day)
            if known and observation.layer in layers:
                found.setdefault(observation.id, []).append(observation)
        return found

    def of_year(self, year: int, layers: Iterable[Layer] = LAYERS) -> dict[str, Observation]:
        """What a year finally came to, by row: the latest final observation of that year."""
        return self._latest(
            it
            for it in self.observations
            if it.year == year and it.stage == "final" and it.layer in layers
        )

    def settled(self, day: Day) -> frozenset[int]:
        """The years of which it is known on a day what they came to."""
        final = (it for it in self.observations if it.stage == "final" and it.layer in SETTLED)
        return frozenset(it.year for it in final if it.is_known(day))

    def _latest(self, observations: Iterable[Observation]) -> dict[str, Observation]:
        latest: dict[str, Observation] = {}
        for observation in observations:
            if observation.id not in latest or observation.order >= latest[observation.id].order:
                latest[observation.id] = observation
        return latest
