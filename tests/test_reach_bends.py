"""`parplan reach` where a row is capped or lost whole: small plans, and every answer there is."""

import csv
import io
import itertools
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from helpers_cli import HEAD, parplan_here, write_plan
from parplan.engine.baseline import Baseline
from parplan.engine.project import Projection, project
from parplan.engine.reach import By, Reach, Wish, reach
from parplan.model.scenario import Change
from plans import ABOUT, as_text
from reading import check_text

STEP = Fraction(1, 2)
Gains = dict[str, Fraction]

# A criterion of 3 points that is there or not, beside 9 plain ones, in a row of 12: 12.00 as it is, 15.00 with the criterion.
NESTED = """\
indices:
  - id: x
    name: Index
    decimals: 2
    max: 20
    score: 12
    rows:
      - id: x.1
        name: Steering
        max: 12
        score: 9
        parts:
          - {id: x.1.a, name: Plain, max: 9, score: 9}
          - id: x.1.b
            name: Made public
            max: 3
            score: 0
            counts: whole
            parts:
              - {id: x.1.b.1, name: At the office, max: 2, score: 2}
              - {id: x.1.b.2, name: On the site, max: 1, score: 0}
      - {id: x.2, name: Procedures, max: 8, score: 3}
"""
# Criteria of 3 and of 4 points, of which 5 count at most, and are 3 then, or 4, or 5.
CAPPED = """\
indices:
  - id: x
    name: Index
    decimals: 2
    max: 6
    score: 1
    rows:
      - id: x.1
        name: Extra
        max: 5
        score: 0
        counts: capped
        parts:
          - {id: x.1.a, name: Three, max: 3, score: 0, counts: whole, parts: [{id: x.1.a.1, name: A, max: 3, score: 1}]}
          - {id: x.1.b, name: Four, max: 4, score: 0, counts: whole, parts: [{id: x.1.b.1, name: B, max: 4, score: 1}]}
      - {id: x.2, name: Full, max: 1, score: 1}
"""
# A row of 10 whose parts may have 7 in all.
SHORT = """\
indices:
  - id: x
    name: Index
    decimals: 2
    max: 12
    score: 4
    rows:
      - id: x.1
        name: Steering
        max: 10
        score: 3
        counts: capped
        parts:
          - {id: x.1.a, name: Three, max: 3, score: 1}
          - {id: x.1.b, name: Four, max: 4, score: 2}
      - {id: x.2, name: Procedures, max: 2, score: 1}
"""
# What is made, what is typed, the total, and what changes by how much.
REACHED = [
    (NESTED, "x --at-least 13.21", "13.21", {"x.2": "1.21"}),
    (NESTED, "x.1 --at-least 10.21", "12", {"x.1.b": "3"}),
    (NESTED, "x --at-least 13.21 --lock x.2", "15", {"x.1.b": "3"}),
    (NESTED, "x --at-least 13.21 --only x.1", "15", {"x.1.b": "3"}),
    (NESTED, "x --at-least 18", "18", {"x.1.b": "3", "x.2": "3"}),
    (NESTED, "x --at-least 14 --step 0.75 --lock x.2", "15", {"x.1.b": "3"}),
    (NESTED, "x --at-least 14 --by fewest", "14", {"x.2": "2"}),
    (NESTED, "x --at-least 14 --by cheapest --cost x.1=1 --cost x.2=2", "15", {"x.1.b": "3"}),
    (NESTED, "x --at-least 14 --by cheapest --cost x.1=1 --cost x.2=1", "14", {"x.2": "2"}),
    (CAPPED, "x --at-least 1.01", "4", {"x.1": "3"}),
    (CAPPED, "x --at-least 4.50", "5", {"x.1": "4"}),
    (CAPPED, "x --at-least 5.50", "6", {"x.1": "5"}),
    (CAPPED, "x --at-least 4 --max-share 80%", "4", {"x.1": "3"}),
    (SHORT, "x --at-least 9 --by fewest", "9", {"x.1": "4", "x.2": "1"}),
    (CAPPED, "x.1.b.1 --at-least 4", "4", {"x.1.b.1": "3"}),  # of a total that is held at its limit, a part is not
]
OUT_OF_REACH = [
    (NESTED, "x --at-least 13.21 --lock x.2 --lock x.1.b.2", "12", {"x.1.b": "locked", "x.2": "locked"}),
    (NESTED, "x --at-least 13.21 --lock x.2 --max-share 90%", "12", {"x.1.b": "max-share"}),
    (SHORT, "x --at-least 11", "9", {}),
    (SHORT, "x --at-least 8.01 --lock x.2", "8", {"x.2": "locked"}),
    (CAPPED, "x --at-least 5.50 --max-share 80%", "5", {"x.1": "max-share"}),
    (CAPPED, "x --at-least 2 --max-share 50%", "1", {"x.1": "max-share"}),
]


def told(folder: Path, typed: str) -> dict[str, Any]:
    ran = parplan_here("reach", *typed.split(), "--plan", str(folder), "--format", "json")
    assert ran.err == ""
    payload: dict[str, Any] = json.loads(ran.out, parse_float=Decimal, parse_int=Decimal)
    return payload | {"code": ran.code}


@pytest.mark.parametrize(("indicators", "typed", "total", "changes"), REACHED)
def test_what_is_told_is_a_total_that_can_be(tmp_path: Path, indicators: str, typed: str, total: str, changes: dict[str, str]) -> None:
    folder = write_plan(tmp_path, HEAD + indicators, "targets: {}\n")
    payload = told(folder, typed)
    found = {row["id"]: row["change"] for row in payload["rows"] if row["change"]}
    assert found == {ident: Decimal(change) for ident, change in changes.items()}
    assert (payload["total"], payload["feasible"], payload["proven"], payload["code"]) == (Decimal(total), True, True, 0)
    setting = [f"--set={row['id']}={row['projected']}" for row in payload["rows"] if row["change"]]
    ran = parplan_here("project", "--base", "current", *setting, "--plan", str(folder), "--format", "csv")
    landed = {record["id"]: record["projected"] for record in csv.DictReader(io.StringIO(ran.out))}
    assert Decimal(landed[payload["goal"]["id"]]) == Decimal(total)


@pytest.mark.parametrize(("indicators", "typed", "total", "held"), OUT_OF_REACH)
def test_what_cannot_be_is_not_reached(tmp_path: Path, indicators: str, typed: str, total: str, held: dict[str, str]) -> None:
    payload = told(write_plan(tmp_path, HEAD + indicators, "targets: {}\n"), typed)
    assert (payload["total"], payload["feasible"], payload["code"]) == (Decimal(total), False, 1)
    bounds = {row["id"]: row["bound"] for row in payload["rows"]}
    assert {ident: bounds[ident] for ident in held} == held


# Laws.


@st.composite
def made_of(draw: st.DrawFn, ident: str, depth: int, kinds: tuple[str, ...] = ("leaf", "plain", "whole", "capped")) -> dict[str, Any]:
    """A row of half points that fits what is below it: a leaf, a plain sum, one that counts whole, or capped."""
    kind = draw(st.sampled_from(kinds if depth else ("leaf",)))
    row: dict[str, Any] = {"id": ident, "name": ident}
    if kind == "leaf":
        most = draw(st.integers(0, 3))
        return row | {"max": most, "floor": -1, "score": draw(st.integers(-1 if depth < 2 else 0, most))}
    parts = [draw(made_of(f"{ident}.{n}", depth - 1)) for n in range(1, draw(st.integers(1, 2)) + 1)]
    row |= {"parts": parts, "max": sum(part["max"] for part in parts), "floor": sum(part["floor"] for part in parts)}
    if kind != "plain":
        row |= {"counts": kind, "floor": 0}
    if kind == "capped":
        row["max"] = draw(st.integers(0, row["max"]))
    return row | {"score": value(row, {})}


def below(row: dict[str, Any]) -> list[dict[str, Any]]:
    return [*row.get("rows", ()), *row.get("parts", ())]


def value(row: dict[str, Any], gains: Mapping[str, int]) -> int:
    """What a row comes to, in half points, once its leaves have gained some: by the words of the rules."""
    if not below(row):
        return int(row["score"]) + gains.get(row["id"], 0)
    parts = [value(part, gains) for part in below(row)]
    if row.get("counts") == "whole":
        full = all(part == child["max"] for part, child in zip(parts, below(row), strict=True))
        return int(row["max"]) if full else 0
    return max(0, min(sum(parts), int(row["max"]))) if row.get("counts") == "capped" else sum(parts)


def leaves(row: dict[str, Any]) -> list[dict[str, Any]]:
    return [leaf for child in below(row) for leaf in leaves(child)] if below(row) else [row]


def units(row: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows that an answer is told of: those that count whole or capped, and the largest that have none of these below them."""
    if "counts" in row or not any("counts" in each for each in every(row)):
        return [row]
    return [unit for child in below(row) for unit in units(child)]


def every(row: dict[str, Any]) -> list[dict[str, Any]]:
    return [row, *(each for child in below(row) for each in every(child))]


def written(row: dict[str, Any]) -> dict[str, Any]:
    """The same in points, as files have it."""
    figures = {key: f"{Decimal(row[key]) / 2:f}" for key in ("max", "floor", "score")}
    lists: dict[str, Any] = {key: [written(part) for part in row[key]] for key in ("rows", "parts") if key in row}
    return row | figures | lists


@st.composite
def indices(draw: st.DrawFn) -> dict[str, Any]:
    rows = [draw(made_of(f"x.{n}", 2)) for n in range(1, draw(st.integers(1, 3)) + 1)]
    total = {key: sum(row[key] for row in rows) for key in ("max", "floor", "score")}
    return {"id": "x", "name": "x", "decimals": "1", "rows": rows, **total}


def outcomes(index: dict[str, Any], share: Fraction, locked: str | None) -> Iterator[tuple[Gains, Fraction]]:
    """What the rows that answers are told of can gain, and what the index comes to."""
    rows = [row for child in below(index) for row in units(child)]
    rooms = [range(leaf["max"] - leaf["score"] + 1) for leaf in leaves(index)]
    for counts in itertools.product(*rooms):
        gains = dict(zip((leaf["id"] for leaf in leaves(index)), counts, strict=True))
        found = {row["id"]: Fraction(value(row, gains) - row["score"], 2) for row in rows}
        held = [row for row in rows if locked in [each["id"] for each in every(row)]]
        heads = {row["id"]: Fraction(row["max"] - row["score"], 2) for row in rows}
        if all(not found[row["id"]] for row in held) and all(found[ident] <= share * heads[ident] for ident in found):
            yield found, Fraction(value(index, gains), 2)


def measured(by: By, index: dict[str, Any], gains: Mapping[str, Fraction], costs: Mapping[str, Decimal]) -> Fraction:
    heads = {row["id"]: Fraction(row["max"] - row["score"], 2) for row in every(index)}
    if by == "even":
        return max((gain / heads[ident] for ident, gain in gains.items() if gain), default=Fraction(0))
    if by == "fewest":
        return Fraction(sum(gain > 0 for gain in gains.values()))
    return sum((Fraction(costs[ident]) * gain for ident, gain in gains.items()), Fraction(0))


def leaf(ident: str, most: int, score: int) -> dict[str, Any]:
    return {"id": ident, "name": ident, "max": most, "floor": -1, "score": score}


def total(ident: str, *parts: dict[str, Any], **more: Any) -> dict[str, Any]:
    sums = {key: sum(part[key] for part in parts) for key in ("max", "floor", "score")}
    row = {"id": ident, "name": ident, **sums, "rows" if ident == "x" else "parts": list(parts), **more}
    return {**row, "decimals": "1"} if ident == "x" else {**row, "score": value(row, {})}


def whole(ident: str, most: int) -> dict[str, Any]:
    """A row that is gained whole, of one part."""
    return total(ident, leaf(f"{ident}.1", most, 0), counts="whole", floor=0)


# A cap that is passed only by both wholes together; a criterion that is lost whole beside plain rows; penalties below their limit; one
# whole of two that asks less of its row than a plain row of itself.
WHOLES = total(
    "x",
    total(
        "x.1",
        whole("x.1.1", 3),
        whole("x.1.2", 2),
        counts="capped",
        floor=0,
        max=4,
    ),
    leaf("x.2", 1, 1),
)
BESIDE = total("x", total("x.1", whole("x.1.1", 3), leaf("x.1.2", 2, 1)), leaf("x.2", 3, 1))
ASIDE = total(
    "x",
    leaf("x.1", 1, 0),
    total(
        "x.2",
        whole("x.2.1", 1),
        whole("x.2.2", 1),
        counts="capped",
        floor=0,
    ),
)
PENALTIES = total("x", total("x.1", leaf("x.1.1", 0, -1), leaf("x.1.2", 1, -1), counts="capped", floor=0), leaf("x.2", 1, 0))


@pytest.mark.parametrize("by", ["even", "fewest", "cheapest"])
@example(WHOLES, 7, Decimal(1), False)
@example(BESIDE, 6, Decimal(1), True)
@example(PENALTIES, 1, Decimal("0.5"), False)
@example(ASIDE, 1, Decimal(1), False)
@given(indices(), st.integers(1, 12), st.sampled_from([Decimal(1), Decimal(1), Decimal("0.5")]), st.booleans())
def test_no_answer_is_better_and_each_lands_where_it_says(by: By, index: dict[str, Any], more: int, share: Decimal, lock: bool) -> None:
    plan = check_text({"indicators": as_text({"plan": ABOUT, "indices": [written(index)]}), "targets": "targets: {}"}).plan
    assert plan is not None
    on = Baseline(plan)
    start = project(on, "current")
    assert isinstance(start, Projection)
    rows = [row for child in below(index) for row in units(child)]
    locked = rows[0]["id"] if lock else None
    costs = {row["id"]: Decimal(1 + number) for number, row in enumerate(rows)}
    goal = Fraction(index["score"] + more, 2)
    wish = Wish("x", Decimal(index["score"] + more) / 2, by, frozenset({locked} if locked else ()), max_share=share, step=Decimal("0.5"))
    found = reach(on, wish._replace(costs=costs), start)
    assert isinstance(found, Reach)
    each = list(outcomes(index, Fraction(share), locked))
    enough = [gains for gains, total in each if total >= goal]
    assert found.feasible is bool(enough)
    told = {effort.id: Fraction(effort.change) for effort in found.rows if effort.change}
    landed = project(on, "current", [Change("set", effort.id, effort.projected) for effort in found.rows if effort.change])
    assert isinstance(landed, Projection), landed
    assert landed.rows()["x"].projected == found.total
    assert {**dict.fromkeys(costs, Fraction(0)), **told} in [gains for gains, _ in each]
    if enough:
        assert measured(by, index, told, costs) == min(measured(by, index, gains, costs) for gains in enough)
    else:
        assert found.total == max(total for _, total in each)
