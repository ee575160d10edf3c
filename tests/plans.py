"""Plans made up by hypothesis: true values with many digits, and what a printer makes of them."""

from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import yaml
from hypothesis import strategies as st

from parplan.model.files import FileKind

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
    if row.aggregate != "sum":
        record["aggregate"] = row.aggregate
    if root:
        record["decimals"] = "2"
    if row.children:
        weigh = row.aggregate == "weighted"
        below = [indicators(child, root=False) | ({"weight": str(child.weight)} if weigh else {}) for child in row.children]
        record["rows" if root else "parts"] = below
    return record


def goals(row: Truth) -> dict[str, Any]:
    """The printed increases and targets, each rounded on its own."""
    goal = {"planned": printed(row.planned), "target": printed(row.score + row.planned)}
    return {row.ident: goal, **{key: value for child in row.children for key, value in goals(child).items()}}


def files(row: Truth) -> dict[str, Any]:
    """The plan's two files as plain data, figures still text."""
    return {"indicators": {"plan": ABOUT, "indices": [indicators(row)]}, "targets": {"targets": goals(row)}}


def as_text(data: Any, *, flow: bool | None = False) -> str:
    """YAML of plain data; figures, true and false unquoted."""

    class Dumper(yaml.CSafeDumper):
        """A dumper of its own, so that other tests keep theirs."""

    def scalar(dumper: Dumper, value: str) -> yaml.ScalarNode:
        figure = value.lstrip("-").replace(".", "", 1).isdigit()
        kind = "float" if figure and "." in value else "int" if figure else "bool" if value in ("true", "false") else "str"
        return dumper.represent_scalar(f"tag:yaml.org,2002:{kind}", value)

    Dumper.add_representer(str, scalar)
    return yaml.dump(data, Dumper=Dumper, default_flow_style=flow, allow_unicode=True, sort_keys=False, width=200)


# Plans that nobody has put in order: figures that contradict one another, figures that are missing, facts printed twice.

_MAYBE = st.integers(0, 9).map(lambda n: n < 9)  # more often than not
_AGGREGATES = st.sampled_from(["sum", "sum", "mean", "weighted", "none"])


def _halves(low: int, high: int) -> st.SearchStrategy[str]:
    return st.integers(low, high).map(lambda n: f"{Decimal(n) / 2:f}")


@st.composite
def _rough_row(draw: st.DrawFn, ident: str, depth: int, *, bends: bool, mixed: bool) -> dict[str, Any]:
    most = draw(st.integers(2, 16))
    row: dict[str, Any] = {"id": ident, "name": f"Row {ident}", "weight": str(draw(st.integers(1, 3)))}
    if draw(_MAYBE):
        row["max"] = f"{Decimal(most) / 2:f}"
    if draw(_MAYBE):
        row["score"] = f"{Decimal(draw(st.integers(0, most))) / 2:f}"
    if draw(st.integers(0, 7)) == 7:
        row["bonus"] = "true"
    if mixed and draw(st.integers(0, 7)) == 7:
        row["better"] = "lower"
    if depth and draw(st.booleans()):
        row["aggregate"] = draw(_AGGREGATES)
        row["scale"] = draw(st.sampled_from(["1", "1", "0.5", "2"]))
        row["parts"] = [
            draw(_rough_row(f"{ident}.{n}", depth - 1, bends=bends, mixed=mixed)) for n in range(1, draw(st.integers(1, 3)) + 1)
        ]
        if bends and "max" in row and row["aggregate"] != "none" and not any("bonus" in part for part in _walk(row)[1:]):
            row |= draw(st.sampled_from([{}, {"counts": "whole"}, {"counts": "capped"}]))
    return row


def _walk(row: dict[str, Any]) -> list[dict[str, Any]]:
    return [row, *(below for child in (*row.get("rows", ()), *row.get("parts", ())) for below in _walk(child))]


@st.composite
def rough(draw: st.DrawFn, *, twins: bool = True, bends: bool = False, mixed: bool = False) -> dict[str, Any]:
    """The two files of a plan of two indices, x and y, to three levels, as plain data; nothing in it needs to fit. With `bends`,
    rows may count whole or capped, and there is a level more; `mixed`, less is better of some, which do not count where more is."""
    indices = []
    for ident in ("x", "y"):
        rows = [draw(_rough_row(f"{ident}.{n}", 1 + bends, bends=bends, mixed=mixed)) for n in range(1, draw(st.integers(1, 3)) + 1)]
        index = {"id": ident, "name": ident, "decimals": "2", "max": "30", "score": draw(_halves(0, 20)), "rows": rows}
        index["aggregate"] = draw(_AGGREGATES.filter(lambda name: name != "none"))
        indices.append(index)
    ids = [row["id"] for index in indices for row in _walk(index)]
    if twins:
        first = draw(st.sampled_from([row for row in _walk(indices[0]) if "." in row["id"]]))
        second = draw(st.sampled_from(_walk(indices[1])))
        first["same_as"] = second["id"]
    planned = {ident: draw(_halves(-1, 3)) for ident in ids if draw(st.booleans())}
    targets = {ident: draw(_halves(0, 20)) for ident in ids if draw(st.booleans())}
    goals = {ident: _goal(planned.get(ident), targets.get(ident)) for ident in ids if ident in planned or ident in targets}
    return {"indicators": {"plan": ABOUT, "indices": indices}, "targets": {"targets": goals}}


def _goal(planned: str | None, target: str | None) -> dict[str, str]:
    return {key: figure for key, figure in (("planned", planned), ("target", target)) if figure is not None}


# Plans whose totals are not printed and do not come out even: means of three and of seven, of means, and sums of those.


@dataclass(frozen=True)
class Uneven:
    """A row: printed with hundredths where it has none below it, else what these come to."""

    ident: str
    weight: int
    aggregate: str = "sum"
    score: Decimal = Decimal(0)
    planned: Decimal = Decimal(0)
    most: Decimal = Decimal(10)
    children: tuple["Uneven", ...] = field(default=())

    def worth(self, figure: str) -> Fraction:
        """A figure, exactly."""
        if not self.children:
            return Fraction(getattr(self, figure))
        weights = [child.weight if self.aggregate == "weighted" else 1 for child in self.children]
        total = sum((weight * child.worth(figure) for weight, child in zip(weights, self.children, strict=True)), Fraction(0))
        return total if self.aggregate == "sum" else total / sum(weights)

    def walk(self) -> list["Uneven"]:
        return [self, *(below for child in self.children for below in child.walk())]

    @property
    def leaves(self) -> dict[str, Decimal]:
        """What every leaf lands on where the plan is carried out in full, by id."""
        return {row.ident: row.score + row.planned for row in self.walk() if not row.children}

    def files(self, *, targets: bool = False) -> dict[FileKind, str]:
        """The plan's two files as text; leaves have increases, or targets that ask for them."""

        def record(row: Uneven, key: str) -> dict[str, Any]:
            own = {"id": row.ident, "name": f"Row {row.ident}", "weight": str(row.weight), "aggregate": row.aggregate}
            if not row.children:
                return {**own, "max": f"{row.most:f}", "score": f"{row.score:f}"}
            return {**own, key: [record(child, "parts") for child in row.children]}

        goals = {
            row.ident: {"target": f"{row.score + row.planned:f}"} if targets else {"planned": f"{row.planned:f}"}
            for row in self.walk()
            if not row.children
        }
        index = record(self, "rows") | {"decimals": "2"}
        return {"indicators": as_text({"plan": ABOUT, "indices": [index]}), "targets": as_text({"targets": goals})}


@st.composite
def uneven(draw: st.DrawFn, ident: str = "x", depth: int = 2) -> Uneven:
    """A total with rows below it, to a depth."""
    weight = draw(st.integers(1, 7))
    if depth == 0 or (ident != "x" and draw(st.booleans())):
        score = draw(st.integers(0, 999))
        planned = draw(st.integers(0, min(20, 1000 - score)))
        return Uneven(ident, weight, "sum", Decimal(score).scaleb(-2), Decimal(planned).scaleb(-2))
    count = draw(st.sampled_from([1, 3, 3, 3, 7]))
    children = tuple(draw(uneven(f"{ident}.{n}", depth - 1)) for n in range(1, count + 1))
    return Uneven(ident, weight, draw(st.sampled_from(["sum", "mean", "mean", "weighted"])), children=children)
