"""`parplan report`: what is sent, opened, and played with: a report in Word, a workbook, a page."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from parplan.cli.app import command
from parplan.cli.complete import complete_unit
from parplan.cli.options import PLACE, Language, OnBasis, Plan, TargetYear, option
from parplan.cli.report_asked import About, Wish
from parplan.cli.what_if import scenario_option
from parplan.points import Lang
from parplan.text import Message, Text

if TYPE_CHECKING:
    from parplan.workspace.opened import Workspace

ENDINGS = {".docx": "docx", ".xlsx": "xlsx", ".html": "html"}
_LIBRARIES = {"docx": "docx", "xlsx": "xlsxwriter"}  # what a kind is written with


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
                "Báo cáo về đơn vị nào (mã hoặc tên); tức là --about unit.",
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
                "Với --about progress: tính đến hết ngày này; mặc định: hôm nay.",
                "With --about progress: as known on this day. Default: today.",
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
                "-o '{plan}.html'.",
                "Every plan in this folder (searched recursively), a file each: -o '{plan}.html'.",
            ),
        ),
    ] = None,
    target_year: TargetYear = None,
    basis: OnBasis = "printed",
    lang: Language = None,
    file: Annotated[
        Path | None,
        option(
            "-o",
            "--output",
            metavar="FILE",
            help=Text(
                "Tệp cần lập, trọn vẹn hoặc không ghi gì; đuôi tệp (.docx, .xlsx, .html) quyết "
                "định loại tệp.",
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
    from parplan.cli.answer import by_ending
    from parplan.cli.language import current, say
    from parplan.cli.output import deliver, needs, stop
    from parplan.cli.screen import screen
    from parplan.cli.typed import alone, day_typed
    from parplan.cli.workspace import opened, say_other_years
    from parplan.render.layout import page
    from parplan.workspace.opened import HeldAgainst

    if file is None and plans is None:
        typed = (about, unit, as_of, scenario, plan, target_year, shown, basis != "printed")
        if any(typed):
            raise stop(Message(_NO_FILE))
        deliver(page(say(_WHAT_THERE_IS), screen(None).width), None)
        return 0
    if plans is None and file is not None and PLACE in file.name:
        raise stop(Message(_ONLY_OF_MANY, {"place": PLACE}))
    if plans is not None:
        alone("--plans", {"--plan": plan, "--open": shown})
    form = "" if file is None else by_ending(file, ENDINGS)
    day = None if as_of is None else day_typed("--as-of", as_of)
    wish = Wish(about or ("plan" if unit is None else "unit"), unit, day, scenario or [])
    if form in ("xlsx", "html"):
        alone(f".{form}", {"--about": about, "--unit": unit, "--as-of": as_of})
    own = {
        "plan": ("--scenario", scenario),
        "progress": ("--as-of", as_of),
        "unit": ("--unit", unit),
    }
    alone(f"--about {wish.about}", dict(it for of, it in own.items() if of != wish.about))
    if wish.about == "unit" and unit is None:
        raise stop(Message(_WHICH_UNIT))
    if form in _LIBRARIES:
        needs(_LIBRARIES[form], "office")
    when = HeldAgainst() if wish.about == "review" and target_year is None else target_year

    def make(source: "Workspace") -> bytes:
        if form == "docx":
            say_if_open(source)
            _say_if_issued_before(source, wish)
        return made(form, source, wish, current())

    if plans is not None:
        from parplan.cli.plans import each_file

        return each_file(plans, file, make, basis, when, day)
    source = opened(plan, basis, when, day)
    deliver(make(source), file)
    say_other_years(source, [index.id for index in source.plan.indices])
    if shown and file is not None:
        from parplan.cli.show import show

        show(file)
    return 0


def say_if_open(source: "Workspace") -> None:
    """Say so where nothing tells who writes to whom."""
    from parplan.cli.output import remark
    from parplan.model.letterhead import Letterhead

    folder = source.folder
    if not folder.has("report"):
        values = {"plan": folder.called, "keys": tuple(Letterhead.model_fields)}
        remark(folder.near("report") or Message(_NO_LETTERHEAD, values))


def _say_if_issued_before(source: "Workspace", wish: Wish) -> None:
    """Say so where a report is dated before the day that it is about."""
    from parplan.cli.output import remark

    issued = source.letterhead.sent(wish.about).date
    if issued is not None and wish.as_of is not None and issued < wish.as_of:
        remark(Message(_ISSUED_BEFORE, {"issued": issued, "day": wish.as_of}))


def made(form: str, source: "Workspace", wish: Wish, lang: Lang) -> bytes:
    """A report of one kind: docx, xlsx or html. Raises Stop where a scenario cannot be."""
    if form == "docx":
        from parplan.cli.report_word import word

        return word(source, wish, lang)
    if form == "xlsx":
        from parplan.cli.report_workbook import workbook

        return workbook(source, wish, lang)
    from parplan.cli.report_page import page

    return page(source, wish, lang)


_WHAT_THERE_IS = Text(
    """\
Có thể lập, tùy đuôi tệp ghi sau -o:

- .docx: báo cáo Word theo thể thức của Nghị định 30/2020/NĐ-CP, về kế hoạch (--about plan), \
tiến độ (progress), kết quả so với mục tiêu (review) hoặc một đơn vị (--unit)
- .xlsx: bảng tính có công thức: sửa mức tăng ở ô màu vàng, mọi tổng điểm tính lại
- .html: trang để xem và thử phương án trong trình duyệt, không cần mạng

Tên cơ quan, nơi nhận, người ký lấy từ report.yaml trong thư mục kế hoạch.
Ví dụ: parplan report -o bao-cao.docx
""",
    """\
What can be made, by the ending of the file after -o:

- .docx: a report in Word, in the official form of decree 30/2020/NĐ-CP, about the plan (--about \
plan), its progress, the outcome (review) or one unit (--unit)
- .xlsx: a workbook that computes: change an increase in a yellow cell, and every total follows
- .html: a page to look at and try things on, in a browser, without a network

Who writes to whom, and who signs, is taken from report.yaml in the plan's folder.
Example: parplan report -o report.docx
""",
)
_ISSUED_BEFORE = Text(
    "report.yaml ghi văn bản ngày {issued}, trước ngày mà báo cáo tính đến ({day}); sửa số và ngày "
    "ở “documents”",
    "report.yaml dates the document {issued}, before the day that it is about ({day}); change its "
    "number and day under `documents`",
)
_NO_LETTERHEAD = Text(
    "{plan}: không có report.yaml, nên tên cơ quan, nơi nhận, người ký để “…”; lập report.yaml "
    "trong thư mục kế hoạch, gồm các khóa {keys} (parplan schema report)",
    "{plan}: no report.yaml, so who writes to whom and who signs is left as “…”; create "
    "report.yaml in the plan's folder with {keys} (parplan schema report)",
)
_NO_FILE = Text(
    "cần -o TỆP: đuôi tệp (.docx, .xlsx, .html) quyết định loại tệp",
    "-o FILE is needed: its ending (.docx, .xlsx, .html) chooses what is made",
)
_ONLY_OF_MANY = Text(
    "{place} trong tên tệp là tên từng kế hoạch trong --plans THƯ_MỤC",
    "{place} in a file's name is the name of each plan of --plans DIR",
)
_WHICH_UNIT = Text(
    "--about unit cần biết đơn vị nào: thêm --unit", "--about unit needs to know which: add --unit"
)
