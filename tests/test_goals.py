"""Targets of every kind that plans print: what each comes to, how it is shown, and whether it was met."""

import json
import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import docx
import pytest

import parplan
from helpers_cli import HEAD, parplan_here, write_plan
from odds import normal_upto
from parplan.engine.gap import standings
from parplan.engine.identities.equations import stated
from parplan.engine.identities.printed import figure_paths
from parplan.engine.takes import takes
from parplan.engine.verdicts import meets
from parplan.model.aims import Takes
from parplan.model.targets import Sign, Statement
from parplan.points import Rank
from parplan.text import Text
from parplan.workspace.folder import Folder, embedded
from parplan.workspace.opened import Workspace
from reading import check_text
from workbooks import read

D = Decimal

LESS = (
    HEAD
    + """\
indices:
  - id: late
    name: Trễ hạn
    decimals: 2
    max: 100
    better: lower
    aggregate: mean
    score: 4.00
    rows:
      - {id: late.1, name: Một, max: 100, score: 6.00}
      - {id: late.2, name: Hai, max: 100, score: 4.00}
      - {id: late.3, name: Ba, max: 100, score: 2.00}
"""
)
OF_LESS = "targets: {late: {planned: -1.00, target: {at_most: 2}}, late.1: {planned: -3.00}, late.3: {target: {at_most: 1}}}\n"
LESS_LED = "units: [{id: u, name: U}]\ntasks: [{id: t, clause: 1, name: T, lead: [u], serves: [late.1]}]\n"
LESS_SEEN = "results: [{year: 2023, date: 2023-07-01, layer: published, stage: interim, source: X, scores: {late.1: 5}}]\n"
# What is asked of a plan in which less is better; what is said of it in Vietnamese, in English.
SAID_OF_LESS = [
    ("gap", "mức dự kiến giảm hụt 1,00 so với mục tiêu", "the planned decreases fall 1.00 short of the target"),
    ("explain late.1.gap", "late.1.gap  điểm cần giảm thêm 3,00", "late.1.gap  gap 3.00"),
    ("progress --unit u --as-of 2023-07-02", "u: còn 0,67 trong mức dự kiến giảm 1,00", "u: 0.67 left of the 1.00 that is planned to go"),
    ("progress --as-of 2023-01-01", "chưa ghi nhận mức giảm nào (0%)", "nothing of the way is known to be done"),
    ("realism", "Trễ hạn: mức dự kiến giảm 2022 → 2023 so với thực tế", "Trễ hạn: planned gains, 2022 → 2023"),
    ("realism", "các đơn vị khác từng giảm bao nhiêu ở 3 tiêu chí", "the gains of other units are not known: 3"),
    ("units", "Trễ hạn: mức dự kiến giảm theo đơn vị chủ trì", "Trễ hạn: planned decreases by lead unit"),
    ("units", "chỉ số dự kiến giảm 1,00, trong đó 1,00 thuộc", "planned to fall by 1.00, 1.00 of which"),
]


@pytest.mark.parametrize(("typed", "vi", "en"), SAID_OF_LESS)
def test_where_less_is_better_sentences_say_so(tmp_path: Path, typed: str, vi: str, en: str) -> None:
    folder = write_plan(tmp_path / "plan", LESS, OF_LESS)
    for kind, content in (("tasks", LESS_LED), ("results", LESS_SEEN)):
        (folder / f"{kind}.yaml").write_text(content, encoding="utf-8")
    for lang, told in (("vi", vi), ("en", en)):
        out = parplan_here(*typed.split(), "--plan", str(folder), "--lang", lang).out
        assert told in out
        assert not re.search(r"mức (dự kiến )?tăng (nào|hụt|20)", out)


# How a target is written: what the plan's gap shows, in both languages; its points; the goal of JSON.
KINDS: list[tuple[str, str, str, str | None, dict[str, Any] | None]] = [
    ("45", "≥ 45.00", "≥ 45,00", "45", None),
    ("{points: 45}", "≥ 45.00", "≥ 45,00", "45", None),
    ("{percent: 55}", "≥ 55% (44.00)", "≥ 55% (44,00)", "44", {"percent": 55}),
    ("{more_than: 44.5}", "> 44.50", "> 44,50", "44.5", {"more_than": 44.5}),
    ("{more_than: {percent: 60}}", "> 60% (48.00)", "> 60% (48,00)", "48", {"more_than": {"percent": 60}}),
    ("{rank: 30}", "rank 30", "hạng 30", None, {"rank": {"at": 30, "of": None}}),
    ("{rank: 30/61}", "rank 30/61", "hạng 30/61", None, {"rank": {"at": 30, "of": 61}}),
    ("{places: 1}", "1 place up", "tăng 1 bậc", None, {"places": 1}),
    ("{places: +2}", "2 places up", "tăng 2 bậc", None, {"places": 2}),
    ("{places: 0}", "keep the rank", "giữ thứ hạng", None, {"places": 0}),
    ("{group: Cao}", "group Cao", "nhóm Cao", None, {"group": "Cao"}),
    ("{direction: higher}", "higher", "cao hơn", None, {"direction": "higher"}),
    ("{direction: keep}", "no worse", "giữ vững", None, {"direction": "keep"}),
    ("{points: 45, rank: 3}", "≥ 45.00, rank 3", "≥ 45,00, hạng 3", "45", {"points": 45, "rank": {"at": 3, "of": None}}),
]
PAPI = HEAD + "indices:\n  - {id: papi, name: PAPI, decimals: 2, max: 80, score: 42.68, rank: 35/61}\n"
LATE = HEAD + 'indices:\n  - {id: late, name: "Tỷ lệ hồ sơ trễ hạn (%)", decimals: 2, max: 100, score: 4.20, better: lower}\n'


def one(answer: str) -> dict[str, Any]:
    index: dict[str, Any] = json.loads(answer, parse_float=Decimal)["indices"][0]
    return index


@pytest.mark.parametrize(("written", "en", "vi", "points", "goal"), KINDS)
def test_a_target_is_shown_as_the_plan_states_it(
    tmp_path: Path, written: str, en: str, vi: str, points: str | None, goal: dict[str, Any] | None
) -> None:
    folder = str(write_plan(tmp_path, PAPI, f"targets: {{papi: {{target: {written}}}}}\n"))
    (tmp_path / "results.yaml").write_text("plan: example\nresults: []\n", encoding="utf-8")
    assert parplan_here("validate", folder, "--lang", "en").code == 0
    for lang, words in (("en", en), ("vi", vi)):
        for command in ("gap", "progress", "project"):
            out = parplan_here(command, "papi", "--plan", folder, "--lang", lang).out
            assert words in out.replace("\u00a0", " ")
        explained = parplan_here("explain", "papi.target", "--plan", folder, "--lang", lang).out.replace("\u00a0", " ")
        assert words.removeprefix("≥ ") in explained.replace("≥ ", "")
    index = one(parplan_here("gap", "--plan", folder, "--format", "json").out)
    assert (index["target"], index["goal"]) == (None if points is None else D(points), goal)


def test_less_is_better_turns_round(tmp_path: Path) -> None:
    """4.20 % of files are late; at most 1.00 is 3.20 to take off, of the 4.20 that can be."""
    folder = str(write_plan(tmp_path, LATE, "targets: {late: {planned: -3.20, target: 1.00}}\n"))
    assert parplan_here("validate", folder, "--lang", "en").err == f"{tmp_path}: nothing found\n"
    out = parplan_here("gap", "--plan", folder, "--lang", "en").out.replace("\u00a0", " ")
    assert "≤ 1.00  3.20        76.2%" in out
    index = one(parplan_here("gap", "--plan", folder, "--format", "json").out)
    told = {key: index[key] for key in ("gap", "headroom", "headroom_used", "shortfall", "goal", "better")}
    assert told == {
        "gap": D("3.20"),
        "headroom": D("4.20"),
        "headroom_used": D("0.7619"),
        "shortfall": 0,
        "goal": None,
        "better": "lower",
    }
    reached = parplan_here("reach", "late", "--plan", folder, "--lang", "en").out
    assert "at most 1.00" in reached
    assert "-3.20" in reached
    assert "has to fall by 3.20" in reached
    beyond = parplan_here("reach", "late", "--at-most", "-1", "--plan", folder, "--lang", "en")
    assert beyond.code == 1
    assert "  out of reach: 0.00 is the lowest possible, 1.00 above the goal\n  held back by: late (floor)\n" in beyond.out
    saved = tmp_path / "late.yaml"
    assert parplan_here("reach", "late", "--at-most", "2", "--plan", folder, "--save", str(saved)).code == 0
    assert 'name: {vi: "late giảm còn không quá 2,00", en: "late at most 2.00"}' in saved.read_text(encoding="utf-8")
    vi = parplan_here("gap", "--plan", folder, "--lang", "vi").out
    assert ("Cần giảm thêm" in vi, "Cần tăng" in vi) == (True, False)
    kept, passed = (
        parplan_here("project", "--plan", folder, "--fail-under", gate, "--lang", "en", "--format", "csv")
        for gate in ("late=1", "late=0.5")
    )
    assert (kept.code, kept.err) == (0, "")
    assert (passed.code, passed.err) == (1, "parplan: late is projected at 1.00, above the gate of 0.50 (The plan carried out in full)\n")
    lines = parplan_here("project", "--plan", folder, "--batch", "-", stdin=b"name,late\na,3\nb,0.5\n").out.splitlines()
    assert [line.split(",")[-1] for line in lines] == ["late_shortfall", "2.00", "-0.50"]
    assert parplan_here("gap", "--plan", folder, "--fail-under", "late=5").code == 0
    assert parplan_here("gap", "--plan", folder, "--fail-under", "late=4").code == 1
    refused = parplan_here("reach", "late", "--at-least", "1", "--plan", folder, "--lang", "en")
    assert (refused.code, refused.err) == (2, "parplan: error: less of late is better: give --at-most\n")


@pytest.mark.parametrize(
    ("planned", "vi", "en"),
    [
        ("0", "dư địa còn 4,20 nhưng không dự kiến giảm", "the headroom is 4.20, and no decrease is planned"),
        ("-4", "dự kiến giảm 4 trong dư địa 4,20 (95,2%)", "planned decrease: 4 of a headroom of 4.20 (95.2%)"),
    ],
)
def test_where_less_is_better_a_decrease_is_planned(planned: str, vi: str, en: str) -> None:
    found = check_text({"indicators": LATE, "targets": f"targets: {{late: {{planned: {planned}}}}}\n"}).findings
    assert [(it.message.say("vi"), it.message.say("en")) for it in found] == [(vi, en)]


@pytest.mark.parametrize(
    ("row", "target", "said"),
    [
        (
            "max: 100, score: 97.50",
            "planned: 0.50, target: {more_than: {percent: 98}}",
            "98.00 misses the target > 98.00, which asks for more",
        ),
        (
            "max: 100, score: 1.50, better: lower",
            "planned: -0.50, target: {less_than: 1}",
            "1.00 misses the target < 1.00, which asks for less",
        ),
        ("max: 100, score: 97.50", "planned: 0.50, target: {percent: 98}", None),
        ("max: 100, score: 97.50", "planned: 0.51, target: {more_than: {percent: 98}}", None),
    ],
)
def test_what_lies_on_a_target_to_be_passed_misses_it(tmp_path: Path, row: str, target: str, said: str | None) -> None:
    indicators = f"{HEAD}indices:\n  - {{id: a, name: A, decimals: 2, {row}}}\n"
    folder = str(write_plan(tmp_path, indicators, f"targets: {{a: {{{target}}}}}\n"))
    for command in ("gap", "project"):
        out = parplan_here(command, "--plan", folder, "--lang", "en").out.replace("\u00a0", " ")
        assert (f"  a: the projected score {said}\n" in out) == (said is not None)
        assert ("misses" in out) == (said is not None)
    vi = parplan_here("project", "--plan", folder, "--lang", "vi").out
    assert ("chưa đạt mục tiêu" in vi) == (said is not None)


# A row, its increase and target, and the contradiction or the remark about them: a target that is to be passed is contradicted by what
# falls short of it, beyond what rounding explains, and never by what passes it.
TO_BE_PASSED = [
    (
        "max: 40, score: 33.00",
        "planned: 2, target: {more_than: 36}",
        "A304 score and planned increase give 35.00, but the printed target is > 36",
    ),
    (
        *("max: 40, score: 33.00", "planned: 2, target: {more_than: {percent: 90}}"),
        "A304 score and planned increase give 35.00, but the printed target is > 90% (36.00)",
    ),
    ("max: 40, score: 33.00", "planned: 2.99, target: {more_than: 36}", "A308 totals 35.99, printed > 36: 0.01 apart, rounding"),
    ("max: 40, score: 33.00", "planned: 3, target: {more_than: 36}", None),
    ("max: 40, score: 33.00", "planned: 5, target: {more_than: 36}", None),
    (
        "max: 40, score: 33.00",
        "planned: 2, target: {more_than: 36, points: 36}",
        "A304 score and planned increase give 35.00, but the printed target is > 36",
    ),
    (
        "max: 9, score: 1.50, better: lower",
        "planned: -0.20, target: {less_than: 1}",
        "A304 score and planned decrease give 1.30, but the printed target is < 1",
    ),
    ("max: 9, score: 1.50, better: lower", "planned: -0.90, target: {less_than: 1}", None),
]
OF_PARTS = [
    (
        "{planned: 5}",
        "{target: {more_than: {percent: 90}}}",
        "A305 the parts are planned to reach 85, but the printed target is > 90% (90.00)",
    ),
    ("{planned: 15}", "{target: {more_than: {percent: 90}}}", None),
    # what a part is to pass is not what it reaches
    ("{planned: 5, target: {more_than: 43}}", "{target: 85}", None),
    ("{planned: 5, target: {more_than: 43}}", "{planned: 5, target: {more_than: 85}}", None),
    (
        "{planned: 5, target: {more_than: 43}}",
        "{planned: 4, target: {more_than: 83}}",
        "A303 the increases of the parts total 5, but the printed increase is 4",
    ),
]


def said_of_arithmetic(indicators: str, targets: str) -> str | None:
    found = [it for it in check_text({"indicators": indicators, "targets": targets}).findings if it.code[0] == "A"]
    assert len(found) < 2
    return (
        f"{found[0].code} {found[0].message.say('en')}".replace("\u00a0", " ").partition(" (up")[0].partition(" (diff")[0]
        if found
        else None
    )


@pytest.mark.parametrize(("row", "goal", "said"), TO_BE_PASSED)
def test_what_falls_short_of_a_target_to_be_passed_contradicts_it(row: str, goal: str, said: str | None) -> None:
    indicators = f"{HEAD}indices:\n  - {{id: a, name: A, decimals: 2, {row}}}\n"
    assert said_of_arithmetic(indicators, f"targets: {{a: {{{goal}}}}}\n") == said


@pytest.mark.parametrize(("part", "total", "said"), OF_PARTS)
def test_what_parts_reach_is_held_against_a_target_to_be_passed(part: str, total: str, said: str | None) -> None:
    rows = "rows: [{id: a.1, name: B, max: 50, score: 38}, {id: a.2, name: C, max: 50, score: 42}]"
    indicators = f"{HEAD}indices:\n  - {{id: a, name: A, decimals: 2, max: 100, score: 80, {rows}}}\n"
    assert said_of_arithmetic(indicators, f"targets: {{a: {total}, a.1: {part}, a.2: {{planned: 0}}}}\n") == said


@pytest.mark.parametrize(
    ("total", "codes"),
    [("85.17", []), ("85.16", ["A308"]), ("85.15", ["A305"]), ("85", ["A305"]), ("85.2", ["A305"])],
)
def test_a_target_in_percent_is_as_exact_as_the_percentages_of_its_index(total: str, codes: list[str]) -> None:
    rows = [f"{{id: a.{n}, name: B{n}, max: 100, percent: 80}}" for n in (1, 2, 3)]
    head = "{id: a, name: A, decimals: 2, aggregate: mean, max: 100, percent: 80"
    targets = "".join(f", a.{n}: {{target: {{percent: {it}}}}}" for n, it in enumerate(("85.00", "86.00", "84.50"), 1))
    indicators = f"{HEAD}indices:\n  - {head}, rows: [{', '.join(rows)}]}}\n"
    found = check_text({"indicators": indicators, "targets": f"targets: {{a: {{target: {{percent: {total}}}}}{targets}}}\n"}).findings
    assert [it.code for it in found if it.code in ("A305", "A308")] == codes


@pytest.mark.parametrize(
    ("second", "said"),
    [("{more_than: 37}", "A307 the document prints 37 here, but 36 elsewhere"), ("{more_than: 36}", None), ("{points: 37}", None)],
)
def test_a_target_to_be_passed_is_printed_twice_alike(second: str, said: str | None) -> None:
    indicators = f"{HEAD}indices:\n  - {{id: a, name: A, decimals: 2, max: 40}}\n  - {{id: b, name: B, decimals: 2, max: 40, same_as: a}}\n"
    assert said_of_arithmetic(indicators, f"targets: {{a: {{target: {{more_than: 36}}}}, b: {{target: {second}}}}}\n") == said


def test_errata_may_be_about_a_target_to_be_passed(tmp_path: Path) -> None:
    """It is corrected as it stands there; a workbook says by how much it is missed; the letter has it as it is printed."""
    indicators = f"{HEAD}indices:\n  - {{id: a, name: A, decimals: 2, max: 40, score: 33.00}}\n"
    folder = write_plan(tmp_path / "p", indicators, "plan: example\ntargets:\n  a: {planned: 2, target: {more_than: {percent: 90}}}\n")
    plan = ("--plan", str(folder), "--lang", "en")
    suggested = json.loads(parplan_here("errata", "suggest", *plan, "--format", "json").out)["groups"][0]["suggestions"]
    assert [(it["changes"][0]["path"], it["changes"][0]["to"]) for it in suggested] == [
        ("a.planned", 3),
        ("a.score", 34),
        ("a.target", 83),
        ("a.max", 37),
    ]
    book = tmp_path / "a.xlsx"
    assert parplan_here("report", "-o", str(book), *plan).code == 0
    told = [[cell.value for cell in sheet["Equations"][4][6:]] for sheet in read(book.read_bytes())]
    assert (told[0], told[1][0]) == ([-1, 0.012, "off by 1.00"], "=MIN(E4-F4,0)")
    done = parplan_here("errata", "accept", "a.target", "--decision", "correct=87", "--because", "x", *plan)
    assert (done.code, "errors 0, warnings 0, notes 0; known 1" in parplan_here("validate", *plan[1:]).err) == (0, True)
    index = one(parplan_here("gap", "--plan", str(folder), "--basis", "corrected", "--format", "json").out)
    assert index["goal"] == {"more_than": {"percent": 87}}
    letter = parplan_here("errata", "letter", *plan).out.replace("\u00a0", " ").replace("&gt;", ">")
    assert "| 1 | A, target | > 90% | > 87% |" in letter


def test_a_score_on_a_target_to_be_passed_misses_it(tmp_path: Path) -> None:
    indicators = f"{HEAD}indices:\n  - {{id: a, name: A, decimals: 2, max: 100, score: 98}}\n"
    folder = str(write_plan(tmp_path, indicators, "targets: {a: {target: {more_than: 98}}}\n"))
    said = "  a: điểm hiện tại 98,00 chưa đạt mục tiêu > 98,00: phải cao hơn mức này\n"
    assert said in parplan_here("gap", "--plan", folder, "--lang", "vi").out.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("command", "lang", "said"),
    [
        ("progress --as-of 2024-05-01", "en", "a: the score 98.00 misses the target > 98.00, which asks for more"),
        ("progress --as-of 2024-05-01", "vi", "a: điểm hiện tại 98,00 chưa đạt mục tiêu > 98,00: phải cao hơn mức này"),
        ("review", "en", "a: the outcome 98.00 misses the target > 98.00, which asks for more"),
        ("review", "vi", "a: kết quả 98,00 chưa đạt mục tiêu > 98,00: phải cao hơn mức này"),
    ],
)
def test_a_result_on_a_target_to_be_passed_misses_it(tmp_path: Path, command: str, lang: str, said: str) -> None:
    indicators = f"{HEAD}indices:\n  - {{id: a, name: A, decimals: 2, max: 100, score: 97}}\n"
    folder = write_plan(tmp_path, indicators, "targets: {a: {target: {more_than: 98}}}\n")
    results = "plan: example\nresults: [{year: 2023, date: 2024-04-02, layer: published, source: x, scores: {a: 98}}]\n"
    (folder / "results.yaml").write_text(results, encoding="utf-8")
    out = parplan_here(*command.split(), "--plan", str(folder), "--lang", lang).out
    assert f"  {said}\n" in out.replace("\u00a0", " ")


def test_a_heading_says_which_way_the_gap_leads(tmp_path: Path) -> None:
    rows = "{id: a.1, name: A, max: 9, score: 4}, {id: a.2, name: B, score: 7, better: lower}"
    indicators = f"{HEAD}indices:\n  - {{id: a, name: A, decimals: 2, max: 9, score: 4, rows: [{rows}]}}\n"
    folder = write_plan(tmp_path, indicators, "targets: {a.1: {target: 5}, a.2: {target: 6}}\n")
    (folder / "results.yaml").write_text("plan: example\nresults: []\n", encoding="utf-8")
    for command in ("gap", "progress"):
        assert "Cần tăng/giảm" in parplan_here(command, "--plan", str(folder), "--lang", "vi", env={"COLUMNS": "120"}).out
    up = write_plan(tmp_path / "up", indicators, "targets: {a.1: {target: 5}}\n")
    assert "Cần tăng thêm" in parplan_here("gap", "--plan", str(up), "--lang", "vi", env={"COLUMNS": "120"}).out


def test_a_measure_has_no_part_in_points() -> None:
    """What is counted in percent of late files stands below the criterion that it earns points in, and adds nothing to it."""
    checked = check_text(
        {
            "indicators": HEAD
            + """\
indices:
  - id: so
    name: Chỉ số của sở
    decimals: 2
    max: 20
    score: 15.80
    rows:
      - {id: so.1, name: Điều hành, max: 8, score: 6.30}
      - {id: so.2, name: Thủ tục, max: 12, score: 9.50, parts: [{id: so.2.late, name: Trễ hạn (%), max: 100, score: 4.20, better: lower}]}
      - {id: so.3, name: Khiếu nại (vụ), score: 17, better: lower}
""",
            "targets": "targets:\n  so.1: {planned: 0.70}\n  so.2: {planned: 0.25}\n  so.2.late: {planned: -3.20}\n  so.3: {planned: -4}\n",
        }
    )
    assert checked.findings == ()
    assert checked.plan is not None
    for (so,) in (standings(checked.plan, "printed"), standings(checked.plan, "parts")):
        assert (so.score, so.max, so.planned, so.target) == (D("15.80"), D(20), D("0.95"), D("16.75"))


def test_odds_of_a_measure_and_of_the_rows_of_an_excerpt(tmp_path: Path) -> None:
    """They are in no total, and are drawn all the same."""
    pytest.importorskip("numpy")
    measure = "{id: so.1.late, name: Trễ hạn (%), max: 100, score: 4.20, better: lower}"
    dimension = "{id: papi.4, name: Kiểm soát tham nhũng, max: 10, score: 6.08}"
    indicators = f"""\
indices:
  - {{id: so, name: Sở, decimals: 2, max: 12, score: 9.50, rows: [{{id: so.1, name: Thủ tục, max: 12, score: 9.50, parts: [{measure}]}}]}}
  - {{id: papi, name: PAPI, decimals: 2, max: 80, score: 38.80, excerpt_of: 8, rows: [{dimension}]}}
"""
    targets = "targets: {so.1: {planned: 0.5}, so.1.late: {planned: -3.20, target: {at_most: 1}}, papi.4: {planned: 0.50, target: 6.58}}\n"
    folder = str(write_plan(tmp_path, HEAD + indicators, targets))
    told = json.loads(parplan_here("simulate", "--n", "1000", "--plan", folder, "--format", "json").out, parse_float=D)
    so, papi = told["indices"]
    late, corruption = so["rows"][0]["parts"][0], papi["rows"][0]
    # Normal around the score with 4.9 % of the scale: up to half a digit beyond 1.00 of 4.20, and from half a digit before 6.58.
    assert float(late["outside"]["probability"]) == pytest.approx(normal_upto((1.005 - 4.20) / 4.9), abs=1e-4)
    assert float(corruption["outside"]["probability"]) == pytest.approx(1 - normal_upto((6.575 - 6.08) / 0.49), abs=1e-4)
    assert late["inside"]["probability"] > late["outside"]["probability"]
    assert (late["inside"]["standard_error"], papi["inside"]["p5"], papi["inside"]["p95"]) == (0, D("32.35"), D("45.25"))
    assert [swing["id"] for swing in so["tornado"]] == ["so.1"]
    asked = parplan_here("simulate", "--n", "1000", "--at-least", "so.1.late=4.20", "--plan", folder, "--format", "json").out
    parts = [(at + 0.5) / 1000 * 3.20 for at in range(1000)]  # any part of 3.20 less
    expected = sum(normal_upto((4.205 - 4.20 + part) / 4.9) for part in parts) / 1000
    assert json.loads(asked)["indices"][0]["rows"][0]["parts"][0]["inside"]["probability"] == pytest.approx(expected, abs=1e-4)


# A target, the row's own outcome and rank: is it met, missed, fallen, or not known?
OUTCOMES = [
    ("45", "45", None, "met"),
    ("45", "44.99", None, "missed"),
    ("{more_than: 45}", "45", None, "missed"),
    ("{more_than: 45}", "45.01", None, "met"),
    ("{percent: 55}", "44", None, "met"),
    ("{rank: 30/61}", "43", "30/61", "met"),
    ("{rank: 30/61}", "43", "31/61", "missed"),
    ("{rank: 30/61}", "43", None, None),
    ("{rank: 30/61}", "43", "28/34", None),  # of another field
    ("{rank: 30/61}", "43", "28", "met"),
    ("{rank: 30}", "43", "28/34", None),  # the plan speaks of the 61 of its own year
    ("{rank: 30}", "43", "28/61", "met"),
    ("{rank: 30}", "43", "28", "met"),
    ("{places: 1}", "43", "34/61", "met"),
    ("{places: 1}", "43", "35/61", "missed"),
    ("{places: 1}", "43", "31/34", None),
    ("{places: 0}", "43", "31/34", None),
    ("{places: 0}", "43", "35/61", "met"),
    ("{direction: higher}", "42.69", None, "met"),
    ("{direction: higher}", "42.68", None, "missed"),
    ("{direction: keep}", "42.68", None, "met"),
    ("{direction: keep}", "42.67", None, "fell"),
    ("{points: 45, rank: 3}", "46", "4/61", "missed"),
    ("{points: 45, rank: 3}", "46", "3/61", "met"),
    ("{points: 45, rank: 3}", "46", None, None),
    ("{points: 45, rank: 3/61}", "46", "3/34", None),
    ("{points: 45, rank: 3/61}", "44", "3/34", "missed"),
    ("{points: 45, rank: 3}", "44", None, "missed"),
]


@pytest.mark.parametrize(("target", "score", "rank", "verdict"), OUTCOMES)
def test_every_statement_is_judged_and_all_must_hold(
    tmp_path: Path, target: str, score: str, rank: str | None, verdict: str | None
) -> None:
    folder = write_plan(tmp_path, PAPI, f"targets: {{papi: {{target: {target}}}}}\n")
    ranks = "" if rank is None else f", ranks: {{papi: {rank}}}"
    results = (
        f"plan: example\nresults:\n  - {{year: 2023, date: 2024-04-02, layer: published, source: x, scores: {{papi: {score}}}{ranks}}}\n"
    )
    (folder / "results.yaml").write_text(results, encoding="utf-8")
    index = one(parplan_here("review", "--plan", str(folder), "--format", "json").out)
    assert index["verdict"] == verdict


def groups_of(year: int, low: str = "43.50") -> str:
    """A file of peers with one group of a year."""
    group = f"{{id: high, name: {{vi: Cao, en: High}}, low: {low}, high: 47.88, count: 61}}"
    return f"plan: example\nname: PAPI {year}\nyear: {year}\nranked: 61\ngroups: {{papi: [{group}]}}\n"


@pytest.mark.parametrize(("year", "low", "verdict"), [(2023, "43.50", "met"), (2023, "44.00", "missed"), (2022, "43.50", None)])
def test_a_group_is_judged_by_the_groups_of_that_year(tmp_path: Path, year: int, low: str, verdict: str | None) -> None:
    folder = write_plan(tmp_path, PAPI, "targets: {papi: {target: {group: cao}}}\n")
    results = "plan: example\nresults: [{year: 2023, layer: published, source: x, scores: {papi: 43.90}}]\n"
    (folder / "results.yaml").write_text(results, encoding="utf-8")
    (folder / "peers").mkdir()
    (folder / "peers" / "groups.yaml").write_text(groups_of(year, low), encoding="utf-8")
    assert one(parplan_here("review", "--plan", str(folder), "--format", "json").out)["verdict"] == verdict
    assert parplan.load(folder).review()["papi"].verdict == verdict


NOT_JUDGED = [
    (
        "{group: cao}",
        "",
        None,
        "papi: chưa đánh giá được mục tiêu theo nhóm: chưa có nhóm điểm công bố của năm 2023 (peers/)",
        "papi: the target is a group, and not judged: there are no published groups of 2023 (peers/)",
    ),
    (
        "{group: khá}",
        "",
        2023,
        "papi: chưa đánh giá được mục tiêu theo nhóm: các nhóm điểm công bố của năm 2023 không có nhóm này",
        "papi: the target is a group, and not judged: no such group was published of 2023",
    ),
    (
        "{rank: 30}",
        "",
        None,
        "papi: chưa đánh giá được mục tiêu theo thứ hạng: chưa có thứ hạng năm 2023 (results.yaml)",
        "papi: the target is a rank, and not judged: there is no rank of 2023 (results.yaml)",
    ),
    (
        "{places: 1}",
        ", ranks: {papi: 34/61}",
        None,
        "papi: chưa đánh giá được mục tiêu tăng bậc: kế hoạch không ghi thứ hạng năm 2022",
        "papi: the target is places gained, and not judged: the plan has no rank of 2022",
    ),
    (
        "{rank: 30/61}",
        ", ranks: {papi: 28/34}",
        None,
        "papi: chưa đánh giá được mục tiêu theo thứ hạng: thứ hạng năm 2023 tính trên số đơn vị khác, không so sánh được",
        "papi: the target is a rank, and not judged: that of 2023 is over another number of units, and does not compare",
    ),
]


@pytest.mark.parametrize(("target", "ranks", "groups", "vi", "en"), NOT_JUDGED)
def test_why_a_target_is_not_judged(tmp_path: Path, target: str, ranks: str, groups: int | None, vi: str, en: str) -> None:
    folder = write_plan(tmp_path, PAPI.replace(", rank: 35/61", ""), f"targets: {{papi: {{target: {target}}}}}\n")
    results = f"plan: example\nresults: [{{year: 2023, layer: published, source: x, scores: {{papi: 43.90}}{ranks}}}]\n"
    (folder / "results.yaml").write_text(results, encoding="utf-8")
    if groups is not None:
        (folder / "peers").mkdir()
        (folder / "peers" / "groups.yaml").write_text(groups_of(groups), encoding="utf-8")
    for lang, words in (("vi", vi), ("en", en)):
        assert f"  {words}\n" in parplan_here("review", "--plan", str(folder), "--lang", lang).out


def test_why_a_target_has_no_points(tmp_path: Path) -> None:
    folder = write_plan(tmp_path, PAPI, "targets: {papi: {target: {group: cao}}}\n")
    words = {
        "vi": "papi: không có số liệu nào trong peers/ cho biết cần bao nhiêu điểm để đạt thứ hạng hoặc nhóm đó;",
        "en": "papi: nothing in peers/ tells how many points that rank or group takes:",
    }
    for lang, said in words.items():
        assert f"  {said} " in parplan_here("gap", "--plan", str(folder), "--lang", lang).out
    (folder / "peers").mkdir()
    (folder / "peers" / "groups.yaml").write_text(groups_of(2022), encoding="utf-8")
    assert words["en"] not in parplan_here("gap", "--plan", str(folder), "--lang", "en").out


def test_groups_with_errors_are_said_to_tell_nothing(tmp_path: Path) -> None:
    folder = write_plan(tmp_path, PAPI, "targets: {papi: {target: {group: cao}}}\n")
    (folder / "peers").mkdir()
    (folder / "peers" / "g.yaml").write_text("plan: example\nyear: 2022\nname: G\n", encoding="utf-8")
    words = {
        "vi": "g.yaml: có lỗi nên không cho biết mục tiêu cần bao nhiêu điểm; xem “parplan validate”",
        "en": "g.yaml: has errors, so it does not tell how many points a target takes; see `parplan validate`",
    }
    for lang, said in words.items():
        for command in (("gap",), ("project",), ("progress",), ("reach", "papi")):
            assert said in parplan_here(*command, "--plan", str(folder), "--lang", lang).err
    (folder / "targets.yaml").write_text("targets: {papi: {target: 45}}\n", encoding="utf-8")
    assert words["en"] not in parplan_here("gap", "--plan", str(folder), "--lang", "en").err


def test_two_statements_are_told_apart(tmp_path: Path) -> None:
    folder = write_plan(tmp_path, PAPI, "targets: {papi: {target: {points: 45, rank: 3}}}\n")
    results = "plan: example\nresults: [{year: 2023, layer: published, source: x, scores: {papi: 46}, ranks: {papi: 4/61}}]\n"
    (folder / "results.yaml").write_text(results, encoding="utf-8")
    out = parplan_here("review", "--plan", str(folder), "--lang", "en").out.replace("\u00a0", " ")
    assert "papi, rank 4/61: ≥ 45.00 met, rank 3 missed" in out
    assert "papi xếp hạng 4/61: ≥ 45,00 đạt, hạng 3 không đạt" in parplan_here("review", "--plan", str(folder), "--lang", "vi").out.replace(
        "\u00a0", " "
    )
    (index,) = json.loads(parplan_here("review", "--plan", str(folder), "--format", "json").out)["indices"]
    progress = parplan_here("progress", "--plan", str(folder), "--as-of", "2024-05-01", "--lang", "en").out.replace("\u00a0", " ")
    assert "papi, rank 4/61: the target is ≥ 45.00, rank 3\n" in progress
    assert index["statements"] == [{"goal": {"points": 45}, "met": True}, {"goal": {"rank": {"at": 3, "of": None}}, "met": False}]


# What the plan prints beside a rank of 2022, what is aimed at, the rank of 2023; whether the two are said not to compare.
OTHER_FIELDS = [
    ("rank: 35/61", "{rank: 30/61}", "28/34", True),
    ("rank: 35/61", "{places: 1}", "28/34", True),
    ("rank: 35, ranked: {2022: 61}", "{places: 1}", "28/34", True),
    ("rank: 35/61", "{rank: 30/61}", "28/61", False),
    ("rank: 35/61", "{rank: 30}", "28/34", True),
    ("rank: 35/61", "{rank: 30}", "28/61", False),
    ("rank: 35", "{rank: 30}", "28/34", False),
    ("rank: 35", "{places: 1}", "28/34", False),
]


@pytest.mark.parametrize(("printed", "target", "rank", "other"), OTHER_FIELDS)
def test_ranks_on_the_way_that_do_not_compare_are_said_not_to(tmp_path: Path, printed: str, target: str, rank: str, other: bool) -> None:
    folder = write_plan(tmp_path, PAPI.replace("rank: 35/61", printed), f"targets: {{papi: {{target: {target}}}}}\n")
    results = f"plan: example\nresults: [{{year: 2023, layer: published, source: x, scores: {{papi: 46}}, ranks: {{papi: {rank}}}}}]\n"
    (folder / "results.yaml").write_text(results, encoding="utf-8")
    typed = ("progress", "--plan", str(folder), "--as-of", "2024-05-01", "--lang")
    said = {"en": "; the ranks are over different numbers of units, and do not compare\n", "vi": "số đơn vị khác, không so sánh được\n"}
    assert {lang: words in parplan_here(*typed, lang).out for lang, words in said.items()} == {"en": other, "vi": other}
    assert (one(parplan_here("review", "--plan", str(folder), "--format", "json").out)["verdict"] is None) == other


def test_a_rank_takes_points() -> None:
    """By the scores of 2022 the 30th of 61 has 42.44; beside it what it takes if the others move as they did."""
    told = parplan_here("reach", "papi", "--rank", "30", "--lang", "en").out
    assert "papi: rank 30 takes 42.44, by peers/papi.csv (2022); if the others move as they did " in told.replace("\u00a0", " ")
    said = " ".join(told.split())  # Quang Ninh, say, is not in the table of 2021: its change to 2022 is not known
    assert "(those of which that is not known stay): 42.17 (as 2021–2022), 42.40 (as 2022–2023), 43.17 (as 2023–2024)" in said
    assert "+3.64" in told
    group = parplan_here("reach", "papi", "--group", "mid-high", "--lang", "en").out.replace("\u00a0", " ")
    assert "papi: group Mid-high takes 42.15, by" in group
    up = json.loads(parplan_here("reach", "papi", "--places", "1", "--format", "json").out, parse_float=Decimal)
    assert up["goal"]["at_least"] == D("39.42")  # of the unit just above


NOT_TO_BE_HAD = [
    ("--rank 70/63", "papi: “rank 70/63” is not possible: there is no rank 70/63"),
    ("--rank 0", "papi: “rank 0” is not possible: there is no rank 0"),
    ("--places 63", "papi: “63 places up” is not possible: there is no rank 0/63"),
    ("--places -1", "--places takes a number of places such as 1, not “-1”"),
    ("--rank high", "--rank takes a rank such as 30 or 30/63, not “high”"),
    ("--rank 30 --group high", "give only one of --rank, --group"),
    ("--at-most 30", "more of papi is better: give --at-least"),
]


@pytest.mark.parametrize(("typed", "said"), NOT_TO_BE_HAD)
def test_what_nobody_can_reach_is_refused(typed: str, said: str) -> None:
    done = parplan_here("reach", "papi", *typed.split(), "--lang", "en")
    assert (done.code, done.out) == (2, "")
    assert done.err.replace("\u00a0", " ").endswith(f"parplan: error: {said}\n")


@pytest.mark.parametrize("typed", ["high", "HIGH", "Cao", "cao"])
def test_a_group_goes_by_its_id_or_a_name_however_it_is_typed(typed: str) -> None:
    told = json.loads(parplan_here("reach", "papi", "--group", typed, "--format", "json").out, parse_float=Decimal)
    assert told["goal"]["at_least"] == D("43.44")


@pytest.mark.parametrize(("target", "said"), [("{direction: keep}", "no worse"), ("{percent: 55}", "≥ 55%")])
def test_a_target_that_is_no_number_of_points_is_not_reached_for(tmp_path: Path, target: str, said: str) -> None:
    indicators = HEAD + "indices:\n  - {id: papi, name: PAPI, decimals: 2, score: 42.68}\n"  # and no maximum
    folder = str(write_plan(tmp_path, indicators, f"targets: {{papi: {{target: {target}}}}}\n"))
    done = parplan_here("reach", "papi", "--plan", folder, "--lang", "en")
    told = f"parplan: error: papi: it is not known how many points the target “{said}” is; give --at-least\n"
    assert (done.code, done.err.replace("\u00a0", " ")) == (2, told)


def test_explain_says_a_target_once(tmp_path: Path) -> None:
    for indicators, target, said in (
        (PAPI, "{points: 45, rank: 3}", "papi.target  target ≥ 45.00, rank 3 · PAPI\n"),
        (PAPI, "{percent: 55}", "papi.target  target ≥ 55% (44.00) · PAPI\n"),
        (LATE.replace("late,", "papi,"), "1", "papi.target  target ≤ 1.00 · Tỷ lệ hồ sơ trễ hạn (%)\n"),
    ):
        folder = str(write_plan(tmp_path, indicators, f"targets: {{papi: {{target: {target}}}}}\n"))
        out = parplan_here("explain", "papi.target", "--plan", folder, "--lang", "en").out
        assert out.replace("\u00a0", " ").startswith(said)


def test_a_rank_that_is_missed_has_no_points_that_it_is_missed_by(tmp_path: Path) -> None:
    rows = "[{id: s.1, name: One, max: 10, score: 6, rank: 9/63}, {id: s.2, name: Two, max: 10, score: 6}]"
    indicators = HEAD + f"indices:\n  - {{id: s, name: S, decimals: 2, max: 20, score: 12, rows: {rows}}}\n"
    folder = write_plan(tmp_path, indicators, "targets: {s.1: {target: {rank: 5/63}}, s.2: {target: {more_than: 7}}}\n")
    results = "plan: example\nresults: [{year: 2023, layer: published, source: x, scores: {s.1: 7, s.2: 7}, ranks: {s.1: 8/63}}]\n"
    (folder / "results.yaml").write_text(results, encoding="utf-8")
    assert "  missed (against the target): s.1, s.2 (0.00)\n" in parplan_here("review", "--plan", str(folder), "--lang", "en").out


FIELD = "unit,year,par\nA,2021,90\nB,2021,85\nC,2021,84\nD,2021,88\n"


# Of the plan's own year, 2021, four of 63 are listed; of 2020 four, or all: which of them tells what the second has.
LACKING = [
    ("too few in every year", range(4), None),
    ("all of them the year before", range(62), "par: rank 2/63 takes 89.00, by peers/f.csv (2020)"),
]


@pytest.mark.parametrize(("before", "said"), [row[1:] for row in LACKING], ids=[row[0] for row in LACKING])
def test_a_table_that_lacks_units_of_the_plans_own_year_tells_no_rank(tmp_path: Path, before: range, said: str | None) -> None:
    about = "plan: {id: example, name: Example, year: 2021, target_year: 2022, unit: B}\n"
    row = "indices:\n  - {id: par, name: PAR INDEX, decimals: 2, max: 100, score: 85.00, rank: 35/63}\n"
    folder = write_plan(tmp_path, about + row, "targets: {par: {target: {rank: 2/63}}}\n")
    (folder / "peers").mkdir()
    earlier = "".join(f"U{n},2020,{90 - n}\n" for n in before)
    (folder / "peers" / "f.csv").write_text(f"{FIELD}{earlier}", encoding="utf-8")
    typed = ("--plan", str(folder), "--lang", "en")
    told = parplan_here("gap", *typed).out.replace("\u00a0", " ")
    assert (said or "par: nothing in peers/ tells how many points that rank or group takes") in told
    for asked in ((), ("--rank", "2"), ("--places", "1")):
        reached = parplan_here("reach", "par", *asked, *typed)
        why = "peers/f.csv has scores of 4 of the 63 units ranked in 2021; add the others to the table, or give points with --at-least"
        assert (why in reached.err) is (said is None or "--places" in asked)  # 2020 has no line of the own unit


# B's plan starts in 2021, when four units were ranked; by 2022 they had become two, and peers/ has both years, or the later one alone.
NUMBERS = [
    ("those of the plan's year", "3/4", "1/4", FIELD + "A,2022,95\nB,2022,86\n", "rank 1/4 takes 90.00, by peers/f.csv (2021)"),
    ("those that it names", "3/4", "1/2", FIELD + "A,2022,95\nB,2022,86\n", "rank 1/2 takes 95.00, by peers/f.csv (2022)"),
    ("none of them", "3/4", "1/3", FIELD + "A,2022,95\nB,2022,86\n", "rank 1/3 takes 90.00, by peers/f.csv (2021, 4 units)"),
    ("a later year alone", "3/4", "1", "unit,year,par\nA,2022,95\nB,2022,86\n", "rank 1 takes 95.00, by peers/f.csv (2022, 2 units)"),
    ("the plan's year lacks some", "3/63", "1/2", FIELD + "A,2022,95\nB,2022,86\n", "rank 1/2 takes 95.00, by peers/f.csv (2022)"),
    ("and the rank names none", "3/63", "1", FIELD + "A,2022,95\nB,2022,86\n", "nothing in peers/ tells how many points"),
]


@pytest.mark.parametrize(("printed", "rank", "table", "said"), [row[1:] for row in NUMBERS], ids=[row[0] for row in NUMBERS])
def test_a_rank_is_one_of_so_many_units(tmp_path: Path, printed: str, rank: str, table: str, said: str) -> None:
    about = "plan: {id: example, name: Example, year: 2021, target_year: 2022, unit: B}\n"
    row = f"indices:\n  - {{id: par, name: PAR INDEX, decimals: 2, max: 100, score: 85.00, rank: {printed}}}\n"
    folder = write_plan(tmp_path, about + row, f"targets: {{par: {{target: {{rank: {rank}}}}}}}\n")
    (folder / "peers").mkdir()
    (folder / "peers" / "f.csv").write_text(table, encoding="utf-8")
    assert f"  par: {said}" in parplan_here("gap", "--plan", str(folder), "--lang", "en").out.replace("\u00a0", " ")


def test_places_gained_start_from_no_rank_of_another_year(tmp_path: Path) -> None:
    """The fifth of six gains a place; nobody knows where it stands among the three whose groups are published of a later year."""
    about = "plan: {id: example, name: Example, year: 2021, target_year: 2022, unit: B}\n"
    row = "indices:\n  - {id: par, name: PAR INDEX, decimals: 2, max: 100, score: 85.00, rank: 5/6}\n"
    folder = write_plan(tmp_path, about + row, "targets: {par: {target: {places: 2}}}\n")
    (folder / "peers").mkdir()
    groups = "{id: all, name: All, low: 80, high: 95, count: 3}"
    published = f"plan: example\nname: F\nyear: %s\nranked: 3\ngroups: {{par: [{groups}]}}\n"
    said = {}
    for year in (2021, 2022):
        (folder / "peers" / "f.yaml").write_text(published % year, encoding="utf-8")
        said[year] = parplan_here("gap", "--plan", str(folder), "--lang", "en").out.replace("\u00a0", " ")
    assert "2 places up takes 80.00, by F (2021, 3 units)" in said[2021]
    assert "nothing in peers/ tells how many points" in said[2022]


# The plan's own year ranks 63; a target names what it is one of.
@pytest.mark.parametrize(
    ("rank", "wrong"), [("34/34", False), ("35/34", True), ("63", False), ("64", True), ("0/34", True), ("70/80", False)]
)
def test_a_target_rank_is_one_of_as_many_as_it_names(tmp_path: Path, rank: str, wrong: bool) -> None:
    row = "indices:\n  - {id: par, name: PAR INDEX, decimals: 2, max: 100, score: 85.00, rank: 63/63}\n"
    folder = str(write_plan(tmp_path, HEAD + row, f"targets: {{par: {{target: {{rank: {rank}}}}}}}\n"))
    out = parplan_here("validate", folder, "--format", "concise", "--lang", "en").out
    assert (f"R206] par.target: the rank {rank} is not possible" in out) is wrong
    reached = parplan_here("reach", "par", "--rank", rank, "--plan", folder, "--lang", "en").err.replace("\u00a0", " ")
    assert (f"there is no rank {rank}" in reached) is wrong


@pytest.mark.parametrize("target", ["{points: 13, rank: 3}", "{percent: 65, rank: 3}", "{rank: 3}", "{2023: {points: 13, rank: 3}}"])
def test_what_others_have_changes_no_equation_of_the_document(target: str) -> None:
    """A rank takes more points than the target names: what is printed has to add up all the same, and as well as it is printed."""
    rows = "rows: [{id: x.1, name: A, max: 10, score: 6.00}, {id: x.2, name: B, max: 10, score: 6.00}]"
    index = f"{HEAD}indices:\n  - {{id: x, name: X, decimals: 2, max: 20, score: 12.00, {rows}}}\n"
    plan = check_text({"indicators": index, "targets": f"targets: {{x: {{planned: 1, target: {target}}}, x.1: {{target: 7}}}}\n"}).plan
    assert plan is not None
    x = plan.by_id["x"]
    told = {("x", aim.statement): Takes(D(15), Text("T", "T"), 2022) for aim in x.aims if aim.is_relative}
    aware = plan.knowing(told)
    assert aware.by_id["x"].target == 15
    assert stated(aware.by_id["x"], aware) == stated(x, plan)
    assert figure_paths(aware) == figure_paths(plan)


def test_a_rank_that_is_a_target_is_worked_out_from_the_table_beside(tmp_path: Path) -> None:
    about = "plan: {id: example, name: Example, year: 2021, target_year: 2022, unit: B}\n"
    row = "indices:\n  - {id: par, name: PAR INDEX, decimals: 2, max: 100, score: 85.00, rank: 3/4}\n"
    folder = write_plan(tmp_path, about + row, "targets: {par: {target: {rank: 2/4}}}\n")
    (folder / "peers").mkdir()
    (folder / "peers" / "f.csv").write_text(FIELD, encoding="utf-8")
    index = one(parplan_here("gap", "--plan", str(folder), "--format", "json").out)
    assert (index["target"], index["gap"], index["goal"]) == (88, 3, {"rank": {"at": 2, "of": 4}})
    assert "rank 2/4 (88.00)" in parplan_here("gap", "--plan", str(folder), "--lang", "en").out.replace("\u00a0", " ")
    explained = parplan_here("explain", "par.target", "--plan", str(folder), "--lang", "en").out.replace("\u00a0", " ")
    assert "target rank 2/4 (88.00) · PAR INDEX\n└── par: rank 2/4 takes 88.00, by peers/f.csv (2021)\n" in explained
    assert "2/4" in parplan_here("rank", "par", "--target", "--plan", str(folder), "--lang", "en").out
    assert "+3.00" in parplan_here("reach", "par", "--plan", str(folder), "--lang", "en").out
    (folder / "peers" / "f.csv").unlink()
    alone = parplan_here("reach", "par", "--plan", str(folder), "--lang", "en")
    assert (alone.code, alone.err.replace("\u00a0", " ").split(":")[2].strip()) == (2, "par")
    assert "it is not known how many points “rank 2/4” takes" in alone.err.replace("\u00a0", " ")
    assert "rank 2/4" in parplan_here("gap", "--plan", str(folder), "--lang", "en").out.replace("\u00a0", " ")


@pytest.mark.parametrize(("rank", "points"), [(4, 0), (5, None), (10, None)])
def test_a_rank_beyond_the_table_is_unknown(tmp_path: Path, rank: int, points: int | None) -> None:
    """Of four units the last has whatever it has; who is the fifth or the tenth, such a table does not tell."""
    about = "plan: {id: example, name: Example, year: 2021, target_year: 2022, unit: B}\n"
    row = "indices:\n  - {id: par, name: PAR INDEX, decimals: 2, max: 100, score: 85.00}\n"
    folder = write_plan(tmp_path, about + row, f"targets: {{par: {{target: {{rank: {rank}}}}}}}\n")
    (folder / "peers").mkdir()
    (folder / "peers" / "f.csv").write_text(FIELD, encoding="utf-8")
    assert one(parplan_here("gap", "--plan", str(folder), "--format", "json").out)["target"] == points


def test_what_a_rank_takes_is_told_by_a_table_before_what_is_published() -> None:
    source = Workspace(Folder(embedded()))
    fields = source.fields
    told = [takes(source.plan, "papi", Statement("rank", Rank(30, None)), each) for each in (fields, fields[::-1])]
    assert [(it.points, it.field.en) for it in told if it is not None] == [(D("42.44"), "peers/papi.csv")] * 2


def test_corrections_leave_what_a_rank_takes(tmp_path: Path) -> None:
    """The others have what they have: the second of four still has 88, whatever the plan's own score was meant to be."""
    about = "plan: {id: example, name: Example, year: 2021, target_year: 2022, unit: B}\n"
    rows = "rows: [{id: par.1, name: One, max: 100, score: 85.00}]"
    indicators = about + f"indices:\n  - {{id: par, name: PAR INDEX, decimals: 2, max: 100, score: 85.20, rank: 3/4, {rows}}}\n"
    folder = write_plan(tmp_path, indicators, "targets: {par: {target: {rank: 2/4}}, par.1: {target: 87}}\n")
    errata = "plan: example\nerrata: {par.score: {printed: 85.20, correct: 85.00, because: Two digits.}}\n"
    (folder / "errata.yaml").write_text(errata, encoding="utf-8")
    (folder / "peers").mkdir()
    (folder / "peers" / "f.csv").write_text(FIELD, encoding="utf-8")
    bases = one(parplan_here("gap", "--plan", str(folder), "--format", "json").out)["bases"]
    assert {basis: told["target"] for basis, told in bases.items()} == {"printed": 88, "parts": 87, "corrected": 88}


def test_an_index_s_own_target_stands_beside_that_of_its_rows(tmp_path: Path) -> None:
    rows = "[{id: s.1, name: Một, max: 10, score: 6}, {id: s.2, name: Hai, max: 10, score: 6}]"
    indicators = HEAD + f"indices:\n  - {{id: s, name: S, decimals: 2, max: 20, score: 12, rows: {rows}}}\n"
    folder = write_plan(tmp_path, indicators, "targets: {s: {target: {percent: 85}}, s.1: {target: 9}, s.2: {target: 7}}\n")
    out = parplan_here("gap", "--plan", str(folder), "--lang", "en").out
    assert "the index's own target is 17.00, those of its rows give 16.00" in out
    assert "target 17.00 printed" not in out  # which would say the same
    vi = parplan_here("gap", "--plan", str(folder), "--lang", "vi").out
    assert "mục tiêu của chính chỉ số 17,00, tính từ mục tiêu của các tiêu chí được 16,00" in vi


def test_only_a_percent_is_printed(tmp_path: Path) -> None:
    sipas = HEAD + "indices:\n  - {id: sipas, name: SIPAS, decimals: 2, max: 100, scored_by: survey, percent: 82.18, rank: 17/63}\n"
    folder = write_plan(tmp_path, sipas, "targets: {sipas: {target: {percent: 85}}}\n")
    index = one(parplan_here("gap", "--plan", str(folder), "--format", "json").out)
    assert (index["score"], index["gap"]) == (D("82.18"), D("2.82"))


@pytest.mark.parametrize(("sign", "holds"), [("≥", {1, 2}), (">", {2}), ("≤", {0, 1}), ("<", {0})])
def test_a_sign_holds_below_at_and_above_an_amount(sign: Sign, holds: set[int]) -> None:
    assert {score for score in (0, 1, 2) if meets(Fraction(score), sign, Fraction(1))} == holds


def test_a_statement_of_an_amount_is_exact() -> None:
    assert Statement("percent", D(85)).amount(Fraction(10, 3), Fraction) == Fraction(17, 6)


def test_where_less_is_better_the_lowest_ranks_first(tmp_path: Path) -> None:
    about = "plan: {id: example, name: Example, year: 2022, target_year: 2023, unit: B}\n"
    row = "indices:\n  - {id: late, name: Trễ hạn (%), decimals: 2, max: 100, score: 4.20, better: lower}\n"
    folder = write_plan(tmp_path, about + row, "targets: {late: {target: {rank: 1}}}\n")
    (folder / "peers").mkdir()
    field = "unit,year,late\nA,2021,2.00\nB,2021,5.00\nC,2021,4.00\nA,2022,1.50\nB,2022,4.20\nC,2022,3.00\n"
    (folder / "peers" / "f.csv").write_text(field, encoding="utf-8")
    index = one(parplan_here("gap", "--plan", str(folder), "--format", "json").out)
    assert (index["target"], index["gap"]) == (D("1.50"), D("2.70"))
    ranked = json.loads(parplan_here("rank", "late", "--plan", str(folder), "--format", "json").out, parse_float=Decimal)["ranks"]
    assert [(each["what"], each["best"], each["worst"]) for each in ranked] == [("current", 3, 3), ("target", 1, 1)]
    told = parplan_here("reach", "late", "--rank", "1", "--plan", str(folder), "--lang", "en").out.replace("\u00a0", " ")
    assert "takes 1.50, by peers/f.csv (2022); if the others move as they did: 1.00 (as 2021–2022)\n" in told  # every change is known
    table = parplan_here("rank", "late", "--all", "--plan", str(folder), "--lang", "en").out
    assert [line.split()[1][0] for line in table.splitlines()[3:6]] == ["A", "C", "B"]
    real = json.loads(parplan_here("realism", "late", "--plan", str(folder), "--format", "json").out, parse_float=Decimal)
    (told,) = real["indices"][0]["rows"]
    assert (told["planned"], told["past"]["largest"], told["verdict"]) == (D("-2.70"), D("-1.00"), "never")


def test_by_the_target_year_the_others_have_moved(tmp_path: Path) -> None:
    """The first of four is looked for in 2023, when they were four; that is the target year, and nobody moves once more."""
    about = "plan: {id: example, name: Example, year: 2022, target_year: 2023, unit: B}\n"
    row = "indices:\n  - {id: x, name: X, decimals: 2, max: 10, score: 4.20}\n"
    folder = write_plan(tmp_path, about + row, "targets: {x: {target: {rank: 1/4}}}\n")
    (folder / "peers").mkdir()
    field = "unit,year,x\nA,2022,5.00\nB,2022,4.20\nC,2022,3.00\nA,2023,6.50\nB,2023,4.50\nC,2023,4.00\nD,2023,2.00\n"
    (folder / "peers" / "f.csv").write_text(field, encoding="utf-8")
    told = parplan_here("gap", "--plan", str(folder), "--lang", "en").out.replace("\u00a0", " ")
    assert "x: rank 1/4 takes 6.50, by peers/f.csv (2023" in told
    assert "if the others move" not in told


def test_others_move_no_further_than_a_row_goes(tmp_path: Path) -> None:
    """They had 9.20 and 9.80 of 10, and 4.00 and 1.00 late files: as much again would be 10.40, and -2.00."""
    rows = "{id: dvc, name: D, decimals: 2, max: 10, score: 9.00}, {id: late, name: L, decimals: 2, max: 100, score: 3.00, better: lower}"
    targets = "targets: {dvc: {planned: 1.00, target: {rank: 1}}, late: {planned: -3.00, target: {rank: 1}}}\n"
    folder = write_plan(tmp_path, f"plan: {{id: p, name: P, year: 2023, target_year: 2024, unit: A}}\nindices: [{rows}]\n", targets)
    (folder / "peers").mkdir()
    table = "unit,year,dvc,late\nA,2022,8.00,6.00\nB,2022,9.20,4.00\nC,2022,8.50,5.00\n"
    table += "A,2023,9.00,3.00\nB,2023,9.80,1.00\nC,2023,9.30,2.00\n"
    (folder / "peers" / "t.csv").write_text(table, encoding="utf-8")
    typed = ("--plan", str(folder), "--format", "json")
    ranks = json.loads(parplan_here("rank", "dvc", "late", *typed).out)["ranks"]
    moved = {(each["id"], each["what"]): each["moved"][0]["rank"] for each in ranks}
    assert moved == {(ident, what): 1 if what == "projected" else 3 for ident, what in moved}
    told = parplan_here("gap", "--plan", str(folder), "--lang", "en").out.replace("\u00a0", " ")
    assert "dvc: rank 1 takes 9.80, by peers/t.csv (2023); if the others move as they did: 10.00 (as 2022–2023)\n" in told
    assert "late: rank 1 takes 1.00, by peers/t.csv (2023); if the others move as they did: 0.00 (as 2022–2023)\n" in told


# what the table has of the others, the rank of the own 41.66 (41.6641 there) in it, what rank 1 takes, and what keeps the rank
DIGITS = [
    ("41.6630 41.6612 40.0", 1, "41.66", "41.66"),  # the second has less than the own unit, and more than is printed of it
    ("41.6641 41.6612 40.0", 1, "41.66", "41.66"),  # rank 1 together
    ("41.6700 41.6612 40.0", 2, "41.67", "41.66"),
    ("41.6650 41.6612 40.0", 2, "41.665", "41.66"),
    ("41.6500 41.6412 40.0", 1, "41.65", "41.65"),
]


@pytest.mark.parametrize(("others", "rank", "first", "kept"), DIGITS)
def test_every_digit_of_the_own_score_counts(tmp_path: Path, others: str, rank: int, first: str, kept: str) -> None:
    """A plan prints two of the digits that the table has: it ranks with all of them, whatever is asked."""
    about = "plan: {id: r, name: R, year: 2023, target_year: 2024, unit: A}\n"
    row = f"indices: [{{id: papi, name: PAPI, decimals: 2, max: 80, floor: 8, score: 41.66, rank: {rank}/4}}]\n"
    folder = write_plan(tmp_path, about + row, "targets: {papi: {planned: 0.50, target: {places: 0}}}\n")
    (folder / "peers").mkdir()
    lines = "".join(f"{unit},2023,{score}\n" for unit, score in zip("BCD", others.split(), strict=True))
    (folder / "peers" / "t.csv").write_text(f"unit,year,papi\nA,2023,41.6641\n{lines}", encoding="utf-8")
    typed = ("--plan", str(folder), "--format", "json")
    ranks = {it["what"]: it["best"] for it in json.loads(parplan_here("rank", "papi", *typed).out)["ranks"]}
    assert (ranks["current"], ranks["projected"]) == (rank, 1)
    (league,) = json.loads(parplan_here("rank", "papi", "--all", *typed).out)["leagues"]
    assert [unit["rank"]["at"] for unit in league["units"] if unit["own"]] == [rank]
    assert one(parplan_here("gap", *typed).out)["target"] == D(kept)
    reached = json.loads(parplan_here("reach", "papi", "--rank", "1", *typed).out, parse_float=Decimal)
    assert reached["goal"]["at_least"] == D(first)


def test_a_score_that_was_rounded_up_is_not_there_yet(tmp_path: Path) -> None:
    """The plan prints 41.66 of 41.6561, and B has 41.6600: what is missing are 0.0039."""
    about = "plan: {id: r, name: R, year: 2023, target_year: 2024, unit: A}\n"
    row = "indices: [{id: papi, name: PAPI, decimals: 2, max: 80, floor: 8, score: 41.66}]\n"
    folder = write_plan(tmp_path, about + row, "targets: {papi: {target: {rank: 1}}}\n")
    (folder / "peers").mkdir()
    (folder / "peers" / "t.csv").write_text("unit,year,papi\nA,2023,41.6561\nB,2023,41.66\n", encoding="utf-8")
    typed = ("--plan", str(folder), "--format", "json")
    ranks = {it["what"]: it["best"] for it in json.loads(parplan_here("rank", "papi", *typed).out)["ranks"]}
    assert ranks == {"current": 2, "target": 1}
    index = one(parplan_here("gap", *typed).out)
    assert (index["target"], index["gap"]) == (D("41.6639"), D("0.0039"))


PATH = HEAD.replace("2022", "2020").replace("2023", "2025") + (
    "indices:\n  - {id: par, name: PAR INDEX, decimals: 2, max: 100, score: 80.00, rank: 40/63}\n"
)
YEARS = "targets: {par: {planned: {2021: 1, 2022: 1, 2025: 3}, target: {2021: 81, 2022: 82, 2025: {points: 85, rank: 30}}}}\n"
RESULT = "plan: example\nresults:\n  - {year: 2021, date: 2022-04-19, layer: published, source: x, scores: {par: 81.50}}\n"


def test_a_path_of_targets(tmp_path: Path) -> None:
    """81 for 2021, 82 for 2022, 85 and rank 30 for 2025; increases add up over the years."""
    folder = str(write_plan(tmp_path, PATH, YEARS))
    assert "N407" in parplan_here("validate", folder, "--lang", "en").out  # 3 in the last step, 2 in all others
    told = {}
    for year in ("2021", "2022", "2025"):
        index = one(parplan_here("gap", "--plan", folder, "--target-year", year, "--format", "json").out)
        told[year] = (index["target_year"], index["planned"], index["target"], index["gap"], index["shortfall"])
    assert told == {"2021": (2021, 1, 81, 1, 0), "2022": (2022, 2, 82, 2, 0), "2025": (2025, 5, 85, 5, 0)}
    assert one(parplan_here("gap", "--plan", folder, "--format", "json").out)["target_year"] == 2021
    missing = parplan_here("gap", "--plan", folder, "--target-year", "2024", "--lang", "en")
    assert (missing.code, missing.err) == (
        2,
        f"parplan: error: {folder} (example) has no targets of 2024; it has those of 2021, 2022, 2025\n",
    )
    for command in ("project", "reach", "simulate"):
        assert "82.00" in parplan_here(command, "par", "--plan", folder, "--target-year", "2022", "--lang", "en").out


def test_the_next_target_year_is_the_first_that_is_not_published(tmp_path: Path) -> None:
    folder = write_plan(tmp_path, PATH, YEARS)
    (folder / "results.yaml").write_text(RESULT, encoding="utf-8")
    assert one(parplan_here("gap", "--plan", str(folder), "--format", "json").out)["target_year"] == 2022
    reviewed = json.loads(parplan_here("review", "--plan", str(folder), "--format", "json").out, parse_float=Decimal)
    assert (reviewed["year"], reviewed["indices"][0]["target"], reviewed["indices"][0]["verdict"]) == (2021, 81, "met")
    # Half of the way from 81 at the end of 2021 to 82 at the end of 2022, and a day short of it.
    told = one(parplan_here("progress", "--plan", str(folder), "--as-of", "2022-06-30", "--format", "json").out)
    assert (told["due"], told["score"]) == (D("81.4959"), D("81.50"))
    assert "Due by then" in parplan_here("progress", "--plan", str(folder), "--as-of", "2022-06-30", "--lang", "en").out
    assert "Theo lộ trình" in parplan_here("progress", "--plan", str(folder), "--as-of", "2022-06-30", "--lang", "vi").out


def test_explain_says_of_which_year_a_target_is(tmp_path: Path) -> None:
    indicators = HEAD + "indices:\n  - {id: par, name: PAR INDEX, decimals: 2, max: 100, score: 80}\n"
    targets = "targets: {par: {planned: {2023: 2, 2025: 3}, target: {2023: 82, 2025: 85}}}\n"
    folder = str(write_plan(tmp_path, indicators, targets))
    for lang, head, increase in (
        ("vi", "par.target_2023  mục tiêu năm 2023 82,00 · PAR INDEX", "par.planned_2023  mức dự kiến tăng năm 2023 2,00"),
        ("en", "par.target_2023  target of 2023 82.00 · PAR INDEX", "par.planned_2023  planned increase of 2023 2.00"),
    ):
        out = parplan_here("explain", "par.target", "--plan", folder, "--lang", lang).out.splitlines()
        assert (out[0], out[3]) == (head, f"└── {increase}")


def test_the_next_target_year_on_the_corrected_basis(tmp_path: Path) -> None:
    rows = "rows: [{id: par.1, name: One, max: 100, score: 80.50}]"
    indicators = HEAD + f"indices:\n  - {{id: par, name: PAR INDEX, decimals: 2, max: 100, score: 80.20, {rows}}}\n"
    folder = write_plan(tmp_path, indicators, "targets: {par: {target: {2023: 82, 2025: 85}}}\n")
    (folder / "errata.yaml").write_text("plan: example\nerrata: {par.score: {printed: 80.20, correct: 80.50}}\n", encoding="utf-8")
    index = one(parplan_here("gap", "--plan", str(folder), "--basis", "corrected", "--format", "json").out)
    assert (index["target_year"], index["score"], index["target"], index["gap"]) == (2023, D("80.50"), 82, D("1.50"))


def test_a_contradiction_of_one_year_stands_at_that_year(tmp_path: Path) -> None:
    """1 + 1 + 2 on 80.00 do not make 85: rounding explains 0.025, half a last digit of each of five figures."""
    folder = str(write_plan(tmp_path, PATH, YEARS.replace("2025: 3", "2025: 2")))
    out = parplan_here("validate", folder, "--lang", "en").out
    assert (
        "par.target_2025: score and planned increase give 84.00, but the printed target is 85 (difference 1.00; "
        "rounding explains at most 0.025)" in out
    )
    assert "A304" not in parplan_here("gap", "--plan", folder, "--format", "json").out
    assert '"A304"' in parplan_here("gap", "--plan", folder, "--target-year", "2025", "--format", "json").out


def test_what_says_no_year_concerns_the_last_one_alone(tmp_path: Path) -> None:
    """The target of x says no year, so it is of 2025: 6 and 1 are not 8. Until 2023 nothing is said of it."""
    about = "plan: {id: p, name: P, year: 2021, target_year: 2025}\n"
    rows = "{id: x, name: X, decimals: 2, max: 10, score: 6}, {id: y, name: Y, decimals: 2, max: 10, score: 6}"
    targets = "targets: {x: {planned: 1, target: 8}, y: {target: {2023: 7, 2025: 8}}}\n"
    folder = str(write_plan(tmp_path, f"{about}indices: [{rows}]\n", targets))
    said = {year: parplan_here("gap", "--plan", folder, "--target-year", year, "--lang", "en").out for year in ("2023", "2025")}
    assert ["x.target: score and planned increase give 7" in out for out in said.values()] == [False, True]


def test_a_statement_keeps_its_key_and_takes_no_group_by_accident(tmp_path: Path) -> None:
    groups = "groups: [{id: 3, name: Nhóm cao, low: 50, high: 60}]"
    row = f"  - {{id: papi, name: PAPI, decimals: 2, max: 80, score: 42.68, rank: 35/61, {groups}}}\n"
    folder = write_plan(tmp_path, HEAD + "indices:\n" + row, "targets: {papi: {target: {rank: 3}}}\n")
    assert one(parplan_here("gap", "--plan", str(folder), "--format", "json").out)["target"] is None
    (folder / "targets.yaml").write_text("plan: example\ntargets: {papi: {target: {group: nhóm cao}}}\n", encoding="utf-8")
    assert one(parplan_here("gap", "--plan", str(folder), "--format", "json").out)["target"] == 50
    late = write_plan(tmp_path / "late", LATE, "targets: {late: {target: {points: 3, percent: 2, at_most: 2.5}}}\n")
    index = one(parplan_here("gap", "--plan", str(late), "--format", "json").out)
    assert (index["target"], index["goal"]) == (2, {"points": 3, "percent": 2, "at_most": D("2.5")})


def test_where_less_is_better_the_highest_of_a_group_will_do(tmp_path: Path) -> None:
    groups = "groups: [{id: good, name: Tốt, low: 1, high: 3}, {id: bad, name: Kém, low: 3.01, high: 9}]"
    indicators = LATE.replace("better: lower", f"better: lower, {groups}")
    folder = str(write_plan(tmp_path, indicators, "targets: {late: {target: {group: good}}}\n"))
    index = one(parplan_here("gap", "--plan", folder, "--format", "json").out)
    assert (index["target"], index["gap"]) == (3, D("1.20"))


def test_more_than_is_the_next_last_digit(tmp_path: Path) -> None:
    """33 % of 7.5 is 2.475: 2.48 is more than that."""
    indicators = HEAD + "indices:\n  - {id: a, name: A, decimals: 2, max: 7.5, score: 1.00}\n"
    folder = str(write_plan(tmp_path, indicators, "targets: {a: {target: {more_than: {percent: 33}}}}\n"))
    told = json.loads(parplan_here("reach", "a", "--plan", folder, "--format", "json").out, parse_float=Decimal)
    assert told["goal"]["at_least"] == D("2.48")


def test_some_rows_of_an_index_with_a_target_of_its_own(tmp_path: Path) -> None:
    rows = "[{id: s.1, name: Một, max: 10, score: 6}, {id: s.2, name: Hai, max: 10, score: 6}]"
    indicators = HEAD + f"indices:\n  - {{id: s, name: S, decimals: 2, max: 20, score: 12, rows: {rows}}}\n"
    folder = str(write_plan(tmp_path, indicators, "targets: {s: {target: {percent: 85}}, s.1: {target: 9}, s.2: {target: 7}}\n"))
    index = one(parplan_here("gap", "s.1", "--plan", folder, "--format", "json").out)
    assert (index["target"], index["rows_target"], [row["id"] for row in index["rows"]]) == (17, 16, ["s.1"])


def test_what_is_not_known_yet_is_not_published(tmp_path: Path) -> None:
    """The outcome of 2021 became known in April 2022: until then that year is the one to look at."""
    folder = write_plan(tmp_path, PATH, YEARS)
    (folder / "results.yaml").write_text(RESULT, encoding="utf-8")
    for day, target in (("2022-04-18", 81), ("2022-04-19", 82)):
        told = one(parplan_here("progress", "--plan", str(folder), "--as-of", day, "--format", "json").out)
        assert told["target"] == target


OWN = "targets: {s: {target: {points: 17, rank: 3}}, s.1: {target: 9}, s.2: {target: 7}}\n"


@pytest.mark.parametrize(
    ("rank", "told"), [("3/9", "2 of 3 targets met: s.2 (+2.00), s (0.00)"), ("4/9", "1 of 3 targets met: s.2 (+2.00)")]
)
def test_an_index_s_own_target_is_one_of_those_that_are_met(tmp_path: Path, rank: str, told: str) -> None:
    """17 points and rank 3 of the index, 9 and 7 of its rows: 8 + 9 = 17 meets all but the first row's."""
    rows = "[{id: s.1, name: Một, max: 10, score: 6}, {id: s.2, name: Hai, max: 10, score: 6}]"
    indicators = HEAD + f"indices:\n  - {{id: s, name: S, decimals: 2, max: 20, score: 12, rank: 5/9, rows: {rows}}}\n"
    folder = write_plan(tmp_path, indicators, OWN)
    results = f"[{{year: 2023, layer: published, source: x, scores: {{s: 17, s.1: 8, s.2: 9}}, ranks: {{s: {rank}}}}}]"
    (folder / "results.yaml").write_text(f"plan: example\nresults: {results}\n", encoding="utf-8")
    assert f"  {told}\n" in parplan_here("review", "--plan", str(folder), "--lang", "en").out
    counted = one(parplan_here("review", "--plan", str(folder), "--format", "json").out)["targets"]
    assert f"{counted['met']} of {counted['judged']} targets met" in told


def test_the_year_that_is_reviewed_is_judged_by_its_own_target(tmp_path: Path) -> None:
    """81 was asked of 2021 and 82 of 2022: 81.50 meets the one, 81.75 misses the other by 0.25."""
    folder = write_plan(tmp_path, PATH, YEARS)
    later = "  - {year: 2022, date: 2023-04-19, layer: published, source: x, scores: {par: 81.75}}\n"
    (folder / "results.yaml").write_text(RESULT + later, encoding="utf-8")
    for year, target, verdict in ((2021, 81, "met"), (2022, 82, "missed"), (None, 82, "missed")):
        asked = () if year is None else ("--year", str(year))
        told = one(parplan_here("review", "--plan", str(folder), *asked, "--format", "json").out)
        assert (told["target"], told["verdict"]) == (target, verdict)
        reviewed = parplan.load(folder).review(year)["par"]
        assert reviewed.target == target
        assert reviewed.verdict == verdict
    assert parplan.load(folder, target_year=2025).review(2021)["par"].target == 85  # as asked for


def test_every_answer_about_targets_takes_their_year(tmp_path: Path) -> None:
    """81 for 2021 is +1.00, 85 for 2025 +5.00; the field of 2020 has 86, 84 and 80.50 beside the unit's 80."""
    folder = write_plan(tmp_path, PATH.replace("target_year", "unit: B, target_year"), YEARS)
    (folder / "results.yaml").write_text("plan: example\nresults: []\n", encoding="utf-8")
    (folder / "peers").mkdir()
    (folder / "peers" / "f.csv").write_text("unit,year,par\nA,2020,86\nB,2020,80\nC,2020,84\nD,2020,80.50\n", encoding="utf-8")

    def told(command: str, year: str, *more: str) -> dict[str, Any]:
        asked = ("--plan", str(folder), "--target-year", year, "--format", "json")
        answer: dict[str, Any] = json.loads(parplan_here(command, *more, *asked).out, parse_float=Decimal)
        return answer

    for year, target, at in (("2021", 81, 3), ("2025", 85, 2)):
        ranks = {each["what"]: (each["score"], each["best"]) for each in told("rank", year, "par")["ranks"]}
        assert ranks == {"current": (80, 4), "projected": (target, at), "target": (target, at)}
        assert told("rank", year, "par")["target_year"] == int(year)
        way = told("progress", year, "--as-of", "2021-01-31")
        assert (way["target_year"], way["indices"][0]["target"]) == (int(year), target)
        real = told("realism", year)
        assert (real["target_year"], real["indices"][0]["rows"][0]["planned"]) == (int(year), target - 80)
        (step,) = told("explain", year, "par.gap")["figures"][:1]
        assert step["value"] == target - 80
    say = ("--plan", str(folder), "--target-year", "2025")
    assert "  targets and planned increases are those for 2025\n" in parplan_here("rank", "par", *say, "--lang", "en").out
    assert "  mục tiêu và mức dự kiến tăng là đến năm 2025\n" in parplan_here("rank", "par", *say, "--lang", "vi").out
    assert "PAR INDEX: planned gains, 2020 → 2025, against" in parplan_here("realism", *say, "--lang", "en").out
    assert "towards 2025" in parplan_here("progress", *say, "--lang", "en").out


def test_many_plans_are_looked_at_as_the_day_has_it(tmp_path: Path) -> None:
    """The outcome of 2021 became known on 19 April 2022: the day before, 81 is still what is aimed at."""
    folder = write_plan(tmp_path / "one", PATH, YEARS)
    (folder / "results.yaml").write_text(RESULT, encoding="utf-8")
    for day, target in (("2022-04-18", 81), ("2022-04-19", 82)):
        out = parplan_here("progress", "--plans", str(tmp_path), "--as-of", day, "--format", "json").out
        assert json.loads(out)["lines"][0]["target"] == target


def test_what_does_not_apply_is_told_and_counted_nowhere_in_progress(tmp_path: Path) -> None:
    """Of three rows one does not apply: one of the other two has a result."""
    rows = (
        "[{id: s.1, name: Một, max: 10, score: 6}, {id: s.2, name: Hai, max: 10, score: 6}, {id: s.3, name: Ba, max: 10, applies: false}]"
    )
    indicators = HEAD + f"indices:\n  - {{id: s, name: S, decimals: 2, max: 30, score: 12, rows: {rows}}}\n"
    folder = write_plan(tmp_path, indicators, "targets: {s.1: {target: 9}, s.2: {target: 7}, s: {target: 16}}\n")

    def told(form: str, *scores: str) -> str:
        results = f"[{{year: 2023, stage: interim, layer: self-assessed, source: x, scores: {{{', '.join(scores)}}}}}]"
        (folder / "results.yaml").write_text(f"plan: example\nresults: {results}\n", encoding="utf-8")
        return parplan_here("progress", "--plan", str(folder), "--as-of", "2023-07-01", "--lang", "en", "--format", form).out

    assert "rows with a result: 1 of 2" in told("table", "s.1: 6.50")
    assert "rows of 2022 have no newer result" in told("table", "s.1: 6.50")
    assert "rows of 2022 have no newer result" not in told("table", "s.1: 6.50", "s.2: 6.10")
    (line,) = [line for line in told("table", "s.1: 6.50").splitlines() if line.startswith("s.3")]
    assert line.split() == ["s.3", "Ba", "—", "n/a", "—", "—", "—", "—", "—"]
    assert [row["applies"] for row in one(told("json", "s.1: 6.50"))["rows"]] == [True, True, False]


def test_what_moved_by_nobody_knows_how_much_did_not_stand_still(tmp_path: Path) -> None:
    """x.2 has no score, and of its parts one is known: it was 3 and is 1."""
    parts = "parts: [{id: x.2.a, name: A, max: 5, score: 3}, {id: x.2.b, name: B, max: 5}]"
    rows = f"rows: [{{id: x.1, name: One, max: 10, score: 5}}, {{id: x.2, name: Two, max: 10, {parts}}}]"
    folder = write_plan(
        tmp_path, HEAD + f"indices: [{{id: x, name: X, decimals: 2, max: 20, score: 8, {rows}}}]\n", "targets: {x: {target: 10}}\n"
    )
    seen = "{year: 2023, date: 2023-06-30, layer: survey, stage: interim, source: S, scores: {x.1: 6, x.2.a: 1}}"
    (folder / "results.yaml").write_text(f"results: [{seen}]\n", encoding="utf-8")
    ran = parplan_here("progress", "--as-of", "2023-07-01", "--plan", str(folder), "--format", "json")
    total = one(ran.out)
    assert [(row["score"], row["done"]) for row in (total, total["rows"][1])] == [(None, None)] * 2


def test_what_does_not_apply_is_not_called_unknown(tmp_path: Path) -> None:
    rows = "[{id: s.1, name: Một, max: 10, score: 6}, {id: s.2, name: Hai, max: 10}, {id: s.3, name: Ba, max: 10, applies: false}]"
    folder = write_plan(
        tmp_path, HEAD + f"indices: [{{id: s, name: S, decimals: 2, max: 30, rows: {rows}}}]\n", "targets: {s.1: {target: 9}}\n"
    )
    said = parplan_here("simulate", "--plan", str(folder), "--n", "100", "--lang", "en").out
    assert "  s, s.2: no chance is known, because the score or the maximum is not\n" in said


def test_where_the_path_is_on_a_day_is_exact(tmp_path: Path) -> None:
    """181 of the 365 days from 81 to 82: 81 + 181/365, whose digits do not end; an answer cuts it to four."""
    folder = write_plan(tmp_path, PATH, YEARS)
    (folder / "results.yaml").write_text(RESULT, encoding="utf-8")
    plan = parplan.load(folder)
    assert plan.progress(date(2022, 6, 30))["par"].due == D(81 * 365 + 181) / D(365)
    answer = parplan_here("progress", "--plan", str(folder), "--as-of", "2022-06-30", "--format", "json").out
    assert one(answer)["due"] == D("81.4959")


AMONG = """\
plan: {id: p, name: P, year: 2021, target_year: 2022, unit: C}
indices:
  - {id: par, name: PAR, decimals: 2, max: 100, score: 84, rank: 4/4}
  - {id: own, name: Own, decimals: 2, max: 10, score: 6}
"""


def test_what_a_table_tells_of_a_rank_is_no_rank(tmp_path: Path) -> None:
    """Two places up took 88 points a year ago; 89 came, and rank 3: the others did not stay. Whoever reports by itself is named."""
    folder = write_plan(tmp_path / "plan", AMONG, "targets: {par: {target: {places: 2}}, own: {target: 7}}\n")
    (folder / "peers").mkdir()
    (folder / "peers" / "t.csv").write_text(FIELD, encoding="utf-8")
    (folder / "peers" / "u.csv").write_text("unit,year,own\nA,2021,7\nB,2021,6.50\nD,2021,5\n", encoding="utf-8")
    seen = "{year: 2022, date: 2023-04-01, layer: published, source: S, scores: {par: 89}, ranks: {par: 3/4}}"
    alone = "{year: 2022, date: 2023-01-01, layer: self-assessed, source: S, scores: {own: 6.5}, evidence: [{file: A}]}"
    (folder / "results.yaml").write_text(f"plan: p\nresults: [{seen}, {alone}]\n", encoding="utf-8")

    def told(command: str, *typed: str) -> str:
        ran = parplan_here(command, "--plan", str(folder), "--lang", "en", *typed)
        return " ".join((ran.out + ran.err).replace("\u00a0", " ").split())

    assert "par, rank 3/4: 2 places up missed" in told("review")
    assert "par, rank 3/4: the target is 2 places up" in told("progress", "--as-of", "2023-05-01")
    assert "par: the chance is of the points under Target, if the others stay where they are; see `parplan rank --odds`" in told("simulate")
    assert "par, own: no table has the scores of all of them; rank them one by one" in told("rank", "own", "par")
    told("report", "-o", str(tmp_path / "a.html"))
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    came = re.findall(r"Outcome<dd><data value=([0-9.]+)>[^<]*</data>(?: <i>\(<span[^>]*>([^<]*))?", page)
    assert came == [("89", ""), ("6.5", "self-assessed")]


def test_a_group_goes_by_its_published_name(tmp_path: Path) -> None:
    folder = write_plan(tmp_path, PAPI, "targets: {papi: {target: {group: cao}}}\n")
    (folder / "peers").mkdir()
    (folder / "peers" / "groups.yaml").write_text(groups_of(2022), encoding="utf-8")
    named = {lang: parplan_here("gap", "--plan", str(folder), "--lang", lang).out.replace("\u00a0", " ") for lang in ("vi", "en")}
    assert ["nhóm Cao" in named["vi"], "group High" in named["en"]] == [True, True]


# what is measured of a row, how it goes with what the row comes to: what the row and the index then come to, how they are known
MEASURED = [
    ("{id: x.1.a, name: A, max: 9, score: 5}, {id: x.1.b, name: Late, max: 90, score: 6, better: lower}", "", "9.00", "base"),
    ("{id: x.1.b, name: Late, max: 90, score: 6, better: lower}", "", "9.00", "base"),
    ("{id: x.1.c, name: C, max: 9, score: 4, parts: [{id: x.1.b, name: Late, max: 90, score: 6, better: lower}]}", "", "9.00", "base"),
    ("{id: x.1.a, name: A, max: 9, score: 5}, {id: x.1.b, name: B, max: 9, score: 6}", "aggregate: none, ", "9.00", "base"),
    ("{id: x.1.a, name: A, max: 9, score: 5}, {id: x.1.b, name: B, max: 9, score: 6}", "excerpt_of: 3, ", "9.00", "base"),
    ("{id: x.1.a, name: A, max: 9, score: 3}, {id: x.1.b, name: B, max: 9, score: 6}", "", "8.00", "rows"),
    # in what proportion it counts is not known
    ("{id: x.1.a, name: A, score: 3}, {id: x.1.b, name: B, max: 9, score: 6}", "rebase: 18, ", None, "rows"),
]


@pytest.mark.parametrize(("parts", "rule", "now", "known"), MEASURED)
def test_what_has_no_part_in_a_total_does_not_move_it(tmp_path: Path, parts: str, rule: str, now: str | None, known: str) -> None:
    row = f"{{id: x.1, name: A, max: 18, score: 9, {rule}parts: [{parts}]}}"
    index = f"{HEAD}indices: [{{id: x, name: X, decimals: 2, max: 20, score: 9, rows: [{row}]}}]\n"
    folder = write_plan(tmp_path, index, "targets: {x: {target: 12}}\n")
    results = "{year: 2023, date: 2023-06-30, layer: self-assessed, stage: interim, source: S, scores: {x.1.b: 5}, evidence: [{file: A}]}"
    (folder / "results.yaml").write_text(f"results: [{results}]\n", encoding="utf-8")
    ran = parplan_here("progress", "--as-of", "2023-07-01", "--plan", str(folder), "--format", "json")
    assert ran.err == ""
    (total,) = json.loads(ran.out, parse_float=str, parse_int=str)["indices"]
    assert [(row["score"] and f"{Decimal(row['score']):.2f}", row["known"]) for row in (total, total["rows"][0])] == [(now, known)] * 2


# A target without points, an increase beside it, and what the row comes to: above 6.00, the plan's own year, though not by 0.50.
NO_POINTS = [("{direction: higher}", "higher", "met"), ("{rank: 3}", "rank 3", "—")]


@pytest.mark.parametrize(("written", "words", "verdict"), NO_POINTS)
def test_what_is_planned_is_no_target_where_one_is_stated(tmp_path: Path, written: str, words: str, verdict: str) -> None:
    """In no answer is what came out, or is assumed, held against the increase: the two would contradict one another."""
    row = "indices:\n  - {id: x, name: X, decimals: 2, max: 20, score: 12.00, rows: [\n"
    row += "      {id: x.1, name: A, max: 10, score: 6.00}, {id: x.2, name: B, max: 10, score: 6.00}]}\n"
    folder = write_plan(tmp_path, HEAD + row, f"targets: {{x.1: {{planned: 0.50, target: {written}}}, x.2: {{target: 7.00}}}}\n")
    results = "results: [{year: 2023, date: 2024-03-01, layer: published, source: S, scores: {x.1: 6.20}}]\n"
    (folder / "results.yaml").write_text(results, encoding="utf-8")
    typed = ("--plan", str(folder), "--lang", "en")
    shown = {
        command: next(line for line in parplan_here(*command.split(), *typed).out.splitlines() if line.startswith("x.1"))
        for command in ("gap", "project --set x.1=6.2", "progress", "review")
    }
    cells = {command: re.split(r"\s{2,}", line.replace("\u00a0", " ").strip()) for command, line in shown.items()}
    assert cells["gap"] == ["x.1", "A", "—", "6.00", "10.00", "+0.50", words, "—", "—"]
    assert cells["project --set x.1=6.2"][:8] == ["x.1", "A", "6.00", "+0.20", "6.20", "10.00", words, "—"]
    assert cells["progress"] == ["x.1", "A", "6.00", "6.20", "2024-03-01", "published", words, "—", "—"]
    assert cells["review"][:8] == ["x.1", "A", "6.00", words, "6.20", "+0.20", "—", verdict]
    total = one(parplan_here("gap", *typed, "--format", "json").out)
    assert (total["target"], total["rows"][0]["target"]) == (D("13.50"), None)  # of the total, what its rows are planned to reach
    assert "= x.1.score + x.1.planned + x.2.target = 13.50" in parplan_here("explain", "x.target", *typed).out


def test_whatever_shows_what_is_missing_says_what_a_rank_takes(tmp_path: Path) -> None:
    about = "plan: {id: example, name: Example, year: 2021, target_year: 2022, unit: B}\n"
    row = "indices:\n  - {id: par, name: PAR INDEX, decimals: 2, max: 100, score: 85.00, rank: 3/4}\n"
    folder = write_plan(tmp_path, about + row, "targets: {par: {target: {rank: 2/4}}}\n")
    (folder / "results.yaml").write_text("plan: example\nresults: []\n", encoding="utf-8")
    (folder / "peers").mkdir()
    (folder / "peers" / "f.csv").write_text(FIELD, encoding="utf-8")
    said = "  par: rank 2/4 takes 88.00, by peers/f.csv (2021)\n"
    typed = ("--plan", str(folder), "--lang", "en")
    for command in (["gap"], ["progress"], ["project"]):
        assert said in parplan_here(*command, *typed).out.replace("\u00a0", " ")
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text("name: S\nchanges: [{id: par, set: 86.00}]\n", encoding="utf-8")
    cases = [each for name in ("one", "two") for each in ("--scenario", str(tmp_path / f"{name}.yaml"))]
    assert said in parplan_here("project", *cases, *typed).out.replace("\u00a0", " ")
    for ending in ("docx", "html"):
        file = tmp_path / f"plan.{ending}"
        assert parplan_here("report", "-o", str(file), *typed).code == 0
        text = "".join(it.text for it in docx.Document(str(file)).paragraphs) if ending == "docx" else file.read_text(encoding="utf-8")
        assert "PAR INDEX: rank 2/4 takes 88.00, by peers/f.csv (2021)." in text.replace("\u00a0", " ")
