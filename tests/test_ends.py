"""How a run ends before its time: interrupted, told to end, with a worker killed, with nobody there; and what nobody foresaw."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from helpers_cli import ROOT, Ran, clean, command, parplan_here, unremarked, write_plan

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
MOMENTS = [0.0, 0.02, 0.05, 0.1, 0.2, 0.35]
# Parplan from where it hears signals: what comes before is Python's own start.
HEARS = (
    "import os, sys; from parplan.cli import main, signals; signals.end_at_once(); "
    "os.write(int(sys.argv[1]), b'.'); sys.argv = sys.argv[2:]; main()"
)


def started(arguments: list[str], cwd: Path | None = None) -> subprocess.Popen[bytes]:
    """A run in a group of its own, as soon as it hears signals."""
    ours, theirs = os.pipe()
    call = [sys.executable, "-c", HEARS, str(theirs), "parplan", *arguments]
    process = subprocess.Popen(
        call,
        cwd=cwd,
        env=clean(PARPLAN_LANG="en"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        pass_fds=(theirs,),
        start_new_session=True,
    )
    os.close(theirs)
    os.read(ours, 1)
    os.close(ours)
    return process


def family(process: subprocess.Popen[bytes]) -> list[int]:
    """The processes of a run's group that are still there, besides itself."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            pid, _, rest = entry.read_text().partition(" (")
            state, _, group = rest.rpartition(") ")[2].split()[:3]
            if int(group) == process.pid != int(pid) and state != "Z":
                found.append(int(pid))
    return found


def ended(process: subprocess.Popen[bytes]) -> Ran:
    out, err = process.communicate(timeout=10)
    assert b"Traceback" not in err, err.decode()
    until = time.monotonic() + 5
    while family(process) and time.monotonic() < until:
        time.sleep(0.05)
    assert family(process) == []
    return Ran(process.returncode, out.decode(), unremarked(err.decode()))


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plans")
    for number in range(400):
        write_plan(folder / f"{number:03}")
    return folder


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("arguments", [["gap"], ["validate", "-j", "2", "."]], ids=" ".join)
def test_a_run_that_is_told_to_end_ends_without_a_word(plans: Path, number: int, moment: float, arguments: list[str]) -> None:
    process = started(arguments, plans)
    time.sleep(moment)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)
    ran = ended(process)
    assert ran.code in (0, 128 + number), ran  # it may have been quicker
    if ran.code:
        assert ran.err == ""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_run_that_would_go_on_is_ended(number: int) -> None:
    process = started(["project", "--batch", "-"])
    time.sleep(0.6)
    os.killpg(process.pid, number)
    assert ended(process) == Ran(128 + number, "", "")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_nothing_is_left_of_what_was_being_written(tmp_path: Path, number: int) -> None:
    (tmp_path / "out.csv").write_text("kept\n")
    process = started(["project", "--batch", "-", "-o", "out.csv"], tmp_path)
    assert process.stdin is not None
    process.stdin.write(b"name,par.1\n" + b"a,9\n" * 20_000)
    process.stdin.flush()
    until = time.monotonic() + 5
    while len(list(tmp_path.iterdir())) == 1 and time.monotonic() < until:
        time.sleep(0.02)
    assert len(list(tmp_path.iterdir())) == 2
    os.killpg(process.pid, number)
    assert ended(process) == Ran(128 + number, "", "")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"out.csv": "kept\n"}


def test_the_cursor_of_a_terminal_comes_back() -> None:
    import pty

    ours, theirs = pty.openpty()
    call = [command(), "simulate", "--n", "100000000"]
    with subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=theirs, env=clean(TERM="xterm"), start_new_session=True) as process:
        os.close(theirs)
        shown = b""
        while b"\x1b[?25l" not in shown:  # hidden, as long as the bar is drawn
            shown += os.read(ours, 4096)
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(OSError):  # how the other end of a terminal ends
            while more := os.read(ours, 4096):
                shown += more
        assert process.wait(10) == 130
    os.close(ours)
    assert shown.rindex(b"\x1b[?25h") > shown.rindex(b"\x1b[?25l")


def test_what_was_to_be_ignored_is_ignored(tmp_path: Path) -> None:
    """As under `nohup`."""
    call = ["sh", "-c", 'trap "" HUP; exec "$@"', "sh", command(), "project", "--batch", "-"]
    with subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=clean(), cwd=tmp_path) as run:
        time.sleep(0.5)
        run.send_signal(signal.SIGHUP)
        out, _ = run.communicate(b"name,par.1\na,9\n", timeout=20)
    assert (run.returncode, out.count(b"\n")) == (0, 2)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="workers are found in /proc")
@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "parplan: error: a process of this run was killed (out of memory?); run it again, with a smaller -j\n"),
        ("vi", "parplan: lỗi: một phần việc chạy song song bị dừng đột ngột (có thể do thiếu bộ nhớ); chạy lại với -j nhỏ hơn\n"),
    ],
)
def test_a_worker_that_is_killed_is_told(plans: Path, lang: str, said: str) -> None:
    process = started(["validate", "-j", "2", ".", "--lang", lang], plans)
    until = time.monotonic() + 5
    while not (workers := family(process)) and time.monotonic() < until:
        time.sleep(0.005)
    os.kill(workers[0], signal.SIGKILL)
    assert ended(process) == Ran(2, "", said)


def test_processes_that_the_system_does_not_allow_are_told(plans: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refused)
    ran = parplan_here("validate", "-j", "2", ".", "--lang", "en", cwd=plans)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("parplan: error: the system does not allow so many processes (")


def test_more_processes_find_the_same() -> None:
    """Whatever a finding holds goes from one process to another."""
    calls = [["validate", str(ROOT / "tests" / "errors"), "--format", "json", "-j", jobs] for jobs in ("1", "2")]
    one, two = (subprocess.run([command(), *call], env=clean(), capture_output=True, check=False, timeout=120) for call in calls)
    assert (one.returncode, one.stdout, one.stderr) == (two.returncode, two.stdout, two.stderr)
    assert one.stdout


def test_the_solver_hears_that_the_run_is_to_end() -> None:
    import textwrap

    program = textwrap.dedent(
        """
        import os, sys, threading, time
        from fractions import Fraction
        from parplan.cli import signals
        signals.end_at_once()
        from parplan.engine import solver
        solver.MOST_EFFORT = 40
        from random import Random
        # Market splits, which are hard for every solver (Cornuéjols and Dawande, 1999).
        rng, n = Random(1), 50
        rows = [[Fraction(rng.randrange(100)) for _ in range(n)] for _ in range(6)]
        limits = [(row, Fraction(sum(row) // 2)) for row in rows]
        limits += [([-factor for factor in row], -Fraction(sum(row) // 2)) for row in rows]
        os.write(1, b".")
        solver.least([[(0, 1)]] * n, limits, rows[0])
        """
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.read(1)
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        assert process.wait(5) == 130


def test_workers_end_with_the_run_they_serve(plans: Path) -> None:
    process = started(["validate", "-j", "2", "."], plans)
    until = time.monotonic() + 5
    while len(family(process)) < 2 and time.monotonic() < until:
        time.sleep(0.005)
    process.kill()
    assert ended(process) == Ran(-signal.SIGKILL, "", "")


CLOSED = ("<&-", ">&-", "2>&-", "<&- >&-", "<&- 2>&-", ">&- 2>&-", "<&- >&- 2>&-")


@pytest.mark.parametrize(
    ("arguments", "closed"),
    [(["project", "--batch", "-"], closed) for closed in CLOSED] + [([typed], CLOSED[-1]) for typed in ("gap", "validate", "--help")],
)
def test_closed_descriptors(tmp_path: Path, closed: str, arguments: list[str]) -> None:
    call = ["sh", "-c", f'exec "$@" {closed}', "sh", command(), *arguments]
    done = subprocess.run(call, stdin=subprocess.DEVNULL, capture_output=True, env=clean(), cwd=tmp_path, check=False, timeout=30)
    assert b"Traceback" not in done.stderr
    lost = (" >&-" in f" {closed}") or (arguments[-1] == "-" and "<&-" in closed)
    assert done.returncode == (2 if lost else 0)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("columns", ["9" * 5000, "0" * 5000, "0", "-1", "80.5", "٨٠", "999999999", ""])
def test_any_number_of_columns(columns: str) -> None:
    ran = parplan_here("gap", env={"COLUMNS": columns})
    assert ran.code == 0
    assert ran.out.count("\n") > 10


# --- the last resort --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "lang", "said"),
    [
        (
            ZeroDivisionError("by\nzero"),
            "en",
            r"parplan: error: something that was not foreseen: ZeroDivisionError: by zero "
            r"\(cli/workspace\.py:\d+ ← cli/workspace\.py:\d+ ← cli/gap\.py:\d+\); "
            r"please report it with this sentence, the command as typed and the files \(parplan [\d.]+, Python [\d.]+\)\n",
        ),
        (RecursionError("x" * 1000), "vi", r"parplan: lỗi: gặp trường hợp chưa lường trước: RecursionError: x{284} \(.*\n"),
        (MemoryError(), "en", "parplan: error: there is not enough memory; close other programs, or look at fewer plans at once\n"),
        (MemoryError(), "vi", "parplan: lỗi: không đủ bộ nhớ; đóng bớt chương trình khác, hoặc kiểm tra từng kế hoạch một\n"),
        (OSError(24, "Too many open files"), "en", r"parplan: error: something that was not foreseen: OSError: \[Errno 24\] Too many .*\n"),
        (OSError(24, "Too many open files", "plan/x"), "en", "parplan: error: plan/x cannot be read: Too many open files\n"),
    ],
)
def test_what_nobody_foresaw_is_a_sentence(monkeypatch: pytest.MonkeyPatch, error: Exception, lang: str, said: str) -> None:
    def broken(*_: object) -> None:
        raise error

    monkeypatch.setattr("parplan.cli.workspace.which", broken)
    ran = parplan_here("gap", "--lang", lang)
    assert (ran.code, ran.out) == (2, "")
    import re

    assert re.fullmatch(said, ran.err), ran.err


def test_not_even_its_own_code_can_be_read(tmp_path: Path) -> None:
    program = "import sys; sys.modules['parplan.cli.main'] = None; from parplan.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, env=clean(), cwd=tmp_path, check=False, timeout=30)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().startswith("parplan: lỗi, error: ModuleNotFoundError: ")


def test_too_many_open_files_are_not_blamed_on_standard_output(tmp_path: Path) -> None:
    limited = "import os, resource, sys; resource.setrlimit(resource.RLIMIT_NOFILE, (12, 12)); os.execv(sys.argv[1], sys.argv[1:])"
    for number in range(40):
        write_plan(tmp_path / f"{number}")
    call = [sys.executable, "-c", limited, command(), "validate", "-j", "8", "."]
    done = subprocess.run(call, capture_output=True, env=clean(PARPLAN_LANG="en"), cwd=tmp_path, check=False, timeout=30)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"standard output" not in done.stderr
    assert b"Too many open files" in done.stderr
