"""What is a figure and what is not, and how figures are shown."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parplan.model.scenario import Change
from parplan.points import (
    NotAFigure,
    Rank,
    exact,
    half_unit,
    parse,
    parse_change,
    parse_published,
    parse_rank,
    parse_share,
    parse_whole,
    share_shown,
    shown,
)

D = Decimal

FIGURES = [
    ("7.97", D("7.97")),
    ("1.10", D("1.10")),
    ("0", D(0)),
    ("-0.39", D("-0.39")),
    ("9999999.999999", D("9999999.999999")),
]

# what is not a figure: a decimal comma?, what was likely meant
OTHERS = [
    ("7,97", True, "7.97"),
    ("+ 1", False, "1"),
    ("+1", False, "1"),
    ("≥ 8,97", False, "8.97"),
    (">= 8.97", False, "8.97"),
    ("74.3 %", False, None),
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
    ("–0,25", False, "-0.25"),
    ("\u22120,25", False, "-0.25"),
    ("≥ – 0.25", False, "-0.25"),
    ("giảm 0.83", False, "-0.83"),
    ("giảm 0,83", False, "-0.83"),
    ("gia\u0309m 0.83", False, "-0.83"),
    ("Tăng 0,83", False, "0.83"),
    ("trên 8,97", False, "8.97"),
    ("tăng -1", False, None),
    ("≤ 8.97", False, None),
    ("chưa tới 8.97", False, None),
    ("7.", False, None),
    (".5", False, None),
    ("017", False, "17"),
    ("00", False, "0"),
    ("-07.50", False, "-7.50"),
    ("08,5", True, "8.5"),
    ("012345678", False, None),
]


@pytest.mark.parametrize(("text", "value"), FIGURES)
def test_figures(text: str, value: Decimal) -> None:
    assert parse(text) == value
    assert exact(parse(text)).lstrip("0") in text or text == "0"


@pytest.mark.parametrize(("text", "comma", "meant"), OTHERS)
def test_what_is_not_a_figure(text: str, comma: bool, meant: str | None) -> None:
    with pytest.raises(NotAFigure) as caught:
        parse(text)
    assert (caught.value.comma, caught.value.meant) == (comma, meant)


def test_a_percentage_is_told_apart_from_points() -> None:
    with pytest.raises(NotAFigure) as caught:
        parse("74,3 %")
    assert (caught.value.meant, caught.value.percent) == (None, "74.3")


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


CHANGES = [
    ("+ 0,4", "+0.4"),
    ("tăng 0,83", "+0.83"),
    ("giảm 0.83", "-0.83"),
    ("–0,25", "-0.25"),
    ("0,25", "0.25"),
    ("+-0,25", None),
]


@pytest.mark.parametrize(("text", "meant"), CHANGES)
def test_what_is_not_a_change(text: str, meant: str | None) -> None:
    assert meant_by(parse_change, text) == meant


SHARES = [("60", "60%"), ("0,6", "60%"), ("tăng 60%", "60%"), ("–60%", None), ("giảm 60 %", None), ("-0.6", None)]


@pytest.mark.parametrize(("text", "meant"), SHARES)
def test_what_is_not_a_share(text: str, meant: str | None) -> None:
    assert meant_by(parse_share, text) == meant


WHOLES = [("02", "2"), ("-02", "-2"), ("giảm 02", "-2"), ("tăng 01", "1"), ("+1", "1"), ("–5", "-5"), ("2.0", None), ("hạng 5", None)]


@pytest.mark.parametrize(("text", "meant"), WHOLES)
def test_what_is_not_a_whole_number(text: str, meant: str | None) -> None:
    assert meant_by(parse_whole, text) == meant


def meant_by(read: Callable[[str], object], text: str) -> str | None:
    """What is suggested for a text that cannot be read."""
    with pytest.raises(NotAFigure) as caught:
        read(text)
    return caught.value.meant


LESS = [*"-–−—‐", "giảm", "trừ", "âm", "kém", "minus"]
leads = st.lists(st.sampled_from([*LESS, *"+ ≥>=~(x\u00a0\u2009", "tăng", "trên"]), max_size=6).map("".join)
figures = st.from_regex(r"[0-9]{1,3}([.,][0-9]{1,3})?", fullmatch=True)
READERS: list[Callable[[str], object]] = [
    parse,
    parse_change,
    parse_share,
    parse_whole,
    *(partial(Change.read, "a", kind=kind) for kind in ("set", "add", None)),
]


@given(leads, figures, st.sampled_from(["", "%", " %", " điểm"]))
def test_a_suggestion_never_changes_a_sign(lead: str, figure: str, end: str) -> None:
    """Whatever says less is never taken for more: it is read as less, answered with less, or not answered."""
    less = any(sign in lead for sign in LESS)
    for read in READERS:
        meant = understood(read, f"{lead}{figure}{end}")
        assert meant is None or meant.startswith("-") == less


def understood(read: Callable[[str], object], text: str) -> str | None:
    """What a text is read as, or else what is suggested for it."""
    try:
        value = read(text)
    except NotAFigure as error:
        return error.meant
    return str(value.amount if isinstance(value, Change) else value) if Decimal(figure_in(text)) else None


def figure_in(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit() or letter in ".,").replace(",", ".")


def test_ranks() -> None:
    assert parse_rank("53/63") == Rank(53, 63)
    assert str(parse_rank("53")) == "53"
    for text in ("53/", "/63", "53 of 63", "5.3/63", "-1/63", "05", "5/063"):
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
    assert share_shown(D("0.5"), "en") == "50.0%"
