"""`parplan fmt`: what the command writes, prints and refuses; the form itself is tested in test_layout.py."""

import shutil
from pathlib import Path

import pytest

from conftest import ROOT, Parplan

MIXED = """\
# the plan of a department
plan: {id: dept, year: 2022, name: Dept, target_year: 2023}
indices:
  - decimals: 2
    id: d # the whole
    name: D
    score: 007.50
    max: 10
"""
TIDY = """\
# the plan of a department
plan: {id: dept, name: Dept, year: 2022, target_year: 2023}
indices:
  - id: d # the whole
    name: D
    decimals: 2
    max: 10
    score: 7.50
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one plan out of form, in plans/a."""
    plan = tmp_path / "plans" / "a"
    plan.mkdir(parents=True)
    (plan / "indicators.yaml").write_text(MIXED, encoding="utf-8")
    (plan / "targets.yaml").write_text("targets: {}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return plan


def test_files_are_put_in_form_and_named(parplan: Parplan, folder: Path) -> None:
    ran = parplan("fmt", "plans", "--lang", "en")
    assert (ran.code, ran.out) == (0, "plans/a/indicators.yaml\n")
    assert ran.err == "parplan: files formatted: 1; left as they were: 1\n"
    assert (folder / "indicators.yaml").read_text(encoding="utf-8") == TIDY
    again = parplan("fmt", "--lang", "vi")
    assert (again.code, again.out, again.err) == (0, "", "parplan: đã định dạng lại: 0 tệp; vốn đã đúng: 2 tệp\n")


def test_check_only_tells(parplan: Parplan, folder: Path) -> None:
    ran = parplan("fmt", "--check", "--lang", "en")
    assert (ran.code, ran.out) == (1, "plans/a/indicators.yaml\n")
    assert (folder / "indicators.yaml").read_text(encoding="utf-8") == MIXED
    parplan("fmt")
    assert parplan("fmt", "--check").code == 0


@pytest.mark.usefixtures("in_root")
def test_the_plans_of_the_project_are_in_form(parplan: Parplan) -> None:
    ran = parplan("fmt", "data", "tests/published", "--check")
    assert (ran.code, ran.out) == (0, "")


def test_scenarios_are_formatted_too(parplan: Parplan, folder: Path) -> None:
    shutil.copytree(ROOT / "data" / "scenarios", folder / "scenarios")
    file = folder / "scenarios" / "mine.yaml"
    file.write_text("base: plan\nname: Mine\n", encoding="utf-8")
    assert parplan("fmt", "plans").out.split() == ["plans/a/indicators.yaml", "plans/a/scenarios/mine.yaml"]
    assert file.read_text(encoding="utf-8") == "name: Mine\nbase: plan\n"


def test_a_broken_file_stays_as_it_is_and_the_others_are_formatted(parplan: Parplan, folder: Path) -> None:
    other = folder.with_name("b")
    other.mkdir()
    (other / "indicators.yaml").write_text("plan: {id: x\n", encoding="utf-8")
    (other / "targets.yaml").write_text("targets: {}\n", encoding="utf-8")
    ran = parplan("fmt", "plans", "--lang", "en")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "parplan: error: plans/b/indicators.yaml cannot be read whole and stays as it is; see `parplan validate`\n"
    assert (other / "indicators.yaml").read_text(encoding="utf-8") == "plan: {id: x\n"
    assert (folder / "indicators.yaml").read_text(encoding="utf-8") == TIDY


def test_a_folder_without_a_plan(parplan: Parplan, tmp_path: Path) -> None:
    ran = parplan("fmt", str(tmp_path), "--lang", "en")
    assert ran.code == 2
    assert "there is no plan in" in ran.err
