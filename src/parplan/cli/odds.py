"""The odds that commands tell of: drawn of a plan as it stands or of a scenario, and once more with
what the errata decided on put right.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from parplan.model.draws import SCENARIOS, SEED
from parplan.model.fixed import EMPTY

if TYPE_CHECKING:
    from decimal import Decimal

    from parplan.engine.baseline import Baseline
    from parplan.engine.project import Projection
    from parplan.engine.simulate import Odds
    from parplan.model.peers import Panel, Published
    from parplan.model.scenario import Scenario, Spread
    from parplan.reports.odds import Chances, Forecast
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


def in_full(source: "Workspace") -> "Forecast":
    """The forecast of a plan that is carried out in full."""
    from parplan.cli.what_if import IN_FULL
    from parplan.engine.baseline import Baseline
    from parplan.engine.project import in_full as projected
    from parplan.model.scenario import Scenario
    from parplan.reports.odds import Forecast

    baseline = Baseline(source.plan, source.on)
    draw = drawing(source.fields)
    odds = draw(baseline, projected(baseline))
    rows = [row.id for index in odds for row in index.chance.walk()]
    better = corrected(source, Scenario(IN_FULL), rows, draw, clamp=True)
    return Forecast(odds, better, source.decided)


def can_foretell() -> bool:
    """Whether the library is there that odds are drawn with."""
    from importlib.util import find_spec

    return find_spec("numpy") is not None


def corrected(
    source: "Workspace",
    scenario: "Scenario",
    rows: Iterable[str],
    draw: Draw,
    *,
    targets: "Mapping[str, Decimal]" = EMPTY,
    clamp: bool,
) -> "Chances | None":
    """The chances of a scenario with what the errata decided on put right, by id: of those rows
    that this has to do with. None where the scenario passes a limit there; nothing where the basis
    is another one, or nothing was decided.
    """
    from parplan.engine.baseline import Baseline
    from parplan.engine.limits import outside
    from parplan.engine.project import Refused, project

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
    return {row.id: row for each in odds for row in each.chance.walk() if row.id in touched}
