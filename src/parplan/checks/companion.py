"""A file that lies beside a plan while it is checked: its record, and everything that its rules
find, each thing with its place.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Generic, Literal, NamedTuple, TypeVar

from parplan.checks import shape
from parplan.checks.plan import shape_finding, spot_finding
from parplan.ids import named
from parplan.location import Loc
from parplan.model.fields import Day, Record
from parplan.model.findings import Finding, Read, in_order
from parplan.model.habits import Habits, Names
from parplan.model.letterhead import Letterhead
from parplan.model.mergers import MergersFile
from parplan.model.peers import PeersFile, Published
from parplan.model.plan import Plan
from parplan.model.results import Observation, Outcomes, Result, ResultsFile
from parplan.model.scenario import (
    Base,
    Change,
    CostsFile,
    RangeRecord,
    Scenario,
    ScenarioFile,
    Spread,
)
from parplan.model.tasks import Task, TaskRecord, TasksFile, Work
from parplan.rules.mergers import Merging
from parplan.rules.results import Claim, Dated
from parplan.rules.rule import Spot, Subject, found
from parplan.rules.scenarios import refusal_words
from parplan.text import Text
from parplan.yaml_text.source import Source

RecordT = TypeVar("RecordT", bound=Record)
# What cannot come about of a scenario's base, changes (None where they are not clear) and ranges:
# where, which rule, what fills its words.
Limits = Callable[
    [Base, tuple[Change, ...] | None, tuple[RangeRecord, ...]],
    Iterable[tuple[Loc, str, Mapping[str, object]]],
]


class Companion(Generic[RecordT]):
    """One file: `record` is None where it does not have its shape. `name` is how the user named the
    plan.
    """

    def __init__(
        self,
        kind: Literal["tasks", "results", "peers", "mergers", "scenario", "costs", "report"],
        source: Source,
        plan: Plan,
        name: str,
        model: type[RecordT],
    ) -> None:
        read = shape.validate(kind, source, model)
        self.source, self.plan, self.name = source, plan, name
        self.found = [shape_finding(source, name, flaw) for flaw in read.flaws]
        self.record: RecordT | None = (
            None if self.found or not isinstance(read.record, model) else read.record
        )
        if self.record is not None:
            self.run("file", self.record)
            if self.broken:  # of another plan: what it holds is nothing to this one
                self.record = None
        if self.record is not None:
            self.run(kind, self.record)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that was found, sorted by place."""
        return in_order(self.found)

    @property
    def broken(self) -> bool:
        """Whether an error was found."""
        return any(finding.severity == "error" for finding in self.found)

    def run(self, on: Subject, subject: object, at: Loc = ()) -> None:
        """Take up what the rules on a kind of subject say of one, which stands at a place of the
        file.
        """
        for code, spot in found(on, subject, self.plan):
            self.found.append(self.finding(code, spot._replace(loc=(*at, *spot.loc))))

    def finding(self, code: str, spot: Spot) -> Finding:
        """What a rule says of a place of the file; records are named by their id where they have
        one.
        """
        ident, loc = (
            self.source.value((*spot.loc[:2], "id")) if len(spot.loc) > 1 else None,
            spot.loc,
        )
        path = (
            ".".join(map(str, (ident, *loc[2:]) if ident else loc))
            if spot.ident is None
            else spot.ident
        )
        return spot_finding(code, self.source, self.name, path, spot)


def read_tasks(source: Source, plan: Plan, name: str) -> Read[Work]:
    """Check a file of tasks against the plan it is of: text, shape, units, rows, deadlines. Never
    raises for what the file holds.
    """
    file = Companion("tasks", source, plan, name, TasksFile)
    for at, task in enumerate(file.record.tasks if file.record else ()):
        file.run("task", task, ("tasks", at))
    if file.record is None or file.broken:
        return Read(None, file.findings)
    work = Work(
        {unit.id: unit for unit in file.record.units},
        tuple(Task(task, _served(task, plan)) for task in file.record.tasks),
    )
    file.run("work", work)
    return Read(work, file.findings)


def _served(task: TaskRecord, plan: Plan) -> tuple[str, ...]:
    idents = (ident for typed in task.serves for ident in named(typed, plan.by_id))
    return tuple(dict.fromkeys(place for ident in idents for place in plan.places(ident)))


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


def read_letterhead(source: Source, plan: Plan, name: str) -> Read[Letterhead]:
    """Check what stands around the documents that are sent: text and shape. Never raises for what
    the file holds.
    """
    file = Companion("report", source, plan, name, Letterhead)
    return Read(None if file.broken else file.record, file.findings)


def read_peers(source: Source, plan: Plan, name: str) -> Read[Published]:
    """Check a file of peers against a plan: text, shape, rows, groups that lie apart and add up.
    Never raises for what the file holds.
    """
    file = Companion("peers", source, plan, name, PeersFile)
    return Read(
        None if file.record is None or file.broken else Published(file.record), file.findings
    )


def read_mergers(
    source: Source, plan: Plan, name: str, habits: Habits, listed: Iterable[str] = ()
) -> Read[MergersFile]:
    """Check what is said of units that others became: text, shape, indices, weights, that none
    counts twice, and that a table has each, where `listed` are the units that tables have. Never
    raises for what the file holds.
    """
    file = Companion("mergers", source, plan, name, MergersFile)
    if file.record is not None:
        names = Names(habits, plan.about.unit_aliases.items())
        file.run("merging", Merging(file.record, names, tuple(listed)))
    return Read(None if file.broken else file.record, file.findings)


def read_scenario(source: Source, plan: Plan, name: str, limits: Limits) -> Read[Scenario]:
    """Check a scenario's file against the plan it changes: text, shape, ids, and what `limits`
    finds. Never raises for what it holds.
    """
    file = Companion("scenario", source, plan, name, ScenarioFile)
    record = file.record
    if record is None:
        return Read(None, file.findings)
    made = tuple(change.made for change in record.changes)
    clear = tuple(change for change in made if change is not None)
    for loc, code, values in limits(record.base, clear if clear == made else None, record.ranges):
        message, todo = refusal_words(code, values, of_range=loc[0] == "ranges")
        file.found.append(file.finding(code, Spot(loc))._replace(message=message, help=todo))
    if file.broken:
        return Read(None, file.findings)
    reasons = tuple(change.because for change in record.changes)
    spreads = tuple(
        Spread(ident, *entry.range, entry.shape, entry.because)
        for entry in record.ranges
        for ident in named(entry.id, plan.by_id)
    )
    return Read(Scenario(record.name, record.base, clear, reasons, spreads), file.findings)


class Costs(NamedTuple):
    """Costs a point by id, and their unit."""

    by_id: Mapping[str, Decimal]
    unit: Text


def read_costs(source: Source, plan: Plan, name: str) -> Read[Costs]:
    """Check a file of costs: shape, ids (wildcards too), none below 0. Never raises for what the
    file holds.
    """
    file = Companion("costs", source, plan, name, CostsFile)
    if file.record is None or file.broken:
        return Read(None, file.findings)
    costs = {
        ident: cost
        for typed, cost in file.record.costs.items()
        for ident in named(typed, plan.by_id)
    }
    return Read(Costs(costs, file.record.unit), file.findings)
