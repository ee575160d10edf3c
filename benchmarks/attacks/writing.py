"""Commands that write, and what each leaves when nobody disturbs it."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from attacks.calls import a_plan, ended, files_in, many_plans, started

LINES = 4000  # of a batch: enough that writing it takes a while


class Writing(NamedTuple):
    """A command that writes, what it is given on standard input, and what it does to files."""

    arguments: tuple[str, ...]
    batch: bool = False  # reads scenarios from a pipe
    many: bool = False  # looks at many plans


def record(number: int = 0, day: str = "2024-01-01") -> tuple[str, ...]:
    """A call that records a result by which it can be told."""
    given = ("--layer", "self-assessed", "--interim", "--source", f"report {number}")
    return ("record", "dep.1=7", *given, "--date", day, "--plan", "plan")


ACCEPT = (
    *("errata", "accept", "dep.3.score", "--decision", "keep", "--because", "as printed"),
    *("--plan", "plan"),
)
WRITINGS = (
    Writing(record()),
    Writing(("mark", "V.2.1", "--status", "done", "--evidence", "a.pdf", "--plan", "plan")),
    Writing(ACCEPT),
    Writing(("errata", "remove", "climate.2.target", "--plan", "plan")),
    Writing(
        (
            "project",
            "--plan",
            "plan",
            "--add",
            "dep.1=0.1",
            "--because",
            "x",
            "--save",
            "out/a.yaml",
        )
    ),
    Writing(("init", "out/new")),
    Writing(("gap", "--plan", "plan", "-o", "out/a.json")),
    Writing(("project", "--plan", "plan", "--batch", "-", "-o", "out/b.csv"), batch=True),
    Writing(("validate", "many", "-j", "2", "-o", "out/c.json"), many=True),
)


def prepared(folder: Path) -> Path:
    """A folder in which all of these can be called. A figure is wrong, so that it can be
    accepted."""
    a_plan(folder)
    indicators = folder / "plan" / "indicators.yaml"
    text = indicators.read_text(encoding="utf-8")
    wrong = text.replace("max: 10\n        score: 5\n", "max: 10\n        score: 7\n")
    indicators.write_text(wrong, encoding="utf-8")
    many_plans(folder / "many", 40)
    return folder


def batch(lines: int = LINES) -> bytes:
    """So many scenarios."""
    return b"name,dep.1\n" + b"".join(b"s%d,7.%02d\n" % (n, n % 100) for n in range(lines))


def undisturbed(writing: Writing, lines: bytes) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The files before a command and after it; a batch reads these lines."""
    with tempfile.TemporaryDirectory() as made, tempfile.TemporaryFile() as given:
        given.write(lines)
        given.seek(0)
        folder = prepared(Path(made))
        before = files_in(folder)
        more = {"stdin": given} if writing.batch else {}
        done = ended(started(writing.arguments, folder, **more), 60)
        if done.code == 2:
            raise ValueError(f"{writing.arguments}: {done.err.decode()}")
        return before, files_in(folder)


def half_written(
    now: dict[str, bytes], before: dict[str, bytes], after: Sequence[dict[str, bytes]]
) -> list[str]:
    """The files that are neither as before nor as a command leaves them; those that only stand
    beside a file while it is written aside."""
    return [
        name
        for name, data in now.items()
        if not name.rpartition("/")[2].startswith(".")
        and data != before.get(name)
        and all(data != one.get(name) for one in after)
    ] + [name for name in before if name not in now]
