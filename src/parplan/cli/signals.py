"""How a run ends before its time: on Ctrl-C or when it is told to, at once, without a word, and
without leaving anything behind.

A signal ends the process where it stands instead of raising KeyboardInterrupt, which would surface
anywhere: while modules are imported, in a callback, at exit.
"""

import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from types import FrameType

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")


def end_at_once() -> None:
    """From now on the signals that end a run do so at once, but for those that whoever started it
    wished to be ignored (as `nohup` does).
    """
    for name in _NAMES:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _end)


def _end(number: int, _: FrameType | None) -> None:
    # Only what this run has imported can have left something.
    if (processes := sys.modules.get("multiprocessing.process")) is not None:
        for child in processes.active_children():
            child.kill()
    if (files := sys.modules.get("parplan.cli.files")) is not None:
        files.drop()
    os._exit(128 + number)


@contextlib.contextmanager
def interrupts_left() -> Iterator[None]:
    """While another program in front of the same terminal is the one that hears Ctrl-C."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
