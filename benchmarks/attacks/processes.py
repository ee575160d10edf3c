"""Whole processes with hostile environments, descriptors and limits."""

import contextlib
import fcntl
import itertools
import os
import pty
import random
import re
import resource
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from attacks.calls import (
    PARPLAN,
    Ended,
    a_plan,
    ended,
    environment,
    started,
    tail,
    traceback_of_ours,
)
from attacks.faults import Faults
from attacks.ground import PLAN
from attacks.oddities import Oddity, limit, oddities, together
from attacks.outcome import Outcome

CODES = (0, 1, 2, 130)

RECORD = (
    *("record", "dep.1=7", "--layer", "survey", "--source", "x", "--date", "2024-01-01"),
    *("--plan", "plan"),
)
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("gap", "--plan", "plan"),
    ("gap", "--plan", "plan", "--format", "json"),
    ("validate", "plan"),
    ("validate", "plan", "--format", "json"),
    ("validate", "plan", "--format", "sarif"),
    ("validate", "plan", "--against", "document.txt", "--format", "concise"),
    ("project", "--plan", "plan", "--batch", "batch.csv"),
    ("project", "--plan", "plan", "--scenario", "late"),
    ("reach", "climate", "--plan", "plan"),
    ("simulate", "--n", "1000", "--plan", "plan"),
    ("explain", "climate.2.target", "--plan", "plan"),
    ("errata", "suggest", "--plan", "plan"),
    ("tasks", "--plan", "plan", "--format", "ics"),
    ("units", "--plan", "plan"),
    ("compare", "2022", "2023", "--plan", "plan"),
    ("rank", "climate", "--plan", "plan"),
    ("schema", "indicators"),
    ("rule", "--format", "markdown"),
    ("gap", "--help"),
    ("--version",),
    ("gap", "--plan", "nothing"),
    ("gap", "--nonsense"),
    ("gap", "--plan", "plan", "-o", "out/a.json"),
    RECORD,
)
_MOMENT = re.compile(rb"DTSTAMP:[^\r\n]*")
_COLOUR = re.compile(rb"\x1b\[[0-9;]*m")


def attack(count: int, seed: int) -> Outcome:
    """Each oddity with some command, then two at once, until there are so many."""
    found = Faults(
        "processes",
        "a traceback, another exit code, half an answer with code 0 or any with 2, a hang",
    )
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as made:
        folder = a_plan(Path(made))
        usual = {command: _ended(folder, command, Oddity("as usual"), 60) for command in COMMANDS}
        for odd, command in itertools.islice(_drawn(rng), count):
            found.runs += 1
            shutil.rmtree(folder / "out")
            (folder / "out").mkdir()
            shutil.copy(PLAN / "results.yaml", folder / "plan" / "results.yaml")
            done = _ended(folder, command, odd)
            # What was done stays done, whether or not that can be said; -o is another place.
            owed = command != RECORD and "-o" not in odd.more
            for kind, told in _wrong(done, usual[command], odd, owed=owed):
                names = [f"{kind}: {name}" for name in (*odd.name.split("; "), odd.name)]
                known = next((name for name in names if name in found.kinds), names[-1])
                found.add(known, f"parplan {' '.join(command)}", told)
    _odd_files(found)
    _full_disk(found)
    return found.outcome()


def _drawn(rng: random.Random) -> Iterator[tuple[Oddity, tuple[str, ...]]]:
    all_of_them = oddities()
    for odd in all_of_them:
        yield odd, _fitting(rng, odd)
    while True:
        one, other = rng.sample(all_of_them, 2)
        both = together(one, other) if rng.random() < 0.4 else one
        yield both, _fitting(rng, both)


def _fitting(rng: random.Random, odd: Oddity) -> tuple[str, ...]:
    return rng.choice([it for it in COMMANDS if re.fullmatch(odd.only or ".*", it[0])])


def _wrong(done: Ended, usual: Ended, odd: Oddity, *, owed: bool) -> Iterator[tuple[str, str]]:
    """What is wrong with a process that ended, each with what shows it; whether standard output
    was owed the answer.
    """
    told = tail(done.err)
    if done.hung:
        yield "hang", told
        return
    if b"Traceback" in done.err + done.out:
        if traceback_of_ours(done.err + done.out):
            yield "traceback", told
        return  # another is the interpreter's own, which never came to be parplan
    starved = re.search(r"\d (MB|files open)", odd.name)
    if starved and odd.outputs.get("stderr", "pipe") != "pipe":
        return  # nobody can tell who ended it: the loader, a library, or parplan
    if done.code not in CODES and not _of_the_interpreter(done):
        yield f"exit code {done.code}", told
    stdout = odd.outputs.get("stdout", "pipe")
    if done.code == 2 and done.out and stdout != "terminal":
        yield "answer with code 2", ascii(done.out[:200])
    if done.code == 2 and not done.err and odd.outputs.get("stderr", "pipe") == "pipe":
        yield "nothing said with code 2", ""
    if _of_the_interpreter(done):
        return
    if owed and done.code in (0, 1) and usual.out and stdout in ("closed", "full"):
        yield f"an answer lost with code {done.code}", told
    if (
        done.code == 0 == usual.code
        and odd.compared
        and stdout in ("pipe", "slow")
        and _SECOND_BEST not in done.err
    ):
        out, whole = (_MOMENT.sub(b"", _COLOUR.sub(b"", it)) for it in (done.out, usual.out))
        if out != whole and "PYTHONIOENCODING" not in odd.env:
            told = f"{len(out)} bytes for {len(whole)}: {out[:150]!a} {told}"
            yield "another answer with code 0", told


_SECOND_BEST = b"a better answer may exist"  # where the solver found no room


def _of_the_interpreter(done: Ended) -> bool:
    """Whether it never came to be parplan: no memory, no descriptors, no encodings; or was ended by
    a library that ends processes.
    """
    own = (
        b"OpenBLAS error",
        b"Fatal Python error",
        b"init_",
        b"error while loading shared",
        b"MemoryError",
    )
    return any(word in done.err for word in own) or done.code in (-24, -25)


def _ended(folder: Path, command: Sequence[str], odd: Oddity, limit: float = 10) -> Ended:
    """Run a command oddly."""
    env = {**environment(PARPLAN_LANG="en"), **odd.env}
    streams, after, drains = _streams(odd.outputs)
    names = ("stdin", "stdout", "stderr")
    closed = [at for at, name in enumerate(names) if odd.outputs.get(name) == "closed"]

    def before() -> None:
        for descriptor in closed:
            os.close(descriptor)
        if odd.before is not None:
            odd.before()

    given = {name: value for name, value in env.items() if value is not None}
    process = started([*command, *odd.more], folder, env=given, preexec_fn=before, **streams)
    for descriptor in after:
        os.close(descriptor)
    read = [drain() for drain in drains]
    done = ended(process, limit)
    for thread in read:
        thread.join(2)
    return done._replace(out=done.out + b"".join(thread.data for thread in read))


class _Drain(threading.Thread):
    """Reads a descriptor to its end, slowly if asked."""

    def __init__(self, descriptor: int, pause: float) -> None:
        super().__init__(daemon=True)
        self.descriptor, self.pause, self.data = descriptor, pause, b""
        self.start()

    def run(self) -> None:
        with contextlib.suppress(OSError):  # how a terminal ends
            while some := os.read(self.descriptor, 1000 if self.pause else 65536):
                self.data += some
                time.sleep(self.pause)
        os.close(self.descriptor)


Streams = tuple[dict[str, Any], list[int], list[Callable[[], _Drain]]]


def _streams(outputs: Mapping[str, str]) -> Streams:
    """What the streams are opened on, what to close once the process has them, and who reads."""
    streams: dict[str, Any] = {}
    after: list[int] = []
    drains: list[Callable[[], _Drain]] = []
    for name, how in outputs.items():
        if how == "full":
            streams[name] = os.open("/dev/full", os.O_WRONLY)
            after.append(streams[name])
        elif how in ("gone", "slow"):
            read, streams[name] = os.pipe()
            after.append(streams[name])
            if how == "gone":
                os.close(read)
                continue
            with contextlib.suppress(OSError, AttributeError):
                fcntl.fcntl(streams[name], fcntl.F_SETPIPE_SZ, 4096)
            os.set_blocking(streams[name], False)
            drains.append(partial(_Drain, read, 0.005))
        elif how == "terminal":
            read, streams[name] = pty.openpty()
            after.append(streams[name])
            drains.append(partial(_Drain, read, 0))
    return streams, after, drains


# --- things that are no files, by the names of files ----------------------------------------------

_READERS = {
    "plan/indicators.yaml": ("gap", "--plan", "plan"),
    "plan/results.yaml": ("progress", "--plan", "plan"),
    "plan/tasks.yaml": ("validate", "plan"),
    "plan/peers/field.csv": ("realism", "--plan", "plan"),
    "plan/scenarios/late.yaml": ("validate", "plan"),
    "batch.csv": ("project", "--plan", "plan", "--batch", "batch.csv"),
    "document.txt": ("validate", "plan", "--against", "document.txt"),
}


def _odd_files(found: Faults) -> None:
    """A pipe that nobody writes to, devices without an end, links to nowhere and to themselves."""
    kinds: dict[str, Callable[[Path], object]] = {
        "a pipe": os.mkfifo,
        "a folder": Path.mkdir,
        "/dev/zero": lambda path: path.symlink_to("/dev/zero"),
        "/dev/full": lambda path: path.symlink_to("/dev/full"),
        "a link to nowhere": lambda path: path.symlink_to("nowhere"),
        "a link to itself": lambda path: path.symlink_to(path.name),
    }
    limited = Oddity("a gigabyte", before=limit(resource.RLIMIT_AS, 1 << 30), compared=False)
    for (name, command), (kind, make) in itertools.product(_READERS.items(), kinds.items()):
        if kind == "a pipe" and not name.startswith("plan/"):
            continue  # one may be meant by whoever names it: `--batch <(…)`
        with tempfile.TemporaryDirectory() as made:
            folder = a_plan(Path(made))
            (folder / name).unlink()
            make(folder / name)
            done = _ended(folder, command, limited)
        found.runs += 1
        for wrong, told in _wrong(done, done, limited, owed=False):
            where = "batch" if "/" not in name else "plan"
            found.add(f"{wrong}: {kind} ({where})", f"{name}: parplan {' '.join(command)}", told)


# --- a disk that is full, where this system lets one mount it -------------------------------------

_ON_A_FULL_DISK = """
mount -t tmpfs -o size=200k none "$1" || exit 99
cp -r "$2" "$1/plan" && cd "$1" && mkdir out
dd if=/dev/zero of=fill bs=1k 2>/dev/null
shift 2
"$@" >/dev/null; code=$?
for file in $(cd "$SOUND" && find . -type f); do
  cmp -s "$SOUND/$file" "plan/$file" || { echo "changed: $file"; exit 98; }
done
[ -z "$(find plan out -name '.*' -type f)$(find out -type f)" ] || { echo left; exit 97; }
exit $code
"""
_WRITING = (
    RECORD,
    ("mark", "V.2.1", "--status", "done", "--plan", "plan"),
    ("gap", "--plan", "plan", "-o", "out/a.json"),
    ("project", "--plan", "plan", "--add", "dep.1=0.1", "--because", "x", "--save", "out/b.yaml"),
    ("init", "new"),
)


def _full_disk(found: Faults) -> None:
    for command in _WRITING:
        with tempfile.TemporaryDirectory() as folder:
            script = ["unshare", "-rm", "sh", "-c", _ON_A_FULL_DISK, "sh", folder, str(PLAN)]
            try:
                done = subprocess.run(
                    [*script, *PARPLAN, *command],
                    env=environment(SOUND=str(PLAN)),
                    capture_output=True,
                    timeout=30,
                    check=False,
                )
            except (OSError, subprocess.TimeoutExpired) as error:
                print(f"no full disk to be had here: {error}")
                return
        if done.returncode in (1, 99) and b"Traceback" not in done.stderr:
            print(f"no full disk to be had here: {tail(done.stderr)}")
            return
        found.runs += 1
        if done.returncode != 2 or b"Traceback" in done.stderr or not done.stderr:
            kind = f"full disk: {command[0]}, {done.returncode}"
            found.add(kind, f"parplan {' '.join(command)}", tail(done.stderr + done.stdout))
