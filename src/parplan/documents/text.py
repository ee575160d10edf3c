"""The plan's own text: its tables, as a word processor or a spreadsheet puts them on the clipboard,
and its sentences.

A table is lines of cells separated by tabs, under the line that is its heading. A heading row may
take two lines; a table may be interrupted by a page break, after which its heading rows stand
again; a label may be split over such a break, and a line may break inside a cell.
"""

import csv
import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from io import StringIO
from itertools import accumulate, islice, pairwise, takewhile

from parplan.documents import tables
from parplan.documents.blocks import (
    MAX_COLUMNS,
    MAX_PARAGRAPHS,
    MAX_ROWS,
    TOO_LONG,
    TOO_MUCH,
    TOO_WIDE,
    WHICH,
    Block,
    Cell,
    Paragraph,
    Printed,
    Row,
    Unreadable,
    placed,
)
from parplan.documents.grid import Cells, Grid, following
from parplan.documents.printed import clean, figures, phrase, plain
from parplan.documents.vocabulary import unlisted
from parplan.ids import composed, toned
from parplan.model.cells import BELOW
from parplan.text import Message

_LINE = re.compile(r"\r\n|[\n\r\f]")  # other breaks are inside a cell
# A cell in quotes, as spreadsheets write one with a line break in it.
_QUOTED = re.compile(
    r'(?m)(?:^"(?P<first>(?:[^"\t]++|"")*+)"(?=\t)'
    r'|(?<=\t)"(?P<later>(?:[^"\t]++|"")*+)"(?=\t|$))'
)
_LINES_BETWEEN = (
    4  # how many lines without tabs may lie inside a table (a page break), before it is over
)
_LONGEST = 10_000  # characters of a line that may be a heading or a sentence
_MOST_SAID = 20_000  # characters of all sentences that begin alike


class Document:
    """The lines of a document."""

    def __init__(
        self,
        name: str,
        lines: Sequence[str] = (),
        rows: Mapping[int, Row] | None = None,
        notes: Collection[int] = (),
        blocks: Sequence[Block] = (),
        is_aside: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self.name = name
        self.lines = tuple(lines)
        self._rows = rows  # those of a file that has tables, by their lines
        self._notes = notes  # lines that stand apart, and are none between rows
        self._blocks = blocks  # of such a file
        self._is_aside = is_aside  # words above a table that are none of its heading
        self._found: dict[str, list[str]] = {}

    @classmethod
    def read(
        cls, text: str, name: str, is_aside: Callable[[str], bool] = lambda _: False
    ) -> "Document":
        """A document from its text. `is_aside` tells words above a table that are none of its
        heading.
        """
        whole = _QUOTED.sub(_unquoted, composed(text))
        return cls(name, _LINE.split(whole), is_aside=is_aside)

    @classmethod
    def of(cls, printed: Printed, is_aside: Callable[[str], bool] = lambda _: False) -> "Document":
        """A document that was read as blocks."""
        told = list(placed(printed.blocks))
        rows = {n: block for n, (_, block) in enumerate(told) if isinstance(block, Row)}
        notes = {
            n
            for n, (_, block) in enumerate(told)
            if isinstance(block, Paragraph) and block.kind != "text"
        }
        lines = [line for line, _ in told]
        return cls(printed.name, lines, rows, notes, printed.blocks, is_aside)

    @cached_property
    def headings(self) -> dict[str, list[int]]:
        """The lines that stand alone, not as a row of cells, as they are compared; and where."""
        found: dict[str, list[int]] = {}
        for n, line in enumerate(self.lines):
            if _stands_alone(line):
                found.setdefault(plain(line), []).append(n)
        return found

    @cached_property
    def stripped(self) -> list[str]:
        """The lines without blanks around them."""
        return [line.strip() for line in self.lines]

    @cached_property
    def _rows_at(self) -> list[int]:
        return [n for n, line in enumerate(self.lines) if "\t" in line]

    @cached_property
    def _sentences(self) -> list[tuple[str, int, str]]:
        """The lines that may be sentences, by how they begin behind marks and numbers, as that is
        compared; each with its place, and clean.
        """
        alone = [(n, line) for n, line in enumerate(self.lines) if _stands_alone(line)]
        cleaned = ((n, clean(line)) for n, line in alone)
        return sorted((plain(unlisted(line)), n, line) for n, line in cleaned)

    def grids(self, heading: str, titles: Collection[str], others: Collection[str]) -> list[Grid]:
        """The table under a heading, or the one of several that it says (“Bảng 1 [2]”), with its
        columns' titles; where nothing says which, all that stand under it. The headings of `others`
        end it.
        """
        which = WHICH.search(heading) if plain(heading) not in self.headings else None
        if which is not None and (counted := self._counted.get(plain(heading))) is not None:
            return [counted]
        if which is not None and int(which[1]) > 1:
            return []
        parts = {plain(part) for title in titles for part in title.split(BELOW)}
        parts |= {*map(plain, titles)}
        named = plain(heading[: which.start()] if which else heading)
        ends = sorted({n for other in others for n in self.headings.get(plain(other), ())})
        size = len(self.lines)
        stands = (
            (start, following(self._rows_at, start, size), following(ends, start, size))
            for start in self.headings.get(named, ())
        )
        places = [(start, first, end) for start, first, end in stands if first < end]
        nearest = {first: (start, first, end) for start, first, end in places}
        own = [it for it in nearest.values() if self._is_heading(it[0], it[1])] or places[:1]
        told_apart = which or named in (plain(WHICH.sub("", other)) for other in others)
        return [
            _grid(
                self._as_rows(self._begin(start), start + 1, parts),
                self._as_rows(first, end, parts),
            )
            for start, first, end in (own[:1] if told_apart else own)
        ]

    def _is_heading(self, at: int, first: int) -> bool:
        """Whether a line is what a table goes by that begins in a later one, and none between them
        is.
        """
        told = (self.lines[n] for n in range(at, first) if n not in self._notes)
        blocks: list[Block] = [*map(Paragraph, map(clean, told)), Row((Cell(),), 1, 1)]
        return any(
            plain(it.heading) == plain(self.lines[at])
            for it in tables.pieces(blocks, self._is_aside)
        )

    @cached_property
    def _counted(self) -> dict[str, Grid]:
        """The tables of which others stand under the same heading, by what finds each."""
        try:
            blocks = self._blocks if self._rows is not None else [*self.blocks()]
        except Unreadable:  # more than a plan has
            return {}
        made = [it for it, _ in tables.joined(tables.pieces(blocks, self._is_aside))]
        called = tables.called(it.heading for it in made)
        return {
            plain(name): Grid(tuple(map(_texts, (*it.heads, *it.rows))), len(it.heads))
            for name, it in zip(called, made, strict=True)
            if name != it.heading
        }

    def _begin(self, at: int) -> int:
        """Where the table begins that a line is part of."""
        while at > 0 and "\t" in self.lines[at] and "\t" in self.lines[at - 1]:
            at -= 1
        return at

    def _as_rows(self, start: int, end: int, titles: Collection[str]) -> list[Row]:
        """The rows between two lines, up to where their table is over."""
        if self._rows is not None:
            there = (self._rows.get(n) for n in self._table(start, end))
            return [row for row in there if row is not None]
        cells = [tuple(map(clean, self.lines[n].split("\t"))) for n in self._table(start, end)]
        joined = _joined(cells, titles)
        return [Row(tuple(map(Cell, row)), 1, n) for n, row in enumerate(joined, start)]

    def sentences(self, beginning: str) -> list[str]:
        """The lines that begin so, whatever marks and numbers stand before that; of very many the
        first.
        """
        wanted = plain(beginning)
        if wanted not in self._found:
            first = bisect_left(self._sentences, (wanted,))
            alike = islice(self._sentences, first, None)
            told = sorted(
                (n, line)
                for begun, n, line in takewhile(lambda it: it[0].startswith(wanted), alike)
            )
            so_far = accumulate(len(line) for _, line in told)
            self._found[wanted] = [
                line
                for (_, line), much in zip(told, so_far, strict=True)
                if much - len(line) < _MOST_SAID
            ]
        return self._found[wanted]

    def blocks(self) -> Iterator[Block]:
        """Paragraphs and rows, one after the other; a table that a page break interrupts is one.
        Raises Unreadable for more than a plan has.
        """
        at, table = 0, 0
        if sum("\t" not in line for line in self.lines) > MAX_PARAGRAPHS:
            raise Unreadable(Message(TOO_MUCH))
        while at < len(self.lines):
            if "\t" not in self.lines[at]:
                yield Paragraph(clean(self.lines[at]))
                at += 1
                continue
            end = self._end(at)
            table += 1
            if end - at > MAX_ROWS:
                raise Unreadable(Message(TOO_LONG, {"most": MAX_ROWS}))
            if max(line.count("\t") for line in self.lines[at:end]) >= MAX_COLUMNS:
                raise Unreadable(Message(TOO_WIDE, {"most": MAX_COLUMNS}))
            italic = {clean(cell) for line in self.lines[at:end] for cell in _ITALIC.findall(line)}
            held = [tuple(map(clean, self.lines[n].split("\t"))) for n in self._table(at, end)]
            for n, cells in enumerate(_joined(held, ()), 1):
                yield Row(tuple(Cell(cell, italic=cell in italic) for cell in cells), table, n)
            at = end

    def _end(self, start: int) -> int:
        """Where the table is over that begins in a line."""
        last = at = start
        while at < len(self.lines) and at - last <= _LINES_BETWEEN + 1:
            if "\t" in self.lines[at]:
                last = at
            elif clean(self.lines[at]):
                break
            at += 1
        return last + 1

    def _table(self, start: int, end: int) -> Iterator[int]:
        """The lines between two that are rows, up to where their table is over."""
        outside = 0
        for n in range(start, end):
            if "\t" in self.lines[n]:
                yield n
                outside = 0
            elif n not in self._notes and not tables.is_continuation(Paragraph(self.lines[n])):
                outside += 1
                if outside > _LINES_BETWEEN or clean(self.lines[n]):
                    return


def _grid(above: Sequence[Row], rows: Sequence[Row]) -> Grid:
    """Rows as a table, the titles that stand over them first: their own, or those of the table that
    begins `above`, up to the line that is their heading. What repeats titles, or only counts
    columns below them, is none of its rows; what stands below other titles is of another table.
    """
    own = {(row.table, row.line) for row in rows}
    over = [
        it for it in _pieces(above, rows) if any((row.table, row.line) in own for row in it.rows)
    ]
    heads = dict.fromkeys(_texts(row) for it in over[:1] for row in it.heads)
    others = [it.heads[0] for it in over[1:] if it.heads and _texts(it.heads[0]) not in heads]
    told = [row for row in rows if _texts(row) not in heads and not tables.is_continuation(row)]
    end = next((n for n, row in enumerate(told) if row in others), len(told))
    return Grid((*heads, *map(_texts, told)), len(heads), len(heads) + end)


def _pieces(above: Sequence[Row], rows: Sequence[Row]) -> Iterator[tables.Piece]:
    """The pieces of a table, if it is no larger than a plan's."""
    width = max((len(row.cells) for row in rows), default=0)
    if width <= MAX_COLUMNS and len(above) + len(rows) <= MAX_ROWS:
        yield from tables.pieces([*above, *rows], lambda _: False)


def _texts(row: Row) -> Cells:
    return tuple(cell.text for cell in row.cells)


def tabbed(text: str) -> str:
    """The lines of a CSV file with tabs between their cells: by semicolons, where half of the lines
    have as many as they have cells; else by commas.
    """
    held = [line for line in text.splitlines() if line.strip()]
    if "\t" in text or not held:
        return text
    apart = sum(line.count(";") > 1 for line in held) * 2 >= len(held)
    rows = csv.reader(StringIO(text, newline=""), delimiter=";" if apart else ",")
    return "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in rows)


_ITALIC = re.compile(r"<i>([^<\t]*)</i>")


def figure_in(sentences: Sequence[str], pattern: str) -> str | None:
    """The figure that stands in a sentence where `pattern` has its #; None where no sentence has
    those words.
    """
    before, _, after = pattern.partition("#")
    wanted = phrase(before, after)
    found = ((sentence, wanted.search(toned(sentence))) for sentence in sentences)
    ends = ((sentence, match.span("figure")) for sentence, match in found if match)
    return next((sentence[start:end].strip() for sentence, (start, end) in ends), None)


def _stands_alone(line: str) -> bool:
    """Whether a line is no row of a table: just one cell has something in it."""
    return len(line) <= _LONGEST and len([1 for cell in line.split("\t") if cell.strip()]) == 1


def _unquoted(found: re.Match[str]) -> str:
    inner = found["later"] if found["first"] is None else found["first"]
    return " ".join(inner.replace('""', '"').split())


def _joined(rows: list[Cells], titles: Collection[str]) -> Iterator[Cells]:
    """The rows, those put together that a line break inside a cell has cut: where words go on, and
    just a whole row comes of it.
    """
    width = max(map(len, rows), default=0)
    parted = _parted(rows, width, titles)
    cells = list(accumulate((len(row) - 1 for row in rows), initial=0))
    at = 0
    while at < len(rows):
        # Where the cells of the rows from here on, joined at their ends, would be a whole row.
        after = bisect_left(cells, cells[at] + width - 1, at + 1)
        whole = after < len(cells) and cells[after] - cells[at] == width - 1
        if not whole or following(parted, at - 1, len(rows)) < after - 1:
            after = at + 1
        yield _put_together(rows[at:after])
        at = after


def _parted(rows: Sequence[Cells], width: int, titles: Collection[str]) -> list[int]:
    """The rows whose last cell does not go on in the next line."""
    return [
        at
        for at, (row, after) in enumerate(pairwise(rows))
        if len(row) >= width or not _goes_on(row[-1], after[0], titles)
    ]


def _put_together(rows: Sequence[Cells]) -> Cells:
    whole = list(rows[0])
    for row in rows[1:]:
        whole[-1] = f"{whole[-1]} {row[0]}"
        whole += row[1:]
    return tuple(whole)


def _goes_on(cell: str, rest: str, titles: Collection[str]) -> bool:
    """Whether a cell goes on in the next line: as a column's title, or in words."""
    if not (cell and rest):
        return False
    begun = plain(f"{cell} {rest}")
    in_words = not figures(cell) and not figures(rest)
    return in_words or any(title.startswith(begun) for title in titles)
