"""What single rows may come to: distributions against closed forms, defaults, limits, declared decimals."""

import math
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from odds import Case, Floats, Range, chances, chi_square, chi_square_bound, drawn, flat, integral, made, mean, triangular_upto, variance
from parplan.engine.distributions import pert, triangular
from parplan.engine.draws import Cuts
from parplan.model.scenario import Change, Shape

# low, likely, high
RANGES = [(0.0, 0.5, 1.0), (0.0, 0.0, 1.0), (0.0, 1.0, 1.0), (-2.0, 3.0, 10.0), (7.97, 8.97, 8.97), (4.04, 5.3, 5.75), (1.0, 1.001, 9.0)]
Distribution = Callable[[Floats, float, float, float], Floats]
INSIDE = np.linspace(0, 1, 101)


def between(low: float, high: float) -> Floats:
    return low + INSIDE * (high - low)


@pytest.mark.parametrize(("low", "likely", "high"), RANGES)
def test_triangular_is_the_textbooks(low: float, likely: float, high: float) -> None:
    at = between(low - 1, high + 1)
    expected = [triangular_upto(float(x), low, likely, high) for x in at]
    assert triangular(at, low, likely, high) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(("low", "likely", "high"), RANGES)
def test_pert_is_a_beta_distribution(low: float, likely: float, high: float) -> None:
    # The shapes of a beta distribution on 0 to 1: 1 + 4 (likely - low) / width, 1 + 4 (high - likely) / width.
    width = high - low
    p, q = 1 + 4 * (likely - low) / width, 1 + 4 * (high - likely) / width
    constant = math.gamma(p + q) / math.gamma(p) / math.gamma(q)
    for x in (0.02, 0.1, 0.3, 0.5, 0.77, 0.98):
        expected = integral(lambda t: constant * t ** (p - 1) * (1 - t) ** (q - 1), 0, x)
        assert pert(np.array([low + x * width]), low, likely, high)[0] == pytest.approx(expected, abs=1e-8)


# Beta distributions whose shapes are whole numbers are sums of binomial terms (NIST Digital Library of Mathematical Functions 8.17.5):
# the likeliest of 0 to 4, the shapes.
WHOLE = [(0, 1, 5), (1, 2, 4), (2, 3, 3), (3, 4, 2), (4, 5, 1)]


@pytest.mark.parametrize(("likely", "p", "q"), WHOLE)
def test_pert_with_whole_shapes_is_a_binomial_sum(likely: int, p: int, q: int) -> None:
    expected = [sum(math.comb(5, k) * x**k * (1 - x) ** (5 - k) for k in range(p, 6)) for x in INSIDE]
    assert p + q == 6
    assert pert(between(0, 4), 0, likely, 4) == pytest.approx(expected, abs=1e-13)


@pytest.mark.parametrize(("low", "likely", "high"), RANGES)
def test_pert_mean_and_variance(low: float, likely: float, high: float) -> None:
    middle = (low + 4 * likely + high) / 6
    above = integral(lambda x: 1 - pert(x, low, likely, high), low, high, 20_000)
    squares = integral(lambda x: 2 * (x - low) * (1 - pert(x, low, likely, high)), low, high, 20_000)
    assert low + above == pytest.approx(middle, abs=1e-6)
    assert squares - above**2 == pytest.approx((middle - low) * (high - middle) / 7, rel=1e-5)


@pytest.mark.parametrize("shape", [triangular, pert])
def test_no_width_is_one_value(shape: Distribution) -> None:
    assert list(shape(np.array([6.9, 7.0, 7.1]), 7.0, 7.0, 7.0)) == [0, 1, 1]


def one(decimals: int, low: str, likely: str, high: str, shape: Shape = "triangular") -> Case:
    """An index of one row with a range."""
    return Case(made(flat(decimals, 100, [20]), "x.1: {planned: 0}"), [Range("x.1", low, likely, high, shape)])


# decimals, range
ROUNDED = [
    (2, "15", "20", "26"),
    (2, "15", "15", "26"),
    (1, "15", "26", "26"),
    (1, "15.04", "20.96", "26.05"),
    (0, "0", "40", "90"),
    (0, "19.4", "20", "22.6"),
    (2, "20", "20", "20"),
    (1, "19.96", "19.96", "19.96"),
]


@pytest.mark.parametrize(("decimals", "low", "likely", "high"), ROUNDED)
def test_outcomes_are_rounded_to_the_declared_decimals(decimals: int, low: str, likely: str, high: str) -> None:
    unit = one(decimals, low, likely, high).units()["x.1"]
    expected = chances(Range("x.1", low, likely, high), decimals)
    assert unit.digit == Fraction(1, 10**decimals)
    assert [(unit.first + k) * unit.digit for k in range(len(unit.upto))] == list(expected)
    assert list(unit.chances) == pytest.approx(list(expected.values()), abs=1e-12)


# Rounding adds a twelfth of a squared last digit to the variance (W. F. Sheppard, 1898).
@pytest.mark.parametrize(("decimals", "low", "likely", "high"), [(2, "15", "20", "26"), (1, "15", "16", "26"), (0, "0", "40", "90")])
def test_mean_and_variance_of_a_rounded_triangular(decimals: int, low: str, likely: str, high: str) -> None:
    unit = one(decimals, low, likely, high).units()["x.1"]
    a, b, c = float(low), float(likely), float(high)
    squared = float(unit.digit) ** 2
    assert mean(unit) == pytest.approx((a + b + c) / 3, abs=0.002 * float(unit.digit))
    assert variance(unit) == pytest.approx((a * a + b * b + c * c - a * b - a * c - b * c) / 18 + squared / 12, abs=0.01 * squared)


@pytest.mark.parametrize(("low", "likely", "high"), [("15", "20", "26"), ("15", "15", "26"), ("15", "26", "26")])
def test_mean_and_variance_of_a_rounded_pert(low: str, likely: str, high: str) -> None:
    unit = one(2, low, likely, high, "pert").units()["x.1"]
    a, c = float(low), float(high)
    middle = (a + 4 * float(likely) + c) / 6
    assert mean(unit) == pytest.approx(middle, abs=1e-5)
    assert variance(unit) == pytest.approx((middle - a) * (c - middle) / 7 + 1e-4 / 12, rel=1e-5)


@pytest.mark.parametrize("correlation", [0.0, 0.3])
@pytest.mark.parametrize(("decimals", "low", "likely", "high"), [*ROUNDED, (2, "1", "2", "99"), (3, "0", "0", "60")])
@pytest.mark.parametrize("shape", ["triangular", "pert"])
def test_every_score_falls_where_a_search_puts_it(
    shape: Shape, decimals: int, low: str, likely: str, high: str, correlation: float
) -> None:
    cuts = Cuts.of(one(decimals, low, likely, high, shape).units()["x.1"], correlation)
    near = [np.nextafter(cuts.at[:-1], side) for side in (-np.float32(np.inf), np.float32(np.inf))]
    spread = np.linspace(-9, 9, 100_001, dtype=np.float32) if correlation else np.linspace(0, 1, 100_001, dtype=np.float32)
    scores = np.concatenate([spread, cuts.at[:-1], *near])
    assert np.array_equal(cuts.below(scores), np.searchsorted(cuts.at, scores, side="right"))


@pytest.mark.parametrize("correlation", [0.0, 0.05, 0.3, 0.9, 0.999, 0.999999])
@pytest.mark.parametrize("shape", ["triangular", "pert"])
def test_correlation_leaves_single_rows_as_they_are(shape: Shape, correlation: float) -> None:
    case, n = one(0, "15", "18", "26", shape), 400_000
    found = drawn(case, n, correlation=correlation)
    unit = case.units()["x.1"]
    expected = {Fraction(unit.first + k): float(chance) for k, chance in enumerate(unit.chances)}
    statistic, degrees = chi_square(expected, found.outcomes["x"], n)
    assert statistic < chi_square_bound(degrees)
    assert found.row("x.1").probability == drawn(case, 100).row("x.1").probability


# What a row comes to where no range is given: (score, planned, keys of the row), the projected change typed, low · likely · high, source
DEFAULTS = [
    ("6, max: 10", "1", None, "6 · 7 · 7.1", "administration"),
    ("6, max: 10", "-1", None, "4.9 · 5 · 6", "administration"),
    ("6, max: 10", "0", None, "6 · 6 · 6", "administration"),
    ("6, max: 10, scored_by: survey", "1", None, "5.5 · 7 · 7.6", "survey"),
    ("6, max: 10, scored_by: survey", "-1", None, "4.4 · 5 · 6.5", "survey"),
    ("6, max: 9, scored_by: survey", "1", None, "5.55 · 7 · 7.55", "survey"),
    ("6, max: 10, floor: 1, scored_by: survey", "1", None, "5.55 · 7 · 7.55", "survey"),
    ("9.2, max: 10, scored_by: survey", "0.7", None, "8.7 · 9.9 · 10", "survey"),
    ("1.2, max: 10, floor: 1, scored_by: survey", "1", None, "1 · 2.2 · 2.75", "survey"),
    ("6, scored_by: survey", "1", None, "6 · 7 · 7.1", "survey"),
    ("6, max: 10", "1", "8", "6 · 8 · 8.2", "administration"),
    ("6, max: 10, scored_by: survey", "1", "5", "4.4 · 5 · 6.5", "survey"),
    ("6, max: 10", "0.33", None, "6 · 6.33 · 6.36", "administration"),  # 6.363
]


@pytest.mark.parametrize(("row", "planned", "typed", "expected", "source"), DEFAULTS)
def test_without_a_range(row: str, planned: str, typed: str | None, expected: str, source: str) -> None:
    plan = made(
        f"{{id: x, name: X, decimals: 2, max: 100, score: 50, rows: [{{id: x.1, name: Row, score: {row}}}]}}",
        f"x.1: {{planned: {planned}}}",
    )
    changes = [Change("set", "x.1", Decimal(typed))] if typed else []
    unit = Case(plan, changes=changes).units()["x.1"]
    assert [unit.low, unit.likely, unit.high] == [Decimal(text) for text in expected.split(" · ")]
    assert unit.origin == source


def test_from_the_scores_as_they_are_only_surveys_vary() -> None:
    plan = made(flat(2, 100, [20, 30]).replace("score: 30}", "score: 30, scored_by: survey}"), "x.1: {planned: 1}\nx.2: {planned: 1}")
    found = Case(plan, base="current").units()
    assert [[int(end) for end in (unit.low, unit.likely, unit.high)] for unit in found.values()] == [[20, 20, 20], [25, 30, 35]]


def test_who_scores_is_inherited_from_above_and_from_the_other_place() -> None:
    plan = made(
        "{id: x, name: X, decimals: 2, max: 100, score: 9, scored_by: survey, rows: [{id: x.1, name: Row, max: 10, score: 4, parts: "
        "[{id: x.1.1, name: Part, max: 5, score: 2}, {id: x.1.2, name: Part, max: 5, score: 2, scored_by: administration}]},"
        " {id: x.2, name: Row, max: 10, score: 5}]}\n"
        "{id: y, name: Y, decimals: 2, max: 100, score: 2, rows: [{id: y.1, name: Row, max: 10, score: 2}, "
        "{id: y.2, name: Row, max: 10, score: 5, same_as: x.2}]}"
    )
    found = Case(plan).units()
    assert {ident: unit.origin for ident, unit in found.items()} == {
        "x.1.1": "survey",
        "x.1.2": "administration",
        "x.2": "survey",
        "y.1": "administration",
    }


# decimals, limits, a range at a limit that the declared decimals cannot write
@pytest.mark.parametrize(
    ("decimals", "limits", "at"), [(0, "max: 9.5", "9.5"), (0, "floor: 1.4, max: 9", "1.4"), (2, "max: 9.996", "9.996")]
)
def test_rounding_does_not_pass_a_limit(decimals: int, limits: str, at: str) -> None:
    plan = made(f"{{id: x, name: X, decimals: {decimals}, max: 100, score: 5, rows: [{{id: x.1, name: Row, {limits}, score: 5}}]}}")
    case = Case(plan, [Range("x.1", at, at, at)])
    found, baseline = drawn(case, 1000).row("x.1"), case.baseline
    assert found.p50 is not None
    assert found.p50 <= (baseline.plan.by_id["x.1"].max or 0)
    assert found.p50 >= baseline.plan.by_id["x.1"].floor
