"""The shapes of the JSON answers, for `parplan schema` and for whoever reads them. Field by field the contract of each version."""

from pydantic import BaseModel

from parplan.reports.payloads import peers, plans, work

PAYLOADS: dict[str, type[BaseModel]] = {
    "gap": plans.GapPayload,
    "validate": plans.ValidatePayload,
    "explain": plans.ExplainPayload,
    "rule": plans.RulePayload,
    "project": plans.ProjectPayload,
    "reach": plans.ReachPayload,
    "simulate": plans.SimulatePayload,
    "errata-suggest": plans.SuggestPayload,
    "errata-list": plans.ErrataListPayload,
    "errata-show": plans.ErrataShowPayload,
    "units": work.UnitsPayload,
    "task-list": work.TasksPayload,
    "progress": work.ProgressPayload,
    "review": work.ReviewPayload,
    "rank": peers.RankPayload,
    "realism": peers.RealismPayload,
    "compare": peers.ComparePayload,
}
