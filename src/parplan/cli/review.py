"""`parplan review`: what the promise came to."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from parplan.cli.beside import opened_outcomes
from parplan.cli.language import current
from parplan.cli.opening import Basis, Opened, corrections_made, ids_typed, opened
from parplan.cli.output import deliver, remark
from parplan.cli.tables import laid_out
from parplan.engine.gap import standings
from parplan.engine.review import reviewed
from parplan.labels import Reviewed
from parplan.model.results import LAYER_WORDS, LAYERS, Layer, Outcomes
from parplan.reports import review as report
from parplan.reports.rows import selected, without_parts
from parplan.text import Message

if TYPE_CHECKING:
    from parplan.engine.simulate import Chance

Format = Literal["table", "json", "csv", "markdown"]
_N, _SEED, _CORRELATION = 100_000, 1, 0.3  # what `simulate` draws where nothing else is asked for


class Asked(NamedTuple):
    """Which rows, against the outcome of which year (the target year where none was typed), from which layer (any where none was typed)."""

    ids: list[str]
    year: int | None
    layer: Layer | None


def run(asked: Asked, plan: Path | None, *, basis: Basis, parts: bool, form: Format, file: Path | None) -> int:
    """Print targets against outcomes."""
    source = opened(plan, basis)
    about = source.plan.about
    year = about.target_year if asked.year is None else asked.year
    outcomes = opened_outcomes(source)
    observed = outcomes.of_year(year, (asked.layer,) if asked.layer else LAYERS)
    printed, added = standings(source.plan, "printed"), standings(source.plan, "parts")
    better = corrections_made(source).plan if basis != "corrected" else None
    bases = {"corrected" if basis == "corrected" else "printed": printed, "parts": added}
    if better is not None:
        bases["corrected"] = standings(better, "printed")
    chances = _foretold(source, basis) if observed and year == about.target_year else {}
    whole = reviewed(source.plan, added if basis == "parts" else printed, observed, chances)
    chosen = selected(whole, ids_typed(source.plan, asked.ids)) if asked.ids else whole
    shown = chosen if parts else without_parts(chosen)
    review = report.Review(source.plan, year, shown, {index.id: index for index in chosen}, bases)
    remarks = list(_silent(review, outcomes, asked.layer))
    if observed and year != about.target_year:
        remarks.append(Message(Reviewed.OTHER_FORECAST, {"target_year": about.target_year, "year": year}))
    if form == "json":
        from parplan.render import json as json_text

        head = {"schema": "parplan/review/1", "plan": source.name, "basis": basis}
        deliver(json_text.render({**head, **report.payload(review, current())}), file)
    else:
        deliver(laid_out(report.tables(review), source, basis, form, file), file)
    for message in remarks:
        remark(message)
    return 0


def _silent(review: report.Review, outcomes: Outcomes, layer: Layer | None) -> Iterator[Message]:
    """What to say of the indices without an outcome: that there is none, none of the layer asked for, or only interim ones."""
    interim = {seen.id for seen in outcomes.observations if seen.year == review.year and seen.stage == "interim"}
    final = outcomes.of_year(review.year)
    for index in report.missing(review):
        rows = {row.id for row in index.walk()}
        values: dict[str, object] = {"names": index.name, "year": review.year, "layer": LAYER_WORDS[layer] if layer else ""}
        if rows & final.keys():
            yield Message(Reviewed.NOT_OF_LAYER, values)
        else:
            yield Message(Reviewed.ONLY_INTERIM if rows & interim else Reviewed.NOT_YET, values)


def _foretold(source: Opened, basis: Basis) -> "dict[str, Chance]":
    """What `simulate` says of every row, by id; nothing, and a remark, where its library is missing."""
    if find_spec("numpy") is None:
        remark(Message(Reviewed.NO_ODDS))
        return {}
    from parplan.engine.baseline import Baseline
    from parplan.engine.project import Refused, project
    from parplan.engine.simulate import simulate

    baseline = Baseline(source.plan, "parts" if basis == "parts" else "printed")
    projection = project(baseline, clamp=True)
    if isinstance(projection, Refused):
        return {}
    odds = simulate(baseline, projection, (), n=_N, seed=_SEED, correlation=_CORRELATION)
    return {chance.id: chance for each in odds for chance in each.chance.walk()}
