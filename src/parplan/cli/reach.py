"""`parplan reach`: what it would take."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from parplan.cli.app import command
from parplan.cli.complete import complete_id
from parplan.cli.goal import Goal
from parplan.cli.options import (
    Format,
    Language,
    OnBasis,
    Output,
    Peers,
    Plan,
    TargetYear,
    argument,
    option,
)
from parplan.cli.what_if import Base, Because, Save, saving
from parplan.text import Message, Shown, Text

if TYPE_CHECKING:
    from parplan.engine.baseline import Baseline
    from parplan.engine.margin import Outlook
    from parplan.engine.movement import Movement
    from parplan.engine.project import Projection, Refusal
    from parplan.engine.reach import Reach, Wish
    from parplan.model.fields import Better
    from parplan.model.scenario import Scenario
    from parplan.reports.reach import Reached
    from parplan.workspace.opened import Workspace

By = Literal["even", "fewest", "cheapest"]


@command(
    "reach",
    help=Text(
        "Để đạt mức này, mỗi tiêu chí phải tăng bao nhiêu.",
        "What it would take: how much each row has to bring.",
    ),
    example="parplan reach par --at-least 85 --lock par.7.admin --max-share 60%",
)
def reach(
    ident: Annotated[
        str,
        argument(
            metavar="ID",
            autocompletion=complete_id,
            help=Text(
                "Chỉ số hoặc tiêu chí cần đạt, ví dụ par, par.8.",
                "The index or row that is to reach it, such as par, par.8.",
            ),
        ),
    ],
    at_least: Annotated[
        str | None,
        option(
            "--at-least",
            metavar="POINTS",
            help=Text(
                "Số điểm cần đạt; mặc định: mục tiêu của kế hoạch.",
                "The points to reach. Default: the plan's target.",
            ),
        ),
    ] = None,
    at_most: Annotated[
        str | None,
        option(
            "--at-most",
            metavar="POINTS",
            help=Text(
                "Mức điểm cần giảm đến, với tiêu chí càng thấp càng tốt.",
                "The points to come down to, of a row where less is better.",
            ),
        ),
    ] = None,
    rank: Annotated[
        str | None,
        option(
            "--rank",
            metavar="RANK",
            help=Text(
                "Thứ hạng cần đạt, theo bảng các đơn vị.",
                "The rank to reach, by a table of other units.",
            ),
        ),
    ] = None,
    places: Annotated[
        str | None,
        option(
            "--places",
            metavar="N",
            help=Text("Số bậc cần tăng.", "How many places to gain."),
        ),
    ] = None,
    group: Annotated[
        str | None,
        option(
            "--group",
            metavar="GROUP",
            help=Text("Nhóm cần vào, ví dụ cao.", "The group to get into."),
        ),
    ] = None,
    odds: Annotated[
        str | None,
        option(
            "--odds",
            metavar="SHARE",
            help=Text(
                "Xác suất cần đạt theo diễn biến thông thường, ví dụ 0.8 hoặc 80%: kế hoạch cần "
                "đặt mức nào.",
                "The chance of reaching it as scores move, such as 0.8 or 80%: what to plan for "
                "that.",
            ),
        ),
    ] = None,
    peers: Peers = None,
    plan: Plan = None,
    by: Annotated[
        By,
        option(
            "--by",
            show_default=True,
            help=Text(
                "even: mỗi tiêu chí cùng một phần dư địa; fewest: ít tiêu chí nhất; cheapest: ít "
                "chi phí nhất.",
                "even: the same share of every row's headroom; fewest: as few rows as possible; "
                "cheapest: by costs.",
            ),
        ),
    ] = "even",
    lock: Annotated[
        list[str] | None,
        option(
            "--lock",
            metavar="ID",
            autocompletion=complete_id,
            help=Text(
                "Tiêu chí giữ nguyên. Dùng được nhiều lần.",
                "A row that stays as it is. Repeatable.",
            ),
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        option(
            "--only",
            metavar="ID",
            autocompletion=complete_id,
            help=Text(
                "Chỉ các tiêu chí này được thay đổi. Dùng được nhiều lần.",
                "Only these rows may change. Repeatable.",
            ),
        ),
    ] = None,
    max_share: Annotated[
        str | None,
        option(
            "--max-share",
            metavar="PERCENT",
            help=Text(
                "Mỗi tiêu chí dùng nhiều nhất phần này của dư địa, ví dụ 60%.",
                "The most that any row brings of its headroom, such as 60%.",
            ),
        ),
    ] = None,
    step: Annotated[
        str | None,
        option(
            "--step",
            metavar="POINTS",
            help=Text(
                "Điểm tăng theo bước, ví dụ 0.25; mặc định: chữ số cuối của chỉ số.",
                "Points come in steps, such as 0.25. Default: the index's last digit.",
            ),
        ),
    ] = None,
    cost: Annotated[
        list[str] | None,
        option(
            "--cost",
            metavar="ID=COST",
            help=Text(
                "Chi phí cho mỗi điểm của một tiêu chí, ví dụ par.1=3.5. Dùng được nhiều lần.",
                "What a point of a row costs, such as par.1=3.5. Repeatable.",
            ),
        ),
    ] = None,
    costs: Annotated[
        Path | None,
        option(
            "--costs",
            metavar="FILE",
            help=Text("Tệp YAML chi phí cho mỗi điểm.", "YAML file of costs per point."),
        ),
    ] = None,
    base: Annotated[
        Base,
        option(
            "--base",
            show_default=True,
            help=Text(
                "Xuất phát từ mức dự kiến tăng (plan) hay từ điểm hiện tại (current).",
                "Start from the planned increases, or from the scores as they are.",
            ),
        ),
    ] = "current",
    saved: Save = None,
    because: Because = "",
    target_year: TargetYear = None,
    basis: OnBasis = "printed",
    form: Format = None,
    lang: Language = None,
    output: Output = None,
) -> int:
    """Print what each row is to bring; returns 1 where the goal is out of reach."""
    from parplan.cli.answer import answer
    from parplan.cli.output import WITH_EXTRA, needs, remark, stop
    from parplan.cli.reach_asked import Asked, call_of, wish_typed
    from parplan.cli.typed import figure_typed, reason_typed
    from parplan.cli.workspace import opened, say_newer_results
    from parplan.engine.baseline import Baseline
    from parplan.engine.project import Refused, project
    from parplan.engine.reach import Unknown
    from parplan.engine.reach import reach as worked_out
    from parplan.points import parse_chance
    from parplan.reports import reach as report
    from parplan.reports.footnotes import RESTS_ON

    chance = None if odds is None else figure_typed("--odds", odds, parse_chance, _ODDS_FORM)
    if chance is not None:
        needs("numpy", "simulate")
    goal = Goal(at_least, at_most, rank, places, group, peers)
    asked = Asked(ident, goal, by, lock or [], only or [], max_share, step, cost or [], costs, odds)
    source = opened(plan, basis, target_year)
    baseline = Baseline(source.plan, source.on)
    start = project(baseline, base)
    if isinstance(start, Refused):
        raise stop(*(Message(_BEYOND, {"reason": _why(refusal)}) for refusal in start.refusals))
    reason = reason_typed(because)
    wish, unit, aim = wish_typed(asked, source, baseline)
    outlook, moving = (
        (None, ())
        if chance is None
        else _outlook(chance, wish.ident, peers, source, baseline, start)
    )
    found = worked_out(baseline, wish, start, outlook)
    if isinstance(found, Unknown):
        raise stop(Message(_NO_TOTAL, {"id": found.ident}))
    # The plan's increases and targets matter only where it starts from them, or aims at them.
    left_alone = {"planned"} if base == "current" else set()
    left_alone |= {"target"} if goal.typed else set()
    result = _around(found, wish, unit, baseline, start)._replace(
        aims=(aim,) if aim else () if goal.typed else baseline.standing[wish.ident].aims,
        findings=source.findings,
        moving=moving,
        rests_on=tuple(figure for figure in RESTS_ON if figure not in left_alone),
    )

    kept_file = None
    if saved is not None and found.feasible:
        better = baseline.standing[wish.ident].better
        because = reason or call_of(asked, wish, source, base, better)
        kept = _scenario(result, base, because, start, typed=bool(reason))
        kept_file = saving(kept, source.plan.about.id, saved)
    answer(
        report.answer(result, source.corrected),
        source,
        basis=basis,
        form=form,
        file=output,
        saved=kept_file,
    )
    say_newer_results(source, [wish.ident])
    if found.unproven == "no-solver":
        remark(Message(_NO_SOLVER, {"install": Message(WITH_EXTRA, {"extra": "solver"})}))
    if saved is not None and not found.feasible:
        remark(Message(_NOT_SAVED))
    return 0 if found.feasible else 1


def _outlook(
    chance: Decimal,
    ident: str,
    peers: Path | None,
    source: "Workspace",
    baseline: "Baseline",
    start: "Projection",
) -> "tuple[Outlook, tuple[Movement, ...]]":
    """What the total comes to with nothing planned. Raises Stop where that is not known."""
    from parplan.cli.output import stop
    from parplan.cli.workspace import fields_of
    from parplan.engine.margin import outlook
    from parplan.engine.movement import movements

    moving = movements(baseline, fields_of(peers, source))
    found = outlook(chance, ident, baseline, start, moving)
    if found is None:
        raise stop(Message(_NO_ODDS, {"id": ident}))
    return found


def _why(refusal: "Refusal") -> Message:
    from parplan.rules.scenarios import refusal_words

    return refusal_words(refusal.code, refusal.values)[0]


def _around(
    found: "Reach", wish: "Wish", unit: Text, baseline: "Baseline", start: "Projection"
) -> "Reached":
    """The answer with what is around it."""
    from parplan.points import last_digit
    from parplan.reports.amounts import total_name
    from parplan.reports.reach import Reached

    row, before = baseline.standing[wish.ident], start.rows()
    also = [
        (effort.id, twin, score, score + effort.change)
        for effort in found.rows
        for twin in baseline.places[baseline.fact[effort.id]]
        if twin != effort.id and effort.share and (score := before[twin].score) is not None
    ]
    unpriced = (
        [effort.id for effort in found.rows if effort.cost is None and effort.id not in wish.locked]
        if wish.by == "cheapest"
        else []
    )
    step = last_digit(row.decimals) if wish.step is None else wish.step
    floor = baseline.plan.by_id[wish.ident].floor
    return Reached(
        found,
        row.name,
        total_name(baseline.plan.by_id[wish.ident]),
        row.decimals,
        row.decimals_of,
        row.max,
        row.ceiling if row.better == "higher" else floor,
        row.score,
        before[wish.ident].projected,
        step,
        unit,
        row.better,
        tuple(also),
        tuple(unpriced),
    )


def _scenario(
    result: "Reached", base: Base, because: str, start: "Projection", *, typed: bool
) -> "Scenario":
    """The answer as a scenario: the rows that change, set to what they are to reach."""
    from parplan.model.scenario import Change, Scenario
    from parplan.points import raised
    from parplan.reports.reach_sentences import WITH_ODDS, in_percent

    points = Shown(result.reach.points, result.decimals)
    name = _NAME[result.better].filled(id=result.reach.goal, points=points)
    if (margin := result.reach.margin) is not None:
        name = WITH_ODDS.filled(goal=name, odds=in_percent(margin.odds))
    reason = Text(because, because) if typed else _BECAUSE.filled(command=because)
    before = start.rows()
    rows = [row for row in result.reach.rows if row.projected != before[row.id].projected]
    changes = tuple(Change("set", row.id, raised(row.projected)) for row in rows)
    return Scenario(name, base, changes, (reason,) * len(changes))


_NAME: "Mapping[Better, Text]" = {
    "higher": Text("{id} đạt ít nhất {points}", "{id} at least {points}"),
    "lower": Text("{id} giảm còn không quá {points}", "{id} at most {points}"),
}
_BECAUSE = Text("Tính bằng {command}.", "Worked out by {command}.")
_NO_TOTAL = Text(
    "{id} chưa có điểm hoặc chưa dự báo được",
    "{id} has no score, or it is not known where it lands",
)
_ODDS_FORM = Text(
    "xác suất lớn hơn 0 và nhỏ hơn 1 như 0.8 hoặc 80%",
    "a chance above 0 and below 1 such as 0.8 or 80%",
)
_NO_ODDS = Text(
    "{id}: chưa biết điểm dao động thế nào, nên không tính được xác suất: có tiêu chí chưa có điểm "
    "hoặc chưa có điểm tối đa; bỏ --odds",
    "{id}: how it moves is not known, so no chance is: rows have no score or no maximum; "
    "leave out --odds",
)
_NO_SOLVER = Text(
    "có thể có phương án tốt hơn; để tìm phương án tốt nhất, {install}",
    "a better answer may exist; to find the best one, {install}",
)
_BEYOND = Text(
    "kế hoạch không thể là điểm xuất phát: {reason}; sửa mức dự kiến tăng trong targets.yaml, "
    "hoặc bỏ --base plan",
    "the plan cannot be where it starts: {reason}; put the increase right in targets.yaml, or "
    "leave out --base plan",
)
_NOT_SAVED = Text("không lưu: mục tiêu không đạt được", "not saved: the goal is out of reach")
