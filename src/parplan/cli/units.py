"""`parplan units`: who leads which points."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from parplan.cli.app import command
from parplan.cli.complete import complete_unit
from parplan.cli.options import (
    Format,
    Language,
    OnBasis,
    Output,
    Plan,
    Plans,
    TargetYear,
    argument,
    option,
)
from parplan.text import Text

if TYPE_CHECKING:
    from parplan.engine.units import Coverage
    from parplan.workspace.opened import Workspace


@command(
    "units",
    help=Text(
        "Mỗi đơn vị chủ trì riêng và cùng chủ trì bao nhiêu điểm; tiêu chí nào chưa ai chủ trì.",
        "The points that each unit leads alone, those it shares with others, and the rows that "
        "nobody leads.",
    ),
    example="parplan units so-tttt",
)
def units(
    unit: Annotated[
        str | None,
        argument(
            metavar="UNIT",
            autocompletion=complete_unit,
            help=Text(
                "Mã hoặc tên một đơn vị; mặc định: tất cả.",
                "A unit's id or name. Default: all of them.",
            ),
        ),
    ] = None,
    matrix: Annotated[
        bool,
        option(
            "--matrix", help=Text("In bảng các tiêu chí và các đơn vị.", "Show rows against units.")
        ),
    ] = False,
    plan: Plan = None,
    plans: Plans = None,
    target_year: TargetYear = None,
    basis: OnBasis = "printed",
    form: Format = None,
    lang: Language = None,
    output: Output = None,
) -> int:
    """Print what every unit leads, what one unit does, rows against units, or many plans."""
    from parplan.cli.answer import answer
    from parplan.cli.typed import unit_typed
    from parplan.cli.workspace import opened, staff_of
    from parplan.engine.gap import standings
    from parplan.reports import matrix as rows_against_units
    from parplan.reports import units as report

    if plans is not None:
        from parplan.cli.language import say
        from parplan.cli.options import METAVARS
        from parplan.cli.plans import each_plan
        from parplan.cli.typed import alone
        from parplan.reports.plans import UNITS

        others = {"--plan": plan, say(METAVARS["UNIT"]): unit, "--matrix": matrix}
        alone("--plans", others)
        return each_plan(
            UNITS, plans, basis, _line, form=form, file=output, target_year=target_year
        )
    source = opened(plan, basis, target_year)
    staff = staff_of(source, standings(source.plan, source.on))
    one = None if unit is None else unit_typed(staff.work, unit, source.plan.by_id)
    told = (rows_against_units if matrix else report).answer(staff, one)
    answer(told, source, basis=basis, form=form, file=output)
    return 0


def _line(source: "Workspace") -> "Iterator[tuple[Coverage, None]]":
    """How much of each index anybody answers for; nothing beside it."""
    from parplan.cli.workspace import staff_of
    from parplan.engine.gap import standings

    staff = staff_of(source, standings(source.plan, source.on))
    for index in staff.indices:
        yield staff.leads.coverage(index, staff.work.units), None
