"""Scenarios that are named on the command line: found, read, checked; and written."""

from decimal import Decimal
from pathlib import Path

from parplan import workspace
from parplan.check.companion import read_scenario
from parplan.cli.language import current
from parplan.cli.opening import Opened
from parplan.cli.output import remark, stop, tell, write_new
from parplan.engine.baseline import Baseline
from parplan.ids import near
from parplan.labels import Cli, Project
from parplan.model.scenario import Change, Scenario
from parplan.points import HUNDRED, exact
from parplan.text import Message, Text
from parplan.yaml_text import write
from parplan.yaml_text.source import Source


def opened_scenarios(named: list[str], source: Opened, baseline: Baseline, *, clamp: bool) -> list[Scenario]:
    """The scenarios that were asked for. Raises Stop where one cannot be read whole, with its findings on standard error."""
    scenarios: list[Scenario] = []
    for name in named:
        read = read_scenario(_found(name, source), baseline, source.name, clamp=clamp)
        if read.scenario is None:
            from parplan.render.findings import excerpt as findings_text
            from parplan.render.layout import Screen

            wrong = [finding for finding in read.findings if finding.severity == "error"]
            tell(findings_text.render(wrong, current(), Screen(None, colour=False)))
            raise stop(Message(Cli.BROKEN_SCENARIO))
        scenarios.append(read.scenario)
    return scenarios


def _found(name: str, source: Opened) -> Source:
    """A scenario's file: a path, else the name of one that lies beside the plan."""
    path = Path(name)
    known = workspace.scenarios_of(source.folder)
    try:
        if not path.is_file() and name in known:
            return workspace.read_source(known[name], workspace.near_name(known[name]))
        return workspace.read_source(path, name)
    except workspace.CannotRead as error:
        if path.exists():
            raise stop(*error.messages) from error
        if not known:
            raise stop(Message(Cli.NO_SCENARIO_AT_ALL, {"path": name})) from error
        close = near(path.stem, known) or tuple(known)
        raise stop(Message(Cli.NO_SCENARIO, {"path": name, "known": close})) from error


def save(scenario: Scenario, file: Path) -> None:
    """Write a scenario's file whole or not at all. Raises Stop where it cannot be written, or where something stands there."""
    write_new(file, written(scenario))
    remark(Message(Project.SAVED, {"path": file}))


def written(scenario: Scenario) -> str:
    """A scenario as the text of its file."""
    changes = [
        {"id": change.typed, change.kind: _amount(change), "because": because if because != Text("", "") else None}
        for change, because in zip(scenario.changes, scenario.reasons, strict=True)
    ]
    ranges = [
        {"id": spread.ident, "range": [spread.low, spread.likely, spread.high], "shape": spread.shape, "because": spread.because}
        for spread in scenario.spreads
    ]
    record = {"name": scenario.name, "base": scenario.base, "changes": changes or None, "ranges": ranges or None}
    return write.file("Kịch bản của parplan · A scenario of parplan. parplan schema scenario", record)


def _amount(change: Change) -> Decimal | str:
    return f"{exact((change.amount * HUNDRED).normalize())}%" if change.kind == "share" else change.amount
