"""`parplan record`: a result that became known, into the plan's results.yaml."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple, TypeVar

from parplan import workspace
from parplan.check.companion import read_results
from parplan.cli.beside import day_typed
from parplan.cli.opening import Opened, unknown_id
from parplan.cli.output import deliver, stop
from parplan.cli.writing import own_plan, write_checked
from parplan.ids import UnknownId, near
from parplan.labels import Recording
from parplan.model.results import Layer
from parplan.points import NotAFigure, Rank, parse, parse_rank
from parplan.recording import NewResult, result_lines, with_result
from parplan.text import Message, Text
from parplan.yaml_text.edit import CannotWrite, as_item

Value = TypeVar("Value")


class Seen(NamedTuple):
    """A result as it was typed."""

    scores: list[str]
    ranks: list[str]
    layer: Layer
    source: str
    day: str | None
    year: int | None
    interim: bool
    evidence: list[str]


def run(seen: Seen, plan: Path | None) -> int:
    """Write a result; prints its lines. Nothing else in the file is touched."""
    source = own_plan(plan)
    day = date.today() if seen.day is None else day_typed("--date", seen.day)
    if day > date.today():
        raise stop(Message(Recording.FUTURE, {"day": day}))
    result = NewResult(
        seen.year or source.plan.about.target_year,
        day,
        seen.layer,
        "interim" if seen.interim else "final",
        seen.source,
        _scores(seen.scores, source),
        _ranks(seen.ranks, source),
        seen.evidence,
    )
    try:
        text = with_result(workspace.beside(source.folder, source.sources.name, "results"), result)
    except workspace.CannotRead as error:
        raise stop(*error.messages) from error
    except CannotWrite as error:
        raise stop(Message(Recording.NO_PLACE, {"path": "results.yaml"})) from error
    write_checked(source, "results", text, lambda file: read_results(file, source.plan, source.name).findings)
    deliver("\n".join(as_item(result_lines(result), 2)) + "\n", None)
    return 0


def _scores(typed: list[str], source: Opened) -> dict[str, Decimal]:
    return dict(_typed(typed, parse, Recording.SCORE_FORM, source))


def _ranks(typed: list[str], source: Opened) -> dict[str, Rank]:
    return dict(_typed(typed, parse_rank, Recording.RANK_FORM, source))


def _typed(typed: list[str], value: Callable[[str], Value], form: Text, source: Opened) -> Iterator[tuple[str, Value]]:
    """What was typed as ID=VALUE. Raises Stop for another form, an id that the plan does not have, or one that was typed before."""
    known: set[str] = set()
    for text in typed:
        ident, equals, amount = text.partition("=")
        try:
            if not equals:
                raise NotAFigure(text)
            read = value(amount)
        except NotAFigure as error:
            meant = f"{ident}={error.meant}" if equals and error.meant else None
            raise stop(Message(Recording.MEANT if meant else form, {"text": text, "meant": meant})) from error
        if ident not in source.plan.by_id:
            raise stop(unknown_id(UnknownId(ident, near(ident, source.plan.by_id))))
        if ident in known:
            raise stop(Message(Recording.TWICE, {"id": ident}))
        known.add(ident)
        yield ident, read
