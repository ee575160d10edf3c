"""`parplan project --batch`: one scenario a line, streamed through, whatever their number."""

import contextlib
import io
import itertools
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO, cast

from parplan.checks.batch import BadHeader, Row, Rows, csv_rows, json_rows
from parplan.checks.encoding import NotText, encoding_of
from parplan.cli.answer import by_ending
from parplan.cli.changes import reason
from parplan.cli.files import writing_whole
from parplan.cli.output import remark, stop, to_stdout
from parplan.cli.typed import unknown_id
from parplan.cli.watching import watched
from parplan.engine.baseline import Baseline
from parplan.engine.project import Refused, totals
from parplan.ids import UnknownId
from parplan.model.scenario import Base
from parplan.reports.batch import Form, Lines
from parplan.text import Message, Text
from parplan.workspace.opened import not_text
from parplan.workspace.reading import CannotRead, note, unreadable

_JSON_NAMES = (".jsonl", ".ndjson")
_STDIN = "-"
_ENDINGS = {"": "csv", ".csv": "csv", **dict.fromkeys(_JSON_NAMES, "jsonl")}
_BLOCK = 4096  # lines that are written at once
_MOST_TOLD = 100  # bad lines that are told one by one


def run(file: Path, baseline: Baseline, *, base: Base, clamp: bool, result: Path | None) -> int:
    """Project every line of a file; returns 1 where a line could not be. Raises Stop."""
    as_lines = cast("Form", by_ending(result, _ENDINGS))
    bad = read_lines = 0
    with _opened(file) as (raw, size):
        encoding, start = _encoding(raw, file)
        read: Form = "jsonl" if str(file) == _STDIN and start.startswith("{") else _form(file)
        # Beyond the beginning, a line with bytes that are no text is a bad line.
        errors = "surrogateescape" if encoding == "utf-8-sig" else "replace"
        text = io.TextIOWrapper(raw, encoding=encoding, errors=errors, newline="")
        rows = _rows(text, read, baseline)
        lines = Lines(baseline, read if result is None else as_lines, clamp=clamp)

        def projected(number: int, row: Row | Message) -> str | tuple[Message, ...]:
            """A scenario's line, or why there is none."""
            if isinstance(row, Message):
                return (row,)
            found = totals(baseline, row.base or base, row.changes, clamp=clamp)
            if isinstance(found, Refused):
                return tuple(map(reason, found.refusals))
            return lines.line(number, row.name, found)

        with _written(result) as write, watched(size) as watch:
            write(lines.head().encode())
            while block := list(itertools.islice(rows, _BLOCK)):
                told = [(number, projected(number, row)) for number, row in block]
                good = [line for _, line in told if isinstance(line, str)]
                if not write("".join(good).encode("utf-8", "replace")) and good:
                    return 1 if bad else 0  # nobody reads on
                wrong = [
                    (number, reasons) for number, reasons in told if not isinstance(reasons, str)
                ]
                for number, reasons in wrong[: max(_MOST_TOLD - bad, 0)]:
                    remark(Message(_BAD_LINE, {"file": file, "line": number, "reasons": reasons}))
                bad += len(wrong)
                read_lines += len(block)
                if size:
                    watch(raw.tell())
    if bad > _MOST_TOLD:
        remark(Message(_MORE, {"file": file, "more": bad - _MOST_TOLD}))
    if bad:
        remark(Message(_BAD_LINES, {"count": bad}))
    elif not read_lines:
        remark(Message(_NO_LINES, {"file": file}))
    return 1 if bad else 0


def _encoding(raw: io.BufferedReader, file: Path) -> tuple[str, str]:
    """A file's encoding, and its first words. Raises CannotRead where these are no text."""
    start = raw.peek(1)
    try:
        encoding = encoding_of(start)
    except NotText as error:
        raise CannotRead(not_text(file, error)) from error
    return encoding, start.decode(encoding, "replace").lstrip()


def _rows(text: TextIO, form: Form, baseline: Baseline) -> Rows:
    """The file's scenarios. Raises Stop where its columns cannot be understood."""
    try:
        return json_rows(text) if form == "jsonl" else csv_rows(text, baseline.plan.by_id)
    except UnknownId as error:
        raise stop(Message(_BAD_COLUMN, {"message": unknown_id(error)})) from error
    except BadHeader as error:
        raise stop(error.message) from error


def _form(file: Path) -> Form:
    return "jsonl" if file.suffix.lower() in _JSON_NAMES else "csv"


@contextlib.contextmanager
def _opened(file: Path) -> Iterator[tuple[io.BufferedReader, int]]:
    """The file's bytes and their number (0: unknown). Raises CannotRead."""
    if str(file) == _STDIN:
        if sys.stdin is None:
            raise CannotRead(Message(_NO_STDIN))
        with contextlib.suppress(OSError):
            note(os.fstat(sys.stdin.fileno()))
        yield cast("io.BufferedReader", sys.stdin.buffer), 0
        return
    try:
        raw = file.open("rb")
    except OSError as error:
        raise CannotRead(unreadable(error, file.as_posix())) from error
    with raw:
        at = os.fstat(raw.fileno())
        note(at)
        yield raw, at.st_size


@contextlib.contextmanager
def _written(result: Path | None) -> Iterator[Callable[[bytes], object]]:
    """What takes the answer: a file that is there whole or not at all, or standard output as it
    comes. Raises Stop.
    """
    if result is None:
        yield to_stdout
        return
    with writing_whole(result) as out:
        yield out.write


_NO_STDIN = Text(
    "không có đầu vào chuẩn để đọc; nêu tên tệp thay cho “-”",
    "there is no standard input to read; name a file instead of “-”",
)
_BAD_LINE = Text("{file}:{line}: {reasons}", "{file}:{line}: {reasons}")
_MORE = Text("{file}: còn {more} dòng hỏng nữa", "{file}: and {more} more")
_BAD_LINES = Text("số dòng không tính được: {count}", "lines that could not be worked out: {count}")
_NO_LINES = Text("{file} không có kịch bản nào", "there is no scenario in {file}")
_BAD_COLUMN = Text("tên cột: {message}", "column title: {message}")
