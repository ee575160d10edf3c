"""The plan's own text: its tables, as a word processor or a spreadsheet puts them on the clipboard,
and its sentences.

A table is lines of cells separated by tabs, under the line that is its heading. A heading row may
take two lines; a table may be interrupted by a page break, after which its heading rows stand
again; a label may be split over such a break, and a line may break inside a cell.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from parplan.documents.printed import clean, figures, number, phrase, plain
from parplan.ids import toned

_LINE = re.compile(r"\r\n|[\n\r\f]")  # other breaks are inside a cell
# A cell in quotes, as spreadsheets write one with a line break in it.
_QUOTED = re.compile(
    r'(?m)(?:^"(?P<first>(?:[^"\t]|"")*)"(?=\t)|(?<=\t)"(?P<later>(?:[^"\t]|"")*)"(?=\t|$))'
)
_LINES_BETWEEN = (
    4  # how many lines without tabs may lie inside a table (a page break), before it is over
)

Cells = tuple[str, ...]


class Grid(NamedTuple):
    """A printed table: the cells of its rows, cleaned, heading rows among them."""

    rows: tuple[Cells, ...]

    def column(self, title: str) -> int | None:
        """Where a column stands: by its title, in whichever heading row has it."""
        wanted = plain(title)
        places = (at for row in self.rows for at, cell in enumerate(row) if plain(cell) == wanted)
        return next(places, None)

    def row(self, path: Sequence[str], numbers: int, labels: int | None) -> Cells | None:
        """The row with a number or label, or below that number the row with a further label."""
        inside = False
        for row in self.rows:
            mark, label = _cell(row, numbers), "" if labels is None else _cell(row, labels)
            own = number(mark) == number(path[0])
            if len(path) == 1 and (own or plain(label) == plain(path[0])):
                return row
            if (
                mark.isdigit() or own
            ):  # and not a heading row, which stands again after a page break
                inside = own
            elif inside and plain(label) == plain(path[-1]):
                return row
        return None


class Document:
    """The lines of a document."""

    def __init__(self, name: str, lines: Sequence[str] = ()) -> None:
        self.name = name
        self.lines = tuple(lines)

    @classmethod
    def read(cls, text: str, name: str) -> "Document":
        """A document from its text."""
        whole = _QUOTED.sub(_unquoted, unicodedata.normalize("NFC", text))
        return cls(name, _LINE.split(whole))

    @cached_property
    def headings(self) -> dict[str, list[int]]:
        """The lines that stand alone, not as a row of cells, as they are compared; and where."""
        found: dict[str, list[int]] = {}
        for n, line in enumerate(self.lines):
            if _stands_alone(line):
                found.setdefault(plain(line), []).append(n)
        return found

    def grid(self, heading: str, titles: Collection[str], others: Collection[str]) -> Grid | None:
        """The table under a heading, with its columns' titles; None where there is none. The
        headings of `others` end it.
        """
        ends = {n for other in others for n in self.headings.get(plain(other), ())}
        for start in self.headings.get(plain(heading), ()):
            rows = list(_joined(list(self._rows(start + 1, ends)), {*map(plain, titles)}))
            if rows:
                return Grid(tuple(rows))
        return None

    def sentences(self, beginning: str) -> list[str]:
        """The lines that begin so, whatever marks and numbers stand before that."""
        wanted = plain(beginning)
        found = (clean(line) for line in self.lines if _stands_alone(line))
        return [line for line in found if plain(line.lstrip(_MARKS)).startswith(wanted)]

    def _rows(self, start: int, ends: Collection[int]) -> Iterator[Cells]:
        outside = 0
        begun = False
        for n, line in enumerate(self.lines[start:], start):
            if n in ends:
                return
            if "\t" in line:
                yield tuple(map(clean, line.split("\t")))
                outside, begun = 0, True
            elif begun:
                outside += 1
                if outside > _LINES_BETWEEN or clean(line):
                    return


_MARKS = "-–•+ ¹²³0123456789"


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
    return len([cell for cell in line.split("\t") if cell.strip()]) == 1


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
    at = 0
    while at < len(rows):
        row, after = rows[at], at + 1
        while len(row) < width and after < len(rows) and _goes_on(row[-1], rows[after][0], titles):
            row = (*row[:-1], f"{row[-1]} {rows[after][0]}", *rows[after][1:])
            after += 1
        if len(row) != width:
            row, after = rows[at], at + 1
        yield row
        at = after


def _goes_on(cell: str, rest: str, titles: Collection[str]) -> bool:
    """Whether a cell goes on in the next line: as a column's title, or in words."""
    if not (cell and rest):
        return False
    begun = plain(f"{cell} {rest}")
    in_words = not figures(cell) and not figures(rest)
    return in_words or any(title.startswith(begun) for title in titles)
