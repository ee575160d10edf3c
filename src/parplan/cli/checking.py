"""What is found in plans and in all that lies beside them, many plans at once if asked."""

import gc
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from parplan.checks.plan import Checked, check, finding_at
from parplan.cli.documents import document as document_at
from parplan.cli.output import stop
from parplan.cli.processes import in_processes
from parplan.cli.workspace import asked_for, folders, say_namesakes
from parplan.documents.text import Document
from parplan.location import Span
from parplan.model.files import FileKind
from parplan.model.findings import Finding, Read
from parplan.model.plan import Plan
from parplan.model.tasks import Work
from parplan.text import Message, Text
from parplan.workspace.beside import Beside, habits
from parplan.workspace.folder import Folder
from parplan.workspace.opened import Workspace
from parplan.workspace.reading import CannotRead
from parplan.yaml_text.source import Source, Sources

_CHUNK = 8
_AGAINST_ONE = Text(
    "--against là văn bản của một kế hoạch; ở đây có nhiều: {plans}",
    "--against is the document of one plan; here are several: {plans}",
)


class Result(NamedTuple):
    """What came of one plan: its name, its findings, why none of it could be read, and the id that
    it gives itself.
    """

    name: str
    findings: tuple[Finding, ...]
    unread: tuple[Message, ...] = ()
    ident: str = ""


def checked(
    typed: list[Path],
    plan: Path | None,
    jobs: int = 1,
    against: Path | None = None,
    *,
    gate: bool = False,
) -> list[Result]:
    """What came of every plan asked for. Raises Stop, and CannotRead where none could be read."""
    asked = [asked_for(folder, gate=gate) for folder in folders(typed, plan)]
    if against is not None and len(asked) > 1:
        raise stop(Message(_AGAINST_ONE, {"plans": tuple(folder.called for folder in asked)}))
    held = None if against is None else document_at(against)
    results = list(_checked(asked, jobs, held))
    if all(result.unread for result in results):
        raise CannotRead(*(message for result in results for message in result.unread))
    say_namesakes((result.ident, result.name) for result in results if result.ident)
    return results


def _checked(plans: list[Folder], jobs: int, document: Document | None) -> Iterator[Result]:
    """Every plan's result, in the order of the plans, whatever the number of processes."""
    gc.freeze()
    # Where nothing else is looked at, a file that is nearly named right is an error, not a remark.
    real = any(folder.holds_plan for folder in plans)
    one = partial(found_in, document=document, among=real, today=date.today())
    if jobs == 1 or len(plans) < 2 * _CHUNK:
        return map(one, plans)
    return in_processes(one, plans, min(jobs, len(plans) // _CHUNK), _CHUNK)


def found_in(
    folder: Folder, document: Document | None = None, *, among: bool = False, today: date
) -> Result:
    """What came of one plan on a day, held against a document, else against its own; `among` others
    a folder with nothing but names that are nearly a plan's is passed over.
    """
    if among and not folder.is_meant:
        return Result(folder.called, passed_over(folder, folder.called))
    try:
        sources = folder.sources()
    except CannotRead as error:
        return Result(folder.called, _unreadable(error, folder.called), error.messages)
    called = sources.name
    own, changed = (document, ()) if document else _own_document(folder, sources)
    found = check(sources, own)
    found = found._replace(findings=(*found.findings, *changed))
    if found.figures is None:
        others = (*not_checked(folder, called), *passed_over(folder, called))
        return Result(called, (*found.findings, *others))
    beside = Beside(folder, called, found.figures)
    told = (*_with_repairs(found, beside), *found_beside(beside, today))
    return Result(called, told, ident=found.figures.about.id)


def found_of(source: Workspace, today: date) -> tuple[Finding, ...]:
    """What is found on a day in a plan that is worked with: in its own files, whatever the year
    that it is on its way to, on the basis asked for, and in what lies beside them.
    """
    own, changed = _own_document(source.folder, source.sources)
    told = {(it.code, it.path) for it in source.printed.findings}
    against = check(source.sources, own).findings if own else ()
    cells = (it for it in against if (it.code, it.path) not in told)
    return (*source.checked.findings, *cells, *changed, *found_beside(source.beside, today))


def _own_document(
    folder: Folder, sources: Sources
) -> tuple["Document | None", tuple[Finding, ...]]:
    """The document that a plan was imported from, where it lies beside the plan as it was; and a
    finding where it has changed since, or cannot be read.
    """
    file = sources.files["indicators"]
    loc = ("plan", "source", "file")
    name, known = file.value(loc), file.value(("plan", "source", "sha256"))
    path = folder.path / Path(str(name)).name
    if not name or not known or not path.is_file():
        return None, ()
    try:
        if sha256(folder.read(path)).hexdigest() == known:
            return document_at(path), ()
    except CannotRead as error:
        return None, _unreadable(error, sources.name)
    span = file.span(loc)
    values = {"file": str(name)}
    line = file.line(span.line)
    return None, (finding_at("I888", file.name, line, span, sources.name, "plan.source", values),)


def passed_over(folder: Folder, called: str) -> tuple[Finding, ...]:
    """The files of a plan's folder that nobody reads."""

    def said(path: Path, meant: str) -> Finding:
        values = {"name": path.relative_to(folder.path).as_posix(), "meant": meant}
        return _of_file("S116", folder.shown(path), called, values)

    return tuple(said(path, meant) for path, meant in folder.unread.items())


def not_checked(folder: Folder, called: str) -> tuple[Finding, ...]:
    """The files beside a plan that nobody looks into as long as its own have errors."""
    return _looked(
        called,
        lambda: tuple(
            _of_file("X903", folder.shown(path), called, {"name": path.name})
            for path in folder.companions
        ),
    )


def _looked(called: str, look: Callable[[], tuple[Finding, ...]]) -> tuple[Finding, ...]:
    """What is found in some files of a plan, or that they cannot be read."""
    try:
        return look()
    except CannotRead as error:
        return _unreadable(error, called)


def _unreadable(error: CannotRead, called: str) -> tuple[Finding, ...]:
    """What of a plan could not be read, and why."""
    return tuple(
        _of_file("S123", str(why.values.get("path", called)), called, {"why": why})
        for why in error.messages
    )


def _of_file(code: str, file: str, called: str, values: Mapping[str, object]) -> Finding:
    """What is to be said of a file as a whole."""
    return finding_at(code, file, "", Span(1, 1, 1, 1), called, "", values)


def _with_repairs(checked: Checked, beside: Beside) -> tuple[Finding, ...]:
    """The findings, those of broken equations with what would repair them."""
    if not any(
        finding.code[0] == _ARITHMETIC and finding.status == "open" for finding in checked.findings
    ):
        return checked.findings
    from parplan.engine.repair.find import find_told
    from parplan.reports.suggest_sentences import helped

    try:
        told = beside.told
    except CannotRead:  # which is told of the file itself
        told = None, []
    return helped(checked.findings, find_told(beside.plan, checked.findings, *told))


_ARITHMETIC = "A"


def found_beside(beside: Beside, today: date) -> tuple[Finding, ...]:
    """What is wrong on a day with the files that lie beside a plan, and which of them nobody
    reads.
    """
    folder, called, plan = beside.folder, beside.called, beside.plan
    looks = (
        *_of_scenarios(folder, called, plan),
        lambda: _of_work(folder, called, plan, today),
        lambda: _of_peers(beside),
        lambda: _of_letterhead(folder, called, plan),
        lambda: passed_over(folder, called),
    )
    return tuple(finding for look in looks for finding in _looked(called, look))


def _of_scenarios(
    folder: Folder, called: str, plan: Plan
) -> Iterator[Callable[[], tuple[Finding, ...]]]:
    """A look into each scenario."""
    files = folder.scenarios
    if not files:
        return
    from parplan.checks.scenario import read_scenario
    from parplan.engine.baseline import Baseline
    from parplan.engine.limits import impossible

    limits = partial(impossible, Baseline(plan))

    def look(path: Path) -> tuple[Finding, ...]:
        return read_scenario(folder.source(path), plan, called, limits).findings

    yield from (partial(look, path) for path in files.values())


_WORK: tuple[FileKind, ...] = ("tasks", "results")


def _of_work(folder: Folder, called: str, plan: Plan, today: date) -> tuple[Finding, ...]:
    """What is wrong with tasks, and with results, which rest on the evidence of tasks."""
    (tasks, unread), (results, lost) = (_file(folder, kind, called) for kind in _WORK)
    told = (*unread, *lost)
    if tasks is None and results is None:
        return told
    from parplan.checks.results import read_results
    from parplan.checks.tasks import read_tasks

    done = Read[Work](None, ())
    if tasks is not None:
        done = read_tasks(tasks, plan, called, today=today)
    told += done.findings
    if results is None:
        return told
    unknown = folder.has("tasks") and done.made is None
    observed = read_results(results, plan, called, done.made, work_unread=unknown, today=today)
    return (*told, *observed.findings)


def _file(folder: Folder, kind: FileKind, called: str) -> tuple[Source | None, tuple[Finding, ...]]:
    """A file that lies beside a plan, or that it cannot be read."""
    try:
        return folder.file(kind), ()
    except CannotRead as error:
        return None, _unreadable(error, called)


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
