"""Several processes that write to one plan at once: what said that it was written is there."""

import random
import tempfile
from pathlib import Path
from typing import NamedTuple

import yaml

from attacks.calls import Ended, ended, files_in, started, tail, temporary
from attacks.faults import Faults
from attacks.outcome import Outcome
from attacks.writing import ACCEPT, prepared, record


class Writer(NamedTuple):
    """A call that writes, and which file tells whether it did."""

    arguments: tuple[str, ...]
    kind: str


def _drawn(rng: random.Random) -> list[Writer]:
    """Two to four calls; mostly of one kind, because only those can be in each other's way."""
    count = rng.choice([2, 2, 3, 4])
    save = ("project", "--plan", "plan", "--because", "x", "--save", "plan/scenarios/new.yaml")
    kinds = {
        "record": [Writer(record(n, f"2024-0{n + 1}-0{n + 1}"), "record") for n in range(count)],
        "mark": [
            Writer(("mark", task, "--status", "done", "--evidence", "z", "--plan", "plan"), "mark")
            for task in ("V.2.1", "V.2.2", "V.3.1")[:count]
        ],
        "errata": [
            Writer(ACCEPT, "errata"),
            Writer(("errata", "remove", "climate.2.target", "--plan", "plan"), "errata"),
        ],
        "save": [Writer((*save, "--add", f"dep.1=0.{n + 1}"), "save") for n in range(count)],
        "init": [Writer(("init", "new", "--index", it), "init") for it in ("par", "papi")],
    }
    if rng.random() < 0.15:
        mixed = [writer for writers in kinds.values() for writer in writers]
        return rng.sample(mixed, count)
    return kinds[rng.choice(["record", "record", "mark", "errata", "save", "init"])]


def attack(count: int, seed: int) -> Outcome:
    """So many rounds."""
    found = Faults("writers", "a record that is lost, a file that is not valid, a silent refusal")
    rng = random.Random(seed)
    for _ in range(count):
        found.runs += 1
        with tempfile.TemporaryDirectory() as made:
            folder = prepared(Path(made))
            writers = _drawn(rng)
            processes = [started(writer.arguments, folder) for writer in writers]
            results = list(zip(writers, [ended(it) for it in processes], strict=True))
            _look(found, folder, results)
    return found.outcome()


def _look(found: Faults, folder: Path, results: list[tuple[Writer, Ended]]) -> None:
    shown = "; ".join(f"{' '.join(it.arguments)} → {done.code}" for it, done in results)
    for writer, done in results:
        if done.hung:
            found.add(f"hang ({writer.kind})", shown)
        elif b"Traceback" in done.err:
            found.add(f"traceback ({writer.kind})", shown, tail(done.err))
        elif done.code not in (0, 2) or (done.code == 2 and (not done.err or done.out)):
            found.add(f"refused otherwise than in words ({writer.kind})", shown, tail(done.err))
        elif done.code == 0 and not _is_there(writer, folder, results):
            found.add(f"lost ({writer.kind})", shown)
    for once in ("save", "init"):
        if sum(done.code == 0 for it, done in results if it.kind == once) > 1:
            found.add(f"written twice, the first is lost ({once})", shown)
    if temporary(files_in(folder)):
        found.add("temporary file left", shown, f"{temporary(files_in(folder))}")
    checked = ended(started(("validate", "plan", "--select", "S", "--lang", "en"), folder))
    if checked.code != 0:
        found.add("not valid afterwards", shown, tail(checked.out + checked.err))


def _is_there(writer: Writer, folder: Path, results: list[tuple[Writer, Ended]]) -> bool:
    """Whether what a call wrote can be found in the file."""
    arguments, plan = writer.arguments, folder / "plan"
    if writer.kind == "record":
        held = yaml.safe_load((plan / "results.yaml").read_bytes())["results"]
        source = arguments[arguments.index("--source") + 1]
        return any(it["source"] == source for it in held)
    if writer.kind == "mark":
        tasks = yaml.safe_load((plan / "tasks.yaml").read_bytes())["tasks"]
        return any(it["id"] == arguments[1] and it.get("status") == "done" for it in tasks)
    if writer.kind == "errata":
        entries = yaml.safe_load((plan / "errata.yaml").read_bytes())["errata"] or {}
        return (arguments[2] in entries) == (arguments[1] == "accept")
    if writer.kind == "save":
        text = (plan / "scenarios" / "new.yaml").read_text(encoding="utf-8")
        alone = sum(done.code == 0 for it, done in results if it.kind == "save") == 1
        return arguments[-1].partition("=")[2] in text or not alone
    return (folder / "new" / "indicators.yaml").exists()
