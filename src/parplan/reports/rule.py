"""`rule`: rules as a table, a page, a payload."""

import re
from collections.abc import Iterable
from typing import Any

from parplan.labels import SEVERITIES, Rules
from parplan.points import Lang
from parplan.render.table import Column, Line, Mark, Table
from parplan.rules import Rule
from parplan.text import Message

_BLANK = re.compile(r"(?<!\{)\{\w+\}(?!\})")

COLUMNS = (
    Column("code", Rules.CODE, "id"),
    Column("name", Rules.SLUG, "id"),
    Column("severity", Rules.SEVERITY, "id"),
    Column("title", Rules.WHAT, "text"),
)


def table(rules: Iterable[Rule]) -> Table:
    """Rules a line each."""
    lines = [Line((Mark(rule.code), Mark(rule.slug), Mark(SEVERITIES[rule.severity]), Mark(rule.title))) for rule in rules]
    return Table(Message(Rules.TITLE), COLUMNS, tuple(lines))


def page(rule: Rule, lang: Lang) -> str:
    """One rule in full, as Markdown that reads well in a terminal too."""
    lines = [
        f"# {rule.code} {rule.slug} ({SEVERITIES[rule.severity].say(lang)})",
        "",
        f"{rule.title.say(lang)}.",
        "",
        f"- {Rules.WHY.say(lang, why=_unfilled(rule.why.say(lang)))}",
        f"- {Rules.SAYS.say(lang, message=_blanks(rule.message.say(lang)))}",
        f"- {Rules.HELP.say(lang, help=_blanks(rule.help.say(lang)))}",
    ]
    for title, example in ((Rules.WRONG, rule.wrong), (Rules.RIGHT, rule.right)):
        lines += ["", title.say(lang), "", *_quoted(example, "csv" if rule.on == "panel" else "yaml")]
    return "\n".join(lines) + "\n"


def record(rule: Rule, lang: Lang) -> dict[str, Any]:
    """One rule as a JSON-ready record."""
    return {
        "code": rule.code,
        "name": rule.slug,
        "severity": rule.severity,
        "title": rule.title.say(lang),
        "why": _unfilled(rule.why.say(lang)),
        "message": _blanks(rule.message.say(lang)),
        "help": _blanks(rule.help.say(lang)),
        "wrong": rule.wrong,
        "right": rule.right,
    }


SCHEMA = {"type": "object"}


def _blanks(words: str) -> str:
    """A sentence with … where a finding has its figures."""
    return _unfilled(_BLANK.sub("…", words))


def _unfilled(words: str) -> str:
    return words.replace("{{", "{").replace("}}", "}")


def _quoted(example: str, form: str) -> list[str]:
    return [f"```{form}", *example.rstrip("\n").split("\n"), "```"]
