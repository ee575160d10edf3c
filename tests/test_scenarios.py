"""Scenario files: what is wrong with them and where, what the plan ships, and what is written and read back."""

import json
import re
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from conftest import ROOT, Parplan
from helpers_cli import HEAD, parplan_here, write_plan
from parplan.checks.scenario import read_scenario
from parplan.cli.what_if import written
from parplan.engine.baseline import Baseline
from parplan.engine.limits import impossible
from parplan.engine.project import Projection, project
from parplan.model.findings import Finding, Read
from parplan.model.plan import Plan
from parplan.model.scenario import Base, Change, Scenario
from parplan.points import Lang
from parplan.rules import REGISTRY
from parplan.text import Text
from parplan.yaml_text.read import read
from plans import as_text, rough
from reading import check_text, naming

SHIPPED = sorted(path.stem for path in (ROOT / "data" / "scenarios").glob("*.yaml"))
WHY = "because: {vi: Đã có nguồn., en: It is funded.}"


@pytest.fixture(scope="module")
def baseline(plan: Plan) -> Baseline:
    return Baseline(plan)


def checked(baseline: Baseline, text: str) -> Read[Scenario]:
    of = baseline.plan.about.id
    return read_scenario(read("case.yaml", naming("scenario", text, of).encode()), baseline.plan, of, partial(impossible, baseline))


def found(baseline: Baseline, text: str) -> tuple[Finding, ...]:
    return checked(baseline, text).findings


def told(finding: Finding, lang: Lang) -> str:
    place = f"{finding.span.line}:{finding.span.column} {finding.code} {finding.path}: {finding.message.say(lang)}"
    return place if finding.help is None else f"{place} | {finding.help.say(lang)}"


# A scenario for the plan of Cao Bằng, and what is found in it: line, column, rule, path, words | what to do. Nothing else, in this order.
CLAMP = "; --clamp holds it at the limit"
UNCLEAR = "exactly one of `set`, `add` and `share` is needed; `set` and `add` need an `id` | make several entries of it, or add the `id`"
THREE = "three scores [lowest, likeliest, highest]"
FOUND = [
    (
        f"changes:\n  - id: par.1\n    set: 12\n    {WHY}",
        ["4:10 W701 par.1.set: par.1 would come to 12.00, above its maximum of 9.50 | par.1 may be at most 9.50" + CLAMP],
    ),
    (
        f"changes:\n  - {{id: sipas, add: 2.5, {WHY}}}",
        ["3:22 W701 sipas.add: par.8.sipas would come to 10.70, above its maximum of 10.00 | sipas may be at most 9.70" + CLAMP],
    ),
    (
        f"changes:\n  - {{id: papi.1, set: 0.5, {WHY}}}",
        ["3:23 W702 papi.1.set: papi.1 would come to 0.50, below its floor of 1.00 | papi.1 must be at least 1.00" + CLAMP],
    ),
    (
        f"changes:\n  - {{id: par.8, set: 12, {WHY}}}\n  - {{id: sipas, add: 1, {WHY}}}",
        ["4:22 W703 sipas.add: par.8 is set by itself and through sipas | leave one of the two out"],
    ),
    (f"changes:\n  - {{id: par.1, {WHY}}}", [f"3:5 W706 par.1: {UNCLEAR}"]),
    (f"changes:\n  - {{id: par.1, set: 9, add: 1, {WHY}}}", [f"3:5 W706 par.1: {UNCLEAR}"]),
    (f"changes:\n  - {{share: 90%, {WHY}}}\n  - {{add: 1, {WHY}}}", [f"4:5 W706 changes.1: {UNCLEAR}"]),
    (
        f"ranges:\n  - {{id: papi.1, range: [5, 4, 6], {WHY}}}",
        ["3:25 W707 papi.1.range: [5, 4, 6] does not go from low to high | write [lowest, likeliest, highest]"],
    ),
    # A range is not held at a limit, whatever is typed: --clamp is no help.
    (
        f"ranges:\n  - {{id: papi.1, range: [0.5, 4, 6], {WHY}}}",
        ["3:25 W702 papi.1.range: papi.1 would come to 0.50, below its floor of 1.00 | its lowest must be at least 1.00"],
    ),
    (
        f"ranges:\n  - {{id: papi.1, range: [3, 4, 16], {WHY}}}",
        ["3:25 W701 papi.1.range: papi.1 would come to 16.00, above its maximum of 10.00 | its highest may be at most 10.00"],
    ),
    (
        f"ranges:\n  - {{id: par.8, range: [9, 10, 11], {WHY}}}\n  - {{id: sipas, range: [7, 8, 9], {WHY}}}",
        ["4:24 W703 sipas.range: par.8 is set by itself and through sipas | leave one of the two out"],
    ),
    ("changes:\n  - {id: par.1, set: 9}", ["3:5 W708 par.1: there is no reason for par.1 | add `because: {vi: …, en: …}`"]),
    ("ranges:\n  - {id: papi.1, range: [3, 4, 5]}", ["3:5 W708 papi.1: there is no reason for papi.1 | add `because: {vi: …, en: …}`"]),
    # ids
    (
        f"changes:\n  - {{id: par.9, set: 9, {WHY}}}\n  - {{id: par.*.servey, share: 9%, {WHY}}}",
        [
            "3:10 S108 par.9.id: there is no id “par.9” | did you mean par.8, par.7, par.6?",
            "4:10 S108 par.*.servey.id: there is no id “par.*.servey” | did you mean par.7.survey, par.6.survey, par.5.survey?",
        ],
    ),
    (
        f"ranges:\n  - {{id: papi.9, range: [3, 4, 5], {WHY}}}",
        ["3:10 S108 papi.9.id: there is no id “papi.9” | did you mean papi.8, papi.7, papi.6?"],
    ),
    # shape
    (f"chnges:\n  - {{id: par.1, set: 9, {WHY}}}", ["2:1 S102 chnges: there is no key “chnges” | did you mean changes?"]),
    ("base: tomorrow", ["2:7 S104 base: “tomorrow” is not one of plan, current | write one of plan, current"]),
    (f"changes:\n  - {{id: par.1, set: 9,5, {WHY}}}", ["3:22 S105 par.1.set: “9,5” is written with a decimal comma | write 9.5"]),
    (f"changes:\n  - {{id: par.1, share: 0.6, {WHY}}}", ["3:24 S104 par.1.share: “0.6” is not a percentage such as 60% | write 60%"]),
    (f"changes:\n  - {{id: par.1, share: 60, {WHY}}}", ["3:24 S104 par.1.share: “60” is not a percentage such as 60% | write 60%"]),
    (f"ranges:\n  - {{id: papi.1, range: [3, 4], {WHY}}}", [f"3:25 S104 papi.1.range: a list instead of {THREE} | write {THREE}"]),
    (
        f"ranges:\n  - {{id: papi.1, range: [3, 4, 5], shape: normal, {WHY}}}",
        ["3:43 S104 papi.1.shape: “normal” is not one of triangular, pert | write one of triangular, pert"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_what_is_wrong_and_where(baseline: Baseline, text: str, expected: list[str]) -> None:
    assert [told(finding, "en") for finding in found(baseline, f"name: A try\n{text}\n")] == expected


FOUND_VI = [
    (
        f"changes:\n  - {{id: par.1, set: 12, {WHY}}}",
        "3:22 W701 par.1.set: par.1 sẽ là 12,00, vượt mức tối đa 9,50 | par.1 nhiều nhất là 9,50; thêm --clamp để giữ ở mức tối đa",
    ),
    ("changes:\n  - {id: par.1, set: 9}", "3:5 W708 par.1: không nêu lý do của par.1 | thêm “because: {vi: …, en: …}”"),
    (f"changes:\n  - {{id: par.9, set: 9, {WHY}}}", "3:10 S108 par.9.id: không có mã “par.9” | có phải là par.8, par.7, par.6?"),
]


@pytest.mark.parametrize(("text", "expected"), FOUND_VI)
def test_what_is_wrong_in_vietnamese(baseline: Baseline, text: str, expected: str) -> None:
    assert [told(finding, "vi") for finding in found(baseline, f"name: Thử\n{text}\n")] == [expected]


# Cao Bằng's plan has every score and every increase; this one has not.
GAPS = """\
  - id: x
    name: X
    decimals: 2
    max: 10
    score: 5
    rows:
      - {id: x.1, name: One, max: 5}
      - {id: x.2, name: Two, max: 5, score: 2, parts: [{id: x.2.a, name: A, max: 5, score: 2}]}
      - {id: x.3, name: Three, max: 5, applies: false}
"""
NOTHING_TO_CHANGE = (
    "x.3 does not apply to the unit, so there is nothing to change | leave the change out, or take out `applies: false` in indicators.yaml"
)
FOUND_IN_GAPS = [
    (f"changes:\n  - {{id: x.3, add: 1, {WHY}}}", f"3:20 W709 x.3.add: {NOTHING_TO_CHANGE}"),
    (f"ranges:\n  - {{id: x.3, range: [1, 2, 3], {WHY}}}", f"3:22 W709 x.3.range: {NOTHING_TO_CHANGE}"),
    (
        f"changes:\n  - {{id: x.1, set: 3, {WHY}}}",
        "3:20 W704 x.1.set: x.1 has no score, so it is not known by how much it changes"
        " | use `add` for a difference in points, or give the row its score",
    ),
    (
        f"ranges:\n  - {{id: x.1, range: [1, 2, 3], {WHY}}}",
        "3:22 W704 x.1.range: x.1 has no score, so it is not known by how much it changes | give the row its score",
    ),
    (
        f"changes:\n  - {{id: x.2.a, set: 3, {WHY}}}",
        "3:22 W705 x.2.a.set: the plan raises x.2 by 1.00 without saying how much of it falls to x.2.a"
        " | change x.2 as a whole, or start from the scores (base: current, or --base current)",
    ),
]


@pytest.mark.parametrize(("text", "expected"), FOUND_IN_GAPS)
def test_what_a_plan_with_gaps_does_not_know(text: str, expected: str) -> None:
    plan = check_text({"indicators": f"{HEAD}indices:\n{GAPS}", "targets": "targets: {x.2: {planned: 1}}\n"}).plan
    assert plan is not None
    assert [told(finding, "en") for finding in found(Baseline(plan), f"name: A try\n{text}\n")] == [expected]


def test_every_rule_on_scenarios_has_a_case() -> None:
    cases = json.dumps([expected for _, expected in (*FOUND, *FOUND_IN_GAPS)])
    assert [code for code in REGISTRY if code.startswith("W7") and code not in cases] == []


# Files that are no scenario at all. None of them gets more than findings.
HOPELESS = [
    "",
    "# nothing",
    "[]",
    "7",
    "name: [",
    "\t",
    "changes: {}",
    "name: A\nchanges: [1, null, []]",
    "name: A\nname: B",
    "&a name: *a",
    "name: A\nchanges: 5",
]


@pytest.mark.parametrize("text", HOPELESS)
def test_what_is_no_scenario_is_said_with_its_place(parplan: Parplan, tmp_path: Path, text: str) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(text, encoding="utf-8")
    ran = parplan("project", "--scenario", str(file), "--lang", "en")
    assert (ran.code, ran.out) == (2, "")
    assert f" --> {file}:" in ran.err
    assert ran.err.endswith("parplan: error: a file with the errors above cannot be used; fix them first\n")


def test_warnings_do_not_keep_a_scenario_from_being_worked_out(parplan: Parplan, tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text("name: A\nchanges: [{id: par.1, set: 9}]\n", encoding="utf-8")
    ran = parplan("project", "par", "--scenario", str(file), "--format", "csv")
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_scenarios_are_without_fault(baseline: Baseline, name: str) -> None:
    assert found(baseline, (ROOT / "data" / "scenarios" / f"{name}.yaml").read_text(encoding="utf-8")) == ()


def test_shipped_scenarios_keep_their_ranges_when_written_again(baseline: Baseline) -> None:
    for name in SHIPPED:
        first = checked(baseline, (ROOT / "data" / "scenarios" / f"{name}.yaml").read_text(encoding="utf-8")).made
        assert first is not None
        assert checked(baseline, written(first, "cao-bang-2023")).made == first


# Validate looks at the scenarios beside a plan.
INDICATORS = """\
plan: {id: example, name: Example, year: 2022, target_year: 2023}
indices:
  - {id: x, name: X, decimals: 2, max: 10, score: 5, rows: [{id: x.1, name: One, max: 10, score: 5}]}
"""
TARGETS = "targets: {x.1: {planned: 1, target: 6}}\n"
BESIDE = [
    (f"name: A\nchanges: [{{id: x.1, set: 7, {WHY}}}]\n", 0, []),
    (f"name: A\nchanges: [{{id: x.1, set: 11, {WHY}}}]\n", 1, ["error[W701] x.1.set"]),
    (f"name: A\nchanges: [{{id: x.2, set: 7, {WHY}}}]\n", 1, ["error[S108] x.2.id"]),
    ("name: A\nchanges: [{id: x.1, set: 7}]\n", 0, ["warning[W708] x.1"]),
    ("name: [\n", 1, ["error[S101] this is not YAML"]),
]


@pytest.mark.parametrize(("text", "code", "expected"), BESIDE)
def test_validate_checks_the_scenarios_of_a_plan(parplan: Parplan, tmp_path: Path, text: str, code: int, expected: list[str]) -> None:
    folder = write_plan(tmp_path / "plan", INDICATORS, TARGETS)
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "a-try.yaml").write_text(naming("scenario", text, "example"), encoding="utf-8")
    ran = parplan("validate", str(folder), "--format", "concise", "--lang", "en")
    assert ran.code == code
    assert [re.sub(r":\d+:\d+: ", " ", line).split(": ")[0] for line in ran.out.splitlines()] == [
        f"{folder}/scenarios/a-try.yaml {what}" for what in expected
    ]


def test_validate_fails_on_a_missing_reason_where_asked(parplan: Parplan, tmp_path: Path) -> None:
    folder = write_plan(tmp_path / "plan", INDICATORS, TARGETS)
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "a-try.yaml").write_text(BESIDE[3][0], encoding="utf-8")
    assert parplan("validate", str(folder), "--fail-on", "warning").code == 1


def test_validate_says_of_scenarios_that_they_wait_where_the_plan_is_broken(parplan: Parplan, tmp_path: Path) -> None:
    folder = write_plan(tmp_path / "plan", "plan: [\n", TARGETS)
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "a-try.yaml").write_text(BESIDE[1][0], encoding="utf-8")
    ran = parplan("validate", str(folder), "--format", "concise", "--lang", "en")
    assert ran.code == 1
    assert [line.partition(": ")[2] for line in ran.out.splitlines() if "scenarios" in line] == [
        "note[X903] “a-try.yaml” is not checked: the plan's own files have errors"
    ]


def test_scenarios_beside_a_plan_go_by_name(parplan: Parplan, tmp_path: Path) -> None:
    folder = write_plan(tmp_path / "plan", INDICATORS, TARGETS)
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "a-try.yaml").write_text(BESIDE[0][0], encoding="utf-8")
    assert '"projected": 7.00' in parplan("project", "--plan", str(folder), "--scenario", "a-try", "--format", "json").out
    said = "there is no file a-tri, and the plan has no scenario of that name; its scenarios are: a-try"
    assert parplan("project", "--plan", str(folder), "--scenario", "a-tri", "--lang", "en") == (2, "", f"parplan: error: {said}\n")


def test_a_saved_scenario_is_named_where_its_ending_is_left_out(parplan: Parplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside the plan names have none, elsewhere a file is named."""
    folder = write_plan(tmp_path / "plan", INDICATORS, TARGETS)
    monkeypatch.chdir(tmp_path)
    Path("sc1.yaml").write_text(BESIDE[0][0], encoding="utf-8")
    for lang, said in {"en": "error: there is no file sc1; did you mean", "vi": "lỗi: không có tệp sc1; có phải là"}.items():
        ran = parplan("project", "--plan", str(folder), "--scenario", "sc1", "--lang", lang)
        assert ran == (2, "", f"parplan: {said} sc1.yaml?\n")


# Saving.

# what is typed: the saved scenario, worked out again, lands where these did
SAVED = [
    "--set par.1=9",
    "--add par.1=-0.25 --set par.*.survey=0.9 --share par.8=37.5%",
    "--share 60%",
    "--share 33.333333%",
    "--share 60% --base current",
    "--base current --set sipas=8.00",
    "--set papi.[12]=5",
    "--set papi.[1,2]=5",
    "--set papi.[!1]=5",
    "--set *.1=8",
    "--set ?ar.1=8",
    "--set [p]ar.1=8",
    "--set par.1=12 --clamp",
    "--share 200% --clamp",
    "--scenario surveys-at-half",
    "--scenario own-work-only --set par.1=9",
    "--scenario own-work-only --base plan",
]


@pytest.mark.parametrize("typed", SAVED)
def test_what_is_saved_lands_where_it_did(parplan: Parplan, tmp_path: Path, typed: str) -> None:
    file = tmp_path / "saved.yaml"
    first = parplan("project", *typed.split(), "--because", "A reason.", "--save", str(file), "--format", "json", "--lang", "en")
    assert (first.code, first.err) == (0, f"parplan: the scenario is saved in {file}\n")
    again = parplan("project", "--scenario", str(file), "--format", "json", "--lang", "en")
    assert (again.code, again.err) == (0, "")
    assert indices(again.out) == indices(first.out)


def indices(text: str) -> Any:
    return json.loads(text, parse_float=Decimal, parse_int=Decimal)["scenarios"][0]["indices"]


def test_a_saved_scenario_reads_like_this(parplan: Parplan, tmp_path: Path) -> None:
    file = tmp_path / "a try.yaml"
    typed = ["--set", "par.7.admin=9.00", "--add", "*.1=+0.1", "--share", "60%", "--because", 'It is "funded".', "--save", str(file)]
    assert parplan("project", *typed).code == 0
    assert file.read_text(encoding="utf-8").splitlines()[1:] == [
        "plan: cao-bang-2023",
        'name: {vi: "a try", en: "a try"}',
        "base: plan",
        "changes:",
        "  - id: par.7.admin",
        "    set: 9.00",
        r'    because: {vi: "It is \"funded\".", en: "It is \"funded\"."}',
        '  - id: "*.1"',
        "    add: 0.1",
        r'    because: {vi: "It is \"funded\".", en: "It is \"funded\"."}',
        "  - share: 60%",
        r'    because: {vi: "It is \"funded\".", en: "It is \"funded\"."}',
    ]


REASONS = [
    "\\",
    "#",
    "a: b",
    "'\"'",
    "\n",
    "\t",
    "é",
    "“…”",
    "😀",
    "\u2028",
    "\x07",
    "\x7f",
    "\x85",
    "\u00a0",
    "\ufeff",
    "\uffff",
    "{vi}",
    "%",
    "null",
]


@pytest.mark.parametrize("because", REASONS, ids=ascii)
def test_any_reason_can_be_saved_and_read_back(parplan: Parplan, tmp_path: Path, because: str) -> None:
    file = tmp_path / "saved.yaml"
    ran = parplan("project", "--set", "par.1=9", "--because", because, "--save", str(file))
    assert (ran.code, ran.out != "") == (0, True)
    assert parplan("project", "--scenario", str(file)).code == 0


NOT_WRITTEN = [
    (
        "project par --set par.1=9 --save",
        "taken.yaml",
        "taken.yaml cannot be written: it exists already; choose another name, or remove it first",
    ),
    (
        "project par --set par.1=9 --save",
        "link.yaml",
        "link.yaml cannot be written: it exists already; choose another name, or remove it first",
    ),
    (
        "project par --set par.1=9 --save",
        "folder.yaml",
        "folder.yaml cannot be written: it exists already; choose another name, or remove it first",
    ),
    (
        "project par --set par.1=9 --save",
        "taken",  # a name alone, of the plan that comes with the package
        "taken.yaml cannot be written: it exists already; choose another name, or remove it first",
    ),
    ("reach par --at-least 80 --save", "..", ".. cannot be written: it exists already; choose another name, or remove it first"),
    (
        "reach par --at-least 80 --save",
        "taken.yaml",
        "taken.yaml cannot be written: it exists already; choose another name, or remove it first",
    ),
    ("reach par --at-least 80 --save", "nowhere/a.yaml", "nowhere/a.yaml cannot be written: there is no folder nowhere"),
    ("project par --set par.1=9 --save", "taken.yaml/a.yaml", "taken.yaml/a.yaml cannot be written: Not a directory"),
]


@pytest.mark.parametrize(("typed", "file", "words"), NOT_WRITTEN)
def test_nothing_is_ever_written_over(
    parplan: Parplan, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, typed: str, file: str, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("taken.yaml").write_text("mine", encoding="utf-8")
    Path("folder.yaml").mkdir()
    Path("link.yaml").symlink_to("nowhere.yaml")
    before = sorted(tmp_path.iterdir())
    assert parplan(*typed.split(), file, "--lang", "en") == (2, "", f"parplan: error: {words}\n")
    assert sorted(tmp_path.iterdir()) == before
    assert Path("taken.yaml").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("call", ["project --set x.1=7", "reach x --at-least 8"])
@pytest.mark.parametrize("where", ["plan", "."])
def test_a_name_alone_is_one_of_the_scenarios_of_the_plan(tmp_path: Path, call: str, where: str) -> None:
    folder = write_plan(tmp_path / "plan", INDICATORS, TARGETS)
    here = tmp_path if where == "plan" else folder
    beside = ["--plan", "plan"] if where == "plan" else []
    ran = parplan_here(*call.split(), *beside, "--save", "better", "--lang", "en", cwd=here)
    name = "plan/scenarios/better.yaml" if where == "plan" else "scenarios/better.yaml"
    assert (ran.code, ran.err) == (0, f"parplan: the scenario is saved in {name}\n")
    assert parplan_here("project", "--scenario", "better", *beside, cwd=here).code == 0
    again = parplan_here(*call.split(), *beside, "--save", "better", "--lang", "en", cwd=here)
    assert (again.code, again.err.partition(";")[0]) == (2, f"parplan: error: {name} cannot be written: it exists already")


def test_what_is_refused_is_not_saved(parplan: Parplan, tmp_path: Path) -> None:
    assert parplan("project", "--set", "par.1=12", "--save", str(tmp_path / "a.yaml")).code == 2
    assert list(tmp_path.iterdir()) == []


# Ids that mean something else to YAML.
ODD_IDS = ["-", "-x", "null", "true", "1", "1e3", "0x1F", "---", "no", "NaN", "_"]


@pytest.mark.parametrize("ident", ODD_IDS)
def test_odd_ids_are_saved_and_read_back(parplan: Parplan, tmp_path: Path, ident: str) -> None:
    index = f'{{id: "{ident}", name: Odd, decimals: 2, max: 10, score: 5}}'
    folder = write_plan(tmp_path / "plan", f"{HEAD}indices:\n  - {index}\n", "targets: {}\n")
    file = tmp_path / "saved.yaml"
    assert parplan("project", "--plan", str(folder), f"--set={ident}=6", "--save", str(file)).code == 0
    ran = parplan("project", "--plan", str(folder), "--scenario", str(file), "--format", "json")
    assert '"projected": 6.00' in ran.out, ran.err


words = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=20)


@given(rough(), st.sampled_from(["plan", "current"]), words, st.data())
def test_what_is_written_reads_back_the_same(data: dict[str, Any], base: Base, name: str, drawn: st.DataObject) -> None:
    plan = check_text({kind: as_text(data[kind]) for kind in ("indicators", "targets")}).plan
    assert plan is not None
    on = Baseline(plan)
    typed = st.sampled_from([*plan.by_id, "x.*", "?.1", "*", "[xy].[!2]"])
    amount = st.decimals("-2", "9", places=6)
    change = st.one_of(
        st.builds(Change, st.just("set"), typed, amount),
        st.builds(Change, st.just("add"), typed, amount),
        st.builds(Change, st.just("share"), typed | st.none(), st.integers(0, 1000).map(lambda n: Decimal(n) / 400)),
    )
    changes = tuple(drawn.draw(st.lists(change, max_size=3)))
    before = project(on, base, changes)
    scenario = Scenario(Text(name, name[::-1]), base, changes, (Text(name, "why"),) * len(changes))
    result = checked(on, written(scenario, on.plan.about.id))
    if not isinstance(before, Projection):
        assert result.made is None
        return
    assert result.made is not None, [told(finding, "en") for finding in result.findings]
    assert (result.made.name, result.made.reasons) == (scenario.name, scenario.reasons)
    assert project(on, result.made.base, result.made.changes) == before


GARBAGE = st.text(st.sampled_from("abp.1*[]{},:-#'\"\n %9&!|>~"), max_size=40) | st.binary(max_size=40).map(
    lambda data: data.decode("latin-1")
)


@given(
    GARBAGE, st.sampled_from(["{}", "name: A\nchanges: [{}]\n", "name: A\nchanges:\n  - {{id: {}, set: {}}}\n", "name: A\nranges: {}\n"])
)
def test_garbage_gets_findings_never_a_traceback(plan: Plan, text: str, frame: str) -> None:
    for finding in found(Baseline(plan), frame.format(text, text)):
        assert told(finding, "vi")
        assert told(finding, "en")


OPTIONS = ["--set", "--add", "--share", "--fail-under", "--scenario", "--base", "--save", "--because", "--clamp", "--format=csv"]


@given(st.lists(st.one_of(st.sampled_from(OPTIONS), st.text(st.sampled_from("par.1*=9%,-+ x\u00a0"), max_size=8)), max_size=5))
def test_whatever_is_typed_there_is_no_traceback(tmp_path_factory: pytest.TempPathFactory, typed: list[str]) -> None:
    assume("--help" not in typed)
    parplan_here("project", *typed, cwd=tmp_path_factory.mktemp("typed"))


# Files that a user has named for two things.
TWICE_NAMED = [
    ["project", "--scenario", "mine.json", "-o", "mine.json"],
    ["project", "--set", "par.1=9", "--save", "new.txt", "-o", "new.txt"],
    ["project", "--batch", "batch.csv", "-o", "batch.csv"],
    ["reach", "par", "--save", "new.txt", "-o", "./new.txt"],
    ["reach", "par", "--by", "cheapest", "--costs", "costs.txt", "-o", "costs.txt"],
    ["simulate", "--scenario", "mine.json", "-o", "./mine.json"],
]


@pytest.mark.parametrize("arguments", TWICE_NAMED, ids=" ".join)
def test_a_file_is_not_read_and_written_at_once(
    parplan: Parplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    texts = {"costs.txt": "unit: x\ncosts: {'par.*': 1}\n", "mine.json": "name: Mine\n", "batch.csv": "name,par.1\na,9\n"}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    ran = parplan(*arguments, "--lang", "en")
    assert (ran.code, ran.out) == (2, "")
    why = "it is data of a plan, or was read or made by this run; choose another name"
    assert ran.err.endswith(f"parplan: error: {Path(arguments[-1])} cannot be written: {why}\n")
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == texts


def test_nothing_is_saved_where_the_answer_cannot_be_written(parplan: Parplan, tmp_path: Path) -> None:
    saved = tmp_path / "saved.yaml"
    ran = parplan("project", "--set", "par.1=9", "--save", str(saved), "-o", str(tmp_path / "no" / "such.csv"))
    assert (ran.code, ran.out, saved.exists()) == (2, "", False)
