"""Which figures are wrong: `parplan errata suggest` as the contract has it, and the repair finder against every answer there is."""

import csv
import io
import itertools
import json
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from conftest import ROOT, Parplan
from helpers_cli import HEAD, write_plan
from parplan.api import load
from parplan.checks.plan import Checked, check, overlaid
from parplan.engine.identities.equations import adds_up
from parplan.engine.identities.identity import Identity
from parplan.engine.identities.printed import Figure, figure_at, figure_paths
from parplan.engine.repair.beside import Said, said
from parplan.engine.repair.edits import EQUATIONS, Edit, Row, edits_of
from parplan.engine.repair.elimination import Bounds, Conflict, bounds
from parplan.engine.repair.find import find
from parplan.engine.repair.groups import Group, Repair
from parplan.engine.repair.search import Budget, Events, Search, connected, moved, steps
from parplan.engine.repair.slips import SHARES, slip
from parplan.engine.repair.system import Grid, System
from parplan.model.fields import Day
from parplan.model.habits import Names
from parplan.model.peers import Panel
from parplan.model.results import Layer, Observation, Outcomes
from parplan.points import Lang
from parplan.reports.suggest_sentences import SLIPS as SLIP_WORDS
from parplan.reports.suggest_sentences import VERDICTS
from parplan.text import Text
from parplan.workspace.beside import habits
from parplan.yaml_text.read import read
from parplan.yaml_text.source import Sources
from reading import check_text
from slipped import Small, answers, groups, smalls

sys.path.insert(0, str(ROOT / "benchmarks"))
import make_slips

D = Decimal
SUGGEST = ("errata", "suggest")
PUBLISHED = ROOT / "tests" / "published"


# The embedded plan as printed, without its ledger.


@pytest.fixture
def unledgered(tmp_path: Path) -> Path:
    """The embedded plan's figures, without what was decided about them."""
    folder = tmp_path / "as-printed"
    folder.mkdir()
    for name in ("indicators.yaml", "targets.yaml"):
        shutil.copy(ROOT / "data" / name, folder)
    return folder


def suggested(parplan: Parplan, *typed: str) -> dict[str, Any]:
    ran = parplan(*SUGGEST, "--format", "json", *typed)
    assert (ran.code, ran.err) == (0, "")
    payload: dict[str, Any] = json.loads(ran.out, parse_float=Decimal, parse_int=Decimal)
    return payload


# Everything there is to suggest, a line a change: the group's contradictions (in brackets what follows), path, from, to, low, high, slip,
# verdict, how many contradictions it repairs, witnesses.
PRINTED = """
A301:par.5.score (A305:par.5.target)                  par.5.admin.score  4.75 4.70 4.69 4.71 replaced undecided 1 par.5.score
A301:par.5.score (A305:par.5.target)                  par.5.survey.score 6.79 6.74 6.73 6.75 replaced undecided 1 par.5.score
A301:par.8.score A307:sipas.score (A305:par.8.target) par.8.sipas.score  7.73 7.43 7.43 7.44 replaced strong    2 par.8.score,sipas.score
A304:papi.4.target                                    papi.4.planned     0.17 0.55 0.54 0.56 other    undecided 1 papi.4.target
A304:papi.4.target                                    papi.4.target      6.63 6.25 6.24 6.26 other    undecided 1 papi.4.score
"""
# figure, as printed, what it would have to be, what speaks against that
HELD = """
par.5.score  11.49 11.54 par.5.target,par.score
par.8.score  10.82 11.11 par.8.target,par.score
sipas.score  7.43  7.73  sipas.percent
papi.4.score 6.08  6.46  papi.score
"""


def broken_in(group: dict[str, Any]) -> str:
    of = {follows: [f"{one['code']}:{one['path']}" for one in group["broken"] if one["follows"] is follows] for follows in (False, True)}
    return " ".join([*of[False], *([f"({' '.join(of[True])})"] if of[True] else [])])


def test_the_plan_as_printed(parplan: Parplan, unledgered: Path) -> None:
    payload = suggested(parplan, "--plan", str(unledgered))
    lines = [
        " ".join(
            [
                broken_in(group),
                *(str(change[key]) for key in ("path", "from", "to", "low", "high")),
                *(str(one[key]) for key in ("slip", "verdict", "repairs")),
                ",".join(one["witnesses"]),
            ]
        )
        for group in payload["groups"]
        for one in group["suggestions"]
        for change in one["changes"]
    ]
    assert lines == [" ".join(line.split()) for line in PRINTED.strip().splitlines()]
    assert {one["breaks"] for group in payload["groups"] for one in group["suggestions"]} == {0}
    held = [f"{it['path']} {it['printed']} {it['value']} {','.join(it['by'])}" for group in payload["groups"] for it in group["held"]]
    assert held == [" ".join(line.split()) for line in HELD.strip().splitlines()]


def test_json_is_the_contract(parplan: Parplan, unledgered: Path) -> None:
    payload = suggested(parplan, "--plan", str(unledgered))
    assert {"schema", "plan", "basis", "groups"} <= set(payload)
    assert (payload["schema"], payload["plan"], payload["basis"]) == ("parplan/errata-suggest/1", str(unledgered), "printed")
    assert len(payload["groups"]) == 3
    for group in payload["groups"]:
        assert {"broken", "suggestions"} <= set(group)
        assert group["complete"] is True
        for one in group["broken"]:
            assert {"code", "path"} <= set(one)
        for one in group["suggestions"]:
            assert set(one) == {"changes", "repairs", "breaks", "slip", "witnesses", "verdict", "why"}
            assert all(set(change) == {"path", "from", "to", "low", "high"} for change in one["changes"])
            assert isinstance(one["why"], str)
            assert isinstance(one["slip"], str)


def test_the_ledger_changes_what_is_known_and_nothing_that_is_suggested(parplan: Parplan, unledgered: Path) -> None:
    printed = suggested(parplan, "--plan", str(unledgered))["groups"]
    entered = suggested(parplan)["groups"]
    assert [group["suggestions"] for group in entered] == [group["suggestions"] for group in printed]
    status = [[(one["status"], one["erratum"]) for one in group["broken"]] for group in entered]
    assert status == [
        [("known", "par.5.score")] * 2,
        [("known", "par.8.sipas.score")] * 3,
        [("known", "papi.4.target")],
    ]
    assert {(one["status"], one["erratum"]) for group in printed for one in group["broken"]} == {("open", None)}


def test_csv_is_for_machines(parplan: Parplan, unledgered: Path) -> None:
    ran = parplan(*SUGGEST, "--plan", str(unledgered), "--format", "csv", "--lang", "vi")
    assert (ran.code, ran.err) == (0, "")
    records = list(csv.DictReader(io.StringIO(ran.out)))
    keys = ("group", "way", "path", "from", "to", "low", "high", "repairs", "breaks", "witnesses")
    assert [[record[key] for key in keys] for record in records] == [
        ["1", "1", "par.5.admin.score", "4.75", "4.70", "4.69", "4.71", "1", "0", "par.5.score"],
        ["1", "2", "par.5.survey.score", "6.79", "6.74", "6.73", "6.75", "1", "0", "par.5.score"],
        ["2", "1", "par.8.sipas.score", "7.73", "7.43", "7.43", "7.44", "2", "0", "par.8.score sipas.score"],
        ["3", "1", "papi.4.planned", "0.17", "0.55", "0.54", "0.56", "1", "0", "papi.4.target"],
        ["3", "2", "papi.4.target", "6.63", "6.25", "6.24", "6.26", "1", "0", "papi.4.score"],
    ]
    assert {record["plan"] for record in records} == {str(unledgered)}
    assert records[2]["broken"] == "A301:par.8.score A307:sipas.score A305:par.8.target"


# What the table says, in both languages, whatever its width; {words} stand for the verdict and the slip.
ROWS = [
    ("1 {undecided} par.5.admin.score 4.75 4.70 4.69 4.71 {replaced} 1 0 ", "100"),
    ("2 {undecided} par.5.survey.score 6.79 6.74 6.73 6.75 {replaced} 1 0 ", "100"),
    ("1 {strong} par.8.sipas.score 7.73 7.43 7.43 7.44 {replaced} 2 0 ", "100"),
    ("1 {undecided} papi.4.planned 0.17 0.55 0.54 0.56 {other} 1 0 ", "160"),
    ("2 {undecided} papi.4.target 6.63 6.25 6.24 6.26 {other} 1 0 ", "160"),
]
SAID = {
    "en": [
        "1. A301 par.5.score ",
        "2. A301 par.8.score, A307 sipas.score ",
        "3. A304 papi.4.target ",
        "also settled by it: A305 par.8.target ",
        "1. strong: one digit replaced; settles 2, breaks none; par.8.score and sipas.score support this value; "
        "no other figure would settle all of this ",
        "; par.5.score supports this value; 6.79 → 6.74 in par.5.survey.score would do as well ",
        " --decision correct=7.43 --because … ",
        "par.5.score stays 11.49: 11.54 would contradict par.5.target and par.score ",
        "papi.4.score stays 6.08: 6.46 would contradict papi.score ",
        "(cao-bang-2023).",
    ],
    "vi": [
        "2. A301 par.8.score, A307 sipas.score ",
        "các mâu thuẫn kéo theo, sẽ tự hết: A305 par.8.target ",
        "1. rất có cơ sở: sai một chữ số; hết 2 mâu thuẫn, không có mâu thuẫn mới; "
        "par.8.score và sipas.score đều khớp với số này; sửa bất kỳ số nào khác cũng không hết mâu thuẫn ",
        "; par.5.score khớp với số này; cũng có thể là par.5.survey.score: 6,79 → 6,74 ",
        " --decision correct=7.43 --because … ",
        "par.5.score: giữ nguyên 11,49, vì nếu sửa thành 11,54 sẽ mâu thuẫn với par.5.target và par.score ",
        "papi.4.score: giữ nguyên 6,08, vì nếu sửa thành 6,46 sẽ mâu thuẫn với papi.score ",
        "(cao-bang-2023).",
    ],
}


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("width", ["100", "160"])
def test_the_table_says_it_in_both_languages(
    parplan: Parplan, unledgered: Path, monkeypatch: pytest.MonkeyPatch, lang: Lang, width: str
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    ran = parplan(*SUGGEST, "--plan", str(unledgered), "--lang", lang)
    assert (ran.code, ran.err) == (0, "")
    words = {name: text.say(lang) for name, text in (*VERDICTS.items(), *SLIP_WORDS.items())}
    rows = [row.format(**words) for row, least in ROWS if int(least) <= int(width)]
    said = " ".join(ran.out.split())
    assert [row for row in rows if (row if lang == "en" else comma(row)) not in said] == []
    assert [line for line in SAID[lang] if line not in said] == []
    *table, _ = ran.out.splitlines()  # the last line names the plan's folder, however long its path is
    assert max(map(len, table)) <= int(width)
    assert "…" not in ran.out.replace("--because …", "")


def comma(row: str) -> str:
    """A row with the decimal mark of Vietnamese: that of figures, not of paths."""
    return " ".join(word.replace(".", ",") if word.replace(".", "").isdigit() else word for word in row.split(" "))


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_why_is_in_the_language_of_the_run(parplan: Parplan, unledgered: Path, lang: str) -> None:
    why = suggested(parplan, "--plan", str(unledgered), "--lang", lang)["groups"][1]["suggestions"][0]["why"]
    assert [line for line in SAID[lang] if line.partition(": ")[2] == f"{why} "] != []


# What stands beside a plan's groups: contradictions without another value, and whether errata can hold them.
RANKED = "indices:\n  - {id: c, name: C, decimals: 2, max: 10, rank: 17/63, rank_change: 6, history: {2021: {rank: 21/63}}}\n"
ABOVE = "indices:\n  - {id: c, name: C, decimals: 2, max: 10, score: 12.00}\n"
UNTRIED = [
    (RANKED, "A310", "c.rank_change", False, "which do not simply add up (ranks, rows with a rule of their own); put right in the plan's "),
    (RANKED.replace("17/63, rank_change: 6", "71/63"), "R206", "c.rank", False, "which do not simply add up"),
    (ABOVE, "R201", "c.score", True, "decide with `parplan errata accept`"),
]


@pytest.mark.parametrize(("indices", "code", "path", "decidable", "where"), UNTRIED)
def test_contradictions_without_another_value_are_told(
    parplan: Parplan, tmp_path: Path, indices: str, code: str, path: str, decidable: bool, where: str
) -> None:
    plan = str(write_plan(tmp_path / "plan", HEAD + indices, "targets: {}\n"))
    told = suggested(parplan, "--plan", plan, "--lang", "en")
    assert told["groups"] == []
    assert [(it["code"], it["path"], it["decidable"]) for it in told["untried"]] == [(code, path, decidable)]
    out = parplan(*SUGGEST, "--plan", plan, "--lang", "en").out
    assert out.startswith("no contradiction for which another value is sought\n\n- no other value is sought for ")
    assert f" {code} {path}" in out
    assert where in out


# Three figures of a row would have to change together: possible, and nothing more.
WEAK = """\
indices:
  - id: c
    name: C
    decimals: 2
    max: 20
    score: 8.82
    rows: [{id: c.1, name: A, max: 10, score: 2.37}, {id: c.2, name: B, max: 10, score: 6.82}]
"""
WEAK_TARGETS = "targets: {c: {planned: 0.25, target: 9.07}, c.1: {planned: 0.18, target: 2.55}, c.2: {planned: 0.42, target: 7.24}}\n"


@pytest.mark.parametrize(("lang", "word"), [("en", "weak"), ("vi", "ít khả năng")])
def test_a_verdict_has_one_word(parplan: Parplan, tmp_path: Path, lang: str, word: str) -> None:
    plan = str(write_plan(tmp_path / "plan", HEAD + WEAK, WEAK_TARGETS))
    verdicts = {it["verdict"] for group in suggested(parplan, "--plan", plan)["groups"] for it in group["suggestions"]}
    helped = [line.split(": ")[1] for line in parplan("validate", plan, "--lang", lang).out.splitlines() if "errata suggest" in line]
    assert (verdicts, set(helped)) == ({"weak"}, {word})


HELP_LINES = {
    "en": [
        "help: not enough evidence: 4.75 → 4.70 in par.5.admin.score or 6.79 → 6.74 in par.5.survey.score; see `parplan errata suggest`",
        "help: strong: 7.73 → 7.43 in par.8.sipas.score (one digit replaced); see `parplan errata suggest`",
        "help: strong: 7.73 → 7.43 in par.8.sipas.score (one digit replaced); see `parplan errata suggest`",
        "help: this follows from the contradiction at par.5.score; settle that one first",
        "help: this follows from the contradiction at par.8.score; settle that one first",
        "help: not enough evidence: 0.17 → 0.55 in papi.4.planned or 6.63 → 6.25 in papi.4.target; see `parplan errata suggest`",
    ],
    "vi": [
        "chưa đủ căn cứ: par.5.admin.score: 4,75 → 4,70 hoặc par.5.survey.score: 6,79 → 6,74; xem “parplan errata suggest”",
        "rất có cơ sở: par.8.sipas.score: 7,73 → 7,43 (sai một chữ số); xem “parplan errata suggest”",
        "rất có cơ sở: par.8.sipas.score: 7,73 → 7,43 (sai một chữ số); xem “parplan errata suggest”",
        "do mâu thuẫn tại par.5.score kéo theo; xử lý chỗ đó trước",
        "do mâu thuẫn tại par.8.score kéo theo; xử lý chỗ đó trước",
        "chưa đủ căn cứ: papi.4.planned: 0,17 → 0,55 hoặc papi.4.target: 6,63 → 6,25; xem “parplan errata suggest”",
    ],
}


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_validate_says_the_same_as_its_next_step(parplan: Parplan, unledgered: Path, lang: str) -> None:
    blocks = parplan("validate", str(unledgered), "--lang", lang).out.split("\n\n")
    helped = [block.splitlines()[-1].strip() for block in blocks if "[A30" in block]
    assert len(helped) == len(HELP_LINES[lang])
    assert [line for line, wanted in zip(helped, HELP_LINES[lang], strict=True) if not line.endswith(wanted)] == []


def test_a_plan_without_contradictions(parplan: Parplan, tmp_path: Path) -> None:
    folder = str(write_plan(tmp_path / "plan"))
    assert suggested(parplan, folder)["groups"] == []
    header = parplan(*SUGGEST, folder, "--format", "csv").out
    assert header.startswith("plan,group,broken,way,verdict,path,from,to,low,high,slip,repairs,breaks,witnesses")
    assert len(header.splitlines()) == 1
    for lang, words in (("vi", "không có mâu thuẫn nào cần sửa\n"), ("en", "no contradiction to repair\n")):
        ran = parplan(*SUGGEST, folder, "--lang", lang)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith(words)


WRONG = HEAD + "indices:\n  - {id: a, name: A, decimals: 1, max: 10, score: 5, rows: [{id: a.1, name: B, max: 10, score: 6}]}\n"


def test_several_folders(parplan: Parplan, unledgered: Path, tmp_path: Path) -> None:
    other = write_plan(tmp_path / "other", WRONG, "targets: {}\n")
    fine = write_plan(tmp_path / "fine")
    payload = suggested(parplan, str(unledgered), str(other), str(fine))
    assert payload["plans"] == [str(unledgered), str(other), str(fine)]
    assert payload["plan"] is None
    assert [group["plan"] for group in payload["groups"]] == [str(unledgered)] * 3 + [str(other)]
    numbered = parplan(*SUGGEST, str(unledgered), str(other), "--lang", "en").out
    assert f"\n4. {other}: A301 a.score\n" in numbered
    below = suggested(parplan, str(tmp_path))
    assert sorted(below["plans"]) == sorted(payload["plans"])


@pytest.mark.parametrize(("lang", "words"), [("en", "error: give folders or --plan, not both"), ("vi", "lỗi: ")])
def test_plan_and_folder_together_are_not_understood(parplan: Parplan, unledgered: Path, lang: str, words: str) -> None:
    ran = parplan(*SUGGEST, str(unledgered), "--plan", str(unledgered), "--lang", lang)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"parplan: {words}")
    assert ran.err == parplan("validate", str(unledgered), "--plan", str(unledgered), "--lang", lang).err


@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown"])
@pytest.mark.parametrize("first", [False, True])
def test_a_broken_file_is_an_error_and_withholds_no_other_plan(
    parplan: Parplan, unledgered: Path, tmp_path: Path, form: str, first: bool
) -> None:
    bad = write_plan(tmp_path / "bad", WRONG.replace("score: 6", "score: 6,5"), "targets: {}\n")
    folders = [str(bad), str(unledgered)] if first else [str(unledgered), str(bad)]
    ran = parplan(*SUGGEST, *folders, "--format", form, "--lang", "en")
    assert ran.code == 1
    assert ran.err.startswith(f"parplan: {bad}: could not be worked out: {bad}/indicators.yaml:")
    assert "par.8.sipas.score" in ran.out.replace("\\", "")
    alone = parplan(*SUGGEST, str(bad), "--format", form, "--lang", "en")
    assert (alone.code, alone.out) == (2, "")
    assert f"{bad}/indicators.yaml:" in alone.err
    assert "error[S" in alone.err


def test_a_folder_that_is_not_there(parplan: Parplan, tmp_path: Path) -> None:
    ran = parplan(*SUGGEST, str(tmp_path / "nowhere"), "--lang", "en")
    assert (ran.code, ran.out, ran.err) == (2, "", f"parplan: error: there is no folder {tmp_path / 'nowhere'}\n")


# Slips: what was meant, what is printed, with how many decimals, what stands above, and what kind of slip that is.
SLIPS = """
7.43  7.73  2 -    replaced
4.70  4.75  2 -    replaced
6.74  6.79  2 -    replaced
10    20    0 -    replaced
-3.1  -3.7  1 -    replaced
12.95 1.95  2 -    dropped
116   16    0 -    dropped
0.17  0.7   2 -    dropped
7.43  7.4   2 -    dropped
10.82 10.2  2 -    dropped
1979  19979 0 -    doubled
7.4   77.4  2 -    doubled
116   161   0 -    swapped
129   192   0 -    swapped
6.25  2.65  2 -    swapped
6.25  6.52  2 -    swapped
-0.86 -0.68 2 -    swapped
4.75  47.5  2 -    point
4.75  0.475 3 -    point
4.75  475   2 -    point
74.3  0.743 3 -    point
82.62 8.262 2 -    point
1287  1.287 0 -    point
82.63 8.262 2 -    other
0.4   -0.4  1 -    sign
-5.34 5.34  2 -    sign
3.02  9.52  2 9.52 copied
1     13.5  1 13.5 copied
6.63  6.25  2 -    other
5.13  7.57  2 -    other
0.55  0.17  2 -    other
5     9.52  2 9.53 other
7.43  3.47  2 -    other
9.52  19.52 2 -    other
12    1234  0 -    other
"""


@pytest.mark.parametrize(("meant", "printed", "decimals", "above", "kind"), [line.split() for line in SLIPS.strip().splitlines()])
def test_kinds_of_slips(meant: str, printed: str, decimals: str, above: str, kind: str) -> None:
    found = slip(D(printed), D(meant), int(decimals), None if above == "-" else D(above))
    assert found.kind == kind
    assert 0 < found.likelihood < 1


TYPED: tuple[make_slips.Kind, ...] = ("replaced", "dropped", "doubled", "swapped", "point", "sign")


@pytest.mark.parametrize("kind", TYPED)
@given(units=st.integers(-99999, 99999), decimals=st.integers(1, 3), short=st.booleans(), data=st.data())
def test_every_outcome_of_a_slip_is_recognised(kind: make_slips.Kind, units: int, decimals: int, short: bool, data: st.DataObject) -> None:
    """Whatever a typist makes of a figure, that kind of slip is given its share: nothing of the sort is called unexplained."""
    meant = D(units).scaleb(-decimals)
    text = f"{meant.normalize():f}" if short else f"{meant:f}"
    figure = make_slips._figure_with(decimals)
    made = [typed for typed in dict.fromkeys(make_slips._TYPED[kind](text)) if figure.fullmatch(typed) and D(typed) != meant]
    assume(made)
    printed = data.draw(st.sampled_from(made))
    found = slip(D(printed), D(text), decimals)
    assert found.kind != "other", (text, printed)
    assert found.likelihood >= SHARES[kind] / (9 * (len(text) + decimals))


@given(
    meant=st.integers(-9999, 9999), printed=st.integers(-9999, 9999), decimals=st.integers(0, 3), above=st.none() | st.integers(-99, 9999)
)
def test_likelihoods_are_shares(meant: int, printed: int, decimals: int, above: int | None) -> None:
    assume(meant != printed)
    of = [None if value is None else D(value).scaleb(-decimals) for value in (printed, meant, above)]
    assert of[0] is not None
    assert of[1] is not None
    found = slip(of[0], of[1], decimals, of[2])
    assert 0 < found.likelihood < 1
    assert found.likelihood >= slip(of[0], of[1], decimals).likelihood
    assert found.kind in SHARES


def test_the_shares_of_all_kinds_are_all_there_is() -> None:
    assert sum(SHARES.values()) == pytest.approx(1)
    assert min(SHARES.values()) > 0


# Elimination, against every whole answer and every rational one.


@st.composite
def systems(draw: st.DrawFn, most: int = 3) -> list[Row]:
    count = draw(st.integers(1, most))
    edits = [Edit("A301", Figure(f"x.{at}", "score", D(0), D(0)), (), None, D(0)) for at in range(draw(st.integers(1, 5)))]
    small = st.integers(-3, 3)
    return [Row(tuple(draw(small) for _ in range(count)), draw(st.integers(-6, 9)), frozenset((edit,))) for edit in edits]


SPAN = range(-7, 8)


def whole_answers(rows: Sequence[Row]) -> list[tuple[int, ...]]:
    """Every whole answer within the span."""
    return [
        moves
        for moves in itertools.product(SPAN, repeat=len(rows[0].factors))
        if all(sum(factor * move for factor, move in zip(row.factors, moves, strict=True)) <= row.bound for row in rows)
    ]


def solved(rows: Sequence[Sequence[Fraction]]) -> list[Fraction] | None:
    """The one answer of as many equations (factors, then the right side) as there are unknowns; None where there is not just one."""
    left = [list(row) for row in rows]
    for at in range(len(left)):
        pivot = next((row for row in left[at:] if row[at]), None)
        if pivot is None:
            return None
        left.remove(pivot)
        left.insert(at, [value / pivot[at] for value in pivot])
        left = [row if row is left[at] else [a - row[at] * b for a, b in zip(row, left[at], strict=True)] for row in left]
    return [row[-1] for row in left]


def feasible(rows: Sequence[tuple[tuple[int, ...], int]]) -> bool:
    """Whether there is any rational answer: then, with a box around, a corner is one."""
    count = len(rows[0][0])
    box = [(tuple(sign * (at == place) for at in range(count)), 10_000) for place in range(count) for sign in (1, -1)]
    every = [*rows, *box]
    for corner in itertools.combinations(every, count):
        point = solved([[*map(Fraction, factors), Fraction(bound)] for factors, bound in corner])
        if point is not None and all(sum(f * x for f, x in zip(factors, point, strict=True)) <= bound for factors, bound in every):
            return True
    return False


@given(rows=systems(), data=st.data())
def test_elimination_never_excludes_an_answer(rows: list[Row], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(rows[0].factors) - 1))
    found = bounds(rows, place)
    moves = {answer[place] for answer in whole_answers(rows)}
    if isinstance(found, Conflict):
        assert moves == set()
    else:
        assert all((found.low is None or found.low <= move) and (found.high is None or move <= found.high) for move in moves)


@given(rows=systems(1))
def test_for_one_event_elimination_is_exact(rows: list[Row]) -> None:
    found = bounds(rows, 0)
    moves = [answer[0] for answer in whole_answers(rows)]
    if isinstance(found, Bounds):
        low = max(SPAN[0], SPAN[0] if found.low is None else found.low)
        high = min(SPAN[-1], SPAN[-1] if found.high is None else found.high)
        assert moves == list(range(low, high + 1))
    else:
        assert moves == []


@given(rows=systems(), data=st.data())
def test_a_conflict_names_edits_that_cannot_hold_together(rows: list[Row], data: st.DataObject) -> None:
    """No answer with the event asked for at a whole number: not even a rational one for the others. And none is a conflict but that."""
    place = data.draw(st.integers(0, len(rows[0].factors) - 1))
    found = bounds(rows, place)
    named = found.edits if isinstance(found, Conflict) else frozenset(edit for row in rows for edit in row.edits)
    kept = [row for row in rows if row.edits <= named]
    at_whole = [
        feasible(
            [(row.factors, row.bound) for row in kept]
            + [(tuple(sign * (at == place) for at in range(len(rows[0].factors))), sign * move) for sign in (1, -1)]
        )
        for move in (SPAN[3:-3] if isinstance(found, Conflict) else ends(found))
    ]
    assert any(at_whole) == isinstance(found, Bounds)
    assert all(at_whole) or isinstance(found, Conflict)


def one_row(name: str, *figures: int) -> Row:
    """factor, factor, … <= bound, of an edit of that name."""
    *factors, bound = figures
    return Row(tuple(factors), bound, frozenset((Edit(name, Figure(name, "score", D(0), D(0)), (), None, D(0)),)))


# Edits (name, factors, bound), the event asked for, and which edits cannot hold together.
CONFLICTS = [
    (["a 1 -1 0", "b 0 1 2", "c -1 0 -5"], 0, "abc"),  # x <= y <= 2 and x >= 5
    (["a 1 -1 0", "b 0 1 2", "c -1 0 -5"], 1, "abc"),
    (["a 1 1", "b -1 -2", "c 1 0"], 0, "bc"),  # the lowest of the upper ends
    (["a 2 1", "b -2 -1"], 0, "ab"),  # a half is not whole
    (["a 0 -1", "b 1 5"], 0, "a"),  # what no move mends
    (["a 1 1 1 0", "b -1 0 0 -1", "c 0 -1 0 -1", "d 0 0 -1 -1", "e 1 0 0 9"], 2, "abcd"),
]


@pytest.mark.parametrize(("lines", "place", "names"), CONFLICTS)
def test_which_edits_stand_in_the_way(lines: list[str], place: int, names: str) -> None:
    found = bounds([one_row(name, *map(int, figures)) for name, *figures in map(str.split, lines)], place)
    assert isinstance(found, Conflict)
    assert "".join(sorted(edit.code for edit in found.edits)) == names


def ends(found: Bounds) -> list[int]:
    """The ends of an interval, or something within."""
    return [next(end for end in (one, other, 0) if end is not None) for one, other in ((found.low, found.high), (found.high, found.low))]


# Small plans, and every answer there is.


@cache
def checked_of(small_files: tuple[tuple[Any, str], ...]) -> Checked:
    return check_text(dict(small_files))


def checked(small: Small) -> Checked:
    return checked_of(tuple(small.files().items()))


def contradictions(found: Checked) -> set[tuple[str, str]]:
    """What is broken of the printed figures: equations beyond rounding, and limits; what is not printed (R212) no repair puts."""
    every = (it for it in found.findings if it.code[0] in "AR" and it.severity == "error")
    return {(finding.code, finding.path) for finding in every if finding.code != "R212"}


def named(group: Sequence[Any]) -> frozenset[tuple[str, str]]:
    return frozenset((one.code, one.total.path if isinstance(one, Edit) else one.path) for one in group)


def searches(small: Small) -> Iterator[tuple[list[Any], Search]]:
    """Every group of a plan, as it is defined here, and the finder's search for it."""
    plan = checked(small).plan
    assert plan is not None
    system = System(plan)
    seeds = [edit for ident in plan.by_id for edit in system.of(ident) if not edit.holds_now]
    by_name = {named(part): part for part in connected(system, seeds) if any(edit.is_equation for edit in part)}
    mine = groups(small)
    assert {named(group) for group in mine} == by_name.keys()
    for group in mine:
        yield group, Search(system, by_name[named(group)], set(seeds), frozenset(), Budget())


def paths_of(events: Sequence[Sequence[str]]) -> frozenset[str]:
    return frozenset(path for event in events for path in event)


@given(small=smalls())
def test_the_rules_written_down_twice_say_the_same(small: Small) -> None:
    assert contradictions(checked(small)) == small.broken()


REACH = 1500  # tenths: more than any figure of these plans has to move, but for a maximum of next to nothing percent


@given(small=smalls())
def test_every_single_slip_is_found_with_all_its_values(small: Small) -> None:
    """A figure, or one with the other places of its fact, or with totals added up from it: all that can be, and none that cannot."""
    for group, search in searches(small):
        found = {paths_of(events): bounds(search.rows(events), 0) for events in search.sets(1)}
        grids = {event: answers(small, group, [event], REACH).nonzero()[0] - REACH for event in small.events()}
        able = {event: (int(grid[0]), int(grid[-1]), len(grid)) for event, grid in grids.items() if len(grid)}
        wanted = {event: ends for event, ends in able.items() if not any(other < event for other in able)}
        within = {event: ends for event, found_ends in found.items() if (ends := seen(found_ends))}
        assert within == wanted


def seen(found: Bounds | Conflict) -> tuple[int, int, int] | None:
    """What of an interval lies within reach: from, to, how many."""
    assert isinstance(found, Bounds)
    low, high = max(-REACH, -REACH if found.low is None else found.low), min(REACH, REACH if found.high is None else found.high)
    return (low, high, high - low + 1) if low <= high else None


def pairs(small: Small, group: Sequence[Any]) -> set[frozenset[str]]:
    """The figures of every two slips that make a group hold together, without those that move more than others need."""
    both = [
        (one, other)
        for one, other in itertools.combinations(small.events(), 2)
        if not one & other and all((one | other) & each.paths for each in group)
    ]
    able = {one | other for one, other in both if answers(small, group, [one, other], 150).any()}
    return {paths for paths in able if not any(other < paths for other in able)}


def found_pairs(search: Search) -> set[frozenset[str]]:
    """The same as the finder has it: sets for which there is anything that can be printed."""

    def valued(events: Events) -> bool:
        return any(search.holds(events, moved(search.system, events, moves)) for moves in search.moves(events, 300))

    return {paths_of(events) for events in search.sets(2) if valued(events)}


@given(small=smalls())
def test_every_two_slips_are_found_where_one_does_not_do(small: Small) -> None:
    for group, search in searches(small):
        if not search.sets(1):
            wanted, found = pairs(small, group), found_pairs(search)
            assert found <= wanted
            assert {paths for paths in wanted if not with_its_percent(paths)} <= found


def with_its_percent(paths: frozenset[str]) -> bool:
    """Whether a maximum and the percent of it change together (see the last tests here)."""
    return any(path.endswith(".max") and f"{path.removesuffix('.max')}.percent" in paths for path in paths)


# What a suggestion says of itself is true.


def applied(sources: Sources, found: Checked, repair: Repair) -> set[tuple[str, str]]:
    """What is wrong once the figures are changed, but for remarks, and for what is not printed (see `contradictions`)."""
    assert found.plan is not None
    changed = {found.plan.loc(*change.path.rpartition(".")[::2]): change.new for change in repair.changes}
    every = (it for it in overlaid(sources, changed).findings if it.severity != "note" and it.code != "R212")
    return {(finding.code, finding.path) for finding in every}


def suggestions_that_do_not_hold(files: dict[Any, str]) -> list[tuple[str, ...]]:
    sources = Sources("text", {kind: read(f"{kind}.yaml", text.encode()) for kind, text in files.items()})
    before = check(sources)
    assert before.plan is not None
    wrong = {(finding.code, finding.path) for finding in before.findings if finding.severity != "note"}
    bad: list[tuple[str, ...]] = []
    for group in find(before.plan, before.findings):
        mine = named(group.broken)
        for repair in group.repairs:
            after = applied(sources, before, repair)
            said = tuple(f"{change.path} {change.old} -> {change.new}" for change in repair.changes)
            bad += [said] if after & mine or after - wrong or any(change.new == change.old for change in repair.changes) else []
            assert all(change.low <= change.new <= change.high for change in repair.changes)
            assert (repair.repairs, repair.breaks) == (len(group.broken), 0)
    return bad


@given(small=smalls())
def test_suggestions_repair_their_group_and_break_nothing(small: Small) -> None:
    assert suggestions_that_do_not_hold(small.files()) == []


@given(small=smalls(), random=st.randoms(use_true_random=False))
def test_the_order_of_findings_does_not_matter_and_groups_share_nothing(small: Small, random: Random) -> None:
    found = checked(small)
    assert found.plan is not None
    groups_found = find(found.plan, found.findings)
    assert repr(groups_said(groups_found)) == repr(groups_said(find(found.plan, found.findings)))
    shuffled = list(found.findings)
    random.shuffle(shuffled)
    assert said_of(find(found.plan, shuffled)) == said_of(groups_found)
    every = [(edit.code, edit.total.path) for group in groups_found for edit in (*group.broken, *group.follows)]
    assert len(every) == len(set(every))
    assert set(every) == {place for group in groups(small) for place in named(group)}
    assert {place for place in every if place[0] in EQUATIONS} == {place for place in small.broken() if place[0] in EQUATIONS}
    assert bool(groups_found) == any(code in EQUATIONS for code, _ in small.broken())


def groups_said(found: Sequence[Group]) -> list[Any]:
    """Everything of groups, in their own order."""
    return [(sorted(named(group.broken)), sorted(named(group.follows)), group.repairs, group.held, group.complete) for group in found]


def said_of(found: Sequence[Group]) -> list[str]:
    """Everything that a run shows of groups that one slip settles, in an order of its own."""
    return sorted(
        repr(
            (
                sorted(named(group.broken)),
                sorted(named(group.follows)),
                sorted((sorted(repair.changes), repair.repairs, sorted(repair.witnesses), repair.verdict) for repair in group.repairs),
                sorted(held.path for held in group.held),
            )
        )
        for group in found
        if all(sum(change.slip is not None for change in repair.changes) == 1 for repair in group.repairs[:1]) and group.repairs
    )


def seeded(name: str) -> Random:
    return Random(name)  # noqa: S311 - plans to test with, not secrets


def test_a_plan_without_errors_has_nothing_to_repair(findings: tuple[Any, ...]) -> None:
    for number in range(10):
        found = check_text(make_slips.consistent(seeded(f"fine {number}")).files())
        assert found.plan is not None
        assert find(found.plan, found.findings) == ()
    assert findings


def test_planted_slips_of_one_digit_are_among_the_suggestions() -> None:
    """150 plans that agree, one digit of one figure replaced: where anything is broken, that figure with its value is suggested."""
    missed: list[str] = []
    visible = 0
    for number in range(150):
        random = seeded(f"one digit {number}")
        planted = make_slips.planted(random, make_slips.consistent(random), "replaced")
        if planted is None or not make_slips.visible(make_slips.plan_of(planted)):
            continue
        visible += 1
        found = check_text(planted.files())
        assert found.plan is not None
        (change,) = planted.changes
        ways = [repair.changes for group in find(found.plan, found.findings) for repair in group.repairs]
        if not any(len(way) == 1 and way[0].path == change.path and way[0].low <= change.true <= way[0].high for way in ways):
            missed.append(f"{number}: {change.path} {change.true} printed as {change.printed}")
    assert visible > 100
    assert missed == []


# Worked out by hand: a plan, and everything that is suggested (path, printed -> meant, from .. to).


def plan_text(indices: str, targets: str = "{}") -> dict[Any, str]:
    return {"indicators": f"{HEAD}indices:\n{indices}", "targets": f"targets: {targets}\n"}


BY_HAND = [
    (  # a percent says more of a low maximum than of a high one: 100 x 50 = percent x maximum, within 50 and half the maximum
        "  - {id: x, name: X, decimals: 0, max: 800, score: 50, percent: 5}\n",
        ["x.score 50 36..44", "x.percent 5 6..6", "x.max 800 900..1122"],
    ),
    (  # a bonus comes on top of the maximum: 12 of 10 is possible
        "  - id: x\n    name: X\n    decimals: 1\n    max: 10\n    score: 9\n    rows:\n"
        "      - {id: x.1, name: a, max: 10, score: 9}\n      - {id: x.2, name: b, bonus: true, max: 4, score: 3}\n",
        ["x.score 9 11.9..12.1", "x.1.score 9 5.9..6.1", "x.2.score 3 0..0.1"],
    ),
    (  # as does a bonus of a part of it: 12 of 10 is possible
        "  - id: x\n    name: X\n    decimals: 1\n    max: 10\n    score: 9\n    rows:\n"
        "      - {id: x.1, name: a, max: 10, score: 12, parts: [\n"
        "          {id: a, name: c, max: 10, score: 9}, {id: b, name: d, bonus: true, max: 4, score: 3}]}\n",
        ["x.score 9 11.9..12.1"],
    ),
    (  # 7.4 and 7.3 agree within rounding, but nobody copied the one from the other
        "  - {id: x, name: X, decimals: 1, score: 12.0, rows: [{id: x.1, name: a, score: 7.4}, {id: x.2, name: b, score: 5.0}]}\n"
        "  - {id: y, name: Y, decimals: 1, score: 7.3, same_as: x.1}\n",
        ["x.score 12.0 12.3..12.5", "x.2.score 5.0 4.5..4.7"],
    ),
    (  # a part mistyped and its total added up from it; the total alone would contradict the parts
        "  - id: x\n    name: X\n    decimals: 0\n    score: 30\n    rows:\n"
        "      - {id: x.1, name: a, score: 12, parts: [{id: x.1.a, name: c, score: 7}, {id: x.1.b, name: d, score: 5}]}\n"
        "      - {id: x.2, name: b, score: 15}\n",
        ["x.score 30 26..28", "x.2.score 15 17..19", "x.1.a.score 7 9..11, x.1.score 12 14..16", "x.1.b.score 5 7..9, x.1.score 12 14..16"],
    ),
    (  # of a mean nobody carries on the same difference, though rounding would let it pass
        "  - id: x\n    name: X\n    decimals: 0\n    score: 24\n    rows:\n"
        "      - {id: x.1, name: a, aggregate: mean, score: 6, parts: [{id: x.1.a, name: c, score: 7}, {id: x.1.b, name: d, score: 5}]}\n"
        "      - {id: x.2, name: b, score: 15}\n",
        ["x.score 24 20..22", "x.2.score 15 17..19"],
    ),
    (  # 3 and 9 exchanged: 2 x 9 + 3 = 21, where 2 x 3 + 9 = 15; rounding may hide 2
        "  - id: x\n    name: X\n    decimals: 0\n    score: 21\n    aggregate: weighted\n    scale: 3\n    rows:\n"
        "      - {id: x.1, name: a, weight: 2, score: 3}\n      - {id: x.2, name: b, score: 9}\n",
        ["x.1.score 3 5..7", "x.2.score 9 13..17", "x.score 21 13..17", "x.1.score 3 9..9, x.2.score 9 3..3"],
    ),
    (  # more decimals than the index has: 10.35 was meant, not 10.345
        "  - {id: x, name: X, decimals: 2, score: 1.035, rows: [{id: x.1, name: a, score: 7.82}, {id: x.2, name: b, score: 2.53}]}\n",
        ["x.score 1.035 10.34..10.36"],
    ),
    (  # what is added up from such a figure does not move with it, unless it has such a figure too
        "  - id: x\n    name: X\n    decimals: 0\n    score: 30\n    rows:\n"
        "      - {id: x.1, name: a, score: 1.287, parts: [{id: x.1.a, name: c, score: 7}, {id: x.1.b, name: d, score: 5}]}\n"
        "      - {id: x.2, name: b, score: 18}\n",
        ["x.1.score 1.287 11..13"],
    ),
    (  # a decimal point lost where no other figure of its kind is short
        "  - {id: x, name: X, decimals: 2, max: 10, score: 4.49, change: -6, history: {2021: {score: 4.55}}}\n",
        ["x.change -6 -0.07..-0.05", "x.score_2021 4.55 10.48..10.50"],
    ),
]


@pytest.mark.parametrize(("indices", "wanted"), BY_HAND)
def test_worked_out_by_hand(indices: str, wanted: list[str]) -> None:
    found = check_text(plan_text(indices))
    assert found.plan is not None
    (group,) = find(found.plan, found.findings)
    said = {
        ", ".join(sorted(f"{change.path} {change.old} {change.low}..{change.high}" for change in repair.changes))
        for repair in group.repairs
    }
    assert said == set(wanted)


def test_an_exchange_is_weighed_against_a_slip_in_each_of_its_groups() -> None:
    # x.1 is 2 + 3 = 5 and x.2 is 4 + 5 = 9, printed the wrong way round; x = 14 either way.
    found = check_text(
        plan_text(
            "  - id: x\n    name: X\n    decimals: 0\n    score: 14\n    rows:\n"
            "      - {id: x.1, name: a, score: 9, parts: [{id: x.1.a, name: c, score: 2}, {id: x.1.b, name: d, score: 3}]}\n"
            "      - {id: x.2, name: b, score: 5, parts: [{id: x.2.a, name: c, score: 4}, {id: x.2.b, name: d, score: 5}]}\n"
        )
    )
    assert found.plan is not None
    (group,) = find(found.plan, found.findings)
    said = [", ".join(f"{change.path} {change.old} {change.new}" for change in repair.changes) for repair in group.repairs]
    assert said[0] == "x.1.score 9 5, x.2.score 5 9"
    assert "x.1.a.score 2 6, x.2.a.score 4 0" in said
    assert "x.1.score 9 5, x.2.score 5 9, x.score 14 18" in [", ".join(sorted(one.split(", "))) for one in said]
    assert [repair.verdict for repair in group.repairs] == ["likely"] + ["weak"] * 9


# What is taken of a maximum, against every value that any one figure may have: percents of scores and targets, and what is rebased.

IN_ROWS = "{{id: x.1, name: a, max: {max}, score: 3.0}}, {{id: x.2, name: b, max: 4, score: 3.0}}"
TAKEN = {
    "a target in percent": plan_text(
        f"  - {{id: x, name: X, decimals: 1, max: 9, score: 6.0, rows: [{IN_ROWS.format(max=8)}]}}\n",
        "{x: {planned: 1.0, target: 7.0}, x.1: {planned: 1.0, target: {percent: 80}}, x.2: {planned: 0, target: 3.0}}",
    ),
    "a target in percent of a maximum that adds up": plan_text(
        f"  - {{id: x, name: X, decimals: 1, score: 6.0, rows: [{IN_ROWS.format(max=5)}]}}\n",
        "{x: {planned: 0.3, target: {percent: 90}}}",
    ),
    "a score in percent": plan_text(
        "  - {id: x, name: X, decimals: 1, percent_decimals: 0, score: 6.0, rows: ["
        "{id: x.1, name: a, max: 5, percent: 75}, {id: x.2, name: b, score: 3.0}]}\n",
    ),
    "a score in percent of a maximum that adds up": plan_text(
        f"  - {{id: x, name: X, decimals: 1, percent_decimals: 0, percent: 60, rows: [{IN_ROWS.format(max=5)}]}}\n",
    ),
    "what is rebased": plan_text(
        f"  - {{id: x, name: X, decimals: 1, rebase: 10, score: 6.0, rows: [{IN_ROWS.format(max=5)}, "
        "{id: x.3, name: c, max: 3, applies: false}]}\n",
        "{x: {planned: 1.0, target: 7.0}, x.1: {planned: 1.0}, x.2: {planned: 0}}",
    ),
    "what is rebased by maxima that add up": plan_text(
        "  - {id: x, name: X, decimals: 1, rebase: 10, score: 7.0, rows: [{id: x.1, name: a, score: 3.0, parts: ["
        "{id: x.1.a, name: c, max: 2}, {id: x.1.b, name: d, max: 3}]}, {id: x.2, name: b, max: 4, score: 3.0}]}\n",
    ),
}


@pytest.mark.parametrize("case", TAKEN)
def test_what_is_taken_of_a_maximum_lets_it_be_found(case: str) -> None:
    sources = Sources("text", {kind: read(f"{kind}.yaml", text.encode()) for kind, text in TAKEN[case].items()})
    before = check(sources)
    assert before.plan is not None
    plan, wrong = before.plan, {it.site for it in before.findings if it.severity == "error"}
    wanted: dict[str, tuple[Decimal, Decimal]] = {}
    for path in figure_paths(plan):
        loc, part = plan.loc(*path.rpartition(".")[::2]), figure_at(plan, path)
        assert part is not None
        loc = loc if part.percent is None else (*loc, "percent")
        unit = D("0.1") if part.percent is None and part.field != "percent" else D(1)
        values = [value for step in range(-60, 61) if (value := part.printed + step * unit) > 0 and value != part.printed]
        does = [value for value in values if not {it.site for it in overlaid(sources, {loc: value}).findings if it.severity == "error"}]
        wanted |= {path: (min(does), max(does))} if does else {}
    (group,) = find(plan, before.findings)
    single = [repair.changes[0] for repair in group.repairs if len(repair.changes) == 1]
    assert wrong
    assert {change.path: (change.low, change.high) for change in single} == wanted
    assert any(path.endswith(".max") for path in wanted)
    assert group.untried == ()


# A maximum that something is taken of in no way that can be told is not tried, so what else would do is not sure; and none is 0.
def test_a_maximum_that_a_percent_is_of_may_be_what_is_wrong() -> None:
    rows = "rows: [{id: x.1, name: a, max: 60, score: 44.40}, {id: x.2, name: b, max: 40, applies: false}]"
    index = f"  - {{id: x, name: X, decimals: 2, max: 100, percent: 74.00, {rows}}}\n"
    found = check_text(plan_text(f"{index}  - {{id: y, name: Y, decimals: 2, max: 90, same_as: x}}\n"))
    assert found.plan is not None
    (group,) = find(found.plan, found.findings)
    assert (group.untried, group.repairs) == (("x.max", "y.max"), ())


def test_no_maximum_is_nothing() -> None:
    found = check_text(plan_text("  - {id: x, name: X, decimals: 2, max: 5, score: 0, percent: 25}\n", "{}"))
    assert found.plan is not None
    (group,) = find(found.plan, found.findings)
    assert "x.max 0" not in [f"{it.path} {it.new}" for repair in group.repairs for it in repair.changes]


TWO = """\
  - id: x
    name: X
    decimals: 2
    max: {max}
    rows: [{{id: x.1, name: a, score: 4.00}}, {{id: x.2, name: b, score: 2.00}}]
"""
# The target of x beside 4.00 and 2.00 with what is planned: what each cell would have to be, likeliest first.
REACHED = [
    ("10", "{x: {target: 7.50}, x.1: {planned: 1.00}, x.2: {planned: 1.00}}", ["strong x.2.planned 0.50"]),  # 0.48 would do as well
    ("12", "{x: {target: {percent: 65}}, x.1: {planned: 1.85}, x.2: {planned: 1.15}}", ["strong x.target 75"]),  # percent
    ("24", "{x: {target: {percent: 65}}, x.1: {planned: 8.85}, x.2: {planned: 3.15}}", ["strong x.target 75"]),
    (
        "10",
        "{x: {target: {percent: 75}}, x.1: {planned: 1.83}, x.2: {planned: 0.15}}",
        ["undecided x.1.planned 1.33", "weak x.target 80"],  # of whole percents it comes nearest to 7.98
    ),
]


@pytest.mark.parametrize(("maximum", "targets", "wanted"), REACHED)
def test_what_parts_are_to_reach_is_held_against_the_target_as_it_is_printed(maximum: str, targets: str, wanted: list[str]) -> None:
    found = check_text(plan_text(TWO.format(max=maximum), targets))
    assert found.plan is not None
    (group,) = find(found.plan, found.findings)
    said = [f"{repair.verdict} {change.path} {change.new}" for repair in group.repairs for change in repair.changes]
    assert said[0] == wanted[0]
    assert set(wanted) <= set(said)


def test_what_a_weighted_part_would_have_to_be_and_what_holds_it() -> None:
    # 2 x 3 + 9 = 15, not 21: with x.1 alone it would take 6, which neither its parts nor its percent are.
    parts = "{id: x.1.a, name: c, max: 5, score: 1.0, percent: 20}, {id: x.1.b, name: d, max: 5, score: 2.0, percent: 40}"
    found = check_text(
        plan_text(
            "  - id: x\n    name: X\n    decimals: 1\n    score: 21.0\n    aggregate: weighted\n    scale: 3\n    max: 30\n    rows:\n"
            f"      - {{id: x.1, name: a, weight: 2, max: 10, score: 3.0, percent: 30, parts: [{parts}]}}\n"
            "      - {id: x.2, name: b, max: 10, score: 9.0}\n"
        )
    )
    assert found.plan is not None
    (group,) = find(found.plan, found.findings)
    assert [(held.path, held.value, held.by) for held in group.held] == [
        ("x.1.score", D("6.0"), ("x.1.*.score", "x.1.percent")),
        ("x.2.score", D("15.0"), ("x.2.max",)),
    ]


# Special cases: limits and targets that hang on several figures at once.


SHARE = "{{id: x.{n}, name: a, max: 10, score: 6, percent: 60}}"
FAULTS = {
    "maximum and percent together": plan_text(
        f"  - {{id: x, name: X, decimals: 2, max: 25, score: 12, percent: 48, rows: [{SHARE.format(n=1)}, {SHARE.format(n=2)}]}}\n"
    ),
    "a target that is a percent of the maximum": plan_text(
        "  - {id: x, name: X, decimals: 1, max: 12, score: 5, rows: [{id: x.1, name: a, max: 5}, {id: x.2, name: b, max: 5}]}\n",
        "{x: {planned: 4.6, target: {percent: 80}}}",
    ),
    "a target that is a group": plan_text(
        "  - id: x\n    name: X\n    decimals: 1\n    score: 5\n    groups: [{id: g, name: g, low: 6, high: 9}]\n"
        "    rows: [{id: x.1, name: a, score: 4}, {id: x.2, name: b, score: 4}]\n",
        "{x: {target: {group: g}}}",
    ),
    "the maximum of a bonus row": plan_text(
        "  - {id: x, name: X, decimals: 1, max: 10, rows: [{id: x.1, name: a, bonus: true, max: 4, score: 3, percent: 100}]}\n",
        "{x: {target: 14}}",
    ),
    "one fact with unlike decimals": plan_text(
        "  - {id: x, name: X, decimals: 2, score: 12.34, rows: [{id: x.1, name: a, score: 7.4}, {id: x.2, name: b, score: 5.21}]}\n"
        "  - {id: y, name: Y, decimals: 1, score: 7.4, same_as: x.1}\n"
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_suggestions_hold_in_special_cases(fault: str) -> None:
    assert suggestions_that_do_not_hold(FAULTS[fault]) == []


def test_the_interval_is_all_that_would_do() -> None:
    """100 x 50 = 5 x maximum, within 5 and half the maximum."""
    found = check_text(plan_text("  - {id: x, name: X, decimals: 1, percent_decimals: 0, max: 800, score: 50, percent: 5}\n"))
    assert found.plan is not None
    (group,) = find(found.plan, found.findings)
    intervals = {change.path: (change.low, change.high) for repair in group.repairs for change in repair.changes}
    assert intervals["x.max"] == (D("908.2"), D("1112.2"))


def test_two_slips_of_which_one_was_copied_into_another_place() -> None:
    """7 for 5 in both places of a fact, and 3 for 1 (or 4 for 2) in what it is made of."""
    files = plan_text(
        "  - {id: x, name: X, decimals: 1, max: 20, score: 18, percent: 90,\n"
        "     rows: [{id: x.1, name: a, max: 7, score: 3}, {id: x.2, name: b, max: 15, score: 15}]}\n"
        "  - {id: y, name: Y, decimals: 1, max: 7, same_as: x.1, rows: [{id: y.1, name: c, max: 3}, {id: y.2, name: d, max: 4}]}\n"
    )
    found = check_text(files)
    assert found.plan is not None
    (group,) = find(found.plan, found.findings)
    sets = {frozenset(f"{change.path} {change.new}" for change in repair.changes) for repair in group.repairs}
    assert {"x.1.max 5", "y.max 5", "y.1.max 1"} in sets
    assert {"x.1.max 5", "y.max 5", "y.2.max 2"} in sets


def rows_of(scores: Sequence[str]) -> dict[Any, str]:
    """An index of rows of 5 points, each with a part and a target; `scores` are what the rows print."""
    rows = (
        f"{{id: x.{n}, name: R, max: 10, score: {score}, parts: [{{id: x.{n}.1, name: P, max: 10, score: 5}}]}}"
        for n, score in enumerate(scores)
    )
    goals = "".join(f"x.{n}: {{planned: 1, target: 6}}, " for n in range(len(scores)))
    index = f"  - {{id: x, name: X, decimals: 1, max: {10 * len(scores)}, score: {5 * len(scores)}, rows: [{', '.join(rows)}]}}"
    return plan_text(index, f"{{{goals}}}")


def found_in(files: dict[Any, str]) -> tuple[Group, ...]:
    checked = check_text(files)
    assert checked.plan is not None
    return find(checked.plan, checked.findings)


def test_more_slips_than_are_looked_for_at_once_are_told_apart_where_they_meet_in_one_total() -> None:
    found = found_in(rows_of(["3", "4", "6", "2"]))
    changes = {change.path: change.new for group in found for change in group.repairs[0].changes}
    assert changes == {f"x.{n}.score": D(5) for n in range(4)}
    assert {named(group.broken) for group in found} == {frozenset({("A301", f"x.{n}.score"), ("A304", f"x.{n}.target")}) for n in range(4)}
    assert [edit.total.path for group in found for edit in group.follows] == ["x.score"]


FIVE = "  - {{id: x, name: X, decimals: 2, max: 50, score: 38.15, rows: [{rows}]}}\n"
FIVE_ROWS = ("7.93", "8.57", "6.91", "9.22", "5.52")  # each is to gain 0.50, one of them by what its parts are


NOTHING: Mapping[int, str] = {}


def of_five(
    scores: Mapping[int, str] = NOTHING, planned: Mapping[int, str] = NOTHING, target: Mapping[int, str] = NOTHING, total: str = "40.65"
) -> dict[Any, str]:
    """Five rows that add up, each to its target, but for some figures."""
    parts = "parts: [{id: x.5.a, name: A, max: 5, score: 3.12}, {id: x.5.b, name: B, max: 5, score: 2.40}]"
    rows = ", ".join(
        f"{{id: x.{n}, name: R, max: 10, score: {scores.get(n, score)}{', ' + parts if n == 5 else ''}}}"
        for n, score in enumerate(FIVE_ROWS, 1)
    )
    goals = "".join(
        f", x.{n}: {{planned: {planned.get(n, '0.50')}, target: {target.get(n, D(score) + D('0.50'))}}}"
        for n, score in enumerate(FIVE_ROWS, 1)
    )
    return plan_text(FIVE.format(rows=rows), f"{{x: {{planned: 2.50, target: {total}}}{goals}}}")


# What is printed wrongly, and the ways of each group, the best first.
APART = [
    (of_five(target={1: "9.43"}, total="40.56"), [["x.1.target 8.43"], ["x.target 40.65"]]),
    (
        of_five({2: "8.75"}, {3: "0.05"}, {1: "9.43", 4: "7.92"}),
        [["x.2.score 8.57"], ["x.3.planned 0.50"], ["x.1.target 8.43"], ["x.4.target 9.72"]],
    ),
    (of_five({5: "5.25"}, target={1: "9.43"}), [["x.1.target 8.43"], ["x.5.score 5.52"]]),
]


@pytest.mark.parametrize(("files", "wanted"), APART)
def test_slips_that_have_nothing_to_do_with_each_other_are_told_apart(files: dict[Any, str], wanted: list[list[str]]) -> None:
    found = found_in(files)
    said = [[", ".join(f"{it.path} {it.new}" for it in way.changes) for way in group.repairs] for group in found]
    assert sorted(ways[:1] for ways in said) == sorted(wanted)
    assert all(group.repairs[0].verdict == "strong" for group in found)


def test_a_total_that_several_errors_meet_in_is_settled_by_none_of_them_alone(parplan: Parplan, tmp_path: Path) -> None:
    files = of_five({5: "5.25"}, target={1: "9.43", 2: "9.70"})
    write_plan(tmp_path, files["indicators"], files["targets"])
    found = found_in(files)
    together = {edit.site for group in found for edit in group.together}
    assert together == {("A305", "x.target")}
    assert ("A301", "x.score") in {edit.site for group in found for edit in group.follows if edit not in group.together}
    out = parplan(*SUGGEST, "--plan", str(tmp_path), "--lang", "en").out
    assert "  settled with other groups only: A305 x.target\n" in out


def test_what_is_settled_by_itself_is_told_where_nothing_settles_the_total() -> None:
    """The letter asks about all but what was decided to be kept: here the target of x.4, so that the total of targets stays off."""
    found = check_text(APART[1][0])
    assert found.plan is not None
    groups_found = find(found.plan, [it for it in found.findings if not it.path.startswith("x.4.")])
    said = [[f"{it.path} {it.new}" for way in group.repairs[:1] for it in way.changes] for group in groups_found]
    assert sorted(said) == [[], ["x.1.target 8.43"], ["x.2.score 8.57"], ["x.3.planned 0.50"]]
    assert {edit.site for group in groups_found if not group.repairs for edit in group.broken} >= {("A305", "x.target")}


def test_what_the_same_changes_settle_is_one_group() -> None:
    """Score and increase of a row, each off by as much: its target agrees, and neither may change alone."""
    (group,) = found_in(of_five({2: "8.75"}, {2: "0.32"}))
    assert [edit.site for edit in group.broken] == [("A301", "x.score"), ("A303", "x.planned")]
    assert [f"{it.path} {it.new}" for it in group.repairs[0].changes] == ["x.2.score 8.57", "x.2.planned 0.50"]


def test_groups_come_in_the_order_of_the_findings() -> None:
    """That is the order of the file: whatever the codes, and however the groups were put together."""
    scores = ["5"] * 12
    for wrong in ((2, 9), (9, 10), (1, 11)):
        files = rows_of(["4" if n in wrong else score for n, score in enumerate(scores)])
        files["indicators"] = files["indicators"].replace("score: 60, rows", "rows")  # nothing that they meet in
        assert [min(edit.total.path for edit in group.broken) for group in found_in(files)] == [f"x.{n}.score" for n in wrong]


def test_equal_repairs_come_in_the_order_of_the_plan() -> None:
    """Parts that would do alike: as the equation has them, in every run."""
    parts = ", ".join(f"{{id: x.{n}, name: P, max: 10, score: {n + 3}.12}}" for n in range(5))
    (group,) = found_in(plan_text(f"  - {{id: x, name: X, decimals: 2, max: 50, score: 25.70, rows: [{parts}]}}"))
    assert [repair.changes[0].path for repair in group.repairs if repair.changes[0].path != "x.score"] == [f"x.{n}.score" for n in range(5)]


# Between which moves, how many at most, and which are looked at: those around the middle, or those by the one bound there is.
WINDOWS = [
    (-3, 4, 400, range(-3, 5)),
    (0, 0, 400, range(1)),
    (0, 1000, 400, range(300, 701)),
    (-1000, 0, 400, range(-700, -299)),
    (7, None, 400, range(7, 408)),
    (None, 7, 400, range(-393, 8)),
    (None, None, 400, range(-400, 1)),
    (0, 41, 40, range(41)),
]


@pytest.mark.parametrize(("low", "high", "most", "looked_at"), WINDOWS)
def test_the_window_of_values(low: int | None, high: int | None, most: int, looked_at: range) -> None:
    assert steps(Bounds(low, high), Grid(0, 1), most) == looked_at


def test_a_value_within_the_window_is_found_and_its_interval_is_whole() -> None:
    """A target far from what the equation calls for: the values reach from one end of rounding to the other, and no further."""
    (group,) = found_in(plan_text("  - {id: x, name: X, decimals: 0, max: 99999, score: 50000}", "{x: {planned: 1000, target: 99}}"))
    change = next(repair.changes[0] for repair in group.repairs if repair.changes[0].path == "x.target")
    assert (change.new, change.low, change.high) == (D(51000), D(50999), D(51001))


# More evidence: what holds for the truth never makes the true cell's place worse.


def place_of(files: dict[Any, str], true: set[str], beside: Sequence[Said] = ()) -> int | None:
    """In which place the repair of just these figures comes in its group; None where there is none."""
    found = check_text(files)
    assert found.plan is not None
    for group in find(found.plan, found.findings, beside):
        for at, repair in enumerate(group.repairs):
            if {change.path for change in repair.changes} == true:
                return at
    return None


def elsewhere(draft: make_slips.Draft, path: str, off: int = 0) -> str:
    """An index that prints one fact of a plan once more, off by some units of the last digit."""
    ident, _, field = path.rpartition(".")
    row = draft.plan.by_id[ident]
    value = draft.cells[path] + D(off).scaleb(-draft.style.decimals)
    return f"  - {{id: zz, name: Z, decimals: {draft.style.decimals}, floor: {row.floor}, same_as: {ident}, {field}: {value}}}\n"


def planted_in(number: int) -> make_slips.Slip:
    """A slip in a plan whose totals are the exact sums of what is printed."""
    random = seeded(f"evidence {number}")
    draft = make_slips.consistent(random)
    assume(not draft.style.rounded)
    planted = make_slips.planted(random, draft, random.choice(make_slips.KINDS))
    assume(planted is not None and make_slips.visible(make_slips.plan_of(planted)))
    assert planted is not None
    return planted


@given(number=st.integers(0, 10**6), data=st.data())
def test_a_fact_printed_rightly_once_more_never_makes_the_true_cell_worse(number: int, data: st.DataObject) -> None:
    planted = planted_in(number)
    true = {change.path for change in planted.changes}
    path = data.draw(st.sampled_from([path for path in planted.draft.cells if path.rpartition(".")[2] in ("score", "max")]))
    files = planted.files()
    before = place_of(files, true)
    assume(before is not None)
    after = place_of({**files, "indicators": files["indicators"] + elsewhere(planted.draft, path)}, true)
    assert after is not None
    assert before is not None
    assert after <= before


@given(number=st.integers(0, 10**6), data=st.data())
def test_a_total_rounded_from_unrounded_parts_beside_an_exact_one_never_makes_the_true_cell_worse(number: int, data: st.DataObject) -> None:
    """As far off as rounding of the parts lets it be."""
    planted = planted_in(number)
    draft, true = planted.draft, {change.path for change in planted.changes}
    sums = {
        path: adds_up(draft.plan.by_id[path.removesuffix(".score")], "score", draft.plan) for path in draft.cells if path.endswith(".score")
    }
    slacks = {path: int(found.slack.scaleb(draft.style.decimals)) for path, found in sums.items() if isinstance(found, Identity)}
    assume(slacks)
    path = data.draw(st.sampled_from(sorted(slacks)))
    off = data.draw(st.integers(-slacks[path], slacks[path]))
    files = planted.files()
    before = place_of(files, true)
    assume(before is not None)
    more = {**files, "indicators": files["indicators"] + elsewhere(draft, path, off)}
    assert path in true or ("A307", "zz.score") not in contradictions(check_text(more))
    after = place_of(more, true)
    assert after is not None
    assert before is not None
    assert after <= before


@given(number=st.integers(0, 10**6), data=st.data())
def test_what_is_said_rightly_beside_the_plan_never_makes_the_true_cell_worse(number: int, data: st.DataObject) -> None:
    planted = planted_in(number)
    true = {change.path for change in planted.changes}
    path = data.draw(st.sampled_from([path for path in planted.draft.cells if path.endswith(".score")]))
    files, half = planted.files(), D(5).scaleb(-planted.draft.style.decimals - 1)
    before = place_of(files, true)
    assume(before is not None)
    after = place_of(files, true, [Said(path, planted.draft.cells[path], half, 2 * half, "peers/x.csv")])
    assert after is not None
    assert before is not None
    assert after <= before


@given(number=st.integers(0, 10**6), data=st.data())
def test_what_agrees_with_everything_moves_nothing(number: int, data: st.DataObject) -> None:
    """As a table of whole points does, where everything in question is within half a point of it."""
    files = planted_in(number).files()
    found = check_text(files)
    assert found.plan is not None
    groups = find(found.plan, found.findings)
    changes = [change for group in groups for way in group.repairs for change in way.changes if change.path.endswith(".score")]
    assume(changes)
    path = data.draw(st.sampled_from(sorted({change.path for change in changes})))
    values = [value for change in changes if change.path == path for value in (change.old, change.low, change.high)]
    wide = max(values) - min(values)
    vague = Said(path, (max(values) + min(values)) / 2, half=wide, slack=wide + 1, by="peers/x.csv")
    assert [group.repairs for group in find(found.plan, found.findings, [vague])] == [group.repairs for group in groups]


# Nothing may be wrong: a total at its row's own limit. The limits of the row, its score, and those of its parts; what would explain it.
LIMITED = """
max:10           0    2.5,0,1      failed
max:10           0    4,2          failed
max:9,floor:1    1    2,3          failed
max:0,floor:-2   -2   -1.5,-2      least
max:0,floor:-2   -2   -3.5,0       least
max:0,floor:-2   0    1,0.5        most
max:2            2    1.5,1        most
max:10           10   4.5,5        -
max:10           3    2.5,1        -
max:0,floor:-2   0    -1,0         -
max:0,floor:-2   -1   -3,0         -
"""


@pytest.mark.parametrize(("limits", "score", "parts", "wanted"), [line.split() for line in LIMITED.strip().splitlines()])
def test_a_total_at_its_limit_may_be_capped(limits: str, score: str, parts: str, wanted: str) -> None:
    own = ", ".join(f"{key}: {value}" for key, value in (pair.split(":") for pair in limits.split(",")))
    below = ", ".join(f"{{id: x.1.{n}, name: P, floor: -9, score: {value}}}" for n, value in enumerate(parts.split(","), 1))
    index = (
        f"  - {{id: x, name: X, decimals: 2, score: {D(8) + D(score)}, rows: [{{id: x.0, name: A, score: 8}},\n"
        f"      {{id: x.1, name: B, bonus: true, {own}, score: {score}, parts: [{below}]}}]}}\n"
    )
    (group,) = found_in(plan_text(index))
    assert [(cap.total.path, cap.limit) for cap in group.caps] == ([] if wanted == "-" else [("x.1.score", wanted)])
    if wanted != "-":
        assert {repair.verdict for repair in group.repairs} <= {"undecided", "weak"}


def test_the_maximum_of_bonus_points_may_be_a_cap() -> None:
    bonus = "{id: x.1, name: B, bonus: true, max: 2, parts: [{id: x.1.1, name: P, max: 2}, {id: x.1.2, name: P, max: 2}]}"
    for row, wanted in (
        (bonus, [("x.1.max", "most")]),
        (bonus.replace("bonus: true, ", ""), []),
        (bonus.replace("max: 2,", "max: 5,"), []),
    ):
        (group,) = found_in(plan_text(f"  - {{id: x, name: X, decimals: 2, rows: [{{id: x.0, name: A, max: 8}}, {row}]}}\n"))
        assert [(cap.total.path, cap.limit) for cap in group.caps] == wanted
        assert not wanted or {repair.verdict for repair in group.repairs} == {"undecided"}


def test_a_capped_total_does_not_hide_a_typing_error_elsewhere() -> None:
    """Deductions of 3.5 count as 2; 8.05 is printed as 8.50, which the target tells, and the two have the index's total in common."""
    index = (
        "  - {id: x, name: X, decimals: 2, max: 20, score: 15.30, rows: [{id: x.1, name: A, max: 10, score: 8.50},\n"
        "      {id: x.2, name: B, max: 10, score: 9.25},\n"
        "      {id: x.3, name: C, bonus: true, max: 0, floor: -2, score: -2, parts: [{id: x.3.1, name: P, floor: -9, score: -1.5},\n"
        "          {id: x.3.2, name: P, floor: -9, score: -2}]}]}\n"
    )
    found = found_in(plan_text(index, "{x.1: {planned: 0.45, target: 8.50}}"))
    said = [(sorted(edit.code for edit in group.broken), [cap.limit for cap in group.caps]) for group in found]
    assert said == [(["A301", "A304"], []), (["A301"], ["least"])]
    assert [(repair.verdict, [(it.path, it.new) for it in repair.changes]) for repair in found[0].repairs] == [
        ("strong", [("x.1.score", D("8.05"))])
    ]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "score.1.score is 0: one item failed may cost the whole row, and nothing be misprinted"),
        ("vi", "score.1.score là 0: có thể do quy định không đạt một nội dung thì cả tiêu chí không được điểm, không phải ghi sai"),
    ],
)
def test_a_limit_is_said_and_leads_to_keep(
    parplan: Parplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: Lang, said: str
) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    folder = tmp_path / "plan"
    shutil.copytree(PUBLISHED / "scorecard-lost-and-capped", folder)
    command = f"parplan errata accept score.1.score --plan {folder} --decision keep --because …"
    assert f"  {said}; {'if so' if lang == 'en' else 'nếu đúng vậy'}: {command}\n" in parplan(*SUGGEST, str(folder), "--lang", lang).out
    assert said in parplan("validate", str(folder), "--lang", lang).out
    groups = suggested(parplan, str(folder))["groups"]
    assert [group["caps"] for group in groups] == [
        [{"path": "score.1.score", "limit": "failed"}],
        [{"path": "score.3.score", "limit": "most"}],
        [{"path": "score.4.score", "limit": "least"}],
    ]
    letter = parplan("errata", "letter", "--plan", str(folder), "--lang", lang).out
    assert letter.count("(please confirm)" if lang == "en" else "(đề nghị xác nhận)") == 3
    for path in ("score.1.score", "score.3.score", "score.4.score"):
        assert parplan("errata", "accept", path, "--plan", str(folder), "--decision", "keep", "--because", "the rule").code == 0
    assert command not in parplan(*SUGGEST, str(folder), "--lang", lang).out
    assert parplan("validate", str(folder)).code == 0


# How figures are written, and what stands around them.


def first_of(index: str) -> list[tuple[str, Decimal]]:
    (group,) = found_in(plan_text(index))
    return [(change.path, change.new) for change in group.repairs[0].changes]


def column(scores: str, total: str) -> str:
    rows = ", ".join(f"{{id: x.{n}, name: R, max: 10, score: {score}}}" for n, score in enumerate(scores.split(), 1))
    return f"  - {{id: x, name: X, decimals: 2, score: {total}, rows: [{rows}]}}\n"


def test_a_figure_with_a_decimal_less_than_the_others_lost_a_digit() -> None:
    assert first_of(column("4.49 4.90 3.6 6.08 5.70 6.02", "30.25")) == [("x.3.score", D("3.06"))]
    assert first_of(column("4.49 4.90 3.6 6.08 5.70 6.02", "30.84")) == [("x.3.score", D("3.65"))]
    # Where the others go without their last zero too, it is no clue: 5.7 comes from 5.75 as 3.6 from 3.65.
    (group,) = found_in(plan_text(column("4.49 4.9 3.6 6.08 5.7 6.02", "30.84")))
    shares = {repair.changes[0].path: repair.share for repair in group.repairs}
    assert shares["x.2.score"] == shares["x.3.score"] == shares["x.5.score"]


def test_the_less_often_figures_are_as_short_the_likelier_a_digit_was_dropped() -> None:
    plain, rare = (slip(D("3.6"), D("3.06"), 2, short=short) for short in (1.0, 0.1))
    assert (plain.kind, rare.kind) == ("swapped", "dropped")
    assert rare.likelihood > 3 * plain.likelihood
    assert slip(D("44.9"), D("4.49"), 2, short=0.1).likelihood > 3 * slip(D("44.9"), D("4.49"), 2).likelihood
    for printed in ("3.60", "3.7"):  # written in full, or no digit less
        assert slip(D(printed), D("3.61"), 2, short=0.1) == slip(D(printed), D("3.61"), 2)
    assert slip(D("3.60"), D("3.65"), 2).likelihood < slip(D("3.6"), D("3.65"), 2).likelihood + SHARES["replaced"] / 27


def maxima(values: str, total: int) -> str:
    rows = ", ".join(f"{{id: x.{n}, name: R, max: {value}}}" for n, value in enumerate(values.split(), 1))
    return f"  - {{id: x, name: X, decimals: 0, max: {total}, rows: [{rows}]}}\n"


def test_among_maxima_that_are_alike_the_odd_one_is_wrong() -> None:
    assert first_of(maxima("100 100 100 90 100 100", 600)) == [("x.4.max", D(100))]
    assert first_of(maxima("20 20 20 26", 80)) == [("x.4.max", D(20))]
    assert first_of(maxima("20 20 20 20", 90)) == [("x.max", D(80))]  # all alike: it is the total
    (group,) = found_in(plan_text(maxima("20 20 30 26", 92)))  # two alike are no rule
    assert {repair.verdict for repair in group.repairs} <= {"undecided", "weak"}


ROOM = ((25, 15), (25, 15), (30, 28), (25, 15))  # maximum and score of each row: 30 is no 25


def test_where_maxima_differ_anyway_a_round_total_speaks_for_itself() -> None:
    rows = ", ".join(f"{{id: x.{n}, name: a, max: {most}, score: {score}}}" for n, (most, score) in enumerate(ROOM, 1))
    (group,) = found_in(plan_text(f"  - {{id: x, name: X, decimals: 0, max: 100, rows: [{rows}]}}\n"))
    said = [(repair.changes[0].path, int(repair.changes[0].new), str(repair.verdict)) for repair in group.repairs]
    assert sorted(said[:3]) == [(f"x.{n}.max", 20, "undecided") for n in (1, 2, 4)]
    assert said[-1][:2] == ("x.max", 105) or ("x.max", 105) not in {it[:2] for it in said[:3]}


def test_where_rows_are_left_out_nothing_need_be_wrong() -> None:
    """Three of eight dimensions of 10 points, with the totals of all eight."""
    rows = ", ".join(f"{{id: x.{n}, name: R, max: 10, score: {score}}}" for n, score in enumerate(("4.49", "4.90", "4.11"), 1))
    index = f"  - {{id: x, name: X, decimals: 2, max: 80, score: 38.80, rows: [{rows}]}}\n"
    found = found_in(plan_text(index, "{x: {planned: 4.15}, x.1: {planned: 0.81}, x.2: {planned: 0.34}, x.3: {planned: 0.21}}"))
    assert [[(cap.total.path, cap.limit) for cap in group.caps] for group in found] == [
        [(f"x.{field}", "excerpt")] for field in ("max", "score", "planned")
    ]
    assert {repair.verdict for group in found for repair in group.repairs} <= {"undecided", "weak"}
    (group,) = found_in(plan_text(index.replace("max: 80, score: 38.80", "max: 30, score: 38.80")))  # all there are
    assert group.caps == ()


# What stands beside the plan.


def test_what_is_said_beside_a_plan() -> None:
    plan = check_text(
        plan_text(
            "  - {id: x, name: X, decimals: 2, score: 7.00, change: -0.39, rows: [{id: x.1, name: A, score: 3.00, change: 0.5},\n"
            "      {id: x.2, name: B, score: 4.00}]}\n"
        )
    ).plan
    assert plan is not None

    def result(year: int, layer: Layer, **scores: str) -> list[Observation]:
        day = Day(year + 1, 4, 2)
        return [Observation(i.replace("_", "."), D(v), None, year, day, layer, "final", Text("", ""), 2) for i, v in scores.items()]

    outcomes = Outcomes(
        (
            *result(2021, "published", x="7.39", x_2="3.9"),  # x.2 prints no change
            *result(2021, "self-assessed", x_1="2.5"),  # nobody looked at it
            *result(2022, "published", x_1="3.01"),
        )
    )
    scores = {"x.2": {2022: {"U": D("4.0149"), "V": D(1)}, 2021: {"U": D(9)}}, "x.1": {2022: {"V": D(1)}}}
    panel = Panel("peers/p.csv", scores, "U", Names(habits(), []), plan, {"x.1": 0, "x.2": 1})
    assert said(plan, outcomes, [panel, panel._replace(own=None)]) == (
        Said("x.score", D("7.00"), D("0.005"), D("0.015"), "x.change"),
        Said("x.1.score", D("3.01"), D("0.005"), D("0.010"), "results.yaml"),
        Said("x.2.score", D("4.0149"), D("0.05"), D("0.055"), "peers/p.csv"),
    )
    assert said(plan, None, []) == ()


# The total is 0.03 off; by digits 4.66 for 4.69 is the likeliest slip. What is beside the plan (nothing, a table), what comes first.
THREE = (
    "  - {id: a, name: A, decimals: 2, score: 15.09, rows: [\n"
    "      {id: a.1, name: B, score: 7.31}, {id: a.2, name: C, score: 3.12}, {id: a.3, name: D, score: 4.69}]}\n"
)
BESIDE: list[tuple[str, tuple[str, str, str, list[str]]]] = [
    ("", ("a.3.score", "4.66", "likely", ["a.score"])),
    ("15.1,7.3,3.1,4.7", ("a.3.score", "4.66", "likely", ["a.score"])),  # fewer digits: it agrees with everything
    ("15.09,7.31,3.12,4.7", ("a.3.score", "4.66", "strong", ["a.score"])),  # the others are right, and 4.7 speaks for neither 4.66 nor 4.69
    ("15.0912,7.3149,3.1249,4.6551", ("a.3.score", "4.66", "strong", ["a.score", "peers/p.csv"])),
    ("15.09,7.31,3.09,4.69", ("a.2.score", "3.09", "likely", ["a.score", "peers/p.csv"])),
]


@pytest.mark.parametrize(("line", "first"), BESIDE)
def test_a_table_is_a_witness_as_far_as_its_digits_go(
    parplan: Parplan, tmp_path: Path, line: str, first: tuple[str, str, str, list[str]]
) -> None:
    files = plan_text(THREE)
    folder = write_plan(tmp_path / "p", files["indicators"].replace("plan: {", "plan: {unit: U, ", 1), files["targets"])
    if line:
        (folder / "peers").mkdir()
        (folder / "peers" / "p.csv").write_text(f"unit,year,a,a.1,a.2,a.3\nU,2022,{line}\n", encoding="utf-8")
    (group,) = suggested(parplan, "--plan", str(folder))["groups"]
    best = group["suggestions"][0]
    change = best["changes"][0]
    assert (change["path"], str(change["to"]), best["verdict"], best["witnesses"]) == first


def test_what_is_said_beside_a_plan_binds_nobody() -> None:
    """A table of peers copied from the misprinted plan: the true cell is still among the suggestions, and its rank is what tells."""
    files = plan_text(column("4.49 4.90 3.71 6.08", "18.78"))
    table = enumerate(("4.49", "4.90", "3.71", "6.08"), 1)
    wrong = [Said(f"x.{n}.score", D(value), D("0.005"), D("0.01"), "peers/p.csv") for n, value in table]
    assert place_of(files, {"x.3.score"}, wrong) is not None
    found = check_text(files)
    assert found.plan is not None
    (group,) = find(found.plan, found.findings, wrong)
    assert {repair.breaks for repair in group.repairs} == {0}
    assert {repair.verdict for repair in group.repairs} <= {"undecided", "weak"}


@pytest.mark.parametrize(
    ("name", "first", "witnesses", "lost"),
    [
        ("papi-2022-own-line", "papi.7.score", ["papi.score", "peers/papi.csv"], "peers/papi.csv"),
        ("papi-2024-change", "papi.score", ["papi.*.score", "papi.change"], "results.yaml"),
    ],
)
def test_witnesses_beside_the_plan_are_called_and_named(
    parplan: Parplan, tmp_path: Path, name: str, first: str, witnesses: list[str], lost: str
) -> None:
    folder = tmp_path / name
    shutil.copytree(PUBLISHED / name, folder)
    (group,) = suggested(parplan, str(folder))["groups"]
    best = group["suggestions"][0]
    assert ([change["path"] for change in best["changes"]], best["witnesses"]) == ([first], witnesses)
    assert f"help: {best['verdict']}: " in parplan("validate", str(folder), "--lang", "en").out
    shown = parplan("errata", "show", first, "--plan", str(folder), "--lang", "en").out
    assert f"{' and '.join(witnesses)} support this value" in " ".join(shown.split())
    assert load(folder).repairs()[0].repairs[0].witnesses == tuple(witnesses)
    (folder / lost).write_text("year,unit\n1,2,3\n", encoding="utf-8")  # with an error it says nothing, and keeps nobody from the rest
    (group,) = suggested(parplan, str(folder))["groups"]
    assert {"strong", "likely"}.isdisjoint(one["verdict"] for one in group["suggestions"])
    assert all(witnesses[1] not in one["witnesses"] for one in group["suggestions"])


# Sets that have to be among those that are found, figures with their values where only one will do.
TRIANGLE = plan_text(
    "  - {id: x, name: X, decimals: 1, max: 1.5, score: 0.6, percent: 40.0, aggregate: weighted, rows: [\n"
    "      {id: x.1, name: a, weight: 2, max: 2.8, score: 0.7, percent: 25.0},\n"
    "      {id: x.2, name: b, weight: 3, max: 1.0, score: 0.6, percent: 60.0},\n"
    "      {id: x.3, name: c, weight: 3, max: 1.1, score: 1.2, percent: 54.5}]}\n"
    "  - {id: y, name: Y, decimals: 1, max: 1.0, score: 0.6, percent: 60.0, same_as: x.2}\n",
    "{x: {planned: 0.5, target: 1.1}, x.1: {planned: 2.0, target: 2.7}, x.2: {planned: 0, target: 0.6}, x.3: {planned: 0}}",
)


def sets_found(files: dict[Any, str]) -> list[frozenset[str]]:
    found = check_text(files)
    assert found.plan is not None
    return [
        frozenset(text for change in repair.changes for text in (change.path, f"{change.path} {change.new.normalize():f}"))
        for group in find(found.plan, found.findings)
        for repair in group.repairs
    ]


@pytest.mark.xfail(strict=True, reason="a percent is looked for in a window below what is printed, not where its maximum puts it")
def test_a_maximum_with_the_percent_that_was_worked_out_from_it() -> None:
    """25 for 20, and 12 of 25 are 48 percent, where 12 of 20 are 60."""
    assert any({"x.max 20", "x.percent 60"} <= them and len(them) == 4 for them in sets_found(FAULTS["maximum and percent together"]))


@pytest.mark.xfail(strict=True, reason="what only fractions would solve is not looked at further, with one more slip")
def test_three_slips_of_which_two_would_do_but_for_the_last_digit() -> None:
    paths = [{text for text in them if " " not in text} for them in sets_found(TRIANGLE)]
    assert {"x.3.max", "x.3.score", "x.max"} in paths


# The whole of a plan is looked at in proportion to what it holds.


def broken_sums(count: int, index: str = "aggregate: none") -> dict[Any, str]:
    """Sums each of which is broken by three points, in an index of which nothing else is printed, or that they meet in."""
    rows = (
        f"{{id: x.{n}, name: R, score: 15.37, parts: [{{id: x.{n}.1, name: A, score: 5.25}}, {{id: x.{n}.2, name: B, score: 7.12}}]}}"
        for n in range(count)
    )
    goals = ", ".join(f"x.{n}: {{planned: 1, target: 13.37}}" for n in range(count))
    index = index.format(sum=D("12.37") * count)
    return plan_text(f"  - {{id: x, name: X, decimals: 2, {index}, rows: [{', '.join(rows)}]}}", f"{{{goals}}}")


@pytest.mark.parametrize("index", ["aggregate: none", "score: {sum}"], ids=["apart", "meeting in one total"])
def test_many_broken_sums_have_each_its_own_answer(index: str) -> None:
    found = [group for group in found_in(broken_sums(100, index)) if group.broken[0].total.ident != "x"]
    changes = [[change.path for repair in group.repairs for change in repair.changes] for group in found]
    assert sorted(changes) == sorted([f"x.{n}.score"] for n in range(100))
    assert all(group.complete for group in found)


def test_ten_times_as_many_broken_sums_take_ten_times_as_many_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[int] = []
    spend = Budget.spend

    def counted(budget: Budget, steps: int) -> bool:
        left.append(steps)
        return spend(budget, steps)

    monkeypatch.setattr(Budget, "spend", counted)
    found_in(broken_sums(20))
    few = sum(left)
    left.clear()
    found_in(broken_sums(200))
    assert sum(left) < 11 * few


def test_where_a_plan_is_too_much_the_answer_says_so_and_each_group_has_its_part(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many steps as a few groups take: those are whole, the others say that not everything was tried; always the same."""
    monkeypatch.setattr("parplan.engine.repair.search._MOST_STEPS", 3_000)
    once, again = (found_in(broken_sums(100)) for _ in range(2))
    assert said_of(once) == said_of(again)
    assert {group.complete for group in once} == {True, False}
    assert len(once) == 100


@pytest.mark.parametrize(
    ("row", "goal", "broken"),
    [
        ("score: 4.20, better: lower", "{planned: -3.20, target: 1.00}", set()),
        ("score: 4.20, better: lower", "{target: 10.00}", {"R205"}),
        ("score: 4.20, better: lower", "{planned: -5.00}", {"R207"}),
        ("score: 55, groups: [{id: g, name: G, low: 50, high: 60}]", "{target: {group: g}}", set()),
        ("score: 65, groups: [{id: g, name: G, low: 50, high: 60}]", "{target: {group: g}}", {"R205"}),
    ],
)
def test_limits_turn_round_where_less_is_better_and_a_group_is_stayed_in(row: str, goal: str, broken: set[str]) -> None:
    """As the rules have it, so do the limits of a repair."""
    indicators = f"{HEAD}indices:\n  - {{id: a, name: A, decimals: 2, max: 100, {row}}}\n"
    checked = check_text({"indicators": indicators, "targets": f"targets: {{a: {goal}}}\n"})
    assert checked.plan is not None
    held = {edit.code for edit in edits_of(checked.plan.by_id["a"], checked.plan) if not edit.holds({})}
    assert held == {finding.code for finding in checked.findings if finding.severity == "error"} == broken


# How an index counts two rows (and their weights) of which one figure is wrong in no known way; each figure that may be meant: where what
# the equation comes to lies between two that can be printed, the one that a hand rounds to, and both are named.
MEANT = [
    ("aggregate: mean", (1, 1), {"x.score": ("71.08", "71.07", "71.08"), "x.1.score": ("49.00", "48.98", "49.02")}),
    ("aggregate: weighted", (1, 2), {"x.score": ("71.05", "71.04", "71.06"), "x.2.score": ("54.43", "54.41", "54.44")}),
    ("aggregate: sum", (1, 1), {"x.score": ("142.15", "142.14", "142.16")}),
]


@pytest.mark.parametrize(("counts", "weights", "meant"), MEANT)
def test_a_figure_of_no_known_slip_is_what_the_equation_comes_to(
    parplan: Parplan, tmp_path: Path, counts: str, weights: tuple[int, int], meant: Mapping[str, tuple[str, str, str]]
) -> None:
    rows = ", ".join(
        f"{{id: x.{n}, name: R, max: 100, score: {score}, weight: {weight}}}"
        for n, score, weight in zip((1, 2), ("71.15", "71.00"), weights, strict=True)
    )
    index = f"{{id: x, name: X, decimals: 2, max: {200 if 'sum' in counts else 100}, score: 60.00, {counts}, rows: [{rows}]}}"
    folder = write_plan(tmp_path, f"{HEAD}indices: [{index}]\n", "targets: {}\n")
    (group,) = json.loads(parplan("errata", "suggest", "--plan", str(folder), "--format", "json").out, parse_float=str)["groups"]
    found = {it["path"]: (it["to"], it["low"], it["high"]) for way in group["suggestions"] for it in way["changes"]}
    assert {path: found[path] for path in meant} == meant
