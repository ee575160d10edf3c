"""Every kind of file that a plan may have, and what it may hold: for whatever treats them all alike."""

from collections.abc import Mapping
from typing import Final

from parplan.model import FILE_MODELS, FileKind, Record
from parplan.peers import PeersFile
from parplan.results import ResultsFile
from parplan.tasks import TasksFile
from parplan.whatif import WHAT_IF_MODELS

MODELS: Final[Mapping[FileKind, type[Record]]] = {
    **FILE_MODELS,
    **WHAT_IF_MODELS,
    "tasks": TasksFile,
    "results": ResultsFile,
    "peers": PeersFile,
}
