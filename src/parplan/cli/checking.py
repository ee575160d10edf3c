"""What is found in plans and in all that lies beside them, many plans at once if asked."""

import gc
from collections.abc import Iterator
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from parplan.checks.plan import Checked, check, finding_at
from parplan.cli.documents import document as document_at
from parplan.cli.processes import in_processes
from parplan.cli.workspace import asked_for, folders
from parplan.documents.text import Document
from parplan.location import Span
from parplan.model.findings import Finding, Read
from parplan.model.plan import Plan
from parplan.model.tasks import Work
from parplan.text import Message
from parplan.workspace.beside import Beside, habits
from parplan.workspace.folder import Folder
from parplan.workspace.reading import CannotRead
from parplan.yaml_text.source import Sources

_CHUNK = 8


class Result(NamedTuple):
    """What came of one plan: its name, its findings, and what could not be read at all."""

    name: str
    findings: tuple[Finding, ...]
    unread: tuple[Message, ...]


def checked(
    typed: list[Path],
    plan: Path | None,
    jobs: int = 1,
    against: Path | None = None,
    *,
    gate: bool = False,
) -> list[Result]:
    """What came of every plan asked for. Raises Stop and CannotRead."""
    held = None if against is None else document_at(against)
    asked = [asked_for(folder, gate=gate) for folder in folders(typed, plan)]
    results = list(_checked(asked, jobs, held))
    unread = [message for result in results for message in result.unread]
    if unread:
        raise CannotRead(*unread)
    return results


def _checked(plans: list[Folder], jobs: int, document: Document | None) -> Iterator[Result]:
    """Every plan's result, in the order of the plans, whatever the number of processes."""
    gc.freeze()
    # Where nothing else is looked at, a file that is nearly named right is an error, not a remark.
    real = any(folder.holds_plan for folder in plans)
    one = partial(_one, document=document, among=real, today=date.today())
    if jobs == 1 or len(plans) < 2 * _CHUNK:
        return map(one, plans)
    return in_processes(one, plans, min(jobs, len(plans) // _CHUNK), _CHUNK)


def _one(folder: Folder, document: Document | None, *, among: bool, today: date) -> Result:
    if among and not folder.is_meant:
        return Result(folder.called, passed_over(folder, folder.called), ())
    try:
        sources = folder.sources()
        own, changed = _own_document(folder, sources) if document is None else (document, ())
        found = check(sources, own)
        found = found._replace(findings=(*found.findings, *changed))
        if found.plan is None:
            return Result(sources.name, (*found.findings, *passed_over(folder, sources.name)), ())
        beside = Beside(folder, sources.name, found.plan)
        others = found_beside(beside, today)
        return Result(sources.name, (*_with_repairs(found, beside), *others), ())
    except CannotRead as error:
        return Result(folder.called, (), error.messages)


def _own_document(
    folder: Folder, sources: Sources
) -> tuple["Document | None", tuple[Finding, ...]]:
    """The document that a plan was imported from, where it lies beside the plan as it was; and a
    finding where it has changed since.
    """
    file = sources.files["indicators"]
    loc = ("plan", "source", "file")
    name, known = file.value(loc), file.value(("plan", "source", "sha256"))
    path = folder.path / Path(str(name)).name
    if not name or not known or not path.is_file():
        return None, ()
    if sha256(folder.read(path)).hexdigest() == known:
        return document_at(path), ()
    span = file.span(loc)
    values = {"file": str(name)}
    line = file.line(span.line)
    return None, (finding_at("I888", file.name, line, span, sources.name, "plan.source", values),)


def passed_over(folder: Folder, called: str) -> tuple[Finding, ...]:
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


def _with_repairs(checked: Checked, beside: Beside) -> tuple[Finding, ...]:
    """The findings, those of broken equations with what would repair them."""
    if not any(
        finding.code[0] == _ARITHMETIC and finding.status == "open" for finding in checked.findings
    ):
        return checked.findings
    from parplan.engine.repair.find import find_told
    from parplan.reports.suggest import helped

    return helped(checked.findings, find_told(beside.plan, checked.findings, *beside.told))


_ARITHMETIC = "A"


def found_beside(beside: Beside, today: date) -> tuple[Finding, ...]:
    """What is wrong on a day with the files that lie beside a plan, and which of them nobody
    reads.
    """
    folder, called, plan = beside.folder, beside.called, beside.plan
    return (
        *_of_scenarios(folder, called, plan),
        *_of_work(folder, called, plan, today),
        *_of_peers(beside),
        *_of_letterhead(folder, called, plan),
        *passed_over(folder, called),
    )


def _of_scenarios(folder: Folder, called: str, plan: Plan) -> tuple[Finding, ...]:
    files = folder.scenarios
    if not files:
        return ()
    from parplan.checks.scenario import read_scenario
    from parplan.engine.baseline import Baseline
    from parplan.engine.limits import impossible

    limits = partial(impossible, Baseline(plan))
    read = (read_scenario(folder.source(path), plan, called, limits) for path in files.values())
    return tuple(finding for one in read for finding in one.findings)


def _of_work(folder: Folder, called: str, plan: Plan, today: date) -> tuple[Finding, ...]:
    """What is wrong with tasks, and with results, which rest on the evidence of tasks."""
    tasks, results = folder.file("tasks"), folder.file("results")
    if tasks is None and results is None:
        return ()
    from parplan.checks.results import read_results
    from parplan.checks.tasks import read_tasks

    done = read_tasks(tasks, plan, called) if tasks is not None else Read[Work](None, ())
    if results is None:
        return done.findings
    unread = tasks is not None and done.made is None
    observed = read_results(results, plan, called, done.made, work_unread=unread, today=today)
    return (*done.findings, *observed.findings)


def _of_letterhead(folder: Folder, called: str, plan: Plan) -> tuple[Finding, ...]:
    file = folder.file("report")
    if file is None:
        return ()
    from parplan.checks.letterhead import read_letterhead

    return read_letterhead(file, plan, called).findings


def _of_peers(beside: Beside) -> tuple[Finding, ...]:
    found = [*(it for read in beside.published for it in read.findings)]
    found += [it for read in beside.tables for it in read.findings]
    file = beside.folder.mergers
    if file is not None:  # once more, now that it is known whom the tables have
        from parplan.checks.peers import read_mergers

        made = [read.made for read in beside.tables]
        listed = [name for panel in made if panel is not None for name in panel.named]
        listed = [] if None in made else listed
        found += read_mergers(file, beside.plan, beside.called, habits(), listed).findings
    return tuple(found)
