"""Published figures: what the program says of them is what the documents say.

The plan: Cao Bằng People's Committee, plan to raise PAR INDEX, SIPAS and PAPI in 2023, section I.2 and footnote 1.
PCI: VCCI, profile of Thanh Hóa, 2019. Others name their document beside them.
"""

from decimal import Decimal
from pathlib import Path

import pytest

from parplan import Plan, Standing, load_plan, standings
from parplan.engine.standing import Basis
from parplan.findings import Finding

D = Decimal
HERE = Path(__file__).parent / "published"

# id: rank, score, maximum, increase, target: every row of both tables, as the plan prints them (a sub-row has no rank, no target)
PRINTED = """
par.1         53/63  7.97  9.5   1     8.97
par.2         40/63  9.11  10    0.39  9.50
par.2.admin   -      6     6     0     -
par.2.survey  -      3.11  4     0.39  -
par.3         54/63  11.87 13    1     12.87
par.4         21/63  9.52  10.5  0.40  9.92
par.4.admin   -      6.5   6.5   0     -
par.4.survey  -      3.02  4     0.40  -
par.5         59/63  11.49 15    1.46  12.95
par.5.admin   -      4.75  6     0.25  -
par.5.survey  -      6.79  9     1.21  -
par.6         57/63  8.76  12    1.43  10.19
par.6.admin   -      5.97  8     0.93  -
par.6.survey  -      2.79  4     0.5   -
par.7         63/63  8.01  13.5  3.17  11.18
par.7.admin   -      7.26  12.5  2.92  -
par.7.survey  -      0.75  1     0.25  -
par.8         63/63  10.82 16.5  2.23  13.05
par.8.sipas   -      7.73  10    0.47  -
par.8.impact  -      3.38  6.5   1.76  -
papi.1        53/63  4.49  10    0.81  5.30
papi.2        50/63  4.90  10    0.34  5.24
papi.3        55/63  4.11  10    0.21  4.32
papi.4        59/63  6.08  10    0.17  6.63
papi.5        55/63  7.06  10    0.15  7.21
papi.6        60/63  6.69  10    0.80  7.49
papi.7        44/63  3.31  10    0.67  3.98
papi.8        63/63  2.16  10    1     3.16
"""

# id: rank, score, maximum, percent, change of score and of rank against 2021, implied score and rank of 2021 (footnote 1)
FOOTNOTE = """
par    62/63 77.55 100 77.55 -5.34 -5 82.89 57
sipas  62/63 7.43  10  74.3  -0.86 1  8.29  63
papi   63/63 38.80 80  48.50 -0.39 -2 39.19 61
"""

# basis, id: score, planned increase, target, where the target comes from, gap, shortfall
TOTALS = """
printed par   77.55 11.08 88.63 sum     11.08 0
printed sipas 7.43  0.47  7.90  implied 0.47  0
printed papi  38.80 4.15  43.33 sum     4.53  0.38
parts   par   77.89 11.08 88.97 sum     11.08 0
parts   sipas 7.43  0.47  7.90  implied 0.47  0
parts   papi  38.80 4.15  42.95 sum     4.15  0
"""


def rows(table: str) -> list[list[str]]:
    return [line.split() for line in table.strip().splitlines()]


def number(text: str) -> Decimal | None:
    return None if text == "-" else D(text)


@pytest.mark.parametrize(("ident", "rank", "score", "most", "planned", "target"), rows(PRINTED))
def test_every_row_as_printed(plan: Plan, ident: str, rank: str, score: str, most: str, planned: str, target: str) -> None:
    indicator = plan.by_id[ident]
    assert str(indicator.node.rank or "-") == rank
    assert (indicator.score, indicator.max, indicator.planned) == (D(score), D(most), D(planned))
    assert indicator.target == number(target)


def test_no_row_is_missing_and_none_is_added(plan: Plan) -> None:
    assert sorted(plan.by_id) == sorted([row[0] for row in rows(PRINTED)] + ["par", "sipas", "papi"])


@pytest.mark.parametrize(("ident", "rank", "score", "most", "percent", "change", "places", "before", "rank_before"), rows(FOOTNOTE))
def test_the_footnote(  # a row of the table above
    plan: Plan, ident: str, rank: str, score: str, most: str, percent: str, change: str, places: str, before: str, rank_before: str
) -> None:
    from parplan.engine.explain import Explainer

    node = plan.by_id[ident].node
    assert str(node.rank) == rank
    assert (node.score, node.max, node.percent, node.change) == (D(score), D(most), D(percent), D(change))
    assert node.rank_change == int(places)
    explainer = Explainer(plan, "printed")
    score_before, place_before = explainer.figure(ident, "previous_score"), explainer.figure(ident, "previous_rank")
    assert score_before is not None
    assert place_before is not None
    assert (score_before.value, place_before.value) == (D(before), int(rank_before))


@pytest.mark.parametrize(("basis", "ident", "score", "planned", "target", "source", "gap", "shortfall"), rows(TOTALS))
def test_totals_on_each_basis(  # a row of the table above
    plan: Plan, basis: Basis, ident: str, score: str, planned: str, target: str, source: str, gap: str, shortfall: str
) -> None:
    row = index(standings(plan, basis), ident)
    assert (row.score, row.planned, row.target, row.target_source) == (D(score), D(planned), D(target), source)
    assert (row.gap, row.shortfall) == (D(gap), D(shortfall))


def index(indices: tuple[Standing, ...], ident: str) -> Standing:
    return next(row for row in indices if row.id == ident)


def test_share_of_the_headroom(plan: Plan) -> None:
    # 49.4 % of the remaining 22.45 points
    par = index(standings(plan), "par")
    assert par.headroom == D("22.45")
    assert par.headroom_used is not None
    assert round(par.headroom_used * 100, 1) == D("49.4")


# Where the plan contradicts itself: code, place, both sides, difference, slack, and the ledger's entry.
CONTRADICTIONS = """
A301 par.5.score    11.54 11.49  0.05  0.015 par-5-parts
A301 par.8.score    11.11 10.82  0.29  0.015 par-8-parts
A305 par.5.target   13.00 12.95  0.05  0.025 par-5-target
A305 par.8.target   13.34 13.05  0.29  0.025 par-8-target
A307 sipas.score    7.73  7.43   0.30  0.010 sipas-twice
A304 papi.4.target  6.25  6.63  -0.38  0.015 papi-4-target
"""


@pytest.mark.parametrize(("code", "path", "comes_to", "printed", "delta", "slack", "erratum"), rows(CONTRADICTIONS))
def test_contradictions(  # a row of the table above
    findings: tuple[Finding, ...], code: str, path: str, comes_to: str, printed: str, delta: str, slack: str, erratum: str
) -> None:
    found = next(finding for finding in findings if (finding.code, finding.path) == (code, path))
    assert (found.message.values["sum"], found.message.values["total"]) == (D(comes_to), D(printed))
    assert (found.delta, found.slack) == (D(delta), D(slack))
    assert (found.severity, found.status, found.erratum) == ("error", "known", erratum)


def test_nothing_else_is_an_error_and_the_remarks_are_these(findings: tuple[Finding, ...]) -> None:
    errors = {(finding.code, finding.path) for finding in findings if finding.severity != "note"}
    assert errors == {(row[0], row[1]) for row in rows(CONTRADICTIONS)}
    notes = {(finding.code, finding.path) for finding in findings if finding.severity == "note"}
    assert notes == {("N401", "par.3.planned"), ("N401", "par.7.survey.planned"), ("N403", "papi.rank"), ("N404", "papi.rank_change")}


def test_corrected_the_parts_of_par_8_differ_by_rounding_only() -> None:
    # 7.43 + 3.38 = 10.81 against 10.82
    from parplan.load import embedded, load
    from parplan.overlay import corrected

    sources = load(embedded(), "data")
    plan = load_plan().plan
    assert plan is not None
    checked = corrected(sources, plan)
    found = {(finding.code, finding.path): finding for finding in checked.findings}
    assert ("A301", "par.8.score") not in found
    assert ("A307", "sipas.score") not in found
    note = found["A308", "par.8.score"]
    assert note.severity == "note"
    assert note.message.say("en") == "comes to 10.81, printed 10.82: 0.01 apart, rounding (up to 0.015 allowed)"
    assert note.message.say("vi") == "tính được 10,81, bản in ghi 10,82: lệch 0,01, do làm tròn (cho phép đến 0,015)"


def test_pci_is_a_weighted_mean_of_ten_scaled_to_100() -> None:
    # Thanh Hóa 2019: ten sub-indices and 65.64 (VCCI). From the rounded sub-indices 65.62, which rounding explains (0.055).
    checked = load_plan(HERE / "pci-2019-thanh-hoa")
    assert [(finding.code, finding.path, finding.delta, finding.slack) for finding in checked.findings] == [
        ("A308", "pci.score", D("-0.02"), D("0.055"))
    ]
    assert checked.plan is not None
    assert index(standings(checked.plan, "parts"), "pci").score == D("65.62")


def test_three_levels_mean_bonus_penalty_and_every_kind_of_target() -> None:
    checked = load_plan(HERE / "scorecard-three-levels")
    assert checked.findings == ()
    assert checked.plan is not None
    rows = {row.id: row for row in index(standings(checked.plan), "score").walk()}
    assert (rows["score"].target, rows["score"].gap) == (D(48), D("2.5"))  # the group's lower bound
    assert rows["score.a.2"].target == D(9)  # 90 percent of 10
    assert (rows["score.c"].target, str(rows["score.c"].goal and rows["score.c"].goal.rank)) == (None, "3/20")
    parts = {row.id: row for row in index(standings(checked.plan, "parts"), "score").walk()}
    assert (parts["score.a.1"].score, parts["score"].score) == (D("22.5"), D("45.5"))
