"""Faults of whole processes: told once a kind, and counted."""

import time
from collections import Counter

from attacks.outcome import Outcome


class Faults:
    """What an attack found, told as it is found: each kind once, with what shows it."""

    def __init__(self, attack: str, looked_for: str) -> None:
        self.attack = attack
        self.looked_for = looked_for
        self.runs = 0
        self.kinds: Counter[str] = Counter()
        self._began = time.monotonic()

    def add(self, kind: str, shown: str, told: str = "") -> None:
        """One more of a kind."""
        self.kinds[kind] += 1
        if self.kinds[kind] == 1:
            print(f"\n{self.attack}: {kind}\n  {shown}\n  {told}", flush=True)

    def outcome(self) -> Outcome:
        """The row of the table; prints how often each kind was found."""
        for kind, times in self.kinds.most_common():
            print(f"  {times:5} {self.attack}: {kind}")
        seconds = time.monotonic() - self._began
        return Outcome(self.attack, self.runs, self.looked_for, len(self.kinds), seconds)
