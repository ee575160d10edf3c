"""Documents of Word and workbooks of Excel, read as they are printed."""

import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest

from office import p, table, tc, tr, word, workbook, zipped
from parplan.documents import office
from parplan.documents.blocks import Cell, Paragraph, Row, Unreadable, lines
from parplan.documents.number_formats import BUILT_IN, day, displayed, is_of_days
from parplan.documents.numbering import counted
from parplan.text import Text

R = "<w:r><w:t>{}</w:t></w:r>"
BEFORE = '<w:gridBefore w:val="2"/>'
HELD = "<w:txbxContent>{0}</w:txbxContent>"
IN_A_BOX = (
    f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{HELD}</wps:txbx></w:drawing></mc:Choice>"
    f"<mc:Fallback><w:pict><v:textbox>{HELD}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def said(data: bytes) -> list[str]:
    return list(lines(office.read(BytesIO(data), "plan").blocks))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (p("một") + p("hai"), ["một", "hai"]),
        (table([["a", "b"], ["1", "2"]]), ["a\tb", "1\t2"]),
        # Two tables without anything between them are two.
        (table([["a", "b"]]) + table([["c", "d"]]), ["a\tb", "", "c\td"]),
        # What is inserted stands there, what is deleted does not; so with rows, and with what was moved.
        (f"<w:p>{R.format('7,')}<w:ins>{R.format('97')}</w:ins><w:del><w:r><w:delText>96</w:delText></w:r></w:del></w:p>", ["7,97"]),
        (f"<w:tbl>{tr(['a', 'b'])}{tr(['c', 'd'], more='<w:del/>')}{tr(['e', 'f'], more='<w:ins/>')}</w:tbl>", ["a\tb", "e\tf"]),
        (f"<w:p><w:moveFrom>{R.format('trước')}</w:moveFrom><w:moveTo>{R.format('sau')}</w:moveTo></w:p>", ["sau"]),
        # The mark of a paragraph that was deleted is no text.
        (p("một", "<w:rPr><w:del/></w:rPr>") + p("hai"), ["một", "hai"]),
        # Content controls round a run, a cell, a row.
        (f"<w:p><w:sdt><w:sdtPr><w:tag/></w:sdtPr><w:sdtContent>{R.format('7,97')}</w:sdtContent></w:sdt></w:p>", ["7,97"]),
        (table([["a", f"<w:sdt><w:sdtContent>{tc('b')}</w:sdtContent></w:sdt>"]]), ["a\tb"]),
        (f"<w:tbl><w:sdt><w:sdtContent>{tr(['a', 'b'])}</w:sdtContent></w:sdt></w:tbl>", ["a\tb"]),
        # However deep they are nested.
        ("<w:sdt><w:sdtContent>" * 5_000 + p("7,97") + "</w:sdtContent></w:sdt>" * 5_000, ["7,97"]),
        # Cells that take several columns, or go on from above.
        (table([[f"<w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>{p('ab')}</w:tc>", "c"]]), ["ab\t\tc"]),
        (
            table(
                [
                    [f"<w:tc><w:tcPr><w:vMerge w:val='restart'/></w:tcPr>{p('a')}</w:tc>", "b"],
                    [f"<w:tc><w:tcPr><w:vMerge/></w:tcPr>{p('')}</w:tc>", "c"],
                ]
            ),
            ["a\tb", "\tc"],
        ),
        (f"<w:tbl>{tr(['a', 'b', 'c'])}{tr(['c'], more=BEFORE)}</w:tbl>", ["a\tb\tc", "\t\tc"]),
        # Lines in a cell, tabs and breaks, hyphens that do not break, symbols of the font Symbol, fields, what is hidden.
        (table([[p("Tác động của") + p("CCHC"), "x"]]), ["Tác động của CCHC\tx"]),
        ("<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t></w:r></w:p>", ["a b c-d"]),
        ('<w:p><w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t> 8,97</w:t></w:r></w:p>', ["≥ 8,97"]),
        ("<w:p><m:oMath><m:r><m:t>≥ 8,97</m:t></m:r></m:oMath></w:p>", ["≥ 8,97"]),
        ("<w:p><w:r><w:instrText> SUM(ABOVE) </w:instrText></w:r><w:r><w:t>77,55</w:t></w:r></w:p>", ["77,55"]),
        ("<w:p><w:r><w:t>a</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>b</w:t></w:r></w:p>", ["a"]),
        # What is struck out no longer holds.
        ("<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>9</w:t></w:r><w:r><w:t>9,5</w:t></w:r></w:p>", ["9,5"]),
        (
            "<w:p><w:r><w:rPr><w:dstrike/></w:rPr><w:t>9</w:t></w:r><w:r><w:rPr><w:strike w:val='0'/></w:rPr><w:t>9,5</w:t></w:r></w:p>",
            ["9,5"],
        ),
        # A text box stands behind its paragraph, once; in a cell, behind the table.
        (f"<w:p>{R.format('a')}{IN_A_BOX.format(p('trong khung'))}</w:p>", ["a", "trong khung"]),
        (table([[f"<w:p>{R.format('1')}{IN_A_BOX.format(p('khung'))}</w:p>", "2"]]), ["1\t2", "khung"]),
        # A table in a cell stands behind the one it is in, on its own.
        (table([["a", p("b") + table([["x", "y"]]) + p("")]]) + p("c"), ["a\tb", "", "x\ty", "c"]),
        # Letters are composed, blanks of all kinds are one.
        (p("Công ta\u0301c\u00a0 \u2009chỉ"), ["Công tác chỉ"]),
        # A raised number marks a note; raised letters are words.
        ("<w:p><w:r><w:t>10,5</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>4</w:t></w:r></w:p>", ["10,5"]),
        ("<w:p><w:r><w:t>ngày 1</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>st</w:t></w:r></w:p>", ["ngày 1st"]),
    ],
)
def test_word_documents_read_as_they_are_printed(body: str, expected: list[str]) -> None:
    assert said(word(body)) == expected


NUMBERS = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)


def listed(text: str, level: int = 0, number: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


@pytest.mark.parametrize(
    ("kind", "body", "expected"),
    [
        ("decimal", listed("a") + listed("b") + listed("c", 1) + listed("d", 1) + listed("e"), ["1. a", "2. b", "2.1 c", "2.2 d", "3. e"]),
        # A level begins anew behind a higher one; a list that says so begins anew, another goes on.
        ("decimal", listed("a") + listed("b", 1) + listed("c") + listed("d", 1), ["1. a", "1.1 b", "2. c", "2.1 d"]),
        ("decimal", listed("a") + listed("b") + listed("c", 0, 2) + listed("d", 0, 2), ["1. a", "2. b", "1. c", "2. d"]),
        ("upperRoman", listed("a") + listed("b") + listed("c") + listed("d"), ["I. a", "II. b", "III. c", "IV. d"]),
        ("lowerLetter", listed("a") + listed("b"), ["a. a", "b. b"]),
        ("bullet", listed("a") + listed("b"), ["a", "b"]),
        # In a table, from one table to the next: as the file displays them.
        ("decimal", table([[listed(""), "x"], [listed(""), "y"]]) + table([[listed(""), "z"]]), ["1.\tx", "2.\ty", "", "3.\tz"]),
    ],
)
def test_automatic_numbers_are_those_that_word_displays(kind: str, body: str, expected: list[str]) -> None:
    assert said(word(body, numbering=NUMBERS.format(kind=kind))) == expected


def test_a_style_may_number_paragraphs() -> None:
    styles = (
        '<w:style w:styleId="Muc"><w:basedOn w:val="Chung"/></w:style>'
        '<w:style w:styleId="Chung"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = p("a", '<w:pStyle w:val="Muc"/>') + p("b", '<w:pStyle w:val="Muc"/>') + p("c")
    assert said(word(body, styles=styles, numbering=NUMBERS.format(kind="decimal"))) == ["1. a", "2. b", "c"]


@pytest.mark.parametrize(
    ("number", "kind", "shown"),
    [
        (4, "lowerRoman", "iv"),
        (9, "upperRoman", "IX"),
        (1994, "upperRoman", "MCMXCIV"),
        (26, "lowerLetter", "z"),
        (27, "upperLetter", "AA"),
        (7, "decimalZero", "07"),
        # Where Word counts no further so.
        (999_999, "lowerLetter", "999999"),
        (999_999, "upperRoman", "999999"),
    ],
)
def test_letters_that_lists_count_in(number: int, kind: str, shown: str) -> None:
    assert counted(number, kind) == shown


def test_a_footnote_stands_behind_what_it_belongs_to() -> None:
    told = p("đạt 77,55/100 điểm") + p("hạng 62/63")
    notes = f'<w:footnote w:id="-1" w:type="separator">{p("")}</w:footnote><w:footnote w:id="2">{told}</w:footnote>'
    body = f'<w:p>{R.format("Kết quả")}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>' + p("sau")
    read = office.read(BytesIO(word(body, footnotes=notes)), "plan")
    assert [(it.text, it.kind) for it in read.blocks if isinstance(it, Paragraph)] == [
        ("Kết quả", "text"),
        ("đạt 77,55/100 điểm", "footnote"),
        ("hạng 62/63", "footnote"),
        ("sau", "text"),
    ]


def test_rows_know_where_they_stand() -> None:
    read = office.read(BytesIO(word(table([["STT", "Điểm"], ["1", "7,97"]], heads=1) + p("x") + table([["a", "b"]]))), "plan")
    assert [(row.table, row.line, row.heads) for row in read.blocks if isinstance(row, Row)] == [(1, 1, True), (1, 2, False), (2, 1, False)]
    italic = "<w:p><w:r><w:rPr><w:i/></w:rPr><w:t>Điểm thực hiện</w:t></w:r></w:p>"
    (row,) = office.read(BytesIO(word(table([[italic, "6"]]))), "plan").blocks
    assert isinstance(row, Row)
    assert [cell.italic for cell in row.cells] == [True, False]


# Workbooks.


def sheet(*rows: str, more: str = "") -> str:
    """A sheet: its rows as the cells in them."""
    return f"<sheetData>{''.join(f'<row>{cells}</row>' for cells in rows)}</sheetData>{more}"


def c(text: str, more: str = "") -> str:
    """A cell: its value, and its attributes."""
    return f"<c {more}><v>{text}</v></c>"


def s(*texts: str) -> str:
    """Shared strings."""
    return "".join(text if text.startswith("<si>") else f"<si><t>{text}</t></si>" for text in texts)


def test_what_was_changed_is_told() -> None:
    body = f"<w:p><w:ins>{R.format('7,97')}</w:ins><w:del><w:r><w:delText>8</w:delText></w:r></w:del></w:p>"
    (notice,) = office.read(BytesIO(word(body)), "plan").notices
    assert (notice.code, dict(notice.values)) == ("I878", {"inserted": 1, "deleted": 1})


def test_what_is_struck_out_is_told_once() -> None:
    old = "<w:r><w:rPr><w:strike/></w:rPr><w:t>{}</w:t></w:r>"
    # Runs that follow one another are one; a blank alone is nothing.
    body = f"<w:p>{old.format('7,')}{old.format('96')}{R.format('7,97')}{old.format('8')}{R.format('9')}</w:p><w:p>{old.format(' ')}</w:p>"
    (notice,) = office.read(BytesIO(word(body)), "plan").notices
    assert (notice.code, dict(notice.values)) == ("I899", {"count": 2, "texts": ("7,96", "8")})


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\x03\x04 no archive", "the file is broken"),
        (word(p("a"))[:-60], "the file is broken"),
        (zipped({"a.txt": "b"}), "this is no document of Word (.docx) and no workbook of Excel (.xlsx)"),
        (word(p("a") + "<w:p>"), "the part word/document.xml of the file cannot be read"),
        (zipped({"word/document.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}), "the file declares XML entities"),
        (zipped({"word/document.xml": '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'}), "the file declares XML entities"),
        (zipped({"word/document.xml": "<x/>", "word/vbaProject.bin": b"\x00"}), "the file has macros"),
        (word("<w:x/>" * 800_000), "the file has more elements than documents have"),
        (word(table([["<w:tc><w:tcPr><w:gridSpan w:val='100000000'/></w:tcPr></w:tc>"]])), "a table has more than 64 columns"),
        (word(table([["a"] * 65])), "a table has more than 64 columns"),
        (word(table([["a"]] * 5_001)), "a table has more than 5000 rows"),
        (word(table([["a"] * 50] * 1_001)), "the document is longer than any plan"),
        (workbook({"A": sheet(*[c("1")] * 5_001)}), "the sheet “A” is longer than any plan"),
        (workbook({"A": sheet(*[c("1") * 50] * 1_001)}), "the sheet “A” is longer than any plan"),
        (workbook(dict.fromkeys("AB", sheet(*[c("1") * 50] * 600))), "the document is longer than any plan"),
        (word("<w:p/>" * 50_001), "the document is longer than any plan"),
        (word(p("a"), numbering="".join(f'<w:num w:numId="{n}"/>' for n in range(20_001))), "the document is longer than any plan"),
        (word(p("a" * 4_000_001)), "the document is longer than any plan"),
        (word(table([["a"]]) * 201), "the document has more than 200 tables"),
        (workbook({"A": sheet(c("1"), more='<mergeCell ref="A1:XFD1048576"/>' * 3)}), "merged cells of the sheet “A” overlap"),
        (workbook({"A": ""}, styles=f'<numFmt formatCode="{"0" * 256}"/>'), "a number format of the workbook is longer"),
        (workbook({"A": sheet(c("9" * 32_768))}), "a cell of the sheet “A” is longer than Excel lets it be"),
        (word("<w:altChunk/>"), "part of the document lies in another file"),
        (zipped({"word/document.xml": b" " * (65 << 20)}), "what the file holds is larger than 64 MB"),
        (word(p("a"), styles="<w:x/>" * 400_000, numbering="<w:x/>" * 400_000), "the file has more elements than documents have"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(data: bytes, says: str) -> None:
    with pytest.raises(Unreadable) as caught:
        office.read(BytesIO(data), "plan")
    assert caught.value.said.say("en").startswith(says) or says in caught.value.said.say("en")


NUMBERED = '<numFmts><numFmt numFmtId="164" formatCode="{}"/><numFmt numFmtId="165" formatCode="{}"/></numFmts>'
STRING, STYLED = 't="s"', 's="1"'
TWO = '<cellXfs><xf numFmtId="0"/><xf numFmtId="2"/></cellXfs>'
DAYS = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
TYPED = '<cellXfs><xf numFmtId="17"/><xf numFmtId="16"/><xf numFmtId="0"/></cellXfs>'  # as Excel formats 12/63 and 8.5
PHONETIC = "<si><r><t>Công </t></r><r><t>khai</t></r><rPh><t>x</t></rPh></si>"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (workbook({"A": sheet(c("1") + c("7.97"))}), ["A", "1\t7,97"]),
        (workbook({"A": sheet('<c t="inlineStr"><is><r><t>Công </t></r><r><t>khai</t></r></is></c>')}), ["A", "Công khai"]),
        (workbook({"A": sheet(c("0", STRING) + c("1", STRING))}, sharedStrings=s(PHONETIC, "b")), ["A", "Công khai\tb"]),
        (
            workbook({"A": sheet('<c t="str"><f>A2</f><v>Một</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c>')}),
            ["A", "Một\tTRUE\t#N/A"],
        ),
        # What is no number that a plan may have stands as it is written.
        (workbook({"A": sheet(c("1e999999999") + c("NaN") + c("1e-999"))}), ["A", "1e999999999\tNaN\t0"]),
        # Rows and cells that say where they are; what lies between is empty.
        (workbook({"A": '<sheetData><row r="2"><c r="B2"><v>1</v></c><c r="D2"><v>2</v></c></row></sheetData>'}), ["A", "\t1\t\t2"]),
        # Days count from another one in workbooks that say so.
        (workbook({"A": sheet(c("45473", STYLED))}, styles=DAYS), ["A", "30/06/2024"]),
        (workbook({"A": sheet(c("44011", STYLED))}, '<workbookPr date1904="1"/>', styles=DAYS), ["A", "30/06/2024"]),
        (workbook({"A": sheet('<c t="d"><v>2024-06-30T00:00:00</v></c><c t="d"><v>x</v></c>')}), ["A", "30/06/2024\tx"]),
        # Sheets in the order of the workbook, wherever they lie.
        (workbook({"B": sheet(c("2")), "A": sheet(c("1"))}), ["B", "2", "A", "1"]),
        (workbook({"A": sheet(c("1"))}, targets={"A": "/xl/pages/one.xml"}), ["A", "1"]),
        (workbook({"A": sheet(c("1"))}, targets={"A": "pages/one.xml"}), ["A", "1"]),
        # As large as a sheet may say that it is, without cells; titles over all columns that there are.
        (workbook({"A": '<dimension ref="A1:XFD1048576"/>' + sheet(c("1"))}), ["A", "1"]),
        (workbook({"A": sheet(*[c("", STYLED)] * 5_001, c("1"))}), ["A", "1"]),  # borders that were drawn further than figures stand
        (
            workbook({"A": sheet(c("1") + c(""), c("2") + c("3"), more='<mergeCells><mergeCell ref="A1:XFD1"/></mergeCells>')}),
            ["A", "1\t", "2\t3"],
        ),
    ],
)
def test_workbooks_read_as_they_show(data: bytes, expected: list[str]) -> None:
    assert said(data) == expected


@pytest.mark.parametrize(
    ("numbers", "read"),
    [
        # A number of a row has a point, whatever figures have, and counts on: the tenth part is no first one.
        (("1", "1.8", "1.9", "1.1", "1.11", "2", "2.1"), ["1", "1.8", "1.9", "1.10", "1.11", "2", "2.1"]),
        (("1.9", "'1.9.1", "1.1"), ["1.9", "1.9.1", "1.10"]),
        (("1.1", "1.3"), ["1.1", "1.3"]),
        # A section of its own begins anew.
        (("1", "1.9", "2", "2.9", "1", "1.1"), ["1", "1.9", "2", "2.9", "1", "1.1"]),
        (("1", "2", "10"), ["1", "2", "10"]),
    ],
)
def test_numbers_of_rows_that_are_held_as_numbers(numbers: tuple[str, ...], read: list[str]) -> None:
    told = (f'<c t="str"><v>{it[1:]}</v></c>' if it[0] == "'" else c(it) for it in numbers)
    data = workbook({"A": sheet(*(f'{number}<c t="str"><v>Một</v></c>{c("7.5")}' for number in told))})
    assert said(data)[1:] == [f"{number}\tMột\t7,5" for number in read]


def test_a_number_of_a_row_that_shows_more_digits_is_whole() -> None:
    numbered = sheet(*(c(n, STYLED) + '<c t="str"><v>Một</v></c>' for n in ("1", "2")))
    assert said(workbook({"A": numbered}, styles=TWO)) == ["A", "1\tMột", "2\tMột"]
    # The first column has figures where names stand before them, or above them in a cell that goes on.
    assert said(workbook({"A": sheet(c("2", STYLED) + '<c t="str"><v>12/63</v></c>')}, styles=TWO)) == ["A", "2,00\t12/63"]
    assert said(workbook({"A": sheet('<c t="str"><v>Một</v></c>' + c("2", STYLED))}, styles=TWO)) == ["A", "Một\t2,00"]


def test_merged_titles() -> None:
    joined = "".join(f'<mergeCell ref="{ref}"/>' for ref in ("A1:A2", "B1:C1"))
    cells = sheet(c("0", STRING) + c("1", STRING), "<c/>" + c("2", STRING) + c("3", STRING), more=f"<mergeCells>{joined}</mergeCells>")
    _, *rows = office.read(BytesIO(workbook({"A": cells}, sharedStrings=s("STT", "Năm 2022", "Xếp hạng", "Điểm"))), "plan").blocks
    assert [row.cells for row in rows if isinstance(row, Row)] == [
        (Cell("STT"), Cell("Năm 2022", across=2), Cell()),
        (Cell(above=True), Cell("Xếp hạng"), Cell("Điểm")),
    ]


def with_a_picture(data: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return zipped({**{name: archive.read(name) for name in archive.namelist()}, "xl/media/image1.png": b""})


APART = "save that table, its figures in cells, as a file of its own and import that"
UNSEEN = f'{NUMBERED.format("0.00;-0.00;;@", ";;;")}<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>'
NO_ZEROS = '<sheetViews><sheetView showZeros="0"/></sheetViews>' + sheet(c("7") + c("0"))
STRUCK = "<r><rPr><strike/></rPr><t>9</t></r><r><rPr><strike val='0'/></rPr><t>9,5</t></r>"
ALL_STRUCK = "<si><r><rPr><strike/></rPr><t>9</t></r></si>"
WORDED = NUMBERED.format("&quot;đạt &quot;#,##0.00&quot; điểm chuẩn&quot;", "0") + '<cellXfs><xf/><xf numFmtId="164"/></cellXfs>'
LINED = '<fonts><font/><font><strike/></font></fonts><cellXfs><xf fontId="0"/><xf fontId="1"/></cellXfs>'
HIDDEN_ROW = '<sheetData><row r="1"><c><v>1</v></c></row><row r="2" hidden="1"><c><v>2</v></c></row></sheetData>'
HIDDEN_COLUMN = '<cols><col min="2" max="3" hidden="1"/></cols>' + sheet(c("1") + c("2") + c("3") + c("4"))


@pytest.mark.parametrize(
    ("data", "expected", "told"),
    [
        (workbook({"A": sheet(c("1")), "~ẩn": sheet(c("2"))}), ["A", "1"], [("I879", 0, {"what": "~ẩn", "parts": "the whole sheet"})]),
        (workbook({"A": HIDDEN_ROW}), ["A", "1"], [("I879", 1, {"what": "A", "parts": "rows: 2"})]),
        (workbook({"A": HIDDEN_COLUMN}), ["A", "1\t4"], [("I879", 1, {"what": "A", "parts": "columns: B–C"})]),
        # So with those of no height or width.
        (workbook({"A": HIDDEN_ROW.replace('hidden="1"', 'ht="0"')}), ["A", "1"], [("I879", 1, {"what": "A", "parts": "rows: 2"})]),
        (
            workbook({"A": HIDDEN_COLUMN.replace('hidden="1"', 'width="0.0"')}),
            ["A", "1\t4"],
            [("I879", 1, {"what": "A", "parts": "columns: B–C"})],
        ),
        (workbook({"A": HIDDEN_ROW.replace('hidden="1"', 'ht="0.5"')}), ["A", "1", "2"], []),
        # What a format shows nothing of is no figure.
        (
            workbook({"A": sheet(c("7") + c("0", STYLED), c("8") + c("0", 't="s" s="2"'))}, styles=UNSEEN, sharedStrings=s("nháp")),
            ["A", "7\t", "8\t"],
            [("I879", 1, {"what": "A", "parts": "cells: B1, B2"})],
        ),
        (workbook({"A": NO_ZEROS}), ["A", "7\t"], [("I879", 1, {"what": "A", "parts": "cells: B1"})]),
        # A formula that nobody worked out is no figure.
        (workbook({"A": sheet(c("1") + "<c><f>A1+1</f></c>")}), ["A", "1\t"], [("I880", 1, {"cell": "B1"})]),
        (workbook({"A": sheet(c("1") + "<c><f>A1+1</f><v></v></c>")}), ["A", "1\t"], [("I880", 1, {"cell": "B1"})]),
        # One whose result is no text has one.
        (workbook({"A": sheet(c("1") + '<c t="str"><f>IF(A1,"")</f><v></v></c>')}), ["A", "1\t"], []),
        # What is shown is what is printed.
        (
            workbook({"A": sheet(c("7.965", STYLED))}, styles=TWO),
            ["A", "7,97"],
            [("I881", 1, {"what": "A", "cells": ("A1 7,97 (7,965)",), "count": 1})],
        ),
        (workbook({"A": sheet(c("7.970000000000001", STYLED))}, styles=TWO), ["A", "7,97"], []),
        (workbook({"A": sheet(c("1234.5", STYLED))}, styles=WORDED), ["A", "đạt 1.234,50 điểm chuẩn"], []),
        # What Excel took for days when it was typed; days among days are no such thing, nor is a year.
        (
            workbook({"A": sheet(c("23346", 's="0"'), c("45785", STYLED), c("9.5", 's="2"'))}, styles=TYPED),
            ["A", "tháng 12/1963", "08/05/2025", "9,5"],
            [("I898", 1, {"what": "A", "cells": ("A1 12/63", "A2 8/5"), "count": 2})],
        ),
        (workbook({"A": sheet(c("45785", STYLED), c("2025", 's="2"'))}, styles=TYPED), ["A", "08/05/2025", "2025"], []),
        # What is no table of a plan, or none that can be read.
        (
            workbook({"A": sheet(c("1")), "B": sheet(*[c("1")] * 5_001)}),
            ["A", "1", "B"],
            [("I870", 2, {"where": "the sheet “B”", "what": "all, for it is longer than any plan", "how": APART})],
        ),
        (
            workbook({"A": sheet(c("1")), "B": sheet(*[c("1") * 50] * 1_001)}),
            ["A", "1", "B"],
            [("I870", 2, {"where": "the sheet “B”", "what": "all, for it is longer than any plan", "how": APART})],
        ),
        (
            workbook({"A": sheet(c("1") + c("2", 'r="BL1"') + c("3", 'r="BM1"'))}),
            ["A", "1" + "\t" * 63 + "2"],
            [("I870", 1, {"where": "the sheet “A”", "what": "columns after the first 64: BM", "how": APART})],
        ),
        (
            with_a_picture(workbook({"A": sheet(c("1"), more="<drawing/>"), "B": "<drawing/>"})),
            ["A", "1", "B"],
            [("I870", 2, {"where": "the sheet “B”", "what": "pictures, which are all it has", "how": APART})],
        ),
        (workbook({"A": sheet(c("1")), "B": "<drawing/>"}), ["A", "1", "B"], []),  # a chart, of figures that stand elsewhere
        # What is struck out, of a text or of a whole cell; a row of it is no empty one between two tables.
        (workbook({"A": sheet(f"<c t='inlineStr'><is>{STRUCK}</is></c>")}), ["A", "9,5"], [("I899", 1, {"count": 1, "texts": ("A1 9",)})]),
        (
            workbook({"A": sheet(c("0", STRING), c("7", STYLED), c("8"))}, sharedStrings=s(f"<si>{STRUCK}</si>"), styles=LINED),
            ["A", "9,5", "8"],
            [("I882", 1, {"what": "A", "cells": ("A1",), "count": 1}), ("I899", 1, {"count": 2, "texts": ("A1 9", "A2 7")})],
        ),
        (  # … of both
            workbook({"A": sheet(c("0", 't="s" s="1"'), c("8"))}, sharedStrings=s(ALL_STRUCK), styles=LINED),
            ["A", "8"],
            [("I899", 1, {"count": 1, "texts": ("A1 9",)})],
        ),
        # Numbers as text are told once a sheet.
        (
            workbook({"A": sheet(c("0", STRING), c("1", STRING)), "B": sheet(c("0", STRING))}, sharedStrings=s("7,97", "8,05")),
            ["A", "7,97", "8,05", "B", "7,97"],
            [("I882", 1, {"what": "A", "cells": ("A1", "A2"), "count": 2}), ("I882", 2, {"what": "B", "cells": ("A1",), "count": 1})],
        ),
    ],
)
def test_what_a_workbook_hides_or_shows_otherwise_is_told(data: bytes, expected: list[str], told: list[tuple[str, int, object]]) -> None:
    read = office.read(BytesIO(data), "plan")
    assert list(lines(read.blocks)) == expected
    values = ({key: it.en if isinstance(it, Text) else it for key, it in notice.values} for notice in read.notices)
    assert [(it.code, it.table, said) for it, said in zip(read.notices, values, strict=True)] == told


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        ("8.970000000000001", '"≥ "0.00', "≥ 8,97"),
        ("0.39", "+0.00;-0.00;0", "+0,39"),
        ("-0.39", "+0.00;-0.00;0", "-0,39"),
        ("0", "+0.00;-0.00;0", "0"),
        ("0", "0.00;-0.00;;@", ""),
        ("5", ";;;", ""),
        ("5", "", "5"),
        ("0.743", "0.0%", "74,3%"),
        ("9.5", "General", "9,5"),
        ("9.109999999999999", "General", "9,11"),
        ("10", "General", "10"),
        ("7.965", "0.00", "7,97"),
        ("1234.5", "#,##0.00", "1.234,50"),
        ("7.5", "0.##", "7,5"),
        ("7", "0.##", "7"),
        ("5", "00", "05"),
        # What is below 0 says so.
        *(("-1234", code, "-1.234") for code in ("#,##0;(#,##0)", "#,##0_);(#,##0)", "#,##0;[Red]#,##0", "#,##0")),
        ("-2.5", '0.0;"giảm "0.0', "giảm 2,5"),
        ("-2.5", "0.0;General", "-2,5"),
        ("7.5", 'General" đ"', "7,5 đ"),
        # Parts of a format with a condition.
        ("7.65", "[>=10]0.00;[<10]0.0;General", "7,7"),
        ("11.49", "[>=10]0.00;[<10]0.0;General", "11,49"),
        ("9.5", "[Red][<9]0.00;[Blue]0.0", "9,5"),
        ("3", '0"/63"', "3/63"),
        ("2.5", r"\+0.0", "+2,5"),
        ("2.5", "[Red]0.0_)", "2,5"),
    ],
)
def test_a_number_reads_as_its_cell_shows_it(value: str, code: str, shown: str) -> None:
    assert displayed(Decimal(value), code, ",") == shown


@pytest.mark.parametrize(
    ("code", "days"),
    [
        *((code, True) for code in ("dd/mm/yyyy", "d-mmm-yy", "mm/yyyy", "yyyy", "[$-1010000]d/m/yyyy;@", "h:mm", "[h]:mm:ss")),
        *((code, False) for code in ("0.00", '0" days"', "General", 'General" d"', "[Red]0", ";;;", "0;[Red]d", "@")),
    ],
)
def test_formats_of_days(code: str, days: bool) -> None:
    assert is_of_days(code) is days


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        ("45748", "d/m/yyyy", "01/04/2025"),
        ("45748.75", BUILT_IN[22], "01/04/2025"),
        ("45748", '"trước ngày "dd/mm/yyyy', "trước ngày 01/04/2025"),
        # A day and its month have their year; a month and a year alone are these as a whole.
        ("45748", BUILT_IN[16], "01/04/2025"),
        *(("45748", code, "tháng 4/2025") for code in ("m/yyyy", "mm/yyyy", BUILT_IN[17], "[$-42A]mmmm yyyy;@")),
        ("45748", '"Tháng" m/yyyy', "Tháng 4/2025"),
        ("45748", "yyyy", "năm 2025"),
        ("45748", '"Năm "yyyy', "Năm 2025"),
        # Hours; and what is no day.
        ("1.53125", BUILT_IN[20], "12:45"),
        ("1.53125", BUILT_IN[46], "36:45"),
        ("-1", BUILT_IN[14], "#####"),
        ("99999999", BUILT_IN[14], "#####"),
    ],
)
def test_a_day_reads_as_its_cell_shows_it(value: str, code: str, shown: str) -> None:
    assert day(Decimal(value), code, date(1899, 12, 30)) == shown
