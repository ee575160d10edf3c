"""`parplan project`: where we land."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from parplan.cli.app import command
from parplan.cli.options import (
    Basis,
    Format,
    Ids,
    Language,
    OnBasis,
    Output,
    Parts,
    Plan,
    TargetYear,
    option,
)
from parplan.cli.what_if import (
    Adds,
    Because,
    Clamp,
    Save,
    Sets,
    Shares,
    Start,
    WhatIf,
    cased,
    saving,
    scenario_option,
    what_if,
)
from parplan.text import Message, Shown, Text

if TYPE_CHECKING:
    from parplan.engine.baseline import Baseline
    from parplan.model.scenario import Scenario
    from parplan.reports.project import Case


@command(
    "project",
    help=Text(
        "Điểm dự báo của từng tiêu chí và tổng điểm, nếu …",
        "Where we land if …: projected scores, row by row.",
    ),
    example="parplan project par --set par.7.admin=9.00 --share 60%",
)
def project(
    context: typer.Context,
    ids: Ids = None,
    plan: Plan = None,
    sets: Sets = None,
    adds: Adds = None,
    shares: Shares = None,
    base: Start = None,
    clamp: Clamp = False,
    scenario: Annotated[
        list[str] | None,
        scenario_option(
            Text(
                "Tệp kịch bản, hoặc tên kịch bản đi kèm kế hoạch. Nhiều lần: so sánh từng cột.",
                "A scenario's file, or the name of one beside the plan. Repeatable: side by side.",
            ),
        ),
    ] = None,
    saved: Save = None,
    because: Because = "",
    parts: Parts = True,
    batch: Annotated[
        Path | None,
        option(
            "--batch",
            metavar="FILE",
            help=Text(
                "Tệp CSV hoặc JSONL, mỗi dòng một kịch bản; kết quả vào -o. “-”: đầu vào chuẩn.",
                "CSV or JSONL file, one scenario a line; the results go to -o. “-” is standard "
                "input.",
            ),
        ),
    ] = None,
    target_year: TargetYear = None,
    basis: OnBasis = "printed",
    fail_under: Annotated[
        list[str] | None,
        option(
            "--fail-under",
            metavar="ID=POINTS",
            help=Text(
                "Thoát với mã 1 nếu điểm dự báo thấp hơn ngưỡng (ví dụ par=85). Dùng được nhiều "
                "lần.",
                "Exit with 1 if the projected score is below this (par=85). Repeatable.",
            ),
        ),
    ] = None,
    form: Format = None,
    lang: Language = None,
    output: Output = None,
) -> int:
    """Print where every index lands in every scenario; returns 1 where a gate is missed."""
    from parplan.cli.answer import answer
    from parplan.cli.output import remark, stop
    from parplan.cli.typed import ids_typed, reason_typed
    from parplan.cli.wishes import wished
    from parplan.cli.workspace import opened, say_newer_results, say_other_years
    from parplan.engine.baseline import Baseline
    from parplan.reports import project as report
    from parplan.reports.bases import Ground

    asked = what_if(context, (sets, adds, shares), scenario, base, clamp=clamp)
    if batch is not None:
        others = {
            "ID": ids,
            "--scenario": scenario,
            "--save": saved,
            "--because": because,
            "--fail-under": fail_under,
        }
        return _batch(
            batch,
            plan,
            asked,
            basis,
            {
                **others,
                "--set, --add, --share": asked.typed,
                "--format": form,
                "--excel": wished().excel,
            },
            output,
            target_year,
        )
    source = opened(plan, basis, target_year, gate=bool(fail_under))
    baseline = Baseline(source.plan, source.on)
    scenarios = asked.scenarios(source, baseline, reason_typed(because))
    if saved is not None and len(scenarios) > 1:
        raise stop(Message(_SAVE_ONE))
    whole = [cased(each, asked, source, baseline) for each in scenarios]
    missed = [message for case in whole for message in _missed(case, fail_under or [])]
    chosen = ids_typed(source.plan, ids) if ids else None
    cases = [_shown(case, chosen, parts=parts) for case in whole]

    kept_file = None
    if saved is not None:
        kept = _with_holds(scenarios[0], whole[0], baseline)
        named = kept if asked.named else kept._replace(name=Text(saved.stem, saved.stem))
        kept_file = saving(named, source.plan.about.id, saved)
    ground = Ground(source.plan, source.findings, source.corrected)
    answer(
        report.answer(cases, ground),
        source,
        basis=basis,
        form=form,
        file=output,
        saved=kept_file,
    )
    shown = [index.id for index in cases[0].projection.indices]
    say_other_years(source, shown)
    say_newer_results(source, shown)
    for message in missed:
        remark(message)
    return 1 if missed else 0


def _batch(
    batch: Path,
    plan: Path | None,
    asked: WhatIf,
    basis: Basis,
    others: Mapping[str, object],
    file: Path | None,
    target_year: int | None,
) -> int:
    """Project every line of a file of scenarios; returns 1 where a line could not be."""
    from parplan.cli import batch as lines
    from parplan.cli.typed import alone
    from parplan.cli.workspace import opened
    from parplan.engine.baseline import Baseline

    alone("--batch", others)
    source = opened(plan, basis, target_year)
    return lines.run(
        batch,
        Baseline(source.plan, source.on),
        base=asked.base or "plan",
        clamp=asked.clamp,
        result=file,
    )


def _shown(case: "Case", ids: frozenset[str] | None, *, parts: bool) -> "Case":
    """The rows that were asked for."""
    from parplan.reports.rows import selected, without_parts

    indices = case.projection.indices if ids is None else selected(case.projection.indices, ids)
    return case.showing(indices if parts else without_parts(indices))


def _with_holds(scenario: "Scenario", case: "Case", baseline: "Baseline") -> "Scenario":
    """The scenario with rows that were held set to their limits, so that it needs no holding.
    Raises Stop where a total was held.
    """
    from parplan.cli.output import stop
    from parplan.model.scenario import Change

    holds = [
        held for held in case.projection.held if not baseline.shares[baseline.fact[held.ident]]
    ]
    if len(holds) < len(case.projection.held):
        raise stop(
            Message(
                _SAVE_HELD,
                {"ids": tuple(held.ident for held in case.projection.held if held not in holds)},
            )
        )
    ids = {held.ident for held in holds}
    kept = [
        pair
        for pair in zip(scenario.changes, scenario.reasons, strict=True)
        if pair[0].typed not in ids
    ]
    because = (
        scenario.reasons[-1] if scenario.reasons else Text("", "")
    )  # the plan itself may pass a limit
    kept += [(Change("set", held.ident, held.limit), because) for held in holds]
    return scenario._replace(
        changes=tuple(change for change, _ in kept), reasons=tuple(because for _, because in kept)
    )


def _missed(case: "Case", gates: list[str]) -> list[Message]:
    """The gates that a scenario misses. A gate is ID=POINTS for the projected score."""
    from parplan.cli.typed import gates_typed
    from parplan.engine.identities.totals import between

    rows = case.projection.rows()
    missed: list[Message] = []
    for ident, _, gate in gates_typed(gates, rows):
        value: Decimal | None = rows[ident].projected
        short = between(value, gate, rows[ident].better)
        values: dict[str, object] = {
            "path": ident,
            "gate": Shown(gate, rows[ident].decimals),
            "scenario": case.name,
        }
        if value is None or short is None:
            missed.append(Message(_GATE_UNKNOWN, values))
        elif short > 0:
            said = {**values, "value": Shown(value, rows[ident].decimals)}
            missed.append(Message(_MISSED if rows[ident].better == "higher" else _EXCEEDED, said))
    return missed


_SAVE_ONE = Text("--save chỉ lưu một kịch bản", "--save saves one scenario")
_SAVE_HELD = Text(
    "--save không lưu kịch bản phải giữ ở giới hạn ({ids}); đặt mức có thể rồi lưu",
    "--save does not write a scenario that has to be held at limits ({ids}); give what is "
    "possible, then save",
)
_MISSED = Text(
    "{path} dự báo {value}, thấp hơn ngưỡng {gate} ({scenario})",
    "{path} is projected at {value}, below the gate of {gate} ({scenario})",
)
_EXCEEDED = Text(
    "{path} dự báo {value}, cao hơn ngưỡng {gate} ({scenario})",
    "{path} is projected at {value}, above the gate of {gate} ({scenario})",
)
_GATE_UNKNOWN = Text(
    "{path} chưa dự báo được, nên coi như không đạt ngưỡng {gate} ({scenario})",
    "{path} is not known, so the gate of {gate} is missed ({scenario})",
)
