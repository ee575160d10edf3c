"""`parplan report`: what is sent, opened, and played with: a report in Word, a workbook, a page."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from parplan.cli.app import command
from parplan.cli.complete import complete_unit
from parplan.cli.options import Language, OnBasis, Plan, TargetYear, option
from parplan.cli.what_if import scenario_option
from parplan.text import Message, Text

if TYPE_CHECKING:
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
    plans: Annotated[
        Path | None,
        option(
            "--plans",
            metavar="DIR",
            help=Text(
                "Mọi kế hoạch trong thư mục này (tìm cả thư mục con), mỗi kế hoạch một tệp: "
                "-o 'trang/{plan}.html'.",
                "Every plan in this folder (searched recursively), a file each: "
                "-o 'pages/{plan}.html'.",
            ),
        ),
    ] = None,
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
    shown: Annotated[
        bool,
        option("--open", help=Text("Mở tệp vừa lập.", "Open the file that was made.")),
    ] = False,
) -> int:
    """Write a report; without a file, print what there is."""
    from parplan.cli.answer import chosen
    from parplan.cli.language import say
    from parplan.cli.output import deliver
    from parplan.cli.workspace import opened

    if plans is not None:
        from parplan.cli.plans import each_file
        from parplan.cli.typed import alone

        alone("--plans", {"--plan": plan, "--open": shown})
    if output is None and plans is None:
        deliver(say(_WHAT_THERE_IS), None)
        return 0
    form = "" if output is None else chosen(None, output, _ENDINGS)

    def made(source: "Workspace") -> str | bytes:
        if form == "html":
            return _page(source, scenario or [])
        return {"docx": _word, "xlsx": _workbook}[form](source)

    if plans is not None:
        return each_file(plans, output, made, basis, target_year)
    deliver(made(opened(plan, basis, target_year)), output)
    if shown and output is not None:
        _open(output)
    return 0


def _open(file: Path) -> None:
    """Show a file in the program that the system has for it; says so where there is none."""
    import typer

    from parplan.cli.output import remark

    if typer.launch(str(file)):
        remark(Message(_NOT_OPENED, {"path": file}))


def _word(source: "Workspace") -> bytes:
    """The report in the official form."""
    raise NotImplementedError


def _workbook(source: "Workspace") -> bytes:
    """The workbook that computes."""
    raise NotImplementedError


def _page(source: "Workspace", scenarios: list[str]) -> str:
    """The page."""
    from parplan.cli.page import page

    return page(source, scenarios)


_NOT_OPENED = Text(
    "đã lập {path}, nhưng hệ thống này không có chương trình nào để mở; hãy mở bằng tay",
    "{path} is made, but this system has no program to open it with; open it yourself",
)
_WHAT_THERE_IS = Text("", "")
