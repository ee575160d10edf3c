"""Libraries that only some commands need, and what to say where they are missing."""

from importlib.util import find_spec

from parplan.cli.output import stop
from parplan.labels import Cli
from parplan.text import Message


def needs(library: str, extra: str) -> None:
    """Raises Stop, naming the extra to install, where a library is missing."""
    if find_spec(library) is None:
        raise stop(Message(Cli.NEEDS_EXTRA, {"library": library, "extra": extra}))
