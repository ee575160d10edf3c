"""Targets as documents word them: what S104 says to write, in both languages; and nothing where nobody can tell what was meant."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from parplan.documents.worded import stated
from parplan.points import Rank
from reading import check_text

INDICATORS = """\
plan: {id: p, name: P, year: 2025, target_year: 2026}
indices:
  - {id: par, name: PAR INDEX, decimals: 2, max: 100, score: 80}
"""
NO_PRINTED = ("", "")
PRINTED = ("; nếu văn bản viết khác, ghi cách viết đó vào “printed”", "; where the document writes it otherwise, put that under `printed`")
COMMA = ("; chương trình vẫn in dấu phẩy khi hiển thị tiếng Việt", "")

# How a document words a target, and how the file has it.
MEANT = {
    "hạng 3": "{rank: 3}",
    "Xếp thứ 3": "{rank: 3}",
    "thứ hạng 30": "{rank: 30}",
    "hạng 30/63": "{rank: 30/63}",
    "30 / 63": "{rank: 30/63}",
    "từ hạng 30 trở lên": "{rank: 30}",
    "rank 3": "{rank: 3}",
    "trong nhóm 10": "{rank: 10}",
    "trong nhóm 10 tỉnh dẫn đầu cả nước": "{rank: 10}",
    "top 10": "{rank: 10}",
    "in the top 10": "{rank: 10}",
    "tăng ít nhất 1 bậc": "{places: 1}",
    "tăng 2 bậc": "{places: 2}",
    "tăng 02 bậc": "{places: 2}",
    "hạng 05/63": "{rank: 5/63}",
    "từ 08,50 điểm trở lên": "8.50",
    "trên 09%": "{more_than: {percent: 9}}",
    "+1 bậc": "{places: 1}",
    "3 places up": "{places: 3}",
    "giữ thứ hạng": "{places: 0}",
    "giữ vững thứ hạng": "{places: 0}",
    "Duy trì hạng": "{places: 0}",
    "keep the rank": "{places: 0}",
    "giữ vững": "{direction: keep}",
    "no worse": "{direction: keep}",
    "phấn đấu cao hơn": "{direction: higher}",
    "lower": "{direction: lower}",
    "nhóm cao": "{group: cao}",
    "đạt nhóm trung bình cao": "{group: trung bình cao}",
    "group B": "{group: B}",
    "90%": "{percent: 90}",
    "≥ 90 %": "{percent: 90}",
    "đạt 100%": "{percent: 100}",
    "phấn đấu đạt ít nhất 90%": "{percent: 90}",
    "từ 90% trở lên": "{percent: 90}",
    "90% trở lên": "{percent: 90}",
    "từ 90%": "{percent: 90}",
    "nằm trong nhóm 25/34": "{rank: 25/34}",
    "tăng từ 05 bậc trở lên so với năm 2024": "{places: 5}",
    "Không thấp hơn 92%": "{percent: 92}",
    "Duy trì 95%": "{percent: 95}",
    "phấn đấu duy trì ở mức 95%": "{percent: 95}",
    "Giữ vững 8,5 điểm": "8.5",
    "duy trì hạng 5": "{rank: 5}",
    "trên 98%": "{more_than: {percent: 98}}",
    "TRÊN 98%": "{more_than: {percent: 98}}",
    "more than 98 points": "{more_than: 98}",
    "dưới 1%": "{less_than: {percent: 1}}",
    "không quá 1%": "{at_most: {percent: 1}}",
    "từ 1% trở xuống": "{at_most: {percent: 1}}",
    "≤ 5": "{at_most: 5}",
    "90 điểm": "90",
    "at least 90": "90",
    # Under a key of a target: what stands there, or the target that it is instead.
    "{rank: hạng 3}": "3",
    "{rank: +1}": "{places: 1}",
    "{places: tăng 2 bậc}": "2",
    "{places: giữ thứ hạng}": "0",
    "{percent: 90 phần trăm}": "90",
    "{more_than: 98%}": "{percent: 98}",
    "{more_than: {percent: đạt 98%}}": "98",
    "{2026: top 10}": "{rank: 10}",
}

# Signs are typography: nothing of them goes under “printed”.
SIGNED = {"≥ 8.97": "8.97", "≥8.97": "8.97", '">= 8.97"': "8.97", '"≥ 8,97"': "8.97", "{percent: 98%}": "98", "– 0.5": "-0.5"}

# A decimal comma in braces ends the value for YAML, and still is one.
IN_BRACES = {
    "8,97": ("8,97", "8.97"),
    "≥ 8,97": ("≥ 8,97", "8.97"),
    "trên 98,5%": ("trên 98,5%", "{more_than: {percent: 98.5}}"),
    "{percent: 98,5}": ("98,5", "98.5"),
    "-5,5": ("-5,5", "-5.5"),
}

UNTOLD = [
    *("giảm 10%", "tăng 10%", "tăng 2 điểm", "giảm 2 bậc", "khoảng 90", "khoảng 90%", "80-90%", "trên 98% trở lên"),
    *("≥ 1% trở xuống", "đạt tối đa 10 điểm", "nhóm 3", "nhóm 10", "nhóm dẫn đầu", "top group", "top 10%", "hạng", "hạng 0", "1 bậc"),
    *("+1", "5 điểm phần trăm", "quý 3", "hoàn thành", "{rank: 3 bậc}", "{rank: 90%}", "{places: 50%}", "{percent: trên 98%}"),
]

# What YAML does not read at all: a sign that opens a block of text.
UNREAD = {
    ">= 8.97": ("ghi 8.97 không kèm dấu; mục tiêu vốn là mức tối thiểu", "write 8.97 without the sign; a target is a minimum already"),
    ">= 8,97": ("ghi 8.97 không kèm dấu; mục tiêu vốn là mức tối thiểu", "write 8.97 without the sign; a target is a minimum already"),
    "> 98%": ("ghi {more_than: {percent: 98}}", "write {more_than: {percent: 98}}"),
    ">98,5": ("ghi {more_than: 98.5}", "write {more_than: 98.5}"),
}

FALLING = (
    "places là số bậc tăng thêm, từ 0 trở lên; mục tiêu giảm, như hồ sơ trễ hạn, ghi {direction: lower} hoặc {at_most: …}",
    "`places` is the number of places gained, 0 or more; for what is to fall, such as late files, write {direction: lower} or {at_most: …}",
)


def told(target: str, form: str = "targets:\n  par:\n    target: {}\n") -> list[tuple[str, str, str]]:
    """What is wrong with a target, and what to do in both languages."""
    found = check_text({"indicators": INDICATORS, "targets": form.format(target)}).findings
    return [(it.code, it.help.say("vi"), it.help.say("en")) for it in found if it.severity == "error" and it.help]


def write(meant: str, then: tuple[str, str]) -> tuple[str, str]:
    return f"ghi {meant}{then[0]}", f"write {meant}{then[1]}"


def cases() -> Iterator[tuple[str, tuple[str, str]]]:
    yield from ((text, write(meant, PRINTED)) for text, meant in MEANT.items())
    yield from ((text, write(meant, NO_PRINTED)) for text, meant in SIGNED.items())
    yield from ((text, FALLING) for text in ("{places: -1}", "{places: giảm 1}"))


@pytest.mark.parametrize(("text", "hint"), list(cases()))
def test_what_was_meant_is_told_as_the_file_has_it(text: str, hint: tuple[str, str]) -> None:
    assert told(text) == [("S104", *hint)]


@pytest.mark.parametrize("text", UNTOLD)
def test_nothing_is_guessed(text: str) -> None:
    (only,) = told(text)
    key = text.strip("{").partition(":")[0]
    form = {
        "rank": ("thứ hạng như 53/63", "a rank such as 53/63"),
        "places": ("số bậc tăng thêm như 1", "a number of places gained such as 1"),
    }
    vi, en = form.get(key, ("số điểm như 7.97", "points such as 7.97"))
    assert only == ("S104", f"ghi {vi}", f"write {en}")


@pytest.mark.parametrize(("text", "said"), list(IN_BRACES.items()))
def test_a_decimal_comma_in_braces(text: str, said: tuple[str, str]) -> None:
    assert told(text, "targets:\n  par: {{target: {}}}\n") == [("S105", *write(said[1], COMMA))]
    found = check_text({"indicators": INDICATORS, "targets": f"targets:\n  par: {{target: {text}}}\n"}).findings
    assert [it.message.say("en") for it in found if it.code == "S105"] == [f"“{said[0]}” is written with a decimal comma"]


@pytest.mark.parametrize("form", ["targets:\n  par:\n    target: {}\n", "targets:\n  par: {{target: {}}}\n"])
@pytest.mark.parametrize(("text", "hint"), list(UNREAD.items()))
def test_a_sign_that_opens_a_block_of_text(text: str, hint: tuple[str, str], form: str) -> None:
    assert told(text, form) == [("S101", *hint)]


def test_a_name_with_a_comma_is_no_figure() -> None:
    """``{name: Khoản 2,3}`` is a name and a key: nothing says that its comma is a decimal one."""
    found = check_text({"indicators": INDICATORS.replace("PAR INDEX", "Khoản 2,3"), "targets": "targets: {}\n"}).findings
    assert [(it.code, it.path) for it in found if it.severity == "error"] == [("S102", "par.3")]


# A cell that states several things, as reports of parplan print them too.
SEVERAL = {
    "≥ 88,35, hạng 20": {"points": Decimal("88.35"), "rank": Rank(20, None)},
    "hạng 15/34, nhóm Cao": {"rank": Rank(15, 34), "group": "Cao"},
    "≥ 85%, hạng 10/63": {"percent": Decimal(85), "rank": Rank(10, 63)},
    "90 điểm và trong top 3": {"points": Decimal(90), "rank": Rank(3, None)},
    "at least 90; in the top 3": {"points": Decimal(90), "rank": Rank(3, None)},
    "5,20 và 6,30": None,  # nobody can tell which
    "≥ 88,35, như năm trước": None,
    "88,35": None,  # a figure alone, which is read with the document's decimal mark
}


@pytest.mark.parametrize(("text", "meant"), SEVERAL.items(), ids=SEVERAL.keys())
def test_a_target_may_state_several_things(text: str, meant: object) -> None:
    assert stated(text) == meant
