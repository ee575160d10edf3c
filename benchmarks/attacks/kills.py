"""Commands that write, killed at random moments: every file is as before, or complete."""

import random
import shutil
import signal
import tempfile
import time
from pathlib import Path

from attacks.calls import ended, files_in, kill_all, members_of, started, temporary, usual
from attacks.faults import Faults
from attacks.outcome import Outcome
from attacks.writing import WRITINGS, Writing, batch, half_written, prepared, undisturbed


def attack(count: int, seed: int) -> Outcome:
    """So many commands, each ended by SIGKILL or SIGTERM."""
    found = Faults("kills", "a file half written, a temporary one after SIGTERM, a process left")
    rng = random.Random(seed)
    states = {writing: undisturbed(writing, batch()) for writing in WRITINGS[:count]}
    with tempfile.TemporaryDirectory() as made:
        whole, folder = prepared(Path(made) / "whole"), Path(made) / "here"
        (Path(made) / "batch.csv").write_bytes(batch())
        times: dict[Writing, float] = {}
        for number in range(count):
            writing = WRITINGS[number % len(WRITINGS)]
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(whole, folder)
            if writing not in times:
                times[writing] = _usual(writing, folder, Path(made) / "batch.csv")
                shutil.rmtree(folder)
                shutil.copytree(whole, folder)
            by = rng.choice([signal.SIGKILL, signal.SIGTERM])
            # Half of them where files are written: late.
            at = rng.choice([rng.uniform(0, 1.05), rng.uniform(0.75, 1.05)]) * times[writing]
            _kill_one(found, writing, folder, by, at, states[writing], Path(made) / "batch.csv")
            found.runs += 1
    return found.outcome()


def _usual(writing: Writing, folder: Path, lines: Path) -> float:
    with lines.open("rb") as given:
        return usual(writing.arguments, folder, **({"stdin": given} if writing.batch else {}))


def _kill_one(
    found: Faults,
    writing: Writing,
    folder: Path,
    by: signal.Signals,
    at: float,
    states: tuple[dict[str, bytes], dict[str, bytes]],
    lines: Path,
) -> None:
    before, after = states
    with lines.open("rb") as given:
        more = {"stdin": given} if writing.batch else {}
        process = started(writing.arguments, folder, **more)
        time.sleep(at)
        process.send_signal(by)
        # What is left of its group is looked for before anybody ends it.
        process.wait(10)
        left = _left(process.pid)
        done = ended(process)
    now = files_in(folder)
    command = " ".join(writing.arguments[:2])
    shown = f"parplan {' '.join(writing.arguments)}: {by.name} after {at:.3f} s"
    if left:
        found.add(f"processes left after {by.name} ({command})", shown, f"{left} of them")
    if half := half_written(now, before, [after]):
        found.add(f"half written after {by.name} ({command})", shown, f"{half}")
    if by == signal.SIGTERM and temporary(now):
        found.add(f"temporary file after SIGTERM ({command})", shown, f"{temporary(now)}")
    if b"Traceback" in done.err and b"parplan" in done.err.partition(b"Traceback")[2]:
        found.add(f"traceback after {by.name} ({command})", shown, ascii(done.err[-300:]))


def _left(group: int) -> int:
    until = time.monotonic() + 5
    while (members := members_of(group)) and time.monotonic() < until:
        time.sleep(0.05)
    kill_all(group)
    return len(members)
