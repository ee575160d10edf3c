"""`parplan simulate`: how likely it is."""

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from parplan.cli.changes import refused
from parplan.cli.extras import needs
from parplan.cli.language import current, say
from parplan.cli.opening import Basis, Opened, gates_typed, ids_typed, opened
from parplan.cli.output import deliver, kept_apart, remark, stop
from parplan.cli.project import WhatIf, asked, baseline_of, options_of, tell_of
from parplan.cli.watching import watched
from parplan.engine.project import Refused, project
from parplan.labels import BASES, Cli, Gap, Likely
from parplan.points import ONE, ZERO, NotAFigure, parse
from parplan.reports.rows import selected, without_parts
from parplan.text import Message

if TYPE_CHECKING:
    from parplan.engine.simulate import Odds
    from parplan.reports.simulate import Drawn

Format = Literal["table", "json", "csv", "markdown"]


def run(
    ids: list[str],
    plan: Path | None,
    *,
    what_if: WhatIf,
    aims: list[str],
    parts: bool,
    basis: Basis,
    n: int,
    seed: int,
    correlation: str,
    form: Format,
    file: Path | None,
) -> int:
    """Print how likely every row and total meets its target."""
    needs("numpy", "simulate")
    together = _correlation(correlation)
    kept_apart(*map(Path, what_if.scenarios), file)
    source = opened(plan, basis)
    baseline = baseline_of(source, basis)
    chosen = ids_typed(source.plan, ids)
    scenarios = asked(what_if, source, baseline, "")
    if len(scenarios) > 1:
        raise stop(Message(Cli.ONE_SCENARIO))
    scenario = scenarios[0]
    projection = project(baseline, scenario.base, scenario.changes, clamp=what_if.clamp)
    if isinstance(projection, Refused):
        raise refused(projection.refusals, options_of(scenario, what_if))
    tell_of(projection, scenario, what_if)
    aimed = projection.aiming_at(dict(gates_typed(aims, list(source.plan.by_id))))
    from parplan.engine.distributions import varies_whole
    from parplan.engine.simulate import simulate
    from parplan.reports.simulate import Drawn

    rows, given = projection.rows(), {baseline.fact[spread.ident] for spread in scenario.spreads}
    for spread in scenario.spreads:
        above = [row for row in baseline.above(baseline.fact[spread.ident]) if varies_whole(baseline, rows, row, given)]
        if above:
            remark(Message(Likely.IDLE_RANGE, {"id": spread.ident, "row": above[-1]}))
    with watched(n) as watch:
        odds = simulate(baseline, aimed, scenario.spreads, n=n, seed=seed, correlation=float(together), watch=watch)
    shown = [_shown(each, chosen if ids else None, parts=parts) for each in odds]
    drawn = Drawn(tuple(each for each in shown if each is not None), n, seed, together, scenario.name)
    deliver(_rendered(drawn, source, basis, form, file), file)
    return 0


def _shown(odds: "Odds", ids: frozenset[str] | None, *, parts: bool) -> "Odds | None":
    """The rows of an index that were asked for; none where nothing of it was."""
    chances = (odds.chance,) if ids is None else selected((odds.chance,), ids)
    return odds._replace(chance=(chances if parts else without_parts(chances))[0]) if chances else None


def _correlation(text: str) -> Decimal:
    try:
        value = parse(text)
        if not ZERO <= value < ONE:
            raise NotAFigure(text)
    except NotAFigure as error:
        values: dict[str, object] = {"option": "--correlation", "text": text, "form": Cli.CORRELATION_FORM}
        raise stop(Message(Cli.BAD_VALUE, values)) from error
    return value


def _rendered(drawn: "Drawn", source: Opened, basis: Basis, form: Format, file: Path | None) -> str:
    from parplan.reports import simulate as report
    from parplan.reports.rows import noted

    lang, about = current(), source.plan.about
    if form == "json":
        from parplan.render import json as json_text

        head = {"schema": "parplan/simulate/1", "plan": source.name, "basis": basis}
        return json_text.render({**head, **report.payload(drawn, lang)})
    if form == "csv":
        from parplan.render import csv as csv_text

        return csv_text.render(report.rows(drawn, about), lang)
    end = f"\n{say(Gap.SOURCE, plan=source.title)}. {say(Gap.BASIS, basis=BASES[basis])}.\n"
    if form == "markdown":
        from parplan.render import markdown

        return markdown.render(noted(report.tables(drawn, about), source.corrected), lang) + end
    from parplan.cli.screen import screen
    from parplan.render import terminal

    return terminal.render(noted(report.tables(drawn, about), source.corrected), lang, screen(file)) + end
