"""How long many plans take: `validate` over 63 provinces x 10 years, against other checkers, the
floor, and itself on less.
"""

from pathlib import Path

from arena import BIN, HERE, ROOT, plans, prepare
from contest import Contestant, Goal, Results, contest, medians, peak, verdicts

QUICK_ROUNDS, SLOW_ROUNDS = 9, 3
ROWS = 100  # a plan
MOST_MEMORY = 100  # MB
SCHEMAS = ROOT / "data" / "schema"


def parplan(count: int, jobs: int = 1) -> Contestant:
    """`validate` over so many plans."""
    name = f"`parplan validate`, {count} plans" + (f", `-j {jobs}`" if jobs > 1 else "")
    return Contestant(name, ((BIN / "parplan", "validate", "-j", str(jobs), plans(count)),))


def check_jsonschema(folder: Path) -> Contestant:
    """One call for each of the two kinds of file, because a call takes one schema."""

    def call(kind: str) -> tuple[str | Path, ...]:
        return (
            BIN / "check-jsonschema",
            "--schemafile",
            SCHEMAS / f"{kind}.schema.json",
            *sorted(folder.rglob(f"{kind}.yaml")),
        )

    return Contestant("check-jsonschema", (call("indicators"), call("targets")))


def among_themselves() -> Results:
    """1, 10 and 100 times as many rows, in one process and in two, and the floor."""
    folder = plans(630)
    everything = parplan(630)
    two, floor = (
        parplan(630, jobs=2),
        Contestant("libyaml's events alone", ((BIN / "python", HERE / "scan.py", folder),)),
    )
    less, least = parplan(63), parplan(6)
    results = contest((floor, everything, two, less, least), QUICK_ROUNDS)
    print(medians(results))
    goals = (
        Goal(everything.name, floor.name, 2.5),
        Goal(two.name, everything.name, 0.6),
        Goal(less.name, least.name, 63 / 6),
        Goal(everything.name, less.name, 630 / 63),
    )
    print(verdicts(results, goals))
    return results


def against_peers() -> Results:
    """The same files through programs that know less of them."""
    ours, folder = parplan(630), plans(630)
    schema = check_jsonschema(folder)
    lint = Contestant("yamllint", ((BIN / "yamllint", "-d", "default", folder),), frozenset({0, 1}))
    results = contest((ours, schema, lint), SLOW_ROUNDS)
    print(medians(results))
    print(
        verdicts(
            results, (Goal(ours.name, schema.name, 1 / 15), Goal(ours.name, lint.name, 1 / 18))
        )
    )
    return results


def main() -> None:
    """Print what was measured: times, ratios, memory."""
    prepare()
    files = list(plans(630).rglob("*.yaml"))
    size = sum(file.stat().st_size for file in files) / 1e6
    print(f"{len(files)} files of {630} plans, {630 * ROWS:,} rows, {size:.1f} MB\n")
    most = max(
        peak(runs) for name, runs in among_themselves().items() if name.startswith("`parplan")
    )
    met = "met" if most < MOST_MEMORY else "not met"
    print(
        f"Most memory of one process of parplan: {most:.0f} MB (goal: under {MOST_MEMORY} MB, "
        f"{met})\n"
    )
    against_peers()


if __name__ == "__main__":
    main()
