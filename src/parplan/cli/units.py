"""`parplan units`: who answers for which points."""

from pathlib import Path
from typing import Literal

from parplan.cli.beside import opened_work, unit_typed
from parplan.cli.language import current
from parplan.cli.opening import Basis, opened
from parplan.cli.output import deliver
from parplan.cli.tables import laid_out
from parplan.engine.gap import standings
from parplan.engine.units import Leads
from parplan.model.tasks import UnitRecord
from parplan.render import json as json_text
from parplan.render.table import Table
from parplan.reports import units as report

Format = Literal["table", "json", "csv", "markdown"]


def run(typed: str | None, plan: Path | None, *, matrix: bool, basis: Basis, form: Format, file: Path | None) -> int:
    """Print what every unit answers for, what one unit does, or rows against units."""
    source = opened(plan, basis)
    work = opened_work(source)
    indices = standings(source.plan, "parts" if basis == "parts" else "printed")
    staff = report.Staff(source.plan, work, indices, Leads(source.plan, work.leading()))
    unit = None if typed is None else unit_typed(work, typed, source.plan.by_id)
    if form == "json":
        chosen = list(work.units.values()) if unit is None else [unit]
        head = {"schema": "parplan/units/1", "plan": source.name, "basis": basis}
        deliver(json_text.render({**head, **report.payload(staff, chosen, current())}), file)
        return 0
    deliver(laid_out(_tables(staff, unit, form, matrix=matrix), source, basis, form, file), file)
    return 0


def _tables(staff: report.Staff, unit: UnitRecord | None, form: Format, *, matrix: bool) -> list[Table]:
    if matrix:
        return report.matrix(staff)
    if unit is None:
        return report.tables(staff)
    tables = report.unit_tables(staff, unit)
    return tables[:1] if form == "csv" else tables  # a spreadsheet gets one kind of lines: its rows; its tasks come from `tasks`
