"""`parplan gap` as the contract has it: JSON, CSV, Markdown, widths, order, gates, bases."""

import csv
import html
import io
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from conftest import Parplan
from helpers_cli import DATA, HEAD, thirds, write_plan

ROW_KEYS = [
    "id",
    "name",
    "max",
    "score",
    "rank",
    "planned",
    "target",
    "goal",
    "target_source",
    "gap",
    "headroom",
    "headroom_used",
    "shortfall",
    "better",
    "applies",
    "excerpt_of",
]


def gap_json(parplan: Parplan, *arguments: str) -> dict[str, Any]:
    ran = parplan("gap", "--format", "json", *arguments)
    assert ran.code == 0
    payload: dict[str, Any] = json.loads(ran.out, parse_float=Decimal, parse_int=Decimal)
    return payload


def test_json_is_the_contract(parplan: Parplan) -> None:
    payload = gap_json(parplan)
    assert list(payload) == ["schema", "plan", "basis", "indices"]
    assert (payload["schema"], payload["plan"], payload["basis"]) == ("parplan/gap/1", "cao-bang-2023", "printed")
    assert [index["id"] for index in payload["indices"]] == ["par", "sipas", "papi"]
    par = payload["indices"][0]
    assert set(ROW_KEYS) | {"year", "target_year", "rows"} <= set(par)
    assert (par["year"], par["target_year"]) == (2022, 2023)
    assert set(par["rows"][0]) == {*ROW_KEYS, "parts", "findings"}
    eighth = par["rows"][7]
    assert eighth["rank"] == {"at": 63, "of": 63}
    assert eighth["findings"] == ["A301", "A305"]
    assert [part["id"] for part in eighth["parts"]] == ["par.8.sipas", "par.8.impact"]
    assert eighth["parts"][0]["rank"] == {"at": 62, "of": 63}  # of SIPAS, which is the same fact


def test_json_numbers_have_the_decimals_digits(parplan: Parplan) -> None:
    out = parplan("gap", "--format", "json", "--lang", "vi").out
    for line in ('"score": 7.97', '"target": 9.50', '"score": 38.80', '"headroom_used": 0.4935', '"shortfall": 0.38'):
        assert line in out
    assert "000000" not in out


def test_bases_stand_in_the_json(parplan: Parplan) -> None:
    bases = {index["id"]: index["bases"] for index in gap_json(parplan)["indices"]}
    assert [bases["par"][basis]["target"] for basis in ("printed", "parts", "corrected")] == [
        Decimal("88.63"),
        Decimal("88.97"),
        Decimal("88.63"),
    ]
    assert [bases["papi"][basis]["target"] for basis in ("printed", "parts")] == [Decimal("43.33"), Decimal("42.95")]


ROWS = "id: x, name: X, decimals: 2, max: 20, rows: [{id: x.1, name: A, max: 10, score: 5.00, parts: [{id: x.1.a, name: B, score: 5.20}]}"
OTHER_BASES = {
    "of a printed total": (f"{{{ROWS}], score: 5.10}}", ["score 5.10 printed, 5.20 from parts"]),
    "of one that no place prints": (f"{{{ROWS}]}}", ["score 5.00 from its rows as printed, 5.20 from parts"]),
    "of one whose percent is printed": (f"{{{ROWS}], percent: 25.5}}", ["score 5.10 printed, 5.20 from parts"]),
}


@pytest.mark.parametrize(("index", "said"), OTHER_BASES.values(), ids=OTHER_BASES.keys())
def test_no_total_is_called_printed_that_is_not(parplan: Parplan, tmp_path: Path, index: str, said: list[str]) -> None:
    folder = write_plan(tmp_path, f"{HEAD}indices: [{index}]\n", "targets: {}\n")
    out = parplan("gap", "--plan", str(folder), "--lang", "en").out
    assert [line.strip() for line in out.splitlines() if "from parts" in line] == said


def test_a_correction_is_told_beside_totals_that_it_does_not_change(parplan: Parplan, tmp_path: Path) -> None:
    """The increase of the total is printed nowhere, and is another one as corrected; its score is what it was."""
    text = {kind: (DATA / f"{kind}.yaml").read_text(encoding="utf-8") for kind in ("indicators", "targets")}
    folder = write_plan(tmp_path, **text, errata="errata: {papi.4.planned: {printed: 0.17, correct: 0.55, because: x}}\n")
    told = {
        basis: parplan("gap", "papi", "--plan", str(folder), "--basis", basis, "--lang", "en").out for basis in ("printed", "corrected")
    }
    assert "  planned increase 4.15 from parts, 4.53 corrected\n" in told["printed"]
    assert "  figures as corrected: papi.4.planned 0.17 → 0.55\n" in told["corrected"]


# basis, id, score, target
BASES = [
    ("printed", "par.8.sipas", "7.73", "8.20"),
    ("corrected", "par.8.sipas", "7.43", "7.90"),
    ("parts", "par.8", "11.11", "13.34"),
    ("parts", "par.5", "11.54", "13.00"),
    ("corrected", "par.8", "10.82", "13.05"),
]


@pytest.mark.parametrize(("basis", "ident", "score", "target"), BASES)
def test_every_basis(parplan: Parplan, basis: str, ident: str, score: str, target: str) -> None:
    par = gap_json(parplan, "par", "--basis", basis)["indices"][0]
    rows = {row["id"]: row for top in par["rows"] for row in (top, *top["parts"])}
    assert (rows[ident]["score"], rows[ident]["target"]) == (Decimal(score), Decimal(target))


def test_ids_and_wildcards_choose_rows(parplan: Parplan) -> None:
    indices = gap_json(parplan, "par.*.survey", "papi.4")["indices"]
    assert [index["id"] for index in indices] == ["par", "papi"]
    assert [part["id"] for row in indices[0]["rows"] for part in row["parts"]] == [f"par.{n}.survey" for n in (2, 4, 5, 6, 7)]
    assert [row["id"] for row in indices[1]["rows"]] == ["papi.4"]


# what is typed, and what is said of it
UNKNOWN = [
    ("par.9", "en", "parplan: error: the plan has no id “par.9”; did you mean par.8, par.7, par.6?\n"),
    ("pappi.4", "vi", "parplan: lỗi: kế hoạch không có mã “pappi.4”; có phải là papi.4, papi.8, papi.7?\n"),
    ("zzz", "en", "parplan: error: the plan has no id “zzz”; `parplan gap` lists them\n"),
    ("par.*.servey", "en", "parplan: error: the plan has no id “par.*.servey”; did you mean par.7.survey, par.6.survey, par.5.survey?\n"),
]


@pytest.mark.parametrize(("typed", "lang", "words"), UNKNOWN)
def test_unknown_ids(parplan: Parplan, typed: str, lang: str, words: str) -> None:
    assert parplan("gap", typed, "--lang", lang) == (2, "", words)


# key, the first rows of papi
ORDERS = [
    ("id", ["papi.1", "papi.2", "papi.3"]),
    ("gap", ["papi.8", "papi.1", "papi.6"]),
    ("share", ["papi.6", "papi.1", "papi.4"]),
    ("score", ["papi.5", "papi.6", "papi.4"]),
    ("rank", ["papi.7", "papi.2", "papi.1"]),
    ("shortfall", ["papi.4", "papi.1", "papi.2"]),
]


@pytest.mark.parametrize(("key", "first"), ORDERS)
def test_order(parplan: Parplan, key: str, first: list[str]) -> None:
    rows = gap_json(parplan, "papi", "--sort", key)["indices"][0]["rows"]
    assert [row["id"] for row in rows][:3] == first


def test_without_parts(parplan: Parplan) -> None:
    par = gap_json(parplan, "par", "--no-parts")["indices"][0]
    assert len(par["rows"]) == 8
    assert all(row["parts"] == [] for row in par["rows"])


# gates, exit code, what is said on standard error
GATES = [
    (["par=77.55"], 0, ""),
    (["par=85"], 1, "parplan: par.score is 77.55, below the gate of 85.00\n"),
    (["par.target=85"], 0, ""),
    (["par.target=88.64"], 1, "parplan: par.target is 88.63, below the gate of 88.64\n"),
    (["papi.*=2.17"], 1, "parplan: papi.8.score is 2.16, below the gate of 2.17\n"),
    (["par.Score=77.55", "par.TARGET=88.63"], 0, ""),
    (["par.gap=1"], 2, "parplan: error: “par.gap”: a gate is for the score (par=1) or the target (par.target=1)\n"),
    (["par.planned=1"], 2, "parplan: error: “par.planned”: a gate is for the score (par=1) or the target (par.target=1)\n"),
    (["par.*.max=1"], 2, "parplan: error: “par.*.max”: a gate is for the score (par.*=1) or the target (par.*.target=1)\n"),
    (["par=1", "sipas=8"], 1, "parplan: sipas.score is 7.43, below the gate of 8.00\n"),
    (["par"], 2, "parplan: error: “par” is not of the form ID=POINTS, such as par=85\n"),
    (["par=8,5"], 2, "parplan: error: “par=8,5”: did you mean par=8.5?\n"),
    (["par.target=8,5"], 2, "parplan: error: “par.target=8,5”: did you mean par.target=8.5?\n"),
    (["pr=85"], 2, "parplan: error: the plan has no id “pr”; did you mean par?\n"),
]


@pytest.mark.parametrize(("gates", "code", "words"), GATES)
def test_gates(parplan: Parplan, gates: list[str], code: int, words: str) -> None:
    ran = parplan("gap", "--plan", str(DATA), "--lang", "en", *(part for gate in gates for part in ("--fail-under", gate)))
    assert (ran.code, ran.err) == (code, words)
    assert (ran.out == "") == (code == 2)


# A total of three means, 3 x 1.00333…, and a mean that gains a hundredth as all its rows do, 9.99333… to 10.00333…; none is printed.
UNEVEN = (
    f"{HEAD}indices:\n  - {{id: x, name: X, decimals: 2, max: 36, rows: ["
    f"{', '.join(thirds(f'x.{n}', '1.00', '1.00', '1.01') for n in (1, 2, 3))}]}}\n"
    f"  - {thirds('y', '10.00', '9.99', '9.99', index=True)}\n"
)
UNEVEN_GOALS = (
    "targets: {x.1.1: {planned: 0.01}, x.1.2: {planned: 0.01}, x.1.3: {planned: 0.01}, x.2: {planned: 0}, x.3: {planned: 0}, "
    "y.1: {target: 10.01}, y.2: {target: 10.00}, y.3: {target: 10.00}}\n"
)


@pytest.mark.parametrize("basis", ["printed", "parts"])
@pytest.mark.parametrize(("gate", "code"), [("x=3.01", 0), ("x=3.010001", 1), ("y.target=10.003333", 0), ("y.target=10.003334", 1)])
def test_a_gate_that_a_mean_reaches_exactly(parplan: Parplan, tmp_path: Path, gate: str, code: int, basis: str) -> None:
    folder = write_plan(tmp_path, UNEVEN, UNEVEN_GOALS)
    ran = parplan("gap", "--plan", str(folder), "--lang", "en", "--basis", basis, "--fail-under", gate)
    assert (ran.code, "below the gate" in ran.err) == (code, bool(code))


def test_csv_is_for_machines(parplan: Parplan) -> None:
    ran = parplan("gap", "--format", "csv", "--lang", "vi")
    records = {record["id"]: record for record in csv.DictReader(io.StringIO(ran.out))}
    assert len(records) == 31
    assert records["par.8.sipas"]["score"] == "7.73"
    assert records["par.8.sipas"]["parent"] == "par.8"
    assert records["papi"]["target"] == "43.33"
    assert records["par"]["headroom_used"] == "0.4935"
    assert records["par.5"]["name"] == "Cải cách chế độ công vụ"
    assert "\u00a0" not in ran.out


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("width", [80, 100, 120, 200])
def test_tables_fit_their_width_and_cut_nothing(parplan: Parplan, monkeypatch: pytest.MonkeyPatch, lang: str, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    out = parplan("gap", "--lang", lang).out
    assert max(len(line) for line in out.splitlines()) <= width
    for figure in ("88.63", "43.33", "42.95", "88.97", "100.0", "12.95", "par.8.impact"):
        assert (figure.replace(".", ",") if lang == "vi" and figure[0].isdigit() else figure) in out
    assert "…" not in out


def test_in_a_pipe_a_table_is_as_wide_as_its_content(parplan: Parplan) -> None:
    out = parplan("gap", "par.8", "--lang", "en").out
    row = next(line for line in out.splitlines() if line.startswith("par.8 "))
    assert "Impact of reform on satisfaction and on social and economic development" in row
    assert "\x1b" not in out


def test_colour_only_where_it_is_wanted(parplan: Parplan, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in parplan("gap", "papi").out
    for call in ("gap papi", "explain papi", "validate", "validate --statistics"):
        parplan(*call.split(), "-o", str(tmp_path / "answer.txt"))
        assert "\x1b" not in (tmp_path / "answer.txt").read_text(encoding="utf-8")
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in parplan("gap", "papi").out


def test_contradictions_are_marked_and_explained(parplan: Parplan) -> None:
    out = parplan("gap", "papi", "--lang", "en").out
    assert "≥\u00a06.63¹" in out
    note = next(line for line in out.splitlines() if line.startswith("  ¹ "))
    assert "6.25" in note
    assert "6.63" in note
    assert "[known: papi.4.target]" in note
    assert "target 43.33 from its rows' targets, 42.95 from increases" in out
    assert "the planned increases fall 0.38 short of the target" in out


def test_vietnamese_prints_decimal_commas_for_people_only(parplan: Parplan) -> None:
    out = parplan("gap", "par.7", "--lang", "vi").out
    assert "8,01" in out
    assert "8.01" not in out
    assert '"score": 8.01' in parplan("gap", "par.7", "--lang", "vi", "--format", "json").out


def test_markdown(parplan: Parplan) -> None:
    out = parplan("gap", "sipas", "--format", "markdown", "--lang", "en").out
    assert "| Id | Row | Rank | Score | Max | Planned | Target | Gap | Of headroom |" in out
    assert "| 62/63 | 7.43¹ | 10.00 | +0.47 | 7.90 | 0.47 | 18.3% |" in out


def test_output_file_holds_what_standard_output_would(parplan: Parplan, tmp_path: Path) -> None:
    said = parplan("gap", "--format", "json").out
    file = tmp_path / "gap.json"
    assert parplan("gap", "--format", "json", "-o", str(file)) == (0, "", "")
    assert file.read_text(encoding="utf-8") == said


@pytest.mark.usefixtures("in_root")
def test_another_plan_by_option_and_by_environment(parplan: Parplan, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = "tests/published/pci-2019-thanh-hoa"
    assert gap_json(parplan, "--plan", folder)["plan"] == folder
    monkeypatch.setenv("PARPLAN_PLAN", folder)
    assert [index["id"] for index in gap_json(parplan)["indices"]] == ["pci"]


def test_ids_are_taken_in_any_case(parplan: Parplan) -> None:
    assert parplan("gap", "PAPI") == parplan("gap", "papi")
    assert parplan("gap", "Par.*.SURVEY") == parplan("gap", "par.*.survey")
    ran = parplan("gap", "PAPU", "--lang", "en")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("parplan: error: the plan has no id “PAPU”; did you mean papi")


@pytest.mark.parametrize("typed", ["parts", "các tiêu chí thành phần", "CAC TIEU CHI THANH PHAN", "from the parts"])
def test_printed_words_are_taken_as_typed(parplan: Parplan, typed: str) -> None:
    assert parplan("gap", "papi", "--basis", typed) == parplan("gap", "papi", "--basis", "parts")


def test_odds_stand_beside_targets_and_are_those_of_simulate(parplan: Parplan) -> None:
    def rows(*typed: str) -> dict[str, dict[str, object]]:
        found: dict[str, dict[str, object]] = {}
        todo = list(json.loads(parplan(*typed, "--format", "json").out)["indices"])
        while todo:
            row = todo.pop()
            found[row["id"]] = row
            todo += [*row.get("rows", ()), *row.get("parts", ())]
        return found

    beside, drawn, without = rows("gap", "--odds"), rows("simulate"), rows("gap")
    assert beside.keys() == drawn.keys()
    for ident, row in beside.items():
        for view in ("outside", "inside"):
            told = drawn[ident][view]
            assert isinstance(told, dict)
            assert row[f"{view}_probability"] == told["probability"]
            assert row[f"{view}_corrected"] == drawn[ident][f"{view}_corrected"]
    assert not any(key.startswith(("outside", "inside")) for row in without.values() for key in row)


@pytest.mark.parametrize(("lang", "chances"), [("en", "0.5%     10.2%"), ("vi", "0,5%         10,2%")])
def test_both_chances_have_room_in_eighty_columns(parplan: Parplan, monkeypatch: pytest.MonkeyPatch, lang: str, chances: str) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    out = parplan("gap", "papi", "--odds", "--lang", lang).out
    assert chances in next(line for line in out.splitlines() if line.startswith("papi "))
    assert max(map(len, out.splitlines())) <= 80


def test_what_is_asked_for_has_room_in_eighty_columns(parplan: Parplan) -> None:
    out = parplan("gap", "par", "--leads", "--lang", "en", env={"COLUMNS": "80"}).out
    assert re.search(r"^par\.2 Institutional reform +9\.11 +≥.9\.50 +0\.39 so-tu-phap$", out, re.MULTILINE)
    assert "not shown for want of room: Rank, Max, Planned, Of headroom; widen" in out


@pytest.mark.parametrize(
    "call", ["gap", "progress", "review", "project par", "simulate par", "rank papi --all", "compare 2022 2023", "reach par --at-least 80"]
)
def test_what_is_so_or_not_is_written_alike_in_every_csv(parplan: Parplan, call: str) -> None:
    """As JSON has it."""
    cells = {cell for line in csv.reader(parplan(*call.split(), "--format", "csv").out.splitlines()) for cell in line}
    assert cells.isdisjoint({"True", "False"})
    if call != "reach par --at-least 80":
        assert not cells.isdisjoint({"true", "false"})


# The scores of two rows of a mean, what its own target is, and what stands below the table.
APART = [
    (("67.27", "71.00"), "70.00", ["  before rounding: x 69.135"]),  # 70.00 - 69.14 is not 0.87
    (("67.27", "71.01"), "70.00", []),
    (("67.27", "71.00"), "69.14", ["  before rounding: x 69.135"]),  # what is nearly nothing is told with its digits
]


@pytest.mark.parametrize(("scores", "target", "told"), APART)
def test_figures_that_are_rounded_apart_are_told_in_full(
    parplan: Parplan, tmp_path: Path, scores: tuple[str, str], target: str, told: list[str]
) -> None:
    rows = ", ".join(f"{{id: x.{n}, name: R, max: 100, score: {score}}}" for n, score in enumerate(scores, 1))
    index = f"{{id: x, name: X, decimals: 2, max: 100, aggregate: mean, rows: [{rows}]}}"
    folder = write_plan(tmp_path, f"{HEAD}indices: [{index}]\n", f"targets: {{x: {{target: {target}}}}}\n")
    out = parplan("gap", "--plan", str(folder), "--lang", "en").out
    assert [line for line in out.splitlines() if "rounding" in line] == told


# A fact that two places print, the rows of which stand in one of them; what is planned, what is found.
SHARED = """\
  - id: p
    name: P
    decimals: 2
    max: 20
    rows: [{id: p.1, name: A, max: 10, score: 8.00}, {id: p.2, name: B, max: 10, SCORE, same_as: s}]
  - {id: s, name: S, decimals: 2, rows: [{id: s.1, name: C, max: 5, score: 4.25}, {id: s.2, name: D, max: 5, score: 4.25}]}
"""
RISES = "p.1: {planned: 0.50}, s.1: {planned: 0.30}, s.2: {planned: 0.10}"
SHARED_FACTS = [
    ("increases of the rows", "score: 8.50", RISES, []),
    ("and a score of the rows", "name: B", RISES, []),
    ("a target of the total that they pass", "score: 8.50", f"p: {{target: 17.00}}, {RISES}", ["A305 p.target"]),
    ("a target of the total that they meet", "score: 8.50", f"p: {{target: 17.40}}, {RISES}", []),
    ("a target of the fact", "score: 8.50", f"p.2: {{target: 9.50}}, {RISES}", ["A305 p.2.target"]),
    ("an increase that they do not make up", "score: 8.50", f"p.2: {{planned: 0.60}}, {RISES}", ["A303 p.2.planned"]),
    ("an increase of the total", "score: 8.50", f"p: {{planned: 1.00}}, {RISES}", ["A303 p.planned"]),
]


@pytest.mark.parametrize(("score", "targets", "expected"), [case[1:] for case in SHARED_FACTS], ids=[case[0] for case in SHARED_FACTS])
def test_a_fact_is_what_its_rows_make_it_wherever_it_stands(
    parplan: Parplan, tmp_path: Path, score: str, targets: str, expected: list[str]
) -> None:
    """In `gap` on every basis, in `project` and to the rules."""
    text = SHARED.replace(", name: B, max: 10, SCORE", f", max: 10, {score}{', name: B' * ('score' in score)}")
    folder = str(write_plan(tmp_path, f"{HEAD}indices:\n{text}", f"targets: {{{targets}}}\n"))
    for basis in ("printed", "parts"):
        gap = gap_json(parplan, "--plan", folder, "--basis", basis)["indices"]
        ran = parplan("project", "--plan", folder, "--basis", basis, "--format", "json")
        there, total = gap[0]["rows"][1], gap[1]
        for key in ("score", "planned", "target", "gap", "headroom", "shortfall"):
            assert there[key] == total[key]
        landed = json.loads(ran.out, parse_float=Decimal, parse_int=Decimal)["scenarios"][0]["indices"]
        assert [it["change"] for it in landed] == [it["planned"] for it in gap]
        assert (
            landed[0]["rows"][1]["change"]
            == there["planned"]
            == (Decimal("0.60") if "0.60" in targets and basis == "printed" else Decimal("0.40"))
        )
    told = json.loads(parplan("validate", folder, "--format", "json").out)["findings"]
    assert [f"{it['code']} {it['path']}" for it in told if it["code"][0] in "AX"] == expected
    out = parplan("explain", "p.2.planned", "--plan", folder, "--lang", "en", "--basis", "parts").out
    assert "├── = s.planned = 0.40\n" in out
    assert "    ├── = s.1.planned + s.2.planned = 0.40\n" in out


# A row, its target, what it comes to; what is left and how much of the way is done, as people read it.
TO_PASS = [
    ("max: 10, score: 5.00", "{more_than: 6.00}", "6.00", "> 0", "< 100%"),
    ("max: 10, score: 5.00", "{more_than: 6.00}", "6.01", "0.01 to spare", "100.0%"),
    ("max: 10, score: 5.00", "6.00", "6.00", "0.00", "100.0%"),
    ("max: 10, score: 7.00, better: lower", "{less_than: 6.00}", "6.00", "> 0", "< 100%"),
    ("max: 10, score: 7.00, better: lower", "{at_most: 6.00}", "6.00", "0.00", "100.0%"),
    ("max: 10, score: 5.00", "{more_than: {percent: 60}}", "6.00", "> 0", "< 100%"),
]


@pytest.mark.parametrize(("row", "target", "score", "left", "done"), TO_PASS)
def test_something_is_left_to_a_target_that_is_to_be_passed(
    parplan: Parplan, tmp_path: Path, row: str, target: str, score: str, left: str, done: str
) -> None:
    """In `gap`, `progress` and `project`; machines have the difference."""
    change = Decimal(score) - Decimal(row.split("score: ")[1][:4])
    index = f"{HEAD}indices: [{{id: x, name: X, decimals: 2, {row}}}]\n"
    folder = write_plan(tmp_path / "before", index, f"targets: {{x: {{planned: {change}, target: {target}}}}}\n")
    result = f"year: 2023, date: 2024-02-01, layer: published, source: S, scores: {{x: {score}}}"
    (folder / "results.yaml").write_text(f"plan: example\nresults: [{{{result}}}]\n", encoding="utf-8")
    there = write_plan(tmp_path / "there", index.replace(row.split(", ")[1], f"score: {score}"), f"targets: {{x: {{target: {target}}}}}\n")

    def cells(*typed: str) -> dict[str, str]:
        """A cell of a table in Markdown by its heading."""
        out = html.unescape(parplan(*typed, "--format", "markdown", "--lang", "en").out)
        lines = [line.split("|")[1:-1] for line in out.splitlines() if line[:1] == "|"]
        heads, line = ([cell.strip(" *") for cell in line] for line in (lines[0], lines[-1]))
        return dict(zip(heads, line, strict=True))

    assert cells("gap", "--plan", str(there))["Gap"] == left
    assert cells("project", "--plan", str(folder))["Shortfall"] == left
    told = cells("progress", "--plan", str(folder), "--as-of", "2024-03-01")
    assert (told["Left"], told["Done"]) == (left, done)
    (found,) = json.loads(parplan("progress", "--plan", str(folder), "--as-of", "2024-03-01", "--format", "json").out)["indices"]
    assert (found["gap"] == 0, found["done"] == 1) == ("spare" not in left, "spare" not in left)


def test_what_is_projected_is_told_before_rounding_too(parplan: Parplan, tmp_path: Path) -> None:
    """8.00 of 8.00 lacks 0.01, and 0.10 more than 9.50 are shown as 9.60."""
    rows = "{id: x.1, name: A, max: 10, score: 7.5}, {id: x.2, name: B, max: 10, score: 9.5}"
    index = f"{{id: x, name: X, decimals: 2, max: 20, rows: [{rows}]}}"
    folder = str(
        write_plan(tmp_path, f"{HEAD}indices: [{index}]\n", "targets: {x.1: {planned: 0.50, target: 8.00}, x.2: {planned: 0.1}}\n")
    )
    out = parplan("project", "--share", "99%", "--plan", folder, "--lang", "en").out
    assert [line for line in out.splitlines() if "rounding" in line] == ["  before rounding: x.1 7.995; x.2 9.599"]
