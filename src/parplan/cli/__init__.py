"""The command line. Importing this costs nothing: what a call does not need is never imported."""

import os
import sys

_LAST_STREAM = 2  # standard error


def main() -> None:
    """Run parplan with the process's arguments, and exit with 0 (fine), 1 (the answer is no) or 2
    (it could not be done).
    """
    if sys.argv[1:] in (["--version"], ["-V"]) and _said_at_once():
        return
    from parplan.cli.signals import end_at_once

    end_at_once()
    # Nothing here lives long enough to need the cyclic collector, and it costs a fifth of the
    # start.
    import gc

    gc.disable()
    from contextlib import suppress

    with suppress(OSError):  # no file of the user's is opened in the place of a closed stream
        while (nowhere := os.open(os.devnull, os.O_RDWR)) <= _LAST_STREAM:
            pass
        os.close(nowhere)
    try:
        from parplan.cli.main import run

        code = run(sys.argv[1:])
    except Exception as error:  # not even its own code can be read: no memory, no descriptors
        with suppress(OSError):
            os.write(2, f"parplan: lỗi, error: {type(error).__name__}: {error}\n".encode())
        code = 2
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):  # told already, or nobody is there
            stream.flush()
    # What Python does at its own end would take a tenth of a short run, and end a process otherwise
    # that is interrupted then; nothing is left to be put away.
    os._exit(code)


def _said_at_once() -> bool:
    """The version, before anything is imported; False where that did not go out whole."""
    from parplan import __version__

    text = f"parplan {__version__}\n".encode()
    try:
        return os.write(1, text) == len(text)
    except OSError:  # no room, no reader, or no standard output at all
        return False
