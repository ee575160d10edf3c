"""parplan as a process of its own, in a session of its own, so that nothing of it outlives a
look.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from attacks.ground import HERE, PLAN, ROOT

PARPLAN = (sys.executable, "-m", "parplan")
HANG = 5.0  # seconds: no call here takes a tenth of it on an idle machine
LOADED = 10.0  # what a machine with other work may make of that
_GONE = 5.0  # seconds after the end in which nothing of it may be left

# A traceback that shows none of parplan's own files is of the interpreter's start, or of its end.
_OWN = str(ROOT / "src" / "parplan") + os.sep


class Ended(NamedTuple):
    """How a process ended."""

    code: int
    out: bytes
    err: bytes
    seconds: float
    hung: bool
    left: int  # processes of its group that outlived it


def environment(**changes: str) -> dict[str, str]:
    """What a process needs to find this checkout, and nothing personal."""
    plain = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT / "src"), "HOME": "/"}
    return {**plain, "PYTHONDONTWRITEBYTECODE": "1", **changes}


def started(arguments: Sequence[str], folder: Path, **more: Any) -> "subprocess.Popen[bytes]":
    """Start a call in a folder; standard input is empty, both outputs are pipes, unless said
    otherwise.
    """
    given: dict[str, Any] = {
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
        "env": environment(),
        **more,
    }
    return subprocess.Popen([*PARPLAN, *arguments], cwd=folder, start_new_session=True, **given)


def ended(process: "subprocess.Popen[bytes]", limit: float = LOADED) -> Ended:
    """Wait for the end of a call, no longer than the limit; whatever is left of it is killed."""
    began, hung = time.monotonic(), False
    try:
        out, err = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        hung = True
        kill_all(process.pid)
        out, err = process.communicate()
    took = time.monotonic() - began
    left = 0 if hung else left_of(process.pid)
    kill_all(process.pid)
    return Ended(process.returncode, out or b"", err or b"", took, hung, left)


def kill_all(group: int) -> None:
    """Kill what there is of a process's group."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def left_of(group: int) -> int:
    """How many processes of a group are there some seconds after its first one ended."""
    until = time.monotonic() + _GONE
    while members := members_of(group):
        if time.monotonic() > until:
            return len(members)
        time.sleep(0.02)
    return 0


def members_of(group: int) -> list[int]:
    """The processes of a group that run: no zombies, which only wait to be read."""
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return []
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                state, _, its_group = (entry / "stat").read_text().rpartition(")")[2].split()[:3]
                if int(its_group) == group and state != "Z":
                    found.append(int(entry.name))
    return found


def traceback_of_ours(err: bytes) -> bool:
    """Whether a traceback shows a line of parplan's, beyond the one that imports it: the first
    thing that it does is to hear signals.
    """
    lines = err.decode("utf-8", "replace").partition("Traceback")[2].splitlines()
    return any(_OWN in line and "__main__.py" not in line for line in lines)


def a_plan(folder: Path, name: str = "plan") -> Path:
    """A fresh copy of the small plan, with what is given beside it."""
    shutil.copytree(PLAN, folder / name)
    for given in ("costs.yaml", "batch.csv", "batch.jsonl", "document.txt"):
        shutil.copy(HERE / given, folder / given)
    (folder / "out").mkdir(exist_ok=True)
    return folder


def many_plans(folder: Path, count: int) -> Path:
    """So many copies of the small plan."""
    for number in range(count):
        shutil.copytree(PLAN, folder / f"plan-{number:03}")
    return folder


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path from there."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def temporary(files: Mapping[str, bytes]) -> list[str]:
    """Those that only stand beside a file while it is written."""
    return [name for name in files if name.rpartition("/")[2].startswith(".")]


def usual(arguments: Sequence[str], folder: Path, **more: Any) -> float:
    """How long a call takes here, the middle one of three."""
    times = []
    for _ in range(3):
        began = time.monotonic()
        ended(started(arguments, folder, **more), 60)
        times.append(time.monotonic() - began)
    return sorted(times)[1]


def tail(err: bytes) -> str:
    """The last lines of what was said, without anything that a terminal would obey."""
    return ascii(err.decode("utf-8", "replace")[-400:])
