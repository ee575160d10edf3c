"""A worker of `validate -j` that is killed, as a system without memory does it."""

import contextlib
import os
import random
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from attacks.calls import HANG, ended, many_plans, members_of, started, tail
from attacks.faults import Faults
from attacks.outcome import Outcome

PLANS = 80
CALL = ("validate", "many", "-j", "2")


def attack(count: int, seed: int) -> Outcome:
    """So many calls, one worker of each killed at some moment after it began."""
    found = Faults("workers", "no sentence with code 2, 5 s, a process left")
    rng = random.Random(seed)
    missed = 0
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        many_plans(folder / "many", PLANS)
        began = time.monotonic()
        whole = ended(started(CALL, folder), 60)
        took = time.monotonic() - began
        for _ in range(count):
            process = started(CALL, folder, stdout=subprocess.PIPE)
            worker = _a_worker(process, rng, rng.uniform(0, took * 0.6))
            at = time.monotonic()
            done = ended(process, 2 * HANG)
            found.runs += 1
            if worker is None:
                missed += 1
                continue
            shown = f"parplan {' '.join(CALL)}, {PLANS} plans"
            if done.hung or time.monotonic() - at > HANG + 5:
                found.add("hang", shown)
            elif b"Traceback" in done.err:
                found.add("traceback", shown, tail(done.err))
            elif done.left:
                found.add("processes left", shown, f"{done.left}")
            elif not (done.code == 2 and done.err and not done.out) and (
                (done.code, done.out) != (whole.code, whole.out)
            ):
                found.add(f"exit code {done.code}", shown, tail(done.err))
    print(f"{missed} of {count} had no worker left to kill")
    return found.outcome()


def _a_worker(process: "subprocess.Popen[bytes]", rng: random.Random, wait: float) -> int | None:
    """Kill one of a process's workers, so long after there were any; which, or None where it had
    ended by then."""
    until = time.monotonic() + HANG
    while process.poll() is None and time.monotonic() < until:
        if len(members_of(process.pid)) > 1:
            time.sleep(wait)
            break
        time.sleep(0.005)
    workers = [it for it in members_of(process.pid) if it != process.pid]
    if not workers:
        return None
    worker = rng.choice(workers)
    with contextlib.suppress(ProcessLookupError):
        os.kill(worker, signal.SIGKILL)
    return worker
