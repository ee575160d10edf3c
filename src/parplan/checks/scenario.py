"""What is tried on while its files are checked: a scenario, and costs."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from parplan.checks.companion import Companion
from parplan.ids import named
from parplan.location import Loc
from parplan.model.findings import Read
from parplan.model.plan import Plan
from parplan.model.scenario import (
    Base,
    Change,
    CostsFile,
    RangeRecord,
    Scenario,
    ScenarioFile,
    Spread,
)
from parplan.rules.rule import Spot
from parplan.rules.scenarios import refusal_words
from parplan.text import Text
from parplan.yaml_text.source import Source

# What cannot come about of a scenario's base, changes (None where they are not clear) and ranges:
# where, which rule, what fills its words.
Limits = Callable[
    [Base, tuple[Change, ...] | None, tuple[RangeRecord, ...]],
    Iterable[tuple[Loc, str, Mapping[str, object]]],
]


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
