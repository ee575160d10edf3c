"""Who leads what of a plan: what the reports on units are made of."""

from collections.abc import Mapping
from typing import NamedTuple

from parplan.engine.gap import Standing
from parplan.engine.identities.basis import undivided
from parplan.engine.progress import Progress
from parplan.engine.units import Leads, Stake
from parplan.model.fixed import EMPTY
from parplan.model.plan import Plan
from parplan.model.tasks import Unled, Work, unled


class Staff(NamedTuple):
    """A plan's units and indices, and who leads what; what is known of rows since, by id, where
    that is to be told.
    """

    plan: Plan
    work: Work
    indices: tuple[Standing, ...]
    leads: Leads
    since: Mapping[str, Progress] = EMPTY

    def stakes(self, unit: str) -> list[Stake]:
        """What a unit leads, index by index; indices of which it leads nothing are left out."""
        return [stake for index in self.indices if (stake := self.leads.stake(unit, index)).rows]

    def unled(self) -> list[Unled]:
        """The rows with planned points that nobody leads, with the points."""
        rows = (row for index in self.indices for row in index.walk())
        increases = {row.id: self.leads.planned(row) for row in rows}
        left = dict(undivided(self.plan, increases))
        return list(unled(self.plan, self.leads.own, increases, left))
