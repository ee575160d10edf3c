"""What is a figure and what is not, and how figures are shown."""

from decimal import Decimal
from fractions import Fraction

import pytest

from parplan.points import NotAFigure, Rank, exact, half_unit, parse, parse_published, parse_rank, parse_whole, share_shown, shown

D = Decimal

FIGURES = [
    ("7.97", D("7.97")),
    ("1.10", D("1.10")),
    ("0", D(0)),
    ("-0.39", D("-0.39")),
    ("010", D(10)),
    ("9999999.999999", D("9999999.999999")),
]

# what is not a figure: a decimal comma?, what was likely meant
OTHERS = [
    ("7,97", True, "7.97"),
    ("+ 1", False, "1"),
    ("+1", False, "1"),
    ("≥ 8,97", False, "8.97"),
    (">= 8.97", False, "8.97"),
    ("74.3 %", False, "74.3"),
    ("1e3", False, None),
    ("1e400", False, None),
    ("NaN", False, None),
    (".inf", False, None),
    ("1_0", False, None),
    ("٧", False, None),
    ("７.9", False, None),
    ("", False, None),
    ("0x1F", False, None),
    ("1:30", False, None),
    ("12345678", False, None),
    ("0.1234567", False, None),
    ("--1", False, "-1"),
    ("7.", False, None),
    (".5", False, None),
]


@pytest.mark.parametrize(("text", "value"), FIGURES)
def test_figures(text: str, value: Decimal) -> None:
    assert parse(text) == value
    assert exact(parse(text)).lstrip("0") in text or text in ("0", "010")


@pytest.mark.parametrize(("text", "comma", "meant"), OTHERS)
def test_what_is_not_a_figure(text: str, comma: bool, meant: str | None) -> None:
    with pytest.raises(NotAFigure) as caught:
        parse(text)
    assert (caught.value.comma, caught.value.meant) == (comma, meant)


# figures of a published table, and texts that are none
PUBLISHED = ["38.803653121", "9.283225059509277", "0.12345678901234568", "7", "-0.5", "9999999.12345678901234567890"]
NOT_PUBLISHED = ["7.123456789012345678901", "12345678.1", "1e3", "7,97", "٧.9", "+1", "7.", "", "NaN"]


@pytest.mark.parametrize("text", PUBLISHED)
def test_published_figures_keep_every_digit(text: str) -> None:
    value = parse_published(text)
    assert exact(value) == text
    for other in map(parse_published, PUBLISHED):
        assert Fraction(value - other) == Fraction(value) - Fraction(other)  # differences are exact too


@pytest.mark.parametrize("text", NOT_PUBLISHED)
def test_what_is_not_a_published_figure(text: str) -> None:
    with pytest.raises(NotAFigure):
        parse_published(text)


def test_ranks() -> None:
    assert parse_rank("53/63") == Rank(53, 63)
    assert str(parse_rank("53")) == "53"
    for text in ("53/", "/63", "53 of 63", "5.3/63", "-1/63"):
        with pytest.raises(NotAFigure):
            parse_rank(text)


def test_whole_numbers() -> None:
    assert parse_whole("-5") == -5
    for text in ("2.0", "two", "", "1_000"):
        with pytest.raises(NotAFigure):
            parse_whole(text)


def test_half_of_the_last_digit() -> None:
    assert [half_unit(decimals) for decimals in (0, 1, 2)] == [D("0.5"), D("0.05"), D("0.005")]


# value, decimals, sign, Vietnamese, English
SHOWN = [
    ("1", 2, False, "1,00", "1.00"),
    ("1", 2, True, "+1,00", "+1.00"),
    ("84.198", 2, False, "84,198", "84.198"),
    ("2.235", 1, False, "2,235", "2.235"),
    ("0.00", 2, False, "0,00", "0.00"),
    ("-0.39", 2, True, "-0,39", "-0.39"),
    ("33.333333", 2, False, "33,3333", "33.3333"),
]


@pytest.mark.parametrize(("value", "decimals", "sign", "vi", "en"), SHOWN)
def test_shown_to_people(value: str, decimals: int, sign: bool, vi: str, en: str) -> None:
    assert shown(D(value), decimals, "vi", sign=sign) == vi
    assert shown(D(value), decimals, "en", sign=sign) == en


def test_shares() -> None:
    assert share_shown(D("0.4935"), "vi") == "49,4%"
    assert share_shown(D("0.5"), "en") == "50.0\u00a0%"
