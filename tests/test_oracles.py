"""What others read of the same files: documents by python-docx, mammoth and docx2python, workbooks by openpyxl."""

from collections.abc import Callable
from datetime import datetime
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import docx
import mammoth
import openpyxl
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.table import Table
from docx2python import docx2python
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from parplan.documents import office
from parplan.documents.blocks import Row

Grid = list[list[str]]
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PRINTED = (Path(__file__).parent / "published" / "cao-bang-2023-section-I.txt").read_text(encoding="utf-8").replace("<i>", "")
PRINTED = PRINTED.replace("</i>", "")


def ours(data: bytes) -> list[Grid]:
    """The tables that we read; what a cell takes of others is empty."""
    tables: dict[int, Grid] = {}
    for block in office.read(BytesIO(data), "plan").blocks:
        if isinstance(block, Row):
            tables.setdefault(block.table, []).append([cell.text for cell in block.cells])
    return list(tables.values())


class _Tables(HTMLParser):
    """The tables of a page, each cell where it stands; what it takes of others is empty."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Grid] = []
        self.open: list[Grid] = []
        self.down: list[dict[int, int]] = []  # columns that a cell from above goes on in, and for how many rows
        self.spans = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.open.append([])
            self.down.append({})
            self.tables.append(self.open[-1])
        elif tag == "tr":
            self.open[-1].append([])
            self._go_on()
        elif tag in ("td", "th"):
            given = dict(attrs)
            self.spans = int(given.get("colspan") or 1), int(given.get("rowspan") or 1)
            self.open[-1][-1].append("")
            at = len(self.open[-1][-1]) - 1
            self.open[-1][-1] += [""] * (self.spans[0] - 1)
            self.down[-1] |= dict.fromkeys(range(at, at + self.spans[0]), self.spans[1] - 1)
            self.at = at

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self.open.pop()
            self.down.pop()
        elif tag in ("td", "th"):
            self._go_on()
        elif tag == "p" and self.open:
            self.handle_data(" ")

    def handle_data(self, data: str) -> None:
        if self.open:
            row = self.open[-1][-1]
            row[self.at] += data

    def _go_on(self) -> None:
        row, down = self.open[-1][-1], self.down[-1]
        while down.get(len(row)):
            down[len(row)] -= 1
            row.append("")


def by_mammoth(data: bytes) -> list[Grid]:
    parser = _Tables()
    parser.feed(mammoth.convert_to_html(BytesIO(data)).value)
    return [[[" ".join(cell.split()) for cell in row] for row in table] for table in parser.tables]


def by_docx2python(data: bytes) -> list[Grid]:
    with docx2python(BytesIO(data), duplicate_merged_cells=False) as read:
        body = [table for table in read.body if len(table) > 1 or len(table[0]) > 1]
    return [[[" ".join(" ".join(cell).split()) for cell in row] for row in table] for table in body]


def written(*fills: Callable[[Document], None]) -> bytes:
    """A document by python-docx."""
    made = docx.Document()
    for fill in fills:
        fill(made)
    held = BytesIO()
    made.save(held)
    return held.getvalue()


def filled(made: Document, rows: Grid) -> Table:
    table: Table = made.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return table


def printed(made: Document) -> None:
    """The published section: a table of each run of lines with tabs."""
    for part in PRINTED.split("\n\n"):
        rows = [line.split("\t") for line in part.split("\n")]
        if len(rows[0]) > 1:
            filled(made, [row for row in rows if len(row) > 1])
        else:
            made.add_paragraph(part)


def merged(made: Document) -> None:
    table = filled(made, [["STT", "Tiêu chí", "Năm 2022", "", "Trần"], ["", "", "Xếp hạng", "Điểm", ""], ["1", "Một", "5/11", "7,5", "10"]])
    for column in (0, 1, 4):
        table.cell(0, column).merge(table.cell(1, column))
    table.cell(0, 2).merge(table.cell(0, 3))


def numbered(made: Document) -> None:
    table = filled(made, [["", "một"], ["", "hai"]])
    for row in table.rows:
        row.cells[0].paragraphs[0].style = made.styles["List Number"]


def put(xml: str) -> Callable[[Document], None]:
    """A table of one row with two cells, in the first of them this."""

    def fill(made: Document) -> None:
        cell = filled(made, [["", "b"]]).cell(0, 0)._tc
        cell.remove(cell[-1])
        for element in parse_xml(f"<w:x {W}>{xml}</w:x>"):
            cell.append(element)

    return fill


R = "<w:r><w:t>{}</w:t></w:r>"
CHANGED = f"<w:p>{R.format('7,')}<w:ins w:id='1' w:author='a'>{R.format('97')}</w:ins>"
CHANGED += "<w:del w:id='2' w:author='a'><w:r><w:delText>96</w:delText></w:r></w:del></w:p>"
CONTROLLED = f"<w:p>{R.format('7,')}<w:sdt><w:sdtContent>{R.format('97')}</w:sdtContent></w:sdt></w:p>"
NESTED = f"<w:p>{R.format('a')}</w:p><w:tbl><w:tr><w:tc><w:p>{R.format('x')}</w:p></w:tc></w:tr></w:tbl><w:p/>"
HYPHEN = "<w:p><w:r><w:t>1</w:t><w:noBreakHyphen/><w:t>2</w:t></w:r></w:p>"
SYMBOL = "<w:p><w:r><w:sym w:font='Symbol' w:char='F0B3'/><w:t> 8,97</w:t></w:r></w:p>"


# What is read otherwise, by whom: the tables as we read them, and as they do where that differs.
@pytest.mark.parametrize(
    ("fill", "expected", "otherwise"),
    [
        (merged, [[["STT", "Tiêu chí", "Năm 2022", "", "Trần"], ["", "", "Xếp hạng", "Điểm", ""], ["1", "Một", "5/11", "7,5", "10"]]], {}),
        (
            numbered,
            [[["1.", "một"], ["2.", "hai"]]],
            {"mammoth": [[["", "một"], ["", "hai"]]], "docx2python": [[["", "một"], ["", "hai"]]]},
        ),
        (put(CHANGED), [[["7,97", "b"]]], {}),
        (put(CONTROLLED), [[["7,97", "b"]]], {}),
        (put(NESTED), [[["a", "b"]], [["x"]]], {"docx2python": [[["", "b"]]]}),
        (put(HYPHEN), [[["1-2", "b"]]], {"mammoth": [[["1\u20112", "b"]]], "docx2python": [[["12", "b"]]]}),
        (put(SYMBOL), [[["≥ 8,97", "b"]]], {"docx2python": [[["<span style=font-family:Symbol>&#x00B3;</span> 8,97", "b"]]]}),
    ],
    ids=["merged", "numbered", "changed", "controlled", "nested", "hyphen", "symbol"],
)
def test_documents_are_read_as_others_read_them(
    fill: Callable[[Document], None], expected: list[Grid], otherwise: dict[str, list[Grid]]
) -> None:
    data = written(fill)
    assert ours(data) == expected
    assert by_mammoth(data) == otherwise.get("mammoth", expected)
    assert by_docx2python(data) == otherwise.get("docx2python", expected)


def test_the_published_tables_are_read_as_others_read_them() -> None:
    data = written(printed)
    assert ours(data) == by_mammoth(data) == by_docx2python(data)
    assert [len(table) for table in ours(data)] == [20, 5, 10]


# Workbooks.


def shown(data: bytes) -> list[list[str]]:
    """The rows that we read."""
    return [[cell.text for cell in block.cells] for block in office.read(BytesIO(data), "plan").blocks if isinstance(block, Row)]


def by_openpyxl(data: bytes) -> list[list[object]]:
    return [list(row) for sheet in openpyxl.load_workbook(BytesIO(data), data_only=True) for row in sheet.iter_rows(values_only=True)]


Write = Callable[[Workbook, Worksheet], None]


def book(write: Write) -> bytes:
    """A workbook by XlsxWriter."""
    held = BytesIO()
    made = Workbook(held, {"in_memory": True})
    write(made, made.add_worksheet("ABC"))
    made.close()
    return held.getvalue()


def in_row(*values: object, code: str = "General") -> Write:
    """One row of values with a format."""
    return lambda made, sheet: sheet.write_row(0, 0, list(values), made.add_format({"num_format": code}))


def day(made: Workbook, sheet: Worksheet) -> None:
    sheet.write_datetime(0, 0, datetime(2024, 6, 30), made.add_format({"num_format": "dd/mm/yyyy"}))


def rich(made: Workbook, sheet: Worksheet) -> None:
    sheet.write_rich_string(0, 0, "Công ", made.add_format({"bold": True}), "khai")


def heads(_: Workbook, sheet: Worksheet) -> None:
    sheet.merge_range("A1:A2", "STT")
    sheet.merge_range("B1:C1", "Năm 2022")
    sheet.write_row("B2", ["Xếp hạng", "Điểm"])


@pytest.mark.parametrize(
    ("write", "expected", "held"),
    [
        (in_row("STT", "Tiêu chí", 1, 9.5), [["STT", "Tiêu chí", "1", "9,5"]], [["STT", "Tiêu chí", 1, 9.5]]),
        # What a format shows is what is printed; openpyxl gives what is held.
        (in_row(8.97, code='"≥ "0.00'), [["≥ 8,97"]], [[8.97]]),
        (in_row(0.743, code="0.0%"), [["74,3%"]], [[0.743]]),
        (in_row(9.109999999999999), [["9,11"]], [[9.109999999999999]]),
        (day, [["30/06/2024"]], [[datetime(2024, 6, 30)]]),
        (rich, [["Công khai"]], [["Công khai"]]),
        (heads, [["STT", "Năm 2022", ""], ["", "Xếp hạng", "Điểm"]], [["STT", "Năm 2022", None], [None, "Xếp hạng", "Điểm"]]),
        (in_row(True), [["TRUE"]], [[True]]),
        # XlsxWriter stores 0 for each formula that nobody worked out; a stored result is taken as it is.
        (lambda _, sheet: sheet.write_formula(0, 0, "=4+4", None, 8), [["8"]], [[8]]),
    ],
)
def test_workbooks_are_read_as_openpyxl_reads_them(write: Write, expected: list[list[str]], held: list[list[object]]) -> None:
    data = book(write)
    assert shown(data) == expected
    assert by_openpyxl(data) == held
