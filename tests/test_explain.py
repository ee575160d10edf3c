"""`parplan explain`: figures as trees, to their cells; rules, and where they find something; errata."""

import json
from pathlib import Path

import pytest

from conftest import Parplan
from helpers_cli import HEAD, thirds, write_plan

TREE_EN = """\
papi.4.target  target 6.63 · Control of corruption in the public sector · printed “≥ 6,63” in “2.2. Chỉ số PAPI”, row 4, column \
Mục tiêu Kế hoạch năm 2023 (điểm)
├── = papi.4.score + papi.4.planned = 6.25
├── error[A304] (known: papi.4.target): score and planned increase give 6.25, but the printed target is 6.63 \
(difference 0.38; rounding explains at most 0.015)
├── papi.4.score  score 6.08 · printed “6,08” in “2.2. Chỉ số PAPI”, row 4, column Điểm
└── papi.4.planned  planned increase 0.17 · printed “+ 0,17” in “2.2. Chỉ số PAPI”, row 4, column Dự kiến tăng điểm năm 2023

- see also: parplan explain A304, parplan errata show papi.4.target

Plan: cao-bang-2023. Basis: as printed.
"""


def test_a_figure_as_a_tree(parplan: Parplan) -> None:
    assert parplan("explain", "papi.4.target", "--lang", "en") == (0, TREE_EN, "")


# what is asked, and figures that must stand in the answer
ASKED = [
    ("par", ["par.score  score 77.55", "par.planned  planned increase 11.08", "par.target  target 88.63", "49.4%"]),
    ("par", ["implied score of 2021 82.89", "implied rank of 2021 57"]),
    ("sipas", ["implied score of 2021 8.29", "implied rank of 2021 63", "= par.8.sipas.planned = 0.47"]),
    ("papi", ["implied score of 2021 39.19", "implied rank of 2021 61", "shortfall 0.38"]),
    ("par.8", ["= par.8.sipas.score + par.8.impact.score = 11.11", "printed “7,73” in row 8 / Chỉ số SIPAS"]),
    ("par.5.score", ["= par.5.admin.score + par.5.survey.score = 11.54", "A301"]),
    ("par.*.survey.score", ["par.2.survey.score  score 3.11", "par.7.survey.score  score 0.75"]),
]


@pytest.mark.parametrize(("typed", "figures"), ASKED)
def test_what_it_shows(parplan: Parplan, typed: str, figures: list[str]) -> None:
    ran = parplan("explain", typed, "--lang", "en")
    assert ran.code == 0
    assert [figure for figure in figures if figure not in ran.out] == []


def test_thirds_come_to_a_whole(parplan: Parplan, tmp_path: Path) -> None:
    rows = ", ".join(thirds(f"x.{n}", "1.00", "1.00", "1.01") for n in (1, 2, 3))
    folder = write_plan(tmp_path, f"{HEAD}indices:\n  - {{id: x, name: X, decimals: 2, max: 36, rows: [{rows}]}}\n", "targets: {}\n")
    out = parplan("explain", "x.score", "--plan", str(folder), "--lang", "en").out
    assert out.startswith("x.score  score 3.01 · X\n├── = x.1.score + x.2.score + x.3.score = 3.01\n├── x.1.score  score 1.0033 ·")


def test_the_whole_way_down(parplan: Parplan) -> None:
    figures = json.loads(parplan("explain", "par.target", "--format", "json").out)["figures"]
    fifth = figures[0]["operands"][4]
    assert fifth["path"] == "par.5.target"
    assert [operand["path"] for operand in fifth["operands"]] == ["par.5.score", "par.5.planned"]
    assert [operand["path"] for operand in fifth["operands"][0]["operands"]] == ["par.5.admin.score", "par.5.survey.score"]
    assert fifth["source"] == {"table": "table-2.1", "row": "5", "column": "Mục tiêu Kế hoạch năm 2023 (điểm)", "printed": "≥ 12,95"}


def test_on_other_bases(parplan: Parplan) -> None:
    assert "target 42.95" in parplan("explain", "papi.target", "--basis", "parts", "--lang", "en").out
    assert "score 7.43" in parplan("explain", "par.8.sipas.score", "--basis", "corrected", "--lang", "en").out


def test_what_is_corrected_is_printed_as_the_document_has_it(parplan: Parplan) -> None:
    out = parplan("explain", "par.8.score", "--basis", "corrected", "--lang", "en").out
    assert "── par.8.sipas.score  score 7.43 · SIPAS index · printed “7,73” in row 8 / Chỉ số SIPAS\n" in out
    assert "── corrected: 7.73 → 7.43 (errata.yaml: Footnote 1 prints SIPAS as 7.43" in out
    assert "- see also: parplan explain A308, parplan errata show par.8.sipas.score\n" in out


UNKNOWN = [
    ("par.8.targt", "did you mean par.8.target"),
    ("par.88", "did you mean par.8"),
    ("par.2.admin.change", "“par.2.admin” has no figure “change”"),
]


@pytest.mark.parametrize(("typed", "words"), UNKNOWN)
def test_what_does_not_exist(parplan: Parplan, typed: str, words: str) -> None:
    ran = parplan("explain", typed, "--lang", "en")
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


@pytest.mark.parametrize("form", ["csv", "markdown"])
def test_flat_forms(parplan: Parplan, form: str) -> None:
    out = parplan("explain", "par.8.score", "--format", form).out
    assert "par.8.sipas.score" in out
    assert "7,73" in out


@pytest.mark.parametrize("width", [80, 200])
def test_at_every_width_nothing_is_cut(parplan: Parplan, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    out = parplan("explain", "par", "--lang", "vi").out
    assert max(len(line) for line in out.splitlines()) <= width
    assert "…”" in out  # the ellipsis behind the beginning of a sentence, and no other
    assert out.count("…") == out.count("…”")


def test_to_a_file(parplan: Parplan, tmp_path: Path) -> None:
    file = tmp_path / "tree.txt"
    parplan("explain", "papi.4.target", "--lang", "en", "-o", str(file))
    assert file.read_text(encoding="utf-8") == TREE_EN


def test_a_figure_names_what_speaks_against_it_elsewhere_and_the_errata_that_know(parplan: Parplan) -> None:
    out = parplan("explain", "par.5.survey.score", "--lang", "en").out
    assert "error[A301] (known: par.5.score) par.5.score: " in out
    assert "- see also: parplan explain A301, parplan explain A305, parplan errata show par.5.score\n" in out
    told = json.loads(parplan("explain", "par.5.survey.score", "--format", "json").out)
    against = [(found["code"], found["path"]) for found in told["figures"][0]["findings"]]
    assert against == [("A301", "par.5.score"), ("A305", "par.5.target")]
    assert [entry["id"] for entry in told["errata"]] == ["par.5.score"]


@pytest.mark.parametrize("typed", ["A301", "a301", "scores-add-up"])
def test_a_rule_and_where_it_finds_something(parplan: Parplan, typed: str) -> None:
    ran = parplan("explain", typed, "--lang", "en")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(parplan("rule", "A301", "--lang", "en").out)
    assert "A301 in this plan\n" in ran.out
    assert "parplan explain par.5.score, parplan errata show par.5.score, parplan errata show par.8.sipas.score\n" in ran.out
    told = json.loads(parplan("explain", typed, "--format", "json").out)
    assert (told["rule"]["code"], told["figures"]) == ("A301", [])
    found = [(found["path"], found["erratum"]) for found in told["found"]]
    assert found == [("par.5.score", "par.5.score"), ("par.8.score", "par.8.sipas.score")]


def test_a_rule_that_finds_nothing_here(parplan: Parplan) -> None:
    ran = parplan("explain", "S101", "--lang", "en")
    assert ran.code == 0
    assert "  not found in this plan\n" in ran.out


LIFTED = """\
  - id: x
    name: X
    decimals: 2
    max: 10
    score: 6
    rows: [{id: x.1, name: A, max: 10, score: 5}, {id: x.2, name: B, bonus: true, max: 2, score: 1}]
  - {id: y, name: Y, decimals: 2, max: 10, score: 8, ceiling: 12}
"""
HEADROOM = [
    ("x.headroom", "x.headroom  headroom 6.00 · X\n├── = x.max + x.2.max − x.score = 6.00\n"),
    ("x.1.headroom", "x.1.headroom  headroom 5.00 · A\n├── = x.1.max − x.1.score = 5.00\n"),
    ("y.headroom", "y.headroom  headroom 4.00 · Y\n"),  # its ceiling is no figure that goes by a name
]


@pytest.mark.parametrize(("path", "begins"), HEADROOM)
def test_where_headroom_is_from(parplan: Parplan, tmp_path: Path, path: str, begins: str) -> None:
    """Bonus rows come on top of a maximum."""
    folder = write_plan(tmp_path, f"{HEAD}indices:\n{LIFTED}", "targets: {}\n")
    assert parplan("explain", path, "--plan", str(folder), "--lang", "en").out.startswith(begins)


def test_upper_and_lower_case_are_one(parplan: Parplan) -> None:
    assert parplan("explain", "PAPI.4.Target", "--lang", "en").out == TREE_EN


MAXIMA = """\
  - id: x
    name: X
    decimals: 2
    max: 2
    counts: capped
    rows: [{id: x.1, name: A, same_as: y, score: 1}, {id: x.2, name: B, max: 1, score: 1}]
  - {id: y, name: Y, decimals: 2, max: 2, score: 1}
  - {id: z, name: Z, decimals: 2, rows: [{id: z.1, name: C, max: 3}, {id: z.2, name: D, max: 4}]}
"""
# A cap is no sum; what another place prints; what rows come to.
OF_MAXIMA = [
    ("x.max", "x.max  maximum 2.00 · X\n"),
    ("x.1.max", "x.1.max  maximum 2.00 · A\n├── = y.max = 2.00\n└── y.max  maximum 2.00 · Y\n"),
    ("z.max", "z.max  maximum 7.00 · Z\n├── = z.1.max + z.2.max = 7.00\n├── z.1.max  maximum 3.00 · C\n└── z.2.max  maximum 4.00 · D\n"),
]


COUNTED = """\
  - id: k
    name: K
    decimals: 2
    rows:
      - {id: k.1, name: A, max: 2, counts: whole, parts: [{id: k.1.a, name: a, max: 2, score: 1}, {id: k.1.b, name: b, max: 1, score: 0.5}]}
      - {id: k.2, name: B, max: 2, counts: capped, parts: [{id: k.2.a, name: a, max: 2, score: 1}, {id: k.2.b, name: b, score: 0.5}]}
"""


@pytest.mark.parametrize(("row", "rule", "gain"), [("k.1", "whole", "3.00"), ("k.2", "capped", "0.50")])
def test_an_increase_under_a_rule_is_what_that_makes_of_more(parplan: Parplan, tmp_path: Path, row: str, rule: str, gain: str) -> None:
    targets = "targets: {k.1.a: {planned: 1}, k.1.b: {planned: 0.5}, k.2.a: {planned: 0.5}, k.2.b: {planned: 0.25}}\n"
    folder = write_plan(tmp_path, f"{HEAD}indices:\n{COUNTED}", targets)
    scores, both = (" + ".join(f"{row}.{part}.{field}" for part in "ab") for field in ("score", "planned"))
    told = parplan("explain", f"{row}.planned", "--plan", str(folder), "--lang", "en").out
    assert f"= {rule}({scores} + {both}) − {rule}({scores}) = {gain}\n" in told


@pytest.mark.parametrize(("path", "wanted"), OF_MAXIMA)
def test_where_a_maximum_is_from(parplan: Parplan, tmp_path: Path, path: str, wanted: str) -> None:
    folder = write_plan(tmp_path, f"{HEAD}indices:\n{MAXIMA}", "targets: {}\n")
    assert parplan("explain", path, "--plan", str(folder), "--lang", "en").out.partition("\n\n")[0] + "\n" == wanted


# What a target states, and the lines that explain it.
STATED = [
    ("{points: 8.00, rank: 3/63}", ["target ≥ 8.00, rank 3/63 · X", "= x.score + x.planned = 8.00"]),
    ("{more_than: 8.00, rank: 3/63}", ["target > 8.00, rank 3/63 · X", "= x.score + x.planned = 8.00"]),
    ("{rank: 3/63}", ["target rank 3/63 · X"]),  # nothing tells how many points that takes
]


@pytest.mark.parametrize(("target", "lines"), STATED)
def test_points_beside_a_rank_follow_from_something(parplan: Parplan, tmp_path: Path, target: str, lines: list[str]) -> None:
    index = "{id: x, name: X, decimals: 2, max: 10, score: 7.00, rank: 9/63}"
    folder = write_plan(tmp_path, f"{HEAD}indices: [{index}]\n", f"targets: {{x: {{planned: 1.00, target: {target}}}}}\n")
    out = parplan("explain", "x.target", "--plan", str(folder), "--lang", "en").out.replace("\u00a0", " ")
    assert [line for line in out.splitlines() if "x.target" in line or "= " in line] == [
        f"x.target  {lines[0]}",
        *(f"├── {line}" for line in lines[1:]),
    ]
