"""What stands beside a plan and tells the score that it should print: last year's result with the
printed change, a published result of the same year, and the unit's own line in a table of peers.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from parplan.model.peers import Panel
from parplan.model.plan import Plan
from parplan.model.results import Layer, Outcomes
from parplan.points import half_unit, rounded

_SETTLED: tuple[Layer, ...] = ("appraised", "survey", "published")


class Said(NamedTuple):
    """What a score (its path) is to be, in points as it would be printed, within `slack`; `by` is
    who says so: a figure of the plan, or a file beside it.
    """

    path: str
    value: Decimal
    slack: Decimal
    by: str


def said(plan: Plan, outcomes: Outcomes | None, panels: Iterable[Panel]) -> tuple[Said, ...]:
    """Everything that stands beside a plan about the scores that it prints."""
    found = [*(_of_results(plan, outcomes) if outcomes else ()), *_of_panels(plan, panels)]
    return tuple(found)


def _of_results(plan: Plan, outcomes: Outcomes) -> Iterator[Said]:
    year = plan.about.year
    now = outcomes.of_year(year, _SETTLED)
    before = outcomes.of_year(plan.about.compared_with or year - 1, _SETTLED)
    for row in plan.walk():
        if row.id in now:
            yield _said(plan, row.id, now[row.id].score, 2, "results.yaml")
        if row.id in before and row.node.change is not None:
            reached = before[row.id].score + row.node.change
            yield _said(plan, row.id, reached, 3, f"{row.id}.change")


def _of_panels(plan: Plan, panels: Iterable[Panel]) -> Iterator[Said]:
    for panel in panels:
        for ident, years in panel.scores.items():
            score = years.get(plan.about.year, {}).get(panel.own or "")
            if score is not None:
                yield _said(plan, ident, score, 2, f"peers/{panel.name.rpartition('/')[2]}")


def _said(plan: Plan, ident: str, score: Decimal, figures: int, by: str) -> Said:
    """Rounding may part the figures that it was worked out from, and the score, by so many halves
    of a last digit.
    """
    decimals = plan.by_id[ident].decimals
    slack = figures * half_unit(decimals)
    return Said(f"{ident}.score", rounded(score, decimals), slack, by)
