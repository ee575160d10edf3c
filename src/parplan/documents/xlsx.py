"""Workbooks of Excel, as they are printed: what counts is what a cell shows, by its format.

SpreadsheetML is ECMA-376, part 1, chapter 18. Values are taken as they are written, digit by digit.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from parplan.documents.blocks import (
    MAX_COLUMNS,
    MAX_ROWS,
    Block,
    Cell,
    Notice,
    Paragraph,
    Printed,
    Row,
    Unreadable,
    struck_out,
)
from parplan.documents.marks import commonest, marks_of
from parplan.documents.number_formats import (
    BUILT_IN,
    NO_ROOM,
    day,
    displayed,
    is_of_days,
    shows_text,
    typed,
)
from parplan.documents.package import Package, Worked, local, whole
from parplan.documents.printed import figures, says_figure
from parplan.ids import composed
from parplan.points import rounded
from parplan.text import Message, Text

MAX_SHEETS, MAX_LETTERS = 200, 32_767  # Excel itself puts no more letters into a cell
WORKBOOK = "xl/workbook.xml"
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.ASCII)
_ON, _OFF = ("1", "true"), ("0", "false")
_FIRST, _FIRST_1904 = date(1899, 12, 30), date(1904, 1, 1)
_Of = TypeVar("_Of")
Start = Callable[[str, dict[str, str]], None]


@dataclass
class _Sheet:
    """A sheet as it is written: its cells by row and column, from 1."""

    name: str
    cells: dict[int, dict[int, "_Value"]] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    zeros: bool = True  # whether cells that hold 0 show it


@dataclass(slots=True)
class _Value:
    kind: str
    style: int
    text: str = ""
    struck: str = ""
    formula: bool = False


@dataclass
class _Book:
    """What all sheets share."""

    strings: list[tuple[str, str]] = field(default_factory=list)  # and what is struck of each
    formats: list[str] = field(default_factory=list)  # by style
    italics: list[bool] = field(default_factory=list)
    struck: list[bool] = field(default_factory=list)
    sheets: list[tuple[str, str, bool]] = field(default_factory=list)  # name, part, hidden
    first: date = _FIRST


def read(package: Package, name: str) -> Printed:
    """A workbook: every sheet that is not hidden, one after the other. Raises Unreadable."""
    book = _book(package)
    sheets = []
    notices: list[Notice] = []
    for title, part, hidden in book.sheets:
        if hidden:
            notices.append(Notice("I879", values=(("what", title), ("parts", _WHOLE))))
        else:
            sheets.append(_sheet(package, title, part))
    return Printed.of(name, _blocks(book, sheets, notices), notices)


def _blocks(book: _Book, sheets: Sequence[_Sheet], notices: list[Notice]) -> Iterator[Block]:
    """The name of each sheet, and its rows; what is to be told of them comes to the notices."""
    mark = _mark(book, sheets)
    for number, sheet in enumerate(sheets, 1):
        told = _Telling(book, sheet, number, mark)
        yield Paragraph(composed(sheet.name))
        yield from told.rows()
        notices += told.notices
        of_codes = (("I881", told.rounded), ("I882", told.as_text), ("I898", told.days))
        for code, cells in of_codes:
            if cells:
                few = (("cells", tuple(cells[:_FEW])), ("count", len(cells)))
                notices.append(Notice(code, number, 0, (("what", sheet.name), *few)))
        if told.struck:
            notices.append(struck_out(told.struck, number))


def _book(package: Package) -> _Book:
    book = _Book()
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


def _strings(package: Package, book: _Book) -> None:
    part, runs = _Part(), _Runs()

    def ended(name: str) -> None:
        runs.end(name)
        if name == "si":
            book.strings.append((runs.said, runs.struck))

    part.on_start, part.on_end, part.on_text = runs.start, ended, runs.data
    part.parse(package, "xl/sharedStrings.xml")


def _styles(package: Package, book: _Book) -> None:
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


def _sheet(package: Package, title: str, name: str) -> _Sheet:
    sheet = _Sheet(title)
    part, runs = _Part(), _Runs()
    inside: list[str] = []
    row = column = 0
    open_one: _Value | None = None

    def started(kind: str, values: dict[str, str]) -> None:
        nonlocal row, column, open_one
        inside.append(kind)
        runs.start(kind, values)
        if kind == "row":
            row, column = whole(values.get("r")) or row + 1, 0
            if values.get("hidden") in _ON:
                sheet.hidden_rows.add(row)
        elif kind == "c":
            at = _place(values.get("r", "")) or (row, column + 1)
            row, column = at
            open_one = _Value(values.get("t", "n"), whole(values.get("s")))
        elif kind == "sheetView" and values.get("showZeros") in _OFF:
            sheet.zeros = False
        elif kind == "f" and open_one is not None:
            open_one.formula = True
        elif kind == "mergeCell":
            first, _, last = values.get("ref", "").partition(":")
            ends = _place(first), _place(last)
            if ends[0] and ends[1]:
                sheet.merged.append((*ends[0], *ends[1]))
        elif kind == "col" and values.get("hidden") in _ON:
            first_one, last_one = whole(values.get("min")), whole(values.get("max"))
            sheet.hidden_columns |= {*range(first_one, min(last_one, MAX_COLUMNS) + 1)}

    def ended(kind: str) -> None:
        nonlocal open_one
        inside.pop()
        runs.end(kind)
        if kind == "is" and open_one is not None:
            open_one.text, open_one.struck = runs.said, runs.struck
        elif kind == "c" and open_one is not None:
            # A cell that only looks some way, such as one with borders, is none.
            if column <= MAX_COLUMNS and (open_one.text or open_one.struck or open_one.formula):
                sheet.cells.setdefault(row, {})[column] = open_one
            if len(sheet.cells) > MAX_ROWS:
                raise Unreadable(Message(_TOO_LONG, {"name": title, "most": MAX_ROWS}))
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


class _Counting:
    """Numbers of rows that a workbook holds as numbers: 1.10 is 1.1 there, and shows as 1,1."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}  # by what stands before the last point

    def told(self, text: str) -> None:
        """A number stands there as it is meant."""
        before, _, own = text.rstrip(".").rpartition(".")
        if own.isdecimal():
            self._last[before] = int(own)
            self._last.pop(f"{before}.{own}".lstrip("."), None)

    def meant(self, number: Decimal) -> str:
        """A number with its point, or as it counts on from the last one: ``1.10`` behind 1.9."""
        text = displayed(number, "General", ".")
        before = text.partition(".")[0] if number != int(number) else ""
        following = f"{before}.{self._last.get(before, 0) + 1}".lstrip(".")
        return following if Decimal(following) == number else text


class _Telling:
    """A sheet as rows: each cell as it shows, those that are hidden left out and told."""

    def __init__(self, book: _Book, sheet: _Sheet, number: int, mark: str) -> None:
        self.book, self.sheet, self.number, self.mark = book, sheet, number, mark
        self.notices: list[Notice] = []
        self.as_text: list[str] = []  # cells with a figure that is written as text
        self.rounded: list[str] = []  # cells that show another figure than they hold
        self.struck: list[str] = []  # cells with text that is struck out
        self.blank: list[str] = []  # cells that show nothing of what they hold
        self.counting = _Counting()
        self.counted = 0  # the column with the numbers of rows
        self.dated: dict[int, list[str]] = defaultdict(list)  # cells with a day, by column
        self.figured: Counter[int] = Counter()  # figures that are no years, by column
        self.inside: dict[tuple[int, int], tuple[int, int]] = {}  # cells that another takes
        self.across: dict[tuple[int, int], int] = {}
        taken = 0
        for top, left, bottom, right in sheet.merged:
            # Each cell is in one of them, where Excel has written the file.
            taken += (min(bottom - top, MAX_ROWS) + 1) * (min(right, MAX_COLUMNS) - left + 1)
            if taken > 2 * MAX_ROWS * MAX_COLUMNS:
                raise Unreadable(Message(_MERGED, {"name": sheet.name}))
            self.across[top, left] = min(right, MAX_COLUMNS) - left + 1
            for row in range(top, min(bottom, top + MAX_ROWS) + 1):
                for column in range(left, min(right, MAX_COLUMNS) + 1):
                    if (row, column) != (top, left):
                        self.inside[row, column] = top, left

    @property
    def days(self) -> list[str]:
        """Cells with a day where a third of a column are figures."""
        of = sorted(self.dated.items())
        return [at for n, each in of if 2 * self.figured[n] >= len(each) for at in each]

    def rows(self) -> Iterator[Block]:
        """The rows that show something, and where there are empty ones between."""
        held = self.sheet.cells
        used = {column for row in held.values() for column in row}
        shown = [at for at in range(1, max(used, default=0) + 1) if self._shows(at)]
        self.counted = min((at for row in held.values() for at in self._begins(row)), default=0)
        last = 0
        for row in sorted(held):
            if row in self.sheet.hidden_rows:
                continue
            struck = len(self.struck)
            cells = tuple(self._cell(row, column) for column in shown)
            if not any(cell.text for cell in cells):
                last = row if len(self.struck) > struck and last else last
            else:
                if last and any(at not in self.sheet.hidden_rows for at in range(last + 1, row)):
                    yield Paragraph("")
                yield Row(cells, self.number, row)
                last = row
        self._tell_hidden(used)

    def _begins(self, row: Mapping[int, _Value]) -> Iterator[int]:
        """The column in which a row begins with a number, words behind it."""
        first, *others = sorted(filter(self._shows, row))[:2] or [0]
        if others and row[first].kind == "n" and row[others[0]].kind in _WORDS:
            yield first

    def _tell_hidden(self, used: Iterable[int]) -> None:
        rows = sorted(self.sheet.cells.keys() & self.sheet.hidden_rows)
        columns = sorted(column for column in used if not self._shows(column))
        of_kinds = (
            (_ROWS, _runs(rows, str)),
            (_COLUMNS, _runs(columns, _letters)),
            (_CELLS, self.blank),
        )
        parts = [_counted(words, each) for words, each in of_kinds if each]
        if parts:
            said = Text("; ".join(it.vi for it in parts), "; ".join(it.en for it in parts))
            told = (("what", self.sheet.name), ("parts", said))
            self.notices.append(Notice("I879", self.number, rows[0] if rows else 0, told))

    def _shows(self, column: int) -> bool:
        return column not in self.sheet.hidden_columns

    def _cell(self, row: int, column: int) -> Cell:
        owner = self.inside.get((row, column))
        if owner is not None:
            return Cell(above=owner[0] < row)
        value = self.sheet.cells.get(row, {}).get(column)
        across = self.across.get((row, column), 1)
        if value is None:
            return Cell(across=across)
        italic = _of_style(self.book.italics, value.style, other=False)
        text, struck = self._text(value, row, column), value.struck
        if column == self.counted:
            self.counting.told(text)
        if _of_style(self.book.struck, value.style, other=False):
            text, struck = "", text
        if struck.strip():
            self.struck.append(f"{_letters(column)}{row} {' '.join(struck.split())}")
        if says_figure(text) and not _YEAR.fullmatch(text):
            self.figured[column] += 1
        return Cell(text, across, italic=italic)

    def _text(self, value: _Value, row: int, column: int) -> str:
        """What a cell shows."""
        if value.formula and not value.text and value.kind != "str":  # "" is a result
            self._tell("I880", row, column)
            return ""
        code = _of_style(self.book.formats, value.style, other="General")
        if value.kind == "s":
            at = whole(value.text)
            if at < len(self.book.strings):
                text, value.struck = self.book.strings[at]
            else:
                text = ""
        elif value.kind in ("inlineStr", "str"):
            text = value.text
        elif value.kind == "b":
            return "TRUE" if value.text == "1" else "FALSE"
        elif value.kind == "e":
            return value.text
        else:
            return self._number(value, code, row, column)
        text = composed(" ".join(text.split()))
        if not shows_text(code):
            return self._unseen(text, row, column)
        if value.kind == "s" and figures(text):
            self.as_text.append(f"{_letters(column)}{row}")
        return text

    def _unseen(self, text: str, row: int, column: int) -> str:
        if text:
            self.blank.append(f"{_letters(column)}{row}")
        return ""

    def _number(self, value: _Value, code: str, row: int, column: int) -> str:
        first = self.book.first
        try:
            if value.kind == "d":
                number = Decimal((date.fromisoformat(value.text[:_ISO]) - first).days)
                code = code if is_of_days(code) else BUILT_IN[_DAY]
            else:
                number = Decimal(value.text)
        except InvalidOperation:
            return ""
        except ValueError:
            return value.text
        if not number.is_finite() or number.adjusted() >= _DIGITS:
            return value.text
        if is_of_days(code):
            shown = day(number, code, first)
            if shown != NO_ROOM:
                at = f"{_letters(column)}{row} {typed(number, code, first)}"
                self.dated[column].append(at)
            return shown
        shown = displayed(number, code, self.mark)
        held = displayed(number, "General", self.mark)
        if not shown.strip() or (number == 0 and not self.sheet.zeros):
            return self._unseen(held, row, column)
        of = number * 100 if "%" in code else number
        if abs(_close(of)) not in self._numbers(shown):
            self.rounded.append(f"{_letters(column)}{row} {shown} ({held})")
        if column == self.counted and _FRACTION.fullmatch(shown):
            return self.counting.meant(_close(number))
        return shown

    def _numbers(self, shown: str) -> set[Decimal]:
        """The numbers in what a cell shows, whatever stands around them."""
        apart = "." if self.mark == "," else ","
        plain = shown.replace(apart, "").replace(self.mark, ".")
        return {*map(Decimal, _NUMBER.findall(plain))}

    def _tell(self, code: str, row: int, column: int, **values: object) -> None:
        told = (("cell", f"{_letters(column)}{row}"), *values.items())
        self.notices.append(Notice(code, self.number, row, told))


def _of_style(each: Sequence[_Of], style: int, *, other: _Of) -> _Of:
    return each[style] if style < len(each) else other


_FEW = 6
_LONGEST = 255  # letters of a format that Excel takes
_DIGITS = 15  # before the point: no figure of a plan has as many
_DAY, _ISO = 14, 10  # the format of a day; letters of one that is written out
_WORDS = ("s", "str", "inlineStr")  # kinds of texts
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?", re.ASCII)
_FRACTION = re.compile(r"[0-9]+[.,][0-9]+", re.ASCII)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}", re.ASCII)
_NOISE = 12  # digits of a number that a spreadsheet keeps


def _close(number: Decimal) -> Decimal:
    """A number without what binary arithmetic adds behind its last digit."""
    return rounded(number, max(_NOISE - len(str(int(abs(number)))), 0))


def _mark(book: _Book, sheets: Sequence[_Sheet]) -> str:
    """The decimal mark of figures that are written as text, but for the numbers of rows; else the
    comma.
    """
    rows = [row for sheet in sheets for row in sheet.cells.values()]
    values = (value for row in rows for at, value in row.items() if at != min(row))
    at = (whole(value.text) for value in values if value.kind == "s")
    return commonest(marks_of(book.strings[n][0] for n in at if n < len(book.strings)))


def _place(reference: str) -> tuple[int, int] | None:
    found = _REFERENCE.fullmatch(reference)
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column


def _letters(column: int) -> str:
    said = ""
    while column:
        column, rest = divmod(column - 1, 26)
        said = chr(ord("A") + rest) + said
    return said


def _runs(numbers: Sequence[int], said: Callable[[int], str]) -> list[str]:
    """Numbers in order, those that follow one another as one: ``5–9``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ["–".join(map(said, run)) for run in runs]


def _counted(words: Text, each: Sequence[str]) -> Text:
    """Words with the first of some places, and how many there are where there are more."""
    more = f", … ({len(each)})" if len(each) > _FEW else ""
    told = f"{', '.join(each[:_FEW])}{more}"
    return Text(f"{words.vi}: {told}", f"{words.en}: {told}")


_WHOLE = Text("cả trang tính", "the whole sheet")
_ROWS, _COLUMNS, _CELLS = Text("dòng", "rows"), Text("cột", "columns"), Text("ô", "cells")
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
_MERGED = Text(
    "các ô gộp của trang tính “{name}” chồng lên nhau; mở bằng Excel rồi lưu lại",
    "merged cells of the sheet “{name}” overlap: open it in Excel and save it again",
)
_TOO_LONG = Text(
    "trang tính “{name}” có hơn {most} dòng; lưu riêng bảng của kế hoạch thành một tệp rồi dùng "
    "tệp đó",
    "the sheet “{name}” has more than {most} rows: save the plan's table as a file of its own",
)
