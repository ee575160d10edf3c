"""Figures against the text of the document itself (`validate --against`); `checks` looks where each
is said to stand.
"""

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from parplan.location import Loc
from parplan.model.cells import Cell
from parplan.model.plan import Plan
from parplan.rules.rule import Problem, Spot, rule
from parplan.text import DID_YOU_MEAN, Text


class Compared(NamedTuple):
    """A figure of the plan and its place in the document: what is expected there (None where the
    plan says that it is not printed), what the document reads (nothing where it is blank), whether
    these are alike, and what targets.yaml has for what the document states, where that is no bare
    figure.
    """

    ident: str
    field: str
    cell: Cell
    expected: str | None
    found: str
    alike: bool
    stated: str | None = None
    others: tuple[str, ...] = ()


# What a document may not have: a table under a heading, a column, a row, a sentence or the words in
# it; or anything of the plan; or the plan does not say the place.
Kind = Literal["table", "column", "row", "sentence", "phrase", "place", "document", "figures"]


class Absent(NamedTuple):
    """What figures depend on and is not there: where the plan names it, what fills the words."""

    kind: Kind
    loc: Loc
    path: str
    values: Mapping[str, object]
    near: tuple[str, ...] = ()

    def of(self, *kinds: Kind) -> Iterator[Spot]:
        """The place in the plan, where it is of one of these kinds."""
        if self.kind in kinds:
            values = {**self.values, "near": tuple(f"“{name}”" for name in self.near)}
            help_text = DID_YOU_MEAN if self.near else None
            yield Spot(self.loc, values, self.path, help=help_text)


BEGINS = Text("bắt đầu bằng", "that begins with")
BEGINS_WITH_THEM = Text("có các số này và bắt đầu bằng", "with these figures that begins with")
HAS_WORDS = Text("có cụm từ", "with the words")
_GIVEN = """\
  - {{id: a, name: A, decimals: 2, table: t1, row: {row}, score: {score}{more}}}\
"""


@rule(
    "C601",
    "cell-is-blank",
    on="cell",
    title=Text("Văn bản không ghi gì ở chỗ đó", "A place where the document has nothing"),
    why=Text(
        "Số liệu phải chỉ ra đúng nơi ghi trong văn bản thì mới kiểm chứng được.",
        "A figure can only be checked where it says it is.",
    ),
    message=Text("tại {place}, văn bản không ghi gì", "in {place}, the document has nothing"),
    help=Text(
        "xem lại chỗ ghi; nếu văn bản không ghi số này thì thêm “printed: {{{field}: null}}”",
        "check the place; where the document does not print the figure, add `printed: {{{field}: "
        "null}}`",
    ),
    wrong=_GIVEN.format(row=1, score=4.49, more="") + " # the document: blank",
    right=_GIVEN.format(row=1, score=4.49, more=", printed: {score: null}"),
)
def cell_is_filled(compared: Compared, _: Plan) -> Iterator[Problem]:
    """The document has something where a figure is said to stand."""
    if not compared.found:
        values = {"place": compared.cell.place, "field": compared.field}
        yield Problem(compared.ident, compared.field, values)


@rule(
    "C602",
    "cell-reads-otherwise",
    on="cell",
    title=Text("Văn bản ghi khác", "A cell that reads otherwise"),
    why=Text(
        "Dữ liệu chép lại phải đúng như văn bản, kể cả chỗ văn bản sai.",
        "Data are copied as printed, misprints included.",
    ),
    message=Text(
        "tại {place}, văn bản ghi “{found}”, không phải “{expected}”",
        "in {place}, the document reads “{found}”, not “{expected}”",
    ),
    help=Text("chép lại đúng như văn bản", "copy the figure as it is printed"),
    wrong=_GIVEN.format(row=1, score=4.94, more="") + " # the document: 4,49",
    right=_GIVEN.format(row=1, score=4.49, more=""),
)
def cell_reads_alike(compared: Compared, _: Plan) -> Iterator[Problem]:
    """The cell has the plan's figure, however it is written."""
    if compared.found and compared.expected is not None and not compared.alike:
        values = {
            "place": compared.cell.place,
            "found": compared.found,
            "expected": compared.expected,
            "field": compared.field,
            "stated": compared.stated,
        }
        in_words = _IN_WORDS if any(map(str.isalpha, compared.found)) else None
        next_step = _AS_STATED if compared.stated else in_words
        yield Problem(compared.ident, compared.field, values, help=next_step)


@rule(
    "C603",
    "table-not-found",
    on="absent",
    title=Text("Văn bản không có bảng này", "A table that the document does not have"),
    why=Text(
        "Không thấy bảng thì không đối chiếu được số nào ghi trong đó.",
        "Without the table none of its figures can be compared.",
    ),
    message=Text(
        "dưới dòng “{table}”, văn bản không có bảng nào; số liệu liên quan: {count}",
        "the document has no table under “{table}”; figures that depend on it: {count}",
    ),
    help=Text(
        "“heading” là dòng ngay trên bảng; các ô của bảng ngăn cách bằng tab",
        "`heading` is the line above the table, and tabs stand between its cells",
    ),
    wrong="tables: {t1: {heading: Bảng 1. PAPI}} # the document: Bảng 2. PAPI",
    right="tables: {t1: {heading: Bảng 2. PAPI}}",
)
def table_is_there(absent: Absent, _: Plan) -> Iterator[Spot]:
    """The document has every table that a figure stands in."""
    yield from absent.of("table")


@rule(
    "C604",
    "column-not-found",
    on="absent",
    title=Text("Bảng không có cột này", "A column that the table does not have"),
    why=Text(
        "Không thấy cột thì không đối chiếu được số nào ghi trong đó.",
        "Without the column none of its figures can be compared.",
    ),
    message=Text(
        "bảng “{table}” không có cột “{column}”; số liệu liên quan: {count}",
        "the table “{table}” has no column “{column}”; figures that depend on it: {count}",
    ),
    help=Text("chép tên cột như văn bản", "copy the title of the column as it is printed"),
    wrong="columns: {row: STT, score: Điểm số} # the document: Điểm",
    right="columns: {row: STT, score: Điểm}",
)
def column_is_there(absent: Absent, _: Plan) -> Iterator[Spot]:
    """A table has every column that its figures stand in."""
    yield from absent.of("column")


@rule(
    "C605",
    "row-not-found",
    on="absent",
    title=Text("Bảng không có dòng này", "A row that the table does not have"),
    why=Text(
        "Không thấy dòng thì không đối chiếu được số nào ghi trong đó.",
        "Without the row none of its figures can be compared.",
    ),
    message=Text(
        "bảng “{table}” không có dòng “{row}”; số liệu liên quan: {count}",
        "the table “{table}” has no row “{row}”; figures that depend on it: {count}",
    ),
    help=Text(
        "“row” là số thứ tự hoặc nhãn của dòng; không có thì tìm theo tên",
        "`row` is the row's number or label; without one it is found by its name",
    ),
    wrong=_GIVEN.format(row=3, score=4.49, more="") + " # t1 has rows 1 and 2",
    right=_GIVEN.format(row=1, score=4.49, more=""),
)
def row_is_there(absent: Absent, _: Plan) -> Iterator[Spot]:
    """A table has every row that figures stand in."""
    yield from absent.of("row")


@rule(
    "C606",
    "place-not-named",
    on="absent",
    title=Text(
        "Số liệu chưa nêu vị trí trong văn bản", "Figures that do not say where they are printed"
    ),
    why=Text(
        "Số liệu phải chỉ ra nơi ghi trong văn bản thì mới kiểm chứng được.",
        "A figure can only be checked where it says it is.",
    ),
    message=Text(
        "chưa nêu vị trí trong văn bản của: {figures}",
        "no place in the document is given for: {figures}",
    ),
    help=Text(
        "nêu bảng (table, rows_in) và cột (columns), hoặc “printed: {{score: null}}” nếu văn bản "
        "không ghi",
        "name the table (table, rows_in) and its column (columns); or `printed: {{score: null}}` "
        "where the document does not print them",
    ),
    wrong="  - {id: a, name: A, decimals: 2, score: 4.49}",
    right=_GIVEN.format(row=1, score=4.49, more=""),
)
def place_is_named(absent: Absent, _: Plan) -> Iterator[Spot]:
    """Every figure says where it is printed."""
    yield from absent.of("place")


@rule(
    "C607",
    "sentence-not-found",
    on="absent",
    title=Text("Văn bản không có câu này", "A sentence that the document does not have"),
    why=Text(
        "Không thấy câu thì không đối chiếu được số nào ghi trong đó.",
        "Without the sentence none of its figures can be compared.",
    ),
    message=Text(
        "văn bản không có câu nào {how} “{what}”; số liệu liên quan: {count}",
        "the document has no sentence {how} “{what}”; figures that depend on it: {count}",
    ),
    help=Text(
        "“row” là lời mở đầu của câu, “sentences” là cụm từ quanh từng số",
        "`row` is how the sentence begins, `sentences` the words around each figure",
    ),
    wrong="sentences: {rank: xếp thứ #} # the document: xếp hạng 63/63",
    right="sentences: {rank: xếp hạng #}",
)
def sentence_is_there(absent: Absent, _: Plan) -> Iterator[Spot]:
    """The document has every sentence that figures stand in, with the words around them."""
    yield from absent.of("sentence", "phrase")


@rule(
    "C608",
    "printed-after-all",
    on="cell",
    title=Text("Văn bản có ghi số này", "A figure that the document prints after all"),
    why=Text(
        "Nói là văn bản không ghi thì số đó không được đối chiếu.",
        "A figure that is said not to be printed is never compared.",
    ),
    message=Text(
        "tại {place}, văn bản ghi “{found}”, nhưng dữ liệu khai là văn bản không ghi số này",
        "in {place}, the document reads “{found}”, but the data say that it does not print this",
    ),
    help=Text(
        "bỏ “{field}: null” trong “printed”, và chép số như văn bản",
        "take `{field}: null` out of `printed`, and copy the figure as it is printed",
    ),
    wrong=_GIVEN.format(row=1, score=4.49, more=", printed: {score: null}")
    + " # the document: 4,49",
    right=_GIVEN.format(row=1, score=4.49, more=""),
)
def unprinted_is_blank(compared: Compared, _: Plan) -> Iterator[Problem]:
    """The document has nothing where a figure is said not to be printed."""
    if compared.expected is None:
        values = {
            "place": compared.cell.place,
            "found": compared.found,
            "field": compared.field,
        }
        yield Problem(compared.ident, compared.field, values)


@rule(
    "C609",
    "another-document",
    on="absent",
    title=Text("Nhầm văn bản", "Another document"),
    why=Text(
        "Văn bản không có bảng, câu nào của kế hoạch thì có lẽ nhầm tệp.",
        "A document without any of the plan's tables and sentences is likely another file.",
    ),
    message=Text(
        "{name} không có bảng hay câu nào mà kế hoạch nêu; số liệu liên quan: {count}",
        "{name} has none of the tables and sentences that the plan names; figures that depend on "
        "them: {count}",
    ),
    help=Text(
        "xem có đúng văn bản của kế hoạch không; các ô của bảng ngăn cách bằng tab",
        "check that it is the document of this plan; tabs stand between the cells of a table",
    ),
    wrong="tables: {t1: {heading: Bảng 1}, t2: {heading: Bảng 2}} # the document: a letter",
    right="tables: {t1: {heading: Bảng 1}, t2: {heading: Bảng 2}} # the document: with both",
)
def document_is_this_plans(absent: Absent, _: Plan) -> Iterator[Spot]:
    """The document has something of what the plan names."""
    yield from absent.of("document")


@rule(
    "C610",
    "two-places-differ",
    on="cell",
    title=Text("Hai chỗ đều khớp mà số khác nhau", "Two places that fit, and differ"),
    why=Text(
        "Dữ liệu chỉ chép được một trong hai; có thể văn bản sai ở chỗ kia.",
        "The data can have one of them only; the other may be a misprint.",
    ),
    message=Text(
        "tại {place}, văn bản ghi “{found}”; bảng hoặc dòng khác cũng khớp thì ghi “{others}”",
        "in {place}, the document reads “{found}”; another table or row that fits has “{others}”",
    ),
    help=Text(
        "nêu rõ bảng nào (heading “… [1]”, “… [2]”) hoặc dòng nào (row: nhãn của dòng kèm [1], "
        "[2]); nếu văn bản sai thì báo cơ quan soạn thảo",
        "say which table (heading “… [1]”, “… [2]”) or which row (row: its label with [1], [2]); "
        "where the document is wrong, tell its authors",
    ),
    wrong=_GIVEN.format(row=1, score=4.49, more="")
    + " # the document has two rows 1: 4,49 and 4,94",
    right=_GIVEN.format(row='"A [2]"', score=4.94, more=""),
)
def other_places_read_alike(compared: Compared, _: Plan) -> Iterator[Problem]:
    """What fits the place of a figure as much has the same figure."""
    if compared.expected is not None and compared.others:
        values = {
            "place": compared.cell.place,
            "found": compared.found,
            "others": "”, “".join(compared.others),
        }
        yield Problem(compared.ident, compared.field, values)


@rule(
    "C611",
    "figures-beyond-the-plan",
    "note",
    on="absent",
    title=Text("Văn bản có số mà kế hoạch không có", "Figures that the plan lacks"),
    why=Text(
        "Số không chép vào kế hoạch thì sai cũng không ai thấy.",
        "A figure that is not in the plan is never checked.",
    ),
    message=Text(
        "bảng “{table}” ghi số mà kế hoạch không có: {where}",
        "the table “{table}” prints figures that the plan lacks: {where}",
    ),
    help=Text(
        "chép các số đó, hoặc nêu “excerpt_of” nếu chỉ lấy một phần bảng",
        "copy them, or say `excerpt_of` where the plan has a part of the table only",
    ),
    wrong=_GIVEN.format(row=1, score=4.49, more="") + " # t1 has rows 1 and 2",
    right=_GIVEN.format(row=1, score=4.49, more=""),
)
def document_has_no_more(absent: Absent, _: Plan) -> Iterator[Spot]:
    """A table that the plan names has no figures that the plan lacks."""
    yield from absent.of("figures")


_IN_WORDS = Text(
    "chép lại đúng như văn bản; nếu là cùng một số mà dấu ghi bằng chữ, thêm “printed: "
    "{{{field}: {found}}}”",
    "copy the figure as it is printed; where it is the same with a word for its sign, add "
    "`printed: {{{field}: {found}}}`",
)
_AS_STATED = Text(
    "ghi mục tiêu đúng như văn bản nêu: {stated}",
    "write the target as the document states it: {stated}",
)
