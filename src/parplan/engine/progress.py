"""How far the way has been gone: every row from its base year's score over what is known by a day
to its target.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from parplan.engine.baseline import NOTHING, Baseline
from parplan.engine.gap import Standing
from parplan.engine.identities.basis import TargetSource, figures
from parplan.engine.identities.totals import between
from parplan.engine.observed import History, Known, Seen
from parplan.model.aims import Aim
from parplan.model.fields import Better
from parplan.model.plan import Plan
from parplan.model.results import LAYERS, Layer, Observation, Outcomes
from parplan.points import ZERO, decimal_of
from parplan.text import Text, brief


class Progress(NamedTuple):
    """One row on a day. Points are exact; None is unknown.

    `known` says where `now` comes from: an observation of the row itself; its rows, as far as they
    were observed; or still the base year's score, because nothing has been observed since.
    `rests_on` are the observations that make it what it is, and `in_full` says whether all of the
    row was observed, itself or through all its parts.

    `gap` is what is left of the way to the target. `done` is how much of the way from base to
    target has been gone, a share of 1: below 0 where it went backwards, above 1 beyond the target;
    None where there is no way, or where nothing has been observed. `due` is where the path from the
    base year through the targets of all years is on that day. What does not apply counts nowhere.
    """

    id: str
    name: Text
    decimals: int
    decimals_of: Mapping[str, int]
    max: Decimal | None
    base: Decimal | None
    now: Decimal | None
    known: Known
    observation: Observation | None
    rests_on: tuple[Observation, ...]
    in_full: bool
    target: Decimal | None
    target_source: TargetSource | None
    aims: tuple[Aim, ...]
    gap: Decimal | None
    done: Decimal | None
    due: Decimal | None
    better: Better
    applies: bool
    children: tuple["Progress", ...]

    def __repr__(self) -> str:
        return brief(self, "id", "base", "now", "target", "gap", "known")

    @property
    def years(self) -> tuple[int, ...]:
        """The years that the results are of which it rests on, in order."""
        return tuple(sorted({each.year for each in self.rests_on}))

    def walk(self) -> Iterator["Progress"]:
        """This row and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


def progress(
    baseline: Baseline,
    outcomes: Outcomes,
    day: date,
    layers: tuple[Layer, ...] = LAYERS,
) -> tuple[Progress, ...]:
    """Every index with all that is below it, as known on a day from observations of these layers.
    Those of the base year and before it are history: they are no progress.
    """
    seen = outcomes.until(day, layers, since=baseline.plan.about.year + 1)
    history, due = History(baseline, {}), _due(baseline, day)
    return tuple(_progress(history, index, seen, due) for index in baseline.indices)


def time_gone(plan: Plan, day: date) -> Decimal:
    """How much of the plan's time has passed at the end of a day, a share of 1: from the year after
    the scores to the target year.
    """
    first, behind = date(plan.about.year + 1, 1, 1), date(plan.about.target_year + 1, 1, 1)
    gone = Decimal((day - first).days + 1) / Decimal((behind - first).days)
    return min(max(gone, ZERO), Decimal(1))


def _due(baseline: Baseline, day: date) -> dict[str, Fraction | None]:
    """Where every row's path is on a day, exactly: from the score at the end of the base year
    straight to the target of each year at the end of that.
    """
    plan = baseline.plan
    targets = {plan.about.target_year: baseline.target}
    for year in plan.target_years:
        if year not in targets:
            then = figures(plan.aiming(year), baseline.basis, Fraction)
            targets[year] = {ident: row.target for ident, row in then.items()}

    def due(ident: str) -> Fraction | None:
        start, known = baseline.score[ident], plan.about.year
        for year in sorted(targets):
            end = targets[year][ident]
            if start is None or end is None:
                continue
            first, last = (date(each, 12, 31) for each in (known, year))
            if day <= last:
                return start + (end - start) * max(Fraction((day - first).days), NOTHING) / (
                    (last - first).days
                )
            start, known = end, year
        return start if known != plan.about.year else None

    return {ident: due(ident) for ident in baseline.score}


def _progress(
    history: History, row: Standing, seen: Seen, due: Mapping[str, Fraction | None]
) -> Progress:
    baseline, state = history.baseline, history.state(row.id, seen)
    base, target = baseline.score[row.id], baseline.target[row.id]
    gone, way = (between(base, end, row.better) for end in (state.score, target))
    done = None if gone is None or not way or way < 0 or state.known == "base" else gone / way
    return Progress(
        row.id,
        row.name,
        row.decimals,
        row.decimals_of,
        row.max,
        row.score,
        state.points(row.decimals),
        state.known,
        state.observation,
        state.rests_on,
        history.covers(baseline.plan.by_id[row.id], seen),
        row.target,
        row.target_source,
        row.aims,
        decimal_of(between(state.score, target, row.better), row.decimals),
        decimal_of(done),
        decimal_of(due[row.id], row.decimals),
        row.better,
        row.applies,
        tuple(_progress(history, child, seen, due) for child in row.children),
    )
