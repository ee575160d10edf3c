"""How many scenarios of five changed rows the projection engine works out a second of one
processor, in this process.
"""

import time
from collections.abc import Sequence
from decimal import Decimal
from random import Random
from statistics import median

from arena import WORK
from make_what_if import CHANGED, SEED, plan

from parplan.checks.plan import check
from parplan.engine.baseline import Baseline
from parplan.engine.project import Refused, totals
from parplan.model.scenario import Change
from parplan.workspace.folder import Folder, embedded

PLAN = WORK / "scenarios" / "plan"
COUNT = 20_000  # different scenarios
SLICES = 40  # the median of which is told
LEAST = 30_000  # scenarios a second


def change(random: Random, on: Baseline, fact: str) -> Change:
    """A change within a leaf's limits, in one of the three ways that there are."""
    score, increase, most = on.score[fact] or 0, on.increase[fact] or 0, on.room[fact].high or 0
    way = random.randrange(3)
    if way == 0:
        return Change("share", fact, Decimal(random.randint(0, 100)).scaleb(-2))
    points = random.randint(0, int(100 * (most if way == 1 else most - increase)))
    return (
        Change("set", fact, Decimal(int(100 * score) + points).scaleb(-2))
        if way == 1
        else Change("add", fact, Decimal(points).scaleb(-2))
    )


def scenarios(on: Baseline) -> list[tuple[Change, ...]]:
    """So many, each with its own leaves."""
    random = Random(SEED)
    leaves = [fact for fact in on.order if not on.shares[fact] and on.room[fact].high is not None]
    return [
        tuple(change(random, on, fact) for fact in random.sample(leaves, CHANGED))
        for _ in range(COUNT)
    ]


def a_second(on: Baseline, asked: Sequence[tuple[Change, ...]]) -> float:
    """Scenarios a second of one processor: the median of slices, after a round that is not counted.
    Raises where one is refused.
    """
    if any(isinstance(totals(on, "plan", changes, clamp=False), Refused) for changes in asked):
        raise SystemExit("a scenario is refused")
    size, seconds = len(asked) // SLICES, []
    for at in range(0, len(asked), size):
        start = time.process_time()
        for changes in asked[at : at + size]:
            totals(on, "plan", changes, clamp=False)
        seconds.append(time.process_time() - start)
    return size / median(seconds)


def main() -> None:
    """Print both plans' figures."""
    if not PLAN.exists():
        plan(PLAN)
    for name, folder in (("the embedded plan", embedded()), ("90 parts in 9 rows", PLAN)):
        checked = check(Folder(folder, str(folder)).sources()).plan
        if checked is None:
            raise SystemExit(f"{name} cannot be read")
        rate = a_second(on := Baseline(checked), scenarios(on))
        print(
            f"{name}: {rate:,.0f} scenarios a second (goal: {LEAST:,}, "
            f"{'met' if rate >= LEAST else 'not met'})"
        )


if __name__ == "__main__":
    main()
