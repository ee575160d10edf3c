"""The floor: libyaml's events of every file below a folder, one by one and thrown away. Nothing
that keeps marks can be faster.
"""

import sys
from pathlib import Path

from yaml._yaml import CParser


def scan(file: Path) -> None:
    """Read a file and ask for its events until there are no more."""
    parser = CParser(file.read_bytes())
    while parser.get_event() is not None:
        pass


if __name__ == "__main__":
    for path in Path(sys.argv[1]).rglob("*.yaml"):
        scan(path)
