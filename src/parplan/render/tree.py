"""A tree of sentences for a terminal."""

from collections.abc import Iterable, Iterator

from parplan.points import Lang
from parplan.render.layout import Piece, Screen, painted, wrapped
from parplan.render.table import Branch
from parplan.text import plain

_STYLES = {"head": "bold", "line": "", "error": "red", "warning": "yellow", "note": "yellow"}


def render(branches: Iterable[Branch], lang: Lang, screen: Screen) -> str:
    """Each branch with what grows from it."""
    return "".join(
        f"{painted(line, screen)}\n"
        for branch in branches
        for line in _lines(branch, lang, screen.width, "", "")
    )


def _lines(
    branch: Branch, lang: Lang, width: int | None, guide: str, below: str
) -> Iterator[list[Piece]]:
    """A branch behind its guide; what grows from it, and further lines of its own, behind the guide
    `below`.
    """
    trunk = "│ " if branch.branches else ""
    room = None if width is None else width - len(below)
    for n, line in enumerate(wrapped(plain(branch.said.say(lang)), room, hang=len(trunk))):
        yield [
            Piece(below + trunk if n else guide, "dim"),
            Piece(line[len(trunk) :] if n else line, _STYLES[branch.kind]),
        ]
    for each in branch.branches:
        last = each is branch.branches[-1]
        yield from _lines(
            each,
            lang,
            width,
            below + ("└── " if last else "├── "),
            below + ("    " if last else "│   "),
        )
