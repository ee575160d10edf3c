"""`parplan report`: what is sent, opened, and played with: a report in Word, a workbook, a page."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from parplan.cli.app import command
from parplan.cli.complete import complete_unit
from parplan.cli.options import Language, OnBasis, Plan, TargetYear, option
from parplan.cli.what_if import scenario_option
from parplan.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parplan.engine.gap import Standing
    from parplan.reports.units import Staff
    from parplan.reports.workbook import Book
    from parplan.workspace.opened import Workspace

About = Literal["plan", "progress", "review", "unit"]
_ENDINGS = {".docx": "docx", ".xlsx": "xlsx", ".html": "html"}


@command(
    "report",
    help=Text(
        "Báo cáo để gửi đi (Word), để tính tiếp (Excel), để xem và thử phương án (trang HTML).",
        "What is sent: a report in Word, a workbook that computes, a page to look at and try "
        "things on.",
    ),
    example=Text("parplan report -o bao-cao.docx", "parplan report -o report.docx"),
)
def report(
    about: Annotated[
        About | None,
        option(
            "--about",
            help=Text(
                "Nội dung báo cáo Word: kế hoạch (plan), tiến độ (progress), kết quả so với mục "
                "tiêu (review), một đơn vị (unit); mặc định: plan.",
                "What the Word report is about: the plan, its progress, the outcome (review), or "
                "one unit. Default: plan.",
            ),
        ),
    ] = None,
    unit: Annotated[
        str | None,
        option(
            "--unit",
            metavar="UNIT",
            autocompletion=complete_unit,
            help=Text(
                "Đơn vị mà báo cáo nói về (mã hoặc tên); tức là --about unit.",
                "The unit that the report is about (its id or name); means --about unit.",
            ),
        ),
    ] = None,
    as_of: Annotated[
        str | None,
        option(
            "--as-of",
            metavar="DATE",
            help=Text(
                "Tính đến hết ngày này; mặc định: hôm nay.", "As known on this day. Default: today."
            ),
        ),
    ] = None,
    scenario: Annotated[
        list[str] | None,
        scenario_option(
            Text(
                "Tệp kịch bản, hoặc tên kịch bản đi kèm kế hoạch. Dùng được nhiều lần.",
                "A scenario's file, or the name of one beside the plan. Repeatable.",
            ),
        ),
    ] = None,
    plan: Plan = None,
    target_year: TargetYear = None,
    basis: OnBasis = "printed",
    lang: Language = None,
    output: Annotated[
        Path | None,
        option(
            "-o",
            "--output",
            metavar="FILE",
            help=Text(
                "Tệp cần lập, trọn vẹn hoặc không ghi gì; đuôi tệp (.docx, .xlsx, .html) quyết "
                "định là gì.",
                "The file to make, whole or not at all; its ending (.docx, .xlsx, .html) chooses "
                "what it is.",
            ),
        ),
    ] = None,
) -> int:
    """Write a report; without a file, print what there is."""
    from parplan.cli.answer import chosen
    from parplan.cli.language import say
    from parplan.cli.output import deliver
    from parplan.cli.workspace import opened

    if output is None:
        deliver(say(_WHAT_THERE_IS), None)
        return 0
    form = chosen(None, output, _ENDINGS)
    source = opened(plan, basis, target_year)
    if form == "xlsx":
        deliver(_workbook(source, scenario or []), output)
        return 0
    made = {"docx": _word, "html": _page}[form](source)
    deliver(made, output)
    return 0


def _word(source: "Workspace") -> bytes:
    """The report in the official form."""
    raise NotImplementedError


def _workbook(source: "Workspace", named: list[str]) -> bytes:
    """The workbook that computes. Raises Stop."""
    from parplan.cli.answer import foot
    from parplan.cli.language import current
    from parplan.cli.output import needs
    from parplan.reports import workbook

    needs("xlsxwriter", "office")
    from parplan.render import xlsx

    tables = workbook.tables(book_of(source, named))
    return xlsx.render(tables, current(), [foot(source, source.basis).strip()])


def book_of(source: "Workspace", named: list[str]) -> "Book":
    """What a plan's workbook is made of; it starts from the scenario that is named, else from the
    plan carried out in full, and several are compared with that. Raises Stop."""
    from parplan.cli.answer import BASES
    from parplan.cli.what_if import WhatIf, cased
    from parplan.engine.baseline import Baseline
    from parplan.reports import gap, workbook
    from parplan.reports.rows import Ground

    baseline = Baseline(source.plan, source.on)
    better = source.plan if source.basis == "corrected" else source.better.plan
    standings = gap.measured(source.plan, source.findings, source.basis, better, source.corrected)
    plain, asked = WhatIf([], (), None, clamp=True), WhatIf(named, (), None, clamp=True)
    cases = [cased(each, plain, source, baseline) for each in plain.scenarios(source, baseline)]
    if named:
        cases += [cased(it, asked, source, baseline) for it in asked.scenarios(source, baseline)]
    return workbook.Book(
        standings,
        baseline,
        Ground(source.plan.about, source.findings, source.corrected),
        cases[-1] if len(named) == 1 else cases[0],
        cases,
        _staff(source, standings.chosen),
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


def _staff(source: "Workspace", indices: "tuple[Standing, ...]") -> "Staff | None":
    """Who does what; None where the plan does not say."""
    from parplan.engine.units import Leads
    from parplan.reports.units import Staff

    if source.folder.file("tasks") is None:
        return None
    leads = Leads(source.plan, source.work.leading(), source.on)
    return Staff(source.plan, source.work, indices, leads)


def _page(source: "Workspace") -> bytes:
    """The page."""
    raise NotImplementedError


_WHAT_THERE_IS = Text("", "")
