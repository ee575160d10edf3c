"""A file that lies beside a plan (tasks, results, peers) while it is checked: its record, and what is found, each thing with its place."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Generic, NamedTuple, TypeVar

from parplan.check import shape
from parplan.check.plan import finding_at, shape_finding
from parplan.engine.baseline import Baseline
from parplan.engine.identities import Figure, Identity, counted, divisor
from parplan.engine.project import Refusal, Refused, project
from parplan.engine.units import unled
from parplan.ids import UnknownId, matching
from parplan.location import Loc
from parplan.model.fields import (
    FIGURE_WORDS,
    Day,
    Record,
)
from parplan.model.files import FileKind
from parplan.model.findings import Finding
from parplan.model.peers import History, PeerGroup, PeersFile, Published
from parplan.model.plan import Plan
from parplan.model.results import Observation, Outcomes, Result, ResultsFile
from parplan.model.scenario import Change, CostsFile, RangeRecord, Scenario, ScenarioFile, Spread
from parplan.model.tasks import ROLES, Task, TaskRecord, TasksFile, UnitRecord, Work
from parplan.points import exact, half_unit, padded
from parplan.rules import REGISTRY
from parplan.rules.peers import LARGEST_BELOW, LAST_BEFORE, LOOK_AT_GROUP, LOW_ABOVE_HIGH, NOT_BELOW
from parplan.rules.rule import judged_identity
from parplan.rules.tasks import ADD_THE_UNIT, WHAT_UNIT
from parplan.rules.text import DID_YOU_MEAN, WHAT_ID, unknown
from parplan.text import Message, Text
from parplan.yaml_text.source import Source

RecordT = TypeVar("RecordT", bound=Record)


class Beside(Generic[RecordT]):
    """One file: `record` is None where it does not have its shape. What is found is told as it is found."""

    def __init__(self, kind: FileKind, source: Source, plan: str, model: type[RecordT]) -> None:
        read = shape.validate(kind, source, model)
        self.source = source
        self.plan = plan
        self.found = [shape_finding(source, plan, flaw) for flaw in read.flaws]
        self.record: RecordT | None = None if self.found or not isinstance(read.record, model) else read.record

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that was found, sorted by place."""
        return tuple(sorted(self.found, key=lambda finding: finding.place))

    @property
    def broken(self) -> bool:
        """Whether an error was found."""
        return any(finding.severity == "error" for finding in self.found)

    def tell(
        self, code: str, loc: Loc, values: Mapping[str, object], *, key: bool = False, path: str | None = None, todo: Text | None = None
    ) -> None:
        """Something found at a place of the file, in the words of its rule; `todo` says what to do where the rule does not know."""
        named = self._path(loc) if path is None else path
        finding = finding_at(code, self.source, self.source.span(loc, key=key), self.plan, named, values)
        self.found.append(finding if todo is None else finding._replace(help=Message(todo, values)))

    def names(self, loc: Loc, what: Text, name: str, known: Iterable[str], *, key: bool = False, todo: Text | None = None) -> bool:
        """Whether a name names something; told where it does not, with what it may have meant, or else with `todo`."""
        listed = list(known)
        if name in listed:
            return True
        problem = unknown("", "", what, name, listed)
        self.tell("S108", loc, problem.values, key=key, todo=problem.help or todo)
        return False

    def ids(self, loc: Loc, what: Text, typed: str, known: Iterable[str]) -> list[str]:
        """The ids that a name or wildcard names; none, and told, where there are none."""
        listed = list(known)
        try:
            return matching(typed, listed)
        except UnknownId:
            self.names(loc, what, typed, listed)
            return []

    def no_twice(self, at: str, names: Iterable[str]) -> None:
        """Tell of every id in a list of records that stands there twice."""
        first: dict[str, int] = {}
        for n, name in enumerate(names):
            if name in first:
                line = self.source.span((at, first[name], "id")).line
                self.tell("S107", (at, n, "id"), {"id": name, "line": line})
            first.setdefault(name, n)

    def _path(self, loc: Loc) -> str:
        """How a place is named: records by their id where they have one."""
        named = self.source.value((*loc[:2], "id")) if len(loc) > 1 else None
        return ".".join(str(step) for step in ((named, *loc[2:]) if named else loc))


class ReadTasks(NamedTuple):
    """Who does what, where the file holds no error, and everything that was found."""

    work: Work | None
    findings: tuple[Finding, ...]


def read_tasks(source: Source, plan: Plan, name: str) -> ReadTasks:
    """Check a file of tasks against the plan it is of: text, shape, units, rows, deadlines. Never raises for what the file holds."""
    file = Beside("tasks", source, name, TasksFile)
    record = file.record
    if record is None:
        return ReadTasks(None, file.findings)
    units = {unit.id: unit for unit in record.units}
    file.no_twice("units", [unit.id for unit in record.units])
    file.no_twice("tasks", [task.id for task in record.tasks])
    tasks = [Task(task, _served(file, at, task, plan)) for at, task in enumerate(record.tasks)]
    for at, task in enumerate(record.tasks):
        _check_task(file, at, task, units, plan)
    work = None if file.broken else Work(units, tuple(tasks))
    if work is not None:
        for ident, planned in unled(plan, work.leading()):
            file.tell("T802", ("tasks",), {"id": ident, "planned": planned}, key=True, path=ident)
    return ReadTasks(work, file.findings)


def _served(file: Beside[TasksFile], at: int, task: TaskRecord, plan: Plan) -> tuple[str, ...]:
    named = [ident for n, typed in enumerate(task.serves) for ident in file.ids(("tasks", at, "serves", n), WHAT_ID, typed, plan.by_id)]
    return tuple(dict.fromkeys(place for ident in named for place in plan.places(ident)))


def _check_task(file: Beside[TasksFile], at: int, task: TaskRecord, units: Mapping[str, UnitRecord], plan: Plan) -> None:
    here = ("tasks", at)
    for role in ROLES:
        for n, unit in enumerate(getattr(task, role)):
            file.names((*here, role, n), WHAT_UNIT, unit, units, todo=ADD_THE_UNIT)
    first, last = Day(plan.about.year + 1, 1, 1), Day(plan.about.target_year, 12, 31)
    if task.deadline is not None and not first <= task.deadline <= last:
        file.tell("T801", (*here, "deadline"), {"deadline": task.deadline, "first": first, "last": last})
    if not any((task.lead, task.coordinate, task.asked, "lead" in task.in_annex)):
        file.tell("T803", (*here, "id"), {"id": task.id})
    if task.status == "done" and not task.evidence:
        file.tell("T804", (*here, "status"), {"id": task.id})
    _one_of(file, (*here, "commitment"), task.commitment, ("at_least", "percent"))
    for n, evidence in enumerate(task.evidence):
        _one_of(file, (*here, "evidence", n), evidence, ("file", "link"))


def _one_of(file: Beside[TasksFile], loc: tuple[str | int, ...], record: Record | None, keys: tuple[str, ...]) -> None:
    """Tell where a record does not have exactly one of the keys."""
    if record is not None and sum(getattr(record, key) is not None for key in keys) != 1:
        file.tell("T805", loc, {"keys": keys})


_LAST_QUARTER = 10  # nobody sums a year up before this month


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
        ranks = {place: rank for ident, rank in result.ranks.items() for place in plan.places(ident)}
        for ident, score in result.scores.items():
            for place in plan.places(ident):
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
        elif not any(place in result.scores for place in plan.places(ident)):
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
            if indicator is None or indicator.score is None or plan.scored_by(ident) == "survey" or _shown(plan, ident, evidenced):
                continue
            if score > indicator.score and not any(part in result.scores for part in _parts(plan, ident)):
                file.tell("O817", (*here, "scores", ident), {"id": ident, "gain": score - indicator.score}, path=ident)


def _parts(plan: Plan, ident: str) -> list[str]:
    return [below.id for child in plan.by_id[ident].children for below in child.walk()]


def _shown(plan: Plan, ident: str, evidenced: frozenset[str]) -> bool:
    """Whether a task with evidence serves a row, or one that it is a part of."""
    return not evidenced.isdisjoint(plan.above(ident))


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
            for place in plan.places(ident) if ident in plan.by_id else ():
                known = first.setdefault((place, result.year, result.date, result.layer, result.stage), (at, ident, score))
                if known[0] != at or (known[1] != ident and known[2] != score):
                    line = file.source.span(("results", known[0], "scores", known[1])).line
                    file.tell("O818", ("results", at, "scores", ident), {"id": ident, "date": result.date, "line": line}, path=ident)
                    break


class ReadPeers(NamedTuple):
    """What is published of a field, where the file holds no error, and everything that was found."""

    published: Published | None
    findings: tuple[Finding, ...]


def read_peers(source: Source, plan: Plan, name: str) -> ReadPeers:
    """Check a file of peers against a plan: text, shape, rows, groups that lie apart and add up. Never raises for what the file holds."""
    file = Beside("peers", source, name, PeersFile)
    record = file.record
    if record is None:
        return ReadPeers(None, file.findings)
    named: list[tuple[str, Mapping[str, object]]] = [("means", record.means), ("ranks", record.ranks), ("groups", record.groups)]
    for key, rows in named:
        for ident in rows:
            file.names((key, ident), WHAT_ID, ident, plan.by_id, key=True)
    for ident, groups in record.groups.items():
        _check_groups(file, ident, groups, record.ranked, plan)
    if record.gains is not None:
        _check_gains(file, record.gains, plan)
    return ReadPeers(None if file.broken else Published(record), file.findings)


def _check_groups(file: Beside[PeersFile], ident: str, groups: tuple[PeerGroup, ...], ranked: int, plan: Plan) -> None:
    above: Decimal | None = None
    for at, group in enumerate(groups):
        loc = ("groups", ident, at)
        why = LOW_ABOVE_HIGH if group.low > group.high else NOT_BELOW if above is not None and group.high >= above else None
        ends = {"low": group.low, "high": group.high}
        if why is not None:
            file.tell("P821", (*loc, "high"), {"group": group.name, "why": Message(why, ends)}, path=ident)
        if group.count < 1 or (group.count == 1 and group.low != group.high):
            file.tell("P820", (*loc, "count"), {"count": group.count, **ends}, path=ident)
        indicator = plan.by_id.get(ident)
        ceiling = indicator.ceiling if indicator is not None else None
        if indicator is not None and (group.low < indicator.floor or (ceiling is not None and group.high > ceiling)):
            low, high = indicator.floor, "∞" if ceiling is None else ceiling
            beyond = group.low if group.low < indicator.floor else group.high
            file.tell(
                "P830",
                (*loc, "low" if beyond == group.low else "high"),
                {"score": beyond, "low": low, "high": high},
                path=ident,
                todo=LOOK_AT_GROUP,
            )
        above = group.low
    counted = sum(group.count for group in groups)
    if groups and counted != ranked:
        file.tell("P822", ("groups", ident), {"counted": counted, "ranked": ranked}, key=True, path=ident)


def _check_gains(file: Beside[PeersFile], gains: History, plan: Plan) -> None:
    if gains.first >= gains.last:
        file.tell("P823", ("gains", "last"), {"why": Message(LAST_BEFORE, {"low": gains.first, "high": gains.last})})
    for ident, gain in gains.rows.items():
        loc = ("gains", "rows", ident)
        file.names(loc, WHAT_ID, ident, plan.by_id, key=True)
        if gain.p90 is not None and gain.p90 > gain.largest:
            file.tell("P823", (*loc, "largest"), {"why": Message(LARGEST_BELOW, {"low": gain.p90, "high": gain.largest})}, path=ident)


class ReadScenario(NamedTuple):
    """A scenario, where its file holds no error, and everything that was found."""

    scenario: Scenario | None
    findings: tuple[Finding, ...]


def read_scenario(source: Source, baseline: Baseline, plan: str, *, clamp: bool = False) -> ReadScenario:
    """Check a scenario's file against the plan it changes: text, shape, ids, limits. Never raises for what the file holds.

    With `clamp`, what passes a limit is no error.
    """
    read = shape.validate("scenario", source, ScenarioFile)
    findings = [shape_finding(source, plan, flaw) for flaw in read.flaws]
    record = read.record
    if findings or not isinstance(record, ScenarioFile):
        return ReadScenario(None, tuple(sorted(findings, key=lambda finding: finding.place)))
    changes = [_change(change.id, {"set": change.set, "add": change.add, "share": change.share}) for change in record.changes]
    for at, change in enumerate(changes):
        if change is None:
            findings.append(_finding(source, plan, "W706", ("changes", at), {}))
    clear = tuple(change for change in changes if change is not None)
    if not findings:
        result = project(baseline, record.base, clear, clamp=clamp)
        findings += _refusals(source, plan, result.refusals if isinstance(result, Refused) else (), clear)
    spreads = list(_spreads(record.ranges, baseline, source, plan, findings))
    findings += _unreasoned(record, source, plan)
    findings.sort(key=lambda finding: finding.place)
    if any(finding.severity == "error" for finding in findings):
        return ReadScenario(None, tuple(findings))
    reasons = tuple(change.because for change in record.changes)
    return ReadScenario(Scenario(record.name, record.base, clear, reasons, tuple(spreads)), tuple(findings))


def _change(typed: str | None, amounts: Mapping[str, Decimal | None]) -> Change | None:
    """The one change that an entry makes; None where it makes none or several."""
    given = [(kind, amount) for kind, amount in amounts.items() if amount is not None]
    if len(given) != 1:
        return None
    kind, amount = given[0]
    if kind == "share":
        return Change("share", typed, amount)
    return None if typed is None else Change("set" if kind == "set" else "add", typed, amount)


def _finding(source: Source, plan: str, code: str, loc: Loc, values: Mapping[str, object]) -> Finding:
    typed = source.value((*loc[:2], "id")) if len(loc) > 1 else None  # entries are known by the id they name, where they name one
    steps = (typed, *loc[2:]) if typed else loc
    path = ".".join(str(step) for step in steps)
    return finding_at(code, source, source.span(loc), plan, path, values)


def _refusals(source: Source, plan: str, refusals: Iterable[Refusal], changes: tuple[Change, ...]) -> Iterator[Finding]:
    for refusal in refusals:
        at = refusal.change
        loc: Loc = ("name",) if at is None else ("changes", at, "id" if refusal.code == "S108" else changes[at].kind)
        yield _refused(source, plan, loc, refusal)


def _refused(source: Source, plan: str, loc: Loc, refusal: Refusal) -> Finding:
    message, help_text = refusal_words(refusal)
    return _finding(source, plan, refusal.code, loc, refusal.values)._replace(message=message, help=help_text)


def refusal_words(refusal: Refusal) -> tuple[Message, Message]:
    """What is wrong, and what to do."""
    rule = REGISTRY[refusal.code]
    values = dict(refusal.values)
    if refusal.code == "S108":
        values["what"] = WHAT_ID
        return Message(rule.message, values), Message(DID_YOU_MEAN if values.get("near") else rule.help, values)
    return Message(rule.message, values), Message(rule.help, values)


def _spreads(ranges: Iterable[RangeRecord], baseline: Baseline, source: Source, plan: str, findings: list[Finding]) -> Iterator[Spread]:
    taken: dict[str, str] = {}
    for at, record in enumerate(ranges):
        loc: Loc = ("ranges", at, "range")
        try:
            idents = matching(record.id, baseline.fact)
        except UnknownId as error:
            refusal = Refusal("S108", record.id, {"id": record.id, "near": error.near})
            findings.append(_refused(source, plan, ("ranges", at, "id"), refusal))
            continue
        low, likely, high = record.range
        if not low <= likely <= high:
            said = f"[{exact(low)}, {exact(likely)}, {exact(high)}]"
            findings.append(_finding(source, plan, "W707", loc, {"range": said}))
            continue
        for ident in idents:
            outside = _outside(ident, low, high, baseline)
            if outside is not None:
                finding = _refused(source, plan, loc, outside)
                findings.append(finding._replace(help=Message(_FOR_RANGES[outside.code], outside.values)))
            clash = next((row for row in _relatives(ident, baseline) if row in taken), None)
            if clash is not None:
                findings.append(_finding(source, plan, "W703", loc, {"row": clash, "part": ident}))
            taken[ident] = ident
            yield Spread(ident, low, likely, high, record.shape, record.because)


def _outside(ident: str, low: Decimal, high: Decimal, baseline: Baseline) -> Refusal | None:
    """Why a range cannot be: it starts from no score, or goes beyond what is possible."""
    score, room = baseline.score[ident], baseline.room[baseline.fact[ident]]
    if score is None:
        return Refusal("W704", ident, {"id": ident})
    if room.high is not None and Fraction(high) - score > room.high:
        limit, code, value = baseline.points(ident, room.high), "W701", high
    elif room.low is not None and Fraction(low) - score < room.low:
        limit, code, value = baseline.points(ident, room.low), "W702", low
    else:
        return None
    decimals = baseline.plan.by_id[ident].decimals
    return Refusal(code, ident, {"id": ident, "value": padded(value, decimals), "limit": limit, "asked": ident, "nearest": limit})


def _relatives(ident: str, baseline: Baseline) -> Iterator[str]:
    """The places of the same fact, and every row above or below one of them."""
    fact = baseline.fact[ident]
    for related in (fact, *baseline.above(fact), *baseline.below(fact)):
        yield from baseline.places[related]


def _unreasoned(record: ScenarioFile, source: Source, plan: str) -> Iterator[Finding]:
    changes = [(change.id, change.because) for change in record.changes]
    ranges = [(spread.id, spread.because) for spread in record.ranges]
    for key, listed in (("changes", changes), ("ranges", ranges)):
        for at, (ident, because) in enumerate(listed):
            if not (because.vi.strip() and because.en.strip()):
                yield _finding(source, plan, "W708", (key, at), {"what": ident or FIGURE_WORDS["planned"]})


class ReadCosts(NamedTuple):
    """Costs a point by id, where their file holds no error; their unit; and everything that was found."""

    costs: Mapping[str, Decimal] | None
    unit: Text
    findings: tuple[Finding, ...]


def read_costs(source: Source, plan: Plan, name: str) -> ReadCosts:
    """Check a file of costs: shape, ids (wildcards too), none below 0. Never raises for what the file holds."""
    read = shape.validate("costs", source, CostsFile)
    findings = [shape_finding(source, name, flaw) for flaw in read.flaws]
    record = read.record
    if findings or not isinstance(record, CostsFile):
        return ReadCosts(None, Text("", ""), tuple(findings))
    costs: dict[str, Decimal] = {}
    for typed, cost in record.costs.items():
        try:
            costs |= dict.fromkeys(matching(typed, plan.by_id), cost)
        except UnknownId as error:
            findings.append(_refused(source, name, ("costs", typed), Refusal("S108", typed, {"id": typed, "near": error.near})))
    return ReadCosts(None if findings else costs, record.unit, tuple(findings))


# What to do about a range, which no option holds or adds to.
_FOR_RANGES = {
    "W701": Text("cao nhất có thể là {nearest}", "its highest can be {nearest} at most"),
    "W702": Text("thấp nhất phải là {nearest}", "its lowest can be {nearest} at least"),
    "W704": Text("bổ sung điểm của mục", "give the row its score"),
}
