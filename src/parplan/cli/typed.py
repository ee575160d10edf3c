"""What was typed, as what it means: ids, gates, units, days. Each raises Stop with the reason, and
what was likely meant.
"""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from parplan.cli.output import stop
from parplan.ids import UnknownId, matching, named
from parplan.model.fields import FIGURE_FIELDS, parse_date
from parplan.model.plan import Plan
from parplan.points import NotAFigure, parse
from parplan.text import Message, Text

if TYPE_CHECKING:
    from parplan.model.tasks import UnitRecord, Work

Read = TypeVar("Read")


def pair_typed(text: str) -> tuple[str | None, str]:
    """What was typed as KEY=VALUE, each without the spaces around it: the key is None where there
    is no equals sign.
    """
    key, equals, value = text.rpartition("=")
    return key.strip() if equals else None, value.strip()


def ids_typed(plan: Plan, typed: Iterable[str]) -> frozenset[str]:
    """The ids that were asked for, wildcards included."""
    found: set[str] = set()
    unknown: list[Message] = []
    for text in typed:
        try:
            found.update(matching(text, plan.by_id))
        except UnknownId as error:
            unknown.append(unknown_id(error))
    if unknown:
        raise stop(*unknown)
    return frozenset(found)


def unknown_id(error: UnknownId, listed: str = "parplan gap") -> Message:
    """What to say of an id that does not exist; a change of points is none. `listed` is the command
    that lists those there are.
    """
    _, equals, amount = error.typed.partition("=")
    if equals:
        option = "--add" if amount[:1] in ("+", "-") else "--set"
        return Message(_A_CHANGE, {"text": error.typed, "option": option})
    return Message(_UNKNOWN_ID, {"id": error.typed}).or_near(error.near, listed)


def alone(option: str, others: Mapping[str, object]) -> None:
    """An option goes without these others: none of them may have been typed."""
    clashing = tuple(name for name, value in others.items() if value)
    if clashing:
        raise stop(Message(_ALONE, {"option": option, "options": clashing}))


def gates_typed(
    gates: Iterable[str], ids: Iterable[str], fields: Sequence[str] = ("score",)
) -> list[tuple[str, str, Decimal]]:
    """The gates that were asked for, ID=POINTS each, or ID.FIELD=POINTS for one of some fields: the
    id, the field (the first one without), and the points to be reached. Raises UnknownId.
    """
    known = list(ids)
    found: list[tuple[str, str, Decimal]] = []
    for text in gates:
        key, amount = pair_typed(text)
        typed = key or ""
        ident, _, field = typed.rpartition(".")
        if field.lower() not in fields or typed in known:
            ident, field = typed, fields[0]
        try:
            if key is None:
                raise NotAFigure(text)
            points = parse(amount)
            found += [
                (name, field.lower(), points) for name in _gated(ident, amount, known, fields)
            ]
        except NotAFigure as error:
            values = {"text": text, "meant": f"{typed}={error.meant}"}
            meant = key is not None and error.meant is not None
            raise stop(Message(MEANT_PAIR if meant else BAD_GATE, values)) from error
    return found


def _gated(typed: str, amount: str, ids: Sequence[str], fields: Sequence[str]) -> list[str]:
    """The ids of a gate. Raises UnknownId, and Stop where an id has a figure behind it that no gate
    takes.
    """
    row, _, figure = typed.rpartition(".")
    if figure.lower() in _FIGURES and named(row, ids) and not named(typed, ids):
        words = _NO_GATE_OR_TARGET if "target" in fields else _NO_GATE
        raise stop(Message(words, {"typed": typed, "row": row, "amount": amount}))
    return matching(typed, ids)


_FIGURES = (*FIGURE_FIELDS, "gap", "headroom", "shortfall", "projected")


def unit_typed(work: "Work", typed: str, rows: Container[str] = ()) -> "UnitRecord":
    """The unit that was asked for; `rows` are ids that it may be mistaken for."""
    try:
        return work.unit(typed)
    except UnknownId as error:
        if typed in rows:
            raise stop(Message(_A_ROW, {"id": typed})) from error
        unknown = Message(_UNKNOWN_UNIT, {"id": error.typed})
        raise stop(unknown.or_near(error.near, "parplan units")) from error


def day_typed(option: str, text: str) -> date:
    """The day that was typed."""
    try:
        return parse_date(text)
    except NotAFigure as error:
        words = MEANT if error.meant else _BAD_DATE
        raise stop(
            Message(words, {"option": option, "text": text, "meant": error.meant})
        ) from error


def past_day(option: str, text: str | None) -> date:
    """The day that was typed, which has come already; today where none was."""
    day = date.today() if text is None else day_typed(option, text)
    if day > date.today():
        raise stop(Message(_FUTURE, {"day": day}))
    return day


def figure_typed(option: str, text: str, read: Callable[[str], Read], form: Text) -> Read:
    """The figure that was typed; `read` raises NotAFigure, `form` says what is needed."""
    try:
        return read(text)
    except NotAFigure as error:
        close = error.meant is not None and ("%" in error.meant or "%" not in text)
        raise stop(
            Message(
                MEANT if close else _BAD_VALUE,
                {"option": option, "text": text, "form": form, "meant": error.meant},
            )
        ) from error


def reason_typed(text: str) -> str:
    """The reason that was typed, which is UTF-8."""
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise stop(Message(_NOT_TEXT, {"option": "--because"}))
    return text


MEANT = Text("{option} “{text}”: có phải là {meant}?", "{option} “{text}”: did you mean {meant}?")
_BAD_VALUE = Text("{option} “{text}”: cần {form}", "{option} takes {form}, not “{text}”")
_NOT_TEXT = Text("{option}: không phải văn bản UTF-8", "{option}: not UTF-8 text")
BAD_GATE = Text(
    "“{text}” không phải dạng MÃ=ĐIỂM, ví dụ par=85",
    "“{text}” is not of the form ID=POINTS, such as par=85",
)
_NO_GATE = Text(
    "“{typed}”: ở đây chỉ đặt mức cho điểm ({row}={amount})",
    "“{typed}”: points are for the score here ({row}={amount})",
)
_NO_GATE_OR_TARGET = Text(
    "“{typed}”: chỉ đặt ngưỡng cho điểm ({row}={amount}) hoặc mục tiêu ({row}.target={amount})",
    "“{typed}”: a gate is for the score ({row}={amount}) or the target ({row}.target={amount})",
)
MEANT_PAIR = Text("“{text}”: có phải là {meant}?", "“{text}”: did you mean {meant}?")
_ALONE = Text("{option} không dùng cùng {options}", "{option} does not go with {options}")
_UNKNOWN_ID = Text("kế hoạch không có mã “{id}”", "the plan has no id “{id}”")
_A_CHANGE = Text(
    "“{text}” là một thay đổi, không phải mã: dùng “parplan project {option} {text}”",
    "“{text}” is a change, not an id: `parplan project {option} {text}`",
)
_A_ROW = Text(
    "“{id}” là một tiêu chí, không phải đơn vị; xem “parplan gap {id} --leads” hoặc “parplan "
    "tasks --serves {id}”",
    "“{id}” is a row, not a unit; see `parplan gap {id} --leads` or `parplan tasks --serves {id}`",
)
_UNKNOWN_UNIT = Text("không có đơn vị “{id}”", "there is no unit “{id}”")
_FUTURE = Text("ngày {day} chưa đến", "{day} has not come yet")
_BAD_DATE = Text(
    "{option} “{text}”: không phải là ngày như 2023-12-10",
    "{option} “{text}”: not a day such as 2023-12-10",
)
