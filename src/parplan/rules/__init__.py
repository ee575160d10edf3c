"""All rules: importing this package fills the registry, family by family."""

from parplan.rules import arithmetic, cells, ledger, peers, ranges, realism, results, shape, tasks, whatif
from parplan.rules.base import REGISTRY, SEVERITIES, Problem, Rule, Severity

_FAMILIES = "SRAXNLCWTOP"  # text first, then what a reader meets in turn
_ordered = sorted(REGISTRY.items(), key=lambda item: (_FAMILIES.index(item[0][0]), item[0]))
REGISTRY.clear()
REGISTRY.update(_ordered)

__all__ = ["REGISTRY", "SEVERITIES", "Problem", "Rule", "Severity", "arithmetic", "cells", "ledger", "peers", "ranges"]
__all__ += ["realism", "results", "shape", "tasks", "whatif"]
