"""Which units lead the rows of a plan, for the commands that show or filter by them."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from parplan.cli.beside import opened_work, unit_typed
from parplan.cli.opening import Opened
from parplan.cli.output import stop
from parplan.engine.units import Leads
from parplan.labels import Cli
from parplan.text import Message


class Led(NamedTuple):
    """The units that lead each row, those asked for, and the rows that these lead themselves."""

    every: Leads
    leads: Mapping[str, tuple[str, ...]]
    asked: tuple[str, ...]
    chosen: frozenset[str]


def led(source: Opened, typed: list[str], shown: Iterable[str]) -> Led:
    """Who leads what, of the rows that are shown. Raises Stop where the plan has no tasks, or no such unit, or where a unit leads none of
    these rows."""
    work = opened_work(source)
    asked = tuple(unit_typed(work, unit).id for unit in typed)
    leads = Leads(source.plan, work.leading())
    rows = {unit: [row for row, units in leads.own.items() if unit in units] for unit in asked}
    here = set(shown)
    for unit, own in rows.items():
        if here.isdisjoint(own):
            words = Cli.LEADS_NOTHING if own else Cli.LEADS_NOTHING_AT_ALL
            raise stop(Message(words, {"unit": unit, "rows": own}), code=1)
    return Led(
        leads, {ident: leads.of(ident) for ident in source.plan.by_id}, asked, frozenset(row for own in rows.values() for row in own)
    )
