"""Where something stands in a file."""

from typing import NamedTuple

Loc = tuple[str | int, ...]  # the steps to a value: keys, and places in lists from 0


class Span(NamedTuple):
    """A stretch of a file; lines and columns count from 1, the end column is the first behind the
    stretch.
    """

    line: int
    column: int
    end_line: int
    end_column: int
