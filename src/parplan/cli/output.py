"""What leaves the program: the answer whole or not at all, remarks and errors beside it."""

import contextlib
import errno
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from parplan.cli.language import current, say
from parplan.cli.screen import width_of
from parplan.text import Message, Text, plain

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
    from importlib.util import find_spec

    if find_spec(library) is None:
        raise stop(Message(_NEEDS_EXTRA, {"library": library, "extra": extra}))


def tell(text: str) -> None:
    """Put ready-made text on standard error: lines of it that fit stay as they are."""
    _say(text.rstrip("\n"))


def _say(text: str) -> None:
    # Where even standard error is closed there is nobody left to tell.
    with contextlib.suppress(OSError, ValueError):
        width = width_of(sys.stderr)
        if width is not None and len(text) > width:
            from parplan.render.layout import wrapped

            text = "\n".join(
                part for line in text.split("\n") for part in wrapped(line, width, hang=_HANG)
            )
        sys.stderr.write(plain(text) + "\n")
        sys.stderr.flush()


def deliver(text: str, file: Path | None) -> None:
    """The answer, to a file or to standard output. Raises Stop where it cannot be written; a file
    is then as it was before.
    """
    if file is not None:
        try:
            write_whole(file, text.encode("utf-8"))
        except OSError as error:
            raise unwritten(str(file), error) from error
        return
    if not (_wished[0] and sys.stdout is not None and sys.stdout.isatty() and _in_pager(text)):
        with spoken_to_stdout():
            _to_stdout(text)


_wished = [False]


def page(*, wished: bool) -> None:
    """Whether answers of this run go through a pager, where they go to a terminal."""
    _wished[0] = wished


def _in_pager(text: str) -> bool:
    """Show text in the pager that the environment names, else in one that is there. False, with a
    remark, where none can be started.
    """
    import shlex
    import shutil
    import subprocess

    asked = os.environ.get("PAGER", "")
    try:
        call = shlex.split(asked, posix=os.name != "nt") or (
            ["less", "-R"] if shutil.which("less") else ["more"]
        )
        pager = subprocess.Popen(call, stdin=subprocess.PIPE)  # noqa: S603 - what the user set
    except (OSError, ValueError):  # not there, or quotation marks that are not closed
        remark(Message(_NO_PAGER, {"pager": asked or "less"}))
        return False
    with contextlib.suppress(KeyboardInterrupt):  # the pager's own affair
        pager.communicate(text.encode("utf-8", "replace"))
    while pager.poll() is None:
        with contextlib.suppress(KeyboardInterrupt):
            pager.wait()
    return True


def deliver_beside(text: str, file: Path | None, other: Callable[[], None]) -> None:
    """The answer, and another file that is to be written. Raises Stop; then nothing was printed,
    and the other file is not there where the answer could not be written."""
    if file is None:
        other()
    deliver(text, file)
    if file is not None:
        other()


def kept_apart(*files: Path | None) -> None:
    """Raises Stop where a file is named twice, as what is read and what is written: nothing a user
    wrote is written over.
    """
    named = [file.resolve() for file in files if file is not None and str(file) != "-"]
    twice = next(
        (
            file
            for at, file in enumerate(named)
            if file in named[:at] and (not file.exists() or file.is_file())
        ),
        None,
    )
    if twice is not None:
        raise stop(Message(_NAMED_TWICE, {"path": twice.name}))


def free(file: Path | None) -> None:
    """Raises Stop where something stands already that is to be written anew."""
    if file is not None and os.path.lexists(file):
        raise stop(Message(_EXISTS, {"path": file}))


def write_new(file: Path, text: str) -> None:
    """A file that is not there yet, whole or not at all. Raises Stop where it cannot be written;
    nothing is ever written over.
    """
    free(file)
    deliver(text, file)


@contextlib.contextmanager
def spoken_to_stdout() -> Iterator[None]:
    """Around whatever writes to standard output. Raises Stop where it cannot be written."""
    try:
        yield
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        # The reader has seen enough, as with `| head`: not an error. Nothing more may be flushed at
        # exit.
        _silence_stdout()
    except OSError as error:
        _silence_stdout()
        raise unwritten(say(_STDOUT), error) from error


def unwritten(path: str, error: OSError) -> Stop:
    """Say that something cannot be written, and why; raise what this returns."""
    from parplan.workspace import why

    return stop(Message(_CANNOT_WRITE, {"path": path, "why": why(error)}))


def _to_stdout(text: str) -> None:
    if sys.stdout is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    if sys.stdout.isatty():
        sys.stdout.write(text)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8", "replace"))


def _silence_stdout() -> None:
    if sys.stdout is None:
        return
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def write_whole(file: Path, data: bytes) -> None:
    """Write a file whole or not at all. Raises OSError; what stood there then still stands."""
    with writing_whole(file) as out:
        out.write(data)


@contextlib.contextmanager
def writing_whole(file: Path) -> Iterator[IO[bytes]]:
    """A file to write to that takes its place when all is written: beside it first. Raises OSError;
    what stood there then still stands, as it does when anything else goes wrong meanwhile."""
    if file.exists() and not file.is_file():
        if file.is_dir():
            raise IsADirectoryError(21, os.strerror(21))
        with file.open("wb") as out:  # a device or a pipe cannot be replaced
            yield out
        return
    import tempfile

    file = file.resolve()
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        beside.chmod(file.stat().st_mode & 0o777 if file.exists() else 0o666 & ~_umask())
        beside.replace(file)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


_ERROR = Text("parplan: lỗi: {message}", "parplan: error: {message}")
_STDOUT = Text("đầu ra chuẩn", "standard output")
_CANNOT_WRITE = Text("không ghi được {path}: {why}", "{path} cannot be written: {why}")
_NAMED_TWICE = Text(
    "{path} vừa để đọc vừa để ghi, hoặc ghi hai lần",
    "{path} would be read and written, or written twice",
)
_EXISTS = Text(
    "{path} đã có; chọn tên khác, hoặc xóa tệp đó trước",
    "{path} exists already; choose another name, or remove it first",
)
_NO_PAGER = Text(
    "không chạy được chương trình xem từng trang “{pager}”", "the pager “{pager}” cannot be started"
)
_NEEDS_EXTRA = Text(
    "lệnh này cần thêm thư viện {library}: pip install 'parplan[{extra}]'",
    "this needs the library {library} as well: pip install 'parplan[{extra}]'",
)
