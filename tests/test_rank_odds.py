"""Chances of ranks if the whole field moves: counted out on small fields, drawn on the shipped one, laws, and what is said of them."""

import csv
import io
import itertools
import json
import math
import re
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Parplan
from helpers_cli import DATA, write_plan
from odds import normal_upto
from parplan.cli.odds import drawing
from parplan.engine.baseline import Baseline
from parplan.engine.draws import Distribution
from parplan.engine.movement import Movement, movements
from parplan.engine.project import in_full
from parplan.engine.rank_odds import Others, Why, others_of, rank_chances, ranks
from parplan.model.fields import Better
from parplan.model.peers import Panel, PeerGroup
from parplan.model.plan import Plan
from parplan.text import Text
from parplan.workspace.opened import Workspace
from reading import check_text, read_panel

NAME = Text("Một", "One")
CLOSE = 2e-5  # the engine's normal distribution is off by less than a hundred-thousandth


# Counted out: every score of every unit, all together.


def dist(first: str, step: str, *shares: float) -> Distribution:
    return Distribution(Fraction(first), Fraction(step), np.array(shares))


def others(
    means: Sequence[float], deviation: float, digit: str = "1", ends: tuple[float, float] = (0, 9), better: Better = "higher"
) -> Others:
    return Others(np.array(means, np.float64), deviation, Fraction(digit), *ends, better)


def printed(field: Others, mean: float) -> dict[int, float]:
    """A unit's scores in whole digits, of a scale with ends, with their probabilities."""
    digit, deviation = float(field.digit), field.deviation
    scores = range(int(field.least), int(field.most) + 1)
    upto = [normal_upto(((score + 0.5) * digit - mean) / deviation) for score in scores[:-1]] + [1.0]
    return {score: here - before for score, here, before in zip(scores, upto, [0.0, *upto], strict=False)}


def counted(own: Distribution, field: Others) -> list[float]:
    """The chance of each rank: 1, and one more for every unit that is better."""
    found = [0.0] * (len(field.means) + 1)
    units = [printed(field, mean) for mean in field.means.tolist()]
    for at, share in enumerate(own.shares.tolist()):
        score = math.floor((own.first + own.step * at) / field.digit + Fraction(1, 2))
        for scores in itertools.product(*units):
            ahead = sum(each > score if field.better == "higher" else each < score for each in scores)
            found[ahead] += share * math.prod(unit[each] for unit, each in zip(units, scores, strict=True))
    return found


EVEN = dist("3", "1", 0.25, 0.5, 0.25)
FIELDS: dict[str, tuple[Distribution, Others]] = {
    "four units": (EVEN, others([2.0, 3.7, 4.1, 8.0], 1.3)),
    "nobody else": (EVEN, others([], 1.0)),
    "all alike, with many ties": (EVEN, others([4.0] * 4, 0.4)),
    "less is better": (EVEN, others([2.0, 3.7, 4.1, 8.0], 1.3, better="lower")),
    "all alike, less is better": (EVEN, others([4.0] * 4, 0.4, better="lower")),
    "at the top of the scale": (dist("7", "1", 0.2, 0.2, 0.6), others([8.5, 9.0, 9.5], 1.0)),
    "at its bottom": (dist("0", "1", 0.6, 0.2, 0.2), others([-0.5, 0.0, 0.5], 1.0)),
    "at its bottom, less is better": (dist("0", "1", 0.6, 0.2, 0.2), others([-0.5, 0.0, 0.5], 1.0, better="lower")),
    "at its top, less is better": (dist("7", "1", 0.2, 0.2, 0.6), others([8.5, 9.0, 9.5], 1.0, better="lower")),
    "thirds of a digit": (dist("10/3", "1/3", 0.1, 0.2, 0.3, 0.4), others([3.2, 4.4, 4.6], 0.7)),
    "halves, rounded up": (dist("5/2", "1", 0.5, 0.5), others([3.0, 3.4], 0.5)),
    "steps of two digits": (dist("2", "2", 0.3, 0.4, 0.3), others([3.2, 4.4, 4.6], 0.7)),
    "tenths": (dist("0.4", "0.1", 0.5, 0.25, 0.25), others([0.31, 0.5, 0.58], 0.08, "0.1")),
    "who is surely ahead, and who behind": (EVEN, others([0.0, 9.0], 0.2)),
}


@pytest.mark.parametrize("name", FIELDS)
def test_ranks_of_a_small_field_are_those_counted_out(name: str) -> None:
    own, field = FIELDS[name]
    found = ranks(own, field)
    assert [found.first, found.step] == [1, 1]
    assert found.shares.tolist() == pytest.approx(counted(own, field), abs=CLOSE)


@st.composite
def small_fields(draw: st.DrawFn) -> tuple[Distribution, Others]:
    """Up to four units on a scale of up to six scores."""
    most = draw(st.integers(1, 5))
    weights = draw(st.lists(st.integers(0, 5), min_size=1, max_size=most + 1).filter(any))
    first = draw(st.integers(0, most + 1 - len(weights)))
    means = draw(st.lists(st.integers(-20, 10 * most + 20).map(lambda n: n / 10), max_size=4))
    deviation = draw(st.sampled_from([0.15, 0.4, 1.0, 3.0]))
    own = Distribution(Fraction(first), Fraction(1), np.array(weights) / sum(weights))
    return own, others(means, deviation, ends=(0, most), better=draw(st.sampled_from(get_args(Better))))


@given(small_fields())
def test_ranks_and_ranges_of_any_small_field_are_those_counted_out(case: tuple[Distribution, Others]) -> None:
    own, field = case
    expected = counted(own, field)
    told = rank_chances("x", NAME, (own, None), field, ())
    assert not isinstance(told, str)
    assert told.outside is not None
    assert told.inside is None
    assert told.outside.chances == pytest.approx(expected, abs=CLOSE)
    assert sum(told.outside.chances) == pytest.approx(1, abs=1e-12)
    assert expected[told.outside.likeliest - 1] == pytest.approx(max(expected), abs=2 * CLOSE)
    for share, rank in ((0.05, told.outside.p5), (0.5, told.outside.p50), (0.95, told.outside.p95)):
        assert sum(expected[:rank]) >= share - 5 * CLOSE
        assert sum(expected[: rank - 1]) <= share + 5 * CLOSE
    assert sum(expected[told.outside.p5 - 1 : told.outside.p95]) >= 0.9 - 10 * CLOSE


# Laws.


def upto(found: Distribution) -> list[float]:
    """The chance of each rank or a better one."""
    return list(itertools.accumulate(float(share) for share in found.shares))


@given(small_fields(), st.integers(1, 3))
def test_a_better_score_never_makes_a_worse_rank_likelier(case: tuple[Distribution, Others], more: int) -> None:
    own, field = case
    better = own._replace(first=own.first + (more if field.better == "higher" else -more))
    assert all(now >= before - 1e-12 for now, before in zip(upto(ranks(better, field)), upto(ranks(own, field)), strict=True))


@given(small_fields(), st.integers(0, 3))
def test_a_better_unit_never_makes_a_better_rank_likelier(case: tuple[Distribution, Others], at: int) -> None:
    own, field = case
    more = np.zeros(len(field.means))
    more[at : at + 1] = 0.7 if field.better == "higher" else -0.7
    worse = field._replace(means=field.means + more)
    assert all(now <= before + 1e-12 for now, before in zip(upto(ranks(own, worse)), upto(ranks(own, field)), strict=True))


@given(small_fields())
def test_what_moves_all_alike_moves_nobodys_rank(case: tuple[Distribution, Others]) -> None:
    own, field = case
    free = field._replace(least=-math.inf, most=math.inf)
    moved = free._replace(means=free.means + 3)
    assert ranks(own._replace(first=own.first + 3), moved).shares == pytest.approx(ranks(own, free).shares, abs=CLOSE)


@given(small_fields())
def test_a_field_turned_upside_down_ranks_alike(case: tuple[Distribution, Others]) -> None:
    own, field = case
    most: int = int(field.most)
    turned: Better = "lower" if field.better == "higher" else "higher"
    mirrored = Distribution(most - own.first - own.step * (len(own.shares) - 1), own.step, own.shares[::-1])
    other = field._replace(means=most - field.means, better=turned)
    assert ranks(mirrored, other).shares == pytest.approx(ranks(own, field).shares, abs=CLOSE)


@given(small_fields())
def test_units_that_are_surely_ahead_or_behind_only_count(case: tuple[Distribution, Others]) -> None:
    own, field = case
    free = field._replace(least=-math.inf, most=math.inf)
    more = free._replace(means=np.append(free.means, [-1000.0, 1000.0]))
    assert ranks(own, more).shares == pytest.approx([0, *ranks(own, free).shares, 0], abs=1e-12)


def test_many_outcomes_are_counted_as_few_are() -> None:
    """More outcomes than are counted at once, of which a tenth as many are printed."""
    field = others([10.0, 52.0, 80.0], 9.0, "0.01", (0, 10_000))
    many = Distribution(Fraction(0), Fraction(1, 1000), np.full(100_000, 1e-5))
    shares = np.append(np.append(5e-5, np.full(9999, 1e-4)), 5e-5)  # halves go up
    assert ranks(many, field).shares == pytest.approx(ranks(Distribution(Fraction(0), Fraction(1, 100), shares), field).shares, abs=1e-9)


# What others come to, as a table tells.

HEAD = "plan: {id: example, name: Example, year: 2022, target_year: 2024, unit: U}\n"
ROWS = "{id: x.1, name: One, max: 10, score: 5}, {id: x.2, name: Two, max: 10, score: 4, weight: 3}"
WEIGHED = f"indices:\n  - {{id: x, name: X, decimals: 2, max: 10, aggregate: weighted, rows: [{ROWS}]}}\n"
TARGETS = "targets: {x.1: {planned: 1}, x.2: {planned: 1}}\n"


def table(units: int, *, years: Sequence[int] = (2021, 2022), heads: str = "x,x.1,x.2", more: str = "") -> str:
    """Units that have something else in every year and row."""
    lines = [f"unit,year,{heads}{more and ',' + more.split('=', maxsplit=1)[0]}"]
    for year, n in itertools.product(years, range(units)):
        one, two = 3 + (7 * n + 3 * (year % 5)) % 11 / 5, 2 + (5 * n + 2 * (year % 5)) % 13 / 5
        cells = {"x": f"{(one + 3 * two) / 4:.4f}", "x.1": f"{one:.2f}", "x.2": f"{two:.2f}"}
        lines.append(",".join([f"u{n}", str(year), *(cells[head] for head in heads.split(",")), *more.split("=")[1:]]))
    return "\n".join(lines) + "\n"


def plan_of(indices: str = WEIGHED, targets: str = TARGETS, head: str = HEAD) -> Plan:
    plan = check_text({"indicators": head + indices, "targets": targets}).plan
    assert plan is not None
    return plan


def field_of(plan: Plan, text: str, ident: str) -> tuple[Panel, dict[str, Movement], Others | Why]:
    panel = read_panel(text.encode(), "t.csv", plan).made
    assert panel is not None
    baseline = Baseline(plan)
    moving = movements(baseline, [panel])
    return panel, moving, others_of(baseline, moving, panel, ident)


def test_units_of_a_row_move_as_it_moves() -> None:
    panel, moving, field = field_of(plan_of(), table(12), "x.1")
    assert not isinstance(field, str)
    expected = [moving["x.1"].after(float(score), 2) for score in panel.scores["x.1"][2022].values()]
    assert field.means.tolist() == pytest.approx([mean for mean, _ in expected])
    assert field.deviation == pytest.approx(expected[0][1])
    assert (field.digit, field.least, field.most, field.better) == (Fraction(1, 100), 0, 1000, "higher")


def test_units_of_a_total_move_as_its_rows_do_together() -> None:
    """(x.1 + 3 x.2) / 4, two years ahead."""
    panel, moving, field = field_of(plan_of(), table(12), "x")
    assert not isinstance(field, str)
    one, two = (moving[ident] for ident in ("x.1", "x.2"))
    for at, unit in enumerate(panel.scores["x"][2022]):
        first, second = (float(panel.scores[ident][2022][unit]) for ident in ("x.1", "x.2"))
        change = (one.after(first, 2)[0] - first + 3 * (two.after(second, 2)[0] - second)) / 4
        assert field.means[at] == pytest.approx(float(panel.scores["x"][2022][unit]) + change)
    a, b = one.after(0, 2)[1] / 4, 3 * two.after(0, 2)[1] / 4
    assert field.deviation == pytest.approx(math.sqrt(a**2 + b**2 + 2 * one.together * a * b))


def test_a_row_that_a_unit_lacks_leaves_its_total_where_it_is() -> None:
    text = table(12).replace("u3,2022,", "u3,2022,5.5,,3 #").replace(" #", "\n#", 1)
    text = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#"))
    panel, moving, field = field_of(plan_of(), text, "x")
    assert not isinstance(field, str)
    assert "u3" not in panel.scores["x.1"][2022]
    at = list(panel.scores["x"][2022]).index("u3")
    assert field.means[at] == pytest.approx(5.5 + 3 * (moving["x.2"].after(3.0, 2)[0] - 3.0) / 4)


def test_the_own_unit_is_none_of_the_others() -> None:
    _, _, without = field_of(plan_of(), table(12), "x")
    _, _, among = field_of(plan_of(head=HEAD.replace("unit: U", "unit: u5")), table(12), "x")
    assert not isinstance(without, str)
    assert not isinstance(among, str)
    assert (len(without.means), len(among.means)) == (12, 11)


LOST = WEIGHED.replace("aggregate: weighted", "counts: capped").replace(", weight: 3", "").replace("max: 10, counts", "max: 12, counts")
NONE: list[tuple[str, str, str, str, Why]] = [
    ("of some units only", WEIGHED, table(12, more="ranked=20"), "x.1", "excerpt"),
    ("out of several maxima", WEIGHED, re.sub(r"(u[1-3],.*),10\n", r"\1,9\n", table(12, heads="x", more="max=10")), "x", "shares"),
    ("a total that is capped", LOST, table(12), "x", "bent"),
    ("a row that is not in the table", WEIGHED, table(12, heads="x,x.1"), "x", "movement"),
    ("one year", WEIGHED, table(12, years=[2022]), "x.1", "movement"),
    ("too few units", WEIGHED, table(9), "x.1", "movement"),
    ("years after the target year", WEIGHED, table(12, years=[2022, 2024, 2025]), "x.1", "movement"),
]


@pytest.mark.parametrize(("plan", "text", "ident", "why"), [case[1:] for case in NONE], ids=[case[0] for case in NONE])
def test_why_nobody_knows(plan: str, text: str, ident: str, why: Why) -> None:
    assert field_of(plan_of(plan), text, ident)[2] == why
    assert rank_chances(ident, NAME, (EVEN, EVEN), why, ()) == why


def test_without_an_own_score_there_are_no_chances() -> None:
    assert rank_chances("x", NAME, (None, None), others([1.0], 1.0), ()) == "score"


# Published groups.


def group(name: str, count: int, low: str = "0", high: str = "1") -> PeerGroup:
    return PeerGroup.model_validate({"id": name, "name": name, "low": low, "high": high, "count": count})


@pytest.mark.parametrize(
    ("better", "groups", "spans"),
    [
        ("higher", [group("A", 1, "6", "9"), group("B", 2), group("C", 2)], [("A", 1, 1), ("B", 2, 3), ("C", 4, 5)]),
        ("higher", [group("A", 4, "6", "9"), group("B", 2)], []),  # six were ranked there, and five here
        ("lower", [group("A", 2, "6", "9"), group("B", 3, "1", "2")], [("B", 1, 3), ("A", 4, 5)]),
        ("higher", [], []),
    ],
)
def test_groups_have_the_chances_of_their_ranks(better: Better, groups: list[PeerGroup], spans: list[tuple[str, int, int]]) -> None:
    field = others([2.0, 3.7, 4.1, 8.0], 1.3, better=better)
    told = rank_chances("x", NAME, (EVEN, dist("9", "1", 1.0)), field, groups)
    assert not isinstance(told, str)
    assert [(each.name.en, each.first, each.last) for each in told.groups] == spans
    for view, own in (("outside", EVEN), ("inside", dist("9", "1", 1.0))):
        chances = ranks(own, field).shares
        for each in told.groups:
            assert getattr(each, view) == pytest.approx(chances[each.first - 1 : each.last].sum())


# The shipped field.


@pytest.fixture(scope="module")
def shipped() -> Workspace:
    from parplan.workspace.folder import Folder, embedded

    return Workspace(Folder(embedded(), "data"))


@pytest.mark.parametrize("ident", ["papi", "papi.8"])
def test_ranks_of_the_shipped_field_are_those_drawn(shipped: Workspace, ident: str) -> None:
    """Rows of every unit drawn with a factor that they share, added up and printed; 100,000 times."""
    n, draws = 100_000, np.random.default_rng(1)
    baseline, (panel,) = Baseline(shipped.plan), shipped.panels
    moving = movements(baseline, shipped.fields)
    index = next(each for each in drawing(shipped.fields)(baseline, in_full(baseline)) if each.chance.id == "papi")
    own = index.outcomes(ident)
    units = [unit for unit in panel.scores[ident][2022] if unit != panel.own]
    scores = np.zeros((n, len(units)), np.float32)
    common = draws.standard_normal(scores.shape, np.float32)
    for row in panel.rows(ident) or [ident]:
        start = panel.scores[row][2022]
        means, spreads = zip(*(moving[row].after(float(start[unit]), 1) for unit in units), strict=True)
        c = moving[row].together
        alone = draws.standard_normal(scores.shape, np.float32)
        scores += np.array(means, np.float32) + np.array(spreads, np.float32) * (math.sqrt(c) * common + math.sqrt(1 - c) * alone)
    whole = np.rint(scores * 100)
    field = others_of(baseline, moving, panel, ident)
    assert not isinstance(field, str)
    for found in own:
        assert found is not None
        mine = draws.choice(len(found.shares), n, p=found.shares / found.shares.sum())
        values = np.rint((float(found.first) + float(found.step) * mine) * 100)
        drawn = np.bincount((whole > values[:, None]).sum(axis=1), minlength=len(units) + 1) / n
        told = ranks(found, field).shares
        errors = np.sqrt(told * (1 - told) / n)
        assert (np.abs(drawn - told) <= 5 * errors + 3 / n).all()


def test_ranks_that_came_lay_in_the_ranges_told_before(shipped: Workspace) -> None:
    """Every unit ranked in 2022 and 2023, in every row and in all: as scores move, told from 2021 and 2022."""
    baseline, (panel,) = Baseline(shipped.plan), shipped.panels
    moving = movements(baseline, shipped.fields)
    held: dict[str, list[bool]] = {}
    for ident in panel.scores:
        everyone = others_of(baseline, moving, panel._replace(own=None), ident)
        assert not isinstance(everyone, str)
        now, later = (panel.scores[ident][year] for year in (2022, 2023))
        for at, unit in enumerate(now):
            if unit in later:
                field = everyone._replace(means=np.delete(everyone.means, at))
                digits = np.arange(-500, 501) + int(everyone.means[at] * 100)
                upto = [normal_upto(((digit + 0.5) / 100 - everyone.means[at]) / everyone.deviation) for digit in digits.tolist()]
                own = Distribution(Fraction(int(digits[0]), 100), Fraction(1, 100), np.diff(upto, prepend=0.0))
                told = rank_chances(ident, NAME, (own, None), field, ())
                assert not isinstance(told, str)
                assert told.outside is not None
                came = 1 + sum(score > later[unit] for score in later.values())
                held.setdefault("total" if ident == "papi" else "rows", []).append(told.outside.p5 <= came <= told.outside.p95)
    said = {name: (sum(each), len(each)) for name, each in held.items()}
    assert said == {"total": (54, 59), "rows": (448, 480)}


# Through the command line.

# language, the line of the total, that of the lowest group; all of it stands in docs/peers.md and docs/peers.vi.md
TOLD = [
    ("en", "papi Total 56/61 33–61 41/61 13–60", "Low 48–61 77.9% █████ 36.0% ██▎"),
    ("vi", "papi Tổng điểm 56/61 33–61 41/61 13–60", "Thấp 48–61 77,9% █████ 36,0% ██▎"),
]


@pytest.mark.parametrize(("lang", "total", "group"), TOLD)
def test_what_is_said_in_80_columns(parplan: Parplan, monkeypatch: pytest.MonkeyPatch, lang: str, total: str, group: str) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    today, _, odds = parplan("rank", "papi", "--target", "--odds", "--lang", lang).out.partition("\n\n")
    assert {total, group} <= {" ".join(line.split()) for line in odds.splitlines()}
    assert max(map(len, odds.splitlines())) <= 80
    assert parplan("rank", "papi", "--target", "--lang", lang).out.startswith(f"{today}\n\n")


def test_json_has_the_chance_of_every_rank(parplan: Parplan) -> None:
    payload = json.loads(parplan("rank", "papi", "--odds", "--format", "json", "--lang", "en").out)
    assert [row["id"] for row in payload["odds"]] == ["papi", *(f"papi.{n}" for n in range(1, 9))]
    for row in payload["odds"]:
        for view in (row["outside"], row["inside"]):
            assert len(view["chances"]) == row["of"]
            assert sum(view["chances"]) == pytest.approx(1, abs=row["of"] * 5e-5)
            assert 1 <= view["p5"] <= view["p50"] <= view["p95"] <= row["of"]
            assert view["chances"][view["likeliest"] - 1] == max(view["chances"])
    total, *rows = payload["odds"]
    spans = [("High", 1, 16), ("Mid-high", 17, 32), ("Mid-low", 33, 47), ("Low", 48, 61)]
    assert [(group["group"], group["first"], group["last"]) for group in total["groups"]] == spans
    for group in total["groups"]:
        for view in ("outside", "inside"):
            among = total[view]["chances"][group["first"] - 1 : group["last"]]
            assert group[view] == pytest.approx(sum(among), abs=(len(among) + 1) * 5e-5)
    assert all(row["groups"] == [] for row in rows)
    assert json.loads(parplan("rank", "papi", "--format", "json").out)["odds"] == []


def test_csv_is_for_machines(parplan: Parplan) -> None:
    out = parplan("rank", "papi", "--odds", "--format", "csv", "--lang", "vi").out
    at, groups = out.index("id,name,of,"), out.index("id,group,")
    row = next(csv.DictReader(io.StringIO(out[at:groups])))
    listed = list(csv.DictReader(io.StringIO(out[groups:])))
    payload = json.loads(parplan("rank", "papi", "--odds", "--format", "json").out)["odds"][0]
    for view in ("outside", "inside"):
        assert [row[f"{view}_{key}"] for key in ("likeliest", "p5", "p50", "p95")] == [
            str(payload[view][key]) for key in ("likeliest", "p5", "p50", "p95")
        ]
        assert [float(each[view]) for each in listed] == [group[view] for group in payload["groups"]]
    assert [each["id"] for each in listed] == ["papi"] * 4
    assert (listed[0]["group"], listed[0]["first"], listed[0]["last"]) == ("Cao", "1", "16")
    assert "outside" not in parplan("rank", "papi", "--format", "csv").out


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a plan and a table of its peers."""
    write_plan(tmp_path / "plan", HEAD + WEIGHED, TARGETS)
    (tmp_path / "t.csv").write_text(table(12), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(parplan: Parplan, *typed: str, lang: str = "en") -> dict[str, Any]:
    ran = parplan("rank", *typed, "--odds", "--plan", "plan", "--peers", "t.csv", "--format", "json", "--lang", lang)
    assert ran.code == 0, ran.err
    payload: dict[str, Any] = json.loads(ran.out)
    return payload


@pytest.mark.usefixtures("folder")
def test_a_table_without_the_own_unit_counts_it_as_one_more(parplan: Parplan) -> None:
    assert [(row["id"], row["of"], row["groups"]) for row in told(parplan, "x")["odds"]] == [(each, 13, []) for each in ("x", "x.1", "x.2")]


def test_units_are_those_that_the_target_year_sees(parplan: Parplan, folder: Path) -> None:
    merged = "plan: example\nunits: {u1: {from: [u1, u2], since: 2023-07-01, by: mean}}\n"
    (folder / "plan" / "peers").mkdir()
    (folder / "plan" / "peers" / "units.yaml").write_text(merged, encoding="utf-8")
    assert [row["of"] for row in told(parplan, "x")["odds"]] == [12, 12, 12]


# the table, what is typed, which rows have chances, why others have none
WITHOUT: list[tuple[str, str, list[str], str, str]] = [
    (
        table(12, more="ranked=20"),
        "x.1",
        [],
        "x.1: no chances of ranks, because the table has only some of the units ranked",
        "x.1: chưa có xác suất thứ hạng, vì bảng chỉ có một phần số đơn vị được xếp hạng",
    ),
    (
        re.sub(r"(u[1-3],.*),10\n", r"\1,9\n", table(12, heads="x", more="max=10")),
        "x",
        [],
        "x: no chances of ranks, because the maxima of units differ",
        "x: chưa có xác suất thứ hạng, vì điểm tối đa của các đơn vị khác nhau",
    ),
    (
        table(12, heads="x,x.1"),
        "x",
        ["x.1"],
        "x: no chances of ranks, because the table does not tell how scores move: that takes every row of a total, of at least 10 units, "
        "in two years in a row before the target year that compare",
        "x: chưa có xác suất thứ hạng, vì bảng không cho biết điểm thay đổi thế nào: cần mọi tiêu chí của tổng điểm, ít nhất 10 đơn vị, "
        "ở hai năm liền so sánh được trước năm mục tiêu",
    ),
]


@pytest.mark.parametrize(("text", "typed", "ids", "english", "vietnamese"), WITHOUT)
def test_why_rows_have_no_chances(
    parplan: Parplan, folder: Path, text: str, typed: str, ids: list[str], english: str, vietnamese: str
) -> None:
    (folder / "t.csv").write_text(text, encoding="utf-8")
    for lang, words in (("en", english), ("vi", vietnamese)):
        payload = told(parplan, typed, lang=lang)
        assert [row["id"] for row in payload["odds"]] == ids
        assert words in payload["remarks"]


def test_why_a_total_or_an_unknown_score_has_none(parplan: Parplan, folder: Path) -> None:
    write_plan(folder / "plan", HEAD + LOST, TARGETS)
    words = {
        "en": "x: no chances of ranks, because the total is not just what its rows add up to",
        "vi": "x: chưa có xác suất thứ hạng, vì tổng điểm không chỉ là cộng các tiêu chí",
    }
    assert {lang: told(parplan, "x", lang=lang)["remarks"][-1] for lang in words} == words
    write_plan(folder / "plan", HEAD + WEIGHED.replace("score: 5", "score: null"), "targets: {x.1: {target: 6}}\n")
    words = {
        "en": "x.1: no chances of ranks, because the unit's own score is not known",
        "vi": "x.1: chưa có xác suất thứ hạng, vì chưa biết điểm của chính đơn vị",
    }
    assert {lang: told(parplan, "x.1", lang=lang)["remarks"][-1] for lang in words} == words


# what is typed, what is said of it
REFUSED = [
    ("papi --odds --score 43", "--odds does not go with --score", "--odds không dùng cùng --score"),
    ("papi --odds --all", "--odds does not go with --all", "--odds không dùng cùng --all"),
    ("papi --odds --year 2022", "--odds does not go with --year", "--odds không dùng cùng --year"),
    (
        f"papi --odds --peers {DATA / 'peers' / 'papi-2022.yaml'}",
        "only published groups are known, not every unit's score; give a table with --peers FILE.csv",
        "chỉ biết các nhóm được công bố, không biết điểm từng đơn vị; dùng --peers với một bảng CSV",
    ),
]


@pytest.mark.parametrize(("typed", "english", "vietnamese"), REFUSED)
def test_what_cannot_be_asked(parplan: Parplan, typed: str, english: str, vietnamese: str) -> None:
    assert parplan("rank", *typed.split(), "--lang", "en") == (2, "", f"parplan: error: {english}\n")
    assert parplan("rank", *typed.split(), "--lang", "vi") == (2, "", f"parplan: lỗi: {vietnamese}\n")


@pytest.mark.parametrize("call", ["rank papi --odds", "units --matrix"])
@pytest.mark.parametrize("excel", [(), ("--excel",)])
def test_unlike_tables_of_a_csv_are_apart(parplan: Parplan, call: str, excel: tuple[str, ...]) -> None:
    """Each with its own heads, and as many cells in every line."""
    text = parplan(*call.split(), "--format", "csv", *excel).out.removeprefix("\ufeff")
    tables = [list(csv.reader(io.StringIO(part), delimiter=";" if excel else ",")) for part in text.split("\r\n\r\n")]
    assert len(tables) == 3
    assert len({tuple(table[0]) for table in tables}) == 3
    for heads, *lines in tables:
        assert lines
        assert {len(line) for line in lines} == {len(heads)}
        assert heads not in lines


def test_groups_have_an_id_that_is_the_same_in_every_language(parplan: Parplan) -> None:
    """As peers/papi-2022.yaml names them; null for a score between two."""
    told = [json.loads(parplan("rank", "papi", "--odds", "--format", "json", "--lang", lang).out) for lang in ("vi", "en")]
    assert [[row["group_id"] for row in each["ranks"][:3]] for each in told] == [["low", "mid-high", None]] * 2
    assert [[group["group_id"] for group in each["odds"][0]["groups"]] for each in told] == [["high", "mid-high", "mid-low", "low"]] * 2
    assert [each["ranks"][0]["group"] for each in told] == ["Thấp", "Low"]
    listed = list(csv.DictReader(io.StringIO(parplan("rank", "papi", "--all", "--format", "csv", "--lang", "vi").out)))
    assert {(row["group"], row["group_id"]) for row in listed} >= {("Cao", "high"), ("Thấp", "low")}
