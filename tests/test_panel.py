"""Tables of peers: whatever a spreadsheet writes is read, whatever is wrong is told with its place, and `rank` and `realism` use it."""

import csv
import io
import itertools
import json
import unicodedata
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from conftest import Parplan
from helpers_cli import write_plan
from parplan.ids import same_word
from parplan.model.findings import Finding
from parplan.model.habits import Names
from parplan.model.peers import Gain, Panel
from parplan.model.plan import Plan
from parplan.points import Lang
from parplan.workspace import beside
from reading import check_text, read_panel

HEAD = "plan: {id: example, name: Example, year: 2022, target_year: 2023, unit: Cao Bằng}\n"
INDICATORS = HEAD + (
    "indices:\n  - {id: par, name: PAR INDEX, decimals: 2, max: 100, score: 70, rank: 9/63, rows: ["
    "{id: par.1, name: One, max: 60, floor: 1, score: 40}, {id: par.2, name: Two, score: 30}]}\n"
)
TARGETS = "targets:\n  par: {planned: 5, target: 76}\n  par.1: {planned: 5, target: 45}\n"
Scores = dict[str, dict[int, dict[str, str]]]


def made(unit: str = "Cao Bằng") -> Plan:
    """A plan of another year than all tables here: what a table says of the plan's own is in test_tables_checked.py."""
    indicators = INDICATORS.replace("year: 2022, target_year: 2023", "year: 2030, target_year: 2031")
    plan = check_text({"indicators": indicators.replace("unit: Cao Bằng", f"unit: {unit}"), "targets": TARGETS}).plan
    assert plan is not None
    return plan


PLAN = made()


def scores_of(panel: Panel | None) -> Scores | None:
    """The scores as text, without rows that have none."""
    if panel is None:
        return None
    read = {
        ident: {year: {unit: str(score) for unit, score in units.items()} for year, units in years.items()}
        for ident, years in panel.scores.items()
    }
    return {ident: years for ident, years in read.items() if years}


def place(found: Finding) -> tuple[str, int, int, int]:
    """The code, the line, and from which column to which."""
    assert found.span.line == found.span.end_line
    return found.code, found.span.line, found.span.column, found.span.end_column


OWN: Scores = {"par": {2022: {"Cao Bằng": "70.5"}}}
TWO: Scores = {"par": {2022: {"Cao Bằng": "70.5", "Hà Nội": "80"}}}

# what it is, the table, its scores; none of them has anything to tell
GOOD: list[tuple[str, str | bytes, Scores]] = [
    ("commas", "unit,year,par\nCao Bằng,2022,70.5\nHà Nội,2022,80\n", TWO),
    ("no last line break", "unit,year,par\nCao Bằng,2022,70.5\nHà Nội,2022,80", TWO),
    ("semicolons, decimal commas", "unit;year;par\nCao Bằng;2022;70,5\nHà Nội;2022;80\n", TWO),
    ("a separator that is named", "sep=;\nunit;year;par\nCao Bằng;2022;70,5\nHà Nội;2022;80\n", TWO),
    ("a separator that is named, Windows line ends", "SEP=,\r\nunit,year,par\r\nCao Bằng,2022,70.5\r\nHà Nội,2022,80\r\n", TWO),
    ("semicolons, decimal points", "unit;year;par\nCao Bằng;2022;70.5\nHà Nội;2022;80\n", TWO),
    ("tabs, decimal commas", "unit\tyear\tpar\nCao Bằng\t2022\t70,5\nHà Nội\t2022\t80\n", TWO),
    ("byte order mark", b"\xef\xbb\xbf" + "unit,year,par\nCao Bằng,2022,70.5\n".encode(), OWN),
    ("Windows line ends", "unit,year,par\r\nCao Bằng,2022,70.5\r\nHà Nội,2022,80\r\n", TWO),
    ("old Macintosh line ends", "unit,year,par\rCao Bằng,2022,70.5\rHà Nội,2022,80\r", TWO),
    ("quoted cells", '"unit","year","par"\n"Cao Bằng","2022","70.5"\n', OWN),
    (
        "a comma in a quoted cell",
        'unit,year,par\nCao Bằng,2022,70.5\n"Hà Nội, capital",2022,80\n',
        {"par": {2022: {**OWN["par"][2022], "Hà Nội, capital": "80"}}},
    ),
    (
        "a quote in a quoted cell",
        'unit,year,par\nCao Bằng,2022,70.5\n"""H""",2022,80\n',
        {"par": {2022: {**OWN["par"][2022], '"H"': "80"}}},
    ),
    ("blank lines", "\n\nunit,year,par\n\nCao Bằng,2022,70.5\n,,\n  \nHà Nội,2022,80\n\n", TWO),
    ("spaces around cells", " unit , year , par \n Cao Bằng , 2022 , 70.5 \n", OWN),
    ("no-break spaces around cells", "unit,year,par\nCao Bằng\u00a0,2022,\u00a070.5\n", OWN),
    ("any case", "UNIT,Year,par\nCao Bằng,2022,70.5\n", OWN),
    ("provinces", "Province,YEAR,par\nCao Bằng,2022,70.5\n", OWN),
    ("decomposed letters", "unit,year,par\nCao Ba\u0306\u0300ng,2022,70.5\n", OWN),
    ("other order", "par,year,par.1,unit\n70.5,2022,40,Cao Bằng\n", {**OWN, "par.1": {2022: {"Cao Bằng": "40"}}}),
    ("not ranked", "unit,year,par,par.1\nCao Bằng,2022,70.5,\nHà Nội,2022,,50\n", {**OWN, "par.1": {2022: {"Hà Nội": "50"}}}),
    ("nobody ranked in a row", "unit,year,par,par.1\nCao Bằng,2022,70.5,\n", OWN),
    ("two years", "unit,year,par\nCao Bằng,2022,70.5\nCao Bằng,2021,7\n", {"par": {2022: {"Cao Bằng": "70.5"}, 2021: {"Cao Bằng": "7"}}}),
    (
        "at the limits",
        "unit,year,par,par.1,par.2\nCao Bằng,2022,100,60,40\nB,2022,1,1,0\n",
        {i: {2022: {"Cao Bằng": s, "B": t}} for i, s, t in (("par", "100", "1"), ("par.1", "60", "1"), ("par.2", "40", "0"))},
    ),
    ("no maximum", "unit,year,par.2\nCao Bằng,2022,9999999\n", {"par.2": {2022: {"Cao Bằng": "9999999"}}}),
    ("every digit", "unit,year,par\nCao Bằng,2022,70.500000\n", {"par": {2022: {"Cao Bằng": "70.500000"}}}),
    ("the last row empty", "unit,year,par,\nCao Bằng,2022,70.5,\n", OWN),
    ("heads in Vietnamese", "Tỉnh;Năm;par\nCao Bằng;2022;70,5\nHà Nội;2022;80\n", TWO),
    ("other heads in Vietnamese", "năm,ĐƠN VỊ,par\n2022,Cao Bằng,70.5\n2022,Hà Nội,80\n", TWO),
    ("a head over two lines", '"Tỉnh/\nthành phố";Năm;par\nCao Bằng;2022;70,5\nHà Nội;2022;80\n', TWO),
    (
        "titles above",
        "BẢNG XẾP HẠNG, NĂM 2022;;\n;;\n(Nguồn: báo cáo, phụ lục 1);;\nTỉnh;Năm;par\nCao Bằng;2022;70,5\nHà Nội;2022;80\n",
        TWO,
    ),
    (
        "a title with more commas than the head",
        "Bảng 1, kèm theo báo cáo, ngày 1, tháng 2\n\nTỉnh;Năm;par\nCao Bằng;2022;70,5\nHà Nội;2022;80\n",
        TWO,
    ),
    ("a title with a quote", 'Bảng "xếp hạng\nTỉnh;Năm;par\nCao Bằng;2022;70,5\nHà Nội;2022;80\n', TWO),
    ("titles below a separator that is named", "sep=;\nBảng 1\nTỉnh;Năm;par\nCao Bằng;2022;70,5\nHà Nội;2022;80\n", TWO),
    ("titles between tabs", "Bảng 1, phụ lục\t\t\nTỉnh\tNăm\tpar\nCao Bằng\t2022\t70,5\nHà Nội\t2022\t80\n", TWO),
    ("nine digits", "unit,year,par\nCao Bằng,2022,38.803653121\n", {"par": {2022: {"Cao Bằng": "38.803653121"}}}),
    ("fifteen digits", "unit,year,par\nCao Bằng,2022,9.283225059509277\n", {"par": {2022: {"Cao Bằng": "9.283225059509277"}}}),
    (
        "thirteen digits behind a comma",
        "unit;year;par\nCao Bằng;2022;38,8036531210327\n",
        {"par": {2022: {"Cao Bằng": "38.8036531210327"}}},
    ),
    ("as a double prints", "unit,year,par\nCao Bằng,2022,0.12345678901234568\n", {"par": {2022: {"Cao Bằng": "0.12345678901234568"}}}),
    ("UTF-16, little end first", b"\xff\xfe" + "unit;year;par\nCao Bằng;2022;70,5\n".encode("utf-16-le"), OWN),
    ("UTF-16, big end first", b"\xfe\xff" + "unit;year;par\nCao Bằng;2022;70,5\n".encode("utf-16-be"), OWN),
    ("UTF-16 between tabs, as Excel writes it", b"\xff\xfe" + "Tỉnh\tNăm\tpar\r\nCao Bằng\t2022\t70,5\r\n".encode("utf-16-le"), OWN),
    ("UTF-32", "unit;year;par\nCao Bằng;2022;70,5\n".encode("utf-32"), OWN),
]


@pytest.mark.parametrize(("table", "scores"), [case[1:] for case in GOOD], ids=[case[0] for case in GOOD])
def test_good_tables(table: str | bytes, scores: Scores) -> None:
    panel, findings = read_panel(table.encode() if isinstance(table, str) else table, "t.csv", PLAN)
    assert findings == ()
    assert scores_of(panel) == scores
    assert panel is not None
    assert panel.own == "Cao Bằng"


# how the table names the plan's own unit
OWN_NAMES = ["Cao Bằng", "CAO BẰNG", "Cao  Bằng", "CaoBằng", "Cao-Bằng", "Cao Ba\u0306\u0300ng", "Tỉnh Cao Bằng", "UBND tỉnh Cao Bằng"]


@pytest.mark.parametrize("name", OWN_NAMES)
def test_the_own_unit_by_any_spelling(name: str) -> None:
    panel, findings = read_panel(f"unit,year,par\nHà Nội,2022,80\n{name},2022,70\n".encode(), "t.csv", PLAN)
    assert panel is not None
    assert (panel.own, findings) == (unicodedata.normalize("NFC", name), ())


def test_the_plan_may_name_its_unit_with_its_kind() -> None:
    panel, findings = read_panel("unit,year,par\nHà Nội,2022,80\nCao Bằng,2022,70\n".encode(), "t.csv", made(unit="Tỉnh Cao Bằng"))
    assert panel is not None
    assert (panel.own, findings) == ("Cao Bằng", ())


def test_a_name_without_marks_is_another_unit() -> None:
    panel, findings = read_panel(b"unit,year,par\nHanoi,2022,80\nCao Bang,2022,70\n", "t.csv", PLAN)
    assert panel is not None
    assert panel.own is None
    assert [(found.severity, *place(found)) for found in findings] == [("warning", "P832", 1, 1, 14)]


# what the plan says, and a table of two units, each by other names in two years
ALIASES = [
    ("Cao Bang: Cao Bằng, Hanoi: Hà Nội", "unit,year,par\nCao Bang,2021,60\nHanoi,2021,60\nTỉnh Cao Bằng,2022,70\nTP. Hà Nội,2022,80\n"),
    (
        "Cao Bang: Cao Bằng",
        "Tỉnh;Năm;par;Tên khác\nCao Bang;2021;60;\nHanoi;2021;60;\nCao Bằng;2022;70;\nHà Nội;2022;80;Thăng Long | Hanoi\n",
    ),
    ("", 'unit,year,par,aliases\nCao Bang,2021,60,Cao Bằng\nHanoi,2021,60,"Thăng Long; Hà Nội"\nCao Bằng,2022,70,\nHÀ NỘI,2022,80,\n'),
    ("Cao Bằng: Cao Bang", "unit,year,par,alias\nCao Bang,2021,60,\nHanoi,2021,60,\nCao Bằng,2022,70,Cao Bang\nHà Nội,2022,80,Hanoi\n"),
]


# the plan's aliases, the lines of a table; where one is claimed for another unit, for whom, and who has it already
CLAIMED = [
    ("", "Cao Bằng,2021,60,HN\nHà Nội,2022,70,HN\n", ("3:16", "Hà Nội", "Cao Bằng in line 2")),
    ("", "Cao Bằng,2021,60,HN\nHà Nội,2022,70,Thủ đô; HN\nHà Nội,2023,70,HN\n", ("3:16", "Hà Nội", "Cao Bằng in line 2")),
    ("HN: Hà Nội", "Cao Bằng,2021,60,HN\nHà Nội,2022,70,HN\n", ("2:18", "Cao Bằng", "Hà Nội in `plan.unit_aliases`")),
    ("", "Cao Bằng,2021,60,HN\nTỉnh Cao Bằng,2022,70,HN\n", None),  # one unit, of which one line says the kind
    ("CB: Cao Bằng", "Cao Bằng,2021,60,HN\nCB,2022,70,HN\n", None),
    ("", "Cao Bằng,2021,60,CB\nCB,2022,70,Cao Bằng\n", None),  # each of the other
]


@pytest.mark.parametrize(("aliases", "lines", "told"), CLAIMED)
def test_one_name_is_another_name_of_one_unit(aliases: str, lines: str, told: tuple[str, str, str] | None) -> None:
    table = f"unit,year,par,aliases\n{lines}"
    panel, findings = read_panel(table.encode(), "t.csv", made(unit=f"Cao Bằng, unit_aliases: {{{aliases}}}"))
    found = [f"{it.span.line}:{it.span.column} {it.message.say('en')}" for it in findings if it.code == "P837"]
    assert found == ([] if told is None else [f"{told[0]} “HN” is another name of {told[1]} here, and of {told[2]}"])
    assert (panel is None) is (told is not None)


@pytest.mark.parametrize(("aliases", "table"), ALIASES)
def test_other_names_of_a_unit_are_said_by_the_plan_or_the_table(aliases: str, table: str) -> None:
    panel, findings = read_panel(table.encode(), "t.csv", made(unit=f"Cao Bằng, unit_aliases: {{{aliases}}}"))
    assert panel is not None
    assert (panel.own, findings) == ("Cao Bang", ())
    assert [(gain.unit, gain.change) for gain in panel.gains("par")] == [("Cao Bang", Decimal(10)), ("Hanoi", Decimal(20))]


MANY_SPELLINGS = """\
unit,year,par
Cao Bằng,2021,39
Cao Bằng,2022,38
TP. Đà Nẵng,2021,41
Thành phố Đà Nẵng,2022,42
Phan Rang - Tháp Chàm,2021,43
Phan Rang Tháp Chàm,2022,44
Gò Vấp - Hóc Môn,2021,45
Gò Vấp–Hóc Môn,2022,46
Kon Plông,2021,40
KonPlông,2022,41
Hoà Vang,2021,30
Hòa Vang,2022,32
"""


def test_one_unit_by_many_spellings() -> None:
    panel, findings = read_panel(MANY_SPELLINGS.encode(), "t.csv", PLAN)
    assert panel is not None
    assert findings == ()
    assert {year: len(units) for year, units in panel.scores["par"].items()} == {2021: 6, 2022: 6}
    assert [gain.change for gain in panel.gains("par")] == [Decimal(-1), *[Decimal(1)] * 4, Decimal(2)]


def test_names_that_differ_by_a_mark_are_two_units() -> None:
    table = "unit,year,par\nCao Bang,2021,60\nHà Nội,2021,60\nCao Bằng,2022,70\nHÀ NỘI,2022,80\n"
    panel, findings = read_panel(table.encode(), "t.csv", PLAN)
    assert panel is not None
    assert panel.own == "Cao Bằng"
    assert [gain.unit for gain in panel.gains("par")] == ["Hà Nội"]
    assert [(found.severity, *place(found)) for found in findings] == [
        ("note", "P831", 2, 1, 9),
        ("note", "P831", 4, 1, 9),
        ("note", "P833", 4, 1, 9),
    ]


# units of one year each, or both; what is told of the second
TWO_UNITS: list[tuple[str, str, bool, list[str]]] = [
    ("Tân Thanh", "Tân Thành", True, []),
    ("Tân Thanh", "Tân Thành", False, ["P831", "P831", "P833"]),
    ("Huyện Hòa An", "Xã Hòa An", True, []),
    ("Huyện Hòa An", "Xã Hòa An", False, ["P831", "P831", "P833"]),
    ("Hòa An", "Xã Hòa An", True, ["P833"]),
    ("Hòa An", "Xã Hòa An", False, []),  # one unit, and nothing to tell
]


@pytest.mark.parametrize(("first", "second", "both", "told"), TWO_UNITS)
def test_units_that_only_differ_in_a_mark_or_their_kind(first: str, second: str, both: bool, told: list[str]) -> None:
    years = {first: [2021, 2022] if both else [2021], second: [2021, 2022] if both else [2022], "Cao Bằng": [2021, 2022]}
    lines = [f"{unit},{year},70\n" for unit, own in years.items() for year in own]
    panel, findings = read_panel(("unit,year,par\n" + "".join(lines)).encode(), "t.csv", PLAN)
    assert panel is not None
    assert sorted(found.code for found in findings) == told
    assert len({unit for units in panel.scores["par"].values() for unit in units}) == (2 if not both and not told else 3)


def test_two_spellings_of_one_name_are_one_unit_in_a_year_too() -> None:
    panel, findings = read_panel(
        "unit,year,par\nCao Bằng,2022,70\nKonTum,2022,60\nTỉnh Kon Tum,2021,1\nKon Tum,2022,61\n".encode(), "t.csv", PLAN
    )
    assert panel is None
    assert [place(found) for found in findings] == [("P827", 5, 1, 8)]


def test_without_a_unit_of_the_plans_own() -> None:
    plan = check_text({"indicators": INDICATORS.replace(", unit: Cao Bằng", ""), "targets": TARGETS}).plan
    assert plan is not None
    panel, findings = read_panel("unit,year,par\nCao Bằng,2022,70.5\n".encode(), "t.csv", plan)
    assert panel is not None
    assert (panel.own, findings) == (None, ())


# what it is, the table, every finding: its code, line, and columns
BAD: list[tuple[str, str | bytes, list[tuple[str, int, int, int]]]] = [
    ("decimal commas between commas", "unit,year,par\nCao Bằng,2022,70,5\n", [("P829", 2, 1, 19)]),
    ("a decimal comma in quotes", 'unit,year,par\n"Cao Bằng",2022,"70,5"\n', [("P828", 2, 17, 23)]),
    ("a missing cell", "unit,year,par,par.1\nCao Bằng,2022,70\n", [("P829", 2, 1, 17)]),
    (
        "several lines",
        "unit,year,par\nCao Bằng,2022,1,2\nA,2022\nB,2022,3,4\n",
        [("P829", 2, 1, 18), ("P829", 3, 1, 7), ("P829", 4, 1, 11)],
    ),
    ("an open quote at the end", 'unit,year,par\nCao Bằng,2022,"70\n', [("P829", 2, 1, 18)]),
    ("a letter behind a quote", 'unit,year,par\nCao Bằng,2022,"70"x\nB,2022,3\n', [("P829", 2, 1, 20)]),
    ("not UTF-8", b"unit,year,par\nH,2022,3\nCao B\xa1ng,2022,70\n", [("P829", 3, 1, 17)]),
    ("UTF-16 without a line", "unit,year,par\n".encode("utf-16"), [("P829", 1, 1, 14)]),
    ("UTF-16 without its mark", "unit,year,par\nA,2022,7\n".encode("utf-16-le"), [("P829", 1, 1, 1)]),
    ("UTF-16 that is cut off", "unit,year,par\nA,2022,7".encode("utf-16")[:-1], [("P829", 1, 1, 1)]),
    ("CP1258", "unit,year,par\nCao B\u0103\u0300ng,2022,7\n".encode("cp1258"), [("P829", 2, 1, 17)]),
    ("a letter that is cut off", "unit,year,par\nCao Bằng,2022,7\nHuế".encode()[:-1], [("P829", 3, 1, 4)]),
    ("a workbook", b"PK\x03\x04\x14\x00\x06\x00", [("P829", 1, 1, 1)]),
    ("an old workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", [("P829", 1, 1, 1)]),
    ("nothing", "", [("P829", 1, 1, 1)]),
    ("blank lines alone", "\n\n", [("P829", 1, 1, 1)]),
    ("separators alone", ",,\n,,\n", [("P829", 1, 1, 3)]),
    ("the first line alone", "unit,year,par\n", [("P829", 1, 1, 14)]),
    ("below a separator that is named", "sep=;\nunit;year;par\nCao Bằng;22;70\n", [("P825", 3, 10, 12)]),
    ("an open quote further up", 'unit,year,par\nCao Bằng,2022,70\n"B,2022,70\nC,2022,60\nD,2022,50\n', [("P829", 3, 1, 11)]),
    ("a cell below no name", "unit,year,par,\nCao Bằng,2022,70,5\n", [("P829", 2, 18, 19)]),
    ("a column twice", "unit,year,par,par\nCao Bằng,2022,70.5,71\n", [("P834", 1, 15, 18)]),
    ("no lines missed where one cannot be read", "unit,year,par\nCao Bằng,2022,70\nB,2021,y\n", [("P828", 3, 8, 9)]),
    ("no year", "unit,par\nCao Bằng,70\n", [("P824", 1, 1, 9)]),
    ("no unit", "\nyear,par\n2022,70\n", [("P824", 2, 1, 9)]),
    ("no rows", "unit,year\nCao Bằng,2022\n", [("P824", 1, 1, 10)]),
    ("neither header", "a,b,c\n1,2,3\n", [("P824", 1, 1, 6)]),
    ("one unknown column alone", "unit,year,PAR\nCao Bằng,2022,70\n", [("P824", 1, 1, 14), ("P826", 1, 11, 14)]),
    ("the unit twice", "unit,year,par\nCao Bằng,2022,70\nCao Bằng,2022,71\n", [("P827", 3, 1, 9)]),
    (
        "the unit three times",
        "unit,year,par\nCao Bằng,2022,70\nCao Bằng,2022,70\nCao Bằng,2022,70\n",
        [("P827", 3, 1, 9), ("P827", 4, 1, 9)],
    ),
    ("two digits", "unit,year,par\nCao Bằng,2022,70\nB,22,70\n", [("P825", 3, 3, 5)]),
    ("a year of another age", "unit,year,par\nCao Bằng,2022,70\nB,1822,70\n", [("P825", 3, 3, 7)]),
    ("a year and a half", "unit,year,par\nCao Bằng,2022,70\nB,2022.5,70\n", [("P825", 3, 3, 9)]),
    ("Arabic digits", "unit,year,par\nCao Bằng,2022,70\nB,٢٠٢٢,70\n", [("P825", 3, 3, 7)]),
    ("no year in a line", "unit,year,par\nCao Bằng,2022,70\nB,,70\n", [("P825", 3, 3, 4)]),
    ("no unit in a line", "unit,year,par\nCao Bằng,2022,70\n,2022,70\n", [("P825", 3, 1, 2)]),
    ("above the maximum", "unit,year,par\nCao Bằng,2022,100.01\n", [("P830", 2, 15, 21)]),
    ("below the floor", "unit,year,par.1\nCao Bằng,2022,0.99\n", [("P830", 2, 15, 19)]),
    ("below nought", "unit,year,par.2\nCao Bằng,2022,-1\n", [("P830", 2, 15, 17)]),
    ("in a later column", "unit,year,par,par.1\nCao Bằng,2022,70,61\n", [("P830", 2, 18, 20)]),
    ("a word", "unit;year;par\nCao Bằng;2022;đạt\n", [("P828", 2, 15, 18)]),
    ("a footnote mark behind a score", "unit;year;par\nCao Bằng;2022;70,5*\n", [("P828", 2, 15, 20)]),
    ("an error of a spreadsheet", "unit;year;par\nCao Bằng;2022;#N/A\n", [("P828", 2, 15, 19)]),
    ("more digits than are read", "unit;year;par\nCao Bằng;2022;7,123456789012345678901\n", [("P828", 2, 15, 38)]),
    ("below titles", "Bảng 1\n\nTỉnh;Năm;par\nCao Bằng;2022;70,5\nHà Nội;2022;đạt\n", [("P828", 5, 13, 16)]),
    ("two open quotes", 'unit,year,par\nCao Bằng,2022,70\n"B,2022,70\nC,2022,60\nD",2022,50\n', [("P829", 3, 1, 11)]),
    ("a quote below titles", 'Bảng 1\n\nTỉnh;Năm;par\nCao Bằng;2022;"70,5"x\n', [("P829", 4, 1, 22)]),
    ("titles, and no year", "Bảng 1;;;\nSTT;Tỉnh;par;Ghi chú\n1;Cao Bằng;70,5;\n", [("P824", 2, 1, 21)]),
    ("titles, and no unit", "Bảng xếp hạng\nNăm;par\n2022;70,5\n", [("P824", 2, 1, 8)]),
    ("thousands", "unit;year;par.2\nCao Bằng;2022;1.234,5\n", [("P828", 2, 15, 22)]),
    ("thousands beside decimal commas", "unit;year;par.2\nCao Bằng;2022;985,5\nB;2022;1.024\nC;2022;70\n", [("P828", 3, 8, 13)]),
    ("thousands beside decimal points", "unit;year;par.2\nCao Bằng;2022;985.5\nB;2022;1,024\nC;2022;70\n", [("P828", 3, 8, 13)]),
    ("thousands in quotes", 'unit,year,par.2\nCao Bằng,2022,985.5\nB,2022,"1,024"\n', [("P828", 3, 8, 15)]),
    ("a maximum of thousands", "unit;year;par;max\nCao Bằng;2022;70,5;1.200\n", [("P845", 2, 20, 25)]),
    (
        "an average",
        "unit;year;par\nCao Bằng;2022;70,5\nTrung bình;2022;24,25\nTRUNG BÌNH CẢ NƯỚC;;24\n",
        [("P825", 3, 1, 11), ("P825", 4, 1, 19)],
    ),
    ("a total above the maximum", "unit;year;par\nCao Bằng;2022;70,5\nTổng cộng;2022;970\n", [("P825", 3, 1, 10)]),
    ("two commas", "unit;year;par\nCao Bằng;2022;7,0,5\n", [("P828", 2, 15, 20)]),
    ("an exponent", "unit,year,par\nCao Bằng,2022,7e1\n", [("P828", 2, 15, 18)]),
    ("a plus", "unit,year,par\nCao Bằng,2022,+7\n", [("P828", 2, 15, 17)]),
    ("percent", "unit,year,par\nCao Bằng,2022,70%\n", [("P828", 2, 15, 18)]),
    ("Arabic score", "unit,year,par\nCao Bằng,2022,٧٠\n", [("P828", 2, 15, 17)]),
    ("eight digits", "unit,year,par.2\nCao Bằng,2022,12345678\n", [("P828", 2, 15, 23)]),
    ("behind quoted cells", 'unit,year,par\n"Cao Bằng",2022,y\n', [("P828", 2, 17, 18)]),
    (
        "everything at once",
        "unit,year,par,zzz\nB,22,70,1\nC,2022,y,1\nC,2022,70,1\nD,2022,101,1\n",
        [("P832", 1, 1, 18), ("P826", 1, 15, 18), ("P825", 2, 3, 5), ("P828", 3, 8, 9), ("P827", 4, 1, 2), ("P830", 5, 8, 11)],
    ),
]


@pytest.mark.parametrize(("table", "expected"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_bad_tables(table: str | bytes, expected: list[tuple[str, int, int, int]]) -> None:
    panel, findings = read_panel(table.encode() if isinstance(table, str) else table, "t.csv", PLAN)
    assert panel is None
    assert [place(found) for found in findings] == expected
    assert {found.file for found in findings} == {"t.csv"}


# A figure with three decimals is one where no other cell has another mark.
@pytest.mark.parametrize(
    ("table", "score"), [("7,024", "7.024"), ("7.024", "7.024"), ("7.024\nB;2022;70", "7.024"), ("7,02\nB;2022;7.1", "7.02")]
)
def test_three_decimals_are_no_thousands(table: str, score: str) -> None:
    panel, findings = read_panel(f"unit;year;par\nCao Bằng;2022;{table}\n".encode(), "t.csv", PLAN)
    assert panel is not None
    assert (findings, panel.score("par", 2022, "Cao Bằng")) == ((), Decimal(score))


# what it is, the table, every remark, the scores that are read nevertheless
REMARKED: list[tuple[str, str, list[tuple[str, str, int, int, int]], Scores]] = [
    ("a column that is nearly a row", "unit,year,par,pra.1\nCao Bằng,2022,70.5,40\n", [("warning", "P826", 1, 15, 20)], OWN),
    ("a column like no row", "unit,year,par,notes\nCao Bằng,2022,70.5,late\n", [("warning", "P826", 1, 15, 20)], OWN),
    ("another year column", "unit,year,par,Year\nCao Bằng,2022,70.5,2021\n", [("warning", "P826", 1, 15, 19)], OWN),
    (
        "a year without the unit",
        "unit,year,par\nCao Bằng,2021,7\nCao Bằng,2022,70.5\nB,2022,3\n",
        [("note", "P831", 4, 1, 2)],
        {"par": {2021: {"Cao Bằng": "7"}, 2022: {"Cao Bằng": "70.5", "B": "3"}}},
    ),
    (
        "units of other years each",
        "unit,year,par\nCao Bằng,2022,70.5\nB,2021,3\n",
        [("note", "P831", 2, 1, 9), ("note", "P831", 3, 1, 2)],
        {"par": {2022: {"Cao Bằng": "70.5"}, 2021: {"B": "3"}}},
    ),
    ("marks for not ranked", "unit;year;par\nCao Bằng;2022;70,5\nB;2022;–\nC;2022;khuyết\nD;2022; - \n", [("note", "P835", 3, 8, 9)], OWN),
    ("nobody ranked", "unit,year,par,par.1\nCao Bằng,2022,70.5,x\nB,2022,*,N/A\n", [("note", "P835", 2, 20, 21)], OWN),
    ("titles, and no own unit", "Bảng 1\nTỉnh;Năm;par\nB;2022;3\n", [("warning", "P832", 2, 1, 13)], {"par": {2022: {"B": "3"}}}),
    ("without the own unit", "unit,year,par\nB,2022,3\n", [("warning", "P832", 1, 1, 14)], {"par": {2022: {"B": "3"}}}),
]


@pytest.mark.parametrize(("table", "expected", "scores"), [case[1:] for case in REMARKED], ids=[case[0] for case in REMARKED])
def test_tables_with_a_remark(table: str, expected: list[tuple[str, str, int, int, int]], scores: Scores) -> None:
    panel, findings = read_panel(table.encode(), "t.csv", PLAN)
    assert [(found.severity, *place(found)) for found in findings] == expected
    assert scores_of(panel) == scores


# the table, the code, the language, what is said, what is to be done
WORDS: list[tuple[str, str, Lang, str, str]] = [
    (
        "unit,year,par\nCao Bằng,2022,170\n",
        "P830",
        "en",
        "170 is not between 0 and 100",
        "look at the score again; leave it empty where there is none",
    ),
    (
        "unit,year,par\nCao Bằng,2022,170.5\n",
        "P830",
        "vi",
        "170,5 không nằm trong khoảng từ 0 đến 100",
        "kiểm tra lại điểm; chưa có điểm thì để trống",
    ),
    (
        "unit,year,par.2\nCao Bằng,2022,-1\n",
        "P830",
        "en",
        "-1 is not between 0 and ∞",
        "look at the score again; leave it empty where there is none",
    ),
    (
        "unit,year,par,pra.1\nCao Bằng,2022,7,4\n",
        "P826",
        "en",
        "the column “pra.1” is no row's id, and is left out",
        "did you mean par.1, par.2? if not, leave the column out",
    ),
    (
        "unit,year,par,pra.1\nCao Bằng,2022,7,4\n",
        "P826",
        "vi",
        "cột “pra.1” không phải mã của tiêu chí nào, nên không dùng",
        "có phải là par.1, par.2? nếu không thì bỏ cột này",
    ),
    (
        "unit;year;par\nB;2022;7\nTrung bình;2022;7\n",
        "P825",
        "en",
        "this line cannot be used (“Trung bình” is no unit)",
        "take this line out; if a unit is called so, write its kind too, as in “xã …”",
    ),
    (
        "unit;year;par\nB;2022;7\nTrung bình;;7\n",
        "P825",
        "vi",
        "dòng này không dùng được (“Trung bình” không phải là tên một đơn vị)",
        "xóa dòng này; nếu có đơn vị tên như vậy thì ghi cả cấp, như “xã …”",
    ),
    (
        "unit;year;par.2\nB;2022;985,5\nC;2022;1.024\n",
        "P828",
        "en",
        "“1.024” is no score",
        "write 1024, without a mark between the thousands; if it is the decimal mark, 1,024 as other cells have it",
    ),
    (
        'unit,year,par.2\nB,2022,985.5\nC,2022,"1,024"\n',
        "P828",
        "vi",
        "“1,024” không phải là điểm",
        "ghi 1024, không có dấu phân cách hàng nghìn; nếu đó là dấu thập phân thì ghi 1.024 như các ô khác",
    ),
    (
        "unit;year;par.2\nB;2022;1.024,5\n",
        "P828",
        "en",
        "“1.024,5” is no score",
        "write 1024,5, without a mark between the thousands",
    ),
    ("unit,year,par\nB,2022,7\nB,2022,7\n", "P827", "en", "B has a line for 2022 already, line 2", "keep one of them, or fix its year"),
    ("unit,year,par\nB,2022,7\nB,2022,7\n", "P827", "vi", "B, năm 2022, đã có ở dòng 2", "giữ lại một dòng, hoặc sửa năm"),
    (
        "unit,par\nB,7\n",
        "P824",
        "en",
        "the table has no column year",
        "above the figures a line names unit (or đơn vị, tỉnh, province), year (or năm) and ids of rows, such as unit,year,par,par.1",
    ),
    (
        "unit,par\nB,7\n",
        "P824",
        "vi",
        "bảng không có cột year",
        "trên các dòng số liệu cần một dòng ghi unit (hoặc đơn vị, tỉnh), year (hoặc năm) và mã các tiêu chí, ví dụ unit,year,par,par.1",
    ),
    (
        "unit,year,par\nB,2021,7\nB,2022,7\nB,2023,7\nC,2021,7\n",
        "P831",
        "en",
        "C has no line for 2022, 2023: it counts as not ranked",
        "add the line if it was forgotten; if the unit was merged or renamed, say so in peers/units.yaml",
    ),
    (
        "unit,year,par\nB,2021,7\nB,2022,7\nB,2023,7\nC,2021,7\n",
        "P831",
        "vi",
        "C không có dòng năm 2022, 2023: coi như không được xếp hạng",
        "thêm dòng nếu bị sót; nếu đơn vị hợp nhất hoặc đổi tên thì ghi vào peers/units.yaml",
    ),
    (
        "unit,year,par\nCao Bẵn,2022,7\n",
        "P832",
        "en",
        "the table does not have “Cao Bằng”, the plan's own unit",
        "did you mean Cao Bẵn? name it as `plan.unit` does, or put that name into `plan.unit_aliases`",
    ),
    (
        "unit,year,par\nCao Bẵn,2022,7\n",
        "P832",
        "vi",
        "bảng không có “Cao Bằng”, đơn vị của kế hoạch",
        "có phải là Cao Bẵn? ghi tên như trong “plan.unit”, hoặc ghi tên đó vào “plan.unit_aliases”",
    ),
    (
        "unit,year,par,notes\nCao Bằng,2022,7,4\n",
        "P826",
        "en",
        "the column “notes” is no row's id, and is left out",
        "leave the column out, or name it by a row's id",
    ),
    (
        "unit,year,par,notes\nCao Bằng,2022,7,4\n",
        "P826",
        "vi",
        "cột “notes” không phải mã của tiêu chí nào, nên không dùng",
        "bỏ cột này, hoặc đặt tên cột theo mã của tiêu chí",
    ),
    (
        "unit,year,par\nHuế,2022,7\n",
        "P832",
        "en",
        "the table does not have “Cao Bằng”, the plan's own unit",
        "add the unit's lines, or name it as `plan.unit` does",
    ),
    (
        "unit,year,par\nHuế,2022,7\n",
        "P832",
        "vi",
        "bảng không có “Cao Bằng”, đơn vị của kế hoạch",
        "thêm dòng của đơn vị, hoặc ghi tên như trong “plan.unit”",
    ),
    (
        "unit,year,par\nB,22,7\n",
        "P825",
        "en",
        "this line cannot be used (“22” is no year)",
        "write the unit's name, and the year in four digits",
    ),
    (
        "unit,year,par\nB,22,7\n",
        "P825",
        "vi",
        "dòng này không dùng được (“22” không phải là năm)",
        "ghi tên đơn vị và năm gồm bốn chữ số",
    ),
    (
        "unit,year,par\n,2022,7\n",
        "P825",
        "en",
        "this line cannot be used (it names no unit)",
        "write the unit's name, and the year in four digits",
    ),
    (
        "unit,year,par\n,2022,7\n",
        "P825",
        "vi",
        "dòng này không dùng được (không ghi đơn vị)",
        "ghi tên đơn vị và năm gồm bốn chữ số",
    ),
    (
        "unit,year,par\nCao Bằng,2021,7\nCao Bang,2022,7\n",
        "P833",
        "en",
        "“Cao Bang” and “Cao Bằng” count as two units",
        "if they are one, spell the name alike, or add `Cao Bang: Cao Bằng` to `plan.unit_aliases`",
    ),
    (
        "unit,year,par\nCao Bằng,2021,7\nCao Bang,2022,7\n",
        "P833",
        "vi",
        "“Cao Bang” và “Cao Bằng” được tính là hai đơn vị",
        "nếu là một đơn vị thì viết tên như nhau, hoặc thêm “Cao Bang: Cao Bằng” vào “plan.unit_aliases”",
    ),
    ("unit,year,par,par\nB,2022,7,7\n", "P834", "en", "the column “par” is there twice", "keep one of them"),
    ("unit,year,par,par\nB,2022,7,7\n", "P834", "vi", "cột “par” có hai lần", "giữ lại một cột"),
    (
        "unit;year;par;par.1\nB;2022;–;–\nC;2022;Khuyết;–\n",
        "P835",
        "en",
        "“–” (3), “Khuyết” (1) stand for not ranked",
        "where a unit has a score, write it into the cell",
    ),
    (
        "unit;year;par;par.1\nB;2022;–;–\nC;2022;Khuyết;–\n",
        "P835",
        "vi",
        "“–” (3 ô), “Khuyết” (1 ô) được coi là không được xếp hạng",
        "nếu đơn vị có điểm thì ghi điểm vào ô",
    ),
    (
        "unit;year;par\nB;2022;7,123456789012345678901\n",
        "P828",
        "en",
        "“7,123456789012345678901” is no score",
        "write points with at most 7 digits before the point and 20 after it",
    ),
]


@pytest.mark.parametrize(("table", "code", "lang", "said", "todo"), WORDS)
def test_what_is_said(table: str, code: str, lang: Lang, said: str, todo: str) -> None:
    found = next(found for found in read_panel(table.encode(), "t.csv", PLAN).findings if found.code == code)
    assert found.help is not None
    assert (found.message.say(lang), found.help.say(lang)) == (said, todo)


# the table, why it cannot be read, in English and in Vietnamese
UNREADABLE: list[tuple[bytes, str, str]] = [
    (b"unit,year,par\nB,2022\n", "cells in this line: 2; titles of columns: 3", "dòng này có 2 ô, dòng tên cột có 3"),
    (b"unit,year,par\nB,2022,70,5\n", "cells in this line: 4; titles of columns: 3", "dòng này có 4 ô, dòng tên cột có 3"),
    (b"unit,year,par,\nB,2022,70,5\n", "this cell is below a column without a name", "ô này ở dưới một cột không có tên"),
    (b'unit,year,par\n"B,2022,70\n', "a quote that opens here is not closed as it should be", "ngoặc kép mở ở đây không đóng đúng"),
    (b"unit,year,par\n", "there is not a line of figures in it", "không có dòng số liệu nào"),
    (b"", "there is not a line of figures in it", "không có dòng số liệu nào"),
]
NO_TEXT: list[tuple[bytes, str, str]] = [
    (b"unit,year,par\n\xa1,2022,70\n", "it is not UTF-8 text", "không phải văn bản thuần UTF-8"),
    (
        "unit,year,par\n".encode("utf-16-le"),
        "it has zero bytes, like UTF-16 without its mark",
        "tệp có byte 0, giống UTF-16 thiếu dấu ở đầu tệp",
    ),
    (
        "unit,year,par\n".encode("utf-16")[:-1],
        "it has the mark of UTF-16 or UTF-32, but the rest cannot be read as that",
        "đầu tệp có dấu UTF-16 hoặc UTF-32 nhưng phần sau không đọc được",
    ),
    (
        b"PK\x03\x04xl/workbook.xml",
        "it is an Excel workbook or another Office file, not text",
        "đây là tệp Excel hoặc tệp Office khác, không phải văn bản thuần",
    ),
]
AS_CSV = (
    "save it as CSV in UTF-8; where figures have decimal commas, separate the cells with semicolons",
    "lưu lại dưới dạng CSV UTF-8; số có dấu phẩy thập phân thì ngăn cách các ô bằng dấu chấm phẩy",
)
AS_TEXT = (
    "save it anew in UTF-8 (Excel: “CSV UTF-8”; Notepad: encoding “UTF-8”)",
    "lưu lại với bảng mã UTF-8 (Excel: “CSV UTF-8”; Notepad: Encoding “UTF-8”)",
)


@pytest.mark.parametrize(
    ("table", "english", "vietnamese", "todo"), [(*case, AS_CSV) for case in UNREADABLE] + [(*case, AS_TEXT) for case in NO_TEXT]
)
def test_why_a_table_cannot_be_read(table: bytes, english: str, vietnamese: str, todo: tuple[str, str]) -> None:
    (found,) = read_panel(table, "t.csv", PLAN).findings
    assert found.code == "P829"
    assert found.message.say("en") == f"the table cannot be read: {english}"
    assert found.message.say("vi") == f"không đọc được bảng: {vietnamese}"
    assert found.help is not None
    assert (found.help.say("en"), found.help.say("vi")) == todo


@pytest.mark.parametrize("odd", ["\u2028", "\x0b", "\x0c", "\x85"])
def test_the_line_that_is_shown_is_the_one_that_is_meant(odd: str) -> None:
    findings = read_panel(f"unit,year,par\nA{odd}B,2022,70\nCao Bằng,2022,y\n".encode(), "t.csv", PLAN).findings
    assert [found.line_text for found in findings] == ["Cao Bằng,2022,y"]


# Laws.


@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
@example(b"\x00")
@example(b"unit,year,par\n\x00,2022,1\n")
@example(b'unit,year,par\n"' + b"x" * 140_000 + b'",2022,1\n')
@example(b"unit,year,par\r\r\n")
@example("unit,year,par\n\u0130,2022,1\n".encode())
def test_any_bytes_are_read_or_told_of(data: bytes) -> None:
    panel, findings = read_panel(data, "t.csv", PLAN)
    assert (panel is None) == any(found.severity == "error" for found in findings)


CELLS = [
    "unit",
    "Year",
    "par",
    "par.1",
    "Cao Bằng",
    "2022",
    "2021",
    "22",
    "70",
    "70,5",
    "7.1",
    "-1",
    "101",
    "",
    " ",
    '"',
    '"a"',
    "x\u2028y",
    "\x0c",
]
_tables = st.lists(st.lists(st.sampled_from(CELLS), max_size=5), max_size=6)


@given(_tables, st.sampled_from(",;\t"), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
def test_anything_like_a_table_is_read_or_told_of(rows: list[list[str]], separator: str, ending: str, headed: bool) -> None:
    lines = [["unit", "year", "par"], *rows] if headed else rows
    panel, findings = read_panel(ending.join(separator.join(cells) for cells in lines).encode(), "t.csv", PLAN)
    assert (panel is None) == any(found.severity == "error" for found in findings)
    for found in findings:
        assert found.span.line >= 1
        assert found.span.column >= 1
        assert found.span.end_column >= found.span.column


_NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z", "Pd")), min_size=1, max_size=8).map(lambda name: "u" + name)
_SCORES = st.one_of(st.none(), st.integers(100, 6000).map(lambda n: Decimal(n).scaleb(-2)))


@given(
    st.dictionaries(st.tuples(_NAMES, st.integers(2019, 2023)), st.tuples(_SCORES, _SCORES), min_size=1, max_size=12),
    st.sampled_from(",;\t"),
    st.booleans(),
)
def test_a_table_that_is_written_out_reads_back(
    table: dict[tuple[str, int], tuple[Decimal | None, Decimal | None]], separator: str, quoted: bool
) -> None:
    composed = {(unicodedata.normalize("NFC", unit), year): scores for (unit, year), scores in table.items()}
    units = {unit for unit, _ in composed}
    assume(not any(same_word(one, other) for one, other in itertools.combinations(units, 2)))  # that would be one unit
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL)
    writer.writerow(["unit", "year", "par", "par.1"])
    for (unit, year), scores in composed.items():
        writer.writerow([unit, year, *("" if score is None else f"{score:f}" for score in scores)])
    panel, findings = read_panel(out.getvalue().encode(), "t.csv", PLAN)
    assert {found.code for found in findings} <= {"P831", "P832", "P833"}
    assert panel is not None
    for at, ident in enumerate(("par", "par.1")):
        read = {(unit, year): score for year, units in panel.scores[ident].items() for unit, score in units.items()}
        assert read == {key: scores[at] for key, scores in composed.items() if scores[at] is not None}


# Gains.

# the scores of two units by year, the gains
GAINS: list[tuple[dict[int, dict[str, str]], list[tuple[str, int, str]]]] = [
    ({2021: {"a": "1", "b": "5"}, 2022: {"a": "3", "b": "4.5"}}, [("a", 2022, "2"), ("b", 2022, "-0.5")]),
    ({2020: {"a": "1"}, 2022: {"a": "3"}}, []),  # two years apart
    ({2020: {"a": "1"}, 2021: {"b": "2"}, 2022: {"a": "3"}}, []),
    ({2023: {"a": "4"}, 2021: {"a": "1"}, 2022: {"a": "3"}}, [("a", 2022, "2"), ("a", 2023, "1")]),
    ({2021: {"a": "1", "b": "1"}, 2022: {"a": "1"}}, [("a", 2022, "0")]),
    ({2022: {"a": "1"}}, []),
    ({2021: {"a": "0.00000000000000000001"}, 2022: {"a": "9999999.9"}}, [("a", 2022, "9999999.89999999999999999999")]),
    ({}, []),
]


@pytest.mark.parametrize(("scores", "gains"), GAINS)
def test_gains_are_from_one_year_to_the_next(scores: dict[int, dict[str, str]], gains: list[tuple[str, int, str]]) -> None:
    exact = {year: {unit: Decimal(score) for unit, score in units.items()} for year, units in scores.items()}
    panel = Panel("t.csv", {"par": exact}, None, Names(beside.habits(), []), PLAN, {})
    assert panel.years("par") == sorted(scores)
    assert list(panel.gains("par")) == [Gain(unit, year, Decimal(change)) for unit, year, change in gains]
    assert (panel.years("y"), list(panel.gains("y"))) == ([], [])


# Through the command line. Four units; in 2022 only three have a score in par.1.
TABLE = """\
unit,year,par,par.1
Cao Bằng,2020,66,
Hà Nội,2020,60,
Huế,2020,90,
Sơn La,2020,75,
Cao Bằng,2021,65,35
Hà Nội,2021,70,40
Huế,2021,80,50
Sơn La,2021,75,40
Cao Bằng,2022,69,39
Hà Nội,2022,75,45
Huế,2022,76,
Sơn La,2022,74,40
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a plan and a table of its peers."""
    write_plan(tmp_path / "plan", INDICATORS, TARGETS)
    (tmp_path / "t.csv").write_text(TABLE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def asked(parplan: Parplan, command: str, typed: str) -> dict[str, Any]:
    ran = parplan(command, *typed.split(), "--plan", "plan", "--format", "json", "--lang", "en")
    assert ran.code == 0, ran.err
    payload: dict[str, Any] = json.loads(ran.out, parse_float=Decimal, parse_int=Decimal)
    return payload


Rank = tuple[str, str, str, int, int, int, dict[int, int]]
# what is typed; the row, which score, the score, its rank, among how many, how many have the same, its rank if the others moved
# as they did in each year: 2021: Hà Nội +10, Huế -10, Sơn La 0; 2022: Hà Nội +5, Huế -4, Sơn La -1
RANKS: list[tuple[str, list[Rank]]] = [
    (
        "par",
        [
            ("par", "current", "70", 4, 4, 0, {2021: 3, 2022: 4}),
            ("par", "projected", "75", 2, 4, 1, {2021: 2, 2022: 2}),
            ("par", "target", "76", 1, 4, 1, {2021: 2, 2022: 2}),
            ("par.1", "current", "40", 2, 3, 1, {2022: 2}),
            ("par.1", "projected", "45", 1, 3, 1, {2022: 2}),
            ("par.1", "target", "45", 1, 3, 1, {2022: 2}),
        ],
    ),
    ("par --target", [("par", "target", "76", 1, 4, 1, {2021: 2, 2022: 2}), ("par.1", "target", "45", 1, 3, 1, {2022: 2})]),
    ("par.1 --projected", [("par.1", "projected", "45", 1, 3, 1, {2022: 2})]),
    ("par --score 74.5", [("par", "score", "74.5", 3, 4, 0, {2021: 2, 2022: 2})]),
    ("par --score 0", [("par", "score", "0", 4, 4, 0, {2021: 4, 2022: 4})]),
    ("par --score 69", [("par", "score", "69", 4, 4, 0, {2021: 3, 2022: 4})]),  # the own score of the table is replaced: no tie
    (
        "par --year 2020",  # the own score of that year, from which nothing was planned
        [
            ("par", "current", "66", 3, 4, 0, {2021: 4, 2022: 3}),
            ("par", "target", "76", 2, 4, 0, {2021: 2, 2022: 2}),
        ],
    ),
    ("par --score 75 --year 2021", [("par", "score", "75", 2, 4, 1, {2021: 2, 2022: 2})]),
    ("par --score 77 --year 2020", [("par", "score", "77", 2, 4, 0, {2021: 2, 2022: 2})]),
]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("typed", "ranks"), RANKS)
def test_rank_in_a_table(parplan: Parplan, typed: str, ranks: list[Rank]) -> None:
    payload = asked(parplan, "rank", f"{typed} --peers t.csv")
    year = int(typed.rsplit(maxsplit=1)[-1]) if "--year" in typed else 2022
    assert payload["field"] == {"name": f"t.csv ({year})", "year": year, "exact": True}
    keys = ("id", "what", "score", "best", "of", "tied")
    found = [(*(rank[key] for key in keys), {moved["year"]: moved["rank"] for moved in rank["moved"]}) for rank in payload["ranks"]]
    assert found == [(ident, what, Decimal(score), *rest) for ident, what, score, *rest in ranks]
    for rank in payload["ranks"]:
        assert rank["best"] == rank["worst"]
        assert (rank["group"], rank["missing"]) == (None, None)
        assert all(moved["of"] == rank["of"] for moved in rank["moved"])


def test_a_printed_rank_over_another_number_does_not_compare(parplan: Parplan, folder: Path) -> None:
    """The plan prints 9/63 for 2022; the table ranks four, of 61 where it says so."""
    declared = "".join(f"{line},{'ranked' if line.startswith('unit') else 61}\n" for line in TABLE.splitlines())
    (folder / "u.csv").write_text(declared, encoding="utf-8")
    excerpt, other = asked(parplan, "rank", "par --peers u.csv")["remarks"]
    assert "4 of the 61 units" in excerpt
    assert other == "the plan prints rank 9/63 for par, which is not out of the 61 units ranked, so it cannot be compared"
    (undeclared,) = asked(parplan, "rank", "par --peers t.csv")["remarks"]
    assert "of 4 units in 2022, and by the plan 63 were ranked in 2022" in undeclared
    (earlier,) = asked(parplan, "rank", "par --peers t.csv --year 2021")["remarks"]
    assert "of 4 units in 2021, and by the plan 63 were ranked in 2022" in earlier
    assert asked(parplan, "rank", "par.1 --peers t.csv")["remarks"] == []


def test_a_printed_rank_over_the_same_number_compares(parplan: Parplan, folder: Path) -> None:
    write_plan(folder / "plan", INDICATORS.replace("9/63", "4/4"), TARGETS)
    assert asked(parplan, "rank", "par --peers t.csv")["remarks"] == []


@pytest.mark.usefixtures("folder")
def test_no_row_is_ranked_twice(parplan: Parplan) -> None:
    ranks = asked(parplan, "rank", "par par.1 --peers t.csv")["ranks"]
    assert [(rank["id"], rank["what"]) for rank in ranks] == [
        (ident, what) for ident in ("par", "par.1") for what in ("current", "projected", "target")
    ]


@pytest.mark.usefixtures("folder")
def test_scores_of_a_row_that_are_the_same_share_a_line(parplan: Parplan) -> None:
    """In a table for people; the plan leads to the target of par.1, and not to that of par."""
    typed = ("rank", "par", "--peers", "t.csv", "--plan", "plan", "--lang", "en")
    lines = [line.split() for line in parplan(*typed).out.splitlines() if line.startswith("par")]
    which = ("current", "projected,", "projected", "target")
    assert [(line[0], *(word for word in line if word in which)) for line in lines] == [
        ("par", "current"),
        ("par", "projected"),
        ("par", "target"),
        ("par.1", "current"),
        ("par.1", "projected,", "target"),
    ]
    records = list(csv.DictReader(io.StringIO(parplan(*typed, "--format", "csv").out)))
    assert [record["what"] for record in records] == 2 * ["current", "projected", "target"]


@pytest.mark.usefixtures("folder")
def test_the_range_if_the_field_moves(parplan: Parplan) -> None:
    ran = parplan("rank", "par", "--peers", "t.csv", "--plan", "plan", "--format", "csv")
    records = list(csv.DictReader(io.StringIO(ran.out)))
    keys = ("id", "what", "best", "worst", "of", "moved_best", "moved_worst")
    assert [tuple(record[key] for key in keys) for record in records][:3] == [
        ("par", "current", "4", "4", "4", "3", "4"),
        ("par", "projected", "2", "2", "4", "2", "2"),
        ("par", "target", "1", "1", "4", "2", "2"),
    ]
    out = parplan("rank", "par", "--peers", "t.csv", "--plan", "plan", "--lang", "vi").out
    line = next(line for line in out.splitlines() if "hiện tại" in line and line.startswith("par "))
    assert line.split()[-2:] == ["4/4", "3–4/4"]


def test_a_table_of_one_year_has_nothing_that_moves(parplan: Parplan, folder: Path) -> None:
    (folder / "one.csv").write_text("unit;year;par\nCao Bằng;2022;69,5\nHuế;2022;76\n", encoding="utf-8")
    rank = asked(parplan, "rank", "par --target --peers one.csv")["ranks"][0]
    assert (rank["best"], rank["of"], rank["tied"], rank["moved"]) == (1, 2, 1, [])
    assert "moved" not in parplan("rank", "par", "--peers", "one.csv", "--plan", "plan", "--format", "csv").out


# tables of three provinces as they are published, the last of them not ranked: all lines but that of C, what C has for a score,
# the encoding, and the rank of 75.15
PUBLISHED: list[tuple[str, str, str, str, int]] = [
    ("nine digits", "Tỉnh;Năm;par\nCao Bằng;2022;75.803653121\nB;2022;75.154399871\n", "", "utf-8", 2),
    ("thirteen digits", "Tỉnh;Năm;par\nCao Bằng;2022;75,8036531210327\nB;2022;75,1543998718262\n", "", "utf-8", 2),
    ("titles", "Bảng 1, năm 2022;;\n\nTỉnh/Thành phố;Năm;par\nTỉnh Cao Bằng;2022;75,8\nB;2022;75,15\n", "", "utf-8", 1),
    ("Unicode text", "Tỉnh\tNăm\tpar\nCao Bằng\t2022\t75,8\nB\t2022\t75,15\n", "", "utf-16", 1),
    *((mark, "Tỉnh;Năm;par\nCao Bằng;2022;75,8\nB;2022;75,15\n", mark, "utf-8", 1) for mark in ("–", "-", "x", "N/A", "*", "Khuyết")),
]


@pytest.mark.parametrize(("table", "mark", "encoding", "best"), [case[1:] for case in PUBLISHED], ids=[case[0] for case in PUBLISHED])
def test_ranks_in_tables_as_they_are_published(parplan: Parplan, folder: Path, table: str, mark: str, encoding: str, best: int) -> None:
    last = f"C;2022;{mark}\n".replace(";", "\t" if "\t" in table else ";")
    (folder / "t.csv").write_text(table + last, encoding=encoding)
    ran = parplan("rank", "par", "--score", "75.15", "--peers", "t.csv", "--plan", "plan", "--format", "json", "--lang", "en")
    (rank,) = json.loads(ran.out)["ranks"]
    assert (rank["best"], rank["of"]) == (best, 2)
    told = "".join(line for line in ran.err.splitlines(keepends=True) if "[P841]" not in line)  # the plan has another score
    assert (ran.code, told) == (0, f"t.csv:4:8: note[P835] “{mark}” (1) stand for not ranked\n" if mark else "")


ONE_MORE = "par: the table has no score of the plan's own unit in that year, which is counted as one more"


def test_a_table_without_the_own_unit_counts_it_as_one_more(parplan: Parplan, folder: Path) -> None:
    (folder / "others.csv").write_text("unit,year,par\nHà Nội,2022,75\nHuế,2022,76\n", encoding="utf-8")
    ran = parplan("rank", "par", "--score", "75.5", "--peers", "others.csv", "--plan", "plan", "--format", "json", "--lang", "en")
    payload = json.loads(ran.out)
    assert [(rank["best"], rank["of"]) for rank in payload["ranks"]] == [(2, 3)]
    assert ONE_MORE in payload["remarks"]
    assert "P832" in ran.err


def test_a_year_without_the_own_unit_counts_it_as_one_more(parplan: Parplan, folder: Path) -> None:
    (folder / "some.csv").write_text("unit,year,par\nCao Bằng,2022,\nCao Bằng,2021,65\nHà Nội,2022,75\nHà Nội,2021,7\n", encoding="utf-8")
    payload = asked(parplan, "rank", "par --score 75.5 --peers some.csv")
    assert [(rank["best"], rank["of"]) for rank in payload["ranks"]] == [(1, 2)]
    assert ONE_MORE in payload["remarks"]
    assert ONE_MORE not in asked(parplan, "rank", "par --score 75.5 --peers some.csv --year 2021")["remarks"]


@pytest.mark.usefixtures("folder")
def test_how_many_others_have_the_same_score(parplan: Parplan) -> None:
    typed = ("rank", "par", "--score", "75", "--year", "2020", "--peers", "t.csv", "--plan", "plan")
    assert "  others that tie with it: par as asked 1\n" in parplan(*typed, "--lang", "en").out
    assert "  số đơn vị khác cùng thứ hạng: par đã nêu 1\n" in parplan(*typed, "--lang", "vi").out


# what is typed, what is said in Vietnamese and in English
NOT_THERE = [
    (
        "par --year 2019",
        "bảng không có điểm par năm 2019; có các năm 2020, 2021, 2022",
        "the table has no scores of par in 2019; it has 2020, 2021, 2022",
    ),
    (
        "par.1 --year 2020",
        "bảng không có điểm par.1 năm 2020; có các năm 2021, 2022",
        "the table has no scores of par.1 in 2020; it has 2021, 2022",
    ),
    ("par.2", "bảng không có điểm nào của par.2", "the table has no scores of par.2"),
]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("typed", "vietnamese", "english"), NOT_THERE)
def test_what_the_table_lacks(parplan: Parplan, typed: str, vietnamese: str, english: str) -> None:
    for lang, error, words in (("vi", "lỗi", vietnamese), ("en", "error", english)):
        ran = parplan("rank", *typed.split(), "--peers", "t.csv", "--plan", "plan", "--lang", lang)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.endswith(f"\nparplan: {error}: {words}\n")


@pytest.mark.parametrize(
    ("table", "code"), [("unit,year,par\nCao Bằng,2022,70,5\n", "P829"), ("unit,year,par\nCao Bằng,2022,170\n", "P830"), ("", "P829")]
)
@pytest.mark.parametrize("command", ["rank par", "realism"])
def test_a_broken_table_answers_nothing(parplan: Parplan, folder: Path, command: str, table: str, code: str) -> None:
    (folder / "broken.csv").write_text(table, encoding="utf-8")
    ran = parplan(*command.split(), "--peers", "broken.csv", "--plan", "plan", "--lang", "en")
    assert (ran.code, ran.out) == (2, "")
    assert f"error[{code}]" in ran.err
    assert f"broken.csv:{2 if table else 1}:" in ran.err


# realism: eight gains of par (2021: -1, 10, -10, 0; 2022: 4, 5, -4, -1), half of them at most -1; of par.1 three (4, 5, 0; Huế has but one
# year), of which two are at most 4
def test_realism_in_a_table(parplan: Parplan, folder: Path) -> None:
    assert folder.is_dir()
    indices = asked(parplan, "realism", "--peers t.csv")["indices"]
    rows = {row["id"]: row for index in indices for row in index["rows"]}
    expected = {"par": ("10", "10", "Hà Nội", 2020, 2022, "4", "ambitious"), "par.1": ("5", "5", "Hà Nội", 2021, 2022, "4", "ambitious")}
    assert set(rows) == set(expected)
    for ident, (p90, largest, unit, first, last, own, verdict) in expected.items():
        past = rows[ident]["past"]
        assert (past["p90"], past["largest"]) == (Decimal(p90), Decimal(largest))  # the nearest rank: 8th of 8, 3rd of 3
        assert (past["unit"], past["first"], past["last"]) == (unit, first, last)
        assert (rows[ident]["own"], rows[ident]["verdict"]) == (Decimal(own), verdict)
        assert "t.csv" in past["source"]


@pytest.fixture
def slow(folder: Path) -> str:
    """A table of peers none of which gained as much as is planned."""
    (folder / "slow.csv").write_text("unit,year,par\nCao Bằng,2021,50\nCao Bằng,2022,51\nHuế,2021,50\nHuế,2022,52\n", encoding="utf-8")
    return "slow.csv"


def test_what_no_unit_of_a_table_ever_gained(parplan: Parplan, slow: str) -> None:
    typed = ("realism", "par", "--peers", slow, "--plan", "plan")
    said = "  par: +5.00 planned; none of 2 units in the table (2021–2022) gained so much; the largest is +2.00 (Huế)\n"
    assert said in parplan(*typed, "--lang", "en").out
    said = "  par: dự kiến +5,00; trong bảng (2 đơn vị, 2021–2022) chưa đơn vị nào tăng được vậy, cao nhất +2,00 (Huế)\n"
    assert said in parplan(*typed, "--lang", "vi").out


def test_how_many_units_a_table_has(parplan: Parplan, slow: str) -> None:
    (index,) = asked(parplan, "realism", f"par --peers {slow}")["indices"]
    assert index["rows"][-1]["past"].get("units") == 2


def test_the_own_past_goes_on_behind_the_plans_scores(parplan: Parplan, folder: Path) -> None:
    """The plan has the scores of 2022: what its unit gained up to 2023 counts as well."""
    (folder / "later.csv").write_text(TABLE + "Cao Bằng,2023,90,39\nHà Nội,2023,75,45\nHuế,2023,76,\nSơn La,2023,74,40\n", encoding="utf-8")
    payload = asked(parplan, "realism", "par --peers later.csv")
    row = next(row for index in payload["indices"] for row in index["rows"] if row["id"] == "par")
    assert row["own"] == 21
    assert (row["past"]["largest"], row["past"]["unit"], row["past"]["first"], row["past"]["last"]) == (21, "Cao Bằng", 2020, 2023)


# gains of ten units in one year, the planned gain is 5: the nearest rank of nine tenths is the ninth of ten
TENTHS = [
    ("1 1 1 1 1 1 1 1 5 9", "5", "9", "ambitious"),
    ("1 1 1 1 1 1 1 1 4.99 9", "4.99", "9", "rare"),
    ("1 1 1 1 1 1 1 1 4 5", "4", "5", "rare"),  # as much as somebody did
    ("1 1 1 1 1 1 1 1 4 4.99", "4", "4.99", "never"),
    ("-1 -2 -3 -4 -5 -6 -7 -8 -9 -9", "-2", "-1", "never"),
    ("5 5 5 5 5 5 5 5 5 5", "5", "5", "usual"),
]


@pytest.mark.parametrize(("gains", "p90", "largest", "verdict"), TENTHS)
def test_the_ninth_tenth_of_a_table(parplan: Parplan, folder: Path, gains: str, p90: str, largest: str, verdict: str) -> None:
    lines = [f"u{n},2021,50\nu{n},2022,{50 + Decimal(gain)}\n" for n, gain in enumerate(gains.split())]
    (folder / "ten.csv").write_text("unit,year,par\n" + "".join(lines), encoding="utf-8")
    payload = asked(parplan, "realism", "par --peers ten.csv")
    row = next(row for index in payload["indices"] for row in index["rows"] if row["id"] == "par")
    assert (row["past"]["p90"], row["past"]["largest"], row["verdict"]) == (Decimal(p90), Decimal(largest), verdict)
    assert row["own"] is None


# Thirteen of 63 units.
SOME = "unit,year,par\n" + "".join(
    f"{unit},{year},{score}\n"
    for year, scores in (
        (2021, "79.90 81.95 82.46 72.36 77.05 83.26 80.96 84.12 82.82 71.87 84.17 69.53 86.83"),
        (2022, "81.65 81.22 83.63 72.85 75.62 85.19 79.78 83.43 84.34 70.58 84.21 68.18 86.70"),
    )
    for unit, score in zip("ABCDEFGHIKLMN", scores.split(), strict=True)
)


@pytest.mark.parametrize("declared", ["", "ranked"])
def test_what_the_plan_knows_to_be_lacking_makes_an_excerpt(parplan: Parplan, tmp_path: Path, declared: str) -> None:
    """As what the table declares does: no own place, no middle of the field, no ranks beside scores, no chances of ranks."""
    about = "plan: {id: c, name: C, year: 2022, target_year: 2023, unit: A}\n"
    row = "indices: [{id: par, name: PAR, decimals: 2, max: 100, score: 81.65, rank: 30/63}]\n"
    folder = write_plan(tmp_path / "plan", about + row, "targets: {par: {planned: 1.00, target: 82.65}}\n")
    (folder / "peers").mkdir()
    head, *lines = SOME.splitlines()
    table = "".join(f"{line}{',63' if declared else ''}\n" for line in lines)
    (folder / "peers" / "t.csv").write_text(f"{head}{',ranked' if declared else ''}\n{table}", encoding="utf-8")
    typed = ("--plan", str(folder), "--format", "json", "--lang", "en")
    real = json.loads(parplan("realism", "par", *typed).out)["indices"][0]["rows"][0]["past"]
    assert (real["start"], real["count"]) == (None, 13)
    odds = parplan("gap", "--odds", "--plan", str(folder), "--lang", "en").out
    assert "rows without a table of all ranked units (10 at least) to go by: 1" in odds
    (score,) = json.loads(parplan("compare", "A@2021", "A@2022", *typed).out)["indices"][0]["changes"]
    assert (score["rank_first"], score["rank_second"]) == (None, None)
    ranked = json.loads(parplan("rank", "par", "--odds", *typed).out)
    assert (ranked["odds"], "no chances of ranks, because the table has only some of the units ranked" in str(ranked["remarks"])) == (
        [],
        True,
    )


def test_places_are_not_gained_since_a_year_that_lacks_units(parplan: Parplan, tmp_path: Path) -> None:
    """Twelve were ranked in 2023, and the table has them; of the 63 of 2022 it has five."""
    about = "plan: {id: p, name: P, year: 2023, target_year: 2024, unit: A}\n"
    row = 'indices: [{id: par, name: PAR, decimals: 2, max: 100, score: 80.00, ranked: {"2022": 63, "2023": 12}}]\n'
    folder = write_plan(tmp_path / "plan", about + row, "targets: {par: {planned: 1.00}}\n")
    (folder / "peers").mkdir()
    before = "".join(f"{unit},2022,{score}\n" for unit, score in zip("ABCDE", (79, 85, 78, 70, 90), strict=True))
    now = "".join(f"{unit},2023,{80 + at}\n" for at, unit in enumerate("ABCDEFGHIKLM"))
    (folder / "peers" / "t.csv").write_text(f"unit,year,par\n{before}{now}", encoding="utf-8")
    out = parplan("rank", "par", "--all", "--plan", str(folder), "--lang", "en").out
    assert "Places" not in out
    assert "  units ranked: 12; ties share the better rank\n  change in points since 2022\n" in out
    assert "par: the table has scores of 5 units in 2022, and by the plan 63 were ranked in 2022; " in out
    assert "were ranked in 2022, not 12" not in out
    assert "  thay đổi điểm so với năm 2022\n" in parplan("rank", "par", "--all", "--plan", str(folder), "--lang", "vi").out
