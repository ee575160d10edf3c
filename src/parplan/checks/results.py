"""results.yaml while it is checked: what came of a plan."""

from collections.abc import Iterable, Iterator

from parplan.checks.companion import Companion
from parplan.model.fields import Day
from parplan.model.findings import Read
from parplan.model.plan import Plan
from parplan.model.results import Observation, Outcomes, Result, ResultsFile
from parplan.model.tasks import Work
from parplan.rules.results import Claim, Dated
from parplan.yaml_text.source import Source


def read_results(
    source: Source,
    plan: Plan,
    name: str,
    work: Work | None = None,
    *,
    work_unread: bool = False,
    today: Day | None = None,
) -> Read[Outcomes]:
    """Check a file of results against the plan they are of: text, shape, rows, days, limits,
    totals, evidence.

    `work` is who does what, where that is known: its evidence counts for the rows it serves. With
    `work_unread`, where that could not be read, nobody knows what evidence there is. Without
    `today` nobody asks which day has come. Never raises for what the file holds.
    """
    file = Companion("results", source, plan, name, ResultsFile)
    evidenced = work.evidenced() if work is not None else frozenset()
    for at, result in enumerate(file.record.results if file.record else ()):
        file.run("result", result, ("results", at))
        if not work_unread:
            file.run("claim", Claim(result, evidenced), ("results", at))
        if today is not None:
            file.run("dated", Dated(result, today), ("results", at))
    whole = file.record is not None and not file.broken
    return Read(
        Outcomes(tuple(_observed(file.record.results, plan))) if file.record and whole else None,
        file.findings,
    )


def _observed(results: Iterable[Result], plan: Plan) -> Iterator[Observation]:
    for result in results:
        ranks = {
            place: rank for ident, rank in result.ranks.items() for place in plan.places(ident)
        }
        for ident, score in result.scores.items():
            for place in plan.places(ident):
                if place == ident or place not in result.scores:
                    rank = ranks.get(place)
                    yield Observation(
                        place,
                        score,
                        rank,
                        result.year,
                        result.date,
                        result.layer,
                        result.stage,
                        result.source,
                        result.digits,
                        result.evidence,
                    )
