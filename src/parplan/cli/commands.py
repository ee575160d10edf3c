"""What may be typed: commands, arguments and options with their help. The work is done elsewhere, imported when it is called."""

from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from typer.core import TyperCommand, TyperGroup

from parplan.cli.complete import complete_erratum, complete_id, complete_scenario
from parplan.cli.help import Help
from parplan.cli.language import say
from parplan.cli.parser_words import translated

Basis = Literal["printed", "parts", "corrected"]
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


class _Ordered(_Command):
    """A command that remembers in which order its options were typed."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        ctx.meta[ORDER] = [parameter.name for parameter in self.make_parser(ctx).parse_args(args=list(args))[2]]
        return super().parse_args(ctx, args)


ORDER = "parplan.order"
Plan = Annotated[Path | None, typer.Option("--plan", metavar="DIR", help=say(Help.PLAN), show_default=False)]
Output = Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help=say(Help.OUTPUT), show_default=False)]
Language = Annotated[Literal["vi", "en"] | None, typer.Option("--lang", help=say(Help.LANG), show_default=False)]
OnBasis = Annotated[Basis, typer.Option("--basis", help=say(Help.BASIS))]
Form = Annotated[TableFormat, typer.Option("--format", help=say(Help.FORMAT))]
Parts = Annotated[bool, typer.Option("--parts/--no-parts", help=say(Help.PARTS))]
Ids = Annotated[list[str] | None, typer.Argument(metavar="ID", help=say(Help.IDS), autocompletion=complete_id, show_default=False)]


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


Scenarios = Annotated[
    list[str] | None,
    typer.Option("--scenario", metavar="FILE", help=say(Help.SCENARIO), autocompletion=complete_scenario, show_default=False),
]
OneScenario = Annotated[
    list[str] | None,
    typer.Option("--scenario", metavar="FILE", help=say(Help.ONE_SCENARIO), autocompletion=complete_scenario, show_default=False),
]
Sets = Annotated[list[str] | None, typer.Option("--set", metavar="ID=POINTS", help=say(Help.SET), show_default=False)]
Adds = Annotated[list[str] | None, typer.Option("--add", metavar="ID=POINTS", help=say(Help.ADD), show_default=False)]
Shares = Annotated[list[str] | None, typer.Option("--share", metavar="[ID=]PERCENT", help=say(Help.SHARE), show_default=False)]
Start = Annotated[Literal["plan", "current"] | None, typer.Option("--base", help=say(Help.BASE), show_default=False)]
Clamp = Annotated[bool, typer.Option("--clamp", help=say(Help.CLAMP))]
Save = Annotated[Path | None, typer.Option("--save", metavar="FILE", help=say(Help.SAVE), show_default=False)]
Because = Annotated[str, typer.Option("--because", metavar="TEXT", help=say(Help.BECAUSE), show_default=False)]


@app.command(cls=_Ordered, help=say(Help.PROJECT), epilog=say(Help.PROJECT_EXAMPLE))
def project(
    context: typer.Context,
    ids: Ids = None,
    plan: Plan = None,
    sets: Sets = None,
    adds: Adds = None,
    shares: Shares = None,
    base: Start = None,
    clamp: Clamp = False,
    scenario: Scenarios = None,
    save: Save = None,
    because: Because = "",
    parts: Parts = True,
    batch: Annotated[Path | None, typer.Option("--batch", metavar="FILE", help=say(Help.BATCH), show_default=False)] = None,
    basis: OnBasis = "printed",
    fail_under: Annotated[
        list[str] | None, typer.Option("--fail-under", metavar="ID=POINTS", help=say(Help.FAIL_UNDER_PROJECTED), show_default=False)
    ] = None,
    form: Form = "table",
    lang: Language = None,
    output: Output = None,
) -> int:
    from parplan.cli import project as command
    from parplan.cli.changes import typed_changes

    typed = typed_changes(context.meta[ORDER], {"set": sets or [], "add": adds or [], "share": shares or []})
    what_if = command.WhatIf(scenario or [], typed, base, clamp)
    if batch is not None:
        others: dict[str, object] = {"ID": ids, "--scenario": scenario, "--save": save, "--because": because, "--fail-under": fail_under}
        others |= {"--set, --add, --share": typed, "--format": form != "table"}
        return command.run_batch(batch, plan, what_if=what_if, basis=basis, others=others, file=output)
    return command.run(
        ids or [],
        plan,
        what_if=what_if,
        parts=parts,
        basis=basis,
        saved=save,
        because=because,
        gates=fail_under or [],
        form=form,
        file=output,
    )


@app.command(cls=_Command, help=say(Help.REACH), epilog=say(Help.REACH_EXAMPLE))
def reach(
    ident: Annotated[str, typer.Argument(metavar="ID", help=say(Help.REACH_ID), autocompletion=complete_id, show_default=False)],
    at_least: Annotated[str | None, typer.Option("--at-least", metavar="POINTS", help=say(Help.AT_LEAST), show_default=False)] = None,
    plan: Plan = None,
    by: Annotated[Literal["even", "fewest", "cheapest"], typer.Option("--by", help=say(Help.BY))] = "even",
    lock: Annotated[
        list[str] | None,
        typer.Option("--lock", metavar="ID", help=say(Help.LOCK), autocompletion=complete_id, show_default=False),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="ID", help=say(Help.ONLY), autocompletion=complete_id, show_default=False),
    ] = None,
    max_share: Annotated[str | None, typer.Option("--max-share", metavar="PERCENT", help=say(Help.MAX_SHARE), show_default=False)] = None,
    step: Annotated[str | None, typer.Option("--step", metavar="POINTS", help=say(Help.STEP), show_default=False)] = None,
    cost: Annotated[list[str] | None, typer.Option("--cost", metavar="ID=COST", help=say(Help.COST), show_default=False)] = None,
    costs: Annotated[Path | None, typer.Option("--costs", metavar="FILE", help=say(Help.COSTS), show_default=False)] = None,
    start: Annotated[Literal["current", "plan"], typer.Option("--from", help=say(Help.FROM))] = "current",
    save: Save = None,
    because: Because = "",
    basis: OnBasis = "printed",
    form: Form = "table",
    lang: Language = None,
    output: Output = None,
) -> int:
    from parplan.cli import reach as command

    asked = command.Asked(ident, at_least, by, lock or [], only or [], max_share, step, cost or [], costs)
    return command.run(asked, plan, base=start, basis=basis, saved=save, because=because, form=form, file=output)


@app.command(cls=_Ordered, help=say(Help.SIMULATE), epilog=say(Help.SIMULATE_EXAMPLE))
def simulate(
    context: typer.Context,
    ids: Ids = None,
    plan: Plan = None,
    n: Annotated[int, typer.Option("--n", metavar="N", min=1, max=10_000_000_000, help=say(Help.N))] = 100_000,
    seed: Annotated[int, typer.Option("--seed", metavar="N", min=0, max=2**62, help=say(Help.SEED))] = 1,
    correlation: Annotated[str, typer.Option("--correlation", metavar="SHARE", help=say(Help.CORRELATION))] = "0.3",
    at_least: Annotated[list[str] | None, typer.Option("--at-least", metavar="ID=POINTS", help=say(Help.AIM), show_default=False)] = None,
    sets: Sets = None,
    adds: Adds = None,
    shares: Shares = None,
    base: Start = None,
    clamp: Clamp = False,
    scenario: OneScenario = None,
    parts: Parts = True,
    basis: OnBasis = "printed",
    form: Form = "table",
    lang: Language = None,
    output: Output = None,
) -> int:
    from parplan.cli import simulate as command
    from parplan.cli.changes import typed_changes
    from parplan.cli.project import WhatIf

    typed = typed_changes(context.meta[ORDER], {"set": sets or [], "add": adds or [], "share": shares or []})
    what_if = WhatIf(scenario or [], typed, base, clamp)
    return command.run(
        ids or [],
        plan,
        what_if=what_if,
        aims=at_least or [],
        parts=parts,
        basis=basis,
        n=n,
        seed=seed,
        correlation=correlation,
        form=form,
        file=output,
    )


Peers = Annotated[Path | None, typer.Option("--peers", metavar="FILE", help=say(Help.PEERS), show_default=False)]


@app.command(cls=_Command, help=say(Help.RANK), epilog=say(Help.RANK_EXAMPLE))
def rank(
    ids: Annotated[list[str], typer.Argument(metavar="ID", help=say(Help.RANK_IDS), autocompletion=complete_id, show_default=False)],
    score: Annotated[str | None, typer.Option("--score", metavar="POINTS", help=say(Help.RANK_SCORE), show_default=False)] = None,
    target: Annotated[bool, typer.Option("--target", help=say(Help.RANK_TARGET))] = False,
    projected: Annotated[bool, typer.Option("--projected", help=say(Help.RANK_PROJECTED))] = False,
    peers: Peers = None,
    year: Annotated[int | None, typer.Option("--year", metavar="YEAR", help=say(Help.RANK_YEAR), show_default=False)] = None,
    plan: Plan = None,
    basis: OnBasis = "printed",
    form: Form = "table",
    lang: Language = None,
    output: Output = None,
) -> int:
    from parplan.cli import rank as command

    asked = command.Asked(ids, score, target, projected, peers, year)
    return command.run(asked, plan, basis=basis, form=form, file=output)


@app.command(cls=_Command, help=say(Help.REALISM), epilog=say(Help.REALISM_EXAMPLE))
def realism(
    ids: Ids = None,
    peers: Peers = None,
    plan: Plan = None,
    basis: OnBasis = "printed",
    form: Form = "table",
    lang: Language = None,
    output: Output = None,
) -> int:
    from parplan.cli import realism as command

    return command.run(ids or [], plan, peers=peers, basis=basis, form=form, file=output)


@app.command(cls=_Command, help=say(Help.COMPARE), epilog=say(Help.COMPARE_EXAMPLE))
def compare(
    first: Annotated[str, typer.Argument(metavar="A", help=say(Help.COMPARE_A), show_default=False)],
    second: Annotated[str, typer.Argument(metavar="B", help=say(Help.COMPARE_B), show_default=False)],
    peers: Peers = None,
    every: Annotated[bool, typer.Option("--all", help=say(Help.COMPARE_ALL))] = False,
    plan: Plan = None,
    form: Form = "table",
    lang: Language = None,
    output: Output = None,
) -> int:
    from parplan.cli import compare as command

    return command.run(first, second, plan, peers=peers, every=every, form=form, file=output)


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
