"""What every test shares: the embedded plan, read once, and the command line run in this process."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from parplan import Plan, load_plan
from parplan.cli.main import run
from parplan.model.findings import Finding

ROOT = Path(__file__).parents[1]


class Ran(NamedTuple):
    """What a call of the command line came to."""

    code: int
    out: str
    err: str


Parplan = Callable[..., Ran]


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test depends on the terminal, language or plan of whoever runs it."""
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "PARPLAN_PLAN", "PARPLAN_LANG", "GITHUB_ACTIONS", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")


@pytest.fixture
def parplan(capfdbinary: pytest.CaptureFixture[bytes]) -> Parplan:
    """Run `parplan` with arguments, here and now; returns its exit code, standard output and standard error."""

    def call(*arguments: str) -> Ran:
        capfdbinary.readouterr()
        code = run(arguments)
        out, err = capfdbinary.readouterr()
        return Ran(code, out.decode(), err.decode())

    return call


@pytest.fixture(scope="session")
def plan() -> Plan:
    """The embedded plan."""
    checked = load_plan()
    assert checked.plan is not None
    return checked.plan


@pytest.fixture(scope="session")
def findings() -> tuple[Finding, ...]:
    """What is found in the embedded plan, with its ledger."""
    return load_plan().findings


@pytest.fixture
def in_root(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The top of the project as working folder, so that files are named as the documentation names them."""
    monkeypatch.chdir(ROOT)
    assert os.path.lexists("data")
    return ROOT
