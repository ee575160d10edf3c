"""Tables for a terminal, with rich: as wide as asked for, else as wide as the content; figures are never cut."""

import io
from collections.abc import Iterable
from typing import NamedTuple

from rich import box
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text as RichText

from parplan.labels import Message
from parplan.points import Lang
from parplan.render.values import for_people, note_signs
from parplan.table import Column, Line, Mark, Table

_RIGHT = ("rank", "points", "signed", "target", "share")
_STYLES = {"row": "", "part": "dim", "total": "bold"}
_BAR_WIDTHS = (6, 20)
_BLOCKS = " ▏▎▍▌▋▊▉█"
_NARROW, _WIDE = 100, 10_000


class Screen(NamedTuple):
    """What is known of where the text goes. `width` None: as wide as the content."""

    width: int | None
    colour: bool


def render(tables: Iterable[Table], lang: Lang, screen: Screen) -> str:
    """Each table with its title, feet and notes."""
    out = io.StringIO()
    console = console_for(out, screen)
    for number, table in enumerate(tables):
        if number:
            console.print()
        _print(console, table, lang, screen)
    # rich pads every line to the table's width; trailing blanks only get in the way of copying and comparing.
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))


def console_for(out: io.StringIO, screen: Screen) -> Console:
    """A console that writes to a string, and knows nothing of the real terminal."""
    return Console(
        file=out,
        width=screen.width or _WIDE,
        force_terminal=screen.colour,
        color_system="standard" if screen.colour else None,
        legacy_windows=False,
        markup=False,
        highlight=False,
        emoji=False,
        soft_wrap=screen.width is None,
        _environ={},
    )


def _print(console: Console, table: Table, lang: Lang, screen: Screen) -> None:
    console.print(RichText(plain(table.title.say(lang)), style="bold"))
    rich_table = _rich(table, lang, screen)
    needed = console.measure(rich_table).minimum
    console.print(rich_table, width=None if screen.width is None else max(needed, screen.width), soft_wrap=False)
    for foot in table.feet:
        _beneath(console, foot, lang, "  ")
    for number, note in enumerate(table.notes, 1):
        _beneath(console, note, lang, f"  {note_signs(Mark(None, (number,)))} ")


def _beneath(console: Console, message: Message, lang: Lang, lead: str) -> None:
    grid = RichTable.grid(padding=0)
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(lead, RichText(plain(message.say(lang))))
    console.print(grid, soft_wrap=False)


def _rich(table: Table, lang: Lang, screen: Screen) -> RichTable:
    columns = [column for column in table.columns if column.human]
    narrow = screen.width is not None and screen.width < _NARROW
    rich_table = RichTable(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1) if narrow else (0, 2), collapse_padding=True)
    for column in columns:
        right = column.kind in _RIGHT
        wraps = column.kind in ("text", "id")
        rich_table.add_column(
            RichText(column.title.say(lang)),
            justify="right" if right else "left",
            no_wrap=not wraps,
            overflow="fold",
            min_width=_least(table, column, lang) if column.kind != "text" else 10,
        )
    for line in table.lines:
        if line.role == "total":
            rich_table.add_section()
        cells = zip(table.columns, line.cells, strict=True)
        row = [_cell(column, mark, line, lang, narrow=narrow) for column, mark in cells if column.human]
        rich_table.add_row(*row, style=_STYLES[line.role])
    return rich_table


def _least(table: Table, column: Column, lang: Lang) -> int:
    """The width that a column's values need to stand unbroken."""
    at = table.columns.index(column)
    texts = [_indent(column, line) + for_people(column, line.cells[at], line, lang) + note_signs(line.cells[at]) for line in table.lines]
    return max((len(text) for text in texts), default=0)


def _indent(column: Column, line: Line) -> str:
    return "  " * max(0, line.depth - 1) if column.kind == "id" else ""


def _cell(column: Column, mark: Mark, line: Line, lang: Lang, *, narrow: bool) -> RichText:
    if column.kind == "bar":
        return RichText(bar(mark.value, _BAR_WIDTHS[0 if narrow else 1]), style="cyan", no_wrap=True)
    text = RichText(_indent(column, line) + plain(for_people(column, mark, line, lang)))
    text.append(note_signs(mark), style="bold red")
    return text


def bar(share: object, width: int) -> str:
    """A share of 1 as a bar: full blocks, and eighths for what is left; more than all of it ends in an arrow."""
    from decimal import Decimal

    if not isinstance(share, Decimal) or share <= 0:
        return ""
    if share > 1:
        return "█" * (width - 1) + "▶"
    eighths = int(share * width * 8)
    full, rest = divmod(eighths, 8)
    return ("█" * full + (_BLOCKS[rest] if rest else "")) or _BLOCKS[1]


def plain(text: str) -> str:
    """Text without anything that could move a terminal's cursor."""
    return "".join(letter if letter.isprintable() or letter == "\u00a0" else "\ufffd" for letter in text)
