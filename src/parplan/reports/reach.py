"""`reach`: what each row is to bring, and what holds it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from parplan.engine.baseline import Baseline
from parplan.engine.identities.totals import between
from parplan.engine.margin import Margin
from parplan.engine.movement import Movement
from parplan.engine.reach import Reach
from parplan.model.aims import Aim
from parplan.model.fields import Better, or_null
from parplan.model.findings import Finding
from parplan.points import Lang, rounded
from parplan.render.table import Table
from parplan.reports.bases import Corrections, noted
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
from parplan.reports.footnotes import RESTS_ON, footnotes, found
from parplan.reports.reach_sentences import (
    BOUNDS,
    WITH_ODDS,
    held_by,
    in_percent,
    sentences_of,
)
from parplan.reports.rows import label
from parplan.reports.titles import Titles
from parplan.rules.scenarios import refusal_words
from parplan.text import Message, Shown, Text, Word


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
            "ids of the rows of which it is not known what they can bring: without a maximum, a "
            "score or, where they start with it, an increase of their own"
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
            schema=one_of(*BOUNDS, None),
            on="mj",
            says="what keeps it from bringing more, if anything",
        ),
        *(
            (
                Field(
                    "held",
                    "text",
                    _BOUND,
                    lambda at: Word(at.row.bound, held_by(at.row, better)) if at.row.bound else "",
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
    return table(title, fields, lines, sentences_of(result), *notes)


def _in_json(margin: Margin | None) -> dict[str, Any] | None:
    """Chances as all shares of 1 are told, points exact."""
    if margin is None:
        return None
    chances = {"alone": Decimal(margin.alone), "chance": Decimal(margin.chance)}
    told = {key: rounded(chance, SHARE_DECIMALS) for key, chance in chances.items()}
    return {**margin._asdict(), **told}


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


_TITLES: Mapping[Better, Text] = {
    "higher": Text("{name}: đạt ít nhất {points}", "{name}: at least {points}"),
    "lower": Text("{name}: giảm còn không quá {points}", "{name}: at most {points}"),
}
_COST = Text("Chi phí", "Cost")
_BOUND = Text("Giới hạn", "Bound")
_MISPLACED = Text("{option} {id}: {said}", "{option} {id}: {said}")
_NO_PART = Text("không thuộc {of}", "that is no part of {of}")
_TWO_COSTS = Text(
    "{part} thuộc {row}: chỉ ghi chi phí cho một trong hai",
    "{part} is part of {row}: give a cost for one of them",
)
