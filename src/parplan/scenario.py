"""Scenarios: a what-if file to changes and ranges, checked like every file of a plan; and back to text."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from parplan import shapes
from parplan.check import finding_at, shape_finding
from parplan.engine.ground import Ground
from parplan.engine.projection import Base, Change, Refusal, Refused, project
from parplan.engine.spread import Spread
from parplan.findings import Finding
from parplan.ids import UnknownId, matching
from parplan.labels import FIELDS, Message, Text
from parplan.model import Loc, Plan
from parplan.points import HUNDRED, exact, padded
from parplan.quoting import words, written_id
from parplan.rules import REGISTRY
from parplan.rules.shape import DID_YOU_MEAN, WHAT_ID
from parplan.source import Source
from parplan.whatif import CostsFile, RangeRecord, ScenarioFile


class Scenario(NamedTuple):
    """A what-if: where it starts, what it changes, why, and how far outcomes may vary."""

    name: Text
    base: Base = "plan"
    changes: tuple[Change, ...] = ()
    reasons: tuple[Text, ...] = ()
    spreads: tuple[Spread, ...] = ()


class ReadScenario(NamedTuple):
    """A scenario, where its file holds no error, and everything that was found."""

    scenario: Scenario | None
    findings: tuple[Finding, ...]


def read_scenario(source: Source, ground: Ground, plan: str, *, clamp: bool = False) -> ReadScenario:
    """Check a scenario's file against the plan it changes: text, shape, ids, limits. Never raises for what the file holds.

    With `clamp`, what passes a limit is no error.
    """
    read = shapes.validate("scenario", source, ScenarioFile)
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
        result = project(ground, record.base, clear, clamp=clamp)
        findings += _refusals(source, plan, result.refusals if isinstance(result, Refused) else (), clear)
    spreads = list(_spreads(record.ranges, ground, source, plan, findings))
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


def _spreads(ranges: Iterable[RangeRecord], ground: Ground, source: Source, plan: str, findings: list[Finding]) -> Iterator[Spread]:
    taken: dict[str, str] = {}
    for at, record in enumerate(ranges):
        loc: Loc = ("ranges", at, "range")
        try:
            idents = matching(record.id, ground.fact)
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
            outside = _outside(ident, low, high, ground)
            if outside is not None:
                finding = _refused(source, plan, loc, outside)
                findings.append(finding._replace(help=Message(_FOR_RANGES[outside.code], outside.values)))
            clash = next((row for row in _relatives(ident, ground) if row in taken), None)
            if clash is not None:
                findings.append(_finding(source, plan, "W703", loc, {"row": clash, "part": ident}))
            taken[ident] = ident
            yield Spread(ident, low, likely, high, record.shape, record.because)


def _outside(ident: str, low: Decimal, high: Decimal, ground: Ground) -> Refusal | None:
    """Why a range cannot be: it starts from no score, or goes beyond what is possible."""
    score, room = ground.score[ident], ground.room[ground.fact[ident]]
    if score is None:
        return Refusal("W704", ident, {"id": ident})
    if room.high is not None and Fraction(high) - score > room.high:
        limit, code, value = ground.points(ident, room.high), "W701", high
    elif room.low is not None and Fraction(low) - score < room.low:
        limit, code, value = ground.points(ident, room.low), "W702", low
    else:
        return None
    decimals = ground.plan.by_id[ident].decimals
    return Refusal(code, ident, {"id": ident, "value": padded(value, decimals), "limit": limit, "asked": ident, "nearest": limit})


def _relatives(ident: str, ground: Ground) -> Iterator[str]:
    """The places of the same fact, and every row above or below one of them."""
    fact = ground.fact[ident]
    for related in (fact, *ground.above(fact), *ground.below(fact)):
        yield from ground.places[related]


def _unreasoned(record: ScenarioFile, source: Source, plan: str) -> Iterator[Finding]:
    changes = [(change.id, change.because) for change in record.changes]
    ranges = [(spread.id, spread.because) for spread in record.ranges]
    for key, listed in (("changes", changes), ("ranges", ranges)):
        for at, (ident, because) in enumerate(listed):
            if not (because.vi.strip() and because.en.strip()):
                yield _finding(source, plan, "W708", (key, at), {"what": ident or FIELDS["planned"]})


class ReadCosts(NamedTuple):
    """Costs a point by id, where their file holds no error; their unit; and everything that was found."""

    costs: Mapping[str, Decimal] | None
    unit: Text
    findings: tuple[Finding, ...]


def read_costs(source: Source, plan: Plan, name: str) -> ReadCosts:
    """Check a file of costs: shape, ids (wildcards too), none below 0. Never raises for what the file holds."""
    read = shapes.validate("costs", source, CostsFile)
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


def written(scenario: Scenario) -> str:
    """A scenario as the text of its file."""
    lines = [_HEAD, f"name: {words(scenario.name)}", f"base: {scenario.base}"]
    if scenario.changes:
        lines.append("changes:")
    for change, because in zip(scenario.changes, scenario.reasons, strict=True):
        amount = exact((change.amount * HUNDRED).normalize()) + "%" if change.kind == "share" else exact(change.amount)
        typed = [] if change.typed is None else [f"id: {written_id(change.typed)}"]
        reason = [f"because: {words(because)}"] if because != Text("", "") else []
        entry = [*typed, f"{change.kind}: {amount}", *reason]
        lines += [f"  - {entry[0]}", *(f"    {line}" for line in entry[1:])]
    if scenario.spreads:
        lines.append("ranges:")
    for spread in scenario.spreads:
        low, likely, high = map(exact, (spread.low, spread.likely, spread.high))
        lines += [f"  - id: {written_id(spread.ident)}", f"    range: [{low}, {likely}, {high}]", f"    shape: {spread.shape}"]
        lines.append(f"    because: {words(spread.because)}")
    return "\n".join(lines) + "\n"


_HEAD = "# Kịch bản của parplan · A scenario of parplan. parplan schema scenario"

# What to do about a range, which no option holds or adds to.
_FOR_RANGES = {
    "W701": Text("cao nhất có thể là {nearest}", "its highest can be {nearest} at most"),
    "W702": Text("thấp nhất phải là {nearest}", "its lowest can be {nearest} at least"),
    "W704": Text("bổ sung điểm của mục", "give the row its score"),
}
