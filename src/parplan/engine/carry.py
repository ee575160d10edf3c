"""How every change follows from those that may be typed: what a workbook needs to carry a plan up
by itself, as `project` does, from where a scenario has it.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from parplan.engine.baseline import NOTHING, Baseline, Bent, Shares
from parplan.engine.project import Projection


class Carry(NamedTuple):
    """How a fact's change comes about, in points: `own` is what it adds itself, `parts` are the
    facts that it moves with, each with its factor, `bent` how that is no weighted sum.

    `change` is what it comes to now. It is `free` where it moves on its own; `is_open` where nobody
    knows what another change of its parts would bring it.
    """

    change: Fraction
    own: Fraction
    parts: Shares
    bent: Bent | None
    free: bool
    is_open: bool


def carried(baseline: Baseline, projection: Projection) -> Mapping[str, Carry]:
    """How every fact's change comes about that is known, by fact, parts first.

    The projection may be held at limits: what may be typed is, but no total is held, so that it
    shows what its parts promise.
    """
    beyond = {
        baseline.fact[held.ident]: Fraction(held.value) - (baseline.score[held.ident] or NOTHING)
        for held in projection.held
    }
    found: dict[str, Carry] = {}
    for fact in baseline.order:
        if fact in projection.moved:
            found[fact] = _carry(baseline, projection.moved, beyond, found, fact)
    return found


def _carry(
    baseline: Baseline,
    moved: Mapping[str, Fraction],
    beyond: Mapping[str, Fraction],
    found: Mapping[str, Carry],
    fact: str,
) -> Carry:
    if all(part not in moved for part in baseline.below(fact)):
        free = _may_move(baseline, moved, fact)
        return Carry(moved[fact], moved[fact], (), None, free, is_open=False)
    parts = tuple(_known(baseline, found, fact))
    bent = baseline.bends.get(fact) if parts else None
    held = baseline.brought(fact, [(factor, moved[part]) for factor, part in parts])
    now = baseline.brought(fact, [(factor, found[part].change) for factor, part in parts])
    own = beyond.get(fact, moved[fact]) - (held or NOTHING)
    unknown = bent is not None and (bent.rule is None or bent.raw is None)
    is_open = unknown or any(found[part].is_open for _, part in parts)
    return Carry(own + (now or NOTHING), own, parts, bent, free=False, is_open=is_open)


def _known(
    baseline: Baseline, found: Mapping[str, Carry], fact: str
) -> Iterator[tuple[Fraction, str]]:
    """The facts that one moves with, each with its factor: in the place of a part of which nobody
    knows what the plan asks, what that moves with.
    """
    for factor, part in baseline.shares[fact]:
        if part in found:
            yield factor, part
        elif fact not in baseline.bends:  # below such a total, then, nothing may be typed
            yield from ((factor * by, below) for by, below in _known(baseline, found, part))


def _may_move(baseline: Baseline, moved: Mapping[str, Fraction], fact: str) -> bool:
    """Whether a change of it may be asked for: it applies somewhere, no row above it makes
    something of it that nobody knows, and no part of it is in another row that is known, which
    would then be so no longer.
    """
    applies = any(baseline.plan.by_id[place].applies for place in baseline.places[fact])
    above, below = baseline.above(fact), baseline.below(fact)
    lost = any(
        row in baseline.bends and any(each not in moved for each in (row, *baseline.below(row)))
        for row in above
    )
    own = {fact, *above, *below}
    others = (row for part in below for row in baseline.above(part) if row not in own)
    return applies and not lost and not any(row in moved for row in others)
