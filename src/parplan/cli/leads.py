"""Which units lead the rows of a plan, for the commands that show or filter by them."""

from collections.abc import Mapping
from typing import NamedTuple

from parplan.cli.beside import opened_work, unit_typed
from parplan.cli.opening import Opened
from parplan.engine.leads import Leads


class Led(NamedTuple):
    """The units that lead each row, and the rows that the units asked for lead."""

    leads: Mapping[str, tuple[str, ...]]
    chosen: frozenset[str]


def led(source: Opened, typed: list[str]) -> Led:
    """Who leads what. Raises Stop where the plan has no tasks, or no such unit."""
    work = opened_work(source)
    asked = {unit_typed(work, unit).id for unit in typed}
    leads = Leads(source.plan, work.leading())
    return Led(
        {ident: leads.of(ident) for ident in source.plan.by_id}, frozenset(row for row, units in leads.own.items() if asked & {*units})
    )
