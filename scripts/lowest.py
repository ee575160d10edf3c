"""The lowest versions that pyproject.toml allows of what parplan needs, as pip's constraints: one a
line.

python scripts/lowest.py > lowest.txt && pip install . --constraint lowest.txt
"""

import re
import sys
import tomllib
from pathlib import Path

PROJECT = Path(__file__).parents[1] / "pyproject.toml"


def constraints(text: str) -> list[str]:
    """Every requirement of the package and of its extras at its floor; those of the developers'
    tools are theirs.
    """
    project = tomllib.loads(text)["project"]
    extras = [
        line
        for name, lines in project["optional-dependencies"].items()
        if name != "dev"
        for line in lines
    ]
    floors = (
        re.match(r"([A-Za-z0-9_.-]+)(?:\[.*?\])?>=([0-9.]+)", line)
        for line in (*project["dependencies"], *extras)
    )
    return sorted({f"{floor[1]}=={floor[2]}" for floor in floors if floor})


if __name__ == "__main__":
    sys.stdout.write("\n".join(constraints(PROJECT.read_text(encoding="utf-8"))) + "\n")
