"""Many plans at once: a line each, the worst first, and none dropped without a word."""

import csv
import errno
import io
import json
import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from conftest import Parplan
from helpers_cli import HEAD, write_plan
from parplan.cli.schema import schema_of
from parplan.engine.gap import standings
from parplan.engine.units import Leads
from parplan.points import Lang
from plans import Truth, as_text, files, trees
from reading import check_text

ROWS = "rows: [{id: so.1, name: Steering, max: 8, score: 6.30}, {id: so.2, name: Papers, max: 12, score: 9.50}]"


def department(folder: Path, name: str, first: str, second: str = "{planned: 0.25, target: 9.75}", score: str = "15.80") -> Path:
    """A department's plan: 15.80 of 20 in two rows, each with a target."""
    at = folder / name
    about = f"plan: {{id: {name}-2026, name: Plan, year: 2025, target_year: 2026, unit: Unit {name}}}\n"
    index = f"indices:\n- {{id: so, name: Index, decimals: 2, max: 20, score: {score}, {ROWS}}}\n"
    return write_plan(at, about + index, f"plan: {name}-2026\ntargets:\n  so.1: {first}\n  so.2: {second}\n")


def observed(at: Path, scores: str, more: str = "layer: published") -> None:
    result = f"- {{year: 2026, date: 2026-07-15, {more}, source: S, scores: {{{scores}}}}}\n"
    (at / "results.yaml").write_text(f"plan: {at.name}-2026\nresults:\n{result}", encoding="utf-8")


def led(at: Path, **serves: str) -> None:
    """Who leads which rows: units by name."""
    units = "".join(f"- {{id: {unit}, clause: I, name: {unit}}}\n" for unit in serves)
    tasks = "".join(f"- {{id: t-{unit}, clause: I, name: T, lead: [{unit}], serves: [{rows}]}}\n" for unit, rows in serves.items())
    (at / "tasks.yaml").write_text(f"plan: {at.name}-2026\nunits:\n{units}tasks:\n{tasks}", encoding="utf-8")


@pytest.fixture
def departments(tmp_path: Path) -> Path:
    """a needs 0.95 of 4.20 points that are left, b 1.75, c 0.25 of 4.10; c contradicts itself."""
    folder = tmp_path / "departments"
    a = department(folder, "a", "{planned: 0.70, target: 7.00}")
    b = department(folder, "b", "{planned: 1.50, target: 7.80}")
    c = department(folder, "c", "{planned: 0.10, target: 6.40}", "{planned: 0.25, target: 9.75}", "15.90")
    observed(a, "so.1: 6.80, so.2: 9.80")
    observed(b, "so.1: 6.40")
    observed(c, "so.1: 6.00, so.2: 9.80, so: 15.80")
    led(a, x="so.1, so.2", y="so.2")
    led(b, x="so.1")
    led(c, x="so.1", y="so.2")
    return folder


def told(parplan: Parplan, folder: Path, *typed: str, code: int = 0) -> dict[str, Any]:
    ran = parplan(*typed, "--plans", folder.name, "--format", "json", cwd=folder.parent)
    assert ran.code == code, ran
    answer: dict[str, Any] = json.loads(ran.out, parse_float=Decimal)
    Draft202012Validator(schema_of(f"{typed[0]}-plans")).validate(json.loads(ran.out))
    assert answer["schema"] == f"parplan/{typed[0]}-plans/1"
    assert answer["plan"] is None
    return answer


def lines(parplan: Parplan, folder: Path, *typed: str, keys: str, code: int = 0) -> list[tuple[str, ...]]:
    """The lines in their order: the plan, and the figures of these keys."""
    found = told(parplan, folder, *typed, code=code)["lines"]
    return [(line["plan"].removeprefix("departments/"), *(str(line[key]) for key in keys.split())) for line in found]


# What a line says, and which is worst.


def test_gap_has_the_largest_share_of_headroom_first(parplan: Parplan, departments: Path) -> None:
    assert lines(parplan, departments, "gap", keys="id score target gap headroom headroom_used") == [
        ("b", "so", "15.80", "17.55", "1.75", "4.20", "0.4167"),
        ("a", "so", "15.80", "16.75", "0.95", "4.20", "0.2262"),
        ("c", "so", "15.90", "16.15", "0.25", "4.10", "0.0610"),
    ]


@pytest.mark.parametrize(
    ("first", "second", "worse"),
    [
        ("{planned: 1.69, target: 7.99}", "{planned: 0.25, target: 9.75}", "z"),  # 1.94 of 4.20
        ("{planned: 1.51, target: 7.81}", "{planned: 0.00, target: 9.50}", "m"),  # 1.51: less than 1.75
        ("{planned: 1.50, target: 7.80}", "{planned: 0.250001, target: 9.750001}", "z"),  # a millionth more, which no column shows
    ],
)
def test_shares_are_compared_before_anything_is_rounded(parplan: Parplan, tmp_path: Path, first: str, second: str, worse: str) -> None:
    department(tmp_path / "departments", "m", "{planned: 1.50, target: 7.80}")
    department(tmp_path / "departments", "z", first, second)
    found = lines(parplan, tmp_path / "departments", "gap", keys="id")
    assert found[0] == (worse, "so")


def test_nothing_left_to_gain_and_a_gap_is_worst_and_what_is_not_known_comes_last(parplan: Parplan, tmp_path: Path) -> None:
    folder = tmp_path / "departments"
    for name, index in (
        ("open", "max: 10, score: 9"),
        ("unknown", "score: 9"),
        ("full", "max: 9, score: 9"),
    ):
        about = f"plan: {{id: {name}, name: P, year: 2025, target_year: 2026}}\nindices:\n"
        write_plan(
            folder / name, f"{about}- {{id: so, name: I, decimals: 2, {index}}}\n", f"plan: {name}\ntargets: {{so: {{target: 9.5}}}}\n"
        )
    assert lines(parplan, folder, "gap", keys="headroom_used") == [("full", "None"), ("open", "0.5000"), ("unknown", "None")]


def test_progress_has_who_is_furthest_behind_time_first(parplan: Parplan, departments: Path) -> None:
    found = lines(parplan, departments, "progress", "--as-of", "2026-07-20", keys="score gap done time_gone observed rows")
    assert found == [
        ("c", "15.80", "0.35", "-0.4000", "0.5507", "2", "2"),
        ("b", "15.90", "1.65", "0.0571", "0.5507", "1", "2"),
        ("a", "16.60", "0.15", "0.8421", "0.5507", "2", "2"),
    ]
    # Before anything was observed nobody knows of any way: in the order of the folders.
    before = lines(parplan, departments, "progress", "--as-of", "2026-07-14", keys="done observed")
    assert before == [("a", "None", "0"), ("b", "None", "0"), ("c", "None", "0")]


def test_who_has_more_time_is_less_behind_with_less_done(parplan: Parplan, departments: Path) -> None:
    """a has done 84 % with 55 % of its time gone; with four years more only 11 % of it is gone."""
    for name in "ac":
        file = departments / name / "indicators.yaml"
        file.write_text(file.read_text().replace("target_year: 2026", "target_year: 2030"))
    found = lines(parplan, departments, "progress", "--as-of", "2026-07-20", keys="done time_gone")
    assert found == [("c", "-0.4000", "0.1101"), ("b", "0.0571", "0.5507"), ("a", "0.8421", "0.1101")]


def test_review_has_the_fewest_targets_met_first(parplan: Parplan, departments: Path) -> None:
    found = lines(parplan, departments, "review", keys="target score difference verdict met judged outcome_year")
    assert found == [
        ("b", "17.55", "None", "None", "None", "0", "1", "2026"),
        ("c", "16.15", "15.80", "-0.35", "fell", "1", "2", "2026"),
        ("a", "16.75", "16.60", "-0.15", "missed", "1", "2", "2026"),
    ]


def test_units_have_what_nobody_leads_first(parplan: Parplan, departments: Path) -> None:
    """b: 0.25 of 1.75 nobody leads; a: two lead 0.25 of 0.95 together; c: each leads its own."""
    found = lines(parplan, departments, "units", keys="planned led led_share alone alone_share units leader most")
    assert found == [
        ("b", "1.75", "1.50", "0.8571", "1.50", "0.8571", "1", "x", "1.50"),
        ("a", "0.95", "0.95", "1.0000", "0.70", "0.7368", "2", "x", "0.95"),
        ("c", "0.35", "0.35", "1.0000", "0.35", "1.0000", "2", "y", "0.25"),
    ]


def test_what_units_answer_for_together_is_what_they_do_one_by_one(parplan: Parplan) -> None:
    """The shipped plan: a line's points are those that `units` tells of each unit."""
    one = json.loads(parplan("units", "--format", "json").out, parse_float=Decimal)
    many = json.loads(parplan("units", "--plans", str(Path(__file__).parents[1] / "data"), "--format", "json").out, parse_float=Decimal)
    assert len(many["lines"]) == 3
    for line in many["lines"]:
        stakes = [index for unit in one["units"] for index in unit["indices"] if index["id"] == line["id"]]
        assert line["alone"] == sum(stake["alone"] for stake in stakes)
        assert line["units"] == len(stakes)
        assert line["alone"] <= line["led"] <= line["planned"]
        assert line["led"] <= sum(stake["points"] for stake in stakes)
        assert line["most"] == max(stakes, key=lambda it: (it["alone"], it["shared"]))["points"]


@given(row=trees(), data=st.data())
def test_what_one_unit_alone_leads_is_what_all_units_lead_alone(row: Truth, data: st.DataObject) -> None:
    """Whoever leads which rows of whatever plan; and what is led is no less than any unit leads, nor more than all do."""
    texts = {kind: as_text(content) for kind, content in files(row).items()}
    plan = check_text({"indicators": texts["indicators"], "targets": texts["targets"]}).plan
    assert plan is not None
    units = st.lists(st.sampled_from("abc"), min_size=1, max_size=2, unique=True).map(tuple)
    leads = Leads(plan, data.draw(st.dictionaries(st.sampled_from(sorted(plan.by_id)), units, max_size=4)), "printed")
    (index,) = standings(plan)
    found, stakes = leads.coverage(index, "abc"), [leads.stake(unit, index) for unit in "abc"]
    slack = Decimal("1e-20")  # a mean of three is cut once in each
    assert found.units == sum(bool(stake.rows) for stake in stakes)
    points, alone = ([figure for stake in stakes if (figure := getattr(stake, name)) is not None] for name in ("points", "alone"))
    if found.alone is not None and len(alone) == 3:
        assert abs(found.alone - sum(alone)) <= slack
    if found.led is not None and len(points) == 3:
        printed = Decimal(len(plan.by_id)) / 100  # each row with two digits
        assert max(points) <= found.led + printed
        assert found.led <= sum(points) + printed


def test_a_line_has_the_figures_of_its_plan_alone(parplan: Parplan, departments: Path) -> None:
    """Whatever a line and the answer of the one plan both tell."""
    for command in ("gap", "progress", "review"):
        more = ("--as-of", "2026-07-20") if command == "progress" else ()
        for line in told(parplan, departments, command, *more)["lines"]:
            ran = parplan(command, *more, "--plan", line["plan"], "--format", "json", cwd=departments.parent)
            (index,) = json.loads(ran.out, parse_float=Decimal)["indices"]
            both = line.keys() & index.keys() - {"rows"}
            assert len(both) >= 8
            assert {key: line[key] for key in both} == {key: index[key] for key in both}


# Which lines there are.


def test_rows_asked_for_have_a_line_each(parplan: Parplan, departments: Path) -> None:
    assert lines(parplan, departments, "gap", "so.*", keys="id gap") == [
        ("b", "so.1", "1.50"),
        ("a", "so.1", "0.70"),
        ("a", "so.2", "0.25"),
        ("b", "so.2", "0.25"),
        ("c", "so.2", "0.25"),
        ("c", "so.1", "0.10"),
    ]
    assert lines(parplan, departments, "review", "so.1", keys="id difference verdict") == [
        ("b", "so.1", "-1.40", "missed"),
        ("c", "so.1", "-0.40", "fell"),
        ("a", "so.1", "-0.20", "missed"),
    ]
    assert lines(parplan, departments, "progress", "SO.1", "--as-of", "2026-07-20", keys="id rows")[1:] == [
        ("b", "so.1", "1"),
        ("a", "so.1", "1"),
    ]


def test_several_indices_have_a_line_each(parplan: Parplan) -> None:
    ran = parplan("gap", "--plans", str(Path(__file__).parents[1] / "data"), "--format", "csv")
    # 11.08 of 22.45 points; 7.90 - 7.43 of 2.57; 4.53 of 41.20 (the plan's own figures).
    assert [(row["id"], row["headroom_used"]) for row in csv.DictReader(io.StringIO(ran.out))] == [
        ("par", "0.4935"),
        ("sipas", "0.1829"),
        ("papi", "0.1100"),
    ]


def test_plans_are_found_at_any_depth_and_may_lie_in_the_folder_itself(parplan: Parplan, tmp_path: Path) -> None:
    department(tmp_path / "departments" / "deep" / "er", "a", "{planned: 0.70, target: 7.00}")
    department(tmp_path, "departments", "{planned: 0.10, target: 6.40}")
    found = lines(parplan, tmp_path / "departments", "gap", keys="plan_id unit plan_name")
    assert found == [("deep/er/a", "a-2026", "Unit a", "Plan"), ("departments", "departments-2026", "Unit departments", "Plan")]
    ran = parplan("gap", "--plans", ".", "--lang", "en", cwd=tmp_path / "departments")
    assert "\ndeep/er/a    Unit a " in ran.out
    assert ran.out.endswith("Plan: . (plans: 2). Basis: as printed.\n")


def test_links_out_of_a_plan_are_followed_where_that_is_asked_for(parplan: Parplan, departments: Path) -> None:
    inside, outside = departments / "a" / "targets.yaml", departments.parent / "targets.yaml"
    inside.rename(outside)
    inside.symlink_to(outside)
    answer = told(parplan, departments, "gap", code=1)
    assert [failed["plan"] for failed in answer["failed"]] == ["departments/a"]
    assert "--follow-links" in answer["failed"][0]["why"][0]
    assert len(told(parplan, departments, "gap", "--follow-links")["lines"]) == 3


# Plans that cannot be worked out.

WHY = {
    "en": """\
  departments/broken: could not be worked out: departments/broken/indicators.yaml:3:54: error[S104] so.score: “x” is not points such as 7.97
  departments/gone: could not be worked out: there is no file departments/gone/targets.yaml
  departments/near: could not be worked out: there is no file departments/near/targets.yaml, but there is targets.yml: rename it
""",
    "vi": """\
  departments/broken: không tính được: departments/broken/indicators.yaml:3:54: lỗi[S104] so.score: “x” không phải là số điểm như 7.97
  departments/gone: không tính được: không có tệp departments/gone/targets.yaml
  departments/near: không tính được: không có tệp departments/near/targets.yaml nhưng có targets.yml: hãy đổi tên tệp đó
""",
}
REMARK = {
    "en": "parplan: plans that could not be worked out: 3 of 6; the answer says why\n",
    "vi": "parplan: 3 trong 6 kế hoạch không tính được; lý do ghi trong kết quả\n",
}


@pytest.fixture
def some_broken(departments: Path) -> Path:
    department(departments, "broken", "{planned: 0.70, target: 7.00}", score="x")
    (department(departments, "gone", "{planned: 0.70, target: 7.00}") / "targets.yaml").unlink()
    near = department(departments, "near", "{planned: 0.70, target: 7.00}") / "targets.yaml"
    near.rename(near.with_suffix(".yml"))
    return departments


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_plans_that_cannot_be_worked_out_are_told_with_the_reason(parplan: Parplan, some_broken: Path, lang: Lang) -> None:
    ran = parplan("gap", "--plans", "departments", "--lang", lang, cwd=some_broken.parent)
    assert ran.code == 1
    assert WHY[lang] in ran.out
    assert ran.err == REMARK[lang]


def test_every_form_tells_of_them(parplan: Parplan, some_broken: Path) -> None:
    answer = told(parplan, some_broken, "gap", code=1)
    assert answer["plans"] == 6
    assert {failed["plan"]: failed["why"] for failed in answer["failed"]} == {
        "departments/broken": ["departments/broken/indicators.yaml:3:54: error[S104] so.score: “x” is not points such as 7.97"],
        "departments/gone": ["there is no file departments/gone/targets.yaml"],
        "departments/near": ["there is no file departments/near/targets.yaml, but there is targets.yml: rename it"],
    }
    sheet = list(csv.DictReader(io.StringIO(parplan("gap", "--plans", "departments", "--format", "csv", cwd=some_broken.parent).out)))
    assert [(row["plan"][-1], row["score"], bool(row["why"])) for row in sheet] == [
        ("b", "15.80", False),
        ("a", "15.80", False),
        ("c", "15.90", False),
        ("n", "", True),
        ("e", "", True),
        ("r", "", True),
    ]
    page = parplan("gap", "--plans", "departments", "--format", "markdown", "--lang", "en", cwd=some_broken.parent).out
    assert "- departments/gone: could not be worked out: there is no file departments/gone/targets.yaml\n" in page


def test_more_errors_than_one_are_counted(parplan: Parplan, departments: Path) -> None:
    file = departments / "a" / "targets.yaml"
    file.write_text("plan: a-2026\ntargets: {so.1: {plannd: 1, tarket: 2}, so.2: {planed: 3}}\n")
    (failed,) = told(parplan, departments, "gap", code=1)["failed"]
    assert failed["why"][1:] == ["further errors: 2; see `parplan validate`"]


@pytest.mark.parametrize(
    ("command", "file", "why"),
    [
        ("progress", "results.yaml", "the plan departments/a (a-2026) has no results.yaml; `parplan record` writes the first result"),
        ("review", "results.yaml", "the plan departments/a (a-2026) has no results.yaml; `parplan record` writes the first result"),
        ("units", "tasks.yaml", "the plan departments/a (a-2026) has no tasks.yaml; see `parplan schema tasks`"),
    ],
)
def test_a_plan_without_the_file_that_is_asked_has_no_line(parplan: Parplan, departments: Path, command: str, file: str, why: str) -> None:
    (departments / "a" / file).unlink()
    answer = told(parplan, departments, command, code=1)
    assert answer["failed"] == [{"plan": "departments/a", "why": [why]}]
    assert len(answer["lines"]) == 2


def test_a_year_that_some_plans_start_from_is_told(parplan: Parplan, departments: Path) -> None:
    file = departments / "a" / "indicators.yaml"
    file.write_text(file.read_text().replace("year: 2025, target_year: 2026", "year: 2026, target_year: 2027"))
    (failed,) = told(parplan, departments, "review", "--year", "2026", code=1)["failed"]
    assert failed["why"] == ["2026 is the base year: its results are where the plan starts, and no outcome of the targets"]


def test_where_no_plan_has_a_line_nothing_is_answered(parplan: Parplan, departments: Path) -> None:
    ran = parplan("gap", "sp", "--plans", "departments", "--lang", "en", cwd=departments.parent)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "".join(f"parplan: error: departments/{name}: the plan has no id “sp”\n" for name in "abc")


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        ("nowhere", "there is no folder nowhere"),
        ("empty", "there is no plan in empty (a plan is a folder with indicators.yaml and targets.yaml)"),
    ],
)
def test_a_folder_without_plans(parplan: Parplan, tmp_path: Path, folder: str, said: str) -> None:
    (tmp_path / "empty").mkdir()
    ran = parplan("units", "--plans", folder, "--lang", "en", cwd=tmp_path)
    assert (ran.code, ran.out, ran.err) == (2, "", f"parplan: error: {said}\n")


# What is done to one plan of several, and what is said of it.
SPOILT = [
    ("renamed", "there is no file departments/a/indicators.yaml, but there is indicators.yml: rename it"),
    ("missing", "there is no file departments/a/targets.yaml"),
    ("large", "departments/a/targets.yaml cannot be read: it is larger than 20 MB; split it, or see whether it is the file that was meant"),
    ("folder", "departments/a/errata.yaml is a folder, not a file"),
]


@pytest.fixture(params=SPOILT, ids=[how for how, _ in SPOILT])
def spoilt(request: pytest.FixtureRequest, departments: Path) -> tuple[Path, str]:
    """Departments, plan a of which cannot be read; and why."""
    how, said = request.param
    at = departments / "a"
    if how == "renamed":
        (at / "indicators.yaml").rename(at / "indicators.yml")
    elif how == "missing":
        (at / "targets.yaml").unlink()
    elif how == "large":
        (at / "targets.yaml").write_bytes(b"#" * 20_000_001)
    else:
        (at / "errata.yaml").mkdir()
    return departments.parent, said


@pytest.mark.parametrize("form", ["text", "concise", "json", "github", "sarif", "junit", "gitlab"])
def test_a_plan_that_cannot_be_read_is_a_finding_among_those_of_the_others(parplan: Parplan, spoilt: tuple[Path, str], form: str) -> None:
    top, said = spoilt
    ran = parplan("validate", "departments", "--format", form, "--lang", "en", cwd=top)
    assert ran.code == 1
    assert "S123" in ran.out
    assert said in ran.out.replace("%3A", ":")
    assert "A301" in ran.out  # of department c
    alone = parplan("validate", "departments/a", "--format", form, "--lang", "en", cwd=top)
    assert alone == (2, "", f"parplan: error: {said}\n")


def test_no_choice_of_rules_passes_a_plan_that_was_not_read(parplan: Parplan, departments: Path) -> None:
    call = ("validate", "departments", "--select", "N", "--lang", "en")
    assert parplan(*call, cwd=departments.parent).code == 0
    (departments / "b" / "targets.yaml").write_text("targets: [", encoding="utf-8")
    assert parplan(*call, cwd=departments.parent).code == 1
    (departments / "b" / "targets.yaml").unlink()
    assert parplan(*call, cwd=departments.parent).code == 1
    for ignored in ("S123", "S", "s1", "S123,R"):
        assert parplan(*call, "--ignore", ignored, cwd=departments.parent).code == 1
        assert parplan("validate", "departments", "--ignore", ignored, cwd=departments.parent).code == 1


@pytest.fixture
def withheld(departments: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Plans, and two folders that the system does not let anybody list: a plan, and one in which nobody knows what there is. What is
    withheld from others is not from root, so the refusal is staged."""
    (departments / "private").mkdir()
    listing = os.scandir

    def refused(path: str = ".") -> object:
        if {"b", "private"} & {*Path(path).parts}:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return listing(path)

    monkeypatch.setattr(os, "scandir", refused)
    (departments / "b" / "indicators.yaml").unlink()  # nor would it be seen
    return departments.parent


NO_PERMISSION = "no permission to read departments/{}; ask for permission to read it"


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_folder_that_cannot_be_listed_keeps_no_other_back(parplan: Parplan, withheld: Path, jobs: str) -> None:
    ran = parplan("validate", "departments", "-j", jobs, "--format", "concise", "--lang", "en", cwd=withheld)
    unread = [line for line in ran.out.splitlines() if "S123" in line]
    assert (ran.code, unread) == (
        1,
        [f"departments/{it}:1:1: error[S123] cannot be checked, because {NO_PERMISSION.format(it)}" for it in ("b", "private")],
    )
    assert "A301" in ran.out  # of department c
    answer = told(parplan, withheld / "departments", "gap", code=1)
    assert {line["plan"] for line in answer["lines"]} == {"departments/a", "departments/c"}
    assert [it["plan"] for it in answer["failed"]] == ["departments/b", "departments/private"]


@pytest.mark.parametrize("call", ["validate departments/b", "validate --plan departments/b", "gap --plan departments/b"])
def test_a_folder_that_cannot_be_listed_is_told_by_its_name(parplan: Parplan, withheld: Path, call: str) -> None:
    said = {"en": NO_PERMISSION.format("b"), "vi": "không có quyền đọc departments/b; xin cấp quyền đọc"}
    for lang, words in said.items():
        error = {"en": "error", "vi": "lỗi"}[lang]
        assert parplan(*call.split(), "--lang", lang, cwd=withheld) == (2, "", f"parplan: {error}: {words}\n")


def test_the_parser_refuses_no_path(parplan: Parplan, departments: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its sentence would be English in every language; whoever reads says what cannot be read."""
    monkeypatch.setattr(os, "access", lambda *_, **__: False)
    assert parplan("validate", "departments/a", "--lang", "vi", cwd=departments.parent).code == 0


def test_a_document_is_that_of_one_plan(parplan: Parplan, departments: Path) -> None:
    call = ("validate", "departments/a", "departments/b", "--against", "nothing.txt")
    said = "parplan: error: --against is the document of one plan; here are several: departments/a, departments/b\n"
    assert parplan(*call, "--lang", "en", cwd=departments.parent) == (2, "", said)
    assert parplan("validate", "departments", "--against", "nothing.txt", cwd=departments.parent).code == 2


def test_repairs_of_the_others_are_told(parplan: Parplan, spoilt: tuple[Path, str]) -> None:
    top, said = spoilt
    ran = parplan("errata", "suggest", "departments", "--format", "json", "--lang", "en", cwd=top)
    answer = json.loads(ran.out)
    Draft202012Validator(schema_of("errata-suggest")).validate(answer)
    assert (ran.code, ran.err) == (1, f"parplan: departments/a: could not be worked out: {said}\n")
    assert answer["plans"] == ["departments/b", "departments/c"]
    assert {group["plan"] for group in answer["groups"]} == {"departments/c"}
    assert answer["failed"] == [{"plan": "departments/a", "why": [said]}]
    assert f"departments/a: could not be worked out: {said}\n" in parplan("errata", "suggest", "departments", "--lang", "en", cwd=top).out


def test_a_file_beside_a_plan_that_cannot_be_read_hides_no_other_finding(parplan: Parplan, departments: Path) -> None:
    at = departments / "c"
    (at / "results.yaml").unlink()
    (at / "results.yaml").mkdir()
    (at / "scenarios").mkdir()
    (at / "scenarios" / "x.yaml").write_text("x: 1\n", encoding="utf-8")
    (at / "scenarios" / "a.yaml").mkdir()
    (at / "tasks.yaml").write_text("tasks: 1\n", encoding="utf-8")
    ran = parplan("validate", "departments/c", "--format", "json", cwd=departments.parent)
    found = {(it["code"], Path(it["file"]).name) for it in json.loads(ran.out)["findings"]}
    others = {("S102", "x.yaml"), ("S103", "x.yaml"), ("S104", "tasks.yaml")}
    assert (ran.code, found & others) == (1, others)
    assert found - others == {("A301", "indicators.yaml"), ("S123", "results.yaml"), ("S123", "a.yaml")}


def test_a_plan_that_several_links_lead_to_is_found_once(parplan: Parplan, departments: Path) -> None:
    top = departments.parent / "links"
    top.mkdir()
    (departments / "up").symlink_to(departments)
    (top / "all").symlink_to(departments)
    (top / "one").symlink_to(departments / "a")
    ran = parplan("validate", "links", "--follow-links", "--format", "json", cwd=departments.parent)
    assert len(json.loads(ran.out)["plans"]) == 3


NAMESAKES = {
    "en": "parplan: plans with one id, “a-2026”: departments/a, departments/b; a file that names its plan "
    "(results, tasks, a scenario) would pass for that of either; give each plan an id of its own (plan.id)\n",
    "vi": "parplan: các kế hoạch cùng mã “a-2026”: departments/a, departments/b; tệp ghi mã kế hoạch (kết quả, "
    "nhiệm vụ, kịch bản) nếu đặt nhầm thư mục sẽ không bị phát hiện; đặt cho mỗi kế hoạch một mã riêng (plan.id)\n",
}


@pytest.mark.parametrize("lang", ["en", "vi"])
@pytest.mark.parametrize("call", ["validate departments", "gap --plans departments", "gap so.1 so.2 --plans departments"])
def test_plans_with_one_id_are_told(parplan: Parplan, departments: Path, call: str, lang: str) -> None:
    """As where somebody began by copying a folder."""
    assert NAMESAKES[lang] not in parplan(*call.split(), "--lang", lang, cwd=departments.parent).err
    for file in (departments / "b").iterdir():
        file.write_text(file.read_text(encoding="utf-8").replace("b-2026", "a-2026"), encoding="utf-8")
    assert parplan(*call.split(), "--lang", lang, cwd=departments.parent).err.count(NAMESAKES[lang]) == 1


# Contradictions, gates, other options.


def test_contradictions_stand_with_the_plan_that_has_some(parplan: Parplan, departments: Path) -> None:
    found = lines(parplan, departments, "gap", keys="contradictions")
    assert found == [("b", "[]"), ("a", "[]"), ("c", "['A301']")]
    out = parplan("gap", "--plans", "departments", "--lang", "vi", cwd=departments.parent).out
    assert "Mâu thuẫn" in out.splitlines()[1]
    (departments / "c" / "indicators.yaml").write_text((departments / "c" / "indicators.yaml").read_text().replace("15.90", "15.80"))
    assert "Mâu thuẫn" not in parplan("gap", "--plans", "departments", "--lang", "vi", cwd=departments.parent).out


def test_contradictions_stand_with_the_index_that_has_them(parplan: Parplan, tmp_path: Path) -> None:
    rows = "rows: [{id: x.1, name: A, score: 2}, {id: x.2, name: B, score: 2}]"
    indices = f"  - {{id: x, name: X, decimals: 2, score: 5, {rows}}}\n  - {{id: y, name: Y, decimals: 2, score: 4}}\n"
    write_plan(tmp_path / "plans" / "a", f"{HEAD}indices:\n{indices}", "targets: {}\n")
    ran = parplan("gap", "--plans", "plans", "--format", "json", cwd=tmp_path)
    assert {line["id"]: line["contradictions"] for line in json.loads(ran.out)["lines"]} == {"x": ["A301"], "y": []}


def test_a_gate_holds_for_every_plan(parplan: Parplan, departments: Path) -> None:
    gates = ("--fail-under", "so=15.85", "--fail-under", "so.target=17")
    ran = parplan("gap", "--plans", "departments", *gates, "--lang", "en", cwd=departments.parent)
    assert ran.code == 1
    assert ran.err.splitlines() == [
        "parplan: departments/a: so.score is 15.80, below the gate of 15.85",
        "parplan: departments/a: so.target is 16.75, below the gate of 17.00",
        "parplan: departments/b: so.score is 15.80, below the gate of 15.85",
        "parplan: departments/c: so.target is 16.15, below the gate of 17.00",
    ]
    assert parplan("gap", "--plans", "departments", "--fail-under", "so=15.80", cwd=departments.parent).code == 0


def test_a_plan_without_the_row_of_a_gate_does_not_pass_it(parplan: Parplan, departments: Path) -> None:
    for name in ("indicators.yaml", "targets.yaml"):
        file = departments / "a" / name
        file.write_text(file.read_text().replace("so", "xo"))
    (failed,) = told(parplan, departments, "gap", "--fail-under", "so=1", code=1)["failed"]
    assert failed == {"plan": "departments/a", "why": ["the plan has no id “so”"]}


CLASHES = [
    ("gap", ["--plan", "x"], "--plan"),
    ("gap", ["--no-parts", "--sort", "gap", "--leads", "--unit", "x"], "--no-parts, --sort, --leads, --unit"),
    ("progress", ["--no-parts", "--leads", "--unit", "x"], "--no-parts, --leads, --unit"),
    ("review", ["--plan", "x", "--no-parts", "--layers"], "--plan, --no-parts, --layers"),
    ("units", ["so-nv", "--matrix"], "UNIT, --matrix"),
]


@pytest.mark.parametrize(("command", "more", "named"), CLASHES)
def test_what_tells_of_one_plan_does_not_go_with_many(
    parplan: Parplan, departments: Path, command: str, more: list[str], named: str
) -> None:
    for lang, said in (("en", f"--plans does not go with {named}"), ("vi", f"--plans không dùng cùng {named.replace('UNIT', 'ĐƠN_VỊ')}")):
        ran = parplan(command, "--plans", "departments", *more, "--lang", lang, cwd=departments.parent)
        assert (ran.code, ran.out) == (2, "")
        assert said in ran.err


def test_the_basis_is_that_of_every_plan(parplan: Parplan, departments: Path) -> None:
    found = lines(parplan, departments, "gap", "--basis", "parts", keys="score")
    assert found == [("b", "15.80"), ("a", "15.80"), ("c", "15.80")]
    out = parplan("gap", "--plans", "departments", "--basis", "parts", "--lang", "vi", cwd=departments.parent).out
    assert out.endswith("Kế hoạch: departments (3 kế hoạch). Số liệu tính theo: các tiêu chí thành phần.\n")


@pytest.mark.parametrize("command", ["gap", "progress", "review", "units"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_line_fits_a_narrow_terminal(parplan: Parplan, departments: Path, command: str, lang: str) -> None:
    out = parplan(command, "--plans", "departments", "--lang", lang, cwd=departments.parent, env={"COLUMNS": "80"}).out
    assert max(map(len, out.splitlines())) <= 80
    assert "Unit a" in out
    assert "không đủ chỗ" not in out
    assert "no room" not in out
