"""What happened before the plan's own time is history, never progress; and what a day that nobody knows does to an order."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import parplan as library
from conftest import Parplan
from helpers_cli import write_plan
from parplan.checks.results import read_results
from parplan.engine.baseline import Baseline
from parplan.engine.progress import progress
from parplan.model.results import Outcomes
from parplan.yaml_text.read import read
from reading import check_text

SOURCE = "source: {vi: Bộ công bố, en: The ministry}"


def plan_of(score: str = "42.68", more: str = "", target: str = "43") -> str:
    return (
        "plan: {id: b, name: B, year: 2021, target_year: 2022}\nindices:\n"
        f"  - {{id: a, name: A, decimals: 2, max: 80, score: {score}{more}}}\n# targets\ntargets: {{a: {{target: {target}}}}}\n"
    )


def result(year: int, score: str, day: str | None = None, layer: str = "published") -> str:
    dated = f"date: {day}, " if day else ""
    return f"  - {{year: {year}, {dated}layer: {layer}, scores: {{a: {score}}}, {SOURCE}}}\n"


def found(plan: str, *results: str) -> list[str]:
    indicators, targets = plan.split("# targets\n")
    checked = check_text({"indicators": indicators, "targets": targets, "results": "results:\n" + "".join(results)})
    return [f"{it.code}: {it.message.say('en')}" for it in checked.findings]


def written(folder: Path, plan: str, *results: str) -> str:
    write_plan(folder, *plan.split("# targets\n"))
    (folder / "results.yaml").write_text("results:\n" + "".join(results), encoding="utf-8")
    return str(folder)


# A plan from 42.68 in 2021 towards 43 in 2022: what is known on 2023-06-01; the score that counts then; how much of the way is gone.
KNOWN = [
    ("of the year before the base year", [result(2020, "42.81", "2021-04-14")], "42.68", None),
    ("of the base year itself", [result(2021, "42.81", "2022-05-10")], "42.68", None),
    ("of the base year, and known last of all", [result(2022, "42.84"), result(2021, "42.81", "2023-05-30")], "42.84", "0.5"),
    ("of the target year", [result(2022, "42.84", "2023-04-12")], "42.84", "0.5"),
    ("of the target year, the day unknown", [result(2022, "42.84")], "42.84", "0.5"),
    (
        "of the target year, an older one with a day",
        [result(2022, "42.70", "2023-01-10", "appraised"), result(2022, "42.84")],
        "42.84",
        "0.5",
    ),
    ("of this year, the day unknown: it is not over", [result(2023, "42.84")], "42.68", None),
]


@pytest.mark.parametrize(("results", "now", "done"), [case[1:] for case in KNOWN], ids=[case[0] for case in KNOWN])
def test_history_is_no_progress(parplan: Parplan, tmp_path: Path, results: list[str], now: str, done: str | None) -> None:
    folder = written(tmp_path / "plan", plan_of(), *results)
    ran = parplan("progress", "--as-of", "2023-06-01", "--plan", folder, "--format", "json")
    (index,) = json.loads(ran.out, parse_float=Decimal)["indices"]
    assert (index["score"], index["done"]) == (Decimal(now), None if done is None else Decimal(done))


def test_what_went_backwards_fell(parplan: Parplan, tmp_path: Path) -> None:
    """42.48 on the way from 42.68 to 42.80 would be −166.7 % of it."""
    folder = written(tmp_path / "plan", plan_of(target="42.80"), result(2022, "42.36", "2023-04-12"))
    for lang, said, foot in (
        ("en", " fell 0.32", "0.32 below the base year; rows with a result: 1 of 1"),
        ("vi", " giảm 0,32", "giảm 0,32 so với năm gốc; có kết quả của 1 trong 1 tiêu chí"),
    ):
        out = parplan("progress", "--as-of", "2023-06-01", "--plan", folder, "--lang", lang).out
        assert said in out.splitlines()[3]
        assert foot in out
        assert "%" not in out.splitlines()[3]


CHECKED = [
    (plan_of(), [result(2020, "42.81")], []),
    (plan_of(more=", change: -0.13"), [result(2020, "42.81")], []),
    (plan_of(more=", change: -0.14"), [result(2020, "42.81")], []),  # rounding explains 0.015
    (
        plan_of(more=", change: -1.13"),
        [result(2020, "42.81")],
        ["O852: from 42.81 in 2020 to 42.68 is -0.13, but the plan says -1.13"],
    ),
    (plan_of(more=", change: -1.13"), [result(2020, "42.81", layer="self-assessed")], []),
    (plan_of(), [result(2021, "42.69")], []),
    (plan_of(), [result(2021, "42.81")], ["O851: the result of 2021 is 42.81, but the plan says 42.68 (difference 0.13)"]),
    (plan_of(), [result(2021, "42.81", layer="self-assessed")], []),
    (plan_of(more=", rank: 63/63, rank_change: -2"), [], []),
    (
        plan_of(more=", rank: 63/63, rank_change: 2"),
        [],
        ["R208: a change of +2 to rank 63/63 means rank 65/63 before, which is not possible"],
    ),
    (
        plan_of(more=", rank: 2/63, rank_change: -2"),
        [],
        ["R208: a change of -2 to rank 2/63 means rank 0/63 before, which is not possible"],
    ),
    (plan_of(more=', rank: 61/61, rank_change: 2, ranked: {"2020": 63, "2021": 61}'), [], []),  # 63 were ranked then
    (
        plan_of(),
        [result(2022, "42.84", "2023-04-12"), result(2022, "42.94", "2023-05-30")],
        ["O850: published as 42.94 for 2022, but line 2 says 42.84"],
    ),
    (plan_of(), [result(2022, "42.84"), result(2022, "42.94", "2023-05-30")], ["O850: published as 42.94 for 2022, but line 2 says 42.84"]),
    (
        plan_of(),
        [result(2022, "42.84"), result(2022, "42.8412", "2023-05-30")],
        ["O855: 42.8412 has more decimals than the scores of the plan (2)"],  # and is the same
    ),
    (plan_of(), [result(2022, "42.84", "2023-04-12"), result(2022, "42.94", "2023-05-30", "appraised")], []),
]


@pytest.mark.parametrize(("plan", "results", "said"), CHECKED)
def test_history_is_checked(plan: str, results: list[str], said: list[str]) -> None:
    told = [line for line in found(plan, *results) if not line.startswith("N40")]
    assert told == said


@pytest.mark.parametrize(
    ("year", "said"),
    [
        ("2021", "2021 is the base year: its results are where the plan starts, and no outcome of the targets\n"),
        ("2020", "2020 is not after the base year, 2021: its results are history"),
    ],
)
def test_what_is_history_is_not_reviewed(parplan: Parplan, tmp_path: Path, year: str, said: str) -> None:
    folder = written(tmp_path / "plan", plan_of(), result(2020, "42.81"))
    ran = parplan("review", "--year", year, "--plan", folder, "--lang", "en")
    assert ran.code == 2
    assert said in ran.err
    with pytest.raises(ValueError, match="is not after the base year"):
        library.load(folder).review(int(year))


def test_only_what_the_plan_foretold_is_forecast(parplan: Parplan, tmp_path: Path) -> None:
    """Of a row that the plan says nothing of it foretold nothing, and nothing of the total that depends on it."""
    plan = (
        "plan: {id: b, name: B, year: 2021, target_year: 2022}\nindices:\n"
        "  - {id: a, name: A, decimals: 2, max: 20, score: 12, rows: [\n"
        "      {id: a.1, name: One, max: 10, score: 6}, {id: a.2, name: Two, max: 10, score: 6}]}\n"
        "# targets\ntargets: {a.1: {target: 7}}\n"
    )
    outcome = f"  - {{year: 2022, layer: published, scores: {{a.1: 6.5, a.2: 6.1}}, {SOURCE}}}\n"
    folder = written(tmp_path / "plan", plan, outcome)
    (index,) = json.loads(parplan("review", "--plan", folder, "--format", "json").out)["indices"]
    told = {row["id"]: row["foretold"] is not None for row in (*index["rows"], index)}
    assert told == {"a.1": True, "a.2": False, "a": False}
    assert (index["forecast"]["inside"]["foretold"], index["targets"]) == (1, {"judged": 1, "met": 0})


observed = st.tuples(st.integers(2020, 2024), st.none() | st.dates(date(2020, 1, 1), date(2025, 12, 31)), st.integers(0, 8000))


@given(st.lists(observed, max_size=6), st.dates(date(2021, 6, 1), date(2025, 12, 31)))
def test_results_of_the_base_year_and_before_change_nothing(drawn: list[tuple[int, date | None, int]], day: date) -> None:
    checked = check_text(dict(zip(("indicators", "targets"), plan_of().split("# targets\n"), strict=True)))
    assert checked.plan is not None
    told = [result(year, f"{points / 100:.2f}", None if on is None else on.isoformat()) for year, on, points in drawn]
    made = read_results(read("results.yaml", ("results:\n" + "".join(told)).encode()), checked.plan, "x").made
    if made is None:  # dates that cannot be, or one year published twice
        return
    since = Outcomes(tuple(seen for seen in made.observations if seen.year > 2021))
    baseline = Baseline(checked.plan)
    assert progress(baseline, made, day) == progress(baseline, since, day)
