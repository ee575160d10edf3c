"""Results: the shipped ones, wrong files, how far the way has been gone on a day, and the laws of that."""

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, Parplan
from helpers_cli import HEAD, write_plan
from laws import few
from parplan.checks.results import read_results
from parplan.engine.baseline import Baseline
from parplan.engine.observed import came_to
from parplan.engine.progress import Progress, progress, time_gone
from parplan.engine.review import reviewed
from parplan.model.files import FileKind
from parplan.model.plan import Plan
from parplan.model.results import LAYERS, Layer, Observation, Outcomes, Stage
from parplan.points import decimal_of
from parplan.text import Text
from parplan.yaml_text.read import read
from plans import Truth, Uneven, as_text, files, trees, uneven
from reading import check_text

# --- the shipped file ---------------------------------------------------------------------------------------------------------------

# PAPI of the province as UNDP, CECODES and partners published it: the year, the day, the total, the eight dimensions, the rank.
PUBLISHED = [
    (2023, "2024-04-02", "41.66", ["4.77", "4.99", "4.32", "6.75", "6.83", "7.48", "3.68", "2.84"], "38/61"),
    (2024, "2025-04-15", "41.33", ["4.64", "5.13", "4.21", "6.22", "6.81", "7.58", "3.79", "2.94"], "51/61"),
]


def test_what_is_shipped(plan: Plan) -> None:
    done = read_results(read("results.yaml", (ROOT / "data" / "results.yaml").read_bytes()), plan, "shipped")
    assert done.made is not None
    assert [(finding.code, finding.path, finding.span.line) for finding in done.findings] == [("A308", "papi", 37)]
    for year, day, total, rows, rank in PUBLISHED:
        found = done.made.of_year(year)
        assert {ident: seen.score for ident, seen in found.items()} == {
            "papi": Decimal(total),
            **{f"papi.{n}": Decimal(score) for n, score in enumerate(rows, 1)},
        }
        assert {(str(seen.date), seen.layer, seen.stage) for seen in found.values()} == {(day, "published", "final")}
        assert {ident: str(seen.rank) for ident, seen in found.items() if seen.rank is not None} == {"papi": rank}
        assert all(seen.source.vi and seen.source.en for seen in found.values())
        assert abs(sum(map(Decimal, rows)) - Decimal(total)) <= Decimal("0.01")  # that of 2024 is rounded


# --- wrong files --------------------------------------------------------------------------------------------------------------------

INDICATORS = f"""{HEAD}indices:
  - {{id: a, name: A, decimals: 2, max: 10, score: 7, rows: [
      {{id: a.1, name: One, max: 5, floor: 1, score: 3}}, {{id: a.2, name: Two, max: 5, score: 4, scored_by: survey}}]}}
  - {{id: b, name: B, decimals: 2, max: 5, score: 4, scored_by: survey, same_as: a.2, ranked: {{2022: 63, 2023: 34}}}}
"""
TARGETS = "targets: {a.1: {planned: 1}, a.2: {planned: 0.5}}\n"
TASKS = """\
units: [{id: so-a, name: A}]
tasks:
  - {id: V.1, clause: V.1, name: Work, lead: [so-a], serves: [a.*], evidence: [{file: report.pdf}]}
"""
RIGHT = {"year": "2023", "date": "2024-04-02", "layer": "published", "source": "{vi: V, en: E}", "scores": "{a.1: 4}"}


def result(**lines: str) -> str:
    """One result, a key a line from year on; keys that are given take the place of those that are right, or come behind."""
    return "".join(f"{'  - ' if key == 'year' else '    '}{key}: {said}\n" for key, said in {**RIGHT, **lines}.items() if said)


def found(*results: str, tasks: str | None = None) -> list[str]:
    """What is wrong with a file of results: line, column and code, sorted."""
    sources: dict[FileKind, str] = {"indicators": INDICATORS, "targets": TARGETS, "results": "results:\n" + "".join(results)}
    if tasks is not None:
        sources["tasks"] = tasks
    findings = check_text(sources).findings
    assert {finding.file for finding in findings} <= {"results.yaml"}
    return [f"{finding.span.line}:{finding.span.column} {finding.code}" for finding in findings]


CLAIMED = {"layer": "self-assessed", "date": "2023-11-30"}

# What stands in a result otherwise right (year in line 2, date 3, layer 4, source 5, scores 6, then what is more); what is found.
WRONG: list[tuple[dict[str, str], list[str]]] = [
    ({}, []),
    ({"scores": "{a.11: 4}"}, ["6:14 S108"]),
    ({"scores": "{a.*: 4}"}, ["6:14 S108"]),  # a result names rows one by one
    ({"date": "2/4/2024"}, ["3:11 S104"]),
    ({"date": "2024-02-30"}, ["3:11 S104"]),
    ({"date": "2022-12-31"}, ["3:11 O814"]),
    ({"date": "2050-01-01"}, []),  # what tests take for today
    ({"date": "2050-01-02"}, ["3:11 O853"]),
    ({"date": "", "year": "2050"}, []),
    ({"date": "", "year": "2051"}, ["2:11 O853"]),
    ({"date": "2023-01-01"}, ["3:11 O810"]),  # nobody sums a year up before its last quarter
    ({"date": "2023-09-30"}, ["3:11 O810"]),
    ({"date": "2023-10-01"}, []),
    ({"date": "2023-01-01", "stage": "interim"}, []),
    ({"year": "twenty"}, ["2:11 S104"]),
    ({"layer": "publised"}, ["4:12 S104"]),
    ({"stage": "fianl"}, ["7:12 S104"]),
    ({"scores": "{a.1: 5.01}"}, ["6:19 O811"]),
    ({"scores": "{a.1: 5}"}, []),
    ({"scores": "{a.1: 0.99}"}, ["6:19 O812"]),
    ({"scores": "{a.1: 1}"}, []),
    ({"scores": "{a.2: -0.01}"}, ["6:19 O812"]),
    ({"scores": "{a: 8}", "ranks": "{a: 61/38}"}, ["7:16 O813"]),
    ({"scores": "{a: 8}", "ranks": "{a: 38/38}"}, []),
    ({"scores": "{a: 8}", "ranks": "{a.9: 3/4}"}, ["7:13 S108"]),
    ({"scores": "{b: 4}", "ranks": "{b: 34}"}, []),  # as many were ranked that year, says the plan
    ({"scores": "{b: 4}", "ranks": "{b: 35}"}, ["7:16 O813"]),
    ({"scores": "{b: 4}", "ranks": "{b: 35/63}"}, []),
    ({"ranks": "{a: 3/5}"}, ["7:16 O819"]),  # of a.1 alone there is a score
    ({"scores": "{b: 4}", "ranks": "{a.2: 3/5}"}, []),  # the score of the same fact
    ({"scores": "{a: 8}", "ranks": "{a: first}"}, ["7:16 S104"]),
    ({"scores": "{a: 8.2, a.1: 4, a.2: 4.1}"}, ["6:17 O815"]),
    ({"scores": "{a: 8.2, a.1: 4, b: 4.1}"}, ["6:17 O815"]),  # b is a.2, elsewhere
    ({"scores": "{a: 8.11, a.1: 4, a.2: 4.1}"}, ["6:17 A308"]),  # within rounding, but not the sum
    ({"scores": "{a: 8.1, a.1: 4, a.2: 4.1}"}, []),
    ({"scores": "{a: 9, a.1: 4}"}, []),  # a row is missing: nothing adds up
    ({"source": ""}, ["2:11 O816"]),
    ({"source": "'  '"}, ["2:11 O816"]),
    ({"scores": "{a.1: 4,2}"}, ["6:19 S105"]),
    ({"scores": "{a.1: '4.2'}"}, ["6:19 S104"]),
    ({"scores": "{a.1: ~}"}, ["6:19 S104"]),
    ({"scores": "{a.1: 4, a.1: 4}"}, ["6:22 S106"]),
    ({"scores": "{}"}, ["6:13 S104"]),
    ({"score": "{a.1: 4}"}, ["7:5 S102"]),
    ({"scores": ""}, ["2:5 S103"]),
    ({"scores": "{a.2: 4.1, b: 4.2}"}, ["6:27 O818"]),  # one fact, two scores
    ({"scores": "{a.2: 4.1, b: 4.1}"}, []),
    ({"evidence": "[{file: x, link: y}]"}, ["7:16 T805"]),
    ({"evidence": "[{note: x}]"}, ["7:16 T805"]),
    # what a unit claims for its own work needs something that shows it
    (CLAIMED, ["6:19 O817"]),
    ({**CLAIMED, "evidence": "[{file: report.pdf}]"}, []),
    ({**CLAIMED, "scores": "{a.1: 3}"}, []),  # no gain
    ({**CLAIMED, "scores": "{a.1: 2.5}"}, []),
    ({**CLAIMED, "scores": "{a.2: 4.5}"}, []),  # a survey says so
    ({**CLAIMED, "scores": "{b: 4.5}"}, []),
    ({**CLAIMED, "scores": "{a: 8}"}, ["6:17 O817"]),
    ({**CLAIMED, "scores": "{a: 8, a.1: 4}"}, ["6:25 O817"]),  # told where the gain is
    ({"layer": "appraised"}, []),
    ({"date": "2022-01-01", "scores": "{a.1: 6, a.3: 1}"}, ["3:11 O814", "6:19 O811", "6:22 S108"]),
]


@pytest.mark.parametrize(("lines", "places"), WRONG)
def test_what_is_wrong_with_a_result(lines: dict[str, str], places: list[str]) -> None:
    assert found(result(**lines)) == places


def test_evidence_of_a_task_counts_for_the_rows_it_serves() -> None:
    assert found(result(**CLAIMED), tasks=TASKS) == []
    assert found(result(**CLAIMED), tasks=TASKS.replace(", evidence: [{file: report.pdf}]", "")) == ["6:19 O817"]


@pytest.mark.parametrize(
    ("score", "said"),
    [
        ("2.5", [("tự đánh giá giảm 0,5 mà không có tài liệu kiểm chứng", "claims 0.5 less, and nothing shows it")]),
        ("3", []),
        ("3.4", []),
    ],
)
def test_where_less_is_better_less_is_what_needs_evidence(score: str, said: list[tuple[str, str]]) -> None:
    late = INDICATORS.replace("score: 3}", "score: 3, better: lower}")
    results = "results:\n" + result(**{**CLAIMED, "scores": f"{{a.1: {score}}}"})
    findings = check_text({"indicators": late, "targets": "targets: {}\n", "results": results}).findings
    assert [(it.message.say("vi"), it.message.say("en")) for it in findings if it.code == "O817"] == said


@pytest.mark.parametrize("empty", ["results:\n", "results: []\n", "results: ~\n"])
def test_a_file_without_results_has_none(empty: str) -> None:
    checked = check_text({"indicators": INDICATORS, "targets": TARGETS, "results": empty})
    assert (checked.findings, checked.plan is not None) == ((), True)


def test_where_tasks_cannot_be_read_nobody_knows_what_evidence_there_is(parplan: Parplan, tmp_path: Path) -> None:
    folder = write_plan(tmp_path, INDICATORS, TARGETS)
    (folder / "results.yaml").write_text(f"plan: example\nresults:\n{result(**CLAIMED)}", encoding="utf-8")
    for tasks, codes in (
        (TASKS.replace("lead: [so-a]", "lead: [so-b]"), ["S108"]),
        (TASKS.replace(", evidence: [{file: report.pdf}]", ""), ["O817"]),
    ):
        (folder / "tasks.yaml").write_text(f"{tasks}plan: example\n", encoding="utf-8")
        found = json.loads(parplan("validate", str(folder), "--format", "json").out)["findings"]
        assert [finding["code"] for finding in found] == codes


# What a result of the base year has of a.1 and a.2, for which the plan prints 3.04 and 4 (a.1 half a point more than the year before), and
# of which year it is; what is found. As many digits are known as the source writes anywhere.
DIGITS: list[tuple[str, str, list[str]]] = [
    ("2022", "{a.1: 3.0}", []),
    ("2022", "{a.1: 3.0, a.2: 4.00}", ["6:19 O851"]),
    ("2022", "{a.1: 3.1}", ["6:19 O851"]),
    ("2022", "{a.1: 3.0549}", ["6:19 O851", "6:19 O855"]),  # nothing is rounded before it is compared
    ("2022", "{a.1: 3.0500}", []),
    ("2021", "{a.1: 2.5}", []),
    ("2021", "{a.1: 2.5, a.2: 4.00}", ["6:19 O852"]),
    ("2021", "{a.1: 2.55}", []),
    ("2021", "{a.1: 2.56}", ["6:19 O852"]),
]


@pytest.mark.parametrize(("year", "scores", "places"), DIGITS)
def test_results_are_held_against_the_plan_as_far_as_their_digits_go(year: str, scores: str, places: list[str]) -> None:
    printed = INDICATORS.replace("score: 3}", "score: 3.04, change: 0.5}")
    assert printed != INDICATORS
    results = "results:\n" + result(year=year, date=f"{int(year) + 1}-04-02", scores=scores)
    findings = check_text({"indicators": printed, "targets": TARGETS, "results": results}).findings
    assert [f"{it.span.line}:{it.span.column} {it.code}" for it in findings if it.file == "results.yaml"] == places


def test_two_published_results_of_one_year_differ_as_far_as_their_digits_go() -> None:
    assert found(result(scores="{a.1: 4.2}"), result(scores="{a.1: 4.24}", date="2024-05-02")) == []
    assert found(result(scores="{a.1: 4.20}"), result(scores="{a.1: 4.24}", date="2024-05-02")) == ["11:19 O850"]


# Two results, the second from line 7 on: what is other in it than in the first, and what is found.
TWICE: list[tuple[dict[str, str], list[str]]] = [
    ({}, ["11:19 O818"]),
    ({"scores": "{a.1: 4.5}"}, ["11:19 O818"]),
    ({"scores": "{a.2: 4}"}, []),
    ({"date": "2024-04-03"}, []),
    ({"layer": "survey"}, []),
    ({"stage": "interim"}, []),
    ({"year": "2022"}, ["11:19 O851"]),  # of the base year, whose score the plan prints otherwise
]


@pytest.mark.parametrize(("lines", "places"), TWICE)
def test_one_row_twice_on_one_day_in_one_layer(lines: dict[str, str], places: list[str]) -> None:
    assert found(result(), result(**lines)) == places


# The entry of a total of 8.2, and what is found beside one of its rows, 4 and 4.1.
APART = [
    ({}, ["6:17 O815"]),
    ({"scores": "{a: 8.1}"}, []),
    ({"date": "2024-04-03"}, []),  # of one day alone they are held against each other
    ({"layer": "survey"}, []),
    ({"stage": "interim"}, []),
]


@pytest.mark.parametrize(("lines", "places"), APART)
def test_a_total_and_its_rows_add_up_in_entries_of_one_day(lines: dict[str, str], places: list[str]) -> None:
    total = {"scores": "{a: 8.2}"} | lines
    assert found(result(**total), result(scores="{a.1: 4, a.2: 4.1}")) == places
    assert found(result(scores="{a.1: 4}"), result(**total), result(scores="{b: 4.1}")) == [each.replace("6:", "11:") for each in places]


def test_one_fact_twice_under_two_names() -> None:
    assert found(result(scores="{a.2: 4.1}"), result(scores="{b: 4.1}")) == ["11:17 O818"]


def said_of(**lines: str) -> tuple[str, str, str]:
    text = f"results:\n{result(**lines)}"
    (finding,) = check_text({"indicators": INDICATORS, "targets": TARGETS, "results": text}).findings
    assert finding.help is not None
    return finding.message.say("en"), finding.help.say("en"), finding.message.say("vi")


WORDS = [
    ({"scores": "{a.11: 4}"}, "there is no id “a.11”", "did you mean a.1?", "không có mã “a.11”"),
    (
        {"date": "2/4/2024"},
        "“2/4/2024” is not a day such as 2023-12-10",
        "write 2024-04-02",
        "“2/4/2024” không phải là ngày như 2023-12-10 (năm-tháng-ngày)",
    ),
    (
        {"date": "2022-12-31"},
        "dated 2022-12-31, before 2023 began",
        "fix the day, or the year it is about",
        "ngày 31/12/2022 là trước năm 2023",
    ),
    (
        {"date": "2023-06-30"},
        "final for 2023, and dated 2023-06-30",
        "an interim result has `stage: interim` (record --interim)",
        "kết quả cả năm 2023 nhưng ghi ngày 30/06/2023",
    ),
    (
        {"scores": "{a.1: 5.2}"},
        "scored 5.2, above the maximum of 5",
        "look at the score in its source again",
        "đạt 5,2, vượt mức tối đa 5",
    ),
    (
        {"scores": "{a: 8.2, a.1: 4, a.2: 4.1}"},
        "its rows total 8.1, and the total says 8.2 (difference 0.1; rounding explains at most 0.015)",
        "compare every figure with the source; where that itself is wrong, leave the figure out, and say so under `source`",
        "cộng các tiêu chí thành phần được 8,1, tổng ghi 8,2 (chênh lệch 0,1; vượt sai số làm tròn cho phép 0,015)",
    ),
    (
        CLAIMED,
        "claims 1 more, and nothing shows it",
        "add `evidence: [{file: …}]` to this result, or to a task that serves the row (parplan mark)",
        "tự đánh giá tăng 1 mà không có tài liệu kiểm chứng",
    ),
    ({"scores": "{a.1: 4,2}"}, "“4,2” is written with a decimal comma", "write 4.2", "“4,2” dùng dấu phẩy thập phân"),
    (
        {"layer": "publised"},
        "“publised” is not one of self-assessed, appraised, survey, published",
        "did you mean published?",
        "“publised” không phải là một trong: self-assessed, appraised, survey, published",
    ),
    (
        {"stage": "half"},
        "“half” is not one of interim, final",
        "write one of interim, final",
        "“half” không phải là một trong: interim, final",
    ),
    (
        {"scores": "{a.2: 4.1, b: 4.2}"},
        "already has a score of that layer and day in line 6",
        "keep one of the two, or fix its day or layer; `parplan record --replace` puts a score in place of one recorded wrongly",
        "đã có điểm cùng loại, cùng ngày ở dòng 6",
    ),
    (
        {"ranks": "{a: 3/5}"},
        "has rank 3/5, and no score in the same result",
        "write its score under `scores`, or leave the rank out",
        "có thứ hạng 3/5 mà không có điểm trong cùng kết quả",
    ),
]


@pytest.mark.parametrize(("lines", "english", "advice", "vietnamese"), WORDS)
def test_what_is_said_of_it(lines: dict[str, str], english: str, advice: str, vietnamese: str) -> None:
    assert said_of(**lines) == (english, advice, vietnamese)


def test_scores_that_are_empty_are_named_as_what_they_are() -> None:
    english, advice, vietnamese = said_of(scores="{}")
    assert english == "an empty record instead of a record with something in it"
    assert advice == "write a record with something in it"
    assert vietnamese == "ở đây là một nhóm khóa trống, không phải là nhóm khóa không trống"


# --- how far the way has been gone --------------------------------------------------------------------------------------------------


def progress_json(parplan: Parplan, *typed: str) -> dict[str, Any]:
    ran = parplan("progress", "--format", "json", *typed)
    assert (ran.code, ran.err) == (0, "")
    payload: dict[str, Any] = json.loads(ran.out, parse_float=Decimal, parse_int=Decimal)
    return payload


# PAPI: base 38.80, target 43.33. The day, what is known, what is left, how much of the 4.53 is done, where it is from.
ON = [
    ("2023-07-02", "38.80", "4.53", None, "base"),
    ("2024-04-01", "38.80", "4.53", None, "base"),
    ("2024-04-02", "41.66", "1.67", "0.6313", "observed"),  # 2.86 / 4.53
    ("2024-05-01", "41.66", "1.67", "0.6313", "observed"),
    ("2025-04-14", "41.66", "1.67", "0.6313", "observed"),
    ("2025-04-15", "41.33", "2.00", "0.5585", "observed"),  # 2.53 / 4.53
    ("2025-05-01", "41.33", "2.00", "0.5585", "observed"),
]


@pytest.mark.parametrize(("day", "score", "left", "done", "known"), ON)
def test_papi_on_a_day(parplan: Parplan, day: str, score: str, left: str, done: str | None, known: str) -> None:
    payload = progress_json(parplan, "papi", "--as-of", day)
    assert (payload["schema"], payload["as_of"]) == ("parplan/progress/1", day)
    (index,) = payload["indices"]
    assert [index[key] for key in ("base", "target", "score", "gap", "known")] == [
        Decimal("38.80"),
        Decimal("43.33"),
        Decimal(score),
        Decimal(left),
        known,
    ]
    assert index["done"] == (None if done is None else Decimal(done))
    assert [row["known"] for row in index["rows"]] == [known] * 8
    year, told, total, rows, rank = PUBLISHED[day >= "2025-04-15"]
    if known == "observed":
        assert [row["score"] for row in index["rows"]] == [Decimal(row) for row in rows]
        seen = index["observation"]
        assert (seen["year"], seen["date"], seen["score"]) == (year, told, Decimal(total))
        assert f"{seen['rank']['at']}/{seen['rank']['of']}" == rank
    else:
        assert index["observation"] is None


# The plan runs through the 365 days of 2023; a day is gone at its end.
GONE = [
    ("2022-06-01", Fraction(0)),
    ("2022-12-31", Fraction(0)),
    ("2023-01-01", Fraction(1, 365)),
    ("2023-07-01", Fraction(182, 365)),
    ("2023-07-02", Fraction(183, 365)),  # half the year is gone at noon of this day
    ("2023-12-31", Fraction(1)),
    ("2024-05-01", Fraction(1)),
]


@pytest.mark.parametrize(("day", "share"), GONE)
def test_how_much_of_the_time_is_gone(plan: Plan, day: str, share: Fraction) -> None:
    assert abs(Fraction(time_gone(plan, date.fromisoformat(day))) - share) < Fraction(1, 10**20)


def test_a_plan_of_several_years_has_more_time() -> None:
    plan = check_text({"indicators": INDICATORS.replace("target_year: 2023", "target_year: 2025"), "targets": TARGETS}).plan
    assert plan is not None
    assert abs(Fraction(time_gone(plan, date(2024, 6, 30))) - Fraction(365 + 182, 3 * 365 + 1)) < Fraction(1, 10**20)


def test_words_on_a_day(parplan: Parplan) -> None:
    out = parplan("progress", "papi", "--as-of", "2024-05-01", "--lang", "en").out
    assert out.startswith("Provincial Governance and Public Administration Performance Index (PAPI): on 2024-05-01, towards 2023\n")
    for line in (
        "  2023 is over\n",
        "  63.1% of the way is done; rows with a result: 8 of 8\n",
        "  source: UNDP, CECODES and partners: PAPI results of 2023\n",
    ):
        assert line in out
    out = parplan("progress", "papi", "--as-of", "2023-07-02", "--lang", "vi").out
    assert "  đến ngày 02/07/2023 đã qua 50,1% thời gian đến hết năm 2023\n" in out
    assert "  chưa có kết quả nào sau năm 2022: chưa ghi nhận mức tăng nào (0%); các điểm là của năm 2022\n" in out
    assert "quãng đường" not in out
    out = parplan("progress", "papi", "--as-of", "2024-05-01", "--lang", "vi").out
    assert "  đã đạt 63,1% mức tăng cần có; có kết quả của 8 trong 8 tiêu chí\n" in out
    assert out.splitlines()[1].split()[-2:] == ["Đã", "đạt"]


# What is known of x.1.a and x.1.b, the measures of the only row of x; how that is counted.
MEASURES = [
    ("{x.1.a: 4}", "rows with a result: 0 of 1, 1 in part", "0/1, in part: 1"),
    ("{x.1.a: 4, x.1.b: 4}", "rows with a result: 1 of 1", "1/1"),
    ("{x.1: 6}", "rows with a result: 1 of 1", "1/1"),
]


@pytest.mark.parametrize(("scores", "counted", "of"), MEASURES)
def test_a_row_of_which_some_measures_are_known_has_a_result_in_part(
    parplan: Parplan, tmp_path: Path, scores: str, counted: str, of: str
) -> None:
    folder = write_plan(tmp_path, DEEP, "targets: {x: {target: 9}}\n")
    (folder / "results.yaml").write_text(f"results:\n{result(scores=scores)}", encoding="utf-8")
    assert f"; {counted}\n" in parplan("progress", "--as-of", "2024-05-01", "--plan", str(folder), "--lang", "en").out
    assert f"  {of}\n" in parplan("progress", "--plans", str(folder), "--as-of", "2024-05-01", "--lang", "en").out


def test_results_of_another_year_are_said_to_be(parplan: Parplan) -> None:
    said = "  results of 2024; the targets are of 2023\n"
    assert said in parplan("progress", "papi", "--as-of", "2025-05-01", "--lang", "en").out
    assert said not in parplan("progress", "papi", "--as-of", "2024-05-01", "--lang", "en").out


def test_an_appraisal_holds_against_a_later_self_assessment(small: Plan) -> None:
    told = result(layer="appraised", scores="{a.1: 4.2}") + result(layer="self-assessed", date="2024-06-01", scores="{a.1: 4.8}")
    assert stands(small, told_in(told, small), date(2024, 12, 31))["a.1"].now == Decimal("4.2")


def test_layers(parplan: Parplan) -> None:
    none = progress_json(parplan, "papi", "--as-of", "2024-05-01", "--layer", "survey")["indices"]
    assert [(none[0]["score"], none[0]["known"])] == [(Decimal("38.80"), "base")]
    for typed in ("published", "công bố", "CONG BO"):
        some = progress_json(parplan, "papi", "--as-of", "2024-05-01", "--layer", typed)
        assert some == progress_json(parplan, "papi", "--as-of", "2024-05-01")
    latest = progress_json(parplan, "papi", "--layer", "published")["indices"][0]  # today, whichever day that is
    assert latest["observation"]["year"] >= 2024


def test_units_on_a_day(parplan: Parplan) -> None:
    payload = progress_json(parplan, "--as-of", "2024-05-01", "--unit", "so-tttt")
    assert {index["id"]: [row["id"] for row in index["rows"]] for index in payload["indices"]} == {"par": ["par.7"], "papi": ["papi.8"]}
    led = progress_json(parplan, "papi.8", "--as-of", "2024-05-01", "--leads")["indices"][0]["rows"][0]
    assert (led["id"], led["lead"], led["score"], led["done"]) == ("papi.8", ["vp-ubnd", "so-tttt"], Decimal("2.84"), Decimal("0.68"))
    assert "lead" not in progress_json(parplan, "papi.8", "--as-of", "2024-05-01")["indices"][0]["rows"][0]


def test_what_is_left_for_a_unit(parplan: Parplan) -> None:
    out = parplan("progress", "papi", "--as-of", "2024-05-01", "--unit", "so-tttt", "--lang", "en").out
    assert "  so-tttt: 0.32 left of the 1.00 points planned\n" in out


@pytest.mark.parametrize("typed", ["gap papi.1 --unit so-tttt", "progress papi.1 --unit so-tttt --as-of 2024-05-01"])
def test_a_unit_that_leads_nothing_here(parplan: Parplan, typed: str) -> None:
    said = "so-tttt leads no row here; it leads: par.7, papi.8"
    assert parplan(*typed.split(), "--lang", "en") == (1, "", f"parplan: error: {said}\n")


@pytest.mark.parametrize("typed", [("gap",), ("progress", "--as-of", "2024-05-01")])
def test_a_unit_that_leads_nothing_at_all(parplan: Parplan, tmp_path: Path, typed: tuple[str, ...]) -> None:
    folder = write_plan(tmp_path, INDICATORS, TARGETS)
    (folder / "tasks.yaml").write_text(TASKS.replace("name: A}]", "name: A}, {id: so-b, name: B}]"), encoding="utf-8")
    (folder / "results.yaml").write_text(f"results:\n{result()}", encoding="utf-8")
    ran = parplan(*typed, "--unit", "so-b", "--plan", str(folder), "--lang", "en")
    assert ran == (1, "", "parplan: error: so-b leads no row\n")


def test_sources_are_those_of_the_parts_too_that_totals_moved_with(parplan: Parplan, tmp_path: Path) -> None:
    parts = "rows: [{id: a.1, name: One, score: 2, parts: [{id: a.1.x, name: X, score: 2}]}, {id: a.2, name: Two, score: 3}]"
    folder = write_plan(
        tmp_path, f"{HEAD}indices:\n  - {{id: a, name: A, decimals: 2, score: 5, {parts}}}\n", "targets: {a: {target: 8}}\n"
    )
    decided = result(scores="{a.1: 2.5}", source="Decision")
    reported = result(year="2024", scores="{a.1.x: 4}", source="Report", date="2024-05-05", layer="self-assessed")
    (folder / "results.yaml").write_text(f"results:\n{decided}{reported}", encoding="utf-8")
    typed = ("progress", "--as-of", "2024-06-01", "--no-parts", "--plan", str(folder), "--lang")
    assert "  source: Report\n" in parplan(*typed, "en").out  # of the part that is not shown
    assert "theo các tiêu chí" in parplan(*typed, "vi").out


def test_csv_on_a_day(parplan: Parplan) -> None:
    ran = parplan("progress", "papi", "--as-of", "2024-05-01", "--format", "csv", "--lang", "vi")
    records = {record["id"]: record for record in csv.DictReader(io.StringIO(ran.out))}
    assert list(records) == [f"papi.{n}" for n in range(1, 9)] + ["papi"]
    total = records["papi"]
    assert (total["rank"], total["source"]) == ("38/61", "UNDP, CECODES và các đối tác: kết quả PAPI năm 2023")
    assert [total[key] for key in ("base", "now", "known", "date", "layer", "stage", "target", "gap", "done")] == [
        "38.80",
        "41.66",
        "observed",
        "2024-04-02",
        "published",
        "final",
        "43.33",
        "1.67",
        "0.6313",
    ]
    assert records["papi.5"]["done"] == "-1.5333"  # 7.06 to 6.83, of the way to 7.21


def test_markdown_on_a_day(parplan: Parplan) -> None:
    out = parplan("progress", "papi", "--as-of", "2024-05-01", "--format", "markdown", "--lang", "en").out
    assert "| **papi** | **Total** | 38.80 | 41.66 | 2024-04-02 | published | 43.33 | 1.67 | 63.1% |" in out


@pytest.mark.parametrize("typed", ["progress --as-of 2024-05-01", "progress --as-of 2024-05-01 --leads", "gap --leads"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_tables_fit_eighty_columns(parplan: Parplan, monkeypatch: pytest.MonkeyPatch, typed: str, lang: str) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    out = parplan(*typed.split(), "--lang", lang).out
    assert "…" not in out
    assert max(len(line) for line in out.splitlines()) <= 80


REFUSED = [
    ("--as-of 1/5/2024", "--as-of “1/5/2024”: did you mean 2024-05-01?", "--as-of “1/5/2024”: có phải là 2024-05-01?"),
    ("--as-of 2024-02-30", "--as-of “2024-02-30”: not a day such as 2023-12-10", "--as-of “2024-02-30”: không phải là ngày như 2023-12-10"),
    (
        "--as-of 2024-05-01 --unit zzz",
        "there is no unit “zzz”; `parplan units` lists them",
        "không có đơn vị “zzz”; danh sách: “parplan units”",
    ),
    (
        "papi.9 --as-of 2024-05-01",
        "the plan has no id “papi.9”; did you mean papi.8, papi.7, papi.6?",
        "kế hoạch không có mã “papi.9”; có phải là papi.8, papi.7, papi.6?",
    ),
]


@pytest.mark.parametrize(("typed", "english", "vietnamese"), REFUSED)
def test_what_cannot_be_understood(parplan: Parplan, typed: str, english: str, vietnamese: str) -> None:
    assert parplan("progress", *typed.split(), "--lang", "en") == (2, "", f"parplan: error: {english}\n")
    assert parplan("progress", *typed.split(), "--lang", "vi") == (2, "", f"parplan: lỗi: {vietnamese}\n")


def test_a_plan_without_results(parplan: Parplan, tmp_path: Path) -> None:
    folder = write_plan(tmp_path)
    ran = parplan("progress", "--as-of", "2024-05-01", "--plan", str(folder), "--lang", "en")
    assert ran == (2, "", f"parplan: error: the plan {folder} (example) has no results.yaml; `parplan record` writes the first result\n")


def test_a_broken_file_stops_the_command(parplan: Parplan, tmp_path: Path) -> None:
    folder = write_plan(tmp_path, INDICATORS, TARGETS)
    (folder / "results.yaml").write_text(f"results:\n{result(scores='{a.1: 6}')}", encoding="utf-8")
    ran = parplan("progress", "--as-of", "2024-05-01", "--plan", str(folder), "--lang", "en")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error[O811]")
    assert f" --> {folder.as_posix()}/results.yaml:6:19\n" in ran.err


@pytest.fixture(scope="module")
def small() -> Plan:
    """The plan that wrong files are checked against."""
    plan = check_text({"indicators": INDICATORS, "targets": TARGETS}).plan
    assert plan is not None
    return plan


def told_in(results: str, plan: Plan) -> Outcomes:
    """What a file of results without errors tells."""
    done = read_results(read("results.yaml", f"results:\n{results}".encode()), plan, "text").made
    assert done is not None
    return done


# The shipped plan: what is observed in the course of the year, in order; a row, where it stands then and where that is from.
# par.8.sipas and sipas are one fact, printed as 7.73 and 7.43; par.8 is printed as 10.82 and par as 77.55.
CARRIED = [
    (["{sipas: 8.00}"], "sipas", "8.00", "observed"),
    (["{sipas: 8.00}"], "par.8.sipas", "8.00", "observed"),
    (["{sipas: 8.00}"], "par.8", "11.09", "rows"),  # 10.82 + 0.27
    (["{sipas: 8.00}"], "par", "77.82", "rows"),
    (["{sipas: 8.00}"], "par.7", "8.01", "base"),
    (["{par.7.admin: 9}", "{par.7.survey: 0.8}"], "par.7", "9.80", "rows"),  # 8.01 + 1.74 + 0.05
    (["{par.7.admin: 9, par.7: 9.9}"], "par.7", "9.9", "observed"),
    (["{par.7: 9.9}", "{par.7.admin: 7.36}"], "par.7", "9.9", "observed"),  # what it moved by since, nobody knows
    (["{par.7: 9.9}", "{par.7.admin: 7.36}", "{par.7.survey: 0.8}"], "par.7", "8.16", "rows"),  # 7.36 + 0.8
    (["{par.7: 9.9}", "{par.7.admin: 7.36}", "{par.7.admin: 9}"], "par.7", "9.9", "observed"),
    (["{par.7.admin: 9}", "{par.7: 9.9}"], "par.7", "9.9", "observed"),
    (["{par.7.admin: 9}", "{par.7: 9.9}", "{par.7.admin: 9.1}"], "par.7", "10.0", "rows"),
    (["{par.7.admin: 9}", "{par.7: 9.9}", "{par.7.admin: 9.1}"], "par", "79.54", "rows"),  # 77.55 + 1.99
    (["{par: 80}"], "par.1", "7.97", "base"),
    (["{par: 80}", "{par.1: 8.97}"], "par", "80", "observed"),
    (["{par.1: 7.97}", "{par: 80}", "{par.1: 8.97}"], "par", "81.00", "rows"),
    (["{par.7.survey: 0.75}", "{par: 80}", "{par.7.survey: 0.8}"], "par", "80.05", "rows"),  # through par.7, which stood at 8.01
]


@pytest.mark.parametrize(("scores", "ident", "now", "known"), CARRIED)
def test_what_is_observed_is_carried_up(plan: Plan, scores: list[str], ident: str, now: str, known: str) -> None:
    days = [f"2023-0{month}-01" for month in range(1, len(scores) + 1)]
    text = "".join(result(date=day, layer="appraised", stage="interim", scores=each) for day, each in zip(days, scores, strict=True))
    row = stands(plan, told_in(text, plan), date(2023, 12, 31))[ident]
    assert (row.now, row.known) == (Decimal(now), known)


# A total of 8.2, final for 2023, on 2 April 2024; rows that become known later: date, year and stage, scores. Where the total stands then.
BEHIND = [
    ([("2024-04-20", "2023", "final", "{a.1: 4, a.2: 4.2}")], "8.2", "observed"),  # what makes it up
    ([("2024-04-20", "2023", "final", "{a.1: 4.5, a.2: 4.5}")], "8.2", "observed"),
    ([("2024-04-20", "2023", "interim", "{a.1: 5}")], "8.2", "observed"),
    ([("2024-04-20", "2022", "final", "{a.1: 5}")], "8.2", "observed"),
    ([("2024-04-20", "2024", "interim", "{a.1: 5}")], "8.2", "observed"),  # what it was in 2023 is not known
    ([("2024-04-20", "2024", "interim", "{a.1: 5, a.2: 4.4}")], "9.4", "rows"),
    ([("2024-04-20", "2023", "final", "{a.1: 4}"), ("2024-07-01", "2024", "interim", "{a.1: 4.5}")], "8.7", "rows"),
    ([("2024-04-02", "2024", "interim", "{a.1: 5, a.2: 4.4}")], "9.4", "rows"),  # of the same day, and of a later year
]


@pytest.mark.parametrize(("rows", "now", "known"), BEHIND)
def test_what_becomes_known_after_its_total(small: Plan, rows: list[tuple[str, str, str, str]], now: str, known: str) -> None:
    more = "".join(result(date=day, year=year, stage=stage, scores=told) for day, year, stage, told in rows)
    row = stands(small, told_in(result(scores="{a: 8.2}") + more, small), date(2024, 12, 31))["a"]
    assert (row.now, row.known) == (Decimal(now), known)


# A total of 8.2 that a unit assessed itself, final for 2023, with its rows (4 and 4.2) or alone; what is told of rows later: layer, scores.
# Where the total stands then.
APPRAISED = [
    ("{a: 8.2, a.1: 4, a.2: 4.2}", [("appraised", "{a.1: 3.5, a.2: 3.7}")], "7.2", "rows"),
    ("{a: 8.2}", [("appraised", "{a.1: 3.5, a.2: 3.7}")], "7.2", "rows"),
    ("{a: 8.2, a.1: 4, a.2: 4.2}", [("appraised", "{a.1: 3.5}")], "7.7", "rows"),
    ("{a: 8.2}", [("appraised", "{a.1: 3.5}")], "8.2", "observed"),  # by how much it moved, nobody knows
    ("{a: 8.2, a.1: 4, a.2: 4.2}", [("appraised", "{a.1: 3.5}"), ("survey", "{a.2: 4}")], "7.5", "rows"),
    ("{a: 8.2, a.1: 4, a.2: 4.2}", [("appraised", "{a: 7.9}"), ("published", "{a.1: 3.5, a.2: 3.7}")], "7.2", "rows"),
    ("{a: 8.2, a.1: 4, a.2: 4.2}", [("appraised", "{a: 7.9}"), ("appraised", "{a.1: 3.5, a.2: 3.7}")], "7.9", "observed"),
    ("{a: 8.2, a.1: 4, a.2: 4.2}", [("self-assessed", "{a.1: 3.5, a.2: 3.7}")], "8.2", "observed"),
]


@pytest.mark.parametrize(("first", "later", "now", "known"), APPRAISED)
def test_a_total_does_not_outlive_its_rows_being_looked_at_more(
    small: Plan, first: str, later: list[tuple[Layer, str]], now: str, known: str
) -> None:
    more = "".join(result(date=f"2024-03-{n:02}", layer=layer, scores=told) for n, (layer, told) in enumerate(later, 1))
    told = told_in(result(date="2024-01-15", layer="self-assessed", scores=first) + more, small)
    row = stands(small, told, date(2024, 12, 31))["a"]
    assert (row.now, row.known) == (Decimal(now), known)
    (index, _) = reviewed(Baseline(small), told.finals(2023))
    assert index.score == Decimal(now)
    assert came_to(Baseline(small), told, 2023)["a"].points(0) == Decimal(now)


# Rows that are told later are newer than a total that is not final, whatever year it is of.
HALFWAY = [
    ("{a.1: 4, a.2: 4.2}", "8.2", "rows"),
    ("{a.1: 4.5, a.2: 4.4}", "8.9", "rows"),
    ("{a.1: 5}", "8", "observed"),
]


@pytest.mark.parametrize(("rows", "now", "known"), HALFWAY)
def test_what_becomes_known_after_an_interim_total(small: Plan, rows: str, now: str, known: str) -> None:
    total = result(date="2023-07-01", stage="interim", scores="{a: 8}")
    row = stands(small, told_in(total + result(scores=rows), small), date(2024, 12, 31))["a"]
    assert (row.now, row.known) == (Decimal(now), known)


DEEP = f"""{HEAD}indices:
  - {{id: x, name: X, decimals: 2, max: 10, score: 5, rows: [
      {{id: x.1, name: One, max: 10, score: 5, parts: [
        {{id: x.1.a, name: A, max: 5, score: 3}}, {{id: x.1.b, name: B, max: 5, score: 2}}]}}]}}
"""

# What is told of the only row of x and of its parts, in order: date, stage, scores; what x and x.1 come to.
ONE_ROW = [
    ([("2023-01-01", "interim", "{x: 4, x.1.a: 3}"), ("2023-02-01", "interim", "{x.1.a: 4}")], "5", "6"),
    ([("2023-01-01", "interim", "{x: 4}"), ("2023-02-01", "interim", "{x.1.a: 4, x.1.b: 4}")], "8", "8"),
    (
        [("2023-01-01", "interim", "{x: 4}"), ("2023-02-01", "interim", "{x.1: 6, x.1.a: 3}"), ("2023-03-01", "interim", "{x.1.a: 4}")],
        *("7", "7"),
    ),
    (
        [("2023-11-01", "final", "{x.1: 6}"), ("2023-12-01", "interim", "{x: 4}"), ("2023-12-20", "final", "{x.1.a: 4, x.1.b: 4}")],
        *("6", "6"),
    ),
]


@pytest.mark.parametrize(("told", "total", "only"), ONE_ROW)
def test_a_total_is_what_its_rows_stand_at(told: list[tuple[str, str, str]], total: str, only: str) -> None:
    plan = check_text({"indicators": DEEP, "targets": "targets: {}\n"}).plan
    assert plan is not None
    text = "".join(result(date=day, layer="appraised", stage=stage, scores=scores) for day, stage, scores in told)
    found = stands(plan, told_in(text, plan), date(2024, 1, 1))
    assert (found["x"].now, found["x.1"].now) == (Decimal(total), Decimal(only))


# On one day the year's final figure holds, and else the layer that has been looked at most.
SAME_DAY = [
    ([("self-assessed", "final", "4.5"), ("appraised", "final", "4.2")], "4.2"),
    ([("published", "final", "4.1"), ("appraised", "final", "4.2"), ("survey", "final", "4.3")], "4.1"),
    ([("survey", "final", "4.3"), ("appraised", "final", "4.2")], "4.3"),
    ([("appraised", "final", "4.2"), ("appraised", "interim", "4.9")], "4.2"),
    ([("appraised", "interim", "4.9"), ("survey", "interim", "4.8"), ("appraised", "final", "4.2")], "4.2"),
    ([("appraised", "interim", "4.9"), ("survey", "interim", "4.8"), ("self-assessed", "interim", "4.7")], "4.8"),
]


@pytest.mark.parametrize(("told", "holds"), SAME_DAY)
def test_what_holds_on_one_day(small: Plan, told: list[tuple[Layer, str, str]], holds: str) -> None:
    done = told_in("".join(result(layer=layer, stage=stage, scores=f"{{a.1: {score}}}") for layer, stage, score in told), small)
    assert stands(small, done, date(2024, 4, 2))["a.1"].now == Decimal(holds)
    seen = done.until(date(2024, 4, 2), LAYERS, since=2023)["a.1"]
    assert (len(seen), seen[-1].score) == (len(told), Decimal(holds))
    assert done.until(date(2024, 4, 1), LAYERS, since=2023) == {}


def test_what_was_observed_until_a_day(small: Plan) -> None:
    days = ["2024-04-02", "2023-07-01", "2023-10-01"]
    layers: list[Layer] = ["published", "survey", "appraised"]
    told = "".join(result(date=day, layer=layer, scores=f"{{a.1: 4.{n}}}") for n, (day, layer) in enumerate(zip(days, layers, strict=True)))
    done = told_in(told, small)

    def until(day: str, *only: Layer) -> list[str]:
        return [str(seen.score) for seen in done.until(date.fromisoformat(day), only or LAYERS, since=2023).get("a.1", ())]

    assert until("2024-04-02") == ["4.2", "4.1", "4.0"]
    assert until("2024-04-01") == ["4.2", "4.1"]
    assert until("2023-06-30") == []
    assert until("2024-04-02", "survey") == ["4.1"]


# Surveyed scores of b with their ranks, in the order they became known: the rank that is known in the end, and by whom.
SAME_SCORE = [
    ([("4.50", "3/9"), ("4.50", None)], "3/9", "S1; S0"),
    ([("4.50", "3/9"), ("4.5", None)], "3/9", "S1; S0"),
    ([("4.50", "3/9"), ("4.50", None), ("4.50", None)], "3/9", "S2; S0"),
    ([("4.50", "3/9"), ("4.50", "2/9")], "2/9", "S1"),
    ([("4.50", "3/9"), ("4.40", None)], None, "S1"),  # of another score
    ([("4.40", "4/9"), ("4.50", "3/9"), ("4.50", None)], "3/9", "S2; S1"),
]


@pytest.mark.parametrize("same", [True, False])
@pytest.mark.parametrize(("scores", "rank", "source"), SAME_SCORE)
def test_a_score_that_is_recorded_again_keeps_its_rank(
    small: Plan, scores: list[tuple[str, str | None]], rank: str | None, source: str, same: bool
) -> None:
    """Of the same fact elsewhere, as a row of another index that prints no rank."""
    told = "".join(
        result(
            date=f"2024-04-0{n + 1}",
            layer="survey",
            source=f"S{n}",
            scores=f"{{{'b' if same or place else 'a.2'}: {score}}}",
            ranks=f"{{b: {place}}}" if place else "",
        )
        for n, (score, place) in enumerate(scores)
    )
    done = told_in(told, small)
    for seen in (done.of_year(2023)["b"], done.until(date(2024, 4, 9), LAYERS, since=2023)["b"][-1]):
        assert (None if seen.rank is None else str(seen.rank), seen.source.vi) == (rank, source)


def test_a_rank_is_of_its_layer_year_and_stage(small: Plan) -> None:
    surveyed = result(layer="survey", date="2024-03-01", scores="{b: 4.5}", ranks="{b: 3/9}")
    done = told_in(surveyed + result(scores="{b: 4.5}") + result(year="2024", date="2025-04-01", scores="{b: 4.5}"), small)
    assert [str(done.of_year(2023, layers)["b"].rank) for layers in (LAYERS, LAYERS[3:])] == ["3/9", "None"]
    assert done.of_year(2024)["b"].rank is None


# --- laws ---------------------------------------------------------------------------------------------------------------------------

START = date(2023, 1, 1)
LAST = START + timedelta(days=30)


class Told(NamedTuple):
    """What is told of a row on a day."""

    score: Decimal
    year: int = 2023
    stage: Stage = "interim"
    layer: Layer = "appraised"


Seen = dict[tuple[str, int], Told]  # an id and the number of a day: what is told then


def made(top: Truth) -> tuple[Plan, dict[str, Decimal]]:
    """The plan of a tree and its printed scores, which the totals need not fit exactly."""
    content = files(top)
    plan = check_text({"indicators": as_text(content["indicators"]), "targets": as_text(content["targets"])}).plan
    assert plan is not None
    return plan, {row.id: row.score for row in plan.walk() if row.score is not None}


def observed(ident: str, day: int, told: Told) -> Observation:
    at = START + timedelta(days=day)
    return Observation(ident, told.score, None, told.year, at, told.layer, told.stage, Text("V", "E"), 2)


def outcomes(seen: Seen) -> Outcomes:
    return Outcomes(tuple(observed(ident, day, told) for (ident, day), told in seen.items()))


def stands(plan: Plan, told: Outcomes, day: date = LAST, layers: tuple[Layer, ...] = LAYERS) -> dict[str, Progress]:
    return {row.id: row for index in progress(Baseline(plan), told, day, layers) for row in index.walk()}


def share(row: Truth, changes: Iterable[Fraction]) -> Fraction:
    """What the changes of a row's rows come to in the row."""
    weights = [Fraction(child.weight) if row.aggregate == "weighted" else Fraction(1) for child in row.children]
    total = sum((weight * change for weight, change in zip(weights, changes, strict=True)), Fraction(0))
    return total if row.aggregate == "sum" else total / sum(weights)


def carried(row: Truth, change: dict[str, Fraction]) -> Fraction:
    """What the changes of leaves come to in a row."""
    return share(row, [carried(child, change) for child in row.children]) if row.children else change.get(row.ident, Fraction(0))


def walk(row: Truth) -> list[Truth]:
    return [row, *(below for child in row.children for below in walk(child))]


def same(found: Decimal | None, expected: Fraction) -> bool:
    """Equal up to the 28 digits of a mean that does not come out even."""
    return found is not None and abs(Fraction(found) - expected) < Fraction(1, 10**20)


scores = st.integers(0, 2000).map(lambda n: Decimal(n) / 100)
stages: st.SearchStrategy[Stage] = st.sampled_from(["interim", "interim", "final"])


@st.composite
def seen_in(draw: st.DrawFn, top: Truth, *, most: int = 8) -> Seen:
    """Observations of any rows on any of ten days, a row at most once a day."""
    ids = [row.ident for row in walk(top)]
    told = st.builds(Told, scores, st.integers(2023, 2024), stages, st.sampled_from(LAYERS))
    return draw(st.dictionaries(st.tuples(st.sampled_from(ids), st.integers(0, 9)), told, max_size=most))


def tells_of(seen: Seen, row: Truth) -> bool:
    """Whether anything is told of a row or below it."""
    return any((ident, day) in seen for ident in (below.ident for below in walk(row)) for day in range(10))


def tells_all(seen: Seen, row: Truth) -> bool:
    """Whether something is told of a row, itself or through all its own rows."""
    itself = any((row.ident, day) in seen for day in range(10))
    return itself or (bool(row.children) and all(tells_all(seen, child) for child in row.children))


def counts(told: Told, day: int) -> tuple[int, int, int, int]:
    """By what one of two tells of a row holds: the year, that it is final, the layer, the day."""
    return told.year, ["interim", "final"].index(told.stage), LAYERS.index(told.layer), day


def kept_book(row: Truth, base: dict[str, Decimal], seen: Seen) -> tuple[Fraction, str]:
    """What a row stands at with all that was told of it and below it, and where that is from."""
    own = max((counts(told, day) for (ident, day), told in seen.items() if ident == row.ident), default=None)
    if own is None:
        moves = [kept_book(child, base, seen)[0] - Fraction(base[child.ident]) for child in row.children]
        return Fraction(base[row.ident]) + (share(row, moves) if moves else 0), "rows" if tells_of(seen, row) else "base"
    total = seen[row.ident, own[-1]]
    held = () if total.stage == "interim" else (2023, 2024) if total.year == 2024 else (2023,)
    below = {child.ident for child in walk(row)[1:]}
    newer: Seen = {}
    then: Seen = {}
    for (ident, day), told in seen.items():
        if ident in below:
            more = told.year not in held or LAYERS.index(told.layer) > LAYERS.index(total.layer)
            (newer if counts(told, day) > own and more else then)[ident, day] = told
    if not newer:
        return Fraction(total.score), "observed"
    if all(tells_all(newer, child) for child in row.children):
        return share(row, [kept_book(child, base, seen)[0] for child in row.children]), "rows"
    known = [child if tells_of(then, child) else None for child in row.children]
    moves = [kept_book(it, base, seen)[0] - kept_book(it, base, then)[0] if it is not None else Fraction(0) for it in known]
    return Fraction(total.score) + share(row, moves), "rows" if any(moves) else "observed"


@few
@given(st.data())
def test_progress_is_as_books_kept_by_hand(data: st.DataObject) -> None:
    top = data.draw(trees())
    seen = data.draw(seen_in(top))
    plan, base = made(top)
    found = stands(plan, outcomes(seen))
    for row in walk(top):
        score, known = kept_book(row, base, seen)
        assert same(found[row.ident].now, score)
        assert found[row.ident].known == known


@few
@given(st.data())
def test_with_every_leaf_observed_totals_are_base_and_carried_differences(data: st.DataObject) -> None:
    top = data.draw(trees())
    seen = {(row.ident, data.draw(st.integers(0, 9))): Told(data.draw(scores)) for row in walk(top) if not row.children}
    plan, base = made(top)
    change = {ident: Fraction(told.score) - Fraction(base[ident]) for (ident, _), told in seen.items()}
    found = stands(plan, outcomes(seen))
    for row in walk(top):
        assert same(found[row.ident].now, Fraction(base[row.ident]) + carried(row, change))
        assert found[row.ident].known == ("rows" if row.children else "observed")


@few
@given(st.data())
def test_an_observed_total_holds_until_a_part_is_observed_later(data: st.DataObject) -> None:
    top = data.draw(trees())
    before = {(row.ident, data.draw(st.integers(0, 4))): Told(data.draw(scores)) for row in walk(top) if not row.children}
    total = data.draw(scores)
    plan, _ = made(top)
    told: Seen = {**before, (top.ident, 4): Told(total)}
    row = stands(plan, outcomes(told))[top.ident]
    assert (row.now, row.known) == (total, "observed")
    leaves = [row.ident for row in walk(top) if not row.children]
    if len(leaves) > 1:
        leaf, later = data.draw(st.sampled_from(leaves)), data.draw(scores)
        had = next(seen.score for (ident, _), seen in before.items() if ident == leaf)
        now = stands(plan, outcomes({**told, (leaf, 5): Told(later)}))[top.ident].now
        assert same(now, Fraction(total) + carried(top, {leaf: Fraction(later) - Fraction(had)}))


@few
@given(st.data())
def test_a_total_all_of_whose_parts_are_newer_is_what_they_come_to(data: st.DataObject) -> None:
    """Where a final total of the year holds what becomes known later, it stays as it is."""
    top = data.draw(trees().filter(lambda row: bool(row.children)))
    total, year = Told(data.draw(scores), 2023, data.draw(stages)), data.draw(st.integers(2023, 2024))
    now = {child.ident: data.draw(scores) for child in top.children}
    plan, _ = made(top)
    row = stands(plan, outcomes({(top.ident, 4): total, **{(ident, 5): Told(score, year) for ident, score in now.items()}}))[top.ident]
    if total.stage == "final" and year == 2023:
        assert (row.now, row.known) == (total.score, "observed")
    else:
        assert same(row.now, share(top, map(Fraction, now.values())))
        assert row.known == "rows"


@few
@given(st.data())
def test_what_is_observed_later_changes_nothing(data: st.DataObject) -> None:
    top = data.draw(trees())
    seen, day = data.draw(seen_in(top)), data.draw(st.integers(0, 9))
    plan, _ = made(top)
    until = {key: told for key, told in seen.items() if key[1] <= day}
    then, after = stands(plan, outcomes(seen), START + timedelta(days=day)), stands(plan, outcomes(until))
    # Where the path is goes with the day, whatever is observed.
    assert [row._replace(due=None, children=()) for row in then.values()] == [row._replace(due=None, children=()) for row in after.values()]


@few
@given(st.data())
def test_the_order_in_the_file_does_not_matter(data: st.DataObject) -> None:
    top = data.draw(trees())
    seen = data.draw(seen_in(top))
    plan, _ = made(top)
    told = outcomes(seen).observations
    assert stands(plan, Outcomes(tuple(data.draw(st.permutations(told))))) == stands(plan, Outcomes(told))


@few
@given(st.data())
def test_a_layer_is_what_it_is_alone(data: st.DataObject) -> None:
    top = data.draw(trees())
    told = [observed(ident, day, each) for (ident, day), each in data.draw(seen_in(top)).items()]
    plan, _ = made(top)
    layer = data.draw(st.sampled_from(LAYERS))
    alone = Outcomes(tuple(seen for seen in told if seen.layer == layer))
    assert stands(plan, Outcomes(tuple(told)), layers=(layer,)) == stands(plan, alone)


@few
@given(uneven(), st.booleans(), st.data())
def test_where_all_rows_land_on_their_targets_nothing_is_left(top: Uneven, targets: bool, data: st.DataObject) -> None:
    """Of a total that does not come out even either: all of the way is done, and not 99.99… % of it."""
    plan = check_text(top.files(targets=targets)).plan
    assert plan is not None
    told = outcomes({(ident, data.draw(st.integers(0, 9))): Told(score) for ident, score in top.leaves.items()})
    found = stands(plan, told)
    for row in top.walk():
        assert found[row.ident].gap == 0
        assert found[row.ident].done == (1 if row.worth("planned") else None)
        assert found[row.ident].now == found[row.ident].target


@few
@given(uneven(), st.data())
def test_what_is_done_is_cut_once(top: Uneven, data: st.DataObject) -> None:
    plan = check_text(top.files()).plan
    assert plan is not None
    now = {ident: data.draw(scores) for ident in top.leaves}
    found = stands(plan, outcomes({(ident, 1): Told(score) for ident, score in now.items()}))
    landed = {row.ident: row for row in at(top, now).walk()}
    for row in top.walk():
        gone, way = landed[row.ident].worth("score") - row.worth("score"), row.worth("planned")
        assert found[row.ident].done == (decimal_of(gone / way) if way else None)
        assert found[row.ident].gap == decimal_of(way - gone)


def at(row: Uneven, scores: dict[str, Decimal]) -> Uneven:
    """The same rows with other scores."""
    return replace(row, score=scores.get(row.ident, row.score), children=tuple(at(child, scores) for child in row.children))


@few
@given(trees())
def test_before_anything_is_observed_all_is_as_in_the_base_year(top: Truth) -> None:
    plan, base = made(top)
    for row in stands(plan, Outcomes(())).values():
        assert (row.now, row.known, row.done) == (base[row.id], "base", None)
