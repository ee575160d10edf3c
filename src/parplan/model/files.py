"""Every kind of file that a plan may have, and what it may hold: for whatever treats them all
alike.
"""

from importlib import import_module
from typing import Literal, get_args

from parplan.model.fields import Record

FileKind = Literal[
    "indicators",
    "targets",
    "errata",
    "scenario",
    "costs",
    "tasks",
    "results",
    "peers",
    "mergers",
    "report",
]
KINDS: tuple[FileKind, ...] = get_args(FileKind)
FILES: tuple[FileKind, ...] = KINDS[:3]  # the plan itself; all others lie beside it
_RECORDS: dict[FileKind, tuple[str, str]] = {
    "indicators": ("indicators", "IndicatorsFile"),
    "targets": ("targets", "TargetsFile"),
    "errata": ("errata", "ErrataFile"),
    "scenario": ("scenario", "ScenarioFile"),
    "costs": ("scenario", "CostsFile"),
    "tasks": ("tasks", "TasksFile"),
    "results": ("results", "ResultsFile"),
    "peers": ("peers", "PeersFile"),
    "mergers": ("mergers", "MergersFile"),
    "report": ("letterhead", "Letterhead"),
}


def model_of(kind: FileKind) -> type[Record]:
    """The record of a kind of file, imported only when it is asked for."""
    module, name = _RECORDS[kind]
    record: type[Record] = getattr(import_module(f"parplan.model.{module}"), name)
    return record
