"""What the terminal is like: its width, and whether it shows colour."""

import os
import sys
from pathlib import Path

from parplan.render.layout import Screen

_LEAST = 40


def screen(file: Path | None) -> Screen:
    """The screen the answer goes to. In a pipe or a file a table is as wide as its content, unless COLUMNS says otherwise."""
    terminal = file is None and sys.stdout is not None and sys.stdout.isatty()
    return Screen(_width(terminal=terminal), _colour(terminal=terminal))


def _width(*, terminal: bool) -> int | None:
    asked = os.environ.get("COLUMNS", "")
    if asked.isascii() and asked.isdigit() and int(asked) > 0:
        return max(_LEAST, int(asked))
    if not terminal:
        return None
    try:
        return max(_LEAST, os.get_terminal_size(sys.stdout.fileno()).columns)
    except OSError:
        return 80


def _colour(*, terminal: bool) -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return terminal and os.environ.get("TERM") != "dumb"
