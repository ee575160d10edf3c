"""Word documents, as they are printed: with automatic numbers, tracked changes as accepted, text
boxes and footnotes; each cell where it stands.

WordprocessingML is ECMA-376, part 1, chapter 17; how numbers count, 17.9.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from parplan.documents.blocks import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_PARAGRAPHS,
    MAX_ROWS,
    TOO_LONG,
    TOO_MANY,
    TOO_MUCH,
    TOO_WIDE,
    Apart,
    Block,
    Cell,
    Notice,
    Paragraph,
    Printed,
    Row,
    Unreadable,
    struck_out,
)
from parplan.documents.numbering import Numbering, numbering
from parplan.documents.package import Package, Worked, whole
from parplan.ids import composed
from parplan.text import Message, Text

MAX_TABLES, MAX_LETTERS = 200, 4_000_000
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main "
_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math "
_FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
DOCUMENT = "word/document.xml"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
# What is no text, or stood there before a change.
_DROPPED = frozenset(
    {
        *("moveFrom", "instrText", "delText", "delInstrText", "sdtPr", "sdtEndPr", "tabs"),
        *("pPrChange", "rPrChange", "tblPrChange", "trPrChange", "tcPrChange", "tblGridChange"),
        *("sectPrChange", "numberingChange", "sectPr", "rubyPr", "rt"),
    }
)
_OFF = ("0", "false", "off", "none")
# What people insert as a symbol: its place in the font Symbol.
SYMBOLS = {"B3": "≥", "A3": "≤", "B1": "±", "2B": "+", "2D": "-", "3C": "<", "3E": ">", "B7": "•"}


def read(package: Package, name: str) -> Printed:
    """A Word document. Raises Unreadable."""
    count = numbering(package)
    notes: dict[tuple[str, str], list[Paragraph]] = {}
    for part in _NOTES:
        if part in package.names:
            noted = _Reader(count, {})
            package.parse(part, noted.start, noted.end, noted.data)
            notes |= noted.noted
    reader = _Reader(count, notes)
    package.parse(DOCUMENT, reader.start, reader.end, reader.data)
    changes = (("inserted", reader.inserted), ("deleted", reader.deleted))
    told = [Notice("I878", values=changes)] if reader.inserted or reader.deleted else []
    if reader.struck:
        told.append(struck_out(reader.struck))
    return Printed.of(name, reader.body.blocks, (*told, *reader.notices))


@dataclass(slots=True)
class _Holder:
    """What paragraphs and tables are put into: the document, a cell, a text box, a note."""

    kind: Apart = "text"
    cell: "_Cell | None" = None
    blocks: list[Block] = field(default_factory=list)
    behind: list[Block] = field(default_factory=list)  # what comes when this is over


@dataclass(slots=True)
class _Cell:
    texts: list[str] = field(default_factory=list)
    across: int = 1
    above: bool = False
    beside: bool = False
    italic: bool = False
    upright: bool = False
    number: bool = False


@dataclass(slots=True)
class _Table:
    number: int
    rows: list[Row] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    heads: bool = False
    gone: bool = False
    inside: str = "tbl"  # the element of it that is open
    behind: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class _Lines:
    """A paragraph that is being read."""

    texts: list[str] = field(default_factory=list)
    style: str = ""
    list_of: str | None = None
    level: int | None = None
    italic: bool = False
    upright: bool = False
    behind: list[Block] = field(default_factory=list)


_Begin = Callable[[dict[str, str]], None]
_Finish = Callable[[], None]


class _Reader:
    """Follows the elements of a part of a document."""

    def __init__(self, count: Numbering, notes: dict[tuple[str, str], list[Paragraph]]) -> None:
        self.count = count
        self.notes = notes
        self.noted: dict[tuple[str, str], list[Paragraph]] = {}
        self.body = _Holder()
        self.holders = [self.body]
        self.tables: list[_Table] = []
        self.paragraphs: list[_Lines] = []
        self.notices: list[Notice] = []
        self.inserted = self.deleted = self.met = 0
        self._letters = self._paragraphs = self._cells = 0
        # What an element begins and ends: they come by the million, their names by the dozen.
        self._begins = Worked(self._beginning)
        self._finishes = Worked(self._finishing)
        self._skipped = 0
        self._text: list[str] | None = None
        self._marks: list[str] = []  # of which the last is the element that is open
        self.struck: list[str] = []  # what is struck out, each run that others follow as one
        self._italic = self._hidden = self._raised = self._struck = False
        self._going_on = False

    def start(self, name: str, values: dict[str, str]) -> None:
        """An element begins."""
        if self._skipped:
            self._skipped += 1
            return
        begin = self._begins[name]
        if begin is not None:
            begin(values)

    def end(self, name: str) -> None:
        """An element is over."""
        if self._skipped:
            self._skipped -= 1
            return
        finish = self._finishes[name]
        if finish is not None:
            finish()

    def _beginning(self, name: str) -> "_Begin | None":
        space, _, local = name.partition(" ")
        if name == _FALLBACK or (local in _DROPPED and self._ours(space)):
            return self._skip
        if name == _MATH + "t":
            return self._on_t
        return getattr(self, f"_on_{local}", None) if self._ours(space) else None

    def _finishing(self, name: str) -> "_Finish | None":
        space, _, local = name.partition(" ")
        if name == _MATH + "t":
            return self._off_t
        return getattr(self, f"_off_{local}", None) if self._ours(space) else None

    def _skip(self, _: dict[str, str]) -> None:
        self._skipped = 1

    def data(self, text: str) -> None:
        """Letters."""
        if self._text is not None and not self._skipped:
            self._text.append(text)
            self._letters += len(text)
            if self._letters > MAX_LETTERS:
                raise Unreadable(Message(TOO_MUCH))

    @staticmethod
    def _ours(space: str) -> bool:
        return space in (W[:-1], _STRICT[:-1])

    # Letters.

    def _say(self, text: str) -> None:
        # A raised number is the mark of a note that is typed, and no digits of a figure.
        marks_a_note = self._raised and not any(map(str.isalpha, text))
        if self.paragraphs and self._struck and not self._hidden:
            if self._going_on:
                self.struck[-1] += text
            elif text.strip():
                self.struck.append(text)
            self._going_on = self._going_on or bool(text.strip())
        elif self.paragraphs and not self._hidden and not marks_a_note:
            self._going_on = False
            lines = self.paragraphs[-1]
            lines.texts.append(text)
            if text.strip():
                lines.italic |= self._italic
                lines.upright |= not self._italic

    def _on_t(self, _: dict[str, str]) -> None:
        self._text = []

    def _off_t(self) -> None:
        if self._text is not None:
            self._say("".join(self._text))
            self._text = None

    def _on_tab(self, _: dict[str, str]) -> None:
        self._say(" ")

    _on_ptab = _on_tab

    def _on_br(self, _: dict[str, str]) -> None:
        self._say("\n")

    _on_cr = _on_br

    def _on_noBreakHyphen(self, _: dict[str, str]) -> None:
        self._say("-")

    def _on_sym(self, values: dict[str, str]) -> None:
        self._say(SYMBOLS.get(values.get("char", "")[-2:].upper(), ""))

    def _on_r(self, _: dict[str, str]) -> None:
        self._italic = self._hidden = self._raised = self._struck = False

    def _off_r(self) -> None:
        self._italic = self._hidden = self._raised = self._struck = False

    def _on_rPr(self, _: dict[str, str]) -> None:
        self._marks.append("rPr")

    def _off_rPr(self) -> None:
        self._marks.pop()

    def _on_i(self, values: dict[str, str]) -> None:
        self._italic = _is_on(values)

    def _on_vertAlign(self, values: dict[str, str]) -> None:
        self._raised = values.get("val") == "superscript"

    def _on_vanish(self, values: dict[str, str]) -> None:
        self._hidden = _is_on(values)

    def _on_strike(self, values: dict[str, str]) -> None:
        self._struck = _is_on(values)

    _on_dstrike = _on_strike

    # Tracked changes: what is inserted stands there, what is deleted does not.

    def _on_ins(self, _: dict[str, str]) -> None:
        self.inserted += not self._marks

    def _on_del(self, _: dict[str, str]) -> None:
        if self._marks and self._marks[-1] == "trPr":
            self._within("tr").gone = True
        elif not self._marks:
            self._skipped = 1
        self.deleted += self._marks[-1:] != ["rPr"]

    def _on_moveTo(self, values: dict[str, str]) -> None:
        self._on_ins(values)

    # Paragraphs.

    def _on_p(self, _: dict[str, str]) -> None:
        self.paragraphs.append(_Lines())
        self._italic = self._hidden = self._raised = self._struck = self._going_on = False

    def _on_pStyle(self, values: dict[str, str]) -> None:
        if self.paragraphs:
            self.paragraphs[-1].style = values.get("val", "")

    def _on_numId(self, values: dict[str, str]) -> None:
        if self.paragraphs:
            self.paragraphs[-1].list_of = values.get("val", "")

    def _on_ilvl(self, values: dict[str, str]) -> None:
        if self.paragraphs:
            self.paragraphs[-1].level = whole(values.get("val"))

    def _off_p(self) -> None:
        lines = self.paragraphs.pop()
        holder = self.holders[-1]
        number = self.count.next(lines.style, lines.list_of, lines.level)
        text = composed(f"{number} {''.join(lines.texts)}")
        if holder.cell is not None:
            cell = holder.cell
            cell.texts.append(text)
            cell.number |= bool(number)
            cell.italic |= lines.italic
            cell.upright |= lines.upright
        else:
            holder.blocks.append(Paragraph(" ".join(text.split()), holder.kind))
            holder.blocks += lines.behind
            self._paragraphs += 1
            if self._paragraphs > MAX_PARAGRAPHS:
                raise Unreadable(Message(TOO_MUCH))
            return
        holder.behind += lines.behind

    # Tables.

    def _on_tbl(self, _: dict[str, str]) -> None:
        self.met += 1
        if self.met > MAX_TABLES:
            raise Unreadable(Message(TOO_MANY, {"most": MAX_TABLES}))
        self.tables.append(_Table(self.met))

    def _off_tbl(self) -> None:
        table = self.tables.pop()
        blocks = [*table.rows, *table.behind]
        holder = self.holders[-1]
        if holder.cell is not None:
            outer = self.tables[-1]
            self.notices.append(Notice("I877", outer.number, len(outer.rows) + 1))
            holder.behind += blocks
        else:
            holder.blocks += blocks

    def _within(self, open_one: str) -> _Table:
        """The table in which this element is open. Raises Unreadable: elsewhere rows and cells
        would be none, or be two.
        """
        if not self.tables or self.tables[-1].inside != open_one:
            raise Unreadable(Message(_MISPLACED))
        return self.tables[-1]

    def _on_tr(self, _: dict[str, str]) -> None:
        table = self._within("tbl")
        table.inside = "tr"
        table.cells, table.heads, table.gone = [], False, False

    def _off_tr(self) -> None:
        table = self.tables[-1]
        table.inside = "tbl"
        if not table.gone:
            if len(table.rows) >= MAX_ROWS:
                raise Unreadable(Message(TOO_LONG, {"most": MAX_ROWS}))
            line = len(table.rows) + 1
            table.rows.append(Row(tuple(table.cells), table.number, line, table.heads))

    def _on_trPr(self, _: dict[str, str]) -> None:
        self._marks.append("trPr")

    def _off_trPr(self) -> None:
        self._marks.pop()

    def _on_tblHeader(self, values: dict[str, str]) -> None:
        self._within("tr").heads = _is_on(values)

    def _on_gridBefore(self, values: dict[str, str]) -> None:
        self._within("tr")
        self._widen([Cell()] * self._few(values))

    def _on_tc(self, _: dict[str, str]) -> None:
        self._within("tr").inside = "tc"
        self.holders.append(_Holder(cell=_Cell()))

    def _off_tc(self) -> None:
        holder = self.holders.pop()
        made = holder.cell
        table = self.tables[-1]
        table.inside = "tr"
        table.behind += holder.behind
        if made is None:
            return
        told = Cell.of("" if made.above or made.beside else "\n".join(made.texts))
        italic = made.italic and not made.upright
        cell = Cell(told.text, made.across, made.above, italic, made.number, told.lines)
        self._widen([cell, *([Cell(above=made.above)] * (made.across - 1))])

    def _on_gridSpan(self, values: dict[str, str]) -> None:
        if (cell := self.holders[-1].cell) is not None:
            cell.across = max(self._few(values), 1)

    def _on_vMerge(self, values: dict[str, str]) -> None:
        if (cell := self.holders[-1].cell) is not None:
            cell.above = values.get("val", "continue") == "continue"

    def _on_hMerge(self, values: dict[str, str]) -> None:
        if (cell := self.holders[-1].cell) is not None:
            cell.beside = values.get("val", "continue") == "continue"

    def _widen(self, cells: list[Cell]) -> None:
        held = self.tables[-1].cells
        held += cells
        self._cells += len(cells)
        if self._cells > MAX_CELLS:
            raise Unreadable(Message(TOO_MUCH))
        if len(held) > MAX_COLUMNS:
            raise Unreadable(Message(TOO_WIDE, {"most": MAX_COLUMNS}))

    def _few(self, values: dict[str, str]) -> int:
        count = whole(values.get("val"))
        if count > MAX_COLUMNS:
            raise Unreadable(Message(TOO_WIDE, {"most": MAX_COLUMNS}))
        return count

    # What stands apart.

    def _on_txbxContent(self, _: dict[str, str]) -> None:
        self.holders.append(_Holder("box"))

    def _off_txbxContent(self) -> None:
        held = self.holders.pop().blocks
        if self.paragraphs:
            self.paragraphs[-1].behind += held

    def _on_footnoteReference(self, values: dict[str, str]) -> None:
        self._refer("footnote", values)

    def _on_endnoteReference(self, values: dict[str, str]) -> None:
        self._refer("endnote", values)

    def _refer(self, kind: str, values: dict[str, str]) -> None:
        if self.paragraphs:
            self.paragraphs[-1].behind += self.notes.pop((kind, values.get("id", "")), [])

    def _on_footnote(self, values: dict[str, str]) -> None:
        self.holders.append(_Holder("footnote"))
        self._marks.append(values.get("id", ""))

    def _off_footnote(self, kind: str = "footnote") -> None:
        held = [it for it in self.holders.pop().blocks if isinstance(it, Paragraph) and it.text]
        self.noted[kind, self._marks.pop()] = held

    _on_endnote = _on_footnote

    def _off_endnote(self) -> None:
        self._off_footnote("endnote")

    def _on_altChunk(self, _: dict[str, str]) -> None:
        raise Unreadable(Message(_ELSEWHERE))

    _on_subDoc = _on_altChunk


def _is_on(values: dict[str, str]) -> bool:
    return values.get("val", "1").lower() not in _OFF


_MISPLACED = Text(
    "bảng trong tệp không như Word ghi; mở bằng Word rồi lưu lại",
    "a table of the file is not as Word writes it: open it in Word and save it again",
)
_ELSEWHERE = Text(
    "một phần văn bản nằm ở tệp khác; mở bằng Word, gộp vào rồi lưu lại",
    "part of the document lies in another file: open it in Word, take it in and save it again",
)
