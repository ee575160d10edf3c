"""What differs between two plans, years, units and git revisions: by hand, as laws, and as `parplan compare` with a real repository."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, Parplan
from helpers_cli import HEAD, NESTED, write_plan
from laws import few
from parplan.engine.compare import Comparison, Figures, Pair, Side, compared
from parplan.reports.compare import differs
from parplan.text import Text
from parplan.workspace.folder import embedded
from running import ran as in_process

ONE = "{id: par.1, name: {vi: Một, en: One}, max: 10, score: 5}"
TWO = "{id: par.2, name: {vi: Hai, en: Two}, max: 10, score: 7}"
INDICATORS = HEAD + (
    f"indices:\n  - {{id: par, name: PAR INDEX, decimals: 2, max: 20, score: 12, rows: [{ONE}, {TWO}]}}\n"
    "  - {id: sat, name: SAT, decimals: 2, max: 10, score: 8}\n"
)
TARGETS = "targets:\n  par: {planned: 2, target: 14}\n  par.1: {planned: 2, target: 7}\n"

Told = Mapping[tuple[str, str], tuple[str | None, str | None, str | None]]


class Differs(NamedTuple):
    """What is said of an index: its rows by id, its figures as first, second and change."""

    changes: Told = MappingProxyType({})
    maxima: Sequence[str] = ()
    added: Sequence[str] = ()
    removed: Sequence[str] = ()
    renamed: Sequence[tuple[str, str]] = ()

    @property
    def comparable(self) -> bool:
        return not (self.maxima or self.added or self.removed)

    def backwards(self) -> "Differs":
        """The same from the second to the first."""
        before = {new: old for old, new in self.renamed}
        changes = {
            (before.get(ident, ident), figure): (second, first, turned(change))
            for (ident, figure), (first, second, change) in self.changes.items()
        }
        return Differs(changes, self.maxima, self.removed, self.added, [(new, old) for old, new in self.renamed])


def turned(change: str | None) -> str | None:
    return None if change is None else f"{-Decimal(change)}"


def exact(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def indices(parplan: Parplan, *typed: str) -> dict[str, dict[str, Any]]:
    ran = parplan("compare", *typed, "--format", "json", "--lang", "en")
    assert ran.code == 0, ran.err
    payload = json.loads(ran.out, parse_float=Decimal, parse_int=Decimal)
    assert payload["schema"] == "parplan/compare/1"
    return {index["id"]: index for index in payload["indices"]}


def changes(index: dict[str, Any]) -> dict[tuple[str, str], tuple[Decimal | None, ...]]:
    return {(one["id"], one["figure"]): (one["first"], one["second"], one["change"]) for one in index["changes"]}


def same_as(expected: Differs, index: dict[str, Any]) -> None:
    assert changes(index) == {key: tuple(map(exact, figures)) for key, figures in expected.changes.items()}
    assert index["maxima"] == list(expected.maxima)
    assert [row["id"] for row in index["added"]] == list(expected.added)
    assert [row["id"] for row in index["removed"]] == list(expected.removed)
    assert [(row["id"], row["new_id"]) for row in index["renamed"]] == list(expected.renamed)
    assert index["comparable"] == expected.comparable


# what it is; what is replaced in the second plan's indicators and targets; what is said of par (of sat, nothing)
# Told although it is the same: its share of another maximum is not.
SAME_SCORE = {("par.2", "score"): ("7", "7", None)}
EDITS: list[tuple[str, dict[str, str], dict[str, str], Differs]] = [
    ("nothing", {}, {}, Differs()),
    ("a score", {"score: 5": "score: 5.25"}, {}, Differs({("par.1", "score"): ("5", "5.25", "0.25")})),
    ("the same score with more digits", {"score: 5": "score: 5.00"}, {}, Differs()),
    ("a score less", {", score: 5": ""}, {}, Differs({("par.1", "score"): ("5", None, None)})),
    (
        "an increase and its target",
        {},
        {"planned: 2, target: 7": "planned: 1.5, target: 6.5"},
        Differs({("par.1", "planned"): ("2", "1.5", "-0.5"), ("par.1", "target"): ("7", "6.5", "-0.5")}),
    ),
    ("a target less", {}, {", target: 7": ""}, Differs({("par.1", "target"): ("7", None, None)})),
    (
        "a target more",
        {},
        {"target: 14}\n": "target: 14}\n  par.2: {planned: 0}\n"},
        Differs({("par.2", "planned"): (None, "0", None)}),
    ),
    ("a row more", {f"{TWO}]": f"{TWO}, {{id: par.3, name: Three, max: 5, score: 1}}]"}, {}, Differs(added=["par.3"])),
    ("a row less", {f", {TWO}]": "]"}, {}, Differs(removed=["par.2"])),
    ("another name", {"vi: Hai, en: Two": "vi: Nhì, en: Second"}, {}, Differs(renamed=[("par.2", "par.2")])),
    ("another name in one language", {"vi: Hai, en: Two": "vi: Hai, en: Second"}, {}, Differs()),
    ("the name in other letters", {"vi: Hai, en: Two": "vi: HAI, en: two"}, {}, Differs()),
    ("another id", {"id: par.2": "id: par.2b"}, {}, Differs(renamed=[("par.2", "par.2b")])),
    (
        "another id and score",
        {"id: par.2": "id: par.2b", "score: 7": "score: 8"},
        {},
        Differs({("par.2b", "score"): ("7", "8", "1")}, renamed=[("par.2", "par.2b")]),
    ),
    (
        "another id and another name",
        {"id: par.2": "id: par.2b", "vi: Hai, en: Two": "vi: Nhì, en: Second"},
        {},
        Differs(added=["par.2b"], removed=["par.2"]),
    ),
    (
        "a name that two rows have then",  # says nothing
        {TWO: f"{TWO.replace('par.2', 'par.2b')}, {TWO.replace('par.2', 'par.2c')}"},
        {},
        Differs(added=["par.2b", "par.2c"], removed=["par.2"]),
    ),
    (
        "a maximum",  # the scores are both told, and not subtracted
        {"max: 10, score: 7": "max: 14, score: 8"},
        {},
        Differs({("par.2", "max"): ("10", "14", "4"), ("par.2", "score"): ("7", "8", None)}, maxima=["par.2"]),
    ),
    (
        "a maximum, and an increase and a target",  # which do not compare either
        {"max: 10, score: 7": "max: 14, score: 7"},
        {"planned: 2, target: 7": "planned: 1.5, target: 6.5"},
        Differs(
            {
                ("par.2", "max"): ("10", "14", "4"),
                **SAME_SCORE,
                ("par.1", "planned"): ("2", "1.5", None),
                ("par.1", "target"): ("7", "6.5", None),
            },
            maxima=["par.2"],
        ),
    ),
    (
        "a maximum less, and a score elsewhere",  # what one side leaves out did not change
        {"max: 10, score: 7": "score: 7", "score: 5": "score: 6"},
        {},
        Differs({("par.2", "max"): ("10", None, None), ("par.1", "score"): ("5", "6", "1")}),
    ),
    (
        "a maximum, and a score elsewhere",
        {"max: 10, score: 7": "max: 14, score: 7", "score: 5": "score: 6"},
        {},
        Differs({("par.2", "max"): ("10", "14", "4"), **SAME_SCORE, ("par.1", "score"): ("5", "6", None)}, maxima=["par.2"]),
    ),
    (
        "two rows for one, and a score",
        {TWO: "{id: par.2b, name: Two b, max: 5, score: 3}, {id: par.2c, name: Two c, max: 5, score: 4}", "score: 5": "score: 6"},
        {},
        Differs({("par.1", "score"): ("5", "6", None)}, added=["par.2b", "par.2c"], removed=["par.2"]),
    ),
]
every_edit = pytest.mark.parametrize(("indicators", "targets", "expected"), [edit[1:] for edit in EDITS], ids=[edit[0] for edit in EDITS])


def edited(text: str, edits: dict[str, str]) -> str:
    for old, new in edits.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def two_plans(folder: Path, indicators: dict[str, str], targets: dict[str, str]) -> tuple[str, str]:
    first = write_plan(folder / "first", INDICATORS, TARGETS)
    second = write_plan(folder / "second", edited(INDICATORS, indicators), edited(TARGETS, targets))
    return first.as_posix(), second.as_posix()


@every_edit
def test_two_folders(parplan: Parplan, tmp_path: Path, indicators: dict[str, str], targets: dict[str, str], expected: Differs) -> None:
    first, second = two_plans(tmp_path, indicators, targets)
    found = indices(parplan, first, second)
    same_as(expected, found["par"])
    same_as(Differs(), found["sat"])
    if len(expected.changes) != 1:  # where one figure changes, there is little to turn round
        back = indices(parplan, second, first)
        same_as(expected.backwards(), back["par"])
        same_as(Differs(), back["sat"])


@pytest.mark.parametrize(("indicators", "targets", "expected"), [edit[1:] for edit in EDITS[1::3]], ids=[edit[0] for edit in EDITS[1::3]])
def test_csv_has_the_same_figures(
    parplan: Parplan, tmp_path: Path, indicators: dict[str, str], targets: dict[str, str], expected: Differs
) -> None:
    first, second = two_plans(tmp_path, indicators, targets)
    ran = parplan("compare", first, second, "--format", "csv", "--lang", "vi")
    assert (ran.code, ran.err) == (0, "")
    records = list(csv.DictReader(io.StringIO(ran.out)))
    told = indices(parplan, first, second)
    assert {row["comparable"] for row in records} <= {json.dumps(told["par"]["comparable"])}
    renamed = [row for row in records if row["figure"] == "renamed"]
    assert [(row["old_id"] or row["id"], row["id"]) for row in renamed] == [(it["id"], it["new_id"]) for it in told["par"]["renamed"]]
    found = {
        (row["id"], row["figure"]): tuple(exact(row[key] or None) for key in ("first", "second", "change"))
        for row in records
        if row["index"] == "par" and row["figure"] != "renamed"
    }
    one_sided = {(ident, "added") for ident in expected.added} | {(ident, "removed") for ident in expected.removed}
    other_scale = {(ident, "score") for ident in expected.maxima}  # a score on another scale is told even where it is the same
    assert found.keys() == expected.changes.keys() | one_sided | other_scale
    assert {key: found[key] for key in expected.changes} == {key: tuple(map(exact, it)) for key, it in expected.changes.items()}
    assert all((found[key][0] is None) == (key[1] == "added") and found[key][2] is None for key in one_sided)
    assert all(found[key][0] == found[key][1] for key in other_scale - expected.changes.keys())


# which side has a row more, what the line of it is in the table and the CSV: the figure, first, second, shares
ONE_SIDED = [(False, "added", ["", "1", "", "0.2000"]), (True, "removed", ["1", "", "0.2000", ""])]


@pytest.mark.parametrize(("turned_round", "figure", "cells"), ONE_SIDED)
def test_a_row_that_only_one_has_is_a_line(parplan: Parplan, tmp_path: Path, turned_round: bool, figure: str, cells: list[str]) -> None:
    sides = two_plans(tmp_path, {f"{TWO}]": f"{TWO}, {{id: par.3, name: Three, max: 5, score: 1}}]"}, {})
    typed = ("compare", *(reversed(sides) if turned_round else sides), "--lang", "en")
    (record,) = csv.DictReader(io.StringIO(parplan(*typed, "--format", "csv").out))
    assert (record["id"], record["figure"]) == ("par.3", figure)
    assert [record[key] for key in ("first", "second", "share_first", "share_second")] == cells
    (line,) = [line for line in parplan(*typed).out.splitlines() if line.startswith("par.3 ")]
    assert figure in line.split()


@pytest.mark.parametrize("edit", [{"id: par.2": "id: par.2b"}, {"vi: Hai, en: Two": "vi: Nhì, en: Second"}])
def test_where_names_differ_alone_no_figure_does(parplan: Parplan, tmp_path: Path, edit: dict[str, str]) -> None:
    out = parplan("compare", *two_plans(tmp_path, edit, {}), "--lang", "en").out
    assert "par.2" in out
    assert "figures that differ" not in out
    assert "increase or target differs" not in out


@pytest.mark.parametrize(
    ("targets", "cells", "goals"),
    [
        (("{points: 8, rank: 25}", "{points: 8, rank: 10}"), ["8", "8", "0", "points ≥ 8, rank 25", "points ≥ 8, rank 10"], (25, 10)),
        (("{rank: 30}", "{rank: 30/34}"), ["", "", "", "rank 30", "rank 30/34"], (30, 30)),
        (("9", "{rank: 30}"), ["9", "", "", "", "rank 30"], (None, 30)),
    ],
)
def test_targets_that_are_not_points_alone_are_told_to_machines(
    parplan: Parplan, tmp_path: Path, targets: tuple[str, str], cells: list[str], goals: tuple[int | None, int | None]
) -> None:
    index = "indices:\n  - {id: a, name: A, decimals: 2, max: 10, score: 6, rank: 31/63}\n"
    sides = [write_plan(tmp_path / str(n), HEAD + index, f"targets: {{a: {{target: {it}}}}}\n") for n, it in enumerate(targets)]
    at = ("compare", *map(str, sides), "--format")
    (line,) = csv.DictReader(io.StringIO(parplan(*at, "csv").out))
    assert [line[key] for key in ("first", "second", "change", "goal_first", "goal_second")] == cells
    (change,) = json.loads(parplan(*at, "json").out)["indices"][0]["changes"]
    told = (change["goal_first"], change["goal_second"])
    assert tuple(it and it["rank"]["at"] for it in told) == goals


def test_targets_of_other_years_that_differ_are_told(parplan: Parplan, tmp_path: Path) -> None:
    of_years = "targets: {par.1: {planned: {2023: 1, 2024: 0.5}, target: {2023: 6, 2024: {points: 6.5, rank: 20}}}}"
    targets = [of_years.replace(*edit) for edit in (("", ""), ("rank: 20", "rank: 19"), ("2024: 0.5", "2024: 0.4"))]
    targets += ["targets: {par.1: {planned: 1, target: 6}}"]
    folders = [write_plan(tmp_path / str(n), INDICATORS, it).as_posix() for n, it in enumerate(targets)]
    told = [parplan("compare", folders[0], other, "--lang", "en").out for other in folders[1:]]
    assert "increases and targets of 2024 that differ: 1; see --target-year 2024" in told[0]
    assert "increases and targets of 2024 that differ: 1; see --target-year 2024" in told[1]
    assert f"only {folders[0]} has targets of: 2024" in told[2]
    assert "rank\u00a019" in parplan("compare", *folders[:2], "--target-year", "2024", "--lang", "en").out
    assert "that differ" not in parplan("compare", folders[0], folders[0], "--lang", "en").out


def test_shares_of_the_maximum_are_what_compares(parplan: Parplan, tmp_path: Path) -> None:
    first, second = two_plans(tmp_path, {"max: 10, score: 7": "max: 14, score: 8"}, {})
    (score,) = [one for one in indices(parplan, first, second)["par"]["changes"] if one["figure"] == "score"]
    assert (score["share_first"], score["share_second"]) == (Decimal("0.7"), Decimal("0.5714"))  # 8 of 14
    out = parplan("compare", first, second, "--lang", "en").out
    assert "70.0%" in out
    assert "57.1%" in out
    assert "the criteria changed" in out
    assert "bộ tiêu chí đã thay đổi" in parplan("compare", first, second, "--lang", "vi").out


def test_scores_that_are_printed_in_percent_alone_compare(parplan: Parplan, tmp_path: Path) -> None:
    edits = [{"max: 10, score: 8}": f"max: 10, percent: {percent}}}"} for percent in ("83.6", "84.6")]
    first, second = (two_plans(tmp_path / str(at), edit, {})[1] for at, edit in enumerate(edits))
    (score,) = indices(parplan, first, second)["sat"]["changes"]
    assert (score["figure"], score["first"], score["second"]) == ("score", Decimal("8.36"), Decimal("8.46"))


def test_an_index_that_only_one_has(parplan: Parplan, tmp_path: Path) -> None:
    first, second = two_plans(tmp_path, {"  - {id: sat, name: SAT, decimals: 2, max: 10, score: 8}\n": ""}, {})
    found = indices(parplan, first, second)["sat"]
    assert (found["comparable"], [row["id"] for row in found["removed"]], found["added"]) == (False, ["sat"], [])
    found = indices(parplan, second, first)["sat"]
    assert (found["comparable"], [row["id"] for row in found["added"]], found["removed"]) == (False, ["sat"], [])


def test_nothing_differs(parplan: Parplan, tmp_path: Path) -> None:
    first, second = two_plans(tmp_path, {}, {})
    same = "  no score, rank, maximum, increase or target differs"
    assert parplan("compare", first, second, "--lang", "en").out.splitlines()[:2] == [f"{first} → {second}", same]
    assert "  điểm, thứ hạng, điểm tối đa, mức tăng và mục tiêu đều như nhau\n" in parplan("compare", first, second, "--lang", "vi").out
    assert parplan("compare", first, second, "--format", "csv").out.count("\n") <= 1


def test_every_figure_on_demand(parplan: Parplan, tmp_path: Path) -> None:
    first, second = two_plans(tmp_path, {"score: 5": "score: 6"}, {})
    ran = parplan("compare", first, second, "--all", "--format", "csv")
    found = {(row["id"], row["figure"]): row["change"] for row in csv.DictReader(io.StringIO(ran.out))}
    assert len(found) == 8 + 4  # score and maximum of every row, increase and target of two
    assert {key: Decimal(change) for key, change in found.items() if Decimal(change)} == {("par.1", "score"): 1}


def test_parts_of_rows_on_demand(parplan: Parplan, tmp_path: Path) -> None:
    """What they are made of decides whether scores compare, shown or not."""
    part = ", parts: [{id: par.2.a, name: A, max: 4, score: 3}]}"
    second = INDICATORS.replace("score: 7}", f"score: 7{part}").replace("score: 5", "score: 6")
    sides = [write_plan(tmp_path / "first", INDICATORS.replace("score: 7}", f"score: 7{part.replace('score: 3', 'score: 2')}"), TARGETS)]
    sides.append(write_plan(tmp_path / "second", second, TARGETS))
    typed = [side.as_posix() for side in sides]
    assert set(changes(indices(parplan, *typed)["par"])) == {("par.1", "score"), ("par.2.a", "score")}
    assert set(changes(indices(parplan, *typed, "--no-parts")["par"])) == {("par.1", "score")}
    assert "figures that differ: 1\n" in parplan("compare", *typed, "--no-parts", "--lang", "en").out
    write_plan(tmp_path / "second", second.replace("max: 4", "max: 5"), TARGETS)
    found = indices(parplan, *typed, "--no-parts")["par"]
    assert (found["comparable"], found["maxima"], changes(found)) == (
        False,
        ["par.2.a"],
        {("par.1", "score"): (Decimal(5), Decimal(6), None)},
    )


def test_how_many_figures_differ(parplan: Parplan, tmp_path: Path) -> None:
    first, second = two_plans(tmp_path, {"score: 5": "score: 6"}, {"target: 7": "target: 8"})
    assert "  figures that differ: 2\n" in parplan("compare", first, second, "--lang", "en").out
    assert "  số liệu khác nhau: 2\n" in parplan("compare", first, second, "--lang", "vi").out


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("typed", ["2022 2023", "first second", "2022 2023 --all"])
def test_it_fits_80_columns(parplan: Parplan, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, typed: str, lang: str) -> None:
    two_plans(tmp_path, {"max: 10, score: 7": "max: 14, score: 8"}, {"target: 7": "target: 8"})
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    out = parplan("compare", *typed.split(), "--lang", lang).out
    assert max(map(len, out.splitlines())) <= 80
    assert "…" not in out


@pytest.mark.parametrize("form", ["table", "markdown", "json"])
def test_no_other_plan_is_named(parplan: Parplan, tmp_path: Path, form: str) -> None:
    sides = two_plans(tmp_path, {"score: 5": "score: 6"}, {})
    out = parplan("compare", *sides, "--format", form, "--lang", "en").out
    assert "cao-bang" not in out
    assert "Plan:" not in out
    if form == "json":
        payload = json.loads(out)
        assert [payload[key] for key in ("plan", "first", "second")] == [None, *sides]


def test_the_plan_that_years_are_of_is_named(parplan: Parplan) -> None:
    assert "\nPlan: cao-bang-2023. Basis: as printed.\n" in parplan("compare", "2022", "2023", "--lang", "en").out
    assert json.loads(parplan("compare", "2022", "2023", "--format", "json").out)["plan"] == "cao-bang-2023"


def test_a_year_is_a_year_whatever_folders_there_are(parplan: Parplan, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write_plan(tmp_path / "2022", INDICATORS, TARGETS)
    monkeypatch.chdir(tmp_path)
    assert list(indices(parplan, "2022", "2023")) == ["papi"]
    same_as(Differs(), indices(parplan, "2022", "./2022", "--plan", "2022")["par"])


def test_no_other_plan_is_needed(parplan: Parplan, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nor one that can be read."""
    monkeypatch.setenv("PARPLAN_PLAN", "nowhere")
    assert parplan("compare", *two_plans(tmp_path, {"score: 5": "score: 6"}, {})).code == 0


# Years. PAPI 2022: the plan's table 2.2; PAPI 2023: UNDP, CECODES and partners.
PAPI = {
    "papi": ("38.80", "41.66", "2.86"),
    "papi.1": ("4.49", "4.77", "0.28"),
    "papi.2": ("4.90", "4.99", "0.09"),
    "papi.3": ("4.11", "4.32", "0.21"),
    "papi.4": ("6.08", "6.75", "0.67"),
    "papi.5": ("7.06", "6.83", "-0.23"),
    "papi.6": ("6.69", "7.48", "0.79"),
    "papi.7": ("3.31", "3.68", "0.37"),
    "papi.8": ("2.16", "2.84", "0.68"),
}


def test_two_years(parplan: Parplan) -> None:
    there, back = indices(parplan, "2022", "2023")["papi"], indices(parplan, "2023", "2022")["papi"]
    same_as(Differs({(ident, "score"): figures for ident, figures in PAPI.items()}), there)
    same_as(Differs({(ident, "score"): (second, first, turned(change)) for ident, (first, second, change) in PAPI.items()}), back)


def test_two_years_neither_of_which_is_the_plans(parplan: Parplan) -> None:
    found = changes(indices(parplan, "2023", "2024")["papi"])
    assert found["papi", "score"] == (Decimal("41.66"), Decimal("41.33"), Decimal("-0.33"))
    assert found["papi.4", "score"] == (Decimal("6.75"), Decimal("6.22"), Decimal("-0.53"))
    assert len(found) == 9


def test_the_total_comes_last(parplan: Parplan) -> None:
    records = list(csv.DictReader(io.StringIO(parplan("compare", "2022", "2023", "--format", "csv").out)))
    papi = [row["id"] for row in records if row["index"] == "papi"]
    assert (papi[0], papi[-1], len(papi)) == ("papi.1", "papi", 9)


def test_only_scores_of_years_are_compared(parplan: Parplan, tmp_path: Path) -> None:
    """A year knows nothing of targets; a plan beside it does, and that is no difference."""
    folder = write_plan(tmp_path / "plan", INDICATORS, TARGETS)
    (folder / "results.yaml").write_text(
        "results:\n  - {year: 2023, date: 2024-04-01, layer: published, stage: final, source: X, scores: {par.1: 6, sat: 8}}\n"
        "  - {year: 2024, date: 2025-01-01, layer: self-assessed, stage: interim, source: X, scores: {par.1: 9}}\n",
        encoding="utf-8",
    )
    typed = ("--plan", str(folder))
    for first in ("2022", str(folder)):
        found = {ident: changes(index) for ident, index in indices(parplan, first, "2023", *typed).items()}
        assert {key: figures for each in found.values() for key, figures in each.items()} == {
            ("par.1", "score"): (Decimal(5), Decimal(6), Decimal(1))
        }
    ran = parplan("compare", "2022", "2024", *typed, "--lang", "en")  # what is not final is no score of that year
    assert ran == (2, "", "parplan: error: no scores of 2024 are known; there are those of 2022, 2023\n")


# What was observed of 2023; what the rows came to, those behind + worked out from theirs.
SEEN = [
    ("par.1: 6.50, par.2.a: 3.20, par.2.b: 3.10", "par.1 6.50, par.2.a 3.20, par.2.b 3.10 + par.2 6.30, par 12.80"),
    ("par.1: 6.50, par.2.a: 3.20", "par.1 6.50, par.2.a 3.20 +"),  # nobody knows what par.2 came to
    ("par.2.a: 3.20, par.2.b: 3.10", "par.2.a 3.20, par.2.b 3.10 + par.2 6.30"),
    ("par.1: 6.50, par.2: 6.40, par.2.a: 3.20", "par.1 6.50, par.2 6.40, par.2.a 3.20 + par 12.90"),
    ("par: 13.00, par.1: 6.50", "par 13.00, par.1 6.50 +"),
]


def figures_of(text: str) -> dict[str, str]:
    pairs = [each.split() for each in text.split(",") if each.strip()]
    return {pair[0]: pair[1] for pair in pairs}


@pytest.mark.parametrize(("seen", "told"), SEEN)
def test_a_year_tells_what_a_review_of_it_does(parplan: Parplan, tmp_path: Path, seen: str, told: str) -> None:
    folder = write_plan(tmp_path, NESTED, "targets: {par: {target: 14}}\n")
    result = f"{{year: 2023, date: 2024-04-01, layer: appraised, source: X, scores: {{{seen}}}}}"
    (folder / "results.yaml").write_text(f"results: [{result}]\n", encoding="utf-8")
    own, worked_out = map(figures_of, told.split("+"))
    typed = ("--plan", str(folder), "--format", "json", "--lang", "en")
    payload = json.loads(parplan("compare", "2022", "2023", *typed).out, parse_float=str)
    assert {one["id"]: one["second"] for one in payload["indices"][0]["changes"]} == own | worked_out
    said = "scores of 2023 worked out from their rows: "
    assert [set(it.removeprefix(said).split(", ")) for it in payload["remarks"]] == ([set(worked_out)] if worked_out else [])
    reviewed = json.loads(parplan("review", *typed).out, parse_float=str)["indices"][0]
    rows = [reviewed, *reviewed["rows"], *(part for row in reviewed["rows"] for part in row["parts"])]
    assert {row["id"]: row["score"] for row in rows if row["score"] is not None} == own | worked_out


def test_a_total_that_nobody_prints_is_worked_out_in_both_years(parplan: Parplan, tmp_path: Path) -> None:
    folder = write_plan(tmp_path, NESTED.replace("    score: 12.00\n", ""), "targets: {par.1: {planned: 1}}\n")
    result = "{year: 2023, date: 2024-04-01, layer: appraised, source: X, scores: {par.1: 6.50, par.2: 6.40}}"
    (folder / "results.yaml").write_text(f"results: [{result}]\n", encoding="utf-8")
    ran = parplan("compare", "2022", "2023", "--plan", str(folder), "--lang", "vi")
    assert re.search(r"par +Tổng điểm +điểm +12,00 +12,90 +\+0,90\n", ran.out)
    assert [line for line in ran.out.splitlines() if line.startswith("- ")] == [
        f"- điểm năm {year} tính từ các tiêu chí thành phần: par" for year in (2022, 2023)
    ]


def test_before_the_scores_nothing_moves(parplan: Parplan, tmp_path: Path) -> None:
    folder = write_plan(tmp_path, NESTED, "targets: {par: {target: 14}}\n")
    result = "{year: 2021, date: 2022-04-01, layer: appraised, source: X, scores: {par.1: 5.50, par.2: 5.40}}"
    (folder / "results.yaml").write_text(f"results: [{result}]\n", encoding="utf-8")
    assert {ident for ident, _ in changes(indices(parplan, "2021", "2022", "--plan", str(folder))["par"])} == {"par.1", "par.2"}


# Units.
TABLE = """\
unit,year,par,par.1,sat
Cao Bằng,2021,11,5,8
Lạng Sơn,2021,13,6,
Lạng Sơn,2022,13.5,6,9
Hà Nội,2022,15,,9
"""

# the two sides, what differs
UNITS = [
    ("Lạng Sơn@2021", "Lạng Sơn@2022", {("par", "score"): ("13", "13.5", "0.5")}),
    ("lang son@2021", "LẠNG SƠN@2022", {("par", "score"): ("13", "13.5", "0.5")}),
    ("Cao Bằng@2021", "2022", {("par", "score"): ("11", "12", "1")}),
    (
        "2022",
        "Lạng Sơn@2022",
        {("par", "score"): ("12", "13.5", "1.5"), ("par.1", "score"): ("5", "6", "1"), ("sat", "score"): ("8", "9", "1")},
    ),
    ("Hà Nội@2022", "Lạng Sơn@2022", {("par", "score"): ("15", "13.5", "-1.5")}),
    ("Lạng Sơn@2022", "Lạng Sơn@2022", {}),
]


@pytest.mark.parametrize(("first", "second", "expected"), UNITS)
def test_units_of_a_table(
    parplan: Parplan, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, first: str, second: str, expected: Told
) -> None:
    write_plan(tmp_path / "plan", INDICATORS, TARGETS)
    (tmp_path / "t.csv").write_text(TABLE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    found = indices(parplan, first, second, "--plan", "plan", "--peers", "t.csv")
    said = {key: figures for index in found.values() for key, figures in changes(index).items()}
    assert said == {key: tuple(map(exact, figures)) for key, figures in expected.items()}
    assert all(index["comparable"] for index in found.values())


def test_the_unit_that_is_spelt_so_comes_first(parplan: Parplan, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Two names that only their marks tell apart: what is typed exactly is meant exactly, here and as the plan's own unit."""
    write_plan(tmp_path / "plan", INDICATORS.replace("target_year: 2023", "target_year: 2023, unit: Lâm Hà"), TARGETS)
    (tmp_path / "t.csv").write_text("unit,year,par\nLâm Hạ,2022,19\nLâm Hà,2022,12\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    ran = parplan("rank", "par", "--score", "18", "--plan", "plan", "--peers", "t.csv", "--format", "json")
    assert [(rank["best"], rank["of"]) for rank in json.loads(ran.out)["ranks"]] == [(2, 2)]
    assert changes(indices(parplan, "2022", "Lâm Hà@2022", "--plan", "plan", "--peers", "t.csv")["par"]) == {}


# Ranks beside scores.


def ranks(index: dict[str, Any]) -> dict[str, str]:
    """The ranks on both sides of each score that is told."""

    def said(rank: dict[str, Any] | None) -> str:
        return "–" if rank is None else f"{rank['at']}/{rank['of']}"

    return {one["id"]: f"{said(one['rank_first'])} {said(one['rank_second'])}" for one in index["changes"] if one["figure"] == "score"}


# the two sides, the ranks of papi that are told; by the plan 63/63 in 2022 (footnote 1), by its results 38/61 in 2023, by the table 61/61
RANKED = [
    ("2022", "2023", {"papi": "63/63 38/61", "papi.1": "53/63 –", "papi.8": "63/63 –"}),
    ("Cao Bằng@2022", "2023", {"papi": "61/61 38/61", "papi.1": "46/62 –", "papi.8": "62/62 –"}),
    ("Cao Bằng@2022", "Cao Bằng@2023", {"papi": "61/61 38/61", "papi.1": "46/62 37/61", "papi.8": "62/62 55/61"}),
    ("Bắc Ninh@2022", "Cao Bằng@2022", {"papi.1": "4/62 46/62"}),  # has no total of that year
]


@pytest.mark.parametrize(("first", "second", "expected"), RANKED)
def test_ranks_stand_beside_scores(parplan: Parplan, first: str, second: str, expected: dict[str, str]) -> None:
    """Units are found in the table beside the plan, without --peers."""
    found = ranks(indices(parplan, first, second)["papi"])
    assert {ident: found[ident] for ident in expected} == expected
    assert ("papi" in found) == ("papi" in expected)


def test_ranks_in_a_table_and_as_csv(parplan: Parplan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for lang, heads in (("en", ("Rank, 2022", "Rank, 2023")), ("vi", ("Xếp hạng, 2022", "Xếp hạng, 2023"))):
        out = parplan("compare", "2022", "2023", "--lang", lang).out
        line = next(line for line in out.splitlines() if line.startswith("papi "))
        assert line.split()[-3:] == ["+2.86" if lang == "en" else "+2,86", "63/63", "38/61"]
        assert max(map(len, out.splitlines())) <= 80
        wide = parplan("compare", "2022", "2023", "--lang", lang, "--format", "markdown").out
        assert all(head in wide for head in heads)
    records = {row["id"]: row for row in csv.DictReader(io.StringIO(parplan("compare", "2022", "2023", "--format", "csv").out))}
    assert [(records[ident]["rank_first"], records[ident]["rank_second"]) for ident in ("papi", "papi.1")] == [
        ("63/63", "38/61"),
        ("53/63", ""),
    ]


def test_ranks_over_different_numbers_are_said_not_to_compare(parplan: Parplan) -> None:
    assert "  ranks over different numbers of units do not compare: papi\n" in parplan("compare", "2022", "2023", "--lang", "en").out
    out = parplan("compare", "2022", "2023", "--lang", "vi").out
    assert "  thứ hạng tính trên số đơn vị khác nhau, không so sánh được: papi\n" in out
    assert "do not compare" not in parplan("compare", "Cao Bằng@2023", "Cao Bằng@2024", "--lang", "en").out


# what is replaced in the second plan, what is told of par's score: first, second, change, and the ranks; how many figures differ
OTHER_RANKS = [
    ({}, {}, 0),
    ({"score: 12, rank: 3/9": "score: 12, rank: 2/9"}, {"par": ("12", "12", "0", "3/9 2/9")}, 1),  # the rank alone
    ({"score: 12, rank: 3/9": "score: 12, rank: 3/8"}, {}, 0),  # over another number: it may be the same
    ({"score: 12, rank: 3/9": "score: 12"}, {}, 0),  # not known
    ({"score: 12, rank: 3/9": "score: 13, rank: 2/9"}, {"par": ("12", "13", "1", "3/9 2/9")}, 2),
]


@pytest.mark.parametrize(("edits", "expected", "count"), OTHER_RANKS)
def test_a_rank_alone_differs(
    parplan: Parplan, tmp_path: Path, edits: dict[str, str], expected: dict[str, tuple[str, str, str, str]], count: int
) -> None:
    ranked = INDICATORS.replace("score: 12", "score: 12, rank: 3/9")
    first = str(write_plan(tmp_path / "first", ranked, TARGETS))
    second = str(write_plan(tmp_path / "second", edited(ranked, edits), TARGETS))
    found = indices(parplan, first, second)["par"]
    said = {ident: (*map(exact, told[:3]), told[3]) for ident, told in expected.items()}
    assert {ident: (*figures, ranks(found)[ident]) for (ident, _), figures in changes(found).items()} == said
    assert (f"  figures that differ: {count}\n" in parplan("compare", first, second, "--lang", "en").out) == bool(count)


def test_an_excerpt_ranks_nobody(parplan: Parplan, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where the table declares it: what the plan says of how many were ranked makes none."""
    write_plan(tmp_path / "plan", INDICATORS.replace("score: 12", 'score: 12, ranked: {"2021": 3}'), TARGETS)
    head, *lines = TABLE.splitlines()
    declared = [f"{head},ranked", *(f"{line},{3 if ',2022,' in line else ''}" for line in lines)]
    (tmp_path / "t.csv").write_text("\n".join(declared), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    found = indices(parplan, "Lạng Sơn@2021", "Hà Nội@2022", "--plan", "plan", "--peers", "t.csv")
    assert ranks(found["par"]) == {"par": "1/2 –"}


# Not all criteria apply to the Department of Justice in 2025: 51 points of 60. The two sides, shares of the maximum, what is said.
OTHER_MAXIMA = [
    ("T@2024", "T@2025", ("0.8167", "0.8500"), "the criteria changed (the maximum of so)", "bộ tiêu chí đã thay đổi (điểm tối đa của so)"),
    ("T@2025", "X@2025", ("0.8500", "0.8667"), "the two have other criteria (the maximum of so)", "bộ tiêu chí hai bên khác nhau"),
    ("X@2024", "X@2025", ("0.8333", "0.8667"), None, None),
]


@pytest.mark.parametrize(("first", "second", "shares", "en", "vi"), OTHER_MAXIMA)
def test_the_maxima_of_a_table_say_what_compares(
    parplan: Parplan, tmp_path: Path, first: str, second: str, shares: tuple[str, str], en: str | None, vi: str | None
) -> None:
    about = "plan: {id: p, name: P, year: 2025, target_year: 2026, unit: T}\n"
    row = "indices: [{id: so, name: S, decimals: 2, max: 60, score: 43.35}]\n"
    plan = write_plan(tmp_path / "plan", about + row, "targets: {}\n")
    (plan / "peers").mkdir()
    table = "unit,year,so,max\nT,2024,49.00,60\nX,2024,50.00,60\nT,2025,43.35,51\nX,2025,52.00,\n"
    (plan / "peers" / "so.csv").write_text(table, encoding="utf-8")
    typed = (first, second, "--plan", str(plan))
    index = indices(parplan, *typed)["so"]
    (score,) = (change for change in index["changes"] if change["figure"] == "score")
    assert (str(score["share_first"]), str(score["share_second"])) == shares
    assert (index["comparable"], index["maxima"], score["change"] is None) == ((True, [], False) if en is None else (False, ["so"], True))
    for lang, said in (("en", en), ("vi", vi)):
        out = parplan("compare", *typed, "--lang", lang).out
        assert said is None or said in out
        assert ("51" in out.replace(str(tmp_path), "")) is (said is not None)


# Criteria that changed: the plan says so of the years 2021 and 2022.
CRITERIA = [
    ("Cao Bằng@2021", "Cao Bằng@2022", False),
    ("Cao Bằng@2022", "Cao Bằng@2021", False),
    ("Cao Bằng@2021", "Lạng Sơn@2023", False),
    ("Cao Bằng@2022", "Lạng Sơn@2022", True),
    ("2022", "Cao Bằng@2023", True),
    ("Cao Bằng@2020", "Cao Bằng@2021", True),
]


@pytest.mark.parametrize(("first", "second", "comparable"), CRITERIA)
def test_years_that_the_plan_says_do_not_compare(
    parplan: Parplan, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, first: str, second: str, comparable: bool
) -> None:
    write_plan(tmp_path / "plan", INDICATORS.replace("score: 12", "comparable: false, score: 12"), TARGETS)
    lines = [f"{unit},{year},{10 + at}\n" for at, unit in enumerate(("Cao Bằng", "Lạng Sơn")) for year in (2020, 2021, 2022, 2023)]
    (tmp_path / "t.csv").write_text("unit,year,par\n" + "".join(lines), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    typed = (first, second, "--plan", "plan", "--peers", "t.csv")
    found = indices(parplan, *typed)["par"]
    assert found["comparable"] is comparable
    assert all((one["change"] is None) is not comparable for one in found["changes"])
    said = "the criteria changed (the plan says so): scores do not compare, only shares of the maximum do"
    assert (f"  {said}\n" in parplan("compare", *typed, "--all", "--lang", "en").out) is not comparable


def test_what_rows_come_to_differs_where_no_total_is_printed(parplan: Parplan, tmp_path: Path) -> None:
    """The increase and the target of an index follow from its rows, unless a side prints them."""
    alone = "targets:\n  par.1: {planned: 2, target: 7}\n  par.2: {planned: 1}\n"
    first = write_plan(tmp_path / "a", INDICATORS, alone)
    second = write_plan(tmp_path / "b", INDICATORS, alone.replace("planned: 1", "planned: 1.25"))
    par = indices(parplan, str(first), str(second))["par"]
    said = [(it["id"], it["figure"], str(it["first"]), str(it["second"]), str(it["change"]), it["printed"]) for it in par["changes"]]
    assert said == [
        ("par", "planned", "3.00", "3.25", "0.25", False),
        ("par", "target", "15.00", "15.25", "0.25", False),
        ("par.2", "planned", "1", "1.25", "0.25", True),
    ]
    out = parplan("compare", str(first), str(second), "--lang", "en").out
    assert "  par: not printed, but worked out from its rows: planned increase, target\n  figures that differ: 3\n" in out
    printed = write_plan(tmp_path / "c", INDICATORS, f"{alone}  par: {{planned: 3, target: 15}}\n".replace("planned: 1}", "planned: 1.25}"))
    told = [
        (it["id"], it["figure"], str(it["first"]), it["printed"]) for it in indices(parplan, str(first), str(printed))["par"]["changes"]
    ]
    assert told == [("par", "planned", "None", True), ("par", "target", "None", True), ("par.2", "planned", "1", True)]


# Tasks at two times.

WORK = """\
units:
  - {id: so-a, name: {vi: Sở A, en: Department A}}
  - {id: so-b, name: {vi: Sở B, en: Department B}}
tasks:
  - {id: V.1, clause: V, name: {vi: Một, en: One}, lead: [so-a], serves: [par.1], deadline: 2023-12-10, status: doing}
  - {id: V.2, clause: V, name: {vi: Hai, en: Two}, lead: [so-a], serves: [par.2]}
plan: example
"""
V2 = "  - {id: V.2, clause: V, name: {vi: Hai, en: Two}, lead: [so-a], serves: [par.2]}\n"
LINE = dict[str, str | None]


def line(ident: str, name: str, what: str, first: str | None = None, second: str | None = None) -> LINE:
    return {"id": ident, "name": name, "what": what, "first": first, "second": second}


# what is other in the second tasks.yaml, and what is told
TASKS: list[tuple[dict[str, str], list[LINE]]] = [
    ({}, []),
    ({"# x": ""}, []),
    (
        {"status: doing": "status: done, since: 2023-11-30"},
        [line("V.1", "One", "status", "doing", "done"), line("V.1", "One", "since", None, "2023-11-30")],
    ),
    ({"deadline: 2023-12-10, ": ""}, [line("V.1", "One", "deadline", "2023-12-10")]),
    (
        {"name: {vi: Hai, en: Two}, lead: [so-a]": "name: Two, lead: [so-b, so-a], coordinate: []"},
        [
            line("V.2", "Two", "name", "Two", "Two"),
            line("V.2", "Two", "lead", "so-a", "so-b so-a"),
        ],
    ),
    (
        {"serves: [par.2]": "serves: [par.2], commitment: {percent: 90, of: {vi: hồ sơ, en: files}}"},
        [line("V.2", "Two", "commitment", None, "90% of files")],
    ),
    (
        {"serves: [par.2]": "serves: [par.1], evidence: [{file: a.pdf, note: {vi: nháp, en: draft}}, {link: 'https://x.vn'}]"},
        [
            line("V.2", "Two", "serves", "par.2", "par.1"),
            line("V.2", "Two", "evidence", None, "a.pdf (draft); https://x.vn"),
        ],
    ),
    ({V2: V2.replace("V.2,", "V.3,")}, [line("V.3", "Two", "added"), line("V.2", "Two", "removed")]),
]


def with_tasks(folder: Path, work: str | None, indicators: str = INDICATORS) -> str:
    write_plan(folder, indicators, TARGETS)
    if work is not None:
        (folder / "tasks.yaml").write_text(work, encoding="utf-8")
    return str(folder)


@pytest.mark.parametrize(("edits", "expected"), TASKS)
def test_tasks_of_a_plan_at_two_times(parplan: Parplan, tmp_path: Path, edits: dict[str, str], expected: list[LINE]) -> None:
    typed = ("compare", with_tasks(tmp_path / "a", WORK), with_tasks(tmp_path / "b", edited(f"{WORK}# x\n", edits)), "--lang", "en")
    assert json.loads(parplan(*typed, "--format", "json").out)["tasks"] == expected
    said = parplan(*typed).out
    assert ("score, rank, maximum, increase, target or task differs" in said) is not bool(expected)
    assert ("tasks that differ: " in said) is bool(expected)
    told = [*csv.DictReader(io.StringIO(parplan(*typed, "--format", "csv").out))]
    assert [{key: value or None for key, value in it.items()} for it in told if expected] == expected


def test_tasks_that_are_not_compared(parplan: Parplan, tmp_path: Path) -> None:
    """What only one side has, or has with errors, is told; tasks of two plans have nothing to do with one another."""
    own, none = with_tasks(tmp_path / "a", WORK), with_tasks(tmp_path / "b", None)
    broken = with_tasks(tmp_path / "c", WORK.replace("2023-12-10", "soon"))
    moved = WORK.replace("plan: example", "plan: another").replace("V.2", "V.9")
    other = with_tasks(tmp_path / "d", moved, INDICATORS.replace("id: example", "id: another"))
    for first, second in ((own, none), (broken, own)):
        ran = parplan("compare", first, second, "--lang", "en")
        lacks = second if second == none else first
        assert f"{lacks} has no tasks.yaml that can be used, so the 2 tasks of {own} are not compared" in ran.out
        assert "no score, rank, maximum, increase or target differs" in ran.out
    ran = parplan("compare", own, other, "--lang", "en")
    assert "no score, rank, maximum, increase or target differs" in ran.out
    assert "tasks" not in ran.out.partition("\n")[2]


def test_tasks_of_a_revision(parplan: Parplan, repository: Path) -> None:
    with_tasks(repository / "plan", WORK)
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "--message", "tasks")
    with_tasks(repository / "plan", WORK.replace("2023-12-10", "2023-11-30"))
    told = json.loads(parplan("compare", "HEAD", "plan", "--format", "json", "--lang", "en").out)
    assert told["tasks"] == [line("V.1", "One", "deadline", "2023-12-10", "2023-11-30")]
    said = parplan("compare", "HEAD~1", "plan", "--lang", "vi").out
    assert "HEAD~1:./plan không có tasks.yaml dùng được, nên không so sánh 2 nhiệm vụ của plan" in said


# Revisions of a real repository.


@pytest.fixture(scope="session")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a plan in the folder plan, committed twice, changed a third time; and a folder outside of any."""
    folder = tmp_path_factory.mktemp("committed")
    top = folder / "repository"
    write_plan(top / "plan", INDICATORS, TARGETS)
    git(top, "init", "--quiet", "--template=")
    git(top, "add", ".")
    git(top, "commit", "--quiet", "--message", "one")
    git(top, "tag", "start")
    write_plan(top / "plan", edited(INDICATORS, {"score: 5": "score: 6"}), TARGETS)
    git(top, "commit", "--quiet", "--all", "--message", "two")
    write_plan(top / "plan", edited(INDICATORS, {"score: 5": "score: 9"}), TARGETS)
    write_plan(folder / "outside", INDICATORS, TARGETS)
    return folder


@pytest.fixture
def repository(committed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same for one test alone, as its working folder."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    shutil.copytree(committed, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path / "repository")
    return tmp_path / "repository"


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", "-c", "commit.gpgsign=false")
    alone = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", *who, *arguments], cwd=folder, env=alone, check=True, capture_output=True)  # noqa: S607 - wherever git is


# the two sides, the score of par.1 in each
REVISIONS = [
    ("HEAD~1:", "HEAD:", ("5", "6", "1")),
    ("HEAD:", "HEAD~1:", ("6", "5", "-1")),
    ("start:", "HEAD:", ("5", "6", "1")),
    ("HEAD:", "plan", ("6", "9", "3")),
    ("HEAD~1:plan", "HEAD:plan", ("5", "6", "1")),
    ("HEAD~1:plan/", "HEAD:./plan", ("5", "6", "1")),
    ("HEAD:", "2022", ("6", "9", "3")),
    ("HEAD:", "HEAD:", None),
    ("HEAD~1", "HEAD", ("5", "6", "1")),  # as git has it
    ("start", "2022", ("5", "9", "4")),
    ("HEAD~1", "HEAD:", ("5", "6", "1")),
    ("HEAD", "plan", ("6", "9", "3")),
    ("./plan", "HEAD", ("9", "6", "-3")),
    ("../outside", "HEAD:", ("5", "6", "1")),
]


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize(("first", "second", "scores"), REVISIONS)
def test_revisions(parplan: Parplan, first: str, second: str, scores: tuple[str, str, str] | None) -> None:
    found = indices(parplan, first, second, "--plan", "plan")
    same_as(Differs({("par.1", "score"): scores} if scores else {}), found["par"])
    same_as(Differs(), found["sat"])


def test_a_revision_alone_is_of_the_folder_beside_it(
    parplan: Parplan, repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No third plan is asked for, wherever one stands."""

    def score(*typed: str) -> tuple[str, ...]:
        ran = parplan("compare", *typed, "--lang", "en")
        assert (ran.code, ran.err) == (0, "")
        return tuple(re.findall(r"PAR INDEX: (\S+) → (\S+)\n(?:.*\n)*par\.1 .* score +(\S+) +(\S+) ", ran.out)[0])

    assert score("HEAD~1", "plan") == ("HEAD~1:./plan", "plan", "5.00", "9.00")
    assert score(str(repository / "plan"), "HEAD") == (f"{repository}/plan", f"HEAD:{repository}/plan", "9.00", "6.00")
    monkeypatch.chdir(repository / "plan")
    assert score("HEAD", ".") == ("HEAD:./", ".", "6.00", "9.00")
    monkeypatch.chdir(tmp_path)
    assert score("HEAD~1", "repository/plan") == ("HEAD~1:./repository/plan", "repository/plan", "5.00", "9.00")


def test_what_is_a_folder_and_a_revision_is_a_folder_and_said_to_be(parplan: Parplan, repository: Path) -> None:
    git(repository, "branch", "plan", "HEAD~1")
    ran = parplan("compare", "plan", "HEAD:plan", "--lang", "en")
    assert ran.err == "parplan: “plan” is a folder, and a git revision too: the folder is taken; for the revision, give “plan:”\n"
    assert " 9.00 " in ran.out
    assert parplan("compare", "plan:plan", "HEAD:plan").err == ""


MISPRINTED = {"max: 10, score: 7": "max: 9, score: 7"}
DECIDED = "errata: {par.2.max: {printed: 9, correct: 10, because: x}}\n"


def test_a_maximum_that_is_a_misprint_is_no_change_of_the_criteria(parplan: Parplan, repository: Path) -> None:
    """A folder, a revision, and a plan whose errata decide nothing."""
    write_plan(repository / "plan", edited(INDICATORS, MISPRINTED), TARGETS, DECIDED)
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "--all", "--message", "misprinted")
    for side in ("plan", "HEAD:"):
        ran = parplan("compare", "../outside", side, "--plan", "plan", "--lang", "en")
        assert "  the criteria changed (the maximum of par.2): " in ran.out
        assert (
            f"  {side}: the maximum of par.2 is a misprint, as its errata have decided; --basis corrected compares without it\n" in ran.out
        )
        same_as(Differs(), indices(parplan, "../outside", side, "--plan", "plan", "--basis", "corrected")["par"])
        out = parplan("compare", "../outside", side, "--plan", "plan", "--basis", "corrected", "--lang", "en").out
        assert f"- {side}: figures as corrected: par.2.max 9 → 10\n" in out
    assert parplan("compare", "../outside", "plan", "--basis", "parts").code == 2


def test_revisions_of_a_plan_at_the_top(parplan: Parplan, repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository / "plan")
    same_as(Differs({("par.1", "score"): ("5", "6", "1")}), indices(parplan, "HEAD~1:", "HEAD:", "--plan", ".")["par"])
    found = indices(parplan, "HEAD~1:", "HEAD:", "--plan", str(repository / "plan"))["par"]
    same_as(Differs({("par.1", "score"): ("5", "6", "1")}), found)


def test_a_folder_that_is_no_longer_there(parplan: Parplan, repository: Path) -> None:
    git(repository, "mv", "--force", "plan", "moved")
    git(repository, "commit", "--quiet", "--all", "--message", "three")
    found = indices(parplan, "HEAD~1:plan", "HEAD:moved", "--plan", "moved")
    same_as(Differs({("par.1", "score"): ("6", "9", "3")}), found["par"])


# The folder one stands in, what is typed, the score of par.1 on both sides: as `git show REV:PATH` has it.
FROM = [
    ("plan", "HEAD~1:plan", "HEAD:plan", ("5", "6", "1")),
    ("plan", "HEAD~1:./", "HEAD:.", ("5", "6", "1")),
    ("plan", "HEAD~1:../plan", "HEAD:plan/", ("5", "6", "1")),
    ("plan/deep", "HEAD~1:plan", "..", ("5", "9", "4")),
    ("plan/deep", "start:..", "HEAD:plan", ("5", "6", "1")),
]


@pytest.mark.parametrize(("here", "first", "second", "scores"), FROM)
def test_folders_of_a_revision_are_counted_as_git_does(
    parplan: Parplan, repository: Path, monkeypatch: pytest.MonkeyPatch, here: str, first: str, second: str, scores: tuple[str, str, str]
) -> None:
    (repository / here).mkdir(exist_ok=True)
    monkeypatch.chdir(repository / here)
    same_as(Differs({("par.1", "score"): scores}), indices(parplan, first, second)["par"])


def test_two_plans_of_a_repository_are_compared_without_a_third(parplan: Parplan, repository: Path) -> None:
    (repository / "elsewhere").mkdir()
    ran = parplan("compare", "HEAD~1:plan", "HEAD:plan", "--lang", "en")
    assert (ran.code, ran.err, "Plan:" in ran.out) == (0, "", False)
    assert "HEAD~1:plan → HEAD:plan" in ran.out
    raw = in_process(["compare", "HEAD~1:plan", "HEAD:plan", "--lang", "en"], repository / "elsewhere")
    assert (raw.err, json.loads(parplan("compare", "HEAD~1:plan", "HEAD:plan", "--format", "json").out)["plan"]) == ("", None)
    assert "the example" in in_process(["compare", "HEAD~1:plan", "2022", "--lang", "en"], repository / "elsewhere").err


def test_a_plan_that_was_moved_is_told_where_it_was(parplan: Parplan, repository: Path) -> None:
    git(repository, "mv", "plan", "moved")
    git(repository, "commit", "--quiet", "--all", "--message", "three")
    ran = parplan("compare", "HEAD~1:", "HEAD:", "--plan", "moved", "--lang", "en")
    assert ran.err.endswith("moved/indicators.yaml: that revision has no such file; the plans there are: HEAD~1:plan\n")


def test_a_path_from_here_is_told_from_one_from_the_top(parplan: Parplan, repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(repository / "plan", repository / "plans" / "one")
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "--message", "three")
    monkeypatch.chdir(repository / "plans")
    ran = parplan("compare", "HEAD:one", "one", "--lang", "en")
    assert ran.err.endswith("HEAD:one/indicators.yaml: the path is counted from the top of the repository; one from here begins with ./\n")
    assert parplan("compare", "HEAD:./one", "one").code == 0


def test_a_broken_revision(parplan: Parplan, repository: Path) -> None:
    write_plan(repository / "plan", edited(INDICATORS, {"score: 5": "score: 5,5"}), TARGETS)
    git(repository, "commit", "--quiet", "--all", "--message", "broken")
    write_plan(repository / "plan", INDICATORS, TARGETS)
    ran = parplan("compare", "HEAD:", "plan", "--plan", "plan", "--lang", "en")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error[S105]")
    assert " --> HEAD:/indicators.yaml:3:" in ran.err


@pytest.mark.usefixtures("repository")
def test_git_is_asked_of_the_plan_whatever_its_environment_says(parplan: Parplan, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hook runs with variables that point git to another repository and index."""
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.setenv(name, "nowhere")
    same_as(Differs({("par.1", "score"): ("5", "6", "1")}), indices(parplan, "HEAD~1:", "HEAD:", "--plan", "plan")["par"])


# the revision or folder that is not there, why, in both languages
WHY = [
    ("nosuch:", "there is no such revision", "không có phiên bản này"),
    (
        "HEAD:nowhere",
        "that revision has no such file; the plans there are: HEAD:plan",
        "phiên bản này không có tệp đó; các kế hoạch có ở đó: HEAD:plan",
    ),
    ("HEAD:../outside", "the folder is in no repository", "thư mục không nằm trong kho git nào"),
]


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize(("typed", "english", "vietnamese"), WHY)
def test_why_git_does_not_have_it_in_our_words(parplan: Parplan, typed: str, english: str, vietnamese: str) -> None:
    for lang, words in (("en", english), ("vi", vietnamese)):
        assert parplan("compare", typed, "plan", "--plan", "plan", "--lang", lang).err.endswith(f"/indicators.yaml: {words}\n")


SHALLOW = "this clone has the latest revisions alone; to have all: git fetch --unshallow (in CI: fetch-depth: 0)"


@pytest.mark.usefixtures("repository")
def test_why_a_revision_without_a_colon_is_none(parplan: Parplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def said(*typed: str) -> str:
        ran = parplan("compare", *typed, "--lang", "en")
        assert (ran.code, ran.out) == (2, "")
        return ran.err.removesuffix("\n").rpartition(f"{UNKNOWN}; git: ")[2]

    assert said("HEAD~9", "HEAD", "--plan", "plan") == "there is no such revision"
    git(tmp_path, "clone", "--depth", "1", (tmp_path / "repository").as_uri(), "shallow")
    assert said("HEAD~1", "HEAD", "--plan", "../shallow/plan") == SHALLOW
    assert said("HEAD~1:", "HEAD:", "--plan", "../shallow/plan").endswith(f"indicators.yaml: {SHALLOW}")
    write_plan(tmp_path / "alone", INDICATORS, TARGETS)
    assert said("HEAD~1", "HEAD", "--plan", "../alone") == "the folder is in no repository"
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setattr("parplan.cli.revisions._KEPT", ("GIT_TEST_ASSUME_DIFFERENT_OWNER",))
    assert said("HEAD~1", "HEAD", "--plan", "plan").startswith("the repository belongs to another user; where you trust it: ")
    monkeypatch.setenv("PATH", str(tmp_path / "nothing-here"))
    assert said("HEAD~1", "HEAD", "--plan", "plan") == "there is no program git"


# Wrong input.
UNKNOWN = "is no plan's folder, year, git revision (HEAD~1) or unit@year"

# the two sides, what is said
WRONG = [
    ("nowhere plan", f"“nowhere” {UNKNOWN}"),
    ("plan nowhere", f"“nowhere” {UNKNOWN}"),
    ("plan nosuch", f"“nosuch” {UNKNOWN}"),
    ("plan -- -HEAD", f"“-HEAD” {UNKNOWN}"),
    ("plan :", f"“:” {UNKNOWN}"),
    ("plan 202", f"“202” {UNKNOWN}"),
    ("plan @2022", f"“@2022” {UNKNOWN}"),
    ("plan @2022 --peers t.csv", f"“@2022” {UNKNOWN}"),
    ("-- --help: plan", f"“--help:” {UNKNOWN}"),
    ("-- --output=evil: plan", f"“--output=evil:” {UNKNOWN}"),
    ("-- -x:plan plan", f"“-x:plan” {UNKNOWN}"),
    ("nosuch: plan", "git does not have nosuch:plan/indicators.yaml: "),
    ("HEAD~9: plan", "git does not have HEAD~9:plan/indicators.yaml: "),
    ("HEAD:nowhere plan", "git does not have HEAD:nowhere/indicators.yaml: "),
    ("HEAD:../outside plan", "git does not have HEAD:../outside/indicators.yaml: "),
    ("HEAD: plan --plan ../outside", "git does not have HEAD:../outside/indicators.yaml: "),
    ("2022 2025", "no scores of 2025 are known; there are those of 2022"),
    ("1999 2022", "no scores of 1999 are known; there are those of 2022"),
    ("Huế@2022 plan", "“Huế@2022” needs a table: add --peers FILE.csv"),
    ("Huế@2022 plan --peers t.csv", "the table does not have Huế in 2022"),
    ("Lang@2022 plan --peers t.csv", "the table does not have Lang in 2022"),
    ("Cao_Bằng@2022 plan --peers t.csv", "the table does not have Cao_Bằng in 2022"),
    ("Lạng_Sơn@2022 plan --peers t.csv", "the table does not have Lạng_Sơn in 2022; did you mean Lạng Sơn?"),
    ("plan plan --peers nothing.csv", "there is no file nothing.csv"),
    ("plan", "the argument B is missing"),
]


@pytest.mark.parametrize(("typed", "words"), WRONG)
def test_wrong_input(parplan: Parplan, repository: Path, typed: str, words: str) -> None:
    (repository / "t.csv").write_text(TABLE, encoding="utf-8")
    before = sorted(repository.iterdir())
    plan = () if "--plan" in typed else ("--plan", "plan")
    ran = parplan("compare", "--lang", "en", *plan, *typed.split())
    assert (ran.code, ran.out) == (2, "")
    assert f"parplan: error: {words}" in ran.err
    assert sorted(repository.iterdir()) == before


@pytest.mark.usefixtures("repository")
def test_wrong_input_in_vietnamese(parplan: Parplan, monkeypatch: pytest.MonkeyPatch) -> None:
    said = "parplan: lỗi: “nowhere” không phải thư mục kế hoạch, năm, phiên bản git (HEAD~1) hoặc đơn vị@năm; git: "
    ran = parplan("compare", "nowhere", "plan", "--plan", "plan", "--lang", "vi")
    assert ran == (2, "", f"{said}không có phiên bản này\n")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(embedded().parent))  # where it comes with parplan, it is in no repository
    ran = parplan("compare", "nowhere", "plan", "--lang", "vi")
    assert ran == (2, "", f"{said}kế hoạch kèm theo không nằm trong kho git của bạn: thêm --plan THƯ_MỤC\n")
    ran = parplan("compare", "plan", "nosuch:", "--plan", "plan", "--lang", "vi")
    assert ran.err.startswith("parplan: lỗi: git không có nosuch:plan/indicators.yaml: ")


def test_without_git(parplan: Parplan, repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository / "nothing-here"))
    ran = parplan("compare", "HEAD:", "plan", "--plan", "plan", "--lang", "en")
    assert ran == (2, "", "parplan: error: there is no program git\n")


def test_the_embedded_plan_is_itself(parplan: Parplan) -> None:
    data = str(ROOT / "data")
    assert [index["changes"] for index in indices(parplan, data, data).values()] == [[], [], []]


# Laws, on rows that nobody has put in order.

_POINTS = st.one_of(st.none(), st.integers(0, 8).map(lambda n: Decimal(n) / 2))
_WORDS = st.sampled_from(["Một", "một", "Hai", "Ba"])


@st.composite
def sides(draw: st.DrawFn) -> Side:
    idents = draw(st.lists(st.sampled_from(["x", "x.1", "x.2", "x.3", "x.1.a", "y", "y.1", "y.2"]), unique=True, max_size=8))
    rows = {}
    for ident in idents:
        name = Text(draw(_WORDS), draw(_WORDS))
        score, most, planned, target = (draw(_POINTS) for _ in range(4))
        rows[ident] = Figures(ident, ident[0], name, name, 2, {}, score, most, planned, target)
    return Side(draw(st.sampled_from("ab")), rows, scores=draw(st.booleans()))


def by_id(rows: Iterable[Figures]) -> dict[str, Figures]:
    return {row.id: row for row in rows}


def by_root(comparisons: list[Comparison]) -> dict[str, Comparison]:
    return {each.root: each for each in comparisons}


@few
@given(sides())
def test_nothing_differs_from_itself(side: Side) -> None:
    for each in compared(side, side):
        assert each.comparable
        assert not differs(each)
        assert list(each.differing()) == []


@few
@given(sides(), sides())
def test_backwards_everything_is_the_other_way_round(first: Side, second: Side) -> None:
    there, back = by_root(compared(first, second)), by_root(compared(second, first))
    assert set(there) == set(back)
    for root, each in there.items():
        assert {pair.second.id: pair for pair in each.pairs} == {pair.first.id: Pair(pair.second, pair.first) for pair in back[root].pairs}
        assert tuple(map(by_id, (each.added, each.removed))) == tuple(map(by_id, (back[root].removed, back[root].added)))
        assert (each.comparable, differs(each)) == (back[root].comparable, differs(back[root]))
        turned_back = {(pair.first.id, figure): pair.change(figure) for pair, figure in back[root].differing()}
        for pair, figure in each.differing():
            change, other = pair.change(figure), turned_back.pop((pair.second.id, figure))
            assert (change is None) == (other is None)
            assert change is None or other is None or change == -other
        assert turned_back == {}


@few
@given(sides(), sides())
def test_every_row_is_told_once(first: Side, second: Side) -> None:
    both = compared(first, second)
    left = [row.id for each in both for row in (*(pair.first for pair in each.pairs), *each.removed)]
    right = [row.id for each in both for row in (*(pair.second for pair in each.pairs), *each.added)]
    assert len(left) == len(set(left))
    assert len(right) == len(set(right))
    if first.scores or second.scores:  # only what both know
        assert set(left) == set(right) == first.known & second.known
        assert {figure for each in both for _, figure in each.differing()} <= {"score", "max"}
    else:
        assert (set(left), set(right)) == (set(first.rows), set(second.rows))


def test_rows_without_their_total_stand_under_the_index(parplan: Parplan, tmp_path: Path) -> None:
    """Of a year of which only rows are known."""
    folder = write_plan(tmp_path / "plan", INDICATORS, TARGETS)
    (folder / "results.yaml").write_text(
        "plan: example\nresults:\n  - {year: 2023, layer: published, source: X, scores: {par.1: 6}}\n", encoding="utf-8"
    )
    out = parplan("compare", "2022", "2023", "--plan", str(folder), "--lang", "en").out
    assert out.startswith("PAR INDEX: 2022 → 2023\n")
