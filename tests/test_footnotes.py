"""Contradictions are marked in every answer that rests on them, and odds stand beside those on the corrected basis."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from conftest import Parplan
from helpers_cli import DATA, HEAD, write_plan
from odds import normal_upto

# domain.md of the plan: 6.08 + 0.17 = 6.25, but the target is 6.63; parts of area 5 are 0.05 off, of area 8 and of SIPAS 0.30.
FOURTH = "papi.4.target: score and planned increase give 6.25, but the printed target is 6.63 (difference 0.38;"
FIFTH = "par.5.score: the parts total 11.54, but the printed score is 11.49 (difference 0.05;"
FIFTH_TARGET = "par.5.target: the parts are planned to reach 13.00, but the printed target is 12.95 (difference 0.05;"
EIGHTH = "par.8.score: the parts total 11.11, but the printed score is 10.82 (difference 0.29;"
TWICE = "sipas.score: the document prints 7.43 here, but 7.73 elsewhere (difference 0.30;"

# What is typed; a figure as it is marked; the note that the mark leads to.
MARKED = [
    ("gap papi", "≥\u00a06.63¹", FOURTH),
    ("project papi", "≥\u00a06.63¹", FOURTH),
    ("project papi --scenario as-others-have-done --scenario own-work-only", "≥\u00a06.63¹", FOURTH),
    ("project papi --share 60%", "≥\u00a06.63¹", FOURTH),
    ("project par", "11.49¹", FIFTH),
    ("project par.5 --no-parts", "≥\u00a012.95²", FIFTH_TARGET),
    ("project sipas", "7.43¹", TWICE),
    ("project par.8.sipas", "7.73³", TWICE),
    ("simulate papi --n 100", "≥\u00a06.63¹", FOURTH),
    ("simulate papi.4 --n 100", "≥\u00a06.63¹", FOURTH),
    ("simulate sipas --n 100", "7.43¹", TWICE),
    ("reach par", "11.49²", FIFTH),
    ("reach par", "par.5¹", FIFTH_TARGET),
    ("reach par --at-least 85", "11.49¹", FIFTH),
    ("reach papi", "papi.4¹", FOURTH),
    ("reach papi --at-least 43 --base plan", "papi.4¹", FOURTH),
    ("reach sipas", "7.43¹", TWICE),
    ("review papi", "≥\u00a06.63¹", FOURTH),
    ("review papi --year 2024", "≥\u00a06.63¹", FOURTH),
    ("simulate par --n 100", "10.82³", EIGHTH),
]


@pytest.mark.parametrize(("typed", "figure", "note"), MARKED)
def test_figures_that_contradict_others_are_marked(parplan: Parplan, typed: str, figure: str, note: str) -> None:
    out = parplan(*typed.split(), "--lang", "en").out
    assert figure in out
    assert f"\n  {figure[-1]} {note}" in out
    assert "[known: " in out.split(note)[1].splitlines()[0]


# Figures that the answer does not rest on.
UNMARKED = [
    ("reach par --at-least 85", "par.5.target"),  # another goal than the plan's
    ("reach papi.1", "papi.4"),
    ("project papi.1", "papi.4"),
    ("project par --basis corrected", "sipas"),
    ("simulate par sipas --basis corrected --n 100", "sipas.score: is printed"),
]


@pytest.mark.parametrize(("typed", "word"), UNMARKED)
def test_what_an_answer_does_not_rest_on_is_left_out(parplan: Parplan, typed: str, word: str) -> None:
    lines = parplan(*typed.split(), "--lang", "en").out.splitlines()
    assert not [line for line in lines if line.startswith(("  ¹", "  ²", "  ³", "  ⁴", "  ⁵")) and word in line]


def rows_of(answer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The rows of a JSON answer, at any depth, by id."""
    found: dict[str, dict[str, Any]] = {}

    def walk(node: object) -> None:
        if isinstance(node, dict):
            if "id" in node and "findings" in node:
                found[node["id"]] = node
            for each in node.values():
                walk(each)
        elif isinstance(node, list):
            for each in node:
                walk(each)

    walk(answer)
    return found


def answered(parplan: Parplan, *typed: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(parplan(*typed, "--format", "json").out, parse_float=Decimal)
    return answer


@pytest.mark.parametrize("typed", ["project", "simulate --n 100", "review", "reach papi", "reach par", "project --share 50%"])
def test_rows_have_the_codes_that_gap_gives_them(parplan: Parplan, typed: str) -> None:
    known = rows_of(answered(parplan, "gap"))
    assert known["papi.4"]["findings"] == ["A304"]
    found = rows_of(answered(parplan, *typed.split()))
    assert {ident: row["findings"] for ident, row in found.items()} == {ident: known[ident]["findings"] for ident in found}
    assert found.keys() & {"papi.4", "par.5"}


@pytest.mark.parametrize("typed", ["project papi", "simulate papi --n 100", "reach papi", "review papi"])
def test_csv_has_the_codes_as_well(parplan: Parplan, typed: str) -> None:
    header, *lines = parplan(*typed.split(), "--format", "csv").out.splitlines()
    assert header.split(",")[-1] == "findings"
    assert [line.split(",")[-1] for line in lines if "papi.4" in line.split(",")] == ["A304"]


# What a document prints, and what is projected.

RESIDUAL = """\
indices:
  - id: a
    name: A
    decimals: 2
    max: 20
    score: 9
    rows: [{id: a.1, name: One, max: 10, score: 4}, {id: a.2, name: Two, max: 10, score: 5}]
"""
RESIDUAL_TARGETS = "targets:\n  a: {planned: 2, target: 11}\n  a.1: {planned: 0.5}\n  a.2: {planned: 0.5}\n"
PROJECTED = {
    "en": (
        "as projected, a.score: the parts total 10.00, but the row is projected at 11.00 (difference 1.00; rounding explains at most 0.015)"
    ),
    "vi": (
        "kết quả dự báo, a.score: cộng các tiêu chí thành phần được 10,00, nhưng điểm dự báo là 11,00 "
        "(chênh lệch 1,00; vượt sai số làm tròn cho phép 0,015)"
    ),
}


@pytest.mark.parametrize("lang", PROJECTED)
def test_what_is_projected_was_never_printed(parplan: Parplan, tmp_path: Path, lang: str) -> None:
    plan = str(write_plan(tmp_path, HEAD + RESIDUAL, RESIDUAL_TARGETS))
    lines = parplan("project", "--plan", plan, "--lang", lang).out.splitlines()
    assert f"  {PROJECTED[lang]}" in lines


def test_rounding_of_what_is_projected(parplan: Parplan, tmp_path: Path) -> None:
    # 0.02 for the whole, 0.005 for each part: 0.01 apart, which rounding explains.
    plan = str(write_plan(tmp_path, HEAD + RESIDUAL, RESIDUAL_TARGETS))
    out = parplan("project", "--plan", plan, "--share", "1%", "--lang", "en").out
    assert "  as projected, a.score: totals 9.010, projected 9.02: 0.010 apart, rounding (up to 0.015 allowed)\n" in out


NOT_PRINTED = "  a target without a sign (≥, ≤) is not printed: it follows from the increase, or from the rows\n"
SEVERAL = ["--scenario", "as-others-have-done", "--scenario", "own-work-only"]


@pytest.mark.parametrize(
    "typed", [["project", "papi"], ["project", "papi", *SEVERAL], ["simulate", "papi", "--n", "100"], ["review", "papi"], ["gap", "papi"]]
)
def test_targets_are_told_apart_everywhere(parplan: Parplan, typed: list[str]) -> None:
    out = parplan(*typed, "--lang", "en").out
    assert NOT_PRINTED in out
    assert "≥\u00a05.30" in out
    assert "≥\u00a043.33" not in out


def test_a_target_that_is_typed_is_said_to_be(parplan: Parplan) -> None:
    out = parplan("simulate", "papi.3", "--at-least", "papi=41", "--n", "100", "--lang", "en").out
    assert "  papi: at least 41.00 as asked, in place of the plan's target\n" in out
    assert NOT_PRINTED not in out  # papi.3's is printed, and the total's is the one asked for


def test_side_by_side_says_what_each_scenario_says(parplan: Parplan, tmp_path: Path) -> None:
    high, low = tmp_path / "high.yaml", tmp_path / "low.yaml"
    high.write_text("name: High\nchanges: [{id: par.1, add: 9}]\n")
    low.write_text("name: Low\nbase: current\n")
    out = parplan("project", "par", "--scenario", str(low), "--scenario", str(high), "--clamp", "--lang", "en").out
    assert "  High: par.1 is held at 9.50; it would come to 17.97\n" in out
    assert "Low: " not in out


# Odds on the corrected basis.

ONE = HEAD + "indices:\n  - {id: a, name: A, decimals: 2, max: 10, score: 5}\n"
ONE_TARGETS = "targets:\n  a: {planned: 1, target: 6.08}\n"
ONE_ERRATA = "errata:\n  a.target: {printed: 6.08, correct: 6, because: The increase is right.}\n"


def test_odds_as_corrected_stand_beside_the_printed_ones(parplan: Parplan, tmp_path: Path) -> None:
    # As it moves: normal around 5.00 with 0.49, 4.9 % of the scale; carried out: any part of 1 on top of that. Half a digit below a
    # target counts for it.
    plan = str(write_plan(tmp_path, ONE, ONE_TARGETS, ONE_ERRATA))
    row = rows_of(answered(parplan, "simulate", "--plan", plan))["a"]
    for target, outside in ((6.075, row["outside"]["probability"]), (5.995, row["outside_corrected"])):
        assert float(outside) == pytest.approx(1 - normal_upto((target - 5) / 0.49), abs=6e-5)
    parts = [(at + 0.5) / 1000 for at in range(1000)]
    for target, inside in ((6.075, row["inside"]["probability"]), (5.995, row["inside_corrected"])):
        expected = sum(1 - normal_upto((target - 5 - part) / 0.49) for part in parts) / 1000
        assert float(inside) == pytest.approx(expected, abs=6e-5)
    out = parplan("simulate", "--plan", plan, "--lang", "en").out
    assert out.splitlines()[1].count("As corrected") == 2
    assert " ".join(out.splitlines()[3].split()[2:]) == "5.00 ≥ 6.08¹ 1.4% 2.1% 4.19–5.81 5.00 15.8% 19.4% 4.56–6.44 5.50"
    assert "  chance as corrected: a.target 6.08 → 6\n" in out
    assert "  xác suất theo đính chính: a.target 6,08 → 6\n" in parplan("simulate", "--plan", plan, "--lang", "vi").out


@pytest.mark.parametrize("command", ["simulate", "review"])
def test_they_are_those_of_the_corrected_basis(parplan: Parplan, tmp_path: Path, command: str) -> None:
    # The embedded plan, had somebody decided that papi.4's target is 6.25.
    texts = [(DATA / f"{kind}.yaml").read_text() for kind in ("indicators", "targets", "errata")]
    texts[2] = texts[2].replace("    against: {papi.4.score: 6.08, papi.4.planned: 0.17}\n", "    correct: 6.25\n")
    plan = str(write_plan(tmp_path, *texts))
    (tmp_path / "results.yaml").write_text((DATA / "results.yaml").read_text())
    printed = rows_of(answered(parplan, command, "papi", "--plan", plan))
    right = rows_of(answered(parplan, "simulate", "papi", "--plan", plan, "--basis", "corrected"))
    for view in ("outside", "inside"):
        told = {ident: row[f"{view}_corrected"] for ident, row in printed.items()}
        assert {ident for ident, chance in told.items() if chance is not None} == {"papi", "papi.4"}
        assert [told["papi"], told["papi.4"]] == [right["papi"][view]["probability"], right["papi.4"][view]["probability"]]
        as_printed = rows_of(answered(parplan, "simulate", "papi.4", "--plan", plan))["papi.4"]
        assert told["papi.4"] > 2 * as_printed[view]["probability"]
        assert {row[f"{view}_corrected"] for row in right.values()} == {None}
    out = parplan(command, "papi", "--plan", plan, "--lang", "en").out
    assert "As corrected" in out
    assert "  chance as corrected: papi.4.target 6.63 → 6.25\n" in out


@pytest.mark.parametrize("command", ["simulate", "review"])
def test_where_they_are_the_same_people_see_them_once(parplan: Parplan, command: str) -> None:
    # 7.73 → 7.43 moves the score of SIPAS and its target alike; what was left undecided has no corrected odds.
    assert "As corrected" not in parplan(command, "--lang", "en").out
    told = {ident: row["inside_corrected"] for ident, row in rows_of(answered(parplan, command)).items()}
    touched = {"par", "par.8", "par.8.sipas", "sipas"}
    assert {ident for ident, chance in told.items() if chance is not None} == touched


@pytest.mark.parametrize(
    ("changes", "ranges"),
    [("[{id: a, add: 3.5}]", "[]"), ("[]", "[{id: b, range: [1, 2, 5.5]}]")],
)
def test_a_scenario_that_corrected_figures_leave_no_room_for(parplan: Parplan, tmp_path: Path, changes: str, ranges: str) -> None:
    # a is printed as 5 of 10, but it is 8; b is the same fact, printed as 1 of 6 there.
    indices = ONE + "  - {id: b, name: B, decimals: 2, max: 6, score: 1, same_as: a}\n"
    errata = "errata:\n  a.score: {printed: 5, correct: 8, because: A witness.}\n"
    plan = write_plan(tmp_path, indices, "targets:\n  a: {target: 9}\n", errata)
    scenario = tmp_path / "much.yaml"
    scenario.write_text(f"name: Much\nbase: current\nchanges: {changes}\nranges: {ranges}\n")
    ran = parplan("simulate", "--plan", str(plan), "--scenario", str(scenario), "--n", "100", "--lang", "en")
    assert ran.code == 0
    assert "  no chance as corrected: with the corrected figures this scenario passes a limit; see --basis corrected\n" in ran.out
    assert parplan("simulate", "--plan", str(plan), "--scenario", str(scenario), "--basis", "corrected").code == 2


def test_every_heading_of_odds_names_its_scenario(parplan: Parplan) -> None:
    def headings(*typed: str) -> list[str]:
        lines = parplan(*typed, "--format", "markdown", "--lang", "en").out.splitlines()
        return [line for line in lines if line.startswith("## ")]

    found = headings("simulate", "papi", "--n", "100", "--scenario", "as-others-have-done")
    assert len(found) == 3
    assert all(line.endswith(". PAPI gains of provinces that started low") for line in found)
    assert all(line.endswith(". Forecast: As planned") for line in headings("review", "papi"))
    assert headings("review", "papi", "--year", "2024")[0].endswith(" the outcome of 2024")
