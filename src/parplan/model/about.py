"""The plan itself: whose it is, of which years, and the document it was taken from."""

from typing import Annotated, Literal

from pydantic import Field

from parplan.model.fields import Id, MaybeYear, Record, Words, Year, described
from parplan.points import Lang


class Original(Record):
    """The document that a plan was taken from."""

    file: Annotated[str, described("tên tệp văn bản", "the document's name, beside the plan")]
    sha256: Annotated[
        str,
        described("mã kiểm tra SHA-256 của tệp", "the file's checksum, SHA-256"),
        Field(pattern=r"^[0-9a-f]{64}$"),
    ]


class About(Record):
    """The plan itself."""

    id: Annotated[Id, described("mã của kế hoạch", "the plan's id")]
    name: Annotated[Words, described("tên của kế hoạch", "the plan's name")]
    year: Annotated[
        Year, described("năm gốc: năm của số điểm", "the base year: the year of the scores")
    ]
    compared_with: Annotated[
        MaybeYear,
        described(
            "năm dùng để so sánh (mặc định: năm liền trước)",
            "the year that changes are counted from (default: the year before)",
        ),
    ] = None
    target_year: Annotated[Year, described("năm của mục tiêu", "the year of the targets")]
    unit: Annotated[
        str | None,
        described(
            "đơn vị lập kế hoạch, như ghi trong bảng điểm các đơn vị",
            "which unit's plan it is, as tables of units name it",
        ),
    ] = None
    unit_aliases: Annotated[
        dict[str, str],
        described(
            "cách viết khác của tên đơn vị trong các bảng, và tên mà nó thay cho",
            "other names that tables have for units, each with the one that it stands for",
        ),
        Field(default_factory=dict),
    ]
    language: Annotated[Lang, described("ngôn ngữ của văn bản", "the language of the document")] = (
        "vi"
    )
    decimal_mark: Annotated[
        Literal[",", "."],
        described("dấu thập phân của văn bản", "the decimal mark of the document"),
    ] = ","
    source: Annotated[
        Original | None,
        described(
            "văn bản mà kế hoạch được nhập từ đó", "the document that the plan was imported from"
        ),
    ] = None

    @property
    def since(self) -> int:
        """The year that changes are counted from."""
        return self.compared_with or self.year - 1
