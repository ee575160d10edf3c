"""The parts of an Office file: a zip archive of XML, read with limits, nothing in it followed."""

from collections.abc import Callable
from typing import BinaryIO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile
from zlib import error as broken_data

from parplan.documents.blocks import Unreadable
from parplan.text import Count, Message, Text

MAX_PART = 64 << 20  # bytes, unpacked
MAX_ELEMENTS = 2_000_000  # of a part
MAX_DEPTH = 256
_PIECE = 1 << 16
_ENCRYPTED = 0x1  # a bit of a part's flags

START = Callable[[str, dict[str, str]], None]


class Package:
    """An Office file that is open. Raises Unreadable where it is none."""

    def __init__(self, file: BinaryIO) -> None:
        try:
            self._zip = ZipFile(file)
            self.names = frozenset(self._zip.namelist())
        except (BadZipFile, OSError, ValueError, EOFError, NotImplementedError) as error:
            raise Unreadable(Message(_BROKEN)) from error
        if any(name.endswith("vbaProject.bin") for name in self.names):
            raise Unreadable(Message(_MACROS))

    def parse(
        self,
        part: str,
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None],
        data: Callable[[str], None],
    ) -> None:
        """Read a part; names come with their namespace before a blank. Raises Unreadable where it
        is no XML, is larger than documents are, or has what no document of an office has.
        """
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        depth = count = 0

        def started(name: str, attributes: dict[str, str]) -> None:
            nonlocal depth, count
            depth, count = depth + 1, count + 1
            if depth > MAX_DEPTH or count > MAX_ELEMENTS:
                raise Unreadable(Message(_TOO_LARGE))
            start(name, attributes)

        def ended(name: str) -> None:
            nonlocal depth
            depth -= 1
            end(name)

        parser.StartElementHandler = started
        parser.EndElementHandler = ended
        parser.CharacterDataHandler = data
        parser.StartDoctypeDeclHandler = _no_doctype
        try:
            info = self._zip.getinfo(part)
            if info.flag_bits & _ENCRYPTED:
                raise Unreadable(Message(_LOCKED))
            if info.file_size > MAX_PART:
                raise Unreadable(Message(_TOO_MUCH, {"most": Count(MAX_PART >> 20)}))
            with self._zip.open(info) as stream:
                read = 0
                while piece := stream.read(_PIECE):
                    read += len(piece)
                    if read > MAX_PART:
                        raise Unreadable(Message(_TOO_MUCH, {"most": Count(MAX_PART >> 20)}))
                    parser.Parse(piece)
                parser.Parse(b"", True)  # noqa: FBT003  # expat takes it so
        except (KeyError, BadZipFile, broken_data, OSError, EOFError, NotImplementedError) as error:
            raise Unreadable(Message(_BROKEN)) from error
        except (expat.ExpatError, ValueError) as error:
            raise Unreadable(Message(_NO_XML, {"part": part})) from error


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
    "một phần của tệp lớn hơn {most} MB, quá mức của một văn bản; lưu riêng phần của kế hoạch thành "
    "một tệp rồi dùng tệp đó",
    "a part of the file is larger than {most} MB, more than any document is: save the plan's part "
    "as a file of its own",
)
_TOO_LARGE = Text(
    "tệp có quá nhiều phần tử hoặc lồng nhau quá sâu, không như văn bản thông thường; sao chép nội "
    "dung sang một tệp mới rồi dùng tệp đó",
    "the file has more elements, or deeper nested ones, than documents have: copy what it says into "
    "a new one, and take that",
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
