"""The parts of a workbook as they are written: its sheets with their cells, its texts, and how
cells look. SpreadsheetML is ECMA-376, part 1, chapter 18.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from parplan.documents.blocks import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Unreadable
from parplan.documents.number_formats import BUILT_IN
from parplan.documents.package import Package, Worked, local, whole
from parplan.text import Message, Text

MAX_SHEETS, MAX_LETTERS = 200, 32_767  # Excel itself puts no more letters into a cell
WORKBOOK = "xl/workbook.xml"
_PICTURES = "xl/media/"
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.ASCII)
_NOTHING = re.compile(r"0+(?:\.0*)?")
_ON, _OFF = ("1", "true"), ("0", "false")
_FIRST, _FIRST_1904 = date(1899, 12, 30), date(1904, 1, 1)
_LONGEST = 255  # letters of a format that Excel takes
Start = Callable[[str, dict[str, str]], None]


@dataclass
class Sheet:
    """A sheet as it is written: its cells by row and column, from 1."""

    name: str
    cells: dict[int, dict[int, "Value"]] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    zeros: bool = True  # whether cells that hold 0 show it
    width: int = 0  # columns
    too_long: bool = False
    beyond: set[int] = field(default_factory=set)  # columns further right than tables go
    drawn: bool = False  # whether it may have pictures

    def take(self, row: int, column: int, value: "Value") -> None:
        """A cell stands there. One that only looks some way, such as with borders, is none."""
        if not (value.text or value.struck or value.formula):
            return
        if column > MAX_COLUMNS:
            self.beyond.add(column)
        elif not self.too_long:
            self.cells.setdefault(row, {})[column] = value
            self.width = max(self.width, column)
            if len(self.cells) > MAX_ROWS or len(self.cells) * self.width > MAX_CELLS:
                self.too_long = True
                self.cells.clear()


@dataclass(slots=True)
class Value:
    """A cell as it is written; `struck` is what is struck out of its text."""

    kind: str
    style: int
    text: str = ""
    struck: str = ""
    formula: bool = False


@dataclass
class Book:
    """What all sheets share."""

    strings: list[tuple[str, str]] = field(default_factory=list)  # and what is struck of each
    formats: list[str] = field(default_factory=list)  # by style
    italics: list[bool] = field(default_factory=list)
    struck: list[bool] = field(default_factory=list)
    sheets: list[tuple[str, str, bool]] = field(default_factory=list)  # name, part, hidden
    first: date = _FIRST


def book_of(package: Package) -> Book:
    """What all sheets share. Raises Unreadable."""
    book = Book()
    links = _links(package)
    sheets = _Part()

    def started(name: str, values: dict[str, str]) -> None:
        if name == "sheet" and len(book.sheets) < MAX_SHEETS:
            part = links.get(values.get("id", ""), "")
            state = values.get("state", "visible")
            book.sheets.append((values.get("name", ""), part, state != "visible"))
        elif name == "workbookPr" and values.get("date1904") in _ON:
            book.first = _FIRST_1904

    sheets.on_start = started
    sheets.parse(package, WORKBOOK)
    if "xl/sharedStrings.xml" in package.names:
        _strings(package, book)
    if "xl/styles.xml" in package.names:
        _styles(package, book)
    return book


class _Part:
    """Follows a part, names without their namespaces."""

    def __init__(self) -> None:
        self.on_start: Start = lambda _, __: None
        self.on_end: Callable[[str], None] = lambda _: None
        self.on_text: Callable[[str], None] = lambda _: None

    def parse(self, package: Package, part: str) -> None:
        start, end, names = self.on_start, self.on_end, Worked(local)
        package.parse(
            part,
            lambda name, values: start(names[name], values),
            lambda name: end(names[name]),
            self.on_text,
        )


def _links(package: Package) -> Mapping[str, str]:
    """The parts that a workbook names, by their ids."""
    found: dict[str, str] = {}
    part = _Part()

    def started(name: str, values: dict[str, str]) -> None:
        if name == "Relationship":
            target = values.get("Target", "")
            found[values.get("Id", "")] = (
                target.lstrip("/") if target[:1] == "/" else f"xl/{target}"
            )

    part.on_start = started
    part.parse(package, "xl/_rels/workbook.xml.rels")
    return found


class _Runs:
    """A text as it is written in runs: without numbers that are raised, which mark notes and are no
    digits of a figure; what is struck out apart.
    """

    def __init__(self) -> None:
        self._inside: list[str] = []
        self._raised = self._struck = False
        self.said, self.struck = "", ""

    def start(self, name: str, values: dict[str, str]) -> None:
        if name in ("si", "is"):
            self.said, self.struck = "", ""
        if name in ("si", "is", "r"):
            self._raised = self._struck = False
        elif name == "vertAlign":
            self._raised = values.get("val") == "superscript"
        elif name == "strike":
            self._struck = values.get("val", "1") in _ON
        self._inside.append(name)

    def end(self, _: str) -> None:
        self._inside.pop()

    def data(self, text: str) -> None:
        note = self._raised and not any(map(str.isalpha, text))
        if self._inside[-1:] != ["t"] or "rPh" in self._inside or note:
            return
        if self._struck:
            self.struck += text
        else:
            self.said += text


def _strings(package: Package, book: Book) -> None:
    part, runs = _Part(), _Runs()

    def ended(name: str) -> None:
        runs.end(name)
        if name == "si":
            book.strings.append((runs.said, runs.struck))

    part.on_start, part.on_end, part.on_text = runs.start, ended, runs.data
    part.parse(package, "xl/sharedStrings.xml")


def _styles(package: Package, book: Book) -> None:
    part = _Part()
    named: dict[int, str] = {}
    fonts: list[set[str]] = []  # what is said of each
    inside: list[str] = []

    def started(name: str, values: dict[str, str]) -> None:
        if name == "numFmt":
            code = named[whole(values.get("numFmtId"))] = values.get("formatCode", "")
            if len(code) > _LONGEST:
                raise Unreadable(Message(_FORMAT))
        elif name == "font" and "fonts" in inside:
            fonts.append(set())
        elif "font" in inside and fonts and values.get("val", "1") in _ON:
            fonts[-1].add(name)
        elif name == "xf" and "cellXfs" in inside:
            of = whole(values.get("numFmtId"))
            font = whole(values.get("fontId"))
            book.formats.append(named.get(of, BUILT_IN.get(of, "General")))
            said = fonts[font] if font < len(fonts) else ()
            book.italics.append("i" in said)
            book.struck.append("strike" in said)
        inside.append(name)

    def ended(_: str) -> None:
        inside.pop()

    part.on_start, part.on_end = started, ended
    part.parse(package, "xl/styles.xml")


def sheet_of(package: Package, title: str, name: str, strings: Sequence[tuple[str, str]]) -> Sheet:
    """A sheet, by the name of its part; `strings` are the workbook's texts. Raises Unreadable."""
    sheet = Sheet(title)
    pictures = any(name.startswith(_PICTURES) for name in package.names)  # and not charts alone
    part, runs = _Part(), _Runs()
    inside: list[str] = []
    row = column = 0
    open_one: Value | None = None

    def started(kind: str, values: dict[str, str]) -> None:
        nonlocal row, column, open_one
        inside.append(kind)
        runs.start(kind, values)
        if kind == "row":
            row, column = whole(values.get("r")) or row + 1, 0
            if _is_hidden(values, "ht"):
                sheet.hidden_rows.add(row)
        elif kind == "c":
            at = _place(values.get("r", "")) or (row, column + 1)
            row, column = at
            open_one = Value(values.get("t", "n"), whole(values.get("s")))
        elif kind == "sheetView" and values.get("showZeros") in _OFF:
            sheet.zeros = False
        elif kind == "f" and open_one is not None:
            open_one.formula = True
        elif kind == "drawing":
            sheet.drawn = pictures
        elif kind == "mergeCell":
            first, _, last = values.get("ref", "").partition(":")
            ends = _place(first), _place(last)
            if ends[0] and ends[1]:
                sheet.merged.append((*ends[0], *ends[1]))
        elif kind == "col" and _is_hidden(values, "width"):
            first_one, last_one = whole(values.get("min")), whole(values.get("max"))
            sheet.hidden_columns |= {*range(first_one, min(last_one, MAX_COLUMNS) + 1)}

    def ended(kind: str) -> None:
        nonlocal open_one
        inside.pop()
        runs.end(kind)
        if kind == "is" and open_one is not None:
            open_one.text, open_one.struck = runs.said, runs.struck
        elif kind == "c" and open_one is not None:
            sheet.take(row, column, _worded(open_one, strings))
            open_one = None

    def told(text: str) -> None:
        runs.data(text)
        if open_one is not None and inside[-1] == "v":
            open_one.text += text
        if max(len(runs.said), len(open_one.text) if open_one else 0) > MAX_LETTERS:
            raise Unreadable(Message(_TOO_LONG_A_CELL, {"name": title}))

    part.on_start, part.on_end, part.on_text = started, ended, told
    part.parse(package, name)
    return sheet


def _worded(value: Value, strings: Sequence[tuple[str, str]]) -> Value:
    """A cell, with its text where that is one of the workbook's."""
    if value.kind == "s":
        at = whole(value.text)
        value.text, value.struck = strings[at] if at < len(strings) else ("", "")
    return value


def _is_hidden(values: Mapping[str, str], size: str) -> bool:
    """Whether a row or a column does not show: it says so, or has no size."""
    return values.get("hidden") in _ON or bool(_NOTHING.fullmatch(values.get(size, "")))


def _place(reference: str) -> tuple[int, int] | None:
    found = _REFERENCE.fullmatch(reference)
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column


_TOO_LONG_A_CELL = Text(
    "một ô của trang tính “{name}” dài hơn mức Excel cho phép; mở bằng Excel rồi lưu lại",
    "a cell of the sheet “{name}” is longer than Excel lets it be: open it in Excel and save it "
    "again",
)
_FORMAT = Text(
    "định dạng số của bảng tính dài hơn mức Excel cho phép; mở bằng Excel rồi lưu lại",
    "a number format of the workbook is longer than Excel lets it be: open it in Excel and save it "
    "again",
)
