"""How long a single call takes: `gap`, `--help` and `--version`, each against what it is to be
compared with.
"""

from arena import BIN, ROOT, prepare
from contest import Contestant, Goal, contest, medians, verdicts

ROUNDS = 21
DATA = ROOT / "data"
SCHEMA = DATA / "schema" / "indicators.schema.json"

CONTESTANTS = (
    Contestant("bare interpreter", ((BIN / "python", "-c", "pass"),)),
    Contestant("`parplan --version`", ((BIN / "parplan", "--version"),)),
    Contestant("`parplan --help`", ((BIN / "parplan", "--help"),)),
    Contestant("usual app `--help`", ((BIN / "usual-app", "--help"),)),
    Contestant("`parplan gap`", ((BIN / "parplan", "gap"),)),
    Contestant("usual app `gap`", ((BIN / "usual-app", "gap", "--plan", DATA),)),
    Contestant(
        "check-jsonschema",
        ((BIN / "check-jsonschema", "--schemafile", SCHEMA, DATA / "indicators.yaml"),),
    ),
)
GOALS = (
    Goal("`parplan gap`", "usual app `gap`", 0.85),
    Goal("`parplan gap`", "check-jsonschema", 0.70),
    Goal("`parplan --help`", "usual app `--help`", 0.45),
    Goal("`parplan --version`", "bare interpreter", 2.0),
)


def main() -> None:
    """Print both tables."""
    prepare()
    results = contest(CONTESTANTS, ROUNDS)
    print(medians(results))
    print(verdicts(results, GOALS))


if __name__ == "__main__":
    main()
