"""Everything that could go wrong with parplan, tried: hostile files and calls, processes with odd
environments, kills, interrupts, writers at once.

python benchmarks/attack.py inputs --count 10000 --seed 1
python benchmarks/attack.py documents --count 10000 --seed 1
python benchmarks/attack.py all --scale 1
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from attacks.outcome import Outcome

for _folder in ("scripts", "tests"):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / _folder))


def main() -> int:
    """Run the attack that was asked for; returns 1 where it found something."""
    asked = _parser().parse_args()
    if asked.attack in DRAWN and asked.only is not None:
        from attacks import inputs

        return inputs.only(asked.attack, asked.seed, asked.only)
    from attacks.outcome import table

    outcomes = [
        _attack(name, asked) for name in (ATTACKS if asked.attack == "all" else [asked.attack])
    ]
    print("\n" + table(outcomes))
    return 1 if any(outcome.failures for outcome in outcomes) else 0


# How many runs of each `all` makes at scale 1: some minutes in all.
ATTACKS = {
    "inputs": 10_000,
    "documents": 10_000,
    "processes": 400,
    "kills": 150,
    "interrupts": 150,
    "writers": 40,
    "workers": 20,
    "environments": 1,
}
# Drawn at random, and run in this process.
DRAWN = {
    "inputs": "files and calls drawn at random, in this process",
    "documents": "Word documents, workbooks and PDFs changed at random, imported in this process",
}


def _attack(name: str, asked: argparse.Namespace) -> "Outcome":
    """One attack, at the count that was asked for."""
    count = getattr(asked, "count", None) or int(ATTACKS[name] * getattr(asked, "scale", 1)) or 1
    if name in DRAWN:
        from attacks import inputs

        hours = getattr(asked, "hours", None)
        return inputs.attack(count, asked.seed, hours, Path(asked.folder), name)
    if name == "environments":
        from attacks import environments

        return environments.attack()
    attack: Callable[[int, int], Outcome] = import_module(f"attacks.{name}").attack
    return attack(count, asked.seed)


_ABOUT = {
    "processes": "odd environments, descriptors and limits",
    "kills": "SIGKILL and SIGTERM at random moments of commands that write",
    "interrupts": "Ctrl-C at random moments",
    "writers": "several processes that write to one plan at once",
    "workers": "a worker of validate -j that is killed",
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    cases = Path(tempfile.gettempdir()) / "parplan-attack"
    parser.add_argument("--folder", default=cases, help=f"for cases that failed (default: {cases})")
    attacks = parser.add_subparsers(dest="attack", required=True)
    drawn = {name: attacks.add_parser(name, help=about) for name, about in DRAWN.items()}
    for each in drawn.values():
        each.add_argument("--hours", type=float, help="stop after so long, whatever --count says")
        each.add_argument("--only", type=int, metavar="NUMBER", help="this case again, shown whole")
    every = attacks.add_parser("all", help="all of them; prints a table")
    every.add_argument("--scale", type=float, default=1, help="times the runs of scale 1")
    attacks.add_parser("environments", help="the same bytes, whatever the environment")
    counted = [(each, name) for name, each in drawn.items()]
    counted += [(attacks.add_parser(name, help=about), name) for name, about in _ABOUT.items()]
    for each, name in counted:
        word = "--rounds" if name == "writers" else "--count"
        each.add_argument(word, dest="count", type=int, default=ATTACKS[name])
    for each in (every, *(it for it, _ in counted)):
        each.add_argument("--seed", type=int, default=1)
    return parser


if __name__ == "__main__":
    sys.exit(main())
