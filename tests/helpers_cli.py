"""The command line as a user meets it: the installed command in a process of its own, or, quicker, its code in this one."""

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from running import Ran, clean, ran, unremarked

ROOT = Path(__file__).parents[1]
DATA = ROOT / "data"
FILES = ("indicators", "targets", "errata")

HEAD = "plan: {id: example, name: Example, year: 2022, target_year: 2023}\n"
INDICATORS = HEAD + "indices:\n  - {id: par, name: PAR INDEX, decimals: 2, max: 100, score: 77.55}\n"
TARGETS = "targets:\n  par: {planned: 11.08, target: 88.63}\n"
# A total whose second row has parts.
NESTED = (
    HEAD
    + """\
indices:
  - id: par
    name: PAR
    decimals: 2
    max: 20
    score: 12.00
    rows:
      - {id: par.1, name: One, max: 10, score: 6.00}
      - id: par.2
        name: Two
        max: 10
        score: 6.00
        parts:
          - {id: par.2.a, name: A, max: 5, score: 3.00}
          - {id: par.2.b, name: B, max: 5, score: 3.00}
"""
)
# A criterion that is lost whole, in it the nearest miss, and penalties that come to -3.00 and count as -2.00 at most.
SCORECARD = """\
indices:
  - id: s
    name: Scorecard
    decimals: 2
    max: 20
    score: 13.00
    rows:
      - {id: s.1, name: Points, max: 18, score: 15}
      - id: s.2
        name: Made public
        max: 2
        score: 0
        counts: whole
        parts:
          - {id: s.2.a, name: At the office, max: 1, score: 1}
          - {id: s.2.b, name: On the site, max: 1, score: 0.5}
      - id: s.3
        name: Penalties
        bonus: true
        max: 0
        floor: -2
        score: -2
        counts: capped
        parts:
          - {id: s.3.a, name: Late reports, max: 0, floor: -5, score: -2.5}
          - {id: s.3.b, name: Late files, max: 0, floor: -5, score: -0.5}
"""
__all__ = [
    "DATA",
    "FILES",
    "HEAD",
    "INDICATORS",
    "NESTED",
    "ROOT",
    "TARGETS",
    "Ran",
    "clean",
    "command",
    "parplan",
    "parplan_here",
    "seen",
    "unremarked",
    "write_plan",
]


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


def parplan_here(*arguments: str, cwd: Path | None = None, env: Mapping[str, str] | None = None, stdin: bytes = b"") -> Ran:
    """Run the command's code in this process, which is much quicker. Whatever happens, nothing is raised."""
    return seen(ran(arguments, cwd, env, stdin))


def seen(ran: Ran) -> Ran:
    """What holds for every run: our exit codes, no traceback, no word of Python, and no half answer where it failed."""
    ran = ran._replace(err=unremarked(ran.err))
    assert "Traceback" not in ran.err, ran.err
    assert "None" not in ran.err, ran.err
    assert ran.code in (0, 1, 2), ran
    if ran.code == 2:
        assert ran.out == "", ran
        assert ran.err != ""
    return ran


def thirds(ident: str, *scores: str, index: bool = False) -> str:
    """A row or an index that is a mean of rows with scores, and does not print its own."""
    parts = ", ".join(f"{{id: {ident}.{n}, name: Part, max: 12, score: {score}}}" for n, score in enumerate(scores, 1))
    return f"{{id: {ident}, name: Mean, aggregate: mean, {'decimals: 2, rows' if index else 'parts'}: [{parts}]}}"


def write_plan(
    folder: Path, indicators: str | bytes | None = INDICATORS, targets: str | bytes | None = TARGETS, errata: str | bytes | None = None
) -> Path:
    """A plan's folder; a file that is None is left out."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind, content in zip(FILES, (indicators, targets, errata), strict=True):
        if content is not None:
            (folder / f"{kind}.yaml").write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


_WITHOUT_NUMPY = "import sys; sys.modules['numpy'] = None; from parplan.cli import main; sys.argv = ['parplan', *sys.argv[1:]]; main()"


def without_numpy(*arguments: str) -> Ran:
    """The real program where numpy is not installed."""
    code = [sys.executable, "-c", _WITHOUT_NUMPY, *arguments]
    done = subprocess.run(code, env=clean(), capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)
    return seen(Ran(done.returncode, done.stdout, done.stderr))
