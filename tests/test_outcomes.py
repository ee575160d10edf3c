"""What single rows may come to: distributions against closed forms, defaults, limits, declared decimals."""

import math
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from odds import (
    Case,
    Floats,
    Range,
    chances,
    chi_square,
    chi_square_bound,
    drawn,
    flat,
    integral,
    made,
    mean,
    moving,
    normal_upto,
    triangular_upto,
    variance,
)
from parplan.engine.distributions import moving as moved
from parplan.engine.distributions import pert, triangular
from parplan.engine.draws import Cuts
from parplan.engine.movement import Movement, movements
from parplan.engine.simulate import simulate
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
    spread = np.linspace(-9, 9, 100_001, dtype=np.float32)
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


# Without a range: as the row moves by itself, and any part of what is planned beyond that.

# score, planned, the typed score; where it comes to by itself; what is asked beyond that
ASKED = [
    ("6", "1", None, "6", "1"),
    ("6", "-1", None, "6", "-1"),
    ("6", "0", None, "6", "0"),
    ("6", "1", "8", "6", "2"),
    ("6", "1", None, "6.4", "0.6"),  # it rises by itself
    ("6", "0.3", None, "6.4", "0"),  # less is planned than comes by itself
    ("6", "0", None, "5.6", "0"),  # it falls by itself: to stay is not more than is between
    ("6", "0.5", None, "5.6", "0.5"),
    ("6", "-1", None, "5.6", "-0.6"),
]


@pytest.mark.parametrize(("score", "planned", "typed", "by_itself", "more"), ASKED)
def test_what_is_asked_beyond_what_comes_by_itself(score: str, planned: str, typed: str | None, by_itself: str, more: str) -> None:
    plan = made(flat(2, 100, [float(score)]), f"x.1: {{planned: {planned}}}")
    changes = [Change("set", "x.1", Decimal(typed))] if typed else []
    still = moving(1e-9, middle=float(by_itself), slope=1.0)
    unit = Case(plan, changes=changes, movements={"x.1": still}).units()["x.1"]
    ends = sorted([Fraction(by_itself), Fraction(by_itself) + Fraction(more)])
    outcomes = [(unit.first + k) * unit.digit for k in range(len(unit.upto))]
    assert [outcomes[0], outcomes[-1]] == ends
    # any part of it alike: a digit at either end is met by half as much
    whole = round((ends[1] - ends[0]) / unit.digit)
    expected = [1 / whole / (2 if at in (0, whole) else 1) for at in range(whole + 1)] if whole else [1]
    assert list(unit.chances) == pytest.approx(expected, abs=1e-6)


# mean, deviation, more
MOVING = [(5.0, 0.3, 0.0), (5.0, 0.3, 0.7), (5.0, 0.3, -0.7), (5.0, 0.3, 1e-4), (5.0, 0.3, 3.1e-4), (5.0, 0.01, 4.0), (0.0, 2.0, 0.5)]


@pytest.mark.parametrize(("mean", "deviation", "more"), MOVING)
def test_moving_is_a_normal_and_a_uniform(mean: float, deviation: float, more: float) -> None:
    at = np.linspace(mean - 4 * deviation + min(more, 0), mean + 4 * deviation + max(more, 0), 41)
    for x, found in zip(at.tolist(), moved(at, mean, deviation, more), strict=True):
        parts = ((np.arange(4000) + 0.5) / 4000 * more).tolist()
        assert found == pytest.approx(math.fsum(normal_upto((x - mean - part) / deviation) for part in parts) / 4000, abs=1e-7)


def test_the_outside_view_knows_nothing_of_the_plan() -> None:
    rows = flat(2, 100, [20, 30])
    moves = {"x.1": moving(0.5, middle=24, slope=0.25), "x.2": moving(1)}
    still = drawn(Case(made(rows), movements=moves), 1000)
    planned = drawn(Case(made(rows, "x.1: {planned: 6}\nx.2: {planned: 3}"), movements=moves), 1000)
    for ident in ("x", "x.1", "x.2"):
        outside = planned.chance(ident).outside._replace(probability=None, standard_error=None)
        assert outside == still.chance(ident).outside._replace(probability=None, standard_error=None)
    assert planned.chance("x.1").outside.p50 == 21
    assert planned.chance("x.2").outside.p50 == 30
    assert float(planned.chance("x").outside.mean or 0) == pytest.approx(51, abs=0.2)


def test_what_nothing_is_known_of_has_no_odds() -> None:
    plan = made("{id: x, name: X, decimals: 2, max: 100, score: 9, rows: [{id: x.1, name: Row, score: 9}]}", "x.1: {planned: 1}")
    case = Case(plan)
    odds = simulate(case.baseline, case.projection, (), movements(case.baseline, ()), n=10, seed=1)
    row = odds[0].chance.children[0]
    assert (row.movement, row.inside.p50, row.outside.p50) == (None, None, None)


CENTS = st.integers(0, 1000).map(lambda cents: Decimal(cents) / 100)
MOVES = st.builds(moving, st.floats(0.02, 2), st.none() | st.floats(0, 10), st.floats(0, 1), st.sampled_from([0.0, 0.3, 0.9]))


@given(CENTS, CENTS, CENTS, CENTS, MOVES)
@example(Decimal(3), Decimal(1), Decimal("1.5"), Decimal(1), moving(1))  # a fall that is typed, to what is met already
def test_more_planned_never_lowers_a_chance(score: Decimal, less: Decimal, more: Decimal, goal: Decimal, move: Movement) -> None:
    less, more = sorted((less, more))
    plan = made(f"{{id: x, name: X, decimals: 2, max: 10, score: {score}}}", f"x: {{target: {goal}}}")

    def chance(to: Decimal) -> float:
        found = drawn(Case(plan, changes=[Change("set", "x", to)], movements={"x": move}), 10).row("x").probability
        assert found is not None
        return found

    assert chance(less) <= chance(more) + 1e-9


@pytest.mark.parametrize("share", ["0", "0.5", "1"])
def test_a_target_that_is_met_asks_for_no_part_of_a_fall_to_it(share: str) -> None:
    plan, moves = made("{id: x, name: X, decimals: 2, max: 10, score: 3}", "x: {target: 1}"), {"x": moving(1)}
    still = drawn(Case(plan, movements=moves), 10).row("x").probability
    assert drawn(Case(plan, changes=[Change("share", None, Decimal(share))], movements=moves), 10).row("x").probability == still


@given(CENTS, CENTS, st.floats(0.05, 1), st.floats(1, 4))
def test_more_spread_moves_a_chance_towards_what_the_middle_says(score: Decimal, goal: Decimal, spread: float, times: float) -> None:
    # Below its target by itself, a wider spread helps; above it, it harms. Half a digit is what rounding makes of it.
    assume(abs(goal - score) > Decimal("0.01"))
    plan = made(f"{{id: x, name: X, decimals: 2, max: 10, score: {score}}}", f"x: {{target: {goal}}}")
    narrow, wide = (
        drawn(Case(plan, movements={"x": moving(each)}), 10).chance("x").outside.probability or 0 for each in (spread, spread * times)
    )
    assert (wide >= narrow - 1e-9) if goal > score else (wide <= narrow + 1e-9)


@given(CENTS, CENTS)
def test_a_row_without_movement_is_certain(score: Decimal, goal: Decimal) -> None:
    plan = made(f"{{id: x, name: X, decimals: 2, max: 10, score: {score}}}", f"x: {{target: {goal}}}")
    found = drawn(Case(plan), 10).chance("x").outside
    assert found.probability == float(score >= goal)
    assert found.p5 == found.p95 == score


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


SMALL = st.integers(0, 100).map(lambda tenths: Decimal(tenths) / 10)


@given(st.lists(st.tuples(SMALL, SMALL, MOVES), min_size=2, max_size=4), SMALL, SMALL, st.sampled_from(["sum", "mean"]), st.data())
def test_more_planned_never_lowers_the_chance_of_a_total(
    rows: list[tuple[Decimal, Decimal, Movement]], less: Decimal, more: Decimal, how: str, data: st.DataObject
) -> None:
    # Both plans are drawn from the same scores, so this holds in every scenario, and not on average alone.
    less, more = sorted((less, more))
    listed = ", ".join(f"{{id: x.{at}, name: Row, max: 10, score: {score}}}" for at, (score, _, _) in enumerate(rows, 1))
    goal = data.draw(SMALL) * (len(rows) if how == "sum" else 1)
    plan = made(
        f"{{id: x, name: X, decimals: 1, max: {10 * len(rows) if how == 'sum' else 10}, aggregate: {how}, rows: [{listed}]}}",
        f"x: {{target: {goal}}}",
    )
    moves = {f"x.{at}": move for at, (_, _, move) in enumerate(rows, 1)}

    def chances(to: Decimal) -> list[float]:
        changes = [Change("set", f"x.{at}", planned) for at, (_, planned, _) in enumerate(rows, 1)]
        case = Case(plan, changes=[*changes[1:], Change("set", "x.1", to)], movements=moves, base="current")
        found = drawn(case, 400, correlation=None).chance("x")
        assert found.inside.probability is not None
        assert found.outside.probability is not None
        return [found.inside.probability, found.outside.probability]

    (few, alone), (many, again) = chances(less), chances(more)
    assert few <= many + 1e-12
    assert alone == pytest.approx(again, abs=1e-12)


# What nearly went wrong.


def test_a_plan_that_passes_a_limit_loses_nothing_by_it() -> None:
    # Printed as 9 of 10, the rows come to 8 of 10: carried out in full they bring 2, and there is room for 1.
    def chance(planned: str) -> float:
        rows = ", ".join(f"{{id: x.{at}, name: Row, max: 5, score: 4}}" for at in (1, 2))
        goals = f"x: {{target: 9.5}}\nx.1: {{planned: {planned}}}\nx.2: {{planned: {planned}}}"
        plan = made(f"{{id: x, name: X, decimals: 2, max: 10, score: 9, rows: [{rows}]}}", goals)
        return drawn(Case(plan, clamp=True, movements=dict.fromkeys(("x.1", "x.2"), moving(0.2))), 20_000).row("x").probability or 0

    found = [chance(planned) for planned in ("0.25", "0.5", "0.75", "1")]
    assert found == sorted(found)


@pytest.mark.parametrize(("decimals", "limit"), [(1, "0.25"), (2, "12.345"), (0, "9.5")])
def test_a_limit_between_two_digits_can_be_reached(decimals: int, limit: str) -> None:
    plan = made(f"{{id: x, name: X, decimals: {decimals}, max: {limit}, score: {limit}}}", f"x: {{target: {limit}}}")
    found = drawn(Case(plan, movements={"x": moving(1)}), 10).chance("x").outside
    assert found.probability == pytest.approx(0.5, abs=0.03)
    assert found.p95 == Decimal(limit)


@pytest.mark.parametrize(("goal", "asked"), [("{target: 4.5}", False), ("{planned: -0.5}", True), ("{target: 5.5}", True)])
def test_a_target_that_is_met_asks_for_no_fall(goal: str, asked: bool) -> None:
    plan = made("{id: x, name: X, decimals: 2, max: 10, score: 5}", f"x: {goal}")
    found = drawn(Case(plan, movements={"x": moving(0.5)}), 10).chance("x")
    assert (found.inside.p50 != found.outside.p50) == asked
