"""How a run ends before its time: on Ctrl-C or when it is told to, at once, without a word, and
without leaving anything behind.

A signal ends the process where it stands instead of raising KeyboardInterrupt, which would surface
anywhere: while modules are imported, in a callback, at exit.
"""

# The part of `signal` that is there already: its enums take four milliseconds to import, in which
# Ctrl-C would still surface.
import _signal as signal  # type: ignore[import-not-found]  # it has no types of its own
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
# What takes away what was begun: each is put here where something is begun at all.
put_away: "list[Callable[[], object]]" = []
_done = [False]


def done() -> None:
    """What the run is for is done and stays: whatever ends it from now on, it was no failure."""
    _done[0] = True


def end_at_once() -> None:
    """From now on the signals that end a run do so at once, but for those that whoever started it
    wished to be ignored (as `nohup` does).
    """
    for name in _NAMES:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _end)


def _end(number: int, _: object) -> None:
    try:
        for each in put_away:
            each()
    finally:
        os._exit(0 if _done[0] else 128 + number)
