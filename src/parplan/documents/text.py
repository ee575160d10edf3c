"""The plan's own text: its tables, as a word processor or a spreadsheet puts them on the clipboard,
and its sentences.

A table is lines of cells separated by tabs, under the line that is its heading. A heading row may
take two lines; a table may be interrupted by a page break, after which its heading rows stand
again; a label may be split over such a break, and a line may break inside a cell.
"""

import csv
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from io import StringIO
from itertools import accumulate, islice, pairwise, takewhile

from parplan.documents import tables
from parplan.documents.blocks import (
    BELOW,
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
from parplan.documents.nesting import Kind, kinds
from parplan.documents.printed import clean, figures, number, phrase, plain
from parplan.ids import composed, toned
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

Cells = tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """A printed table: the cells of its rows, cleaned, the first `heads` of which hold titles."""

    rows: tuple[Cells, ...]
    heads: int = 0
    # What was asked for already.
    _columns: dict[str, int | None] = field(default_factory=dict, compare=False, repr=False)
    _labelled: "dict[tuple[int, int, int | None], _Labels]" = field(
        default_factory=dict, compare=False, repr=False
    )

    def column(self, title: str) -> int | None:
        """Where a column stands: by its title, in whichever heading row has it; where several have
        that, by the title above it as well (“Năm 2020 / Điểm”), or by which of them it is (“Điểm
        [2]”).
        """
        if title not in self._columns:
            found = next(self._under([title]), None) or next(self._under(title.split(BELOW)), None)
            self._columns[title] = self._counted(title) if found is None else found
        return self._columns[title]

    def _under(self, titles: Sequence[str], row: int = -1, start: int = 0) -> Iterator[int]:
        """The columns where the last of some titles stands, each below the one before."""
        for at in self._places(titles[0], row, start):
            if len(titles) == 1:
                yield at[1]
            else:
                yield from self._under(titles[1:], *at)

    def _counted(self, title: str) -> int | None:
        """Which of the columns with a title one is that says so; None for any other."""
        which = WHICH.search(title)
        if which is None:
            return None
        wanted = plain(title[: which.start()])
        untitled = (("",) * max(map(len, self.rows), default=0),)
        heads = self.rows[: self.heads] or untitled
        width = max(map(len, heads), default=0)
        stacks = [{plain(_cell(row, at)) for row in heads} for at in range(width)]
        same = [at for at, it in enumerate(stacks) if wanted in it and (wanted or it == {""})]
        return next(islice(same, int(which[1]) - 1, None), None)

    def _places(self, title: str, row: int, start: int) -> Iterator[tuple[int, int]]:
        """Where a title stands, by row and column: anywhere, or in a row behind `row` below what
        stands there in the column `start` and goes on to the next title.
        """
        wanted, end = plain(title), None
        if row >= 0:
            further = range(start + 1, len(self.rows[row]))
            end = next((at for at in further if self.rows[row][at]), None)
        for n in range(row + 1, len(self.rows)):
            for at in range(start, min(end or len(self.rows[n]), len(self.rows[n]))):
                if plain(self.rows[n][at]) == wanted:
                    yield n, at

    def row(self, path: Sequence[str], numbers: int, labels: int | None) -> Cells | None:
        """The row with a number or label; of several, each is looked for below the one before, down
        to the next row with such a number.
        """
        for first in dict.fromkeys((self.heads, 0)):  # what was taken for titles may be a row
            key = first, numbers, labels
            if key not in self._labelled:
                self._labelled[key] = _Labels(self.rows[first:], numbers, labels)
            at = self._labelled[key].place(path)
            if at is not None:
                return self.rows[first + at]
        return None


class _Labels:
    """The numbers and labels of a table's rows, each with the places where it stands."""

    def __init__(self, rows: Sequence[Cells], numbers: int, labels: int | None) -> None:
        self._size = len(rows)
        self._numbers: dict[str, list[int]] = {}
        self._labels: dict[str, list[int]] = {}
        self._written = [_cell(row, numbers).strip(" .)") for row in rows]
        self._kinds = kinds(self._written)
        self._of_kind: dict[Kind | None, list[int]] = {}
        self._split: dict[str, Mapping[Kind | None, list[int]]] = {}
        begun, last = "", 0  # a label, and where it begins that goes on in rows with nothing else
        for at, row in enumerate(rows):
            label = "" if labels is None else _cell(row, labels)
            goes_on = bool(label) and sum(map(bool, row)) == 1
            begun, last = (f"{begun} {label}", last) if goes_on and begun else (label, at)
            self._numbers.setdefault(number(_cell(row, numbers)), []).append(at)
            self._labels.setdefault(plain(label), []).append(at)
            if last < at:
                self._labels.setdefault(plain(begun), []).append(last)
            self._of_kind.setdefault(self._kinds[at], []).append(at)

    def place(self, path: Sequence[str]) -> int | None:
        """Where a row stands that `Grid.row` asks for."""
        return self._below(-1, self._size, path) if all(map(self._named, path)) else None

    def _below(self, after: int, end: int, path: Sequence[str]) -> int | None:
        """The first row between two that the path leads to."""
        own = self._named(path[0])
        first = _next(own, after, end)
        if len(path) == 1 or first == end:
            return first if first < end else None
        below, failed = self._named(path[1]), after
        while first < end and (nearest := _next(below, first, end)) < end:
            for at in self._before(path[0], first, nearest):
                over = self._over(at, end)
                if over <= max(nearest, failed):  # in a shorter stretch there is no more to find
                    continue
                found = self._below(at, over, path[1:])
                if found is not None:
                    return found
                failed = over
            first = _next(own, nearest - 1, end)
        return None

    def _before(self, name: str, first: int, nearest: int) -> list[int]:
        """Of the rows that a name says, from `first` up to `nearest`, those that reach beyond that:
        the last with a number of each kind, and any without one.
        """
        found = []
        for kind, rows in self._by_kind(name).items():
            at, behind = bisect_left(rows, first), bisect_left(rows, nearest)
            if at < behind:
                found.append(rows[at if kind is None else behind - 1])
        return sorted(found)

    def _by_kind(self, name: str) -> Mapping[Kind | None, list[int]]:
        """The rows that a name says, by the kind of their numbers."""
        if name not in self._split:
            found: dict[Kind | None, list[int]] = {}
            for at in self._named(name):
                found.setdefault(self._kinds[at], []).append(at)
            self._split[name] = found
        return self._split[name]

    def _named(self, name: str) -> list[int]:
        """The rows with a number or a label, or the one of these that a name says: “Hồ sơ [2]”."""
        own = self._numbers.get(number(name), ())
        if len(name) == 1 and name.isalpha():  # A is no a, where a table has both
            own = [at for at in own if self._written[at] == name] or own
        found = sorted({*own, *self._labels.get(plain(name), ())})
        which = None if found else WHICH.search(name)
        if which is None:
            return found
        return self._labels.get(plain(name[: which.start()]), [])[int(which[1]) - 1 :][:1]

    def _over(self, at: int, end: int) -> int:
        """Where what is below a row is over: at the next with a number of its kind."""
        kind = self._kinds[at]
        return end if kind is None else min(_next(self._of_kind[kind], at, end), end)


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
        return sorted((plain(line.lstrip(MARKS)), n, line) for n, line in cleaned)

    def grid(self, heading: str, titles: Collection[str], others: Collection[str]) -> Grid | None:
        """The table under a heading, or the one of several that it says (“Bảng 1 [2]”), with its
        columns' titles; None where there is none. The headings of `others` end it.
        """
        which = WHICH.search(heading) if plain(heading) not in self.headings else None
        if which is not None and (counted := self._counted.get(plain(heading))) is not None:
            return counted
        if which is not None and int(which[1]) > 1:
            return None
        parts = {plain(part) for title in titles for part in title.split(BELOW)}
        parts |= {*map(plain, titles)}
        named = plain(heading[: which.start()] if which else heading)
        ends = sorted({n for other in others for n in self.headings.get(plain(other), ())})
        size = len(self.lines)
        stands = (
            (start, _next(self._rows_at, start, size), _next(ends, start, size))
            for start in self.headings.get(named, ())
        )
        places = [(start, first, end) for start, first, end in stands if first < end]
        nearest = {first: (start, first, end) for start, first, end in places}
        own = (it for it in nearest.values() if self._is_heading(it[0], it[1]))
        place = next(own, None) or next(iter(places), None)
        if place is None:
            return None
        start, first, end = place
        above = self._as_rows(self._begin(start), start + 1, parts)
        return _grid(above, self._as_rows(first, end, parts))

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
    columns below them, is none of its rows.
    """
    own = {(row.table, row.line) for row in rows}
    over = (
        it.heads
        for it in _pieces(above, rows)
        if any((row.table, row.line) in own for row in it.rows)
    )
    heads = dict.fromkeys(_texts(row) for row in next(over, []))
    told = [
        cells
        for row in rows
        if (cells := _texts(row)) not in heads and not tables.is_continuation(row)
    ]
    return Grid((*heads, *told), len(heads))


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
MARKS = "-–•+ ¹²³0123456789"


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


def _next(places: Sequence[int], after: int, end: int) -> int:
    at = bisect_right(places, after)
    return places[at] if at < len(places) else end


def _cell(row: Cells, at: int) -> str:
    return row[at] if at < len(row) else ""


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
        if not whole or _next(parted, at - 1, len(rows)) < after - 1:
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
