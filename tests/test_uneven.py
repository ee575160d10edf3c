"""Weights and maxima that do not come out even: what is worked out with them is exact, in every command."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from helpers_cli import write_plan
from parplan import load
from parplan.api import Plan

HEAD = "plan: {id: p, name: P, year: 2025, target_year: 2026}\nindices:\n"
WEIGHTS = ["8.13", "19.35", "10.43", "7.65", "18.25", "5.65", "4.15", "7.35", "11.63", "16.01"]


def plan(folder: Path, index: str, targets: str = "targets: {}\n", results: str = "") -> Plan:
    """A plan of one index."""
    write_plan(folder, f"{HEAD}  - {index}\n", targets)
    if results:
        (folder / "results.yaml").write_text(
            f"results:\n  - {{year: 2026, layer: published, source: s, date: 2026-11-01, scores: {results}}}\n"
        )
    return load(folder)


def codes(made: Plan) -> list[str]:
    return [f"{it.code} {it.path}" for it in made.findings if it.severity != "note"]


@pytest.mark.parametrize(
    ("own", "each", "told"),
    [
        # Ten weighted means of tens are ten; of sevens seven, which 6.99 may be by rounding, and 6.98 not.
        ("max: 10", "max: 10", []),
        ("max: 10.01", "max: 10", ["A302 x.max"]),
        ("score: 6.99", "score: 7", []),
        ("score: 6.98", "score: 7", ["A301 x.score"]),
    ],
)
def test_weights_of_many_rows_keep_every_digit(tmp_path: Path, own: str, each: str, told: list[str]) -> None:
    parts = [
        f"{{id: x.{n}, name: N, aggregate: weighted, parts: [{{id: x.{n}.0, name: N, {each}, weight: {by}}}, "
        f"{{id: x.{n}.1, name: N, {each}, weight: {WEIGHTS[n - 1]}}}]}}"
        for n, by in enumerate(WEIGHTS)
    ]
    index = f"{{id: x, name: X, decimals: 2, aggregate: mean, {own}, rows: [{', '.join(parts)}]}}"
    assert codes(plan(tmp_path, index)) == told


# 10/3 of 10/3, a row that does not apply, and a cap.
MEAN = "aggregate: mean, parts: [" + ", ".join(f"{{id: x.1.b{n}, name: a, max: {n}, score: {n}}}" for n in (5, 3, 2)) + "]"
PARTS = f"{{id: x.1.a, name: a, max: 3, score: 3}}, {{id: x.1.b, name: b, {MEAN}}}, {{id: x.1.c, name: c, max: 2, applies: false}}"


@pytest.mark.parametrize(("score", "told"), [("", []), (", score: 5", []), (", score: 6.33", ["A320 x.1.score", "R201 x.1.score"])])
def test_a_cap_holds_where_the_rest_does_not_come_out_even(tmp_path: Path, score: str, told: list[str]) -> None:
    row = f"{{id: x.1, name: A, max: 5, counts: capped{score}, parts: [{PARTS}]}}"
    made = plan(tmp_path, f"{{id: x, name: X, decimals: 2, rows: [{row}]}}")
    assert codes(made) == told
    if not told:
        assert (made["x.1"].score, made["x.1"].max) == (Decimal(5), Decimal(5))


def test_a_total_is_rebased_by_maxima_that_do_not_come_out_even(tmp_path: Path) -> None:
    uneven = "aggregate: mean, parts: [{id: x.1.1, name: A, max: 10, score: 9.5}, {id: x.1.2, name: B, max: 10, score: 10}, "
    rows = f"{{id: x.1, name: A, {uneven}{{id: x.1.3, name: C, max: 11, score: 11}}]}}, {{id: x.2, name: D, max: 5, score: 5}}"
    made = plan(tmp_path, f"{{id: x, name: X, decimals: 2, rebase: 100, rows: [{rows}]}}")
    whole = (Fraction(305, 30) + 5) / (Fraction(31, 3) + 5) * 100
    assert made["x"].score is not None
    assert abs(Fraction(made["x"].score) - whole) < Fraction(1, 10**20)
    assert made["x"].max == 100


def test_bonus_rows_count_on_top_of_such_a_total(tmp_path: Path) -> None:
    parts = "{id: x.1.1, name: a, max: 5, score: 5, weight: 2}, {id: x.1.2, name: a, max: 4, score: 4, weight: 1}"
    rows = f"{{id: x.1, name: A, aggregate: weighted, parts: [{parts}]}}, {{id: x.2, name: B, bonus: true, max: 2, score: 2}}"
    made = plan(tmp_path, f"{{id: x, name: X, decimals: 2, rebase: 10, score: 12, rows: [{rows}]}}")
    assert codes(made) == []
    assert made["x"].ceiling == 12


THIRDS = (
    "{id: x, name: X, decimals: 2, aggregate: mean, scale: 10, rows: [{id: x.1, name: A, max: 10, score: 9.99}, "
    "{id: x.2, name: B, max: 10, score: 10}, {id: x.3, name: C, max: 11, score: 11}]}"
)


@pytest.mark.parametrize("step", [None, "0.01"])
def test_the_last_step_to_such_a_maximum_can_be_taken(tmp_path: Path, step: str | None) -> None:
    found = plan(tmp_path, THIRDS).reach("x", "103.33", step=step)  # of 103.333…
    assert (found.feasible, [str(row.change) for row in found.rows]) == (True, ["0.01", "0.00", "0.00"])


def test_a_limit_that_does_not_come_out_even_is_told_short(tmp_path: Path) -> None:
    rows = "{id: x.1, name: a, max: 5, score: 4, weight: 2}, {id: x.2, name: a, max: 4, score: 4, weight: 1}"
    index = f"{{id: x, name: X, decimals: 2, aggregate: weighted, rows: [{rows}]}}"
    outcomes = plan(tmp_path, index, results="{x: 4.68}").workspace.beside.outcomes
    assert outcomes is not None
    (told,) = (it for it in outcomes.findings if it.code == "O811")
    assert told.message.say("en") == "scored 4.68, above the maximum of 4.666667"


def test_what_a_strict_target_takes_is_beyond_it(tmp_path: Path) -> None:
    rows = "{id: x.1, name: A, max: 2, score: 0.5}, {id: x.2, name: B, max: 2, score: 0.3}"
    index = f"{{id: x, name: X, decimals: 1, rows: [{rows}]}}"
    for aim, points in (("more_than: 0.8", "0.9"), ("more_than: 0.95", "1.0"), ("points: 0.8", "0.8")):
        found = plan(tmp_path / points, index, f"targets: {{x: {{target: {{{aim}}}}}}}\n").reach("x")
        assert (str(found.points), found.feasible) == (points, True)


# Weights and maxima of six means, each at its maximum: rebased they are 100, to the last digit.
FULL = [
    ((14, "3.12004"), (7, "2.655192")),
    ((5, "2.620093"), (15, "8.882457")),
    ((3, "3.452199"), (9, "8.994708")),
    ((10, "6.128233"), (5, "2.220303")),
    ((10, "6.29028"), (12, "5.199503")),
    ((2, "8.139702"), (6, "1.237827")),
]


def test_a_rebased_total_of_weighted_rows_is_whole_where_all_are(tmp_path: Path) -> None:
    means = [
        f"{{id: m.{n}, name: M, aggregate: weighted, parts: ["
        + ", ".join(f"{{id: m.{n}.{k}, name: L, max: {most}, score: {most}, weight: {by}}}" for k, (most, by) in enumerate(pair))
        + "]}"
        for n, pair in enumerate(FULL)
    ]
    row = f"{{id: x.1, name: A, score: 100, counts: whole, parts: [{{id: m, name: R, rebase: 100, parts: [{', '.join(means)}]}}]}}"
    made = plan(tmp_path, f"{{id: x, name: X, decimals: 2, rows: [{row}]}}")
    assert codes(made) == []
    assert (made["x"].score, made["m"].score, made["m"].headroom) == (Decimal(100), Decimal(100), Decimal(0))


@pytest.mark.parametrize(("most", "told"), [(5, ["A320 x.1.score"]), (6, ["A320 x.1.score"])])
def test_a_row_that_counts_whole_is_checked_whatever_its_maximum_comes_to(tmp_path: Path, most: int, told: list[str]) -> None:
    parts = ", ".join(
        f"{{id: x.1.{n}, name: a, max: {of}, score: {score}}}" for n, (of, score) in enumerate([(5, 4), (5, 5), (most, most)])
    )
    row = f"{{id: x.1, name: A, score: 3, aggregate: mean, counts: whole, parts: [{parts}]}}"
    assert codes(plan(tmp_path, f"{{id: x, name: X, decimals: 2, rows: [{row}]}}")) == told


def test_a_direction_of_a_row_leaves_the_targets_of_its_parts_to_the_total(tmp_path: Path) -> None:
    parts = "{id: x.1.1, name: a, max: 5, score: 2}, {id: x.1.2, name: b, max: 5, score: 3}"
    rows = f"{{id: x.1, name: A, max: 10, score: 5, parts: [{parts}]}}, {{id: x.2, name: B, max: 10, score: 6}}"
    targets = "targets: {x.1: {target: {direction: higher}}, x.1.1: {target: 4}, x.1.2: {target: 4}, x.2: {target: 8}}\n"
    made = plan(tmp_path, f"{{id: x, name: X, decimals: 1, max: 20, rows: [{rows}]}}", targets)
    assert made["x.1"].target is None
    assert made["x"].target == Decimal(16)
