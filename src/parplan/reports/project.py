"""`project`: where a plan lands, one scenario in full or several side by side."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from parplan.engine.project import Projected, Projection
from parplan.model.findings import Finding
from parplan.model.scenario import Change
from parplan.points import HUNDRED, ZERO, Lang, digits
from parplan.render.table import Span, Table
from parplan.reports.bases import Ground, noted
from parplan.reports.fields import (
    NAMES,
    NUMBER,
    Answer,
    At,
    Field,
    described,
    list_of,
    nested,
    nested_schema,
    object_of,
    one_of,
    record,
    table,
    tree,
    whole,
)
from parplan.reports.footnotes import RESTS_ON, footnotes, found
from parplan.reports.row_notes import (
    LANDS,
    by_others,
    excerpts,
    just_missed,
    rounded_apart,
    unprinted,
)
from parplan.reports.rows import (
    APPLIES,
    TARGET,
    Called,
    applying,
    head,
    left_fields,
    several,
    way_of,
)
from parplan.reports.titles import Titles
from parplan.text import Message, Shown, Text, percent


class Case(NamedTuple):
    """One scenario and where it lands; `findings` are what the checks of a plan say of the
    projected scores.
    """

    name: Text
    base: str
    changes: tuple[Change, ...]
    reasons: tuple[Text, ...]
    projection: Projection
    findings: tuple[Finding, ...]

    def showing(self, indices: tuple[Projected, ...]) -> "Case":
        """The same with other rows in view."""
        return self._replace(projection=self.projection._replace(indices=indices))


_SCENARIO = (
    Field("name", "text"),
    Field("base", "text", schema=one_of("plan", "current")),
    Field(
        "held",
        "text",
        value=lambda at: [held.ident for held in at.row.projection.held],
        schema=NAMES,
        says="ids held at a limit (--clamp)",
    ),
    Field(
        "findings",
        "text",
        value=lambda at: [finding.code for finding in at.row.findings],
        schema=NAMES,
        says=(
            "what the checks of a plan say of the projected scores that they do not say of the plan"
        ),
    ),
)


def _fields(
    case: Case | None = None, ground: Ground | None = None, bars: Mapping[str, Span] = {}
) -> tuple[Field, ...]:
    """What is told of every row of a scenario; without one, for the schema."""
    return (
        Field("scenario", "text", value=lambda _: case and case.name, on="m"),
        *head(ground and ground.plan),
        Field("score", "points", Titles.SCORE),
        Field("change", "signed", Titles.CHANGE, says="projected - score, in points", like="score"),
        Field(
            "projected",
            "points",
            Titles.PROJECTED,
            says="null where it is not known: a part of a row that is set as a whole",
        ),
        Field("max", "points", on="mj"),
        Field("max", "points", Titles.MAX, applying("max"), "h"),
        APPLIES,
        *TARGET,
        *left_fields(
            "shortfall",
            Titles.SHORTFALL,
            "target - projected, in points; negative where the target is passed",
        ),
        Field("waterfall", "span", value=lambda at: bars.get(at.row.id), on="h"),
        found(ground.findings if ground else ()),
    )


def answer(cases: Sequence[Case], ground: Ground, called: Called = str) -> Answer:
    """Where the scenarios land: one with its reasons, several side by side; a spreadsheet gets each
    in full.
    """

    def in_full() -> list[Table]:
        return [_table(case, index, ground) for case in cases for index in case.projection.indices]

    def for_people() -> list[Table]:
        compared = [
            _side_by_side(cases, at, ground, called)
            for at in range(len(cases[0].projection.indices))
        ]
        return noted(compared if len(cases) > 1 else in_full(), ground.made)

    def recorded(lang: Lang) -> dict[str, Any]:
        return {"scenarios": [_record(case, ground, lang) for case in cases]}

    return Answer(
        "project", recorded, for_people, in_full, reasons(cases[0]) if len(cases) == 1 else ()
    )


def _record(case: Case, ground: Ground, lang: Lang) -> dict[str, Any]:
    fields = _fields(case, ground)
    indices = [
        {**nested(index, fields, lang), "percent": index.percent}
        for index in case.projection.indices
    ]
    return {**record(At(case), _SCENARIO, lang), "indices": indices}


def schema() -> dict[str, Any]:
    """The schema of the JSON answer."""
    share = {**NUMBER, "description": "100 x projected / max"}
    indices, definitions = nested_schema(_fields(), {"percent": share})
    scenarios = list_of(object_of({**described(_SCENARIO), "indices": indices}))
    return {**whole("project", {"scenarios": scenarios}), "$defs": definitions}


def _table(case: Case, index: Projected, ground: Ground) -> Table:
    """Rows in order, the total at the foot, a bar from each score to the projected one, and a note
    for every contradiction among the figures that this rests on."""
    values = {
        "name": index.name,
        "year": ground.plan.about.year,
        "target_year": ground.plan.about.target_year,
        "scenario": case.name,
    }
    return table(
        Message(_TITLE, values),
        _fields(case, ground, _waterfall(index)),
        tree(index),
        (
            *limits(case, index),
            *unprinted(index),
            *by_others(index.walk()),
            *excerpts(index),
            *just_missed(index.walk(), {"projected": LANDS}),
            *rounded_apart(index.walk(), _BETWEEN),
            *landed(case, index),
        ),
        *footnotes(ground.findings, index.walk(), RESTS_ON),
    )


_BETWEEN = {"shortfall": ("target", "projected"), "change": ("projected", "score")}


def _waterfall(index: Projected) -> dict[str, Span]:
    """Each row's stretch of the way from the total's score to where it lands."""
    if index.score is None or index.projected is None:
        return {}
    at, steps = index.score, [(index.id, index.score, index.projected)]
    for row in index.children:
        after = at + (row.contribution or ZERO)
        steps.append((row.id, at, after))
        at = after
    low = min(min(start, end) for _, start, end in steps)
    width = max(max(start, end) for _, start, end in steps) - low
    return (
        {ident: Span((start - low) / width, (end - low) / width) for ident, start, end in steps}
        if width
        else {}
    )


def limits(case: Case, index: Projected, called: Called = str) -> Iterator[Message]:
    """The rows that are held at a limit, and those that the plan does not say enough of."""
    shown = {row.id for row in index.walk()}
    for held in case.projection.held:
        if held.ident in shown:
            yield Message(
                HELD,
                {
                    "id": called(held.ident),
                    "limit": Shown(held.limit, index.decimals),
                    "value": Shown(held.value, index.decimals),
                },
            )
    yield from unplanned(case, index, called)


def unplanned(case: Case, index: Projected, called: Called = str) -> Iterator[Message]:
    """The rows of which the plan asks for nothing, or nobody knows how much."""
    shown = {row.id for row in index.walk()}
    idle = tuple(ident for ident in case.projection.idle if ident in shown)
    if idle:
        way = way_of(row.better for row in index.walk() if row.id in idle)
        yield Message(_IDLE, {"ids": several(map(called, idle), called), "way": way})
    unsaid = tuple(ident for ident in case.projection.unsaid if ident in shown)
    if unsaid:
        yield Message(UNSAID, {"ids": several(map(called, unsaid), called)})


def landed(case: Case, index: Projected) -> Iterator[Message]:
    """What the checks of a plan say of projected scores, which no document prints."""
    shown = {row.id for row in index.walk()}
    for finding in case.findings:
        if finding.path.rpartition(".")[0] in shown:
            equation = _PROJECTED_OTHERWISE.get(finding.code)
            said = Message(equation, finding.message.values) if equation else finding.message
            yield Message(_FOUND, {"path": finding.path, "message": said})


def in_scenario(case: Case, said: Iterable[Message]) -> Iterator[Message]:
    """What is said of a scenario, behind its name."""
    return (Message(_IN_SCENARIO, {"scenario": case.name, "said": each}) for each in said)


def reasons(case: Case) -> list[Message]:
    """What the scenario changes and why, a line for each reason."""
    return _reasons(_by_reason(case, str), str)


def all_changes(case: Case, called: Called) -> list[Message]:
    """All of what the scenario changes, why as far as it says so, and where it starts from."""
    told = _by_reason(case, called)
    bare = [it for why, changes in told.items() if not why.en.strip() for it in changes]
    rest = Message(_CHANGES, {"changes": several(bare, called)})
    if case.base == "current":
        rest = Message(_ON_SCORES, {"changes": rest}) if bare else Message(_FROM_SCORES)
    return [*_reasons(told, called), *([rest] if bare or case.base == "current" else [])]


def _by_reason(case: Case, called: Called) -> dict[Text, list[Message]]:
    found: dict[Text, list[Message]] = {}
    for change, why in zip(case.changes, case.reasons, strict=True):
        found.setdefault(why, []).append(told_change(change, called))
    return found


def _reasons(told: Mapping[Text, Sequence[Message]], called: Called) -> list[Message]:
    return [
        Message(_REASON, {"change": several(changes, called), "because": why})
        for why, changes in told.items()
        if why.en.strip()
    ]


def told_change(change: Change, called: Called = str) -> Message:
    """A change in words."""
    what = None if change.typed is None else called(change.typed)
    if change.kind == "share":
        amount = percent(change.amount, digits((change.amount * HUNDRED).normalize()))
        return Message(_SHARE if change.typed else _SHARE_OF_ALL, {"id": what, "amount": amount})
    rising = change.kind == "add" and change.amount > 0
    words = _SET if change.kind == "set" else _ADD_MORE if rising else _ADD
    return Message(words, {"id": what, "amount": change.amount})


def _side_by_side(cases: Sequence[Case], number: int, ground: Ground, called: Called) -> Table:
    """Where each row of an index lands in every scenario, and by how much that differs from the
    first.
    """
    index = cases[0].projection.indices[number]
    fields = [*head(ground.plan), Field("score", "points", Titles.SCORE, applying("score"))]
    for at, case in enumerate(cases, 1):
        rows = {row.id: row for row in case.projection.indices[number].walk()}
        fields += _lands(case, rows, at, cases[0])
    fields += TARGET
    about = ground.plan.about
    title = Message(
        _SIDE_BY_SIDE, {"name": index.name, "year": about.year, "target_year": about.target_year}
    )
    feet = [*unprinted(index), *by_others(index.walk(), called), *excerpts(index, called)]
    for case in cases:
        own = case.projection.indices[number]
        missed = just_missed(own.walk(), {"projected": LANDS}, called)
        feet += in_scenario(case, (*limits(case, own, called), *missed, *landed(case, own)))
    return table(
        title,
        fields,
        tree(index),
        feet,
        *footnotes(ground.findings, index.walk(), RESTS_ON),
    )


def _lands(case: Case, rows: Mapping[str, Projected], number: int, first: Case) -> Iterable[Field]:
    """The columns of one scenario; `number` is its place, 1 that of the `first`, which the others
    are compared with.
    """

    def difference(at: At) -> Decimal | None:
        here: Decimal | None = rows[at.row.id].projected
        return None if here is None or at.row.projected is None else here - at.row.projected

    def lands(at: At) -> Decimal | None:
        return rows[at.row.id].projected

    yield Field(f"projected_{number}", "points", case.name, lands, like="score")
    if number > 1:
        in_full = first.base == "plan" and not first.changes
        words = _FROM_PLAN if in_full else _DIFFERENCE
        yield Field(f"difference_{number}", "signed", words, difference, like="score")


_TITLE = Text(
    "{name}: {year} → {target_year}. {scenario}", "{name}: {year} → {target_year}. {scenario}"
)
_SIDE_BY_SIDE = Text("{name}: {year} → {target_year}", "{name}: {year} → {target_year}")
_DIFFERENCE = Text("So với kịch bản đầu", "To the first")
_FROM_PLAN = Text("So với kế hoạch", "To the plan")
HELD = Text(
    "{id} giữ ở mức {limit}; nếu không sẽ là {value}",
    "{id} is held at {limit}; it would come to {value}",
)
_IDLE = Text(
    "kế hoạch không nêu mức dự kiến {way} của {ids}: giữ nguyên điểm",
    "no {way} is planned for {ids}: the score stays as it is",
)
UNSAID = Text(
    "chưa biết kế hoạch yêu cầu {ids} tăng, giảm bao nhiêu",
    "how much the plan asks for is not known: {ids}",
)
_IN_SCENARIO = Text("{scenario}: {said}", "{scenario}: {said}")
_FOUND = Text("kết quả dự báo, {path}: {message}", "as projected, {path}: {message}")
# What an equation says of figures that are projected: the rules' own words are of printed ones.
_PROJECTED_OTHERWISE: Mapping[str, Text] = {
    "A301": Text(
        "cộng các tiêu chí thành phần được {sum}, nhưng điểm dự báo là {total} (chênh lệch "
        "{delta}; vượt sai số làm tròn cho phép {slack})",
        "the parts total {sum}, but the row is projected at {total} (difference {delta}; rounding "
        "explains at most {slack})",
    ),
    "A308": Text(
        "tính được {sum}, dự báo {total}: chênh lệch {delta}, do làm tròn (cho phép đến {slack})",
        "totals {sum}, projected {total}: {delta} apart, rounding (up to {slack} allowed)",
    ),
}
_REASON = Text("{change} – {because}", "{change} – {because}")
_CHANGES = Text("{changes}", "{changes}")
_FROM_SCORES = Text("từ điểm hiện tại", "from the scores as they are")
_ON_SCORES = Text("từ điểm hiện tại, {changes}", "from the scores as they are, {changes}")
_SET = Text("{id} = {amount}", "{id} = {amount}")
_ADD = Text("{id} {amount}", "{id} {amount}")
_ADD_MORE = Text("{id} +{amount}", "{id} +{amount}")
_SHARE = Text("{id}: {amount} mức dự kiến tăng", "{id}: {amount} of the planned increase")
_SHARE_OF_ALL = Text(
    "{amount} mức dự kiến tăng của cả kế hoạch", "{amount} of what the whole plan adds"
)
