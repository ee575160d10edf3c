"""`parplan rank`: where a score stands in a field of units."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Literal, NamedTuple

from parplan.cli.language import current
from parplan.cli.opening import Basis, Opened, ids_typed, opened
from parplan.cli.output import deliver, stop
from parplan.cli.peers import published, table_of_peers, tables
from parplan.cli.tables import laid_out
from parplan.engine.gap import Standing, standings
from parplan.engine.rank import Ranked, What, as_of, in_groups, in_panel, scores_of
from parplan.labels import Cli, Ranking
from parplan.model.peers import Panel, Published
from parplan.model.plan import Plan
from parplan.points import NotAFigure, parse
from parplan.reports import rank as report
from parplan.reports.rank import WHAT, Field
from parplan.text import Message, Text

Format = Literal["table", "json", "csv", "markdown"]


class Asked(NamedTuple):
    """Which rows, which score of theirs (all three that are known where nothing was said), in which field, of which year."""

    ids: list[str]
    score: str | None
    target: bool
    projected: bool
    peers: Path | None
    year: int | None


def run(asked: Asked, plan: Path | None, *, basis: Basis, form: Format, file: Path | None) -> int:
    """Print the ranks asked for."""
    score = _typed(asked)
    source = opened(plan, basis)
    rows = {row.id: row for index in standings(source.plan, "parts" if basis == "parts" else "printed") for row in index.walk()}
    _in_scale(score, source, asked)
    chosen = [rows[ident] for ident in rows if ident in ids_typed(source.plan, asked.ids)]
    found = table_of_peers(source, asked.peers) if asked.peers is not None else _beside(source, chosen, asked.year)
    if isinstance(found, Panel):
        ranked, field = _in_panel(asked, chosen, score, found, source.plan)
    else:
        ranked, field = _in_groups(asked, chosen, score, found, source.plan)
    if form == "json":
        from parplan.render import json as json_text

        head = {"schema": "parplan/rank/1", "plan": source.name, "basis": basis}
        deliver(json_text.render({**head, **report.payload(ranked, field, current())}), file)
    else:
        deliver(laid_out([report.table(ranked, field)], source, basis, form, file), file)
    return 0


def _typed(asked: Asked) -> Decimal | None:
    if sum((asked.score is not None, asked.target, asked.projected)) > 1:
        raise stop(Message(Ranking.ONE_SCORE))
    try:
        return None if asked.score is None else parse(asked.score)
    except NotAFigure as error:
        values: dict[str, object] = {"option": "--score", "text": error.text, "form": Cli.SCORE_FORM, "meant": error.meant}
        raise stop(Message(Cli.BAD_CHANGE_MEANT if error.meant else Cli.BAD_VALUE, values)) from error


def _in_scale(score: Decimal | None, source: Opened, asked: Asked) -> None:
    """Raises Stop for a score that a row cannot have."""
    for ident in ids_typed(source.plan, asked.ids) if score is not None else ():
        row = source.plan.by_id[ident]
        if score is not None and (score < row.floor or (row.ceiling is not None and score > row.ceiling)):
            raise stop(Message(Ranking.OUT_OF_SCALE, {"id": ident, "score": score, "low": row.floor, "high": row.ceiling or "∞"}))


def _scores(asked: Asked, row: Standing, score: Decimal | None) -> list[tuple[What, Decimal]]:
    """The scores of a row that are to be ranked. Raises Stop where the one asked for is not known."""
    if score is not None:
        return [("score", score)]
    known = scores_of(row, _wanted(asked))
    if not known:
        raise stop(Message(Ranking.UNKNOWN_SCORE, {"what": WHAT[_wanted(asked) or "current"], "id": row.id}))
    return known


def _wanted(asked: Asked) -> What | None:
    return "target" if asked.target else "projected" if asked.projected else None


def _beside(source: Opened, rows: Sequence[Standing], year: int | None) -> Panel | Published:
    """The field beside the plan that has the rows: a table, where every score is known, else published groups; of the year asked for or
    else the plan's, where there is one, else the latest."""
    wanted, best = [row.id for row in rows], year or source.plan.about.year
    for panel in tables(source):
        if all(best in panel.years(ident) for ident in wanted):
            return panel
    fields = [field for field in published(source) if all(ident in field.groups for ident in wanted)]
    if not fields:
        raise stop(Message(Ranking.NO_FIELD, {"id": ", ".join(wanted)}))
    if year is not None and all(field.record.year != year for field in fields):
        years = tuple(str(field.record.year) for field in fields)
        raise stop(Message(Ranking.NO_YEAR, {"id": ", ".join(wanted), "year": year, "years": years}))
    return max(fields, key=lambda field: (field.record.year == best, field.record.year))


def _in_groups(asked: Asked, rows: Iterable[Standing], score: Decimal | None, field: Published, plan: Plan) -> tuple[list[Ranked], Field]:
    record, same_year = field.record, field.record.year == plan.about.year
    ranked: list[Ranked] = []
    remarks: list[Message] = []
    for row in rows:
        if row.id not in field.groups:
            raise stop(Message(Ranking.NO_FIELD, {"id": row.id}))
        ranked += in_groups(row, _scores(asked, row, score), field, row.score if same_year else None)
        remarks += _not_comparable(row, record.ranked if same_year else None)
    return ranked, Field(record.name, record.year, exact=False, remarks=tuple(remarks))


def _in_panel(asked: Asked, rows: Sequence[Standing], score: Decimal | None, panel: Panel, plan: Plan) -> tuple[list[Ranked], Field]:
    """Every row asked for, and what it is made of as far as the table has it."""
    ranked: list[Ranked] = []
    remarks: list[Message] = []
    year = plan.about.year if asked.year is None else asked.year
    for row in _with_scores(rows, panel, year):
        if panel.own not in panel.scores[row.id][year]:
            remarks.append(Message(Ranking.OUTSIDE, {"id": row.id}))
        for part in row.walk() if score is None else [row]:
            if year not in panel.years(part.id) or any(known.id == part.id for known in ranked):
                continue
            then = part if year == plan.about.year else as_of(part, panel, year)
            scores = _scores(asked, then, score) if part.id == row.id else scores_of(then, _wanted(asked))
            ranked += in_panel(then, scores, panel, year)
        remarks += _not_comparable(row, len(panel.scores[row.id][year]) if year == plan.about.year else None)
    said = Message(Ranking.FIELD, {"name": panel.name, "year": year})
    return ranked, Field(Text(said.say("vi"), said.say("en")), year, exact=True, remarks=tuple(remarks))


def _with_scores(rows: Sequence[Standing], panel: Panel, year: int) -> list[Standing]:
    """The rows that the table has scores of in a year. Raises Stop where there are none."""
    found = [row for row in rows if year in panel.years(row.id)]
    if found:
        return found
    years = tuple(str(each) for each in sorted({each for row in rows for each in panel.years(row.id)}))
    idents = ", ".join(row.id for row in rows)
    raise stop(
        Message(Ranking.NO_YEAR, {"id": idents, "year": year, "years": years}) if years else Message(Ranking.NO_SCORES, {"id": idents})
    )


def _not_comparable(row: Standing, ranked: int | None) -> Iterator[Message]:
    """A rank that the plan prints over another number than were ranked."""
    if ranked is not None and row.rank is not None and row.rank.of is not None and row.rank.of != ranked:
        yield Message(Ranking.NOT_COMPARABLE, {"rank": row.rank, "id": row.id, "ranked": ranked})
