"""report.yaml: what stands around a document that is sent: who writes to whom, and who signs."""

from typing import Annotated, Literal

from pydantic import Field

from parplan.model.fields import (
    Label,
    MaybeCount,
    MaybeDate,
    OfPlan,
    Record,
    Words,
    described,
)
from parplan.text import Text

Document = Literal["plan", "progress", "review", "unit", "letter"]


class Sent(Record):
    """One document on its way: its number and day; to whom, where that is its own."""

    number: Annotated[
        MaybeCount, described("số của văn bản, ví dụ 5", "the document's number, such as 5")
    ] = None
    date: Annotated[MaybeDate, described("ngày ban hành", "the day it is issued")] = None
    to: Annotated[
        tuple[Words, ...] | None,
        described("kính gửi, nếu khác", "the addressees, where they are others"),
    ] = None
    copies: Annotated[
        tuple[Words, ...] | None,
        described("nơi nhận, nếu khác", "who gets a copy, where they are others"),
    ] = None


class Documents(Record):
    """The documents that are sent, as `report --about` names them, and the letter of `errata`."""

    plan: Annotated[Sent | None, described("báo cáo kế hoạch", "the report about the plan")] = None
    progress: Annotated[
        Sent | None, described("báo cáo tiến độ", "the report about its progress")
    ] = None
    review: Annotated[
        Sent | None,
        described("báo cáo kết quả so với mục tiêu", "the report about the outcome"),
    ] = None
    unit: Annotated[
        Sent | None, described("báo cáo về một đơn vị", "the report about one unit")
    ] = None
    letter: Annotated[
        Sent | None,
        described("công văn đề nghị đính chính", "the request for correction"),
    ] = None


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
    to: Annotated[tuple[Words, ...], described("kính gửi", "the addressees")] = ()
    copies: Annotated[
        tuple[Words, ...],
        described(
            "nơi nhận, ngoài “Như trên” và “Lưu”", "who gets a copy, besides addressees and files"
        ),
    ] = ()
    documents: Annotated[
        Documents,
        described("từng văn bản", "each document by itself"),
        Field(default_factory=Documents),
    ]

    def sent(self, name: Document) -> Sent:
        """What is known of one document, with what holds for all where it says nothing else."""
        own: Sent = getattr(self.documents, name) or Sent()
        to, copies = (
            all_ if its is None else its
            for its, all_ in ((own.to, self.to), (own.copies, self.copies))
        )
        return own.model_copy(update={"to": to, "copies": copies})


NOBODY = Text("…", "…")  # what is not known, in a document that somebody completes
