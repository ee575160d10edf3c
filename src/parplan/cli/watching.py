"""A bar on standard error while something takes long, when a person watches."""

import contextlib
import sys
from collections.abc import Callable, Iterator


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

    columns = (BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total)
        yield lambda done: progress.update(task, completed=done)
