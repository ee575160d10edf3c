"""A file of Word or of Excel, by what is in it."""

from typing import BinaryIO

from parplan.documents import docx, xlsx, xlsx_parts
from parplan.documents.blocks import Printed, Unreadable
from parplan.documents.package import Package
from parplan.text import Message, Text


def read(file: BinaryIO, name: str) -> Printed:
    """A document of Word or a workbook of Excel. Raises Unreadable."""
    package = Package(file)
    if docx.DOCUMENT in package.names:
        return docx.read(package, name)
    if xlsx_parts.WORKBOOK in package.names:
        return xlsx.read(package, name)
    raise Unreadable(Message(_OTHER))


_OTHER = Text(
    "đây không phải văn bản Word (.docx) hay bảng tính Excel (.xlsx); mở ra rồi lưu lại dưới dạng "
    "đó",
    "this is no document of Word (.docx) and no workbook of Excel (.xlsx): open it and save it so",
)
