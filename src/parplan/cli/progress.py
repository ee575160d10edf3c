"""`parplan gap --as-of`: load, measure from the latest results, print."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal, NamedTuple

from parplan.cli.beside import day_typed, opened_outcomes
from parplan.cli.language import current
from parplan.cli.leads import Led, led
from parplan.cli.opening import Basis, ids_typed, opened
from parplan.cli.output import deliver, stop
from parplan.cli.tables import laid_out
from parplan.engine.gap import Standing, standings
from parplan.engine.progress import Progress, progress, time_gone
from parplan.engine.units import Stake
from parplan.labels import Cli
from parplan.model.results import LAYERS, Layer
from parplan.reports import progress as report
from parplan.reports.rows import selected, without_parts
from parplan.text import Message

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
    result = report.Measured(source.plan, day, time_gone(source.plan, day), chosen, whole=rows)
    if leads or asked.units:
        staff = led(source, asked.units, [row.id for index in chosen for row in index.walk()])
        if asked.units:
            result = result._replace(chosen=selected(chosen, staff.chosen), left=_left(staff, indices, rows))
        result = result._replace(leads=staff.leads)
    if not parts:
        result = result._replace(chosen=without_parts(result.chosen))
    if form == "json":
        from parplan.render import json as json_text

        head = {"schema": "parplan/progress/1", "plan": source.name, "basis": basis}
        deliver(json_text.render({**head, **report.payload(result, current())}), file)
    else:
        deliver(laid_out(report.tables(result), source, basis, form, file), file)
    return 0


def _left(staff: Led, indices: Iterable[Standing], rows: Iterable[Progress]) -> dict[str, tuple[tuple[str, Decimal, Decimal], ...]]:
    """What is left of the points that each unit asked for leads, and how many these are, by index: in points of the index."""
    gaps = {row.id: row.gap for index in rows for row in index.walk()}
    found: dict[str, tuple[tuple[str, Decimal, Decimal], ...]] = {}
    for index in indices:
        stakes = [(unit, staff.every.stake(unit, index)) for unit in staff.asked]
        sums = [(unit, _sum(stake, gaps), stake.points) for unit, stake in stakes if stake.rows]
        found[index.id] = tuple((unit, left, points) for unit, left, points in sums if left is not None)
    return found


def _sum(stake: Stake, gaps: Mapping[str, Decimal | None]) -> Decimal | None:
    """What is left of a unit's rows together; None where that of one is not known."""
    total = Decimal(0)
    for row in stake.rows:
        gap = gaps[row.id]
        if gap is None or not row.planned:
            return None
        total += gap * row.points / row.planned
    return total
