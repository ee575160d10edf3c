"""The floor for whoever reads and writes CSV in Python: the same lines through the csv module, and
a line out for each, with no sums.
"""

import csv
import sys
from pathlib import Path


def main() -> None:
    """`copy_csv.py FILE RESULT`."""
    with (
        Path(sys.argv[1]).open(encoding="utf-8", newline="") as file,
        Path(sys.argv[2]).open("w", encoding="utf-8", newline="") as result,
    ):
        lines = csv.reader(file)
        next(lines)
        csv.writer(result).writerows((line[0], line[1]) for line in lines)


if __name__ == "__main__":
    main()
