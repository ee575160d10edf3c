"""parplan: plans for public-administration indices as checked data.

    from parplan import load_plan, standings
    checked = load_plan("data")                    # Checked(plan, findings)
    for index in standings(checked.plan):
        print(index.id, index.gap)                 # points, exact Decimals

    from parplan import Change, Baseline, project
    landed = project(Baseline(checked.plan), "plan", [Change("set", "par.7.admin", Decimal("9.00"))])

Names are imported when they are first used, so that `import parplan` costs next to nothing.
"""

__version__ = "0.1.0"

TYPE_CHECKING = False  # as in typing, which takes longer to import than `parplan --version` to answer

if TYPE_CHECKING:
    from parplan.api import check_text, load_peers, load_plan, load_results, load_scenario, load_table, load_tasks, suggestions
    from parplan.check.plan import Checked, check
    from parplan.engine.baseline import Baseline
    from parplan.engine.gap import Standing, standings
    from parplan.engine.identities import Identity
    from parplan.engine.progress import Progress, progress
    from parplan.engine.project import Projection, Refused, project
    from parplan.engine.rank import Place, among_groups
    from parplan.engine.reach import Reach, Wish, reach
    from parplan.engine.repair.find import Group, Repair
    from parplan.model.findings import Finding
    from parplan.model.peers import Panel, Published
    from parplan.model.plan import Indicator, Plan
    from parplan.model.results import Observation, Outcomes
    from parplan.model.scenario import Change, Scenario
    from parplan.model.tasks import Work
    from parplan.points import Rank
    from parplan.workspace import CannotRead
    from parplan.yaml_text.source import Sources

_HOMES = {
    "CannotRead": "parplan.workspace",
    "Change": "parplan.model.scenario",
    "Checked": "parplan.check.plan",
    "Finding": "parplan.model.findings",
    "Baseline": "parplan.engine.baseline",
    "Group": "parplan.engine.repair.find",
    "Identity": "parplan.engine.identities",
    "Indicator": "parplan.model.plan",
    "Observation": "parplan.model.results",
    "Outcomes": "parplan.model.results",
    "Panel": "parplan.model.peers",
    "Place": "parplan.engine.rank",
    "Plan": "parplan.model.plan",
    "Progress": "parplan.engine.progress",
    "Projection": "parplan.engine.project",
    "Published": "parplan.model.peers",
    "Rank": "parplan.points",
    "Reach": "parplan.engine.reach",
    "Refused": "parplan.engine.project",
    "Repair": "parplan.engine.repair.find",
    "Scenario": "parplan.model.scenario",
    "Sources": "parplan.yaml_text.source",
    "Standing": "parplan.engine.gap",
    "Wish": "parplan.engine.reach",
    "Work": "parplan.model.tasks",
    "among_groups": "parplan.engine.rank",
    "check": "parplan.check.plan",
    "check_text": "parplan.api",
    "load_peers": "parplan.api",
    "load_plan": "parplan.api",
    "load_results": "parplan.api",
    "load_scenario": "parplan.api",
    "load_table": "parplan.api",
    "load_tasks": "parplan.api",
    "progress": "parplan.engine.progress",
    "project": "parplan.engine.project",
    "reach": "parplan.engine.reach",
    "standings": "parplan.engine.gap",
    "suggestions": "parplan.api",
}

__all__ = [
    "Baseline",
    "CannotRead",
    "Change",
    "Checked",
    "Finding",
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
