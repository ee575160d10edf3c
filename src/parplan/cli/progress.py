"""`parplan gap --as-of`: load, measure from the latest results, print."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

from parplan.cli.beside import day_typed, opened_outcomes
from parplan.cli.language import current
from parplan.cli.leads import led
from parplan.cli.opening import Basis, ids_typed, opened
from parplan.cli.output import deliver, stop
from parplan.cli.tables import laid_out
from parplan.engine.progress import progress, time_gone
from parplan.engine.standing import standings
from parplan.labels import Cli, Message
from parplan.reports import progress as report
from parplan.reports.choose import selected, without_parts
from parplan.results import LAYERS, Layer

Format = Literal["table", "json", "csv", "markdown"]


class Asked(NamedTuple):
    """Which rows, on which day (today where none was typed), from which layer (any where none was typed), of which units."""

    ids: list[str]
    day: str | None
    layer: Layer | None
    units: list[str]


def run(
    asked: Asked,
    plan: Path | None,
    *,
    basis: Basis,
    parts: bool,
    leads: bool,
    others: Mapping[str, object],
    form: Format,
    file: Path | None,
) -> int:
    """Print how far the way has been gone. `others` are options that go with scores of the base year only."""
    taken = [name for name, value in others.items() if value]
    if taken:
        raise stop(Message(Cli.NOT_WITH, {"options": taken, "option": "--as-of, --layer"}))
    day = date.today() if asked.day is None else day_typed("--as-of", asked.day)
    source = opened(plan, basis)
    outcomes = opened_outcomes(source)
    indices = standings(source.plan, "parts" if basis == "parts" else "printed")
    rows = progress(source.plan, indices, outcomes, day, (asked.layer,) if asked.layer else LAYERS)
    chosen = selected(rows, ids_typed(source.plan, asked.ids)) if asked.ids else rows
    staff = led(source, asked.units) if leads or asked.units else None
    if staff is not None and asked.units:
        chosen = selected(chosen, staff.chosen)
    shown = chosen if parts else without_parts(chosen)
    result = report.Measured(source.plan, day, time_gone(source.plan, day), shown, staff.leads if staff is not None else None)
    if form == "json":
        from parplan.render import json_text

        head = {"schema": "parplan/progress/1", "plan": source.name, "basis": basis}
        deliver(json_text.render({**head, **report.payload(result, current())}), file)
    else:
        deliver(laid_out(report.tables(result), source, basis, form, file), file)
    return 0
