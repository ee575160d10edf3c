"""Which plan was asked for, where it stands, and who leads what in it."""

import os
import shlex
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from parplan.cli.output import remark, stop, tell
from parplan.cli.typed import unit_typed
from parplan.cli.wishes import wished
from parplan.engine.units import Leads
from parplan.ids import slug
from parplan.text import Message, Text
from parplan.workspace.folder import Folder, embedded, found_above, left_aside, plans_in
from parplan.workspace.opened import Basis, When, Workspace
from parplan.workspace.reading import CannotRead, real

if TYPE_CHECKING:
    from parplan.engine.gap import Standing
    from parplan.model.aims import Told
    from parplan.model.peers import Panel, Published
    from parplan.model.plan import Plan
    from parplan.reports.gap import Standings
    from parplan.reports.staff import Staff

VARIABLE = "PARPLAN_PLAN"


def which(option: Path | None) -> Folder:
    """The plan's folder: --plan, else PARPLAN_PLAN, else the folder one stands in, or the nearest
    above it, that holds a plan; else that of the embedded plan (which nobody gave).
    """
    named = option or os.environ.get(VARIABLE)
    if named:
        return typed_folder(Path(named))
    try:
        here = Path.cwd()
    except OSError:  # a folder that has been removed
        return Folder(embedded())
    above = found_above(here)
    if above is None:
        return Folder(embedded())
    return Folder(above, Path(os.path.relpath(above, here)).as_posix(), wished().follow_links)


def typed_folder(path: Path) -> Folder:
    """A plan's folder that was named by itself."""
    return Folder(path, path.as_posix(), wished().follow_links)


def named_by(folder: Path) -> str:
    """The id of a new plan: its folder's name."""
    return slug(real(folder).name) or "plan"


def asked_for(option: Path | None, *, gate: bool = False) -> Folder:
    """As `which`, with a remark where nobody asked for the embedded plan. Raises Stop there where
    the answer is a gate, which would be open whatever the plan that was meant.
    """
    folder = which(option)
    if not folder.given and gate:
        raise stop(Message(_NO_GATE))
    if not folder.given:
        remark(Message(_EXAMPLE))
    return folder


def taken(plan: "Plan", fields: "Sequence[Panel | Published]") -> "Told":
    """What targets take that only other units can tell: loaded where a plan has any."""
    from parplan.engine.takes import all_taken

    return all_taken(plan, fields)


def opened(
    option: Path | None,
    basis: Basis = "printed",
    target_year: When | None = None,
    day: date | None = None,
    *,
    gate: bool = False,
) -> Workspace:
    """The plan asked for, checked, on its way to a target year: by what is known on a day, else
    today. Raises CannotRead and Broken, and Stop where a `gate` has no plan to look at.
    """
    known = date.today() if day is None else day
    folder = asked_for(option, gate=gate)
    source = Workspace(folder, basis, taken, target_year or "next", known)
    if basis == "corrected" and not source.decided:
        remark(Message(_NOT_CORRECTED, {"plan": source.title}))
    refused = source.beside.refused if source.alone.is_relative else ()
    if refused:
        remark(Message(_REFUSED, {"files": refused}))
    return source


def as_opened(source: Workspace) -> list[str]:
    """On which basis and for which year a plan was opened, as a call says it."""
    words = [] if source.basis == "printed" else ["--basis", source.basis]
    if len(source.alone.target_years) > 1:
        words += ["--target-year", str(source.plan.about.target_year)]
    return words


def own(option: Path | None) -> Workspace:
    """The user's plan. Raises Stop where it is the one that comes with parplan, which nobody writes
    to.
    """
    folder = which(option)
    if not folder.given:
        raise stop(Message(_EMBEDDED))
    return Workspace(folder)


def folders(typed: list[Path], plan: Path | None) -> list[Path | None]:
    """The plans to look at: every one in the folders that were typed, each once, else the one asked
    for. Raises Stop and CannotRead.
    """
    if typed and plan is not None:
        raise stop(Message(_FOLDERS_AND_PLAN))
    return (
        list(dict.fromkeys(path for folder in typed for path in plans_below(folder)))
        if typed
        else [plan]
    )


def plans_below(folder: Path) -> list[Path]:
    """Every plan at or below a folder, with a remark on links that were not followed. Raises
    CannotRead where there is none.
    """
    found = plans_in(folder, follow_links=wished().follow_links)
    if found.links:
        remark(left_aside(found.links))
    return found.plans


def say_namesakes(plans: Iterable[tuple[str, str]]) -> None:
    """Say which of several plans, each given with its id, have one id."""
    named: dict[str, list[str]] = {}
    for ident, name in plans:
        named.setdefault(ident, []).append(name)
    for ident, names in named.items():
        if len(names) > 1:
            more = Message(_AND_MORE, {"more": len(names) - _FEW}) if len(names) > _FEW else ""
            told = {"id": ident, "plans": tuple(names[:_FEW]), "more": more}
            remark(Message(_NAMESAKES, told))


_FEW = 5


def field_in(file: Path, source: Workspace) -> "Panel | Published":
    """What is known of other units: a table, or a file of groups and summary figures. What else is
    worth knowing of it goes to standard error."""
    if file.suffix in (".yaml", ".yml"):
        return source.published_in(file)
    panel, findings = source.panel_in(file)
    if findings:
        from parplan.cli.language import current
        from parplan.render.findings import concise

        tell(concise.render(findings, current()))
    return panel


def fields_of(file: Path | None, source: Workspace) -> "list[Published | Panel]":
    """What is known of other units: in one file, or else in all that lies beside the plan."""
    return source.fields if file is None else [field_in(file, source)]


def of_other_years(plan: "Plan", ids: Iterable[str]) -> list[Message]:
    """A sentence for each set of years that the plan has targets of for some rows, where none of
    them is the year that it is looked at for.
    """
    year, by_years = plan.about.target_year, dict[tuple[int, ...], list[str]]()
    told_of = {index.id: plan.years_of(index) for index in plan.indices}
    for ident in ids:
        years = told_of[plan.by_id[ident].root.id]
        if years and year not in years:
            by_years.setdefault(years, []).append(ident)
    said = []
    for years, each in by_years.items():
        then = next((it for it in years if it > year), years[-1])
        values = {"ids": tuple(each), "years": years, "year": year, "next": then}
        said.append(Message(_OTHER_YEARS, values))
    return said


def say_other_years(source: Workspace, ids: Iterable[str]) -> None:
    """Say so where what was asked for has its targets in other years."""
    for message in of_other_years(source.plan, ids):
        remark(message)


def say_newer_results(source: Workspace, ids: Sequence[str]) -> None:
    """Say so where an answer starts from the scores of the plan's own year, and it is known what a
    later year before that of the targets came to. Results that cannot be used say nothing.
    """
    about = source.plan.about
    if about.target_year - about.year < 2:
        return
    from parplan.model.results import SETTLED

    try:
        outcomes = None if source.beside.outcomes is None else source.beside.outcomes.made
    except CannotRead:
        return
    asked = {source.plan.by_id[ident].root.id for ident in ids}
    years = {
        it.year
        for it in (outcomes.observations if outcomes else ())
        if (it.stage == "final" and it.layer in SETTLED and it.is_known(date.today()))
        and about.year < it.year < about.target_year
        and source.plan.by_id[it.id].root.id in asked
    }
    if years:
        call = shlex.join(["parplan", "progress", *ids, *as_opened(source)])
        values = {"year": str(about.year), "known": str(max(years)), "call": call}
        remark(Message(_NEWER, values))


class Led(NamedTuple):
    """The units that lead each row, those asked for, and the rows that these lead themselves."""

    every: Leads
    leads: Mapping[str, tuple[str, ...]]
    asked: tuple[str, ...]
    chosen: frozenset[str]


def standings_of(source: Workspace) -> "Standings":
    """Where a plan stands, on every basis."""
    from parplan.reports import gap

    better = source.plan if source.basis == "corrected" else source.better.plan
    return gap.measured(source.plan, source.findings, source.basis, better, source.corrected)


def staff_of(source: Workspace, rows: "Sequence[Standing]") -> "Staff":
    """Who does what of some indices. Raises CannotRead where the plan does not say."""
    from parplan.reports.staff import Staff

    return Staff(source.plan, source.work, tuple(rows), _leads(source))


def _leads(source: Workspace) -> Leads:
    return Leads(source.plan, source.work.leading(), source.on)


def led(source: Workspace, typed: list[str], shown: Iterable[str]) -> Led:
    """Who leads what, of the rows that are shown. Raises Stop where the plan has no such unit, or
    where a unit leads none of these rows.
    """
    asked = tuple(unit_typed(source.work, unit).id for unit in typed)
    leads = _leads(source)
    rows = {unit: [row for row, units in leads.own.items() if unit in units] for unit in asked}
    here = set(shown)
    for unit, own_rows in rows.items():
        if here.isdisjoint(own_rows):
            raise stop(
                Message(
                    _LEADS_NOTHING if own_rows else _LEADS_NOTHING_AT_ALL,
                    {"unit": unit, "rows": own_rows},
                ),
                code=1,
            )
    chosen = frozenset(row for own_rows in rows.values() for row in own_rows)
    return Led(leads, {ident: leads.of(ident) for ident in source.plan.by_id}, asked, chosen)


_REFUSED = Text(
    "{files}: có lỗi nên không cho biết mục tiêu cần bao nhiêu điểm; xem “parplan validate”",
    "{files}: has errors, so it does not tell how many points a target takes; see "
    "`parplan validate`",
)
_NOT_CORRECTED = Text(
    "{plan}: errata.yaml không có số đính chính nào, nên số liệu vẫn theo văn bản gốc",
    "{plan}: errata.yaml corrects nothing, so all figures are as printed",
)
_EXAMPLE = Text(
    "ở đây không có kế hoạch nào, nên dùng kế hoạch mẫu đi kèm; chọn kế hoạch bằng --plan, lập kế "
    "hoạch mới bằng “parplan init”",
    "there is no plan here, so this is the example that comes with parplan; name yours with "
    "--plan, or begin one with `parplan init`",
)
_NAMESAKES = Text(
    "các kế hoạch cùng mã “{id}”: {plans}{more}; tệp ghi mã kế hoạch (kết quả, nhiệm vụ, kịch bản) "
    "nếu đặt nhầm thư mục sẽ không bị phát hiện; đặt cho mỗi kế hoạch một mã riêng (plan.id)",
    "plans with one id, “{id}”: {plans}{more}; a file that names its plan (results, tasks, a "
    "scenario) would pass for that of either; give each plan an id of its own (plan.id)",
)
_AND_MORE = Text(" và {more} kế hoạch nữa", " and {more} more")
_NO_GATE = Text(
    "ở đây không có kế hoạch nào; với ngưỡng (--fail-under) và trong CI, kế hoạch mẫu không được "
    "dùng thay; chọn kế hoạch bằng --plan",
    "there is no plan here, and for a gate (--fail-under) and in CI the example does not take its "
    "place; name yours with --plan",
)
_EMBEDDED = Text(
    "ở đây không có kế hoạch nào, và kế hoạch mẫu đi kèm thì không ghi thêm được; chọn kế hoạch "
    "bằng --plan, lập kế hoạch mới bằng “parplan init”",
    "there is no plan here, and the example that comes with parplan cannot be written to; name "
    "yours with --plan, or begin one with `parplan init`",
)
_FOLDERS_AND_PLAN = Text(
    "chỉ dùng thư mục hoặc --plan, không dùng cả hai", "give folders or --plan, not both"
)
_LEADS_NOTHING = Text(
    "{unit} không chủ trì tiêu chí nào ở đây; đơn vị này chủ trì: {rows}",
    "{unit} leads no row here; it leads: {rows}",
)
_NEWER = Text(
    "tính từ điểm năm {year}; đã có kết quả năm {known}: muốn biết từ đó còn cách mục tiêu bao "
    "nhiêu thì dùng “{call}”",
    "this starts from the scores of {year}; results of {known} are known: `{call}` tells how far "
    "the targets are from there",
)
_OTHER_YEARS = Text(
    "{ids}: kế hoạch đặt mục tiêu cho năm {years}, không cho năm {year}; thêm --target-year {next}",
    "{ids}: the plan's targets are those of {years}, not of {year}; add --target-year {next}",
)
_LEADS_NOTHING_AT_ALL = Text("{unit} không chủ trì tiêu chí nào", "{unit} leads no row")
