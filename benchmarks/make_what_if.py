"""Make what there is to simulate and to project: a plan of 9 rows x 10 parts, a range for every
part, and sheets of scenarios.

The same seed makes the same bytes. Figures are whole hundredths throughout, so that no total is off
by a float's last digit.
"""

import argparse
import csv
from itertools import groupby, product
from pathlib import Path
from random import Random
from typing import NamedTuple

SEED = 2026
ROWS, PARTS = 9, 10
CHANGED = 5  # rows a scenario


class Leaf(NamedTuple):
    """A part's figures, in hundredths: low, likely and high are the range of its outcome."""

    id: str
    max: int
    score: int
    target: int
    low: int
    likely: int
    high: int


def leaves() -> list[Leaf]:
    """Every part: about as likely to end above its target as below, so that no probability is next
    to 0 or 1.
    """
    random = Random(SEED)
    return [
        leaf(random, f"x.{row}.{part}")
        for row, part in product(range(1, ROWS + 1), range(1, PARTS + 1))
    ]


def leaf(random: Random, ident: str) -> Leaf:
    """Scores about half of its maximum, plans at most half of what is left, and may end up to 0.35
    from the target.
    """
    most = random.randint(100, 200)
    score = most * random.randint(40, 60) // 100
    target = score + (most - score) * random.randint(20, 50) // 100
    low, high = target - random.randint(10, 35), min(most, target + random.randint(10, 35))
    return Leaf(ident, most, score, target, low, random.randint(low + 2, high - 2), high)


def row_of(ident: str) -> str:
    """The id of the row that a part belongs to."""
    return ident.rpartition(".")[0]


def goals(parts: list[Leaf]) -> dict[str, int]:
    """What every row and the index are to reach, in hundredths, by id."""
    found = {row_of(part.id): 0 for part in parts} | {"x": 0}
    for part in parts:
        found[row_of(part.id)] += part.target
        found["x"] += part.target
    return found


def points(hundredths: int) -> str:
    """Hundredths as plans write them: 7.97."""
    return f"{hundredths // 100}.{hundredths % 100:02}"


def keys(ident: str, its: list[Leaf]) -> list[str]:
    """The keys that all three levels have."""
    most, score = sum(part.max for part in its), sum(part.score for part in its)
    return [
        f"id: {ident}",
        f"name: {{vi: Mục {ident}, en: Item {ident}}}",
        f"max: {points(most)}",
        f"score: {points(score)}",
    ]


def indicators(parts: list[Leaf]) -> str:
    """What is scored."""
    lines = [
        "# Invented figures, made to measure with.",
        "",
        "plan: "
        "{id: what-if-2026, name: {vi: Kế hoạch thử, en: Plan to try}, "
        "year: 2025, target_year: 2026}",
        "",
        "indices:",
        "  - decimals: 2",
        *(f"    {key}" for key in keys("x", parts)),
        "    rows:",
    ]
    for row, found in groupby(parts, lambda part: row_of(part.id)):
        its = list(found)
        lines += [
            "      - parts:",
            *(f"          - {{{', '.join(keys(part.id, [part]))}}}" for part in its),
        ]
        lines += [f"        {key}" for key in keys(row, its)]
    return "\n".join(lines) + "\n"


def targets(parts: list[Leaf]) -> str:
    """What is planned, for every record."""
    lines = ["# Invented figures, made to measure with.", "", "targets:"]
    lines += [
        f"  {part.id}: "
        f"{{planned: {points(part.target - part.score)}, target: {points(part.target)}}}"
        for part in parts
    ]
    lines += [f"  {ident}: {{target: {points(target)}}}" for ident, target in goals(parts).items()]
    return "\n".join(lines) + "\n"


def scenario(parts: list[Leaf]) -> str:
    """How each part may turn out."""
    lines = ["name: {vi: Dao động, en: Ranges}", "base: plan", "ranges:"]
    for part in parts:
        lines.append(f"  - id: {part.id}")
        lines.append(f"    range: [{points(part.low)}, {points(part.likely)}, {points(part.high)}]")
        lines.append("    because: {vi: Ước lượng của sở, en: The department's estimate}")
    return "\n".join(lines) + "\n"


def tables(folder: Path, parts: list[Leaf]) -> None:
    """The same for programs that read CSV instead, in hundredths: one line a part, and one a
    target.
    """
    ranges = ((row_of(part.id), part.low, part.likely, part.high) for part in parts)
    for file, head, lines in (
        ("leaves", ("row", "low", "likely", "high"), ranges),
        ("targets", ("id", "target"), goals(parts).items()),
    ):
        with (folder / f"{file}.csv").open("w", encoding="utf-8", newline="") as written:
            csv.writer(written).writerows([head, *lines])


def sheet(path: Path, lines: int, wide: bool) -> None:
    """So many scenarios that each change five parts, in the three ways a cell can say it.

    Narrow: a column for each of those five, all cells filled. Wide: a column for every part, most
    cells empty.
    """
    random = Random(f"{SEED} {lines}")
    parts = leaves()
    columns = parts if wide else parts[:: len(parts) // CHANGED][:CHANGED]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("name", *(part.id for part in columns)))
        for number in range(1, lines + 1):
            changed = set(random.sample(columns, CHANGED)) if wide else columns
            writer.writerow(
                (f"s{number}", *(cell(random, part) if part in changed else "" for part in columns))
            )


def cell(random: Random, part: Leaf) -> str:
    """A score to reach, points on top of the target, or a share of the planned increase."""
    way = random.randrange(3)
    if way == 0:
        return points(random.randint(part.score, part.max))
    return (
        f"+{points(random.randint(1, part.max - part.target))}"
        if way == 1
        else f"{random.randint(0, 100)}%"
    )


def plan(folder: Path) -> None:
    """Write the plan and its ranges."""
    folder.mkdir(parents=True)
    parts = leaves()
    (folder / "indicators.yaml").write_text(indicators(parts), encoding="utf-8")
    (folder / "targets.yaml").write_text(targets(parts), encoding="utf-8")
    (folder.parent / "ranges.yaml").write_text(scenario(parts), encoding="utf-8")
    tables(folder.parent, parts)


def main() -> None:
    """Write the plan below a folder, or a sheet of scenarios for it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "path", type=Path, help="where to: a folder for the plan, a file for a sheet"
    )
    parser.add_argument(
        "--scenarios", type=int, help="a sheet of so many scenarios, instead of the plan"
    )
    parser.add_argument("--wide", action="store_true", help="with a column for every part")
    arguments = parser.parse_args()
    if arguments.scenarios is None:
        plan(arguments.path)
    else:
        sheet(arguments.path, arguments.scenarios, arguments.wide)


if __name__ == "__main__":
    main()
