"""Whole processes against each other: alternating order, medians, ratios of runs in the same round,
peak memory.

What else the machine does slows both sides of a pair alike, so ratios carry over where seconds do
not.
"""

import os
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

# Nothing of the caller's that could change a contestant: all print for the same width, and may keep
# compiled code.
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "COLUMNS": "180"}


class Contestant(NamedTuple):
    """Commands that run one after the other and count as one. `answers` are the exit codes that say
    the work was done.
    """

    name: str
    commands: tuple[tuple[str | Path, ...], ...]
    answers: frozenset[int] = frozenset({0})


class Run(NamedTuple):
    """What one run took: wall-clock time, and the memory of its largest process."""

    seconds: float
    megabytes: float


class Goal(NamedTuple):
    """`ours` is to take at most the share `most` of the time that `theirs` takes."""

    ours: str
    theirs: str
    most: float


Results = Mapping[str, Sequence[Run]]


def contest(contestants: Sequence[Contestant], rounds: int) -> Results:
    """Every contestant once a round, forwards and backwards in turn; a round before the first is
    not counted.
    """
    results: dict[str, list[Run]] = {contestant.name: [] for contestant in contestants}
    for number in range(rounds + 1):
        for contestant in contestants if number % 2 else reversed(contestants):
            run = _run(contestant)
            if number:
                results[contestant.name].append(run)
    return results


def _run(contestant: Contestant) -> Run:
    start, peak = time.perf_counter(), 0.0
    for command in contestant.commands:
        code, megabytes = _process([str(word) for word in command])
        peak = max(peak, megabytes)
        if code not in contestant.answers:
            raise SystemExit(f"{contestant.name} ended with {code}: {command}")
    return Run(time.perf_counter() - start, peak)


def _process(command: list[str]) -> tuple[int, float]:
    silent = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_RDWR, 0) for stream in range(3)]
    process = os.posix_spawn(command[0], command, ENVIRONMENT, file_actions=silent)
    _, status, usage = os.wait4(process, 0)
    return os.waitstatus_to_exitcode(status), usage.ru_maxrss / 1024  # Linux counts it in KiB


def ratio(results: Results, ours: str, theirs: str) -> float:
    """The median of the ratios of the rounds."""
    return median(
        our.seconds / their.seconds
        for our, their in zip(results[ours], results[theirs], strict=True)
    )


def medians(results: Results) -> str:
    """What each contestant takes, as a Markdown table."""
    rows = [
        (name, f"{median(run.seconds for run in runs):.3f}", f"{peak(runs):.0f}")
        for name, runs in results.items()
    ]
    return _table(("", "seconds", "MB"), rows)


def peak(runs: Iterable[Run]) -> float:
    """The most memory that a process took in any run, in MB."""
    return max(run.megabytes for run in runs)


def verdicts(results: Results, goals: Iterable[Goal]) -> str:
    """What was to be reached, as a Markdown table."""
    rows = []
    for goal in goals:
        reached = ratio(results, goal.ours, goal.theirs)
        rows.append(
            (
                f"{goal.ours} / {goal.theirs}",
                share(reached),
                f"≤ {share(goal.most)}",
                "yes" if reached <= goal.most else "no",
            )
        )
    return _table(("", "ratio", "goal", "met"), rows)


def share(value: float) -> str:
    """A ratio as people compare it: 0.85, or 1/15 where the other side takes many times as long."""
    return f"{value:.2f}" if value > 0.2 else f"1/{1 / value:.1f}".removesuffix(".0")


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
