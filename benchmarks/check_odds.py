"""How good the odds are: forecasts of every year from the years before it, against what came about.

    python benchmarks/check_odds.py            prints every table of docs/odds.md
    python benchmarks/check_odds.py --write    writes them and the picture there, in both languages

Seconds, with numpy, in an environment that has parplan. Where statsmodels is installed
(`pip install statsmodels`), its simplest model forecasts too; without it that table stays as it is.
Everything that is drawn has a seed: the same program writes the same files.
"""

import argparse
import re
import sys
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path

from odds_page import Page

DOCS = Path(__file__).parents[1] / "docs"
PAGES = {"en": DOCS / "odds.md", "vi": DOCS / "odds.vi.md"}
PICTURES = {"en": DOCS / "odds.svg", "vi": DOCS / "odds.vi.svg"}
LIBRARY = "library"  # the block that needs statsmodels
_BLOCK = re.compile(r"<!-- figures: (\w+) -->\n.*?<!-- /figures -->", re.DOTALL)


def written(text: str, page: Page, *, without: Iterable[str] = ()) -> str:
    """A page with its figures as they are; blocks `without` stay as they stand."""
    blocks = {name: make for name, make in page.blocks().items() if name not in without}

    def block(found: re.Match[str]) -> str:
        make = blocks.get(found[1])
        return (
            found[0] if make is None else f"<!-- figures: {found[1]} -->\n{make()}<!-- /figures -->"
        )

    return _BLOCK.sub(block, text)


def main(arguments: Sequence[str]) -> int:
    """Print the tables, or write them."""
    parser = argparse.ArgumentParser(description="How good the odds are.")
    parser.add_argument(
        "--write", action="store_true", help="into docs/odds.md and docs/odds.vi.md"
    )
    typed = parser.parse_args(arguments)
    without = () if find_spec("statsmodels") else (LIBRARY,)
    if not typed.write:
        for name, make in Page("en").blocks().items():
            if name not in without:
                sys.stdout.write(f"\n{name}\n\n{make()}")
        return 0
    for lang, file in PAGES.items():
        page = Page(lang)
        text = file.read_text(encoding="utf-8")
        file.write_text(written(text, page, without=without), encoding="utf-8")
        PICTURES[lang].write_text(page.picture(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
