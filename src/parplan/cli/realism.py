"""`parplan realism`: whether planned gains are within what has ever been done."""

from decimal import Decimal
from pathlib import Path
from typing import Literal

from parplan import workspace
from parplan.cli.beside import opened_outcomes
from parplan.cli.language import current
from parplan.cli.opening import Basis, Opened, ids_typed, opened
from parplan.cli.output import deliver
from parplan.cli.peers import published, table_of_peers, tables
from parplan.cli.tables import laid_out
from parplan.engine.gap import standings
from parplan.engine.realism import Past, feasible, ninth_tenth
from parplan.labels import Realism
from parplan.model.peers import Panel, Published
from parplan.reports import realism as report
from parplan.text import Message, Text

Format = Literal["table", "json", "csv", "markdown"]


def run(ids: list[str], plan: Path | None, *, peers: Path | None, basis: Basis, form: Format, file: Path | None) -> int:
    """Print every planned gain beside what has ever been done."""
    source = opened(plan, basis)
    fields = _fields(source, peers)
    panels = [field for field in fields if isinstance(field, Panel)]
    pasts = _of_published([field for field in fields if isinstance(field, Published)])
    for panel in panels:
        pasts |= _of_panel(panel, source)
    own = _own(source, panels)
    chosen = ids_typed(source.plan, ids)
    found = []
    for index in standings(source.plan, "parts" if basis == "parts" else "printed"):
        wanted = {below.id for row in index.walk() if row.id in chosen for below in row.walk()}
        rows = [row for row in feasible(index, pasts, own) if not ids or row.id in wanted]
        if rows:
            found.append((index, rows))
    if form == "json":
        from parplan.render import json as json_text

        head = {"schema": "parplan/realism/1", "plan": source.name, "basis": basis}
        deliver(json_text.render({**head, "indices": [report.payload(index, rows, current()) for index, rows in found]}), file)
    else:
        deliver(laid_out([report.table(index, rows) for index, rows in found], source, basis, form, file), file)
    return 0


def _fields(source: Opened, peers: Path | None) -> list[Panel | Published]:
    """What is known of other units: what was asked for, else everything beside the plan."""
    return [*published(source), *tables(source)] if peers is None else [table_of_peers(source, peers)]


def _of_published(fields: list[Published]) -> dict[str, Past]:
    """What units ever gained, as it is published; the longest history of a row counts."""
    pasts: dict[str, Past] = {}
    for field in fields:
        history = field.record.gains
        for ident, gains in field.gains.items() if history is not None else ():
            if history is not None and (ident not in pasts or history.last - history.first > pasts[ident].last - pasts[ident].first):
                pasts[ident] = Past(gains.p90, gains.largest, history.first, history.last, field.record.source)
    return pasts


def _of_panel(panel: Panel, source: Opened) -> dict[str, Past]:
    """What units ever gained, in a table of them."""
    pasts: dict[str, Past] = {}
    for ident in source.plan.by_id:
        gains = list(panel.gains(ident))
        if gains:
            first, last = min(gain.year for gain in gains) - 1, max(gain.year for gain in gains)
            said = Message(Realism.FROM_PANEL, {"file": panel.name, "first": first, "last": last})
            most = max(gains, key=lambda gain: gain.change)
            gained = [gain.change for gain in gains]
            pasts[ident] = Past(
                ninth_tenth(gained),
                most.change,
                first,
                last,
                Text(said.say("vi"), said.say("en")),
                most.unit,
                len({gain.unit for gain in gains}),
            )
    return pasts


def _own(source: Opened, panels: list[Panel]) -> dict[str, Decimal]:
    """The unit's own largest gain in a year, by row, before the plan and since: from the plan, its results, and tables of peers."""
    plan, base = source.plan, source.plan.about.year
    own: dict[str, list[Decimal]] = {}
    for indicator in plan.walk():
        if indicator.node.change is not None and (plan.about.compared_with or base - 1) == base - 1:
            own.setdefault(indicator.id, []).append(indicator.node.change)
        for panel in panels:
            gains = panel.gains(indicator.id)
            own.setdefault(indicator.id, []).extend(gain.change for gain in gains if gain.unit == panel.own)
    if workspace.beside(source.folder, source.sources.name, "results") is not None:
        outcomes = opened_outcomes(source)
        years = {seen.year for seen in outcomes.observations if seen.year != base}
        by_year = {year: {ident: seen.score for ident, seen in outcomes.of_year(year).items()} for year in years}
        by_year[base] = {indicator.id: indicator.score for indicator in plan.walk() if indicator.score is not None}
        for year, scores in by_year.items():
            before = by_year.get(year - 1, {})
            for ident in scores.keys() & before.keys():
                own.setdefault(ident, []).append(scores[ident] - before[ident])
    return {ident: max(changes) for ident, changes in own.items() if changes}
