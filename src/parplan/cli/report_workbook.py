"""`parplan report -o FILE.xlsx`: the workbook that computes."""

from typing import TYPE_CHECKING

from parplan.cli.report_asked import Wish, cases_of, staff_if_known, standings_of
from parplan.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    from parplan.cli.answer import BASES
    from parplan.engine.baseline import Baseline
    from parplan.reports.rows import Ground
    from parplan.reports.workbook import Book

    standings = standings_of(source)
    cases = cases_of(source, [], clamp=True)
    cases += cases_of(source, named, clamp=True) if named else []
    return Book(
        standings,
        Baseline(source.plan, source.on),
        Ground(source.plan.about, source.findings, source.corrected),
        cases[-1] if len(named) == 1 else cases[0],
        cases,
        staff_if_known(source, standings),
        source.outcomes if source.folder.file("results") is not None else None,
        BASES,
        _origin(source, named),
    )


def _origin(source: "Workspace", named: list[str]) -> "Sequence[tuple[Text, object]]":
    """Where a workbook is from, with the call that comes to the same."""
    import shlex

    from parplan import __version__
    from parplan.reports.workbook import origin

    call = ["parplan", "project", *(each for name in named for each in ("--scenario", name))]
    call += ["--plan", source.folder.given] if source.folder.given else []
    call += [] if source.basis == "printed" else ["--basis", source.basis]
    return origin(source.plan, tuple(source.sources.files), shlex.join(call), __version__)
