"""The same question in a plain Python loop, as one would write it first: floats, random.triangular,
round, sort.
"""

import csv
import sys
from math import ceil
from pathlib import Path
from random import seed, triangular


def main() -> None:
    """`loop.py FOLDER COUNT`: print one line an id."""
    folder, count = Path(sys.argv[1]), int(sys.argv[2])
    with (folder / "targets.csv").open(encoding="utf-8") as file:
        targets = {line["id"]: int(line["target"]) / 100 for line in csv.DictReader(file)}
    rows: dict[str, list[tuple[float, float, float]]] = {}
    with (folder / "leaves.csv").open(encoding="utf-8") as file:
        for line in csv.DictReader(file):
            low, likely, high = (int(line[key]) / 100 for key in ("low", "likely", "high"))
            rows.setdefault(line["row"], []).append((low, high, likely))
    seed(1)
    seen: dict[str, list[float]] = {ident: [] for ident in targets}
    for _ in range(count):
        total = 0.0
        for row, leaves in rows.items():
            points = 0.0
            for low, high, likely in leaves:
                points += round(triangular(low, high, likely), 2)
            seen[row].append(round(points, 2))
            total += points
        seen["x"].append(round(total, 2))
    for ident, target in targets.items():
        found = sorted(seen[ident])
        quantiles = (100 * found[ceil(share * count) - 1] for share in (0.05, 0.5, 0.95))
        met = sum(points >= target for points in found) / count
        print(ident, 100 * sum(found) / count, *quantiles, met, sep=",")


if __name__ == "__main__":
    main()
