"""Errata: contradictions that are the document's own, and what was decided about each."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from parplan.model.fields import Id, Points, Record, Words, described, or_none
from parplan.text import Text


class Erratum(Record):
    """A contradiction that is the document's own: where it stands, what is known of it, and what was decided."""

    id: Annotated[Id, described("mã của lỗi", "the id of the erratum")]
    rule: Annotated[str, described("mã quy tắc phát hiện, ví dụ A301", "the code of the rule that finds it, such as A301")]
    at: Annotated[str, described("nơi phát hiện: mã và trường, ví dụ par.5.score", "where: id and field, such as par.5.score")]
    figures: Annotated[
        dict[str, Points],
        described("các số liệu mâu thuẫn, đúng như bản in", "the contradicting figures as printed; others would be a new contradiction"),
    ]
    known: Annotated[Words, described("những gì biết chắc", "what is known")] = Text("", "")
    decision: Annotated[
        Literal["keep", "correct", "follows", "undecided"],
        described(
            "keep: giữ nguyên; correct: sửa; follows: hệ quả của lỗi khác; undecided: chưa quyết định",
            "keep: leave as printed; correct: put other figures; follows: a consequence of another erratum; undecided",
        ),
    ]
    correct: Annotated[
        dict[str, Points],
        described("số liệu thay thế, theo mã và trường", "the figures to put instead, by id and field"),
        Field(default_factory=dict),
    ]
    follows: Annotated[tuple[Id, ...], described("các lỗi gốc", "the errata it is a consequence of")] = ()
    because: Annotated[Words, described("lý do của quyết định", "the reason for the decision")] = Text("", "")


class ErrataFile(Record):
    """errata.yaml: the ledger of the document's own contradictions."""

    errata: Annotated[tuple[Erratum, ...], BeforeValidator(or_none), described("các mục đính chính", "the entries")] = ()
