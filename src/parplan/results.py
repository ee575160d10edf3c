"""Results: what has been observed of the rows since, by whom, and where it stands. The file's records, and their check against a plan."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Annotated, Literal, NamedTuple, get_args

from pydantic import BeforeValidator, Field

from parplan.beside import Beside
from parplan.findings import Finding
from parplan.identities import Figure, Identity, counted, divisor
from parplan.labels import Text
from parplan.model import Date, Day, MaybeRank, Plan, Points, Record, Whole, Words, described, or_none
from parplan.points import Rank, half_unit
from parplan.rules.base import judged_identity
from parplan.rules.shape import WHAT_ID
from parplan.source import Source
from parplan.tasks import Evidence, Work, places

_LAST_QUARTER = 10  # nobody sums a year up before this month

Layer = Literal["self-assessed", "appraised", "survey", "published"]
Stage = Literal["interim", "final"]
LAYERS: tuple[Layer, ...] = get_args(Layer)  # the more it has been looked at, the later it stands


class Result(Record):
    """What one source says of one year, on one day: scores and ranks by id."""

    year: Annotated[Whole, described("năm mà kết quả nói về", "the year it is about")]
    date: Annotated[Date, described("ngày có kết quả", "the day it became known")]
    layer: Annotated[
        Layer,
        described(
            "self-assessed: tự chấm; appraised: được thẩm định; survey: điều tra; published: công bố",
            "self-assessed, appraised, survey, or published",
        ),
    ]
    stage: Annotated[Stage, described("interim: giữa kỳ; final: cả năm", "interim, or final for the year")] = "final"
    source: Annotated[Words, described("nguồn", "where it is from")] = Text("", "")
    scores: Annotated[dict[str, Points], Field(min_length=1), described("điểm theo mã", "scores by id, in points")]
    ranks: Annotated[dict[str, MaybeRank], described("thứ hạng theo mã", "ranks by id, such as 38/61"), Field(default_factory=dict)]
    evidence: Annotated[tuple[Evidence, ...], described("minh chứng", "what shows it")] = ()


class ResultsFile(Record):
    """results.yaml: what has been observed since the plan was written."""

    results: Annotated[tuple[Result, ...], BeforeValidator(or_none), described("các kết quả", "the results")] = ()


class Observation(NamedTuple):
    """A row's score (points) as one source has it, and its rank where that is known."""

    id: str
    score: Decimal
    rank: Rank | None
    year: int
    date: Day
    layer: Layer
    stage: Stage
    source: Text

    @property
    def order(self) -> tuple[int, bool, int, Day]:
        """What makes one observation count before another: the later year, final before interim, the layer that has been looked at
        more, the later day. So a self-assessment never takes the place of an appraisal of the same."""
        return self.year, self.stage == "final", LAYERS.index(self.layer), self.date


class Outcomes(NamedTuple):
    """All observations, in the order of the file. A fact that is printed in several places is observed in each."""

    observations: tuple[Observation, ...]

    def until(self, day: Day, layers: Iterable[Layer] = LAYERS) -> dict[str, list[Observation]]:
        """The observations of each row up to and on a day, of the layers asked for, the latest last."""
        found: dict[str, list[Observation]] = {}
        for observation in sorted(self.observations, key=lambda it: it.order):
            if observation.date <= day and observation.layer in layers:
                found.setdefault(observation.id, []).append(observation)
        return found

    def of_year(self, year: int, layers: Iterable[Layer] = LAYERS) -> dict[str, Observation]:
        """What a year finally came to, by row: the latest final observation of that year."""
        return self._latest(it for it in self.observations if it.year == year and it.stage == "final" and it.layer in layers)

    def _latest(self, observations: Iterable[Observation]) -> dict[str, Observation]:
        latest: dict[str, Observation] = {}
        for observation in observations:
            if observation.id not in latest or observation.order >= latest[observation.id].order:
                latest[observation.id] = observation
        return latest


class ReadResults(NamedTuple):
    """What has been observed, where the file holds no error, and everything that was found."""

    outcomes: Outcomes | None
    findings: tuple[Finding, ...]


def read_results(source: Source, plan: Plan, name: str, work: Work | None = None, *, work_unread: bool = False) -> ReadResults:
    """Check a file of results against the plan they are of: text, shape, rows, days, limits, totals, evidence.

    `work` is who does what, where that is known: its evidence counts for the rows it serves. With `work_unread`, where that could not be
    read, nobody knows what evidence there is. Never raises for what the file holds.
    """
    file = Beside("results", source, name, ResultsFile)
    record = file.record
    if record is None:
        return ReadResults(None, file.findings)
    evidenced = None if work_unread else work.evidenced() if work is not None else frozenset()
    for at, result in enumerate(record.results):
        _check_figures(file, at, result, plan)
        _check_result(file, at, result, plan, evidenced)
    _check_overlaps(file, record.results, plan)
    if file.broken:
        return ReadResults(None, file.findings)
    return ReadResults(Outcomes(tuple(_observed(record.results, plan))), file.findings)


def _observed(results: Iterable[Result], plan: Plan) -> Iterator[Observation]:
    for result in results:
        ranks = {place: rank for ident, rank in result.ranks.items() for place in places(plan, ident)}
        for ident, score in result.scores.items():
            for place in places(plan, ident):
                if place == ident or place not in result.scores:
                    rank = ranks.get(place)
                    yield Observation(place, score, rank, result.year, result.date, result.layer, result.stage, result.source)


def _check_figures(file: Beside[ResultsFile], at: int, result: Result, plan: Plan) -> None:
    for ident, score in result.scores.items():
        loc = ("results", at, "scores", ident)
        if file.names(loc, WHAT_ID, ident, plan.by_id, key=True):
            indicator = plan.by_id[ident]
            ceiling = indicator.ceiling
            if ceiling is not None and score > ceiling:
                file.tell("O811", loc, {"id": ident, "score": score, "limit": ceiling}, path=ident)
            elif score < indicator.floor:
                file.tell("O812", loc, {"id": ident, "score": score, "limit": indicator.floor}, path=ident)
    for ident in result.ranks:
        loc = ("results", at, "ranks", ident)
        rank = result.ranks[ident]
        if not file.names(loc, WHAT_ID, ident, plan.by_id, key=True) or rank is None:
            continue
        if rank.of is not None and rank.at > rank.of:
            file.tell("O813", loc, {"rank": rank}, path=ident)
        elif not any(place in result.scores for place in places(plan, ident)):
            file.tell("O819", loc, {"rank": rank}, path=ident)


def _check_result(file: Beside[ResultsFile], at: int, result: Result, plan: Plan, evidenced: frozenset[str] | None) -> None:
    here = ("results", at)
    if result.date.year < result.year:
        file.tell("O814", (*here, "date"), {"date": result.date, "year": result.year})
    elif result.stage == "final" and (result.date.year, result.date.month) < (result.year, _LAST_QUARTER):
        file.tell("O810", (*here, "date"), {"date": result.date, "year": result.year})
    if not (result.source.vi.strip() and result.source.en.strip()):
        file.tell("O816", (*here, "date"), {"date": result.date})
    for n, evidence in enumerate(result.evidence):
        if (evidence.file is None) == (evidence.link is None):
            file.tell("T805", (*here, "evidence", n), {"keys": ("file", "link")})
    for identity in _totals(result, plan):
        problem = judged_identity(identity)
        if problem is not None:
            loc = (*here, "scores", identity.total.ident)
            file.tell("A308" if problem.code == "A308" else "O815", loc, problem.values, path=identity.total.ident)
    if result.layer == "self-assessed" and not result.evidence and evidenced is not None:
        for ident, score in result.scores.items():
            indicator = plan.by_id.get(ident)
            if indicator is None or indicator.score is None or surveyed(plan, ident) or _shown(plan, ident, evidenced):
                continue
            if score > indicator.score and not any(part in result.scores for part in _parts(plan, ident)):
                file.tell("O817", (*here, "scores", ident), {"id": ident, "gain": score - indicator.score}, path=ident)


def _parts(plan: Plan, ident: str) -> list[str]:
    return [below.id for child in plan.by_id[ident].children for below in child.walk()]


def _shown(plan: Plan, ident: str, evidenced: frozenset[str]) -> bool:
    """Whether a task with evidence serves a row, or one that it is a part of."""
    indicator = plan.by_id.get(ident)
    while indicator is not None and indicator.id not in evidenced:
        indicator = plan.parents.get(indicator.id)
    return indicator is not None


def surveyed(plan: Plan, ident: str) -> bool:
    """Whether a row is scored by a survey: as it says, else as what is above it says."""
    indicator = plan.by_id.get(ident)
    while indicator is not None:
        if indicator.node.scored_by is not None:
            return indicator.node.scored_by == "survey"
        indicator = plan.parents.get(indicator.id)
    return False


def _totals(result: Result, plan: Plan) -> Iterator[Identity]:
    """The totals of a result all of whose rows it has, as equations with their rounding."""
    for ident, score in result.scores.items():
        indicator = plan.by_id.get(ident)
        shares = counted(indicator, "score") if indicator is not None else None
        if indicator is None or not shares or not all(child.id in result.scores for _, child in shares):
            continue
        half = half_unit(indicator.decimals)
        terms = tuple((factor, Figure(child.id, "score", result.scores[child.id], half)) for factor, child in shares)
        yield Identity(Figure(ident, "score", score, half), terms, divisor(indicator))


def _check_overlaps(file: Beside[ResultsFile], results: Iterable[Result], plan: Plan) -> None:
    """One layer says one thing of a row on one day, wherever the row is printed."""
    first: dict[tuple[object, ...], tuple[int, str, Decimal]] = {}
    for at, result in enumerate(results):
        for ident, score in result.scores.items():
            for place in places(plan, ident) if ident in plan.by_id else ():
                known = first.setdefault((place, result.year, result.date, result.layer, result.stage), (at, ident, score))
                if known[0] != at or (known[1] != ident and known[2] != score):
                    line = file.source.span(("results", known[0], "scores", known[1])).line
                    file.tell("O818", ("results", at, "scores", ident), {"id": ident, "date": result.date, "line": line}, path=ident)
                    break
