"""Everything that could go wrong with parplan, tried: hostile files and calls, processes with odd
environments, kills, interrupts, writers at once.

python benchmarks/attack.py inputs --count 10000 --seed 1
python benchmarks/attack.py all --scale 1
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts"))


def main() -> int:
    """Run the attack that was asked for; returns 1 where it found something."""
    asked = _parser().parse_args()
    folder = Path(asked.folder)
    if asked.attack == "inputs":
        from attacks import inputs

        if asked.only is not None:
            return inputs.only(asked.seed, asked.only)
        outcomes = [inputs.attack(asked.count, asked.seed, asked.hours, folder)]
    from attacks.outcome import table

    print("\n" + table(outcomes))
    return 1 if any(outcome.failures for outcome in outcomes) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    cases = Path(tempfile.gettempdir()) / "parplan-attack"
    parser.add_argument(
        "--folder", default=cases, help=f"where failures are saved (default: {cases})"
    )
    attacks = parser.add_subparsers(dest="attack", required=True)
    inputs = attacks.add_parser("inputs", help="files and calls drawn at random, in this process")
    inputs.add_argument("--count", type=int, default=10_000)
    inputs.add_argument("--seed", type=int, default=1)
    inputs.add_argument("--hours", type=float, help="stop after so long, whatever --count says")
    inputs.add_argument("--only", type=int, metavar="NUMBER", help="this case again, shown whole")
    return parser


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    sys.exit(main())
