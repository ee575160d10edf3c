"""What other services read of this repository: pre-commit's hooks, GitHub's action, and the lines that docs/ci.md has one paste."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from conftest import ROOT

PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
_NOT_SOURCE = (".git", ".venv", ".work", ".hypothesis", ".mypy_cache", ".ruff_cache", "__pycache__", "node_modules", "dist")


def check_jsonschema(schema: str, file: Path) -> None:
    call = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", str(file)]
    ran = subprocess.run(call, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_action_is_one() -> None:
    check_jsonschema("github-actions", ROOT / "action.yml")


@pytest.mark.skipif(os.name != "posix", reason="a shell script")
@pytest.mark.parametrize(("folders", "called"), [("", []), (" \n\n", []), ("plans\nkế hoạch 2\n", ["plans", "kế hoạch 2"])])
def test_the_action_looks_at_the_folders_named_and_at_nothing_else(tmp_path: Path, folders: str, called: list[str]) -> None:
    script = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["runs"]["steps"][-1]["run"]
    installed = tmp_path / "parplan" / "bin" / "parplan"
    installed.parent.mkdir(parents=True)
    installed.write_text("#!/bin/sh\nshift\nprintf '%s\\n' \"$@\"\n", encoding="utf-8")
    installed.chmod(0o755)
    env = {**os.environ, "RUNNER_TEMP": str(tmp_path), "FOLDERS": folders, "FAIL_ON": "error", "SARIF": ""}
    ran = subprocess.run([shutil.which("bash") or "bash", "-ec", script], env=env, capture_output=True, encoding="utf-8", check=False)
    typed = ran.stdout.splitlines()
    assert (ran.returncode, typed[: len(called)]) == (0 if called else 2, called or typed[:0])
    assert typed[len(called) :] == (
        ["--fail-on", "error", "--format", "github"] if called else ["::error::parplan: the input “folders” names no folder"]
    )


@pytest.mark.skipif(os.name != "posix", reason="a shell script")
@pytest.mark.parametrize(("first", "then", "code"), [(0, 0, 0), (1, 1, 1), (2, 2, 2), (2, 0, 2), (1, 0, 0)])
def test_the_action_ends_as_parplan_does(tmp_path: Path, first: int, then: int, code: int) -> None:
    script = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["runs"]["steps"][-1]["run"]
    installed = tmp_path / "parplan" / "bin" / "parplan"
    installed.parent.mkdir(parents=True)
    installed.write_text(f"#!/bin/sh\ncase $* in *sarif*) exit {first};; *) exit {then};; esac\n", encoding="utf-8")
    installed.chmod(0o755)
    env = {**os.environ, "RUNNER_TEMP": str(tmp_path), "FOLDERS": "plans", "FAIL_ON": "error", "SARIF": "out.sarif"}
    ran = subprocess.run([shutil.which("bash") or "bash", "-ec", script], env=env, capture_output=True, check=False)
    assert ran.returncode == code


@pytest.mark.parametrize(("name", "schema"), [("workflows/plans.yml", "github-workflows"), (".gitlab-ci.yml", "gitlab-ci")])
def test_the_lines_to_paste_fit_their_schemas(tmp_path: Path, name: str, schema: str) -> None:
    (block,) = (block for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL) if name in block.splitlines()[0])
    (tmp_path / "pasted.yml").write_text(block, encoding="utf-8")
    check_jsonschema(schema, tmp_path / "pasted.yml")


def test_every_format_is_on_the_page() -> None:
    helped = subprocess.run(
        [sys.executable, "-m", "parplan", "validate", "--help", "--lang", "en"], capture_output=True, text=True, check=True
    )
    formats = re.search(r"--format <([a-z|]+)>", helped.stdout)
    assert formats is not None
    for name in formats[1].split("|"):
        assert f"`{name}`" in PAGE


def test_both_pages_have_the_same_lines_to_paste() -> None:
    vietnamese = (ROOT / "docs" / "ci.vi.md").read_text(encoding="utf-8")
    pages = [re.sub(r" # .*", "", "\n".join(re.findall(r"```\w+\n(.*?)```", page, re.DOTALL))) for page in (PAGE, vietnamese)]
    assert pages[0] == pages[1]


def git(*arguments: str, cwd: Path) -> None:
    who = ["-c", "user.name=nobody", "-c", "user.email=nobody@example.org", "-c", "init.defaultBranch=main"]
    subprocess.run([shutil.which("git") or "git", *who, *arguments], cwd=cwd, check=True, capture_output=True)


def test_the_hooks_work_in_a_repository_of_plans(tmp_path: Path) -> None:
    project, plans = tmp_path / "parplan", tmp_path / "plans"
    shutil.copytree(ROOT, project, ignore=shutil.ignore_patterns(*_NOT_SOURCE))
    for repository in (project, plans):
        repository.mkdir(exist_ok=True)
        git("init", cwd=repository)
    git("add", "--all", cwd=project)
    git("commit", "--message", "as it is", cwd=project)
    shutil.copytree(ROOT / "data", plans / "cao-bang", ignore=shutil.ignore_patterns("schema", "errata.yaml"))
    hooks = {"repo": project.as_posix(), "rev": "HEAD", "hooks": [{"id": "parplan-validate"}]}
    (plans / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [hooks]}), encoding="utf-8")
    git("add", "--all", cwd=plans)

    def hook(*of: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "home"), "PARPLAN_LANG": "en"}
        call = [sys.executable, "-m", "pre_commit", "run", *(of or ("--all-files",)), "--verbose"]
        return subprocess.run(call, cwd=plans, env=environment, capture_output=True, encoding="utf-8", check=False)

    subprocess.run([sys.executable, "-m", "pre_commit", "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")], check=True)
    first = hook()
    assert first.returncode == 1
    assert re.search(r"parplan validate\.+Failed", first.stdout), first.stdout
    assert "error[A301]: par.5.score" in first.stdout
    shutil.copy(ROOT / "data" / "errata.yaml", plans / "cao-bang")
    git("add", "--all", cwd=plans)
    second = hook()
    assert re.search(r"parplan validate\.+Passed", second.stdout), second.stdout
    git("commit", "--message", "a plan", cwd=plans)
    git("rm", "--quiet", "cao-bang/targets.yaml", cwd=plans)
    third = hook("--hook-stage", "pre-commit")
    assert re.search(r"parplan validate\.+Failed", third.stdout), third.stdout
    assert "there is no file cao-bang/targets.yaml" in third.stdout
