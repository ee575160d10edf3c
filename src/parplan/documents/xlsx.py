"""Workbooks of Excel, as they are printed: what counts is what a cell shows, by its format, digit
by digit.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
from parplan.documents.package import Package
from parplan.documents.printed import figures, says_figure
from parplan.documents.xlsx_parts import Book, Sheet, Value, book_of, sheet_of
from parplan.ids import composed
from parplan.points import rounded
from parplan.text import Message, Text

_Of = TypeVar("_Of")


def read(package: Package, name: str) -> Printed:
    """A workbook: every sheet that is not hidden, one after the other. Raises Unreadable."""
    book = book_of(package)
    sheets = []
    notices: list[Notice] = []
    for title, part, hidden in book.sheets:
        if hidden:
            notices.append(Notice("I879", values=(("what", title), ("parts", _WHOLE))))
        else:
            sheets.append(sheet_of(package, title, part, book.strings))
    if sheets and all(it.too_long for it in sheets):
        raise Unreadable(Message(_TOO_LONG, {"name": sheets[0].name}))
    return Printed.of(name, _blocks(book, sheets, notices), notices)


def _blocks(book: Book, sheets: Sequence[Sheet], notices: list[Notice]) -> Iterator[Block]:
    """The name of each sheet, and its rows; what is to be told of them comes to the notices."""
    mark = _mark(sheets)
    for number, sheet in enumerate(sheets, 1):
        told = _Telling(book, sheet, number, mark)
        yield Paragraph(composed(sheet.name))
        yield from told.rows()
        notices += told.notices
        notices += _left_out(sheet, number)
        of_codes = (("I881", told.rounded), ("I882", told.as_text), ("I898", told.days))
        for code, cells in of_codes:
            if cells:
                few = (("cells", tuple(cells[:_FEW])), ("count", len(cells)))
                notices.append(Notice(code, number, 0, (("what", sheet.name), *few)))
        if told.struck:
            notices.append(struck_out(told.struck, number))


def _left_out(sheet: Sheet, number: int) -> Iterator[Notice]:
    """What of a sheet is not read, but for what is hidden, and why."""
    if sheet.too_long:
        told = [_ALL]
    else:
        columns = _runs(sorted(sheet.beyond), _letters)
        told = [_places(_TOO_WIDE, columns)] if columns else []
        told += [_PICTURES] if sheet.drawn and not sheet.cells else []
    where = Text(f"trang tính “{sheet.name}”", f"the sheet “{sheet.name}”")
    for what in told:
        yield Notice("I870", number, 0, (("where", where), ("what", what), ("how", _APART)))


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

    def __init__(self, book: Book, sheet: Sheet, number: int, mark: str) -> None:
        self.book, self.sheet, self.number, self.mark = book, sheet, number, mark
        self.notices: list[Notice] = []
        self.as_text: list[str] = []  # cells with a figure that is written as text
        self.rounded: list[str] = []  # cells that show another figure than they hold
        self.struck: list[str] = []  # cells with text that is struck out
        self.blank: list[str] = []  # cells that show nothing of what they hold
        self.counting = _Counting()
        self.counted = 0  # the column in which the row has its number
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
        last = 0
        for row in sorted(held):
            if row in self.sheet.hidden_rows:
                continue
            struck = len(self.struck)
            self.counted = self._own(held[row])
            cells = tuple(self._cell(row, column) for column in shown)
            if any(cell.text for cell in cells):
                if last and any(at not in self.sheet.hidden_rows for at in range(last + 1, row)):
                    yield Paragraph("")
                yield Row(cells, self.number, row)
                last = row
            elif last and len(self.struck) > struck:
                last = row
        self._tell_hidden(used)

    def _own(self, row: Mapping[int, Value]) -> int:
        """The column in which a row has its number, with words behind it; 0 for none."""
        first, *others = sorted(filter(self._shows, row))[:2] or [0]
        behind = _words(row[others[0]]) if others else None
        return first if behind and not says_figure(behind) else 0

    def _tell_hidden(self, used: Iterable[int]) -> None:
        rows = sorted(self.sheet.cells.keys() & self.sheet.hidden_rows)
        columns = sorted(column for column in used if not self._shows(column))
        of_kinds = (
            (_ROWS, _runs(rows, str)),
            (_COLUMNS, _runs(columns, _letters)),
            (_CELLS, self.blank),
        )
        parts = [_places(words, each) for words, each in of_kinds if each]
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
            text, struck = "", f"{struck} {text}"
        if struck.strip():
            self.struck.append(f"{_reference(row, column)} {' '.join(struck.split())}")
        if says_figure(text) and not _YEAR.fullmatch(text):
            self.figured[column] += 1
        told = Cell.of(text) if "\n" in text else Cell(text)
        return told._replace(across=across, italic=italic)

    def _text(self, value: Value, row: int, column: int) -> str:
        """What a cell shows."""
        if value.formula and not value.text and value.kind != "str":  # "" is a result
            told = (("cell", _reference(row, column)),)
            self.notices.append(Notice("I880", self.number, row, told))
            return ""
        if value.kind == "b":
            return "TRUE" if value.text == "1" else "FALSE"
        if value.kind == "e":
            return value.text
        code = _of_style(self.book.formats, value.style, other="General")
        text = _words(value)
        if text is None:
            return self._number(value, code, row, column)
        if not shows_text(code):
            return self._unseen(text, row, column)
        if value.kind == "s" and figures(text):
            self.as_text.append(_reference(row, column))
        return text

    def _unseen(self, text: str, row: int, column: int) -> str:
        if text:
            self.blank.append(_reference(row, column))
        return ""

    def _number(self, value: Value, code: str, row: int, column: int) -> str:
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
                at = f"{_reference(row, column)} {typed(number, code, first)}"
                self.dated[column].append(at)
            return shown
        shown = displayed(number, code, self.mark)
        held = displayed(number, "General", self.mark)
        if not shown.strip() or (number == 0 and not self.sheet.zeros):
            return self._unseen(held, row, column)
        of = number * 100 if "%" in code else number
        if abs(_close(of)) not in self._numbers(shown):
            self.rounded.append(f"{_reference(row, column)} {shown} ({held})")
        if column == self.counted and _FRACTION.fullmatch(shown):
            return self.counting.meant(_close(number))
        return shown

    def _numbers(self, shown: str) -> set[Decimal]:
        """The numbers in what a cell shows, whatever stands around them."""
        apart = "." if self.mark == "," else ","
        plain = shown.replace(apart, "").replace(self.mark, ".")
        return {*map(Decimal, _NUMBER.findall(plain))}


def _words(value: Value) -> str | None:
    """The text that a cell holds; None where it holds none."""
    lines = (" ".join(line.split()) for line in value.text.strip().split("\n"))
    return composed("\n".join(lines)) if value.kind in _TEXTS else None


def _of_style(each: Sequence[_Of], style: int, *, other: _Of) -> _Of:
    return each[style] if style < len(each) else other


_FEW = 6
_TEXTS = ("s", "inlineStr", "str")  # kinds of cells
_DIGITS = 15  # before the point: no figure of a plan has as many
_DAY, _ISO = 14, 10  # the format of a day; letters of one that is written out
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?", re.ASCII)
_FRACTION = re.compile(r"[0-9]+[.,][0-9]+", re.ASCII)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}", re.ASCII)
_NOISE = 12  # digits of a number that a spreadsheet keeps


def _close(number: Decimal) -> Decimal:
    """A number without what binary arithmetic adds behind its last digit."""
    return rounded(number, max(_NOISE - len(str(int(abs(number)))), 0))


def _mark(sheets: Sequence[Sheet]) -> str:
    """The decimal mark of figures that are written as text, but for the numbers of rows; else the
    comma.
    """
    rows = [row for sheet in sheets for row in sheet.cells.values()]
    values = (value for row in rows for at, value in row.items() if at != min(row))
    return commonest(marks_of(value.text for value in values if value.kind == "s"))


def _reference(row: int, column: int) -> str:
    """What a cell goes by, as a workbook says: ``B7``."""
    return f"{_letters(column)}{row}"


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


def _places(words: Text, each: Sequence[str]) -> Text:
    """Words with the first of some places, and how many there are where there are more."""
    more = f", … ({len(each)})" if len(each) > _FEW else ""
    told = f"{', '.join(each[:_FEW])}{more}"
    return Text(f"{words.vi}: {told}", f"{words.en}: {told}")


_ALL = Text("tất cả, vì dài hơn bất cứ kế hoạch nào", "all, for it is longer than any plan")
_TOO_WIDE = Text(f"cột sau cột thứ {MAX_COLUMNS}", f"columns after the first {MAX_COLUMNS}")
_PICTURES = Text("ảnh, ngoài ra không có gì", "pictures, which are all it has")
_APART = Text(
    "lưu riêng bảng đó (có chữ, số trong ô) thành một tệp rồi nhập",
    "save that table, its figures in cells, as a file of its own and import that",
)
_WHOLE = Text("cả trang tính", "the whole sheet")
_ROWS, _COLUMNS, _CELLS = Text("dòng", "rows"), Text("cột", "columns"), Text("ô", "cells")
_MERGED = Text(
    "các ô gộp của trang tính “{name}” chồng lên nhau; mở bằng Excel rồi lưu lại",
    "merged cells of the sheet “{name}” overlap: open it in Excel and save it again",
)
_TOO_LONG = Text(
    "trang tính “{name}” dài hơn bất cứ kế hoạch nào; lưu riêng bảng của kế hoạch thành một tệp "
    "rồi dùng tệp đó",
    "the sheet “{name}” is longer than any plan: save the plan's table as a file of its own",
)
