"""All rules: importing this package fills the registry, family by family."""

from parplan.rules import (
    arithmetic,
    cells,
    errata,
    history,
    mergers,
    panel,
    paths,
    peers,
    ranges,
    realism,
    results,
    scenarios,
    tables,
    tasks,
    text,
)
from parplan.rules.rule import REGISTRY, SEVERITIES, Problem, Rule, Severity

_FAMILIES = "SRAXNLCWTOP"  # text first, then what a reader meets in turn
_ordered = sorted(REGISTRY.items(), key=lambda item: (_FAMILIES.index(item[0][0]), item[0]))
REGISTRY.clear()
REGISTRY.update(_ordered)

__all__ = [
    "REGISTRY",
    "SEVERITIES",
    "Problem",
    "Rule",
    "Severity",
    "arithmetic",
    "cells",
    "errata",
    "history",
    "mergers",
    "panel",
    "paths",
    "peers",
    "ranges",
]
__all__ += ["realism", "results", "scenarios", "tables", "tasks", "text"]
