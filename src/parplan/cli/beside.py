"""The files that lie beside a plan, for the commands that need them: found, read, checked."""

from collections.abc import Iterable

from parplan import workspace
from parplan.check.companion import read_results
from parplan.cli.language import current
from parplan.cli.opening import Opened
from parplan.cli.output import stop, tell
from parplan.labels import Cli
from parplan.model.files import FileKind
from parplan.model.findings import Finding
from parplan.model.results import Outcomes
from parplan.text import Message
from parplan.yaml_text.source import Source


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
    from parplan.render.layout import Screen

    wrong = [finding for finding in findings if finding.severity == "error"]
    tell(findings_text.render(wrong, current(), Screen(None, colour=False)))
    return stop(Message(Cli.BROKEN_BESIDE))
