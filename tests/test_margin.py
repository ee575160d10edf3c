"""`parplan reach --odds`: how far beyond a goal to plan, against closed forms, laws over random plans, and the command as typed."""

import json
import math
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from statistics import NormalDist
from typing import Any, NamedTuple

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

pytest.importorskip("numpy")

import parplan as for_scripts
from conftest import Parplan
from helpers_cli import DATA, HEAD, write_plan
from odds import made
from parplan.engine.baseline import Baseline
from parplan.engine.draws import Distribution
from parplan.engine.margin import Margin, Outlook
from parplan.engine.movement import SPREAD_ALONE, Movement, movements
from parplan.engine.project import Projection, project
from parplan.engine.reach import Reach, Wish, reach
from parplan.engine.simulate import simulate
from parplan.model.fields import Better
from parplan.model.plan import Plan


class Case(NamedTuple):
    """A plan of the index x, and how its rows move."""

    plan: Plan
    moving: Mapping[str, Movement]

    @property
    def alone(self) -> Distribution:
        """What x comes to with nothing planned."""
        baseline = Baseline(self.plan)
        found = simulate(baseline, as_it_is(baseline), (), self.moving, n=4_000, seed=1)[0].outcomes("x")[0]
        assert found is not None
        return found


def as_it_is(baseline: Baseline) -> Projection:
    found = project(baseline, "current")
    assert isinstance(found, Projection)
    return found


def asked(case: Case, alone: Distribution, odds: str, goal: str, *locked: str) -> Reach:
    """What it takes to bring x to a goal with the odds."""
    baseline = Baseline(case.plan)
    row, score = baseline.standing["x"], baseline.score["x"]
    assert score is not None
    outlook = Outlook.of(Decimal(odds), alone, score, row.better, row.decimals)
    found = reach(baseline, Wish("x", Decimal(goal), locked=frozenset(locked)), as_it_is(baseline), outlook)
    assert isinstance(found, Reach)
    return found


def margin(found: Reach) -> Margin:
    assert found.margin is not None
    return found.margin


def reach_json(parplan: Parplan, typed: str, code: int = 0) -> dict[str, Any]:
    ran = parplan("reach", "--format", "json", *typed.split())
    assert ran.code == code, ran.err
    payload: dict[str, Any] = json.loads(ran.out, parse_float=Decimal, parse_int=Decimal)
    return payload


# Closed forms: one row, of which nobody knows more than its scale, is normal around its score.


def single(decimals: int, better: Better = "higher") -> Case:
    plan = made(f"{{id: x, name: X, decimals: {decimals}, max: 100, score: 50, better: {better}}}")
    return Case(plan, movements(Baseline(plan), ()))


# Decimals, odds, how far beyond the goal: z x 4.9 points less half a digit, up to the next digit.
NORMAL = [
    (0, "0.8", "4"),
    (1, "0.8", "4.1"),
    (2, "0.8", "4.12"),
    (2, "0.95", "8.06"),
    (2, "0.9987", "14.76"),
    (2, "0.5", "0.00"),
    (2, "0.3", "-2.57"),
    (2, "0.05", "-8.06"),
]


@pytest.mark.parametrize(("decimals", "odds", "points"), NORMAL)
@pytest.mark.parametrize("better", ["higher", "lower"])
def test_the_margin_of_one_row_is_that_of_a_normal_variable(better: Better, decimals: int, odds: str, points: str) -> None:
    case, sense = single(decimals, better), 1 if better == "higher" else -1
    found = margin(asked(case, case.alone, odds, str(50 + 20 * sense)))
    assert found.points == sense * Decimal(points)
    assert found.planned == 50 + 20 * sense + sense * Decimal(points)
    in_digits = (NormalDist().inv_cdf(float(odds)) * SPREAD_ALONE * 100 * 10**decimals) - 0.5
    assert Decimal(points) * 10**decimals == math.ceil(in_digits - 1e-3)


def test_a_score_that_would_fall_by_itself_has_to_be_held_first() -> None:
    """Towards a middle of 40 it falls to 45 on average: staying at 50 takes the five points as well."""
    plan = single(2).plan
    falling, rising = (Case(plan, {"x": Movement(middle, 0.5, 4.0, 0.25, "mean")}) for middle in (40.0, 60.0))
    z = NormalDist().inv_cdf(0.8) * 4
    assert margin(asked(falling, falling.alone, "0.8", "60")).points == Decimal(math.ceil((z + 5) * 100 - 0.5)) / 100
    assert margin(asked(rising, rising.alone, "0.8", "60")).points == Decimal(math.ceil(z * 100 - 0.5)) / 100


def test_what_is_met_by_itself_needs_nothing() -> None:
    """It rises from 50 to 55 on average by itself, so 52 is met with Φ(3/4) = 77 %."""
    case = Case(single(2).plan, {"x": Movement(60.0, 0.5, 4.0, 0.25, "mean")})
    enough, too_little = (asked(case, case.alone, odds, "52") for odds in ("0.77", "0.78"))
    assert (enough.feasible, enough.needed) == (True, Decimal(0))
    assert margin(enough).planned is None
    assert margin(enough).points is None
    assert margin(enough).alone == pytest.approx(NormalDist().cdf(0.75125), abs=1e-4)
    assert too_little.needed == Decimal("5.09")  # from where it stands: what comes by itself has to come as well


# Laws, over plans and movements of all kinds.


@st.composite
def cases(draw: st.DrawFn) -> Case:
    better, mean = draw(st.sampled_from(["higher", "lower"])), draw(st.booleans())
    scores = draw(st.lists(st.integers(0, 100), min_size=1, max_size=4))
    rows = [f"{{id: x.{at}, name: Row, max: 10, better: {better}, score: {each / 10}}}" for at, each in enumerate(scores, 1)]
    total = (
        f"max: 10, score: {sum(scores) / 10 / len(scores):.6f}, aggregate: mean"
        if mean
        else f"max: {10 * len(scores)}, score: {sum(scores) / 10}"
    )
    plan = made(f"{{id: x, name: X, decimals: 1, {total}, better: {better}, rows: [{', '.join(rows)}]}}")
    middles, parts = st.none() | st.floats(0, 10), st.floats(0, 1)
    moving = {
        f"x.{at}": Movement(draw(middles), draw(parts), draw(st.floats(0.05, 2)), draw(st.sampled_from([0.0, 0.25, 0.9])), "mean")
        for at in range(1, len(scores) + 1)
    }
    return Case(plan, moving)


ODDS = st.integers(1, 99).map(lambda percent: str(Decimal(percent) / 100))
GOALS = st.integers(0, 400).map(lambda tenths: str(Decimal(tenths) / 10))


def counted(alone: Distribution, sense: int, goal: Fraction, shift: Fraction) -> float:
    """How often an outcome, shifted so far, is as good as a goal: one by one."""
    outcomes = ((alone.first + alone.step * at, share) for at, share in enumerate(alone.shares.tolist()))
    return math.fsum(share for outcome, share in outcomes if sense * (outcome + shift - goal) >= 0)


@given(cases(), ODDS, GOALS)
def test_what_is_planned_has_the_odds_and_a_digit_less_has_not(case: Case, odds: str, goal: str) -> None:
    alone, baseline = case.alone, Baseline(case.plan)
    found, score = margin(asked(case, alone, odds, goal)), baseline.score["x"]
    assert score is not None
    sense = 1 if baseline.standing["x"].better == "higher" else -1
    mean = Fraction(round(float(alone.mean), 6)).limit_denominator(10**6)
    level = max(score, mean) if sense > 0 else min(score, mean)

    def chance(planned: Decimal) -> float:
        beyond = max(sense * (Fraction(planned) - level), Fraction(0))
        return counted(alone, sense, Fraction(goal), sense * beyond)

    by_itself = counted(alone, sense, Fraction(goal), Fraction(0))
    assert found.alone == pytest.approx(by_itself, abs=1e-9)
    if found.planned is None:
        assert by_itself >= float(odds) - 1e-9
    else:
        assert by_itself < float(odds)
        assert chance(found.planned) >= float(odds) - 1e-9
        assert chance(found.planned - sense * Decimal("0.1")) < float(odds)


@given(cases(), ODDS, ODDS, GOALS)
def test_higher_odds_never_ask_for_less(case: Case, one: str, other: str, goal: str) -> None:
    low, high = sorted((one, other), key=Decimal)
    alone = case.alone
    less, more = (asked(case, alone, odds, goal) for odds in (low, high))
    assert less.needed <= more.needed
    assert less.feasible or not more.feasible
    sense = 1 if Baseline(case.plan).standing["x"].better == "higher" else -1
    ahead, further = margin(less).points, margin(more).points
    assert ahead is None or (further is not None and sense * ahead <= sense * further)


@given(cases(), ODDS, GOALS)
def test_the_answer_is_no_just_where_the_most_that_can_be_has_not_the_odds(case: Case, odds: str, goal: str) -> None:
    found = asked(case, case.alone, odds, goal)
    assume(abs(margin(found).chance - float(odds)) > 1e-9)
    assert found.feasible is (margin(found).chance > float(odds))


def test_the_most_that_can_be_may_lie_between_two_digits() -> None:
    """With one row of three left at 5 the mean comes to 8.33… at most: that may have the odds where 8.3 has not."""
    rows = ", ".join(f"{{id: x.{at}, name: Row, max: 10, score: 5}}" for at in (1, 2, 3))
    plan = made(f"{{id: x, name: X, decimals: 1, max: 10, score: 5, aggregate: mean, rows: [{rows}]}}")
    case = Case(plan, {f"x.{at}": Movement(None, 0.0, 0.6, 0.25, "scale") for at in (1, 2, 3)})
    found = asked(case, case.alone, "0.79", "7.98", "x.1")
    assert (found.feasible, margin(found).planned, found.total) == (True, Decimal("8.4"), Decimal(25) / 3)
    assert margin(found).chance >= 0.79
    further = asked(case, case.alone, "0.79", "8.00", "x.1")
    assert (further.feasible, margin(further).planned) == (False, Decimal("8.4"))
    assert margin(further).chance < 0.79


# The command.

# What is typed, what is to be planned, the margin, the chance with nothing planned, the total. Nobody knows more of these rows than
# their scale.
PLANNED = [
    ("par --at-least 85 --odds 0.8", "87.43", "2.43", "0.0010", "87.43"),
    ("par --at-least 85 --odds 80%", "87.43", "2.43", "0.0010", "87.43"),
    ("par --at-least 85 --odds 0.5", "85.22", "0.22", "0.0010", "85.22"),  # rows that are full can only fall
    ("par --at-least 85 --odds 0.3", "83.87", "-1.13", "0.0010", "83.87"),
    ("par --at-least 85 --odds 0.8 --base plan", "87.43", "2.43", "0.0010", "88.63"),
    ("par --at-least 85 --odds 0.6 --by fewest --lock par.8", "85.88", "0.88", "0.0010", "85.88"),
    ("par.8 --at-least 13 --odds 0.75 --basis corrected", "13.44", "0.44", "0.0004", "13.44"),
    ("par --at-least 77 --odds 0.3", None, None, "0.5516", "77.55"),
]


@pytest.mark.parametrize(("typed", "planned", "points", "alone", "total"), PLANNED)
def test_what_is_to_be_planned(parplan: Parplan, typed: str, planned: str | None, points: str | None, alone: str, total: str) -> None:
    payload = reach_json(parplan, typed)
    found = payload["margin"]
    assert (found["planned"], found["points"]) == (planned and Decimal(planned), points and Decimal(points))
    assert (found["alone"], payload["total"]) == (Decimal(alone), Decimal(total))
    assert found["chance"] >= found["odds"]


def test_with_nothing_planned_the_chance_is_that_of_simulate(parplan: Parplan) -> None:
    drawn = json.loads(parplan("simulate", "papi", "--format", "json").out)["indices"][0]["outside"]["probability"]
    assert float(reach_json(parplan, "papi --odds 0.8")["margin"]["alone"]) == drawn


# What a goal comes to that is no points, by other units.
BY_OTHERS = [("papi --rank 30", "42.44"), ("papi --group cao", "43.44"), ("papi.4", "6.63"), ("sipas", "7.90")]


@pytest.mark.parametrize(("typed", "goal"), BY_OTHERS)
def test_the_margin_is_added_to_the_points_that_a_goal_comes_to(parplan: Parplan, typed: str, goal: str) -> None:
    payload = reach_json(parplan, f"{typed} --odds 0.9")
    points, planned = (payload["margin"][key] for key in ("points", "planned"))
    assert points > 0
    assert (payload["goal"]["at_least"], planned) == (Decimal(goal), Decimal(goal) + points)
    assert payload["total"] == planned


def test_without_odds_there_is_no_margin(parplan: Parplan) -> None:
    assert reach_json(parplan, "papi")["margin"] is None


# language, what is typed, the exit code, what is said below the table
SAID = [
    (
        "en",
        "par.7.admin --at-least 9 --odds 0.9",
        0,
        """\
plan for 9.78, 0.78 above the goal: if the plan is carried out in full, 9.00 is met with a chance of 90%, because scores move; with \
nothing planned, of 0.2%
needs 2.52 more: 48.09% of the headroom of every row that may change, rounded to steps of 0.01
assumed: the planned gain beyond the usual movement is achieved in full
rows without a table of all ranked units (10 at least) to go by: 1; taken to move up as likely as down, give or take 4.9% of the scale \
a year
""",
    ),
    (
        "vi",
        "par.7.admin --at-least 9 --odds 0.9",
        0,
        """\
kế hoạch cần đặt mức 9,78, cao hơn 0,78 so với mức cần đạt: nếu thực hiện toàn bộ thì, do điểm dao động, xác suất đạt \
9,00 là 90%; nếu không làm gì thêm thì 0,2%
cần tăng thêm 2,52: 48,09% dư địa của mỗi tiêu chí được thay đổi, làm tròn theo bước 0,01
giả định: phần kế hoạch ngoài diễn biến thông thường đạt toàn bộ
1 tiêu chí chưa có bảng điểm của mọi đơn vị được xếp hạng (ít nhất 10): coi khả năng tăng và giảm như nhau, mỗi năm dao động \
±4,9% thang điểm
""",
    ),
    (
        "en",
        "par.7.admin --at-least 9 --odds 0.305",
        0,
        """\
plan for 8.69, 0.31 below the goal: if the plan is carried out in full, 9.00 is met with a chance of 30.5%, because scores move; with \
nothing planned, of 0.2%
needs 1.43 more: 27.29% of the headroom of every row that may change, rounded to steps of 0.01
assumed: the planned gain beyond the usual movement is achieved in full
rows without a table of all ranked units (10 at least) to go by: 1; taken to move up as likely as down, give or take 4.9% of the scale \
a year
""",
    ),
    (
        "vi",
        "par.7.admin --at-least 9 --odds 0.305",
        0,
        """\
kế hoạch cần đặt mức 8,69, thấp hơn 0,31 so với mức cần đạt: nếu thực hiện toàn bộ thì, do điểm dao động, xác suất đạt \
9,00 là 30,5%; nếu không làm gì thêm thì 0,2%
cần tăng thêm 1,43: 27,29% dư địa của mỗi tiêu chí được thay đổi, làm tròn theo bước 0,01
giả định: phần kế hoạch ngoài diễn biến thông thường đạt toàn bộ
1 tiêu chí chưa có bảng điểm của mọi đơn vị được xếp hạng (ít nhất 10): coi khả năng tăng và giảm như nhau, mỗi năm dao động \
±4,9% thang điểm
""",
    ),
    (
        "en",
        "papi.8 --at-least 2.2 --odds 0.6",
        0,
        """\
as scores move, 2.20 is met with a chance of 81.2% with nothing planned: nothing more is needed
as scores move: from peers/papi.csv, 2021–2022, 60 units; in a year a row makes up 33% of its distance to the mean
""",
    ),
    (
        "vi",
        "papi.8 --at-least 2.2 --odds 0.6",
        0,
        """\
theo diễn biến thông thường, không làm gì thêm thì xác suất đạt 2,20 đã là 81,2%: kế hoạch không cần đặt thêm
theo diễn biến thông thường: tính từ peers/papi.csv, 2021–2022, 60 đơn vị; mỗi năm, mỗi tiêu chí rút ngắn 33% khoảng \
cách tới mức bình quân
""",
    ),
    (
        "en",
        "papi.3 --at-least 9.9 --odds 0.8",
        1,
        """\
to meet 9.90 with a chance of 80%, 10.11 would have to be planned, 0.21 above the goal; with nothing planned, the \
chance is 0.0%
needs 6.00 more
out of reach: 10.00 at most, 0.11 short
met with a chance of 65.7% at most
held back by: papi.3 (maximum)
assumed: the planned gain beyond the usual movement is achieved in full
as scores move: from peers/papi.csv, 2021–2022, 60 units; in a year a row makes up 47% of its distance to the mean
""",
    ),
    (
        "vi",
        "papi.3 --at-least 9.9 --odds 0.8",
        1,
        """\
để xác suất đạt 9,90 là 80%, kế hoạch sẽ phải đặt mức 10,11, cao hơn 0,21 so với mức cần đạt; nếu không làm gì thêm thì \
xác suất là 0,0%
cần tăng thêm 6,00
không đạt được: cao nhất là 10,00, còn hụt 0,11
xác suất cao nhất là 65,7%
bị giới hạn bởi: papi.3 (điểm tối đa)
giả định: phần kế hoạch ngoài diễn biến thông thường đạt toàn bộ
theo diễn biến thông thường: tính từ peers/papi.csv, 2021–2022, 60 đơn vị; mỗi năm, mỗi tiêu chí rút ngắn 47% khoảng \
cách tới mức bình quân
""",
    ),
]


@pytest.mark.parametrize(("lang", "typed", "code", "said"), SAID)
def test_what_is_said(parplan: Parplan, lang: str, typed: str, code: int, said: str) -> None:
    ran = parplan("reach", "--lang", lang, *typed.split())
    feet = [line[2:].replace("\u00a0", " ") for line in ran.out.splitlines() if line.startswith("  ") and line[2] not in "¹²³⁴ "]
    assert (ran.code, feet) == (code, said.splitlines())


TITLES = [
    ("en", "Vertical accountability: at least 4.32 with a chance of 99.5%\n"),
    ("vi", "Trách nhiệm giải trình với người dân: đạt ít nhất 4,32 với xác suất 99,5%\n"),
]


@pytest.mark.parametrize(("lang", "title"), TITLES)
def test_the_title_tells_the_odds(parplan: Parplan, lang: str, title: str) -> None:
    assert parplan("reach", "papi.3", "--odds", "99.5%", "--lang", lang).out.startswith(title)


def test_where_less_is_better_less_is_planned(parplan: Parplan, tmp_path: Path) -> None:
    index = "{id: x, name: Late files, decimals: 1, max: 100, score: 40, better: lower}"
    folder = write_plan(tmp_path, f"{HEAD}indices:\n  - {index}\n", "targets: {x: {target: 30}}\n")
    ran = parplan("reach", "x", "--odds", "0.9", "--plan", str(folder), "--lang", "en")
    assert ran.code == 0
    assert ran.out.startswith("Late files: at most 30.0 with a chance of 90%\n")
    assert "  plan for 23.7, 6.3 below the goal: if the plan is carried out in full, 30.0 is met with a chance of 90%," in ran.out


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("typed", ["papi --odds 0.8", "par --at-least 99 --odds 0.9 --lock par.7.admin"])
def test_it_fits_a_terminal(parplan: Parplan, monkeypatch: pytest.MonkeyPatch, typed: str, lang: str) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    out = parplan("reach", "--lang", lang, *typed.split()).out
    assert max(len(line) for line in out.splitlines()) <= 80


def test_what_is_saved_is_what_is_to_be_planned(parplan: Parplan, tmp_path: Path) -> None:
    file = tmp_path / "saved.yaml"
    assert parplan("reach", "par", "--at-least", "85", "--odds", "80%", "--save", str(file)).code == 0
    assert "parplan reach par --at-least 85 --odds 80%" in file.read_text(encoding="utf-8")
    assert "par at least 85.00 with a chance of 80%" in file.read_text(encoding="utf-8")
    assert "par đạt ít nhất 85,00 với xác suất 80%" in file.read_text(encoding="utf-8")
    assert parplan("project", "par", "--plan", str(DATA), "--scenario", str(file), "--fail-under", "par=87.43").code == 0
    assert parplan("project", "par", "--plan", str(DATA), "--scenario", str(file), "--fail-under", "par=87.44").code == 1


def test_by_another_table_rows_move_otherwise(parplan: Parplan, tmp_path: Path) -> None:
    """All units but the own one, none of which ever changes: the spread is held against the constant alone."""
    lines = [f"U{at},{year},{40 + at / 2},{4 + at / 10:.2f}" for year in range(2018, 2023) for at in range(61)]
    table = tmp_path / "still.csv"
    table.write_text("\n".join(["unit,year,papi,papi.3", *lines, ""]), encoding="utf-8")
    still = reach_json(parplan, f"papi.3 --at-least 6 --odds 0.9 --peers {table}")["margin"]["points"]
    assert still < reach_json(parplan, "papi.3 --at-least 6 --odds 0.9")["margin"]["points"]


# What is typed, in English and in Vietnamese.
WRONG = [
    ("0,8", "--odds “0,8”: did you mean 0.8?", "--odds “0,8”: có phải là 0.8?"),
    ("80", "--odds “80”: did you mean 80%?", "--odds “80”: có phải là 80%?"),
    ("80,5", "--odds “80,5”: did you mean 80.5%?", "--odds “80,5”: có phải là 80.5%?"),
    ("80,5%", "--odds “80,5%”: did you mean 80.5%?", "--odds “80,5%”: có phải là 80.5%?"),
    *(
        (
            typed,
            f"--odds takes a chance above 0 and below 1 such as 0.8 or 80%, not “{typed}”",
            f"--odds “{typed}”: cần xác suất lớn hơn 0 và nhỏ hơn 1 như 0.8 hoặc 80%",
        )
        for typed in ("0", "1", "1.0", "100%", "0%", "120%", "-0.5", "much", "", "1e-1", "NaN")
    ),
]


@pytest.mark.parametrize(("typed", "english", "vietnamese"), WRONG)
def test_odds_that_cannot_be(parplan: Parplan, typed: str, english: str, vietnamese: str) -> None:
    assert parplan("reach", "papi", f"--odds={typed}", "--lang", "en") == (2, "", f"parplan: error: {english}\n")
    assert parplan("reach", "papi", f"--odds={typed}", "--lang", "vi") == (2, "", f"parplan: lỗi: {vietnamese}\n")


UNKNOWN = [
    ("en", "parplan: error: x: how it moves is not known, so no chance is: rows have no score or no maximum; leave out --odds\n"),
    (
        "vi",
        "parplan: lỗi: x: chưa biết điểm dao động thế nào, nên không tính được xác suất: có tiêu chí chưa có điểm hoặc chưa có "
        "điểm tối đa; bỏ --odds\n",
    ),
]


@pytest.mark.parametrize(("lang", "words"), UNKNOWN)
def test_without_a_scale_there_are_no_odds(parplan: Parplan, tmp_path: Path, lang: str, words: str) -> None:
    folder = write_plan(tmp_path, f"{HEAD}indices:\n  - {{id: x, name: X, decimals: 1, score: 40}}\n", "targets: {x: {target: 50}}\n")
    assert parplan("reach", "x", "--odds", "0.8", "--plan", str(folder), "--lang", lang) == (2, "", words)


# Without numpy.# From Python.


def test_from_python() -> None:
    plan = for_scripts.load()
    found = plan.reach("par", 85, odds="80%")
    assert found.margin is not None
    assert (found.margin.planned, found.margin.points, found.total) == (Decimal("87.43"), Decimal("2.43"), Decimal("87.43"))
    assert plan.reach("par", 85, odds=Decimal("0.8")) == plan.reach("par", 85, odds="0.8")
    assert plan.reach("papi").margin is None


def test_odds_that_python_refuses() -> None:
    plan = for_scripts.load()
    with pytest.raises(TypeError, match=r"^odds are text or Decimals, not float: 0\.8$"):
        plan.reach("papi", odds=0.8)  # type: ignore[arg-type]  # what a type checker would not let through
    with pytest.raises(ValueError, match=r"^odds are above 0 and below 1, not '80'; did you mean '80%'\?$"):
        plan.reach("papi", odds="80")
    with pytest.raises(ValueError, match=r"^odds are above 0 and below 1, not '1'$"):
        plan.reach("papi", odds="1")
