"""Totals that lack a part: told as impossible (R212) exactly where nothing that the part can be makes them true."""

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parplan.model.files import FileKind
from reading import check_text

HEAD = "plan: {id: example, name: Example, year: 2022, target_year: 2024}\nindices:\n"
INDEX = "  - {{id: x, name: X, decimals: 1, {total}, aggregate: {how}, rows: [{rows}]}}\n"

# The index's own figures, its rows (id, what is printed), its targets; what is said of a total, in English.
TOTALS = [
    # what is planned by a year hangs on the years before
    (
        "max: 10, score: 4",
        ["max: 5, score: 2", "max: 5, score: 2"],
        "{x: {planned: {2023: 3, 2024: 3}}, x.1: {planned: {2023: 1, 2024: 1}}}",
        None,
    ),
    ("max: 20, score: 20", ["max: 10, score: 5", "max: 10"], "{}", "x.score: whatever x.2.score may be, the parts give at most 15.0"),
    ("max: 20, score: 15.1", ["max: 10, score: 5", "max: 10"], "{}", None),  # both are rounded
    ("max: 20, score: 15.2", ["max: 10, score: 5", "max: 10"], "{}", "x.score: whatever x.2.score may be, the parts give at most 15.0"),
    (
        "max: 20, score: 6.8",
        ["max: 10, score: 5", "max: 10, floor: 2"],
        "{}",
        "x.score: whatever x.2.score may be, the parts give at least 7.0",
    ),
    ("max: 20", ["max: 15", "score: 7"], "{}", "x.max: whatever x.2.max may be, the parts give at least 22.0"),
    (
        "max: 20, score: 15",
        ["max: 10, score: 8", "max: 10, score: 7"],
        "{x: {target: 19.5}, x.1: {target: 9}}",
        "x.target: whatever x.2.planned",
    ),
    (
        "max: 20, score: 15",
        ["max: 10, score: 8", "max: 10, score: 7"],
        "{x: {planned: 4.5}, x.1: {planned: 1}}",
        "x.planned: whatever x.2.planned",
    ),
    ("max: 20, score: 15", ["max: 10, score: 8", "score: 7"], "{x: {target: 19.5}, x.1: {target: 9}}", None),  # no maximum, no limit
    ("max: 20, score: 30", ["score: 5", "max: 10"], "{}", "x.score: whatever x.2.score may be, the parts give at most 15.0"),
    (
        "max: 20, score: 20",
        ["max: 10, score: 5", "max: 10, parts: [{id: a, name: A, max: 4}, {id: b, name: B, max: 6}]"],
        "{}",
        "at most 15.0",
    ),
    (
        "max: 20, score: 4.7",
        ["max: 10, score: 5", "max: 3, bonus: true, floor: -0.1"],
        "{}",
        "x.score: whatever x.2.score may be, the parts give at least 4.9",
    ),
]


def said(total: str, rows: list[str], targets: str, how: str = "sum") -> list[str]:
    each = ", ".join(f"{{id: x.{n}, name: R, {row}}}" for n, row in enumerate(rows, 1))
    files: dict[FileKind, str] = {"indicators": HEAD + INDEX.format(total=total, rows=each, how=how), "targets": f"targets: {targets}\n"}
    return [f"{it.path}: {it.message.say('en')}" for it in check_text(files).findings if it.code == "R212"]


@pytest.mark.parametrize(("total", "rows", "targets", "words"), TOTALS)
def test_what_is_said(total: str, rows: list[str], targets: str, words: str | None) -> None:
    found = [it for it in said(total, rows, targets) if not it.startswith("x.2")]
    assert len(found) == (words is not None)
    assert words is None or words in found[0]


TENTHS = st.integers(0, 60).map(lambda n: Decimal(n) / 10)


@given(
    how=st.sampled_from(["sum", "mean"]),
    rows=st.lists(st.tuples(st.integers(1, 3), st.none() | TENTHS), min_size=2, max_size=3).filter(
        lambda rows: any(it is None for _, it in rows)
    ),
    total=TENTHS,
)
def test_it_is_told_where_nothing_fits(how: str, rows: list[tuple[int, Decimal | None]], total: Decimal) -> None:
    """By trying every twentieth that what is not printed can be; what is, within half a digit."""
    if all(score is None for _, score in rows):
        return  # of nothing nothing is added up
    by = len(rows) if how == "mean" else 1
    slack = Fraction(1, 20) * (1 + Fraction(sum(score is not None for _, score in rows), by))
    each = [[Fraction(score)] if score is not None else [Fraction(n, 20) for n in range(20 * most + 1)] for most, score in rows]
    fits = any(abs(sum(values, Fraction(0)) / by - Fraction(total)) <= slack for values in product(*each))
    printed = [f"max: {most}" + ("" if score is None else f", score: {score}") for most, score in rows]
    assert bool(said(f"score: {total}", printed, "{}", how)) == (not fits)
