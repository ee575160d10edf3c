"""`parplan review`: targets against the outcome."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from parplan.cli.app import command
from parplan.cli.options import (
    Basis,
    Format,
    Ids,
    Language,
    Layer,
    OfLayer,
    OnBasis,
    Output,
    Parts,
    Plan,
    Plans,
    TargetYear,
    option,
)
from parplan.text import Message, Text

if TYPE_CHECKING:
    from parplan.engine.layers import Layered
    from parplan.engine.review import Outcome
    from parplan.model.results import Outcomes
    from parplan.reports.plans import Reviewed
    from parplan.workspace.opened import When, Workspace


@command(
    "review",
    help=Text(
        "Mục tiêu và kết quả thực tế: đạt, không đạt, giảm.",
        "Targets against the outcome: met, missed, fell.",
    ),
    example="parplan review papi --year 2023",
)
def review(
    ids: Ids = None,
    year: Annotated[
        int | None,
        option(
            "--year",
            metavar="YEAR",
            help=Text(
                "Năm của kết quả; mặc định: năm của mục tiêu (xem --target-year).",
                "The year of the outcome. Default: that of the targets (see --target-year).",
            ),
        ),
    ] = None,
    layer: OfLayer = None,
    side_by_side: Annotated[
        bool,
        option(
            "--layers",
            help=Text(
                "Đối chiếu điểm tự đánh giá, thẩm định, điều tra XHH và công bố của năm đó.",
                "The self-assessed, appraised, surveyed and published scores of that year side by "
                "side.",
            ),
        ),
    ] = False,
    plan: Plan = None,
    plans: Plans = None,
    parts: Parts = True,
    target_year: TargetYear = None,
    basis: OnBasis = "printed",
    form: Format = None,
    lang: Language = None,
    output: Output = None,
) -> int:
    """Print targets against outcomes, of one plan or of many."""
    from parplan.cli.answer import answer
    from parplan.cli.odds import can_foretell, in_full
    from parplan.cli.output import remark, stop
    from parplan.cli.report_asked import on_each_basis
    from parplan.cli.typed import alone, ids_typed
    from parplan.cli.what_if import AS_PLANNED
    from parplan.cli.workspace import opened, say_other_years
    from parplan.engine.baseline import Baseline
    from parplan.engine.review import reviewed
    from parplan.model.results import LAYERS
    from parplan.reports import review as report
    from parplan.reports.odds import Forecast
    from parplan.reports.rows import selected, without_parts
    from parplan.workspace.opened import HeldAgainst

    layers = (layer,) if layer else LAYERS
    when: When = target_year or HeldAgainst(year)
    if plans is not None:
        from functools import partial

        from parplan.cli.plans import each_plan
        from parplan.reports.plans import REVIEW

        others = {"--plan": plan, "--no-parts": not parts, "--layers": side_by_side}
        alone("--plans", others)
        tell = partial(_line, ids=ids or [], year=year, layers=layers)
        return each_plan(REVIEW, plans, basis, tell, form=form, file=output, target_year=when)
    source = opened(plan, basis, when)
    if side_by_side:
        alone("--layers", {"--layer": layer})
        return _side_by_side(source, ids or [], year, basis, form, output, parts=parts)
    target_year = source.plan.about.target_year
    year = target_year if year is None else year
    if reason := _too_early(year, source.plan.about.year):
        raise stop(reason)
    observed = source.outcomes.finals(year, layers)
    baseline = Baseline(source.plan, source.on)
    foretold = observed and year == target_year
    if foretold and not can_foretell():
        remark(Message(_NO_FORECAST))
    forecast = in_full(source) if foretold and can_foretell() else Forecast()
    chances = {row.id: row for index in forecast.odds for row in index.chance.walk()}
    whole = reviewed(baseline, observed, chances, source.groups_of(year))
    chosen = selected(whole, ids_typed(source.plan, ids)) if ids else whole
    shown = chosen if parts else without_parts(chosen)
    result = report.Review(
        source.plan,
        year,
        shown,
        {index.id: index for index in chosen},
        on_each_basis(source),
        source.findings,
        AS_PLANNED,
        forecast,
    )
    remarks = list(_silent(report.missing(result), year, source.outcomes, layer))
    if observed and year != target_year:
        remarks.append(Message(_OTHER_YEAR, {"target_year": target_year, "year": year}))
    answer(report.answer(result), source, basis=basis, form=form, file=output)
    say_other_years(source, result.whole)
    for message in remarks:
        remark(message)
    return 0


def _too_early(year: int, base: int) -> Message | None:
    """Why a year has no outcome of the targets: it is not after that of the scores."""
    if year > base:
        return None
    return Message(_HISTORY if year < base else _BASE_YEAR, {"year": year, "base": base})


def _line(
    source: "Workspace", ids: list[str], year: int | None, layers: "tuple[Layer, ...]"
) -> "Iterator[tuple[Outcome, Reviewed]]":
    """What each row asked for came to, without its parts, and what is told beside it."""
    from parplan.cli.plans import NoLine, rows_typed
    from parplan.engine.baseline import Baseline
    from parplan.engine.review import layers_in, reviewed, tally
    from parplan.reports.plans import Reviewed

    about = source.plan.about
    year = about.target_year if year is None else year
    if reason := _too_early(year, about.year):
        raise NoLine(reason)
    baseline = Baseline(source.plan, source.on)
    observed, groups = source.outcomes.finals(year, layers), source.groups_of(year)
    indices = reviewed(baseline, observed, groups=groups)
    for row in rows_typed(indices, ids):
        most = baseline.standing[row.id].max
        yield row._replace(children=()), Reviewed(year, layers_in(row), most, tally(row))


def _side_by_side(
    source: "Workspace",
    ids: list[str],
    year: int | None,
    basis: Basis,
    form: str | None,
    file: Path | None,
    *,
    parts: bool,
) -> int:
    """Print what a year came to, layer by layer."""
    from parplan.cli.answer import answer
    from parplan.cli.output import remark
    from parplan.cli.typed import ids_typed
    from parplan.engine.baseline import Baseline
    from parplan.engine.layers import layered
    from parplan.reports import layers as report
    from parplan.reports.rows import selected, without_parts

    year = source.plan.about.target_year if year is None else year
    rows = layered(Baseline(source.plan, source.on), source.outcomes, year)
    chosen = selected(rows, ids_typed(source.plan, ids)) if ids else rows
    shown = chosen if parts else without_parts(chosen)
    work = source.work if source.folder.has("tasks") else None
    answer(
        report.answer(report.Layers(source.plan, year, shown, report.by_row(work))),
        source,
        basis=basis,
        form=form,
        file=file,
    )
    missing = [index for index in shown if not report.is_known(index)]
    for message in _silent(missing, year, source.outcomes, None):
        remark(message)
    return 0


def _silent(
    missing: "Iterable[Outcome | Layered]", year: int, outcomes: "Outcomes", layer: Layer | None
) -> Iterator[Message]:
    """What to say of the indices without an outcome: that there is none, none of the layer asked
    for, or only interim ones."""
    from parplan.model.results import LAYER_WORDS

    interim, final = outcomes.interim(year), outcomes.of_year(year)
    for index in missing:
        rows = {row.id for row in index.walk()}
        values: dict[str, object] = {
            "names": index.name,
            "year": year,
            "layer": LAYER_WORDS[layer] if layer else "",
        }
        if rows & final.keys():
            yield Message(_NOT_OF_LAYER, values)
        else:
            yield Message(_ONLY_INTERIM if rows & interim else _NOT_YET, values)


_NOT_YET = Text(
    "{names}: chưa có kết quả năm {year} trong results.yaml",
    "{names}: results.yaml has no outcome of {year}",
)
_NOT_OF_LAYER = Text(
    "{names}: chưa có kết quả {layer} của năm {year}", "{names}: no {layer} outcome of {year}"
)
_ONLY_INTERIM = Text(
    "{names}: năm {year} mới có kết quả giữa kỳ; xem “parplan progress”",
    "{names}: only interim results of {year}; see `parplan progress`",
)
_HISTORY = Text(
    "năm {year} không sau năm gốc ({base}): kết quả năm đó là số liệu cũ, không so với "
    "mục tiêu; xem “parplan compare {year} {base}”",
    "{year} is not after the base year, {base}: its results are history, and no outcome "
    "of the targets; see `parplan compare {year} {base}`",
)
_BASE_YEAR = Text(
    "năm {year} là năm gốc: kết quả năm đó là số liệu gốc, không so với mục tiêu",
    "{year} is the base year: its results are where the plan starts, and no outcome of the targets",
)
_OTHER_YEAR = Text(
    "dự báo là cho năm {target_year}, nên không so với kết quả năm {year}",
    "the forecast was for {target_year}, and is not compared with the outcome of {year}",
)
_NO_FORECAST = Text(
    "không so với dự báo: cần thư viện numpy (phần cài thêm simulate)",
    "not compared with a forecast: that needs numpy (the extra `simulate`)",
)
