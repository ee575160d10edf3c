"""The page: what it tells gathered from a plan and what lies beside it, and written as one file."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from parplan.cli.what_if import WhatIf
    from parplan.engine.baseline import Baseline
    from parplan.model.scenario import Scenario
    from parplan.reports.gap import Standings
    from parplan.reports.page import Page
    from parplan.reports.project import Case
    from parplan.reports.review import Review
    from parplan.reports.simulate import Drawn
    from parplan.reports.units import Staff
    from parplan.workspace.opened import Workspace

_N, _SEED, _CORRELATION = 100_000, 1, "0.3"  # what `simulate` draws where nothing else is asked for


def page(source: "Workspace", scenarios: Sequence[str]) -> str:
    """A plan as a page, with scenarios side by side. Raises Stop."""
    from parplan.cli.language import current
    from parplan.render import page as render
    from parplan.reports import page as report

    return render.render(report.told(_gathered(source, scenarios)), _parts(), current())


@cache
def _parts() -> dict[str, str]:
    """What the page is put together from, which travels with the code: by name."""
    at = Path(__file__).parents[1] / "render" / "page"
    return {
        name: (at / name).read_text(encoding="utf-8")
        for name in ("page.html", "page.css", "kernel.js", "page.js")
    }


def _gathered(source: "Workspace", scenarios: Sequence[str]) -> "Page":
    from parplan.cli.what_if import IN_FULL, WhatIf
    from parplan.engine.baseline import Baseline
    from parplan.engine.project import Refused, project
    from parplan.model.scenario import Scenario
    from parplan.reports.gap import measured
    from parplan.reports.page import Page
    from parplan.reports.rows import Ground

    baseline = Baseline(source.plan, source.on)
    better = source.plan if source.basis == "corrected" else source.better.plan
    result = measured(source.plan, source.findings, source.basis, better, source.corrected)
    clamped = isinstance(project(baseline), Refused)
    asked = WhatIf(scenarios, (), None, clamped)
    whole = _case(Scenario(IN_FULL), asked, baseline)
    named = asked.scenarios(source, baseline) if scenarios else []
    return Page(
        result,
        baseline,
        source.basis,
        source.folder.given,
        _call(source),
        whole,
        clamped,
        tuple(_case(each, asked, baseline) for each in named),
        Ground(source.plan.about, source.findings, source.corrected),
        _staff(source, result),
        _drawn(source, baseline, whole),
        _review(source, baseline, result),
    )


def _call(source: "Workspace") -> str:
    """How `parplan project` is called for the same plan, on the same basis and way."""
    import shlex

    asked = ["parplan", "project"]
    if source.folder.given:
        asked += ["--plan", source.folder.given]
    if source.basis != "printed":
        asked += ["--basis", source.basis]
    if len(source.alone.target_years) > 1:
        asked += ["--target-year", str(source.plan.about.target_year)]
    return shlex.join(asked)


def _case(scenario: "Scenario", asked: "WhatIf", baseline: "Baseline") -> "Case":
    from parplan.reports.project import Case

    result = asked.projected(scenario, baseline)
    return Case(scenario.name, scenario.base, scenario.changes, scenario.reasons, result, ())


def _staff(source: "Workspace", result: "Standings") -> "Staff | None":
    """Who leads what; None where no file says so."""
    from parplan.checks.companion import read_tasks
    from parplan.engine.units import Leads
    from parplan.reports.units import Staff
    from parplan.workspace.opened import usable

    tasks = source.folder.file("tasks")
    if tasks is None:
        return None
    work = usable(read_tasks(tasks, source.plan, source.name))
    leads = Leads(source.plan, work.leading(), source.on)
    return Staff(source.plan, work, result.chosen, leads)


def _drawn(source: "Workspace", baseline: "Baseline", whole: "Case") -> "Drawn | None":
    """The odds of the plan carried out in full; None where their library is missing."""
    from importlib.util import find_spec

    if find_spec("numpy") is None:
        return None
    from decimal import Decimal

    from parplan.engine.simulate import simulate
    from parplan.reports.simulate import Drawn

    correlation = Decimal(_CORRELATION)
    odds = simulate(
        baseline, whole.projection, (), n=_N, seed=_SEED, correlation=float(correlation)
    )
    return Drawn(odds, _N, _SEED, correlation, whole.name, {}, source.decided)


def _review(source: "Workspace", baseline: "Baseline", result: "Standings") -> "Review | None":
    """The target year against its outcome; None where no results lie beside the plan."""
    from parplan.cli.what_if import IN_FULL
    from parplan.engine.review import reviewed
    from parplan.reports.review import Review
    from parplan.workspace.opened import usable

    if source.beside.outcomes is None:
        return None
    year = source.plan.about.target_year
    observed = usable(source.beside.outcomes).of_year(year)
    whole = reviewed(baseline, observed, groups=source.groups_of(year) if observed else {})
    first = "corrected" if source.basis == "corrected" else "printed"
    bases = {first: result.printed, "parts": result.parts}
    if result.corrected is not None:
        bases["corrected"] = result.corrected
    return Review(
        source.plan,
        year,
        whole,
        {index.id: index for index in whole},
        bases,
        source.findings,
        IN_FULL,
        {},
        source.decided,
    )
