"""`parplan rule`: the rules, or one of them."""

from pathlib import Path
from typing import Literal

from parplan.cli.language import current
from parplan.cli.output import deliver, stop
from parplan.cli.screen import screen
from parplan.ids import near
from parplan.labels import Cli
from parplan.render import csv as csv_text
from parplan.render import json as json_text
from parplan.render import markdown, terminal
from parplan.reports import rule as report
from parplan.rules import REGISTRY, Rule
from parplan.text import Message

Format = Literal["table", "json", "csv", "markdown"]


def run(code: str | None, *, form: Format, file: Path | None) -> int:
    """Print all rules, or one in full."""
    lang = current()
    rules = list(REGISTRY.values()) if code is None else [_named(code)]
    if form == "json":
        text = json_text.render({"schema": "parplan/rule/1", "rules": [report.record(rule, lang) for rule in rules]})
    elif code is not None and form in ("table", "markdown"):
        text = report.page(rules[0], lang)
    elif form == "table":
        text = terminal.render([report.table(rules)], lang, screen(file))
    else:
        text = csv_text.render([report.table(rules)], lang) if form == "csv" else markdown.render([report.table(rules)], lang)
    deliver(text, file)
    return 0


def _named(typed: str) -> Rule:
    """A rule by its code or its name. Raises Stop with “did you mean”."""
    wanted = typed.upper()
    if wanted in REGISTRY:
        return REGISTRY[wanted]
    slugs = {rule.slug: rule for rule in REGISTRY.values()}
    if typed.lower() in slugs:
        return slugs[typed.lower()]
    close = near(wanted, REGISTRY) or near(typed.lower(), slugs)
    if close:
        raise stop(Message(Cli.UNKNOWN_RULE_NEAR, {"id": typed, "near": close}))
    raise stop(Message(Cli.UNKNOWN_RULE, {"id": typed}))
