"""The plan's figures against the figures of section I as printed: both tables, and the footnote's figures in short."""

import unicodedata
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Parplan
from helpers_cli import parplan_here, write_plan
from parplan import points
from parplan.cli.documents import is_aside
from parplan.documents.grid import Grid
from parplan.documents.printed import alike, figures, rank
from parplan.documents.text import Document, figure_in
from parplan.model.cells import cell_of, printed
from parplan.model.fields import FigureField
from parplan.model.plan import Plan
from parplan.points import Rank

PRINTED = Path(__file__).parent / "published" / "cao-bang-2023-section-I.txt"


@pytest.fixture(scope="module")
def text() -> str:
    return PRINTED.read_text(encoding="utf-8")


@pytest.mark.usefixtures("in_root")
def test_every_figure_stands_in_the_cell_it_names(parplan: Parplan) -> None:
    ran = parplan("validate", "--against", str(PRINTED), "--format", "concise")
    assert "C60" not in ran.out
    assert ran.code == 0


@pytest.mark.usefixtures("in_root")
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_document_in_whatever_encoding_its_mark_says(parplan: Parplan, tmp_path: Path, text: str, encoding: str) -> None:
    (tmp_path / "document.txt").write_text(text, encoding=encoding)
    ran = parplan("validate", "--against", str(tmp_path / "document.txt"), "--format", "concise")
    assert ("C60" in ran.out, ran.code) == (False, 0)


def test_every_figure_has_a_cell(plan: Plan) -> None:
    for indicator in plan.walk():
        for field in ("score", "max", "percent", "rank", "change", "rank_change", "planned", "target"):
            if printed(plan, indicator, field) is not None:
                assert cell_of(plan, indicator, field) is not None, (indicator.id, field)


# id, field, how the document prints it, blanks as most of its column has them
CELLS = [
    ("par.1", "planned", "+1"),
    ("par.1", "target", "≥ 8,97"),
    ("par.5", "planned", "1,46"),
    ("par.8", "planned", "2,23"),
    ("par.6.survey", "planned", "0,5"),
    ("par.8.sipas", "score", "7,73"),
    ("papi.1", "planned", "+ 0,81"),
    ("papi.8", "planned", "+ 1"),
    ("sipas", "percent", "74,3"),
    ("sipas", "rank_change", "tăng 01"),
    ("papi", "change", "giảm 0,39"),
    ("par", "max", "100"),
]


@pytest.mark.parametrize(("ident", "field", "reads"), CELLS)
def test_cells_read_as_printed(plan: Plan, ident: str, field: FigureField, reads: str) -> None:
    indicator = plan.by_id[ident]
    assert printed(plan, indicator, field) == reads
    cell = cell_of(plan, indicator, field)
    assert cell is not None
    assert cell.printed == reads


@pytest.fixture
def against(parplan: Parplan, tmp_path: Path) -> Callable[[str], list[str]]:
    """What `validate` says of the document when it has another text: code, path and words of every finding on cells."""

    def said(document: str) -> list[str]:
        file = tmp_path / "document.txt"
        file.write_bytes(document.encode())
        ran = parplan("validate", "--against", str(file), "--format", "concise", "--lang", "en", "--select", "C")
        found = [line.partition("[")[2].replace("]", "", 1) for line in ran.out.splitlines() if "[C" in line]
        assert ran.code == bool(found)
        return found

    return said


ONE, TWO = "“2.1. Về chỉ số PAR-INDEX, SIPAS”", "“2.2. Chỉ số PAPI”"
SENTENCE = "in the sentence “Chỉ số SIPAS …”"

# what is changed in the document without changing a figure
ALIKE = [
    ("≥ 6,63", "≥6,63"),
    ("≥ 6,63", ">= 6,63"),
    ("≥ 6,63", "tối thiểu 6,63"),
    ("≥ 6,63", "đạt 6,63"),
    ("≥ 6,63", "6,63"),
    ("≥ 6,63", "≥ 6.63"),
    ("≥ 6,63", "≥\u00a06,630"),
    ("+ 0,17", "0,17"),
    ("+ 0,17", "+0,170"),
    ("+ 0,17", "+\u20090,17"),
    ("giảm 0,86", "giảm  0,86"),
    ("giảm 0,86", "-0,86"),
    ("giảm 0,86", "–0.860"),
    ("giảm 0,86", "\u2212 0,86"),
    ("giảm 0,86", "Giảm\u00a00,860"),
    ("tăng 01", "tăng 1"),
    ("giảm 02", "–2"),
    ("57/63", "57 / 63"),
    ("57/63", "057/63"),
    ("(74,3%)", "(74,30 %)"),
    ("(74,3%)", "( 74.3% )"),
    ("xếp hạng 63/63", "xếp hạng: 63 / 63"),
    ("<i>Chỉ số SIPAS</i>", "CHỈ SỐ SIPAS"),
    ("kinh tế - xã hội</i>", "kinh tế – xã hội</i>"),
    ("2.2. Chỉ số PAPI", "2.2.\u00a0 CHỈ SỐ PAPI"),
    ("2.1. Về chỉ số PAR-INDEX, SIPAS", "2.1. Về chỉ số PAR–INDEX, SIPAS\t\t"),
    ("Chỉ số PAR-INDEX đạt", "Chỉ số PAR – INDEX đạt"),
    ("Xếp hạng\tĐiểm\t", "XẾP HẠNG\tĐiểm\u00a0\t"),
    ("Điểm tối đa\tDự", '"Điểm\ntối đa"\tDự'),
    ("Điểm tối đa\tDự", "Điểm\x0btối đa\tDự"),
    ("Cải cách thể chế", '"Cải cách\r\nthể chế"'),
    ("giảm 0,86", "trừ 0,86"),
    ("Cải cách thể chế", "Cải cách\nthể chế"),
    ("6\tCải cách tài chính công", "6.\tCải cách tài chính công"),
    ("\n8\tQuản trị điện tử", "\n8)\tQuản trị điện tử"),
    ("Chỉ số nội dung", "Chỉ\u00adsố nội dung".replace("\u00ads", "\u00ad s")),
    ("năm 2023 (điểm)", "năm 2023\u200b (điểm)"),
]


# what stands before a figure; the figure that a document says so, and which way it goes where it is typed
SIGNS = [
    ("đạt 8,97", "8.97", 0),
    ("trên 8,97", "8.97", 0),
    ("đạt trên 8,97 %", "8.97", 0),
    ("giảm 0,25", "-0.25", -1),
    ("tụt 2", "-2", -1),
    ("tăng thêm 0,5", "0.5", 1),
    ("– 0,25", "-0.25", -1),
    ("tăng -0,25", None, 0),  # nobody knows
    ("khoảng 8,97", None, 0),
]


@pytest.mark.parametrize(("text", "value", "sign"), SIGNS)
def test_words_before_a_figure_are_read_as_where_points_are_typed(text: str, value: str | None, sign: int) -> None:
    assert figures(text) == (frozenset() if value is None else {Decimal(value)})
    assert points.sign_of(text) == sign


@pytest.mark.parametrize(("text", "read"), [("57 / 63", Rank(57, 63)), ("57", Rank(57, None)), ("–57/63", None), ("+57/63", None)])
def test_a_rank_has_no_sign(text: str, read: Rank | None) -> None:
    assert rank(text) == read


def test_where_a_tone_mark_stands_is_typography() -> None:
    assert alike("Hoà Bình 8,5", "Hòa Bình 8,50")
    assert not alike("Hoà Bình 8,5", "Hoa Bình 8,5")
    document = Document.read("Số hoá\n\tTên\tĐiểm\n1\tHoà Bình\t8,5\n\nTỷ lệ số hoá đạt 8,5.\n", "d.txt")
    (grid,) = document.grids("Số hóa", ["Tên", "Điểm"], [])
    at = grid.place(["Hòa Bình"], 0, 1)
    assert at is not None
    assert grid.rows[at] == ("1", "Hoà Bình", "8,5")
    assert figure_in(document.sentences("tỷ lệ số hóa"), "số hóa #.") == "đạt 8,5"


@pytest.mark.parametrize(("heading", "score"), [("Xã A", "8"), ("Xã A [1]", "8"), ("Xã A [2]", "7"), ("Xã A [3]", "6"), ("Xã A [4]", None)])
def test_of_several_tables_under_a_heading_each_is_found(heading: str, score: str | None) -> None:
    made = [f"STT\tTên\tĐiểm\n1\tHồ sơ\t{n}\n2\tĐất đai\t5\n" for n in (8, 7, 6, 9)]
    text = "Xã A\n{}\nĐơn vị: điểm\n{}Xã C\n{}Xã A\n{}Xã B\n{}".format(*made[:2], made[3], made[2], made[0])
    grids = Document.read(text, "d.txt", is_aside).grids(heading, ["Tên", "Điểm"], ["Xã B"])
    at = grids[0].place(["1"], 0, 1) if grids else None
    row = None if at is None else grids[0].rows[at]
    assert row == (("1", "Hồ sơ", score) if score else None)


@pytest.mark.usefixtures("in_root")
@pytest.mark.parametrize(("old", "new"), ALIKE)
def test_typography_is_no_figure(against: Callable[[str], list[str]], text: str, old: str, new: str) -> None:
    assert old in text
    assert against(text.replace(old, new)) == []


@pytest.mark.usefixtures("in_root")
def test_all_of_it_at_once_in_windows_and_in_capitals(against: Callable[[str], list[str]], text: str) -> None:
    assert against("\ufeff" + text.upper().replace("<I>", "").replace("</I>", "").replace("\n", "\r\n")) == []


# what is changed in the document, and the finding it gets
CHANGED = [
    ("7,73", "7,43", f"C602 par.8.sipas.score: in {ONE}, row 8 / Chỉ số SIPAS, column Điểm, the document reads “7,43”, not “7,73”"),
    ("≥ 6,63", "≥ 6,25", "reads “≥ 6,25”, not “≥ 6,63”"),
    ("≥ 6,63", "≥ 6,6", "reads “≥ 6,6”, not “≥ 6,63”"),
    ("≥ 6,63", "≥ -6,63", "reads “≥ -6,63”, not “≥ 6,63”"),
    ("≥ 6,63", "≥ 663", "reads “≥ 663”, not “≥ 6,63”"),
    ("≥ 6,63", "≤ 6,63", "reads “≤ 6,63”, not “≥ 6,63”"),
    ("≥ 6,63", "> 6,63", "reads “> 6,63”, not “≥ 6,63”"),
    ("≥ 6,63", "trên 6,63", "reads “trên 6,63”, not “≥ 6,63”"),
    ("≥ 6,63", "+6,63", "reads “+6,63”, not “≥ 6,63”"),
    ("≥ 6,63", "6,63%", "reads “6,63%”, not “≥ 6,63”"),
    ("+ 0,17", "0,17%", "reads “0,17%”, not “+ 0,17”"),
    ("≥ 6,63", "6,63 7,21", "reads “6,63 7,21”, not “≥ 6,63”"),
    ("giảm 0,86", "tăng 0,86", f"C602 sipas.change: {SENTENCE} (change), the document reads “tăng 0,86”, not “giảm 0,86”"),
    ("giảm 0,86", "0,86", "reads “0,86”, not “giảm 0,86”"),
    ("(74,3%)", "(77,3%)", f"C602 sipas.percent: {SENTENCE} (percent), the document reads “77,3”, not “74,3”"),
    ("57/63", "57", "reads “57”, not “57/63”"),
    ("57/63\t8,76\t", "57/63\t\t", f"C601 par.6.score: in {ONE}, row 6, column Điểm, the document has nothing"),
    ("đạt 7,43/10 điểm (74,3%)", "(74,3%)", f"C601 sipas.score: {SENTENCE} (score), the document has nothing"),
]


@pytest.mark.usefixtures("in_root")
@pytest.mark.parametrize(("old", "new", "words"), CHANGED)
def test_a_changed_figure_is_noticed(against: Callable[[str], list[str]], text: str, old: str, new: str, words: str) -> None:
    assert old in text
    assert any(words in said for said in against(text.replace(old, new)))


DEPENDS = "; figures that depend on it: "
# what the document does not have, and the one finding it gets: figures are counted, not listed
ABSENT = [
    ("2.2. Chỉ số PAPI", "2.3. Chỉ số PAPI", f"C603 tables.table-2.2.heading: the document has no table under {TWO}{DEPENDS}40"),
    (
        "\tDự kiến tăng điểm năm 2023\t",
        "\tTăng\t",
        f"C604 tables.table-2.2.columns.planned: the table {TWO} has no column “Dự kiến tăng điểm năm 2023”{DEPENDS}8",
    ),
    ("\n4\tKiểm soát", "\n9\tKiểm soát", f"C605 papi.4.row: the table {TWO} has no row “4”{DEPENDS}5"),
    ("\n5\tCải cách", "\n15\tCải cách", f"C605 par.5.row: the table {ONE} has no row “5”{DEPENDS}11"),
    ("<i>Chỉ số SIPAS</i>", "<i>Chỉ số X</i>", f"C605 par.8.sipas.name: the table {ONE} has no row “8 / Chỉ số SIPAS”{DEPENDS}3"),
    (
        "Chỉ số PAPI đạt",
        "Chỉ số Y đạt",
        f"C607 papi.row: the document has no sentence with these figures that begins with “Chỉ số PAPI”{DEPENDS}6",
    ),  # but a heading
    (
        "xếp hạng",
        "xếp thứ",
        f"C607 tables.footnote-1.sentences.rank: the document has no sentence with the words “xếp hạng … tỉnh”{DEPENDS}3",
    ),
]


@pytest.mark.usefixtures("in_root")
@pytest.mark.parametrize(("old", "new", "said"), ABSENT)
def test_what_is_not_there_is_told_once(against: Callable[[str], list[str]], text: str, old: str, new: str, said: str) -> None:
    assert old in text
    assert against(text.replace(old, new)) == [said]


@pytest.mark.usefixtures("in_root")
def test_a_column_of_names_is_needed_only_for_rows_without_a_number(against: Callable[[str], list[str]], text: str) -> None:
    assert against(text.replace("\tChỉ số nội dung\t", "\tNội dung\t")) == []
    assert against(text.replace("\tLĩnh vực\t", "\tNội dung\t")) == [
        f"C604 tables.table-2.1.columns.name: the table {ONE} has no column “Lĩnh vực”{DEPENDS}36"
    ]


@pytest.mark.usefixtures("in_root")
def test_a_sentence_without_its_figures_is_told_once(against: Callable[[str], list[str]], text: str) -> None:
    line = next(line for line in text.splitlines() if "Chỉ số PAPI đạt" in line)
    assert against(text.replace(line, "- Chỉ số PAPI chưa công bố.")) == [
        f"C607 papi.row: the document has no sentence with these figures that begins with “Chỉ số PAPI”{DEPENDS}6"
    ]


@pytest.mark.usefixtures("in_root")
def test_another_document_is_told_in_one_sentence(against: Callable[[str], list[str]]) -> None:
    (said,) = against("# Một văn bản khác\n\nSTT\tĐiểm\n1\t7,97\n")
    assert said.startswith("C609 tables: ")
    assert said.endswith("document.txt has none of the tables and sentences that the plan names; figures that depend on them: 134")


HEAD = "plan: {id: t, name: T, year: 2022, target_year: 2023}\ntables:\n  t:\n    heading: Bảng\n"
COLUMNS = "    columns: {row: STT, name: Tên, score: Điểm, change: Tăng, planned: Dự kiến}\n"
INDEX = "indices:\n  - {id: a, name: A, decimals: 2, max: 10, rows_in: t, rows: [{id: a.1, row: 1, name: Một, §}]}\n"


def found_in(tmp_path: Path, indicators: str, document: str, targets: str = "{}") -> list[str]:
    """What is found on cells in a small plan."""
    folder = write_plan(tmp_path / "plan", HEAD + indicators, f"targets: {targets}\n")
    (folder / "d.txt").write_text(document, encoding="utf-8")
    arguments = ["--against", "plan/d.txt", "--format", "concise", "--lang", "en", "--select", "C"]
    ran = parplan_here("validate", "plan", *arguments, cwd=tmp_path)
    return [line.partition("[")[2].replace("]", "", 1) for line in ran.out.splitlines()]


TABLE = "Bảng\nSTT\tTên\tĐiểm\tTăng\tDự kiến\n1\tMột\t{}\t{}\t{}\n"


@pytest.mark.parametrize(
    ("row", "cells", "codes"),
    [
        # a change and an increase below 0: the sign in the cell is a sign, however it is drawn and whatever the column usually has
        ("score: 7.97, change: -0.25", ("7,97", "–0,25", ""), []),
        ("score: 7.97, change: -0.25", ("7,97", "0,25", ""), ["C602 a.1.change"]),
        ("score: 7.97, change: 0.25", ("7,97", "- 0,25", ""), ["C602 a.1.change"]),
        # known, but not printed
        ("score: 7.97", ("", "", ""), ["C601 a.1.score"]),
        ("score: 7.97", ("–", "", ""), ["C601 a.1.score"]),
        ("score: 7.97, printed: {score: null}", ("", "", ""), []),
        ("score: 7.97, printed: {score: }", ("–", "", ""), []),
        ("score: 7.97, printed: {score: null}", ("7,97", "", ""), ["C608 a.1.score"]),
        ("score: 7.97, printed: {score: null}, change: 1", ("", "", ""), ["C601 a.1.change"]),
        # a place that the plan does not name
        ("score: 7.97, rank: 1/2", ("7,97", "", ""), ["C606 tables.t.rank"]),
        ("score: 7.97, rank: 1/2, printed: {rank: null}", ("7,97", "", ""), []),
        # thousands
        ("score: 1234.5", ("1.234,5", "", ""), []),
        ("score: 1234", ("1.234", "", ""), []),
        ("score: 1234", ("1 234", "", ""), []),
        ("score: 1.234", ("1,234", "", ""), []),
    ],
)
def test_what_a_cell_may_read(tmp_path: Path, row: str, cells: tuple[str, str, str], codes: list[str]) -> None:
    indicators = COLUMNS + INDEX.replace("max: 10", "printed: {max: null}, max: 10").replace("§", row)
    said = found_in(tmp_path, indicators, TABLE.format(*cells))
    assert [line.partition(":")[0] for line in said] == codes


TARGETED = COLUMNS.replace("planned: Dự kiến", "target: Dự kiến") + '    printed: {target: "§"}\n'
# a row of the plan, its column's form, its target, the cell of the document; and what the document should read there, if anything else
STATED = [
    ("", "≥ #", "8.50", "≥ 8,50", None),
    ("", "≥ #", "8.50", "8,50 điểm", None),
    ("", "#", "8.50", "từ 8,50 trở lên", None),
    ("", "≥ #", "8.50", "> 8,50", "≥ 8,50"),
    ("", "#", "8.50", "trên 8,50", "8,50"),
    ("", "#", "8.50", "đạt trên 8,50", "8,50"),
    ("", "≥ #", "8.50", "+8,50", "≥ 8,50"),
    ("", "≥ #", "8.50", "≥ 8,50, hạng 3", "≥ 8,50"),
    # more than, and at most
    ("", "≥ #", "{more_than: 8.50}", "> 8,5", None),
    ("", "≥ #", "{more_than: 8.50}", "trên 8,50", None),
    ("", "≥ #", "{more_than: 8.50}", "≥ 8,50", "> 8,50"),
    ("", "#", "{more_than: 8.50}", "8,50", "> 8,50"),
    ("", "≥ #", '{more_than: 8.50}, printed: {target: "> 8,50"}', "≥ 8,50", "> 8,50"),
    ("", "≥ #", '{more_than: 8.50}, printed: {target: "8,50"}', "8,50", None),
    # what is copied as it is printed has the plan's figure, whatever its signs
    ("", "≥ #", '{more_than: 9.00}, printed: {target: "trên 8,00"}', "trên 8,00", "> 9,00"),
    ("", "≥ #", '{rank: 5}, printed: {target: "trên 8,00"}', "trên 8,00", "hạng 5"),
    ("", "≥ #", '{rank: 5}, printed: {target: "đứng thứ năm"}', "đứng thứ năm", None),
    ("better: lower", "#", "4.9", "≤ 4,90", None),
    ("better: lower", "#", "4.9", "4,9", None),
    ("better: lower", "#", "4.9", "không quá 4,9", None),
    ("better: lower", "#", "4.9", "<= 4,80", "4,9"),
    ("better: lower", "#", "4.9", "< 4,90", "4,9"),
    ("better: lower", "#", "4.9", "≥ 4,90", "4,9"),
    ("better: lower", "≥ #", "{at_most: 4.9}", "≤ 4,90", None),
    ("better: lower", "≥ #", "{at_most: 4.9}", "≥ 4,90", "≤ 4,9"),
    ("", "#", "4.9", "≤ 4,90", "4,9"),
    # percent is another unit, unless the column says so, or nobody knows
    ("", "≥ #", "8.50", "8,50%", "≥ 8,50"),
    ("", "#%", "8.50", "8,50%", None),
    ("max: 100", "≥ #", "8.50", "8,50%", None),
    ("max: null", "≥ #", "8.50", "8,50%", None),
    ("", "≥ #", "{percent: 85}", "≥ 85 %", None),
    ("", "≥ #", "{percent: 85}", "85", None),
    ("", "≥ #", "{percent: 85}", "85 điểm", "≥ 85"),
    ("", "≥ #", "{more_than: {percent: 85}}", "trên 85%", None),
    # several statements: in the cell, or beside it
    ("", "#", "{points: 4.9, rank: 6}", "≥ 4,90, hạng 6", None),
    ("", "#", "{points: 4.9, rank: 6}", "≥ 4,90 và hạng 6", None),
    ("", "#", "{points: 4.9, rank: 6}", "hạng 6, 4,90", None),
    ("", "#", "{points: 4.9, rank: 6}", "4,9\t6/10", "4,9, hạng 6"),
    ("", "#", "{points: 4.9, rank: 6}", "4,9\t6", None),
    ("", "#", "{points: 4.9, rank: 6}", "4,9", "4,9, hạng 6"),
    ("", "#", "{points: 4.9, rank: 6}", "≥ 4,80, hạng 6", "4,9, hạng 6"),
    ("", "#", "{points: 4.9, rank: 6}", "≥ 4,90, hạng 9", "4,9, hạng 6"),
    ("", "#", "{points: 4.9, places: 2}", "≥ 4,90", "4,9, tăng 2 bậc"),
    ("", "#", '{points: 4.9, rank: 6}, printed: {target: "≥ 4,9"}', "≥ 4,90", None),
    # no figure at all
    ("", "#", "{group: Khá}", "nhóm khá", None),
    ("", "#", "{group: Khá}", "nhóm Tốt", "nhóm Khá"),
    ("", "#", '{group: Khá}, printed: {target: "loại Khá"}', "Loại khá", None),
]


@pytest.mark.parametrize(("row", "pattern", "target", "cell", "reads"), STATED)
def test_a_cell_states_what_the_target_does(tmp_path: Path, row: str, pattern: str, target: str, cell: str, reads: str | None) -> None:
    about = "max: 10, printed: {max: null}".replace("max: 10", row if row.startswith("max") else f"max: 10, {row}".rstrip(", "))
    indicators = TARGETED.replace("§", pattern) + INDEX.replace("max: 10, ", "").replace("§", about)
    said = found_in(tmp_path, indicators, TABLE.format("", "", cell), f"{{a.1: {{target: {target}}}}}")
    place, own = "in “Bảng”, row 1, column Dự kiến", cell.partition("\t")[0]
    assert said == ([] if reads is None else [f"C602 a.1.target: {place}, the document reads “{own}”, not “{reads}”"])


def test_a_target_that_states_otherwise_is_written_as_it_is_stated(tmp_path: Path) -> None:
    folder = write_plan(
        tmp_path / "p",
        HEAD + TARGETED.replace("§", "≥ #") + INDEX.replace("max: 10", "max: 10, printed: {max: null}").replace("§", "max: null"),
        "targets: {a.1: {target: 8.50}}\n",
    )
    (tmp_path / "d.txt").write_text(TABLE.format("", "", "trên 8,50"), encoding="utf-8")
    said = parplan_here("validate", str(folder), "--against", str(tmp_path / "d.txt"), "--lang", "en").out
    assert "help: write the target as the document states it: {more_than: 8.50}" in said


@pytest.mark.parametrize(
    ("pattern", "planned", "cell", "reads"),
    [
        ("+ #", "-0.25", "–0,25", "-0,25"),
        ("+ #", "0.25", "+ 0,25", "+ 0,25"),
        ("# điểm", "-0.25", "\u2212 0,25 điểm", "-0,25 điểm"),
        ("tăng # điểm", "0.25", "Tăng 0,250  điểm", "tăng 0,25 điểm"),
    ],
)
def test_a_pattern_takes_a_minus_sign(tmp_path: Path, pattern: str, planned: str, cell: str, reads: str) -> None:
    """And a finding on another figure shows what was expected: with a minus where the column has a plus."""
    column = COLUMNS + f'    printed: {{planned: "{pattern}"}}\n'
    indicators = column + INDEX.replace("max: 10, ", "").replace("§", "max: 5")
    targets = f"{{a.1: {{planned: {planned}}}}}"
    indicators = indicators.replace("max: 5", "max: 5, printed: {max: null}")
    assert found_in(tmp_path, indicators, TABLE.format("", "", cell), targets) == []
    (said,) = found_in(tmp_path, indicators, TABLE.format("", "", "9,99"), targets)
    assert said.endswith(f"the document reads “9,99”, not “{reads}”")


def test_many_figures_without_a_place_are_counted_on_few_fingers(tmp_path: Path) -> None:
    rows = "".join(f"{{id: a.{n}, name: N, score: 1}}, " for n in range(9))
    said = found_in(tmp_path, COLUMNS + f"indices:\n  - {{id: a, name: A, decimals: 2, rows: [{rows}]}}\n", TABLE.format("", "", ""))
    assert said == ["C606 a: no place in the document is given for: a.0.score, a.1.score, a.2.score, a.3.score, a.4.score, a.5.score, …"]


def test_a_sentence_takes_a_minus_sign(tmp_path: Path) -> None:
    indicators = '    sentences: {score: "đạt # điểm", change: "(# so"}\n' + (
        "indices:\n  - {id: a, name: A, row: Chỉ số A, table: t, decimals: 2, score: 7.97, change: -0.25}\n"
    )
    for change in ("-0,25", "–0,25", "\u2212 0,25"):
        assert found_in(tmp_path, indicators, f"- Chỉ số A đạt 7,97 điểm ({change} so với năm 2021).\n") == []
    assert len(found_in(tmp_path, indicators, "Chỉ số A đạt 7,97 điểm (0,25 so với năm 2021).\n")) == 1


# A table with line breaks inside its cells, as they come: spreadsheets put such cells in quotes, word processors may not.
BROKEN = [
    'STT\tTên\t"Điểm\nnăm 2023"\t"Tăng, ""thật"""\tDự kiến\n1\tMột\t7,97\t-0,25\t+1\n2\t"Hai\n\nba"\t8\t0\t0\n',
    'STT\tTên\tĐiểm\nnăm 2023\tTăng, "thật"\tDự kiến\n1\tMột\t7,97\t-0,25\t+1\n2\tHai\nba\t8\t0\t0\n',
    'STT\tTên\tĐiểm\x0bnăm 2023\tTăng, "thật"\tDự kiến\n1\tMột\t7,97\t-0,25\t+1\n2\tHai\u2028ba\t8\t0\t0\n',
]
# What must not be taken for one: trailing tabs that an editor took away, and a title of a section behind them.
NOT_BROKEN = 'STT\tTên\tĐiểm năm 2023\tTăng, "thật"\tDự kiến\n1\tMột\t7,97\t-0,25\t+1\nI\tPhần\n2\tHai ba\t8\t0\t0\n\tx\t1\t2\nII\tPhần\n'


@pytest.mark.parametrize("table", [*BROKEN, NOT_BROKEN])
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_a_line_break_inside_a_cell_is_none_between_rows(tmp_path: Path, table: str, ending: str) -> None:
    columns = "    columns: {row: STT, name: Tên, score: Điểm năm 2023, change: 'Tăng, \"thật\"', planned: Dự kiến}\n"
    rows = (
        "indices:\n  - {id: a, name: A, decimals: 2, rows_in: t, rows: [{id: a.1, row: 1, name: Một, score: 7.97, change: -0.25},"
        " {id: a.2, row: Hai ba, name: Hai, score: 8, change: 0}]}\n"
    )
    document = '“Lời mở đầu” và "lời khác\n\nBảng\n' + table + '\nNơi nhận: "các sở".\n'
    assert found_in(tmp_path, columns + rows, document.replace("\n", ending), "{a.1: {planned: 1}, a.2: {planned: 0}}") == []


def test_tables_below_one_another_are_told_apart(tmp_path: Path) -> None:
    """As pasted from a sheet: every line has its tabs, the headings as well."""
    indicators = (
        "    columns: {row: STT, score: Điểm}\n  u:\n    heading: Bảng khác\n    columns: {row: STT, score: Điểm}\n"
        "indices:\n  - {id: a, name: A, decimals: 2, rows_in: t, rows: [{id: a.1, row: 1, name: Một, score: 1}]}\n"
        "  - {id: b, name: B, decimals: 2, rows_in: u, rows: [{id: b.1, row: 1, name: Một, score: 2},"
        " {id: b.2, row: 2, name: Hai, score: 3}]}\n"
    )
    both = "Bảng\t\nSTT\tĐiểm\n1\t1\nBảng khác\t\nSTT\tĐiểm\n1\t2\n2\t3\n"
    assert found_in(tmp_path, indicators, both) == []
    missing = both.replace("1\t1\n", "")
    assert found_in(tmp_path, indicators, missing) == [f"C605 a.1.row: the table “Bảng” has no row “1”{DEPENDS}1"]


@given(
    st.decimals(-99, 99, places=2, allow_nan=False, allow_infinity=False),
    st.sampled_from(",."),
    st.sampled_from("-–−—‐"),
    st.sampled_from(["", "≥ ", ">=", "trên "]),
    st.sampled_from(["", " ", "\u00a0", "\u2009"]),
    st.sampled_from(["", "0", "000"]),
    st.sampled_from(["", "%", " %"]),
)
def test_a_figure_reads_as_it_is_however_it_is_written(
    value: Decimal, mark: str, dash: str, lead: str, blank: str, zeros: str, end: str
) -> None:
    sign = f"{dash}{blank}" if value < 0 else blank and f"+{blank}"
    written = f"{lead}{sign}{abs(value)}{zeros}{end}".replace(".", mark)
    read = figures(written)
    assert value in read
    # a thousand may be written so as well; no other figure
    assert all(abs(it) >= 1000 for it in read - {value})


def test_a_table_goes_on_behind_a_page_break(plan: Plan, text: str) -> None:
    # Row 8's label is split, and the heading rows stand between its two halves.
    table = grid_of(plan, text)
    at = table.column("Điểm")
    assert at is not None
    for path, score in ((("8",), "10,82"), (("8", "Chỉ số SIPAS"), "7,73"), (("7", "Chỉ số SIPAS"), None), (("9",), None)):
        row = table.place(path, 0, 1)
        assert (None if row is None else table.rows[row][at]) == score


def grid_of(plan: Plan, text: str) -> Grid:
    """The first table of the plan, as the document has it."""
    table = plan.tables["table-2.1"]
    (grid,) = Document.read(text, "plan").grids(table.heading or "", (table.columns or {}).values(), ())
    return grid


# A table of two rows, and what else the document has; what is found, but for where the first place is.
AGAIN = "STT\tTên\tĐiểm\tTăng\tDự kiến\n"
PLACES = [
    ("a row again, alike", "1\tMột\t8,00\n2\tHai\t7\n1\tMột\t8\n", []),
    ("a row again", "1\tMột\t8,00\n2\tHai\t7\n1\tMột\t8,50\n", ["“8,00”; another table or row that fits has “8,50”"]),
    ("a row again, further", "1\tMột\t8,00\n1\tMột\t9\n1.\tMột\t9,5\n", ["“8,00”; another table or row that fits has “9”, “9,5”"]),
    ("another row with its number", "1\tMột\t8,00\n2\tHai\t7\n1\tBa\t8,50\n", []),
    ("again without a figure", "1\tMột\t8,00\n1\tMột\t\n", []),
    ("a table again, alike", f"1\tMột\t8,00\n\nBảng\n{AGAIN}1\tMột\t8\n", []),
    ("a table again", f"1\tMột\t8,00\n\nBảng\n{AGAIN}1\tMột\t8,50\n", ["“8,00”; another table or row that fits has “8,50”"]),
    ("a table of others", f"1\tMột\t8,00\n\nBảng\n{AGAIN}1\tBa\t8,50\n", []),
    ("a table that goes on", f"1\tMột\t8,00\n\nBảng\n{AGAIN}2\tHai\t8,50\n", []),
]
UNPRINTED = INDEX.replace("max: 10", "max: 10, printed: {max: null}").replace("§", "score: 8")


@pytest.mark.parametrize(("rows", "found"), [pytest.param(*it, id=name) for name, *it in PLACES])
def test_two_places_that_differ_are_told(tmp_path: Path, rows: str, found: list[str]) -> None:
    said = [it for it in found_in(tmp_path, COLUMNS + UNPRINTED, f"Bảng\n{AGAIN}{rows}") if not it.startswith("C611")]
    assert said == [f"C610 a.1.score: in “Bảng”, row 1, column Điểm, the document reads {it}" for it in found]


@pytest.mark.parametrize(
    ("heading", "row", "document"),
    [
        ("Bảng [1]", "1", f"Bảng\n{AGAIN}1\tMột\t8\n\nBảng\n{AGAIN}1\tMột\t9\n"),
        ("Bảng [2]", "1", f"Bảng\n{AGAIN}1\tMột\t9\n\nBảng\n{AGAIN}1\tMột\t8\n"),
        ("Bảng", "Một [1]", f"Bảng\n{AGAIN}1\tMột\t8\n1\tMột\t9\n"),
        ("Bảng", "Một [2]", f"Bảng\n{AGAIN}1\tMột\t9\n1\tMột\t8\n"),
    ],
)
def test_of_two_places_the_plan_says_which(tmp_path: Path, heading: str, row: str, document: str) -> None:
    indicators = (HEAD + COLUMNS + UNPRINTED).replace("row: 1", f'row: "{row}"').replace("heading: Bảng", f'heading: "{heading}"')
    folder = write_plan(tmp_path / "plan", indicators)
    (folder / "d.txt").write_text(document, encoding="utf-8")
    assert "[C6" not in parplan_here("validate", "plan", "--against", "plan/d.txt", "--format", "concise", cwd=tmp_path).out


def test_parts_of_other_rows_are_no_second_place(tmp_path: Path) -> None:
    rows = (
        "indices:\n  - {id: a, name: A, decimals: 2, rows_in: t, rows: [{id: a.1, row: 1, name: Một, score: 8,\n"
        "    parts: [{id: a.1.x, name: Hồ sơ, score: 3}, {id: a.1.y, name: Đất, score: 5}]}]}\n"
    )
    table = f"Bảng\n{AGAIN}1\tMột\t8\n\tHồ sơ\t3\n\tĐất\t5\n§2\tHai\t8\n\tHồ sơ\t4\n".replace("2\tHai", "II\tHai")
    assert found_in(tmp_path, COLUMNS + rows, table.replace("§", "")) == []
    assert found_in(tmp_path, COLUMNS + rows, table.replace("§", "\tHồ sơ\t2\n")) == [
        "C610 a.1.x.score: in “Bảng”, row 1 / Hồ sơ, column Điểm, the document reads “3”; another table or row that fits has “2”"
    ]


# What a table has beside its row 1 with the score 8, which is all that the plan has; and what is told of that.
BEYOND = [
    ("a row", "2\tHai\t7\n", "2 (Điểm)"),
    ("a figure of a row", "§\t\t0,50\n", "1 (Dự kiến)"),
    ("a total", "Tổng\t\t8,00\t\t+1,10\n", "Tổng (Điểm, Dự kiến)"),
    ("a total below the name", "\tTổng cộng\t8\n", "Tổng cộng (Điểm)"),
    ("rows of a section", "I\tPhần\t7\n\tTrong đó\t3\n\tGhi chú\t\n", ""),
    ("words", "2\tHai\tchưa có\n", ""),
    ("the row again", "1\tMột\t8\n", ""),
    ("numbers of columns", "(1)\t(2)\t(3)\t(4)\t(5)\n", ""),
    ("a table below", "\nNăm\tTên\tĐiểm\n2021\tX\t5\n", ""),
    ("numbers that begin anew", "1\tBa\t5\n2\tBốn\t6\n", ""),
    ("another table", "\nSTT\tĐơn vị\tĐiểm\n2\tX\t5\n", ""),
]


@pytest.mark.parametrize(("more", "told"), [pytest.param(*it, id=name) for name, *it in BEYOND])
def test_figures_that_the_plan_lacks_are_told_once_a_table(tmp_path: Path, more: str, told: str) -> None:
    row = more if more.startswith("§") else f"\n{more}"
    said = found_in(tmp_path, COLUMNS + UNPRINTED, f"Bảng\n{AGAIN}1\tMột\t8{row.replace('§', '')}")
    assert said == ([f"C611 tables.t.heading: the table “Bảng” prints figures that the plan lacks: {told}"] if told else [])


def test_of_an_excerpt_the_document_has_more(tmp_path: Path) -> None:
    indicators = COLUMNS + UNPRINTED.replace("decimals: 2, max: 10", "decimals: 2, excerpt_of: 3, max: 10")
    assert found_in(tmp_path, indicators, f"Bảng\n{AGAIN}1\tMột\t8\n2\tHai\t7\n") == []


def test_a_total_that_the_plan_has_elsewhere_is_not_lacking(tmp_path: Path) -> None:
    indicators = '  s:\n    sentences: {score: "đạt # điểm"}\n' + UNPRINTED.replace(
        "rows_in: t", "row: Chỉ số A, table: s, score: 8, rows_in: t"
    )
    document = f"Chỉ số A đạt 8 điểm.\n\nBảng\n{AGAIN}1\tMột\t8\nTổng\t\t§\n"
    assert found_in(tmp_path, COLUMNS + indicators, document.replace("§", "8,00")) == []
    assert found_in(tmp_path, COLUMNS + indicators, document.replace("§", "8,10")) == [
        "C611 tables.t.heading: the table “Bảng” prints figures that the plan lacks: Tổng (Điểm)"
    ]


def test_decomposed_letters_read_alike(plan: Plan, text: str) -> None:
    assert grid_of(plan, unicodedata.normalize("NFD", text)) == grid_of(plan, text)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_document_that_cannot_be_read(parplan: Parplan, tmp_path: Path, lang: str) -> None:
    ran = parplan("validate", "--against", str(tmp_path / "none.txt"), "--lang", lang)
    assert (ran.code, ran.out) == (2, "")
    assert str(tmp_path / "none.txt") in ran.err
