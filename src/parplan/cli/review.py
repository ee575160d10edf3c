"""`parplan review`: what the promise came to."""

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from parplan.cli.beside import opened_outcomes
from parplan.cli.language import current
from parplan.cli.opening import Basis, Opened, corrections_made, ids_typed, opened
from parplan.cli.output import deliver, remark
from parplan.cli.tables import laid_out
from parplan.engine.outcome import reviewed
from parplan.engine.standing import standings
from parplan.labels import Message, Reviewed
from parplan.reports import review as report
from parplan.reports.choose import selected, without_parts
from parplan.results import LAYERS, Layer

if TYPE_CHECKING:
    from parplan.engine.simulation import Chance

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
    year = source.plan.about.target_year if asked.year is None else asked.year
    observed = opened_outcomes(source).of_year(year, (asked.layer,) if asked.layer else LAYERS)
    printed, added = standings(source.plan, "printed"), standings(source.plan, "parts")
    better = corrections_made(source).plan if basis != "corrected" else None
    bases = {"corrected" if basis == "corrected" else "printed": printed, "parts": added}
    if better is not None:
        bases["corrected"] = standings(better, "printed")
    chances = _foretold(source, basis) if observed else {}
    whole = reviewed(source.plan, added if basis == "parts" else printed, observed, chances)
    chosen = selected(whole, ids_typed(source.plan, asked.ids)) if asked.ids else whole
    shown = chosen if parts else without_parts(chosen)
    review = report.Review(source.plan, year, shown, {index.id: index for index in whole}, bases)
    if form == "json":
        from parplan.render import json_text

        head = {"schema": "parplan/review/1", "plan": source.name, "basis": basis}
        deliver(json_text.render({**head, **report.payload(review, current())}), file)
    else:
        deliver(laid_out(report.tables(review), source, basis, form, file), file)
    absent = report.missing(review)
    if absent:
        remark(Message(Reviewed.NOT_YET, {"names": absent, "year": year}))
    return 0


def _foretold(source: Opened, basis: Basis) -> "dict[str, Chance]":
    """What `simulate` says of every row, by id; nothing, and a remark, where its library is missing."""
    if find_spec("numpy") is None:
        remark(Message(Reviewed.NO_ODDS))
        return {}
    from parplan.engine.ground import Ground
    from parplan.engine.projection import Refused, project
    from parplan.engine.simulation import simulate

    ground = Ground(source.plan, "parts" if basis == "parts" else "printed")
    projection = project(ground, clamp=True)
    if isinstance(projection, Refused):
        return {}
    odds = simulate(ground, projection, (), n=_N, seed=_SEED, correlation=_CORRELATION)
    return {chance.id: chance for each in odds for chance in each.chance.walk()}
