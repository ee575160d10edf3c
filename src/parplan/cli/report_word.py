"""`parplan report -o FILE.docx`: the report in the official form."""

from typing import TYPE_CHECKING

from parplan.cli.report_asked import Wish, cases_of, on_each_basis, review_of, staff_if_known
from parplan.cli.workspace import staff_of, standings_of

if TYPE_CHECKING:
    from datetime import date

    from parplan.engine.progress import Progress
    from parplan.points import Lang
    from parplan.render.table import Paper
    from parplan.reports.report.known import Known
    from parplan.workspace.opened import Workspace


def word(source: "Workspace", wish: Wish, lang: "Lang") -> bytes:
    """The bytes of the report. Raises Stop where a scenario cannot be."""
    from parplan.render import docx

    return docx.render(paper_of(source, wish), lang)


def paper_of(source: "Workspace", wish: Wish) -> "Paper":
    """The report before it is written. Raises Stop where a scenario cannot be."""
    content = {"plan": _of_plan, "progress": _of_progress, "review": _of_review, "unit": _of_unit}
    return content[wish.about](source, wish)


def _known(source: "Workspace", *, asks: bool = True) -> "Known":
    """What every report is made of; without what is asked of the authors, which takes a search."""
    from parplan.cli.errata import asked_for
    from parplan.reports.report.known import Known

    standings = standings_of(source)
    document, staff = source.printed.plan or source.plan, staff_if_known(source, standings)
    asked = asked_for(source) if asks else None
    return Known(standings, document, source.letterhead, asked, staff)


def _of_plan(source: "Workspace", wish: Wish) -> "Paper":
    from parplan.reports.report.plan import of_plan

    cases = cases_of(source, wish.scenarios) if wish.scenarios else []
    # Several are held against the plan, as in the workbook and on the page.
    beside = cases_of(source, []) if len(cases) > 1 else []
    return of_plan(_known(source), cases, beside)


def _of_progress(source: "Workspace", wish: Wish) -> "Paper":
    from datetime import date

    from parplan.engine.progress import time_gone
    from parplan.reports.progress import Measured
    from parplan.reports.report.work import of_progress

    day = wish.as_of or date.today()
    rows = _progress(source, day)
    measured = Measured(source.plan, day, time_gone(source.plan, day), rows, whole=rows)
    return of_progress(_known(source), measured)


def _progress(source: "Workspace", day: "date") -> "tuple[Progress, ...]":
    """What is known of every row by a day; what is done of the tasks is told where no result is
    known yet.
    """
    from parplan.engine.baseline import Baseline
    from parplan.engine.progress import progress
    from parplan.model.results import Outcomes

    silent = not source.folder.has("results") and source.folder.has("tasks")
    outcomes = Outcomes(()) if silent else source.outcomes
    return progress(Baseline(source.plan, source.on), outcomes, day)


def _of_review(source: "Workspace", _: Wish) -> "Paper":
    from parplan.engine.baseline import Baseline
    from parplan.reports.report.outcome import of_review
    from parplan.reports.rows import with_observed

    found = review_of(source, Baseline(source.plan, source.on))
    found = found._replace(bases=on_each_basis(source))
    # Whatever has a target is counted, and stands in the table.
    shown = with_observed(found.shown, lambda row: row.stated)
    return of_review(_known(source), found._replace(shown=shown))


def _of_unit(source: "Workspace", wish: Wish) -> "Paper":
    from datetime import date

    from parplan.cli.typed import unit_typed
    from parplan.reports.report.work import of_unit

    unit, known = unit_typed(source.work, wish.unit or ""), _known(source, asks=False)
    staff = staff_of(source, known.standings.chosen)
    since = {row.id: row for index in _progress(source, date.today()) for row in index.walk()}
    return of_unit(known, staff._replace(since=since), unit)
