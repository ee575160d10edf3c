"""`parplan progress`: how far the way from the base year to the targets has been gone by a day."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from parplan.cli.app import command
from parplan.cli.options import (
    Format,
    Ids,
    Language,
    Layer,
    Leads,
    OfLayer,
    OfUnits,
    OnBasis,
    Output,
    Parts,
    Plan,
    Plans,
    TargetYear,
    option,
)
from parplan.model.fields import turned
from parplan.text import Text

if TYPE_CHECKING:
    from datetime import date

    from parplan.cli.workspace import Led
    from parplan.engine.gap import Standing
    from parplan.engine.progress import Progress
    from parplan.engine.units import Stake
    from parplan.reports.plans import Pace
    from parplan.workspace.opened import Workspace


@command(
    "progress",
    help=Text(
        "Đã đạt bao nhiêu phần mức tăng cần có, theo kết quả mới nhất (results.yaml).",
        "How far it is towards the targets, by the latest results (results.yaml).",
    ),
    example="parplan progress papi --as-of 2024-05-01",
)
def progress(
    ids: Ids = None,
    as_of: Annotated[
        str | None,
        option(
            "--as-of",
            metavar="DATE",
            help=Text(
                "Tính đến hết ngày này; mặc định: hôm nay.", "As known on this day. Default: today."
            ),
        ),
    ] = None,
    layer: OfLayer = None,
    leads: Leads = False,
    unit: OfUnits = None,
    plan: Plan = None,
    plans: Plans = None,
    target_year: TargetYear = None,
    basis: OnBasis = "printed",
    parts: Parts = True,
    form: Format = None,
    lang: Language = None,
    output: Output = None,
) -> int:
    """Print how far the way has been gone, in one plan or in many."""
    from datetime import date

    from parplan.cli.answer import answer
    from parplan.cli.typed import day_typed, ids_typed
    from parplan.cli.workspace import led, opened, say_other_years
    from parplan.engine.baseline import Baseline
    from parplan.engine.progress import progress, time_gone
    from parplan.model.results import LAYERS
    from parplan.reports import progress as report
    from parplan.reports.rows import selected, without_parts

    day = date.today() if as_of is None else day_typed("--as-of", as_of)
    layers = (layer,) if layer else LAYERS
    if plans is not None:
        from functools import partial

        from parplan.cli.plans import each_plan
        from parplan.cli.typed import alone
        from parplan.reports.plans import PROGRESS

        others = {"--plan": plan, "--no-parts": not parts, "--leads": leads, "--unit": unit}
        alone("--plans", others)
        tell = partial(_line, ids=ids or [], day=day, layers=layers)
        return each_plan(
            PROGRESS,
            plans,
            basis,
            tell,
            form=form,
            file=output,
            target_year=target_year,
            day=day,
            said={"day": day},
        )
    source = opened(plan, basis, target_year, day)
    baseline = Baseline(source.plan, source.on)
    rows = progress(baseline, source.outcomes, day, layers)
    chosen = selected(rows, ids_typed(source.plan, ids)) if ids else rows
    result = report.Measured(source.plan, day, time_gone(source.plan, day), chosen, whole=rows)
    if leads or unit:
        staff = led(source, unit or [], [row.id for index in chosen for row in index.walk()])
        result = result._replace(leads=staff.leads)
        if unit:
            result = result._replace(
                chosen=selected(chosen, staff.chosen), left=_left(staff, baseline.indices, rows)
            )
    if not parts:
        result = result._replace(chosen=without_parts(result.chosen))
    answer(report.answer(result), source, basis=basis, form=form, file=output)
    say_other_years(source, [index.id for index in result.chosen])
    return 0


def _line(
    source: "Workspace", ids: list[str], day: "date", layers: tuple[Layer, ...]
) -> "Iterator[tuple[Progress, Pace]]":
    """How far each row asked for is, without its parts, and what is told beside it."""
    from parplan.cli.plans import rows_typed
    from parplan.engine.baseline import Baseline
    from parplan.engine.progress import progress, time_gone
    from parplan.reports.plans import Pace
    from parplan.reports.progress import counted_in

    indices = progress(Baseline(source.plan, source.on), source.outcomes, day, layers)
    for row in rows_typed(indices, ids):
        yield row._replace(children=()), Pace(time_gone(source.plan, day), counted_in(row))


def _left(
    staff: "Led", indices: "Iterable[Standing]", rows: "Iterable[Progress]"
) -> dict[str, tuple[tuple[str, Decimal, Decimal], ...]]:
    """What is left of the points that each unit asked for leads, and how many these are, by index:
    in points of the index, below 0 where it is to fall.
    """
    every = (row for index in rows for row in index.walk())
    gaps = {it.id: None if it.gap is None else turned(it.gap, it.better) for it in every}
    found: dict[str, tuple[tuple[str, Decimal, Decimal], ...]] = {}
    for index in indices:
        stakes = [(unit, staff.every.stake(unit, index)) for unit in staff.asked]
        sums = [(unit, _sum(stake, gaps), stake.points) for unit, stake in stakes if stake.rows]
        found[index.id] = tuple(
            (unit, left, points)
            for unit, left, points in sums
            if left is not None and points is not None
        )
    return found


def _sum(stake: "Stake", gaps: Mapping[str, Decimal | None]) -> Decimal | None:
    """What is left of a unit's rows together; None where that of one is not known."""
    total = Decimal(0)
    for row in stake.rows:
        gap = gaps[row.id]
        if gap is None or row.points is None or not row.planned:
            return None
        total += gap * row.points / row.planned
    return total
