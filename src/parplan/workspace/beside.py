"""What lies beside a plan of results and other units: each file read once, when it is first asked
for, with what is found in it.
"""

from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from parplan.model.findings import Read
from parplan.model.plan import Plan
from parplan.workspace.folder import Folder
from parplan.workspace.reading import CannotRead, read_bytes
from parplan.yaml_text.read import read

if TYPE_CHECKING:
    from parplan.model.habits import Habits
    from parplan.model.mergers import MergersFile
    from parplan.model.peers import Panel, Published
    from parplan.model.results import Outcomes


class Beside:
    """The companion files of a plan, which is `called` so; None stands for one that is not there.
    Each raises CannotRead for a file that is not readable.
    """

    def __init__(self, folder: Folder, called: str, plan: Plan) -> None:
        self.folder = folder
        self.called = called
        self.plan = plan

    @cached_property
    def outcomes(self) -> "Read[Outcomes] | None":
        """What has been observed."""
        from parplan.checks.results import read_results

        file = self.folder.file("results")
        return None if file is None else read_results(file, self.plan, self.called)

    @cached_property
    def mergers(self) -> "Read[MergersFile] | None":
        """The units that others became."""
        file = self.folder.mergers
        if file is None:
            return None
        from parplan.checks.peers import read_mergers

        return read_mergers(file, self.plan, self.called, habits())

    @cached_property
    def published(self) -> "list[Read[Published]]":
        """What is published of other units."""
        from parplan.checks.peers import read_peers

        files = (self.folder.source(path) for path in self.folder.peers.values())
        return [read_peers(file, self.plan, self.called) for file in files]

    @cached_property
    def tables(self) -> "list[Read[Panel]]":
        """The tables of other units, each named by where it lies in the folder."""
        return [self._table(path) for path in self.folder.tables.values()]

    def _table(self, path: Path) -> "Read[Panel]":
        read = self.table(self.folder.read(path), self.folder.shown(path))
        name = path.relative_to(self.folder.path).as_posix()
        return read._replace(made=None if read.made is None else read.made._replace(name=name))

    def table(self, data: bytes, shown: str) -> "Read[Panel]":
        """A table of other units, wherever it lies, against the rows of the plan and what was
        observed of them, and with its mergers: a file of those with errors says nothing.
        """
        from parplan.checks.tables import read_panel

        mergers = None if self.mergers is None else self.mergers.made
        return read_panel(data, shown, self.plan, self.called, habits(), mergers, self._observed)

    @cached_property
    def _observed(self) -> "Outcomes | None":
        try:
            return None if self.outcomes is None else self.outcomes.made
        except CannotRead:  # which is told of the file itself
            return None

    # Of what can be used: a file with errors says nothing.

    @property
    def told(self) -> "tuple[Outcomes | None, list[Panel]]":
        """What stands beside the plan about the scores that it prints."""
        outcomes = None if self.outcomes is None else self.outcomes.made
        return outcomes, [read.made for read in self.tables if read.made is not None]

    @property
    def refused(self) -> tuple[str, ...]:
        """The files of other units that hold errors, as they would be opened."""
        found = (
            *(read.findings for read in self.published if read.made is None),
            *(read.findings for read in self.tables if read.made is None),
        )
        return tuple(findings[0].file for findings in found)

    def seen(self, year: int) -> "list[Panel | Published]":
        """The fields of other units that are known, tables as a year sees them."""
        known = (read.made for read in self.published)
        tables = (panel.seen(year) for panel in self.told[1])
        return [*tables, *(made for made in known if made is not None)]


@cache
def habits() -> "Habits":
    """How people write tables of units: the words of `habits.yaml`, which travels with the code."""
    from parplan.model.habits import Habits

    path = Path(__file__).parents[1] / "habits.yaml"
    return Habits.model_validate(read(path.name, read_bytes(path)).tree)
