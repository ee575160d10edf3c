"""What every test shares: the embedded plan, read once, and the command line run in this process."""

import gc
import os
from collections.abc import Callable
from pathlib import Path

import pytest

import laws  # noqa: F401 how many examples
from helpers_cli import ROOT, Ran, parplan_here
from parplan.model.findings import Finding
from parplan.model.plan import Plan
from reading import load_plan

Parplan = Callable[..., Ran]
__all__ = ["ROOT", "Parplan", "Ran"]


# What is imported stays: to go through it again and again took a twentieth of the time.
gc.freeze()
gc.set_threshold(100_000, 50, 100)

# What takes longest by itself: first, so that no processor waits for another at the end.
SLOW = ("test_frozen.py", "test_ci_files.py", "test_workbook.py", "test_page_browser.py", "test_repair.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda it: it.path.name not in SLOW)


@pytest.fixture
def parplan() -> Parplan:
    """Run `parplan` with arguments, here and now; returns its exit code, standard output and standard error."""
    return parplan_here


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
