"""`reach`: what each row is to bring, and what holds it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from parplan.engine.reach import Effort, Reach
from parplan.labels import BOUNDS, Gap, Project, ToReach
from parplan.points import HUNDRED, ZERO, rounded
from parplan.render.table import Column, Line, Mark, Table
from parplan.text import Message, Shown, Text

SHARE_DECIMALS = 4


class Answer(NamedTuple):
    """An answer with what is around it: names and decimals, the steps it is rounded to, the unit of its costs, and the other places
    of the facts that change (id, other id, score, projected)."""

    reach: Reach
    name: Text
    decimals: int
    max: Decimal | None
    score: Decimal | None
    start: Decimal | None
    step: Decimal
    unit: Text
    also: tuple[tuple[str, str, Decimal, Decimal], ...] = ()
    unpriced: tuple[str, ...] = ()


def payload(answer: Answer) -> dict[str, Any]:
    """The answer as a JSON-ready record: points as exact decimals, shares of 1 rounded to 4 places."""
    result = answer.reach
    return {
        "goal": {"id": result.goal, "at_least": result.at_least},
        "feasible": result.feasible,
        "proven": result.unproven is None,
        "needed": result.needed,
        "share": _share(result.share),
        "total": result.total,
        "cost": result.cost,
        "rows": [_row(row) for row in result.rows],
        "binding": list(result.binding),
    }


def _row(row: Effort) -> dict[str, Any]:
    return {
        "id": row.id,
        "score": row.score,
        "change": row.change,
        "projected": row.projected,
        "max": row.max,
        "share": _share(row.share),
        "bound": row.bound,
        "cost": row.cost,
    }


def _share(share: Decimal | None) -> Decimal | None:
    return None if share is None else rounded(share, SHARE_DECIMALS)


COLUMNS = (
    Column("id", Gap.ID, "id"),
    Column("name", Gap.NAME, "text"),
    Column("score", Gap.SCORE, "points"),
    Column("change", Project.CHANGE, "signed"),
    Column("projected", Project.PROJECTED, "points"),
    Column("max", Gap.MAX, "points"),
    Column("share", ToReach.SHARE, "share"),
    Column("bar", Gap.BAR, "bar", machine=False),
    Column("cost", ToReach.COST, "points"),
    Column("bound", ToReach.BOUND, "text"),
)


def table(answer: Answer, *, machine: bool = False) -> Table:
    """The rows in order, the total at the foot, and what was needed. People see costs and bounds only where there are any."""
    result = answer.reach
    spare = set()
    if not machine:
        spare |= {"cost"} if result.cost is None else set()
        spare |= {"bound"} if all(row.bound is None for row in result.rows) else set()
    columns = tuple(column for column in COLUMNS if column.key not in spare)
    lines = [Line(_cells(columns, _of_row(row, machine=machine)), "row", 1, row.decimals) for row in result.rows]
    change = None if answer.score is None or result.total is None else result.total - answer.score
    room = None if answer.max is None or answer.start is None else answer.max - answer.start
    share = None if result.total is None or answer.start is None or not room else (result.total - answer.start) / room
    total: dict[str, object] = {
        "share": share,
        "bar": share,
        "bound": "",
        "id": result.goal,
        "name": answer.name if machine else Gap.TOTAL,
        "score": answer.score,
        "change": change,
        "projected": result.total,
        "max": answer.max,
        "cost": result.cost,
    }
    if [row.id for row in result.rows] != [result.goal]:
        lines.append(Line(_cells(columns, total), "total", 0, answer.decimals))
    title = Message(ToReach.TITLE, {"name": answer.name, "at_least": Shown(result.at_least, answer.decimals)})
    return Table(title, columns, tuple(lines), tuple(_feet(answer)))


def _cells(columns: tuple[Column, ...], values: Mapping[str, object]) -> tuple[Mark, ...]:
    return tuple(Mark(values.get(column.key)) for column in columns)


def _of_row(row: Effort, *, machine: bool) -> dict[str, object]:
    bound = row.bound if machine or row.bound is None else BOUNDS[row.bound]
    return {**row._asdict(), "bar": row.share, "bound": bound if bound is not None or machine else ""}


def _feet(answer: Answer) -> list[Message]:
    result, decimals = answer.reach, answer.decimals
    needed: dict[str, object] = {"needed": Shown(result.needed, decimals)}
    feet: list[Message] = []
    if result.needed == ZERO:
        feet.append(Message(ToReach.REACHED))
    elif result.share is not None and result.feasible:
        share = rounded(result.share * HUNDRED, 2)
        feet.append(Message(ToReach.EVENLY, {**needed, "share": share, "step": answer.step}))
    else:
        feet.append(Message(ToReach.NEEDED, needed))
    if result.cost is not None:
        whole = all(row.cost is not None for row in result.rows if row.share)
        words = ToReach.COST_IN_PART if not whole else ToReach.TOTAL_COST if answer.unit.en else ToReach.TOTAL_PRICE
        feet.append(Message(words, {"cost": result.cost, "unit": answer.unit}))
    if not result.feasible and result.total is not None:
        missing = Shown(result.at_least - result.total, decimals)
        feet.append(Message(ToReach.OUT_OF_REACH, {"total": Shown(result.total, decimals), "missing": missing}))
        feet.append(Message(ToReach.HELD_BY, {"ids": tuple(_held(result))}))
    if result.unproven is not None:
        feet.append(Message(ToReach.UNPROVEN))
    for ident, twin, score, projected in answer.also:
        values = {"id": ident, "twin": twin, "score": Shown(score, decimals), "projected": Shown(projected, decimals)}
        feet.append(Message(ToReach.ALSO, values))
    if answer.unpriced:
        feet.append(Message(ToReach.NO_COST, {"ids": answer.unpriced}))
    return feet


def _held(result: Reach) -> list[Message]:
    return [Message(_HELD, {"id": row.id, "bound": BOUNDS[row.bound]}) for row in result.rows if row.bound is not None]


_HELD = Text("{id} ({bound})", "{id} ({bound})")
