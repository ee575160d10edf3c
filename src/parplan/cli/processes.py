"""Work that is spread over processes, and ends with them whatever becomes of one."""

import os
import signal
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
    pool = ProcessPoolExecutor(number, get_context(method), _serving)
    put_away.append(_kill)
    try:
        yield from pool.map(work, every, chunksize=chunk)
    except BrokenProcessPool as error:
        raise stop(Message(_KILLED)) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _kill() -> None:
    for child in active_children():
        child.kill()


def _serving() -> None:
    """A process that serves another leaves Ctrl-C to it, and ends with it, without a word."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if (parent := parent_process()) is not None:
        Thread(target=_ending_with, args=(parent,), daemon=True).start()


def _ending_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


_KILLED = Text(
    "một tiến trình con bị dừng đột ngột (thiếu bộ nhớ?); hãy chạy lại, với -j nhỏ hơn",
    "a process of this run was killed (out of memory?); run it again, with a smaller -j",
)
