"""What may be typed: commands, arguments and options with their help. The work is done elsewhere, imported when it is called."""

from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from typer.core import TyperCommand, TyperGroup

from parplan.cli.complete import complete_erratum
from parplan.cli.help import Help
from parplan.cli.language import say
from parplan.cli.parser_words import translated

TableFormat = Literal["table", "json", "csv", "markdown"]


class _Group(TyperGroup):
    def get_help(self, ctx: Any) -> str:
        return translated(super().get_help(ctx))


class _Command(TyperCommand):
    def get_help(self, ctx: Any) -> str:
        return translated(super().get_help(ctx))


app = typer.Typer(
    cls=_Group,
    help=say(Help.APP),
    epilog=say(Help.APP_EXAMPLE),
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


Plan = Annotated[Path | None, typer.Option("--plan", metavar="DIR", help=say(Help.PLAN), show_default=False)]
Output = Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help=say(Help.OUTPUT), show_default=False)]
Language = Annotated[Literal["vi", "en"] | None, typer.Option("--lang", help=say(Help.LANG), show_default=False)]
Form = Annotated[TableFormat, typer.Option("--format", help=say(Help.FORMAT))]


@app.callback(invoke_without_command=True)
def _app(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help=say(Help.VERSION))] = False,
    lang: Language = None,
) -> None:
    if version:
        from parplan import __version__

        typer.echo(f"parplan {__version__}")
    elif context.invoked_subcommand is None:
        typer.echo(context.get_help())


errata = typer.Typer(cls=_Group, help=say(Help.ERRATA), no_args_is_help=True, rich_markup_mode=None)
app.add_typer(errata, name="errata")


@errata.callback()
def _errata(lang: Language = None) -> None:
    pass


@errata.command(cls=_Command, name="suggest", help=say(Help.SUGGEST), epilog=say(Help.SUGGEST_EXAMPLE))
def errata_suggest(
    folders: Annotated[list[Path] | None, typer.Argument(metavar="DIR", help=say(Help.FOLDERS), show_default=False)] = None,
    plan: Plan = None,
    form: Form = "table",
    lang: Language = None,
    output: Output = None,
) -> int:
    from parplan.cli import suggest as command

    return command.run(folders or [], plan, form=form, file=output)


ErratumId = Annotated[str, typer.Argument(metavar="ID", help=say(Help.ERRATUM_ID), autocompletion=complete_erratum, show_default=False)]


@errata.command(cls=_Command, name="list", help=say(Help.ERRATA_LIST), epilog=say(Help.ERRATA_LIST_EXAMPLE))
def errata_list(plan: Plan = None, form: Form = "table", lang: Language = None, output: Output = None) -> int:
    from parplan.cli import errata as command

    return command.list_(plan, form=form, file=output)


@errata.command(cls=_Command, name="show", help=say(Help.ERRATA_SHOW), epilog=say(Help.ERRATA_SHOW_EXAMPLE))
def errata_show(
    ident: ErratumId,
    plan: Plan = None,
    form: Annotated[Literal["table", "json"], typer.Option("--format", help=say(Help.FORMAT))] = "table",
    lang: Language = None,
    output: Output = None,
) -> int:
    from parplan.cli import errata as command

    return command.show(ident, plan, form=form, file=output)


@errata.command(cls=_Command, name="accept", help=say(Help.ERRATA_ACCEPT), epilog=say(Help.ERRATA_ACCEPT_EXAMPLE))
def errata_accept(
    ident: ErratumId,
    decision: Annotated[str, typer.Option("--decision", metavar="DECISION", help=say(Help.DECISION), show_default=False)],
    because: Annotated[str, typer.Option("--because", metavar="TEXT", help=say(Help.ERRATUM_BECAUSE), show_default=False)],
    plan: Plan = None,
    lang: Language = None,
) -> int:
    from parplan.cli import errata as command

    return command.accept(ident, plan, decision=decision, because=because)


@errata.command(cls=_Command, name="letter", help=say(Help.ERRATA_LETTER), epilog=say(Help.ERRATA_LETTER_EXAMPLE))
def errata_letter(plan: Plan = None, lang: Language = None, output: Output = None) -> int:
    from parplan.cli import errata as command

    return command.letter(plan, file=output)
