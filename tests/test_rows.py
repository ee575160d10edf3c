"""What a row counts for: rows that do not apply, rebased totals, criteria lost whole, caps, excerpts; figures with decimals and sources
of their own."""

import json
import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conftest import ROOT, Parplan
from helpers_cli import HEAD, SCORECARD, write_plan
from parplan.engine.baseline import Baseline
from parplan.engine.gap import Standing, standings
from parplan.engine.identities.basis import figures
from parplan.engine.identities.maxima import printed_ceiling
from parplan.engine.project import Projection, Refused, project
from parplan.engine.reach import Reach, Wish, reach
from parplan.model.indicators import COUNTING, Node
from parplan.model.plan import Plan
from parplan.model.scenario import Change
from reading import check_text

NOTHING_PLANNED = "targets: {}\n"

# A department's scorecard: 70 points, of which 60 apply to it; 51 of these are 85.00.
DEPARTMENT = """\
indices:
  - id: d
    name: Department
    decimals: 2
    score: 85.00
    rebase: 100
    rows:
      - id: d.1
        name: Steering
        max: 35
        score: 29
        parts:
          - {id: d.1.a, name: Plans, max: 15, score: 14}
          - {id: d.1.b, name: Reports, max: 15, score: 15}
          - {id: d.1.c, name: Dialogues, max: 5, applies: false}
      - {id: d.2, name: Procedures, max: 30, score: 22}
      - {id: d.3, name: Public services, max: 5, applies: false}
"""
# Six of the eight dimensions of PAPI 2022, with the total that is printed for all eight.
SIX_OF_EIGHT = """\
indices:
  - id: papi
    name: PAPI
    decimals: 2
    max: 80
    score: 38.80
    excerpt_of: 8
    rows:
      - {id: papi.1, name: Participation, max: 10, floor: 1, score: 4.49}
      - {id: papi.2, name: Transparency, max: 10, floor: 1, score: 4.90}
      - {id: papi.3, name: Accountability, max: 10, floor: 1, score: 4.11}
      - {id: papi.4, name: Corruption, max: 10, floor: 1, score: 6.08}
      - {id: papi.5, name: Procedures, max: 10, floor: 1, score: 7.06}
      - {id: papi.6, name: Services, max: 10, floor: 1, score: 6.69}
"""


def plan_of(indicators: str, targets: str = NOTHING_PLANNED) -> Plan:
    checked = check_text({"indicators": HEAD + indicators, "targets": targets})
    assert checked.plan is not None, checked.findings
    return checked.plan


def findings(indicators: str, targets: str = NOTHING_PLANNED) -> list[str]:
    """What contradicts what, or is wrong: code and figure."""
    found = check_text({"indicators": HEAD + indicators, "targets": targets}).findings
    return [f"{it.code} {it.path}" for it in found if it.severity == "error"]


def standing(plan: Plan, ident: str) -> Standing:
    return next(row for index in standings(plan) for row in index.walk() if row.id == ident)


def projected(plan: Plan, *changes: str, base: str = "current") -> Projection:
    """Where a plan lands with changes such as ``s.2=1`` and ``s.2+0.5``."""
    asked = []
    for text in changes:
        ident, kind, amount = re.fullmatch(r"(.*?)([=+])(.*)", text).groups()  # type: ignore[union-attr]  # all match
        asked.append(Change("set" if kind == "=" else "add", ident, Decimal(amount)))
    found = project(Baseline(plan), "plan" if base == "plan" else "current", asked)
    assert not isinstance(found, Refused), found
    return found


def change_of(plan: Plan, ident: str, *changes: str, base: str = "current") -> Fraction | None:
    return projected(plan, *changes, base=base).moved.get(Baseline(plan).fact[ident])


# Rows that do not apply, and what is rebased.


def test_51_of_60_applicable_points_are_85() -> None:
    assert findings(DEPARTMENT) == []
    plan = plan_of(DEPARTMENT.replace("    score: 85.00\n", ""))
    assert figures(plan, "printed", Fraction)["d"].score == 85
    assert [standing(plan, "d").max, standing(plan, "d.1").max] == [100, 30]
    assert [row.id for row in standings(plan)[0].walk() if not row.applies] == ["d.1.c", "d.3"]


def test_4_more_points_bring_exactly_275_thirds() -> None:
    plan = plan_of(DEPARTMENT)
    assert 85 + (change_of(plan, "d", "d.2+4") or 0) == Fraction(275, 3)
    assert [str(row.projected) for row in projected(plan, "d.2+4").indices] == ["91.66666666666666666666666667"]
    planned = plan_of(DEPARTMENT, "targets: {d.2: {planned: 4}, d.1.a: {planned: 0}, d.1.b: {planned: 0}}")
    assert figures(planned, "printed", Fraction)["d"].planned == Fraction(20, 3)


def test_reach_knows_what_a_point_is_worth() -> None:
    plan = plan_of(DEPARTMENT)
    baseline = Baseline(plan)
    start = projected(plan)
    found = reach(baseline, Wish("d", Decimal("91.67"), "fewest"), start)
    assert isinstance(found, Reach)
    assert [(row.id, row.change) for row in found.rows if row.change] == [("d.2", Decimal("4.01"))]  # 4.00 come to 91.666…
    assert {row.id for row in found.rows} == {"d.1", "d.2"}  # what does not apply is no row to raise


def test_a_rebased_total_meets_its_target_as_a_mean_does(parplan: Parplan, tmp_path: Path) -> None:
    """Rows that come to 275/3 meet the target that follows from them, exactly; 91.67 is more than they come to, by 1/300."""
    planned = "d.1.a: {planned: 0}, d.1.b: {planned: 0}, d.2: {planned: 4}"
    for printed, shortfall, code in (("", Decimal(0), 0), ("d: {target: 91.67}, ", Decimal("0.003333"), 1)):
        folder = str(write_plan(tmp_path / str(code), HEAD + DEPARTMENT, f"targets: {{{printed}{planned}}}\n"))
        told = json.loads(parplan("project", "--plan", folder, "--format", "json").out, parse_float=Decimal)
        assert told["scenarios"][0]["indices"][0]["shortfall"] == shortfall
        reached = json.loads(parplan("reach", "d", "--base", "plan", "--plan", folder, "--format", "json").out, parse_float=Decimal)
        assert (reached["needed"] > 0) == bool(code)
        assert parplan("project", "--plan", folder, "--fail-under", "d=91.67").code == 1  # what is typed is compared as it is
        out = parplan("gap", "--plan", folder, "--lang", "en").out
        assert "short of the target" not in out  # the document prints both rounded


def test_the_right_and_wrong_rebased_total() -> None:
    assert findings(DEPARTMENT.replace("85.00", "85.02")) == []  # by half a digit of each: 2 x 0.005 x 100/60, and 0.005
    assert findings(DEPARTMENT.replace("85.00", "85.03")) == ["A301 d.score"]
    assert findings(DEPARTMENT.replace("85.00", "51.00")) == ["A301 d.score"]


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ("max: 35", []),  # of all parts
        ("max: 30", []),  # of those that apply
        ("max: 34", ["A302 d.1.max"]),
    ],
)
def test_a_printed_maximum_is_that_of_all_parts_or_of_those_that_apply(printed: str, found: list[str]) -> None:
    assert findings(DEPARTMENT.replace("max: 35", printed)) == found


@pytest.mark.parametrize(("total", "found"), [("70", []), ("60", []), ("65", ["A302 d.max"]), ("", [])])
def test_without_rebase_a_unit_is_ranked_with_the_maximum_of_what_applies(total: str, found: list[str]) -> None:
    rows = DEPARTMENT.replace("    rebase: 100\n", f"    max: {total}\n" if total else "").replace("85.00", "51.00")
    assert findings(rows) == found
    assert standing(plan_of(rows), "d").max == 60


def test_more_than_what_applies_cannot_be_scored() -> None:
    above = DEPARTMENT.replace("score: 29", "score: 31").replace("score: 14", "score: 16").replace("    score: 85.00\n", "")
    assert findings(above) == ["R201 d.1.score", "R201 d.1.a.score"]
    assert printed_ceiling(plan_of(DEPARTMENT).by_id["d.1"], plan_of(DEPARTMENT)) == 30


def test_a_percent_target_is_of_what_applies() -> None:
    plan = plan_of(DEPARTMENT, "targets: {d.1: {target: {percent: 90}}, d: {target: {percent: 90}}}")
    assert [plan.by_id["d.1"].target, plan.by_id["d"].target] == [27, 90]


def test_rows_with_a_result_are_counted_among_those_that_apply(parplan: Parplan, tmp_path: Path) -> None:
    """Of the three rows d.3 does not apply: one of two has a result."""
    folder = write_plan(tmp_path, HEAD + DEPARTMENT, "targets: {d.1: {planned: 0.5}, d.2: {planned: 2}}\n")
    result = "{year: 2023, date: 2023-06-30, layer: self-assessed, stage: interim, source: x, scores: {d.2: 23}}"
    (folder / "results.yaml").write_text(f"plan: example\nresults: [{result}]\n", encoding="utf-8")
    out = parplan("progress", "--as-of", "2023-09-30", "--plan", str(folder), "--lang", "en").out
    assert "of the way is done; rows with a result: 1 of 2\n" in out


def test_weights_are_those_of_what_applies() -> None:
    plan = plan_of(
        "indices:\n  - {id: w, name: W, decimals: 2, aggregate: weighted, scale: 10, rows: ["
        "{id: w.1, name: A, max: 10, weight: 1, score: 4}, {id: w.2, name: B, max: 10, weight: 2, score: 7}, "
        "{id: w.3, name: C, max: 10, weight: 5, applies: false}]}\n"
    )
    assert [standing(plan, "w").score, standing(plan, "w").max] == [60, 100]


def test_a_bonus_comes_on_top_of_a_rebased_total_whole() -> None:
    bonus = "      - {id: d.4, name: Bonus, bonus: true, max: 2, score: 1.5}\n"
    plan = plan_of(DEPARTMENT.replace("85.00", "86.50") + bonus)
    assert findings(DEPARTMENT.replace("85.00", "86.50") + bonus) == []
    assert [standing(plan, "d").max, standing(plan, "d").ceiling] == [100, 102]
    assert change_of(plan, "d", "d.4+0.5") == Fraction(1, 2)


def test_where_a_maximum_is_missing_the_total_is_unknown() -> None:
    rows = DEPARTMENT.replace("    score: 85.00\n", "").replace("Procedures, max: 30", "Procedures")
    plan = plan_of(rows)
    assert standing(plan, "d").score is None
    told = check_text({"indicators": HEAD + rows, "targets": NOTHING_PLANNED}).findings
    assert [(it.code, it.message.say("en")) for it in told] == [("X901", "could not be checked: d.2.max not given")]
    printed = plan_of(DEPARTMENT.replace("Procedures, max: 30", "Procedures"))
    assert change_of(printed, "d", "d.2+4") is None  # by how much, nobody knows
    assert change_of(printed, "d") == 0


def test_what_does_not_apply_cannot_be_changed() -> None:
    plan = plan_of(DEPARTMENT)
    found = project(Baseline(plan), "current", [Change("add", "d.3", Decimal(1))])
    assert isinstance(found, Refused)
    assert [refusal.code for refusal in found.refusals] == ["W709"]
    assert change_of(plan, "d.2", "d.[23]+1") == 1  # a wildcard means the rows that do apply


def test_unscored_rows_stay_what_they_are() -> None:
    rows = "indices:\n  - {id: u, name: U, decimals: 1, rows: [{id: u.1, name: A, max: 5, score: 4}, {id: u.2, name: B, max: 0}]}\n"
    assert [row.applies for row in standings(plan_of(rows))[0].children] == [True, True]


@given(st.lists(st.tuples(st.integers(1, 20), st.integers(0, 20)), min_size=1, max_size=5), st.data())
def test_rebased_to_what_it_has_anyway_changes_nothing(rows: list[tuple[int, int]], data: st.DataObject) -> None:
    rows = [(most, min(score, most)) for most, score in rows]
    listed = "".join(f"      - {{id: r.{n}, name: R, max: {most}, score: {score}}}\n" for n, (most, score) in enumerate(rows))
    head = "indices:\n  - id: r\n    name: R\n    decimals: 2\n"
    plain = plan_of(f"{head}    rows:\n{listed}")
    total = sum(most for most, _ in rows)
    rebased = plan_of(f"{head}    rebase: {total}\n    rows:\n{listed}")
    assert figures(plain, "printed", Fraction)["r"] == figures(rebased, "printed", Fraction)["r"]
    n = data.draw(st.integers(0, len(rows) - 1))
    lower = data.draw(st.integers(0, rows[n][1]))
    assert change_of(plain, "r", f"r.{n}={lower}") == change_of(rebased, "r", f"r.{n}={lower}")


@given(st.lists(st.tuples(st.integers(1, 20), st.integers(0, 20), st.booleans()), min_size=1, max_size=5), st.sampled_from(["sum", "mean"]))
def test_a_row_that_does_not_apply_might_as_well_not_be_there(rows: list[tuple[int, int, bool]], aggregate: str) -> None:
    rows = [(most, min(score, most), applies) for most, score, applies in rows] + [(7, 3, True)]
    said = [
        f"{{id: r.{n}, name: R, max: {most}, {f'score: {score}' if applies else 'applies: false'}}}"
        for n, (most, score, applies) in enumerate(rows)
    ]
    head = f"indices:\n  - {{id: r, name: R, decimals: 2, aggregate: {aggregate}, rows: ["
    all_of_them = figures(plan_of(f"{head}{', '.join(said)}]}}\n"), "printed", Fraction)
    rest = figures(plan_of(f"{head}{', '.join(row for row in said if 'applies' not in row)}]}}\n"), "printed", Fraction)
    assert all_of_them["r"] == rest["r"]


# Criteria lost whole, caps, ceilings.


def test_figures_that_fit_the_rule_are_no_contradiction() -> None:
    assert findings(SCORECARD) == []


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (
            "max: 2\n        score: 0",
            "max: 2\n        score: 1.5",
            ["A301 s.score", "A320 s.2.score"],
        ),  # a part is missing, and it has points
        ("score: 0.5}", "score: 1}", ["A320 s.2.score"]),  # all are there, and it has none
        ("score: -2\n", "score: -3\n", ["A301 s.score", "A320 s.3.score", "R202 s.3.score"]),  # beyond the cap
        ("score: -2\n", "score: -1.5\n", ["A301 s.score", "A320 s.3.score"]),
        ("score: -2.5}", "score: -1}", ["A320 s.3.score"]),  # -1.50, which no cap holds back
    ],
)
def test_figures_that_do_not_fit_are_one(old: str, new: str, found: list[str]) -> None:
    assert findings(SCORECARD.replace(old, new)) == found


def test_bonus_beyond_the_maximum_is_said_on_the_row() -> None:
    row = (
        "indices:\n  - {id: c, name: C, decimals: 2, max: 20, score: 19, rows: ["
        "{id: c.1, name: A, max: 10, %sscore: 11.5}, {id: c.2, name: B, max: 10, score: 7.5}]}\n"
    )
    assert findings(row % "") == ["R201 c.1.score"]
    assert findings(row % "ceiling: 12, ") == []
    assert findings(row % "ceiling: 11, ") == ["R201 c.1.score"]
    plan = plan_of(row % "ceiling: 12, ")
    assert [standing(plan, "c").ceiling, standing(plan, "c.1").headroom] == [22, Decimal("0.5")]


@pytest.mark.parametrize(
    ("changes", "ident", "brings"),
    [
        (["s.2.b=0.9"], "s.2", "0"),  # nothing before all are there
        (["s.2.b=1"], "s.2", "2"),  # then all of it
        (["s.3.a+0.5"], "s.3", "0"),  # the cap swallows what lies beyond it
        (["s.3.a+1.5"], "s.3", "0.5"),
        (["s.3.a+0.5", "s.3.b+0.5"], "s.3", "0"),
        (["s.3.a+2.5", "s.3.b+0.5"], "s.3", "2"),
        (["s.3.b-0.5".replace("-", "+-")], "s.3", "0"),
        (["s.2.b=1", "s.3.a+1.5"], "s", "2.5"),
        (["s.2+1"], "s", "1"),  # set as a whole, it is what is asked for
    ],
)
def test_what_a_change_of_parts_brings(changes: list[str], ident: str, brings: str) -> None:
    assert change_of(plan_of(SCORECARD), ident, *changes) == Fraction(brings)


def test_what_is_planned_of_the_parts_counts_by_the_rule() -> None:
    targets = "targets:\n" + "".join(
        f"  {ident}: {{planned: {amount}}}\n" for ident, amount in {"s.1": 1, "s.2.a": 0, "s.2.b": 0.5, "s.3.a": 1.5, "s.3.b": 0}.items()
    )
    plan = plan_of(SCORECARD, targets)
    assert [standing(plan, ident).planned for ident in ("s.2", "s.3", "s")] == [2, Decimal("0.5"), Decimal("3.5")]
    assert change_of(plan, "s", base="plan") == Fraction("3.5")
    assert change_of(plan, "s", "s.3.a=-2.5", base="plan") == 3
    half = project(Baseline(plan), "plan", [Change("share", None, Decimal("0.5")), Change("add", "s.3", Decimal("0.1"))])
    assert not isinstance(half, Refused)
    assert half.moved["s.3"] == Fraction("0.1")  # half of the increases of its parts, -2.25, is held back yet
    assert half.moved["s.2"] == 0
    # What the plan adds to the row itself is kept beside what its parts bring.
    assert findings(SCORECARD, targets + "  s.3: {planned: 1.5}\n") == ["A320 s.3.planned"]
    assert findings(SCORECARD, targets + "  s.3: {planned: 0.5}\n  s.2: {planned: 2, target: 2}\n") == []


def brought(parts: Sequence[Fraction], counts: str, most: Fraction, floor: Fraction) -> Fraction:
    """What parts come to in a row, by the words of the rule."""
    total = sum(parts, Fraction(0))
    return max(min(total, most), floor) if counts == "capped" else total if total == most else floor


@given(
    st.sampled_from(["capped", "whole"]),
    st.lists(st.tuples(st.integers(1, 6), st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=4),
    st.integers(0, 12),
    st.integers(0, 3),
)
@example("capped", [(6, 6, 0), (6, 6, 5)], 8, 0)
@example("whole", [(6, 6, 6), (6, 0, 6)], 12, 1)
def test_a_projection_is_what_changed_scores_come_to(counts: str, parts: list[tuple[int, int, int]], cap: int, floor: int) -> None:
    parts = [(most, min(score, most), min(then, most)) for most, score, then in parts]
    most = sum(most for most, _, _ in parts) if counts == "whole" else max(cap, floor)
    before, after = ([Fraction(part[at], 2) for part in parts] for at in (1, 2))
    score = brought(before, counts, Fraction(most, 2), Fraction(floor, 2))
    listed = ", ".join(f"{{id: k.1.{n}, name: P, max: {part[0] / 2}, score: {part[1] / 2}}}" for n, part in enumerate(parts))
    text = (
        f"indices:\n  - {{id: k, name: K, decimals: 2, rows: [{{id: k.1, name: R, max: {most / 2}, floor: {floor / 2}, "
        f"score: {float(score)}, counts: {counts}, parts: [{listed}]}}]}}\n"
    )
    assert [it for it in findings(text) if it[0] == "A"] == []
    expected = brought(after, counts, Fraction(most, 2), Fraction(floor, 2)) - score
    assert change_of(plan_of(text), "k", *(f"k.1.{n}={part[2] / 2}" for n, part in enumerate(parts))) == expected


def test_reach_takes_a_criterion_whole_or_not_at_all() -> None:
    plan = plan_of(SCORECARD)
    baseline, start = Baseline(plan), projected(plan)
    found = reach(baseline, Wish("s", Decimal(16)), start)
    assert isinstance(found, Reach)
    assert {row.id: str(row.change) for row in found.rows} == {"s.1": "1.80", "s.2": "0.00", "s.3": "1.20"}
    assert [found.feasible, found.total, found.share, found.unproven] == [True, 16, Decimal("0.6"), None]
    needed = reach(baseline, Wish("s", Decimal("18.5")), start)  # more than the 5.00 that the others have
    assert isinstance(needed, Reach)
    assert {row.id: str(row.change) for row in needed.rows} == {"s.1": "2.10", "s.2": "2.00", "s.3": "1.40"}
    assert [needed.feasible, needed.total, needed.share, needed.unproven] == [True, Decimal("18.5"), None, None]
    without = reach(baseline, Wish("s", Decimal(16), locked=frozenset({"s.2.b"})), start)
    assert isinstance(without, Reach)
    assert {row.id: str(row.change) for row in without.rows} == {"s.1": "1.80", "s.2": "0.00", "s.3": "1.20"}
    limited = reach(baseline, Wish("s", Decimal("18.5"), max_share=Decimal("0.9")), start)
    assert isinstance(limited, Reach)
    assert [limited.feasible, limited.total] == [False, Decimal("17.5")]
    assert [row.bound for row in limited.rows if row.id == "s.2"] == ["max-share"]
    only = reach(baseline, Wish("s", Decimal(14), only=frozenset({"s.3.a"})), start)
    assert isinstance(only, Reach)
    assert {row.id: str(row.change) for row in only.rows if row.change} == {"s.3": "1.00"}  # its row, as a whole


def test_odds_follow_the_rule() -> None:
    pytest.importorskip("numpy")
    from odds import STILL, moving
    from parplan.engine.simulate import simulate

    targets = "targets: {s.1: {planned: 0}, s.2.a: {planned: 0}, s.2.b: {planned: 0.5}, s.3.a: {planned: 1.5}, s.3.b: {planned: 0}}"
    plan = plan_of(SCORECARD, targets)
    baseline = Baseline(plan)
    moves = {**dict.fromkeys(plan.by_id, STILL), "s.2.b": moving(0.3), "s.3.a": moving(0.5)}
    (odds,) = simulate(baseline, projected(plan, base="plan"), [], moves, n=40_000, seed=1, correlation=0.3)
    chances = {row.id: row.inside for row in odds.chance.walk()}
    whole, part = chances["s.2"], chances["s.2.b"]
    assert [whole.p5, whole.p50] == [0, 0]  # there, or not: never in between
    assert whole.mean is not None
    assert whole.probability == pytest.approx(part.probability, abs=0.005)
    assert float(whole.mean) == pytest.approx(2 * (whole.probability or 0), abs=1e-9)
    capped, late = chances["s.3"], chances["s.3.a"]
    assert [capped.p5, late.p5] == [-2, Decimal("-2.84")]
    assert capped.probability == pytest.approx(late.probability, abs=0.01)


def test_progress_and_review_count_by_the_rule(parplan: Parplan, tmp_path: Path) -> None:
    targets = "targets: {s.1: {planned: 1}, s.2.a: {planned: 0}, s.2.b: {planned: 0.5}, s.3.a: {planned: 1.5}, s.3.b: {planned: 0}}\n"
    plan = write_plan(tmp_path / "plan", HEAD + SCORECARD, targets)
    (plan / "results.yaml").write_text(
        "plan: example\nresults:\n  - {year: 2023, date: 2024-01-15, stage: final, layer: published, source: Decision, "
        "scores: {s.1: 15, s.2.a: 1, s.2.b: 1, s.3.a: -1, s.3.b: -0.5}}\n",
        encoding="utf-8",
    )
    now = json.loads(parplan("progress", "--plan", str(plan), "--as-of", "2024-02-01", "--format", "json").out)
    rows = {row["id"]: row for row in now["indices"][0]["rows"]}
    assert (rows["s.2"]["score"], rows["s.3"]["score"], now["indices"][0]["score"]) == (2, -1.5, 15.5)
    came = json.loads(parplan("review", "--plan", str(plan), "--year", "2023", "--format", "json").out)
    rows = {row["id"]: row for row in came["indices"][0]["rows"]}
    assert (rows["s.2"]["score"], rows["s.3"]["score"], came["indices"][0]["score"]) == (2, -1.5, 15.5)


# Excerpts.


def test_nothing_is_added_up_from_an_excerpt(parplan: Parplan, tmp_path: Path) -> None:
    assert findings(SIX_OF_EIGHT) == []
    plan = plan_of(SIX_OF_EIGHT)
    for basis in ("printed", "parts"):
        assert figures(plan, "parts" if basis == "parts" else "printed", Fraction)["papi"].score == Fraction("38.80")
    assert change_of(plan, "papi", "papi.4+1") == 0  # the printed total stands
    assert standing(plan_of(SIX_OF_EIGHT.replace("    score: 38.80\n", "")), "papi").score is None
    folder = write_plan(tmp_path / "plan", HEAD + SIX_OF_EIGHT, NOTHING_PLANNED)
    assert "papi: 6 of 8 rows, so nothing is added up" in parplan("gap", "--plan", str(folder), "--lang", "en").out
    assert "papi: 6 trong 8 dòng của bảng, nên không cộng tổng" in parplan("gap", "--plan", str(folder), "--lang", "vi").out
    assert "papi: 6 of 8 rows" in parplan("project", "--set", "papi.4=7", "--plan", str(folder), "--lang", "en").out
    payload = json.loads(parplan("gap", "--plan", str(folder), "--format", "json").out)
    assert [payload["indices"][0]["excerpt_of"], payload["indices"][0]["rows"][0]["excerpt_of"]] == [8, None]


def test_a_table_with_all_its_rows_is_no_excerpt() -> None:
    assert findings(SIX_OF_EIGHT.replace("excerpt_of: 8", "excerpt_of: 6")) == ["A302 papi.max", "A301 papi.score"]
    assert findings(SIX_OF_EIGHT.replace("excerpt_of: 8", "excerpt_of: 5")) == ["R223 papi.excerpt_of"]


# Decimals and sources of single figures.


def test_only_printed_points_are_counted_for_decimals() -> None:
    rows = "indices:\n  - {id: t, name: T, decimals: 2, max: 9.5, score: 7.65}\n"
    for aim, told in (("{points: 8.5, percent: 89.5}", []), ("{points: 8.505, percent: 80}", ["S113"]), ("{percent: 89.55}", [])):
        found = check_text({"indicators": HEAD + rows, "targets": f"targets: {{t: {{target: {aim}}}}}\n"}).findings
        assert [it.code for it in found if it.code == "S113"] == told


# A row's figures and its goal, of two decimals; which of them has more. Each is told by what stands there, one at a time.
FINER = [
    ("change: 0.123", "planned: 1", "x.change: 0.123"),
    ("percent: 70.005", "planned: 1", "x.percent: 70.005"),
    ("percent: 70.0005, decimals_of: {percent: 4}", "planned: 1", None),
    ("score: 7", "planned: {2022: 1.123, 2023: 1}", "x.planned_2022: 1.123"),
    ("score: 7", "planned: {2022: 1, 2023: 1.123}", "x.planned_2023: 1.123"),  # not what both years come to
    ("score: 7", "planned: {2022: 0.125, 2023: 0.125}", "x.planned_2022: 0.125"),
    ("score: 7", "planned: {2022: 0.125, 2023: 0.125}, decimals_of: {planned: 3}", None),
    ("score: 7", "target: {2022: 8, 2023: 8.125}", "x.target_2023: 8.125"),
]


@pytest.mark.parametrize(("figure", "goal", "told"), FINER)
def test_every_printed_figure_has_its_decimals(figure: str, goal: str, told: str | None) -> None:
    more = figure if "score" in figure else f"score: 7, {figure}"
    row = f"indices:\n  - {{id: x, name: X, decimals: 2, max: 10, {more}}}\n"
    found = check_text({"indicators": HEAD.replace("2022", "2021") + row, "targets": f"targets: {{x: {{{goal}}}}}\n"}).findings
    said = [f"{it.path}: {it.message.values['value']}" for it in found if it.code == "S113"]
    assert said == ([] if told is None else [told])


def test_a_total_may_be_printed_with_more_decimals_than_its_parts(parplan: Parplan, tmp_path: Path) -> None:
    rows = (
        "indices:\n  - {id: t, name: T, decimals: 2, max: 20, score: %s%s, rows: ["
        "{id: t.1, name: A, max: 10, score: 7.12}, {id: t.2, name: B, max: 10, score: 6.33}]}\n"
    )
    found = check_text({"indicators": HEAD + rows % ("13.4512", ""), "targets": NOTHING_PLANNED}).findings
    assert [it.code for it in found] == ["S113"]
    assert findings(rows % ("13.4512", ", decimals_of: {score: 4}")) == []  # its parts are off by 0.01 at most
    assert findings(rows % ("13.4601", ", decimals_of: {score: 4}")) == ["A301 t.score"]  # 0.0101: more than 0.01005
    assert findings(rows % ("13.4601", "")) == []
    plan = write_plan(
        tmp_path / "plan",
        HEAD + rows % ("13.4512", ", decimals_of: {score: 4}"),
        "targets: {t: {target: 14.125, decimals_of: {target: 3}}}\n",
    )
    out = parplan("gap", "--plan", str(plan), "--lang", "en").out
    assert re.search(r"Total +— +13\.4512¹ +20\.00 +— +≥.14\.125 +0\.67 ", out)
    assert re.search(r" 7\.12 ", out)


OWN_DECIMALS = """indices:
  - {id: dti, name: DTI, decimals: 2, max: 1, score: 0.6512, decimals_of: {score: 4}, rank: 2/3}
"""
ITS_FIELD = "unit,year,dti\nA,2021,0.6400\nB,2021,0.6490\nC,2021,0.6300\nA,2022,0.6512\nB,2022,0.6549\nC,2022,0.6511\n"
ITS_RESULTS = """plan: t
results:
  - {year: 2023, date: 2024-03-31, layer: self-assessed, source: S, scores: {dti: 0.6541}}
  - {year: 2023, date: 2024-06-30, layer: published, source: S, scores: {dti: 0.6538}}
"""
# What is typed, and the figures of the row in its table: of scores four decimals, of others the two of the index.
TOLD = [
    ("gap", "0.6512 1.00 +0.01"),
    ("rank dti --lang vi", "0,6512 0,6612 0,6549"),
    ("rank dti --all", "0.6549 +0.0059 0.6511 +0.0211"),
    ("realism", "+0.01 +0.0112 +0.0211"),
    ("compare A@2021 A@2022", "0.6400 0.6512 +0.0112"),
    ("compare B@2022 A@2022", "0.6549 0.6512 -0.0037"),
    ("reach dti --at-least 0.655 --step 0.001", "0.6512 +0.0040 0.6552"),
    ("project --share 50%", "0.6512 +0.0050 0.6562 1.00"),
    ("project --scenario s1.yaml --scenario s2.yaml", "0.6512 0.6602 0.6532 -0.0070"),
    ("progress --as-of 2024-12-31", "0.6512 0.6538"),
    ("review", "0.6512 0.6538 +0.0026"),
    ("review --layers", "0.6541 0.6538 -0.0003"),
]


@pytest.mark.parametrize(("typed", "told"), TOLD)
def test_a_row_is_told_with_the_decimals_of_its_own_figures(
    parplan: Parplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, told: str
) -> None:
    head = "plan: {id: t, name: T, year: 2022, target_year: 2023, unit: A}\n"
    write_plan(tmp_path, head + OWN_DECIMALS, "plan: t\ntargets: {dti: {planned: 0.01, target: {rank: 1}}}\n")
    (tmp_path / "peers").mkdir()
    (tmp_path / "peers" / "t.csv").write_text(ITS_FIELD)
    (tmp_path / "results.yaml").write_text(ITS_RESULTS)
    monkeypatch.chdir(tmp_path)
    for name, share in (("s1", "90%"), ("s2", "20%")):
        assert parplan("project", "--share", share, "--save", f"{name}.yaml").code == 0
    command, *rest = typed.split()
    out = parplan(command, "--lang", "en", *rest).out
    words = iter(out.split())
    assert all(figure in words for figure in told.split()), out


def test_a_figure_says_where_it_is_from(parplan: Parplan, tmp_path: Path) -> None:
    rows = (
        "indices:\n  - {id: t, name: T, decimals: 2, max: 20, score: 13.45, rank: 3/20, "
        "source_of: {score: {vi: Quyết định 5, en: Decision 5}, rank: Báo chí}}\n"
    )
    plan = write_plan(tmp_path / "plan", HEAD + rows, "targets: {t: {target: 15, source_of: {target: Nghị quyết}}}\n")

    def told(figure: str, lang: str = "en") -> str:
        return parplan("explain", figure, "--plan", str(plan), "--lang", lang).out

    assert "source: Decision 5" in told("t.score")
    assert "nguồn: Quyết định 5" in told("t.score", "vi")
    assert "source: Báo chí" in told("t.rank")
    assert "source: Nghị quyết" in told("t.target")
    assert "source" not in told("t.max")
    payload = json.loads(parplan("explain", "t.score", "--plan", str(plan), "--format", "json", "--lang", "vi").out)
    assert payload["figures"][0]["source_of"] == "Quyết định 5"


# The same in every command.


def both(old: str, new: str, tmp_path: Path) -> tuple[str, str]:
    return (
        str(write_plan(tmp_path / "old", HEAD + old, NOTHING_PLANNED)),
        str(write_plan(tmp_path / "new", HEAD + new, NOTHING_PLANNED)),
    )


@pytest.mark.parametrize(
    ("plan", "old", "new", "row"),
    [
        (DEPARTMENT, "max: 5, applies: false}\n      - {id: d.2", "max: 5, score: 5}\n      - {id: d.2", "d.1.c"),
        (DEPARTMENT, "rebase: 100", "rebase: 10", "d"),
        (SCORECARD, "counts: whole", "counts: capped", "s.2"),
        (SCORECARD, "max: 18,", "max: 18, ceiling: 19,", "s.1"),
        (SCORECARD, "max: 18,", "max: 18, floor: 1,", "s.1"),
        (SCORECARD, "max: 18,", "max: 18, better: lower,", "s.1"),
        (SCORECARD, "max: 18,", "max: 18, bonus: true,", "s.1"),
        (SCORECARD, "score: 13.00", "score: 13.00\n    aggregate: mean", "s"),
        (SCORECARD, "score: 13.00", "score: 13.00\n    scale: 2", "s"),
        (SIX_OF_EIGHT, "excerpt_of: 8", "excerpt_of: 9", "papi"),
        (SIX_OF_EIGHT, "excerpt_of: 8", "excerpt_of: 6", "papi"),
        (
            SIX_OF_EIGHT.replace("excerpt_of: 8", "aggregate: weighted"),
            "max: 10, floor: 1, score: 4.90",
            "max: 10, floor: 1, score: 4.90, weight: 2",
            "papi.2",
        ),
    ],
)
def test_another_rule_is_a_changed_criterion(parplan: Parplan, tmp_path: Path, plan: str, old: str, new: str, row: str) -> None:
    assert old in plan
    sides = both(plan, plan.replace(old, new), tmp_path)
    (index,) = json.loads(parplan("compare", *sides, "--format", "json").out)["indices"]
    assert (index["comparable"], row in index["rules"]) == (False, True)
    assert f"the counting of {', '.join(index['rules'])}" in parplan("compare", *sides, "--lang", "en").out
    assert json.loads(parplan("compare", sides[0], sides[0], "--format", "json").out)["indices"][0]["comparable"] is True


# What says nothing of how a row counts: what it is called, where it is printed, who scores it, and its figures.
ELSEWHERE = {
    "id", "row", "name", "same_as", "table", "rows_in", "scored_by", "printed", "decimals_of", "source_of", "groups",
    "max", "score", "percent", "rank", "ranked", "change", "comparable", "rank_change", "history",
}  # fmt: skip


def test_every_key_is_known_to_say_how_a_row_counts_or_not_to() -> None:
    """A new key of a row has to be put into one or the other."""
    assert {*Node.model_fields} == ELSEWHERE | {*COUNTING, "applies", "better", "excerpt_of"}
    assert ELSEWHERE.isdisjoint({*COUNTING, "applies", "better", "excerpt_of"})


def test_the_same_rule_written_out_is_no_other(parplan: Parplan, tmp_path: Path) -> None:
    said = SCORECARD.replace("max: 18,", "max: 18, weight: 1.0, floor: 0, better: higher, applies: true,").replace(
        "score: 13.00", "score: 13.00\n    aggregate: sum\n    scale: 1.00"
    )
    sides = both(SCORECARD, said, tmp_path)
    (index,) = json.loads(parplan("compare", *sides, "--format", "json").out)["indices"]
    assert (index["comparable"], index["rules"]) == (True, [])


PARTLY_PLANNED = "targets: {papi: {planned: 1}, papi.4: {planned: 0.50}}\n"
# What is typed, and where PAPI, its fourth and its fifth row land: the total stays out of what its rows do, and they of what it does.
APART = [
    ("--set papi=43 --set papi.4=8", "43.00", "8.00", None),
    ("--set papi.4=8 --set papi=43", "43.00", "8.00", None),
    ("--set papi.5=8", "39.80", "6.58", "8.00"),
    ("--set papi=43", "43.00", "6.58", None),
    ("--share papi.4=50% --set papi=43", "43.00", "6.33", None),
]


@pytest.mark.parametrize("rule", ["excerpt_of: 8", "aggregate: none"])
@pytest.mark.parametrize(("typed", "papi", "fourth", "fifth"), APART)
def test_what_nothing_goes_through_to_is_set_beside_its_rows(
    parplan: Parplan, tmp_path: Path, rule: str, typed: str, papi: str, fourth: str, fifth: str | None
) -> None:
    plan = str(write_plan(tmp_path, HEAD + SIX_OF_EIGHT.replace("excerpt_of: 8", rule), PARTLY_PLANNED))
    ran = parplan("project", *typed.split(), "--plan", plan, "--format", "json")
    assert ran.code == 0, ran.err
    (index,) = json.loads(ran.out, parse_float=str)["scenarios"][0]["indices"]
    rows = {row["id"]: row["projected"] for row in index["rows"]}
    assert (index["projected"], rows["papi.4"], rows["papi.5"]) == (papi, fourth, fifth)


def test_what_does_not_apply_is_shown_as_such(parplan: Parplan, tmp_path: Path) -> None:
    plan = str(write_plan(tmp_path / "plan", HEAD + DEPARTMENT, NOTHING_PLANNED))
    assert re.search(r"d\.3 +Public services +— +— +n/a ", parplan("gap", "--plan", plan, "--lang", "en").out)
    assert re.search(r"d\.3 +Public services +— +— +không áp dụng ", parplan("gap", "--plan", plan, "--lang", "vi").out)
    rows: list[dict[str, Any]] = json.loads(parplan("gap", "--plan", plan, "--format", "json").out)["indices"][0]["rows"]
    assert [(row["id"], row["applies"], row["max"]) for row in rows] == [("d.1", True, 30), ("d.2", True, 30), ("d.3", False, None)]


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        ("project", r"d\.3 +Public services +— +— +— +n/a "),
        ("project --scenario one --scenario two", r"d\.3 +Public services +n/a +— +— "),
        ("simulate --n 100", r"d\.3 +Public services +n/a +— "),
        ("review", r"d\.3 +Public services +n/a +— "),
    ],
)
def test_so_it_is_wherever_a_plan_lands(parplan: Parplan, tmp_path: Path, command: str, shown: str) -> None:
    folder = write_plan(tmp_path / "plan", HEAD + DEPARTMENT, NOTHING_PLANNED)
    (folder / "results.yaml").write_text(
        "plan: example\nresults: [{year: 2023, date: 2024-01-15, stage: final, layer: published, source: Report, scores: {d.1: 30}}]\n",
        encoding="utf-8",
    )
    (folder / "scenarios").mkdir()
    for name in ("one", "two"):
        (folder / "scenarios" / f"{name}.yaml").write_text(f"plan: example\nname: {{vi: {name}, en: {name}}}\n", encoding="utf-8")
    typed = (*command.split(), "--plan", str(folder))
    assert re.search(shown, parplan(*typed, "--lang", "en").out)
    told = json.loads(parplan(*typed, "--format", "json").out)
    index = (told["scenarios"][0] if "scenarios" in told else told)["indices"][0]
    assert [(row["applies"], row.get("change")) for row in index["rows"] if row["id"] == "d.3"] == [(False, None)]


def test_a_frame_keeps_the_rules_and_forgets_what_does_not_apply(parplan: Parplan, tmp_path: Path) -> None:
    frame = str(write_plan(tmp_path / "frame", HEAD + DEPARTMENT + SCORECARD.removeprefix("indices:\n"), NOTHING_PLANNED))
    assert parplan("init", str(tmp_path / "new"), "--frame", frame, "--lang", "en").code == 0
    written = (tmp_path / "new" / "indicators.yaml").read_text(encoding="utf-8")
    assert ("rebase: 100" in written, "counts: whole" in written, "counts: capped" in written) == (True, True, True)
    assert "applies" not in written
    assert re.search(r"id: d\.3\n(?: +(?!- )\w.*\n)* +score:\n", written)


def test_no_repair_is_made_up_where_a_rule_bends(parplan: Parplan, tmp_path: Path) -> None:
    wrong = SCORECARD.replace("max: 2\n        score: 0", "max: 2\n        score: 1.5").replace("score: 13.00", "score: 14.50")
    ran = parplan("errata", "suggest", "--plan", str(write_plan(tmp_path / "plan", HEAD + wrong, NOTHING_PLANNED)), "--lang", "en")
    assert ran.out.startswith("no contradiction for which another value is sought\n\n- no other value is sought for A320 s.2.score, which ")
    assert ran.err == ""


def test_a_misprint_in_a_rebased_table_is_found() -> None:
    from parplan.engine.repair.find import find

    checked = check_text({"indicators": HEAD + DEPARTMENT.replace("score: 22", "score: 27"), "targets": NOTHING_PLANNED})
    assert checked.plan is not None
    (group,) = find(checked.plan, checked.findings)
    meant = {change.path: change.new for repair in group.repairs for change in repair.changes}
    assert meant["d.2.score"] == 22


@pytest.mark.parametrize("page", ["data-format.md", "data-format.vi.md"])
def test_the_example_of_the_manual(page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    (indicators,) = re.findall(r"<!-- file: rows/indicators.yaml -->\n```yaml\n(.*?)```", text, re.DOTALL)
    checked = check_text({"indicators": indicators, "targets": "plan: department-rows-2026\ntargets: {}\n"})
    assert (checked.findings, checked.plan is not None) == ((), True)
    assert checked.plan is not None
    assert {row.id: str(row.score) for row in standings(checked.plan, "parts")} == {"score": "85", "points": "8.125", "papi": "38.80"}
    assert 85 + (change_of(checked.plan, "score", "score.2+4") or 0) == Fraction(275, 3)


def test_to_other_units_other_rows_apply(parplan: Parplan, tmp_path: Path) -> None:
    plan = write_plan(tmp_path / "plan", HEAD + DEPARTMENT, NOTHING_PLANNED)
    table = "unit,year,d,d.1,d.1.a,d.1.b,d.1.c,d.2,d.3\nSở A,2022,89.29,33.50,14,15,4.50,24,5\nSở B,2022,90.00,35,15,15,5,26,2\n"
    (plan / "peers").mkdir()
    (plan / "peers" / "d.csv").write_text(table, encoding="utf-8")
    told = json.loads(parplan("validate", str(plan), "--format", "json").out)["findings"]
    assert [it["code"] for it in told] == []
