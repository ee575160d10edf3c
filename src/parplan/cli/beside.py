"""The files that lie beside a plan, for the commands that need them: found, read, checked."""

from collections.abc import Container, Iterable
from datetime import date

from parplan import workspace
from parplan.check.companion import read_results, read_tasks
from parplan.cli.language import current
from parplan.cli.opening import Opened
from parplan.cli.output import stop, tell
from parplan.ids import UnknownId
from parplan.labels import Cli
from parplan.model.fields import parse_date
from parplan.model.files import FileKind
from parplan.model.findings import Finding
from parplan.model.results import Outcomes
from parplan.model.tasks import UnitRecord, Work
from parplan.points import NotAFigure
from parplan.text import Message
from parplan.yaml_text.source import Source


def opened_work(source: Opened) -> Work:
    """Who does what. Raises Stop where the plan has no tasks.yaml, or one with errors."""
    read = read_tasks(_needed(source, "tasks"), source.plan, source.name)
    if read.work is None:
        raise broken(read.findings)
    return read.work


def opened_outcomes(source: Opened) -> Outcomes:
    """What has been observed. Raises Stop where the plan has no results.yaml, or one with errors."""
    read = read_results(_needed(source, "results"), source.plan, source.name)
    if read.outcomes is None:
        raise broken(read.findings)
    return read.outcomes


def _needed(source: Opened, kind: FileKind) -> Source:
    try:
        file = workspace.beside(source.folder, source.sources.name, kind)
    except workspace.CannotRead as error:
        raise stop(*error.messages) from error
    if file is None:
        raise stop(Message(Cli.NO_FILE_BESIDE, {"plan": source.title, "file": f"{kind}.yaml", "kind": kind}))
    return file


def broken(findings: Iterable[Finding]) -> Exception:
    """Tell what is wrong with a file; raise what this returns."""
    from parplan.render.findings import excerpt as findings_text
    from parplan.render.terminal import Screen

    wrong = [finding for finding in findings if finding.severity == "error"]
    tell(findings_text.render(wrong, current(), Screen(None, colour=False)))
    return stop(Message(Cli.BROKEN_BESIDE))


def unit_typed(work: Work, typed: str, rows: Container[str] = ()) -> UnitRecord:
    """The unit that was asked for. Raises Stop with “did you mean” where there is none; `rows` are ids that it may be mistaken for."""
    try:
        return work.unit(typed)
    except UnknownId as error:
        if typed in rows:
            raise stop(Message(Cli.A_ROW, {"id": typed})) from error
        words = Cli.UNKNOWN_UNIT_NEAR if error.near else Cli.UNKNOWN_UNIT
        raise stop(Message(words, {"id": error.typed, "near": error.near})) from error


def day_typed(option: str, text: str) -> date:
    """The day that was typed. Raises Stop where it is none."""
    try:
        return parse_date(text)
    except NotAFigure as error:
        words = Cli.BAD_DATE_MEANT if error.meant else Cli.BAD_DATE
        raise stop(Message(words, {"option": option, "text": text, "meant": error.meant})) from error
