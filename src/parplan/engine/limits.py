"""What a scenario asks for that cannot come about: found by projecting its changes, and by where
its ranges end.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from parplan.engine.baseline import Baseline
from parplan.engine.project import Refused, project
from parplan.ids import named
from parplan.location import Loc
from parplan.model.scenario import Base, Change, RangeRecord
from parplan.points import padded

Impossible = tuple[
    Loc, str, Mapping[str, object]
]  # where in the scenario, the code of the rule, and what fills the rule's words


def impossible(
    baseline: Baseline,
    base: Base,
    changes: Sequence[Change] | None,
    ranges: Sequence[RangeRecord],
    *,
    clamp: bool = False,
) -> Iterator[Impossible]:
    """Everything that cannot come about. Changes are None where it is not clear what they are; with
    `clamp`, none passes a limit.
    """
    result = None if changes is None else project(baseline, base, changes, clamp=clamp)
    for refusal in result.refusals if isinstance(result, Refused) else ():
        at = refusal.change
        loc: Loc = ("name",)
        if at is not None and changes:
            loc = ("changes", at, "id" if refusal.code == "S108" else changes[at].kind)
        yield loc, refusal.code, refusal.values
    for at, spread in enumerate(ranges):
        for ident in named(spread.id, baseline.plan.by_id) if spread.range.in_order else ():
            for code, values in outside(ident, spread.range.low, spread.range.high, baseline):
                yield ("ranges", at, "range"), code, values


def outside(
    ident: str, low: Decimal, high: Decimal, baseline: Baseline
) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Why a range cannot be: it starts from no score, or goes beyond what is possible."""
    score, room = baseline.score[ident], baseline.room[baseline.fact[ident]]
    if score is None:
        yield "W704" if baseline.plan.by_id[ident].applies else "W709", {"id": ident}
        return
    if room.high is not None and Fraction(high) - score > room.high:
        limit, code, value = baseline.points(ident, room.high), "W701", high
    elif room.low is not None and Fraction(low) - score < room.low:
        limit, code, value = baseline.points(ident, room.low), "W702", low
    else:
        return
    decimals = baseline.plan.by_id[ident].decimals
    yield (
        code,
        {
            "id": ident,
            "value": padded(value, decimals),
            "limit": limit,
            "asked": ident,
            "nearest": limit,
        },
    )
