"""Which commands there are, in which groups, and what their parameters have in common.

A command is one function in the file of its name: signature and body together, what is heavy
imported inside it. Words of help are kept in both languages, and said in that of the run when the
parser is built.
"""

import inspect
import sys
from collections.abc import Callable, Iterable
from functools import cache, wraps
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, get_args

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from parplan.cli.language import say
from parplan.cli.options import Excel, FollowLinks, Language, Pager, Version, localised
from parplan.cli.output import deliver, stop
from parplan.cli.parser_words import OPTIONS, translated
from parplan.cli.screen import width_of
from parplan.cli.wishes import Wishes, wish
from parplan.points import Lang
from parplan.text import Message, Text

GROUPS: tuple[tuple[Text, tuple[str, ...]], ...] = (
    (Text("Bắt đầu", "Start"), ("import", "init")),
    (Text("Xem", "Look"), ("gap", "progress", "review", "explain")),
    (Text("Nếu như", "What if"), ("project", "reach", "simulate")),
    (Text("Kiểm tra", "Check"), ("validate", "errata", "rule")),
    (Text("Ai làm gì", "Who"), ("units", "tasks", "record", "mark")),
    (Text("So với đơn vị khác", "Against others"), ("rank", "realism", "compare")),
    (Text("Xuất ra", "Out"), ("report", "schema")),
)
NAMES = tuple(name for _, names in GROUPS for name in names)

ORDER = "parplan.order"  # in a context's meta: the names of the options as they were typed
Function = TypeVar("Function", bound=Callable[..., int])


class About(NamedTuple):
    """What a command is for, with an example."""

    name: str
    help: Text
    example: Text


def command(name: str, *, help: Text, example: str | Text) -> Callable[[Function], Function]:
    """Declare a command of this name (``errata list``: the list of errata)."""
    said = Text(example, example) if isinstance(example, str) else example

    def declared(function: Function) -> Function:
        _declared[name] = (About(name, help, said), function)
        return function

    return declared


_declared: dict[str, tuple[About, Callable[..., int]]] = {}
_NAMELESS = Text(
    "{name}: tên tệp hoặc thư mục để trống", "{name}: the name of a file or folder is empty"
)
_EXAMPLE = Text("Ví dụ: {example}", "Example: {example}")


def _is_path(annotation: Any) -> bool:
    return annotation is Path or any(map(_is_path, get_args(annotation)))


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


def _delivered(option: Any) -> Any:
    """The option for help, which then leaves the program as every answer does."""
    if option is not None:
        option.callback, option.help = _shown, say(OPTIONS["help"])
    return option


class _Command(TyperCommand):
    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """What was typed, where every file and folder has a name: an empty one would be the folder
        one stands in; and in which order the options were typed.
        """
        typed, _, order = self.make_parser(ctx).parse_args(args=list(args))
        ctx.meta[ORDER] = [parameter.name for parameter in order]
        for each in self.params:
            kind, given = getattr(each, "type_descriptor", None), typed.get(each.name)
            values = given if isinstance(given, list | tuple) else (given,)
            if kind is not None and _is_path(kind.annotation) and "" in values:
                name = each.metavar if each.param_type_name == "argument" else each.opts[-1]
                raise stop(Message(_NAMELESS, {"name": name}))
        return super().parse_args(ctx, args)

    def get_help(self, ctx: Any) -> str:
        return _fitting(translated(super().get_help(ctx)))

    def get_help_option(self, ctx: Any) -> Any:
        return _delivered(super().get_help_option(ctx))


class _Group(TyperGroup):
    def get_help(self, ctx: Any) -> str:
        return _fitting(translated(super().get_help(ctx)))

    def get_help_option(self, ctx: Any) -> Any:
        return _delivered(super().get_help_option(ctx))

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


@cache
def parser(names: tuple[str, ...], lang: Lang) -> Callable[..., Any]:
    """The parser for these commands (all of them where help is asked for): what a call does not
    need is not imported. Made once for the runs of a process that speak this language.
    """
    made = get_command(_application(names))
    for each in made.params:
        if each.name in OPTIONS:  # the library's own, for completion
            each.__dict__["help"] = say(OPTIONS[each.name])
    return made


def _application(names: Iterable[str]) -> typer.Typer:
    app = typer.Typer(
        cls=_Group,
        help=say(_HELP),
        epilog=say(_EXAMPLE, example="parplan gap"),
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    app.callback(invoke_without_command=True)(localised(_app))
    for name in names:
        import_module(f"parplan.cli.{name}_" if iskeyword(name) else f"parplan.cli.{name}")
        below = [known for known in _declared if known.startswith(f"{name} ")]
        if below:
            group = typer.Typer(
                cls=_Group,
                help=say(_declared_groups[name]),
                no_args_is_help=True,
                rich_markup_mode=None,
            )
            group.callback()(localised(_group))
            app.add_typer(group, name=name)
            for each in below:
                _add(group, each.partition(" ")[2], *_declared[each])
        else:
            _add(app, name, *_declared[name])
    return app


def _add(app: typer.Typer, name: str, about: About, function: Callable[..., int]) -> None:
    example = say(_EXAMPLE, example=about.example)
    app.command(name, cls=_Command, help=say(about.help), epilog=example)(
        localised(_served(function))
    )


def begin() -> None:
    """A run begins: nothing is left of one before it in this process."""
    from parplan import ids
    from parplan.workspace import reading

    wish(Wishes())
    reading.forget()
    ids.forget()


def _served(function: Callable[..., int]) -> Callable[..., int]:
    """A command with what all have that print an answer (--pager), may print it as CSV (--excel),
    or open a plan (--follow-links).
    """
    signature = inspect.signature(function, eval_str=True)
    more = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=False, annotation=kind)
        for name, kind, has in (
            ("excel", Excel, "csv" in _forms(signature)),
            ("pager", Pager, "output" in signature.parameters),
            ("links", FollowLinks, not {"plan", "frame"}.isdisjoint(signature.parameters)),
        )
        if has
    ]

    @wraps(function)
    def run(
        *arguments: Any,
        excel: bool = False,
        pager: bool = False,
        links: bool = False,
        **named: Any,
    ) -> int:
        wish(Wishes(pager, links, excel))
        if str(named.get("output")) in _STDOUT:
            named["output"] = None
        if (saved := named.get("saved")) is not None:
            from parplan.cli.files import free, saved_at

            named["saved"] = saved_at(saved, named["plan"])
            free(named["saved"])  # what takes long is not begun in vain
        return function(*arguments, **named)

    parameters = [*signature.parameters.values(), *more]
    run.__dict__["__signature__"] = signature.replace(parameters=parameters)
    return run


def _forms(signature: inspect.Signature) -> set[str]:
    """The forms that a command's answer may have, as --format names them."""
    form = signature.parameters.get("form")
    kinds = () if form is None else get_args(get_args(form.annotation)[0])
    return {name for kind in kinds for name in get_args(kind)}


_STDOUT = ("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")  # as people name it
_declared_groups = {
    "errata": Text(
        "Số liệu ghi sai trong văn bản, và danh mục đính chính errata.yaml.",
        "Misprinted figures, and the errata that record them.",
    )
}
_HELP = Text(
    "Kiểm tra kế hoạch cải thiện các chỉ số hành chính công và tính xem kế hoạch đem lại gì.",
    "Check plans to raise public-administration indices, and work out what they promise.",
)


# What many commands take.


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
