"""`parplan report -o FILE.xlsx`: the workbook that computes."""

from typing import TYPE_CHECKING

from parplan.cli.report_asked import Wish, call_of, cases_of, staff_if_known
from parplan.cli.workspace import standings_of

if TYPE_CHECKING:
    from parplan.points import Lang
    from parplan.reports.workbook import Book
    from parplan.workspace.opened import Workspace


def workbook(source: "Workspace", wish: Wish, lang: "Lang") -> bytes:
    """The bytes of the workbook. Raises Stop."""
    from parplan.cli.answer import of
    from parplan.render import xlsx
    from parplan.reports import workbook as content

    tables = content.tables(book_of(source, wish.scenarios))
    return xlsx.render(tables, lang, [of(source, source.basis)])


def book_of(source: "Workspace", named: list[str]) -> "Book":
    """What a plan's workbook is made of; it starts from the scenario that is named, else from the
    plan carried out in full, and several are compared with that. Raises Stop.
    """
    from parplan import __version__
    from parplan.engine.baseline import Baseline
    from parplan.reports.workbook import Book, origin

    standings = standings_of(source)
    cases = [*cases_of(source, []), *(cases_of(source, named) if named else [])]
    start = cases[-1] if len(named) == 1 else cases[0]
    beside = (kind for kind in ("tasks", "results") if source.folder.has(kind))
    files = [*(f"{kind}.yaml" for kind in (*source.sources.files, *beside)), *named]
    call = call_of(source, named if len(named) == 1 else (), clamp=bool(start.projection.held))
    return Book(
        standings,
        source.checked.findings,
        Baseline(source.plan, source.on),
        start,
        cases,
        staff_if_known(source, standings),
        source.outcomes if source.folder.has("results") else None,
        origin(source.plan, files, call, __version__),
    )
