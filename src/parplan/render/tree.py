"""A figure's tree for a terminal, with rich."""

import io
from collections.abc import Iterable

from rich.text import Text as RichText
from rich.tree import Tree

from parplan.labels import SEVERITIES, Findings
from parplan.model.findings import Finding
from parplan.points import Lang
from parplan.render.terminal import Screen, console_for
from parplan.reports.explain import Branch
from parplan.text import plain


def render(branches: Iterable[Branch], lang: Lang, screen: Screen) -> str:
    """Each figure with its formula, contradictions and operands beneath it."""
    out = io.StringIO()
    console = console_for(out, screen)
    for branch in branches:
        console.print(_tree(branch, lang), soft_wrap=False)
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))


def _tree(branch: Branch, lang: Lang) -> Tree:
    tree = Tree(RichText(plain(branch.head.say(lang)), style="bold"), guide_style="dim")
    if branch.formula is not None:
        tree.add(RichText(plain(branch.formula.say(lang))))
    for finding in branch.findings:
        tree.add(_finding(finding, lang))
    for below in branch.branches:
        tree.add(_tree(below, lang))
    return tree


def _finding(finding: Finding, lang: Lang) -> RichText:
    known = f" ({Findings.KNOWN_WORD.say(lang)})" if finding.status == "known" else ""
    words = f"{SEVERITIES[finding.severity].say(lang)}[{finding.code}]{known}: {finding.message.say(lang)}"
    return RichText(plain(words), style="red" if finding.severity == "error" else "yellow")
