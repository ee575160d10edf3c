"""All rules: importing this package fills the registry, family by family."""

from parplan.rules import (
    applies,
    arithmetic,
    cells,
    counting,
    documents,
    errata,
    folder,
    history,
    mergers,
    names,
    panel,
    paths,
    peers,
    possible,
    ranges,
    ranks,
    realism,
    recognised,
    result_scores,
    results,
    scenarios,
    table_units,
    tables,
    tasks,
    text,
)
from parplan.rules.rule import REGISTRY, Problem, Rule

_FAMILIES = "SRAXNLCWTOPI"  # text first, then what a reader meets in turn
_ordered = sorted(REGISTRY.items(), key=lambda item: (_FAMILIES.index(item[0][0]), item[0]))
REGISTRY.clear()
REGISTRY.update(_ordered)


__all__ = ["REGISTRY", "Problem", "Rule"]
__all__ += [
    "applies",
    "arithmetic",
    "cells",
    "counting",
    "documents",
    "errata",
    "folder",
    "history",
    "mergers",
    "names",
    "panel",
    "paths",
]
__all__ += [
    "peers",
    "possible",
    "ranges",
    "ranks",
    "realism",
    "recognised",
    "result_scores",
    "results",
    "scenarios",
]
__all__ += ["table_units", "tables", "tasks", "text"]
