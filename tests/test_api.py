"""The public Python API: what README says of it works, and everything it promises is there."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import parplan
from parplan.engine.gap import standings
from parplan.workspace.reading import CannotRead
from reading import check_text, load_plan

untyped: Any = parplan  # for what a type checker would not let through


def test_everything_promised_is_there() -> None:
    for name in parplan.__all__:
        assert getattr(parplan, name) is not None
    assert set(parplan.__all__) <= set(dir(parplan))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = untyped.nothing


def test_a_plan_from_a_folder() -> None:
    plan = load_plan().plan
    assert plan is not None
    assert [(index.id, index.gap) for index in standings(plan)] == [
        ("par", Decimal("11.08")),
        ("sipas", Decimal("0.47")),
        ("papi", Decimal("4.53")),
    ]


def test_a_plan_from_text() -> None:
    indicators = """
plan: {id: p, name: P, year: 2024, target_year: 2025}
indices:
  - {id: a, name: A, decimals: 1, max: 10, score: 6.5}
"""
    checked = check_text({"indicators": indicators, "targets": "targets:\n  a: {planned: 1, target: 7.6}\n"})
    assert checked.plan is not None
    assert [finding.code for finding in checked.findings] == ["A308"]  # 6.5 + 1 = 7.5, and 7.6 within rounding
    assert [finding.code for finding in check_text({"indicators": "plan: ["}).findings] == ["S101"]


def test_values_do_not_change() -> None:
    plan = load_plan().plan
    assert plan is not None
    with pytest.raises(AttributeError):
        plan.by_id["par"].score = Decimal(100)  # type: ignore[misc]  # that it cannot be done is what is tested
    with pytest.raises(ValueError, match="frozen"):
        plan.by_id["par"].node.score = Decimal(100)  # type: ignore[misc]  # likewise


def test_what_cannot_be_read_says_so(tmp_path: Path) -> None:
    with pytest.raises(CannotRead) as caught:
        load_plan(tmp_path / "nowhere")
    assert str(caught.value) == f"there is no folder {tmp_path / 'nowhere'}"
