"""`parplan realism`: whether planned gains are within what has ever been done."""

from parplan.cli.app import command
from parplan.cli.options import (
    Format,
    Ids,
    Language,
    OnBasis,
    Output,
    Parts,
    Peers,
    Plan,
    Since,
    TargetYear,
)
from parplan.text import Text


@command(
    "realism",
    help=Text(
        "Mức dự kiến tăng so với dư địa và với mức tăng đã có: của chính đơn vị, của các đơn vị "
        "có vị trí xuất phát gần nhất.",
        "Planned gains against the headroom and past gains: the unit's own, and those of units "
        "that started alike.",
    ),
    example="parplan realism papi",
)
def realism(
    ids: Ids = None,
    peers: Peers = None,
    since: Since = None,
    plan: Plan = None,
    target_year: TargetYear = None,
    basis: OnBasis = "printed",
    parts: Parts = True,
    form: Format = None,
    lang: Language = None,
    output: Output = None,
) -> int:
    """Print every planned gain beside what has ever been done."""
    from parplan.cli.answer import answer
    from parplan.cli.typed import ids_typed
    from parplan.cli.workspace import fields_of, opened, say_other_years
    from parplan.engine.gap import standings
    from parplan.engine.realism import feasible, own_best, precedents
    from parplan.model.peers import Panel
    from parplan.reports import realism as report
    from parplan.reports.panel import of_histories
    from parplan.reports.rows import selected, without_parts

    source = opened(plan, basis, target_year)
    fields = fields_of(peers, source)
    panels = [field for field in fields if isinstance(field, Panel)]
    over = source.plan.years_ahead(source.plan.about.year)
    outcomes = source.outcomes if source.folder.has("results") else None
    own = own_best(source.plan, outcomes, panels, since or 0, over)
    whole = standings(source.plan, source.on)
    standing = {row.id: row for index in whole for row in index.walk()}
    before = precedents(fields, standing, since, over)
    chosen = ids_typed(source.plan, ids) if ids else frozenset(index.id for index in whole)
    found = []
    for index in selected(whole if parts else without_parts(whole), chosen):
        asked = {below.id for row in index.walk() if row.id in chosen for below in row.walk()}
        rows = [row for row in feasible(index, before, own, over) if row.id in asked]
        if rows:
            found.append((index, rows))
    idents = [row.id for _, planned in found for row in planned]
    remarks = [said for panel in panels for said in of_histories(panel, idents)]
    told = report.answer(found, source.plan, source.corrected, since, remarks, panels)
    answer(told, source, basis=basis, form=form, file=output)
    say_other_years(source, [index.id for index in selected(whole, chosen)])
    return 0
