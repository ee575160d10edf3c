"""Projected figures on the files of a plan, checked like any. A plan is never edited."""

from collections.abc import Mapping
from decimal import Decimal

from parplan.checks.plan import check, overlaid
from parplan.location import Loc
from parplan.model.findings import Finding
from parplan.model.plan import Plan
from parplan.yaml_text.source import Sources

# What a year prints beside its scores, and would print anew.
_OF_ITS_YEAR = ("percent", "rank", "change", "rank_change")


def landed(
    sources: Sources, plan: Plan, projected: Mapping[str, Decimal | None]
) -> tuple[Finding, ...]:
    """What the checks of a plan find wrong with projected scores (points, by id; None is unknown)
    that is not wrong in the plan itself.

    The scores stand in place of the printed ones; what was planned to get there, and what else the
    year printed, stays out.
    """
    figures: dict[Loc, Decimal | None] = {}
    for ident, score in projected.items():
        indicator = plan.by_id[ident]
        if indicator.node.score is not None:
            figures[plan.loc(ident, "score")] = score
        figures |= dict.fromkeys((plan.loc(ident, field) for field in _OF_ITS_YEAR), None)
    bare = Sources(sources.name, {"indicators": sources.files["indicators"]})
    before = {finding.site for finding in check(bare).findings}
    after = overlaid(bare, figures).findings
    return tuple(
        finding for finding in after if finding.code[0] in _FIGURES and finding.site not in before
    )


_FIGURES = ("R", "A")  # families of rules that judge figures: ranges and arithmetic
