"""What is found in plans and in all that lies beside them, many plans at once if asked."""

import gc
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from parplan import workspace
from parplan.checks.plan import Checked, check, finding_at
from parplan.cli.workspace import asked_for, folders
from parplan.documents.text import Document
from parplan.location import Span
from parplan.model.findings import Finding, Read
from parplan.model.plan import Plan
from parplan.model.tasks import Work
from parplan.text import Message

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
        None if against is None else Document.read(workspace.read_text(against), against.as_posix())
    )
    results = list(_checked([asked_for(folder) for folder in folders(typed, plan)], jobs, document))
    unread = [message for result in results for message in result.unread]
    if unread:
        raise workspace.CannotRead(*unread)
    return results


def _checked(
    plans: list[tuple[Path, str]], jobs: int, document: Document | None
) -> Iterator[Result]:
    """Every plan's result, in the order of the plans, whatever the number of processes."""
    gc.freeze()
    # Where nothing else is looked at, a file that is nearly named right is an error, not a remark.
    real = any(workspace.holds_plan(folder) for folder, _ in plans)
    tasks = [(folder, given, document, real) for folder, given in plans]
    if jobs == 1 or len(plans) < 2 * _CHUNK:
        yield from map(_one, tasks)
        return
    from multiprocessing import get_all_start_methods, get_context

    # A forked worker has everything imported already; where there is no fork, a fresh one imports
    # it anew.
    method = "fork" if "fork" in get_all_start_methods() else "spawn"
    with get_context(method).Pool(min(jobs, len(plans) // _CHUNK)) as pool:
        yield from pool.imap(_one, tasks, chunksize=_CHUNK)


def _one(task: tuple[Path, str, Document | None, bool]) -> Result:
    folder, given, document, among = task
    name, called = given or workspace.near_name(folder), workspace.called(folder, given)
    if among and not workspace.holds_plan(folder):
        return Result(called, found_beside(folder, name, called, None), ())
    try:
        sources = workspace.load(folder, given)
        found = check(sources, document)
        repaired = _with_repairs(found, folder, name)
        beside = found_beside(folder, name, sources.name, found.plan)
        return Result(sources.name, (*repaired, *beside), ())
    except workspace.CannotRead as error:
        return Result(called, (), error.messages)


def _unread(folder: Path, name: str, called: str) -> tuple[Finding, ...]:
    """The files of a plan's folder that nobody reads."""
    return tuple(
        finding_at(
            "S116",
            workspace.named_in(name, folder, path),
            "",
            Span(1, 1, 1, 1),
            called,
            "",
            {"name": path.name, "meant": meant},
        )
        for path, meant in workspace.unread(folder).items()
    )


def _with_repairs(checked: Checked, folder: Path, name: str) -> tuple[Finding, ...]:
    """The findings, those of broken equations with what would repair them."""
    if checked.plan is None or not any(
        finding.code[0] == _ARITHMETIC and finding.status == "open" for finding in checked.findings
    ):
        return checked.findings
    from parplan.engine.repair.find import find_told
    from parplan.reports.suggest import helped

    told = workspace.told_beside(folder, name, checked.plan)
    return helped(checked.findings, find_told(checked.plan, checked.findings, *told))


_ARITHMETIC = "A"


def found_beside(folder: Path, name: str, called: str, plan: Plan | None) -> tuple[Finding, ...]:
    """What is wrong with the files that lie beside a plan, only which of them nobody reads where
    the plan itself cannot be read. `name` is what they are named by, `called` what the plan is.
    """
    unread = _unread(folder, name, called)
    if plan is None:
        return unread
    return (
        *_of_scenarios(folder, name, called, plan),
        *_of_work(folder, name, called, plan),
        *_of_peers(folder, name, called, plan),
        *unread,
    )


def _of_scenarios(folder: Path, name: str, called: str, plan: Plan) -> tuple[Finding, ...]:
    files = workspace.scenarios_of(folder)
    if not files:
        return ()
    from parplan.checks.companion import read_scenario
    from parplan.engine.baseline import Baseline
    from parplan.engine.limits import impossible

    limits = partial(impossible, Baseline(plan))
    shown = {path: workspace.named_in(name, folder, path) for path in files.values()}
    read = (
        read_scenario(workspace.read_source(path, at), plan, called, limits)
        for path, at in shown.items()
    )
    return tuple(finding for one in read for finding in one.findings)


def _of_work(folder: Path, name: str, called: str, plan: Plan) -> tuple[Finding, ...]:
    """What is wrong with tasks, and with results, which rest on the evidence of tasks."""
    tasks, results = (
        workspace.beside(folder, name, "tasks"),
        workspace.beside(folder, name, "results"),
    )
    if tasks is None and results is None:
        return ()
    from parplan.checks.companion import read_results, read_tasks

    done = read_tasks(tasks, plan, called) if tasks is not None else Read[Work](None, ())
    if results is None:
        return done.findings
    unread = tasks is not None and done.made is None
    observed = read_results(results, plan, called, done.made, work_unread=unread)
    return (*done.findings, *observed.findings)


def _of_peers(folder: Path, name: str, called: str, plan: Plan) -> tuple[Finding, ...]:
    files, tables = workspace.peers_of(folder), workspace.tables_of(folder)
    if not files and not tables:
        return ()
    from parplan.checks.companion import read_peers
    from parplan.checks.tables import read_panel

    found: list[Finding] = []
    for path in files.values():
        found += read_peers(
            workspace.read_source(path, workspace.named_in(name, folder, path)), plan, called
        ).findings
    for path in tables.values():
        shown = workspace.named_in(name, folder, path)
        habits = workspace.habits()
        found += read_panel(workspace.read_bytes(path), shown, plan, called, habits).findings
    return tuple(found)
