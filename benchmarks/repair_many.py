"""How long it takes to say which figure is wrong: `errata suggest` against `validate`, where
nothing is broken and where much is.
"""

import sys
from pathlib import Path

from arena import BIN, HERE, WORK, plans, prepare
from contest import Contestant, Goal, contest, medians, peak, verdicts

ONE_ROUNDS, MANY_ROUNDS = 15, 3


def broken(count: int) -> Path:
    """The folder of so many plans with one row of a hundred broken, made where there is none."""
    import subprocess

    folder = WORK / f"broken-{count}"
    if not folder.exists():
        subprocess.run([sys.executable, HERE / "break_plans.py", plans(count), folder], check=True)
    return folder


def called(name: str, *arguments: str | Path) -> Contestant:
    """A call of parplan; it may find something."""
    return Contestant(name, ((BIN / "parplan", *arguments),), frozenset({0, 1}))


def main() -> None:
    """Print what was measured."""
    prepare()
    one = next(path.parent for path in sorted(plans(6).rglob("indicators.yaml")))
    alone = called("`parplan validate`, one plan", "validate", one)
    asked = called("`parplan errata suggest`, one plan", "errata", "suggest", one)
    results = contest((alone, asked), ONE_ROUNDS)
    print(medians(results))
    print(verdicts(results, (Goal(asked.name, alone.name, 1.1),)))
    sound, sick = plans(630), broken(630)
    checked, checked_sick = (
        called("`parplan validate`, 630 sound plans", "validate", sound),
        called("`parplan validate`, 630 broken plans", "validate", sick),
    )
    suggested, suggested_sick = (
        called("`parplan errata suggest`, 630 sound plans", "errata", "suggest", sound),
        called("`parplan errata suggest`, 630 broken plans", "errata", "suggest", sick),
    )
    results = contest((checked, checked_sick, suggested, suggested_sick), MANY_ROUNDS)
    print(medians(results))
    goals = (
        Goal(suggested.name, checked.name, 1.1),
        Goal(suggested_sick.name, checked.name, 2),
        Goal(suggested_sick.name, checked_sick.name, 2),
    )
    print(verdicts(results, goals))
    print(f"Most memory: {max(peak(runs) for runs in results.values()):.0f} MB")


if __name__ == "__main__":
    main()
