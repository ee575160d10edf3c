"""parplan for scripts."""

from parplan.api.plan import InvalidPlan, Plan, Refused, Rows, check, load

__all__ = ["InvalidPlan", "Plan", "Refused", "Rows", "check", "load"]
