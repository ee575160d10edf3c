"""Ranks in a field of units: against every field that fits what is published, by hand, on the shipped figures, and as `parplan rank`."""

import csv
import io
import itertools
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from conftest import ROOT, Parplan
from helpers_cli import HEAD, thirds, write_plan
from parplan.checks.peers import read_peers
from parplan.engine.rank import Moved, Place, Scale, among, among_groups, if_moved, standpoint
from parplan.model.peers import Moves, PeerGroup, PeersFile
from parplan.model.plan import Plan
from parplan.text import Text
from parplan.yaml_text.read import read
from reading import check_text, naming

# Among published groups.


class Shape(NamedTuple):
    """A published group, in half points, so that scores lie between its ends."""

    low: int
    high: int
    units: int

    def fields(self) -> Iterator[tuple[int, ...]]:
        """Everybody's scores in it, in every way that is consistent with what is published."""
        for scores in itertools.combinations_with_replacement(range(self.low, self.high + 1), self.units):
            if (scores[0], scores[-1]) == (self.low, self.high):
                yield scores


def halves(points: int) -> Decimal:
    return Decimal(points) / 2


def published(shapes: list[Shape]) -> list[PeerGroup]:
    names = [f"group-{number}" for number in range(len(shapes))]
    return [
        PeerGroup(id=name, name=Text(name, name), low=halves(shape.low), high=halves(shape.high), count=shape.units)
        for name, shape in zip(names, shapes, strict=True)
    ]


def possible(shapes: list[Shape], score: int, own: int | None) -> set[int]:
    """Every rank that a unit may come to with a score, whichever of the consistent fields is the true one; own None: whichever it is."""
    ranks = set()
    for groups in itertools.product(*(shape.fields() for shape in shapes)):
        everybody = [unit for group in groups for unit in group]
        above = sum(unit > score for unit in everybody)
        ranks |= {1 + above - (unit > score) for unit in everybody if own in (None, unit)}
    return ranks


@st.composite
def shapes(draw: st.DrawFn) -> list[Shape]:
    """Two or three groups that lie apart or share an end, the highest first. One unit alone has both ends of its group."""
    found: list[Shape] = []
    low = draw(st.integers(0, 2))
    for _ in range(draw(st.integers(2, 3))):
        units = draw(st.integers(1, 4))
        high = low + (draw(st.integers(0, 4)) if units > 1 else 0)
        found.insert(0, Shape(low, high, units))
        low = high + draw(st.integers(0, 3))
    return found


@given(shapes(), st.data())
@example([Shape(6, 8, 3), Shape(2, 4, 4)], None)
def test_the_range_of_ranks_is_what_every_consistent_field_comes_to(listed: list[Shape], drawn: st.DataObject | None) -> None:
    """Whether the unit's own score is known or not: nothing possible is left out, and nothing is promised that cannot be."""
    lowest, highest = listed[-1].low, listed[0].high
    owns: list[int | None] = [None, *sorted({unit for shape in listed for units in shape.fields() for unit in units})]
    own = drawn.draw(st.sampled_from(owns)) if drawn is not None else 7
    score = drawn.draw(st.integers(lowest - 1, highest + 1)) if drawn is not None else 3
    ranks = possible(listed, score, own)
    assume(ranks)
    of = sum(shape.units for shape in listed)
    found = among_groups(halves(score), published(listed), of, None if own is None else halves(own), 2)
    assert (found.best, found.worst, found.of) == (min(ranks), max(ranks), of)


@given(shapes(), st.data())
def test_a_rank_that_is_known_leaves_out_nothing_possible(listed: list[Shape], drawn: st.DataObject) -> None:
    own = drawn.draw(st.sampled_from(sorted({unit for shape in listed for units in shape.fields() for unit in units})))
    score = drawn.draw(st.integers(listed[-1].low - 1, listed[0].high + 1))
    by_rank: dict[int, set[int]] = {}
    for groups in itertools.product(*(shape.fields() for shape in listed)):
        everybody = [unit for group in groups for unit in group]
        above = [sum(unit > each for unit in everybody) for each in (own, score)]
        if own in everybody:
            by_rank.setdefault(above[0] + 1, set()).add(above[1] + 1 - (own > score))
    for rank, ranks in by_rank.items():
        found = among_groups(halves(score), published(listed), 9, halves(own), 2, rank)
        assert found.best <= min(ranks) <= max(ranks) <= found.worst
        assert found.exact or score != own


@given(shapes(), st.data())
def test_a_higher_score_never_ranks_lower(listed: list[Shape], drawn: st.DataObject) -> None:
    own = drawn.draw(st.sampled_from([None, *(end for shape in listed for end in (shape.low, shape.high))]))
    groups, of = published(listed), sum(shape.units for shape in listed)
    scores = [halves(score) for score in range(listed[-1].low - 1, listed[0].high + 2)]
    places = [among_groups(score, groups, of, None if own is None else halves(own), 2) for score in scores]
    assert [place.best for place in places] == sorted((place.best for place in places), reverse=True)
    assert [place.worst for place in places] == sorted((place.worst for place in places), reverse=True)
    assert places[0].worst == of
    assert (places[-1].best, places[-1].worst) == (1, 1)


# Ends that are printed with fewer digits than the score has: somebody has anything that rounds to them. In tenths of a point, ends whole.


def rounded_fields(shape: Shape) -> Iterator[tuple[int, ...]]:
    """Everybody's scores in a group whose lowest and highest round to its ends, in every way."""
    for scores in itertools.combinations_with_replacement(range(10 * shape.low - 5, 10 * shape.high + 6, 2), shape.units):
        if scores[0] <= 10 * shape.low + 5 and scores[-1] >= 10 * shape.high - 5:
            yield scores


@given(st.integers(1, 2), st.integers(0, 1), st.integers(0, 1), st.integers(1, 3), st.integers(1, 3), st.data())
def test_a_longer_score_may_lie_on_either_side_of_an_end(
    low: int, wide: int, gap: int, first: int, second: int, drawn: st.DataObject
) -> None:
    """Every rank that some field leads to, and no other: whoever the unit was."""
    lower = Shape(low, low + (wide if second > 1 else 0), second)
    upper = Shape(lower.high + gap, lower.high + gap + (wide if first > 1 else 0), first)
    score = drawn.draw(st.integers(10 * lower.low - 8, 10 * upper.high + 8).filter(lambda tenths: tenths % 10 != 0 and tenths % 2 == 0))
    ranks = set()
    for fields in itertools.product(rounded_fields(upper), rounded_fields(lower)):
        everybody = [unit for field in fields for unit in field]
        above = sum(unit > score for unit in everybody)
        ranks |= {1 + above - (unit > score) for unit in everybody}
    groups = [
        PeerGroup(id=name, name=Text(name, name), low=Decimal(shape.low), high=Decimal(shape.high), count=shape.units)
        for name, shape in (("upper", upper), ("lower", lower))
    ]
    found = among_groups(Decimal(score) / 10, groups, first + second, None, 0)
    assert found.best <= min(ranks)
    assert found.worst >= max(ranks)
    assert (found.best, found.worst) == (min(ranks), max(ranks))


# the own score, the score, decimals of the ends, the best and the worst rank; groups 6.4 to 8.0 of three units, 2.0 to 4.0 of four
HALF_A_DIGIT = [
    ("2.0", "6.36", 1, 2, 4),  # who has 6.4 may have 6.35
    ("2.0", "6.34", 1, 4, 4),
    ("2.0", "4.04", 1, 4, 7),  # who has 4.0 may have 4.05, and all three others may have 4.0
    ("2.0", "4.06", 1, 4, 4),
    ("2.0", "6.4", 1, 2, 3),  # with as many digits as the ends it is what it says: a tie at worst
    ("2.0", "4.0", 1, 4, 4),
    ("2.0", "6.36", 2, 4, 4),
    ("2.0", "8.02", 1, 1, 3),  # somebody has 6.4
]


@pytest.mark.parametrize(("own", "score", "decimals", "best", "worst"), HALF_A_DIGIT)
def test_half_a_digit(own: str, score: str, decimals: int, best: int, worst: int) -> None:
    ends = (("high", "6.4", "8.0", 3), ("low", "2.0", "4.0", 4))
    groups = [
        PeerGroup(id=name, name=Text(name, name), low=Decimal(low), high=Decimal(high), count=count) for name, low, high, count in ends
    ]
    assert among_groups(Decimal(score), groups, 7, Decimal(own), decimals) == Place(best, worst, 7)
    inside = standpoint(Decimal(score), groups, decimals).group
    assert (inside is None) == (score in ("6.34", "4.06") or decimals == 2)


def test_an_end_that_two_groups_share() -> None:
    at = standpoint(Decimal(6), published([Shape(12, 16, 3), Shape(4, 12, 4)]), 2)
    assert (at.group, at.above and at.above.en, at.below and at.below.en, at.missing) == (None, "group-0", "group-1", None)


# Worked out by hand in two groups, 6 to 8 of three units and 2 to 4 of four: the own score, the score, the best and the worst rank.
BY_HAND = [
    ("2", "2", 5, 7),  # where it is: one has 4, two lie anywhere, and may tie
    ("2", "1", 7, 7),
    ("2", "4", 4, 4),  # ties with whoever has 4
    ("2", "5", 4, 4),  # between the groups
    ("2", "3", 5, 7),  # one has 4, two lie anywhere from 2 to 4
    ("2", "6", 2, 3),  # one has 8, one has 6, one between: 6 is not above 6
    ("2", "7", 2, 3),  # one has 8, one has 6, one between
    ("2", "8", 1, 1),
    ("2", "9", 1, 1),
    ("4", "3", 4, 6),  # nobody else need have 4, somebody has 2
    ("3", "3", 5, 6),  # one has 4, one has 2, one lies anywhere
    ("8", "7", 1, 2),  # nobody else need have 8
    ("8", "5", 3, 3),
    ("6", "7", 2, 3),
    (None, "3", 4, 7),  # whoever it was
    (None, "5", 3, 4),
    (None, "9", 1, 1),
    (None, "1", 7, 7),
]


@pytest.mark.parametrize(("own", "score", "best", "worst"), BY_HAND)
def test_by_hand(own: str | None, score: str, best: int, worst: int) -> None:
    groups = published([Shape(12, 16, 3), Shape(4, 8, 4)])
    found = among_groups(Decimal(score), groups, 7, None if own is None else Decimal(own), 2)
    assert found == Place(best, worst, 7)
    assert found.exact == (best == worst)


@pytest.mark.parametrize("own", ["1", "5", "9"])
def test_no_rank_lies_behind_everybody(own: str) -> None:
    assert among_groups(Decimal(0), published([Shape(12, 16, 3), Shape(4, 8, 4)]), 7, Decimal(own), 2).worst <= 7


# The score, the group it lies in, the group above it, the group below it, what is missing to the one above.
STANDPOINTS = [
    ("9", None, None, "group-0", None),
    ("8", "group-0", None, "group-1", None),
    ("6", "group-0", None, "group-1", None),
    ("5.5", None, "group-0", "group-1", "0.5"),
    ("4", "group-1", "group-0", "group-2", "2"),
    ("2", "group-1", "group-0", "group-2", "4"),
    ("1.99", None, "group-1", "group-2", "0.01"),
    ("1", "group-2", "group-1", None, "1"),
    ("0.5", None, "group-2", None, "0.5"),
]


@pytest.mark.parametrize(("score", "inside", "above", "below", "missing"), STANDPOINTS)
def test_where_a_score_lies_among_groups(score: str, inside: str | None, above: str | None, below: str | None, missing: str | None) -> None:
    at = standpoint(Decimal(score), published([Shape(12, 16, 3), Shape(4, 8, 4), Shape(2, 2, 1)]), 2)
    assert [None if name is None else name.en for name in (at.group, at.above, at.below)] == [inside, above, below]
    assert at.missing == (None if missing is None else Decimal(missing))


# Among the scores of all others.

# the score, the others, the rank, how many have the same
AMONG = [
    ("5", "", 1, 0),
    ("5", "4 6", 2, 0),
    ("5", "5 6 6", 3, 1),  # ties share the better rank
    ("5", "5 5 5", 1, 3),
    ("5.00", "5 5.01 4.99", 2, 1),
    ("0", "1 2 3", 4, 0),
]


@pytest.mark.parametrize(("score", "others", "rank", "tied"), AMONG)
def test_among_others(score: str, others: str, rank: int, tied: int) -> None:
    listed = [Decimal(other) for other in others.split()]
    assert among(Decimal(score), listed) == Place(rank, rank, len(listed) + 1, tied)


def test_a_total_of_means_ties_with_who_has_the_same(parplan: Parplan, tmp_path: Path) -> None:
    """3 x 1.00333… is 3.01, the target 3.04; others have these."""
    rows = ", ".join(thirds(f"x.{n}", "1.00", "1.00", "1.01") for n in (1, 2, 3))
    goals = ", ".join(f"x.{n}.{part}: {{planned: 0.01}}" for n in (1, 2, 3) for part in (1, 2, 3))
    index = f"{HEAD}indices:\n  - {{id: x, name: X, decimals: 2, max: 36, rows: [{rows}]}}\n"
    folder = write_plan(tmp_path / "plan", index, f"targets: {{{goals}}}\n")
    (folder / "peers").mkdir()
    (folder / "peers" / "x.csv").write_text("unit,year,x\nOne,2022,3.01\nTwo,2022,3.04\nThree,2022,2\n", encoding="utf-8")
    ranks = json.loads(parplan("rank", "x", "--plan", str(folder), "--format", "json").out)["ranks"]
    assert [(rank["what"], rank["best"], rank["tied"]) for rank in ranks] == [("current", 2, 1), ("projected", 1, 1), ("target", 1, 1)]
    sheet = csv.DictReader(io.StringIO(parplan("rank", "x", "--plan", str(folder), "--format", "csv").out))
    assert [it["tied"] for it in sheet] == ["1", "1", "1"]


@given(st.lists(st.integers(0, 20), min_size=1, max_size=30), st.data())
def test_ranks_are_those_of_a_sorted_list(scores: list[int], drawn: st.DataObject) -> None:
    at = drawn.draw(st.integers(0, len(scores) - 1))
    place = among(Decimal(scores[at]), (Decimal(score) for n, score in enumerate(scores) if n != at))
    assert place.best == sorted(scores, reverse=True).index(scores[at]) + 1
    assert (place.exact, place.of, place.tied) == (True, len(scores), scores.count(scores[at]) - 1)


# the score, the others' changes by year, the ranks by year; the others have 4, 5 and 6
MOVES: list[tuple[str, dict[int, dict[str, str]], dict[int, int]]] = [
    ("5", {}, {}),
    ("5", {2021: {}}, {}),  # a year that nobody has a change of says nothing
    ("5", {2021: {"a": "0", "b": "0", "c": "0"}}, {2021: 2}),
    ("5", {2021: {"a": "1"}}, {2021: 2}),  # a tie; b and c stay
    ("5", {2021: {"a": "1.01"}}, {2021: 3}),
    ("5", {2021: {"a": "2", "b": "2", "c": "2"}}, {2021: 4}),
    ("5", {2021: {"a": "-2", "b": "-2", "c": "-2"}}, {2021: 1}),
    ("5", {2022: {"c": "-1"}, 2021: {"b": "0.5"}}, {2021: 3, 2022: 1}),  # in the order of the years
    ("5", {2021: {"somebody": "9"}}, {2021: 2}),  # no longer ranked
]


@pytest.mark.parametrize(("score", "changes", "ranks"), MOVES)
def test_if_the_field_moves(score: str, changes: dict[int, dict[str, str]], ranks: dict[int, int]) -> None:
    others = {"a": Decimal(4), "b": Decimal(5), "c": Decimal(6)}
    moves = {year: {unit: Decimal(change) for unit, change in moved.items()} for year, moved in changes.items()}
    found = if_moved(Decimal(score), others, Moves(1, moves), Scale())
    assert [(moved.year, moved.place.best) for moved in found] == list(ranks.items())
    assert all(
        moved == Moved(moved.year - 1, moved.year, Place(moved.place.best, moved.place.best, 4, moved.place.tied)) for moved in found
    )


# The shipped figures: PAPI 2022, UNDP, CECODES and partners, four groups of 61 provinces.


@pytest.fixture(scope="session")
def papi(plan: Plan) -> PeersFile:
    file = ROOT / "data" / "peers" / "papi-2022.yaml"
    found = read_peers(read(file.name, file.read_bytes()), plan, "").made
    assert found is not None
    return found.record


# High 47.88-43.44: 16 provinces; mid-high 43.25-42.15: 16; mid-low 42.14-40.74: 15; low 40.72-38.80: 14, the own one with 38.80 among them.
SHIPPED = [
    ("48", 1, 1),
    ("47.88", 1, 1),  # a tie with the best
    ("47.87", 2, 16),  # one has 47.88, one 43.44, 14 between
    ("43.44", 2, 16),  # nobody is above 43.44 for sure but the best; one other has 43.44
    ("43.43", 17, 17),
    ("43.33", 17, 17),  # the plan's target
    ("43.25", 17, 17),
    ("42.95", 18, 32),  # the plan's projection
    ("42.15", 18, 32),
    ("42.14", 33, 33),
    ("40.73", 48, 48),
    ("38.81", 49, 61),
    ("38.80", 49, 61),  # where it is, if its rank were not published
    ("38", 61, 61),
]


@pytest.mark.parametrize(("score", "best", "worst"), SHIPPED)
def test_the_shipped_groups(papi: PeersFile, score: str, best: int, worst: int) -> None:
    assert among_groups(Decimal(score), papi.groups["papi"], papi.ranked, Decimal("38.80"), 2) == Place(best, worst, 61)


# Through the command line.


def rank_json(parplan: Parplan, typed: str) -> dict[str, Any]:
    ran = parplan("rank", "--format", "json", *typed.split())
    assert (ran.code, ran.err) == (0, "")
    payload: dict[str, Any] = json.loads(ran.out, parse_float=Decimal, parse_int=Decimal)
    return payload


# what is typed, (which score, the score, the best and the worst rank, what is missing to the next group)
IN_GROUPS = f"--peers {ROOT / 'data' / 'peers' / 'papi-2022.yaml'}"
RANKED = [
    (
        "papi",
        [("current", "38.80", 61, 61, "1.94"), ("projected", "42.95", 18, 32, "0.49"), ("target", "43.33", 17, 17, "0.11")],
    ),
    ("papi --target", [("target", "43.33", 17, 17, "0.11")]),
    ("papi --projected", [("projected", "42.95", 18, 32, "0.49")]),
    ("papi --score 43.33", [("score", "43.33", 17, 17, "0.11")]),
    ("papi --score 42.95", [("score", "42.95", 18, 32, "0.49")]),
    ("papi --score 43.44", [("score", "43.44", 2, 16, None)]),
    ("papi --score 47.88", [("score", "47.88", 1, 1, None)]),
    ("papi --score 48", [("score", "48", 1, 1, None)]),
    ("papi --score 38", [("score", "38", 61, 61, "0.80")]),
    ("papi --score 38.80", [("score", "38.80", 61, 61, "1.94")]),  # its own rank of 2022 is published
    ("papi --basis parts --target", [("target", "42.95", 18, 32, "0.49")]),
]


@pytest.mark.parametrize(("typed", "expected"), RANKED)
def test_rank(parplan: Parplan, typed: str, expected: list[tuple[str, str, int, int, str | None]]) -> None:
    payload = rank_json(parplan, f"{typed} {IN_GROUPS}")
    assert payload["schema"] == "parplan/rank/1"
    assert payload["field"] == {"name": payload["field"]["name"], "year": 2022, "exact": False}
    found = [(rank["what"], rank["score"], rank["best"], rank["worst"], rank["missing"]) for rank in payload["ranks"]]
    assert found == [(what, Decimal(score), best, worst, missing and Decimal(missing)) for what, score, best, worst, missing in expected]
    assert {(rank["id"], rank["of"], rank["tied"], *rank["moved"]) for rank in payload["ranks"]} == {("papi", 61, None)}
    assert len(payload["remarks"]) == 1
    assert "63/63" in payload["remarks"][0]


# The table that is shipped, where nothing is named: ranks among the scores in data/peers/papi.csv, counted apart from the program,
# groups as published. What is asked, then (row, which score, its rank, of how many, how many have the same, group, missing to the next).
IN_TABLE = [
    (
        "papi",
        27,
        [
            ("papi", "current", 61, 61, 0, "Low", "1.94"),
            ("papi", "projected", 23, 61, 0, "Mid-high", "0.49"),
            ("papi", "target", 17, 61, 0, "between High and Mid-high", "0.11"),
            ("papi.1", "current", 46, 62, 2, None, None),  # the plan prints 53/63
            ("papi.4", "target", 31, 61, 2, None, None),
            ("papi.7", "current", 43, 63, 0, None, None),  # the plan prints 44/63
            ("papi.8", "current", 62, 62, 0, None, None),
        ],
    ),
    ("papi --score 41.66", 1, [("papi", "score", 38, 61, 1, "Mid-low", "0.49")]),
    ("papi --score 41.66 --year 2023", 1, [("papi", "score", 38, 61, 0, None, None)]),  # the rank that was published of 2023
    ("papi --score 41.33 --year 2024", 1, [("papi", "score", 51, 61, 0, None, None)]),  # and of 2024
    ("papi --score 39.19 --year 2021", 1, [("papi", "score", 58, 60, 0, None, None)]),
]


@pytest.mark.parametrize(("typed", "lines", "expected"), IN_TABLE)
def test_rank_in_the_shipped_table(
    parplan: Parplan, typed: str, lines: int, expected: list[tuple[str, str, int, int, int, str | None, str | None]]
) -> None:
    payload = rank_json(parplan, f"{typed} --lang en")
    assert payload["field"]["exact"] is True
    assert payload["field"]["name"] == f"peers/papi.csv ({payload['field']['year']})"
    assert len(payload["ranks"]) == lines
    found = {(rank["id"], rank["what"]): rank for rank in payload["ranks"]}
    for ident, what, at, of, tied, group, missing in expected:
        rank = found[ident, what]
        assert (rank["best"], rank["worst"], rank["of"], rank["tied"], rank["group"]) == (at, at, of, tied, group)
        assert rank["missing"] == (None if missing is None else Decimal(missing))


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_shipped_table_fits_80_columns(parplan: Parplan, monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    out = parplan("rank", "papi", "--lang", lang).out
    assert max(map(len, out.splitlines())) <= 80
    assert "…" not in out


# the language, the score, the cells of its line
SPOKEN = [
    ("en", "42.95", ["42.95", "18–32/61", "Mid-high", "0.49"]),
    ("vi", "42.95", ["42,95", "18–32/61", "Trung bình cao", "0,49"]),
    ("en", "43.33", ["43.33", "17/61", "between High and Mid-high", "0.11"]),
    ("vi", "43.33", ["43,33", "17/61", "giữa Cao và Trung bình cao", "0,11"]),
    ("en", "48", ["48.00", "1/61", "above High"]),
    ("vi", "48", ["48,00", "1/61", "trên Cao"]),
    ("en", "38", ["38.00", "61/61", "below Low", "0.80"]),
    ("vi", "38", ["38,00", "61/61", "dưới Thấp", "0,80"]),
]


@pytest.mark.parametrize(("lang", "score", "cells"), SPOKEN)
def test_rank_in_both_languages(parplan: Parplan, lang: str, score: str, cells: list[str]) -> None:
    out = parplan("rank", "papi", "--score", score, "--lang", lang, *IN_GROUPS.split()).out
    line = next(line for line in out.splitlines() if line.startswith("papi "))
    assert all(cell in line for cell in cells), line


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("typed", ["papi", "papi --score 42.95"])
def test_rank_fits_80_columns(parplan: Parplan, monkeypatch: pytest.MonkeyPatch, typed: str, lang: str) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    out = parplan("rank", "--lang", lang, *typed.split(), *IN_GROUPS.split()).out
    assert max(map(len, out.splitlines())) <= 80
    assert "…" not in out
    assert ("17/61" if typed != "papi --score 42.95" else "18–32/61") in out


def test_rank_csv_is_for_machines(parplan: Parplan) -> None:
    records = list(csv.DictReader(io.StringIO(parplan("rank", "papi", "--format", "csv", "--lang", "vi", *IN_GROUPS.split()).out)))
    assert list(records[0]) == ["id", "name", "what", "score", "best", "worst", "of", "tied", "group", "group_id", "missing"]
    keys = ("id", "what", "score", "best", "worst", "of", "missing")
    assert [tuple(record[key] for key in keys) for record in records] == [
        ("papi", "current", "38.80", "61", "61", "61", "1.94"),
        ("papi", "projected", "42.95", "18", "32", "61", "0.49"),
        ("papi", "target", "43.33", "17", "17", "61", "0.11"),
    ]


def test_rank_markdown_to_a_file(parplan: Parplan, tmp_path: Path) -> None:
    file = tmp_path / "rank.md"
    ran = parplan("rank", "papi", "--target", "--format", "markdown", "--lang", "en", "--output", str(file), *IN_GROUPS.split())
    assert ran == (0, "", "")
    assert "| 43.33 | 17/61 | between High and Mid-high | 0.11 |" in file.read_text(encoding="utf-8")


# what is typed, what is said in Vietnamese and in English
REFUSED = [
    ("papi --score 43,33", "--score “43,33”: có phải là 43.33?", "--score “43,33”: did you mean 43.33?"),
    ("papi --score 80.01", "papi có thang điểm từ 8 đến 80: không thể là 80,01", "papi goes from 8 to 80: it cannot be 80.01"),
    ("papi --score 7.99", "papi có thang điểm từ 8 đến 80: không thể là 7,99", "papi goes from 8 to 80: it cannot be 7.99"),
    ("papi --year 1999", "điểm papi năm 1999; có các năm 2021, 2022, 2023, 2024", "scores of papi in 1999; it has 2021, 2022, 2023, 2024"),
    ("papi --score NaN", "NaN", "--score takes points such as 43.33, not “NaN”"),
    (
        "papi --score 43 --target",
        "--score, --target, --projected và --all: chỉ dùng một",
        "give one of --score, --target, --projected and --all",
    ),
    (
        "papi --target --projected",
        "--score, --target, --projected và --all: chỉ dùng một",
        "give one of --score, --target, --projected and --all",
    ),
    ("pap", "kế hoạch không có mã “pap”", "the plan has no id “pap”; did you mean papi"),
    ("par", "không biết các đơn vị khác đạt bao nhiêu ở par", "the scores of other units in par are not known"),
    ("papi par.1", "bao nhiêu ở par.1; thêm tệp", "in par.1 are not known; add a file"),
    ("papi --peers nothing.csv", "không có tệp nothing.csv", "there is no file nothing.csv"),
    ("papi --peers .", ". là thư mục, không phải tệp", ". is a folder, not a file"),
    ("", "thiếu tham số MÃ", "the argument ID is missing"),
    ("papi --year soon", "--year", "--year: must be a whole number"),
]


@pytest.mark.parametrize(("typed", "vietnamese", "english"), REFUSED)
def test_rank_refuses(parplan: Parplan, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, typed: str, vietnamese: str, english: str) -> None:
    monkeypatch.chdir(tmp_path)
    for lang, words in (("vi", vietnamese), ("en", english)):
        code, out, err = parplan("rank", "--lang", lang, *typed.split())
        assert (code, out) == (2, "")
        assert words in err


# A plan with a field beside it. The plan's scores are of 2022.
ROWS = "indices:\n  - {id: x, name: X, decimals: 2, max: 10, score: 3, rows: [{id: x.1, name: One, max: 5, score: 3}]}\n"
GROUPS = """\
groups:
  x:
    - {id: high, name: {vi: Cao, en: High}, low: 6, high: 8, count: 3}
    - {id: low, name: {vi: Thấp, en: Low}, low: 2, high: 4, count: 4}
"""


def beside(tmp_path: Path, **fields: str) -> str:
    """A plan with files of peers beside it."""
    folder = write_plan(tmp_path / "plan", HEAD + ROWS, "targets: {x: {planned: 2, target: 6}}\n")
    (folder / "peers").mkdir()
    for name, text in fields.items():
        (folder / "peers" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder.as_posix()


def field_of(year: int, more: str = "") -> str:
    return f"name: {{vi: Tất cả, en: All}}\nyear: {year}\nranked: 7\n{GROUPS}{more}"


# files by their year, the year that is ranked in, the ranks of the current score, the projected and the target
BESIDE = [
    ({"a": field_of(2022)}, 2022, [(5, 6), (4, 4), (2, 3)]),  # the own unit leaves its group
    ({"a": field_of(2021)}, 2021, [(4, 7), (3, 4), (1, 3)]),  # nobody knows which group it was in
    ({"a": field_of(2021), "b": field_of(2020)}, 2021, [(4, 7), (3, 4), (1, 3)]),  # the latest
    ({"a": field_of(2022), "b": field_of(2023)}, 2022, [(5, 6), (4, 4), (2, 3)]),  # the plan's own year before the latest
    ({"a": field_of(2022, "ranks: {x: 5}\n")}, 2022, [(5, 5), (4, 4), (2, 3)]),  # its own rank is published
    ({"a": field_of(2021, "ranks: {x: 5}\n")}, 2021, [(4, 7), (3, 4), (1, 3)]),  # that of another score
]


@pytest.mark.parametrize(("files", "year", "places"), BESIDE)
def test_which_field_it_is(parplan: Parplan, tmp_path: Path, files: dict[str, str], year: int, places: list[tuple[int, int]]) -> None:
    payload = rank_json(parplan, f"x --plan {beside(tmp_path, **files)}")
    assert payload["field"]["year"] == year
    assert [(rank["best"], rank["worst"]) for rank in payload["ranks"]] == places
    assert payload["remarks"] == []


PAPI_2023 = """\
name: PAPI 2023
year: 2023
ranked: 61
groups:
  papi:
    - {id: high, name: Cao, low: 43.44, high: 47.88, count: 16}
    - {id: mid-high, name: Trung bình cao, low: 42.15, high: 43.25, count: 16}
    - {id: mid-low, name: Trung bình thấp, low: 40.74, high: 42.14, count: 15}
    - {id: low, name: Thấp, low: 38.80, high: 40.72, count: 14}
"""
# what the plan prints, what is published; the ranks of 41.00 and 41.50, what keeps the rank. 33 to 47 are in the group of 41.00
OWN_RANKS = [
    ("", "", [(34, 46), (34, 46)], None),
    ("", "45/61", [(45, 45), (34, 45)], "41.00"),
    ("", "36/61", [(36, 36), (34, 36)], "41.00"),
    ("", "46", [(46, 46), (34, 46)], "40.74"),  # the one that is left has 40.74
    ("rank: 36/61", "", [(36, 36), (34, 36)], "41.00"),
    ("rank: 36/61", "45/61", [(45, 45), (34, 45)], "41.00"),
    ("rank: 36/63", "", [(34, 46), (34, 46)], "42.14"),  # over another number: how many are above it is not known
]


@pytest.mark.parametrize(("printed", "rank", "places", "kept"), OWN_RANKS)
def test_where_the_own_unit_stands_says_how_many_are_above_it(
    parplan: Parplan, tmp_path: Path, printed: str, rank: str, places: list[tuple[int, int]], kept: str | None
) -> None:
    row = f"{{id: papi, name: PAPI, decimals: 2, max: 80, floor: 8, score: 41.00, {printed}}}"
    about = "plan: {id: p, name: P, year: 2023, target_year: 2024}\n"
    folder = write_plan(tmp_path / "plan", f"{about}indices: [{row}]\n", "targets: {papi: {planned: 0.50, target: {places: 0}}}\n")
    (folder / "peers").mkdir()
    (folder / "peers" / "g.yaml").write_text(PAPI_2023 + (f"ranks: {{papi: {rank}}}\n" if rank else ""), encoding="utf-8")
    ranks = rank_json(parplan, f"papi --plan {folder.as_posix()}")["ranks"]
    found = {each["what"]: (each["best"], each["worst"]) for each in ranks}
    assert [found[what] for what in ("current", "projected")] == places
    index = json.loads(parplan("gap", "--plan", str(folder), "--format", "json").out, parse_float=Decimal)["indices"][0]
    assert index["target"] == (None if kept is None else Decimal(kept))


def test_a_field_that_is_named(parplan: Parplan, tmp_path: Path) -> None:
    folder = beside(tmp_path)
    (tmp_path / "other.yaml").write_text(field_of(2022), encoding="utf-8")
    payload = rank_json(parplan, f"x --score 5 --plan {folder} --peers {tmp_path / 'other.yaml'}")
    assert [(rank["best"], rank["worst"], rank["of"]) for rank in payload["ranks"]] == [(4, 4, 7)]


# what is wrong with the file, how it is told
BROKEN_FIELDS = [
    (field_of(2022).replace("count: 3", "count: 1").replace("count: 4", "count: 6"), "P820"),
    (field_of(2022).replace("high: 4", "high: 6.01"), "P821"),
    (field_of(2022).replace("ranked: 7", "ranked: 8"), "P822"),
    (field_of(2022, "gains: {first: 2022, last: 2021, rows: {}}\n"), "P823"),
    (field_of(2022, "gains: {first: 2021, last: 2022, rows: {x: {p90: 2, largest: 1}}}\n"), "P823"),
    (field_of(2022, "means: {y: 4}\n"), "S108"),
    (field_of(2022, "mean: {x: 4}\n"), "S102"),
    (field_of(2022).replace("low: 2", "low: 2,5"), "S105"),
    (field_of(2022).replace("high: 8", "high: 10.01"), "P830"),
]


@pytest.mark.parametrize(("text", "code"), BROKEN_FIELDS)
def test_a_field_with_errors(parplan: Parplan, tmp_path: Path, text: str, code: str) -> None:
    ran = parplan("rank", "x", "--plan", beside(tmp_path, field=text), "--lang", "en")
    assert (ran.code, ran.out) == (2, "")
    assert f"error[{code}]" in ran.err
    assert "peers/field.yaml:" in ran.err


# how many units there are in each group, what is said of the first that cannot be
@pytest.mark.parametrize(
    ("high", "low", "error"),
    [
        (1, 6, "error[P820]: x: a group with a count of 1 cannot go from 6 to 8"),
        (6, 1, "error[P820]: x: a group with a count of 1 cannot go from 2 to 4"),
        (0, 7, "error[S104]: high.count: “0” is not a whole number from 1 up such as 5"),
        (-1, 8, "error[S104]: high.count: “-1” is not a whole number from 1 up such as 5"),
    ],
)
def test_groups_that_cannot_be(parplan: Parplan, tmp_path: Path, high: int, low: int, error: str) -> None:
    text = field_of(2022).replace("count: 3", f"count: {high}").replace("count: 4", f"count: {low}")
    ran = parplan("rank", "x", "--plan", beside(tmp_path, field=text), "--lang", "en")
    assert (ran.code, ran.out) == (2, "")
    assert f"{error}\n" in ran.err


def test_a_group_of_one_unit_has_one_score(parplan: Parplan, tmp_path: Path) -> None:
    text = field_of(2022).replace("low: 6, high: 8, count: 3", "low: 8, high: 8, count: 1").replace("count: 4", "count: 6")
    assert parplan("rank", "x", "--plan", beside(tmp_path, field=text)).code == 0


# what is changed in the file, what is said in English and in Vietnamese
FIELD_WORDS = [
    (
        "high: 4",
        "high: 6.01",
        "the group Low: 2 to 6.01 does not lie below the group before",
        "nhóm Thấp: từ 2 đến 6,01 không nằm dưới nhóm trước",
    ),
    (
        "id: low",
        "id: high",
        "the id “high” is in line 6 already",
        "mã “high” đã dùng ở dòng 6",
    ),
    (
        "low: 2",
        "low: 5",
        "the group Low: its lowest score, 5, is above its highest, 4",
        "nhóm Thấp: điểm thấp nhất 5 lớn hơn điểm cao nhất 4",
    ),
    (
        "groups:",
        "gains: {first: 2022, last: 2021, rows: {}}\ngroups:",
        "`last` 2021 is not after `first` 2022",
        "“last” 2021 không sau “first” 2022",
    ),
    (
        "groups:",
        "gains: {first: 2021, last: 2022, rows: {x: {p90: 2, largest: 1}}}\ngroups:",
        "`largest` 1 is below `p90` 2",
        "“largest” 1 nhỏ hơn “p90” 2",
    ),
]


@pytest.mark.parametrize(("old", "new", "english", "vietnamese"), FIELD_WORDS)
def test_what_is_said_of_a_field(old: str, new: str, english: str, vietnamese: str) -> None:
    plan = check_text({"indicators": HEAD + ROWS, "targets": "targets: {}\n"}).plan
    assert plan is not None
    (found,) = read_peers(read("field.yaml", naming("peers", field_of(2022).replace(old, new), plan.about.id).encode()), plan, "").findings
    said = (found.message.say("en"), found.message.say("vi"))
    assert (said[0].endswith(english), said[1].endswith(vietnamese)) == (True, True), said
