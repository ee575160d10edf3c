"""A tree of sentences for a terminal, with rich."""

import io
from collections.abc import Iterable

from rich.text import Text as RichText
from rich.tree import Tree

from parplan.points import Lang
from parplan.render.table import Branch
from parplan.render.terminal import Screen, console_for
from parplan.text import plain

_STYLES = {"head": "bold", "line": "", "error": "red", "warning": "yellow", "note": "yellow"}


def render(branches: Iterable[Branch], lang: Lang, screen: Screen) -> str:
    """Each branch with what grows from it."""
    out = io.StringIO()
    console = console_for(out, screen)
    for branch in branches:
        console.print(_tree(branch, lang), soft_wrap=False)
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))


def _tree(branch: Branch, lang: Lang) -> Tree:
    tree = Tree(RichText(plain(branch.said.say(lang)), style=_STYLES[branch.kind]), guide_style="dim")
    for below in branch.branches:
        tree.add(_tree(below, lang))
    return tree
