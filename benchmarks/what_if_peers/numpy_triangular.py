"""The same question in numpy, as its manual shows it: Generator.triangular on vectors, in blocks so
that memory stays small.
"""

import csv
import sys
from pathlib import Path

import numpy as np

BLOCK = 1 << 14


def main() -> None:
    """`numpy_triangular.py FOLDER COUNT`: print one line an id."""
    folder, count = Path(sys.argv[1]), int(sys.argv[2])
    with (folder / "targets.csv").open(encoding="utf-8") as file:
        targets = {line["id"]: int(line["target"]) for line in csv.DictReader(file)}
    rows: dict[str, list[tuple[int, int, int]]] = {}
    with (folder / "leaves.csv").open(encoding="utf-8") as file:
        for line in csv.DictReader(file):
            rows.setdefault(line["row"], []).append(
                (int(line["low"]), int(line["likely"]), int(line["high"]))
            )
    most = {row: sum(high for *_, high in leaves) for row, leaves in rows.items()}
    often = {
        ident: np.zeros(1 + most.get(ident, sum(most.values())), np.int64) for ident in targets
    }
    random = np.random.default_rng(1)
    for start in range(0, count, BLOCK):
        size = min(BLOCK, count - start)
        total = np.zeros(size)
        for row, leaves in rows.items():
            points = np.zeros(size)
            for low, likely, high in leaves:
                points += np.rint(random.triangular(low, likely, high, size))
            often[row] += np.bincount(points.astype(np.int64), minlength=len(often[row]))
            total += points
        often["x"] += np.bincount(total.astype(np.int64), minlength=len(often["x"]))
    for ident, target in targets.items():
        found = often[ident]
        quantiles = (
            int(np.searchsorted(np.cumsum(found), share * count)) for share in (0.05, 0.5, 0.95)
        )
        print(
            ident,
            found @ np.arange(len(found)) / count,
            *quantiles,
            found[target:].sum() / count,
            sep=",",
        )


if __name__ == "__main__":
    main()
