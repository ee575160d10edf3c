"""How scores move by themselves: what a table of units tells, what it is held against, and what is never looked at."""

import math
import random
from collections.abc import Mapping
from decimal import Decimal
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

import parplan
from odds import Case
from odds import drawn as simulated
from parplan.engine.baseline import Baseline
from parplan.engine.movement import SLOPE, SPREAD, SPREAD_ALONE, TOGETHER, Fit, Movement, movements
from parplan.model.peers import Panel
from parplan.model.plan import Plan
from parplan.model.scenario import Change
from reading import check_text, read_panel

Listed = Mapping[int, Mapping[str, tuple[float, float]]]  # by year and unit, the scores of x.1 and x.2

# A scale of 10 and one of 9; the base year is 2022, the targets are those of 2023.
ROWS = "{id: x.1, name: One, max: 10, score: 5}, {id: x.2, name: Two, max: 10, floor: 1, score: 6}"
INDEX = (
    "plan: {{id: x, name: X, year: 2022, target_year: {target}}}\nindices:\n  - {{id: x, name: X, decimals: 2, max: 20, rows: [{rows}]}}\n"
)


def made(rows: str = ROWS, target: int = 2023) -> Plan:
    plan = check_text({"indicators": INDEX.format(rows=rows, target=target), "targets": "targets: {}\n"}).plan
    assert plan is not None
    return plan


def table(listed: Listed, plan: Plan, more: str = "") -> Panel:
    """A table of units, totals too."""
    lines = [f"{unit},{year},{one + two:.6f},{one:.6f},{two:.6f}" for year, units in listed.items() for unit, (one, two) in units.items()]
    found = read_panel(("\n".join(["unit,year,x,x.1,x.2", *lines, more])).encode(), "field.csv", plan)
    assert found.made is not None, found.findings
    return found.made


def moving(listed: Listed, plan: Plan | None = None, more: str = "") -> dict[str, Movement]:
    plan = plan or made()
    return movements(Baseline(plan), [table(listed, plan, more)])


# Twelve units, evenly spread around 5 and 6; in a year each makes up half of its distance to the middle of x.1, a quarter of that of x.2,
# and the whole field rises by 0.3 and by 0.2.
UNITS = [f"U{at}" for at in range(12)]
AWAY = {unit: (at - 5.5) / 4 for at, unit in enumerate(UNITS)}
HALVED: Listed = {
    2021: {unit: (5 + away, 6 + away) for unit, away in AWAY.items()},
    2022: {unit: (5.3 + away / 2, 6.2 + away * 3 / 4) for unit, away in AWAY.items()},
}


def test_what_a_table_tells_is_held_against_what_it_tells_of_all_and_that_against_the_constants() -> None:
    found = moving(HALVED)
    one, two = found["x.1"], found["x.2"]
    common = (0.5 + 0.25 + SLOPE) / 3
    assert (one.slope, two.slope) == pytest.approx(((0.5 + common) / 2, (0.25 + common) / 2))
    assert (one.middle, two.middle) == pytest.approx((5.3, 6.2))
    # what is left: the rise, and what the slope is off by
    off = [(0.3, 0.5 - one.slope), (0.2, 0.25 - two.slope)]
    left = [[rise - more * away for away in AWAY.values()] for rise, more in off]
    around = [fmean(each * each for each in units) / scale**2 for units, scale in zip(left, (10, 9), strict=True)]
    every = (sum(around) + SPREAD**2) / 3
    assert one.spread == pytest.approx(10 * math.sqrt((around[0] + every) / 2))
    assert two.spread == pytest.approx(9 * math.sqrt((around[1] + every) / 2))
    product = fmean(a * b for a, b in zip(*left, strict=True)) / math.prod(math.sqrt(fmean(a * a for a in units)) for units in left)
    assert one.together == two.together == pytest.approx((product + TOGETHER) / 2)
    assert one.fit == Fit(
        "field.csv",
        2021,
        2022,
        12,
        24,
        {"x.1": one.slope, "x.2": two.slope},
        {"x.1": one.spread, "x.2": two.spread},
        one.together,
    )
    assert found["x"].fit is None  # a total follows from its rows


# What is not looked at, and what says too little: then a row's scale is all that is known.
FEW: Listed = {year: dict(list(units.items())[:9]) for year, units in HALVED.items()}
OTHER_YEARS: Listed = {2018: HALVED[2021], 2020: HALVED[2022], 2022: HALVED[2022]}
CHANGED = ROWS.replace("score: 5}", "score: 5, comparable: false}")


def test_of_few_units_a_table_says_too_little() -> None:
    assert moving(FEW)["x.1"] == Movement(None, 0.0, SPREAD_ALONE * 10, TOGETHER, "scale")


@pytest.mark.parametrize("listed", [OTHER_YEARS, {2022: HALVED[2022]}])
def test_a_table_without_two_years_in_a_row_has_a_mean_at_least(listed: Listed) -> None:
    one = moving(listed)["x.1"]
    assert one.middle == pytest.approx(5.3)
    assert one.table == "field.csv"
    assert one._replace(table=None, middle=None) == Movement(None, SLOPE, SPREAD * 10, TOGETHER, "mean")


def test_years_that_do_not_compare_are_left_out() -> None:
    found = moving(HALVED, made(CHANGED))
    assert found["x.1"].slope == pytest.approx((0.25 + SLOPE) / 2)  # what x.2 and the constant say
    assert found["x.2"].fit is not None
    assert found["x.2"].fit.changes == 12


def test_an_excerpt_tells_nothing_of_the_field() -> None:
    plan = made()
    panel = table(HALVED, plan)._replace(ranked={2021: 12, 2022: 63})
    assert movements(Baseline(plan), [panel])["x.1"].ground == "scale"


def test_a_published_mean_is_moved_towards() -> None:
    plan = parplan.load().workspace.plan
    found = movements(Baseline(plan), parplan.load().workspace.published)
    assert (found["papi"].ground, found["papi"].middle, found["papi"].slope) == ("mean", 42.34, SLOPE)
    assert found["papi"].spread == pytest.approx(SPREAD * 72)
    assert found["papi.1"].ground == found["par"].ground == "scale"


def test_the_shipped_plan_sees_2021_and_2022_alone() -> None:
    workspace = parplan.load().workspace
    found = movements(Baseline(workspace.plan), workspace.fields)
    fit = found["papi.4"].fit
    assert fit is not None
    assert (fit.name, fit.first, fit.last, fit.units, fit.changes) == ("peers/papi.csv", 2021, 2022, 60, 480)
    assert {ident for ident, movement in found.items() if movement.fit is not None} == {f"papi.{n}" for n in range(1, 9)}


SCORES = st.floats(1.5, 9.5)


@given(st.lists(st.tuples(SCORES, SCORES), min_size=12, max_size=12), st.integers(2023, 2025))
def test_a_forecast_never_sees_what_it_foretells(later: list[tuple[float, float]], year: int) -> None:
    more = {**HALVED, year: dict(zip(UNITS, later, strict=True))}
    assert moving(more) == moving(HALVED)


@given(st.integers(0, 10_000), st.sampled_from([(0.2, 0.3, 0.0), (0.5, 0.2, 0.6), (0.8, 0.5, 0.3)]))
def test_long_tables_are_found_as_they_were_made(seed: int, truth: tuple[float, float, float]) -> None:
    # 20 years of 60 units, made by the law itself; what they are held against is one year of 21.
    slope, spread, together = truth
    drawn = random.Random(seed)  # noqa: S311
    now = {f"U{at}": [5 + drawn.gauss(0, 0.6), 5.5 + drawn.gauss(0, 0.6)] for at in range(60)}
    listed = {}
    for year in range(2003, 2023):
        listed[year] = {unit: (one, two) for unit, (one, two) in now.items()}
        middles = [fmean(scores[at] for scores in now.values()) for at in (0, 1)]
        for scores in now.values():
            common = drawn.gauss(0, 1)
            for at in (0, 1):
                own = math.sqrt(together) * common + math.sqrt(1 - together) * drawn.gauss(0, 1)
                scores[at] += slope * (middles[at] - scores[at]) + spread * own
        now = {unit: [min(max(score, 1), 10) for score in scores] for unit, scores in now.items()}
    for movement in (moving(listed)[ident] for ident in ("x.1", "x.2")):
        assert movement.slope == pytest.approx(slope, abs=0.12)
        assert movement.spread == pytest.approx(spread, abs=0.06)
        assert movement.together == pytest.approx(together, abs=0.15)


# middle, slope, years: mean and standard deviation from a score of 4 with a spread of 0.5
AHEAD = [
    (None, 0.0, 1, 4.0, 0.5),
    (None, 0.0, 4, 4.0, 1.0),
    (6.0, 0.5, 1, 5.0, 0.5),
    (6.0, 0.5, 2, 5.5, 0.5 * math.sqrt(1.25)),
    (6.0, 1.0, 3, 6.0, 0.5),
    (6.0, 0.0, 4, 4.0, 1.0),
]


@pytest.mark.parametrize(("middle", "slope", "years", "mean", "deviation"), AHEAD)
def test_several_years_ahead(middle: float | None, slope: float, years: int, mean: float, deviation: float) -> None:
    assert Movement(middle, slope, 0.5, 0.3, "scale").after(4.0, years) == pytest.approx((mean, deviation))


def test_targets_further_ahead_are_less_certain() -> None:
    def most(target: int) -> Decimal:
        case = Case(plan := made(target=target), movements=movements(Baseline(plan), ()))
        found = simulated(case, 10_000).chance("x.1").outside.p95
        assert found is not None
        return found

    # 5 + 1.645 x 0.49, and that times the root of 3
    assert [most(2023), most(2025)] == [Decimal("5.81"), Decimal("6.40")]


# What nearly went wrong.


def test_a_year_in_which_all_units_are_alike_says_nothing() -> None:
    # The mean of twelve tenths is not a tenth, to a computer: what lies between is no distance that was made up.
    plan = made(ROWS.replace("floor: 1, ", ""))
    years = {2021: {unit: (one, 0.1) for unit, (one, _) in HALVED[2021].items()}, 2022: HALVED[2022]}
    assert 0 <= moving(years, plan)["x.1"].slope <= 1
    assert moving(years, plan)["x.1"].slope == pytest.approx((0.5 + (0.5 + SLOPE) / 2) / 2)


def test_parts_that_a_table_lists_later_leave_a_row_in_its_field() -> None:
    rows = ROWS.replace("score: 5}", "score: 5, parts: [{id: x.1.a, name: A, max: 10, score: 5}]}")
    plan = made(rows)
    lines = [f"{unit},{year},{one + two:.4f},{one:.4f},{two:.4f}," for year in (2021, 2022) for unit, (one, two) in HALVED[year].items()]
    later = [f"{unit},2023,11,5,6,5" for unit in UNITS]

    def read(*listed: str) -> dict[str, Movement]:
        found = read_panel("\n".join(["unit,year,x,x.1,x.2,x.1.a", *listed]).encode(), "field.csv", plan).made
        assert found is not None
        return movements(Baseline(plan), [found])

    assert read(*lines, *later) == read(*lines)
    assert read(*lines)["x.1"].ground == "table"


def test_of_two_tables_the_longer_one_counts() -> None:
    plan = made()
    longer: Listed = {**dict.fromkeys((2018, 2019, 2020), HALVED[2021]), **HALVED}
    short, long = table(HALVED, plan), table(longer, plan)
    for fields in ([short, long], [long, short]):
        fit = movements(Baseline(plan), fields)["x.1"].fit
        assert fit is not None
        assert fit.first == 2018


# Totals.

UNPLANNED = "{{id: x, name: X, decimals: 2, max: 80, score: {score}, rows: [{rows}]}}"
EIGHT = ", ".join(f"{{id: x.{at}, name: Row, max: 10, score: 5}}" for at in range(1, 9))


# Its rows each at so many points of ten, and a goal: near the maximum rows cannot pass it, whatever is planned for the total.
PLANNED_ALONE = [("5", 36), ("5", 39), ("5", 45), ("9.5", 76), ("9.5", 78), ("0.1", 1)]


@pytest.mark.parametrize(("score", "goal"), PLANNED_ALONE)
def test_a_total_that_is_planned_alone_varies_as_its_rows_do(score: str, goal: int) -> None:
    plan = of_total(f"x: {{planned: 0.01, target: {goal}}}", EIGHT.replace("score: 5", f"score: {score}"), 8 * Decimal(score))
    found = simulated(Case(plan, movements=movements(Baseline(plan), ())), 100_000, correlation=None).chance("x")
    assert found.inside.probability == pytest.approx(found.outside.probability, abs=0.003)
    for inside, outside in zip(found.inside[3:], found.outside[3:], strict=True):
        assert inside == pytest.approx(outside, abs=Decimal("0.02"))
    assert found.children[0].inside.p50 is None  # nobody knows what is asked of it


def test_to_say_what_rows_gain_changes_little_of_a_total_that_says_it_all() -> None:
    alone = of_total("x: {planned: 4, target: 44}")
    rest = ", ".join(f"x.{at}: {{planned: 0}}" for at in range(3, 9))
    said = of_total(f"x: {{planned: 4, target: 44}}, x.1: {{planned: 0.01}}, x.2: {{planned: 0}}, {rest}")
    found = [
        simulated(Case(plan, movements=movements(Baseline(plan), ())), 50_000, correlation=None).chance("x").inside.probability
        for plan in (alone, said)
    ]
    assert found[0] == pytest.approx(found[1] or 0, abs=0.005)


def of_total(targets: str, rows: str = EIGHT, score: Decimal = Decimal(40)) -> Plan:
    head = "plan: {id: x, name: X, year: 2022, target_year: 2023}\nindices:\n  - "
    plan = check_text({"indicators": head + UNPLANNED.format(rows=rows, score=score) + "\n", "targets": f"targets: {{{targets}}}\n"}).plan
    assert plan is not None
    return plan


def test_rows_without_scores_leave_their_total_to_vary() -> None:
    plan = of_total("x: {target: 45}", EIGHT.replace(", score: 5", ""))
    found = simulated(Case(plan, movements=movements(Baseline(plan), ())), 1000, correlation=None).chance("x")
    # eight rows of 0.49 points, a quarter in common: 2.30 together
    spread = 0.49 * math.sqrt(8 * (1 + 7 * TOGETHER))
    assert found.outside.p95 is not None
    assert float(found.outside.p95) == pytest.approx(40 + 1.645 * spread, abs=0.02)
    assert found.children[0].is_unknown


def test_a_table_of_a_row_counts_although_the_plan_lists_its_parts() -> None:
    rows = ROWS.replace("score: 5}", "score: 5, parts: [{id: x.1.a, name: A, max: 5, score: 2}, {id: x.1.b, name: B, max: 5, score: 3}]}")
    whole, parts = made(), made(rows)
    for view in ("outside", "inside"):
        told = [
            getattr(simulated(Case(plan, movements=moving(HALVED, plan)), 1000, correlation=None).chance("x.1"), view)
            for plan in (whole, parts)
        ]
        assert told[0] == told[1]


def test_nothing_that_is_tried_reaches_the_outside_view() -> None:
    plan = of_total("x.1: {planned: 1}")
    moves = movements(Baseline(plan), ())
    changes = [Change("set", "x", Decimal(50))]
    still, tried = (
        simulated(Case(plan, changes=each, movements=moves), 5000, correlation=None).chance("x").outside for each in ([], changes)
    )
    assert still == tried


def test_a_row_that_cannot_move_takes_nothing_from_its_total() -> None:
    fixed = ", {id: x.9, name: None, max: 2, floor: 2, score: 2}"
    found = []
    for plan in (of_total("x: {target: 44}"), of_total("x: {target: 44}", EIGHT + fixed)):
        case = Case(plan, movements=movements(Baseline(plan), ()))
        found.append(simulated(case, 20_000, correlation=None).chance("x").outside.probability)
    assert found[0] == pytest.approx(found[1] or 0, abs=0.01)


def test_a_total_set_as_it_stands_moves_as_its_rows_and_not_towards_its_own_mean() -> None:
    workspace = parplan.load().workspace
    moves = movements(Baseline(workspace.plan), workspace.fields)
    changes = [Change("set", "papi", Decimal("38.80"))]
    found = simulated(Case(workspace.plan, changes=changes, base="current", movements=moves), 50_000, correlation=None).chance("papi")
    assert found.inside.probability == pytest.approx(found.outside.probability, abs=0.002)
    assert found.inside.mean == pytest.approx(found.outside.mean, abs=Decimal("0.02"))
