"""What is wrong with peers. `peers` and `panel` find where; the words are here."""

from parplan.rules.rule import Rule, Severity, register
from parplan.text import Text

_PLAN = """\
  - {id: a, name: A, decimals: 2, max: 10, score: 7}
# peers
name: {vi: Các đơn vị, en: The field}
year: 2022
ranked: 4
"""


def _peers(
    code: str, slug: str, *, title: Text, why: Text, message: Text, help: Text, wrong: str, right: str, severity: Severity = "error"
) -> None:
    register(Rule(code, slug, severity, title, why, message, help, _PLAN + wrong, _PLAN + right, "scenario"))


def _table(
    code: str, slug: str, *, title: Text, why: Text, message: Text, help: Text, wrong: str, right: str, severity: Severity = "error"
) -> None:
    """A rule on a table of peers: its examples are tables, not plans."""
    register(Rule(code, slug, severity, title, why, message, help, wrong, right, "panel"))


def _groups(high: str, *, first: int = 2, count: int = 2) -> str:
    return (
        f"groups:\n  a:\n    - {{id: high, name: {{vi: Cao, en: High}}, low: 7.5, high: 8, count: {first}}}\n"
        f"    - {{id: low, name: {{vi: Thấp, en: Low}}, low: 5, high: {high}, count: {count}}}\n"
    )


LOW_ABOVE_HIGH = Text("điểm thấp nhất {low} lớn hơn điểm cao nhất {high}", "its lowest score, {low}, is above its highest, {high}")
NOT_BELOW = Text("từ {low} đến {high} không nằm dưới nhóm trước", "{low} to {high} does not lie below the group before")
LARGEST_BELOW = Text("largest {high} nhỏ hơn p90 {low}", "largest {high} is below p90 {low}")
LAST_BEFORE = Text("last {high} không sau first {low}", "last {high} is not after first {low}")

_peers(
    "P820",
    "group-that-cannot-be",
    title=Text("Nhóm không thể có số đơn vị như vậy", "A group that cannot have so many units"),
    why=Text(
        "Một đơn vị chỉ có một điểm; nhóm từ điểm này đến điểm khác có ít nhất hai đơn vị.",
        "One unit has one score; a group that goes from one to another has at least two.",
    ),
    message=Text("nhóm {count} đơn vị không thể từ {low} đến {high}", "a group with a count of {count} cannot go from {low} to {high}"),
    help=Text("kiểm tra count, low và high trong nguồn", "look at count, low and high in the source"),
    wrong=_groups("7.4", first=1, count=3),
    right=_groups("7.4"),
)
_peers(
    "P821",
    "groups-overlap",
    title=Text("Các nhóm không tách rời hoặc không theo thứ tự", "Groups that overlap or are out of order"),
    why=Text(
        "Xếp hạng theo nhóm cần các nhóm tách rời, từ cao xuống thấp.",
        "A rank among groups needs groups that lie apart, the highest first.",
    ),
    message=Text("nhóm {group}: {why}", "the group {group}: {why}"),
    help=Text("ghi các nhóm từ cao xuống thấp, mỗi nhóm low ≤ high", "write the groups from high to low, each with low ≤ high"),
    wrong=_groups("7.6"),
    right=_groups("7.4"),
)
_peers(
    "P822",
    "groups-do-not-add-up",
    title=Text("Số đơn vị trong các nhóm không bằng số được xếp hạng", "Groups that do not hold all who were ranked"),
    why=Text("Mẫu số của thứ hạng là số đơn vị được xếp hạng.", "The denominator of a rank is the number ranked."),
    message=Text(
        "các nhóm có {counted} đơn vị, nhưng {ranked} đơn vị được xếp hạng", "the groups hold {counted} units, and {ranked} were ranked"
    ),
    help=Text("kiểm tra count của từng nhóm, hoặc ranked", "look at the count of each group, or at ranked"),
    wrong=_groups("7.4", count=3),
    right=_groups("7.4"),
)
_peers(
    "P823",
    "gains-out-of-order",
    title=Text("Mức tăng không theo thứ tự", "Gains that are out of order"),
    why=Text(
        "Mức lớn nhất không thể nhỏ hơn mức của chín phần mười đơn vị.", "The largest cannot be below what nine in ten gained at most."
    ),
    message=Text("mức tăng: {why}", "gains: {why}"),
    help=Text("đổi chỗ hai số, hoặc kiểm tra lại nguồn", "exchange the two, or look at the source again"),
    wrong="gains: {first: 2021, last: 2024, rows: {a: {p90: 0.9, largest: 0.4}}}",
    right="gains: {first: 2021, last: 2024, rows: {a: {p90: 0.4, largest: 0.9}}}",
)


_HEAD = "unit,year,a\n"
NO_UNIT = Text("không ghi đơn vị", "it names no unit")
NO_YEAR = Text("“{text}” không phải là năm", "“{text}” is no year")
LOOK_AT_GROUP = Text("kiểm tra điểm của nhóm trong nguồn", "look at the group's scores in the source")
NO_NEAR_COLUMN = Text("bỏ cột này, hoặc đặt tên cột theo mã của mục", "leave the column out, or name it by a row's id")
NO_NEAR_UNIT = Text("thêm dòng của đơn vị, hoặc ghi tên như trong plan.unit", "add the unit's lines, or name it as plan.unit does")
CELLS = Text("dòng này có {count} ô, dòng đầu có {needed}", "this line has {count} cells, and the first line {needed}")
NAMELESS = Text("ô này ở dưới một cột không có tên", "this cell stands below a column without a name")
QUOTE = Text("ngoặc kép mở ở đây không đóng đúng", "a quote that opens here is not closed as it should be")
NOT_UTF8 = Text("không phải văn bản UTF-8", "it is not UTF-8 text")
NOTHING = Text("không có dòng số liệu nào", "there is not a line of figures in it")

_table(
    "P824",
    "table-without-its-columns",
    title=Text("Bảng thiếu cột cần thiết", "A table without the columns it needs"),
    why=Text("Cần biết điểm của đơn vị nào, năm nào, mục nào.", "It takes a unit, a year and a row to know what a score is."),
    message=Text("bảng không có cột {missing}", "the table has no column {missing}"),
    help=Text(
        "dòng đầu ghi unit (hoặc province), year và mã các mục, ví dụ unit,year,par,par.1",
        "the first line names unit (or province), year and ids of rows, such as unit,year,par,par.1",
    ),
    wrong="name,year,a\nB,2022,7.1\n",
    right=_HEAD + "B,2022,7.1\n",
)
_table(
    "P825",
    "no-unit-or-year",
    title=Text("Dòng không có đơn vị hoặc năm", "A line without a unit or a year"),
    why=Text("Điểm không rõ của ai, năm nào thì không so được.", "A score of nobody, or of no year, compares with nothing."),
    message=Text("dòng này không dùng được ({why})", "this line cannot be used ({why})"),
    help=Text("ghi tên đơn vị và năm gồm bốn chữ số", "write the unit's name, and the year in four digits"),
    wrong=_HEAD + "B,22,7.1\n",
    right=_HEAD + "B,2022,7.1\n",
)
_table(
    "P826",
    "column-of-no-row",
    severity="warning",
    title=Text("Cột không phải mã của mục nào", "A column that is no row's id"),
    why=Text("Cột gõ sai mã sẽ bị bỏ qua mà không ai biết.", "A mistyped id would lose its column without a word."),
    message=Text("cột “{name}” không phải mã của mục nào, nên không dùng", "the column “{name}” is no row's id, and is left out"),
    help=Text("có phải là {near}? nếu không thì bỏ cột này", "did you mean {near}? if not, leave the column out"),
    wrong="unit,year,a,b\nB,2022,7.1,3\n",
    right=_HEAD + "B,2022,7.1\n",
)
_table(
    "P827",
    "unit-twice-in-a-year",
    title=Text("Một đơn vị có hai dòng trong một năm", "A unit with two lines for one year"),
    why=Text("Hai dòng có thể có hai điểm khác nhau.", "Two lines may have two scores."),
    message=Text("{unit}, năm {year}, đã có ở dòng {line}", "{unit} has a line for {year} already, line {line}"),
    help=Text("giữ lại một dòng, hoặc sửa năm", "keep one of them, or mend its year"),
    wrong=_HEAD + "B,2022,7.1\nB,2022,7.2\n",
    right=_HEAD + "B,2022,7.1\nB,2023,7.2\n",
)
_table(
    "P828",
    "not-a-score",
    title=Text("Ô không phải là điểm", "A cell that is no score"),
    why=Text("Đơn vị không được xếp hạng thì để trống ô.", "The cell of a unit that was not ranked stays empty."),
    message=Text("“{text}” không phải là điểm", "“{text}” is no score"),
    help=Text(
        "ghi số như 7.97; muốn dùng dấu phẩy thập phân thì ngăn cách các ô bằng dấu chấm phẩy; chưa có điểm thì để trống",
        "write points such as 7.97; with decimal commas, separate the cells with semicolons; leave it empty where there is none",
    ),
    wrong=_HEAD + 'B,2022,"7,1"\n',
    right=_HEAD + "B,2022,7.1\n",
)
_table(
    "P829",
    "not-a-table",
    title=Text("Không đọc được bảng", "A table that cannot be read"),
    why=Text(
        "Thừa hoặc thiếu ô thì các số lệch cột mà không ai thấy.",
        "With a cell too many or too few, figures slip into other columns unseen.",
    ),
    message=Text("không đọc được bảng: {why}", "the table cannot be read: {why}"),
    help=Text(
        "lưu lại dưới dạng CSV UTF-8; số có dấu phẩy thập phân thì ngăn cách các ô bằng dấu chấm phẩy",
        "save it as CSV in UTF-8; where figures have decimal commas, separate the cells with semicolons",
    ),
    wrong=_HEAD + "B,2022,7,1\n",
    right=_HEAD + "B,2022,7.1\n",
)
_table(
    "P830",
    "score-out-of-range",
    title=Text("Điểm ngoài thang điểm", "A score outside its scale"),
    why=Text("Không thể vượt điểm tối đa hoặc thấp hơn mức sàn.", "Nobody scores above the maximum or below the floor."),
    message=Text("{score} không nằm trong khoảng từ {low} đến {high}", "{score} is not between {low} and {high}"),
    help=Text("kiểm tra lại điểm; chưa có điểm thì để trống", "look at the score again; leave it empty where there is none"),
    wrong=_HEAD + "B,2022,71\n",
    right=_HEAD + "B,2022,7.1\n",
)
_table(
    "P831",
    "unit-without-a-year",
    severity="note",
    title=Text("Đơn vị thiếu dòng của một số năm", "A unit without a line for some years"),
    why=Text("Không có dòng thì coi như không được xếp hạng năm đó.", "Without a line it counts as not ranked in that year."),
    message=Text(
        "{unit} không có dòng năm {years}: coi như không được xếp hạng", "{unit} has no line for {years}: it counts as not ranked"
    ),
    help=Text("thêm dòng nếu bị sót", "add the line if it was forgotten"),
    wrong=_HEAD + "B,2021,7\nB,2022,7.1\nC,2022,7.2\n",
    right=_HEAD + "B,2022,7.1\nC,2022,7.2\n",
)
_table(
    "P832",
    "own-unit-not-there",
    severity="warning",
    title=Text("Bảng không có đơn vị của kế hoạch", "A table without the plan's own unit"),
    why=Text(
        "Không có đơn vị của mình thì thứ hạng tính như thêm một đơn vị.", "Without it, ranks are counted as if one unit more were ranked."
    ),
    message=Text("bảng không có “{unit}”, đơn vị của kế hoạch", "the table does not have “{unit}”, whose plan it is"),
    help=Text("có phải là {near}? ghi tên như trong plan.unit", "did you mean {near}? name it as plan.unit does"),
    wrong=_HEAD + "B,2022,7.1\n",
    right=_HEAD + "A,2022,7.1\n",
)
_table(
    "P833",
    "unit-spelled-two-ways",
    severity="note",
    title=Text("Một đơn vị được viết theo hai cách", "A unit that is spelled two ways"),
    why=Text("Viết khác nhau thì dễ bị tính thành hai đơn vị.", "Spelled two ways, one unit may count as two."),
    message=Text("“{other}” được coi là “{unit}”", "“{other}” is taken for “{unit}”"),
    help=Text("viết tên đơn vị như nhau ở mọi năm", "spell its name alike in every year"),
    wrong=_HEAD + "Bắc B,2021,7.1\nBac B,2022,7.2\nA,2022,7\n",
    right=_HEAD + "Bắc B,2021,7.1\nBắc B,2022,7.2\nA,2022,7\n",
)
_table(
    "P834",
    "column-twice",
    title=Text("Một mục có hai cột", "A row with two columns"),
    why=Text("Hai cột có thể có hai điểm khác nhau.", "Two columns may have two scores."),
    message=Text("cột “{name}” có hai lần", "the column “{name}” stands twice"),
    help=Text("giữ lại một cột", "keep one of them"),
    wrong="unit,year,a,a\nA,2022,7.1,7.2\n",
    right=_HEAD + "A,2022,7.1\n",
)
