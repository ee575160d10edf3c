"""Published figures: what the program says of them is what the documents say.

The plan: Cao Bằng People's Committee, plan to raise PAR INDEX, SIPAS and PAPI in 2023, section I.2 and footnote 1.
PCI: VCCI, profile of Thanh Hóa, 2019. Others name their document beside them.
"""

from decimal import Decimal
from pathlib import Path

import pytest

from parplan.engine.gap import Standing, standings
from parplan.engine.identities.basis import Basis
from parplan.engine.repair.beside import said
from parplan.engine.repair.find import find
from parplan.engine.repair.groups import Repair
from parplan.model.findings import Finding
from parplan.model.plan import Plan
from parplan.workspace.beside import Beside
from parplan.workspace.folder import Folder
from reading import load_plan

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
A301 par.5.score    11.54 11.49  0.05  0.015 par.5.score
A301 par.8.score    11.11 10.82  0.29  0.015 par.8.sipas.score
A305 par.5.target   13.00 12.95  0.05  0.025 par.5.score
A305 par.8.target   13.34 13.05  0.29  0.025 par.8.sipas.score
A307 sipas.score    7.73  7.43   0.30  0.010 par.8.sipas.score
A304 papi.4.target  6.25  6.63  -0.38  0.015 papi.4.target
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
    assert notes == {
        ("N401", "par.3.planned"),
        ("N401", "par.7.survey.planned"),
        ("N403", "papi.rank"),
        ("N403", "papi.1.rank"),  # 62 have a score of it, and of three other rows
        ("N404", "papi.rank_change"),
        ("N405", "par.change"),  # the criteria changed between 2021 and 2022
        ("N405", "sipas.change"),
    }


def test_corrected_the_parts_of_par_8_differ_by_rounding_only() -> None:
    # 7.43 + 3.38 = 10.81 against 10.82
    checked = load_plan().corrected
    assert checked is not None
    found = {(finding.code, finding.path): finding for finding in checked.findings}
    assert ("A301", "par.8.score") not in found
    assert ("A307", "sipas.score") not in found
    note = found["A308", "par.8.score"]
    assert note.severity == "note"
    assert note.message.say("en") == "totals 10.81, printed 10.82: 0.01 apart, rounding (up to 0.015 allowed)"
    assert note.message.say("vi") == "tính được 10,81, văn bản ghi 10,82: chênh lệch 0,01, do làm tròn (cho phép đến 0,015)"


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
    assert (rows["score.c"].target, str(rows["score.c"].aims[0].statement.asked)) == (None, "3/20")
    parts = {row.id: row for row in index(standings(checked.plan, "parts"), "score").walk()}
    assert (parts["score.a.1"].score, parts["score"].score) == (D("22.5"), D("45.5"))


# Other documents: what is found in each, code and place. Where the figures come from stands at the top of its indicators.yaml; why a total
# does not add up there, in published/README.md.
FOUND = {
    # 71.25 printed 71.2, 33.54 printed 33.6, 29.64 printed 29.7; the other four are rounded as a hand rounds
    "arwu-2025-rescaled": "A308 mit.score, A308 kyoto.score, A308 weizmann.score",
    "covid-italy-2020-05-31": "A301 it.score, A301 abr.score",
    "covid-italy-2020-05-31-files": "A301 it.score, A301 abr.score",
    "covid-italy-2020-11-04": "A301 tos.score, A308 cal.score",
    "covid-piedmont-2020-04-24": "A301 pie.score",
    "de-waal-2011-missing": "X901 r1.x3.score, X901 r2.x3.score, X901 r2.x8.score",
    "papi-2021-ba-ria-vung-tau": "A308 papi.percent",
    "papi-2022-one-decimal": "A301 papi.score",
    "papi-2022-own-line": "A301 papi.score",
    "papi-2023-tien-giang": "A308 papi.score, N403 papi.rank",
    "papi-2024-change": "A301 papi.score",
    "pci-2007-ranks": "",
    "pci-2013-english-page": "A301 th.score, A301 qt.score, A301 pt.score, A301 hp.score, A301 nt.score, A301 vp.score",
    "pci-2013-two-pages": """
        A308 th.score, A301 th-en.score, A307 th-en.5.score, A301 qt-en.score, A307 qt-en.5.score""",
    "pci-2015-nine-of-ten": "X901 th.score, X901 vp.score",
    "pci-2019-thanh-hoa": "A308 pci.score",
    "pci-2019-two-totals": "A301 pci.score, A308 published.score",
    "pci-2022-old-weights": "A301 qt.score, A301 th.score, A301 nt.score, A301 pt.score, A301 hp.score",
    "pci-2023-thanh-hoa": "A301 th.score, A308 tn.score",
    "scholtus-2008-rounding": "A308 r.score, A308 r.x3.score, A308 r.x8.score, A308 r.x9.score",
    "scholtus-2008-signs": """
        A301 a.score, A301 a.1r.score, A301 b.1r.score, A301 b.3r.score, A301 c.score, A301 c.0r.score, A301 c.2r.score,
        A301 d.score, A308 d.0r.score, A301 d.1r.score, A301 d.2r.score""",
    "scholtus-2009-typing": """
        A307 r1.x4.score,
        A301 r2.score, A307 r2.x4.score, A301 r2.x9.score,
        A301 r3.score, A301 r3.x8.score, A307 r3.x4.score, A301 r3.x9.score,
        A301 r4.score, A301 r4.x8.score, A307 r4.x4.score, A301 r4.x9.score,
        A301 z.score""",
    "scorecard-lost-and-capped": "A301 score.1.score, A301 score.3.score, A301 score.4.score",
    "scorecard-maxima-of-100": "A302 dti.max",
    "scorecard-three-levels": "",
}


@pytest.mark.parametrize("name", FOUND)
def test_what_is_found_in_other_documents(name: str) -> None:
    checked = load_plan(HERE / name)
    assert checked.plan is not None
    wanted = [" ".join(place.split()) for place in FOUND[name].split(",") if place.strip()]
    assert sorted(f"{finding.code} {finding.path}" for finding in checked.findings) == sorted(wanted)


def test_every_document_is_named_and_tested() -> None:
    folders = {path.parent.name for path in HERE.glob("*/indicators.yaml")}
    assert folders == set(FOUND)
    listed = [
        line.split("|")[1].strip() for line in (HERE / "README.md").read_text(encoding="utf-8").splitlines() if line.startswith("| `")
    ]
    assert sorted(listed) == sorted(f"`{name}`" for name in folders)


def suggestions(name: str) -> list[tuple[Repair, frozenset[str]]]:
    checked = load_plan(HERE / name)
    assert checked.plan is not None
    told = said(checked.plan, *Beside(Folder(HERE / name, name), name, checked.plan).told)
    groups = find(checked.plan, checked.findings, told)
    return [(repair, frozenset(f"{it.path} {it.new}" for it in repair.changes)) for group in groups for repair in group.repairs]


# What was meant is suggested, and comes first where the verdict is strong or likely; the benchmark has the same list.
MEANT = [
    [cell.strip() for cell in line.split("|")][:3]
    for line in (HERE / "meant.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("name", "verdict", "meant"), MEANT)
def test_what_was_meant_is_suggested(name: str, verdict: str, meant: str) -> None:
    verdicts = [repair.verdict for repair, changes in suggestions(name) if changes == frozenset(meant.split(", "))]
    assert verdicts in ([["strong"], ["likely"], ["undecided"], ["weak"]] if verdict == "-" else [[verdict]])


@pytest.mark.xfail(strict=True, reason="an exchange of cells is not looked for beside other slips")
def test_an_exchange_beside_another_slip() -> None:
    # Case c of 2008: a sign, and revenue and cost exchanged (50 - 90 is not 40, 90 - 50 is).
    meant = frozenset({"c.0.score -300", "c.0s.score -300", "c.2r.score 90", "c.2c.score 50"})
    assert meant in [changes for _, changes in suggestions("scholtus-2008-signs")]


NOTHING_TO_REPAIR = [
    "scholtus-2008-rounding",
    "de-waal-2011-missing",
    "papi-2021-ba-ria-vung-tau",
    "pci-2015-nine-of-ten",
    "arwu-2025-rescaled",
]


@pytest.mark.parametrize("name", NOTHING_TO_REPAIR)
def test_where_nothing_is_broken_nothing_is_suggested(name: str) -> None:
    assert suggestions(name) == []


# The truth takes several changes that the printed figures do not tell (figures that were not sent, wrong weights), or nobody knows it, or
# nothing is wrong.
UNSURE = [
    "covid-italy-2020-05-31",
    "covid-italy-2020-05-31-files",
    "covid-italy-2020-11-04",
    "pci-2022-old-weights",
    "pci-2023-thanh-hoa",
    "scorecard-lost-and-capped",
]


@pytest.mark.parametrize("name", UNSURE)
def test_no_suggestion_is_strong_where_the_figures_do_not_tell(name: str) -> None:
    found = suggestions(name)
    assert found
    assert {changes for repair, changes in found if repair.verdict == "strong"} == set()


def test_a_column_left_out_is_missing_and_not_wrong() -> None:
    # PCI 2015: fair competition is 3.44 in the profile of Thanh Hóa and 5.65 in that of Vĩnh Phúc; with those the totals add up.
    checked = load_plan(HERE / "pci-2015-nine-of-ten")
    assert checked.plan is not None
    for ident, left_out in (("th", "3.44"), ("vp", "5.65")):
        index = checked.plan.by_id[ident]
        scores = [D(left_out) if row.score is None else row.score for row in index.children]
        weights = [row.node.weight for row in index.children]
        assert index.score is not None
        comes_to = sum((score * weight for score, weight in zip(scores, weights, strict=True)), D(0)) / 10
        assert abs(comes_to - index.score) <= D("0.055")


def test_other_weights_add_up() -> None:
    # PCI 2022: with 5, 10, 5, 5, 15, 10, 15, 15, 10, 10 every row adds up to within 0.02; the weights in the file are those of before.
    checked = load_plan(HERE / "pci-2022-old-weights")
    assert checked.plan is not None
    for index in checked.plan.indices:
        scores = [row.score for row in index.children if row.score is not None]
        comes_to = sum((score * weight for score, weight in zip(scores, (5, 10, 5, 5, 15, 10, 15, 15, 10, 10), strict=True)), D(0)) / 10
        assert index.score is not None
        assert abs(comes_to - index.score) <= D("0.02")
