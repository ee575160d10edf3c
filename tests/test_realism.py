"""Planned gains beside what has ever been done: the shipped figures, the verdict's limits, quantiles, and `parplan realism`."""

import csv
import io
import json
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Parplan
from helpers_cli import HEAD, parplan_here, thirds, write_plan
from parplan.engine.gap import standings
from parplan.engine.realism import HALF, NINE_IN_TEN, Feasible, Precedent, Verdict, feasible, quantile
from parplan.text import Text
from reading import check_text

NAME = Text("Một", "One")


def precedent(p90: str | None, largest: str) -> Precedent:
    return Precedent(None if p90 is None else Decimal(p90), Decimal(largest), 2021, 2024, NAME)


# the planned gain, what nine in ten gained at most, the largest gain, the verdict
VERDICTS: list[tuple[str, str | None, str, Verdict | None]] = [
    ("1.00", "0.43", "0.95", "never"),
    ("0.95", "0.43", "0.95", "rare"),  # as much as somebody did
    ("0.950", "0.43", "0.95", "rare"),
    ("0.951", "0.43", "0.95", "never"),
    ("0.44", "0.43", "0.95", "rare"),
    ("0.43", "0.43", "0.95", "usual"),  # as much as nine in ten at most
    ("0.01", "0.43", "0.95", "usual"),
    ("0.43", "0.43", "0.43", "usual"),
    ("0.44", "0.43", "0.43", "never"),
    ("0.01", "-0.2", "-0.1", "never"),  # nobody gained anything
    ("0.01", "-0.2", "0.01", "rare"),
    ("4.15", None, "3.10", "never"),
    ("3.10", None, "3.10", None),  # somebody did; how many is not known
    ("0.01", None, "3.10", None),
]


@pytest.mark.parametrize(("planned", "p90", "largest", "verdict"), VERDICTS)
def test_the_verdict(planned: str, p90: str | None, largest: str, verdict: Verdict | None) -> None:
    assert Feasible("x", NAME, 2, {}, Decimal(planned), "higher", None, None, precedent(p90, largest)).verdict == verdict


# ten gains, the planned one, its verdict, which share of them is no larger: half are at most 5, nine in ten at most 9
AMONG_TEN: list[tuple[str, Verdict, str]] = [
    ("0.99", "usual", "0"),
    ("1", "usual", "0.1"),
    ("5", "usual", "0.5"),  # as much as half of them
    ("5.01", "ambitious", "0.5"),
    ("9", "ambitious", "0.9"),  # as much as nine in ten
    ("9.01", "rare", "0.9"),
    ("10", "rare", "1"),
    ("12", "rare", "1"),  # somebody did who started elsewhere
    ("12.01", "never", "1"),
]


@pytest.mark.parametrize(("planned", "verdict", "share"), AMONG_TEN)
def test_the_verdict_among_gains(planned: str, verdict: Verdict, share: str) -> None:
    gains = tuple(map(Decimal, range(1, 11)))
    past = precedent("9", "12")._replace(median=Decimal(5), gains=gains)
    more = Feasible("x", NAME, 2, {}, Decimal(planned), "higher", None, None, past)
    less = more._replace(planned=-more.planned, better="lower")
    turned = past._replace(p90=Decimal(-9), largest=Decimal(-12), median=Decimal(-5), gains=tuple(-gain for gain in gains))
    for row in (more, less._replace(precedent=turned)):
        assert (row.verdict, row.percentile) == (verdict, Decimal(share))
        assert (row._replace(over=2).verdict, row._replace(over=2).percentile) == (None, None)


def test_without_a_past_there_is_no_verdict() -> None:
    assert Feasible("x", NAME, 2, {}, Decimal(9), "higher", None, Decimal(1), None).verdict is None


# gains, the one that nine in ten do not pass, the one that half do not
QUANTILES = [
    ("3", "3", "3"),
    ("1 2", "2", "1"),
    ("1 2 3", "3", "2"),
    ("1 2 3 4 5 6 7 8 9", "9", "5"),  # 8.1, so the ninth
    ("1 2 3 4 5 6 7 8 9 10", "9", "5"),
    ("1 2 3 4 5 6 7 8 9 10 11", "10", "6"),  # 9.9, so the tenth
    ("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20", "18", "10"),
    ("0 0 0 0 0 0 0 0 0 9", "0", "0"),
    ("-3 -2 -1", "-1", "-2"),
    ("1.5 1.50 1.500", "1.5", "1.5"),
]


@pytest.mark.parametrize(("gains", "tenth", "half"), QUANTILES)
def test_gains_that_a_share_of_all_do_not_pass(gains: str, tenth: str, half: str) -> None:
    ordered = [*map(Decimal, gains.split())]
    assert (quantile(ordered, NINE_IN_TEN), quantile(ordered, HALF)) == (Decimal(tenth), Decimal(half))


def test_a_quantile_of_nothing() -> None:
    with pytest.raises(ValueError, match="no gains"):
        quantile([], HALF)


@given(st.lists(st.integers(-30, 30).map(Decimal), min_size=1, max_size=70), st.integers(1, 20))
def test_a_quantile_is_the_smallest_gain_that_such_a_share_do_not_pass(gains: list[Decimal], twentieths: int) -> None:
    within = [gain for gain in gains if 20 * sum(other <= gain for other in gains) >= twentieths * len(gains)]
    assert quantile(sorted(gains), Fraction(twentieths, 20)) == min(within)


# Rows without an increase, or with a decrease, are no gains; where a row has no headroom, no share of it is used.
ROWS = (
    "indices:\n  - {id: x, name: X, decimals: 2, max: 20, score: 8, rows: [{id: x.1, name: One, max: 5, score: 3}, "
    "{id: x.2, name: Two, max: 5, score: 5}, {id: x.3, name: Three, score: 0}, {id: x.4, name: Four, max: 5, score: 0}]}\n"
)
GOALS = "targets:\n  x: {planned: 3}\n  x.1: {planned: 0.5}\n  x.2: {planned: 0.25}\n  x.3: {planned: 0.75}\n  x.4: {planned: -1}\n"


# What is planned, where more or less is better; which of it goes the other way.
THE_OTHER_WAY = [
    ("{planned: -1}", "higher", "x.planned"),
    ("{planned: 2}", "lower", "x.planned"),
    ("{planned: {2023: 1, 2024: -0.5}}", "higher", "x.planned_2024"),
    ("{planned: {2023: -1, 2024: 0.5}}", "lower", "x.planned_2024"),
    ("{planned: 0}", "higher", None),
    ("{planned: -1, target: 7}", "higher", None),  # which R205 judges
]


@pytest.mark.parametrize(("goal", "better", "where"), THE_OTHER_WAY)
def test_a_planned_change_the_other_way(goal: str, better: str, where: str | None) -> None:
    about = "plan: {id: example, name: Example, year: 2022, target_year: 2024}\n"
    index = f"indices: [{{id: x, name: X, decimals: 2, max: 20, score: 8, better: {better}}}]\n"
    found = check_text({"indicators": about + index, "targets": f"targets: {{x: {goal}}}\n"}).findings
    assert [it.path for it in found if it.code == "N408"] == ([] if where is None else [where])


def test_what_counts_as_a_gain() -> None:
    plan = check_text({"indicators": HEAD + ROWS, "targets": GOALS}).plan
    assert plan is not None
    (index,) = standings(plan, "printed")
    found = list(feasible(index, {"x.1": precedent("0.5", "1")}, {"x": Decimal(2), "x.4": Decimal(9)}, 1))
    assert [(row.id, str(row.planned), row.headroom_used, row.own, row.verdict) for row in found] == [
        ("x.1", "0.5", Decimal("0.25"), None, "usual"),
        ("x.2", "0.25", None, None, None),
        ("x.3", "0.75", None, None, None),
        ("x", "3", Decimal("0.25"), Decimal(2), None),  # the total last
    ]


# the scores of a mean's rows and their targets, a hundredth more each: from 9.99333… and 9.99666… to above 10
A_HUNDREDTH = [("9.99 9.99 10.00", "10.00 10.00 10.01"), ("9.99 10.00 10.00", "10.00 10.01 10.01")]
# what nine in ten gained at most, the largest gain, the verdict
BESIDE_IT = [("0.01", "0.01", "usual"), ("0.009999", "0.01", "rare"), ("0.009999", "0.009999", "never")]


@pytest.mark.parametrize(("scores", "goals"), A_HUNDREDTH)
@pytest.mark.parametrize(("p90", "largest", "verdict"), BESIDE_IT)
def test_a_mean_that_gains_what_was_gained_before(scores: str, goals: str, p90: str, largest: str, verdict: str) -> None:
    index = f"{HEAD}indices:\n  - {thirds('x', *scores.split(), index=True)}\n"
    targets = ", ".join(f"x.{n}: {{target: {goal}}}" for n, goal in enumerate(goals.split(), 1))
    plan = check_text({"indicators": index, "targets": f"targets: {{{targets}}}\n"}).plan
    assert plan is not None
    *_, total = feasible(standings(plan)[0], {"x": precedent(p90, largest)}, {}, 1)
    assert (total.planned, total.verdict) == (Decimal("0.01"), verdict)


# Through the command line.


def realism_rows(parplan: Callable[..., Any], typed: str = "") -> dict[str, dict[str, Any]]:
    ran = parplan("realism", "--format", "json", "--lang", "en", *typed.split())
    assert ran.code == 0, ran.err
    payload = json.loads(ran.out, parse_float=Decimal, parse_int=Decimal)
    assert payload["schema"] == "parplan/realism/1"
    return {row["id"]: row for index in payload["indices"] for row in index["rows"]}


@pytest.fixture(scope="session")
def shipped() -> dict[str, dict[str, Any]]:
    """What is said of the embedded plan."""
    return realism_rows(parplan_here)


# Increases: section I of the plan, tables 2.1 and 2.2. Gains: PAPI 2021 to 2024, UNDP, CECODES and partners; PAR INDEX 2022 and 2023,
# Ministry of Home Affairs. Own change: footnotes of the plan; PAPI 2021 to 2022, to 2023 or to 2024, where it is most. How many of the
# gains that began nearest to the own place are no larger, their median and what nine in ten of them do not pass: test_shipped_field.py.
SHIPPED: list[tuple[str, str, str | None, str | None, str | None, str | None, str | None, Verdict | None]] = [
    ("papi", "4.15", "44/46", "0.65", "2.58", "8.11", "2.86", "rare"),
    ("papi.1", "0.81", "45/45", "0.06", "0.44", "1.44", "0.28", "rare"),
    ("papi.2", "0.34", "36/45", "0.13", "0.50", "1.75", "0.14", "ambitious"),
    ("papi.3", "0.21", "30/46", "0.14", "0.42", "0.52", "0.27", "ambitious"),
    ("papi.4", "0.17", "15/45", "0.29", "0.74", "1.37", "0.67", "usual"),
    ("papi.5", "0.15", "29/45", "0.08", "0.39", "0.70", "0.21", "ambitious"),
    ("papi.6", "0.80", "44/47", "0.05", "0.76", "1.05", "0.79", "rare"),
    ("papi.7", "0.67", "45/45", "0.07", "0.37", "0.73", "0.37", "rare"),
    ("papi.8", "1.00", "47/47", "0.21", "0.67", "0.95", "0.68", "never"),
    ("par", "11.08", None, None, None, "9.39", None, "never"),  # -5.34 compares two sets of criteria
    ("par.1", "1", None, None, None, None, None, None),
    ("sipas", "0.47", None, None, None, None, None, None),
]


@pytest.mark.parametrize(("ident", "planned", "no_larger", "median", "p90", "largest", "own", "verdict"), SHIPPED)
def test_the_shipped_figures(
    shipped: dict[str, dict[str, Any]],
    ident: str,
    planned: str,
    no_larger: str | None,
    median: str | None,
    p90: str | None,
    largest: str | None,
    own: str | None,
    verdict: Verdict | None,
) -> None:
    row, past = shipped[ident], shipped[ident]["past"]
    assert (row["planned"], row["own"], row["verdict"]) == (Decimal(planned), own and Decimal(own), verdict)
    assert (past is None) == (largest is None)
    if past is not None:
        told = [past[key] for key in ("median", "p90", "largest")]
        assert told == [figure and Decimal(figure) for figure in (median, p90, largest)]
        years = (2022, 2023) if ident == "par" else (2021, 2024)
        assert (past["first"], past["last"], past["unit"] is None, past["start"] is None) == (*years, ident == "par", ident == "par")
    count = past and past["count"]
    assert (count and f"{row['percentile'] * count:.0f}/{count}") == no_larger


def test_the_share_of_the_headroom(shipped: dict[str, dict[str, Any]]) -> None:
    rows = shipped
    assert rows["par"]["headroom_used"] == Decimal("0.4935")  # 11.08 of 22.45
    assert rows["papi.8"]["headroom_used"] == Decimal("0.1276")  # 1.00 of 7.84
    assert rows["par.7.survey"]["headroom_used"] == 1


# what is typed, how many rows there are, the last of them
CHOSEN = [("papi", 9, "papi"), ("papi.8", 1, "papi.8"), ("papi.1 papi.8", 2, "papi.8"), ("par.7", 3, "par.7.survey"), ("sipas", 1, "sipas")]


@pytest.mark.parametrize(("typed", "count", "last"), CHOSEN)
def test_only_what_was_asked_for(parplan: Parplan, typed: str, count: int, last: str) -> None:
    rows = realism_rows(parplan, typed)
    assert (len(rows), list(rows)[-1]) == (count, last)


@pytest.mark.parametrize(
    ("lang", "words"), [("vi", ["papi.8", "+1,00", "+0,95", "chưa từng có"]), ("en", ["papi.8", "+1.00", "+0.95", "never done"])]
)
def test_both_languages(parplan: Parplan, lang: str, words: list[str]) -> None:
    out = parplan("realism", "papi", "--lang", lang).out
    line = next(line for line in out.splitlines() if line.startswith("papi.8"))
    assert all(word in line for word in words), line


def test_verdicts_are_counted(parplan: Parplan) -> None:
    line = "  planned gains: 1 never done, 4 rare (above nine in ten past gains), 3 ambitious (above half), 1 usual\n"
    assert line in parplan("realism", "papi", "--lang", "en").out
    line = "  số mức dự kiến tăng: chưa từng có 1, hiếm (cao hơn 90% số lần tăng đã có) 4, tham vọng (cao hơn một nửa) 3, thường gặp 1\n"
    assert line in parplan("realism", "papi", "--lang", "vi").out


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("width", [80, 100])
def test_it_fits_its_width(parplan: Parplan, monkeypatch: pytest.MonkeyPatch, lang: str, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    out = parplan("realism", "--lang", lang).out
    assert max(map(len, out.splitlines())) <= width
    assert "…" not in out


def test_only_whole_rows(parplan: Parplan) -> None:
    assert list(realism_rows(parplan, "par.7 --no-parts")) == ["par.7"]


def test_csv_is_for_machines(parplan: Parplan) -> None:
    records = {row["id"]: row for row in csv.DictReader(io.StringIO(parplan("realism", "--format", "csv", "--lang", "vi").out))}
    keys = ("index", "planned", "percentile", "count", "median", "p90", "largest", "unit", "verdict")
    assert [records["papi.2"][key] for key in keys] == ["papi", "0.34", "0.8000", "45", "0.13", "0.50", "1.75", "Tây Ninh", "ambitious"]
    assert [records["par"][key] for key in keys] == ["par", "11.08", "", "", "", "", "9.39", "", "never"]


# what is typed, what is said
REFUSED = [
    ("pap", "the plan has no id “pap”; did you mean papi"),
    ("--peers nothing.csv", "there is no file nothing.csv"),
    ("--peers nothing.yaml", "there is no file nothing.yaml"),
    ("--plan nowhere", "there is no folder nowhere"),
]


@pytest.mark.parametrize(("typed", "words"), REFUSED)
def test_what_it_refuses(parplan: Parplan, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, typed: str, words: str) -> None:
    monkeypatch.chdir(tmp_path)
    ran = parplan("realism", "--lang", "en", *typed.split())
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


# Files beside a plan.


def field(first: int, last: int, largest: str) -> str:
    return (
        f"name: All\nyear: 2022\nranked: 4\nsource: {first} to {last}\n"
        f"gains: {{first: {first}, last: {last}, rows: {{x.1: {{p90: 0.1, largest: {largest}}}}}}}\n"
    )


# files by their name, the largest gain that counts, its source
FIELDS = [
    ({"a": field(2020, 2022, "1")}, "1", "2020 to 2022"),
    ({"a": field(2020, 2022, "1"), "b": field(2019, 2022, "2")}, "2", "2019 to 2022"),  # the longest history
    ({"a": field(2019, 2022, "2"), "b": field(2020, 2022, "1")}, "2", "2019 to 2022"),
    ({"a": field(2020, 2022, "1"), "b": "name: All\nyear: 2022\nranked: 4\n"}, "1", "2020 to 2022"),
]


@pytest.mark.parametrize(("files", "largest", "source"), FIELDS)
def test_which_history_counts(parplan: Parplan, tmp_path: Path, files: dict[str, str], largest: str, source: str) -> None:
    folder = write_plan(tmp_path / "plan", HEAD + ROWS, GOALS)
    (folder / "peers").mkdir()
    for name, text in files.items():
        (folder / "peers" / f"{name}.yaml").write_text(text, encoding="utf-8")
    row = realism_rows(parplan, f"x --plan {folder}")["x.1"]
    assert (row["past"]["largest"], row["past"]["source"], row["verdict"]) == (Decimal(largest), source, "rare")


def test_a_history_that_is_named(parplan: Parplan, tmp_path: Path) -> None:
    folder = write_plan(tmp_path / "plan", HEAD + ROWS, GOALS)
    (tmp_path / "named.yaml").write_text(field(2020, 2022, "0.25"), encoding="utf-8")
    row = realism_rows(parplan, f"x.1 --plan {folder} --peers {tmp_path / 'named.yaml'}")["x.1"]
    assert (row["past"]["largest"], row["verdict"]) == (Decimal("0.25"), "never")


# what the plan says of the year before, its results by year, its own largest gain, before the plan and since
OWN = [
    ("", {}, None),
    (", change: 0.4", {}, "0.4"),
    (", change: -0.4", {}, "-0.4"),
    (", change: 0.4", {2020: "2", 2021: "2.5"}, "0.5"),
    (", change: 0.6", {2020: "2", 2021: "2.5"}, "0.6"),
    ("", {2019: "2", 2020: "2.75", 2021: "2.5"}, "0.75"),
    ("", {2021: "2"}, "1"),  # to the plan's own score, 3
    ("", {2019: "2", 2021: "2.5"}, "0.5"),
    (", change: 0.4", {2021: "3.5"}, "0.4"),
    ("", {2021: "3.5"}, "-0.5"),
    ("", {2018: "2", 2020: "2.5"}, None),  # two years apart
    ("", {2022: "3", 2023: "4"}, "1"),  # what came after the plan counts too
    ("", {2023: "4"}, "1"),
    (", change: 0.4", {2023: "3.2", 2024: "3.5"}, "0.4"),
]


@pytest.mark.parametrize(("change", "results", "own"), OWN)
def test_the_own_past(parplan: Parplan, tmp_path: Path, change: str, results: dict[int, str], own: str | None) -> None:
    rows = ROWS.replace("name: One, max: 5, score: 3", f"name: One, max: 5, score: 3{change}")
    folder = write_plan(tmp_path / "plan", HEAD + rows, GOALS)
    listed = [
        f"  - {{year: {year}, date: {year + 1}-04-01, layer: published, stage: final, source: X, scores: {{x.1: {score}}}}}\n"
        for year, score in results.items()
    ]
    if listed:
        (folder / "results.yaml").write_text("results:\n" + "".join(listed), encoding="utf-8")
    assert realism_rows(parplan, f"x --plan {folder}")["x.1"]["own"] == (None if own is None else Decimal(own))


def test_what_a_unit_assessed_itself_is_no_gain(parplan: Parplan, tmp_path: Path) -> None:
    folder = write_plan(tmp_path / "plan", HEAD + ROWS, GOALS)
    for layer, own in (("self-assessed", None), ("appraised", Decimal("0.5"))):
        told = f"{{year: 2023, date: 2024-01-15, layer: {layer}, source: X, scores: {{x.1: 3.5}}, evidence: [{{file: a}}]}}"
        (folder / "results.yaml").write_text(f"results: [{told}]\n", encoding="utf-8")
        assert realism_rows(parplan, f"x --plan {folder}")["x.1"]["own"] == own


def test_a_change_over_several_years_is_no_gain_of_one(parplan: Parplan, tmp_path: Path) -> None:
    rows = ROWS.replace("name: One, max: 5, score: 3", "name: One, max: 5, score: 3, change: 2")
    folder = write_plan(tmp_path / "plan", HEAD.replace("year: 2022", "year: 2022, compared_with: 2019") + rows, GOALS)
    assert realism_rows(parplan, f"x --plan {folder}")["x.1"]["own"] is None


# what the index and its row say of the year before, results by year, the own largest gain: years that do not compare gain nothing
APART = [
    ("comparable: false, ", "change: 0.4", {}, None),
    ("", "change: 0.4, comparable: false", {}, None),
    ("comparable: false, ", "change: 0.4", {2021: "2.5"}, None),
    ("comparable: false, ", "", {2020: "2", 2021: "2.25"}, "0.25"),  # before the criteria changed
    ("comparable: false, ", "", {2021: "2", 2023: "3.5"}, "0.5"),  # and since
    ("comparable: true, ", "change: 0.4", {}, "0.4"),
]


@pytest.mark.parametrize(("index", "row", "results", "own"), APART)
def test_years_that_do_not_compare(
    parplan: Parplan, tmp_path: Path, index: str, row: str, results: dict[int, str], own: str | None
) -> None:
    rows = ROWS.replace("max: 20, score: 8", f"{index}max: 20, score: 8").replace("max: 5, score: 3", f"max: 5, score: 3, {row}")
    folder = write_plan(tmp_path / "plan", HEAD + rows, GOALS)
    listed = [
        f"  - {{year: {year}, date: {year + 1}-04-01, layer: published, stage: final, source: X, scores: {{x.1: {score}}}}}\n"
        for year, score in results.items()
    ]
    if listed:
        (folder / "results.yaml").write_text("results:\n" + "".join(listed), encoding="utf-8")
    assert realism_rows(parplan, f"x --plan {folder}")["x.1"]["own"] == (None if own is None else Decimal(own))


def test_a_plan_that_gains_nothing(parplan: Parplan, tmp_path: Path) -> None:
    folder = write_plan(tmp_path / "plan", HEAD + ROWS, "targets: {}\n")
    ran = parplan("realism", "--plan", str(folder), "--format", "json")
    assert (ran.code, json.loads(ran.out)["indices"]) == (0, [])
    assert parplan("realism", "--plan", str(folder)).code == 0


def test_the_unit_s_own_best_is_what_its_plan_prints_of_earlier_years_too(parplan: Parplan, tmp_path: Path) -> None:
    """60 in 2022, 69 in 2023, 70 now: +9 was done once, so +5 is rare for others and not for this unit."""
    row = "{id: a, name: A, decimals: 2, max: 100, score: 70, history: {2022: {score: 60}, 2023: {score: 69}}}"
    about = "plan: {id: example, name: Example, year: 2024, target_year: 2025}\n"
    folder = write_plan(tmp_path, f"{about}indices:\n  - {row}\n", "targets: {a: {planned: 5}}\n")
    told = json.loads(parplan("realism", "a", "--plan", str(folder), "--format", "json").out, parse_float=Decimal)
    assert told["indices"][0]["rows"][0]["own"] == 9


def test_what_was_never_done_is_red_and_what_is_rare_yellow(parplan: Parplan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    out = parplan("realism", "papi", "--lang", "en").out
    for word, colour in (("usual", 32), ("ambitious", 33), ("rare", 33), ("never done", 31)):
        assert f"\x1b[{colour}m{word}" in out


# What lies in peers/, what is typed, and what is said of the row.
UNTOLD = [
    ({}, "", "rows for which the gains of other units are not known: 1; give a table with --peers FILE.csv"),
    (
        {"one.csv": (2021,), "two.csv": (2022,)},
        "",
        "rows for which the gains of other units are not known: 1; that takes two years in a row that compare, in one table; "
        "there are peers/one.csv (2021), peers/two.csv (2022)",
    ),
    (
        {"one.csv": (2019, 2021)},
        "--since 2019",
        "rows for which the gains of other units are not known: 1; that takes two years in a row that compare, in one table; "
        "there are peers/one.csv (2019, 2021)",
    ),
    (
        {"one.csv": (2020, 2021)},
        "--since 2021",
        "rows for which the gains of other units from 2021 on are not known: 1; try an earlier year",
    ),
    (
        {"one.csv": (2021,), "two.csv": (2022,)},
        "--lang vi",
        "không biết các đơn vị khác từng tăng bao nhiêu ở 1 tiêu chí: cần hai năm liền nhau, so sánh được, trong cùng một bảng; "
        "hiện có peers/one.csv (2021), peers/two.csv (2022)",
    ),
    ({"one.csv": (2021,), "two.csv": (2021, 2022)}, "", "past gains: peers/two.csv, 2021–2022"),
]


@pytest.mark.parametrize(("tables", "typed", "said"), UNTOLD)
def test_why_no_gains_are_known(parplan: Parplan, tmp_path: Path, tables: dict[str, tuple[int, ...]], typed: str, said: str) -> None:
    folder = write_plan(tmp_path, HEAD + "indices: [{id: x, name: X, decimals: 2, max: 9, score: 5}]\n", "targets: {x: {planned: 1}}\n")
    (folder / "peers").mkdir()
    for name, years in tables.items():
        lines = [f"{unit},{year},{(year - 2015) / 2}\n" for year in years for unit in "AB"]
        (folder / "peers" / name).write_text("unit,year,x\n" + "".join(lines), encoding="utf-8")
    out = parplan("realism", "--plan", str(folder), "--lang", "en", *typed.split()).out
    assert f"  {said}\n" in out


def test_published_gains_without_a_source_are_those_of_what_they_are_called(parplan: Parplan, tmp_path: Path) -> None:
    folder = write_plan(tmp_path, HEAD + "indices: [{id: x, name: X, decimals: 2, max: 9, score: 5}]\n", "targets: {x: {planned: 1}}\n")
    (folder / "peers").mkdir()
    known = "name: X 2022\nyear: 2022\nranked: 9\nmeans: {x: 6}\ngains: {first: 2020, last: 2022, rows: {x: {largest: 2}}}\n"
    (folder / "peers" / "x.yaml").write_text(known, encoding="utf-8")
    assert "  past gains: X 2022\n" in parplan("realism", "--plan", str(folder), "--lang", "en").out
