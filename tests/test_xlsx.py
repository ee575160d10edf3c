"""Tables as workbooks, `-o FILE.xlsx`, and CSV for people, `--excel`: read back, cell by cell."""

import csv
import io
import itertools
import re
import zipfile
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from helpers_cli import DATA, HEAD, parplan_here, write_plan
from parplan.points import Rank
from parplan.render import xlsx
from parplan.render.table import Aimed, Column, Formula, Input, Kind, Line, Mark, Ref, Table
from parplan.reports.odds import Likelihood
from parplan.text import Message, Text, Word
from workbooks import read

# Every command that answers tables.
COMMANDS = [
    "gap",
    "gap par --leads",
    "gap --plans .",
    "progress --as-of 2024-12-31",
    "review",
    "review --layers",
    "explain par.8.score",
    "explain A301",
    "project par --share 60%",
    "project --scenario own-work-only --scenario surveys-at-half",
    "reach papi --at-least 43",
    "simulate papi --n 100",
    "validate --known",
    "errata list",
    "errata suggest",
    "rule",
    "units",
    "units --matrix",
    "units so-noi-vu",
    "tasks",
    "rank papi",
    "realism",
    "compare . .",
    "report",
]
# The sheets of the report, in both languages.
SHEETS = {
    "vi": "PAR INDEX|SIPAS|PAPI|Tổng điểm|Kiểm tra số liệu|Phát hiện|Đơn vị PAR INDEX|Đơn vị SIPAS|Đơn vị PAPI|Nhiệm vụ|Các năm|Nguồn",
    "en": "PAR INDEX|SIPAS|PAPI|Totals|Equations|Findings|Units PAR INDEX|Units SIPAS|Units PAPI|Tasks|Years|Source",
}


def written(folder: Path, *typed: str, lang: str = "en") -> bytes:
    """The workbook that a command writes, of the embedded plan."""
    file = folder / "answer.xlsx"
    ran = parplan_here(*typed, "-o", str(file), "--lang", lang, cwd=DATA)
    assert ran.code in (0, 1), ran.err
    assert ran.out == ""
    return file.read_bytes()


def parts(data: bytes) -> dict[str, str]:
    """The XML of a workbook, by part."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.mark.parametrize(("typed", "lang"), list(zip(COMMANDS, itertools.cycle(("vi", "en")))))
def test_every_command_that_answers_tables_writes_a_workbook(tmp_path: Path, typed: str, lang: str) -> None:
    book = read(written(tmp_path, *typed.split(), lang=lang))
    for sheet in book.looks:
        assert 0 < len(sheet.title) <= 31
        assert not set(sheet.title) & set("[]:*?/\\")
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == 9  # A4
        assert sheet.page_setup.fitToWidth in (None, 1)
    assert len({sheet.title.casefold() for sheet in book.looks}) == len(book.looks.sheetnames)


@pytest.mark.parametrize("typed", ["gap", "report", "report --scenario own-work-only", "simulate papi --n 100"])
def test_the_same_call_writes_the_same_bytes(tmp_path: Path, typed: str) -> None:
    first = written(tmp_path, *typed.split())
    assert written(tmp_path, *typed.split()) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert "<dcterms:created" in parts(first)["docProps/core.xml"]


def test_formulas_are_those_that_the_library_would_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = written(tmp_path, "report")
    monkeypatch.delattr(xlsx._Sheet, "_prepare_formula")
    assert written(tmp_path, "report") == book


def test_a_workbook_is_no_other_form(tmp_path: Path) -> None:
    ran = parplan_here("gap", "--format", "json", "-o", "gap.xlsx", "--lang", "en", cwd=tmp_path)
    assert ran.code == 2
    assert "gap.xlsx: --format json makes no workbook; leave it out, or give the file another ending" in ran.err
    assert not list(tmp_path.iterdir())


def test_a_table_stands_there_as_it_is_printed(tmp_path: Path) -> None:
    # Section I of the plan: area 5 of the PAR INDEX, its survey part, and the total.
    book = read(written(tmp_path, "gap"))
    assert book.values.sheetnames == ["PAR INDEX", "SIPAS", "PAPI"]
    rows, columns = book.rows("par")
    assert list(columns)[:9] == ["Id", "Row", "Rank", "Score", "Max", "Planned", "Target", "Gap", "Of headroom"]
    area = [cell.value for cell in book.values["PAR INDEX"][rows["par.5"]]][:8]
    assert area == ["par.5", "Civil service reform", "59/63", 11.49, 15, 1.46, 12.95, 1.46]
    formats = {name: book.looks["PAR INDEX"].cell(rows["par.5"], column).number_format for name, column in columns.items() if name}
    assert formats["Score"] == '0.00"¹"'  # with the number of its note
    assert formats["Planned"] == "+0.00;-0.00;0.00"
    assert formats["Target"] == '"≥\u00a0"0.00"²"'
    assert formats["Of headroom"] == "0.0%"
    assert book.looks["PAR INDEX"].cell(rows["par.5.survey"], 1).alignment.indent == 1
    assert book.looks["PAR INDEX"].cell(rows["par"], 1).font.bold
    assert book.looks["PAR INDEX"].freeze_panes is not None
    assert book.looks["PAR INDEX"].auto_filter.ref.startswith("A3:")
    assert book.looks["PAR INDEX"].print_title_rows == "$3:$3"
    said = [cell.value for line in book.values["PAR INDEX"].iter_rows(min_row=rows["par"] + 1) for cell in line if cell.value]
    assert any(text.startswith("¹ par.5.score: the parts total 11.54") for text in said)
    assert said[-1].endswith("(cao-bang-2023). Basis: as printed.")


def test_shares_are_drawn_as_bars(tmp_path: Path) -> None:
    for typed in ("gap", "report"):
        (sheet,) = (text for name, text in parts(written(tmp_path, typed)).items() if name.endswith("sheet1.xml"))
        assert '<cfRule type="dataBar"' in sheet


# --- the workbook that computes ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_report_has_its_sheets(tmp_path: Path, lang: str) -> None:
    book = read(written(tmp_path, "report", lang=lang))
    assert book.values.sheetnames == SHEETS[lang].split("|")


def test_only_yellow_cells_are_open_and_each_fact_has_one(tmp_path: Path) -> None:
    book = read(written(tmp_path, "report"))
    assert all(sheet.protection.sheet and not sheet.protection.password for sheet in book.looks)
    for sheet in book.looks:
        for line in sheet.iter_rows():
            for cell in line:
                yellow = cell.fill.fgColor.rgb == "FFFFF2AB"
                assert cell.protection.locked is not yellow, (sheet.title, cell.coordinate)
    leaves = {f"par.{n}" for n in (1, 3)} | {f"par.{n}.{part}" for n in (2, 4, 5, 6, 7) for part in ("admin", "survey")}
    assert set(book.yellow()) == leaves | {"par.8.sipas", "par.8.impact"} | {f"papi.{n}" for n in range(1, 9)}
    # SIPAS is printed twice, and changes once.
    assert (
        book.looks["SIPAS"][book.address("sipas", "sipas", "Assumed increase")].value == f"='PAR INDEX'!{book.yellow()['par.8.sipas'][1]}"
    )


@pytest.mark.parametrize(
    ("lang", "hint"),
    [("en", "The increase to assume, from -7.97 to 1.53."), ("vi", "Mức tăng giả định, từ -7,97 đến 1,53.")],
)
def test_what_is_typed_stays_between_floor_and_maximum(tmp_path: Path, lang: str, hint: str) -> None:
    # Area 1 prints 7.97 of 9.50.
    book = read(written(tmp_path, "report", lang=lang))
    (first,) = (it for it in book.looks["PAR INDEX"].data_validations.dataValidation if str(it.sqref) == "G4")
    assert (first.type, first.operator, first.formula1, first.formula2) == ("decimal", None, "-7.97", "1.53")
    assert first.prompt == first.error == hint


def test_formulas_carry_changes_up(tmp_path: Path) -> None:
    book = read(written(tmp_path, "report"))
    par = book.looks["PAR INDEX"]
    parts_of_5 = "+".join(book.address("par", f"par.5.{part}", "Assumed increase") for part in ("admin", "survey"))
    assert par[book.address("par", "par.5", "Assumed increase")].value == f"={parts_of_5}"
    score, assumed = (book.address("par", "par.5", column) for column in ("Score", "Assumed increase"))
    assert par[book.address("par", "par.5", "Projected")].value == f"={score}+{assumed}"
    assert book.values["PAR INDEX"][book.address("par", "par.5", "Projected")].value == pytest.approx(12.95)


def test_yellow_cells_start_from_a_scenario(tmp_path: Path) -> None:
    # data/scenarios/own-work-only.yaml leaves surveys, and so SIPAS and all of PAPI, as they are.
    book = read(written(tmp_path, "report", "--scenario", "own-work-only"))
    yellow = {ident: value for ident, (_, _, value) in book.yellow().items()}
    assert (yellow["par.5.admin"], yellow["par.5.survey"], yellow["par.8.sipas"], yellow["papi.1"]) == (0.25, 0, 0, 0)
    assert [name for name in book.values.sheetnames if "Scenarios" in name] == ["Scenarios PAR INDEX", "Scenarios SIPAS", "Scenarios PAPI"]
    several = read(written(tmp_path, "report", "--scenario", "own-work-only", "--scenario", "surveys-at-half"))
    assert several.yellow()["papi.1"][2] == 0.81
    heads = [cell.value for cell in several.values["Scenarios PAR INDEX"][3]]
    assert heads[3:6] == ["The plan carried out in full", "The administration's own work only", "To the plan"]


def test_what_nobody_knows_is_locked_and_no_figure(tmp_path: Path) -> None:
    rows = "{id: o.1, name: A, max: 5, score: 2}, {id: o.2, name: B, max: 5}"
    index = f"indices:\n  - {{id: o, name: O, decimals: 2, max: 10, score: 4, rows: [{rows}]}}\n"
    folder = write_plan(tmp_path / "plan", HEAD + index, "targets: {o: {planned: 1}}\n")
    book = read(written(tmp_path, "report", "--plan", str(folder)))
    assert {ident: value for ident, (_, _, value) in book.yellow().items()} == {"o": 1}
    for row, column in (("o.1", "Assumed increase"), ("o.1", "Projected"), ("o.2", "Score"), ("o.2", "Projected"), ("o.2", "Shortfall")):
        assert book.looks["O"][book.address("o", row, column)].value == "—"


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1+2", "@sum", " =1", "\t=1", '=HYPERLINK("https://e.vn")', "https://e.vn", "{=1}"])
def test_a_name_that_begins_like_a_formula_is_text(tmp_path: Path, name: str) -> None:
    quoted = '"' + name.replace("\t", "\\t").replace('"', '\\"') + '"'
    index = f"indices:\n  - {{id: o, name: {quoted}, decimals: 2, max: 10, score: 4}}\n"
    folder = write_plan(tmp_path / "plan", HEAD + index, "targets: {o: {planned: 1}}\n")
    for typed in ("gap", "report"):
        data = written(tmp_path, typed, "--plan", str(folder))
        cell = read(data).looks.worksheets[0]["B4"]
        assert (cell.data_type, cell.hyperlink) == ("s", None)
        assert cell.value.strip() == name.strip()
        formulas = re.findall(r"<f>(.*?)</f>", parts(data)["xl/worksheets/sheet1.xml"])
        assert not [text for text in formulas if "1+1" in text or "HYPERLINK" in text]


# --- the renderer -----------------------------------------------------------------------------------------------------------------


def sheet_of(*cells: tuple[Kind, object], name: Word | None = None, title: str = "Title") -> Table:
    """A table of one line."""
    columns = tuple(Column(f"c{at}", Text(f"Cột {at}", f"Column {at}"), kind) for at, (kind, _) in enumerate(cells))
    return Table(Message(Text(title, title)), columns, (Line(tuple(Mark(value) for _, value in cells)),), name=name)


@pytest.mark.parametrize(
    ("kind", "value", "shown", "pattern"),
    [
        ("points", Decimal("7.97"), 7.97, "0.00"),
        ("points", Decimal("0.004"), 0.004, "0.0000"),
        ("points", None, "—", "General"),
        ("signed", Decimal("-0.32"), -0.32, "+0.00;-0.00;0.00"),
        ("share", Decimal("0.494"), 0.494, "0.0%"),
        ("share", Likelihood("0.223"), 0.223, "0.0%"),
        ("share", Likelihood("0.0004"), 0.0004, '"<\u00a00.1%"'),
        ("count", 26000, 26000, "#,##0"),
        ("rank", Rank(5, 12), "5/12", "General"),
        ("target", Aimed(Decimal("8.97"), "≥"), 8.97, '"≥\u00a0"0.00'),
        ("target", Aimed(Decimal("-0.50"), "≥"), -0.5, '"≥\u00a0"0.00;"≥\u00a0"-0.00'),
        ("target", Aimed(None), "—", "General"),
        ("target", Aimed(Decimal(60), "", Message(Text("hạng 30", "rank 30"))), "rank 30", "General"),
        ("id", Decimal("11.490"), 11.49, "0.000"),
        ("text", date(2023, 12, 10), date(2023, 12, 10), "yyyy-mm-dd"),
        ("word", Word("met", Text("đạt", "met it")), "met it", "General"),
        ("text", True, "True", "General"),
    ],
)
def test_a_value_is_what_it_is(kind: Kind, value: object, shown: object, pattern: str) -> None:
    book = read(xlsx.render([sheet_of(("text", "x"), (kind, value))], "en"))
    cell = book.looks["Title"]["B4"]
    found = cell.value.date() if isinstance(shown, date) else cell.value
    assert (found, cell.number_format) == (shown, pattern)


def names(titles: Iterable[str]) -> list[str]:
    found: list[str] = read(xlsx.render([sheet_of(("text", "x"), title=title) for title in titles], "en")).looks.sheetnames
    return found


def test_every_sheet_has_a_name_of_its_own() -> None:
    assert names(["A: b", "a  b", "History", "'quoted'", ""]) == ["A  b", "a  b (2)", "History (2)", "quoted", "-"]
    assert names(["x" * 40, "x" * 40, "Public Administration Reform Index of the province"]) == [
        "x" * 31,
        "x" * 25 + " (2)",
        "Public Administration Reform",
    ]


# How wide texts are in Arial, in its digits; on how many lines they stand in the widest column.
WIDE = [
    ("PAR INDEX", 9.7, 1),
    ("Cải cách thể chế", 13.4, 1),
    ("Sở Nông nghiệp và Môi trường", 24.9, 1),
    ("Tỷ lệ đơn vị thực hiện nội dung số 1 của nhóm 1.1 đúng thời hạn quy định", 58.9, 2),
    ("điểm: (50 × Gia nhập thị trường + 200 × Tính minh bạch + 50 × Chi phí thời gian + 100 × Chi phí không chính thức)", 91.0, 2),
]


@pytest.mark.parametrize(("text", "digits", "lines"), WIDE)
def test_columns_and_rows_have_room_for_their_texts_and_not_much_more(text: str, digits: float, lines: int) -> None:
    made = xlsx.render([sheet_of(("id", "x"), ("text", text))], "vi")
    sheet, first = read(made).looks["Title"], parts(made)["xl/styles.xml"].partition("</font>")[0]
    assert '<sz val="10"/><color theme="1"/><name val="Arial"/>' in first  # in whose digits columns are measured
    if lines == 1:
        assert digits + 2 < sheet.column_dimensions["B"].width < digits * 1.05 + 4
    assert (sheet.row_dimensions[4].height or 13.5) == lines * 13.5


def test_a_table_without_lines_has_a_head_like_others() -> None:
    full = sheet_of(("text", "x"), ("points", Decimal(1)))
    heads = (*full.columns, full.columns[1]._replace(title=Text("", "Where in the document it is printed")))
    looks = read(xlsx.render([full._replace(columns=heads, lines=())], "en")).looks["Title"]
    assert looks.row_dimensions[3].height > 2 * 13.5


def test_a_formula_finds_its_cells_and_says_its_words() -> None:
    first = sheet_of(
        ("text", "row"), ("points", Input(Decimal(1), None, Decimal(2), Message(Text("?", "?")))), name=Word("a", Text("một", "it's"))
    )
    words = Text("khác", 'so "said"')
    formula = Formula("IF({}>{},{},{})", (Ref("a", "row", "c1"), Decimal("-0.5"), words, Text("", "")), "x")
    second = sheet_of(("text", "row"), ("word", formula), name=Word("b", Text("hai", "two")))
    book = read(xlsx.render([first, second], "en"))
    assert book.looks["two"]["B4"].value == '=IF(\'it\'\'s\'!B4>(-0.5),"so ""said""","")'
    (validation,) = book.looks["it's"].data_validations.dataValidation
    assert (validation.operator, validation.formula1) == ("lessThanOrEqual", "2.0")


# --- CSV for people ---------------------------------------------------------------------------------------------------------------

HEADS = {
    "vi": "Mã;Tiêu chí;Xếp hạng;Điểm;Điểm tối đa;Dự kiến tăng;Mục tiêu;Cần tăng thêm;% dư địa cần dùng",
    "en": "Id;Row;Rank;Score;Max;Planned;Target;Gap;Of headroom",
}
FIFTH = {
    "vi": "par.5;Cải cách chế độ công vụ;\u00a059/63;11,49;15;1,46;12,95;1,46;41,60%",
    "en": "par.5;Civil service reform;\u00a059/63;11.49;15;1.46;12.95;1.46;41.60%",
}


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_csv_for_people_is_what_excel_opens(tmp_path: Path, lang: str) -> None:
    file = tmp_path / "gap.csv"
    assert parplan_here("gap", "par", "--excel", "-o", str(file), "--lang", lang).code == 0
    data = file.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    lines = data.decode("utf-8-sig").split("\r\n")
    assert lines[0] == HEADS[lang]
    assert FIFTH[lang] in lines
    assert parplan_here("gap", "par", "--excel", "--lang", lang).out == data.decode()
    assert parplan_here("gap", "par", "--excel", "--format", "csv", "--lang", lang).out == data.decode()


@pytest.mark.parametrize("typed", [it for it in COMMANDS if it.split()[0] not in ("validate", "report")])
def test_every_csv_is_also_there_for_people(typed: str) -> None:
    ran = parplan_here(*typed.split(), "--excel", "--lang", "vi", cwd=DATA)
    assert ran.code in (0, 1), ran.err
    rows = list(csv.reader(io.StringIO(ran.out.removeprefix("\ufeff")), delimiter=";"))
    for row in rows:
        assert not [cell for cell in row if cell.startswith(("=", "+", "@"))]
        assert not [cell for cell in row if re.fullmatch(r"-?\d+\.\d+", cell)]


REFUSED = [["--format", "json"], ["-o", "gap.xlsx"], ["-o", "gap.json"], ["-o", "gap.txt"]]


@pytest.mark.parametrize("more", REFUSED)
def test_excel_meets_no_other_form(tmp_path: Path, more: list[str]) -> None:
    ran = parplan_here("gap", "--excel", *more, "--lang", "en", cwd=tmp_path)
    assert ran == (
        2,
        "",
        "parplan: error: --excel is CSV: give it with -o NAME.csv, or with no other form; a workbook is -o NAME.xlsx, without --excel\n",
    )
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_goes_to_a_file_only() -> None:
    # What has no ending has no form of a workbook: standard output stays text.
    assert parplan_here("gap", "-o", "-", "--lang", "en").out.startswith("Public Administration")
    assert parplan_here("gap", "--format", "xlsx", "--lang", "en").code == 2


@pytest.mark.parametrize("typed", ["gap -o gap.xlsx", "report -o report.xlsx", "validate -o found.xlsx"])
def test_without_the_library_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    ran = parplan_here(*typed.split(), "--lang", "en", cwd=tmp_path)
    assert ran == (
        2,
        "",
        "parplan: error: this needs more than is installed: install parplan with the extra “office” (see README, Install)\n",
    )
    assert list(tmp_path.iterdir()) == []


NAMED = [
    (("Chỉ số A/B", "Chỉ số [2]: x?"), ["Chỉ số A B", "Chỉ số  2   x"]),  # what no sheet may be called
    (("Alike", "Alike"), ["Alike", "Alike (2)"]),
    (("Chỉ số năng lực cạnh tranh cấp tỉnh", "Mức độ (PCI)"), ["Chỉ số năng lực cạnh tranh cấp", "PCI"]),
]


@pytest.mark.parametrize("typed", ["gap", "report"])
@pytest.mark.parametrize(("names", "sheets"), NAMED)
def test_sheets_are_called_as_readers_know_the_indices(tmp_path: Path, typed: str, names: tuple[str, str], sheets: list[str]) -> None:
    each = "".join(
        f'  - {{id: {ident}, name: "{name}", decimals: 2, max: 10, score: 4}}\n' for ident, name in zip("ab", names, strict=True)
    )
    folder = write_plan(tmp_path / "plan", f"{HEAD}indices:\n{each}", "targets: {a: {planned: 1}, b: {planned: 1}}\n")
    assert read(written(tmp_path, typed, "--plan", str(folder))).values.sheetnames[:2] == sheets
