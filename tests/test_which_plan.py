"""Which plan is meant where none is named, and that no other one's figures are ever taken for it."""

import json
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from conftest import ROOT, Parplan
from helpers_cli import INDICATORS, TARGETS, clean, command, write_plan
from parplan.workspace.folder import Folder, near_names
from running import ran

EXAMPLE = {
    "en": "parplan: there is no plan here, so this is the example that comes with parplan; name yours with --plan, or begin one with "
    "`parplan init`\n",
    "vi": "parplan: ở đây không có kế hoạch nào, nên dùng kế hoạch mẫu đi kèm; chọn kế hoạch bằng --plan, lập kế hoạch mới bằng "
    "“parplan init”\n",
}


@pytest.mark.parametrize("lang", ["en", "vi"])
@pytest.mark.parametrize("call", ["gap", "project", "explain par", "units", "review", "validate", "errata list", "rank papi"])
def test_the_example_says_that_it_is_one(tmp_path: Path, call: str, lang: str) -> None:
    said = ran([*call.split(), "--lang", lang], tmp_path).err
    assert said.count(EXAMPLE[lang]) == 1
    assert EXAMPLE[lang] not in ran([*call.split(), "--plan", str(ROOT / "data"), "--lang", lang], tmp_path).err


NO_GATE = {
    "en": "parplan: error: there is no plan here, and for a gate (--fail-under) and in CI the example does not take its place; "
    "name yours with --plan\n",
    "vi": "parplan: lỗi: ở đây không có kế hoạch nào; với ngưỡng (--fail-under) và trong CI, kế hoạch mẫu không được dùng thay; "
    "chọn kế hoạch bằng --plan\n",
}
# A call, with what is in its environment, that would say yes or no to the example's figures.
GATES = [
    ("gap --fail-under par=75", {}),
    ("gap --fail-under par=75", {"PARPLAN_PLAN": ""}),
    ("project --fail-under par=80", {}),
    ("validate", {"CI": "true"}),
    ("validate --format junit", {"CI": "1", "GITHUB_ACTIONS": "true"}),
]


@pytest.mark.parametrize("lang", ["en", "vi"])
@pytest.mark.parametrize(("call", "env"), GATES)
def test_no_gate_is_open_because_the_example_stands_in(tmp_path: Path, call: str, env: dict[str, str], lang: str) -> None:
    done = ran([*call.split(), "--lang", lang], tmp_path, env)
    assert (done.code, done.out, done.err) == (2, "", NO_GATE[lang])
    assert ran([*call.split(), "--plan", str(ROOT / "data"), "--lang", lang], tmp_path, env).code == 0


@pytest.mark.parametrize("ci", ["", "false", "0"])
def test_who_only_looks_is_shown_the_example(tmp_path: Path, ci: str) -> None:
    done = ran(["validate", "--lang", "en"], tmp_path, {"CI": ci})
    assert (done.code, done.err.startswith(EXAMPLE["en"])) == (0, True)


# Where one stands, of a plan in mine/; what its files are named by in a finding.
STANDING = [("mine", ""), ("mine/scenarios", "../"), ("mine/scenarios/deep/er", "../../../")]


@pytest.mark.parametrize(("here", "prefix"), STANDING)
def test_the_plan_is_the_folder_one_stands_in_or_the_nearest_above(tmp_path: Path, here: str, prefix: str) -> None:
    write_plan(tmp_path, INDICATORS.replace("id: example", "id: farther"), TARGETS)
    write_plan(tmp_path / "mine", INDICATORS, TARGETS.replace("88.63", "88.73"))
    (tmp_path / here).mkdir(parents=True, exist_ok=True)
    gap = ran(["gap", "--lang", "en"], tmp_path / here)
    assert gap.out.endswith("Plan: mine (example). Basis: as printed.\n")
    assert gap.err == ""
    assert '"plan": "mine"' in ran(["gap", "--format", "json"], tmp_path / here).out
    found = ran(["validate", "--format", "concise", "--lang", "en"], tmp_path / here)
    assert found.out.startswith(f"{prefix}targets.yaml:2:33: error[A304] par.target: ")
    assert found.err == "mine: errors 1, warnings 0, notes 0; known 0\n"
    assert ran([], tmp_path / here).out.endswith("Plan that would be used: mine\n" if here == "mine" else "mine\n")


def test_a_named_plan_comes_first(tmp_path: Path) -> None:
    write_plan(tmp_path / "mine")
    write_plan(tmp_path / "named", INDICATORS.replace("id: example", "id: other"))
    for arguments, env, expected in (
        (["gap", "--plan", "../named"], {}, "../named (other)"),
        (["gap"], {"PARPLAN_PLAN": "../named"}, "../named (other)"),
        (["gap", "--plan", "."], {"PARPLAN_PLAN": "../named"}, "mine (example)"),
    ):
        out = ran([*arguments, "--lang", "en"], tmp_path / "mine", env).out
        assert out.endswith(f"Plan: {expected}. Basis: as printed.\n")
    assert ran([], tmp_path, {"PARPLAN_PLAN": "nowhere"}).out.endswith("Plan that would be used: nowhere, but there is no such folder\n")


# A file that is nearly named as one of a plan; which is meant.
MISSPELT = [("eratta.yaml", "errata.yaml"), ("raport.yaml", "report.yaml")]
NEAR = [
    ("indicators.yml", "indicators.yaml"),
    ("Indicators.yaml", "indicators.yaml"),
    ("indicator.yaml", "indicators.yaml"),
    ("TARGETS.YAML", "targets.yaml"),
    ("target.yml", "targets.yaml"),
    ("result.yaml", "results.yaml"),
    ("task.yml", "tasks.yaml"),
    ("indicators.yaml.txt", "indicators.yaml"),  # as Notepad saves it
    ("indicators (1).yaml", "indicators.yaml"),  # as a browser does
    ("indicators(1).yaml", "indicators.yaml"),
    ("indicators.yam", "indicators.yaml"),
    ("targets.yaml.bak", "targets.yaml"),
    ("results.yaml~", "results.yaml"),
    ("results-2023.yaml", "results.yaml"),  # as people keep years apart
    ("tasks 2024.yml", "tasks.yaml"),
    ("Copy of tasks.yaml", "tasks.yaml"),
    ("results - Copy (2).yaml", "results.yaml"),
    ("results - Sao chép.yaml", "results.yaml"),
    ("indicators.schema.json", None),
    ("results.csv", None),
    *MISSPELT,
    ("strata.yaml", None),  # perhaps something else
    ("notes.yaml", None),
    ("indicators.json", None),
]


@pytest.mark.parametrize(("name", "meant"), NEAR)
def test_names_that_are_nearly_right(tmp_path: Path, name: str, meant: str | None) -> None:
    (tmp_path / name).write_text("x: 1\n", encoding="utf-8")
    assert {path.name: right for path, right in near_names(tmp_path).items()} == ({name: meant} if meant else {})


@pytest.mark.parametrize(("name", "meant"), [case for case in NEAR[:3] if case[1]])
def test_a_near_name_is_never_passed_over(parplan: Parplan, tmp_path: Path, name: str, meant: str) -> None:
    """Not by a command, which would take the example; not among other plans; not beside the right one."""
    write_plan(tmp_path / "one")
    bare = tmp_path / "two"
    bare.mkdir()
    (bare / name).write_text(INDICATORS, encoding="utf-8")
    gap = ran(["gap", "--lang", "en"], bare)
    assert (gap.code, gap.out) == (2, "")
    assert f"parplan: error: there is no file {meant}, but there is {name}: rename it\n" in gap.err
    found = parplan("validate", ".", "--format", "concise", "--lang", "en", cwd=tmp_path)
    assert found.out.splitlines() == [
        f"two/{meant}:1:1: error[S123] cannot be checked, because there is no file two/{meant}, but there is {name}: rename it",
        "two/targets.yaml:1:1: error[S123] cannot be checked, because there is no file two/targets.yaml",
    ]
    assert found.code == 1
    if os.path.lexists(tmp_path / "one" / name):
        pytest.skip("upper and lower case are one on this disk")
    (tmp_path / "one" / name).write_text("x: 1\n", encoding="utf-8")
    assert parplan("validate", "one", "--lang", "en", cwd=tmp_path).err == "one: errors 0, warnings 1, notes 0; known 0\n"


@pytest.mark.parametrize("ending", [".yml", ".yaml.txt"])
def test_a_plan_whose_files_all_are_nearly_named_right_is_not_passed_over(parplan: Parplan, tmp_path: Path, ending: str) -> None:
    write_plan(tmp_path / "one")
    for file in write_plan(tmp_path / "two").iterdir():
        file.rename(file.with_suffix(ending))
    found = parplan("validate", ".", "--lang", "en", cwd=tmp_path)
    assert found.code == 1
    assert f"there is no file two/indicators.yaml, but there is indicators{ending}: rename it\n" in found.out


@pytest.mark.parametrize(
    ("call", "name", "meant"),
    [
        (["review"], "result.yaml", "results.yaml"),
        (["tasks"], "task.yml", "tasks.yaml"),
        (["report", "-o", "x.docx"], "raport.yaml", "report.yaml"),  # made, with “…” for what it would say
    ],
)
def test_who_asks_for_a_companion_is_told_of_a_near_name(parplan: Parplan, tmp_path: Path, call: list[str], name: str, meant: str) -> None:
    (write_plan(tmp_path / "one") / name).write_text("x: 1\n", encoding="utf-8")
    told = parplan(*call, "--plan", "one", "--lang", "en", cwd=tmp_path).err
    assert f"there is no file one/{meant}, but there is {name}: rename it\n" in told


def test_what_is_hidden_below_a_folder_is_passed_over(parplan: Parplan, tmp_path: Path) -> None:
    """As the example is that an environment in a plan's folder brings along."""
    write_plan(tmp_path / "one")
    write_plan(tmp_path / ".venv" / "data")
    found = parplan("validate", ".", "--lang", "en", cwd=tmp_path)
    assert (found.code, found.err) == (0, "one: nothing found\n")
    assert parplan("validate", ".venv", "--lang", "en", cwd=tmp_path).code == 0


@pytest.mark.parametrize("name", ["venv", "node_modules", "environment"])
def test_what_was_installed_below_a_folder_is_passed_over(parplan: Parplan, tmp_path: Path, name: str) -> None:
    write_plan(tmp_path / "one")
    write_plan(tmp_path / name / "lib" / "data")
    (tmp_path / name / "pyvenv.cfg").write_text("", encoding="utf-8")
    assert parplan("validate", ".", "--lang", "en", cwd=tmp_path).err == "one: nothing found\n"
    assert parplan("validate", name, "--lang", "en", cwd=tmp_path).err == f"{name}/lib/data: nothing found\n"


LINKS = {
    "en": "links to folders elsewhere are not looked into: plans/b; where plans lie there, add --follow-links\n",
    "vi": "không tìm trong liên kết dẫn ra thư mục khác: plans/b; nếu ở đó có kế hoạch, thêm --follow-links\n",
}


@pytest.mark.skipif(os.name != "posix", reason="links take a right of their own there")
@pytest.mark.parametrize("lang", ["en", "vi"])
@pytest.mark.parametrize("call", ["validate plans", "gap --plans plans", "errata suggest plans"])
def test_plans_that_links_lead_to_are_named_or_followed(parplan: Parplan, tmp_path: Path, call: str, lang: str) -> None:
    write_plan(tmp_path / "plans" / "a", INDICATORS.replace("id: example", "id: first"))
    write_plan(tmp_path / "elsewhere" / "b")
    (tmp_path / "plans" / "again").symlink_to("a")  # seen where it lies
    (tmp_path / "plans" / "up").symlink_to("..")
    (tmp_path / "plans" / "round").symlink_to("round")
    (tmp_path / "plans" / "b").symlink_to("../elsewhere")
    (tmp_path / "elsewhere" / "back").symlink_to("../plans")
    aside = parplan(*call.split(), "--lang", lang, cwd=tmp_path)
    assert (aside.code, f"parplan: {LINKS[lang]}" in aside.err) == (0, True)
    followed = parplan(*call.split(), "--follow-links", "--lang", lang, cwd=tmp_path)
    assert (followed.code, "--follow-links" in followed.err) == (0, False)
    found = json.loads(parplan("validate", "plans", "--follow-links", "--format", "json", cwd=tmp_path).out)
    assert found["plans"] == ["plans/a", "plans/b/b"]
    shutil.rmtree(tmp_path / "plans" / "a")
    none = parplan(*call.split(), "--lang", lang, cwd=tmp_path)
    assert (none.code, none.out, LINKS[lang] in none.err) == (2, "", True)


def test_a_basis_that_changes_nothing_is_told(parplan: Parplan, tmp_path: Path) -> None:
    write_plan(tmp_path / "one")
    ran = parplan("gap", "--plan", "one", "--basis", "corrected", "--lang", "en", cwd=tmp_path)
    assert ran.err == "parplan: one (example): errata.yaml corrects nothing, so all figures are as printed\n"


def test_a_folder_named_as_a_file_is_never_passed_over(parplan: Parplan, tmp_path: Path) -> None:
    write_plan(tmp_path / "one")
    (tmp_path / "two" / "indicators.yaml").mkdir(parents=True)
    found = parplan("validate", ".", "--lang", "en", cwd=tmp_path)
    assert found.code == 1
    assert "error[S123]: cannot be checked, because two/indicators.yaml is a folder, not a file\n" in found.out


def test_a_copy_beside_the_right_file_is_left_alone(tmp_path: Path) -> None:
    for name in ("indicators.yaml", "indicators.yaml~", "indicators (1).yaml", "indicators(1).yaml", "indicators.yml"):
        (tmp_path / name).write_text("x: 1\n", encoding="utf-8")
    assert [path.name for path in near_names(tmp_path)] == ["indicators.yml"]


def test_a_folder_named_as_a_file_of_the_plan_is_not_read_unless_it_is_a_plan(tmp_path: Path) -> None:
    plan = write_plan(tmp_path / "one")
    write_plan(plan / "targets")
    for name in ("errata/errata.yaml", "Results/2023.yml", "report/notes.txt", "more/errata.yaml"):
        (plan / name).parent.mkdir()
        (plan / name).write_text("x: 1\n", encoding="utf-8")
    unread = {path.relative_to(plan).as_posix(): meant for path, meant in Folder(plan).unread.items()}
    assert unread == {"errata/errata.yaml": "errata.yaml", "Results/2023.yml": "results.yaml"}


@pytest.mark.parametrize("name", ["targets.yaml", "tasks.yaml", "errata.yaml", "indicators.yaml.txt"])
def test_a_folder_with_a_part_of_a_plan_is_never_answered_by_the_example(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x: 1\n", encoding="utf-8")
    (tmp_path / "below").mkdir()
    for call in ("gap", "tasks", "validate"):
        done = ran([call, "--lang", "en"], tmp_path)
        assert (done.code, done.out) == (2, "")
        assert "there is no file indicators.yaml" in done.err
    if name != "indicators.yaml.txt":  # other programs have files of such names: only where one stands
        assert ran(["gap", "--lang", "en"], tmp_path / "below").err == EXAMPLE["en"]


def test_the_hook_looks_at_all_that_validate_looks_at() -> None:
    """Whatever a commit does: one that takes a file away has none to check."""
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert (hook["always_run"], hook["pass_filenames"], hook.get("files")) == (True, False, None)


def test_data_in_scenarios_and_peers_that_nobody_reads(tmp_path: Path) -> None:
    read = ("scenarios/a.yaml", "peers/d.csv", "peers/README.md", "peers/README.txt", "scenarios/notes.txt", "schema/f.json")
    kept = ("peers/d.csv.bak", "images/x.png", "papers/a.csv", "targets.yaml", "targets.yaml.bak", "results")
    unread = (
        "scenarios/b.yml",
        "peers/c.CSV",
        "peers/e.xlsx",
        "peers/f.csv.txt",
        "peers/g.txt",
        "scenarios/h.yaml.txt",
        "scenarios/deep/i.yaml",
    )
    more = ("scenario/j.yaml", "Peer/k.csv", "erratum.yaml", "targets.yaml.txt")
    for name in (*read, *kept, *unread, *more):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    assert {path.relative_to(tmp_path).as_posix(): meant for path, meant in Folder(tmp_path).unread.items()} == {
        "Peer": "peers",
        "erratum.yaml": "errata.yaml",
        "peers/c.CSV": "peers/*.yaml, *.csv",
        "peers/e.xlsx": "peers/*.yaml, *.csv",
        "peers/f.csv.txt": "peers/*.yaml, *.csv",
        "peers/g.txt": "peers/*.yaml, *.csv",
        "scenario": "scenarios",
        "scenarios/b.yml": "scenarios/*.yaml",
        "scenarios/deep/i.yaml": "scenarios/i.yaml",
        "scenarios/h.yaml.txt": "scenarios/*.yaml",
        "targets.yaml.txt": "targets.yaml",
    }


# What lies beside the example, and what a command says that would take it for another plan's.
BESIDE = [
    ("results.yaml", "review", "results.yaml:7:7: error[S114] plan: this file belongs to the plan “cao-bang-2023”, not to “lang-son-2026”"),
    ("tasks.yaml", "units", "tasks.yaml:14:7: error[S114]"),
    ("errata.yaml", "gap", "errata.yaml:6:7: error[S114]"),
    ("targets.yaml", "gap", "targets.yaml:6:7: error[S114]"),
    ("peers/papi-2022.yaml", "rank papi", "papi-2022.yaml"),
    ("scenarios/own-work-only.yaml", "project --scenario own-work-only", "own-work-only.yaml"),
]


@pytest.mark.parametrize(("file", "call", "said"), BESIDE, ids=[file for file, *_ in BESIDE])
def test_somebody_elses_files_are_refused(parplan: Parplan, tmp_path: Path, file: str, call: str, said: str) -> None:
    """The example copied and given another id, as people begin."""
    text = (ROOT / "data" / "indicators.yaml").read_text(encoding="utf-8").replace("id: cao-bang-2023", "id: lang-son-2026")
    folder = write_plan(tmp_path / "plan", text, "plan: lang-son-2026\ntargets: {papi: {target: 43}}\n")
    (folder / file).parent.mkdir(exist_ok=True)
    (folder / file).write_bytes((ROOT / "data" / file).read_bytes())
    ran = parplan(*call.split(), "--plan", "plan", "--lang", "en", cwd=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    found = parplan("validate", "plan", "--format", "concise", "--lang", "en", cwd=tmp_path)
    assert found.code == 1
    assert said in found.out
    assert "S114" in ran.err
    # What it holds is nothing to this plan: nothing else is said of the file.
    assert [line for line in found.out.splitlines() if file in line and "S114" not in line] == []


@pytest.mark.skipif(os.name != "posix", reason="a folder that one stands in cannot be removed there")
def test_a_folder_that_has_been_removed(tmp_path: Path) -> None:
    here = tmp_path / "gone"
    here.mkdir()
    call = ["sh", "-c", 'rmdir ../gone && exec "$@"', "sh", command(), "gap", "sipas", "--lang", "en"]
    done = subprocess.run(call, cwd=here, env=clean(), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, EXAMPLE["en"])


@pytest.mark.parametrize("call", ["gap --plan", "init", "validate"])
def test_a_name_that_is_too_long_is_not_blamed_on_standard_output(parplan: Parplan, tmp_path: Path, call: str) -> None:
    done = parplan(*call.split(), "x" * 300, "--lang", "en", cwd=tmp_path)
    assert done.code == 2
    assert "standard output" not in done.err


@pytest.mark.parametrize(("here", "folder"), [(".", "mine"), ("mine", "."), ("mine/deep", "..")])
def test_a_command_to_paste_names_the_folder(tmp_path: Path, here: str, folder: str) -> None:
    write_plan(tmp_path / "mine", INDICATORS, TARGETS.replace("88.63", "88.36"))
    (tmp_path / "mine" / "deep").mkdir()
    call = ["errata", "suggest", "--lang", "en", *(["--plan", "mine"] if here == "." else [])]
    (line,) = re.findall(r"parplan (errata accept [^…]*?) --because", ran(call, tmp_path / here).out)
    assert f"--plan {folder} " in line
    assert ran([*shlex.split(line), "--because", "x"], tmp_path / here).code == 0


def test_the_example_has_one_name_in_every_answer(tmp_path: Path) -> None:
    names = [json.loads(ran([call, "--format", "json"], tmp_path).out) for call in ("gap", "validate")]
    assert names[0]["plan"] == names[1]["plan"] == "cao-bang-2023"
    assert names[1]["plans"] == ["cao-bang-2023"]
    assert {finding["plan"] for finding in names[1]["findings"]} == {"cao-bang-2023"}
    assert {Path(finding["file"]).parent for finding in names[1]["findings"]} >= {ROOT / "data"}


def test_files_are_called_as_they_were_typed(tmp_path: Path) -> None:
    """A field in full, in either form; a scenario in the folder as that was typed."""
    write_plan(tmp_path / "mine")
    table, groups, scenario = (tmp_path / "mine" / name for name in ("t.csv", "g.yaml", "scenarios/low.yaml"))
    table.write_text("unit,year,par\nTày,2022,x\n", encoding="utf-8")
    groups.write_text("x: 1\n", encoding="utf-8")
    for file in (table, groups, Path("t.csv"), Path("../mine/t.csv")):
        assert f"{file}:" in ran(["rank", "par", "--peers", str(file), "--lang", "en"], tmp_path / "mine").err
    scenario.parent.mkdir()
    scenario.write_text("name: Low\nchanges: x\n", encoding="utf-8")
    (tmp_path / "here").mkdir()
    said = ran(["project", "--scenario", "low", "--plan", "../mine", "--lang", "en"], tmp_path / "here").err
    assert "../mine/scenarios/low.yaml:2:" in said
