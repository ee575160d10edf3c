"""The same question in DuckDB: a line a scenario and 90 expressions on it, then a histogram for
each row and the total.

The fastest form that was found. Slower: a line a draw, joined with the ranges and grouped (2.5
times as long); the case of two further draws instead of the inverse; least and greatest of two
draws; a table of outcomes; floats; quantile_disc instead of counts.
"""

import argparse
import csv
from pathlib import Path

import duckdb

SHARES = (0.05, 0.5, 0.95)


def outcome(number: int, low: int, likely: int, high: int) -> str:
    """The triangular distribution's inverse, rounded. Constants are written as doubles: as decimals
    they would be cast line by line.
    """
    width, draw = high - low, f"u{number}"
    below = f"{low}::DOUBLE + sqrt({draw} * {width * (likely - low)}::DOUBLE)"
    above = f"{high}::DOUBLE - sqrt((1::DOUBLE - {draw}) * {width * (high - likely)}::DOUBLE)"
    return (
        f"round(CASE WHEN {draw} < {(likely - low) / width!r}::DOUBLE THEN {below} ELSE {above} "
        f"END)"
    )


def draws(leaves: list[dict[str, str]]) -> str:
    """A line a scenario: a column for each row, and one for the total."""
    rows: dict[str, list[str]] = {}
    for number, leaf in enumerate(leaves):
        rows.setdefault(leaf["row"], []).append(
            outcome(number, *(int(leaf[key]) for key in ("low", "likely", "high")))
        )
    uniform = ", ".join(f"random() AS u{number}" for number in range(len(leaves)))
    sums = ", ".join(f'{" + ".join(outcomes)} AS "{row}"' for row, outcomes in rows.items())
    total = " + ".join(f'"{row}"' for row in rows)
    columns = ", ".join(f'"{row}"::SMALLINT AS "{row}"' for row in rows)
    drawn = f"SELECT {sums} FROM (SELECT {uniform} FROM numbers)"
    return f'SELECT {columns}, ({total})::SMALLINT AS "x" FROM ({drawn})'


def answers(ident: str, target: int, count: int) -> str:
    """Mean, quantiles and the probability to meet the target, of one column, from how often each of
    its values came up.
    """
    quantiles = ", ".join(f"min(points) FILTER (upto >= {share * count})" for share in SHARES)
    return f"""
        SELECT sum(points * often) / {count}, {quantiles},
               coalesce(sum(often) FILTER (points >= {target}), 0) / {count}
        FROM (SELECT *, sum(often) OVER (ORDER BY points) AS upto
              FROM (SELECT "{ident}" AS points, count(*) AS often FROM draws GROUP BY 1))"""


def main() -> None:
    """Print one line an id."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where leaves.csv and targets.csv are")
    parser.add_argument("count", type=int, help="how many scenarios")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    with (arguments.folder / "leaves.csv").open(encoding="utf-8") as file:
        leaves = list(csv.DictReader(file))
    with (arguments.folder / "targets.csv").open(encoding="utf-8") as file:
        targets = {line["id"]: int(line["target"]) for line in csv.DictReader(file)}
    base = duckdb.connect()
    base.execute(f"SET threads={arguments.threads}")
    base.execute("SET preserve_insertion_order=false")
    base.execute(
        f"CREATE TEMP TABLE numbers AS FROM range({arguments.count})"
    )  # range() alone would keep to one thread
    base.execute(f"CREATE TEMP TABLE draws AS {draws(leaves)}")
    for ident, target in targets.items():
        print(
            ident,
            *(base.execute(answers(ident, target, arguments.count)).fetchone() or ()),
            sep=",",
        )


if __name__ == "__main__":
    main()
