"""`parplan compare`: what differs between two plans, years, units or revisions."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from parplan import workspace
from parplan.check.plan import Checked, check
from parplan.cli.beside import broken, opened_outcomes
from parplan.cli.language import current
from parplan.cli.opening import Opened, opened
from parplan.cli.output import deliver, remark, stop
from parplan.cli.peers import table_of_peers
from parplan.cli.revisions import at_revision
from parplan.cli.tables import laid_out
from parplan.engine.compare import Side, compared, figures_of
from parplan.ids import near, same_word
from parplan.labels import Compared
from parplan.model.peers import Panel
from parplan.model.plan import Indicator
from parplan.reports import compare as report
from parplan.text import Message
from parplan.yaml_text.source import Sources

Format = Literal["table", "json", "csv", "markdown"]
_YEAR = re.compile(r"[0-9]{4}", re.ASCII)


def run(first: str, second: str, plan: Path | None, *, peers: Path | None, every: bool, form: Format, file: Path | None) -> int:
    """Print what differs."""
    # Two folders need no third plan; whatever else is compared is of one.
    source = None if peers is None and all(map(_is_folder, (first, second))) else opened(plan)
    found = table_of_peers(source, peers) if source is not None and peers is not None else None
    one, other = (_side(text, source, found if isinstance(found, Panel) else None) for text in (first, second))
    comparisons = compared(one, other)
    if source is not None:
        _tell_of_silence(one, other, source)
    if form == "json":
        from parplan.render import json as json_text

        head = {"schema": "parplan/compare/1", "plan": None if source is None else source.name, "first": one.name, "second": other.name}
        deliver(json_text.render({**head, "indices": report.payload(comparisons, current())}), file)
        return 0
    tables = report.tables(comparisons, one, other, every=every)
    text = laid_out(tables, source, None, form, file)
    if not tables and form != "csv":
        text = f"{one.name} → {other.name}\n  {Compared.SAME.say(current())}\n{text}"
    deliver(text, file)
    return 0


def _is_folder(text: str) -> bool:
    return bool(text) and not _YEAR.fullmatch(text) and Path(text).is_dir()


def _tell_of_silence(first: Side, second: Side, source: Opened) -> None:
    """Say which indices are left out because one side knows no score of them."""
    for side in dict.fromkeys((first.name, second.name)):
        one = first if side == first.name else second
        silent = [index.node.name for index in source.plan.indices if one.scores and not any(row.id in one.known for row in index.walk())]
        if silent:
            remark(Message(Compared.NOT_KNOWN, {"side": one.name, "names": silent}))


def _side(text: str, source: Opened | None, panel: Panel | None) -> Side:
    """What was typed: a year, a folder, a git revision, or a unit and a year. Raises Stop for anything else."""
    if _is_folder(text):
        return _of_plan(text, opened(Path(text)).plan.walk())
    if source is None:
        raise stop(Message(Compared.UNKNOWN, {"text": text}))
    if _YEAR.fullmatch(text):
        return _of_year(int(text), source)
    if ":" in text:
        return _of_revision(text, source)
    unit, at, year = text.rpartition("@")
    if unit and at and _YEAR.fullmatch(year):
        if panel is None:
            raise stop(Message(Compared.NEEDS_PEERS, {"text": text}))
        return _of_unit(unit, int(year), panel, source)
    raise stop(Message(Compared.UNKNOWN, {"text": text}))


def _of_plan(name: str, rows: Iterable[Indicator]) -> Side:
    return Side(name, {row.id: figures_of(row) for row in rows})


def _of_year(year: int, source: Opened) -> Side:
    """The scores of a year: the plan's own, or what results.yaml finally has."""
    plan = source.plan
    if year == plan.about.year:
        return Side(str(year), {row.id: figures_of(row) for row in plan.walk()}, scores=True)
    has_results = workspace.beside(source.folder, source.sources.name, "results") is not None
    outcomes = opened_outcomes(source) if has_results else None
    observed = outcomes.of_year(year) if outcomes is not None else {}
    if not observed:
        years = sorted({plan.about.year, *(seen.year for seen in (outcomes.observations if outcomes else ()) if seen.stage == "final")})
        raise stop(Message(Compared.NO_YEAR, {"year": year, "years": tuple(map(str, years))}))
    rows = {row.id: figures_of(row)._replace(score=observed[row.id].score if row.id in observed else None) for row in plan.walk()}
    return Side(str(year), rows, scores=True)


def _of_unit(typed: str, year: int, panel: Panel, source: Opened) -> Side:
    """A unit's scores of a year, from a table of peers."""
    units = sorted({unit for years in panel.scores.values() for unit in years.get(year, {})})
    unit = typed if typed in units else next((unit for unit in units if same_word(unit, typed)), None)
    if unit is None:
        likely = near(typed, units)
        words = Compared.NO_UNIT_NEAR if likely else Compared.NO_UNIT
        raise stop(Message(words, {"unit": typed, "year": year, "near": likely}))
    scores = {ident: years.get(year, {}).get(unit) for ident, years in panel.scores.items()}
    rows = {row.id: figures_of(row)._replace(score=scores.get(row.id)) for row in source.plan.walk()}
    return Side(f"{unit}@{year}", rows, scores=True)


def _of_revision(text: str, source: Opened) -> Side:
    """A plan as it was at a git revision: REV: is the plan itself, REV:DIR a folder."""
    revision, _, folder = text.partition(":")
    at = source.folder if not folder else Path(folder)
    checked: Checked = check(Sources(text, at_revision(revision, at, text)))
    if checked.plan is None:
        raise broken(checked.findings)
    return _of_plan(text, checked.plan.walk())
