"""Work that is spread over processes, and ends with them whatever becomes of one."""

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children, get_all_start_methods, get_context, parent_process
from multiprocessing.process import BaseProcess
from threading import Thread
from typing import TypeVar

from parplan.cli.output import stop
from parplan.cli.signals import put_away
from parplan.text import Message, Text
from parplan.workspace.reading import why

_MOST_ON_WINDOWS = 61  # of what a process can wait for there
Asked = TypeVar("Asked")
Answered = TypeVar("Answered")


def in_processes(
    work: Callable[[Asked], Answered], every: Sequence[Asked], number: int, chunk: int
) -> Iterator[Answered]:
    """What the work comes to, in order, a chunk at a time to each process. Raises Stop where one
    of them is killed.
    """
    # A forked one has everything imported already; where there is no fork, it is imported anew.
    method = "fork" if "fork" in get_all_start_methods() else "spawn"
    number = min(number, _MOST_ON_WINDOWS) if sys.platform == "win32" else number
    pool = ProcessPoolExecutor(number, get_context(method), _serving)
    put_away.append(_kill)
    try:
        yield from pool.map(work, every, chunksize=chunk)
    except BrokenProcessPool as error:
        raise stop(Message(_KILLED)) from error
    except OSError as error:  # of the system, which lets none begin; the work answers for its own
        _kill()
        raise stop(Message(_NOT_BEGUN, {"why": why(error)})) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _kill() -> None:
    for child in active_children():
        child.kill()


def _serving() -> None:
    """A process that serves another leaves Ctrl-C to it, and ends with it, without a word."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    if (parent := parent_process()) is not None:
        Thread(target=_ending_with, args=(parent,), daemon=True).start()


def _ending_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


_KILLED = Text(
    "một phần việc chạy song song bị dừng đột ngột (có thể do thiếu bộ nhớ); chạy lại với -j nhỏ "
    "hơn",
    "a process of this run was killed (out of memory?); run it again, with a smaller -j",
)
_NOT_BEGUN = Text(
    "hệ thống không cho chạy song song nhiều phần việc như vậy ({why}); chạy lại với -j nhỏ hơn",
    "the system does not allow so many processes ({why}); run it again, with a smaller -j",
)
