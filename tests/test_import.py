"""`parplan import`: a plan as it comes, as the files of a plan; every figure with its cell, every doubt on the table."""

import csv
import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import pdfs
from helpers_cli import parplan_here, write_plan
from office import p, plan_of, table, word
from parplan.model import cells
from parplan.reports.annex import stands
from parplan.workspace.folder import Folder
from parplan.workspace.opened import Workspace
from parplan.yaml_text import edit
from parplan.yaml_text.read import read
from parplan.yaml_text.source import Source

ROOT = Path(__file__).resolve().parents[1]
PRINTED = (ROOT / "tests" / "published" / "cao-bang-2023-section-I.txt").read_text(encoding="utf-8")
HEADS = ["STT", "Tiêu chí", "Xếp hạng", "Điểm", "Điểm tối đa", "Dự kiến tăng", "Mục tiêu năm 2024"]
ROWS = [
    ["1", "Công khai kết quả", "5/11", "7,5", "10", "+1", "≥ 8,5"],
    ["2", "Giải quyết hồ sơ", "3/11", "12,25", "15", "+ 0,75", "≥ 13,00"],
    ["", "Đúng hạn", "", "8", "10", "+0,5", ""],
    ["", "Trực tuyến", "", "4,25", "5", "0,25", ""],
]


def small(heads: list[str] = HEADS, rows: list[list[str]] = ROWS, heading: str = "1. Chỉ số ABC năm 2023") -> bytes:
    return word(p("KẾ HOẠCH") + p("Nâng cao chỉ số năm 2024") + p(heading) + table([heads, *rows]))


def figures(folder: Path) -> dict[str, str]:
    """Every figure of a plan by its path, as it is written."""
    plan = Workspace(Folder(folder)).plan
    names = [(row, name) for row in plan.walk() for name in cells.names(row)]
    return {f"{row.id}.{name}": str(value) for row, name in names if (value := cells.raw_figure(row, name)) is not None}


FORMS: dict[str, Callable[[str], bytes]] = {"plan.docx": plan_of, "plan.pdf": pdfs.plan_of, "plan.txt": str.encode}


@pytest.mark.parametrize("name", FORMS)
def test_the_embedded_plan_comes_back_with_every_figure(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(FORMS[name](PRINTED))
    ran = parplan_here("import", name, "--year", "2022", "--target-year", "2023", "--lang", "en", cwd=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert figures(tmp_path) == figures(ROOT / "data")
    assert len(figures(tmp_path)) == 134
    # Its contradictions, and no others; and every figure stands in its cell.
    known = json.loads(parplan_here("validate", "data", "--format", "json", cwd=ROOT).out)["findings"]
    found = json.loads(parplan_here("validate", "--format", "json", cwd=tmp_path).out)["findings"]
    contradictions = [(it["code"], it["path"]) for it in known if it["code"][0] in "AR" and it["severity"] == "error"]
    assert sorted((it["code"], it["path"]) for it in found if it["severity"] == "error") == sorted(contradictions)
    assert not [it for it in found if it["code"][0] == "C"]


OF_ABC = """\
# yaml-language-server: $schema=schema/indicators.schema.json

plan:
  id: so-abc
  name: "Kế hoạch nâng cao chỉ số năm 2024"
  year: 2023
  target_year: 2024
  unit: # ? which unit's plan is it? the document does not say
  language: vi
  decimal_mark: ","
  source:
    file: plan.docx
    sha256: "{sha}"

tables:
  table-1:
    heading: "1. Chỉ số ABC năm 2023"
    columns:
      row: STT
      name: "Tiêu chí"
      rank: "Xếp hạng"
      score: "Điểm"
      max: "Điểm tối đa"
      planned: "Dự kiến tăng"
      target: "Mục tiêu năm 2024"
    printed: {{planned: "+#", target: "≥ #"}}

indices:
  - id: abc
    name: "Chỉ số ABC"
    decimals: 2
    rows_in: table-1
    rows:
      - {{id: abc.1, row: 1, name: "Công khai kết quả", max: 10, score: 7.5, rank: 5/11}}
      - id: abc.2
        row: 2
        name: "Giải quyết hồ sơ"
        max: 15
        score: 12.25
        rank: 3/11
        parts:
          - {{id: abc.2.dung-han, name: "Đúng hạn", max: 10, score: 8}}
          - {{id: abc.2.truc-tuyen, name: "Trực tuyến", max: 5, score: 4.25}}
"""


def test_a_plan_that_nobody_knows(tmp_path: Path) -> None:
    (tmp_path / "plan.docx").write_bytes(small())
    ran = parplan_here("import", "plan.docx", "-o", "so-abc", "--lang", "en", cwd=tmp_path)
    assert ran.code == 0, ran.out
    sha = hashlib.sha256(small()).hexdigest()
    assert (tmp_path / "so-abc" / "indicators.yaml").read_text(encoding="utf-8") == OF_ABC.format(sha=sha)
    assert (tmp_path / "so-abc" / "targets.yaml").read_text(encoding="utf-8") == (
        "# yaml-language-server: $schema=schema/targets.schema.json\n\n"
        "plan: so-abc\n\ntargets:\n  abc.1: {planned: 1, target: 8.5}\n  abc.2: {planned: 0.75, target: 13.00}\n"
        "  abc.2.dung-han: {planned: 0.5}\n  abc.2.truc-tuyen:\n    planned: 0.25\n"
        '    printed: {planned: "0,25"}\n'
    )
    # The same call gives the same bytes.
    again = parplan_here("import", "plan.docx", "-o", "nua/so-abc", "--lang", "en", cwd=tmp_path)
    assert again.out.replace("nua/", "") == ran.out
    for name in ("indicators.yaml", "targets.yaml"):
        assert (tmp_path / "nua" / "so-abc" / name).read_bytes() == (tmp_path / "so-abc" / name).read_bytes()


# Titles that nobody knows; what they hold follows from what stands there, and from what adds up.
UNKNOWN = ["STT", "Tiêu chí", "Thứ tự trong tỉnh", "Năm qua", "Trần", "Phần cộng", "Cần có"]


def test_columns_that_nobody_named(tmp_path: Path) -> None:
    rows = [["1", "Công khai kết quả", "5/11", "7,5", "10", "1", "8,5"], ["2", "Giải quyết hồ sơ", "3/11", "12,25", "15", "0,75", "13,00"]]
    (tmp_path / "plan.docx").write_bytes(small(UNKNOWN, rows))
    ran = parplan_here("import", "plan.docx", "--dry-run", "--format", "json", cwd=tmp_path)
    columns = {it["title"]: (it["field"], it["certainty"]) for it in json.loads(ran.out)["tables"][0]["columns"]}
    assert columns == {
        "STT": ("number", "sure"),
        "Tiêu chí": ("name", "sure"),
        "Thứ tự trong tỉnh": ("rank", "?"),
        "Năm qua": ("score", "?"),
        "Trần": ("max", "?"),
        "Phần cộng": ("planned", "?"),
        "Cần có": ("target", "?"),
    }


def test_import_into_a_plan_changes_figures_where_they_stand(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "plan")
    path = tmp_path / "plan" / "indicators.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("score: 7.97", "score: 7.90 # as I heard"), encoding="utf-8")
    (tmp_path / "plan.docx").write_bytes(plan_of(PRINTED))
    refused = parplan_here("import", "plan.docx", "-o", "plan", "--lang", "en", cwd=tmp_path)
    assert refused.err == (
        "parplan: error: there is a plan in plan already: import into it with --force, which keeps what was added, or choose "
        "another folder with -o\n"
    )
    before = path.read_text(encoding="utf-8")
    ran = parplan_here("import", "plan.docx", "-o", "plan", "--force", "--lang", "en", cwd=tmp_path)
    assert ran.out.endswith("- par.1.score: 7.90 → 7.97\n- written: plan/indicators.yaml\n")
    sha = hashlib.sha256(plan_of(PRINTED)).hexdigest()
    source = f'  source:\n    file: plan.docx\n    sha256: "{sha}"\n'
    expected = before.replace("score: 7.90 #", "score: 7.97 #").replace("  name:\n    vi: Kế", source + "  name:\n    vi: Kế", 1)
    assert path.read_text(encoding="utf-8") == expected
    for name in ("errata.yaml", "targets.yaml", "tasks.yaml"):
        assert (tmp_path / "plan" / name).read_bytes() == (ROOT / "data" / name).read_bytes()


@pytest.mark.parametrize(("name", "ids"), [("Công khai kết quả", ["abc.1", "abc.2"]), ("Đất đai", ["abc.1", "abc.2", "abc.1-2"])])
def test_a_row_that_is_called_otherwise_is_the_same_row(tmp_path: Path, name: str, ids: list[str]) -> None:
    text = "Chỉ số ABC\n\nSTT\tTiêu chí\tĐiểm tối đa\tĐiểm năm 2022\tMục tiêu năm 2023\n1\t{}\t10\t7,5\t8\n2\tHồ sơ\t10\t8,25\t9\n"
    for called in ("Công khai kết quả giải quyết", name):
        (tmp_path / "plan.txt").write_text(text.format(called), encoding="utf-8")
        parplan_here("import", "plan.txt", "-o", "out", "--force", "--lang", "en", cwd=tmp_path)
    assert [row.id for row in Workspace(Folder(tmp_path / "out")).plan.by_id["abc"].children] == ids


ONCE_MORE = "Chỉ số ABC\n\nSTT\tTiêu chí\tĐiểm tối đa\tĐiểm năm 2022\tMục tiêu năm 2023\n"


@pytest.mark.parametrize("numbers", [("5", "51", "6"), ("", "", "")])
def test_rows_that_differ_by_a_count_are_two(tmp_path: Path, numbers: tuple[str, str, str]) -> None:
    for number, name in zip(numbers[:2], ("Nội dung thành phần 5", "Nội dung thành phần 51"), strict=True):
        lines = f"{number}\t{name}\t10\t7,5\t8\n{numbers[2]}\tHồ sơ đúng hạn\t10\t8,25\t9\n"
        (tmp_path / "plan.txt").write_text(ONCE_MORE + lines, encoding="utf-8")
        parplan_here("import", "plan.txt", "-o", "out", "--force", "--lang", "en", cwd=tmp_path)
    rows = Workspace(Folder(tmp_path / "out")).plan.by_id["abc"].children
    assert [row.node.name.vi for row in rows] == ["Nội dung thành phần 5", "Hồ sơ đúng hạn", "Nội dung thành phần 51"]


def test_rows_of_one_name_stay_as_they_are_told_apart(tmp_path: Path) -> None:
    rows = "\tHồ sơ\t10\t7,5\t8\n\tĐất đai\t11\t8,25\t9\n\tHồ sơ\t12\t6,5\t7\n"
    (tmp_path / "plan.txt").write_text(ONCE_MORE + rows, encoding="utf-8")
    for said in ("- written: out/targets.yaml, out/indicators.yaml\n", "- the files are as they were\n"):
        assert parplan_here("import", "plan.txt", "-o", "out", "--force", "--lang", "en", cwd=tmp_path).out.endswith(said)


def test_a_plan_without_tables_gets_those_of_a_document(tmp_path: Path) -> None:
    head = "plan: {id: abc, name: ABC, year: 2022, target_year: 2023}\n"
    row = "indices:\n- id: abc\n  name: Chỉ số ABC\n  decimals: 2\n  rows:\n  - {id: abc.1, row: 1, name: Công khai, max: 10, score: 7}\n"
    write_plan(tmp_path / "out", head + row, "targets: {}\n")
    lines = "1\tCông khai\t10\t7,5\t8\n1.1\tTrên mạng\t4\t3,5\t4\n1.2\tTại trụ sở\t6\t4\t4\n2\tHồ sơ\t10\t8,25\t9\n"
    (tmp_path / "plan.txt").write_text(ONCE_MORE + lines, encoding="utf-8")
    ran = parplan_here("import", "plan.txt", "-o", "out", "--like", "out", "--force", "--lang", "en", cwd=tmp_path)
    assert ran.out.endswith("- written: out/indicators.yaml, out/targets.yaml\n"), ran
    written = (tmp_path / "out" / "indicators.yaml").read_text(encoding="utf-8")
    assert "{id: abc.1, row: 1, name: Công khai, max: 10, score: 7.5, parts: [{id: abc.1.1, " in written
    assert "- id: abc\n  rows_in: table-1\n" in written
    assert 'tables:\n  table-1:\n    heading: "Chỉ số ABC"\n' in written
    checked = parplan_here("validate", "out", "--against", "plan.txt", cwd=tmp_path)
    assert checked.code == 0, checked


def test_a_document_read_once_more_changes_a_file_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts: list[str] = []

    def noted(name: str, data: bytes) -> Source:
        texts.append(name)
        return read(name, data)

    monkeypatch.setattr(edit, "read", noted)

    def reads(count: int) -> int:
        for score in ("7,5", "7,75"):
            rows = "".join(f"{n}\tNội dung {n}\t10\t{score}\t8\n" for n in range(1, count + 1))
            (tmp_path / "plan.txt").write_text(ONCE_MORE + rows, encoding="utf-8")
            texts.clear()
            ran = parplan_here("import", "plan.txt", "-o", f"{count}", "--force", "--lang", "en", cwd=tmp_path)
        assert ran.out.count("7.5 → 7.75") == count
        return len(texts)

    assert reads(3) == reads(30)


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_table_saved_as_csv(tmp_path: Path, separator: str) -> None:
    lines = [["1. Chỉ số ABC năm 2023"], HEADS, *ROWS]
    text = "\n".join(separator.join(f'"{cell}"' if separator == "," and "," in cell else cell for cell in line) for line in lines)
    (tmp_path / "abc.csv").write_text(text, encoding="utf-8")
    ran = parplan_here("import", "abc.csv", "--lang", "en", cwd=tmp_path)
    assert ran.code == 0, ran
    assert figures(tmp_path)["abc.2.dung-han.score"] == "8"
    assert len(figures(tmp_path)) == 2 * 5 + 2 * 3


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (["missing.docx"], "there is no file missing.docx"),
        (["plan.docx", "--table", "2"], "--table 2: write it as 2=par, or 3=no"),
        (["plan.docx", "--column", "x"], "--column x: write it as 'More=planned'"),
        (["old.doc"], "old.doc cannot be read: this is a file of an older Office (.doc, .xls), or one with a password"),
        (["tcvn3.txt"], "tcvn3.txt cannot be read: its text uses fonts from before Unicode (TCVN3, VNI): convert it to Unicode"),
        (["vni.txt"], "vni.txt cannot be read: its text uses fonts from before Unicode (TCVN3, VNI): convert it to Unicode"),
        (["web.doc"], "web.doc cannot be read: this is RTF or a web page, whatever its name: open it in Word and save it as .docx"),
        (["rich.docx"], "rich.docx cannot be read: this is RTF or a web page"),
        (["scan.docx"], "scan.docx cannot be read: this is a picture or an archive"),
        (["long.txt"], "long.txt cannot be read: the document is longer than any plan: save the plan's part as a file of its own"),
        (["wide.txt"], "wide.txt cannot be read: a table has more than 64 columns"),
        (["rows.txt"], "rows.txt cannot be read: a table has more than 5000 rows"),
        (["half.docx"], "half.docx cannot be read: the file is broken"),
        (["prose.txt"], "prose.txt: there is no table with points of rows"),
        (["plan.docx", "--like", "missing"], "missing"),
    ],
)
def test_wrong_input_is_told_in_a_sentence_and_nothing_is_written(tmp_path: Path, typed: list[str], says: str) -> None:
    (tmp_path / "plan.docx").write_bytes(small())
    (tmp_path / "half.docx").write_bytes(small()[:-100])
    (tmp_path / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    tcvn3 = "STT\tTiªu chÝ\t§iÓm\t§iÓm tèi ®a\n1\tC«ng t¸c chØ ®¹o\t7\t10\n2\tC¶i c¸ch thÓ chÕ\t8\t10\n"
    vni = "STT\tTieâu chí\tÑieåm\tÑieåm toái ña\n1\tCoâng taùc chæ ñaïo\t7\t10\n2\tCaûi caùch theå cheá\t8\t10\n"
    for name, text in (("tcvn3.txt", tcvn3), ("vni.txt", vni)):
        (tmp_path / name).write_text(f"ABC\n\n{text}", encoding="utf-8")
    (tmp_path / "web.doc").write_bytes(b"\xef\xbb\xbf\r\n<HTML><body>7,97</body></HTML>")
    (tmp_path / "rich.docx").write_bytes(rb"{\rtf1\ansi 7,97}")
    (tmp_path / "scan.docx").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "long.txt").write_text("a\n" * 50_001, encoding="utf-8")
    (tmp_path / "wide.txt").write_text("1\t" * 64 + "1\n", encoding="utf-8")
    (tmp_path / "rows.txt").write_text("1\t2\n" * 5_001, encoding="utf-8")
    (tmp_path / "prose.txt").write_text("Chỉ có chữ.\n", encoding="utf-8")
    ran = parplan_here("import", *typed, "-o", "out", "--lang", "en", cwd=tmp_path)
    assert ran.code == 2
    assert says in ran.err
    assert not (tmp_path / "out").exists()


def test_a_document_without_a_plan_says_what_of_it_could_not_be_read(tmp_path: Path) -> None:
    """And which tables it has, where one of them may be the plan's."""
    stacked = [HEADS, ["\n".join(column) for column in zip(*ROWS, strict=True)]]
    (tmp_path / "plan.pdf").write_bytes(pdfs.laid([lambda it: pdfs.grid(it, 800, stacked, height=80)]))
    ran = parplan_here("import", "plan.pdf", "-o", "out", "--lang", "en", cwd=tmp_path)
    assert ran.code == 2
    assert "pages of the PDF with rows of figures that have no lines around them or between them: 1 (p. 1)" in ran.err
    assert "--table" not in ran.err
    (tmp_path / "plan.docx").write_bytes(word(p("Kết quả các huyện") + table([["STT", "Đơn vị"], ["1", "Huyện A"]])))
    ran = parplan_here("import", "plan.docx", "-o", "out", "--lang", "en", cwd=tmp_path)
    assert "a table needs a column with their names and one with their points, and must not be a picture" in ran.err
    assert "--table 1=id" in ran.err
    letterhead = table([["ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], ["Số: 125/KH-UBND", "ngày 15 tháng 3 năm 2024"]])
    body = letterhead + p("Kết quả các huyện") + table([["STT", "Đơn vị"], ["1", "Huyện A"]])
    (tmp_path / "plan.docx").write_bytes(word(body))
    ran = parplan_here("import", "plan.docx", "-o", "out", "--lang", "en", cwd=tmp_path)
    assert "the document has the tables 2 “Kết quả các huyện”: where one is an index's, say so with --table 2=id" in ran.err
    ran = parplan_here("import", "plan.docx", "-o", "out", "--table", "1=par", "--lang", "en", cwd=tmp_path)
    assert "--table: table 1 has no figure, and so is none of an index" in ran.err


def test_targets_of_several_years_go_by_their_year(tmp_path: Path) -> None:
    heads = ["STT", "Tiêu chí", "Điểm năm 2024", "Điểm tối đa", "Mục tiêu năm 2025", "Mục tiêu năm 2030"]
    rows = [["1", "Công khai kết quả", "7,5", "10", "≥ 8,5", "≥ 9,5"], ["2", "Giải quyết hồ sơ", "12,25", "15", "≥ 13,00", "≥ 14,00"]]
    (tmp_path / "plan.docx").write_bytes(small(heads, rows))
    assert parplan_here("import", "plan.docx", "-o", "abc", cwd=tmp_path).code == 0
    text = (tmp_path / "abc" / "targets.yaml").read_text(encoding="utf-8")
    assert "  abc.1:\n    target: {2025: 8.5, 2030: 9.5}\n" in text
    # Every figure of every year stands in its cell, and the same document once more changes nothing.
    found = json.loads(parplan_here("validate", "abc", "--against", "plan.docx", "--format", "json", cwd=tmp_path).out)["findings"]
    assert [it for it in found if it["severity"] != "note"] == []
    again = parplan_here("import", "plan.docx", "-o", "abc", "--force", "--lang", "en", cwd=tmp_path)
    assert "→" not in again.out
    assert "the document has" not in again.out
    assert (tmp_path / "abc" / "targets.yaml").read_text(encoding="utf-8") == text


def test_the_document_beside_a_plan_is_gone_through(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text(PRINTED, encoding="utf-8")
    assert parplan_here("import", "plan.txt", "--year", "2022", "--target-year", "2023", cwd=tmp_path).code == 0
    path = tmp_path / "indicators.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("score: 7.97", "score: 7.90"), encoding="utf-8")
    said = parplan_here("validate", "--format", "concise", "--lang", "en", cwd=tmp_path).out
    assert "error[C602] par.1.score: " in said
    (tmp_path / "plan.txt").write_text(PRINTED + "\n", encoding="utf-8")
    said = parplan_here("validate", "--format", "concise", "--lang", "en", cwd=tmp_path).out
    assert "C602" not in said
    assert "warning[I888] plan.source: plan.txt has changed since the plan was imported from it" in said


ANNEX = [
    ["TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn"],
    ["1", "Rà soát hồ sơ quá hạn", "Văn phòng UBND tỉnh", "Các sở, ngành; UBND các huyện, thành phố", "Trước 30/6/2024"],
    ["2", "Giải quyết hồ sơ", "Sở Y tế", "", "Năm 2024"],
    ["3", "Công bố kết quả", "Sở Nội vụ", "", "Thường xuyên"],
]
TASKS = """\
# yaml-language-server: $schema=schema/tasks.schema.json

plan: abc

units:
  - {id: vp-ubnd, name: "Văn phòng UBND tỉnh"}
  - {id: cac-so-nganh, name: "Các sở, ngành"}
  - {id: huyen-thanh-pho, name: "UBND các huyện, thành phố"}
  - {id: so-y-te, name: "Sở Y tế"}
  - {id: so-noi-vu, name: "Sở Nội vụ"}

tasks:
  - id: "1"
    clause: "1"
    name: "Rà soát hồ sơ quá hạn"
    lead: [vp-ubnd]
    coordinate: [cac-so-nganh, huyen-thanh-pho]
    deadline: 2024-06-30
  - id: abc.2
    clause: "2"
    name: "Giải quyết hồ sơ"
    lead: [so-y-te]
    serves: [abc.2]
    deadline: 2025-01-01
  - id: "3"
    clause: "3"
    name: "Công bố kết quả"
    lead: [so-noi-vu]
    when: "Thường xuyên"
"""


def test_a_table_of_tasks_alone_becomes_tasks(tmp_path: Path) -> None:
    body = p("1. Chỉ số ABC năm 2023") + table([HEADS, *ROWS]) + p("Phụ lục phân công nhiệm vụ") + table(ANNEX)
    (tmp_path / "plan.docx").write_bytes(word(body))
    ran = parplan_here("import", "plan.docx", "-o", "abc", "--lang", "en", cwd=tmp_path)
    assert ran.code == 0
    assert "Table 2, “Phụ lục phân công nhiệm vụ”: tasks 3\n" in ran.out
    assert (tmp_path / "abc" / "tasks.yaml").read_text(encoding="utf-8") == TASKS
    assert parplan_here("validate", "abc", "--lang", "en", cwd=tmp_path).code == 0


@pytest.mark.parametrize("title", ["Điểm đạt / Điểm tối đa", "Điểm đạt/ Điểm tối đa", "Điểm đạt/Điểm tối đa"])
def test_a_title_may_have_a_slash_with_blanks(tmp_path: Path, title: str) -> None:
    rows = [["1", "Công khai", "7,5/10", "tăng / giảm", "8"], ["2", "Hồ sơ", "6,5/10", "", "7"]]
    (tmp_path / "plan.docx").write_bytes(small(["STT", "Tiêu chí", title, "Tăng / giảm", "Mục tiêu 2024"], rows))
    ran = parplan_here("import", "plan.docx", "-o", "abc", "--format", "json", cwd=tmp_path)
    assert [it["code"] for it in json.loads(ran.out)["findings"] if it["code"][0] == "C"] == []
    assert [it["field"] for it in json.loads(ran.out)["tables"][0]["columns"]] == ["number", "name", "score", "change", "target"]


# What says that a table goes on: below the first half of it, in a row of the second, of the whole.
CUT = [HEADS, *ROWS[:2], ["", "Đúng hạn", "", "8", "10", "+0,5", ""]]
BELOW = [["", "và trước hạn", "", "", "", "", ""], ["", "Trực tuyến", "", "4,25", "5", "0,25", ""]]
MARK = ["(tiếp theo)", "", "", "", "", "", ""]
AGAIN = ["2", "Giải quyết hồ sơ (tiếp theo)", "", "", "", "", ""]
GOING_ON = [
    table(CUT) + p("(tiếp theo)") + table([HEADS, *BELOW]),
    table(CUT) + p("Bảng 1. Chỉ số ABC (tiếp theo)") + table([HEADS, *BELOW]),
    table(CUT) + table([HEADS, MARK, *BELOW]),
    table([*CUT, MARK, *BELOW]),
    table(CUT) + table([HEADS, BELOW[0], AGAIN, BELOW[1]]),
    table([*CUT, BELOW[0], HEADS, AGAIN, BELOW[1]]),
]


@pytest.mark.parametrize("body", GOING_ON)
def test_what_says_that_a_table_goes_on_is_no_part_of_it(tmp_path: Path, body: str) -> None:
    (tmp_path / "plan.docx").write_bytes(word(p("1. Chỉ số ABC năm 2023") + body))
    ran = parplan_here("import", "plan.docx", "-o", "abc", "--format", "json", cwd=tmp_path)
    assert [it["code"] for it in json.loads(ran.out)["findings"] if it["code"][0] == "C"] == []
    (index,) = Workspace(Folder(tmp_path / "abc")).plan.indices
    assert [(row.id, row.node.name.vi) for row in index.walk()][2:] == [
        ("abc.2", "Giải quyết hồ sơ"),
        ("abc.2.dung-han-va-truoc", "Đúng hạn và trước hạn"),
        ("abc.2.truc-tuyen", "Trực tuyến"),
    ]


# Several tables under one heading: one that is none of the plan's, a further one of the rows, another index's.
SCORES = table([[*row[:2], *row[3:5]] for row in (HEADS, *ROWS)])
AIMS = table([[*row[:2], *row[5:]] for row in (HEADS, *ROWS)])
OTHERS = table([[*HEADS[:2], "Điểm", "Điểm tối đa"], ["1", "Đất đai", "2,5", "4"], ["2", "Ngân sách", "3", "5"]])
UNDER_ONE = [
    table([["Đơn vị", "Số hồ sơ"], ["Sở Nội vụ", "25"]]) + p("Đơn vị tính: điểm") + table([HEADS, *ROWS]),
    SCORES + p("") + AIMS,
    SCORES + p("(Đơn vị tính: điểm)") + AIMS,
    SCORES + p("") + OTHERS,
    SCORES + p("Chỉ số năm 2024 của tỉnh.") + OTHERS,
    SCORES + p("1. Chỉ số ABC năm 2023") + OTHERS,
]


@pytest.mark.parametrize("body", UNDER_ONE)
def test_each_of_several_tables_under_one_heading_is_found(tmp_path: Path, body: str) -> None:
    (tmp_path / "plan.docx").write_bytes(word(p("1. Chỉ số ABC năm 2023") + body))
    ran = parplan_here("import", "plan.docx", "-o", "abc", "--target-year", "2024", "--format", "json", cwd=tmp_path)
    assert [it["code"] for it in json.loads(ran.out)["findings"] if it["code"][0] == "C"] == []
    held = figures(tmp_path / "abc")
    assert (held["abc.1.score"], held["abc.2.max"]) == ("7.5", "15")
    assert held.get("abc-2.1.score") == ("2.5" if OTHERS in body else None)


# A target of a row of 10 points as a document prints it, and as the plan has it.
WORDED = [
    ("hạng 3/11", "{rank: 3/11}"),
    ("≥ 85%", "{percent: 85}"),
    ("trong nhóm 3", "{rank: 3}"),
    ("tăng 2 bậc", "{places: 2}"),
    ("Đạt điểm tối đa", "10"),
    ("8 (giữ nguyên)", "8"),
]


@pytest.mark.parametrize(("printed", "target"), WORDED)
def test_a_target_in_words_is_never_lost(tmp_path: Path, printed: str, target: str) -> None:
    rows = [[*ROWS[0][:-1], printed], *ROWS[1:]]
    (tmp_path / "plan.docx").write_bytes(word(p("1. Chỉ số ABC năm 2023") + table([HEADS, *rows])))
    ran = parplan_here("import", "plan.docx", "-o", "abc", "--lang", "en", cwd=tmp_path)
    assert ran.code in (0, 1)
    assert f"    target: {target}\n" in (tmp_path / "abc" / "targets.yaml").read_text(encoding="utf-8")
    assert "[C6" not in parplan_here("validate", "abc", "--against", "plan.docx", "--lang", "en", cwd=tmp_path).out


# What a table prints of its index, and how files have it: a rank in a row or words of its own is not in the cell of the points.
ELSEWHERE = [
    (["| Tổng | 15,75 | 17 |", "| Xếp hạng | 5/63 | Trong nhóm 3 |"], "{points: 17, rank: 3}", {"target": "17"}),
    (["| Tổng | 15,75 | 17 | 3 trở xuống"], "{points: 17, rank: 3}", {"target": "17"}),
    (["| Tổng | 15,75 | 17 | 3/63"], "{points: 17, rank: 3/63}", None),
]


@pytest.mark.parametrize(("rows", "target", "printed"), ELSEWHERE)
def test_a_target_may_stand_in_several_cells(tmp_path: Path, rows: list[str], target: str, printed: object) -> None:
    heads = "STT | Tiêu chí | Điểm năm 2023 | Mục tiêu năm 2024 | Mục tiêu thứ hạng 2024"
    lines = [heads, "1 | Công khai | 7,5 | 8 | 5", "2 | Hồ sơ | 8,25 | 9 | 4", *rows]
    text = "\n".join("\t".join(map(str.strip, line.split("|"))) for line in lines)
    (tmp_path / "plan.txt").write_text(f"Chỉ số ABC\n{text}\n", encoding="utf-8")
    parplan_here("import", "plan.txt", "-o", "abc", cwd=tmp_path)
    goal = Workspace(Folder(tmp_path / "abc")).plan.by_id["abc"].goal
    assert f"target: {target}" in (tmp_path / "abc" / "targets.yaml").read_text(encoding="utf-8")
    assert goal is not None
    assert goal.printed == printed
    assert "[C602]" not in parplan_here("validate", "abc", "--against", "plan.txt", "--format", "concise", cwd=tmp_path).out


# How the cells of a column of percent targets or of ranks read, how the plan's file has one, and what is found where that is another.
IN_ITS_CELL = [
    ("Mục tiêu năm 2024 (%)", ("86,5%", "87,0%"), "{percent: 86.5}", "86.5", "95.6", ("86,5%", "95,6%")),
    ("Mục tiêu năm 2024 (%)", ("86,50", "87"), "{percent: 86.50}", "86.50", "95.6", ("86,50", "95,6")),
    ("Mục tiêu năm 2024 (%)", ("≥ 86,5 %", "≥ 87,0 %"), "{percent: 86.5}", "86.5", "95.6", ("≥ 86,5 %", "≥ 95,6 %")),
    ("Mục tiêu thứ hạng năm 2024", ("12/63", "9/63"), "{rank: 12/63}", "12/63", "21/63", ("12/63", "21/63")),
]


@pytest.mark.parametrize(("title", "cells", "target", "was", "now", "told"), IN_ITS_CELL)
def test_a_target_that_is_no_points_has_its_cell(
    tmp_path: Path, title: str, cells: tuple[str, str], target: str, was: str, now: str, told: tuple[str, str]
) -> None:
    rows = [["1", "Công khai kết quả", "7,5", "10", cells[0]], ["2", "Giải quyết hồ sơ", "8,25", "10", cells[1]]]
    heads = ["STT", "Tiêu chí", "Điểm năm 2023", "Điểm tối đa", title]
    (tmp_path / "plan.docx").write_bytes(word(p("1. Chỉ số ABC năm 2023") + table([heads, *rows])))
    parplan_here("import", "plan.docx", "-o", "abc", "--lang", "en", cwd=tmp_path)
    file = tmp_path / "abc" / "targets.yaml"
    text = file.read_text(encoding="utf-8")
    assert f"    target: {target}\n" in text
    assert "printed" not in text
    place = f"in “1. Chỉ số ABC năm 2023”, row 1, column {title}"
    said = parplan_here("explain", "abc.1.target", "--plan", "abc", "--lang", "en", cwd=tmp_path)
    assert f"printed “{told[0]}” {place}" in said.out
    assert "[C6" not in parplan_here("validate", "abc", "--against", "plan.docx", "--lang", "en", cwd=tmp_path).out
    file.write_text(text.replace(was, now), encoding="utf-8")
    found = parplan_here("validate", "abc", "--against", "plan.docx", "--lang", "en", cwd=tmp_path)
    assert f"error[C602]: abc.1.target: {place}, the document reads “{told[0]}”, not “{told[1]}”" in found.out


# A title of its own; that of the known plan, whose English name goes with it.
TITLES = [
    ("Cải thiện Chỉ số PAR INDEX năm 2023 của tỉnh Cao Bằng", 'name: "Kế hoạch cải thiện Chỉ số PAR INDEX năm 2023 của tỉnh Cao Bằng"'),
    ("Cải thiện các chỉ số PAR INDEX, SIPAS, PAPI năm 2023 của tỉnh Cao Bằng", 'en: "Cao Bằng province, plan to raise'),
]


@pytest.mark.parametrize(("below", "name"), TITLES)
def test_a_plan_is_called_as_its_title_says(tmp_path: Path, below: str, name: str) -> None:
    body = p("KẾ HOẠCH") + p(below) + p("1. Chỉ số cải cách hành chính (PAR INDEX) năm 2022") + table([HEADS, *ROWS])
    (tmp_path / "plan.docx").write_bytes(word(body))
    ran = parplan_here("import", "plan.docx", "-o", "p", "--year", "2022", "--target-year", "2023", cwd=tmp_path)
    assert ran.code == 0
    assert name in (tmp_path / "p" / "indicators.yaml").read_text(encoding="utf-8")


def test_a_known_unit_that_is_named_in_passing_is_not_whose_plan_it_is(tmp_path: Path) -> None:
    body = p("KẾ HOẠCH") + p("Nâng cao Chỉ số ABC tỉnh Sơn La năm 2024") + p("Học tập kinh nghiệm tỉnh Cao Bằng.") + table([HEADS, *ROWS])
    (tmp_path / "plan.docx").write_bytes(word(body))
    assert parplan_here("import", "plan.docx", "-o", "p", "--lang", "en", cwd=tmp_path).code == 0
    assert '  unit: "Sơn La" # ? ' in (tmp_path / "p" / "indicators.yaml").read_text(encoding="utf-8")


def test_a_cell_of_word_has_a_unit_a_line(tmp_path: Path) -> None:
    two = "<w:p><w:r><w:t>Sở Tư pháp</w:t><w:br/><w:t>Sở Nội vụ</w:t></w:r></w:p>" + p("Sở Y tế")
    tasks = [["TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"], ["1", "Rà soát", two, "31/12"], ["2", "Báo cáo", "-nt-", "Hàng quý"]]
    body = p("1. Chỉ số ABC năm 2023") + table([HEADS, *ROWS]) + p("Phụ lục phân công nhiệm vụ") + table(tasks)
    (tmp_path / "plan.docx").write_bytes(word(body))
    ran = parplan_here("import", "plan.docx", "-o", "abc", "--lang", "en", cwd=tmp_path)
    assert "cells that say “-nt-” or “as above”, taken as those above them: 1\n" in ran.out
    assert "deadlines of which the day is not clear, kept in words as `when`: 1\n" in ran.out
    told = (tmp_path / "abc" / "tasks.yaml").read_text(encoding="utf-8")
    assert told.count("lead: [so-tu-phap, so-noi-vu, so-y-te]") == 2
    assert ("deadline: 2025-01-01" in told, 'when: "Hàng quý"' in told) == (True, True)


# What stands in the column of rows, what the task serves, and what is left to be looked at.
SERVED = [
    ("Giải quyết hồ sơ", "serves: [abc.2]\n"),
    ("Giải quyết hồ sơ; Công khai kết quả", "serves: [abc.2, abc.1]\n"),
    ("Giải quyết hồ sơ; Kỷ luật hành chính", "serves: [abc.2] # ? Kỷ luật hành chính\n"),
    ("Kỷ luật, kỷ cương hành chính", "serves: [] # ? Kỷ luật, kỷ cương hành chính\n"),
    ("", "lead: [so-y-te]\n"),
]


@pytest.mark.parametrize(("named", "written"), SERVED)
def test_the_rows_that_a_task_is_for_are_never_lost(tmp_path: Path, named: str, written: str) -> None:
    tasks = [["TT", "Tiêu chí", "Nhiệm vụ", "Chủ trì"], ["1", named, "Rà soát", "Sở Y tế"]]
    body = p("1. Chỉ số ABC năm 2023") + table([HEADS, *ROWS]) + p("Phụ lục phân công nhiệm vụ") + table(tasks)
    (tmp_path / "plan.docx").write_bytes(word(body))
    ran = parplan_here("import", "plan.docx", "-o", "abc", "--lang", "en", cwd=tmp_path)
    assert ran.code == 0
    assert (tmp_path / "abc" / "tasks.yaml").read_text(encoding="utf-8").endswith(written)
    assert ("tasks for rows that the plan does not have, marked `# ?`: 1" in ran.out) == ("#" in written)
    assert parplan_here("validate", "abc", "--lang", "en", cwd=tmp_path).code == 0


def test_a_plan_may_have_its_figures_in_sentences_and_its_tasks_in_a_table(tmp_path: Path) -> None:
    lines = [
        ("KẾ HOẠCH", "Nâng cao Chỉ số PAR INDEX và Chỉ số SIPAS năm 2024", "I. KẾT QUẢ NĂM 2023"),
        ("1. Chỉ số PAR INDEX năm 2023 đạt 85,17 điểm, xếp vị thứ 48/63 tỉnh, thành phố.", "2. Chỉ số SIPAS năm 2023 đạt 80,19%."),
        ("II. MỤC TIÊU NĂM 2024", "1. Chỉ số PAR INDEX: phấn đấu đạt từ 87,5 điểm trở lên, xếp hạng trong nhóm 30 tỉnh, thành phố."),
        ("2. Chỉ số SIPAS: phấn đấu đạt từ 85% trở lên.", "III. PHÂN CÔNG NHIỆM VỤ"),
    ]
    body = "".join(p(line) for each in lines for line in each)
    (tmp_path / "plan.docx").write_bytes(word(body + table(ANNEX)))
    ran = parplan_here("import", "plan.docx", "-o", "abc", "--lang", "en", cwd=tmp_path)
    assert "are not used" not in ran.out
    told = parplan_here("gap", "--plan", "abc", "--format", "csv", "--lang", "en", cwd=tmp_path).out
    rows = {row["id"]: (row["score"], row["target"], row["gap"]) for row in csv.DictReader(told.splitlines())}
    assert rows == {"par": ("85.17", "87.5", "2.33"), "sipas": ("80.19", "85", "4.81")}
    targets = (tmp_path / "abc" / "targets.yaml").read_text(encoding="utf-8")
    assert "target: {points: 87.5, rank: 30}" in targets
    assert "target: {percent: 85}" in targets
    assert parplan_here("validate", "abc", "--against", "plan.docx", "--select", "C", cwd=tmp_path).code == 0


def test_a_document_of_tasks_alone_goes_into_a_plan(tmp_path: Path) -> None:
    (tmp_path / "plan.docx").write_bytes(word(p("1. Chỉ số ABC năm 2023") + table([HEADS, *ROWS])))
    (tmp_path / "tasks.docx").write_bytes(word(p("Phụ lục phân công nhiệm vụ") + table(ANNEX)))
    assert parplan_here("import", "plan.docx", "-o", "abc", cwd=tmp_path).code == 0
    before = {path.name: path.read_bytes() for path in (tmp_path / "abc").glob("*.yaml")}
    alone = parplan_here("import", "tasks.docx", "-o", "new", "--lang", "en", cwd=tmp_path)
    assert (alone.code, alone.out) == (2, "")
    assert alone.err.startswith("parplan: error: tasks.docx: there are only tasks, and no points: import it together with the plan's file")
    ran = parplan_here("import", "tasks.docx", "-o", "abc", "--force", "--lang", "en", cwd=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    told = (tmp_path / "abc" / "tasks.yaml").read_text(encoding="utf-8")
    assert told == TASKS
    assert {path.name: path.read_bytes() for path in (tmp_path / "abc").glob("[it]*s.yaml") if path.name in before} == before
    # Both at once are the same.
    assert parplan_here("import", "plan.docx", "tasks.docx", "-o", "both", cwd=tmp_path).code == 0
    assert (tmp_path / "both" / "tasks.yaml").read_text(encoding="utf-8") == TASKS.replace("plan: abc", "plan: both")


TOTAL = ["", "Tổng cộng", "", "19,75", "25", "+1,75", "≥ 21,50"]


def test_a_row_of_totals_is_that_of_the_index(tmp_path: Path) -> None:
    (tmp_path / "plan.docx").write_bytes(small(rows=[*ROWS, TOTAL], heading="Biểu 1. Chỉ số ABC năm 2023"))
    assert parplan_here("import", "plan.docx", "-o", "abc", cwd=tmp_path).code == 0
    text = (tmp_path / "abc" / "indicators.yaml").read_text(encoding="utf-8")
    assert '  - id: abc\n    row: "Tổng cộng"\n    name: "Chỉ số ABC"\n' in text
    found = json.loads(parplan_here("validate", "abc", "--against", "plan.docx", "--format", "json", cwd=tmp_path).out)["findings"]
    assert found == []


def test_a_sentence_and_a_row_of_totals_that_differ_are_told(tmp_path: Path) -> None:
    said = p("Chỉ số ABC đạt 19,50/25 điểm (78,0%), xếp hạng: 3/11 tỉnh.")
    (tmp_path / "plan.docx").write_bytes(word(said + p("1. Chỉ số ABC năm 2023") + table([HEADS, *ROWS, TOTAL])))
    ran = parplan_here("import", "plan.docx", "-o", "abc", "--lang", "en", cwd=tmp_path)
    assert "“Tổng cộng” stands in table 1 and in a sentence: score 19.75 and 19.50; the first is taken [I885]" in ran.out
    # The row has the figures; a sentence adds what it has not.
    (index,) = Workspace(Folder(tmp_path / "abc")).plan.indices
    assert (index.node.row, index.node.printed, str(index.node.rank)) == ("Tổng cộng", {"percent": "", "rank": ""}, "3/11")
    found = json.loads(parplan_here("validate", "abc", "--against", "plan.docx", "--format", "json", cwd=tmp_path).out)["findings"]
    assert [it["code"] for it in found if it["code"].startswith("C")] == []


@pytest.mark.parametrize("begins", ["Năm 2023, chỉ số", "- Năm 2023, chỉ số", "Năm\u200b 2023, chỉ số"])
def test_a_sentence_may_say_its_year_first(tmp_path: Path, begins: str) -> None:
    said = p(f"{begins} ABC đạt 19,50/25 điểm (78,0%), xếp hạng: 3/11 tỉnh.")
    (tmp_path / "plan.docx").write_bytes(word(said + p("1. Chỉ số ABC năm 2023") + table([HEADS, *ROWS])))
    parplan_here("import", "plan.docx", "-o", "abc", cwd=tmp_path)
    plan = Workspace(Folder(tmp_path / "abc")).plan
    (index,) = plan.indices
    assert (str(index.score), index.node.row) == ("19.50", "Năm 2023, chỉ số ABC")
    sentence = stands(plan, index)
    assert sentence is not None
    assert sentence.say("vi").startswith("Năm 2023, chỉ số ABC đạt 19")


def test_a_rank_may_be_printed_with_its_denominator_elsewhere(tmp_path: Path) -> None:
    """The plan has the fuller one, and the cell as it is."""
    said = p("Chỉ số ABC đạt 19,75/25 điểm, xếp hạng: 3/11 tỉnh.")
    total = [*TOTAL[:2], "3", *TOTAL[3:]]
    (tmp_path / "plan.docx").write_bytes(word(said + p("1. Chỉ số ABC năm 2023") + table([HEADS, *ROWS, total])))
    assert parplan_here("import", "plan.docx", "-o", "abc", cwd=tmp_path).code == 0
    (index,) = Workspace(Folder(tmp_path / "abc")).plan.indices
    assert (index.node.printed, str(index.node.rank)) == ({"rank": "3"}, "3/11")
    file = tmp_path / "abc" / "indicators.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("rank: 3/11\n    printed", "rank: 4/11\n    printed"), encoding="utf-8")
    ran = parplan_here("validate", "abc", "--against", "plan.docx", "--lang", "en", cwd=tmp_path)
    assert "the document reads “3”, not “4/11”" in ran.out


def test_the_capitals_of_an_index_are_whole_words(tmp_path: Path) -> None:
    said = p("Năm 2023, Chỉ số ABC INDEX đạt 19,50/25 điểm, xếp hạng: 3/11 tỉnh.")
    (tmp_path / "plan.docx").write_bytes(word(said + p("1. Chỉ số ABC INDEX năm 2023") + table([HEADS, *ROWS])))
    parplan_here("import", "plan.docx", "-o", "abc", cwd=tmp_path)
    (index,) = Workspace(Folder(tmp_path / "abc")).plan.indices
    assert index.node.row == "Năm 2023, Chỉ số ABC INDEX"


IN_WORDS = """\
targets:
  abc.1:
    target: {points: 8.5, rank: 3/11}
  abc.2:
    target: {places: 2}
    printed: {target: "tăng 2 bậc"}
  abc.3:
    target: {more_than: 13}
    printed: {target: "trên 13"}
"""


def test_targets_that_are_no_points(tmp_path: Path) -> None:
    heads = ["STT", "Tiêu chí", "Xếp hạng", "Điểm", "Điểm tối đa", "Mục tiêu năm 2024", "Mục tiêu xếp hạng"]
    rows = [["1", "Công khai", "5/11", "7,5", "10", "≥ 8,5", "3/11"], ["2", "Hồ sơ", "3/11", "12,25", "15", "tăng 2 bậc", ""]]
    (tmp_path / "plan.docx").write_bytes(small(heads, [*rows, ["3", "Đánh giá", "9/11", "12", "15", "trên 13", "-"]]))
    ran = parplan_here("import", "plan.docx", "-o", "abc", "--lang", "en", cwd=tmp_path)
    assert ran.code == 0
    assert "Mục tiêu xếp hạng  target, a rank  sure     the title has “mục tiêu”" in ran.out
    assert (tmp_path / "abc" / "targets.yaml").read_text(encoding="utf-8").partition("abc\n\n")[2] == IN_WORDS
    assert parplan_here("validate", "abc", "--lang", "en", cwd=tmp_path).code == 0


def test_percentages_are_not_added_up(tmp_path: Path) -> None:
    rows = ["1\tTiếp cận\t84,00%\t85%", "2\tThủ tục\t80,5%\t82%", "\tChỉ số XYZ\t81,18%\t84%"]
    lines = ["Chỉ số XYZ", "", "STT\tYếu tố\tKết quả năm 2023\tMục tiêu năm 2024", *rows]
    (tmp_path / "plan.txt").write_text("\n".join(lines), encoding="utf-8")
    assert parplan_here("import", "plan.txt", "-o", "out", cwd=tmp_path).code == 0
    found = json.loads(parplan_here("validate", "out", "--against", "plan.txt", "--format", "json", cwd=tmp_path).out)["findings"]
    assert [it["message"] for it in found if it["severity"] == "error"] == []
    assert figures(tmp_path / "out")["xyz.percent"] == "81.18"


# Tables as plans have them, cells apart by bars: what stands in them, and where each figure is found again.
LAYOUTS = {
    "letters that begin anew": """
        1. Chỉ số ABC năm 2023
        STT | Tiêu chí    | Điểm | Điểm tối đa
        1   | Công khai   | 7,5  | 10
        a   | Kết quả     | 3    | 4
        b   | Quy trình   | 4,5  | 6
        2   | Hồ sơ       | 12   | 15
        a   | Đúng hạn    | 8    | 10
        b   | Trực tuyến  | 4    | 5
        """,
    "columns that are counted": """
        1. Chỉ số ABC năm 2023
        STT | Tiêu chí    | Điểm | Điểm tối đa
        1   | 2           | 3    | 4
        1   | Công khai   | 7,5  | 10
        2   | Hồ sơ       | 12   | 15
        """,
    "titles over all sections": """
        STT | Tiêu chí    | Điểm | Điểm tối đa
        I. CHỈ SỐ ABC NĂM 2023 | | |
        1   | Công khai   | 7,5  | 10
        2   | Hồ sơ       | 12   | 15
        II. CHỈ SỐ XYZ NĂM 2023 | | |
        1   | Tiếp dân    | 3    | 5
        2   | Đối thoại   | 4    | 5
        """,
    "indices with rows of their own": """
        Bảng 1. Các chỉ số năm 2023
        STT | Tiêu chí    | Điểm | Điểm tối đa
        I   | Chỉ số ABC  | 19,5 | 25
        1   | Công khai   | 7,5  | 10
        2   | Hồ sơ       | 12   | 15
        2.1 | Đúng hạn    | 8    | 10
        2.2 | Trực tuyến  | 4    | 5
        II  | Chỉ số XYZ  | 7    | 10
        1   | Tiếp dân    | 3    | 5
        2   | Đối thoại   | 4    | 5
        2.1 | Định kỳ     | 1    | 2
        2.2 | Đột xuất    | 3    | 3
        """,
    "labels that go on in the next row": """
        1. Chỉ số ABC năm 2023
        Tiêu chí         | Điểm | Điểm tối đa | Xếp hạng
        Công khai        | 7,5  | 10          | 5/11
        kết quả          |      |             |
        Hồ sơ            | 12   | 15          | 3/11
        """,
    "one title over columns apart": """
        1. Chỉ số ABC năm 2023
        STT | Tiêu chí  | Năm 2022 | Điểm tối đa | Năm 2022 | Điểm
            |           | Xếp hạng |             | Điểm     |
        1   | Công khai | 5/11     | 10          | 7        | 7,5
        2   | Hồ sơ     | 3/11     | 15          | 11       | 12
        """,
    "two columns of one title": """
        1. Chỉ số ABC năm 2023
        STT | Tiêu chí    | Điểm | Điểm | Điểm tối đa
        1   | Công khai   | 7    | 7,5  | 10
        2   | Hồ sơ       | 11   | 12   | 15
        """,
    "capitals beside small letters": """
        1. Chỉ số ABC năm 2023
        STT | Tiêu chí    | Điểm | Điểm tối đa
        A   | Công khai   | 9    | 12
        I   | Kết quả     | 9    | 12
        a   | Trên mạng   | 5    | 6
        b   | Tại chỗ     | 4    | 6
        B   | Hồ sơ       | 8    | 10
        """,
    "dashes for numbers": """
        1. Chỉ số ABC năm 2023
        STT | Tiêu chí    | Điểm | Điểm tối đa
        1   | Công khai   | 7,5  | 10
        -   | Thẩm định   | 5,5  | 6
        -   | Khảo sát    | 2    | 4
        2   | Hồ sơ       | 12   | 15
        -   | Thẩm định   | 8    | 9
        -   | Khảo sát    | 4    | 6
        """,
    "totals of sections": """
        1. Chỉ số ABC năm 2023
        STT | Tiêu chí    | Điểm | Điểm tối đa
        I   | Thẩm định   |      |
        1   | Công khai   | 7,5  | 10
        2   | Hồ sơ       | 12   | 15
            | Cộng (I)    | 19,5 | 25
        II  | Khảo sát    |      |
        1   | Tiếp dân    | 3    | 5
            | Cộng (II)   | 3    | 5
            | Tổng (I+II) | 22,5 | 30
        """,
    "what may be lost, and a total without a label": """
        1. Chỉ số ABC năm 2023
        STT | Tiêu chí    | Điểm | Điểm tối đa
        1   | Công khai   | 7,5  | 10
        2   | Điểm trừ    | 0    | -3
            |             | 7,5  | 10
        """,
}


def test_scores_and_targets_in_two_tables_are_found_again(tmp_path: Path) -> None:
    rows = ["1\tCông khai\t{}\t10", "2\tHồ sơ\t{}\t15", "\tTổng\t{}\t25"]
    first = "\n".join(row.format(score) for row, score in zip(rows, ("7,5", "12", "19,5"), strict=True))
    second = "\n".join(row.format(score) for row, score in zip(rows, ("8", "13", "21"), strict=True))
    head = "STT\tTiêu chí\t{}\tĐiểm tối đa"
    (tmp_path / "plan.txt").write_text(
        f"Phụ lục I. Kết quả Chỉ số ABC\n{head.format('Điểm năm 2023')}\n{first}\n\n"
        f"Phụ lục II. Mục tiêu Chỉ số ABC\n{head.format('Mục tiêu năm 2024')}\n{second}\n",
        encoding="utf-8",
    )
    ran = parplan_here("import", "plan.txt", "-o", "out", "--format", "json", cwd=tmp_path)
    assert [it["message"] for it in json.loads(ran.out)["findings"]] == []
    found = figures(tmp_path / "out")
    assert {path: value for path, value in found.items() if not path.endswith("max")} == {
        "abc.score": "19.5",
        "abc.1.score": "7.5",
        "abc.2.score": "12",
        "abc.target": "21",
        "abc.1.target": "8",
        "abc.2.target": "13",
    }


def test_a_sentence_beside_targets_that_are_no_points_makes_a_plan(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text(
        "- Chỉ số ABC đạt 9,97 điểm, xếp hạng 36/61 tỉnh.\nChỉ số ABC năm 2022\n"
        "STT\tNội dung\tĐiểm 2022\tHạng 2022\tMục tiêu điểm 2023\tMục tiêu hạng 2023\n"
        "1\tCông khai\t4,85\t45\t5\t40\n2\tHồ sơ\t5,12\t33\t5,5\t30\n\tTổng điểm\t9,97\t36\t10,5\t30\n",
        encoding="utf-8",
    )
    assert parplan_here("import", "plan.txt", "-o", "out", cwd=tmp_path).code == 0
    ran = parplan_here("validate", "--plan", "out", "--against", "plan.txt", "--format", "json", cwd=tmp_path)
    assert [it["message"] for it in json.loads(ran.out)["findings"]] == []


@pytest.mark.parametrize(
    ("score", "target", "better"),
    [("4,2", "≤ 2", "lower"), ("5 %", "dưới 3 %", "lower"), ("4,2", "không quá 4,2", "lower"), ("4,2", "≤ 5", None), ("4,2", "≥ 5", None)],
)
def test_less_is_better_of_what_is_to_fall(tmp_path: Path, score: str, target: str, better: str | None) -> None:
    rows = f"1\tCông khai\t7,5\t≥ 8\n2\tHồ sơ\t8,25\t9\n3\tTỷ lệ trễ hạn\t{score}\t{target}\n\tTổng\t15,75\t17"
    (tmp_path / "plan.txt").write_text(f"Chỉ số ABC\n\nSTT\tTiêu chí\tĐiểm năm 2022\tMục tiêu năm 2023\n{rows}\n", encoding="utf-8")
    ran = parplan_here("import", "plan.txt", "-o", "out", "--format", "json", cwd=tmp_path)
    row = Workspace(Folder(tmp_path / "out")).plan.by_id["abc.3"]
    assert row.node.better == better
    assert ("A301" in [it["code"] for it in json.loads(ran.out)["findings"]]) == (better is None)  # else it is no part of the sum


def test_tables_without_a_line_between_them_have_their_own_titles(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text(
        "CHỈ SỐ ABC\t\t\t\nSTT\tTiêu chí\tĐiểm tối đa\tMục tiêu năm 2024\n1\tCông khai\t10\t8\n2\tHồ sơ\t15\t13\n"
        "CHỈ SỐ XYZ\t\t\t\nSTT\tNội dung\tMục tiêu năm 2024\t\n1\tTiếp dân\t4\t\n2\tĐối thoại\t5\t\n",
        encoding="utf-8",
    )
    ran = parplan_here("import", "plan.txt", "-o", "out", "--table", "2=xyz", "--format", "json", cwd=tmp_path)
    assert [it["message"] for it in json.loads(ran.out)["findings"] if it["code"][0] == "C"] == []
    assert {path: it for path, it in figures(tmp_path / "out").items() if "target" in path} == {
        "abc.1.target": "8",
        "abc.2.target": "13",
        "xyz.1.target": "4",
        "xyz.2.target": "5",
    }


def test_a_table_may_follow_one_of_which_something_was_told(tmp_path: Path) -> None:
    """A target in words that differs from table to table, and a table that is another version of the first."""
    titles = "STT\tTiêu chí\tĐiểm năm 2022\tMục tiêu năm 2023"
    one, two = ([f"Chỉ số ABC\n{titles}", f"1\tCông khai\t{first}\ttăng {n} bậc"] for n, first in ((2, 6), (3, 6)))
    draft = ["Chỉ số ABC, dự thảo", titles, "1\tCông khai\t5\t6", "2\tHồ sơ\t3\t4", "3\tĐất đai\t4\t5"]
    rest, last = ["2\tHồ sơ\t4\t5", "3\tĐất đai\t5\t6", ""], ["Chỉ số XYZ", titles, "1\tTiếp dân\t4\t5", "2\tĐối thoại\t5\t6"]
    (tmp_path / "plan.txt").write_text("\n".join([*one, *rest, *two, *rest, *draft, "", *last]), encoding="utf-8")
    ran = parplan_here("import", "plan.txt", "-o", "out", "--format", "json", "--lang", "en", cwd=tmp_path)
    told = {it["code"]: it["message"] for it in json.loads(ran.out)["findings"]}
    assert "target {places: 2} and {places: 3}" in told["I885"]
    assert told["I870"].startswith("not taken from table 3")
    assert figures(tmp_path / "out")["xyz.2.score"] == "5"


YEARS = ("--year", "2023", "--target-year", "2024")


@pytest.mark.parametrize("kind", [plan_of, str.encode])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_cell_that_was_imported_is_found_again(tmp_path: Path, layout: str, kind: Callable[[str], bytes]) -> None:
    rows = [[cell.strip() for cell in line.split("|")] for line in LAYOUTS[layout].strip().split("\n")]
    name = "plan.txt" if kind is str.encode else "plan.docx"
    (tmp_path / name).write_bytes(kind("\n".join("\t".join(row) for row in rows) + "\n"))
    ran = parplan_here("import", name, "-o", "out", *YEARS, "--format", "json", cwd=tmp_path)
    assert [it["message"] for it in json.loads(ran.out)["findings"] if it["code"][0] == "C"] == []
    titles = next(row for row in rows if "Điểm" in row)
    column = len(titles) - 1 - titles[::-1].index("Điểm")  # of two the last
    printed = [row[column].replace(",", ".") for row in rows if column < len(row) and row[column][:1].isdigit() and row[1] != "2"]
    found = [value for path, value in figures(tmp_path / "out").items() if path.endswith(".score")]
    assert sorted(found) == sorted(printed)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (["--column", "Điểm=foo"], "--column Điểm=foo: write it as 'More=planned'; what a column may hold: number"),
        (["--column", "Diem x=score"], "--column: there is no column “Diem x”"),
        (["--year", "20244"], "--year 20244 is not a year such as 2024"),
        (["--year", "2025", "--target-year", "2024"], "--target-year 2024 must be after --year 2025"),
        (
            ["--column", "Điểm=rank", "--column", "Xếp hạng=rank"],
            "--column: a table cannot have two columns of rank: “Xếp hạng” and “Điểm”",
        ),
        (["--table", "9=abc"], "--table: there is no table 9; there are 1"),
        (["--table", "1=Ab*c"], "--table 1=Ab*c: write it as 2=par, or 3=no"),
    ],
)
def test_what_is_typed_has_to_be_there(tmp_path: Path, typed: list[str], says: str) -> None:
    (tmp_path / "plan.docx").write_bytes(small())
    ran = parplan_here("import", "plan.docx", "-o", "out", *typed, "--lang", "en", cwd=tmp_path)
    assert ran.code == 2
    assert says in ran.err
    assert not (tmp_path / "out").exists()


def test_rows_that_have_one_number_or_one_name_have_ids_of_their_own(tmp_path: Path) -> None:
    rows = [["1", "Công khai", "", "7", "10", "", ""], ["", "Đúng hạn", "", "3", "5", "", ""], ["", "Đúng hạn", "", "4", "5", "", ""]]
    (tmp_path / "plan.docx").write_bytes(small(rows=[*rows, ["1", "Hồ sơ", "", "2", "5", "", "≥ 3"]]))
    assert parplan_here("import", "plan.docx", "-o", "abc", cwd=tmp_path).code == 0
    plan = Workspace(Folder(tmp_path / "abc")).plan
    assert [row.id for row in plan.walk()] == ["abc", "abc.1", "abc.1.dung-han", "abc.1.dung-han-2", "abc.1-2"]


def test_tasks_that_are_there_stay_and_change_where_they_stand(tmp_path: Path) -> None:
    body = p("1. Chỉ số ABC năm 2023") + table([HEADS, *ROWS])
    (tmp_path / "plan.docx").write_bytes(word(body))
    assert parplan_here("import", "plan.docx", "-o", "abc", cwd=tmp_path).code == 0
    (tmp_path / "plan.docx").write_bytes(word(body + p("Phụ lục phân công nhiệm vụ") + table(ANNEX)))
    forced = ("import", "plan.docx", "-o", "abc", "--force", "--like", str(ROOT / "data"), "--lang", "en")
    assert parplan_here(*forced, cwd=tmp_path).code == 0
    path = tmp_path / "abc" / "tasks.yaml"
    assert path.read_text(encoding="utf-8") == TASKS
    mine = TASKS[: TASKS.index('  - id: "3"')] + "# mine\n"
    path.write_text(mine, encoding="utf-8")
    ran = parplan_here(*forced, cwd=tmp_path)
    assert ran.out.endswith("- 3: new in the document, added\n- written: abc/tasks.yaml\n")
    text = path.read_text(encoding="utf-8")
    assert text.startswith(mine.removesuffix("# mine\n"))
    assert "# mine\n" in text
    # A day and a unit change where they stand; what was remarked stays.
    mine = text.replace("2024-06-30", "2024-03-15 # agreed").replace("lead: [so-y-te]", "lead: [vp-ubnd]")
    path.write_text(mine, encoding="utf-8")
    ran = parplan_here(*forced, cwd=tmp_path)
    assert ran.out.endswith("- 1.deadline: 2024-03-15 → 2024-06-30\n- abc.2.lead: [vp-ubnd] → [so-y-te]\n- written: abc/tasks.yaml\n")
    assert path.read_text(encoding="utf-8") == text.replace("2024-06-30", "2024-06-30 # agreed")


def test_a_row_that_comes_between_takes_no_other_rows_figures(tmp_path: Path) -> None:
    rows = [["1", "Công khai", "7", "10", "8"], ["2", "Hồ sơ", "3", "5", "4"]]
    heads = ["STT", "Tiêu chí", "Điểm năm 2023", "Điểm tối đa", "Mục tiêu năm 2024"]
    (tmp_path / "plan.docx").write_bytes(small(heads, rows))
    assert parplan_here("import", "plan.docx", "-o", "abc", cwd=tmp_path).code == 0
    between = [rows[0], ["2", "Tuyên truyền", "1", "2", "2"], ["3", "Hồ sơ của dân", "3,5", "5", "4"]]
    (tmp_path / "plan.docx").write_bytes(small(heads, between))
    ran = parplan_here("import", "plan.docx", "-o", "abc", "--force", "--lang", "en", cwd=tmp_path)
    assert "- abc.3: new in the document, added\n" in ran.out
    assert figures(tmp_path / "abc")["abc.1.score"] == "7"
    told = {row.node.name.vi: str(row.node.score) for row in Workspace(Folder(tmp_path / "abc")).plan.walk()}
    assert told["Tuyên truyền"] == "1"
    assert told["Hồ sơ"] == "3"


def test_scores_of_earlier_years_are_imported_once_more(tmp_path: Path) -> None:
    heads = ["STT", "Tiêu chí", "Điểm năm 2023", "Điểm năm 2024", "Điểm tối đa", "Mục tiêu năm 2025"]
    rows = [["1", "Công khai kết quả", "7,0", "7,5", "10", "≥ 8,5"], ["2", "Giải quyết hồ sơ", "11,75", "12,25", "15", "≥ 13,00"]]
    (tmp_path / "plan.docx").write_bytes(small(heads, rows))
    assert parplan_here("import", "plan.docx", "-o", "abc", cwd=tmp_path).code == 0
    path = tmp_path / "abc" / "indicators.yaml"
    before = path.read_text(encoding="utf-8")
    assert "history: {2023: {score: 11.75}}" in before or "history:\n" in before
    again = parplan_here("import", "plan.docx", "-o", "abc", "--force", "--lang", "en", cwd=tmp_path)
    assert "→" not in again.out
    assert "the document has" not in again.out
    assert path.read_text(encoding="utf-8") == before


@pytest.mark.parametrize("total", ["Tổng", "Tổng cộng", "CỘNG", "Total"])
@pytest.mark.parametrize("first", [False, True], ids=["last", "first"])
def test_a_total_whose_word_stands_where_others_have_their_number(tmp_path: Path, total: str, first: bool) -> None:
    rows = ["1\tMột\t10\t8,00\t+0,50\t≥ 8,50", "2\tHai\t10\t7,50\t+0,50\t≥ 8,00"]
    rows.insert(0 if first else 2, f"{total}\tChỉ số ABC\t20\t15,50\t+1,00\t≥ 16,50")
    heads = "1. Chỉ số ABC\nSTT\tTiêu chí\tĐiểm tối đa\tĐiểm năm 2025\tDự kiến tăng\tMục tiêu năm 2026"
    (tmp_path / "plan.txt").write_text("\n".join([heads, *rows]), encoding="utf-8")
    parplan_here("import", "plan.txt", "-o", "abc", cwd=tmp_path)
    found = Workspace(Folder(tmp_path / "abc"))
    (index,) = found.plan.indices
    assert [row.id for row in index.walk()] == ["abc", "abc.1", "abc.2"]
    assert [str(it) for it in (index.score, index.max, index.planned, index.target)] == ["15.50", "20", "1.00", "16.50"]
    assert "[" not in parplan_here("validate", "abc", "--against", "plan.txt", "--format", "concise", cwd=tmp_path).out
