"""What is drawn of a plan's odds where nothing else is asked for, and the most that may be."""

from typing import Final

SCENARIOS: Final = 100_000
MOST_SCENARIOS: Final = 10_000_000_000
SEED: Final = 1
MOST_SEED: Final = 2**62
