"""Who leads what in sentences: below the tables of `units`, and in the reports."""

from collections.abc import Iterable, Iterator

from parplan.engine.units import Stake
from parplan.model.plan import Plan
from parplan.points import ZERO
from parplan.reports.names import few, full_names
from parplan.reports.rows import Called, by_name, several, way_of
from parplan.reports.staff import Staff
from parplan.text import Listed, Message, Tabled, Text, percent, sentences


def nobody_leads(staff: Staff) -> Iterator[Message]:
    """A sentence on what no unit leads, rows by their names; none where each is led."""
    names = full_names(staff.plan)
    rows = [
        Message(_IN_PART, {"row": names[it.id]}) if it.undivided else names[it.id]
        for it in staff.unled()
    ]
    if rows:
        yield Message(_NOT_LED, {"rows": few(rows)})


def what_is_planned(staff: Staff) -> Iterator[Message]:
    """Sentences on what is led of which nobody knows what it brings, of which nothing is planned,
    or only a target tells what, rows by their names.
    """
    led = [stake for unit in staff.work.units for stake in staff.stakes(unit)]
    called = by_name(staff.plan)
    unsaid = dict.fromkeys(ident for stake in led for ident in stake.unsaid)
    if unsaid:
        yield sentences(Message(UNSAID, {"ids": several(map(called, unsaid), called)}))
    told = [index.id for index in staff.indices if not staff.leads.is_silent(index)]
    silent = dict.fromkeys(it for stake in led if stake.id in told for it in stake.silent)
    asked = dict.fromkeys(ident for stake in led for ident in stake.asked)
    yield from map(sentences, unprinted(staff.plan, silent, asked, called))


def unprinted(
    plan: Plan, silent: Iterable[str], asked: Iterable[str], called: Called = str
) -> Iterator[Message]:
    """The notes on rows of which the plan says nothing, and on those of which only a target tells
    what is planned.
    """
    for words, ids in ((_SILENT, list(silent)), (_ASKED, list(asked))):
        if ids:
            way = way_of(plan.by_id[ident].better for ident in ids)
            each = [called(ident) for ident in ids]
            yield Message(words, {"ids": each if called is str else few(each), "way": way})


def at_stake(plan: Plan, stake: Stake, called: Called = str) -> Message:
    """What a unit leads of an index, in a sentence; what of it no increase is printed for."""
    if len(stake.silent) == len(stake.rows):
        nothing = Listed(list(unprinted(plan, stake.silent, (), called)))
        return Message(_OF_INDEX, {"index": stake.name, "said": nothing})
    rows = (stake.id, *(below.id for row in stake.rows for below in plan.by_id[row.id].walk()))
    asked = [ident for ident in stake.asked if ident in rows]  # and of nobody else's
    said, notes = _led_of(stake, called), list(unprinted(plan, stake.silent, asked, called))
    return Message(_NOTED, {"said": said, "notes": Listed(notes)}) if notes else said


def _led_of(stake: Stake, called: Called) -> Message:
    alone, shared, total = stake.alone, stake.shared, stake.total or ZERO
    if alone is None or shared is None:
        said = Message(UNSAID, {"ids": several(map(called, stake.unsaid), called)})
        return Message(_OF_INDEX, {"index": stake.name, "said": said})
    less = (total or alone or shared) < ZERO
    told = {"alone": alone, "shared": shared, "total": total}
    values: dict[str, object] = {
        key: Tabled(-points if less else points, stake.decimals) for key, points in told.items()
    }
    values["index"] = stake.name
    if stake.alone_share is None:
        return Message(_AT_STAKE_OF_UNKNOWN_LESS if less else _AT_STAKE_OF_UNKNOWN, values)
    share = percent(stake.alone_share)
    return Message(_AT_STAKE_LESS if less else _AT_STAKE, {**values, "share": share})


UNSAID = Text(
    "chưa xác định được mức dự kiến tăng, giảm, phần đóng góp vào chỉ số, hoặc phần do đơn vị khác "
    "cùng chủ trì: {ids}",
    "it is not known by how much these are to change, what that brings the index, or how much of "
    "it other units lead: {ids}",
)
_OF_INDEX = Text("{index}: {said}", "{index}: {said}")
_NOTED = Text("{said}; {notes}", "{said}; {notes}")
_SILENT = Text("kế hoạch không nêu mức dự kiến {way} của: {ids}", "no {way} is planned for: {ids}")
_ASKED = Text(
    "kế hoạch không ghi mức dự kiến {way}, nên tính theo mục tiêu: {ids}",
    "no {way} is printed, so it is what the target asks for: {ids}",
)
_IN_PART = Text(
    "{row} (phần không ghi cho tiêu chí thành phần nào)",
    "{row} (what is said of none of its parts)",
)
_NOT_LED = Text("Chưa có đơn vị chủ trì: {rows}.", "No unit leads: {rows}.")
_AT_STAKE = Text(
    "{index}: chủ trì riêng {alone} trong {total} điểm dự kiến tăng của chỉ số ({share}); cùng "
    "đơn vị khác chủ trì {shared}",
    "{index}: leads alone {alone} of the {total} points planned for the index ({share}), and "
    "{shared} together with others",
)
_AT_STAKE_LESS = Text(
    "{index}: chủ trì riêng {alone} trong {total} dự kiến giảm của chỉ số ({share}); cùng đơn vị "
    "khác chủ trì {shared}",
    "{index}: leads alone {alone} of the {total} that it is to fall by ({share}), and {shared} "
    "together with others",
)
_AT_STAKE_OF_UNKNOWN = Text(
    "{index}: chủ trì riêng {alone} điểm dự kiến tăng; cùng đơn vị khác chủ trì {shared}",
    "{index}: leads alone {alone} planned points, and {shared} together with others",
)
_AT_STAKE_OF_UNKNOWN_LESS = Text(
    "{index}: chủ trì riêng {alone} dự kiến giảm; cùng đơn vị khác chủ trì {shared}",
    "{index}: leads alone {alone} of what it is to fall by, and {shared} together with others",
)
