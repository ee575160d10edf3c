"""The compiled engine says what a plain one in fractions says: this file has the plain one."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parplan.engine.baseline import Baseline
from parplan.engine.project import Projection, Refused, in_full, project, totals
from parplan.ids import matching
from parplan.model.plan import Plan
from parplan.model.scenario import Base, Change, ChangeKind
from plans import as_text, rough
from reading import check_text

PLANS = {
    "weighted": """\
  - id: w
    name: W
    decimals: 2
    max: 100
    aggregate: weighted
    scale: 10
    rows:
      - {id: w.1, name: A, weight: 5, max: 10, score: 7.69}
      - id: w.2
        name: B
        weight: 20
        max: 10
        aggregate: mean
        parts:
          - {id: w.2.a, name: A, max: 10, score: 6.91}
          - {id: w.2.b, name: B, max: 10, score: 3.3}
          - {id: w.2.c, name: C, max: 10, score: 5}
      - {id: w.3, name: C, bonus: true, max: 1, score: 0.5, same_as: w.1}
# targets
  w.1: {planned: 0.31}
  w.2: {planned: 0.50, target: 7.41}
  w.3: {planned: 0.1}
""",
    "slips": """\
  - id: s
    name: S
    decimals: 2
    max: 30
    score: 20
    rows:
      - id: s.1
        name: A
        max: 12
        score: 8.80
        parts: [{id: s.1.a, name: A, max: 8, score: 5.97}, {id: s.1.b, name: B, max: 4, score: 2.79}]
      - {id: s.2, name: B, max: 10, floor: 1}
  - {id: t, name: T, decimals: 2, max: 8, score: 5.5, same_as: s.1.a}
# targets
  s.1: {planned: 1.5}
  s.1.a: {planned: 0.93}
  s.1.b: {planned: 0.5}
  s.2: {planned: 0.2}
""",
}  # fmt: skip


def plan_of(text: str) -> Plan:
    head = "plan: {id: x, name: X, year: 2022, target_year: 2023}\nindices:\n"
    rows, targets = text.split("# targets\n")
    checked = check_text({"indicators": head + rows, "targets": "targets:\n" + targets})
    assert checked.plan is not None, checked.findings
    return checked.plan


BASELINES = {name: Baseline(plan_of(text)) for name, text in PLANS.items()}


class Plain:
    """Every fact's change by the definition, fact by fact, in fractions; `refused` are the codes
    and rows of what cannot be.
    """

    def __init__(self, on: Baseline, base: Base, changes: Sequence[Change], *, clamp: bool) -> None:
        self.on = on
        self.clamp = clamp
        self.base = Fraction(base == "plan")
        self.kept: dict[str, tuple[int, Fraction]] = {}  # of a fact: which change set the share that it keeps, and the share
        self.moved: dict[str, Fraction] = {}
        for change in changes:  # of the whole plan, whatever the order
            if change.typed is None:
                self.base = Fraction(change.amount)
        self.refused = [refusal for number, change in enumerate(changes) for refusal in self.take(number, change)]
        self.change: dict[str, Fraction | None] = {}
        self.lost: set[str] = set()  # of what is unknown, that which no total can do without
        self.off: dict[str, Fraction] = {}  # of the rest: what parts bring beyond the plan
        self.held = 0
        for fact in [] if self.refused else on.order:
            self.change[fact] = self.within(fact, self.carried(fact))

    def take(self, number: int, change: Change) -> Iterator[tuple[str, str]]:
        for ident in [] if change.typed is None else matching(change.typed, self.on.fact):
            fact = self.on.fact[ident]
            above = [row for row in self.on.over(fact) if row in self.moved]
            shared = self.kept.get(fact, (-1, self.base))
            below = [part for part in self.on.under(fact) if part in self.moved or self.kept.get(part, shared)[0] != shared[0]]
            increase, score = self.on.increase[fact], self.on.score[ident]
            if above:
                yield "W703", above[0]
            elif change.kind == "share" and self.is_undivided(fact):
                yield "W705", ident
            elif change.kind == "share":
                for part in (fact, *self.on.beneath(fact)):
                    self.kept[part] = number, Fraction(change.amount)
                    self.moved.pop(part, None)
            elif below:
                yield "W703", ident
            elif self.is_undivided(fact, self.on.over(fact) if change.kind == "set" else None) and shared[1]:
                yield "W705", ident
            elif change.kind == "set" and score is None:
                yield "W704", ident
            elif change.kind == "set":
                self.moved[fact] = Fraction(change.amount) - (score or 0)
                self.kept[fact] = -1, shared[1]
            else:
                self.moved[fact] = self.moved.get(fact, shared[1] * (increase or 0)) + Fraction(change.amount)

    def is_undivided(self, fact: str, above: Sequence[str] | None = None) -> bool:
        rows = self.on.above(fact) if above is None else above
        return self.on.increase[fact] is None and any(self.on.increase[row] is not None for row in rows)

    def carried(self, fact: str) -> Fraction | None:
        if fact in self.moved:
            return self.moved[fact]
        kept, shares = self.kept.get(fact, (-1, self.base))[1], self.on.shares[fact]
        own = self.on.residual[fact] if shares else self.on.increase[fact]
        hidden = any(row in self.moved for row in self.on.over(fact))
        open_parts = [part for _, part in shares if self.on.increase[part] is None]
        if self.on.increase[fact] is None and not self.is_undivided(fact):
            apart = (bool(kept) and not shares) or any(self.change[part] is None for part in open_parts)
            own = Fraction(0)
        else:
            apart = any(self.kept.get(part, (-1, self.base))[1] != kept for part in open_parts)
        if hidden or any(part in self.lost for _, part in shares) or apart:
            self.lost.add(fact)
            return None
        brought = sum((factor * (self.off.get(part, Fraction(0)) + (self.change[part] or 0)) for factor, part in shares), Fraction(0))
        if own is None and kept:
            self.off[fact] = brought - kept * sum((factor * (self.on.increase[part] or 0) for factor, part in shares), Fraction(0))
            return None
        return kept * (own or 0) + brought

    def slack(self, fact: str) -> Fraction:
        """By how much rounding may carry a fact past a limit: its own figures, and those of its parts."""
        return self.on.slack[fact] + sum((abs(factor) * self.slack(part) for factor, part in self.on.shares[fact]), Fraction(0))

    def within(self, fact: str, change: Fraction | None) -> Fraction | None:
        room, slack = self.on.room[fact], Fraction(0) if fact in self.moved else self.slack(fact)
        if change is None or ((room.high is None or change <= room.high + slack) and (room.low is None or change >= room.low - slack)):
            return change
        self.held += 1
        if not self.clamp:
            self.refused.append(("W701" if change > 0 else "W702", room.above if change > 0 else room.below))
        return room.high if change > 0 else room.low


@st.composite
def scenarios(draw: st.DrawFn, baseline: Baseline, *, digits: int = 6) -> list[Change]:
    """Changes as typed, to the last digit that a file can hold; or beyond."""
    changes = []
    for ident in draw(st.lists(st.sampled_from([*sorted(baseline.fact), None]), max_size=5)):
        kind: ChangeKind = draw(st.sampled_from(["set", "add", "share"])) if ident else "share"
        places = draw(st.sampled_from([1, 2, digits]))
        low, high = {"set": (0, 12), "add": (-1, 1), "share": (0, 2)}[kind]
        amount = Decimal(draw(st.integers(low * 10**places, high * 10**places))).scaleb(-places)
        changes.append(Change(kind, ident, amount))
    return changes


def agree(on: Baseline, base: Base, changes: list[Change], *, clamp: bool) -> None:
    """What is refused, every change, what is held; and the totals alone."""
    plain = Plain(on, base, changes, clamp=clamp)
    result, alone = project(on, base, changes, clamp=clamp), totals(on, base, changes, clamp=clamp)
    if isinstance(result, Refused):
        assert alone == result
        assert {(refusal.code, refusal.ident) for refusal in result.refusals} <= {*plain.refused}  # a total's limit is told once, below
        assert result.refusals[0][:2] == plain.refused[0]
        return
    assert not plain.refused
    assert isinstance(result, Projection)
    compiled = on.compiled
    carried = {fact: plain.change[fact] for fact in on.order}
    for ident, row in result.rows().items():
        assert (row.change is None) == (carried[on.fact[ident]] is None)
        assert row.change is None or abs(Fraction(row.change) - (carried[on.fact[ident]] or 0)) < Fraction(1, 10**20)
    assert not isinstance(alone, Refused)
    exactly = [None if units is None else compiled.points(at, units) for at, units in zip(compiled.indices, alone.changes, strict=True)]
    assert exactly == [carried[on.fact[index.id]] for index in on.plan.indices]
    assert alone.held == len(result.held) == plain.held


bases: st.SearchStrategy[Base] = st.sampled_from(["plan", "current"])


@pytest.mark.parametrize("clamp", [False, True])
@pytest.mark.parametrize("name", [*PLANS, "embedded"])
@given(data=st.data())
def test_whole_numbers_say_what_fractions_say(plan: Plan, name: str, clamp: bool, data: st.DataObject) -> None:
    on = BASELINES[name] if name in BASELINES else BASELINES.setdefault("embedded", Baseline(plan))
    agree(on, data.draw(bases), data.draw(scenarios(on)), clamp=clamp)


@pytest.mark.parametrize("clamp", [False, True])
@given(files=rough(), data=st.data())
def test_so_they_do_on_plans_that_nobody_has_put_in_order(files: dict[str, Any], clamp: bool, data: st.DataObject) -> None:
    checked = check_text({kind: as_text(files[kind]) for kind in ("indicators", "targets")}).plan
    assert checked is not None
    on = Baseline(checked, data.draw(st.sampled_from(["printed", "parts"])))
    for _ in range(3):
        agree(on, data.draw(bases), data.draw(scenarios(on)), clamp=clamp)


@pytest.mark.parametrize("clamp", [False, True])
@given(files=rough(bends=True, mixed=True), data=st.data())
def test_from_todays_scores_it_does_not_matter_what_is_planned(files: dict[str, Any], clamp: bool, data: st.DataObject) -> None:
    planned = check_text({kind: as_text(files[kind]) for kind in ("indicators", "targets")}).plan
    nothing = check_text({"indicators": as_text(files["indicators"]), "targets": "targets: {}\n"}).plan
    assert planned is not None
    assert nothing is not None
    on, bare = Baseline(planned), Baseline(nothing)
    for _ in range(3):
        changes = [each for each in data.draw(scenarios(on)) if each.kind != "share"]
        found, alone = (project(each, "current", changes, clamp=clamp) for each in (on, bare))
        if isinstance(found, Refused) or isinstance(alone, Refused):
            assert found == alone
        else:
            assert found.moved == alone.moved
            assert found.held == alone.held


@given(files=rough(), data=st.data())
def test_a_step_of_a_row_moves_every_total_by_what_it_is_worth(files: dict[str, Any], data: st.DataObject) -> None:
    """However the plan divides what the totals are to gain, as far as they are known and no limit is in the way."""
    checked = check_text({kind: as_text(files[kind]) for kind in ("indicators", "targets")}).plan
    assert checked is not None
    on = Baseline(checked)
    leaves = [fact for fact in on.order if not on.below(fact) and on.increase[fact] is not None]
    if not leaves:
        return
    leaf, step = data.draw(st.sampled_from(leaves)), Decimal("0.01")
    base = data.draw(bases)
    before, after = (project(on, base, changes) for changes in ([], [Change("add", leaf, step)]))
    if isinstance(before, Projection) and isinstance(after, Projection):
        worth = {leaf: Fraction(1)}
        for fact in on.order:
            if on.shares[fact]:
                worth[fact] = sum((factor * worth.get(part, 0) for factor, part in on.shares[fact]), Fraction(0))
        assert before.moved.keys() == after.moved.keys()
        for fact in after.moved:
            assert after.moved[fact] - before.moved[fact] == worth.get(on.fact[fact], 0) * Fraction(step)


LOST = """\
  - id: a
    name: A
    decimals: 2
    max: 20
    rows:
      - id: b
        name: B
        max: 10
        score: 5
        parts:
          - {id: c, name: C, max: 3, score: 2, counts: capped, parts: [{id: d, name: D, max: 2}, {id: e, name: E, max: 2, score: 1}]}
          - {id: f, name: F, max: 7, score: 3}
      - {id: g, name: G, max: 10, score: 5}
# targets
  b: {planned: 1}
"""


def test_what_nobody_knows_of_a_part_nobody_knows_of_its_totals() -> None:
    """What c comes to where e is 1.5 depends on d. It stands below an increase that is not divided, which is not asked for."""
    on = Baseline(plan_of(LOST))
    assert in_full(on).moved == {"b": 1, "g": 0, "a": 1}  # how b's increase is divided is not known, what it brings is
    result = project(on, "current", [Change("set", "e", Decimal("1.5"))])
    assert isinstance(result, Projection)
    assert result.moved == {"d": 0, "e": Fraction(1, 2), "f": 0, "g": 0}


NESTED = """\
  - id: t
    name: T
    decimals: 2
    max: 30
    score: 12
    rows:
      - {id: t.1, name: Area, max: 10, score: 5, parts: [{id: t.1.a, name: A, max: 5, score: 2}, {id: t.1.b, name: B, max: 5, score: 3}]}
      - {id: t.2, name: Other, max: 20, score: 7}
# targets
  t: {planned: 3}
  t.1.a: {planned: 1}
"""


def test_what_a_part_of_an_unknown_row_loses_its_total_loses() -> None:
    """3 are planned, 1 of them for t.1.a; how the others are divided nobody knows. With t.1.a at 0 it brings 3 less than planned."""
    result = project(Baseline(plan_of(NESTED)), "plan", [Change("set", "t.1.a", Decimal(0))])
    assert isinstance(result, Projection)
    assert result.moved == {"t.1.a": -2, "t": 0}


ASKED = """\
  - {id: t, name: T, decimals: 2, max: 20, score: 12, rows: [{id: t.1, name: A, max: 10, score: 7}, {id: t.2, name: B, max: 10}]}
# targets
  t.1: {planned: 1}
  t.2: {target: 8}
"""


@pytest.mark.parametrize("row", ["{id: t.2, name: B, max: 10}", "{id: t.2, name: B, max: 10, score: 5}"])
def test_a_target_that_asks_nobody_knows_for_what_is_no_increase_of_nothing(row: str) -> None:
    """Without a score, or a rank that no field of units tells the points of; what is typed there is known. What the total is to gain
    is known where that has a target of its own, and the rows stay unknown where only a total without a score has one."""
    text = ASKED.replace("{id: t.2, name: B, max: 10}", row).replace("t.2: {target: 8}", "t.2: {target: {rank: 5}}")
    on = Baseline(plan_of(text))
    assert in_full(on).moved == {"t.1": 1}
    assert (in_full(on).idle, in_full(on).unsaid) == ((), ("t.2",))
    assert in_full(Baseline(plan_of(f"{text}  t: {{target: 14}}\n"))).moved == {"t.1": 1, "t": 2}
    above = ASKED.partition("# targets")[0].replace("score: 12, ", "") + "# targets\n  t: {target: 14}\n"
    some = ASKED.replace("t.2: {target: 8}", "t: {target: {rank: 5}}").replace("max: 10}]", "max: 10, score: 5}]")
    assert in_full(Baseline(plan_of(some))).moved == {"t.1": 1, "t.2": 0, "t": 1}  # what the plan has for rows is what it is made of
    kept = text.replace("{rank: 5}", "{direction: keep}")
    assert in_full(Baseline(plan_of(kept))).moved == {"t.1": 1, "t.2": 0, "t": 1}
    nothing = in_full(Baseline(plan_of(above)))
    assert (nothing.moved, nothing.idle) == ({}, ())
    result = project(on, "plan", [Change("add", "t.2", Decimal("0.5"))])
    assert isinstance(result, Projection)
    assert result.moved == {"t.1": 1, "t.2": Fraction(1, 2), "t": Fraction(3, 2)}


@given(data=st.data())
def test_more_digits_than_a_file_holds_are_carried_exactly(data: st.DataObject) -> None:
    on = BASELINES["weighted"]
    agree(on, "plan", data.draw(scenarios(on, digits=15)), clamp=data.draw(st.booleans()))


TYPED = [
    Change("set", "w.1", Decimal("7.654321")),
    Change("add", "w.1", Decimal("-0.000001")),
    Change("share", "w.2", Decimal("0.12345678")),
]


def test_everything_typed_comes_out_whole() -> None:
    found = totals(BASELINES["weighted"], "plan", TYPED, clamp=False)
    assert not isinstance(found, Refused)
    assert all(type(units) is int for units in found.changes)
