"""Files that are written whole or not at all: beside their place first, then put there in one step,
and never over what the run has read.
"""

import contextlib
import os
import sys
import time
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping, Sequence
from errno import EEXIST
from pathlib import Path
from secrets import token_hex
from typing import IO

from parplan.cli.output import Stop, unwritten
from parplan.cli.signals import done, put_away
from parplan.text import Message, Text
from parplan.workspace.folder import SCENARIOS, is_own, keeps
from parplan.workspace.reading import note, real

if sys.platform == "win32":

    def _locked(_: int) -> bool:
        return True  # there is no lock of a folder
else:
    import fcntl

    def _locked(handle: int) -> bool:
        """Whether a lock could be had; on a disk that has none there is nothing to wait for."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            pass
        return True


_begun: set[Path] = set()


class Edited(OSError):
    """A document that somebody else has written, or has worked on since it was made."""


def _drop() -> None:
    """Take away what was begun and is not in its place yet."""
    for path in tuple(_begun):
        with contextlib.suppress(OSError):
            path.unlink()


put_away.append(_drop)


@contextlib.contextmanager
def writing_whole(file: Path) -> Iterator[IO[bytes]]:
    """A file to write an answer to, which takes its place when all is written. Raises Stop where
    that cannot be; what stood there then still stands."""
    if keeps(file):
        raise unwritten(file, _IS_READ)
    try:
        with putting(file) as out:
            yield out
    except OSError as error:
        raise unwritten(file, _EDITED if isinstance(error, Edited) else error) from error


def write_new(file: Path, text: str) -> None:
    """A file that is not there yet, whole or not at all. Raises Stop where it cannot be written;
    nothing is ever written over, by two runs at once either.
    """
    try:
        _made(file, text)
    except OSError as error:
        raise unwritten(file, _EXISTS if isinstance(error, FileExistsError) else error) from error


def write_together(folder: Path, texts: Mapping[str, str]) -> None:
    """New files of a folder, by their names in it, in this order: all of them, or none. Raises Stop
    where one cannot be written, or is there already.
    """
    try:
        for name in texts:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritten(folder.as_posix(), error) from error
    made: list[Path] = []
    put_away.append(lambda: _taken_back(made))
    try:
        for name, text in texts.items():
            write_new(folder / name, text)
            made.append(folder / name)
    except Stop:
        _taken_back(made)
        raise
    done()


def _taken_back(made: Sequence[Path]) -> None:
    """Half a plan is none."""
    for file in made:
        file.unlink(missing_ok=True)


def free(file: Path) -> None:
    """Raises Stop where something stands already that is to be written anew."""
    if os.path.lexists(file):
        raise unwritten(file, _EXISTS)


def saved_at(typed: Path, plan: Path | None) -> Path:
    """The file of a scenario to be saved: a name alone is that of one among the plan's scenarios,
    of the plan that comes with the package (which keeps none) of a file here.
    """
    from parplan.cli.workspace import which

    if typed.suffix or typed.name != str(typed) or typed.name == "..":
        return typed
    folder, name = which(plan), f"{typed.name}.yaml"
    return Path(folder.name) / SCENARIOS / name if folder.given else Path(name)


def write_saved(file: Path, text: str) -> None:
    """As `write_new`, for what is no file of a plan by its name. Raises Stop."""
    if is_own(file):
        raise unwritten(file, _IS_READ)
    if file.parent.name == SCENARIOS:
        with contextlib.suppress(OSError):  # which the file is told of then
            file.parent.mkdir(exist_ok=True)
    write_new(file, text)


def change(file: Path, shown: str, before: str | None, after: str) -> None:
    """Put other text into a file that read `before` (None: was not there) when the run began.
    Raises Stop where it reads otherwise by now, or cannot be written; it is then as it was.
    """
    try:
        with _alone(real(file).parent, shown):
            if before is None:
                _made(file, after)
                done()
                return
            now = file.read_bytes()
            mark = BOM_UTF8 if now.startswith(BOM_UTF8) else b""
            if now != mark + before.encode():
                raise unwritten(shown, _CHANGED)
            with putting(file) as out:
                out.write(mark + after.encode())
            done()
    except OSError as error:
        raise unwritten(shown, _CHANGED if isinstance(error, FileExistsError) else error) from error


def _made(file: Path, text: str) -> None:
    with _temporary(file, 0o666) as (path, out):
        out.write(text.encode())
        _settled(out)
        note(path.stat())
        _linked(path, file)


@contextlib.contextmanager
def putting(file: Path) -> Iterator[IO[bytes]]:
    """A file to write, which takes its place when all is written. Raises OSError where that cannot
    be, Edited where a document stands there that is not as it was made; it then still stands.
    """
    if _is_stream(file):
        with file.open("ab") as out:
            yield out
        return
    file = real(file)  # what a link leads to is replaced, not the link
    mode = file.stat().st_mode if file.exists() else None
    # Whoever may do everything is still told not to.
    if mode is not None and not (mode & 0o222 and os.access(file, os.W_OK)):
        raise PermissionError(13, os.strerror(13))
    if mode is not None and _is_edited(file):
        raise Edited(EEXIST, _EDITED.say("en"))
    with _temporary(file, 0o666 if mode is None else mode & 0o777) as (path, out):
        yield out
        _settled(out)
        if mode is not None:
            path.chmod(mode & 0o777)  # what the mask for new files took from it
        path.replace(file)


def _is_edited(file: Path) -> bool:
    """Whether a document stands there, a Word file or a workbook, which is not as it was made."""
    with file.open("rb") as held:
        if not held.read(4).startswith(_OFFICE):
            return False
        from parplan.render.archive import OURS

        held.seek(max(held.seek(0, os.SEEK_END) - len(OURS), 0))
        return held.read() != OURS


_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # how one begins; behind a password, the second


def _is_stream(file: Path) -> bool:
    """Whether a file is a device or a pipe, or is named as one of the run's own: nothing takes its
    place, and what went there before stays.
    """
    if file.is_dir():
        raise IsADirectoryError(21, os.strerror(21))
    # Without “..” and without following links, which resolve() does.
    whole = os.path.abspath(file)  # noqa: PTH100  # Path has none that does not
    named = whole.startswith(("/dev/std", "/dev/fd/", "/proc/"))
    return named or (file.exists() and not file.is_file())


@contextlib.contextmanager
def _temporary(file: Path, mode: int) -> Iterator[tuple[Path, IO[bytes]]]:
    """A file in the same folder, to be moved; gone when this ends, however it does."""
    path = file.parent / f".parplan-{token_hex(8)}.tmp"
    _begun.add(path)  # before it is there: no moment is left where nobody would take it away
    try:
        with open(path, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as out:
            yield path, out
    finally:
        path.unlink(missing_ok=True)
        _begun.discard(path)


def _settled(out: IO[bytes]) -> None:
    out.flush()
    os.fsync(out.fileno())
    out.close()  # Windows moves no file that is open


def _linked(path: Path, file: Path) -> None:
    """Give a file its name. Raises FileExistsError where that is taken."""
    try:
        file.hardlink_to(path)
    except FileExistsError:
        raise
    except OSError:  # a disk without links: the name is taken first, the text put there then
        with file.open("xb"):
            _begun.add(file)
        try:
            path.replace(file)
        except OSError:
            file.unlink(missing_ok=True)
            raise
        finally:
            _begun.discard(file)


_PATIENCE = 5.0  # seconds to wait for another run that is writing


@contextlib.contextmanager
def _alone(folder: Path, shown: str) -> Iterator[None]:
    """While no other run of parplan writes into a folder. Raises Stop where one does for long.
    Where the system or the disk has no such lock, comparing alone has to do.
    """
    if sys.platform == "win32":
        yield
        return
    handle, end = os.open(folder, os.O_RDONLY), time.monotonic() + _PATIENCE
    try:
        while not _locked(handle):
            if time.monotonic() > end:
                raise unwritten(shown, _BUSY)
            time.sleep(0.01)
        yield
    finally:
        os.close(handle)


_IS_READ = Message(
    Text(
        "đây là tệp số liệu của kế hoạch, hoặc tệp mà lệnh này đọc hay vừa tạo; chọn tên khác",
        "it is data of a plan, or was read or made by this run; choose another name",
    )
)
_EXISTS = Message(
    Text(
        "tệp đã có; chọn tên khác, hoặc xóa tệp đó trước",
        "it exists already; choose another name, or remove it first",
    )
)
_EDITED = Message(
    Text(
        "tệp này không do parplan lập, hoặc đã được sửa sau khi lập; chọn tên khác, hoặc xóa tệp "
        "đó trước",
        "it was not made by parplan, or has been worked on since; choose another name, or remove "
        "it first",
    )
)
_CHANGED = Message(
    Text(
        "tệp đã bị thay đổi trong lúc chạy, nên không ghi gì; hãy chạy lại lệnh",
        "it has changed meanwhile, so nothing was written; run the command again",
    )
)
_BUSY = Message(
    Text(
        "một lệnh parplan khác đang ghi vào thư mục đó; chờ vài giây rồi chạy lại",
        "another run of parplan is writing there; wait a few seconds and run the command again",
    )
)
