"""How long what-ifs take: `simulate` against DuckDB, R, LibreOffice and a loop, `project --batch`
on longer and longer sheets, start-up.
"""

import csv
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import NamedTuple

from arena import BIN, HERE, WORK, prepare
from contest import (
    ENVIRONMENT,
    Contestant,
    Goal,
    Results,
    Run,
    contest,
    medians,
    peak,
    ratio,
    share,
    verdicts,
)
from exact import Answer, furthest
from make_what_if import Leaf, leaves

FOLDER = WORK / "what-if"
PEERS = HERE / "what_if_peers"
PLAN, RANGES = FOLDER / "plan", FOLDER / "ranges.yaml"
RESULT = FOLDER / "result.csv"
DUCKDB = "duckdb==2.0.0"

COUNT = 1_000_000  # scenarios
SHEETS = (10_000, 50_000, 200_000)  # lines
ROUNDS, LONG_ROUNDS, START_ROUNDS = 7, 5, 21
MOST_MEMORY = 60  # MB
MOST_ERRORS = 5  # standard errors that chance alone may explain
LEAST_A_SECOND = 30_000  # scenarios of a sheet


class Slow(NamedTuple):
    """A peer that is measured on fewer scenarios, twice: what the larger number takes longer is
    scaled up, so starting up is not.
    """

    name: str
    command: tuple[str | Path, ...]
    sizes: tuple[int, int]  # as the command counts
    each: int = 1  # scenarios in one of these

    def contestants(self) -> tuple[Contestant, ...]:
        return tuple(
            Contestant(self._named(size), ((*self.command, str(size)),)) for size in self.sizes
        )

    def scaled(self, results: Results) -> list[Run]:
        """As if it had run all of them."""
        less, more = (results[self._named(size)] for size in self.sizes)
        factor = COUNT / ((self.sizes[1] - self.sizes[0]) * self.each)
        return [
            Run((long.seconds - short.seconds) * factor, long.megabytes)
            for short, long in zip(less, more, strict=True)
        ]

    def _named(self, size: int) -> str:
        return f"{self.name} {size}"


def simulate(count: int, correlation: str = "0") -> Contestant:
    """`parplan simulate`; without correlation every part is independent of the others, as the peers
    draw them.
    """
    asked = (
        "--plan",
        PLAN,
        "--scenario",
        RANGES,
        "--n",
        str(count),
        "--seed",
        "1",
        "--correlation",
        correlation,
    )
    said = f"`parplan simulate`, {count:,}" + (
        f", correlation {correlation}" if correlation != "0" else ""
    )
    return Contestant(said, ((BIN / "parplan", "simulate", *asked, "--format", "json"),))


def duckdb(threads: int) -> Contestant:
    """With so many threads."""
    command = (
        BIN / "python",
        PEERS / "duckdb_sql.py",
        FOLDER,
        str(COUNT),
        "--threads",
        str(threads),
    )
    return Contestant(f"DuckDB, {threads} thread{'s' if threads > 1 else ''}", (command,))


def numpy() -> Contestant:
    """What parplan itself draws with, used as its manual shows it."""
    return Contestant(
        "numpy's triangular", ((BIN / "python", PEERS / "numpy_triangular.py", FOLDER, str(COUNT)),)
    )


def project(lines: int, *, wide: bool = False) -> Contestant:
    """`parplan project --batch` over a sheet of so many lines."""
    said = f"`parplan project --batch`, {lines:,} lines" + (", 90 columns" if wide else "")
    asked = ("--plan", PLAN, "--batch", sheet(lines, wide=wide), "-o", RESULT)
    return Contestant(said, ((BIN / "parplan", "project", *asked),))


def sheet(lines: int, *, wide: bool = False) -> Path:
    """The file with so many scenarios, made where there is none."""
    path = FOLDER / f"{'wide' if wide else 'narrow'}-{lines}.csv"
    if not path.exists():
        _make(path, "--scenarios", str(lines), *(["--wide"] if wide else []))
    return path


def _make(*arguments: str | Path) -> None:
    subprocess.run((sys.executable, HERE / "make_what_if.py", *arguments), check=True)


def there(*packages: str, proof: Sequence[str]) -> bool:
    """Whether a command works; where it does not, Debian's packages are tried first."""
    if _works(proof):
        return True
    print(f"Installing {' '.join(packages)} …", file=sys.stderr)
    for command in (
        ("apt-get", "update"),
        ("apt-get", "install", "-y", "--no-install-recommends", *packages),
    ):
        _works(command)
    if _works(proof):
        return True
    print(
        f"Left out, because it could not be installed: {' '.join(packages)}. To compare with it, "
        f"install it and start again.\n"
    )
    return False


def _works(command: Sequence[str]) -> bool:
    return (
        shutil.which(command[0]) is not None
        and subprocess.run(command, capture_output=True, check=False).returncode == 0
    )


def slow_peers() -> tuple[Slow, ...]:
    """The loop, and LibreOffice where there is one."""
    loop = Slow("Python loop", (BIN / "python", PEERS / "loop.py", FOLDER), (10_000, 30_000))
    if not there(
        "libreoffice-calc-nogui", "python3-uno", proof=("/usr/bin/python3", "-c", "import uno")
    ):
        return (loop,)
    return loop, Slow(
        "LibreOffice", ("/usr/bin/python3", PEERS / "sheet.py", FOLDER), (2, 12), each=2000
    )


def base_r() -> tuple[Contestant, ...]:
    """Base R, where there is one."""
    if not there("r-base-core", proof=("Rscript", "--version")):
        return ()
    return (
        Contestant(
            "base R",
            ((shutil.which("Rscript") or "Rscript", PEERS / "simulate.R", FOLDER, str(COUNT)),),
        ),
    )


def agree(contestants: Sequence[Contestant], slow: Sequence[Slow]) -> None:
    """Everybody's answers against the exact ones: a peer that computes something else is no
    peer.
    """
    asked = [(contestant, COUNT) for contestant in contestants]
    asked += [
        (peer.contestants()[1]._replace(name=peer.name), peer.sizes[1] * peer.each) for peer in slow
    ]
    print(
        "Furthest from the exact answers (means, 5, 50 and 95%, probabilities of 9 rows and "
        "their total), in standard errors:\n"
    )
    for contestant, count in asked:
        error = furthest(_answers(contestant), FOLDER, count)
        print(f"- {contestant.name}: {error:.1f}")
        if error > MOST_ERRORS:
            raise SystemExit(f"{contestant.name} computes something else")
    print()


def _answers(contestant: Contestant) -> dict[str, Answer]:
    """What it printed, in hundredths."""
    (command,) = contestant.commands
    printed = subprocess.run(
        command, capture_output=True, check=True, text=True, env=ENVIRONMENT
    ).stdout
    return _ours(printed) if printed.startswith("{") else dict(map(_line, printed.split()))


def _line(line: str) -> tuple[str, Answer]:
    ident, *figures = line.split(",")
    mean, low, middle, high, probability = map(float, figures)
    return ident, Answer(mean, (low, middle, high), probability)


def _ours(printed: str) -> dict[str, Answer]:
    """The index and its rows if the plan is carried out, from points; parts are not drawn to be
    answered for.
    """
    (index,) = json.loads(printed)["indices"]

    def answer(row: dict[str, dict[str, float]]) -> Answer:
        view = row["inside"]
        return Answer(
            100 * view["mean"],
            (100 * view["p5"], 100 * view["p50"], 100 * view["p95"]),
            view["probability"],
        )

    return {row["id"]: answer(row) for row in (index, *index["rows"])}


def against_peers() -> None:
    """A million scenarios of 90 parts. We draw as many in each of two views, the peers in one: half
    of them in each is a million drawn.
    """
    ours, half = simulate(COUNT), simulate(COUNT // 2)
    correlated = simulate(COUNT, "0.3")
    together = (ours, duckdb(1), duckdb(2), *base_r(), numpy())
    slow = slow_peers()
    agree(together, slow)
    scaled = (each for peer in slow for each in peer.contestants())
    results = dict(contest((*together, half, correlated, *scaled), ROUNDS))
    for peer in slow:
        results[peer.name] = peer.scaled(results)
        for each in peer.contestants():
            del results[each.name]
    print(medians(results))
    goals = (
        ("DuckDB, 1 thread", 1 / 1.5),
        ("base R", 1 / 3),
        ("LibreOffice", 1 / 20),
        ("Python loop", 1 / 25),
    )
    asked = [(one, name, most) for name, most in goals if name in results for one in (ours, half)]
    print(verdicts(results, [Goal(one.name, name, most) for one, name, most in asked]))
    others = (
        (ours, "DuckDB, 2 threads"),
        (ours, "numpy's triangular"),
        (correlated, "DuckDB, 1 thread"),
    )
    print("Without a goal: ", end="")
    print(
        "; ".join(
            f"{one.name} / {name}: {share(ratio(results, one.name, name))}" for one, name in others
        ),
        end="\n\n",
    )


def memory() -> None:
    """Ten and a hundred times as many scenarios."""
    sizes = (COUNT // 10, COUNT, 10 * COUNT)
    results = contest([simulate(size) for size in sizes], 1)
    print(medians(results))
    most = max(peak(runs) for runs in results.values())
    print(
        f"Most memory: {most:.0f} MB (goal: under {MOST_MEMORY} MB, "
        f"{'met' if most < MOST_MEMORY else 'not met'})\n"
    )


def batch() -> None:
    """Longer and longer sheets, each line a scenario that changes five parts."""
    contestants = [project(lines) for lines in SHEETS]
    least, less, more = (contestant.name for contestant in contestants)
    adds_up(SHEETS[0])
    copy = (BIN / "python", PEERS / "copy_csv.py", sheet(SHEETS[2]), FOLDER / "copy.csv")
    floor = Contestant(f"csv module alone, {SHEETS[2]:,} lines", (copy,))
    results = contest((*contestants, project(SHEETS[1], wide=True), floor), LONG_ROUNDS)
    print(medians(results))
    seconds = median(
        long.seconds - short.seconds
        for short, long in zip(results[less], results[more], strict=True)
    )
    rate = (SHEETS[2] - SHEETS[1]) / seconds
    met = "met" if rate >= LEAST_A_SECOND else "not met"
    print(
        f"{rate:,.0f} scenarios a second, starting up left out (goal: {LEAST_A_SECOND:,}, {met})",
        end="; ",
    )
    print(f"{more} / {floor.name}: {share(ratio(results, more, floor.name))}")
    print(
        f"Memory, from {SHEETS[0]:,} to {SHEETS[2]:,} lines: {peak(results[least]):.0f} MB, "
        f"{peak(results[more]):.0f} MB\n"
    )


def adds_up(lines: int) -> None:
    """Every scenario of a sheet against a sum made here: totals that are off are no totals."""
    parts = {part.id: part for part in leaves()}
    (command,) = project(lines).commands
    subprocess.run(command, check=True, env=ENVIRONMENT)
    with sheet(lines).open(encoding="utf-8") as asked, RESULT.open(encoding="utf-8") as told:
        for scenario, answer in zip(csv.DictReader(asked), csv.DictReader(told), strict=True):
            name = scenario.pop("name")
            moved = (_moved(parts[ident], text) for ident, text in scenario.items())
            if answer["name"] != name or Decimal(answer["x_projected"]) * 100 != sum(
                moved, Decimal(sum(part.target for part in parts.values()))
            ):
                raise SystemExit(f"{name} does not add up: {answer}")


def _moved(part: Leaf, text: str) -> Decimal:
    """How far a cell moves a part from its target, in hundredths."""
    if text.endswith("%"):
        return (Decimal(text[:-1]) / 100 - 1) * (part.target - part.score)
    return Decimal(text) * 100 - (0 if text.startswith("+") else part.target)


def start() -> None:
    """A single call."""
    gap = Contestant("`parplan gap`", ((BIN / "parplan", "gap"),))
    plain = Contestant("`parplan project`", ((BIN / "parplan", "project", "--set", "papi.4=6.63"),))
    results = contest((gap, plain), START_ROUNDS)
    print(medians(results))
    print(verdicts(results, (Goal(plain.name, gap.name, 1.05),)))


def main() -> None:
    """Print what was measured: answers, times, ratios, memory."""
    prepare(DUCKDB)
    if not PLAN.exists():
        _make(PLAN)
    against_peers()
    memory()
    batch()
    start()


if __name__ == "__main__":
    main()
