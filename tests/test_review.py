"""Targets against outcomes, and how good the forecast was."""

import csv
import io
import json
import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Parplan
from helpers_cli import HEAD, Ran, parplan_here, write_plan
from laws import few
from parplan.engine.baseline import Baseline
from parplan.engine.identities.basis import Basis
from parplan.engine.review import Outcome, Record, Verdict, brier, reviewed, tally
from parplan.engine.simulate import Chance, View
from parplan.model.fields import Day
from parplan.model.plan import Plan
from parplan.model.results import LAYERS, Observation
from parplan.points import decimal_of
from parplan.text import Text
from plans import Uneven, uneven
from reading import check_text


@cache
def review(*typed: str) -> Ran:
    ran = parplan_here("review", *typed)
    assert ran.code == 0
    return ran


def review_json(*typed: str) -> dict[str, Any]:
    payload: dict[str, Any] = json.loads(review("--format", "json", *typed).out, parse_float=Decimal, parse_int=Decimal)
    return payload


def papi(*typed: str) -> dict[str, Any]:
    (found,) = [index for index in review_json("papi", *typed)["indices"] if index["id"] == "papi"]
    return dict(found)


# --- the shipped plan ---------------------------------------------------------------------------------------------------------------

# Section I of the plan against PAPI of 2023: base, target, outcome, outcome - base, outcome - target, what that is.
CAME_TO = [
    ("papi.1", "4.49", "5.30", "4.77", "0.28", "-0.53", "missed"),
    ("papi.2", "4.90", "5.24", "4.99", "0.09", "-0.25", "missed"),
    ("papi.3", "4.11", "4.32", "4.32", "0.21", "0.00", "met"),
    ("papi.4", "6.08", "6.63", "6.75", "0.67", "0.12", "met"),
    ("papi.5", "7.06", "7.21", "6.83", "-0.23", "-0.38", "fell"),
    ("papi.6", "6.69", "7.49", "7.48", "0.79", "-0.01", "missed"),
    ("papi.7", "3.31", "3.98", "3.68", "0.37", "-0.30", "missed"),
    ("papi.8", "2.16", "3.16", "2.84", "0.68", "-0.32", "missed"),
    ("papi", "38.80", "43.33", "41.66", "2.86", "-1.67", "missed"),
]


def test_what_each_row_came_to() -> None:
    index = papi()
    found = [
        (
            row["id"],
            *(str(figure) for figure in (row["base"], row["target"], row["outcome"]["score"], row["change"], row["difference"])),
            row["verdict"],
        )
        for row in (*index["rows"], index)
    ]
    assert found == CAME_TO
    assert {(row["outcome"]["year"], row["outcome"]["date"]) for row in (*index["rows"], index)} == {(2023, "2024-04-02")}


def test_two_of_eight_targets_were_met() -> None:
    index = papi()
    assert index["targets"] == {"judged": 8, "met": 2}
    assert [row["id"] for row in index["rows"] if row["verdict"] == "met"] == ["papi.3", "papi.4"]
    assert [row["id"] for row in index["rows"] if row["verdict"] == "fell"] == ["papi.5"]
    assert index["outcome"]["rank"] == {"at": 38, "of": 61}


def test_the_total_against_both_sums() -> None:
    """The targets add up to 43.33, scores and increases to 42.95 (the plan's own contradiction)."""
    assert papi()["against"] == {
        "printed": {"target": Decimal("43.33"), "difference": Decimal("-1.67")},
        "parts": {"target": Decimal("42.95"), "difference": Decimal("-1.29")},
        "corrected": {"target": Decimal("43.33"), "difference": Decimal("-1.67")},
    }


def test_where_there_is_no_room_the_verdict_stays(tmp_path: Path) -> None:
    """Before the figures that it follows from."""
    folder = write_plan(tmp_path, INDICATORS, TARGETS)
    seen = f"year: 2023, date: 2024-04-02, layer: self-assessed, {SOURCE}, scores: {{a.1: 4.1, a.2: 4}}, evidence: [{{file: x}}]"
    came = f"results:\n  - {{{seen}}}\n"
    (folder / "results.yaml").write_text(came, encoding="utf-8")
    out = parplan_here("review", "--plan", str(folder), "--lang", "en", env={"COLUMNS": "50"}).out
    assert "Id      Base Target Outcome Layer         Verdict\n" in out


def test_targets_that_follow_from_others_are_not_counted_and_said_not_to_be(tmp_path: Path) -> None:
    """The table judges them too: a.2 is met, and the total."""
    folder = write_plan(tmp_path, INDICATORS, "targets: {a.1: {planned: 1, target: 4}, a.2: {planned: 0.5}}\n")
    came = f"results:\n  - {{year: 2023, date: 2024-04-02, layer: published, {SOURCE}, scores: {{a.1: 3.9, a.2: 4.9}}}}\n"
    (folder / "results.yaml").write_text(came, encoding="utf-8")
    assert "  targets met: none of the 1 that the plan states\n" in review("--plan", str(folder), "--lang", "en").out
    assert "  số mục tiêu ghi trong kế hoạch đã đạt: 0 trong 1\n" in review("--plan", str(folder), "--lang", "vi").out
    (folder / "results.yaml").write_text(came.replace("3.9", "4.1"), encoding="utf-8")
    assert (
        "  1 of the 1 targets that the plan states met: a.1 (+0.10)\n" in parplan_here("review", "--plan", str(folder), "--lang", "en").out
    )


@pytest.mark.parametrize(("basis", "told"), [("printed", True), ("corrected", False)])
def test_a_row_is_held_against_its_corrected_target_as_well(tmp_path: Path, basis: str, told: bool) -> None:
    """4.63 was meant to be 4.36, say: missed as printed, met as corrected."""
    planned = "targets: {a.1: {planned: 1.36, target: 4.63}, a.2: {planned: 1}}\n"
    folder = write_plan(tmp_path, INDICATORS, planned)
    came = f"results:\n  - {{year: 2023, date: 2024-04-02, layer: published, {SOURCE}, scores: {{a.1: 4.4, a.2: 4}}}}\n"
    (folder / "results.yaml").write_text(came, encoding="utf-8")
    correct = "errata: {a.1.target: {printed: 4.63, correct: 4.36, because: {vi: Đảo số, en: Swapped}}}\n"
    (folder / "errata.yaml").write_text(correct, encoding="utf-8")
    out = review("--plan", str(folder), "--basis", basis, "--lang", "en").out
    assert ("  a.1: -0.23 against 4.63 printed, +0.04 against 4.36 corrected\n" in out) == told
    assert ("(-0.23)" in out) == told
    assert ("met: a.1 (+0.04)" in out) == (not told)


VIEWS = ("outside", "inside")


@pytest.mark.parametrize(("view", "others"), [("outside", ["papi.6"]), ("inside", [])])
def test_seven_of_eight_and_eight_lie_where_they_had_been_foretold(view: str, others: list[str]) -> None:
    index = papi()
    forecast = index["forecast"][view]
    assert (forecast["foretold"], forecast["held"], forecast["share"]) == (8, 8 - len(others), 1 - Decimal(len(others)) / 8)
    for row in index["rows"]:
        odds = row["foretold"][view]
        assert odds["low"] < odds["high"]
        assert odds["holds"] == (odds["low"] <= row["outcome"]["score"] <= odds["high"])
    assert [row["id"] for row in index["rows"] if not row["foretold"][view]["holds"]] == others


@pytest.mark.parametrize("typed", [("papi",), ("papi", "--basis", "parts"), ("papi.1", "papi.8")])
def test_the_brier_score_is_the_mean_squared_error(typed: tuple[str, ...]) -> None:
    (index,) = review_json(*typed)["indices"]
    for view in VIEWS:
        errors = [(row["foretold"][view]["probability"] - (1 if row["difference"] >= 0 else 0)) ** 2 for row in index["rows"]]
        # the probabilities are rounded to 4 digits, and so is the score
        assert abs(sum(errors) / len(errors) - index["forecast"][view]["brier"]) <= Decimal("0.0002")


def test_what_is_foretold_is_what_simulate_says(parplan: Parplan) -> None:
    ran = parplan("simulate", "papi", "--clamp", "--format", "json")
    assert ran.code == 0
    odds: dict[str, Any] = {}
    todo = [json.loads(ran.out, parse_float=Decimal)]
    while todo:
        it = todo.pop()
        if isinstance(it, dict):
            if "id" in it and "inside" in it:
                odds[it["id"]] = it
            todo += it.values()
        elif isinstance(it, list):
            todo += it
    assert odds
    for row in papi()["rows"]:
        for view in VIEWS:
            foretold, drawn = row["foretold"][view], odds[row["id"]][view]
            assert (foretold["low"], foretold["high"], foretold["probability"]) == (drawn["p5"], drawn["p95"], drawn["probability"])


def test_another_year() -> None:
    payload = review_json("papi", "--year", "2024")
    (index,) = payload["indices"]
    assert payload["year"] == 2024
    assert (index["outcome"]["score"], index["difference"], index["target"]) == (Decimal("41.33"), Decimal("-2.00"), Decimal("43.33"))
    assert index["targets"] == {"judged": 8, "met": 1}
    assert [row["id"] for row in index["rows"] if row["verdict"] == "met"] == ["papi.6"]  # 7.58 of 7.49
    assert "the targets of 2023 and the outcome of 2024\n" in review("papi", "--year", "2024", "--lang", "en").out


NO_FORECAST = {view: {"foretold": 0, "held": 0, "share": None, "brier": None} for view in VIEWS}


def test_the_forecast_is_compared_with_its_own_year_alone() -> None:
    index = papi("--year", "2024")
    assert [row["foretold"] for row in index["rows"]] == [None] * 8
    assert index["forecast"] == NO_FORECAST
    ran = review("papi", "--year", "2024", "--lang", "en")
    assert ran.err == "parplan: the forecast was for 2023, and is not compared with the outcome of 2024\n"
    assert "Brier" not in ran.out


SAID = {
    "en": [
        "  2 of 8 targets met: papi.3 (0.00), papi.4 (+0.12)\n",
        "  missed (against the target): papi.1 (-0.53), papi.2 (-0.25), papi.6 (-0.01), papi.7 (-0.30), papi.8 (-0.32)\n",
        "  fell (against the base year): papi.5 (-0.23)\n",
        "  published on 2024-04-02, rank 38/61: UNDP, CECODES and partners: PAPI results of 2023\n",
        "  the index, 41.66: -1.67 against 43.33 from its rows' targets, -1.29 against 42.95 from increases\n",
        "  forecast as scores move: rows inside 5–95%: 7 of 8 (87.5%); Brier score 0.168\n",
        "  forecast if carried out: rows inside 5–95%: 8 of 8 (100.0%); Brier score 0.184\n",
    ],
    "vi": [
        "  đạt 2 trong 8 mục tiêu: papi.3 (0,00), papi.4 (+0,12)\n",
        "  không đạt (so với mục tiêu): papi.1 (-0,53), papi.2 (-0,25), papi.6 (-0,01), papi.7 (-0,30), papi.8 (-0,32)\n",
        "  giảm điểm (so với năm gốc): papi.5 (-0,23)\n",
        "  công bố ngày 02/04/2024, xếp hạng 38/61: UNDP, CECODES và các đối tác: kết quả PAPI năm 2023\n",
        "  chỉ số đạt 41,66: -1,67 so với 43,33 tính từ mục tiêu của các tiêu chí, -1,29 so với 42,95 tính từ mức dự kiến tăng\n",
        "  dự báo theo diễn biến thông thường: 7 trong 8 tiêu chí nằm trong khoảng 5–95% (87,5%); điểm Brier 0,168\n",
        "  dự báo nếu thực hiện kế hoạch: 8 trong 8 tiêu chí nằm trong khoảng 5–95% (100,0%); điểm Brier 0,184\n",
    ],
}


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_words(lang: str) -> None:
    out = review("--lang", lang).out
    assert "".join(SAID[lang]) in out
    assert "PAR INDEX" not in out


def test_what_is_counted_are_the_rows_asked_for() -> None:
    out = review("papi.3", "papi.5", "--lang", "en").out
    assert "  1 of 2 targets met: papi.3 (0.00)\n  fell (against the base year): papi.5 (-0.23)\n  published on" in out
    assert "".join(SAID["en"][3:5]) in out  # the total is what it is
    assert "  forecast as scores move: rows inside 5–95%: 2 of 2 (100.0%); Brier score " in out
    (index,) = review_json("papi.3", "papi.5")["indices"]
    assert index["targets"] == {"judged": 2, "met": 1}
    assert papi("--no-parts")["targets"] == papi()["targets"]


# What has no outcome is said beside the answer.
NOT_YET = [
    (
        ("--lang", "en"),
        "Public Administration Reform Index (PAR INDEX): results.yaml has no outcome of 2023\n"
        "parplan: Satisfaction Index of Public Administrative Services (SIPAS): results.yaml has no outcome of 2023",
    ),
    (
        ("--lang", "vi"),
        "Chỉ số cải cách hành chính (PAR INDEX): chưa có kết quả năm 2023 trong results.yaml\n"
        "parplan: Chỉ số hài lòng về sự phục vụ hành chính (SIPAS): chưa có kết quả năm 2023 trong results.yaml",
    ),
    (("par", "--lang", "en"), "Public Administration Reform Index (PAR INDEX): results.yaml has no outcome of 2023"),
    (
        ("sipas", "--year", "2024", "--lang", "vi"),
        "Chỉ số hài lòng về sự phục vụ hành chính (SIPAS): chưa có kết quả năm 2024 trong results.yaml\n"
        "parplan: dự báo là cho năm 2023, nên không so với kết quả năm 2024",
    ),
    (
        ("papi", "--year", "2025", "--lang", "en"),
        "Provincial Governance and Public Administration Performance Index (PAPI): results.yaml has no outcome of 2025",
    ),
    (
        ("papi", "--layer", "survey", "--lang", "en"),
        "Provincial Governance and Public Administration Performance Index (PAPI): no survey outcome of 2023",
    ),
]


@pytest.mark.parametrize(("typed", "said"), NOT_YET)
def test_what_has_no_outcome(typed: tuple[str, ...], said: str) -> None:
    assert review(*typed).err == f"parplan: {said}\n"


def test_what_has_an_outcome_is_told_without_a_remark() -> None:
    assert review("papi", "--lang", "en").err == ""


def test_nothing_is_made_up_where_there_is_no_outcome() -> None:
    (index,) = review_json("par")["indices"]
    for row in (index, *index["rows"]):
        assert (row["outcome"], row["change"], row["difference"], row["verdict"]) == (None,) * 4
    assert [row["foretold"][view]["holds"] for row in index["rows"] for view in VIEWS] == [None] * 16
    assert index["targets"] == {"judged": 0, "met": 0}
    assert index["forecast"] == NO_FORECAST


def test_json_names_its_shape() -> None:
    payload = review_json()
    assert [payload[key] for key in ("schema", "plan", "basis", "year")] == ["parplan/review/1", "cao-bang-2023", "printed", 2023]
    assert [index["id"] for index in payload["indices"]] == ["par", "sipas", "papi"]


def test_csv() -> None:
    records = {record["id"]: record for record in csv.DictReader(io.StringIO(review("--format", "csv", "--lang", "vi").out))}
    assert list(records) == [ident for ident, *_ in CAME_TO]
    for ident, *figures, verdict in CAME_TO:
        record = records[ident]
        assert [record[key] for key in ("base", "target", "outcome", "change", "difference", "verdict")] == [*figures, verdict]
    assert (records["papi"]["rank"], records["papi.1"]["rank"]) == ("38/61", "")
    assert {it["date"] for it in records.values() if it["outcome"]} == {"2024-04-02"}
    assert {it["source"] for it in records.values() if it["outcome"]} == {"UNDP, CECODES và các đối tác: kết quả PAPI năm 2023"}


def test_markdown() -> None:
    out = review("--format", "markdown", "--lang", "en").out
    assert "| papi.6 | Public service delivery | 6.69 | 7.49 | 7.48 | +0.79 | -0.01 | missed |" in out.replace("≥\u00a0", "")
    assert f"- {SAID['en'][0].strip()}\n" in out


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_tables_fit_eighty_columns(parplan: Parplan, monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    out = parplan("review", "papi", "--lang", lang).out
    assert max(len(line) for line in out.splitlines()) <= 80
    assert "…" not in out


REFUSED = [
    (
        "papi.9",
        "the plan has no id “papi.9”; did you mean papi.8, papi.7, papi.6?",
        "kế hoạch không có mã “papi.9”; có phải là papi.8, papi.7, papi.6?",
    ),
]


@pytest.mark.parametrize(("typed", "english", "vietnamese"), REFUSED)
def test_what_cannot_be_understood(parplan: Parplan, typed: str, english: str, vietnamese: str) -> None:
    assert parplan("review", *typed.split(), "--lang", "en") == (2, "", f"parplan: error: {english}\n")
    assert parplan("review", *typed.split(), "--lang", "vi") == (2, "", f"parplan: lỗi: {vietnamese}\n")


def test_a_plan_without_results(parplan: Parplan, tmp_path: Path) -> None:
    folder = write_plan(tmp_path)
    ran = parplan("review", "--plan", str(folder), "--lang", "en")
    assert ran == (2, "", f"parplan: error: the plan {folder} (example) has no results.yaml; `parplan record` writes the first result\n")


INDICATORS = f"""{HEAD}indices:
  - {{id: a, name: A, decimals: 2, max: 10, score: 7, rows: [
      {{id: a.1, name: One, max: 5, score: 3}}, {{id: a.2, name: Two, max: 5, score: 4}}]}}
"""
TARGETS = "targets: {a.1: {planned: 1, target: 4}, a.2: {planned: 0.5, target: 4.5}}\n"
SOURCE = "source: {vi: V, en: E}"


def test_only_what_is_final_counts(parplan: Parplan, tmp_path: Path) -> None:
    """Half a year is no outcome; of two final figures of a year the later one is."""
    told = [
        ("2023-07-01", "interim", "{a.1: 4.9, a.2: 4.9}"),
        ("2024-01-10", "final", "{a.1: 4.1}"),
        ("2024-04-02", "final", "{a.1: 3.9}"),
        ("2024-06-01", "interim", "{a.1: 4.9}"),
    ]
    results = "".join(
        f"  - {{year: 2023, date: {day}, layer: appraised, stage: {stage}, {SOURCE}, scores: {scores}}}\n" for day, stage, scores in told
    )
    folder = write_plan(tmp_path, INDICATORS, TARGETS)
    (folder / "results.yaml").write_text(f"results:\n{results}", encoding="utf-8")
    ran = parplan("review", "--plan", str(folder), "--format", "json")
    (index,) = json.loads(ran.out, parse_float=Decimal, parse_int=Decimal)["indices"]
    assert [(row["id"], row["verdict"], row["difference"]) for row in index["rows"]] == [
        ("a.1", "missed", Decimal("-0.1")),
        ("a.2", None, None),
    ]
    assert index["targets"] == {"judged": 1, "met": 0}
    assert "  targets met: none of 1\n" in parplan("review", "--plan", str(folder), "--lang", "en").out


def test_what_is_interim_alone_is_said_to_be(parplan: Parplan, tmp_path: Path) -> None:
    folder = write_plan(tmp_path, INDICATORS, TARGETS)
    told = f"results:\n  - {{year: 2023, date: 2023-07-01, layer: appraised, stage: interim, {SOURCE}, scores: {{a.1: 4}}}}\n"
    (folder / "results.yaml").write_text(told, encoding="utf-8")
    ran = parplan("review", "--plan", str(folder), "--lang", "en")
    assert (ran.code, ran.err) == (0, "parplan: A: only interim results of 2023; see `parplan progress`\n")


def test_no_difference_has_no_sign(parplan: Parplan, tmp_path: Path) -> None:
    folder = write_plan(tmp_path, INDICATORS, TARGETS)
    told = f"results:\n  - {{year: 2023, date: 2024-04-02, layer: published, {SOURCE}, scores: {{a: 8.5}}}}\n"
    (folder / "results.yaml").write_text(told, encoding="utf-8")
    assert "  the index, 8.50: 0.00 against 8.50 from its rows' targets\n" in parplan("review", "--plan", str(folder), "--lang", "en").out


def test_increases_of_parts_are_not_called_those_of_rows(parplan: Parplan, tmp_path: Path) -> None:
    rows = INDICATORS.replace("max: 5, score: 3}", "max: 5, score: 3, parts: [{id: a.1.x, name: X, max: 5, score: 3}]}")
    folder = write_plan(tmp_path, rows, TARGETS.replace("{a.1: ", "{a: {planned: 2, target: 9}, a.1: "))
    told = f"results:\n  - {{year: 2023, date: 2024-04-02, layer: published, {SOURCE}, scores: {{a: 8}}}}\n"
    (folder / "results.yaml").write_text(told, encoding="utf-8")
    out = parplan("review", "--plan", str(folder), "--lang", "en").out
    assert " from parts" in out
    assert "from increases" not in out


def test_a_total_that_was_not_published_is_said_to_move_with_its_rows(parplan: Parplan, tmp_path: Path) -> None:
    folder = write_plan(tmp_path, INDICATORS, TARGETS)
    told = f"results:\n  - {{year: 2023, date: 2024-04-02, layer: published, {SOURCE}, scores: {{a.1: 4, a.2: 4.25}}}}\n"
    (folder / "results.yaml").write_text(told, encoding="utf-8")
    out = parplan("review", "--plan", str(folder), "--lang", "en").out
    assert "  the index itself was not published: it moves with its rows\n" in out
    assert "  the index, 8.25: -0.25 against 8.50 from its rows' targets\n" in out
    out = parplan("review", "--plan", str(folder), "--lang", "vi").out
    assert "  kết quả của chính chỉ số không được công bố: tính theo thay đổi của các tiêu chí\n" in out


# What was finally told of 2023: layer, scores. The layers that a.1, a.2 and the total rest on; what is said of them.
SELF, SEEN = "self-assessed", "appraised"
TOLD: list[tuple[list[tuple[str, str]], list[list[str]], str | None]] = [
    ([(SELF, "{a.1: 4, a.2: 4.5}")], [[SELF]] * 3, "these scores are self-assessed, and not appraised yet"),
    ([(SELF, "{a: 8.5, a.1: 4, a.2: 4.5}")], [[SELF]] * 3, "these scores are self-assessed, and not appraised yet"),
    ([(SELF, "{a.1: 4}")], [[SELF], [], []], "these scores are self-assessed, and not appraised yet"),
    (
        [(SELF, "{a: 8.5, a.1: 4, a.2: 4.5}"), (SEEN, "{a.1: 3.5}")],
        [[SEEN], [SELF], [SELF, SEEN]],
        "self-assessed, in whole or in part, and not appraised yet: a.2, a",
    ),
    ([(SELF, "{a: 8.5, a.1: 4, a.2: 4.5}"), (SEEN, "{a.1: 3.5, a.2: 4}")], [[SEEN]] * 3, None),
    ([(SEEN, "{a.1: 4}"), ("survey", "{a.2: 4.5}")], [[SEEN], ["survey"], [SEEN, "survey"]], None),
    ([("published", "{a: 8.5}")], [[], [], ["published"]], None),
]


@pytest.mark.parametrize(("told", "layers", "said"), TOLD)
def test_on_which_layers_an_outcome_rests(
    parplan: Parplan, tmp_path: Path, told: list[tuple[str, str]], layers: list[list[str]], said: str | None
) -> None:
    folder = write_plan(tmp_path, INDICATORS, TARGETS)
    lines = "".join(
        f"  - {{year: 2023, date: 2024-0{n}-15, layer: {layer}, {SOURCE}, scores: {scores}, evidence: [{{file: x}}]}}\n"
        for n, (layer, scores) in enumerate(told, 1)
    )
    (folder / "results.yaml").write_text(f"results:\n{lines}", encoding="utf-8")
    ran = parplan("review", "--plan", str(folder), "--format", "json")
    (index,) = json.loads(ran.out)["indices"]
    assert [row["layers"] for row in (*index["rows"], index)] == layers
    sheet = csv.DictReader(io.StringIO(parplan("review", "--plan", str(folder), "--format", "csv").out))
    assert [row["layers"] for row in sheet] == [" ".join(each) for each in layers]
    out = parplan("review", "--plan", str(folder), "--lang", "en").out
    assert ("Layer" in out.splitlines()[1], "self-assessed, " in out) == (said is not None,) * 2
    assert said is None or f"  {said}\n" in out
    many = parplan("review", "--plans", str(folder), "--format", "json").out
    assert [line["layers_counted"] for line in json.loads(many)["lines"]] == [[it for it in LAYERS if any(it in each for each in layers)]]
    remark = "- scores of 2023 self-assessed, in whole or in part, and not appraised yet: "
    assert (remark in parplan("compare", "2022", "2023", "--plan", str(folder), "--lang", "en").out) == (said is not None)
    file = tmp_path / "a.docx"
    assert parplan("report", "-o", str(file), "--about", "review", "--plan", str(folder), "--lang", "en").code == 0
    document = docx.Document(str(file))
    assert any("not appraised yet" in it.text for it in document.paragraphs) == (said is not None)
    assert any(cell.text == "Layer" for table in document.tables for cell in table.rows[0].cells) == (said is not None)


def test_what_is_self_assessed_is_said_in_vietnamese(parplan: Parplan, tmp_path: Path) -> None:
    folder = write_plan(tmp_path, INDICATORS, TARGETS)
    told = f"results:\n  - {{year: 2023, date: 2024-01-15, layer: self-assessed, {SOURCE}, scores: {{a.1: 4, a.2: 4.5}}}}\n"
    (folder / "results.yaml").write_text(told, encoding="utf-8")
    out = parplan("review", "--plan", str(folder), "--lang", "vi").out
    assert "  các điểm này mới là tự đánh giá, chưa được thẩm định\n" in out
    assert re.search(r"8,50 +tự đánh giá +\+1,50", out)
    said = "- điểm năm 2023 mới là tự đánh giá, toàn bộ hoặc một phần, chưa được thẩm định: a, a.1, a.2\n"
    assert said in parplan("compare", "2022", "2023", "--plan", str(folder), "--lang", "vi").out
    page = tmp_path / "a.html"
    assert parplan("report", "-o", str(page), "--plan", str(folder), "--lang", "vi").code == 0
    assert "theo các tiêu chí, tự đánh giá" in page.read_text(encoding="utf-8")


def test_a_total_whose_rows_stayed_as_they_were_has_not_changed(plan: Plan) -> None:
    """par.5 is printed as 11.49, its parts as 4.75 and 6.79."""
    observed = {"par.5.admin": "4.75", "par.5.survey": "6.79"}
    (row,) = [row for index in reviewed(Baseline(plan), seen(observed)) for row in index.walk() if row.id == "par.5"]
    assert row.change == 0


@pytest.mark.parametrize("basis", ["printed", "parts"])
def test_targets_are_judged_on_every_basis(basis: str) -> None:
    assert papi(*(() if basis == "printed" else ("--basis", basis)))["targets"]["judged"] == 8


# --- verdicts -----------------------------------------------------------------------------------------------------------------------

NAME = Text("A", "A")


def observation(ident: str, score: str) -> Observation:
    return Observation(ident, Decimal(score), None, 2023, Day(2024, 4, 2), "published", "final", NAME, 2)


def seen(observed: dict[str, str]) -> dict[str, list[Observation]]:
    return {ident: [observation(ident, score)] for ident, score in observed.items()}


def points(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def between(low: str, high: str, probability: float | None = None) -> View:
    """A view by which nine of ten cases lie between two scores."""
    return View(probability, p5=Decimal(low), p95=Decimal(high))


def foretold(ident: str, outside: View, inside: View) -> Chance:
    return Chance(ident, NAME, 2, {}, None, None, None, (), None, "higher", True, outside, inside, None, None, ())


def row(ident: str, base: str | None, target: str | None, score: str | None, *below: Outcome, odds: View | None = None) -> Outcome:
    own = None if score is None else observation(ident, score)
    return Outcome(
        id=ident,
        name=NAME,
        decimals=2,
        decimals_of={},
        base=points(base),
        target=points(target),
        stated=target is not None,
        max=None,
        target_source=None if target is None else "printed",
        aims=(),
        score=points(score),
        change=None if score is None or base is None else Decimal(score) - Decimal(base),
        difference=None if score is None or target is None else Decimal(score) - Decimal(target),
        observation=own,
        layers=() if own is None else (own.layer,),
        forecast=None if odds is None else foretold(ident, odds._replace(probability=odds.probability and 0.5), odds),
        better="higher",
        applies=True,
        judged=(),
        children=below,
    )


# Base, target, outcome: what that is.
VERDICTS: list[tuple[str | None, str | None, str | None, Verdict | None]] = [
    ("4", "5", "5", "met"),
    ("4", "5", "5.00", "met"),
    ("4", "5", "5.01", "met"),
    ("4", "5", "4.99", "missed"),
    ("4", "5", "4", "missed"),  # as it was: neither met nor fallen
    ("4", "5", "3.99", "fell"),
    ("4", "4", "4", "met"),
    ("4", "4", "3.99", "fell"),
    ("4", "3.5", "3.8", "met"),  # a target below the base is met by less than the base
    ("4", "3.5", "3.4", "fell"),
    ("4", "3.5", "4", "met"),
    (None, "5", "4", "missed"),
    (None, "5", "5", "met"),
    ("4", None, "5", None),
    ("4", "5", None, None),
    ("0", "0", "0", "met"),
]


@pytest.mark.parametrize(("base", "target", "score", "verdict"), VERDICTS)
def test_verdicts(base: str | None, target: str | None, score: str | None, verdict: Verdict | None) -> None:
    assert row("a", base, target, score).verdict == verdict


# A row that got worse where more is better, and one where less is: both miss their targets, each in its own words.
WORSE = "[{id: a.1, name: One, max: 10, score: 6}, {id: a.2, name: Late, max: 100, score: 4, better: lower}]"


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("vi", ["giảm điểm (so với năm gốc): a.1 (-0,5)", "tăng (so với năm gốc): a.2 (+0,4)"]),
        ("en", ["fell (against the base year): a.1 (-0.5)", "rose (against the base year): a.2 (+0.4)"]),
    ],
)
def test_what_got_worse_by_rising_is_not_said_to_have_fallen(tmp_path: Path, lang: str, said: list[str]) -> None:
    indicators = f"{HEAD}indices: [{{id: a, name: A, decimals: 1, rows: {WORSE}}}]\n"
    folder = write_plan(tmp_path, indicators, "targets: {a.1: {target: 7}, a.2: {target: 3}}\n")
    results = "plan: example\nresults: [{year: 2023, layer: published, source: x, scores: {a.1: 5.5, a.2: 4.4}}]\n"
    (folder / "results.yaml").write_text(results, encoding="utf-8")
    out = parplan_here("review", "--plan", str(folder), "--lang", lang).out
    assert [line.strip() for line in out.splitlines() if "năm gốc)" in line or "base year)" in line] == said


# Where nine of ten cases had been foretold to lie; the outcome; whether it lies there, bounds included.
INSIDE = [("4", "5", "4", True), ("4", "5", "5", True), ("4", "5", "3.99", False), ("4", "5", "5.01", False), ("4", "5", None, None)]


@pytest.mark.parametrize(("low", "high", "score", "inside"), INSIDE)
def test_inside(low: str, high: str, score: str | None, inside: bool | None) -> None:
    assert row("a", "4", "5", score).holds(between(low, high)) is inside
    assert row("a", "4", "5", score).holds(View()) is None


def test_counting() -> None:
    odds = between("3", "5", 0.75)
    index = row(
        "a",
        "9",
        "12",
        "9",
        row("a.1", "4", "5", "5", odds=odds),
        row("a.2", "4", "5", "2", odds=odds),
        row("a.3", "4", "5", None, odds=odds),  # no outcome
        row("a.4", "4", None, "4", odds=odds._replace(probability=None)),  # no target
        row("a.5", "4", "5", "5"),  # nothing foretold
    )
    outside, inside = Record(3, 2, 0.25), Record(3, 2, ((0.75 - 1) ** 2 + 0.75**2) / 2)
    assert tally(index) == (4, 2, outside, inside)  # 12 of the index itself is missed
    assert tally(index._replace(stated=False)) == (3, 2, outside, inside)
    # an index without rows is counted itself
    assert tally(row("b", "4", "5", "5", odds=odds)) == (1, 1, Record(1, 1, 0.25), Record(1, 1, 0.0625))
    assert tally(row("b", "4", "5", None)) == (0, 0, Record(0, 0, None), Record(0, 0, None))


def test_targets_that_the_plan_does_not_state_are_not_counted() -> None:
    """Neither judged nor scored; whether they were foretold is another thing."""
    own = row("a.1", "4", "5", "5", odds=between("3", "5", 0.75))
    unstated, printed = (tally(row("a", "9", None, None, each)) for each in (own._replace(stated=False), own._replace(target_source="sum")))
    assert unstated == (0, 0, Record(1, 1, None), Record(1, 1, None))
    assert printed == (1, 1, Record(1, 1, 0.25), Record(1, 1, 0.0625))  # printed otherwise


def test_a_target_is_stated_where_the_plan_has_one_of_the_row(plan: Plan) -> None:
    """On every basis; what increases come to is not stated."""
    stated = {row.id for row in plan.walk() if row.goal is not None and row.goal.target is not None}
    assert stated == {f"{index}.{n}" for index in ("par", "papi") for n in range(1, 9)}
    for basis in ("printed", "parts"):
        rows = {row.id: row for index in reviewed(Baseline(plan, basis), {}) for row in index.walk()}
        assert {ident for ident, row in rows.items() if row.stated} == stated


# How a total is made up, what was observed of it and of its rows, what it came to.
ADDED = [
    ("sum", {"a.1": "4", "a.2": "4.5"}, "8.5"),
    ("sum", {"a.1": "4", "a.2": "4.5", "a": "8.6"}, "8.6"),  # its own outcome, where it has one
    ("sum", {"a.1": "4"}, None),
    ("sum", {}, None),
    ("sum", {"a": "8"}, "8"),
    ("mean", {"a.1": "4", "a.2": "4.5"}, "7.75"),  # 7 + 0.75, half of 1 + 0.5
    ("weighted", {"a.1": "4", "a.2": "4.5"}, "7.625"),  # one to three
    ("none", {"a.1": "4", "a.2": "4.5"}, None),
]


# The same where the total has no score of its base year: there is nothing to move, and it is what its rows come to.
SUMS = [
    ("sum", {"a.1": "4", "a.2": "4.5"}, "8.5"),
    ("sum", {"a.1": "4"}, None),
    ("mean", {"a.1": "4", "a.2": "4.5"}, "4.25"),
    ("weighted", {"a.1": "4", "a.2": "4.5"}, "4.375"),
    ("none", {"a.1": "4", "a.2": "4.5"}, None),
]


@pytest.mark.parametrize(
    ("printed", "aggregate", "observed", "score"), [*(("score: 7,", *case) for case in ADDED), *(("", *case) for case in SUMS)]
)
def test_a_total_moves_with_its_rows(printed: str, aggregate: str, observed: dict[str, str], score: str | None) -> None:
    indicators = INDICATORS.replace("score: 7,", f"{printed} aggregate: {aggregate},").replace("name: Two,", "name: Two, weight: 3,")
    plan = check_text({"indicators": indicators, "targets": TARGETS}).plan
    assert plan is not None
    (index,) = reviewed(Baseline(plan), seen(observed))
    assert index.score == points(score)
    assert (index.observation is None) == ("a" not in observed)
    assert [row.score for row in index.children] == [points(observed.get(f"a.{n}")) for n in (1, 2)]


# --- totals that do not come out even ---------------------------------------------------------------------------------------------

# A mean of three that was not published, and whose rows all land on their targets.
THIRDS = HEAD + (
    "indices:\n  - {id: a, name: A, decimals: 2, max: 10, aggregate: mean, rows: [{id: a.1, name: One, max: 10, score: 5.00}, "
    "{id: a.2, name: Two, max: 10, score: 5.00}, {id: a.3, name: Three, max: 10, score: 5.01}]}\n"
)
THIRDS_LANDED = f"results:\n  - {{year: 2023, date: 2024-04-02, layer: published, {SOURCE}, scores: {{a.1: 5.01, a.2: 5.00, a.3: 5.01}}}}\n"


def test_a_mean_of_rows_that_are_met_is_met(parplan: Parplan, tmp_path: Path) -> None:
    folder = write_plan(tmp_path, THIRDS, "targets: {a.1: {planned: 0.01}, a.2: {planned: 0}, a.3: {planned: 0}}\n")
    (folder / "results.yaml").write_text(THIRDS_LANDED, encoding="utf-8")
    (index,) = json.loads(parplan("review", "--plan", str(folder), "--format", "json").out, parse_float=Decimal)["indices"]
    assert (index["verdict"], str(index["difference"])) == ("met", "0.00")
    assert {basis: told["difference"] for basis, told in index["against"].items()} == {"printed": 0, "parts": 0}
    out = parplan("review", "--plan", str(folder), "--lang", "en").out
    assert "  the index, 5.01: 0.00 against 5.01 from its rows' targets\n" in out
    assert "0.00  met " in next(line for line in out.splitlines() if line.startswith("a    Overall"))


# The total as it was published, against the 5.0067 that its rows come to: that, or nothing that rounds to it.
PUBLISHED_TOTAL = [("5.01", "met"), ("5.00", "fell"), ("5.0067", "met"), ("5.0066", "missed"), ("5", "fell")]


@pytest.mark.parametrize(("total", "verdict"), PUBLISHED_TOTAL)
def test_a_published_total_may_be_what_its_rows_were_to_reach(parplan: Parplan, tmp_path: Path, total: str, verdict: str) -> None:
    folder = write_plan(tmp_path, THIRDS, "targets: {a.1: {planned: 0.01}, a.2: {planned: 0}, a.3: {planned: 0}}\n")
    (folder / "results.yaml").write_text(THIRDS_LANDED.replace("{a.1: 5.01", f"{{a: {total}, a.1: 5.01"), encoding="utf-8")
    (index,) = json.loads(parplan("review", "--plan", str(folder), "--format", "json").out, parse_float=Decimal)["indices"]
    assert index["verdict"] == verdict


@few
@given(uneven(), st.booleans(), st.sampled_from(["printed", "parts"]))
def test_where_all_rows_land_on_their_targets_all_totals_do(top: Uneven, targets: bool, basis: Basis) -> None:
    plan = check_text(top.files(targets=targets)).plan
    assert plan is not None
    (index,) = reviewed(Baseline(plan, basis), seen({ident: str(score) for ident, score in top.leaves.items()}))
    rows = {row.id: row for row in index.walk()}
    for row in top.walk():
        found = rows[row.ident]
        assert found.verdict == "met"
        assert found.difference == 0
        assert found.score == found.target == decimal_of(row.worth("score") + row.worth("planned"))
        assert found.change == decimal_of(row.worth("planned"))


@few
@given(uneven(), st.data())
def test_where_one_row_lands_short_so_do_the_totals_it_is_part_of(top: Uneven, data: st.DataObject) -> None:
    plan = check_text(top.files()).plan
    assert plan is not None
    short = data.draw(st.sampled_from(sorted(top.leaves)))
    landed = top.leaves | {short: top.leaves[short] - Decimal("0.000001")}
    (index,) = reviewed(Baseline(plan), seen({ident: str(score) for ident, score in landed.items()}))
    missed = {row.id for row in index.walk() if row.verdict != "met"}
    assert missed == {row.ident for row in top.walk() if f"{short}.".startswith(f"{row.ident}.")}


# Where nine of ten cases had been foretold to lie, as it is told of a mean; the outcome of a third more than 9 hundredths; whether that
# lies there: it is compared as it is told.
INSIDE_A_MEAN = [("5.0967", "5.2", "5.096666666666666666666666667", True), ("5.0968", "5.2", "5.096666666666666666666666667", False)]


@pytest.mark.parametrize(("low", "high", "score", "inside"), INSIDE_A_MEAN)
def test_a_mean_lies_inside_where_it_is_told_as_its_end(low: str, high: str, score: str, inside: bool) -> None:
    assert row("a", "4", "5", score).holds(between(low, high)) is inside


# --- the Brier score ----------------------------------------------------------------------------------------------------------------

# Rain is foretold, and comes or does not: the cases that the Wikipedia article “Brier score” works out; then four days by hand.
WORKED = [
    ([(1.0, True)], 0.0),
    ([(1.0, False)], 1.0),
    ([(0.7, True)], 0.09),
    ([(0.3, True)], 0.49),
    ([(0.5, True)], 0.25),
    ([(0.5, False)], 0.25),
    ([(0.9, True), (0.1, False), (0.8, True), (0.3, False)], (0.01 + 0.01 + 0.04 + 0.09) / 4),
]


@pytest.mark.parametrize(("forecasts", "score"), WORKED)
def test_the_brier_score_by_hand(forecasts: list[tuple[float, bool]], score: float) -> None:
    assert brier(forecasts) == pytest.approx(score, abs=1e-12)


def test_nothing_foretold_has_no_score() -> None:
    assert brier([]) is None


chances = st.floats(0, 1, allow_nan=False)


@few
@given(st.lists(st.tuples(chances, st.booleans()), min_size=1, max_size=12))
def test_the_brier_score_knows_its_limits(forecasts: list[tuple[float, bool]]) -> None:
    score = brier(forecasts)
    assert score is not None
    assert 0 <= score <= 1
    turned = brier([(1 - probability, not met) for probability, met in forecasts])
    assert turned == pytest.approx(score, abs=1e-9)  # it is the same to foretell that something fails
    assert brier([(float(met), met) for _, met in forecasts]) == 0
    assert brier([(0.5, met) for _, met in forecasts]) == 0.25


@few
@given(st.integers(1, 20), st.data())
def test_the_best_constant_forecast_is_how_often_it_happens(many: int, data: st.DataObject) -> None:
    """The score is proper: whoever says the same of all does best to say the share that came about."""
    happened = data.draw(st.lists(st.booleans(), min_size=many, max_size=many))
    best, other = sum(happened) / many, data.draw(chances)
    assert (brier([(best, met) for met in happened]) or 0) <= (brier([(other, met) for met in happened]) or 0) + 1e-12


def test_a_year_without_an_outcome_begins_with_what_there_is(parplan: Parplan) -> None:
    ran = parplan("review", "papi", "--year", "2030", "--lang", "en")
    assert (ran.code, ran.out) == (0, "Plan: cao-bang-2023. Basis: as printed.\n")
    assert ran.err.endswith("results.yaml has no outcome of 2030\n")


def test_forecasts_of_a_weighted_total_are_shown_with_the_decimals_of_its_index(tmp_path: Path) -> None:
    """Halves of a last digit that a weighted mean ends on are rounded, as simulate rounds them, in tables and CSV."""
    rows = ", ".join(f"{{id: x.{n}, name: R, max: 10, score: {n}.33, weight: {n}}}" for n in (1, 2, 5))
    index = f"  - {{id: x, name: X, decimals: 2, max: 10, aggregate: weighted, rows: [{rows}]}}\n"
    folder = write_plan(tmp_path, f"{HEAD}indices:\n{index}", "targets: {x: {target: 8}}\n")
    (folder / "results.yaml").write_text(
        "results: [{year: 2023, date: 2024-04-02, layer: published, source: S, scores: {x: 7.00}}]\n", encoding="utf-8"
    )
    told = parplan_here("review", "--plan", str(folder), "--format", "csv").out
    (total,) = (row for row in csv.DictReader(io.StringIO(told)) if row["id"] == "x")
    ends = [total[f"{view}_{end}"] for view in VIEWS for end in ("low", "high")]
    assert all(re.fullmatch(r"\d+\.\d\d", end) for end in ends)
    drawn = parplan_here("simulate", "--plan", str(folder), "--format", "csv").out
    (same,) = (row for row in csv.DictReader(io.StringIO(drawn)) if row["id"] == "x")
    assert ends == [same[f"{view}_{end}"] for view in VIEWS for end in ("p5", "p95")]
