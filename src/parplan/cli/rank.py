"""`parplan rank`: where a score stands in a field of units."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, NamedTuple

from parplan.cli.app import command
from parplan.cli.complete import complete_id
from parplan.cli.options import (
    Format,
    Language,
    OnBasis,
    Output,
    Peers,
    Plan,
    Since,
    TargetYear,
    argument,
    option,
)
from parplan.cli.output import stop
from parplan.text import Message, Text

if TYPE_CHECKING:
    from parplan.engine.gap import Standing
    from parplan.engine.movement import Movement
    from parplan.engine.rank import Ranked, What
    from parplan.engine.rank_odds import Why
    from parplan.model.peers import Panel, PeerGroup, Published
    from parplan.model.plan import Plan as PlanRecord
    from parplan.reports import rank as report
    from parplan.reports.fields import Answer
    from parplan.reports.rank_odds import RankOdds
    from parplan.workspace.opened import Workspace


class Asked(NamedTuple):
    """Which score of every row: a given one in points, one that the row has, or all three that are
    known; of which year, and since when the field moved.
    """

    score: Decimal | None
    wanted: "What | None"
    year: int | None
    since: int | None

    def scores(self, row: "Standing") -> "list[tuple[What, Decimal]]":
        """The scores of a row that are to be ranked. Raises Stop where the one asked for is not
        known.
        """
        from parplan.engine.rank import scores_of
        from parplan.reports.goals import listed
        from parplan.reports.rank import WHAT

        if self.score is not None:
            return [("score", self.score)]
        known = scores_of(row, self.wanted)
        if not known and self.wanted == "target" and row.aims:
            said = listed(row.aims, row.decimals)
            raise stop(Message(_NO_POINTS, {"id": row.id, "said": said}))
        if not known:
            raise stop(
                Message(_UNKNOWN_SCORE, {"what": WHAT[self.wanted or "current"], "id": row.id})
            )
        return known


@command(
    "rank",
    help=Text(
        "Một mức điểm xếp hạng thứ mấy trong các đơn vị.", "Where a score ranks among other units."
    ),
    example="parplan rank papi --score 43.33",
)
def rank(
    ids: Annotated[
        list[str],
        argument(
            metavar="ID",
            autocompletion=complete_id,
            help=Text("Chỉ số hoặc tiêu chí, ví dụ papi.", "An index or a row, such as papi."),
        ),
    ],
    score: Annotated[
        str | None,
        option("--score", metavar="POINTS", help=Text("Điểm cần xếp hạng.", "The score to rank.")),
    ] = None,
    target: Annotated[
        bool, option("--target", help=Text("Xếp hạng mức mục tiêu.", "Rank the target."))
    ] = False,
    projected: Annotated[
        bool,
        option(
            "--projected",
            help=Text(
                "Xếp hạng điểm cộng với mức dự kiến tăng.",
                "Rank the score with the planned increase.",
            ),
        ),
    ] = False,
    every: Annotated[
        bool,
        option(
            "--all",
            help=Text("Xếp hạng mọi đơn vị trong bảng.", "Rank every unit of the table."),
        ),
    ] = False,
    peers: Peers = None,
    year: Annotated[
        int | None,
        option(
            "--year",
            metavar="YEAR",
            help=Text(
                "Năm của bảng để xếp hạng; mặc định: năm gốc của kế hoạch.",
                "The year of the table to rank in. Default: the base year.",
            ),
        ),
    ] = None,
    since: Since = None,
    odds: Annotated[
        bool,
        option(
            "--odds",
            help=Text(
                "Thêm xác suất của từng thứ hạng trong năm mục tiêu, khi mọi đơn vị đều thay đổi.",
                "Add the chance of each rank in the target year, with the whole field moving.",
            ),
        ),
    ] = False,
    plan: Plan = None,
    target_year: TargetYear = None,
    basis: OnBasis = "printed",
    form: Format = None,
    lang: Language = None,
    output: Output = None,
) -> int:
    """Print the ranks asked for."""
    from parplan.cli.answer import answer
    from parplan.cli.output import needs
    from parplan.cli.typed import alone, figure_typed, ids_typed
    from parplan.cli.workspace import field_in, opened, say_other_years
    from parplan.engine.gap import standings
    from parplan.model.peers import Panel
    from parplan.points import parse
    from parplan.reports import rank as report

    if sum((score is not None, target, projected, every)) > 1:
        raise stop(Message(_ONE_SCORE))
    if odds:
        alone("--odds", {"--score": score, "--all": every, "--year": year})
        needs("numpy", "simulate")
    points = None if score is None else figure_typed("--score", score, parse, _SCORE_FORM)
    asked = Asked(points, "target" if target else "projected" if projected else None, year, since)
    source = opened(plan, basis, target_year)
    chosen = ids_typed(source.plan, ids)
    rows = [
        row
        for index in standings(source.plan, source.on)
        for row in index.walk()
        if row.id in chosen
    ]
    if points is None and not every:
        say_other_years(source, dict.fromkeys(row.id for row in rows))
    found = field_in(peers, source) if peers is not None else _beside(source, rows, year)
    if isinstance(found, Panel):
        found = found.seen(max(source.plan.about.target_year, year or 0))
    if odds and not isinstance(found, Panel):
        raise stop(Message(_GROUPS_ONLY))
    then = year or source.plan.about.year
    _in_scale(points, rows, source.plan, found, then)
    # A table that was given has no groups, and those of a year are of the units of that year.
    beside = peers is None and isinstance(found, Panel) and not found.is_remade(then)
    groups = source.groups_of(then) if beside else {}
    if every:
        told = _leagues(rows, found, then, groups)
        answer(told, source, basis=None, form=form, file=output)
        return 0
    chances = None
    if isinstance(found, Panel):
        ranked, field = _in_panel(asked, rows, found, source.plan, groups)
        if odds:
            fields = source.fields if peers is None else [found]
            chances = _odds([row.id for row in ranked], found, fields, groups, source)
    else:
        ranked, field = _in_groups(asked, rows, found, source)
    answer(
        report.answer(ranked, field, source.plan, source.corrected, chances),
        source,
        basis=basis,
        form=form,
        file=output,
    )
    return 0


def _odds(
    ids: "Iterable[str]",
    panel: "Panel",
    fields: "Sequence[Panel | Published]",
    groups: "Mapping[str, tuple[PeerGroup, ...]]",
    source: "Workspace",
) -> "RankOdds":
    """The chances of ranks of some rows in the target year, if all units of a table move, by what
    is known of other units; with the groups of the plan's year.
    """
    from parplan.cli.odds import drawing
    from parplan.engine.baseline import Baseline
    from parplan.engine.movement import movements
    from parplan.engine.project import in_full
    from parplan.engine.rank_odds import RankChances, others_of, rank_chances
    from parplan.reports.rank_odds import RankOdds

    baseline, about = Baseline(source.plan, source.on), source.plan.about
    moving = movements(baseline, fields)
    drawn = drawing(fields)(baseline, in_full(baseline))
    rows = {row.id: (index, row) for index in drawn for row in index.chance.walk()}
    told: list[RankChances] = []
    none: dict[str, Why] = {}
    rests_on: dict[str, Movement] = {}
    for ident in dict.fromkeys(ids):
        index, row = rows[ident]
        others = others_of(baseline, moving, panel, ident)
        outcomes = index.outcomes(ident)
        found = rank_chances(ident, row.name, outcomes, others, groups.get(ident, ()))
        if isinstance(found, str):
            none[ident] = found
        else:
            told.append(found)
            rests_on |= {it.id: it.movement for it in row.walk() if it.movement is not None}
    return RankOdds(about.target_year, tuple(told), none, tuple(rests_on.values()))


def _leagues(
    rows: "Iterable[Standing]",
    found: "Panel | Published",
    year: int,
    groups: "Mapping[str, tuple[PeerGroup, ...]]",
) -> "Answer":
    """The whole field of every row asked for. Raises Stop where no table has every unit's score."""
    from parplan.engine.league import league
    from parplan.model.peers import Panel
    from parplan.reports import league as report
    from parplan.reports.panel import of_mergers, undeclared

    if not isinstance(found, Panel):
        raise stop(Message(_GROUPS_ONLY))
    listed = _with_scores(list(rows), found, year)
    leagues = [(row.name, league(found, row.id, year, groups.get(row.id, ()))) for row in listed]
    told_of = year if found.is_remade(year) else year - 1  # what changed is since then
    remarks = list(of_mergers(found, [row.id for row in listed], told_of))
    remarks += undeclared(listed, found, (year, year - 1))  # places are gained since the latter
    return report.answer(report.Leagues(found.name, year, leagues, remarks))


def _in_scale(
    score: Decimal | None,
    rows: "Iterable[Standing]",
    plan: "PlanRecord",
    field: "Panel | Published",
    year: int,
) -> None:
    """Raises Stop for a score that a row cannot have: out of the plan's maximum, or of that which
    the table has for the own unit in a year.
    """
    from parplan.model.mergers import points_of
    from parplan.model.peers import Panel

    for row in rows:
        own = plan.by_id[row.id]
        low, high = own.floor, row.ceiling
        most = field.maximum(row.id, year, field.own) if isinstance(field, Panel) else own.max
        if most is not None and most != own.max:
            high = points_of(most)
        if score is not None and (score < low or (high is not None and score > high)):
            values = {"low": low, "high": "∞" if high is None else high}
            raise stop(Message(_OUT_OF_SCALE, {"id": row.id, "score": score, **values}))


def _beside(
    source: "Workspace", rows: "Sequence[Standing]", year: int | None
) -> "Panel | Published":
    """The field beside the plan that has the rows: a table, where every score is known, else
    published groups; of the year asked for or else the plan's, where there is one, else the
    latest."""
    wanted, best = [row.id for row in rows], year or source.plan.about.year
    for panel in source.panels:
        if all(best in panel.years(ident) for ident in wanted):
            return panel
    fields = [field for field in source.published if all(ident in field.groups for ident in wanted)]
    known = {
        ident: {
            *(year for panel in source.panels for year in panel.years(ident)),
            *(field.record.year for field in source.published if ident in field.groups),
        }
        for ident in wanted
    }
    unknown = [ident for ident, years in known.items() if not years]
    if unknown:
        raise stop(Message(_NO_FIELD, {"id": ", ".join(unknown)}))
    if not fields or (year is not None and all(year != field.record.year for field in fields)):
        if all(best in years for years in known.values()) and len(wanted) > 1:
            raise stop(Message(_APART, {"ids": tuple(wanted)}))
        years = tuple(map(str, sorted(set.union(*known.values()))))
        raise stop(Message(_NO_YEAR, {"id": ", ".join(wanted), "year": best, "years": years}))
    return max(fields, key=lambda field: (field.record.year == best, field.record.year))


def _in_groups(
    asked: Asked, rows: "Iterable[Standing]", field: "Published", source: "Workspace"
) -> "tuple[list[Ranked], report.PeerField]":
    from parplan.engine.rank import in_groups
    from parplan.reports.panel import not_comparable
    from parplan.reports.rank import PeerField

    about, mergers = source.plan.about, source.mergers
    record, same_year = field.record, field.record.year == about.year
    ranked: list[Ranked] = []
    remarks: list[Message] = []
    if mergers is not None and record.year < mergers.latest.year <= about.target_year:
        remarks.append(Message(_OLD_GROUPS, {"since": mergers.latest}))
    for row in rows:
        if row.id not in field.groups:
            raise stop(Message(_NO_FIELD, {"id": row.id}))
        ranked += in_groups(row, asked.scores(row), field, row.score if same_year else None)
        remarks += not_comparable(row, ranked[-1].place.of) if same_year else ()
    return ranked, PeerField(
        record.name, record.year, exact=False, remarks=tuple(remarks), grouped=True
    )


def _in_panel(
    asked: Asked,
    rows: "Sequence[Standing]",
    panel: "Panel",
    plan: "PlanRecord",
    groups: "Mapping[str, tuple[PeerGroup, ...]]",
) -> "tuple[list[Ranked], report.PeerField]":
    """Every row asked for, and what it is made of as far as the table has it; with the groups that
    are published of that year beside the table.
    """
    from parplan.reports.panel import COMBINED_EXCERPT, of_histories, of_ranking
    from parplan.reports.rank import PeerField

    year = plan.about.year if asked.year is None else asked.year
    found = _with_scores(rows, panel, year)
    remade, unlisted = panel.is_remade(year), panel.unlisted(year)
    if remade and unlisted:
        raise stop(Message(COMBINED_EXCERPT, {"year": year}))
    ranked = _ranked_in(asked, found, panel, year, plan, groups)
    remarks = [*of_ranking(found, panel, year)]
    if remade or any(row.moved for row in ranked):
        remarks += of_histories(panel, [row.id for row in found])
    name = f"{panel.name} ({year})"
    return ranked, PeerField(Text(name, name), year, exact=not unlisted, remarks=tuple(remarks))


def _ranked_in(
    asked: Asked,
    rows: "Iterable[Standing]",
    panel: "Panel",
    year: int,
    plan: "PlanRecord",
    groups: "Mapping[str, tuple[PeerGroup, ...]]",
) -> "list[Ranked]":
    from parplan.engine.rank import as_of, in_panel, scores_of

    ahead = plan.years_ahead(year) if asked.score is None else 1
    ranked: list[Ranked] = []
    for row in rows:
        for part in row.walk() if asked.score is None else [row]:
            if year not in panel.years(part.id) or any(known.id == part.id for known in ranked):
                continue
            then = part if year == plan.about.year else as_of(part, panel, year)
            scores = asked.scores(then) if part is row else scores_of(then, asked.wanted)
            beside = groups.get(part.id, ())
            ranked += in_panel(then, scores, panel, year, beside, asked.since, ahead)
    return ranked


def _with_scores(rows: "Sequence[Standing]", panel: "Panel", year: int) -> "list[Standing]":
    """The rows that the table has scores of in a year. Raises Stop where there are none."""
    found = [row for row in rows if year in panel.years(row.id)]
    if found:
        return found
    years = tuple(
        str(each) for each in sorted({each for row in rows for each in panel.years(row.id)})
    )
    values: dict[str, object] = {
        "id": ", ".join(row.id for row in rows),
        "year": year,
        "years": years,
    }
    raise stop(Message(_NO_YEAR if years else _NO_SCORES, values))


_SCORE_FORM = Text("số điểm như 43.33", "points such as 43.33")
_ONE_SCORE = Text(
    "--score, --target, --projected và --all: chỉ dùng một",
    "give one of --score, --target, --projected and --all",
)
_GROUPS_ONLY = Text(
    "chỉ biết các nhóm được công bố, không biết điểm từng đơn vị; dùng --peers với một bảng CSV",
    "only published groups are known, not every unit's score; give a table with --peers FILE.csv",
)
_NO_POINTS = Text(
    "{id}: chưa biết mục tiêu “{said}” cần bao nhiêu điểm, nên không xếp hạng được",
    "{id}: it is not known how many points the target “{said}” takes, so it cannot be ranked",
)
_UNKNOWN_SCORE = Text("chưa biết điểm {what} của {id}", "the {what} score of {id} is not known")
_OUT_OF_SCALE = Text(
    "{id} có thang điểm từ {low} đến {high}: không thể là {score}",
    "{id} goes from {low} to {high}: it cannot be {score}",
)
_NO_FIELD = Text(
    "không biết các đơn vị khác đạt bao nhiêu ở {id}; thêm tệp peers/*.yaml, hoặc dùng --peers "
    "với một bảng CSV",
    "the scores of other units in {id} are not known; add a file peers/*.yaml, or give a table "
    "with --peers FILE.csv",
)
_APART = Text(
    "{ids}: không bảng nào có điểm của tất cả; hãy xếp hạng từng mã",
    "{ids}: no table has the scores of all of them; rank them one by one",
)
_NO_YEAR = Text(
    "bảng không có điểm {id} năm {year}; có các năm {years}",
    "the table has no scores of {id} in {year}; it has {years}",
)
_NO_SCORES = Text("bảng không có điểm nào của {id}", "the table has no scores of {id}")
_OLD_GROUPS = Text(
    "các nhóm này là của các đơn vị trước ngày {since}; các đơn vị mới không có trong đó",
    "these groups are of the units before {since}: the units merged then are not among them",
)
