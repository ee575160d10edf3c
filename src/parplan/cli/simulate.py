"""`parplan simulate`: how likely it is."""

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import typer

from parplan.cli.app import command
from parplan.cli.options import (
    Format,
    Ids,
    Language,
    OnBasis,
    Output,
    Parts,
    Peers,
    Plan,
    TargetYear,
    option,
)
from parplan.cli.what_if import (
    AS_PLANNED,
    IN_FULL,
    Adds,
    Clamp,
    Sets,
    Shares,
    Start,
    scenario_option,
    what_if,
)
from parplan.model.draws import MOST_SCENARIOS, MOST_SEED, SCENARIOS, SEED
from parplan.text import Message, Text

if TYPE_CHECKING:
    from parplan.engine.baseline import Baseline
    from parplan.engine.project import Projection
    from parplan.engine.simulate import Odds


@command(
    "simulate",
    help=Text(
        "Xác suất đạt mục tiêu của từng tiêu chí và tổng điểm.",
        "How likely every row and total meets its target.",
    ),
    example="parplan simulate papi --scenario as-others-have-done --seed 1",
)
def simulate(
    context: typer.Context,
    ids: Ids = None,
    plan: Plan = None,
    n: Annotated[
        int,
        option(
            "--n",
            metavar="N",
            min=1,
            max=MOST_SCENARIOS,
            show_default=True,
            help=Text("Số lần mô phỏng.", "How many random draws."),
        ),
    ] = SCENARIOS,
    seed: Annotated[
        int,
        option(
            "--seed",
            metavar="N",
            min=0,
            max=MOST_SEED,
            show_default=True,
            help=Text(
                "Hạt giống: cùng số này thì cùng kết quả.", "The same seed gives the same answer."
            ),
        ),
    ] = SEED,
    correlation: Annotated[
        str | None,
        option(
            "--correlation",
            metavar="SHARE",
            help=Text(
                "Các tiêu chí tăng, giảm cùng nhau đến mức nào: từ 0 (độc lập) đến dưới 1; mặc "
                "định: theo kết quả của các đơn vị.",
                "How far rows rise and fall together: from 0 (each on its own) to below 1. "
                "Default: as those of other units did.",
            ),
        ),
    ] = None,
    peers: Peers = None,
    at_least: Annotated[
        list[str] | None,
        option(
            "--at-least",
            metavar="ID=POINTS",
            help=Text(
                "Mức cần đạt thay cho mục tiêu của kế hoạch, ví dụ par=85. Dùng được nhiều lần.",
                "What to reach instead of the plan's target, such as par=85. Repeatable.",
            ),
        ),
    ] = None,
    sets: Sets = None,
    adds: Adds = None,
    shares: Shares = None,
    ranges: Annotated[
        list[str] | None,
        option(
            "--range",
            metavar="ID=LOW,LIKELY,HIGH",
            help=Text(
                "Khoảng điểm của một tiêu chí: thấp nhất, nhiều khả năng nhất, cao nhất, ví dụ "
                "par.1=8.2,8.9,9.1. Dùng được nhiều lần.",
                "The scores that a row may have: lowest, likeliest, highest, such as "
                "par.1=8.2,8.9,9.1. Repeatable.",
            ),
        ),
    ] = None,
    base: Start = None,
    clamp: Clamp = False,
    scenario: Annotated[
        list[str] | None,
        scenario_option(
            Text(
                "Tệp kịch bản, hoặc tên kịch bản đi kèm kế hoạch.",
                "A scenario's file, or the name of one beside the plan.",
            ),
        ),
    ] = None,
    parts: Parts = True,
    target_year: TargetYear = None,
    basis: OnBasis = "printed",
    form: Format = None,
    lang: Language = None,
    output: Output = None,
) -> int:
    """Print how likely every row and total meets its target."""
    from parplan.cli.output import needs, remark, stop

    needs("numpy", "simulate")
    from parplan.cli.answer import answer, chosen
    from parplan.cli.changes import typed_ranges
    from parplan.cli.odds import corrected, drawing
    from parplan.cli.typed import figure_typed, gates_typed, ids_typed
    from parplan.cli.watching import watched
    from parplan.cli.workspace import fields_of, opened, say_newer_results, say_other_years
    from parplan.engine.baseline import Baseline
    from parplan.reports import simulate as report
    from parplan.reports.bases import Ground
    from parplan.reports.odds import Forecast
    from parplan.reports.project import HELD

    asked = what_if(context, (sets, adds, shares), scenario, base, clamp=clamp)
    together = None
    if correlation is not None:
        together = figure_typed("--correlation", correlation, _below_one, _CORRELATION_FORM)
    known = chosen(
        form, output
    )  # what takes long is not begun for an answer that could not be written
    source = opened(plan, basis, target_year)
    baseline = Baseline(source.plan, source.on)
    shown = ids_typed(source.plan, ids) if ids else None
    scenarios = asked.scenarios(source, baseline)
    if len(scenarios) > 1:
        raise stop(Message(_ONE_SCENARIO))
    typed = {spread.ident: spread for spread in typed_ranges(ranges or [], baseline)}
    read = (spread for spread in scenarios[0].spreads if spread.ident not in typed)
    what = scenarios[0]._replace(spreads=(*read, *typed.values()))
    projection = asked.projected(what, baseline)
    for held in projection.held:
        remark(Message(HELD, {"id": held.ident, "limit": held.limit, "value": held.value}))
    gates = gates_typed(at_least or [], source.plan.by_id)
    targets = {ident: points for ident, _, points in gates}
    fields = fields_of(peers, source)

    def draw(base: "Baseline", aimed: "Projection") -> "tuple[Odds, ...]":
        with watched(n) as watch:
            drawn = drawing(
                fields,
                what.spreads,
                n=n,
                seed=seed,
                correlation=float(together) if together is not None else None,
                watch=watch,
            )
            return drawn(base, aimed)

    odds = draw(baseline, projection.aiming_at(targets))
    for ident, row in odds[0].idle(what.spreads):
        remark(Message(_IDLE_RANGE, {"id": ident, "row": row}))
    kept = tuple(each for index in odds if (each := _shown(index, shown, parts=parts)) is not None)
    rows = [row.id for each in kept for row in each.chance.walk()]
    better = corrected(source, what, rows, draw, targets=targets, clamp=clamp)
    forecast = Forecast(kept, better, source.decided)
    name = AS_PLANNED if what.name == IN_FULL else what.name
    result = report.Run(forecast, n, seed, together, name)
    ground = Ground(source.plan, source.findings, source.corrected)
    answer(
        report.answer(result, ground),
        source,
        basis=basis,
        form=known,
        file=output,
    )
    say_other_years(source, [each.chance.id for each in kept])
    say_newer_results(source, [each.chance.id for each in kept])
    return 0


def _shown(odds: "Odds", ids: frozenset[str] | None, *, parts: bool) -> "Odds | None":
    """The rows of an index that were asked for; none where nothing of it was."""
    from parplan.reports.rows import selected, without_parts

    chances = (odds.chance,) if ids is None else selected((odds.chance,), ids)
    return odds.showing((chances if parts else without_parts(chances))[0]) if chances else None


def _below_one(text: str) -> Decimal:
    from parplan.points import ONE, ZERO, NotAFigure, parse

    value = parse(text)
    if not ZERO <= value < ONE:
        raise NotAFigure(text)
    return value


_CORRELATION_FORM = Text("số từ 0 đến dưới 1 như 0.3", "a number from 0 to below 1 such as 0.3")
_ONE_SCENARIO = Text("simulate xem một kịch bản mỗi lần", "simulate takes one scenario at a time")
_IDLE_RANGE = Text(
    "khoảng của {id} không có tác dụng: {row} được xem như một tiêu chí trọn vẹn",
    "the range of {id} has no effect: {row} varies as a whole",
)
