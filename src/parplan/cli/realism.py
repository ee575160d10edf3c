"""`parplan realism`: whether planned gains are within what has ever been done."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from parplan.cli.app import (
    Format,
    Ids,
    Language,
    OnBasis,
    Output,
    Parts,
    Peers,
    Plan,
    Since,
    command,
)
from parplan.text import Text

if TYPE_CHECKING:
    from parplan.model.mergers import Exact
    from parplan.model.peers import Panel
    from parplan.workspace.opened import Workspace


@command(
    "realism",
    help=Text(
        "Mức dự kiến tăng so với dư địa, với chính đơn vị và với mức các đơn vị từng tăng.",
        "Planned gains against the headroom, one's own past, and what other units ever gained.",
    ),
    example="parplan realism papi",
)
def realism(
    ids: Ids = None,
    peers: Peers = None,
    since: Since = None,
    plan: Plan = None,
    basis: OnBasis = "printed",
    parts: Parts = True,
    form: Format = None,
    lang: Language = None,
    output: Output = None,
) -> int:
    """Print every planned gain beside what has ever been done."""
    from parplan.cli.answer import answer
    from parplan.cli.typed import ids_typed
    from parplan.cli.workspace import field_in, opened
    from parplan.engine.gap import standings
    from parplan.engine.realism import feasible, pasts
    from parplan.model.peers import Panel, Published
    from parplan.reports import realism as report
    from parplan.reports.league import of_histories
    from parplan.reports.rows import selected, without_parts

    source = opened(plan, basis)
    fields: list[Published | Panel] = (
        [*source.published, *source.panels] if peers is None else [field_in(peers, source)]
    )
    panels = [field for field in fields if isinstance(field, Panel)]
    past = pasts(fields, {row.id: row.better for row in source.plan.walk()}, since)
    own = _own(source, panels, since or 0)
    whole = standings(source.plan, source.on)
    chosen = ids_typed(source.plan, ids) if ids else frozenset(index.id for index in whole)
    found = []
    for index in selected(whole if parts else without_parts(whole), chosen):
        asked = {below.id for row in index.walk() if row.id in chosen for below in row.walk()}
        rows = [row for row in feasible(index, past, own) if row.id in asked]
        if rows:
            found.append((index, rows))
    idents = [row.id for _, planned in found for row in planned]
    remarks = [said for panel in panels for said in of_histories(panel, idents)]
    told = report.answer(found, source.corrected, since, remarks)
    answer(told, source, basis=basis, form=form, file=output)
    return 0


def _own(source: "Workspace", panels: "Iterable[Panel]", since: int) -> "dict[str, Exact]":
    """The unit's own largest gain in a year since one, by row, before the plan and after: from the
    plan, its results, and tables of peers. Years that do not compare gain nothing.
    """
    plan, base = source.plan, source.plan.about.year
    own: dict[str, list[Exact]] = {}
    one_year = plan.about.since == base - 1 >= since
    for indicator in plan.walk():
        change = indicator.node.change
        if change is not None and one_year and plan.compares(indicator.id, base):
            own.setdefault(indicator.id, []).append(change)
        for panel in panels:
            if panel.own is not None:
                gains = panel.gains(indicator.id, since, panel.own)
                own.setdefault(indicator.id, []).extend(gain.change for gain in gains)
    if source.folder.file("results") is not None:
        outcomes = source.outcomes
        years = {seen.year for seen in outcomes.observations if seen.year != base}
        by_year = {
            year: {ident: seen.score for ident, seen in outcomes.of_year(year).items()}
            for year in years
        }
        by_year[base] = {
            indicator.id: indicator.score
            for indicator in plan.walk()
            if indicator.score is not None
        }
        for year, scores in by_year.items():
            before = by_year.get(year - 1, {}) if year - 1 >= since else {}
            for ident in scores.keys() & before.keys():
                if plan.compares(ident, year):
                    own.setdefault(ident, []).append(scores[ident] - before[ident])
    best = {row.id: max if row.better == "higher" else min for row in plan.walk()}
    return {ident: best[ident](changes) for ident, changes in own.items() if changes}
