"""parplan: plans for public-administration indices as checked data.

    import parplan

    plan = parplan.load("data")
    plan["par.7"].gap                                        # points, an exact Decimal
    plan.project({"par.7.admin": "9.00"})["par"].projected

Names are imported when they are first used, so that `import parplan` costs next to nothing.
"""

__version__ = "0.2.0"

TYPE_CHECKING = (
    False  # as in typing, which takes longer to import than `parplan --version` to answer
)

if TYPE_CHECKING:
    from parplan.api import InvalidPlan, Plan, Refused, Rows, check, load
    from parplan.model.findings import Finding
    from parplan.workspace.reading import CannotRead

_HOMES = {
    **dict.fromkeys(("InvalidPlan", "Plan", "Refused", "Rows", "check", "load"), "parplan.api"),
    "CannotRead": "parplan.workspace.reading",
    "Finding": "parplan.model.findings",
}

__all__ = ["CannotRead", "Finding", "InvalidPlan", "Plan", "Refused", "Rows", "check", "load"]


if not TYPE_CHECKING:  # to a type checker any name would be there

    def __getattr__(name: str) -> object:
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
