"""`parplan project --batch`: one scenario a line, streamed through, whatever their number."""

import contextlib
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from parplan.cli.opening import unknown_id
from parplan.cli.output import remark, spoken_to_stdout, stop, unwritten, writing_whole
from parplan.cli.watching import watched
from parplan.engine.baseline import Baseline
from parplan.ids import UnknownId
from parplan.labels import Cli
from parplan.lines import CsvLines, Given, JsonLines, TwoColumns
from parplan.model.scenario import Base
from parplan.reports.batch import Form, Results
from parplan.text import Message
from parplan.workspace import why

_JSON_NAMES = (".jsonl", ".ndjson")
_STDIN = "-"
_MOST_TOLD = 100  # bad lines that are told one by one


def run(file: Path, baseline: Baseline, *, base: Base | None, clamp: bool, result: Path | None) -> int:
    """Project every line of a file; returns 1 where a line could not be."""
    given = Given(baseline, base or "plan", clamp)
    bad = 0
    with _opened(file) as (raw, size):
        lines, read = _lines(file, raw, given)
        results = Results(given, read if result is None else _form(result))
        with _written(result) as out, watched(size) as watch:
            out.write(results.head())
            for block in lines.blocks():
                told, wrong = results.block(block)
                out.write(told)
                for number, message in wrong[: max(_MOST_TOLD - bad, 0)]:
                    remark(Message(Cli.BAD_LINE, {"file": file, "line": number, "message": message}))
                bad += len(wrong)
                if size:
                    watch(raw.tell())
    if bad:
        remark(Message(Cli.BAD_LINES, {"count": bad}))
    return 1 if bad else 0


def _lines(file: Path, raw: io.BufferedReader, given: Given) -> tuple[CsvLines | JsonLines, Form]:
    """The file's scenarios, and what it is. Raises Stop where its columns cannot be understood."""
    form: Form = "jsonl" if file.name == _STDIN and raw.peek(1).lstrip()[:1] == b"{" else _form(file)
    text = io.TextIOWrapper(raw, encoding="utf-8-sig", errors="surrogateescape", newline="")
    try:
        return (JsonLines(text, given) if form == "jsonl" else CsvLines(text, given)), form
    except UnknownId as error:
        raise stop(Message(Cli.BAD_COLUMN, {"message": unknown_id(error)})) from error
    except TwoColumns as error:
        raise stop(Message(Cli.TWO_COLUMNS, {"names": error.names})) from error


def _form(file: Path) -> Form:
    return "jsonl" if file.suffix in _JSON_NAMES else "csv"


@contextlib.contextmanager
def _opened(file: Path) -> Iterator[tuple[io.BufferedReader, int]]:
    """The file's bytes and their number (0: unknown). Raises Stop where it cannot be read."""
    try:
        if file.name == _STDIN:
            yield cast("io.BufferedReader", sys.stdin.buffer), 0
            return
        with file.open("rb") as raw:
            yield raw, file.stat().st_size
    except OSError as error:
        raise stop(Message(Cli.CANNOT_READ, {"path": file, "why": why(error)})) from error


@contextlib.contextmanager
def _written(result: Path | None) -> Iterator[IO[bytes]]:
    """Where the answer goes: a file that is there whole or not at all, or standard output as it comes."""
    if result is None:
        with spoken_to_stdout():
            yield sys.stdout.buffer
        return
    try:
        with writing_whole(result) as out:
            yield out
    except OSError as error:
        raise unwritten(str(result), error) from error
