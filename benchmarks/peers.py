"""How long it takes to rank in a table of 63 units, 14 years and 30 columns, beside what the same
plan takes without one.
"""

import random

from arena import BIN, WORK, prepare
from contest import Contestant, Goal, contest, medians, verdicts

ROUNDS = 15
UNITS, YEARS, ROWS = 63, range(2011, 2025), 29


def made() -> None:
    """A plan of 29 rows and their total, and a table of all units: random figures, the same every
    time.
    """
    folder = WORK / "peers-plan"
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(5)
    scores = {
        (unit, year): [rng.randint(100, 900) for _ in range(ROWS)]
        for unit in range(UNITS)
        for year in YEARS
    }
    own = scores[0, 2022]
    rows = "".join(
        f"      - {{id: x.{n}, name: X{n}, max: 10, score: {score / 100:.2f}}}\n"
        for n, score in enumerate(own)
    )
    head = "plan: {id: peers, name: Peers, year: 2022, target_year: 2023, unit: U0}\nindices:\n"
    index = (
        f"  - id: x\n    name: X\n    decimals: 2\n    max: {10 * ROWS}\n    score: "
        f"{sum(own) / 100:.2f}\n    rows:\n"
    )
    (folder / "indicators.yaml").write_text(head + index + rows)
    (folder / "targets.yaml").write_text(
        "targets:\n" + "".join(f"  x.{n}: {{planned: 0.2}}\n" for n in range(ROWS))
    )
    lines = ["unit,year,x," + ",".join(f"x.{n}" for n in range(ROWS))]
    for (unit, year), figures in scores.items():
        lines.append(
            f"U{unit},{year},{sum(figures) / 100:.2f},"
            + ",".join(f"{figure / 100:.2f}" for figure in figures)
        )
    (WORK / "peers.csv").write_text("\n".join(lines) + "\n")


def main() -> None:
    """Print what was measured."""
    prepare()
    made()
    plan, table = WORK / "peers-plan", WORK / "peers.csv"
    gap = Contestant("`parplan gap`", ((BIN / "parplan", "gap", "--plan", plan),))
    ranked = Contestant(
        "`parplan rank`, 30 rows in a table",
        ((BIN / "parplan", "rank", "x", "--peers", table, "--plan", plan),),
    )
    judged = Contestant(
        "`parplan realism`, the same table",
        ((BIN / "parplan", "realism", "--peers", table, "--plan", plan),),
    )
    results = contest((gap, ranked, judged), ROUNDS)
    print(medians(results))
    print(verdicts(results, (Goal(ranked.name, gap.name, 2), Goal(judged.name, gap.name, 2))))


if __name__ == "__main__":
    main()
