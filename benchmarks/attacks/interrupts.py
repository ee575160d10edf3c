"""Ctrl-C at random moments: exit code 130, or the call's own where it was done by then."""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from typing import IO

from attacks.calls import HANG, Ended, ended, files_in, started, tail, temporary, traceback_of_ours
from attacks.faults import Faults
from attacks.outcome import Outcome
from attacks.writing import Writing, half_written, prepared, record, undisturbed

_PAUSE = 0.02  # seconds between the lines of a slow pipe
LINES = [b"name,dep.1\n", *(b"s%d,7.5\n" % number for number in range(25))]
CALLS = (
    Writing(("gap", "--plan", "plan")),
    Writing(("gap", "--plan", "plan", "-o", "out/a.json")),
    Writing(("validate", "many", "-j", "2"), many=True),
    Writing(("validate", "many"), many=True),
    Writing(("simulate", "--n", "3000000", "--plan", "plan")),
    Writing(("project", "--plan", "plan", "--batch", "-"), batch=True),
    Writing(("project", "--plan", "plan", "--batch", "-", "-o", "out/b.csv"), batch=True),
    Writing(record()),
    Writing(("errata", "suggest", "plan")),
)


def attack(count: int, seed: int) -> Outcome:
    """So many calls, each interrupted as a terminal does it: the whole group of processes."""
    found = Faults(
        "interrupts", "another code than 130 or its own, a traceback, a process left, 5 s"
    )
    rng = random.Random(seed)
    states = {call: undisturbed(call, b"".join(LINES)) for call in CALLS}
    early, ends = 0, {"130": 0, "its own": 0}
    with tempfile.TemporaryDirectory() as made:
        whole, folder = prepared(Path(made) / "whole"), Path(made) / "here"
        shutil.copytree(whole, folder)
        usual = {call: _timed(call, folder) for call in CALLS}
        for number in range(count):
            call = CALLS[number % len(CALLS)]
            shutil.rmtree(folder)
            shutil.copytree(whole, folder)
            took, own = usual[call]
            at = rng.choice([rng.uniform(0, took), rng.uniform(0, min(0.15, took))])
            done = _interrupted(call, folder, at)
            found.runs += 1
            shown = f"parplan {' '.join(call.arguments)}: after {at:.3f} s"
            if before_parplan(done):
                early += 1
                continue
            ends["130" if done.code == 130 else "its own"] += 1
            for kind, told in _wrong(done, own):
                found.add(f"{kind} ({' '.join(call.arguments[:2])})", shown, told)
            now = files_in(folder)
            before, after = states[call]
            if temporary(now) or half_written(now, before, [after]):
                kind = f"a file half written ({' '.join(call.arguments[:2])})"
                found.add(kind, shown, f"{temporary(now)}")
    print(f"{early} of {count} fell into the interpreter's own start, before parplan's first line")
    print(f"how the others ended: {ends}")
    return found.outcome()


def before_parplan(done: Ended) -> bool:
    """Whether the interrupt came before parplan's first line, so that none of its own had a say:
    no handler yet, or a traceback without a line of parplan's."""
    if done.hung or done.code not in (1, 130, -signal.SIGINT):
        return False
    if b"Traceback" in done.err:
        return not traceback_of_ours(done.err)
    return done.code == -signal.SIGINT


def _wrong(done: Ended, own: int) -> list[tuple[str, str]]:
    found = []
    if done.hung or done.seconds > HANG:
        found.append(("hang", f"{done.seconds:.1f} s"))
    elif done.left:
        found.append(("processes left", f"{done.left}"))
    if b"Traceback" in done.err:
        found.append(("traceback", tail(done.err)))
    elif not done.hung and done.code not in (130, own):
        found.append((f"exit code {done.code}", tail(done.err)))
    elif done.code == own == 0 and done.err.strip() and b"KeyboardInterrupt" in done.err:
        found.append(("a word of Python's", tail(done.err)))
    return found


def _timed(call: Writing, folder: Path) -> tuple[float, int]:
    began = time.monotonic()
    done = _interrupted(call, folder, None)
    return time.monotonic() - began, done.code


def _interrupted(call: Writing, folder: Path, at: float | None) -> Ended:
    """How a call ends that is interrupted after so many seconds; undisturbed, where None."""
    stdin = subprocess.PIPE if call.batch else subprocess.DEVNULL
    process = started(call.arguments, folder, stdin=stdin)
    if call.batch and process.stdin is not None:
        feeding = threading.Thread(target=_feed, args=(process.stdin,), daemon=True)
        feeding.start()
        process.stdin = None  # the other thread closes it
    if at is not None:
        time.sleep(at)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
    return ended(process, 60 if at is None else 2 * HANG)


def _feed(stream: IO[bytes]) -> None:
    """A slow pipe."""
    try:
        for line in LINES:
            stream.write(line)
            stream.flush()
            time.sleep(_PAUSE)
        stream.close()
    except (BrokenPipeError, ValueError):
        with contextlib.suppress(OSError):
            stream.close()
