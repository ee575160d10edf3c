"""What a rule is: one small function with its code, title and reason beside it, and one registry of them all."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeVar

from parplan.engine.identities import Figure, Found, Identity, Unknown
from parplan.model.plan import Indicator, Plan
from parplan.points import readable
from parplan.text import Text

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


class Problem(NamedTuple):
    """What a rule has to say of one place; `check` turns it into a finding with file, line and words."""

    ident: str
    field: str
    values: Mapping[str, object] = MappingProxyType({})
    operands: tuple[Figure, ...] = ()
    delta: Decimal | None = None
    slack: Decimal | None = None
    code: str | None = None  # another rule's code, where that one says it better (rounding, not evaluated)
    help: Text | None = None


IndicatorCheck = Callable[[Indicator, Plan], Problem | None]
PlanCheck = Callable[[Plan], Iterable[Problem]]
Check = TypeVar("Check", IndicatorCheck, PlanCheck)


class Rule(NamedTuple):
    """A rule as a reader meets it. `wrong` and `right` are the rows that break it and mend it (a line `# targets` starts the
    second file, `# errata` the third, `# scenario` a what-if on top of them)."""

    code: str
    slug: str
    severity: Severity
    title: Text
    why: Text
    message: Text
    help: Text
    wrong: str
    right: str
    on: Literal["text", "leaf", "row", "total", "plan", "cell", "ledger", "scenario", "panel"]
    check_indicator: IndicatorCheck | None = None
    check_plan: PlanCheck | None = None


REGISTRY: dict[str, Rule] = {}


def register(rule: Rule) -> Rule:
    """Put a rule on the one list. Raises ValueError where the code is taken."""
    if rule.code in REGISTRY:
        raise ValueError(f"two rules with the code {rule.code}")
    REGISTRY[rule.code] = rule
    return rule


def judged(found: Found) -> Problem | None:
    """An equation's verdict: nothing where it holds, a rounding remark inside the slack, a problem beyond it."""
    if found is None:
        return None
    if isinstance(found, Unknown):
        names = tuple(f"{ident}.{field}" for ident, field in found.missing)
        return Problem(found.total.ident, found.total.field, {"missing": names}, (found.total,), code="X901")
    return judged_identity(found)


def judged_identity(identity: Identity) -> Problem | None:
    """As `judged`, for an equation whose terms are all known."""
    raw = identity.raw_delta
    if not raw:
        return None
    total = identity.total
    values: dict[str, object] = {
        "sum": readable(identity.value),
        "total": total.value,
        "delta": readable(abs(identity.delta)),
        "slack": readable(identity.slack),
    }
    within = abs(raw) <= identity.raw_slack
    operands = tuple(figure for _, figure in identity.terms)
    return Problem(
        total.ident, total.field, values, operands, readable(identity.delta), readable(identity.slack), code="A308" if within else None
    )
