"""The pages of a PDF together: what only numbers or names them left out, footnotes apart, and what
a page cuts put together again.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise, takewhile

from parplan.documents.blocks import Cell
from parplan.documents.nesting import kind_of
from parplan.documents.pdf_page import SOME, Line, Page, Table
from parplan.documents.printed import says_figure

_Row = Sequence[Cell]


def parted(pages: Sequence[Page]) -> list[Page]:
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


def _without(page: Page, ends: Counter[str], body: float) -> Page:
    lines = list(page.lines)
    for at in (0, -1):
        if lines and _is_outside(line := lines[at], page):
            repeated = ends[_furniture(line.text)] >= _OFTEN
            if repeated or _NUMBER_OF_A_PAGE.fullmatch(line.text):
                lines.pop(at)
    notes: list[Line] = []
    below = max((table.top for table in page.tables), default=0)
    while lines and lines[-1].top > below:
        if lines[-1].size >= body * _SMALL and lines[-1].top < page.rule:
            break
        notes.insert(0, lines.pop())
    return page._replace(lines=lines, notes=notes)


def _is_outside(line: Line, page: Page) -> bool:
    """Whether a line stands above or below all else on its page."""
    tops = [table.top for table in page.tables]
    first, last = line == page.lines[0], line == page.lines[-1]
    return all((first and line.top < top) or (last and line.top > top) for top in tops)


def _furniture(text: str) -> str:
    return re.sub(r"[0-9]+", "#", text)


# What a page cuts.


def mended(pages: Sequence[Page]) -> list[Page]:
    """Pages on which a table that goes on has its titles whole, of which a page may show only the
    first words, and a row that was cut in two stands whole on the page before.
    """
    made = list(pages)
    for at, (_, after) in enumerate(pairwise(pages)):
        last, first = _last(made[at]), _first(after)
        if last is None or first is None or len(last.rows[0]) != len(first.rows[0]):
            continue
        if not any(map(_says_something, last.rows)):  # titles alone, at the end of a page
            made[at] = _instead(made[at], last, ())
            over = () if _begins_as(first.rows[0], last.rows[0]) else last.rows
            made[at + 1] = _instead(after, first, (*over, *first.rows))
            continue
        both = zip(first.rows, last.rows, strict=False)
        heads = sum(1 for _ in takewhile(lambda it: _begins_as(*it), both))
        rest = first.rows[heads:]
        goes_on = rest and heads < len(last.rows)
        room = last.room if not heads else ()
        whole = _whole(last.rows[-1], rest[0], room) if goes_on else None
        if whole is not None:
            made[at] = _instead(made[at], last, (*last.rows[:-1], whole))
        rows = (*last.rows[:heads], *(rest if whole is None else rest[1:]))
        made[at + 1] = _instead(made[at + 1], first, rows)
    return made


def _last(page: Page) -> Table | None:
    """The table that a page ends with."""
    last = page.tables[-1] if page.tables else None
    return last if last and all(line.top < last.top for line in page.lines) else None


def _first(page: Page) -> Table | None:
    """The table that a page begins with."""
    first = page.tables[0] if page.tables else None
    return first if first and all(line.top > first.top for line in page.lines) else None


def _instead(page: Page, table: Table, rows: tuple[tuple[Cell, ...], ...]) -> Page:
    new = [table._replace(rows=rows)] if rows else []
    at = page.tables.index(table)
    return page._replace(tables=[*page.tables[:at], *new, *page.tables[at + 1 :]])


def _says_something(row: _Row) -> bool:
    """Whether a row has a figure, or a number of its own."""
    own = kind_of(row[0].text.strip(" .)")) is not None
    return own or any(says_figure(it.text) for it in row)


def _begins_as(row: _Row, whole: _Row) -> bool:
    """Whether the cells of a row of titles say the first words of those of another, or all."""
    return any(it.text for it in row) and all(
        bool(own.text) == bool(it.text)
        and it.text.startswith(own.text)
        and not says_figure(own.text)
        for own, it in zip(row, whole, strict=True)
    )


def _whole(row: _Row, rest: _Row, room: Sequence[float]) -> tuple[Cell, ...] | None:
    """A row with the rest of it; None where that is a row of its own: it has a number, its words
    begin one, or a column has figures in both, and none of the row is cut. A word that had no
    `room` begins none, whatever its first letter.
    """
    pairs = list(zip(row, rest, strict=True))
    words = next((it.text for it in rest if it.text and not says_figure(it.text)), "")
    twice = any(says_figure(a.text) and says_figure(b.text) for a, b in pairs)
    cut = any(_UNFINISHED.search(it.text) for it in row)
    numbered = _says_something(rest[:1])
    begins = bool(words) and not words[:1].islower() and not _had_no_room(row, rest, room)
    if (twice and not cut) or numbered or begins:
        return None
    both = ((a, Cell.of(f"{a.by_line}\n{b.by_line}")) for a, b in pairs)
    return tuple(a._replace(text=it.text, lines=it.lines) for a, it in both)


def _had_no_room(row: _Row, rest: _Row, room: Sequence[float]) -> bool:
    """Whether a rest is the words of one cell alone, of which the first fits into no line above."""
    told = [(above, it, free) for above, it, free in zip(row, rest, room, strict=False) if it.text]
    return len(told) == 1 and all(
        above.text and it.across == 1 and len(it.text.partition(" ")[0]) + 1 > free
        for above, it, free in told
    )


def further(pages: Sequence[Page]) -> list[int]:
    """The pages, from 1, that seem to hold further columns of a table on one before them: figures
    alone, in as many rows of the same heights.
    """
    found: list[int] = []
    named: list[Table] = []  # those so far that have names of rows
    for number, page in enumerate(pages, 1):
        own = [table for table in page.tables if any(map(_has_words, table.rows[1:]))]
        first = page.tables[:1]
        if first and first != own[:1] and any(_is_as_high(it, first[0]) for it in named):
            found.append(number)
        named += own
    return found


def _has_words(row: _Row) -> bool:
    return any(any(map(str.isalpha, it.text)) and not says_figure(it.text) for it in row)


def _is_as_high(one: Table, other: Table) -> bool:
    return len(one.heights) == len(other.heights) >= SOME and all(
        abs(a - b) <= 1 for a, b in zip(one.heights, other.heights, strict=True)
    )


_UNFINISHED = re.compile(r"^(?:≥|>=|\+)$|[0-9][.,/]$", re.ASCII)
_NUMBER_OF_A_PAGE = re.compile(
    r"\W*(?:(?:trang|page)\s*)?[0-9]{1,4}(?:\s*/\s*[0-9]{1,4})?\W*", re.IGNORECASE
)
_OFTEN = 3  # times that a line has to stand at the end of a page, to be the paper's
_SMALL = 0.95  # of the text's size: that of footnotes
