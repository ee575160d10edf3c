"""The page's own kernel says what the engine says: every change, and every refusal with its figures."""

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import quickjs
from hypothesis import given
from hypothesis import strategies as st

from parplan.engine.baseline import Baseline
from parplan.engine.project import Refused, project
from parplan.ids import matching
from parplan.model.plan import Plan
from parplan.model.scenario import Base, Change
from parplan.reports.page import kernel
from plans import ABOUT, Truth, Uneven, as_text, files, rough, trees, uneven
from reading import check_text
from test_compiled import BASELINES, bases, scenarios

SCRIPT = Path(kernel.__file__).parents[2] / "render" / "page" / "kernel.js"
# What JSON cannot hold goes as text: whole numbers of any size, sets, maps.
CALL = """
function call(data, base, changes, clamp) {
  const typed = JSON.parse(changes).map(([kind, id, n, d]) => [kind, id, BigInt(n), BigInt(d)]);
  const found = kernel(JSON.parse(data)).project(base, typed, clamp);
  return JSON.stringify(found, (key, value) =>
    typeof value === "bigint" ? String(value) : value instanceof Set || value instanceof Map ? [...value] : value);
}
"""


@pytest.fixture(scope="module")
def script() -> quickjs.Context:
    context = quickjs.Context()
    context.eval(SCRIPT.read_text(encoding="utf-8") + CALL)
    return context


# What is added up of no rows, and of some: changes go through to the second alone.
APART = """\
indices:
  - {id: e, name: E, decimals: 2, max: 80, score: 40, excerpt_of: 8, rows: [
      {id: e.1, name: A, max: 10, score: 5}, {id: e.2, name: B, max: 10, parts: [
        {id: e.2.a, name: C, max: 5, score: 3}, {id: e.2.b, name: D, max: 5, score: 4}]}]}
"""
APART_TARGETS = "targets: {e: {planned: 1}, e.1: {planned: 0.5}}\n"


@pytest.mark.parametrize(
    "changes",
    [
        ("set e 43", "set e.1 8"),
        ("set e.1 8", "set e 43"),
        ("set e.2 8",),
        ("set e.2.a 4", "set e 43"),
        ("add e.2.a 1",),
        ("set e.2 8", "set e.2.a 4"),
        ("set e 90", "set e.1 11"),
    ],
)
def test_an_excerpt_and_its_rows_are_apart(script: quickjs.Context, changes: tuple[str, ...]) -> None:
    plan = check_text({"indicators": as_text({"plan": ABOUT}) + APART, "targets": APART_TARGETS}).plan
    assert plan is not None
    typed = [Change("add" if kind == "add" else "set", ident, Decimal(amount)) for kind, ident, amount in map(str.split, changes)]
    for clamp in (False, True):
        agree(script, Baseline(plan), "plan", typed, clamp=clamp)


def asked(change: Change) -> tuple[str, str | None, str, str]:
    numerator, denominator = change.amount.as_integer_ratio()
    return change.kind, change.typed, str(numerator), str(denominator)


def same(value: object, told: Any) -> bool:
    """A figure or a name of a refusal, as the engine and as the kernel has it. The engine's are cut to 28 digits."""
    if isinstance(value, Decimal):
        points = Fraction(told) if isinstance(told, str) else Fraction(int(told[0]), int(told[1]))
        return abs(Fraction(value) - points) < Fraction(1, 10**20)
    return bool(value == told)


def agree(script: quickjs.Context, on: Baseline, base: Base, changes: list[Change], *, clamp: bool) -> None:
    call = script.get("call")
    told = json.loads(call(json.dumps(kernel.record(on)), base, json.dumps([*map(asked, changes)]), clamp))
    result = project(on, base, changes, clamp=clamp)
    if isinstance(result, Refused):
        assert [(each.code, each.ident, each.change) for each in result.refusals] == [
            (each["code"], each["id"], each.get("change")) for each in told["refusals"]
        ]
        for mine, other in zip(result.refusals, told["refusals"], strict=True):
            values = {key: value for key, value in mine.values.items() if key != "near"}
            assert values.keys() == other["values"].keys()
            assert all(same(value, other["values"][key]) for key, value in values.items()), (mine, other)
        return
    assert "refusals" not in told
    scale, unknown = on.compiled.scale, {*told["unknown"]}
    moved = {ident: Fraction(int(told["change"][at]), scale[at]) for ident, at in on.compiled.position.items() if at not in unknown}
    assert moved == result.moved
    assert [held["id"] for held in told["held"]] == [held.ident for held in result.held]
    for held, other in zip(result.held, told["held"], strict=True):
        assert same(held.value, other["value"])
        assert same(held.limit, other["limit"])


@pytest.mark.parametrize("clamp", [False, True])
@pytest.mark.parametrize("name", [*BASELINES, "embedded"])
@given(data=st.data())
def test_on_plans_that_fit(script: quickjs.Context, plan: Plan, name: str, clamp: bool, data: st.DataObject) -> None:
    on = BASELINES.get(name) or Baseline(plan)
    agree(script, on, data.draw(bases), data.draw(scenarios(on)), clamp=clamp)


@pytest.mark.parametrize("clamp", [False, True])
@given(rows=rough(bends=True, mixed=True), data=st.data())
def test_on_plans_that_nobody_has_put_in_order(script: quickjs.Context, rows: dict[str, Any], clamp: bool, data: st.DataObject) -> None:
    checked = check_text({kind: as_text(rows[kind]) for kind in ("indicators", "targets")}).plan
    assert checked is not None
    on = Baseline(checked, data.draw(st.sampled_from(["printed", "parts"])))
    for _ in range(3):
        agree(script, on, data.draw(bases), data.draw(scenarios(on)), clamp=clamp)


@given(rows=trees(), data=st.data())
def test_on_printed_plans(script: quickjs.Context, rows: Truth, data: st.DataObject) -> None:
    record = files(rows)
    checked = check_text({kind: as_text(record[kind]) for kind in ("indicators", "targets")}).plan
    assert checked is not None
    on = Baseline(checked)
    agree(script, on, data.draw(bases), data.draw(scenarios(on)), clamp=data.draw(st.booleans()))


@given(rows=uneven(), targets=st.booleans(), data=st.data())
def test_on_means_that_do_not_come_out_even(script: quickjs.Context, rows: Uneven, targets: bool, data: st.DataObject) -> None:
    checked = check_text(rows.files(targets=targets)).plan
    assert checked is not None
    on = Baseline(checked)
    agree(script, on, data.draw(bases), data.draw(scenarios(on)), clamp=data.draw(st.booleans()))


def test_of_what_does_not_apply_and_of_ids_that_are_none(script: quickjs.Context, plan: Plan) -> None:
    indicators = (
        "plan: {id: x, name: X, year: 2022, target_year: 2023}\nindices:\n  - {id: a, name: A, decimals: 2, max: 10, score: 5, rows: ["
        "{id: a.1, name: B, max: 5, score: 2.5}, {id: a.2, name: C, max: 5, applies: false}]}\n"
    )
    checked = check_text({"indicators": indicators, "targets": "targets:\n  a.1: {planned: 1}\n"}).plan
    assert checked is not None
    changes = [Change("set", "a.2", Decimal(1)), Change("add", "a.2", Decimal(1)), Change("share", "a.2", Decimal(1))]
    agree(script, Baseline(checked), "plan", changes, clamp=False)
    assert matching("par.7", plan.by_id) == ["par.7"]
    told = script.get("call")(json.dumps(kernel.record(Baseline(plan))), "plan", '[["set", "constructor", "1", "1"]]', False)
    assert json.loads(told)["refusals"][0]["code"] == "S108"
