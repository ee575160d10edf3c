"""PDF files read as they are printed: what is drawn by its place becomes paragraphs and tables."""

import subprocess
import sys
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak

from parplan.documents import pdf
from parplan.documents.blocks import Cell, Notice, Paragraph, Printed, Row, Unreadable, lines
from parplan.text import Text
from pdfs import Picture, drawn, grid, laid, said, table
from pdfs import pdf as printed
from running import clean


def read(data: bytes) -> Printed:
    return pdf.read(data, "plan")


def rows(data: bytes) -> list[tuple[Cell, ...]]:
    return [block.cells for block in read(data).blocks if isinstance(block, Row)]


HEADS = [["STT", "Tiêu chí", "Năm 2022", "", "Điểm tối đa"], ["", "", "Xếp hạng", "Điểm", ""]]
ROW = ["1", "<i>Điều tra XHH</i>", "53/63", "7,97", "9,5"]


def test_cells_stand_where_their_lines_are() -> None:
    assert rows(printed([table([*HEADS, ROW], 2)])) == [
        (Cell("STT"), Cell("Tiêu chí"), Cell("Năm 2022", across=2), Cell(), Cell.of("Điểm tối\nđa")),
        (Cell(above=True), Cell(above=True), Cell.of("Xếp\nhạng"), Cell("Điểm"), Cell(above=True)),
        (Cell("1"), Cell("Điều tra XHH", italic=True), Cell("53/63"), Cell("7,97"), Cell("9,5")),
    ]


LONG = "Kế hoạch nâng cao chỉ số cải cách hành chính, chỉ số hài lòng và chỉ số hiệu quả quản trị"


def test_a_paragraph_takes_the_lines_that_it_fills() -> None:
    content = [said(f"{LONG} đạt 77,55/100 điểm, xếp hạng 62/63 tỉnh"), said("1. Sau đó"), said("- Và nữa"), said("Hết")]
    assert list(lines(read(printed(content)).blocks)) == [
        f"{LONG} đạt 77,55/100 điểm, xếp hạng 62/63 tỉnh",
        "1. Sau đó",
        "- Và nữa",
        "Hết",
    ]


def test_a_table_over_pages_comes_page_by_page_without_the_pages_numbers() -> None:
    read_rows = read(printed([table([*HEADS, *[ROW] * 60], 2), said("sau")])).blocks
    assert {block.table for block in read_rows if isinstance(block, Row)} == {1, 2}
    # Nothing stands between its parts.
    assert [block.text for block in read_rows if isinstance(block, Paragraph)] == ["sau"]
    assert sum(block.cells[0].text == "STT" for block in read_rows if isinstance(block, Row)) == 2
    assert sum(block.cells[0].text == "1" for block in read_rows if isinstance(block, Row)) == 60


def test_small_letters_at_the_foot_of_a_page_are_its_footnotes() -> None:
    blocks = read(printed([*[said("Đoạn văn của kế hoạch.")] * 5, said("1 Chỉ số đạt 7,43/10 điểm", 8), said("2 Hạng 62/63", 8)])).blocks
    assert blocks == (
        *[Paragraph("Đoạn văn của kế hoạch.")] * 5,
        Paragraph("1 Chỉ số đạt 7,43/10 điểm", "footnote"),
        Paragraph("2 Hạng 62/63", "footnote"),
    )


SIZES = (34, 122, 50, 90)
SHORT = ["STT", "Tiêu chí", "Điểm", "Mục tiêu\nnăm 2024"]


def test_a_row_that_a_page_has_cut_is_one_and_titles_are_whole() -> None:
    def first(canvas: Canvas) -> None:
        grid(canvas, 800, [SHORT, ["1", "Công khai", "7,5", "8,5"], ["2", "Giải quyết", "12,25", "≥"]], SIZES, 30)
        # Footnotes of the same size stand below a short line.
        canvas.line(50, 60, 150, 60)
        canvas.drawString(50, 40, "1 Theo kết quả công bố")

    def second(canvas: Canvas) -> None:
        # The second line of the last title is cut off, and lies over the row below.
        grid(canvas, 800, [SHORT], SIZES, 14)
        grid(canvas, 786, [["", "hồ sơ", "", "13,00"], ["3", "Đánh giá", "12", "13"]], SIZES)

    blocks = read(laid([first, second])).blocks
    assert [tuple(cell.text for cell in it.cells) if isinstance(it, Row) else it for it in blocks] == [
        ("STT", "Tiêu chí", "Điểm", "Mục tiêu năm 2024"),
        ("1", "Công khai", "7,5", "8,5"),
        ("2", "Giải quyết hồ sơ", "12,25", "≥ 13,00"),
        ("STT", "Tiêu chí", "Điểm", "Mục tiêu năm 2024"),
        ("3", "Đánh giá", "12", "13"),
        Paragraph("1 Theo kết quả công bố", "footnote"),
    ]
    assert [it.page for it in blocks if isinstance(it, Row)] == [1, 1, 1, 2, 2]


def test_titles_alone_at_the_end_of_a_page_are_those_of_the_next() -> None:
    body = [["1", "Công khai", "7,5", "8,5"], ["2", "Hồ sơ", "3", "4"]]
    found = rows(laid([lambda it: grid(it, 100, [SHORT], SIZES, 30), lambda it: grid(it, 800, body, SIZES)]))
    assert [tuple(cell.text for cell in cells) for cells in found] == [("STT", "Tiêu chí", "Điểm", "Mục tiêu năm 2024"), *map(tuple, body)]


def test_a_line_under_a_heading_is_no_line_of_footnotes() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(50, 700, "II. KẾT QUẢ")
        canvas.line(50, 698, 130, 698)
        canvas.drawString(50, 680, "1. Chỉ số ABC năm 2023")

    assert [it.kind for it in read(laid([page])).blocks if isinstance(it, Paragraph)] == ["text", "text"]


def test_lines_of_the_law_are_no_rows_of_figures() -> None:
    said_of = [f"Căn cứ Quyết định số {n} ngày 15 tháng 7 năm 2021 của Bộ Nội vụ;" for n in (12, 876, 1149)]
    assert read(printed([said(text) for text in said_of])).notices == ()


@pytest.mark.parametrize("turned", [90, 180, 270])
@pytest.mark.parametrize("by_itself", [True, False])
def test_a_page_that_lies_sideways_is_read_as_its_letters_run(turned: int, by_itself: bool) -> None:
    """The page may be turned, or what is drawn on it."""
    body = [SHORT, ["1", "Công khai", "7,5", "8,5"], ["2", "Hồ sơ", "3", "4"]]

    def page(canvas: Canvas) -> None:
        if by_itself:
            canvas.setPageRotation(turned)
        else:
            canvas.translate(300, 420)
            canvas.rotate(turned)
            canvas.translate(-250, -650)
        grid(canvas, 800, body, SIZES, 30)
        canvas.drawString(50, 820, "Chỉ số ABC năm 2023")

    assert list(lines(read(laid([page])).blocks)) == ["Chỉ số ABC năm 2023", *("\t".join(it).replace("\n", " ") for it in body)]


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_titles_that_are_written_up_or_down_are_read(turned: int) -> None:
    def page(canvas: Canvas) -> None:
        grid(canvas, 800, [["STT", "Tiêu chí", ""], *[["1", "Công khai", "8,5"]] * 3], (34, 122, 90), 90)
        canvas.translate(251, 755)
        canvas.rotate(turned)
        canvas.drawCentredString(0, 3, "Mục tiêu")
        canvas.drawCentredString(0, -9, "năm 2024")

    assert [cell.text for cell in rows(laid([page]))[0]] == ["STT", "Tiêu chí", "Mục tiêu năm 2024"]


def test_a_raised_number_marks_a_note() -> None:
    def page(canvas: Canvas) -> None:
        grid(canvas, 800, [SHORT, ["1", "Công khai", "7,25", "8,5"]], SIZES, 30)
        canvas.setFont("Roboto", 6)
        canvas.drawString(231, 763, "2")

    assert rows(laid([page]))[1][2].text == "7,25"


def test_a_letter_that_is_drawn_again_to_be_bold_is_one() -> None:
    body = [SHORT, ["1", "Thu thập", "11,11", "≥ 100"]]

    def page(canvas: Canvas) -> None:
        for moved in (0, 0.3, 0.5):
            canvas.translate(moved, 0)
            grid(canvas, 800, body, SIZES, 30)

    assert tuple(cell.text for cell in rows(laid([page]))[1]) == ("1", "Thu thập", "11,11", "≥ 100")


def test_what_a_line_strikes_out_is_left_out_and_told() -> None:
    def page(canvas: Canvas) -> None:
        grid(canvas, 800, [SHORT, ["1", "Công khai", "", "≥ 9≥ 8,5"]], SIZES, 30)
        canvas.drawString(208, 760, "7,05")  # the blank behind it is struck too, and not drawn
        canvas.drawString(208 + canvas.stringWidth("7,05 "), 760, "7,65")
        for x, text, above in ((208, "7,05 ", 3), (258, "≥ 9", 4), (86, "Công khai", -1)):  # the last is underlined
            canvas.line(x, 760 + above, x + canvas.stringWidth(text), 760 + above)

    read_of = read(laid([page]))
    assert [cell.text for cell in rows(laid([page]))[1]] == ["1", "Công khai", "7,65", "≥ 8,5"]
    assert read_of.notices == (Notice("I899", values=(("count", 2), ("texts", ("7,05", "≥ 9")))),)


@pytest.mark.parametrize("left_out", [{"left", "right"}, {"top"}, {"bottom"}, {"left", "top", "right", "bottom"}])
def test_a_table_without_its_outer_lines_has_its_outer_rows_and_columns(left_out: set[str]) -> None:
    body = [["STT", "Tiêu chí", "Điểm", "Mục tiêu"], ["1", "Công khai", "7,5", "8,5"], ["2", "Hồ sơ", "3", "4"]]

    def page(canvas: Canvas) -> None:
        for top in (800, 700):  # of two tables each has its own
            across, down = [50, 84, 206, 256, 346], [top, top - 20, top - 40, top - 60]
            for n, x in enumerate(across):
                if {0: "left", 4: "right"}.get(n) not in left_out:
                    canvas.line(x, down[0], x, down[-1])
            for n, y in enumerate(down):
                if {0: "top", 3: "bottom"}.get(n) not in left_out:
                    canvas.line(across[0], y, across[-1], y)
            for n, row in enumerate(body):
                for x, text in zip(across, row, strict=False):
                    canvas.drawString(x + 3, down[n] - 14, text)
            canvas.drawString(50, top - 80, "Đoạn văn đứng giữa hai bảng, dài hơn một cột")

    found = read(laid([page])).blocks
    assert [tuple(cell.text for cell in it.cells) for it in found if isinstance(it, Row)] == [*map(tuple, body), *map(tuple, body)]
    assert sum(isinstance(it, Paragraph) for it in found) == 2


@pytest.mark.parametrize(
    "row",
    [
        ["", "Đúng hạn", "", "2"],  # words that begin a row
        ["3", "hồ sơ", "", "2"],  # a number
        ["a", "hồ sơ", "", "2"],
        ["", "hồ sơ", "7", ""],  # figures in both
    ],
)
def test_a_row_of_its_own_is_not_put_to_the_page_before(row: list[str]) -> None:
    top = [SHORT, ["2", "Giải quyết", "12,25", ""]]
    found = rows(laid([lambda it: grid(it, 800, top, height=30), lambda it: grid(it, 800, [row, ["4", "Hết", "1", "2"]])]))
    assert [tuple(cell.text for cell in cells) for cells in found[1:3]] == [("2", "Giải quyết", "12,25", ""), tuple(row)]


@pytest.mark.parametrize(
    ("printed_as", "is_one"),
    [
        ("ST\nT", "STT"),
        ("Điể\nm\ntối\nđa", "Điểm tối đa"),
        ("ngh\niệp\nvụ", "nghiệp vụ"),
        ("UBN\nD\ntỉnh", "UBND tỉnh"),
        ("12,8\n7", "12,87"),
        ("30/11/\n2023", "30/11/2023"),
        # Words of their own, and figures in lines that are not full.
        ("Cải\ncách", "Cải cách"),
        ("TÁC\nCCHC", "TÁC CCHC"),
        ("Sở \nT", "Sở T"),
        ("10\n15", "10 15"),
        ("Số 5\nm", "Số 5 m"),
    ],
)
def test_a_word_that_a_narrow_cell_cuts_is_one(printed_as: str, is_one: str) -> None:
    wide = 5 + max(len(line) for line in printed_as.split("\n")) * 6
    found = rows(laid([lambda it: grid(it, 800, [["A", printed_as], ["1", "7,5"]], (20, wide), 60)]))
    assert found[0][1].text == is_one


def test_a_page_that_cuts_words_is_told_and_so_are_rows_without_lines() -> None:
    cut = [["ST\nT", "Điể\nm"], ["1", "7,5"]]
    (told,) = read(laid([lambda it: grid(it, 800, cut, (20, 20), 30)])).notices
    assert told == Notice("I892", values=(("count", 2),))

    def bare(canvas: Canvas) -> None:
        for n, row in enumerate((["Công khai", "7,5", "10", "8"], ["Hồ sơ", "3", "5", "4"], ["Đất đai", "2", "6", "5"])):
            for m, text in enumerate(row):
                canvas.drawString(50 + 90 * m, 700 - 20 * n, text)

    (told,) = read(laid([bare])).notices
    assert told == Notice("I893", values=(("count", 1), ("pages", ("1",))))


BODY = [["1", "Công khai", "7,5", "8,5"], ["2", "Hồ sơ", "3", "4"], ["3", "Đất đai", "2", "4"]]


def test_rows_without_lines_between_them_are_told() -> None:
    stacked = [[*SHORT], ["\n".join(column) for column in zip(*BODY, strict=True)]]
    (told,) = read(laid([lambda it: grid(it, 800, stacked, SIZES, 60)])).notices
    assert told == Notice("I893", values=(("count", 1), ("pages", ("1",))))

    def stripes(canvas: Canvas) -> None:
        for n, row in enumerate(BODY):
            canvas.setFillGray(0.9 - n / 10)
            canvas.rect(50, 700 - 20 * n, 296, 20, stroke=0, fill=1)
            canvas.setFillGray(0)
            for x, text in zip((52, 86, 208, 258), row, strict=False):
                canvas.drawString(x, 705 - 20 * n, text)

    read_of = read(laid([stripes]))
    assert read_of.notices == (told,)
    assert not any(isinstance(it, Row) for it in read_of.blocks)


def not_taken(notice: Notice) -> tuple[str, ...]:
    assert notice.code == "I870"
    return tuple(it.en for _, it in notice.values[:2] if isinstance(it, Text))


def test_what_a_spreadsheet_had_no_room_for_is_told() -> None:
    narrow = [[*SHORT], ["1", "Công khai", "###", "8,5"], ["2", "Hồ sơ", "3", "# khác"]]
    for count, pages in ((1, "1"), (7, "1, 2, 3, 4, 5, 6, …")):
        (told,) = read(laid([lambda it: grid(it, 800, narrow, SIZES, 30)] * count)).notices
        assert not_taken(told) == (f"page {pages} of the PDF", "cells that show ### in place of a figure")


@pytest.mark.parametrize(
    ("second", "height", "told"),
    [
        ([["Mục tiêu"], ["8,5"], ["4"], ["4"]], 30, True),
        ([["Mục tiêu"], ["8,5"], ["4"], ["4"]], 31.5, False),  # rows of other heights
        ([["Mục tiêu"], ["8,5"], ["4"]], 30, False),  # fewer rows
        ([["Đơn vị"], ["Sở Nội vụ"], ["Sở Y tế"], ["4"]], 30, False),  # a table with names of its own
    ],
)
def test_columns_on_another_page_are_told(second: list[list[str]], height: float, told: bool) -> None:
    first = [row[:3] for row in (SHORT, *BODY)]
    notices = read(laid([lambda it: grid(it, 800, first, SIZES, 30), lambda it: grid(it, 800, second, SIZES, height)])).notices
    found = [("page 2 of the PDF", "columns that seem to be a table's on a page before")]
    assert [*map(not_taken, notices)] == (found if told else [])


@pytest.mark.parametrize(("name", "is_rest"), [("Xây dựng văn bản quy", True), ("Xây dựng", False)])
def test_a_word_that_found_no_room_on_a_page_is_the_rest_of_a_label(name: str, is_rest: bool) -> None:
    """Whatever its first letter."""
    top, below = [SHORT, ["1", name, "7,5", "8,5"]], [["", "PHẠM", "", ""], ["2", "Hồ sơ", "3", "4"]]
    found = rows(laid([lambda it: grid(it, 100, top, SIZES, 30), lambda it: grid(it, 800, below, SIZES)]))
    assert [cells[1].text for cells in found[1:]] == ([f"{name} PHẠM", "Hồ sơ"] if is_rest else [name, "PHẠM", "Hồ sơ"])


def test_a_frame_round_words_is_no_table() -> None:
    framed = drawn(b"20 20 500 800 re S BT /F 12 Tf 100 700 Td (Words) Tj ET")
    assert read(framed).blocks == (Paragraph("Words"),)


def test_a_letter_that_its_font_does_not_name_is_no_letter() -> None:
    assert read(drawn(b"BT /F 12 Tf 100 700 Td (\\001 8,97) Tj ET")).blocks == (Paragraph("\ufffd 8,97"),)


TEXT = b"BT /F 9 Tf 9 9 Td (a) Tj ET "
CROSSED = b"".join(b"%d 0 m %d 842 l S 0 %d m 595 %d l S " % (at, at, at, at) for at in range(0, 595, 4))
MUCH = "the PDF holds more than any document does"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (drawn(b"q 1 0 0 1 0 0 cm Q"), "the PDF is a scan, without text"),
        (printed([said("a")], password="x"), "the PDF has a password"),  # noqa: S106  # it is to be refused
        (b"%PDF-1.7 no more", "the PDF is broken"),
        (drawn(TEXT)[:250], "the PDF is broken"),
        (drawn(TEXT, pages=301), "the document has more than 300 pages"),
        (drawn(b"\x81 " * (1 << 16), packing="RunLength"), MUCH),
        (drawn(b" " * ((16 << 20) + 1)), MUCH),
        (drawn(b" " * (1 << 19)), MUCH),
        (drawn(b"BT /F 9 Tf 9 9 Td (" + b"a" * 40_001 + b") Tj ET"), MUCH),
        (drawn(TEXT * 20_001), MUCH),
        (drawn(b"1 1 9 9 re S " * 8_001), MUCH),
        (drawn(TEXT + CROSSED), MUCH),
        (b"%PDF-1.7 stream" + b"\n" * 400_001 + b"endstream", MUCH),
        (b"%PDF-1.7" + b" " * (4 << 20), MUCH),
        (b"%PDF-1.7\n1 0 obj<</Pages[" + b"1 " * 120_000 + b"]>>endobj\ntrailer<</Root 1 0 R>>", MUCH),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(data: bytes, says: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(data)
    assert caught.value.said.say("en").startswith(says)


def test_pages_that_are_pictures_are_told() -> None:
    told = read(printed([said("Chữ"), PageBreak(), Picture(), PageBreak(), said("Chữ"), PageBreak(), Picture()], numbered=False)).notices
    assert told == (Notice("I890", values=(("count", 2), ("pages", ("2", "4")))),)


def test_what_a_library_warns_of_is_not_said(tmp_path: Path) -> None:
    (tmp_path / "plan.pdf").write_bytes(drawn(TEXT + b"1 (a) 2 3 re"))
    call = [sys.executable, "-m", "parplan", "import", "plan.pdf", "--lang", "en"]
    done = subprocess.run(call, cwd=tmp_path, env=clean(), capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "parplan: error: plan.pdf: there is no table with points of rows; where tables are pictures, or have no lines in a "
        "PDF, the Word document is needed\n"
    )
