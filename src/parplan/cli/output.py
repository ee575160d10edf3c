"""What leaves the program: the answer whole or not at all, remarks and errors beside it."""

import contextlib
import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from parplan.cli.language import current, say
from parplan.cli.screen import width_of
from parplan.cli.wishes import wished
from parplan.text import Message, Text, plain_lines

_HANG = 2


class Stop(Exception):
    """The run ends here with an exit code; everything that was to be said has been said."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def stop(*messages: Message | str, code: int = 2) -> Stop:
    """Say what is wrong on standard error; raise what this returns."""
    for message in messages:
        _say(say(_ERROR, message=message))
    return Stop(code)


def remark(message: Message) -> None:
    """Say something beside the answer, on standard error."""
    _say(f"parplan: {message.say(current())}")


def needs(library: str, extra: str) -> None:
    """Raises Stop, naming the extra to install, where a library is missing that only some commands
    need.
    """
    if (missing := lacking(library, extra)) is not None:
        raise stop(missing)


def lacking(library: str, extra: str) -> Message | None:
    """What to say where a library is missing; None where it is there."""
    from importlib.util import find_spec

    found = find_spec(library) is not None
    install = Message(WITH_EXTRA, {"extra": extra})
    return None if found else Message(_NEEDS_EXTRA, {"install": install})


def tell(text: str) -> None:
    """Put ready-made text on standard error: lines of it that fit stay as they are."""
    _say(text.rstrip("\n"))


def quote(lines: Sequence[str]) -> None:
    """Put lines of a file on standard error as they stand there, so that they may be put back."""
    _say("\n".join(lines), is_whole=True)


def _say(text: str, *, is_whole: bool = False) -> None:
    # Where even standard error is closed there is nobody left to tell.
    if sys.stderr is None:
        return
    try:
        width = width_of(sys.stderr)
        if width is not None and len(text) > width and not is_whole:
            from parplan.render.layout import wrapped

            text = "\n".join(
                part for line in text.split("\n") for part in wrapped(line, width, hang=_HANG)
            )
        told = plain_lines(*text.split("\n")) + "\n"
        write_all(sys.stderr, told.encode(sys.stderr.encoding, "replace"))
    except (OSError, ValueError):
        _silence(sys.stderr)


def deliver(text: str | bytes, file: Path | None) -> None:
    """The answer, to a file or to standard output: text, or the bytes of a document. Raises Stop
    where it cannot be written; a file is then as it was before.
    """
    if file is not None:
        from parplan.cli.files import writing_whole

        with writing_whole(file) as out:
            out.write(text.encode("utf-8") if isinstance(text, str) else text)
    elif isinstance(text, bytes):
        to_stdout(text)
    elif not (wished().pager and _watched() and _in_pager(text)):
        # A terminal is told in the letters that it knows.
        encoding = sys.stdout.encoding if _watched() else "utf-8"
        to_stdout(text.encode(encoding, "replace"))


def confirm(text: str) -> None:
    """What was done, on standard output: whether that can be said changes nothing of it."""
    try:
        _out(text.encode("utf-8", "replace"))
    except OSError as error:
        remark(Message(_UNSAID, {"why": _why(error)}))


def _watched() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()


def _in_pager(text: str) -> bool:
    """Show text in the pager that the environment names, else in one that is there. False, with a
    remark, where none can be started.
    """
    import shlex
    import shutil
    import signal
    import subprocess

    asked = os.environ.get("PAGER", "")
    # While it stands in front of the terminal, Ctrl-C is its own affair.
    ours = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        call = shlex.split(asked, posix=os.name != "nt") or (
            ["less", "-R"] if shutil.which("less") else ["more"]
        )
        with subprocess.Popen(call, stdin=subprocess.PIPE) as pager:  # noqa: S603  # the user's
            pager.communicate(text.encode("utf-8", "replace"))
    except (OSError, ValueError):  # not there, or quotation marks that are not closed
        remark(Message(_NO_PAGER, {"pager": asked or "less"}))
        return False
    finally:
        signal.signal(signal.SIGINT, ours or signal.SIG_DFL)
    return True


def to_stdout(data: bytes) -> bool:
    """Bytes to standard output, all of them; False where the reader has seen enough, as with
    `| head`, which is no error. Raises Stop where they cannot be written.
    """
    try:
        return _out(data)
    except OSError as error:
        raise unwritten(say(_STDOUT), error) from error


def _out(data: bytes) -> bool:
    if sys.stdout is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    try:
        write_all(sys.stdout, data)
    except BrokenPipeError:
        _silence(sys.stdout)
        return False
    except OSError:
        _silence(sys.stdout)
        raise
    return True


def write_all(stream: TextIO, data: bytes) -> None:
    """All of it, or an OSError: a stream without a buffer of its own (PYTHONUNBUFFERED, `python
    -u`) takes what it can and says how much; a pipe that does not wait says so.
    """
    rest = memoryview(data)
    while rest:
        try:
            taken = stream.buffer.write(rest)
        except BlockingIOError as error:
            taken = error.characters_written
        rest = rest[taken or 0 :]
        if rest and not taken:
            _wait_for(stream)
    while True:
        try:
            stream.flush()
        except BlockingIOError:
            _wait_for(stream)
        else:
            return


def _wait_for(stream: TextIO) -> None:
    """Until a stream that does not wait by itself takes more."""
    import select

    select.select([], [stream], [])


def _silence(stream: TextIO | None) -> None:
    """Nothing more may be said there, at the end of the process either."""
    if stream is not None:
        with contextlib.suppress(OSError, ValueError), Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), stream.fileno())


def unwritten(path: Path | str, error: OSError | Message) -> Stop:
    """Say that something cannot be written, and why; raise what this returns."""
    reason = error if isinstance(error, Message) else _why(error)
    if isinstance(error, FileNotFoundError) and not Path(path).parent.exists():
        reason = Message(_NO_FOLDER, {"folder": Path(path).parent})
    elif isinstance(error, OSError) and error.errno in _NOT_OURS:
        reason = Message(_NO_RIGHT, {"why": reason})
    return stop(Message(_CANNOT_WRITE, {"path": path, "why": reason}))


def _why(error: OSError) -> Text | str:
    from parplan.workspace.reading import why

    return why(error)


_ERROR = Text("parplan: lỗi: {message}", "parplan: error: {message}")
_STDOUT = Text("đầu ra chuẩn", "standard output")
_CANNOT_WRITE = Text("không ghi được {path}: {why}", "{path} cannot be written: {why}")
_NOT_OURS = (errno.EACCES, errno.EPERM, errno.EROFS)
_NO_RIGHT = Text(
    "{why}; xin quyền ghi vào đó, hoặc dùng thư mục khác",
    "{why}; ask for permission to write there, or take another folder",
)
_NO_FOLDER = Text("không có thư mục {folder}", "there is no folder {folder}")
_UNSAID = Text(
    "đã làm xong, nhưng không in được kết quả ra đầu ra chuẩn: {why}",
    "it is done, but standard output cannot show it: {why}",
)
_NO_PAGER = Text(
    "không chạy được chương trình xem từng trang “{pager}”", "the pager “{pager}” cannot be started"
)
# With what and how: in the README alone, for it depends on how parplan itself came here.
WITH_EXTRA = Text(
    "cài parplan kèm phần “{extra}” (xem README, mục Cài đặt)",
    "install parplan with the extra “{extra}” (see README, Install)",
)
_NEEDS_EXTRA = Text(
    "lệnh này cần phần cài thêm: {install}", "this needs more than is installed: {install}"
)
