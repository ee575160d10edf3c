"""Files and calls drawn at random, run in this process: most are nearly right, so that rules and
arithmetic are reached.

A case is drawn from the seed and its number alone. Cases run in slices, each in a process of its
own, so that memory does not grow and nothing that kills the interpreter ends the attack.
"""

import contextlib
import json
import os
import random
import shutil
import signal
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

import parplan
from attacks.arguments import Caller
from attacks.checks import Fault, Seen, command, faults
from attacks.ground import Files, Ground, bases, drawn
from attacks.names import Names, names_in
from attacks.outcome import Outcome
from mutations import damaged, encoded, nudged, table_nudged
from running import Ran, ran

_SOURCE = Path(parplan.__file__).parent
SLICE = 2000
STUCK = 20  # seconds after which a case is broken off
_OTHER = "other/"  # a second plan, to compare with


class Case(NamedTuple):
    """One call, with the files it meets."""

    name: str
    files: Files
    arguments: list[str]
    stdin: bytes
    env: dict[str, str]
    folder: str  # where it is called


Drawing = Callable[[int, int], Case]  # from the seed and the number


class Stuck(BaseException):
    """A case took so long that it was broken off. Not an Exception, which a command may handle."""


def case(seed: int, number: int) -> Case:
    """What is drawn for this number."""
    rng = random.Random(f"{seed}/{number}")
    name, sound = drawn(rng)
    files = dict(sound)
    other = {_OTHER + path[5:]: data for path, data in sound.items() if path.startswith("plan/")}
    chance = rng.random()
    often = 1 if chance < 0.55 else 2 if chance < 0.75 else 3 if chance < 0.85 else 0
    for path in rng.choices(list(files), [_weight(path) for path in files], k=often):
        files[path] = _spoiled(rng, path, files[path])
    if rng.random() < 0.02:
        files.pop(rng.choice(list(files)))
    if rng.random() < 0.01:
        files[rng.choice(list(files))] = b""
    arguments = [word.replace("\0", "") for word in Caller(rng, _names(name)).call()]
    inside = rng.random() < 0.05
    if inside:
        arguments = [_from_inside(word) for word in arguments]
    stdin = files.get(rng.choice(["batch.csv", "batch.jsonl"]), b"") if "-" in arguments else b""
    needed = files | other if "compare" in arguments or "other" in arguments else files
    return Case(name, needed, arguments, stdin, _environment(rng), "plan" if inside else "")


def _from_inside(word: str) -> str:
    """What a path has to be typed like in the plan's own folder."""
    if word.startswith("plan/") or word == "plan":
        return word[5:] or "."
    first = word.partition("/")[0]
    beside = ("out", "other", "costs.yaml", "batch.csv", "batch.jsonl", "document.txt")
    return f"../{word}" if first in beside else word


@cache
def _names(plan: str) -> Names:
    return names_in(next(plans[plan] for plans in bases().values() if plan in plans))


def _weight(path: str) -> int:
    return {"plan/indicators.yaml": 10, "plan/targets.yaml": 6, "plan/tasks.yaml": 3}.get(path, 2)


def _spoiled(rng: random.Random, path: str, data: bytes) -> bytes:
    text = data.decode("utf-8", "replace")
    if rng.random() < 0.12:
        return damaged(rng, text)
    changed = table_nudged(rng, text) if path.endswith(".csv") else nudged(rng, text)
    return encoded(rng, changed)


def _environment(rng: random.Random) -> dict[str, str]:
    env = {} if rng.random() < 0.5 else {"COLUMNS": rng.choice(["40", "60", "80", "120", "1", "0"])}
    if rng.random() < 0.03:
        env["PARPLAN_PLAN"] = rng.choice(["plan", "", "nothing", "\x1b[31m"])
    if rng.random() < 0.02:
        env["GITHUB_ACTIONS"] = "true"
    if rng.random() < 0.3:
        env["PARPLAN_LANG"] = rng.choice(["vi", "vi", "en", "fr", ""])
    return env


class Judged(NamedTuple):
    """A case that was run, and what is wrong with it."""

    drawn: Case
    ran: Ran | None
    faults: list[Fault]


def judge(ground: Ground, drawn_case: Case) -> Judged:
    """Run a case, and say everything that is wrong with it."""
    ground.lay(drawn_case.files)
    home = {"HOME": str(ground.folder / "out"), **drawn_case.env}
    began = time.perf_counter()
    try:
        with _limited():
            done = ran(
                drawn_case.arguments, ground.folder / drawn_case.folder, home, drawn_case.stdin
            )
    except BaseException as error:  # whatever leaves `run` is a fault
        if isinstance(error, KeyboardInterrupt):
            raise
        ground.found()
        kind = "stuck" if isinstance(error, Stuck) else "exception"
        return Judged(drawn_case, None, [Fault(kind, _where(error), _last_lines(error))])
    took = time.perf_counter() - began
    after = ground.found()
    seen = Seen(drawn_case.arguments, done.code, done.out, done.err, took, drawn_case.files, after)
    return Judged(drawn_case, done, list(faults(seen)))


@contextlib.contextmanager
def _limited() -> Iterator[None]:
    def broken_off(_number: int, _frame: FrameType | None) -> None:
        raise Stuck

    before = signal.signal(signal.SIGALRM, broken_off)
    signal.setitimer(signal.ITIMER_REAL, STUCK)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _where(error: BaseException) -> str:
    """The innermost place in parplan that an exception came from."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [it for it in frames if Path(it.filename).is_relative_to(_SOURCE)]
    if not own:
        return type(error).__name__
    at = own[-1]
    if isinstance(error, RecursionError | Stuck):  # which line of the circle it was is chance
        return f"{type(error).__name__} in {Path(at.filename).name}"
    place = f"{Path(at.filename).name}:{at.lineno} {at.name}"
    return f"{type(error).__name__} at {place}"


def _last_lines(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))[-1500:]


# --- many of them ---------------------------------------------------------------------------------


def drawing(attack: str) -> Drawing:
    """What draws the cases of an attack: here, or in its own file."""
    if attack == "inputs":
        return case
    from attacks import documents

    return documents.case


def attack(
    count: int, seed: int, hours: float | None, folder: Path, name: str = "inputs"
) -> Outcome:
    """Cases from number 0 on, until there are so many or the time is over; prints each kind of
    fault once, when it is first met, and saves its case.
    """
    began = time.monotonic()
    known: Counter[tuple[str, str]] = Counter()
    codes: Counter[str] = Counter()
    done = 0
    while done < count and (hours is None or time.monotonic() - began < hours * 3600):
        size = min(SLICE, count - done)
        for told in _slice(name, seed, done, size):
            if "ran" in told:
                codes.update(told["ran"])
                continue
            fault = Fault(**told["fault"])
            known[fault[:2]] += 1
            if known[fault[:2]] == 1:
                _report(fault, name, seed, told["number"], folder)
        done += size
        rate = done / (time.monotonic() - began)
        print(f"… {done:,} cases, {rate:.0f} a second, {len(known)} kinds of fault", flush=True)
    _summary(known, codes)
    return Outcome(
        name,
        done,
        "an exception, another exit code, half an answer, a changed file, a control character, 5 s",
        len(known),
        time.monotonic() - began,
    )


def _slice(name: str, seed: int, first: int, size: int) -> Iterator[dict[str, Any]]:
    """What a process of its own says of so many cases. Where it dies, the next one goes on after
    the case that killed it."""
    last = first + size
    while first < last:
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(read)
            _run_slice(drawing(name), seed, range(first, last), write)
        os.close(write)
        at = first
        with os.fdopen(read, encoding="utf-8") as lines:
            for line in lines:
                told = json.loads(line)
                if "at" in told:
                    at = told["at"]
                else:
                    yield told
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        if code == 0:
            return
        fault = Fault("the process died", f"exit code {code}")._asdict()
        yield {"fault": fault, "number": at}
        first = at + 1


def _run_slice(draw: Drawing, seed: int, numbers: range, out: int) -> None:
    """Run cases and write what they came to, a line each; never returns."""
    code = 1
    try:
        codes: Counter[str] = Counter()
        with tempfile.TemporaryDirectory() as folder, os.fdopen(out, "w", buffering=1) as lines:
            ground = Ground(Path(folder) / "here")
            for number in numbers:
                print(json.dumps({"at": number}), file=lines)
                judged = judge(ground, draw(seed, number))
                exit_code = "!" if judged.ran is None else judged.ran.code
                codes[f"{command(judged.drawn.arguments)} {exit_code}"] += 1
                for fault in judged.faults:
                    print(json.dumps({"fault": fault._asdict(), "number": number}), file=lines)
            print(json.dumps({"ran": codes}), file=lines)
        code = 0
    except BaseException:  # a fault of the attack itself must be seen
        traceback.print_exc()
    finally:
        os._exit(code)


def _report(fault: Fault, attack: str, seed: int, number: int, folder: Path) -> None:
    kept = folder / f"{attack}-{seed}-{number}"
    found = drawing(attack)(seed, number)
    shutil.rmtree(kept, ignore_errors=True)
    for name, data in found.files.items():
        (kept / name).parent.mkdir(parents=True, exist_ok=True)
        (kept / name).write_bytes(data)
    (kept / "out").mkdir(parents=True, exist_ok=True)
    (kept / "stdin").write_bytes(found.stdin)
    about = {
        "arguments": found.arguments,
        "env": found.env,
        "folder": found.folder,
        **fault._asdict(),
    }
    (kept / "case.json").write_text(json.dumps(about, indent=1, ensure_ascii=True) + "\n")
    print(f"\n{fault.kind}: {fault.where}")
    print(f"  {attack} --seed {seed} --only {number}  ({found.name}; {kept})")
    print(f"  parplan {' '.join(map(ascii, found.arguments))}  {found.env or ''}")
    print("  " + ascii(fault.told)[-700:].replace("\\n", "\n    "), flush=True)


def _summary(known: Counter[tuple[str, str]], codes: Counter[str]) -> None:
    print("\nHow calls ended (! is an exception):")
    names = sorted({name.rpartition(" ")[0] for name in codes})
    for name in names:
        ends = {
            end: codes[f"{name} {end}"] for end in ("0", "1", "2", "!") if codes[f"{name} {end}"]
        }
        print(f"  {name or '(none)':16} {ends}")
    print("\nFaults:")
    for (kind, where), times in known.most_common():
        print(f"  {times:6} {kind}: {where}")


def only(name: str, seed: int, number: int) -> int:
    """Run one case again, and show it whole."""
    with tempfile.TemporaryDirectory() as folder:
        ground = Ground(Path(folder) / "here")
        judged = judge(ground, drawing(name)(seed, number))
    found = judged.drawn
    print(f"{found.name}, in {found.folder or '.'}: {found.env}")
    print(f"parplan {' '.join(map(ascii, found.arguments))}")
    _show_changes(found)
    if judged.ran is not None:
        print(f"exit code {judged.ran.code}\n--- stdout\n{ascii(judged.ran.out)[:3000]}")
        print(f"--- stderr\n{ascii(judged.ran.err)[:3000]}")
    for fault in judged.faults:
        print(f"\n{fault.kind}: {fault.where}\n{fault.told}")
    return 1 if judged.faults else 0


def _show_changes(found: Case) -> None:
    """The lines that the case's files do not share with the plan they were made of."""
    from difflib import unified_diff

    sound = next((plans[found.name] for plans in bases().values() if found.name in plans), {})
    for path, data in sorted(found.files.items()):
        if path in sound and data != sound[path]:
            old, new = (it.decode("utf-8", "replace").split("\n") for it in (sound[path], data))
            for line in unified_diff(old, new, path, path, lineterm="", n=0):
                print(ascii(line)[1:-1])
