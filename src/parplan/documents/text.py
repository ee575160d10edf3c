"""The plan's own text: its tables, as a word processor puts them on the clipboard, and its
sentences.

A table is lines of cells separated by tabs, under the line that is its heading. A heading row may
take two lines; a table may be interrupted by a page break, after which its heading rows stand
again; a label may be split over such a break.
"""

import re
import unicodedata
from typing import NamedTuple

from parplan.model.plan import PrintedTable

_TAG = re.compile(r"</?[A-Za-z][^>]*>")
_SPACES = re.compile(r"\s+")
_LINES_BETWEEN = (
    4  # how many lines without tabs may lie inside a table (a page break), before it is over
)


class Row(NamedTuple):
    """A printed row: its cells, cleaned, and the line it stands in."""

    cells: tuple[str, ...]
    line: int


class Document(NamedTuple):
    """The lines of a document."""

    name: str
    lines: tuple[str, ...] = ()

    @classmethod
    def read(cls, text: str, name: str) -> "Document":
        """A document from its text."""
        return cls(name, tuple(unicodedata.normalize("NFC", text).splitlines()))

    def cell(self, table: PrintedTable, row: tuple[str, ...], column: str) -> str | None:
        """What a cell of a table reads; None where the document has no such table, row or
        column.
        """
        rows = self._rows(table.heading) if table.heading else []
        titles = table.columns
        at = _column(rows, column)
        if at is None or titles is None or "row" not in titles:
            return None
        numbers = _column(rows, titles["row"])
        labels = _column(rows, titles["name"]) if "name" in titles else None
        found = _find(rows, row, numbers, labels)
        return found.cells[at] if found and at < len(found.cells) and found.cells[at] else None

    def phrase(self, beginning: str, pattern: str) -> str | None:
        """The figure that stands in a sentence where `pattern` has its #; None where there is no
        such sentence or phrase.
        """
        before, _, after = pattern.partition("#")
        wanted = re.compile(
            _loose(before) + r"\s*(?P<figure>[^\W\d_]*\s*[0-9][0-9.,/]*)\s*" + _loose(after)
        )
        for line in self.lines:
            if _clean(line).lstrip("-–• ¹²³0123456789").startswith(beginning):
                found = wanted.search(_clean(line))
                if found:
                    return found["figure"].strip()
        return None

    def _rows(self, heading: str) -> list[Row]:
        """The rows of the table under a heading, the heading rows among them."""
        start = next((n for n, line in enumerate(self.lines) if _clean(line) == heading), None)
        rows: list[Row] = []
        outside = 0
        for n in range(
            0 if start is None else start + 1, len(self.lines) if start is not None else 0
        ):
            line = self.lines[n]
            if "\t" in line:
                rows.append(Row(tuple(_clean(cell) for cell in line.split("\t")), n + 1))
                outside = 0
            elif rows:
                outside += 1
                if outside > _LINES_BETWEEN or _clean(line):
                    break
        return rows


def _find(
    rows: list[Row], row: tuple[str, ...], numbers: int | None, labels: int | None
) -> Row | None:
    """The row with a number or label, or below that number the row with a further label."""
    if numbers is None:
        return None
    inside = False
    for candidate in rows:
        number = candidate.cells[numbers] if numbers < len(candidate.cells) else ""
        label = (
            candidate.cells[labels] if labels is not None and labels < len(candidate.cells) else ""
        )
        if len(row) == 1 and row[0] in (number, label):
            return candidate
        if (
            number.isdigit() or number == row[0]
        ):  # and not a heading row, which stands again after a page break
            inside = number == row[0]
        elif inside and label == row[-1]:
            return candidate
    return None


def _column(rows: list[Row], title: str) -> int | None:
    """Where a column stands: by its title, in whichever heading row has it."""
    return next((row.cells.index(title) for row in rows if title in row.cells), None)


def _clean(text: str) -> str:
    return _SPACES.sub(" ", _TAG.sub("", text)).strip()


def _loose(words: str) -> str:
    """Words as a pattern: … stands for anything but digits, and spaces may be any."""
    parts = [re.escape(part.strip()) for part in words.split("…")]
    return r"[^0-9]*?".join(parts)
