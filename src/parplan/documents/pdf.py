"""PDF files as they are printed: lines of words as paragraphs, lines that are drawn as tables.

A PDF knows letters and strokes by their places, nothing else. What a page cut comes as two tables
or, where a sentence goes on, as one paragraph; page numbers and running titles are left out.
"""

import math
import re
import zlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from itertools import islice, pairwise, takewhile
from logging import NullHandler, getLogger
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from parplan.documents.blocks import (
    MAX_COLUMNS,
    TOO_MANY,
    TOO_WIDE,
    Block,
    Cell,
    Notice,
    Paragraph,
    Printed,
    Row,
    Unreadable,
    printed,
)
from parplan.documents.docx import SYMBOLS
from parplan.documents.printed import figures, rank
from parplan.ids import bare, composed
from parplan.text import Count, Message, Text

if TYPE_CHECKING:
    from pdfminer.converter import PDFLayoutAnalyzer
    from pdfplumber.page import Page
    from pdfplumber.table import Table

MAX_PAGES, MAX_TABLES = 300, 500
# Of a page: bytes that say what is drawn, bytes of text in them, strokes, where they may cross, and
# what is drawn elsewhere and put there.
MAX_CONTENT, MAX_TEXT, MAX_STROKES, MAX_CROSSINGS = 1 << 19, 40_000, 8_000, 20_000
MAX_FIGURES = 1_000
# Bytes of a stream, unpacked; and packed, where that is slow.
MAX_UNPACKED, MAX_SLOW = 16 << 20, 1 << 16
_SLOW = ("lzwdecode", "rldecode", "ccittfaxdecode")  # of pdfminer
# Of all pages: bytes that say what is drawn, letters that fonts say something of.
MAX_ALL, MAX_LETTERS = 24 << 20, 4_000_000
# Of the file itself, whose index may be broken, so that it is searched: its lines, bytes of a line;
# and words outside of what is drawn. A tagged document of 300 pages has some 17,000 of these.
MAX_LINES, MAX_LINE, MAX_WORDS = 400_000, 1 << 20, 100_000
_SNAP = 3  # points within which lines are one
_LETTER = dict[str, Any]


class _Line(NamedTuple):
    """A line of words outside of tables: its place on its page, in points from the upper left."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float


class _Table(NamedTuple):
    rows: tuple[tuple[Cell, ...], ...]
    top: float


class _Page(NamedTuple):
    lines: list[_Line]  # from above
    tables: list[_Table]  # from above
    notes: list[_Line]
    right: float  # where its lines end
    rule: float  # the short line that footnotes stand below, from above; infinite where it has none
    cut: int  # cells that words are cut in
    pictured: bool  # pictures are all there is


def read(data: bytes, name: str) -> Printed:
    """A PDF that has its text. Raises Unreadable: for a scan, for one with a password, for what is
    larger than documents are or broken.
    """
    import pdfplumber
    from pdfminer.pdfdocument import PDFEncryptionError
    from pdfminer.pdfpage import PDFPage
    from pdfplumber.page import Page

    many = data.count(b"\n") + data.count(b"\r") > MAX_LINES
    if many or max(map(len, data.splitlines())) > MAX_LINE:
        raise Unreadable(Message(_TOO_MUCH))
    try:
        with _limited(), pdfplumber.open(BytesIO(data)) as pdf:
            held = list(islice(PDFPage.create_pages(pdf.doc), MAX_PAGES + 1))
            if len(held) > MAX_PAGES:
                raise Unreadable(Message(_TOO_LONG, {"most": Count(MAX_PAGES)}))
            pages = []
            for number, page in enumerate(held, 1):
                pages.append(_page(Page(pdf, page, page_number=number)))
    except Unreadable:
        raise
    # Whatever the libraries raise of a broken file, which is more than they name.
    except Exception as error:
        causes = [error, *(it for it in error.args if isinstance(it, Exception))]
        asked = next((it.said for it in causes if isinstance(it, Unreadable)), None)
        locked = any(isinstance(it, PDFEncryptionError) for it in causes)
        raise Unreadable(asked or Message(_LOCKED if locked else _BROKEN)) from error
    if not any(page.lines or page.tables for page in pages):
        raise Unreadable(Message(_SCAN))
    return printed(name, _blocks(_mended(_parted(pages))), _notices(pages))


def _notices(pages: Sequence[_Page]) -> Iterator[Notice]:
    """What is to be known of pages that are pictures, of rows without lines around them, and of
    cells so narrow that words are cut in them.
    """
    for code, told in (
        ("I890", [it.pictured for it in pages]),
        ("I893", list(map(_is_bare, pages))),
    ):
        numbers = [str(number) for number, of in enumerate(told, 1) if of]
        if numbers:
            values = (("count", len(numbers)), ("pages", tuple(numbers[:_FEW])))
            yield Notice(code, values=values)
    cells = [cell for page in pages for table in page.tables for row in table.rows for cell in row]
    cut = sum(page.cut for page in pages)
    if cut > _MUCH_CUT * sum(bool(cell.text) for cell in cells):
        yield Notice("I892", values=(("count", cut),))


def _is_bare(page: _Page) -> bool:
    """Whether a page has rows of figures outside of tables."""
    rows = [sum(map(_says_figure, line.text.split())) for line in page.lines]
    return sum(many >= _SOME_FIGURES for many in rows) >= _SOME_ROWS


# Limits, which pdfminer has none of its own.


@contextmanager
def _limited() -> Iterator[None]:
    """No stream becomes larger than `MAX_UNPACKED`, no page draws more than pages do, no font has
    more letters than there are, and what is not drawn no more than `MAX_WORDS`.
    """
    import pdfminer.cmapdb
    import pdfminer.pdffont
    import pdfminer.pdftypes
    import pdfplumber.page
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFStackT
    from pdfminer.pdfparser import PDFParser
    from pdfminer.pdftypes import stream_value

    everything = lettered = words = 0

    class Interpreter(PDFPageInterpreter):
        spent: Counter[str]
        shown: _Box  # what is outside of it is not seen
        shown_before: list[_Box]

        def subinterp(self) -> "Interpreter":
            inner = cast("Interpreter", super().subinterp())  # made by this one's own class
            inner.spent, inner.shown, inner.shown_before = self.spent, self.shown, []
            return inner

        def process_page(self, page: Any) -> None:
            self.spent, self.shown, self.shown_before = Counter(), _ALL, []
            super().process_page(page)

        def do_q(self) -> None:
            self.shown_before.append(self.shown)
            super().do_q()

        def do_Q(self) -> None:  # noqa: N802  # as the format names it
            if self.shown_before:
                self.shown = self.shown_before.pop()
            super().do_Q()

        def do_W(self) -> None:  # noqa: N802  # as the format names it
            self.shown = _within(self.shown, self.curpath, self.ctm)

        do_W_a = do_W  # noqa: N815  # as pdfminer names it

        def execute(self, streams: Sequence[object]) -> None:
            nonlocal everything
            much = sum(len(stream_value(it).get_data()) for it in streams)
            everything += much
            self._spend("content", much + 1, MAX_CONTENT)
            if everything > MAX_ALL:
                raise Unreadable(Message(_TOO_MUCH))
            super().execute(streams)

        def do_TJ(self, seq: PDFStackT) -> None:  # noqa: N802  # as the format names it
            texts = [it for it in seq if isinstance(it, bytes)] if isinstance(seq, list) else []
            self._spend("text", sum(map(len, texts)) + 1, MAX_TEXT)
            drawn = cast("PDFLayoutAnalyzer", self.device).cur_item._objs  # no other way to them
            before = len(drawn)
            super().do_TJ(seq)
            drawn[before:] = [it for it in drawn[before:] if _is_seen(it, self.shown)]

        def do_re(self, x: PDFStackT, y: PDFStackT, w: PDFStackT, h: PDFStackT) -> None:
            self._spend("strokes", 1, MAX_STROKES)
            super().do_re(x, y, w, h)

        def do_m(self, x: PDFStackT, y: PDFStackT) -> None:
            self._spend("strokes", 1, MAX_STROKES)
            super().do_m(x, y)

        def do_Do(self, xobjid_arg: PDFStackT) -> None:  # noqa: N802  # as the format names it
            self._spend("figures", 1, MAX_FIGURES)
            super().do_Do(xobjid_arg)

        def _spend(self, kind: str, much: int, most: int) -> None:
            self.spent[kind] += much
            if self.spent[kind] > most:
                raise Unreadable(Message(_TOO_MUCH))

    def letters(*bounds: int) -> range:
        nonlocal lettered
        lettered += len(range(*bounds))
        if lettered > MAX_LETTERS:
            raise Unreadable(Message(_TOO_MUCH))
        return range(*bounds)

    next_one = PDFParser.nexttoken

    def word(parser: PDFParser) -> tuple[int, object]:
        nonlocal words
        words += 1
        if words > MAX_WORDS:
            raise Unreadable(Message(_TOO_MUCH))
        return next_one(parser)

    streams: Any = pdfminer.pdftypes
    pages: Any = pdfplumber.page
    instead = [
        (streams, "zlib", _Unpacking),
        (pages, "PDFPageInterpreter", Interpreter),
        *((streams, name, _short(getattr(streams, name))) for name in _SLOW),
        (PDFParser, "nexttoken", word),
        # What a font says of its letters it may say of four thousand million.
        *((module, "range", letters) for module in (pdfminer.cmapdb, pdfminer.pdffont)),
    ]
    before = [(module, name, vars(module).get(name)) for module, name, _ in instead]
    # What pdfminer says of a file to whoever works on pdfminer is nothing for a user.
    logger, quiet = getLogger("pdfminer"), NullHandler()
    logger.addHandler(quiet)
    try:
        for module, name, other in instead:
            setattr(module, name, other)
        yield
    finally:
        logger.removeHandler(quiet)
        for module, name, own in before:
            if own is None:
                delattr(module, name)
            else:
                setattr(module, name, own)


_Box = tuple[float, float, float, float]  # left, bottom, right, top
_ALL: _Box = (-math.inf, -math.inf, math.inf, math.inf)


def _within(box: _Box, path: Sequence[Sequence[Any]], matrix: tuple[float, ...]) -> _Box:
    """The part of a box that is in a path, as far as a box says that."""
    a, b, c, d, e, f = matrix
    flat = [it for _, *numbers in path for it in numbers if isinstance(it, int | float)]
    points = list(zip(flat[::2], flat[1::2], strict=False))
    if not points:
        return box
    across = [a * x + c * y + e for x, y in points]
    up = [b * x + d * y + f for x, y in points]
    left, bottom, right, top = box
    return max(left, min(across)), max(bottom, min(up)), min(right, max(across)), min(top, max(up))


def _is_seen(letter: Any, box: _Box) -> bool:
    """Whether the middle of a letter is in a box: other letters are cut off there."""
    left, bottom, right, top = box
    x, y = (letter.x0 + letter.x1) / 2, (letter.y0 + letter.y1) / 2
    return bool(left <= x <= right and bottom <= y <= top)


def _short(unpack: Callable[..., bytes]) -> Callable[..., bytes]:
    """What pdfminer unpacks byte by byte, for as much as fonts have of it, and pages never."""

    def unpacked(data: bytes, *more: object) -> bytes:
        if len(data) > MAX_SLOW:
            raise Unreadable(Message(_TOO_MUCH))
        return unpack(data, *more)

    return unpacked


class _Unpacking:
    """What pdfminer takes of zlib, with an end."""

    error = zlib.error
    decompressobj = staticmethod(zlib.decompressobj)

    @staticmethod
    def decompress(data: bytes) -> bytes:
        unpacking = zlib.decompressobj()
        whole = unpacking.decompress(data, MAX_UNPACKED)
        if unpacking.unconsumed_tail:
            raise Unreadable(Message(_TOO_MUCH))
        if not unpacking.eof:
            raise zlib.error("incomplete")
        return whole


# A page.


def _page(page: "Page") -> _Page:
    """What stands on a page; what the libraries keep of it is let go."""
    letters: list[_LETTER] = [{**it, "text": _known(it["text"])} for it in page.chars]
    pictured = not letters and bool(page.images)
    tables = []
    ruled = sorted(_tables(page), key=_area)  # a table in a cell has its letters first
    rule = _rule(page, [table.bbox for table in ruled])
    cut: list[str] = []
    for found in ruled:
        made, letters = _grid(found, letters, cut)
        tables.append(made)
    page.close()
    tables.sort(key=lambda table: table.top)
    lines = _lines(letters)
    right = max((page.width * _WIDTH, *(line.right for line in lines)))
    return _Page(lines, tables, [], right, rule, len(cut), pictured)


def _rule(page: "Page", tables: Sequence[_Box]) -> float:
    """Where the lowest short line is drawn that is part of no table."""
    alone = (
        edge["top"]
        for edge in page.edges
        if edge["orientation"] == "h" and _NOTE < edge["width"] < page.width / 2
        if not any(top - _SNAP <= edge["top"] <= bottom + _SNAP for _, top, _, bottom in tables)
    )
    return max(alone, default=math.inf)


def _known(letter: str) -> str:
    """A letter as it is read. One of a font that does not say what it means is no other letter, so
    that its figure is none; those that Word takes from the font Symbol are known.
    """
    if len(letter) == 1 and "\uf000" <= letter <= "\uf0ff":
        letter = SYMBOLS.get(f"{ord(letter) & 0xFF:02X}", _UNKNOWN)
    return _UNKNOWN if _UNSAID.match(letter) else letter


def _tables(page: "Page") -> "list[Table]":
    from pdfplumber.table import merge_edges

    edges = merge_edges(page.edges, _SNAP, _SNAP, _SNAP, _SNAP)
    count = Counter(edge["orientation"] for edge in edges)
    if count["h"] * count["v"] > MAX_CROSSINGS:
        raise Unreadable(Message(_TOO_MUCH))
    # A frame round words is no table.
    return [table for table in page.find_tables() if len(table.cells) > 1]


def _area(table: "Table") -> float:
    left, top, right, bottom = table.bbox
    return (right - left) * (bottom - top)


def _grid(table: "Table", letters: list[_LETTER], cut: list[str]) -> tuple[_Table, list[_LETTER]]:
    """A table by the lines that are drawn, and the letters that are not in it; cells that words are
    cut in are added to `cut`.
    """
    columns = sorted({at for cell in table.cells for at in (cell[0], cell[2])})
    rows = sorted({at for cell in table.cells for at in (cell[1], cell[3])})
    if len(columns) - 1 > MAX_COLUMNS:
        raise Unreadable(Message(TOO_WIDE, {"most": MAX_COLUMNS}))
    owners: dict[tuple[int, int], tuple[int, int]] = {}
    across: dict[tuple[int, int], int] = {}
    for left, top, right, bottom in table.cells:
        first, last = columns.index(left), columns.index(right)
        at = rows.index(top), first
        across[at] = last - first
        for row in range(at[0], rows.index(bottom)):
            owners.update(((row, column), at) for column in range(first, last))
    held: dict[tuple[int, int], list[_LETTER]] = {}
    rest: list[_LETTER] = []
    for letter in letters:
        x, y = (letter["x0"] + letter["x1"]) / 2, (letter["top"] + letter["bottom"]) / 2
        owner = owners.get((bisect_right(rows, y) - 1, bisect_right(columns, x) - 1))
        (rest if owner is None else held.setdefault(owner, [])).append(letter)
    made = []
    for row in range(len(rows) - 1):
        places = [(row, column) for column in range(len(columns) - 1)]
        ends = [columns[column + across.get((row, column), 1)] for _, column in places]
        made.append(
            tuple(
                _cell(at, owners.get(at), across, held, end, cut)
                for at, end in zip(places, ends, strict=True)
            )
        )
    return _Table(tuple(made), rows[0]), rest


def _cell(
    at: tuple[int, int],
    owner: tuple[int, int] | None,
    across: dict[tuple[int, int], int],
    held: dict[tuple[int, int], list[_LETTER]],
    end: float,
    cut: list[str],
) -> Cell:
    if owner != at:
        return Cell(above=owner is not None and owner[0] < at[0])
    letters = held.get(at, [])
    said = _wrapped(_lines(letters), letters, end)
    text = composed(" ".join(said.replace(_CUT, "").split()))
    cut += [text] if _CUT in said else []
    upright = [it for it in letters if it["text"].strip() and not _is_italic(it)]
    return Cell(text, across[at], italic=bool(text) and not upright)


def _wrapped(lines: Sequence[_Line], letters: Sequence[_LETTER], end: float) -> str:
    """The lines of a cell as one: with blanks between them, or a mark where a word or a figure goes
    on that did not fit.
    """
    said = ""
    for before, line in pairwise([None, *lines]):
        if line is None:
            continue
        full = before is not None and before.right + _LETTER_WIDE * before.size > end
        one = before is not None and _is_one(said.replace(_CUT, ""), line.text, full=full)
        blank = before is not None and _ends_with_a_blank(before, letters)
        said += f"{_CUT if one and not blank else ' '}{line.text}"
    return said


def _ends_with_a_blank(line: _Line, letters: Sequence[_LETTER]) -> bool:
    return any(
        it["text"].isspace()
        and it["x1"] > line.right
        and line.top < (it["top"] + it["bottom"]) / 2 < line.bottom
        for it in letters
    )


def _is_one(before: str, after: str, *, full: bool) -> bool:
    """Whether a word or a figure goes on in the next line: of a full line digits and what stands
    between them, else letters that are no syllable by themselves.
    """
    first, rest = before.rpartition(" ")[2], after.partition(" ")[0]
    if full and _IN_A_FIGURE.search(first + _LINE + rest):
        return True
    word = rest.strip(".,;:)")
    if not first[-1:].isalpha():
        return False
    short = first.isupper() and len(word) <= _FEW_LETTERS
    no_word = word.isalpha() and not _is_syllable(word) and (word.islower() or short)
    return (
        no_word or word == "i" or (first.isalpha() and first.islower() and not _is_syllable(first))
    )


def _is_syllable(word: str) -> bool:
    return not _VOWELS.isdisjoint(bare(word))


def _is_italic(letter: _LETTER) -> bool:
    return bool(_ITALIC.search(letter["fontname"]))


def _lines(letters: list[_LETTER]) -> list[_Line]:
    """Letters as lines of words, from above."""
    from pdfplumber.utils.clustering import cluster_objects
    from pdfplumber.utils.text import extract_words

    if not letters:
        return []
    words = extract_words(letters, extra_attrs=["size"], use_text_flow=False)
    lines = cluster_objects(words, lambda word: (word["top"] + word["bottom"]) / 2, _SNAP)
    return [_line(sorted(line, key=lambda word: word["x0"])) for line in lines]


def _line(words: list[_LETTER]) -> _Line:
    sizes = Counter[float]()
    for word in words:
        sizes[word["size"]] += len(word["text"])
    return _Line(
        composed(" ".join(word["text"] for word in words)),
        words[0]["x0"],
        max(word["x1"] for word in words),
        min(word["top"] for word in words),
        max(word["bottom"] for word in words),
        sizes.most_common(1)[0][0],
    )


# All pages.


def _parted(pages: Sequence[_Page]) -> list[_Page]:
    """Pages without what only numbers or names them, footnotes apart."""
    ends = Counter(
        _furniture(line.text)
        for page in pages
        for line in {*page.lines[:1], *page.lines[-1:]}
        if _is_outside(line, page)
    )
    sizes = Counter[float]()
    for page in pages:
        for line in page.lines:
            sizes[line.size] += len(line.text)
    body = sizes.most_common(1)[0][0] if sizes else 0
    return [_without(page, ends, body) for page in pages]


def _without(page: _Page, ends: Counter[str], body: float) -> _Page:
    lines = list(page.lines)
    for at in (0, -1):
        if lines and _is_outside(line := lines[at], page):
            repeated = ends[_furniture(line.text)] >= _OFTEN
            if repeated or _NUMBER_OF_A_PAGE.fullmatch(line.text):
                lines.pop(at)
    notes: list[_Line] = []
    below = max((table.top for table in page.tables), default=0)
    while lines and lines[-1].top > below:
        if lines[-1].size >= body * _SMALL and lines[-1].top < page.rule:
            break
        notes.insert(0, lines.pop())
    return page._replace(lines=lines, notes=notes)


def _mended(pages: Sequence[_Page]) -> list[_Page]:
    """Pages on which a table that goes on has its titles whole, of which a page may show only the
    first words, and a row that was cut in two stands whole on the page before.
    """
    made = list(pages)
    for at in range(len(made) - 1):
        last, first = _last(made[at]), _first(made[at + 1])
        if last is None or first is None or len(last.rows[0]) != len(first.rows[0]):
            continue
        both = zip(first.rows, last.rows, strict=False)
        heads = sum(1 for _ in takewhile(lambda it: _begin_alike(*it), both))
        rest = first.rows[heads:]
        whole = _whole(last.rows[-1], rest[0]) if rest and heads < len(last.rows) else None
        if whole is not None:
            made[at] = _instead(made[at], last, (*last.rows[:-1], whole))
        rows = (*last.rows[:heads], *(rest if whole is None else rest[1:]))
        made[at + 1] = _instead(made[at + 1], first, rows)
    return made


def _last(page: _Page) -> _Table | None:
    """The table that a page ends with."""
    last = page.tables[-1] if page.tables else None
    return last if last and all(line.top < last.top for line in page.lines) else None


def _first(page: _Page) -> _Table | None:
    """The table that a page begins with."""
    first = page.tables[0] if page.tables else None
    return first if first and all(line.top > first.top for line in page.lines) else None


def _instead(page: _Page, table: _Table, rows: tuple[tuple[Cell, ...], ...]) -> _Page:
    new = [table._replace(rows=rows)] if rows else []
    at = page.tables.index(table)
    return page._replace(tables=[*page.tables[:at], *new, *page.tables[at + 1 :]])


def _begin_alike(row: Sequence[Cell], whole: Sequence[Cell]) -> bool:
    """Whether each cell of a row says the first words of one of a whole row, or all."""
    return any(it.text for it in row) and all(
        bool(own.text) == bool(it.text) and it.text.startswith(own.text)
        for own, it in zip(row, whole, strict=True)
    )


def _whole(row: Sequence[Cell], rest: Sequence[Cell]) -> tuple[Cell, ...] | None:
    """A row with the rest of it; None where that is a row of its own: its words begin one, or a
    column has figures in both, and none of the row is cut.
    """
    words = next((it.text for it in rest if it.text and not _is_figure(it)), "")
    twice = any(_is_figure(a) and _is_figure(b) for a, b in zip(row, rest, strict=True))
    cut = any(_UNFINISHED.search(it.text) for it in row)
    if (twice and not cut) or _is_figure(rest[0]) or not (words[:1].islower() or not words):
        return None
    pairs = zip(row, rest, strict=True)
    return tuple(a._replace(text=f"{a.text} {b.text}".strip()) for a, b in pairs)


def _is_figure(cell: Cell) -> bool:
    return _says_figure(cell.text)


def _says_figure(text: str) -> bool:
    return bool(figures(text)) or rank(text) is not None


def _is_outside(line: _Line, page: _Page) -> bool:
    """Whether a line stands above or below all else on its page."""
    tops = [table.top for table in page.tables]
    first, last = line == page.lines[0], line == page.lines[-1]
    return all((first and line.top < top) or (last and line.top > top) for top in tops)


def _furniture(text: str) -> str:
    return re.sub(r"[0-9]+", "#", text)


def _blocks(pages: Sequence[_Page]) -> Iterator[Block]:
    """Paragraphs and rows in the order of reading; footnotes behind all, since between two pages
    they would stand in the middle of a table.
    """
    number = 0
    held: list[_Line] = []  # the lines of a paragraph that may go on
    for at, page in enumerate(pages, 1):
        begins = True
        items: list[_Line | _Table] = [*page.lines, *page.tables]
        for item in sorted(items, key=lambda it: it.top):
            if isinstance(item, _Line):
                if held and not _goes_on(held[-1], item, page.right, over=begins):
                    yield _paragraph(held)
                    held = []
                held.append(item)
            else:
                if held:
                    yield _paragraph(held)
                    held = []
                number += 1
                if number > MAX_TABLES:
                    raise Unreadable(Message(TOO_MANY, {"most": MAX_TABLES}))
                for line, cells in enumerate(item.rows, 1):
                    yield Row(cells, number, line, page=at)
            begins = False
    if held:
        yield _paragraph(held)
    for page in pages:
        yield from _noted(page.notes)


def _noted(notes: Sequence[_Line]) -> Iterator[Paragraph]:
    """The footnotes of a page: what begins with neither a mark nor a number goes on."""
    held: list[_Line] = []
    for line in notes:
        if held and _MARKED.match(line.text):
            yield _paragraph(held)._replace(kind="footnote")
            held = []
        held.append(line)
    if held:
        yield _paragraph(held)._replace(kind="footnote")


def _goes_on(line: _Line, after: _Line, right: float, *, over: bool) -> bool:
    """Whether a line goes on in the next one: it reaches the margin, and what comes is of its size
    and begins nothing; over a page, with a small letter.
    """
    full = line.right > right - (right - line.left) * _SHORT
    alike = abs(line.size - after.size) < 1 and not _BEGINS.match(after.text)
    near = after.text[:1].islower() if over else after.top - line.bottom < line.size * _APART
    return full and alike and near


def _paragraph(lines: Sequence[_Line]) -> Paragraph:
    return Paragraph(" ".join(" ".join(line.text for line in lines).split()))


_LINE = "\n"
_CUT = "\x1f"  # where a word goes on in the next line; no letter is read as this
_MUCH_CUT = 0.05  # of the cells
_SOME_FIGURES, _SOME_ROWS = 3, 3  # of a line, of a page
_IN_A_FIGURE = re.compile(r"[0-9](?:[,./]?\n[0-9]|\n[,./%])", re.ASCII)
_UNFINISHED = re.compile(r"^(?:≥|>=|\+)$|[0-9][.,/]$", re.ASCII)
_VOWELS = frozenset("aeiouy")
_FEW_LETTERS = 2  # of an acronym that go on
_LETTER_WIDE = 1.2  # of its size: a digit with what is left free in a cell
_UNKNOWN = "\ufffd"
# What pdfminer gives for a letter without a meaning; and what is none.
_UNSAID = re.compile(r"\(cid:|[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff]")
_ITALIC = re.compile("italic|oblique", re.IGNORECASE)
_NUMBER_OF_A_PAGE = re.compile(
    r"\W*(?:(?:trang|page)\s*)?[0-9]{1,4}(?:\s*/\s*[0-9]{1,4})?\W*", re.IGNORECASE
)
# A dash, a bullet, a number, a letter with a bracket.
_BEGINS = re.compile(r"[-–—•+*¹²³]|[0-9]+(?:[.)]\s|\.[0-9])|[a-zđ]\)|[IVX]+\.|\([0-9]+\)")
_MARKED = re.compile(r"[-–—•+*¹²³]|\(?[0-9]{1,2}\)?\s?\D")
_FEW = 6  # pages that are told
_OFTEN = 3  # times that a line has to stand at the end of a page, to be the paper's
_NOTE = 36  # points that the line above footnotes is long at least
_SMALL = 0.95  # of the text's size: that of footnotes
_WIDTH = 0.8  # of a page: where its lines end at least
_SHORT = 0.15  # of its width that a line may lack and still be full
_APART = 1.2  # sizes between two lines of a paragraph
_TOO_LONG = Text(
    "văn bản có hơn {most} trang; lưu riêng phần của kế hoạch thành một tệp rồi dùng tệp đó",
    "the document has more than {most} pages: save the plan's part as a file of its own",
)
_TOO_MUCH = Text(
    "tệp PDF chứa nhiều hơn mức của một văn bản; lấy bản Word (.docx), hoặc in lại ra PDF",
    "the PDF holds more than any document does: take the Word document (.docx), or print it to a "
    "PDF again",
)
_BROKEN = Text(
    "tệp PDF bị hỏng hoặc chưa tải về hết; tải lại, hoặc lấy bản Word (.docx)",
    "the PDF is broken, or not all of it is there: download it again, or take the Word document "
    "(.docx)",
)
_LOCKED = Text(
    "tệp PDF đặt mật khẩu; mở ra rồi in lại ra PDF không đặt mật khẩu, hoặc lấy bản Word (.docx)",
    "the PDF has a password: open it and print it to a PDF without one, or take the Word document "
    "(.docx)",
)
_SCAN = Text(
    "tệp PDF là ảnh chụp, không có chữ; lấy bản Word (.docx) hoặc bản PDF ký số, hoặc cho nhận "
    "dạng chữ (OCR) rồi đối chiếu từng số",
    "the PDF is a scan, without text: take the Word document (.docx) or the PDF that was signed "
    "digitally, or have its text recognised (OCR) and compare every figure",
)
