"""Whether time and memory stay in proportion to what is read: inputs at 1x, 10x and 100x, sound,
contradictory and hostile, each through a whole process with a time limit.

    python benchmarks/proportion.py                  everything; half an hour
    python benchmarks/proportion.py repair against   what has one of these in its name
    python benchmarks/proportion.py --times 1 10     smaller ones only

A ratio far above 10 is out of proportion; below, starting up is most of the time.
"""

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Timer
from typing import NamedTuple

from contest import ENVIRONMENT

LIMIT = 120  # seconds of one process
MEMORY = 6 * 2**30  # bytes that one process may map
HEAD = "plan: {id: p, name: P, year: 2022, target_year: 2023, unit: U1}\n"
INDEX = "indices:\n- id: x\n  name: X\n  decimals: 2\n"
Make = Callable[[Path, int], list[str]]  # writes an input of a size; what parplan is called with


class Case(NamedTuple):
    """What is made at 1x, 10x and 100x of a size."""

    name: str
    size: int
    make: Make


class Run(NamedTuple):
    """What one process took; no seconds where it ran out of time or memory."""

    seconds: float | None
    megabytes: float


def write(folder: Path, name: str, *parts: str | Iterator[str]) -> None:
    """A file of a folder, made where there is none."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        for part in parts:
            file.writelines([part] if isinstance(part, str) else part)


def plan(folder: Path, rows: Iterator[str], *, head: str = "", index: str = "") -> None:
    """A plan of one index with some rows, and no targets."""
    write(folder, "indicators.yaml", HEAD, head, INDEX, index, "  rows:\n", rows)
    write(folder, "targets.yaml", "targets: {}\n")


def rows(count: int, more: str = "max: 10, score: 5.00") -> Iterator[str]:
    """Rows without parts."""
    return (f"  - {{id: x.r{n}, row: {n}, name: R{n}, {more}}}\n" for n in range(1, count + 1))


def found(form: str) -> Make:
    """A finding a row, in one form."""

    def make(folder: Path, size: int) -> list[str]:
        plan(folder, rows(size, "max: 10, score: 12"))
        return ["validate", str(folder), "--format", form]

    return make


def unknown(folder: Path, size: int) -> list[str]:
    """As many targets of unknown ids as there are rows."""
    plan(folder, rows(size))
    goals = (f"  x.row{n}: {{planned: 1}}\n" for n in range(size))
    write(folder, "targets.yaml", "targets:\n", goals)
    return ["validate", str(folder), "--format", "json"]


def _sums(count: int) -> Iterator[str]:
    for n in range(count):
        yield f"  - id: x.{n}\n    name: R\n    max: 30\n    score: 18.47\n    parts:\n"
        scores = ("5.25", "6.12", "4.10")
        yield from (
            f"    - {{id: x.{n}.{at}, name: P, max: 10, score: {score}}}\n"
            for at, score in enumerate(scores)
        )


def sums(folder: Path, size: int) -> list[str]:
    """Totals each of which is broken, apart from each other."""
    plan(folder, _sums(size), index="  aggregate: none\n")
    return ["errata", "suggest", "--plan", str(folder), "--format", "json"]


def joined(folder: Path, size: int) -> list[str]:
    """Totals each of which is broken, and their total as well: one group."""
    plan(folder, _sums(size), index=f"  score: {1547 * size / 100:.2f}\n  max: {30 * size}\n")
    goals = (f"  x.{n}: {{planned: 1, target: 16.47}}\n" for n in range(size))
    write(folder, "targets.yaml", "targets:\n", goals)
    return ["errata", "suggest", "--plan", str(folder), "--format", "json"]


def wide(folder: Path, size: int) -> list[str]:
    """One broken total of many rows."""
    plan(folder, rows(size), index="  score: 7.35\n")
    return ["errata", "suggest", "--plan", str(folder), "--format", "json"]


TABLE = """tables:
  t:
    heading: Table
    columns: {row: No, name: Name, score: Points}
"""
SENTENCES = """tables:
  t:
    sentences: {score: "reaches # of"}
"""


def printed(folder: Path, size: int) -> list[str]:
    """A plan of some rows against a table of ten times as many."""
    plan(folder, rows(size, "score: 5.00"), head=TABLE, index="  rows_in: t\n")
    lines = (f"{n}\tR{n}\t5.00\n" for n in range(1, 10 * size + 1))
    write(folder, "document.txt", "Table\n\nNo\tName\tPoints\n", lines)
    return ["validate", str(folder), "--against", str(folder / "document.txt"), "--format", "json"]


def absent(folder: Path, size: int) -> list[str]:
    """A plan of rows that a table of as many others does not have."""
    plan(folder, rows(size, "score: 5.00"), head=TABLE, index="  rows_in: t\n")
    lines = (f"a{n}\tr{n}b\t5.00\n" for n in range(1, size + 1))
    write(folder, "document.txt", "Table\n\nNo\tName\tPoints\n", lines)
    return ["validate", str(folder), "--against", str(folder / "document.txt"), "--format", "json"]


def sentences(folder: Path, size: int) -> list[str]:
    """A plan of some rows, each of which has its own sentence."""
    named = (f"  - {{id: x.r{n}, name: Row {n} of it, score: 5.00}}\n" for n in range(size))
    plan(folder, named, head=SENTENCES, index="  rows_in: t\n")
    lines = (f"- Row {n} of it reaches 5.00 of 10\n" for n in range(size))
    write(folder, "document.txt", lines)
    return ["validate", str(folder), "--against", str(folder / "document.txt"), "--format", "json"]


def again(folder: Path, size: int) -> list[str]:
    """A document read once more: half of the plan's rows have other scores, half are new."""
    named = (row.replace("name: R", "name: Row ") for row in rows(size))
    plan(folder, named, index=f"  max: {10 * size}\n")
    numbers = range(size // 2, size + size // 2)
    lines = (f"{n}\tRow {n}\t10\t6.00\n" for n in numbers)
    head = "Chỉ số X năm 2022\n\nTT\tTiêu chí\tĐiểm tối đa\tĐiểm\n"
    write(folder, "document.txt", head, lines)
    made = [str(folder / "document.txt"), "-o", str(folder), "--like", str(folder)]
    return ["import", *made, "--table", "1=x", "--force", "--format", "json"]


def hostile(text: str) -> Make:
    """A document of so many bytes of the same."""

    def make(folder: Path, size: int) -> list[str]:
        both = TABLE + SENTENCES.replace("tables:\n  t:", "  s:")
        last = "  - {id: x.s, name: Row, table: s, score: 5.00}\n"
        plan(folder, iter([*rows(5, "score: 5.00"), last]), head=both, index="  rows_in: t\n")
        lines = text * (size // len(text.encode()))
        write(folder, "document.txt", "Row reaches ", lines, "\nTable\nNo\tName\tPoints\n")
        with (folder / "document.txt").open("a", encoding="utf-8") as file:
            file.write(f"1\tR1\t{lines}\n")
        document = str(folder / "document.txt")
        return ["validate", str(folder), "--against", document, "--format", "json"]

    return make


def long(where: str) -> Make:
    """A word of so many letters in the place of another."""

    def make(folder: Path, size: int) -> list[str]:
        word = "ab" * (size // 2)
        put = {"id": "a", "name": "A", "heading": "T", "key": "score", "pattern": ""} | {
            where: word
        }
        row = f"  - {{id: x.{put['id']}, name: {put['name']}, {put['key']}: 2, max: 1}}\n"
        head = TABLE.replace("heading: Table", f"heading: {put['heading']}")
        plan(folder, iter([row]), head=head, index="  rows_in: t\n")
        stars = "x." + "*a" * (size // 2) + "b"
        changes = f"name: N\nchanges:\n- {{id: '{stars}', add: 1, because: A}}\n"
        write(
            folder, "scenarios/s.yaml", "plan: p\n", changes if where == "pattern" else "name: N\n"
        )
        if where == "name":
            return ["gap", "--plan", str(folder), "--parts"]
        return ["validate", str(folder)]

    return make


def text(*parts: str) -> Make:
    """A file of indicators of so many bytes of the same."""

    def make(folder: Path, size: int) -> list[str]:
        before, same, after = parts
        write(folder, "indicators.yaml", before, same * (size // len(same)), after)
        write(folder, "targets.yaml", "targets: {}\n")
        return ["validate", str(folder), "--format", "json"]

    return make


def faults(folder: Path, size: int) -> list[str]:
    """A record with every key twice, and another that nobody knows the keys of."""
    twice = (f"  k{n}: 1\n" for n in (*range(size), *range(size)))
    write(folder, "indicators.yaml", HEAD, INDEX, twice)
    write(folder, "targets.yaml", "targets:\n", (f"  x.{n}: {{planed: 1}}\n" for n in range(size)))
    return ["validate", str(folder), "--format", "json"]


def sound(folder: Path, size: int) -> list[str]:
    """Many rows, nothing wrong."""
    total = f"  max: {10 * size}\n  score: {5 * size}\n"
    plan(folder, rows(size), index=total)
    return ["validate", str(folder), "--format", "json"]


def deep(folder: Path, size: int) -> list[str]:
    """Rows as deep as may be, so many times."""
    levels = 16

    def made(n: int) -> Iterator[str]:
        for depth in range(levels):
            pad = "  " + "  " * depth
            yield f"{pad}- id: x.{n}.{depth}\n{pad}  name: D\n{pad}  max: 5\n{pad}  score: 5\n"
            if depth < levels - 1:
                yield f"{pad}  parts:\n"

    plan(folder, (line for n in range(size) for line in made(n)))
    return ["validate", str(folder), "--format", "json"]


def whole(command: str, *more: str) -> Make:
    """An index of many rows, with a target and an increase that no row has a share of."""

    def make(folder: Path, size: int) -> list[str]:
        plan(folder, rows(size), index=f"  max: {10 * size}\n  score: {5 * size}\n")
        write(folder, "targets.yaml", f"targets:\n  x: {{planned: {size}, target: {6 * size}}}\n")
        return [command, *more, "--plan", str(folder), "--format", "json"]

    return make


def chain(folder: Path, size: int) -> list[str]:
    """Rows one below the other, each seen by itself many times."""
    levels = 12
    names = [f"x.{depth}" for depth in range(levels)]

    def made() -> Iterator[str]:
        for depth, name in enumerate(names):
            pad = "  " + "  " * depth
            yield f"{pad}- id: {name}\n{pad}  name: D\n{pad}  max: 5\n{pad}  score: 4\n"
            if depth < levels - 1:
                yield f"{pad}  parts:\n"

    plan(folder, made())
    seen = (
        f"- {{year: 2023, date: 2023-{n % 12 + 1:02}-{n % 28 + 1:02}, layer: self-assessed, "
        f"stage: interim, source: S, scores: {{{names[n % levels]}: 4.{n % 10}}}}}\n"
        for n in range(size)
    )
    write(folder, "results.yaml", "plan: p\nresults:\n", seen)
    return ["progress", "--plan", str(folder), "--as-of", "2023-12-31", "--format", "json"]


def units(folder: Path, size: int) -> list[str]:
    """A table of units of so many lines."""
    plan(folder, rows(5))
    lines = (f"U{n},2022,5,5\n" for n in range(1, size + 1))
    write(folder, "peers/all.csv", "unit,year,x.r1,x.r2\n", lines)
    return ["validate", str(folder), "--format", "json"]


def units_wrong(folder: Path, size: int) -> list[str]:
    """A table of units whose every line has something wrong, in several ways."""
    plan(folder, rows(5))
    ways = ("U{n},2022,55,x", "u {n},2021,5,5", "U{n},22,5,5", "Á{n},2022,5", ",2022,5,5")
    lines = (ways[n % len(ways)].format(n=n) + "\n" for n in range(size))
    write(folder, "peers/all.csv", "unit,year,x.r1,x.r2\n", lines)
    return ["validate", str(folder), "--format", "json"]


def beside(name: str, before: str, each: str) -> Make:
    """A file beside the plan with so many entries, and a plan of a tenth as many rows."""

    def make(folder: Path, size: int) -> list[str]:
        plan(folder, rows(size // 10 + 1))
        entries = (each.format(n=n, row=n % (size // 10 + 1) + 1) + "\n" for n in range(size))
        write(folder, name, "plan: p\n", before, entries)
        return ["validate", str(folder), "--format", "json"]

    return make


def errata(folder: Path, size: int) -> list[str]:
    """A plan of broken sums with an erratum for each."""
    plan(folder, _sums(size), index="  aggregate: none\n")
    entries = (
        f"  x.{n}.score: {{printed: 18.47, correct: 15.47, because: A}}\n" for n in range(size)
    )
    write(folder, "errata.yaml", "plan: p\nerrata:\n", entries)
    return ["validate", str(folder), "--format", "json"]


def many(command: str, *more: str) -> Make:
    """So many plans of 100 rows, each with results and tasks: a line each."""

    def make(folder: Path, size: int) -> list[str]:
        goals = [f"  x.r{n}: {{planned: 1, target: 6}}\n" for n in range(1, 101)]
        scores = ", ".join(f"x.r{n}: 5.5" for n in range(1, 101))
        results = f"- {{year: 2023, layer: published, source: S, scores: {{{scores}}}}}\n"
        task = "- {id: t, clause: 1, name: T, lead: [u], serves: ['x.*']}\n"
        for n in range(1, size + 1):
            at = folder / f"p{n}"
            plan(at, rows(100), index=f"  max: 1000\n  score: {5 * 100}\n")
            write(at, "targets.yaml", "plan: p\ntargets:\n", iter(goals))
            write(at, "results.yaml", "plan: p\nresults:\n", results)
            units = "units:\n- {id: u, clause: 1, name: U}\ntasks:\n"
            write(at, "tasks.yaml", "plan: p\n", units, task)
        return [command, "--plans", str(folder), *more]

    return make


FORMS = ("text", "concise", "json", "github", "sarif", "junit", "gitlab")
HOSTILE = {
    "empty lines": "\n",
    "lines of blanks": " " * 99 + "\n",
    "one line of blanks": " ",
    "tabs": "\t",
    "lines of tabs": "\t" * 9 + "\n",
    "quotation marks": '"',
    "quoted cells": '\t"a\n',
    "<": "<",
    "<a": "<a",
    "digits and commas": "1,2,3 ",
    "commas": "1,",
    "digits": "1",
    "letters": "abc",
    "words": "đạt ",
    "dashes": " - ",
    "lines of letters": "reaches\n",
    "short cells": "a\tb\n",
    "headings": "Table\n",
}
CASES = (
    *(Case(f"findings, {form}", 200, found(form)) for form in FORMS),
    Case("findings, unknown ids", 200, unknown),
    Case("repair, sums apart", 100, sums),
    Case("repair, sums joined", 100, joined),
    Case("repair, one sum", 100, wide),
    Case("against, table", 20, printed),
    Case("against, rows not there", 200, absent),
    Case("against, sentences", 20, sentences),
    Case("import, once more", 50, again),
    *(Case(f"against, {name}", 100_000, hostile(same)) for name, same in HOSTILE.items()),
    *(Case(f"long {key}", 300, long(key)) for key in ("id", "name", "heading", "pattern", "key")),
    Case("text, small lists", 200_000, text("a: [", "[],", "]\n")),
    Case("text, nested lists", 200_000, text("a: [", "[[],[],[],[],[],[],[]],\n", "]\n")),
    Case("text, line breaks", 200_000, text("a: b\n", "\n", "")),
    Case("text, keys", 200_000, text("b: 1\n", "a: \n", "")),
    Case("text, records", 200_000, text("", "- a: \n", "")),
    Case("text, anchors", 20_000, text("a: [", "&a b,", "]\n")),
    Case("text, long line", 200_000, text("a: '", "ab ", "'\n")),
    Case("text, wrong keys", 100, faults),
    Case("plan, rows", 200, sound),
    Case("plan, deep", 20, deep),
    Case("what if, one increase", 100, whole("project")),
    Case("reach, even", 100, whole("reach", "x")),
    Case("reach, fewest", 100, whole("reach", "x", "--by", "fewest")),
    Case("progress, chain", 20, chain),
    Case("table of units", 100, units),
    Case("table of units, wrong", 100, units_wrong),
    Case(
        "tasks",
        200,
        beside(
            "tasks.yaml",
            "units:\n- {id: u, clause: 1, name: U}\ntasks:\n",
            "- {{id: t{n}, clause: 1, name: T, lead: [u], serves: [x.r{row}]}}",
        ),
    ),
    Case(
        "tasks, wrong",
        200,
        beside(
            "tasks.yaml",
            "units:\n- {id: u, clause: 1, name: U}\ntasks:\n",
            "- {{id: t{n}, clause: 1, name: T, lead: [v{n}], serves: [x.q{row}, 'x.*a']}}",
        ),
    ),
    Case(
        "results",
        200,
        beside(
            "results.yaml",
            "results:\n",
            "- {{year: 2023, layer: self-assessed, stage: interim, source: S, "
            "scores: {{x.r{row}: 9, y.{row}: 1}}}}",
        ),
    ),
    Case(
        "scenario",
        200,
        beside(
            "scenarios/s.yaml",
            "name: S\nbase: plan\nchanges:\n",
            "- {{id: x.r{row}, add: 0.01, because: A}}",
        ),
    ),
    Case(
        "scenario, wildcards",
        200,
        beside(
            "scenarios/s.yaml",
            "name: S\nbase: plan\nchanges:\n",
            "- {{id: 'x.*{row}', share: 50%, because: A}}",
        ),
    ),
    Case("errata", 50, errata),
    Case("plans, gap", 10, many("gap")),
    Case("plans, progress", 10, many("progress", "--format", "csv")),
    Case("plans, review", 10, many("review", "--format", "json")),
    Case("plans, units", 10, many("units", "--format", "markdown")),
)


def run(arguments: Sequence[str], limit: float) -> Run:
    """What one call takes; it may find something."""
    command = [sys.executable, "-m", "parplan", *arguments]
    environment = {**ENVIRONMENT, "PYTHONPATH": os.environ.get("PYTHONPATH", "")}
    silent = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_RDWR, 0) for stream in range(3)]
    start = time.perf_counter()
    process = os.posix_spawn(command[0], command, environment, file_actions=silent)
    timer = Timer(limit, os.kill, (process, 9))
    timer.start()
    _, status, usage = os.wait4(process, 0)
    timer.cancel()
    done = os.waitstatus_to_exitcode(status) in (0, 1, 2)
    taken = time.perf_counter() - start if done else None
    return Run(taken, usage.ru_maxrss / 1024)  # Linux counts it in KiB


def line(case: Case, times: Sequence[int], limit: float) -> str:
    """One case at all sizes, as a line of the table; none of a larger size once time ran out."""
    cells = [case.name, f"{case.size:,}"]
    before: float | None = 0.0
    for by in times:
        if before is None:
            cells += ["", "", ""]
            continue
        with tempfile.TemporaryDirectory() as folder:
            seconds, megabytes = run(case.make(Path(folder) / "plan", case.size * by), limit)
        told = f"> {limit:.0f}" if seconds is None else f"{seconds:.2f}"
        ratio = f"{seconds / before:.1f}" if before and seconds else ""
        cells += [told, f"{megabytes:.0f}", ratio]
        before = seconds
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Print the table, a line as soon as it is measured."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("names", nargs="*", help="only cases with one of these in their names")
    parser.add_argument("--times", type=int, nargs="+", default=[1, 10, 100], help="which sizes")
    parser.add_argument("--limit", type=float, default=LIMIT, help="seconds (%(default)s)")
    asked = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    heads = [head for by in asked.times for head in (f"{by}x: seconds", "MB", "ratio")]
    print(f"| input | 1x | {' | '.join(heads)} |")
    print(f"| --- | ---: |{' ---: |' * len(heads)}")
    for case in CASES:
        if not asked.names or any(name in case.name for name in asked.names):
            print(line(case, asked.times, asked.limit), flush=True)


if __name__ == "__main__":
    main()
