"""The shapes of the JSON answers, for `parplan schema` and for whoever reads them. Field by field the contract of each version."""

from pydantic import BaseModel

from parplan.reports.payloads import peers, plans

PAYLOADS: dict[str, type[BaseModel]] = {
    "project": plans.ProjectPayload,
    "reach": plans.ReachPayload,
    "simulate": plans.SimulatePayload,
    "errata-suggest": plans.SuggestPayload,
    "errata-list": plans.ErrataListPayload,
    "errata-show": plans.ErrataShowPayload,
    "rank": peers.RankPayload,
    "realism": peers.RealismPayload,
    "compare": peers.ComparePayload,
}
