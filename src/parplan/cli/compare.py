"""`parplan compare`: what differs between two plans, years, units or revisions."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

from parplan.cli.app import command
from parplan.cli.options import (
    Format,
    Language,
    Output,
    Parts,
    Peers,
    Plan,
    TargetYear,
    argument,
    option,
)
from parplan.cli.output import remark, stop
from parplan.text import Message, Text

if TYPE_CHECKING:
    from parplan.engine.compare import Side
    from parplan.model import plan as model
    from parplan.model.peers import Panel
    from parplan.reports.bases import Corrections
    from parplan.workspace.opened import Workspace
    from parplan.yaml_text.source import Source

Basis = Literal["printed", "corrected"]
_YEAR = re.compile(r"[0-9]{4}", re.ASCII)


@command(
    "compare",
    help=Text(
        "So sánh hai kế hoạch, hai năm, hai đơn vị, hoặc một kế hoạch ở hai phiên bản git.",
        "Compare two plans, years or units, or one plan at two git revisions.",
    ),
    example="parplan compare 2022 2023",
)
def compare(
    first: Annotated[
        str,
        argument(
            metavar="A",
            help=Text(
                "Thư mục kế hoạch, năm (2023), phiên bản git (HEAD~1 hoặc HEAD~1:THƯ_MỤC, tính từ "
                "gốc kho như git; ./ là từ thư mục hiện tại), hoặc đơn vị và năm trong một bảng "
                "điểm (Lạng Sơn@2022).",
                "A plan's folder, a year (2023), a git revision (HEAD~1, or HEAD~1:DIR, from the "
                "top of the repository as in git; ./ is from here), or a unit and year of a table "
                "(Lạng Sơn@2022).",
            ),
        ),
    ],
    second: Annotated[
        str,
        argument(
            metavar="B",
            help=Text("Bên thứ hai, viết như bên thứ nhất.", "The second, written like the first."),
        ),
    ],
    peers: Peers = None,
    every: Annotated[
        bool,
        option(
            "--all",
            help=Text(
                "In cả các tiêu chí không thay đổi.", "Show rows that do not differ as well."
            ),
        ),
    ] = False,
    plan: Plan = None,
    target_year: TargetYear = None,
    basis: Annotated[
        Basis,
        option(
            "--basis",
            words="reports.compare:ON",
            show_default=True,
            help=Text(
                "Tính theo số liệu ghi trong văn bản, hoặc theo đính chính trong errata.yaml của "
                "từng bên.",
                "Work with the printed figures, or as corrected in each side's errata.yaml.",
            ),
        ),
    ] = "printed",
    parts: Parts = True,
    form: Format = None,
    lang: Language = None,
    output: Output = None,
) -> int:
    """Print what differs."""
    from parplan.cli.answer import answer
    from parplan.cli.revisions import is_revision
    from parplan.cli.workspace import field_in, opened
    from parplan.engine.compare import compared
    from parplan.model.peers import Panel
    from parplan.reports import compare as report

    for text in dict.fromkeys((first, second)):
        if _is_folder(text) and is_revision(text, Path()):
            remark(Message(_TAKEN, {"text": text}))
    if plan is None:
        first, second = _beside(first, second), _beside(second, first)
    # Two plans need no third one; whatever else is compared is of one.
    plans = peers is None and all(
        _is_folder(text) or _in_revision(text) for text in (first, second)
    )
    source = None if plans else opened(plan, basis, target_year)
    found = field_in(peers, source) if source is not None and peers is not None else None
    tables = None if peers is None else [found] if isinstance(found, Panel) else []
    towards = target_year or _target_year(first, source)
    asked = _Asked(basis, towards, typed=target_year is not None)
    one, other = (
        _side(text, source, tables, _latest(first, second), asked) for text in (first, second)
    )
    if target_year is not None and (one.scores or other.scores):
        raise stop(Message(_ONLY_SCORES))
    if source is not None:
        _tell_of_silence(one, other, source)
    differences = compared(one, other, _apart(one, other, source))
    remarks = (*one.remarks, *other.remarks, *report.beside(one, other))
    result = report.Compared(one, other, differences, every, parts, remarks)
    answer(report.answer(result), source, basis=basis, form=form, file=output)
    return 0


class _Asked(NamedTuple):
    """The basis of plans, and the target year that they are on their way to, where they have
    targets of it; they must, where it was `typed`.
    """

    basis: Basis
    towards: int
    typed: bool


def _latest(*typed: str) -> int:
    """The latest year among units and years that were typed; 0 where there are none."""
    years = [text.rpartition("@")[2] for text in typed if "@" in text]
    return max((int(year) for year in years if _YEAR.fullmatch(year)), default=0)


def _beside(text: str, other: str) -> str:
    """What was typed; a revision alone, beside a folder, is that folder there."""
    from parplan.cli.revisions import is_revision

    is_other = _is_folder(text) or _YEAR.fullmatch(text) or ":" in text or _latest(text)
    if is_other or not _is_folder(other) or not is_revision(text, Path(other)):
        return text
    folder = Path(other)
    below = "" if folder == Path() else folder.as_posix()
    return f"{text}:{below}" if folder.is_absolute() else f"{text}:./{below}"


def _is_folder(text: str) -> bool:
    return bool(text) and not _YEAR.fullmatch(text) and Path(text).is_dir()


def _in_revision(text: str, own: Path | None = None) -> tuple[str, str | Path] | None:
    """The revision that was typed and the folder in it, else the `own` one; None where nothing such
    was.
    """
    revision, colon, folder = text.partition(":")
    at = folder or own
    # What begins like an option is no revision.
    return (revision, at) if colon and revision and revision[0] != "-" and at else None


def _target_year(first: str, source: "Workspace | None") -> int:
    """The year that the plan is on its way to, else the first of two plans."""
    from parplan.cli.workspace import opened

    typed = _in_revision(first)
    if source is None and typed is not None and not _is_folder(first):
        return _at_revision(*typed, first)[0].about.target_year
    own = source or opened(Path(first))
    return own.plan.about.target_year


def _apart(first: "Side", second: "Side", source: "Workspace | None") -> frozenset[str]:
    """The indices whose criteria the plan says changed between the years of both sides."""
    if source is None or first.year is None or second.year is None:
        return frozenset()
    plan, years = source.plan, sorted((first.year, second.year))
    return frozenset(
        index.id
        for index in plan.indices
        for row in index.walk()
        if not all(plan.compares(row.id, year) for year in range(years[0] + 1, years[1] + 1))
    )


def _tell_of_silence(first: "Side", second: "Side", source: "Workspace") -> None:
    """Say which indices are left out because one side knows no score of them."""
    for one in {side.name: side for side in (second, first)}.values():
        silent = [
            index.node.name
            for index in source.plan.indices
            if one.scores and not any(row.id in one.known for row in index.walk())
        ]
        if silent:
            words = _NOT_KNOWN_IN if one.name.isdecimal() else _NOT_KNOWN
            remark(Message(words, {"side": one.name, "names": silent}))


def _side(
    text: str,
    source: "Workspace | None",
    tables: "list[Panel] | None",
    latest: int,
    asked: _Asked,
) -> "Side":
    """What was typed: a year, a folder, a git revision, or a unit and a year, which is looked for
    in the tables given, else in those beside the plan: in the field as the `latest` year typed sees
    it, so that both sides are of one. Raises Stop for anything else.
    """
    from parplan.cli.revisions import why_none
    from parplan.cli.workspace import opened
    from parplan.engine.compare import side_of
    from parplan.reports.compare import as_corrected

    if _is_folder(text):
        towards = asked.towards
        own = opened(Path(text), asked.basis, towards if asked.typed else None)
        if own.plan.about.target_year != towards and towards in own.alone.target_years:
            own = opened(Path(text), asked.basis, towards)
        told = _with_tasks(side_of(text, own.plan), _tasks_in(own), own.plan)
        return as_corrected(told, own.plan, own.corrected)
    unit, at, year = text.rpartition("@")
    if source is not None and _YEAR.fullmatch(text):
        return _of_year(int(text), source)
    typed = _in_revision(text, None if source is None else source.folder.path)
    if typed is not None:
        return _of_revision(*typed, text, asked)
    if source is not None and ":" not in text and unit and at and _YEAR.fullmatch(year):
        listed = source.panels if tables is None else tables
        if not listed:
            raise stop(Message(_NEEDS_PEERS, {"text": text}))
        seen = max(source.plan.about.target_year, latest)
        return _of_unit(unit, int(year), [panel.seen(seen) for panel in listed], source)
    if source is None or ":" in text:
        raise stop(Message(_UNKNOWN, {"text": text}))
    why = why_none(text, source.folder.path)
    if why is not None:
        raise stop(Message(_UNKNOWN_TO_GIT, {"text": text, "why": why}))
    return _of_revision(text, source.folder.path, f"{text}:", asked)


def _with_tasks(side: "Side", file: "Source | None", plan: "model.Plan") -> "Side":
    """A plan as a side, with who does what: a file with errors says nothing."""
    from parplan.checks.tasks import read_tasks

    return side if file is None else side._replace(work=read_tasks(file, plan, side.name).made)


def _tasks_in(source: "Workspace") -> "Source | None":
    from parplan.workspace.reading import CannotRead

    try:
        return source.folder.file("tasks")
    except CannotRead:
        return None


def _of_year(year: int, source: "Workspace") -> "Side":
    """The scores of a year: what the plan prints, else what it came to by results.yaml; what
    neither tells of a total is worked out from its rows.
    """
    from parplan.engine.baseline import Baseline
    from parplan.engine.compare import Side, figures_of
    from parplan.engine.observed import came_to
    from parplan.model.results import settle
    from parplan.reports.review_sentences import WORKED_OUT

    plan, baseline, base = source.plan, Baseline(source.plan), source.plan.about.year
    outcomes = source.outcomes if year != base and source.folder.has("results") else None
    observed = came_to(baseline, outcomes, year) if outcomes is not None else {}
    if not observed and year not in plan.years():
        years = sorted(
            {
                *plan.years(),
                *(
                    seen.year
                    for seen in (outcomes.observations if outcomes else ())
                    if seen.stage == "final"
                ),
            }
        )
        raise stop(Message(_NO_YEAR, {"year": year, "years": tuple(map(str, years))}))
    rows, unsettled, worked_out = figures_of(plan), [], []
    for row in plan.walk():
        score, rank = plan.score_in(row.id, year), plan.rank_in(row.id, year)
        seen = observed.get(row.id) if score is None else None
        if seen is not None:
            own = seen.observation
            score, rank = seen.points(row.decimals), own.rank if rank is None and own else rank
            unsettled += [] if settle(seen.layers) else [row.id]
            worked_out += [] if own else [row.id]
        if year == base:
            printed = any(it.node.percent is not None for it in (row, *plan.twins(row.id)))
            worked_out += [] if score is not None or printed else [row.id]
            score = baseline.standing[row.id].score
        rows[row.id] = rows[row.id]._replace(score=score, rank=rank)
    worked_out = [it for it in worked_out if rows[it].score is not None]
    told = ((WORKED_OUT, worked_out), (_UNSETTLED, unsettled))
    remarks = tuple(
        Message(words, {"year": str(year), "rows": tuple(ids)}) for words, ids in told if ids
    )
    return Side(str(year), rows, scores=True, year=year, remarks=remarks)


def _of_unit(typed: str, year: int, tables: "Iterable[Panel]", source: "Workspace") -> "Side":
    """A unit's scores and ranks of a year, from the first table that has it."""
    from parplan.engine.compare import Side, figures_of
    from parplan.ids import near
    from parplan.model.mergers import points_of
    from parplan.reports.panel import of_histories

    listed = [(panel, sorted(panel.listed(year))) for panel in tables]
    for panel, units in listed:
        unit = panel.names.find_typed(typed, units)
        if unit is not None:
            rows = {
                ident: row._replace(
                    score=panel.score(ident, year, unit),
                    max=None
                    if (most := panel.maximum(ident, year, unit)) is None
                    else points_of(most),
                    rank=panel.ranks(ident, year).get(unit)
                    if panel.is_whole(ident, year)
                    else None,
                )
                for ident, row in figures_of(source.plan).items()
            }
            remarks = tuple(of_histories(panel, rows, unit, year))
            return Side(f"{unit}@{year}", rows, scores=True, year=year, remarks=remarks)
    for panel, units in listed:
        became = _became(typed, year, panel, units)
        if became is not None:
            raise stop(became)
    likely = near(typed, [unit for _, units in listed for unit in units])
    raise stop(Message(_NO_UNIT, {"unit": typed, "year": year}).or_near(likely))


def _became(typed: str, year: int, panel: "Panel", units: "Iterable[str]") -> Message | None:
    """What is to be said of a unit of the table that became another of the field that is looked at;
    with what to type, where that one is among those that have scores of a year.
    """
    if panel.mergers is None or panel.table is None:
        return None
    unit = panel.names.find_typed(typed, panel.table.named)
    new = panel.mergers.became.get(unit or "")
    if new is None:
        return None
    merger, values = panel.mergers.made[new], {"unit": unit, "new": new, "year": year}
    words = _RENAMED if len(merger.made_from) == 1 else _MERGED
    instead = Message(_INSTEAD, values) if new in units else ""
    return Message(words, {**values, "since": merger.since, "instead": instead})


def _at_revision(
    revision: str, folder: str | Path, text: str
) -> "tuple[model.Plan, model.Plan | None, Source | None]":
    """A plan as it was at a git revision, as its errata correct it, and its tasks. Raises Stop and
    Broken.
    """
    from parplan.checks.plan import check
    from parplan.cli.revisions import at_revision
    from parplan.workspace.opened import broken
    from parplan.yaml_text.source import Sources

    files = at_revision(revision, folder, text)
    checked = check(Sources(text, files))
    if checked.plan is None:
        raise broken(checked.findings)
    corrected = checked.corrected.plan if checked.corrected else None
    return checked.plan, corrected, files.get("tasks")


def _of_revision(revision: str, folder: str | Path, text: str, asked: _Asked) -> "Side":
    """A plan as it was at a git revision: REV: is the plan itself, REV:DIR a folder."""
    from parplan.engine.compare import side_of
    from parplan.engine.identities.printed import decided, of_now
    from parplan.reports.compare import as_corrected
    from parplan.workspace.opened import NO_TARGETS

    plan, corrected, tasks = _at_revision(revision, folder, text)
    made: Corrections = {}
    if asked.basis == "corrected" and corrected:
        plan, made = corrected, decided(plan)
    if asked.towards in plan.target_years:
        plan = plan.aiming(asked.towards)
    elif asked.typed:
        years, year = tuple(map(str, plan.target_years)), str(asked.towards)
        raise stop(Message(NO_TARGETS, {"plan": text, "year": year, "years": years}))
    told = _with_tasks(side_of(text, plan), tasks, plan)
    return as_corrected(told, plan, of_now(plan, made))


_UNKNOWN = Text(
    "“{text}” không phải thư mục kế hoạch, năm, phiên bản git (HEAD~1) hoặc đơn vị@năm",
    "“{text}” is no plan's folder, year, git revision (HEAD~1) or unit@year",
)
_UNKNOWN_TO_GIT = Text(f"{_UNKNOWN.vi}; git: {{why}}", f"{_UNKNOWN.en}; git: {{why}}")
_TAKEN = Text(
    "“{text}” là một thư mục, cũng là một phiên bản git: lấy thư mục; nếu ý là phiên bản thì ghi "
    "“{text}:”",
    "“{text}” is a folder, and a git revision too: the folder is taken; for the revision, give "
    "“{text}:”",
)
_ONLY_SCORES = Text(
    "--target-year chỉ dùng khi so sánh hai kế hoạch",
    "--target-year is only for comparing two plans",
)
_NO_YEAR = Text(
    "chưa có điểm năm {year}; có các năm {years}",
    "no scores of {year} are known; there are those of {years}",
)
_NEEDS_PEERS = Text(
    "“{text}” cần một bảng: thêm --peers TỆP.csv", "“{text}” needs a table: add --peers FILE.csv"
)
_NO_UNIT = Text("bảng không có {unit} năm {year}", "the table does not have {unit} in {year}")
_MERGED = Text(
    "{unit} đã nhập vào {new} từ ngày {since}{instead}",
    "{unit} has been part of {new} since {since}{instead}",
)
_RENAMED = Text(
    "{unit} đổi tên thành {new} từ ngày {since}{instead}",
    "{unit} has been called {new} since {since}{instead}",
)
_INSTEAD = Text("; hãy ghi {new}@{year}", "; give {new}@{year}")

_UNSETTLED = Text(
    "điểm năm {year} mới là tự đánh giá, toàn bộ hoặc một phần, chưa được thẩm định: {rows}",
    "scores of {year} self-assessed, in whole or in part, and not appraised yet: {rows}",
)
_NOT_KNOWN = Text("{side} chưa có điểm của: {names}", "{side} has no scores of: {names}")
_NOT_KNOWN_IN = Text("năm {side} chưa có điểm của: {names}", "{side} has no scores of: {names}")
