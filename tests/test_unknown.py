"""Unknown stays unknown, what is not scored is not unknown, and what is known in one place is known in all."""

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Parplan
from helpers_cli import parplan_here, write_plan
from parplan.engine.baseline import Baseline
from parplan.engine.gap import Standing, standings
from parplan.engine.identities.identity import Identity
from parplan.engine.identities.printed import Figure
from parplan.engine.project import Projection, project
from parplan.engine.realism import feasible
from parplan.engine.units import Leads
from parplan.model.plan import Plan
from parplan.points import rounded
from reading import check_text

D = Decimal
HEAD = "plan: {id: example, name: Example, year: 2022, target_year: 2023}\nindices:\n"


def read(indices: str, targets: str = "{}") -> tuple[Plan, list[str], dict[str, Standing]]:
    """A plan, what is found in it (code and figure), and its rows."""
    found = check_text({"indicators": HEAD + dedent(indices), "targets": f"targets: {targets}\n"})
    assert found.plan is not None, found.findings
    rows = {row.id: row for index in standings(found.plan) for row in index.walk()}
    return found.plan, [f"{it.code} {it.path}" for it in found.findings], rows


# A row with maximum 0 and without a score takes no part: how the total is made, what is right, what is not.
OF_ROWS = [
    ("sum", "75.50", "78.50"),
    ("mean", "37.75", "39.25"),
    ("weighted", "38.88", "38.78"),  # (3 x 40 + 1 x 35.50) / 4, as if the row of weight 6 were not there
]


@pytest.mark.parametrize(("how", "right", "wrong"), OF_ROWS)
def test_what_is_not_scored_takes_no_part(how: str, right: str, wrong: str) -> None:
    for total, broken in ((right, []), (wrong, ["A301 a.score"])):
        index = f"""\
            - id: a
              name: A
              decimals: 2
              score: {total}
              aggregate: {how}
              rows:
                - {{id: a.1, name: A, max: 42, score: 40, weight: 3}}
                - {{id: a.2, name: B, max: 42, score: 35.50}}
                - {{id: a.3, name: C, max: 0, weight: 6}}
            """
        assert read(index)[1] == broken


def test_a_total_with_a_row_that_is_not_scored() -> None:
    plan, found, rows = read(
        """\
        - id: dv
          name: D
          decimals: 2
          max: 84
          score: 75.50
          rows:
            - {id: dv.1, name: A, max: 42, score: 40}
            - {id: dv.2, name: B, max: 42, score: 35.50}
            - {id: dv.3, name: C, max: 0}
        """,
        "{dv.1: {planned: 1}, dv.2: {planned: 1}}",
    )
    assert found == []
    assert (rows["dv"].target, rows["dv"].planned, rows["dv.3"].score) == (D("77.50"), D(2), None)
    assert Baseline(plan).idle == ()  # nobody passed it over


def test_a_row_that_is_missing_is_not_left_out() -> None:
    """Case of the PCI without one of its ten scores: what-ifs are carried as differences."""
    plan, found, rows = read(
        """\
        - id: pci
          name: PCI
          decimals: 2
          max: 100
          score: 66.00
          aggregate: weighted
          scale: 10
          rows:
            - {id: pci.1, name: A, weight: 20, max: 10, score: 7}
            - {id: pci.2, name: B, weight: 30, max: 10, score: 6}
            - {id: pci.3, name: C, weight: 50, max: 10}
        """,
        "{pci.1: {planned: 0.5}, pci.2: {planned: 0.5}}",
    )
    assert found == ["X901 pci.score"]
    assert rows["pci.3"].score is None
    landed = project(Baseline(plan))
    assert isinstance(landed, Projection)
    assert landed.rows()["pci"].projected == D("68.50")
    assert Baseline(plan).idle == ("pci.3",)


def test_maxima_of_totals_follow_from_parts() -> None:
    _, found, rows = read(
        """\
        - id: a
          name: A
          decimals: 2
          rows:
            - {id: a.1, name: One, max: 6, score: 4}
            - {id: a.2, name: Two, parts: [{id: a.2.x, name: X, max: 3, score: 2}, {id: a.2.y, name: Y, max: 1, score: 1}]}
            - {id: a.b, name: Bonus, bonus: true, max: 2, score: 0}
        """,
        "{a.2: {target: {percent: 90}}}",
    )
    assert found == []
    assert [(rows[i].max, rows[i].ceiling, rows[i].headroom) for i in ("a", "a.2")] == [(D(10), D(12), D(5)), (D(4), D(4), D(1))]
    assert rows["a.2"].target == D("3.6")  # 90 % of a maximum that follows from its parts


def test_bonus_above_the_maximum_leaves_no_negative_headroom() -> None:
    _, _, rows = read(
        """\
        - id: s
          name: S
          decimals: 2
          max: 10
          score: 11.50
          rows:
            - {id: s.1, name: A, max: 10, score: 10}
            - {id: s.b, name: B, bonus: true, max: 3, score: 2}
            - {id: s.p, name: P, bonus: true, max: 0, floor: -5, score: -0.5}
        """,
        "{s: {target: 12}}",
    )
    assert (rows["s"].headroom, rows["s"].headroom_used) == (D("1.5"), D("0.5") / D("1.5"))
    assert rows["s.1"].headroom == 0
    assert rows["s.1"].headroom_used is None


# How high a row of maximum 20 can score, with bonus rows of 2 and 1 below it: how they stand below it.
ON_TOP = [
    ("a part of a row", "sum", "{id: a.1, name: A, max: 20, parts: [{id: b, name: B, bonus: true, max: 2}]}", "22"),
    (
        "a bonus on a bonus",
        "sum",
        "{id: a.1, name: A, max: 20}, {id: b, name: B, bonus: true, max: 2, parts: [{id: b.1, name: C, bonus: true, max: 1}]}",
        "23",
    ),
    (  # (20 + 20 + 22) / 3, and a bonus of the mean itself whole
        "a part of one of three",
        "mean",
        "{id: a.1, name: A, max: 20}, {id: a.2, name: A, max: 20}, {id: b, name: B, bonus: true, max: 1}, "
        "{id: a.3, name: A, max: 20, parts: [{id: c, name: C, bonus: true, max: 2}]}",
        "21.66",
    ),
    ("printed elsewhere", "sum", "{id: b, name: B, bonus: true, same_as: z}, {id: a.1, name: A, max: 20}", "22"),
    ("adds up to nothing", "none", "{id: b, name: B, bonus: true, max: 2}, {id: a.1, name: A, max: 20}", "20"),
]


@pytest.mark.parametrize(("how", "below", "highest"), [row[1:] for row in ON_TOP], ids=[row[0] for row in ON_TOP])
def test_what_is_left_and_what_is_too_much_have_one_ceiling(parplan: Parplan, tmp_path: Path, how: str, below: str, highest: str) -> None:
    head = "  - {id: z, name: Z, decimals: 2, max: 2}\n  - {id: a, name: A, decimals: 2, max: 20, aggregate: %s, score: %s, rows: [%s]}\n"
    for score, over in ((D(highest), False), (D(highest) + D("0.01"), True)):
        _, found, rows = read(head % (how, score, below))
        assert [it for it in found if it.startswith("R201")] == ["R201 a.score"] * over
        left = rows["a"].headroom
        assert left is not None
        assert left < D("0.01")
    _, found, rows = read(head % (how, D(highest) - 1, below), f"{{a: {{planned: 1.03, target: {D(highest) + D('0.01')}}}}}")
    assert [it[:4] for it in found if it[0] == "R"] == ["R207", "R203"]
    folder = write_plan(tmp_path, HEAD + head % (how, "20", below), "targets: {}\n")
    for points, times in ((highest, 0), (str(D(highest) + D("0.01")), 1)):
        held = f"results:\n  - {{year: 2023, date: 2023-12-01, layer: appraised, source: S, scores: {{a: {points}}}}}\n"
        (folder / "results.yaml").write_text(held)
        (folder / "peers").mkdir(exist_ok=True)
        (folder / "peers" / "x.csv").write_text(f"unit,year,a\nTày,2022,{points}\nDao,2022,1\n", "utf-8")
        said = parplan("validate", "--plan", str(folder), "--format", "concise", "--lang", "en").out
        assert (said.count("O811"), said.count("P830")) == (times, times), said
        (folder / "peers" / "x.csv").write_text("unit,year,a\nTày,2022,3\nDao,2022,1\n", "utf-8")
        ran = parplan("rank", "a", "--score", points, "--plan", str(folder), "--lang", "en")
        assert (ran.code == 2) is bool(times), ran


@given(st.decimals(0, 20, places=2), st.decimals(0, 10, places=2), st.decimals(0, 3, places=2))
def test_headroom_is_never_negative(score: Decimal, maximum: Decimal, bonus: Decimal) -> None:
    indices = f"""\
        - id: a
          name: A
          decimals: 2
          max: {maximum}
          score: {score}
          rows: [{{id: a.1, name: One, max: {maximum}}}, {{id: a.b, name: B, bonus: true, max: {bonus}}}]
        """
    assert (read(indices)[2]["a"].headroom or D(0)) >= 0


def test_what_one_place_prints_counts_for_both(parplan: Parplan, tmp_path: Path) -> None:
    indices = """\
        - {id: a, name: A, decimals: 2, max: 10, score: 7.00}
        - {id: b, name: B, decimals: 2, same_as: a, rank: 3/10, change: -0.5}
        """
    targets = "{a: {planned: 0.5, target: 7.5}}"
    plan, found, rows = read(indices, targets)
    assert found == []
    assert rows["b"]._replace(id="a", name=rows["a"].name, aims=rows["a"].aims) == rows["a"]
    landed = project(Baseline(plan))
    assert isinstance(landed, Projection)
    assert [landed.rows()[ident].projected for ident in "ab"] == [D("7.50")] * 2
    folder = write_plan(tmp_path, HEAD + dedent(indices), f"targets: {targets}\n")
    told = parplan("explain", "b.score", "--plan", str(folder), "--lang", "en").out
    assert "= a.score = 7.00" in told
    told = parplan("explain", "a.rank", "--plan", str(folder), "--lang", "en").out
    assert told.startswith("a.rank  rank 3/10 · A\n└── b.rank  rank 3/10 · B\n")


# A target without a planned increase is an increase, everywhere.
WISHED = """\
    - id: s
      name: S
      decimals: 2
      max: 20
      score: 12
      rows: [{id: s.1, name: One, max: 10, score: 6}, {id: s.2, name: Two, max: 10, score: 6}]
    """
ASKED = "{s.1: {target: 9.5}, s.2: {target: {percent: 70}}}"


def test_a_target_alone_is_an_increase() -> None:
    plan, found, rows = read(WISHED, ASKED)
    assert found == ["N401 s.1.target"]
    assert {ident: row.increase for ident, row in rows.items()} == {"s": D("4.5"), "s.1": D("3.5"), "s.2": D(1)}
    assert [(row.id, row.planned) for row in feasible(rows["s"], {}, {}, 1)] == [("s.1", D("3.5")), ("s.2", D(1)), ("s", D("4.5"))]
    stake = Leads(plan, {"s.1": ("u",)}, "printed").stake("u", rows["s"])
    assert (stake.points, stake.total) == (D("3.5"), D("4.5"))
    landed = project(Baseline(plan))
    assert isinstance(landed, Projection)
    assert {ident: landed.rows()[ident].change for ident in rows} == {"s": D("4.5"), "s.1": D("3.5"), "s.2": D(1)}


# A fact that two places print: what the first prints, the second, what is wished of each; what is remarked.
WISHED_OF_TWINS = [
    ("max: 10, score: 6", "", "b: {planned: 3.5}", ["N401 b.planned"]),
    ("max: 10, score: 6", "", "b: {target: 9.5}", ["N401 b.target"]),
    ("max: 10", "score: 6", "a: {target: {percent: 95}}", ["N401 a.target"]),
    ("max: 10", "score: 6", "b: {planned: 3.5}", ["N401 b.planned"]),
    ("max: 10", "score: 6", "b: {planned: 3.2}", []),
    ("max: 10", "score: 6", "a: {planned: 3.5}, b: {target: {rank: 1}}", ["N401 a.planned"]),
]


@pytest.mark.parametrize(("first", "second", "targets", "expected"), WISHED_OF_TWINS)
def test_a_remark_knows_what_another_place_prints(first: str, second: str, targets: str, expected: list[str]) -> None:
    both = f"- {{id: a, name: A, decimals: 2, {first}}}\n- {{id: b, name: B, decimals: 2, same_as: a, {second}}}"
    assert [it for it in read(both, f"{{{targets}}}")[1] if it.startswith("N401")] == expected


# rows of a total that start from 4.49 and 34.31; what is wished; what is said
REACHED = [
    ("p.2 has no maximum, and p.1 is enough", "{id: p.2, name: B, score: 34.31}", "42", 0, "needs 3.20 more"),
    (
        "p.2 has no maximum, and p.1 is not enough",
        "{id: p.2, name: B, score: 34.31}",
        "46",
        1,
        "it is not known whether it can be reached: the maximum, the score or the planned increase of p.2 is not known; "
        "without them 44.31 at most, 1.69 short",
    ),
    ("all is known", "{id: p.2, name: B, score: 34.31, max: 35}", "46", 1, "out of reach: 45.00 at most, 1.00 short"),
]


@pytest.mark.parametrize(("row", "at_least", "code", "said"), [case[1:] for case in REACHED], ids=[case[0] for case in REACHED])
def test_reach_says_what_it_does_not_know(parplan: Parplan, tmp_path: Path, row: str, at_least: str, code: int, said: str) -> None:
    index = f"  - {{id: p, name: P, decimals: 2, score: 38.80, rows: [{{id: p.1, name: A, score: 4.49, max: 10}}, {row}]}}\n"
    folder = write_plan(tmp_path, HEAD + index, "targets: {p: {target: 40}}\n")
    ran = parplan("reach", "p", "--at-least", at_least, "--plan", str(folder), "--lang", "en")
    assert (ran.code, said in ran.out) == (code, True), ran.out
    told = parplan("reach", "p", "--at-least", at_least, "--plan", str(folder), "--format", "json").out
    feasible = {"it is ": "null", "out of": "false", "needs ": "true"}[said[:6]]
    assert f'"feasible": {feasible}' in told


# of 4 points that t is to gain the plan says where 1 comes from; t.1 has room for 6, t.1.a for 3
DIVIDED = """\
  - id: t
    name: T
    decimals: 2
    max: 20
    rows:
      - {id: t.1, name: One, max: 12, score: 6, parts: [{id: t.1.a, name: A, max: 6, score: 3}, {id: t.1.b, name: B, max: 6, score: 3}]}
      - {id: t.2, name: Two, max: 8, score: 4}
"""
LOOKED_INTO = [
    ("", "t.1.a", "16.00", ["t.1.b", "t.2"]),  # by the plan 14: t.1.a may bring 2 more, what else nobody knows
    ("--only t.1.a", "t.1.a", "16.00", []),
    ("--only t.1", "t.1.a", "16.00", ["t.1.b"]),
    ("--lock t.1.a", "", "14.00", ["t.1.b", "t.2"]),
]


@pytest.mark.parametrize(("typed", "bringing", "total", "unknown"), LOOKED_INTO)
def test_reach_looks_into_a_row_of_which_nobody_knows_what_the_plan_adds(
    parplan: Parplan, tmp_path: Path, typed: str, bringing: str, total: str, unknown: list[str]
) -> None:
    folder = str(write_plan(tmp_path, HEAD + DIVIDED, "targets: {t: {planned: 4}, t.1.a: {planned: 1}}\n"))
    ran = parplan("reach", "t", "--at-least", "17", "--base", "plan", *typed.split(), "--plan", folder, "--format", "json")
    answer = json.loads(ran.out, parse_float=str)
    assert (answer["total"], answer["unknown"], answer["feasible"]) == (total, unknown, None if unknown else False)
    assert [row["id"] for row in answer["rows"] if row["bound"] == "maximum"] == bringing.split()


# who leads what of it; what the unit u leads: its points, those that others lead too, and alone; the same of the index
LEDS = [
    ({"t.1.a": ("u",)}, (1, 0, 1), (1, 1)),
    ({"t.1.a": ("u",), "t.1": ("v",)}, (1, 1, 0), (None, None)),  # what v brings with t.1.b nobody knows
    ({"t.1.a": ("v",), "t": ("u",)}, (4, 1, 3), (4, 3)),
    ({"t.1.b": ("v",), "t": ("u",)}, (4, None, None), (4, None)),
    ({"t.2": ("u",)}, (None, 0, None), (None, None)),
    ({"t.2": ("u", "v")}, (None, None, None), (None, 0)),
]


@pytest.mark.parametrize(("leading", "stake", "coverage"), LEDS)
def test_what_the_plan_does_not_divide_among_units_is_not_known(
    leading: dict[str, tuple[str, ...]], stake: tuple[int | None, ...], coverage: tuple[int | None, ...]
) -> None:
    plan, _, rows = read(DIVIDED, "{t: {planned: 4}, t.1.a: {planned: 1}}")
    leads = Leads(plan, leading, "printed")
    led, all_of_it = leads.stake("u", rows["t"]), leads.coverage(rows["t"], ["u", "v"])
    assert (led.points, led.shared, led.alone) == stake
    assert (all_of_it.led, all_of_it.alone) == coverage


def test_what_units_lead_is_of_what_the_plan_adds_and_not_of_what_the_total_lacks() -> None:
    """The rows of s are to gain 2, and its own target is half a point away: carried out in full, the plan adds 2."""
    rows = "rows: [{id: s.1, name: A, max: 10, score: 6}, {id: s.2, name: B, max: 10, score: 6}]"
    plan, _, found = read(
        f"  - {{id: s, name: S, decimals: 2, max: 20, score: 12, {rows}}}\n", "{s: {target: 12.5}, s.1: {planned: 1}, s.2: {planned: 1}}"
    )
    stake = Leads(plan, {"s.1": ("u",)}, "printed").stake("u", found["s"])
    assert (stake.points, stake.total, stake.share) == (D(1), D(2), D("0.5"))


# What the planned increases leave: short of the target, beyond it, or nothing that rounding does not explain.
DIRECTIONS = [
    ("16.00", "0.20", "the planned increases fall 0.80 short of the target", "mức dự kiến tăng hụt 0,80 so với mục tiêu"),
    ("16.00", "1.80", "the planned increases exceed the target by 0.80", "mức dự kiến tăng vượt mục tiêu 0,80"),
    ("16.00", "1.01", None, None),
]


@pytest.mark.parametrize(("target", "planned", "en", "vi"), DIRECTIONS)
def test_sentences_say_their_direction(parplan: Parplan, tmp_path: Path, target: str, planned: str, en: str | None, vi: str | None) -> None:
    index = "  - {id: so, name: S, decimals: 2, max: 20, score: 15.00}\n"
    folder = write_plan(tmp_path, HEAD + index, f"targets: {{so: {{planned: {planned}, target: {target}}}}}\n")
    for lang, said, direction in (("en", en, "the planned increases"), ("vi", vi, "mức dự kiến tăng ")):
        lines = parplan("gap", "--plan", str(folder), "--lang", lang).out.splitlines()
        assert [line.strip() for line in lines if line.strip().startswith(direction)] == ([said] if said else [])


# A score of an index is known to 0.005, as its target is, and its increase, or those of its rows: what is printed of the index, how it is
# made, the increases of its rows, and what is said where the target is 16.00.
SLACKS = [
    ("score: 15.00", "planned: 0.99", "sum", "0.25 0.25 0.25 0.24", None),
    ("score: 15.00", "planned: 0.96", "sum", "0.24 0.24 0.24 0.24", "fall 0.04 short"),  # its rows have no say in it
    ("score: 15.00", "", "sum", "0.49 0.49", None),  # 0.005 + 0.005 + 2 x 0.005
    ("score: 15.00", "", "sum", "0.49 0.48", "fall 0.03 short"),
    ("score: 15.00", "", "sum", "0.25 0.25 0.25 0.28", None),
    ("score: 15.00", "", "sum", "0.25 0.25 0.25 0.29", "exceed the target by 0.04"),
    ("score: 15.00", "", "mean", "0.98 0.98 1.00 1.00", None),  # 0.005 each, and 0.005 of their mean
    ("score: 15.00", "", "mean", "0.98 0.98 0.98 0.98", "fall 0.02 short"),
    ("score: 15.00", "", "sum, scale: 3", "0.16 0.16", None),  # 0.005 + 0.005 + 3 x 2 x 0.005
    ("score: 15.00", "", "sum, scale: 3", "0.16 0.15", "fall 0.07 short"),
]


@pytest.mark.parametrize(("score", "planned", "how", "increases", "said"), SLACKS)
def test_what_rounding_explains_is_not_said(
    parplan: Parplan, tmp_path: Path, score: str, planned: str, how: str, increases: str, said: str | None
) -> None:
    each = {f"s.{number}": planned for number, planned in enumerate(increases.split())}
    rows = ", ".join(f"{{id: {ident}, name: A}}" for ident in each)
    own = ", ".join(f"{ident}: {{planned: {points}}}" for ident, points in each.items())
    indices = f"  - {{id: s, name: S, decimals: 2, {score}, aggregate: {how}, rows: [{rows}]}}\n"
    targets = f"targets: {{s: {{{planned}{', ' if planned else ''}target: 16.00}}, {own}}}\n"
    out = parplan("gap", "--plan", str(write_plan(tmp_path, HEAD + indices, targets)), "--lang", "en").out
    assert ("the planned increases" in out) is (said is not None), out
    assert (said or "") in out


# Printed of 42.23 of 80: 52.7875 %.
PERCENTS = [("52.79", []), ("52.78", ["A308 a.percent"]), ("52.80", ["A306 a.percent"])]


@pytest.mark.parametrize(("percent", "expected"), PERCENTS)
def test_a_percentage_that_is_rounded_right_is_no_finding(percent: str, expected: list[str]) -> None:
    assert read(f"- {{id: a, name: A, decimals: 2, max: 80, score: 42.23, percent: {percent}}}")[1] == expected


@given(st.decimals(-50, 50, places=4), st.integers(0, 2))
def test_what_a_hand_rounds_to_is_rounded(value: Decimal, decimals: int) -> None:
    """Against `points.rounded`, which is written apart."""
    half = D(5).scaleb(-decimals - 1)
    for steps in (-1, 0, 1):
        printed = rounded(value, decimals) + steps * 2 * half
        identity = Identity(Figure("a", "score", printed, half), ((D(1), Figure("b", "score", value, D(0))),))
        assert identity.is_rounded == (steps == 0)


# A maximum of 0 that is rather a misprint: something is planned of the row, or it has parts that are scored.
NOT_REALLY_ZERO = [
    ("{id: a.2, name: B, max: 0}", "{}", []),
    ("{id: a.2, name: B, max: 0}", "{a.2: {planned: 0}}", []),
    ("{id: a.2, name: B, max: 0, parts: [{id: a.2.x, name: X, max: 0}]}", "{}", []),
    ("{id: a.2, name: B, max: 0}", "{a.2: {planned: 1}}", ["X901 a.score"]),
    ("{id: a.2, name: B, max: 0, parts: [{id: a.2.x, name: X, max: 3}]}", "{}", ["X901 a.score", "A302 a.2.max"]),
    ("{id: a.2, name: B, max: 0, bonus: true, floor: -3}", "{}", ["X901 a.score"]),  # a penalty that nobody knows
]


@pytest.mark.parametrize(("row", "targets", "expected"), NOT_REALLY_ZERO)
def test_a_maximum_of_0_is_not_always_meant(row: str, targets: str, expected: list[str]) -> None:
    index = f"- {{id: a, name: A, decimals: 2, score: 40, rows: [{{id: a.1, name: A, max: 42, score: 40}}, {row}]}}"
    assert read(index, targets)[1] == expected


@pytest.mark.parametrize(
    ("score", "now"), [("score: 5, ", None), ("", Decimal(8))], ids=["nobody knows by how much", "what its rows come to"]
)
def test_a_total_does_not_stand_still_where_nobody_knows_how_it_moved(tmp_path: Path, score: str, now: Decimal | None) -> None:
    """A row whose score the plan does not know has a result: by how much the total moved does not follow from that."""
    rows = "{id: t.1, name: A, max: 5, score: 2}, {id: t.2, name: B, max: 5}"
    index = f"  - {{id: t, name: T, decimals: 2, max: 10, {score}rows: [{rows}]}}\n"
    folder = write_plan(tmp_path / "plan", HEAD + index, "targets: {t: {target: 8}}\n")
    seen = "{year: 2023, date: 2024-04-01, layer: published, source: S, scores: {t.1: 4, t.2: 4}}"
    (folder / "results.yaml").write_text(f"plan: example\nresults: [{seen}]\n", encoding="utf-8")
    for typed in (["progress", "--as-of", "2024-05-01"], ["review"]):
        ran = parplan_here(*typed, "--plan", str(folder), "--format", "json")
        assert json.loads(ran.out, parse_float=Decimal, parse_int=Decimal)["indices"][0]["score"] == now


# What is not printed in its own place: the rows of x; y, which may print the same fact; what is planned; what is found.
ELSEWHERE = "  - {id: y, name: Y, decimals: 2, max: 10, score: 5.00}"
OF_A_MEAN = (
    "{id: x.1, name: A, aggregate: mean, parts: [{id: x.a, name: C, score: 4}, {id: x.b, name: D, score: 7}]}, {id: x.2, name: B, score: 2}"
)
NOT_IN_PLACE = [
    ("score: 9.00, max: 20", "{id: x.1, name: A, same_as: y}, {id: x.2, name: B, max: 10, score: 2.00}", "{}", ["A301 x.score"]),
    ("score: 7.00, max: 20", "{id: x.1, name: A, same_as: y}, {id: x.2, name: B, max: 10, score: 2.00}", "{}", []),
    ("max: 19", "{id: x.1, name: A, same_as: y}, {id: x.2, name: B, max: 10}", "{}", ["A302 x.max"]),
    ("score: 7", "{id: x.1, name: A, same_as: y}, {id: x.2, name: B, score: 2}", "{x.1: {planned: 1, target: 7}}", ["A304 x.1.target"]),
    (
        "score: 7",
        "{id: x.1, name: A, same_as: y}, {id: x.2, name: B, score: 2}",
        "{x: {target: 9}, y: {planned: 1}, x.2: {planned: 0}}",
        ["A305 x.target"],
    ),
    # a total that is printed elsewhere, where nothing makes it up
    ("same_as: y", "{id: x.1, name: A, max: 5, score: 2}, {id: x.2, name: B, max: 4, score: 2}", "{}", ["A302 y.max", "A301 y.score"]),
    ("same_as: y", "{id: x.1, name: A, max: 5, score: 3}, {id: x.2, name: B, max: 5, score: 2}", "{}", []),
    # a subtotal that is not printed is what its parts come to
    (
        "score: 9",
        "{id: x.1, name: A, parts: [{id: x.a, name: C, score: 2}, {id: x.b, name: D, score: 3}]}, {id: x.2, name: B, score: 2}",
        "{}",
        ["A301 x.score"],
    ),
    (
        "score: 7",
        OF_A_MEAN,
        "{}",
        ["A301 x.score"],
    ),
    (
        "score: 7.5",
        OF_A_MEAN,
        "{}",
        [],
    ),
    (
        "score: 9",
        "{id: x.1, name: A, parts: [{id: x.a, name: C, score: 2}, {id: x.b, name: D}]}, {id: x.2, name: B, score: 2}",
        "{}",
        ["X901 x.score"],
    ),
    (
        "aggregate: mean",
        "{id: x.1, name: A, score: 5}, {id: x.2, name: B, score: 6}",
        "{x: {planned: 1, target: 7}, x.1: {planned: 1}, x.2: {planned: 1}}",
        ["A304 x.target", "A305 x.target"],  # 5.5 and 1
    ),
    # of what is capped, an increase goes by its scores too: min(2 + 4, 5) - 2
    (
        "max: 5, counts: capped, score: 2",
        "{id: x.1, name: A, max: 9, score: 1}, {id: x.2, name: B, max: 9, score: 1, aggregate: mean, parts: ["
        "{id: a, name: C, max: 9, score: 1}, {id: b, name: D, max: 9, score: 1}]}",
        "{x: {planned: 3}, x.1: {planned: 3}, a: {planned: 1}, b: {planned: 1}}",
        [],
    ),
    # a score that is printed in percent alone
    ("score: 9", "{id: x.1, name: A, max: 10, percent: 50}, {id: x.2, name: B, score: 2}", "{}", ["A301 x.score"]),
    ("score: 7", "{id: x.1, name: A, max: 10, percent: 50}, {id: x.2, name: B, score: 2}", "{}", []),
    ("score: 7.01", "{id: x.1, name: A, max: 300, percent: 1.67}, {id: x.2, name: B, score: 2}", "{}", []),  # 5.01, give or take 0.015
    ("score: 7", "{id: x.1, name: A, percent: 50}, {id: x.2, name: B, score: 2}", "{}", ["X901 x.score"]),  # of what nobody knows
    # a maximum that is not printed is what its rows come to, or that of the same fact
    ("score: 7", "{id: x.1, name: A, max: 10}, {id: x.2, name: B, max: 10}", "{x: {target: 20.01}}", ["R203 x.target"]),
    ("score: 7", "{id: x.1, name: A, max: 10}, {id: x.2, name: B, max: 10}", "{x: {target: 20}}", []),
    ("score: 7", "{id: x.1, name: A, max: 10}, {id: x.2, name: B}", "{x: {target: 40}}", []),
    ("same_as: y", "{id: x.1, name: A}", "{x: {target: 12}}", ["R203 x.target"]),
    # how far a bonus row without a maximum lifts a total is not known; of rows that do not apply nothing is left but the bonus
    ("max: 10, score: 11.5", "{id: x.1, name: A, max: 10, score: 9}, {id: x.2, name: B, bonus: true, score: 2.5}", "{}", []),
    (
        "percent: 70",
        "{id: x.1, name: A, max: 8, parts: [{id: a, name: C, applies: false, max: 8}, {id: b, name: D, bonus: true, max: 2, score: 0}]}, "
        "{id: x.2, name: B, max: 10, score: 7}",
        "{}",
        [],
    ),
    # a maximum that does not come out even: 14/3
    (
        "aggregate: mean, percent: 18.4",
        "{id: x.1, name: A, max: 10, score: 1}, {id: x.2, name: B, max: 3, score: 2}, {id: x.3, name: C, max: 1, score: 0}",
        "{}",
        ["A306 x.percent"],
    ),
    # the maximum of a cap that is not printed is no sum
    (
        "max: 20",
        "{id: x.1, name: A, counts: capped, parts: [{id: x.a, name: C, max: 6}, {id: x.b, name: D, max: 6}]}, {id: x.2, name: B, max: 10}",
        "{}",
        ["X901 x.max"],
    ),
    ("rebase: 100, score: 36", "{id: x.1, name: A, same_as: y}, {id: x.2, name: B, max: 10, score: 2}", "{}", ["A301 x.score"]),
    ("rebase: 100, score: 35", "{id: x.1, name: A, same_as: y}, {id: x.2, name: B, max: 10, score: 2}", "{}", []),
]


@pytest.mark.parametrize(("index", "rows", "targets", "wanted"), NOT_IN_PLACE)
def test_what_is_printed_elsewhere_is_held_against_what_stands_here(index: str, rows: str, targets: str, wanted: list[str]) -> None:
    _, found, _ = read(f"  - {{id: x, name: X, decimals: 2, {index}, rows: [{rows}]}}\n{ELSEWHERE}\n", targets)
    assert [it for it in found if it[0] in "ARX"] == wanted


# What one place prints of a fact, in points or percent, and another one does not; what is found, and what is said of the first row.
IN_PLACES = [
    (  # a score in percent at one place, increase and target at the other
        "{id: a, name: A, decimals: 2, max: 3, percent: 66.67}",
        "{id: b, name: B, decimals: 2, score: 9, rows: [{id: b.1, name: C, same_as: a, max: 3}, {id: b.2, name: D, max: 7, score: 4}]}",
        "{b.1: {planned: 0.50, target: 2.90}}",
        ["A301 b.score", "A304 b.1.target"],
    ),
    (  # a row's own percent comes before the points of another place
        "{id: a, name: A, decimals: 2, max: 10, percent: 33.60}",
        "{id: b, name: B, decimals: 0, same_as: a, max: 10, score: 3}",
        "{a: {planned: 0.40, target: 3}}",
        ["A304 a.target", "A308 a.percent", "R205 a.target"],
    ),
    (  # rows print increases, the total where it stands and where it is to come to; and the other way round
        "{id: a, name: A, decimals: 2, max: 10, score: 6.65, rows: [{id: a.1, name: C, max: 6}, {id: a.2, name: D, max: 4}]}",
        "{id: b, name: B, decimals: 2, max: 20, score: 10, rows: [{id: b.1, name: E, max: 10}, {id: b.2, name: F, max: 10}]}",
        "{a: {target: 7.87}, a.1: {planned: 1}, a.2: {planned: 1}, b: {planned: 1}, b.1: {target: 5}, b.2: {target: 7}}",
        ["A303 b.planned", "A304 a.target", "X901 a.target"],
    ),
]


@pytest.mark.parametrize(("here", "there", "targets", "wanted"), IN_PLACES)
def test_figures_in_different_places_are_held_against_each_other(here: str, there: str, targets: str, wanted: list[str]) -> None:
    _, found, _ = read(f"  - {here}\n  - {there}\n", targets)
    assert sorted(it for it in found if it[0] in "ARX") == wanted


# The order of indices decides nothing: of which place the figures of a fact are, of the target asked for, of a total in another place.
ORDERS = [
    (
        "{id: a, name: A, decimals: 0, max: 20, percent: 63}",
        "{id: b, name: B, decimals: 2, max: 20, same_as: a, score: 12.50}",
        "{a: {target: 13}}",
    ),
    (
        "{id: a, name: A, decimals: 2, rows: [{id: a.1, name: C, score: 4}, {id: a.2, name: D, score: 4}]}",
        "{id: b, name: B, decimals: 0, same_as: a, score: 8}",
        "{}",
    ),
]


@pytest.mark.parametrize(("one", "other", "targets"), ORDERS)
def test_the_order_of_indices_decides_nothing(one: str, other: str, targets: str) -> None:
    third = "{id: c, name: C, decimals: 2, same_as: a, score: 7.50}" if targets == "{}" else "{id: c, name: C, decimals: 2, max: 1}"
    said = []
    for order in ((one, other, third), (third, other, one)):
        plan, found, rows = read("".join(f"  - {index}\n" for index in order), targets)
        on = Baseline(plan)
        said.append(
            (sorted(found), {ident: (row.score, row.gap) for ident, row in rows.items()}, {on.increase[on.fact[it]] for it in ("a", "b")})
        )
    assert said[0] == said[1]


@pytest.mark.parametrize("first", ["a", "b"])
def test_a_fact_gains_what_its_most_precise_place_prints(first: str) -> None:
    rows = {"a": "{id: a, name: A, decimals: 2, max: 10, score: 5}", "b": "{id: b, name: B, decimals: 0, same_as: a}"}
    order = sorted(rows, key=lambda ident: ident != first)
    plan, _, _ = read("".join(f"  - {rows[ident]}\n" for ident in order), "{a: {planned: 0.40}, b: {planned: 0}}")
    assert Baseline(plan).increase[first] == Fraction("0.4")


# A total that is printed in percent alone: what its rows come to where that goes with it, else the percent; what it is scored then.
BY_PERCENT = [
    ("percent: 73.83", "221.50", []),  # 73.83 % of 300 are 221.49
    ("percent: 78.33", "234.99", ["A306 x.percent"]),
    ("max: 300, percent: 73.83", "221.50", []),
]


@pytest.mark.parametrize(("index", "score", "wanted"), BY_PERCENT)
def test_rows_say_more_exactly_what_a_total_in_percent_is(index: str, score: str, wanted: list[str]) -> None:
    rows = "{id: x.1, name: A, max: 100, score: 75}, {id: x.2, name: B, max: 100, score: 82.5}, {id: x.3, name: C, max: 100, score: 64}"
    _, found, standing = read(f"  - {{id: x, name: X, decimals: 2, {index}, rows: [{rows}]}}\n")
    assert ([it for it in found if it[0] in "AR" and it[:4] != "A308"], standing["x"].score) == (wanted, D(score))


def test_the_same_fact_has_its_applicable_maximum_wherever_it_stands() -> None:
    parts = "[{id: y.1, name: C, max: 6, score: 5}, {id: y.2, name: D, max: 4, applies: false}]"
    indices = f"""\
  - {{id: x, name: X, decimals: 2, rows: [{{id: x.1, name: A, same_as: y}}, {{id: x.2, name: B, max: 10, score: 5}}]}}
  - {{id: y, name: Y, decimals: 2, max: 10, score: 5, rows: {parts}}}
"""
    _, _, rows = read(indices)
    assert (rows["x.1"].max, rows["x"].max, rows["y"].max) == (D(6), D(16), D(6))


def test_a_percent_of_nothing_is_no_target() -> None:
    _, found, rows = read("  - {id: x, name: X, decimals: 2, max: 0, score: 0}\n", "{x: {planned: 1, target: {percent: 50}}}")
    assert (found, rows["x"].target) == (["R207 x.planned"], None)  # what is planned is no target


def test_bonus_rows_lift_a_total_where_they_stand() -> None:
    rows = "[{id: z.1, name: A, max: 1, score: 0.5}, {id: z.2, name: B, bonus: true, max: 2, score: 1.82}]"
    indices = f"  - {{id: z, name: Z, decimals: 2, max: 1, score: 2.32, rows: {rows}}}\n  - {{id: t, name: T, decimals: 2, same_as: z}}\n"
    _, found, rows_of = read(indices, "{t: {planned: 0.1, target: 2.42}}")
    assert [it for it in found if it[0] in "AR"] == []
    assert rows_of["z"].headroom == D("0.68")


def test_rows_of_what_is_capped_come_to_its_cap(parplan: Parplan, tmp_path: Path) -> None:
    rows = "[{id: x.1, name: A, max: 5, score: 2}, {id: x.2, name: B, max: 5, score: 1}]"
    indices = f"{HEAD}  - {{id: x, name: X, decimals: 2, max: 4, counts: capped, score: 3, rows: {rows}}}\n"
    folder = write_plan(tmp_path, indices, "targets: {x: {target: 4}, x.1: {target: 4}, x.2: {target: 2}}\n")
    assert "those of its rows" not in parplan("gap", "--plan", str(folder), "--lang", "en").out
    assert '"rows_target": 4.00' in parplan("gap", "--plan", str(folder), "--format", "json").out
