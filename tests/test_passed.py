"""A target that is passed, in every table and report: by how much there is to spare, never that a negative amount is still to go."""

from pathlib import Path

import pytest

from helpers_cli import HEAD, parplan_here, write_plan
from test_report import opened, said
from workbooks import read

INDICATORS = (
    HEAD
    + """\
indices:
  - {id: x, name: X, decimals: 2, max: 20, rows: [{id: x.1, name: A, max: 10, score: 9.15}, {id: x.2, name: B, max: 10, score: 8.00}]}
  - {id: late, name: Late files, decimals: 1, max: 100, better: lower, score: 1.4}
"""
)
TARGETS = "targets: {x.1: {target: 9.00}, x.2: {planned: 0.50, target: 8.50}, late: {target: {at_most: 2.0}}}\n"
RESULTS = """\
plan: example
results: [{year: 2023, date: 2024-01-31, layer: published, stage: final, source: s, scores: {x.1: 9.30, x.2: 9.40, late: 1.0}}]
"""
TASKS = """\
plan: example
units: [{id: a, name: Board}]
tasks: [{id: t, clause: I, name: Task, lead: [a], serves: [x.2]}]
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan" / "results.yaml").write_text(RESULTS, encoding="utf-8")
    (tmp_path / "plan" / "tasks.yaml").write_text(TASKS, encoding="utf-8")
    return write_plan(tmp_path / "plan", INDICATORS, TARGETS)


# What is typed, the language, and what is told, whatever the width.
TOLD = [
    ("gap", "en", ["0.15 to spare 0.0%", "0.50 25.0%", "0.6 to spare 0.0%"]),
    ("gap", "vi", ["vượt 0,15 0,0%", "vượt 0,6 0,0%"]),
    (
        "progress",
        "en",
        ["0.30 to spare —", "0.90 to spare 100.0%", "all of the way is done, with 1.20 to spare; rows with a result: 2 of 2"],
    ),
    ("progress", "vi", ["vượt 0,90 100,0%", "đã đạt toàn bộ mức tăng cần có, vượt 1,20; có kết quả của 2 trong 2 tiêu chí"]),
    ("progress --unit a", "en", ["a: 0.90 beyond the 0.50 points planned"]),
    ("progress --unit a", "vi", ["a: vượt 0,90 so với 0,50 điểm dự kiến tăng"]),
    ("project --set x.2=9", "en", ["0.50 to spare"]),
    ("project --set x.2=9", "vi", ["vượt 0,50"]),
]


@pytest.mark.parametrize(("typed", "lang", "told"), TOLD)
def test_what_is_beyond_a_target_is_to_spare(plan: Path, typed: str, lang: str, told: list[str]) -> None:
    out = parplan_here(*typed.split(), "--plan", str(plan), "--lang", lang).out
    out = " ".join(out.split())
    assert [line for line in told if line not in out] == []


def test_machines_get_the_difference_as_it_is(plan: Path) -> None:
    out = parplan_here("gap", "--plan", str(plan), "--format", "csv").out
    assert ",-0.15," in out
    assert parplan_here("progress", "x.2", "--plan", str(plan), "--format", "json").out.count('"done": 2.8000') == 1


# What a report in Word says in a cell, and in a paragraph.
REPORTS = [
    ("plan", "vượt\u00a00,6", "Hiện đã thấp hơn 0,6 so với mục tiêu."),
    ("progress", "vượt\u00a00,90", "Đã có kết quả của 2 trong 2 tiêu chí."),
]


@pytest.mark.parametrize(("about", "cell", "sentence"), REPORTS)
def test_reports_say_so_too(plan: Path, about: str, cell: str, sentence: str) -> None:
    file = plan.parent / "report.docx"
    assert parplan_here("report", "--about", about, "--plan", str(plan), "-o", str(file), "--lang", "vi").code == 0
    assert {cell, sentence} <= set(said(opened(file.read_bytes())))


def test_a_workbook_keeps_the_number_and_shows_the_words(plan: Path) -> None:
    file = plan.parent / "gap.xlsx"
    for lang, pattern in (("vi", '0.00;"vượt "0.00'), ("en", '0.00;0.00" to spare"')):
        parplan_here("gap", "--plan", str(plan), "-o", str(file), "--lang", lang)
        cells = [cell for row in read(file.read_bytes()).looks.worksheets[0] for cell in row]
        assert [cell.number_format for cell in cells if cell.value == -0.15] == [pattern]
