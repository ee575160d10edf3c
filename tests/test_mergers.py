"""Units that others became: histories combined exactly, one field a year, and a plan from before that sees the old one untouched."""

import json
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import Parplan
from helpers_cli import DATA, write_plan
from parplan.checks.peers import read_mergers
from parplan.model.mergers import MergersFile
from parplan.model.plan import Plan
from parplan.workspace.beside import habits
from parplan.yaml_text.read import read
from reading import check_text, read_panel
from test_shipped_field import OWN, SCORES, of_year, shipped

MERGERS: Mapping[str, Any] = shipped("peers/units.yaml")["units"]
OLD = {old for merger in MERGERS.values() for old in merger["from"]}


def of_unit(unit: str, *, year: int = 2024, target_year: int = 2026) -> Plan:
    """The plan of a unit: one index of 80 points with two rows."""
    about = f"plan: {{id: p, name: P, year: {year}, target_year: {target_year}, unit: {unit}}}\n"
    rows = "rows: [{id: papi.1, name: One, max: 10}, {id: papi.2, name: Two, max: 10}]"
    index = f"indices: [{{id: papi, name: PAPI, decimals: 2, max: 80, {rows}}}]\n"
    return check_text({"indicators": about + index, "targets": "targets: {}\n"}).plan or pytest.fail("no plan")


BAC_NINH = "units: {Bắc Ninh: {from: [Bắc Ninh, Bắc Giang], since: 2025-07-01, by: %s}}\n"
TWO = """\
unit,year,papi
Bắc Ninh,2023,45.70
Bắc Giang,2023,44.31
Bắc Ninh,2024,45.49
Bắc Giang,2024,
Bắc Ninh,2025,46.00
"""


def scores(table: str, unit: str, *, seen: int = 2026, by: str = "mean") -> dict[int, Any]:
    """A unit's scores by year in a table, in the field as a year sees it."""
    panel = read_panel(table.encode(), "t.csv", of_unit("Bắc Ninh"), BAC_NINH % by).made
    assert panel is not None
    return {year: of[unit] for year, of in panel.seen(seen).scores["papi"].items() if unit in of}


# How the two combine; what the new unit has in 2023. In 2024 one of them has no score, and half of a unit is none; 2025 is published.
COMBINED = [
    ("mean", "45.005"),
    ("{Bắc Ninh: 0.4, Bắc Giang: 0.6}", "44.866"),
    ("{Bắc Giang: 1804, Bắc Ninh: 1369}", Fraction(4431 * 1804 + 4570 * 1369, 100 * (1804 + 1369))),  # thousands of people, census of 2019
]


@pytest.mark.parametrize(("by", "of_2023"), COMBINED)
def test_scores_are_combined_exactly(by: str, of_2023: str | Fraction) -> None:
    found = scores(TWO, "Bắc Ninh", by=by)
    assert {year: Fraction(score) for year, score in found.items()} == {2023: Fraction(of_2023), 2025: 46}
    panel = read_panel(TWO.encode(), "t.csv", of_unit("Bắc Ninh"), BAC_NINH % by).made
    assert panel is not None
    assert [panel.lacking("papi", year) for year in (2023, 2024, 2025)] == [{}, {"Bắc Ninh": ("Bắc Giang",)}, {}]


def test_no_year_has_units_of_both_fields() -> None:
    """One name, two units: the old Bắc Ninh in 2024, the new one in 2025; each stands in the field that has it, and in no other."""
    assert scores(TWO, "Bắc Ninh", seen=2024) == {2023: Decimal("45.70"), 2024: Decimal("45.49")}
    assert scores(TWO, "Bắc Giang", seen=2024) == {2023: Decimal("44.31")}
    assert scores(TWO, "Bắc Giang", seen=2025) == {}
    panel = read_panel(TWO.encode(), "t.csv", of_unit("Bắc Ninh", year=2023, target_year=2024), BAC_NINH % "mean").made
    assert panel is not None
    assert [(gain.unit, gain.year, gain.change) for gain in panel.gains("papi")] == [("Bắc Ninh", 2024, Decimal("-0.21"))]
    assert list(panel.seen(2025).gains("papi")) == []  # 2024 is missing between them


def test_a_mean_of_three_ties_and_gains_as_it_is() -> None:
    """A third of a point is cut nowhere: from 40.1 by a mean that has no end to 40.2 it is a gain of a tenth, and two such means tie."""
    units = "units: {X: {from: [A, B, C], since: 2025-07-01}, Y: {from: [D, E, F], since: 2025-07-01}}\n"
    lines = {2023: ("40.00", "40.10", "40.30", "40.10", "40.00", "40.30"), 2024: ("40.10", "40.20", "40.40", "40.40", "40.20", "40.10")}
    table = "unit,year,papi\n" + "".join(
        f"{unit},{year},{score}\n" for year, of in lines.items() for unit, score in zip("ABCDEF", of, strict=True)
    )
    panel = read_panel(table.encode(), "t.csv", of_unit("X"), units).made
    assert panel is not None
    assert panel.scores["papi"][2023]["X"] == Fraction(1204, 30)
    assert {gain.change for gain in panel.gains("papi")} == {Fraction(1, 10)}
    assert {rank.at for rank in panel.ranks("papi", 2024).values()} == {1}


# One name in two spellings, of which the second would silently win: of a new unit, or of a weight.
TWICE = [
    ("Bắc Ninh: {from: [A, B], since: 2025-07-01}\n  BẮC  NINH: {from: [C, D], since: 2025-07-01}", ["3:3 S106 BẮC  NINH"]),
    ("Hoà Bình: {from: [A, B], since: 2025-07-01}\n  Hòa Bình: {from: [C, D], since: 2025-07-01}", ["3:3 S106 Hòa Bình"]),
    ("Bắc Ninh: {from: [A, B], since: 2025-07-01}\n  Bac Ninh: {from: [C, D], since: 2025-07-01}", []),  # a mark tells units apart
    ("X: {from: [Hà A, B], since: 2025-07-01, by: {Hà A: 1, hà a: 3, B: 2}}", ["2:57 S106 hà a"]),
]


@pytest.mark.parametrize(("units", "found"), TWICE)
def test_a_unit_stands_under_one_spelling(units: str, found: list[str]) -> None:
    read_file = read_mergers(read("units.yaml", f"units:\n  {units}\nplan: p\n".encode()), of_unit("A"), "p", habits())
    assert [f"{it.span.line}:{it.span.column} {it.code} {it.path}" for it in read_file.findings] == found
    assert (read_file.made is None) is bool(found)


def test_the_mergers_of_2025_are_the_52_provinces_of_the_shipped_table() -> None:
    """Resolution 202/2025/QH15: 52 of 63 became 23, 11 are as they were, one of them under another name, and so there are 34."""
    everybody = {unit for _, _, unit in SCORES}
    renamed = {unit: merger for unit, merger in MERGERS.items() if len(merger["from"]) == 1}
    assert renamed == {"Huế": {"from": ["Thừa Thiên Huế"], "since": "2025-01-01"}}
    merged = MERGERS.keys() - renamed.keys()
    assert (len(merged), sum(len(MERGERS[unit]["from"]) for unit in merged), len(OLD)) == (23, 52, 53)
    assert everybody >= OLD >= merged
    assert everybody - OLD == {
        *("Hà Nội", "Lai Châu", "Điện Biên", "Sơn La", "Lạng Sơn"),
        *("Quảng Ninh", "Thanh Hóa", "Nghệ An", "Hà Tĩnh", "Cao Bằng"),
    }
    assert {(MERGERS[unit]["since"], MERGERS[unit]["by"]) for unit in merged} == {("2025-07-01", "mean")}
    assert all(number in shipped("peers/units.yaml")["source"]["vi"] for number in ("202/2025/QH15", "175/2024/QH15"))
    assert MergersFile.model_validate({"units": {"A": {"from": ["B"], "since": "2025-07-01"}}}).units["A"].by == {}


def test_a_unit_that_only_got_another_name_keeps_what_was_published() -> None:
    units = "units: {Huế: {from: [Thừa Thiên Huế], since: 2025-01-01}}\n"
    panel = read_panel("unit,year,papi\nThừa Thiên - Huế,2024,45.09\n".encode(), "t.csv", of_unit("Huế"), units).made
    assert panel is not None
    assert (panel.scores["papi"][2024], panel.own, panel.parts("papi", 2024, "Huế")) == ({"Huế": Decimal("45.09")}, "Huế", 0)


def test_names_without_marks_make_no_field_of_old_units_among_new_ones(parplan: Parplan, after: Path) -> None:
    """As an English table has them: Gia Lai would be one of the new, and Binh Dinh, a part of it, would stand beside it."""
    (after / "en.csv").write_text("unit,year,papi\nGia Lai,2024,39.02\nBinh Dinh,2024,45.74\nCao Bang,2024,41.33\n", encoding="utf-8")
    for lang, words in (
        ("en", "names without the marks that they have in peers/units.yaml (Binh Dinh)"),
        ("vi", "tên trong bảng khác tên trong peers/units.yaml ở dấu"),
    ):
        ran = parplan("rank", "papi", "--all", "--peers", "en.csv", "--lang", lang)
        assert (ran.code, words in ran.err, "Binh Dinh: Bình Định" in ran.err) == (2, True, True)
    text = (
        (after / "indicators.yaml")
        .read_text(encoding="utf-8")
        .replace("unit: Bắc Ninh", "unit: Bắc Ninh, unit_aliases: {Binh Dinh: Bình Định}")
    )
    (after / "indicators.yaml").write_text(text, encoding="utf-8")
    ran = parplan("rank", "papi", "--all", "--peers", "en.csv", "--format", "json")
    found = {unit["unit"]: unit["score"] for unit in json.loads(ran.out, parse_float=Decimal)["leagues"][0]["units"]}
    assert found == {"Gia Lai": Decimal("42.38"), "Cao Bang": Decimal("41.33")}


# names in a table; which of the old names are told, and what to do
LISTED = [
    ("Bắc Ninh,Bắc Giang", []),
    ("Sở Tư pháp,Sở Y tế", []),  # a table of other units
    ("Bắc Ninh,Yên Bái", ["Bắc Giang: name it as the table does, or add its lines"]),
    ("Bac Ninh,Bac Giang", ["Bắc Ninh: did you mean Bac Ninh?", "Bắc Giang: did you mean Bac Giang?"]),  # without marks: other units
]


@pytest.mark.parametrize(("listed", "told"), LISTED)
def test_old_units_that_no_table_has(listed: str, told: list[str]) -> None:
    plan, file = of_unit("Bắc Ninh"), read("units.yaml", (BAC_NINH % "mean").encode())
    found = [finding for finding in read_mergers(file, plan, "", habits(), listed.split(",")).findings if finding.code == "P862"]
    assert [f"{finding.message.values['old']}: {finding.help.say('en')}" for finding in found if finding.help] == told


# The shipped table after the mergers, worked out apart from the program.


def merged(ident: str, year: int) -> dict[str, Fraction]:
    """The field of 34 in a year: means of what all units of a merger had, and the others as they are."""
    had = {unit: Fraction(score) for unit, score in of_year(ident, year).items()}
    kept = {unit: score for unit, score in had.items() if unit not in OLD}
    made = {unit: [had[old] for old in merger["from"] if old in had] for unit, merger in MERGERS.items()}
    whole = {unit: of for unit, of in made.items() if len(of) == len(MERGERS[unit]["from"])}
    return kept | {unit: sum(of, Fraction(0)) / len(of) for unit, of in whole.items()}


@pytest.fixture
def after(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A plan of Bắc Ninh for 2026, with the shipped table and the shipped mergers beside it."""
    monkeypatch.chdir(tmp_path)
    about = "plan: {id: bn, name: P, year: 2024, target_year: 2026, unit: Bắc Ninh}\n"
    rows = ", ".join(f"{{id: papi.{number}, name: D{number}, max: 10}}" for number in range(1, 9))
    index = f"indices: [{{id: papi, name: PAPI, decimals: 2, max: 80, floor: 8, score: 45.09, rows: [{rows}]}}]\n"
    write_plan(tmp_path, about + index, "plan: bn\ntargets: {papi: {planned: 2.00}}\n")
    (tmp_path / "peers").mkdir()
    (tmp_path / "peers" / "papi.csv").write_bytes((DATA / "peers" / "papi.csv").read_bytes())
    text = (DATA / "peers" / "units.yaml").read_text(encoding="utf-8")
    (tmp_path / "peers" / "units.yaml").write_text(text.replace("plan: cao-bang-2023", "plan: bn"), encoding="utf-8")
    return tmp_path


def league(parplan: Parplan, typed: str) -> tuple[dict[str, dict[str, Any]], list[str]]:
    ran = parplan("rank", *typed.split(), "--all", "--format", "json", "--lang", "en")
    assert ran.code == 0, ran
    payload = json.loads(ran.out, parse_float=Decimal)
    return {unit["unit"]: unit for unit in payload["leagues"][0]["units"]}, payload["remarks"]


@pytest.mark.usefixtures("after")
@pytest.mark.parametrize("year", [2021, 2022, 2023, 2024])
def test_a_plan_from_after_sees_34_units_in_every_year(parplan: Parplan, year: int) -> None:
    found, remarks = league(parplan, f"papi --year {year}")
    expected = merged("papi", year)
    combined = MERGERS.keys() - {"Huế"}  # that only got another name: its scores are published ones
    assert (len(found), found["Huế"]["score"]) == (34, of_year("papi", year)["Thừa Thiên Huế"])
    # What has no end is told to six digits; what a mean of two comes to is told as it is.
    cut = {unit: (Decimal(of.numerator) / of.denominator).quantize(Decimal("0.000001")) for unit, of in expected.items()}
    assert {unit: told["score"] for unit, told in found.items() if told["score"] is not None} == cut
    for unit, told in found.items():
        at = 1 + sum(other > expected[unit] for other in expected.values()) if unit in expected else None
        assert (told["rank"] and told["rank"]["at"], told["rank"] and told["rank"]["of"]) == (at, len(expected) if at else None)
        assert told["parts"] == (len(MERGERS[unit]["from"]) if unit in combined and unit in expected else 0)
        assert told["own"] is (unit == "Bắc Ninh")
    count = len(combined & set(expected))
    assert remarks[0] == (
        f"papi in {year}: the field of the 34 units there are since 2025-07-01; the scores of {count} of them are combined from those of "
        "the old ones, not published"
    )


@pytest.mark.usefixtures("after")
def test_papi_2022_has_no_bac_ninh(parplan: Parplan) -> None:
    """It lacks the totals of Bắc Giang and of Bắc Ninh: no history that year, not half of one."""
    found, remarks = league(parplan, "papi --year 2022")
    assert {unit for unit, told in found.items() if told["score"] is None} == {"Bắc Ninh"}
    assert found["Hưng Yên"]["rank"] == {"at": 8, "of": 33}  # (43.51 + 44.18) / 2 = 43.845, after 43.85 of Lạng Sơn
    assert remarks[1:] == ["papi in 2022: Bắc Ninh has no score, because of those it was made from Bắc Giang, Bắc Ninh had none"]
    out = parplan("rank", "papi", "--all", "--year", "2022", "--lang", "en").out
    assert "  ¹ combined from 2 units, not published\n  ² combined from 3 units, not published\n  ³ the plan's own unit\n" in out
    out = parplan("rank", "papi", "--all", "--year", "2022", "--lang", "vi").out
    assert "  ¹ kết hợp từ điểm của 2 đơn vị, không phải điểm được công bố\n" in out
    assert "papi năm 2022: Bắc Ninh không có điểm, vì Bắc Giang, Bắc Ninh không có điểm\n" in out


def test_groups_of_the_old_units_are_not_those_of_the_new(parplan: Parplan, after: Path) -> None:
    """Beside a table of the new field they stay out; alone they rank a new unit among old ones, and say so."""
    groups = (DATA / "peers" / "papi-2022.yaml").read_text(encoding="utf-8").replace("plan: cao-bang-2023", "plan: bn")
    (after / "peers" / "papi-2022.yaml").write_text(groups, encoding="utf-8")
    assert {told["group"] for told in league(parplan, "papi --year 2022")[0].values()} == {None}
    call = ("rank", "papi", "--score", "45", "--peers", "peers/papi-2022.yaml", "--format", "json", "--lang", "en")
    said = "these groups are of the units before 2025-07-01: the units merged then are not among them"
    assert said in json.loads(parplan(*call).out)["remarks"]
    text = (after / "indicators.yaml").read_text(encoding="utf-8").replace("year: 2024, target_year: 2026", "year: 2022, target_year: 2023")
    (after / "indicators.yaml").write_text(text, encoding="utf-8")
    assert said not in json.loads(parplan(*call).out)["remarks"]


def test_a_plan_from_before_sees_the_old_field_untouched(parplan: Parplan, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The example is a plan for 2023: mergers lie beside it, and nothing of its ranks and gains is of them."""
    monkeypatch.chdir(tmp_path)
    found, remarks = league(parplan, "papi")
    assert (len(found), found[OWN]["rank"], remarks) == (63, {"at": 61, "of": 61}, [])
    payload = json.loads(parplan("realism", "papi", "--format", "json").out)
    assert payload["remarks"] == []
    assert payload["indices"][0]["rows"][-1]["past"]["units"] == 62


def test_a_later_year_of_the_table_is_of_the_new_field(parplan: Parplan, after: Path) -> None:
    """Asked for 2025, a plan from before sees the field of that year, and changes since a combined 2024; unasked it sees the old one."""
    about = (
        (after / "indicators.yaml").read_text(encoding="utf-8").replace("year: 2024, target_year: 2026", "year: 2023, target_year: 2024")
    )
    (after / "indicators.yaml").write_text(about, encoding="utf-8")
    with (after / "peers" / "papi.csv").open("a", encoding="utf-8") as file:
        file.write("Bắc Ninh,2025,45.50,,,,,,,,\nCao Bằng,2025,42.00,,,,,,,,\n")
    assert len(league(parplan, "papi --year 2024")[0]) == 63
    found, remarks = league(parplan, "papi --year 2025")
    assert (len(found), found["Bắc Ninh"]["rank"], found["Bắc Ninh"]["change"]) == (34, {"at": 1, "of": 2}, Decimal("0.41"))
    assert remarks[0].startswith("papi in 2024: the field of the 34 units there are since 2025-07-01; ")
    (row,) = json.loads(parplan("realism", "papi", "--format", "json").out)["indices"][0]["rows"]
    assert row["own"] == -0.21  # of the old Bắc Ninh, from 45.70 in 2023; before that it was not ranked


CASE = {
    "indicators": "plan: {id: dti, name: Thử, year: 2024, target_year: 2025, unit: Tỉnh A mới}\n"
    "indices: [{id: dti, name: DTI, decimals: 4, max: 1, score: 0.6700}]\n",
    "table": "unit,year,dti\nTỉnh A,2023,0.7000\nTỉnh B,2023,0.6000\nTỉnh C,2023,0.6400\nTỉnh A mới,2024,0.6700\nTỉnh C,2024,0.6600\n",
    "units": "plan: dti\nunits: {Tỉnh A mới: {from: [Tỉnh A, Tỉnh B], since: 2025-07-01, by: mean}}\n",
}


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """As DTI 2024 was published: a province that was two, by a name of its own."""
    monkeypatch.chdir(tmp_path)
    write_plan(tmp_path, CASE["indicators"], "plan: dti\ntargets: {dti: {planned: 0.0100}}\n")
    (tmp_path / "peers").mkdir()
    (tmp_path / "peers" / "dti.csv").write_text(CASE["table"], encoding="utf-8")
    (tmp_path / "peers" / "units.yaml").write_text(CASE["units"], encoding="utf-8")
    return tmp_path


@pytest.mark.usefixtures("case")
def test_a_province_that_was_two(parplan: Parplan) -> None:
    """Its 2023 is 0.6500, its gain +0.0200; no line is missing, and no unit is one too many."""
    assert parplan("validate", ".", "--lang", "en").out == ""
    before, _ = league(parplan, "dti --year 2023")
    assert (before["Tỉnh A mới"]["score"], before["Tỉnh A mới"]["rank"], before["Tỉnh A mới"]["parts"]) == (
        Decimal("0.65"),
        {"at": 1, "of": 2},
        2,
    )
    now, _ = league(parplan, "dti")
    assert (now["Tỉnh A mới"]["score"], now["Tỉnh A mới"]["change"], now["Tỉnh A mới"]["parts"]) == (Decimal("0.67"), Decimal("0.02"), 0)
    payload = json.loads(parplan("realism", "dti", "--format", "json", "--lang", "en").out)
    row = payload["indices"][0]["rows"][0]
    assert (row["own"], row["past"]["largest"], row["past"]["units"], row["verdict"]) == (0.02, 0.02, 2, "usual")
    assert payload["remarks"] == ["Tỉnh A mới, 2023: combined from 2 units, not published"]
    assert "- Tỉnh A mới, 2023: combined from 2 units, not published\n" in parplan("realism", "dti", "--lang", "en").out
    ranked = json.loads(parplan("rank", "dti", "--format", "json", "--lang", "en").out)
    assert [moved["rank"] for moved in ranked["ranks"][0]["moved"]] == [2]  # the other one gains 0.02 once more
    assert "Tỉnh A mới, 2023: combined from 2 units, not published" in ranked["remarks"]
    compared = json.loads(parplan("compare", "Tỉnh A mới@2023", "Tỉnh A mới@2024", "--format", "json", "--lang", "en").out)
    assert [change["change"] for change in compared["indices"][0]["changes"]] == [0.02]
    assert compared["remarks"] == ["Tỉnh A mới, 2023: combined from 2 units, not published"]


def test_an_index_may_be_of_the_new_units_before_they_began(parplan: Parplan, case: Path) -> None:
    """DTI 2024, published on 21 October 2025, has the new units by names that the old ones had too: `first` says so."""
    table = CASE["table"].replace("Tỉnh A mới", "Tỉnh A")
    (case / "peers" / "dti.csv").write_text(table, encoding="utf-8")
    (case / "indicators.yaml").write_text(CASE["indicators"].replace("Tỉnh A mới", "Tỉnh A"), encoding="utf-8")
    units = CASE["units"].replace("Tỉnh A mới", "Tỉnh A")
    for said, score, change in (("", None, None), ("first: {dti: 2024}\n", Decimal("0.67"), Decimal("0.02"))):
        (case / "peers" / "units.yaml").write_text(units + said, encoding="utf-8")
        found, _ = league(parplan, "dti")
        assert (found["Tỉnh A"]["score"], found["Tỉnh A"]["change"]) == (score, change)


# what is made of the unit that is typed, in 2023 and where the other old one has no score: what is said
BECAME = [
    ("Tỉnh B", "[Tỉnh A, Tỉnh B]", "Tỉnh B has been part of Tỉnh A mới since 2025-07-01; give Tỉnh A mới@2023"),
    ("tỉnh a", "[Tỉnh A, Tỉnh B]", "Tỉnh A has been part of Tỉnh A mới since 2025-07-01; give Tỉnh A mới@2023"),
    ("Tỉnh B", "[Tỉnh A, Tỉnh B, Tỉnh D]", "Tỉnh B has been part of Tỉnh A mới since 2025-07-01"),
    ("Tỉnh B", "[Tỉnh B]", "Tỉnh B has been called Tỉnh A mới since 2025-07-01; give Tỉnh A mới@2023"),
    ("Tỉnh E", "[Tỉnh A, Tỉnh B]", "the table does not have Tỉnh E in 2023; did you mean Tỉnh C, Tỉnh A mới?"),
]


@pytest.mark.parametrize(("typed", "made_from", "said"), BECAME)
def test_a_unit_that_became_another_is_no_unknown_one(parplan: Parplan, case: Path, typed: str, made_from: str, said: str) -> None:
    (case / "peers" / "units.yaml").write_text(CASE["units"].replace("[Tỉnh A, Tỉnh B]", made_from), encoding="utf-8")
    ran = parplan("compare", f"{typed}@2023", "Tỉnh A mới@2024", "--lang", "en")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith(f"parplan: error: {said}\n")
    words = "đổi tên thành" if made_from == "[Tỉnh B]" else "đã nhập vào"
    assert f"Tỉnh B {words} Tỉnh A mới từ ngày 01/07/2025" in parplan("compare", "Tỉnh B@2023", "2024", "--lang", "vi").err


def test_a_rank_among_the_old_units_does_not_make_the_new_ones_too_few(parplan: Parplan, case: Path) -> None:
    """12/63 of 2023 is over the old ones; the table has all two that there are since."""
    index = CASE["indicators"].replace("score: 0.6700", "score: 0.6700, rank: 1/2, history: {2023: {score: 0.6500, rank: 12/63}}")
    (case / "indicators.yaml").write_text(index, encoding="utf-8")
    compared = json.loads(parplan("compare", "Tỉnh A mới@2023", "Tỉnh C@2023", "--format", "json").out)
    (change,) = compared["indices"][0]["changes"]
    assert (change["rank_first"], change["rank_second"]) == ({"at": 1, "of": 2}, {"at": 2, "of": 2})


def test_an_excerpt_of_the_old_units_gives_no_ranks_of_the_new(parplan: Parplan, case: Path) -> None:
    lines = CASE["table"].splitlines()
    (case / "peers" / "dti.csv").write_text("\n".join([f"{lines[0]},ranked", *(f"{line},63" for line in lines[1:])]), encoding="utf-8")
    (found,) = json.loads(parplan("rank", "dti", "--all", "--year", "2023", "--format", "json").out)["leagues"]
    assert (found["ranked"], {str(unit["rank"]) for unit in found["units"]}) == (None, {"None"})
    words = "the table of 2023 is an excerpt of the old units: how many of the new ones were ranked, and where, cannot be told from it"
    assert words in " ".join(parplan("rank", "dti", "--all", "--year", "2023", "--lang", "en").out.split())
    refused = parplan("rank", "dti", "--score", "0.66", "--year", "2023", "--lang", "en")
    assert (refused.code, words in " ".join(refused.err.split())) == (2, True)


def test_what_is_combined_is_no_witness(parplan: Parplan, after: Path) -> None:
    """The old Bắc Ninh had 45.49 in 2024; the plan's 45.09 is of the new one, which no published figure contradicts or supports."""
    ran = parplan("validate", ".", "--lang", "en")
    assert (ran.code, ran.out) == (0, "")
    text = (after / "indicators.yaml").read_text(encoding="utf-8").replace("year: 2024, target_year: 2026", "year: 2023, target_year: 2024")
    (after / "indicators.yaml").write_text(text, encoding="utf-8")
    assert "Bắc Ninh in 2023: 45.70 in the table, 45.09 in the plan" in parplan("validate", ".", "--lang", "en").out


def test_a_new_plan_gets_the_mergers_that_came_before_it(parplan: Parplan, tmp_path: Path) -> None:
    ran = parplan("init", "mine", "--index", "papi", "--lang", "en", cwd=tmp_path)
    assert (ran.code, "mine/peers/units.yaml: the merged units" in ran.out + ran.err) == (0, True)
    theirs, mine = (at.read_text(encoding="utf-8") for at in (DATA / "peers" / "units.yaml", tmp_path / "mine" / "peers" / "units.yaml"))
    assert mine.startswith("# yaml-language-server: $schema=../schema/mergers.schema.json\n")
    assert (tmp_path / "mine" / "schema" / "mergers.schema.json").exists()
    mine_, theirs_ = (yaml.safe_load(text) for text in (mine, theirs))
    assert mine_["plan"] == "mine"
    assert mine_["units"] == theirs_["units"]


def test_a_frame_whose_mergers_are_still_to_come_gives_none(parplan: Parplan, case: Path) -> None:
    (case / "peers" / "units.yaml").write_text(CASE["units"].replace("2025-07-01", "2099-07-01"), encoding="utf-8")
    assert parplan("init", "mine", "--frame", ".", "--lang", "en").code == 0
    assert not (case / "mine" / "peers").exists()
