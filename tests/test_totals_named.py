"""What an index is called at the foot of its rows, and in what sentences count it: a total adds up points, no mean or rate is one."""

from pathlib import Path

import pytest

from helpers_cli import HEAD, parplan_here, write_plan
from test_report import opened, said

RATES = "rows: [{id: x.1, name: A, max: 100, percent: 81.20}, {id: x.2, name: B, max: 100, percent: 79.00}]"
POINTS = "rows: [{id: x.1, name: A, max: 100, score: 81.20}, {id: x.2, name: B, max: 100, score: 79.00}]"
# The index as it is declared, and what it is called in English and Vietnamese.
CALLED = [
    (f"max: 200, {POINTS}", "Total", "Tổng điểm"),
    (f"max: 100, aggregate: mean, {POINTS}", "Overall", "Chỉ số chung"),
    (f"max: 100, aggregate: mean, {RATES}", "Overall", "Chỉ số chung"),
    (f"max: 100, aggregate: weighted, {POINTS}", "Overall", "Chỉ số chung"),
    (f"max: 200, better: lower, {POINTS}", "Overall", "Chỉ số chung"),
]
TABLES = ["gap", "project", "reach x --at-least 81", "simulate --n 100", "compare . .  --all"]


def folder(tmp_path: Path, index: str, targets: str = "x.1: {planned: 1.00}, x.2: {planned: 1.00}") -> Path:
    return write_plan(tmp_path / "plan", f"{HEAD}indices: [{{id: x, name: X, decimals: 2, {index}}}]\n", f"targets: {{{targets}}}\n")


@pytest.mark.parametrize(("index", "en", "vi"), CALLED)
def test_an_index_is_called_what_it_is(tmp_path: Path, index: str, en: str, vi: str) -> None:
    plan = folder(tmp_path, index)
    for lang, name in (("en", en), ("vi", vi)):
        out = parplan_here("gap", "--plan", str(plan), "--lang", lang).out
        assert next(" ".join(line.split()) for line in out.splitlines() if line.startswith("x ")).startswith(f"x {name} ")
        file = plan.parent / "report.docx"
        parplan_here("report", "--plan", str(plan), "-o", str(file), "--lang", lang)
        document = opened(file.read_bytes())
        own, annexed = document.tables[2].rows[-1].cells[0], document.tables[-1].rows[-1].cells[1]
        assert [cell.text.replace("\u00a0", " ") for cell in (own, annexed)] == [name, vi]  # an annex speaks as the plan does
        page = plan.parent / "page.html"
        parplan_here("report", "--plan", str(plan), "-o", str(page), "--lang", lang)
        assert f">{name}<" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("typed", TABLES)
def test_every_table_calls_it_so(tmp_path: Path, typed: str) -> None:
    plan = folder(tmp_path, CALLED[1][0])
    ran = parplan_here(*typed.split(), *(() if "compare" in typed else ("--plan", str(plan))), "--lang", "en", cwd=plan)
    assert (ran.code, ran.err) == (0, "")
    assert "Overall" in ran.out
    assert "Total" not in ran.out


def test_a_rate_that_follows_from_rates_is_told_in_percent(tmp_path: Path) -> None:
    plan = folder(tmp_path, CALLED[2][0], "x.1: {target: {percent: 85}}, x.2: {target: {percent: 80}}")
    (plan / "results.yaml").write_text(
        "plan: example\nresults: [{year: 2023, layer: published, source: s, scores: {x.1: 86.30, x.2: 78.40}}]\n", encoding="utf-8"
    )
    file = plan.parent / "report.docx"
    parplan_here("report", "--about", "review", "--plan", str(plan), "-o", str(file), "--lang", "vi")
    assert "Năm 2023 đạt 82,35%, thấp hơn mục tiêu 82,50% là 0,15 điểm phần trăm." in said(opened(file.read_bytes()))
