"""Tables for a terminal, with rich: as wide as asked for, else as wide as the content; figures are never cut."""

import io
import itertools
import textwrap
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal, NamedTuple

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment
from rich.style import Style
from rich.table import Table as RichTable
from rich.text import Text as RichText

from parplan.points import Lang
from parplan.render.table import DRAWN, Column, Line, Mark, Span, Table
from parplan.render.values import for_people, note_signs
from parplan.text import Message, Word, plain, spoken

_RIGHT = ("count", "rank", "points", "signed", "target", "share")
_STYLES = {"row": "", "part": "dim", "total": "bold"}
_TEXT_LEAST = 12
_TITLE_LINES = 3
_BAR_STYLE, _LOSS_STYLE, _NOTE_STYLE = Style(color="cyan"), Style(color="red"), Style(color="red", bold=True)
_BLOCKS = " ▏▎▍▌▋▊▉█"
_CRAMPED, _NARROW, _WIDE = 100, 120, 10_000
_BARS = ((100, 6), (140, 11))  # below these widths, bars of this many columns with the blank before them; else of 21
_BAR = 21


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


def listed(messages: Iterable[Message], lang: Lang, screen: Screen) -> str:
    """Messages as a list, a blank line before it, as wide as the screen; nothing where there are none."""
    width = screen.width or _WIDE
    lines = [textwrap.fill(plain(message.say(lang)), width, initial_indent="- ", subsequent_indent="  ") for message in messages]
    return "\n" + "\n".join(lines) + "\n" if lines else ""


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
    narrow = screen.width is not None and screen.width < _NARROW
    laid_out = _rich(_joined(table) if narrow else table, lang, screen.width, narrow=narrow)
    outer, console.width = console.width, _WIDE  # its columns have their widths already; nothing is to be cut
    console.print(laid_out, soft_wrap=False)
    console.width = outer
    for foot in table.feet:
        _beneath(console, foot, lang, "  ")
    for number, note in enumerate(table.notes, 1):
        _beneath(console, note, lang, f"  {note_signs(Mark(None, (number,)))} ")


def _joined(table: Table) -> Table:
    """The table with a text that follows an id in the id's own column: what a narrow screen has room for."""
    kinds = [column.kind if column.human else "" for column in table.columns]
    at = next((n for n, kind in enumerate(kinds) if kind == "id" and "text" in kinds[n + 1 :]), None)
    if at is None or table.columns[kinds.index("text", at)].wide:
        return table
    text = kinds.index("text", at)
    columns = [column._replace(human=False) if n == text else column for n, column in enumerate(table.columns)]
    columns[at] = columns[at]._replace(kind="text")
    lines = [
        line._replace(cells=(*line.cells[:at], Mark(_Joint(line.cells[at], line.cells[text])), *line.cells[at + 1 :]))
        for line in table.lines
    ]
    return table._replace(columns=tuple(columns), lines=tuple(lines))


class _Joint(NamedTuple):
    """An id and the text behind it, in one cell."""

    ident: Mark
    text: Mark

    def say(self, lang: Lang) -> str:
        return " ".join(spoken(mark.value, lang) for mark in self if mark.value is not None)


def _beneath(console: Console, message: Message, lang: Lang, lead: str) -> None:
    """A line below the table, with what does not fit hanging under its beginning."""
    width = max(console.width, _TEXT_LEAST + len(lead))
    wrapped = textwrap.wrap(plain(message.say(lang)), width, initial_indent=lead, subsequent_indent=" " * len(lead))
    console.print(RichText("\n".join(wrapped)), soft_wrap=True)


def _rich(table: Table, lang: Lang, width: int | None, *, narrow: bool) -> RichTable:
    gap = 1 if narrow else 2
    # Columns stand one apart by the box's divider; a wider gap is part of the columns, which spares rich a wrapper a cell.
    laid_out = RichTable(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=0)
    cramped = width is not None and width < _CRAMPED
    shown = [at for at, column in enumerate(table.columns) if column.human and not (cramped and column.wide)]
    bar_width = next((columns for below, columns in _BARS if width is not None and width < below), _BAR)

    def laid(*, named: bool) -> tuple[dict[int, list[str]], list[_Extent]]:
        texts = {at: [_said(table.columns[at], line.cells[at], line, lang, named=named) for line in table.lines] for at in shown}
        return texts, [_extent(table, at, texts[at], lang, bar_width, narrow=narrow) for at in shown]

    texts, extents = laid(named=True)
    if not _fits(extents, gap, width) and any(table.columns[at].kind == "names" for at in shown):
        texts, extents = laid(named=False)
    widths = _widths(extents, gap, width)
    columns = list(zip(shown, _spaced([table.columns[at] for at in shown], widths, gap - 1), strict=True))
    for at, column_width in columns:
        column = table.columns[at]
        justify: Literal["left", "right"] = "right" if column.kind in _RIGHT else "left"
        laid_out.add_column(RichText(column.title.say(lang)), justify=justify, overflow="fold", width=column_width)
    for n, line in enumerate(table.lines):
        if line.role == "total":
            laid_out.add_section()
        row = [_cell(table.columns[at], line.cells[at], texts[at][n], width) for at, width in columns]
        laid_out.add_row(*row, style=_STYLES[line.role])
    return laid_out


def _spaced(columns: list[Column], widths: list[int], more: int) -> list[int]:
    """Widths with `more` blanks between columns: behind what is flush left, before what is flush right."""
    spaced = list(widths)
    for at, (column, following) in enumerate(itertools.pairwise(columns)):
        if column.kind not in _RIGHT:
            spaced[at] += more
        elif following.kind in _RIGHT:
            spaced[at + 1] += more
    return spaced


class _Extent(NamedTuple):
    """How narrow a column can be without breaking a value, how wide it would like to be, and whether it holds running text."""

    least: int
    natural: int
    text: bool


def _extent(table: Table, at: int, texts: list[str], lang: Lang, bar_width: int, *, narrow: bool) -> _Extent:
    column, title = table.columns[at], table.columns[at].title.say(lang)
    if column.kind in DRAWN:
        return _Extent(bar_width, bar_width, text=False)
    values = [text + note_signs(line.cells[at]) for text, line in zip(texts, table.lines, strict=True)]
    natural = max(cell_len(text) for text in (*values, title))
    if column.kind in ("text", "names"):
        # On a narrow screen an id leads the text, indented; it stays whole.
        idents = [len(value) - len(value.lstrip()) + len(value.split(maxsplit=1)[0]) for value in values if value.strip()]
        least = max([_TEXT_LEAST, *idents]) if narrow else _TEXT_LEAST
        return _Extent(min(least, natural), natural, text=True)
    return _Extent(max([_title_width(title), *(cell_len(value) for value in values)]), natural, text=False)


def _title_width(title: str) -> int:
    """How narrow a heading can be in at most three lines."""
    words = [cell_len(word) for word in title.split()] or [0]
    width = max(words)
    while len(textwrap.wrap(title, width or 1)) > _TITLE_LINES:
        width += 1
    return width


def _fits(columns: list[_Extent], gap: int, width: int | None) -> bool:
    """Whether a screen has room for all of every column."""
    return width is None or sum(column.natural for column in columns) + gap * (len(columns) - 1) <= width


def _widths(columns: list[_Extent], gap: int, width: int | None) -> list[int]:
    """Column widths that fit a screen: headings wrap before running text does, and values never."""
    if width is None or _fits(columns, gap, width):
        return [column.natural for column in columns]
    least = [column.least for column in columns]
    spare = width - gap * (len(columns) - 1) - sum(least)
    for at, column in enumerate(columns):
        more = min(spare, column.natural - column.least) if column.text else 0
        if more > 0:
            least[at] += more
            spare -= more
    return least


def _cell(column: Column, mark: Mark, said: str, width: int) -> "RichText | _Laid":
    if column.kind == "bar":
        return _Laid(" " + bar(mark.value, width - 1), _BAR_STYLE)
    if column.kind == "span":
        return _Laid(" " + stretch(mark.value, width - 1), _LOSS_STYLE if _is_loss(mark.value) else _BAR_STYLE)
    notes = note_signs(mark)
    blanks = width - cell_len(said) - len(notes)
    if blanks < 0:
        return RichText.assemble(said, (notes, _NOTE_STYLE))
    if column.kind in _RIGHT:
        return _Laid(" " * blanks + said, None, notes)
    return _Laid(said, None, notes, " " * blanks)


class _Laid(NamedTuple):
    """A cell that has its width already: rich need not measure, wrap and align it, which is most of what a table costs."""

    text: str
    style: Style | None
    notes: str = ""
    behind: str = ""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Segment(self.text, self.style)
        if self.notes:
            yield Segment(self.notes, _NOTE_STYLE)
        if self.behind:
            yield Segment(self.behind)


def _said(column: Column, mark: Mark, line: Line, lang: Lang, *, named: bool) -> str:
    """A cell in words; units by their names where there is room for them (`named`), else by their ids."""
    value, joint = mark.value, isinstance(mark.value, _Joint)
    by_name = isinstance(value, _Joint) or (named and isinstance(value, Word))
    said = value.say(lang) if isinstance(value, _Joint | Word) and by_name else for_people(column, mark, line, lang)
    return ("  " * max(0, line.depth - 1) if column.kind == "id" or joint else "") + plain(said)


def bar(share: object, width: int) -> str:
    """A share of 1 as a bar: full blocks, and eighths for what is left; more than all of it ends in an arrow."""
    if not isinstance(share, Decimal) or share <= 0:
        return ""
    if share > 1:
        return "█" * (width - 1) + "▶"
    eighths = int(share * width * 8)
    full, rest = divmod(eighths, 8)
    return ("█" * full + (_BLOCKS[rest] if rest else "")) or _BLOCKS[1]


def stretch(value: object, width: int) -> str:
    """A stretch of a bar, in half columns: full blocks where something is gained, shaded ones where it is lost; never nothing."""
    if not isinstance(value, Span) or value.start == value.end:
        return ""
    start, end = sorted(int(2 * width * share + Decimal("0.5")) for share in (value.start, value.end))
    start, end = min(start, 2 * width - 1), max(end, min(start, 2 * width - 1) + 1)
    if _is_loss(value):
        return " " * (start // 2) + "▒" * (-(-end // 2) - start // 2)
    before, after = -(-start // 2), end // 2
    half_before, half_after = "▐" if start % 2 else "", "▌" if end % 2 else ""
    if before > after:  # both ends fall into one column
        return " " * after + "▐"
    return " " * (start // 2) + half_before + "█" * (after - before) + half_after


def _is_loss(value: object) -> bool:
    return isinstance(value, Span) and value.end < value.start
