"""The parts of an Office file: a zip archive of XML, read with limits, nothing in it followed."""

from collections.abc import Callable
from typing import BinaryIO, TypeVar
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile
from zlib import error as broken_data

from parplan.documents.blocks import Unreadable
from parplan.text import Count, Message, Text

MAX_BYTES, MAX_TAGS = 64 << 20, 800_000  # unpacked, of all parts that are read
_PIECE = 1 << 16
_ENCRYPTED = 0x1  # a bit of a part's flags

Made = TypeVar("Made")


class Worked(dict[str, Made]):
    """What is made of a name, once for each: to ask for it again takes no call."""

    def __init__(self, make: Callable[[str], Made]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, name: str) -> Made:
        self[name] = made = self._make(name)
        return made


class Package:
    """An Office file that is open. Raises Unreadable where it is none."""

    def __init__(self, file: BinaryIO) -> None:
        try:
            self._zip = ZipFile(file)
            self.names = frozenset(self._zip.namelist())
        except (BadZipFile, OSError, ValueError, EOFError, NotImplementedError) as error:
            raise Unreadable(Message(_BROKEN)) from error
        self._bytes = self._tags = 0
        if any(name.endswith("vbaProject.bin") for name in self.names):
            raise Unreadable(Message(_MACROS))

    def parse(
        self,
        part: str,
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None],
        data: Callable[[str], None],
    ) -> None:
        """Read a part; names of elements come with their namespace before a blank, those of their
        attributes without. Raises Unreadable where it is no XML, is larger than documents are, or
        has what no document of an office has.
        """
        names = Worked(local)

        def started(name: str, values: dict[str, str]) -> None:
            start(name, values and {names[key]: value for key, value in values.items()})

        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = started
        parser.EndElementHandler = end
        parser.CharacterDataHandler = data
        parser.StartDoctypeDeclHandler = _no_doctype
        try:
            info = self._zip.getinfo(part)
            if info.flag_bits & _ENCRYPTED:
                raise Unreadable(Message(_LOCKED))
            if info.file_size > MAX_BYTES:
                raise Unreadable(Message(_TOO_MUCH, {"most": Count(MAX_BYTES >> 20)}))
            with self._zip.open(info) as stream:
                while piece := stream.read(_PIECE):
                    self._count(piece)
                    parser.Parse(piece)
                parser.Parse(b"", True)  # noqa: FBT003  # expat takes it so
        except (KeyError, BadZipFile, broken_data, OSError, EOFError, NotImplementedError) as error:
            raise Unreadable(Message(_BROKEN)) from error
        except (expat.ExpatError, ValueError) as error:
            raise Unreadable(Message(_NO_XML, {"part": part})) from error

    def _count(self, piece: bytes) -> None:
        self._bytes += len(piece)
        self._tags += piece.count(b"<")
        if self._bytes > MAX_BYTES:
            raise Unreadable(Message(_TOO_MUCH, {"most": Count(MAX_BYTES >> 20)}))
        if self._tags > MAX_TAGS:
            raise Unreadable(Message(_TOO_LARGE))


def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition(" ")[2]


def whole(text: str | None) -> int:
    """A whole number from 0 up; 0 for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _no_doctype(*_: object) -> None:
    raise Unreadable(Message(_DOCTYPE))


_BROKEN = Text(
    "tệp bị hỏng hoặc chưa tải về hết; mở bằng Word hoặc Excel rồi lưu lại",
    "the file is broken, or not all of it is there: open it in Word or Excel and save it again",
)
_MACROS = Text(
    "tệp có macro; lưu lại dưới dạng .docx hoặc .xlsx rồi dùng tệp đó",
    "the file has macros: save it as .docx or .xlsx, and take that",
)
_LOCKED = Text(
    "tệp đặt mật khẩu; bỏ mật khẩu rồi lưu lại",
    "the file has a password: save it without one",
)
_TOO_MUCH = Text(
    "nội dung tệp lớn hơn {most} MB, quá mức của một văn bản; lưu riêng phần của kế hoạch thành "
    "một tệp rồi dùng tệp đó",
    "what the file holds is larger than {most} MB, more than any document is: save the plan's part "
    "as a file of its own",
)
_TOO_LARGE = Text(
    "tệp có nhiều phần tử hơn văn bản thông thường; lưu riêng phần của kế hoạch thành một tệp rồi "
    "dùng tệp đó",
    "the file has more elements than documents have: save the plan's part as a file of its own",
)
_NO_XML = Text(
    "phần {part} của tệp không đọc được; mở bằng Word hoặc Excel rồi lưu lại",
    "the part {part} of the file cannot be read: open it in Word or Excel and save it again",
)
_DOCTYPE = Text(
    "tệp khai báo thực thể XML, điều văn bản không cần; mở bằng Word hoặc Excel rồi lưu lại",
    "the file declares XML entities, which no document needs: open it in Word or Excel and save it "
    "again",
)
