"""What is drawn of a plan's odds where nothing else is asked for."""

from typing import Final

SCENARIOS: Final = 100_000
SEED: Final = 1
