"""Tables as they are meant: sections apart, what a page cut in one, titles apart from rows."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from parplan.documents.blocks import (
    Block,
    Cell,
    Notice,
    Paragraph,
    Printed,
    Row,
    alone,
)
from parplan.documents.nesting import Kind, ordinals
from parplan.documents.printed import figures, plain, says_figure
from parplan.model.cells import BELOW

_ALIKE = 0.9  # titles of a table that goes on: a repeated one may have lost a word
_FIGURES = 1 / 3  # of the cells of a row that is none of titles
_LONGEST = 500  # characters of a heading
# How the line of a section begins: I. 1) A. …
_OPENS = re.compile(r"(?:[IVXLC]+|[0-9]+(?:\.[0-9]+)*|[A-ZĐ]|[a-zđ])[.)]\s*\w", re.ASCII)
# What only says that a table goes on there: (tiếp theo), Bảng 1 (tiếp theo).
_CONTINUED = re.compile(
    r"(?:[^()]*\((?:tiếp theo|tiếp|continued|cont\.?)\)|tiếp theo|continued)[.:]?"
)
_Place = tuple[int, int]  # the number of a table, and a line of it


class Table(NamedTuple):
    """A table. `number` is its place in the document, from 1; `heading` the nearest words above it;
    `titles` one for each column, those of several rows of titles below one another; `rows` have as
    many cells as there are titles.
    `page` is the one on which it begins, where that is known; `aside` stands below the heading,
    such as a unit of measure.
    """

    number: int
    heading: str
    titles: tuple[str, ...]
    rows: tuple[Row, ...]
    page: int | None
    aside: str = ""


class Piece(NamedTuple):
    """A table or a section of one, by itself: the words above it, its titles and its rows."""

    heading: str
    heads: list[Row]
    rows: list[Row]
    apart: bool  # words stand between it and the table before, or its section begins
    begins: _Place
    aside: str = ""  # below the heading


def tables(document: Printed, is_aside: Callable[[str], bool]) -> tuple[Printed, tuple[Table, ...]]:
    """The tables of a document, and the document with each section of a table counted as a table of
    its own, what was put together among its notices. `is_aside` tells words above a table that are
    none of its heading.
    """
    found = list(pieces(document.blocks, is_aside))
    further = [it.begins for before, it in pairwise(found) if before.begins[0] == it.begins[0]]

    def number(table: int, line: int) -> int:
        return table and table + bisect_right(further, (table, line))

    def numbered(row: Row) -> Row:
        return row._replace(table=number(row.table, row.line))

    notices = [it._replace(table=number(it.table, it.line)) for it in document.notices]
    made: list[Table] = []
    for piece, begins in joined(found):
        first, *further_ones = [number(*at) for at in begins]
        if further_ones:
            values = (("table", first), ("count", len(begins)))
            notices.append(Notice("I876", further_ones[0], 0, values))
        rows = tuple(map(numbered, piece.rows))
        made.append(Table(first, piece.heading, _titles(piece), rows, _page(piece), piece.aside))
    blocks = tuple(numbered(it) if isinstance(it, Row) else it for it in document.blocks)
    return document._replace(blocks=blocks, notices=tuple(notices)), tuple(made)


def joined(found: Iterable[Piece]) -> list[tuple[Piece, list[_Place]]]:
    """Pieces as whole tables, each with where its parts begin."""
    made: list[tuple[Piece, list[_Place]]] = []
    for it in found:
        piece = _as_in(made[-1][0], it) if made and not it.apart else it
        if made and not piece.apart and _goes_on(made[-1][0], piece):
            made[-1][0].rows.extend(piece.rows)
            made[-1][1].append(piece.begins)
        else:
            made.append((piece._replace(rows=[*piece.rows]), [piece.begins]))
    return made


def called(headings: Iterable[str]) -> Iterator[str]:
    """What finds each of a document's tables, by their headings one after the other: that, and
    where others stand under it, which of them it is (“Bảng 1 [2]”).
    """
    met = Counter[str]()
    for heading in headings:
        met[plain(heading)] += 1
        many = met[plain(heading)]
        yield f"{heading} [{many}]" if heading and many > 1 else heading


def is_continuation(block: Block) -> bool:
    """Whether a line only says that a table, or a row with its number, goes on below it."""
    if isinstance(block, Row) and _number(block) is not None:
        block = block._replace(cells=block.cells[1:])
    text = alone(block) or ""
    return len(text) <= _LONGEST and _CONTINUED.fullmatch(plain(text)) is not None


def pieces(blocks: Sequence[Block], is_aside: Callable[[str], bool]) -> Iterator[Piece]:
    """Every table, or section of one, by itself, as wide as its widest row."""
    heading, aside, apart = "", "", False
    rows: list[Row] = []
    for block in (*blocks, None):
        if rows and not (isinstance(block, Row) and block.table == rows[0].table):
            heading = yield from _sections((heading, aside), rows, is_aside, apart=apart)
            rows, aside, apart = [], "", False
        if isinstance(block, Paragraph):
            if block.text.strip() and block.kind == "text":
                text = block.text.strip()
                apart = apart or not is_continuation(block)
                ends = text.endswith(".") and not _OPENS.match(text)  # a sentence
                if len(text) <= _LONGEST and heading and is_aside(text):
                    aside = f"{aside}\n{text}"
                elif len(text) <= _LONGEST and not (heading and ends):
                    heading, aside = text, ""
        elif block is not None and not is_continuation(block):
            rows.append(block)


def _sections(
    over: tuple[str, str], rows: Sequence[Row], is_aside: Callable[[str], bool], *, apart: bool
) -> Generator[Piece, None, str]:
    """A table below its heading and what stands aside, as wide as its widest row; where a line
    across it begins a section, the parts, each with its own heading and the titles of all. Returns
    the heading of what comes behind it.
    """
    heading, aside = over
    above, dangling = heading, False
    width = max(len(row.cells) for row in rows)
    wide = [row._replace(cells=(*row.cells, *[Cell()] * (width - len(row.cells)))) for row in rows]
    heads: list[Row] = []
    held: list[Row] = []
    begins = rows[0]
    for row in (*wide, None):
        across = row is not None and _is_across(row, held)
        if held and (row is None or across):
            # Titles may stand above the line that begins the first section.
            only_heads = not heads and across and not any(map(_has_figures, held))
            count = len(held) if only_heads else _heads(held)
            heads = held[:count] or heads
            first = [_words(head) for head in heads]
            # Titles that stand again where a page begins.
            body = [it for it in held[count:] if _words(it) not in first]
            if body:
                yield Piece(heading, heads, body, apart, (begins.table, begins.line), aside)
                dangling = False
            held = []
        if row is not None and across:
            said = next(cell.text for cell in row.cells if cell.text)
            heading, apart = heading if is_aside(said) else said, True
            begins, dangling = row, True
        elif row is not None:
            held.append(row)
    return heading if dangling else above


def _is_across(row: Row, before: Sequence[Row]) -> bool:
    """Whether a row is a line of words across its table. Where it does not say how far it goes, it
    may be the rest of a label in the rows `before` it, which a page has cut.
    """
    told = [cell for cell in row.cells if cell.text]
    if len(told) != 1 or len(row.cells) == 1 or figures(told[0].text):
        return False
    text = told[0].text
    if told[0].across == len(row.cells) or _OPENS.match(text):
        return True
    goes_on = text[0].islower() and any(map(_has_figures, before))
    return bool(row.cells[0].text) and not goes_on


def _words(row: Row) -> tuple[str, ...]:
    return tuple(plain(cell.text) for cell in row.cells)


def _heads(rows: Sequence[Row]) -> int:
    """How many rows hold titles: those that the file marks, else all before the first that has
    figures in a third of its cells, or a first number with which rows go on; in a table of words,
    before the first that has a number.
    """
    marked = next((at for at, row in enumerate(rows) if not row.heads), len(rows))
    found = marked or next((at for at, row in enumerate(rows) if _has_figures(row)), None)
    if found is not None and not marked:
        found = next((at for at in range(min(found, _MOST_TITLES)) if _begins(rows[at:])), found)
    if found is not None and not marked and found > _MOST_TITLES:
        return 0  # rows of words above the first figures
    if found is None:
        numbered = next((at for at, row in enumerate(rows) if _number(row) is not None), 0)
        found = numbered if numbered <= _MOST_HEADS else 0
    # A row that only counts the columns.
    return found + sum(1 for row in rows[found : found + 1] if _counts(row))


_MOST_TITLES = 10  # rows of titles that nothing marks
_MOST_HEADS = 3  # rows of titles above a table of words


def _begins(rows: Sequence[Row]) -> bool:
    """Whether the first of some rows has the first number of a kind, and a later one the second."""
    first = _number(rows[0])
    if first is None or first[1] != 1 or _counts(rows[0]):
        return False
    return (first[0], 2) in map(_number, rows[1:])


def _has_figures(row: Row) -> bool:
    """Whether a row has figures in a third of its cells, or dashes in their place."""
    told = [cell.text for cell in row.cells if cell.text]
    read = [text for text in told if says_figure(text)]
    dashes = sum(not any(map(str.isalnum, text)) for text in told)
    years = all(map(_YEAR.fullmatch, read))
    return not years and not _counts(row) and len(read) + dashes >= len(told) * _FIGURES


_YEAR = re.compile(r"[^0-9]*(?:19|20)[0-9]{2}", re.ASCII)  # “2022”, “Đạt 2022”


def _counts(row: Row) -> bool:
    """Whether a row only numbers the columns: (1) (2) (3) …, or A B 1 2 …"""
    told = [cell.text.strip("()[] ") for cell in row.cells if cell.text]
    digits = [int(text) for text in told if text.isdecimal() and len(text) <= 2]
    letters = [text for text in told if not text.isdecimal()]
    running = digits == list(range(digits[0], digits[0] + len(digits))) if digits else False
    few = all(len(text) == 1 and text.isalpha() for text in letters)
    return running and few and len(told) > 2 and len(digits) > 1


def _page(piece: Piece) -> int | None:
    return (piece.heads or piece.rows)[0].page


def _titles(piece: Piece) -> tuple[str, ...]:
    """What stands over each column: what takes several columns stands over each of them."""
    heads = [row for row in piece.heads if not _counts(row)]
    width = len((piece.heads or piece.rows)[0].cells)
    stacks: list[list[str]] = [[] for _ in range(width)]
    for n in range(len(heads)):
        for at in range(width):
            said = _over(heads, n, at).replace(BELOW, "/")
            if said and said not in stacks[at]:
                stacks[at].append(said)
    return _apart([BELOW.join(stack) for stack in stacks])


def _apart(titles: Sequence[str]) -> tuple[str, ...]:
    """Titles of which no two are the same: of several, each says which of them it is, of all that
    have its lowest line (“Điểm [2]”); without any, “[2]”.
    """
    made = []
    for at, title in enumerate(titles):
        last = plain(title.rpartition(BELOW)[2])
        same = [n for n, it in enumerate(titles) if last in map(plain, it.split(BELOW))]
        twice = sum(plain(it) == plain(title) for it in titles) > 1
        made.append(f"{title} [{same.index(at) + 1}]".strip() if twice or not title else title)
    return tuple(made)


def _over(heads: Sequence[Row], n: int, at: int) -> str:
    """What a row of titles says of a column: its cell, or one to the left that takes it too. Where
    the file does not say how far a cell goes, it goes as far as nothing else stands there and a
    title stands below.
    """
    cells = heads[n].cells
    if cells[at].text or cells[at].above:
        return cells[at].text
    for left in range(at - 1, -1, -1):
        if cells[left].text:
            told = left + cells[left].across > at
            below = any(row.cells[at].text for row in heads[n + 1 :])
            known = any(cell.across > 1 or cell.above for row in heads for cell in row.cells)
            return cells[left].text if told or (below and not known) else ""
        if cells[left].above:
            return ""
    return ""


def _as_in(table: Piece, after: Piece) -> Piece:
    """A piece with no more titles than the table before it has, where it begins with the same: a
    label that goes on below them is none.
    """
    count = len(table.heads)
    if not 0 < count < len(after.heads) or not _alike(table.heads, after.heads[:count]):
        return after
    return after._replace(heads=after.heads[:count], rows=[*after.heads[count:], *after.rows])


def _alike(heads: Sequence[Row], others: Sequence[Row]) -> bool:
    one, other = ("\n".join("\t".join(_words(row)) for row in it) for it in (heads, others))
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def _goes_on(table: Piece, after: Piece) -> bool:
    """Whether a piece is the rest of the table before it."""
    if len((table.heads or table.rows)[0].cells) != len((after.heads or after.rows)[0].cells):
        return False
    if after.heads and not _alike(table.heads, after.heads):
        return False
    return _follows(table.rows, after.rows)


def _follows(before: Sequence[Row], after: Sequence[Row]) -> bool:
    """Whether numbers go on, or are missing. A first one begins a level below the last row; of its
    own level or the outer one it begins a table of its own.
    """
    marks = _numbers([*before, *after])
    told = [mark for mark in marks[: len(before)] if mark is not None]
    first = next((mark for mark in marks[len(before) :] if mark is not None), None)
    if not told or first is None:
        return True
    kind, count = first
    if count == 1:
        return kind not in (told[0][0], told[-1][0])
    last = next((at for of, at in reversed(told) if of == kind), None)
    return last is not None and count == last + 1


def _number(row: Row) -> tuple[Kind, int] | None:
    return _numbers([row])[0]


def _numbers(rows: Sequence[Row]) -> list[tuple[Kind, int] | None]:
    return ordinals([row.cells[0].text.strip(" .)") for row in rows])
