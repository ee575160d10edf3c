"""What may be typed: options and arguments in both languages, and those that many commands take."""

import inspect
from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

import typer
from typer.models import ArgumentInfo, OptionInfo

from parplan.cli.complete import complete_id, complete_pair, complete_unit
from parplan.cli.language import current, say
from parplan.ids import same_word
from parplan.points import Lang
from parplan.text import Text

Basis = Literal["printed", "parts", "corrected"]
Form = Literal["table", "json", "csv", "markdown"]


# Stand-ins for what a person puts there.
METAVARS = {
    "DIR": Text("THƯ_MỤC", "DIR"),
    "FILE": Text("TỆP", "FILE"),
    "TEXT": Text("VĂN_BẢN", "TEXT"),
    "DATE": Text("NGÀY", "DATE"),
    "YEAR": Text("NĂM", "YEAR"),
    "UNIT": Text("ĐƠN_VỊ", "UNIT"),
    "ID": Text("MÃ", "ID"),
    "ID=POINTS": Text("MÃ=ĐIỂM", "ID=POINTS"),
    "ID=LOW,LIKELY,HIGH": Text("MÃ=THẤP,GIỮA,CAO", "ID=LOW,LIKELY,HIGH"),
    "ID=RANK": Text("MÃ=HẠNG", "ID=RANK"),
    "ID=COST": Text("MÃ=CHI_PHÍ", "ID=COST"),
    "[ID=]PERCENT": Text("[MÃ=]TỶ_LỆ", "[ID=]PERCENT"),
    "POINTS": Text("ĐIỂM", "POINTS"),
    "RANK": Text("HẠNG", "RANK"),
    "GROUP": Text("NHÓM", "GROUP"),
    "PERCENT": Text("TỶ_LỆ", "PERCENT"),
    "SHARE": Text("TỶ_LỆ", "SHARE"),
    "N": Text("N", "N"),
    "CODE": Text("MÃ", "CODE"),
    "NAME": Text("TÊN", "NAME"),
    "N=INDEX": Text("N=CHỈ_SỐ", "N=INDEX"),
    "TITLE=FIELD": Text("TIÊU_ĐỀ=SỐ_LIỆU", "TITLE=FIELD"),
    "TASK": Text("NHIỆM_VỤ", "TASK"),
    "FILE|LINK": Text("TỆP|LIÊN_KẾT", "FILE|LINK"),
    "DECISION": Text("QUYẾT_ĐỊNH", "DECISION"),
    "A": Text("A", "A"),
    "B": Text("B", "B"),
}


class _Said(NamedTuple):
    help: Text
    metavar: str | None


_words: dict[int, _Said] = {}


def option(
    *names: str, help: Text, metavar: str | None = None, words: str | None = None, **more: Any
) -> OptionInfo:
    """An option, with its words in both languages.

    `words` names where its codes stand with the words that answers print for them
    (``module:NAME``): both may be typed. Where ID=… is typed, the shell completes the id.
    """
    parser = partial(_code_of, words) if words else None
    if metavar is not None and metavar.removeprefix("[").startswith("ID="):
        more.setdefault("autocompletion", complete_pair)
    info: OptionInfo = typer.Option(
        *names,
        show_default=more.pop("show_default", False),
        parser=parser,
        readable=False,  # what cannot be read is told by whoever reads it
        **more,
    )
    _words[id(info)] = _Said(help, metavar)
    return info


def _code_of(where: str, typed: str) -> str:
    """The code that was typed, as such or in words, whatever the case and with or without marks.
    Raises ValueError, for the parser."""
    module, _, name = where.partition(":")
    words: Mapping[str, Text] = getattr(import_module(f"parplan.{module}"), name)
    for code, said in words.items():
        if any(same_word(typed, known) for known in (code, said.vi, said.en)):
            return code
    said_here = [said.vi if current() == "vi" else code for code, said in words.items()]
    raise ValueError(f"{typed!r} is not one of {', '.join(map(repr, said_here))}.")


def argument(*, help: Text, metavar: str, **more: Any) -> ArgumentInfo:
    """An argument, with its words in both languages."""
    info: ArgumentInfo = typer.Argument(
        show_default=more.pop("show_default", False), readable=False, **more
    )
    _words[id(info)] = _Said(help, metavar)
    return info


def localised(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function with the words of its parameters in the language of the run."""
    for parameter in inspect.signature(function, eval_str=True).parameters.values():
        for info in getattr(parameter.annotation, "__metadata__", ()):
            if id(info) in _words:
                words = _words[id(info)]
                info.help = say(words.help)
                info.metavar = say(METAVARS[words.metavar]) if words.metavar else None
    return function


Language = Annotated[
    Lang | None,
    option(
        "--lang",
        help=Text(
            "Ngôn ngữ; mặc định: PARPLAN_LANG, rồi đến hệ thống.",
            "Language. Default: PARPLAN_LANG, else the locale's.",
        ),
    ),
]


Plan = Annotated[
    Path | None,
    option(
        "--plan",
        metavar="DIR",
        help=Text(
            "Thư mục kế hoạch (indicators.yaml, targets.yaml); mặc định: PARPLAN_PLAN, rồi đến "
            "thư mục hiện tại hoặc thư mục cấp trên, rồi đến kế hoạch mẫu.",
            "The plan's folder (indicators.yaml, targets.yaml). Default: PARPLAN_PLAN, else the "
            "folder one stands in or one above it, else the example.",
        ),
    ),
]


Folders = Annotated[
    list[Path] | None,
    argument(
        metavar="DIR",
        help=Text(
            "Thư mục chứa kế hoạch, tìm cả bên trong; mặc định như --plan.",
            "Folders with plans, searched recursively. Default: as --plan.",
        ),
    ),
]


def written_to(*endings: str) -> OptionInfo:
    """The option for the file of an answer, whose ending is one of these."""
    said = Text(
        "Ghi kết quả vào tệp này, trọn vẹn hoặc không ghi gì; đuôi tệp ({endings}) quyết định "
        "dạng. “-”: in ra màn hình.",
        "Write the answer to this file, whole or not at all; its ending ({endings}) chooses the "
        "form. “-” is standard output.",
    )
    return option("-o", "--output", metavar="FILE", help=said.filled(endings=endings))


Output = Annotated[Path | None, written_to(".txt", ".json", ".csv", ".md", ".xlsx")]
TextOrJson = Annotated[Path | None, written_to(".txt", ".json")]


Plans = Annotated[
    Path | None,
    option(
        "--plans",
        metavar="DIR",
        help=Text(
            "Mọi kế hoạch trong thư mục này (tìm cả thư mục con), mỗi kế hoạch một dòng, xếp từ "
            "kém nhất.",
            "Every plan in this folder (searched recursively), a line each, the worst first.",
        ),
    ),
]


Pager = Annotated[
    bool,
    option(
        "--pager",
        help=Text("Xem từng trang (PAGER, hoặc less).", "Page by page, with PAGER or less."),
    ),
]


FollowLinks = Annotated[
    bool,
    option(
        "--follow-links",
        help=Text(
            "Đọc cả tệp và thư mục là liên kết dẫn ra nơi khác.",
            "Also read files and folders that are links to elsewhere.",
        ),
    ),
]


_FORMAT = option(
    "--format", help=Text("Dạng kết quả; mặc định: table.", "Form of the answer. Default: table.")
)
Format = Annotated[Form | None, _FORMAT]
TableOrJson = Annotated[Literal["table", "json"] | None, _FORMAT]


Excel = Annotated[
    bool,
    option(
        "--excel",
        help=Text(
            "CSV để mở bằng Excel: tiêu đề tiếng Việt, dấu phẩy thập phân, dấu chấm phẩy giữa các "
            "cột.",
            "CSV for people who open it in Excel: headings in words, semicolons between columns.",
        ),
    ),
]


PLACE = "{plan}"  # in the name of a file: of each of many plans
OnBasis = Annotated[
    Basis,
    option(
        "--basis",
        words="reports.bases:BASES",
        show_default=True,
        help=Text(
            "Tính theo số liệu ghi trong văn bản, cộng lại từ tiêu chí thành phần, hoặc theo đính "
            "chính trong errata.yaml.",
            "Work with the printed figures, from the parts up, or as corrected in errata.yaml.",
        ),
    ),
]


Ids = Annotated[
    list[str] | None,
    argument(
        metavar="ID",
        autocompletion=complete_id,
        help=Text(
            "Mã cần xem, ví dụ par.8 hoặc 'par.*.survey'; mặc định: tất cả.",
            "Ids to show, such as par.8 or 'par.*.survey'. Default: all.",
        ),
    ),
]


Parts = Annotated[
    bool,
    option(
        "--parts/--no-parts",
        show_default=True,
        help=Text("Có hoặc không in tiêu chí thành phần.", "Show what rows are made of, or not."),
    ),
]


Leads = Annotated[
    bool,
    option("--leads", help=Text("Thêm cột đơn vị chủ trì.", "Show which units lead each row.")),
]


OfUnits = Annotated[
    list[str] | None,
    option(
        "--unit",
        metavar="UNIT",
        autocompletion=complete_unit,
        help=Text(
            "Chỉ tiêu chí do đơn vị này chủ trì (mã hoặc tên). Dùng được nhiều lần.",
            "Only rows that this unit leads (its id or name). Repeatable.",
        ),
    ),
]


Layer = Literal["self-assessed", "appraised", "survey", "published"]
LAYERS = "model.results:LAYER_WORDS"


OfLayer = Annotated[
    Layer | None,
    option(
        "--layer",
        words=LAYERS,
        help=Text(
            "Chỉ kết quả loại này: tự đánh giá, thẩm định, điều tra XHH, công bố.",
            "Only results of this layer.",
        ),
    ),
]


Status = Literal["open", "doing", "done"]
STATUSES = "model.tasks:STATUS_WORDS"


Evidence = Annotated[
    list[str] | None,
    option(
        "--evidence",
        metavar="FILE|LINK",
        help=Text(
            "Tài liệu kiểm chứng: tên tệp, số văn bản hoặc địa chỉ trang. Dùng được nhiều lần.",
            "What shows it: a file, a document's number, or a link. Repeatable.",
        ),
    ),
]


Peers = Annotated[
    Path | None,
    option(
        "--peers",
        metavar="FILE",
        help=Text(
            "Bảng CSV điểm các đơn vị theo năm (docs/peers.vi.md), hoặc một tệp như peers/*.yaml.",
            "A CSV table of units by year (docs/peers.md), or a file such as those in peers/.",
        ),
    ),
]


TargetYear = Annotated[
    int | None,
    option(
        "--target-year",
        metavar="YEAR",
        help=Text(
            "Năm của mục tiêu; mặc định: năm tiếp theo chưa công bố kết quả (review: năm gần "
            "nhất đã công bố kết quả).",
            "The year of the targets. Default: the next one not yet published (review: the latest "
            "that is).",
        ),
    ),
]


Since = Annotated[
    int | None,
    option(
        "--since",
        metavar="YEAR",
        help=Text(
            "Chỉ tính các mức tăng từ năm này trở đi; mặc định: mọi năm có số liệu.",
            "Count only gains from this year on. Default: all years there are.",
        ),
    ),
]


Version = Annotated[
    bool, option("-V", "--version", help=Text("In phiên bản.", "Print the version."))
]
