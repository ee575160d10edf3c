"""Plans made up by hypothesis: true values with many digits, and what a printer makes of them."""

from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import yaml
from hypothesis import strategies as st

ABOUT = {"id": "made-up", "name": "Made up", "year": 2022, "target_year": 2023}


@dataclass(frozen=True)
class Truth:
    """A row as it truly is, in millionths of a point: what is printed is rounded from this."""

    ident: str
    most: Decimal
    score: Decimal
    planned: Decimal
    weight: int
    aggregate: str
    children: tuple["Truth", ...] = field(default=())


def _millionths(low: int, high: int) -> st.SearchStrategy[Decimal]:
    return st.integers(low, high).map(lambda n: Decimal(n).scaleb(-6))


@st.composite
def leaves(draw: st.DrawFn, ident: str) -> Truth:
    most = Decimal(draw(st.integers(1, 40))) / 2
    score = most * draw(_millionths(0, 1_000_000))
    planned = (most - score) * draw(_millionths(0, 1_000_000))
    return Truth(ident, most, score, planned, draw(st.integers(1, 20)), "sum")


@st.composite
def trees(draw: st.DrawFn, ident: str = "x", depth: int = 2) -> Truth:
    """A row with rows below it, to a depth; every aggregate; always consistent in its true values."""
    if depth == 0 or (ident != "x" and draw(st.booleans())):
        return draw(leaves(ident))
    count = draw(st.integers(1, 4))
    children = tuple(draw(trees(f"{ident}.{n}", depth - 1)) for n in range(1, count + 1))
    aggregate = draw(st.sampled_from(["sum", "sum", "mean", "weighted"]))
    if aggregate != "sum":  # a mean of unlike maxima is no scale: the same maximum throughout
        children = tuple(_on_scale(child, Decimal(10)) for child in children)
    weight = draw(st.integers(1, 20))
    return _total(ident, children, weight, aggregate)


def _on_scale(row: Truth, most: Decimal) -> Truth:
    """The row on another maximum, everything below it in proportion; a row made of others becomes a plain one."""
    ratio = most / row.most
    cut = Decimal("0.000001")
    return replace(
        row, most=most, score=(row.score * ratio).quantize(cut), planned=(row.planned * ratio).quantize(cut), children=(), aggregate="sum"
    )


def _total(ident: str, children: tuple[Truth, ...], weight: int, aggregate: str) -> Truth:
    shares = {"sum": [1] * len(children), "mean": [1] * len(children), "weighted": [child.weight for child in children]}[aggregate]
    by = 1 if aggregate == "sum" else sum(shares)
    most, score, planned = (
        sum((share * getattr(child, name) for share, child in zip(shares, children, strict=True)), Decimal(0)) / by
        for name in ("most", "score", "planned")
    )
    return Truth(ident, most, score, planned, weight, aggregate, children)


def printed(value: Decimal, decimals: int = 2) -> str:
    return f"{value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}"


def indicators(row: Truth, *, root: bool = True) -> dict[str, Any]:
    """What is printed of a row: every figure rounded on its own."""
    record: dict[str, Any] = {"id": row.ident, "name": f"Row {row.ident}", "max": f"{row.most:f}", "score": printed(row.score)}
    if row.most:
        record["percent"] = printed(100 * row.score / row.most, 2)
    record["weight"] = str(row.weight)
    if row.aggregate != "sum":
        record["aggregate"] = row.aggregate
    if root:
        record["decimals"] = "2"
    if row.children:
        record["rows" if root else "parts"] = [indicators(child, root=False) for child in row.children]
    return record


def goals(row: Truth) -> dict[str, Any]:
    """The printed increases and targets, each rounded on its own."""
    goal = {"planned": printed(row.planned), "target": printed(row.score + row.planned)}
    return {row.ident: goal, **{key: value for child in row.children for key, value in goals(child).items()}}


def files(row: Truth) -> dict[str, Any]:
    """The plan's two files as plain data, figures still text."""
    return {"indicators": {"plan": ABOUT, "indices": [indicators(row)]}, "targets": {"targets": goals(row)}}


def as_text(data: Any, *, flow: bool | None = False) -> str:
    """YAML of plain data, figures unquoted."""

    class Dumper(yaml.CSafeDumper):
        """A dumper of its own, so that other tests keep theirs."""

    def scalar(dumper: Dumper, value: str) -> yaml.ScalarNode:
        figure = value.lstrip("-").replace(".", "", 1).isdigit()
        return dumper.represent_scalar(
            "tag:yaml.org,2002:float" if figure and "." in value else "tag:yaml.org,2002:int" if figure else "tag:yaml.org,2002:str", value
        )

    Dumper.add_representer(str, scalar)
    return yaml.dump(data, Dumper=Dumper, default_flow_style=flow, allow_unicode=True, sort_keys=False, width=200)
