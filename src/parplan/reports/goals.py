"""A target as it is told: every statement as the plan makes it, and the points they come to."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from parplan.model.aims import Aim
from parplan.model.fields import or_null
from parplan.model.targets import AMOUNTS, Statement
from parplan.points import HUNDRED, Rank
from parplan.render.table import Aimed
from parplan.reports.fields import FIGURE, RANK, Field, Schema, object_of, one_of
from parplan.text import Message, Shown, Text


def aimed(row: Any, *, printed: bool) -> Aimed | None:
    """A row's target as it is shown: its statements, and the points that they come to where that
    is not plain; without any, the points that follow from other figures. `printed` where the
    points are those of the statements.
    """
    said: list[Statement] = [aim.statement for aim in row.aims]
    if not said:
        return None if row.target is None else Aimed(row.target, "≥" if printed else "")
    if len(said) == 1 and said[0].kind == "points":
        return Aimed(row.target, said[0].sign)
    words = listed(row.aims, row.decimals)
    plain = said[0].kind == "points" or (said[0].kind == "percent" and row.max == HUNDRED)
    if row.target is None or (printed and plain):
        return Aimed(row.target, "", words)
    values = {"said": words, "points": Shown(row.target, row.decimals)}
    return Aimed(row.target, "", Message(COMES_TO if printed else _BESIDE, values))


def listed(aims: tuple[Aim, ...], decimals: int | None) -> Message:
    """The statements of a target, one after the other; without decimals as the plan writes them."""
    return Message(_LISTED, {"each": tuple(words_of(aim, decimals) for aim in aims)})


def words_of(aim: Aim, decimals: int | None) -> Message:
    """A statement in words, as plans print it; without decimals with the digits that it has."""
    said = aim.statement
    if isinstance(said.asked, Decimal):
        value: Decimal | Shown = said.asked
        if decimals is not None and said.kind == "points":
            value = Shown(said.asked, decimals)
        return Message(_AMOUNT[said.kind], {"sign": said.sign, "value": value})
    if isinstance(said.asked, Rank):
        return Message(_RANK, {"rank": said.asked})
    if isinstance(said.asked, int):
        return Message(_PLACES[min(said.asked, 2)], {"count": said.asked})
    if said.kind == "group":
        published = None if aim.takes is None else aim.takes.group
        return Message(_GROUP, {"group": aim.group.name if aim.group else published or said.asked})
    return Message(_DIRECTIONS[said.asked])


def goal(row: Any) -> dict[str, Any] | None:
    """The statements as JSON has them, by the keys of targets.yaml; None where the target is points
    and nothing else, or there is none.
    """
    said: list[Statement] = [aim.statement for aim in row.aims]
    if all(each.kind == "points" and not each.key for each in said):
        return None
    return dict(map(keyed, said))


def keyed(said: Statement) -> tuple[str, Any]:
    """A statement's key in targets.yaml, and what stands behind it."""
    if not said.key:
        return said.kind, said.asked
    return said.key, said.asked if said.kind == "points" else {"percent": said.asked}


def goal_text(row: Any) -> str | None:
    """The same for a cell of a machine's table: ``rank 30/61, percent ≥ 85``."""
    each = (aim.statement for aim in row.aims)
    return None if goal(row) is None else ", ".join(map(_brief, each))


def _brief(said: Statement) -> str:
    sign = f" {said.sign}" if said.kind in AMOUNTS else ""
    return f"{said.kind}{sign} {said.asked}"


_AMOUNT_SCHEMA: Schema = {"anyOf": [FIGURE, object_of({"percent": FIGURE})]}
_KEYS: Mapping[str, Schema] = {
    "points": FIGURE,
    "percent": FIGURE,
    **dict.fromkeys(("more_than", "less_than", "at_most"), _AMOUNT_SCHEMA),
    "rank": RANK,
    "places": {"type": "integer"},
    "group": {"type": "string"},
    "direction": one_of("higher", "lower", "keep"),
}
STATEMENTS: Schema = {**object_of(_KEYS, optional=tuple(_KEYS)), "minProperties": 1}
FIELD: Final = Field(
    "goal",
    "text",
    value=lambda at: goal(at.row),
    on="j",
    schema=or_null(STATEMENTS),
    says="the target as the plan states it, where that is not points alone",
)
_AMOUNT: Final[Mapping[str, Text]] = {
    "points": Text("{sign}\u00a0{value}", "{sign}\u00a0{value}"),
    "percent": Text("{sign}\u00a0{value}%", "{sign}\u00a0{value}%"),
}
_RANK = Text("hạng\u00a0{rank}", "rank\u00a0{rank}")
_PLACES = (
    Text("giữ thứ hạng", "keep the rank"),
    Text("tăng {count}\u00a0bậc", "{count}\u00a0place up"),
    Text("tăng {count}\u00a0bậc", "{count}\u00a0places up"),
)
_GROUP = Text("nhóm {group}", "group {group}")
_DIRECTIONS: Final[Mapping[str, Text]] = {
    "higher": Text("cao hơn", "higher"),
    "lower": Text("thấp hơn", "lower"),
    "keep": Text("giữ vững", "no worse"),
}
_LISTED = Text("{each}", "{each}")
COMES_TO = Text("{said} ({points})", "{said} ({points})")
_BESIDE = Text("{said}; {points}", "{said}; {points}")
