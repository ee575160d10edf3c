"""Lines for a screen: how wide they may be, how words wrap, and colour, which no meaning depends
on.
"""

import re
from typing import NamedTuple

from rich.cells import cell_len, chop_cells

from parplan.text import unobeyed

_CODES = {
    "bold": "1",
    "dim": "2",
    "red": "31",
    "green": "32",
    "yellow": "33",
    "blue": "34",
    "cyan": "36",
}
_LEAD = re.compile(r"^(\s*(?:- )?)")
_HANG = 4
LEAST = 8  # columns that words need behind what they hang under


class Screen(NamedTuple):
    """What is known of where the text goes. `width` None: as wide as the content."""

    width: int | None
    colour: bool


class Piece(NamedTuple):
    """Text in a style such as ``bold red``; none where it is empty."""

    text: str
    style: str = ""


def painted(pieces: list[Piece], screen: Screen) -> str:
    """A line, without blanks at its end."""
    while pieces and not (last := pieces[-1]).text.rstrip(" "):
        pieces = pieces[:-1]
    if pieces:
        pieces = [*pieces[:-1], last._replace(text=last.text.rstrip(" "))]
    return unobeyed(
        "".join(
            _painted(piece) if screen.colour and piece.style else piece.text for piece in pieces
        )
    )


def _painted(piece: Piece) -> str:
    codes = ";".join(_CODES[word] for word in piece.style.split())
    return f"\x1b[{codes}m{piece.text}\x1b[0m" if piece.text.strip() else piece.text


def wrapped(text: str, width: int | None, lead: str = "", hang: int | None = None) -> list[str]:
    """Text behind a lead; what does not fit stands on lines of its own, under its beginning or
    `hang` columns in.

    No line is wider than `width` columns of a terminal. A word is only broken where it is wider
    than a whole line, behind a / or | if it has one.
    """
    if width is None or cell_len(lead + text) <= width:
        return [lead + text]
    hang = cell_len(lead) if hang is None else hang
    indent = " " * (hang if width - hang >= LEAST else min(hang, _HANG, width // 2))
    lines: list[str] = []
    line, begun, used = lead, False, cell_len(lead)
    words = [word for word in re.split("[ \n]+", text) if word][::-1]
    while words:
        word = words.pop()
        longer = used + begun + cell_len(word)
        if longer <= width:
            line, begun, used = f"{line} {word}" if begun else line + word, True, longer
            continue
        if not begun and used < width and cell_len(indent + word) > width:
            part = chop_cells(word, width - used)[0]
            part = part[: max(part.rfind(sign) for sign in "|/") + 1] or part
            line, word = line + part, word[len(part) :]
        lines.append(line)
        line, begun, used = indent, False, len(indent)
        words.append(word)
    return [*lines, line] if begun else lines


def listed(texts: list[str], width: int | None) -> str:
    """Texts as a list, a blank line before it; nothing where there are none."""
    lines = [line for text in texts for line in wrapped(text, width, "- ")]
    return "\n" + "\n".join(map(unobeyed, lines)) + "\n" if lines else ""


def page(text: str, width: int | None) -> str:
    """A page of Markdown for a screen: what does not fit hangs under its beginning, in examples a
    little further in.
    """
    lines: list[str] = []
    example = False
    for line in text.splitlines():
        example ^= line.startswith("```")
        _, lead, rest = _LEAD.split(line, 1)
        hang = len(lead) + (_HANG if example else 0)
        lines += map(unobeyed, wrapped(rest, width, lead, hang))
    return "".join(f"{line}\n" for line in lines)
