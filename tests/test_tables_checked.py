"""What tables of peers say, held against themselves and against the plan: sums, the own unit's line, ranks, rows, excerpts."""

import csv
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from conftest import Parplan
from helpers_cli import DATA, write_plan
from parplan.model.plan import Plan
from parplan.points import Lang
from reading import check_text, load_plan, read_panel

HEAD = "plan: {id: example, name: Example, year: 2022, target_year: 2023, unit: A}\nindices:\n"
SUM = "  - {id: x, name: X, decimals: 2, max: 20, rows: [{id: x.1, name: One, max: 10}, {id: x.2, name: Two, max: 10}]}\n"
MEAN = SUM.replace("decimals: 2,", "decimals: 2, aggregate: mean,")
WEIGHTED = (
    "  - {id: x, name: X, decimals: 2, aggregate: weighted, rows: [{id: x.1, name: One, weight: 1}, {id: x.2, name: Two, weight: 3}]}\n"
)
BONUS = "  - {id: x, name: X, decimals: 2, rows: [{id: x.1, name: One}, {id: x.2, name: Bonus, bonus: true}]}\n"
DEEP = (
    "  - {id: x, name: X, decimals: 2, rows: [{id: x.1, name: One, parts: [{id: a, name: A}, {id: b, name: B}]}, {id: x.2, name: Two}]}\n"
)


def plan_of(rows: str) -> Plan:
    plan = check_text({"indicators": HEAD + rows, "targets": "targets: {}\n"}).plan
    assert plan is not None
    return plan


def found(rows: str, table: str, lang: Lang = "en") -> list[str]:
    """What the rules of this page find: line and column, code, row, and words."""
    findings = read_panel(table.encode(), "t.csv", plan_of(rows)).findings
    return [f"{it.span.line}:{it.span.column} {it.code} {it.path}: {it.message.say(lang)}" for it in findings if it.code > "P835"]


def broken(total: str, total_of_rows: str, apart: str, most: str) -> str:
    return f"the rows total {total_of_rows}, but the table has {total} (difference {apart}; rounding explains at most {most})"


ROWS = "unit,year,x,x.1,x.2\n"
OFF = broken("7.00", "7.02", "0.02", "0.015")

# what it is, the plan's rows, the table, what is found
SUMS = [
    ("they add up", SUM, ROWS + "B,2022,7.00,3.01,3.99\n", []),
    ("as far as rounding goes", SUM, ROWS + "B,2022,7.00,3.01,4.00\n", []),
    ("to its very end", SUM, ROWS + "B,2022,7.000,3.005,4.010\n", []),
    ("beyond rounding", SUM, ROWS + "B,2022,7.00,3.02,4.00\n", [f"2:8 P840 x: {OFF}"]),
    ("with fewer digits rounding explains more", SUM, ROWS + "B,2022,7.0,3.1,4.0\nC,2022,7.2,3.1,4.0\n", []),
    ("but not everything", SUM, ROWS + "B,2022,7.0,3.2,4.0\n", [f"2:8 P840 x: {broken('7.0', '7.2', '0.2', '0.15')}"]),
    (
        "a spreadsheet cuts off noughts",
        SUM,
        ROWS + "B,2022,7,3.02,4\nC,2022,7.01,3,4.01\n",
        [f"2:8 P840 x: {broken('7', '7.02', '0.02', '0.015')}"],
    ),
    ("a row that is not known", SUM, ROWS + "B,2022,7.00,3.02,\n", []),
    ("a total that is not known", SUM, ROWS + "B,2022,,3.02,4.00\n", []),
    ("a table without one of the rows", SUM, "unit,year,x,x.1\nB,2022,7.00,9.00\n", []),
    ("a mean", MEAN, ROWS + "B,2022,3.50,3.00,4.00\n", []),
    ("a wrong mean", MEAN, ROWS + "B,2022,7.00,3.00,4.00\n", [f"2:8 P840 x: {broken('7.00', '3.50', '3.50', '0.010')}"]),
    ("a weighted mean", WEIGHTED, ROWS + "B,2022,3.75,3.00,4.00\n", []),
    ("a wrong weighted mean", WEIGHTED, ROWS + "B,2022,3.25,3.00,4.00\n", [f"2:8 P840 x: {broken('3.25', '3.75', '0.50', '0.010')}"]),
    ("a bonus", BONUS, ROWS + "B,2022,7.50,7.00,0.50\n", []),
    (
        "one finding a line, the outer total first",
        DEEP,
        "unit,year,x,x.1,x.2,a,b\nB,2022,9.00,3.00,4.00,1.00,1.00\nC,2022,7.00,3.00,4.00,1.00,1.00\n",
        [f"2:8 P840 x: {broken('9.00', '7.00', '2.00', '0.015')}", f"3:13 P840 x.1: {broken('3.00', '2.00', '1.00', '0.015')}"],
    ),
    (
        "three lines",
        SUM,
        ROWS + "B,2022,7.00,3.02,4.00\nC,2022,7.00,3.02,4.00\nD,2022,7.00,3.02,4.00\n",
        [f"{n}:8 P840 x: {OFF}" for n in (2, 3, 4)],
    ),
    (
        "few of many",
        SUM,
        ROWS + "".join(f"{unit},2022,7.00,3.02,4.00\n" for unit in "BCDEF"),
        [f"2:8 P840 x: {OFF}", f"3:8 P840 x: {OFF}", f"4:8 P840 x: {OFF}; likewise in other lines: 2"],
    ),
]


@pytest.mark.parametrize(("rows", "table", "expected"), [case[1:] for case in SUMS], ids=[case[0] for case in SUMS])
def test_lines_add_up(rows: str, table: str, expected: list[str]) -> None:
    assert found(rows, table) == expected


# Eight rows and a total of two digits each may be 0.045 apart: the rounding rule of the plan.
@pytest.mark.parametrize(("total", "count"), [("16.04", 0), ("16.05", 1), ("15.96", 0), ("15.95", 1)])
def test_eight_rows_and_a_total(total: str, count: int) -> None:
    rows = ", ".join(f"{{id: x.{n}, name: R}}" for n in range(8))
    columns = ",".join(f"x.{n}" for n in range(8))
    table = f"unit,year,x,{columns}\nB,2022,{total},{','.join(['2.00'] * 8)}\n"
    assert len(found(f"  - {{id: x, name: X, decimals: 2, rows: [{rows}]}}\n", table)) == count


ONE = "  - {id: x, name: X, decimals: 2, max: 20, score: 7, rank: 2/3}\n"
DIFFERS = "A in 2022: 7.11 in the table, 7 in the plan"

# what it is, the plan's row, the table, what is found
OWN = [
    ("the same", ONE, "unit,year,x\nA,2022,7.00\nB,2022,8\nC,2022,6\n", []),
    ("by rounding", ONE, "unit,year,x\nA,2022,7.01\nB,2022,8\nC,2022,6\n", []),
    ("beyond it", ONE, "unit,year,x\nA,2022,7.11\nB,2022,8\nC,2022,6\n", [f"2:8 P841 x: {DIFFERS}"]),
    ("fewer digits", ONE.replace("score: 7", "score: 7.04"), "unit,year,x\nA,2022,7.0\nB,2022,8\nC,2022,6\n", []),
    ("another year", ONE, "unit,year,x\nA,2021,7.11\nB,2021,8\nC,2021,6\n", []),
    ("another unit", ONE, "unit,year,x\nA,2022,7\nB,2022,8\nC,2022,6.5\n", []),
    ("no score in the plan", ONE.replace("score: 7, ", ""), "unit,year,x\nA,2022,7.11\nB,2022,8\nC,2022,6\n", []),
    ("no score in the table", ONE, "unit,year,x\nA,2022,\nB,2022,8\nC,2022,6\n", []),
]


@pytest.mark.parametrize(("rows", "table", "expected"), [case[1:] for case in OWN], ids=[case[0] for case in OWN])
def test_the_own_line_is_the_plans(rows: str, table: str, expected: list[str]) -> None:
    assert found(rows, table) == expected


# what it is, the printed rank and what else the row has, the others' scores (the own one is 7.00), which ranks follow instead
RANKS = [
    ("it follows", "2/3", "8.00 6.00", None),
    ("one too low", "3/3", "8.00 6.00", "2"),
    ("one too high", "1/3", "8.00 6.00", "2"),
    ("a tie, the better rank", "1/3", "7.00 6.00", None),
    ("a tie, the worse rank", "2/3", "7.00 6.00", None),
    ("no further", "3/3", "7.00 6.00", "1–2"),
    ("what rounding leaves open", "1/3", "7.01 6.00", None),  # 7.005 may stand behind both
    ("and the rank as it looks", "2/3", "7.01 6.00", None),
    ("beyond rounding", "1/3", "7.02 6.00", "2"),
    ("a tie at most", "2/3", "6.99 6.00", "1"),
    ("without a denominator", "3", "8.00 6.00", "2"),
    ("a unit that is not in the table", "3/4", "8.00 6.00", None),
    ("no more than that", "4/4", "8.00 6.00", "2–3"),
    ("nor less", "1/4", "8.00 6.00", "2–3"),
    ("an excerpt by what the plan says", '3, ranked: {"2022": 4}', "8.00 6.00", None),
    ("more units than the denominator", "3/3", "8.00 7.50 6.00", None),
    ("less is better", "3/6, better: lower", "5.00 6.90 12.00 15.00 20.00", None),
    ("less is better, by more", "4/6, better: lower", "5.00 6.90 12.00 15.00 20.00", "3"),
    ("less is better, by rounding", "4/6, better: lower", "5.00 6.90 6.99 15.00 20.00", None),
]


def test_a_rank_has_room_for_those_that_an_excerpt_lacks() -> None:
    table = "unit,year,x,ranked\nA,2022,7.00,4\nB,2022,8.00,4\nC,2022,6.00,4\n"
    assert found(ONE.replace("2/3", "3"), table) == []
    assert found(ONE.replace("2/3", "4"), table) == ["2:8 P842 x: the plan says rank 4 for 2022, but by the scores of this table it is 2–3"]


@pytest.mark.parametrize(("rank", "others", "range_"), [case[1:] for case in RANKS], ids=[case[0] for case in RANKS])
def test_ranks_follow_from_scores(rank: str, others: str, range_: str | None) -> None:
    table = "unit,year,x\nA,2022,7.00\n" + "".join(f"U{n},2022,{score}\n" for n, score in enumerate(others.split()))
    said = f"2:8 P842 x: the plan says rank {rank.partition(',')[0]} for 2022, but by the scores of this table it is {range_}"
    assert found(ONE.replace("2/3", rank), table) == ([] if range_ is None else [said])


# results of 2023, of which the plan prints nothing, and what is found in the unit's own line of that year: 7.50, the second of three
PUBLISHED = "layer: published, source: {vi: Bộ, en: The ministry}, "
LATER = [
    ("the same", PUBLISHED + "scores: {x: 7.50}, ranks: {x: 2/3}", []),
    ("by rounding", PUBLISHED + "scores: {x: 7.5}", []),
    ("another score", PUBLISHED + "scores: {x: 7.05}", ["3:8 P841 x: A in 2023: 7.50 in the table, 7.05 in results.yaml"]),
    (
        "another rank",
        PUBLISHED + "scores: {x: 7.50}, ranks: {x: 3/3}",
        ["3:8 P842 x: results.yaml says rank 3/3 for 2023, but by the scores of this table it is 2"],
    ),
    ("an interim one", PUBLISHED + "stage: interim, scores: {x: 7.05}", []),
    ("what a unit thinks of itself", "layer: self-assessed, source: {vi: Sở, en: Us}, scores: {x: 6.05}", []),
    ("another year", PUBLISHED.replace("layer", "date: 2025-04-02, layer") + "scores: {x: 7.05}", []),
    ("a file with errors", PUBLISHED + "scores: {x: 7.05, y: 1}", []),
]


@pytest.mark.parametrize(("result", "expected"), [case[1:] for case in LATER], ids=[case[0] for case in LATER])
def test_results_of_later_years_are_held_against_the_table(parplan: Parplan, tmp_path: Path, result: str, expected: list[str]) -> None:
    indicators = HEAD + ONE.replace("score: 7, rank: 2/3", "score: 7, rank: 2/4")
    folder = write_plan(tmp_path, indicators, "targets: {}\n")
    year = 2024 if "2025" in result else 2023
    (folder / "results.yaml").write_text(f"plan: example\nresults:\n  - {{year: {year}, {result}}}\n", encoding="utf-8")
    (folder / "peers").mkdir()
    table = "unit,year,x\nA,2022,7\nA,2023,7.50\nB,2022,8\nB,2023,8\nC,2022,6\nC,2023,6\n"
    (folder / "peers" / "t.csv").write_text(table, encoding="utf-8")
    told = json.loads(parplan("validate", str(folder), "--format", "json", "--lang", "en").out)["findings"]
    assert [f"{it['line']}:{it['column']} {it['code']} {it['path']}: {it['message']}" for it in told if it["code"][0] == "P"] == expected


def test_results_that_cannot_be_read_keep_no_table_from_being_checked(parplan: Parplan, tmp_path: Path) -> None:
    folder = write_plan(tmp_path, HEAD + ONE, "targets: {}\n")
    (folder / "results.yaml").mkdir()
    (folder / "peers").mkdir()
    (folder / "peers" / "t.csv").write_text("unit,year,x\nA,2022,7.11\nB,2022,8\nC,2022,6\n", encoding="utf-8")
    told = parplan("validate", str(folder), "--format", "concise", "--lang", "en")
    assert told.out.count("[S123]") == 1
    assert DIFFERS in told.out


def test_what_the_shipped_table_contradicts() -> None:
    """D1's 53/63 is at most 49/63, D7's 44/63 is 43/63; no sum and no score is contradicted, and all other ranks are possible."""
    plan = load_plan().plan
    assert plan is not None
    findings = read_panel((DATA / "peers" / "papi.csv").read_bytes(), "papi.csv", plan).findings
    assert [(it.code, it.severity, it.path, it.message.say("en"), it.message.say("vi")) for it in findings] == [
        (
            "P842",
            "note",
            "papi.1",
            "the plan says rank 53/63 for 2022, but by the scores of this table it is 45–49",
            "kế hoạch ghi hạng 53/63 năm 2022, nhưng theo điểm trong bảng thì hạng 45–49",
        ),
        (
            "P842",
            "note",
            "papi.7",
            "the plan says rank 44/63 for 2022, but by the scores of this table it is 43",
            "kế hoạch ghi hạng 44/63 năm 2022, nhưng theo điểm trong bảng thì hạng 43",
        ),
    ]


# what it is, the table, what is found, the units that gain in the total
TOTALS = [
    ("the same rows", ROWS + "A,2021,5,2,3\nA,2022,7,3,4\n", [], ["A"]),
    ("a row more", ROWS + "A,2021,3,3,\nA,2022,7,3,4\n", ["3:8 P843 x: {2022} than that of 2021 (x.2; units: 1): it is no gain"], []),
    ("a row less", ROWS + "A,2021,7,3,4\nA,2022,4,,4\n", ["3:8 P843 x: {2022} than that of 2021 (x.1; units: 1): it is no gain"], []),
    (
        "of some units",
        ROWS + "A,2021,3,3,\nA,2022,7,3,4\nB,2021,7,3,4\nB,2022,7,3,4\nC,2021,4,,4\nC,2022,7,3,4\n",
        ["3:8 P843 x: {2022} than that of 2021 (x.1, x.2; units: 2): it is no gain"],
        ["B"],
    ),
    ("rows that are not known at all", ROWS + "A,2021,5,,\nA,2022,7,3,4\n", [], ["A"]),
    ("a table with some of the rows", "unit,year,x,x.1\nA,2021,5,2\nA,2022,7,3\n", [], ["A"]),
    ("years apart", ROWS + "A,2020,3,3,\nA,2022,7,3,4\n", [], []),
]


@pytest.mark.parametrize(("table", "expected", "units"), [case[1:] for case in TOTALS], ids=[case[0] for case in TOTALS])
def test_a_total_of_other_rows_is_no_gain(table: str, expected: list[str], units: list[str]) -> None:
    assert found(SUM, table) == [said.replace("{2022}", "the total of 2022 has other rows") for said in expected]
    panel = read_panel(table.encode(), "t.csv", plan_of(SUM)).made
    assert panel is not None
    assert [gain.unit for gain in panel.gains("x")] == units


# what the index and the row say of how many were ranked, how many units the table has, what is found
COUNTS = [
    ("", "", 3, []),
    (', ranked: {"2022": 3}', "", 3, []),
    (', ranked: {"2022": 2}', "", 3, ["1:11 P844 x: the table has scores of 3 units in 2022, but 2 were ranked, says the plan"]),
    (
        ', ranked: {"2022": 3}',
        ', ranked: {"2022": 2}',
        3,
        ["1:13 P844 x.1: the table has scores of 3 units in 2022, but 2 were ranked, says the plan"],
    ),
    (', ranked: {"2021": 2}', "", 3, []),
]


@pytest.mark.parametrize(("index", "row", "units", "expected"), COUNTS)
def test_no_more_units_than_were_ranked(index: str, row: str, units: int, expected: list[str]) -> None:
    rows = f"  - {{id: x, name: X, decimals: 2{index}, rows: [{{id: x.1, name: One{row}}}, {{id: x.2, name: Two}}]}}\n"
    table = "unit,year,x,x.1\n" + "".join(f"U{n},2022,7,3\n" for n in range(units))
    assert found(rows, table) == expected


# what each line says of how many were ranked (lines 2 to 4 are of 2022, 5 and 6 of 2021), what is found: a line each, its words
NO_NUMBER = "P836 : how many were ranked is not clear (“{}” is no whole number above 0)"
ANOTHER = "P836 : how many were ranked is not clear (for {} it says {} here and {} in line {})"
TOO_FEW = "P844 : the table has scores of {} units in {}, but {} were ranked, says the table itself"
DECLARED: list[tuple[str, dict[int, str]]] = [
    ("9,9,9,8,8", {}),
    ("9,,,,", {}),
    (",9,,,", {}),
    ("9.0,9,09,8,8", {}),
    ("3,3,3,2,2", {}),
    ("all,9,9,8,8", {2: NO_NUMBER.format("all")}),
    ("0,0,0,8,8", {2: NO_NUMBER.format("0")}),  # the same in other lines is told once
    ("9,-9,9,8,8", {3: NO_NUMBER.format("-9")}),
    ("9,9,9,8.5,8", {5: NO_NUMBER.format("8.5")}),
    ("9,9,–,3/8,8", {4: NO_NUMBER.format("–"), 5: NO_NUMBER.format("3/8")}),
    ("9,9,8,8,8", {4: ANOTHER.format(2022, 8, 9, 2)}),
    (",9,8,8,8", {4: ANOTHER.format(2022, 8, 9, 3)}),
    ("9,8,8,8,9", {3: ANOTHER.format(2022, 8, 9, 2), 6: ANOTHER.format(2021, 9, 8, 5)}),
    ("2,2,2,8,8", {2: TOO_FEW.format(3, 2022, 2)}),
    (",,2,1,", {4: TOO_FEW.format(3, 2022, 2), 5: TOO_FEW.format(2, 2021, 1)}),
]


@pytest.mark.parametrize(("said", "expected"), DECLARED)
def test_a_table_says_one_whole_number_a_year(said: str, expected: dict[int, str]) -> None:
    lines = zip(("A,2022", "B,2022", "C,2022", "A,2021", "B,2021"), said.split(","), strict=True)
    table = "unit,year,x,ranked\n" + "".join(f"{line},7,{ranked}\n" for line, ranked in lines)
    assert found(SUM, table) == [f"{line}:10 {words}" for line, words in expected.items()]


def test_a_line_without_a_score_is_not_one_that_was_ranked() -> None:
    assert found(SUM, "unit,year,x,x.1,ranked\nA,2022,7,,2\nB,2022,–,3,2\nC,2022,,,2\n") == []


# what it is, the words in Vietnamese
SPOKEN = [
    (
        SUM,
        ROWS + "B,2022,7.00,3.02,4.00\n",
        "các tiêu chí cộng được 7,02, bảng ghi 7,00 (chênh lệch 0,02, vượt sai số làm tròn cho phép 0,015)",
    ),
    (ONE, "unit,year,x\nA,2022,7.11\nB,2022,8\nC,2022,6\n", "A năm 2022: bảng ghi 7,11, kế hoạch ghi 7"),
    (
        SUM,
        ROWS + "A,2021,3,3,\nA,2022,7,3,4\n",
        "tổng điểm năm 2022 gồm các tiêu chí khác năm 2021 (x.2; 1 đơn vị): không tính là mức tăng",
    ),
    (
        SUM.replace("max: 20", 'ranked: {"2022": 1}'),
        "unit,year,x\nA,2022,3\nB,2022,3\n",
        "bảng có điểm của 2 đơn vị năm 2022, nhưng kế hoạch ghi 1 đơn vị được xếp hạng",
    ),
    (
        SUM,
        "unit,year,x,ranked\nA,2022,3,1\nB,2022,3,1\n",
        "bảng có điểm của 2 đơn vị năm 2022, nhưng chính bảng ghi 1 đơn vị được xếp hạng",
    ),
    (
        SUM,
        "unit,year,x,ranked\nA,2022,3,hai\n",
        "không rõ số đơn vị được xếp hạng (“hai” không phải là số nguyên lớn hơn 0)",
    ),
    (
        SUM,
        "unit,year,x,ranked\nA,2022,3,2\nB,2022,3,3\n",
        "không rõ số đơn vị được xếp hạng (năm 2022: dòng này ghi 3, dòng 2 ghi 2)",
    ),
]


@pytest.mark.parametrize(("rows", "table", "words"), SPOKEN)
def test_in_vietnamese(rows: str, table: str, words: str) -> None:
    (said,) = found(rows, table, "vi")
    assert said.endswith(f": {words}")


# Ranks printed over another number than were ranked: the row's own, else the index's.
DENOMINATORS = [
    ("", "", "", []),
    (', rank: 3/63, ranked: {"2022": 61}', ", rank: 2/63", ", rank: 1/63", ["x 63 61 3"]),
    (', rank: 3/61, ranked: {"2022": 61}', ', rank: 2/62, ranked: {"2022": 62}', ', rank: 1/63, ranked: {"2022": 63}', []),
    (
        ', rank: 3/63, ranked: {"2022": 61}',
        ', rank: 2/63, ranked: {"2022": 62}',
        ', rank: 1/63, ranked: {"2022": 63}',
        ["x 63 61 1", "x.1 63 62 1"],
    ),
    (', rank: 3/61, ranked: {"2022": 61}', ", rank: 2/63", ', rank: 1/62, ranked: {"2021": 62}', ["x.1 63 61 1", "x.2 62 61 1"]),
    (', ranked: {"2021": 61}', ", rank: 2/63", ", rank: 1/62", []),
    (', ranked: {"2022": 61}', ", rank: 2", ", rank: 1/61", []),
]


@pytest.mark.parametrize(("index", "first", "second", "expected"), DENOMINATORS)
def test_a_rank_is_held_against_its_own_denominator(index: str, first: str, second: str, expected: list[str]) -> None:
    rows = f"  - {{id: x, name: X, decimals: 2{index}, rows: [{{id: x.1, name: One{first}}}, {{id: x.2, name: Two{second}}}]}}\n"
    findings = check_text({"indicators": HEAD + rows, "targets": "targets: {}\n"}).findings
    values = [(it.path.removesuffix(".rank"), dict(it.message.values)) for it in findings if it.code == "N403"]
    assert [f"{ident} {told['of']} {told['ranked']} {told['count']}" for ident, told in values] == expected


# Excerpts, through the command line.

SEVEN = "unit,year,x,x.1\nA,2022,7,3\nB,2022,8,4\nC,2022,9,2\nD,2022,6,2\nE,2022,5,2\nF,2022,4,2\nG,2022,3,2\nA,2021,7,3\nB,2021,7,4\n"


def asked(parplan: Parplan, tmp_path: Path, index: str, row: str, table: str, typed: str = "rank x") -> Any:
    rows = f"  - {{id: x, name: X, decimals: 2, max: 20, score: 7{index}, rows: [{{id: x.1, name: One, max: 10, score: 3{row}}}]}}\n"
    folder = write_plan(tmp_path / "plan", HEAD + rows, "targets: {}\n")
    (tmp_path / "t.csv").write_text(table, encoding="utf-8")
    ran = parplan(*typed.split(), "--plan", str(folder), "--peers", str(tmp_path / "t.csv"), "--format", "json", "--lang", "en")
    assert ran.code == 0, ran.err
    return json.loads(ran.out, parse_float=Decimal, parse_int=Decimal)


def declaring(table: str, ranked: str, year: str = "2022", head: str = "ranked") -> str:
    """A table with a column that says how many were ranked in a year."""
    first, *lines = table.splitlines()
    return "\n".join([f"{first},{head}", *(f"{line},{ranked if line.split(',')[1] == year else ''}" for line in lines)])


OF_SEVEN = "x: the table is an excerpt, 7 of the 63 units ranked in 2022; the others may rank anywhere, so there is only a range of ranks"
WITHOUT = "unit,year,x\nB,2022,8\nC,2022,6\n"
ONE_LINE = declaring(SEVEN, "").replace("E,2022,5,2,", "E,2022,5,2,63")
NO_CELL = SEVEN.replace("B,2022,8,4", "B,2022,8,")
NO_SCORE = SEVEN.replace("B,2022,8,4", "B,2022,–,")

# what it is, the table, the ranks of x and x.1 (best, worst, of), whether they are exact, what is said
EXCERPTS = [
    ("not declared", SEVEN, [(3, 3, 7), (2, 2, 7)], True, []),
    ("declared", declaring(SEVEN, "63"), [(3, 59, 63), (2, 58, 63)], False, [OF_SEVEN]),
    (
        "in Vietnamese",
        declaring(SEVEN, "63", head="Số đơn vị được xếp hạng"),
        [(3, 59, 63), (2, 58, 63)],
        False,
        [OF_SEVEN],
    ),
    ("said in one line", ONE_LINE, [(3, 59, 63), (2, 58, 63)], False, [OF_SEVEN]),
    ("declared of another year", declaring(SEVEN, "63", "2021"), [(3, 3, 7), (2, 2, 7)], True, []),
    ("all of them", declaring(SEVEN, "7"), [(3, 3, 7), (2, 2, 7)], True, []),
    ("a cell that is empty", declaring(NO_CELL, "7"), [(3, 3, 7), (1, 1, 6)], True, []),
    (
        "a line without a score",
        declaring(NO_SCORE, "63"),
        [(2, 59, 63), (1, 58, 63)],
        False,
        [OF_SEVEN.replace("7 of", "6 of")],
    ),
    (
        "the own unit is one of those it lacks",
        declaring(WITHOUT, "5"),
        [(2, 4, 5)],
        False,
        ["x: the table is an excerpt, 2 of the 5 units ranked in 2022; the others may rank anywhere, so there is only a range of ranks"],
    ),
]


@pytest.mark.parametrize(("table", "ranks", "exact", "remarks"), [case[1:] for case in EXCERPTS], ids=[case[0] for case in EXCERPTS])
def test_an_excerpt_gives_a_range(
    parplan: Parplan,
    tmp_path: Path,
    table: str,
    ranks: list[tuple[int, int, int]],
    exact: bool,
    remarks: list[str],
) -> None:
    payload = asked(parplan, tmp_path, "", "", table)
    assert [(rank["best"], rank["worst"], rank["of"]) for rank in payload["ranks"]] == ranks
    assert (payload["field"]["exact"], payload["remarks"]) == (exact, remarks)
    moved = [bool(rank["moved"]) for rank in payload["ranks"]]
    assert moved == [worst == best and "2021" in table for best, worst, _ in ranks]  # how the others would move is not known either


def test_the_last_of_an_excerpt(parplan: Parplan, tmp_path: Path) -> None:
    (rank,) = asked(parplan, tmp_path, "", "", declaring(SEVEN, "63"), "rank x --score 2")["ranks"]
    assert (rank["best"], rank["worst"], rank["of"]) == (7, 63, 63)


def fewer(ident: str, listed: int, known: int, year: int = 2022, told: int = 2022) -> str:
    return (
        f"{ident}: the table has scores of {listed} units in {year}, and by the plan {known} were ranked in {told}; "
        "a column `ranked` (how many units were ranked) in it says whether it lacks any"
    )


def other(ranked: int) -> str:
    return f"the plan prints rank 3/63 for x, which is not out of the {ranked} units ranked, so it cannot be compared"


ONE_MORE = "x: the table has no score of the plan's own unit in that year, which is counted as one more"

# what index and row of the plan say, the table, what is typed, what is said: the ranks are those of the table in any case
KNOWN = [
    (", rank: 3/63", "", SEVEN, "rank x", [fewer("x", 7, 63)]),
    (', rank: 3/63, ranked: {"2022": 61}', "", SEVEN, "rank x", [fewer("x", 7, 61)]),
    (', ranked: {"2022": 61}', "", SEVEN, "rank x", [fewer("x", 7, 61)]),
    (', ranked: {"2022": 61}', ', ranked: {"2022": 62}', SEVEN, "rank x x.1", [fewer("x", 7, 61)]),
    (', ranked: {"2022": 61}', ', ranked: {"2022": 62}', SEVEN, "rank x.1", [fewer("x.1", 7, 62)]),
    (', ranked: {"2022": 7}', ', ranked: {"2022": 62}', SEVEN, "rank x x.1", [fewer("x.1", 7, 62)]),
    (', rank: 3/63, ranked: {"2022": 7}', "", SEVEN, "rank x", [other(7)]),
    (', ranked: {"2022": 7}', "", NO_CELL, "rank x.1", [fewer("x.1", 6, 7)]),
    (', ranked: {"2022": 7}', "", declaring(NO_CELL, "7"), "rank x.1", []),  # it has all seven
    (', rank: 3/63, ranked: {"2021": 9}', "", SEVEN, "rank x --year 2021", [fewer("x", 2, 9, 2021, 2021)]),
    (", rank: 3/63", "", SEVEN, "rank x --year 2021", [fewer("x", 2, 63, 2021)]),
    (', ranked: {"2022": 3}', "", WITHOUT, "rank x", [ONE_MORE]),
]


@pytest.mark.parametrize(("index", "row", "table", "typed", "remarks"), KNOWN)
def test_a_plan_that_knows_of_more_units(
    parplan: Parplan, tmp_path: Path, index: str, row: str, table: str, typed: str, remarks: list[str]
) -> None:
    payload = asked(parplan, tmp_path, index, row, table, typed)
    assert (payload["field"]["exact"], payload["remarks"]) == (True, remarks)
    assert all(rank["best"] == rank["worst"] <= rank["of"] <= 7 for rank in payload["ranks"])


@pytest.mark.parametrize(("ranked", "remarks"), [("63", []), ("61", [other(61)])])
def test_a_printed_rank_beside_an_excerpt(parplan: Parplan, tmp_path: Path, ranked: str, remarks: list[str]) -> None:
    payload = asked(parplan, tmp_path, ', rank: 3/63, ranked: {"2022": 62}', "", declaring(SEVEN, ranked))
    assert payload["remarks"] == [OF_SEVEN.replace("63", ranked), *remarks]


def test_an_excerpt_as_a_table(parplan: Parplan, tmp_path: Path) -> None:
    asked(parplan, tmp_path, "", "", declaring(SEVEN, "63"))
    typed = ("rank", "x", "--plan", str(tmp_path / "plan"), "--peers", str(tmp_path / "t.csv"))
    assert " 3–59/63" in parplan(*typed, "--lang", "vi").out
    assert "bảng chỉ có 7 trong 63 đơn vị" in parplan(*typed, "--lang", "vi").out.replace("\n  ", " ")
    records = list(csv.DictReader(io.StringIO(parplan(*typed, "--format", "csv").out)))
    assert (records[0]["best"], records[0]["worst"], records[0]["of"]) == ("3", "59", "63")


def test_a_plan_that_knows_of_more_units_in_vietnamese(parplan: Parplan, tmp_path: Path) -> None:
    asked(parplan, tmp_path, ", rank: 3/63", "", SEVEN)
    out = parplan("rank", "x", "--plan", str(tmp_path / "plan"), "--peers", str(tmp_path / "t.csv"), "--lang", "vi").out
    assert (
        "  x: bảng có điểm của 7 đơn vị năm 2022, theo kế hoạch thì năm 2022 có 63 đơn vị được xếp hạng; "
        "thêm vào bảng cột “ranked” (số đơn vị được xếp hạng) thì rõ bảng có đủ hay không\n"
    ) in out


# Only the gains from a year on.

# what is typed, the years of the history, its largest gain, the own largest gain, the years that the field moves as in
SINCE = [
    ("", (2021, 2024), "8.11", "2.86", [2022, 2023, 2024]),
    ("--since 2019", (2021, 2024), "8.11", "2.86", [2022, 2023, 2024]),
    ("--since 2021", (2021, 2024), "8.11", "2.86", [2022, 2023, 2024]),
    ("--since 2022", (2022, 2024), "8.11", "2.86", [2023, 2024]),
    ("--since 2023", (2023, 2024), "8.11", "-0.33", [2024]),
    ("--since 2024", None, None, None, []),
]


@pytest.mark.parametrize(("typed", "years", "largest", "own", "moves"), SINCE)
def test_gains_since_a_year(
    parplan: Parplan, typed: str, years: tuple[int, int] | None, largest: str | None, own: str | None, moves: list[int]
) -> None:
    payload = json.loads(parplan("realism", "papi", *typed.split(), "--format", "json").out, parse_float=Decimal)
    row = payload["indices"][0]["rows"][-1]
    assert payload["since"] == (int(typed.split()[1]) if typed else None)
    assert row["own"] == (None if own is None else Decimal(own))
    assert (row["past"] and (row["past"]["first"], row["past"]["last"])) == years
    assert (row["past"] and row["past"]["largest"]) == (None if largest is None else Decimal(largest))
    ranks = json.loads(parplan("rank", "papi", *typed.split(), "--format", "json").out)["ranks"]
    assert [moved["year"] for moved in ranks[0]["moved"]] == moves


def test_what_is_said_of_the_years(parplan: Parplan) -> None:
    out = parplan("realism", "papi", "--since", "2022", "--lang", "en").out
    assert "  only gains from 2022 on count\n" in out
    assert "  past gains: peers/papi.csv, 2022–2024\n" in out
    assert "  chỉ tính các mức tăng từ năm 2022 trở đi\n" in parplan("realism", "papi", "--since", "2022", "--lang", "vi").out
    out = parplan("realism", "par", "--no-parts", "--since", "2023", "--lang", "en").out  # that of PAR INDEX is from 2022 on
    assert "  rows for which the gains of other units from 2023 on are not known: 9; try an earlier year\n" in out
