"""A planned gain as a percentile of the gains that began nearest to the unit's own place in the field: whose these are, and laws."""

import json
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Parplan
from helpers_cli import write_plan
from parplan.engine.gap import standings
from parplan.engine.realism import Feasible, Precedent, feasible, precedents
from parplan.model.mergers import points_of
from parplan.model.plan import Plan
from parplan.text import Text
from reading import check_text, read_panel

D = Decimal
NAME = Text("Một", "One")


def plan_of(about: str = "", row: str = "score: 50", planned: str = "1") -> Plan:
    """A plan of 2022 for 2023, of unit U, with one row out of 100."""
    head = f"plan: {{id: example, name: Example, year: 2022, target_year: 2023, unit: U{about}}}\n"
    index = f"indices:\n  - {{id: x, name: X, decimals: 2, max: 100, {row}}}\n"
    plan = check_text({"indicators": head + index, "targets": f"targets: {{x: {{planned: {planned}}}}}\n"}).plan
    assert plan is not None
    return plan


def past(plan: Plan, table: str, *, seen: int = 2023, over: int = 1, since: int | None = None, mergers: str = "") -> Precedent:
    panel = read_panel(table.encode(), "t.csv", plan, mergers).made
    assert panel is not None
    return precedents([panel.seen(seen)], {"x": standings(plan)[0]}, since, over)["x"]


def alike(plan: Plan, table: str, **asked: Any) -> tuple[str | None, str]:
    """Where the own unit starts, and the gains that are compared with, the smallest first."""
    found = past(plan, table, **asked)
    return None if found.start is None else str(found.start), " ".join(f"{gain:g}" for gain in map(float, found.gains))


def field(count: int, first: int = 2021) -> str:
    """So many units in two years: the first has 99 points and gains 0.01, the second has 98 and gains 0.02, and so on."""
    lines = (f"u{n},{first},{100 - n}\nu{n},{first + 1},{100 - n + D(n) / 100}\n" for n in range(1, count + 1))
    return "unit,year,x\n" + "".join(lines)


def hundredths(first: int, last: int) -> str:
    return " ".join(f"{n / 100:g}" for n in range(first, last + 1))


# Of so many units, U has a score of 2022 that makes it so-manieth among one more; whose gains its own is compared with.
NEAREST = [
    (44, "1", "45/45", (34, 44)),  # the last quarter
    (44, "99.5", "1/45", (1, 11)),  # the first quarter
    (44, "77.5", "23/45", (17, 28)),  # the middle: 17 and 28 are as near
    (44, "88.5", "12/45", (7, 17)),
    (41, "1", "42/42", (31, 41)),  # a quarter is 10.25, so 11
    (40, "1", "41/41", (31, 40)),
    (30, "1", "31/31", (21, 30)),  # ten at least
    (7, "1", "8/8", (1, 7)),  # there are no more
    (7, "99.5", "1/8", (1, 7)),
]


@pytest.mark.parametrize(("count", "score", "start", "compared"), NEAREST)
def test_the_quarter_that_began_nearest_counts(count: int, score: str, start: str, compared: tuple[int, int]) -> None:
    assert alike(plan_of(row=f"score: {score}"), field(count)) == (start, hundredths(*compared))


@pytest.mark.parametrize(("count", "score", "start", "compared"), NEAREST)
def test_where_less_is_better(count: int, score: str, start: str, compared: tuple[int, int]) -> None:
    """The same field turned round: 1 is the best, and what falls gains."""
    lines = [line.split(",") for line in field(count).splitlines()[1:]]
    table = "unit,year,x\n" + "".join(f"{unit},{year},{100 - D(points)}\n" for unit, year, points in lines)
    found = alike(plan_of(row=f"score: {100 - D(score)}, better: lower", planned="-1"), table)
    assert found == (start, " ".join(f"-{gain}" for gain in hundredths(*compared).split()))


def test_starts_that_tie_count_all() -> None:
    """Thirty units start at 10 points, 14 above them: all thirty are 15th, and so is U; a quarter of 44 is 11."""
    table = "unit,year,x\n" + "".join(
        f"u{n},2021,{10 if n > 14 else 50 + n}\nu{n},2022,{(10 if n > 14 else 50 + n) + D(n) / 100}\n" for n in range(1, 45)
    )
    table += "U,2022,10\n" + "".join(f"v{n},2022,10\n" for n in range(1, 17))
    assert alike(plan_of(row="score: 10"), table)[1] == hundredths(15, 44)


def test_each_start_is_placed_in_the_field_of_its_own_year() -> None:
    """Everybody has 40 points more in 2020: the last of that year were still the last."""
    table = field(44) + "".join(f"u{n},2020,{D(140 - n) / 2}\n" for n in range(1, 45))
    start, gains = alike(plan_of(row="score: 1"), table)
    # 2021 - 2020: (100 - n) - (140 - n) / 2, of the last 11 by their places in 2020; 22 in all
    assert start == "45/45"
    assert gains.split() == [f"{gain:g}" for gain in sorted([n / 100 for n in range(34, 45)] + [30 - n / 2 for n in range(34, 45)])]


LAST, MIDDLE = ("45/45", hundredths(34, 44)), ("23/45", hundredths(17, 28))


@pytest.mark.parametrize("lines", ["", "U,2022,77.5\n"])
def test_the_own_unit_starts_from_its_score_in_the_plan(lines: str) -> None:
    """Whether the table has that unit, and whatever it says of it."""
    assert alike(plan_of(row="score: 1"), field(44) + lines) == LAST


# What the plan says of U, and the table's other lines, where it has 2020 and 2021 alone; where U starts.
EARLIER = [
    ("by the table's latest year before", "score: 1", "U,2021,77.5\n", MIDDLE),
    ("by an earlier one, where it was not ranked since", "score: 1", "U,2020,77.5\n", MIDDLE),
    ("by what the plan prints of that year", "score: 1, history: {2021: {score: 77.5}}", "", MIDDLE),
    ("nothing tells", "score: 1", "", (None, hundredths(1, 44))),
    ("a later year does not tell", "score: 1", "U,2023,50\nu1,2023,60\n", (None, hundredths(1, 44))),
]


@pytest.mark.parametrize(("row", "lines", "expected"), [case[1:] for case in EARLIER], ids=[case[0] for case in EARLIER])
def test_where_the_own_unit_started_last(row: str, lines: str, expected: tuple[str, str]) -> None:
    assert alike(plan_of(row=row), field(44, 2020) + lines) == expected


def declaring(table: str, year: int, ranked: int) -> str:
    head, *lines = table.splitlines()
    return "\n".join([f"{head},ranked", *(f"{line},{ranked if f',{year},' in line else ''}" for line in lines)]) + "\n"


def test_an_excerpt_has_no_places() -> None:
    """Of 63 that were ranked it has 44: of the plan's year nobody knows where U starts, of the year before nobody where others did."""
    plan = plan_of(row="score: 1")
    for year in (2021, 2022):
        assert alike(plan, declaring(field(44), year, 63)) == (None, hundredths(1, 44))
    assert alike(plan, declaring(field(44), 2022, 44)) == LAST  # no excerpt


def test_gains_that_began_in_an_excerpt_are_not_compared_with() -> None:
    table = field(44) + "".join(f"u{n},2020,{100 - n - D(n) / 10}\n" for n in range(1, 45))
    assert alike(plan_of(row="score: 1"), declaring(table, 2020, 63)) == LAST
    assert past(plan_of(row="score: 1"), declaring(table, 2020, 63)).largest == D("4.4")  # it was made all the same


def test_only_gains_since_a_year() -> None:
    table = field(44) + "".join(f"u{n},2020,{100 - n - D(n) / 10}\n" for n in range(1, 45))
    assert len(past(plan_of(row="score: 1"), table).gains) == 22
    assert alike(plan_of(row="score: 1"), table, since=2021) == LAST


def test_gains_over_as_many_years_began_so_long_before() -> None:
    """In 2021 the order was the other way round; in 2020 u44 was the last of 44, as U is now."""
    table = field(44, 2021) + "".join(f"u{n},2020,{100 - n - D(n) / 10}\n" for n in range(1, 45))
    turned = "\n".join(
        line if ",2021," not in line else f"{line.rpartition(',')[0]},{line[1:].partition(',')[0]}" for line in table.split()
    )
    assert alike(plan_of(row="score: 1"), turned, over=2) == ("45/45", " ".join(f"{n / 100 + n / 10:g}" for n in range(34, 45)))


def test_gains_of_one_year_say_nothing_of_several() -> None:
    plan = plan_of(row="score: 1")
    found = past(plan, field(44), over=3)
    assert (found.over, str(found.start), len(found.gains)) == (1, "45/45", 11)
    (row,) = feasible(standings(plan)[0], {"x": found}, {}, 3)
    assert (row.verdict, row.percentile) == (None, None)


def test_units_that_rank_by_share() -> None:
    """Out of 50, 40.25 points are 80.5 %, between u19 and u20, where U starts with 80.3 of 100: what v gained counts."""
    head, *lines = field(44).splitlines()
    table = "\n".join([f"{head},max", *(f"{line},100" for line in lines), "v,2021,40.25,50", "v,2022,40.505,50", "w,2022,20,50"]) + "\n"
    assert alike(plan_of(row="score: 80.3"), table) == ("21/47", f"{hundredths(15, 25)} 0.255")


MERGERS = "plan: example\nunits: {N: {from: [u43, u44], since: 2023-07-01, by: mean}}\n"


def test_units_that_became_others_start_as_what_they_became() -> None:
    """u43 and u44 are one, the last of 43: it gained 0.435."""
    plan = plan_of(row="score: 1")
    start, gains = alike(plan, field(44), mergers=MERGERS)
    assert start == "44/44"
    assert gains == f"{hundredths(33, 42)} 0.435"
    assert alike(plan, field(44), seen=2022, mergers=MERGERS) == LAST  # a plan from before sees the old field


def test_what_is_published_as_summary_figures_is_no_percentile(parplan: Parplan, tmp_path: Path) -> None:
    """Nobody knows the median: within nine in ten is usual."""
    (row,) = told(
        parplan, tmp_path, peers="name: A\nyear: 2022\nranked: 9\ngains: {first: 2021, last: 2022, rows: {x: {p90: 1, largest: 2}}}\n"
    )
    assert (row["percentile"], row["verdict"]) == (None, "usual")
    assert [row["past"][key] for key in ("median", "p90", "largest", "count", "start")] == [None, 1, 2, None, None]


# Through the command line.


def told(parplan: Parplan, at: Path, table: str = "", peers: str = "", row: str = "score: 1") -> list[dict[str, Any]]:
    """What is said of a plan that adds 1 point to U's score."""
    folder = written(at, table, peers, row)
    ran = parplan("realism", "--plan", str(folder), "--format", "json", "--lang", "en")
    assert ran.code == 0, ran.err
    rows: list[dict[str, Any]] = json.loads(ran.out, parse_float=Decimal)["indices"][0]["rows"]
    return rows


def written(at: Path, table: str = "", peers: str = "", row: str = "score: 1") -> Path:
    head = "plan: {id: example, name: Example, year: 2022, target_year: 2023, unit: U}\n"
    indicators = f"{head}indices:\n  - {{id: x, name: X, decimals: 2, max: 100, {row}}}\n"
    folder = write_plan(at / "plan", indicators, "targets: {x: {planned: 0.40}}\n")
    (folder / "peers").mkdir()
    for name, text in (("t.csv", table), ("p.yaml", peers)):
        if text:
            (folder / "peers" / name).write_text(text, encoding="utf-8")
    return folder


def test_every_number_is_in_the_answer(parplan: Parplan, tmp_path: Path) -> None:
    """Of 0.34 to 0.44, seven are at most 0.40."""
    (row,) = told(parplan, tmp_path, field(44))
    assert (row["percentile"], row["verdict"]) == (D("0.6364"), "ambitious")
    assert row["past"] == {
        "median": D("0.39"),
        "p90": D("0.43"),
        "count": 11,
        "start": {"at": 45, "of": 45},
        "largest": D("0.44"),
        "unit": "u44",
        "units": 44,
        "first": 2021,
        "last": 2022,
        "over": 1,
        "source": "peers/t.csv, 2021–2022",
    }


# what the table is of, its lines, what is said in both languages
SAID = [
    (
        field(44),
        "  compared with the gains that began nearest to the unit's own place in the field: 11 a row\n",
        "  so với mức tăng của các đơn vị có vị trí xuất phát gần nhất trên bảng xếp hạng: 11 lần tăng mỗi tiêu chí\n",
    ),
    (
        field(44, 2020),
        "  compared with all gains (44 a row), because the unit's own place in the field is not known: x\n",
        "  so với mọi lần tăng (44 lần mỗi tiêu chí), vì không rõ đơn vị đứng thứ mấy trên bảng xếp hạng: x\n",
    ),
]


@pytest.mark.parametrize(("table", "english", "vietnamese"), SAID)
def test_whose_gains_is_said(parplan: Parplan, tmp_path: Path, table: str, english: str, vietnamese: str) -> None:
    folder = written(tmp_path, table)
    shares = {
        "en": "  “no larger”: what share of these gains is no larger than the planned one\n",
        "vi": "  “% không lớn hơn”: tỷ lệ số lần tăng không lớn hơn mức dự kiến\n",
    }
    for lang, said in (("en", english), ("vi", vietnamese)):
        out = parplan("realism", "--plan", str(folder), "--lang", lang).out
        assert said + shares[lang] in out


@pytest.mark.parametrize(("lang", "columns"), [("en", ["No larger", "Median"]), ("vi", ["% không lớn hơn", "Trung vị"])])
def test_percentiles_have_their_columns_where_any_is_known(parplan: Parplan, tmp_path: Path, lang: str, columns: list[str]) -> None:
    for at, text, known in (("with", field(44), True), ("without", "", False)):
        (tmp_path / at).mkdir()
        head = parplan("realism", "--plan", str(written(tmp_path / at, text)), "--lang", lang).out.splitlines()[1]
        assert [column in head for column in columns] == [known, known]


@pytest.mark.parametrize(("lang", "share", "gone"), [("en", "93.6%", "Of headroom"), ("vi", "93,6%", "% dư địa cần dùng")])
def test_percentiles_stay_where_there_is_little_room(
    parplan: Parplan, monkeypatch: pytest.MonkeyPatch, lang: str, share: str, gone: str
) -> None:
    """In 80 columns the share of the headroom goes first, which `gap` tells too."""
    monkeypatch.setenv("COLUMNS", "80")
    out = parplan("realism", "papi", "--lang", lang).out
    assert max(map(len, out.splitlines())) <= 80
    assert share in out
    assert out.count(gone) == 1
    assert f": {gone}; " in out.splitlines()[-3]  # it is named as left out


# Laws.

SCORES = st.integers(0, 12).map(D)  # few, so that many tie
TABLES = st.dictionaries(
    st.integers(2019, 2023), st.dictionaries(st.sampled_from([f"u{n}" for n in range(16)]), SCORES, min_size=7), min_size=2, max_size=5
)
YearlyScores = Mapping[int, Mapping[str, Decimal]]


def depth(score: Decimal, others: list[Decimal]) -> Fraction:
    return Fraction(sum(other > score for other in others), max(len(others), 1))


def compared(scores: YearlyScores, own: Decimal, over: int) -> list[Decimal] | None:
    """The gains that a planned one of U is compared with, worked out apart from the program; None where U's place is not known."""
    found = []
    for year, now in scores.items():
        before = scores.get(year - over, {})
        for unit in now.keys() & before.keys():
            others = [score for other, score in before.items() if other != unit]
            found.append((depth(before[unit], others), now[unit] - before[unit]))
    if 2022 not in scores:
        return None
    place = depth(own, [*scores[2022].values()])
    ordered = sorted((abs(at - place), gain) for at, gain in found)
    furthest = ordered[min(max(ceil(len(ordered) / 4), 10), len(ordered)) - 1][0] if ordered else 0
    return sorted(gain for distance, gain in ordered if distance <= furthest)


@given(TABLES, SCORES, st.integers(1, 2), st.lists(st.integers(1, 1400), min_size=2, max_size=6), st.none() | SCORES)
def test_percentiles_are_counted_and_more_is_never_milder(
    scores: YearlyScores, own: Decimal, over: int, planned: list[int], best: Decimal | None
) -> None:
    table = "unit,year,x\n" + "".join(f"{unit},{year},{score}\n" for year, units in scores.items() for unit, score in units.items())
    plan = plan_of(row=f"score: {own}")
    panel = read_panel(table.encode(), "t.csv", plan).made
    assert panel is not None
    found = precedents([panel], {"x": standings(plan)[0]}, None, over).get("x")
    if found is None or found.over != over:
        assert not any(year - over in scores and scores[year].keys() & scores[year - over].keys() for year in scores)
        return
    expected = compared(scores, own, over)
    if expected is None:
        assert found.start is None
        expected = [points_of(gain) for gain in found.gains]
    assert [*found.gains] == expected
    milder = ["usual", "ambitious", "rare", "never"]
    last = (0, Decimal(0))
    for amount in sorted(planned):
        row = Feasible("x", NAME, 2, {}, D(amount) / 100, "higher", None, best, found, over)
        assert row.percentile == D(sum(gain <= row.planned for gain in expected)) / len(expected)
        assert row.verdict is not None
        now = (milder.index(row.verdict), row.percentile)
        assert now >= last
        assert now[1] >= last[1]
        last = now
