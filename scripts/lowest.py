"""The lowest versions that pyproject.toml allows of what parplan needs, as pip's constraints: one a
line.

python scripts/lowest.py > lowest.txt && pip install . --constraint lowest.txt
python scripts/lowest.py --extras    the names of the extras that users may want
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


def extras(text: str) -> list[str]:
    """The extras, without the developers' own."""
    return [
        name for name in tomllib.loads(text)["project"]["optional-dependencies"] if name != "dev"
    ]


if __name__ == "__main__":
    wanted = extras if "--extras" in sys.argv else constraints
    sys.stdout.write("\n".join(wanted(PROJECT.read_text(encoding="utf-8"))) + "\n")
