"""`parplan import`: a plan as it comes, as the files of a plan; every figure with its cell, every doubt on the table."""

import json
import shutil
from pathlib import Path

import pytest

from helpers_cli import parplan_here
from office import p, plan_of, table, word
from parplan.model import cells
from parplan.workspace.folder import Folder
from parplan.workspace.opened import Workspace

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


@pytest.mark.parametrize("name", ["plan.docx", "plan.txt"])
def test_the_embedded_plan_comes_back_with_every_figure(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(plan_of(PRINTED) if name == "plan.docx" else PRINTED.encode())
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


def test_a_plan_that_nobody_knows(tmp_path: Path) -> None:
    (tmp_path / "plan.docx").write_bytes(small())
    ran = parplan_here("import", "plan.docx", "-o", "so-abc", "--lang", "en", cwd=tmp_path)
    assert ran.code == 0, ran.out
    assert (tmp_path / "so-abc" / "indicators.yaml").read_text(encoding="utf-8") == (ROOT / "tests" / "imported.indicators.yaml").read_text(
        encoding="utf-8"
    )
    assert (tmp_path / "so-abc" / "targets.yaml").read_text(encoding="utf-8") == (
        "plan: so-abc\n\ntargets:\n  abc.1: {planned: 1, target: 8.5}\n  abc.2: {planned: 0.75, target: 13.00}\n"
        "  abc.2.dung-han: {planned: 0.5}\n  abc.2.truc-tuyen: {planned: 0.25}\n"
    )
