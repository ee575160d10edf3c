"""What is typed for `parplan reach`, as a wish; and the call that a wish comes from."""

import shlex
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from parplan.checks.scenario import read_costs
from parplan.cli.goal import OPTION, Goal, goal_typed
from parplan.cli.output import stop
from parplan.cli.typed import MEANT, figure_typed, ids_typed, pair_typed
from parplan.cli.workspace import as_opened
from parplan.engine.reach import By, Wish
from parplan.points import MOST_DECIMALS, ZERO, NotAFigure, digits, parse, parse_part
from parplan.reports.reach import misplaced
from parplan.text import Message, Text
from parplan.workspace.opened import read_source, usable

if TYPE_CHECKING:
    from parplan.cli.what_if import Base
    from parplan.engine.baseline import Baseline
    from parplan.model.aims import Aim
    from parplan.model.fields import Better
    from parplan.workspace.opened import Workspace


class Asked(NamedTuple):
    """What was typed."""

    ident: str
    goal: Goal
    by: By
    locks: list[str]
    only: list[str]
    max_share: str | None
    step: str | None
    costs: list[str]
    costs_file: Path | None
    odds: str | None


def wish_typed(
    asked: Asked, source: "Workspace", baseline: "Baseline"
) -> "tuple[Wish, Text, Aim | None]":
    """What was asked for, with the unit of its costs, and the statement that its goal comes from.
    Raises Stop for anything that cannot be understood.
    """
    ident = _one(asked.ident, source)
    costs, unit = _costs(asked, source)
    if asked.by == "cheapest" and not costs:
        raise stop(Message(_NO_COSTS))
    ids_typed(source.plan, [*asked.locks, *asked.only])  # all that do not exist at once
    locks, only = (
        {typed: ids_typed(source.plan, [typed]) for typed in each}
        for each in (asked.locks, asked.only)
    )
    if wrong := tuple(misplaced(baseline, ident, only, locks, costs, dash="--")):
        raise stop(*wrong)
    at_least, aim = goal_typed(asked.goal, ident, source, baseline.standing[ident])
    return (
        Wish(
            ident,
            at_least,
            asked.by,
            frozenset().union(*locks.values()),
            frozenset().union(*only.values()),
            None
            if asked.max_share is None
            else figure_typed("--max-share", asked.max_share, parse_part, _PART_FORM),
            None
            if asked.step is None
            else figure_typed("--step", asked.step, _above_zero, _STEP_FORM),
            costs,
        ),
        unit,
        aim,
    )


def _one(typed: str, source: "Workspace") -> str:
    found = ids_typed(source.plan, [typed])
    if len(found) > 1:
        ids = tuple(ident for ident in source.plan.by_id if ident in found)
        raise stop(Message(_ONE_ID, {"text": typed, "ids": ids}))
    return next(iter(found))


def _above_zero(text: str) -> Decimal:
    value = parse(text)
    if value <= 0:
        raise NotAFigure(text)
    return value


def _costs(asked: Asked, source: "Workspace") -> tuple[dict[str, Decimal], Text]:
    """What a point costs, by id: from the file, then from the options, and the unit that the file
    names.
    """
    costs: dict[str, Decimal] = {}
    unit = Text("", "")
    if asked.costs_file is not None:
        read = usable(read_costs(read_source(asked.costs_file), source.plan, source.name))
        costs, unit = dict(read.by_id), read.unit
    for text in asked.costs:
        typed, amount = pair_typed(text)
        try:
            cost = parse(amount)
            if not typed or cost < ZERO:
                raise NotAFigure(text)
        except NotAFigure as error:
            meant = (
                f"{typed}={error.meant}"
                if error.meant is not None and typed and not error.meant.startswith("-")
                else None
            )
            raise stop(
                Message(
                    MEANT if meant else _BAD_COST,
                    {"option": "--cost", "text": text, "meant": meant},
                )
            ) from error
        costs |= dict.fromkeys(sorted(ids_typed(source.plan, [typed])), cost)
    return costs, unit


def call_of(asked: Asked, wish: Wish, source: "Workspace", base: "Base", better: "Better") -> str:
    """The call that works the answer out, where the plan is at hand."""
    words = ["parplan", "reach", wish.ident]
    for name, text in asked.goal.typed.items():
        words += [name, text]
    if not asked.goal.typed and digits(wish.points) <= MOST_DECIMALS:  # else no option has it
        words += [OPTION[better], format(wish.points, "f")]
    words += ["--odds", asked.odds] if asked.odds else []
    words += ["--peers", asked.goal.peers.as_posix()] if asked.goal.peers else []
    words += ["--by", wish.by] if wish.by != "even" else []
    words += [word for ident in asked.locks for word in ("--lock", ident)]
    words += [word for ident in asked.only for word in ("--only", ident)]
    words += ["--max-share", asked.max_share] if asked.max_share else []
    words += ["--step", asked.step] if asked.step else []
    words += [word for cost in asked.costs for word in ("--cost", cost)]
    words += ["--costs", asked.costs_file.as_posix()] if asked.costs_file else []
    words += ["--base", base] if base != "current" else []
    return shlex.join([*words, *as_opened(source)])


_ONE_ID = Text(
    "“{text}” là nhiều mã ({ids}); chọn một", "“{text}” names several ids ({ids}); choose one"
)
_STEP_FORM = Text("số điểm lớn hơn 0 như 0.25", "points above 0 such as 0.25")
_PART_FORM = Text(
    "tỷ lệ phần trăm, nhiều nhất 100%, như 60%", "a percentage of at most 100% such as 60%"
)
_BAD_COST = Text(
    "{option} “{text}”: không phải dạng MÃ=3.5", "{option} “{text}”: not of the form ID=3.5"
)
_NO_COSTS = Text(
    "--by cheapest cần chi phí mỗi điểm: --cost MÃ=3.5 hoặc --costs TỆP",
    "--by cheapest needs costs per point: --cost ID=3.5 or --costs FILE",
)
