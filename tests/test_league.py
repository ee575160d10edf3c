"""`rank --all`: the field as a league table, against the shipped table worked out apart from the program, and small tables by hand."""

import csv
import io
import json
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from conftest import Parplan
from helpers_cli import DATA, write_plan
from test_shipped_field import OWN, ROWS, SCORES, YEARS, gains, of_year

DEPARTMENT = """\
plan: {id: so-2026, name: S, year: 2025, target_year: 2026, unit: Sở Tư pháp}
indices:
  - {id: so, name: {vi: Chỉ số cấp sở, en: Department index}, decimals: 2, max: 60, score: 43.35%s}
"""
# What an analyst types: not all criteria apply to the Department of Justice (51 points), nor to that of Health (50).
FIELD = """\
Đơn vị,Năm,so,Điểm tối đa
Sở Tư pháp,2024,42.00,51
Sở Xây dựng,2024,50.00,60
Sở Nội vụ,2024,47.00,60
Sở Tư pháp,2025,43.35,51
Sở Xây dựng,2025,52.00,
Sở Nội vụ,2025,47.00,60
Sở Y tế,2025,42.50,50
Ban Dân tộc,2025,–,
"""


@pytest.fixture
def departments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_plan(tmp_path, DEPARTMENT % "", "targets: {so: {planned: 4}}\n")
    (tmp_path / "peers").mkdir()
    (tmp_path / "peers" / "field.csv").write_text(FIELD, encoding="utf-8")
    return tmp_path


def told(parplan: Parplan, typed: str) -> dict[str, Any]:
    ran = parplan("rank", *typed.split(), "--all", "--format", "json", "--lang", "en")
    assert ran.code == 0, ran
    payload: dict[str, Any] = json.loads(ran.out, parse_float=Decimal)
    return payload


def units(parplan: Parplan, typed: str) -> dict[str, dict[str, Any]]:
    (league,) = told(parplan, typed)["leagues"]
    return {unit["unit"]: unit for unit in league["units"]}


@pytest.mark.parametrize("year", YEARS)
def test_the_shipped_field_is_what_its_scores_make_it(parplan: Parplan, year: int) -> None:
    """Every unit's rank, change and places of every row, from the table itself: who has more ranks better, who has as much as well."""
    changes = {row: {gain.unit: gain.change for gain in gains(row) if gain.year == year} for row in ROWS}
    for league in told(parplan, f"{' '.join(ROWS)} --year {year}")["leagues"]:
        row = league["id"]
        now, before = of_year(row, year), of_year(row, year - 1)
        ranks, then = ({unit: 1 + sum(more > own for more in of.values()) for unit, own in of.items()} for of in (now, before))
        assert len(league["units"]) == 63
        listed = [unit for unit in league["units"] if unit["score"] is not None]
        assert [unit["score"] for unit in listed] == sorted(now.values(), reverse=True)
        for unit in league["units"]:
            name = unit["unit"]
            assert unit["rank"] == ({"at": ranks[name], "of": len(now)} if name in now else None)
            assert unit["score"] == SCORES.get((row, year, name))
            assert unit["change"] == changes[row].get(name)
            assert unit["places"] == (then[name] - ranks[name] if name in now and name in before else None)
            assert (unit["own"], unit["parts"]) == (name == OWN, 0)


def test_papi_2022_as_a_table(parplan: Parplan, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who ranks first, a tie with its skipped rank, the own unit last, and who was not ranked at the foot."""
    monkeypatch.setenv("COLUMNS", "80")
    lines = parplan("rank", "papi", "--all", "--lang", "en").out.replace("\u00a0", " ").splitlines()
    first = next(at for at, line in enumerate(lines) if line.startswith(" 1/61"))
    assert lines[:first] == [
        "Provincial Governance and Public Administration Performance Index (PAPI): the",
        "units of peers/papi.csv (2022)",
        " Rank Unit              Score Of max Group    Change Places",
        "───────────────────────────────────────────────────────────",
    ]
    assert lines[first] == " 1/61 Quảng Ninh        47.88  59.9% High          —      —"
    assert [line.split()[0] for line in lines[first + 6 : first + 10]] == ["7/61", "8/61", "8/61", "10/61"]  # 44.31 twice
    assert lines[-11:] == [
        "60/61 Tây Ninh          39.42  49.3% Low       -2.78    -29",
        "61/61 Cao Bằng¹         38.80  48.5% Low       -0.39     -3",
        "    — Bắc Giang             —      — —             —      —",
        "    — Bắc Ninh              —      — —             —      —",
        "  units ranked: 61; ties share the better rank",
        "  change in points, and places gained, since 2021",
        "  60 were ranked in 2021, not 61: places gained are over different numbers of",
        "  units",
        "  ¹ the plan's own unit",
        "",
        "Plan: cao-bang-2023.",
    ]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_it_fits_80_columns(parplan: Parplan, monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    out = parplan("rank", "papi", "papi.3", "--all", "--lang", lang).out
    assert max(map(len, out.splitlines())) <= 80
    assert "…" not in out


@pytest.mark.usefixtures("departments")
def test_maxima_that_differ_are_ranked_by_share(parplan: Parplan) -> None:
    """43.35 of 51 and 42.50 of 50 are 85 % each: second, both, before 47.00 of 60."""
    found = units(parplan, "so")
    assert [(name, unit["score"], unit["max"], unit["share"], unit["rank"] and unit["rank"]["at"]) for name, unit in found.items()] == [
        ("Sở Xây dựng", 52, 60, Decimal("0.8667"), 1),
        ("Sở Tư pháp", Decimal("43.35"), 51, Decimal("0.85"), 2),
        ("Sở Y tế", Decimal("42.5"), 50, Decimal("0.85"), 2),
        ("Sở Nội vụ", 47, 60, Decimal("0.7833"), 4),
        ("Ban Dân tộc", None, 60, None, None),
    ]
    # `rank` without --all ranks the same way, and says so.
    payload = json.loads(parplan("rank", "so", "--format", "json", "--lang", "en").out)
    assert [(rank["what"], rank["best"], rank["of"]) for rank in payload["ranks"]] == [
        ("current", 2, 4),
        ("projected", 1, 4),  # 47.35 of 51
        ("target", 1, 4),
    ]
    assert "so: ranked by shares of the maximum, because the maxima of units differ" in payload["remarks"]
    beyond = parplan("rank", "so", "--score", "55", "--lang", "en")  # of the plan's 60, and of 51 in the own line
    assert (beyond.code, beyond.err) == (2, "parplan: error: so goes from 0 to 51: it cannot be 55\n")


# 52 of 60 is 44.20 of 51, 47 of 60 is 39.95
BY_SHARE = [("{rank: 1}", "44.20"), ("{rank: 2}", "43.35"), ("{places: 1}", "44.20"), ("{rank: 3}", "39.95"), ("{rank: 4}", "0")]


@pytest.mark.parametrize(("target", "points"), BY_SHARE)
def test_what_a_rank_by_share_takes_is_a_share_of_the_own_maximum(parplan: Parplan, departments: Path, target: str, points: str) -> None:
    write_plan(departments, DEPARTMENT % "", f"targets: {{so: {{target: {target}}}}}\n")
    (index,) = json.loads(parplan("gap", "--format", "json").out, parse_float=Decimal)["indices"]
    assert index["target"] == Decimal(points)
    kind, asked = target.strip("{}").split(": ")
    reached = json.loads(parplan("reach", "so", f"--{kind}", asked, "--format", "json").out, parse_float=Decimal)
    assert reached["goal"]["at_least"] == Decimal(points)
    assert "nothing in peers/" not in parplan("gap", "--lang", "en").out


WORDS = {
    "en": """\
Department index: the units of peers/field.csv (2025)
Rank  Unit         Score    Max  Of max  Change  Places
───────────────────────────────────────────────────────
 1/4  Sở Xây dựng  52.00  60.00   86.7%   +2.00       0
 2/4  Sở Tư pháp¹  43.35  51.00   85.0%   +1.35       0
 2/4  Sở Y tế      42.50  50.00   85.0%       —       —
 4/4  Sở Nội vụ    47.00  60.00   78.3%    0.00      -1
   —  Ban Dân tộc      —  60.00       —       —       —
  units ranked: 4, by share, because their maxima differ; ties share the better rank
  change in points, and places gained, since 2024
  3 were ranked in 2024, not 4: places gained are over different numbers of units
  ¹ the plan's own unit
""",
    "vi": """\
Chỉ số cấp sở: các đơn vị trong peers/field.csv (2025)
Xếp hạng  Đơn vị        Điểm  Điểm tối đa  Tỷ lệ  Thay đổi  Tăng hạng
─────────────────────────────────────────────────────────────────────
     1/4  Sở Xây dựng  52,00        60,00  86,7%     +2,00          0
     2/4  Sở Tư pháp¹  43,35        51,00  85,0%     +1,35          0
     2/4  Sở Y tế      42,50        50,00  85,0%         —          —
     4/4  Sở Nội vụ    47,00        60,00  78,3%      0,00         -1
       —  Ban Dân tộc      —        60,00      —         —          —
  4 đơn vị được xếp hạng theo tỷ lệ, vì điểm tối đa của các đơn vị khác nhau; các đơn vị bằng nhau cùng nhận thứ hạng cao hơn
  thay đổi điểm và số bậc tăng hạng so với năm 2024
  năm 2024 có 3 đơn vị được xếp hạng, không phải 4: số bậc tăng hạng chỉ để tham khảo
  ¹ đơn vị lập kế hoạch
""",
}


@pytest.mark.usefixtures("departments")
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_in_words(parplan: Parplan, lang: str) -> None:
    out = parplan("rank", "so", "--all", "--lang", lang).out.replace("\u00a0", " ")
    table, _, plan = out.rpartition("\n\n")
    assert table + "\n" == WORDS[lang]
    assert "so-2026" in plan


def test_csv_and_markdown(parplan: Parplan, departments: Path) -> None:
    records = list(csv.DictReader(io.StringIO(parplan("rank", "so", "--all", "--format", "csv").out)))
    keys = ("row", "year", "rank", "of", "unit", "own", "score", "max", "share", "group", "group_id", "change", "places", "parts")
    assert tuple(records[0]) == keys
    assert [tuple(record.values()) for record in records[:2]] == [
        ("so", "2025", "1", "4", "Sở Xây dựng", "false", "52.00", "60", "0.8667", "", "", "2.00", "0", "0"),
        ("so", "2025", "2", "4", "Sở Tư pháp", "true", "43.35", "51", "0.8500", "", "", "1.35", "0", "0"),
    ]
    assert parplan("rank", "so", "--all", "-o", "so.md", "--lang", "en") == (0, "", "")
    line = "| 2/4 | Sở Tư pháp¹ | 43.35 | 51.00 | 85.0% | +1.35 | 0 |\n"
    assert line in (departments / "so.md").read_text(encoding="utf-8")


def test_a_change_of_the_maximum_is_no_gain(parplan: Parplan, departments: Path) -> None:
    """From 47.00 of 60 to 47.00 of 55 nothing is known to have been gained; the rank by share compares all the same."""
    text = FIELD.replace("Sở Nội vụ,2025,47.00,60", "Sở Nội vụ,2025,47.00,55")
    (departments / "peers" / "field.csv").write_text(text, encoding="utf-8")
    found = units(parplan, "so")["Sở Nội vụ"]
    assert (found["share"], found["rank"], found["change"], found["places"]) == (Decimal("0.8545"), {"at": 2, "of": 4}, None, 1)


def test_other_criteria_compare_with_nothing(parplan: Parplan, departments: Path) -> None:
    (departments / "indicators.yaml").write_text(DEPARTMENT % ", comparable: false", encoding="utf-8")
    assert {(unit["change"], unit["places"]) for unit in units(parplan, "so").values()} == {(None, None)}
    assert "Change" not in parplan("rank", "so", "--all", "--lang", "en").out


def test_an_excerpt_has_no_ranks_and_says_why(parplan: Parplan, departments: Path) -> None:
    table = "unit,year,so,ranked\nSở Tư pháp,2025,43.35,20\nSở Nội vụ,2025,47,20\nSở Tư pháp,2024,40,2\nSở Nội vụ,2024,47,2\n"
    (departments / "peers" / "field.csv").write_text(table, encoding="utf-8")
    (league,) = told(parplan, "so")["leagues"]
    assert (league["listed"], league["ranked"]) == (2, 20)
    assert [(unit["unit"], unit["rank"], unit["places"], unit["change"]) for unit in league["units"]] == [
        ("Sở Nội vụ", None, None, 0),
        ("Sở Tư pháp", None, None, Decimal("3.35")),
    ]
    for lang, words in (
        ("en", "  the table is an excerpt, 2 of the 20 units ranked in 2025: it gives no ranks\n"),
        ("vi", "  bảng chỉ có 2 trong 20 đơn vị được xếp hạng năm 2025, nên không rõ thứ hạng\n"),
    ):
        assert words in parplan("rank", "so", "--all", "--lang", lang).out


def test_a_table_that_may_be_an_excerpt_says_how_to_declare_it(parplan: Parplan, departments: Path) -> None:
    (departments / "indicators.yaml").write_text(DEPARTMENT % ', ranked: {"2025": 20}', encoding="utf-8")
    assert told(parplan, "so")["remarks"] == [
        "so: the table has scores of 4 units in 2025, and by the plan 20 were ranked in 2025; a column `ranked` (how many units were "
        "ranked) in it says whether it lacks any"
    ]


REFUSED = [
    (
        "papi --all --target",
        "--score, --target, --projected và --all: chỉ dùng một",
        "give one of --score, --target, --projected and --all",
    ),
    ("par --all --year 2022", "dùng --peers với một bảng CSV", "give a table with --peers FILE.csv"),
    ("papi --all --peers FIELD", "chỉ biết các nhóm được công bố", "only published groups are known, not every unit's score"),
    ("papi --all --year 1999", "có các năm 2021, 2022, 2023, 2024", "it has 2021, 2022, 2023, 2024"),
]


@pytest.mark.parametrize(("typed", "vietnamese", "english"), REFUSED)
def test_what_is_refused(
    parplan: Parplan, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, typed: str, vietnamese: str, english: str
) -> None:
    monkeypatch.chdir(tmp_path)
    words = typed.replace("FIELD", str(DATA / "peers" / "papi-2022.yaml")).split()
    for lang, said in (("vi", vietnamese), ("en", english)):
        ran = parplan("rank", *words, "--lang", lang)
        assert (ran.code, ran.out) == (2, "")
        assert said in ran.err


LATE = """\
name: Nhóm 2023
year: 2023
ranked: 6
groups:
  late:
    - {id: bad, name: Kém, low: 8.00, high: 9.00, count: 2}
    - {id: mid, name: Khá, low: 4.00, high: 4.80, count: 2}
    - {id: good, name: Tốt, low: 1.00, high: 2.00, count: 2}
  par:
    - {id: high, name: Cao, low: 85, high: 90, count: 3}
    - {id: low, name: Thấp, low: 45, high: 70, count: 3}
"""
# the rows that are ranked; over what leads to the next group
NEXT_GROUP = [
    ("late", "Cần giảm để lên nhóm trên"),
    ("par", "Cần thêm để lên nhóm trên"),
    ("late par", "Cần tăng/giảm để lên nhóm trên"),
]


def test_where_less_is_better_the_lowest_are_in_the_best_group(parplan: Parplan, tmp_path: Path) -> None:
    rows = "{id: late, name: L, decimals: 2, max: 100, score: 5.20, better: lower}, {id: par, name: P, decimals: 2, max: 100, score: 60}"
    folder = write_plan(tmp_path, f"plan: {{id: b, name: B, year: 2023, target_year: 2024, unit: A}}\nindices: [{rows}]\n", "targets: {}\n")
    (folder / "peers").mkdir()
    (folder / "peers" / "g.yaml").write_text(LATE, encoding="utf-8")
    field = "unit,year,late,par\nA,2023,5.20,60\nB,2023,1.00,90\nC,2023,2.00,85\nD,2023,4.00,70\nE,2023,8.00,50\nF,2023,9.50,45\n"
    (folder / "peers" / "t.csv").write_text(field, encoding="utf-8")
    groups = {name: unit["group"] for name, unit in units(parplan, f"late --plan {folder}").items()}
    assert groups == {"B": "Tốt", "C": "Tốt", "D": "Khá", "A": "between Khá and Kém", "E": "Kém", "F": "below Kém"}
    for typed, head in NEXT_GROUP:
        out = parplan("rank", *typed.split(), "--plan", str(folder), "--lang", "vi").out
        assert [said in out for _, said in NEXT_GROUP] == [said == head for _, said in NEXT_GROUP]


def test_a_table_that_was_given_has_no_published_groups(parplan: Parplan, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    shutil.copy(DATA / "peers" / "papi.csv", other)
    for typed in (("rank", "papi", "--all"), ("rank", "papi")):
        own, given = (json.loads(parplan(*typed, *more, "--format", "json").out) for more in ((), ("--peers", str(other))))
        assert ('"group": "' in json.dumps(own), '"group": "' in json.dumps(given)) == (True, False)
