"""Tables for a terminal: as wide as asked for, else as wide as the content; figures are never
cut.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from rich.cells import cell_len

from parplan.points import Lang
from parplan.render import layout
from parplan.render.layout import LEAST, Piece, Screen, painted, wrapped
from parplan.render.table import DRAWN, RIGHT, Column, Line, Mark, Span, Table, marked
from parplan.render.values import for_people, note_signs
from parplan.text import Message, Text, Word, plain, spoken

_STYLES = {"row": "", "part": "dim", "total": "bold"}
# What is said in words anyway.
_WORDS = {
    **dict.fromkeys(("met", "done", "strong", "usual"), "green"),
    **dict.fromkeys(("missed", "doing", "likely", "ambitious", "rare", "warning"), "yellow"),
    **dict.fromkeys(("fell", "never", "error"), "red"),
    **dict.fromkeys(("weak", "undecided"), "dim"),
    "note": "cyan",
}
_NOTE = "bold red"
_RUNNING = ("text", "names")
_TEXT_LEAST, _TEXT_GOOD, _TEXT_WELL = (
    12,
    24,
    40,
)  # to be read at all, well enough to spare nothing else, and well
_TITLE_LINES = 3
_BLOCKS = " ▏▎▍▌▋▊▉█"
_NARROW = 120
_BARS = (
    (100, 6),
    (140, 11),
)  # below these widths, bars of this many columns with the blank before them; else of 21
_BAR = 21


def render(tables: Iterable[Table], lang: Lang, screen: Screen) -> str:
    """Each table with its title, feet and notes."""
    return "\n".join(
        "".join(f"{painted(line, screen)}\n" for line in _lines(table, lang, screen.width))
        for table in tables
    )


def listed(messages: Iterable[Message], lang: Lang, screen: Screen) -> str:
    """Messages as a list, a blank line before it, as wide as the screen; nothing where there are
    none.
    """
    return layout.listed([plain(message.say(lang)) for message in messages], screen.width)


def _lines(table: Table, lang: Lang, width: int | None) -> Iterator[list[Piece]]:
    narrow = width is not None and width < _NARROW
    told, shown, left_out = _fitted(
        _joined(table) if narrow else table, lang, width, 1 if narrow else 2
    )
    yield from ([Piece(line, "bold")] for line in wrapped(plain(table.title.say(lang)), width))
    if shown:
        yield from _head(shown)
        yield [Piece("─" * (sum(each.width + each.gap for each in shown)))]
    for n, line in enumerate(told.lines):
        if line.role == "total" and n:
            yield []
        yield from _row(
            [_cell(each, line.cells[each.at], each.said[n]) for each in shown],
            shown,
            _STYLES[line.role],
        )
    under = [("  ", message) for message in (*told.feet, *left_out)]
    under += [
        (f"  {note_signs(Mark(None, (number,)))} ", note)
        for number, note in enumerate(told.notes, 1)
    ]
    yield from (
        [Piece(line)]
        for lead, message in under
        for line in wrapped(plain(message.say(lang)), width, lead)
    )


def _joined(table: Table) -> Table:
    """The table with a text that follows an id in the id's own column: what a narrow screen has
    room for.
    """
    kinds = [column.kind if column.human else "" for column in table.columns]
    at = next(
        (n for n, kind in enumerate(kinds) if kind == "id" and "text" in kinds[n + 1 :]), None
    )
    if at is None or table.columns[kinds.index("text", at)].wide:
        return table
    text = kinds.index("text", at)
    columns = [
        column._replace(human=False) if n == text else column
        for n, column in enumerate(table.columns)
    ]
    columns[at] = columns[at]._replace(kind="text")

    def joined(line: Line) -> Line:
        ident, name = line.cells[at], line.cells[text]
        both = Mark(_Joint(ident.value, name.value), ident.notes)
        return line._replace(cells=(*line.cells[:at], both, *line.cells[at + 1 :]))

    return table._replace(columns=tuple(columns), lines=tuple(map(joined, table.lines)))


class _Joint(NamedTuple):
    """An id and the text behind it, in one cell."""

    ident: object
    text: object


class _Said(NamedTuple):
    """A cell in words: what its later lines hang under, and the rest."""

    lead: str
    text: str


class _Shown(NamedTuple):
    """A column that is shown: which one it is, its heading, its cells, its width and the blanks
    before it.
    """

    at: int
    column: Column
    title: str
    said: list[_Said]
    width: int
    gap: int


class _Extent(NamedTuple):
    """How narrow a column can be without breaking a value, how wide it would like to be, and
    whether it holds running text.
    """

    least: int
    natural: int
    text: bool


def _fitted(
    table: Table, lang: Lang, width: int | None, gap: int
) -> tuple[Table, list[_Shown], list[Message]]:
    """The table with its notes numbered, the columns there is room for, and what is said of the
    others.
    """
    bar = next((columns for below, columns in _BARS if width is not None and width < below), _BAR)
    human = [at for at, column in enumerate(table.columns) if column.human]
    said = {
        at: [
            _said(table.columns[at], line.cells[at], line, lang, named=True) for line in table.lines
        ]
        for at in human
    }
    titles = {at: plain(table.columns[at].title.say(lang)) for at in human}
    sparable, shown = _sparable(table.columns, human), list(human)
    while True:  # one column after another, as long as there is one that can be spared
        told = marked(table, shown)
        extents = [_extent(told, at, titles[at], said[at], bar) for at in shown]
        room = None if width is None else width - gap * (len(shown) - 1)
        named = (
            []
            if room is None or sum(each.natural for each in extents) <= room
            else [at for at in shown if table.columns[at].kind == "names"]
        )
        said |= {
            at: [
                _said(table.columns[at], line.cells[at], line, lang, named=False)
                for line in table.lines
            ]
            for at in named
        }
        extents = (
            [_extent(told, at, titles[at], said[at], bar) for at in shown] if named else extents
        )
        if (
            room is None
            or not sparable
            or _fits(extents, room, good=_optional(table.columns[sparable[0]]))
        ):
            break
        shown.remove(sparable.pop(0))
    widths = _widths(extents, [titles[at] for at in shown], room)
    columns = [
        _Shown(at, table.columns[at], titles[at], said[at], each, gap if n else 0)
        for n, (at, each) in enumerate(zip(shown, widths, strict=True))
    ]
    gone = [
        table.columns[at].title
        for at in human
        if at not in shown and table.columns[at].kind not in DRAWN
    ]
    return told, columns, [Message(_NO_ROOM, {"columns": tuple(gone)})] if gone else []


def _optional(column: Column) -> bool:
    return column.wide or column.kind in DRAWN


def _sparable(columns: Sequence[Column], shown: Sequence[int]) -> list[int]:
    """Which columns are left out where there is no room, one after the other: never the first."""
    ranks = {
        at: (
            columns[at].kind not in DRAWN,
            not columns[at].wide,
            columns[at].kind != "rank",
            columns[at].kind != "share",
            columns[at].kind == "word",  # such as a verdict, which figures only lead to
        )
        for at in shown
    }
    return sorted(shown[1:], key=lambda at: (ranks[at], -at))


def _fits(extents: Sequence[_Extent], room: int, *, good: bool) -> bool:
    """Whether columns have room enough; where one could be spared, with room for running text to be
    read well.
    """
    least = [
        max(each.least, min(each.natural, _TEXT_GOOD)) if good and each.text else each.least
        for each in extents
    ]
    return sum(least) <= room


def _extent(table: Table, at: int, title: str, said: Sequence[_Said], bar: int) -> _Extent:
    column = table.columns[at]
    if column.kind in DRAWN:
        return _Extent(bar, bar, text=False)
    signs = [cell_len(note_signs(line.cells[at])) for line in table.lines]
    values = [
        cell_len(each.lead + each.text) + more for each, more in zip(said, signs, strict=True)
    ]
    natural = max([cell_len(title), *values])
    if column.kind in _RUNNING:
        leads = max((cell_len(each.lead) for each in said), default=0)
        longest = max((cell_len(word) for each in said for word in each.text.split()), default=0)
        words = longest if longest <= _TEXT_GOOD else 0  # an id stays whole
        least = leads + max(words, LEAST) if leads else words
        return _Extent(min(max(_TEXT_LEAST, least), natural), natural, text=True)
    return _Extent(max([_title_width(title, _TITLE_LINES), *values]), natural, text=False)


def _title_width(title: str, lines: int) -> int:
    """How narrow a heading can be in so many lines."""
    width = max((cell_len(word) for word in title.split()), default=1)
    while len(wrapped(title, width)) > lines:
        width += 1
    return width


def _widths(extents: Sequence[_Extent], titles: Sequence[str], room: int | None) -> list[int]:
    """Column widths that fit: running text can be read well, headings take as few lines as there is
    room for, text the rest.
    """
    if room is None:
        return [each.natural for each in extents]
    widths = [each.least for each in extents]

    def widen(at: int, wished: int, *, whole: bool) -> None:
        more = min(wished, extents[at].natural) - widths[at]
        spare = room - sum(widths)
        widths[at] += max(0, more if more <= spare else 0 if whole else spare)

    for text in (_TEXT_WELL, room):
        for at, each in enumerate(extents):
            if each.text:
                widen(at, text, whole=False)
        for lines in (2, 1):
            for at, title in enumerate(titles):
                widen(at, _title_width(title, lines), whole=True)
    return widths


def _head(shown: Sequence[_Shown]) -> Iterator[list[Piece]]:
    titles = [wrapped(each.title, each.width) for each in shown]
    height = max(map(len, titles))
    for n in range(height):
        lines = [
            title[n - height + len(title)] if n >= height - len(title) else "" for title in titles
        ]
        yield [Piece(_filled(text, each)) for text, each in zip(lines, shown, strict=True)]


def _row(
    cells: Sequence[list[list[Piece]]], shown: Sequence[_Shown], style: str
) -> Iterator[list[Piece]]:
    for n in range(max(map(len, cells))):
        line: list[Piece] = []
        for cell, each in zip(cells, shown, strict=True):
            pieces = cell[n] if n < len(cell) else []
            blanks = " " * (each.width - sum(cell_len(piece.text) for piece in pieces))
            right = each.column.kind in RIGHT
            line += [
                Piece(" " * each.gap + (blanks if right else "")),
                *pieces,
                Piece("" if right else blanks),
            ]
        yield [piece._replace(style=piece.style or style) for piece in line]


def _filled(text: str, each: _Shown) -> str:
    blanks = " " * (each.width - cell_len(text))
    return " " * each.gap + (blanks + text if each.column.kind in RIGHT else text + blanks)


def _cell(each: _Shown, mark: Mark, said: _Said) -> list[list[Piece]]:
    """A cell, line by line."""
    if each.column.kind in DRAWN:
        lost = each.column.kind == "span" and _is_loss(mark.value)
        draw = bar if each.column.kind == "bar" else stretch
        return [[Piece(" " + draw(mark.value, each.width - 1), "red" if lost else "cyan")]]
    signs = note_signs(mark)
    style = _WORDS.get(mark.value.code, "") if isinstance(mark.value, Word) else ""
    lines = (
        wrapped(said.text + signs, each.width, said.lead)
        if each.column.kind in _RUNNING
        else [said.lead + said.text + signs]
    )
    *first, last = lines
    return [
        *([Piece(line, style)] for line in first),
        [Piece(last.removesuffix(signs), style), Piece(signs, _NOTE)],
    ]


def _said(column: Column, mark: Mark, line: Line, lang: Lang, *, named: bool) -> _Said:
    """A cell in words; units by their names where there is room for them (`named`), else by their
    ids.
    """
    if column.kind == "names" and isinstance(mark.value, Word) and named:
        return _Said("", plain(mark.value.say(lang)))
    if isinstance(mark.value, _Joint):
        ident, text = (
            plain(spoken(value, lang)) if value is not None else "" for value in mark.value
        )
        return _Said(_indent(line) + ident + (" " if text else ""), text)
    return _Said(
        _indent(line) if column.kind == "id" else "", plain(for_people(column, mark, line, lang))
    )


def _indent(line: Line) -> str:
    return "  " * max(0, line.depth - 1)


def bar(share: object, width: int) -> str:
    """A share of 1 as a bar: full blocks, and eighths for what is left; more than all of it ends in
    an arrow.
    """
    if not isinstance(share, Decimal) or share <= 0:
        return ""
    if share > 1:
        return "█" * (width - 1) + "▶"
    eighths = int(share * width * 8)
    full, rest = divmod(eighths, 8)
    return ("█" * full + (_BLOCKS[rest] if rest else "")) or _BLOCKS[1]


def stretch(value: object, width: int) -> str:
    """A stretch of a bar, in half columns: full blocks where something is gained, shaded ones where
    it is lost; never nothing.
    """
    if not isinstance(value, Span) or value.start == value.end:
        return ""
    start, end = sorted(
        int(2 * width * share + Decimal("0.5")) for share in (value.start, value.end)
    )
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


_NO_ROOM = Text(
    "không đủ chỗ cho các cột: {columns}; mở rộng cửa sổ hoặc đặt COLUMNS",
    "not shown for want of room: {columns}; widen the window or set COLUMNS",
)
