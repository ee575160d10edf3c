"""indicators.yaml: what is scored, as frozen records, unknown keys refused."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Final, Literal, Protocol, TypeVar

from pydantic import Field

from parplan.ids import same_word
from parplan.model.about import About
from parplan.model.fields import (
    DECIMALS_OF,
    PAST_FIELDS,
    SOURCE_OF,
    AboveZero,
    Aggregate,
    Better,
    Columns,
    Count,
    Counts,
    Decimals,
    Id,
    Label,
    Lines,
    MaybeAboveZero,
    MaybeCount,
    MaybeDecimals,
    MaybePoints,
    MaybeRank,
    MaybeWhole,
    NodeField,
    PastField,
    Points,
    Printed,
    PrintedOrNot,
    Record,
    ScoredBy,
    Several,
    Truth,
    Words,
    YearKey,
    dated_name,
    described,
)
from parplan.points import ONE, ZERO, Rank
from parplan.text import Text


class PrintedTable(Record):
    """A printed table, or a passage of prose, that holds figures."""

    heading: Annotated[
        str | None, described("dòng chữ ngay trên bảng", "the line above the table")
    ] = None
    page: Annotated[
        MaybeCount, described("trang có phần đầu của bảng", "the page on which the table begins")
    ] = None
    columns: Annotated[
        Columns | None,
        described(
            "tên cột của bảng; score_2020 là cột điểm năm 2020, target_2028 là cột mục tiêu 2028",
            "the printed column titles; score_2020 is that of the scores of 2020, target_2028 that "
            "of the targets of 2028",
        ),
    ] = None
    lines: Annotated[
        Lines | None,
        described(
            "nhãn của từng dòng, nếu mỗi số liệu của tiêu chí ghi một dòng riêng",
            "the labels of the lines, where each figure of a row stands in a line of its own",
        ),
    ] = None
    sentences: Annotated[
        Columns | None,
        described(
            "số liệu nằm trong câu văn: cụm từ quanh số, # là số, … là chữ bất kỳ",
            "figures in prose: the words around each, # for the figure, … for any words",
        ),
    ] = None
    printed: Annotated[
        Printed | None,
        described(
            "cách viết của cả cột, ví dụ “≥ #”",
            "how a whole column writes its figures, such as “≥ #”",
        ),
    ] = None


class Group(Record):
    """A published group of scores, such as a quartile, named instead of a rank."""

    id: Annotated[Id, described("mã của nhóm", "the group's id")]
    name: Annotated[Words, described("tên của nhóm", "the group's name")]
    low: Annotated[Points, described("điểm thấp nhất của nhóm", "its lowest score, in points")]
    high: Annotated[Points, described("điểm cao nhất của nhóm", "its highest score, in points")]


class Past(Record):
    """What the document prints of an earlier year."""

    score: Annotated[MaybePoints, described("điểm năm đó", "the score, in points")] = None
    rank: Annotated[MaybeRank, described("thứ hạng năm đó", "the rank, such as 53/63")] = None
    comparable: Annotated[
        Truth,
        described(
            "false: sau năm đó bộ tiêu chí đã thay đổi, điểm không so sánh được với các năm sau",
            "false where the criteria changed after that year: its score does not compare with "
            "later ones",
        ),
    ] = True


class Titled(Protocol):
    """What goes by an id and by a name."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def name(self) -> Text:
        """Its name."""


AnyTitled = TypeVar("AnyTitled", bound=Titled)


def titled(text: str, records: Iterable[AnyTitled]) -> AnyTitled | None:
    """The record of an id, or of a name in either language, as people type them; None where there
    is none.
    """
    for each in records:
        if any(same_word(text, name) for name in (each.id, each.name.vi, each.name.en)):
            return each
    return None


class Node(Record):
    """What an index, a row and a part have in common."""

    id: Annotated[
        Id,
        described(
            "mã duy nhất, ví dụ par.5.survey", "the id, unique in the plan, such as par.5.survey"
        ),
    ]
    row: Annotated[
        Label | None,
        described(
            "số thứ tự hoặc nhãn của dòng trong văn bản", "the printed number or label of its row"
        ),
    ] = None
    name: Annotated[
        Words, described("tên, tiếng Việt và tiếng Anh", "the name, in Vietnamese and English")
    ]
    same_as: Annotated[
        Id | None,
        described(
            "mã của cùng số liệu ghi ở nơi khác", "the id of the same fact printed elsewhere"
        ),
    ] = None
    table: Annotated[
        Several,
        described(
            "bảng (hoặc các bảng) ghi số liệu của tiêu chí này",
            "the printed table its own figures stand in, or a list of them",
        ),
    ] = ()
    applies: Annotated[
        Truth,
        described(
            "false: không áp dụng đối với đơn vị, không tính vào điểm và điểm tối đa",
            "false where it does not apply to the unit: it counts neither in scores nor in maxima",
        ),
    ] = True
    bonus: Annotated[
        Truth,
        described(
            "điểm thưởng hoặc trừ: tính vào điểm, không tính vào điểm tối đa",
            "bonus or penalty: counts in scores, not in maxima",
        ),
    ] = False
    weight: Annotated[
        AboveZero,
        described(
            "trọng số trong tiêu chí cấp trên (mặc định 1)",
            "its weight in what is above it (default 1)",
        ),
    ] = ONE
    max: Annotated[
        MaybePoints,
        described(
            "điểm tối đa; bỏ trống nếu chưa biết, 0 nếu không chấm điểm",
            "the maximum, in points; leave out if unknown, 0 if not scored",
        ),
    ] = None
    scored_by: Annotated[
        ScoredBy | None,
        described(
            "administration: tự đánh giá và được thẩm định; survey: điều tra XHH (mặc định như "
            "tiêu chí cấp trên)",
            "administration: done, reported and appraised; survey: asked of people (default: as "
            "what is above it)",
        ),
    ] = None
    better: Annotated[
        Better | None,
        described(
            "lower: càng thấp càng tốt, ví dụ tỷ lệ hồ sơ trễ hạn; không tính vào tổng điểm của "
            "tiêu chí càng cao càng tốt (mặc định như tiêu chí cấp trên)",
            "lower where less is better, such as late files: it does not count in the total of "
            "what is the better the higher (default: as what is above it)",
        ),
    ] = None
    floor: Annotated[
        Points,
        described(
            "điểm thấp nhất có thể (mặc định 0)", "the lowest possible score, in points (default 0)"
        ),
    ] = ZERO
    ceiling: Annotated[
        MaybePoints,
        described(
            "điểm cao nhất có thể, nếu được vượt điểm tối đa mà điểm thưởng không thành dòng riêng",
            "the highest possible score, in points, where a bonus that is no row lifts it above "
            "the maximum",
        ),
    ] = None
    score: Annotated[
        MaybePoints,
        described(
            "điểm của năm gốc, đúng như văn bản", "the base year's score, in points, as printed"
        ),
    ] = None
    percent: Annotated[
        MaybePoints,
        described(
            "tỷ lệ phần trăm điểm tối đa, nếu văn bản ghi",
            "the score as percent of the maximum, where printed",
        ),
    ] = None
    rank: Annotated[
        MaybeRank, described("thứ hạng, ví dụ 53/63 hoặc 53", "the rank, such as 53/63 or 53")
    ] = None
    ranked: Annotated[
        dict[str, Count] | None,
        described(
            "số đơn vị được xếp hạng theo từng năm, nếu biết",
            "how many units were ranked, by year, where known",
        ),
    ] = None
    change: Annotated[
        MaybePoints,
        described(
            "tăng hoặc giảm điểm so với năm so sánh",
            "change of the score since the year compared with, in points",
        ),
    ] = None
    comparable: Annotated[
        Truth,
        described(
            "false: bộ tiêu chí đã thay đổi so với năm so sánh, điểm hai năm không so sánh được",
            "false where the criteria changed since the year compared with: the two years' scores "
            "do not compare",
        ),
    ] = True
    rank_change: Annotated[
        MaybeWhole,
        described(
            "số bậc tăng (+) hoặc giảm (-) so với năm so sánh",
            "places gained (+) or lost (-) since the year compared with",
        ),
    ] = None
    history: Annotated[
        dict[YearKey, Past] | None,
        described(
            "điểm, thứ hạng các năm trước mà văn bản có ghi, theo năm",
            "scores and ranks of earlier years that the document prints, by year",
        ),
    ] = None
    groups: Annotated[
        tuple[Group, ...], described("các nhóm điểm được công bố", "published groups of scores")
    ] = ()
    printed: PrintedOrNot = None
    decimals_of: Annotated[
        dict[Literal["score", "percent", "change"], Decimals] | None, DECIMALS_OF
    ] = None
    source_of: Annotated[dict[NodeField, Words] | None, SOURCE_OF] = None
    aggregate: Annotated[
        Aggregate,
        described(
            "cách tính từ các tiêu chí thành phần: sum (tổng), mean (trung bình), weighted (có "
            "trọng số), none (không)",
            "how it follows from what is below it: sum, mean, weighted (by weight), none",
        ),
    ] = "sum"
    scale: Annotated[
        AboveZero,
        described(
            "hệ số nhân kết quả tính từ tiêu chí thành phần (mặc định 1)",
            "what the aggregate is multiplied by (default 1)",
        ),
    ] = ONE
    rebase: Annotated[
        MaybeAboveZero,
        described(
            "quy đổi: tổng điểm đạt được / tổng điểm tối đa của các tiêu chí áp dụng × số này",
            "the total is converted: points / maxima of what applies × this",
        ),
    ] = None
    counts: Annotated[
        Counts | None,
        described(
            "whole: thiếu một tiêu chí thành phần thì cả tiêu chí chỉ còn mức sàn; capped: tổng "
            "không vượt điểm tối đa, không thấp hơn mức sàn",
            "whole: its floor unless every part has its maximum; capped: at most its maximum, at "
            "least its floor",
        ),
    ] = None
    excerpt_of: Annotated[
        MaybeCount,
        described(
            "số dòng của bảng trong văn bản, nếu ở đây chỉ ghi một phần: không cộng tổng",
            "how many rows the printed table has, where only some stand here: nothing is added up",
        ),
    ] = None
    rows_in: Annotated[
        Several,
        described(
            "bảng (hoặc các bảng) ghi các tiêu chí thành phần",
            "the printed table that what is below it stands in, or a list of them",
        ),
    ] = ()

    @property
    def children(self) -> tuple["Row", ...]:
        """What it is made of: the rows of an index, the parts of a row."""
        raise NotImplementedError

    @property
    def is_scored(self) -> bool:
        """Whether it takes part in what is above it: a row that does not apply does not, nor one
        with maximum 0 and without a score, nor one whose parts are all such.
        """
        if not self.applies:
            return False
        nothing = self.max == self.floor == ZERO and self.score is None and not self.bonus
        return not nothing or any(child.is_scored for child in self.children)

    @property
    def is_plain_sum(self) -> bool:
        """Whether it is by rule the sum of what is below it, and nothing else."""
        return (
            self.aggregate == "sum"
            and self.scale == ONE
            and self.rebase is None
            and self.counts is None
            and not self.is_excerpt
        )

    @property
    def is_excerpt(self) -> bool:
        """Whether only some of its printed rows stand here, so that nothing adds up to it."""
        return self.excerpt_of is not None and self.excerpt_of != len(self.children)

    def past(self, field: PastField, year: int) -> Decimal | Rank | None:
        """A figure of an earlier year, as the document prints it; None where it prints none."""
        told = (self.history or {}).get(year)
        return None if told is None else told.score if field == "score" else told.rank

    @property
    def past_names(self) -> tuple[str, ...]:
        """What its figures of earlier years go by, in the order of the file."""
        if not self.history:
            return ()
        return tuple(
            dated_name(field, year)
            for year in self.history
            for field in PAST_FIELDS
            if self.past(field, year) is not None
        )

    def ranked_in(self, year: int) -> int | None:
        """How many units were ranked in a year; None where that is not known."""
        return (self.ranked or {}).get(str(year))


class Row(Node):
    """A row of an index, or a part of a row, to any depth."""

    parts: Annotated[
        tuple["Row", ...], described("các tiêu chí thành phần", "what it is made of")
    ] = ()

    @property
    def children(self) -> tuple["Row", ...]:
        """The parts of the row."""
        return self.parts


# The fields of a node that say what it counts, beside those that follow from what is above or below
# it (`applies`, `better`, `excerpt_of`), and the maximum, which is a figure.
COUNTING: Final = (
    "bonus",
    "weight",
    "floor",
    "ceiling",
    "aggregate",
    "scale",
    "rebase",
    "counts",
)


class Index(Node):
    """An index: the root of a tree of rows."""

    decimals: Annotated[
        Decimals,
        described("số chữ số thập phân của điểm", "how many decimals its points are printed with"),
    ]
    percent_decimals: Annotated[
        MaybeDecimals,
        described(
            "số chữ số thập phân của tỷ lệ phần trăm (mặc định bằng decimals)",
            "decimals of its percents (default: as decimals)",
        ),
    ] = None
    rows: Annotated[tuple[Row, ...], described("các tiêu chí của chỉ số", "its rows")] = ()

    @property
    def children(self) -> tuple[Row, ...]:
        """The rows of the index."""
        return self.rows


class IndicatorsFile(Record):
    """indicators.yaml: what is scored."""

    plan: Annotated[About, described("kế hoạch", "the plan itself")]
    tables: Annotated[
        dict[str, PrintedTable],
        described(
            "các bảng, câu văn của văn bản có số liệu", "where the document prints its figures"
        ),
        Field(default_factory=dict),
    ]
    indices: Annotated[
        tuple[Index, ...], Field(min_length=1), described("các chỉ số", "the indices")
    ]


# What of a row holds for whoever is scored by it, in the order that files have it: not its figures.
FRAME: Final[tuple[str, ...]] = (
    *("id", "row", "name", "same_as", "bonus", "weight", "max", "scored_by", "better"),
    *("floor", "ceiling", "aggregate", "scale", "rebase", "counts", "excerpt_of"),
    *("decimals", "percent_decimals", "decimals_of"),
)
