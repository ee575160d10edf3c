"""What a report is asked for, and what all kinds of them are made of."""

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from parplan.engine.baseline import Baseline
    from parplan.engine.gap import Standing
    from parplan.reports.gap import Standings
    from parplan.reports.project import Case
    from parplan.reports.review import Review
    from parplan.reports.staff import Staff
    from parplan.workspace.opened import Workspace

About = Literal["plan", "progress", "review", "unit"]


class Wish(NamedTuple):
    """What was asked for: about what, which unit, on which day, which scenarios."""

    about: About
    unit: str | None
    as_of: "date | None"
    scenarios: list[str]


def staff_if_known(source: "Workspace", standings: "Standings") -> "Staff | None":
    """Who does what; None where the plan does not say."""
    from parplan.cli.workspace import staff_of

    return staff_of(source, standings.chosen) if source.folder.has("tasks") else None


def cases_of(source: "Workspace", names: list[str]) -> "list[Case]":
    """Where scenarios land, held at limits; of no names, the plan carried out in full. Raises
    Stop.
    """
    from parplan.cli.what_if import WhatIf, cased
    from parplan.engine.baseline import Baseline

    asked, baseline = WhatIf(names, (), None, clamp=True), Baseline(source.plan, source.on)
    return [cased(each, asked, source, baseline) for each in asked.scenarios(source, baseline)]


def review_of(source: "Workspace", baseline: "Baseline") -> "Review":
    """The targets of the year that the plan is on its way to, against its outcome. Raises
    CannotRead where the plan has no results.
    """
    from parplan.cli.what_if import IN_FULL
    from parplan.engine.review import reviewed
    from parplan.reports.odds import Forecast
    from parplan.reports.review import Review

    plan, year = source.plan, source.plan.about.target_year
    seen, groups = source.outcomes.finals(year), source.groups_of(year)
    rows = reviewed(baseline, seen, groups=groups)
    whole, interim = {index.id: index for index in rows}, source.outcomes.interim(year)
    return Review(plan, year, rows, whole, {}, source.findings, IN_FULL, Forecast(), interim)


def on_each_basis(source: "Workspace") -> "dict[str, tuple[Standing, ...]]":
    """The plan's standings on every basis there is, the one that the files have first."""
    from parplan.engine.gap import standings

    first = "corrected" if source.basis == "corrected" else "printed"
    bases = {first: standings(source.plan, "printed"), "parts": standings(source.plan, "parts")}
    better = source.better.plan
    return bases if better is None else {**bases, "corrected": standings(better, "printed")}


def call_of(source: "Workspace", scenarios: "Sequence[str]" = (), *, clamp: bool = False) -> str:
    """The call of `parplan project` that comes to the same."""
    import shlex

    from parplan.cli.workspace import as_opened

    call = ["parplan", "project", *(each for name in scenarios for each in ("--scenario", name))]
    call += ["--clamp"] if clamp else []
    call += source.folder.options if source.folder.given else ()
    return shlex.join([*call, *as_opened(source)])
