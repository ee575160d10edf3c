"""What a printed table holds: small tables as they are on the clipboard, and what was recognised in them."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

import pytest

from parplan.cli.documents import vocabulary
from parplan.documents import matching
from parplan.documents.assignments import day, units
from parplan.documents.blocks import Cell, Paragraph, Printed, Row
from parplan.documents.drawn import Asked, Drawn, Recognised
from parplan.documents.nesting import Item
from parplan.documents.recognise import recognise
from parplan.documents.text import Document
from parplan.points import Rank
from parplan.workspace.folder import Folder, embedded
from parplan.workspace.opened import Workspace

LIKE = Workspace(Folder(embedded())).plan
WORDS = vocabulary()


def recognised(text: str, asked: Asked | None = None) -> Recognised:
    """A document of text; tabs are written as bars, for people."""
    lines = "\n".join("\t".join(cell.strip() for cell in line.split("|")) for line in text.strip().split("\n"))
    return recognise(Printed("plan.txt", tuple(Document.read(lines, "plan.txt").blocks())), WORDS, LIKE, asked or Asked(), None)


def columns(found: Recognised) -> list[str]:
    """What each column of the first table was taken for, with a question mark where that is not sure."""
    return [f"{it.field or '-'}{'?' if it.certainty == '?' else ''}" for it in found.tables[0].columns]


def tree(rows: list[Drawn]) -> dict[str, object]:
    """Rows by their labels, with those below them."""
    return {row.item.label if row.item else row.id: tree(row.parts) for row in rows}


def figures(found: Recognised) -> dict[str, str]:
    """Every figure by its path."""
    rows = (row for index in found.indices for row in index.walk())
    return {f"{row.id}.{name}": str(figure) for row in rows for name, figure in row.figures.items()}


def codes(found: Recognised) -> list[str]:
    """What is to be known of the document."""
    return [it.code for it in found.document.notices]


class Titles(NamedTuple):
    """A row of titles, and what they say."""

    titles: str
    hold: str


@pytest.mark.parametrize(
    ("titles", "hold"),
    [
        # One below the other: the upper says of which year, and whether that is planned.
        Titles("Năm 2021 / Điểm; Năm 2022 / Điểm; Mục tiêu năm 2023 / Điểm", "score 2021; score 2022; target 2023"),
        Titles("Mục tiêu năm 2023 / Tăng thêm; Tăng, giảm / Hạng; Điểm tối đa / Điểm", "planned 2023; rank_change; max"),
        # A rank or a percentage that is a target is no points; by how many places a rank rises is nothing of a plan.
        Titles(
            "Mục tiêu năm 2023 / Xếp hạng; Mục tiêu xếp hạng; Chỉ tiêu (%); Phấn đấu tăng hạng",
            "target_rank 2023; target_rank; target_percent; -",
        ),
        # What a column is compared with is not what it holds.
        Titles("% so với điểm tối đa; Dự kiến tăng so với năm 2022; So với năm trước", "percent; planned; change"),
        Titles("Tỉ lệ điểm đạt/điểm tối đa; Mức tăng/giảm; Chênh lệch 2022/2021", "percent; change; change"),
        Titles("Tăng/giảm thứ hạng so với năm 2021; Lý do mất điểm; Số điểm chưa đạt", "rank_change; note; lost"),
        Titles("Điểm dự kiến đạt năm 2023; Dự kiến điểm tăng; Kế hoạch năm 2023", "target 2023; planned; target 2023"),
        Titles("Kế hoạch 2023 tăng; KH tăng; Mục tiêu tăng điểm năm 2023; Chỉ tiêu tăng", "planned 2023; planned; planned 2023; planned"),
        Titles("Kế hoạch 2023 giảm; Dự kiến giảm; Dự kiến tăng/giảm", "change 2023; change; change"),
        # A year alone is that of a score; text without marks counts as less sure.
        Titles(
            "Năm 2022; 2021; Diem toi da; Muc tieu nam 2023", "score 2022; score 2021; max (without marks); target 2023 (without marks)"
        ),
        Titles("Nam 2022; Du kien tang so voi nam 2022", "score 2022 (without marks); planned (without marks)"),
        # As workbooks shorten them.
        Titles("TH 2021; TH năm 2022; Ước TH 2022; KH 2023; KH năm 2023", "score 2021; score 2022; score 2022; target 2023; target 2023"),
        Titles("Đạt 2022; Đạt; Mã tiêu chí; Tăng 2023", "score 2022; score; note; planned 2023"),
        Titles("Kết quả TH 2022 so với KH; Điểm năm 2022 (so với năm 2021)", "change 2022; score 2022"),
        # What figures are out of is a remark, unless the title says nothing else.
        Titles("Điểm năm 2023 (thang điểm 10); Mục tiêu 2024 (tối đa 10 điểm)", "score 2023; target 2024"),
        Titles("Điểm chuẩn (thang điểm 100); (thang điểm 10); Điểm (tối đa)", "max; max; max"),
        Titles("Mức độ hài lòng năm 2023; Tỷ lệ hài lòng năm 2023", "score 2023; percent 2023"),
        Titles("Trần; Đạt chuẩn; Ghi nhận", "-; -; -"),
        Titles(
            "Actual 2022; Actual; Plan 2023; Plan; 2023 / Plan; Planned increase",
            "score 2022; score; target 2023; target; target 2023; planned",
        ),
        Titles("Action plan; Planned", "-; planned"),
    ],
)
def test_what_titles_say(titles: str, hold: str) -> None:
    told = []
    for title in titles.split("; "):
        read, year = WORDS.read(title), WORDS.year(title)
        marks = " (without marks)" if read is not None and not read.marked else ""
        told.append("-" if read is None else f"{read.field}{'' if year is None else f' {year}'}{marks}")
    assert "; ".join(told) == hold


PLAN = "KẾ HOẠCH\nNâng cao chỉ số năm 2023\n1. Chỉ số ABC năm 2022\n"


@pytest.mark.parametrize(
    ("table", "hold", "notices"),
    [
        # Two years side by side.
        (
            """STT | Tiêu chí | Năm 2021 |  | Năm 2022 |  | Mục tiêu 2023
               | | Điểm | Hạng | Điểm | Hạng |
               1 | Công khai | 7,5 | 30/63 | 8,0 | 25/63 | 8,5
               2 | Hồ sơ | 3,5 | 11/63 | 3,0 | 14/63 | 3,75""",
            ["number", "name", "score_2021", "rank_2021", "score", "rank", "target"],
            [],
        ),
        # What changes from the scores to the targets is planned; titles may have a year in each cell.
        (
            """STT | Tiêu chí | Tối đa | Đạt 2022 | KH 2023 | Tăng/giảm 2023 so 2022
               1 | Công khai | 10 | 8,0 | 8,5 | 0,5
               2 | Hồ sơ | 5 | 3,0 | 3,75 | 0,75""",
            ["number", "name", "max", "score", "target", "planned"],
            [],
        ),
        (
            """TT | Nội dung | Điểm | |
               | | Tối đa | Đạt 2022 | Tăng 2023
               1 | Công khai | 10 | 8,0 | 0,5
               2 | Hồ sơ | 5 | 3,0 | 0,75""",
            ["number", "name", "max", "score", "planned"],
            [],
        ),
        # A change from the scores makes the targets; one that leads to the scores as well is of the year before.
        (
            """STT | Tiêu chí | Năm 2021 | Năm 2022 | Phấn đấu 2023 | So với 2022
               1 | Công khai | 7,25 | 8,0 | 8,5 | +0,5
               2 | Hồ sơ | 2,0 | 3,0 | 3,75 | 0,75""",
            ["number", "name", "score_2021", "score", "target", "planned"],
            [],
        ),
        (
            """STT | Tiêu chí | Năm 2021 | Năm 2022 | Phấn đấu 2023 | Tăng/giảm
               1 | Công khai | 7,5 | 8,0 | 8,5 | +0,5
               2 | Hồ sơ | 2,25 | 3,0 | 3,75 | 0,75""",
            ["number", "name", "score_2021", "score", "target", "change"],
            [],
        ),
        (
            """STT | Tiêu chí | Năm 2022 | Phấn đấu 2023 | Tăng/giảm
               1 | Công khai | 8,0 | 8,5 | +0,25
               2 | Hồ sơ | 3,0 | 3,75 | -0,5""",
            ["number", "name", "score", "target", "change"],
            [],
        ),
        # Weights are shares, whatever scores are in; increases in percent are found by what they come to.
        (
            """STT | Tiêu chí | Trọng số | Điểm 2022 | Mục tiêu 2023
               1 | Công khai | 40% | 8,0 | 8,5
               2 | Hồ sơ | 60% | 3,0 | 3,75
               | Tổng | 100% | 5,0 | 5,65""",
            ["number", "name", "weight", "score", "target"],
            [],
        ),
        (
            """STT | Tiêu chí | Kết quả năm 2022 (%) | Mục tiêu 2023 (%) | Mức tăng (điểm %)
               1 | Công khai | 82,02 | 84 | 1,98
               2 | Hồ sơ | 80,5 | 83 | 2,5""",
            ["number", "name", "percent", "target_percent", "planned"],
            [],
        ),
        # Of several with one title the total.
        (
            """STT | Tiêu chí | Điểm tối đa | | Điểm năm 2022 |
               | | Tổng | Điều tra XHH | Tổng | Điều tra XHH
               1 | Công khai | 10 | 4 | 8,0 | 3
               2 | Hồ sơ | 5 | 2 | 3,0 | 1""",
            ["number", "name", "max", "-?", "score", "-?"],
            ["I871", "I871"],
        ),
        # Two columns “Điểm”: what adds up tells which is meant; the other is asked about.
        (
            """STT | Tiêu chí | Điểm | Điểm | Dự kiến tăng | Mục tiêu
               1 | Công khai | 7,5 | 8,0 | 0,5 | 8,5
               2 | Hồ sơ | 3,5 | 3,0 | 0,75 | 3,75""",
            ["number", "name", "-?", "score", "planned", "target"],
            ["I871"],
        ),
        (
            """STT | Tiêu chí | Điểm | Điểm | Điểm mất | Điểm tối đa
               1 | Công khai | 8,0 | 7,5 | 2,0 | 10
               2 | Hồ sơ | 3,0 | 3,5 | 2,0 | 5""",
            ["number", "name", "score", "-?", "lost", "max"],
            ["I871"],
        ),
        # Nothing adds up: the last, as years go on, and not sure.
        (
            """STT | Tiêu chí | Điểm | Điểm | Điểm tối đa
               1 | Công khai | 7,5 | 8,0 | 10
               2 | Hồ sơ | 3,5 | 3,0 | 5""",
            ["number", "name", "-?", "score?", "max"],
            ["I872", "I871"],
        ),
        # Points lost make a score its maximum, as an increase makes it the target: not sure.
        (
            """STT | Tiêu chí | Điểm | Abc | Xyz
               1 | Công khai | 7,5 | 2,5 | 10
               2 | Hồ sơ | 3,5 | 1,5 | 5""",
            ["number", "name", "score", "planned?", "target?"],
            ["I889", "I889"],
        ),
        # With the maximum known it is sure.
        (
            """STT | Tiêu chí | Điểm tối đa | Điểm | Abc | Xyz
               1 | Công khai | 10 | 7,5 | 0,5 | 8,0
               2 | Hồ sơ | 5 | 3,5 | 0,75 | 4,25""",
            ["number", "name", "max", "score", "planned", "target"],
            [],
        ),
        # “Increases” that do not add up with scores and targets.
        (
            """STT | Tiêu chí | Điểm | Tăng thêm | Mục tiêu
               1 | Công khai | 7,5 | 0,9 | 8,0
               2 | Hồ sơ | 3,5 | 0,2 | 4,25
               3 | Đất đai | 4,5 | 0,1 | 4,75""",
            ["number", "name", "score?", "planned?", "target?"],
            ["I889", "I889", "I889"],
        ),
        # Targets of several years go by their year, but for that of the plan.
        (
            """STT | Tiêu chí | Điểm 2022 | Mục tiêu 2023 | Mục tiêu 2024
               1 | Công khai | 7,5 | 8,0 | 8,5
               2 | Hồ sơ | 3,5 | 4,25 | 4,5""",
            ["number", "name", "score", "target", "target_2024"],
            [],
        ),
        # A score of 2021, and a column that may be that of 2022.
        (
            """STT | Tiêu chí | Điểm 2021 | Abc | Mục tiêu 2023
               1 | Công khai | 7,5 | 8,1 | 8,0
               2 | Hồ sơ | 3,5 | 4,0 | 4,25""",
            ["number", "name", "score?", "-?", "target"],
            ["I889", "I871"],
        ),
        # Targets in percent, scores in points.
        (
            """STT | Tiêu chí | Điểm tối đa | Điểm | Mục tiêu
               1 | Công khai | 10 | 7,5 | 80%
               2 | Hồ sơ | 5 | 3,5 | 90%""",
            ["number", "name", "max", "score", "target?"],
            ["I889"],
        ),
        # Names are looked for first where no title says anything.
        (
            """STT | Khối cơ quan | Chỉ tiêu | Điểm 2022
               1 | Các sở, ban, ngành | Đạt từ mức khá trở lên | 7,5
               2 | Các huyện, thành phố | Đạt từ mức tốt trở lên | 3,5""",
            ["number", "name?", "target?", "score"],
            ["I889", "I889", "I873", "I873", "I896"],
        ),
        # Words stand in a column whose title says a figure; increases without a sign.
        (
            """STT | Nhóm kế hoạch | Điểm 2022 | Tăng 2023 | Mục tiêu 2023
               1 | Công khai, minh bạch | 7,5 | 0,5 | 8,0
               2 | Tiến độ giải quyết hồ sơ | 3,5 | 0,75 | 4,25""",
            ["number", "name?", "score", "planned", "target"],
            ["I889"],
        ),
        # What has a target is called as that is; beside names it is one, whatever words say it.
        *(
            (
                f"""STT | {title} | Cách tính | Tối đa | Điểm 2022 | Mục tiêu 2023
                   1 | Thể chế | Theo hồ sơ của cơ quan | 10 | 7,5 | 8,0
                   2 | Hạ tầng | Theo khảo sát người dân | 5 | 3,5 | 4,25""",
                ["number", "name", "-?", "max", "score", "target"],
                [],
            )
            for title in ("Chỉ tiêu", "Tên chỉ tiêu", "Chỉ tiêu thành phần năm 2022")
        ),
        (
            """STT | Chỉ tiêu | Tiêu chí | Điểm 2022
               1 | Đạt khá | Thể chế | 7,5
               2 | Đạt tốt | Hạ tầng | 3,5""",
            ["number", "target?", "name", "score"],
            ["I889", "I873", "I873"],
        ),
        (
            """STT | Tiêu chí | Điểm 2022 | Chỉ tiêu
               1 | Thể chế | 7,5 | 8,0
               2 | Hạ tầng | 3,5 | 4,25""",
            ["number", "name", "score", "target"],
            [],
        ),
    ],
)
def test_columns(table: str, hold: list[str], notices: list[str]) -> None:
    found = recognised(PLAN + table)
    assert columns(found) == hold
    assert codes(found) == notices


def test_what_a_person_says_of_a_column_stands() -> None:
    table = "STT | Tiêu chí | Điểm tối đa | Abc | Điểm\n1 | Công khai | 10 | 7,5 | 8,0\n2 | Hồ sơ | 5 | 3,5 | 3,0"
    found = recognised(PLAN + table, Asked(columns={"Abc": "score"}))
    assert columns(found) == ["number", "name", "max", "score", "-?"]
    assert codes(found) == ["I871"]


@pytest.mark.parametrize(
    ("target", "is_one"),
    [
        ("≥ 8,97", "8.97"),
        ("từ 8,97 trở lên", "8.97"),
        ("tối thiểu 8,97 điểm", "8.97"),
        ("phấn đấu đạt 8,97", "8.97"),
        ("ít nhất 8,97", "8.97"),
        ("8,97 điểm", "8.97"),
        ("+ 0,39", None),  # by how much, and not what is to be reached
        ("tăng 0,4 điểm", None),
        ("tăng 5 bậc", "{'places': 5}"),
        ("hạng 30/63", "{'rank': Rank(at=30, of=63)}"),
        ("trên 8 điểm", "{'more_than': Decimal('8')}"),
        ("nhóm cao", "{'group': 'cao'}"),
        ("8,97 hoặc hơn", None),
        ("8,97 (giữ nguyên)", "8.97"),
        ("8,97 (duy trì so với năm trước)", "8.97"),
        ("8,97 (tạm tính)", None),
        ("Đạt điểm tối đa", None),  # whatever that is
    ],
)
def test_words_around_a_figure(target: str, is_one: str | None) -> None:
    found = recognised(PLAN + f"STT | Tiêu chí | Điểm | Mục tiêu\n1 | Công khai | 7,5 | {target}\n2 | Hồ sơ | 3,5 | 4\n3 | Đất | 3 | 4")
    assert figures(found).get("abc.1.target") == is_one
    assert codes(found) == ([] if is_one else ["I873"])


@pytest.mark.parametrize(
    ("target", "most", "is_one"),
    [
        ("Đạt điểm tối đa", "10", "10"),
        ("Tối đa", "10", "10"),
        ("Duy trì điểm tuyệt đối", "10", "10"),
        ("Full marks", "10", "10"),
        ("Đạt điểm tối đa", "", None),
        ("Đạt điểm tối đa", "-3", None),  # that may be lost
        ("Gần tối đa", "10", None),
    ],
)
def test_a_target_may_be_the_maximum(target: str, most: str, is_one: str | None) -> None:
    rows = f"1 | Công khai | 7,5 | {most} | {target}\n2 | Hồ sơ | 3,5 | 5 | 4\n3 | Đất | 3 | 5 | 4"
    found = recognised(PLAN + f"STT | Tiêu chí | Điểm | Điểm tối đa | Mục tiêu\n{rows}")
    assert figures(found).get("abc.1.target") == is_one
    assert codes(found) == ([] if is_one else ["I873"])


@pytest.mark.parametrize(
    ("cell", "is_one"),
    [
        ("13 trở xuống", "13"),
        ("13/63 trở lên", "13/63"),
        ("không quá 13", "13"),
        ("≤ 13", "13"),
        ("Trong nhóm 15", "{'rank': Rank(at=15, of=None)}"),
        ("13 điểm", None),
        ("từ 10 đến 13", None),
    ],
)
def test_ranks_to_be_reached(cell: str, is_one: str | None) -> None:
    rows = f"1 | Công khai | 7,5 | 10 | {cell}\n2 | Hồ sơ | 3,5 | 5 | 4\n3 | Đất | 3 | 5 | 4"
    found = recognised(PLAN + f"STT | Tiêu chí | Điểm 2022 | Điểm tối đa | Mục tiêu xếp hạng 2023\n{rows}")
    assert figures(found).get("abc.1.target_rank") == is_one
    assert codes(found) == ([] if is_one else ["I873"])


@pytest.mark.parametrize(
    ("cells", "scores"),
    [
        (["7.965", "0.743"], ["7.965", "0.743"]),  # 0.743 is no thousand
        (["7.965", "8.125"], ["7.965", "8.125"]),  # nothing else tells
        (["1.234", "612,5"], ["1234", "612.5"]),
        (["1,234", "612.5"], ["1234", "612.5"]),
        (["7.9651", "1.234"], ["7.9651", "1.234"]),
    ],
)
def test_decimal_marks_and_thousands(cells: list[str], scores: list[str]) -> None:
    one, other = cells
    found = recognised(PLAN + f"STT | Tiêu chí | Điểm | Mục tiêu\n1 | Công khai | {one} | \n2 | Hồ sơ | {other} | ")
    assert [value for path, value in figures(found).items() if path.endswith("score")] == scores


@pytest.mark.parametrize(
    ("rows", "scores"),
    [
        ("1 | Công khai | 1.046 | + 58 | 1.104\n2 | Hồ sơ | 693 | + 41 | 734", ["1046", "693"]),  # 1046 + 58 = 1104
        ("1 | Công khai | 1.046 | + 0,058 | 1.104\n2 | Hồ sơ | 693 | + 41 | 734", ["1046", "693"]),  # a comma says so itself
        ("1 | Công khai | 1.046 | + 1.058 | 2.104\n2 | Hồ sơ | 3.125 | + 1 | 4.125", ["1.046", "3.125"]),  # 3.125 + 1
    ],
)
def test_three_digits_behind_each_mark_are_thousands_where_rows_add_up_so(rows: str, scores: list[str]) -> None:
    found = recognised(PLAN + f"STT | Tiêu chí | Điểm | Dự kiến tăng | Mục tiêu\n{rows}")
    assert [value for path, value in figures(found).items() if path.endswith("score")] == scores


FLAT: dict[str, object] = {"Công khai": {}, "Hồ sơ": {}, "Đất đai": {}}
NESTED: dict[str, object] = {"Công khai": {"Hồ sơ": {}, "Đất đai": {}}}


@pytest.mark.parametrize(
    ("rows", "labels", "notices"),
    [
        ("1 | Công khai | 6 | 10\n1.1 | Hồ sơ | 4 | 6\n1.2 | Đất đai | 2 | 4", NESTED, []),
        ("I | Công khai | 6 | 10\n1 | Hồ sơ | 4 | 6\n2 | Đất đai | 2 | 4", NESTED, []),
        ("1 | Công khai | 6 | 10\na) | Hồ sơ | 4 | 6\nb) | Đất đai | 2 | 4", NESTED, []),
        ("1 | Công khai | 6 | 10\n | - Hồ sơ | 4 | 6\n | - Đất đai | 2 | 4", {"Công khai": {"- Hồ sơ": {}, "- Đất đai": {}}}, ["I883"]),
        ("1 | Công khai | 6 | 10\n2 | Hồ sơ | 4 | 6\n3 | Đất đai | 2 | 4", FLAT, []),
        # Maxima that do not add up: perhaps under a wrong row.
        ("1 | Công khai | 6 | 10\n1.1 | Hồ sơ | 4 | 6\n1.2 | Đất đai | 2 | 3", NESTED, ["I884"]),
        # Their number goes on below the total.
        ("1 | Công khai | 6 | 10\n2 | Hồ sơ | 4 | 6\n3 | Đất đai | 2 | 4\nTổng cộng | | 12 | 20", FLAT, []),
        ("1 | Công khai | 6 | 10\n2 | Hồ sơ | 4 | 6\n3 | Đất đai | 2 | 4\n | Tổng điểm | 12 | 21", FLAT, ["I884"]),
    ],
)
def test_which_rows_are_parts(rows: str, labels: dict[str, object], notices: list[str]) -> None:
    found = recognised(PLAN + "STT | Tiêu chí | Điểm | Điểm tối đa\n" + rows)
    assert tree(found.indices[0].parts) == labels
    assert codes(found) == notices


@pytest.mark.parametrize(
    ("rows", "labels", "notices"),
    [
        ("Công khai | 6 | 10\nHồ sơ | 4 | 6\nĐất đai | 2 | 4", NESTED, []),
        ("Công khai | 6 | 10\n<i>Hồ sơ</i> | 4 | 5\n<i>Đất đai</i> | 2 | 5", NESTED, []),
        ("Công khai | 6 | 10\nHồ sơ | 5 | 6\nĐất đai | 3 | 5", FLAT, []),
        # Maxima add up and scores do not: one of them may be chance.
        ("Công khai | 6 | 10\nHồ sơ | 5 | 6\nĐất đai | 2 | 4", NESTED, ["I891"]),
    ],
)
def test_parts_without_numbers(rows: str, labels: dict[str, object], notices: list[str]) -> None:
    found = recognised(PLAN + "Tiêu chí | Điểm | Điểm tối đa\n" + rows)
    assert tree(found.indices[0].parts) == labels
    assert codes(found) == notices


SECTIONS = """
KẾ HOẠCH
Nâng cao các chỉ số năm 2023
Bảng 1. Các chỉ số
STT | Tiêu chí | Điểm | Điểm tối đa
{first}
1 | Công khai | 6 | 10
2 | Hồ sơ | 4 | 6
{second}
1 | Đất đai | 2 | 4
2 | Ngân sách | 3 | 5
"""
IN_BOTH = {"abc.1.score": "6", "abc.2.score": "4", "xyz.1.score": "2", "xyz.2.score": "3"}


@pytest.mark.parametrize(
    ("first", "second", "own"),
    [
        ("I. CHỈ SỐ ABC | | |", "II. CHỈ SỐ XYZ | | |", {}),
        ("I | Chỉ số ABC | 10 | 16", "II | Chỉ số XYZ | 5 | 9", {"abc.score": "10", "xyz.score": "5"}),
    ],
)
def test_several_indices_in_one_table(first: str, second: str, own: dict[str, str]) -> None:
    found = recognised(SECTIONS.format(first=first, second=second))
    assert {path: value for path, value in figures(found).items() if path.endswith("score")} == IN_BOTH | own
    assert codes(found) == []


ABC_ROWS, XYZ_ROWS = "\n1 | Công khai | 6 | 10\n2 | Hồ sơ | 4 | 6", "\n1 | Đất đai | 2 | 4\n2 | Ngân sách | 3 | 5"
OWN = {"abc": "10", "xyz": "5"}


@pytest.mark.parametrize(
    ("rows", "own"),
    [
        (f"I | Chỉ số ABC | 10 | 16{ABC_ROWS}\nII | Chỉ số XYZ | 5 | 9{XYZ_ROWS}\n| Tổng cộng | 15 | 25", OWN),
        (f"I | Chỉ số ABC | |{ABC_ROWS}\n| Tổng | 10 | 16\nII | Chỉ số XYZ | |{XYZ_ROWS}\n| Tổng | 5 | 9\n| Tổng cộng | 15 | 25", OWN),
        (f"I | Chỉ số ABC | |{ABC_ROWS}\nII | Chỉ số XYZ | |{XYZ_ROWS}\n| Tổng cộng | 15 | 25", {}),
        (f"| Tổng cộng | 15 | 25\nI | Chỉ số ABC | 10 | 16{ABC_ROWS}\nII | Chỉ số XYZ | 5 | 9{XYZ_ROWS}", OWN),
        ("1 | Chỉ số ABC | 10 | 16\n2 | Chỉ số XYZ | 5 | 9\n| Tổng cộng | 15 | 25", OWN),
    ],
)
def test_the_total_of_several_indices_is_none_of_theirs(rows: str, own: dict[str, str]) -> None:
    found = recognised("Các chỉ số năm 2022\nSTT | Tiêu chí | Điểm | Điểm tối đa\n" + rows)
    scores = {path.removesuffix(".score"): value for path, value in figures(found).items() if path.endswith("score")}
    assert {path: value for path, value in scores.items() if "." not in path} == own
    assert codes(found) == ["I895"]
    # What is not printed in an index's own row is not looked for there.
    printed = {index.id: index.printed.get("score", "") for index in found.indices}
    assert printed == (OWN if "| Chỉ số XYZ | 5" in rows else dict.fromkeys(OWN, ""))


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("1. Chỉ số ABC năm 2022\nĐơn vị tính: điểm", "Chỉ số ABC"),
        ("1. Chỉ số ABC năm 2022\n(ĐVT: điểm)", "Chỉ số ABC"),
        ("Bảng điểm", "Bảng điểm"),
    ],
)
def test_units_of_measure_are_no_headings(heading: str, name: str) -> None:
    found = recognised(f"{heading}\nSTT | Tiêu chí | Điểm | Điểm tối đa\n1 | Công khai | 6 | 10\n2 | Hồ sơ | 4 | 6")
    assert [index.name for index in found.indices] == [name]


@pytest.mark.parametrize(
    ("alone", "labels", "notices"),
    [
        ("trong thủ tục | | ", {"Công khai trong thủ tục": {}, "Hồ sơ": {}}, ["I875"]),
        ("Đơn vị tính: điểm | | ", {"Công khai": {}, "Hồ sơ": {}}, []),
    ],
)
def test_a_line_alone_goes_on_or_stands_apart(alone: str, labels: dict[str, object], notices: list[str]) -> None:
    found = recognised(PLAN + f"Tiêu chí | Điểm | Điểm tối đa\nCông khai | 6 | 10\n{alone}\nHồ sơ | 4 | 6")
    assert tree(found.indices[0].parts) == labels
    assert codes(found) == notices


@pytest.mark.parametrize("more", range(12))
def test_the_capitals_of_a_sentence_are_whole_however_far_they_stand(more: int) -> None:
    """They begin within so many letters of “Chỉ số”, and may end behind these."""
    found = recognised(PLAN + f"Chỉ số hài lòng về sự phục vụ hành chín{'h' * more} (SIPAS) năm 2022 đạt 82,75/100 điểm.")
    assert {path.partition(".")[0] for path in figures(found)} <= {"sipas"}


def test_a_sentence_and_a_table_are_of_one_index() -> None:
    text = PLAN + "STT | Tiêu chí | Điểm | Điểm tối đa\n1 | Công khai | 6 | 10\n2 | Hồ sơ | 4 | 6"
    found = recognised(text.replace("1. Chỉ", "Chỉ số ABC đạt 10/16 điểm, xếp hạng: 5/63 tỉnh, thành phố.\n1. Chỉ"))
    own = {path: value for path, value in figures(found).items() if path.count(".") == 1}
    assert own == {"abc.score": "10", "abc.max": "16", "abc.rank": "5/63"}


@pytest.mark.parametrize(
    ("first", "second", "tables"),
    [
        ("1 | Công khai | 6 | 10\n2 | Hồ sơ | 4 | 6", "3 | Đất đai | 2 | 4", 1),  # numbers go on
        ("1 | Công khai | 6 | 10\n2 | Hồ sơ | 4 | 6", "1 | Đất đai | 2 | 4", 2),
        ("I | Công khai | 6 | 10", "1 | Hồ sơ | 4 | 6\n2 | Đất đai | 2 | 4\nII | Ngân sách | 1 | 2", 1),  # below I
        ("I | Công khai | 6 | 10\n1 | Hồ sơ | 6 | 10", "II | Ngân sách | 1 | 2", 1),
        ("A | Công khai | 6 | 10\nB | Hồ sơ | 6 | 10", "C | Ngân sách | 1 | 2", 1),  # a letter, and not 100
        ("I | Công khai | 6 | 10\n1 | Hồ sơ | 6 | 10", "I | Ngân sách | 1 | 2", 2),
        ("I | Công khai | 6 | 10\n1 | Hồ sơ | 6 | 10", " | Ngân sách | 1 | 2", 1),
    ],
)
def test_tables_that_a_page_cut(first: str, second: str, tables: int) -> None:
    heads = ("STT", "Tiêu chí", "Điểm", "Điểm tối đa")
    rows = [[line.split(" | ") for line in part.split("\n")] for part in (first, second)]
    blocks = [
        Row(tuple(Cell(text.strip()) for text in cells), number, line)
        for number, part in enumerate(rows, 1)
        for line, cells in enumerate([[*heads], *part], 1)
    ]
    found = recognise(Printed("plan.docx", tuple(blocks)), WORDS, LIKE, Asked(), None)
    assert len(found.tables) == tables


A = Cell(above=True)  # the cell goes on from the one above


def of_cells(titles: Sequence[str], rows: Sequence[str | Sequence[str | Cell]]) -> Recognised:
    split = [row.split(" | ") if isinstance(row, str) else row for row in (titles, *rows)]
    cells = [[cell if isinstance(cell, Cell) else Cell(cell) for cell in row] for row in split]
    made = [Row(tuple(row), 1, line) for line, row in enumerate(cells, 1)]
    return recognise(Printed("plan.docx", (Paragraph("Chỉ số ABC"), *made)), WORDS, LIKE, Asked(), None)


@pytest.mark.parametrize(
    ("rows", "told", "notices"),
    [
        # A figure of several rows is asked about; that of a row and its parts is the row's.
        (["1 | Công khai | 6 | 10 | 7", ["2", "Hồ sơ", "4", "6", A]], {"abc.1.target": "7"}, ["I870"]),
        (["1 | Công khai | 6 | 10 | 7", ["", "Thẩm định", "4", "6", A], ["", "XHH", "2", "4", A]], {"abc.1.target": "7"}, ["I883"]),
        ([["1", "Công khai", Cell("6", across=2), "", "7"], "2 | Hồ sơ | 4 | 6 | 5"], {"abc.1.target": "7", "abc.2.target": "5"}, ["I870"]),
        # A name of several rows: what they are called stands in another column.
        (
            [["1", "Công khai", "6", "10", "7", "Tổng"], [A, A, "4", "6", "4", "Thẩm định"], [A, A, "2", "4", "3", "XHH"]],
            {"abc.1.target": "7", "abc.1.tham-dinh.target": "4", "abc.1.xhh.target": "3"},
            ["I883"],
        ),
        # Nothing says what a further line is: no part, and no total where it is the last of all.
        (
            ["1 | Công khai | 6 | 10 | 7", [A, A, "4", "6", "4"], "2 | Hồ sơ | 4 | 6 | 5"],
            {"abc.1.target": "7", "abc.2.target": "5"},
            ["I870"],
        ),
        (
            ["1 | Công khai | 6 | 10 | 7", "2 | Hồ sơ | 4 | 6 | 5", [A, A, "2", "4", "3"]],
            {"abc.1.target": "7", "abc.2.target": "5"},
            ["I870"],
        ),
        (
            ["1 | Công khai | 6 | 10 | 7", " | Tổng cộng | 6 | 10 | 7", [A, A, "5", "9", "6"]],
            {"abc.target": "7", "abc.1.target": "7"},
            ["I870"],
        ),
    ],
)
def test_merged_cells(rows: Sequence[str | Sequence[str | Cell]], told: dict[str, str], notices: list[str]) -> None:
    found = of_cells(["STT", "Tiêu chí", "Điểm", "Điểm tối đa", "Mục tiêu 2023"], rows)
    assert {path: it for path, it in figures(found).items() if path.endswith("target")} == told
    assert codes(found) == notices


def test_a_row_may_have_several_tasks() -> None:
    rows: list[str | list[str | Cell]] = ["1 | Công khai | 6 | 10 | Rà soát | Sở Nội vụ", [A, A, A, A, "Công bố", "Sở Y tế"]]
    found = of_cells(["STT", "Tiêu chí", "Điểm", "Điểm tối đa", "Nhiệm vụ", "Chủ trì"], rows)
    assert [(it.text, it.serves, it.lead) for it in found.assignments] == [
        ("Rà soát", ("abc.1",), ("Sở Nội vụ",)),
        ("Công bố", ("abc.1",), ("Sở Y tế",)),
    ]
    assert tree(found.indices[0].parts) == {"Công khai": {}}
    assert codes(found) == []


@pytest.mark.parametrize(
    ("due", "before"),
    [
        ("Quý I/2023", "2023-04-01"),
        ("Quý 2 năm 2024", "2024-07-01"),
        ("Quý IV", "2025-01-01"),
        ("Quý II, Quý IV/2025", "2026-01-01"),
        ("Tháng 6/2023", "2023-07-01"),
        ("Tháng 12", "2025-01-01"),
        ("T6/2023", "2023-07-01"),
        ("Q3/2023", "2023-10-01"),
        ("6 tháng đầu năm", "2024-07-01"),
        ("Năm 2023", "2024-01-01"),
        ("30/11/2023", "2023-12-01"),
        ("Trước 30/11/2023", "2023-11-30"),
        ("Hoàn thành trước ngày 15.6.2023", "2023-06-15"),
        ("31/02/2023", None),
        ("Tháng 13", None),
        ("Thường xuyên", None),
        ("Hằng năm", None),
        ("12/2023", "2024-01-01"),
        ("13/2023", None),
        ("2023", "2024-01-01"),
        ("2023 - 2025", "2026-01-01"),
        ("31/12", "2025-01-01"),
        ("Trước 15/11", "2024-11-15"),
        ("31/02", None),
        ("Trước ngày 31 tháng 8 năm 2023", "2023-08-31"),
        ("Từ 01/9/2023 đến 30/10/2023", "2023-10-31"),
        ("Từ 01/9 đến 30/10/2023", "2023-10-31"),
        ("Quý I, II/2023", "2023-07-01"),
        ("Quý II - IV/2023", "2024-01-01"),
        ("Tháng 6 và 12", "2025-01-01"),
        ("06 tháng đầu năm", "2024-07-01"),
        ("9 tháng đầu năm 2023", "2023-10-01"),
        ("Chậm nhất trước ngày 15/01/2025", "2025-01-15"),
        # Another day than that of the month, quarter or year: in words.
        *((it, None) for it in ("Tháng 01 năm sau", "Quý I năm sau", "Tuần 2 tháng 01/2025", "Kỳ 2 tháng 01/2025", "Sau ngày 15/01/2025")),
        *((it, None) for it in ("Đầu tháng 02/2025", "Giữa tháng 01/2025", "10 ngày đầu tháng 01/2025", "Đầu năm 2025")),
        ("Đợt 1: trước 15/11/2024; đợt 2: trước 15/02/2025", None),
    ],
)
def test_days_of_tasks(due: str, before: str | None) -> None:
    found = day(due, WORDS.deadlines, 2024)
    assert (found and found.isoformat()) == before


@pytest.mark.parametrize("due", ["31/12", "Quý IV", "Tháng 12"])
def test_days_of_no_year_are_none(due: str) -> None:
    assert day(due, WORDS.deadlines, None) is None


@pytest.mark.parametrize(
    ("cell", "named"),
    [
        ("Sở Nội vụ; Văn phòng UBND tỉnh", ["Sở Nội vụ", "Văn phòng UBND tỉnh"]),
        ("Sở Y tế, Sở Tư pháp.", ["Sở Y tế", "Sở Tư pháp"]),
        ("Sở Y tế, Viettel", ["Sở Y tế", "Viettel"]),
        ("Các sở, ngành; UBND các huyện, thành phố", ["Các sở, ngành", "UBND các huyện, thành phố"]),
        ("Các cơ quan, đơn vị", ["Các cơ quan, đơn vị"]),
        ("Sở Văn hóa, Thể thao và Du lịch, Sở Y tế", ["Sở Văn hóa, Thể thao và Du lịch", "Sở Y tế"]),
        ("Phòng Tài chính - Kế hoạch", ["Phòng Tài chính - Kế hoạch"]),
        ("Sở Tư pháp và Sở Nội vụ", ["Sở Tư pháp", "Sở Nội vụ"]),
        # A line each, but for a name that goes on.
        ("Sở Tư pháp\nSở Nội vụ", ["Sở Tư pháp", "Sở Nội vụ"]),
        ("Phòng Nội vụ\nVăn phòng HĐND và UBND", ["Phòng Nội vụ", "Văn phòng HĐND và UBND"]),
        ("- Sở Tư pháp\n- Sở Nội vụ", ["Sở Tư pháp", "Sở Nội vụ"]),
        ("1. Sở Tư pháp\n2. Viettel", ["Sở Tư pháp", "Viettel"]),
        ("Sở Nông nghiệp và\nPhát triển nông thôn", ["Sở Nông nghiệp và Phát triển nông thôn"]),
        ("Văn phòng HĐND và\nUBND", ["Văn phòng HĐND và UBND"]),
        ("Văn phòng\nUBND tỉnh", ["Văn phòng UBND tỉnh"]),
        ("UBND các huyện,\nthị xã", ["UBND các huyện, thị xã"]),
        ("-", []),
    ],
)
def test_units_of_tasks(cell: str, named: list[str]) -> None:
    assert [*units(cell, WORDS.assigned)] == named


@pytest.mark.parametrize(
    ("cell", "lead", "coordinate"),
    [
        ("Sở Tư pháp chủ trì, phối hợp Sở Nội vụ", ["Sở Tư pháp"], ["Sở Nội vụ"]),
        ("Sở Tư pháp phối hợp với Sở Nội vụ", ["Sở Tư pháp"], ["Sở Nội vụ"]),
        ("Chủ trì: Sở Tư pháp; Sở Y tế\nPhối hợp: các sở, ngành", ["Sở Tư pháp", "Sở Y tế"], ["các sở, ngành"]),
        ("Sở Tư pháp (chủ trì), Sở Nội vụ, Sở Y tế (phối hợp)", ["Sở Tư pháp"], ["Sở Nội vụ", "Sở Y tế"]),
        ("Các cơ quan phối hợp theo chức năng", ["Các cơ quan phối hợp theo chức năng"], []),
    ],
)
def test_a_cell_may_say_who_leads_and_who_takes_part(cell: str, lead: list[str], coordinate: list[str]) -> None:
    found = of_cells(["STT", "Tiêu chí", "Điểm", "Điểm tối đa", "Chủ trì"], [["1", "Công khai", "6", "10", Cell.of(cell)]])
    assert [(it.lead, it.coordinate) for it in found.assignments] == [(tuple(lead), tuple(coordinate))]


WORK = ["STT", "Tiêu chí", "Điểm", "Điểm tối đa", "Chủ trì", "Thời hạn"]


@pytest.mark.parametrize("mark", ["-nt-", "nt", "Như trên", "〃", '"', "''"])
def test_a_mark_stands_for_what_the_row_above_has(mark: str) -> None:
    rows = ["1 | Công khai | 6 | 10 | Sở Y tế; Sở Nội vụ | Quý I/2023", "A | Nhóm | | | |", f"2 | Hồ sơ | 4 | 6 | {mark} | {mark}"]
    found = of_cells(WORK, rows)
    assert [(it.lead, str(it.before)) for it in found.assignments] == [(("Sở Y tế", "Sở Nội vụ"), "2023-04-01")] * 2
    assert found.as_above == 2


def test_units_in_a_cell_of_several_rows_are_those_of_each_but_of_parts() -> None:
    rows: list[str | list[str | Cell]] = ["1 | Công khai | 6 | 10 | Sở Y tế | Quý I/2023", ["2", "Hồ sơ", "4", "6", A, A]]
    parts: list[str | list[str | Cell]] = [["", "Thẩm định", "3", "4", A, A], ["", "XHH", "1", "2", "Sở Tư pháp", A]]
    found = of_cells(WORK, [*rows, *parts])
    assert [(it.serves, it.lead, str(it.before)) for it in found.assignments] == [
        (("abc.1",), ("Sở Y tế",), "2023-04-01"),
        (("abc.2",), ("Sở Y tế",), "2023-04-01"),
        (("abc.2.xhh",), ("Sở Tư pháp",), "2023-04-01"),
    ]


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("Cơ quan đầu mối", "lead"),
        ("Đơn vị phụ trách", "lead"),
        ("Cơ quan tham mưu", "lead"),
        ("Đơn vị chịu trách nhiệm", "lead"),
        ("Cơ quan theo dõi", "coordinate"),
        ("Hoàn thành", "due"),
        ("Chỉ số theo dõi", "name"),
        ("Mức độ hoàn thành", None),
    ],
)
def test_titles_of_units_and_deadlines(title: str, field: str | None) -> None:
    said = WORDS.read(title)
    assert (said and said.field) == field


@pytest.mark.parametrize(
    ("cells", "typed"),
    [
        (("Sở Y tế", "Sở Tư pháp, Công an tỉnh"), "'Ai làm=lead'"),
        (("Quý I/2023", "30/6/2023"), "'Ai làm=due'"),
        (("Kế hoạch", "Báo cáo"), None),
        (("Điểm", "%"), None),
    ],
)
def test_a_column_of_units_or_days_that_nothing_names_is_asked_about(cells: tuple[str, str], typed: str | None) -> None:
    found = of_cells(
        ["STT", "Tiêu chí", "Điểm", "Điểm tối đa", "Ai làm"], [f"1 | Công khai | 6 | 10 | {cells[0]}", f"2 | Hồ sơ | 4 | 6 | {cells[1]}"]
    )
    assert [(it.code, dict(it.values)["typed"]) for it in found.document.notices] == ([("I871", typed)] if typed else [])
    of_tasks = recognised(f"{PLAN}Phân công\nSTT | Nhiệm vụ | Đơn vị chủ trì | Ai làm\n1 | Rà soát | Sở Nội vụ | {cells[0]}")
    assert codes(of_tasks) == (["I871"] if typed else [])


def test_an_index_in_a_row_of_its_own_has_who_leads_it() -> None:
    found = recognised(
        "Mục tiêu\nSTT | Chỉ số | Điểm năm 2022 | Mục tiêu 2023 | Chủ trì\n"
        "1 | Chỉ số SIPAS | 82,05 | 85 | Sở Nội vụ\n2 | Chỉ số PCI | 64 | 66 | Sở Tài chính"
    )
    assert [(it.serves, it.lead) for it in found.assignments] == [(("sipas",), ("Sở Nội vụ",)), (("pci",), ("Sở Tài chính",))]
    assert (found.tables[0].of, found.tables[0].further, found.tables[0].rows) == ("sipas", ("pci",), 0)
    assert codes(found) == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Chỉ số XYZ đạt 12,5 điểm.", {"xyz.score": "12.5"}),
        ("Năm 2022, Chỉ số XYZ đạt 12,5/20 điểm, xếp hạng: 5/63.", {"xyz.score": "12.5", "xyz.rank": "5/63"}),
        ("Trong năm 2022, chỉ số XYZ đạt 12,5 điểm.", {"xyz.score": "12.5"}),
        ("Chỉ số XYZ năm 2022 đạt 12,5 điểm, tăng 0,5 điểm so với năm 2021.", {"xyz.score": "12.5"}),
        ("Chỉ số hài lòng về sự phục vụ hành chính (XYZTU) đạt 12,5 điểm.", {"xyztu.score": "12.5"}),
        ("1. Chỉ số XYZ đạt 12,5 điểm.", {"xyz.score": "12.5"}),
        ("a) Năm 2022, Chỉ số XYZ đạt 12,5 điểm.", {"xyz.score": "12.5"}),
        ("- 1.2. Chỉ số XYZ đạt 12,5 điểm.", {"xyz.score": "12.5"}),
        # Of another year, or behind other words: told, not taken.
        ("Năm 2021, Chỉ số XYZ đạt 12,5 điểm.", {}),
        ("Chỉ số XYZ năm 2021 đạt 12,5 điểm.", {}),
        ("Theo công bố, Chỉ số XYZ đạt 12,5 điểm.", {}),
        ("Chỉ số XYZ đạt 12,5 điểm (năm 2021).", {}),
        # In percent alone: no points, unless those of the rows are percentages too.
        ("Chỉ số XYZ đạt 85,36%, xếp hạng 35/63.", {"xyz.percent": "85.36", "xyz.rank": "35/63"}),
        ("Chỉ số XYZ đạt 12,5/20 điểm, tỷ lệ hồ sơ đúng hạn đạt 98,5%.", {"xyz.score": "12.5"}),
        ("Chỉ số XYZ có 98,5% hồ sơ đúng hạn, đạt 85,36%.", {}),
        ("Chỉ số XYZ phấn đấu đạt 90%.", {"xyz.target": "{'percent': Decimal('90')}"}),
        ("Chỉ số XYZ đạt 90% trở lên.", {"xyz.target": "{'percent': Decimal('90')}"}),
        # What is to be reached, of no other year, where all of it can be told.
        (
            "Chỉ số XYZ: phấn đấu đạt từ 90,5 điểm trở lên, xếp hạng trong nhóm 30 tỉnh, thành phố.",
            {"xyz.target": "90.5", "xyz.target_rank": "30"},
        ),
        (
            "Phấn đấu Chỉ số XYZ của tỉnh đạt trên 90%; thứ hạng 30/63.",
            {"xyz.target": "{'more_than': {'percent': Decimal('90')}}", "xyz.target_rank": "30/63"},
        ),
        ("- Chỉ số XYZ phấn đấu tăng 5 bậc (xếp hạng 30/63).", {"xyz.target_rank": "{'places': 5}"}),
        ("Chỉ số XYZ phấn đấu đến năm 2025 đạt 90 điểm.", {}),
        ("Chỉ số XYZ phấn đấu đạt 90 điểm, tăng 3 bậc so với năm 2022.", {"xyz.target": "90", "xyz.target_rank": "{'places': 3}"}),
        ("Chỉ số XYZ phấn đấu đạt 90 điểm, tăng 3 bậc so với năm 2020.", {}),
        (
            "Phấn đấu Chỉ số XYZ đạt từ 88,5 điểm, nằm trong nhóm 25/34 tỉnh, thành phố dẫn đầu cả nước.",
            {"xyz.target": "88.5", "xyz.target_rank": "25/34"},
        ),
        ("1. Mục tiêu chung: Chỉ số XYZ đạt từ 88,50 điểm; xếp hạng 25 trở lên.", {"xyz.target": "88.50", "xyz.target_rank": "25"}),
        ("Chỉ số XYZ xếp hạng 35/63.", {}),
        ("Mục tiêu năm 2023: Phấn đấu Chỉ số XYZ đạt 86,00 điểm.", {"xyz.target": "86.00"}),
        ("Chỉ số XYZ phấn đấu tăng thêm 2,5 điểm.", {}),
        ("Chỉ số XYZ về tiếp cận dịch vụ phấn đấu đạt 90 điểm.", {}),
        ("Chỉ số XYZ phấn đấu lọt vào nhóm 30.", {}),
        ("Chỉ số XYZ phấn đấu đạt 12,5/20 điểm, xếp hạng 20/63.", {"xyz.target": "12.5", "xyz.target_rank": "20/63"}),
        ("Chỉ số XYZ đạt 12,5/20 điểm trở lên, xếp thứ 20/63.", {"xyz.target": "12.5", "xyz.target_rank": "20/63"}),
        ("II. MỤC TIÊU\n- Chỉ số XYZ đạt 12,5/20 điểm.", {"xyz.target": "12.5"}),
        ("1. Mục tiêu cụ thể\na) Nhóm thứ nhất\n- Chỉ số XYZ đạt 12,5 điểm.", {"xyz.target": "12.5"}),
        ("I. Hiện trạng và mục tiêu\nChỉ số XYZ đạt 12,5 điểm.", {"xyz.score": "12.5"}),
        ("I. Mục tiêu\nChỉ số XYZ năm 2022 đạt 12,5 điểm.", {"xyz.score": "12.5"}),
        ("1. Mục tiêu\n2. Kết quả\nChỉ số XYZ đạt 12,5 điểm.", {"xyz.score": "12.5"}),
        ("MỤC TIÊU\nKẾT QUẢ\nChỉ số XYZ đạt 12,5 điểm.", {"xyz.score": "12.5"}),
        ("Mục tiêu cụ thể:\n- Chỉ số XYZ đạt 12,5 điểm.", {"xyz.target": "12.5"}),
        ("* Mục tiêu:\n- Chỉ số XYZ đạt 12,5 điểm.", {"xyz.target": "12.5"}),
        ("Phần II. Mục tiêu\n- Chỉ số XYZ đạt 12,5 điểm.", {"xyz.target": "12.5"}),
        ("II- MỤC TIÊU VÀ KẾT QUẢ CẦN ĐẠT\n- Chỉ số XYZ đạt 12,5 điểm.", {"xyz.target": "12.5"}),
        # A heading over the one that announces goals ends them; words behind the first figure are of something else.
        ("I. MỤC ĐÍCH\n2. Mục tiêu\nII. KẾT QUẢ\n- Chỉ số XYZ đạt 12,5 điểm.", {"xyz.score": "12.5"}),
        ("I. ĐÁNH GIÁ VIỆC THỰC HIỆN CHỈ TIÊU\n- Chỉ số XYZ đạt 12,5 điểm.", {"xyz.score": "12.5"}),
        ("THỰC HIỆN MỤC TIÊU NÂNG CAO CHỈ SỐ NĂM 2023\nI. Thực trạng\nChỉ số XYZ đạt 12,5 điểm.", {"xyz.score": "12.5"}),
        ("IV. QUẢN LÝ CHI TIÊU CÔNG\nChỉ số XYZ đạt 12,5 điểm.", {"xyz.score": "12.5"}),
        ("Chỉ số XYZ đạt 12,5 điểm, không đạt chỉ tiêu đề ra.", {"xyz.score": "12.5"}),
        ("Chỉ số XYZ đạt 12,5 điểm, có 3 nội dung tăng từ 0,1 điểm trở lên.", {"xyz.score": "12.5"}),
        # Two years, other units, a row alone: of the first figure nobody knows that it is the index's.
        ("Chỉ số XYZ năm 2021 đạt 11,5 điểm, năm 2022 đạt 12,5 điểm.", {}),
        ("Chỉ số XYZ cao nhất cả nước đạt 19,5 điểm.", {}),
        ("Chỉ số XYZ xếp hạng 12/63 tỉnh, đạt 12,5/20 điểm.", {"xyz.score": "12.5", "xyz.rank": "12/63"}),
        ("Chỉ số XYZ (công bố ngày 06/5/2023) tăng 2,5 điểm, đạt 12,5 điểm.", {"xyz.score": "12.5"}),
        ("Chỉ số XYZ đạt 12 điểm, vượt mục tiêu đề ra.", {"xyz.score": "12"}),
        ("Chỉ số XYZ đạt 12,5/20 điểm vượt chỉ tiêu 1,5 điểm.", {"xyz.score": "12.5"}),
        ("Chỉ số XYZ đạt mục tiêu với số điểm đạt 12,5 điểm.", {"xyz.score": "12.5"}),
        ("Chỉ số XYZ giảm từ 13,5 điểm xuống 12,5, tỉnh đứng đầu đạt 19,5 điểm.", {}),
        ("Chỉ số thành phần XYZ đạt 12,5 điểm.", {}),
        ("Chỉ số XYZ đạt 12,5 điểm, trong đó Công khai đạt 5,12/10 điểm.", {"xyz.score": "12.5"}),
        ("Chỉ số XYZ đạt 12,5 điểm, đứng thứ 35/63.", {"xyz.score": "12.5", "xyz.rank": "35/63"}),
        ("Phấn đấu năm 2023 Chỉ số XYZ đạt 90 điểm trở lên.", {}),
        ("PAR INDEX: 85,36%", {}),
        ("- Kết quả ABC năm 2022 đạt 84,57%, xếp thứ 62/63", {}),
    ],
)
def test_sentences_of_the_year(sentence: str, expected: dict[str, str]) -> None:
    found = recognised(
        f"{sentence}\nChỉ số ABC năm 2022\nSTT | Tiêu chí | Điểm năm 2022 | Điểm tối đa\n1 | Công khai | 7,5 | 10\n2 | Hồ sơ | 3,5 | 4"
    )
    assert {path: figure for path, figure in figures(found).items() if path.startswith("xyz") and path != "xyz.max"} == expected
    assert codes(found) == ([] if expected else ["I886"])


# What a further sentence of a paragraph says: of the index that it names; else it is told, and so is one of another year.
FURTHER = [
    ("Mục tiêu năm 2023 Chỉ số XYZ đạt 13,5 điểm.", {"score": "12.5", "rank": "35/63", "target": "13.5"}, []),
    (
        "Mục tiêu năm 2023: Chỉ số XYZ đạt 13,5 điểm, hạng 30.",
        {"score": "12.5", "rank": "35/63", "target": "13.5", "target_rank": "30"},
        [],
    ),
    ("Mục tiêu năm 2023 đạt 13,5 điểm.", {"score": "12.5", "rank": "35/63"}, ["I886"]),
    ("Mục tiêu đến năm 2025 Chỉ số XYZ đạt 15 điểm.", {"score": "12.5", "rank": "35/63"}, ["I886"]),
]


@pytest.mark.parametrize(("further", "expected", "notices"), FURTHER)
def test_every_sentence_of_a_paragraph_is_read(further: str, expected: dict[str, str], notices: list[str]) -> None:
    found = recognised(f"{PLAN}Chỉ số XYZ năm 2022 đạt 12,5 điểm, xếp hạng 35/63. {further}")
    assert {path: it for path, it in figures(found).items() if path != "xyz.max"} == {f"xyz.{name}": it for name, it in expected.items()}
    assert codes(found) == notices


@pytest.mark.parametrize("sentence", ["Khảo sát SIPAS tại 100% đơn vị.", "Kinh phí khảo sát tăng 2,5%.", "GRDP tăng 5,04%."])
def test_sentences_of_something_else(sentence: str) -> None:
    table = "STT | Tiêu chí | Điểm | Điểm tối đa\n1 | Công khai | 7,5 | 10\n2 | Hồ sơ | 3,5 | 4"
    assert codes(recognised(f"{sentence}\nChỉ số ABC năm 2022\n{table}")) == []


def test_a_paragraph_of_several_indices_is_told_where_one_was_taken() -> None:
    found = recognised(
        "Chỉ số XYZ đạt 12,5 điểm; Chỉ số QRS đạt 8,5 điểm.\nChỉ số ABC năm 2022\n"
        "STT | Tiêu chí | Điểm | Điểm tối đa\n1 | Công khai | 6 | 10\n2 | Hồ sơ | 4 | 6"
    )
    assert figures(found)["xyz.score"] == "12.5"
    assert codes(found) == ["I886"]


def test_each_sentence_with_points_is_taken_or_told() -> None:
    found = recognised(
        "Chỉ số ABC đạt 10/16 điểm.\nMục tiêu\nChỉ số ABC tăng thêm 2 điểm.\nChỉ số ABC năm 2022\n"
        "STT | Tiêu chí | Điểm | Điểm tối đa\n1 | Công khai | 6 | 10\n2 | Hồ sơ | 4 | 6"
    )
    assert [(it.code, dict(it.values)["text"]) for it in found.document.notices] == [("I886", "Chỉ số ABC tăng thêm 2 điểm.")]


@pytest.mark.parametrize(
    ("lines", "title", "unit"),
    [
        ("KẾ HOẠCH\nNâng cao chỉ số năm 2024", "Kế hoạch nâng cao chỉ số năm 2024", None),
        ("KẾ HOẠCH NÂNG CAO CHỈ SỐ\nNĂM 2024 CỦA TỈNH CAO BẰNG", "KẾ HOẠCH NÂNG CAO CHỈ SỐ NĂM 2024 CỦA TỈNH CAO BẰNG", "Cao Bằng"),
        ("KẾ HOẠCH nâng cao chỉ số năm 2024", "KẾ HOẠCH nâng cao chỉ số năm 2024", None),
        ("KẾ HOẠCH\nNâng cao chỉ số của Sở Nội vụ năm 2024", "Kế hoạch nâng cao chỉ số của Sở Nội vụ năm 2024", "Sở Nội vụ"),
        ("KẾ HOẠCH (giả định)\nNâng cao chỉ số tỉnh Sơn La năm 2024", "Kế hoạch nâng cao chỉ số tỉnh Sơn La năm 2024", "Sơn La"),
        ("KẾ HOẠCH\nNâng cao chỉ số huyện Quản Bạ năm 2024", "Kế hoạch nâng cao chỉ số huyện Quản Bạ năm 2024", "Huyện Quản Bạ"),
        ("KẾ HOẠCH\nNâng cao chỉ số của UBND tỉnh Sơn La", "Kế hoạch nâng cao chỉ số của UBND tỉnh Sơn La", "Sơn La"),
        ("KẾ HOẠCH\nNâng cao chỉ số cấp tỉnh năm 2024", "Kế hoạch nâng cao chỉ số cấp tỉnh năm 2024", None),
        # Its head, where its name does not say it.
        ("ỦY BAN NHÂN DÂN\nTỈNH LẠNG SƠN\nKẾ HOẠCH\nNâng cao chỉ số năm 2024", "Kế hoạch nâng cao chỉ số năm 2024", "Lạng Sơn"),
        (
            "BỘ NÔNG NGHIỆP | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nVÀ PHÁT TRIỂN NÔNG THÔN | Độc lập - Tự do - Hạnh phúc\n"
            "Số: 1/KH | Hà Nội\nKẾ HOẠCH\nNâng cao chỉ số của Bộ năm 2024",
            "Kế hoạch nâng cao chỉ số của Bộ năm 2024",
            "Bộ Nông nghiệp và Phát triển nông thôn",
        ),
        (
            "ỦY BAN NHÂN DÂN TỈNH HÀ NAM CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ NỘI VỤ Độc lập - Tự do - Hạnh phúc\n"
            "KẾ HOẠCH\nNâng cao chỉ số",
            "Kế hoạch nâng cao chỉ số",
            "Sở Nội vụ",
        ),
        ("ỦY BAN NHÂN DÂN\nTỈNH LẠNG SƠN\nChỉ số năm 2024", "", None),
        # People who are satisfied are no unit, and a sentence is no title.
        ("KẾ HOẠCH\nSự hài lòng của người dân năm 2024", "Kế hoạch sự hài lòng của người dân năm 2024", None),
        ("Kế hoạch này thay kế hoạch năm 2023.", "", None),
    ],
)
def test_what_a_plan_is_called_and_whose_it_is(lines: str, title: str, unit: str | None) -> None:
    found = recognised(f"{lines}\nSTT | Tiêu chí | Điểm | Điểm tối đa\n1 | Công khai | 7,5 | 10\n2 | Hồ sơ | 3,5 | 4")
    assert (found.title, found.unit) == (title, unit)


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Nâng cao Chỉ số XYZ tỉnh Sơn La năm 2024", "Chỉ số XYZ"),
        ("Cải thiện chỉ số cấp sở, ngành (XYZ) huyện Quản Bạ năm 2024", "Chỉ số cấp sở, ngành (XYZ)"),
        ("Đánh giá Chỉ số hài lòng của người dân (XYZ) giai đoạn 2024 - 2025", "Chỉ số hài lòng của người dân (XYZ)"),
        ("NÂNG CAO CHỈ SỐ XYZ CỦA TỈNH SƠN LA", "CHỈ SỐ XYZ"),
        ("Chỉ số XYZ của các sở", "Chỉ số XYZ của các sở"),
        ("Citizens' Index (XYZ) in 2024", "Citizens' Index (XYZ)"),
    ],
)
def test_an_index_is_called_by_its_name_alone(heading: str, name: str) -> None:
    found = recognised(f"{heading}\nSTT | Tiêu chí | Điểm | Điểm tối đa\n1 | Công khai | 6 | 10\n2 | Hồ sơ | 4 | 6")
    assert [index.name for index in found.indices] == [name]


@pytest.mark.parametrize("heading", ["Nâng cao Chỉ số cải cách hành chính của quận", "Nâng cao Chỉ số ParIndex của thị xã"])
def test_a_known_index_goes_by_its_name_without_capitals(heading: str) -> None:
    found = recognised(f"{heading}\nSTT | Tiêu chí | Điểm | Điểm tối đa\n1 | Một | 6 | 10\n2 | Hai | 4 | 6")
    assert ([index.id for index in found.indices], codes(found)) == (["par"], [])


def test_a_table_that_lists_indices_has_each_ones_own_figures() -> None:
    found = recognised(
        "Mục tiêu chung\nSTT | Chỉ số | Điểm năm 2022 | Mục tiêu 2023\n"
        "1 | PAR INDEX | 86,12 | 88\n2 | SIPAS | 82,05 | 85\n3 | DTI | 0,66 | 0,7"
    )
    assert [(index.id, str(index.figures["score"]), index.parts) for index in found.indices] == [
        ("par", "86.12", []),
        ("sipas", "82.05", []),
        ("dti", "0.66", []),
    ]


@pytest.mark.parametrize(
    ("numbers", "labels"),
    [
        (["A", "B", "C", "D"], ["Một", "Hai", "Ba", "Bốn"]),  # C is a letter behind B
        (["I", "II", "III", "IV"], ["Một", "Hai", "Ba", "Bốn"]),
    ],
)
def test_letters_and_roman_numbers_are_told_apart_by_their_neighbours(numbers: list[str], labels: list[str]) -> None:
    rows = "\n".join(f"{number} | {label} | 3 | 5" for number, label in zip(numbers, labels, strict=True))
    found = recognised(PLAN + f"STT | Tiêu chí | Điểm | Điểm tối đa\n{rows}")
    assert tree(found.indices[0].parts) == {label: {} for label in labels}


def test_rows_with_the_numbers_and_names_of_known_ones_are_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    known = LIKE.by_id["papi"].children
    items = [Item(str(row.node.row), row.node.name.vi, Row((), 1, n), {}) for n, row in enumerate(known)]
    monkeypatch.setattr(matching, "SequenceMatcher", None)  # 2,000 rows with 2,000 took minutes
    assert matching.same_rows(items, known) == [*known]


def test_a_row_without_a_number_that_names_the_index_is_its_own() -> None:
    found = recognised(PLAN + "STT | Tiêu chí | Điểm | Điểm tối đa\n1 | Công khai | 7,5 | 10\n2 | Hồ sơ | 3,5 | 4\n | Chỉ số ABC | 11 | 14")
    assert figures(found) == {
        "abc.1.score": "7.5",
        "abc.1.max": "10",
        "abc.2.score": "3.5",
        "abc.2.max": "4",
        "abc.score": "11",
        "abc.max": "14",
    }


def test_a_footnote_between_two_halves_of_a_table_sets_them_not_apart() -> None:
    heads = ["STT", "Tiêu chí", "Điểm", "Điểm tối đa"]
    rows = [["1", "Công khai", "7,5", "10"], ["2", "Hồ sơ", "3,5", "4"]]
    made = [[Row(tuple(map(Cell, cells)), n, line) for line, cells in enumerate((heads, row), 1)] for n, row in enumerate(rows, 1)]
    note = Paragraph("Theo công bố; năm 2021 đạt 80,5 điểm.", "footnote")
    found = recognise(Printed("plan.docx", (Paragraph("Chỉ số ABC"), *made[0], note, *made[1])), WORDS, LIKE, Asked(), None)
    assert [(it.number, it.rows) for it in found.tables] == [(1, 2)]


# What a table is of: the row of its total says it, or the title of the plan alone.
NAMED_BY_ITS_TOTAL = (
    "STT | Nội dung | Kết quả 2022 (%) | Mục tiêu 2023 (%)\n1 | Tiếp cận dịch vụ | 84,10 | 86\n2 | Thủ tục hành chính | 85,20 | 87\n"
    "3 | Cung ứng dịch vụ công | 86,30 | 88\n | {} | 85,20 | 87"
)


@pytest.mark.parametrize(
    ("title", "total"),
    [("Nâng cao các chỉ số PAR INDEX, SIPAS", "Chỉ số SIPAS"), ("Nâng cao Chỉ số SIPAS", "Chung"), ("Nâng cao Chỉ số SIPAS", "SIPAS")],
)
def test_a_table_is_of_what_its_total_or_the_title_names(title: str, total: str) -> None:
    text = f"KẾ HOẠCH\n{title} năm 2023\n\nĐiểm và mục tiêu\n{NAMED_BY_ITS_TOTAL.format(total)}"
    assert [(it.id, it.aggregate) for it in recognised(text).indices] == [("sipas", "mean")]


UNITS = "STT | {} | Điểm 2022 | Mục tiêu 2023\n1 | Sở Tài chính | 82,9 | 85\n2 | Sở Công Thương | 80,15 | 83\n3 | Sở Xây dựng | 76,44 | 80"


# Units are no parts of a score, unless they come to what is printed; an index is called as the title of its plan calls it.
@pytest.mark.parametrize(
    ("total", "made"), [("", "none"), ("\n | Trung bình | 79,83 | 82,67", "mean"), ("\n | Tổng cộng | 239,49 | 248", "sum")]
)
def test_rows_that_are_units_are_not_added_up(total: str, made: str) -> None:
    text = UNITS.format("Tên cơ quan")
    found = recognised(f"KẾ HOẠCH\nNâng cao Chỉ số ABC năm 2023\n\nKết quả của các cơ quan\n{text}{total}")
    assert [(it.id, it.name, it.aggregate) for it in found.indices] == [("abc", "Chỉ số ABC", made)]


def test_a_title_that_begins_like_a_name_names_no_rows_where_figures_stand_below_it() -> None:
    rows = "1 | Sở Nội vụ | 86,1% | 88%\n2 | Sở Tư pháp | 83,25% | 85%\n | Toàn tỉnh | 84,2% | 86%"
    found = recognised(f"{PLAN}TT | Cơ quan, đơn vị | Chỉ số hài lòng 2022 | Chỉ tiêu 2023\n{rows}")
    assert columns(found) == ["number", "name?", "percent?", "target_percent"]
    assert figures(found)["abc.1.percent"] == "86.1"


def test_a_sentence_may_call_an_index_by_the_capitals_of_its_words() -> None:
    text = "Năm 2022, Chỉ số CCHC của huyện đạt 81,75/100 điểm, xếp thứ 6/10.\nMục tiêu: Phấn đấu Chỉ số CCHC năm 2023 đạt 86,00 điểm."
    rows = "1 | Chỉ đạo, điều hành CCHC | 50 | 41,75 | 43\n2 | Cải cách thể chế | 50 | 40 | 42\n | Tổng cộng | 100 | 81,75 | 85"
    heads = "TT | Lĩnh vực | Điểm tối đa | Điểm 2022 | Mục tiêu 2023"
    found = recognised(f"KẾ HOẠCH\nNâng cao Chỉ số cải cách hành chính năm 2023\n\n{text}\n\n1. Chi tiết\n{heads}\n{rows}")
    assert [(it.id, str(it.figures["rank"])) for it in found.indices] == [("par", "6/10")]
    assert codes(found) == ["I885"]  # 85 in the table, 86 in the sentence


def test_rates_beside_points_leave_these_added_up() -> None:
    heads = "STT | Lĩnh vực | Điểm tối đa | Điểm năm 2022 | Mục tiêu 2023"
    parts = "1 | Kế hoạch | 5 | 5 | 5\n2 | Tuyên truyền | 7 | 5,5 | 6"
    rows = f"I | Điều hành | 12 | 10,5 | 11\n{parts}\nII | Thể chế | 8 | 6 | 7\n | TỔNG | 20 | 16,5 | 18"
    found = recognised(f"{PLAN}{heads}\n{rows}\n\nTỷ lệ đạt\nSTT | Lĩnh vực | Tỷ lệ đạt (%)\nI | Điều hành | 87,5\nII | Thể chế | 75")
    assert {row.aggregate for index in found.indices for row in index.walk()} == {"sum"}
    assert codes(found) == ["I874"]


def test_codes_of_rows_are_not_their_names() -> None:
    rows = "CĐĐH | Chỉ đạo, điều hành cải cách | 9,5 | 8,75 | 9\nCCTC | Cải cách thể chế | 10 | 8,5 | 9\n | TỔNG ĐIỂM | 19,5 | 17,25 | 18"
    found = recognised(f"{PLAN}Ký hiệu | Yêu cầu đánh giá | Điểm tối đa | Điểm năm 2022 | Mục tiêu 2023\n{rows}")
    assert [row.item.label for row in found.indices[0].parts if row.item] == ["Chỉ đạo, điều hành cải cách", "Cải cách thể chế"]
    assert figures(found)["abc.score"] == "17.25"


def test_a_unit_of_measure_is_known_whatever_else_stands_beside_it() -> None:
    above = "1. Chỉ số SIPAS\nĐơn vị tính: %\n(Kèm theo Kế hoạch số 12/KH-UBND)"
    found = recognised(f"KẾ HOẠCH\n{above}\nSTT | Nội dung | Kết quả 2022 | Mục tiêu 2023\n1 | Tiếp cận | 84 | 86\n2 | Thủ tục | 85 | 87")
    assert figures(found)["sipas.1.percent"] == "84"


def test_a_sentence_of_two_indices_is_told_of_until_both_are_taken() -> None:
    goal = "Phấn đấu Chỉ số cải cách hành chính (PAR INDEX) năm 2023 đạt từ 89% trở lên, Chỉ số PAPI năm 2023 đạt 44 điểm trở lên."
    results = "Chỉ số PAR INDEX năm 2022 đạt 87,12%, xếp hạng 30/63.\nChỉ số PAPI năm 2022 đạt 42,10 điểm, xếp hạng 30/63."
    assert codes(recognised(f"KẾ HOẠCH\nNâng cao các chỉ số năm 2023\n\n{results}\n{goal}")) == ["I886"]


def test_percentages_alone_are_scores() -> None:
    found = recognised(
        "Chỉ số XYZ\nSTT | Yếu tố | Kết quả năm 2022 (%) | Mục tiêu 2023 (%)\n1 | Công khai | 83,5 | 85\n2 | Hồ sơ | 80 | 82"
    )
    assert columns(found) == ["number", "name", "percent", "target_percent"]


BESIDE_PERCENTAGES = "Chỉ số XYZ\nSTT | Yếu tố | Kết quả năm 2022 (%) | Mục tiêu 2023\n1 | Công khai | 83,5 | 85\n2 | Hồ sơ | 80 | 82"


@pytest.mark.parametrize(
    ("said", "hold"),
    [([], "target_percent?"), (["score"], "target_percent?"), (["percent"], "target_percent?"), (["score", "target"], "target_percent")],
)
def test_whether_targets_beside_percentages_are_is_asked(said: list[str], hold: str) -> None:
    told = dict(zip(("Kết quả năm 2022 (%)", "Mục tiêu 2023"), said, strict=False))
    found = recognised(BESIDE_PERCENTAGES, Asked(columns=told))
    assert (columns(found)[2:], codes(found)) == (["percent", hold], ["I889"] if "?" in hold else [])
    assert figures(found)["xyz.1.target_percent"] == "85"


# What a plan has in percent: an index in two tables, of which one tells how its rows make it up; beside another in points; indices alone.
HEADS = "STT | Tiêu chí | Kết quả năm 2022 (%) | Mục tiêu 2023 (%)"
IN_PERCENT = f"SIPAS năm 2022\n{HEADS}\n1 | Một | 80,5 | 82\n2 | Hai | 81 | 83\n| SIPAS | 80,75 | 82,5\n"
PLANNED = "\nDự kiến tăng SIPAS\nSTT | Tiêu chí | Dự kiến tăng | Mục tiêu 2023\n1 | Một | 1,5 | 82\n2 | Hai | 2 | 83\n"
IN_POINTS = "\nChỉ số XYZ\nSTT | Tiêu chí | Điểm tối đa | Điểm | Mục tiêu 2023\n1 | Một | 5 | 1,5 | 2\n2 | Hai | 4 | 2 | 3\n"
ALONE = f"Kết quả các chỉ số\n{HEADS}\n1 | SIPAS | 80,75 | 82,5\n2 | PAR INDEX | 81 | 83"

SENTENCES = "Chỉ số SIPAS năm 2022 đạt 80,75%.\nMục tiêu\nChỉ số SIPAS năm 2023 đạt 82,5%.\n"
SOME = f"\nSIPAS, một số tiêu chí\n{HEADS}\n1 | Một | 80,5 | 82\n"


@pytest.mark.parametrize(
    ("text", "made", "fields"),
    [
        (IN_PERCENT + PLANNED, "mean", {"percent", "target_percent", "planned", "max"}),
        (PLANNED.lstrip() + "\n" + IN_PERCENT, "mean", {"percent", "target_percent", "planned", "max"}),
        (IN_PERCENT + SOME, "mean", {"percent", "target_percent", "max"}),
        (IN_PERCENT + IN_POINTS, "mean", {"percent", "target_percent", "score", "target", "max"}),
        (ALONE, "sum", {"percent", "target_percent", "max"}),
        (SENTENCES + ALONE, "sum", {"percent", "target_percent", "max"}),
    ],
)
def test_what_is_in_percent_is_percent_of_100(text: str, made: str, fields: set[str]) -> None:
    found = recognised(f"KẾ HOẠCH\nNâng cao các chỉ số năm 2023\n{text}")
    (sipas, *_) = found.indices
    assert (sipas.id, sipas.aggregate) == ("sipas", made)
    assert sipas.figures == {"percent": Decimal("80.75"), "target_percent": Decimal("82.5"), "max": 100}
    assert {name for index in found.indices for row in index.walk() for name in row.figures} == fields


WHOLES = [
    "Bình quân chung",
    "Trung bình chung",
    "Bình quân toàn tỉnh",
    "Chỉ số chung của tỉnh",
    "Mức độ hài lòng chung",
    "Điểm DDCI tổng hợp",
]


@pytest.mark.parametrize("label", WHOLES)
def test_a_measure_of_the_whole_is_the_index(label: str) -> None:
    found = recognised(f"{PLAN}{HEADS}\n1 | Một | 80,5 | 82\n2 | Hai | 81 | 83\n| {label} | 80,75 | 82,5")
    assert [(row.id, len(row.parts)) for row in found.indices[0].walk()] == [("abc", 2), ("abc.1", 0), ("abc.2", 0)]
    assert found.indices[0].figures["percent"] == Decimal("80.75")


def test_a_cell_may_lack_its_sign() -> None:
    found = recognised(
        f"{PLAN}STT | Tiêu chí | Kết quả năm 2022 | Mục tiêu\n1 | Một | 82,15% | 85%\n2 | Hai | 83,05 | 86%\n3 | Ba | 82,77% | 84%"
    )
    assert columns(found)[2:] == ["percent", "target_percent"]


RESULTS = "1. ABC năm 2022\nSTT | Tiêu chí | Điểm năm 2022\n1 | Công khai | 7,5\n2 | Hồ sơ | 3,5\n"
AIMED = "\n2. Mục tiêu ABC năm 2023\nSTT | Tiêu chí | Mục tiêu năm 2023\n1 | Công khai | 8\n2 | Hồ sơ | 4\n"
RISES = "\n2. ABC, dự kiến tăng năm 2023\nSTT | Tiêu chí | Dự kiến tăng\n1 | Công khai | 0,5\n2 | Hồ sơ | 0,5\n"
OF_OTHERS = "\n2. Mục tiêu của các đơn vị\nSTT | Tên đơn vị | Mục tiêu năm 2023\n1 | Sở Y tế | 8\n2 | Sở Nội vụ | 4\n"


@pytest.mark.parametrize(
    ("tables", "fields"),
    [
        (RESULTS + AIMED, {"score", "target"}),
        (AIMED.lstrip() + "\n" + RESULTS, {"score", "target"}),
        (RESULTS + RISES, {"score", "planned"}),
        (RESULTS + OF_OTHERS, set()),  # neither is of the other's rows
        (RESULTS, set()),
    ],
)
def test_tables_may_tell_one_thing_each_of_the_same_rows(tables: str, fields: set[str]) -> None:
    found = recognised(f"KẾ HOẠCH\nNâng cao chỉ số năm 2023\n{tables}")
    assert {name for index in found.indices for row in index.parts for name in row.figures} == fields
    assert [it.of is not None for it in found.tables] == [bool(fields)] * len(found.tables)


BARE = "STT | Yếu tố | Kết quả năm 2022 | Mục tiêu 2023\n1 | Một | 83,5 | 85\n2 | Hai | 80 | 82"
WITH_UNITS = "STT | Yếu tố | ĐVT | Kết quả năm 2022 | Mục tiêu 2023\n1 | Một | % | 83,5 | 85\n2 | Hai | % | 80 | 82"


@pytest.mark.parametrize(("heading", "table"), [(" (ĐVT: %)", BARE), ("\nĐơn vị tính: %", BARE), ("", WITH_UNITS)])
def test_the_unit_of_a_table_may_be_a_percentage(heading: str, table: str) -> None:
    found = recognised(f"KẾ HOẠCH\nNâng cao chỉ số năm 2023\n1. Chỉ số SIPAS{heading}\n{table}")
    (index,) = found.indices
    assert (index.id, columns(found)[-2:]) == ("sipas", ["percent", "target_percent"])


def test_names_that_no_title_names_are_asked() -> None:
    found = recognised(f"{PLAN}STT | Huyện | Điểm | Mục tiêu\n1 | Ba Bể | 84,2 | 87\n2 | Chợ Đồn | 86,5 | 88")
    assert (columns(found), codes(found)) == (["number", "name?", "score", "target"], ["I889"])


def test_rates_beside_points_stay_rates() -> None:
    """Increases and targets far below the rates are points: nothing of the rows is taken back."""
    found = recognised(
        "KẾ HOẠCH\nNâng cao chỉ số năm 2023\n"
        "1. Chỉ số ABC\nSTT | Tiêu chí | Điểm tối đa | Điểm năm 2022\n1 | Một | 10 | 8,2\n2 | Hai | 5 | 3,5\n| Tổng | 15 | 11,7\n\n"
        "2. Chỉ số ABC\nSTT | Tiêu chí | Tỷ lệ đạt năm 2022 (%) | Dự kiến tăng | Mục tiêu năm 2023\n"
        "1 | Một | 82 | 0,8 | 9\n2 | Hai | 70 | 0,5 | 4"
    )
    (index,) = found.indices
    assert (index.aggregate, codes(found)) == ("sum", [])
    assert index.parts[0].figures == {"max": 10, "score": Decimal("8.2"), "percent": 82, "planned": Decimal("0.8"), "target": 9}


def test_years_below_ranks_are_those_of_ranks() -> None:
    found = recognised(
        "Chỉ số XYZ\nTiêu chí | Điểm |  | Xếp hạng | \n | 2021 | 2022 | 2021 | 2022\n"
        "Công khai kết quả | 7 | 7,5 | 5/63 | 4/63\nGiải quyết hồ sơ | 3 | 3,5 | 6/63 | 7/63",
        Asked(year=2022, tables={1: "xyz"}),
    )
    assert columns(found) == ["name", "score_2021", "score", "rank_2021", "rank"]


def test_dashes_stand_for_figures_in_a_row_below_titles() -> None:
    found = recognised("Chỉ số ABC năm 2022\nNo. | Tiêu chí | Điểm năm 2022 | Mục tiêu\n11. | Công khai | 5,08 | –\n12. | Hồ sơ | 3,5 | 4")
    assert figures(found)["abc.11.score"] == "5.08"


@pytest.mark.parametrize("second", [["1.2 | Hồ sơ | 2 | 4"], ["a) | Hồ sơ | 2 | 4", "1.2 | Đất | 4 | 6"]])
def test_a_table_goes_on_below_numbers_with_dots_and_letters(second: list[str]) -> None:
    heads = ["STT", "Tiêu chí", "Điểm", "Điểm tối đa"]
    parts = [
        [heads, *(line.split(" | ") for line in ["1 | Công khai | 6 | 10", "1.1 | Kết quả | 2 | 3"])],
        [line.split(" | ") for line in second],
    ]
    rows = [Row(tuple(map(Cell, cells)), n, line) for n, part in enumerate(parts, 1) for line, cells in enumerate(part, 1)]
    found = recognise(Printed("plan.docx", (Paragraph("Chỉ số ABC"), *rows)), WORDS, LIKE, Asked(), None)
    assert [(it.number, it.of) for it in found.tables] == [(1, "abc")]


def test_of_two_readings_the_one_within_the_maximum_is_meant() -> None:
    found = recognised(
        "Chỉ số ABC năm 2022\nSTT | Tiêu chí | Điểm | Điểm tối đa\n1 | Công khai | 7,571 | 10.5\n2 | Hồ sơ | 3,5 | 4.5\n3 | Đất | 3.5 | 4.5"
    )
    assert figures(found)["abc.1.score"] == "7.571"


@pytest.mark.parametrize(
    ("title", "titles", "years"),
    [
        # The plan's last year, wherever its column stands, but where the title says which it is; scores are of the year before all of them.
        ("NÂNG CAO CHỈ SỐ", "Điểm 2025 | Mục tiêu 2026 | Mục tiêu 2030", (2025, 2030, None)),
        ("NÂNG CAO CHỈ SỐ", "Điểm 2025 | Mục tiêu 2030 | Mục tiêu 2026", (2025, 2030, None)),
        ("NÂNG CAO CHỈ SỐ GIAI ĐOẠN 2026 - 2030", "Điểm | Mục tiêu 2026 | Mục tiêu 2030", (2025, 2030, None)),
        ("NÂNG CAO CHỈ SỐ NĂM 2026", "Điểm | Mục tiêu 2026 | Mục tiêu 2030", (2025, 2026, 2026)),
        ("NÂNG CAO CHỈ SỐ GIAI ĐOẠN 2026-2030", "Điểm | Mục tiêu", (2025, 2030, None)),
        ("NÂNG CAO CHỈ SỐ NĂM 2026", "Điểm | Mục tiêu", (2025, 2026, 2026)),
        ("NÂNG CAO CHỈ SỐ NĂM 2025", "Điểm 2025 | Mục tiêu 2026", (2025, 2026, 2026)),
        ("NÂNG CAO CHỈ SỐ", "Điểm | Mục tiêu", (None, None, None)),
    ],
)
def test_which_years_a_plan_is_of(title: str, titles: str, years: tuple[int | None, int | None, int | None]) -> None:
    figures_of = " | ".join(str(n) for n in range(6, 7 + titles.count("|")))
    found = recognised(
        f"KẾ HOẠCH {title}\nChỉ số ABC\nSTT | Tiêu chí | {titles} | Nhiệm vụ | Chủ trì | Thời hạn\n"
        f"1 | Công khai | {figures_of} | Rà soát | Sở Y tế | Quý IV"
    )
    of_days = found.assignments[0].before
    assert (found.year, found.target_year, of_days and of_days.year - 1) == years


def test_targets_in_percent_are_so_in_every_year() -> None:
    found = recognised(
        "Chỉ số ABC năm 2022\nSTT | Tiêu chí | Điểm tối đa | Điểm 2022 | Mục tiêu 2023 | Mục tiêu 2024\n"
        "1 | Công khai | 10 | 7,5 | ≥ 80% | ≥ 85%\n2 | Hồ sơ | 5 | 3,5 | 4 | 90%"
    )
    told = {path: figure for path, figure in figures(found).items() if "target" in path}
    assert told == {
        "abc.1.target_2023": "{'percent': Decimal('80')}",
        "abc.1.target": "{'percent': Decimal('85')}",
        "abc.2.target_2023": "4",
        "abc.2.target": "{'percent': Decimal('90')}",
    }


def test_a_title_that_says_what_a_column_holds_is_surer_than_one_that_stands_over_it() -> None:
    found = recognised(
        "Chỉ số ABC năm 2022\nSTT | Tiêu chí | Điểm năm 2022 | Mục tiêu 2023 |  | Điểm tối đa\n | | | Điểm | Nipeho |\n"
        "1 | Công khai | 7 | 8 | 0,4 | 10\n2 | Hồ sơ | 3 | 4 | 0,1 | 5\n3 | Đất | 3 | 3,5 | 0,2 | 5"
    )
    assert columns(found)[3:5] == ["target", "-?"]


class Rows(NamedTuple):
    """Rows below titles, the scores that they come to, by id, and what is to be known."""

    rows: str
    scores: dict[str, str]
    notices: list[str]


ABC = {"abc.1": "6", "abc.2": "4"}
ROMAN = {"abc.i": "6", "abc.ii": "4"}


@pytest.mark.parametrize(
    ("rows", "scores", "notices"),
    [
        Rows("1 | Công khai | 6 | Giữ | Tốt | Không | Sở Nội vụ\n2 | Hồ sơ | 4 | 5 | Tốt | Không | Sở Tư pháp", ABC, ["I889", "I873"]),
        Rows("I | Công khai | 6 | Giữ | Tốt | Không | Sở Nội vụ\nII | Hồ sơ | 4 | 5 | Tốt | Không | Sở Nội vụ", ROMAN, ["I889", "I873"]),
    ],
)
def test_a_row_with_a_first_number_is_none_of_titles(rows: str, scores: dict[str, str], notices: list[str]) -> None:
    found = recognised(PLAN + "STT | Tiêu chí | Điểm | Mục tiêu | Ghi chú | Nguyên nhân | Chủ trì\n" + rows)
    assert {path.removesuffix(".score"): it for path, it in figures(found).items() if path.endswith(".score")} == scores
    assert codes(found) == notices


@pytest.mark.parametrize(
    ("rows", "scores", "notices"),
    [
        # Of several totals the largest is the index's own, wherever it stands; those of sections are theirs.
        Rows(
            "| Tổng điểm | 15 | 24\nI | Thẩm định | |\n1 | Công khai | 6 | 10\n2 | Hồ sơ | 4 | 6\n| Cộng | 10 | 16\nII | Khảo sát | |\n"
            "1 | Đất đai | 5 | 8\n| Cộng | 5 | 8",
            {"abc": "15", "abc.i": "10", "abc.i.1": "6", "abc.i.2": "4", "abc.ii": "5", "abc.ii.1": "5"},
            [],
        ),
        Rows(
            "A | Thẩm định | 10 | 16\n1 | Công khai | 6 | 10\n2 | Hồ sơ | 4 | 6\nCộng (A) | | 10 | 16\nTổng (A+B) | | 10 | 16",
            {"abc": "10", "abc.a": "10", "abc.a.1": "6", "abc.a.2": "4"},
            ["I889"],  # labels in the column of numbers
        ),
        # Of rows that are no section, or another sum than its own: told.
        Rows(
            "1 | Công khai | 6 | 10\n2 | Hồ sơ | 4 | 6\n| Cộng (1+2) | 10 | 16\n3 | Đất đai | 5 | 8\n| Tổng cộng | 15 | 24",
            {**ABC, "abc.3": "5", "abc": "15"},
            ["I895"],
        ),
        # A row that only has the name of the index, what it is called beside other words, or no label at all.
        Rows("| ABC | 10 | 16\n1 | Công khai | 6 | 10\n2 | Hồ sơ | 4 | 6", {**ABC, "abc": "10"}, []),
        Rows("1 | Công khai | 6 | 10\n2 | Hồ sơ | 4 | 6\n| Điểm số ABC 2022 | 10 | 16", {**ABC, "abc": "10"}, []),
        Rows("1 | Công khai | 6 | 10\n2 | Hồ sơ | 4 | 6\n* | Chỉ số ABC | 10 | 16", {**ABC, "abc": "10"}, []),
        Rows("1 | Công khai | 6 | 10\n2 | Hồ sơ | 4 | 6\n| | 10 | 16", {**ABC, "abc": "10"}, []),
        # What is deducted comes behind what is added up; another year's total, and other units', are not the index's.
        Rows(
            "1 | Công khai | 6 | 10\n2 | Hồ sơ | 4 | 6\n| Cộng | 10 | 16\n3 | Điểm trừ | -1 | -3\n| Tổng điểm | 9 | 16",
            {**ABC, "abc.3": "-1", "abc": "9"},
            ["I895"],
        ),
        Rows(
            "1 | Công khai | 6 | 10\n2 | Hồ sơ | 4 | 6\n| Tổng điểm năm 2022 | 10 | 16\n| Tổng điểm năm 2021 | 11 | 16\n"
            "| Tổng điểm cao nhất cả nước | 12 | 16",
            {**ABC, "abc": "10"},
            ["I895"],
        ),
        # The innermost section that ends there has its total; where each section has one, the index has none.
        Rows(
            "A | Nhóm | |\nI | Thẩm định | |\n1 | Công khai | 6 | 10\n| Cộng I | 6 | 10\nII | Khảo sát | |\n"
            "1 | Đất đai | 5 | 8\n| Cộng II | 5 | 8\n| Tổng (A) | 11 | 18\nB | Khác | 3 | 4\n| Tổng cộng | 14 | 22",
            {"abc": "14", "abc.a": "11", "abc.a.i": "6", "abc.a.i.1": "6", "abc.a.ii": "5", "abc.a.ii.1": "5", "abc.b": "3"},
            [],
        ),
        Rows(
            "I | Thẩm định | |\n1 | Công khai | 6 | 10\n| Cộng | 6 | 10\nII | Khảo sát | |\n1 | Đất đai | 5 | 8\n| Cộng | 5 | 8",
            {"abc.i": "6", "abc.i.1": "6", "abc.ii": "5", "abc.ii.1": "5"},
            [],
        ),
        # One name for the sections and for all: the last adds them up.
        Rows(
            "I | Thẩm định | |\n1 | Công khai | 6 | 10\n| Cộng | 6 | 10\nII | Khảo sát | |\n"
            "1 | Đất đai | 5 | 8\n| Cộng | 5 | 8\n| Cộng | 11 | 18",
            {"abc": "11", "abc.i": "6", "abc.i.1": "6", "abc.ii": "5", "abc.ii.1": "5"},
            [],
        ),
        # Capitals beside other words, or of something else, are no name of the index.
        Rows("1 | Công khai | 6 | 10\n2 | Hồ sơ | 4 | 6\n| GRDP | 3 | 4", {**ABC, "abc.2.grdp": "3"}, ["I883", "I884"]),
        Rows(
            "1 | Công khai | 6 | 10\n2 | Hồ sơ | 4 | 6\n| Chi phí ABC | 1 | 2\n| Kiểm tra ABC | 3 | 4",
            {**ABC, "abc.2.chi-phi-abc": "1", "abc.2.kiem-tra-abc": "3"},
            ["I883"],
        ),
        # What is added or taken off at the end is part of no row.
        Rows(
            "1 | Công khai | 6 | 10\n2 | Hồ sơ | 4 | 6\n| Điểm thưởng | 1 | 2\n| Điểm trừ | -0,5 | -3\n| Tổng | 10,5 | 18",
            {**ABC, "abc.diem-thuong": "1", "abc.diem-tru": "-0.5", "abc": "10.5"},
            [],
        ),
        Rows("1 | Công khai | 6 | 10\n2 | Hồ sơ | 4 | 6\nToàn tỉnh | | 10 | 16", {**ABC, "abc": "10"}, []),
        # The total of a group may be called by it, and is none of the index's.
        Rows("1 | Công khai | 6 | 10\n| Cộng nhóm I | 6 | 10\n2 | Hồ sơ | 4 | 6\n| Cộng nhóm II | 4 | 6", ABC, ["I895"]),
        Rows(
            "1 | Công khai | 6 | 10\n2 | Hồ sơ | 4 | 6\n| Cộng nhóm I | 10 | 16\n3 | Đất đai | 5 | 8\n| Tổng | 15 | 24",
            {**ABC, "abc.3": "5", "abc": "15"},
            ["I895"],
        ),
        # What stands below the total is no part of the last row; words there are signatures.
        Rows("1 | Công khai | 6 | 10\n2 | Hồ sơ | 4 | 6\n| Tổng | 10 | 16\n| Mức tốt | 8 | 16", {**ABC, "abc": "10"}, ["I895"]),
        Rows("1 | Công khai | 6 | 10\n2 | Hồ sơ | 4 | 6\n| Tổng | 10 | 16\n| Người lập | | Giám đốc\n| | |", {**ABC, "abc": "10"}, []),
        Rows("1 | Công khai | 6 | 10\n2 | Hồ sơ | 4 | 6\n| Tổng | 10 | 16\n| Người lập | | ", {**ABC, "abc": "10"}, []),
        Rows("1 | Công khai | 6 | 10\n2 | Hồ sơ | 4 | 6\n| Tổng | 10 | 16\n| | 10 | 16", {**ABC, "abc": "10"}, []),
        # Labels that are merged over the column of numbers.
        Rows(
            "1 | Công khai | 6 | 10\n2 | Hồ sơ | 4 | 6\nTổng điểm | | 10 | 16\nGiá trị ABC | | 0,625 | 1",
            {**ABC, "abc": "10"},
            ["I889", "I895"],
        ),
        Rows("1 | Công khai | 6 | 10\n2 | Hồ sơ | 4 | 6\nTổng điểm | | 10 | 16\nXếp hạng | | 30/63 |", {**ABC, "abc": "10"}, ["I889"]),
        # What may be lost is a floor.
        Rows("1 | Công khai | 6 | 10\n2 | Điểm trừ | -1 | -3\n| Tổng | 5 | 10", {"abc.1": "6", "abc.2": "-1", "abc": "5"}, []),
    ],
)
def test_which_row_is_the_index_s_own(rows: str, scores: dict[str, str], notices: list[str]) -> None:
    found = recognised(PLAN + "STT | Tiêu chí | Điểm | Điểm tối đa\n" + rows)
    assert {path.removesuffix(".score"): it for path, it in figures(found).items() if path.endswith(".score")} == scores
    assert codes(found) == notices


def test_what_stands_below_the_total_is_the_index_s() -> None:
    rows = "1 | Công khai | 6 | 10\n2 | Hồ sơ | 4 | 6\n| Tổng | 10 | 16\n| Tăng so với năm 2021 | 2,5 |\n| Xếp hạng | 35/63 |"
    found = recognised(PLAN + "STT | Tiêu chí | Điểm | Điểm tối đa\n" + rows)
    assert figures(found)["abc.rank"] == "35/63"
    assert codes(found) == ["I895"]


@pytest.mark.parametrize(
    ("second", "ids", "notices"),
    [
        # Of the same rows: what the first does not have.
        ("STT | Tiêu chí | Điểm | Mục tiêu\n1 | Công khai | 6 | 7\n2 | Hồ sơ | 4 | 5", ["abc"], []),
        # Of a draft, another year, another unit.
        ("STT | Tiêu chí | Điểm | Mục tiêu\n1 | Công khai | 5,5 | 7\n2 | Hồ sơ | 3,5 | 5\n3 | Đất đai | 4,5 | 6", ["abc"], ["I870"]),
        # Of other rows that are numbered alike.
        ("STT | Tên cơ quan | Điểm | Mục tiêu\n1 | Sở Nội vụ | 7,1 | 8\n2 | Sở Y tế | 7,2 | 8", ["abc", "abc-2"], ["I894", "I896"]),
    ],
)
def test_a_further_table_of_an_index(second: str, ids: list[str], notices: list[str]) -> None:
    first = "STT | Tiêu chí | Điểm | Điểm tối đa\n1 | Công khai | 6 | 10\n2 | Hồ sơ | 4 | 6\n3 | Đất đai | 5 | 7"
    found = recognised(f"{PLAN}{first}\n\nChỉ số ABC năm 2022, bảng 2\n{second}")
    assert [index.id for index in found.indices] == ids
    assert codes(found) == notices
    assert ("abc.1.target" in figures(found)) == (not notices)


@pytest.mark.parametrize(
    ("heading", "ident"),
    [
        ("CHỈ SỐ ABC CÁC SỞ, BAN, NGÀNH", "abc"),
        ("BẢNG ĐIỂM CẢI CÁCH HÀNH CHÍNH (XYZ) CÁC SỞ, BAN, NGÀNH", "xyz"),
        ("CHỈ SỐ NĂNG LỰC CẠNH TRANH CẤP SỞ, BAN, NGÀNH", "index-1"),
        ("III. BẢNG ĐIỂM CÁC SỞ", "index-1"),
        ("Chỉ số TRANH", "tranh"),
    ],
)
def test_which_capitals_name_an_index(heading: str, ident: str) -> None:
    assert recognised(f"{heading}\nSTT | Tiêu chí | Điểm | Điểm tối đa\n1 | Một | 6 | 10\n2 | Hai | 4 | 6").indices[0].id == ident


@pytest.mark.parametrize(
    ("above", "heading"),
    [
        ("2. Chỉ số PAPI\nBảng 3", "2. Chỉ số PAPI"),  # what only numbers a table says nothing of it
        ("2. Chỉ số PAPI\nBiểu số 02:", "2. Chỉ số PAPI"),
        ("2. Chỉ số PAPI\nBảng 3. Các nội dung", "Bảng 3. Các nội dung"),
        ("Bảng 3", "Bảng 3"),  # unless nothing else does
        ("I. Chỉ số PCI\nKết quả này góp phần cải thiện Chỉ số PAPI của tỉnh.", "I. Chỉ số PCI"),
    ],
)
def test_what_stands_above_a_table(above: str, heading: str) -> None:
    found = recognised(f"{above}\nSTT | Tiêu chí | Điểm | Điểm tối đa\n1 | Một | 6 | 10\n2 | Hai | 4 | 6")
    assert found.tables[0].heading == heading


def test_rows_without_numbers_may_have_three_levels() -> None:
    rows = [
        "Chính quyền | 20 | 30",
        "Chỉ đạo | 11 | 16",
        "Kế hoạch | 5 | 8",
        "Kiểm tra | 6 | 8",
        "Hồ sơ | 9 | 14",
        "Đúng hạn | 4 | 6",
        "Trực tuyến | 5 | 8",
    ]
    rows += ["Xã hội | 12 | 17", "Y tế | 7 | 9", "Khám | 3 | 4", "Chữa | 4 | 5", "Giáo dục | 5 | 8", "Trường | 2 | 4", "Lớp | 3 | 4"]
    found = recognised("Chỉ số ABC\nTiêu chí | Điểm | Điểm tối đa\n" + "\n".join(rows))
    assert {name: list(below) for name, below in tree(found.indices[0].parts).items() if isinstance(below, dict)} == {
        "Chính quyền": ["Chỉ đạo", "Hồ sơ"],
        "Xã hội": ["Y tế", "Giáo dục"],
    }


def test_lines_of_words_may_part_the_rows_of_one_index() -> None:
    one, two = "1 | Công khai | 6 | 10\n2 | Hồ sơ | 4 | 6", "3 | Đất đai | 5 | 8\n4 | Môi trường | 3 | 6"
    rows = f"STT | Tiêu chí | Điểm | Điểm tối đa\nA. NHÓM MỘT | | |\n{one}\nB. NHÓM HAI | | |\n{two}\n| Tổng | 18 | 30"
    found = recognised(PLAN + rows)
    assert [(index.id, len(index.parts), str(index.figures["score"])) for index in found.indices] == [("index-1", 4, "18")]
    with_totals = rows.replace("B. NHÓM", "| Cộng | 10 | 16\nB. NHÓM")
    assert len(recognised(PLAN + with_totals).indices) == 2


@pytest.mark.parametrize(
    "titles", ["Nội dung | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian", "Nhiệm vụ | Cơ quan chủ trì | Phối hợp | Thời gian"]
)
def test_who_does_what_may_stand_under_any_title(titles: str) -> None:
    found = recognised(f"{PLAN}Phân công\nSTT | {titles}\n1 | Công khai thủ tục | Sở Nội vụ | Sở Y tế | Quý II/2023")
    assert [(it.lead, it.coordinate, str(it.before)) for it in found.assignments] == [(("Sở Nội vụ",), ("Sở Y tế",), "2023-07-01")]
    assert codes(found) == []


def test_figures_of_a_table_of_tasks_are_told() -> None:
    found = recognised(
        f"{PLAN}Phân công\nSTT | Nội dung | Cơ quan chủ trì | Thời gian | Điểm\n1 | Công khai | Sở Nội vụ | Quý II/2023 | 2,5"
    )
    assert codes(found) == ["I870"]
    assert "Điểm" in str(dict(found.document.notices[0].values)["what"])


def test_a_table_of_the_year_before_may_come_first() -> None:
    table = "STT | Tiêu chí | Điểm năm {0} | Dự kiến tăng năm {1} | Mục tiêu năm {1}\n1 | Công khai | {2}\n2 | Hồ sơ | {3}\n\n"
    found = recognised(
        f"Chỉ số ABC\n{table.format(2021, 2022, '5 | 1 | 6', '3 | 1 | 4')}Chỉ số ABC\n{table.format(2022, 2023, '6 | 2 | 8', '4 | 1 | 5')}"
    )
    assert (found.year, found.target_year) == (2022, 2023)
    assert figures(found)["abc.1.target"] == "8"


def test_what_is_no_figure_in_a_total_is_told_once() -> None:
    rows = "1 | Công khai | 6 | 10\n2 | Hồ sơ | 4 | 6\n| Cộng (1+2) | Không rõ | 16\n3 | Đất đai | 5 | 8\n| Tổng cộng | 15 | 24"
    assert codes(recognised(PLAN + "STT | Tiêu chí | Điểm | Điểm tối đa\n" + rows)) == ["I873", "I895"]


@pytest.mark.parametrize(
    ("titles", "cells", "told", "notices"),
    [
        ("Điểm | Điểm tối đa", "7,85* | 8,5 đ", {"score": "7.85", "max": "8.5"}, []),
        ("Điểm | Điểm tối đa", "7,85 (**) | 8,5¹", {"score": "7.85", "max": "8.5"}, []),
        ("Điểm đạt / điểm tối đa | Mục tiêu", "7,85 / 8,5 điểm | 8,1", {"score": "7.85", "max": "8.5", "target": "8.1"}, ["I897"]),
        ("Điểm | Mục tiêu", "7,85/8,5 | 8,1/8,5", {"score": "7.85", "max": "8.5", "target": "8.1"}, ["I897", "I897"]),
        ("Điểm | Mục tiêu", "7,85 (92,4 %) | 8,1", {"score": "7.85", "percent": "92.4", "target": "8.1"}, ["I897"]),
        ("Điểm | Mục tiêu", "7,85 (-0,36) | 8,1", {"score": "7.85", "change": "-0.36", "target": "8.1"}, ["I897"]),
        (
            "Điểm | Mục tiêu",
            "7,85/8,5 (giảm 0,36) | 8,1",
            {"score": "7.85", "max": "8.5", "change": "-0.36", "target": "8.1"},
            ["I897"] * 2,
        ),
        ("Điểm | Điểm tối đa", "7,85/8,5 | 8,5", {"score": "7.85", "max": "8.5"}, ["I897"]),
        ("Điểm tối đa | Mục tiêu", "8 | ≥ 7/8", {"max": "8", "target": "7"}, ["I897"]),
        ("Điểm tối đa | Mục tiêu", "8 | >= 7/8 điểm", {"max": "8", "target": "7"}, ["I897"]),
        # What the maximum's own column, or the title, says to be something else.
        ("Điểm | Điểm tối đa", "7,85/9,5 | 8,5", {"max": "8.5"}, ["I873"]),
        ("Điểm năm 2023/2024 | Điểm tối đa", "7,85/8,5 | 10", {"max": "10"}, ["I873"]),
        ("Điểm tự chấm/Điểm thẩm định | Mục tiêu", "7,85/8,5 | 9", {"target": "9"}, ["I873"]),
        ("Điểm tối đa | Mục tiêu", "8,5 | 8,1 (95,3%)", {"max": "8.5", "target": "8.1", "target_percent": "95.3"}, ["I897"]),
        # A rank, a growth, and figures of which nobody knows what they are.
        ("Điểm | Điểm tối đa", "57/63 | 8,5", {"max": "8.5"}, ["I889", "I873"]),
        ("Điểm | Mục tiêu", "6,5 | ≥ 30/63", {"score": "6.5"}, ["I873"]),
        ("Điểm tối đa | Mục tiêu", "8 | ≥ 30/63", {"max": "8"}, ["I873"]),
        ("Điểm | Điểm tối đa", "7,85 (+3%) | 8,5", {"max": "8.5"}, ["I889", "I889", "I873"]),
        ("Điểm | Điểm tối đa", "7,85 (3) | 8,5", {"max": "8.5"}, ["I889", "I873"]),
        ("Điểm tối đa | Dự kiến tăng", "8,5 | 0,25/8,5", {"max": "8.5"}, ["I873"]),
    ],
)
def test_a_cell_may_have_more_than_a_figure(titles: str, cells: str, told: dict[str, str], notices: list[str]) -> None:
    found = recognised(f"Chỉ số ABC\nSTT | Tiêu chí | {titles}\n1 | Công khai | {cells}")
    assert figures(found) == {f"abc.1.{name}": it for name, it in told.items()}
    assert codes(found) == notices


def test_a_rank_behind_some_scores_is_no_maximum() -> None:
    rows = "1 | Công khai | 7,85/12 | 8\n2 | Hồ sơ | 6,5 | 7\n3 | Đất đai | 5,5 | 6"
    found = recognised(f"Chỉ số ABC\nSTT | Tiêu chí | Điểm năm 2022 | Mục tiêu năm 2023\n{rows}")
    assert codes(found) == ["I873"]
    assert not [path for path in figures(found) if path.endswith("max")]


def test_two_totals_of_one_index_that_differ_are_told() -> None:
    table = "STT | Tiêu chí | Điểm | Điểm tối đa\n1 | Công khai | 6 | 10\n2 | Hồ sơ | 4 | 6\n| Tổng | {} | 16\n"
    found = recognised(PLAN + table.format(10) + "2. Chỉ số ABC năm 2022\n" + table.format(11))
    assert figures(found)["abc.score"] == "10"
    assert codes(found) == ["I885"]


def test_ranks_and_percentages_below_a_total_are_the_index_s() -> None:
    found = recognised(
        "Chỉ số ABC\nNội dung | Năm 2021 | Năm 2022 | Mục tiêu 2023\nCông khai | 5 | 6 | 7\nHồ sơ | 3 | 4 | 5\nTổng điểm | 8 | 10 | 12\n"
        "Xếp hạng | 35 | 36 | 30\nTỷ lệ đạt (%) | 50% | 62,5% | 75%"
    )
    own = {path: it for path, it in figures(found).items() if path.count(".") == 1}
    assert own == {
        "abc.score_2021": "8",
        "abc.score": "10",
        "abc.target": "12",
        "abc.rank_2021": "35",
        "abc.rank": "36",
        "abc.target_rank": "30",
        "abc.percent": "62.5",
        "abc.target_percent": "75",
    }


@pytest.mark.parametrize(("total", "ranks"), [("Tổng điểm", "Xếp hạng"), ("Điểm ABC", "Xếp hạng ABC"), ("ABC", "Thứ hạng")])
def test_ranks_of_each_year_stand_below_the_total(total: str, ranks: str) -> None:
    found = recognised(
        "Chỉ số ABC\nSTT | Nội dung | Năm 2022 | Mục tiêu 2023 | Mục tiêu 2024\n1 | Công khai | 6 | 7 | 8\n2 | Hồ sơ | 4 | 5 | 6\n"
        f" | {total} | 10 | 12 | 14\n | {ranks} | 30/63 | 25/63 | 20/63"
    )
    index = found.indices[0]
    assert index.figures == {
        "score": Decimal(10),
        "rank": Rank(30, 63),
        "target_2023": {"points": Decimal(12), "rank": Rank(25, 63)},
        "target": Decimal(14),
        "target_rank": Rank(20, 63),
    }
    assert codes(found) == []


@pytest.mark.parametrize(("said", "rank", "notices"), [("19/63", "19/63", []), ("19", "19", []), ("20/63", "19", ["I885"])])
def test_a_rank_is_one_with_its_denominator_and_without(said: str, rank: str, notices: list[str]) -> None:
    table = "STT | Tiêu chí | Điểm 2022 | Mục tiêu | Hạng\n1 | Công khai | 6 | 7 | 5\n2 | Hồ sơ | 4 | 5 | 7\n| Tổng | 10 | 12 | 19"
    found = recognised(f"Chỉ số ABC đạt 10 điểm, xếp hạng {said}.\nChỉ số ABC\n{table}")
    assert (figures(found)["abc.rank"], codes(found)) == (rank, notices)


def test_a_rank_below_a_total_may_stand_in_the_column_of_ranks() -> None:
    found = recognised(
        PLAN + "STT | Tiêu chí | Điểm | Điểm tối đa | Xếp hạng\n1 | Công khai | 6 | 10 | 5/63\n2 | Hồ sơ | 4 | 6 | 7/63\n"
        "| Tổng | 10 | 16 |\n| Xếp hạng năm 2022 | | | 12/63"
    )
    assert figures(found)["abc.rank"] == "12/63"


def test_ranks_below_rows_are_theirs() -> None:
    found = recognised(
        "Chỉ số ABC\nNội dung | Năm 2022 | Mục tiêu 2023\nCông khai | 6 | 7\nXếp hạng | 35 | 30\nHồ sơ | 4 | 5\nXếp hạng | 36 | 33"
    )
    own = {path: it for path, it in figures(found).items() if "rank" in path}
    assert own == {
        "abc.cong-khai.rank": "35",
        "abc.cong-khai.target_rank": "30",
        "abc.ho-so.rank": "36",
        "abc.ho-so.target_rank": "33",
    }


@pytest.mark.parametrize(
    ("rows", "aggregate", "notices"),
    [
        ("1 | Tiếp cận | 82,35 | \n2 | Thủ tục | 75,5 | \n| Chỉ số chung | 80,1 |", "none", ["I896"]),
        ("1 | Tiếp cận | 82,35 | 100\n2 | Thủ tục | 75,5 | 100\n| Chỉ số chung | 80,1 | 100", "none", ["I896"]),
        ("1 | Tiếp cận | 82,35% | 100\n2 | Thủ tục | 75,5% | 100\n| Chỉ số chung | 80,1% | 100", "none", []),
        # Their mean to the last digit that any of them is printed with: 78.925 up and down.
        ("1 | Tiếp cận | 82,35 | \n2 | Thủ tục | 75,5 | \n| Chỉ số chung | 78,93 |", "mean", ["I896"]),
        ("1 | Tiếp cận | 82,35 | \n2 | Thủ tục | 75,5 | \n| Chỉ số chung | 78,94 |", "none", ["I896"]),
        ("1 | Tiếp cận | 82,4 | \n2 | Thủ tục | 75,5 | \n| Chỉ số chung | 78,93 |", "none", ["I896"]),
        ("1 | Tiếp cận | 82,35% | 100\n2 | Thủ tục | 75,5% | 100\n| Chỉ số chung | 78,92% | 100", "mean", ["I896"]),
        # What any weights may make of them: whole percentages.
        ("1 | Tiếp cận | 82% | 100\n2 | Thủ tục | 75% | 100\n| Chỉ số chung | 79% | 100", "none", []),
        ("1 | Tiếp cận | 80,1% | 100\n2 | Thủ tục | 80,1% | 100\n| Chỉ số chung | 80,1% | 100", "none", []),
        ("1 | Tiếp cận | 7 | 10\n2 | Thủ tục | 8 | 10\n| Tổng | 15 | 20", "sum", []),
        ("1 | Tiếp cận | 7 | \n2 | Thủ tục | 0 | \n| Tổng | 7 | ", "sum", []),
    ],
)
def test_averages_and_shares_of_people_are_not_added_up(rows: str, aggregate: str, notices: list[str]) -> None:
    found = recognised(PLAN + "STT | Tiêu chí | Điểm | Điểm tối đa\n" + rows)
    assert (found.indices[0].aggregate, codes(found)) == (aggregate, notices)


@pytest.mark.parametrize(
    ("said", "rows", "expected"),
    [
        # What the rows are out of is printed nowhere, or 100; the sentence is their mean, or just among them.
        ("83,77%", "84,10 | \n82,20 | \n85,00 | ", {"score": "83.77", "made": "mean"}),
        ("83,77%", "84,10 | 100\n82,20 | 100\n85,00 | 100", {"score": "83.77", "made": "mean"}),
        ("83,77%", "84,10% | \n82,20% | \n85,00% | ", {"percent": "83.77", "max": "100", "made": "mean"}),
        ("83,5%", "84,10 | \n82,20 | \n85,00 | ", {"score": "83.5", "made": "none"}),
        ("83,77 điểm", "84,10 | \n82,20 | \n85,00 | ", {"score": "83.77", "made": "mean"}),
        # Points out of something else, or a sum.
        ("83,77%", "8,41 | 10\n8,22 | 10\n8,50 | 10", {"percent": "83.77", "made": "sum"}),
        ("83,77%", "8,41 | \n8,22 | \n8,50 | ", {"percent": "83.77", "made": "sum"}),
        ("25,13 điểm", "8,41 | \n8,22 | \n8,50 | ", {"score": "25.13", "made": "sum"}),
    ],
)
def test_a_sentence_may_tell_what_rows_come_to(said: str, rows: str, expected: dict[str, str]) -> None:
    numbered = "\n".join(f"{n} | Tiêu chí {n} | {row}" for n, row in enumerate(rows.split("\n"), 1))
    found = recognised(f"Chỉ số ABC đạt {said}.\nChỉ số ABC năm 2022\nSTT | Tiêu chí | Điểm | Điểm tối đa\n{numbered}")
    (index,) = found.indices
    assert {**{name: str(it) for name, it in index.figures.items()}, "made": index.aggregate} == expected


@pytest.mark.parametrize(
    ("goal", "total", "expected", "notices"),
    [
        ("đạt 12 điểm trở lên", "| Tổng | 10 | 16 |", {"target": "12"}, []),
        ("đạt 12 điểm, xếp hạng 20", "| Tổng | 10 | 16 | 12", {"target": "12", "target_rank": "20"}, []),
        # The table's is taken, and that they differ is told.
        ("đạt 13 điểm", "| Tổng | 10 | 16 | 12", {"target": "12"}, ["I885"]),
        ("đạt 13 điểm", "", {"target": "13"}, []),
    ],
)
def test_a_sentence_sets_what_a_table_does_not(goal: str, total: str, expected: dict[str, str], notices: list[str]) -> None:
    found = recognised(
        f"Mục tiêu\nChỉ số ABC {goal}.\nChỉ số ABC năm 2022\nSTT | Tiêu chí | Điểm | Điểm tối đa | Mục tiêu 2023\n"
        f"1 | Công khai | 6 | 10 | 7\n2 | Hồ sơ | 4 | 6 | 5\n{total}"
    )
    (index,) = found.indices
    assert {name: str(it) for name, it in index.figures.items() if "target" in name} == expected
    assert codes(found) == notices


def test_a_goal_in_percent_is_in_what_the_scores_are() -> None:
    found = recognised(
        "Mục tiêu\nChỉ số ABC đạt trên 85%.\nChỉ số ABC năm 2022\nSTT | Tiêu chí | Tỷ lệ (%) | Điểm tối đa\n"
        "1 | Tiếp cận | 82,35 | 100\n2 | Thủ tục | 75,5 | 100\n| Chỉ số chung | 80,1 | 100"
    )
    assert figures(found)["abc.target_percent"] == "{'more_than': {'percent': Decimal('85')}}"


# Titles of an index whose rows are shares of people, and its rows.
SHARES = [
    ("Điểm (%) | Mục tiêu 2023", ["82,35 | ≥ 85%", "75,5 | > 78%", "80,1 | ≥ 82%"]),
    ("Tỷ lệ phần trăm | Mục tiêu 2023", ["82,35 | 85%", "75,5 | > 78%", "80,1 | 82%"]),
    ("Tỷ lệ phần trăm | Điểm tối đa | Mục tiêu 2023", ["82,35 | 100 | ≥ 85%", "75,5 | 100 | > 78%", "80,1 | 100 | ≥ 82%"]),
    ("Điểm | Mục tiêu 2023", ["82,35% | ≥ 85%", "75,5% | > 78%", "80,1% | ≥ 82%"]),
]


@pytest.mark.parametrize(("titles", "rows"), SHARES)
def test_scores_and_targets_in_percent_are_in_one_unit(titles: str, rows: list[str]) -> None:
    """Whether the sign stands in a title or in cells: percentages of 100, the targets in the same, and nothing is added up."""
    named = zip(("1 | Tiếp cận", "2 | Thủ tục", "| Chỉ số chung"), rows, strict=True)
    found = recognised(PLAN + f"STT | Tiêu chí | {titles}\n" + "\n".join(f"{row} | {cells}" for row, cells in named))
    whole, first, second = (dict(row.figures) for row in found.indices[0].walk())
    assert whole == {"percent": Decimal("80.1"), "target_percent": 82, "max": 100}
    assert first == {"percent": Decimal("82.35"), "target_percent": 85, "max": 100}
    assert second == {"percent": Decimal("75.5"), "target_percent": {"more_than": {"percent": 78}}, "max": 100}
    assert (found.indices[0].aggregate, codes(found)) == ("none", [])


@pytest.mark.parametrize(
    ("rows", "made", "notices"),
    [
        ("1 | Một | 20 | 7,25\n2 | Hai | 30 | 6,10\n3 | Ba | 50 | 5,85\n| Tổng | 100 | 62,05", "weighted 10", []),
        ("1 | Một | 0,2 | 7,25\n2 | Hai | 0,3 | 6,10\n3 | Ba | 0,5 | 5,85\n| Tổng | | 6,2", "weighted 1", []),
        # A misprint is the document's.
        ("1 | Một | 40 | 7,00\n2 | Hai | 60 | 6,00\n| Tổng | 100 | 6,45", "weighted 1", []),
        # Points that are added up, weights that say nothing, or not of every row.
        ("1 | Một | 40 | 7,00\n2 | Hai | 60 | 6,00\n| Tổng | 100 | 13", "sum 1", []),
        ("1 | Một | 40 | 7,00\n2 | Hai | 60 | 6,00\n| Tổng | 100 | 6,8", "none 1", ["I870"]),
        ("1 | Một | 40 | 7,00\n2 | Hai | 60 | 6,00\n| Tổng | 100 | 12,5", "none 1", ["I870"]),
        ("1 | Một | 40 | 7\n2 | Hai | | 6\n| Tổng | 100 | 6,4", "none 1", ["I870"]),
    ],
)
def test_rows_may_have_weights(rows: str, made: str, notices: list[str]) -> None:
    found = recognised(PLAN + "STT | Tiêu chí | Trọng số | Điểm năm 2022\n" + rows, Asked(tables={1: "abc"}))
    (index,) = found.indices
    assert (f"{index.aggregate} {index.scale}", codes(found)) == (made, notices)
    assert columns(found)[2] == ("weight" if "weighted" in made else "unweighted")
    assert [row.weight is not None for row in index.parts] == ["weighted" in made] * len(index.parts)


def test_indices_in_one_table_may_have_no_rows() -> None:
    heads = "STT | Nội dung | Điểm năm 2022 | Mục tiêu 2023\n"
    rows = "| PAR INDEX | 85,36 | 88\n1 | Điều hành | 43,36 | 45\n2 | Thể chế | 42 | 43\n| SIPAS | 82,1 | 85\n| PAPI | 9,97 | 10,5\n"
    found = recognised("Phụ lục\n" + heads + rows + "1 | Tham gia | 4,85 | 5\n2 | Công khai | 5,12 | 5,5")
    assert [(index.id, len(index.parts)) for index in found.indices] == [("par", 2), ("sipas", 0), ("papi", 2)]
    # One of another kind of number is a row; with numbers of one kind the last may have none as well.
    below = "| PAR INDEX | 85,36 | 88\n1 | Điều hành | 43,36 | 45\n2 | Tác động | 42 | 43\n2.1 | SIPAS | 30 | 31\n2.1.1 | Hồ sơ | 30 | 31"
    found = recognised("Chỉ số PAR INDEX\n" + heads + below)
    assert [(index.id, len(index.parts)) for index in found.indices] == [("par", 2)]
    below = "I | PAPI | 9,97 | 10,5\n1 | Tham gia | 4,85 | 5\n2 | Công khai | 5,12 | 5,5\nII | SIPAS | 82,1 | 85"
    found = recognised("Phụ lục\n" + heads + below)
    assert [(index.id, len(index.parts)) for index in found.indices] == [("papi", 2), ("sipas", 0)]
    below = "A | Chỉ số PAPI | 9,97 | 10,5\n1 | Tham gia | 4,85 | 5\nB | Chỉ số SIPAS | 82,1 | 85\n"
    below += "C | Chỉ số DTI | 70 | 75\n1 | Hạ tầng | 70 | 75"
    found = recognised("Phụ lục\n" + heads + below)
    assert [(index.id, len(index.parts)) for index in found.indices] == [("papi", 1), ("sipas", 0), ("dti", 1)]
    # Rows that are numbered on from them stand beside them.
    found = recognised(
        "Phụ lục\n" + heads + "1 | PAR INDEX | 85,36 | 88\n2 | SIPAS | 82,1 | 85\n3 | Hồ sơ | 97,5 | 98\n4 | Đất đai | 90 | 95"
    )
    assert [(index.id, len(index.parts)) for index in found.indices] == [("index-1", 4)]


@pytest.mark.parametrize(
    ("heading", "labels", "ids"),
    [
        ("Chỉ số DDCI năm 2022", ["CCHC", "CNTT"], ["ddci", "ddci.1", "ddci.2"]),
        ("Chỉ số năng lực cạnh tranh cấp sở (DDCI)", ["CCHC", "CNTT"], ["ddci", "ddci.1", "ddci.2"]),
        ("Biểu 1. Kết quả năm 2022", ["R25", "R26"], ["index-1", "index-1.1", "index-1.2"]),
        # A list of indices: of those that the heading names, or that are known.
        ("Các chỉ số DDCI, PCI", ["DDCI", "PCI"], ["ddci", "pci"]),
        ("Chỉ số CCHC năm 2022", ["PAR INDEX", "SIPAS"], ["par", "sipas"]),
    ],
)
def test_rows_of_an_index_may_be_called_by_capitals(heading: str, labels: list[str], ids: list[str]) -> None:
    rows = "\n".join(f"{n} | {label} | 6 | 10" for n, label in enumerate(labels, 1))
    found = recognised(f"{heading}\nSTT | Nội dung | Điểm | Điểm tối đa\n{rows}")
    assert [row.id for index in found.indices for row in index.walk()] == ids


def test_figures_of_other_units_are_left_out() -> None:
    found = recognised(
        PLAN + "STT | Tiêu chí | Điểm của tỉnh | Điểm cao nhất cả nước | Điểm trung bình cả nước | Mục tiêu\n"
        "1 | Công khai | 6 | 9 | 7 | 7\n2 | Hồ sơ | 4 | 8 | 6 | 5"
    )
    assert columns(found) == ["number", "name", "score", "others", "others", "target"]
    assert codes(found) == []


def test_targets_beside_percentages_are_percentages() -> None:
    found = recognised(PLAN + "STT | Tiêu chí | Kết quả | Mục tiêu\n1 | Tiếp cận | 82,1% | Trên 85%\n2 | Thủ tục | 75,5% | 80%")
    assert figures(found)["abc.1.target_percent"] == "{'more_than': {'percent': Decimal('85')}}"
    assert figures(found)["abc.2.target_percent"] == "80"
