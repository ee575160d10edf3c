"""Data goes one way: who may import whom, and who may touch the world."""

import ast
from functools import cache
from pathlib import Path

import parplan

SRC = Path(parplan.__file__).parent

BASE = {"points", "ids", "text", "location"}
# Each layer and what of ours it may import; its own folder goes without saying. Never widened: what does not fit is moved.
ALLOWED: dict[str, set[str]] = {
    "points": set(),
    "ids": set(),
    "location": set(),
    "text": {"points"},
    "yaml_text": BASE,
    "model": BASE,
    "documents": {*BASE, "model"},
    "engine": {*BASE, "model"},
    "rules": {*BASE, "model", "engine.identities"},
    "checks": {*BASE, "model", "yaml_text", "documents", "rules", "engine.identities"},
    "reports": {*BASE, "model", "engine", "rules", "render.table"},
    "render": BASE | {"model.findings", "model.cells"},
    "workspace": {*BASE, "model", "yaml_text", "checks", "engine.identities"},
    "api": {"*"},
    "cli": {"*"},
    "__main__": {"cli"},
    "__init__": {"*"},
}
# The only places that may open files, ask the time, read the environment or know a terminal.
WORLDLY = {"workspace", "api", "cli", "__main__"}
WORLD = {"os", "pathlib", "sys", "time", "datetime", "tempfile", "subprocess", "socket", "shutil", "glob", "random"}


def modules() -> list[Path]:
    return sorted(SRC.rglob("*.py"))


def layer(path: Path) -> str:
    return path.relative_to(SRC).parts[0].removesuffix(".py")


@cache
def parsed(path: Path) -> list[ast.AST]:
    return [*ast.walk(ast.parse(path.read_text(encoding="utf-8")))]


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in parsed(path):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def upward(path: Path) -> set[str]:
    """What a module imports of ours that its layer may not."""
    allowed = ALLOWED[layer(path)]
    ours = {name.removeprefix("parplan.") for name in imported(path) if name.startswith("parplan.")}
    return {
        name for name in ours if "*" not in allowed and not any(f"{name}.".startswith(f"{known}.") for known in allowed | {layer(path)})
    }


def test_imports_go_one_way() -> None:
    assert {path.relative_to(SRC).as_posix(): names for path in modules() if (names := upward(path))} == {}


def test_nothing_of_a_topic_stands_on_the_top_level() -> None:
    assert len(list(SRC.glob("*.py"))) <= 8


def worldly(path: Path) -> set[str]:
    """What a module has to do with the world."""
    days = {"datetime.date", "datetime.datetime", "datetime.timedelta"}  # as values; nobody there asks which day it is
    asked = {node.attr for node in parsed(path) if isinstance(node, ast.Attribute)} & {"today", "utcnow", "fromtimestamp"}
    called = {node.func.id for node in parsed(path) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    return asked | (called & {"open", "print", "input"}) | ({name.split(".")[0] for name in imported(path) - days} & WORLD)


def test_only_the_edge_touches_the_world() -> None:
    inner = [path for path in modules() if layer(path) not in WORLDLY]
    assert {path.relative_to(SRC).as_posix(): names for path in inner if (names := worldly(path))} == {}


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
