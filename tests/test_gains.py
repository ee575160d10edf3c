"""Which changes of a table count as gains of a year, and whose history `realism` measures by."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from conftest import Parplan
from helpers_cli import HEAD, write_plan
from parplan.model.plan import Plan
from reading import check_text, read_panel

INDICATORS = (
    "indices:\n  - {id: x, name: X, decimals: 2, max: 20, score: 6, rows: "
    "[{id: x.1, name: One, max: 10, score: 3}, {id: x.2, name: Two, max: 10, score: 3}]}\n"
)
GOALS = "targets:\n  x: {planned: 3}\n  x.1: {planned: 1}\n"


def plan_of(indicators: str = HEAD + INDICATORS) -> Plan:
    plan = check_text({"indicators": indicators, "targets": GOALS}).plan
    assert plan is not None
    return plan


def gains(table: str, ident: str, plan: Plan) -> str:
    """The gains of a row, unit by unit and year by year."""
    panel = read_panel(table.encode(), "t.csv", plan).made
    assert panel is not None
    return ", ".join(f"{gain.unit} {gain.year} {gain.change}" for gain in panel.gains(ident))


# what it is, the table, the row, its gains
COUNTED = [
    ("ranked in both years", "unit,year,x,x.1\nA,2021,5,2\nA,2022,6,3\n", "x.1", "A 2022 1"),
    ("a row alone in the first year", "unit,year,x,x.1\nA,2021,,2\nA,2022,6,3\nB,2021,5,2\nB,2022,6,3\n", "x.1", "B 2022 1"),
    ("a row alone in the second year", "unit,year,x,x.1\nA,2021,5,2\nA,2022,,3\nB,2021,5,2\nB,2022,6,3\n", "x.1", "B 2022 1"),
    ("a table without totals", "unit,year,x.1\nA,2021,2\nA,2022,3\n", "x.1", "A 2022 1"),
    ("a year without any total", "unit,year,x,x.1\nA,2021,,2\nA,2022,6,3\n", "x.1", "A 2022 1"),
    ("the total itself", "unit,year,x,x.1\nA,2021,5,2\nA,2022,6,3\nB,2022,6,3\n", "x", "A 2022 1"),
]


@pytest.mark.parametrize(("table", "ident", "expected"), [case[1:] for case in COUNTED], ids=[case[0] for case in COUNTED])
def test_gains_of_ranked_units_count(table: str, ident: str, expected: str) -> None:
    assert gains(table, ident, plan_of()) == expected


LONG = "unit,year,x,x.1\n" + "".join(f"A,{year},{5 + at},{2 + at}\n" for at, year in enumerate((2019, 2020, 2021, 2022, 2023)))

# what is said of the plan, of the index, of the row; the gains of the row: those of years that do not compare are missing
APART = [
    ("", "", "", "A 2020 1, A 2021 1, A 2022 1, A 2023 1"),
    ("", "comparable: false, ", "", "A 2020 1, A 2021 1, A 2023 1"),
    ("", "", "comparable: false, ", "A 2020 1, A 2021 1, A 2023 1"),
    ("compared_with: 2020, ", "comparable: false, ", "", "A 2020 1, A 2023 1"),  # somewhere between 2020 and 2022
]


@pytest.mark.parametrize(("about", "index", "row", "expected"), APART)
def test_years_that_do_not_compare_gain_nothing(about: str, index: str, row: str, expected: str) -> None:
    head = HEAD.replace("target_year", f"{about}target_year")
    indicators = INDICATORS.replace("max: 20", f"{index}max: 20").replace("name: One, ", f"name: One, {row}")
    assert gains(LONG, "x.1", plan_of(head + indicators)) == expected


# Through the command line.


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a plan, and room for what lies beside it."""
    write_plan(tmp_path / "plan", HEAD + INDICATORS, GOALS)
    (tmp_path / "plan" / "peers").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def answered(parplan: Parplan, typed: str) -> Any:
    ran = parplan(*typed.split(), "--plan", "plan", "--format", "json", "--lang", "en")
    assert (ran.code, ran.err) == (0, "")
    return json.loads(ran.out, parse_float=Decimal, parse_int=Decimal)


def past(parplan: Parplan, ident: str, typed: str = "realism") -> Any:
    (index,) = answered(parplan, typed)["indices"]
    return next(row["past"] for row in index["rows"] if row["id"] == ident)


TWO_YEARS = "unit,year,x\nA,2021,5\nA,2022,7\nB,2021,5\nB,2022,6\n"
PUBLISHED = "name: All\nyear: 2022\nranked: 2\nsource: a report\ngains: {{first: {first}, last: {last}, rows: {{x: {{largest: 9}}}}}}\n"

# the years of the published history, the largest gain that counts, where it is from
BOTH = [
    (2021, 2022, "2", "peers/t.csv, 2021–2022"),  # as long as the table's, which knows who it was
    (2020, 2022, "9", "a report"),
    (2019, 2020, "2", "peers/t.csv, 2021–2022"),
]


@pytest.mark.parametrize(("first", "last", "largest", "source"), BOTH)
def test_the_longest_history_counts(parplan: Parplan, folder: Path, first: int, last: int, largest: str, source: str) -> None:
    (folder / "plan" / "peers" / "t.csv").write_text(TWO_YEARS, encoding="utf-8")
    (folder / "plan" / "peers" / "a.yaml").write_text(PUBLISHED.format(first=first, last=last), encoding="utf-8")
    found = past(parplan, "x")
    assert (found["largest"], found["source"]) == (Decimal(largest), source)


def test_what_the_unit_itself_gained_was_gained(parplan: Parplan, tmp_path: Path) -> None:
    """By results.yaml it gained 1.5 once, and nobody in the table more than 0.5: 1.0 is rare, not never done."""
    folder = write_plan(tmp_path / "plan", HEAD.replace("2023}", "2023, unit: U}") + INDICATORS, GOALS)
    (folder / "results.yaml").write_text(
        "plan: example\nresults:\n  - {year: 2021, layer: published, source: s, scores: {x.1: 1.5}}\n", encoding="utf-8"
    )
    (folder / "t.csv").write_text("unit,year,x.1\nU,2022,3\nV,2021,1\nV,2022,1.5\n", encoding="utf-8")
    ran = parplan("realism", "x.1", "--peers", str(folder / "t.csv"), "--plan", str(folder), "--format", "json")
    (row,) = json.loads(ran.out, parse_float=Decimal)["indices"][0]["rows"]
    assert (row["own"], row["past"]["largest"], row["verdict"]) == (Decimal("1.5"), Decimal("0.5"), "rare")
