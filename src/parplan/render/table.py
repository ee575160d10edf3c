"""A typed table, before anyone decides how it looks."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from parplan.text import Message, Text, Word

# `names` are Words: ids, and the names that stand for them where there is room; `left` are points
# still to go, below 0 where they are passed.
Kind = Literal[
    "id",
    "word",
    "text",
    "names",
    "count",
    "rank",
    "points",
    "signed",
    "left",
    "target",
    "share",
    "bar",
    "span",
]
DRAWN: frozenset[Kind] = frozenset({"bar", "span"})  # what is no text
RIGHT: frozenset[Kind] = frozenset(
    {"count", "rank", "points", "signed", "left", "target", "share"}
)  # flush right
Role = Literal["row", "part", "total"]


class Aimed(NamedTuple):
    """A target: the points that it comes to, None where that is not known, with the sign that the
    document prints before them; or what is said instead.
    """

    points: Decimal | None
    sign: str = ""
    said: Message | None = None


class Span(NamedTuple):
    """A stretch of a bar, from one share of 1 to another; backwards where something is lost."""

    start: Decimal
    end: Decimal


class Scale(NamedTuple):
    """Stretches of one scale, one under the other (None is not known), and a mark where the target
    is; shares of 1.
    """

    spans: tuple[Span | None, ...]
    mark: Decimal | None


class Ref(NamedTuple):
    """A cell of a workbook, wherever it comes to stand: on which table (the code of its name), in
    the line whose first cell says `row`, in the column with this key.
    """

    table: str
    row: str
    column: str


class Formula(NamedTuple):
    """A value that a workbook works out again: what it comes to now, and how; `{}` in the text
    stands for an operand: a cell, a figure, or words. Where a column of these says anything else
    than `calm` words, that is to be looked at.
    """

    text: str
    operands: tuple["Ref | Decimal | Fraction | Text", ...]
    value: object
    calm: tuple[Text, ...] = ()


class Input(NamedTuple):
    """A figure that the reader of a workbook may change, in points, between two bounds (None is no
    bound); `hint` is what is said of it there.
    """

    value: Decimal
    low: Decimal | None
    high: Decimal | None
    hint: Message


class Mark(NamedTuple):
    """A value with the numbers of the notes that speak of it; `decimals` where they are not those
    of its line."""

    value: object
    notes: tuple[int, ...] = ()
    decimals: int | None = None


class Column(NamedTuple):
    """A column: its key for machines, its title for people, and what its values are. `machine` and
    `human` say who gets it; `wide` that people get it only where there is room."""

    key: str
    title: Text
    kind: Kind
    human: bool = True
    machine: bool = True
    wide: bool = False


class Line(NamedTuple):
    """One row: a value a column; `depth` 0 is the outermost, `decimals` how many decimals its
    points are declared with."""

    cells: tuple[Mark, ...]
    role: Role = "row"
    depth: int = 0
    decimals: int = 2


class Table(NamedTuple):
    """Columns (none where there is only something to say), lines, and what stands around them. Note
    n is `notes[n - 1]`. `name` is short, for where a table has a sheet of its own.
    """

    title: Message
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    feet: tuple[Message, ...] = ()
    notes: tuple[Message, ...] = ()
    name: Word | None = None


class Branch(NamedTuple):
    """A line of a tree, what it is, and what grows from it."""

    said: Message
    kind: Literal["head", "line", "error", "warning", "note"] = "line"
    branches: tuple["Branch", ...] = ()


class Event(NamedTuple):
    """An event of a calendar: from its first day to its last; the same `uid` is the same event."""

    uid: str
    first: date
    last: date
    summary: str
    description: str


class Heading(NamedTuple):
    """A heading in a document: its number as it is printed, and whether it is of the first rank."""

    said: Message
    number: str = ""
    is_first: bool = False


Block = Heading | Message | Table  # a message is a paragraph


class Letterhead(NamedTuple):
    """What stands above a document: on the left who issues it, under which number and, in a letter,
    about what; on the right the nation's name, its motto, place and day.
    """

    superior: Message
    issuer: Message
    number: Message
    about: Message | None
    nation: Message
    motto: Message
    day: Message


class Close(NamedTuple):
    """What stands below a document: on the left who gets a copy, under its title; on the right by
    which authority and in which office who signs.
    """

    copies: tuple[Message, ...]
    authority: Message | None
    office: Message
    name: Message


class Annex(NamedTuple):
    """An annex: its number, its title, what it belongs to, and what stands in it; across the page
    where it is `wide`.
    """

    number: Message
    title: Message
    of: Message
    blocks: tuple[Block, ...]
    wide: bool


class Paper(NamedTuple):
    """An official document, before anyone decides how it looks. Without a `kind` (a report) it is a
    letter. Addressees stand under the first of `to`, or on its line where there is one.
    """

    head: Letterhead
    kind: Message | None
    subject: Message | None
    to: tuple[Message, ...]
    blocks: tuple[Block, ...]
    close: Close
    annexes: tuple[Annex, ...] = ()


def read_by_people(table: Table) -> list[int]:
    """The columns that people get as text: which of all they are."""
    columns = enumerate(table.columns)
    return [at for at, column in columns if column.human and column.kind not in DRAWN]


def marked(table: Table, shown: Sequence[int]) -> Table:
    """The table with its notes numbered as a reader meets them in the columns that are shown.

    What is marked elsewhere is marked on the line's first cell; a note on nothing at all stands
    with the feet.
    """
    if not table.notes:
        return table
    numbers: dict[int, int] = {}

    def renumbered(line: Line) -> Line:
        cells = list(line.cells)
        seen = {note for at in shown for note in cells[at].notes}
        hidden = [note for cell in cells for note in cell.notes if note not in seen]
        for at in shown:
            notes = (*cells[at].notes, *hidden) if at == shown[0] else cells[at].notes
            cells[at] = cells[at]._replace(
                notes=tuple(sorted({numbers.setdefault(note, len(numbers) + 1) for note in notes}))
            )
        return line._replace(cells=tuple(cells))

    lines = tuple(map(renumbered, table.lines))
    unmarked = tuple(note for number, note in enumerate(table.notes, 1) if number not in numbers)
    return table._replace(
        lines=lines,
        notes=tuple(table.notes[number - 1] for number in numbers),
        feet=(*table.feet, *unmarked),
    )
