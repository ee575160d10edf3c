"""`parplan gap`: how far every row is from its target."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from parplan.cli.app import command
from parplan.cli.options import (
    Basis,
    Format,
    Ids,
    Language,
    Leads,
    OfUnits,
    OnBasis,
    Output,
    Parts,
    Plan,
    Plans,
    TargetYear,
    option,
)
from parplan.text import Message, Shown, Text

if TYPE_CHECKING:
    from parplan.engine.gap import Standing
    from parplan.workspace.opened import Workspace

SortKey = Literal[
    "id", "gap", "share", "score", "target", "planned", "headroom", "shortfall", "rank"
]


@command(
    "gap",
    help=Text(
        "Cần tăng thêm bao nhiêu điểm để đạt mục tiêu, từng tiêu chí.",
        "How far every row is from its target.",
    ),
    example="parplan gap par --sort gap",
)
def gap(
    ids: Ids = None,
    plan: Plan = None,
    plans: Plans = None,
    target_year: TargetYear = None,
    basis: OnBasis = "printed",
    parts: Parts = True,
    sort: Annotated[
        SortKey,
        option(
            "--sort",
            show_default=True,
            help=Text(
                "Thứ tự: theo kế hoạch (id), hoặc theo một số liệu, từ lớn đến nhỏ.",
                "Order of rows: the plan's (id), or by a figure, largest first.",
            ),
        ),
    ] = "id",
    fail_under: Annotated[
        list[str] | None,
        option(
            "--fail-under",
            metavar="ID=POINTS",
            help=Text(
                "Thoát với mã 1 nếu điểm thấp hơn ngưỡng (ví dụ par=75; par.target=85 cho mục "
                "tiêu); nếu càng thấp càng tốt thì là cao hơn ngưỡng. Dùng được nhiều lần.",
                "Exit with 1 if the score is below this (par=75; par.target=85 for the target); "
                "where less is better, if it is above. Repeatable.",
            ),
        ),
    ] = None,
    odds: Annotated[
        bool,
        option(
            "--odds",
            help=Text(
                "Thêm xác suất đạt mục tiêu, như “parplan simulate”.",
                "Add the chance of meeting each target, as `parplan simulate` has it.",
            ),
        ),
    ] = False,
    leads: Leads = False,
    unit: OfUnits = None,
    form: Format = None,
    lang: Language = None,
    output: Output = None,
) -> int:
    """Print how far the rows are, of one plan or of many; returns 1 where a gate is missed."""
    if plans is not None:
        others = {
            "--plan": plan,
            "--no-parts": not parts,
            "--sort": sort != "id",
            "--odds": odds,
            "--leads": leads,
            "--unit": unit,
        }
        return _each_plan(
            plans, ids or [], basis, fail_under or [], others, form, output, target_year
        )
    from parplan.cli.answer import answer
    from parplan.cli.output import needs, remark
    from parplan.cli.typed import ids_typed
    from parplan.cli.workspace import (
        led,
        opened,
        say_newer_results,
        say_other_years,
        standings_of,
    )
    from parplan.reports import gap as report
    from parplan.reports.rows import selected, without_parts

    if odds:
        needs("numpy", "simulate")
    source = opened(plan, basis, target_year, gate=bool(fail_under))
    result = standings_of(source)
    missed = _missed(result.chosen, fail_under or [])
    chosen = selected(result.chosen, ids_typed(source.plan, ids)) if ids else result.chosen
    if leads or unit:
        staff = led(source, unit or [], [row.id for index in chosen for row in index.walk()])
        result = result._replace(leads=staff.leads)
        chosen = selected(chosen, staff.chosen) if unit else chosen
    if odds:
        from parplan.cli.odds import in_full

        result = result._replace(forecast=in_full(source))
    chosen = report.ordered(chosen if parts else without_parts(chosen), sort)
    answer(
        report.answer(result._replace(chosen=chosen)), source, basis=basis, form=form, file=output
    )
    say_other_years(source, [index.id for index in chosen])
    say_newer_results(source, [index.id for index in chosen])
    for message in missed:
        remark(message)
    return 1 if missed else 0


def _each_plan(
    folder: Path,
    ids: list[str],
    basis: Basis,
    gates: list[str],
    others: Mapping[str, object],
    form: str | None,
    file: Path | None,
    target_year: int | None,
) -> int:
    """A line a plan; returns 1 where one misses a gate."""
    from parplan.cli.output import remark
    from parplan.cli.plans import each_plan, rows_typed
    from parplan.cli.typed import alone
    from parplan.engine.gap import standings
    from parplan.reports.plans import GAP

    alone("--plans", others)
    missed: list[Message] = []

    def tell(source: "Workspace") -> list[tuple["Standing", None]]:
        indices = standings(source.plan, source.on)
        told = [(row._replace(children=()), None) for row in rows_typed(indices, ids)]
        missed.extend(
            Message(_OF_PLAN, {"plan": source.name, "missed": message})
            for message in _missed(indices, gates)
        )
        return told

    code = each_plan(GAP, folder, basis, tell, form=form, file=file, target_year=target_year)
    for message in missed:
        remark(message)
    return 1 if missed else code


def _missed(indices: "tuple[Standing, ...]", gates: list[str]) -> list[Message]:
    """The gates that are missed. A gate is ID=POINTS for the score, or ID.target=POINTS for the
    target.
    """
    from parplan.cli.typed import gates_typed

    rows = {row.id: row for index in indices for row in index.walk()}
    missed: list[Message] = []
    for ident, field, least in gates_typed(gates, rows, _FIELDS):
        row = rows[ident]
        value: Decimal | None = getattr(row, field)
        values: dict[str, object] = {
            "path": f"{row.id}.{field}",
            "gate": Shown(least, row.decimals),
        }
        if value is None:
            missed.append(Message(_GATE_UNKNOWN, values))
            continue
        turned = row.better == "lower"
        if (value > least) if turned else (value < least):
            words = _EXCEEDED if turned else _MISSED
            missed.append(Message(words, {**values, "value": Shown(value, row.decimals)}))
    return missed


_OF_PLAN = Text("{plan}: {missed}", "{plan}: {missed}")
_FIELDS = ("score", "target")
_MISSED = Text(
    "{path} là {value}, thấp hơn ngưỡng {gate}", "{path} is {value}, below the gate of {gate}"
)
_EXCEEDED = Text(
    "{path} là {value}, cao hơn ngưỡng {gate}", "{path} is {value}, above the gate of {gate}"
)
_GATE_UNKNOWN = Text(
    "{path} chưa có số liệu, nên coi như không đạt ngưỡng {gate}",
    "{path} is not known, so the gate of {gate} is missed",
)
