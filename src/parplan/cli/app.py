"""Which commands there are, in which groups, and what their parameters have in common.

A command is one function in the file of its name: signature and body together, what is heavy
imported inside it. Words of help are kept in both languages, and said in that of the run when the
parser is built.
"""

import inspect
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import partial, wraps
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup
from typer.models import ArgumentInfo, OptionInfo

from parplan.cli.complete import complete_id, complete_unit
from parplan.cli.language import current, say
from parplan.cli.output import deliver
from parplan.cli.parser_words import translated
from parplan.cli.screen import width_of
from parplan.cli.wishes import Wishes, wish
from parplan.ids import same_word
from parplan.text import Text

GROUPS: tuple[tuple[Text, tuple[str, ...]], ...] = (
    (Text("Bắt đầu", "Start"), ("init",)),
    (Text("Xem", "Look"), ("gap", "progress", "review", "explain")),
    (Text("Nếu như", "What if"), ("project", "reach", "simulate")),
    (Text("Kiểm tra", "Check"), ("validate", "errata", "rule")),
    (Text("Ai làm gì", "Who"), ("units", "tasks", "record", "mark")),
    (Text("So với đơn vị khác", "Against others"), ("rank", "realism", "compare")),
    (Text("Xuất ra", "Out"), ("schema",)),
)
NAMES = tuple(name for _, names in GROUPS for name in names)

Basis = Literal["printed", "parts", "corrected"]
Form = Literal["table", "json", "csv", "markdown"]
ORDER = "parplan.order"  # in a context's meta: the names of the options as they were typed
Function = TypeVar("Function", bound=Callable[..., int])


class About(NamedTuple):
    """What a command is for, with an example; and whether it asks in which order its options were
    typed."""

    name: str
    help: Text
    example: Text
    ordered: bool


def command(
    name: str, *, help: Text, example: str | Text, ordered: bool = False
) -> Callable[[Function], Function]:
    """Declare a command of this name (``errata list``: the list of errata)."""
    said = Text(example, example) if isinstance(example, str) else example

    def declared(function: Function) -> Function:
        _declared[name] = (About(name, help, said, ordered), function)
        return function

    return declared


_declared: dict[str, tuple[About, Callable[..., int]]] = {}
_EXAMPLE = Text("Ví dụ: {example}", "Example: {example}")

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
    (``module:NAME``): both may be typed.
    """
    parser = partial(_code_of, words) if words else None
    info: OptionInfo = typer.Option(
        *names, show_default=more.pop("show_default", False), parser=parser, **more
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


def argument(*, help: Text, metavar: str | None = None, **more: Any) -> ArgumentInfo:
    """An argument, with its words in both languages."""
    info: ArgumentInfo = typer.Argument(show_default=more.pop("show_default", False), **more)
    _words[id(info)] = _Said(help, metavar)
    return info


def _localised(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function with the words of its parameters in the language of the run."""
    for parameter in inspect.signature(function, eval_str=True).parameters.values():
        for info in getattr(parameter.annotation, "__metadata__", ()):
            if id(info) in _words:
                words = _words[id(info)]
                info.help = say(words.help)
                info.metavar = say(METAVARS[words.metavar]) if words.metavar else None
    return function


def _fitting(text: str) -> str:
    """Help that is no wider than the terminal, whatever may be typed for an option."""
    width = width_of(sys.stdout)
    if width is None or all(len(line) <= width for line in text.splitlines()):
        return text
    from parplan.render.layout import page

    return page(text, width).rstrip("\n")


def _shown(context: Any, _: object, asked: bool) -> None:
    """Help leaves the program as every answer does."""
    if asked and not context.resilient_parsing:
        deliver(context.get_help() + "\n", None)
        context.exit()


class _Helpful:
    """What commands and groups of them have in common: how they are helped with."""

    def get_help(self, ctx: Any) -> str:
        # What is above both is the class beside this one, which the types cannot know.
        text: str = super().get_help(ctx)  # type: ignore[misc]  # see above
        return _fitting(translated(text))

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]  # as above
        if option is not None:
            option.callback = _shown
        return option


class _Command(_Helpful, TyperCommand):
    pass


class _Ordered(_Command):
    """A command that remembers in which order its options were typed."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        ctx.meta[ORDER] = [
            parameter.name for parameter in self.make_parser(ctx).parse_args(args=list(args))[2]
        ]
        return super().parse_args(ctx, args)


class _Group(_Helpful, TyperGroup):
    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The commands in their groups, each with the whole of its summary."""
        titled = (
            GROUPS
            if ctx.parent is None
            else ((Text("Lệnh", "Commands"), tuple(self.list_commands(ctx))),)
        )
        for title, names in titled:
            with formatter.section(say(title)):
                formatter.write_dl(
                    [
                        (name, found.help or "")
                        for name in names
                        if (found := self.get_command(ctx, name))
                    ]
                )


def application(names: Iterable[str] = NAMES) -> typer.Typer:
    """The parser for these commands (all of them where help is asked for): what a call does not
    need is not imported."""
    app = typer.Typer(
        cls=_Group,
        help=say(_HELP),
        epilog=say(_EXAMPLE, example="parplan gap"),
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    app.callback(invoke_without_command=True)(_localised(_app))
    for name in names:
        import_module(f"parplan.cli.{name}")
        below = [known for known in _declared if known.startswith(f"{name} ")]
        if below:
            group = typer.Typer(
                cls=_Group,
                help=say(_declared_groups[name]),
                no_args_is_help=True,
                rich_markup_mode=None,
            )
            group.callback()(_localised(_group))
            app.add_typer(group, name=name)
            for each in below:
                _add(group, each.partition(" ")[2], *_declared[each])
        else:
            _add(app, name, *_declared[name])
    return app


def _add(app: typer.Typer, name: str, about: About, function: Callable[..., int]) -> None:
    kind = _Ordered if about.ordered else _Command
    example = say(_EXAMPLE, example=about.example)
    app.command(name, cls=kind, help=say(about.help), epilog=example)(_localised(_served(function)))


def begin() -> None:
    """A run begins: nothing is left of one before it in this process."""
    from parplan import ids
    from parplan.workspace import reading

    wish(Wishes())
    reading.forget()
    ids.forget()


def _served(function: Callable[..., int]) -> Callable[..., int]:
    """A command with what all have that print an answer (--pager), or open a plan
    (--follow-links).
    """
    signature = inspect.signature(function, eval_str=True)
    more = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=False, annotation=kind)
        for name, kind, of in (
            ("pager", Pager, {"output"}),
            ("links", FollowLinks, {"plan", "frame"}),
        )
        if not of.isdisjoint(signature.parameters)
    ]

    @wraps(function)
    def run(*arguments: Any, pager: bool = False, links: bool = False, **named: Any) -> int:
        wish(Wishes(pager, links))
        if str(named.get("output")) in _STDOUT:
            named["output"] = None
        if (saved := named.get("saved")) is not None:  # what takes long is not begun in vain
            from parplan.cli.files import free

            free(saved)
        return function(*arguments, **named)

    parameters = [*signature.parameters.values(), *more]
    run.__dict__["__signature__"] = signature.replace(parameters=parameters)
    return run


_STDOUT = ("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")  # as people name it


_declared_groups = {
    "errata": Text(
        "Số liệu ghi sai trong văn bản, và danh mục đính chính errata.yaml.",
        "Misprinted figures, and the errata that record them.",
    )
}
_HELP = Text(
    "Kiểm tra và tính toán trên kế hoạch cải thiện các chỉ số hành chính công.",
    "Check plans to raise public-administration indices, and work out what they promise.",
)


# What many commands take.

Language = Annotated[
    Literal["vi", "en"] | None,
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
Output = Annotated[
    Path | None,
    option(
        "-o",
        "--output",
        metavar="FILE",
        help=Text(
            "Ghi kết quả vào tệp này, trọn vẹn hoặc không ghi gì; đuôi tệp (.txt, .json, .csv, "
            ".md) quyết định dạng. “-”: in ra màn hình.",
            "Write the answer to this file, whole or not at all; its ending (.txt, .json, .csv, "
            ".md) chooses the form. “-” is standard output.",
        ),
    ),
]
Plans = Annotated[
    Path | None,
    option(
        "--plans",
        metavar="DIR",
        help=Text(
            "Mọi kế hoạch trong thư mục này (tìm cả thư mục con), mỗi kế hoạch một dòng, kém nhất "
            "trước.",
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
            "Đọc cả tệp là liên kết dẫn ra ngoài thư mục kế hoạch.",
            "Also read files that are links out of the plan's folder.",
        ),
    ),
]
Format = Annotated[
    Form | None,
    option(
        "--format",
        help=Text("Dạng kết quả; mặc định: table.", "Form of the answer. Default: table."),
    ),
]
OnBasis = Annotated[
    Basis,
    option(
        "--basis",
        words="cli.answer:BASES",
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
            "Năm của mục tiêu; mặc định: năm tiếp theo chưa công bố kết quả (review: năm mới công "
            "bố nhất).",
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


def _app(context: typer.Context, version: Version = False, lang: Language = None) -> None:
    if version:
        from parplan import __version__

        deliver(f"parplan {__version__}\n", None)
    elif context.invoked_subcommand is None:
        from parplan.cli.workspace import which

        folder = which(None)
        plan = folder.called if folder.given else say(_EXAMPLE_PLAN)
        used = say(_WOULD_USE if folder.path.is_dir() else _NOT_THERE, plan=plan)
        deliver(f"{context.get_help()}\n\n{used}\n", None)


_WOULD_USE = Text("Kế hoạch sẽ dùng: {plan}", "Plan that would be used: {plan}")
_NOT_THERE = Text(
    "Kế hoạch sẽ dùng: {plan}, nhưng không có thư mục này",
    "Plan that would be used: {plan}, but there is no such folder",
)
_EXAMPLE_PLAN = Text("kế hoạch mẫu đi kèm phần mềm", "the example that comes with parplan")


def _group(lang: Language = None) -> None:
    pass
