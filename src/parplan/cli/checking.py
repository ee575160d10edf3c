"""What is found in plans and in all that lies beside them, many plans at once if asked."""

import gc
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from parplan.checks.plan import Checked, check, finding_at
from parplan.cli.processes import in_processes
from parplan.cli.workspace import asked_for, folders
from parplan.documents.text import Document
from parplan.location import Span
from parplan.model.findings import Finding, Read
from parplan.model.plan import Plan
from parplan.model.tasks import Work
from parplan.text import Message
from parplan.workspace import opened
from parplan.workspace.folder import Folder
from parplan.workspace.reading import CannotRead

_CHUNK = 8


class Result(NamedTuple):
    """What came of one plan: its name, its findings, and what could not be read at all."""

    name: str
    findings: tuple[Finding, ...]
    unread: tuple[Message, ...]


def checked(
    typed: list[Path], plan: Path | None, jobs: int = 1, against: Path | None = None
) -> list[Result]:
    """What came of every plan asked for. Raises Stop and CannotRead."""
    document = (
        None if against is None else Document.read(opened.read_text(against), against.as_posix())
    )
    results = list(_checked([asked_for(folder) for folder in folders(typed, plan)], jobs, document))
    unread = [message for result in results for message in result.unread]
    if unread:
        raise CannotRead(*unread)
    return results


def _checked(plans: list[Folder], jobs: int, document: Document | None) -> Iterator[Result]:
    """Every plan's result, in the order of the plans, whatever the number of processes."""
    gc.freeze()
    # Where nothing else is looked at, a file that is nearly named right is an error, not a remark.
    real = any(folder.holds_plan for folder in plans)
    one = partial(_one, document=document, among=real)
    if jobs == 1 or len(plans) < 2 * _CHUNK:
        return map(one, plans)
    return in_processes(one, plans, min(jobs, len(plans) // _CHUNK), _CHUNK)


def _one(folder: Folder, document: Document | None, *, among: bool) -> Result:
    if among and not folder.holds_plan:
        return Result(folder.called, _unread(folder, folder.called), ())
    try:
        sources = folder.sources()
        found = check(sources, document)
        repaired = _with_repairs(found, folder, sources.name)
        beside = found_beside(folder, sources.name, found.plan)
        return Result(sources.name, (*repaired, *beside), ())
    except CannotRead as error:
        return Result(folder.called, (), error.messages)


def _unread(folder: Folder, called: str) -> tuple[Finding, ...]:
    """The files of a plan's folder that nobody reads."""
    return tuple(
        finding_at(
            "S116",
            folder.shown(path),
            "",
            Span(1, 1, 1, 1),
            called,
            "",
            {"name": path.name, "meant": meant},
        )
        for path, meant in folder.unread.items()
    )


def _with_repairs(checked: Checked, folder: Folder, called: str) -> tuple[Finding, ...]:
    """The findings, those of broken equations with what would repair them."""
    if checked.plan is None or not any(
        finding.code[0] == _ARITHMETIC and finding.status == "open" for finding in checked.findings
    ):
        return checked.findings
    from parplan.engine.repair.find import find_told
    from parplan.reports.suggest import helped

    told = opened.told_beside(folder, called, checked.plan)
    return helped(checked.findings, find_told(checked.plan, checked.findings, *told))


_ARITHMETIC = "A"


def found_beside(folder: Folder, called: str, plan: Plan | None) -> tuple[Finding, ...]:
    """What is wrong with the files that lie beside a plan, only which of them nobody reads where
    the plan itself, which is `called` so, cannot be read.
    """
    unread = _unread(folder, called)
    if plan is None:
        return unread
    return (
        *_of_scenarios(folder, called, plan),
        *_of_work(folder, called, plan),
        *_of_peers(folder, called, plan),
        *unread,
    )


def _of_scenarios(folder: Folder, called: str, plan: Plan) -> tuple[Finding, ...]:
    files = folder.scenarios
    if not files:
        return ()
    from parplan.checks.companion import read_scenario
    from parplan.engine.baseline import Baseline
    from parplan.engine.limits import impossible

    limits = partial(impossible, Baseline(plan))
    read = (read_scenario(folder.source(path), plan, called, limits) for path in files.values())
    return tuple(finding for one in read for finding in one.findings)


def _of_work(folder: Folder, called: str, plan: Plan) -> tuple[Finding, ...]:
    """What is wrong with tasks, and with results, which rest on the evidence of tasks."""
    tasks, results = folder.file("tasks"), folder.file("results")
    if tasks is None and results is None:
        return ()
    from parplan.checks.companion import read_results, read_tasks

    done = read_tasks(tasks, plan, called) if tasks is not None else Read[Work](None, ())
    if results is None:
        return done.findings
    unread = tasks is not None and done.made is None
    observed = read_results(results, plan, called, done.made, work_unread=unread)
    return (*done.findings, *observed.findings)


def _of_peers(folder: Folder, called: str, plan: Plan) -> tuple[Finding, ...]:
    files, tables, merged = folder.peers, folder.tables, folder.mergers
    if not files and not tables and merged is None:
        return ()
    from parplan.checks.companion import read_mergers, read_peers
    from parplan.checks.tables import read_panel

    found: list[Finding] = []
    habits, mergers = opened.habits(), None
    if merged is not None:
        mergers = read_mergers(merged, plan, called, habits).made
    listed: list[str] | None = []
    for path in files.values():
        found += read_peers(folder.source(path), plan, called).findings
    for path in tables.values():
        data = folder.read(path)
        read = read_panel(data, folder.shown(path), plan, called, habits, mergers)
        found += read.findings
        listed = None if listed is None or read.made is None else [*listed, *read.made.named]
    if merged is not None:  # once more, now that it is known whom the tables have
        found += read_mergers(merged, plan, called, habits, listed or ()).findings
    return tuple(found)
