"""What stands beside a plan and tells the score that it should print: last year's result with the
printed change, a published result of the same year, and the unit's own line in a table of peers.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from parplan.engine.identities.printed import half_published, slack_beside
from parplan.model.peers import Panel
from parplan.model.plan import Plan
from parplan.model.results import SETTLED, Outcomes
from parplan.model.tree import Indicator
from parplan.points import half_unit


class Said(NamedTuple):
    """What a score (its path) is to be, in points. A figure no further off than `half` is the same,
    as far as the digits go; no more than `slack` is explained by rounding. `by` is who says so: a
    figure of the plan, or a file beside it.
    """

    path: str
    value: Decimal
    half: Decimal
    slack: Decimal
    by: str


def said(plan: Plan, outcomes: Outcomes | None, panels: Iterable[Panel]) -> tuple[Said, ...]:
    """Everything that stands beside a plan about the scores that it prints."""
    found = [*(_of_results(plan, outcomes) if outcomes else ()), *_of_panels(plan, panels)]
    return tuple(found)


def _of_results(plan: Plan, outcomes: Outcomes) -> Iterator[Said]:
    year = plan.about.year
    now = outcomes.of_year(year, SETTLED)
    before = outcomes.of_year(plan.about.since, SETTLED)
    for row in plan.walk():
        if row.id in now:
            seen = now[row.id]
            yield _said(row, seen.score, seen.digits, "results.yaml")
        if row.id in before and row.node.change is not None:
            seen = before[row.id]
            told = _said(row, seen.score + row.node.change, seen.digits, f"{row.id}.change")
            yield told._replace(slack=told.slack + half_unit(row.decimals_in("score")))


def _of_panels(plan: Plan, panels: Iterable[Panel]) -> Iterator[Said]:
    for panel in panels:
        for ident, years in panel.scores.items():
            score = years.get(plan.about.year, {}).get(panel.own or "")
            if isinstance(score, Decimal) and not panel.parts(ident, plan.about.year, panel.own):
                yield _said(plan.by_id[ident], score, panel.digits[ident], panel.name)


def _said(row: Indicator, score: Decimal, digits: int, by: str) -> Said:
    """A score that is published with so many digits."""
    half, slack = half_published(row, digits), slack_beside(row, digits)
    return Said(f"{row.id}.score", score, half, slack, by)
