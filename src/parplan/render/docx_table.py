"""Tables of a document in the official form: heads that are repeated on every page, rows that no
page tears, columns as wide as what they have to say.
"""

from collections.abc import Sequence
from functools import partial
from itertools import groupby

from docx.section import Section
from docx.shared import Length, Mm
from docx.table import Table as Grid
from docx.table import _Cell as Square
from docx.text.paragraph import Paragraph

from parplan.render.faces import (
    FACES,
    PADDING,
    TIGHT,
    Out,
    child,
    faced,
    gridded,
    length,
    room,
)
from parplan.render.table import RIGHT, Line, Mark, Table, marked, read_by_people
from parplan.render.values import for_people
from parplan.text import Message, Sentence


def table_in(out: Out, table: Table, section: Section) -> None:
    """A table with its title, its notes below; its heads are repeated on every page, and no row is
    torn.
    """
    shown = read_by_people(table)
    table = marked(table, shown)
    if title := out.said(table.title):
        out.paragraph(title, "Caption")
    titles = [_levels(out.said(Message(table.columns[n].title))) for n in shown]
    depth = max(len(levels) for levels in titles)
    right = [table.columns[n].kind in RIGHT for n in shown]
    texts, signed = _texts(out, table, shown, _SHORTEST)
    least = _least(titles, signed, right)
    if _is_crowded(least, signed, right, room(section)):
        # Then everything but single words may take several lines.
        texts, signed = _texts(out, table, shown, 0)
        least = _least(titles, signed, [False] * len(shown))
    padding = PADDING if sum(least) <= room(section) else TIGHT
    least = [width - 2 * (PADDING - padding) for width in least]
    grid = out.document.add_table(depth + len(texts), len(shown))
    gridded(grid, _widths(least, signed, room(section)), ruled=True, padding=padding)
    _heads(grid, titles, depth)
    lines = zip(grid.rows[depth:], table.lines, texts, strict=True)
    for at, (row, line, cells) in enumerate(lines, 1):
        ends = any(after.role == "total" for after in table.lines[at : at + 1])
        child(row._tr.get_or_add_trPr(), "w:cantSplit")  # no name for it
        for n, text, cell in zip(shown, cells, row.cells, strict=True):
            put = _put(cell, text, line.cells[n], line, right=table.columns[n].kind in RIGHT)
            if table.columns[n].key in _NAMES and line.depth > _PARTS:
                put.paragraph_format.left_indent = (line.depth - _PARTS) * _INDENT
            if ends:  # a total stands on no page by itself
                put.paragraph_format.keep_with_next = True
    for number, note in enumerate(table.notes, 1):
        paragraph = out.paragraph("", "Note")
        paragraph.add_run(str(number)).font.superscript = True
        paragraph.add_run(f" {out.said(Sentence(note))}")
    for foot in table.feet:
        out.paragraph(out.said(Sentence(foot)), "Note")


_Texts = list[list[str]]  # by line and column


def _texts(out: Out, table: Table, shown: Sequence[int], shortest: int) -> tuple[_Texts, _Texts]:
    """What the cells read, as they are and with the numbers of their notes; what is shorter than so
    many letters stays on one line.
    """
    texts = [[_text(out, table, line, n, shortest) for n in shown] for line in table.lines]
    signs = ([_signs(line.cells[n]) for n in shown] for line in table.lines)
    return texts, [[*map(str.__add__, *each)] for each in zip(texts, signs, strict=True)]


def _text(out: Out, table: Table, line: Line, at: int, shortest: int) -> str:
    """What a cell reads: here is room for names."""
    column = table.columns[at]
    named = column._replace(kind="text") if column.kind == "names" else column
    text = for_people(named, line.cells[at], line, out.lang)
    return text.replace(" ", "\u00a0") if len(text) < shortest else text


def _signs(mark: Mark) -> str:
    """The numbers of the notes on a figure."""
    return ",".join(map(str, mark.notes))


def _levels(title: str) -> tuple[str, ...]:
    """A column's title, and the one above it that several share: “2022 / Score” is both."""
    return tuple(title.split(" / ", 1))


def _heads(grid: Grid, titles: Sequence[tuple[str, ...]], depth: int) -> None:
    """The titles, those that columns share above them once."""
    for row in grid.rows[:depth]:
        more = row._tr.get_or_add_trPr()  # no name for it
        child(more, "w:cantSplit")
        child(more, "w:tblHeader")
    if depth == 1:
        for cell, (title,) in zip(grid.rows[0].cells, titles, strict=True):
            _fill(cell, title, "Title")
        return
    for (above, is_shared), columns in groupby(
        enumerate(titles), key=lambda it: (it[1][0], len(it[1]) > 1)
    ):
        at = [n for n, _ in columns]
        if not is_shared:
            for n in at:
                cell = grid.cell(0, n).merge(grid.cell(depth - 1, n))
                _fill(cell, titles[n][0], "Title")
            continue
        _fill(grid.cell(0, at[0]).merge(grid.cell(0, at[-1])), above, "Title")
        for n in at:
            _fill(grid.cell(1, n), titles[n][1], "Title")


def _fill(cell: Square, text: str, name: str) -> Paragraph:
    paragraph = faced(cell.paragraphs[0], name)
    paragraph.add_run(text)
    return paragraph


def _put(cell: Square, text: str, mark: Mark, line: Line, *, right: bool) -> Paragraph:
    role = "" if line.role == "row" else f" {line.role}"
    paragraph = _fill(cell, text, f"{'Figure' if right else 'Cell'}{role}")
    if mark.notes:
        paragraph.add_run(_signs(mark)).font.superscript = True
    return paragraph


_NAMES = ("name", "label")
_PARTS = 2  # how deep the parts of rows lie; what lies deeper is indented
_INDENT = Mm(4)

# Widths, in EMU as the library counts.

_AROUND = 2 * PADDING + Mm(1)
_SHORTEST = 16  # letters that are worth a second line
_SIGNED = 2  # words of a figure with a sign before or behind it
_LINES = 3  # that the title of a column of figures may take, and words beside figures


def _least(
    titles: Sequence[tuple[str, ...]], texts: Sequence[Sequence[str]], right: Sequence[bool]
) -> list[int]:
    """How wide columns are at least: as their longest word; where figures are to stand on one line,
    as these, with a title of few lines.
    """
    wide = partial(length, face=FACES["Title"])
    least = []
    for n, (*_, title) in enumerate(titles):
        words = [word for text in (title, *(row[n] for row in texts)) for word in text.split(" ")]
        figures = [*(wide(row[n]) for row in texts), wide(title) // _LINES] if right[n] else []
        least.append(max([0, *map(wide, words), *figures]) + _AROUND)
    return least


def _is_crowded(
    least: Sequence[int], texts: Sequence[Sequence[str]], right: Sequence[bool], whole: Length
) -> bool:
    """Whether figures on single lines, such as state several things, leave no room for the words
    beside them.
    """
    if sum(least) > whole:
        return True
    figures = [row[n] for n, is_figure in enumerate(right) if is_figure for row in texts]
    if all(len(said.split()) <= _SIGNED for said in figures):
        return False
    wide, widths = partial(length, face=FACES["Title"]), _widths(least, texts, whole)
    words = (n for n, is_figure in enumerate(right) if not is_figure)
    return any(wide(row[n]) > _LINES * (widths[n] - _AROUND) for n in words for row in texts)


def _widths(least: Sequence[int], texts: Sequence[Sequence[str]], whole: Length) -> list[Length]:
    """The widths of columns: what is left is shared by how much they have to say."""
    left = whole - sum(least)
    if left < 0:
        return [Length(int(width * whole / sum(least))) for width in least]
    wide = partial(length, face=FACES["Title"])
    long = [max((wide(row[n]) for row in texts), default=0) + _AROUND for n in range(len(least))]
    more = _shared(left, least, long)
    return [Length(width + own) for width, own in zip(least, more, strict=True)]


def _shared(left: int, least: Sequence[int], long: Sequence[int]) -> list[int]:
    """What is left, by how much each lacks to its longest text: nobody gets more, unless something
    is left over; then those that have most to say get it.
    """
    wish = [max(0, whole - width) for width, whole in zip(least, long, strict=True)]
    wished = sum(wish)
    if wished <= left:
        most = max(range(len(long)), key=long.__getitem__)
        return [more + (left - wished if n == most else 0) for n, more in enumerate(wish)]
    return [left * more // wished for more in wish]
