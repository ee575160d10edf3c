"""What people write in tables of units: heads of columns, marks of a unit that was not ranked, and names of units, which are compared
in one normal form that drops no mark.
"""

import unicodedata
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parplan.ids import toned
from parplan.model.habits import Form, Habits, Heading, Names
from parplan.points import NotAFigure, parse_published
from parplan.workspace import beside

HABITS = beside.habits()
ALIASES = [
    ("HCMC", "TP. Hồ Chí Minh"),
    ("Hanoi", "Hà Nội"),
    ("Huế", "Thừa Thiên - Huế"),
    ("Ha Giang", "Hà Giang"),
    ("Thừa Thiên-Huế", "Huế"),
]
NAMES = Names(HABITS, ALIASES)

# names of one unit
ONE = [
    (
        "TP. Hồ Chí Minh",
        "TP.Hồ Chí Minh",
        "TP Hồ Chí Minh",
        "Thành phố Hồ Chí Minh",
        "THÀNH PHỐ HỒ CHÍ MINH",
        "T.P Hồ Chí Minh",
        "UBND TP. Hồ Chí Minh",
    ),
    (
        "Thừa Thiên - Huế",
        "Thừa Thiên-Huế",
        "Thừa Thiên – Huế",
        "Thừa Thiên—Huế",
        "Thừa Thiên Huế",
        "ThừaThiênHuế",
        "Thừa\u00a0Thiên\u2011Huế",
    ),
    ("Bà Rịa - Vũng Tàu", "Bà Rịa–Vũng Tàu", "Bà Rịa Vũng Tàu"),
    ("Kon Tum", "KonTum", "Kon  Tum", "kon tum"),
    ("Tỉnh Cao Bằng", "tỉnh Cao Bằng", "TỈNH CAO BẰNG", "Ủy ban nhân dân tỉnh Cao Bằng", "UỶ BAN NHÂN DÂN TỈNH CAO BẰNG", "T. Cao Bằng"),
    ("Khánh Hòa", "Khánh Hoà", "KHÁNH HOÀ", unicodedata.normalize("NFD", "Khánh Hoà")),
    ("Thủy Nguyên", "Thuỷ Nguyên"),
    ("Xã Khoẻ", "xã Khỏe", "X. Khỏe"),
    ("M'Đrắk", "M’Đrắk", "MĐrắk"),
    ("Thị xã Quảng Yên", "TX. Quảng Yên", "TX Quảng Yên"),
]


@pytest.mark.parametrize("names", ONE, ids=[names[0] for names in ONE])
def test_one_unit_has_one_form(names: tuple[str, ...]) -> None:
    assert {HABITS.form(name) for name in names} == {HABITS.form(names[0])}


# names of two units
TWO = [
    ("Tân Thanh", "Tân Thành"),
    ("Bắc Kạn", "Bac Kan"),
    ("Cao Bằng", "Cao Bẵng"),
    ("Hà Nam", "Hà Năm"),
    ("Huyện Hòa An", "Xã Hòa An"),
    ("Thị xã Nghĩa Lộ", "Xã Nghĩa Lộ"),
    ("Thị trấn Tiên Yên", "Thị xã Tiên Yên"),
    ("Tân An", "Tân Ân"),
    ("Đà Nẵng", "Da Nẵng"),
]


@pytest.mark.parametrize("names", TWO, ids=[" / ".join(names) for names in TWO])
def test_two_units_have_two_forms(names: tuple[str, str]) -> None:
    assert HABITS.form(names[0]) != HABITS.form(names[1])
    themselves = {name: name for name in names}
    assert NAMES.units({name: {2022} for name in names}) == themselves
    assert NAMES.units({names[0]: {2021}, names[1]: {2022}}) == themselves


# a name that only begins like a kind or an office, or is nothing else, is left as it is
@pytest.mark.parametrize("name", ["Xã", "Tỉnh", "TP.", "Tính Cao", "Xanh Pôn", "Thành Phố", "Phước Long", "Hương Hóa", "Quản Bạ", "Ubndia"])
def test_names_that_only_begin_like_a_kind(name: str) -> None:
    assert HABITS.form(name).kind == ""


# names of lines that are of no unit, and names of units that look like them
OF_NO_UNIT = (
    *("Trung bình", "TRUNG BÌNH", "Trung bình:", "Trung bình các xã", "Trung bình 13 xã", "Bình quân chung", "Cao nhất (Quảng Ninh)"),
    *("Tổng số", "Điểm tối đa", "Thấp nhất cả nước", "Toàn tỉnh", "Average", "Average of all units", "Total", "Max"),
)


@pytest.mark.parametrize("name", OF_NO_UNIT)
def test_a_line_of_no_unit(name: str) -> None:
    assert HABITS.is_of_several(name)


@pytest.mark.parametrize(
    "name", ["Xã Trung Bình", "Trung Bình Đông", "Tổng Cọt", "Trung Bính", "Chung Chải", "Minh Tân", "Maxwell", "Cao Bằng"]
)
def test_a_unit_that_is_called_like_one(name: str) -> None:
    assert not HABITS.is_of_several(name)


# the years that each spelling has lines for; the unit that each is
UNITS: list[tuple[str, dict[str, set[int]], dict[str, str]]] = [
    ("a kind or none", {"TP. Đà Nẵng": {2021}, "Đà Nẵng": {2022}}, {"TP. Đà Nẵng": "TP. Đà Nẵng", "Đà Nẵng": "TP. Đà Nẵng"}),
    ("none or a kind", {"Đà Nẵng": {2021}, "TP. Đà Nẵng": {2022}}, {"Đà Nẵng": "Đà Nẵng", "TP. Đà Nẵng": "Đà Nẵng"}),
    ("both in one year", {"Cao Bằng": {2022}, "TP. Cao Bằng": {2021, 2022}}, {"Cao Bằng": "Cao Bằng", "TP. Cao Bằng": "TP. Cao Bằng"}),
    (
        "one of two kinds",
        {"Hòa An": {2020}, "Huyện Hòa An": {2021}, "Xã Hòa An": {2022}},
        {"Hòa An": "Hòa An", "Huyện Hòa An": "Huyện Hòa An", "Xã Hòa An": "Xã Hòa An"},
    ),
    ("one form in one year", {"KonTum": {2022}, "Kon Tum": {2022}}, {"KonTum": "KonTum", "Kon Tum": "KonTum"}),
    ("an alias", {"HCMC": {2021}, "Thành phố Hồ Chí Minh": {2022}}, {"HCMC": "HCMC", "Thành phố Hồ Chí Minh": "HCMC"}),
    ("an alias without marks", {"Ha Giang": {2021}, "Tỉnh Hà Giang": {2022}}, {"Ha Giang": "Ha Giang", "Tỉnh Hà Giang": "Ha Giang"}),
    ("an alias of another kind", {"Ha Giang": {2022}, "TP. Ha Giang": {2022}}, {"Ha Giang": "Ha Giang", "TP. Ha Giang": "TP. Ha Giang"}),
    ("an alias with a kind", {"TP. Huế": {2021}, "Thừa Thiên Huế": {2022}}, {"TP. Huế": "TP. Huế", "Thừa Thiên Huế": "TP. Huế"}),
]


@pytest.mark.parametrize(("years", "units"), [case[1:] for case in UNITS], ids=[case[0] for case in UNITS])
def test_which_spellings_are_one_unit(years: dict[str, set[int]], units: dict[str, str]) -> None:
    assert NAMES.units(years) == units


# what is looked for, the units there are, the one that is found in a file, and the one that is found when it is typed
FOUND: list[tuple[str, list[str], str | None, str | None]] = [
    ("Cao Bằng", ["Tỉnh Cao Bằng"], "Tỉnh Cao Bằng", "Tỉnh Cao Bằng"),
    ("Tỉnh Cao Bằng", ["Cao Bằng", "TP. Cao Bằng"], "Cao Bằng", "Cao Bằng"),
    ("Cao Bằng", ["TP. Cao Bằng", "Cao Bằng"], "Cao Bằng", "Cao Bằng"),
    ("Cao Bằng", ["TP. Cao Bằng", "Tỉnh Cao Bằng"], None, None),
    ("Tỉnh Cao Bằng", ["TP. Cao Bằng"], None, None),
    ("tp. cao bang", ["TP. Cao Bằng", "Tỉnh Cao Bằng"], None, "TP. Cao Bằng"),
    ("xa hoa an", ["Xã Hòa An", "Huyện Hòa An"], None, None),
    ("cao bang", ["Cao Bằng", "Hà Nội"], None, "Cao Bằng"),
    ("Hanoi", ["Cao Bằng", "TP. Hà Nội"], "TP. Hà Nội", "TP. Hà Nội"),
    ("TP. Hồ Chí Minh", ["HCMC"], "HCMC", "HCMC"),
    ("tan thanh", ["Tân Thanh", "Tân Thành"], None, None),
    ("Tân Thành", ["Tân Thanh", "Tân Thành"], "Tân Thành", "Tân Thành"),
    ("tân thanh", ["Tân Thành", "Tân Thanh"], "Tân Thanh", "Tân Thanh"),
    ("Tuyên Quang", ["Cao Bằng"], None, None),
]


@pytest.mark.parametrize(("wanted", "units", "found", "typed"), FOUND)
def test_which_unit_is_meant(wanted: str, units: list[str], found: str | None, typed: str | None) -> None:
    assert (NAMES.find(wanted, units), NAMES.find_typed(wanted, units)) == (found, typed)


# heads, and the columns of units and years
HEADS: list[tuple[str, int | None, int | None]] = [
    ("unit,year,par", 0, 1),
    ("Province,YEAR,par", 0, 1),
    ("Tỉnh;Năm;par", 0, 1),
    ("STT;TỈNH/THÀNH PHỐ;NĂM", 1, 2),
    ("STT;Tỉnh, thành phố;năm", 1, 2),
    ("STT;Tỉnh / Thành phố;năm", 1, 2),
    ("STT;Tên đơn vị;năm", 1, 2),
    ("năm;đơn vị", 1, 0),
    (unicodedata.normalize("NFD", "năm;đơn vị"), 1, 0),
    ("Tỉnh;Huyện;Xã;Năm", 2, 3),  # the smallest that the table has
    ("Tỉnh;Đơn vị;Năm", 1, 2),
    ("Địa phương;năm", 0, 1),
    ("STT;Chỉ số;Điểm", None, None),
    ("Bảng xếp hạng các tỉnh năm 2022", None, None),
    ("", None, None),
]


@pytest.mark.parametrize(("heads", "unit", "year"), HEADS)
def test_heads_of_columns(heads: str, unit: int | None, year: int | None) -> None:
    cells = heads.split(";" if ";" in heads else ",")
    assert (HABITS.column("unit", cells), HABITS.column("year", cells)) == (unit, year)


MARKS = [
    "–",
    "-",
    "—",
    "−",
    "*",
    "x",
    "X",
    "N/A",
    "n/a",
    "NA",
    "…",
    "Khuyết",
    "KHUYẾT",
    unicodedata.normalize("NFD", "khuyết"),
    "không  xếp hạng",
]
NO_MARKS = ["0", "0,00", "-1", "7.97", "7,97*", "7.97 *", "xx", "", "#N/A", "#REF!", "61/61", "Cao", "−7"]


@pytest.mark.parametrize("cell", MARKS)
def test_what_says_not_ranked(cell: str) -> None:
    assert HABITS.says_not_ranked(cell)


@pytest.mark.parametrize("cell", NO_MARKS)
def test_what_does_not_say_not_ranked(cell: str) -> None:
    assert not HABITS.says_not_ranked(cell)


@pytest.mark.parametrize("mark", HABITS.not_ranked)
def test_no_mark_is_a_figure(mark: str) -> None:
    with pytest.raises(NotAFigure):
        parse_published(mark)
    assert mark.strip("0") == mark != ""


# Of every word that travels with the program.


@pytest.mark.parametrize("which", get_args(Heading))
def test_every_head_is_one_of_one_column(which: Heading) -> None:
    for word in getattr(HABITS, which):
        for written in (word, word.upper(), unicodedata.normalize("NFD", word.title())):
            columns: dict[Heading, int | None] = {each: HABITS.column(each, ["par", written]) for each in get_args(Heading)}
            assert columns == {**dict.fromkeys(get_args(Heading)), which: 1}


@pytest.mark.parametrize("words", HABITS.kinds, ids=lambda words: words[0])
def test_every_spelling_of_a_kind_is_that_kind(words: tuple[str, ...]) -> None:
    for word in words:
        assert HABITS.form(f"{word} Tân Thành") == HABITS.form(f"{word.upper()} TÂN THÀNH") == Form(words[0], "tânthành")
        for office in HABITS.offices:
            assert HABITS.form(f"{office} {word} Tân Thành") == Form(words[0], "tânthành")


# words as both spellings write them, and words that have one spelling
TONES = "hoà:hòa hoá:hóa toả:tỏa loã:lõa hoạ:họa khoè:khòe khoé:khóe loẻ:lỏe loẽ:lõe hoẹ:họe duỳ:dùy tuý:túy thuỷ:thủy luỹ:lũy luỵ:lụy"
ONE_SPELLING = "hoặc hoằng hoẵng ngoằn quầy chuyện tuyết Đắk của mùa ào áo oanh huy"


def test_a_tone_mark_only_moves() -> None:
    pairs = [pair.split(":") for pair in TONES.split()]
    assert len(pairs) == 3 * 5
    for newer, older in pairs:
        assert (toned(newer), toned(older), toned(newer.upper())) == (older, older, older.upper())
        assert toned(unicodedata.normalize("NFD", f"An {newer}, {older}")) == f"An {older}, {older}"
        assert len({toned(newer), toned(newer[:-1] + "a")}) == 2  # no mark is dropped
    assert toned(ONE_SPELLING) == ONE_SPELLING


_WORDS = st.lists(st.sampled_from(["Tân", "Thanh", "Thành", "Hoà", "Kon", "Đắk", "Thuỷ", "Lộ"]), min_size=1, max_size=3)
_JOINTS = st.lists(st.sampled_from([" ", "-", " - ", "–", " – ", "\u00a0", ""]), min_size=2, max_size=2)


@given(_WORDS, _JOINTS, st.sampled_from(["NFC", "NFD"]), st.booleans())
def test_spaces_dashes_case_and_composition_do_not_matter(words: list[str], joints: list[str], composed: str, upper: bool) -> None:
    text = "".join(word + joint for word, joint in zip(words, [*joints, ""], strict=False))
    written = unicodedata.normalize("NFC" if composed == "NFC" else "NFD", text.upper() if upper else text)
    assert HABITS.form(written) == HABITS.form(" ".join(words))


@given(st.dictionaries(st.sampled_from("ABCDE"), st.sampled_from("ABCDE")), st.sampled_from("ABCDE"), st.sampled_from("ABCDE"))
def test_a_name_and_its_alias_are_one_and_a_second_claim_joins_nobody(aliases: dict[str, str], alias: str, name: str) -> None:
    names = Names(HABITS, aliases.items())
    assert [alias for alias, name in aliases.items() if names.form(alias) != names.form(name)] == []
    if names.form(alias) != HABITS.form(alias):  # it stands for another already
        more = Names(HABITS, [*aliases.items(), (alias, name)])
        assert {each: more.form(each) for each in "ABCDE"} == {each: names.form(each) for each in "ABCDE"}


@given(st.text(max_size=12))
def test_any_text_has_a_form(text: str) -> None:
    form = HABITS.form(text)
    assert form == HABITS.form(text)
    assert NAMES.units({text: {2022}}) == {text: text}


def test_the_words_are_read_as_they_are_written() -> None:
    assert isinstance(HABITS, Habits)
    assert HABITS is beside.habits()
    assert HABITS.not_ranked[:2] == ("-", "--")
