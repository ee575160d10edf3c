"""`review --layers`: one year as self-assessed, appraised, surveyed and published, side by side."""

import csv
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import parplan as package
from conftest import Parplan
from helpers_cli import write_plan
from parplan.cli.schema import schema_of
from parplan.points import Lang

INDICATORS = """\
plan: {id: so-2024, name: Kế hoạch của một sở, year: 2023, target_year: 2024}
indices:
- id: so
  name: Chỉ số của sở
  decimals: 2
  max: 20
  score: 15.80
  rows:
  - {id: so.1, name: Điều hành, max: 8, score: 6.30}
  - {id: so.2, name: Thủ tục, max: 12, score: 9.50}
"""
TARGETS = "plan: so-2024\ntargets:\n  so.1: {planned: 0.70, target: 7.00}\n  so.2: {planned: 0.25, target: 9.75}\n"
SELF = "{year: 2024, date: 2025-01-15, layer: self-assessed, source: Tự chấm, scores: {SCORES}, evidence: [{file: a.pdf}]}"
APPRAISED = "{year: 2024, date: 2025-03-20, layer: appraised, source: Thẩm định, scores: {SCORES}, evidence: [{file: b.pdf}]}"
PUBLISHED = "{year: 2024, date: 2025-05-20, layer: published, source: Quyết định, scores: {SCORES}}"
SURVEY = "{year: 2024, date: 2025-04-01, layer: survey, source: Điều tra, scores: {SCORES}}"

# The letter of a ministry to a department has these figures.
BOTH = ((SELF, "so.1: 7.50, so.2: 11.00, so: 18.50"), (APPRAISED, "so.1: 6.80, so.2: 10.60, so: 17.40"))


def department(folder: Path, *results: tuple[str, str], indicators: str = INDICATORS, tasks: str = "") -> Path:
    """The department's plan, with results of these layers."""
    write_plan(folder, indicators, TARGETS)
    listed = "".join(f"- {of.replace('SCORES', scores)}\n" for of, scores in results)
    (folder / "results.yaml").write_text(f"plan: so-2024\nresults:\n{listed}", encoding="utf-8")
    if tasks:
        (folder / "tasks.yaml").write_text(f"plan: so-2024\n{tasks}", encoding="utf-8")
    return folder


def table(parplan: Parplan, folder: Path, *typed: str, lang: Lang = "en") -> list[str]:
    ran = parplan("review", "--layers", "--plan", str(folder), "--lang", lang, *typed, env={"COLUMNS": "80"})
    assert ran.code == 0, ran
    assert ran.err == ""
    assert max(map(len, ran.out.splitlines())) <= 80
    return ran.out.split("\n\nPlan:")[0].split("\n\nKế hoạch:")[0].splitlines()


def sheet(parplan: Parplan, folder: Path, *columns: str, basis: str = "printed") -> list[tuple[str, ...]]:
    ran = parplan("review", "--layers", "--plan", str(folder), "--format", "csv", "--basis", basis)
    return [tuple(row[column] for column in columns) for row in csv.DictReader(io.StringIO(ran.out))]


def told(parplan: Parplan, folder: Path, *typed: str) -> dict[str, Any]:
    ran = parplan("review", "--layers", "--plan", str(folder), "--format", "json", *typed)
    assert ran.code == 0
    Draft202012Validator(schema_of("review-layers")).validate(json.loads(ran.out))
    answer: dict[str, Any] = json.loads(ran.out, parse_float=Decimal)
    return answer


def test_what_the_appraisal_took_away(parplan: Parplan, tmp_path: Path) -> None:
    assert table(parplan, department(tmp_path, *BOTH)) == [
        "Chỉ số của sở: 2024 as each layer has it",
        "Id             Self-assessed Appraised Change Evidence",
        "──────────────────────────────────────────────────────────",
        "so.1 Điều hành          7.50      6.80  -0.70 a.pdf, b.pdf",
        "so.2 Thủ tục           11.00     10.60  -0.40 a.pdf, b.pdf",
        "",
        "so Total               18.50     17.40  -1.10 a.pdf, b.pdf",
        "  self-assessed on 2025-01-15: Tự chấm",
        "  appraised on 2025-03-20: Thẩm định",
    ]


def test_the_same_in_vietnamese(parplan: Parplan, tmp_path: Path) -> None:
    assert table(parplan, department(tmp_path, *BOTH), lang="vi") == [
        "Chỉ số của sở: các loại kết quả năm 2024",
        "Mã             Tự đánh giá Thẩm định Chênh lệch Tài liệu kiểm chứng",
        "───────────────────────────────────────────────────────────────────",
        "so.1 Điều hành        7,50      6,80      -0,70 a.pdf, b.pdf",
        "so.2 Thủ tục         11,00     10,60      -0,40 a.pdf, b.pdf",
        "",
        "so Tổng điểm         18,50     17,40      -1,10 a.pdf, b.pdf",
        "  tự đánh giá ngày 15/01/2025: Tự chấm",
        "  thẩm định ngày 20/03/2025: Thẩm định",
    ]


@pytest.mark.parametrize(
    ("appraised", "order"),
    [
        ("so.1: 7.30, so.2: 10.60", ["so.2", "so.1"]),  # -0.20, -0.40
        ("so.1: 7.40, so.2: 11.20", ["so.2", "so.1"]),  # -0.10, +0.20: as much as it was changed, up or down
        ("so.1: 7.50, so.2: 11.00", ["so.1", "so.2"]),  # alike: in the order of the plan
        ("so.2: 11.00", ["so.2", "so.1"]),  # of so.1 nobody knows
        ("so.1: 7.500001, so.2: 11.000002", ["so.2", "so.1"]),  # a millionth more, which no column shows
    ],
)
def test_the_largest_difference_comes_first(parplan: Parplan, tmp_path: Path, appraised: str, order: list[str]) -> None:
    plan = department(tmp_path, (SELF, "so.1: 7.50, so.2: 11.00"), (APPRAISED, appraised))
    assert [ident for (ident,) in sheet(parplan, plan, "id")] == [*order, "so"]
    assert [row["id"] for row in told(parplan, plan)["indices"][0]["rows"]] == order


def test_every_layer_that_stands_has_a_column_and_one_that_lacks_a_row_a_dash(parplan: Parplan, tmp_path: Path) -> None:
    plan = department(tmp_path, *BOTH, (PUBLISHED, "so.1: 6.90, so: 17.50}, ranks: {so: 3/20"))
    assert table(parplan, plan)[1:7] == [
        "Id             Self-assessed Appraised Change Published Change Evidence",
        "───────────────────────────────────────────────────────────────────────────",
        "so.1 Điều hành          7.50      6.80  -0.70      6.90  +0.10 a.pdf, b.pdf",
        "so.2 Thủ tục           11.00     10.60  -0.40         —      — a.pdf, b.pdf",
        "",
        "so Total               18.50     17.40  -1.10     17.50  +0.10 a.pdf, b.pdf",
    ]
    assert "  published on 2025-05-20, rank 3/20: Quyết định" in table(parplan, plan)


def test_a_survey_between_does_not_hide_what_became_of_the_appraisal(parplan: Parplan, tmp_path: Path) -> None:
    """so.1 is surveyed, so.2 appraised; both are published."""
    results = ((SELF, "so.2: 11.00"), (APPRAISED, "so.2: 10.60"), (SURVEY, "so.1: 6.50"), (PUBLISHED, "so.1: 6.40, so.2: 10.50"))
    plan = department(tmp_path, *results)
    assert sheet(parplan, plan, "id", "appraised_difference", "survey", "survey_difference", "published", "published_difference") == [
        ("so.2", "-0.40", "", "", "10.50", "-0.10"),
        ("so.1", "", "6.50", "", "6.40", "-0.10"),
        ("so", "", "", "", "16.90", ""),
    ]
    published = {row["id"]: row["layers"][-1] for row in told(parplan, plan)["indices"][0]["rows"]}
    assert {ident: (look["layer"], look["against"]) for ident, look in published.items()} == {
        "so.1": ("published", "survey"),
        "so.2": ("published", "appraised"),
    }
    assert "  a change is from the last layer before it that has the row" in table(parplan, plan)


def test_a_total_that_is_not_given_moves_with_its_rows(parplan: Parplan, tmp_path: Path) -> None:
    """Self-assessed 7.50 + 11.00; of the appraisal so.2 is missing, and so is the total."""
    plan = department(tmp_path, (SELF, "so.1: 7.50, so.2: 11.00"), (APPRAISED, "so.1: 6.80"))
    assert sheet(parplan, plan, "id", "self_assessed", "appraised", "appraised_difference") == [
        ("so.1", "7.50", "6.80", "-0.70"),
        ("so.2", "11.00", "", ""),
        ("so", "18.50", "", ""),
    ]
    assert "  of the index itself nothing self-assessed is given: it moves with its rows" in table(parplan, plan)


def test_a_layer_says_what_review_says_of_it(parplan: Parplan, tmp_path: Path) -> None:
    plan = department(tmp_path, *BOTH, (SURVEY, "so.1: 6.50"))
    (index,) = told(parplan, plan)["indices"]
    for layer in ("self-assessed", "appraised", "survey"):
        ran = parplan("review", "--layer", layer, "--plan", str(plan), "--format", "json")
        (alone,) = json.loads(ran.out, parse_float=Decimal)["indices"]
        for mine, its in zip((index, *sorted(index["rows"], key=lambda it: it["id"])), (alone, *alone["rows"]), strict=True):
            assert its["score"] == next((look["score"] for look in mine["layers"] if look["layer"] == layer), None)


def test_evidence_is_that_of_the_results_and_of_tasks_that_serve_the_row(parplan: Parplan, tmp_path: Path) -> None:
    tasks = (
        "units: [{id: vp, clause: I, name: Văn phòng}]\n"
        "tasks:\n"
        "- {id: I.1, clause: I, name: A, lead: [vp], serves: [so.1], evidence: [{file: bc-45.pdf, note: xong}, {file: a.pdf}]}\n"
        "- {id: I.2, clause: I, name: B, lead: [vp], serves: [so.2]}\n"
    )
    plan = department(tmp_path, *BOTH, tasks=tasks)
    assert sheet(parplan, plan, "id", "evidence") == [("so.1", "a.pdf, b.pdf, bc-45.pdf"), ("so.2", "a.pdf, b.pdf"), ("so", "a.pdf, b.pdf")]
    first = told(parplan, plan)["indices"][0]["rows"][0]
    assert [[it["file"] for it in look["evidence"]] for look in first["layers"]] == [["a.pdf"], ["b.pdf"]]
    assert [(it["task"], it["file"], it["note"]) for it in first["tasks"]] == [("I.1", "bc-45.pdf", "xong"), ("I.1", "a.pdf", None)]


def test_parts_stand_below_their_row_the_largest_difference_first(parplan: Parplan, tmp_path: Path) -> None:
    parts = "parts: [{id: so.2.a, name: A, max: 6, score: 5}, {id: so.2.b, name: B, max: 6, score: 4.5}]"
    indicators = INDICATORS.replace("max: 12, score: 9.50", f"max: 12, score: 9.50, {parts}")
    results = ((SELF, "so.1: 7, so.2.a: 6, so.2.b: 5"), (APPRAISED, "so.1: 6.9, so.2.a: 5.9, so.2.b: 4.5"))
    plan = department(tmp_path, *results, indicators=indicators)
    found = sheet(parplan, plan, "id", "parent", "appraised_difference")
    assert found == [
        ("so.2", "so", "-0.60"),
        ("so.2.b", "so.2", "-0.5"),
        ("so.2.a", "so.2", "-0.1"),
        ("so.1", "so", "-0.1"),
        ("so", "", "-0.70"),
    ]
    assert [line.split()[0] for line in table(parplan, plan, "--no-parts")[3:5]] == ["so.2", "so.1"]
    assert [row["id"] for row in told(parplan, plan, "so.2")["indices"][0]["rows"]] == ["so.2"]


def test_one_layer_alone_has_nothing_to_be_held_against(parplan: Parplan, tmp_path: Path) -> None:
    lines = table(parplan, department(tmp_path, BOTH[0]))
    assert lines[1].split() == ["Id", "Self-assessed", "Evidence"]
    assert lines[-1] == "  there are only self-assessed results, and nothing to compare them with"


def test_interim_results_and_those_of_other_years_are_none_of_the_year(parplan: Parplan, tmp_path: Path) -> None:
    interim = (APPRAISED.replace("layer", "stage: interim, layer"), "so.1: 6.80")
    earlier = (APPRAISED.replace("year: 2024, date: 2025", "year: 2023, date: 2024"), "so.1: 6.20, so.2: 9.40")
    plan = department(tmp_path, BOTH[0], interim, earlier)
    assert told(parplan, plan)["layers"] == ["self-assessed"]
    assert told(parplan, plan, "--year", "2023")["layers"] == ["appraised"]  # where the plan starts has layers as well


@pytest.mark.parametrize(
    ("results", "said"),
    [
        ((BOTH[0],), "Chỉ số của sở: results.yaml has no outcome of 2022"),
        (
            ((SELF.replace("year: 2024, date: 2025-01-15", "year: 2022, date: 2022-07-01, stage: interim"), "so.1: 7"),),
            "Chỉ số của sở: only interim results of 2022; see `parplan progress`",
        ),
    ],
)
def test_an_index_that_no_layer_knows_is_told(parplan: Parplan, tmp_path: Path, results: tuple[tuple[str, str], ...], said: str) -> None:
    plan = department(tmp_path, *results)
    ran = parplan("review", "--layers", "--year", "2022", "--plan", str(plan), "--lang", "en")
    assert (ran.code, ran.err) == (0, f"parplan: {said}\n")


@pytest.mark.parametrize(("lang", "said"), [("en", "--layers does not go with --layer"), ("vi", "--layers không dùng cùng --layer")])
def test_all_layers_do_not_go_with_one(parplan: Parplan, tmp_path: Path, lang: Lang, said: str) -> None:
    plan = department(tmp_path, *BOTH)
    ran = parplan("review", "--layers", "--layer", "appraised", "--plan", str(plan), "--lang", lang)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith(f"{said}\n")


def test_markdown_has_the_columns_of_the_table(parplan: Parplan, tmp_path: Path) -> None:
    out = parplan("review", "--layers", "--plan", str(department(tmp_path, *BOTH)), "--format", "markdown", "--lang", "en").out
    assert "| Id | Row | Self-assessed | Appraised | Change | Evidence |\n" in out
    assert "| so.1 | Điều hành | 7.50 | 6.80 | -0.70 | a.pdf, b.pdf |\n" in out


def test_the_same_from_python(tmp_path: Path) -> None:
    rows = package.load(department(tmp_path, *BOTH)).layers()
    assert rows["so"].looks["appraised"].difference == Decimal("-1.10")
    assert [row.largest for row in rows.values()] == [Decimal("1.10"), Decimal("0.70"), Decimal("0.40")]
