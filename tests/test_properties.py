"""Laws of the arithmetic and of reading, on plans made up by hypothesis."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from parplan.checks.plan import Checked
from parplan.engine.gap import Standing, standings
from parplan.points import decimal_of, exact, parse, rounded, shown
from plans import Truth, Uneven, as_text, files, trees, uneven
from reading import check_text


def checked(data: dict[str, Any], *, flow: bool | None = False) -> Checked:
    return check_text({kind: as_text(data[kind], flow=flow) for kind in ("indicators", "targets")})


def facts(result: Checked) -> list[tuple[str, str, object, object]]:
    """What was found, wherever it stands."""
    return sorted((finding.code, finding.path, finding.delta, finding.slack) for finding in result.findings)


@given(trees())
def test_rounding_alone_is_never_an_error(row: Truth) -> None:
    result = checked(files(row))
    assert result.plan is not None
    assert [(finding.code, finding.path) for finding in result.findings if finding.severity != "note"] == []


@given(trees(), st.data())
def test_a_slip_beyond_the_slack_is_always_found(row: Truth, data: st.DataObject) -> None:
    if not row.children:
        return
    plain = files(row)
    record = plain["indicators"]["indices"][0]
    before = {(code, path) for code, path, *_ in facts(checked(plain))}
    assert ("A301", "x.score") not in before
    slip = data.draw(st.decimals("1", "500", places=2))
    record["score"] = exact(parse(record["score"]) + slip)
    found = {finding.path: finding for finding in checked(plain).findings if finding.code == "A301"}
    assert "x.score" in found
    finding = found["x.score"]
    assert finding.delta is not None
    assert finding.slack is not None
    assert abs(finding.delta) > finding.slack


@given(trees(), st.randoms(use_true_random=False))
def test_the_order_of_keys_and_rows_does_not_matter(row: Truth, random: Any) -> None:
    def shuffled(value: Any) -> Any:
        if isinstance(value, dict):
            items = [(key, shuffled(item)) for key, item in value.items()]
            random.shuffle(items)
            return dict(items)
        if isinstance(value, list):
            items_ = [shuffled(item) for item in value]
            random.shuffle(items_)
            return items_
        return value

    first, second = checked(files(row)), checked(shuffled(files(row)))
    assert facts(first) == facts(second)
    assert first.plan is not None
    assert second.plan is not None
    for basis in ("printed", "parts"):
        assert by_id(standings(first.plan, basis)) == by_id(standings(second.plan, basis))


def by_id(indices: tuple[Standing, ...]) -> dict[str, tuple[object, ...]]:
    return {row.id: (row.score, row.planned, row.target, row.target_source) for index in indices for row in index.walk()}


@given(trees())
def test_however_it_is_written_it_reads_the_same(row: Truth) -> None:
    block, mixed, flow = (checked(files(row), flow=style) for style in (False, None, True))
    assert facts(block) == facts(mixed) == facts(flow)
    assert block.plan is not None
    assert mixed.plan is not None
    assert flow.plan is not None
    assert (
        [index.node for index in block.plan.indices]
        == [index.node for index in mixed.plan.indices]
        == [index.node for index in flow.plan.indices]
    )


@given(uneven(), st.booleans())
def test_every_figure_is_cut_once(top: Uneven, targets: bool) -> None:
    """Whatever lies between two of them, too: a mean that gains a hundredth gains that, and no hair more or less."""
    plan = check_text(top.files(targets=targets)).plan
    assert plan is not None
    for basis in ("printed", "parts"):
        rows = {row.id: row for index in standings(plan, basis) for row in index.walk()}
        for row in top.walk():
            found, score, planned = rows[row.ident], row.worth("score"), row.worth("planned")
            assert found.score == decimal_of(score)
            assert found.target == decimal_of(score + planned)
            assert found.gap == found.increase == decimal_of(planned)
            assert found.headroom == decimal_of(row.worth("most") - score)
            assert found.projected == (None if targets else found.target)
            assert found.shortfall == (None if targets else 0)


@given(trees())
def test_sums_are_exact(row: Truth) -> None:
    plan = checked(files(row)).plan
    assert plan is not None
    for standing in standings(plan, "parts"):
        for node in standing.walk():
            # A mean of three need not come out even; whatever only adds up does.
            if node.children and all(plan.by_id[below.id].node.aggregate == "sum" for below in node.walk()):
                assert node.score is not None
                assert Fraction(node.score) == sum(Fraction(child.score or 0) for child in node.children)


figures = st.decimals("-9999999", "9999999", places=6).map(lambda value: value.normalize() + 0)


@given(figures)
def test_a_figure_written_and_read_again_is_the_same(value: Decimal) -> None:
    assert parse(exact(value)) == value


@given(figures, st.integers(0, 6))
def test_rounding_is_half_away_from_zero_and_never_shows_minus_zero(value: Decimal, decimals: int) -> None:
    unit = Fraction(1, 10**decimals)
    units = abs(Fraction(value)) / unit
    expected = (units + Fraction(1, 2)).__floor__() * unit * (-1 if value < 0 else 1)
    assert Fraction(rounded(value, decimals)) == expected
    assert not shown(value, decimals).startswith("-0.000000")


@given(figures)
def test_vietnamese_differs_by_the_comma_only(value: Decimal) -> None:
    assert exact(value, "vi").replace(",", ".") == exact(value, "en")
