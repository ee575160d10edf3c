"""`parplan gap`: load, measure, print."""

from decimal import Decimal
from pathlib import Path
from typing import Literal

from parplan.cli.language import current, say
from parplan.cli.opening import Basis, Opened, corrections_made, ids_typed, opened
from parplan.cli.output import deliver, remark, stop
from parplan.engine.gap import Standing
from parplan.ids import UnknownId, matching
from parplan.labels import BASES, Cli, Gap
from parplan.points import NotAFigure, parse
from parplan.reports import gap as report
from parplan.reports.gap import SortKey, Standings
from parplan.reports.rows import noted, selected, without_parts
from parplan.text import Message, Shown

Format = Literal["table", "json", "csv", "markdown"]


def run(
    ids: list[str],
    plan: Path | None,
    *,
    basis: Basis,
    parts: bool,
    sort: SortKey,
    gates: list[str],
    leads: bool,
    units: list[str],
    form: Format,
    file: Path | None,
) -> int:
    """Print the gap of every index asked for; returns 1 where a gate is missed."""
    source = opened(plan, basis)
    better = source.plan if basis == "corrected" else corrections_made(source).plan
    result = report.measured(source.plan, source.findings.findings, basis, better)
    missed = _missed(result, gates)
    chosen = selected(result.chosen, ids_typed(source.plan, ids)) if ids else result.chosen
    if leads or units:
        from parplan.cli.leads import led

        staff = led(source, units, [row.id for index in chosen for row in index.walk()])
        result = result._replace(leads=staff.leads)
        chosen = selected(chosen, staff.chosen) if units else chosen
    chosen = report.ordered(chosen if parts else without_parts(chosen), sort)
    deliver(_rendered(result._replace(chosen=chosen), source, form, file), file)
    for message in missed:
        remark(message)
    return 1 if missed else 0


def _rendered(result: Standings, source: Opened, form: Format, file: Path | None) -> str:
    # Each form imports what it needs, and no other.
    lang = current()
    if form == "json":
        from parplan.render import json as json_text

        head = {"schema": "parplan/gap/1", "plan": source.name, "basis": result.basis}
        return json_text.render({**head, "indices": report.payload(result, lang)})
    tables = noted(report.tables(result), source.corrected)
    if form == "csv":
        from parplan.render import csv as csv_text

        return csv_text.render(tables, lang)
    about = f"\n{say(Gap.SOURCE, plan=source.title)}. {say(Gap.BASIS, basis=BASES[result.basis])}.\n"
    if form == "markdown":
        from parplan.render import markdown

        return markdown.render(tables, lang) + about
    from parplan.cli.screen import screen
    from parplan.render import terminal

    return terminal.render(tables, lang, screen(file)) + about


def _missed(result: Standings, gates: list[str]) -> list[Message]:
    """The gates that are missed. A gate is ID=POINTS for the score, or ID.FIELD=POINTS for another figure."""
    rows = {row.id: row for index in result.chosen for row in index.walk()}
    missed: list[Message] = []
    for text in gates:
        for row, field, least in _gate(text, rows):
            value: Decimal | None = getattr(row, field)
            values: dict[str, object] = {"path": f"{row.id}.{field}", "gate": Shown(least, row.decimals)}
            if value is None:
                missed.append(Message(Gap.GATE_UNKNOWN, values))
            elif value < least:
                missed.append(Message(Gap.MISSED, {**values, "value": Shown(value, row.decimals)}))
    return missed


_FIELDS = ("score", "target", "planned", "gap", "headroom")


def _gate(text: str, rows: dict[str, Standing]) -> list[tuple[Standing, str, Decimal]]:
    typed, equals, amount = text.rpartition("=")
    ident, _, field = typed.rpartition(".")
    if field not in _FIELDS or typed in rows:
        ident, field = typed, "score"
    try:
        least = parse(amount)
        return [(rows[name], field, least) for name in matching(ident, rows)] if equals else _bad_gate(text)
    except NotAFigure:
        return _bad_gate(text)
    except UnknownId as error:
        from parplan.cli.opening import unknown_id

        raise stop(unknown_id(error)) from error


def _bad_gate(text: str) -> list[tuple[Standing, str, Decimal]]:
    raise stop(Message(Cli.BAD_GATE, {"text": text}))
