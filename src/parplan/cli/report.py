"""`parplan report`: what is sent, opened, and played with: a report in Word, a workbook, a page."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

from parplan.cli.app import command
from parplan.cli.complete import complete_unit
from parplan.cli.options import Language, OnBasis, Plan, TargetYear, option
from parplan.cli.what_if import scenario_option
from parplan.text import Message, Text

if TYPE_CHECKING:
    from parplan.render.table import Paper
    from parplan.reports.project import Case
    from parplan.reports.report import Known
    from parplan.reports.units import Staff
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
    from parplan.cli.screen import screen
    from parplan.cli.typed import alone
    from parplan.cli.workspace import opened
    from parplan.render.layout import page
    from parplan.workspace.opened import HeldAgainst

    if output is None:
        deliver(page(say(_WHAT_THERE_IS), screen(None).width), None)
        return 0
    form = chosen(None, output, _ENDINGS)
    wish = Wish(about or ("plan" if unit is None else "unit"), unit, as_of, scenario or [])
    if form != "docx":
        alone(output.suffix, {"--about": about, "--unit": unit, "--as-of": as_of})
    others = {"--scenario": ("plan", scenario), "--as-of": ("progress", as_of)}
    others["--unit"] = ("unit", unit)
    alone(
        f"--about {wish.about}",
        {option: typed for option, (of, typed) in others.items() if of != wish.about},
    )
    when = HeldAgainst() if wish.about == "review" and target_year is None else target_year
    source = opened(plan, basis, when)
    made = {"docx": _word, "xlsx": _workbook, "html": _page}[form](source, wish)
    deliver(made, output)
    return 0


class Wish(NamedTuple):
    """What was asked for: about what, which unit, on which day, which scenarios."""

    about: About
    unit: str | None
    as_of: str | None
    scenarios: list[str]


def _word(source: "Workspace", wish: Wish) -> bytes:
    """The report in the official form. Raises Stop where what it is about is not known."""
    from parplan.cli.language import current
    from parplan.cli.output import needs

    needs("docx", "office")
    from parplan.render import docx

    say_if_open(source)
    return docx.render(paper_of(source, wish), current())


def paper_of(source: "Workspace", wish: Wish) -> "Paper":
    """The report before it is written. Raises Stop where what it is about is not known."""
    content = {"plan": _of_plan, "progress": _of_progress, "review": _of_review, "unit": _of_unit}
    return content[wish.about](source, wish)


def say_if_open(source: "Workspace") -> None:
    """Say so where nothing tells who writes to whom."""
    from parplan.cli.output import remark

    if source.folder.file("report") is None:
        remark(Message(_NO_LETTERHEAD))


def _known(source: "Workspace") -> "Known":
    from parplan.cli.answer import BASES
    from parplan.cli.errata import asked_for
    from parplan.reports import gap
    from parplan.reports.report import Known

    better = source.plan if source.basis == "corrected" else source.better.plan
    standings = gap.measured(source.plan, source.findings, source.basis, better, source.corrected)
    work = source.work if source.folder.file("tasks") else None
    return Known(standings, BASES[source.basis], source.letterhead, asked_for(source), work)


def _staff(source: "Workspace", known: "Known") -> "Staff":
    from parplan.engine.units import Leads
    from parplan.reports.units import Staff

    leads = Leads(source.plan, source.work.leading(), source.on)
    return Staff(source.plan, source.work, known.standings.chosen, leads)


def _of_plan(source: "Workspace", wish: Wish) -> "Paper":
    from parplan.reports import report as content

    known = _known(source)
    staff = None if known.work is None else _staff(source, known)
    return content.of_plan(known, staff, _cases(source, wish.scenarios))


def _cases(source: "Workspace", names: list[str]) -> "list[Case]":
    """Where scenarios land. Raises Stop."""
    from parplan.cli.project import case
    from parplan.cli.what_if import WhatIf
    from parplan.engine.baseline import Baseline

    if not names:
        return []
    asked, baseline = WhatIf(names, (), None, clamp=False), Baseline(source.plan, source.on)
    return [case(each, asked, source, baseline) for each in asked.scenarios(source, baseline)]


def _of_progress(source: "Workspace", wish: Wish) -> "Paper":
    from datetime import date

    from parplan.cli.typed import day_typed
    from parplan.engine.baseline import Baseline
    from parplan.engine.progress import progress, time_gone
    from parplan.reports import report as content
    from parplan.reports.progress import Measured

    day = date.today() if wish.as_of is None else day_typed("--as-of", wish.as_of)
    rows = progress(Baseline(source.plan, source.on), source.outcomes, day)
    measured = Measured(source.plan, day, time_gone(source.plan, day), rows, whole=rows)
    return content.of_progress(_known(source), measured)


def _of_review(source: "Workspace", _: Wish) -> "Paper":
    from parplan.cli.what_if import IN_FULL
    from parplan.engine.baseline import Baseline
    from parplan.engine.review import reviewed
    from parplan.reports import report as content
    from parplan.reports.review import Review
    from parplan.reports.rows import without_parts

    year = source.plan.about.target_year
    observed, groups = source.outcomes.of_year(year), source.groups_of(year)
    rows = reviewed(Baseline(source.plan, source.on), observed, groups=groups)
    whole = {index.id: index for index in rows}
    found = Review(
        source.plan, year, without_parts(rows), whole, {}, source.findings, IN_FULL, {}, {}
    )
    return content.of_review(_known(source), found)


def _of_unit(source: "Workspace", wish: Wish) -> "Paper":
    from parplan.cli.output import stop
    from parplan.cli.typed import unit_typed
    from parplan.reports import report as content

    if wish.unit is None:
        raise stop(Message(_WHICH_UNIT))
    known = _known(source)
    return content.of_unit(known, _staff(source, known), unit_typed(source.work, wish.unit))


def _workbook(source: "Workspace", wish: Wish) -> bytes:
    """The workbook that computes."""
    raise NotImplementedError


def _page(source: "Workspace", wish: Wish) -> bytes:
    """The page."""
    raise NotImplementedError


_WHAT_THERE_IS = Text(
    """\
Lập được, tùy đuôi của tệp sau -o:

- .docx: báo cáo Word theo thể thức của Nghị định 30/2020/NĐ-CP, về kế hoạch (--about plan), \
tiến độ (progress), kết quả so với mục tiêu (review) hoặc một đơn vị (--unit)
- .xlsx: bảng tính có công thức: sửa mức tăng ở ô màu vàng, mọi tổng điểm tính lại
- .html: trang để xem và thử phương án trong trình duyệt, không cần mạng

Tên cơ quan, nơi nhận, người ký lấy từ report.yaml trong thư mục kế hoạch.
Ví dụ: parplan report -o bao-cao.docx
""",
    """\
What there is, by the ending of the file behind -o:

- .docx: a report in Word, in the official form of decree 30/2020/NĐ-CP, about the plan (--about \
plan), its progress, the outcome (review) or one unit (--unit)
- .xlsx: a workbook that computes: change an increase in a yellow cell, and every total follows
- .html: a page to look at and try things on, in a browser, without a network

Who writes to whom, and who signs, is taken from report.yaml in the plan's folder.
Example: parplan report -o report.docx
""",
)
_NO_LETTERHEAD = Text(
    "không có report.yaml trong thư mục kế hoạch, nên tên cơ quan, nơi nhận, người ký để “…”; xem "
    "“parplan schema report”",
    "the plan's folder has no report.yaml, so who writes to whom and who signs is left as “…”; see "
    "`parplan schema report`",
)
_WHICH_UNIT = Text(
    "--about unit cần biết đơn vị nào: thêm --unit", "--about unit needs to know which: add --unit"
)
