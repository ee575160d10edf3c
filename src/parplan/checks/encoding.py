"""Bytes of a text file or table to text, whatever program wrote them: read where it is certain in
which encoding, else refused with the way to save anew.
"""

import codecs

from parplan.text import Text

_UTF_8 = b"\xef\xbb\xbf"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_UTF_32 = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")
_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx and .docx, and the older .xls and .doc


class NotText(ValueError):
    """Bytes that cannot be read as text: why not, and where those are that cannot, if that is
    known.
    """

    def __init__(self, why: Text, at: int | None = None) -> None:
        super().__init__(why.en)
        self.why = why
        self.at = at


def encoding_of(start: bytes, *, whole: bool = False) -> str:
    """The encoding that the first bytes of a file say, or its `whole`, as Python names it: by the
    mark at the beginning, else UTF-8 where they are that. Raises NotText for anything else.
    """
    if start.startswith(_UTF_32):  # before UTF-16, whose mark is the beginning of one of these
        return "utf-32"
    if start.startswith(_UTF_16):
        return "utf-16"
    if start.startswith(_OFFICE):
        raise NotText(OFFICE)
    if b"\x00" in start and not start.startswith(_UTF_8):
        raise NotText(NO_MARK)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start, final=whole)
    except UnicodeDecodeError as error:
        raise NotText(NOT_UTF8, error.start) from error
    return "utf-8-sig"


def decoded(data: bytes) -> str:
    """The text of a file, without the mark at its beginning. Raises NotText."""
    try:
        return data.decode(encoding_of(data, whole=True))
    except UnicodeDecodeError as error:
        raise NotText(DAMAGED) from error


OFFICE = Text(
    "đây là tệp Excel hoặc tệp Office khác, không phải văn bản thuần",
    "it is an Excel workbook or another Office file, not text",
)
NO_MARK = Text(
    "tệp có byte 0, giống UTF-16 thiếu dấu ở đầu tệp",
    "it has zero bytes, like UTF-16 without its mark",
)
NOT_UTF8 = Text("không phải văn bản thuần UTF-8", "it is not UTF-8 text")
DAMAGED = Text(
    "đầu tệp có dấu UTF-16 hoặc UTF-32 nhưng phần sau không đọc được",
    "it has the mark of UTF-16 or UTF-32, but the rest cannot be read as that",
)
SAVE_ANEW = Text(
    "lưu lại với bảng mã UTF-8 (Excel: “CSV UTF-8”; Notepad: Encoding “UTF-8”)",
    "save it anew in UTF-8 (Excel: “CSV UTF-8”; Notepad: encoding “UTF-8”)",
)
