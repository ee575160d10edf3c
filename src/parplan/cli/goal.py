"""What a row is to reach, as it was typed: points, or what other units tell the points of."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from parplan.text import Message, Text

if TYPE_CHECKING:
    from parplan.engine.gap import Standing
    from parplan.model.aims import Aim
    from parplan.model.fields import Better
    from parplan.model.peers import Panel, Published
    from parplan.workspace.opened import Workspace


class Goal(NamedTuple):
    """What is to be reached, as it was typed: one of these, or else the plan's target."""

    at_least: str | None
    at_most: str | None
    rank: str | None
    places: str | None
    group: str | None
    peers: Path | None  # which other units tell points

    @property
    def typed(self) -> dict[str, str]:
        """The options that were given, with what they say."""
        return {
            f"--{name.replace('_', '-')}": text
            for name, text in self._asdict().items()
            if text is not None and name != "peers"
        }


def goal_typed(
    goal: Goal, ident: str, source: "Workspace", row: "Standing"
) -> "tuple[Decimal, Aim | None]":
    """The points that a row is to reach, and the statement that they come from, where one was
    typed. Raises Stop where they are not known.
    """
    from parplan.cli.output import stop
    from parplan.cli.typed import figure_typed
    from parplan.cli.workspace import of_other_years, say_other_years
    from parplan.points import parse
    from parplan.reports.goals import listed

    typed = goal.typed
    if len(typed) > 1:
        raise stop(Message(_ONE_GOAL, {"options": tuple(typed)}))
    for option_name in ("--at-least", "--at-most"):
        if option_name in typed:
            wrong = (option_name == "--at-most") is (row.better == "higher")
            if wrong:
                raise stop(Message(_OTHER_WAY[row.better], {"id": ident}))
            return figure_typed(option_name, typed[option_name], parse, _POINTS_FORM), None
    if typed:
        return _taken(goal, ident, source)
    if row.enough is not None:
        say_other_years(source, [ident])
        return row.enough, None
    values = {"id": ident, "option": OPTION[row.better], "said": listed(row.aims, row.decimals)}
    relative = next((aim.statement.kind for aim in row.aims if aim.is_relative), None)
    if relative is not None:
        raise stop(_no_points(values, ident, [*source.panels], relative))
    if row.aims:
        raise stop(Message(_NO_AMOUNT, values))
    raise stop(*(of_other_years(source.plan, [ident]) or [Message(_NO_TARGET, values)]))


def _taken(goal: Goal, ident: str, source: "Workspace") -> "tuple[Decimal, Aim]":
    """What a rank, places or a group that was typed takes, by the table of units."""
    from parplan.cli.output import stop
    from parplan.cli.typed import figure_typed
    from parplan.cli.workspace import fields_of
    from parplan.engine.takes import takes
    from parplan.model.aims import aim_of
    from parplan.model.targets import Statement
    from parplan.points import parse_places, parse_rank
    from parplan.reports.goals import words_of

    (name, text), indicator = next(iter(goal.typed.items())), source.plan.by_id[ident]
    if name == "--rank":
        said = Statement("rank", figure_typed(name, text, parse_rank, _RANK_FORM))
    elif name == "--places":
        said = Statement("places", figure_typed(name, text, parse_places, _PLACES_FORM))
    else:
        said = Statement("group", text)
    fields = fields_of(goal.peers, source)
    told = takes(source.plan, ident, said, fields)
    groups = indicator.node.groups if told is None else ()
    aim = aim_of(said, groups, told, indicator.better)
    plan, option = source.plan, OPTION[indicator.better]
    values = {"id": ident, "option": option, "said": words_of(aim, indicator.decimals)}
    rank = said.beyond_field(plan.rank(indicator), plan.field(ident, plan.about.year))
    if rank is not None:
        raise stop(Message(_NO_RANK, {**values, "rank": rank}))
    if aim.points is None and said.kind == "group" and groups:
        names = {**values, "groups": tuple(group.id for group in groups)}
        raise stop(Message(_NO_GROUP, names))
    if aim.points is None:
        raise stop(_no_points(values, ident, fields, said.kind))
    return aim.points, aim


def _no_points(
    values: Mapping[str, object], ident: str, fields: "Iterable[Panel | Published]", kind: str
) -> Message:
    """Why nobody knows how many points a statement of such a kind takes."""
    lacking = (_lacking(field, ident) for field in fields if kind != "group")
    why = next((each for each in lacking if each is not None), None)
    return Message(_NO_FIELD, values) if why is None else Message(_FEWER, {**values, **why})


def _lacking(field: "Panel | Published", ident: str) -> dict[str, object] | None:
    """Of how many units a table has scores, of how many that were ranked, in the last year that it
    has of a row; None where it is not known to lack any.
    """
    from parplan.model.peers import Panel

    if not isinstance(field, Panel) or not field.years(ident):
        return None
    own, years = field.plan.about.year, field.years(ident)
    year = own if own in years else years[-1]
    ranked, listed = field.ranked_beyond(ident, year), len(field.measures(ident, year))
    known = {"table": field.name, "listed": listed, "ranked": ranked, "year": year}
    return None if ranked is None else known


_NO_TARGET = Text(
    "kế hoạch không có mục tiêu cho {id}; thêm {option}",
    "the plan has no target for {id}; give {option}",
)
_NO_AMOUNT = Text(
    "{id}: chưa biết mục tiêu “{said}” là bao nhiêu điểm; thêm {option}",
    "{id}: it is not known how many points the target “{said}” is; give {option}",
)
_NO_RANK = Text(
    "{id}: “{said}” không thể có: không có hạng {rank}",
    "{id}: “{said}” is not possible: there is no rank {rank}",
)
_NO_GROUP = Text(
    "{id}: không có “{said}”; có {groups}", "{id}: there is no “{said}”; there are {groups}"
)
OPTION: Mapping["Better", str] = {"higher": "--at-least", "lower": "--at-most"}
_NO_FIELD = Text(
    "{id}: chưa biết “{said}” cần bao nhiêu điểm: không có bảng đơn vị hay nhóm công bố nào cho "
    "biết; thêm bảng vào peers/ hoặc dùng --peers",
    "{id}: it is not known how many points “{said}” takes: no table of units and no published "
    "groups say so; put one into peers/, or give --peers",
)
_FEWER = Text(
    "{id}: chưa biết “{said}” cần bao nhiêu điểm: {table} chỉ có điểm của {listed} trong {ranked} "
    "đơn vị được xếp hạng năm {year}; bổ sung đủ các đơn vị vào bảng, hoặc ghi số điểm bằng "
    "{option}",
    "{id}: it is not known how many points “{said}” takes: {table} has scores of {listed} of the "
    "{ranked} units ranked in {year}; add the others to the table, or give points with {option}",
)
_ONE_GOAL = Text("chỉ chọn một trong {options}", "give only one of {options}")
_OTHER_WAY: Mapping["Better", Text] = {
    "higher": Text(
        "{id} càng cao càng tốt: dùng --at-least", "more of {id} is better: give --at-least"
    ),
    "lower": Text(
        "{id} càng thấp càng tốt: dùng --at-most", "less of {id} is better: give --at-most"
    ),
}
_RANK_FORM = Text("thứ hạng như 30 hoặc 30/63", "a rank such as 30 or 30/63")
_PLACES_FORM = Text("số bậc như 1", "a number of places such as 1")
_POINTS_FORM = Text("số điểm như 85", "points such as 85")
