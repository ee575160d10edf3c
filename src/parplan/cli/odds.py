"""The odds that commands tell of: drawn of a plan as it stands or of a scenario, and once more with
what the errata decided on put right; and the outlook of a row with nothing planned.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from parplan.model.draws import SCENARIOS, SEED

if TYPE_CHECKING:
    from decimal import Decimal

    from parplan.engine.baseline import Baseline
    from parplan.engine.margin import Outlook
    from parplan.engine.movement import Movement
    from parplan.engine.project import Projection
    from parplan.engine.simulate import Odds
    from parplan.model.peers import Panel, Published
    from parplan.model.scenario import Scenario, Spread
    from parplan.reports.odds import Chances
    from parplan.workspace.opened import Workspace

Draw = Callable[["Baseline", "Projection"], "tuple[Odds, ...]"]


def drawing(
    fields: "Iterable[Published | Panel]",
    spreads: "Sequence[Spread]" = (),
    *,
    n: int = SCENARIOS,
    seed: int = SEED,
    correlation: float | None = None,
    watch: Callable[[int], None] = lambda _: None,
) -> Draw:
    """How odds are drawn, by what is known of other units; both bases are drawn alike."""
    from parplan.engine.movement import movements
    from parplan.engine.simulate import simulate

    known = tuple(fields)

    def draw(baseline: "Baseline", projection: "Projection") -> "tuple[Odds, ...]":
        moving = movements(baseline, known)
        return simulate(
            baseline,
            projection,
            spreads,
            moving,
            n=n,
            seed=seed,
            correlation=correlation,
            watch=watch,
        )

    return draw


def outlook(
    asked: "Decimal",
    ident: str,
    fields: "Iterable[Published | Panel]",
    baseline: "Baseline",
    start: "Projection",
) -> "tuple[Outlook, tuple[Movement, ...]] | None":
    """What a row comes to with nothing planned, for the odds that are asked (a share of 1), and
    what that rests on; None where that is not known.
    """
    from parplan.engine.margin import Outlook

    for odds in drawing(fields)(baseline, start):
        row = next((row for row in odds.chance.walk() if row.id == ident), None)
        if row is not None:
            alone, score = odds.outcomes(ident)[0], baseline.score[ident]
            if alone is None or score is None:
                return None
            better = baseline.standing[ident].better
            found = Outlook.of(asked, alone, score, better, row.decimals)
            return found, tuple(each.movement for each in row.walk() if each.movement is not None)
    return None


def as_planned(baseline: "Baseline", draw: Draw) -> "tuple[Odds, ...]":
    """The odds of a plan that is carried out in full."""
    from parplan.engine.project import Refused, project

    projection = project(baseline, clamp=True)
    if isinstance(projection, Refused):
        raise ValueError(projection.refusals)  # nothing is asked for that could be refused
    return draw(baseline, projection)


def corrected(
    source: "Workspace",
    scenario: "Scenario",
    rows: Iterable[str],
    draw: Draw,
    *,
    targets: "Mapping[str, Decimal]" = MappingProxyType({}),
    clamp: bool,
) -> "Mapping[str, Chances] | None":
    """The chances of a scenario with what the errata decided on put right, by id: of those rows
    that this has to do with. None where the scenario passes a limit there; nothing where the basis
    is another one, or nothing was decided.
    """
    from parplan.engine.baseline import Baseline
    from parplan.engine.limits import outside
    from parplan.engine.project import Refused, project
    from parplan.reports.odds import Chances

    plan = source.better.plan
    if source.basis != "printed" or plan is None:
        return {}
    baseline = Baseline(plan)
    facts = {baseline.fact[path.rpartition(".")[0]] for path in source.decided}
    facts |= {each for fact in facts for each in (*baseline.above(fact), *baseline.below(fact))}
    touched = {ident for ident in rows if baseline.fact[ident] in facts}
    if not touched:
        return {}
    result = project(baseline, scenario.base, scenario.changes, clamp=clamp)
    if isinstance(result, Refused) or any(
        True
        for spread in scenario.spreads
        for _ in outside(spread.ident, spread.low, spread.high, baseline)
    ):
        return None
    odds = draw(baseline, result.aiming_at(targets))
    found = (row for each in odds for row in each.chance.walk() if row.id in touched)
    return {row.id: Chances(row.outside.probability, row.inside.probability) for row in found}
