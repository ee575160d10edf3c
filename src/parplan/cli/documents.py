"""A printed document of any kind that can be read, opened by what it is and not by its name."""

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from parplan.cli.output import lacking
from parplan.text import Message, Text
from parplan.workspace.reading import MOST_TEXT, TOO_LARGE, UNREAD, CannotRead, read_bytes

if TYPE_CHECKING:
    from parplan.documents.blocks import Printed
    from parplan.documents.text import Document
    from parplan.documents.vocabulary import Vocabulary

# How a web page or a text with formats begins that Word has saved under a name of its own; what a
# picture or another archive begins with.
_FORMATTED = (b"{\\rtf", b"<!doctype html", b"<html", b"mime-version:")
_OTHER = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"\x1f\x8b",
    b"Rar!",
    b"7z\xbc\xaf",
    b"GIF8",
    b"II*",
    b"MM\x00*",
)
_ZIP, _OLE, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-"


def printed(path: Path) -> "Printed":
    """A document's paragraphs and tables. Raises CannotRead, with the way out, for what cannot be
    read, or takes a library that is not there.
    """
    from parplan.documents.blocks import Unreadable
    from parplan.documents.legacy import is_legacy

    shown = path.as_posix()
    data = read_bytes(path)
    if data.startswith(_OLE):
        raise CannotRead(Message(UNREAD, {"path": shown, "why": _OLD}))
    if data.lstrip(b"\xef\xbb\xbf \r\n\t")[:20].lower().startswith(_FORMATTED):
        raise CannotRead(Message(UNREAD, {"path": shown, "why": _SAVED}))
    if data.startswith(_OTHER):
        raise CannotRead(Message(UNREAD, {"path": shown, "why": _NO_DOCUMENT}))
    try:
        found = _read(data, path)
    except Unreadable as error:
        raise CannotRead(Message(UNREAD, {"path": shown, "why": error.said})) from error
    if is_legacy(found.blocks):
        raise CannotRead(Message(UNREAD, {"path": shown, "why": _OLD_FONTS}))
    return found


def _read(data: bytes, path: Path) -> "Printed":
    from parplan.documents.blocks import Printed

    shown = path.as_posix()
    if data.startswith(_ZIP):
        from parplan.documents import office

        return office.read(BytesIO(data), shown)
    if data.startswith(_PDF):
        if (missing := lacking("pdfplumber", "pdf")) is not None:
            raise CannotRead(missing)
        from parplan.documents import pdf

        return pdf.read(data, shown)
    return Printed.of(shown, _text(data, path).blocks())


def document(path: Path) -> "Document":
    """A document as its lines, to look figures up in. Raises CannotRead."""
    from parplan.documents.text import Document

    data = read_bytes(path)
    if not data.startswith((_ZIP, _OLE, _PDF)):
        return _text(data, path)
    return Document.of(printed(path), is_aside)


@cache
def vocabulary() -> "Vocabulary":
    """How plans are printed: the words of `printed.yaml`, which travels with the code."""
    from parplan.documents.vocabulary import Vocabulary
    from parplan.yaml_text.read import read

    path = Path(__file__).parents[1] / "printed.yaml"
    return Vocabulary.model_validate(read(path.name, read_bytes(path)).tree)


def is_aside(text: str) -> bool:
    """Whether words above a table are none of its heading; `printed.yaml` is read where that is
    asked.
    """
    return vocabulary().is_aside(text)


def _text(data: bytes, path: Path) -> "Document":
    from parplan.checks.encoding import NotText, decoded
    from parplan.documents.text import Document, tabbed
    from parplan.workspace.opened import not_text

    if len(data) > MOST_TEXT:
        most = MOST_TEXT // 1_000_000
        raise CannotRead(Message(TOO_LARGE, {"path": path.as_posix(), "most": most}))
    try:
        text = decoded(data)
        as_csv = path.suffix.lower() == ".csv"
        return Document.read(tabbed(text) if as_csv else text, path.as_posix(), is_aside)
    except NotText as error:
        raise CannotRead(not_text(path, error)) from error


_OLD = Text(
    "đây là tệp Office cũ (.doc, .xls) hoặc tệp có mật khẩu; mở bằng Word hoặc Excel rồi lưu lại "
    "dưới dạng .docx hoặc .xlsx, không đặt mật khẩu",
    "this is a file of an older Office (.doc, .xls), or one with a password: open it in Word or "
    "Excel and save it as .docx or .xlsx, without one",
)
_SAVED = Text(
    "đây là tệp RTF hoặc trang web, dù tên là gì; mở bằng Word rồi lưu lại dưới dạng .docx",
    "this is RTF or a web page, whatever its name: open it in Word and save it as .docx",
)
_OLD_FONTS = Text(
    "chữ trong tệp dùng phông cũ (TCVN3, VNI), chỉ hiện đúng với phông đó; chuyển sang Unicode "
    "(chẳng hạn bằng Unikey) rồi lưu lại",
    "its text uses fonts from before Unicode (TCVN3, VNI): convert it to Unicode, for example "
    "with Unikey, and save it",
)
_NO_DOCUMENT = Text(
    "đây là ảnh hoặc tệp nén; cần văn bản Word (.docx), bảng tính Excel (.xlsx) hoặc PDF có chữ",
    "this is a picture or an archive; what is needed is a Word document (.docx), a workbook "
    "(.xlsx) or a PDF with its text",
)
