"""Figures of targets of several years go by their field and year: in columns, errata, findings and answers."""

import csv
import io
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest

import parplan
from helpers_cli import DATA, parplan_here, write_plan
from parplan.engine.identities.basis import figures
from reading import check_text
from workbooks import read

D = Decimal

# The document prints 98,00 for 2028, where 86.20 + 1.30 + 1.50 are 89.00: two digits change places.
INDICATORS = """\
plan: {id: p, name: P, year: 2025, target_year: 2030}
tables:
  t:
    heading: "Bảng 1. Lộ trình"
    columns:
      {row: STT, name: Chỉ số, score: Điểm 2025, planned_2026: Tăng 2026, target_2026: Mục tiêu 2026,
       target_2028: Mục tiêu 2028, target: Mục tiêu 2030}
    printed: {planned_2026: "+#", target_2028: "≥ #", target: "≥ #"}
indices:
  - {id: par, row: 1, name: PAR INDEX, decimals: 2, max: 100, score: 86.20, table: t, printed: {max: null}}
"""
TARGETS = """\
plan: p
targets:
  par:
    planned: {2026: 1.30, 2028: 1.50, 2030: 1.00}
    target: {2026: 87.50, 2028: 98.00, 2030: {points: 90, rank: 10}}
    printed: {planned_2028: null, planned_2030: null, target_2026: "trên 87,5"}
"""
DOCUMENT = """\
Bảng 1. Lộ trình

STT	Chỉ số	Điểm 2025	Tăng 2026	Mục tiêu 2026	Mục tiêu 2028	Mục tiêu 2030
1	PAR INDEX	86,20	+1,30	trên 87,5	≥ 98,00	≥ 90, hạng 10
"""
ERRATUM = "plan: p\nerrata:\n  par.target_2028: {printed: 98.00, correct: 89.00, because: Two digits were swapped.}\n"
A304 = (
    "par.target_2028: score and planned increase give 89.00, but the printed target is 98.00 "
    "(difference 9.00; rounding explains at most 0.020)"
)


def one(answer: str) -> dict[str, Any]:
    index: dict[str, Any] = json.loads(answer, parse_float=Decimal)["indices"][0]
    return index


def test_each_year_has_its_column(tmp_path: Path) -> None:
    """A column that says no year is of the plan's target year, 2030; what is not printed says so; words take the place of a sign."""
    folder, document = write_plan(tmp_path / "p", INDICATORS, TARGETS), tmp_path / "plan.txt"
    document.write_text(DOCUMENT, encoding="utf-8")
    done = parplan_here("validate", str(folder), "--against", str(document), "--lang", "en", "--format", "concise")
    assert [line.split(" ")[1] for line in done.out.splitlines()] == ["error[A304]", "note[N406]"]
    document.write_text(DOCUMENT.replace("≥ 90", "≥ 91").replace("trên 87,5", "trên 88"), encoding="utf-8")
    done = parplan_here("validate", str(folder), "--against", str(document), "--lang", "en")
    assert "par.target_2026: in “Bảng 1. Lộ trình”, row 1, column Mục tiêu 2026, the document reads “trên 88”, not “trên 87,5”" in done.out
    assert "row 1, column Mục tiêu 2030, the document reads “≥ 91, hạng 10”, not “≥ 90, hạng 10”" in done.out


def test_a_contradiction_names_every_printed_figure() -> None:
    """Three figures make up the target of 2028, each printed with two decimals, itself the fourth: 4 x 0.005."""
    (found,) = (it for it in check_text({"indicators": INDICATORS, "targets": TARGETS}).findings if it.code == "A304")
    assert found.line("en").endswith(A304)
    named = [(part.path, part.value) for part in found.operands]
    assert named == [("par.score", D("86.20")), ("par.planned_2026", D("1.30")), ("par.planned_2028", D("1.50"))]


def test_an_erratum_of_a_year_corrects_it_in_every_answer_about_that_year(tmp_path: Path) -> None:
    folder = str(write_plan(tmp_path, INDICATORS, TARGETS, ERRATUM))
    assert "errors 0, warnings 0, notes 1; known 1" in parplan_here("validate", folder, "--lang", "en").err
    told = {
        (basis, year): one(parplan_here("gap", "--plan", folder, "--basis", basis, "--target-year", year, "--format", "json").out)["target"]
        for basis in ("printed", "corrected")
        for year in ("2026", "2028", "2030")
    }
    assert told == {
        ("printed", "2026"): D("87.50"),
        ("printed", "2028"): D("98.00"),
        ("printed", "2030"): 90,
        ("corrected", "2026"): D("87.50"),
        ("corrected", "2028"): D("89.00"),
        ("corrected", "2030"): 90,
    }
    corrected = ("--plan", folder, "--basis", "corrected", "--lang", "en")
    assert "par.target_2028 98.00 → 89.00" in parplan_here("gap", *corrected, "--target-year", "2028").out
    assert "→ 89.00" not in parplan_here("gap", *corrected, "--target-year", "2030").out
    assert parplan.load(folder, basis="corrected", target_year=2028)["par"].gap == D("2.80")


def test_a_correction_keeps_what_else_a_target_asks(tmp_path: Path) -> None:
    """90 points and rank 10, of which the points were mistyped: the rank stays."""
    erratum = "plan: p\nerrata:\n  par.target_2030: {printed: 90, correct: 90.50, because: x}\n"
    targets = TARGETS.replace("98.00", "89.00").replace("2030: 1.00", "2030: 1.50")
    folder = str(write_plan(tmp_path, INDICATORS, targets, erratum))
    index = one(parplan_here("gap", "--plan", folder, "--basis", "corrected", "--target-year", "2030", "--format", "json").out)
    assert (index["target"], index["goal"]) == (D("90.50"), {"points": D("90.50"), "rank": {"at": 10, "of": None}})


def test_a_year_is_repaired_and_decided_on_like_any_figure(tmp_path: Path) -> None:
    folder = write_plan(tmp_path, INDICATORS, TARGETS)
    suggested = parplan_here("errata", "suggest", "--plan", str(folder), "--lang", "en").out
    assert "par.target_2028    98.00  89.00" in suggested
    assert "two digits swapped" in suggested
    done = parplan_here(
        "errata", "accept", "par.target_2028", "--plan", str(folder), "--decision", "correct=89.00", "--because", "swapped", "--lang", "en"
    )
    assert done.code == 0
    assert "known 1" in parplan_here("validate", str(folder), "--lang", "en").err
    letter = parplan_here("errata", "letter", "--plan", str(folder), "--lang", "en").out
    assert "| 1 | “Bảng 1. Lộ trình”, row 1, column Mục tiêu 2028 | ≥ 98,00 | ≥ 89,00 | Swapped. |" in letter
    assert "targets of 2026, 2028, 2030" in letter


def test_a_figure_of_years_has_no_name_without_one(tmp_path: Path) -> None:
    erratum = ERRATUM.replace("target_2028", "target")
    out = parplan_here("validate", str(write_plan(tmp_path, INDICATORS, TARGETS, erratum)), "--lang", "en").out
    assert "error[S108]: par.target" in out
    assert "did you mean" in out


def test_a_figure_of_a_year_is_explained(tmp_path: Path) -> None:
    folder = str(write_plan(tmp_path, INDICATORS, TARGETS))
    assert parplan_here("explain", "par.target_2028", "--plan", folder, "--lang", "en").out == (
        "par.target_2028  target of 2028 98.00 · PAR INDEX · printed “≥ 98,00” in “Bảng 1. Lộ trình”, row 1, column Mục tiêu 2028\n"
        "├── = par.score + par.planned = 89.00\n"
        f"├── error[A304]: {A304.partition(': ')[2]}\n"
        "├── par.score  score 86.20 · printed “86,20” in “Bảng 1. Lộ trình”, row 1, column Điểm 2025\n"
        "└── par.planned  planned increase 2.80\n"
        "    ├── = par.planned_2026 + par.planned_2028 = 2.80\n"
        "    ├── par.planned_2026  planned increase of 2026 1.30 · printed “+1,30” in “Bảng 1. Lộ trình”, row 1, column Tăng 2026\n"
        "    └── par.planned_2028  planned increase of 2028 1.50\n\n"
        f"- see also: parplan explain A304\n\nPlan: {folder} (p). Basis: as printed.\n"
    )
    assert "target of 2030 ≥ 90.00, rank 10" in parplan_here("explain", "par.target_2030", "--plan", folder, "--lang", "en").out.replace(
        "\u00a0", " "
    )
    unknown = parplan_here("explain", "par.target_2027", "--plan", folder, "--lang", "en")
    assert (unknown.code, unknown.err) == (2, "parplan: error: “par” has no figure “target_2027”\n")


# Every column says its year but those of the last, and the target of 2023 is a rank alone.
COLUMNS = """\
plan: {id: p, name: P, year: 2020, target_year: 2025}
tables:
  t:
    heading: "Bảng 1. Lộ trình"
    columns: {name: Chỉ số, planned_2023: Tăng 2023, planned: Tăng 2025, target_2023: Mục tiêu 2023, target: Mục tiêu 2025}
    printed: {planned: "+#"}
indices:
  - {id: par, name: PAR INDEX, decimals: 2, max: 100, score: 86.20, table: t}
  - {id: tre, name: Trễ hạn, decimals: 2, max: 100, score: 6.40, better: lower, table: t}
  - {id: sip, name: SIPAS, decimals: 2, max: 100, score: 80, table: t}
"""
OF_COLUMNS = """\
targets:
  par: {planned: {2023: 1.30, 2025: 1.50}, target: {2023: {rank: 12}, 2025: {points: 89, rank: 10}}}
  tre: {planned: {2023: -1, 2025: -2}, target: {2023: {at_most: 5.4}, 2025: {at_most: 3.4}}}
  sip: {target: {2023: {direction: higher}, 2025: 84.00}}
"""
ANNEXED = [  # then the rank apart, and what the table has no column for
    ["PAR INDEX", "1,30", "+1,50", "hạng 12", "89", "10", "86,20", "100"],
    ["Trễ hạn", "-1", "-2", "≤ 5,4", "≤ 3,4", "", "6,40", "100"],
    ["SIPAS", "", "", "cao hơn", "84,00", "", "80", "100"],
]


@pytest.mark.parametrize("year", [[], ["--target-year", "2023"], ["--target-year", "2025"]])
def test_the_plans_own_table_has_every_year_whichever_is_asked_for(tmp_path: Path, year: list[str]) -> None:
    """A column that says no year holds the figures of the target year, and nothing of those before it."""
    folder = str(write_plan(tmp_path / "plan", COLUMNS, OF_COLUMNS))
    assert parplan_here("report", "--plan", folder, *year, "-o", str(tmp_path / "a.docx")).code == 0
    table = docx.Document(str(tmp_path / "a.docx")).tables[-1]
    assert [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in table.rows[1:]] == ANNEXED
    said = parplan_here("explain", "par.planned", "--plan", folder, "--target-year", "2025", "--lang", "en").out.splitlines()
    assert said[:4] == [
        "par.planned  planned increase 2.80 · PAR INDEX",
        "├── = par.planned_2023 + par.planned_2025 = 2.80",
        "├── par.planned_2023  planned increase of 2023 1.30 · printed “1,30” in “Bảng 1. Lộ trình”, row PAR INDEX, column Tăng 2023",
        "└── par.planned_2025  planned increase of 2025 1.50 · printed “+1,50” in “Bảng 1. Lộ trình”, row PAR INDEX, column Tăng 2025",
    ]


def test_results_with_errors_do_not_choose_another_year(tmp_path: Path) -> None:
    """Which year comes next is known by what is published: with a score above the maximum nobody knows that."""
    folder = write_plan(tmp_path, COLUMNS, OF_COLUMNS)
    published = "plan: p\nresults: [{year: 2023, date: 2024-02-01, layer: published, source: S, scores: {par: 188.50}}]\n"
    (folder / "results.yaml").write_text(published, encoding="utf-8")
    for command in (["gap"], ["project"], ["units"], ["explain", "par.target"], ["report", "-o", str(tmp_path / "a.docx")]):
        ran = parplan_here(*command, "--plan", str(folder), "--lang", "en")
        assert (ran.code, ran.out) == (2, ""), command
        assert "error[O811]: par: scored 188.50, above the maximum of 100" in ran.err
    assert parplan_here("gap", "--plan", str(folder), "--target-year", "2023").code == 0
    (folder / "results.yaml").write_text(published.replace("188.50", "88.50"), encoding="utf-8")
    assert one(parplan_here("gap", "--plan", str(folder), "--format", "json").out)["target"] == 89


def test_plans_are_compared_on_their_way_to_one_year(tmp_path: Path) -> None:
    """One of the two knows an outcome of 2023, and is on its way to 2025; whatever the other would choose."""
    one, other = (str(write_plan(tmp_path / name, COLUMNS, OF_COLUMNS)) for name in ("one", "other"))
    published = "plan: p\nresults: [{year: 2023, date: 2024-02-01, layer: published, source: S, scores: {par: 87}}]\n"
    (tmp_path / "one" / "results.yaml").write_text(published, encoding="utf-8")
    for sides in ((one, other), (other, one)):
        assert "no score, rank, maximum, increase or target differs" in parplan_here("compare", *sides, "--lang", "en").out
    target = parplan_here("compare", one, other, "--all", "--target-year", "2023", "--lang", "en").out
    assert "≤ 5.40" in target.replace("\u00a0", " ")
    none = parplan_here("compare", one, other, "--target-year", "2024", "--lang", "en")
    assert (none.code, none.err) == (2, f"parplan: error: {one} (p) has no targets of 2024; it has those of 2023, 2025\n")
    only = str(write_plan(tmp_path / "only", COLUMNS, "targets: {par: {target: {2025: 89}}}\n"))
    for sides in ((one, only), (only, one)):
        ran = parplan_here("compare", *sides, "--target-year", "2023", "--lang", "en")
        assert (ran.code, ran.err) == (2, f"parplan: error: {only} (p) has no targets of 2023; it has those of 2025\n")
    scores = parplan_here("compare", "2020", "2023", "--plan", one, "--target-year", "2023", "--lang", "en")
    assert (scores.code, scores.err) == (2, "parplan: error: --target-year is only for comparing two plans\n")


def test_a_row_may_plan_by_year_and_its_total_not(tmp_path: Path) -> None:
    """7.98, 0.66 and 0.66 are not 9.27: what may be wrong is looked for among figures that there are."""
    index = "{id: b, name: B, decimals: 2, score: 7.98, max: 20, rows: [{id: b.1, name: R, max: 10, score: 7.98}]}"
    targets = "targets: {b: {planned: 1.29, target: 9.27}, b.1: {planned: {2023: 0.66, 2025: 0.66}, target: 9.30}}\n"
    folder = write_plan(tmp_path, f"plan: {{id: p, name: P, year: 2022, target_year: 2025}}\nindices: [{index}]\n", targets)
    ran = parplan_here("validate", str(folder), "--lang", "en")
    assert (ran.code, "not foreseen" in ran.err) == (1, False)
    assert "b.1.target" in ran.out


ROWS = """\
plan: {id: p, name: P, year: 2025, target_year: 2030}
indices:
  - id: s
    name: S
    decimals: 2
    max: 20
    score: 12
    rows: [{id: s.1, name: Một, max: 10, score: 6}, {id: s.2, name: Hai, max: 10, score: 6}]
"""


# What the index, and its two rows, are to gain by year; what is said of it, each with by how much it is off and its slack.
OVER_YEARS = [
    (
        ("{2026: 2.00, 2028: 2.00, 2030: 2.00}", "{2026: 1.50, 2028: 1.00, 2030: 1.00}", "{2026: 1.00, 2028: 1.00, 2030: 1.00}"),
        [("s.planned_2026", "0.50", "0.015", "the increases of the parts total 2.50, but the printed increase is 2.00")],
    ),
    (  # two years that are off by as much, one up and one down
        ("{2026: 2.00, 2028: 2.00}", "{2026: 1.50, 2028: 0.50}", "{2026: 1.00, 2028: 1.00}"),
        [
            ("s.planned_2026", "0.50", "0.015", "the increases of the parts total 2.50, but the printed increase is 2.00"),
            ("s.planned_2028", "-0.50", "0.015", "the increases of the parts total 1.50, but the printed increase is 2.00"),
        ],
    ),
    (  # a row that is to gain nothing more after 2026
        ("{2026: 0.90, 2028: 0.80}", "{2026: 0.50, 2028: 0.70}", "{2026: 0.40}"),
        [("s.planned_2028", "-0.10", "0.010", "the increases of the parts total 0.70, but the printed increase is 0.80")],
    ),
    (  # years that not all print are told together
        ("{2026: 0.90, 2028: 0.80}", "{2026: 0.50, 2028: 0.70}", "{2028: 0.40}"),
        [
            (
                *("s.planned_2028", "-0.10", "0.025"),
                "the increases of the parts total 1.60, but the printed increase is 1.70 for 2026–2028 (0.90 in 2026, 0.80 in 2028)",
            )
        ],
    ),
    (  # what the index is to gain by 2028 is not known
        ("{2026: 0.90, 2030: 0.80}", "{2026: 0.50, 2028: 0.20, 2030: 0.30}", "{2026: 0.40, 2030: 0.40}"),
        [("s.planned_2030", "0.10", "0.020", "the increases of the parts total 0.90, but the printed increase is 0.80 for 2028–2030")],
    ),
]


@pytest.mark.parametrize(("planned", "told"), OVER_YEARS)
def test_increases_add_up_over_years(planned: tuple[str, str, str], told: list[tuple[str, str, str, str]]) -> None:
    goals = "".join(f"  {ident}: {{planned: {said}}}\n" for ident, said in zip(("s", "s.1", "s.2"), planned, strict=True))
    found = [it for it in check_text({"indicators": ROWS, "targets": f"targets:\n{goals}"}).findings if it.code == "A303"]
    assert [(it.path, str(it.delta), str(it.slack), it.message.say("en").partition(" (difference")[0]) for it in found] == told


def test_an_increase_that_does_not_add_up_is_told_of_every_year_it_counts_in(tmp_path: Path) -> None:
    """What is wrong of 2028 is wrong of what is planned until 2030, and not until 2026."""
    goals = {"s": "{2026: 2, 2028: 2, 2030: 2}", "s.1": "{2026: 1, 2028: 1.50, 2030: 1}", "s.2": "{2026: 1, 2028: 1, 2030: 1}"}
    targets = "plan: p\ntargets:\n" + "".join(f"  {ident}: {{planned: {said}}}\n" for ident, said in goals.items())
    folder = str(write_plan(tmp_path, ROWS, targets))
    for year, increase, check in (("2026", "+2.00", "agrees"), ("2028", "+4.00¹", "off by 0.50"), ("2030", "+6.00¹", "off by 0.50")):
        typed = ("--plan", folder, "--target-year", year, "--lang", "en")
        out = parplan_here("gap", *typed).out
        assert increase in re.split(r"\s+", next(line for line in out.splitlines() if line.startswith("s ")))
        assert ("¹ s.planned_2028: the increases of the parts total 2.50, but the printed increase is 2" in out) == ("¹" in increase)
        assert parplan_here("report", "-o", str(tmp_path / f"{year}.xlsx"), *typed).code == 0
        book = read((tmp_path / f"{year}.xlsx").read_bytes())
        assert book.values[book.sheet("s")][book.address("s", "s", "Check")].value == check


@pytest.mark.parametrize(("year", "marks"), [("2026", 0), ("2028", 1), ("2030", 0)])
def test_a_report_names_what_is_wrong_of_any_year(tmp_path: Path, year: str, marks: int) -> None:
    """A figure of another year is wrong in the document as well; rows are marked with what their own figures are part of."""
    typed = ("--plan", str(write_plan(tmp_path / "plan", INDICATORS, TARGETS)), "--target-year", year, "--lang", "en")
    for ending in ("html", "xlsx", "docx"):
        assert parplan_here("report", "-o", str(tmp_path / f"x.{ending}"), *typed).code == 0
    page = re.sub(r"<[^>]+>", "", (tmp_path / "x.html").read_text(encoding="utf-8"))
    assert "PAR INDEX (target of 2028) error A304" in page
    assert (tmp_path / "x.html").read_text(encoding="utf-8").count("#finding-1") == marks
    found = read((tmp_path / "x.xlsx").read_bytes()).values["Findings"].iter_rows(min_row=4, max_col=4, values_only=True)
    assert ("A304", "error", "open", "par.target_2028") in found
    asked = [cell.text for it in docx.Document(str(tmp_path / "x.docx")).tables for row in it.rows for cell in row.cells]
    assert any("planned increase give 89.00, but the printed target is 98.00" in text for text in asked)


def test_what_parts_reach_follows_from_increases_of_earlier_years(tmp_path: Path) -> None:
    """The rows gain 0.50 too much in 2026, and so they end 0.50 too high in 2028; what settles the one settles the other."""
    rows = "s.1: {planned: {2026: 1, 2028: 0.50}}, s.2: {planned: {2026: 0.50, 2028: 0.50}}"
    targets = f"plan: p\ntargets: {{s: {{planned: {{2026: 1, 2028: 1}}, target: {{2028: 14}}}}, {rows}}}\n"
    (found,) = (it for it in check_text({"indicators": ROWS, "targets": targets}).findings if it.code == "A305")
    assert found.path == "s.target_2028"
    assert found.help is not None
    assert found.help.say("en") == "this follows from the contradiction at s.planned_2026; settle that one first"
    erratum = "plan: p\nerrata: {s.planned_2026: {printed: 1, against: {s.1.planned_2026: 1, s.2.planned_2026: 0.50}, because: asked}}\n"
    ran = parplan_here("validate", str(write_plan(tmp_path, ROWS, targets, erratum)), "--lang", "en")
    assert "errors 0, warnings 0, notes 0; known 2" in ran.err


# What two places print of one fact by year, the first with three rows; what is said of the second.
TWICE = [
    ("{2026: 1.00, 2028: 1.00}", "{2026: 1.50, 2028: 1.00}", ["A307 the document prints 1.50 here, but 1.00 elsewhere"]),
    ("{2026: 1.00, 2028: 1.00}", "{2026: 1.00}", []),
    (
        *("{2026: 1.00, 2028: 1.00}", "{2028: 2.50}"),
        ["A307 the document prints 2.50 for 2026–2028 here, but 2.00 elsewhere"],
    ),
    # the index is known no better than its rows are, in each year alike
    ("{2026: 1.00, 2028: 1.00}", "{2026: 1.02, 2028: 1.02}", ["A308 totals 1.00, printed 1.02"] * 2),
    (
        "{2026: 1.00, 2028: 1.00}",
        "{2026: 1.02, 2028: 1.03}",
        ["A308 totals 1.00, printed 1.02", "A307 the document prints 1.03 here, but 1.00 elsewhere"],
    ),
]


@pytest.mark.parametrize(("first", "second", "told"), TWICE)
def test_increases_printed_twice_agree_in_each_year(first: str, second: str, told: list[str]) -> None:
    rows = "".join(f"      - {{id: x.{at}, name: R, max: 10, score: 6}}\n" for at in (1, 2, 3))
    indicators = (
        "plan: {id: p, name: P, year: 2025, target_year: 2028}\nindices:\n"
        f"  - id: x\n    name: X\n    decimals: 2\n    max: 30\n    score: 18\n    rows:\n{rows}"
        "  - {id: y, name: Y, decimals: 2, same_as: x, max: 30, score: 18}\n"
    )
    thirds = ", ".join(f"x.{at}: {{planned: {{2026: {third}, 2028: {third}}}}}" for at, third in ((1, "0.34"), (2, "0.33"), (3, "0.33")))
    targets = f"targets: {{x: {{planned: {first}}}, y: {{planned: {second}}}, {thirds}}}\n"
    found = check_text({"indicators": indicators, "targets": targets}).findings
    assert [f"{it.code} {it.message.say('en').partition(' (diff')[0].partition(':')[0]}" for it in found if it.code[0] == "A"] == told


def test_increases_over_several_years_are_told_in_both_languages() -> None:
    """Of a capped row nothing can be said by the year: what is above the cap in one is not in another."""
    row = "id: y.1, name: A, max: 5, score: 2, counts: capped, parts: [{id: y.1.a, name: B, max: 5, score: 2}]"
    indicators = f"plan: {{id: p, name: P, year: 2025, target_year: 2028}}\nindices: [{{id: y, name: Y, decimals: 2, rows: [{{{row}}}]}}]\n"
    targets = "targets: {y.1: {planned: {2026: 1, 2028: 1}}, y.1.a: {planned: {2026: 1, 2028: 0.50}}}\n"
    (found,) = check_text({"indicators": indicators, "targets": targets}).findings
    assert [found.message.say(lang).partition(" (chênh")[0].partition(" (diff")[0] for lang in ("vi", "en")] == [
        "tính theo quy tắc “không tính quá điểm tối đa, không trừ quá mức sàn” được 1,50, "
        "nhưng văn bản ghi mức dự kiến tăng 2 giai đoạn 2026–2028 (năm 2026 1, năm 2028 1)",
        "with nothing above the maximum or below the floor, the parts give 1.50, "
        "but the printed planned increase is 2 for 2026–2028 (1 in 2026, 1 in 2028)",
    ]


def test_an_increase_of_a_year_is_explained_by_those_of_its_parts(tmp_path: Path) -> None:
    goals = "s: {planned: {2026: 1.50, 2028: 2}}, s.1: {planned: {2026: 1, 2028: 1}}, s.2: {planned: {2026: 0.50, 2030: 1}}"
    folder = str(write_plan(tmp_path, ROWS, f"targets: {{{goals}}}\n"))
    told = {
        year: parplan_here("explain", f"s.planned_{year}", "--plan", folder, "--lang", "en").out.splitlines()[1]
        for year in ("2026", "2028")
    }
    assert told["2026"] == "├── = s.1.planned_2026 + s.2.planned_2026 = 1.50"
    assert "error[A303]" in told["2028"]


# Two years' targets of a row with 42.68 of 80 points and two groups; what N406 says, nothing where it is silent.
FALLS = [
    ("{rank: 30/63}", "{rank: 40/63}", "the target of 2028 is rank 40/63, which falls behind rank 30/63 of 2026"),
    ("{rank: 40/63}", "{rank: 30/63}", None),
    ("{rank: 30/63}", "{rank: 33/34}", None),  # among other units
    ("{rank: 30}", "{rank: 40/63}", "the target of 2028 is rank 40/63, which falls behind rank 30 of 2026"),
    ("{places: 3}", "{places: 2}", "the target of 2028 is 2 places up, which falls behind 3 places up of 2026"),  # from 2025, both
    ("{places: 2}", "{places: 2}", None),
    ("{percent: 60}", "{percent: 55}", "the target of 2028 is 44, which falls behind 48 of 2026"),
    ("{percent: 60}", "47.99", "the target of 2028 is 47.99, which falls behind 48 of 2026"),
    ("{more_than: 45}", "{points: 44}", "the target of 2028 is 44, which falls behind 45 of 2026"),
    ("{group: high}", "{group: mid}", "the target of 2028 is group mid, which falls behind group high of 2026"),
    ("{group: mid}", "{group: high}", None),
    ("{group: high}", "{group: unheard of}", None),
    ("{direction: higher}", "{direction: keep}", None),
    ("{points: 45, rank: 30/63}", "{points: 46, rank: 31/63}", "the target of 2028 is rank 31/63, which falls behind rank 30/63 of 2026"),
    ("{rank: 30/63}", "45", None),
]
OF_80 = """\
plan: {id: p, name: P, year: 2025, target_year: 2028}
indices:
  - id: papi
    name: PAPI
    decimals: 2
    max: 80
    score: 42.68
    rank: 50/63
    groups: [{id: high, name: {vi: cao, en: high}, low: 43.80, high: 47.10}, {id: mid, name: {vi: giữa, en: mid}, low: 42.70, high: 43.79}]
"""


def test_what_is_missing_in_several_years_is_told_once() -> None:
    """The increase of one part is missing until 2026, and so it is in every year behind that."""
    rows = "{id: x.1, name: A, max: 10, score: 6}, {id: x.2, name: B, max: 10, score: 6}"
    indicators = (
        "plan: {id: p, name: P, year: 2025, target_year: 2030}\nindices:\n"
        f"  - {{id: x, name: X, decimals: 2, max: 20, score: 12, rows: [{rows}]}}\n"
        "  - {id: y, name: Y, decimals: 2, max: 20, score: 12}\n"
    )
    targets = "targets: {x: {planned: {2026: 1}}, x.1: {planned: {2026: 1}}, y: {target: {2026: 13, 2028: 14, 2030: 15}}}\n"
    told = [it.site for it in check_text({"indicators": indicators, "targets": targets}).findings if it.code == "X901"]
    assert told == [("X901", "x.planned_2026")]


ELSEWHERE = {
    "en": "y: the plan's targets are those of {}, not of 2028; add --target-year 2030\n",
    "vi": "y: kế hoạch đặt mục tiêu cho năm {}, không cho năm 2028; thêm --target-year 2030\n",
}
WITHOUT_ITS_TARGETS = ["gap", "project", "progress", "review", "realism", "simulate", "reach y", "explain y.target"]


@pytest.mark.parametrize("command", WITHOUT_ITS_TARGETS)
def test_an_index_that_has_its_targets_in_other_years_says_so(tmp_path: Path, command: str) -> None:
    """Of two indices, whatever shows “—” for one says of which years its targets are, and nothing of the other."""
    indicators = (
        "plan: {id: p, name: P, year: 2025, target_year: 2030}\nindices:\n"
        "  - {id: x, name: X, decimals: 2, max: 20, score: 12}\n  - {id: y, name: Y, decimals: 2, max: 20, score: 12}\n"
    )
    targets = "plan: p\ntargets: {x: {target: {2028: 13}}, y: {planned: {2030: 3}, target: {2030: 15}}}\n"
    typed = (*command.split(), "--plan", str(write_plan(tmp_path, indicators, targets)), "--target-year")
    (tmp_path / "results.yaml").write_text("plan: p\nresults: []\n", encoding="utf-8")
    for lang, words in ELSEWHERE.items():
        assert words.format("2030") in parplan_here(*typed, "2028", "--lang", lang).err
    assert "y: the plan's" not in parplan_here(*typed, "2030", "--lang", "en").err
    earlier = targets.replace("{2030: 3}", "{2026: 1, 2030: 2}")  # until 2028 that brings 1 point, which is no target
    (tmp_path / "targets.yaml").write_text(earlier, encoding="utf-8")
    assert command[:2] == "ex" or ELSEWHERE["en"].format("2026, 2030") in parplan_here(*typed, "2028", "--lang", "en").err


def falls(indicators: str, earlier: str, later: str) -> str | None:
    targets = f"targets: {{papi: {{target: {{2026: {earlier}, 2028: {later}}}}}}}\n"
    found = [it.line("en") for it in check_text({"indicators": indicators, "targets": targets}).findings if it.code == "N406"]
    return found[0].partition("papi.target_2028: ")[2] if found else None


@pytest.mark.parametrize(("earlier", "later", "told"), FALLS)
def test_a_path_falls_where_a_year_asks_for_less_in_the_same_way(earlier: str, later: str, told: str | None) -> None:
    assert falls(OF_80, earlier, later) == told


def test_a_path_of_what_is_the_better_the_lower_falls_where_it_rises() -> None:
    late = OF_80.replace("    groups", "    better: lower\n    groups").replace("max: 80", "max: 100")
    assert falls(late, "{at_most: 3}", "{at_most: 4}") == "the target of 2028 is 4, which falls behind 3 of 2026"
    assert falls(late, "{at_most: 4}", "{percent: 3}") is None
    assert falls(late, "{rank: 30/63}", "{rank: 40/63}") == "the target of 2028 is rank 40/63, which falls behind rank 30/63 of 2026"


def test_percents_of_an_unknown_maximum_compare_with_one_another() -> None:
    unknown = OF_80.replace("    max: 80\n", "")
    assert falls(unknown, "{percent: 60}", "{percent: 55}") == "the target of 2028 is 55%, which falls behind 60% of 2026"
    assert falls(unknown, "{percent: 60}", "44") is None


# PAPI of 2021 as the shipped table has it: Cao Bằng 39.19, and the 30th of the 59 others 42.34. By hand from that table: each other
# unit with what it changed from 2021 to 2024 has a 30th of 43.47; from 2021 to 2023 of 42.33, from 2022 to 2024 of 43.56.
OF_2021 = """\
plan: {id: p, name: P, year: 2021, target_year: 2026, unit: Cao Bằng}
indices:
  - {id: papi, name: PAPI, decimals: 2, max: 80, score: 39.19}
"""
AHEAD = [
    ("2022", "42.24 (as 2021–2022), 42.66 (as 2022–2023), 43.41 (as 2023–2024)"),
    ("2023", "42.33 (as 2021–2023), 43.56 (as 2022–2024)"),
    ("2024", "43.47 (as 2021–2024)"),
]


def shipped(folder: Path, target: str) -> str:
    years = ", ".join(f"{year}: {target}" for year in (2022, 2023, 2024, 2026))
    write_plan(folder, OF_2021, f"targets: {{papi: {{target: {{{years}}}}}}}\n")
    (folder / "peers").mkdir()
    (folder / "peers" / "papi.csv").write_bytes((DATA / "peers" / "papi.csv").read_bytes())
    return str(folder)


@pytest.mark.parametrize(("year", "moved"), AHEAD)
def test_others_move_as_many_years_as_a_target_is_ahead(tmp_path: Path, year: str, moved: str) -> None:
    folder = shipped(tmp_path, "{rank: 30}")
    moves = "if the others move as they did (those of which that is not known stay)"
    said = f"  papi: rank 30 takes 42.34, by peers/papi.csv (2021); {moves}: {moved}\n"
    assert said in parplan_here("gap", "--plan", folder, "--target-year", year, "--lang", "en").out.replace("\u00a0", " ")
    reached = parplan_here("reach", "papi", "--rank", "30", "--plan", folder, "--target-year", year, "--lang", "en").out
    assert moved in " ".join(reached.split())


def test_a_target_further_away_than_the_table_is_told_so(tmp_path: Path) -> None:
    """Five years are more than the table has: what one more year would do is told as that."""
    folder = shipped(tmp_path, "{rank: 30}")
    for lang, said in (
        (
            "en",
            "if the others move for one more year as they did (those of which that is not known stay): "
            "42.24 (as 2021–2022), 42.66 (as 2022–2023), 43.41 (as 2023–2024); "
            "the target is 5 years ahead",
        ),
        (
            "vi",
            "nếu các đơn vị khác thay đổi thêm một năm như trước (đơn vị chưa biết thay đổi thì giữ nguyên): "
            "42,24 (như 2021–2022), 42,66 (như 2022–2023), 43,41 (như 2023–2024); "
            "mục tiêu còn cách 5 năm",
        ),
    ):
        assert said in parplan_here("gap", "--plan", folder, "--target-year", "2026", "--lang", lang).out


def test_a_rank_looks_as_far_ahead_as_its_target(tmp_path: Path) -> None:
    """43.47 is the 30th if the others move as from 2021 to 2024."""
    folder = shipped(tmp_path, "43.47")
    asked = ("rank", "papi", "--target", "--plan", folder)
    (rank,) = json.loads(parplan_here(*asked, "--target-year", "2024", "--format", "json").out)["ranks"]
    assert rank["moved"] == [{"first": 2021, "year": 2024, "rank": 30, "of": 60}]
    assert (
        "  if the others change once more as they did in 2021–2024\n" in parplan_here(*asked, "--target-year", "2024", "--lang", "en").out
    )
    said = "  if the others change for one more year as they did in 2021–2022, 2022–2023, 2023–2024; the targets are 5 years ahead\n"
    assert said in parplan_here(*asked, "--target-year", "2026", "--lang", "en").out


def test_a_gain_is_held_against_gains_over_as_many_years(tmp_path: Path) -> None:
    """2.50 in three years: of the 15 units that began nearest to the last place, half gained at most 1.60 from 2021 to 2024 and all but
    one at most 4.92; Tây Ninh gained 5.15, the unit itself 2.14. One year, of which 46 gains are known, would be no rarer, and over
    five nobody knows."""
    folder = shipped(tmp_path, "41.69")
    told = {}
    for year in ("2022", "2024", "2026"):
        answer = parplan_here("realism", "--plan", folder, "--target-year", year, "--format", "json").out
        told[year] = json.loads(answer, parse_float=Decimal)["indices"][0]["rows"][0]
    past = told["2024"]["past"]
    assert [past[key] for key in ("median", "p90", "count", "largest", "unit", "units", "over")] == [
        *(D("1.60"), D("4.92"), 15),
        *(D("5.15"), "Tây Ninh", 58, 3),
    ]
    assert (told["2024"]["own"], told["2026"]["own"]) == (D("2.14"), None)
    assert [told[year]["verdict"] for year in told] == ["ambitious", "ambitious", None]
    assert [told[year]["percentile"] for year in told] == [D("0.8913"), D("0.7333"), None]
    said = {year: parplan_here("realism", "--plan", folder, "--target-year", year, "--lang", "en").out for year in ("2022", "2024", "2026")}
    assert "compared with gains over" not in said["2022"]
    assert "  compared with gains over 3 years, as many as from the base year to the targets\n" in said["2024"]
    assert "single years only, and the plan's are over 5 years: there is no verdict\n" in said["2026"]


@pytest.mark.parametrize(("year", "codes"), [(2026, ["N401"]), (2027, [])])
def test_most_of_the_headroom_is_much_for_one_year_alone(year: int, codes: list[str]) -> None:
    head = f"plan: {{id: p, name: P, year: 2025, target_year: {year}}}\n"
    indicators = head + "indices:\n  - {id: a, name: A, decimals: 2, max: 1, score: 0.75}\n"
    found = check_text({"indicators": indicators, "targets": "targets: {a: {planned: 0.25}}\n"}).findings
    assert [finding.code for finding in found] == codes


def test_a_row_that_counts_otherwise_is_checked_in_every_year(tmp_path: Path) -> None:
    parts = "[{id: y.1.a, name: B, max: 5, score: 2}]"
    indicators = (
        "plan: {id: example, name: Example, year: 2022, target_year: 2026}\n"
        f"indices: [{{id: y, name: Y, decimals: 2, rows: [{{id: y.1, name: A, max: 5, score: 2, counts: capped, parts: {parts}}}]}}]\n"
    )
    folder = write_plan(tmp_path, indicators, "targets: {y.1: {target: {2024: 4}}, y.1.a: {planned: {2024: 1}}}\n")
    out = parplan_here("validate", str(folder), "--format", "concise", "--lang", "en").out
    said = "with nothing above the maximum or below the floor, the parts give 3, but the printed target of 2024 is 4"
    assert f"error[A320] y.1.target_2024: {said}" in out


# Nobody says what is planned for 2025: not of the index, and not of its rows.
def test_increases_of_rows_that_stop_before_a_year_do_not_contradict_the_target_of_their_total(tmp_path: Path) -> None:
    rows = "".join(f"      - {{id: a.{at}, name: R, max: 10, score: 6}}\n" for at in (1, 2))
    head = "plan: {id: p, name: P, year: 2022, target_year: 2025}\nindices:\n"
    indices = f"{head}  - id: a\n    name: A\n    decimals: 2\n    max: 20\n    score: 12\n    rows:\n{rows}"
    row = "{planned: {2023: 0.50}, target: {2023: 6.50}}"
    goals = f"targets: {{a: {{planned: {{2023: 1}}, target: {{2023: 13, 2025: 15}}}}, a.1: {row}, a.2: {row}}}\n"
    folder = write_plan(tmp_path / "p", indices, goals)
    assert parplan_here("validate", str(folder)).code == 0
    ran = parplan_here("project", "--plan", str(folder), "--target-year", "2025", "--format", "json")
    (index,) = json.loads(ran.out)["scenarios"][0]["indices"]
    assert index["projected"] == 15


def test_increases_that_stop_before_a_year_do_not_contradict_its_target(tmp_path: Path) -> None:
    head = "plan: {id: p, name: P, year: 2025, target_year: 2030}\n"
    indices = f"{head}indices: [{{id: y, name: Y, decimals: 2, max: 100, score: 83.41}}]\n"
    goals = "targets: {y: {planned: {2026: 4.94}, target: {2026: 88.35, 2030: 92}}}\n"
    folder = write_plan(tmp_path / "p", indices, goals)
    assert parplan_here("validate", str(folder)).code == 0
    ran = parplan_here("gap", "--plan", str(folder), "--target-year", "2030", "--format", "csv")
    assert [line.split(",")[10:12] for line in ran.out.splitlines()] == [["planned", "target"], ["", "92"]]


@pytest.mark.parametrize("planned", ["{2023: 0.24}", "{2023: 0.24, 2025: 0}", "{2023: 0.24, 2027: 1}"])
def test_a_target_that_says_no_year_may_contradict_increases_that_do(tmp_path: Path, planned: str) -> None:
    """It is of 2025, the plan's target year; the next one is 2023."""
    head = "plan: {id: p, name: P, year: 2022, target_year: 2025}\n"
    indices = f"{head}indices: [{{id: y, name: Y, decimals: 2, max: 10, score: 4.06}}]\n"
    folder = write_plan(tmp_path / "p", indices, f"targets: {{y: {{planned: {planned}, target: 4.54}}}}\n")
    ran = parplan_here("validate", str(folder), "--lang", "en", "--format", "concise")
    assert "error[A304] y.target: score and planned increase give 4.30, but the printed target is 4.54" in ran.out
    told = parplan_here("errata", "suggest", "--plan", str(folder), "--format", "json").out
    suggested = [change["path"] for group in json.loads(told)["groups"] for it in group["suggestions"] for change in it["changes"]]
    assert {"y.target", "y.planned_2023"} < {*suggested}


# What an index and its two rows (33.40 and 46.70) are told to reach: where the first row and the index land in 2028, what is said of the
# row, and what the check of the index's target lacks.
BETWEEN = [
    # 83 in 2026, and 85 in 2028: what falls to the first row, which is to have 35.40 in 2026 and 37 in 2030, the plan does not say
    (*("{target: {2026: 83, 2028: 85, 2030: 88}}", "{target: {2026: 35.40, 2030: 37}}"), (None, "85.00"), "", "par.1.target_2028"),
    (*("{target: {2026: 83, 2028: 85}}", "{planned: {2026: 2, 2030: 1.60}}"), (None, "85.00"), "", "par.1.planned_2028"),
    ("{target: {2030: 88}}", "{target: {2026: 35.40}}", (None, None), "how much the plan asks for is not known: par.1", None),
    ("{target: {2030: 88}}", "{target: {2026: {rank: 3}}}", (None, None), "how much the plan asks for is not known: par.1", None),
    (
        "{target: {2030: 88}}",
        "{target: {2030: 37}}",
        ("33.40", "82.40"),
        "no increase is planned for par.1: the score stays as it is",
        None,
    ),
    ("{target: {2030: 88}}", "{planned: {2026: 2.00, 2028: 0}}", ("35.40", "84.40"), "", None),
]


@pytest.mark.parametrize(("index", "row", "lands", "said", "lacks"), BETWEEN)
def test_nobody_knows_where_a_row_is_between_two_years_of_its_own(
    tmp_path: Path, index: str, row: str, lands: tuple[str | None, str | None], said: str, lacks: str | None
) -> None:
    rows = "{id: par.1, name: A, max: 40, score: 33.40}, {id: par.2, name: B, max: 60, score: 46.70}"
    head = "plan: {id: p, name: P, year: 2024, target_year: 2030}\n"
    indicators = f"{head}indices: [{{id: par, name: PAR, decimals: 2, max: 100, score: 80.10, rows: [{rows}]}}]\n"
    folder = str(write_plan(tmp_path, indicators, f"targets: {{par: {index}, par.1: {row}, par.2: {{target: {{2028: 49, 2030: 51}}}}}}\n"))
    typed = ("--plan", folder, "--target-year", "2028")
    (landed,) = json.loads(parplan_here("project", *typed, "--format", "json").out)["scenarios"][0]["indices"]
    each = (landed["rows"][0]["projected"], landed["projected"])
    assert tuple(None if points is None else f"{points:.2f}" for points in each) == lands
    told = parplan_here("project", *typed, "--lang", "en").out
    assert [line.strip() for line in told.splitlines() if "par.1" in line and not line.startswith("par.1")] == ([said] if said else [])
    found = parplan_here("validate", folder, "--lang", "en", "--format", "concise").out
    assert [line.partition("[X901] ")[2] for line in found.splitlines() if "X901" in line and "2028" in line] == (
        [f"par.target_2028: could not be checked: {lacks} not given"] if lacks else []
    )


def test_who_leads_what_is_told_of_every_year(tmp_path: Path) -> None:
    rows = "rows: [{id: x.1, name: A, max: 10, score: 5}, {id: x.2, name: B, max: 10, score: 5}]"
    folder = write_plan(
        tmp_path,
        f"plan: {{id: p, name: P, year: 2020, target_year: 2025}}\nindices: [{{id: x, name: X, decimals: 2, {rows}}}]\n",
        "targets: {x.1: {planned: {2021: 1, 2023: 1, 2025: 1}}, x.2: {planned: 2}}\n",
    )
    tasks = "units: [{id: u, name: U}]\ntasks: [{id: T1, clause: V, name: t, lead: [u], serves: [x.1]}]\n"
    (folder / "tasks.yaml").write_text(tasks, encoding="utf-8")
    first = parplan_here("units", "--plan", str(folder), "--lang", "en").out
    last = parplan_here("units", "--plan", str(folder), "--target-year", "2025", "--lang", "en").out
    assert first.startswith("X: planned points by lead unit until 2021\n")
    assert "the index is planned to gain 1.00, 1.00 of which" in first
    assert last.startswith("X: planned points by lead unit until 2025\n")
    assert "the index is planned to gain 5.00, 3.00 of which" in last
    assert "nobody leads: x.2 (+2.00)" in last
    found = parplan_here("validate", str(folder), "--lang", "en").out
    assert "note[T802]: x.2: planned increase of 2, and no task says which unit leads it" in found  # though not of the next year


def test_a_group_that_is_not_listed_is_named_at_its_year(tmp_path: Path) -> None:
    groups = "groups: [{id: tot, name: Tốt, low: 8, high: 10}, {id: kha, name: Khá, low: 6, high: 7.99}]"
    indicators = (
        f"plan: {{id: p, name: P, year: 2020, target_year: 2025}}\nindices: [{{id: x, name: X, decimals: 2, score: 5, {groups}}}]\n"
    )
    folder = write_plan(tmp_path / "wrong", indicators, "targets: {x: {target: {2022: {group: kha}, 2025: {group: tốtt}}}}\n")
    out = parplan_here("validate", str(folder), "--lang", "en").out
    assert out.count("error[S108]: x.target_2025: there is no group “tốtt”") == 1
    right = write_plan(tmp_path / "right", indicators, "targets: {}\n")
    ran = parplan_here("reach", "x", "--group", "tốtt", "--plan", str(right), "--lang", "en")
    assert ran.err == "parplan: error: x: there is no “group tốtt”; there are tot, kha\n"


# Targets of 2024 to 2026; 2024 is published of two rows, and half of the third is known of 2025.
YEARS = """\
plan: {id: p, name: P, year: 2023, target_year: 2026}
indices:
  - {id: a, name: A, decimals: 2, max: 20, score: 9, rows: [
      {id: a.1, name: One, max: 8, score: 2}, {id: a.3, name: Three, max: 6, score: 4},
      {id: a.2, name: Two, max: 6, score: 3, parts: [{id: a.2.x, name: X, max: 3, score: 1.5}, {id: a.2.y, name: Y, max: 3, score: 1.5}]}]}
"""
KNOWN = """\
plan: p
results:
  - {year: 2024, date: 2025-04-10, layer: published, source: S, scores: {a.1: 2.5, a.3: 4.5}}
  - {year: 2025, date: 2025-06-01, layer: appraised, stage: interim, source: S, scores: {a.1: 3, a.2.x: 1.6}}
"""
COUNTED = {
    "en": "rows with a result: 2 of 3 (of 2024: 1, of 2025: 1), 1 in part",
    "vi": "có kết quả của 2 trong 3 tiêu chí (năm 2024: 1, năm 2025: 1), 1 tiêu chí mới có một phần",
}


def test_of_which_year_results_are_stands_beside_them(tmp_path: Path) -> None:
    folder = write_plan(tmp_path / "plan", YEARS, "plan: p\ntargets: {a: {target: {2024: 12, 2025: 14, 2026: 16}}}\n")
    (folder / "results.yaml").write_text(KNOWN, encoding="utf-8")
    typed = ("--as-of", "2025-06-30", "--plan", str(folder))
    years = {"a.1": [2025], "a.2": [2025], "a.2.x": [2025], "a.2.y": [], "a.3": [2024], "a": [2024, 2025]}
    sheet = list(csv.DictReader(io.StringIO(parplan_here("progress", *typed, "--format", "csv").out)))
    assert {row["id"]: row["years"] for row in sheet} == {ident: " ".join(map(str, each)) for ident, each in years.items()}
    index = one(parplan_here("progress", *typed, "--format", "json").out)
    assert {row["id"]: row["years"] for row in (index, *index["rows"])} == {it: years[it] for it in ("a", "a.1", "a.2", "a.3")}
    for lang, title in (("en", "Result of"), ("vi", "Kết quả năm")):
        out = parplan_here("progress", *typed, "--lang", lang).out
        assert title in out
        assert COUNTED[lang] in out
        file = tmp_path / f"{lang}.docx"
        assert parplan_here("report", "-o", str(file), "--about", "progress", *typed, "--lang", lang).code == 0
        document = docx.Document(str(file))
        assert any(COUNTED[lang] in it.text.lower() for it in document.paragraphs)
        assert any(cell.text == title for table in document.tables for cell in table.rows[0].cells)
    assert "2/3 (2024, 2025), in part: 1" in parplan_here("progress", "--plans", str(tmp_path), *typed[:2], "--lang", "en").out
    told = one_line(parplan_here("progress", "--plans", str(tmp_path), *typed[:2], "--format", "json").out)
    assert [told[key] for key in ("observed", "in_part", "rows", "years")] == [2, 1, 3, [2024, 2025]]


def one_line(answer: str) -> dict[str, Any]:
    (line,) = json.loads(answer)["lines"]
    return dict(line)


def test_a_report_on_progress_says_where_the_path_of_several_years_is(tmp_path: Path) -> None:
    folder = write_plan(tmp_path / "plan", INDICATORS, TARGETS)
    results = "results:\n  - {year: 2026, date: 2027-02-01, layer: published, stage: final, source: S, scores: {par: 87.00}}\n"
    (folder / "results.yaml").write_text(results, encoding="utf-8")
    file = tmp_path / "a.docx"
    typed = ("report", "-o", str(file), "--about", "progress", "--as-of", "2027-06-30", "--plan", str(folder), "--lang", "en")
    assert parplan_here(*typed).code == 0
    heads = [[cell.text for cell in table.rows[0].cells] for table in docx.Document(str(file)).tables]
    assert any("Due by then" in head for head in heads)


# Results of a plan of 2020 with targets of 2021, 2022 and 2024, the target year, and of which year there are newer scores.
NEWER = [
    ("{year: 2021, date: 2022-02-01, layer: published, source: S, scores: {x: 63}}", 2022, 2021),
    ("{year: 2021, date: 2022-02-01, layer: published, source: S, scores: {x: 63}}", 2024, 2021),
    ("{year: 2021, layer: survey, source: S, scores: {x.1: 32}}, {year: 2022, layer: appraised, source: S, scores: {x: 63}}", 2024, 2022),
    ("{year: 2021, date: 2022-02-01, layer: published, source: S, scores: {x: 63}}", 2021, None),  # which `review` is for
    ("{year: 2021, layer: self-assessed, source: S, scores: {x: 63}}", 2024, None),
    ("{year: 2021, layer: published, stage: interim, source: S, scores: {x: 63}}", 2024, None),
    ("{year: 2020, layer: published, source: S, scores: {x: 60}}", 2024, None),
    ("{year: 2021, layer: published, source: S, scores: {y: 7}}", 2024, None),  # another index
    ("{year: 2021, layer: published, source: S, scores: {nobody: 63}}", 2024, None),  # a file with errors
]


@pytest.mark.parametrize(("results", "year", "known"), NEWER)
def test_what_starts_from_the_base_year_tells_of_newer_scores(tmp_path: Path, results: str, year: int, known: int | None) -> None:
    rows = "[{id: x.1, name: A, max: 50, score: 30}, {id: x.2, name: B, max: 50, score: 30}]"
    index = (
        f"  - {{id: x, name: X, decimals: 2, max: 100, score: 60, rows: {rows}}}\n  - {{id: y, name: Y, decimals: 2, max: 9, score: 7}}\n"
    )
    about = "plan: {id: p, name: P, year: 2020, target_year: 2024}\nindices:\n"
    goals = "targets: {x.1: {target: {2021: 31, 2022: 32, 2024: 36}}, x.2: {target: {2024: 36}}, y: {target: 8}}\n"
    folder = write_plan(tmp_path, about + index, goals)
    (folder / "results.yaml").write_text(f"plan: p\nresults: [{results}]\n", encoding="utf-8")
    typed = ("--target-year", str(year), "--plan", str(folder), "--lang", "en")
    said = f"this starts from the scores of 2020; results of {known} are known: `parplan progress x --target-year {year}` tells how far"
    for command in (("gap", "x"), ("reach", "x", "--at-least", "70"), ("project", "x", "--set", "x.1=33"), ("simulate", "x")):
        err = parplan_here(*command, *typed).err
        assert (said in err) is (known is not None)
        assert ("this starts from" in err) is (known is not None)


# What a row with 6 of 10 points says of a year: what is gained until then, and what is reached. Another index has targets of all years.
OF_A_YEAR = [
    ("{planned: {2024: 0.80}, target: {2024: 6.80}}", 2024, "0.80", "6.80"),
    ("{planned: {2024: 0.80}, target: {2024: 6.80}}", 2025, None, None),
    ("{planned: {2024: 0.80}, target: {2024: 6.80}}", 2026, None, None),
    ("{planned: {2024: 0.80}}", 2026, None, None),
    ("{planned: {2024: 0.80}, target: {2025: 7}}", 2025, None, "7"),
    ("{planned: {2024: 0.80}, target: {2025: 7}}", 2026, None, None),
    ("{target: {2025: 7}, planned: {2026: 1}}", 2026, None, None),  # on top of 6, or of 7
    ("{target: {2025: {percent: 70}}, planned: {2026: 1}}", 2026, None, None),
    ("{target: {2025: {rank: 3}}, planned: {2026: 1}}", 2026, None, None),
    ("{target: {2025: 7, 2026: 8}, planned: {2026: 1}}", 2026, None, "8"),
    ("{target: {2025: 7, 2026: 8}, planned: 2}", 2026, "2", "8"),
    ("{target: {2025: 7}, planned: {2024: 0.50, 2026: 1}}", 2026, None, None),
    ("{planned: {2024: 1.00, 2026: 0.50}, target: {2024: 7.00, 2025: 7.30}}", 2025, None, "7.30"),
    ("{planned: {2024: 1.00, 2026: 0.50}, target: {2024: 7.00, 2025: 7.30}}", 2026, None, None),
    ("{planned: {2024: 1.00, 2026: 0.50}, target: {2024: 7.00}}", 2026, "1.50", "7.50"),
    ("{planned: {2024: 1.00, 2025: 0, 2026: 0.50}, target: {2025: 7.00}}", 2026, "1.50", "7.50"),
    ("{planned: {2025: 1}, target: {2026: 8}}", 2025, "1", "7"),
    ("{planned: 1, target: {2025: 6.50}}", 2026, "1", "7"),
    ("{planned: {2025: 1}, target: 7}", 2026, "1", "7"),
    ("{planned: 1, target: 7}", 2027, None, None),  # behind the plan's target year
    ("{planned: {2024: -1}, target: {2025: {at_most: 4}}}", 2026, None, None),
    ("{planned: {2026: -1}, target: {2025: {at_most: 4}}}", 2026, None, None),
]
ALL_YEARS = "  - {id: c, name: C, decimals: 2, max: 10, score: 5}\n"
OF_C = "  c: {target: {2024: 6, 2025: 6.30, 2026: 7, 2027: 7}}\n"
IN_2022 = "plan: {id: p, name: P, year: 2022, target_year: 2026}\nindices:\n"


def said_of(year: int, indicators: str, targets: str, ident: str = "a") -> tuple[str | None, str | None]:
    plan = check_text({"indicators": IN_2022 + ALL_YEARS + indicators, "targets": f"targets:\n{OF_C}{targets}"}).plan
    assert plan is not None
    row = figures(plan.aiming(year), "printed", Decimal)[ident]
    told = tuple(None if points is None else str(points) for points in (row.planned, row.target))
    return told[0], told[1]


@pytest.mark.parametrize(("record", "year", "planned", "target"), OF_A_YEAR)
def test_a_record_says_the_same_of_a_year_wherever_it_stands(record: str, year: int, planned: str | None, target: str | None) -> None:
    lower = ", better: lower" if "at_most" in record else ""
    row = f"{{id: a, name: A, decimals: 2, max: 10, score: 6{lower}}}"
    points = None if target is None else D(target)
    told = said_of(year, f"  - {row}\n", f"  a: {record}\n")
    assert (told[0], told[1] and D(told[1])) == (planned, points)
    if "target" in record:  # beside a row that tells increases of every year
        own = row.replace("decimals: 2, ", "")
        index = f"  - {{id: s, name: S, decimals: 2, rows: [{own}, {{id: b, name: B, max: 10, score: 5{lower}}}]}}\n"
        beside = "  b: {planned: {2024: 0, 2025: 0, 2026: 0, 2027: 0}}\n"
        told = said_of(year, index, f"  a: {record}\n{beside}")
        assert (told[0], told[1] and D(told[1])) == (planned, points)
        total = said_of(year, index, f"  a: {record}\n{beside}", "s")
        assert (total[1] and D(total[1])) == (None if points is None else points + 5)


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("{target: {2025: 7}}", "{planned: {2026: 1}}", None),
        ("{target: {2025: 7}}", "{planned: {2025: 1, 2026: 1}}", "8"),
        ("{target: {2024: 7}}", "{planned: {2024: 1}, target: {2024: 7}}", None),
    ],
)
def test_a_fact_in_two_places_has_one_way(first: str, second: str, told: str | None) -> None:
    indices = "  - {id: a, name: A, decimals: 2, max: 10, score: 6}\n  - {id: b, name: B, decimals: 2, max: 10, score: 6, same_as: a}\n"
    each = {said_of(2026, indices, f"  a: {first}\n  b: {second}\n", ident)[1] for ident in ("a", "b")}
    assert each == {told}


@pytest.mark.parametrize(("record", "year", "target"), [(record, year, target) for record, year, _, target in OF_A_YEAR if year < 2027])
def test_what_is_said_of_a_year_agrees_with_its_table(tmp_path: Path, record: str, year: int, target: str | None) -> None:
    """Where a sentence says that a year has no targets of an index, its table has none."""
    lower = ", better: lower" if "at_most" in record else ""
    row = f"  - {{id: a, name: A, decimals: 2, max: 10, score: 6{lower}}}\n"
    folder = write_plan(tmp_path, IN_2022 + ALL_YEARS + row, f"plan: p\ntargets:\n{OF_C}  a: {record}\n")
    ran = parplan_here("gap", "a", "--plan", str(folder), "--target-year", str(year), "--lang", "en", "--format", "csv")
    assert target is None or "a: the plan's targets are those of" not in ran.err
    shown = next(csv.DictReader(io.StringIO(ran.out)))["target"]
    assert (D(shown) if shown else None) == (None if target is None else D(target))
    landed = parplan_here("project", "a", "--plan", str(folder), "--target-year", str(year), "--lang", "en").out
    assert ("how much the plan asks for is not known: a" in landed) is (target is None)


# What two rows, with 5 and 6 points, are to gain, and what their total is to reach; what N406 says, and nothing where it is silent.
LED_TO = [
    ("{planned: 1, target: {2025: 12.50}}", "{}", "{}", "the target of 2026 is 12 (calculated), which falls behind 12.50 of 2025"),
    ("{planned: 2, target: {2025: 12.50}}", "{}", "{}", None),
    ("{planned: {2025: 1.50, 2026: -1}, target: {2025: 12.50}}", "{}", "{}", "the target of 2026 is 11.50 (calculated)"),
    ("{target: {2025: 12}}", "{planned: {2026: 0.50}}", "{planned: {2026: 0.30}}", "the target of 2026 is 11.80 (calculated)"),
    ("{target: {2025: {percent: 60}}}", "{planned: {2026: 0.50}}", "{planned: {2026: 0.30}}", "the target of 2026 is 11.80 (calculated)"),
    ("{target: {2025: 12}}", "{planned: {2026: 0.50}}", "{planned: {2026: 0.48}}", None),  # within rounding
    ("{target: {2025: 12}}", "{planned: {2026: 0.50}}", "{planned: {2026: 0.47}}", "the target of 2026 is 11.97 (calculated)"),
    ("{target: {2025: 12}}", "{planned: {2026: 0.50}}", "{target: {2025: 6.10}}", None),  # nobody knows
    ("{target: {2025: {rank: 3}}}", "{planned: {2026: 0.50}}", "{planned: {2026: 0.30}}", None),
]


@pytest.mark.parametrize(("index", "first", "second", "told"), LED_TO)
def test_what_increases_or_rows_come_to_falls_behind_an_earlier_target(index: str, first: str, second: str, told: str | None) -> None:
    rows = "[{id: s.1, name: A, max: 10, score: 5}, {id: s.2, name: B, max: 10, score: 6}]"
    indicators = f"{IN_2022}  - {{id: s, name: S, decimals: 2, max: 20, score: 11, rows: {rows}}}\n"
    targets = f"targets:\n  s: {index}\n  s.1: {first}\n  s.2: {second}\n"
    found = [it for it in check_text({"indicators": indicators, "targets": targets}).findings if it.code == "N406"]
    assert [(it.path, it.message.say("en").partition(", which")[0]) for it in found] == (
        [] if told is None else [("s.target_2026", told.partition(", which")[0])]
    )


def test_less_is_better_falls_where_increases_lead_to_more() -> None:
    indicators = f"{IN_2022}  - {{id: a, name: A, decimals: 2, max: 10, score: 5, better: lower}}\n"
    targets = "targets: {a: {planned: -1, target: {2025: {at_most: 3}}}}\n"
    (found,) = check_text({"indicators": indicators, "targets": targets}).findings
    assert found.line("vi").endswith("a.target_2026: mục tiêu năm 2026 là 4 (số tính ra), kém mục tiêu 3 của năm 2025")


# Increases that come on top of nobody knows what are printed all the same; what is said of them.
PRINTED_ALL_THE_SAME = [
    ("{planned: {2026: 1.123}, target: {2025: 7}}", "S113 a.planned_2026"),
    ("{planned: {2026: -1}, target: {2025: 7}}", "N408 a.planned_2026"),
    ("{planned: {2026: 6}, target: {2025: 7}}", "R207 a.planned_2026"),
]


@pytest.mark.parametrize(("record", "told"), PRINTED_ALL_THE_SAME)
def test_an_increase_that_leads_nowhere_is_checked_by_itself(record: str, told: str) -> None:
    indicators = f"{IN_2022}  - {{id: a, name: A, decimals: 2, max: 10, score: 5}}\n"
    found = check_text({"indicators": indicators, "targets": f"targets: {{a: {record}}}\n"}).findings
    assert [f"{it.code} {it.path}" for it in found] == [told]


# The target of 2025 of a total whose increases, and those of its rows, are of 2024 and 2026.
ONE_YEAR_ALONE = [
    ("{2024: 2, 2026: 1.10}", "{2024: 1, 2026: 0.50}", "{2024: 1, 2026: 0.50}", ["s.planned_2026"]),
    ("{2024: 2, 2026: 1.00}", "{2024: 1, 2026: 0.50}", "{2024: 1, 2026: 0.50}", []),
    ("{2024: 2.10, 2026: 1}", "{2024: 1, 2026: 0.50}", "{2024: 1, 2026: 0.50}", ["s.planned_2024"]),
    ("{2026: 3}", "{2024: 1, 2026: 0.50}", "{2024: 1, 2026: 0.50}", []),  # from the base year, and from 2024
]


@pytest.mark.parametrize(("total", "first", "second", "told"), ONE_YEAR_ALONE)
def test_increases_of_a_year_add_up_whatever_they_come_on_top_of(total: str, first: str, second: str, told: list[str]) -> None:
    rows = "[{id: s.1, name: A, max: 10, score: 5}, {id: s.2, name: B, max: 10, score: 6}]"
    indicators = f"{IN_2022}  - {{id: s, name: S, decimals: 2, max: 20, score: 11, rows: {rows}}}\n"
    targets = f"targets:\n  s: {{planned: {total}, target: {{2025: 13.50}}}}\n  s.1: {{planned: {first}}}\n  s.2: {{planned: {second}}}\n"
    found = check_text({"indicators": indicators, "targets": targets}).findings
    assert [it.path for it in found if it.code == "A303"] == told


def test_what_follows_for_a_year_goes_by_that_year(tmp_path: Path) -> None:
    """In 2026 the first row has a target, the second none; no figure of one year stands under the name of another."""
    rows = "[{id: s.1, name: A, max: 10, score: 5}, {id: s.2, name: B, max: 10, score: 6}]"
    indicators = f"{IN_2022}  - {{id: s, name: S, decimals: 2, max: 20, score: 11, rows: {rows}}}\n"
    goals = (
        "s: {planned: {2024: 2}, target: {2024: 13}}",
        "s.1: {planned: {2024: 1, 2026: 0.50}, target: {2024: 6, 2026: 6.50}}",
        "s.2: {planned: {2024: 1, 2026: 0.25}, target: {2024: 7}}",
    )
    folder = write_plan(tmp_path, indicators, f"plan: p\ntargets: {{{', '.join(goals)}}}\n")
    typed = ("--plan", str(folder), "--lang", "en")
    assert parplan_here("explain", "s.target", "--target-year", "2026", *typed).out.splitlines()[:4] == [
        "s.target_2026  target of 2026 13.75 · S",
        "├── = s.1.target_2026 + s.2.target_2026 = 13.75",
        "├── s.1.target_2026  target of 2026 6.50 · A",
        "│   ├── = s.1.score + s.1.planned = 6.50",
    ]
    named = parplan_here("explain", "s.2.target_2026", "--target-year", "2024", *typed).out
    assert named.startswith("s.2.target_2026  target of 2026 7.25 · B\n├── = s.2.score + s.2.planned = 7.25\n")
    told = parplan_here("explain", "s", "--target-year", "2026", *typed).out
    assert "├── = s.target_2026 − s.score = 2.75\n" in told
    assert "s.planned  planned increase 2.75 · S\n├── = s.1.planned + s.2.planned = 2.75\n" in told
    assert "s.planned_2024  planned increase of 2024 2.00 · S\n" in told
    assert "s.target_2024  target of 2024 13.00 · S\n" in told


def test_progress_towards_a_year_of_which_nothing_is_known_has_no_way_left(tmp_path: Path) -> None:
    indicators = f"{IN_2022}  - {{id: d, name: D, decimals: 2, max: 10, score: 5}}\n"
    folder = write_plan(tmp_path, indicators, "plan: p\ntargets: {d: {target: {2025: 7}, planned: {2024: 1.50, 2026: 1}}}\n")
    results = "plan: p\nresults: [{year: 2024, date: 2025-01-31, layer: published, source: S, scores: {d: 6}}]\n"
    (folder / "results.yaml").write_text(results, encoding="utf-8")
    typed = ("progress", "--plan", str(folder), "--as-of", "2025-12-31", "--format", "json")
    told = {year: one(parplan_here(*typed, "--target-year", year).out) for year in ("2025", "2026")}
    assert [(told[year]["target"], told[year]["gap"], told[year]["done"]) for year in told] == [(7, 1, D("0.5")), (None, None, None)]


def test_who_leads_points_that_end_before_those_of_another_index(tmp_path: Path) -> None:
    indices = "  - {id: x, name: X, decimals: 2, max: 10, score: 5}\n  - {id: y, name: Y, decimals: 2, max: 10, score: 5}\n"
    folder = write_plan(tmp_path, IN_2022 + indices, "targets: {x: {planned: {2024: 1}, target: {2024: 6}}, y: {target: {2026: 7}}}\n")
    tasks = "units: [{id: u, name: U}]\ntasks: [{id: T1, clause: V, name: t, lead: [u], serves: [y]}]\n"
    (folder / "tasks.yaml").write_text(tasks, encoding="utf-8")
    found = parplan_here("validate", str(folder), "--lang", "en").out
    assert "note[T802]: x: planned increase of 1, and no task says which unit leads it" in found
