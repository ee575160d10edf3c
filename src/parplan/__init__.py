"""parplan: plans for public-administration indices as checked data.

    from parplan import load_plan, standings
    checked = load_plan("data")                    # Checked(plan, findings)
    for index in standings(checked.plan):
        print(index.id, index.gap)                 # points, exact Decimals

    from parplan import Change, Ground, project
    landed = project(Ground(checked.plan), "plan", [Change("set", "par.7.admin", Decimal("9.00"))])

Names are imported when they are first used, so that `import parplan` costs next to nothing.
"""

__version__ = "0.1.0"

TYPE_CHECKING = False  # as in typing, which takes longer to import than `parplan --version` to answer

if TYPE_CHECKING:
    from parplan.api import check_text, load_peers, load_plan, load_results, load_scenario, load_table, load_tasks, suggestions
    from parplan.check import Checked, Sources, check
    from parplan.engine.field import Place, among_groups
    from parplan.engine.ground import Ground
    from parplan.engine.progress import Progress, progress
    from parplan.engine.projection import Change, Projection, Refused, project
    from parplan.engine.reach import Reach, Wish, reach
    from parplan.engine.repair import Group, Repair
    from parplan.engine.standing import Standing, standings
    from parplan.findings import Finding
    from parplan.identities import Identity
    from parplan.load import CannotRead
    from parplan.model import Indicator, Plan
    from parplan.overlay import corrected
    from parplan.panel import Panel
    from parplan.peers import Published
    from parplan.points import Rank
    from parplan.results import Observation, Outcomes
    from parplan.scenario import Scenario
    from parplan.tasks import Work

_HOMES = {
    "CannotRead": "parplan.load",
    "Change": "parplan.engine.projection",
    "Checked": "parplan.check",
    "Finding": "parplan.findings",
    "Ground": "parplan.engine.ground",
    "Group": "parplan.engine.repair",
    "Identity": "parplan.identities",
    "Indicator": "parplan.model",
    "Observation": "parplan.results",
    "Outcomes": "parplan.results",
    "Panel": "parplan.panel",
    "Place": "parplan.engine.field",
    "Plan": "parplan.model",
    "Progress": "parplan.engine.progress",
    "Projection": "parplan.engine.projection",
    "Published": "parplan.peers",
    "Rank": "parplan.points",
    "Reach": "parplan.engine.reach",
    "Refused": "parplan.engine.projection",
    "Repair": "parplan.engine.repair",
    "Scenario": "parplan.scenario",
    "Sources": "parplan.check",
    "Standing": "parplan.engine.standing",
    "Wish": "parplan.engine.reach",
    "Work": "parplan.tasks",
    "among_groups": "parplan.engine.field",
    "check": "parplan.check",
    "check_text": "parplan.api",
    "corrected": "parplan.overlay",
    "load_peers": "parplan.api",
    "load_plan": "parplan.api",
    "load_results": "parplan.api",
    "load_scenario": "parplan.api",
    "load_table": "parplan.api",
    "load_tasks": "parplan.api",
    "progress": "parplan.engine.progress",
    "project": "parplan.engine.projection",
    "reach": "parplan.engine.reach",
    "standings": "parplan.engine.standing",
    "suggestions": "parplan.api",
}

__all__ = [
    "CannotRead",
    "Change",
    "Checked",
    "Finding",
    "Ground",
    "Group",
    "Identity",
    "Indicator",
    "Observation",
    "Outcomes",
    "Panel",
    "Place",
    "Plan",
    "Progress",
    "Projection",
    "Published",
    "Rank",
    "Reach",
    "Refused",
    "Repair",
    "Scenario",
    "Sources",
    "Standing",
    "Wish",
    "Work",
    "among_groups",
    "check",
    "check_text",
    "corrected",
    "load_peers",
    "load_plan",
    "load_results",
    "load_scenario",
    "load_table",
    "load_tasks",
    "progress",
    "project",
    "reach",
    "standings",
    "suggestions",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
