"""`reach`: what each row is to bring, and what holds it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from parplan.engine.baseline import Baseline
from parplan.engine.identities.totals import between
from parplan.engine.margin import Margin
from parplan.engine.movement import Movement
from parplan.engine.reach import Effort, Reach
from parplan.model.aims import Aim
from parplan.model.fields import Better, or_null
from parplan.model.findings import Finding
from parplan.points import LANGUAGES, ZERO, Lang, digits, rounded
from parplan.render.table import Table
from parplan.reports.fields import (
    FIGURE,
    NAMES,
    NUMBER,
    SHARE_DECIMALS,
    TEXT,
    Answer,
    At,
    Field,
    described,
    list_of,
    object_of,
    one_of,
    record,
    table,
    whole,
)
from parplan.reports.goals import words_of
from parplan.reports.odds import Likelihood, moves
from parplan.reports.rows import (
    RESTS_ON,
    Corrections,
    footnotes,
    found,
    label,
    noted,
    taken,
)
from parplan.reports.titles import Titles
from parplan.rules.scenarios import refusal_words
from parplan.text import Message, Shown, Text, Word, percent


class Reached(NamedTuple):
    """An answer with what is around it: names and decimals, the steps it is rounded to, the unit of
    its costs, and the other places of the facts that change (id, other id, score, projected); what
    was found in the plan's own figures, how the rows move that odds are asked of, and which kinds
    of figures the answer rests on."""

    reach: Reach
    name: Text
    called: Text  # below its rows
    decimals: int
    decimals_of: Mapping[str, int]
    max: Decimal | None
    best: Decimal | None  # that can be scored, beyond the maximum where there is a bonus
    score: Decimal | None
    start: Decimal | None
    step: Decimal
    unit: Text
    better: Better
    also: tuple[tuple[str, str, Decimal, Decimal], ...]
    unpriced: tuple[str, ...]
    aims: tuple[Aim, ...] = ()  # that the goal comes from
    findings: tuple[Finding, ...] = ()
    moving: tuple[Movement, ...] = ()  # what the odds rest on
    rests_on: tuple[str, ...] = RESTS_ON


class _Total(NamedTuple):
    """What the rows bring the total to, as a row of its own."""

    id: str
    name: Text
    decimals: int
    decimals_of: Mapping[str, int]
    score: Decimal | None
    change: Decimal | None
    projected: Decimal | None
    max: Decimal | None
    share: Decimal | None
    cost: Decimal | None
    bound: None = None


_ANSWER = (
    Field(
        "goal",
        "text",
        value=lambda at: {"id": at.row.goal, "at_least": at.row.points},
        schema=object_of({"id": TEXT, "at_least": FIGURE}),
        says="in points; of a row where less is better, the most that it may be",
    ),
    Field(
        "margin",
        "text",
        value=lambda at: _in_json(at.row.margin),
        schema=or_null(
            object_of(
                {
                    "odds": FIGURE,
                    "planned": NUMBER,
                    "points": NUMBER,
                    "alone": FIGURE,
                    "chance": FIGURE,
                }
            )
        ),
        says=(
            "what the odds that were asked take (null: none were): the points to be planned, and "
            "how many that is beyond the goal (null where the goal is met with these odds by "
            "itself); the chance of meeting it with nothing planned, and with this total"
        ),
    ),
    Field(
        "feasible",
        "word",
        schema={"type": ["boolean", "null"]},
        says="null where the unknown rows might bring the rest",
    ),
    Field(
        "proven",
        "word",
        value=lambda at: at.row.unproven is None,
        schema={"type": "boolean"},
        says=(
            "false where a better answer may exist: rows count differently, and no solver found "
            "the best"
        ),
    ),
    Field(
        "needed",
        "points",
        says=(
            "points missing from the start, to what is to be planned with odds; 0 where the goal "
            "is reached already"
        ),
    ),
    Field(
        "share",
        "share",
        says=(
            "the even share of every headroom, before rounding to steps; null for other ways, and "
            "where it is too little"
        ),
    ),
    Field(
        "total",
        "points",
        says="what the rows bring the total to; the most that can be where it is not feasible",
    ),
    Field("cost", "points"),
    Field("binding", "text", schema=NAMES, says="ids of the rows at a bound"),
    Field(
        "unknown",
        "text",
        schema=NAMES,
        says=(
            "ids of the rows of which nobody knows what they can bring: without a maximum, a score "
            "or, where they start with it, an increase of their own"
        ),
    ),
)


def _fields(
    findings: Sequence[Finding] = (),
    totals: Mapping[str, Text] = {},
    *,
    priced: bool = True,
    bound: bool = True,
    better: Better = "higher",
) -> tuple[Field, ...]:
    """What is told of every row; people see costs and bounds only where there are any."""
    return (
        Field("id", "id", Titles.ID),
        Field("name", "text", on="m"),
        label(totals),
        Field("score", "points", Titles.SCORE),
        Field("change", "signed", Titles.CHANGE, says="projected - score, in points", like="score"),
        Field("projected", "points", Titles.PROJECTED, like="score"),
        Field("max", "points", Titles.MAX),
        Field("share", "share", Titles.HEADROOM_USED, says="what it brings, of its headroom"),
        Field("bar", "bar", value=lambda at: at.row.share, on="h"),
        Field(
            "cost",
            "points",
            _COST,
            on="hmj" if priced else "mj",
            says="what it costs; null where no cost is given",
        ),
        Field(
            "bound",
            "word",
            schema=one_of(*_BOUNDS, None),
            on="mj",
            says="what keeps it from bringing more, if anything",
        ),
        *(
            (
                Field(
                    "held",
                    "text",
                    _BOUND,
                    lambda at: Word(at.row.bound, _held(at.row, better)) if at.row.bound else "",
                    "h",
                ),
            )
            * bound
        ),
        found(findings),
    )


def answer(result: Reached, made: Corrections) -> Answer:
    """What it takes, in all forms."""

    def recorded(lang: Lang) -> dict[str, Any]:
        rows = [record(At(row), _fields(result.findings), lang) for row in result.reach.rows]
        return {**record(At(result.reach), _ANSWER, lang), "rows": rows}

    return Answer("reach", recorded, lambda: noted([_table(result)], made))


def misplaced(
    baseline: Baseline,
    goal: str,
    only: Mapping[str, Collection[str]],
    lock: Mapping[str, Collection[str]],
    costs: Collection[str],
    dash: str = "",
) -> Iterator[Message]:
    """Why nothing can be asked of a goal: it does not apply; something that was typed, `only` or to
    `lock`, names by its ids nothing that does and has to do with it; or a row and a part of it both
    have a cost. `dash` stands before the names of options.
    """
    rows, fact = baseline.plan.by_id, baseline.fact[goal]
    if not rows[goal].applies:
        yield refusal_words("W709", {"id": goal})[0]
        return
    parts = {fact, *baseline.below(fact)}
    related = parts.union(baseline.above(fact))
    for option, typed, facts in (("only", only, parts), ("lock", lock, related)):
        for text, idents in typed.items():
            if facts.isdisjoint(baseline.fact[ident] for ident in idents):
                said = Message(_NO_PART, {"of": goal})
                if not any(rows[ident].applies for ident in idents):
                    said, _ = refusal_words("W709", {"id": text})
                yield Message(_MISPLACED, {"option": dash + option, "id": text, "said": said})
    for priced in costs:
        below = baseline.below(baseline.fact[priced])
        for part in costs:
            if baseline.fact[part] in below:
                yield Message(_TWO_COSTS, {"part": part, "row": priced})


def schema() -> dict[str, Any]:
    """The schema of the JSON answer."""
    return whole("reach", {**described(_ANSWER), "rows": list_of(object_of(described(_fields())))})


def _table(result: Reached) -> Table:
    """The rows in order, the total at the foot, what was needed, and a note for every contradiction
    among the figures that this rests on."""
    rows, total = result.reach.rows, _total(result)
    totals = {} if [row.id for row in rows] == [total.id] else {total.id: result.called}
    fields = _fields(
        result.findings,
        totals,
        priced=total.cost is not None,
        bound=any(row.bound is not None for row in rows),
        better=result.better,
    )
    lines = [At(row, total, total.id, 1) for row in rows]
    if totals:
        lines.append(At(total, total))
    values = {"name": result.name, "points": Shown(result.reach.points, result.decimals)}
    title = Message(_TITLES[result.better], values)
    if (margin := result.reach.margin) is not None:
        title = Message(WITH_ODDS, {"goal": title, "odds": in_percent(margin.odds)})
    notes = footnotes(result.findings, (at.row for at in lines), result.rests_on)
    return table(title, fields, lines, _feet(result), *notes)


def _in_json(margin: Margin | None) -> dict[str, Any] | None:
    """Chances as all shares of 1 are told, points exact."""
    if margin is None:
        return None
    chances = {"alone": Decimal(margin.alone), "chance": Decimal(margin.chance)}
    told = {key: rounded(chance, SHARE_DECIMALS) for key, chance in chances.items()}
    return {**margin._asdict(), **told}


def in_percent(odds: Decimal) -> Text:
    """The odds that were asked (a share of 1), in percent with all their digits."""
    return percent(odds, max(0, digits(odds) - 2))


def _held(row: Effort, better: Better) -> Text:
    """What keeps a row from bringing more: where less is better, its floor and not its maximum."""
    bound = row.bound or "unknown"
    return _FLOOR if bound == "maximum" and better == "lower" else _BOUNDS[bound]


def _total(result: Reached) -> _Total:
    total, start = result.reach.total, result.start
    change = None if result.score is None or total is None else total - result.score
    room = between(start, result.best, result.better)
    gone = between(start, total, result.better)
    share = None if gone is None or not room else gone / room
    return _Total(
        result.reach.goal,
        result.name,
        result.decimals,
        result.decimals_of,
        result.score,
        change,
        total,
        result.max,
        share,
        result.reach.cost,
    )


def _feet(result: Reached) -> Iterable[Message]:
    reach, decimals = result.reach, result.decimals
    for aim in result.aims:
        if aim.takes is not None:
            yield taken(reach.goal, words_of(aim, decimals), aim.takes, decimals)
    if reach.margin is not None:
        yield _planned(reach.margin, reach.points, decimals, feasible=reach.feasible is not False)
    if reach.margin is None or reach.margin.planned is not None:
        yield _needed(result)
    if reach.cost is not None:
        complete = all(row.cost is not None for row in reach.rows if row.share)
        words = _COST_IN_PART if not complete else _TOTAL_COST if result.unit.en else _TOTAL_PRICE
        yield Message(words, {"cost": Shown(reach.cost, decimals), "unit": result.unit})
    if not reach.feasible and reach.total is not None:
        yield from _out_of_reach(result, reach.total)
    if reach.unproven is not None:
        yield Message(_UNPROVEN)
    for ident, twin, score, projected in result.also:
        values = {
            "id": ident,
            "twin": twin,
            "score": Shown(score, decimals),
            "projected": Shown(projected, decimals),
        }
        yield Message(_ALSO, values)
    if result.unpriced:
        yield Message(_NO_COST, {"ids": result.unpriced})
    if reach.margin is not None:
        if reach.margin.planned is not None:
            yield Message(_IN_FULL)
        yield from moves(result.moving)


def _needed(result: Reached) -> Message:
    reach = result.reach
    needed: dict[str, object] = {"needed": Shown(reach.needed, result.decimals)}
    if reach.needed == ZERO:
        return Message(_REACHED[result.better])
    if reach.share is not None and reach.feasible:
        return Message(
            _EVENLY[result.better],
            {**needed, "share": percent(reach.share, 2), "step": result.step},
        )
    return Message(_NEEDED[result.better], needed)


def _out_of_reach(result: Reached, total: Decimal) -> Iterable[Message]:
    reach, margin = result.reach, result.reach.margin
    planned = reach.points if margin is None or margin.planned is None else margin.planned
    missing = Shown(abs(planned - total), result.decimals)
    words = (_OUT_OF_REACH if reach.feasible is False else _NOT_KNOWN)[result.better]
    points = {"total": Shown(total, result.decimals), "missing": missing}
    yield Message(words, {**points, "ids": reach.unknown})
    if margin is not None and reach.feasible is False:
        yield Message(_CHANCE_AT_MOST, {"chance": _likely(margin.chance)})
    held = tuple(
        Message(_HELD, {"id": row.id, "bound": _held(row, result.better)})
        for row in reach.rows
        if row.bound is not None and row.id not in reach.unknown
    )
    if held:
        yield Message(_HELD_BY, {"ids": held})


def _likely(chance: float) -> Text:
    """A chance (a share of 1) in words."""
    return Text(*(Likelihood(chance).say(lang) for lang in LANGUAGES))


def _planned(margin: Margin, goal: Decimal, decimals: int, *, feasible: bool) -> Message:
    """What is to be planned for a goal (points) so that it is met with the odds."""
    values: dict[str, object] = {
        "goal": Shown(goal, decimals),
        "odds": in_percent(margin.odds),
        "alone": _likely(margin.alone),
    }
    if margin.planned is None or margin.points is None:
        return Message(_BY_ITSELF, values)
    if margin.points == ZERO and feasible:
        return Message(_AS_IT_IS, values)
    points = {
        "planned": Shown(margin.planned, decimals),
        "points": Shown(abs(margin.points), decimals),
        "side": _ABOVE if margin.points >= ZERO else _BELOW,
    }
    return Message(_PLANNED if feasible else _WOULD_TAKE, {**values, **points})


_TITLES: Mapping[Better, Text] = {
    "higher": Text("{name}: đạt ít nhất {points}", "{name}: at least {points}"),
    "lower": Text("{name}: giảm còn không quá {points}", "{name}: at most {points}"),
}
WITH_ODDS = Text("{goal} với xác suất {odds}", "{goal} with a chance of {odds}")
_PLANNED = Text(
    "kế hoạch cần đặt mức {planned}, {side} {points} so với mức cần đạt: nếu thực hiện toàn bộ "
    "thì, do điểm dao động, xác suất đạt {goal} là {odds}; nếu không làm gì thêm thì {alone}",
    "plan for {planned}, {points} {side} the goal: if the plan is carried out in full, {goal} is "
    "met with a chance of {odds}, because scores move; with nothing planned, of {alone}",
)
_WOULD_TAKE = Text(
    "để xác suất đạt {goal} là {odds}, kế hoạch sẽ phải đặt mức {planned}, {side} {points} so với "
    "mức cần đạt; nếu không làm gì thêm thì xác suất là {alone}",
    "to meet {goal} with a chance of {odds}, {planned} would have to be planned, {points} {side} "
    "the goal; with nothing planned, the chance is {alone}",
)
_ABOVE = Text("cao hơn", "above")
_BELOW = Text("thấp hơn", "below")
_AS_IT_IS = Text(
    "kế hoạch cần đặt đúng mức cần đạt: nếu thực hiện toàn bộ thì, do điểm dao động, xác suất đạt "
    "{goal} là {odds}; nếu không làm gì thêm thì {alone}",
    "plan for the goal itself: if the plan is carried out in full, {goal} is met with a chance of "
    "{odds}, because scores move; with nothing planned, of {alone}",
)
_BY_ITSELF = Text(
    "theo diễn biến thông thường, không làm gì thêm thì xác suất đạt {goal} đã là {alone}: kế "
    "hoạch không cần đặt thêm",
    "as scores move, {goal} is met with a chance of {alone} with nothing planned: nothing more is "
    "needed",
)
_IN_FULL = Text(
    "giả định: phần kế hoạch ngoài diễn biến thông thường đạt toàn bộ",
    "what is planned beyond what comes by itself is taken to come about in full",
)
_COST = Text("Chi phí", "Cost")
_BOUND = Text("Giới hạn", "Bound")
_BOUNDS: dict[str, Text] = {
    "maximum": Text("điểm tối đa", "maximum"),
    "max-share": Text("mức tối đa đã chọn", "--max-share"),
    "row-above": Text("tiêu chí cấp trên đã đạt tối đa", "row above is full"),
    "locked": Text("giữ nguyên", "left as it is"),
    "unknown": Text("chưa biết điểm tối đa", "maximum not known"),
}
_FLOOR = Text("mức sàn", "floor")
_NEEDED: Mapping[Better, Text] = {
    "higher": Text("cần tăng thêm {needed}", "needs {needed} more"),
    "lower": Text("cần giảm thêm {needed}", "needs {needed} less"),
}
_EVENLY: Mapping[Better, Text] = {
    "higher": Text(
        "cần tăng thêm {needed}: {share} dư địa của mỗi tiêu chí được thay đổi, làm tròn theo bước "
        "{step}",
        "needs {needed} more: {share} of the headroom of every row that may change, rounded to "
        "steps of {step}",
    ),
    "lower": Text(
        "cần giảm thêm {needed}: {share} dư địa của mỗi tiêu chí được thay đổi, làm tròn theo bước "
        "{step}",
        "needs {needed} less: {share} of the headroom of every row that may change, rounded to "
        "steps of {step}",
    ),
}
_REACHED: Mapping[Better, Text] = {
    "higher": Text("đã đạt từ đầu, không cần tăng thêm", "reached already: nothing more is needed"),
    "lower": Text("đã đạt từ đầu, không cần giảm thêm", "reached already: nothing more is needed"),
}
_COST_IN_PART = Text(
    "chi phí của các tiêu chí có đơn giá: {cost} {unit}",
    "the rows that have a cost come to {cost} {unit}",
)
_MISPLACED = Text("{option} {id}: {said}", "{option} {id}: {said}")
_NO_PART = Text("không thuộc {of}", "that is no part of {of}")
_TWO_COSTS = Text(
    "{part} thuộc {row}: chỉ ghi chi phí cho một trong hai",
    "{part} is part of {row}: give a cost for one of them",
)
_TOTAL_PRICE = Text("tổng chi phí {cost}", "costs {cost} in all")
_TOTAL_COST = Text("tổng chi phí {cost} {unit}", "costs {cost} {unit} in all")
_OUT_OF_REACH: Mapping[Better, Text] = {
    "higher": Text(
        "không đạt được: cao nhất là {total}, còn hụt {missing}",
        "out of reach: {total} at most, {missing} short",
    ),
    "lower": Text(
        "không đạt được: thấp nhất là {total}, còn hụt {missing}",
        "out of reach: {total} at least, {missing} short",
    ),
}
_CHANCE_AT_MOST = Text("xác suất cao nhất là {chance}", "met with a chance of {chance} at most")
_NOT_KNOWN: Mapping[Better, Text] = {
    "higher": Text(
        "chưa biết có đạt được không: chưa biết điểm tối đa, điểm hoặc mức dự kiến tăng của "
        "{ids}; không kể các tiêu chí đó, cao nhất là {total}, còn hụt {missing}",
        "nobody knows whether it can be reached: the maximum, the score or the planned increase of "
        "{ids} is not known; without them {total} at most, {missing} short",
    ),
    "lower": Text(
        "chưa biết có đạt được không: chưa biết điểm tối thiểu, điểm hoặc mức dự kiến giảm của "
        "{ids}; không kể các tiêu chí đó, thấp nhất là {total}, còn hụt {missing}",
        "nobody knows whether it can be reached: the minimum, the score or the planned decrease of "
        "{ids} is not known; without them {total} at least, {missing} short",
    ),
}
_HELD_BY = Text("bị giới hạn bởi: {ids}", "held back by: {ids}")
_HELD = Text("{id} ({bound})", "{id} ({bound})")
_UNPROVEN = Text(
    "có thể chưa phải phương án tốt nhất: các tiêu chí có hệ số khác nhau, chưa xét hết mọi cách "
    "kết hợp",
    "perhaps not the best answer: rows count differently, and not every combination was considered",
)
_ALSO = Text(
    "{id} cũng là {twin}: {score} → {projected}", "{id} is also {twin}: {score} → {projected}"
)
_NO_COST = Text(
    "tiêu chí không có chi phí thì giữ nguyên: {ids}", "rows without a cost stay as they are: {ids}"
)
