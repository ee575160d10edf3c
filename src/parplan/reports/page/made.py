"""What a page is made of."""

from typing import TYPE_CHECKING, NamedTuple

from parplan.engine.baseline import Baseline
from parplan.model.findings import Finding
from parplan.reports import gap
from parplan.reports.project import Case
from parplan.reports.review import Review
from parplan.reports.staff import Staff

if TYPE_CHECKING:
    from parplan.engine.simulate import Odds  # rests on numpy

Both = dict[str, str]  # the same in each language, by its code


class Page(NamedTuple):
    """What a page is made of: the standings on every basis; the plan carried out in full, which
    starts what-ifs; scenarios; who leads what; odds; the outcome. None is not there, nothing asked
    for or nothing known.
    """

    standings: gap.Standings
    found: tuple[Finding, ...]  # in the plan's own files, whatever the year
    baseline: Baseline
    plan: str  # what the plan's folder is called, wherever it lies; empty for the example
    call: str  # of `parplan project`, up to what is tried
    whole: Case
    clamped: bool  # the plan itself passes a limit, and is held there
    cases: tuple[Case, ...]
    staff: Staff | None
    odds: "tuple[Odds, ...]"
    review: Review | None

    @property
    def contradictions(self) -> list[Finding]:
        """What does not add up, or cannot be, in the document as a whole."""
        return [it for it in self.found if it.is_contradiction]
