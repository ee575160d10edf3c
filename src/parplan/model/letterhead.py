"""report.yaml: what stands around a document that is sent: who writes to whom, and who signs."""

from typing import Annotated

from pydantic import Field

from parplan.model.fields import (
    Label,
    MaybeDate,
    MaybeWhole,
    OfPlan,
    Record,
    Words,
    described,
)
from parplan.text import Text


class Sending(Record):
    """One document on its way: its number and day, to whom, and who gets a copy."""

    number: Annotated[
        MaybeWhole, described("số của văn bản, ví dụ 5", "the document's number, such as 5")
    ] = None
    date: Annotated[MaybeDate, described("ngày ban hành", "the day it is issued")] = None
    to: Annotated[tuple[Words, ...], described("kính gửi", "the addressees")] = ()
    copies: Annotated[
        tuple[Words, ...],
        described(
            "nơi nhận, ngoài “Như trên” và “Lưu”", "who gets a copy, besides addressees and files"
        ),
    ] = ()


class Signature(Record):
    """Who signs."""

    authority: Annotated[
        Words | None,
        described(
            "thẩm quyền ký, ví dụ TM. ỦY BAN NHÂN DÂN hoặc KT. GIÁM ĐỐC",
            "by which authority, such as TM. ỦY BAN NHÂN DÂN or KT. GIÁM ĐỐC",
        ),
    ] = None
    office: Annotated[
        Words | None, described("chức vụ, ví dụ GIÁM ĐỐC", "the office, such as director")
    ] = None
    name: Annotated[str | None, described("họ và tên", "the name")] = None


class Letterhead(OfPlan):
    """report.yaml: what is not known stays open, and “…” stands for it."""

    superior: Annotated[
        Words | None, described("cơ quan chủ quản trực tiếp", "the body above the issuing one")
    ] = None
    issuer: Annotated[Words | None, described("cơ quan ban hành", "the issuing body")] = None
    abbreviation: Annotated[
        Label | None,
        described("chữ viết tắt của cơ quan ban hành, ví dụ SNV", "its abbreviation, such as SNV"),
    ] = None
    drafter: Annotated[
        Label | None,
        described(
            "chữ viết tắt của đơn vị soạn thảo, ví dụ CCHC",
            "the abbreviation of the office that drafts, such as CCHC",
        ),
    ] = None
    place: Annotated[Words | None, described("địa danh", "the place")] = None
    signature: Annotated[
        Signature, described("người ký", "who signs"), Field(default_factory=Signature)
    ]
    report: Annotated[Sending, described("báo cáo", "the report"), Field(default_factory=Sending)]
    letter: Annotated[
        Sending,
        described("công văn đề nghị đính chính", "the request for correction"),
        Field(default_factory=Sending),
    ]


NOBODY = Text("…", "…")  # what is not known, in a document that somebody completes
