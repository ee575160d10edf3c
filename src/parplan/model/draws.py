"""What is drawn of a plan's odds where nothing else is asked for."""

from decimal import Decimal
from typing import Final

SCENARIOS: Final = 100_000
SEED: Final = 1
CORRELATION: Final = Decimal("0.3")  # of all that varies, with each other
