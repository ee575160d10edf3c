"""What about a process may be not as usual: its environment, descriptors, limits, arguments."""

import itertools
import os
import resource
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

_LONG = "n" * 300
_NOT_UTF_8 = os.fsdecode(b"\xff\xfe")


class Oddity(NamedTuple):
    """Something about a process that is not as usual."""

    name: str
    env: Mapping[str, str | None] = {}
    outputs: Mapping[str, str] = {}  # stdin, stdout, stderr: closed, full, gone, slow, terminal
    before: Callable[[], None] | None = None  # in the process, before it is parplan
    more: Sequence[str] = ()  # arguments
    compared: bool = True  # whether standard output is that of a usual process
    only: str = ""  # the commands it is meant for, as an expression


def oddities() -> list[Oddity]:
    """All of them."""
    return [*_streams(), *_environments(), *_limits(), *_arguments()]


def together(one: Oddity, other: Oddity) -> Oddity:
    """Two at once."""
    # A folder is made before limits are set, which may not allow it.
    in_order = sorted((one, other), key=lambda it: it.before is not _in_a_folder_that_is_gone)
    before = [it.before for it in in_order if it.before is not None]

    def both() -> None:
        for each in before:
            each()

    return Oddity(
        f"{one.name}; {other.name}",
        {**one.env, **other.env},
        {**one.outputs, **other.outputs},
        both if before else None,
        one.more or other.more,
        one.compared and other.compared,
        one.only or other.only,
    )


def _streams() -> Iterator[Oddity]:
    yield Oddity("as usual")
    for count in (1, 2, 3):
        for some in itertools.combinations(("stdin", "stdout", "stderr"), count):
            yield Oddity(f"closed {'+'.join(some)}", outputs=dict.fromkeys(some, "closed"))
    unbuffered = {"PYTHONUNBUFFERED": "1"}
    for how in ("full", "gone"):
        for some in (("stdout",), ("stderr",), ("stdout", "stderr")):
            name, outputs = f"{how} {'+'.join(some)}", dict.fromkeys(some, how)
            yield Oddity(name, outputs=outputs)
            yield Oddity(f"{name}, unbuffered", unbuffered, outputs)
    slow, terminal = {"stdout": "slow"}, {"stdout": "terminal"}
    yield Oddity("non-blocking, read slowly", outputs=slow)
    yield Oddity("non-blocking, read slowly, unbuffered", unbuffered, slow)
    yield Oddity("unbuffered", unbuffered)
    yield Oddity("on a terminal", outputs=terminal, compared=False)
    yield Oddity("dumb terminal", {"TERM": "dumb"}, terminal, compared=False)
    for value in ("", "nothing", "'", "false", "head -1", "cat", "sleep 0", _NOT_UTF_8, "/"):
        name = f"PAGER={value!a}"
        yield Oddity(name, {"PAGER": value}, terminal, None, ["--pager"], False, "gap|rule")


_VALUES: dict[str, tuple[str | None, ...]] = {
    "PYTHONIOENCODING": ("ascii", "utf-16", "utf-8:strict"),
    "PYTHONWARNINGS": ("error",),
    "PYTHONDEVMODE": ("1",),
    "HOME": (None, "/nothing/here"),
    "TMPDIR": ("/nothing/here",),
    "PATH": (None, ""),
    "LANG": ("C", "POSIX", "invalid", "vi_VN", "vi_VN.UTF-8", "xx_YY.latin1", _NOT_UTF_8, ""),
    "LC_ALL": ("C", "POSIX", "invalid", "vi_VN", "vi_VN.UTF-8", "xx_YY.latin1", _NOT_UTF_8, ""),
    "COLUMNS": ("0", "-1", "9" * 5000, "wide", "", " 80", "٨٠", "1e3"),
    "PARPLAN_LANG": ("", "fr", "VI", "en ", _NOT_UTF_8, "\x1b[31m", _LONG),
}
_FOLDERS = (
    "",
    " ",
    "nothing",
    "/dev/null",
    _LONG,
    "a\nb",
    "\x1b[31m",
    "~",
    _NOT_UTF_8,
    "batch.csv",
)


def _environments() -> Iterator[Oddity]:
    for name, values in _VALUES.items():
        for value in values:
            # In another language an answer has other words.
            compared = name != "PARPLAN_LANG"
            yield Oddity(f"{name}={(value or '')[:9]!a}", {name: value}, compared=compared)
    for value in _FOLDERS:
        yield Oddity(f"PARPLAN_PLAN={value[:9]!a}", {"PARPLAN_PLAN": value}, compared=False)
    for value in ("", "0", "1", "false"):
        yield Oddity(f"NO_COLOR={value}", {"NO_COLOR": value, "FORCE_COLOR": "1"})
        yield Oddity(f"FORCE_COLOR={value}", {"FORCE_COLOR": value, "TERM": "dumb"})
    no_utf_8 = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    yield Oddity("C without UTF-8", no_utf_8)
    yield Oddity("folder is gone", before=_in_a_folder_that_is_gone, compared=False)


def _in_a_folder_that_is_gone() -> None:
    gone = tempfile.mkdtemp()
    os.chdir(gone)
    Path(gone).rmdir()


# The system's limits, in their units, from what nothing could start with to what should do.
_LIMITS = (
    ("{} files open", resource.RLIMIT_NOFILE, 1, (3, 4, 5, 6, 8, 12)),
    ("files of {} bytes", resource.RLIMIT_FSIZE, 1, (0, 100, 4096)),
    ("{} MB", resource.RLIMIT_AS, 1 << 20, (40, 60, 80, 100, 120, 150, 200, 300)),
    ("stack of {} kB", resource.RLIMIT_STACK, 1 << 10, (256, 512, 1024)),
    ("{} s of processor", resource.RLIMIT_CPU, 1, (2,)),
)


def _limits() -> Iterator[Oddity]:
    for words, which, unit, amounts in _LIMITS:
        for amount in amounts:
            yield Oddity(words.format(amount), before=limit(which, amount * unit))


def limit(which: int, most: int) -> Callable[[], None]:
    """Sets one of the system's limits."""

    def set_limit() -> None:
        _, hard = resource.getrlimit(which)  # which another oddity may have lowered already
        lower = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(which, (lower, lower))

    return set_limit


def _arguments() -> Iterator[Oddity]:
    for name in ("--plan", "-o"):
        for value in (_LONG, _NOT_UTF_8, "a\nb", "\x1b[31m", "/dev/full", "/proc/self/mem", "-"):
            odd = Oddity(f"{name} {value[:9]!a}", more=[name, value], compared=False)
            yield odd._replace(only="gap")
