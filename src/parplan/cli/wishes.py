"""What is wished of a whole run, whatever its command: answers page by page, links followed, CSV
for people.
"""

from typing import NamedTuple


class Wishes(NamedTuple):
    """Nothing of it, unless somebody says so."""

    pager: bool = False
    follow_links: bool = False
    excel: bool = False


_wished = [Wishes()]


def wish(wishes: Wishes) -> None:
    """Set them for the run that begins."""
    _wished[0] = wishes


def wished() -> Wishes:
    """Those of this run."""
    return _wished[0]
