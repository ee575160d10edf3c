"""The command line as a user meets it: the installed command in a process of its own, or, quicker, its code in this one."""

import contextlib
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from parplan.cli.main import run

ROOT = Path(__file__).parents[1]
DATA = ROOT / "data"
FILES = ("indicators", "targets", "errata")

HEAD = "plan: {id: example, name: Example, year: 2022, target_year: 2023}\n"
INDICATORS = HEAD + "indices:\n  - {id: par, name: PAR INDEX, decimals: 2, max: 100, score: 77.55}\n"
TARGETS = "targets:\n  par: {planned: 11.08, target: 88.63}\n"

# What may not leak in from whoever runs the tests.
_PERSONAL = (
    "COLUMNS",
    "NO_COLOR",
    "FORCE_COLOR",
    "PARPLAN_PLAN",
    "PARPLAN_LANG",
    "GITHUB_ACTIONS",
    "LANG",
    "LANGUAGE",
    "LC_ALL",
    "LC_CTYPE",
    "LC_MESSAGES",
)


class Ran(NamedTuple):
    """What a call came to: its exit code, its answer, and what it said beside it."""

    code: int
    out: str
    err: str


def clean(**extra: str) -> dict[str, str]:
    """The environment of this process without anything personal, and something more."""
    return {name: value for name, value in os.environ.items() if name not in _PERSONAL} | extra


def command() -> str:
    """The installed command, of the same environment as the tests."""
    found = shutil.which("parplan", path=str(Path(sys.executable).parent)) or shutil.which("parplan")
    assert found is not None, "parplan is not installed: pip install -e '.[dev]'"
    return found


def parplan(*arguments: str, cwd: Path | None = None, env: Mapping[str, str] | None = None, timeout: float = 60) -> Ran:
    """Run the installed command. Whatever happens, there is no traceback."""
    done = subprocess.run(
        [command(), *arguments],
        cwd=cwd,
        env=clean(**(env or {})),
        capture_output=True,
        timeout=timeout,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    return seen(Ran(done.returncode, done.stdout.decode(), done.stderr.decode()))


def parplan_here(*arguments: str, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> Ran:
    """Run the command's code in this process, which is much quicker. Whatever happens, nothing is raised."""
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline=""), io.StringIO()
    here, around = contextlib.chdir(cwd or Path.cwd()), mock.patch.dict(os.environ, env or {})
    with here, around, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(arguments)
    out.seek(0)
    return seen(Ran(code, out.read(), err.getvalue()))


def seen(ran: Ran) -> Ran:
    """What holds for every run: our exit codes, no traceback, no word of Python, and no half answer where it failed."""
    assert "Traceback" not in ran.err, ran.err
    assert "None" not in ran.err, ran.err
    assert ran.code in (0, 1, 2), ran
    if ran.code == 2:
        assert ran.out == "", ran
        assert ran.err != ""
    return ran


def write_plan(
    folder: Path, indicators: str | bytes | None = INDICATORS, targets: str | bytes | None = TARGETS, errata: str | bytes | None = None
) -> Path:
    """A plan's folder; a file that is None is left out."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind, content in zip(FILES, (indicators, targets, errata), strict=True):
        if content is not None:
            (folder / f"{kind}.yaml").write_bytes(content.encode() if isinstance(content, str) else content)
    return folder
