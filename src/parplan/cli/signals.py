"""How a run ends before its time: on Ctrl-C or when it is told to, at once, without a word, and
without leaving anything behind.

A signal ends the process where it stands instead of raising KeyboardInterrupt, which would surface
anywhere: while modules are imported, in a callback, at exit.
"""

# The part of `signal` that is there already: its enums take four milliseconds to import, in which
# Ctrl-C would still surface.
import _signal as signal  # type: ignore[import-not-found]  # it has no types of its own
import os
import sys

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")


def end_at_once() -> None:
    """From now on the signals that end a run do so at once, but for those that whoever started it
    wished to be ignored (as `nohup` does).
    """
    for name in _NAMES:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _end)


def _end(number: int, _: object) -> None:
    # Only what this run has imported can have left something.
    if (processes := sys.modules.get("multiprocessing.process")) is not None:
        for child in processes.active_children():
            child.kill()
    if (files := sys.modules.get("parplan.cli.files")) is not None:
        files.drop()
    os._exit(128 + number)
