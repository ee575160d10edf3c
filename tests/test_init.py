"""A plan of one's own: what `parplan init` writes, and that nothing of the frame's figures comes along."""

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from conftest import ROOT, Parplan
from helpers_cli import DATA, write_plan
from parplan.checks.plan import check
from parplan.workspace.folder import Folder, embedded
from reading import load_plan
from running import ran

# What the example prints of its own: scores, increases, targets, ranks, changes; and what came of it. No maximum is among them.
EXAMPLE = load_plan().plan or pytest.fail("the example cannot be read")
OWN = {
    f"{value}"
    for row in EXAMPLE.walk()
    for value in (row.score, row.planned, row.target, row.node.rank, row.node.change)
    if value is not None and len(f"{value}") > 3
} - {f"{row.max:.2f}" for row in EXAMPLE.walk() if row.max is not None}
OUTCOMES = {"38.80", "41.66", "41.33", "43.33", "42.95", "77.55", "88.63", "8.11", "38/61", "51/61", "61/61", "62/63", "63/63"}


def begun(at: Path, *typed: str) -> Path:
    done = ran(["init", "mine", *typed, "--lang", "en"], at)
    assert (done.code, done.err) == (0, "")
    return at / "mine"


def read(folder: Path, name: str) -> Any:
    return yaml.load((folder / name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - nothing is constructed


def rows_of(nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for node in nodes for row in (node, *rows_of([*node.get("rows", []), *node.get("parts", [])]))]


def test_the_frame_is_whole_and_nothing_else(tmp_path: Path) -> None:
    folder = begun(tmp_path)
    mine, theirs = (rows_of(read(at, "indicators.yaml")["indices"]) for at in (folder, DATA))
    for here, there in zip(mine, theirs, strict=True):
        for key in ("id", "name", "max", "floor", "same_as", "scored_by", "decimals", "aggregate", "weight"):
            assert here.get(key) == there.get(key), (there["id"], key)
        assert here["score"] == ""
        assert not {"change", "rank_change", "ranked", "percent", "table", "printed", "groups"} & here.keys()
    about = read(folder, "indicators.yaml")["plan"]
    year = date.today().year
    assert (about["id"], about["year"], about["target_year"], about["unit"]) == ("mine", f"{year - 1}", f"{year}", "")
    text = "".join((folder / name).read_text(encoding="utf-8") for name in ("indicators.yaml", "targets.yaml"))
    assert not OWN & set(re.findall(r"[\d.,/]+", text))
    assert "Cao" not in text
    assert set(read(folder, "targets.yaml")["targets"]) == set(read(DATA, "targets.yaml")["targets"])


def test_it_is_a_plan_that_every_look_at_answers(parplan: Parplan, tmp_path: Path) -> None:
    folder = begun(tmp_path)
    for kind in ("indicators", "targets"):
        first = (folder / f"{kind}.yaml").read_text(encoding="utf-8").splitlines()[0]
        assert first == f"# yaml-language-server: $schema=schema/{kind}.schema.json"
        schema = json.loads((folder / "schema" / f"{kind}.schema.json").read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
    for call in ("gap", "explain par.1", "errata list", "compare . .", "realism", "schema"):
        done = parplan(*call.split(), "--lang", "en", cwd=folder)
        assert done.code == 0, done
        assert not OWN & set(re.findall(r"[\d.]+", done.out))
    for call in ("project", "reach par --at-least 80", "review", "units", "rank papi --score 40"):
        done = parplan(*call.split(), "--lang", "en", cwd=folder)
        assert done.code in (0, 2), done
        assert not OWN & set(re.findall(r"[\d.]+", done.out + done.err))


def test_one_note_counts_what_is_missing(parplan: Parplan, tmp_path: Path) -> None:
    folder = begun(tmp_path, "--index", "papi")
    ran_ = parplan("validate", str(folder), "--format", "concise", "--lang", "en")
    assert ran_.out.splitlines() == [f"{folder}/indicators.yaml:23:11: note[X902] papi.score: {MISSING.format(9, 16)}"]
    # Half of it filled in: the total is printed, and its rows wait; nothing else is said of that.
    text = (folder / "indicators.yaml").read_text(encoding="utf-8").replace("    score:\n", "    score: 40.10\n", 1)
    text = text.replace("        score:\n", "        score: 5.00\n", 3)
    (folder / "indicators.yaml").write_text(text, encoding="utf-8")
    out = parplan("validate", str(folder), "--format", "concise", "--lang", "en").out.splitlines()
    assert [line[line.index("note[") :] for line in out] == [f"note[X902] papi.1.planned: {MISSING.format(5, 16)}"]
    vietnamese = parplan("validate", str(folder), "--lang", "vi").out
    assert "[X902]: papi.1.planned: còn phải điền 5 số điểm, 16 mức dự kiến tăng và mục tiêu\n" in vietnamese


MISSING = "to be filled in: scores {}, increases and targets {}"

# What is typed; the plan's indices; how many rows have something to be planned.
CHOSEN = [
    ((), ["par", "sipas", "papi"], 28),
    (("--index", "papi", "--index", "PAR"), ["par", "papi"], 28),
    (("--index", "sipas"), ["sipas"], 1),  # which the frame plans under par.8.sipas
    (("--index", "pa*"), ["par", "papi"], 28),
]


@pytest.mark.parametrize(("typed", "indices", "planned"), CHOSEN)
def test_the_indices_asked_for(tmp_path: Path, typed: tuple[str, ...], indices: list[str], planned: int) -> None:
    folder = begun(tmp_path, *typed)
    assert [index["id"] for index in read(folder, "indicators.yaml")["indices"]] == indices
    assert len(read(folder, "targets.yaml")["targets"]) == planned
    checked = check(Folder(folder, "mine").sources())
    assert checked.plan is not None
    assert {finding.code for finding in checked.findings} == {"X902"}


def test_any_plan_is_a_frame(tmp_path: Path) -> None:
    """Also one that nobody has filled in yet, and one without targets: then every row has both keys."""
    index = "  - {id: x, name: X, decimals: 1, max: 20, aggregate: mean, rows: [{id: x.1, name: One, max: 20, weight: 2, score: 7.5}]}\n"
    theirs = "plan: {id: theirs, name: T, year: 2020, target_year: 2021, language: en, decimal_mark: '.'}\nindices:\n"
    write_plan(tmp_path / "theirs", theirs + index, "targets: {}\n")
    begun(tmp_path, "--frame", "theirs")
    assert ran(["init", "again", "--frame", "mine"], tmp_path).code == 0
    for name in ("mine", "again"):
        made = read(tmp_path / name, "indicators.yaml")
        assert (made["plan"]["id"], made["plan"]["language"], made["plan"]["decimal_mark"]) == (name, "en", ".")
        assert made["indices"] == [
            {
                "id": "x",
                "name": {"vi": "X", "en": "X"},
                "max": "20",
                "aggregate": "mean",
                "decimals": "1",
                "score": "",
                "rows": [{"id": "x.1", "name": {"vi": "One", "en": "One"}, "weight": "2", "max": "20", "score": ""}],
            }
        ]
        assert read(tmp_path / name, "targets.yaml")["targets"] == {ident: {"planned": "", "target": ""} for ident in ("x", "x.1")}


# A target of the frame: the same one, left to be filled in.
ASKED: list[tuple[str, Any]] = [
    ("9", ""),
    ("{points: 9}", ""),
    ("{percent: 85}", {"percent": ""}),
    ("{more_than: 9}", {"more_than": ""}),
    ("{more_than: {percent: 85}}", {"more_than": {"percent": ""}}),
    ("{points: 9, rank: 3/63}", {"points": "", "rank": ""}),
    ("{places: 1}", {"places": ""}),
    ("{group: good}", {"group": ""}),
    ("{direction: keep}", {"direction": ""}),
    ("{2021: {rank: 30}, 2025: {rank: 20}}", {"rank": ""}),
]


@pytest.mark.parametrize(("theirs", "mine"), ASKED)
def test_a_frame_keeps_what_kind_of_target_is_asked_for(parplan: Parplan, tmp_path: Path, theirs: str, mine: object) -> None:
    about = "plan: {id: theirs, name: T, year: 2020, target_year: 2021}\n"
    write_plan(
        tmp_path / "theirs",
        about + "indices: [{id: x, name: X, decimals: 1, max: 20, score: 7}]\n",
        f"targets: {{x: {{target: {theirs}}}}}\n",
    )
    folder = begun(tmp_path, "--frame", "theirs")
    assert read(folder, "targets.yaml")["targets"] == {"x": {"target": mine}}
    out = parplan("validate", str(folder), "--format", "concise", "--lang", "en").out
    assert MISSING.format(1, 1) in out
    assert parplan("gap", "--plan", str(folder)).code == 0


def test_a_frame_keeps_where_less_is_better(tmp_path: Path) -> None:
    about = "plan: {id: theirs, name: T, year: 2020, target_year: 2021}\n"
    index = "indices: [{id: x, name: X, decimals: 1, max: 20, score: 7, better: lower}]\n"
    write_plan(tmp_path / "theirs", about + index, "targets: {x: {target: {at_most: 3}}}\n")
    folder = begun(tmp_path, "--frame", "theirs")
    assert read(folder, "indicators.yaml")["indices"][0]["better"] == "lower"
    assert read(folder, "targets.yaml")["targets"] == {"x": {"target": {"at_most": ""}}}


KINDS_TOLD = {
    "vi": "# Mục tiêu là số điểm, hoặc {percent: 85}, {more_than: 98}, {at_most: 1}, {rank: 30}, {places: 1}, {group: cao}, ",
    "en": "# A target is points, or {percent: 85}, {more_than: 98}, {at_most: 1}, {rank: 30}, {places: 1}, {group: high}, ",
}


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_targets_say_what_kinds_there_are(tmp_path: Path, lang: str) -> None:
    assert ran(["init", "mine", "--index", "papi", "--lang", lang], tmp_path).code == 0
    assert KINDS_TOLD[lang] + "{direction: higher}." in (tmp_path / "mine" / "targets.yaml").read_text(encoding="utf-8").splitlines()


def test_a_fact_printed_twice_stays_one_whatever_its_ids(tmp_path: Path) -> None:
    theirs = "plan: {id: theirs, name: T, year: 2020, target_year: 2021}\nindices:\n"
    index = "  - {id: x, name: X, decimals: 1, rows: [{id: one, name: One, max: 20}]}\n  - {id: y, name: Y, decimals: 1, same_as: one}\n"
    write_plan(tmp_path / "theirs", theirs + index, "targets: {}\n")
    begun(tmp_path, "--frame", "theirs")
    assert ran(["init", "alone", "--frame", "theirs", "--index", "y"], tmp_path).code == 0
    assert [node.get("same_as") for node in read(tmp_path / "mine", "indicators.yaml")["indices"]] == [None, "one"]
    assert [node.get("same_as") for node in read(tmp_path / "alone", "indicators.yaml")["indices"]] == [None]


IDS = [("Lạng Sơn 2026", "lang-son-2026"), ("Đồng Tháp", "dong-thap"), ("KH_01", "kh-01"), ("…", "plan")]


@pytest.mark.parametrize(("folder", "ident"), IDS)
def test_the_id_is_the_folders_name(tmp_path: Path, folder: str, ident: str) -> None:
    assert ran(["init", folder, "--index", "sipas"], tmp_path).code == 0
    assert read(tmp_path / folder, "indicators.yaml")["plan"]["id"] == ident
    assert read(tmp_path / folder, "targets.yaml")["plan"] == ident


REFUSED = [
    (["init", "data"], "there is a plan in data already (indicators.yaml, targets.yaml); choose another folder"),
    (["init", "near"], "there is a plan in near already (Indicators.yml); choose another folder"),
    (["init", "x", "--index", "pap"], "the plan has no id “pap”; did you mean papi, par?"),
    (["init", "x", "--index", "par.1"], "the plan has no id “par.1”"),
    (["init", "x", "--frame", "nowhere"], "there is no folder nowhere"),
    (["init", "file"], "file cannot be written: "),
    (["init"], "the argument DIR is missing"),
]


@pytest.mark.parametrize(("typed", "said"), REFUSED)
def test_nothing_is_written_over(tmp_path: Path, typed: list[str], said: str) -> None:
    write_plan(tmp_path / "data")
    (tmp_path / "near").mkdir()
    (tmp_path / "near" / "Indicators.yml").write_text("x", encoding="utf-8")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    done = ran([*typed, "--lang", "en"], tmp_path)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_from_init_to_review_without_a_figure_of_the_example(parplan: Parplan, tmp_path: Path) -> None:
    """Another province's plan (its figures are invented): begun, filled in, recorded, reviewed, all in its own folder."""
    folder = begun(tmp_path, "--index", "papi")
    scores = [f"5.{n}1" for n in range(1, 9)]
    text = (folder / "indicators.yaml").read_text(encoding="utf-8")
    text = re.sub(r"year: \d{4} #", "year: 2025 #", text, count=1).replace("unit: #", "unit: Lạng Sơn #")
    text = re.sub(r"target_year: \d{4} #", "target_year: 2026 #", text).replace("    score:\n", "    score: 43.68\n", 1)
    for score in scores:
        text = text.replace("        score:\n", f"        score: {score}\n", 1)
    (folder / "indicators.yaml").write_text(re.sub(r"\n +rank:(?=\n)", "", text), encoding="utf-8")
    goals = (folder / "targets.yaml").read_text(encoding="utf-8")
    for score in scores:
        goals = goals.replace("planned:\n    target:\n", f"planned: 0.13\n    target: {Decimal(score) + Decimal('0.13')}\n", 1)
    (folder / "targets.yaml").write_text(goals, encoding="utf-8")
    assert parplan("validate", cwd=folder).err == "mine: nothing found\n"
    observed = [f"papi.{n}={Decimal(score) + Decimal('0.14')}" for n, score in enumerate(scores, 1)]
    recorded = parplan("record", "papi=44.80", *observed, "--layer", "published", "--source", "x", "--date", "2026-11-02", cwd=folder)
    assert recorded.code == 0, recorded
    assert "plan: mine\n" in (folder / "results.yaml").read_text(encoding="utf-8")
    told = ""
    for call in ("gap", "project", "simulate", "reach papi --at-least 46", "progress --as-of 2026-12-01", "review", "validate"):
        done = parplan(*call.split(), "--lang", "en", cwd=folder)
        assert done.code == 0, done
        told += done.out + done.err
    assert "8 of 8 targets met" in told
    assert "Cao" not in told
    assert "example" not in told
    assert OUTCOMES.isdisjoint(told.split())
    assert embedded().resolve() == (ROOT / "data").resolve()
