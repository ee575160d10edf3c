"""Break plans: in one row of a hundred, one digit of its score or its planned increase is another
one.

The same seed breaks the same rows.
"""

import argparse
import re
import shutil
from pathlib import Path
from random import Random

SEED = 2023
ONE_IN = 100
_FIGURE = re.compile(r"(?:score|planned): ([0-9]+\.[0-9]+)")


def broken(text: str, random: Random) -> str:
    """The text of a file with a digit replaced in one figure of a hundred."""

    def slip(found: re.Match[str]) -> str:
        if random.randrange(2 * ONE_IN):  # a row has two such figures
            return found[0]
        places = [place for place in range(found.start(1), found.end(1)) if text[place].isdigit()]
        place = random.choice(places[-2:]) - found.start()
        other = random.choice([digit for digit in "0123456789" if digit != found[0][place]])
        return found[0][:place] + other + found[0][place + 1 :]

    return _FIGURE.sub(slip, text)


def main() -> None:
    """Write a broken copy of every plan below a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sound", type=Path)
    parser.add_argument("folder", type=Path, help="where to; must not exist yet")
    arguments = parser.parse_args()
    shutil.copytree(arguments.sound, arguments.folder)
    for file in sorted(arguments.folder.rglob("*.yaml")):
        random = Random(f"{SEED} {file.relative_to(arguments.folder).as_posix()}")
        file.write_text(broken(file.read_text(encoding="utf-8"), random), encoding="utf-8")


if __name__ == "__main__":
    main()
