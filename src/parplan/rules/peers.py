"""What is wrong with peers. `peers` and `panel` find where; the words are here."""

from parplan.labels import Text
from parplan.rules.base import Rule, Severity, register

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


def _groups(high: str, *, count: int = 3) -> str:
    return (
        "groups:\n  a:\n    - {id: high, name: {vi: Cao, en: High}, low: 7.5, high: 8, count: 1}\n"
        f"    - {{id: low, name: {{vi: Thấp, en: Low}}, low: 5, high: {high}, count: {count}}}\n"
    )


_peers(
    "P821",
    "groups-overlap",
    title=Text("Các nhóm không tách rời hoặc không theo thứ tự", "Groups that overlap or are out of order"),
    why=Text(
        "Xếp hạng theo nhóm cần các nhóm tách rời, từ cao xuống thấp.",
        "A rank among groups needs groups that lie apart, the highest first.",
    ),
    message=Text(
        "nhóm {group} từ {low} đến {high} không nằm dưới nhóm trước",
        "the group {group}, {low} to {high}, does not lie below the one before",
    ),
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
    wrong=_groups("7.4", count=4),
    right=_groups("7.4"),
)
_peers(
    "P823",
    "gains-out-of-order",
    title=Text("Mức tăng không theo thứ tự", "Gains that are out of order"),
    why=Text(
        "Mức lớn nhất không thể nhỏ hơn mức của chín phần mười đơn vị.", "The largest cannot be below what nine in ten gained at most."
    ),
    message=Text("{high} không lớn hơn {low}", "{high} is not above {low}"),
    help=Text("đổi chỗ hai số, hoặc kiểm tra lại nguồn", "exchange the two, or look at the source again"),
    wrong="gains: {first: 2021, last: 2024, rows: {a: {p90: 0.9, largest: 0.4}}}",
    right="gains: {first: 2021, last: 2024, rows: {a: {p90: 0.4, largest: 0.9}}}",
)
