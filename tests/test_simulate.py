"""`parplan simulate`: totals against closed forms and against every case counted out, and the command as the contract has it."""

import csv
import io
import itertools
import json
import math
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple, get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import helpers_cli
from conftest import Parplan
from helpers_cli import clean, command, unremarked, without_numpy, write_plan
from laws import few
from odds import Case, Range, chi_square, chi_square_bound, copula_covariance, drawn, enumerated, flat, made, mean, variance
from parplan.engine.baseline import Baseline
from parplan.engine.draws import BLOCK
from parplan.engine.project import Refused, project
from parplan.engine.simulate import View
from parplan.model.scenario import Base, Change
from plans import as_text, rough
from reading import check_text

# Sums against closed forms.

SUMS = [
    (2, [("10", "14", "20"), ("8", "8", "15"), ("5", "12", "12"), ("7", "7", "7")]),
    (1, [("10", "14", "20"), ("8", "8", "15"), ("5", "12", "12")]),
    (0, [("0", "10", "30"), ("0", "0", "20"), ("5", "45", "45")]),
    (2, [("1.00", "1.01", "1.09")] * 8),
    (0, [("7", "7", "7"), ("3", "3", "3")]),
]
NAMES = [f"x.{at}" for at in range(1, 9)]


def summed(decimals: int, ranges: Sequence[tuple[str, str, str]], score: float | None = None, targets: str = "") -> Case:
    """The index x as the sum of rows with ranges; every row's score is its lowest value, and nothing is planned."""
    plan = made(flat(decimals, 1000, [float(low) for low, _, _ in ranges], score), targets)
    return Case(plan, [Range(ident, *each) for ident, each in zip(NAMES, ranges, strict=False)])


@pytest.mark.parametrize(("decimals", "ranges"), SUMS)
def test_sums_of_independent_rows(decimals: int, ranges: list[tuple[str, str, str]]) -> None:
    n = 1_000_000
    found = drawn(summed(decimals, ranges), n)
    sides = [[float(text) for text in each] for each in ranges]
    middle = sum(sum(each) / 3 for each in sides)
    around = sum((a * a + b * b + c * c - a * b - a * c - b * c) / 18 + (10**-decimals) ** 2 / 12 * (a < c) for a, b, c in sides)
    at, spread = found.moments("x")
    assert at == pytest.approx(middle, abs=5 * math.sqrt(around / n) + 0.01 * 10**-decimals)
    assert spread == pytest.approx(around, rel=5 * math.sqrt(2 / n), abs=0.02 * (10**-decimals) ** 2)
    assert float(found.row("x").mean or 0) == pytest.approx(at, abs=1e-9)


@pytest.mark.parametrize("score", [30.0, 33.25])
def test_what_a_document_gets_wrong_stays_where_it_is(score: float) -> None:
    # The rows come to 30, the total says 33.25: it moves by what the rows move.
    ranges = [("10", "14", "20"), ("20", "22", "27")]
    case = summed(2, ranges, score)
    found = drawn(case, 400_000)
    assert found.moments("x")[0] == pytest.approx(score + (14 + 2 / 3 - 10) + (23 - 20), abs=0.03)
    assert min(found.outcomes["x"]) >= Fraction(score)


@pytest.mark.parametrize(("planned", "half"), [("5", 1.25), ("2.5", 0), ("1", 0), ("-4", 0)])
def test_of_what_is_planned_on_top_of_the_parts_half_is_counted(planned: str, half: float) -> None:
    # the mean of any part of it; what the total says less than its parts takes nothing from them
    targets = f"x: {{planned: {planned}}}\nx.1: {{planned: 1}}\nx.2: {{planned: 1.5}}"
    case = summed(2, [("10", "14", "20"), ("20", "22", "27")], targets=targets)
    assert drawn(case, 400_000).moments("x")[0] == pytest.approx(30 + half + (14 + 2 / 3 - 10) + (23 - 20), abs=0.03)


# A third of a hundredth has no end as a decimal: neither what the plan adds nor what it aims at may be a hair off.
MEAN_OF_THREE = (
    "{id: x, name: X, decimals: 2, max: 10, aggregate: mean, rows: ["
    + ", ".join(f"{{id: x.{at}, name: Row, max: 10, score: {score}}}" for at, score in enumerate(("5.00", "5.00", "5.01"), 1))
    + "]}"
)


@pytest.mark.parametrize(
    ("landing", "third", "more", "chance"),
    [
        ("5.01", "planned: 0", "", 1.0),  # 15.02 / 3, and the target is that
        ("5.01", "planned: 0, target: 5.02", "", 0.0),  # 15.03 / 3 is asked for
        ("5.02", "planned: 0, target: 5.02", "", 1.0),
        ("5.02", "planned: 0", "x: {target: 5.01}", 1.0),
        ("5.01", "planned: 0", "x: {target: 5.01}", 0.0),
    ],
)
def test_a_mean_meets_its_target_exactly(landing: str, third: str, more: str, chance: float) -> None:
    plan = made(MEAN_OF_THREE, f"x.1: {{planned: 0.01}}\nx.2: {{planned: 0}}\nx.3: {{{third}}}\n{more}")
    found = drawn(Case(plan, [Range("x.1", landing, landing, landing)]), 100)
    assert found.row("x").probability == chance


# Small cases counted out, outcome by outcome.


class Small(NamedTuple):
    """An index of few outcomes, and how it follows from its rows."""

    plan: str
    targets: str
    ranges: list[Range]
    total: Callable[[Sequence[Fraction]], Fraction]
    decimals: int = 0


def _row(ident: str, score: str, more: str = "max: 20") -> str:
    return f"{{id: {ident}, name: Row, score: {score}, {more}}}"


THREE = [Range("x.1", "3", "4", "7"), Range("x.2", "5", "5", "8"), Range("x.3", "1", "3", "3")]
ROWS = ", ".join(_row(f"x.{at}", score) for at, score in ((1, "3"), (2, "5"), (3, "1")))
WEIGHED = ", ".join(_row(f"x.{at}", score, f"max: 20, weight: {weight}") for at, score, weight in ((1, "3", 5), (2, "5", 20), (3, "1", 7)))
NESTED = (
    "{id: x.1, name: Row, max: 20, score: 4, aggregate: mean, parts: ["
    + ", ".join([_row("x.1.1", "3"), _row("x.1.2", "5")])
    + "]}, "
    + _row("x.3", "1", "max: 1, bonus: true")
)
SMALL = {
    "sum": Small(f"{{id: x, name: X, decimals: 0, max: 60, score: 9, rows: [{ROWS}]}}", "", THREE, lambda o: sum(o, Fraction(0))),
    "one decimal": Small(
        f"{{id: x, name: X, decimals: 1, max: 60, score: 9, rows: [{ROWS}]}}",
        "",
        [Range("x.1", "3", "3.2", "3.4"), Range("x.2", "5", "5", "5.33"), Range("x.3", "1", "1.21", "1.21")],
        lambda o: sum(o, Fraction(0)),
        1,
    ),
    "mean": Small(
        f"{{id: x, name: X, decimals: 0, max: 20, score: 3, aggregate: mean, rows: [{ROWS}]}}", "", THREE, lambda o: sum(o, Fraction(0)) / 3
    ),
    "weighted, times ten": Small(
        f"{{id: x, name: X, decimals: 0, max: 200, score: 42, aggregate: weighted, scale: 10, rows: [{WEIGHED}]}}",
        "",
        THREE,
        lambda o: 42 + Fraction(10, 32) * (5 * (o[0] - 3) + 20 * (o[1] - 5) + 7 * (o[2] - 1)),
    ),
    "a bonus on a mean of a mean": Small(
        f"{{id: x, name: X, decimals: 0, max: 20, score: 5, aggregate: mean, rows: [{NESTED}]}}",
        "",
        [Range("x.1.1", "3", "4", "7"), Range("x.1.2", "5", "5", "8"), Range("x.3", "0", "1", "1")],
        lambda o: (o[0] + o[1]) / 2 + o[2],
    ),
    "held at the maximum": Small(
        f"{{id: x, name: X, decimals: 0, max: 13, score: 9, rows: [{ROWS}]}}", "", THREE, lambda o: min(sum(o, Fraction(0)), Fraction(13))
    ),
    "held at the floor": Small(
        f"{{id: x, name: X, decimals: 0, max: 60, floor: 12, score: 13, rows: [{ROWS}]}}",
        "",
        [Range("x.1", "1", "2", "4"), Range("x.2", "5", "5", "8"), Range("x.3", "0", "1", "1")],
        lambda o: max(13 + sum(o, Fraction(0)) - 9, Fraction(12)),
    ),
    "all above the maximum": Small(
        f"{{id: x, name: X, decimals: 0, max: 20, score: 20, rows: [{ROWS}]}}",
        "",
        [Range("x.1", "4", "5", "7"), Range("x.2", "5", "5", "8"), Range("x.3", "1", "3", "3")],
        lambda _: Fraction(20),
    ),
    "all below the floor": Small(
        f"{{id: x, name: X, decimals: 0, max: 60, floor: 9, score: 9, rows: [{ROWS}]}}",
        "",
        [Range("x.1", "1", "2", "2"), Range("x.2", "5", "5", "5"), Range("x.3", "1", "1", "1")],
        lambda _: Fraction(9),
    ),
}


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("name", SMALL)
def test_every_outcome_has_its_probability(name: str, seed: int) -> None:
    small, n = SMALL[name], 300_000
    found = drawn(Case(made(small.plan, small.targets), small.ranges), n, seed).outcomes["x"]
    expected = enumerated(small.ranges, small.decimals, small.total)
    assert set(found) <= set(expected)
    statistic, degrees = chi_square(expected, found, n)
    assert statistic < chi_square_bound(degrees)


@pytest.mark.parametrize("goal", range(9, 20))
def test_a_target_is_met_as_often_as_counted_out(goal: int) -> None:
    n, small = 300_000, SMALL["sum"]
    row = drawn(
        Case(made(small.plan, f"x: {{planned: 0, target: {goal}}}\nx.1: {{planned: 0}}\nx.2: {{planned: 0}}\nx.3: {{planned: 0}}"), THREE),
        n,
    ).row("x")
    share = sum(chance for total, chance in enumerated(THREE, 0, small.total).items() if total >= goal)
    assert row.probability is not None
    assert row.probability == pytest.approx(share, abs=4.5 * math.sqrt(share * max(1 - share, 0) / n) + 1e-9)
    assert row.standard_error == pytest.approx(math.sqrt(row.probability * (1 - row.probability) / n), abs=1e-12)


def test_quantiles_are_the_first_outcomes_with_so_much_at_or_below() -> None:
    # One row: 0, 1, …, 4 with 1/32, 1/4, 7/16, 1/4, 1/32.
    one = drawn(Case(made(flat(0, 100, [0])), [Range("x.1", "0", "2", "4")]), 100_000)
    for ident in ("x", "x.1"):
        row = one.row(ident)
        assert [row.p5, row.p50, row.p95] == [Decimal(1), Decimal(2), Decimal(3)]
        assert row.mean == pytest.approx(2, abs=0.02)


# What is counted must not depend on how finely.

FINE = "{id: x, name: X, decimals: 4, max: 100, score: 85, rows: [" + ", ".join(_row(f"x.{at}", "25", "max: 60") for at in (1, 2)) + "]}"
NOTHING_PLANNED = "\nx.1: {planned: 0}\nx.2: {planned: 0}"


@pytest.mark.parametrize("low", ["25", "25.0003"])
def test_a_total_at_its_maximum_meets_it_however_many_decimals(low: str) -> None:
    # 1/4 of a triangle from 25 over 40 to 45 lies above 40, and is held at 100; a ten-thousandth more or less is nothing.
    plan = made(FINE, "x: {planned: 0, target: 100}" + NOTHING_PLANNED)
    found = drawn(Case(plan, [Range("x.1", low, "40", "45"), Range("x.2", "25", "25", "25")]), 20_000).row("x")
    assert found.probability == pytest.approx(0.25, abs=0.015)
    assert found.p95 == 100


def test_a_total_far_beyond_its_maximum_is_held_there() -> None:
    # There is room for 0.1, and the parts come to 5 on average: 50,000 ten-thousandths, held at 1,000.
    plan = made(FINE.replace("score: 85", "score: 99.9"), "x: {planned: 0, target: 99.95}" + NOTHING_PLANNED)
    found = drawn(Case(plan, [Range("x.1", "25", "27.9", "28"), Range("x.2", "25", "27.9", "28")]), 20_000).row("x")
    assert [found.p5, found.p50, found.p95] == [Decimal(100)] * 3
    assert found.probability == pytest.approx(1, abs=0.001)


def test_weights_of_many_digits_are_added_up_exactly() -> None:
    # Steps of so many digits that the counts need more than 64 bits.
    parts = ", ".join(_row(f"x.1.{at}", "25", f"max: 60, weight: {weight}") for at, weight in ((1, "333.333333"), (2, "777.777771")))
    rows = f"{{id: x.1, name: Row, max: 60, score: 25, weight: 1000.000003, aggregate: weighted, parts: [{parts}]}}"
    plan = f"{{id: x, name: X, decimals: 6, max: 60, score: 25, aggregate: weighted, rows: [{rows}, "
    case = Case(
        made(plan + _row("x.2", "25", "max: 60, weight: 3141.592653") + "]}"),
        [Range("x.1.1", "25", "30", "35"), Range("x.2", "24.99", "25", "25.01")],
    )
    weight = 1000.000003 / 4141.592656 * 333.333333 / 1111.111104
    assert case.model().grids["x"].most > 2**64
    at, spread = drawn(case, 20_000).moments("x")
    assert at == pytest.approx(25 + 5 * weight, abs=0.01)
    assert spread == pytest.approx(weight**2 * 100 / 24, rel=0.05)


# A plan of which little varies with `--base current`: each of its steps would be counted in numbers of more than 64 bits.
STANDING = (
    "{id: x, name: X, decimals: 2, max: 100, aggregate: weighted, rows: ["
    "{id: x.1, name: A, max: 10, weight: 0.142857, score: 3.14}, "
    "{id: x.2, name: A, max: 12, weight: 0.66667, aggregate: weighted, parts: ["
    "{id: x.2.1, name: A, max: 12, weight: 0.66667, aggregate: weighted, parts: ["
    "{id: x.2.1.1, name: A, max: 100, weight: 0.123456, aggregate: weighted, parts: ["
    "{id: x.2.1.1.1, name: A, max: 3.5, weight: 0.16667, score: 0}, {id: x.2.1.1.2, name: A, max: 100, weight: 0.66667, score: 2.5}]}, "
    "{id: x.2.1.2, name: A, max: 10, weight: 0.142857, score: 10}]}, "
    "{id: x.2.2, name: A, max: 10, weight: 3, aggregate: mean, parts: ["
    "{id: x.2.2.1, name: A, max: 100, weight: 3, score: 3.14}, {id: x.2.2.2, name: A, max: 3.5, weight: 3, aggregate: mean, parts: ["
    "{id: x.2.2.2.1, name: A, max: 10, weight: 0.33333, score: 0}, {id: x.2.2.2.2, name: A, max: 12, weight: 0.33334, score: 3.5}]}]}, "
    "{id: x.2.3, name: A, max: 3.5, weight: 0.123456, score: 1}]}, "
    "{id: x.3, name: A, max: 100, weight: 0.33334, score: 0}]}"
)


def test_what_does_not_vary_counts_nothing() -> None:
    found = drawn(Case(made(STANDING), base="current"), 100).row("x")
    assert found.p5 == found.p50 == found.p95


def test_a_total_whose_rows_have_no_scores_yet_varies_as_a_whole() -> None:
    plan = made(
        "{id: x, name: X, decimals: 2, max: 20, score: 9.39, rows: [{id: x.1, name: A, max: 10}, {id: x.2, name: B, max: 10}]}",
        "x.1: {planned: 0.81}\nx.2: {planned: 0}",
    )
    odds = drawn(Case(plan), 100)
    assert [odds.row("x").p5, odds.row("x").p95] == [Decimal("9.43"), Decimal("10.16")]  # any part of 0.81
    assert [swing.id for swing in odds.odds["x"].tornado] == ["x"]


def test_each_index_names_its_own_row_of_a_fact_that_moves_it() -> None:
    k = "{id: k, name: K, decimals: 2, max: 10, rows: [{id: k.1, name: K1, max: 10, score: 5}]}"
    rows = "{id: m.1, name: M1, max: 10, score: 4}, {id: m.2, name: M2, max: 10, score: 5, same_as: k.1}"
    m = f"{{id: m, name: M, decimals: 2, max: 20, rows: [{rows}]}}"
    odds = drawn(Case(made(f"{m}\n{k}", "m.1: {planned: 1}\nk.1: {planned: 1}")), 100)
    assert {it: sorted((swing.id, swing.name.en) for swing in odds.odds[it].tornado) for it in "mk"} == {
        "m": [("m.1", "M1"), ("m.2", "M2")],
        "k": [("k.1", "K1")],
    }


# Correlation.

TOGETHER = [("0", "2", "9"), ("3", "3", "8"), ("1", "6", "6"), ("0", "1", "2")]


@pytest.mark.parametrize("correlation", [0.05, 0.3, 0.7, 0.95, 0.999])
def test_variance_of_correlated_rows(correlation: float) -> None:
    n = 1_000_000
    case = summed(1, TOGETHER)
    units = list(case.units().values())
    alone = sum(map(variance, units))
    expected = alone + 2 * sum(copula_covariance(a, b, correlation) for a, b in itertools.combinations(units, 2))
    at, spread = drawn(case, n, correlation=correlation).moments("x")
    assert expected > alone
    assert spread == pytest.approx(expected, rel=5 * math.sqrt(2 / n))
    assert at == pytest.approx(sum(map(mean, units)), abs=5 * math.sqrt(expected / n))


def test_rows_that_move_as_one_add_up_their_quantiles() -> None:
    found = drawn(summed(2, TOGETHER), 400_000, correlation=0.999)
    total, rows = found.row("x"), found.chance("x").children
    for name in ("p5", "p50", "p95"):
        assert float(getattr(total, name)) == pytest.approx(float(sum(getattr(row.inside, name) for row in rows)), abs=0.1)
    alone = drawn(summed(2, TOGETHER), 400_000).row("x")
    assert alone.p5 is not None
    assert total.p5 is not None
    assert alone.p5 > total.p5 + 1


# decimals, correlation, ranges
SHARES = [
    (1, 0.0, TOGETHER),
    (1, 0.3, TOGETHER),
    (1, 0.9, TOGETHER),
    (0, 0.3, TOGETHER),
    (0, 0.9, [("5", "5", "7"), ("3", "5", "6"), ("0", "4", "8")]),
    (0, 0.99, [("5", "5", "7"), ("3", "5", "6"), ("0", "4", "8")]),  # few outcomes, hardly anything of their own
]


@pytest.mark.parametrize(("decimals", "correlation", "ranges"), SHARES)
def test_the_tornado_splits_the_variance(decimals: int, correlation: float, ranges: list[tuple[str, str, str]]) -> None:
    case = summed(decimals, ranges)
    tornado = drawn(case, 1000, correlation=correlation).odds["x"].tornado
    assert sum(swing.contribution for swing in tornado) == pytest.approx(1, abs=1e-12)
    assert {swing.id: swing.contribution for swing in tornado} == pytest.approx(_shares(case, correlation), abs=5e-4)
    assert [swing.contribution for swing in tornado] == sorted((swing.contribution for swing in tornado), reverse=True)


def _shares(case: Case, correlation: float) -> dict[str, float]:
    """Each unit's covariance with the total, as a share of the total's variance."""
    units = case.units()
    parts = {
        ident: variance(unit)
        + sum(copula_covariance(unit, other, correlation) for name, other in units.items() if correlation and name != ident)
        for ident, unit in units.items()
    }
    return {ident: part / sum(parts.values()) for ident, part in parts.items()}


def test_the_tornado_is_held_at_the_floor_and_at_the_maximum() -> None:
    # Each row alone moves the total by up to 4 either way; there is room for 1 below its score of 20, and for 3 above.
    plan = made(flat(1, 23, [10, 10]).replace("score: 20,", "score: 20, floor: 19,"))
    found = drawn(Case(plan, [Range("x.1", "6", "10", "14"), Range("x.2", "10", "10.5", "11")]), 20_000)
    ends = {swing.id: (swing.low, swing.high) for swing in found.odds["x"].tornado}
    assert ends["x.1"] == (Decimal(19), Decimal(23))
    assert 19 < ends["x.2"][0] < ends["x.2"][1] < 23


# Facts, wholes, and what nobody knows.

TWICE = (
    "{id: x, name: X, decimals: 2, max: 40, score: 11.7, rows: [{id: x.1, name: Row, max: 10, score: 7.7, same_as: y}, "
    "{id: x.2, name: Row, max: 30, score: 4}]}\n{id: y, name: Y, decimals: 2, max: 10, score: 7.4}"
)


@pytest.mark.parametrize(("ident", "low", "likely", "high"), [("y", "7", "7.5", "8.1"), ("x.1", "7.3", "7.8", "8.4")])
def test_a_fact_printed_twice_moves_in_both_places_alike(ident: str, low: str, likely: str, high: str) -> None:
    found = drawn(Case(made(TWICE, "x.2: {planned: 0}"), [Range(ident, low, likely, high)]), 300_000)
    here, there, total = found.row("x.1"), found.row("y"), found.row("x")
    for name in ("mean", "p5", "p95"):
        assert getattr(here, name) - getattr(there, name) == pytest.approx(Decimal("0.3"), abs=Decimal("1e-9"))
    assert found.chance("y").range == (Decimal(7), Decimal("7.5"), Decimal("8.1"))
    assert found.chance("x.1").range == (Decimal("7.3"), Decimal("7.8"), Decimal("8.4"))
    assert [swing.id for swing in found.odds["x"].tornado if swing.contribution > 0] == ["x.1"]
    assert float(total.mean or 0) == pytest.approx(11.7 + (7 + 7.5 + 8.1) / 3 - 7.4, abs=0.003)


def test_a_fact_counted_twice_in_one_total_counts_twice() -> None:
    plan = made(TWICE.replace("x.2, name: Row, max: 30, score: 4", "x.2, name: Row, max: 10, score: 4, same_as: y"), "y: {planned: 0}")
    case = Case(plan, [Range("y", "7", "7.5", "8")])
    assert drawn(case, 300_000).moments("x")[1] == pytest.approx(4 * variance(case.units()["x.1"]), rel=0.01)


@pytest.mark.parametrize("ranges", [[], [Range("x", "4", "5", "6")], [Range("y", "4", "5", "6")], [Range("y.1", "4", "5", "6")]])
def test_a_fact_with_parts_in_both_places_is_one_fact(ranges: list[Range]) -> None:
    plan = made(
        "{id: x, name: X, decimals: 2, max: 9, score: 5, rows: [{id: x.1, name: Row, max: 9, score: 5, same_as: y, parts: "
        "[{id: x.1.1, name: Part, max: 9, score: 5}]}]}\n"
        "{id: y, name: Y, decimals: 2, max: 9, score: 5, rows: [{id: y.1, name: Row, max: 9, score: 5}]}"
    )
    found = drawn(Case(plan, ranges), 1000)
    if [each.ident for each in ranges] != ["x"]:
        middles = [float(found.row(ident).p50 or 0) for ident in ("x", "x.1", "y")]
        assert max(middles) - min(middles) < 0.1
    assert found.row("y").p50 is not None


WHOLE = (
    "{id: x, name: X, decimals: 2, max: 40, score: 20, rows: [{id: x.1, name: Row, max: 20, score: 12, parts: "
    "[{id: x.1.1, name: Part, max: 10, score: 6}, {id: x.1.2, name: Part, max: 10, score: 6}]}, {id: x.2, name: Row, max: 20, score: 8}]}"
)
PARTS_PLANNED = "x.1.1: {planned: 1}\nx.1.2: {planned: 1, target: 7}\nx.2: {planned: 2}"
# what is asked, and what the row that varies as a whole comes to, at 5 and 95 %
WHOLES = [
    (Case(made(WHOLE, PARTS_PLANNED), [Range("x.1", "11", "12", "15")]), "11.45 · 14.23"),
    (Case(made(WHOLE, PARTS_PLANNED), changes=[Change("set", "x.1", Decimal("13.5"))]), "12.08 · 13.43"),
    (Case(made(WHOLE, "x.1: {planned: 1.5}\nx.2: {planned: 2}")), "12.08 · 13.43"),
    (Case(made(WHOLE, "x.1: {target: 13.5}\nx.2: {planned: 2}")), "12.08 · 13.43"),
]


@pytest.mark.parametrize(("case", "expected"), WHOLES)
def test_a_row_varies_as_a_whole_where_its_parts_are_not_known(case: Case, expected: str) -> None:
    found = drawn(case, 100_000)
    row, total = found.row("x.1"), found.row("x")
    assert row.p5 is not None
    assert row.p95 is not None
    assert [float(row.p5), float(row.p95)] == pytest.approx([float(end) for end in expected.split(" · ")], abs=0.011)
    assert float(total.mean or 0) == pytest.approx(float(row.mean or 0) + 9, abs=0.02)
    for part in found.chance("x.1").children:
        assert part.inside == View()
        assert part.range is None
    assert {"x.1", "x.2"} <= {swing.id for swing in found.odds["x"].tornado}


def test_without_a_score_there_are_no_odds_and_without_a_target_no_probability() -> None:
    plan = made("{id: x, name: X, decimals: 2, max: 20, rows: [{id: x.1, name: Row, max: 10, score: 5}, {id: x.2, name: Row, max: 10}]}")
    found = drawn(Case(plan, [Range("x.1", "4", "5", "7")]), 1000)
    for ident in ("x", "x.2"):
        row = found.row(ident)
        assert (row.mean, row.p5, row.p50, row.p95, row.probability, row.standard_error) == (None,) * 6
    assert not found.odds["x"].histogram
    assert not found.odds["x"].tornado
    assert found.row("x.1").mean is not None
    assert found.row("x.1").probability is None


@few
@given(rough(), st.data())
def test_whatever_the_plan_outcomes_stay_within_limits(files: dict[str, Any], data: st.DataObject) -> None:
    plan = check_text({kind: as_text(files[kind]) for kind in ("indicators", "targets")}).plan
    assert plan is not None
    baseline = Baseline(plan, data.draw(st.sampled_from(["printed", "parts"])))
    ident = data.draw(st.sampled_from(sorted(baseline.fact)))
    changes = [Change("set", ident, Decimal(data.draw(st.integers(0, 8))) / 2)] if data.draw(st.booleans()) else []
    ranges = []
    room, score = baseline.room[baseline.fact[ident]], baseline.score[ident]
    if not changes and score is not None and score == int(score * 2) / Fraction(2):
        low, high = (
            float(score + each) for each in (max(room.low or Fraction(0), Fraction(-1)), min(room.high or Fraction(0), Fraction(1)))
        )
        ranges = [Range(ident, str(low), str(low), str(high))]
    base = data.draw(st.sampled_from(list(get_args(Base))))
    assume(not isinstance(project(baseline, base, changes, clamp=True), Refused))
    case = Case(plan, ranges, changes, base, clamp=True, basis=baseline.basis)
    for correlation in (0.0, 0.5):
        found = drawn(case, 300, correlation=correlation)
        for each in found.odds.values():
            for row in each.chance.walk():
                room, start = baseline.room[baseline.fact[row.id]], baseline.score[row.id]
                for value in (end for view in (row.outside, row.inside) for end in (view.mean, view.p5, view.p95)):
                    if value is not None and start is not None:  # an outcome is rounded to the declared decimals, 2
                        assert room.low is None or Fraction(value) - start >= room.low - Fraction(5, 1000)
                        assert room.high is None or Fraction(value) - start <= room.high + Fraction(5, 1000)
            shares = [part.inside for part in each.histogram if part.inside is not None]
            assert not shares or 0.998 - 2 / 300 <= sum(shares) <= 1 + 1e-9
            swings = [swing.contribution for swing in each.tornado]
            assert sum(swings) == pytest.approx(1) or sum(swings) == 0
            assert min(swings, default=0) >= -1e-9


@pytest.mark.parametrize(("shape", "count"), [("mean", 3), ("mean", 7), ("sum", 3)])
def test_a_histogram_has_round_bins_and_leaves_nothing_out(shape: str, count: int) -> None:
    plan = made(flat(2, 100, [20] * count, 20, f"aggregate: {shape}, "))
    bins = drawn(Case(plan, [Range(ident, "20", "25", "33") for ident in NAMES[:count]]), 50_000).odds["x"].histogram
    assert 7 <= len(bins) <= 20
    assert all(one.high == other.low for one, other in itertools.pairwise(bins))
    assert sum(each.inside or 0 for each in bins) == pytest.approx(1, abs=0.0021)
    assert sum(each.outside or 0 for each in bins) == pytest.approx(1, abs=0.0021)
    for each in bins:
        assert each.low == each.low.quantize(Decimal("0.01"))
        assert str((each.high - each.low).normalize().as_tuple().digits[0]) in "125"


def test_a_histogram_stays_within_the_scale() -> None:
    small = SMALL["held at the maximum"]
    assert max(each.high for each in drawn(Case(made(small.plan), THREE), 1000).odds["x"].histogram) - 1 <= 13
    assert max(swing.high for swing in drawn(Case(made(small.plan), THREE), 1000).odds["x"].tornado) <= 13


# The command.

ROW_KEYS = {"id", "target", "range", "movement", "outside", "inside"}
VIEW_KEYS = ["probability", "standard_error", "mean", "p5", "p50", "p95"]


def odds_json(parplan: Parplan, *arguments: str) -> dict[str, Any]:
    ran = parplan("simulate", "--format", "json", *arguments)
    assert ran.code == 0, ran.err
    payload: dict[str, Any] = json.loads(ran.out, parse_float=Decimal, parse_int=Decimal)
    return payload


def test_json_is_the_contract(parplan: Parplan) -> None:
    payload = odds_json(parplan, "--n", "20000", "--seed", "7")
    assert list(payload)[:6] == ["schema", "plan", "basis", "n", "seed", "correlation"]
    assert (payload["schema"], payload["plan"], payload["basis"]) == ("parplan/simulate/1", "cao-bang-2023", "printed")
    assert (payload["n"], payload["seed"], payload["correlation"]) == (20000, 7, None)
    assert [index["id"] for index in payload["indices"]] == ["par", "sipas", "papi"]
    for index in payload["indices"]:
        assert {*ROW_KEYS, "rows", "tornado", "histogram"} <= set(index)
        assert sum(swing["contribution"] for swing in index["tornado"]) == pytest.approx(1, abs=Decimal("0.002"))
        for view in ("outside", "inside"):
            assert sum(part[view] for part in index["histogram"]) == pytest.approx(1, abs=Decimal("0.004"))
        assert all({"id", "low", "high", "contribution"} <= set(swing) for swing in index["tornado"])
        for row in index["rows"]:
            assert {*ROW_KEYS, "parts"} <= set(row)
            for view in ("outside", "inside"):
                assert list(row[view]) == VIEW_KEYS
                assert row[view]["p5"] <= row[view]["p50"] <= row[view]["p95"]


@pytest.mark.parametrize("n", [1, 1000, 300_000])
def test_the_standard_error_is_that_of_a_share(parplan: Parplan, n: int) -> None:
    for index in odds_json(parplan, "--n", str(n))["indices"]:
        for view in ("outside", "inside"):
            share, error = float(index[view]["probability"]), float(index[view]["standard_error"])
            known = index["id"] == "sipas"  # a single row: nothing is drawn
            assert error == (0 if known else pytest.approx(math.sqrt(share * (1 - share) / n), rel=0.03, abs=1e-5))


SCENARIO = "name: Trial\nranges:\n  - {{id: {ident}, range: {range}, because: Known.}}\n"


def test_a_scenario_with_ranges_and_goals_of_its_own(parplan: Parplan, tmp_path: Path) -> None:
    file = tmp_path / "trial.yaml"
    file.write_text(SCENARIO.format(ident="papi.1", range="[4.27, 4.98, 5.93]"), encoding="utf-8")
    goals = ["--at-least", "papi=41", "--at-least", "papi.2=5"]
    papi = odds_json(parplan, "papi", "--scenario", str(file), *goals, "--n", "50000")["indices"][0]
    rows = {row["id"]: row for row in papi["rows"]}
    assert papi["target"] == 41
    assert rows["papi.1"]["range"] == {"low": Decimal("4.27"), "likely": Decimal("4.98"), "high": Decimal("5.93")}
    assert rows["papi.2"]["range"] is None
    assert rows["papi.2"]["target"] == 5
    # 4.27 · 4.98 · 5.93: at most 4.27 + sqrt(0.05 x 1.66 x 0.71) with 5 %
    assert rows["papi.1"]["inside"]["p5"] == pytest.approx(Decimal("4.51"), abs=Decimal("0.01"))
    assert rows["papi.1"]["outside"]["p5"] == 4  # whatever the scenario says


RANGES = ["--range", "papi.1=4.27,4.98,5.93", "--range", "papi.2=4.5,5,5.5"]


def test_ranges_typed_are_those_of_a_scenario(parplan: Parplan, tmp_path: Path) -> None:
    file = tmp_path / "trial.yaml"
    scenario = SCENARIO.format(ident="papi.1", range="[4, 5, 6]")
    file.write_text(scenario + "  - {id: papi.2, range: [4.5, 5, 5.5], because: Known.}\n", encoding="utf-8")
    read = odds_json(parplan, "papi", "--scenario", str(file), "--range", "papi.1=4.27,4.98,5.93", "--n", "1000")
    assert read["indices"] == odds_json(parplan, "papi", *RANGES, "--n", "1000")["indices"]
    assert "4.27 · 4.98 · 5.93" in parplan("simulate", "papi", *RANGES, "--lang", "en").out


PEERS = "unit,year,x,x.1,x.2\n" + "".join(
    f"U{at},{year},{2 * score},{score},{score}\n" for at in range(12) for year, score in ((2021, 4 + at / 10), (2022, 5 + at / 20))
)


def test_a_table_given_takes_the_place_of_what_lies_there(parplan: Parplan, tmp_path: Path) -> None:
    # Twelve units made up half of their distance to a middle that rose by one point in 2022; ours was not among them.
    rows = "[{id: x.1, name: One, max: 10, score: 5}, {id: x.2, name: Two, max: 10, score: 6}]"
    write_plan(tmp_path, HEAD + f"indices: [{{id: x, name: X, decimals: 2, max: 20, rows: {rows}}}]\n", "targets: {x.1: {planned: 1}}\n")
    file = tmp_path / "others.csv"
    file.write_text(PEERS, encoding="utf-8")
    alone, told = (
        odds_json(parplan, "--plan", str(tmp_path), "--n", "10", *more)["indices"][0]["rows"][0]["movement"]
        for more in ([], ["--peers", str(file)])
    )
    assert (alone["ground"], alone["middle"], alone["slope"], alone["spread"]) == ("scale", None, 0, Decimal("0.4900"))
    # slopes: (0.5 + (0.5 + 0.5 + 0.45) / 3) / 2; spreads: the change of 0.725 that all made counts
    slope = Decimal((0.5 + 1.45 / 3) / 2)
    assert (told["ground"], told["middle"]) == ("table", Decimal("5.2750"))
    assert told["slope"] == pytest.approx(slope, abs=Decimal("0.0001"))
    assert told["together"] == pytest.approx(Decimal((1 + 0.25) / 2), abs=Decimal("0.0001"))


# What lies in peers/ of the year of the scores alone, and whose mean the odds go towards.
MEANS = [
    ("x.csv", "unit,year,x\n" + "".join(f"U{at},2022,{at}\n" for at in range(12)), "to the mean of the units in peers/x.csv is made up"),
    ("x.yaml", "name: X 2022\nyear: 2022\nranked: 9\nmeans: {x: 6}\n", "to the published mean is made up (X 2022)"),
    ("x.yaml", "name: X 2022\nsource: S\nyear: 2022\nranked: 9\nmeans: {x: 6}\n", "to the published mean is made up (S)"),
]


@pytest.mark.parametrize(("name", "text", "said"), MEANS)
def test_a_mean_is_published_or_of_a_table(parplan: Parplan, tmp_path: Path, name: str, text: str, said: str) -> None:
    write_plan(tmp_path, HEAD + "indices: [{id: x, name: X, decimals: 2, max: 12, score: 5}]\n", "targets: {x: {planned: 1}}\n")
    (tmp_path / "peers").mkdir()
    (tmp_path / "peers" / name).write_text(text, encoding="utf-8")
    out = parplan("simulate", "--plan", str(tmp_path), "--n", "10", "--lang", "en").out
    assert f"  as scores move: in a year 45% of the distance {said}\n" in out
    assert "mức bình quân" in parplan("gap", "--odds", "--plan", str(tmp_path), "--lang", "vi").out


def test_a_range_below_a_row_that_is_set_as_a_whole_counts(parplan: Parplan) -> None:
    typed = ["simulate", "par.2", "--set", "par.2=9.4", "--range", "par.2.survey=3,3.2,3.4", "--format", "json"]
    (index,) = json.loads(parplan(*typed).out)["indices"]
    admin, survey = index["rows"][0]["parts"]
    assert survey["range"] == {"low": 3, "likely": 3.2, "high": 3.4}
    assert (admin["inside"]["p50"], survey["inside"]["p50"]) == (None, 3.2)  # nobody knows what is asked of the other


def test_ranges_of_parts_count_where_only_the_row_is_planned() -> None:
    ranges = [Range("x.1.1", "6", "6", "9"), Range("x.1.2", "6", "6", "9")]
    found = drawn(Case(made(WHOLE, "x.1: {planned: 1.5}\nx.2: {planned: 0}"), ranges), 100_000)
    assert [part.range and part.range.high for part in found.chance("x.1").children] == [9, 9]
    assert float(found.row("x.1").mean or 0) == pytest.approx(14, abs=0.02)


# Of 4 points that x is to gain the plan says that 1 is for x.1.1: its ranges, what x comes to on average, and which parts are known.
PARTLY = made(WHOLE, "x: {planned: 4}\nx.1.1: {planned: 1}")
DIVIDED = [
    ((), 22.0, {"x", "x.1.1"}),  # any part of 1, and any part of the other 3
    ((Range("x.1.1", "7", "8", "9"),), 23.5, {"x", "x.1.1"}),  # 2 more for certain, and any part of the other 3
    ((Range("x.1.2", "6", "6", "6"),), 22.0, {"x", "x.1.1", "x.1.2"}),  # then others bring these 3
    ((Range("x.1.2", "7", "8", "9"),), 23.0, {"x", "x.1.1", "x.1.2"}),  # 2 more, any part of 1 and any part of the last
    ((Range("x.1", "14", "15", "16"),), 23.5, {"x", "x.1"}),  # 3 more, and any part of the fourth
    ((Range("x.1", "16", "17", "18"),), 25.0, {"x", "x.1"}),  # 5 more: nothing else is asked for
    ((Range("x.1", "11", "11", "11"),), 21.0, {"x", "x.1"}),  # 1 less; of what is asked any part all the same
    ((Range("x.1", "14", "15", "16"), Range("x.2", "9", "9", "9")), 24.0, {"x", "x.1", "x.2"}),
]


@pytest.mark.parametrize(("ranges", "total", "known"), DIVIDED)
def test_what_is_asked_of_some_parts_counts_once(ranges: Sequence[Range], total: float, known: set[str]) -> None:
    (odds,) = drawn(Case(PARTLY, ranges), 100_000).odds.values()
    assert float(odds.chance.inside.mean or 0) == pytest.approx(total, abs=0.02)
    assert {row.id for row in odds.chance.walk() if row.inside != View()} == known
    assert list(odds.idle(Case(PARTLY, ranges).spreads)) == []


# One more level: x is to gain 4, a part of x.2 to fall by 1, whether or not that stands at x.2 as well; or x.1 has ranges below it.
DEEP = (
    "{id: x, name: X, decimals: 2, max: 40, score: 20, rows: [{id: x.1, name: Row, max: 20, score: 12, parts: "
    "[{id: x.1.1, name: Part, max: 10, score: 6}, {id: x.1.2, name: Part, max: 10, score: 6}]}, "
    "{id: x.2, name: Row, max: 20, score: 8, parts: [{id: x.2.1, name: Part, max: 20, score: 8}]}]}"
)
DEEPER = [
    ("x: {planned: 4}\nx.2.1: {planned: -1}", (), 22.0),
    ("x: {planned: 4}\nx.2: {planned: -1}\nx.2.1: {planned: -1}", (), 22.0),
    ("x: {planned: 4}", (Range("x.1.1", "6", "7", "8"), Range("x.1.2", "6", "6", "6")), 22.5),
    ("x: {planned: 4}", (Range("x.1.1", "6", "7", "8"),), 22.5),
]


@pytest.mark.parametrize(("targets", "ranges", "total"), DEEPER)
def test_it_counts_once_however_deep_it_lies(targets: str, ranges: Sequence[Range], total: float) -> None:
    found = drawn(Case(made(DEEP, targets), ranges), 100_000)
    assert float(found.row("x").mean or 0) == pytest.approx(total, abs=0.02)


def test_a_range_has_an_effect_where_one_of_its_places_counts(parplan: Parplan, tmp_path: Path) -> None:
    """y.1 is printed in x.2 too, which varies as a whole: y moves with it."""
    parts = "parts: [{id: x.2.a, name: A, max: 5, score: 3, same_as: y.1}, {id: x.2.b, name: B, max: 5}]"
    x = f"{{id: x, name: X, decimals: 2, max: 10, score: 7, rows: [{{id: x.2, name: Row, max: 10, score: 7, {parts}}}]}}"
    rows = "{id: y.1, name: A, max: 5, score: 3}, {id: y.2, name: C, max: 5, score: 4}"
    y = f"{{id: y, name: Y, decimals: 2, max: 10, score: 7, rows: [{rows}]}}"
    folder = str(write_plan(tmp_path, f"{helpers_cli.HEAD}indices: [{x}, {y}]\n", "targets: {x.2: {planned: 1}}\n"))
    assert parplan("simulate", "y", "--plan", folder, "--range", "y.1=4,4.5,5", "--n", "100").err == ""


def test_a_range_has_an_effect_however_long_the_way_is(parplan: Parplan, tmp_path: Path) -> None:
    """y.1 stands nearer to the total and varies as a whole: that what it has is in y.2.p as well, two rows further up, counts."""
    twin = "{id: y.1.a, name: A, max: 5, score: 3, same_as: y.2.p.a}"
    first = f"{{id: y.1, name: R, max: 10, score: 6, parts: [{twin}, {{id: y.1.b, name: B, max: 5}}]}}"
    part = "{id: y.2.p, name: P, max: 5, score: 3, parts: [{id: y.2.p.a, name: A, max: 5, score: 3}]}"
    rows = f"[{first}, {{id: y.2, name: S, max: 10, score: 7, parts: [{part}, {{id: y.2.q, name: Q, max: 5, score: 4}}]}}]"
    index = f"{helpers_cli.HEAD}indices: [{{id: y, name: Y, decimals: 2, max: 20, score: 13, rows: {rows}}}]\n"
    folder = str(write_plan(tmp_path, index, "targets: {y.1: {planned: 1}}\n"))
    assert parplan("simulate", "--plan", folder, "--range", "y.2.p.a=4,4.5,5", "--n", "100").err == ""


def test_millions_of_last_digits_are_drawn_in_larger_steps(parplan: Parplan, tmp_path: Path) -> None:
    rows = "rows: [{id: x.1, name: A, max: 5, score: 2.5}, {id: x.2, name: B, max: 5, score: 2.5}]"
    index = f"{helpers_cli.HEAD}indices: [{{id: x, name: X, decimals: 6, max: 10, score: 5, {rows}}}]\n"
    folder = str(write_plan(tmp_path, index, "targets: {x: {planned: 3}}\n"))
    (found,) = odds_json(parplan, "--plan", folder, "--n", "20000")["indices"]
    assert float(found["inside"]["mean"]) == pytest.approx(6.5, abs=0.02)


def test_a_range_below_another_is_told_to_have_no_effect(parplan: Parplan) -> None:
    ranges = ["--range", "par.2.survey=3,3.2,3.4", "--range", "par.2=9,9.3,9.5"]
    ran = parplan("simulate", "par", *ranges, "--n", "100", "--lang", "en")
    assert ran.err == "parplan: the range of par.2.survey has no effect: par.2 varies as a whole\n"


def test_changes_without_effect_and_rows_held_are_told(parplan: Parplan) -> None:
    ran = parplan("simulate", "par", "--clamp", "--set", "par.1=9.0", "--set", "par.1=20", "--n", "100", "--lang", "en")
    assert ran.err.splitlines() == [
        "parplan: --set par.1=9.0 has no effect: a later change takes its place",
        "parplan: par.1 is held at 9.50; it would come to 20.00",
    ]


# The same seed, the same bytes.


@pytest.mark.parametrize("correlation", [0.0, 0.3])
@pytest.mark.parametrize("n", [1, BLOCK - 1, BLOCK, 3 * BLOCK])
def test_every_scenario_is_drawn_once_and_more_begin_with_the_same(n: int, correlation: float) -> None:
    few, more = (drawn(summed(1, TOGETHER), count, correlation=correlation).outcomes["x"] for count in (n, n + 2))
    counted = {total: round(share * (n + 2)) - round(few.get(total, 0) * n) for total, share in more.items()}
    assert set(few) <= set(more)
    assert sum(counted.values()) == 2
    assert min(counted.values()) >= 0


def test_the_seed_matters_and_nothing_else(parplan: Parplan) -> None:
    def said(*arguments: str) -> str:
        return parplan("simulate", "--n", "1000", "--format", "json", *arguments).out

    assert said() == said("--seed", "1") == said("--format", "json")
    assert said() != said("--seed", "2").replace('"seed": 2', '"seed": 1')
    assert said("--seed", "0") != said("--seed", "4611686018427387904")


def test_an_index_alone_is_what_it_is_among_all(parplan: Parplan) -> None:
    every = odds_json(parplan, "--n", "20000")["indices"]
    assert [odds_json(parplan, ident, "--n", "20000")["indices"][0] for ident in ("par", "sipas", "papi")] == every
    assert odds_json(parplan, "papi.4", "--n", "20000")["indices"][0]["inside"] == every[2]["inside"]


_PEAK = (
    "import sys; from parplan.cli.main import run; run(sys.argv[1:]); "
    "print(next(line for line in open('/proc/self/status') if line.startswith('VmHWM')), file=sys.stderr)"
)


def peak(*arguments: str) -> int:
    """The most memory that a run ever held, in KiB."""
    done = subprocess.run([sys.executable, "-c", _PEAK, *arguments], env=clean(), capture_output=True, text=True, check=True, timeout=120)
    return int(done.stderr.split()[-2])


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells")
def test_memory_does_not_grow_with_n() -> None:
    # Measured on Linux with Python 3.11 and numpy 2.4: 60.7 MB with 100,000 and with 5 million scenarios, give or take 0.1. A byte and a
    # quarter that is kept of each is noticed.
    few, many = (peak("simulate", "--n", n, "--format", "json") for n in ("100000", "2000000"))
    assert many < few * 1.04


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells")
def test_memory_does_not_grow_with_decimals(tmp_path: Path) -> None:
    # Four decimals on a scale of 100: 700,000 outcomes.
    write_plan(
        tmp_path,
        HEAD + "indices: [{id: x, name: X, decimals: 4, max: 100, score: 30, scored_by: survey}]\n",
        "targets: {x: {planned: 60}}\n",
    )
    assert peak("simulate", "--plan", str(tmp_path), "--n", "1000", "--format", "json") < 300_000


# For people.

HEAD = helpers_cli.HEAD


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("width", [80, 100, 120, 200])
def test_tables_fit_their_width_and_cut_nothing(parplan: Parplan, monkeypatch: pytest.MonkeyPatch, lang: str, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    out = parplan("simulate", "--lang", lang, "--n", "1000").out
    assert "…" not in out
    for figure in ("77.55", "88.63", "7.03–10.41", "6.25–8.27", "par.8.impact"):
        assert (figure.replace(".", ",") if lang == "vi" and figure[0].isdigit() else figure) in out
    assert max(len(line) for line in out.splitlines()) <= width


def test_of_one_scenario_nothing_is_known(parplan: Parplan) -> None:
    assert "Monte-Carlo error of a chance: ±100.00%" in parplan("simulate", "papi", "--n", "1", "--lang", "en").out


def test_what_the_table_says(parplan: Parplan) -> None:
    out = parplan("simulate", "papi", "--n", "100000", "--lang", "en").out
    lines = out.splitlines()
    assert lines[0].endswith("(PAPI): chances for 2023. As planned")
    assert " ".join(lines[1].split()) == (
        "Id Row Score Target As scores move 5–95% as scores move Median as scores move "
        "If carried out 5–95% if carried out Median if carried out"
    )
    told = next(line for line in lines if line.startswith("papi.1 ")).replace("\u00a0%", "%").split()
    assert told[-6:] == ["2.3%", "4.00–5.17", "4.58", "19.7%", "4.27–5.62", "4.94"]
    assert "  100,000 random draws, seed 1; Monte-Carlo error of a chance: ±0.10%" in lines
    assert "(PAPI): where it may land" in out
    assert "(PAPI): which rows move the index" in out
    assert lines[-1] == "Plan: cao-bang-2023. Basis: as printed."
    assert "\x1b" not in out


def test_what_the_table_says_in_vietnamese(parplan: Parplan) -> None:
    out = parplan("simulate", "sipas", "--n", "10", "--lang", "vi").out
    assert "phân phối biết chính xác, không cần mô phỏng" in out
    assert "6,83–8,50" in out
    assert "32,6%" in out
    assert "7.43" not in out


def test_no_heading_breaks_inside_a_word(parplan: Parplan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    head = parplan("simulate", "papi", "--n", "10", "--lang", "vi").out.partition("───")[0].split()
    assert {"Mục", "tiêu", "diễn", "biến", "thông", "thường", "kế", "hoạch"} <= set(head)


def test_nearly_never_is_not_never(parplan: Parplan) -> None:
    said = parplan(
        "simulate", "papi.3", "papi.4", "--at-least", "papi.3=4.99", "--at-least", "papi.4=5.20", "--n", "100", "--lang", "en"
    ).out
    assert "<\u00a00.1%" in next(line for line in said.splitlines() if line.startswith("papi.3 "))
    assert ">\u00a099.9%" in next(line for line in said.splitlines() if line.startswith("papi.4 "))


def test_what_is_not_known_is_a_dash_and_null(parplan: Parplan, tmp_path: Path) -> None:
    rows = "[{id: x.1, name: One, max: 10, score: 5}, {id: x.2, name: Two, max: 10}]"
    write_plan(tmp_path, HEAD + f"indices: [{{id: x, name: X, decimals: 2, max: 20, rows: {rows}}}]\n", "targets: {x.1: {planned: 1}}\n")
    out = parplan("simulate", "--plan", str(tmp_path), "--lang", "en", "--n", "10").out
    assert next(line for line in out.splitlines() if line.startswith("x.2 ")).split() == ["x.2", "Two", *["—"] * 8]
    assert "None" not in out
    assert "nan" not in out
    second = odds_json(parplan, "--plan", str(tmp_path), "--n", "10")["indices"][0]["rows"][1]
    assert [second[key] for key in ("target", "range", "movement")] == [None] * 3
    assert second["inside"] == second["outside"] == dict.fromkeys(VIEW_KEYS)


def test_csv_is_for_machines(parplan: Parplan) -> None:
    out = parplan("simulate", "--format", "csv", "--lang", "vi", "--n", "100000").out
    records = {record["id"]: record for record in csv.DictReader(io.StringIO(out))}
    assert len(records) == 31
    assert records["papi.1"]["likely"] == ""
    assert (records["papi.1"]["ground"], records["par.1"]["ground"], records["papi"]["ground"]) == ("table", "scale", "")
    assert records["par.8.sipas"]["parent"] == "par.8"
    assert records["papi.3"]["name"] == "Trách nhiệm giải trình với người dân"
    share, error = (float(records["papi"][f"inside_{key}"]) for key in ("probability", "standard_error"))
    assert error == pytest.approx(math.sqrt(share * (1 - share) / 100_000), rel=0.01)
    assert "\u00a0" not in out


def test_markdown(parplan: Parplan) -> None:
    out = parplan("simulate", "sipas", "--format", "markdown", "--lang", "en").out
    assert "| As scores move | 5–95% as scores move | Median as scores move | If carried out | 5–95% if carried out |" in out
    assert "| 7.43¹ | 7.90 | 17.1% | 6.62–8.24 | 7.43 | 32.6% | 6.83–8.50 | 7.66 |" in out
    assert "█" not in out


def test_colour_only_where_it_is_wanted(parplan: Parplan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in parplan("simulate", "papi", "--n", "10").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in parplan("simulate", "papi", "--n", "10").out


def test_ids_choose_rows(parplan: Parplan) -> None:
    indices = odds_json(parplan, "par.*.survey", "papi.4", "--n", "10")["indices"]
    assert [index["id"] for index in indices] == ["par", "papi"]
    assert [part["id"] for row in indices[0]["rows"] for part in row["parts"]] == [f"par.{n}.survey" for n in (2, 4, 5, 6, 7)]
    assert all(row["parts"] == [] for row in odds_json(parplan, "par", "--no-parts", "--n", "10")["indices"][0]["rows"])


# Without numpy, and stopped half-way.

# language, words
NO_NUMPY = [
    ("en", "parplan: error: this needs more than is installed: install parplan with the extra “simulate” (see README, Install)\n"),
    ("vi", "parplan: lỗi: lệnh này cần phần cài thêm: cài parplan kèm phần “simulate” (xem README, mục Cài đặt)\n"),
]


@pytest.mark.parametrize(("lang", "words"), NO_NUMPY)
def test_without_numpy(lang: str, words: str) -> None:
    for typed in (["simulate"], ["gap", "--odds"], ["reach", "papi", "--odds", "0.8"], ["rank", "papi", "--odds"]):
        assert without_numpy(*typed, "--lang", lang) == (2, "", words)
    for name in ("gap", "project", "reach", "rank"):
        assert without_numpy(name, "papi", *(["--target"] if name == "rank" else [])).code == 0


@pytest.mark.parametrize(
    "typed", [["gap"], ["project", "--scenario", "as-others-have-done"], ["reach", "papi"], ["validate"], ["simulate", "--help"]]
)
def test_numpy_is_not_imported_by_others(typed: list[str]) -> None:
    code = "import sys; from parplan.cli.main import run; run(sys.argv[1:]); print('numpy' in sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code, *typed], env=clean(), capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stderr.splitlines()[-1] == "False"


@pytest.mark.skipif(sys.platform == "win32", reason="signals are different there")
def test_stopped_half_way_it_says_nothing() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background ignores it, and so do its children
    with subprocess.Popen(
        [command(), "simulate", "--n", "3000000000"],
        env=clean(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
    ) as running:
        time.sleep(2.5)
        os.killpg(running.pid, signal.SIGINT)
        out, err = running.communicate(timeout=30)
    assert (running.returncode, out, unremarked(err)) == (130, "", "")


# What is typed wrong.

CORRELATION = "parplan: error: --correlation takes a number from 0 to below 1 such as 0.3, not “{}”\n"
BAD_RANGE = "parplan: error: --range “{}”: not of the form ID=LOWEST,LIKELIEST,HIGHEST, such as par.1=8.2,8.9,9.1\n"
HELP = "See `parplan simulate --help`.\n"
# what is typed, what is said
WRONG = [
    ("--n 0", "parplan: error: --n: must be at least 1\n" + HELP),
    ("--n 1.5", "parplan: error: --n: must be a whole number\n" + HELP),
    ("--n 10000000001", "parplan: error: --n: must be at most 10000000000\n" + HELP),
    ("--seed -1", "parplan: error: --seed: must be at least 0\n" + HELP),
    ("--seed x", "parplan: error: --seed: must be a whole number\n" + HELP),
    ("--seed 4611686018427387905", "parplan: error: --seed: must be at most 4611686018427387904\n" + HELP),
    ("--correlation 1", CORRELATION.format("1")),
    ("--correlation 1.5", CORRELATION.format("1.5")),
    ("--correlation -0.1", CORRELATION.format("-0.1")),
    ("--correlation x", CORRELATION.format("x")),
    ("--correlation 0,3", "parplan: error: --correlation “0,3”: did you mean 0.3?\n"),
    ("papi.99", "parplan: error: the plan has no id “papi.99”; did you mean papi.8, papi.7, papi.6?\n"),
    ("--at-least papi", "parplan: error: “papi” is not of the form ID=POINTS, such as par=85\n"),
    ("--at-least papi=4,5", "parplan: error: “papi=4,5”: did you mean papi=4.5?\n"),
    ("--at-least par.9=3", "parplan: error: the plan has no id “par.9”; did you mean par.8, par.7, par.6?\n"),
    ("--scenario own-work-only --scenario surveys-at-half", "parplan: error: simulate takes one scenario at a time\n"),
    ("--range papi.1=4,5", BAD_RANGE.format("papi.1=4,5")),
    ("--range 4,5,6", BAD_RANGE.format("4,5,6")),
    ("--range papi.1=4,5,x", BAD_RANGE.format("papi.1=4,5,x")),
    ("--range papi.9=4,5,6", "parplan: error: the plan has no id “papi.9”; did you mean papi.8, papi.7, papi.6?\n"),
    (
        "--range papi.1=6,5,4",
        "parplan: error: --range papi.1=6,5,4: [6, 5, 4] does not go from low to high; write [lowest, likeliest, highest]\n",
    ),
    (
        "--range papi.1=4,5,11",
        "parplan: error: --range papi.1=4,5,11: papi.1 would come to 11.00, above its maximum of 10.00; its highest may be at most 10.00\n",
    ),
    (
        "--set papi.1=12",
        "parplan: error: --set papi.1=12: papi.1 would come to 12.00, above its maximum of 10.00; papi.1 may be at most 10.00; "
        "--clamp holds it at the limit\n",
    ),
]


@pytest.mark.parametrize(("typed", "words"), WRONG)
def test_what_is_typed_wrong(parplan: Parplan, typed: str, words: str) -> None:
    assert parplan("simulate", *typed.split(), "--lang", "en") == (2, "", words)


WRONG_IN_VIETNAMESE = [
    ("--n 0", "parplan: lỗi: giá trị của --n không hợp lệ: phải từ 1 trở lên\nXem “parplan simulate --help”.\n"),
    ("--correlation 1", "parplan: lỗi: --correlation “1”: cần số từ 0 đến dưới 1 như 0.3\n"),
    ("papi.99", "parplan: lỗi: kế hoạch không có mã “papi.99”; có phải là papi.8, papi.7, papi.6?\n"),
    ("--scenario own-work-only --scenario surveys-at-half", "parplan: lỗi: simulate xem một kịch bản mỗi lần\n"),
]


@pytest.mark.parametrize(("typed", "words"), WRONG_IN_VIETNAMESE)
def test_what_is_typed_wrong_in_vietnamese(parplan: Parplan, typed: str, words: str) -> None:
    assert parplan("simulate", *typed.split(), "--lang", "vi") == (2, "", words)


# range, code, words, help: --clamp holds changes, not ranges
BROKEN = [
    ("papi.9", "[4, 5, 6]", "S108", "there is no id “papi.9”", "did you mean papi.8, papi.7, papi.6?"),
    ("papi.1", "[6, 5, 4]", "W707", "[6, 5, 4] does not go from low to high", "write [lowest, likeliest, highest]"),
    ("papi.2", "[4, 5, 11]", "W701", "papi.2 would come to 11.00, above its maximum of 10.00", "its highest may be at most 10.00"),
    ("papi.2", "[0.5, 5, 6]", "W702", "papi.2 would come to 0.50, below its floor of 1.00", "its lowest must be at least 1.00"),
]


@pytest.mark.parametrize(("ident", "spread", "code", "words", "advice"), BROKEN)
def test_a_scenario_with_errors(parplan: Parplan, tmp_path: Path, ident: str, spread: str, code: str, words: str, advice: str) -> None:
    file = tmp_path / "trial.yaml"
    file.write_text(SCENARIO.format(ident=ident, range=spread), encoding="utf-8")
    ran = parplan("simulate", "--scenario", str(file), "--lang", "en")
    lines = ran.err.splitlines()
    assert (ran.code, ran.out) == (2, "")
    assert lines[0].startswith(f"error[{code}]: {ident}")
    assert lines[0].endswith(words)
    assert f"  = help: {advice}" in lines
    assert lines[-1] == "parplan: error: a file with the errors above cannot be used; fix them first"
    marked = next(line for line in lines if "^" in line)
    assert marked.count("^") == len(ident if code == "S108" else spread)


def test_a_range_says_what_the_plan_does_not(parplan: Parplan, tmp_path: Path) -> None:
    """Of a row whose target is a rank nobody knows what the plan asks; with a range of its own, its total is drawn."""
    rows = "rows: [{id: t.1, name: A, max: 10, score: 7}, {id: t.2, name: B, max: 10, score: 5}]"
    index = f"{helpers_cli.HEAD}indices: [{{id: t, name: T, decimals: 2, max: 20, score: 12, {rows}}}]\n"
    folder = write_plan(tmp_path / "plan", index, "targets: {t.1: {planned: 1}, t.2: {target: {rank: 5}}}\n")
    call = ["simulate", "--plan", str(folder), "--n", "1000", "--at-least", "t=13", "--format", "json"]
    known = [json.loads(parplan(*call, *more).out)["indices"][0]["inside"]["probability"] for more in ([], ["--range", "t.2=5,6,7"])]
    assert known[0] is None
    assert known[1] > 0.3


def test_a_range_below_zero_has_no_dash_before_a_minus(tmp_path: Path) -> None:
    indices = "indices: [{id: a, name: A, decimals: 2, max: 0, floor: -5, score: -2}]\n"
    plan = write_plan(
        tmp_path / "plan", "plan: {id: x, name: X, year: 2022, target_year: 2023}\n" + indices, "targets: {a: {planned: 0.5}}\n"
    )
    for lang, said in (("en", r" -\d\.\d\d to -\d\.\d\d "), ("vi", r" -\d,\d\d đến -\d,\d\d ")):
        told = helpers_cli.parplan_here("simulate", "--plan", str(plan), "--n", "1000", "--lang", lang).out
        assert re.search(said, told)
        assert "–-" not in told
