"""Files as they are: which may be read, how much of them, why one cannot be, and which this run has
read.
"""

import contextlib
import errno
import os
import stat
from pathlib import Path

from parplan.text import Message, Text

# Bytes: the largest plan known has 40 kB, and so has its text; a country's results a few MB.
MOST, MOST_TEXT = 20_000_000, 4_000_000


class CannotRead(Exception):
    """Something that was to be read cannot be; says what, in both languages, one message each."""

    def __init__(self, *messages: Message) -> None:
        super().__init__(*messages)
        self.messages = messages

    def __str__(self) -> str:
        return "; ".join(message.say("en") for message in self.messages)


def read_bytes(path: Path, shown: str = "", *, found: bool = False) -> bytes:
    """A file whole, named as the user named it. One that was only found in a folder has to be a
    regular file: nobody waits for the other end of a pipe that was not asked for. Raises
    CannotRead.
    """
    shown = shown or path.as_posix()
    waiting = getattr(os, "O_NONBLOCK", 0) if found else 0
    try:
        with open(path, "rb", opener=lambda name, flags: os.open(name, flags | waiting)) as file:
            at = os.fstat(file.fileno())
            if found and not stat.S_ISREG(at.st_mode):
                raise CannotRead(Message(NOT_REGULAR, {"path": shown}))
            note(at)
            known = min(at.st_size or MOST, MOST)
            data = file.read(known + 1)
            if known < len(data) <= MOST:  # it has grown meanwhile
                data += file.read(MOST)
    except OSError as error:
        raise CannotRead(unreadable(error, shown)) from error
    if len(data) > MOST:
        raise CannotRead(Message(TOO_LARGE, {"path": shown, "most": MOST // 1_000_000}))
    return data


def leads_out(path: Path, folder: Path) -> bool:
    """Whether a file of a folder is a link, or lies in one, that leads elsewhere."""
    below = len(path.parts) - len(folder.parts)
    if not any(at.is_symlink() for at in (path, *path.parents)[:below]):
        return False
    return not real(path).is_relative_to(real(folder))


def real(path: Path) -> Path:
    """Where a path leads, by all links; one in a ring leads nowhere, and is no error yet."""
    return Path(os.path.realpath(path))


_read: set[tuple[int, int]] = set()


def note(at: os.stat_result) -> None:
    """Remember a file that this run has read or made, which it will not write over."""
    if stat.S_ISREG(at.st_mode):
        _read.add((at.st_dev, at.st_ino))


def read_by_others(path: Path) -> None:
    """Remember a file that a plan rests on, where it is there, as if this run had read it."""
    with contextlib.suppress(OSError):
        note(path.stat())


def noted(path: Path) -> bool:
    """Whether this run has read or made a file, by whatever name."""
    try:
        at = path.stat()
    except OSError:
        return False
    return (at.st_dev, at.st_ino) in _read


def forget() -> None:
    """A further run begins in this process."""
    _read.clear()


def unreadable(error: OSError, path: str) -> Message:
    """Why the system does not let us read a file, as a sentence."""
    if isinstance(error, FileNotFoundError):
        return Message(NO_FILE, {"path": path})
    if isinstance(error, IsADirectoryError):
        return Message(IS_A_FOLDER, {"path": path})
    if isinstance(error, PermissionError):
        return Message(NO_PERMISSION, {"path": path})
    return Message(UNREAD, {"path": path, "why": why(error)})


def why(error: OSError) -> Text | str:
    """The system's reason, in both languages where it is one that people meet."""
    return _REASONS.get(errno.errorcode.get(error.errno or 0, "")) or error.strerror or str(error)


# By the name of the system's error.
_REASONS: dict[str, Text] = {
    "ENOENT": Text("không có tệp hoặc thư mục này", "No such file or directory"),
    "EACCES": Text("không có quyền", "Permission denied"),
    "EPERM": Text("không được phép", "Operation not permitted"),
    "EISDIR": Text("là thư mục", "Is a directory"),
    "ENOTDIR": Text("không phải thư mục", "Not a directory"),
    "EMFILE": Text("mở quá nhiều tệp", "Too many open files"),
    "ENOSPC": Text("đĩa đầy", "No space left on device"),
    "EFBIG": Text("tệp quá lớn", "File too large"),
    "ENAMETOOLONG": Text("tên tệp quá dài", "File name too long"),
    "ELOOP": Text("liên kết vòng tròn", "Too many levels of symbolic links"),
    "EROFS": Text("ổ đĩa chỉ đọc", "Read-only file system"),
    "EBADF": Text("đã đóng", "it is closed"),
    "EIO": Text("lỗi thiết bị", "Input/output error"),
}
NO_FILE = Text("không có tệp {path}", "there is no file {path}")
IS_A_FOLDER = Text("{path} là thư mục, không phải tệp", "{path} is a folder, not a file")
NO_PERMISSION = Text(
    "không có quyền đọc {path}; xin cấp quyền đọc",
    "no permission to read {path}; ask for permission to read it",
)
UNREAD = Text("không đọc được {path}: {why}", "{path} cannot be read: {why}")
NOT_REGULAR = Text(
    "{path} là thiết bị hoặc ống dẫn, không phải tệp thường; bỏ ra khỏi thư mục kế hoạch",
    "{path} is a device or a pipe, not a file; take it out of the plan's folder",
)
LEADS_OUT = Text(
    "{path} là liên kết ra ngoài thư mục kế hoạch; nếu đúng ý, thêm {option}",
    "{path} is a link that leads out of the plan's folder; where that is meant, add {option}",
)
TOO_LARGE = Text(
    "không đọc được {path}: tệp lớn hơn {most} MB; chia nhỏ tệp, hoặc xem lại có đúng tệp không",
    "{path} cannot be read: it is larger than {most} MB; split it, or see whether it is the file "
    "that was meant",
)
