"""What an attack came to, as a row of a table."""

from collections.abc import Iterable
from typing import NamedTuple


class Outcome(NamedTuple):
    """How many runs an attack made, what it looked for, and how much of that it found."""

    attack: str
    runs: int
    looked_for: str
    failures: int
    seconds: float


def table(outcomes: Iterable[Outcome]) -> str:
    """The outcomes in Markdown."""
    lines = [
        "| attack | runs | what was looked for | failures | seconds |",
        "| --- | ---: | --- | ---: | ---: |",
    ]
    lines += [
        f"| `{it.attack}` | {it.runs:,} | {it.looked_for} | {it.failures} | {it.seconds:.0f} |"
        for it in outcomes
    ]
    return "\n".join(lines)
