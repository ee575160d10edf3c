"""`parplan reach` as the contract has it, and its laws: against brute force on small plans, and against `project`."""

import csv
import io
import itertools
import json
import re
import shlex
import sys
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st

from conftest import ROOT, Parplan
from helpers_cli import DATA, HEAD, parplan_here, write_plan
from parplan.engine import solver
from parplan.engine.baseline import Baseline
from parplan.engine.project import Projection, project
from parplan.engine.reach import By, Reach, Unknown, Wish, reach
from parplan.model.scenario import Base, Change
from plans import ABOUT, as_text, rough
from reading import check_text

ROW_KEYS = {"id", "score", "change", "projected", "max", "share", "bound"}
BYS: list[By] = ["even", "fewest", "cheapest"]


def reach_json(parplan: Parplan, typed: str, code: int = 0) -> dict[str, Any]:
    ran = parplan("reach", "--format", "json", *typed.split())
    assert ran.code == code, ran.err
    payload: dict[str, Any] = json.loads(ran.out, parse_float=Decimal, parse_int=Decimal)
    return payload


def changes(payload: dict[str, Any]) -> dict[str, str]:
    """The rows that are to change."""
    return {row["id"]: str(row["change"]) for row in payload["rows"] if row["change"]}


# what is typed, what it needs, the share of every headroom, the total
REACHED = [
    ("par --at-least 85", "7.45", "0.3318", "85.00"),
    ("papi --at-least 43.44", "4.64", "0.1126", "43.44"),
    ("par.8 --at-least 13.05", "2.23", "0.4137", "13.05"),
    ("par", "11.08", "0.4935", "88.63"),
    ("papi", "4.53", "0.1100", "43.33"),
    ("papi --base plan", "0.38", "0.0103", "43.33"),
    ("sipas --at-least 8", "0.57", "0.2511", "8.00"),
    ("par.1 --at-least 9", "1.03", "0.6732", "9.00"),
    ("par --at-least 100", "22.45", "1.0000", "100.00"),
    ("par --at-least 85 --lock par.7.admin", "7.45", "0.4329", "85.00"),
    ("par --at-least 85 --step 0.25", "7.45", "0.3318", "85.05"),
    ("par --at-least 85 --max-share 60%", "7.45", "0.3318", "85.00"),
    ("par --at-least 80 --only par.7 --only par.8", "2.45", "0.2193", "80.00"),
    ("par --at-least 85 --only par.7 --only par.3 --max-share 100%", "7.45", None, "84.17"),
    ("par --basis parts --at-least 85", "7.11", "0.3216", "85.00"),
]


@pytest.mark.parametrize(("typed", "needed", "share", "total"), REACHED)
def test_what_it_takes(parplan: Parplan, typed: str, needed: str, share: str | None, total: str) -> None:
    payload = reach_json(parplan, typed, code=0 if share else 1)
    assert (payload["needed"], payload["total"], payload["feasible"]) == (Decimal(needed), Decimal(total), share is not None)
    assert share is None or payload["share"] == Decimal(share)


def test_even_steps_are_worked_out_by_hand(parplan: Parplan) -> None:
    """7.45 / 22.45 of each headroom, rounded down to hundredths, leaves 0.03: it goes to the rows it makes stand out least."""
    rows = changes(reach_json(parplan, "par --at-least 85"))
    assert sum(map(Decimal, rows.values())) == Decimal("7.45")
    headroom = dict(zip(rows, ("1.53", "0.89", "1.13", "0.98", "3.51", "3.24", "5.49", "5.68"), strict=True))
    for ident, change in rows.items():
        exact = Decimal(headroom[ident]) * Decimal("7.45") / Decimal("22.45")
        assert exact - Decimal("0.01") < Decimal(change) < exact + Decimal("0.01")


# how, what is typed, the rows that change
CHOSEN = [
    ("fewest", "par --at-least 83", {"par.8": "5.45"}),
    ("fewest", "par --at-least 85", {"par.7": "3.66", "par.8": "3.79"}),
    ("fewest", "par --at-least 80 --lock par.8", {"par.7": "2.45"}),
    ("fewest", "par --at-least 79.5 --only par.1 --only par.3", {"par.1": "1.12", "par.3": "0.83"}),
    ("fewest", "papi --at-least 43.44", {"papi.8": "4.64"}),
    ("cheapest", "par --at-least 80 --cost par.*=2 --cost par.1=1.5", {"par.1": "1.53", "par.2": "0.89", "par.3": "0.03"}),
    ("cheapest", "par --at-least 78 --cost par.7=3 --cost par.8=2", {"par.8": "0.45"}),
    ("cheapest", "par --at-least 78 --cost par.*=1 --cost par.1=0", {"par.1": "0.45"}),
    ("cheapest", "par --at-least 80 --cost par.1=1 --cost par.7.admin=2", {"par.1": "1.53", "par.7.admin": "0.92"}),
    ("cheapest", "par --at-least 78 --cost sipas=1", {"par.8.sipas": "0.45"}),  # the same fact
    ("cheapest", "par --at-least 79 --step 1 --cost par.7=3 --cost par.8=2", {"par.8": "2"}),
]


@pytest.mark.parametrize(("by", "typed", "rows"), CHOSEN)
def test_which_rows_are_chosen(parplan: Parplan, by: str, typed: str, rows: dict[str, str]) -> None:
    payload = reach_json(parplan, f"{typed} --by {by}")
    assert {ident: Decimal(change) for ident, change in changes(payload).items()} == {
        ident: Decimal(change) for ident, change in rows.items()
    }
    assert (payload["cost"] is None) == (by != "cheapest")


# the total, what is typed, what there is at most, what is short, what holds each row that is named
OUT_OF_REACH = [
    ("par --at-least 101", "100.00", "1.00", {"par.1": "maximum", "par.8": "maximum"}),
    ("par --at-least 99 --lock par.7.admin", "94.76", "4.24", {"par.7.admin": "locked", "par.7.survey": "maximum"}),
    ("par --at-least 85 --only par.7 --max-share 60%", "80.84", "4.16", {"par.7": "max-share", "par.1": "locked"}),
    ("par --at-least 80 --lock par.*", "77.55", "2.45", {"par.1": "locked"}),
    ("par.8 --at-least 17", "16.21", "0.79", {"par.8.sipas": "maximum", "par.8.impact": "maximum"}),
    ("sipas --at-least 9.8", "9.70", "0.10", {"sipas": "maximum"}),
]


@pytest.mark.parametrize(("typed", "most", "short", "held"), OUT_OF_REACH)
def test_what_is_out_of_reach(parplan: Parplan, typed: str, most: str, short: str, held: dict[str, str]) -> None:
    payload = reach_json(parplan, typed, code=1)
    assert (payload["feasible"], payload["total"]) == (False, Decimal(most))
    bounds = {row["id"]: row["bound"] for row in payload["rows"]}
    assert {ident: bounds[ident] for ident in held} == held
    assert set(held) <= set(payload["binding"])
    out = parplan("reach", "--lang", "en", *typed.split()).out
    assert f"  out of reach: {most} at most, {short} short\n" in out
    assert "\n  held back by: " in out
    assert "(left as it is)" in out or "locked" not in held.values()


def test_a_row_above_that_is_full_is_told(parplan: Parplan, tmp_path: Path) -> None:
    parts = ", ".join(f"{{id: x.1.{name}, name: {name}, max: 5, score: 1}}" for name in "ab")
    row = f"{{id: x.1, name: One, max: 5, score: 3, parts: [{parts}]}}"
    folder = write_plan(
        tmp_path, f"{HEAD}indices:\n  - {{id: x, name: X, decimals: 2, max: 9, score: 3, rows: [{row}]}}\n", "targets: {}\n"
    )
    payload = reach_json(parplan, f"x --plan {folder} --at-least 6 --only x.1.*", code=1)
    assert [(row["id"], row["change"], row["bound"]) for row in payload["rows"]] == [("x.1.a", 1, "row-above"), ("x.1.b", 1, "row-above")]
    out = parplan("reach", "x", "--plan", str(folder), "--at-least", "6", "--only", "x.1.*", "--lang", "en").out
    assert "  held back by: x.1.a (row above is full), x.1.b (row above is full)\n" in out


def test_what_is_reached_already(parplan: Parplan) -> None:
    assert "  reached already: nothing more is needed\n" in parplan("reach", "par", "--at-least", "70", "--lang", "en").out
    assert "  đã đạt từ đầu, không cần tăng thêm\n" in parplan("reach", "par", "--base", "plan", "--lang", "vi").out
    payload = reach_json(parplan, "par --at-least 70")
    assert (payload["feasible"], payload["needed"], payload["total"], changes(payload)) == (True, 0, Decimal("77.55"), {})


def test_json_is_the_contract(parplan: Parplan) -> None:
    payload = reach_json(parplan, "par --at-least 85")
    assert {"schema", "plan", "basis", "goal", "feasible", "needed", "share", "total", "rows", "binding"} <= set(payload)
    assert payload["goal"] == {"id": "par", "at_least": Decimal("85")}
    assert [row["id"] for row in payload["rows"]] == [f"par.{n}" for n in range(1, 9)]
    assert all(set(row) >= ROW_KEYS for row in payload["rows"])
    assert payload["binding"] == []


def test_costs_from_a_file(parplan: Parplan, tmp_path: Path) -> None:
    file = tmp_path / "costs.yaml"
    file.write_text("unit: {vi: tỷ đồng, en: billion VND}\ncosts: {par.*: 2, par.1: 1.5}\n", encoding="utf-8")
    out = parplan("reach", "par", "--at-least", "80", "--by", "cheapest", "--costs", str(file), "--lang", "en").out
    assert "  costs 4.135 billion VND in all\n" in out
    payload = reach_json(parplan, f"par --at-least 80 --by cheapest --costs {file} --cost par.1=3")
    assert "par.1" not in changes(payload)


BAD_COSTS = [
    ("costs: {par.9: 1}", "error[S108]"),
    ("costs: {par.1: -1}", "error[S104]"),
    ("costs: {par.1: 1,5}", "error[S105]"),
    ("cost: {par.1: 1}", "error[S102]"),
    ("", "error[S111]"),
    ("[", "error[S101]"),
]


@pytest.mark.parametrize(("text", "code"), BAD_COSTS)
def test_costs_that_cannot_be_used(parplan: Parplan, tmp_path: Path, text: str, code: str) -> None:
    file = tmp_path / "costs.yaml"
    file.write_text(text, encoding="utf-8")
    ran = parplan("reach", "par", "--by", "cheapest", "--costs", str(file), "--lang", "en")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(code)
    assert f" --> {file}:" in ran.err
    assert ran.err.endswith("parplan: error: a file with the errors above cannot be used; fix them first\n")


# What is wrong with what is typed, in English.
REFUSED = [
    ("par.9", "the plan has no id “par.9”; did you mean par.8, par.7, par.6?"),
    ("par.[12]", "“par.[12]” names several ids (par.1, par.2); choose one"),
    ("par.2.survey --at-least x", "--at-least takes points such as 85, not “x”"),
    ("par --at-least 85,5", "--at-least “85,5”: did you mean 85.5?"),
    ("par --at-least NaN", "--at-least takes points such as 85, not “NaN”"),
    ("par --at-least 1e2", "--at-least takes points such as 85, not “1e2”"),
    ("par --lock par.99", "the plan has no id “par.99”; did you mean par.8, par.7, par.6?"),
    ("par --only zz", "the plan has no id “zz”; `parplan gap` lists them"),
    ("par --lock zz --only yy", *(f"the plan has no id “{it}”; `parplan gap` lists them" for it in ("zz", "yy"))),
    ("par --max-share 60", "--max-share “60”: did you mean 60%?"),
    ("par --max-share 0,6", "--max-share “0,6”: did you mean 60%?"),
    ("par --max-share much", "--max-share takes a percentage of at most 100% such as 60%, not “much”"),
    ("par --max-share 100.5%", "--max-share takes a percentage of at most 100% such as 60%, not “100.5%”"),
    ("par --max-share 200", "--max-share takes a percentage of at most 100% such as 60%, not “200”"),
    ("par --step 0", "--step takes points above 0 such as 0.25, not “0”"),
    ("par --step -1", "--step takes points above 0 such as 0.25, not “-1”"),
    ("par --step 0,25", "--step “0,25”: did you mean 0.25?"),
    ("par --cost par.1", "--cost “par.1”: not of the form ID=3.5"),
    ("par --cost par.1=", "--cost “par.1=”: not of the form ID=3.5"),
    ("par --cost par.1=x", "--cost “par.1=x”: not of the form ID=3.5"),
    ("par --cost par.1=3,5", "--cost “par.1=3,5”: did you mean par.1=3.5?"),
    ("par --cost par.1=-1", "--cost “par.1=-1”: not of the form ID=3.5"),
    ("par --cost par.99=1", "the plan has no id “par.99”; did you mean par.8, par.7, par.6?"),
    ("par --costs nothing.yaml", "there is no file nothing.yaml"),
    ("par --by cheapest", "--by cheapest needs costs per point: --cost ID=3.5 or --costs FILE"),
    ("par --plan nowhere", "there is no folder nowhere"),
    # what can have no part in the total
    ("par --only papi.1", "--only papi.1: that is no part of par"),
    ("par --lock papi.1", "--lock papi.1: that is no part of par"),
]


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case[0])
def test_what_cannot_be_understood(parplan: Parplan, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, case: tuple[str, ...]) -> None:
    monkeypatch.chdir(tmp_path)
    typed, *words = case
    said = "".join(f"parplan: error: {line}\n" for line in words)
    assert parplan("reach", "--lang", "en", *typed.split()) == (2, "", said)


REFUSED_VI = [
    ("par --at-least 85,5", "--at-least “85,5”: có phải là 85.5?"),
    ("par --max-share 60", "--max-share “60”: có phải là 60%?"),
    ("par --step 0", "--step “0”: cần số điểm lớn hơn 0 như 0.25"),
    ("par --by cheapest", "--by cheapest cần chi phí mỗi điểm: --cost MÃ=3.5 hoặc --costs TỆP"),
    ("par.9", "kế hoạch không có mã “par.9”; có phải là par.8, par.7, par.6?"),
]


@pytest.mark.parametrize(("typed", "words"), REFUSED_VI)
def test_what_cannot_be_understood_in_vietnamese(parplan: Parplan, typed: str, words: str) -> None:
    assert parplan("reach", "--lang", "vi", *typed.split()) == (2, "", f"parplan: lỗi: {words}\n")


MISTYPED = [
    ("", "the argument ID is missing"),
    ("par --by magic", "--by: “magic” is not one of even, fewest, cheapest"),
    ("par --base tomorrow", "--base: “tomorrow” is not one of plan, current"),
    ("par --basis guess", "--basis: “guess” is not one of printed, parts, corrected"),
]


@pytest.mark.parametrize(("typed", "words"), MISTYPED)
def test_mistyped_options(parplan: Parplan, typed: str, words: str) -> None:
    said = f"parplan: error: {words}\nSee `parplan reach --help`.\n"
    assert parplan("reach", "--lang", "en", *typed.split()) == (2, "", said)


# A plan without targets, and with gaps.
GAPS = """\
indices:
  - {id: x, name: X, decimals: 2, max: 10, score: 5, rows: [{id: x.1, name: One, max: 5}, {id: x.2, name: Two, score: 2}]}
  - {id: y, name: Y, decimals: 2}
"""
IN_GAPS = [
    ("x", 2, "parplan: error: the plan has no target for x; give --at-least\n"),
    ("y --at-least 3", 2, "parplan: error: y has no score, or it is not known where it lands\n"),
    ("x --at-least 6", 1, ""),  # neither row has both a score and a maximum
]


# A row that does not apply, and another index.
NOT_ALL_APPLY = (
    HEAD
    + """\
indices:
  - id: x
    name: X
    decimals: 2
    max: 20
    score: 15
    rows: [{id: x.1, name: One, max: 20, score: 15}, {id: x.2, name: Two, max: 5, applies: false}]
  - {id: y, name: Y, decimals: 2, max: 10, score: 5}
"""
)
NOT_APPLYING = [
    ("x --at-least 16 --lock x.2", "--lock x.2: x.2 does not apply to the unit, so there is nothing to change"),
    ("x --at-least 16 --only x.2", "--only x.2: x.2 does not apply to the unit, so there is nothing to change"),
    ("x --at-least 16 --only y", "--only y: that is no part of x"),
    ("x.2 --at-least 1", "x.2 does not apply to the unit, so there is nothing to change"),
    ("x.2", "x.2 does not apply to the unit, so there is nothing to change"),
    ("x --at-least 16 --cost x=1 --cost x.1=2", "x.1 is part of x: give a cost for one of them"),
]


@pytest.mark.parametrize(("typed", "words"), NOT_APPLYING)
def test_what_does_not_apply_is_told_as_such(tmp_path: Path, typed: str, words: str) -> None:
    folder = str(write_plan(tmp_path, NOT_ALL_APPLY, "targets: {}\n"))
    assert parplan_here("reach", "--plan", folder, "--lang", "en", *typed.split()) == (2, "", f"parplan: error: {words}\n")


def test_a_wildcard_locks_what_applies(tmp_path: Path) -> None:
    folder = str(write_plan(tmp_path, NOT_ALL_APPLY, "targets: {}\n"))
    assert "x.1 (left as it is)" in parplan_here("reach", "x", "--at-least", "16", "--lock", "x.*", "--plan", folder, "--lang", "en").out


@pytest.mark.parametrize(("base", "words"), [("current", "left as it is"), ("plan", "as planned")])
def test_a_row_that_is_locked_has_what_the_answer_starts_from(tmp_path: Path, base: str, words: str) -> None:
    rows = "{id: x.1, name: A, max: 10, score: 5}, {id: x.2, name: B, max: 10, score: 5}"
    index = f"{{id: x, name: X, decimals: 2, max: 20, rows: [{rows}]}}"
    folder = str(write_plan(tmp_path, f"{HEAD}indices: [{index}]\n", "targets: {x.1: {planned: 1}, x.2: {planned: 2}}\n"))
    out = parplan_here("reach", "x", "--at-least", "14", "--base", base, "--lock", "x.2", "--plan", folder, "--lang", "en").out
    (line,) = (line for line in out.splitlines() if line.startswith("x.2 "))
    assert line.endswith(f" {words}")


# A mean of 8, 7 and 5 is 6.666…; what it costs has no end either.
UNEVEN = (
    HEAD
    + """\
indices:
  - id: x
    name: X
    decimals: 2
    max: 20
    rows:
      - id: x.1
        name: One
        max: 10
        aggregate: mean
        parts: [{id: x.1.a, name: A, max: 10, score: 8}, {id: x.1.b, name: B, max: 10, score: 7}, {id: x.1.c, name: C, max: 10, score: 5}]
      - {id: x.2, name: Two, max: 10, score: 6}
"""
)


@pytest.mark.parametrize(("lang", "words"), [("en", "costs 0.3333 in all"), ("vi", "tổng chi phí 0,3333")])
def test_a_cost_without_end_is_told_with_few_digits(tmp_path: Path, lang: str, words: str) -> None:
    folder = str(write_plan(tmp_path, UNEVEN, "targets: {}\n"))
    asked = ("x", "--at-least", "13", "--by", "cheapest", "--cost", "x.1=1", "--cost", "x.2=5")
    out = parplan_here("reach", *asked, "--plan", folder, "--lang", lang).out
    assert f"  {words}\n" in out
    assert re.search(r"^x .* 13[.,]00 ", out, re.MULTILINE)


@pytest.mark.parametrize(("typed", "code", "words"), IN_GAPS)
def test_plans_with_gaps(parplan: Parplan, tmp_path: Path, typed: str, code: int, words: str) -> None:
    folder = write_plan(tmp_path, f"{HEAD}{GAPS}", "targets: {}\n")
    ran = parplan("reach", "--plan", str(folder), "--lang", "en", *typed.split())
    assert (ran.code, ran.err) == (code, words)
    assert (ran.out == "") == (code == 2)


def test_csv_is_for_machines(parplan: Parplan) -> None:
    ran = parplan("reach", "par", "--at-least", "85", "--format", "csv", "--lang", "vi")
    records = {record["id"]: record for record in csv.DictReader(io.StringIO(ran.out))}
    assert list(records) == [f"par.{n}" for n in range(1, 9)] + ["par"]
    assert (records["par"]["score"], records["par"]["change"], records["par"]["projected"]) == ("77.55", "7.45", "85.00")


def test_markdown(parplan: Parplan) -> None:
    out = parplan("reach", "papi", "--at-least", "43.44", "--format", "markdown", "--lang", "en").out
    assert "| Id | Row | Score | Change | Projected | Max | Of headroom |" in out
    assert "| **papi** | **Total** | 38.80 | +4.64 | 43.44 | 80.00 | 11.3% |" in out


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("width", [80, 100, 120])
@pytest.mark.parametrize("typed", ["par --at-least 85", "par --at-least 99 --lock par.7.admin", "par.8 --by cheapest --cost par.8.*=1.5"])
def test_tables_fit_their_width(parplan: Parplan, monkeypatch: pytest.MonkeyPatch, typed: str, width: int, lang: str) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    out = parplan("reach", "--lang", lang, *typed.split()).out
    assert max(len(line) for line in out.splitlines()) <= width
    assert "…" not in out


def test_the_other_places_of_a_fact_are_told_where_they_move(parplan: Parplan) -> None:
    assert "  par.8.sipas is also sipas: 7.43 → 8.37\n" in parplan("reach", "par.8", "--at-least", "13.05", "--lang", "en").out
    still = parplan(
        "reach", "par", "--at-least", "78", "--by", "cheapest", "--cost", "par.8.sipas=2", "--cost", "par.1=1", "--lang", "en"
    ).out
    assert "is also sipas" not in still


# Saving: what is worked out, projected, reaches the goal.
SAVED = [
    "par --at-least 85 --base plan",
    "par --at-least 85",
    "papi --base plan",
    "par --at-least 85 --step 0.25 --lock par.7.admin --max-share 60%",
    "par.8 --at-least 13.05",
    "par --at-least 85 --by fewest",
    "par --at-least 80 --by cheapest --cost par.*=2 --cost par.1=1.5",
    "sipas --at-least 8",
]


@pytest.mark.parametrize("typed", SAVED)
def test_what_is_saved_reaches_the_goal(parplan: Parplan, tmp_path: Path, typed: str) -> None:
    file = tmp_path / "saved.yaml"
    wanted = reach_json(parplan, typed)
    goal = f"{wanted['goal']['id']}={wanted['goal']['at_least']}"
    ran = parplan("reach", *typed.split(), "--save", str(file), "--lang", "en")
    assert (ran.code, ran.err) == (0, f"parplan: the scenario is saved in {file}\n")
    landed = parplan("project", "--plan", str(DATA), "--scenario", str(file), "--fail-under", goal, "--format", "csv")
    assert (landed.code, landed.err) == (0, "")
    rows = {record["id"]: record["projected"] for record in csv.DictReader(io.StringIO(landed.out))}
    assert {row["id"]: Decimal(rows[row["id"]]) for row in wanted["rows"]} == {row["id"]: row["projected"] for row in wanted["rows"]}


@pytest.mark.parametrize("typed", [*SAVED[1:], "par --at-least 85 --basis corrected", "papi"])  # the first changes nothing
def test_the_call_that_is_saved_saves_the_same(parplan: Parplan, tmp_path: Path, typed: str) -> None:
    one, other = tmp_path / "one.yaml", tmp_path / "other.yaml"
    assert parplan("reach", *typed.split(), "--save", str(one), "--lang", "en").code == 0
    (call,) = {change["because"]["en"] for change in yaml.safe_load(one.read_text(encoding="utf-8"))["changes"]}
    words = shlex.split(call.removeprefix("Worked out by parplan ").removesuffix("."))
    assert parplan(*words, "--save", str(other), "--lang", "en").code == 0
    assert other.read_text(encoding="utf-8") == one.read_text(encoding="utf-8")


def three(ident: str) -> str:
    return ", ".join(f"{{id: {ident}.{part}, name: {part}, max: 10, score: 2}}" for part in "abc")


MEAN_OF_THREE = (
    f"{{id: x.1, name: One, max: 10, score: 2, aggregate: mean, parts: [{three('x.1')}]}}, {{id: x.2, name: Two, max: 10, score: 3}}"
)
THREE = "{id: x.3, name: Three, max: 10, score: 1}"
TWICE = f"{{id: x.1, name: One, max: 5, score: 2}}, {{id: x.2, name: Two, max: 5, score: 2, same_as: x.1}}, {THREE}"
PLAIN = "{id: x.1, name: One, max: 5, score: 2}, {id: x.2, name: Two, max: 5, score: 3}"
NEARLY_FULL = f"{{id: x.1, name: One, max: 10, score: 9.5, parts: [{three('x.1')}]}}"
# What x is made of, what is planned, what is typed.
ELSEWHERE = [
    (MEAN_OF_THREE, "x.1.a: {planned: 1}", "x --at-least 7 --base plan"),  # a third of a point has no last digit
    (MEAN_OF_THREE, "", "x --at-least 7 --only x.1.a"),
    (MEAN_OF_THREE, "", "x --basis parts --at-least 7"),
    (TWICE, "", "x --at-least 6.01"),
    (TWICE, "", "x --at-least 6.03"),
    (TWICE, "", "x --at-least 6 --by fewest --lock x.3"),
    (TWICE, "", "x --at-least 6 --by cheapest --cost x.1=1 --cost x.3=2"),
    (NEARLY_FULL, "", "x.1 --at-least 10 --only x.1.a"),
    (PLAIN, "x: {planned: 2}, x.1: {planned: 1}", "x --at-least 8 --base plan --only x.1"),
]


@pytest.mark.parametrize(("rows", "targets", "typed"), ELSEWHERE)
def test_what_is_saved_lands_where_it_says_on_other_plans(parplan: Parplan, tmp_path: Path, rows: str, targets: str, typed: str) -> None:
    index = f"{{id: x, name: X, decimals: 2, max: 20, score: 5, rows: [{rows}]}}"
    folder = write_plan(tmp_path / "plan", f"{HEAD}indices:\n  - {index}\n", f"targets: {{{targets}}}\n")
    file = tmp_path / "saved.yaml"
    wanted = reach_json(parplan, f"{typed} --plan {folder}")
    goal = f"{wanted['goal']['id']}={wanted['goal']['at_least']}"
    assert parplan("reach", *typed.split(), "--plan", str(folder), "--save", str(file)).code == 0
    basis = "parts" if "--basis" in typed else "printed"
    landed = parplan("project", "--plan", str(folder), "--basis", basis, "--scenario", str(file), "--fail-under", goal, "--format", "csv")
    assert (landed.code, landed.err) == (0, "")
    totals = [record["projected"] for record in csv.DictReader(io.StringIO(landed.out)) if record["id"] == wanted["goal"]["id"]]
    assert [Decimal(total) for total in totals] == [wanted["total"]]


def test_rows_above_the_goal_have_limits_too(parplan: Parplan, tmp_path: Path) -> None:
    """x.1 can gain half a point, so its part cannot gain more: what is worked out must be something that can be projected."""
    index = f"{{id: x, name: X, decimals: 2, max: 20, score: 5, rows: [{NEARLY_FULL}]}}"
    folder = write_plan(tmp_path, f"{HEAD}indices:\n  - {index}\n", "targets: {}\n")
    payload = reach_json(parplan, f"x.1.a --at-least 4 --plan {folder}", code=1)
    assert (payload["total"], payload["rows"][0]["bound"]) == (Decimal("2.50"), "row-above")


def test_what_is_out_of_reach_is_not_saved(parplan: Parplan, tmp_path: Path) -> None:
    file = tmp_path / "saved.yaml"
    ran = parplan("reach", "par", "--at-least", "101", "--save", str(file), "--lang", "en")
    assert (ran.code, ran.err) == (1, "parplan: not saved: the goal is out of reach\n")
    assert ran.out != ""
    assert not file.exists()


PCI = str(ROOT / "tests" / "published" / "pci-2019-thanh-hoa")


@pytest.mark.parametrize("step", ["0.0003", "0.01", "0.03", "0.25", "1"])
@pytest.mark.parametrize("by", BYS)
def test_a_weighted_index_of_ten_rows(parplan: Parplan, by: str, step: str) -> None:
    """Weights of 5, 10 and 20 in 100, times 10: a point of a row is worth 0.5, 1 or 2 points of the index."""
    prices = ("1.13", "2", "3.1", "1.9", "2.7", "2", "1.71", "8.3", "8.31", "2")
    costs = [f"--cost=pci.{n}={price}" for n, price in enumerate(prices, 1)]
    ran = parplan("reach", "pci", "--plan", PCI, "--at-least", "80.01", "--by", by, "--step", step, *costs, "--format", "json")
    assert ran.code == 0
    payload = json.loads(ran.out, parse_float=Decimal)
    assert Decimal("80.01") <= payload["total"] < Decimal("80.01") + 2 * Decimal(step)


BY_TEN = [f"--cost=pci.{n}={price}" for n, price in enumerate(("1.13", "2", "3.1", "1.9", "2.7", "2", "1.71", "8.3", "8.31", "2"), 1)]
IN_WHOLE = ["reach", "pci", "--plan", PCI, "--at-least", "70", "--by", "cheapest", "--step", "1", *BY_TEN]


def test_a_limit_is_held_to_the_last_unit() -> None:
    # 4 a + 6 b <= 21 in whole numbers: a + b is 5 at most (5, 0), and a + 3 b is 9 (0, 3).
    limit = ([Fraction(4), Fraction(6)], Fraction(21))
    assert solver.least([[(0, 5)], [(0, 5)]], [limit], [Fraction(-1), Fraction(-1)]) == [5, 0]
    assert solver.least([[(0, 5)], [(0, 5)]], [limit], [Fraction(-1), Fraction(-3)]) == [0, 3]


def without_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ortools.sat.python", None)


def test_without_the_solver_the_answer_reaches_the_goal_and_says_what_it_may_miss(
    parplan: Parplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    best = json.loads(parplan(*IN_WHOLE, "--format", "json").out, parse_float=Decimal)
    without_solver(monkeypatch)
    ran = parplan(*IN_WHOLE, "--format", "json", "--lang", "en")
    said = "parplan: a better answer may exist; to find the best one, install parplan with the extra “solver” (see README, Install)\n"
    assert (ran.code, ran.err) == (0, said)
    greedy = json.loads(ran.out, parse_float=Decimal)
    assert (best["proven"], greedy["proven"]) == (True, False)
    assert min(best["total"], greedy["total"]) >= 70
    assert (best["cost"], greedy["cost"]) == (Decimal("7.33"), Decimal("9.30"))
    foot = "  perhaps not the best answer: rows count differently, and not every combination was considered\n"
    assert foot in parplan(*IN_WHOLE, "--lang", "en").out


def test_rows_that_count_alike_need_no_solver(parplan: Parplan, monkeypatch: pytest.MonkeyPatch) -> None:
    without_solver(monkeypatch)
    for by in BYS:
        ran = parplan("reach", "par", "--at-least", "85", "--by", by, "--cost", "par.*=2", "--cost", "par.1=1", "--format", "json")
        assert (ran.code, ran.err, json.loads(ran.out)["proven"]) == (0, "", True)


# Small plans, and every answer there is.


class Small(NamedTuple):
    """An index x as plain data, and the goal; points come in steps of a half."""

    top: dict[str, Any]
    at_least: Decimal
    max_share: Decimal | None
    costs: dict[str, Decimal]


STEP = Fraction(1, 2)


@st.composite
def _row(draw: st.DrawFn, ident: str, depth: int) -> dict[str, Any]:
    most = draw(st.integers(1, 3 if depth == 0 else 6))
    row: dict[str, Any] = {"id": ident, "name": ident, "max": str(most), "score": f"{Decimal(draw(st.integers(0, 2 * most))) / 2:f}"}
    row["weight"] = str(draw(st.sampled_from([1, 1, 2, 3])))
    if draw(st.integers(0, 7)) == 7:
        row["bonus"] = "true"
    if depth and draw(st.booleans()):
        row |= draw(_made_of())
        row["parts"] = [draw(_row(f"{ident}.{n}", depth - 1)) for n in range(1, draw(st.integers(1, 2)) + 1)]
    return row


def _made_of() -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries(
        {"aggregate": st.sampled_from(["sum", "mean", "weighted"]), "scale": st.sampled_from(["1", "1", "2", "0.5"])}
    )


@st.composite
def smalls(draw: st.DrawFn) -> Small:
    rows = [draw(_row(f"x.{n}", 1)) for n in range(1, draw(st.integers(1, 3)) + 1)]
    most = draw(st.integers(2, 12))
    score = Decimal(draw(st.integers(0, most))) / 2
    index = {"id": "x", "name": "x", "decimals": "1", "max": str(most), "score": f"{score:f}", **draw(_made_of()), "rows": rows}
    costs = {leaf["id"]: Decimal(draw(st.integers(0, 6))) for leaf in leaves(index)}
    return Small(
        index, score + Decimal(draw(st.integers(1, 16))) / 4, draw(st.sampled_from([None, None, Decimal("0.5"), Decimal("0.75")])), costs
    )


def below(row: dict[str, Any]) -> list[dict[str, Any]]:
    return [*row.get("rows", ()), *row.get("parts", ())]


def leaves(row: dict[str, Any]) -> list[dict[str, Any]]:
    return [leaf for child in below(row) for leaf in leaves(child)] if below(row) else [row]


def left(row: dict[str, Any]) -> Fraction:
    """What a row can gain: to its maximum, and the bonus rows on top, at whatever depth."""
    return max(Fraction(row["max"]) - Fraction(row["score"]) + lifted(row), Fraction(0))


def lifted(row: dict[str, Any]) -> Fraction:
    """How far above its maximum a row can get."""
    each = factors(row) if below(row) else []
    return sum((factor * (Fraction(child["max"] if "bonus" in child else 0) + lifted(child)) for factor, child in each), Fraction(0))


def factors(row: dict[str, Any]) -> list[tuple[Fraction, dict[str, Any]]]:
    """What a point of each part is worth in its row, from the definition."""
    regular = [child for child in below(row) if "bonus" not in child]
    weights = {child["id"]: Fraction(child["weight"] if row["aggregate"] == "weighted" else 1) for child in below(row)}
    by = Fraction(1) if row["aggregate"] == "sum" or not regular else sum((weights[child["id"]] for child in regular), Fraction(0))
    return [(Fraction(1) if "bonus" in child else Fraction(row["scale"]) * weights[child["id"]] / by, child) for child in below(row)]


def gain(row: dict[str, Any], of: Mapping[str, Fraction]) -> Fraction | None:
    """What a row gains when its leaves do; None where that passes a limit."""
    total = of.get(row["id"], Fraction(0))
    for factor, child in factors(row) if below(row) else ():
        part = gain(child, of)
        if part is None:
            return None
        total += factor * part
    return total if total <= left(row) else None


def filled(row: dict[str, Any], level: Fraction, most: Fraction) -> Fraction:
    """What a row gains when every leaf below it brings a level of its headroom, up to the most, and every row up to its limit."""
    if not below(row):
        return min(level, most) * left(row)
    return min(sum((factor * filled(child, level, most) for factor, child in factors(row)), Fraction(0)), left(row))


def answers(small: Small) -> Iterator[dict[str, Fraction]]:
    """Every answer within its limits, whatever it reaches."""
    most = Fraction(1 if small.max_share is None else small.max_share)
    rooms = {leaf["id"]: int(left(leaf) * most / STEP) for leaf in leaves(small.top)}
    for steps in itertools.product(*(range(room + 1) for room in rooms.values())):
        answer = {ident: count * STEP for ident, count in zip(rooms, steps, strict=True)}
        if gain(small.top, answer) is not None:
            yield answer


def worked_out(small: Small, by: By, step: Decimal | None = Decimal("0.5")) -> Reach:
    plan = check_text({"indicators": as_text({"plan": ABOUT, "indices": [small.top]}), "targets": "targets: {}"}).plan
    assert plan is not None
    on = Baseline(plan)
    start = project(on, "current")
    assert isinstance(start, Projection)
    ids = frozenset(leaf["id"] for leaf in leaves(small.top))
    result = reach(on, Wish("x", small.at_least, by, frozenset(), ids, small.max_share, step, small.costs), start)
    assert isinstance(result, Reach)
    return result


def share(small: Small, answer: Mapping[str, Fraction]) -> Fraction:
    return max((answer[leaf["id"]] / left(leaf) for leaf in leaves(small.top) if left(leaf)), default=Fraction(0))


def rows(small: Small, answer: Mapping[str, Fraction]) -> Fraction:
    return Fraction(sum(answer[leaf["id"]] > 0 for leaf in leaves(small.top)))


def cost(small: Small, answer: Mapping[str, Fraction]) -> Fraction:
    return sum((Fraction(small.costs[ident]) * change for ident, change in answer.items()), Fraction(0))


MEASURES = {"even": share, "fewest": rows, "cheapest": cost}


def made(at_least: str, costs: str, index: str, *below_it: str) -> Small:
    """A small plan in few words: `key:value …` of the index, then of its rows; a part's id has a dot more."""

    def record(text: str) -> dict[str, Any]:
        return {"weight": "1", "aggregate": "sum", "scale": "1"} | dict(pair.split(":") for pair in text.split())

    top = record(index) | {"id": "x", "name": "x", "decimals": "1", "rows": []}
    for text in below_it:
        row = record(text)
        row["name"] = row["id"]
        if row["id"].count(".") > 1:
            top["rows"][-1].setdefault("parts", []).append(row)
        else:
            top["rows"].append(row)
    ids = [leaf["id"] for leaf in leaves(top)]
    return Small(top, Decimal(at_least), None, dict(zip(ids, map(Decimal, costs.split()), strict=True)))


# A point of one row counts a quarter, of the other three quarters: half a point is an eighth of a point.
UNLIKE = made("1", "1 2", "max:4 score:0 aggregate:weighted", "id:x.1 max:3 score:0", "id:x.2 max:3 score:0 weight:3")
# A row above is full, and the parts that fill it count differently: the steps that fit best are not those that come first.
MEAN = made(
    "2",
    "0 2",
    "max:2 score:1.5 aggregate:mean",
    "id:x.1 max:1 score:0 aggregate:weighted",
    "id:x.1.1 max:2 score:1",
    "id:x.1.2 max:3 score:1.5 weight:3",
)
CAPPED = made(
    "1",
    "3 4 6",
    "max:1 score:0",
    "id:x.1 max:3 score:2",
    "id:x.2 max:5 score:0 aggregate:mean",
    "id:x.2.1 max:3 score:1.5 weight:3",
    "id:x.2.2 max:3 score:0.5 weight:2",
)
BONUS = made("5", "1 1", "max:4 score:3 aggregate:mean scale:2", "id:x.1 max:1 score:0.5 bonus:true", "id:x.2 max:3 score:2 weight:3")
DOUBLED = made(
    "1",
    "0 1 3",
    "max:1 score:0",
    "id:x.1 max:1 score:0 weight:1",
    "id:x.2 max:1 score:0 aggregate:weighted scale:2 weight:2",
    "id:x.2.1 max:3 score:0.5",
    "id:x.2.2 max:2 score:1 weight:3",
)._replace(max_share=Decimal("0.5"))


@pytest.mark.parametrize("by", BYS)
@example(UNLIKE)
@example(MEAN)
@example(CAPPED)
@example(BONUS)
@example(DOUBLED)
@given(smalls())
def test_no_answer_is_better(by: By, small: Small) -> None:
    assume(len(leaves(small.top)) <= 5)
    result = worked_out(small, by)
    needed = Fraction(small.at_least) - Fraction(small.top["score"])
    every = [(answer, gain(small.top, answer) or Fraction(0)) for answer in answers(small)]
    enough = [answer for answer, total in every if total >= needed]
    given_answer = {effort.id: Fraction(effort.change) for effort in result.rows}
    answer = {leaf["id"]: given_answer.get(leaf["id"], Fraction(0)) for leaf in leaves(small.top)}
    total = gain(small.top, answer)
    most = Fraction(1 if small.max_share is None else small.max_share)
    assert total is not None, "within the limits of every row"
    assert share(small, answer) <= most
    assert result.feasible == bool(enough)
    if enough:
        assert total >= needed
        assert MEASURES[by](small, answer) == min(MEASURES[by](small, other) for other in enough)
    else:
        assert total == max(other for _, other in every)


@pytest.mark.parametrize("by", BYS)
@given(smalls())
def test_without_the_solver_an_answer_is_within_its_limits_and_says_if_another_may_be_better(by: By, small: Small) -> None:
    assume(len(leaves(small.top)) <= 5)
    with pytest.MonkeyPatch.context() as monkeypatch:
        without_solver(monkeypatch)
        result = worked_out(small, by)
    best = worked_out(small, by)
    answers = [{effort.id: Fraction(effort.change) for effort in each.rows} for each in (result, best)]
    wanted, found = ({leaf["id"]: each.get(leaf["id"], Fraction(0)) for leaf in leaves(small.top)} for each in answers)
    assert gain(small.top, wanted) is not None
    assert best.unproven is None
    assert result.unproven in {None, "no-solver"}
    if result.unproven is None:
        assert result.feasible == best.feasible
        assert not result.feasible or MEASURES[by](small, wanted) == MEASURES[by](small, found)


# Scores with more digits than the index prints: the first step of a row is the rest up to a digit of the index.
BETWEEN_DIGITS = [
    (made("2.15", "1", "max:9 score:2.123", "id:x.1 max:9 score:2.123"), ["0.077"]),
    (made("2.2", "1", "max:9 score:2.123", "id:x.1 max:9 score:2.123"), ["0.077"]),
    (made("2.21", "1", "max:9 score:2.123", "id:x.1 max:9 score:2.123"), ["0.177"]),
    # 0.1 is enough; 0.07 of one and 0.04 of the other bring it, the smaller share of each
    (made("2.09", "1 1", "max:9 score:1.99", "id:x.1 max:2 score:1.03", "id:x.2 max:2 score:0.96"), ["0.07", "0.04"]),
]


@pytest.mark.parametrize(("small", "gains"), BETWEEN_DIGITS)
def test_a_row_between_two_digits_takes_no_step_too_many(small: Small, gains: list[str]) -> None:
    assert [row.change for row in worked_out(small, "even", None).rows] == list(map(Decimal, gains))


@pytest.mark.parametrize("by", BYS)
@given(
    st.lists(st.tuples(st.integers(1, 100), st.integers(0, 4)), min_size=1, max_size=3), st.integers(1, 150), st.sampled_from(["1.5", "9"])
)
def test_no_answer_is_better_between_two_digits(by: By, drawn: list[tuple[int, int]], missing: int, most: str) -> None:
    rows = [f"id:x.{n} max:1 score:{cents(score)}" for n, (score, _) in enumerate(drawn, 1)]
    costs = " ".join(str(cost) for _, cost in drawn)
    start = sum(score for score, _ in drawn)
    small = made(cents(start + missing), costs, f"max:{most} score:{cents(start)}", *rows)
    assume(start <= Decimal(most) * 100)
    every = itertools.product(*([Fraction(0), *on_tenths(row)] for row in leaves(small.top)))
    answers = [dict(zip((row["id"] for row in leaves(small.top)), gains, strict=True)) for gains in every]
    within = {n: total for n, answer in enumerate(answers) if (total := gain(small.top, answer)) is not None}
    enough = [answers[n] for n, total in within.items() if total >= Fraction(missing, 100)]
    result = worked_out(small, by, None)
    answer = {effort.id: Fraction(effort.change) for effort in result.rows}
    assert result.feasible == bool(enough)
    if enough:
        assert answer in enough
        assert MEASURES[by](small, answer) == min(MEASURES[by](small, other) for other in enough)
    else:
        assert gain(small.top, answer) == max(within.values())


def on_tenths(row: dict[str, Any]) -> list[Fraction]:
    """What a row can gain to end on a tenth, up to its maximum."""
    score = Fraction(row["score"])
    ends = [Fraction(tenth, 10) for tenth in range(11)]
    return [end - score for end in ends if score < end <= Fraction(row["max"])]


def test_what_the_solver_cannot_prove_is_told(parplan: Parplan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solver, "LARGEST", 100)  # no figure is as long as that
    ran = parplan(*IN_WHOLE, "--format", "json")
    assert (ran.code, ran.err, json.loads(ran.out)["proven"]) == (0, "", False)


def test_a_fact_that_counts_twice_fills_a_limit_first(parplan: Parplan, tmp_path: Path) -> None:
    """x.1 has room for 2 points: of x.1.a, which is in the total twice, they are worth four; even shares bring three."""
    parts = "{id: x.1.a, name: A, max: 5, score: 1}, {id: x.1.b, name: B, max: 5, score: 1}"
    rows = f"{{id: x.1, name: One, max: 4, score: 2, parts: [{parts}]}}, {{id: x.2, name: A, max: 9, score: 1, same_as: x.1.a}}"
    index = f"{{id: x, name: X, decimals: 2, max: 20, score: 3, rows: [{rows}]}}"
    folder = write_plan(tmp_path, f"{HEAD}indices:\n  - {index}\n", "targets: {}\n")
    payload = reach_json(parplan, f"x --plan {folder} --at-least 7 --only x.1.*")
    assert (changes(payload), payload["share"]) == ({"x.1.a": "2.00"}, None)


@given(smalls())
def test_the_even_share_is_the_smallest_that_is_enough(small: Small) -> None:
    result = worked_out(small, "even")
    needed = Fraction(small.at_least) - Fraction(small.top["score"])
    most = Fraction(1 if small.max_share is None else small.max_share)
    assume(filled(small.top, Fraction(1), most) >= needed)
    assert result.share is not None
    level, little = Fraction(result.share), Fraction(1, 10**20)
    assert filled(small.top, level + little, most) >= needed
    assert filled(small.top, level - little, most) < needed


@given(smalls(), st.data())
def test_more_headroom_never_makes_a_goal_harder(small: Small, drawn: st.DataObject) -> None:
    before = worked_out(small, "even")
    drawn.draw(st.sampled_from(leaves(small.top)))["max"] = "9"
    after = worked_out(small, "even")
    if before.feasible:
        assert after.feasible
        assert (after.share or 0) <= (before.share or 0)


# Means, whose changes and targets have no end as decimals.


class Means(NamedTuple):
    """An index x that is the mean of rows; scores, increases and printed targets of the rows in hundredths of a point."""

    scores: list[int]
    planned: list[int]
    targets: list[int | None]

    def started(self, base: Base) -> tuple[Baseline, Projection]:
        rows = [{"id": f"x.{n}", "name": "Row", "max": "10", "score": cents(score)} for n, score in enumerate(self.scores, 1)]
        index = {"id": "x", "name": "X", "decimals": "2", "max": "10", "aggregate": "mean", "rows": rows}
        goals = {
            f"x.{n}": {"planned": cents(planned)} | ({} if target is None else {"target": cents(target)})
            for n, (planned, target) in enumerate(zip(self.planned, self.targets, strict=True), 1)
        }
        plan = check_text({"indicators": as_text({"plan": ABOUT, "indices": [index]}), "targets": as_text({"targets": goals})}).plan
        assert plan is not None
        on = Baseline(plan)
        start = project(on, base)
        assert isinstance(start, Projection)
        return on, start


def cents(hundredths: int) -> str:
    return f"{Decimal(hundredths) / 100:f}"


@st.composite
def means(draw: st.DrawFn) -> Means:
    count = draw(st.integers(2, 7))
    several = st.lists(st.integers(0, 300), min_size=count, max_size=count)
    targets = st.lists(st.one_of(st.none(), st.integers(0, 700)), min_size=count, max_size=count)
    return Means(draw(several), draw(several), draw(targets))


@given(means(), st.sampled_from(["plan", "current"]), st.sampled_from(BYS), st.integers(-5, 300))
@example(Means([500, 500, 501], [1, 0, 0], [None] * 3), "plan", "even", 1)
def test_a_mean_takes_as_many_steps_as_it_needs(made: Means, base: Base, by: By, missing: int) -> None:
    """The sum of the rows that the goal asks for, in whole hundredths: a step fewer would not reach it."""
    on, start = made.started(base)
    count, at = len(made.scores), sum(made.scores) + (sum(made.planned) if base == "plan" else 0)
    millionths = -(-(at + missing) * 10_000 // count)  # up to the next goal that can be typed
    costs = {row.id: Decimal(1) for row in on.plan.walk() if row.id != "x"}
    result = reach(on, Wish("x", Decimal(millionths).scaleb(-6), by, step=Decimal("0.01"), costs=costs), start)
    assert isinstance(result, Reach)
    assert result.feasible
    assert steps_taken(result, start) == max(-(-millionths * count // 10_000) - at, 0)


@given(means(), st.sampled_from(["plan", "current"]))
@example(Means([500, 500, 501], [1, 0, 0], [None] * 3), "plan")
@example(Means([500, 500, 501], [1, 0, 0], [502, None, None]), "plan")
def test_a_means_own_target_takes_as_many_steps_as_it_needs(made: Means, base: Base) -> None:
    on, start = made.started(base)
    target = on.standing["x"].target
    assert target is not None
    result = reach(on, Wish("x", target, step=Decimal("0.01")), start)
    assert isinstance(result, Reach)
    rows = zip(made.scores, made.planned, made.targets, strict=True)
    aims = sum(score + planned if aim is None else aim for score, planned, aim in rows)
    at = sum(made.scores) + (sum(made.planned) if base == "plan" else 0)
    assert steps_taken(result, start) == max(aims - at, 0)


def steps_taken(result: Reach, start: Projection) -> Decimal:
    """By how many hundredths the rows end above where they start."""
    before = start.rows()
    return 100 * sum((row.projected - (before[row.id].projected or 0) for row in result.rows), Decimal(0))


def test_a_target_that_no_option_can_hold_is_left_to_the_plan(parplan: Parplan, tmp_path: Path) -> None:
    rows = ", ".join(f"{{id: x.{n}, name: Row, max: 10, score: {score}}}" for n, score in enumerate(("5.00", "5.00", "5.01"), 1))
    index = f"  - {{id: x, name: X, decimals: 2, max: 10, aggregate: mean, rows: [{rows}]}}\n"
    targets = "targets: {x.1: {planned: 0.01}, x.2: {planned: 0}, x.3: {planned: 0}}\n"
    folder = str(write_plan(tmp_path / "plan", f"{HEAD}indices:\n{index}", targets))
    file = tmp_path / "saved.yaml"
    assert parplan("reach", "x", "--plan", folder, "--save", str(file)).code == 0
    assert "Worked out by parplan reach x." in file.read_text()
    landed = parplan("project", "--plan", folder, "--scenario", str(file), "--format", "json").out
    assert json.loads(landed)["scenarios"][0]["indices"][0]["shortfall"] == 0


# Plans that nobody has put in order.


def goal_of(drawn: st.DataObject, on: Baseline, start: Projection) -> Wish:
    ids = list(on.plan.by_id)
    ident = drawn.draw(st.sampled_from(["x", "x", "y", *ids]))
    inside = st.sampled_from([ident, *on.below(on.fact[ident])])
    projected = start.rows()[ident].projected or Decimal(0)
    costs = {name: Decimal(drawn.draw(st.integers(0, 5))) / 2 for name in ids}
    return Wish(
        ident,
        Decimal(int(4 * projected) + drawn.draw(st.integers(-2, 16))) / 4,
        drawn.draw(st.sampled_from(BYS)),
        frozenset(drawn.draw(st.lists(inside, max_size=2))),
        frozenset(drawn.draw(st.lists(inside, max_size=3))),
        drawn.draw(st.sampled_from([None, Decimal("0.5"), Decimal("0.9")])),
        drawn.draw(st.sampled_from([None, Decimal("0.25"), Decimal("0.5"), Decimal("0.03")])),
        costs,
    )


def begun(data: dict[str, Any], base: Base) -> tuple[Baseline, Projection]:
    """A plan, and where it starts from, if it can."""
    plan = check_text({kind: as_text(data[kind]) for kind in ("indicators", "targets")}).plan
    assert plan is not None
    on = Baseline(plan)
    start = project(on, base)
    assume(isinstance(start, Projection))
    assert isinstance(start, Projection)
    return on, start


@given(rough() | rough(bends=True), st.sampled_from(["current", "plan"]), st.data())
def test_what_is_worked_out_lands_where_it_says(data: dict[str, Any], base: Base, drawn: st.DataObject) -> None:
    on, start = begun(data, base)
    wish = goal_of(drawn, on, start)
    # A part may make a total whole that its printed score contradicts, and so pass a limit above that.
    assume(on.bends.keys().isdisjoint(on.above(on.fact[wish.ident])))
    result = reach(on, wish, start)
    assume(not isinstance(result, Unknown))
    assert isinstance(result, Reach)
    before = start.rows()
    moved = [effort for effort in result.rows if effort.projected != before[effort.id].projected]
    landed = project(on, base, [Change("set", effort.id, effort.projected) for effort in moved])
    assert isinstance(landed, Projection), landed
    assert landed.rows()[wish.ident].projected == result.total
    assert bool(result.feasible) == (result.total is not None and result.total >= wish.points)
    assert (result.feasible is None) == (not result.feasible and bool(result.unknown))
    locked = {on.fact[place] for ident in wish.locked for place in (ident, *on.below(on.fact[ident]))}
    assert not locked & {on.fact[effort.id] for effort in moved}
    for effort in moved:
        assert effort.projected >= (before[effort.id].projected or 0)
        assert effort.max is None or effort.projected <= (on.standing[effort.id].ceiling or 0)
        assert effort.share is None or effort.share <= (wish.max_share or 1)


OPTIONS = ["--at-least", "--by", "--lock", "--only", "--max-share", "--step", "--cost", "--costs", "--base", "--save", "--format=csv"]


@given(st.lists(st.one_of(st.sampled_from(OPTIONS), st.text(st.sampled_from("par.1*=9%,-+ x\u00a0"), max_size=8)), max_size=5))
def test_whatever_is_typed_there_is_no_traceback(tmp_path_factory: pytest.TempPathFactory, typed: list[str]) -> None:
    parplan_here("reach", "par", *typed, cwd=tmp_path_factory.mktemp("typed"))


def test_a_bonus_is_headroom_of_the_total_too(tmp_path: Path) -> None:
    """3 of the 5 + 5 points that can still be scored, as `gap` has it, and not of the 5 below the maximum."""
    rows = "[{id: x.1, name: One, max: 10, score: 5}, {id: x.2, name: Bonus, bonus: true, max: 5, score: 0}]"
    indicators = HEAD + f"indices: [{{id: x, name: X, decimals: 2, max: 10, score: 5, rows: {rows}}}]\n"
    folder = write_plan(tmp_path, indicators, "targets: {x: {target: 8}}\n")
    for command in ("gap", "reach"):
        ran = parplan_here(command, "x", "--plan", str(folder), "--lang", "en")
        (total,) = [line for line in ran.out.splitlines() if "Total" in line]
        assert "30.0%" in total


@given(rough(), st.sampled_from(["current", "plan"]), st.data())
def test_fewer_rows_never_bring_more(data: dict[str, Any], base: Base, drawn: st.DataObject) -> None:
    """The most that one row without parts can bring is within what all together can."""
    on, start = begun(data, base)
    every = Wish("x", Decimal(1000), step=Decimal("0.01"))
    ends = [row for row in on.below(on.fact["x"]) if not on.shares[row]]
    few = every._replace(only=frozenset({drawn.draw(st.sampled_from(ends))}))
    found = [reach(on, wish, start) for wish in (every, few)]
    assume(not any(isinstance(each, Unknown) for each in found))
    totals = [each.total for each in found if isinstance(each, Reach) and each.total is not None]
    assert totals == sorted(totals, reverse=True)


def test_a_row_that_stands_in_another_too_is_not_raised_twice(parplan: Parplan, tmp_path: Path) -> None:
    """a.1 has room for 24.20, of which a.2 fills 15.77, which counts in a twice: together 52 points and no more."""
    parts = "{id: a.1.1, name: P, max: 12, score: 3.57}, {id: a.1.2, name: Q, max: 20, score: 4.23, same_as: a.2}"
    rows = f"{{id: a.1, name: One, max: 32, score: 7.80, parts: [{parts}]}}, {{id: a.2, name: Two, max: 20, score: 4.23}}"
    index = f"  - {{id: a, name: A, decimals: 2, max: 60, score: 12.03, rows: [{rows}]}}\n"
    folder = str(write_plan(tmp_path, f"{HEAD}indices:\n{index}", "targets: {}\n"))
    far = parplan("reach", "a", "--plan", folder, "--at-least", "55", "--format", "json")
    out_of_reach = json.loads(far.out, parse_float=Decimal)
    assert (far.code, out_of_reach["feasible"], out_of_reach["total"]) == (1, False, Decimal("52.00"))
    found = changes(reach_json(parplan, f"a --plan {folder} --at-least 30"))
    assert {"a.1"}.isdisjoint(found)
    assert Decimal(found["a.1.1"]) + 2 * Decimal(found["a.1.2"]) >= Decimal("17.97")
