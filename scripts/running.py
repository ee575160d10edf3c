"""`parplan` run in this process as if by somebody without habits: no language, terminal or plan of
whoever runs it.
"""

import contextlib
import io
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from parplan.cli.main import run

PERSONAL = (
    *(
        "COLUMNS",
        "NO_COLOR",
        "FORCE_COLOR",
        "PARPLAN_PLAN",
        "PARPLAN_LANG",
        "CI",
        "GITHUB_ACTIONS",
        "PAGER",
        "PYTHONDONTWRITEBYTECODE",
    ),
    *("LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "LC_MESSAGES"),
)
for name in PERSONAL:
    os.environ.pop(name, None)


class Ran(NamedTuple):
    """What a call came to: its exit code, its answer, and what it said beside it."""

    code: int
    out: str
    err: str


def ran(
    arguments: Sequence[str],
    folder: Path | None = None,
    env: Mapping[str, str] | None = None,
    stdin: bytes = b"",
) -> Ran:
    """Run the command's code in a folder, with something more in the environment, and something to
    read.
    """
    # Standard input can be looked into before it is read, as that of a process can.
    given = io.TextIOWrapper(io.BufferedReader(io.BytesIO(stdin)), encoding="utf-8", newline="")
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    with _around({**os.environ, **(env or {})}), contextlib.chdir(folder or Path.cwd()):
        sys.stdin = given
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run(arguments)
    return Ran(code, _written(out), _written(err))


# The remark that the example answers because nobody named a plan, on one line or wrapped: nearly
# everywhere here, so that it is looked at on its own (tests/test_which_plan.py).
_EXAMPLE = re.compile(
    r"^parplan: (there is no plan here, so this is|ở đây không có kế hoạch nào, nên dùng)[^\n]*\n"
    r"(  [^\n]*\n)*",
    re.MULTILINE,
)


def unremarked(err: str) -> str:
    """What was said beside an answer but for the remark that it is the example's."""
    return _EXAMPLE.sub("", err)


def clean(**extra: str) -> dict[str, str]:
    """The environment of this process without anything personal, and something more."""
    return {name: value for name, value in os.environ.items() if name not in PERSONAL} | extra


@contextlib.contextmanager
def _around(environment: Mapping[str, str]) -> Iterator[None]:
    before, stdin = dict(os.environ), sys.stdin
    os.environ.clear()
    os.environ.update(environment)
    try:
        yield
    finally:
        sys.stdin = stdin
        os.environ.clear()
        os.environ.update(before)


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()
