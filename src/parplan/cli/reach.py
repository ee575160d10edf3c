"""`parplan reach`: what it would take."""

import shlex
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Literal, NamedTuple

from parplan import workspace
from parplan.check.companion import read_costs
from parplan.cli.language import current, say
from parplan.cli.opening import Basis, Opened, ids_typed, opened, unknown_id
from parplan.cli.output import deliver_beside, free, kept_apart, remark, stop, tell
from parplan.cli.project import baseline_of, check_text
from parplan.cli.scenarios import save
from parplan.engine.baseline import Baseline
from parplan.engine.project import Projection, Refused, project
from parplan.engine.reach import By, Unknown, Wish, reach
from parplan.ids import UnknownId, matching
from parplan.labels import BASES, Cli, Gap, ToReach
from parplan.model.scenario import Base, Change, Scenario
from parplan.points import ZERO, NotAFigure, last_digit, parse, parse_share, raised
from parplan.reports import reach as report
from parplan.reports.reach import Answer
from parplan.reports.rows import noted
from parplan.text import Message, Shown, Text

Format = Literal["table", "json", "csv", "markdown"]


class Asked(NamedTuple):
    """What was typed."""

    ident: str
    at_least: str | None
    by: By
    locks: list[str]
    only: list[str]
    max_share: str | None
    step: str | None
    costs: list[str]
    costs_file: Path | None


def run(
    asked: Asked, plan: Path | None, *, base: Base, basis: Basis, saved: Path | None, because: str, form: Format, file: Path | None
) -> int:
    """Print what each row is to bring; returns 1 where the goal is out of reach."""
    kept_apart(asked.costs_file, saved, file)
    free(saved)
    source = opened(plan, basis)
    baseline = baseline_of(source, basis)
    start = project(baseline, base)
    if isinstance(start, Refused):
        from parplan.cli.changes import refused

        raise refused(start.refusals, ())
    check_text(because, "--because")
    wish, unit = _wish(asked, source, baseline)
    result = reach(baseline, wish, start)
    if isinstance(result, Unknown):
        raise stop(Message(Cli.NO_TOTAL, {"id": result.ident}))
    indicator = source.plan.by_id[wish.ident]
    step = wish.step if wish.step is not None else last_digit(indicator.decimals)
    row = baseline.standing[wish.ident]
    answer = Answer(result, row.name, row.decimals, row.max, row.score, start.rows()[wish.ident].projected, step, unit)
    answer = answer._replace(also=tuple(_also(answer, baseline, start)), unpriced=_unpriced(wish, answer))
    text = _rendered(answer, source, basis, form, file)

    def keep() -> None:
        if saved is not None and result.feasible:
            save(_scenario(answer, base, because or _command(asked, wish, base), start, typed=bool(because)), saved)

    deliver_beside(text, file, keep)
    if result.unproven == "no-solver":
        remark(Message(ToReach.NO_SOLVER))
    if saved is not None and not result.feasible:
        remark(Message(Cli.NOT_SAVED))
    return 0 if result.feasible else 1


def _wish(asked: Asked, source: Opened, baseline: Baseline) -> tuple[Wish, Text]:
    """What was asked for, with the unit of its costs. Raises Stop for anything that cannot be understood."""
    ident = _one(asked.ident, source)
    at_least = baseline.standing[ident].target if asked.at_least is None else _parsed("--at-least", asked.at_least, parse, Cli.POINTS_FORM)
    if at_least is None:
        raise stop(Message(Cli.NO_TARGET, {"id": ident}))
    costs, unit = _costs(asked, source)
    if asked.by == "cheapest" and not costs:
        raise stop(Message(Cli.NO_COSTS))
    _typed(asked.locks, asked.only, ident, source, baseline)
    only = ids_typed(source.plan, asked.only)
    for priced in costs:
        parts = baseline.below(baseline.fact[priced])
        part = next((other for other in costs if baseline.fact[other] in parts), None)
        if part is not None:
            raise stop(Message(Cli.TWO_COSTS, {"part": part, "row": priced}))
    return Wish(
        ident,
        at_least,
        asked.by,
        ids_typed(source.plan, asked.locks),
        frozenset(costs) if asked.by == "cheapest" and not only else only,
        None if asked.max_share is None else _parsed("--max-share", asked.max_share, parse_share, Cli.SHARE_FORM),
        None if asked.step is None else _parsed("--step", asked.step, _above_zero, Cli.STEP_FORM),
        costs,
    ), unit


def _typed(locks: list[str], only: list[str], ident: str, source: Opened, baseline: Baseline) -> None:
    """Raises Stop for ids that do not exist, or have nothing to do with the total."""
    ids_typed(source.plan, [*locks, *only])
    fact = baseline.fact[ident]
    parts = {fact, *baseline.below(fact)}
    strange = [Message(Cli.NO_PART, {"option": "--only", "id": each, "of": ident}) for each in _foreign(only, parts, source, baseline)]
    related = parts | {*baseline.above(fact)}
    strange += [Message(Cli.NO_PART, {"option": "--lock", "id": each, "of": ident}) for each in _foreign(locks, related, source, baseline)]
    if strange:
        raise stop(*strange)


def _foreign(typed: list[str], facts: set[str], source: Opened, baseline: Baseline) -> list[str]:
    return [text for text in typed if not any(baseline.fact[ident] in facts for ident in matching(text, source.plan.by_id))]


def _one(typed: str, source: Opened) -> str:
    try:
        found = matching(typed, source.plan.by_id)
    except UnknownId as error:
        raise stop(unknown_id(error)) from error
    if len(found) > 1:
        raise stop(Message(Cli.ONE_ID, {"text": typed, "ids": tuple(found)}))
    return found[0]


def _parsed(option: str, text: str, read: Callable[[str], Decimal], form: Text) -> Decimal:
    try:
        return read(text)
    except NotAFigure as error:
        values: dict[str, object] = {"option": option, "text": text, "form": form}
        if error.meant is not None and ("%" in error.meant or "%" not in text):
            raise stop(Message(Cli.BAD_CHANGE_MEANT, {**values, "meant": error.meant})) from error
        raise stop(Message(Cli.BAD_VALUE, values)) from error


def _above_zero(text: str) -> Decimal:
    value = parse(text)
    if value <= 0:
        raise NotAFigure(text)
    return value


def _costs(asked: Asked, source: Opened) -> tuple[dict[str, Decimal], Text]:
    """What a point costs, by id: from the file, then from the options, and the unit that the file names."""
    costs: dict[str, Decimal] = {}
    unit = Text("", "")
    if asked.costs_file is not None:
        try:
            read = read_costs(workspace.read_source(asked.costs_file, str(asked.costs_file)), source.plan, source.name)
        except workspace.CannotRead as error:
            raise stop(*error.messages) from error
        if read.costs is None:
            from parplan.render.findings import excerpt as findings_text
            from parplan.render.layout import Screen

            tell(findings_text.render(read.findings, current(), Screen(None, colour=False)))
            raise stop(Message(Cli.BROKEN_COSTS))
        costs, unit = dict(read.costs), read.unit
    for text in asked.costs:
        typed, _, amount = text.rpartition("=")
        try:
            cost = parse(amount)
            if not typed or cost < ZERO:
                raise NotAFigure(text)
        except NotAFigure as error:
            values: dict[str, object] = {"option": "--cost", "text": text, "form": "ID=3.5"}
            if error.meant is not None and typed and not error.meant.startswith("-"):
                raise stop(Message(Cli.BAD_CHANGE_MEANT, {**values, "meant": f"{typed}={error.meant}"})) from error
            raise stop(Message(Cli.BAD_CHANGE, values)) from error
        costs |= dict.fromkeys(sorted(ids_typed(source.plan, [typed])), cost)
    return costs, unit


def _also(answer: Answer, baseline: Baseline, start: Projection) -> list[tuple[str, str, Decimal, Decimal]]:
    """The other places of the facts that are to change."""
    before = start.rows()
    found = []
    for row in answer.reach.rows:
        for twin in baseline.places[baseline.fact[row.id]]:
            score = before[twin].score
            if twin != row.id and score is not None and row.share:
                found.append((row.id, twin, score, score + row.change))
    return found


def _unpriced(wish: Wish, answer: Answer) -> tuple[str, ...]:
    if wish.by != "cheapest":
        return ()
    return tuple(row.id for row in answer.reach.rows if row.cost is None and row.id not in wish.locked)


def _command(asked: Asked, wish: Wish, base: Base) -> str:
    """The call that works the answer out."""
    words = ["parplan", "reach", wish.ident, "--at-least", format(wish.at_least, "f")]
    words += ["--by", wish.by] if wish.by != "even" else []
    words += [word for ident in asked.locks for word in ("--lock", ident)]
    words += [word for ident in asked.only for word in ("--only", ident)]
    words += ["--max-share", asked.max_share] if asked.max_share else []
    words += ["--step", asked.step] if asked.step else []
    return shlex.join([*words, *(["--from", base] if base != "current" else [])])


def _scenario(answer: Answer, base: Base, because: str, start: Projection, *, typed: bool) -> Scenario:
    """The answer as a scenario: the rows that change, set to what they are to reach."""
    values: dict[str, object] = {"id": answer.reach.goal, "at_least": Shown(answer.reach.at_least, answer.decimals)}
    reason = Text(because, because) if typed else _told(ToReach.BECAUSE, {"command": because})
    before = start.rows()
    rows = [row for row in answer.reach.rows if row.projected != before[row.id].projected]
    changes = tuple(Change("set", row.id, raised(row.projected)) for row in rows)
    return Scenario(_told(ToReach.NAME, values), base, changes, (reason,) * len(changes))


def _told(text: Text, values: Mapping[str, object]) -> Text:
    return Text(text.say("vi", **values), text.say("en", **values))


def _rendered(answer: Answer, source: Opened, basis: Basis, form: Format, file: Path | None) -> str:
    lang = current()
    if form == "json":
        from parplan.render import json as json_text

        head = {"schema": "parplan/reach/1", "plan": source.name, "basis": basis}
        return json_text.render({**head, **report.payload(answer)})
    if form == "csv":
        from parplan.render import csv as csv_text

        return csv_text.render([report.table(answer, machine=True)], lang)
    about = f"\n{say(Gap.SOURCE, plan=source.title)}. {say(Gap.BASIS, basis=BASES[basis])}.\n"
    if form == "markdown":
        from parplan.render import markdown

        return markdown.render(noted([report.table(answer)], source.corrected), lang) + about
    from parplan.cli.screen import screen
    from parplan.render import terminal

    return terminal.render(noted([report.table(answer)], source.corrected), lang, screen(file)) + about
