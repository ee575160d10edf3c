"""A printed document in the order in which it is read: its paragraphs, and the rows of its tables.

Whatever the kind of file, what reads it gives these; what looks for tables and figures takes them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from parplan.text import Message, Text

Apart = Literal["text", "footnote", "box"]


class Unreadable(Exception):
    """A file that cannot be read as a document; `said` is why, and what to do instead."""

    def __init__(self, said: Message) -> None:
        super().__init__(str(said))
        self.said = said


# How large a table of a plan may be, how many paragraphs stand outside of all, and how many cells
# are in all; what is said where there is more.
MAX_ROWS, MAX_COLUMNS, MAX_PARAGRAPHS, MAX_CELLS = 5_000, 64, 50_000, 50_000
TOO_MUCH = Text(
    "văn bản dài hơn bất cứ kế hoạch nào; lưu riêng phần của kế hoạch thành một tệp rồi dùng tệp "
    "đó",
    "the document is longer than any plan: save the plan's part as a file of its own",
)
TOO_MANY = Text(
    "văn bản có hơn {most} bảng; lưu riêng phần của kế hoạch thành một tệp rồi dùng tệp đó",
    "the document has more than {most} tables: save the plan's part as a file of its own",
)
TOO_LONG = Text(
    "một bảng có hơn {most} dòng; lưu riêng phần của kế hoạch thành một tệp rồi dùng tệp đó",
    "a table has more than {most} rows: save the plan's part as a file of its own",
)
TOO_WIDE = Text(
    "một bảng có hơn {most} cột; lưu riêng phần của kế hoạch thành một tệp rồi dùng tệp đó",
    "a table has more than {most} columns: save the plan's part as a file of its own",
)
# Which of the columns with its title one is: “Điểm [2]”, or “[2]” of those without any.
WHICH = re.compile(r"(?:^|\s)\[([1-9][0-9]?)\]$", re.ASCII)


class Cell(NamedTuple):
    """A cell as it is printed. It takes `across` columns of its table; where it only goes on from
    the one above, it is empty and `above`. `number` is the one that the file counts by itself, and
    displays before the text. `lines` is the text by its lines, where the file has several.
    """

    text: str = ""
    across: int = 1
    above: bool = False
    italic: bool = False
    number: bool = False
    lines: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str) -> "Cell":
        """A cell with a text, whose lines end as that of the file does."""
        lines = tuple(filter(None, (" ".join(line.split()) for line in text.split("\n"))))
        return cls(" ".join(lines), lines=lines if len(lines) > 1 else ())

    @property
    def by_line(self) -> str:
        """Its text, with the ends of its lines."""
        return "\n".join(self.lines) or self.text


class Row(NamedTuple):
    """A row of a table, with as many cells as the table has columns: what a cell takes beyond its
    own column is empty. `table` counts the tables of a document from 1, and `line` a table's rows;
    `heads`: the file says that it holds titles; `page`, from 1, where the file has pages.
    """

    cells: tuple[Cell, ...]
    table: int
    line: int
    heads: bool = False
    page: int | None = None


class Paragraph(NamedTuple):
    """What stands outside of tables; a footnote or a text box behind what it belongs to."""

    text: str
    kind: Apart = "text"


Block = Paragraph | Row


class Notice(NamedTuple):
    """Something about a document that whoever takes figures from it should know: the code of its
    rule, in which table and line it was met (0: outside of tables), and what fills its words.
    """

    code: str
    table: int = 0
    line: int = 0
    values: tuple[tuple[str, object], ...] = ()


def short(text: str, most: int) -> str:
    """A text as it is told, with so many letters at most."""
    return text if len(text) <= most else f"{text[:most]}…"


def struck_out(texts: Sequence[str], table: int = 0) -> Notice:
    """What is told of texts that are struck out, and so no part of a document."""
    told = tuple(short(" ".join(it.split()), _LONGEST) for it in texts[:_FEW])
    return Notice("I899", table, 0, (("count", len(texts)), ("texts", told)))


_FEW, _LONGEST = 6, 40  # texts that are told, and letters of each


class Printed(NamedTuple):
    """A document as it was read."""

    name: str
    blocks: tuple[Block, ...]
    notices: tuple[Notice, ...] = ()

    @classmethod
    def of(cls, name: str, blocks: Iterable[Block], notices: Iterable[Notice] = ()) -> "Printed":
        """A document of these. Raises Unreadable once there are more cells than plans have."""
        cells = 0
        held: list[Block] = []
        for block in blocks:
            cells += len(block.cells) if isinstance(block, Row) else 0
            if cells > MAX_CELLS:
                raise Unreadable(Message(TOO_MUCH))
            held.append(block)
        return cls(name, tuple(held), tuple(notices))


def placed(blocks: Iterable[Block]) -> Iterator[tuple[str, Block | None]]:
    """A line for each block, as a word processor puts it on the clipboard: the cells of a row with
    tabs between them; and one of nothing between two tables.
    """
    table = 0
    for block in blocks:
        if isinstance(block, Row):
            if table and block.table != table:
                yield "", None
            yield "\t".join(cell.text for cell in block.cells), block
            table = block.table
        else:
            yield block.text, block
            table = 0


def lines(blocks: Iterable[Block]) -> list[str]:
    """The lines alone."""
    return [line for line, _ in placed(blocks)]


def alone(block: Block) -> str | None:
    """What stands by itself: a paragraph, or the one cell of a row that has something."""
    if isinstance(block, Paragraph):
        return block.text
    told = [cell.text for cell in block.cells if cell.text]
    return told[0] if len(told) == 1 else None
