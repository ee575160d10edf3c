"""Other units while their files are checked: fields as far as they are published, and mergers."""

from collections.abc import Iterable

from parplan.checks.companion import Companion
from parplan.model.findings import Read
from parplan.model.habits import Habits, Names
from parplan.model.mergers import MergersFile
from parplan.model.peers import PeersFile, Published
from parplan.model.plan import Plan
from parplan.rules.mergers import Merging
from parplan.yaml_text.source import Source


def read_peers(source: Source, plan: Plan, name: str) -> Read[Published]:
    """Check a file of peers against a plan: text, shape, rows, groups that lie apart and add up.
    Never raises for what the file holds.
    """
    file = Companion("peers", source, plan, name, PeersFile)
    return Read(
        None if file.record is None or file.broken else Published(file.record), file.findings
    )


def read_mergers(
    source: Source, plan: Plan, name: str, habits: Habits, listed: Iterable[str] = ()
) -> Read[MergersFile]:
    """Check what is said of units that others became: text, shape, indices, weights, that none
    counts twice, and that a table has each, where `listed` are the units that tables have. Never
    raises for what the file holds.
    """
    file = Companion("mergers", source, plan, name, MergersFile)
    if file.record is not None:
        names = Names(habits, plan.about.unit_aliases.items())
        file.run("merging", Merging(file.record, names, tuple(listed)))
    return Read(None if file.broken else file.record, file.findings)
