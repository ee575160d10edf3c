"""Data goes one way: who may import whom, and who may touch the world."""

import ast
from pathlib import Path

import pytest

import parplan

SRC = Path(parplan.__file__).parent

# Each layer and what of ours it may import. A package name stands for everything in it.
ALLOWED: dict[str, set[str]] = {
    "points": set(),
    "ids": set(),
    "source": set(),
    "labels": {"points"},
    "model": {"labels", "points"},
    "findings": {"labels", "source"},
    "quoting": {"labels"},
    "ledger": {"editing", "findings", "identities", "model", "points", "quoting", "source"},
    "editing": {"source"},
    "beside": {"check", "findings", "ids", "labels", "model", "rules", "shapes", "source"},
    "tasks": {"beside", "findings", "ids", "labels", "model", "points", "rules", "source", "whatif"},
    "results": {"beside", "findings", "identities", "labels", "model", "points", "rules", "source", "tasks"},
    "peers": {"beside", "findings", "labels", "model", "rules", "source"},
    "panel": {"findings", "ids", "labels", "model", "points", "rules", "source"},
    "recording": {"editing", "points", "quoting", "results", "source", "tasks"},
    "files": {"model", "peers", "results", "tasks", "whatif"},
    "identities": {"model", "points"},
    "document": {"model"},
    "cells": {"findings", "model", "points"},
    "whatif": {"labels", "model", "points"},
    "rules": {"rules", "ids", "cells", "document", "identities", "labels", "model", "points"},
    "shapes": {"labels", "model", "points", "source"},
    "check": {"cells", "document", "findings", "identities", "labels", "ledger", "model", "rules", "shapes", "source"},
    "overlay": {"check", "findings", "identities", "ledger", "model", "points"},
    "scenario": {"check", "engine", "findings", "ids", "labels", "model", "points", "quoting", "rules", "shapes", "source", "whatif"},
    "sheet": {"engine", "labels", "points"},
    "lines": {"engine", "ids", "labels", "points", "sheet"},
    "engine": {
        *("engine", "cells", "findings", "identities", "ids", "labels", "ledger", "model", "panel", "peers", "points", "results"),
        *("tasks",),
    },
    "table": {"labels"},
    "reports": {
        *("reports", "cells", "engine", "findings", "identities", "labels", "ledger", "lines", "model", "points", "rules", "scenario"),
        *("results", "sheet", "table", "tasks"),
    },
    "render": {"render", "findings", "labels", "model", "points", "reports", "source", "table", "tasks"},
    "load": {"check", "labels", "model", "source"},
    "api": {"check", "engine", "findings", "load", "model", "panel", "peers", "results", "scenario", "source", "tasks"},
    "cli": {"*"},
    "__main__": {"cli"},
    "__init__": {
        *("api", "check", "engine", "findings", "identities", "load", "model", "overlay", "panel", "peers", "points", "results"),
        *("scenario", "tasks"),
    },
}
# The only places that may open files, ask the time, read the environment or know a terminal.
WORLDLY = {"load", "api", "cli", "__main__"}
WORLD = {"os", "pathlib", "sys", "time", "datetime", "tempfile", "subprocess", "socket", "shutil", "glob", "random"}


def modules() -> list[Path]:
    return sorted(SRC.rglob("*.py"))


def layer(path: Path) -> str:
    return path.relative_to(SRC).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(SRC).as_posix())
def test_imports_go_one_way(path: Path) -> None:
    ours = {name.split(".")[1] for name in imported(path) if name.startswith("parplan.")}
    allowed = ALLOWED[layer(path)]
    assert "*" in allowed or ours <= allowed


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(SRC).as_posix())
def test_only_the_edge_touches_the_world(path: Path) -> None:
    if layer(path) not in WORLDLY:
        days = {"datetime.date", "datetime.datetime", "datetime.timedelta"}  # as values; nobody there asks which day it is
        assert not {name.split(".")[0] for name in imported(path) - days} & WORLD
        tree = ast.walk(ast.parse(path.read_text()))
        assert not {node.attr for node in tree if isinstance(node, ast.Attribute)} & {"today", "utcnow", "fromtimestamp"}
        called = {
            node.func.id for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert not called & {"open", "print", "input"}


def test_nothing_in_the_code_knows_a_place_or_an_index() -> None:
    # Names of places and indices are data. Help and docstrings may use an id as an example; the country's number of units never.
    for path in modules():
        text = path.read_text(encoding="utf-8")
        for word in ("Cao Bằng", "SIPAS", "UNDP", "PAR INDEX"):
            assert word not in text, path
        for node in ast.walk(ast.parse(text)):
            assert not (isinstance(node, ast.Constant) and node.value == 63 and not isinstance(node.value, bool)), path


def test_one_module_rounds() -> None:
    for path in modules():
        if layer(path) != "points":
            text = path.read_text(encoding="utf-8")
            assert ".quantize(" not in text, path
            assert " round(" not in text, path


def test_importing_the_package_costs_nothing() -> None:
    import subprocess
    import sys

    heavy = "('numpy', 'pydantic', 'typer', 'rich', 'yaml')"
    code = f"import sys, parplan, parplan.cli; print(sorted(m for m in sys.modules if m.split('.')[0] in {heavy}))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
