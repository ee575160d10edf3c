"""Names that name nothing, name two things, or go round in a circle: in the plan's own files here,
in each other kind of file beside its rules; and whose plan a file is of.
"""

from collections.abc import Collection, Iterable, Iterator
from graphlib import CycleError, TopologicalSorter

from parplan.ids import key_without_blank, named, near
from parplan.location import Loc
from parplan.model.fields import OfPlan
from parplan.model.indicators import titled
from parplan.model.plan import Plan
from parplan.model.targets import TargetsFile
from parplan.rules.rule import Problem, Spot, also, rule
from parplan.text import DID_YOU_MEAN, Text, blank_behind

WHAT_ID = Text("mã", "id")
WHAT_TABLE = Text("bảng", "table")
WHAT_GROUP = Text("nhóm", "group")
WHAT_FIGURE = Text("số liệu", "figure")


@rule(
    "S107",
    "duplicate-id",
    on="ids",
    title=Text("Mã lặp lại", "An id given twice"),
    why=Text("Mã phải chỉ đúng một mục.", "An id names exactly one record."),
    message=Text("mã “{id}” đã dùng ở dòng {line}", "the id “{id}” is in line {line} already"),
    help=Text("đặt mã khác cho một trong hai", "give one of the two another id"),
    wrong="  - {id: a, name: A, decimals: 2, max: 10}\n  - {id: a, name: B, decimals: 2, max: 20}",
    right="  - {id: a, name: A, decimals: 2, max: 10}\n  - {id: b, name: B, decimals: 2, max: 20}",
)
def ids_are_unique(plan: Plan) -> Iterator[Spot]:
    """No two indicators have one id."""
    for indicator, first in plan.duplicates:
        yield Spot(
            (*indicator.loc, "id"),
            {"id": indicator.id},
            f"{indicator.id}.id",
            first=(*first.loc, "id"),
        )


def given_twice(at: Loc, ids: Iterable[str], path: str | None = None) -> Iterator[Spot]:
    """Every id in a list of records that stands there twice; `path` is what the list goes by."""
    first: dict[str, int] = {}
    for n, name in enumerate(ids):
        if name in first:
            yield Spot((*at, n, "id"), {"id": name}, path, first=(*at, first[name], "id"))
        first.setdefault(name, n)


@also("S107", "ids")
def ids_of_groups_are_unique(plan: Plan) -> Iterator[Spot]:
    """No two groups of a row have one id."""
    for row in plan.by_id.values():
        path = f"{row.id}.groups"
        yield from given_twice((*row.loc, "groups"), (group.id for group in row.node.groups), path)


@rule(
    "S108",
    "unknown-id",
    on="names",
    title=Text("Mã, bảng, nhóm hoặc số liệu không có", "A reference to what does not exist"),
    why=Text(
        "Mục tiêu ghi cho một mã không có thì không thuộc tiêu chí nào.",
        "A target for an id that does not exist belongs nowhere.",
    ),
    message=Text("không có {what} “{id}”", "there is no {what} “{id}”"),
    help=Text("xem lại cách viết", "check the spelling"),
    wrong="  - {id: par.1, name: A, decimals: 2, max: 10}\n# targets\n  par.l: {target: 8.97}",
    right="  - {id: par.1, name: A, decimals: 2, max: 10}\n# targets\n  par.1: {target: 8.97}",
)
def goals_have_an_indicator(plan: Plan) -> Iterator[Spot]:
    """Every target is for an id that exists."""
    for ident in plan.goals:
        if ident not in plan.by_id:
            yield from nothing_named(
                ("targets", "targets", ident), WHAT_ID, ident, plan.by_id, key=True, ident=ident
            )


@also("S108", "names")
def references_exist(plan: Plan) -> Iterator[Problem]:
    """Every table, group and other place that is named exists."""
    for indicator in plan.by_id.values():
        node = indicator.node
        groups = [aim.statement.asked for aim in indicator.aims if aim.statement.kind == "group"]
        if (node.same_as, node.table, node.rows_in) == (None, (), ()) and not groups:
            continue
        if node.same_as is not None and node.same_as not in plan.by_id:
            yield unknown(indicator.id, "same_as", WHAT_ID, node.same_as, plan.by_id)
        for field, tables in (("table", node.table), ("rows_in", node.rows_in)):
            for table in tables:
                if table not in plan.tables:
                    yield unknown(indicator.id, field, WHAT_TABLE, table, plan.tables)
        known = [group.id for group in node.groups]
        for group in map(str, groups):
            if known and titled(group, node.groups) is None:  # without a list, any name will do
                yield unknown(indicator.id, "target", WHAT_GROUP, group, known)


@rule(
    "S117",
    "part-of-itself",
    on="names",
    title=Text("“same_as” dẫn vòng về chính nó", "A figure that would be part of itself"),
    why=Text(
        "Một số liệu không thể nằm trong chính nó; nếu có thì không cộng được.",
        "A figure cannot be part of itself; it could not be added up.",
    ),
    message=Text(
        "“same_as” dẫn vòng tròn: {circle}", "`same_as` leads round in a circle: {circle}"
    ),
    help=Text(
        "chỉ ghi “same_as” ở một trong hai nơi, và không ghi giữa một tiêu chí với tiêu chí thành "
        "phần của nó",
        "write `same_as` in only one of the two places, and never between a row and its own part",
    ),
    wrong="""\
  - id: a
    name: A
    decimals: 2
    max: 10
    rows: [{id: a.1, name: P, max: 10, same_as: a}]""",
    right="""\
  - id: a
    name: A
    decimals: 2
    max: 10
    rows: [{id: a.1, name: P, max: 10}]""",
)
def nothing_is_part_of_itself(plan: Plan) -> Iterator[Problem]:
    """No figure is the same as itself, or as one that it is added up from, by whatever way."""
    home: dict[str, str] = {}  # where a fact is told for the first time
    for row in plan.by_id.values():
        way = {row.id: None}
        last, further = row.id, row.node.same_as
        while further in plan.by_id and further not in way and last not in home:
            way[further] = None
            last, further = further, plan.by_id[further].node.same_as
        if further in way and last not in home:
            yield _round(row.id, *way, further)
            return
        home |= dict.fromkeys(way, home.get(last, last))
    parts: dict[str, list[str]] = {}
    for row in plan.by_id.values():
        parts.setdefault(home[row.id], []).extend(home[child.id] for child in row.children)
    try:
        TopologicalSorter(parts).prepare()
    except CycleError as error:
        circle = error.args[1][::-1]
        same = next(row for row in home if home[row] in circle and home[row] != row)
        yield _round(same, *circle) if len({*circle}) > 1 else _round(same, same, circle[0], same)


def _round(ident: str, *circle: str) -> Problem:
    return Problem(ident, "same_as", {"circle": " → ".join(circle)})


def unknown(ident: str, field: str, what: Text, name: str, known: Iterable[str]) -> Problem:
    """A name that names nothing, with what it may have meant."""
    likely = tuple(word for word in near(name, known) if word != ident)
    return Problem(
        ident,
        field,
        {"what": what, "id": name, "near": likely},
        help=DID_YOU_MEAN if likely else None,
    )


def nothing_named(
    loc: Loc,
    what: Text,
    typed: str,
    known: Collection[str],
    *,
    wild: bool = False,
    key: bool = False,
    ident: str | None = None,
    help: Text | None = None,
) -> Iterator[Spot]:
    """A name, or with `wild` a wildcard too, that names nothing; `help` is what to do where nothing
    is near it.
    """
    if typed not in known and not (wild and named(typed, known)):
        glued = key_without_blank(typed) if key else None
        likely = () if glued else near(typed, known)
        todo = blank_behind(glued) if glued else DID_YOU_MEAN if likely else help
        yield Spot(loc, {"what": what, "id": typed, "near": likely}, ident, key, help=todo)


_COMPANION = "  - {id: a, name: A, decimals: 2, max: 10}\n# results\n%sresults: []\n"


@rule(
    "S114",
    "of-another-plan",
    on="file",
    title=Text("Tệp của kế hoạch khác", "A file of another plan"),
    why=Text(
        "Kết quả, nhiệm vụ, đính chính của kế hoạch khác làm kết quả tính sai mà khó phát hiện.",
        "Somebody else's results, tasks or errata would give figures that look right.",
    ),
    message=Text(
        "tệp này của kế hoạch “{other}”, không phải của “{plan}”",
        "this file belongs to the plan “{other}”, not to “{plan}”",
    ),
    help=Text(
        "bỏ tệp này ra khỏi thư mục; nếu đúng là của kế hoạch này thì ghi “plan: {plan}”",
        "take the file out of the folder; if it does belong to this plan, write `plan: {plan}`",
    ),
    wrong=_COMPANION % "plan: another-plan\n",
    right=_COMPANION % "plan: example\n",
)
def of_this_plan(file: OfPlan, plan: Plan) -> Iterator[Spot]:
    """A file does not name another plan."""
    if file.plan is not None and file.plan != plan.about.id:
        yield Spot(("plan",), {"other": file.plan, "plan": plan.about.id}, "plan")


@rule(
    "S115",
    "plan-not-named",
    "note",
    on="file",
    title=Text(
        "Tệp không ghi thuộc kế hoạch nào", "A file that does not say which plan it belongs to"
    ),
    why=Text(
        "Tệp có ghi mã kế hoạch thì khi chép nhầm sang thư mục khác sẽ bị phát hiện.",
        "A file that names its plan is noticed where it is copied to another one.",
    ),
    message=Text("tệp không ghi thuộc kế hoạch nào", "the file does not say which plan it is of"),
    help=Text("thêm dòng “plan: {plan}”", "add a line `plan: {plan}`"),
    wrong=_COMPANION % "",
    right=_COMPANION % "plan: example\n",
)
def names_its_plan(file: OfPlan, plan: Plan) -> Iterator[Spot]:
    """What lies beside a plan says so; targets are the plan itself."""
    if file.plan is None and not isinstance(file, TargetsFile):
        yield Spot((), {"plan": plan.about.id}, "plan")
