"""What is known of other units, for the commands that compare with them: found, read, checked."""

from pathlib import Path

from parplan import workspace
from parplan.check.companion import read_peers
from parplan.check.tables import read_panel
from parplan.cli.beside import broken
from parplan.cli.language import current
from parplan.cli.opening import Opened
from parplan.cli.output import stop, tell
from parplan.model.peers import Panel, Published


def published(source: Opened) -> list[Published]:
    """What lies beside a plan of other units. Raises Stop for a file with errors."""
    found: list[Published] = []
    try:
        for path in workspace.peers_of(source.folder).values():
            shown = (Path(source.sources.name) / path.relative_to(source.folder)).as_posix()
            found.append(_published(source, path, shown))
    except workspace.CannotRead as error:
        raise stop(*error.messages) from error
    return found


def tables(source: Opened) -> list[Panel]:
    """The tables of peers that lie beside a plan. Raises Stop for one with errors."""
    return [panel for path in workspace.tables_of(source.folder).values() if isinstance(panel := table_of_peers(source, path), Panel)]


def _published(source: Opened, path: Path, shown: str) -> Published:
    read = read_peers(workspace.read_source(path, shown), source.plan, source.name)
    if read.published is None:
        raise broken(read.findings)
    return read.published


def table_of_peers(source: Opened, file: Path) -> Panel | Published:
    """The field that was asked for: a table, or a file of groups and summary figures. Raises Stop for a file with errors; what else is
    worth knowing of it goes to standard error."""
    try:
        if file.suffix in (".yaml", ".yml"):
            return _published(source, file, file.as_posix())
        read = read_panel(workspace.read_bytes(file), workspace.near_name(file), source.plan, source.name)
    except workspace.CannotRead as error:
        raise stop(*error.messages) from error
    if read.panel is None:
        raise broken(read.findings)
    if read.findings:
        from parplan.render.findings import concise

        tell(concise.render(read.findings, current()))
    return read.panel
