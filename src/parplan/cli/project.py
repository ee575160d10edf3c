"""`parplan project`: where we land."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Literal, NamedTuple

from parplan.check.overlay import landed
from parplan.cli.changes import Typed, refused
from parplan.cli.language import current, say
from parplan.cli.opening import Basis, Opened, gates_typed, ids_typed, opened
from parplan.cli.output import deliver_beside, free, kept_apart, remark, stop
from parplan.cli.scenarios import opened_scenarios, save
from parplan.engine.baseline import Baseline
from parplan.engine.project import Projection, Refused, project
from parplan.labels import BASES, Cli, Gap, Project
from parplan.model.scenario import Base, Change, Scenario
from parplan.reports import project as report
from parplan.reports.project import Case
from parplan.reports.rows import noted, selected, without_parts
from parplan.text import Message, Shown, Text

Format = Literal["table", "json", "csv", "markdown"]


class WhatIf(NamedTuple):
    """What the what-if options ask for."""

    scenarios: list[str]
    typed: list[Typed]
    base: Base | None
    clamp: bool


def run(
    ids: list[str],
    plan: Path | None,
    *,
    what_if: WhatIf,
    parts: bool,
    basis: Basis,
    saved: Path | None,
    because: str,
    gates: list[str],
    form: Format,
    file: Path | None,
) -> int:
    """Print where every index lands in every scenario; returns 1 where a gate is missed."""
    kept_apart(*map(Path, what_if.scenarios), saved, file)
    free(saved)
    source = opened(plan, basis)
    baseline = baseline_of(source, basis)
    scenarios = asked(what_if, source, baseline, because)
    if saved is not None and len(scenarios) > 1:
        raise stop(Message(Cli.SAVE_ONE))
    cases = [_case(scenario, what_if, source, baseline) for scenario in scenarios]
    missed = [message for case in cases for message in _missed(case, gates)]
    cases = [_shown(case, ids_typed(source.plan, ids) if ids else None, parts=parts) for case in cases]
    text = _rendered(cases, source, basis, form, file)

    def keep() -> None:
        if saved is not None:
            kept = _with_holds(scenarios[0], cases[0], baseline)
            save(kept._replace(name=kept.name if what_if.scenarios else Text(saved.stem, saved.stem)), saved)

    deliver_beside(text, file, keep)
    for message in missed:
        remark(message)
    return 1 if missed else 0


def run_batch(batch: Path, plan: Path | None, *, what_if: WhatIf, basis: Basis, others: Mapping[str, object], file: Path | None) -> int:
    """Project every line of a file of scenarios; returns 1 where a line could not be."""
    kept_apart(batch, file)
    clashing = tuple(name for name, value in others.items() if value)
    if clashing:
        raise stop(Message(Cli.BATCH_ALONE, {"options": clashing}))
    source = opened(plan, basis)
    from parplan.cli import batch as command

    return command.run(batch, baseline_of(source, basis), base=what_if.base or "plan", clamp=what_if.clamp, result=file)


def baseline_of(source: Opened, basis: Basis) -> Baseline:
    """What a what-if starts from, on the basis asked for."""
    return Baseline(source.plan, "parts" if basis == "parts" else "printed")


def asked(what_if: WhatIf, source: Opened, baseline: Baseline, because: str) -> list[Scenario]:
    """The scenarios that were asked for, with the changes typed on top of each; without a file, the typed changes alone."""
    typed = tuple(each.change for each in what_if.typed)
    check_text(because, "--because")
    reasons = (Text(because, because),) * len(typed)
    files = opened_scenarios(what_if.scenarios, source, baseline, clamp=what_if.clamp)
    plain = Scenario(_name(what_if), what_if.base or "plan")
    if typed:
        files = [scenario._replace(name=_changed(scenario.name)) for scenario in files]
    return [
        scenario._replace(base=what_if.base or scenario.base, changes=scenario.changes + typed, reasons=scenario.reasons + reasons)
        for scenario in files or [plain]
    ]


def check_text(text: str, option: str) -> None:
    """Raises Stop for a text that is not UTF-8."""
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise stop(Message(Cli.NOT_TEXT, {"option": option}))


def _changed(name: Text) -> Text:
    return Text(Project.WITH_CHANGES.say("vi", name=name), Project.WITH_CHANGES.say("en", name=name))


def _name(what_if: WhatIf) -> Text:
    if what_if.typed:
        return Project.CHANGED
    return Project.CURRENT if what_if.base == "current" else Project.PLAN


def _case(scenario: Scenario, what_if: WhatIf, source: Opened, baseline: Baseline) -> Case:
    result = project(baseline, scenario.base, scenario.changes, clamp=what_if.clamp)
    options = options_of(scenario, what_if)
    if isinstance(result, Refused):
        raise refused(result.refusals, options)
    tell_of(result, scenario, what_if, held=False)  # the table has a note of what was held
    projected = {ident: row.projected for ident, row in result.rows().items() if row.change != 0}
    findings = landed(source.sources, source.plan, projected)
    return Case(scenario.name, scenario.base, scenario.changes, scenario.reasons, result, findings)


def tell_of(projection: Projection, scenario: Scenario, what_if: WhatIf, *, held: bool = True) -> None:
    """Say which typed changes have no effect, and what was held at a limit."""
    options = options_of(scenario, what_if)
    for number in projection.spent:
        if number >= len(options) - len(what_if.typed):  # a scenario's changes may well be overridden by what is typed on top
            remark(Message(Project.SPENT, {"change": options[number]}))
    for hold in projection.held if held else ():
        remark(Message(Project.HELD, {"id": hold.ident, "limit": hold.limit, "value": hold.value}))


def _shown(case: Case, ids: frozenset[str] | None, *, parts: bool) -> Case:
    """The rows that were asked for."""
    indices = case.projection.indices if ids is None else selected(case.projection.indices, ids)
    return case._replace(projection=case.projection._replace(indices=indices if parts else without_parts(indices)))


def _with_holds(scenario: Scenario, case: Case, baseline: Baseline) -> Scenario:
    """The scenario with rows that were held set to their limits, so that it needs no holding. Raises Stop where a total was held."""
    holds = [held for held in case.projection.held if not baseline.shares[baseline.fact[held.ident]]]
    if len(holds) < len(case.projection.held):
        raise stop(Message(Cli.SAVE_HELD, {"ids": tuple(held.ident for held in case.projection.held if held not in holds)}))
    ids = {held.ident for held in holds}
    kept = [pair for pair in zip(scenario.changes, scenario.reasons, strict=True) if pair[0].typed not in ids]
    because = scenario.reasons[-1] if scenario.reasons else Text("", "")  # the plan itself may pass a limit
    kept += [(Change("set", held.ident, held.limit), because) for held in holds]
    return scenario._replace(changes=tuple(change for change, _ in kept), reasons=tuple(because for _, because in kept))


def options_of(scenario: Scenario, what_if: WhatIf) -> list[str]:
    """How to name each change of a scenario: as it was typed, else in words."""
    files = [report.told_change(change).say(current()) for change in scenario.changes]
    return [*files[: len(files) - len(what_if.typed)], *(each.option for each in what_if.typed)]


def _missed(case: Case, gates: list[str]) -> list[Message]:
    """The gates that a scenario misses. A gate is ID=POINTS for the projected score."""
    rows = case.projection.rows()
    missed: list[Message] = []
    for ident, least in gates_typed(gates, list(rows)):
        value: Decimal | None = rows[ident].projected
        values: dict[str, object] = {"path": ident, "gate": Shown(least, rows[ident].decimals), "scenario": case.name}
        if value is None:
            missed.append(Message(Project.GATE_UNKNOWN, values))
        elif value < least:
            missed.append(Message(Project.MISSED, {**values, "value": Shown(value, rows[ident].decimals)}))
    return missed


def _rendered(cases: list[Case], source: Opened, basis: Basis, form: Format, file: Path | None) -> str:
    # Each form imports what it needs, and no other.
    lang, about = current(), source.plan.about
    if form == "json":
        from parplan.render import json as json_text

        head = {"schema": "parplan/project/1", "plan": source.name, "basis": basis}
        return json_text.render({**head, "scenarios": report.payload(cases, lang)})
    if form == "csv":
        from parplan.render import csv as csv_text

        return csv_text.render(report.tables(cases, about), lang)
    tables = noted(report.side_by_side(cases, about) if len(cases) > 1 else report.tables(cases, about), source.corrected)
    reasons = report.reasons(cases[0]) if len(cases) == 1 else []
    end = f"\n{say(Gap.SOURCE, plan=source.title)}. {say(Gap.BASIS, basis=BASES[basis])}.\n"
    if form == "markdown":
        from parplan.render import markdown

        return markdown.render(tables, lang) + markdown.listed(reasons, lang) + end
    from parplan.cli.screen import screen
    from parplan.render import terminal

    return terminal.render(tables, lang, screen(file)) + terminal.listed(reasons, lang, screen(file)) + end
