"""parplan: plans for public-administration indices as checked data.

    from parplan import load_plan, standings
    checked = load_plan("data")                    # Checked(plan, findings)
    for index in standings(checked.plan):
        print(index.id, index.gap)                 # points, exact Decimals

Names are imported when they are first used, so that `import parplan` costs next to nothing.
"""

__version__ = "0.1.0"

TYPE_CHECKING = False  # as in typing, which takes longer to import than `parplan --version` to answer

if TYPE_CHECKING:
    from parplan.api import check_text, load_plan
    from parplan.check import Checked, Sources, check
    from parplan.engine.standing import Standing, standings
    from parplan.findings import Finding
    from parplan.identities import Identity
    from parplan.load import CannotRead
    from parplan.model import Indicator, Plan
    from parplan.overlay import corrected
    from parplan.points import Rank

_HOMES = {
    "CannotRead": "parplan.load",
    "Checked": "parplan.check",
    "Finding": "parplan.findings",
    "Identity": "parplan.identities",
    "Indicator": "parplan.model",
    "Plan": "parplan.model",
    "Rank": "parplan.points",
    "Sources": "parplan.check",
    "Standing": "parplan.engine.standing",
    "check": "parplan.check",
    "check_text": "parplan.api",
    "corrected": "parplan.overlay",
    "load_plan": "parplan.api",
    "standings": "parplan.engine.standing",
}

__all__ = [
    "CannotRead",
    "Checked",
    "Finding",
    "Identity",
    "Indicator",
    "Plan",
    "Rank",
    "Sources",
    "Standing",
    "check",
    "check_text",
    "corrected",
    "load_plan",
    "standings",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
