"""Where contestants meet: a virtual environment that pip fills, so that each of them is installed,
and compiled, like any program.
"""

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
WORK = HERE / ".work"
BIN = WORK / "venv" / "bin"

PEERS = ("check-jsonschema==0.39.0", "yamllint==1.38.0")
USUAL_APP = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "usual-app"
version = "1"
dependencies = ["typer", "pydantic", "pyyaml", "rich"]

[project.scripts]
usual-app = "usual_app:app"

[tool.hatch.build.targets.wheel]
only-include = ["usual_app.py"]
"""


def prepare(*more: str) -> None:
    """Install the peers, and more of them, the usual app and this checkout's wheel; the last two
    anew, because they may have changed.
    """
    if not BIN.exists():
        _call(sys.executable, "-m", "venv", BIN.parent)
    usual = WORK / "usual-app"
    usual.mkdir(exist_ok=True)
    (usual / "pyproject.toml").write_text(USUAL_APP, encoding="utf-8")
    (usual / "usual_app.py").write_bytes((HERE / "usual_app.py").read_bytes())
    _pip("--upgrade", "pip")
    _pip(*PEERS, *more, usual, f"{ROOT}[simulate]")
    _pip("--force-reinstall", "--no-deps", usual, ROOT)


def plans(count: int) -> Path:
    """The folder of so many plans, made where there is none. In a process of its own: this one's
    memory is to stay small.
    """
    folder = WORK / f"plans-{count}"
    if not folder.exists():
        _call(sys.executable, HERE / "make_plans.py", folder, "--plans", str(count))
    return folder


def _pip(*arguments: str | Path) -> None:
    _call(BIN / "python", "-m", "pip", "install", "--quiet", *arguments)


def _call(*command: str | Path) -> None:
    subprocess.run(command, check=True, env={**os.environ, "PYTHONDONTWRITEBYTECODE": ""})
