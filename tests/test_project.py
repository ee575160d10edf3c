"""`parplan project` as the contract has it: where a plan lands, what is refused, and the laws of carrying changes up."""

import csv
import io
import itertools
import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from conftest import Parplan
from helpers_cli import DATA, write_plan
from parplan.engine.baseline import Baseline
from parplan.engine.identities.maxima import printed_ceiling
from parplan.engine.project import Projected, Projection, Refused, project
from parplan.model.scenario import Base, Change
from parplan.model.tree import Indicator
from plans import ABOUT, Truth, as_text, files, rough, trees
from reading import check_text

SHIPPED = ["as-others-have-done", "own-work-only", "surveys-at-half"]
ROW_KEYS = {"id", "max", "score", "change", "projected", "target", "shortfall"}


def project_json(parplan: Parplan, *arguments: str) -> dict[str, Any]:
    ran = parplan("project", "--format", "json", *arguments)
    assert ran.code == 0, ran.err
    payload: dict[str, Any] = json.loads(ran.out, parse_float=Decimal, parse_int=Decimal)
    return payload


def landings(scenario: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every row of a scenario by its id."""
    found: dict[str, dict[str, Any]] = {}
    rows = list(scenario["indices"])
    while rows:
        row = rows.pop()
        found[row["id"]] = row
        rows += row.get("rows", []) + row.get("parts", [])
    return found


# Section I of the plan prints scores, increases and targets; the projected figures follow from them by adding.
# what is typed, a row, its score, its change, where it lands
LANDS = [
    ("", "par", "77.55", "11.08", "88.63"),
    ("", "papi", "38.80", "4.15", "42.95"),
    ("", "sipas", "7.43", "0.47", "7.90"),
    ("--set par.7.admin=9.00", "par", "77.55", "9.90", "87.45"),
    ("--set par.7.admin=9.00", "par.7", "8.01", "1.99", "10.00"),
    ("--share 60%", "par", "77.55", "6.648", "84.198"),
    ("--share 60%", "papi", "38.80", "2.49", "41.29"),
    ("--share 0%", "par", "77.55", "0", "77.55"),
    # Changes are differences: what the document gets wrong stays where it is.
    ("--base current", "par.5", "11.49", "0", "11.49"),
    ("--base current", "par.8", "10.82", "0", "10.82"),
    ("--base current --set par.5.admin=5", "par.5", "11.49", "0.25", "11.74"),
    ("--base current --set par.5.admin=4.75", "par", "77.55", "0", "77.55"),
    ("--base current --set par.8.impact=4.38", "par.8", "10.82", "1.00", "11.82"),
    # A fact that is printed in several places moves in all of them.
    ("--base current --set sipas=8.00", "sipas", "7.43", "0.57", "8.00"),
    ("--base current --set sipas=8.00", "par.8.sipas", "7.73", "0.57", "8.30"),
    ("--base current --set sipas=8.00", "par.8", "10.82", "0.57", "11.39"),
    ("--base current --set sipas=8.00", "par", "77.55", "0.57", "78.12"),
    ("--base current --add par.8.sipas=+0.57", "sipas", "7.43", "0.57", "8.00"),
    ("--share sipas=0%", "par.8.sipas", "7.73", "0", "7.73"),
    ("--share par.8=0%", "sipas", "7.43", "0", "7.43"),
    # One change after the other.
    ("--set par.1=9 --add par.1=-0.2", "par.1", "7.97", "0.83", "8.80"),
    ("--add par.1=-0.2 --set par.1=9", "par.1", "7.97", "1.03", "9.00"),
    ("--add par.1=+0.1 --add par.1=0.2", "par.1", "7.97", "1.30", "9.27"),
    ("--share par.1=50% --add par.1=+0.1", "par.1", "7.97", "0.60", "8.57"),
    ("--add par.1=+0.1 --share par.1=50%", "par.1", "7.97", "0.50", "8.47"),
    ("--share 50% --add par.1=+0.1", "par.1", "7.97", "0.60", "8.57"),
    ("--set par.1=8 --share par.1=50% --set par.1=9", "par.1", "7.97", "1.03", "9.00"),
    ("--share par.2=50% --set par.2.survey=3.5", "par.2", "9.11", "0.39", "9.50"),
    ("--set par.2.survey=3.5 --share par.2=50%", "par.2", "9.11", "0.195", "9.305"),
    # Wildcards name rows of their own depth.
    ("--share par.*.survey=50%", "par", "77.55", "9.705", "87.255"),
    ("--add par.[13]=-1", "par", "77.55", "9.08", "86.63"),
    ("--set papi.*=5", "papi", "38.80", "1.20", "40.00"),
    ("--set par.*.survey=0.9 --set par.2.survey=3.5", "par.2", "9.11", "0.39", "9.50"),
    # Other bases.
    ("--basis parts", "par", "77.89", "11.08", "88.97"),
    ("--basis parts", "par.5", "11.54", "1.46", "13.00"),
    ("--basis parts --base current", "par.8", "11.11", "0", "11.11"),
    ("--basis corrected --set sipas=8.00", "par.8.sipas", "7.43", "0.57", "8.00"),
    # Scenarios of the plan, alone and with changes on top.
    ("--scenario as-others-have-done", "papi", "38.80", "1.28", "40.08"),
    ("--scenario surveys-at-half", "par", "77.55", "9.47", "87.02"),
    ("--scenario surveys-at-half", "sipas", "7.43", "0.235", "7.665"),
    ("--scenario own-work-only", "par", "77.55", "6.10", "83.65"),
    ("--scenario own-work-only --set par.1=9", "par", "77.55", "6.13", "83.68"),
    ("--set par.1=9 --scenario own-work-only", "par", "77.55", "6.13", "83.68"),
    ("--scenario surveys-at-half --base current", "sipas", "7.43", "0.235", "7.665"),
    ("--scenario surveys-at-half --base current", "par.1", "7.97", "0", "7.97"),
    # Held at the limit of every place.
    ("--set par.1=12 --clamp", "par.1", "7.97", "1.53", "9.50"),
    ("--set papi.1=0.5 --clamp", "papi.1", "4.49", "-3.49", "1.00"),
    ("--set sipas=10 --clamp", "sipas", "7.43", "2.27", "9.70"),
    ("--share 200% --clamp", "par.7.survey", "0.75", "0.25", "1.00"),
]


@pytest.mark.parametrize(("typed", "ident", "score", "change", "lands"), LANDS)
def test_where_it_lands(parplan: Parplan, typed: str, ident: str, score: str, change: str, lands: str) -> None:
    row = landings(project_json(parplan, *typed.split())["scenarios"][0])[ident]
    assert (row["score"], row["change"], row["projected"]) == (Decimal(score), Decimal(change), Decimal(lands))


def test_json_is_the_contract(parplan: Parplan) -> None:
    payload = project_json(parplan, "--lang", "en")
    assert {"schema", "plan", "basis", "scenarios"} <= set(payload)
    assert (payload["schema"], payload["plan"], payload["basis"]) == ("parplan/project/1", "cao-bang-2023", "printed")
    (scenario,) = payload["scenarios"]
    assert scenario["name"] == "The plan carried out in full"
    assert [index["id"] for index in scenario["indices"]] == ["par", "sipas", "papi"]
    par, _, papi = scenario["indices"]
    assert set(par) >= ROW_KEYS | {"percent", "rows"}
    assert par["percent"] == Decimal("88.63")
    assert (papi["target"], papi["shortfall"], papi["percent"]) == (Decimal("43.33"), Decimal("0.38"), Decimal("53.6875"))
    assert [row["id"] for row in par["rows"]] == [f"par.{n}" for n in range(1, 9)]
    assert all(set(row) >= ROW_KEYS | {"parts"} for row in par["rows"])
    assert [part["id"] for part in par["rows"][7]["parts"]] == ["par.8.sipas", "par.8.impact"]
    assert par["rows"][7]["parts"][0]["parts"] == []


def test_json_numbers_have_the_decimals_digits(parplan: Parplan) -> None:
    out = parplan("project", "par", "papi", "--share", "60%", "--format", "json", "--lang", "vi").out
    for line in ('"projected": 84.198', '"change": 6.648', '"score": 38.80', '"change": 2.49', '"shortfall": 2.04'):
        assert line in out
    assert "000000" not in out


# Figures that are each rounded may pass a limit together by what rounding explains: a total above its parts, a score and an increase. What
# is typed for a row may not. What is typed, and where the index lands; None is refused.
ROUNDED = """\
indices:
  - id: x
    name: X
    decimals: 2
    max: 10
    score: 7.01
    rows:
      - {id: x.1, name: One, max: 5, score: 3.50}
      - {id: x.2, name: Two, max: 5, score: 3.50}
  - {id: y, name: Y, decimals: 2, max: 5, score: 3.34}
  - {id: z, name: Z, decimals: 2, rows: [{id: z.1, name: One, max: 5, score: 3.34}, {id: z.2, name: Two, max: 5, score: 5.00}]}
  - id: m
    name: M
    decimals: 2
    aggregate: mean
    rows: [{id: m.1, name: One, max: 10, score: 8}, {id: m.2, name: Two, max: 10, score: 10}, {id: m.3, name: Three, max: 2, score: 2}]
"""
PAST_A_LIMIT = [
    ("", "x", "10.01"),
    ("--base current --set x.1=5 --set x.2=5", "x", "10.01"),
    ("--set x=10.01", "x", None),
    ("--set x=10", "x", "10.00"),
    ("--set x.1=5.01", "x", None),
    ("", "y", "5.01"),
    ("--set y=5.01", "y", None),
    ("--share y=101%", "y", None),
    ("", "z", "10.01"),  # as its first row
    ("", "m", "7.333333"),  # its maximum, 22/3, has no last digit
]


@pytest.mark.parametrize(("typed", "ident", "lands"), PAST_A_LIMIT)
def test_rounding_alone_is_not_refused(parplan: Parplan, tmp_path: Path, typed: str, ident: str, lands: str | None) -> None:
    goals = "targets: {x.1: {planned: 1.50}, x.2: {planned: 1.50}, y: {planned: 1.67}, z.1: {planned: 1.67}, m.1: {planned: 2}}\n"
    plan = write_plan(tmp_path / "p", as_text({"plan": ABOUT}) + "\n" + ROUNDED, goals)
    said = ("--plan", str(plan), *typed.split())
    if lands is None:
        ran = parplan("project", *said)
        assert (ran.code, "above its maximum" in ran.err) == (2, True)
    else:
        assert landings(project_json(parplan, *said)["scenarios"][0])[ident]["projected"] == Decimal(lands)
        assert parplan("validate", "-q", *said[:2]).code == 0


MEASURED = "- {id: x.1, name: One, max: 5, score: 4, parts: [{id: x.1.late, name: Late, max: 100, score: 6.5, better: lower}]}"
# A measure stands below a row and does not count in it, because less of it is better: what is typed, where x, x.1 and the measure land.
NO_PART = [
    ("", ["4.50", "4.50", "4.00"]),
    ("--set x.1=4.25", ["4.25", "4.25", "4.00"]),
    ("--set x.1=4.25 --set x.1.late=5", ["4.25", "4.25", "5.00"]),
    ("--set x.1.late=5 --add x.1=0.25", ["4.75", "4.75", "5.00"]),
    ("--share x.1=50%", ["4.25", "4.25", "5.25"]),  # of all that is planned there
]


@pytest.mark.parametrize(("typed", "wanted"), NO_PART)
def test_a_row_and_a_measure_that_is_no_part_of_it_move_each_by_themselves(
    parplan: Parplan, tmp_path: Path, typed: str, wanted: list[str]
) -> None:
    folder = written(tmp_path, "max: 5, score: 4", MEASURED, "x.1: {planned: 0.5}, x.1.late: {planned: -2.5}")
    rows = landings(project_json(parplan, "--plan", str(folder), *typed.split())["scenarios"][0])
    assert [f"{rows[ident]['projected']:.2f}" for ident in ("x", "x.1", "x.1.late")] == wanted


def test_what_a_change_leaves_open_is_unknown(parplan: Parplan) -> None:
    rows = landings(project_json(parplan, "--set", "par.8=12")["scenarios"][0])
    assert [rows[ident]["projected"] for ident in ("par.8.sipas", "par.8.impact", "sipas")] == [None, None, None]
    assert rows["par"]["projected"] == Decimal("87.58")


# what is typed, the rows of each index that are shown
SHOWN = [
    ([], ["par", "sipas", "papi"]),
    (["papi"], ["papi"]),
    (["par.*.survey", "papi.4"], ["par", "papi"]),
]


@pytest.mark.parametrize(("ids", "indices"), SHOWN)
def test_ids_and_wildcards_choose_rows(parplan: Parplan, ids: list[str], indices: list[str]) -> None:
    scenario = project_json(parplan, *ids)["scenarios"][0]
    assert [index["id"] for index in scenario["indices"]] == indices
    if "papi.4" in ids:
        assert [row["id"] for row in scenario["indices"][1]["rows"]] == ["papi.4"]
        assert [part["id"] for row in scenario["indices"][0]["rows"] for part in row["parts"]] == [
            f"par.{n}.survey" for n in (2, 4, 5, 6, 7)
        ]


# What is wrong with what is typed, in English.
ONE_OF_TWO = " leave one of the two out"
CLAMP = "; --clamp holds it at the limit"
REFUSED = [
    # limits: the row, the limit, the nearest that is allowed
    (
        "--set par.1=12",
        "--set par.1=12: par.1 would come to 12.00, above its maximum of 9.50; par.1 may be at most 9.50" + CLAMP,
    ),
    (
        "--set papi.1=0.5",
        "--set papi.1=0.5: papi.1 would come to 0.50, below its floor of 1.00; papi.1 must be at least 1.00" + CLAMP,
    ),
    (
        "--add par.1=+0.6",
        "--add par.1=+0.6: par.1 would come to 9.57, above its maximum of 9.50; par.1 may be at most 9.50" + CLAMP,
    ),
    (
        "--set sipas=10",
        "--set sipas=10: par.8.sipas would come to 10.30, above its maximum of 10.00; sipas may be at most 9.70" + CLAMP,
    ),
    # a row both by itself and through its parts
    ("--set par.8=12 --set par.8.sipas=8", "--set par.8.sipas=8: par.8 is set by itself and through par.8.sipas;" + ONE_OF_TWO),
    ("--set par.8.sipas=8 --set par.8=12", "--set par.8=12: par.8 is set by itself and through par.8.sipas;" + ONE_OF_TWO),
    ("--set par.8=12 --set sipas=8", "--set sipas=8: par.8 is set by itself and through sipas;" + ONE_OF_TWO),
    ("--add par=+1 --add par.2.survey=+0.1", "--add par.2.survey=+0.1: par is set by itself and through par.2.survey;" + ONE_OF_TWO),
    ("--set par.2=9.3 --share par.2.survey=50%", "--share par.2.survey=50%: par.2 is set by itself and through par.2.survey;" + ONE_OF_TWO),
    # ids
    ("--set par.9=9", "--set par.9=9: there is no id “par.9”; did you mean par.8, par.7, par.6?"),
    ("--add zzz=9", "--add zzz=9: there is no id “zzz”; check the spelling"),
    (
        "--share par.*.servey=9%",
        "--share par.*.servey=9%: there is no id “par.*.servey”; did you mean par.7.survey, par.6.survey, par.5.survey?",
    ),
    ("par.9", "the plan has no id “par.9”; did you mean par.8, par.7, par.6?"),
    # forms; all that is wrong at once
    ("--set par.1", "--set “par.1”: not of the form ID=9.0"),
    ("--set =9", "--set “=9”: not of the form ID=9.0"),
    ("--set par.1=", "--set “par.1=”: not of the form ID=9.0"),
    ("--set par.1=9,0", "--set “par.1=9,0”: did you mean par.1=9.0?"),
    ("--set par.1=1e1", "--set “par.1=1e1”: not of the form ID=9.0"),
    ("--set par.1=NaN", "--set “par.1=NaN”: not of the form ID=9.0"),
    ("--add par.1=0,4", "--add “par.1=0,4”: did you mean par.1=0.4?"),
    ("--add par.1=–0,25", "--add “par.1=–0,25”: did you mean par.1=-0.25?"),
    ("--add par.1=\u22120,25", "--add “par.1=\u22120,25”: did you mean par.1=-0.25?"),
    ("--add par.1=giảm0.25", "--add “par.1=giảm0.25”: did you mean par.1=-0.25?"),
    ("--add par.1=tăng0,25", "--add “par.1=tăng0,25”: did you mean par.1=+0.25?"),
    ("--set par.1=giảm0.25", "--set “par.1=giảm0.25”: did you mean --add par.1=-0.25?"),
    ("--set par.1=+0,25", "--set “par.1=+0,25”: did you mean --add par.1=+0.25?"),
    ("--share –5%", "--share “–5%”: not of the form 60%, ID=60%"),
    ("--add par.1", "--add “par.1”: not of the form ID=+0.4"),
    ("--share 60", "--share “60”: did you mean 60%?"),
    ("--share 0.6", "--share “0.6”: did you mean 60%?"),
    ("--share par.1=0,6", "--share “par.1=0,6”: did you mean par.1=60%?"),
    ("--share half", "--share “half”: not of the form 60%, ID=60%"),
    ("--share -5%", "--share “-5%”: not of the form 60%, ID=60%"),
    (
        "--set par.1=x --share 60 --add par.2=y",
        "--set “par.1=x”: not of the form ID=9.0",
        "--share “60”: did you mean 60%?",
        "--add “par.2=y”: not of the form ID=+0.4",
    ),
    # gates
    (f"--plan {DATA} --fail-under par", "“par” is not of the form ID=POINTS, such as par=85"),
    (f"--plan {DATA} --fail-under par=8,5", "“par=8,5”: did you mean par=8.5?"),
    (f"--plan {DATA} --fail-under par.target=85", "“par.target”: points are for the score here (par=85)"),
    (f"--plan {DATA} --fail-under pr=85", "the plan has no id “pr”; did you mean par?"),
    # scenarios and plans
    ("--scenario own-work", "there is no file own-work, and the plan has no scenario of that name; its scenarios are: own-work-only"),
    (
        "--scenario zzz.yaml",
        "there is no file zzz.yaml, and the plan has no scenario of that name;"
        " its scenarios are: as-others-have-done, own-work-only, surveys-at-half",
    ),
    ("--scenario own-work-only --scenario surveys-at-half --save x.yaml", "--save saves one scenario"),
    ("--plan nowhere", "there is no folder nowhere"),
]


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case[0])
def test_what_cannot_be_is_refused(parplan: Parplan, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, case: tuple[str, ...]) -> None:
    monkeypatch.chdir(tmp_path)
    typed, *words = case
    said = "".join(f"parplan: error: {line}\n" for line in words)
    assert parplan("project", "--lang", "en", *typed.split()) == (2, "", said)
    assert list(tmp_path.iterdir()) == []


CLAMP_VI = " thêm --clamp để giữ ở mức "
REFUSED_VI = [
    ("--set par.1=12", "--set par.1=12: par.1 sẽ là 12,00, vượt mức tối đa 9,50; par.1 nhiều nhất là 9,50;" + CLAMP_VI + "tối đa"),
    ("--set papi.1=0.5", "--set papi.1=0.5: papi.1 sẽ là 0,50, thấp hơn mức sàn 1,00; papi.1 ít nhất là 1,00;" + CLAMP_VI + "sàn"),
    ("--set par.8=12 --set par.8.sipas=8", "--set par.8.sipas=8: par.8 được đặt điểm cả trực tiếp lẫn qua par.8.sipas; bỏ một trong hai"),
    ("--set par.1=9,0", "--set “par.1=9,0”: có phải là par.1=9.0?"),
    ("--share 0.6", "--share “0.6”: có phải là 60%?"),
    ("--add par.9=1", "--add par.9=1: không có mã “par.9”; có phải là par.8, par.7, par.6?"),
]


@pytest.mark.parametrize(("typed", "words"), REFUSED_VI)
def test_what_cannot_be_is_refused_in_vietnamese(parplan: Parplan, typed: str, words: str) -> None:
    assert parplan("project", "--lang", "vi", *typed.split()) == (2, "", f"parplan: lỗi: {words}\n")


# options the parser itself refuses
MISTYPED = [
    ("--base tomorrow", "--base: “tomorrow” is not one of plan, current"),
    ("--basis guess", "--basis: “guess” is not one of printed, parts, corrected"),
    ("--format xml", "--format: “xml” is not one of table, json, csv, markdown"),
    ("--clam", "there is no option --clam; did you mean --clamp, --lang, --plan?"),
]


@pytest.mark.parametrize(("typed", "words"), MISTYPED)
def test_mistyped_options(parplan: Parplan, typed: str, words: str) -> None:
    said = f"parplan: error: {words}\nSee `parplan project --help`.\n"
    assert parplan("project", "--lang", "en", *typed.split()) == (2, "", said)


def test_a_share_beyond_the_limit_names_its_option(parplan: Parplan) -> None:
    lines = parplan("project", "--share", "200%", "--lang", "en").err.splitlines()
    assert lines[0].startswith("parplan: error: --share 200%: par.1 would come to 9.97, above its maximum of 9.50; ")


def test_held_rows_are_told(parplan: Parplan) -> None:
    out = parplan("project", "par", "--set", "par.1=12", "--clamp", "--lang", "en").out
    assert "  par.1 is held at 9.50; it would come to 12.00\n" in out
    assert project_json(parplan, "--set", "par.1=12", "--clamp")["scenarios"][0]["held"] == ["par.1"]
    vietnamese = parplan("project", "par", "--set", "par.1=12", "--clamp", "--lang", "vi").out
    assert "  par.1 giữ ở mức 9,50; nếu không sẽ là 12,00\n" in vietnamese


# what is typed, what is said to be without effect
SPENT = [
    ("--set par.1=9 --set par.1=8.5", ["--set par.1=9"]),
    ("--add par.1=0.1 --set par.1=9", ["--add par.1=0.1"]),
    ("--set par.1=9 --add par.1=0.1", []),
    ("--set par.1=9 --add par.1=0.1 --set par.1=8.5", ["--set par.1=9", "--add par.1=0.1"]),
    ("--set sipas=8 --set par.8.sipas=8", ["--set sipas=8"]),
    ("--set par.2.survey=3.5 --share par.2=50%", ["--set par.2.survey=3.5"]),
    ("--share par.1=50% --set par.1=9", ["--share par.1=50%"]),
    ("--share 50% --share 60%", ["--share 50%"]),
    ("--set par.*.survey=0.9 --set par.2.survey=3.5", []),  # the other four rows still follow it
]


@pytest.mark.parametrize(("typed", "spent"), SPENT)
def test_changes_without_effect_are_told(parplan: Parplan, typed: str, spent: list[str]) -> None:
    ran = parplan("project", "--lang", "en", *typed.split())
    assert ran.code == 0
    assert ran.err == "".join(f"parplan: {option} has no effect: a later change takes its place\n" for option in spent)


# gates, exit code, what is said on standard error
GATES = [
    ("--fail-under par=85", 0, ""),
    ("--fail-under par=88.63", 0, ""),
    ("--fail-under par=85 --share 60%", 1, "par is projected at 84.198, below the gate of 85.00 (With the changes given)"),
    ("--fail-under papi=43.33", 1, "papi is projected at 42.95, below the gate of 43.33 (The plan carried out in full)"),
    ("--fail-under papi.[78]=3.5 papi", 1, "papi.8 is projected at 3.16, below the gate of 3.50 (The plan carried out in full)"),
    ("--fail-under sipas=7.5 papi --base current", 1, "sipas is projected at 7.43, below the gate of 7.50 (The scores as they are)"),
    ("--fail-under sipas=5 --set par.8=12", 1, "sipas is not known, so the gate of 5.00 is missed (With the changes given)"),
]


@pytest.mark.parametrize(("typed", "code", "words"), GATES)
def test_gates_hold_the_projected_score(parplan: Parplan, typed: str, code: int, words: str) -> None:
    ran = parplan("project", "--plan", str(DATA), "--lang", "en", *typed.split())
    assert (ran.code, ran.err) == (code, f"parplan: {words}\n" if words else "")
    assert ran.out != ""


def test_a_gate_holds_in_every_scenario(parplan: Parplan) -> None:
    named = [part for name in SHIPPED for part in ("--scenario", name)]
    ran = parplan("project", *named, "--plan", str(DATA), "--fail-under", "par=87.5", "--lang", "en")
    assert (ran.code, ran.err.splitlines()) == (
        1,
        [
            "parplan: par is projected at 83.65, below the gate of 87.50 (The administration's own work only)",
            "parplan: par is projected at 87.02, below the gate of 87.50 (The surveys bring half)",
        ],
    )


def test_csv_is_for_machines(parplan: Parplan) -> None:
    ran = parplan("project", "--share", "60%", "--format", "csv", "--lang", "vi")
    records = {record["id"]: record for record in csv.DictReader(io.StringIO(ran.out))}
    assert len(records) == 31
    assert records["par"]["projected"] == "84.198"
    assert (records["par.8.sipas"]["parent"], records["par.8.sipas"]["index"], records["par.8.sipas"]["level"]) == ("par.8", "par", "2")
    assert (records["papi"]["score"], records["papi"]["shortfall"], records["papi"]["target"]) == ("38.80", "2.04", "43.33")
    assert "\u00a0" not in ran.out


def test_csv_of_several_scenarios_names_them(parplan: Parplan) -> None:
    ran = parplan("project", "papi", "--scenario", SHIPPED[0], "--scenario", SHIPPED[2], "--format", "csv", "--lang", "en")
    totals = [(record["scenario"], record["projected"]) for record in csv.DictReader(io.StringIO(ran.out)) if record["id"] == "papi"]
    assert totals == [("PAPI gains of provinces that started low", "40.08"), ("The surveys bring half", "42.95")]


def test_side_by_side(parplan: Parplan) -> None:
    named = [part for name in SHIPPED for part in ("--scenario", name)]
    out = parplan("project", "par", *named, "--lang", "en", "--format", "markdown").out
    assert "| **par** | **Total** | 77.55 | 88.63 | 83.65 | -4.98 | 87.02 | -1.61 | 88.63 |" in out
    assert [scenario["name"] for scenario in project_json(parplan, *named, "--lang", "en")["scenarios"]] == [
        "PAPI gains of provinces that started low",
        "The administration's own work only",
        "The surveys bring half",
    ]


def test_markdown(parplan: Parplan) -> None:
    out = parplan("project", "papi.4", "--scenario", SHIPPED[0], "--format", "markdown", "--lang", "en").out
    assert "| Id | Row | Score | Change | Projected | Max | Target | Shortfall |" in out
    assert "| papi.4 | Control of corruption in the public sector | 6.08 | +0.29 | 6.37 | 10.00 | ≥\u00a06.63¹ | 0.26 |" in out
    assert "- papi.1 = 4.66 – Half of 44 changes from the lowest quarter of the field were at most +0.17.\n" in out
    assert "\n\n\n" not in out


def test_reasons_are_told_once(parplan: Parplan) -> None:
    out = parplan("project", "papi.4", "--set", "par.1=9", "--set", "papi.1=5", "--because", "It is funded.", "--lang", "en").out
    assert "- par.1 = 9, papi.1 = 5 – It is funded.\n" in out


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("width", [80, 100, 120, 200])
@pytest.mark.parametrize("typed", ["", "--share 60%", "--scenario surveys-at-half", "--scenario own-work-only --scenario surveys-at-half"])
def test_tables_fit_their_width_and_cut_nothing(
    parplan: Parplan, monkeypatch: pytest.MonkeyPatch, typed: str, width: int, lang: str
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    out = parplan("project", "--lang", lang, *typed.split()).out
    assert max(len(line) for line in out.splitlines()) <= width
    for figure in ("77.55", "88.63", "43.33", "par.8.impact"):
        assert (figure.replace(".", ",") if lang == "vi" and figure[0].isdigit() else figure) in out
    assert "…" not in out


def test_vietnamese_prints_decimal_commas_for_people_only(parplan: Parplan) -> None:
    out = parplan("project", "par.7", "--share", "60%", "--lang", "vi").out
    assert "9,91" in out
    assert "9.91" not in out
    assert '"projected": 9.912' in parplan("project", "par.7", "--share", "60%", "--lang", "vi", "--format", "json").out


def test_output_file_holds_what_standard_output_would(parplan: Parplan, tmp_path: Path) -> None:
    said = parplan("project", "--format", "json").out
    file = tmp_path / "project.json"
    assert parplan("project", "--format", "json", "-o", str(file)) == (0, "", "")
    assert file.read_text(encoding="utf-8") == said


# Another plan, written down here: what it says, what is typed, and where x lands, or what is refused.
ONE = "- {id: x.1, name: One, max: 5, score: 4}"
PARTS = "{id: x.2.a, name: A, max: 3, score: 1}, {id: x.2.b, name: B, max: 2, score: 1}"
ROWS = f"{ONE}\n- {{id: x.2, name: Two, max: 5, score: 2, parts: [{PARTS}]}}"
WEIGHED = "- {id: x.1, name: One, max: 5, score: 4, weight: 3}\n- {id: x.2, name: Two, max: 5, score: 0}"
BONUS = f"{ROWS}\n- {{id: x.3, name: Extra, max: 2, score: 0, bonus: true}}"


def written(folder: Path, index: str, rows: str, targets: str) -> Path:
    head = f"plan: {{{', '.join(f'{key}: {value}' for key, value in ABOUT.items())}}}\nindices:\n  - id: x\n    name: X\n    decimals: 2\n"
    below = "".join(f"      {line}\n" for line in rows.splitlines())
    keys = "".join(f"    {key}\n" for key in index.split(", "))
    return write_plan(folder, f"{head}{keys}    rows:\n{below}", f"targets: {{{targets}}}\n")


MADE_UP = [
    # an increase that is not divided among the parts
    ("max: 10, score: 6", ROWS, "x.2: {planned: 1}", "", "7.00"),
    ("max: 10, score: 6", ROWS, "x.2: {planned: 1}", "--share x.2=50%", "6.50"),
    ("max: 10, score: 6", ROWS, "x.2: {planned: 1}", "--base current --set x.2.a=2", "7.00"),
    (
        "max: 10, score: 6",
        ROWS,
        "x.2: {planned: 1}",
        "--set x.2.a=2",
        "--set x.2.a=2: the plan raises x.2 by 1.00 without saying how much of it falls to x.2.a;"
        " change x.2 as a whole, or start from the scores (base: current, or --base current)",
    ),
    # what the parts leave of an increase stays with the row
    ("max: 10, score: 6", ROWS, "x.2: {planned: 1}, x.2.a: {planned: 0.5}, x.2.b: {planned: 0.25}", "--share x.2.a=0%", "6.50"),
    ("max: 10, score: 6", ROWS, "x: {planned: 3}, x.1: {planned: 1}, x.2: {planned: 1}", "--share x.1=0%", "8.00"),
    # an increase that is divided in part: what is known of it moves the total all the same
    ("max: 10, score: 6", ROWS, "x: {planned: 2}, x.1: {planned: 1}", "", "8.00"),
    ("max: 10, score: 6", ROWS, "x: {planned: 2}, x.1: {planned: 1}", "--share x.1=0%", "7.00"),
    ("max: 10, score: 6", ROWS, "x: {planned: 2}, x.1: {planned: 1}", "--set x.1=4.5", "7.50"),
    ("max: 10, score: 6", ROWS, "x: {planned: 2}, x.1: {planned: 1}", "--base current --set x.1=4.5", "6.50"),
    # a target without an increase asks for one
    ("max: 10, score: 6", ROWS, "x.1: {target: 4.75}", "", "6.75"),
    # … so does that of a total where nobody knows what it asks of a part; but not of what the others bring already
    ("max: 10, score: 6", ROWS, "x: {target: 8}, x.1: {planned: 1}, x.2: {target: {rank: 5/20}}", "", "8.00"),
    ("max: 10, score: 6", ROWS, "x: {target: 6.5}, x.1: {planned: 1}, x.2: {target: {rank: 5/20}}", "", "null"),
    ("max: 10, score: 6", ROWS, "x: {target: 6.5}, x.1: {planned: 1}, x.2: {target: {rank: 5/20}}", "--set x.1=4", "null"),
    ("max: 10, score: 6", ROWS, "x: {target: 6.5}, x.1: {planned: 1}, x.2: {target: {rank: 5/20}}", "--set x.2=2.25", "7.25"),
    # a score that is missing
    ("max: 10, score: 6", "- {id: x.1, name: One, max: 5}", "x.1: {planned: 1}", "", "7.00"),
    ("max: 10, score: 6", "- {id: x.1, name: One, max: 5}", "x.1: {planned: 1}", "--add x.1=0.5", "7.50"),
    (
        "max: 10, score: 6",
        "- {id: x.1, name: One, max: 5}",
        "x.1: {planned: 1}",
        "--set x.1=3",
        "--set x.1=3: x.1 has no score, so it is not known by how much it changes;"
        " use `add` for a difference in points, or give the row its score",
    ),
    # means and weights, scales, bonus rows
    ("max: 5, score: 3, aggregate: mean", ROWS, "x.1: {planned: 1}", "", "3.50"),
    ("max: 50, score: 30, aggregate: mean, scale: 10", ROWS, "x.1: {planned: 1}", "", "35.00"),
    ("max: 5, score: 3, aggregate: weighted", WEIGHED, "x.1: {planned: 1}", "", "3.75"),
    ("max: 5, score: 3, aggregate: mean", BONUS, "x.1: {planned: 1}", "--set x.3=2", "5.50"),
    ("max: 5, score: 3, aggregate: none", ROWS, "x: {planned: 0.5}, x.1: {planned: 1}", "--set x.1=4", "3.50"),
    # above the limit of the total, though no part is above its own
    (
        "max: 7, score: 6",
        ROWS,
        "",
        "--set x.1=5 --set x.2=3",
        "x would come to 8.00, above its maximum of 7.00; x may be at most 7.00" + CLAMP,
    ),
    # a score above its maximum: the maximum is what the file says
    (
        "max: 10, score: 6",
        "- {id: x.1, name: One, max: 3, score: 4}",
        "",
        "--add x.1=1",
        "--add x.1=1: x.1 would come to 5.00, above its maximum of 3.00; x.1 may be at most 4.00" + CLAMP,
    ),
]


@pytest.mark.parametrize(("index", "rows", "targets", "typed", "expected"), MADE_UP)
def test_other_plans(parplan: Parplan, tmp_path: Path, index: str, rows: str, targets: str, typed: str, expected: str) -> None:
    folder = written(tmp_path, index, rows, targets)
    ran = parplan("project", "--plan", str(folder), "--format", "json", "--lang", "en", *typed.split())
    if expected[0].isdigit() or expected == "null":
        assert f'"projected": {expected}' in ran.out.partition('"rows"')[0], ran.err
    else:
        assert ran == (2, "", f"parplan: error: {expected}\n")


TWICE = """\
  - {{id: x, name: X, decimals: 2, max: 10, score: 5, rows: [{{id: x.1, name: One, max: 5, score: 2, same_as: y}}]}}
  - {{id: y, name: Y, decimals: 2, max: 5, score: 2{parts}}}
"""
PARTS_OF_Y = ", rows: [{id: y.1, name: A, max: 3, score: 1}, {id: y.2, name: B, max: 2, score: 1}]"

# A fact printed twice: what y is made of, what is planned, what is typed, where x, x.1 and y land.
PRINTED_TWICE = [
    ("", "x.1: {planned: 1}", "", ["6.00", "3.00", "3.00"]),
    ("", "y: {planned: 1}", "", ["6.00", "3.00", "3.00"]),
    ("", "x.1: {planned: 1}, y: {planned: 2}", "", ["6.00", "3.00", "3.00"]),
    ("", "x.1: {planned: 1}, y: {planned: 2}", "--add x.1=0", ["6.00", "3.00", "3.00"]),
    ("", "x.1: {planned: 1}, y: {planned: 2}", "--add y=0", ["6.00", "3.00", "3.00"]),
    (PARTS_OF_Y, "y.1: {planned: 1}", "", ["6.00", "3.00", "3.00"]),
    (PARTS_OF_Y, "y.1: {planned: 1}", "--set y.1=1.5", ["5.50", "2.50", "2.50"]),
    (PARTS_OF_Y, "x.1: {planned: 1}", "", ["6.00", "3.00", "3.00"]),
    (PARTS_OF_Y, "y: {planned: 1}", "--base current", ["5.00", "2.00", "2.00"]),
    (PARTS_OF_Y, "y: {planned: 1}", "--base current --set y.1=2", ["6.00", "3.00", "3.00"]),
]


@pytest.mark.parametrize(("parts", "targets", "typed", "lands"), PRINTED_TWICE)
def test_facts_printed_twice(parplan: Parplan, tmp_path: Path, parts: str, targets: str, typed: str, lands: list[str]) -> None:
    about = ", ".join(f"{key}: {value}" for key, value in ABOUT.items())
    write_plan(tmp_path, f"plan: {{{about}}}\nindices:\n{TWICE.format(parts=parts)}", f"targets: {{{targets}}}\n")
    rows = landings(project_json(parplan, "--plan", str(tmp_path), *typed.split())["scenarios"][0])
    assert [rows[ident]["projected"] for ident in ("x", "x.1", "y")] == [Decimal(figure) for figure in lands]


def test_the_parts_of_a_row_printed_twice_are_known_or_not(parplan: Parplan, tmp_path: Path) -> None:
    """y plans 1 without saying for which row: nobody knows where y.1 and its part land, nor x.1, which is the same fact."""
    part = "{id: y.1.a, name: A, max: 3, score: 1}"
    indices = [
        "{id: x, name: X, decimals: 2, max: 10, score: 5, rows: [{id: x.1, name: One, max: 5, score: 2, same_as: y.1}]}",
        f"{{id: y, name: Y, decimals: 2, max: 5, score: 2, rows: [{{id: y.1, name: One, max: 5, score: 2, parts: [{part}]}}]}}",
    ]
    about = ", ".join(f"{key}: {value}" for key, value in ABOUT.items())
    listed = "".join(f"  - {index}\n" for index in indices)
    write_plan(tmp_path, f"plan: {{{about}}}\nindices:\n{listed}", "targets: {y: {planned: 1}}\n")
    rows = landings(project_json(parplan, "--plan", str(tmp_path))["scenarios"][0])
    assert [rows[ident]["projected"] for ident in ("y", "y.1", "y.1.a")] == [Decimal(3), None, None]
    assert [rows[ident]["projected"] for ident in ("x", "x.1")] == [None, None]


def test_rows_the_plan_says_nothing_of_are_told(parplan: Parplan, tmp_path: Path) -> None:
    folder = written(tmp_path, "max: 10, score: 6", ROWS, "x.1: {planned: 1}")
    out = parplan("project", "--plan", str(folder), "--lang", "en").out
    assert "  no increase is planned for x.2.a, x.2.b: the score stays as it is\n" in out
    out = parplan("project", "--plan", str(folder), "--add", "x.2.b=+0.5", "--lang", "en").out
    assert "  no increase is planned for x.2.a: the score stays as it is\n" in out


STAYS = "  no increase is planned for x.2.a, x.2.b: the score stays as it is\n"
WITHOUT_A_TOTAL = [("", STAYS), ("--set x.1=4.5", STAYS), ("--base current --set x.1=4.5", "")]


@pytest.mark.parametrize(("typed", "said"), WITHOUT_A_TOTAL)
def test_a_total_that_there_is_not_does_not_stay_as_it_is(parplan: Parplan, tmp_path: Path, typed: str, said: str) -> None:
    """Rows that make nothing up, of which one moves: no score is kept, and none is planned."""
    asked = ("project", "--plan", str(written(tmp_path, "aggregate: none", ROWS, "x.1: {planned: 1}")), *typed.split(), "--lang", "en")
    rows = landings(json.loads(parplan(*asked, "--format", "json").out)["scenarios"][0])
    assert [rows[ident]["change"] is None for ident in ("x", "x.1", "x.2")] == [True, False, False]
    assert "".join(line for line in parplan(*asked).out.splitlines(keepends=True) if "stays" in line) == said


# Laws.


def baseline(data: dict[str, Any]) -> Baseline:
    plan = check_text({kind: as_text(data[kind]) for kind in ("indicators", "targets")}).plan
    assert plan is not None
    return Baseline(plan)


def landed(on: Baseline, base: Base, *changes: Change, clamp: bool = False) -> dict[str, Projected]:
    """Every row by its id. What is refused is no example of the law."""
    result = project(on, base, changes, clamp=clamp)
    assume(isinstance(result, Projection))
    assert isinstance(result, Projection)
    return result.rows()


def outcome(on: Baseline, base: Base, *changes: Change) -> object:
    """Where it lands, or which rows are refused."""
    result = project(on, base, changes)
    return result.indices if isinstance(result, Projection) else sorted({(refusal.code, refusal.ident) for refusal in result.refusals})


def leaves(on: Baseline) -> list[Indicator]:
    return [
        indicator for indicator in on.plan.walk() if not any(on.plan.by_id[place].children for place in on.places[on.fact[indicator.id]])
    ]


def parts(indicator: Indicator) -> list[tuple[Fraction, str]]:
    """The share of each part in its row, from the definition."""
    node, regular = indicator.node, [child for child in indicator.children if not child.node.bonus]
    weights = {child.id: Fraction(child.node.weight if node.aggregate == "weighted" else 1) for child in indicator.children}
    by = Fraction(1) if node.aggregate == "sum" or not regular else sum((weights[child.id] for child in regular), Fraction(0))
    if node.aggregate == "none":
        return []
    return [(Fraction(1) if child.node.bonus else Fraction(node.scale) * weights[child.id] / by, child.id) for child in indicator.children]


def close(first: Decimal | Fraction, second: Decimal | Fraction) -> bool:
    """The same but for the last of 28 digits, where a mean of three does not come out even."""
    return abs(Fraction(first) - Fraction(second)) < Fraction(1, 10**20)


def moved(before: Projected, after: Projected) -> Fraction | None:
    """By how much a change differs from another."""
    return None if before.change is None or after.change is None else Fraction(after.change) - Fraction(before.change)


bases = st.sampled_from(["plan", "current"])


@given(rough())
def test_the_scores_as_they_are_stay_as_they_are(data: dict[str, Any]) -> None:
    on = baseline(data)
    assert all(row.projected == row.score and row.change == 0 for row in landed(on, "current").values())


@given(rough(), bases, st.data())
def test_no_change_changes_nothing(data: dict[str, Any], base: Base, drawn: st.DataObject) -> None:
    on = baseline(data)
    known = [row for row in leaves(on) if on.increase[on.fact[row.id]] is not None]
    assume(known)
    leaf = drawn.draw(st.sampled_from(known))
    nothing = outcome(on, base)
    assert outcome(on, base, Change("add", leaf.id, Decimal(0))) == nothing
    assert outcome(on, base, Change("share", leaf.id, Decimal(base == "plan"))) == nothing
    assert outcome(on, base, Change("share", None, Decimal(base == "plan"))) == nothing


@given(trees())
def test_what_the_plan_adds_is_what_is_printed(row: Truth) -> None:
    on = baseline(files(row))
    for ident, landing in landed(on, "plan").items():
        indicator = on.plan.by_id[ident]
        assert landing.change == indicator.planned
        assert landing.projected == (indicator.score or 0) + (indicator.planned or 0)


@given(rough(), bases, st.data())
def test_the_order_of_independent_changes_does_not_matter(data: dict[str, Any], base: Base, drawn: st.DataObject) -> None:
    on = baseline(data)
    facts = {on.fact[leaf.id]: leaf.id for leaf in leaves(on)}
    assume(facts)
    chosen = drawn.draw(st.lists(st.sampled_from(sorted(facts.values())), max_size=3, unique=True))
    changes = [
        Change(drawn.draw(st.sampled_from(["set", "add", "share"])), ident, Decimal(drawn.draw(st.integers(0, 4))) / 4) for ident in chosen
    ]
    assert len({str(outcome(on, base, *order)) for order in itertools.permutations(changes)}) == 1


@given(rough(twins=False), bases, st.data())
def test_a_row_moves_by_what_its_parts_move(data: dict[str, Any], base: Base, drawn: st.DataObject) -> None:
    on = baseline(data)
    chosen = drawn.draw(st.lists(st.sampled_from([leaf.id for leaf in leaves(on)]), max_size=3, unique=True))
    before, after = landed(on, base), landed(on, base, *(Change("add", ident, Decimal("0.5")) for ident in chosen))
    for ident, row in after.items():
        shares = parts(on.plan.by_id[ident])
        moves = [moved(before[part], after[part]) for _, part in shares]
        change = moved(before[ident], row)
        if not shares or change is None or None in moves:
            continue
        assert close(change, sum((factor * (move or 0) for (factor, _), move in zip(shares, moves, strict=True)), Fraction(0)))
        assert row.score is None or row.change is None or close(row.projected or Decimal(0), row.score + row.change)


@given(rough())
def test_a_fact_moves_alike_wherever_it_is_printed(data: dict[str, Any]) -> None:
    on = baseline(data)
    rows = landed(on, "plan", clamp=True)
    for places in on.places.values():
        assert len({rows[place].change for place in places}) == 1


@given(rough(), st.integers(0, 4))
def test_a_share_of_the_plan_is_that_share_of_every_change(data: dict[str, Any], quarters: int) -> None:
    on = baseline(data)
    share = Decimal(quarters) / 4
    whole, part = landed(on, "plan"), landed(on, "plan", Change("share", None, share))
    for ident, row in part.items():
        if quarters:
            assert (row.change is None) == (whole[ident].change is None)
        if row.change is not None and whole[ident].change is not None:
            assert close(row.change, share * (whole[ident].change or 0))


@given(rough(), bases)
def test_clamped_rows_are_within_their_limits(data: dict[str, Any], base: Base) -> None:
    on = baseline(data)
    result = project(
        on, base, [Change("add", leaf.id, Decimal(9)) for leaf in leaves(on) if on.increase[on.fact[leaf.id]] is not None], clamp=True
    )
    assume(not isinstance(result, Refused))
    assert isinstance(result, Projection)
    for ident, row in result.rows().items():
        indicator = on.plan.by_id[ident]
        if row.projected is not None and indicator.score is not None and row.change is not None and row.change > 0:
            places = [ident, *(it.id for it in on.plan.twins(ident))]  # whose figures may say what its own do not
            ceilings = [printed_ceiling(on.plan.by_id[it], on.plan) for it in places]
            assert None in ceilings or row.projected <= max(filter(None, ceilings), default=row.projected)
