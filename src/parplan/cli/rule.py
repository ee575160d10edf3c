"""`parplan rule`: the rules, or one of them."""

from typing import TYPE_CHECKING, Annotated

from parplan.cli.app import command
from parplan.cli.complete import complete_rule
from parplan.cli.options import Format, Language, Output, argument
from parplan.text import Message, Text

if TYPE_CHECKING:
    from parplan.rules import Rule


@command(
    "rule",
    help=Text(
        "Các quy tắc kiểm tra, hoặc một quy tắc với ví dụ sai và đúng.",
        "The rules, or one of them with a wrong and a right example.",
    ),
    example="parplan rule A301",
)
def rule(
    code: Annotated[
        str | None,
        argument(
            metavar="CODE",
            autocompletion=complete_rule,
            help=Text(
                "Mã hoặc tên quy tắc; mặc định: liệt kê tất cả.",
                "A rule's code or name. Default: list them all.",
            ),
        ),
    ] = None,
    form: Format = None,
    lang: Language = None,
    output: Output = None,
) -> int:
    """Print all rules, or one in full."""
    from parplan.cli.answer import answer, chosen
    from parplan.cli.language import current
    from parplan.cli.output import deliver
    from parplan.cli.screen import screen
    from parplan.render.layout import page
    from parplan.reports import rule as report
    from parplan.rules import REGISTRY

    rules = list(REGISTRY.values()) if code is None else [_named(code)]
    chose = chosen(form, output)
    if code is not None and chose in ("table", "markdown"):
        text = report.page(rules[0], current())
        deliver(text if chose == "markdown" else page(text, screen(output).width), output)
    else:
        answer(report.answer(rules), None, basis=None, form=form, file=output)
    return 0


def _named(typed: str) -> "Rule":
    """A rule by its code or its name. Raises Stop with “did you mean”."""
    from parplan.cli.output import stop
    from parplan.ids import near
    from parplan.rules import REGISTRY

    known = {name: rule for rule in REGISTRY.values() for name in (rule.code, rule.slug)}
    wanted = next((name for name in known if name.lower() == typed.lower()), None)
    if wanted is not None:
        return known[wanted]
    close = near(typed.upper(), REGISTRY) or near(typed.lower(), known)
    raise stop(Message(UNKNOWN_RULE, {"id": typed}).or_near(close, "parplan rule"))


UNKNOWN_RULE = Text("không có quy tắc “{id}”", "there is no rule “{id}”")
