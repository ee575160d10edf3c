"""How often the repair finder is right: slips planted in random consistent plans, and what it makes
of them.

    python benchmarks/accuracy.py                       10,000 plans with one slip of each kind,
    2,000 with two slips python benchmarks/accuracy.py --plans 500 --twice 200 -j 2

The generator (make_slips.py) was written without knowing how the finder weighs slips. A slip counts
as visible where it breaks an equation at all, and as determined where no other figure stands in
just the same equations, so that they can tell it apart.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from multiprocessing import get_context
from pathlib import Path
from random import Random

from make_slips import (
    KINDS,
    Slip,
    Twice,
    consistent,
    plan_of,
    planted,
    planted_twice,
    slip_determined,
)

from parplan.api import load
from parplan.engine.repair.edits import EQUATIONS, edits_of
from parplan.engine.repair.find import localised
from parplan.engine.repair.groups import Group
from parplan.model.plan import Plan

SEED = 20231123
_CHUNK = 50
Counts = Counter[tuple[str, str]]  # (kind, what) -> how often


def judged(plan: Plan) -> list[tuple[str, str]]:
    """What the plan's figures break, equations and limits, by code and path."""
    edits = [edit for indicator in plan.walk() for edit in edits_of(indicator, plan)]
    return [edit.site for edit in edits if not edit.holds_now]


def verdicts(groups: Sequence[Group], true: dict[str, str]) -> Iterator[str]:
    """What became of the cells that were changed: named at all, named first, right value, strong,
    strong and wrong.
    """
    firsts = {
        change.path: str(change.new.normalize())
        for group in groups
        for repair in group.repairs[:1]
        for change in repair.changes
    }
    every = {
        change.path for group in groups for repair in group.repairs for change in repair.changes
    }
    if true.keys() <= every:
        yield "among"
    if true.keys() <= firsts.keys():
        yield "first"
        if all(firsts[path] == value for path, value in true.items()):
            yield "value"
    strong = [repair for group in groups for repair in group.repairs if repair.verdict == "strong"]
    if strong:
        yield "strong"
    if any(not {change.path for change in repair.changes} <= true.keys() for repair in strong):
        yield "wrong"


def once(number: int) -> Counts:
    """One plan with a slip of each kind."""
    random = Random(f"{SEED} {number}")
    draft = consistent(random)
    counts: Counts = Counter()
    for kind in KINDS:
        slip = planted(random, draft, kind)
        if slip is None:
            continue
        counts[kind, "planted"] += 1
        told = "" if slip_determined(slip) else "vague "
        _count(counts, kind, told, slip)
    return counts


def twice(number: int) -> Counts:
    """One plan with two slips."""
    random = Random(f"{SEED} twice {number}")
    slip = planted_twice(random, consistent(random))
    counts: Counts = Counter({("two at once", "planted"): 1})
    told = "" if all(slip_determined(one) for one in slip.slips) else "vague "
    _count(counts, "two at once", told, slip)
    return counts


def _count(counts: Counts, kind: str, told: str, slip: Slip | Twice) -> None:
    plan = plan_of(slip)
    broken = judged(plan)
    if not any(code in EQUATIONS for code, _ in broken):
        return
    counts[kind, "visible"] += 1
    counts[kind, f"{told}told"] += 1
    true = {change.path: str(change.true.normalize()) for change in slip.changes}
    for verdict in verdicts(localised(plan, broken), true):
        counts[kind, told + verdict] += 1


def counted(task: tuple[str, int]) -> Counts:
    """One task of the benchmark."""
    which, number = task
    return once(number) if which == "once" else twice(number)


def published() -> str:
    """The tables of documents, as Markdown: whether what was meant comes first, and the verdict."""
    lines = ["| document | meant | place | verdict |", "| --- | --- | ---: | --- |"]
    for line in (_PUBLISHED / "meant.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        name, _, meant = [cell.strip() for cell in line.split("|")][:3]
        found = [
            (at, repair.verdict)
            for group in load(_PUBLISHED / name).repairs()
            for at, repair in enumerate(group.repairs, 1)
            if {f"{it.path} {it.new}" for it in repair.changes} == set(meant.split(", "))
        ]
        place, verdict = found[0] if found else ("-", "-")
        lines.append(f"| {name} | {meant} | {place} | {verdict} |")
    return "\n".join(lines) + "\n"


_PUBLISHED = Path(__file__).parents[1] / "tests" / "published"


def main(arguments: Sequence[str]) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="How often the repair finder is right.")
    parser.add_argument("--plans", type=int, default=10_000)
    parser.add_argument("--twice", type=int, default=2_000)
    parser.add_argument("-j", type=int, default=2)
    typed = parser.parse_args(arguments)
    tasks = [("once", n) for n in range(typed.plans)] + [("twice", n) for n in range(typed.twice)]
    total: Counts = Counter()
    with get_context("fork").Pool(typed.j) as pool:
        for counts in pool.imap_unordered(counted, tasks, chunksize=_CHUNK):
            total += counts
    for told, title in (
        ("", "Where the equations tell the cell apart"),
        ("vague ", "Where another figure stands in just the same equations"),
    ):
        sys.stdout.write(f"\n{title}\n\n{table(total, told)}")
    sys.stdout.write(f"\nIn documents\n\n{published()}")
    return 0


def table(total: Counts, told: str) -> str:
    """Markdown: a line a kind, shares in percent."""
    lines = [
        "| typing error | planted | visible | told apart | among | first | with its value | "
        "strong | strong and wrong |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    if told:
        lines[0] = lines[0].replace("told apart", "not told apart")
    of = total.copy()
    for (name, what), number in total.items():
        of["all", what] += number if name != "two at once" else 0
    for kind in (*map(str, KINDS), "all", "two at once"):
        judged_ones = of[kind, f"{told}told"]
        shares = [
            _percent(of[kind, told + what], judged_ones)
            for what in ("among", "first", "value", "strong", "wrong")
        ]
        lines.append(
            f"| {kind} | {of[kind, 'planted']} | {of[kind, 'visible']} | {judged_ones} | "
            f"{' | '.join(shares)} |"
        )
    return "\n".join(lines) + "\n"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f}%" if whole else "-"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
