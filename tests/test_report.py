"""`parplan report -o x.docx` and `errata letter -o x.docx`: the official form, rule by rule, on the file itself; and what it says.

The rules are those of annex I of decree 30/2020/NĐ-CP: forms 1.4 (a document with a name of its own), 1.5 (a letter), 2.1 (an annex).
"""

import json
import re
import shutil
import subprocess
from datetime import date
from decimal import Decimal
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pdfplumber
import pytest
import yaml
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

import parplan
from helpers_cli import DATA, HEAD, NESTED, ROOT, parplan_here, thirds, write_plan
from parplan.render.faces import FACES, PADDING, length
from test_import import figures

LETTERHEAD = """\
plan: cao-bang-2023
superior: UBND tỉnh Cao Bằng
issuer: Sở Nội vụ
abbreviation: SNV
drafter: CCHC
place: Cao Bằng
signature: {authority: KT. Giám đốc, office: Phó Giám đốc, name: Trần Thị A}
to: [Ủy ban nhân dân tỉnh Cao Bằng, Bộ Nội vụ]
copies: ["Các sở, ban, ngành"]
documents:
  progress: {number: 5, date: 2024-02-08}
  letter: {number: 12, date: 2024-11-12, to: [Ủy ban nhân dân tỉnh Cao Bằng], copies: []}
"""  # the name is made up
CENTER, JUSTIFIED, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.LEFT


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The embedded plan, with a letterhead that leaves nothing open, and a task in every state."""
    at = tmp_path_factory.mktemp("report") / "cao-bang-2023"
    shutil.copytree(DATA, at)
    (at / "report.yaml").write_text(LETTERHEAD, encoding="utf-8")
    tasks = (at / "tasks.yaml").read_text(encoding="utf-8")
    for ident, state in (
        ("V.14.1", "status: done\n    evidence: [{file: 12/BC-SCT, note: Báo cáo}]"),
        ("V.15.1.a", "status: done"),
        ("V.15.1.b", "status: doing"),
    ):
        tasks = tasks.replace(f"  - id: {ident}\n", f"  - id: {ident}\n    {state}\n")
    (at / "tasks.yaml").write_text(tasks, encoding="utf-8")
    return at


@cache
def made(folder: Path, *asked: str, lang: str = "vi", command: str = "report") -> tuple[bytes, str]:
    """The bytes of a document, and what was said beside it; each is made once."""
    file = folder.parent / "made.docx"
    ran = parplan_here(*command.split(), "--plan", str(folder), "-o", str(file), "--lang", lang, *asked)
    assert (ran.code, ran.out) == (0, ""), ran
    return file.read_bytes(), ran.err


def opened(data: bytes) -> Document:
    return docx.Document(BytesIO(data))


def paragraphs(document: Document) -> list[Paragraph]:
    """All paragraphs as they follow one another, those of tables too."""
    return [Paragraph(element, document) for element in document.element.body.iter(qn("w:p"))]


def said(document: Document) -> list[str]:
    return [it.text for it in paragraphs(document) if it.text]


def face(paragraph: Paragraph) -> tuple[float, bool, bool, bool]:
    """Size, bold, italic, capitals: as the style has it, or the run."""
    font, runs = paragraph.style.font, paragraph.runs  # type: ignore[union-attr]
    assert font.name == "Times New Roman"
    own = runs[0].font if runs else font
    assert font.size is not None
    return font.size.pt, bool(font.bold if own.bold is None else own.bold), bool(own.italic or font.italic), bool(font.all_caps)


# What the annex of the decree says of every element of a report: what it reads here, sizes that are allowed, its face, and where it stands.
REPORT: list[tuple[str, str, tuple[int, int], str, WD_ALIGN_PARAGRAPH | None]] = [
    ("superior body", "UBND tỉnh Cao Bằng", (12, 13), "capitals", CENTER),
    ("issuing body", "Sở Nội vụ", (12, 13), "bold capitals", CENTER),
    ("number, below 10 with a 0", "Số: 05/BC-SNV", (13, 13), "", CENTER),
    ("nation", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", (12, 13), "bold capitals", CENTER),
    ("motto", "Độc lập - Tự do - Hạnh phúc", (13, 14), "bold", CENTER),
    ("place and day, both with a 0", "Cao Bằng, ngày 08 tháng 02 năm 2024", (13, 14), "italic", CENTER),
    ("kind", "BÁO CÁO", (13, 14), "bold capitals", CENTER),
    (
        "subject",
        "Tiến độ thực hiện Kế hoạch cải thiện các chỉ số PAR INDEX, SIPAS, PAPI năm 2023 của tỉnh Cao Bằng đến ngày 01/05/2024",
        (13, 14),
        "bold",
        CENTER,
    ),
    ("addressees", "Kính gửi:", (13, 14), "", CENTER),
    ("one of several addressees", "- Ủy ban nhân dân tỉnh Cao Bằng;", (13, 14), "", LEFT),
    ("the last of them", "- Bộ Nội vụ.", (13, 14), "", LEFT),
    ("part", "I. Kết quả đến ngày 01/05/2024", (13, 14), "bold capitals", JUSTIFIED),
    ("body", "Năm 2023 đã kết thúc.", (13, 14), "", JUSTIFIED),
    ("point", "1. Chỉ số cải cách hành chính (PAR INDEX)", (13, 14), "bold", JUSTIFIED),
    ("end", "…./.", (13, 14), "", JUSTIFIED),
    ("authority", "KT. Giám đốc", (13, 14), "bold capitals", CENTER),
    ("office", "Phó Giám đốc", (13, 14), "bold capitals", CENTER),
    ("name", "Trần Thị A", (13, 14), "bold", CENTER),
    ("copies", "Nơi nhận:", (12, 12), "bold italic", LEFT),
    ("who gets one", "- Các sở, ban, ngành;", (11, 11), "", LEFT),
    ("the last of them", "- Lưu: VT, CCHC.", (11, 11), "", LEFT),
    ("annex", "Phụ lục I", (14, 14), "bold", CENTER),
    ("its title", "2.1. Về chỉ số PAR-INDEX, SIPAS", (13, 14), "bold capitals", CENTER),
    (
        "what it belongs to",
        "(Kèm theo Báo cáo số 05/BC-SNV ngày 08 tháng 02 năm 2024 của Sở Nội vụ)",
        (13, 14),
        "italic",
        CENTER,
    ),
]


@pytest.fixture(scope="module")
def progress(folder: Path) -> Document:
    return opened(made(folder, "--about", "progress", "--as-of", "2024-05-01")[0])


@pytest.mark.parametrize(("element", "reads", "sizes", "looks", "side"), REPORT, ids=[it[0] for it in REPORT])
def test_every_element_of_a_report_has_its_face(
    progress: Document, element: str, reads: str, sizes: tuple[int, int], looks: str, side: WD_ALIGN_PARAGRAPH | None
) -> None:
    found = [it for it in paragraphs(progress) if it.text == reads]
    assert found, element
    size, *rest = face(found[0])
    assert sizes[0] <= size <= sizes[1], element
    assert " ".join(name for name, there in zip(("bold", "italic", "capitals"), rest, strict=True) if there) == looks
    assert found[0].style.paragraph_format.alignment == side  # type: ignore[union-attr]


def test_they_follow_one_another_as_the_form_has_them(progress: Document) -> None:
    texts = said(progress)
    places = [texts.index(reads) for _, reads, *_ in REPORT if not reads.startswith("- Lưu")]
    head, body = places[:6], places[6:15]  # up to the end
    assert sorted(head) == head
    assert sorted(body) == body
    assert max(head) < min(body)
    # On the left the copies, on the right who signs; then the annexes.
    assert max(body) < texts.index("Nơi nhận:") < texts.index("KT. Giám đốc") < texts.index("Trần Thị A") < texts.index("Phụ lục I")


def test_the_body_has_its_indent_and_the_space_between_paragraphs(progress: Document) -> None:
    for paragraph in paragraphs(progress):
        if paragraph.style is not None and paragraph.style.name == "Official Body":
            how = paragraph.style.paragraph_format
            assert round(how.first_line_indent.cm, 2) in (1, 1.27)
            assert how.space_after.pt >= 6
            assert how.line_spacing == 1


def test_paper_and_margins(progress: Document) -> None:
    first, *annexes = progress.sections
    for section in progress.sections:
        assert {round(section.page_width.mm), round(section.page_height.mm)} == {210, 297}  # type: ignore[union-attr]
        assert 20 <= round(section.top_margin.mm) <= 25  # type: ignore[union-attr]
        assert 20 <= round(section.bottom_margin.mm) <= 25  # type: ignore[union-attr]
        assert 30 <= round(section.left_margin.mm) <= 35  # type: ignore[union-attr]
        assert 15 <= round(section.right_margin.mm) <= 20  # type: ignore[union-attr]
    assert first.orientation == WD_ORIENT.PORTRAIT
    assert [it.orientation for it in annexes] == [WD_ORIENT.LANDSCAPE] * 2


def test_page_numbers_stand_in_the_top_margin_from_the_second_page_of_every_part(progress: Document) -> None:
    for section in progress.sections:
        assert section.different_first_page_header_footer
        assert not "".join(it.text for it in section.first_page_header.paragraphs)
        assert [it.get(qn("w:start")) for it in section._sectPr.iter(qn("w:pgNumType"))] == ["1"]
    (number,) = progress.sections[0].header.paragraphs
    assert [it.text for it in number._p.iter(qn("w:instrText"))] == ["PAGE"]
    assert number.style is not None
    assert number.style.paragraph_format.alignment == CENTER
    assert 13 <= face(number)[0] <= 14


def test_tables_repeat_their_heads_tear_no_row_and_are_as_wide_as_the_page_at_most(progress: Document) -> None:
    ruled = [table for table in progress.tables if table.style is not None and table.style.name == "Table Grid"]
    assert len(ruled) == 9  # an index, tasks in four states, what is to be confirmed and corrected, two annexes
    for table in ruled:
        properties = [row._tr.trPr for row in table.rows]
        assert all(it is not None and it.find(qn("w:cantSplit")) is not None for it in properties)
        heads = [it is not None and it.find(qn("w:tblHeader")) is not None for it in properties]
        assert heads[0]
        assert heads == sorted(heads, reverse=True)
        widths = [column.width for column in table.columns]
        assert sum(width.mm for width in widths if width) <= 252.5
        assert [cell.width for cell in table.rows[-1].cells] == widths
        assert not table.autofit


def lines(document: Document) -> list[tuple[str, Any]]:
    """The lines that are drawn below titles: the text above each, and its paragraph."""
    every = paragraphs(document)
    return [(above.text, below) for above, below in pairwise(every) if below._p.find(f".//{qn('w:pBdr')}") is not None]


def test_lines_stand_below_the_titles_that_have_one(progress: Document) -> None:
    drawn = dict(lines(progress))
    assert list(drawn) == ["Sở Nội vụ", "Độc lập - Tự do - Hạnh phúc", REPORT[7][1]]
    room = {"Sở Nội vụ": 62.2, "Độc lập - Tự do - Hạnh phúc": 95.2, REPORT[7][1]: 165}  # what a cell or the page leaves
    indents = {text: it.paragraph_format.left_indent.mm for text, it in drawn.items()}
    long = {text: room[text] - 2 * indent for text, indent in indents.items()}
    # As long as the motto, which is 55 mm in Times New Roman Bold 13; a third to half of the issuer's name, 23 mm in capitals of 12.
    assert long["Độc lập - Tự do - Hạnh phúc"] == pytest.approx(55, abs=3)
    assert 23 / 3 <= long["Sở Nội vụ"] <= 23 / 2
    assert 165 / 3 <= long[REPORT[7][1]] <= 165 / 2


# The letter.


@pytest.fixture(scope="module")
def letter(folder: Path) -> Document:
    return opened(made(folder, command="errata letter")[0])


def test_a_letter_has_its_number_what_it_is_about_and_its_addressee_on_one_line(letter: Document) -> None:
    texts = said(letter)
    for reads in ("Số: 12/SNV-CCHC", "V/v đề nghị đính chính số liệu", "Cao Bằng, ngày 12 tháng 11 năm 2024"):
        assert reads in texts
    assert "Kính gửi: Ủy ban nhân dân tỉnh Cao Bằng" in texts
    assert "BÁO CÁO" not in texts
    (about,) = [it for it in paragraphs(letter) if it.text.startswith("V/v")]
    assert 12 <= face(about)[0] <= 13
    assert texts[texts.index("Nơi nhận:") : texts.index("KT. Giám đốc")] == ["Nơi nhận:", "- Như trên;", "- Lưu: VT, CCHC."]
    assert "Kính đề nghị Quý cơ quan xem xét, phúc đáp bằng văn bản để thống nhất số liệu./." in texts


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_letter_says_what_its_markdown_says(folder: Path, lang: str) -> None:
    document = opened(made(folder, command="errata letter", lang=lang)[0])
    told = parplan_here("errata", "letter", "--plan", str(folder), "--lang", lang).out
    rows = [line.strip("| ").split(" | ") for line in told.splitlines() if line.startswith("| ") and "---" not in line]
    grids = [table for table in document.tables if table.style is not None and table.style.name == "Table Grid"]
    cells = [[cell.text.replace("\u00a0", " ") for cell in row.cells] for table in grids for row in table.rows]
    assert cells == rows
    prose = [line.rstrip(".") for line in told.splitlines() if line and line[0] not in "|#"]
    assert set(prose) <= {text.removesuffix("./.").rstrip(".") for text in said(document)}


def test_a_plan_without_contradictions_asks_for_nothing(tmp_path: Path) -> None:
    folder = write_plan(tmp_path / "plan")
    data, remark = made(folder, command="errata letter")
    assert "Không có số liệu nào cần đính chính./." in said(opened(data))
    assert remark == (
        f"parplan: {folder}: không có report.yaml, nên tên cơ quan, nơi nhận, người ký để “…”; lập report.yaml trong thư mục kế hoạch, gồm "
        "các khóa plan, superior, issuer, abbreviation, drafter, place, signature, to, copies, documents (parplan schema report)\n"
        "parplan: không có số liệu nào cần đính chính, nên công văn không đề nghị gì\n"
    )


# What reports say.


def after(texts: list[str], heading: str, count: int) -> list[str]:
    at = texts.index(heading)
    return texts[at + 1 : at + 1 + count]


def test_of_the_plan(folder: Path) -> None:
    texts = said(opened(made(folder)[0]))
    assert after(texts, "1. Chỉ số cải cách hành chính (PAR INDEX)", 4) == [
        "Chỉ số PAR-INDEX năm 2022 đạt 77,55/100 điểm (77,55%), xếp hạng 62/63 (giảm 5,34 điểm, giảm 5 bậc so với năm 2021).",
        "Bộ tiêu chí đã thay đổi so với năm 2021: mức -5,34 không phản ánh mức tăng, giảm thực tế.",
        "Mục tiêu năm 2023: 88,63 tính từ mục tiêu của các tiêu chí, 88,97 tính từ các tiêu chí thành phần.",
        "Cần tăng thêm 11,08 điểm, bằng 49,4% dư địa (22,45 điểm).",
    ]
    assert after(texts, "III. Số liệu cần xác nhận, đính chính", 1)[0].startswith("Qua đối chiếu, một số số liệu")
    assert after(texts, "IV. Đề xuất, kiến nghị", 1) == ["…./."]


def test_of_its_progress(progress: Document) -> None:
    texts = said(progress)
    assert after(texts, "1. Chỉ số cải cách hành chính (PAR INDEX)", 1) == ["Chưa có kết quả nào sau năm 2022."]
    assert "Có 109 nhiệm vụ: 0 chưa thực hiện, 1 đang thực hiện, 2 đã hoàn thành, 106 chưa cập nhật." in texts
    wanted = [
        "Đã hoàn thành, có tài liệu kiểm chứng",
        "Đã hoàn thành, chưa có tài liệu kiểm chứng",
        "Đang thực hiện, chưa quá hạn",
        "Đã đến hạn tính đến ngày 01/05/2024, chưa ghi nhận hoàn thành",
    ]
    assert [text for text in texts if re.match(r"\d\. .*\(1\)$", text)] == [f"{n}. {it} (1)" for n, it in enumerate(wanted, 1)]
    assert "Các nhiệm vụ còn lại chưa đến hạn hoặc không ghi thời hạn: 105." in texts
    assert "Chủ trì cải tạo, nâng cấp lưới điện phục vụ sản xuất và sinh hoạt: tài liệu kiểm chứng 12/BC-SCT (Báo cáo)." in texts


LED = "clause: V, name: {vi: Việc, en: Work}, lead: [so-a], serves: [par], deadline: 2023-07-01"
SHOWN = "evidence: [{file: x, date: 2023-06-20}]"
# What of a task is recorded, the day, and under what it is listed then. Its last day is that before the deadline.
ON_A_DAY = [
    (f"status: done, since: 2023-06-20, {SHOWN}", "2023-06-30", "Done, with evidence (1)"),
    (f"status: done, since: 2023-06-20, {SHOWN}", "2023-06-19", None),
    ("status: done, since: 2023-06-20", "2023-06-30", "Done, without evidence (1)"),
    (f"status: done, since: 2023-06-10, {SHOWN}", "2023-06-19", "Done, without evidence (1)"),  # which is of a later day
    (f"status: done, since: 2023-07-01, {SHOWN}", "2023-07-01", "Done, late (1)"),
    (f"status: done, since: 2023-07-01, {SHOWN}", "2023-06-30", "Due by 2023-06-30, not recorded as done (1)"),
    ("status: doing, since: 2023-02-01", "2023-06-29", "Under way, not late (1)"),
    ("status: doing, since: 2023-02-01", "2023-06-30", "Due by 2023-06-30, not recorded as done (1)"),
    ("status: doing, since: 2023-02-01", "2023-01-31", None),
]


@pytest.mark.parametrize(("recorded", "day", "listed"), ON_A_DAY)
def test_tasks_are_told_as_they_were_known_on_a_day(tmp_path: Path, recorded: str, day: str, listed: str | None) -> None:
    folder = write_plan(tmp_path / "plan")
    work = f"units: [{{id: so-a, name: Sở A}}]\ntasks: [{{id: t, {LED}, {recorded}}}]\n"
    (folder / "tasks.yaml").write_text(work, encoding="utf-8")
    document = opened(made(folder, "--about", "progress", "--as-of", day, lang="en")[0])
    texts = said(document)
    told = [text.partition(". ")[2] for text in texts if re.match(r"\d\. .*\(1\)$", text)]
    assert told == [each for each in [listed] if each]
    assert not any("reported as last recorded" in text for text in texts)


def test_a_report_that_is_dated_before_its_day_is_told(folder: Path) -> None:
    """The letterhead has one number and day for all reports of a kind: those of the last quarter."""
    said_so = "parplan: report.yaml dates the document 2024-02-08, before the day that it is about (2024-03-31); change its number and day"
    assert said_so in made(folder, "--about", "progress", "--as-of", "2024-03-31", lang="en")[1]
    assert "report.yaml" not in made(folder, "--about", "progress", "--as-of", "2024-02-08", lang="en")[1]


def test_a_row_s_corrected_target_is_told_in_the_report_on_the_outcome(tmp_path: Path) -> None:
    planned = "targets: {par.1: {planned: 1, target: 4.63}}\n"
    correct = "errata: {par.1.target: {printed: 4.63, correct: 4.36, because: {vi: Đảo số, en: Swapped}}}\n"
    plan = HEAD + "indices: [{id: par, name: P, decimals: 2, max: 10, rows: [{id: par.1, name: One, max: 10, score: 3.36}]}]\n"
    folder = write_plan(tmp_path / "plan", plan, planned, correct)
    came = "{year: 2023, date: 2024-04-02, layer: published, source: x, scores: {par.1: 4.4}}"
    (folder / "results.yaml").write_text(f"plan: example\nresults: [{came}]\n", encoding="utf-8")
    texts = said(opened(made(folder, "--about", "review", lang="en")[0]))
    assert "One: -0.23 against 4.63 printed, +0.04 against 4.36 corrected." in texts


def test_a_status_without_a_day_is_said_to_have_none(tmp_path: Path) -> None:
    folder = write_plan(tmp_path / "plan")
    work = f"units: [{{id: so-a, name: Sở A}}]\ntasks: [{{id: t, {LED}, status: done, evidence: [{{file: x}}]}}]\n"
    (folder / "tasks.yaml").write_text(work, encoding="utf-8")
    texts = said(opened(made(folder, "--about", "progress", "--as-of", "2023-03-31", lang="en")[0]))
    assert "Tasks whose status has no day, reported as last recorded: 1." in texts


def test_of_the_outcome(folder: Path) -> None:
    texts = said(opened(made(folder, "--about", "review", lang="en")[0]))
    at = texts.index("3. Provincial Governance and Public Administration Performance Index (PAPI)")
    assert texts[at + 1 : at + 7] == [
        "In 2023: 41.66 points, 1.67 points below the target of 43.33.",
        "Rank in 2023: 38/61; the plan prints 63/63 for 2022, when 61 were ranked: the two ranks do not compare.",
        "Published on 2024-04-02: UNDP, CECODES and partners: PAPI results of 2023.",
        "2 of 8 targets met: Vertical accountability (0.00); Control of corruption in the public sector (+0.12).",
        "Missed (against the target): Participation at local levels (-0.53); Transparency in local decision-making (-0.25); "
        "Public service delivery (-0.01); Environmental governance (-0.30); E-governance (-0.32).",
        "Fell (against the base year): Public administrative procedures (-0.23).",
    ]
    assert after(texts, "1. Public Administration Reform Index (PAR INDEX)", 1) == ["There is no outcome of 2023 yet."]
    assert [text for text in texts if text.partition(". ")[2].startswith("Due by 2023-12-31, not recorded as done")]


def test_of_one_unit(folder: Path) -> None:
    document = opened(made(folder, "--unit", "Sở Nội vụ")[0])
    texts = said(document)
    assert (
        "Chỉ số cải cách hành chính (PAR INDEX): chủ trì riêng 2,33 trong 11,08 điểm dự kiến tăng của chỉ số (21,0%); "
        "cùng đơn vị khác chủ trì 2,14." in texts
    )
    rows = [[cell.text for cell in row.cells] for row in document.tables[1].rows]
    assert rows[2] == [
        "1",
        "Công tác chỉ đạo, điều hành CCHC",
        "chủ\u00a0trì",
        "7,97",
        "+1,00",
        "≥\u00a08,97",
        "Văn phòng UBND tỉnh, Sở Khoa học và Công nghệ, UBND các huyện, thành phố",
    ]
    assert rows[3][:2] == ["2", "Cải cách thể chế: Điều tra XHH"]  # three rows have such a part
    of_papi = document.tables[3]
    assert [cell.text for cell in of_papi.rows[0].cells][3:7] == ["Điểm", "Dự kiến tăng", "Mục tiêu", "Kết quả mới nhất"]
    assert [cell.text.replace("\u00a0", " ") for cell in of_papi.rows[2].cells][3:7] == [
        *("6,08", "+0,17", "≥ 6,63", "6,22 (công bố, 15/04/2025)"),
    ]
    assert len(document.sections) == 1  # a unit is sent no annexes


@pytest.mark.parametrize("asked", [(), ("--about", "review"), ("--unit", "Sở Nội vụ")], ids=" ".join)
def test_no_heading_and_no_head_of_a_table_stands_alone(folder: Path, asked: tuple[str, ...]) -> None:
    """What stands above something is kept on its page; LibreOffice does not hold a heading that stands right below a table."""
    document = opened(made(folder, *asked)[0])
    for name in ("Part", "Point", "Title", "Caption", "Annex", "Annex title", "Annex of"):
        assert document.styles[f"Official {name}"].paragraph_format.keep_with_next
    for heading in (it for it in document.paragraphs if it.style and it.style.name in ("Official Part", "Official Point")):
        assert heading._p.getprevious().tag != qn("w:tbl")


def test_scenarios_stand_side_by_side(folder: Path) -> None:
    asked = ("--scenario", "surveys-at-half", "--scenario", "own-work-only")
    document = opened(made(folder, *asked, lang="en")[0])
    table = next(it for it in document.tables if "To the plan" in [c.text for c in it.rows[0].cells])
    told = parplan_here("project", "par", "--no-parts", *asked, "--plan", str(folder), "--lang", "en", "--format", "csv")
    assert told.code == 0
    totals = [cell.text for cell in table.rows[-1].cells]
    landed = [line.split(",") for line in told.out.splitlines() if ",par,,0," in line]
    # Each against the plan carried out in full, which stands first, as on the page and in the workbook.
    assert [totals[2], totals[3], totals[5]] == ["88.63", *(line[8] for line in landed)]
    assert [Decimal(totals[n]) - Decimal(totals[2]) for n in (3, 5)] == [Decimal(totals[n]) for n in (4, 6)]


def test_a_scenario_is_named_with_its_reasons_and_tells_every_index(folder: Path) -> None:
    document = opened(made(folder, "--scenario", "surveys-at-half", lang="en")[0])
    texts = said(document)
    at = texts.index("Scenario “The surveys bring half”:")
    assert texts[at + 1].startswith(
        "Institutional reform: Sociological survey; Reform of the administrative apparatus: Sociological survey; "
    )
    assert texts[at + 1].endswith(
        ": 50% of the planned increase – People and officials are asked during the year, while most of the work is still under way."
    )
    (sipas,) = [
        row for table in document.tables for row in table.rows if [cell.text for cell in row.cells][1:4] == ["7.431", "+0.24", "7.67"]
    ]
    assert sipas.cells[0].text == "Satisfaction Index of Public Administrative Services (SIPAS)"


def test_what_is_held_goes_by_its_name(tmp_path: Path) -> None:
    rows = "[{id: p.1, name: One, max: 5, score: 4.5}, {id: p.2, name: Two, max: 5, score: 1}]"
    folder = write_plan(
        tmp_path / "plan",
        HEAD + f"indices: [{{id: p, name: P, decimals: 2, max: 10, score: 5.5, rows: {rows}}}]\n",
        "targets: {p.1: {planned: 1}, p.2: {planned: 1}}\n",
    )
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "more.yaml").write_text(
        "plan: example\nname: {vi: Thêm, en: More}\nchanges: [{id: p.1, share: 90%, because: x}]\n", encoding="utf-8"
    )
    assert "One is held at 5.00; it would come to 5.40." in said(opened(made(folder, "--scenario", "more", lang="en")[0]))


# What is behind is not behind in its total alone.


def test_a_total_that_came_out_without_its_rows_is_told(tmp_path: Path) -> None:
    rows = "[{id: p.1, name: One, max: 10, score: 4, rank: 5}]"
    folder = write_plan(
        tmp_path / "plan",
        HEAD + f"indices: [{{id: p, name: P, decimals: 2, max: 10, score: 4, rank: 53, rows: {rows}}}]\n",
        "targets: {p.1: {planned: 3, target: 7}}\n",
    )
    results = "plan: example\nresults: [{year: 2023, date: 2024-04-02, layer: published, source: x, scores: {p: 5.2}, ranks: {p: 40/63}}]\n"
    (folder / "results.yaml").write_text(results, encoding="utf-8")
    told = said(opened(made(folder, "--about", "progress", "--as-of", "2024-05-01", lang="en")[0]))
    assert "There is no result after 2022 yet." not in told
    assert "Rank in 2023: 40/63 (2022: 53)." in said(opened(made(folder, "--about", "review", lang="en")[0]))


def test_a_row_that_came_out_without_its_total_is_told(tmp_path: Path) -> None:
    rows = "[{id: p.1, name: One, max: 10, score: 6.5}, {id: p.2, name: Two, max: 10}]"
    folder = write_plan(
        tmp_path / "plan", HEAD + f"indices: [{{id: p, name: P, decimals: 1, max: 20, rows: {rows}}}]\n", "targets: {p.1: {target: 7}}\n"
    )
    results = (
        "plan: example\nresults: [{year: 2023, date: 2023-07-05, stage: interim, layer: self-assessed, source: x, scores: {p.1: 6.8}}]\n"
    )
    (folder / "results.yaml").write_text(results, encoding="utf-8")
    document = opened(made(folder, "--about", "progress", "--as-of", "2023-08-01", lang="en")[0])
    assert "Rows with a result: 1 of 2." in said(document)
    assert ["One", "6.5", "6.8"] in [[cell.text for cell in row.cells][:3] for table in document.tables for row in table.rows]


WIDE = """\
plan: {id: example, name: Example, year: 2022, target_year: 2023}
indices:
  - id: p
    name: Chỉ số
    decimals: 4
    max: 60
    score: 44.75
    rows:
      - {id: p.1, row: 1, name: Chỉ đạo điều hành, max: 20, score: 15.50, rank: 3/63}
      - {id: p.2, row: 2, name: Thủ tục hành chính, max: 20, score: 14.25}
      - {id: p.3, row: 3, name: Cửa khẩu, max: 20, applies: false}
"""


@pytest.mark.parametrize(("decimals", "lang"), [(2, "vi"), (4, "en")])
def test_no_word_is_torn_where_a_table_is_tight(tmp_path: Path, decimals: int, lang: str) -> None:
    """Eight columns, one of which says “≥ 16,50, hạng 6”: all texts but single words may take several lines; with four decimals and
    longer words, cells have less of a margin."""
    folder = write_plan(
        tmp_path / "plan",
        WIDE.replace("decimals: 2", f"decimals: {decimals}"),
        "targets: {p.1: {target: {points: 16.5, rank: 6/63}}, p.2: {target: 15}}\n",
    )
    seen = "{year: 2023, date: 2023-07-05, stage: interim, layer: self-assessed, source: x, scores: {p.1: 16.05, p.2: 14.13}}"
    results = f"plan: example\nresults: [{seen}]\n"
    (folder / "results.yaml").write_text(results, encoding="utf-8")
    document = opened(made(folder, "--about", "progress", "--as-of", "2023-08-01", lang=lang)[0])
    (table,) = [table for table in document.tables if len(table.columns) == 8]
    assert not torn(table)


def torn(table: Table) -> list[str]:
    """The words of a table that are longer than their cell's line."""
    margins = [int(each.get(qn("w:w"))) * 635 for each in table._tbl.iter(qn("w:tblCellMar")) for each in each]
    found = []
    for column in table.columns:
        assert column.width is not None
        for cell in column.cells:
            room = column.width - sum(margins or [2 * PADDING]) - (cell.paragraphs[0].paragraph_format.left_indent or 0)
            size = next((run.font.size.pt for run in cell.paragraphs[0].runs if run.font.size), FACES["Title"].size)
            face = FACES["Title"]._replace(size=int(size))
            found += [word for word in cell.text.split(" ") if length(word, face) > room]
    return found


def test_an_address_of_the_web_tears_no_figure(tmp_path: Path) -> None:
    address = "https://dichvucong.laocai.gov.vn/thu-tuc-hanh-chinh/danh-sach"
    folder = write_plan(tmp_path / "plan", WIDE.replace("Chỉ đạo điều hành", f"Dịch vụ trên {address}"), "targets: {p.1: {planned: 1.5}}\n")
    document = opened(made(folder)[0])
    tables = document.tables
    assert {word for table in tables for word in torn(table)} <= {address}
    assert any(address in cell.text for table in tables for row in table.rows for cell in row.cells)


def test_a_programme_of_ten_years_is_printed_smaller_and_whole(tmp_path: Path) -> None:
    """Twenty columns and more: no figure is torn, and names have more than a word a line."""
    rows = "[{id: p.1, name: Công tác chỉ đạo điều hành cải cách hành chính, max: 100, score: 36.20}]"
    history = "{2020: {score: 80.10, rank: 50/63}, 2021: {score: 82.10, rank: 51/63}, 2022: {score: 77.55, rank: 58/63}}"
    index = f"{{id: p, name: PAR INDEX, decimals: 2, max: 100, score: 36.20, rank: 25/34, history: {history}, rows: {rows}}}"
    years = range(2026, 2031)
    aims = ", ".join(f"{year}: {{points: {80 + at}.25, rank: {24 - at}}}" for at, year in enumerate(years))
    planned = ", ".join(f"{year}: 0.40" for year in years)
    folder = write_plan(
        tmp_path / "plan",
        f"plan: {{id: k, name: K, year: 2025, target_year: 2030}}\nindices: [{index}]\n",
        f"targets: {{p: {{target: {{{aims}}}}}, p.1: {{planned: {{{planned}}}}}}}\n",
    )
    table = opened(made(folder)[0]).tables[-1]
    assert len(table.columns) >= 20
    assert not torn(table)
    sizes = {run.font.size.pt for row in table.rows for cell in row.cells for par in cell.paragraphs for run in par.runs if run.font.size}
    (size,) = sizes
    assert 7 <= size < FACES["Title"].size
    names = table.columns[1].width
    assert names is not None
    assert names.mm > 20


def test_the_end_of_a_part_takes_no_page_of_its_own(folder: Path) -> None:
    """The empty paragraph that ends one is a point high: behind a full page it would be a page."""
    ends = [it for it in opened(made(folder)[0]).paragraphs if it._p.pPr is not None and it._p.pPr.find(qn("w:sectPr")) is not None]
    assert ends
    assert {(it.text, it.paragraph_format.space_after, it.paragraph_format.line_spacing) for it in ends} == {("", 0, Pt(1))}


DEEP = """\
plan: {id: example, name: Example, year: 2025, target_year: 2028}
indices:
  - id: p
    name: Chỉ số
    decimals: 2
    rows:
      - id: p.1
        row: 1
        name: Điều hành
        parts:
          - id: p.1.1
            row: 1.1
            name: Sáng kiến
            parts: [{id: p.1.1.1, row: 1.1.1, name: Sáng kiến được áp dụng tại địa phương, max: 100, score: 62.50}]
"""


def test_a_name_that_lies_deep_has_room_for_its_words_and_its_indent(tmp_path: Path) -> None:
    """Of several years there is a path to be on as well; the day of a result stands behind what kind of result it is."""
    folder = write_plan(tmp_path / "plan", DEEP, "targets: {p.1.1.1: {target: {2026: 70, 2028: 75}}, p: {target: {2026: 72, 2028: 75}}}\n")
    seen = "{year: 2026, date: 2026-06-30, stage: interim, layer: self-assessed, source: x, scores: {p.1.1.1: 75.00}}"
    (folder / "results.yaml").write_text(f"plan: example\nresults: [{seen}]\n", encoding="utf-8")
    document = opened(made(folder, "--about", "progress", "--as-of", "2026-07-01")[0])
    (table,) = [table for table in document.tables if "Theo lộ trình" in [cell.text for cell in table.rows[0].cells]]
    assert [cell.text.replace("\u00a0", " ") for cell in table.rows[3].cells] == [
        *("1.1.1", "Sáng kiến được áp dụng tại địa phương", "62,50", "75,00", "tự đánh giá, giữa kỳ, 30/06/2026"),
        *("66,24", "≥ 70,00", "vượt 5,00", "100,0%"),
    ]
    assert not torn(table)
    name = table.columns[1]
    assert name.width is not None
    assert name.width.mm > 25


YEARS = """\
plan: {id: path, name: {vi: Lộ trình, en: A path}, year: 2022, target_year: 2026}
indices: [{id: p, name: P, decimals: 1, max: 100, score: 50}]
"""


def test_every_way_to_ask_is_on_its_way_to_the_same_year(tmp_path: Path) -> None:
    folder = write_plan(tmp_path / "all" / "one", YEARS, "plan: path\ntargets: {p: {target: {2024: 60, 2026: 70}}}\n")
    results = "plan: path\nresults: [{year: 2024, date: 2025-04-02, layer: published, source: x, scores: {p: 61}}]\n"
    (folder / "results.yaml").write_text(results, encoding="utf-8")
    for day, year in (("2024-06-01", 2024), ("2025-06-01", 2026)):
        asked = ("--about", "progress", "--as-of", day)
        alone, _ = made(folder, *asked, lang="en")
        ran = parplan_here("report", "--plans", "all", "-o", "x-{plan}.docx", *asked, "--lang", "en", cwd=tmp_path)
        assert ran.code == 0
        assert (tmp_path / "x-one.docx").read_bytes() == alone
        parplan.load(folder).report(tmp_path / "y.docx", about="progress", as_of=date.fromisoformat(day), lang="en")
        assert (tmp_path / "y.docx").read_bytes() == alone
        assert any(f"targets of {year}" in text for text in said(opened(alone)))


# The order of what stands in paragraphs and sections, as the format's schema has it (ECMA-376, wml.xsd: CT_PPrBase, CT_SectPr).
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs spacing ind jc outlineLvl rPr sectPr",
    "sectPr": "headerReference footerReference type pgSz pgMar pgBorders pgNumType cols vAlign titlePg textDirection docGrid",
}


@pytest.mark.parametrize("about", ["plan", "progress", "review"])
@pytest.mark.parametrize(("name", "order"), ORDER.items())
def test_everything_stands_in_the_order_of_the_format(folder: Path, about: str, name: str, order: str) -> None:
    document = opened(made(folder, "--about", about)[0])
    parts = (document.element, *(section.header._element for section in document.sections))
    found = [it for part in parts for it in part.iter(qn(f"w:{name}"))]
    assert found
    for it in found:
        places = [order.split().index(child.tag.rpartition("}")[2]) for child in it]
        assert places == sorted(places)


# The plan in its annexes.


@pytest.mark.parametrize(("about", "lang"), [("plan", "vi"), ("plan", "en"), ("progress", "vi"), ("review", "en")])
def test_a_report_goes_through_import_and_gives_the_same_plan(folder: Path, tmp_path: Path, about: str, lang: str) -> None:
    (tmp_path / "report.docx").write_bytes(made(folder, "--about", about, lang=lang)[0])
    ran = parplan_here("import", "report.docx", "-o", "plan", "--year", "2022", "--target-year", "2023", "--lang", "en", cwd=tmp_path)
    assert (ran.code, ran.err) == (0, ""), ran
    assert figures(tmp_path / "plan") == figures(DATA)
    found = parplan_here("validate", "plan", "--lang", "en", cwd=tmp_path)
    assert "C6" not in found.out


# An index without rows; rows of which the body has no target of that year, so that its table is one of a plan as well.
OF_TWO_KINDS = """\
plan: {id: p, name: Kế hoạch giai đoạn 2026-2030, year: 2025, target_year: 2030}
indices:
  - {id: par, name: PAR INDEX, decimals: 2, max: 100, score: 86.20, rank: 25/34, history: {2024: {score: 84.9}}}
  - id: papi
    name: PAPI
    decimals: 2
    max: 20
    score: 9.59
    rank: 28/34
    rows:
      - {id: papi.1, row: 1, name: Kiểm soát tham nhũng, max: 10, score: 6.75, rank: 22/34}
      - {id: papi.2, row: 2, name: Sự tham gia của người dân, max: 10, score: 2.84}
"""
OF_SOME_YEARS = "targets: {par: {target: {2026: 87.5, 2030: 90}}, papi: {target: {2028: 11, 2030: 12}}, papi.1: {target: 8}}\n"


def test_what_a_report_says_in_its_body_comes_from_its_annex(tmp_path: Path) -> None:
    """Rows of both had become rows beside each other, and an index without rows one of its own."""
    folder = write_plan(tmp_path / "plan", OF_TWO_KINDS, OF_SOME_YEARS)
    (tmp_path / "report.docx").write_bytes(made(folder, "--target-year", "2026")[0])
    typed = ("import", "report.docx", "-o", "again", "--year", "2025", "--target-year", "2030", "--lang", "en")
    ran = parplan_here(*typed, cwd=tmp_path)
    assert "- table 3, “2. PAPI”, is left out [I874]" in ran.out
    again = {path.removesuffix(".max"): value for path, value in figures(tmp_path / "again").items()}
    assert again == {path.removesuffix(".max"): value for path, value in figures(folder).items()}
    assert "row: " in (tmp_path / "again" / "indicators.yaml").read_text(encoding="utf-8")


# One annex goes by the name of its section, the other by none.
OF_SECTIONS = """\
plan: {id: p, name: Kế hoạch năm 2025, year: 2024, target_year: 2025}
tables:
  one: {heading: 1. Chỉ số ABC, columns: {row: STT, name: Tiêu chí, score: Điểm, max: Điểm tối đa, target: Mục tiêu}}
  two: {heading: Bảng của Chỉ số XYZ, columns: {row: STT, name: Nội dung, score: Điểm, max: Điểm tối đa, target: Mục tiêu}}
indices:
  - {id: abc, name: Chỉ số ABC, decimals: 2, score: 6.25, rows_in: one, rows: [{id: abc.1, row: 1, name: Một, max: 10, score: 6.25}]}
  - {id: xyz, name: Chỉ số XYZ, decimals: 2, score: 7.25, rows_in: two, rows: [{id: xyz.1, row: 1, name: Hai, max: 10, score: 7.25}]}
"""
OF_BOTH = "targets: {abc: {target: 7}, abc.1: {target: 7}, xyz: {target: 8}, xyz.1: {target: 8}}\n"


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_heading_of_a_section_is_counted_among_those_of_annexes(tmp_path: Path, lang: str) -> None:
    report = made(write_plan(tmp_path / "plan", OF_SECTIONS, OF_BOTH), lang=lang)[0]
    (tmp_path / "report.docx").write_bytes(report)
    ran = parplan_here("import", "report.docx", "-o", "again", "--year", "2024", "--target-year", "2025", "--lang", "en", cwd=tmp_path)
    assert "error" not in ran.out
    assert "1. Chỉ số ABC [2]" in (tmp_path / "again" / "indicators.yaml").read_text(encoding="utf-8")
    found = parplan_here("validate", "again", "--against", "report.docx", "--lang", "en", cwd=tmp_path)
    assert "error" not in found.out.partition("again: ")[0]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_section_without_a_table_is_none_of_an_annex(tmp_path: Path, lang: str) -> None:
    alone = re.sub(
        r"(?m)^  - .id: abc,.*$", "  - {id: abc, name: Chỉ số ABC, decimals: 2, score: 6.25, max: 10, table: one, row: Tổng}", OF_SECTIONS
    )
    targets = "targets: {abc: {target: 7}, xyz: {target: 8}, xyz.1: {target: 8}}\n"
    (tmp_path / "report.docx").write_bytes(made(write_plan(tmp_path / "plan", alone, targets), lang=lang)[0])
    ran = parplan_here("import", "report.docx", "-o", "again", "--year", "2024", "--target-year", "2025", "--lang", "en", cwd=tmp_path)
    assert "error" not in ran.out
    assert 'heading: "1. Chỉ số ABC"' in (tmp_path / "again" / "indicators.yaml").read_text(encoding="utf-8")


OTHER = """\
plan: {id: other, name: {vi: Kế hoạch khác, en: Another plan}, year: 2025, target_year: 2026}
indices:
  - id: late
    name: {vi: Hồ sơ trễ hạn, en: Late files}
    decimals: 1
    max: 100
    better: lower
    score: 3.5
"""


LEVELS = """\
plan: {id: p, name: {vi: Kế hoạch năm 2023, en: Plan}, year: 2022, target_year: 2023}
indices:
  - id: dti
    name: {vi: Chỉ số chuyển đổi số (DTI), en: Digital transformation index (DTI)}
    decimals: 2
    max: 40
    score: 21.50
    rows:
      - id: dti.a
        name: Nhận thức số
        max: 20
        score: 14.30
        parts:
          - id: dti.a.x
            name: Chỉ đạo điều hành
            max: 12
            score: 8.80
            parts: [{id: dti.a.x.1, name: Kế hoạch, max: 6, score: 5.00}, {id: dti.a.x.2, name: Họp ban chỉ đạo, max: 6, score: 3.80}]
          - {id: dti.a.y, name: Khảo sát, max: 8, score: 5.50}
      - {id: dti.b, name: Hạ tầng số, max: 20, score: 7.20}
  - id: pci
    name: {vi: Chỉ số năng lực cạnh tranh (PCI), en: Provincial competitiveness index (PCI)}
    decimals: 2
    score: 64.60
    aggregate: weighted
    scale: 10
    rows:
      - {id: pci.a, name: Gia nhập thị trường, weight: 40, score: 7.10}
      - {id: pci.b, name: Tiếp cận đất đai, weight: 60, score: 6.03}
"""
LEVEL_TARGETS = "targets: {dti: {planned: 2, target: 23.50}, dti.b: {planned: 2, target: 9.20}, pci: {target: 66}}\n"


MADE_UP = """\
plan: {id: p, name: {vi: Kế hoạch năm 2023, en: Plan}, year: 2022, target_year: 2023}
indices:
  - id: kpi
    name: Chỉ số của sở
    decimals: 2
    rows:
      - id: kpi.1
        row: 1
        name: Chỉ đạo
        max: 15
        score: 9
        parts: [{id: kpi.1.a, row: a, name: Ban hành, max: 10, score: 9.00}, {id: kpi.1.b, row: b, name: Phối hợp, max: 5, applies: false}]
      - id: kpi.2
        row: 2
        name: Hài lòng
        max: 10
        score: 7.30
        aggregate: weighted
        parts:
          - {id: kpi.2.a, row: a, name: Người dân, weight: 0.7, max: 10, score: 7.00}
          - {id: kpi.2.b, row: b, name: Doanh nghiệp, weight: 0.3, max: 10, score: 8.00}
"""


def test_an_annex_has_the_weights_that_count_their_mark_and_what_does_not_apply(tmp_path: Path) -> None:
    targets = "targets: {kpi: {target: {points: 18, rank: 5}}, kpi.2: {target: {at_most: 8.5}}}\n"
    table = opened(made(write_plan(tmp_path / "plan", MADE_UP, targets))[0]).tables[-1]
    assert [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in table.rows] == [
        ["TT", "Tiêu chí", "Trọng số", "Điểm năm 2022", "Điểm tối đa", "Mục tiêu năm 2023", "Xếp hạng mục tiêu năm 2023"],
        ["1", "Chỉ đạo", "", "9", "15", "", ""],
        ["a", "Ban hành", "", "9,00", "10", "", ""],
        ["b", "Phối hợp", "", "", "không áp dụng", "", ""],
        ["2", "Hài lòng", "", "7,30", "10", "≤ 8,5", ""],
        ["a", "Người dân", "0,7", "7,00", "10", "", ""],
        ["b", "Doanh nghiệp", "0,3", "8,00", "10", "", ""],
        ["", "Tổng điểm", "", "", "", "18", "5"],
    ]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_an_annex_says_of_which_years_its_figures_are(tmp_path: Path, lang: str) -> None:
    folder = write_plan(tmp_path / "plan", LEVELS, LEVEL_TARGETS)
    (tmp_path / "report.docx").write_bytes(made(folder, lang=lang)[0])
    ran = parplan_here("import", "report.docx", "-o", "back", "--lang", "en", cwd=tmp_path)
    assert (ran.code, ran.err) == (0, ""), ran
    assert "S104" not in parplan_here("validate", "back", cwd=tmp_path).out
    back = json.loads(parplan_here("compare", "plan", "back", "--format", "json", cwd=tmp_path).out)
    assert [index["changes"] for index in back["indices"]] == [[], []]
    assert "year: 2022\n  target_year: 2023\n" in (tmp_path / "back" / "indicators.yaml").read_text(encoding="utf-8")


def test_tasks_of_which_none_is_told_are_not_the_others(tmp_path: Path) -> None:
    folder = write_plan(tmp_path / "plan", LEVELS, LEVEL_TARGETS)
    (folder / "tasks.yaml").write_text("units: [{id: u, name: U}]\ntasks: [{id: t, clause: 1, name: T, lead: [u]}]\n", encoding="utf-8")
    texts = said(opened(made(folder, "--about", "progress", "--as-of", "2023-07-01")[0]))
    assert "Các nhiệm vụ chưa đến hạn hoặc không ghi thời hạn: 1." in texts
    assert not [text for text in texts if "còn lại" in text]


def test_a_letter_asks_for_figures_with_the_digits_of_their_index(tmp_path: Path) -> None:
    """Of 5.15 and 5.05 comes 10.2, where 9 is printed: 10.20, as in the reason beside it; of 5.95 and 5.05 comes 11."""
    for targets, asked in (("{target: 5.15}", "10,20"), ("{target: 5.95}", "11")):
        both = f"targets: {{hh: {{target: 9}}, hh.1: {targets}, hh.2: {{target: 5.05}}}}\n"
        plan = DISTRICT.replace("score: 8.00", "score: 5.00").replace("score: 7.10", "score: 5.00").replace("score: 15.10", "score: 10.00")
        folder = write_plan(tmp_path / asked, plan, both)
        told = parplan_here("errata", "letter", "--plan", str(folder), "--lang", "vi").out
        assert [line.split(" | ")[2:4] for line in told.splitlines() if line.startswith("| 1")] == [["9", asked]]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_rows_without_numbers_come_back_with_their_levels_and_weights(tmp_path: Path, lang: str) -> None:
    folder = write_plan(tmp_path / "plan", LEVELS, LEVEL_TARGETS)
    (tmp_path / "report.docx").write_bytes(made(folder, lang=lang)[0])
    ran = parplan_here("import", "report.docx", "-o", "back", "--year", "2022", "--target-year", "2023", cwd=tmp_path)
    assert (ran.code, ran.err) == (0, ""), ran
    found = [json.loads(parplan_here("validate", each, "--format", "json", cwd=tmp_path).out)["findings"] for each in ("plan", "back")]
    assert [[it["code"] for it in each] for each in found] == [["A308", "X901", "X901"]] * 2
    back = json.loads(parplan_here("compare", "plan", "back", "--format", "json", cwd=tmp_path).out)["indices"]
    assert [(index["changes"], index["added"], index["removed"], index["rules"]) for index in back] == [([], [], [], [])] * 2


ALL_AIMS = """\
plan: {id: d, name: Kế hoạch năm 2024, year: 2023, target_year: 2024}
indices:
  - id: pci
    name: {vi: Chỉ số năng lực cạnh tranh cấp tỉnh (PCI), en: Provincial competitiveness index (PCI)}
    decimals: 2
    max: 60
    score: 43.00
    rank: 40/63
    rows:
      - {id: pci.1, row: 1, name: Gia nhập thị trường, max: 10, score: 7.00}
      - {id: pci.2, row: 2, name: Tiếp cận đất đai, max: 10, score: 7.00}
      - {id: pci.3, row: 3, name: Tính minh bạch, max: 10, score: 8.00}
      - {id: pci.4, row: 4, name: Chi phí thời gian, max: 10, score: 6.00}
      - {id: pci.5, row: 5, name: Đào tạo lao động, max: 10, score: 7.00}
      - {id: pci.6, row: 6, name: Thiết chế pháp lý, max: 10, score: 8.00}
  - id: dti
    name: {vi: Chỉ số chuyển đổi số (DTI), en: Digital transformation index (DTI)}
    decimals: 2
    max: 20
    score: 14.00
    rows:
      - {id: dti.1, row: 1, name: Nhận thức số, max: 10, score: 7.00}
      - {id: dti.2, row: 2, name: Hạ tầng số, max: 10, score: 7.00}
"""
IN_WORDS = """\
targets:
  pci: {planned: 3, target: {places: 0}}
  pci.1: {target: {direction: keep}}
  pci.2: {target: {direction: higher}}
  pci.3: {target: {places: 3}}
  pci.4: {target: {rank: 30/63, direction: higher}}
  pci.5: {target: {more_than: {percent: 84}}}
  pci.6: {target: 8.50}
  dti: {planned: 1, target: {points: 15.00, rank: 9}}
  dti.1: {planned: 1, target: 8.00}
  dti.2: {planned: 0, target: 7.00}
"""


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_kind_of_target_is_worded_so_that_it_comes_back(tmp_path: Path, lang: str) -> None:
    folder = write_plan(tmp_path / "plan", ALL_AIMS, IN_WORDS)
    (tmp_path / "report.docx").write_bytes(made(folder, lang=lang)[0])
    ran = parplan_here("import", "report.docx", "-o", "back", "--year", "2023", "--target-year", "2024", "--lang", "en", cwd=tmp_path)
    assert (ran.err, "I873" in ran.out) == ("", False), ran
    back = json.loads(parplan_here("compare", "plan", "back", "--format", "json", cwd=tmp_path).out)["indices"]
    assert [(index["id"], index["changes"], index["added"], index["removed"]) for index in back] == [
        ("pci", [], [], []),
        ("dti", [], [], []),
    ]
    # Its row has the figures, whether a sentence is read or not.
    assert yaml.safe_load((tmp_path / "back" / "indicators.yaml").read_text(encoding="utf-8"))["indices"][0]["row"] == "Tổng điểm"


def test_a_report_on_progress_has_every_result_at_whatever_depth(tmp_path: Path) -> None:
    folder = write_plan(tmp_path / "plan", LEVELS, LEVEL_TARGETS)
    (folder / "results.yaml").write_text(
        "plan: p\nresults:\n  - {year: 2023, date: 2023-06-30, layer: self-assessed, stage: interim, source: S, scores: {dti.a.x.1: 5.4}}\n"
    )
    document = opened(made(folder, "--about", "progress", "--as-of", "2023-07-01", lang="vi")[0])
    (table,) = (it for it in document.tables if it.rows[0].cells[0].text == "Tiêu chí" and len(it.columns) > 6)
    rows = [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in table.rows]
    # What has no result yet stands beside what has, and below the table it is said what that means.
    names = ["Nhận thức số", "Chỉ đạo điều hành", "Kế hoạch", "Họp ban chỉ đạo", "Khảo sát", "Hạ tầng số", "Tổng điểm"]
    assert [row[0] for row in rows[1:]] == names
    assert rows[3][2:4] == ["5,40", "tự đánh giá, giữa kỳ, 30/06/2023"]
    assert rows[4][2:4] == ["3,80", "2022"]
    assert "Tiêu chí ghi năm 2022 thì chưa có kết quả mới; như vậy không có nghĩa là không thay đổi." in said(document)


def test_a_part_without_a_number_has_none_of_its_row_beside_it(tmp_path: Path) -> None:
    parts = "parts: [{id: p.1.a, name: Thực hiện, max: 10, score: 8.00}, {id: p.1.b, name: Điều tra, max: 10, score: 7.50}]"
    plan = WIDE.replace("name: Chỉ đạo điều hành, max: 20", f"name: Chỉ đạo điều hành, {parts}, max: 20")
    folder = write_plan(tmp_path / "plan", plan, "targets: {p.1.a: {target: 9}, p.1.b: {target: 8}}\n")
    beside(folder, "{year: 2023, date: 2023-07-05, stage: interim, layer: self-assessed, source: x, scores: {p.1.a: 8.5}}")
    document = opened(made(folder, "--about", "progress", "--as-of", "2023-08-01")[0])
    numbers = [["1", "Chỉ đạo điều hành"], ["", "Thực hiện"], ["", "Điều tra"], ["2", "Thủ tục hành chính"]]
    assert numbers in [[[cell.text.replace("\u00a0", " ") for cell in row.cells[:2]] for row in it.rows[1:5]] for it in document.tables]


def test_a_plan_of_another_shape_has_a_report_and_a_letter(tmp_path: Path) -> None:
    """Means that nobody prints, an index where less is better, names that look like formulas, no tasks, no results, no letterhead."""
    rows = thirds("m", "7.00", "8.00", "9.50", index=True).replace("name: Part", "name: '=1+1 <b>'")
    folder = write_plan(tmp_path / "plan", f"{OTHER}  - {rows}\n", "targets:\n  late: {target: 2}\n  m.1: {planned: 1}\n")
    document = opened(made(folder, lang="en")[0])
    texts = said(document)
    assert "Target of 2026: ≤\u00a02.0 as printed." in texts
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "=1+1\u00a0<b>" in cells
    assert "8.17" in cells  # 24.5 / 3
    assert "To:" not in " ".join(texts)
    assert "…" in texts


def test_each_document_has_a_number_of_its_own(folder: Path) -> None:
    texts = said(opened(made(folder)[0]))
    assert "Số: …/BC-SNV" in texts
    assert "Cao Bằng, ngày … tháng … năm …" in texts
    assert "- Bộ Nội vụ." in texts  # the addressees are those of all
    letter = said(opened(made(folder, command="errata letter")[0]))
    assert "Số: 12/SNV-CCHC" in letter
    assert "Kính gửi: Ủy ban nhân dân tỉnh Cao Bằng" in letter


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("plan: cao-bang-2023\nisuer: A\n", "issuer"),
        ("plan: cao-bang-2023\ndocuments: {plan: {date: 8/2/2024}}\n", "2024-02-08"),
        ("plan: cao-bang-2023\ndocuments: {plan: {number: -5}}\n", "a whole number from 1 up such as 5"),
        ("plan: cao-bang-2023\ndocuments: {review: {number: five}}\n", "a whole number from 1 up such as 5"),
        ("plan: cao-bang-2023\ndocuments: {revue: {number: 5}}\n", "review"),
        ("plan: another\n", "another"),
    ],
)
def test_a_letterhead_with_errors_is_refused_and_found(folder: Path, tmp_path: Path, wrong: str, words: str) -> None:
    at = tmp_path / "plan"
    shutil.copytree(folder, at)
    (at / "report.yaml").write_text(wrong, encoding="utf-8")
    ran = parplan_here("report", "--plan", str(at), "-o", str(tmp_path / "x.docx"), "--lang", "en")
    assert ran.code == 2
    assert words in ran.err
    assert not (tmp_path / "x.docx").exists()
    found = parplan_here("validate", str(at), "--lang", "en")
    assert found.code == 1
    assert "report.yaml" in found.out


def test_the_same_call_gives_the_same_bytes(folder: Path) -> None:
    for command in ("report", "errata letter"):
        assert made(folder, command=command)[0] == made.__wrapped__(folder, command=command)[0]


# The command.

REFUSED = [
    (["-o", "x.pdf"], "x.pdf: no form is known for “.pdf”; use one of .docx, .xlsx, .html"),
    (["-o", "x.xlsx", "--about", "plan"], ".xlsx does not go with --about"),
    (["-o", "x.docx", "--about", "unit"], "--about unit needs to know which: add --unit"),
    (["-o", "x.docx", "--unit", "nobody"], "there is no unit “nobody”"),
    (["-o", "x.docx", "--about", "review", "--scenario", "surveys-at-half"], "--about review does not go with --scenario"),
    (["-o", "x.docx", "--as-of", "2024-01-01"], "--about plan does not go with --as-of"),
    (["-o", "x.docx", "--about", "progress", "--as-of", "soon"], "--as-of"),
    (["--about", "progress"], "-o FILE is needed"),
    (["-o", "{plan}.docx"], "{plan} in a file's name is the name of each plan of --plans DIR"),
]


@pytest.mark.parametrize(("asked", "words"), REFUSED)
def test_what_cannot_be_asked_for(folder: Path, tmp_path: Path, asked: list[str], words: str) -> None:
    ran = parplan_here("report", "--plan", str(folder), *asked, "--lang", "en", cwd=tmp_path)
    assert ran.code == 2
    assert words in ran.err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("lang", "example"), [("vi", "Ví dụ: parplan report -o bao-cao.docx"), ("en", "Example: parplan report -o report.docx")]
)
def test_without_a_file_it_says_what_there_is(lang: str, example: str) -> None:
    ran = parplan_here("report", "--lang", lang)
    assert (ran.code, ran.err) == (0, "")
    assert [line.split()[1] for line in ran.out.splitlines() if line.startswith("- .")] == [".docx:", ".xlsx:", ".html:"]
    assert ran.out.endswith(f"{example}\n")


# The pages, as a word processor lays them out.

OFFICE = shutil.which("soffice")


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_its_pages_as_libreoffice_lays_them_out(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.docx").write_bytes(made(folder)[0])
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run([str(OFFICE), profile, "--headless", "--convert-to", "pdf", "plan.docx"], cwd=tmp_path, check=True, capture_output=True)
    with pdfplumber.open(tmp_path / "plan.pdf") as pdf:
        tops = [[word for word in page.extract_words() if word["bottom"] < 57] for page in pdf.pages]  # 20 mm
        wide = [page.width > page.height for page in pdf.pages]
        texts = [page.extract_text() for page in pdf.pages]
        middles = [
            (word["x0"] + word["x1"]) / 2 - (85 + (page.width - 42)) / 2
            for page, words in zip(pdf.pages, tops, strict=True)
            for word in words
        ]
    report = wide.index(True)
    begins = [0, *(n for n, text in enumerate(texts) if text.startswith("Phụ lục"))]
    numbers = [n - max(first for first in begins if first <= n) + 1 for n in range(len(texts))]
    # The first page of the report and of each annex has no number; the others have theirs in the middle of the text's width.
    assert [" ".join(word["text"] for word in words) for words in tops] == [str(n) if n > 1 else "" for n in numbers]
    assert max(map(abs, middles)) < 3
    assert wide == [False] * report + [True] * (len(wide) - report)
    assert begins[1] == report
    assert [texts[n].splitlines()[0] for n in begins[1:]] == ["Phụ lục I", "Phụ lục II"]
    assert "BÁO CÁO" in texts[0]
    assert "./." in texts[report - 1]
    assert "PHÓ GIÁM ĐỐC" in texts[report - 1]
    assert texts[1].lstrip("2\n").startswith("TT")  # a table that goes on, under its heads


# For scripts.


@pytest.mark.parametrize("ending", ["docx", "xlsx", "html"])
def test_a_script_writes_what_the_command_writes(folder: Path, tmp_path: Path, ending: str) -> None:
    file, other = tmp_path / f"a.{ending}", tmp_path / f"b.{ending}"
    parplan.load(folder).report(file)
    assert parplan_here("report", "--plan", str(folder), "-o", str(other), "--lang", "vi").code == 0
    assert file.read_bytes() == other.read_bytes()


def test_a_script_asks_for_a_unit_or_an_outcome(folder: Path, tmp_path: Path) -> None:
    plan = parplan.load(folder)
    for name, asked, command in (
        ("unit", {"unit": "Sở Nội vụ"}, ["--unit", "so-noi-vu"]),
        ("review", {"about": "review"}, ["--about", "review"]),
        ("progress", {"about": "progress", "as_of": date(2024, 5, 1)}, ["--about", "progress", "--as-of", "2024-05-01"]),
    ):
        file = tmp_path / f"{name}.docx"
        plan.report(file, lang="en", **asked)
        assert file.read_bytes() == made(folder, *command, lang="en")[0]


def test_what_a_script_cannot_ask_for(folder: Path, tmp_path: Path) -> None:
    plan = parplan.load(folder)
    with pytest.raises(ValueError, match=r"ends in \.docx, \.xlsx, \.html"):
        plan.report(tmp_path / "a.pdf")
    with pytest.raises(ValueError, match="a report about a unit takes the unit"):
        plan.report(tmp_path / "a.docx", about="unit")
    with pytest.raises(KeyError, match="so-noi-vo; did you mean so-noi-vu"):
        plan.report(tmp_path / "a.docx", unit="so-noi-vo")
    with pytest.raises(ValueError, match=r"goc\.docx' is data of a plan, or was read: choose another name"):
        imported(tmp_path).report(tmp_path / "goc.docx")
    assert [it.name for it in tmp_path.iterdir() if it.suffix == ".docx"] == ["goc.docx"]


@pytest.mark.parametrize(
    ("asked", "words"), [({"n": 0}, "from 1 to 10000000000, not 0"), ({"n": -5}, "not -5"), ({"correlation": "1"}, "to below 1, not 1")]
)
def test_what_a_script_cannot_draw(asked: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parplan.load().simulate(**asked)


# What a first reader found.

DISTRICT = """\
plan: {id: huyen, name: {vi: Kế hoạch nâng cao chỉ số năm 2025 của huyện Hòa An, en: A made-up plan}, year: 2024, target_year: 2025}
tables:
  t1:
    heading: Bảng 1. Chỉ số huyện
    columns: {row: TT, name: Tiêu chí, score: Điểm, max: Điểm tối đa, planned: Dự kiến tăng, target: Mục tiêu}
indices:
  - id: hh
    row: Tổng điểm
    name: Chỉ số huyện
    decimals: 2
    table: t1
    max: 20
    score: 15.10
    rows_in: t1
    rows:
      - {id: hh.1, row: 1, name: Tiếp dân, max: 10, score: 8.00}
      - {id: hh.2, row: 2, name: Trả kết quả, max: 10, score: 7.10}
"""
DISTRICT_TARGETS = """\
plan: huyen
targets:
  hh: {planned: 1.40, target: 16.80}
  hh.1: {planned: 0.50, target: 8.50}
  hh.2: {planned: 0.90, target: 8.30}
"""
DISTRICT_ERRATA = """\
plan: huyen
errata:
  hh.2.target: {printed: 8.30, correct: 8.00, because: Hỏi lại}
  hh.target: {printed: 16.80, correct: 16.50, because: Hỏi lại}
"""


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan that prints its total in the last row of its table, with a wrong target that was decided."""
    return write_plan(tmp_path_factory.mktemp("district") / "plan", DISTRICT, DISTRICT_TARGETS, DISTRICT_ERRATA)


def test_a_total_that_is_printed_stands_last_and_comes_back(district: Path, tmp_path: Path) -> None:
    data, _ = made(district)
    table = opened(data).tables[-1]
    assert [[cell.text.replace("\u00a0", " ") for cell in row.cells][:3] for row in table.rows][1:] == [
        ["1", "Tiếp dân", "8,00"],
        ["2", "Trả kết quả", "7,10"],
        ["", "Tổng điểm", "15,10"],
    ]
    assert "Tổng điểm năm 2024 đạt" not in " ".join(said(opened(data))[said(opened(data)).index("Phụ lục") :])
    (tmp_path / "report.docx").write_bytes(data)
    years = ("--year", "2024", "--target-year", "2025")
    ran = parplan_here("import", "report.docx", "-o", "again", "--like", str(district), *years, cwd=tmp_path)
    asked = [line for line in ran.out.splitlines() if line.startswith("- ?")]
    assert all("plan" in line for line in asked), asked  # whose it is, and what it is called: a report does not say
    assert figures(tmp_path / "again") == figures(district)


def test_on_the_corrected_basis_the_annex_is_still_the_document(district: Path) -> None:
    document = opened(made(district, "--basis", "corrected")[0])
    texts = said(document)
    assert [cell.text for cell in document.tables[-1].rows[-1].cells][-1] == "16,80"
    assert "Mục tiêu năm 2025: ≥\u00a016,50 theo số liệu đã đính chính." in texts
    assert "Các số liệu sau đã được xác định, đề nghị đính chính theo số đúng:" in texts


def test_progress_is_told_of_tasks_where_no_result_is_known_yet(folder: Path, tmp_path: Path) -> None:
    at = tmp_path / "plan"
    shutil.copytree(folder, at)
    (at / "results.yaml").unlink()
    texts = said(opened(made(at, "--about", "progress", "--as-of", "2023-11-01")[0]))
    assert texts.count("Chưa có kết quả nào sau năm 2022.") == 3
    assert "Có 109 nhiệm vụ: 0 chưa thực hiện, 1 đang thực hiện, 2 đã hoàn thành, 106 chưa cập nhật." in texts


def test_results_of_another_year_are_told(progress: Document, folder: Path) -> None:
    texts = said(opened(made(folder, "--about", "progress", "--as-of", "2026-01-01")[0]))
    assert "Kết quả là của năm 2024; mục tiêu là của năm 2023." in texts
    assert "Nguồn: UNDP, CECODES và các đối tác: kết quả PAPI năm 2023." in said(progress)


def imported(folder: Path) -> parplan.Plan:
    """A plan in a folder, with the document that it was taken from."""
    (folder / "goc.docx").write_bytes(made_of_a_plan())
    assert parplan_here("import", "goc.docx", "-o", ".", "--year", "2023", "--lang", "en", cwd=folder).code == 0
    return parplan.load(folder)


def test_the_document_that_a_plan_was_taken_from_is_not_written_over(tmp_path: Path) -> None:
    imported(tmp_path)
    before = (tmp_path / "goc.docx").read_bytes()
    ran = parplan_here("report", "-o", "goc.docx", "--lang", "en", cwd=tmp_path)
    assert ran.code == 2
    assert "choose another name" in ran.err
    assert (tmp_path / "goc.docx").read_bytes() == before


def made_of_a_plan() -> bytes:
    from test_import import small

    return small()


def test_a_unit_that_leads_nothing_gets_no_empty_table(tmp_path: Path) -> None:
    folder = write_plan(tmp_path / "plan")
    tasks = "plan: example\nunits: [{id: a, name: A}, {id: b, name: B}]\ntasks: [{id: t, clause: 1, name: T, lead: [a], serves: [par]}]\n"
    (folder / "tasks.yaml").write_text(tasks, encoding="utf-8")
    rows = {unit: len(opened(made(folder, "--unit", unit, lang="en")[0]).tables) for unit in ("a", "b")}
    assert rows == {"a": 4, "b": 2}  # the head and the signature stand in tables too


BARE = """\
indices:
  - {id: a, name: A, decimals: 2, max: 10, score: 6.00}
  - {id: b, name: B, decimals: 2}
  - {id: c, name: C, decimals: 2, rows: [{id: c.1, row: 1, name: One}, {id: c.2, row: 2, name: Two}]}
"""


def test_what_has_nothing_to_say_is_left_out(tmp_path: Path) -> None:
    """A plan without results or a document, which says nothing of two of its indices: no heading stands alone, no annex has names alone."""
    folder = write_plan(tmp_path / "plan", HEAD + BARE, "targets: {a: {target: 7.00}}\n")
    document = opened(made(folder, lang="en")[0])
    nothing = "The plan gives no score of 2022 and no target of 2023 for this index."
    texts = said(document)
    assert after(texts, "2. B", 3) == [nothing, "3. C", nothing]
    assert [text for text in texts if text.startswith("Annex")] == ["Annex"]
    assert "One" not in texts
    bare = opened(made(write_plan(tmp_path / "none", HEAD + BARE, "targets: {}\n"), lang="en")[0])
    assert "Annex" in said(bare)


def test_a_unit_without_a_task_is_told_so(tmp_path: Path) -> None:
    folder = write_plan(tmp_path / "plan")
    tasks = "plan: example\nunits: [{id: a, name: A}, {id: b, name: B}]\ntasks: [{id: t, clause: 1, name: T, lead: [a], serves: [par]}]\n"
    (folder / "tasks.yaml").write_text(tasks, encoding="utf-8")
    texts = said(opened(made(folder, "--unit", "b", lang="en")[0]))
    assert after(texts, "II. Tasks", 1) == ["The plan gives it no task."]


def test_no_report_goes_to_standard_output(folder: Path) -> None:
    ran = parplan_here("report", "--plan", str(folder), "-o", "-", "--lang", "en")
    assert ran.code == 2
    assert "-: no form is known for “”" in ran.err


@pytest.mark.parametrize("broken", ["R222-nothing-left", "R223-more-rows"])
def test_what_is_no_figure_is_not_asked_about(broken: str) -> None:
    ran = parplan_here("errata", "letter", "--plan", str(ROOT / "tests" / "errors" / broken / "plan"), "--lang", "en")
    assert ran.code == 0
    assert ran.out.startswith("# Request for correction")


TITLED = """\
plan: {id: titled, name: Titled, year: 2024, target_year: 2025}
tables:
  t: {heading: H, columns: {row: TT, name: Tên, score: "Điểm / 2024", max: "Điểm", planned: "A", target: "A / B"}}
indices:
  - {id: x, name: X, decimals: 1, max: 10, rows_in: t, rows: [{id: x.1, row: 1, name: One, max: 10, score: 5}]}
"""


def test_titles_that_share_a_beginning_are_all_there(tmp_path: Path) -> None:
    folder = write_plan(tmp_path / "plan", TITLED, "plan: titled\ntargets:\n  x.1: {planned: 1, target: 6}\n")
    table = opened(made(folder)[0]).tables[-1]
    assert [cell.text for cell in table.rows[1].cells] == ["TT", "Tên", "2024", "Điểm", "A", "B"]
    assert [cell.text for cell in table.rows[0].cells] == ["TT", "Tên", "Điểm", "Điểm", "A", "A"]


PATH = """\
plan: {id: path, name: {vi: Lộ trình, en: A path}, year: 2024, target_year: 2030}
indices:
  - {id: late, name: {vi: Trễ hạn, en: Late}, decimals: 1, max: 100, better: lower, score: 5, history: {2023: {score: 7}}}
"""


def test_years_that_are_told_apart_stand_in_columns_of_their_own(tmp_path: Path) -> None:
    folder = write_plan(tmp_path / "plan", PATH, "plan: path\ntargets:\n  late: {target: {2026: 4, 2030: 2}}\n")
    document = opened(made(folder, lang="en")[0])
    heads = [cell.text for cell in document.tables[-1].rows[0].cells]
    assert heads == ["Tiêu chí", "Điểm năm 2023", "Điểm năm 2024", "Điểm tối đa", "Mục tiêu năm 2026", "Mục tiêu năm 2030"]
    assert [cell.text for cell in document.tables[-1].rows[1].cells][1:] == ["7", "5", "100", "4", "2"]
    assert "That takes 1.0 less, 20.0% of the headroom (5.0)." in said(document)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"about": "plans"}, "about"),
        ({"lang": "fr"}, "lang"),
        ({"as_of": date(2024, 1, 1)}, "as_of is for a report about the progress"),
    ],
)
def test_what_a_script_mistypes(folder: Path, tmp_path: Path, asked: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parplan.load(folder).report(tmp_path / "a.docx", **asked)


def test_what_two_contradictions_ask_alike_is_asked_once(tmp_path: Path) -> None:
    folder = write_plan(tmp_path / "plan", DISTRICT, DISTRICT_TARGETS)
    told = parplan_here("errata", "letter", "--plan", str(folder), "--lang", "en").out
    rows = [line.split(" | ")[1:4] for line in told.splitlines() if re.match(r"\| \d", line)]
    assert len(rows) > 1
    assert len({tuple(row) for row in rows}) == len(rows)
    assert told.count("but the printed target is") == 2  # for the reasons of both


STATED = """\
plan: {id: example, name: Example, year: 2025, target_year: 2026}
indices:
  - {id: hl, name: Hài lòng, decimals: 2, max: 100, percent: 81.50, rank: 7/12}
  - {id: tre, name: Trễ hạn, decimals: 2, max: 100, score: 6.40, better: lower}
"""


def test_annexes_and_sentences_say_all_of_a_target(tmp_path: Path) -> None:
    targets = "targets:\n  hl: {target: {more_than: {percent: 90}, rank: 3}}\n  tre: {target: {at_most: 1}}\n"
    document = opened(made(write_plan(tmp_path / "plan", STATED, targets))[0])
    first, second = ([cell.text.replace("\u00a0", " ") for cell in table.rows[1].cells] for table in document.tables[-2:])
    assert first == ["Hài lòng", "7/12", "81,50", "100", "> 90%", "3"]
    assert second == ["Trễ hạn", "6,40", "100", "≤ 1"]  # with the digits that the plan has
    texts = [text.replace("\u00a0", " ") for text in said(document)]
    assert "Mục tiêu năm 2026: > 90%, hạng 3 theo văn bản." in texts


IN_PERCENT = """\
plan: {id: p, name: Kế hoạch, year: 2024, target_year: 2025}
tables:
  one: {heading: Bảng của ABC, columns: {row: STT, name: Tiêu chí, score: Điểm, max: Tối đa, target: Mục tiêu (%)}, printed: {target: "#%"}}
indices:
  - id: abc
    name: Chỉ số ABC
    decimals: 2
    rows_in: one
    rows: [{id: abc.1, row: 1, name: Một, max: 20, score: 16.42}, {id: abc.2, row: 2, name: Hai, max: 20, score: 15}]
"""


def test_an_annex_has_percent_targets_as_their_column_prints_them(tmp_path: Path) -> None:
    targets = "targets: {abc.1: {target: {percent: 86.50}}, abc.2: {target: {more_than: {percent: 80}}}}\n"
    report = made(write_plan(tmp_path / "plan", IN_PERCENT, targets))[0]
    cells = [row.cells[-1].text.replace("\u00a0", " ") for row in opened(report).tables[-1].rows]
    assert cells == ["Mục tiêu (%)", "86,50%", "> 80%"]
    (tmp_path / "report.docx").write_bytes(report)
    parplan_here("import", "report.docx", "-o", "again", "--year", "2024", "--target-year", "2025", cwd=tmp_path)
    assert [figures(tmp_path / "again")[f"abc.{n}.target"] for n in (1, 2)] == [
        figures(tmp_path / "plan")[f"abc.{n}.target"] for n in (1, 2)
    ]


TABLES = """\
plan: {id: two, name: Hai bảng, year: 2024, target_year: 2025}
tables:
  one: {heading: Bảng 1, columns: {row: TT, name: Tiêu chí, score: Điểm, target: Mục tiêu}}
  two: {heading: Bảng 2, columns: {row: TT, name: Tiêu chí, score: Điểm, target: Mục tiêu}}
indices:
  - {id: a, name: A, decimals: 2, max: 10, score: 6, rank: 9/20, rows_in: one, rows: [{id: a.1, row: 1, name: Một, max: 10, score: 6}]}
  - {id: b, name: B, decimals: 2, max: 10, score: 7, rows_in: two, rows: [{id: b.1, row: 1, name: Hai, max: 10, score: 7}]}
"""
OF_TABLES = "targets: {a: {target: {points: 7, rank: 5/20}}, b: {target: 8}, b.1: {target: 8.5}}\n"
PUT_RIGHT = """\
errata:
  b.target: {printed: 8, correct: 8, because: Thận trọng hơn, against: {b.1.target: 8.5}}
  b.1.target: {printed: 8.5, correct: 8.4, because: Sai}
"""


# An index that stands in percent alone, and a measure of which less is better: each target is one to be passed, and is just not.
ON_THE_LINE = """\
plan: {id: example, name: Kế hoạch, year: 2025, target_year: 2026}
indices:
  - {id: hl, name: Hài lòng, decimals: 2, max: 100, percent: 82.18}
  - {id: tg, name: Thời gian (ngày), decimals: 1, better: lower, score: 7.5}
"""
TO_BE_PASSED = "targets: {hl: {planned: 2.82, target: {more_than: {percent: 85}}}, tg: {planned: -2.5, target: {less_than: 5}}}\n"
MISSED = [
    "Hài lòng: {} 85,00 chưa đạt mục tiêu > 85,00: phải cao hơn mức này.",
    "Thời gian (ngày): {} 5,0 chưa đạt mục tiêu < 5,0: phải thấp hơn mức này.",
]


@pytest.mark.parametrize(
    ("asked", "figure", "told"),
    [
        (["--about", "review"], "kết quả", ["Năm 2026 đạt 85,00%.", "Năm 2026 đạt 5,0."]),
        (["--about", "progress", "--as-of", "2027-03-01"], "điểm hiện tại", []),
        (["--scenario", "full"], "điểm dự báo", []),
        ([], "điểm dự báo", []),
    ],
)
def test_what_lies_on_a_target_to_be_passed_is_told_to_miss_it(tmp_path: Path, asked: list[str], figure: str, told: list[str]) -> None:
    folder = write_plan(tmp_path / "plan", ON_THE_LINE, TO_BE_PASSED)
    beside(folder, "{year: 2026, date: 2027-02-10, layer: published, source: S, scores: {hl: 85, tg: 5}}")
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "full.yaml").write_text("plan: example\nname: {vi: Đủ, en: Full}\nchanges: []\n", encoding="utf-8")
    texts = [text.replace("\u00a0", " ") for text in said(opened(made(folder, *asked)[0]))]
    assert not {*told, *(it.format(figure) for it in MISSED)} - {*texts}
    assert not any("bằng mục tiêu" in text for text in texts)


CAME = {
    "vi": ["Năm 2026 đạt 80,00%, thấp hơn mục tiêu 85,00% là 5,00 điểm phần trăm.", "Năm 2026: 6,0, không đạt mục tiêu 5,0 (cao hơn 1,0)."],
    "en": [
        "In 2026: 80.00%, 5.00 percentage points below the target of 85.00%.",
        "In 2026: 6.0, which misses the target of 5.0 (1.0 above it).",
    ],
}


@pytest.mark.parametrize(("lang", "told"), CAME.items())
def test_an_outcome_is_told_in_what_its_index_is_counted_in(tmp_path: Path, lang: str, told: list[str]) -> None:
    folder = write_plan(tmp_path / "plan", ON_THE_LINE, TO_BE_PASSED)
    beside(folder, "{year: 2026, date: 2027-02-10, layer: published, source: S, scores: {hl: 80, tg: 6}}")
    texts = [text.replace("\u00a0", " ") for text in said(opened(made(folder, "--about", "review", lang=lang)[0]))]
    assert [text for text in texts if text.startswith(("Năm 2026", "In 2026"))] == told


@pytest.mark.parametrize(
    ("came", "lang", "told"),
    [
        ("4", "vi", "Năm 2026: 4,0, đạt mục tiêu 5,0 (thấp hơn 1,0)."),
        ("4", "en", "In 2026: 4.0, which meets the target of 5.0 (1.0 below it)."),
        ("5", "vi", "Năm 2026 đạt 5,0, bằng mục tiêu."),
    ],
)
def test_what_fell_below_its_upper_limit_is_told_to_meet_it(tmp_path: Path, came: str, lang: str, told: str) -> None:
    targets = TO_BE_PASSED.replace("less_than: 5", "at_most: 5")
    folder = write_plan(tmp_path / "plan", ON_THE_LINE, targets)
    beside(folder, f"{{year: 2026, date: 2027-02-10, layer: published, source: S, scores: {{tg: {came}}}}}")
    assert told in said(opened(made(folder, "--about", "review", lang=lang)[0]))


def test_a_plan_s_indices_are_told_in_what_they_are_counted_in(tmp_path: Path) -> None:
    texts = said(opened(made(write_plan(tmp_path / "plan", ON_THE_LINE, TO_BE_PASSED))[0]))
    assert after(texts, "1. Hài lòng", 1) == ["Hài lòng năm 2025 đạt 82,18%."]
    assert "Cần tăng thêm 2,82 điểm phần trăm, bằng 15,8% dư địa (17,82 điểm phần trăm)." in texts
    assert after(texts, "2. Thời gian (ngày)", 1) == ["Thời gian (ngày) năm 2025 đạt 7,5."]
    assert "Cần giảm thêm 2,5, bằng 33,3% dư địa (7,5)." in texts


def test_only_what_is_corrected_is_said_to_be(tmp_path: Path) -> None:
    texts = said(opened(made(write_plan(tmp_path / "plan", TABLES, OF_TABLES, PUT_RIGHT), "--basis", "corrected")[0]))
    aims = [text.replace("\u00a0", " ") for text in texts if text.startswith("Mục tiêu năm")]
    assert aims == [
        "Mục tiêu năm 2025: ≥ 7,00, hạng 5/20 theo văn bản.",
        "Mục tiêu năm 2025: ≥ 8,00 theo văn bản, 8,40 tính từ mục tiêu của các tiêu chí.",
    ]


def test_parts_of_parts_stand_behind_them(tmp_path: Path) -> None:
    parts = "parts: [{id: a.1.x, name: X, max: 10, score: 6, parts: [{id: a.1.x.y, name: Y, max: 10, score: 6}]}]"
    plan = TABLES.replace("name: Một, max: 10, score: 6}", f"name: Một, max: 10, score: 6, {parts}}}")
    table = opened(made(write_plan(tmp_path / "plan", plan, "targets: {}\n"))[0]).tables[-2]
    names = {row.cells[1].text: row.cells[1].paragraphs[0].paragraph_format.left_indent for row in table.rows}
    assert {name: indent and round(indent.mm) for name, indent in names.items()} == {"Tiêu chí": None, "Một": None, "X": None, "Y": 4}


def test_a_unit_is_told_index_by_index(tmp_path: Path) -> None:
    folder = write_plan(tmp_path / "plan", TABLES, "targets: {a.1: {planned: 1}, b.1: {planned: 0.5}}\n")
    does = "{id: t, clause: 1, name: T, lead: [u], serves: [a.1]}, {id: s, clause: 2, name: S, lead: [v], coordinate: [u], serves: [b.1]}"
    (folder / "tasks.yaml").write_text(f"units: [{{id: u, name: U}}, {{id: v, name: V}}]\ntasks: [{does}]\n", encoding="utf-8")
    document = opened(made(folder, "--unit", "u")[0])
    texts = said(document)
    assert after(texts, "1. A", 1) == [
        "A: chủ trì riêng 1,00 trong 1,00 điểm dự kiến tăng của chỉ số (100,0%); cùng đơn vị khác chủ trì 0,00."
    ]
    assert "2. B" in texts
    assert [[cell.text.replace("\u00a0", " ") for cell in table.rows[1].cells] for table in document.tables[1:3]] == [
        ["1", "Một", "chủ trì", "6,00", "+1,00", "7,00"],
        ["1", "Hai", "phối hợp", "7,00", "+0,50", "7,50", "V"],
    ]


def test_an_index_without_a_figure_is_no_error(tmp_path: Path) -> None:
    plan = ABOUT + "indices: [{id: a, name: A, decimals: 2, max: 10, score: 5}, {id: b, name: B, decimals: 2}]\n"
    texts = said(opened(made(write_plan(tmp_path / "plan", plan, "targets: {a: {planned: 1, target: 6}}\n"))[0]))
    assert {"1. A", "2. B"} <= set(texts)


def test_an_index_may_stand_at_a_percentage(tmp_path: Path) -> None:
    percent = TABLES.replace("score: 6, rank: 9/20, rows_in", "percent: 60.00, rank: 9/20, rows_in")
    texts = said(opened(made(write_plan(tmp_path / "plan", percent.replace("max: 10, percent", "max: 100, percent"), "targets: {}\n"))[0]))
    stands = "A năm 2024 đạt 60,00%, xếp hạng 9/20."
    assert texts.count(stands) == 2  # in the report, and in its annex
    assert texts[texts.index(stands) + 1] != "60,00 theo văn bản."


def test_what_nobody_corrected_is_worked_out_on_the_corrected_basis_too(tmp_path: Path) -> None:
    """The target of a follows from that of its row; only that of b is corrected."""
    errata = "errata: {b.1.target: {printed: 8.5, correct: 8.4, because: Sai}}\n"
    folder = write_plan(tmp_path / "plan", TABLES, "targets: {a.1: {target: 7}, b.1: {target: 8.5}}\n", errata)
    texts = said(opened(made(folder, "--basis", "corrected")[0]))
    assert [text for text in texts if text.startswith("Mục tiêu năm")] == [
        "Mục tiêu năm 2025: 7,00 tính từ mục tiêu của các tiêu chí.",
        "Mục tiêu năm 2025: 8,40 theo số liệu đã đính chính.",
    ]


def test_a_scenario_says_all_that_it_changes(tmp_path: Path) -> None:
    folder = write_plan(tmp_path / "plan", TABLES, "targets: {a.1: {planned: 1}}\n")
    changes = "changes: [{id: a.1, set: 6.5, because: Thận trọng}, {id: b.1, add: 0.5}]\n"
    (tmp_path / "trial.yaml").write_text(f"name: Thử\nbase: current\n{changes}", encoding="utf-8")
    texts = said(opened(made(folder, "--scenario", str(tmp_path / "trial.yaml"))[0]))
    at = texts.index("Kịch bản “Thử”:")
    assert texts[at + 1 : at + 3] == ["Một = 6,5 – Thận trọng.", "Từ điểm hiện tại, Hai +0,5."]


def test_a_letter_of_what_was_decided_asks_for_it(tmp_path: Path) -> None:
    erratum = "errata: {a.1.target: {printed: 7, correct: 7.5, because: Sai}}\n"
    folder = write_plan(tmp_path / "plan", TABLES, "targets: {a.1: {target: 7}}\n", erratum)
    texts = said(opened(made(folder, command="errata letter")[0]))
    assert "Kính đề nghị Quý cơ quan xem xét, đính chính./." in texts


def test_what_stands_in_no_table_is_told_below_that_of_its_rows(tmp_path: Path) -> None:
    texts = said(opened(made(write_plan(tmp_path / "plan", TABLES, OF_TABLES))[0]))
    first, second = (texts.index(it) for it in ("Phụ lục I", "Phụ lục II"))
    assert "A năm 2024 đạt 6/10 điểm, xếp hạng 9/20." in texts[first:second]
    assert "B năm 2024 đạt 7/10 điểm." in texts[second:]


APART = """\
plan: {id: apart, name: {vi: Kế hoạch, en: A plan}, year: 2025, target_year: 2026}
indices:
  - id: papi
    name: PAPI
    decimals: 2
    max: 80
    score: 41.66
    excerpt_of: 8
    rows: [{id: papi.4, name: Kiểm soát tham nhũng, max: 10, score: 6.75}]
  - id: late
    name: Hồ sơ trễ hạn
    decimals: 1
    aggregate: none
    better: lower
    rows: [{id: late.1, name: Cấp tỉnh, max: 100, score: 7.5}, {id: late.2, name: Cấp xã, max: 100, score: 4.0}]
  - id: pci
    name: PCI
    decimals: 2
    aggregate: weighted
    scale: 10
    rows: [{id: pci.1, name: Một, weight: 45, max: 10, score: 6.51}, {id: pci.2, name: Hai, weight: 55, max: 10, score: 7.02}]
"""
OF_APART = """\
targets:
  papi: {target: {rank: 20}}
  papi.4: {planned: 0.25, target: 7.00}
  late.1: {planned: -2.5, target: {at_most: 5}}
  pci.1: {planned: 0.25}
  pci.2: {planned: 0.13}
"""


def test_a_target_that_is_no_points_and_rows_that_are_not_all_are_told(tmp_path: Path) -> None:
    texts = said(opened(made(write_plan(tmp_path / "plan", APART, OF_APART))[0]))
    at = texts.index("1. PAPI")
    assert [text.replace("\u00a0", " ") for text in (*texts[at + 1 : at + 3], texts[at - 1])] == [
        "PAPI năm 2025 đạt 41,66/80 điểm.",
        "Mục tiêu năm 2026: hạng 20 theo văn bản.",
        "PAPI: không có số liệu nào cho biết cần bao nhiêu điểm để đạt thứ hạng hoặc nhóm đó; cần bảng điểm của mọi đơn vị được xếp "
        "hạng, hoặc các nhóm công bố.",
    ]
    assert "PAPI: 1 trong 8 dòng của bảng, nên không cộng tổng." in texts
    assert not [text for text in texts if "peers/" in text or ".yaml" in text]


def test_an_index_that_has_no_total_is_shown_without_one(tmp_path: Path) -> None:
    folder = write_plan(tmp_path / "plan", APART, OF_APART)
    (tmp_path / "trial.yaml").write_text("name: Thử\nchanges: [{id: late.1, share: 50%, because: Chậm}]\n", encoding="utf-8")
    document = opened(made(folder, "--scenario", str(tmp_path / "trial.yaml"))[0])
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    late = [rows[1:] for rows in tables if any("Cấp tỉnh" in cell.replace("\u00a0", " ") for row in rows for cell in row)]
    assert [len(rows) for rows in late] == [2, 2, 2]  # where it stands, where it lands, in the annex
    assert not [text for text in said(document) if "giữ nguyên điểm" in text and "trễ hạn" in text]


def test_sentences_have_the_digits_of_the_table(tmp_path: Path) -> None:
    """(45 x 6.76 + 55 x 7.15) / 100 x 10 = 69.745, of 67.905; what a mean by weights comes to is added up by nobody."""
    folder = write_plan(tmp_path / "plan", APART, OF_APART)
    document = opened(made(folder)[0])
    assert after(said(document), "3. PCI", 2) == [
        "Mục tiêu năm 2026: 69,75 tính từ mục tiêu của các tiêu chí.",
        "Cần tăng thêm 1,84 điểm, bằng 5,7% dư địa (32,10 điểm).",
    ]
    assert ["Chỉ số chung", "67,91", "100,00", "+1,84", "69,75", "5,7%"] in [
        [cell.text.replace("\u00a0", " ") for cell in row.cells] for table in document.tables for row in table.rows
    ]
    (folder / "results.yaml").write_text(
        "plan: apart\nresults: [{year: 2026, layer: published, source: S, scores: {pci.1: 6.71, pci.2: 7.12}}]\n", encoding="utf-8"
    )
    told = said(opened(made(folder, "--about", "review")[0]))
    assert "Năm 2026 đạt 69,36 điểm, thấp hơn mục tiêu 69,75 là 0,39 điểm." in told
    out = parplan_here("review", "--plan", str(folder), "--lang", "vi").out
    assert "chỉ số đạt 69,36: -0,39 so với 69,75 tính từ mục tiêu của các tiêu chí" in out


# What plans that nobody had looked at showed.

ABOUT = "plan: {id: example, name: Example, year: 2022, target_year: 2023}\n"
RANKED = ABOUT + "indices: [{id: y, name: Y, decimals: 2, max: 10, score: 6, rank: 20/63}]\n"


def beside(folder: Path, results: str) -> Path:
    (folder / "results.yaml").write_text(f"plan: example\nresults: [{results}]\n", encoding="utf-8")
    return folder


def test_a_rank_without_an_outcome_is_told_by_its_name(tmp_path: Path) -> None:
    folder = write_plan(tmp_path / "plan", RANKED, "targets: {y: {target: {points: 7, rank: 10}}}\n")
    beside(folder, "{year: 2023, layer: published, source: S, scores: {y: 6.5}}")
    ran = parplan_here("report", "--plan", str(folder), "-o", str(tmp_path / "a.html"), "--lang", "en")
    assert (ran.code, ran.err) == (0, "")
    assert "Y: the target is a rank, and not judged: there is no rank of 2023." in (tmp_path / "a.html").read_text(encoding="utf-8")


PARTS = """\
indices:
  - id: x
    name: X
    decimals: 2
    max: 10
    score: 5
    rows: [{id: x.1, name: A, max: 10, score: 5, parts: [{id: x.1.a, name: B, max: 5, score: 2}, {id: x.1.b, name: C, max: 5, score: 3}]}]
"""


def test_an_outcome_of_parts_alone_is_an_outcome(tmp_path: Path) -> None:
    targets = "targets: {x: {target: 6}, x.1: {planned: 1, target: 6}, x.1.a: {planned: 1, target: 3}}\n"
    folder = write_plan(tmp_path / "plan", ABOUT + PARTS, targets)
    beside(folder, "{year: 2023, date: 2024-02-10, layer: published, source: S, scores: {x.1.a: 2.5, x.1.b: 3.2}}")
    document = opened(made(folder, "--about", "review", lang="en")[0])
    assert "In 2023: 5.70 points, 0.30 points below the target of 6.00." in said(document)
    assert ["A", "5.00", "≥\u00a06.00", "5.70"] in [
        [cell.text for cell in row.cells][:4] for table in document.tables for row in table.rows
    ]


PARTLY = [
    # What was observed of 2023; which rows the report lists with what came out of them.
    ("{layer: self-assessed, scores: {par.2.a: 3.20}}", {"One": "—", "Two": "—", "A": "3,20", "B": "—"}),
    ("{layer: published, scores: {par.1: 6.5, par.2: 6.3}}", {"One": "6,50", "Two": "6,30"}),
]


@pytest.mark.parametrize(("seen", "told"), PARTLY)
def test_a_result_of_a_part_alone_is_in_the_report(tmp_path: Path, seen: str, told: dict[str, str]) -> None:
    """As in the report on progress: a row's parts are told where one of them has a result."""
    targets = "targets: {par.1: {planned: 1, target: 7}, par.2.a: {planned: 0.5}}\n"
    folder = write_plan(tmp_path / "plan", NESTED, targets)
    beside(folder, seen.replace("{layer", "{year: 2023, source: S, date: 2024-02-10, layer"))
    for about, came, day in (("review", "Kết quả", ()), ("progress", "Hiện nay", ("--as-of", "2024-03-01"))):
        table = opened(made(folder, "--about", about, *day)[0]).tables[1]
        heads, *lines = [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in table.rows]
        found = {line[0]: line[heads.index(came)] for line in lines[:-1]}
        assert found.keys() == told.keys()
        assert about == "progress" or found == told


@pytest.mark.parametrize(
    ("lang", "interim", "nothing"),
    [
        ("vi", "Năm 2023 mới có kết quả giữa kỳ.", "Chưa có kết quả năm 2023."),
        ("en", "There are only interim results of 2023 yet.", "There is no outcome of 2023 yet."),
    ],
)
def test_an_interim_result_is_no_outcome_and_not_nothing(tmp_path: Path, lang: str, interim: str, nothing: str) -> None:
    other = "  - {id: s, name: S, decimals: 2, max: 10, score: 5}\n"
    folder = write_plan(tmp_path / "plan", NESTED + other, "targets: {par: {target: 14}, s: {target: 6}}\n")
    beside(folder, "{year: 2023, date: 2023-07-10, layer: published, stage: interim, source: S, scores: {par.1: 6.5}}")
    texts = said(opened(made(folder, "--about", "review", lang=lang)[0]))
    assert [text for text in texts if text in (interim, nothing)] == [interim, nothing]


def test_names_may_be_longer_than_what_a_file_says_of_itself(tmp_path: Path) -> None:
    named = RANKED.replace("name: Example", f"name: {'Kế hoạch ' * 40}").replace("plan: {id", "plan: {id", 1)
    assert opened(made(write_plan(tmp_path / "plan", named, "targets: {y: {target: 7}}\n"))[0]).core_properties.title


YEARLY = """\
plan: {id: example, name: A, year: 2022, target_year: 2026}
indices:
  - id: x
    name: A
    decimals: 2
    better: lower
    rows: [{id: x.1, name: A, parts: [{id: x.1.3, name: A, score: 3.00}]}, {id: x.2, name: A, score: 1.24}]
"""


def test_what_is_asked_is_of_all_years_whichever_a_report_is_about(tmp_path: Path) -> None:
    targets = "targets: {x.2: {planned: {2024: 0.12, 2026: 0.12}, target: {2024: 1.24, 2026: 1.48}}}\n"
    errata = "plan: example\nerrata: {x.1.3.score: {printed: 3.00, correct: 2.99, because: x}}\n"
    folder = write_plan(tmp_path / "plan", YEARLY, targets, errata)
    texts = said(opened(made(folder, "--target-year", "2026", lang="en")[0]))
    assert "The following have been decided; please correct them as given here:" in texts


THOUSANDTHS = """\
indices:
  - id: x
    name: XYZ INDEX
    decimals: 3
    rows: [{id: x.1, row: 1, name: Steering, max: 11, score: 2.420}, {id: x.2, row: 2, name: Land, max: 8, score: 1.520}]
"""


def test_what_comes_back_has_no_thousands_for_thousandths_and_no_total_that_is_not_printed(tmp_path: Path) -> None:
    targets = "targets: {x.1: {planned: 8.408, target: 10.828}, x.2: {planned: 5.832, target: 7.352}}\n"
    folder = write_plan(tmp_path / "plan", ABOUT + THOUSANDTHS, targets)
    (tmp_path / "x.docx").write_bytes(made(folder, lang="en")[0])
    years = ("--year", "2022", "--target-year", "2023")
    assert parplan_here("import", "x.docx", "-o", "again", "--like", str(folder), *years, cwd=tmp_path).code == 0
    assert "x.1: {planned: 8.408, target: 10.828}" in (tmp_path / "again" / "targets.yaml").read_text(encoding="utf-8")
    ran = parplan_here("compare", str(folder), "again", "--lang", "en", cwd=tmp_path)
    assert "no score, rank, maximum, increase or target differs" in ran.out
    assert "name: Land, max" in (tmp_path / "again" / "indicators.yaml").read_text(encoding="utf-8")


def test_a_total_on_another_basis_stands_beside_what_the_document_prints(folder: Path) -> None:
    texts = said(opened(made(folder, "--basis", "parts", lang="en")[0]))
    at = next(
        n for n, text in enumerate(texts) if text.startswith("Public Administration Reform Index (PAR INDEX) in 2022: 77.55/100 points")
    )
    assert texts[at + 1] == "The score is 77.89 from parts."


def test_a_minus_stays_with_its_number(folder: Path) -> None:
    document = opened(made(folder, "--about", "review", lang="en")[0])
    assert any("(-0.53)" in text for text in said(document))
    pieces = [text.text or "" for text in document.element.body.iter(qn("w:t"))]
    assert not [text for text in pieces if re.search(r"(?<!\w)-\d", text)]
    assert len(list(document.element.body.iter(qn("w:noBreakHyphen")))) > 5


# Two criteria that print alike named parts, three levels deep: with their numbers, and without any.
ALIKE = """\
plan: {id: example, name: Kế hoạch, year: 2025, target_year: 2026}
indices:
  - id: par
    name: PAR
    decimals: 2
    rows:
      - id: par.1
        row: 1
        name: Thể chế
        parts: [{id: par.1.1, row: 1.1, name: Điều tra, parts: [{id: par.1.1.1, row: 1.1.1, name: Người dân, max: 4, score: 2.50}]}]
      - id: par.2
        row: 2
        name: Công vụ
        parts: [{id: par.2.1, row: 2.1, name: Điều tra, parts: [{id: par.2.1.1, row: 2.1.1, name: Người dân, max: 6, score: 4.00}]}]
"""
ALIKE_TARGETS = "targets: {par.1.1.1: {planned: 0.5, target: 3}, par.2.1.1: {planned: 0.5, target: 4.5}}\n"
CAME_ALIKE = "{year: 2026, date: 2027-02-10, layer: published, source: S, scores: {par.1.1.1: 3.2, par.2.1.1: 4.1}}"


@pytest.mark.parametrize(
    ("numbers", "first", "second"),
    [
        (True, "Điều tra: Người dân (1.1.1)", "Điều tra: Người dân (2.1.1)"),
        (False, "Thể chế: Điều tra: Người dân", "Công vụ: Điều tra: Người dân"),
    ],
)
def test_rows_that_are_called_alike_are_told_apart(tmp_path: Path, numbers: bool, first: str, second: str) -> None:
    plan = ALIKE if numbers else re.sub(r" row: [0-9.]+,|\n +row: [0-9]+", "", ALIKE)
    folder = beside(write_plan(tmp_path / "plan", plan, ALIKE_TARGETS), CAME_ALIKE)
    work = "units: [{id: u, name: U}]\ntasks: [{id: t, clause: 1, name: T, lead: [u]}]\n"
    (folder / "tasks.yaml").write_text(work, encoding="utf-8")
    came = said(opened(made(folder, "--about", "review")[0]))
    assert f"Đạt 1 trong 2 mục tiêu ghi trong kế hoạch: {first} (+0,20)." in came
    assert f"Không đạt (so với mục tiêu): {second} (-0,40)." in came
    assert f"Chưa có đơn vị chủ trì: {first}; {second}." in said(opened(made(folder)[0]))


def test_rows_of_two_indices_that_are_called_alike_go_by_their_index_too(tmp_path: Path) -> None:
    folder = write_plan(
        tmp_path / "plan", TABLES.replace("name: Hai, max", "name: Một, max"), "targets: {a.1: {planned: 1}, b.1: {planned: 1}}\n"
    )
    work = "units: [{id: u, name: U}]\ntasks: [{id: t, clause: 1, name: T, lead: [u]}]\n"
    (folder / "tasks.yaml").write_text(work, encoding="utf-8")
    assert "Chưa có đơn vị chủ trì: A: Một; B: Một." in said(opened(made(folder)[0]))


def test_every_target_that_is_counted_stands_in_the_table_and_few_of_many_in_the_sentence(tmp_path: Path) -> None:
    """A part that has a result and no target stands there beside them."""
    each = [f"{{id: a.1.{n}, name: Phần {n}, max: 1, score: 0.5}}" for n in range(1, 12)]
    rows = f"[{{id: a.1, name: Một, max: 12, score: 6, parts: [{', '.join(each)}, {{id: a.1.12, name: Khác, max: 1, score: 0.5}}]}}]"
    targets = ", ".join(f"a.1.{n}: {{target: 0.6}}" for n in range(1, 12))
    plan = f"{ABOUT}indices: [{{id: a, name: A, decimals: 2, max: 12, score: 6, rows: {rows}}}]\n"
    scores = ", ".join(f"a.1.{n}: {0.7 if n < 11 else 0.5}" for n in range(1, 13))
    folder = write_plan(tmp_path / "plan", plan, f"targets: {{{targets}}}\n")
    beside(folder, f"{{year: 2023, date: 2024-02-10, layer: published, source: S, scores: {{{scores}}}}}")
    document = opened(made(folder, "--about", "review")[0])
    first = "; ".join(f"Một: Phần {n} (+0,10)" for n in range(1, 6))
    assert f"Đạt 10 trong 11 mục tiêu: {first}; và 5 tiêu chí khác." in said(document)
    names = [row.cells[0].text.replace("\u00a0", " ") for row in document.tables[1].rows]
    assert names == ["Tiêu chí", "Một", *(f"Phần {n}" for n in range(1, 12)), "Khác", "Tổng điểm"]


# Plans as they are printed, each of a shape of its own: what stands in no column of a table, or in no table at all, comes back as well.
SHAPES = {
    "sentences alone": """\
KẾ HOẠCH
Nâng cao Chỉ số PAR INDEX năm 2024

Chỉ số PAR INDEX năm 2023 đạt 87,12%, xếp hạng 30/63.
Phấn đấu Chỉ số PAR INDEX năm 2024 đạt từ 89% trở lên.
""",
    "sections, a total, the index in a sentence": """\
KẾ HOẠCH
Nâng cao Chỉ số cải cách hành chính (PAR INDEX) năm 2024

Năm 2023, Chỉ số PAR INDEX đạt 27,75/32 điểm, xếp thứ 45/63 tỉnh, thành phố.

II. CHỈ TIÊU CỤ THỂ

STT	Lĩnh vực	Điểm tối đa	Kết quả năm 2023		Chỉ tiêu năm 2024
			Điểm đạt	Tỷ lệ (%)	Điểm phấn đấu	Điểm tăng
I	Chỉ đạo, điều hành	12	10,50	87,50	12	1,50
1	Kế hoạch	5	5	100	5	0
2	Tuyên truyền	7	5,5	78,57	7	1,5
II	Cải cách TTHC	20	17,25	86,25	18,50	1,25
1	Giải quyết hồ sơ	12	11,25	93,75	11,5	0,25
2	Công khai	8	6	75	7	1
	TỔNG CỘNG	32	27,75	86,72	30,50	2,75
""",
    "percentages of several years, ranks of the total": """\
KẾ HOẠCH
Nâng cao Chỉ số hài lòng (SIPAS) năm 2024

1. Kết quả Chỉ số SIPAS

Năm 2023, Chỉ số SIPAS của tỉnh đạt 82,15%, xếp hạng 38/63 tỉnh, thành phố.

TT	Nội dung	Kết quả (%)			Mục tiêu năm 2024 (%)
		2021	2022	2023
1	Xây dựng chính sách	80,11%	79,68%	82,02%	84,00%
2	Cung ứng dịch vụ	84,35%	80,52%	82,28%	85,00%
	Chỉ số SIPAS chung	82,23%	80,10%	82,15%	≥ 84,50%
	Xếp hạng	41/63	44/63	38/63	Trong nhóm 30
""",
    "weights": """\
KẾ HOẠCH
Nâng cao Chỉ số PCI năm 2024

Bảng 1. Chỉ số PCI

STT	Chỉ số thành phần	Trọng số	Điểm 2022	Điểm 2023	Mục tiêu 2024
1	Gia nhập thị trường	20%	7,12	7,33	7,53
2	Tiếp cận đất đai	30%	6,75	6,91	7,11
3	Tính minh bạch	50%	6,10	6,22	6,42
	Tổng điểm	100%	64,99	66,49	68,49
""",
    "two tables of one index": """\
KẾ HOẠCH
Nâng cao Chỉ số PAR INDEX năm 2024

1. Kết quả Chỉ số PAR INDEX năm 2023

STT	Lĩnh vực	Điểm tối đa	Điểm năm 2022	Điểm năm 2023	Xếp hạng 2023
1	Chỉ đạo, điều hành	9,50	8,45	8,75	30/63
2	Cải cách thể chế	10,00	8,22	8,52	31/63
3	Cải cách thủ tục hành chính	13,00	11,63	11,93	32/63
	TỔNG ĐIỂM	32,50	28,30	29,20	41/63

2. Mục tiêu Chỉ số PAR INDEX năm 2024

STT	Lĩnh vực	Điểm phấn đấu năm 2024	Điểm tăng thêm so với năm 2023
1	Chỉ đạo, điều hành	9,00	0,25
2	Cải cách thể chế	9,00	0,48
3	Cải cách thủ tục hành chính	12,40	0,47
	Tổng	30,40	1,20
""",
    "maxima behind scores": """\
KẾ HOẠCH
Cải thiện Chỉ số DDCI năm 2025

Chỉ số DDCI

STT	Chỉ số thành phần	Kết quả năm 2024	Mục tiêu năm 2025
1	Tính minh bạch	7,12/10	≥ 7,5/10
2	Chi phí thời gian	6,80/10	7,2/10
3	Cạnh tranh bình đẳng	6,61/10	7,0/10
""",
    "several indices, each above its rows": """\
KẾ HOẠCH
Cải thiện các chỉ số PAR INDEX, SIPAS, PAPI năm 2024

Bảng 1. Các chỉ số

STT	Chỉ số/Chỉ số thành phần	Điểm tối đa	Kết quả 2023	Mục tiêu 2024
A	CHỈ SỐ PAR INDEX	100	83,50	86,00
1	Cải cách thể chế	10	8,5	9
2	Cải cách TTHC	13	11,2	12
B	CHỈ SỐ PAPI	80	42,10	44,00
1	Tham gia của người dân ở cấp cơ sở	10	5,10	5,50
2	Công khai, minh bạch	10	5,20	5,60
""",
    "points and percentages in one table": """\
KẾ HOẠCH
Nâng cao các chỉ số PAR INDEX, SIPAS, PAPI năm 2025 của tỉnh Lào Cai

I. Mục tiêu

STT	Chỉ số	Đơn vị tính	Kết quả năm 2023	Mục tiêu năm 2024	Mục tiêu năm 2025
1	PAR INDEX	Điểm	87,94	88,50	89,00
2	SIPAS	%	82,46	84,00	85,00
3	PAPI	Điểm	42,80	43,50	44,00
""",
    "points and signs of percentages in one table": """\
KẾ HOẠCH
Nâng cao các chỉ số PAR INDEX, SIPAS, PAPI năm 2025 của tỉnh Lào Cai

Biểu 1. Mục tiêu các chỉ số

TT	Tên chỉ số	Kết quả năm 2024	Xếp hạng năm 2024	Mục tiêu năm 2025	Xếp hạng mục tiêu năm 2025
1	PAR INDEX	87,94	17/63	≥ 88,50	15/63
2	SIPAS	82,46%	40/63	≥ 85%	30/63
3	PAPI	42,80	35/63	43,50	20/63
""",
    "ranks to reach in several years": """\
KẾ HOẠCH
Nâng cao các chỉ số PAR INDEX, SIPAS, PAPI giai đoạn 2024 - 2025 của tỉnh Lào Cai

Biểu 1. Mục tiêu các chỉ số

TT	Tên chỉ số	Điểm năm 2023	Mục tiêu năm 2024	Xếp hạng mục tiêu năm 2024	Mục tiêu năm 2025	Xếp hạng mục tiêu năm 2025
1	PAR INDEX	87,94	88,50	16/63	89,00	15/63
2	SIPAS	82,46	83,00	35/63	85,00	30/63
3	PAPI	42,80	43,50	30/63	44,50	20/63
""",
    "a total in the further table alone, with its rank": """\
KẾ HOẠCH
Nâng cao Chỉ số PAR INDEX năm 2024

1. Kết quả Chỉ số PAR INDEX năm 2023

STT	Lĩnh vực	Điểm tối đa	Điểm năm 2022	Điểm năm 2023
1	Chỉ đạo, điều hành	9,50	8,45	8,75
2	Cải cách thể chế	10,00	8,22	8,52
3	Tổ chức bộ máy	13,00	11,63	11,93

2. Mục tiêu Chỉ số PAR INDEX năm 2024

STT	Lĩnh vực	Điểm năm 2023	Điểm phấn đấu năm 2024
1	Chỉ đạo, điều hành	8,75	9,00
2	Cải cách thể chế	8,52	9,00
3	Tổ chức bộ máy	11,93	12,40
	TỔNG ĐIỂM	29,20	30,40
	Xếp hạng	41/63	35/63
""",
    "points to reach in one table, ranks in another": """\
KẾ HOẠCH
Nâng cao Chỉ số PAR INDEX năm 2024

1. Kết quả Chỉ số PAR INDEX năm 2023

STT	Lĩnh vực	Điểm tối đa	Điểm năm 2023	Xếp hạng mục tiêu năm 2024
1	Chỉ đạo, điều hành	9,50	8,75	12
2	Cải cách thể chế	10,00	8,52	13
	TỔNG ĐIỂM	19,50	17,27	15

2. Mục tiêu Chỉ số PAR INDEX năm 2024

STT	Lĩnh vực	Điểm phấn đấu năm 2024	Điểm tăng thêm so với năm 2023
1	Chỉ đạo, điều hành	≥ 9,00	+0,25
2	Cải cách thể chế	≥ 9,00	+0,48
	TỔNG ĐIỂM	≥ 18,00	+0,73
""",
    "results in percent in one table, targets in another": """\
KẾ HOẠCH
Nâng cao Chỉ số SIPAS năm 2024

1. Kết quả Chỉ số SIPAS năm 2023

STT	Nội dung	Năm 2023
1	Tiếp cận dịch vụ	82,02%
2	Thủ tục hành chính	84,10%
	Chỉ số SIPAS	83,06%

2. Mục tiêu Chỉ số SIPAS năm 2024

STT	Nội dung	Mục tiêu năm 2024
1	Tiếp cận dịch vụ	84,00%
2	Thủ tục hành chính	86,00%
	Chỉ số SIPAS	85,00%
""",
    "places to gain beside points to reach": """\
KẾ HOẠCH
Nâng cao Chỉ số PAPI của tỉnh Lào Cai năm 2025

1. Chỉ số PAPI

STT	Nội dung	Điểm năm 2024	Hạng năm 2024	Mục tiêu năm 2025	Xếp hạng mục tiêu năm 2025
1	Tham gia của người dân	5,10	32	5,30	tăng 5 bậc
2	Công khai, minh bạch	5,33	20	5,50	20
3	Trách nhiệm giải trình	4,30	45	4,50	40
""",
    "targets in words": """\
KẾ HOẠCH
Cải thiện Chỉ số PAR INDEX năm 2024 của tỉnh Lào Cai

1. Chỉ số PAR INDEX

STT	Lĩnh vực	Điểm tối đa	Điểm năm 2023	Dự kiến tăng	Mục tiêu năm 2024
1	Chỉ đạo, điều hành	10	8,2	0,5	Tối thiểu 8,7 điểm
2	Cải cách thể chế	10	9,1	0,2	9,3 điểm trở lên
3	Thủ tục hành chính	10	9,2	Tăng 0,1	9,3
4	Tổ chức bộ máy	10	8,0	+ 0,3	≥ 8,3
5	Chế độ công vụ	10	8,0	0,3	> 8,2
6	Tài chính công	10	8,0	0	Duy trì 8
7	Chính quyền số	10	8,0	0,1	Không thấp hơn 8,1
	Tổng	70	58,5	1,5	60,0
""",
    "indices, with ranks to reach": """\
KẾ HOẠCH
Nâng cao các chỉ số PAR INDEX, PAPI, PCI năm 2024

I. Mục tiêu

STT	Tên chỉ số	Kết quả năm 2023		Mục tiêu năm 2024
		Giá trị	Xếp hạng	Giá trị	Xếp hạng
1	Chỉ số cải cách hành chính (PAR INDEX)	87,94	17/63	≥ 88,50	Trong nhóm 15
2	Chỉ số PAPI	42,46	26/61	43,50	20/61
3	Chỉ số PCI	64,80	43/63	66,00	35/63
""",
}
ASKED = ("I871", "I872", "I894", "A301", "A305", "S104")


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("shape", SHAPES)
def test_an_imported_plan_is_the_same_after_its_report(tmp_path: Path, shape: str, lang: str) -> None:
    (tmp_path / "plan.txt").write_text(SHAPES[shape], encoding="utf-8")
    first = parplan_here("import", "plan.txt", "-o", "plan", "--lang", "en", cwd=tmp_path)
    assert first.err == "", first
    (tmp_path / "report.docx").write_bytes(made(tmp_path / "plan", lang=lang)[0])
    again = parplan_here("import", "report.docx", "-o", "again", "--lang", "en", cwd=tmp_path)
    assert (again.code <= first.code, again.err) == (True, ""), again
    assert [code for code in ASKED if code in again.out and code not in first.out] == []
    assert "decimals are written" not in again.out
    found = json.loads(parplan_here("compare", "plan", "again", "--format", "json", cwd=tmp_path).out)["indices"]
    assert [index["id"] for index in found if index["changes"] or index["added"] or index["removed"] or index["rules"]] == []
    whole = [figures(tmp_path / name) for name in ("plan", "again")]
    assert whole[0] == whole[1]


def printed_again(plan: Path, table: int = -1) -> list[list[str]]:
    rows = opened(made(plan)[0]).tables[table].rows
    return [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in rows]


def annexed(tmp_path: Path, shape: str, table: int = -1) -> list[list[str]]:
    (tmp_path / "plan.txt").write_text(SHAPES[shape], encoding="utf-8")
    assert parplan_here("import", "plan.txt", "-o", "plan", cwd=tmp_path).err == ""
    return printed_again(tmp_path / "plan", table)


# The total of the further table is called as that of the first one, or else as any reader knows a total.
@pytest.mark.parametrize(("total", "again"), [("Tổng", "Tổng điểm"), ("TỔNG ĐIỂM", "TỔNG ĐIỂM")])
def test_tables_of_one_index_stand_there_as_they_are_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, total: str, again: str
) -> None:
    shape = "two tables of one index"
    text = SHAPES[shape].replace("\tTổng\t", f"\t{total}\t")
    monkeypatch.setitem(SHAPES, shape, text)
    first, second = ([line.split("\t") for line in part.splitlines() if "\t" in line] for part in text.split("\n2. "))
    assert annexed(tmp_path, shape, -2) == first
    assert printed_again(tmp_path / "plan") == [*second[:-1], ["", again, *second[-1][2:]]]


@pytest.mark.parametrize("shape", ["results in percent in one table, targets in another"])
def test_so_do_percentages(tmp_path: Path, shape: str) -> None:
    parts = [[line.split("\t") for line in part.splitlines() if "\t" in line] for part in SHAPES[shape].split("\n2. ")]
    assert [annexed(tmp_path, shape, -2), printed_again(tmp_path / "plan")] == parts


def test_figures_of_a_further_table_are_found_in_their_cells(tmp_path: Path) -> None:
    annexed(tmp_path, "two tables of one index")
    plan = tmp_path / "plan.txt"
    plan.write_text(plan.read_text(encoding="utf-8").replace("\t9,00\t0,48", "\t9,10\t0,58"), encoding="utf-8")
    told = parplan_here("validate", "plan", "--against", "plan.txt", "--format", "concise", "--select", "C", "--lang", "en", cwd=tmp_path)
    assert [line.split(": ")[1] for line in told.out.splitlines()] == ["error[C602] par.2.planned", "error[C602] par.2.target"]


def test_what_no_column_of_the_document_s_tables_has_stands_behind_the_first(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text(SHAPES["two tables of one index"], encoding="utf-8")
    assert parplan_here("import", "plan.txt", "-o", "plan", cwd=tmp_path).err == ""
    file = tmp_path / "plan" / "indicators.yaml"
    file.write_text(re.sub(r"\n      (?:planned|target): .*", "", file.read_text(encoding="utf-8")), encoding="utf-8")
    rows = printed_again(tmp_path / "plan")
    assert rows[0][-3:] == ["Xếp hạng 2023", "Dự kiến tăng năm 2024", "Mục tiêu năm 2024"]
    assert [row[-2:] for row in rows[1:]] == [["0,25", "9,00"], ["0,48", "9,00"], ["0,47", "12,40"], ["1,20", "30,40"]]
    texts = said(opened(made(tmp_path / "plan")[0]))
    assert "Bổ sung từ số liệu của kế hoạch: cột Dự kiến tăng năm 2024, Mục tiêu năm 2024." in texts


def test_what_is_printed_in_words_stands_there_in_these(tmp_path: Path) -> None:
    rows = [line.split("\t") for line in SHAPES["targets in words"].splitlines()[5:]]
    assert [row[4:] for row in annexed(tmp_path, "targets in words")] == [row[4:] for row in rows]


@pytest.mark.parametrize("shape", ["ranks to reach in several years", "places to gain beside points to reach"])
def test_ranks_to_reach_stand_beside_their_targets(tmp_path: Path, shape: str) -> None:
    assert annexed(tmp_path, shape) == [line.split("\t") for line in SHAPES[shape].splitlines()[5:]]


@pytest.mark.parametrize("units", ["points and percentages in one table", "points and signs of percentages in one table"])
def test_points_and_percentages_of_one_table_stay_apart(tmp_path: Path, units: str) -> None:
    rows = [line.split("\t") for line in SHAPES[units].splitlines()[5:]]
    assert annexed(tmp_path, units) == rows
    told = json.loads(parplan_here("gap", "--plan", str(tmp_path / "plan"), "--format", "json").out)["indices"]
    assert [(it["id"], it["max"], it["score"]) for it in told] == [
        ("par", None, 87.94),
        ("sipas", 100, 82.46),
        ("papi", None, 42.8),
    ]
    against = parplan_here("validate", "plan", "--against", "plan.txt", "--select", "C", cwd=tmp_path)
    assert (against.code, against.out) == (0, "")


@pytest.mark.parametrize(
    ("shape", "column"), [("weights", ["Trọng số", "20", "30", "50", ""]), ("maxima behind scores", ["Điểm tối đa", *["10"] * 3])]
)
def test_weights_and_maxima_are_printed(tmp_path: Path, shape: str, column: list[str]) -> None:
    assert [row[-1] for row in annexed(tmp_path, shape)] == column


def test_indices_in_one_table_are_numbered_and_their_ranks_stand_apart(tmp_path: Path) -> None:
    assert annexed(tmp_path, "indices, with ranks to reach") == [
        ["STT", "Tên chỉ số", "Kết quả năm 2023", "Kết quả năm 2023", "Mục tiêu năm 2024", "Mục tiêu năm 2024"],
        ["STT", "Tên chỉ số", "Giá trị", "Xếp hạng", "Giá trị", "Xếp hạng"],
        ["1", "Chỉ số cải cách hành chính (PAR INDEX)", "87,94", "17/63", "≥ 88,50", "15"],
        ["2", "Chỉ số PAPI", "42,46", "26/61", "43,50", "20/61"],
        ["3", "Chỉ số PCI", "64,80", "43/63", "66,00", "35/63"],
    ]
    document = opened(made(tmp_path / "plan")[0])
    styles = {paragraph.style.name for cell in document.tables[-1].rows[2].cells for paragraph in cell.paragraphs if paragraph.style}
    assert not [name for name in styles if name and "total" in name]  # none of them adds up the others
    told = [text for text in said(document) if "không có số liệu nào cho biết cần bao nhiêu điểm" in text]
    assert len(told) == 1


def test_a_sentence_of_an_index_names_its_year_once_and_its_percentage(tmp_path: Path) -> None:
    text = SHAPES["percentages of several years, ranks of the total"].partition("\tChỉ số SIPAS chung")[0]
    (tmp_path / "plan.txt").write_text(text, encoding="utf-8")
    assert parplan_here("import", "plan.txt", "-o", "plan", cwd=tmp_path).err == ""
    assert "Năm 2023, Chỉ số SIPAS đạt 82,15%, xếp hạng 38/63." in said(opened(made(tmp_path / "plan")[0]))


def test_what_changed_stands_behind_what_it_is_of(tmp_path: Path) -> None:
    row = "percent: 82.20, rank: 35/63, change: 1.19, history: {2022: {score: 81.01}}"
    head = "plan: {id: p, name: Kế hoạch năm 2024, year: 2023, compared_with: 2022, target_year: 2024}"
    plan = f"{head}\nindices: [{{id: sipas, name: Chỉ số SIPAS, decimals: 2, max: 100, {row}}}]\n"
    texts = said(opened(made(write_plan(tmp_path, plan, "targets: {}\n"))[0]))
    assert "Chỉ số SIPAS năm 2023 đạt 82,20% (tăng 1,19 điểm phần trăm so với năm 2022), xếp hạng 35/63." in texts


def test_an_index_in_percent_is_told_in_percent(tmp_path: Path) -> None:
    titles, *rows = annexed(tmp_path, "percentages of several years, ranks of the total")[1:]
    assert not [title for title in titles if "tối đa" in title]  # 100 is what percentages are of
    assert [row[5] for row in rows] == ["84,00%", "85,00%", "≥ 84,50%"]
    texts = said(opened(made(tmp_path / "plan")[0]))
    assert "Cần tăng thêm 2,35 điểm phần trăm, bằng 13,2% dư địa (17,85 điểm phần trăm)." in [it.replace("\u00a0", " ") for it in texts]


# Rows whose numbers begin anew in every section, with their tasks; rows that nothing adds up.
OF_PARTS = """\
plan: {id: p, name: Kế hoạch năm 2024, year: 2023, target_year: 2024}
indices:
  - id: par
    name: Chỉ số CCHC
    decimals: 2
    max: 20
    rows:
      - id: par.i
        row: I
        name: Thể chế
        max: 10
        parts: [{id: par.i.1, row: 1, name: Rà soát, max: 4, score: 3}, {id: par.i.2, row: 2, name: Theo dõi, max: 6, score: 5}]
      - id: par.ii
        row: II
        name: Thủ tục
        max: 10
        parts:
          - id: par.ii.1
            row: 1
            name: Công khai
            max: 10
            score: 8
            parts: [{id: par.ii.1.1, row: "1.1", name: Trang tin, max: 10, score: 8}]
  - id: hl
    name: Hài lòng
    decimals: 2
    aggregate: none
    score: 82.15
    rows: [{id: hl.1, row: 1, name: Chính sách, score: 82.02}, {id: hl.2, row: 2, name: Dịch vụ, score: 82.28}]
"""
OF_THESE = """\
targets:
  par.i.1: {target: 4}
  par.i.2: {planned: 1}
  par.ii.1.1: {target: 9}
  hl: {target: 84.5}
  hl.1: {planned: 1.98}
  hl.2: {planned: 2.72}
"""
BY_UNITS = """\
plan: p
units: [{id: a, name: Sở A}, {id: b, name: Sở B}]
tasks:
  - {id: t1, clause: "1", name: Rà soát văn bản, lead: [a], serves: [par.i.1]}
  - {id: t2, clause: "1.1", name: Đăng tải, lead: [a], serves: [par.ii.1.1]}
  - {id: t3, clause: "2", name: Theo dõi, lead: [b], serves: [par.i.2]}
  - {id: t4, clause: "9", name: Khảo sát, lead: [a], serves: [hl.1]}
"""


@pytest.fixture
def in_sections(tmp_path: Path) -> Path:
    folder = write_plan(tmp_path / "plan", OF_PARTS, OF_THESE)
    (folder / "tasks.yaml").write_text(BY_UNITS, encoding="utf-8")
    return folder


def test_rows_and_tasks_go_by_their_numbers_below_those_of_their_sections(in_sections: Path) -> None:
    tables = opened(made(in_sections, "--unit", "a")[0]).tables
    first = [[row.cells[0].text.replace("\u00a0", " ") for row in table.rows] for table in tables]
    assert ["TT", "I / 1", "II / 1.1"] in first
    assert ["Mục", "I / 1", "II / 1.1", "9"] in first  # what is no row's number stays as it is


def test_a_unit_is_told_of_no_row_that_another_leads(in_sections: Path) -> None:
    told = {unit: " ".join(said(opened(made(in_sections, "--unit", unit)[0]))) for unit in ("a", "b")}
    asked = "kế hoạch không ghi mức dự kiến tăng, nên tính theo mục tiêu: "
    assert f"{asked}Thể chế: Rà soát; Công khai: Trang tin." in told["a"]
    assert asked not in told["b"]


def test_nobody_says_what_a_unit_brings_where_nothing_adds_up(in_sections: Path) -> None:
    of_a = json.loads(parplan_here("units", "a", "--plan", str(in_sections), "--format", "json").out)["units"][0]["indices"]
    assert [(stake["id"], stake["alone"], stake["alone_share"]) for stake in of_a] == [("par", 2.0, 0.6667), ("hl", None, None)]
    texts = said(opened(made(in_sections)[0]))
    assert "Chỉ số dự kiến tăng 2,35 điểm; điểm cùng chủ trì được ghi ở từng đơn vị." in texts


def test_targets_without_an_outcome_are_counted(in_sections: Path) -> None:
    result = "plan: p\nresults: [{year: 2024, layer: published, source: S, scores: {par.i.1: 4}}]\n"
    (in_sections / "results.yaml").write_text(result, encoding="utf-8")
    texts = said(opened(made(in_sections, "--about", "review")[0]))
    at = texts.index("Chưa có kết quả để đánh giá: 1 mục tiêu.")
    assert texts[at - 1].startswith("Đạt 1 trong 1 mục tiêu")
    out = parplan_here("review", "--plan", str(in_sections), "--lang", "en").out
    assert "targets without an outcome yet: 1" in out


def test_the_mark_of_a_note_stands_at_a_name(folder: Path) -> None:
    """Behind a number it read as a digit: 1¹."""
    marked = {
        (row.cells[0].text, cell.text)
        for table in opened(made(folder)[0]).tables
        for row in table.rows
        for n, cell in enumerate(row.cells)
        for paragraph in cell.paragraphs
        if n == 0 and any(run.font.superscript for run in paragraph.runs)
    }
    assert marked == set()


def test_one_figure_has_one_title_in_a_report(tmp_path: Path) -> None:
    annexed(tmp_path, "weights")
    heads = [cell.text for table in opened(made(tmp_path / "plan")[0]).tables for cell in table.rows[0].cells]
    assert (heads.count("Cần tăng thêm"), "Hụt so với mục tiêu" in heads) == (2, False)


def test_an_english_report_s_own_titles_come_back_unasked(tmp_path: Path) -> None:
    plan = LEVELS.replace("target_year: 2023}", 'target_year: 2023, language: en, decimal_mark: "."}')
    (tmp_path / "report.docx").write_bytes(made(write_plan(tmp_path / "plan", plan, LEVEL_TARGETS), lang="en")[0])
    ran = parplan_here("import", "report.docx", "-o", "again", "--lang", "en", cwd=tmp_path)
    assert (ran.err, [code for code in ("I871", "I872", "I889") if code in ran.out]) == ("", []), ran


def test_a_rank_is_told_once_whether_its_cell_says_it_or_not(tmp_path: Path) -> None:
    """What the document has for a target in one cell stays there; points alone leave the rank to a column of its own."""
    targets = """\
targets:
  hh: {target: {points: 16.8, rank: 5/11}, printed: {target: "≥ 16,8%"}}
  hh.1: {target: {points: 8.5, rank: 8}, printed: {target: "≥ 8,5; trong tốp 8"}}
"""
    document = opened(made(write_plan(tmp_path / "plan", DISTRICT, targets))[0])
    rows = [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in document.tables[-1].rows]
    assert [row[-2:] for row in rows] == [
        ["Mục tiêu", "Xếp hạng mục tiêu năm 2025"],
        ["≥ 8,5; trong tốp 8", ""],
        ["", ""],
        ["≥ 16,8%", "5/11"],
    ]
