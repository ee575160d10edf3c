"""Tables of a document in the official form: heads that are repeated on every page, rows that no
page tears, columns as wide as what they have to say.
"""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from itertools import groupby
from typing import NamedTuple

from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Length, Mm, Pt
from docx.table import Table as Grid
from docx.table import _Cell as Square
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from parplan.model.cells import BELOW
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
    texts, spans = _texts(out, table, shown, _SHORTEST)
    whole = room(section)
    least = _least(titles, spans, right, whole)
    if _is_crowded(least, spans, right, whole):
        # Then everything but single words may take several lines.
        texts, spans = _texts(out, table, shown, 0)
        least = _least(titles, spans, [False] * len(shown), whole)
    padding = PADDING if sum(least) <= whole else TIGHT
    least = [width - 2 * (PADDING - padding) for width in least]
    size, least = _sized(least, spans, right, whole)
    grid = out.document.add_table(depth + len(texts), len(shown))
    widths = _widths(least, spans, whole, _heads_wide(titles))
    gridded(grid, widths, ruled=True, padding=padding)
    _heads(grid, titles, depth)
    lines = zip(grid.rows[depth:], table.lines, texts, strict=True)
    for at, (row, line, cells) in enumerate(lines, 1):
        ends = any(after.role == "total" for after in table.lines[at : at + 1])
        child(row._tr.get_or_add_trPr(), "w:cantSplit")  # no name for it
        for n, text, cell in zip(shown, cells, row.cells, strict=True):
            put = _put(cell, text, line.cells[n], line, right=table.columns[n].kind in RIGHT)
            if indent := _indent(table, line, n):
                put.paragraph_format.left_indent = indent
            if ends:  # a total stands on no page by itself
                put.paragraph_format.keep_with_next = True
    if size < _SIZE:
        for run in grid._tbl.iter(qn("w:r")):
            Run(run, grid).font.size = Pt(size)
    for number, note in enumerate(table.notes, 1):
        paragraph = out.paragraph("", "Note")
        paragraph.add_run(str(number)).font.superscript = True
        paragraph.add_run(f" {out.said(Sentence(note))}")
    for foot in table.feet:
        out.paragraph(out.said(Sentence(foot)), "Note")


class _Span(NamedTuple):
    """How much room a cell's text takes with the numbers of its notes, in EMU, its indent
    included: its longest word, and all of it on one line; and of how many words it is.
    """

    word: int
    whole: int
    words: int


_Spans = Sequence[Sequence[_Span]]  # by line and column


def _texts(
    out: Out, table: Table, shown: Sequence[int], shortest: int
) -> tuple[list[list[str]], _Spans]:
    """What the cells read, by line and column, and the room that it takes; what is shorter than so
    many letters stays on one line.
    """
    texts = [[_text(out, table, line, n, shortest) for n in shown] for line in table.lines]
    spans = [
        [
            _span(f"{text}{_signs(line.cells[n])}", _indent(table, line, n))
            for n, text in zip(shown, cells, strict=True)
        ]
        for line, cells in zip(table.lines, texts, strict=True)
    ]
    return texts, spans


def _span(text: str, indent: int) -> _Span:
    word = max(map(_wide, text.split(" ")))
    return _Span(indent + word, indent + _wide(text), len(text.split()))


def _indent(table: Table, line: Line, at: int) -> Length:
    """By how much a cell is indented: names of what lies below the parts of rows."""
    is_name = table.columns[at].key in _NAMES
    return Length(max(0, line.depth - _PARTS) * _INDENT if is_name else 0)


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
    return tuple(title.split(BELOW, 1))


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
_SIZE, _SMALLEST = FACES["Title"].size, 7  # points of print
_SHORTEST = 16  # letters that are worth a second line
_SIGNED = 2  # words of a figure with a sign before or behind it
_LINES = 3  # that the title of a column of figures may take, and words beside figures
_wide = partial(length, face=FACES["Title"])


def _least(
    titles: Sequence[tuple[str, ...]], spans: _Spans, right: Sequence[bool], whole: Length
) -> list[int]:
    """How wide columns are at least: as their longest word, but for such as addresses of the web,
    which may be broken; where figures are to stand on one line, as these, with a title of few
    lines.
    """
    least = []
    for n, (*_, title) in enumerate(titles):
        words = [*map(_wide, title.split(" ")), *(min(row[n].word, whole // 4) for row in spans)]
        figures = [*(row[n].whole for row in spans), _wide(title) // _LINES] if right[n] else []
        least.append(max([*words, *figures]) + _AROUND)
    return least


def _is_crowded(least: Sequence[int], spans: _Spans, right: Sequence[bool], whole: Length) -> bool:
    """Whether figures on single lines, such as state several things, leave no room for the words
    beside them.
    """
    if sum(least) > whole:
        return True
    figures = [row[n] for n, is_figure in enumerate(right) if is_figure for row in spans]
    if all(said.words <= _SIGNED for said in figures):
        return False
    widths = _widths(least, spans, whole)
    words = (n for n, is_figure in enumerate(right) if not is_figure)
    return any(row[n].whole > _LINES * (widths[n] - _AROUND) for n in words for row in spans)


def _heads_wide(titles: Sequence[tuple[str, ...]]) -> list[int]:
    """How wide columns are whose titles take one line; one above several is shared by these."""
    above = Counter(it[0] for it in titles if len(it) > 1)
    return [
        max(_wide(last), *(_wide(it) // above[it] for it in over)) + _AROUND
        if over
        else _wide(last) + _AROUND
        for *over, last in titles
    ]


def _widths(
    least: Sequence[int], spans: _Spans, whole: Length, heads: Sequence[int] = ()
) -> list[Length]:
    """The widths of columns: what is left is shared by how much they have to say, then by how much
    their titles lack to one line; what is over gets the column that has most to say.
    """
    if sum(least) > whole:
        return [Length(int(width * whole / sum(least))) for width in least]
    long = [max((row[n].whole for row in spans), default=0) + _AROUND for n in range(len(least))]
    widths = list(least)
    for wished in (long, heads or long):
        wish = [max(0, each - own) for own, each in zip(widths, wished, strict=True)]
        left = whole - sum(widths)
        share = min(left, sum(wish))
        widths = [
            own + share * each // (sum(wish) or 1) for own, each in zip(widths, wish, strict=True)
        ]
    widths[max(range(len(long)), key=long.__getitem__)] += whole - sum(widths)
    return [*map(Length, widths)]


def _sized(
    least: list[int], spans: _Spans, right: Sequence[bool], whole: Length
) -> tuple[int, list[int]]:
    """In which size a table's words and figures are whole, in points of print, no smaller than can
    be read; and how wide its columns are at least in that size: a name gets more than its longest
    word.
    """
    if sum(least) <= whole:
        return _SIZE, least
    around = _AROUND - 2 * (PADDING - TIGHT)
    wide = [width - around for width in least]
    for n in (n for n, is_figure in enumerate(right) if not is_figure):
        longest = max((row[n].whole for row in spans), default=0)
        wide[n] = max(wide[n], min(longest, whole // 8))
    size = max(_SMALLEST, _SIZE * (whole - len(wide) * around) // sum(wide))
    return size, [around + width * size // _SIZE for width in wide]
