"""What the terminal is like: its width, and whether it shows colour."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from parplan.render.layout import Screen

_LEAST, _MOST = 40, 10_000  # columns


def screen(file: Path | None) -> "Screen":
    """The screen the answer goes to. In a pipe or a file a table is as wide as its content, unless
    COLUMNS says otherwise.
    """
    from parplan.render.layout import Screen

    stream = sys.stdout if file is None else None
    return Screen(width_of(stream), stream is not None and _colour(terminal=stream.isatty()))


def beside() -> "Screen":
    """The screen that errors and remarks go to."""
    from parplan.render.layout import Screen

    return Screen(width_of(sys.stderr), colour=False)


def width_of(stream: TextIO | None) -> int | None:
    """How many columns there are; None where nothing is known of it."""
    asked = os.environ.get("COLUMNS", "").lstrip("0")
    if asked.isascii() and asked.isdigit():
        return max(_LEAST, int(asked)) if len(asked) < len(str(_MOST)) else _MOST
    if stream is None or not stream.isatty():
        return None
    try:
        return max(_LEAST, os.get_terminal_size(stream.fileno()).columns)
    except OSError:
        return 80


def _colour(*, terminal: bool) -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return terminal and os.environ.get("TERM") != "dumb"
