"""A bar on standard error while something takes long, when a person watches."""

import contextlib
import os
import sys
from collections.abc import Callable, Iterator

from parplan.cli.signals import put_away


@contextlib.contextmanager
def watched(total: int) -> Iterator[Callable[[int], None]]:
    """Gives a function that hears how much of `total` is done, and shows it where standard error is
    a terminal.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TimeRemainingColumn

    put_away.append(_show_cursor)
    columns = (BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total)
        yield lambda done: progress.update(task, completed=done)


def _show_cursor() -> None:
    """What is shown meanwhile hides it."""
    with contextlib.suppress(OSError):
        os.write(2, b"\r\x1b[2K\x1b[?25h")
