"""All rules: importing this package fills the registry, in the order of their codes."""

from parplan.rules import arithmetic, cells, ledger, ranges, realism, shape
from parplan.rules.base import REGISTRY, SEVERITIES, Problem, Rule, Severity

__all__ = ["REGISTRY", "SEVERITIES", "Problem", "Rule", "Severity", "arithmetic", "cells", "ledger", "ranges", "realism", "shape"]
