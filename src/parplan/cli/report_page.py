"""`parplan report -o FILE.html`: the page, of a plan and what lies beside it."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from parplan.cli.report_asked import Wish, call_of, review_of, staff_if_known
from parplan.cli.workspace import standings_of

if TYPE_CHECKING:
    from parplan.cli.what_if import WhatIf
    from parplan.engine.baseline import Baseline
    from parplan.engine.simulate import Odds
    from parplan.model.scenario import Scenario
    from parplan.points import Lang
    from parplan.reports.page.made import Page
    from parplan.reports.project import Case
    from parplan.reports.review import Review
    from parplan.workspace.opened import Workspace


def page(source: "Workspace", wish: Wish, lang: "Lang") -> bytes:
    """The bytes of the page. Raises Stop."""
    from parplan.render import page as render
    from parplan.reports import page as report

    told = report.told(_gathered(source, wish.scenarios))
    return render.render(told, _parts(), lang).encode("utf-8")


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
    from parplan.reports.page.made import Page

    baseline = Baseline(source.plan, source.on)
    result = standings_of(source)
    clamped = isinstance(project(baseline), Refused)
    asked = WhatIf(scenarios, (), None, clamp=True)
    whole = _case(Scenario(IN_FULL), asked, baseline)
    named = asked.scenarios(source, baseline) if scenarios else []
    return Page(
        result,
        source.checked.findings,
        baseline,
        Path(source.folder.called).name if source.folder.given else "",
        call_of(source),
        whole,
        clamped,
        tuple(_case(each, asked, baseline) for each in named),
        staff_if_known(source, result),
        _odds(source, baseline, whole),
        _review(source, baseline),
    )


def _case(scenario: "Scenario", asked: "WhatIf", baseline: "Baseline") -> "Case":
    from parplan.reports.project import Case

    result = asked.projected(scenario, baseline)
    return Case(scenario.name, scenario.base, scenario.changes, scenario.reasons, result, ())


def _odds(source: "Workspace", baseline: "Baseline", whole: "Case") -> "tuple[Odds, ...]":
    """The odds of the plan carried out in full; none where their library is missing."""
    from parplan.cli.odds import can_foretell, drawing

    return drawing(source.fields)(baseline, whole.projection) if can_foretell() else ()


def _review(source: "Workspace", baseline: "Baseline") -> "Review | None":
    """The target year against its outcome; None where no results lie beside the plan."""
    return review_of(source, baseline) if source.folder.has("results") else None
